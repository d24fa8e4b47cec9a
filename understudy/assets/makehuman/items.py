"""Clothes, hair and face parts with their binding to the base mesh."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from understudy.assets.decimate import decimate
from understudy.assets.makehuman.base import Base, downward, islands
from understudy.assets.makehuman.entries import Entry
from understudy.assets.makehuman.licences import licence_of
from understudy.assets.pages import HEADROOM, as_png, dyeable, read_picture
from understudy.errors import InputError
from understudy.packs import PackItem

SCALE_PAIRS = ((962, 5320), (5399, 11998), (791, 881))
"""Base vertices whose distances along x, y, z (forward, left, up) tell how much larger a body is
than the one that an item was made on; the same for all items."""
MAKERS_LENGTHS_M = np.array(
    [(0.1922, 0.1480, 0.2330), (0.1845, 0.1398, 0.2202), (0.2000, 0.1434, 0.2410)]
)
"""Those distances on the base mesh and on the woman and the man that items were made on, as the
items' own vertices tell; an item was made on the one that it resembles most."""
SHAPE_RIDGE = 1e-4

STRAND_SOLIDITY, LASH_SOLIDITY = 1.6, 0.75
"""Factor on the alpha of hair, whose thin strands would vanish as cut-outs, and of lashes."""
COVER_M = 0.025
"""Skin that has cloth this close above it is left out."""
HEM_M = 0.03
"""... unless it lies this close to the cloth's edge."""


@dataclass(frozen=True, kw_only=True)
class Converted:
    """An item's index entry, and what its file holds."""

    item: PackItem
    arrays: dict[str, np.ndarray]


@dataclass(frozen=True, kw_only=True)
class _Bound:
    """A mesh and its binding; body frame, metres."""

    points_m: np.ndarray
    """(N, 3) on the body that it was made on."""
    offsets_m: np.ndarray
    refs: np.ndarray
    """(N, 3) base vertices."""
    weights: np.ndarray
    maker_m: np.ndarray
    """(V, 3) that body."""
    lengths_m: np.ndarray
    """See MAKERS_LENGTHS_M."""
    corner_vertex: np.ndarray
    uv: np.ndarray
    faces: np.ndarray


def convert_item(base: Base, file: Path, entry: Entry, source: str) -> list[Converted]:
    """Converts an item; a suit whose halves do not hang together gives a top and a bottom.

    Raises:
        InputError: the file is not of the known format, or its picture is gone.
    """
    mesh = json.loads(file.read_text(encoding="utf-8"))
    metadata = mesh.get("metadata", {})
    bound = _read_bound(base, mesh)
    corner_vertex, uv, faces = bound.corner_vertex, bound.uv, bound.faces
    if "eyes" in entry.tags:  # the back of the ball is never seen
        front = bound.points_m[corner_vertex[faces], 0].mean(axis=1)
        faces = faces[front > bound.points_m[:, 0].mean()]
    zones = _zones(bound.points_m, corner_vertex, faces, entry)
    diffuse, shade = _pictures(mesh, file.parent)
    parts = [(file.stem, entry.tags, faces)]
    if entry.split and zones.any() and not zones.all():
        upper = zones[corner_vertex[faces[:, 0]]] == 0
        parts = [
            (f"{file.stem}_top", ("top", *entry.tags[1:]), faces[upper]),
            (f"{file.stem}_bottom", ("bottom", *entry.tags[1:]), faces[~upper]),
        ]
        zones = np.zeros_like(zones)
    licence, author, note = licence_of(metadata)
    marked = np.array(metadata.get("deleteVerts") or mesh.get("deleteVerts") or [], bool)
    converted = []
    for name, tags, own in parts:
        page, colours = dyeable(
            diffuse,
            shade,
            uv=uv,
            faces=own,
            area=areas(bound.points_m, corner_vertex, own),
            zone=zones[corner_vertex[own[:, 0]]],
            grey=entry.cut_out and entry.kind != "garment" and "eyes" not in entry.tags,
            solidity=LASH_SOLIDITY if "lashes" in entry.tags else STRAND_SOLIDITY,
            cut_out=entry.cut_out,
            keep=not entry.dyed or "eyes" in entry.tags,
        )
        share = len(own) / len(faces)
        kept = decimate(bound.points_m, corner_vertex, own, round(share * entry.triangles))
        small = compact(corner_vertex, uv, kept)
        used = small.pop("vertices")
        arrays = {
            "refs": bound.refs[used].astype(np.uint16),
            "ref_weights": bound.weights[used].astype(np.float32),
            "offsets_m": bound.offsets_m[used].astype(np.float32),
            "lengths_m": bound.lengths_m.astype(np.float32),
            **small,
            "zones": zones[used].astype(np.uint8),
            "colours": colours,
            "dyed": np.array(entry.dyed),
            "headroom": np.array(HEADROOM),
            "deleted": np.packbits(_hidden(base, bound, own, faces, marked, entry)),
            "page": as_png(_with_grey_iris(page) if "eyes" in tags else page),
        }
        item = PackItem(
            name=name,
            kind=entry.kind,
            file=f"{name}.npz",
            licence=licence,
            author=author,
            source="; ".join(
                text for text in (source, f"proxies/{file.parent.name}", note) if text
            ),
            tags=tags,
        )
        converted.append(Converted(item=item, arrays=arrays))
    return converted


