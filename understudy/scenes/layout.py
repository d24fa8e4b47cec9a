"""Finds room for things: no two stand in one place, none where the person moves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understudy.scenes.shapes import Part, bounds

Circle = tuple[tuple[float, float], float]
"""Centre x, y and radius on the ground [m]."""

VIEW_OPEN_SHARE = 0.88
"""Share of scenes in which nothing stands between the camera and the people; in the others
something low may."""

TRIANGLE_BUDGET = 4000
"""A software renderer's time goes with the triangles."""
RESERVE = 300
"""Triangles kept for what every place has: lamps, a rug, kerbs."""


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """A rectangle on the ground."""

    centre_m: tuple[float, float]
    half_m: tuple[float, float]
    yaw_rad: float

    def axes(self) -> np.ndarray:
        """Returns the directions (2, 2) of its sides."""
        cosine, sine = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        return np.array([[cosine, sine], [-sine, cosine]])

    def corners(self) -> np.ndarray:
        """Returns the corners (4, 2)."""
        signs = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
        return np.array(self.centre_m) + (signs * np.array(self.half_m)) @ self.axes()

    def distance_to(self, points: np.ndarray) -> np.ndarray:
        """Returns the distance (N,) of points (N, 2) from the rectangle, 0 inside."""
        local = np.abs((points - np.array(self.centre_m)) @ self.axes().T)
        outside = np.maximum(local - np.array(self.half_m), 0.0)
        return np.sqrt(np.sum(outside**2, axis=1))

    def overlaps(self, other: Footprint) -> bool:
        """Separating axes: rectangles are apart if some side's direction parts them."""
        mine, theirs = self.corners(), other.corners()
        for axis in (*self.axes(), *other.axes()):
            a, b = mine @ axis, theirs @ axis
            if a.max() <= b.min() or b.max() <= a.min():
                return False
        return True


def footprint(
    parts: Sequence[Part],
    position_m: tuple[float, float],
    yaw_rad: float,
    *,
    margin_m: float = 0.02,
) -> Footprint:
    """Returns the ground that parts, built about the origin, cover when placed."""
    low, high = bounds(parts)
    middle, half = (low + high)[:2] / 2.0, (high - low)[:2] / 2.0 + margin_m
    cosine, sine = math.cos(yaw_rad), math.sin(yaw_rad)
    x = position_m[0] + cosine * middle[0] - sine * middle[1]
    y = position_m[1] + sine * middle[0] + cosine * middle[1]
    return Footprint(
        centre_m=(float(x), float(y)), half_m=(float(half[0]), float(half[1])), yaw_rad=yaw_rad
    )


class Ground:
    """The floor plan while a place is being furnished."""

    def __init__(
        self,
        *,
        keep_clear: Sequence[Circle],
        eyes_m: np.ndarray,
        view_open: bool,
        headroom_m: float = 0.0,
    ) -> None:
        """Starts empty.

        Args:
            keep_clear: circles where people move.
            eyes_m: (E, 3) places of the camera; nothing stands on them.
            view_open: keep things out of the way from the camera to the people too.
            headroom_m: how high people reach; ceilings are above it.
        """
        self.keep_clear = tuple(keep_clear)
        self.eyes_m = eyes_m
        self.view_open = view_open
        self.headroom_m = headroom_m
        self.taken: list[Footprint] = []
        self.triangles = 0
        self._reserve(view_open=view_open)

    def _reserve(self, *, view_open: bool) -> None:
        """Lists points, and how far from each nothing may stand: people, cameras, views."""
        centres = np.array([centre for centre, _ in self.keep_clear] or [(0.0, 0.0)])
        radii = np.array([radius for _, radius in self.keep_clear] or [0.5])
        eyes = self.eyes_m[:, :2]
        points, reach = [centres, eyes], [radii, np.full(len(eyes), 0.6)]
        share = np.linspace(0.05, 0.95, 16)[:, None]
        for eye in eyes if view_open else ():
            for centre, radius in zip(centres, radii, strict=True):
                points.append(eye + share * (centre - eye))
                reach.append(0.3 + share[:, 0] * max(0.6 * radius - 0.3, 0.0))
        self._points, self._reach = np.concatenate(points), np.concatenate(reach)
        self._always = len(centres) + len(eyes)

    def keep_view_open(self) -> None:
        """From now on nothing more comes between the camera and the people."""
        self._reserve(view_open=True)

    def fits(self, place: Footprint, *, may_hide: bool = False) -> bool:
        """Tells whether nothing stands there and nobody moves there.

        `may_hide` lets a thing stand between camera and people.
        """
        last = self._always if may_hide else len(self._points)
        distances = place.distance_to(self._points[:last])
        if bool((distances < self._reach[:last]).any()):
            return False
        return not any(place.overlaps(other) for other in self.taken)

    def take(self, place: Footprint, parts: Sequence[Part]) -> None:
        """Marks ground as taken."""
        self.taken.append(place)
        self.count(parts)

    def count(self, parts: Sequence[Part]) -> None:
        """Adds to the triangles spent."""
        self.triangles += sum(len(part.faces) for part in parts)

    def affords(self, parts: Sequence[Part]) -> bool:
        """Tells whether the parts stay within the triangle budget."""
        return self.triangles + sum(len(part.faces) for part in parts) <= TRIANGLE_BUDGET - RESERVE
