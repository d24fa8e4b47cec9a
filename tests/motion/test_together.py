"""Actions of two people and things in hands: what should touch touches, and nothing jumps."""

from __future__ import annotations

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.errors import InputError
from understudy.geometry import forward_kinematics, quaternion_rotate
from understudy.motion import (
    ACTIONS,
    OBJECTS,
    Place,
    is_pair,
    partner_place,
    perform,
    sample_action,
    sample_partner,
)
from understudy.motion.plausibility import measure_between
from understudy.scenes import MOVING_PROPS
from understudy.types import JOINTS, ActionSpec, Motion, Skeleton

FPS, FRAMES = 24.0, 72
PAIRS = sorted(name for name in ACTIONS if is_pair(name))
WITH_OBJECTS = sorted(
    name for name, action in ACTIONS.items() if "object" in action.tags and not is_pair(name)
)
PAIRS_WITH_OBJECTS = sorted(name for name in PAIRS if "object" in ACTIONS[name].tags)
RIGHT = 1
UNHELD = {"hoop", "horse"}
"""What moves along without being held."""
NOT_BY_THE_GRIP = {"bin", "door", "door_frame", "violin", *UNHELD}
"""Things with a course of their own, held elsewhere than at their origin or not at all."""


def palms(body: Skeleton, motion: Motion) -> np.ndarray:
    turns, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )
    wrists = [JOINTS.index("left_wrist"), JOINTS.index("right_wrist")]
    return places[:, wrists] + quaternion_rotate(turns[:, wrists], 0.5 * body.fingertips_m)


def in_the_other_frame(places: np.ndarray, apart: float) -> np.ndarray:
    return np.array([apart, 0.0, 0.0]) + places * np.array([-1.0, -1.0, 1.0])


def meeting(name: str, number: int) -> tuple[np.ndarray, np.ndarray, float, Motion, Motion]:
    rng = np.random.default_rng([number, *name.encode()])
    bodies = build(rng.uniform(1.5, 1.9)), build(rng.uniform(1.5, 1.9))
    spec = sample_action(name, rng=rng, duration_s=FRAMES / FPS)
    other = sample_partner(spec, rng=rng)
    apart = partner_place(spec, *bodies).ahead_m
    clip = {"fps": FPS, "frame_count": FRAMES}
    first = perform(spec, bodies[0], partner=bodies[1], role="actor", **clip)
    second = perform(other, bodies[1], partner=bodies[0], role="partner", **clip)
    theirs = in_the_other_frame(palms(bodies[1], second), apart)
    return palms(bodies[0], first), theirs, apart, first, second


@pytest.mark.parametrize("name", ["shake_hands", "high_five"])
@pytest.mark.parametrize("number", range(6))
def test_right_palms_meet(name: str, number: int) -> None:
    mine, theirs, _, _, _ = meeting(name, number)
    gap = np.linalg.norm(mine[:, RIGHT] - theirs[:, RIGHT], axis=-1)
    assert gap.min() < 0.09  # two hands' thickness and no more
    assert gap[0] > 0.3 and gap[-1] > 0.3


@pytest.mark.parametrize("number", range(6))
def test_a_push_lands_on_the_others_chest_and_moves_them(number: int) -> None:
    mine, _, apart, _, second = meeting("push_person", number)
    chest = in_the_other_frame(second.root_m.astype(np.float64), apart)
    assert np.abs(mine[..., 0] - chest[:, None, 0]).min() < 0.3
    assert second.root_m[-1, 0] < second.root_m[:, 0].max() - 0.1


@pytest.mark.parametrize("number", range(6))
def test_a_hug_reaches_behind_the_other_without_passing_through(number: int) -> None:
    mine, _, apart, first, second = meeting("hug", number)
    pelvis = in_the_other_frame(second.root_m.astype(np.float64), apart)
    held = np.linalg.norm(first.root_m[:, :2] - pelvis[:, :2], axis=-1)
    assert 0.12 < held.min() < 0.5
    closest = int(held.argmin())
    assert (mine[closest, :, 0] > pelvis[closest, 0]).all()


@pytest.mark.parametrize("name", PAIRS)
def test_the_two_share_the_act_and_nothing_else(name: str) -> None:
    rng = np.random.default_rng(3)
    spec = sample_action(name, rng=rng)
    other = sample_partner(spec, rng=rng)
    shared = [*ACTIONS[name].parameters, "tempo", "placement"]
    assert all(spec.parameters[key] == other.parameters[key] for key in shared)
    assert spec.parameters["slouch"] != other.parameters["slouch"]
    assert spec.noise_seed != other.noise_seed


def test_one_alone_has_no_partner() -> None:
    spec = sample_action("walk", rng=np.random.default_rng(0))
    with pytest.raises(InputError, match="alone"):
        partner_place(spec, build(1.7), build(1.7))


def held(name: str, number: int) -> tuple[ActionSpec, Skeleton, Motion]:
    rng = np.random.default_rng([number, *name.encode()])
    body = build(rng.uniform(1.3, 1.9))
    spec = sample_action(name, rng=rng, duration_s=FRAMES / FPS)
    return spec, body, perform(spec, body, fps=FPS, frame_count=FRAMES)


