"""Places: sound triangles, nothing in people's way, a picture neither black nor burnt."""

import math

import numpy as np
import pytest

from understudy.colour import decode_srgb
from understudy.errors import InputError
from understudy.rng import stream
from understudy.scenes import (
    LIGHTS,
    PROPS,
    SCENES,
    PlacedProp,
    build_camera,
    build_scene,
    project_irradiance_sh,
    sample_camera,
    sample_scene,
)
from understudy.scenes.furniture import Palette
from understudy.scenes.layout import TRIANGLE_BUDGET, Footprint, Ground
from understudy.scenes.lighting import sh_basis
from understudy.scenes.shapes import (
    Material,
    blob,
    bounds,
    box,
    cylinder,
    merge,
    placed,
    prism,
    quad,
)
from understudy.scenes.textures import TEXTURES, material
from understudy.types import TEXTURE_SIZE, Prop, Scene, SceneSpec

PLAIN = Material(tile=np.full((TEXTURE_SIZE, TEXTURE_SIZE, 3), 200, np.uint8), tile_m=1.0)
CLEAR = ((0.4, -0.3), 1.1)
SAMPLES = 16


def person(frames: int = 6) -> np.ndarray:
    """Someone of 1.75 m at the clear circle's middle."""
    joints = np.zeros((frames, 24, 3))
    joints[..., :2] = CLEAR[0]
    joints[..., 2] = np.linspace(0.0, 1.75, 24)
    return joints


