"""Who stands where: one function per kind of room, large things first."""

from __future__ import annotations

import math
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
    gym as gym_things,
)
from understudy.scenes.furniture import (
    kitchen as kitchen_things,
)
from understudy.scenes.furniture import (
    office as office_things,
)
from understudy.scenes.furniture import (
    ward as ward_things,
)
from understudy.scenes.furniture import (
    workshop as workshop_things,
)
from understudy.scenes.furniture.home import dining_group
from understudy.scenes.rooms.furnish import Maker, Placement, Room
from understudy.scenes.textures import material

SCREENS: tuple[Maker, ...] = (
    chair_at_wall, office_chair, side_table, cabinet, home.coffee_table, plant, cartons,
    home.armchair, dining_group,
)  # fmt: skip
PUBLIC_SCREENS: tuple[Maker, ...] = (
    chair_at_wall,
    public.chair_row,
    public.cleaning_cart,
    cartons,
    public.waste_bin,
    plant,
)
GYM_SCREENS: tuple[Maker, ...] = (
    gym_things.bench_press, gym_things.exercise_bike, gym_things.gym_ball,
    gym_things.vaulting_box, bench_at_wall, gym_things.plate_tree,
)  # fmt: skip
WORKSHOP_SCREENS: tuple[Maker, ...] = (
    workshop_things.saw_horse, workshop_things.drum, workshop_things.pallet,
    workshop_things.tool_cabinet, cartons,
)  # fmt: skip
WARD_SCREENS: tuple[Maker, ...] = (
    ward_things.hospital_bed,
    ward_things.wheelchair,
    ward_things.trolley,
    chair_at_wall,
)


_WORKTOP_M, _DESK_M, _BED_M = 0.9, 0.78, 0.8
"""Heights of what may stand before a window: things on top of it, or its slim end, do not count."""


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


def office(room: Room) -> None:
    """Desks with monitors along the walls or in pairs, files, a copier, boards."""
    large = room.shell.area_m2 > 30.0
    if large and room.rng.random() < 0.7:
        for _ in range(int(room.rng.integers(1, 4))):
            room.freely(room.make(office_things.desk_pair), tries=20)
    if large and room.rng.random() < 0.35:
        room.freely(room.make(office_things.meeting_table), tries=20)
    room.in_view(office_things.work_desk, covers_m=_DESK_M)
    for _ in range(int(room.rng.poisson(1.4 * room.fullness))):
        room.against_wall(room.make(office_things.work_desk))
    room.some(office_things.binder_shelf, 1.0, most=3)
    room.some(office_things.filing_cabinet, 0.8, most=3)
    room.some(office_things.printer, 0.35, most=1)
    room.some(office_things.water_cooler, 0.25, most=1)
    room.some(plant, 0.7, most=3)
    room.some(public.waste_bin, 0.8, most=2)
    room.some(cartons, 0.3, most=2)
    room.some(office_chair, 0.5, most=2)
    room.printed("whiteboard", (1.8, 1.1), share=0.55)
    room.printed("notice_board", (1.0, 0.8), share=0.3)
    room.printed("clock", (0.32, 0.32), share=0.4, middle_m=2.05)
    room.printed("world_map", (1.4, 0.9), share=0.12)
    room.posters(0.7)
    room.pictures(0.6)
    room.rug(0.04)


def corridor(room: Room) -> None:
    """Long and narrow: doors on both sides, little furniture, signs and boards."""
    if room.rng.random() < 0.3:
        for _ in range(int(room.rng.integers(1, 4))):
            room.against_wall(room.make(gym_things.locker_row))
    room.some(public.chair_row, 0.5, most=2)
    room.some(bench_at_wall, 0.3, most=1)
    room.some(public.vending_machine, 0.15, most=1)
    room.some(public.extinguisher, 0.7, most=2)
    room.some(public.waste_bin, 0.5, most=2)
    room.some(plant, 0.4, most=2)
    room.some(public.cleaning_cart, 0.15, most=1)
    room.some(cabinet, 0.2, most=1)
    room.some(ward_things.wheelchair, 0.06, most=1)
    room.printed("notice_board", (1.2, 0.9), share=0.6)
    sign = np.array([0.02, 0.3, 0.1])
    room.printed("sign", (0.45, 0.24), share=0.7, middle_m=2.2, framed=False, colour=sign)
    room.printed("clock", (0.3, 0.3), share=0.25, middle_m=2.1)
    room.posters(2.2)
    room.pictures(0.7)


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


def workshop(room: Room) -> None:
    """Benches with vices under boards of tools, machines, racks, drums, timber."""
    room.in_view(workshop_things.workbench)
    if room.rng.random() < 0.5:
        room.against_wall(room.make(workshop_things.workbench))
    machines = (
        workshop_things.drill_press, workshop_things.band_saw, workshop_things.lathe_machine,
    )  # fmt: skip
    for maker in machines:
        if room.rng.random() < 0.65:
            room.in_view(maker, spread_m=2.5)
    room.some(workshop_things.store_rack, 1.2, most=3)
    room.some(workshop_things.tool_cabinet, 0.8, most=2)
    room.some(workshop_things.timber, 0.4, most=1)
    room.some(workshop_things.drum, 0.6, most=3)
    room.some(workshop_things.leaning_ladder, 0.35, most=1)
    room.some(workshop_things.pallet, 0.3, most=1)
    room.some(cartons, 0.6, most=3)
    room.some(public.extinguisher, 0.3, most=1)
    room.perhaps(workshop_things.saw_horse, 0.4)
    tint = room.rng.uniform(0.3, 0.75) * np.array([1.0, 0.93, 0.8])
    room.printed("tool_board", (1.4, 1.0), share=0.6, middle_m=1.6, colour=tint)
    warning = np.array([0.6, 0.42, 0.02])
    room.printed("sign", (0.3, 0.3), share=0.5, middle_m=1.9, framed=False, colour=warning)
    room.posters(0.8)


