"""The converter of the people pack, on a made-up base mesh and a made-up archive."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from understudy.assets.decimate import decimate
from understudy.assets.makehuman import BASE_FILE, convert, convert_with
from understudy.assets.makehuman.base import Base
from understudy.assets.makehuman.items import MAKERS_LENGTHS_M, SCALE_PAIRS
from understudy.assets.makehuman.licences import licence_of
from understudy.assets.pages import HEADROOM
from understudy.errors import InputError

RINGS, SPOKES = 12, 16


def ball() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Returns points, vertices of texture corners, uv and triangles; the texture has a seam."""
    row, column = np.indices((RINGS + 1, SPOKES + 1))
    polar, around = np.pi * (0.05 + 0.9 * row / RINGS), 2 * np.pi * column / SPOKES
    corners = np.stack(
        (np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)), axis=-1
    ).reshape(-1, 3)
    _, first, vertex = np.unique(
        np.round(corners, 6), axis=0, return_index=True, return_inverse=True
    )
    uv = np.stack((column / SPOKES, row / RINGS), axis=-1).reshape(-1, 2)
    number = np.arange(len(corners)).reshape(RINGS + 1, SPOKES + 1)
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    faces = np.concatenate(
        (np.stack((a, b, c), -1).reshape(-1, 3), np.stack((a, c, d), -1).reshape(-1, 3))
    )
    return corners[first], vertex.reshape(-1), uv, faces


def open_edges(faces: np.ndarray) -> set[tuple[int, int]]:
    edges = np.sort(np.concatenate((faces[:, :2], faces[:, 1:], faces[:, [2, 0]])), axis=1)
    found, count = np.unique(edges, axis=0, return_counts=True)
    return {(int(a), int(b)) for a, b in found[count == 1]}


def test_decimation_keeps_seams_closed_and_hems_in_place():
    points, vertex, _, faces = ball()
    fewer = decimate(points, vertex, faces, 150)
    assert len(fewer) <= 150
    rims = [np.unique(list(open_edges(vertex[f]))) for f in (faces, fewer)]
    assert set(rims[1]) <= set(rims[0])  # the two polar holes, and no crack along the seam
    heights = np.abs(points[rims[1], 2])
    assert np.allclose(heights, heights[0])
    corners = points[vertex[fewer]]
    outwards = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert ((outwards * corners.mean(axis=1)).sum(axis=1) > 0.0).all()


