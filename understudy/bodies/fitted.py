"""People from an asset pack: real skin, clothes and hair bound to MakeHuman's base mesh.

An item's vertices are combinations of three base vertices each plus an offset that grows with the
body, so that it follows every shape, and takes their skin weights. Layers are pushed out of what
lies below them; what is covered is left out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from scipy.spatial import cKDTree

from understudy.bodies.asset import load_body_asset
from understudy.bodies.pieces import Piece, vertex_normals
from understudy.bodies.posing import transform_names, transform_of_bone
from understudy.bodies.shape import shape_coefficients
from understudy.errors import PlatformError
from understudy.packs import find_item, is_pack_item, pack_items, packs_folder
from understudy.types import PAGE_SIZE, BodySpec, GarmentSpec

BASE_FILE = "base.npz"
SKIN_GAP_M = 0.003
LAYER_GAP_M = 0.006
REACH_M = 0.05
"""How far from a layer something may lie and still be pushed out of it."""
HEM_M = 0.025
"""How far under an outer layer's edge an inner layer goes on."""
BENEATH_M = 0.007
"""How deep skin is drawn in under cloth, so that nothing pokes through in a bent joint."""
UNDER_HEM = 0.05
"""How far, in limb coordinates, skin reaches under built-in cloth."""
SLOTS = ("shoes", "bottom", "suit", "dress", "boots", "top", "coat", "bag", "glasses", "hat")
"""Kinds of garments from the skin outwards."""


@dataclass(frozen=True, kw_only=True)
class BaseMesh:
    """MakeHuman's whole base mesh, V vertices; its skin is textured."""

    rest_m: np.ndarray
    shapes_m: np.ndarray
    """(K, V, 3)."""
    weights: np.ndarray
    """(V, transforms)."""
    vertices: np.ndarray
    """(S,) base vertices of the skin."""
    corner_vertex: np.ndarray
    """(W,) which of those each texture corner is."""
    uv: np.ndarray
    faces: np.ndarray
    """(F, 3) corners."""
    scale_pairs: np.ndarray
    """(3, 2) base vertices whose distances along x, y, z are `Item.lengths_m` where it was made."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something bound to the base mesh."""

    refs: np.ndarray
    """(N, 3) base vertices, with `ref_weights`."""
    ref_weights: np.ndarray
    offsets_m: np.ndarray
    """(N, 3)."""
    lengths_m: np.ndarray
    corner_vertex: np.ndarray
    uv: np.ndarray
    faces: np.ndarray
    zones: np.ndarray
    """(N,) part that is dyed on its own."""
    colours: np.ndarray
    """(Z, 3) mean colour of each as painted, linear."""
    dyed: bool
    headroom: float
    """Linear value of the page's white, as a multiple of `colours`."""
    deleted: np.ndarray
    """(V or a few more,) base vertices hidden below."""
    page: np.ndarray
    """(G, G, 4)."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A fitted item on one body."""

    positions_m: np.ndarray
    """(N, 3)."""
    normals: np.ndarray
    triangles: np.ndarray
    """(F, 3) vertices, without texture corners."""
    rim: np.ndarray
    """(N,) whether a vertex lies on an open edge."""


def wears_pack(spec: BodySpec) -> bool:
    """Tells whether anything about a person comes from a pack."""
    names = (spec.skin, spec.hair_style, spec.beard, *(worn.kind for worn in spec.garments))
    return any(is_pack_item(name) for name in names)