def _read_bound(base: Base, mesh: dict[str, Any]) -> _Bound:
    points, offsets = _metres(mesh["vertices"]), _metres(mesh["offsets"])
    refs, weights = np.array(mesh["ref_vIdxs"]), np.array(mesh["weights"], np.float32)
    maker = _makers_body(base, points - offsets, refs, weights)
    unlike = np.abs(np.log(_lengths(maker) / MAKERS_LENGTHS_M)).sum(axis=1)
    corner_vertex, uv, faces = _triangles(mesh)
    return _Bound(
        points_m=points,
        offsets_m=offsets,
        refs=refs,
        weights=weights,
        maker_m=maker,
        lengths_m=MAKERS_LENGTHS_M[unlike.argmin()],
        corner_vertex=corner_vertex,
        uv=uv,
        faces=faces,
    )


def _hidden(
    base: Base,
    bound: _Bound,
    own: np.ndarray,
    faces: np.ndarray,
    marked: np.ndarray,
    entry: Entry,
) -> np.ndarray:
    """Returns (V,) base vertices that faces `own`, of all `faces`, hide."""
    from scipy.spatial import cKDTree

    hidden = np.zeros(len(base.rest_m), bool)
    if entry.kind != "garment":
        return hidden
    hidden |= _covered_skin(base, bound.maker_m, bound.points_m, bound.corner_vertex, own)
    if len(marked) and len(own) == len(faces):
        hidden |= marked
    elif len(marked):  # marked for the whole suit: each goes with the half it is nearer to
        used = [np.unique(bound.corner_vertex[f]) for f in (own, faces)]
        far = [cKDTree(bound.points_m[v]).query(bound.maker_m)[0] for v in used]
        hidden |= marked & (far[0] <= far[1] + 1e-6)
    return hidden


def _metres(values: Any) -> np.ndarray:
    """From MakeHuman's decimetres (x left, y up, z forward) to the body frame."""
    points = np.array(values, np.float64).reshape(-1, 3)
    return 0.1 * points[:, [2, 0, 1]]


def _lengths(vertices_m: np.ndarray) -> np.ndarray:
    return np.array(
        [abs(vertices_m[a, axis] - vertices_m[b, axis]) for axis, (a, b) in enumerate(SCALE_PAIRS)]
    )


