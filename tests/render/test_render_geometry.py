"""What must hold between the layers, exactly and without a second renderer."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_scenes import ball, body, box, camera, quad, scene, settings, sun

from understudy.geometry import project
from understudy.render.ground_truth import flow_validity

ROOM = [
    quad((-3, -3, 0), (6, 0, 0), (0, 6, 0), cells=3),
    quad((-3, 2, 0), (6, 0, 0), (0, 0, 3)),
    box((0.8, 0.2, 0), (1.5, 0.9, 1.1)),
]


def filmed(raster, **options):
    frames = 4
    step = np.arange(frames)[:, None]
    path = [-0.4, 0.0, 0.8] + step * [0.07, 0.02, 0.01]
    people = [body(ball(0.5, rings=16), path, spin_rad=0.05)]
    eyes = [2.0, -3.5, 1.7] + step * [-0.04, 0.03, 0.01]
    track = camera(eyes, [0.1, 0.2, 0.8], width=64, height=48, focal_px=60)
    return (
        people,
        track,
        raster.render(scene(ROOM, sun()), people, track, settings(track, **options)),
    )


def unproject(depth, track, frame):
    rows, columns = np.indices(depth.shape)
    k = track.intrinsics[frame].astype(float)
    x = (columns + 0.5 - k[0, 2]) / k[0, 0] * depth
    y = (rows + 0.5 - k[1, 2]) / k[1, 1] * depth
    points = np.stack((x, y, depth), axis=-1)
    pose = track.world_from_camera[frame].astype(float)
    return points @ pose[:3, :3].T + pose[:3, 3]


@pytest.mark.parametrize("supersample", [1, 2, 3, 4])
def test_pixel_centres_lie_at_one_half(raster, supersample):
    """A border between two surfaces moves across a pixel's centre: the label flips just there,
    to the 1/256 sample that OpenGL rounds vertices to."""
    distance, focal = 2.0, 32.0
    for border_px, expected in ((10.495, False), (10.505, True)):
        right = (border_px - 16.0) / focal * distance
        shape = quad((-3, 0, -3), (right + 3, 0, 0), (0, 0, 6))
        track = camera([[0, -distance, 0]], [0, 0, 0], width=32, height=24, focal_px=focal)
        wall = scene([quad((-9, 3, -9), (18, 0, 0), (0, 0, 18))], sun())
        result = raster.render(
            wall, [body(shape, [[0, 0, 0]])], track, settings(track, supersample=supersample)
        )
        assert (result.instance[0, :, :10] == 1).all()
        assert (result.instance[0, :, 11:] == 0).all()
        assert (result.instance[0, :, 10] == expected).all()
    # The same for rows, counted from the top.
    for border_px, expected in ((7.495, False), (7.505, True)):
        bottom = -(border_px - 12.0) / focal * distance
        shape = quad((-5, 0, bottom), (10, 0, 0), (0, 0, 5))
        result = raster.render(
            wall, [body(shape, [[0, 0, 0]])], track, settings(track, supersample=supersample)
        )
        assert (result.instance[0, :7] == 1).all() and (result.instance[0, 8:] == 0).all()
        assert (result.instance[0, 7] == expected).all()


@pytest.mark.parametrize("supersample", [1, 2, 3, 4])
def test_colour_is_centred_on_the_pixel(raster, supersample):
    """A bright half plane that ends in a pixel's middle leaves it half lit: no half-pixel shift."""
    track = camera([[0, -2, 0]], [0, 0, 0], width=32, height=24, focal_px=32)
    right = (10.5 - 16.0) / 32.0 * 2.0
    shape = [quad((-3, 0, -3), (right + 3, 0, 0), (0, 0, 6))]
    place = scene(shape, sun((0, -1, 0), radiance=0.3), sky=0.0)
    colour = raster.render(place, [], track, settings(track, supersample=supersample)).colour[0]
    linear = ((colour[12, :, 0] / 255.0 + 0.055) / 1.055) ** 2.4
    assert linear[9] > 0.29 and colour[12, 11, 0] < 13
    share = linear[10] / linear[9]
    # The border goes through a column of samples where there is one on the centre.
    tolerance = 0.51 if supersample == 1 else 0.27 if supersample == 2 else 0.2
    assert abs(share - 0.5) < tolerance