def fitted_pieces(spec: BodySpec, covered: np.ndarray) -> list[Piece]:
    """Returns the pieces of a person that come from packs, and the skin of one who wears any.

    Args:
        spec: the person.
        covered: (A,) for the body asset's vertices: positive under built-in clothes.

    Raises:
        InputError: a pack or an item is not installed.
        PlatformError: a pack's file is damaged.
    """
    asset = load_body_asset()
    base = base_mesh(_pack_of(spec))
    coefficients = shape_coefficients(spec, asset).astype(np.float32)
    body = base.rest_m + np.tensordot(coefficients, base.shapes_m, axes=1)
    skin_points = body[base.vertices]
    skin_faces = base.corner_vertex[base.faces]
    skin = _layer(skin_points, skin_faces)
    hidden = np.zeros(len(body), bool)
    worn = sorted(
        (w for w in spec.garments if is_pack_item(w.kind)),
        key=lambda w: SLOTS.index(find_item(w.kind)[0].tags[0]),
    )
    layers: list[tuple[Item, GarmentSpec, Layer]] = []
    hat = None
    for garment in worn:
        item = load_item(garment.kind)
        slot = find_item(garment.kind)[0].tags[0]
        points = fit(item, base, body)
        triangles = item.corner_vertex[item.faces]
        if slot not in ("glasses", "hat"):
            points = push_out(points, skin, SKIN_GAP_M + min(garment.fit_m, 0.004))
            for _, _, below in layers:
                points = push_out(points, below, LAYER_GAP_M)
        layers.append((item, garment, _layer(points, triangles)))
        hat = points if slot == "hat" else hat
        hidden |= item.deleted[: len(body)]
    pieces = []
    for number, (item, garment, layer) in enumerate(layers):
        under = np.zeros(len(layer.positions_m), bool)
        for _, _, above in layers[number + 1 :]:
            under |= lies_under(layer.positions_m, layer.normals, above)
        pieces.append(_garment_piece(item, garment, layer, base, under))
    if is_pack_item(spec.hair_style):
        hair = load_item(spec.hair_style)
        pieces.append(_dyed_piece(hair, base, body, spec.hair_colour, skin=skin, hat_m=hat))
    if is_pack_item(spec.beard):
        pieces.append(_dyed_piece(load_item(spec.beard), base, body, spec.hair_colour))
    hidden[base.vertices] |= _covered_skin(base, covered)
    if is_pack_item(spec.skin):
        pieces += _face_parts(spec, base, body)
    pieces.append(_skin_piece(spec, base, skin, hidden, [layer for _, _, layer in layers]))
    return pieces


@dataclass(frozen=True, kw_only=True)
class PackLooks:
    """What a person wears from packs, as names for a spec."""

    garments: tuple[GarmentSpec, ...]
    hair_style: str
    beard: str
    skin: str


CHILD_AGE = 0.5
"""Below this on anny's scale some clothes are not worn."""
DARK_SKIN = 0.13
"""Luminance of a skin colour below which the darker skins' pictures are taken."""
SKIN_AGES = (("young", 0.0), ("middleage", 0.76), ("old", 0.88))
"""From which age on anny's scale each kind of skin is seen."""


def sample_pack_looks(
    *,
    rng: np.random.Generator,
    packs: Sequence[str],
    gender: float,
    age: float,
    skin_colour: Sequence[float],
    dye: Callable[[np.random.Generator], tuple[float, float, float]],
    excluded_licences: Sequence[str] = (),
) -> PackLooks | None:
    """Draws clothes, hair and skin that suit gender and age.

    Args:
        rng: source of every draw.
        packs: names of installed packs.
        gender: 0 male to 1 female.
        age: on anny's scale.
        skin_colour: linear RGB; decides between the light and the dark skins' pictures.
        dye: draws the colour of a piece of cloth.
        excluded_licences: items under these are not drawn, nor any of unknown licence.

    Returns:
        None if too little is left to dress anybody.

    Raises:
        InputError: a pack is not installed.
    """
    excluded = (*excluded_licences, "unknown")
    garments = pack_items("garment", packs, excluded_licences=excluded)
    sex = "female" if gender > 0.5 else "male"
    suitable = {
        name: item.tags
        for name, item in garments.items()
        if sex in item.tags and not (age < CHILD_AGE and "adult" in item.tags)
    }

    def choose(*slots: str) -> list[str]:
        found = [name for name, tags in suitable.items() if tags[0] in slots]
        return [str(rng.choice(found))] if found else []

    whole = [n for n, tags in suitable.items() if tags[0] in ("suit", "dress")]
    halves = [[n for n, tags in suitable.items() if tags[0] == s] for s in ("top", "bottom")]
    ways = [bool(whole), all(halves)]
    if not any(ways):
        return None
    in_halves = ways[1] and (not ways[0] or rng.random() < 0.4)
    worn = choose("bottom") + choose("top") if in_halves else choose("suit", "dress")
    # Boots go over legs that are bare or in something tight, a coat over little.
    boots = choose("boots") if "suit" not in {suitable[n][0] for n in worn} else []
    feet = boots if boots and rng.random() < 0.25 else choose("shoes") or boots
    hat = rng.random() < 0.12
    extra = str(rng.choice(["coat", "bag", "none"], p=[0.2, 0.08, 0.72]))
    if extra == "bag" or (extra == "coat" and in_halves):
        worn += choose(extra)
    if rng.random() < 0.08:
        worn += choose("glasses")
    worn += feet
    hats = choose("hat") if hat else []
    hair = {
        name: item.tags
        for name, item in pack_items("hair", packs, excluded_licences=excluded).items()
        if (sex in item.tags or "any" in item.tags) and (not hats or "flat" in item.tags)
    }
    bald = rng.random() < (0.15 if sex == "male" else 0.0) or (bool(hats) and not hair)
    style = "bald" if bald or not hair else str(rng.choice(list(hair)))
    beards = [
        name
        for name, item in pack_items("beard", packs, excluded_licences=excluded).items()
        if "beard" in item.tags
    ]
    bearded = sex == "male" and age > 0.6 and rng.random() < 0.3 and beards
    return PackLooks(
        garments=tuple(_drawn(name, rng, dye) for name in [*worn, *hats]),
        hair_style=style,
        beard=str(rng.choice(beards)) if bearded else "none",
        skin=_sampled_skin(packs, excluded, sex, age, skin_colour, rng),
    )


