"""What floor, walls and ceiling are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.rng import stream
from understudy.scenes.furniture import WOODS, Palette, some_colour
from understudy.scenes.imported import imported_surfaces
from understudy.scenes.rooms.shell import Shell
from understudy.scenes.shapes import Colour, Material, Part
from understudy.scenes.textures import material
from understudy.types import SceneSpec

_WOODEN = ("parquet", "herringbone", "wide_boards")
_SATURATION = {"carpet": 0.7, "vinyl": 0.45, "rubber": 0.5, "chequered": 0.4}
_VALUES: dict[str, tuple[float, float]] = {
    "carpet": (0.04, 0.5), "floor_tiles": (0.25, 0.85), "concrete": (0.2, 0.5),
    "terrazzo": (0.3, 0.75), "vinyl": (0.15, 0.7), "rubber": (0.01, 0.08),
    "chequered": (0.35, 0.85),
}  # fmt: skip
"""Darkest and brightest of a floor's largest channel."""


@dataclass(frozen=True, kw_only=True)
class Surfaces:
    floor: Material
    walls: tuple[Material, Material]
    """Most of them, and the one that may differ."""
    ceiling: Material
    dado: Material | None
    """Lower part of the walls, if it differs."""
    dado_m: float


def paint_colour(
    rng: np.random.Generator, *, saturation: tuple[float, float], value: tuple[float, float]
) -> Colour:
    """Returns a colour (linear RGB) that walls are painted in: most are white, cream or grey."""
    if rng.random() < 0.35:
        tint = rng.uniform([0.97, 0.94, 0.82], [1.0, 1.0, 1.0])
        red, green, blue = rng.uniform(max(value[0], 0.5), value[1]) * tint
        return float(red), float(green), float(blue)
    low, high = ((0.3, 1.2), (1.8, 3.8), (0.0, 6.0))[int(rng.choice(3, p=(0.45, 0.35, 0.2)))]
    return some_colour(rng, saturation=saturation, value=value, hue=(low, high))


def floor_material(name: str, rng: np.random.Generator) -> Material:
    """Returns a floor in one of its likely colours."""
    if name in _WOODEN:
        colour = np.array(WOODS[rng.integers(len(WOODS))]) * rng.uniform(0.6, 1.1)
    else:
        most = _SATURATION.get(name, 0.25)
        colour = np.array(some_colour(rng, saturation=(0.0, most), value=_VALUES[name]))
    return material(name, colour, rng=rng)


def wall_material(name: str, rng: np.random.Generator) -> Material:
    """Returns a wall's cover in one of its likely colours."""
    if name == "brick":
        paint = np.array([0.42, 0.2, 0.13]) * rng.uniform(0.6, 1.6)
        if rng.random() < 0.3:
            paint = rng.uniform(0.5, 0.85) * np.ones(3)
    elif name in ("planks", "panelling"):
        paint = np.array(WOODS[rng.integers(len(WOODS))]) * rng.uniform(0.6, 1.1)
    elif name == "concrete":
        paint = rng.uniform(0.3, 0.6) * np.ones(3)
    elif name in ("wall_tiles", "subway_tiles"):
        paint = np.array(paint_colour(rng, saturation=(0.0, 0.25), value=(0.5, 0.9)))
    else:
        paint = np.array(paint_colour(rng, saturation=(0.0, 0.4), value=(0.45, 0.9)))
    return material(name, paint, rng=rng)


def draw_surfaces(
    spec: SceneSpec, *, floors: tuple[str, ...], walls: tuple[str, ...],
    ceilings: tuple[str, ...], dados: tuple[str, ...], dado_share: float,
    rng: np.random.Generator,
) -> Surfaces:  # fmt: skip
    """Draws floor, walls (most, and one that may differ), ceiling and dado."""
    floor = floor_material(floors[rng.integers(len(floors))], rng)
    most = wall_material(walls[rng.integers(len(walls))], rng)
    other = most
    if rng.random() < 0.3:
        accent = paint_colour(rng, saturation=(0.2, 0.7), value=(0.15, 0.7))
        other = material("plaster", accent, rng=rng)
    white = rng.uniform(0.75, 0.9)
    pale = np.array([white, white, white * rng.uniform(0.94, 1.0)])
    ceiling = material(ceilings[rng.integers(len(ceilings))], pale, rng=rng)
    dado, dado_m = None, float(rng.uniform(0.85, 1.4))
    if dados and rng.random() < dado_share:
        name = dados[rng.integers(len(dados))]
        if name == "gloss":
            colour = paint_colour(rng, saturation=(0.1, 0.6), value=(0.2, 0.7))
            dado = material("plaster", colour, rng=rng)
        else:
            dado = wall_material(name, rng)
    if spec.objects:
        floor, (most, other) = _imported(spec, floor, (most, other))
    return Surfaces(floor=floor, walls=(most, other), ceiling=ceiling, dado=dado, dado_m=dado_m)


def _imported(
    spec: SceneSpec, floor: Material, walls: tuple[Material, Material]
) -> tuple[Material, tuple[Material, Material]]:
    """Lets packs' pictures cover floor and walls, where the spec names such."""
    rng = stream(spec.seed, "scene", "imported", "surfaces")
    floors = imported_surfaces(spec.objects, "floor")
    others = imported_surfaces(spec.objects, "wall")
    if floors:
        floor = floors[int(rng.integers(len(floors)))]
    if others:
        other = others[int(rng.integers(len(others)))]
        walls = (other, other if rng.random() < 0.5 else walls[0])
    return floor, walls


def envelope(shell: Shell, surfaces: Surfaces) -> list[Part]:
    """Returns floor, ceiling and walls, all seen from inside only."""
    top = shell.height_m
    parts = [
        shell.level(surfaces.floor, shell.low, shell.high, 0.0),
        shell.level(surfaces.ceiling, shell.low, shell.high, top, up=False),
    ]
    split = min(surfaces.dado_m, top - 0.5) if surfaces.dado is not None else 0.0
    for number, wall in enumerate(shell.walls):
        surface = surfaces.walls[1] if number == 0 else surfaces.walls[0]
        along = (0.0, wall.length_m)
        if surfaces.dado is not None:
            parts.append(wall.panel(surfaces.dado, along, (0.0, split), 0.0, fit=False))
        parts.append(wall.panel(surface, along, (split, top), 0.0, fit=False))
    return parts


def skirting(shell: Shell, palette: Palette, rng: np.random.Generator) -> list[Part]:
    """Returns skirting boards, which stop at doors; some rooms have none."""
    if rng.random() < 0.2:
        return []
    surface = palette.paint if rng.random() < 0.6 else palette.second_wood
    high = float(rng.uniform(0.06, 0.12))
    parts: list[Part] = []
    for wall in shell.walls:
        gaps = sorted((s0, s1) for s0, s1, z0, _ in wall.taken if z0 <= 0.0)
        start = 0.0
        for s0, s1 in [*gaps, (wall.length_m, wall.length_m)]:
            if s0 - start > 0.05:
                parts.append(wall.block(surface, (start, s0), (0.0, high), 0.015))
            start = max(start, s1)
    return parts
