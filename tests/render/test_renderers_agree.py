"""The OpenGL renderer against the readable one, pixel by pixel."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from synthetic_scenes import (
    WHITE,
    ball,
    body,
    box,
    camera,
    checkerboard,
    fence_page,
    lamp,
    moving,
    picture_page,
    pose,
    quad,
    scene,
    settings,
    sun,
)

from understudy.render import open_renderer


def small_scene(light, **options):
    parts = [
        quad((-2, -2, 0), (4, 0, 0), (0, 4, 0), cells=2, colour=(0.8, 0.7, 0.6)),
        quad((-2, 2, 0), (4, 0, 0), (0, 0, 2.2), colour=(0.7, 0.75, 0.8)),
        box((0.5, 0.6, 0), (1.1, 1.2, 0.9), colour=(0.3, 0.5, 0.3)),
    ]
    return scene(parts, light, ambient=0.3, centre=(0, 0, 0.8), extent=3.0, **options)


def rich_scene(light):
    """Pages with and without holes, on a wall, a person and an object; three more lights."""
    wall = quad((-1.6, 0.9, 0.2), (1.2, 0, 0), (0, 0, 1.4), layer=-1)
    fence = quad((0.1, -0.5, 0), (1.0, 0, 0), (0, 0, 0.9), layer=-2)
    cup = [box((-0.15, -0.15, -0.2), (0.15, 0.15, 0.2), layer=-1, colour=(0.9, 0.9, 0.4))]
    flag = quad((-0.2, -0.2, 0.2), (0.4, 0, 0), (0, 0, 0.4), layer=-2)
    objects = [
        moving(cup, [pose((0.7, -0.9, 1.1)), pose((0.75, -0.85, 1.15), 0.3)], pages=picture_page()),
        moving([flag], [pose((-0.9, -0.9, 0.2)), pose((-0.8, -0.9, 0.2), -0.2)],
               pages=np.concatenate((picture_page(), fence_page(3)))),
    ]  # fmt: skip
    place = small_scene(light, objects=objects, other_lights=[
        lamp((-1.5, -1.5, 2.0), radiance=0.2), sun((-1, -1, 0.5), radiance=0.1),
        lamp((1.5, 0, 1.0), radiance=0.1),
    ])  # fmt: skip
    parts = [dataclasses.asdict(place.mesh), wall, fence]
    pages = np.concatenate((picture_page(), fence_page(5)))
    return dataclasses.replace(place, mesh=scene(parts, light, pages=pages).mesh)


def rich_people():
    """The second person's upper half wears a page with holes."""
    first, second = two_people()
    texture = second.texture.copy()
    texture[-8:] = -1  # the last two sides of its box
    return [first, dataclasses.replace(second, texture=texture, pages=fence_page(3))]


def two_people():
    path = np.array([[-0.3, 0.0, 0.6], [-0.2, 0.05, 0.62]])
    first = body(ball(0.4, rings=6, colour=(0.8, 0.3, 0.3)), path, spin_rad=0.1)
    shape = box((-0.2, -0.2, -0.3), (0.2, 0.2, 0.3), colour=(0.3, 0.3, 0.8))
    return [first, body(shape, path + np.array([0.2, -0.6, -0.3]), spin_rad=-0.2)]


TRACK = camera(
    [[2.2, -3, 1.6], [2.25, -2.95, 1.62]], [0, 0.1, 0.5],
    width=48, height=40, focal_px=48, roll_rad=0.1,
)  # fmt: skip
LIGHTS = {"sun": sun((0.6, -0.5, 0.9)), "lamp": lamp((0.5, -0.4, 2.4))}


CLIPS = {
    "plain": lambda light: (small_scene(light), two_people(), TRACK),
    "rich": lambda light: (rich_scene(light), rich_people(), TRACK),
}


@pytest.fixture(scope="module", params=CLIPS)
def slow_clip(request):
    parts = CLIPS[request.param](LIGHTS["sun"])
    with open_renderer("reference") as reference:
        return parts, reference.render(*parts, settings(TRACK))


@pytest.fixture(scope="module", params=[1, 2, 3], ids=lambda s: f"supersample{s}")
def pair(request, slow_clip, raster):
    parts, slow = slow_clip
    return raster.render(*parts, settings(TRACK, supersample=request.param)), slow


