"""Rooms: nothing overlaps, floats, sticks out of the walls or stands where people move."""

import math

import numpy as np
import pytest

from understudy.errors import InputError
from understudy.rng import stream
from understudy.scenes import SCENE_FAMILIES, SCENES, build_scene, sample_scene, scene_kinds
from understudy.scenes.layout import TRIANGLE_BUDGET, VIEW_OPEN_SHARE, Ground
from understudy.scenes.rooms import ROOMS
from understudy.scenes.rooms.shell import lay_shell

CLEAR = ((0.3, -0.2), 1.0)
ROOMS_PER_KIND = 12
TOUCH_M = 0.02


def eyes(number: int) -> np.ndarray:
    """A camera in every second room."""
    if number % 2:
        return np.zeros((0, 3))
    rng = stream(number, "eye")
    angle, away = rng.uniform(-math.pi, math.pi), rng.uniform(1.8, 5.0)
    return np.array([[away * math.cos(angle), away * math.sin(angle), rng.uniform(0.5, 2.2)]])


@pytest.fixture(scope="module", params=sorted(ROOMS))
def rooms(request):
    """Ground as furnished, surroundings and camera of some rooms of a kind."""
    made = []
    for number in range(ROOMS_PER_KIND):
        spec = sample_scene(rng=stream(number, "room"), kind=request.param)
        ground = Ground(keep_clear=[CLEAR], eyes_m=eyes(number), view_open=number % 4 != 0)
        made.append((ground, SCENES[request.param].build(spec, ground, eyes(number)), spec))
    return made


def test_no_two_things_stand_in_one_place(rooms):
    for ground, _, spec in rooms:
        for i, spot in enumerate(ground.taken):
            assert not any(spot.overlaps(other) for other in ground.taken[:i]), spec


def test_nothing_stands_in_people_or_cameras(rooms):
    for ground, place, spec in rooms:
        for part in place.parts:
            low, high = part.positions_m.min(axis=0), part.positions_m.max(axis=0)
            if high[2] < 0.03 or low[2] > 1.9 or len(part.faces) < 3:
                continue  # paint on the floor, lamps; walls bound the room, see below
            away = np.linalg.norm(part.positions_m[:, :2] - np.array(CLEAR[0]), axis=1)
            assert away.min() > CLEAR[1] - 0.02, spec
            for eye in ground.eyes_m:
                inside = (low < eye + 0.05).all() and (high > eye - 0.05).all()
                hung = min(np.ptp(part.positions_m[:, :2], axis=0)) > 1.5  # a turned rail
                assert not inside or hung, spec


def test_everything_stands_lies_or_hangs_on_something(rooms):
    """Parts whose boxes touch hold each other; floor, ceiling and walls hold the first."""
    for _, place, spec in rooms:
        boxes = np.array([(p.positions_m.min(axis=0), p.positions_m.max(axis=0))
                          for p in place.parts])  # fmt: skip
        low, high = boxes[:, 0] - TOUCH_M, boxes[:, 1] + TOUCH_M
        top = high[:, 2].max() - TOUCH_M
        held = (low[:, 2] <= 0.01) | (high[:, 2] >= top)
        held |= np.array([_near_wall(part, place.parts) for part in place.parts])
        while True:
            touching = np.zeros(len(held), bool)
            for index in np.flatnonzero(held):
                touching |= ((low <= high[index]) & (high >= low[index])).all(axis=1)
            if not (touching & ~held).any():
                break
            held |= touching
        loose = np.flatnonzero(~held)
        assert loose.size == 0, (spec.kind, spec.seed, boxes[loose[:3]])


def _near_wall(part, parts) -> bool:
    """Tells whether a part touches the plane of some wall; walls are the largest upright quads."""
    for wall in parts[2:10]:
        upright = len(wall.faces) == 2 and abs(wall.normals[0, 2]) < 1e-9
        if upright and np.ptp(wall.positions_m, axis=0).max() > 1.5:
            away = (part.positions_m - wall.positions_m[0]) @ wall.normals[0]
            if away.min() < 0.18:
                return True
    return False


def test_things_stay_inside_the_walls_and_the_budget(rooms):
    for _, place, spec in rooms:
        floor = place.parts[0].positions_m[:, :2]
        corner, right, up = floor[0], floor[1] - floor[0], floor[3] - floor[0]
        top = place.parts[1].positions_m[0, 2]
        points = np.concatenate([part.positions_m for part in place.parts])
        for side in (right, up):
            length = np.linalg.norm(side)
            along = (points[:, :2] - corner) @ side / length
            assert along.min() > -1e-6 and along.max() < length + 1e-6, spec
        assert points[:, 2].min() > -1e-6 and points[:, 2].max() < top + 1e-6, spec
        assert sum(len(part.faces) for part in place.parts) <= TRIANGLE_BUDGET