def test_depth_unprojects_onto_the_surfaces(raster):
    _, track, buffers = filmed(raster)
    for frame in range(len(buffers.depth_m)):
        points = unproject(buffers.depth_m[frame].astype(float), track, frame)
        normal = buffers.normal[frame] @ track.world_from_camera[frame, :3, :3].T
        seen = (buffers.depth_m[frame] > 0) & (buffers.instance[frame] == 0)
        floor = seen & (normal[..., 2] > 0.99) & (points[..., 2] < 0.5)
        wall = seen & (normal[..., 1] < -0.99) & (points[..., 1] > 1.5)
        assert floor.sum() > 200 and wall.sum() > 200
        assert np.abs(points[floor][:, 2]).max() < 1e-3
        assert np.abs(points[wall][:, 1] - 2.0).max() < 1e-3


def test_far_ground_keeps_its_precision(raster):
    """A 200 m plain of two triangles, seen at a flat angle by a camera that turns."""
    place = scene([quad((-100, -100, 0), (200, 0, 0), (0, 200, 0))], sun())
    track = camera([[0, 0, 1.6], [0.1, 0.05, 1.62]], [[0, 10, 1.0], [0.3, 10, 1.0]],
                   width=64, height=64, focal_px=64)  # fmt: skip
    buffers = raster.render(place, [], track, settings(track))
    points = unproject(buffers.depth_m[0].astype(float), track, 0)
    near = (buffers.depth_m[0] > 0) & (buffers.depth_m[0] < 30)
    assert near.sum() > 500
    assert np.abs(points[near][:, 2]).max() < 2e-3
    pixels, _ = project(points[near], track.world_from_camera[1].astype(float),
                        track.intrinsics[1].astype(float))  # fmt: skip
    rows, columns = np.nonzero(near)
    flow = pixels - np.stack((columns + 0.5, rows + 0.5), axis=-1)
    assert np.abs(flow - buffers.flow_px[0][near]).max() < 0.05


def test_flow_of_still_things_follows_from_depth_and_camera(raster):
    _, track, buffers = filmed(raster)
    for frame in range(3):
        still = (buffers.depth_m[frame] > 0) & (buffers.instance[frame] == 0)
        points = unproject(buffers.depth_m[frame].astype(float), track, frame)[still]
        pixels, depth = project(points, track.world_from_camera[frame + 1].astype(float),
                                track.intrinsics[frame + 1].astype(float))  # fmt: skip
        rows, columns = np.nonzero(still)
        flow = pixels - np.stack((columns + 0.5, rows + 0.5), axis=-1)
        assert np.abs(flow - buffers.flow_px[frame][still]).max() < 0.02
        assert np.abs(depth - buffers.next_depth_m[frame][still]).max() < 1e-3


def test_flow_warps_a_frame_onto_the_next(raster):
    """Depth, warped along the flow, meets the next frame's depth wherever flow is valid."""
    _, track, buffers = filmed(raster)
    valid = flow_validity(buffers, track)
    assert 0.93 < valid[buffers.depth_m[:-1] > 0].mean() < 1.0
    rows, columns = np.indices(valid.shape[1:])
    for step in range(len(valid)):
        u = (columns + 0.5 + buffers.flow_px[step, ..., 0])[valid[step]]
        v = (rows + 0.5 + buffers.flow_px[step, ..., 1])[valid[step]]
        landed = buffers.instance[step + 1, v.astype(int), u.astype(int)]
        assert (landed == buffers.instance[step][valid[step]]).all()
        gap = buffers.depth_m[step + 1, v.astype(int), u.astype(int)]
        gap = np.abs(gap - buffers.next_depth_m[step][valid[step]])
        assert np.median(gap) < 0.01


def test_what_gets_hidden_is_not_valid(raster):
    """A board slides sideways over a wall: the strip that it covers next is invalid."""
    wall = scene([quad((-9, 2, -9), (18, 0, 0), (0, 0, 18))], sun())
    track = camera([[0, -2, 0], [0, -2, 0]], [0, 0, 0], width=32, height=24, focal_px=32)
    shape = quad((-0.5, 0, -3), (0.5, 0, 0), (0, 0, 6))
    board = body(shape, [[0, 0, 0], [0.25, 0, 0]])  # right border from column 16 to 20
    buffers = raster.render(wall, [board], track, settings(track))
    valid = flow_validity(buffers, track)[0]
    assert not valid[:, 16:20].any()
    assert valid[:, :16].all() and valid[:, 20:].all()
    assert np.allclose(buffers.flow_px[0, :, 8:16], [4.0, 0.0], atol=1e-3)


