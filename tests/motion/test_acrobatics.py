"""Upside down, through the air, on apparatus: gravity, momentum, hands and feet that hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.geometry import forward_kinematics, quaternion_rotate
from understudy.motion import ACTIONS, perform, sample_action
from understudy.motion.plausibility import MASS_SHARES, J, centre_of_mass, measure_plausibility
from understudy.motion.programs import acrobatics, apparatus
from understudy.types import ActionSpec, Motion, Skeleton

FPS = 120.0
BODIES = (build(1.7), build(1.35, girth=1.15))
DIVES = tuple(action.name for action in acrobatics.DIVES)
FLIPS = ("backflip", "front_flip")


def performed(
    name: str, number: int, **changes: float
) -> tuple[ActionSpec, Skeleton, Motion, np.ndarray, np.ndarray]:
    """Returns one performance without sway, and its joints' turns and places."""
    spec = sample_action(name, rng=np.random.default_rng([number, *name.encode()]))
    spec = spec.model_copy(update={"parameters": spec.parameters | {"sway": 0.0} | changes})
    body = BODIES[number % 2]
    motion = perform(spec, body, fps=FPS, frame_count=round(spec.duration_s * FPS))
    turns, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )
    return spec, body, motion, turns, places


def in_the_air(spec: ActionSpec, motion: Motion, places: np.ndarray) -> np.ndarray:
    """Returns the frames (N,) of the flight: rising off the ground or deck until landing."""
    feet = places[:, [J["left_foot"], J["right_foot"]], 2].min(axis=1)
    deck = feet[0]
    if spec.name in DIVES:  # until the hands are in the water
        hands = places[:, [J["left_hand"], J["right_hand"]], 2].min(axis=1)
        away = np.flatnonzero(np.abs(feet - deck) > 0.12)[0]
        wet = np.flatnonzero(hands[away:] < acrobatics.POOL_M[2] + 0.15)[0]
        return np.arange(away, away + wet)
    off = np.flatnonzero(feet > deck + 0.12)
    return np.arange(off[0], off[-1] + 1)


@pytest.mark.parametrize("name", (*FLIPS, *DIVES))
def test_in_the_air_the_mass_falls_freely(name: str) -> None:
    for number in range(4):
        spec, _, motion, _, places = performed(name, number)
        frames = in_the_air(spec, motion, places)
        assert len(frames) > 0.3 * FPS
        mass = centre_of_mass(places)[frames]
        times = np.arange(len(frames)) / FPS
        course = np.polyfit(times, mass[:, 2], 2)
        assert 2.0 * course[0] == pytest.approx(-9.81, abs=0.35)
        assert np.abs(np.polyval(course, times) - mass[:, 2]).max() < 0.01
        level = np.polyfit(times, mass[:, 0], 1)
        assert np.abs(np.polyval(level, times) - mass[:, 0]).max() < 0.02


@pytest.mark.parametrize("name", (*FLIPS, "dive_forward_somersault", "dive_backward_somersault"))
def test_in_the_air_angular_momentum_stays(name: str) -> None:
    """A tuck spins, a stretched body barely turns; their momentum is the same."""
    for number in range(3):
        spec, _, motion, _, places = performed(name, number)
        frames = in_the_air(spec, motion, places)
        around = places - centre_of_mass(places)[:, None]
        momentum = np.zeros(len(places))
        for (start, end), share in MASS_SHARES.items():
            for joint in (start, end):
                point = around[:, J[joint]]
                speed = np.gradient(point, 1.0 / FPS, axis=0)
                momentum += 0.5 * share * (point[:, 2] * speed[:, 0] - point[:, 0] * speed[:, 2])
        # Feet leave the ground and meet it softly: the flight's middle is what counts.
        until = 0.82 if name in FLIPS else 0.92
        inside = frames[int(0.3 * len(frames)) : int(until * len(frames))]
        share = momentum[inside] / np.median(momentum[inside])
        assert share.min() > 0.85 and share.max() < 1.15, (spec.parameters, share)
        spin = np.unwrap(2.0 * np.arctan2(motion.rotations[:, 0, 2], motion.rotations[:, 0, 0]),
                         period=2.0 * np.pi)  # fmt: skip
        rate = np.abs(np.diff(spin)) * FPS
        assert rate[inside].max() > 1.4 * rate[inside[-1]]


@pytest.mark.parametrize(("name", "turns"), [
    ("backflip", -1.0), ("front_flip", 1.0), ("forward_roll", 1.0),
    ("dive", 0.5), ("dive_forward_somersault", 1.5), ("dive_backward_somersault", -1.5),
    ("dive_reverse_somersault", -1.5), ("dive_inward_somersault", 1.5),
])  # fmt: skip
def test_bodies_turn_over_as_often_as_their_names_say(name: str, turns: float) -> None:
    for number in range(3):
        spec, _, motion, _, places = performed(name, number)
        pitch = np.unwrap(2.0 * np.arctan2(motion.rotations[:, 0, 2], motion.rotations[:, 0, 0]),
                          period=2.0 * np.pi)  # fmt: skip
        last = in_the_air(spec, motion, places)[-1] if name in DIVES else -1
        assert (pitch[last] - pitch[0]) / (2.0 * np.pi) == pytest.approx(turns, abs=0.09)


