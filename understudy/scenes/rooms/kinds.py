"""Every kind of room: what it is made of, how large it is, what stands in it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from understudy.rng import stream
from understudy.scenes.furniture import Palette
from understudy.scenes.imported import room_things
from understudy.scenes.kinds import SceneKind, Size
from understudy.scenes.layout import Ground, footprint
from understudy.scenes.lighting import Surroundings
from understudy.scenes.rooms import homes, sports, workplaces
from understudy.scenes.rooms.furnish import Maker, Room, standing_lamps
from understudy.scenes.rooms.openings import doors, windows
from understudy.scenes.rooms.shell import Shell, Wall, lay_shell
from understudy.scenes.rooms.surfaces import draw_surfaces, envelope, skirting
from understudy.scenes.shapes import bounds, placed
from understudy.scenes.textures import mean_colour
from understudy.types import SceneSpec

HIDDEN_UP_TO_M = 1.05
"""Furniture before the people hides them up to here at most."""


@dataclass(frozen=True, kw_only=True)
class RoomPlan:
    """One kind of room."""

    furnish: Callable[[Room], None]
    smallest_m: Size
    largest_m: Size
    floors: tuple[str, ...]
    walls: tuple[str, ...]
    ceilings: tuple[str, ...] = ("plaster",)
    dados: tuple[str, ...] = ()
    """What may cover the lower part of the walls; "gloss" is paint."""
    dado_share: float = 0.0
    doors: tuple[int, int] = (1, 1)
    """Fewest and most; above two they line the long sides."""
    windows: float = 0.9
    """Share of rooms that have any."""
    sill_m: float = 0.9
    curtains: float = 0.5
    strips: float = 0.0
    """Share of rooms lit by rows of lamps."""
    stage_m: float = 0.6
    """Free floor behind the people, where the things that make the room what it is will stand."""
    along_view: bool = False
    """The longer side runs from the camera to the people."""
    screens: tuple[Maker, ...] = homes.SCREENS
    """What may stand between the camera and the people."""


def build_room(plan: RoomPlan, spec: SceneSpec, ground: Ground, eyes_m: np.ndarray) -> Surroundings:
    """Builds a room by its plan."""
    rng = stream(spec.seed, "scene", "layout")
    palette = Palette(stream(spec.seed, "scene", "palette"))
    centre = np.mean([middle for middle, _ in ground.keep_clear] or [(0.0, 0.0)], axis=0)
    yaw = _view_yaw(spec, centre, eyes_m, rng) if plan.along_view else 0.0
    shell = lay_shell(spec, ground, eyes_m, yaw_rad=yaw, stage_m=plan.stage_m, rng=rng)
    surfaces = draw_surfaces(
        spec, floors=plan.floors, walls=plan.walls, ceilings=plan.ceilings, dados=plan.dados,
        dado_share=plan.dado_share, rng=rng,
    )  # fmt: skip
    # Larger rooms hold more; some rooms are tidy, some crammed.
    fullness = float(np.clip((shell.area_m2 / 18.0) ** 0.5, 1.0, 2.2)) * float(
        rng.uniform(0.6, 1.6)
    )
    back, back_s = _behind(shell, centre, eyes_m, rng)
    room = Room(
        spec=spec, shell=shell, ground=ground, palette=palette, rng=rng, fullness=fullness,
        back=back, back_s_m=back_s,
    )  # fmt: skip
    room.put(envelope(shell, surfaces))
    room.put(
        doors(shell, ground, palette, int(rng.integers(plan.doors[0], plan.doors[1] + 1)), rng)
    )
    panes, openings = windows(
        shell, spec, palette, rng, share=plan.windows, sill_m=plan.sill_m, curtains=plan.curtains
    )
    room.put(panes)
    room.put(skirting(shell, palette, rng))
    if not ground.view_open:
        _hide_partly(room, plan, centre, eyes_m)
        ground.keep_view_open()
    if spec.objects:
        _imported_things(room)
        room.fullness *= 0.5
    plan.furnish(room)
    lamp, others = room.ceiling_lamps(centre, strips=bool(rng.random() < plan.strips))
    return Surroundings(
        parts=tuple(room.parts),
        indoors=True,
        centre_m=(float(centre[0]), float(centre[1]), 0.9),
        extent_m=min(0.5 * float(np.linalg.norm(shell.high - shell.low)), 5.0),
        lamp_m=lamp,
        above=mean_colour(surfaces.ceiling),
        around=mean_colour(surfaces.walls[0]),
        below=mean_colour(surfaces.floor),
        lamps=(*others, *standing_lamps(room.parts)),
        openings=tuple(openings),
        inside_m=_inside(shell, eyes_m),
    )


def _behind(
    shell: Shell, centre_m: np.ndarray, eyes_m: np.ndarray, rng: np.random.Generator
) -> tuple[Wall, float]:
    """Returns the wall that the camera sees behind the people, and where."""
    if not len(eyes_m):
        wall = shell.walls[int(rng.integers(4))]
        return wall, wall.length_m / 2.0
    sight = centre_m - eyes_m[0, :2]
    reached: list[tuple[float, Wall, float]] = []
    for wall in shell.walls:
        closing = -float(sight @ wall.inward)
        if closing > 1e-6:
            share = float((centre_m - wall.start) @ wall.inward) / closing
            s = float((centre_m + share * sight - wall.start) @ wall.right)
            reached.append((share, wall, s))
    _, wall, s = min(reached, key=lambda item: item[0])
    return wall, float(np.clip(s, 0.0, wall.length_m))


def _view_yaw(
    spec: SceneSpec, centre_m: np.ndarray, eyes_m: np.ndarray, rng: np.random.Generator
) -> float:
    """Returns the turn of a long room so that one looks along it."""
    turn = float(rng.uniform(-math.pi, math.pi))
    if len(eyes_m):
        towards = eyes_m[0, :2] - centre_m
        turn = math.atan2(towards[1], towards[0]) + float(rng.normal(0.0, 0.06))
    return turn if spec.size_m[0] >= spec.size_m[1] else turn + math.pi / 2.0


def _inside(
    shell: Shell, eyes_m: np.ndarray
) -> tuple[tuple[float, float, float], tuple[float, float, float]] | None:
    """Returns the room's corners, if it is closed about every camera and not turned."""
    if shell.yaw_rad != 0.0:
        return None
    low, high = np.array([*shell.low, 0.0]), np.array([*shell.high, shell.height_m])
    if len(eyes_m) and not ((eyes_m > low).all() and (eyes_m < high).all()):
        return None
    (x0, y0, z0), (x1, y1, z1) = low.tolist(), high.tolist()
    return (x0, y0, z0), (x1, y1, z1)


