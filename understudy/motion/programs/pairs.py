"""What two people do with each other in kindness: each role is a program, they meet halfway."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    LEFT,
    RIGHT,
    Action,
    Choice,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.posture import PalmGoals, channel, pose
from understudy.motion.programs.meeting import (
    ACTOR,
    CLOSENESS,
    PARTNER,
    STRIDE,
    WALK_UP,
    arms_apart,
    arriving,
    front_m,
    one_palm,
    shoulder_height_m,
)
from understudy.motion.timing import envelope, movements, oscillator, ramp


def shake_hands(stage: Stage) -> Performance:
    """The right hands meet halfway, shake a few times, part."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    shoulders = shoulder_height_m(stage.measures), shoulder_height_m(stage.partner)
    height = 0.5 * sum(shoulders) - values["drop"] * (stage.measures.arm_m + stage.partner.arm_m)
    reach_s = 0.24 * span
    offered = pose(
        stage.rest,
        side=RIGHT,
        reach=1.0,
        hand=(0.6, 0.1, -0.5),
        elbow_out=0.15,
        palm=(0.15, -1.0, 0.0),
        fist=0.5,
        wrist_bend=0.0,
    )
    offered = pose(
        offered,
        turn=channel(stage.rest, "turn") + np.array([0.0, values["bow"], 0.06]),
        head=channel(stage.rest, "head") + np.array([0.0, -0.5 * values["bow"], 0.0]),
    )
    course = [
        (stage.start_s, reach_s, offered),
        (stage.end_s - reach_s, reach_s, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    held = envelope(
        times, stage.start_s + 0.3 * reach_s, stage.end_s - 0.3 * reach_s, 0.8 * reach_s
    )
    shaking = envelope(times, stage.start_s + reach_s, stage.end_s - reach_s, 0.15)
    place = np.zeros((times.size, 3))
    # Each palm stays on its own side of the middle: a hand's thickness parts the bones.
    place[:, 0], place[:, 1] = 0.5 * stage.apart_m, -0.018
    wave = oscillator(times, stage.start_s + reach_s, values["pumps_hz"])
    place[:, 2] = height + values["pump_m"] * wave * shaking
    return Performance(track=track, palms=one_palm(stage, RIGHT, place, held))


def high_five(stage: Stage) -> Performance:
    """One hand each goes up, the palms meet overhead, the hands come down."""
    values, times = stage.values, stage.times_s
    shoulders = shoulder_height_m(stage.measures), shoulder_height_m(stage.partner)
    arms = stage.measures.arm_m + stage.partner.arm_m
    meeting = min(min(shoulders) + 0.45 * min(stage.measures.arm_m, stage.partner.arm_m),
                  0.5 * sum(shoulders) + values["height"] * arms)  # fmt: skip
    raised = pose(
        stage.rest,
        side=RIGHT,
        reach=1.0,
        hand=(values["wind_up"], 0.3, 0.4),
        elbow_out=0.9,
        palm=(0.7, 0.0, -0.7),
        fist=0.0,
        wrist_bend=-0.4,
    )
    struck = pose(raised, side=RIGHT, hand=(0.6, 0.05, 0.4))
    span = stage.window_s
    course = [
        (stage.at(0.0), 0.4 * span, raised),
        (stage.at(0.36), 0.2 * span, struck),
        (stage.at(0.58), 0.42 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    met = ramp(times, stage.at(0.34), stage.at(0.5)) * (
        1 - ramp(times, stage.at(0.54), stage.at(0.72))
    )
    place = np.array([0.5 * stage.apart_m - 0.015, 0.0, meeting])
    return Performance(track=track, palms=one_palm(stage, RIGHT, place, met))


def hug(stage: Stage) -> Performance:
    """Steps up to the other, puts both arms around, holds, lets go and steps back."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    mine, theirs = stage.measures, stage.partner
    # How far one must come so that the chests touch, halved between the two.
    chests = front_m(mine) + front_m(theirs) + values["room_m"]
    forward = 0.5 * (stage.apart_m - chests)
    near = forward / mine.leg_m
    close = pose(
        stage.rest,
        pelvis=(near, 0.0, -0.01),
        foot=channel(stage.rest, "foot") + np.array([near, 0.0, 0.0]),
        turn=(0.0, 0.02, 0.0),
        spine=(0.0, 0.1, 0.0),
        head=channel(stage.rest, "head") + np.array([values["tilt"], 0.0, 0.0]),
    )
    open_arms = pose(
        close,
        reach=1.0,
        hand=((0.7, 0.62, -0.15), (0.7, 0.62, 0.05)),
        elbow_out=1.3,
        palm=((0.2, -1.0, 0.0),) * 2,
        fist=0.2,
    )
    # The arms open before one steps back: they would pass through the other.
    parted = pose(
        stage.rest, reach=1.0, hand=((0.55, 0.6, -0.3),) * 2, elbow_out=1.1, fist=0.2,
        palm=((0.2, -1.0, 0.0),) * 2,
    )  # fmt: skip
    course = [
        (stage.at(0.0), 0.34 * span, open_arms),
        (stage.at(0.66), 0.26 * span, parted),
        (stage.at(0.82), 0.18 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    _step(track, stage, near)
    back = theirs.torso_radii_m[0]
    chest_m = shoulder_height_m(theirs)
    places = np.zeros((times.size, 2, 3))
    # Round the other's sides to the back: one hand high, one low, the arms crossed over.
    behind = forward + chests + 0.55 * back
    shoulder_m = shoulder_height_m(mine)
    over = LEFT if values["over"] > 0.5 else RIGHT
    for side in (LEFT, RIGHT):
        sign = 1.0 if side == LEFT else -1.0
        drop = 0.12 if side == over else 0.34
        high = np.clip(chest_m - drop * 1.2 * theirs.arm_m, shoulder_m - 0.7 * mine.arm_m,
                       shoulder_m + 0.35 * mine.arm_m)  # fmt: skip
        places[:, side] = (behind, sign * values["around"] * theirs.torso_radii_m[1], high)
    held = ramp(times, stage.at(0.22), stage.at(0.42)) * (
        1.0 - ramp(times, stage.at(0.58), stage.at(0.74))
    )
    weight = np.repeat(held[:, None], 2, axis=1)
    return Performance(track=track, palms=PalmGoals(places_m=places, weight=weight))


def _step(track: np.ndarray, stage: Stage, near: float) -> None:
    """Lifts the feet while they travel: a step forward early, one back late."""
    foot = channel(track, "foot")
    for side, first in ((LEFT, 0.0), (RIGHT, 0.12)):
        for begin in (first, 0.66 + first):
            window = envelope(stage.times_s, stage.at(begin), stage.at(begin + 0.24),
                              0.12 * stage.window_s)  # fmt: skip
            foot[:, side, 2] += 0.06 * min(abs(near) * 4.0, 1.0) * window


ACTIONS = (
    Action(
        name="shake_hands",
        description="Two people shake hands.",
        captions=("two people shake hands", "a person shakes another's hand"),
        program=arriving(shake_hands, ACTOR, 1.2),
        partner=arriving(shake_hands, PARTNER, 1.2),
        apart=arms_apart(0.88),
        parameters=CLOSENESS
        | WALK_UP
        | STRIDE
        | {
            "comes": Choice(("both", "actor", "partner", "nobody"), (0.65, 0.2, 0.1, 0.05)),
            "steps": Choice(("one", "two", "three"), (0.55, 0.35, 0.1)),
            "arrives": Choice(("walking", "with_a_stride"), (0.7, 0.3)),
            "leaves": Choice(("stays", "steps_back"), (0.25, 0.75)),
            "lingers": Uniform(1.0, 2.0),
            "drop": Uniform(0.2, 0.3),
            "bow": Uniform(0.0, 0.14),
            "pumps_hz": LogUniform(1.6, 3.2),
            "pump_m": Uniform(0.02, 0.06),
        },
        tags=("pair", "social", "standing"),
        counterparts={"ut_interaction": "handshake", "ntu": "handshaking",
                      "hmdb51": "shake_hands", "kinetics": "shaking hands",
                      "uav_human": "shake hands"},
        natural_s=4.2,
        minimum_s=1.6,
    ),
    Action(
        name="high_five",
        description="Two people slap their palms together overhead.",
        captions=("two people high-five", "two people slap their palms together"),
        program=arriving(high_five, ACTOR, 1.0),
        partner=arriving(high_five, PARTNER, 1.0),
        apart=arms_apart(0.8),
        parameters=CLOSENESS
        | WALK_UP
        | STRIDE
        | {"height": Uniform(0.08, 0.2), "wind_up": Uniform(0.35, 0.55)},
        tags=("pair", "social", "standing"),
        counterparts={"ntu": "high-five", "uav_human": "high five"},
        natural_s=2.4,
        minimum_s=1.2,
    ),
    Action(
        name="hug",
        description="Two people step up to each other, embrace and let go.",
        captions=("two people hug", "a person embraces another"),
        program=arriving(hug, ACTOR, 2.0),
        partner=arriving(hug, PARTNER, 2.0),
        apart=arms_apart(1.15),
        parameters=CLOSENESS
        | WALK_UP
        | {
            "comes": Choice(("both", "actor", "partner", "nobody"), (0.55, 0.25, 0.15, 0.05)),
            "lingers": Uniform(1.0, 1.5),
            "room_m": Uniform(0.02, 0.05),
            "tilt": Uniform(0.1, 0.3),
            "around": Uniform(0.9, 1.1),
            "over": Choice(("right", "left"), (0.5, 0.5)),
        },
        tags=("pair", "social", "standing"),
        counterparts={"ut_interaction": "hug", "ntu": "hugging other person", "hmdb51": "hug",
                      "kinetics": "hugging", "uav_human": "hug"},
        natural_s=5.0,
        minimum_s=1.8,
    ),
)  # fmt: skip