def _drawn(
    name: str,
    rng: np.random.Generator,
    dye: Callable[[np.random.Generator], tuple[float, float, float]],
) -> GarmentSpec:
    """Half of the things have the colours that they were painted in."""
    colours = [dye(rng), dye(rng)]
    item = load_item(name)
    painted = rng.random() < 0.4
    if not item.dyed:
        colours = [(1.0, 1.0, 1.0)] * 2
    elif painted:
        varied = item.colours * rng.uniform(0.8, 1.25)
        colours = [_triple(varied[min(number, len(varied) - 1)]) for number in (0, 1)]
    elif len(item.colours) > 1 and rng.random() < 0.5:  # jeans stay jeans
        colours[1] = _triple(item.colours[1] * rng.uniform(0.6, 1.6))
    return GarmentSpec(
        kind=name,
        colour=colours[0],
        second_colour=colours[1],
        pattern="plain",
        pattern_scale_m=0.25,
        fit_m=float(rng.uniform(0.0, 0.004)),
    )


def _sampled_skin(
    packs: Sequence[str],
    excluded: Sequence[str],
    sex: str,
    age: float,
    colour: Sequence[float],
    rng: np.random.Generator,
) -> str:
    stage = [name for name, start in SKIN_AGES if age >= start][-1]
    dark = float(np.dot(colour, (0.2126, 0.7152, 0.0722))) < DARK_SKIN
    skins = pack_items("skin", packs, excluded_licences=excluded)
    fitting = [
        name
        for name, item in skins.items()
        if sex in item.tags and stage in item.tags and ("african" in item.tags) == dark
    ]
    return str(rng.choice(fitting)) if fitting else "plain"


def _triple(values: np.ndarray) -> tuple[float, float, float]:
    red, green, blue = np.clip(values, 0.0, 1.0)
    return (float(red), float(green), float(blue))


# --------------------------------------------------------------------------------------------
# Fitting


def fit(item: Item, base: BaseMesh, body_m: np.ndarray) -> np.ndarray:
    """Returns (N, 3) where an item's vertices lie on a body (V, 3) at rest."""
    pairs = body_m[base.scale_pairs]  # (3 axes, 2, 3)
    lengths = np.abs(pairs[:, 0] - pairs[:, 1])[np.arange(3), np.arange(3)]
    bound = (body_m[item.refs] * item.ref_weights[..., None]).sum(axis=1)
    return bound + item.offsets_m * (lengths / item.lengths_m)


