"""People from packs: on a made-up pack, and on the real one where it is installed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from bodies_people import person, still
from PIL import Image
from scipy.spatial import cKDTree

from understudy.bodies import embody
from understudy.bodies.asset import body_asset_path, load_body_asset
from understudy.bodies.dress import dress
from understudy.bodies.fitted import Layer, fit, push_out
from understudy.bodies.pack_files import base_mesh, load_item
from understudy.bodies.pack_looks import sample_pack_looks
from understudy.bodies.shape import rest_body, shape_coefficients
from understudy.errors import PlatformError
from understudy.packs import Pack, PackItem, installed_packs, pack_items, write_index
from understudy.rng import stream
from understudy.types import PAGE_SIZE, BodySpec

STAND_OFF_M = 0.03
EXTREMES = (
    {"weight": 1.0, "muscle": 0.0, "age": 2 / 3},
    {"weight": 0.0, "muscle": 1.0, "age": 1.0},
    {"age": 0.34, "weight": 0.9},
    {"gender": 1.0, "weight": 1.0, "proportions": 0.0},
)


def unit_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], across)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def page_bytes(colour: tuple[int, int, int]) -> np.ndarray:
    buffer = io.BytesIO()
    Image.new("RGBA", (PAGE_SIZE, PAGE_SIZE), (*colour, 255)).save(buffer, "PNG")
    return np.frombuffer(buffer.getvalue(), np.uint8)


def overall(rest: np.ndarray, lengths: np.ndarray) -> dict[str, np.ndarray]:
    """A stocking over the whole suit, 3 cm off, bound vertex to vertex."""
    suit = load_body_asset().suit_faces
    used, faces = np.unique(suit, return_inverse=True)
    normals = unit_normals(rest, suit)[used]
    hidden = np.zeros(len(rest), bool)
    hidden[used] = True
    return {
        "refs": np.stack((used, used, used), axis=1).astype(np.uint16),
        "ref_weights": np.tile(np.float32([0.5, 0.25, 0.25]), (len(used), 1)),
        "offsets_m": (STAND_OFF_M * normals).astype(np.float32),
        "lengths_m": lengths.astype(np.float32),
        "corner_vertex": np.arange(len(used), dtype=np.uint16),
        "uv": np.full((len(used), 2), 0.5, np.float32),
        "faces": faces.reshape(-1, 3).astype(np.uint16),
        "zones": np.zeros(len(used), np.uint8),
        "colours": np.float32([[0.2, 0.1, 0.1]]),
        "dyed": np.array(True),
        "headroom": np.array(2.0),
        "deleted": np.packbits(hidden),
        "page": page_bytes((188, 188, 188)),
    }


@pytest.fixture(scope="module")
def fake_cache(tmp_path_factory, asset):
    """A cache folder with a pack whose base mesh is the body asset's: two overalls, shoes, skins,
    and hair that nobody knows the licence of."""
    real = body_asset_path()
    folder: Path = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNDERSTUDY_CACHE", str(folder))
        (folder / real.name).symlink_to(real)
        out = folder / "packs" / "fake"
        out.mkdir(parents=True)
        order = np.argsort(-asset.weights, axis=1)[:, :12]
        faces = np.concatenate((asset.suit_faces, asset.head_faces, asset.hand_faces))
        used, local = np.unique(faces, return_inverse=True)
        left, right = (np.argmax(sign * asset.rest_m[:, 1]) for sign in (1, -1))
        pairs = np.array([[left, asset.rest_m[:, 0].argmax()], [left, right], [left, right]])
        pairs[2] = asset.rest_m[:, 2].argmax(), asset.rest_m[:, 2].argmin()
        np.savez(
            out / "base.npz",
            rest_m=asset.rest_m,
            shapes_m=asset.shapes_m.astype(np.float16),
            bone_of_weight=order.astype(np.uint8),
            bone_weights=np.take_along_axis(asset.weights, order, axis=1).astype(np.float16),
            vertices=used.astype(np.uint16),
            corner_vertex=np.arange(len(used), dtype=np.uint16),
            uv=np.full((len(used), 2), 0.5, np.float32),
            faces=local.reshape(-1, 3).astype(np.uint16),
            scale_pairs=pairs,
        )
        lengths = np.array(
            [
                abs(asset.rest_m[a, axis] - asset.rest_m[b, axis])
                for axis, (a, b) in enumerate(pairs)
            ]
        )
        items = []
        for name, kind, tags, licence in (
            ("overall", "garment", ("suit", "male", "female"), "CC0-1.0"),
            ("cape", "garment", ("suit", "male", "female"), "CC-BY-4.0"),
            ("socks", "garment", ("shoes", "male", "female"), "CC0-1.0"),
            ("wig", "hair", ("male", "female"), "unknown"),
        ):
            np.savez(out / f"{name}.npz", **overall(asset.rest_m, lengths))
            items.append(
                PackItem(name=name, kind=kind, file=f"{name}.npz", licence=licence, tags=tags)
            )
        for age in ("young", "middleage", "old"):
            for ancestry in ("african", "asian"):
                name = f"{age}_{ancestry}"
                np.savez(out / f"{name}.npz", page=page_bytes((200, 150, 140)), headroom=2.0)
                items.append(
                    PackItem(
                        name=name,
                        kind="skin",
                        file=f"{name}.npz",
                        licence="CC0-1.0",
                        tags=(age, ancestry, "male", "female"),
                    )
                )
        write_index(Pack(name="fake", title="Fake", version="1", items=tuple(items)))
    return folder


@pytest.fixture
def fake_pack(fake_cache, monkeypatch) -> str:
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(fake_cache))
    return "fake"


def in_pack(body: BodySpec, pack: str, seed: int = 0, **more: object) -> BodySpec:
    """Samples until the outfit is the pack's, too."""
    for attempt in range(50):
        dressed = sample_pack_looks(body, rng=stream(seed, "looks", attempt), packs=(pack,), **more)
        if all(worn.kind.startswith(pack) for worn in dressed.garments):
            return dressed
    raise AssertionError("no outfit from the pack in fifty draws")


