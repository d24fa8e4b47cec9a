"""Furniture, things and surfaces from asset packs, as parts that a place can be built of."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from understudy.asset_files.objects import (
    ImportedObject,
    Surface,
    corner_normals,
    read_object,
    with_backs,
)
from understudy.asset_files.pictures import read_picture, resized
from understudy.asset_files.thinning import thinned
from understudy.colour import decode_srgb
from understudy.errors import InputError
from understudy.packs import ItemKind, PackItem, find_item, pack_items, verified
from understudy.rng import stream
from understudy.scenes.furniture import Palette
from understudy.scenes.shapes import Colour, Material, Part, bounds, placed
from understudy.scenes.textures import material
from understudy.types import PAGE_SIZE, TEXTURE_SIZE

FURNITURE_TRIANGLES = 250
TREE_TRIANGLES = 160
THING_TRIANGLES = 200
PLAIN_SHARE = 0.3
"""How often a place that is built stays without the packs' things."""
MOST_PAGES = 2
"""Large pictures per object; the other surfaces get tiles."""

Maker = Callable[..., tuple[Part, ...]]
"""(palette, rng=) -> parts about the origin, as the functions of `scenes.furniture`."""


def imported_parts(name: str, palette: Palette | None = None) -> tuple[Part, ...]:
    """Returns an item of a pack, in metres, standing about the origin, its front along +x.

    Args:
        name: "PACK:ITEM".
        palette: materials of the place, which things tagged "repaint" take on.

    Raises:
        InputError: no such item, or its file cannot be read.
        PlatformError: the file is gone or is not the one that was added.
    """
    item, path = find_item(name)
    if item.kind not in ("furniture", "prop"):
        raise InputError(f"asset '{name}' is a {item.kind}, not an object to stand in a scene")
    parts = []
    for part, material_name in _parts(item, path):
        paint = _PAINTS.get(material_name) if "repaint" in item.tags else None
        if "screen" in item.tags and material_name == "metal":
            paint = _dark_glass
        if paint is not None and palette is not None:
            part = replace(part, material=paint(palette))
        if part.material.page is None and part.material.tile_m != 1.0:
            part = replace(part, uv=part.uv / part.material.tile_m)
        parts.append(part)
    return tuple(parts)


def _dark_glass(palette: Palette) -> Material:
    return palette.paint.tinted((0.02, 0.022, 0.026))


_PAINTS: dict[str, Callable[[Palette], Material]] = {
    "wood": lambda palette: palette.wood,
    "woodDark": lambda palette: palette.second_wood,
    "carpet": lambda palette: palette.cloth,
    "carpetDarker": lambda palette: palette.cloth.tinted((0.6, 0.6, 0.6)),
    "carpetBlue": lambda palette: palette.second_cloth,
    "leafsGreen": lambda palette: palette.leaves,
    "leafsDark": lambda palette: palette.leaves.tinted((0.6, 0.7, 0.7)),
    "grass": lambda palette: palette.leaves,
    "plant": lambda palette: palette.leaves.tinted((1.2, 1.3, 1.1)),
    "woodBark": lambda palette: palette.wood.tinted((0.45, 0.42, 0.4)),
    "woodBarkDark": lambda palette: palette.wood.tinted((0.3, 0.28, 0.27)),
    "dirt": lambda palette: palette.paint.tinted((0.24, 0.2, 0.16)),
    "stone": lambda palette: palette.paint.tinted((0.42, 0.41, 0.39)),
    "stoneDark": lambda palette: palette.paint.tinted((0.28, 0.27, 0.26)),
}
"""Names of materials in toy-like models -> what a place of ours is made of."""


@lru_cache(maxsize=256)
def _parts(item: PackItem, path: Path) -> tuple[tuple[Part, str], ...]:
    """Returns parts and their materials' names; where there is no picture, uv is in metres."""
    verified(item, path)
    most = FURNITURE_TRIANGLES
    if "on" in item.tags or item.kind == "prop":
        most = THING_TRIANGLES
    elif "outdoors" in item.tags:
        most = TREE_TRIANGLES
    found = with_backs(thinned(read_object(path, up=item.up), most))
    found = _fitted(found, item.size_m)
    normals = corner_normals(found)
    order = sorted(range(len(found.surfaces)), key=lambda i: -_picture_weight(found.surfaces[i]))
    parts = []
    for number, (surface, around) in enumerate(zip(found.surfaces, normals, strict=True)):
        if item.colours == "screen":
            surface = replace(surface, colour=_as_on_screen(surface.colour))
        surface_material = _material(surface, number in order[:MOST_PAGES])
        uv = surface.uv if surface.picture is not None else None
        if uv is None:
            uv = _flat_uv(surface.corners)
        parts.append((_indexed(surface.corners, around, uv, surface_material), surface.name))
    return tuple(parts)