def test_still_things_hide_one_another_as_the_camera_moves(raster):
    """A post 2 m off hides more of the wall to its left when the camera goes right."""
    parts = [
        quad((-9, 4, -9), (18, 0, 0), (0, 0, 18)),
        quad((0, 0, -9), (0.5, 0, 0), (0, 0, 18)),
    ]
    track = camera([[0, -2, 0], [0.25, -2, 0]], [[0, 0, 0], [0.25, 0, 0]],
                   width=32, height=24, focal_px=32)  # fmt: skip
    buffers = raster.render(scene(parts, sun()), [], track, settings(track))
    valid = flow_validity(buffers, track)[0]
    # The wall moves by 32 * 0.25 / 6 = 1.33 px to the left, the post's border by 4 px from 16.
    assert not valid[:, 14:16].any()
    assert valid[:, 4:13].all() and valid[:, 16:24].all()


def test_a_projected_vertex_hits_its_own_pixel(raster):
    people, track, buffers = filmed(raster)
    for frame in range(4):
        pixels, depth = project(people[0].positions_m[frame], track.world_from_camera[frame],
                                track.intrinsics[frame])  # fmt: skip
        towards = track.world_from_camera[frame, :3, 3] - people[0].positions_m[frame]
        towards /= np.linalg.norm(towards, axis=-1, keepdims=True)
        front = (people[0].normals[frame] * towards).sum(-1) > 0.4
        column, row = pixels[front].astype(int).T
        assert (buffers.instance[frame, row, column] == 1).all()
        gap = np.abs(buffers.depth_m[frame, row, column] - depth[front])
        assert np.median(gap) < 0.02 and gap.max() < 0.15  # across half a pixel of a slope


def test_sky_has_no_surface(raster):
    track = camera([[0, -3, 1], [0, -3, 1]], [0, 0, 4], width=24, height=24, focal_px=24)
    buffers = raster.render(scene(ROOM[:1], sun()), [], track, settings(track))
    sky = buffers.depth_m == 0.0
    assert sky.all()
    assert not buffers.normal[sky].any() and not buffers.flow_px.any()
    assert not buffers.next_depth_m.any() and not buffers.instance.any()
    assert not flow_validity(buffers, track).any()


def test_the_sky_turns_with_the_camera(raster):
    """Column 0 of the surroundings lies at world +x, columns go counter-clockwise, row 0 up."""
    place = scene(ROOM[:1], sun())
    environment = np.zeros((32, 64, 3), np.float32)
    environment[:, 8:24, 0] = 0.4  # around +y
    environment[:, 24:40, 1] = 0.4  # around -x
    environment[:6, :, 2] = 0.4  # overhead
    place = type(place)(**{**vars(place), "environment": environment})
    for target, channel in (((0, 9, 3), 0), ((-9, 0, 3), 1), ((0.1, 0, 9), 2)):
        track = camera([[0, 0, 1]], target, width=8, height=8, focal_px=32)
        middle = raster.render(place, [], track, settings(track)).colour[0, 3:5, 3:5]
        assert (middle[..., channel] > 150).all(), target


def test_walls_vanish_from_behind_and_bodies_do_not(raster):
    wall = scene([quad((-1, 0, -1), (2, 0, 0), (0, 0, 2))], sun())
    sheet = body(quad((-1, 1, -1), (2, 0, 0), (0, 0, 2)), [[0, 0, 0]])
    front = camera([[0, -3, 0]], [0, 0, 0], width=16, height=16, focal_px=16)
    behind = camera([[0, 4, 0]], [0, 0, 0], width=16, height=16, focal_px=16)
    seen = raster.render(wall, [], front, settings(front))
    assert seen.depth_m[0, 8, 8] == pytest.approx(3.0, abs=1e-4)
    assert raster.render(wall, [], behind, settings(behind)).depth_m[0, 8, 8] == 0.0
    both = raster.render(wall, [sheet], behind, settings(behind))
    assert both.instance[0, 8, 8] == 1
    assert both.normal[0, 8, 8] == pytest.approx([0, 0, -1], abs=1e-3)  # towards the camera


def test_one_frame_has_no_flow(raster):
    track = camera([[0, -3, 1]], [0, 0, 0.5])
    buffers = raster.render(scene(ROOM, sun()), [], track, settings(track))
    assert buffers.flow_px.shape == (0, 32, 40, 2) and buffers.next_depth_m.shape == (0, 32, 40)
