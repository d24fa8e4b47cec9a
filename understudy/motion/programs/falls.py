"""Falling down, by the pace that gravity sets, and lying down on purpose."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import Action, Choice, Performance, Stage, Uniform
from understudy.motion.gait import GRAVITY_M_S2
from understudy.motion.posture import channel, pose
from understudy.motion.timing import minimum_jerk, movements


def toppling(times_s: np.ndarray, start_s: float, push_rad: float, height_m: float) -> np.ndarray:
    """Returns how far (0 upright, 1 down) an inverted pendulum of a body's height has tipped.

    Args:
        times_s: (T,).
        start_s: when the push begins.
        push_rad: lean that the push brings about at once.
        height_m: stature.
    """
    rate = np.sqrt(GRAVITY_M_S2 / (0.58 * height_m))
    since = np.maximum(times_s - start_s, 0.0)
    # The pendulum's exact course from the unstable upright, eased into by the push.
    lean = np.tan(0.25 * push_rad) * minimum_jerk(since / 0.3)
    angle = 4.0 * np.arctan(lean * np.exp(np.minimum(rate * since, 8.0)))
    down = angle / (0.5 * np.pi)
    # Soft landing of flesh, not of the ground: rounds the last few degrees only.
    softness = 0.05
    return 1.0 - softness * np.logaddexp(0.0, np.maximum(1.0 - down, -40.0) / softness)


def fall(stage: Stage) -> Performance:
    """Trips, slips, faints or sinks down, and ends lying."""
    values, rest = stage.values, stage.rest
    direction, cause = round(values["direction"]), round(values["cause"])
    faint, sinking = cause == 2, cause == 3
    stature_m = stage.measures.pelvis_height_m * 1.8
    down = toppling(stage.times_s, stage.start_s, values["push_rad"], stature_m)
    down = np.maximum(down, 0.0)
    if sinking:  # weak knees: slower than free fall at first, the last part drops
        sink_s = min(values["sink_s"], stage.duration_s - stage.start_s - 0.15)
        share = np.clip((stage.times_s - stage.start_s) / sink_s, 0.0, 1.0)
        down = share * share * (3.0 - 2.0 * share)
    buckle = values["buckle"] * (1.6 if faint else 1.0)
    bend = values["knees"]
    sign = 1.0 if round(values["towards"]) == 0 else -1.0
    if direction == 0:
        middle = pose(rest, turn=(0.0, 0.55, 0.0), pelvis=(0.3, 0.0, -0.2 - 0.35 * buckle),
                      spine=(0.0, 0.25, 0.0), head=(0.0, -0.2, 0.0), foot_pitch=-0.5,
                      leg_free=0.3, hip_bend=0.35, knee_bend=0.5 + buckle)  # fmt: skip
        if not faint:
            middle = pose(middle, arm_raise=1.5, arm_side=0.25, elbow=0.7, arm_hang=0.0,
                          palm=((1.0, 0.0, 0.0),) * 2, fist=0.1, wrist_bend=-0.5)  # fmt: skip
        final = pose(middle, turn=(0.0, 1.5, 0.1 * sign), pelvis=(0.85 - 0.35 * buckle, 0.0, -0.75),
                     spine=(0.0, -0.06, 0.0), head=(0.0, -0.15, 0.75 * sign), leg_free=1.0,
                     hip_bend=0.05, hip_out=0.1, knee_bend=0.15, ankle_bend=-0.7,
                     arm_raise=1.35, arm_side=1.25, elbow=1.45, arm_turn=1.2, arm_hang=0.0,
                     arm_swing=0.0, palm=((1.0, 0.0, 0.0),) * 2, wrist_bend=0.0)  # fmt: skip
    elif direction == 1:
        middle = pose(rest, turn=(0.0, -0.45, 0.0), pelvis=(-0.5, 0.0, -0.4 - 0.2 * buckle),
                      spine=(0.0, 0.35, 0.0), head=(0.0, 0.4, 0.0), foot_pitch=0.35,
                      leg_free=0.5, hip_bend=0.9, knee_bend=0.8 + 0.5 * buckle,
                      knee_out=0.15)  # fmt: skip
        if not faint:
            middle = pose(middle, arm_raise=0.7, arm_side=1.5, arm_swing=-0.3, elbow=0.5,
                          arm_hang=0.3, palm=((-0.4, 0.0, -1.0),) * 2, fist=0.1)  # fmt: skip
        final = pose(middle, turn=(0.0, -1.5, 0.0), pelvis=(-0.8 + 0.3 * buckle, 0.0, -0.8),
                     spine=(0.0, 0.05, 0.0), head=(0.0, 0.1, 0.3 * sign), leg_free=1.0,
                     hip_bend=0.15 + 0.75 * bend, hip_out=0.15, knee_bend=0.1 + 1.4 * bend,
                     ankle_bend=-0.35, arm_raise=0.4 + 0.8 * values["arms"], arm_turn=0.9,
                     arm_side=1.57 + 0.3 / (1.0 + values["arms"]),
                     arm_swing=0.0, elbow=0.35, arm_hang=0.0,
                     palm=((1.0, 0.2, 0.0),) * 2)  # fmt: skip
    else:
        middle = pose(rest, turn=(-0.45 * sign, 0.15, 0.0),
                      pelvis=(0.05, 0.35 * sign, -0.25 - 0.35 * buckle),
                      spine=(0.15 * sign, 0.25, 0.0), head=(0.2 * sign, 0.1, 0.0),
                      leg_free=0.4, hip_bend=0.5, knee_bend=0.9 + 0.5 * buckle)  # fmt: skip
        if not faint:
            middle = pose(middle, arm_raise=0.9, arm_side=1.1, elbow=0.6, arm_hang=0.0)
        final = pose(middle, turn=(-1.42 * sign, 0.0, 0.1 * sign),
                     pelvis=(0.05, (0.75 - 0.35 * buckle) * sign, -0.75),
                     spine=(-0.05 * sign, 0.2, 0.1 * sign), head=(-0.1 * sign, 0.15, 0.0),
                     leg_free=1.0, hip_bend=0.2 + 0.7 * bend, knee_bend=0.2 + 1.2 * bend,
                     ankle_bend=-0.3, arm_raise=1.25, arm_side=0.0, elbow=0.9, arm_turn=0.0,
                     arm_hang=0.0, arm_swing=0.0)  # fmt: skip
        upper = 1 if sign > 0 else 0
        final = pose(final, side=upper, arm_raise=0.9, arm_side=-0.6, elbow=0.8)
        final = pose(final, side=upper, hip_bend=0.3 + 0.8 * bend, hip_out=-0.22)
    if sinking:
        middle = crouched(middle, direction, sign)
    if faint:
        middle = pose(middle, arm_hang=0.2)
    course = [(0.0, 0.75, middle), (0.2, 0.8, final)]
    track = movements(down, rest, course)
    if cause == 1:  # the feet slip away against the fall
        slide = minimum_jerk((stage.times_s - stage.start_s) / 0.35) * values["slip"]
        foot = channel(track, "foot")
        if direction == 2:
            foot[..., 1] -= (slide * sign)[:, None] * np.array([1.0, -1.0])
        else:
            foot[..., 0] += (slide if direction == 1 else -slide)[:, None]
    ground = minimum_jerk((down - 0.2) / 0.4)
    return Performance(track=track, ground=ground)


def crouched(middle: np.ndarray, direction: int, sign: float) -> np.ndarray:
    """Returns the deep crouch of somebody who sinks down, one hand feeling for the ground."""
    low = pose(
        middle,
        turn=(-0.25 * sign, 0.35, 0.0)
        if direction == 2
        else (0.0, (0.5, -0.1, 0.3)[direction], 0.0),
        spine=(0.0, 0.45, 0.0),
        pelvis=((0.05, -0.25, -0.15)[direction], 0.12 * sign * (direction == 2), -0.62),
        head=(0.0, 0.2, 0.0),
        foot_pitch=-0.35 if direction == 0 else 0.0,
        leg_free=0.0,
        hip_bend=1.5,
        knee_bend=2.0,
        knee_out=0.3,
        arm_raise=0.35,
        arm_side=1.2,
        elbow=0.5,
        arm_hang=0.9,
    )
    return pose(low, side=0 if sign > 0 else 1, arm_raise=0.7, arm_swing=-0.35 * (direction == 1),
                elbow=0.15, fist=0.1)  # fmt: skip


ACTIONS = (
    Action(
        name="fall",
        description="Falls to the ground and stays lying.",
        captions=("a person falls {direction}", "someone falls to the ground"),
        program=fall,
        parameters={
            "direction": Choice(("forward", "backward", "sideways"), (0.35, 0.3, 0.35)),
            "cause": Choice(("trip", "slip", "faint", "sink"), (0.25, 0.2, 0.25, 0.3)),
            "towards": Choice(("left", "right"), (0.5, 0.5)),
            "push_rad": Uniform(0.05, 0.16),
            "buckle": Uniform(0.1, 0.9),
            "knees": Uniform(0.0, 1.0),
            "arms": Uniform(0.0, 1.0),
            "slip": Uniform(0.08, 0.3),
            "sink_s": Uniform(1.1, 2.2),
            "placement": Uniform(0.0, 0.5),
            "tempo": Uniform(0.95, 1.05),
        },
        tags=("fall", "lying", "medical"),
        counterparts={"gmdcsa24": "Fall", "ntu": "falling", "hmdb51": "fall_floor"},
        natural_s=1.35,
        minimum_s=1.5,
    ),
)