def test_offsets_grow_with_the_body(fake_pack, asset):
    base, item = base_mesh(fake_pack), load_item("fake:overall")
    np.testing.assert_allclose(
        np.linalg.norm(fit(item, base, asset.rest_m) - asset.rest_m[item.refs[:, 0]], axis=1),
        STAND_OFF_M,
        rtol=1e-4,
    )
    half = 0.5 * asset.rest_m
    np.testing.assert_allclose(
        fit(item, base, half), 0.5 * fit(item, base, asset.rest_m), atol=1e-6
    )


def test_skin_is_the_bodys_own_surface_in_every_pose(fake_pack):
    """The base mesh moves as the built-in body does: shapes, skin weights, all of it."""
    spec = person(3)
    base = base_mesh(fake_pack)
    body = base.rest_m + np.tensordot(
        shape_coefficients(spec, load_body_asset()).astype(np.float32), base.shapes_m, axes=1
    )
    np.testing.assert_allclose(body, rest_body(spec).vertices_m, atol=2e-4)


@pytest.mark.parametrize("changes", EXTREMES, ids=str)
def test_clothes_lie_outside_and_hidden_skin_is_gone(fake_pack, changes):
    spec = in_pack(person(1, **changes), fake_pack)
    worn = dress(spec)
    assert np.isfinite(worn.positions_m).all()
    np.testing.assert_allclose(worn.weights.sum(axis=1), 1.0, atol=1e-3)
    assert (worn.weights >= 0.0).all()
    assert worn.texture.min() >= -len(worn.pages)
    asset, rest = load_body_asset(), rest_body(spec)
    textures = [
        -1 - number
        for number, page in enumerate(worn.pages)
        if (page[0, 0] == (188, 188, 188, 255)).all()
    ]
    cloth = worn.positions_m[np.isin(worn.texture, textures)]
    suit = np.unique(asset.suit_faces)
    normals = unit_normals(rest.vertices_m, asset.suit_faces)[suit]
    distance, nearest = cKDTree(rest.vertices_m[suit]).query(cloth)
    height = ((cloth - rest.vertices_m[suit][nearest]) * normals[nearest]).sum(axis=1)
    assert np.mean(height[distance < 0.05] > 0.0) > 0.98
    # What is left of the skin is the head and the hands: the overall hides the rest.
    skin = [
        -1 - number
        for number, page in enumerate(worn.pages)
        if (page[0, 0] == (200, 150, 140, 255)).all()
    ]
    left = np.isin(worn.texture[worn.faces[:, 0]], skin).sum()
    assert 0 < left <= len(asset.head_faces) + len(asset.hand_faces)
    frames = embody(spec, still(2), position_m=(0.0, 0.0), heading_rad=0.0)
    assert frames.pages.shape[1:] == (PAGE_SIZE, PAGE_SIZE, 4)


