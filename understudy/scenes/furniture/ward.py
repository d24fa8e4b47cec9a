"""Hospital wards: beds with rails, drip stands, monitors, curtains on rails, trolleys."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture.kitchen import facing
from understudy.scenes.furniture.office import plain_chair
from understudy.scenes.furniture.palette import Palette
from understudy.scenes.round_shapes import lathe, tube
from understudy.scenes.shapes import UP_TO_Y, Part, box, cylinder, placed, prism, quad, rotated
from understudy.scenes.textures import material


def hospital_bed(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bed on wheels: head and foot board, rails, raised head, pillow, blanket."""
    width, long, top = 0.9, 2.05, float(rng.uniform(0.5, 0.68))
    tone = float(rng.uniform(0.6, 0.85))
    shell = palette.paint.tinted((tone, tone, tone * 0.97))
    edge = palette.paint.tinted(
        ((0.1, 0.3, 0.5), (0.25, 0.45, 0.4), (0.5, 0.4, 0.25))[rng.integers(3)]
    )
    steel = palette.paint.tinted((0.5, 0.51, 0.53))
    sheet = palette.paint.tinted((0.85, 0.87, 0.9))
    cloth = palette.cloth if rng.random() < 0.5 else palette.paint.tinted((0.35, 0.55, 0.65))
    head = -long / 2
    rise = float(rng.uniform(0.0, 0.4))
    parts = [
        box((long - 0.1, width - 0.06, 0.12), shell, at_m=(0.0, 0.0, top - 0.28)),
        box((0.9, 0.5, top - 0.36), shell, at_m=(0.0, 0.0, 0.1)),
        box((1.5, 0.66, 0.08), steel, at_m=(0.0, 0.0, 0.12)),
        box((long - 0.1, width - 0.08, 0.16), sheet, at_m=(0.0, 0.0, top - 0.16), bevel_m=0.03),
        prism([(head + 0.05, top - 0.01), (head + 0.75, top - 0.01),
               (head + 0.08, top + rise + 0.01)], width - 0.1, sheet),
        box((0.07, width, top + 0.4), edge, at_m=(head + 0.02, 0.0, 0.12)),
        box((0.07, width, top + 0.15), edge, at_m=(-head - 0.02, 0.0, 0.12)),
        box((1.1, width - 0.02, 0.12), cloth, at_m=(0.42, 0.0, top - 0.09), bevel_m=0.04),
        box((0.3, 0.6, 0.13), sheet, at_m=(head + 0.26, 0.0, top + 0.75 * rise), bevel_m=0.05),
    ]  # fmt: skip
    rubber = palette.paint.tinted((0.05, 0.05, 0.05))
    tyre = rotated((cylinder(0.075, 0.05, rubber, sides=7),), UP_TO_Y)
    for x in (-0.75, 0.75):
        for side in (-1, 1):
            parts += placed(tyre, (x, side * 0.36 - 0.025, 0.075))
    for side in (-1, 1):
        y = side * (width / 2 + 0.01)
        for z in (top + 0.02, top + 0.2):
            parts.append(box((0.95, 0.03, 0.03), steel, at_m=(-0.25, y, z)))
        parts += [box((0.03, 0.03, 0.4), steel, at_m=(x, y, top - 0.18)) for x in (-0.7, 0.2)]
    return tuple(parts)


