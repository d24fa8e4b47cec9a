"""People from an asset pack: real skin, clothes and hair bound to MakeHuman's base mesh.

An item's vertices are combinations of three base vertices each plus an offset that grows with the
body, so that it follows every shape, and takes their skin weights. Layers are pushed out of what
lies below them; what is covered is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from understudy.bodies.asset import load_body_asset
from understudy.bodies.pack_files import BaseMesh, Item, base_mesh, face_items, load_item, skin_page
from understudy.bodies.pieces import Piece, clip, vertex_normals
from understudy.bodies.posing import transform_names
from understudy.bodies.shape import shape_coefficients
from understudy.packs import find_item, is_pack_item
from understudy.types import PAGE_SIZE, BodySpec, GarmentSpec

SKIN_GAP_M = 0.003
HAIR_GAP_M = 0.006
LAYER_GAP_M = 0.006
REACH_M = 0.05
"""How far from a layer something may lie and still be pushed out of it."""
HEM_M = 0.035
"""How far under an outer layer's edge an inner layer goes on."""
POKE_M = 0.006
"""How far an inner layer may poke through an outer one and is still drawn in."""
BENEATH_M = 0.007
"""How deep skin is drawn in under cloth, so that nothing pokes through in a bent joint."""
UNDERWEAR_COLOUR = (0.09, 0.09, 0.11)
HAT_RAD = 0.17
"""How near to a hat, seen from inside the head, hair is held down."""
UNDER_HEM = 0.05
"""How far, in limb coordinates, skin reaches under built-in cloth."""
SLOTS = ("shoes", "bottom", "suit", "dress", "boots", "top", "coat", "bag", "glasses", "hat")
"""Kinds of garments from the skin outwards."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A fitted item on one body."""

    positions_m: np.ndarray
    """(N, 3)."""
    normals: np.ndarray


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
        points, under = layer.positions_m, np.zeros(len(layer.positions_m), bool)
        for _, _, above in layers[number + 1 :]:
            under |= covered_by(points, layer.normals, above)
        sunk = replace(layer, positions_m=points - layer.normals * (BENEATH_M * under)[:, None])
        gone = away_from_hem(points, under, HEM_M)
        pieces.append(_garment_piece(item, garment, sunk, base, gone))
    if is_pack_item(spec.hair_style):
        hair = load_item(spec.hair_style)
        pieces.append(_dyed_piece(hair, base, body, spec.hair_colour, skin=skin, hat_m=hat))
    if is_pack_item(spec.beard):
        pieces.append(_dyed_piece(load_item(spec.beard), base, body, spec.hair_colour))
    hidden[base.vertices] |= _covered_skin(base, covered)
    if is_pack_item(spec.skin):
        pieces += _face_parts(spec, base, body)
    clothes = [layer for _, _, layer in layers]
    pieces += _skin_pieces(spec, base, skin, hidden, clothes, _underwear(base, body))
    return pieces


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


def covered_by(points: np.ndarray, normals: np.ndarray, above: Layer) -> np.ndarray:
    """Returns (N,) which points have an outer layer close above them, or just beneath them where
    they poke through it."""
    if not len(above.positions_m) or not len(points):
        return np.zeros(len(points), bool)
    distance, nearest = cKDTree(above.positions_m).query(points)
    height = ((above.positions_m[nearest] - points) * normals).sum(axis=1)
    return (distance < REACH_M) & (height > 0.3 * distance - POKE_M) & (height > -POKE_M)


def away_from_hem(points: np.ndarray, under: np.ndarray, hem_m: float) -> np.ndarray:
    """Returns (N,) which of the points `under` something lie further in than `hem_m`."""
    bare = points[~under]
    if not len(bare):
        return under
    return under & (cKDTree(bare).query(points)[0] > hem_m)


def _layer(points: np.ndarray, triangles: np.ndarray) -> Layer:
    return Layer(positions_m=points, normals=vertex_normals(points, triangles))


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
        points = push_out(points, skin, HAIR_GAP_M)
    layer = _layer(points, item.corner_vertex[item.faces])
    gone = None
    if hat_m is not None:  # what a hat holds down, seen from inside the head
        middle = hat_m.mean(axis=0) - (0.0, 0.0, 0.09)
        rays, covers = layer.positions_m - middle, hat_m - middle
        rays, covers = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (rays, covers))
        gone = cKDTree(covers).query(rays)[0] < HAT_RAD
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