def test_pushing_out_leaves_what_is_outside_alone(asset):
    points = asset.rest_m[np.unique(asset.suit_faces)]
    normals = unit_normals(asset.rest_m, asset.suit_faces)[np.unique(asset.suit_faces)]
    layer = Layer(positions_m=points, normals=normals)
    outside, inside = points + 0.02 * normals, points - 0.003 * normals
    np.testing.assert_allclose(push_out(outside, layer, 0.004), outside, atol=2e-3)
    moved = push_out(inside, layer, 0.004)
    assert (((moved - points) * normals).sum(axis=1) > 0.0035).mean() > 0.97


def test_licences_are_respected(fake_pack):
    excluded = {"excluded_licences": ("CC-BY-4.0",)}
    for seed in range(12):
        spec = in_pack(person(seed), fake_pack, seed, **excluded)
        assert "fake:cape" not in [worn.kind for worn in spec.garments]
        assert spec.hair_style != "fake:wig"  # nobody knows its licence
    kinds = {
        worn.kind for seed in range(12) for worn in in_pack(person(seed), fake_pack, seed).garments
    }
    assert "fake:cape" in kinds
    bare = sample_pack_looks(
        person(0),
        rng=stream(0, "looks"),
        packs=(fake_pack,),
        excluded_licences=("CC0-1.0", "CC-BY-4.0"),
    )
    assert bare == person(0)


def test_dye_is_the_clothes_colour(fake_pack):
    spec = in_pack(person(2), fake_pack)
    worn = dress(spec)
    dyes = {tuple(np.round(2.0 * np.minimum(g.colour, 0.9), 4)) for g in spec.garments}
    colours = {tuple(row) for row in np.unique(np.round(worn.colour, 4), axis=0)}
    assert {tuple(np.float32(d)) for d in dyes} & {tuple(np.float32(c)) for c in colours}


def test_a_damaged_file_says_what_to_do(fake_pack, tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path))
    (tmp_path / "packs" / "broken").mkdir(parents=True)
    (tmp_path / "packs" / "broken" / "base.npz").write_bytes(b"no archive")
    with pytest.raises(PlatformError, match="assets add broken"):
        base_mesh("broken")


# --------------------------------------------------------------------------------------------
# The real pack


@pytest.fixture(scope="module")
def makehuman() -> str:
    if "makehuman" not in installed_packs():
        pytest.skip("the MakeHuman pack is not installed: `understudy assets add makehuman`")
    return "makehuman"


@pytest.mark.parametrize("seed", range(6))
def test_people_of_the_real_pack(makehuman, seed):
    spec = in_pack(person(seed, **EXTREMES[seed % len(EXTREMES)]), makehuman, seed)
    worn = dress(spec)
    assert np.isfinite(worn.positions_m).all()
    assert len(worn.faces) < 13000
    assert worn.texture.min() == -len(worn.pages) >= -12
    stature = float(np.ptp(rest_body(spec).vertices_m[:, 2]))
    assert np.ptp(worn.positions_m[:, 2]) < 1.15 * stature + 0.05


@pytest.mark.parametrize("changes", EXTREMES, ids=str)
def test_every_item_of_the_real_pack_fits(makehuman, changes):
    """Nothing flies off, nothing lies in the body, at any shape."""
    base, spec = base_mesh(makehuman), person(0, **changes)
    coefficients = shape_coefficients(spec, load_body_asset()).astype(np.float32)
    body = base.rest_m + np.tensordot(coefficients, base.shapes_m, axes=1)
    points = body[base.vertices]
    normals = unit_normals(points, base.corner_vertex[base.faces])
    skin = Layer(positions_m=points, normals=normals)
    tree = cKDTree(points)
    for kind in ("garment", "hair", "beard"):
        for name in pack_items(kind, (makehuman,)):
            item = load_item(name)
            placed = fit(item, base, body)
            assert np.isfinite(placed).all(), name
            assert len(item.faces) < 3500, name
            assert (placed.min(axis=0) > points.min(axis=0) - 0.15).all(), name
            assert (placed.max(axis=0) < points.max(axis=0) + 0.25).all(), name
            if kind == "garment":
                pushed = push_out(placed, skin, 0.003)
                distance, nearest = tree.query(pushed)
                height = ((pushed - points[nearest]) * normals[nearest]).sum(axis=1)
                assert np.mean(height[distance < 0.05] > 0.0) > 0.93, name
