"""Homes: who stands where in them, large things first."""

from __future__ import annotations

from functools import partial

import numpy as np

from understudy.scenes.furniture import (
    bench_at_wall,
    cabinet,
    cartons,
    chair_at_wall,
    floor_lamp,
    home,
    office_chair,
    plant,
    public,
    shelf,
    side_table,
    sofa,
    television,
)  # fmt: skip
from understudy.scenes.furniture import (
    kitchen as kitchen_things,
)
from understudy.scenes.furniture import (
    office as office_things,
)
from understudy.scenes.furniture import (
    workshop as workshop_things,
)
from understudy.scenes.furniture.home import dining_group
from understudy.scenes.rooms.furnish import Maker, Placement, Room

SCREENS: tuple[Maker, ...] = (
    chair_at_wall, office_chair, side_table, cabinet, home.coffee_table, plant, cartons,
    home.armchair, dining_group,
)  # fmt: skip


_WORKTOP_M, _BED_M = 0.9, 0.8
"""Heights of what may stand before a window: things on top, or a slim end, do not count."""


def _facing(room: Room, placement: Placement | None, maker: Maker) -> None:
    """Stands a thing at the wall opposite, in line with another."""
    if placement is None:
        return
    wall = room.opposite(placement.wall)
    middle = sum(placement.s_m) / 2.0
    room.against_wall(room.make(maker), walls=[wall], near=wall.length_m - middle, tries=6)


def living_room(room: Room) -> None:
    """Sofa and table, the television opposite, shelves, a lamp, plants, pictures."""
    sitting = room.in_view(home.sofa_group) or room.in_view(sofa)
    if room.rng.random() < 0.75:
        _facing(room, sitting, television)
    room.some(home.fireplace, 0.2, most=1)
    room.some(home.piano, 0.12, most=1)
    room.some(shelf, 0.9)
    room.some(cabinet, 0.9)
    room.some(home.armchair, 0.7, most=2)
    if room.shell.area_m2 > 22.0:
        room.perhaps(dining_group, 0.6)
    room.some(floor_lamp, 0.5, most=2)
    room.some(plant, 0.8, most=3)
    room.some(side_table, 0.4, most=2)
    room.some(chair_at_wall, 0.3, most=2)
    room.perhaps(home.coffee_table, 0.3)
    room.pictures(2.6)
    room.printed("clock", (0.3, 0.3), share=0.2, middle_m=1.9)
    room.rug(0.65)


def kitchen(room: Room) -> None:
    """Worktops along one or two walls, a fridge, a table or an island."""
    units = int(np.clip((room.back.length_m - 1.0) / 0.6, 2, 6))
    few = min(units, 3)
    first = None
    for count, upper, anywhere in (
        (units, True, False), (units, False, False), (few, True, False), (few, False, False),
        (units, True, True), (units, False, True), (few, False, True),
    ):  # fmt: skip
        run = partial(kitchen_things.kitchen_run, units=count, upper=upper)
        covers = None if upper else _WORKTOP_M
        first = room.in_view(run, anywhere=anywhere, covers_m=covers)
        if first is not None:
            break
    if first is not None and room.rng.random() < 0.7:
        others = [wall for wall in room.shell.walls if wall is not first.wall]
        upper = bool(room.rng.random() < 0.6)
        count = int(room.rng.integers(2, 5))
        run = partial(kitchen_things.kitchen_run, units=count, upper=upper, sink=False,
                      cooker=False)  # fmt: skip
        room.against_wall(room.make(run), walls=others)
    walls = [first.wall] if first is not None and room.rng.random() < 0.5 else None
    fridge = room.make(kitchen_things.fridge)
    if room.against_wall(fridge, walls=walls, tries=8) is None:
        room.against_wall(fridge)
    if room.shell.area_m2 > 16.0 and room.rng.random() < 0.35:
        room.freely(room.make(kitchen_things.island))
    elif not room.perhaps(dining_group, 0.7):
        room.some(side_table, 0.3)
    room.some(cabinet, 0.4, most=2)
    room.some(shelf, 0.2, most=1)
    room.some(chair_at_wall, 0.5, most=2)
    room.some(public.waste_bin, 0.6, most=1)
    room.some(plant, 0.4, most=1)
    room.printed("clock", (0.3, 0.3), share=0.45, middle_m=1.85)
    room.printed("notice_board", (0.8, 0.6), share=0.25)
    room.pictures(0.8)
    room.rug(0.08)


def bedroom(room: Room) -> None:
    """The bed with its head at a wall and night tables; wardrobe, dresser, a chair."""
    if room.in_view(home.bed_group, covers_m=_BED_M) is None:
        room.in_view(home.bed, covers_m=_BED_M)
    room.against_wall(room.make(home.wardrobe), tries=8)
    if room.rng.random() < 0.6:
        room.against_wall(room.make(home.dresser))
    if room.rng.random() < 0.3:
        room.against_wall(room.make(office_things.work_desk))
    room.some(cabinet, 0.5, most=2)
    room.some(shelf, 0.35, most=1)
    room.some(home.armchair, 0.25, most=1)
    room.some(chair_at_wall, 0.45, most=2)
    room.some(plant, 0.4, most=1)
    room.some(floor_lamp, 0.25, most=1)
    room.some(cartons, 0.15, most=1)
    if room.rng.random() < 0.25:
        mirror = room.palette.paint.tinted((0.42, 0.47, 0.52))
        room.hang(mirror, (0.5, 1.4), middle_m=1.1, frame=room.palette.wood)
    room.posters(0.6)
    room.pictures(1.8)
    room.rug(0.55)


def bare_room(room: Room) -> None:
    """Hardly anything: an empty flat, a store, a rehearsal room."""
    room.some(cartons, 0.6, most=4)
    room.some(chair_at_wall, 0.7, most=3)
    room.some(cabinet, 0.5, most=2)
    room.some(plant, 0.35, most=2)
    room.some(bench_at_wall, 0.3, most=1)
    room.some(home.piano, 0.06, most=1)
    room.some(workshop_things.leaning_ladder, 0.12, most=1)
    room.some(office_things.filing_cabinet, 0.15, most=1)
    room.perhaps(home.coffee_table, 0.08)
    room.pictures(0.7)
    room.posters(0.4)
    room.rug(0.12)