def _hide_partly(room: Room, plan: RoomPlan, centre_m: np.ndarray, eyes_m: np.ndarray) -> None:
    """Stands something low between the camera and the people."""
    if not len(eyes_m):
        return
    eye, height = eyes_m[0, :2], float(eyes_m[0, 2])
    for _ in range(10):
        parts = room.make(plan.screens[int(room.rng.integers(len(plan.screens)))])
        share = float(room.rng.uniform(0.4, 0.8))
        x, y = eye + share * (centre_m - eye) + room.rng.normal(0.0, 0.2, 2)
        turn = room.shell.yaw_rad + float(room.rng.choice([0.0, 0.5, 1.0, 1.5])) * math.pi
        spot = footprint(parts, (float(x), float(y)), turn)
        # Whatever is above the person's hips stays in sight.
        most = height + share * (HIDDEN_UP_TO_M - height)
        low_enough = bounds(parts)[1][2] < most
        if low_enough and room.shell.holds(spot) and room.ground.fits(spot):
            room.ground.take(spot, parts)
            room.parts += placed(parts, (float(x), float(y)), turn)
            return


def _imported_things(room: Room) -> None:
    """Stands packs' furniture along the walls and about the room."""
    rng = stream(room.spec.seed, "scene", "imported", "things")
    along, freely = room_things(room.spec.objects, room.spec.kind, rng=rng)
    for make in along:
        for _ in range(1 + int(rng.poisson(0.3))):
            room.against_wall(make(room.palette, rng=rng))
    for make in freely[:3]:
        room.freely(make(room.palette, rng=rng))


