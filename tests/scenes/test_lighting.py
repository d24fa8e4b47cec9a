"""Light: the sun reddens, panoramas give their light back, pictures stay within bounds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from understudy.errors import InputError
from understudy.rng import stream
from understudy.scenes import LIGHTS, WEATHERS, build_scene, sample_scene
from understudy.scenes.lighting import (
    BACKDROPS,
    LampSpot,
    Opening,
    Surroundings,
    environment_light,
    light_place,
    project_irradiance_sh,
    sh_basis,
    sun_colour,
)
from understudy.scenes.lighting.daylight import shell
from understudy.scenes.lighting.exposure import (
    BRIGHTEST_PERSON,
    DARKEST_PERSON,
    PERSON_ALBEDO,
    white_balance,
)
from understudy.scenes.lighting.harmonics import LUMINANCE, SH_SCALE, directions, solid_angles
from understudy.scenes.lighting.picture import outdoor_picture
from understudy.scenes.lighting.sky import make_sky
from understudy.scenes.shapes import Material, quad
from understudy.types import MOST_OTHER_LIGHTS, TEXTURE_SIZE, SceneSpec

GREY = Material(tile=np.full((TEXTURE_SIZE, TEXTURE_SIZE, 3), 140, np.uint8), tile_m=1.0)
FLOOR = quad([(-4, -4, 0), (4, -4, 0), (4, 4, 0), (-4, 4, 0)], GREY)
ROOM = Surroundings(
    parts=(FLOOR,), indoors=True, centre_m=(0.0, 0.0, 0.9), extent_m=4.0, lamp_m=(0.5, 0.0, 2.5),
    above=np.full(3, 0.8), around=np.full(3, 0.6), below=np.full(3, 0.3),
    lamps=tuple(LampSpot(position_m=(x, 1.0, 1.2), kind=kind) for x, kind in
                ((-1.0, "desk"), (1.0, "standard"), (2.0, "strip"), (-2.0, "screen"),
                 (0.0, "bedside"))),
    openings=(Opening(centre_m=(-4.0, 1.0, 1.5), inward=(1.0, 0.0), width_m=1.2, height_m=1.0),),
    inside_m=((-4.0, -4.0, 0.0), (4.0, 4.0, 2.6)),
)  # fmt: skip
OUTDOORS = replace(ROOM, indoors=False, lamps=(), openings=(), inside_m=None)
PLACES = {"room": ROOM, "outdoors": OUTDOORS}


def spec(**changes) -> SceneSpec:
    return sample_scene(rng=stream(1, "light test"), kind="park").model_copy(update=changes)


def upright(lighting) -> float:
    """Luminance of a person of middling albedo, as the exposure reckons it."""
    level = float(lighting.irradiance_sh[0] @ LUMINANCE) * float(SH_SCALE[0])
    return PERSON_ALBEDO * (level + 0.4 * float(lighting.key_light.radiance @ LUMINANCE))


# ------------------------------------------------------------------------------------------- sun


@pytest.mark.parametrize("haze", [0.05, 0.4])
def test_a_lower_sun_is_dimmer_and_redder(haze):
    colours = np.array([sun_colour(math.radians(height), haze) for height in (60, 30, 15, 8, 4, 1)])
    assert (np.diff(colours @ LUMINANCE) < 0.0).all()
    assert (np.diff(colours[:, 0] / colours[:, 2]) > 0.0).all()
    assert (sun_colour(math.radians(60.0), 0.5) < sun_colour(math.radians(60.0), 0.1)).all()


@pytest.mark.parametrize("weather", sorted(WEATHERS))
def test_every_weather_gives_a_sky_and_clouds_take_the_sun(weather):
    for number in range(4):
        sky = make_sky(WEATHERS[weather], azimuth_rad=1.0, elevation_rad=0.7,
                       rng=stream(number, weather))  # fmt: skip
        assert np.isfinite(sky.dome).all() and (sky.dome >= 0.0).all()
        clear = float(sun_colour(0.7, 0.1) @ LUMINANCE)
        share = float(sky.sun @ LUMINANCE) / clear
        assert share > 0.8 if weather == "clear" else share < (0.2 if "st" in weather else 1.1)


def test_the_key_light_points_to_the_sun_of_the_spec():
    lighting = light_place(
        spec(light="sun", weather="clear", light_azimuth_rad=2.0, light_elevation_rad=0.5), OUTDOORS
    )
    expected = [math.cos(0.5) * math.cos(2.0), math.cos(0.5) * math.sin(2.0), math.sin(0.5)]
    np.testing.assert_allclose(lighting.key_light.towards_light, expected, atol=1e-5)
    # The brightest place of the picture is there too.
    picture = lighting.environment @ LUMINANCE
    place = directions(*picture.shape)[np.unravel_index(np.argmax(picture), picture.shape)]
    assert float(place @ expected) > math.cos(math.radians(1.5))
    assert lighting.key_light.softness < 0.3


@pytest.mark.parametrize("backdrop", sorted(BACKDROPS))
def test_the_horizon_is_never_bare_and_the_ground_picture_has_the_grounds_light(backdrop):
    sky = make_sky(WEATHERS["clear"], azimuth_rad=0.0, elevation_rad=0.8, rng=stream(0, "sky"))
    ground = np.array([0.3, 0.2, 0.1])
    picture, low = outdoor_picture(sky, ground=ground, backdrop=backdrop, night=False,
                                   rng=stream(0, backdrop))  # fmt: skip
    assert np.isfinite(picture).all() and picture.min() >= 0.0
    above = picture[240:255, :, :] @ LUMINANCE  # 0.3 to 5 degrees over the horizon
    if backdrop != "sea":
        edges = np.abs(np.diff(above, axis=0)).max(axis=0)  # a sky alone changes by 0.005
        assert np.median(edges) > 0.015
    irradiance = project_irradiance_sh(low)
    up = np.array([0.0, 0.0, 1.0])
    light = sh_basis(up) @ irradiance + sky.sun * sky.towards_sun[2]
    if backdrop != "sea":  # picture's floor = albedo x light on level ground
        np.testing.assert_allclose(low[-1, 0], ground * light, rtol=0.2)


# ------------------------------------------------------------------------------------- panoramas


def disc(rows: int, towards: np.ndarray, radius: float, radiance: float) -> np.ndarray:
    view = directions(rows, 2 * rows)
    inside = np.arccos(np.clip(view @ towards, -1.0, 1.0)) < radius
    return inside[..., None] * radiance * np.array([1.0, 0.8, 0.5])


@pytest.mark.parametrize("rows", [128, 256])
@pytest.mark.parametrize(("azimuth", "elevation"), [(0.0, 0.6), (3.1, 0.2), (-1.0, 1.4)])
def test_a_sun_in_a_panorama_comes_back_and_leaves_the_ambient_light(rows, azimuth, elevation):
    towards = np.array([math.cos(elevation) * math.cos(azimuth),
                        math.cos(elevation) * math.sin(azimuth), math.sin(elevation)])  # fmt: skip
    sun = disc(rows, towards, 0.06, 900.0)
    panorama = (0.4 + sun).astype(np.float32)
    lighting = environment_light(panorama)
    assert float(lighting.key_light.towards_light @ towards) > math.cos(math.radians(0.7))
    energy = np.einsum("h,hwc->c", solid_angles(rows, 2 * rows), sun)
    np.testing.assert_allclose(lighting.key_light.radiance, energy / math.pi, rtol=0.01)
    normals = stream(0, "n").normal(size=(50, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    np.testing.assert_allclose(sh_basis(normals) @ lighting.irradiance_sh, 0.4, atol=0.01)
    twice = environment_light(panorama, 2.0)
    np.testing.assert_allclose(twice.key_light.radiance, 2 * lighting.key_light.radiance, rtol=1e-4)
    np.testing.assert_allclose(twice.irradiance_sh, 2 * lighting.irradiance_sh, atol=1e-4)


def test_a_wide_spot_is_soft_and_an_even_panorama_has_no_key_light():
    up = np.array([0.0, 0.6, 0.8])
    narrow, wide = (environment_light(0.2 + disc(128, up, radius, 50.0)) for radius in (0.04, 0.2))
    assert narrow.key_light.softness < 0.4 < wide.key_light.softness
    even = environment_light(np.full((64, 128, 3), 0.5))
    assert float(even.key_light.radiance.max()) < 1e-6
    np.testing.assert_allclose(sh_basis(up) @ even.irradiance_sh, 0.5, atol=0.01)


def test_no_light_of_a_panorama_is_lost():
    """Key and ambient light together give the irradiance of the picture itself."""
    rng = stream(4, "panorama")
    panorama = np.repeat(np.repeat(rng.gamma(0.3, 1.0, (16, 32, 3)), 8, axis=0), 8, axis=1)
    lighting = environment_light(panorama)
    average = 0.282095 * lighting.irradiance_sh[0] * 4.0 + lighting.key_light.radiance
    whole = np.einsum("h,hwc->c", solid_angles(128, 256), panorama) / math.pi
    np.testing.assert_allclose(average, whole, rtol=0.01)


@pytest.mark.parametrize(
    "panorama",
    [np.zeros((8, 8, 3)), np.zeros((8, 16)), np.full((8, 16, 3), np.nan), np.full((8, 16, 3), -1)],
)
def test_bad_panoramas_say_what_is_wrong(panorama):
    with pytest.raises(InputError, match="panorama"):
        environment_light(panorama)


# ------------------------------------------------------------------------- rooms, lamps, exposure


@pytest.mark.parametrize("light", sorted(LIGHTS))
@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_light_is_finite_bounded_and_has_few_lamps(light, place):
    seen = set()
    for number in range(6):
        drawn = sample_scene(rng=stream(number, light), kind="park")
        drawn = drawn.model_copy(update={"light": light})
        lighting = light_place(drawn, PLACES[place])
        lights = (lighting.key_light, *lighting.other_lights)
        assert len(lighting.other_lights) <= MOST_OTHER_LIGHTS
        for one in lights:
            assert np.isfinite(one.radiance).all() and (one.radiance >= 0.0).all()
            assert 0.0 <= one.softness <= 1.0
            assert np.linalg.norm(one.towards_light) == pytest.approx(1.0, abs=1e-4)
        seen.add(len(lights))
        balance = white_balance(lighting)
        assert 0.3 < balance.min() <= balance.max() < 3.0
        # Other lamps may add to what the bounds are meant for, never take away.
        assert 0.4 * DARKEST_PERSON < upright(lighting) < 1.3 * BRIGHTEST_PERSON
    if light == "lamps" and place == "room":
        assert max(seen) == 1 + MOST_OTHER_LIGHTS


def test_a_dark_spec_is_darker_and_a_dim_room_too():
    usual = upright(light_place(spec(light="lamp", brightness=1.0), ROOM))
    assert upright(light_place(spec(light="lamp", brightness=0.5), ROOM)) < 0.6 * usual
    assert upright(light_place(spec(light="dim", brightness=1.0), ROOM)) < 0.9 * usual


def test_sun_falls_into_a_room_through_its_windows_only():
    """Rays towards the sun leave the shell where, and only where, a window is."""
    parts = shell(ROOM)
    quads = np.array([part.positions_m for part in parts])
    towards = np.array([-0.8, 0.0, 0.45])  # out through the wall at x = -4

    def blocked(point: np.ndarray) -> bool:
        for corners in quads:
            normal = np.cross(corners[1] - corners[0], corners[3] - corners[0])
            along = float(normal @ towards)
            if along <= 0.0:  # only faces that look to the sun cast shadows
                continue
            hit = point + towards * float(normal @ (corners[0] - point)) / along
            low, high = corners.min(axis=0) - 1e-9, corners.max(axis=0) + 1e-9
            if ((hit >= low) & (hit <= high)).all():
                return True
        return False

    window = np.array([-4.0, 1.0, 1.5])
    assert not blocked(window - 2.0 * towards)
    assert blocked(window - 2.0 * towards + [0.0, 1.0, 0.0])
    assert blocked(window - 2.0 * towards + [0.0, 0.0, 0.9])
    assert blocked(np.array([3.0, -2.0, 0.0]))
    lit = light_place(spec(light="sun", light_azimuth_rad=math.pi, light_elevation_rad=0.5), ROOM)
    assert len(lit.parts) == len(parts) and lit.extent_m is not None and lit.extent_m > 5.5
    away = light_place(spec(light="sun", light_azimuth_rad=0.0, light_elevation_rad=0.5), ROOM)
    assert away.parts == ()


def test_lamps_are_inside_rooms_and_few():
    for number in range(12):
        drawn = sample_scene(rng=stream(number, "lamps"), kind="indoor")
        scene = build_scene(
            drawn.model_copy(update={"light": ("lamp", "lamps", "dim")[number % 3]})
        )
        low = scene.mesh.positions_m.min(axis=0)
        high = scene.mesh.positions_m.max(axis=0)
        assert len(scene.other_lights) <= MOST_OTHER_LIGHTS
        for light in (scene.key_light, *scene.other_lights):
            assert light.position_m is not None
            assert (light.position_m > low).all() and (light.position_m < high).all(), drawn


def test_a_panorama_lights_a_place_turned_by_the_azimuth():
    panorama = 0.3 + disc(64, np.array([0.8, 0.0, 0.6]), 0.1, 40.0)
    lighting = light_place(spec(light_azimuth_rad=math.pi / 2), OUTDOORS, panorama=panorama)
    np.testing.assert_allclose(lighting.key_light.towards_light, [0.0, 0.8, 0.6], atol=0.03)


@pytest.mark.parametrize(("change", "message"), [
    ({"light": "lampz"}, "unknown light"),
    ({"light": "sun", "weather": "clera"}, "did you mean clear"),
])  # fmt: skip
def test_unknown_lights_and_weathers_are_named(change, message):
    with pytest.raises(InputError, match=message):
        light_place(spec(**change), OUTDOORS)
