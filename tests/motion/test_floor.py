"""Falls drop as bodies do and end still; what is done on purpose is slow; nothing dips in."""

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.geometry import forward_kinematics, quaternion_rotate
from understudy.motion import perform, sample_action
from understudy.types import JOINTS

FPS = 30.0
J = {name: index for index, name in enumerate(JOINTS)}
FALLS = ("fall_forward", "fall_backward", "fall_sideways", "fall_from_chair", "fall_from_bed",
         "trip", "slip", "faint")  # fmt: skip
SUNK = ("fall_forward", "fall_backward", "fall_sideways")
"""Falls that some break: they sink into a crouch first."""


def performed(name: str, number: int, **values: float):
    body = build((1.7, 1.3, 1.85)[number % 3])
    spec = sample_action(name, rng=np.random.default_rng([number, 23]))
    spec = spec.model_copy(update={"parameters": spec.parameters | values})
    return body, perform(spec, body, fps=FPS, frame_count=round((spec.duration_s + 0.6) * FPS))


def joints_of(body, motion):
    return forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )


@pytest.mark.parametrize("name", FALLS)
def test_a_fall_ends_low_and_still(name: str) -> None:
    for number in range(9):
        body, motion = performed(name, number, **({"propped": 1.0} if name in SUNK else {}))
        _, places = joints_of(body, motion)
        assert places[-1, [J["head"], J["pelvis"], J["spine3"]], 2].max() < 0.2 * body.height_m
        rest = places[-6:]
        assert np.linalg.norm(np.diff(rest, axis=0), axis=-1).max() * FPS < 0.25
        fastest = -np.diff(places[:, J["head"], 2]).min() * FPS
        assert 0.9 < fastest < 1.1 * np.sqrt(3.0 * 9.81 * body.height_m)


@pytest.mark.parametrize("name", SUNK)
def test_who_sinks_is_slower_than_gravity_and_quicker_than_who_lies_down(name: str) -> None:
    def descent_s(number: int, **values: float) -> float:
        """Seconds in which the head comes down from nine tenths of its height to three."""
        body, motion = performed(name, number, propped=1.0, **values)
        high = joints_of(body, motion)[1][:, J["head"], 2]
        high /= high[0]
        return float((high < 0.3).argmax() - (high < 0.9).argmax()) / FPS

    for number in range(6):
        toppled, sunk = (descent_s(number, manner=manner) for manner in (0.0, 1.0))
        assert toppled < sunk < 1.5


@pytest.mark.parametrize("name", SUNK[1:])
def test_some_who_sink_stay_up_on_their_hands(name: str) -> None:
    for number in range(6):
        body, motion = performed(name, number, manner=1.0, propped=0.0)
        last = joints_of(body, motion)[1][-1]
        assert 0.25 * body.height_m < last[J["head"], 2] < 0.55 * body.height_m
        assert last[J["pelvis"], 2] < 0.15 * body.height_m


def test_lying_down_on_purpose_takes_its_time() -> None:
    for number in range(6):
        body, motion = performed("lie_down", number)
        _, places = joints_of(body, motion)
        fastest = -np.diff(places[:, J["pelvis"], 2]).min() * FPS
        assert fastest < 0.95


def test_who_walks_before_the_accident_gets_on() -> None:
    for name in ("trip", "slip"):
        for number in range(6):
            body, motion = performed(name, number)
            early = motion.root_m[: round(0.4 * FPS), 0]
            assert early[-1] - early[0] > 0.12 * body.height_m


@pytest.mark.parametrize("name", (*FALLS, "burpee", "sit_on_floor"))
def test_hands_on_the_ground_bend_instead_of_going_through_it(name: str) -> None:
    for number in range(9):
        body, motion = performed(name, number)
        turns, places = joints_of(body, motion)
        for side, hand in enumerate(("left_wrist", "right_wrist")):
            fingers = body.fingertips_m[side] - body.offsets_m[J[f"{('left', 'right')[side]}_hand"]]
            knuckles = f"{('left', 'right')[side]}_hand"
            tips = places[:, J[knuckles]] + quaternion_rotate(turns[:, J[knuckles]], fingers)
            assert tips[:, 2].min() > -0.015
            assert places[:, J[hand], 2].min() > 0.02