@pytest.mark.parametrize("name", WITH_OBJECTS)
def test_objects_move_rigidly_without_jumps_and_above_ground(name: str) -> None:
    seen = 0
    for number in range(8):  # some are mimed with empty hands now and then
        _, body, motion = held(name, number)
        seen += len(motion.moving_props) + len(motion.props)
        for prop in motion.moving_props:
            assert prop.kind in MOVING_PROPS and (prop.kind in OBJECTS) != (prop.kind in UNHELD)
            turns, places = prop.body_from_prop[:, :3, :3], prop.body_from_prop[:, :3, 3]
            np.testing.assert_allclose(
                turns @ np.swapaxes(turns, 1, 2), np.broadcast_to(np.eye(3), turns.shape), atol=1e-4
            )
            assert (np.linalg.det(turns) > 0.99).all()
            assert np.linalg.norm(np.diff(places, axis=0), axis=-1).max() * FPS < 25.0  # a throw
            assert places[:, 2].min() > 0.0
            both = palms(body, motion)
            hands = np.concatenate((both, both.mean(axis=1, keepdims=True)), axis=1)
            to_hands = np.linalg.norm(hands - places[:, None], axis=-1).min(axis=1)
            if prop.kind in NOT_BY_THE_GRIP:
                continue
            assert to_hands.min() < 0.2  # some time in one hand, or between both
    assert seen


def test_what_is_picked_up_stands_on_the_ground_first() -> None:
    for number in range(6):
        _, _, motion = held("pick_up", number)
        (prop,) = motion.moving_props
        assert prop.body_from_prop[0, 2, 3] == pytest.approx(prop.size_m[2] / 2.0, abs=1e-3)
        assert prop.body_from_prop[0, 2, 2] == pytest.approx(1.0, abs=1e-3)  # upright
        assert prop.body_from_prop[-1, 2, 3] > 0.4


def test_a_drink_is_carried_upright_and_tipped_at_the_mouth() -> None:
    for number in range(6):
        _, body, motion = held("drink", number)
        (prop,) = motion.moving_props
        upright = prop.body_from_prop[:, 2, 2]
        assert upright[0] > 0.6
        highest = int(prop.body_from_prop[:, 2, 3].argmax())
        assert prop.body_from_prop[highest, 2, 3] > 0.78 * body.height_m


def test_every_object_in_a_hand_can_be_drawn() -> None:
    """Hands and places know the same things, by the same names and sizes."""
    assert set(OBJECTS) <= set(MOVING_PROPS)
    for kind, known in OBJECTS.items():
        np.testing.assert_allclose(known.size_m, MOVING_PROPS[kind].size_m, atol=1e-6)


def both(name: str, number: int) -> tuple[tuple[Skeleton, Skeleton], tuple[Motion, Motion], Place]:
    """Two of any stature, a child among them now and then, at an action of two."""
    rng = np.random.default_rng([number, 7, *name.encode()])
    bodies = build(rng.uniform(1.15, 1.9)), build(rng.uniform(1.15, 1.9))
    spec = sample_action(name, rng=rng, duration_s=3.4)
    other = sample_partner(spec, rng=rng)
    count = round(3.4 * FPS)
    clip = {"fps": FPS, "frame_count": count}
    first = perform(spec, bodies[0], partner=bodies[1], role="actor", **clip)
    second = perform(other, bodies[1], partner=bodies[0], role="partner", **clip)
    return bodies, (first, second), partner_place(spec, *bodies)


def placed(points: np.ndarray, place: Place) -> np.ndarray:
    """What is in the partner's frame, in the actor's."""
    return place.here(points)


@pytest.mark.parametrize("name", PAIRS)
def test_nobody_goes_through_the_other(name: str) -> None:
    depths = []
    for number in range(12):
        bodies, motions, place = both(name, number)
        depths.append(
            measure_between(bodies, motions, (place.ahead_m, place.left_m), place.yaw_rad)
        )
    # Stand-in bodies are coarse; a limb that passes through a trunk is 10 cm deep and more.
    assert np.median(depths) < 0.03 and max(depths) < 0.1, np.round(depths, 3)


def test_the_measure_sees_two_who_stand_in_each_other() -> None:
    bodies, motions, _ = both("bow_to_each_other", 0)
    assert measure_between(bodies, motions, (0.1, 0.0), np.pi) > 0.05
    assert measure_between(bodies, motions, (3.0, 0.0), np.pi) == 0.0