@pytest.fixture(scope="module", params=sorted(SCENES))
def scenes(request) -> list[tuple[SceneSpec, Scene]]:
    """Half of them with the camera known."""
    made = []
    for number in range(SAMPLES // 2):
        spec = sample_scene(rng=stream(number, "scene"), kind=request.param)
        camera = None
        if number % 2:
            camera = build_camera(
                sample_camera(rng=stream(number, "camera")), joints_m=person(), heading_rad=0.3,
                fps=12.0, width=112, height=112,
            )  # fmt: skip
        made.append((spec, build_scene(spec, keep_clear=[CLEAR], camera=camera)))
    return made


def face_normals(positions, faces):
    a, b, c = np.moveaxis(positions[faces].astype(np.float64), 1, 0)
    return np.cross(b - a, c - a)


def check_winding(positions, normals, faces):
    around = face_normals(positions, faces)
    agreement = np.sum(around[:, None] * normals[faces], axis=2)
    assert (np.linalg.norm(around, axis=1) > 1e-9).all(), "empty triangles"
    assert (agreement > 0.0).all(), "normals must point to the side that faces turn to"


def test_meshes_are_sound(scenes):
    for spec, scene in scenes:
        mesh = scene.mesh
        for name in ("positions_m", "normals", "uv", "colour"):
            values = getattr(mesh, name)
            assert values.dtype == np.float32 and np.isfinite(values).all(), (name, spec)
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
        assert mesh.colour.min() >= 0.0
        assert mesh.textures.dtype == np.uint8
        assert mesh.textures.shape[1:] == (TEXTURE_SIZE, TEXTURE_SIZE, 3)
        assert -len(mesh.pages) <= mesh.texture.min() <= mesh.texture.max() < len(mesh.textures)
        assert mesh.faces.min() >= 0 and mesh.faces.max() < len(mesh.positions_m)
        assert 100 < len(mesh.faces) <= TRIANGLE_BUDGET
        check_winding(mesh.positions_m, mesh.normals, mesh.faces)


def test_nothing_stands_or_hangs_where_people_move(scenes):
    centre, radius = np.array(CLEAR[0]), CLEAR[1]
    for spec, scene in scenes:
        corners = scene.mesh.positions_m[scene.mesh.faces]
        # Between the ground's paint and what is out of reach; triangles are sampled densely.
        share = np.array([(i, j, 8 - i - j) for i in range(9) for j in range(9 - i)]) / 8.0
        points = np.einsum("sk,fkc->fsc", share, corners).reshape(-1, 3)
        there = np.linalg.norm(points[:, :2] - centre, axis=1) < radius - 0.02
        there &= (points[:, 2] > 0.03) & (points[:, 2] < 1.9)
        assert not there.any(), spec


def test_light_is_sound_and_pictures_are_neither_black_nor_burnt(scenes):
    """By the shading formula, over every face about the subject, without shadows."""
    means = []
    for spec, scene in scenes:
        light = scene.key_light
        assert np.linalg.norm(light.towards_light) == pytest.approx(1.0, abs=1e-5)
        assert (light.radiance >= 0.0).all() and 0.0 <= light.softness <= 1.0
        assert scene.environment.ndim == 3 and np.isfinite(scene.environment).all()
        assert (scene.environment >= 0.0).all() and scene.irradiance_sh.shape == (9, 3)
        mesh = scene.mesh
        around = face_normals(mesh.positions_m, mesh.faces)
        area = 0.5 * np.linalg.norm(around, axis=1)
        normals = around / (2.0 * area[:, None])
        corners = mesh.positions_m[mesh.faces]
        middle = np.clip(scene.centre_m, corners.min(axis=1), corners.max(axis=1))
        tiles = decode_srgb(mesh.textures).mean(axis=(1, 2))
        pages = [decode_srgb(page[page[..., 3] > 127][:, :3]).mean(axis=0) for page in mesh.pages]
        tiles = np.concatenate((tiles, np.reshape(pages, (-1, 3))[::-1]))  # page n is -1 - n
        first = mesh.faces[:, 0]
        albedo = mesh.colour[first] * tiles[mesh.texture[first]]
        facing, falloff = normals @ light.towards_light, 1.0
        if light.position_m is not None:
            to_lamp = light.position_m - middle
            squared = np.maximum(np.sum(to_lamp**2, axis=1), 0.1)
            facing = np.sum(normals * to_lamp, axis=1) / np.sqrt(squared)
            falloff = np.sum((light.position_m - scene.centre_m) ** 2) / squared
        key = np.maximum(facing, 0.0)[:, None] * np.reshape(falloff, (-1, 1)) * light.radiance
        colour = albedo * (key + np.maximum(sh_basis(normals) @ scene.irradiance_sh, 0.0))
        near = np.linalg.norm(middle - scene.centre_m, axis=1) < 8.0
        weight = np.minimum(area, 20.0) * near
        means.append(np.average(np.clip(colour, 0.0, 1.0).mean(axis=1), weights=weight))
        assert 0.012 < means[-1] < 0.6, (means[-1], spec)
    assert 0.1 < np.mean(means) < 0.35
    assert np.std(means) > 0.01, "exposure must vary"


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_the_spec_alone_decides(kind):
    spec = sample_scene(rng=stream(5, "scene"), kind=kind)
    prop = PlacedProp(
        Prop(kind="chair", position_m=(-0.4, 0.0, 0.0), yaw_rad=0.1, size_m=(0.4, 0.4, 0.45)),
        (0.0, 0.0), 0.5,
    )  # fmt: skip
    first = build_scene(spec, props=[prop], keep_clear=[CLEAR])
    again = build_scene(SceneSpec.model_validate_json(spec.model_dump_json()), props=[prop],
                        keep_clear=[CLEAR])  # fmt: skip
    for name in ("positions_m", "normals", "uv", "colour", "texture", "textures", "faces"):
        a, b = getattr(first.mesh, name), getattr(again.mesh, name)
        np.testing.assert_array_equal(a, b)
        assert not np.shares_memory(a, b)
    np.testing.assert_array_equal(first.environment, again.environment)
    np.testing.assert_array_equal(first.irradiance_sh, again.irradiance_sh)
    other = build_scene(spec.model_copy(update={"seed": spec.seed + 1}), keep_clear=[CLEAR])
    assert other.mesh.positions_m.shape != first.mesh.positions_m.shape


@pytest.mark.parametrize("light", sorted(LIGHTS))
@pytest.mark.parametrize("kind", sorted(SCENES))
def test_every_light_works_in_every_place(kind, light):
    spec = sample_scene(rng=stream(9, kind), kind=kind).model_copy(update={"light": light})
    scene = build_scene(spec)
    if light in {"sun", "overcast", "lamp"}:
        assert (scene.key_light.position_m is not None) == (light == "lamp")
    assert float(scene.irradiance_sh[0].mean()) > 0.05


def test_sampling_reaches_every_scene_and_light():
    specs = [sample_scene(rng=stream(number, "any")) for number in range(200)]
    assert {spec.kind for spec in specs} == set(SCENES)
    assert {spec.light for spec in specs} == set(LIGHTS)
    assert specs[3] == sample_scene(rng=stream(3, "any"))


FLAT_TOPPED = ("bed", "bench", "box", "chair", "low_wall", "sofa", "stool", "table")


@pytest.mark.parametrize("kind", FLAT_TOPPED)
@pytest.mark.parametrize("size", [(0.42, 0.45, 0.46), (0.3, 0.6, 0.25), (0.8, 1.4, 0.75)])
def test_props_have_the_size_that_was_asked_for(kind, size):
    for number in range(12):
        rng = stream(number, "prop")
        parts = PROPS[kind](size, Palette(rng), rng=rng)
        mesh = merge(parts)
        check_winding(mesh.positions_m, mesh.normals, mesh.faces)
        low, high = bounds(parts)
        assert low[2] == pytest.approx(0.0, abs=1e-9)
        # A large level face at exactly the asked height, about the middle: one can sit on it.
        middle = mesh.positions_m[mesh.faces].mean(axis=1)
        around = face_normals(mesh.positions_m, mesh.faces)
        level = (around[:, 2] > 0.999 * np.linalg.norm(around, axis=1)) & np.isclose(
            middle[:, 2], size[2], atol=1e-5
        )
        area = 0.5 * np.linalg.norm(around[level], axis=1).sum()
        full = math.pi / 4.0 * min(size[:2]) ** 2 if kind == "stool" else size[0] * size[1]
        assert area > (0.35 if kind == "sofa" else 0.8) * full
        sides = (high - low)[:2]
        limit = min(size[:2]) if kind == "stool" else np.array(size[:2])
        assert (sides <= np.maximum(limit, 0.0) + 1e-6 + 0.04 * (kind in {"chair", "bed"})).all()
        assert len(mesh.faces) < 400


CLIMBED = {
    "car": (4.4, 1.8, 1.5), "ladder": (0.9, 0.5, 1.2), "steps": (0.8, 1.0, 0.5),
    "horizontal_bar": (0.6, 1.5, 2.2), "weight_bench": (1.2, 0.3, 0.45),
    "climbing_wall": (0.2, 2.2, 3.0), "climbing_rope": (0.1, 0.8, 3.0),
    "platform": (1.3, 1.1, 2.5), "pool": (4.0, 2.6, 1.2),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CLIMBED))
