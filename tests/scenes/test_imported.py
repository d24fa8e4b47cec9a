"""Furniture, panoramas and pictures of packs in scenes, on small packs written here."""

import hashlib
import math

import numpy as np
import pytest
import trimesh
from PIL import Image

from understudy.colour import decode_srgb
from understudy.errors import InputError, PlatformError
from understudy.geometry import look_at
from understudy.packs import Pack, PackItem, write_index
from understudy.rng import stream
from understudy.scenes import build_scene, project_irradiance_sh, sample_scene
from understudy.scenes.imported import imported_parts
from understudy.scenes.layout import TRIANGLE_BUDGET
from understudy.scenes.lighting import sh_basis
from understudy.scenes.shapes import bounds
from understudy.types import PAGE_SIZE, CameraTrack

CLEAR = ((0.3, -0.2), 1.0)


def panorama(path, rows=64):
    """Writes one colour per quarter turn, brighter upwards, with a lamp; returns the picture."""
    picture = np.zeros((rows, 2 * rows, 3), np.uint8)
    for quarter, colour in enumerate(((200, 60, 60), (60, 200, 60), (60, 60, 200), (180, 180, 60))):
        picture[:, quarter * rows // 2 : (quarter + 1) * rows // 2] = colour
    picture = (picture * np.linspace(1.2, 0.5, rows)[:, None, None]).clip(0, 230).astype(np.uint8)
    picture[10:14, 20:26] = 255
    Image.fromarray(picture).save(path)
    return picture


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A pack with a little of everything, as a user's own folder would give."""
    folder = tmp_path_factory.mktemp("things")
    patch = pytest.MonkeyPatch()
    patch.setenv("UNDERSTUDY_CACHE", str(folder / "cache"))
    items = []

    def item(name, kind, **fields):
        path = folder / name
        return items.append(
            PackItem(
                name=name, kind=kind, file=str(path), licence=fields.pop("licence", "CC0-1.0"),
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(), **fields,
            )
        )  # fmt: skip

    # Higher at the back than at the front, so that its direction shows.
    seat = trimesh.creation.box(
        (40, 45, 40), trimesh.transformations.translation_matrix([0, 22, 0])
    )
    back = trimesh.creation.box(
        (40, 45, 4), trimesh.transformations.translation_matrix([0, 67, -18])
    )
    trimesh.util.concatenate([seat, back]).export(folder / "chair.obj")
    item("chair.obj", "furniture", size_m=(0.4, 0.5, 0.9), tags=("wall",))
    trimesh.creation.icosphere(subdivisions=4).export(folder / "ball.glb")
    item("ball.glb", "furniture", size_m=(0.8, 0.8, 0.8), tags=("free",))
    trimesh.creation.box((1, 1, 1)).export(folder / "block.glb")
    item("block.glb", "prop", size_m=(0.2, 0.2, 0.2), tags=("on",))
    item("block.glb", "furniture", size_m=(1.0, 1.0, 2.0), tags=("outdoors",), licence="MIT")
    items[-1] = items[-1].model_copy(update={"name": "tree"})
    panorama(folder / "round.png")
    item("round.png", "environment", tags=("outdoors",))
    picture = np.zeros((90, 120, 3), np.uint8)
    picture[:45], picture[45:] = (90, 140, 220), (70, 110, 50)
    Image.fromarray(picture).save(folder / "yard.png")
    item("yard.png", "backdrop")
    write_index(Pack(name="mine", title="", version="", items=tuple(items)))
    yield folder
    patch.undo()


def place(kind="bare_room", **fields):
    return sample_scene(rng=stream(3, "scene"), kind=kind).model_copy(update=fields)


def camera_at(eye, target, frames=2):
    pose = np.repeat(look_at(np.array(eye), np.array(target))[None], frames, axis=0)
    lens = np.repeat([[[100.0, 0.0, 50.0], [0.0, 100.0, 50.0], [0.0, 0.0, 1.0]]], frames, axis=0)
    return CameraTrack(
        world_from_camera=pose.astype(np.float32), intrinsics=lens.astype(np.float32), width=100,
        height=100, exposure_ev=np.zeros(frames, np.float32),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["chair.obj", "ball.glb", "block.glb"])
def test_objects_have_their_size_stand_on_the_floor_and_are_few_triangles(pack, name):
    parts = imported_parts(f"mine:{name}")
    low, high = bounds(parts)
    wanted = {"chair.obj": (0.4, 0.5, 0.9), "ball.glb": (0.8,) * 3, "block.glb": (0.2,) * 3}[name]
    np.testing.assert_allclose(high - low, wanted, atol=1e-4)
    np.testing.assert_allclose([*(low + high)[:2], low[2]], 0.0, atol=1e-4)
    assert sum(len(part.faces) for part in parts) <= 260
    for part in parts:
        a, b, c = np.moveaxis(part.positions_m[part.faces], 1, 0)
        outward = np.cross(b - a, c - a)
        assert ((outward * part.normals[part.faces].mean(axis=1)).sum(axis=1) > 0.0).all()
        np.testing.assert_allclose(np.linalg.norm(part.normals, axis=1), 1.0, atol=1e-6)


def test_the_back_of_a_chair_is_behind(pack):
    points = np.concatenate([part.positions_m for part in imported_parts("mine:chair.obj")])
    assert points[points[:, 2] > 0.6][:, 0].max() < 0.0


@pytest.mark.parametrize("kind", ["bare_room", "garden"])
def test_objects_appear_where_they_belong_and_out_of_the_way(pack, kind):
    names = ("mine:chair.obj", "mine:ball.glb", "mine:block.glb", "mine:tree")
    without = build_scene(place(kind), keep_clear=[CLEAR])
    scene = build_scene(place(kind, objects=names), keep_clear=[CLEAR])
    assert len(scene.mesh.faces) <= TRIANGLE_BUDGET
    assert not np.array_equal(scene.mesh.positions_m, without.mesh.positions_m)
    np.testing.assert_array_equal(
        scene.mesh.positions_m,
        build_scene(place(kind, objects=names), keep_clear=[CLEAR]).mesh.positions_m,
    )
    near = np.linalg.norm(scene.mesh.positions_m[:, :2] - CLEAR[0], axis=1) < CLEAR[1]
    high = (scene.mesh.positions_m[:, 2] > 0.05) & (scene.mesh.positions_m[:, 2] < 1.5)
    assert not (near & high).any()


@pytest.mark.parametrize("field", ["environment", "backdrop"])
@pytest.mark.parametrize("eye", [(3.0, 1.0, 1.5), (-2.0, 2.0, 2.2)])
def test_the_ground_shows_the_picture_that_lies_behind_it(pack, field, eye):
    """In its light, every point of the ground has the colour of the environment behind it."""
    name = {"environment": "mine:round.png", "backdrop": "mine:yard.png"}[field]
    camera = camera_at(eye, (0.0, 0.0, 0.9))
    scene = build_scene(place("garden", **{field: name}), keep_clear=[CLEAR], camera=camera)
    mesh, key = scene.mesh, scene.key_light
    assert len(mesh.pages) == 3 and (mesh.texture < 0).all()
    up = np.array([0.0, 0.0, 1.0])
    light = sh_basis(up) @ scene.irradiance_sh + key.towards_light[2] * key.radiance
    page = mesh.pages[-1 - mesh.texture]
    texel = np.clip((mesh.uv * PAGE_SIZE).astype(int), 0, PAGE_SIZE - 1)
    rows = np.arange(len(texel))
    shown = decode_srgb(page[rows, texel[:, 1], texel[:, 0], :3]) * mesh.colour * light
    way = mesh.positions_m - np.array(eye)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    height, width = scene.environment.shape[:2]
    row = np.clip(np.arccos(way[:, 2]) / math.pi * height, 0, height - 1).astype(int)
    column = (np.arctan2(way[:, 1], way[:, 0]) % (2 * math.pi) / (2 * math.pi) * width).astype(int)
    behind = scene.environment[row, column % width]
    error = np.abs(shown - behind) / behind.mean()
    assert np.median(error) < 0.03 and np.quantile(error, 0.9) < 0.25


def test_a_panorama_lights_the_scene_as_it_looks(pack):
    scene = build_scene(place("garden", environment="mine:round.png"), keep_clear=[CLEAR])
    towards = scene.key_light.towards_light
    height, width = scene.environment.shape[:2]
    row, column = (np.argmax(scene.environment.sum(axis=2)) // width,
                   np.argmax(scene.environment.sum(axis=2)) % width)  # fmt: skip
    tilt, turn = (row + 0.5) / height * math.pi, (column + 0.5) / width * 2 * math.pi
    lamp = (math.sin(tilt) * math.cos(turn), math.sin(tilt) * math.sin(turn), math.cos(tilt))
    assert towards @ np.array(lamp) > 0.97
    whole = project_irradiance_sh(scene.environment)[0] / 2.0
    assert (scene.irradiance_sh[0] < 2.1 * whole).all() and (scene.irradiance_sh[0] > 0).all()


def test_a_backdrop_fills_the_view_upright(pack):
    """What the camera sees at its top is the picture's sky, at its bottom the picture's grass."""
    camera = camera_at((3.0, 0.0, 1.2), (0.0, 0.0, 1.2))
    scene = build_scene(place("garden", backdrop="mine:yard.png"), camera=camera)
    height, width = scene.environment.shape[:2]
    ahead = width // 2  # the camera looks along -x
    above, below = scene.environment[height // 2 - 40, ahead], scene.environment[
        height // 2 + 40, ahead
    ]  # fmt: skip
    assert above[2] > 1.5 * above[1] and below[1] > 1.5 * below[2]


def test_what_a_pack_cannot_give_is_said(pack, monkeypatch):
    with pytest.raises(InputError, match="not both"):
        build_scene(place(environment="mine:round.png", backdrop="mine:yard.png"))
    with pytest.raises(InputError, match="not an environment"):
        build_scene(place(environment="mine:yard.png"))
    with pytest.raises(InputError, match="add it with"):
        build_scene(place(objects=("theirs:chair",)))
    with pytest.raises(InputError, match=r"chair\.obj"):
        build_scene(place(objects=("mine:chair.ob",)))
    kept = (pack / "yard.png").read_bytes()
    try:
        (pack / "yard.png").write_bytes(kept + b" ")
        from understudy.scenes import photographed

        photographed._read_backdrop.cache_clear()
        with pytest.raises(PlatformError, match="has changed"):
            build_scene(place(backdrop="mine:yard.png"))
    finally:
        (pack / "yard.png").write_bytes(kept)


def draw(number, kind=None, **options):
    return sample_scene(rng=stream(number, "draw"), kind=kind, packs=("mine",), **options)


def test_packs_are_drawn_in_the_shares_asked_for_and_change_nothing_else(pack):
    specs = [draw(n, "garden", environment_share=0.3, backdrop_share=0.2) for n in range(300)]
    plain = [sample_scene(rng=stream(n, "draw"), kind="garden") for n in range(300)]
    bare = {"environment": "", "backdrop": "", "objects": ()}
    assert [spec.model_copy(update=bare) for spec in specs] == plain
    assert sum(bool(s.environment) for s in specs) == pytest.approx(90, abs=25)
    assert sum(bool(s.backdrop) for s in specs) == pytest.approx(60, abs=22)
    assert not any(s.backdrop and s.objects for s in specs)
    assert {name for s in specs for name in s.objects} == {"mine:tree"}
    inside = [draw(n, "bare_room") for n in range(100)]
    assert not any(s.environment for s in inside), "a panorama of the open is no room"
    assert "mine:tree" not in {name for s in inside for name in s.objects}


def test_excluded_licences_are_never_drawn(pack):
    assert not any(draw(n, "garden", excluded_licences=["MIT"]).objects for n in range(60))
    with pytest.raises(InputError, match="at most 1"):
        draw(0, environment_share=0.7, backdrop_share=0.6)


def test_who_looks_down_sees_the_ground_of_a_picture_only(pack):
    camera = camera_at((2.0, 0.0, 6.0), (0.0, 0.0, 0.5))
    scene = build_scene(place("garden", backdrop="mine:yard.png"), camera=camera)
    assert (scene.environment[..., 1] > 1.5 * scene.environment[..., 2]).all(), "no sky in it"
