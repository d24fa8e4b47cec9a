"""Daylight that falls into rooms: through windows, in patches where the sun stands before them."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.lighting.surroundings import Opening, Surroundings
from understudy.scenes.shapes import Material, Part, quad
from understudy.types import TEXTURE_SIZE

WALL_M = 0.06
"""How far outside a room's inner faces its shadow-casting shell stands."""
_DARK = Material(tile=np.full((TEXTURE_SIZE, TEXTURE_SIZE, 3), 60, np.uint8), tile_m=1.0)


def facing_openings(place: Surroundings, towards: np.ndarray) -> list[Opening]:
    """Returns the windows that look to where light comes from, the most direct first."""
    facing = [(-(np.array(window.inward) @ towards[:2]), window) for window in place.openings]
    facing.sort(key=lambda pair: -pair[0])
    return [window for share, window in facing if share > 0.3]


def shell(place: Surroundings) -> tuple[Part, ...]:
    """Returns the outside of a room's walls and roof, with holes where its windows are.

    The faces look outwards: they keep the sun out of the room and are not seen from inside.
    """
    if place.inside_m is None:
        return ()
    low, high = (np.array(corner) for corner in place.inside_m)
    x0, y0 = low[:2] - WALL_M
    x1, y1 = high[:2] + WALL_M
    top = float(high[2]) + WALL_M
    parts = [quad([(x0, y0, top), (x1, y0, top), (x1, y1, top), (x0, y1, top)], _DARK)]
    # Each wall seen from outside, its corner on the left and the direction to its right.
    walls = (
        ((x0, y1), (0.0, -1.0), (1.0, 0.0)), ((x1, y0), (0.0, 1.0), (-1.0, 0.0)),
        ((x0, y0), (1.0, 0.0), (0.0, 1.0)), ((x1, y1), (-1.0, 0.0), (0.0, -1.0)),
    )  # fmt: skip
    for corner, right, inward in walls:
        start, along = np.array(corner), np.array(right)
        length = abs(float(np.array([x1 - x0, y1 - y0]) @ along))
        holes = []
        for window in place.openings:
            if np.array(window.inward) @ np.array(inward) > 0.9:
                middle = float((np.array(window.centre_m[:2]) - start) @ along)
                z = window.centre_m[2]
                holes.append(
                    (middle - window.width_m / 2, middle + window.width_m / 2,
                     z - window.height_m / 2, z + window.height_m / 2)
                )  # fmt: skip
        parts += _pierced(start, along, length, top, sorted(holes))
    return tuple(parts)


def _pierced(
    start: np.ndarray, along: np.ndarray, length: float, top: float,
    holes: list[tuple[float, float, float, float]],
) -> list[Part]:  # fmt: skip
    """Returns a wall with holes (left, right, bottom, top), which lie side by side."""

    def piece(left: float, right: float, bottom: float, high: float) -> list[Part]:
        if right - left < 1e-3 or high - bottom < 1e-3:
            return []
        a, b = start + left * along, start + right * along
        return [quad([(*a, bottom), (*b, bottom), (*b, high), (*a, high)], _DARK)]

    parts: list[Part] = []
    reached = 0.0
    for left, right, bottom, high in holes:
        parts += piece(reached, left, 0.0, top)
        parts += piece(left, right, 0.0, bottom)
        parts += piece(left, right, high, top)
        reached = right
    return parts + piece(reached, length, 0.0, top)


def sunlit_share(place: Surroundings) -> float:
    """Returns about which share of a room's surfaces the sun reaches through its windows."""
    if place.inside_m is None:
        return 1.0
    size = np.array(place.inside_m[1]) - np.array(place.inside_m[0])
    glass = sum(window.width_m * window.height_m for window in place.openings)
    return float(np.clip(glass / (size[0] * size[1]), 0.03, 0.5))


def shell_extent(place: Surroundings) -> float:
    """Returns the radius about the centre that holds the whole room."""
    assert place.inside_m is not None
    corners = np.array(place.inside_m)
    centre = np.array(place.centre_m)
    return math.sqrt(float(np.sum(np.abs(corners - centre).max(axis=0) ** 2))) + 2 * WALL_M