def test_large_props_fill_their_size(kind):
    assert set(CLIMBED) | set(FLAT_TOPPED) == set(PROPS)
    for number in range(8):
        rng = stream(number, "prop")
        parts = PROPS[kind](CLIMBED[kind], Palette(rng), rng=rng)
        mesh = merge(parts)
        check_winding(mesh.positions_m, mesh.normals, mesh.faces)
        low, high = bounds(parts)
        assert low[2] == pytest.approx(0.0, abs=1e-9) and len(mesh.faces) < 600
        np.testing.assert_allclose(high - low, CLIMBED[kind], atol=0.02)


def test_a_prop_stands_where_the_persons_place_says():
    prop = Prop(kind="box", position_m=(0.5, 0.2, 0.0), yaw_rad=0.0, size_m=(0.2, 0.6, 0.3))
    spec = sample_scene(rng=stream(1, "scene"), kind="bare_room")
    clear = [((1.0, 2.0), 1.5)]
    with_prop = build_scene(
        spec, props=[PlacedProp(prop, (1.0, 2.0), math.pi / 2)], keep_clear=clear
    ).mesh
    tail = with_prop.positions_m[-24:]  # props come last; a box has 24 vertices
    np.testing.assert_allclose(tail.min(axis=0), [0.5, 2.4, 0.0], atol=1e-5)
    np.testing.assert_allclose(tail.max(axis=0), [1.1, 2.6, 0.3], atol=1e-5)


