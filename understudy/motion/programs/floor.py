"""Getting down to the floor and up from it on purpose: slow, controlled, hands finding support.

These are what a fall is mistaken for. Whoever does them lowers the body by muscle: the descent
takes seconds, never the half second of gravity.
"""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    LEFT,
    SIDE,
    Action,
    Choice,
    Distribution,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.posture import J, add, channel, pose
from understudy.motion.programs.exercise import step
from understudy.motion.programs.handling import hands_to, palms
from understudy.motion.timing import envelope, minimum_jerk, movements, ramp

KNEE = 0.066
"""Half the thickness of a knee, on which one kneels [leg lengths]."""
TUCKED_RAD = 0.88
"""Heel up while kneeling: the toes stay bent under the foot."""

KNEELING_X = -0.55
"""Where feet are behind one who kneels on the spot [leg lengths]."""

TOWARDS = Choice(("left", "right"), (0.5, 0.5))
LYING: dict[str, Distribution] = {
    "towards": TOWARDS,
    "knees": Uniform(0.0, 1.0),
    "arms": Uniform(0.0, 1.0),
    "hands_in": Choice(("no", "yes"), (0.5, 0.5)),
    "look": Uniform(0.0, 0.6),
}
"""How somebody lies; see `supine`, `prone`, `on_side`."""
FRAILTY = Uniform(0.0, 1.0)
"""0 nimble, 1 as a stiff old person: slower, and every support is used."""


def sign_of(stage: Stage) -> float:
    """Returns 1 where `towards` is left, -1 where it is right."""
    return 1.0 if round(stage.values["towards"]) == 0 else -1.0