def _makers_body(
    base: Base, bound_m: np.ndarray, refs: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Returns (V, 3) the body that an item was made on: the shape whose bound points, without
    their offsets, lie where the item's did (ridge regression on the shape coefficients)."""
    some = np.linspace(0, len(refs) - 1, min(len(refs), 500)).astype(int)
    refs, weights = refs[some], weights[some]
    wanted = bound_m[some] - (base.rest_m[refs] * weights[..., None]).sum(axis=1)
    moves = np.einsum("kvrc,vr->vck", base.shapes_m[:, refs].astype(np.float32), weights)
    moves = moves.reshape(-1, len(base.shapes_m))
    square = moves.T @ moves / len(some) + SHAPE_RIDGE * np.eye(moves.shape[1])
    coefficients = np.linalg.solve(square, moves.T @ wanted.ravel() / len(some))
    return base.rest_m + np.tensordot(coefficients.astype(np.float32), base.shapes_m, axes=1)


def _triangles(mesh: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Reads faces of three.js's JSON format 3: vertex and texture corners (W,), (W, 2), (F, 3)."""
    numbers = mesh["faces"]
    uv = np.array(mesh["uvs"][0], np.float64).reshape(-1, 2)
    corners: list[list[tuple[int, int]]] = []
    at = 0
    while at < len(numbers):
        flags = numbers[at]
        size = 4 if flags & 1 else 3
        own = numbers[at + 1 : at + 1 + size]
        at += 1 + size + bool(flags & 2) + bool(flags & 4)
        if not flags & 8:
            raise InputError("a mesh without texture coordinates: is this another version?")
        texture = numbers[at : at + size]
        at += size + bool(flags & 16) + size * bool(flags & 32)
        at += bool(flags & 64) + size * bool(flags & 128)
        loop = list(zip(own, texture, strict=True))
        corners += [[loop[0], b, c] for b, c in pairwise(loop[1:])]
    wedges, faces = np.unique(np.array(corners).reshape(-1, 2), axis=0, return_inverse=True)
    return wedges[:, 0], downward(uv[wedges[:, 1]]), faces.reshape(-1, 3)


def areas(points: np.ndarray, corner_vertex: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Returns (F,) of the triangles."""
    p = points[corner_vertex[faces]]
    return 0.5 * np.linalg.norm(np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), axis=1)


def _zones(
    points: np.ndarray, corner_vertex: np.ndarray, faces: np.ndarray, entry: Entry
) -> np.ndarray:
    """Returns (V,) 0, or 1 for a suit's trousers or skirt and a shoe's sock: what does not hang
    together with the rest is dyed on its own."""
    zones = np.zeros(len(points), int)
    if entry.tags[0] not in ("suit", "shoes"):
        return zones
    part = islands(len(points), corner_vertex[faces])
    count = part.max() + 1
    for number in range(count if count > 1 else 0):
        height = points[part == number, 2]
        middle = (height.min() + height.max()) / 2.0
        if entry.tags[0] == "suit":
            zones[part == number] = int(middle < 0.0)
        else:
            zones[part == number] = int(middle > (points[:, 2].min() + points[:, 2].max()) / 2.0)
    return zones


def _pictures(mesh: dict[str, Any], folder: Path) -> tuple[np.ndarray, np.ndarray | None]:
    """Returns the picture (G, G, 4) and, where there is one, its baked shade (G, G)."""
    material = mesh["materials"][0]
    named = Path(material.get("mapDiffuse", "")).name
    if "brownlight" in " ".join(str(m.get("mapDiffuse")) for m in mesh["materials"]):
        named = "brownlight_eye.png"  # the iris that keeps most of its structure in grey
    path = folder / "textures" / named
    shade = folder / "textures" / named.replace("_diffuse", "_ao")
    return (
        read_picture(path),
        read_picture(shade)[..., 0] if shade != path and shade.exists() else None,
    )


def _with_grey_iris(page: np.ndarray) -> np.ndarray:
    """Makes irises grey, bright as their mean, and marks them with alpha 0: they are dyed later."""
    from scipy.ndimage import find_objects, label

    colour = page[..., :3].astype(float)
    high = colour.max(axis=2)
    vivid, _ = label((high - colour.min(axis=2)) > 0.5 * np.maximum(high, 1.0))
    rows, columns = np.indices(page.shape[:2])
    marked = page.copy()
    for rows_of, columns_of in find_objects(vivid):
        size = (rows_of.stop - rows_of.start, columns_of.stop - columns_of.start)
        if min(size) < 0.1 * len(page):
            continue
        middle = ((rows_of.stop + rows_of.start) / 2, (columns_of.stop + columns_of.start) / 2)
        disc = np.hypot(rows - middle[0], columns - middle[1]) < 0.25 * sum(size)
        grey = colour[disc].mean(axis=1)
        marked[disc, :3] = np.clip(128.0 * grey / grey.mean(), 0, 255)[:, None]
        marked[disc, 3] = 0
    return marked


def _covered_skin(
    base: Base, body: np.ndarray, points: np.ndarray, corner_vertex: np.ndarray, faces: np.ndarray
) -> np.ndarray:
    """Returns (V,) true where an item's cloth lies close over the skin, its hems aside."""
    from scipy.spatial import cKDTree

    triangles = corner_vertex[faces]
    corners = points[triangles]
    samples = np.concatenate([corners.reshape(-1, 3), corners.mean(axis=1)])
    skin = np.unique(base.corner_vertex)
    normals = _normals(body, base.corner_vertex[base.faces])[skin]
    distance, nearest = cKDTree(samples).query(body[skin])
    above = ((samples[nearest] - body[skin]) * normals).sum(axis=1)
    under = (distance < COVER_M) & (above > -0.004) & (above > 0.3 * distance - 0.004)
    # The hem: skin near to which there is skin that is not covered.
    bare = body[skin][~under]
    if len(bare):
        under &= cKDTree(bare).query(body[skin])[0] > HEM_M
    covered = np.zeros(len(body), bool)
    covered[skin[under]] = True
    return covered


def _normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], across)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def compact(corner_vertex: np.ndarray, uv: np.ndarray, faces: np.ndarray) -> dict[str, np.ndarray]:
    """Leaves out unused corners and vertices; `vertices` are the old numbers of those kept."""
    corners, faces = np.unique(faces, return_inverse=True)
    vertices, corner_vertex = np.unique(corner_vertex[corners], return_inverse=True)
    return {
        "vertices": vertices.astype(np.uint16),
        "corner_vertex": corner_vertex.astype(np.uint16),
        "uv": uv[corners].astype(np.float32),
        "faces": faces.reshape(-1, 3).astype(np.uint16),
    }
