"""Squats, jumps, jumping jacks, lunges."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.gait import GRAVITY_M_S2
from understudy.motion.posture import add, channel, pose
from understudy.motion.timing import envelope, minimum_jerk, movements

ARMS = Choice(
    ("forward", "on_chest", "outward", "on_hips", "hanging"), (0.56, 0.16, 0.12, 0.08, 0.08)
)


def hold_arms(base: np.ndarray, manner: int) -> np.ndarray:
    """Returns a posture with the arms as `ARMS` names them."""
    if manner == 0:
        return pose(base, arm_raise=1.5, arm_side=0.12, elbow=0.15, arm_hang=1.0, arm_swing=0.0,
                    palm=((0.0, -0.4, -1.0),) * 2, fist=0.2)  # fmt: skip
    if manner == 1:
        return pose(base, reach=1.0, hand=((0.34, 0.12, 0.05),) * 2, elbow_out=-1.2,
                    palm=((-0.7, -0.2, -0.6),) * 2, fist=0.5)  # fmt: skip
    if manner == 2:
        return pose(base, arm_raise=1.6, arm_side=1.2, elbow=0.2, arm_hang=1.0, arm_swing=0.0,
                    palm=((0.2, 0.0, -1.0),) * 2, fist=0.2)  # fmt: skip
    if manner == 3:
        return pose(base, reach=1.0, hand=((0.0, 0.36, -0.82),) * 2, elbow_out=-1.45,
                    palm=((0.2, -1.0, -0.3),) * 2, fist=0.5, wrist_bend=-0.3)  # fmt: skip
    return base


def squat(stage: Stage) -> Performance:
    """Goes down in the knees and up again, once or several times."""
    values, manner = stage.values, round(stage.values["arms"])
    depth = values["depth"]
    period = min(values["period_s"] / values["tempo"], stage.window_s)
    ready_s = min(0.45, 0.2 * stage.window_s)
    count = max(1, round((stage.window_s - 2.0 * ready_s) / period))
    period = (stage.window_s - 2.0 * ready_s) / count
    ready = hold_arms(stage.rest, manner) if values["arms_first"] > 0.5 else stage.rest
    low = hold_arms(stage.rest, manner)
    low = pose(
        low,
        pelvis=(-0.3 * depth, 0.0, -depth),
        turn=(0.0, values["trunk_lean"] * (0.4 + depth), 0.0),
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.25 * values["trunk_lean"], 0.0]),
        head=channel(stage.rest, "head") - np.array([0.0, 0.5 * values["trunk_lean"], 0.0]),
        knee_out=values["knees_out"],
        arm_hang=1.0,
    )
    course = [(stage.start_s, 1.2 * ready_s, ready)]
    for number in range(count):
        begin = stage.start_s + ready_s + number * period
        top = stage.rest if number == count - 1 and manner == 4 else ready
        course += [(begin, 0.5 * period, low), (begin + 0.48 * period, 0.52 * period, top)]
    course.append((stage.end_s - 1.2 * ready_s, 1.2 * ready_s, stage.rest))
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def leap(
    track: np.ndarray, stage: Stage, take_off_s: float, height_m: float, crouch: float
) -> float:
    """Adds push-off, free flight and landing to a track; returns the time of landing.

    Args:
        track: (T, C), changed.
        stage: for times and lengths.
        take_off_s: when the feet leave the ground.
        height_m: how high they come.
        crouch: depth of the crouch before and after [leg lengths].
    """
    times, leg_m = stage.times_s, stage.measures.leg_m
    speed = np.sqrt(2.0 * GRAVITY_M_S2 * height_m)
    flight_s = 2.0 * speed / GRAVITY_M_S2
    land_s = take_off_s + flight_s
    push_s = 2.0 * crouch * leg_m / speed
    since = np.clip(times - take_off_s, 0.0, flight_s)
    height = (speed * since - 0.5 * GRAVITY_M_S2 * since**2) / leg_m
    # Constant push from the bottom of the crouch, so that speed is continuous at take-off.
    down_s = max(1.3 * push_s, 0.25)
    bottom_s = take_off_s - push_s
    sink = minimum_jerk((times - bottom_s + down_s) / down_s)
    rise = np.clip((times - bottom_s) / push_s, 0.0, 1.0) ** 2
    landed = times - land_s
    give = np.where(landed > 0.0, 1.0 - np.clip(1.0 - landed / push_s, 0.0, 1.0) ** 2, 0.0)
    recover = minimum_jerk((landed - push_s) / (2.2 * down_s))
    bend = np.where(times < take_off_s, sink - rise, give - recover)
    add(track, "pelvis", height - crouch * bend, index=2)
    add(track, "pelvis", -0.25 * crouch * bend, index=0)
    add(track, "turn", 0.9 * crouch * bend, index=1)
    airborne = (times > take_off_s) & (times < land_s)
    channel(track, "foot")[..., 2] += np.where(airborne, height, 0.0)[:, None]
    toes = envelope(times, take_off_s - 0.6 * push_s, land_s + 0.5 * push_s, 0.6 * push_s)
    add(track, "foot_pitch", -0.55 * toes[:, None])
    add(track, "pelvis", 0.055 * toes, index=2)
    return float(land_s)


def jump(stage: Stage) -> Performance:
    """Crouches, jumps straight up, lands and straightens."""
    values = stage.values
    span = stage.window_s
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    take_off_s = stage.at(0.42)
    land_s = leap(track, stage, take_off_s, values["height_m"], values["crouch"])
    back = pose(stage.rest, arm_swing=-0.7, elbow=0.25, arm_hang=0.3)
    up = pose(stage.rest, arm_raise=values["arms_up"], arm_side=0.25, elbow=0.5, arm_hang=0.5)
    course = [
        (stage.at(0.0), 0.34 * span, back),
        (take_off_s - 0.2, 0.36, up),
        (land_s - 0.12, 0.55, stage.rest),
    ]
    arms = movements(stage.times_s, stage.rest, course, stage.lag_s)
    return Performance(track=track + arms - stage.rest)


def jumping_jack(stage: Stage) -> Performance:
    """Hops the feet apart while the arms go up sideways, and back together."""
    values, times = stage.values, stage.times_s
    first_s = stage.start_s
    count = 2 * max(1, round(stage.window_s / values["period_s"]))
    half_s = stage.window_s / count
    flight_s = values["flight_share"] * half_s
    phase = np.clip((times - first_s) / half_s, 0.0, count - 1e-9)
    number, share = np.floor(phase), phase - np.floor(phase)
    # Each half: a springy stance, then flight in which the feet change place.
    air = np.clip((share - 1.0 + values["flight_share"]) / values["flight_share"], 0.0, 1.0)
    moved = minimum_jerk(air)
    opened = np.where(number % 2 == 0, moved, 1.0 - moved)
    running = (times > first_s) & (times < first_s + count * half_s)
    leg_m = stage.measures.leg_m
    since = air * flight_s
    speed = 0.5 * GRAVITY_M_S2 * flight_s
    height = (speed * since - 0.5 * GRAVITY_M_S2 * since**2) / leg_m * running
    stance_s = half_s - flight_s
    press = np.sin(np.pi * np.clip(share * half_s / stance_s, 0.0, 1.0)) * running
    sink = speed * stance_s / np.pi / leg_m
    strength = envelope(times, first_s - 0.05, first_s + count * half_s + 0.1, 0.3)
    track = np.repeat(stage.rest[None], times.size, axis=0)
    # Arms take the whole half, feet only the flight: blend with a smooth cycle.
    cycle = 0.5 - 0.5 * np.cos(np.pi * (phase - 0.35 * (1.0 - values["flight_share"])))
    reach = cycle * values["arms_up"] * strength
    add(track, "arm_raise", reach[:, None])
    add(track, "arm_turn", (0.8 * strength * cycle)[:, None])
    add(track, "elbow", (0.25 * strength * cycle)[:, None])
    add(track, "arm_hang", (-0.5 * strength)[:, None])
    channel(track, "foot")[..., 1] += (opened * values["spread"])[:, None]
    channel(track, "foot")[..., 2] += height[:, None]
    add(track, "pelvis", height - sink * press - 0.01 * strength, index=2)
    add(track, "foot_pitch", (-0.3 * strength)[:, None])
    return Performance(track=track)


def step(
    track: np.ndarray,
    stage: Stage,
    side: int,
    start_s: float,
    duration_s: float,
    *,
    forward: float,
    outward: float = 0.0,
    lift: float = 0.06,
) -> None:
    """Moves one foot to a new place on the ground, by a lifted arc."""
    fraction = np.clip((stage.times_s - start_s) / duration_s, 0.0, 1.0)
    course = minimum_jerk(fraction)
    foot = channel(track, "foot")
    foot[:, side, 0] += forward * course
    foot[:, side, 1] += outward * course
    foot[:, side, 2] += lift * np.sin(np.pi * fraction) ** 2


def lunge(stage: Stage) -> Performance:
    """Takes a long step forward, sinks on the front knee, steps back."""
    values, side, span = stage.values, stage.side, stage.window_s
    length, depth = values["length"], values["depth"]
    low = pose(
        hold_arms(stage.rest, round(values["arms"])),
        pelvis=(values["over_foot"] * length, 0.0, -depth),
        turn=channel(stage.rest, "turn") + np.array([0.0, values["trunk_lean"], 0.0]),
        arm_hang=1.0,
    )
    low = pose(low, side=1 - side, foot_pitch=-values["heel_up"])
    course = [(stage.at(0.0), 0.5 * span, low), (stage.at(0.55), 0.45 * span, stage.rest)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s * 0.0)
    step(track, stage, side, stage.at(0.05), 0.28 * span, forward=length)
    step(track, stage, side, stage.at(0.66), 0.28 * span, forward=-length)
    return Performance(track=track)


ACTIONS = (
    Action(
        name="squat",
        description="Squats down and comes up again.",
        captions=("a person does squats", "someone squats down and rises again"),
        program=squat,
        parameters={
            "depth": Uniform(0.28, 0.6),
            "period_s": LogUniform(1.3, 2.6),
            "arms": ARMS,
            "arms_first": Choice(("no", "yes"), (0.4, 0.6)),
            "trunk_lean": Uniform(0.25, 0.75),
            "knees_out": Uniform(0.0, 0.6),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"utd_mhad": "squat", "kinetics": "squat", "ucf101": "BodyWeightSquats",
                      "ntu": "squat down", "uav_human": "squat", "uestc": "squatting"},
        minimum_s=1.3,
        cut_chance=0.1,
    ),
    Action(
        name="jump",
        description="Jumps straight up.",
        captions=("a person jumps up", "someone jumps in place"),
        program=jump,
        parameters={
            "height_m": Uniform(0.08, 0.38),
            "crouch": Uniform(0.12, 0.35),
            "arms_up": Uniform(0.4, 2.9),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"hmdb51": "jump", "ntu": "jump up", "uav_human": "jump on two legs"},
        natural_s=2.0,
        minimum_s=1.6,
    ),
    Action(
        name="jumping_jack",
        description="Does jumping jacks.",
        captions=("a person does jumping jacks", "someone is doing jumping jacks"),
        program=jumping_jack,
        parameters={
            "period_s": LogUniform(0.8, 1.3),
            "flight_share": Uniform(0.3, 0.4),
            "arms_up": Uniform(2.0, 2.75),
            "spread": Uniform(0.18, 0.36),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"ucf101": "JumpingJack", "uestc": "jumping-jack"},
        minimum_s=1.2,
        cut_chance=0.4,
    ),
    Action(
        name="lunge",
        description="Steps forward into a lunge and back.",
        captions=("a person lunges forward with the {side} leg", "someone does a lunge"),
        program=lunge,
        parameters={
            "side": SIDE,
            "length": Uniform(0.7, 1.15),
            "over_foot": Uniform(0.48, 0.66),
            "depth": Uniform(0.34, 0.56),
            "trunk_lean": Uniform(-0.05, 0.3),
            "heel_up": Uniform(0.45, 0.85),
            "arms": Choice(ARMS.options, (0.1, 0.05, 0.05, 0.2, 0.6)),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"utd_mhad": "lunge", "kinetics": "lunge", "ucf101": "Lunges",
                      "uestc": "forward-lunging"},
        natural_s=2.5,
        minimum_s=1.4,
    ),
)  # fmt: skip