def test_twists_turn_the_chest_all_the_way_round() -> None:
    for number in range(4):
        spec, _, motion, turns, places = performed("dive_twist", number)
        frames = in_the_air(spec, motion, places)
        chest = turns[:, 0]
        left = quaternion_rotate(chest, np.array([0.0, 1.0, 0.0]))[frames, 1]
        assert left[0] > 0.9 and left.min() < -0.9 and left[-1] > 0.9
        # To the side that the parameter names, seen by the diver: left is counter-clockwise.
        quarter = frames[np.flatnonzero(left < 0.3)[0]]
        ahead = quaternion_rotate(chest[quarter], np.array([1.0, 0.0, 0.0]))[1]
        assert np.sign(ahead) == (1.0 if spec.parameters["side"] == 0.0 else -1.0)


def test_a_fall_is_no_muscles_speed_but_a_throw_is() -> None:
    spec = sample_action("idle", rng=np.random.default_rng(1), duration_s=1.5)
    still = perform(spec, BODIES[0], fps=FPS, frame_count=round(1.5 * FPS))
    times = np.arange(len(still.root_m)) / FPS

    def speed_m_s(course_m: np.ndarray) -> float:
        root = np.repeat(still.root_m[:1].astype(np.float64), len(times), axis=0) + course_m
        flown = replace(
            still,
            rotations=np.repeat(still.rotations[:1], len(times), axis=0),
            root_m=root.astype(np.float32),
            contacts=np.zeros_like(still.contacts),
        )
        return measure_plausibility(BODIES[0], flown)["speed_m_s"]

    along, up = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    high = 40.0 * np.ones(len(times))
    fall = high - 4.905 * times**2
    assert speed_m_s(fall[:, None] * up) < 0.2
    thrown = 20.0 * times
    assert speed_m_s(fall[:, None] * up + thrown[:, None] * along) == pytest.approx(20.0, abs=0.2)
    assert speed_m_s((high + thrown)[:, None] * up) == pytest.approx(20.0, abs=0.2)
    pushed = high - thrown  # faster than it can have fallen so far
    assert speed_m_s(pushed[:, None] * up) > 15.0
    assert speed_m_s((high - 4.0 * 4.905 * times**2)[:, None] * up) > 14.0
    # What touches something is held to its whole speed.
    assert speed_m_s(thrown[:, None] * along) == pytest.approx(20.0, abs=0.2)


@pytest.mark.parametrize("name", DIVES)
def test_divers_keep_clear_of_the_platform(name: str) -> None:
    tall = build(1.9)
    for number in range(8):
        spec = sample_action(name, rng=np.random.default_rng([number, 7]))
        motion = perform(spec, tall, fps=60.0, frame_count=round(spec.duration_s * 60.0))
        _, places = forward_kinematics(
            motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), tall.offsets_m
        )
        (tower,) = (prop for prop in motion.props if prop.kind == "platform")
        depth, width, top = tower.size_m
        offset = np.abs(places[..., :2] - np.array(tower.position_m[:2]))
        inside = np.minimum(depth / 2.0 - offset[..., 0], width / 2.0 - offset[..., 1])
        falls = int(centre_of_mass(places)[:, 2].argmax())
        assert np.minimum(inside, top - places[..., 2])[falls:].max() < -0.05


@pytest.mark.parametrize("name", DIVES)
def test_divers_leave_the_platform_and_end_under_water(name: str) -> None:
    for number in range(4):
        _, body, motion, _, places = performed(name, number)
        platform, pool = motion.props
        assert (platform.kind, pool.kind) == ("platform", "pool")
        feet = places[0, [J["left_foot"], J["right_foot"]]]
        assert np.abs(feet[:, 2] - platform.size_m[2]).max() < 0.06 * body.height_m
        reach = 0.5 * platform.size_m[0] + 0.06
        assert (np.abs(places[0, [J["left_ankle"], J["right_ankle"]], 0] - platform.position_m[0])
                < reach).all()  # fmt: skip
        # Hands go in first, all of it within the basin, well clear of the deck.
        hands = places[:, [J["left_hand"], J["right_hand"]]].mean(axis=1)
        entry = np.flatnonzero(hands[:, 2] < pool.size_m[2])[0]
        assert places[entry, :, 2].min() > pool.size_m[2] - 0.25
        assert (np.abs(places[entry:, :, 0] - pool.position_m[0]) < 0.5 * pool.size_m[0]).all()
        assert places[-1, :, 2].max() < pool.size_m[2]


