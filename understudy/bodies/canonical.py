"""Places on the head that are the same for every shape.

Each vertex has a canonical place: where it lies on a middling adult, measured from between the
eyes. Whatever is painted on a face or grown on a scalp is laid out there, and so comes out at the
same features on a child, a giant or an old man.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.shape import RestBody, rest_body
from understudy.types import PAGE_SIZE, BodySpec

AXIS_X_M = -0.06
"""Where the upright axis of the face page's cylinder stands."""
TOP_M, BOTTOM_M = 0.12, -0.24
FACE_ROWS = 448
"""Rows of the page for the head; what is left is for the eye."""
EYE_CORNER, EYE_SIDE = (2, 450), 60
"""Column and row, and side [px], of the eye's square in the page."""
EYE_EXTENT_M = 0.0155
"""Half of what that square covers."""

MIDDLING = BodySpec(
    gender=0.5, age=2 / 3, muscle=0.5, weight=0.5, height=0.5, proportions=0.5,
    ancestry=(1 / 3, 1 / 3, 1 / 3), skin_colour=(0.5, 0.3, 0.2), eye_colour=(0.0, 0.0, 0.0),
    hair_style="bald", hair_colour=(0.0, 0.0, 0.0), garments=(),
)  # fmt: skip


def eye_middle(rest: RestBody) -> np.ndarray:
    """Returns the point between the eyes (3,)."""
    return (rest.head("eye.L") + rest.head("eye.R")) / 2.0


@lru_cache(maxsize=1)
def canonical_places() -> np.ndarray:
    """Returns (V, 3): every kept vertex on the middling adult, from between the eyes."""
    rest = rest_body(MIDDLING)
    return rest.vertices_m - eye_middle(rest)


def head_uv(places: np.ndarray) -> np.ndarray:
    """Returns the face page's coordinates (N, 2) of canonical places on the head.

    A cylinder, finest at the front, and the same picture for left and right: no seam anywhere.
    """
    x, y, z = np.asarray(places, np.float64).T
    turn = np.arctan2(np.abs(y), x - AXIS_X_M) / np.pi
    u = 1.4 * turn - 0.4 * turn**3
    v = np.clip((TOP_M - z) / (TOP_M - BOTTOM_M), 0.0, 1.0) * FACE_ROWS / PAGE_SIZE
    return np.stack((0.001 + 0.998 * u, 0.001 + 0.997 * v), axis=1)


def eye_uv(places: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Returns the face page's coordinates (N, 2) of canonical places on one eyeball, seen from
    the front; `middle` (3,) is the ball's."""
    offset = np.clip((places - middle)[:, 1:] / EYE_EXTENT_M, -1.0, 1.0) * (1.0, -1.0)
    return (np.array(EYE_CORNER) + EYE_SIDE * (offset + 1.0) / 2.0) / PAGE_SIZE


@lru_cache(maxsize=1)
def page_places() -> np.ndarray:
    """Returns (FACE_ROWS, G, 3): the canonical place on the left half that each texel covers."""
    from scipy.interpolate import LinearNDInterpolator, NearestNDInterpolator

    places = canonical_places()[np.unique(load_body_asset().head_faces)]
    x, y, z = places.T
    flap = (np.abs(y) > 0.07) & (x < -0.06) & (z > -0.06) & (z < 0.02)  # ears stick out
    places = places[(y > -1e-4) & ~flap]
    uv = head_uv(places)
    radius = np.hypot(places[:, 0] - AXIS_X_M, places[:, 1])
    row, column = np.meshgrid(
        (np.arange(FACE_ROWS) + 0.5) / PAGE_SIZE, (np.arange(PAGE_SIZE) + 0.5) / PAGE_SIZE,
        indexing="ij",
    )  # fmt: skip
    here = np.stack((column, row), axis=-1)
    found = LinearNDInterpolator(uv, radius)(here)
    outside = np.isnan(found)
    found[outside] = NearestNDInterpolator(uv, radius)(here[outside])
    samples = np.linspace(0.0, 1.0, 512)
    turn = np.pi * np.interp(column, 0.001 + 0.998 * (1.4 * samples - 0.4 * samples**3), samples)
    height = TOP_M - (TOP_M - BOTTOM_M) * (row - 0.001) / 0.997 * PAGE_SIZE / FACE_ROWS
    return np.stack((AXIS_X_M + found * np.cos(turn), found * np.sin(turn), height), axis=-1)
