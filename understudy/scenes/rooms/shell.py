"""The empty box of a room: where its walls run."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from understudy.scenes.layout import Footprint, Ground
from understudy.scenes.shapes import Material, Part, box, placed, quad
from understudy.types import SceneSpec

LONGEST_SIDE_M = 16.0
TALLEST_M = 3.6


@dataclass(frozen=True, kw_only=True)
class Wall:
    """One wall, seen from inside: s runs to the right, z up."""

    start: np.ndarray
    """(2,) its left end, world."""
    right: np.ndarray
    inward: np.ndarray
    length_m: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Rectangles s0, s1, z0, z1 that something covers."""

    @property
    def yaw_rad(self) -> float:
        """Heading of what stands with its back to the wall."""
        return math.atan2(self.inward[1], self.inward[0])

    def at(self, s: float, z: float, out_m: float) -> list[float]:
        """Returns a point in front of the wall."""
        x, y = self.start + s * self.right + out_m * self.inward
        return [float(x), float(y), z]

    def free(self, s0: float, s1: float, z0: float, z1: float) -> bool:
        """Tells whether nothing covers a rectangle of the wall."""
        if s0 < 0.05 or s1 > self.length_m - 0.05:
            return False
        return not any(
            s0 < other[1] and s1 > other[0] and z0 < other[3] and z1 > other[2]
            for other in self.taken
        )

    def panel(
        self, surface: Material, s: tuple[float, float], z: tuple[float, float], out_m: float,
        *, fit: bool,
    ) -> Part:  # fmt: skip
        """Returns a rectangle parallel to the wall."""
        return quad(
            [
                self.at(s[0], z[0], out_m), self.at(s[1], z[0], out_m),
                self.at(s[1], z[1], out_m), self.at(s[0], z[1], out_m),
            ],
            surface, fit=fit,
        )  # fmt: skip

    def block(
        self, surface: Material, s: tuple[float, float], z: tuple[float, float], thick_m: float
    ) -> Part:
        """Returns a box on the wall."""
        piece = box((thick_m, s[1] - s[0], z[1] - z[0]), surface)
        return placed((piece,), self.at((s[0] + s[1]) / 2.0, z[0], thick_m / 2.0), self.yaw_rad)[0]


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Floor, height and walls; the room's own x and y run along its walls."""

    low: np.ndarray
    high: np.ndarray
    """(2,) corners of the floor, in the room's own axes."""
    yaw_rad: float
    """Turn of the room's own axes about world z."""
    height_m: float
    walls: tuple[Wall, ...]

    def world(self, points: np.ndarray) -> np.ndarray:
        """Returns points (..., 2) of the room's own axes in the world."""
        return np.asarray(points) @ _turn(self.yaw_rad).T

    def own(self, points: np.ndarray) -> np.ndarray:
        """Returns points (..., 2) of the world in the room's own axes."""
        return np.asarray(points) @ _turn(self.yaw_rad)

    @property
    def area_m2(self) -> float:
        return float(np.prod(self.high - self.low))

    def holds(self, spot: Footprint) -> bool:
        """Tells whether a footprint is inside the walls."""
        corners = self.own(spot.corners())
        return bool((corners > self.low + 0.005).all() and (corners < self.high - 0.005).all())

    def level(
        self, surface: Material, low: np.ndarray, high: np.ndarray, z: float, *, up: bool = True,
        fit: bool = False,
    ) -> Part:  # fmt: skip
        """Returns a level rectangle between two corners in the room's own axes."""
        (x0, y0), (x1, y1) = low, high
        loop = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)] if up else [
            (x0, y1), (x1, y1), (x1, y0), (x0, y0)
        ]  # fmt: skip
        corners = self.world(np.array(loop))
        return quad([(float(x), float(y), z) for x, y in corners], surface, fit=fit)


def _turn(yaw_rad: float) -> np.ndarray:
    cosine, sine = math.cos(yaw_rad), math.sin(yaw_rad)
    return np.array([[cosine, -sine], [sine, cosine]])


def lay_shell(
    spec: SceneSpec, ground: Ground, eyes_m: np.ndarray, *, yaw_rad: float = 0.0,
    stage_m: float = 0.0, rng: np.random.Generator,
) -> Shell:  # fmt: skip
    """Lays the walls so that people, props and, where a real room could, the camera are inside.

    Args:
        spec: size and height that the room has at least.
        ground: where people move and props stand.
        eyes_m: (E, 3) places of the camera.
        yaw_rad: turn of the room.
        stage_m: free floor behind the people, as the camera sees them.
        rng: random source.
    """
    turn = _turn(yaw_rad)
    size = np.array(spec.size_m[:2])
    low = -size * rng.uniform(0.35, 0.65, 2)
    high = low + size
    for centre, radius in ground.keep_clear:
        middle = np.array(centre) @ turn
        low, high = np.minimum(low, middle - radius - 0.2), np.maximum(high, middle + radius + 0.2)
        if len(eyes_m) and stage_m > 0.0:
            away = middle - eyes_m[0, :2] @ turn
            axis = int(np.argmax(np.abs(away)))
            if away[axis] > 0.0:
                high[axis] = max(high[axis], middle[axis] + radius + stage_m)
            else:
                low[axis] = min(low[axis], middle[axis] - radius - stage_m)
    for place in ground.taken:
        corners = place.corners() @ turn
        low = np.minimum(low, corners.min(axis=0) - 0.1)
        high = np.maximum(high, corners.max(axis=0) + 0.1)
    height = max(spec.size_m[2], ground.headroom_m)
    for eye in eyes_m:
        there = eye[:2] @ turn
        wider_low, wider_high = np.minimum(low, there - 0.45), np.maximum(high, there + 0.45)
        if (wider_high - wider_low).max() <= LONGEST_SIDE_M:
            low, high = wider_low, wider_high
        if eye[2] + 0.25 <= TALLEST_M:
            height = max(height, float(eye[2]) + 0.25)
    x0, y0, x1, y1 = low[0], low[1], high[0], high[1]
    starts = {(1, 0): (x0, y0), (0, 1): (x1, y0), (-1, 0): (x1, y1), (0, -1): (x0, y1)}
    walls = tuple(
        Wall(
            start=turn @ np.array(corner, np.float64),
            right=turn @ np.array([-inward[1], inward[0]], np.float64),
            inward=turn @ np.array(inward, np.float64),
            length_m=float(high[1] - low[1] if inward[0] else high[0] - low[0]),
        )
        for inward, corner in starts.items()
    )
    return Shell(low=low, high=high, yaw_rad=yaw_rad, height_m=height, walls=walls)
