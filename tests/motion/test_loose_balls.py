import numpy as np
import pytest

from understudy.bodies import sample_body, skeleton
from understudy.motion import perform, sample_action
from understudy.rng import stream

FPS = 60.0


def performed(name, number):
    rng = stream(number, "loose balls", name)
    spec = sample_action(name, rng=rng, duration_s=5.0)
    still = {key: 0.0 for key in ("cut_in", "cut_out") if key in spec.parameters}
    spec = spec.model_copy(update={"parameters": spec.parameters | still})
    body = skeleton(sample_body(rng=rng, age_range=(0.5, 0.9)))
    return spec, perform(spec, body, fps=FPS, frame_count=300)


def places(prop):
    return prop.body_from_prop[:, :3, 3].astype(float)


@pytest.mark.parametrize("number", range(4))
def test_juggled_balls_fall_freely_between_two_hands(number):
    spec, motion = performed("juggle", number)
    assert len(motion.moving_props) == 3
    falling = 0
    for ball in motion.moving_props:
        path = places(ball)
        speed = np.diff(path, axis=0) * FPS
        push = np.diff(speed, axis=0) * FPS
        free = np.abs(push - np.array([0.0, 0.0, -9.81])).max(axis=1) < 0.6
        falling += free.sum()
        assert np.linalg.norm(speed, axis=1).max() < 8.0  # nothing jumps
        # Each ball leaves one side and comes down on the other.
        across = path[1:-1][free, 1]
        assert across.max() > 0.03 and across.min() < -0.03
    window_s = motion.action_interval_s[1] - motion.action_interval_s[0]
    # Two of three balls are in the air while the hands go round.
    assert falling / FPS > 0.9 * window_s
    assert spec.parameters["frequency_hz"] > 1.0


@pytest.mark.parametrize("number", range(4))
def test_a_dribbled_ball_reaches_the_floor_with_every_stroke(number):
    spec, motion = performed("dribble_basketball", number)
    (ball,) = motion.moving_props
    height = places(ball)[:, 2] - 0.5 * ball.size_m[2]
    assert height.min() > -1e-3
    low = height < 0.12
    bounces = int((low[1:] & ~low[:-1]).sum())
    window_s = motion.action_interval_s[1] - motion.action_interval_s[0]
    strokes = spec.parameters["frequency_hz"] * (window_s - 1.0)
    assert bounces == pytest.approx(strokes, abs=2.0)
    assert np.abs(np.diff(places(ball), axis=0)).max() * FPS < 20.0
