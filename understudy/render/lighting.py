"""Light as every renderer understands it; the shaders repeat these few formulas in GLSL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.types import KeyLight, Scene

PENUMBRA_M = 0.12
"""Radius over which the edge of a shadow fades at `KeyLight.softness` = 1."""

LAMP_HALF_ANGLE_RAD = np.radians(65.0)
"""A lamp casts shadows within a cone at most this wide; beyond, its light is unshadowed."""

GLOSS_STRENGTH, GLOSS_EXPONENT = 0.04, 16
NEAREST_LAMP_M2 = 0.01
"""Squared distance below which a lamp's light grows no further."""


def srgb_to_linear(value: np.ndarray) -> np.ndarray:
    """Decodes sRGB in 0..1."""
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(value: np.ndarray) -> np.ndarray:
    """Encodes linear light in 0..1 as sRGB."""
    curve = 1.055 * np.maximum(value, 0.0031308) ** (1.0 / 2.4) - 0.055
    return np.where(value < 0.0031308, 12.92 * value, curve)


def tone_curve(value: np.ndarray) -> np.ndarray:
    """Linear up to one half, then an exponential shoulder; 1 comes out at 0.816 (sRGB 233)."""
    return np.where(value < 0.5, value, 1.0 - 0.5 * np.exp(1.0 - 2.0 * value))


def irradiance(normals: np.ndarray, irradiance_sh: np.ndarray) -> np.ndarray:
    """Returns the ambient light (..., 3) at unit normals (..., 3); see `Scene.irradiance_sh`."""
    x, y, z = np.moveaxis(normals, -1, 0)
    basis = np.stack(
        (
            np.full_like(x, 0.282095),
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3.0 * z * z - 1.0),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        ),
        axis=-1,
    )
    return np.maximum(basis @ irradiance_sh, 0.0)


@dataclass(frozen=True)
class LightFrustum:
    """The space in which a key light's shadows are drawn."""

    clip_from_world: np.ndarray
    """(4, 4); OpenGL clip space, counter-clockwise faces stay so."""
    up: np.ndarray
    """(3,) world direction of the map's second axis."""
    half_width_m: float
    """Half the side of the covered square; at 1 m from a lamp."""


def light_frustum(
    light: KeyLight, scene: Scene, low_m: np.ndarray, high_m: np.ndarray
) -> LightFrustum:
    """Fits the shadow map to the scene.

    Args:
        light: the key light.
        scene: gives the sphere that shadows must cover.
        low_m, high_m: bounding box of everything that casts shadows, (3,) each.
    """
    centre = np.asarray(scene.centre_m, np.float64)
    extent = float(scene.extent_m)
    corners = np.stack(np.meshgrid(*np.stack((low_m, high_m), axis=1), indexing="ij"), axis=-1)
    corners = corners.reshape(8, 3).astype(np.float64)
    if light.position_m is None:
        eye = centre
        towards = np.asarray(light.towards_light, np.float64)
    else:
        eye = np.asarray(light.position_m, np.float64)
        towards = eye - centre
    distance = float(np.linalg.norm(towards))
    towards = towards / distance if distance > 1e-6 else np.array([0.0, 0.0, 1.0])
    spare = np.array([0.0, 1.0, 0.0]) if abs(towards[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    right = np.cross(spare, towards)
    right /= np.linalg.norm(right)
    up = np.cross(towards, right)

    matrix = np.zeros((4, 4))
    along = (corners - eye) @ towards
    if light.position_m is None:
        half = extent
        high, low = along.max() + 0.01, along.min() - 0.01
        matrix[0, :3], matrix[1, :3] = right / half, up / half
        matrix[2, :3] = -2.0 * towards / (high - low)
        matrix[:3, 3] = -matrix[:3, :3] @ eye
        matrix[2, 3] += (high + low) / (high - low)
        matrix[3, 3] = 1.0
    else:
        cone = np.arcsin(extent / distance) if distance > extent else np.inf
        half = float(np.tan(min(cone, LAMP_HALF_ANGLE_RAD)))
        near = 0.05
        far = max(float(np.linalg.norm(corners - eye, axis=-1).max()), 2.0 * near) + 0.01
        matrix[0, :3], matrix[1, :3] = right / half, up / half
        matrix[2, :3] = -towards * (far + near) / (far - near)
        matrix[3, :3] = -towards
        matrix[:, 3] = -matrix[:, :3] @ eye
        matrix[2, 3] -= 2.0 * far * near / (far - near)
    return LightFrustum(clip_from_world=matrix, up=up, half_width_m=half)
