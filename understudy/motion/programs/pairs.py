"""What two people do with each other: each role is a program, the meeting point is common.

Both roles get the same values and the same window, so they meet without a word between them. The
partner stands `Stage.apart_m` in front and faces the actor: a place (x, y, z) in one's own body
frame is (apart - x, -y, z) in the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
from understudy.motion.posture import Measures, PalmGoals, channel, pose
from understudy.motion.timing import envelope, movements, oscillator, ramp

Apart = Callable[[Mapping[str, float], Measures, Measures], float]


def arms_apart(share: float) -> Apart:
    """Returns an `Action.apart` that is a share of both arms' reach together."""

    def apart(values: Mapping[str, float], actor: Measures, partner: Measures) -> float:
        return share * values["closeness"] * (actor.arm_m + partner.arm_m)

    return apart


def shoulder_height_m(measures: Measures) -> float:
    """Returns how high the shoulders of a standing person are."""
    chain = measures.offsets_m[[3, 6, 9, 13, 16], 2].sum()
    return float(measures.pelvis_height_m + chain)


def one_palm(stage: Stage, side: int, places_m: np.ndarray, weight: np.ndarray) -> PalmGoals:
    """Returns the goal of one palm; places (T, 3) or (3,)."""
    places = np.zeros((stage.times_s.size, 2, 3))
    weights = np.zeros((stage.times_s.size, 2))
    places[:, side], weights[:, side] = places_m, weight
    return PalmGoals(places_m=places, weight=weights)


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
    chests = 0.9 * (_front_m(mine) + _front_m(theirs))
    forward = 0.5 * (stage.apart_m - chests)
    near = forward / mine.leg_m
    close = pose(
        stage.rest,
        pelvis=(near, 0.0, -0.01),
        foot=channel(stage.rest, "foot") + np.array([near, 0.0, 0.0]),
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.12, 0.0]),
        head=channel(stage.rest, "head") + np.array([values["tilt"], -0.05, 0.0]),
    )
    open_arms = pose(
        close,
        reach=1.0,
        hand=((0.75, 0.45, -0.15), (0.75, 0.45, 0.05)),
        elbow_out=1.0,
        palm=((0.2, -1.0, 0.0),) * 2,
        fist=0.2,
    )
    course = [
        (stage.at(0.0), 0.34 * span, open_arms),
        (stage.at(0.66), 0.34 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    _step(track, stage, near)
    back = theirs.torso_radii_m[0]
    chest_m = shoulder_height_m(theirs)
    places = np.zeros((times.size, 2, 3))
    # Behind the other's back: one hand high, one low, crossed over.
    behind = forward + chests + 0.55 * back
    over = LEFT if values["over"] > 0.5 else RIGHT
    for side in (LEFT, RIGHT):
        sign = 1.0 if side == LEFT else -1.0
        drop = 0.12 if side == over else 0.34
        places[:, side] = (behind, sign * values["around"] * theirs.shoulder_half_m,
                           chest_m - drop * 2.0 * theirs.arm_m * 0.6)  # fmt: skip
    held = ramp(times, stage.at(0.2), stage.at(0.42)) * (
        1.0 - ramp(times, stage.at(0.62), stage.at(0.8))
    )
    weight = np.repeat(held[:, None], 2, axis=1)
    return Performance(track=track, palms=PalmGoals(places_m=places, weight=weight))


def _front_m(measures: Measures) -> float:
    """Returns how far the chest stands out in front of the pelvis."""
    return float(measures.torso_centre_x_m + measures.torso_radii_m[0])


def _step(track: np.ndarray, stage: Stage, near: float) -> None:
    """Lifts the feet while they travel: a step forward early, one back late."""
    foot = channel(track, "foot")
    for side, first in ((LEFT, 0.0), (RIGHT, 0.12)):
        for begin in (first, 0.66 + first):
            window = envelope(stage.times_s, stage.at(begin), stage.at(begin + 0.24),
                              0.12 * stage.window_s)  # fmt: skip
            foot[:, side, 2] += 0.06 * min(abs(near) * 4.0, 1.0) * window


def push(stage: Stage) -> Performance:
    """Both hands shove the other at the chest."""
    values, times = stage.values, stage.times_s
    shoulder = shoulder_height_m(stage.partner)
    drawn = pose(
        stage.rest,
        reach=1.0,
        hand=((0.35, 0.2, -0.2),) * 2,
        elbow_out=0.5,
        palm=((0.2, -1.0, -0.2),) * 2,
        fist=0.1,
        wrist_bend=-0.5,
        pelvis=(-0.05, 0.0, -0.03),
    )
    foot = channel(stage.rest, "foot").copy()
    lead = round(values["lead"])
    foot[lead, 0] += values["lunge"]
    shoved = pose(
        drawn,
        hand=((0.92, 0.14, -0.05),) * 2,
        pelvis=(0.5 * values["lunge"], 0.0, -0.05),
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.25, 0.0]),
        foot=foot,
        wrist_bend=-0.6,
    )
    span = stage.window_s
    course = [
        (stage.at(0.0), 0.34 * span, drawn),
        (stage.at(0.3), 0.2 * span, shoved),
        (stage.at(0.6), 0.4 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    lift = envelope(times, stage.at(0.32), stage.at(0.48), 0.08 * span)
    lift = lift + envelope(times, stage.at(0.64), stage.at(0.94), 0.12 * span)
    channel(track, "foot")[:, lead, 2] += 0.05 * lift
    touch = ramp(times, stage.at(0.2), stage.at(0.46)) * (
        1.0 - ramp(times, stage.at(0.48), stage.at(0.74))
    )
    places = np.zeros((times.size, 2, 3))
    for side, sign in ((LEFT, 1.0), (RIGHT, -1.0)):
        places[:, side] = (stage.apart_m - _front_m(stage.partner) - 0.01,
                           sign * 0.55 * stage.partner.shoulder_half_m,
                           shoulder - 0.12 * stage.partner.arm_m)  # fmt: skip
    weight = np.repeat(touch[:, None], 2, axis=1)
    return Performance(track=track, palms=PalmGoals(places_m=places, weight=weight))


def be_pushed(stage: Stage) -> Performance:
    """Staggers backwards from a shove, arms flying up."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    back = -values["stagger_back"]
    jolt = pose(
        stage.rest,
        pelvis=(0.45 * back, 0.0, -0.06),
        turn=channel(stage.rest, "turn") + np.array([0.0, -0.28, 0.0]),
        spine=channel(stage.rest, "spine") + np.array([0.0, -0.15, 0.0]),
        head=channel(stage.rest, "head") + np.array([0.0, 0.3, 0.0]),
        arm_raise=0.9,
        arm_side=0.7,
        elbow=0.9,
        arm_hang=0.5,
    )
    # One foot after the other goes back and catches the weight.
    lead = round(values["lead"])
    first, second = channel(stage.rest, "foot").copy(), channel(stage.rest, "foot").copy()
    first[lead, 0] += back
    second += np.array([back, 0.0, 0.0])
    jolt = pose(jolt, foot=first)
    caught = pose(stage.rest, pelvis=(back, 0.0, -0.02), foot=second)
    course = [
        (stage.at(0.42), 0.22 * span, jolt),
        (stage.at(0.58), 0.36 * span, caught),
    ]
    track = movements(times, stage.rest, course, 0.0)
    foot = channel(track, "foot")
    foot[:, lead, 2] += 0.06 * envelope(times, stage.at(0.44), stage.at(0.62), 0.08 * span)
    foot[:, 1 - lead, 2] += 0.06 * envelope(times, stage.at(0.62), stage.at(0.9), 0.1 * span)
    return Performance(track=track)


CLOSENESS = {"closeness": Uniform(0.92, 1.08)}

ACTIONS = (
    Action(
        name="shake_hands",
        description="Two people shake hands.",
        captions=("two people shake hands", "a person shakes another's hand"),
        program=shake_hands,
        partner=shake_hands,
        apart=arms_apart(0.88),
        parameters=CLOSENESS
        | {
            "drop": Uniform(0.2, 0.3),
            "bow": Uniform(0.0, 0.14),
            "pumps_hz": LogUniform(1.6, 3.2),
            "pump_m": Uniform(0.02, 0.06),
        },
        tags=("pair", "social", "standing"),
        counterparts={"ut_interaction": "handshake", "ntu": "handshaking",
                      "hmdb51": "shake_hands", "kinetics": "shaking hands",
                      "uav_human": "shake hands"},
        natural_s=2.8,
        minimum_s=1.6,
    ),
    Action(
        name="high_five",
        description="Two people slap their palms together overhead.",
        captions=("two people give each other a high five",),
        program=high_five,
        partner=high_five,
        apart=arms_apart(0.8),
        parameters=CLOSENESS | {"height": Uniform(0.08, 0.2), "wind_up": Uniform(0.35, 0.55)},
        tags=("pair", "social", "standing"),
        counterparts={"ntu": "high-five", "uav_human": "high five"},
        natural_s=1.7,
        minimum_s=1.2,
    ),
    Action(
        name="hug",
        description="Two people step up to each other, embrace and let go.",
        captions=("two people hug", "a person embraces another"),
        program=hug,
        partner=hug,
        apart=arms_apart(1.3),
        parameters=CLOSENESS
        | {
            "tilt": Uniform(0.1, 0.3),
            "around": Uniform(0.1, 0.5),
            "over": Choice(("right", "left"), (0.5, 0.5)),
        },
        tags=("pair", "social", "standing"),
        counterparts={"ut_interaction": "hug", "ntu": "hugging other person", "hmdb51": "hug",
                      "kinetics": "hugging", "uav_human": "hug"},
        natural_s=3.4,
        minimum_s=1.8,
    ),
    Action(
        name="push_person",
        description="One person shoves another, who staggers back.",
        captions=("a person pushes another", "someone shoves another person back"),
        program=push,
        partner=be_pushed,
        apart=arms_apart(0.7),
        parameters=CLOSENESS
        | {
            "lunge": Uniform(0.1, 0.35),
            "stagger_back": Uniform(0.3, 0.75),
            "lead": Choice(("left", "right"), (0.5, 0.5)),
        },
        tags=("pair", "combat", "standing"),
        counterparts={"ut_interaction": "push", "ntu": "pushing other person", "hmdb51": "push",
                      "uav_human": "pushing someone"},
        natural_s=2.0,
        minimum_s=1.4,
    ),
)  # fmt: skip