def ward(room: Room) -> None:
    """Beds with their heads at the wall, side by side, with all that belongs to them."""
    bays = 0
    low = partial(ward_things.bed_bay, low=True)
    bays += (
        room.in_view(ward_things.bed_bay, anywhere=False)
        or room.in_view(low, anywhere=False, covers_m=_BED_M)
        or room.in_view(ward_things.bed_bay)
    ) is not None
    bay = room.make(ward_things.bed_bay)
    for wall in (room.back, *(wall for wall in room.shell.walls if wall is not room.back)):
        if bays >= 4:
            break
        s = float(room.rng.uniform(1.3, 1.7))
        while s < wall.length_m - 1.2 and bays < 4:
            if room.against_wall(bay, walls=[wall], near=s, tries=1) is not None:
                bay = room.make(ward_things.bed_bay)
                bays += 1
                s += 2.7
            else:
                s += 0.35
    if bays == 0:
        room.in_view(ward_things.hospital_bed, covers_m=_BED_M, tries=20)
    room.some(ward_things.wash_basin, 0.7, most=1)
    room.some(ward_things.trolley, 0.7, most=2)
    room.some(ward_things.wheelchair, 0.4, most=1)
    room.some(ward_things.drip_stand, 0.5, most=2)
    room.some(ward_things.bedside_cabinet, 0.3, most=2)
    room.some(cabinet, 0.3, most=1)
    room.some(chair_at_wall, 0.6, most=2)
    room.some(public.waste_bin, 0.6, most=2)
    room.printed("clock", (0.32, 0.32), share=0.5, middle_m=2.05)
    room.printed("notice_board", (1.0, 0.8), share=0.35)
    room.posters(1.2)
    room.pictures(0.5)


def classroom(room: Room) -> None:
    """Rows of tables that look to a board, a teacher's desk, shelves, posters."""
    shell = room.shell
    fronts = sorted(shell.walls, key=lambda wall: len(wall.taken))
    front = fronts[int(room.rng.integers(2))]
    name = "blackboard" if room.rng.random() < 0.5 else "whiteboard"
    green = np.array([0.03, 0.09, 0.05]) if room.rng.random() < 0.6 else np.array([0.03] * 3)
    board = material(name, green, rng=room.rng)
    for wide in (3.2, 2.4, 1.6):
        if room.hang(board, (wide, 1.15), middle_m=1.5, walls=[front], frame=room.palette.wood,
                     near=front.length_m / 2, tries=1):  # fmt: skip
            break
    room.against_wall(room.make(office_things.teacher_desk), walls=[front], tries=1,
                      near=front.length_m * float(room.rng.uniform(0.25, 0.75)))  # fmt: skip
    # Tables look along -x in their own frame: turn them so that this is towards the board.
    yaw = front.yaw_rad - shell.yaw_rad
    ahead = np.array([math.cos(yaw), math.sin(yaw)])
    aside = np.array([-ahead[1], ahead[0]])
    start = shell.own(np.array(front.at(front.length_m / 2, 0.0, 0.0)[:2]))
    deep = float(np.abs((shell.high - shell.low) @ np.abs(ahead)))
    rows, columns = int((deep - 2.6) / 1.35), int((front.length_m - 0.8) / 1.75)
    for row in range(max(rows, 0)):
        for column in range(max(columns, 0)):
            along = 2.4 + 1.35 * row + float(room.rng.normal(0.0, 0.03))
            across = (column - (columns - 1) / 2) * 1.75 + float(room.rng.normal(0.0, 0.03))
            place = start + along * ahead + across * aside
            spot = (float(place[0]), float(place[1]))
            room.exactly(room.make(office_things.school_desk), spot, yaw)
    room.some(shelf, 0.6, most=2)
    room.some(cabinet, 0.6, most=2)
    room.some(plant, 0.3, most=1)
    room.some(public.waste_bin, 0.6, most=1)
    room.printed("world_map", (1.5, 1.0), share=0.5)
    room.printed("clock", (0.32, 0.32), share=0.6, middle_m=2.1)
    room.printed("notice_board", (1.6, 1.0), share=0.6)
    room.posters(2.5)


def shop(room: Room) -> None:
    """Shelves of goods along the walls and in aisles, a counter, coolers."""
    room.in_view(public.wall_goods)
    for _ in range(int(room.rng.integers(1, 5))):
        room.against_wall(room.make(public.wall_goods), tries=10)
    if room.rng.random() < 0.8:
        room.against_wall(room.make(public.cooler))
    room.freely(room.make(public.shop_counter), tries=20)
    for _ in range(int(room.rng.integers(1, 5))):
        yaw = room.shell.yaw_rad + float(room.rng.choice([0.0, 0.5])) * math.pi
        room.freely(room.make(public.gondola), yaw_rad=yaw, tries=20)
    room.some(public.cooler, 0.6, most=2)
    room.some(public.vending_machine, 0.15, most=1)
    room.some(cartons, 0.4, most=2)
    room.some(public.waste_bin, 0.3, most=1)
    room.posters(2.0)
    room.printed("sign", (0.45, 0.24), share=0.4, middle_m=2.2, framed=False)


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