def test_a_camera_finds_itself_inside_the_room():
    inside = 0
    for number in range(20):
        camera = build_camera(
            sample_camera(rng=stream(number, "camera")), joints_m=person(), heading_rad=0.0,
            fps=12.0, width=112, height=112,
        )  # fmt: skip
        spec = sample_scene(rng=stream(number, "s"), kind="bare_room")
        mesh = build_scene(spec, keep_clear=[CLEAR], camera=camera).mesh
        eye = camera.world_from_camera[0, :3, 3]
        low, high = mesh.positions_m.min(axis=0), mesh.positions_m.max(axis=0)
        inside += bool((eye > low).all() and (eye < high).all())
    assert inside >= 18


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "rom"}, "unknown scene 'rom': did you mean"),
        ({"light": "sunn"}, "unknown light 'sunn': did you mean sun"),
        ({"size_m": (3.0, 0.0, 2.5)}, "size_m must be positive"),
    ],
)
def test_bad_specs_say_what_is_wrong(change, message):
    spec = sample_scene(rng=stream(0, "scene"), kind="bare_room").model_copy(update=change)
    with pytest.raises(InputError, match=message):
        build_scene(spec)


def test_bad_props_say_what_is_wrong():
    spec = sample_scene(rng=stream(0, "scene"), kind="bare_room")
    size, at = (0.4, 0.4, 0.45), (0.0, 0.0, 0.0)
    for kind, bad_size, message in (
        ("chiar", size, "unknown prop 'chiar': did you mean chair"),
        ("chair", (0.4, -1.0, 0.45), "size_m must be positive"),
    ):
        prop = Prop(kind=kind, position_m=at, yaw_rad=0.0, size_m=bad_size)
        with pytest.raises(InputError, match=message):
            build_scene(spec, props=[PlacedProp(prop, (0.0, 0.0), 0.0)])


# ------------------------------------------------------------------------------- light and shapes