def bound_weights(item: Item, base: BaseMesh) -> np.ndarray:
    """Returns (N, transforms) skin weights, combined as the vertices are; never negative."""
    weights = (base.weights[item.refs] * item.ref_weights[..., None]).sum(axis=1)
    weights = np.where(weights > 0.01, weights, 0.0)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def push_out(points: np.ndarray, below: Layer, gap_m: float) -> np.ndarray:
    """Moves points that lie in or closely over a surface out to `gap_m` above it."""
    if not len(below.positions_m):
        return points
    distance, nearest = cKDTree(below.positions_m).query(points)
    normals = below.normals[nearest]
    height = ((points - below.positions_m[nearest]) * normals).sum(axis=1)
    lack = np.where(distance < REACH_M, np.maximum(gap_m - height, 0.0), 0.0)
    return points + normals * np.minimum(lack, 0.02)[:, None]


def lies_under(points: np.ndarray, normals: np.ndarray, above: Layer) -> np.ndarray:
    """Returns (N,) which points an outer layer covers, those near its edges aside."""
    if not len(above.positions_m) or not len(points):
        return np.zeros(len(points), bool)
    distance, nearest = cKDTree(above.positions_m).query(points)
    height = ((above.positions_m[nearest] - points) * normals).sum(axis=1)
    under = (distance < REACH_M) & (height > 0.0) & (height > 0.3 * distance)
    bare = points[~under]
    if len(bare):
        under &= cKDTree(bare).query(points)[0] > HEM_M
    return under


def _layer(points: np.ndarray, triangles: np.ndarray) -> Layer:
    edges = np.concatenate((triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]))
    found, count = np.unique(np.sort(edges, axis=1), axis=0, return_counts=True)
    rim = np.zeros(len(points), bool)
    rim[found[count == 1]] = True
    return Layer(
        positions_m=points, normals=vertex_normals(points, triangles), triangles=triangles, rim=rim
    )


# --------------------------------------------------------------------------------------------
# Pieces


def _garment_piece(
    item: Item, garment: GarmentSpec, layer: Layer, base: BaseMesh, under: np.ndarray
) -> Piece:
    if item.dyed:
        dyes = np.array([garment.colour, garment.second_colour])[: len(item.colours)]
    else:
        dyes = item.colours * np.clip(garment.colour, 0.6, 1.2)
    return _piece(item, base, layer, dyes, gone=under)


def _dyed_piece(
    item: Item,
    base: BaseMesh,
    body: np.ndarray,
    colour: Sequence[float],
    *,
    skin: Layer | None = None,
    hat_m: np.ndarray | None = None,
) -> Piece:
    points = fit(item, base, body)
    if skin is not None:
        points = push_out(points, skin, SKIN_GAP_M)
    layer = _layer(points, item.corner_vertex[item.faces])
    gone = None
    if hat_m is not None:  # what a hat holds down, seen from inside the head
        middle = hat_m.mean(axis=0) - (0.0, 0.0, 0.09)
        rays, covers = layer.positions_m - middle, hat_m - middle
        rays, covers = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (rays, covers))
        gone = cKDTree(covers).query(rays)[0] < 0.25
    return _piece(item, base, layer, np.array([colour]), gone=gone)


def _piece(
    item: Item, base: BaseMesh, layer: Layer, dyes: np.ndarray, *, gone: np.ndarray | None = None
) -> Piece:
    faces = item.faces
    if gone is not None:
        faces = faces[~gone[item.corner_vertex[faces]].all(axis=1)]
    # What the picture lights up beyond white would shine in the dark.
    dyes = np.minimum(dyes, 0.9) * item.headroom
    corner = item.corner_vertex
    return _trimmed(
        positions=layer.positions_m[corner],
        normals=layer.normals[corner],
        weights=bound_weights(item, base)[corner],
        colour=dyes[np.minimum(item.zones, len(dyes) - 1)][corner],
        uv=item.uv,
        faces=faces,
        page=item.page,
    )