def _underwear(base: BaseMesh, body: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns (S,) for the skin: height over the lower hem of the briefs that everybody wears,
    since skirts ride up; depth below their upper hem; and whether it is the trunk or a thigh."""
    names = np.array(transform_names())
    points, weights = body[base.vertices], base.weights[base.vertices]
    parts = ("pelvis", "hip", "upperleg", "knee", "spine1", "spine2")
    own = [any(part in name for part in parts) for name in names]
    trunk = weights[:, own].sum(axis=1) > 0.9
    stature = float(np.ptp(points[:, 2]))
    middle = trunk & (np.abs(points[:, 1]) < 0.012 * stature)
    groin = points[middle, 2].min(initial=np.inf)
    height = (points[:, 2] - groin) / stature
    leg = 0.35 * np.maximum(np.abs(points[:, 1]) / stature - 0.03, 0.0)
    return height + 0.012 - leg, 0.085 - height, trunk


def _split(piece: Piece, inside: np.ndarray, also: np.ndarray) -> tuple[Piece, np.ndarray]:
    """Returns the part of a piece where `inside` (V,) is positive, and values `also` (V,) on it."""
    faces, ends, share = clip(piece.faces, inside)
    used, local = np.unique(faces, return_inverse=True)
    first, second, part = ends[used, 0], ends[used, 1], share[used]

    def mixed(values: np.ndarray) -> np.ndarray:
        along = part if values.ndim == 1 else part[:, None]
        return (values[first] * (1.0 - along) + values[second] * along).astype(np.float32)

    names = ("positions_m", "normals", "weights", "colour", "uv")
    given = {name: getattr(piece, name) for name in names}
    changes = {name: mixed(values) for name, values in given.items() if values is not None}
    cut = Piece(**{**vars(piece), **changes, "faces": local.reshape(-1, 3)})
    return cut, mixed(also)


def _skin_pieces(
    spec: BodySpec,
    base: BaseMesh,
    skin: Layer,
    hidden: np.ndarray,
    clothes: list[Layer],
    underwear: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> list[Piece]:
    points = skin.positions_m
    under = np.zeros(len(points), bool)
    for cloth in clothes:
        under |= covered_by(points, skin.normals, cloth)
    points = points - skin.normals * (BENEATH_M * under)[:, None]
    own = base.corner_vertex
    gone = hidden[base.vertices][own]
    faces = base.faces[~gone[base.faces].all(axis=1)]
    page, gain = None, 1.0
    if is_pack_item(spec.skin):
        page, gain = skin_page(spec.skin)
    else:  # head and hands have skin of their own
        names = np.array(transform_names())
        elsewhere = [n.startswith(("head", "finger", "left_hand", "right_hand")) for n in names]
        share = base.weights[base.vertices][:, elsewhere].sum(axis=1)
        faces = faces[~(share[own] > 0.7)[faces].all(axis=1)]
    above, below, trunk = (values[own] for values in underwear)
    near = trunk[faces].all(axis=1)
    near &= (above[faces] > 0.0).any(axis=1) & (below[faces] > 0.0).any(axis=1)
    pieces = []
    for chosen in (faces[~near], faces[near]):
        if len(chosen):
            pieces.append(
                _trimmed(
                    positions=points[own],
                    normals=skin.normals[own],
                    weights=base.weights[base.vertices][own],
                    colour=np.tile(gain * np.array(spec.skin_colour), (len(own), 1)),
                    uv=base.uv,
                    faces=chosen,
                    page=page,
                )
            )
    if near.any():
        whole, used = pieces.pop(), np.unique(faces[near])
        upper, depth = _split(whole, above[used], below[used])
        worn, _ = _split(upper, depth, depth)
        dark = np.tile(np.array(UNDERWEAR_COLOUR, np.float32), (len(worn.positions_m), 1))
        pieces += [
            _split(whole, -above[used], above[used])[0],
            _split(upper, -depth, depth)[0],
            replace(worn, colour=dark, page=None, uv=None),
        ]
    return [piece for piece in pieces if len(piece.faces)]


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


def _pack_of(spec: BodySpec) -> str:
    names = (spec.skin, spec.hair_style, spec.beard, *(worn.kind for worn in spec.garments))
    return next(name.partition(":")[0] for name in names if is_pack_item(name))
