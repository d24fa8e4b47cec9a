"""Going somewhere, or standing about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.motion.actions import (
    Action,
    Choice,
    LogUniform,
    Normal,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.gait import Gait, go
from understudy.motion.posture import add, channel, pose
from understudy.motion.timing import movements, ramp

START = Choice(("left", "right"), (0.5, 0.5))
PLACE = Choice(("along", "in_place"), (0.75, 0.25))


def walk(stage: Stage) -> Performance:
    """Walks along x, or steps in place."""
    values = stage.values
    in_place = round(values["path"]) == 1
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    gait = Gait(
        stride_s=values["stride_s"] / values["tempo"],
        step_length=0.0 if in_place else values["step_length"],
        duty=0.62,
        lift=values["march"] if in_place else 0.02 + 0.25 * values["march"] ** 2,
        strike_rad=-0.05 if in_place else values["strike_rad"],
        push_rad=0.3 if in_place else values["push_rad"],
        kick_rad=0.25,
        width=values["width"],
        arm_swing_rad=values["arm_swing_rad"],
        sway=values["body_sway"],
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    moving = ramp(stage.times_s, stage.start_s, stage.start_s + 0.6)
    add(track, "turn", 0.04 * moving * (not in_place), index=1)
    return Performance(track=track)


def jog(stage: Stage) -> Performance:
    """Runs at an easy pace, elbows bent, both feet off the ground between the steps."""
    values, times = stage.values, stage.times_s
    in_place = round(values["path"]) == 1
    ready = pose(
        stage.rest,
        elbow=values["elbow_bend"],
        arm_swing=-0.15,
        arm_raise=0.22,
        arm_hang=0.3,
        arm_turn=-0.25,
        palm=((0.0, -1.0, 0.0), (0.0, -1.0, 0.0)),
        fist=1.0,
        pelvis=(0.0, 0.0, -0.01),
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.02 if in_place else 0.12, 0.0]),
    )
    change = min(0.45, 0.3 * stage.window_s)
    course = [(stage.start_s, change, ready), (stage.end_s - 0.6 * change, change, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    gait = Gait(
        stride_s=values["stride_s"],
        step_length=0.0 if in_place else values["step_length"],
        duty=values["duty"],
        lift=values["lift"] * (0.8 if in_place else 1.0),
        strike_rad=0.0 if in_place else 0.05,
        push_rad=0.55,
        kick_rad=0.5,
        width=values["width"],
        arm_swing_rad=values["arm_swing_rad"],
        sway=0.01,
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    return Performance(track=track)


def idle(stage: Stage) -> Performance:
    """Stands about: shifts weight, looks around, arms hanging, folded behind or on the hips."""
    values, rest = stage.values, stage.rest
    manner = round(values["arms"])
    if manner == 1:  # hands on the hips
        rest = pose(rest, reach=1.0, hand=((0.0, 0.36, -0.82),) * 2, elbow_out=-1.45,
                    palm=((0.2, -1.0, -0.3),) * 2, fist=0.5, wrist_bend=-0.3)  # fmt: skip
    elif manner == 2:  # hands held in front
        rest = pose(rest, reach=1.0, hand=((0.36, 0.06, -0.78), (0.4, 0.06, -0.8)), elbow_out=-0.7,
                    palm=((-1.0, 0.0, 0.2),) * 2, fist=0.6)  # fmt: skip
    course, time_s, posture = [], -values["shift_s"] * 0.4, rest
    while time_s < stage.duration_s:
        lean = stage.rng.choice((-1.0, 1.0)) * values["shift"]
        look = stage.rng.normal(size=2) * np.array([0.08, 0.35]) * values["look"]
        posture = pose(
            rest,
            pelvis=(0.0, 0.06 * lean, -0.012 * abs(lean)),
            turn=channel(rest, "turn") + np.array([0.07 * lean, 0.0, 0.05 * lean]),
            spine=channel(rest, "spine") + np.array([-0.1 * lean, 0.0, -0.05 * lean]),
            head=channel(rest, "head") + np.array([0.0, look[0], look[1]]),
        )
        course.append((time_s, values["shift_s"] * 0.5, posture))
        time_s += values["shift_s"] * stage.rng.uniform(0.7, 1.5)
    return Performance(track=movements(stage.times_s, rest, course, stage.lag_s))


ON_THE_SPOT = Choice(("along", "in_place"), (0.0, 1.0))

ALONG = (
    Action(
        name="walk",
        description="Walks straight ahead, or steps in place.",
        captions=("a person walks", "someone is walking"),
        program=walk,
        parameters={
            "path": PLACE,
            "stride_s": LogUniform(0.95, 1.35),
            "step_length": Uniform(0.55, 0.85),
            "march": Uniform(0.06, 0.28),
            "strike_rad": Uniform(0.1, 0.35),
            "push_rad": Uniform(0.5, 0.9),
            "width": Uniform(0.45, 0.95),
            "arm_swing_rad": LogUniform(0.15, 0.95),
            "body_sway": Uniform(0.01, 0.035),
            "first_step": START,
        },
        tags=("locomotion",),
        counterparts={"utd_mhad": "walk", "kth": "walking", "hmdb51": "walk",
                      "ucf101": "WalkingWithDog", "kinetics": "walking the dog",
                      "uav_human": ("walk", "step on the spot walk"),
                      "gmdcsa24": ("Walking", "ADL")},
        minimum_s=1.0,
        cut_chance=0.5,
    ),
    Action(
        name="jog",
        description="Jogs straight ahead, or on the spot.",
        captions=("a person jogs", "someone is jogging"),
        program=jog,
        parameters={
            "path": Choice(("along", "in_place"), (0.6, 0.4)),
            "stride_s": LogUniform(0.6, 0.82),
            "step_length": Uniform(0.75, 1.2),
            "duty": Uniform(0.36, 0.45),
            "lift": Uniform(0.07, 0.32),
            "width": Uniform(0.5, 0.9),
            "elbow_bend": Uniform(1.1, 2.25),
            "arm_swing_rad": Uniform(0.25, 0.9),
            "first_step": START,
        },
        tags=("locomotion", "exercise"),
        counterparts={"utd_mhad": "jog", "kth": "jogging", "hmdb51": "run",
                      "kinetics": ("jogging", "running on treadmill"),
                      "ntu": "running on the spot"},
        minimum_s=1.0,
        cut_chance=0.4,
    ),
    Action(
        name="idle",
        description="Stands about, shifting weight and looking around.",
        captions=("a person stands about", "someone stands and waits"),
        program=idle,
        parameters={
            "arms": Choice(("hanging", "on_hips", "in_front"), (0.6, 0.2, 0.2)),
            "shift": Uniform(0.2, 1.0),
            "shift_s": Uniform(1.0, 2.5),
            "look": Normal(1.0, 0.3),
        },
        tags=("standing", "daily"),
        counterparts={"hmdb51": "stand", "gmdcsa24": ("Standing", "ADL")},
        minimum_s=0.2,
        cut_chance=1.0,
    ),
)  # fmt: skip

WALK, JOG = (next(action for action in ALONG if action.name == name) for name in ("walk", "jog"))
ACTIONS = (
    *ALONG,
    replace(
        WALK,
        name="walk_in_place",
        description="Walks on the spot.",
        captions=("a person walks in place", "someone is walking on the spot"),
        parameters={**WALK.parameters, "path": ON_THE_SPOT, "arm_swing_rad": LogUniform(0.2, 1.3)},
        tags=("locomotion", "exercise"),
        counterparts={"utd_mhad": "walk", "uav_human": "step on the spot walk"},
        cut_chance=0.15,
    ),
    replace(
        JOG,
        name="jog_in_place",
        description="Jogs on the spot.",
        captions=("a person jogs in place", "someone is running on the spot"),
        parameters={**JOG.parameters, "path": ON_THE_SPOT, "arm_swing_rad": Uniform(0.3, 1.1)},
        counterparts={"utd_mhad": "jog", "ntu": "running on the spot"},
        cut_chance=0.15,
    ),
)