@pytest.mark.parametrize("name", ("handstand", "handstand_walk", "handstand_push_up", "cartwheel"))
def test_hands_on_the_ground_do_not_slip(name: str) -> None:
    wrists = [J["left_wrist"], J["right_wrist"]]
    for number in range(6):
        _, body, _, _, places = performed(name, number)
        inverted = places[:, J["head"], 2] < places[:, 0, 2] - 0.15 * body.height_m
        assert inverted.sum() > 0.1 * FPS
        for wrist in wrists:
            low = inverted & (places[:, wrist, 2] < places[inverted, wrist, 2].min() + 0.012)
            both = low[1:] & low[:-1]
            speed = np.linalg.norm(np.diff(places[:, wrist, :2], axis=0), axis=-1) * FPS
            assert both.sum() > 3 and np.median(speed[both]) < 0.2
            assert speed[both].max() < 0.9  # a forearm tilts over the hand that stands


def test_handstands_stand_over_the_hands() -> None:
    for name in ("handstand_walk", "handstand_push_up"):
        for number in range(6):
            _, body, _, _, places = performed(name, number)
            mass = centre_of_mass(places)[:, 0]
            hands = places[:, [J["left_hand"], J["right_hand"]], 0].mean(axis=1)
            assert np.abs(mass - hands).max() < 0.13 * body.height_m


def test_cartwheels_go_to_the_named_side() -> None:
    for number in range(6):
        spec, body, motion, _, places = performed("cartwheel", number)
        gone = motion.root_m[-1, 1] - motion.root_m[0, 1]
        sign = 1.0 if spec.parameters["side"] == 0.0 else -1.0
        assert sign * gone > 0.8 * body.height_m
        feet = places[:, [J["left_ankle"], J["right_ankle"]], 2]
        assert feet.max(axis=0).min() > 0.75 * body.height_m
        assert np.abs(motion.root_m[:, 0]).max() < 0.15


def test_pull_ups_hang_from_the_bar_and_bring_the_chin_over_it() -> None:
    for number in range(6):
        _, body, motion, _, places = performed("pull_up", number, cut_in=1.0, cut_out=1.0)
        (bar,) = motion.props
        palms = places[:, [J["left_hand"], J["right_hand"]]]
        assert np.abs(palms[..., 2] - bar.size_m[2]).max() < 0.07
        assert np.ptp(palms, axis=0).max() < 0.05  # nothing slips
        assert places[:, [J["left_foot"], J["right_foot"]], 2].min() > 0.03
        chin = places[:, J["head"], 2]
        assert chin.max() > bar.size_m[2] - 0.02 * body.height_m
        assert chin.min() < bar.size_m[2] - 0.12 * body.height_m


def test_bars_and_hands_stay_together() -> None:
    for name in ("bench_press", "clean_and_jerk"):
        for number in range(4):
            _, body, motion, _, places = performed(name, number)
            (bar,) = motion.moving_props
            middle = bar.body_from_prop[:, :3, 3]
            hands = places[:, [J["left_hand"], J["right_hand"]]].mean(axis=1)
            assert np.linalg.norm(hands - middle, axis=1).max() < 0.09
            high, low = middle[:, 2].max(), middle[:, 2].min()
            if name == "clean_and_jerk":
                assert low < 0.28 and high > places[-1, J["head"], 2] + 0.1 * body.height_m
                assert low > 0.49 * bar.size_m[0] - 0.02  # plates on the ground, not in it
            else:
                assert 0.12 * body.height_m < high - low < 0.4 * body.height_m


def test_riders_sit_on_their_horse_and_hoops_go_round_the_waist() -> None:
    for number in range(6):
        _, body, motion, _, places = performed("ride_horse", number)
        (horse,) = motion.moving_props
        saddle = horse.body_from_prop[:, :3, 3]
        assert np.abs(motion.root_m[:, :2] - saddle[:, :2]).max() < 0.06
        above = motion.root_m[:, 2] - saddle[:, 2]
        assert above.min() > 0.0 and above.max() < 0.17 * body.height_m
        assert places[..., 2].min() > 0.1
        hooves = saddle[:, 2] - 0.7 * horse.size_m[2]
        assert hooves.min() > -0.08 and hooves.max() < 0.1
        _, body, motion, _, places = performed("hula_hoop", number)
        (hoop,) = motion.moving_props
        centre = hoop.body_from_prop[:, :3, 3]
        inside = np.linalg.norm(centre[:, :2] - motion.root_m[:, :2], axis=1)
        assert inside.max() < 0.5 * hoop.size_m[0] - 0.08 * body.height_m
        assert np.ptp(centre[:, 0]) > 0.25 and np.ptp(centre[:, 1]) > 0.25
        level = centre[:, 2] - motion.root_m[:, 2]
        assert (level > 0.0).all() and (level < 0.16 * body.height_m).all()


def test_every_one_of_them_has_its_own_parameters_and_a_public_label() -> None:
    for action in (*acrobatics.ACTIONS, *apparatus.ACTIONS):
        assert len(action.parameters) >= 3 and action.counterparts and action.tags
        assert ACTIONS[action.name] is action
