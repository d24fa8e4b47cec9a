"""Colours, shadows and the promise that the same clip gives the same pixels."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_scenes import ball, body, box, camera, lamp, quad, scene, settings, sun

from understudy.colour import linear_to_srgb
from understudy.geometry import project
from understudy.render.lighting import tone_curve

FLOOR = quad((-4, -4, 0), (8, 0, 0), (0, 8, 0), cells=2)
WALL = quad((-4, 0, -4), (8, 0, 0), (0, 0, 8))
FRONT = camera([[1.5, -4, 1.0]], [0, 0, 0], width=24, height=24, focal_px=48)


def grey(picture):
    return picture.astype(float).mean(axis=-1)


def test_a_white_wall_in_a_light_of_one(raster):
    """Documented: the tone curve takes 1 to 0.816, which sRGB writes as 233."""
    colour = raster.render(
        scene([WALL], sun((0, -1, 0))), [], FRONT, settings(FRONT)
    ).colour  # a highlight adds a little
    assert abs(grey(colour[0])[12, 12] - 233) < 5


@pytest.mark.parametrize(
    ("linear", "expected"), [(0.18, 118), (0.5, 188), (2.0, 253)], ids=["grey", "half", "double"]
)
def test_ambient_light_alone(raster, linear, expected):
    """Irradiance is the colour of a white surface; below one half the curve is plain sRGB."""
    place = scene([WALL], sun((0, 1, 0)), ambient=linear)  # the sun shines on its back
    colour = raster.render(place, [], FRONT, settings(FRONT)).colour[0]
    assert abs(grey(colour)[12, 12] - expected) <= 2


def test_exposure_acts_on_linear_light(raster):
    track = camera(np.repeat([[1.5, -4, 1.0]], 2, axis=0), [0, 0, 0], width=24, height=24)
    track.exposure_ev[:] = 0.0, -1.0
    place = scene([WALL], sun((0, 1, 0)), ambient=0.4)
    bright, dark = grey(raster.render(place, [], track, settings(track)).colour)[:, 12, 12] / 255
    linear = [((value + 0.055) / 1.055) ** 2.4 for value in (bright, dark)]
    assert linear[0] / linear[1] == pytest.approx(2.0, rel=0.03)


def test_a_lamp_has_its_radiance_at_the_scene_centre(raster):
    place = scene([WALL], lamp((0, -2.0, 0), radiance=0.4), centre=(0, 0, 0))
    colour = grey(raster.render(place, [], FRONT, settings(FRONT)).colour[0])
    row, column = project(
        np.zeros((1, 3)), FRONT.world_from_camera[0], FRONT.intrinsics[0]
    )[0][0].astype(int)  # fmt: skip
    value = (colour[row, column] / 255 + 0.055) / 1.055
    assert value**2.4 == pytest.approx(0.4, rel=0.08)


@pytest.mark.parametrize("moving", [False, True], ids=["furniture", "person"])
@pytest.mark.parametrize(
    "light", [sun((1, 0, 1)), lamp((2.0, 0, 3.0), radiance=1.0)], ids=["sun", "lamp"]
)
def test_shadows_fall_where_they_should(raster, light, moving):
    """A box of 0.6 m floats at 1 m; its shadow is found by drawing lines from the light."""
    low, high = np.array([-0.3, -0.3, 1.0]), np.array([0.3, 0.3, 1.6])
    shape = box(low, high)
    people = [body(shape, [[0, 0, 0]])] if moving else []
    place = scene([FLOOR] if moving else [FLOOR, shape], light, ambient=0.1, extent=4.0)
    track = camera([[0.01, -3.5, 7]], [-0.8, 0, 0], width=96, height=96, focal_px=96)
    buffers = raster.render(place, people, track, settings(track, shadow_size=1024))
    rows, columns = np.indices((96, 96)) + 0.5
    depth = buffers.depth_m[0]
    points = np.stack(((columns - 48) / 96 * depth, (rows - 48) / 96 * depth, depth), -1)
    pose = track.world_from_camera[0].astype(float)
    points = points @ pose[:3, :3].T + pose[:3, 3]
    floor = (np.abs(points[..., 2]) < 0.01) & (np.abs(points[..., 0]) < 3)
    floor &= (np.abs(points[..., 1]) < 3) & (depth > 0)

    way = (
        light.towards_light - 0 * points if light.position_m is None else light.position_m - points
    )
    entry, leave = -np.inf, np.inf
    with np.errstate(divide="ignore"):
        for axis in range(3):
            near = (low[axis] - points[..., axis]) / way[..., axis]
            far = (high[axis] - points[..., axis]) / way[..., axis]
            entry, leave = (
                np.maximum(entry, np.minimum(near, far)),
                np.minimum(leave, np.maximum(near, far)),
            )
    dark = floor & (entry < leave)
    border = np.zeros_like(dark)
    for shift in np.ndindex(3, 3):
        border |= np.roll(dark, np.subtract(shift, 1), (0, 1)) != dark
    shade = grey(buffers.colour[0])
    assert (dark & ~border).sum() > 40
    assert shade[dark & ~border].max() < 110
    lit = floor & ~dark & ~border
    assert np.quantile(shade[lit], 0.005) > 125


def test_flat_ground_does_not_shadow_itself(raster):
    """No shadow acne, at any height of the sun, hard or soft."""
    track = camera([[0, -3, 1.2]], [0, 0, 0], width=64, height=48, focal_px=64)
    for elevation in np.radians([10, 25, 45, 80]):
        for softness in (0.0, 1.0):
            towards = (np.cos(elevation), 0.3 * np.cos(elevation), np.sin(elevation))
            place = scene([FLOOR], sun(towards, radiance=1.5, softness=softness), sky=0.0)
            buffers = raster.render(place, [], track, settings(track, shadow_size=1024))
            inside = buffers.depth_m[0] > 0
            inside &= np.roll(inside, 1, 0) & np.roll(inside, -1, 0)
            inside &= np.roll(inside, 1, 1) & np.roll(inside, -1, 1)
            shade = grey(buffers.colour[0])[inside]
            facing = towards[2] / np.linalg.norm(towards)
            full = 255 * linear_to_srgb(tone_curve(np.array(1.5 * facing)))
            assert shade.min() > full - 4, (elevation, softness)


def test_a_ball_is_lit_smoothly(raster):
    """No acne on curved skin: along the line towards the light, brightness only rises."""
    people = [body(ball(0.5, rings=40), [[0, 0, 1.0]])]
    track = camera([[0, -3, 1.0]], [0, 0, 1.0], width=64, height=64, focal_px=128)
    place = scene([FLOOR], sun((1, -0.6, 0)), ambient=0.1, extent=2.0, centre=(0, 0, 1))
    shade = grey(raster.render(place, people, track, settings(track, shadow_size=1024)).colour[0])
    row = shade[32, 14:44]
    assert (np.diff(row) > -2.5).all()
    assert row[-1] - row[0] > 60


def test_softness_widens_the_edge_of_a_shadow(raster):
    shape = box((-1, -3, 0.5), (0, 3, 1.0))
    track = camera([[0.8, -0.02, 6]], [0.8, 0, 0], width=128, height=16, focal_px=256)
    widths = []
    for softness in (0.0, 0.5, 1.0):
        place = scene([FLOOR, shape], sun((-1, 0, 1), softness=softness), extent=4.0)
        row = grey(raster.render(place, [], track, settings(track, shadow_size=2048)).colour[0])[8]
        widths.append(((row > 0.15 * row.max()) & (row < 0.9 * row.max())).sum())
    assert widths[0] < widths[1] < widths[2]


def test_occlusion_darkens_corners_and_nothing_else(raster):
    parts = [FLOOR, quad((-4, 1, 0), (8, 0, 0), (0, 0, 4))]
    place = scene(parts, sun((0, 1, -1)), ambient=0.4)
    track = camera([[0, -3, 1.5]], [0, 1, 0.3], width=64, height=64, focal_px=90)
    plain = grey(raster.render(place, [], track, settings(track)).colour[0])
    shaded = grey(raster.render(place, [], track, settings(track, occlusion=True)).colour[0])
    corner = project(
        np.array([[0, 0.97, 0.03]]), track.world_from_camera[0], track.intrinsics[0]
    )[0][0].astype(int)  # fmt: skip
    assert shaded[corner[1], corner[0]] < plain[corner[1], corner[0]] - 12
    open_floor = project(
        np.array([[0, -0.6, 0]]), track.world_from_camera[0], track.intrinsics[0]
    )[0][0].astype(int)  # fmt: skip
    assert abs(shaded[open_floor[1], open_floor[0]] - plain[open_floor[1], open_floor[0]]) < 3
    assert (shaded <= plain + 1).all()
