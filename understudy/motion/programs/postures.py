"""Changing posture: sitting down, standing up, bending, picking something up."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    Distribution,
    Normal,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.holding import Held
from understudy.motion.posture import channel, pose
from understudy.motion.timing import movements
from understudy.types import Prop

PICKED = ("bottle", "can", "cup", "phone", "ball", "bag")

SEAT: dict[str, Distribution] = {
    "seat_height": Normal(0.98, 0.07),
    "trunk_lean": Uniform(0.35, 0.85),
    "sit_back": Normal(-0.08, 0.06),
    "feet_back": Uniform(-0.1, 0.16),
    "knees_apart": Uniform(0.0, 0.35),
    "hands": Choice(("on_thighs", "hanging", "reaching", "in_lap"), (0.4, 0.2, 0.2, 0.2)),
    "look_round": Uniform(-0.5, 0.5),
}


def seated(stage: Stage) -> tuple[np.ndarray, np.ndarray, Prop]:
    """Returns the seated posture, the bent one just above the seat, and the chair."""
    values, measures = stage.values, stage.measures
    seat_m = values["seat_height"] * measures.knee_height_m
    leg = measures.leg_m
    thigh = float(measures.upper_m[1].mean())
    drop = (seat_m + measures.seat_clearance_m - measures.pelvis_height_m) / leg
    back = -(0.92 * thigh / leg) + values["feet_back"]
    manner = round(values["hands"])
    sitting = pose(
        stage.rest,
        pelvis=(back, 0.0, drop),
        turn=(0.0, values["sit_back"], 0.0),
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.12, 0.0]),
        knee_out=values["knees_apart"],
        arm_hang=0.9,
    )
    if manner in (0, 3):
        inward = 0.12 if manner == 3 else 0.32
        sitting = pose(
            sitting,
            reach=1.0,
            hand=((0.55, inward, -0.72),) * 2,
            elbow_out=-0.5,
            palm=((0.1, -0.2, -1.0),) * 2,
            wrist_bend=0.1,
        )
    bent = pose(
        sitting,
        pelvis=(0.78 * back, 0.0, 0.72 * drop),
        turn=(0.0, 0.62 * values["trunk_lean"], 0.0),
        spine=(0.0, 0.5 * values["trunk_lean"], 0.0),
        head=(0.0, -0.35 * values["trunk_lean"], channel(stage.rest, "head")[2]),
        arm_swing=0.5 if manner == 2 else 0.15,
    )
    depth = float(np.clip(0.95 * thigh, 0.34, 0.48))
    seat_back_m = 0.17 * measures.leg_m + 0.02
    chair = Prop(
        kind="chair",
        position_m=(back * leg - seat_back_m + 0.5 * depth, 0.0, 0.0),
        yaw_rad=0.0,
        size_m=(depth, depth, seat_m),
    )
    return sitting, bent, chair


def sit_down(stage: Stage) -> Performance:
    """Bends forward, lowers the hips on a chair, straightens up sitting."""
    sitting, bent, chair = seated(stage)
    looking = pose(
        stage.rest,
        head=channel(stage.rest, "head") + np.array([0.0, 0.1, stage.values["look_round"]]),
    )
    span = stage.window_s
    course = [
        (stage.at(0.0), 0.35 * span, looking),
        (stage.at(0.1), 0.55 * span, bent),
        (stage.at(0.5), 0.5 * span, sitting),
    ]
    return Performance(
        track=movements(stage.times_s, stage.rest, course, stage.lag_s), props=(chair,)
    )


def stand_up(stage: Stage) -> Performance:
    """Leans forward on a chair until the weight is over the feet, then rises."""
    sitting, bent, chair = seated(stage)
    leaning = pose(
        sitting,
        turn=channel(bent, "turn"),
        spine=channel(bent, "spine"),
        head=channel(bent, "head"),
    )
    span = stage.window_s
    course = [
        (stage.at(0.0), 0.45 * span, leaning),
        (stage.at(0.28), 0.34 * span, bent),
        (stage.at(0.4), 0.6 * span, stage.rest),
    ]
    return Performance(track=movements(stage.times_s, sitting, course, stage.lag_s), props=(chair,))


def bow(stage: Stage) -> Performance:
    """Bends forward from the hips with a straight back and comes up again."""
    values, span = stage.values, stage.window_s
    depth = values["depth"]
    low = pose(
        stage.rest,
        turn=(0.0, 0.75 * depth, 0.0),
        spine=(0.0, 0.35 * depth, 0.0),
        pelvis=(-0.2 * depth, 0.0, -0.01),
        head=(0.0, values["nod"], 0.0),
        arm_hang=values["arms_hang"],
    )
    course = [(stage.at(0.0), 0.42 * span, low), (stage.at(0.55), 0.45 * span, stage.rest)]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def pick_up(stage: Stage) -> Performance:
    """Bends hips and knees, takes something from the ground with one hand, rises with it."""
    values, side, span = stage.values, stage.side, stage.window_s
    knees, trunk = values["knees"], 1.7 - 0.5 * values["knees"]
    down = pose(
        stage.rest,
        pelvis=(-0.2 - 0.1 * knees, 0.0, -0.14 - 0.37 * knees),
        turn=(0.0, 0.6 * trunk, 0.0),
        spine=(0.0, 0.55 * trunk, 0.0),
        head=(0.0, 0.15, 0.0),
        arm_hang=1.0,
    )
    down = pose(down, side=side, arm_swing=values["ahead"], arm_raise=0.0, elbow=0.05,
                palm=(-0.5, -0.6, -0.3))  # fmt: skip
    taken = pose(down, side=side, fist=1.2)
    held = pose(stage.rest, side=side, fist=1.2, elbow=values["carry"], arm_swing=0.1)
    course = [
        (stage.at(0.0), 0.42 * span, down),
        (stage.at(0.42), 0.12 * span, taken),
        (stage.at(0.52), 0.48 * span, held),
    ]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    kind = PICKED[round(values["object"])]
    return Performance(
        track=track,
        ground=np.zeros(stage.times_s.size),
        held=(Held(kind=kind, side=side, from_s=stage.at(0.46), size=values["object_size"]),),
    )


ACTIONS = (
    Action(
        name="sit_down",
        description="Sits down on a chair.",
        captions=("a person sits down on a chair", "someone takes a seat"),
        program=sit_down,
        parameters=SEAT,
        old={"hands": "on_thighs", "trunk_lean": 0.5},
        tags=("posture", "sitting", "daily"),
        counterparts={
            "utd_mhad": "stand_to_sit",
            "ntu": "sitting down",
            "hmdb51": "sit",
            "uav_human": "sit down",
            "gmdcsa24": ("Sitting", "ADL"),
        },
        natural_s=1.9,
        minimum_s=1.0,
    ),
    Action(
        name="stand_up",
        description="Stands up from a chair.",
        captions=("a person stands up from a chair", "someone gets up from a seat"),
        program=stand_up,
        parameters=SEAT,
        old={"hands": "on_thighs", "trunk_lean": 0.5},
        tags=("posture", "sitting", "daily"),
        counterparts={
            "utd_mhad": "sit_to_stand",
            "ntu": "standing up (from sitting position)",
            "hmdb51": "stand",
            "uav_human": "stand up",
            "gmdcsa24": "ADL",
        },
        natural_s=1.8,
        minimum_s=1.0,
    ),
    Action(
        name="bow",
        description="Bows and straightens up again.",
        captions=("a person bows", "someone bows politely"),
        program=bow,
        parameters={
            "depth": Uniform(0.5, 1.3),
            "nod": Uniform(0.0, 0.35),
            "arms_hang": Uniform(0.0, 0.9),
        },
        tags=("posture", "standing", "social"),
        counterparts={"ntu": "nod head/bow", "uav_human": "bow"},
        natural_s=2.2,
        minimum_s=1.2,
    ),
    Action(
        name="pick_up",
        description="Bends down and picks something up from the ground.",
        captions=("a person picks something up with the {side} hand", "someone picks something up"),
        program=pick_up,
        parameters={
            "side": SIDE,
            "knees": Uniform(0.3, 1.35),
            "ahead": Uniform(0.0, 0.4),
            "carry": Uniform(0.2, 1.4),
            "object": Choice(PICKED, (0.25, 0.15, 0.15, 0.15, 0.1, 0.2)),
            "object_size": Uniform(0.8, 1.25),
        },
        old={"knees": -0.5},
        tags=("posture", "daily", "object"),
        counterparts={
            "ntu": "pickup",
            "hmdb51": "pick",
            "uav_human": "pick up something",
            "gmdcsa24": "ADL",
        },
        natural_s=2.3,
        minimum_s=1.2,
    ),
)