def drip_stand(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A pole on a star foot with bags on its hooks."""
    steel = palette.paint.tinted((0.55, 0.56, 0.58))
    high = float(rng.uniform(1.75, 2.0))
    parts = [
        box((0.52, 0.05, 0.05), steel, at_m=(0.0, 0.0, 0.02)),
        box((0.05, 0.52, 0.05), steel, at_m=(0.0, 0.0, 0.02)),
        box((0.06, 0.06, 0.02), steel),
        cylinder(0.014, high, steel, at_m=(0.0, 0.0, 0.04), sides=5, caps=False),
        box((0.02, 0.34, 0.02), steel, at_m=(0.0, 0.0, high)),
    ]
    for y in (-0.14, 0.14)[: 1 + int(rng.integers(2))]:
        liquid = palette.paint.tinted(
            ((0.7, 0.78, 0.82), (0.6, 0.5, 0.15), (0.4, 0.02, 0.03))[rng.integers(3)]
        )
        parts.append(box((0.04, 0.12, 0.2), liquid, at_m=(0.0, y, high - 0.21), bevel_m=0.015))
        clear = palette.paint.tinted((0.75, 0.8, 0.85))
        line = [(0.0, y, high - 0.2), (0.03, 0.3 * y, high - 0.7), (0.06, 0.0, 0.9)]
        parts.append(tube(line, 0.005, clear, sides=3, caps=False))
    if rng.random() < 0.5:
        parts.append(box((0.12, 0.14, 0.2), palette.paint.tinted((0.3, 0.4, 0.5)),
                         at_m=(0.03, 0.0, 1.05)))  # fmt: skip
    return tuple(parts)


def bedside_cabinet(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A locker on castors with a jug, a cup, flowers or papers on it."""
    tone = float(rng.uniform(0.5, 0.8))
    body = palette.paint.tinted((tone, tone, tone * 0.95)) if rng.random() < 0.6 else palette.wood
    parts = [
        box((0.44, 0.44, 0.72), body, at_m=(0.0, 0.0, 0.06)),
        box((0.36, 0.36, 0.06), palette.paint.tinted((0.1, 0.1, 0.1))),
        box((0.015, 0.4, 0.16), body, at_m=(0.227, 0.0, 0.58)),
        box((0.02, 0.12, 0.02), palette.paint.tinted((0.3, 0.3, 0.3)), at_m=(0.24, 0.0, 0.66)),
    ]
    jug = palette.paint.tinted((0.55, 0.7, 0.78))
    parts.append(cylinder((0.06, 0.05), 0.2, jug, at_m=(-0.05, -0.1, 0.78), sides=8))
    if rng.random() < 0.5:
        green = palette.leaves
        parts.append(cylinder(0.04, 0.14, palette.paint, at_m=(-0.08, 0.1, 0.78), sides=7))
        parts.append(cylinder((0.03, 0.12), 0.18, green, at_m=(-0.08, 0.1, 0.92), sides=7))
    return tuple(parts)


def patient_monitor(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A monitor on a rolling stand."""
    grey = palette.paint.tinted((0.6, 0.6, 0.58))
    curves = material("vitals", np.ones(3), rng=rng).tinted((1.4, 1.4, 1.4))
    return (
        box((0.46, 0.46, 0.06), grey),
        box((0.05, 0.05, 1.1), grey, at_m=(0.0, 0.0, 0.06)),
        box((0.28, 0.3, 0.04), grey, at_m=(0.0, 0.0, 0.75)),
        box((0.16, 0.4, 0.32), grey, at_m=(0.0, 0.0, 1.14), bevel_m=0.02),
        facing(curves, 0.082, (-0.17, 0.17), (1.18, 1.43)),
    )


def bay_curtain(
    palette: Palette, *, rng: np.random.Generator, drawn: float, long_m: float = 2.3
) -> tuple[Part, ...]:
    """A curtain on a rail that runs out from the wall along +x; drawn to a share of it."""
    high, bottom = 2.1, 0.35
    rail = palette.paint.tinted((0.6, 0.6, 0.6))
    cloth = palette.second_cloth if rng.random() < 0.3 else material(
        "fabric", np.array([[0.25, 0.5, 0.5], [0.2, 0.35, 0.6], [0.55, 0.5, 0.3],
                            [0.35, 0.5, 0.3]][rng.integers(4)]), rng=rng,
    )  # fmt: skip
    start = -long_m / 2
    parts = [
        box((long_m, 0.03, 0.03), rail, at_m=(0.0, 0.0, high)),
        box((0.03, 0.03, high), rail, at_m=(long_m / 2 - 0.02, 0.0, 0.0)),
    ]
    reach = max(drawn, 0.16) * long_m
    folds = max(6, int(reach / 0.14))
    edges = np.linspace(start, start + reach, folds + 1)
    for i in range(folds):
        near, far = (-0.04, 0.04) if i % 2 == 0 else (0.04, -0.04)
        a, b = float(edges[i]), float(edges[i + 1])
        loop = [(a, near, bottom), (b, far, bottom), (b, far, high), (a, near, high)]
        parts.append(quad(loop, cloth))
        parts.append(quad([loop[k] for k in (1, 0, 3, 2)], cloth))
    return tuple(parts)


def bed_bay(palette: Palette, *, rng: np.random.Generator, low: bool = False) -> tuple[Part, ...]:
    """A bed with all that stands beside it; its head is at the wall.

    `low` leaves out what is fixed to the wall above it, and the curtain: it may then stand before
    a window.
    """
    parts = list(hospital_bed(palette, rng=rng))
    side = int(rng.choice([-1, 1]))
    parts += placed(bedside_cabinet(palette, rng=rng), (-0.8, side * 0.8, 0.0))
    if rng.random() < 0.8:
        parts += placed(drip_stand(palette, rng=rng), (-0.55, -side * 0.8, 0.0))
    if rng.random() < 0.6:
        parts += placed(patient_monitor(palette, rng=rng), (-0.75, side * 1.28, 0.0))
    if rng.random() < 0.4:
        parts += placed(plain_chair(palette, rng=rng), (0.35, side * 0.85, 0.0), -side * 1.2)
    if low:
        return tuple(parts)
    if rng.random() < 0.75:
        drawn = float(rng.choice([0.2, 0.2, 0.5, 0.9]))
        curtain = bay_curtain(palette, rng=rng, drawn=drawn)
        parts += placed(curtain, (0.1, -side * 1.15, 0.0))
    # A panel with sockets and a lamp at the wall above the head.
    tone = palette.paint.tinted((0.7, 0.7, 0.68))
    parts.append(box((0.06, 1.5, 0.22), tone, at_m=(-1.07, 0.0, 1.35)))
    parts.append(box((0.05, 0.6, 0.06), palette.paint.tinted((1.3, 1.25, 1.1)),
                     at_m=(-1.075, 0.0, 1.57)))  # fmt: skip
    return tuple(parts)


def trolley(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An instrument trolley with trays and bottles."""
    steel = palette.paint.tinted((0.55, 0.56, 0.58))
    parts = [box((0.45, 0.7, 0.025), steel, at_m=(0.0, 0.0, z)) for z in (0.25, 0.82)]
    parts += [box((0.03, 0.03, 0.82), steel, at_m=(sx * 0.2, sy * 0.33, 0.0))
              for sx in (-1, 1) for sy in (-1, 1)]  # fmt: skip
    for _ in range(int(rng.integers(2, 6))):
        x, y = float(rng.uniform(-0.14, 0.14)), float(rng.uniform(-0.27, 0.27))
        tint = palette.paint.tinted(rng.uniform(0.2, 0.9, 3))
        z = 0.845 if rng.random() < 0.7 else 0.275
        if rng.random() < 0.5:
            parts.append(cylinder(0.035, 0.15, tint, at_m=(x, y, z), sides=7))
        else:
            parts.append(box((0.18, 0.14, 0.07), tint, at_m=(x, y, z)))
    return tuple(parts)


def wheelchair(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An empty wheelchair, facing +x."""
    black = palette.paint.tinted((0.03, 0.03, 0.03))
    steel = palette.paint.tinted((0.5, 0.5, 0.52))
    cloth = palette.paint.tinted(((0.03, 0.03, 0.04), (0.04, 0.07, 0.25))[rng.integers(2)])
    wheel = lathe([(0.26, -0.02), (0.3, -0.02), (0.3, 0.02), (0.26, 0.02), (0.26, -0.02)], black,
                  sides=12)  # fmt: skip
    parts = [
        box((0.42, 0.44, 0.04), cloth, at_m=(0.0, 0.0, 0.48)),
        box((0.04, 0.44, 0.42), cloth, at_m=(-0.22, 0.0, 0.52)),
        box((0.2, 0.36, 0.02), black, at_m=(0.42, 0.0, 0.1)),
    ]
    for side in (-1, 1):
        y = side * 0.25
        parts += rotated((wheel,), UP_TO_Y, (-0.08, side * 0.29, 0.3))
        parts.append(box((0.42, 0.03, 0.03), black, at_m=(0.0, y, 0.72)))
        parts.append(box((0.03, 0.03, 0.78), steel, at_m=(-0.22, y, 0.16)))
        parts.append(box((0.03, 0.03, 0.62), steel, at_m=(0.2, y, 0.1)))
        parts.append(tube([(0.2, 0.7 * y, 0.48), (0.42, 0.7 * y, 0.1)], 0.015, steel, sides=4))
        parts.append(box((0.56, 0.02, 0.02), steel, at_m=(-0.02, y, 0.3)))
        small = rotated((cylinder(0.08, 0.03, black, sides=7),), UP_TO_Y)
        parts += placed(small, (0.3, y - 0.015, 0.08))
        parts.append(box((0.1, 0.02, 0.02), steel, at_m=(0.25, y, 0.12)))
        parts.append(box((0.12, 0.03, 0.03), black, at_m=(-0.28, y, 0.92)))
    return tuple(parts)


def wash_basin(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A basin on a pedestal with a tap and a mirror or a dispenser above."""
    white = palette.paint.tinted((0.85, 0.85, 0.85))
    steel = palette.paint.tinted((0.5, 0.5, 0.52))
    parts = [
        box((0.2, 0.2, 0.7), white, at_m=(-0.12, 0.0, 0.0)),
        box((0.45, 0.55, 0.16), white, at_m=(0.0, 0.0, 0.68), bevel_m=0.04),
        box((0.3, 0.4, 0.004), palette.paint.tinted((0.45, 0.47, 0.5)), at_m=(0.03, 0.0, 0.838)),
        box((0.03, 0.03, 0.18), steel, at_m=(-0.17, 0.0, 0.83)),
        box((0.14, 0.03, 0.03), steel, at_m=(-0.1, 0.0, 0.99)),
        box((0.1, 0.26, 0.36), white, at_m=(-0.19, float(rng.uniform(-0.1, 0.1)), 1.25)),
        box((0.03, 0.5, 0.75), white, at_m=(-0.22, 0.0, 0.84)),
    ]
    return tuple(parts)
