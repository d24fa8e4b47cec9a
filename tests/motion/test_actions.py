"""Every action, on two bodies: plausible, varied, deterministic, honest about bad input."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.errors import InputError
from understudy.geometry import forward_kinematics, quaternion_rotate
from understudy.motion import ACTIONS, Choice, caption, perform, sample_action
from understudy.types import JOINTS, ActionSpec, Motion, Skeleton

FPS, FRAMES, SAMPLES = 24.0, 60, 10
BODIES = (build(1.7), build(1.25, girth=1.25))
ALL = sorted(ACTIONS)


@functools.cache
def performances(name: str) -> tuple[tuple[ActionSpec, Skeleton, Motion], ...]:
    results = []
    for number in range(SAMPLES):
        rng = np.random.default_rng([number, *name.encode()])
        spec = sample_action(name, rng=rng, duration_s=FRAMES / FPS)
        body = BODIES[number % 2]
        results.append((spec, body, perform(spec, body, fps=FPS, frame_count=FRAMES)))
    return tuple(results)


def posed(body: Skeleton, motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    return forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )


def surface(body: Skeleton, motion: Motion) -> np.ndarray:
    turns, places = posed(body, motion)
    joints = body.surface_joints
    return places[:, joints] + quaternion_rotate(turns[:, joints], body.surface_offsets_m)


@pytest.mark.parametrize("name", ALL)
def test_arrays_are_finite_unit_and_of_the_documented_shape(name: str) -> None:
    for _, _, motion in performances(name):
        assert motion.rotations.shape == (FRAMES, 24, 4)
        assert motion.rotations.dtype == motion.root_m.dtype == np.float32
        assert motion.root_m.shape == (FRAMES, 3)
        assert motion.contacts.shape == (FRAMES, 2) and motion.contacts.dtype == bool
        assert np.isfinite(motion.root_m).all()
        np.testing.assert_allclose(np.linalg.norm(motion.rotations, axis=-1), 1.0, atol=1e-5)
        start, end = motion.action_interval_s
        assert 0.0 <= start < end <= FRAMES / FPS + 1e-9


@pytest.mark.parametrize("name", ALL)
def test_nothing_sinks_into_the_ground(name: str) -> None:
    for _, body, motion in performances(name):
        if any(prop.kind == "pool" for prop in motion.props):
            continue  # water gives way: test_acrobatics.py says where divers end
        assert surface(body, motion)[..., 2].min() > -0.01
        _, places = posed(body, motion)
        hands = [JOINTS.index("left_wrist"), JOINTS.index("right_wrist")]
        assert places[:, hands, 2].min() > 0.0


@pytest.mark.parametrize("name", ALL)
def test_planted_feet_do_not_slide(name: str) -> None:
    for _, body, motion in performances(name):
        turns, places = posed(body, motion)
        for side, (ankle, toe) in enumerate(
            (("left_ankle", "left_foot"), ("right_ankle", "right_foot"))
        ):
            a, t = JOINTS.index(ankle), JOINTS.index(toe)
            heel = places[:, a] + quaternion_rotate(turns[:, a], body.soles_m[side, 0])
            marks = np.stack((heel, places[:, t]), axis=1)  # heel, and what the toes turn about
            steps = np.diff(marks, axis=0)
            rolling = np.linalg.norm(steps, axis=-1).argmin(axis=1)  # the mark on the ground
            planted = motion.contacts[1:, side] & motion.contacts[:-1, side]
            slid = np.zeros(3)
            for step, mark, on_ground in zip(steps, rolling, planted, strict=True):
                slid = slid + step[mark] if on_ground else np.zeros(3)
                assert np.linalg.norm(slid) < 0.02


def test_somebody_who_stands_or_walks_has_a_foot_on_the_ground() -> None:
    standing = ("idle", "squat", "sit_down", "bow", "pick_up")
    for name, action in ACTIONS.items():
        for _, _, motion in performances(name):
            if name == "walk" or {"gesture", "pair"} <= set(action.tags):  # two walk up first
                assert motion.contacts.any(axis=1).mean() > 0.9
            elif "gesture" in action.tags or name in standing:
                assert motion.contacts.all()


@pytest.mark.parametrize("name", ALL)
def test_knees_and_elbows_bend_one_way_and_not_too_far(name: str) -> None:
    for _, _, motion in performances(name):
        for joint in ("left_knee", "right_knee"):
            turn = motion.rotations[:, JOINTS.index(joint)]
            folded = 2.0 * np.arctan2(turn[:, 2], turn[:, 0])  # about y, positive backward
            assert folded.min() > -0.02 and folded.max() < 2.7
            assert np.abs(turn[:, [1, 3]]).max() < 0.05  # a hinge
        for joint, sign in (("left_elbow", -1.0), ("right_elbow", 1.0)):
            turn = motion.rotations[:, JOINTS.index(joint)].astype(np.float64)
            forearm = quaternion_rotate(turn, np.array([0.0, -sign, 0.0]))
            assert np.arccos(np.clip(-sign * forearm[:, 1], -1.0, 1.0)).max() < 2.7
            assert forearm[:, 0].min() > -0.02  # the forearm only comes forward of the upper arm


@pytest.mark.parametrize("name", ALL)
def test_the_trunk_and_head_stay_within_their_range(name: str) -> None:
    for _, _, motion in performances(name):
        for joint, most in (
            ("spine1", 0.7),
            ("spine2", 0.7),
            ("spine3", 0.7),
            ("neck", 0.9),
            ("head", 0.9),
        ):
            turn = motion.rotations[:, JOINTS.index(joint)]
            assert 2.0 * np.arccos(np.clip(np.abs(turn[:, 0]), 0.0, 1.0)).max() < most


@pytest.mark.parametrize("name", ALL)
def test_hands_stay_out_of_the_trunk(name: str) -> None:
    chest, pelvis = JOINTS.index("spine3"), 0
    for _, body, motion in performances(name):
        turns, places = posed(body, motion)
        inverse = turns[:, chest] * np.array([1.0, -1.0, -1.0, -1.0])
        scale = body.height_m / 1.7
        for hand in ("left_wrist", "right_wrist"):
            place = places[:, JOINTS.index(hand)]
            relative = quaternion_rotate(inverse, place - places[:, chest])
            beside = quaternion_rotate(inverse, places[:, pelvis] - places[:, chest])
            at_trunk = (relative[:, 2] < 0.1 * scale) & (relative[:, 2] > beside[:, 2])
            inside = (relative[:, 0] / (0.1 * scale)) ** 2 + (relative[:, 1] / (0.13 * scale)) ** 2
            assert (inside[at_trunk] > 0.95).all()


@pytest.mark.parametrize("name", ALL)
def test_movement_is_smooth(name: str) -> None:
    """A punch or a jump reaches some 150 m/s^2 at the hand; a jump in the data is thousands."""
    for _, body, motion in performances(name):
        _, places = posed(body, motion)
        acceleration = np.diff(places, n=2, axis=0) * FPS**2
        assert np.linalg.norm(acceleration, axis=-1).max() < 280.0


@pytest.mark.parametrize("name", ALL)
def test_samples_differ_and_the_same_spec_repeats(name: str) -> None:
    motions = performances(name)
    for one, other in zip(motions, motions[2:], strict=False):
        assert np.abs(one[2].rotations - other[2].rotations).max() > 0.05
    spec, body, motion = motions[0]
    again = perform(
        ActionSpec.model_validate_json(spec.model_dump_json()), body, fps=FPS, frame_count=FRAMES
    )
    np.testing.assert_array_equal(motion.rotations, again.rotations)
    np.testing.assert_array_equal(motion.root_m, again.root_m)


@pytest.mark.parametrize("name", ALL)
def test_parameters_lie_in_their_distributions_and_captions_read_well(name: str) -> None:
    action = ACTIONS[name]
    for spec, _, _ in performances(name):
        assert set(spec.parameters) == set(action.all_parameters)
        for key, kind in action.all_parameters.items():
            assert kind.low <= spec.parameters[key] <= kind.high
        text = caption(spec)
        assert "{" not in text and "_" not in text and len(text) > 8
    assert action.description.endswith(".") and "\n" not in action.description


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("fps", [8.0, 60.0])
def test_any_length_that_is_allowed_can_be_performed(name: str, fps: float) -> None:
    shortest = ACTIONS[name].minimum_s
    for duration_s in (shortest, 9.0):
        spec = sample_action(name, rng=np.random.default_rng(5), duration_s=duration_s)
        count = round(duration_s * fps)
        motion = perform(spec, BODIES[0], fps=fps, frame_count=count)
        assert len(motion.rotations) == count and np.isfinite(motion.rotations).all()
    free = sample_action(name, rng=np.random.default_rng(6))
    assert shortest <= free.duration_s < 8.0


def test_flight_is_free_fall() -> None:
    for name in ("jump", "jog"):
        rng = np.random.default_rng(3)
        for number in range(6):
            spec = sample_action(name, rng=rng, duration_s=3.0)
            quiet = spec.parameters | {"sway": 0.0}
            spec = spec.model_copy(update={"parameters": quiet})
            motion = perform(spec, BODIES[number % 2], fps=200.0, frame_count=600)
            air = ~motion.contacts.any(axis=1)
            middle = air[:-2] & air[1:-1] & air[2:]
            for margin in range(1, 8):  # away from take-off and landing
                middle[margin:-margin] &= air[1:-1][2 * margin :] & air[1:-1][: -2 * margin]
            falling = np.diff(motion.root_m[:, 2].astype(np.float64), n=2)[middle] * 200.0**2
            if name == "jump":
                assert len(falling) > 10
            if len(falling):
                assert abs(np.median(falling) + 9.81) < 1.0


def test_a_fall_ends_lying_and_is_no_quicker_than_gravity() -> None:
    for spec, body, motion in performances("fall"):
        _, places = posed(body, motion)
        head = places[:, JOINTS.index("head"), 2]
        assert head[0] > 0.8 * body.height_m, spec.parameters
        assert head[-1] < 0.22 * body.height_m, spec.parameters
        # The top of a rigid rod that topples from rest arrives at sqrt(3 g h); people are softer.
        speed = -np.diff(head).min() * FPS
        assert speed < 1.05 * np.sqrt(3.0 * 9.81 * body.height_m), spec.parameters


def test_sitting_meets_the_chair() -> None:
    for name, seated in (("sit_down", -1), ("stand_up", 0)):
        for spec, body, motion in performances(name):
            (chair,) = motion.props
            assert chair.kind == "chair"
            x, y, _ = chair.position_m
            depth, width, seat = chair.size_m
            spec_height = spec.parameters["seat_height"]
            assert 0.75 < spec_height < 1.2 and 0.2 < seat / body.height_m < 0.36
            pelvis = motion.root_m[seated]
            assert abs(pelvis[0] - x) < 0.5 * depth and abs(pelvis[1] - y) < 0.5 * width
            points = surface(body, motion)[seated]
            seat_joints = [JOINTS.index(n) for n in ("pelvis", "left_hip", "right_hip")]
            hips = points[np.isin(body.surface_joints, seat_joints)]
            assert abs(hips[:, 2].min() - seat) < 0.05
            standing = motion.root_m[0 if seated == -1 else -1]
            assert standing[2] > pelvis[2] + 0.12 * body.height_m


def test_walking_covers_ground_only_on_a_path() -> None:
    for spec, body, motion in performances("walk"):
        travelled = np.ptp(motion.root_m[:, 0])
        in_place = spec.parameters["path"] == 1.0
        assert travelled < 0.1 if in_place else travelled > 0.5 * body.height_m
        assert np.ptp(motion.root_m[:, 1]) < 0.15


def test_sides_are_honoured() -> None:
    for spec, body, motion in performances("wave_one_hand"):
        _, places = posed(body, motion)
        hands = places[:, [JOINTS.index("left_wrist"), JOINTS.index("right_wrist")], 2].max(axis=0)
        raised = int(spec.parameters["side"])
        assert hands[raised] > hands[1 - raised] + 0.15 * body.height_m
        assert caption(spec).count(("left", "right")[raised]) == 1


def test_arms_go_overhead_with_the_shoulders() -> None:
    for _, body, motion in performances("raise_arms"):
        _, places = posed(body, motion)
        wrists = places[:, [JOINTS.index("left_wrist"), JOINTS.index("right_wrist")], 2]
        assert wrists.min(axis=1).max() > places[:, JOINTS.index("head"), 2].max()
        shoulder = places[:, JOINTS.index("left_shoulder"), 2]
        assert np.ptp(shoulder) > 0.015 * body.height_m


def test_clapping_hands_meet_and_part() -> None:
    for _, body, motion in performances("clap"):
        _, places = posed(body, motion)
        gap = np.linalg.norm(
            places[:, JOINTS.index("left_wrist")] - places[:, JOINTS.index("right_wrist")], axis=-1
        )
        middle = gap[FRAMES // 3 : 2 * FRAMES // 3]
        assert middle.min() < 0.1 * body.height_m < 0.06 * body.height_m + middle.max()


def test_bad_input_is_named() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match="wave_one_hand"):
        sample_action("wave_one_hnd", rng=rng)
    spec = sample_action("walk", rng=rng, duration_s=2.0)
    missing = {k: v for k, v in spec.parameters.items() if k != "tempo"}
    changes: list[tuple[dict[str, object], str]] = [
        ({"name": "wlak"}, "did you mean walk"),
        ({"parameters": missing}, "missing tempo"),
        ({"parameters": spec.parameters | {"tmpo": 1.0}}, "unknown tmpo"),
        ({"parameters": spec.parameters | {"tempo": float("nan")}}, "tempo is nan"),
        ({"parameters": spec.parameters | {"path": 0.5}}, "path is 0.5"),
        ({"duration_s": 0.1}, "at least"),
    ]
    for change, message in changes:
        with pytest.raises(InputError, match=message):
            perform(spec.model_copy(update=change), BODIES[0], fps=24.0, frame_count=48)
    with pytest.raises(InputError, match="fps"):
        perform(spec, BODIES[0], fps=0.0, frame_count=48)
    with pytest.raises(InputError, match="at least"):
        sample_action("fall", rng=rng, duration_s=0.5)


def test_choices_are_stored_as_numbers() -> None:
    for action in ACTIONS.values():
        for kind in action.all_parameters.values():
            if isinstance(kind, Choice):
                assert len(kind.options) == len(kind.weights)