def test_identity_layers_agree_off_silhouettes(pair):
    fast, slow = pair
    for layer in ("instance", "body_part"):
        differs = getattr(fast, layer) != getattr(slow, layer)
        assert differs.mean() < 1.0 - share(slow), layer
    things = {128, 129} if slow.instance.max() > 2 else set()
    assert set(np.unique(slow.instance)) == {0, 1, 2} | things
    assert set(np.unique(slow.body_part)) == {0, 1, 2}


def share(slow):
    """Of pixels that must agree: the borders of holes move with the texture filter."""
    return 0.985 if slow.instance.max() > 2 else 0.998


def same_surface(fast, slow):
    same = fast.instance == slow.instance
    assert same.mean() > share(slow)
    return same


def test_depth_agrees_within_a_millimetre(pair):
    fast, slow = pair
    error = np.abs(fast.depth_m - slow.depth_m)[same_surface(fast, slow)]
    assert np.quantile(error, share(slow)) < 1e-3
    assert (slow.depth_m == 0.0).any() and (slow.depth_m > 0.0).any()
    assert ((fast.depth_m == 0.0) == (slow.depth_m == 0.0)).mean() > share(slow)


def test_normals_agree(pair):
    fast, slow = pair
    error = np.abs(fast.normal - slow.normal).max(axis=-1)[same_surface(fast, slow)]
    assert np.quantile(error, share(slow)) < 1e-3
    length = np.linalg.norm(fast.normal[fast.depth_m > 0], axis=-1)
    assert np.abs(length - 1.0).max() < 1e-3


def test_flow_agrees(pair):
    fast, slow = pair
    same = same_surface(fast, slow)[:-1]
    error = np.abs(fast.flow_px - slow.flow_px).max(axis=-1)[same]
    assert np.quantile(error, share(slow)) < 0.05
    assert np.quantile(np.abs(fast.next_depth_m - slow.next_depth_m)[same], share(slow)) < 1e-3
    assert np.abs(slow.flow_px).max() > 1.0  # something does move


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("light", LIGHTS)
def test_colours_agree_away_from_edges(light, clip, raster):
    parts = CLIPS[clip](LIGHTS[light])
    fast = raster.render(*parts, settings(TRACK, supersample=1, shadow_size=2048)).colour
    with open_renderer("reference") as reference:
        slow = reference.render(*parts, settings(TRACK)).colour
    error = np.abs(fast.astype(int) - slow).max(axis=-1)
    # The rest lies on the borders of shadows, which only the raster renderer blurs.
    assert np.quantile(error, 0.95) <= 3
    assert (error > 12).mean() < 0.03


def test_texture_tiles_land_where_their_uv_says(raster):
    parts = [quad((0, 0, 0), (2, 0, 0), (0, 2, 0), layer=1, tiles=1.0)]
    board = checkerboard(40, 250, cells=2)
    board[:, :, :, 2] //= 2
    place = scene(parts, sun((0, 0, 1)), textures=np.concatenate((WHITE, board)))
    track = camera([[1, 0.99, 4]], [1, 1, 0], width=32, height=32, focal_px=50)
    with open_renderer("reference") as reference:
        slow = reference.render(place, [], track, settings(track)).colour[0]
    fast = raster.render(place, [], track, settings(track)).colour[0]
    error = np.abs(fast.astype(int) - slow).max(axis=-1)
    assert np.median(error) <= 2 and (error > 10).mean() < 0.2


def test_each_body_wears_its_own_tiles(raster):
    shape = quad((-0.5, 0, -0.5), (1, 0, 0), (0, 0, 1))
    red, blue = WHITE.copy(), WHITE.copy()
    red[..., 1:], blue[..., :2] = 0, 0
    people = [
        body(shape, [[-0.6, 0, 0]], textures=red),
        body(shape, [[0.6, 0, 0]], textures=np.concatenate((WHITE, blue))),
    ]
    people[1].texture[:] = 1
    place = scene([quad((-9, 5, -9), (0, 0, 18), (18, 0, 0))], sun((0, -1, 0.01)), sky=0.0)
    track = camera([[0, -3, 0]], [0, 0, 0], width=32, height=16, focal_px=32)
    picture = raster.render(place, people, track, settings(track)).colour[0].astype(int)
    assert picture[8, 9, 0] > 200 and picture[8, 9, 2] < 60
    assert picture[8, 22, 2] > 200 and picture[8, 22, 0] < 60
