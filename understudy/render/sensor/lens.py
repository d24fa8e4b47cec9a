"""Lens distortion, chromatic aberration and vignette.

Radii count in half diagonals of the frame, so a coefficient means the same for every focal length:
a point at radius r goes to radius enlargement * (r + k1 r^3 + k2 r^5) (Brown 1966, radial terms).
The enlargement is chosen so that no border of the frame stays empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from understudy.errors import InputError
from understudy.types import SensorSpec

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MODEL_RADIUS = 1.05
"""Beyond this the polynomial goes on as a straight line: it would fold far points back in."""
NEAREST_BORDER = 0.45
"""Radius at which a frame's border is nearest to the middle, for sides up to about 16 : 9."""
LEAST_SLOPE = 0.2
"""A weaker slope of the radius is no lens but a fold."""


def distort_points(points_px: np.ndarray, sensor: SensorSpec, intrinsics: np.ndarray) -> np.ndarray:
    """Takes pixels of the pinhole camera to pixels of the stored picture.

    Args:
        points_px: (..., N, 2).
        sensor: its `distortion`.
        intrinsics: (..., 3, 3); only the principal point, which is the frame's middle, counts.

    Returns:
        (..., N, 2) float64.

    Raises:
        InputError: the coefficients are too strong to describe a lens.
    """
    return _moved(points_px, intrinsics, sensor, _distorted_radius)


def undistort_points(
    points_px: np.ndarray, sensor: SensorSpec, intrinsics: np.ndarray
) -> np.ndarray:
    """Takes pixels of the stored picture to pixels of the pinhole camera; see `distort_points`."""
    return _moved(points_px, intrinsics, sensor, _undistorted_radius)


def opencv_lens(sensor: SensorSpec, intrinsics: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the stored picture's camera matrix (3, 3) and OpenCV coefficients (k1, k2, 0, 0, 0).

    Args:
        sensor: its `distortion`.
        intrinsics: (3, 3) of the pinhole camera in one frame.
    """
    matrix = np.array(intrinsics, np.float64)
    ratio = matrix[0, 0] / float(np.linalg.norm(matrix[:2, 2]))
    matrix[[0, 1], [0, 1]] *= enlargement(sensor)
    k1, k2 = sensor.distortion
    return matrix, np.array([k1 * ratio**2, k2 * ratio**4, 0.0, 0.0, 0.0])


def enlargement(sensor: SensorSpec) -> float:
    """Returns the factor on the focal length that leaves no border empty.

    Raises:
        InputError: the coefficients are too strong to describe a lens.
    """
    k1, k2 = sensor.distortion
    radius = np.linspace(0.0, MODEL_RADIUS, 64)
    if float(np.min(1.0 + 3.0 * k1 * radius**2 + 5.0 * k2 * radius**4)) < LEAST_SLOPE:
        raise InputError(
            f"sensor distortion {k1}, {k2} folds the picture over: 1 + 3 k1 r^2 + 5 k2 r^4 must "
            f"stay above {LEAST_SLOPE} up to the corner (r = 1); take smaller values"
        )
    border = radius[(radius >= NEAREST_BORDER) & (radius <= 1.0)]
    return 1.0 / float(np.min(1.0 + k1 * border**2 + k2 * border**4))


def _moved(
    points_px: np.ndarray,
    intrinsics: np.ndarray,
    sensor: SensorSpec,
    new_radius: Callable[[np.ndarray, SensorSpec], np.ndarray],
) -> np.ndarray:
    points = np.asarray(points_px, np.float64)
    if sensor.distortion == (0.0, 0.0):
        return points.copy()
    centre = np.asarray(intrinsics, np.float64)[..., None, :2, 2]
    half_diagonal = np.linalg.norm(centre, axis=-1)
    offset = points - centre
    radius = np.linalg.norm(offset, axis=-1) / half_diagonal
    scale = new_radius(radius, sensor) / np.maximum(radius, 1e-9)
    # Near the middle both directions are a plain enlargement.
    middle = new_radius(np.array(1e-6), sensor) / 1e-6
    scale = np.where(radius > 1e-6, scale, middle)
    return np.asarray(centre + offset * scale[..., None])


def _distorted_radius(radius: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    k1, k2 = sensor.distortion
    inner = np.minimum(radius, MODEL_RADIUS)
    straight = radius - inner
    distorted = inner * (1.0 + k1 * inner**2 + k2 * inner**4)
    return np.asarray(enlargement(sensor) * (distorted + straight * _slope(inner, sensor)))


def _slope(radius: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    k1, k2 = sensor.distortion
    return np.asarray(1.0 + 3.0 * k1 * radius**2 + 5.0 * k2 * radius**4)


def _undistorted_radius(radius: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    """Newton's method; the radius grows with a slope above LEAST_SLOPE, so it converges."""
    factor = enlargement(sensor)
    guess = np.asarray(radius, np.float64) / factor
    for _ in range(12):
        error = _distorted_radius(guess, sensor) - radius
        guess = guess - error / (factor * _slope(np.minimum(guess, MODEL_RADIUS), sensor))
        guess = np.maximum(guess, 0.0)
    return guess


def pixel_centres(width: int, height: int) -> np.ndarray:
    """Returns (H * W, 2): u, v of every pixel's centre, row by row."""
    rows, columns = np.indices((height, width)) + 0.5
    return np.stack((columns.ravel(), rows.ravel()), axis=-1)


def centred_intrinsics(width: int, height: int) -> np.ndarray:
    """Returns (3, 3) of a camera whose principal point is the frame's middle."""
    return np.array([[1.0, 0.0, width / 2.0], [0.0, 1.0, height / 2.0], [0.0, 0.0, 1.0]])


def lens_maps(width: int, height: int, sensor: SensorSpec) -> list[csr_array]:
    """Returns for red, green, blue the sparse matrix (HW, HW) from clean to stored planes."""
    seen = pixel_centres(width, height)
    clean = undistort_points(seen, sensor, centred_intrinsics(width, height))
    middle = np.array([width / 2.0, height / 2.0])
    aberration = sensor.chromatic_aberration
    if aberration == 0.0:
        return [_bilinear(clean, width, height)] * 3
    return [
        _bilinear(middle + (clean - middle) / factor, width, height)
        for factor in (1.0 + aberration, 1.0, 1.0 - aberration)
    ]


def _bilinear(places_px: np.ndarray, width: int, height: int) -> csr_array:
    """Returns the matrix that samples a plane at places (N, 2), the border continued."""
    from scipy.sparse import csr_array

    place = np.clip(places_px - 0.5, 0.0, np.array([width, height]) - 1.0)
    first = np.minimum(place.astype(int), np.array([width, height]) - 2)
    right, below = np.moveaxis(place - first, -1, 0)
    start = first[:, 1] * width + first[:, 0]
    columns = np.stack((start, start + 1, start + width, start + width + 1), axis=-1)
    weights = np.stack(
        ((1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below),
        axis=-1,
    )
    ends = np.arange(0, 4 * len(place) + 1, 4)
    return csr_array(
        (weights.ravel().astype(np.float32), columns.ravel().astype(np.int32), ends),
        shape=(len(place), width * height),
    )


def falloff(height: int, width: int, vignette: float) -> np.ndarray:
    """Returns (H, W): 1 in the middle, 1 - vignette in the corners."""
    v = (np.arange(height) + 0.5) / height * 2.0 - 1.0
    u = (np.arange(width) + 0.5) / width * 2.0 - 1.0
    squared = 0.5 * (u[None] ** 2 + v[:, None] ** 2)
    return (1.0 - vignette * squared).astype(np.float32)
