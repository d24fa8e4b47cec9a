"""Gyms and sports halls: who stands where, large things first."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture import (
    bench_at_wall,
    cartons,
    chair_at_wall,
    home,
    public,
)  # fmt: skip
from understudy.scenes.furniture import (
    gym as gym_things,
)
from understudy.scenes.rooms.furnish import Maker, Room
from understudy.scenes.textures import material

GYM_SCREENS: tuple[Maker, ...] = (
    gym_things.bench_press, gym_things.exercise_bike, gym_things.gym_ball,
    gym_things.vaulting_box, bench_at_wall, gym_things.plate_tree,
)  # fmt: skip


def gym(room: Room) -> None:
    """Mirrors on a wall, racks with weights, machines, mats, balls."""
    longest = sorted(room.shell.walls, key=lambda wall: -wall.length_m)
    if room.rng.random() < 0.6:
        glass = room.palette.paint.tinted((0.4, 0.45, 0.5))
        wide = float(room.rng.uniform(0.9, 1.3))
        wall = longest[int(room.rng.integers(2))]
        for i in range(int(min(wall.length_m / wide, 6))):
            near = (i + 0.5) * (wide + 0.02) + 0.2
            room.hang(glass, (wide, 1.5), middle_m=1.5, walls=[wall], near=near, tries=1,
                      frame=room.palette.paint.tinted((0.1, 0.1, 0.1)))  # fmt: skip
    # Things lower than the mirrors' edge stand before them.
    for maker, share in (
        (gym_things.power_rack, 0.75), (gym_things.dumbbell_rack, 0.95),
        (gym_things.bench_press, 0.7), (gym_things.treadmill, 0.7),
    ):  # fmt: skip
        if room.rng.random() < share:
            room.in_view(maker, spread_m=2.2)
    room.some(gym_things.treadmill, 0.7, most=3)
    room.some(gym_things.exercise_bike, 0.7, most=3)
    room.some(gym_things.bench_press, 0.4, most=2)
    room.some(gym_things.plate_tree, 0.5, most=2)
    room.some(gym_things.kettlebells, 0.6, most=2)
    room.some(gym_things.wall_bars, 0.5, most=3)
    room.some(gym_things.mats, 0.5, most=2)
    room.some(gym_things.gym_ball, 0.7, most=3)
    room.some(gym_things.punching_bag, 0.3, most=1)
    room.some(gym_things.locker_row, 0.2, most=1)
    room.some(bench_at_wall, 0.5, most=2)
    room.some(public.waste_bin, 0.3, most=1)
    room.posters(1.4)
    room.printed("clock", (0.35, 0.35), share=0.4, middle_m=2.1)
    _floor_mats(room)


def _floor_mats(room: Room) -> None:
    """Lays thin mats on the floor; one may walk over them."""
    for _ in range(int(room.rng.integers(0, 3))):
        size = np.array([0.62, 1.75]) * room.rng.uniform(0.95, 1.3)
        if room.rng.random() < 0.5:
            size = size[::-1]
        free = room.shell.high - room.shell.low - size - 0.4
        if (free < 0.0).any():
            continue
        low = room.shell.low + 0.2 + room.rng.uniform(0.0, 1.0, 2) * free
        colour = room.rng.uniform(0.02, 0.5, 3)
        surface = material("rubber", colour, rng=room.rng)
        height = 0.004 + 0.002 * float(room.rng.random())
        room.put([room.shell.level(surface, low, low + size, height)])


def hall(room: Room) -> None:
    """A sports hall: wall bars, baskets, mats, benches, painted lines."""
    _court_lines(room)
    if room.rng.random() < 0.7:
        room.in_view(gym_things.basket_hoop)
    bars = 0
    walls = sorted(room.shell.walls, key=lambda wall: -wall.length_m)[:2]
    wall = walls[int(room.rng.integers(2))]
    s = float(room.rng.uniform(0.8, 2.0))
    ladder = room.make(gym_things.wall_bars)
    while s < wall.length_m - 0.6 and bars < 5:
        placement = room.against_wall(ladder, walls=[wall], near=s, tries=1)
        bars += placement is not None
        s += 1.0 if placement is not None else 0.4
    room.some(bench_at_wall, 1.6, most=4)
    room.some(gym_things.mats, 0.9, most=3)
    room.some(gym_things.vaulting_box, 0.5, most=1)
    room.some(gym_things.gym_ball, 0.6, most=3)
    room.some(chair_at_wall, 0.5, most=3)
    room.some(home.piano, 0.1, most=1)
    room.some(cartons, 0.3, most=2)
    room.posters(0.7)
    room.printed("clock", (0.4, 0.4), share=0.4, middle_m=2.4)
    _floor_mats(room)


def _court_lines(room: Room) -> None:
    """Paints lines on the floor: an oblong, a middle line, a second court across."""
    shell = room.shell
    for colour in (room.rng.uniform(0.05, 0.85, 3) for _ in range(int(room.rng.integers(1, 3)))):
        line = room.palette.paint.tinted(colour)
        low = shell.low + room.rng.uniform(0.6, 1.6, 2)
        high = shell.high - room.rng.uniform(0.6, 1.6, 2)
        half, z = 0.025, 0.003 + 0.002 * float(room.rng.random())
        (x0, y0), (x1, y1) = low, high
        middle = (x0 + x1) / 2
        for a, b in (
            ((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1)),
            ((middle, y0), (middle, y1)),
        ):  # fmt: skip
            room.put([shell.level(line, np.array(a) - half, np.array(b) + half, z)])