def _as_on_screen(colour: Colour) -> Colour:
    red, green, blue = decode_srgb(np.round(255.0 * np.array(colour)).astype(np.uint8))
    return float(red), float(green), float(blue)


def _fitted(found: ImportedObject, size_m: tuple[float, float, float] | None) -> ImportedObject:
    """Scales an object to its size and stands it on z = 0 about the origin."""
    low, high = found.bounds()
    extent = np.maximum(high - low, 1e-9)
    scale = np.ones(3) if size_m is None else np.array(size_m) / extent
    # A sheet has no thickness to be scaled by.
    scale = np.where(extent > 1e-6 * extent.max(), scale, 1.0)
    foot = np.array([(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0, low[2]])
    return ImportedObject(
        surfaces=tuple(
            replace(surface, corners=(surface.corners - foot) * scale) for surface in found.surfaces
        )
    )


def _picture_weight(surface: Surface) -> float:
    """Tells how much a surface gains from a large picture: nothing if it repeats or has none."""
    if surface.picture is None or surface.uv is None or not len(surface.corners):
        return 0.0
    if surface.uv.min() < -0.01 or surface.uv.max() > 1.01:
        return 0.0
    if max(surface.picture.shape[:2]) <= TEXTURE_SIZE and surface.picture[..., 3].min() > 127:
        return 0.0
    holes = 10.0 if surface.picture[..., 3].min() < 128 else 1.0
    return holes * float(np.ptp(surface.corners.reshape(-1, 3), axis=0).sum())


def _material(surface: Surface, as_page: bool) -> Material:
    plain = _plain()
    if surface.picture is None:
        return plain.tinted(surface.colour)
    if as_page and _picture_weight(surface) > 0.0:
        page = _picture_at(surface.picture, PAGE_SIZE)
        seen = page[page[..., 3] > 127][:, :3]
        mean = seen.mean(axis=0) if len(seen) else np.full(3, 128.0)
        tile = np.broadcast_to(mean.astype(np.uint8), (TEXTURE_SIZE, TEXTURE_SIZE, 3))
        return Material(tile=tile, tile_m=1.0, colour=surface.colour, page=page)
    tile = np.ascontiguousarray(_picture_at(surface.picture, TEXTURE_SIZE)[..., :3])
    return Material(tile=tile, tile_m=1.0, colour=surface.colour)


def _picture_at(picture: np.ndarray, side: int) -> np.ndarray:
    if picture.shape[:2] == (side, side):
        return picture
    return np.round(resized(picture, side, side)).astype(np.uint8)


@lru_cache(maxsize=1)
def _plain() -> Material:
    return material("plain", (0.97, 0.97, 0.97), rng=stream(0, "scenes", "imported"))


def _flat_uv(corners: np.ndarray) -> np.ndarray:
    """Returns coordinates (F, 3, 2) [m] on the plane across each face's main axis."""
    around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    axis = np.abs(around).argmax(axis=1)
    right, down = np.array([1, 0, 0])[axis], np.array([2, 2, 1])[axis]
    rows = np.arange(len(corners))
    return np.stack((corners[rows, :, right], -corners[rows, :, down]), axis=-1)


def _indexed(corners: np.ndarray, normals: np.ndarray, uv: np.ndarray, surface: Material) -> Part:
    rows = np.concatenate(
        (corners.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2)), axis=1
    )
    unique, faces = np.unique(np.round(rows, 5), axis=0, return_inverse=True)
    return Part(
        positions_m=unique[:, :3],
        normals=unique[:, 3:6] / np.maximum(np.linalg.norm(unique[:, 3:6], axis=1), 1e-9)[:, None],
        uv=unique[:, 6:],
        faces=faces.reshape(-1, 3),
        material=surface,
    )