def test_a_constant_environment_lights_every_side_alike():
    sh = project_irradiance_sh(np.full((64, 128, 3), 0.7))
    normals = stream(0, "normals").normal(size=(100, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    np.testing.assert_allclose(sh_basis(normals) @ sh, 0.7, atol=2e-3)


def test_irradiance_is_the_cosine_average_of_a_smooth_environment():
    """Against the integral itself, for an environment of bands 0 to 2."""
    rows, columns = 64, 128
    tilt = (np.arange(rows) + 0.5) * np.pi / rows
    turn = (np.arange(columns) + 0.5) * 2.0 * np.pi / columns
    directions = np.stack(
        np.broadcast_arrays(
            np.outer(np.sin(tilt), np.cos(turn)), np.outer(np.sin(tilt), np.sin(turn)),
            np.cos(tilt)[:, None],
        ), axis=-1,
    )  # fmt: skip
    x, y, z = (directions[..., axis, None] for axis in range(3))
    environment = (1.5 + 0.6 * x - 0.3 * z + 0.8 * z * z + 0.5 * x * y) * np.ones(3)
    solid = np.sin(tilt)[:, None] * (np.pi / rows) * (2.0 * np.pi / columns)
    for normal in np.array([[1.0, 0, 0], [0.6, 0.8, 0], [0, 0, 1.0], [0.6, 0, -0.8]]):
        cosine = np.maximum(directions @ normal, 0.0) * solid / np.pi
        expected = np.einsum("hw,hwc->c", cosine, environment)
        got = sh_basis(normal) @ project_irradiance_sh(environment)
        np.testing.assert_allclose(got, expected, rtol=0.01)


@pytest.mark.parametrize(
    "part",
    [
        box((0.4, 0.6, 0.8), PLAIN),
        box((0.4, 0.6, 0.8), PLAIN, bevel_m=0.1),
        cylinder(0.3, 1.0, PLAIN, sides=7),
        cylinder((0.3, 0.1), 1.0, PLAIN, sides=12, caps=False),
        cylinder((0.3, 0.0001), 1.0, PLAIN),
        prism([(-1.0, 0.0), (1.0, 0.0), (0.5, 1.0), (-0.8, 0.9)], 0.7, PLAIN),
        blob((0.5, 0.4, 0.3), PLAIN, rng=stream(0, "blob")),
        quad([(0, 0, 0), (1, 0, 0), (1, 2, 0), (0, 2, 0)], PLAIN),
    ],
)
def test_shapes_face_outwards(part):
    check_winding(part.positions_m, part.normals, part.faces)
    turned = placed([part], (1.0, 2.0, 0.5), 0.7)[0]
    check_winding(turned.positions_m, turned.normals, turned.faces)
    if len(part.faces) > 2:
        middle = part.positions_m[part.faces].mean(axis=1)
        outward = middle - part.positions_m.mean(axis=0)
        around = face_normals(part.positions_m, part.faces)
        assert np.mean(np.sum(around * outward, axis=1) > 0.0) > 0.95


def test_a_closed_box_has_its_volume():
    part = box((0.4, 0.6, 0.8), PLAIN)
    a, b, c = np.moveaxis(part.positions_m[part.faces], 1, 0)
    assert np.sum(a * np.cross(b, c)) / 6.0 == pytest.approx(0.4 * 0.6 * 0.8)


@pytest.mark.parametrize("name", sorted(TEXTURES))
def test_tiles_vary_follow_their_colour_and_repeat_without_a_seam(name):
    tile = material(name, (0.4, 0.3, 0.2), rng=stream(3, name)).tile
    assert tile.shape == (TEXTURE_SIZE, TEXTURE_SIZE, 3) and tile.dtype == np.uint8
    np.testing.assert_array_equal(tile, material(name, (0.4, 0.3, 0.2), rng=stream(3, name)).tile)
    assert (tile != material(name, (0.4, 0.3, 0.2), rng=stream(4, name)).tile).any()
    assert 5 < tile.mean() < 250
    if name in {"carpet", "concrete", "grass", "asphalt", "plaster", "fabric", "leaves", "gravel"}:
        rows = tile.astype(float)
        inner = np.abs(np.diff(rows, axis=0)).mean()
        seam = np.abs(rows[0] - rows[-1]).mean()
        assert seam < 2.0 * inner + 1.0


# ----------------------------------------------------------------------------------------- layout


def test_footprints_know_distance_and_overlap():
    plate = Footprint(centre_m=(1.0, 0.0), half_m=(1.0, 0.5), yaw_rad=math.pi / 2)
    points = np.array([[1.0, 0.9], [1.0, 2.0], [2.5, 0.0], [4.5, 5.0]])
    np.testing.assert_allclose(plate.distance_to(points), [0.0, 1.0, 1.0, 5.0], atol=1e-12)
    beside = Footprint(centre_m=(2.1, 0.0), half_m=(0.5, 0.5), yaw_rad=0.0)
    assert not plate.overlaps(beside)
    assert plate.overlaps(Footprint(centre_m=(2.1, 0.0), half_m=(0.5, 0.5), yaw_rad=0.7))


def test_the_way_from_the_camera_stays_open():
    spot = Footprint(centre_m=(2.0, 0.0), half_m=(0.2, 0.2), yaw_rad=0.0)
    eyes = np.array([[4.0, 0.0, 1.5]])
    open_view = Ground(keep_clear=[((0.0, 0.0), 1.0)], eyes_m=eyes, view_open=True)
    assert not open_view.fits(spot)
    assert open_view.fits(spot, may_hide=True)
    on_camera = Footprint(centre_m=(4.0, 0.3), half_m=(0.2, 0.2), yaw_rad=0.0)
    assert not open_view.fits(on_camera, may_hide=True)
    assert Ground(keep_clear=[((0.0, 0.0), 1.0)], eyes_m=eyes, view_open=False).fits(spot)