def supine(stage: Stage, base: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    """Returns the posture of one who lies on the back, hips at a place [leg lengths]."""
    values, sign = stage.values, sign_of(stage)
    bend = np.array([values["knees"], 0.75 * values["knees"] ** 2])
    lying = pose(
        base,
        turn=(0.0, -1.5, 0.0),
        pelvis=(*place, -0.8),
        spine=(0.0, 0.06, 0.0),
        head=(0.0, 0.1, values["look"] * sign),
        leg_free=1.0,
        hip_bend=0.1 + 0.8 * bend,
        hip_out=0.14,
        knee_bend=0.1 + 1.5 * bend,
        knee_out=0.0,
        ankle_bend=-0.4,
        reach=0.0,
        arm_raise=0.35 + 0.8 * values["arms"],
        arm_side=1.57 + 0.3 / (1.0 + values["arms"]),  # down to the ground beside the trunk
        arm_turn=0.9,
        arm_swing=0.0,
        arm_hang=0.0,
        elbow=0.35,
        palm=((1.0, 0.1, 0.0),) * 2,
        wrist_bend=0.1,
        fist=0.5,
    )
    if values.get("hands_in", 0.0) > 0.5:
        lying = pose(lying, reach=1.0, hand=((0.36, 0.14, -0.5), (0.4, 0.1, -0.42)),
                     elbow_out=0.9, palm=((-1.0, 0.0, 0.0),) * 2, fist=0.4)  # fmt: skip
    return lying


def prone(stage: Stage, base: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    """Returns the posture of one who lies on the front, hands beside the head or the hips."""
    values, sign = stage.values, sign_of(stage)
    lying = pose(
        base,
        turn=(0.0, 1.5, 0.0),
        pelvis=(*place, -0.8),
        spine=(0.0, -0.06, 0.0),
        head=(0.0, -0.12, 0.85 * sign),
        leg_free=1.0,
        hip_bend=0.04,
        hip_out=0.12 + 0.1 * values["arms"],
        knee_bend=0.12,
        knee_out=0.0,
        ankle_bend=-0.75,
        reach=0.0,
        arm_raise=1.1 + 0.5 * values["arms"],
        arm_side=1.3,
        arm_turn=1.2,
        arm_swing=0.0,
        arm_hang=0.0,
        elbow=1.9 - 0.9 * values["arms"],
        palm=((1.0, 0.0, 0.0),) * 2,
        wrist_bend=0.0,
        fist=0.2,
    )
    if values["knees"] > 0.6:  # one leg drawn up, as sleepers do
        drawn = 0 if sign > 0 else 1
        lying = pose(lying, side=drawn, hip_bend=0.5 * values["knees"], hip_out=0.75,
                     knee_bend=1.5 * values["knees"], knee_out=0.4)  # fmt: skip
    return lying


def on_side(
    stage: Stage, base: np.ndarray, place: tuple[float, float], turned: float = 0.1
) -> np.ndarray:
    """Returns the posture of one who lies on the side that `towards` says.

    Args:
        stage: for how.
        base: what else the posture has.
        place: of the hips [leg lengths].
        turned: 0 with the head to that side, pi / 2 with the head where the back was.
    """
    values, sign = stage.values, sign_of(stage)
    bend = values["knees"]
    lying = pose(
        base,
        turn=(-1.42 * sign, 0.0, turned * sign),
        pelvis=(*place, -0.8),
        spine=(-0.05 * sign, 0.2, 0.1 * sign),
        head=(-0.1 * sign, 0.15, 0.0),
        leg_free=1.0,
        hip_bend=0.25 + 0.7 * bend,
        hip_out=0.0,
        knee_bend=0.3 + 1.1 * bend,
        knee_out=0.0,
        ankle_bend=-0.3,
        reach=0.0,
        arm_raise=1.25,
        arm_side=0.0,
        arm_turn=0.0,
        arm_swing=0.0,
        arm_hang=0.0,
        elbow=1.4 - 0.7 * values["arms"],
        palm=((0.2, -1.0, 0.0),) * 2,
        wrist_bend=0.0,
        fist=0.5,
    )
    upper = 1 if sign > 0 else 0
    lying = pose(
        lying, side=upper, arm_raise=1.1, arm_side=-0.15, elbow=0.6, palm=(0.1, -1.0, -0.3)
    )
    return pose(lying, side=upper, hip_bend=0.35 + 0.8 * bend, hip_out=-0.2)


def over_knees(stage: Stage, foot_x: float, back_rad: float) -> tuple[float, float, float]:
    """Returns where the pelvis is over a knee on the ground [leg lengths].

    Args:
        stage: for lengths.
        foot_x: where that knee's foot is, its heel up by `TUCKED_RAD` [leg lengths].
        back_rad: how far the thigh leans back from upright; a right angle sits on the heels.
    """
    measures = stage.measures
    # A raised heel turns about the toe joint, halfway to the ground (see `posture`).
    toe_x, _, toe_z = measures.offsets_m[J["left_foot"]]
    toe_z = 0.5 * (toe_z - measures.ankle_height_m)
    level, up = 1.0 - np.cos(TUCKED_RAD), np.sin(TUCKED_RAD)
    ankle_x = foot_x * measures.leg_m + toe_x * level - toe_z * up
    ankle_z = measures.ankle_height_m + toe_x * up + toe_z * level
    thigh, shank = float(measures.upper_m[1].mean()), float(measures.lower_m[1].mean())
    knee_z = KNEE * measures.leg_m
    knee_x = ankle_x + np.sqrt(max(shank**2 - (ankle_z - knee_z) ** 2, 0.01))
    x = knee_x - thigh * np.sin(back_rad)
    z = knee_z + thigh * np.cos(back_rad)
    standing = measures.ankle_height_m + measures.leg_m
    return float(x / measures.leg_m), 0.0, float((z - standing) / measures.leg_m)


def kneeling(
    stage: Stage, base: np.ndarray, knee: int | None, foot_x: float, back_rad: float
) -> np.ndarray:
    """Returns a posture on one knee (its side), or both (None), with upright trunk.

    The feet stay where the base has them: `step` takes them to `foot_x`.
    """
    low = pose(base, side=knee, foot_pitch=-TUCKED_RAD)
    return pose(low, pelvis=over_knees(stage, foot_x, back_rad), leg_free=0.0)


def all_fours(stage: Stage, base: np.ndarray, foot_x: float, trunk: float = 1.3) -> np.ndarray:
    """Returns a posture on hands and knees."""
    low = kneeling(stage, base, None, foot_x, -0.05)
    low = pose(low, turn=(0.0, trunk, 0.0), spine=(0.0, 0.05, 0.0), head=(0.0, -0.35, 0.0))
    measures = stage.measures
    trunk_m = float(np.linalg.norm(measures.offsets_m[[3, 6, 9, 13]], axis=-1).sum())
    x = channel(low, "pelvis")[0] * measures.leg_m + trunk_m + 0.06
    y = measures.shoulder_half_m
    places = {0: np.array([x, y, 0.09]), 1: np.array([x, -y, 0.09])}
    low = hands_to(stage, low, places, elbow_out=1.2)
    return pose(low, palm=((0.0, 0.0, -1.0),) * 2, wrist_bend=-1.05, fist=0.05)


def crouching(stage: Stage, base: np.ndarray, depth: float, heels: float) -> np.ndarray:
    """Returns a deep crouch on the feet, heels up by some part."""
    return pose(
        base,
        pelvis=(-0.2 * depth + 0.16 * heels, 0.0, -depth + 0.04 * heels),
        turn=(0.0, 0.4, 0.0),
        spine=(0.0, 0.5, 0.0),
        head=(0.0, -0.2, channel(base, "head")[2]),
        foot_pitch=-0.55 * heels,
        knee_out=0.25,
        leg_free=0.0,
        arm_hang=1.0,
        arm_swing=0.35,
    )


def sitting_on_floor(stage: Stage, base: np.ndarray, manner: int) -> np.ndarray:
    """Returns a posture on the floor: knees up (0), one leg stretched (1), both (2)."""
    measures = stage.measures
    down = (measures.seat_clearance_m - measures.pelvis_height_m) / measures.leg_m
    low = pose(
        base,
        pelvis=(-0.62, 0.0, down),
        turn=(0.0, -0.12, 0.0),
        spine=(0.0, 0.35, 0.0),
        head=(0.0, -0.1, channel(base, "head")[2]),
        foot_pitch=0.0,
        knee_out=0.15,
    )
    if manner > 0:
        low = pose(low, side=None if manner == 2 else 0, leg_free=1.0, hip_bend=1.52, hip_out=0.12,
                   knee_bend=0.12, knee_out=0.0, ankle_bend=0.0)  # fmt: skip
    return low


LEG_ANGLES = ("hip_bend", "hip_out", "knee_bend", "ankle_bend")


def legs_of(posture: np.ndarray, later: np.ndarray) -> np.ndarray:
    """Returns a posture with planted feet whose idle leg angles are already those of a later one.

    Where legs are then freed, the feet go straight from one place to the other: blending angles
    from upright standing instead would push the body up.
    """
    result = posture.copy()
    for name in LEG_ANGLES:
        channel(result, name)[...] = channel(later, name)
    return result


def hands_behind(posture: np.ndarray, side: int | None = None) -> np.ndarray:
    """Returns the posture with a hand, or both, on the ground behind the hips."""
    return pose(posture, side=side, reach=0.0, arm_hang=1.0, arm_raise=0.25, arm_side=1.4,
                arm_swing=-0.6, elbow=0.15, palm=(0.4, -1.0, 0.0), wrist_bend=-1.0,
                fist=0.1)  # fmt: skip


def leaning_back(seated: np.ndarray) -> np.ndarray:
    """Returns the posture halfway from sitting on the floor to lying on the back."""
    return pose(seated, turn=(0.0, -0.75, 0.0), spine=(0.0, 0.45, 0.0), head=(0.0, 0.3, 0.0),
                arm_swing=-0.75, elbow=1.1)  # fmt: skip


def stages_down(stage: Stage) -> list[np.ndarray]:
    """Returns the postures between standing and lying, `way` and `end` as the values say."""
    values, rest = stage.values, stage.rest
    sign = sign_of(stage)
    near = 0 if sign > 0 else 1
    if round(values["way"]) == 0:  # by sitting down
        crouched = crouching(stage, rest, 0.6, 0.3)
        crouched = pose(hands_behind(crouched, near), side=1 - near, arm_swing=0.6)
        seated = hands_behind(sitting_on_floor(stage, rest, 0), None if values["frailty"] > 0.4
                              else near)  # fmt: skip
        place = (-0.62, 0.0)
        if round(values["end"]) == 1:
            lying = on_side(stage, seated, place, 1.45)
            halfway = pose(seated, turn=(-0.65 * sign, -0.7, 0.7 * sign),
                           spine=(-0.1 * sign, 0.35, 0.0), arm_swing=-0.5, elbow=0.7)  # fmt: skip
            halfway = pose(halfway, side=1 - near, arm_hang=0.5, arm_raise=0.8, arm_side=0.3,
                           arm_swing=0.0, elbow=0.8, palm=(0.0, -1.0, -0.3),
                           wrist_bend=0.0)  # fmt: skip
        else:
            lying = supine(stage, seated, place)
            halfway = leaning_back(seated)
        # The knees stay up until the trunk is down.
        return [rest, crouched, legs_of(seated, lying), legs_of(halfway, lying), lying]
    one = kneeling(stage, rest, near, KNEELING_X, 0.05)  # by kneeling down
    one = pose(one, turn=(0.0, 0.25, 0.0), spine=(0.0, 0.35, 0.0), head=(0.0, 0.15, 0.0),
               arm_hang=1.0, arm_swing=0.45, elbow=0.2)  # fmt: skip
    four = all_fours(stage, rest, KNEELING_X)
    x = channel(four, "pelvis")[0]
    halfway = pose(four, turn=(0.0, 1.38, 0.0), pelvis=(x + 0.05, 0.0, -0.65), leg_free=0.6,
                   hip_bend=0.4, knee_bend=0.9, ankle_bend=-0.5, reach=0.0, arm_raise=1.0,
                   arm_side=1.3, arm_turn=0.3, elbow=1.7, arm_hang=0.0, arm_swing=0.0,
                   palm=((0.3, 0.0, -1.0),) * 2, wrist_bend=-0.8)  # fmt: skip
    return [rest, one, four, halfway, prone(stage, four, (x + 0.1, 0.0))]


def pace_s(stage: Stage) -> float:
    """Returns how long the whole way between standing and lying takes."""
    return float(stage.values["whole_s"] * (0.85 + 0.5 * stage.values["frailty"]))


def lie_down(stage: Stage) -> Performance:
    """Lowers the body to the floor, by sitting or by kneeling, and lies down.

    A clip shorter than that shows the end of it, at the same pace.
    """
    times, whole = stage.times_s, pace_s(stage)
    begin = stage.end_s - whole
    postures = stages_down(stage)
    shares = ((0.0, 0.36), (0.25, 0.34), (0.52, 0.3), (0.7, 0.3))
    course = [
        (begin + start * whole, length * whole, posture)
        for (start, length), posture in zip(shares, postures[1:], strict=True)
    ]
    track = movements(times, postures[0], course, stage.lag_s * 0.5)
    if round(stage.values["way"]) == 1:
        near = 0 if sign_of(stage) > 0 else 1
        step(track, stage, near, begin, 0.22 * whole, forward=KNEELING_X)
        step(track, stage, 1 - near, begin + 0.3 * whole, 0.2 * whole, forward=KNEELING_X)
        heel = ramp(times, begin + 0.26 * whole, begin + 0.4 * whole)
        channel(track, "foot_pitch")[:, 1 - near] = -TUCKED_RAD * heel
    ground = ramp(times, begin + 0.36 * whole, begin + 0.6 * whole)
    return Performance(track=track, ground=ground)


def get_up_from_floor(stage: Stage) -> Performance:
    """Gets from lying to standing, over sitting and crouching or over hands and knees.

    A clip shorter than that shows a part of it, at the same pace.
    """
    values, times, whole = stage.values, stage.times_s, pace_s(stage)
    begin = stage.start_s - values["shown"] * max(whole - stage.window_s, 0.0)
    postures = stages_down(stage)[::-1]
    shares = ((0.0, 0.3), (0.2, 0.3), (0.42, 0.34), (0.62, 0.38))
    course = [
        (begin + start * whole, length * whole, posture)
        for (start, length), posture in zip(shares, postures[1:], strict=True)
    ]
    track = movements(times, postures[0], course, stage.lag_s * 0.5)
    if round(values["way"]) == 1:
        near = 0 if sign_of(stage) > 0 else 1
        channel(track, "foot")[..., 0] += KNEELING_X
        step(track, stage, 1 - near, begin + 0.45 * whole, 0.2 * whole, forward=-KNEELING_X)
        step(track, stage, near, begin + 0.72 * whole, 0.2 * whole, forward=-KNEELING_X)
        flat = ramp(times, begin + 0.55 * whole, begin + 0.68 * whole)
        channel(track, "foot_pitch")[:, 1 - near] = -TUCKED_RAD * (1.0 - flat)
    return Performance(track=track, ground=np.ones(times.size))


def kneel_down(stage: Stage) -> Performance:
    """Steps back with one foot and goes down on that knee, or on both."""
    values, span, side = stage.values, stage.window_s, stage.side
    both = round(values["knees_down"]) == 1
    back = KNEELING_X if both else values["step_back"]
    one = kneeling(stage, stage.rest, side, back, 0.0)
    lean = values["trunk_lean"]
    one = pose(one, turn=(0.0, lean, 0.0), spine=(0.0, 0.5 * lean, 0.0), arm_hang=1.0,
               knee_out=0.1)  # fmt: skip
    manner = round(values["hands"])
    if manner == 1:  # on the knee that stays up, or on both thighs
        one = pose(one, reach=1.0, hand=((0.66, 0.22, -0.62),) * 2, elbow_out=0.5,
                   palm=((0.2, -0.3, -1.0),) * 2)  # fmt: skip
    elif manner == 2:  # at work on the ground before it
        one = pose(one, turn=(0.0, 0.45, 0.0), spine=(0.0, 0.5, 0.0), head=(0.0, 0.25, 0.0),
                   arm_swing=0.45, elbow=0.25)  # fmt: skip
    course = [(stage.at(0.12), (0.45 if both else 0.65) * span, one)]
    if both:
        down = kneeling(stage, one, None, KNEELING_X, values["sit_back"])
        course.append((stage.at(0.48), 0.5 * span, down))
    track = movements(stage.times_s, stage.rest, course, stage.lag_s * 0.3)
    # The weight goes over the foot that stays before the other one leaves the ground.
    shift = (-0.1 if side == LEFT else 0.1) * envelope(
        stage.times_s, stage.start_s - 0.1, stage.at(0.5), 0.2 * span
    )
    add(track, "pelvis", shift, index=1)
    step(track, stage, side, stage.at(0.08), 0.38 * span, forward=back)
    if both:
        step(track, stage, 1 - side, stage.at(0.42), 0.3 * span, forward=KNEELING_X)
        heel = ramp(stage.times_s, stage.at(0.41), stage.at(0.6))
        channel(track, "foot_pitch")[:, 1 - side] = -TUCKED_RAD * heel
    return Performance(track=track, ground=np.ones(stage.times_s.size))


def crouch(stage: Stage) -> Performance:
    """Goes down into a deep crouch on the feet and stays there."""
    values, span, side = stage.values, stage.window_s, stage.side
    low = crouching(stage, stage.rest, values["depth"], values["heels_up"])
    low = pose(low, knee_out=values["knees_out"])
    manner = round(values["hands"])
    if manner == 1:  # hugging the knees
        low = pose(low, reach=1.0, hand=((0.72, 0.0, -0.62), (0.66, 0.0, -0.56)),
                   elbow_out=0.9, palm=((-0.6, -0.6, 0.0),) * 2, fist=0.5)  # fmt: skip
    elif manner == 2:  # one hand on the ground
        low = pose(low, side=side, arm_swing=0.55, arm_raise=0.1, elbow=0.05, fist=0.1,
                   palm=(-1.0, -0.3, 0.0), wrist_bend=-0.6)  # fmt: skip
    elif manner == 3:  # taking cover, hands over the head
        low = pose(low, reach=1.0, hand=((0.12, 0.16, 0.62),) * 2, elbow_out=1.0,
                   palm=((-0.2, -1.0, -0.2),) * 2, fist=0.4, head=(0.0, 0.5, 0.0),
                   spine=(0.0, 0.75, 0.0))  # fmt: skip
    course = [(stage.at(0.0), 0.8 * span, low)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s * 0.3)
    return Performance(track=track, ground=np.zeros(stage.times_s.size))


def sit_on_floor(stage: Stage) -> Performance:
    """Crouches, puts a hand behind, sits down on the floor and settles."""
    values, span, side = stage.values, stage.window_s, stage.side
    manner = round(values["legs"])
    crouched = crouching(stage, stage.rest, 0.6, 0.2)
    crouched = hands_behind(crouched, None if values["frailty"] > 0.6 else side)
    landed = hands_behind(sitting_on_floor(stage, stage.rest, 0), side)
    sitting = sitting_on_floor(stage, stage.rest, manner)
    if round(values["hands"]) == 1:
        sitting = hands_behind(pose(sitting, turn=(0.0, -0.3, 0.0)))
    else:
        forward = 0.72 if manner == 0 else 0.62
        height = (-0.3, -0.4, -0.68)[manner]
        sitting = pose(sitting, reach=1.0, hand=((forward, 0.24, height),) * 2,
                       elbow_out=0.5, palm=((0.1, -0.3, -1.0),) * 2,
                       wrist_bend=0.1)  # fmt: skip
    course = [
        (stage.at(0.0), 0.45 * span, legs_of(crouched, sitting)),
        (stage.at(0.32), 0.36 * span, legs_of(landed, sitting)),
        (stage.at(0.62), 0.38 * span, sitting),
    ]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s * 0.5)
    return Performance(track=track, ground=ramp(stage.times_s, stage.at(0.45), stage.at(0.7)))


def crawl(stage: Stage) -> Performance:
    """Goes on hands and knees: a hand and the opposite knee step forward together."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    stride, length = values["stride_s"] / values["tempo"], values["length"]
    foot_x = KNEELING_X
    base = all_fours(stage, stage.rest, foot_x, values["trunk"])
    base = pose(base, head=(0.0, values["look_up"], 0.0),
                pelvis=channel(base, "pelvis") + np.array([0.0, 0.0, 0.01]))  # fmt: skip
    track = np.repeat(base[None], times.size, axis=0)
    speed = length / stride
    middle = 0.5 * stage.duration_s
    add(track, "pelvis", speed * (times - middle), index=0)
    trunk_m = float(np.linalg.norm(measures.offsets_m[[3, 6, 9, 13]], axis=-1).sum())
    hand_x = channel(base, "pelvis")[0] * measures.leg_m + trunk_m * np.sin(values["trunk"]) + 0.05
    goal = np.zeros((times.size, 2, 3))
    for side in (0, 1):
        for limb, late in (("foot", 0.0), ("hand", 0.5 + values["hand_late"])):
            phase = (times - middle) / stride + 0.5 * side + late
            number, share = np.floor(phase), phase - np.floor(phase)
            swing = np.clip((share - 0.62) / 0.38, 0.0, 1.0)
            # Halfway through its stance a limb is where it is at rest.
            passed = (number + minimum_jerk(swing) + 0.31 - 0.5 * side - late) * length
            lift = np.sin(np.pi * swing) ** 2
            if limb == "foot":
                channel(track, "foot")[:, side, 0] = foot_x + passed
                channel(track, "foot")[:, side, 2] += 0.03 * lift
            else:
                goal[:, side, 0] = hand_x + passed * measures.leg_m
                goal[:, side, 1] = (1, -1)[side] * measures.shoulder_half_m
                goal[:, side, 2] = 0.035 + values["hand_lift_m"] * lift
    rock = np.sin(2.0 * np.pi * (times - middle) / stride)
    add(track, "pelvis", 0.03 * rock, index=1)
    add(track, "turn", 0.06 * rock, index=2)
    add(track, "spine", -0.08 * rock, index=2)
    return Performance(
        track=track,
        ground=np.zeros(times.size),
        palms=palms(stage, {side: goal[:, side] for side in (0, 1)}),
    )


ACTIONS = (
    Action(
        name="lie_down",
        description="Lies down on the floor, slowly, by sitting or kneeling first.",
        captions=("a person lies down on the floor", "someone lowers themselves and lies down"),
        program=lie_down,
        parameters=LYING
        | {
            "way": Choice(("sitting", "kneeling"), (0.7, 0.3)),
            "end": Choice(("on_the_back", "on_the_side"), (0.6, 0.4)),
            "whole_s": LogUniform(3.6, 5.2),
            "frailty": FRAILTY,
        },
        old={"way": "kneeling"},
        tags=("posture", "lying", "daily"),
        counterparts={"gmdcsa24": "ADL"},
        natural_s=4.4,
        minimum_s=2.0,
    ),
    Action(
        name="get_up_from_floor",
        description="Gets up from lying on the floor to standing.",
        captions=("a person gets up from the floor", "someone who lay on the floor stands up"),
        program=get_up_from_floor,
        parameters=LYING
        | {
            "way": Choice(("sitting", "kneeling"), (0.55, 0.45)),
            "end": Choice(("on_the_back", "on_the_side"), (0.6, 0.4)),
            "whole_s": LogUniform(2.8, 4.8),
            "frailty": FRAILTY,
            "shown": Uniform(0.1, 0.9),
        },
        old={"way": "kneeling"},
        tags=("posture", "lying", "daily"),
        counterparts={"gmdcsa24": "ADL"},
        natural_s=4.0,
        minimum_s=2.0,
    ),
    Action(
        name="kneel_down",
        description="Kneels down on one knee or on both.",
        captions=("a person kneels down", "someone goes down on {knees_down}"),
        program=kneel_down,
        parameters={
            "side": SIDE,
            "knees_down": Choice(("one_knee", "both_knees"), (0.5, 0.5)),
            "step_back": Uniform(-0.85, -0.62),
            "trunk_lean": Uniform(0.0, 0.3),
            "sit_back": Uniform(0.0, 0.55),
            "hands": Choice(("hanging", "on_thighs", "at_the_ground"), (0.3, 0.4, 0.3)),
        },
        old={"hands": "on_thighs"},
        tags=("posture", "daily"),
        natural_s=2.4,
        minimum_s=1.6,
    ),
    Action(
        name="crouch",
        description="Crouches down on the feet and stays low.",
        captions=("a person crouches down", "someone goes into a crouch"),
        program=crouch,
        parameters={
            "side": SIDE,
            "depth": Uniform(0.52, 0.64),
            "heels_up": Uniform(0.1, 1.0),
            "knees_out": Uniform(0.05, 0.45),
            "hands": Choice(("hanging", "round_the_knees", "on_the_ground", "over_the_head"),
                            (0.25, 0.3, 0.3, 0.15)),
        },
        old={"depth": -0.5},
        tags=("posture", "daily"),
        natural_s=2.0,
        minimum_s=1.5,
    ),
    Action(
        name="sit_on_floor",
        description="Sits down on the floor, a hand behind for support.",
        captions=("a person sits down on the floor", "someone sits on the floor, {legs}"),
        program=sit_on_floor,
        parameters={
            "side": SIDE,
            "legs": Choice(("knees_up", "one_leg_stretched", "legs_stretched"), (0.35, 0.35, 0.3)),
            "hands": Choice(("in_front", "behind"), (0.65, 0.35)),
            "frailty": FRAILTY,
        },
        old={"hands": "behind"},
        tags=("posture", "sitting", "daily"),
        counterparts={"hmdb51": "sit", "gmdcsa24": ("Sitting", "ADL")},
        natural_s=3.2,
        minimum_s=2.0,
    ),
    Action(
        name="crawl",
        description="Crawls forward on hands and knees.",
        captions=("a person crawls on hands and knees", "someone is crawling"),
        program=crawl,
        parameters={
            "stride_s": LogUniform(1.0, 1.7),
            "length": Uniform(0.36, 0.54),
            "trunk": Uniform(1.25, 1.4),
            "look_up": Uniform(-0.7, 0.1),
            "hand_late": Uniform(-0.1, 0.1),
            "hand_lift_m": Uniform(0.04, 0.1),
        },
        tags=("locomotion", "whole_body"),
        counterparts={"ucf101": "BabyCrawling", "kinetics": "crawling baby"},
        minimum_s=1.2,
        cut_chance=1.0,
    ),
)  # fmt: skip