def _trimmed(
    *,
    positions: np.ndarray,
    normals: np.ndarray,
    weights: np.ndarray,
    colour: np.ndarray,
    uv: np.ndarray,
    faces: np.ndarray,
    page: np.ndarray | None,
) -> Piece:
    used, local = np.unique(faces, return_inverse=True)
    return Piece(
        positions_m=positions[used],
        normals=normals[used],
        weights=weights[used],
        colour=colour[used],
        uv=uv[used] if page is not None else None,
        faces=local.reshape(-1, 3),
        page=page,
        layer=0,
        tile_m=0.25,
    )


def _skin_piece(
    spec: BodySpec, base: BaseMesh, skin: Layer, hidden: np.ndarray, clothes: list[Layer]
) -> Piece:
    points = skin.positions_m
    under = np.zeros(len(points), bool)
    for cloth in clothes:
        distance, nearest = cKDTree(cloth.positions_m).query(points)
        height = ((cloth.positions_m[nearest] - points) * skin.normals).sum(axis=1)
        under |= (distance < REACH_M) & (height > 0.0) & (height > 0.3 * distance)
    points = points - skin.normals * (BENEATH_M * under)[:, None]
    own = base.corner_vertex
    gone = hidden[base.vertices][own]
    faces = base.faces[~gone[base.faces].all(axis=1)]
    page, gain = None, 1.0
    if is_pack_item(spec.skin):
        page, gain = _skin_page(spec.skin)
    else:  # head and hands have skin of their own
        names = np.array(transform_names())
        elsewhere = [n.startswith(("head", "finger", "left_hand", "right_hand")) for n in names]
        share = base.weights[base.vertices][:, elsewhere].sum(axis=1)
        faces = faces[~(share[own] > 0.7)[faces].all(axis=1)]
    return _trimmed(
        positions=points[own],
        normals=skin.normals[own],
        weights=base.weights[base.vertices][own],
        colour=np.tile(gain * np.array(spec.skin_colour), (len(own), 1)),
        uv=base.uv,
        faces=faces,
        page=page,
    )


def _covered_skin(base: BaseMesh, covered: np.ndarray) -> np.ndarray:
    """Returns (S,) skin vertices under built-in clothes."""
    if not (covered > 0.0).any():
        return np.zeros(len(base.vertices), bool)
    asset = load_body_asset()
    suit = np.unique(asset.suit_faces)
    nearest = cKDTree(asset.rest_m[suit]).query(base.rest_m[base.vertices])[1]
    return covered[suit[nearest]] > UNDER_HEM


FACE_CELLS: Mapping[str, tuple[float, float]] = {
    "eyes": (0.0, 0.0),
    "brows": (0.5, 0.0),
    "lashes": (0.0, 0.5),
}
"""Where on a face's common page each part's picture lies, at half size."""


def _face_parts(spec: BodySpec, base: BaseMesh, body: np.ndarray) -> list[Piece]:
    """Returns eyes, brows and lashes, on one page."""
    pack = spec.skin.partition(":")[0]
    page = np.zeros((PAGE_SIZE, PAGE_SIZE, 4), np.uint8)
    pieces = []
    half = PAGE_SIZE // 2
    for part, (left, top) in FACE_CELLS.items():
        names = face_items(pack, part)
        if not names:
            continue
        # Which of them: any property of the person that nothing else depends on much.
        item = load_item(names[int(1e6 * spec.proportions) % len(names)])
        picture = item.page
        dye = np.ones(3) / item.headroom
        if part == "eyes":
            picture = _with_iris(picture, spec.eye_colour)
        elif part == "brows":
            dye = 0.6 * np.array(spec.hair_colour)
        else:
            dye = np.full(3, 0.01)
        row, column = int(top * PAGE_SIZE), int(left * PAGE_SIZE)
        page[row : row + half, column : column + half] = _halved(picture)
        layer = _layer(fit(item, base, body), item.corner_vertex[item.faces])
        piece = _piece(item, base, layer, dye[None])
        pieces.append((piece, 0.5 * item.uv[np.unique(item.faces)] + (left, top)))
    return [Piece(**{**vars(piece), "uv": uv, "page": page}) for piece, uv in pieces]


