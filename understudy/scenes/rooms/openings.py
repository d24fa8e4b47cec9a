"""Doors and windows, with what hangs before them and what is seen through them."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture import Palette
from understudy.scenes.layout import Footprint, Ground
from understudy.scenes.lighting import Opening
from understudy.scenes.rooms.shell import Shell, Wall
from understudy.scenes.shapes import Material, Part, quad
from understudy.scenes.textures import material
from understudy.types import SceneSpec

DOOR_M = (0.9, 2.03)
"""Width and height of a door."""
_FRAME_M = 0.08

NIGHT_LIGHTS = ("lamp", "lamps", "dim")
"""Lights in which it may be night outside."""


def doors(
    shell: Shell, ground: Ground, palette: Palette, count: int, rng: np.random.Generator
) -> list[Part]:
    """Puts doors into the walls, in corridors many of them along the sides."""
    leaf = _leaf(palette, rng)
    trim = palette.paint if rng.random() < 0.6 else palette.wood
    parts: list[Part] = []
    if count > 2:
        long = max(wall.length_m for wall in shell.walls)
        for wall in shell.walls:
            if wall.length_m < 0.75 * long:
                if rng.random() < 0.6:
                    parts += _door(wall, ground, wall.length_m / 2 - DOOR_M[0] / 2, leaf, trim, rng)
                continue
            step = float(rng.uniform(2.4, 3.8))
            s = float(rng.uniform(0.4, 1.6))
            while s + DOOR_M[0] + 0.4 < wall.length_m:
                parts += _door(wall, ground, s, leaf, trim, rng)
                s += step
        return parts
    for _ in range(count):
        wall = shell.walls[rng.integers(4)]
        room = wall.length_m - DOOR_M[0] - 0.8
        if room > 0.0:
            parts += _door(wall, ground, 0.4 + float(rng.uniform(0.0, room)), leaf, trim, rng)
    return parts


def _leaf(palette: Palette, rng: np.random.Generator) -> Material:
    if rng.random() < 0.5:
        colour = palette.wood.tile.mean(axis=(0, 1)) / 400.0
    elif rng.random() < 0.5:
        colour = rng.uniform(0.5, 0.9) * np.ones(3)
    else:
        colour = rng.uniform(0.05, 0.6) * rng.uniform(0.5, 1.0, 3)
    return material("door", colour, rng=rng)


def _door(
    wall: Wall, ground: Ground, s: float, leaf: Material, trim: Material, rng: np.random.Generator
) -> list[Part]:
    wide, high = DOOR_M
    if not wall.free(s - _FRAME_M, s + wide + _FRAME_M, 0.0, high + _FRAME_M):
        return []
    middle = wall.start + (s + wide / 2.0) * wall.right + 0.45 * wall.inward
    # People may pass through the door; furniture does not block it.
    passage = Footprint(
        centre_m=(float(middle[0]), float(middle[1])), half_m=(0.45, 0.45), yaw_rad=wall.yaw_rad
    )
    if any(passage.overlaps(other) for other in ground.taken):
        return []
    ground.taken.append(passage)
    wall.taken.append((s - _FRAME_M, s + wide + _FRAME_M, 0.0, high + _FRAME_M))
    parts = [
        wall.panel(leaf, (s, s + wide), (0.0, high), 0.012, fit=True),
        wall.block(trim, (s - _FRAME_M, s), (0.0, high + _FRAME_M), 0.03),
        wall.block(trim, (s + wide, s + wide + _FRAME_M), (0.0, high + _FRAME_M), 0.03),
        wall.block(trim, (s, s + wide), (high, high + _FRAME_M), 0.03),
    ]
    if rng.random() < 0.5:
        grip = trim.tinted((0.3, 0.3, 0.3))
        parts.append(wall.block(grip, (s + wide - 0.16, s + wide - 0.04), (1.0, 1.03), 0.06))
    return parts


def windows(
    shell: Shell, spec: SceneSpec, palette: Palette, rng: np.random.Generator, *,
    share: float, sill_m: float, curtains: float,
) -> tuple[list[Part], list[Opening]]:  # fmt: skip
    """Puts windows into the wall that looks to the daylight, and perhaps into another."""
    if rng.random() >= share:
        return [], []
    night = spec.light in NIGHT_LIGHTS and rng.random() < 0.6
    bright = 0.35 if spec.light == "dusk" else float(rng.uniform(1.2, 1.8))
    name = "town_view" if rng.random() < 0.65 else "view"
    outside = material(name, (0.5, 0.7, 1.0), rng=rng).tinted(
        (0.02, 0.025, 0.04) if night else (bright, bright, bright)
    )
    azimuth = np.array([math.cos(spec.light_azimuth_rad), math.sin(spec.light_azimuth_rad)])
    order = np.argsort([wall.inward @ azimuth for wall in shell.walls])
    chosen = [shell.walls[order[0]]]
    if rng.random() < 0.3:
        chosen.append(shell.walls[order[1]])
    trim = palette.paint if rng.random() < 0.7 else palette.wood
    cloth = palette.second_cloth if rng.random() < curtains else None
    blind = cloth is None and rng.random() < 0.4
    sill = sill_m if shell.height_m < 3.4 else max(sill_m, 1.5)
    top = min(shell.height_m - 0.25, sill + float(rng.uniform(1.1, 1.5)))
    parts: list[Part] = []
    openings: list[Opening] = []
    for wall in chosen:
        wide = min(float(rng.uniform(0.9, 2.2)), wall.length_m - 1.2)
        if wide < 0.5 or top - sill < 0.5:
            continue
        count = max(1, int(wall.length_m / (wide + float(rng.uniform(0.7, 1.8)))))
        for i in range(count):
            s = (i + 0.5) * wall.length_m / count - wide / 2.0
            if not wall.free(s - 0.15, s + wide + 0.15, sill - 0.05, top + 0.1):
                continue
            parts += _window(wall, (s, s + wide), (sill, top), outside, trim, rng)
            if cloth is not None:
                parts += _curtains(wall, (s, s + wide), (sill, top), cloth, rng)
            elif blind:
                parts += _blind(wall, (s, s + wide), (sill, top), palette, rng)
            wall.taken.append((s - 0.15, s + wide + 0.15, sill - 0.07, top + 0.15))
            x, y, z = wall.at(s + wide / 2.0, (sill + top) / 2.0, 0.0)
            openings.append(
                Opening(
                    centre_m=(x, y, z), inward=(float(wall.inward[0]), float(wall.inward[1])),
                    width_m=wide, height_m=top - sill,
                )
            )  # fmt: skip
    return parts, openings


def _window(
    wall: Wall, s: tuple[float, float], z: tuple[float, float], outside: Material,
    trim: Material, rng: np.random.Generator,
) -> list[Part]:  # fmt: skip
    edge = 0.06
    parts = [
        wall.panel(outside, s, z, 0.012, fit=True),
        wall.block(trim, (s[0] - edge, s[0]), (z[0] - edge, z[1] + edge), 0.04),
        wall.block(trim, (s[1], s[1] + edge), (z[0] - edge, z[1] + edge), 0.04),
        wall.block(trim, s, (z[1], z[1] + edge), 0.04),
        wall.block(trim, (s[0] - 0.1, s[1] + 0.1), (z[0] - edge, z[0]), 0.12),
    ]
    bars = 1 if s[1] - s[0] < 1.4 else 2
    for i in range(bars):
        middle = s[0] + (i + 1) * (s[1] - s[0]) / (bars + 1)
        parts.append(wall.block(trim, (middle - 0.02, middle + 0.02), z, 0.03))
    if rng.random() < 0.3:
        across = z[0] + 0.68 * (z[1] - z[0])
        parts.append(wall.block(trim, s, (across - 0.02, across + 0.02), 0.03))
    return parts


def _curtains(
    wall: Wall, s: tuple[float, float], z: tuple[float, float], cloth: Material,
    rng: np.random.Generator,
) -> list[Part]:  # fmt: skip
    """Two curtains in folds under a rail."""
    bottom = 0.05 if rng.random() < 0.5 and z[0] < 1.0 else z[0] - 0.15
    if bottom < 0.5 and not wall.free(s[0] - 0.14, s[1] + 0.14, bottom, z[0] - 0.1):
        bottom = z[0] - 0.15
    drawn = float(rng.choice([0.0, 0.0, 0.12, 0.3])) * (s[1] - s[0])
    parts = [wall.block(cloth.tinted((0.3, 0.3, 0.3)), (s[0] - 0.14, s[1] + 0.14),
                        (z[1] + 0.1, z[1] + 0.13), 0.1)]  # fmt: skip
    for left, right in ((s[0] - 0.14, s[0] + 0.12 + drawn), (s[1] - 0.12 - drawn, s[1] + 0.14)):
        folds = max(4, int((right - left) / 0.09))
        edges = np.linspace(left, right, folds + 1)
        for i in range(folds):
            near, far = (0.06, 0.1) if i % 2 == 0 else (0.1, 0.06)
            a, b = float(edges[i]), float(edges[i + 1])
            parts.append(
                quad(
                    [wall.at(a, bottom, near), wall.at(b, bottom, far),
                     wall.at(b, z[1] + 0.12, far), wall.at(a, z[1] + 0.12, near)],
                    cloth,
                )
            )  # fmt: skip
    if bottom < 0.5:
        wall.taken.append((s[0] - 0.14, s[1] + 0.14, bottom, z[1]))
    return parts


def _blind(
    wall: Wall, s: tuple[float, float], z: tuple[float, float], palette: Palette,
    rng: np.random.Generator,
) -> list[Part]:  # fmt: skip
    """A roller blind, let down some way."""
    tone = float(rng.uniform(0.5, 0.9))
    surface = palette.paint.tinted((tone, tone, 0.93 * tone))
    low = z[1] - float(rng.uniform(0.08, 0.6)) * (z[1] - z[0])
    return [wall.block(surface, (s[0] - 0.03, s[1] + 0.03), (low, z[1] + 0.07), 0.05)]
