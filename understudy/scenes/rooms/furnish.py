"""Stands and hangs things in a room, or gives them up where there is no place."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from understudy.scenes.furniture import Palette, some_colour
from understudy.scenes.layout import Ground, footprint
from understudy.scenes.lighting import LampSpot
from understudy.scenes.rooms.shell import Shell, Wall
from understudy.scenes.shapes import Material, Part, bounds, box, cylinder, placed
from understudy.scenes.textures import material
from understudy.types import SceneSpec

WALL_GAP_M = 0.03
SILL_GAP_M = 0.13
"""Behind things that stand before a window: its sill sticks out."""

Maker = Callable[..., tuple[Part, ...]]
"""(palette, rng=) -> parts about the origin, back along -x."""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where something stands with its back to a wall."""

    wall: Wall
    s_m: tuple[float, float]
    depth_m: float


@dataclass(kw_only=True)
class Room:
    """A room while it is being furnished."""

    spec: SceneSpec
    shell: Shell
    ground: Ground
    palette: Palette
    rng: np.random.Generator
    fullness: float
    """Factor on how many things one expects."""
    back: Wall
    """The wall behind the people, as the camera sees them; any if there is no camera."""
    back_s_m: float
    """Where the line of sight meets it."""
    parts: list[Part] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)

    def make(self, maker: Maker) -> tuple[Part, ...]:
        """Builds a thing about the origin."""
        return maker(self.palette, rng=self.rng)

    def put(self, parts: Sequence[Part]) -> None:
        """Adds parts that take no ground."""
        self.ground.count(parts)
        self.parts += parts

    # ------------------------------------------------------------------------------- standing

    def against_wall(
        self, parts: tuple[Part, ...], *, walls: Sequence[Wall] | None = None,
        near: float | None = None, corner: bool = False, tries: int = 12,
    ) -> Placement | None:  # fmt: skip
        """Stands a thing with its back to a wall.

        Args:
            parts: the thing.
            walls: which ones may do; all by default.
            near: place of its middle along the wall [m], or close to it.
            corner: push it into a corner.
            tries: how often to look for a place.
        """
        if not parts or not self.ground.affords(parts):
            return None
        low, high = bounds(parts)
        if high[2] > self.shell.height_m - 0.05:
            return None
        choice = list(walls) if walls is not None else list(self.shell.walls)
        may_hide = bool(high[2] < 0.8 and self.rng.random() < 0.1)
        for number in range(tries):
            wall = choice[int(self.rng.integers(len(choice)))]
            room = wall.length_m - float(high[1] - low[1])
            if room < 0.12:
                continue
            if near is not None:
                s0 = near - float(high[1] - low[1]) / 2 + 0.15 * number * (-1) ** number
            elif corner:
                s0 = 0.06 if self.rng.random() < 0.5 else room - 0.06
            else:
                s0 = float(self.rng.uniform(0.0, 1.0)) * room
            placement = self._try_wall(parts, wall, s0 - float(low[1]), low, high, may_hide)
            if placement is not None:
                return placement
        return None

    def in_view(
        self, maker: Maker, *, spread_m: float = 1.2, tries: int = 14, anywhere: bool = True,
        covers_m: float | None = None,
    ) -> Placement | None:  # fmt: skip
        """Stands what makes the room what it is: mostly behind the people, else at any wall.

        Args:
            maker: of the thing.
            spread_m: how far from the line of sight it may stand.
            tries: how often to look for a place.
            anywhere: look at the other walls too.
            covers_m: height up to which it hides the wall, if not all of its own: it may then
                stand before a window.
        """
        parts = self.make(maker)
        if not parts or not self.ground.affords(parts):
            return None
        low, high = bounds(parts)
        if (not anywhere or self.rng.random() < 0.85) and high[2] < self.shell.height_m - 0.05:
            for number in range(tries):
                middle = self.back_s_m + float(self.rng.normal(0.0, spread_m * (1 + 0.1 * number)))
                middle -= float(low[1] + high[1]) / 2.0
                placement = self._try_wall(parts, self.back, middle, low, high, False, covers_m)
                if placement is not None:
                    return placement
        return self.against_wall(parts, tries=tries) if anywhere else None

    def _try_wall(
        self, parts: tuple[Part, ...], wall: Wall, s: float, low: np.ndarray, high: np.ndarray,
        may_hide: bool, covers_m: float | None = None,
    ) -> Placement | None:  # fmt: skip
        s0, s1 = s + float(low[1]), s + float(high[1])
        covered = float(high[2]) if covers_m is None else covers_m
        if not wall.free(s0, s1, 0.0, covered):
            return None
        gap = WALL_GAP_M if covers_m is None else SILL_GAP_M
        x, y, _z = wall.at(s, 0.0, gap - float(low[0]))
        spot = footprint(parts, (x, y), wall.yaw_rad)
        if not self.shell.holds(spot) or not self.ground.fits(spot, may_hide=may_hide):
            return None
        self.ground.take(spot, parts)
        wall.taken.append((s0, s1, 0.0, float(high[2])))
        self.parts += placed(parts, (x, y), wall.yaw_rad)
        placement = Placement(wall=wall, s_m=(s0, s1), depth_m=float(high[0] - low[0]))
        self.placements.append(placement)
        return placement

    def freely(
        self, parts: tuple[Part, ...], *, yaw_rad: float | None = None, tries: int = 15,
        margin_m: float = 0.15,
    ) -> bool:  # fmt: skip
        """Stands a thing somewhere in the room, along its walls unless told otherwise."""
        if not parts or not self.ground.affords(parts):
            return False
        if bounds(parts)[1][2] > self.shell.height_m - 0.05:
            return False
        for _ in range(tries):
            inner = (self.shell.low + 0.4, self.shell.high - 0.4)
            x, y = self.shell.world(self.rng.uniform(*inner))
            turn = yaw_rad
            if turn is None:
                quarter = float(self.rng.choice([0.0, 0.5, 1.0, 1.5])) * math.pi
                turn = self.shell.yaw_rad + quarter + float(self.rng.normal(0.0, 0.06))
            spot = footprint(parts, (float(x), float(y)), turn, margin_m=margin_m)
            if self.shell.holds(spot) and self.ground.fits(spot):
                self.ground.take(spot, parts)
                self.parts += placed(parts, (float(x), float(y)), turn)
                return True
        return False

    def exactly(
        self, parts: tuple[Part, ...], own_m: tuple[float, float], yaw_rad: float,
        *, may_hide: bool = False, margin_m: float = 0.02,
    ) -> bool:  # fmt: skip
        """Stands a thing at a place in the room's own axes, if it is free."""
        x, y = self.shell.world(np.array(own_m))
        turn = self.shell.yaw_rad + yaw_rad
        spot = footprint(parts, (float(x), float(y)), turn, margin_m=margin_m)
        fits = self.shell.holds(spot) and self.ground.fits(spot, may_hide=may_hide)
        if not fits or not self.ground.affords(parts):
            return False
        self.ground.take(spot, parts)
        self.parts += placed(parts, (float(x), float(y)), turn)
        return True

    def some(self, maker: Maker, expected: float, *, most: int = 6) -> None:
        """Stands a random number of things along the walls."""
        for _ in range(min(int(self.rng.poisson(expected * self.fullness)), most)):
            self.against_wall(self.make(maker))

    def perhaps(self, maker: Maker, share: float) -> bool:
        """Stands a thing freely, in a share of rooms."""
        return self.rng.random() < share and self.freely(self.make(maker))

    def opposite(self, wall: Wall) -> Wall:
        """Returns the wall that faces one."""
        return min(self.shell.walls, key=lambda other: float(other.inward @ wall.inward))

    # -------------------------------------------------------------------------------- hanging

    def hang(
        self, picture: Material, size_m: tuple[float, float], *, middle_m: float = 1.55,
        frame: Material | None = None, walls: Sequence[Wall] | None = None,
        near: float | None = None, tries: int = 6,
    ) -> bool:  # fmt: skip
        """Hangs a picture, board or mirror on a wall."""
        wide, high = size_m
        z0 = middle_m - high / 2.0
        if z0 + high > self.shell.height_m - 0.08:
            return False
        choice = list(walls) if walls is not None else list(self.shell.walls)
        edge = 0.0 if frame is None else float(self.rng.uniform(0.015, 0.05))
        for _ in range(tries):
            wall = choice[int(self.rng.integers(len(choice)))]
            room = wall.length_m - wide
            if room < 0.3:
                continue
            s = float(self.rng.uniform(0.15, room - 0.15))
            if near is not None:
                s = near - wide / 2.0
            if not wall.free(s - 0.06, s + wide + 0.06, z0 - 0.06, z0 + high + 0.06):
                continue
            parts = [
                wall.panel(picture, (s + edge, s + wide - edge), (z0 + edge, z0 + high - edge),
                           0.028 if frame is not None else 0.01, fit=True)
            ]  # fmt: skip
            if frame is not None:
                parts.append(wall.block(frame, (s, s + wide), (z0, z0 + high), 0.025))
            if not self.ground.affords(parts):
                return False
            self.put(parts)
            wall.taken.append((s, s + wide, z0, z0 + high))
            return True
        return False

    def pictures(self, expected: float) -> None:
        """Hangs framed pictures and photographs."""
        frames = (self.palette.paint.tinted((0.02, 0.02, 0.02)), self.palette.wood,
                  self.palette.paint)  # fmt: skip
        frame = frames[int(self.rng.integers(3))]
        for _ in range(int(self.rng.poisson(expected))):
            colour = some_colour(self.rng, saturation=(0.0, 0.8), value=(0.1, 0.9))
            picture = material("painting", colour, rng=self.rng)
            wide, high = self.rng.uniform([0.3, 0.3], [1.1, 0.9])
            self.hang(picture, (float(wide), float(high)), frame=frame,
                      middle_m=float(self.rng.uniform(1.45, 1.65)))  # fmt: skip

    def posters(self, expected: float) -> None:
        """Hangs posters and notices without frames."""
        for _ in range(int(self.rng.poisson(expected))):
            colour = some_colour(self.rng, saturation=(0.0, 0.7), value=(0.3, 0.95))
            picture = material("poster", colour, rng=self.rng)
            wide = float(self.rng.choice([0.3, 0.42, 0.6, 0.85]))
            self.hang(picture, (wide, 1.41 * wide), middle_m=float(self.rng.uniform(1.4, 1.7)))

    def printed(
        self, name: str, size_m: tuple[float, float], *, share: float = 1.0,
        middle_m: float = 1.55, framed: bool = True,
        colour: Sequence[float] | np.ndarray | None = None,
    ) -> bool:  # fmt: skip
        """Hangs a picture of a named texture, in a share of rooms."""
        if self.rng.random() >= share:
            return False
        paint = self.rng.uniform(0.05, 0.8, 3) if colour is None else np.asarray(colour)
        grey = float(self.rng.choice([0.05, 0.4, 0.7]))
        frame = self.palette.paint.tinted((grey, grey, grey)) if framed else None
        surface = material(name, paint, rng=self.rng)
        return self.hang(surface, size_m, frame=frame, middle_m=middle_m)

    # ---------------------------------------------------------------------- floor and ceiling

    def rug(self, share: float) -> None:
        """Lays a rug, in a share of rooms."""
        if self.rng.random() >= share:
            return
        shell = self.shell
        size = np.minimum(self.rng.uniform([1.4, 1.8], [2.4, 3.2]), shell.high - shell.low - 0.6)
        colour = some_colour(self.rng, saturation=(0.1, 0.65), value=(0.05, 0.6))
        surface = material("rug", colour, rng=self.rng)
        space = (shell.high - shell.low - size) / 2.0 - 0.2
        middle = (shell.low + shell.high) / 2.0 + self.rng.uniform(-0.5, 0.5, 2) * space
        # Above the floor by more than a depth buffer confuses, under every sole.
        self.put([shell.level(surface, middle - size / 2, middle + size / 2, 0.004, fit=True)])

    def ceiling_lamps(
        self, centre_m: np.ndarray, *, strips: bool
    ) -> tuple[tuple[float, float, float], list[LampSpot]]:
        """Hangs the lamps; returns where the main one's light comes from, and the others."""
        glow = 2.0 if self.spec.light in ("lamp", "lamps") else 0.9
        if self.spec.light in ("dim", "dusk"):
            glow = 0.8
        shine = self.palette.paint.tinted((glow, glow * 0.95, glow * 0.85))
        return self._strips(centre_m, shine) if strips else self._pendant(centre_m, shine)

    def _pendant(
        self, centre_m: np.ndarray, shine: Material
    ) -> tuple[tuple[float, float, float], list[LampSpot]]:
        """One lamp or panel between the room's middle and the people."""
        shell, rng = self.shell, self.rng
        middle = (shell.low + shell.high) / 2.0 + rng.uniform(-0.4, 0.4, 2)
        middle = middle + 0.5 * (shell.own(centre_m) - middle) + 0.6 * rng.uniform(-1.0, 1.0, 2)
        middle = np.clip(middle, shell.low + 0.4, shell.high - 0.4)
        (x, y), top = (float(value) for value in shell.world(middle)), shell.height_m
        if rng.random() < 0.4:
            self.put([box((0.6, 0.6, 0.05), shine, at_m=(x, y, top - 0.05))])
            return (x, y, top - 0.32), []
        drop = float(rng.uniform(0.25, 0.5))
        cord = self.palette.paint.tinted((0.05, 0.05, 0.05))
        self.put(
            [
                cylinder(0.008, drop - 0.18, cord, at_m=(x, y, top - drop + 0.18), sides=4,
                         caps=False),
                cylinder((0.2, 0.1), 0.18, shine, at_m=(x, y, top - drop), sides=12),
            ]
        )  # fmt: skip
        return (x, y, top - drop - 0.02), []

    def _strips(
        self, centre_m: np.ndarray, shine: Material
    ) -> tuple[tuple[float, float, float], list[LampSpot]]:
        """Rows of strip lamps or panels along the longer side."""
        shell, rng = self.shell, self.rng
        size = shell.high - shell.low
        along = int(np.argmax(size))
        panel = rng.random() < 0.5
        piece = [0.58, 0.58] if panel else ([1.3, 0.14] if along == 0 else [0.14, 1.3])
        counts = [1, 1]
        counts[along] = int(np.clip(size[along] / rng.uniform(2.0, 3.2), 1, 5))
        counts[1 - along] = int(np.clip(size[1 - along] / rng.uniform(2.4, 3.6), 1, 2))
        spots: list[tuple[float, float, float]] = []
        hangs = 0.0 if shell.height_m < 3.0 else float(rng.choice([0.0, 0.4]))
        for i in range(counts[0]):
            for j in range(counts[1]):
                share = (np.array([i, j]) + 0.5) / np.array(counts)
                x, y = shell.world(shell.low + share * size)
                z = shell.height_m - hangs
                lamp = box((piece[0], piece[1], 0.05), shine, at_m=(0.0, 0.0, z - 0.05))
                self.put(placed((lamp,), (float(x), float(y)), shell.yaw_rad))
                if hangs > 0.1:
                    cord = self.palette.paint.tinted((0.2, 0.2, 0.2))
                    self.put([box((0.015, 0.015, hangs), cord, at_m=(float(x), float(y), z))])
                spots.append((float(x), float(y), z - 0.12))
        spots.sort(key=lambda spot: float(np.linalg.norm(np.array(spot[:2]) - centre_m)))
        return spots[0], [LampSpot(position_m=spot, kind="strip") for spot in spots[1:]]


def standing_lamps(parts: Sequence[Part]) -> list[LampSpot]:
    """Returns the lamps among parts that stand somewhere."""
    return [
        LampSpot(position_m=(float(middle[0]), float(middle[1]), float(middle[2])), kind=part.lamp)
        for part in parts
        if part.lamp
        for middle in [part.positions_m.mean(axis=0)]
    ]
