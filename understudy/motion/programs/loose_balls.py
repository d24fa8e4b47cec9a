"""Balls that leave the hands and come back: where they are between throw and catch."""

from __future__ import annotations

import math

import numpy as np

from understudy.motion.actions import LEFT, Stage
from understudy.motion.gait import GRAVITY_M_S2
from understudy.motion.posture import palm_places, solve
from understudy.types import MovingProp

JUGGLED = 3
SMALL_M, LARGE_M = 0.075, 0.24
"""Across a juggler's ball, and a basketball."""
BOUNCE = 1.2
"""How a ball slows on its way up: 1 would be an even pace."""


def palms_of(track: np.ndarray, stage: Stage) -> np.ndarray:
    """Returns where both palms are, (T, 2, 3) in the body frame."""
    solution = solve(track, stage.measures)
    return palm_places(solution.global_rotations, solution.positions_m, stage.measures)


def ball_at(places_m: np.ndarray, across_m: float, kind: str = "ball") -> MovingProp:
    """Returns a ball at places (T, 3)."""
    poses = np.tile(np.eye(4, dtype=np.float32), (len(places_m), 1, 1))
    poses[:, :3, 3] = places_m
    return MovingProp(kind=kind, size_m=(across_m,) * 3, body_from_prop=poses)


def cascade(track: np.ndarray, stage: Stage, period_s: float, calm_s: float) -> list[MovingProp]:
    """Returns three juggled balls (the cascade, siteswap 3).

    The hands throw in turn, every half period; a ball flies for one period and is held for half of
    one. Left throws when a whole number of periods has passed since the action's start.

    Args:
        track: (T, C) with hands that go round.
        stage: whose hands.
        period_s: of one hand.
        calm_s: how long after the start the first ball leaves, and before the end the last one.
    """
    times = stage.times_s
    palms = palms_of(track, stage) + np.array([0.0, 0.0, 0.5 * SMALL_M + 0.015])

    def hand_at(side: int, time_s: float) -> np.ndarray:
        return np.array([np.interp(time_s, times, palms[:, side, axis]) for axis in range(3)])

    beat = 0.5 * period_s
    first = math.ceil(calm_s / beat)
    last = max(first, math.floor((stage.window_s - calm_s - period_s) / beat))
    balls = []
    for number in range(JUGGLED):
        throws = range(first + number, last + 1, JUGGLED)
        side = (first + number) % 2
        place = palms[:, side] + 0.03 * np.array([1.0, 0.0, 0.0]) * (number == JUGGLED - 1)
        for throw in throws:
            side = throw % 2
            off_s = stage.start_s + throw * beat
            start, end = hand_at(side, off_s), hand_at(1 - side, off_s + period_s)
            share = np.clip((times - off_s) / period_s, 0.0, 1.0)[:, None]
            rise = 0.5 * GRAVITY_M_S2 * period_s**2 * share * (1.0 - share)
            flying = start + share * (end - start) + rise * np.array([0.0, 0.0, 1.0])
            place = np.where((times >= off_s)[:, None], flying, place)
            caught = (times >= off_s + period_s)[:, None]
            place = np.where(caught, palms[:, 1 - side], place)
        balls.append(ball_at(place, SMALL_M))
    return balls


def dribbled(
    track: np.ndarray, stage: Stage, side: int, period_s: float, calm_s: float
) -> MovingProp:
    """Returns a basketball that one hand bounces.

    The hand is at the middle of its way up when a whole number of periods has passed since the
    action's start; from the middle of its way down until then the ball is at the floor and back.
    """
    times = stage.times_s
    outward = 1.0 if side == LEFT else -1.0
    under = np.array([0.04, 0.05 * outward, -0.5 * LARGE_M - 0.03])
    held = palms_of(track, stage)[:, side] + under
    place = held.copy()
    radius = 0.5 * LARGE_M
    for number in range(
        math.ceil(calm_s / period_s), math.floor(1e-6 + (stage.window_s - calm_s) / period_s)
    ):
        off_s = stage.start_s + (number + 0.5) * period_s
        share = (times - off_s) / (0.5 * period_s)
        away = (share > 0.0) & (share < 1.0)
        start, end = (
            np.array([np.interp(time_s, times, held[:, axis]) for axis in range(3)])
            for time_s in (off_s, off_s + 0.5 * period_s)
        )
        flying = start + share[:, None] * (end - start)
        flying[:, 2] = radius + (flying[:, 2] - radius) * np.abs(1.0 - 2.0 * share) ** BOUNCE
        place[away] = flying[away]
    return ball_at(place, LARGE_M, "basketball")
