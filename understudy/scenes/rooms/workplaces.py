"""Where people work, learn, shop and are cared for: who stands where, large things first."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from understudy.scenes.furniture import (
    bench_at_wall,
    cabinet,
    cartons,
    chair_at_wall,
    office_chair,
    plant,
    public,
    shelf,
)  # fmt: skip
from understudy.scenes.furniture import (
    gym as gym_things,
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
from understudy.scenes.rooms.furnish import Maker, Room
from understudy.scenes.textures import material

PUBLIC_SCREENS: tuple[Maker, ...] = (
    chair_at_wall,
    public.chair_row,
    public.cleaning_cart,
    cartons,
    public.waste_bin,
    plant,
)


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


_DESK_M, _BED_M = 0.78, 0.8
"""Heights of what may stand before a window: things on top, or a slim end, do not count."""


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
