"""Houses, blocks of flats, shops, and the walls and fences between them."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture import some_colour
from understudy.scenes.ground_textures import LIT_GAIN, ground_material
from understudy.scenes.layout import Footprint, footprint
from understudy.scenes.outdoors.cutouts import cutout
from understudy.scenes.outdoors.site import Site
from understudy.scenes.shapes import Material, Part, box, placed, prism, quad
from understudy.scenes.textures import material

DEPTH_M = 10.0
_STOREY_M = 3.0


def _wall_colour(rng: np.random.Generator) -> np.ndarray:
    draw = rng.random()
    if draw < 0.35:
        return np.array([0.42, 0.2, 0.13]) * rng.uniform(0.55, 1.4)
    if draw < 0.75:
        return rng.uniform(0.25, 0.75) * np.array([1.0, 0.96, 0.88]) * rng.uniform(0.95, 1.05, 3)
    return np.array(some_colour(rng, saturation=(0.1, 0.5), value=(0.3, 0.75)))


def _upright(x: float, y0: float, y1: float, z0: float, z1: float, surface: Material, *,
             fit: bool = False) -> Part:  # fmt: skip
    """Returns a rectangle that looks along +x."""
    return quad([(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)], surface, fit=fit)


def house(site: Site, *, bays: int, floors: int, style: str) -> list[Part]:
    """Builds a house whose front, in the plane x = 0, looks along +x; `style` is a key of STYLES.

    Its back is never seen and is not there.
    """
    rng = site.rng
    wall_name = "glass_front" if style == "office" else "house_front"
    colour = _wall_colour(rng)
    seed = int(rng.integers(1 << 40))
    # The same paint and windows, other curtains or a lamp: two versions of the front by bays.
    fronts = [ground_material(wall_name, colour, rng=np.random.default_rng(seed))]
    if site.night and wall_name == "house_front":
        lit = ground_material("lit_front", colour, rng=np.random.default_rng(seed))
        fronts.append(lit.tinted(LIT_GAIN * np.ones(3)))
    elif rng.random() < 0.4:
        fronts.append(ground_material(wall_name, colour, rng=np.random.default_rng(seed + 1)))
    plain = material("brick" if colour[0] > 1.6 * colour[2] else "plaster", colour, rng=rng)
    width, height = bays * _STOREY_M, floors * _STOREY_M
    low, y = _STOREY_M if style in ("shop", "garage") else 0.0, width / 2.0
    parts: list[Part] = []
    for bay, level, wide, high, surface in _panels(fronts, bays, floors, low > 0.0, rng):
        fitted = Material(tile=surface.tile, tile_m=_STOREY_M, colour=surface.colour)
        y0, z0 = bay * _STOREY_M - y, level * _STOREY_M
        parts.append(_upright(0.0, y0, y0 + wide * _STOREY_M, z0, z0 + high * _STOREY_M, fitted))
    parts += [
        quad([(-DEPTH_M, -y, 0), (0, -y, 0), (0, -y, height), (-DEPTH_M, -y, height)], plain),
        quad([(0, y, 0), (-DEPTH_M, y, 0), (-DEPTH_M, y, height), (0, y, height)], plain),
    ]
    trim = site.palette.paint.tinted(rng.uniform(0.12, 0.7) * np.ones(3))
    if style == "shop":
        parts += _shops(site, width, colour)
    elif style == "garage":
        parts += _garages(site, width, plain)
    else:
        parts += _entrance(site, bays, trim)
        parts.append(box((0.05, width, float(rng.uniform(0.2, 0.6))), trim.tinted((0.2, 0.2, 0.2)),
                         at_m=(0.02, 0.0, 0.0)))  # fmt: skip
    if style == "flats":
        parts += _balconies(site, bays, floors)
    parts += _roof(site, width, height, plain, pitched=style in ("house", "shop") and
                   rng.random() < 0.7)  # fmt: skip
    return parts


def _panels(
    fronts: list[Material], bays: int, floors: int, from_first: bool, rng: np.random.Generator
) -> list[tuple[int, int, int, int, Material]]:
    """Returns (bay, storey, width, height, front) of the pieces of a house's front.

    The second version of the front, if there is one, fills a few runs of bays.
    """
    first = 1 if from_first else 0
    if floors <= first:
        return []
    if len(fronts) == 1:
        return [(0, first, bays, floors - first, fronts[0])]
    pieces = []
    for level in range(first, floors):
        start = int(rng.integers(0, bays))
        end = int(rng.integers(start, bays + 1)) if rng.random() < 0.7 else start
        for left, right, front in ((0, start, 0), (start, end, 1), (end, bays, 0)):
            if right > left:
                pieces.append((left, level, right - left, 1, fronts[front]))
    return pieces


def _entrance(site: Site, bays: int, trim: Material) -> list[Part]:
    rng = site.rng
    leaf = material("door", rng.uniform(0.04, 0.5) * rng.uniform(0.4, 1.0, 3), rng=rng)
    at = (int(rng.integers(bays)) + 0.5) * _STOREY_M - bays * _STOREY_M / 2.0
    parts = [
        box((0.12, 1.35, 2.45), trim, at_m=(0.0, at, 0.0)),
        _upright(0.07, at - 0.52, at + 0.52, 0.12, 2.25, leaf, fit=True),
        box((0.3, 1.5, 0.12), trim, at_m=(0.15, at, 0.0)),
    ]
    if rng.random() < 0.4:
        parts.append(box((0.9, 1.7, 0.1), trim, at_m=(0.45, at, 2.55)))
    return parts


def _shops(site: Site, width: float, colour: np.ndarray) -> list[Part]:
    rng = site.rng
    count = max(1, round(width / 4.5))
    each = width / count
    parts = []
    for i in range(count):
        y0 = -width / 2.0 + i * each
        front = ground_material("shop_front", 0.7 * colour, rng=rng)
        parts.append(_upright(0.0, y0, y0 + each, 0.0, _STOREY_M, front, fit=True))
        if rng.random() < 0.55:
            stripes = material("wallpaper", rng.uniform(0.05, 0.6, 3), rng=rng)
            out = float(rng.uniform(0.8, 1.3))
            parts.append(
                prism([(0.0, 2.45), (out, 2.2), (out, 2.32), (0.0, 2.75)], each - 0.3, stripes,
                      at_m=(0.0, y0 + each / 2, 0.0))
            )  # fmt: skip
    return parts


def _garages(site: Site, width: float, plain: Material) -> list[Part]:
    rng = site.rng
    count = max(1, int(width / 3.0))
    each = width / count
    colour = rng.uniform(0.1, 0.7) * rng.uniform(0.85, 1.15, 3)
    leaf = ground_material("garage_door", colour, rng=rng)
    parts = [_upright(0.0, -width / 2, width / 2, 0.0, _STOREY_M, plain)]
    parts += [
        _upright(0.02, -width / 2 + i * each + 0.25, -width / 2 + (i + 1) * each - 0.25, 0.0, 2.2,
                 leaf, fit=True)
        for i in range(count)
    ]  # fmt: skip
    return parts


def _balconies(site: Site, bays: int, floors: int) -> list[Part]:
    rng = site.rng
    floor = site.palette.paint.tinted((0.5, 0.5, 0.48))
    bars = cutout("railing", rng.uniform(0.05, 0.8) * np.ones(3), rng=rng)
    solid = site.palette.paint.tinted(rng.uniform(0.1, 0.7, 3))
    closed = rng.random() < 0.4
    parts = []
    columns = [i for i in range(bays) if rng.random() < 0.45][:2]
    for i in columns:
        for level in range(1, min(floors, 4)):
            at, z = (i + 0.5) * _STOREY_M - bays * _STOREY_M / 2.0, level * _STOREY_M + 0.1
            parts.append(box((1.1, 2.5, 0.14), floor, at_m=(0.55, at, z)))
            if closed:
                parts.append(box((0.06, 2.5, 0.95), solid, at_m=(1.07, at, z + 0.1)))
            else:
                parts.append(_upright(1.1, at - 1.25, at + 1.25, z + 0.1, z + 1.1, bars, fit=True))
    return parts


def _roof(
    site: Site, width: float, height: float, wall: Material, *, pitched: bool
) -> list[Part]:  # fmt: skip
    rng = site.rng
    y = width / 2.0
    if not pitched:
        edge = site.palette.paint.tinted(rng.uniform(0.1, 0.6) * np.ones(3))
        return [box((0.35, width + 0.2, 0.35), edge, at_m=(0.0, 0.0, height - 0.05))]
    clay = np.array([0.3, 0.11, 0.06]) if rng.random() < 0.6 else np.array([0.09, 0.09, 0.1])
    tiles = ground_material("roof_tiles", clay * rng.uniform(0.7, 1.4), rng=rng)
    rise, back = float(rng.uniform(2.0, 3.6)), -DEPTH_M / 2.0
    parts = [
        quad([(0.4, -y - 0.2, height - 0.1), (0.4, y + 0.2, height - 0.1),
              (back, y + 0.2, height + rise), (back, -y - 0.2, height + rise)], tiles),
        box((0.14, width + 0.4, 0.14), site.palette.paint.tinted((0.25, 0.25, 0.25)),
            at_m=(0.42, 0.0, height - 0.2)),
    ]  # fmt: skip
    for sign in (-1, 1):  # gables
        corners = [(0.0, sign * y, height), (-DEPTH_M, sign * y, height),
                   (back, sign * y, height + rise)]  # fmt: skip
        points = np.array(corners if sign > 0 else corners[::-1], np.float64)
        parts.append(
            Part(positions_m=points, normals=np.broadcast_to([0.0, float(sign), 0.0], (3, 3)),
                 uv=points[:, [0, 2]] / wall.tile_m * np.array([1.0, -1.0]),
                 faces=np.array([[0, 1, 2]]), material=wall)
        )  # fmt: skip
    if rng.random() < 0.6:
        at = float(rng.uniform(-0.4, 0.4)) * width
        parts.append(box((0.6, 0.6, 1.6), wall, at_m=(back + 0.9, at, height + 0.75 * rise)))
    return parts


STYLES: tuple[str, ...] = ("house", "flats", "shop", "office", "garage")


def stand_house(
    site: Site, *, side: int, front_m: float, centre_m: float, bays: int, floors: int, style: str
) -> list[Part]:
    """Stands a house with its front in the line y = side * front_m, looking at the origin."""
    parts = house(site, bays=bays, floors=floors, style=style)
    width = bays * _STOREY_M
    spot = Footprint(
        centre_m=(centre_m, side * (front_m + DEPTH_M / 2.0)),
        half_m=(width / 2.0, DEPTH_M / 2.0), yaw_rad=0.0,
    )  # fmt: skip
    if not site.ground.affords(parts):
        return []
    site.ground.take(spot, parts)
    return list(placed(parts, (centre_m, side * front_m), -side * math.pi / 2.0))


def row_of_houses(
    site: Site, *, side: int, front_m: float, gaps: float = 0.0, styles: tuple[str, ...] = STYLES,
    half_m: float = 26.0, tall: int = 5,
) -> list[Part]:  # fmt: skip
    """Lines houses up along y = side * front_m."""
    parts: list[Part] = []
    rng = site.rng
    x = -half_m - float(rng.uniform(0.0, 6.0))
    while x < half_m:
        bays = int(rng.integers(2, 6))
        width = _STOREY_M * bays
        if not rng.random() < gaps:
            style = str(rng.choice(styles))
            lowest = {"office": 3, "flats": 3, "garage": 1}.get(style, 2)
            floors = 1 if style == "garage" else int(rng.integers(lowest, max(tall, lowest + 1)))
            parts += stand_house(
                site, side=side, front_m=front_m + float(rng.uniform(0.0, 0.5)),
                centre_m=x + width / 2, bays=bays, floors=floors, style=style,
            )  # fmt: skip
        x += width + (float(rng.uniform(1.0, 4.0)) if gaps else 0.0)
    return parts


# --------------------------------------------------------------------------------------- fences


def _fence_parts(site: Site, kind: str, long: float) -> list[Part]:
    """Returns a fence along y about the origin, its seen side along -x."""
    rng = site.rng
    high = float(rng.uniform(0.9, 2.0))
    paint = site.palette.paint
    if kind == "planks":
        wood = material("planks", np.array([0.4, 0.27, 0.16]) * rng.uniform(0.5, 1.6), rng=rng)
        return [box((0.05, long, high), wood)]
    if kind == "brick":
        wall = material("brick", np.array([0.42, 0.2, 0.13]) * rng.uniform(0.6, 1.5), rng=rng)
        return [
            box((0.25, long, high), wall),
            box((0.34, long, 0.07), paint.tinted((0.45, 0.44, 0.42)), at_m=(0, 0, high)),
        ]
    if kind == "hedge":
        return [box((0.8, long, high), site.palette.leaves, bevel_m=0.12)]
    if kind == "rail":
        metal = paint.tinted(site.palette.metal_colour)
        posts = [box((0.06, 0.06, high), metal, at_m=(0.0, float(y), 0.0))
                 for y in np.arange(-long / 2, long / 2 + 0.1, 3.0)]  # fmt: skip
        return posts + [box((0.03, long, 0.05), metal, at_m=(0, 0, z * high)) for z in (0.5, 0.95)]
    name, step, high = {
        "wire": ("chain_link", 2.5, float(rng.uniform(1.8, 3.0))),
        "bars": ("railing", 2.5, float(rng.uniform(1.0, 1.8))),
        "site": ("site_fence", 3.5, 2.0),
    }[kind]
    shade = {"wire": rng.choice([0.3, 0.6]), "bars": rng.uniform(0.03, 0.2), "site": 0.7}[kind]
    tint = np.ones(3) * shade if rng.random() < 0.7 else np.array([0.03, 0.16, 0.08])
    surface = cutout(name, tint, rng=rng)
    edges = np.arange(-long / 2, long / 2, step)
    panels = [
        quad([(0, e + step, 0), (0, e, 0), (0, e, high), (0, e + step, high)], surface, fit=True)
        for e in edges
    ]
    posts = [box((0.07, 0.07, high), paint.tinted(0.8 * tint), at_m=(0.05, float(e), 0.0))
             for e in edges[::2]]  # fmt: skip
    return panels + (posts if kind == "wire" else [])


FENCES: tuple[str, ...] = ("planks", "brick", "hedge", "rail", "wire", "bars")


def fence(
    site: Site, *, side: int, line_m: float, along_x: bool, kinds: tuple[str, ...] = FENCES,
    long_m: float = 44.0,
) -> list[Part]:  # fmt: skip
    """Draws a fence, wall or hedge along y = side * line_m, or along x."""
    parts = _fence_parts(site, str(site.rng.choice(kinds)), long_m)
    place = (0.0, side * line_m) if along_x else (side * line_m, 0.0)
    yaw = math.atan2(place[1], place[0])
    spot = footprint(parts, place, yaw)
    if not (site.ground.affords(parts) and site.ground.fits(spot, may_hide=True)):
        return []
    site.ground.take(spot, parts)
    return list(placed(parts, place, yaw))