def _halved(page: np.ndarray) -> np.ndarray:
    quarters = page.reshape(len(page) // 2, 2, len(page) // 2, 2, 4).astype(float)
    return np.rint(quarters.mean(axis=(1, 3))).astype(np.uint8)


def _with_iris(page: np.ndarray, colour: Sequence[float]) -> np.ndarray:
    """Dyes what is marked by alpha 0."""
    iris = page[..., 3] < 128
    dyed = page.copy()
    bright = (page[iris, :1] / 128.0) ** 2.2
    dyed[iris, :3] = 255.0 * np.clip(1.1 * bright * np.array(colour), 0.0, 1.0) ** (1 / 2.2)
    dyed[..., 3] = 255
    return dyed


# --------------------------------------------------------------------------------------------
# Files


def face_items(pack: str, part: str) -> list[str]:
    """Returns the full names of a pack's eyes, brows or lashes."""
    return [
        name
        for name, item in pack_items("beard", (pack,)).items()
        if item.tags[:2] == ("face", part)
    ]


def base_mesh(pack: str) -> BaseMesh:
    """Reads a pack's base mesh, once per process.

    Raises:
        PlatformError: it is missing or damaged.
    """
    return _read_base(packs_folder() / pack / BASE_FILE)


@lru_cache(maxsize=1)
def _read_base(path: Path) -> BaseMesh:
    arrays = _arrays(path)
    bones = np.zeros((len(arrays["rest_m"]), len(transform_of_bone())), np.float32)
    rows = np.arange(len(bones))[:, None]
    np.add.at(bones, (rows, arrays["bone_of_weight"]), arrays["bone_weights"].astype(np.float32))
    weights = np.zeros((len(bones), len(transform_names())), np.float32)
    np.add.at(weights.T, transform_of_bone(), bones.T)
    return BaseMesh(
        rest_m=arrays["rest_m"],
        shapes_m=arrays["shapes_m"].astype(np.float32),
        weights=weights / weights.sum(axis=1, keepdims=True),
        vertices=arrays["vertices"].astype(int),
        corner_vertex=arrays["corner_vertex"].astype(int),
        uv=arrays["uv"],
        faces=arrays["faces"].astype(int),
        scale_pairs=arrays["scale_pairs"],
    )


def load_item(full_name: str) -> Item:
    """Reads an item of a pack; the last ones stay in memory.

    Raises:
        InputError: pack or item are not installed.
        PlatformError: its file is damaged.
    """
    return _read_item(find_item(full_name)[1])


@lru_cache(maxsize=48)
def _read_item(path: Path) -> Item:
    arrays = _arrays(path)
    return Item(
        refs=arrays["refs"].astype(int),
        ref_weights=arrays["ref_weights"],
        offsets_m=arrays["offsets_m"],
        lengths_m=arrays["lengths_m"],
        corner_vertex=arrays["corner_vertex"].astype(int),
        uv=arrays["uv"],
        faces=arrays["faces"].astype(int),
        zones=arrays["zones"].astype(int),
        colours=arrays["colours"],
        dyed=bool(arrays["dyed"]),
        headroom=float(arrays["headroom"]),
        deleted=np.unpackbits(arrays["deleted"]).astype(bool),
        page=_picture(arrays["page"], path),
    )


def _skin_page(full_name: str) -> tuple[np.ndarray, float]:
    return _read_skin(find_item(full_name)[1])


@lru_cache(maxsize=16)
def _read_skin(path: Path) -> tuple[np.ndarray, float]:
    arrays = _arrays(path)
    return _picture(arrays["page"], path), float(arrays["headroom"])


def _arrays(path: Path) -> dict[str, Any]:
    try:
        with np.load(path) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise _damaged(path, error) from None


def _picture(data: np.ndarray, path: Path) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data.tobytes())) as picture:
            return np.asarray(picture.convert("RGBA"))
    except OSError as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> PlatformError:
    return PlatformError(
        f"{path} is missing or damaged ({error}): add the pack again with `understudy assets add "
        f"{path.parent.name}`"
    )


def _pack_of(spec: BodySpec) -> str:
    names = (spec.skin, spec.hair_style, spec.beard, *(worn.kind for worn in spec.garments))
    return next(name.partition(":")[0] for name in names if is_pack_item(name))