@pytest.mark.parametrize("name", PAIRS_WITH_OBJECTS)
def test_what_two_handle_moves_rigidly_and_in_their_hands(name: str) -> None:
    for number in range(6):
        bodies, motions, place = both(name, number)
        things = [
            (thing, owner) for owner in (0, 1) for thing in motions[owner].moving_props
        ]  # fmt: skip
        assert things
        hands = [palms(bodies[0], motions[0]), placed(palms(bodies[1], motions[1]), place)]
        for thing, owner in things:
            turns = thing.body_from_prop[:, :3, :3]
            course = thing.body_from_prop[:, :3, 3].astype(np.float64)
            course = course if owner == 0 else placed(course, place)
            np.testing.assert_allclose(
                turns @ np.swapaxes(turns, 1, 2), np.broadcast_to(np.eye(3), turns.shape), atol=1e-4
            )
            assert np.linalg.norm(np.diff(course, axis=0), axis=-1).max() * FPS < 12.0
            assert course[:, 2].min() > 0.0
            # Half the thing's diagonal, a hand, and a hand that is drawn back too slowly.
            reach = 0.5 * float(np.linalg.norm(thing.size_m)) + 0.25
            both_hands = np.concatenate(hands, axis=1)
            away = np.linalg.norm(both_hands - course[:, None], axis=-1).min(axis=1)
            assert np.median(away) < reach


def nearest(points: np.ndarray, others: np.ndarray) -> float:
    return float(np.linalg.norm(points - others, axis=-1).min())


def joint(body: Skeleton, motion: Motion, name: str) -> np.ndarray:
    _, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )
    return places[:, JOINTS.index(name)]


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("name", ["punch_person", "slap_person", "push_person", "pat_on_back"])
def test_a_hand_meets_the_others_head_or_trunk(name: str, number: int) -> None:
    bodies, motions, place = both(name, number)
    mine = palms(bodies[0], motions[0])
    gaps = []
    for target in ("head", "spine3", "spine2", "left_shoulder", "right_shoulder"):
        theirs = placed(joint(bodies[1], motions[1], target), place)
        gaps.append(np.linalg.norm(mine - theirs[:, None], axis=-1).min())
    scale = bodies[1].height_m / 1.7
    assert min(gaps) < 0.3 * scale  # a trunk's half depth, half a fist


@pytest.mark.parametrize("number", range(8))
def test_a_kick_arrives(number: int) -> None:
    bodies, motions, place = both("kick_person", number)
    gaps, heights = [], []
    for side in ("left", "right"):
        foot = joint(bodies[0], motions[0], f"{side}_foot")
        heights.append(foot[:, 2].max())
        for target in ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "spine2"):
            gaps.append(nearest(foot, placed(joint(bodies[1], motions[1], target), place)))
    assert min(gaps) < 0.3 and max(heights) > 0.22 * bodies[0].height_m


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("name", ["shake_hands", "fist_bump", "cheers", "hold_hands", "high_five"])
def test_hands_meet_at_any_statures(name: str, number: int) -> None:
    bodies, motions, place = both(name, number)
    mine = palms(bodies[0], motions[0])
    theirs = placed(palms(bodies[1], motions[1]), place)
    gaps = np.linalg.norm(mine[:, :, None] - theirs[:, None, :], axis=-1)
    assert gaps.min() < (0.24 if name == "cheers" else 0.13)


@pytest.mark.parametrize("number", range(6))
def test_what_is_given_leaves_one_hand_and_stays_in_the_other(number: int) -> None:
    bodies, motions, place = both("give_object", number)
    (thing,) = motions[0].moving_props
    course = thing.body_from_prop[:, :3, 3].astype(np.float64)
    giver = palms(bodies[0], motions[0])
    taker = placed(palms(bodies[1], motions[1]), place)
    at_giver = np.linalg.norm(giver - course[:, None], axis=-1).min(axis=1)
    at_taker = np.linalg.norm(taker - course[:, None], axis=-1).min(axis=1)
    assert at_giver[0] < 0.25 < at_taker[0]
    assert at_taker[-1] < 0.3 < at_giver[-1]
    assert np.linalg.norm(np.diff(course, axis=0), axis=-1).max() * FPS < 4.0


def test_walking_towards_and_apart_change_the_distance() -> None:
    for name, way in (("walk_towards", -1.0), ("walk_apart", 1.0)):
        for number in range(6):
            _, (first, second), place = both(name, number)
            there = placed(second.root_m.astype(np.float64), place)
            away = np.linalg.norm(first.root_m[:, :2] - there[:, :2], axis=-1)
            assert way * (away[-1] - away[0]) > 0.8


@pytest.mark.parametrize(("name", "most"), [("shake_hands", 16), ("high_five", 15)])
def test_who_walks_up_starts_further_away_and_meets_at_the_same_place(name: str, most: int) -> None:
    came = 0
    for number in range(16):
        _, (first, second), place = both(name, number)
        there = placed(second.root_m.astype(np.float64), place)
        away = np.linalg.norm(first.root_m[:, :2] - there[:, :2], axis=-1)
        assert away.min() == pytest.approx(place.ahead_m, abs=0.2)
        came += away[0] > place.ahead_m + 0.2
    assert 4 < came <= most


def test_a_place_seen_from_there_is_the_inverse() -> None:
    place = Place(ahead_m=0.7, left_m=-0.4, yaw_rad=1.1)
    back = place.seen_from_there()
    point = np.array([0.3, 0.2, 1.0])
    np.testing.assert_allclose(back.here(place.here(point)), point, atol=1e-12)