# ------------------------------------------------------------------------- what stands where


def _at_home(item: PackItem, kind: str) -> bool:
    """Tells whether a thing belongs in a kind of room; one that names none belongs in all."""
    homes = [tag for tag in item.tags if tag in _ROOMS]
    return not homes or kind in homes


_ROOMS = (
    "living_room", "bedroom", "kitchen", "bathroom", "office", "hall", "corridor", "gym",
    "workshop", "ward", "classroom", "shop", "bare_room",
)  # fmt: skip


def room_things(
    objects: Sequence[str], kind: str, *, rng: np.random.Generator
) -> tuple[tuple[Maker, ...], tuple[Maker, ...]]:
    """Returns what of `objects` stands in a kind of room: along its walls, and freely.

    Small things lie on others; chairs come with a table, where there is one.
    """
    found = {name: find_item(name)[0] for name in objects}
    items = {
        name: item
        for name, item in found.items()
        if item.kind in ("furniture", "prop")
        and "outdoors" not in item.tags
        and _at_home(item, kind)
    }
    small = tuple(name for name, item in items.items() if "on" in item.tags)
    chairs = tuple(name for name, item in items.items() if "chair" in item.tags)
    tables = any("table" in item.tags for item in items.values())
    along: list[Maker] = []
    freely: list[Maker] = []
    for name in rng.permutation(sorted(items)):
        item = items[str(name)]
        if "table" in item.tags:
            freely.append(partial(_dining_group, str(name), chairs, small))
        elif "wall" in item.tags or ("free" in item.tags and not ("chair" in item.tags and tables)):
            make = partial(_laden, str(name), small if "surface" in item.tags else ())
            (along if "wall" in item.tags else freely).append(make)
    return tuple(along), tuple(freely)


def outdoor_things(
    objects: Sequence[str], *, rng: np.random.Generator
) -> tuple[tuple[Maker, float], ...]:
    """Returns what of `objects` stands under the sky, and how high each is [m]."""
    makers = []
    for name in rng.permutation(sorted(objects)):
        item, _ = find_item(str(name))
        if item.kind in ("furniture", "prop") and "outdoors" in item.tags:
            height = item.size_m[2] if item.size_m is not None else 1.0
            makers.append((partial(_laden, str(name), ()), height))
    return tuple(makers)


def _laden(
    name: str, small: Sequence[str], palette: Palette, *, rng: np.random.Generator
) -> tuple[Part, ...]:
    """Returns a thing with, now and then, small things on it."""
    parts = imported_parts(name, palette)
    return (*parts, *_things_on(parts, small, palette, rng)) if small else parts


def _things_on(
    parts: Sequence[Part], small: Sequence[str], palette: Palette, rng: np.random.Generator
) -> tuple[Part, ...]:
    low, high = bounds(parts)
    out: list[Part] = []
    taken: list[tuple[float, float]] = []
    for _ in range(int(rng.integers(0, 3))):
        thing = imported_parts(small[int(rng.integers(len(small)))], palette)
        thing_low, thing_high = bounds(thing)
        room = (high - low)[1] - (thing_high - thing_low)[1] - 0.06
        if room <= 0.0 or (thing_high - thing_low)[0] > (high - low)[0]:
            continue
        y = float(low[1] + 0.03 - thing_low[1] + rng.uniform(0.0, room))
        span = (y + float(thing_low[1]), y + float(thing_high[1]))
        if any(span[0] < other[1] and span[1] > other[0] for other in taken):
            continue
        taken.append(span)
        x = float((low[0] + high[0]) / 2.0)
        out += placed(thing, (x, y, float(high[2])), float(rng.normal(0.0, 0.1)))
    return tuple(out)


