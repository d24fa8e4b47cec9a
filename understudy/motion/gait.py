"""Walking and running: feet that do not slide, heel strike to toe-off, counter-swinging arms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.motion.actions import Stage
from understudy.motion.posture import add, channel
from understudy.motion.timing import minimum_jerk, ramp

GRAVITY_M_S2 = 9.81
LANDING = 0.85
"""How far ahead of the hips a running foot lands, against where the middle of its stance would
have it: runners land nearer, and push off farther behind."""
LOW = 0.03
"""How much lower a runner's hips are than straight legs would have them [leg lengths]."""
CLOSING = 0.45
"""Share of a stride that is left for the last step after the body has stopped."""


@dataclass(frozen=True, kw_only=True)
class Gait:
    """One way of going. Lengths in leg lengths."""

    stride_s: float
    """From one strike of a foot to its next."""
    step_length: float
    """0 in place."""
    duty: float
    """Part of the stride that a foot is on the ground; below one half there is flight."""
    lift: float
    """How high the ball of the swinging foot goes."""
    strike_rad: float
    """Toes up at heel strike."""
    push_rad: float
    """Heel up at toe-off."""
    kick_rad: float
    """Heel up in mid swing."""
    width: float
    """Sideways distance of the feet, 1 = under the hips."""
    arm_swing_rad: float
    sway: float
    first_side: int


def go(track: np.ndarray, stage: Stage, gait: Gait) -> None:
    """Adds a gait along x to a track, between the stage's start and end.

    The path is centred on the body frame's origin over the part that the clip shows.
    """
    times, stride, duty = stage.times_s, gait.stride_s, gait.duty
    start, end = stage.start_s, stage.end_s - CLOSING * stride
    speed = 2.0 * gait.step_length / stride
    grid = np.linspace(start - stride, end + stride, 256)
    pace = ramp(grid, start, start + 0.6 * stride) * (1.0 - ramp(grid, end - 0.4 * stride, end))
    travelled = np.concatenate(([0.0], np.cumsum(0.5 * (pace[1:] + pace[:-1])))) * (
        speed * (grid[1] - grid[0])
    )
    shown = np.interp((max(start, 0.0), min(end, stage.duration_s)), grid, travelled)
    travelled -= shown.mean()
    going = np.interp(times, grid, pace)
    first_strike = start + (1.0 - duty) * stride

    foot, pitch = channel(track, "foot"), channel(track, "foot_pitch")
    phases = np.empty((times.size, 2))
    narrow = (gait.width - 1.0) * stage.measures.stance_m / stage.measures.leg_m
    for side in (0, 1):
        offset = 0.0 if side == gait.first_side else 0.5
        phase = (times - first_strike) / stride - offset
        phases[:, side] = phase
        number = np.floor(phase)
        share = phase - number
        place_now, wide_now, moved = _strike(number, offset, stage, gait, grid, travelled, pace)
        place_next, wide_next, moves = _strike(
            number + 1.0, offset, stage, gait, grid, travelled, pace
        )
        swing = np.clip((share - duty) / (1.0 - duty), 0.0, 1.0)
        carried = minimum_jerk(swing) * moves
        foot[:, side, 0] += place_now + carried * (place_next - place_now)
        wide = wide_now + carried * (wide_next - wide_now)
        foot[:, side, 1] += wide * (narrow - foot[:, side, 1])
        foot[:, side, 2] += gait.lift * moves * np.sin(np.pi * swing) ** 2
        landing = gait.strike_rad * moved * (1.0 - minimum_jerk(share / (0.28 * duty)))
        pushing = -gait.push_rad * moves * minimum_jerk((share / duty - 0.6) / 0.4)
        away = -gait.push_rad + swing_course(swing, gait)
        pitch[:, side] += np.where(share < duty, landing + pushing, away * moves)

    left = 2.0 * np.pi * phases[:, 0]
    add(track, "pelvis", np.interp(times, grid, travelled), index=0)
    add(track, "pelvis", going * gait.sway * np.cos(left - np.pi * duty), index=1)
    step_turn = -0.9 * gait.step_length * 0.16 * np.cos(left) * going
    add(track, "turn", step_turn, index=2)
    add(track, "turn", 0.035 * np.sin(left) * going, index=0)
    arm_phase = np.cos(left - 0.25)
    add(track, "spine", -step_turn + 0.18 * gait.arm_swing_rad * arm_phase * going, index=2)
    for side, sign in ((0, -1.0), (1, 1.0)):
        swing_rad = gait.arm_swing_rad * sign * arm_phase
        add(track, "arm_swing", going * (swing_rad + 0.15 * gait.arm_swing_rad), index=side)
        add(track, "elbow", going * 0.45 * np.maximum(swing_rad, -0.1), index=side)
    if duty < 0.5:
        _bounce(track, stage, gait, phases[:, 0], going)
    else:
        add(track, "pelvis", -0.012 * going, index=2)


def swing_course(swing: np.ndarray, gait: Gait) -> np.ndarray:
    """Pitch of the swinging foot on its way from toe-off to strike, relative to toe-off."""
    target = gait.push_rad + gait.strike_rad
    bump = np.sin(np.pi * np.clip(swing / 0.8, 0.0, 1.0)) ** 2
    return target * minimum_jerk((swing - 0.1) / 0.85) - gait.kick_rad * bump


def _strike(
    number: np.ndarray,
    offset: float,
    stage: Stage,
    gait: Gait,
    grid: np.ndarray,
    travelled: np.ndarray,
    pace: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where strike `number` lands, how far in the gait it is, and whether it is a step at all."""
    strike = stage.start_s + (1.0 - gait.duty + number + offset) * gait.stride_s
    leaves = strike - (1.0 - gait.duty) * gait.stride_s
    middle = strike + 0.5 * gait.duty * gait.stride_s
    started = leaves > stage.start_s - 1e-6
    # Each foot steps on until it stands where the body stops: the last step closes the stance.
    stopped = middle - gait.stride_s >= stage.end_s - CLOSING * gait.stride_s
    nearer = (1.0 - LANDING) * gait.step_length * gait.duty if gait.duty < 0.5 else 0.0
    place = np.interp(middle, grid, travelled) - nearer * np.interp(middle, grid, pace)
    place = np.where(started, place, travelled[0])
    wide = np.where(started & ~stopped, np.interp(middle, grid, pace), 0.0)
    return place, wide, np.where(started & ~stopped, 1.0, 0.0)


def _bounce(
    track: np.ndarray, stage: Stage, gait: Gait, phase: np.ndarray, going: np.ndarray
) -> None:
    """Moves the pelvis of a runner: free fall while both feet are off, a spring in between."""
    step_s = 0.5 * gait.stride_s
    flight_s = step_s * (1.0 - 2.0 * gait.duty)
    stance_s = step_s - flight_s
    take_off = 0.5 * GRAVITY_M_S2 * flight_s
    in_step_s = np.mod(2.0 * phase, 1.0) * step_s
    since = in_step_s - stance_s
    height_m = np.where(
        in_step_s < stance_s,
        -take_off * stance_s / np.pi * np.sin(np.pi * in_step_s / stance_s),
        take_off * since - 0.5 * GRAVITY_M_S2 * since**2,
    )
    # Legs land and push off bent: straight ones would have to bridge half the stance's length.
    reach = gait.step_length * gait.duty
    low = 0.5 * LANDING**2 * reach**2 + LOW
    add(track, "pelvis", going * (height_m / stage.measures.leg_m + 0.012 - low), index=2)