@pytest.mark.parametrize(
    ("text", "author", "expected"),
    [
        ("CC0 (see also ...)", "V0rT3X", "CC0-1.0"),
        ("CC BY 3.0", "punkduck", "CC-BY-3.0"),
        ("CC BY 4.0", "Mindfront (Sweden)", "CC-BY-4.0"),
        ("CCBY", "DredNicolson", "CC-BY"),
        ("AGPL3 (see also ...)", "Manuel Bastioni", "AGPL-3.0-only OR CC0-1.0"),
        ("AGPL3 (see also ...)", "buffat", "AGPL-3.0-only"),
        ("AGPL3 (see also ...)", "Unknown", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_licences_are_recorded_as_the_file_says_and_none_is_made_up(text, author, expected):
    assert licence_of({"license": {"license": text, "author": author}})[:2] == (expected, author)


@pytest.fixture(scope="module")
def base() -> Base:
    points, vertex, uv, faces = ball()
    body = np.zeros((max(map(max, SCALE_PAIRS)) + 1, 3), np.float32)
    body[: len(points)] = points
    for axis, (pair, length) in enumerate(zip(SCALE_PAIRS, MAKERS_LENGTHS_M[0], strict=True)):
        body[pair[0], axis] += length
    shapes = np.zeros((1, *body.shape), np.float16)
    shapes[0, : len(points)] = points
    return Base(
        rest_m=body,
        shapes_m=shapes,
        bone_of_weight=np.zeros((len(body), 12), np.uint8),
        bone_weights=np.tile(np.eye(12, dtype=np.float32)[0], (len(body), 1)),
        adult_m=body,
        corner_vertex=vertex,
        uv=uv.astype(np.float32),
        faces=faces,
        importance=np.ones(len(body)),
    )


def write_archive(folder: Path, base: Base) -> Path:
    """Writes one shirt, a stretch of the ball 2 cm off its skin, and one skin."""
    data = folder / "package" / "public" / "data"
    shirt = data / "proxies" / "clothes" / "Tank_Top_01"
    (shirt / "textures").mkdir(parents=True)
    vertex, faces = base.corner_vertex, base.faces
    middle = faces[np.abs(base.rest_m[vertex[faces], 2]).max(axis=1) < 0.7]
    used, local = np.unique(vertex[middle], return_inverse=True)
    decimetres = 10.0 * base.rest_m[used][:, [1, 2, 0]]
    offsets = 0.02 * decimetres
    count = len(used)
    marked = np.zeros(len(base.rest_m), bool)
    marked[np.argmin(np.abs(base.rest_m[:, 2]))] = True
    mesh = {
        "vertices": (decimetres + offsets).ravel().tolist(),
        "ref_vIdxs": np.stack((used, used, used), axis=1).tolist(),
        "weights": [[1.0, 0.0, 0.0]] * count,
        "offsets": offsets.tolist(),
        "uvs": [base.uv[middle.ravel()].ravel().tolist()],
        "faces": [
            int(number)
            for triangle, at in zip(local.reshape(-1, 3), range(0, middle.size, 3), strict=True)
            for number in (10, *triangle, 0, at, at + 1, at + 2)
        ],
        "materials": [{"mapDiffuse": "textures/shirt.png"}],
        "metadata": {
            "deleteVerts": [bool(flag) for flag in marked],
            "license": {"license": "CC BY 4.0", "author": "Somebody"},
        },
    }
    (shirt / "Tank_Top_01.json").write_text(json.dumps(mesh))
    Image.new("RGB", (16, 16), (200, 40, 40)).save(shirt / "textures" / "shirt.png")
    skin = data / "skins" / "young_asian_male"
    (skin / "textures").mkdir(parents=True)
    (skin / "young_asian_male.json").write_text(json.dumps({"mapDiffuse": "textures/s.png"}))
    Image.new("RGB", (16, 16), (180, 140, 120)).save(skin / "textures" / "s.png")
    return data


def test_converts_binding_colours_and_licence(base, tmp_path):
    pack = convert_with(base, write_archive(tmp_path, base), tmp_path / "pack", print)
    shirt, skin = pack.items
    assert (shirt.kind, shirt.tags[0], shirt.licence) == ("garment", "top", "CC-BY-4.0")
    assert (skin.kind, skin.tags) == ("skin", ("young", "asian", "male"))
    with np.load(tmp_path / "pack" / shirt.file) as file:
        item = {name: file[name] for name in file.files}
    # It was made on the base mesh itself.
    np.testing.assert_allclose(item["lengths_m"], MAKERS_LENGTHS_M[0], rtol=1e-6)
    reach = np.linalg.norm(base.rest_m[item["refs"][:, 0]] + item["offsets_m"], axis=1)
    np.testing.assert_allclose(reach, 1.02, atol=1e-5)
    red = ((200 / 255 + 0.055) / 1.055) ** 2.4
    assert item["colours"][0, 0] == pytest.approx(red, rel=1e-3)
    # A plain picture, its colour taken out, is the same grey everywhere.
    page = np.asarray(Image.open(io.BytesIO(item["page"].tobytes())))
    grey = 255 * (1.055 * (1 / HEADROOM) ** (1 / 2.4) - 0.055)
    assert np.abs(page[..., :3] - grey).max() <= 1.0
    assert (page[..., 3] == 255).all()
    hidden = np.unpackbits(item["deleted"])[: len(base.rest_m)].astype(bool)
    height = np.abs(base.rest_m[hidden, 2])
    assert hidden.any()
    assert height.max() < 0.75  # the belly, and nothing beyond the hem
    assert (tmp_path / "pack" / BASE_FILE).exists()


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="public/data/proxies"):
        convert(tmp_path, tmp_path / "pack", print)
