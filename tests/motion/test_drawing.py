"""Left, right and clockwise are the performer's own, whichever hand draws."""

from __future__ import annotations

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.geometry import forward_kinematics
from understudy.motion import perform, sample_action
from understudy.types import JOINTS

FPS = 30.0


def hand_path(name: str, side: int, number: int) -> np.ndarray:
    """Left and up (T, 2) of the drawing wrist while it is raised above the hips."""
    body = build(height_m=1.72)
    spec = sample_action(name, rng=np.random.default_rng(number))
    spec = spec.model_copy(update={"parameters": spec.parameters | {"side": float(side)}})
    motion = perform(spec, body, fps=FPS, frame_count=round(spec.duration_s * FPS))
    _, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )
    path = places[:, JOINTS.index(("left_wrist", "right_wrist")[side]), 1:]
    return path[path[:, 1] > 0.5 * body.height_m]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(("name", "sign"), [("swipe_left", 1.0), ("swipe_right", -1.0)])
def test_a_raised_hand_swipes_to_the_side_it_is_named_after(
    name: str, sign: float, side: int
) -> None:
    for number in range(6):
        left = hand_path(name, side, number)[:, 0]
        first, last = int(np.argmin(sign * left)), int(np.argmax(sign * left))
        assert first < last
        assert sign * (left[last] - left[first]) > 0.2


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("name", "sign"), [("draw_circle_clockwise", 1.0), ("draw_circle_counterclockwise", -1.0)]
)
def test_circles_go_round_as_the_performer_sees_them(name: str, sign: float, side: int) -> None:
    for number in range(6):
        path = hand_path(name, side, number)
        left, up = (path - path.mean(axis=0)).T
        # Left over up to right is positive in these axes: clockwise for whoever looks out of them.
        area = 0.5 * float(np.sum(left * np.roll(up, -1) - up * np.roll(left, -1)))
        assert sign * area > 0.02