ROOMS: dict[str, RoomPlan] = {
    "living_room": RoomPlan(
        furnish=homes.living_room, stage_m=1.9,
        smallest_m=(3.8, 3.4, 2.4), largest_m=(7.0, 5.5, 2.9),
        floors=("parquet", "parquet", "herringbone", "wide_boards", "carpet", "floor_tiles"),
        walls=("plaster", "plaster", "wallpaper", "floral", "brick", "panelling"),
        dados=("panelling", "gloss"), dado_share=0.12, curtains=0.7,
    ),
    "kitchen": RoomPlan(
        furnish=homes.kitchen, stage_m=0.9,
        smallest_m=(3.4, 3.0, 2.4), largest_m=(6.0, 4.5, 2.8),
        floors=("floor_tiles", "chequered", "terrazzo", "vinyl", "parquet", "wide_boards"),
        walls=("plaster", "plaster", "wallpaper", "wall_tiles"), dados=("wall_tiles",),
        dado_share=0.3, sill_m=1.05, curtains=0.2, strips=0.25,
    ),
    "bedroom": RoomPlan(
        furnish=homes.bedroom, stage_m=2.2,
        smallest_m=(3.4, 3.2, 2.4), largest_m=(5.5, 4.8, 2.8),
        floors=("parquet", "carpet", "carpet", "wide_boards", "herringbone"),
        walls=("plaster", "plaster", "wallpaper", "floral"), dados=("panelling",),
        dado_share=0.1, curtains=0.8,
    ),
    "office": RoomPlan(
        furnish=workplaces.office, stage_m=1.5,
        smallest_m=(4.0, 3.4, 2.5), largest_m=(9.0, 7.0, 3.0),
        floors=("carpet", "carpet", "vinyl", "parquet", "concrete", "terrazzo"),
        walls=("plaster", "plaster", "plaster", "concrete", "panelling"),
        ceilings=("ceiling_grid", "ceiling_grid", "plaster", "concrete"), curtains=0.05,
        strips=0.85,
    ),
    "corridor": RoomPlan(
        furnish=workplaces.corridor, smallest_m=(9.0, 1.8, 2.4), largest_m=(15.0, 3.0, 3.0),
        floors=("vinyl", "vinyl", "terrazzo", "carpet", "floor_tiles", "chequered", "concrete"),
        walls=("plaster", "plaster", "worn_paint", "wall_tiles", "brick"),
        ceilings=("ceiling_grid", "plaster"), dados=("gloss", "gloss", "wall_tiles", "panelling"),
        dado_share=0.5, doors=(4, 4), windows=0.25, curtains=0.0, strips=0.9, along_view=True,
        screens=workplaces.PUBLIC_SCREENS,
    ),
    "gym": RoomPlan(
        furnish=sports.gym, stage_m=1.4,
        smallest_m=(6.0, 5.0, 2.7), largest_m=(12.0, 9.0, 4.0),
        floors=("rubber", "rubber", "rubber", "wide_boards", "carpet", "concrete"),
        walls=("plaster", "plaster", "brick", "concrete", "worn_paint"),
        ceilings=("plaster", "ceiling_grid", "concrete"), dados=("gloss",), dado_share=0.25,
        windows=0.6, curtains=0.0, strips=0.85, screens=sports.GYM_SCREENS,
    ),
    "workshop": RoomPlan(
        furnish=workplaces.workshop, stage_m=1.1,
        smallest_m=(5.0, 4.0, 2.7), largest_m=(11.0, 8.0, 4.5),
        floors=("concrete", "concrete", "concrete", "wide_boards", "terrazzo"),
        walls=("brick", "brick", "concrete", "worn_paint", "planks", "metal"),
        ceilings=("concrete", "plaster", "planks"), dados=("gloss",), dado_share=0.2,
        windows=0.6, sill_m=1.3, curtains=0.0, strips=0.8,
        screens=workplaces.WORKSHOP_SCREENS,
    ),
    "ward": RoomPlan(
        furnish=workplaces.ward, stage_m=2.4,
        smallest_m=(5.0, 4.2, 2.5), largest_m=(10.0, 7.0, 3.2),
        floors=("vinyl", "vinyl", "vinyl", "terrazzo", "floor_tiles"),
        walls=("plaster", "plaster", "worn_paint", "wall_tiles"),
        ceilings=("ceiling_grid", "plaster"), dados=("gloss", "gloss", "wall_tiles"),
        dado_share=0.5, doors=(1, 2), curtains=0.3, strips=0.85,
        screens=workplaces.WARD_SCREENS,
    ),
    "classroom": RoomPlan(
        furnish=workplaces.classroom, stage_m=2.6,
        smallest_m=(6.0, 5.0, 2.7), largest_m=(10.0, 8.0, 3.4),
        floors=("vinyl", "parquet", "chequered", "wide_boards", "carpet"),
        walls=("plaster", "plaster", "worn_paint", "brick"),
        ceilings=("ceiling_grid", "plaster"), dados=("gloss", "panelling"), dado_share=0.4,
        curtains=0.15, strips=0.9,
    ),
    "shop": RoomPlan(
        furnish=workplaces.shop, stage_m=0.9,
        smallest_m=(5.0, 4.5, 2.6), largest_m=(11.0, 9.0, 3.6),
        floors=("floor_tiles", "vinyl", "terrazzo", "concrete", "chequered"),
        walls=("plaster", "plaster", "concrete", "wall_tiles"),
        ceilings=("ceiling_grid", "plaster", "concrete"), windows=0.35, curtains=0.0,
        strips=0.95, screens=workplaces.PUBLIC_SCREENS,
    ),
    "hall": RoomPlan(
        furnish=sports.hall, stage_m=1.3,
        smallest_m=(8.0, 7.0, 3.4), largest_m=(14.0, 11.0, 5.5),
        floors=("parquet", "parquet", "wide_boards", "vinyl", "rubber"),
        walls=("plaster", "brick", "planks", "panelling", "concrete"),
        ceilings=("plaster", "planks", "ceiling_grid"), dados=("panelling", "gloss"),
        dado_share=0.5, windows=0.6, sill_m=2.0, curtains=0.0, strips=0.9,
        screens=sports.GYM_SCREENS,
    ),
    "bare_room": RoomPlan(
        furnish=homes.bare_room, smallest_m=(3.4, 3.4, 2.4), largest_m=(6.5, 6.0, 3.0),
        floors=("carpet", "concrete", "floor_tiles", "parquet", "wide_boards", "vinyl"),
        walls=("plaster", "concrete", "brick", "worn_paint", "wallpaper"), dados=("gloss",),
        dado_share=0.1, curtains=0.1, strips=0.2,
    ),
}  # fmt: skip

ROOM_LIGHTS: dict[str, float] = {
    "window": 3.0, "lamp": 2.5, "overcast": 1.3, "sun": 1.7, "lamps": 1.2, "dim": 0.5, "dusk": 0.3,
}  # fmt: skip
"""How often each light is drawn."""

INDOOR_SCENES: dict[str, SceneKind] = {
    name: SceneKind(
        build=partial(build_room, plan), indoors=True, light_shares=ROOM_LIGHTS,
        sizes_m=(plan.smallest_m, plan.largest_m),
    )
    for name, plan in ROOMS.items()
}  # fmt: skip