def _dining_group(
    table: str, chairs: Sequence[str], small: Sequence[str], palette: Palette, *,
    rng: np.random.Generator,
) -> tuple[Part, ...]:  # fmt: skip
    """Returns a table with chairs of one kind about it, facing it."""
    parts = imported_parts(table, palette)
    low, high = bounds(parts)
    out = [*parts, *(_things_on(parts, small, palette, rng) if small else ())]
    if not chairs:
        return tuple(out)
    chair = imported_parts(chairs[int(rng.integers(len(chairs)))], palette)
    reach = float(bounds(chair)[1][0])
    width = float(np.ptp([b[1] for b in bounds(chair)])) + 0.12
    seats = max(1, int((high - low)[1] / width))
    for side in (-1, 1):
        for seat in range(min(seats, 2)):
            if rng.random() < 0.25:
                continue
            pulled = float(rng.uniform(-0.15, 0.2))
            x = side * (float(high[0]) + reach + pulled - 0.1)
            y = (seat + 0.5) * float((high - low)[1]) / min(seats, 2) + float(low[1])
            yaw = (math.pi if side > 0 else 0.0) + float(rng.normal(0.0, 0.15))
            out += placed(chair, (x, y), yaw)
    return tuple(out)


# ------------------------------------------------------------------------------------- drawing


def sample_assets(
    kind: str, *, indoors: bool, packs: Sequence[str], excluded_licences: Sequence[str],
    environment_share: float, backdrop_share: float, rng: np.random.Generator,
) -> dict[str, str | tuple[str, ...]]:  # fmt: skip
    """Draws which of the packs' assets a place may use: fields of `SceneSpec`.

    Args:
        kind: of the place, and
        indoors: whether it has a roof: what belongs elsewhere is not drawn.
        packs: names of installed packs.
        excluded_licences: licences whose items are not used.
        environment_share: how often a panorama is the place, if there is a fitting one.
        backdrop_share: how often a picture is the place, if there is one.
        rng: random source.

    Raises:
        InputError: a pack is not installed, or the shares are no shares.
    """
    if min(environment_share, backdrop_share) < 0.0 or environment_share + backdrop_share > 1.0:
        raise InputError(
            "environment_share and backdrop_share are shares of all places: at least 0, together "
            f"at most 1; got {environment_share} and {backdrop_share}"
        )

    def of_kind(item_kind: ItemKind) -> dict[str, PackItem]:
        return pack_items(item_kind, packs, excluded_licences=excluded_licences)

    elsewhere = "outdoors" if indoors else "indoors"
    panoramas = [
        name
        for name, item in of_kind("environment").items()
        if elsewhere not in item.tags and "small" not in item.tags
    ]
    pictures = list(of_kind("backdrop"))
    choice, which = rng.random(), rng.random()
    if choice < environment_share and panoramas:
        return {"environment": panoramas[int(which * len(panoramas))]}
    if environment_share <= choice < environment_share + backdrop_share and pictures:
        return {"backdrop": pictures[int(which * len(pictures))]}
    if rng.random() < PLAIN_SHARE:
        return {}
    things = {**of_kind("furniture"), **of_kind("prop")}
    fitting = [
        name
        for name, item in things.items()
        if (_at_home(item, kind) and "outdoors" not in item.tags if indoors
            else "outdoors" in item.tags)
    ]  # fmt: skip
    count = min(len(fitting), int(rng.integers(8, 19) if indoors else rng.integers(4, 10)))
    drawn = [fitting[i] for i in rng.choice(len(fitting), count, replace=False)] if count else []
    surfaces = of_kind("surface") if indoors else {}
    for place, share in (("floor", 0.35), ("wall", 0.2)):
        names = [name for name, item in surfaces.items() if place in item.tags]
        if names and rng.random() < share:
            drawn.append(names[int(rng.integers(len(names)))])
    return {"objects": tuple(drawn)}


# ------------------------------------------------------------------------------------ surfaces


@lru_cache(maxsize=64)
def _surface(item: PackItem, path: Path) -> Material:
    verified(item, path)
    picture = read_picture(path, largest_side=512)[..., :3]
    side_m = item.size_m[0] if item.size_m is not None else 1.5
    return Material(tile=_picture_at(picture, TEXTURE_SIZE), tile_m=side_m)


def imported_surfaces(objects: Sequence[str], place: str) -> tuple[Material, ...]:
    """Returns the materials among `objects` for a place: "floor", "wall" or "ground".

    Raises:
        InputError: no such item, or its picture cannot be read.
    """
    found = [find_item(name) for name in objects]
    return tuple(
        _surface(item, path)
        for item, path in found
        if item.kind == "surface" and place in item.tags
    )