def test_kinds_look_like_themselves():
    """Most rooms hold things, and large rooms more than small ones."""
    counts = {}
    for kind in ROOMS:
        found = []
        for number in range(6):
            spec = sample_scene(rng=stream(number, "room"), kind=kind)
            ground = Ground(keep_clear=[CLEAR], eyes_m=eyes(0), view_open=True)
            SCENES[kind].build(spec, ground, eyes(0))
            found.append(len(ground.taken))
        counts[kind] = np.mean(found)
    assert min(counts[kind] for kind in ROOMS if kind != "bare_room") > 3.0, counts
    assert counts["bare_room"] < counts["office"]


def test_what_stands_before_people_leaves_their_upper_half_in_sight():
    """From the camera's eye, on the line to the middle of the people."""
    hiding = 0
    for number in range(40):
        kind = sorted(ROOMS)[number % len(ROOMS)]
        spec = sample_scene(rng=stream(number, "room"), kind=kind)
        eye = np.array([[3.4, 1.2, (0.5, 1.3, 2.0)[number % 3]]])
        ground = Ground(keep_clear=[CLEAR], eyes_m=eye, view_open=False)
        place = SCENES[kind].build(spec, ground, eye)
        chest = np.array([*CLEAR[0], 1.3])
        line = eye[0] + np.linspace(0.15, 0.75, 40)[:, None] * (chest - eye[0])
        for part in place.parts[10:]:
            low, high = part.positions_m.min(axis=0), part.positions_m.max(axis=0)
            inside = ((line > low) & (line < high)).all(axis=1)
            assert not inside.any(), (kind, spec.seed)
        feet = np.array([*CLEAR[0], 0.4])
        line = eye[0] + np.linspace(0.15, 0.75, 40)[:, None] * (feet - eye[0])
        hiding += any(
            ((line > p.positions_m.min(axis=0)) & (line < p.positions_m.max(axis=0))).all(1).any()
            for p in place.parts[10:]
        )
    assert hiding > 4, "something must hide legs now and then"


def test_a_corridor_runs_along_the_view():
    for number in range(8):
        camera = eyes(2 * number)
        spec = sample_scene(rng=stream(number, "room"), kind="corridor")
        ground = Ground(keep_clear=[CLEAR], eyes_m=camera, view_open=True)
        floor = SCENES["corridor"].build(spec, ground, camera).parts[0].positions_m
        sides = floor[[1, 3], :2] - floor[0, :2]
        long = sides[int(np.argmax(np.linalg.norm(sides, axis=1)))]
        towards = camera[0, :2] - np.array(CLEAR[0])
        cosine = abs(long @ towards) / np.linalg.norm(long) / np.linalg.norm(towards)
        assert cosine > 0.95 and np.linalg.norm(sides, axis=1).min() < 4.5


def test_a_turned_room_holds_people_and_camera():
    camera = np.array([[3.0, 1.0, 1.5]])
    spec = sample_scene(rng=stream(1, "room"), kind="bare_room")
    ground = Ground(keep_clear=[CLEAR], eyes_m=camera, view_open=True)
    shell = lay_shell(spec, ground, camera, yaw_rad=0.7, stage_m=2.0, rng=stream(0))
    for point in (camera[0, :2], np.array(CLEAR[0])):
        own = shell.own(point)
        np.testing.assert_allclose(shell.world(own), point, atol=1e-12)
        assert (own > shell.low).all() and (own < shell.high).all()
    for wall in shell.walls:
        assert (np.array(CLEAR[0]) - wall.start) @ wall.inward > CLEAR[1]


def test_names_expand_to_kinds():
    assert scene_kinds(["kitchen"]) == ("kitchen",)
    assert scene_kinds(["room"]) == scene_kinds(["indoor"]) == SCENE_FAMILIES["indoor"]
    assert scene_kinds(["outdoor"]) == SCENE_FAMILIES["outdoor"]
    both = scene_kinds(["office", "indoor", "outdoor"])
    assert both[0] == "office" and len(set(both)) == len(both) and set(both) == set(SCENES)
    assert set(SCENE_FAMILIES["indoor"]) == {name for name in SCENES if SCENES[name].indoors}
    with pytest.raises(InputError, match="unknown scene 'kitchn': did you mean kitchen"):
        scene_kinds(["kitchn"])
    with pytest.raises(InputError, match="no scene named"):
        scene_kinds([])
    spec = sample_scene(rng=stream(3), kind="outdoor")
    assert spec.kind in SCENE_FAMILIES["outdoor"]


def test_sizes_fit_the_kind():
    for kind in ROOMS:
        low, high = SCENES[kind].sizes_m
        for number in range(10):
            size = sample_scene(rng=stream(number), kind=kind).size_m
            assert sorted(low[:2])[0] <= min(size[:2]) and max(size[:2]) <= max(high[:2])
            assert low[2] <= size[2] <= high[2]
    assert 0.5 < VIEW_OPEN_SHARE < 1.0


def test_ceilings_are_above_whoever_reaches_up():
    spec = sample_scene(rng=stream(4, "scene"), kind="bedroom")
    low, high = (build_scene(spec, headroom_m=reach) for reach in (1.9, 4.3))
    heights = [float(scene.mesh.positions_m[:, 2].max()) for scene in (low, high)]
    assert heights[0] == pytest.approx(spec.size_m[2], abs=0.05)
    assert heights[1] == pytest.approx(4.3, abs=0.05)
