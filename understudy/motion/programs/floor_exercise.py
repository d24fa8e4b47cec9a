"""Exercises on the floor: on hands and toes, and on the back."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    Distribution,
    LogUniform,
    Normal,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.gait import GRAVITY_M_S2
from understudy.motion.kinematics import SIDE_SIGN
from understudy.motion.posture import Measures, PalmGoals, add, channel, pose
from understudy.motion.timing import envelope, minimum_jerk, movements, ramp
from understudy.types import JOINTS

PALM_M = 0.065
"""Height of the middle of a hand that leans on the floor."""
TIPTOE_RAD = 0.8
"""Heels up while hands and toes carry the body."""
SUPINE_RAD = -1.5
STRETCH = 0.987
"""Part of their length that straight legs use."""


def strokes(stage: Stage, period_s: float, *, whole: bool = True) -> np.ndarray:
    """Returns (T,) 0..1..0 for every repetition; the phase is the window's start.

    Args:
        stage: for times and tempo.
        period_s: of one repetition at tempo 1.
        whole: whether the repetitions fill the window exactly, and nothing moves outside it.
    """
    period = period_s / stage.values["tempo"]
    window = stage.window_s
    count = max(1, round(window / period)) if whole else window / period
    phase = np.clip((stage.times_s - stage.start_s) / window, 0.0, 1.0) * count
    share = phase - np.floor(phase)
    hold = stage.values.get("hold", 0.0)
    half = 0.5 * (1.0 - hold)
    up = minimum_jerk(share / half)
    down = minimum_jerk((share - half - hold) / half)
    return np.asarray(up - down)


def over_toes(measures: Measures, pitch_rad: float) -> np.ndarray:
    """Returns an ankle's place (x, z) [m] from its default one when the heel is up by an angle."""
    toes = measures.offsets_m[JOINTS.index("left_foot")]
    x, z = toes[0], 0.5 * (toes[2] - measures.ankle_height_m)
    cosine, sine = np.cos(pitch_rad), np.sin(pitch_rad)
    tipped = np.sin(max(pitch_rad - 0.9, 0.0)) * (measures.soles_m[0, 2, 0] - toes[0])
    return np.array([x - (cosine * x + sine * z), z - (cosine * z - sine * x) + tipped])


def trunk_m(measures: Measures) -> float:
    """Returns the distance from the pelvis to between the shoulders."""
    bones = ("spine1", "spine2", "spine3", "left_collar", "left_shoulder")
    return float(sum(measures.offsets_m[JOINTS.index(bone)][2] for bone in bones))


def on_toes(
    stage: Stage, angle_rad: np.ndarray, hips_m: np.ndarray | float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Returns a track prone on the toes, and the shoulders' places (T, 2) as (x, z) [m].

    Args:
        stage: whose body.
        angle_rad: (T,) of the straight body above the horizontal.
        hips_m: how far the hips are above the straight line.
    """
    measures, leg = stage.measures, stage.measures.leg_m
    trunk = trunk_m(measures)
    hip_drop = -float(measures.offsets_m[JOINTS.index("left_hip"), 2])
    feet_x = -1.05 * leg
    ankle = over_toes(measures, TIPTOE_RAD) + np.array([feet_x, measures.ankle_height_m])
    along = np.stack((np.cos(angle_rad), np.sin(angle_rad)), axis=-1)
    hips = np.broadcast_to(np.asarray(hips_m, dtype=float), angle_rad.shape)
    pelvis = ankle + (STRETCH * leg + hip_drop) * along
    pelvis[:, 1] += hips
    shoulders = ankle + (STRETCH * leg + hip_drop + trunk) * along
    line = shoulders - pelvis
    pitch = 0.5 * np.pi - np.arctan2(line[:, 1], line[:, 0])
    place = np.zeros((angle_rad.size, 3))
    place[:, 0] = pelvis[:, 0] / leg
    place[:, 2] = (pelvis[:, 1] - measures.pelvis_height_m) / leg
    turn = np.zeros((angle_rad.size, 3))
    turn[:, 1] = pitch
    base = np.repeat(stage.rest[None], angle_rad.size, axis=0)
    track = pose(
        base,
        pelvis=place,
        turn=turn,
        spine=(0.0, stage.values.get("sag", 0.0), 0.0),
        head=(0.0, -stage.values.get("look_ahead", 0.4), 0.3 * stage.values["head_turn"]),
        foot_pitch=-TIPTOE_RAD,
        foot_yaw=0.0,
        palm=((0.0, -0.15, -1.0),) * 2,
        wrist_bend=-1.1,
        fist=-0.1,
        elbow_out=stage.values.get("elbows_out", 0.5),
        arm_hang=0.0,
    )
    channel(track, "foot")[..., 0] = feet_x / leg
    channel(track, "foot")[..., 1] = stage.values.get("feet_apart", 0.0)
    return track, shoulders


def straight_angle(stage: Stage, shoulder_m: float) -> float:
    """Returns the angle of the straight body whose shoulders are that high."""
    measures = stage.measures
    ankle_m = over_toes(measures, TIPTOE_RAD)[1] + measures.ankle_height_m
    length = STRETCH * measures.leg_m + trunk_m(measures)
    return float(np.arcsin(np.clip((shoulder_m - ankle_m) / length, 0.0, 0.9)))


def palms_on_floor(stage: Stage, x_m: float, apart: float) -> PalmGoals:
    """Returns goals that keep both palms on the floor, `apart` times the shoulders' width."""
    frames = stage.times_s.size
    places = np.empty((frames, 2, 3))
    places[..., 0] = x_m
    # Hands stand below the elbows: forearms that lean would stand on the edge of the hand.
    apart += 0.6 * stage.values["elbows_out"]
    places[..., 1] = SIDE_SIGN * apart * stage.measures.shoulder_half_m
    places[..., 2] = PALM_M
    return PalmGoals(places_m=places, weight=np.ones((frames, 2)))


def arm_reach_m(stage: Stage) -> float:
    """Returns the shoulders' height over straight arms on flat hands."""
    return 0.98 * stage.measures.arm_m + PALM_M + 0.05


def push_up(stage: Stage) -> Performance:
    """On hands and toes, body straight: the arms bend until the chest is near the floor."""
    values = stage.values
    top_m = arm_reach_m(stage)
    top = straight_angle(stage, top_m)
    # Chest and belly stay off the floor.
    belly_m = float(stage.measures.torso_radii_m[0] + stage.measures.torso_centre_x_m)
    thick_m = max((belly_m - 0.01) / 0.5, 0.21)
    low_m = max(top_m - values["depth"] * 0.65 * stage.measures.arm_m, thick_m)
    low = straight_angle(stage, low_m)
    angle = top + (low - top) * strokes(stage, values["period_s"])
    track, _ = on_toes(stage, angle, values["hips"] * stage.measures.leg_m)
    shoulders = on_toes(stage, np.array([top]))[1][0]
    palms = palms_on_floor(stage, shoulders[0] + values["ahead"] * 0.1, values["apart"])
    return Performance(track=track, palms=palms)


def plank(stage: Stage) -> Performance:
    """Holds the straight body off the floor, on the hands or on the forearms."""
    values, measures = stage.values, stage.measures
    on_hands = round(values["support"]) == 1
    high_m = arm_reach_m(stage) if on_hands else float(measures.upper_m[0].mean()) + 0.13
    effort = values["tremble"] * np.sin(2.0 * np.pi * values["tremble_hz"] * stage.times_s)
    breath = 0.012 * np.sin(2.0 * np.pi * (0.35 * stage.times_s + values["placement"]))
    angle = np.full(stage.times_s.size, straight_angle(stage, high_m))
    hips = (values["hips"] + breath + 0.003 * effort) * measures.leg_m
    track, shoulders = on_toes(stage, angle, hips)
    if on_hands:
        palms = palms_on_floor(stage, shoulders[0, 0], values["apart"])
        return Performance(track=track, palms=palms)
    forearm = 0.95 * float(measures.lower_m[0].mean())
    track = pose(track, palm=((0.6, -0.8, 0.0),) * 2, wrist_bend=0.0, fist=1.0, elbow_out=0.0)
    apart = 0.7 * values["apart"] - 0.6 * values["elbows_out"]
    palms = palms_on_floor(stage, shoulders[0, 0] + forearm + 0.05, apart)
    return Performance(track=track, palms=palms)


def mountain_climber(stage: Stage) -> Performance:
    """On straight arms, the knees run to the chest in turn."""
    values, leg = stage.values, stage.measures.leg_m
    angle = np.full(stage.times_s.size, straight_angle(stage, arm_reach_m(stage)))
    stride = values["stride_s"] / values["tempo"]
    phase = (stage.times_s - stage.start_s) / stride
    strength = envelope(stage.times_s, stage.start_s, stage.end_s, 0.35)
    bounce = 0.02 * np.cos(4.0 * np.pi * phase) * strength
    hips = (values["hips"] + bounce) * leg
    track, shoulders = on_toes(stage, angle, hips)
    channel(track, "foot")[..., 0] += 0.08  # running legs never quite stretch
    palms = palms_on_floor(stage, shoulders[0, 0], values["apart"])
    for side in (0, 1):
        offset = 0.0 if side == stage.side else 0.5
        forward = 0.5 - 0.5 * np.cos(2.0 * np.pi * (phase - offset))
        forward = forward * strength
        if side != stage.side:
            forward = forward * ramp(stage.times_s, stage.start_s, stage.start_s + 0.6 * stride)
        foot = channel(track, "foot")
        foot[:, side, 0] += values["knee_drive"] * forward
        swing = np.clip(4.0 * forward, 0.0, 1.0)
        foot[:, side, 2] += values["lift"] * minimum_jerk(swing)
    return Performance(track=track, palms=palms)


def burpee(stage: Stage) -> Performance:
    """Squats, throws the legs back into a plank, jumps the feet to the hands, leaps up."""
    values, measures, times = stage.values, stage.measures, stage.times_s
    leg, span = measures.leg_m, stage.window_s
    flight_s = 2.0 * np.sqrt(2.0 * values["height_m"] / GRAVITY_M_S2)
    land_s = stage.end_s - 0.16 * span
    take_off_s = land_s - flight_s
    floor_s = take_off_s - stage.start_s
    squat_s, back_s = 0.3 * floor_s, 0.17 * floor_s
    plank_s = stage.start_s + squat_s + back_s
    return_s = stage.start_s + 0.6 * floor_s
    standing_s = return_s + 0.16 * floor_s

    angle = np.full(1, straight_angle(stage, arm_reach_m(stage)))
    flat, shoulders = on_toes(stage, angle, values["hips"] * leg)
    hands_x = 0.34 * leg
    shift = hands_x - shoulders[0, 0]
    flat = flat[0]
    channel(flat, "pelvis")[0] += shift / leg
    channel(flat, "foot")[..., 0] += shift / leg
    low = pose(
        stage.rest,
        pelvis=(-0.02, 0.0, -0.52),
        turn=(0.0, 0.95, 0.0),
        spine=(0.0, 0.5, 0.0),
        head=(0.0, -0.5, 0.0),
        knee_out=0.35,
        foot_pitch=-0.5,
        elbow_out=values["elbows_out"],
        palm=((0.0, -0.15, -1.0),) * 2,
        wrist_bend=-1.1,
        fist=-0.1,
    )
    crouch = pose(stage.rest, pelvis=(-0.05, 0.0, -0.2), turn=(0.0, 0.35, 0.0),
                  arm_swing=-0.5, arm_hang=0.3)  # fmt: skip
    up = pose(stage.rest, arm_raise=values["arms_up"], arm_side=0.3, elbow=0.3, arm_hang=0.4,
              arm_swing=0.0)  # fmt: skip
    course = [
        (stage.start_s, squat_s, low),
        (plank_s - back_s, back_s, flat),
        (return_s, standing_s - return_s, low),
        (standing_s - 0.03 * floor_s, take_off_s - standing_s + 0.03 * floor_s, up),
        (land_s - 0.05, 0.13 * span, crouch),
        (land_s + 0.05 * span, 0.14 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course)
    since = np.clip(times - take_off_s, 0.0, flight_s)
    height = 0.5 * GRAVITY_M_S2 * since * (flight_s - since) / leg
    add(track, "pelvis", height, index=2)
    foot = channel(track, "foot")
    for start, length in ((plank_s - back_s, back_s), (return_s, standing_s - return_s)):
        share = np.clip((times - start) / length, 0.0, 1.0)
        foot[..., 2] += (0.07 * np.sin(np.pi * share) ** 2)[:, None]
    foot[..., 2] += height[:, None]
    toes = envelope(times, take_off_s - 0.12, land_s + 0.1, 0.12)
    add(track, "foot_pitch", -0.5 * toes[:, None])
    palms = palms_on_floor(stage, hands_x, values["apart"])
    # The palms push off upwards before the arms let go: hanging arms of who squats reach too low.
    raised = ramp(times, standing_s - 0.08 * floor_s, standing_s + 0.1 * floor_s)
    palms.places_m[..., 2] += 0.012 + 0.1 * raised[:, None]
    down = ramp(times, stage.start_s + 0.25 * squat_s, stage.start_s + 1.05 * squat_s)
    off = ramp(times, standing_s - 0.06 * floor_s, standing_s + 0.1 * floor_s)
    palms.weight[...] = (down * (1.0 - off))[:, None]
    # Forearms point at the floor before the palms do: a palm along its forearm has no twist.
    turned = ramp(times, stage.start_s + 0.6 * squat_s, stage.start_s + 1.1 * squat_s)
    turned *= 1.0 - ramp(times, standing_s - 0.1 * floor_s, standing_s + 0.02 * floor_s)
    palm = channel(track, "palm")
    inward = np.array([0.1, -1.0, 0.0])
    palm[...] = inward + turned[:, None, None] * (np.array([0.0, -0.15, -1.0]) - inward)
    return Performance(track=track, palms=palms)


def on_back(stage: Stage, knees: float, *, feet_m: float | None = None) -> np.ndarray:
    """Returns the posture (C,) of lying on the back, feet on the floor and knees up.

    Args:
        stage: whose body.
        knees: 0 legs straight, 1 feet near the seat.
        feet_m: place of the feet from the hips instead.
    """
    measures, leg = stage.measures, stage.measures.leg_m
    feet = (0.95 - 0.4 * knees) * leg if feet_m is None else feet_m
    lying = pose(
        stage.rest,
        pelvis=(-0.35, 0.0, (0.1 - measures.pelvis_height_m) / leg),
        turn=(0.0, SUPINE_RAD, 0.0),
        spine=(0.0, 0.1, 0.0),
        head=(0.0, 0.15, 0.3 * stage.values["head_turn"]),
        foot_yaw=0.1,
        foot_pitch=0.0,
        knee_out=stage.values.get("knees_out", 0.0),
        arm_hang=0.0,
        leg_free=0.0,
    )
    channel(lying, "foot")[:, 0] = -0.35 + feet / leg
    channel(lying, "foot")[:, 1] = stage.values.get("feet_apart", 0.0)
    return lying


HANDS = Choice(("behind_head", "on_chest", "forward", "at_temples"), (0.35, 0.25, 0.2, 0.2))


def arms_of_sit_up(posture: np.ndarray, manner: int) -> np.ndarray:
    """Returns the posture with the arms as `HANDS` names them."""
    if manner == 0:
        return pose(posture, reach=1.0, hand=((-0.08, 0.2, 0.42),) * 2, elbow_out=1.5,
                    palm=((1.0, -0.3, 0.3),) * 2, fist=0.3, elbow=2.2)  # fmt: skip
    if manner == 1:
        return pose(posture, reach=1.0, hand=((0.36, -0.1, -0.15), (0.44, -0.1, -0.2)),
                    elbow_out=0.3, palm=((-1.0, 0.2, 0.1),) * 2, fist=0.2,
                    elbow=2.0)  # fmt: skip
    if manner == 2:
        return pose(posture, arm_raise=1.25, arm_side=0.1, arm_swing=0.0, elbow=0.15,
                    palm=((0.1, -0.5, -1.0),) * 2, fist=0.15)  # fmt: skip
    return pose(posture, reach=1.0, hand=((0.16, 0.28, 0.38),) * 2, elbow_out=1.4,
                palm=((-0.1, -1.0, 0.3),) * 2, fist=0.5, elbow=2.2)  # fmt: skip


def sit_up(stage: Stage) -> Performance:
    """On the back with knees up: the trunk rises until it is upright, and lies down again."""
    values = stage.values
    lying = arms_of_sit_up(on_back(stage, values["knees"]), round(values["hands"]))
    curl = values["curl"]
    sitting = pose(
        lying,
        turn=(0.0, -0.6 + 0.35 * values["height"], 0.0),
        spine=(0.0, curl, 0.0),
        head=(0.0, 0.1, 0.3 * values["head_turn"]),
    )
    channel(sitting, "pelvis")[0] += 0.08
    return lie_and_rise(stage, lying, sitting)


def lie_and_rise(stage: Stage, low: np.ndarray, high: np.ndarray) -> Performance:
    """Moves between two postures on the floor, again and again; the spine is first to bend."""
    share = strokes(stage, stage.values["period_s"])[:, None]
    track = low + share * (high - low)
    early = np.sin(0.5 * np.pi * share[:, 0])
    spine = channel(track, "spine")
    spine[:, 1] += (early - share[:, 0]) * 0.5 * (channel(high, "spine") - channel(low, "spine"))[1]
    return Performance(track=track, ground=np.ones(stage.times_s.size))


def crunch(stage: Stage) -> Performance:
    """On the back with knees up: head and shoulders curl up, the small of the back stays down."""
    values = stage.values
    lying = arms_of_sit_up(on_back(stage, values["knees"]), round(values["hands"]))
    curled = pose(
        lying,
        spine=(0.0, values["curl"], 0.0),
        head=(0.0, 0.35, 0.3 * values["head_turn"]),
    )
    return lie_and_rise(stage, lying, curled)


def leg_raise(stage: Stage) -> Performance:
    """On the back with straight legs: they rise together and sink again."""
    values = stage.values
    flat = pose(
        on_back(stage, 0.0),
        spine=(0.0, 0.05, 0.0),
        leg_free=1.0,
        hip_bend=-0.02,
        hip_out=values["legs_apart"],
        knee_bend=values["knees"],
        ankle_bend=-values["point"],
        arm_raise=values["arms_apart"],
        arm_side=1.45,
        arm_swing=0.0,
        elbow=0.15,
        palm=((-0.95, 0.0, 0.0),) * 2,
        fist=0.1,
    )
    if round(values["hands"]) == 1:
        flat = arms_of_sit_up(flat, 0)
    raised = pose(flat, hip_bend=values["height"], turn=(0.0, SUPINE_RAD - 0.08, 0.0))
    return lie_and_rise(stage, flat, raised)


def glute_bridge(stage: Stage) -> Performance:
    """On the back with knees up: the hips rise until thighs and trunk are one line."""
    values = stage.values
    measures, leg = stage.measures, stage.measures.leg_m
    trunk = trunk_m(measures)
    down = pose(
        on_back(stage, values["knees"], feet_m=(0.62 - 0.1 * values["knees"]) * leg),
        arm_raise=values["arms_apart"],
        arm_side=1.45,
        arm_swing=0.0,
        elbow=0.12,
        palm=((-0.95, 0.0, 0.0),) * 2,
        fist=0.1,
    )
    tilt = values["height"]
    rise_m = trunk * np.sin(tilt)
    up = pose(down, turn=(0.0, SUPINE_RAD - tilt, 0.0), spine=(0.0, 0.35 * tilt, 0.0),
              head=(0.0, 0.7 * tilt, 0.3 * values["head_turn"]))  # fmt: skip
    channel(up, "pelvis")[0] += trunk * (np.cos(tilt) - 1.0) / leg * -0.6
    channel(up, "pelvis")[2] += rise_m / leg
    return lie_and_rise(stage, down, up)


ON_TOES: dict[str, Distribution] = {
    "apart": Uniform(0.95, 1.35),
    "hips": Normal(0.015, 0.02),
    "feet_apart": Uniform(-0.09, 0.08),
    "look_ahead": Uniform(0.0, 0.7),
    "sag": Normal(0.0, 0.04),
    "elbows_out": Uniform(0.1, 0.75),
}
ON_BACK: dict[str, Distribution] = {
    "feet_apart": Uniform(-0.08, 0.1),
    "knees_out": Uniform(-0.05, 0.15),
    "knees": Uniform(0.4, 1.0),
    "hold": Uniform(0.0, 0.2),
}

ACTIONS = (
    Action(
        name="push_up",
        description="Does push-ups: on hands and toes, down to the floor and up.",
        captions=("a person does push-ups", "someone does press-ups on the floor"),
        program=push_up,
        parameters=ON_TOES
        | {
            "period_s": LogUniform(1.0, 2.0),
            "depth": Uniform(0.65, 1.0),
            "ahead": Uniform(-0.5, 0.9),
            "hold": Uniform(0.0, 0.12),
        },
        tags=("exercise", "whole_body"),
        counterparts={"ucf101": "PushUps", "hmdb51": "pushup", "kinetics": "push up"},
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="plank",
        description="Holds a plank on the hands or forearms.",
        captions=("a person holds a plank", "someone planks on the floor"),
        program=plank,
        parameters=ON_TOES
        | {
            "support": Choice(("forearms", "hands"), (0.6, 0.4)),
            "tremble": Uniform(0.0, 1.0),
            "tremble_hz": Uniform(2.0, 4.0),
        },
        tags=("exercise", "whole_body", "posture"),
        minimum_s=0.6,
        cut_chance=1.0,
    ),
    Action(
        name="mountain_climber",
        description="On straight arms, runs the knees to the chest in turn.",
        captions=("a person does mountain climbers",
                  "someone in a plank pulls the knees in by turns"),
        program=mountain_climber,
        parameters=ON_TOES
        | {
            "side": SIDE,
            "stride_s": LogUniform(1.0, 1.6),
            "hips": Uniform(0.03, 0.14),
            "apart": Uniform(0.9, 1.2),
            "knee_drive": Uniform(0.55, 0.76),
            "lift": Uniform(0.03, 0.08),
        },
        tags=("exercise", "whole_body"),
        minimum_s=1.2,
        cut_chance=0.4,
    ),
    Action(
        name="burpee",
        description="Squats, kicks back to a plank, returns and leaps up.",
        captions=("a person does a burpee", "someone drops to a plank and jumps up again"),
        program=burpee,
        parameters=ON_TOES
        | {
            "height_m": Uniform(0.06, 0.22),
            "arms_up": Uniform(1.6, 2.9),
            "apart": Uniform(0.9, 1.2),
        },
        tags=("exercise", "whole_body"),
        natural_s=3.4,
        minimum_s=2.0,
    ),
    Action(
        name="sit_up",
        description="Does sit-ups: from lying on the back to sitting and back.",
        captions=("a person does sit-ups", "someone sits up from lying again and again"),
        program=sit_up,
        parameters=ON_BACK
        | {
            "hands": HANDS,
            "period_s": LogUniform(1.5, 2.6),
            "height": Uniform(0.6, 1.5),
            "curl": Uniform(0.45, 0.85),
        },
        tags=("exercise", "whole_body"),
        counterparts={"hmdb51": "situp", "kinetics": "situp"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="crunch",
        description="Does crunches: head and shoulders curl up from the floor.",
        captions=("a person does crunches", "someone lying down curls the shoulders up"),
        program=crunch,
        parameters=ON_BACK
        | {"hands": HANDS, "period_s": LogUniform(0.9, 1.7), "curl": Uniform(0.5, 0.8)},
        tags=("exercise", "whole_body"),
        minimum_s=1.0,
        cut_chance=0.3,
    ),
    Action(
        name="leg_raise",
        description="On the back, raises and lowers the straight legs.",
        captions=("a person does leg raises", "someone lying down lifts both legs"),
        program=leg_raise,
        parameters={
            "period_s": LogUniform(1.8, 3.0),
            "height": Uniform(1.0, 1.6),
            "knees": Uniform(0.03, 0.3),
            "legs_apart": Uniform(-0.02, 0.08),
            "point": Uniform(0.0, 0.7),
            "arms_apart": Uniform(0.2, 0.8),
            "hands": Choice(("beside", "behind_head"), (0.8, 0.2)),
            "hold": Uniform(0.0, 0.2),
        },
        tags=("exercise", "whole_body"),
        minimum_s=1.3,
        cut_chance=0.3,
    ),
    Action(
        name="glute_bridge",
        description="On the back with knees up, lifts and lowers the hips.",
        captions=("a person does glute bridges", "someone lying down lifts the hips"),
        program=glute_bridge,
        parameters=ON_BACK
        | {
            "period_s": LogUniform(1.3, 2.6),
            "height": Uniform(0.4, 0.62),
            "arms_apart": Uniform(0.2, 0.7),
            "hold": Uniform(0.1, 0.35),
        },
        tags=("exercise", "whole_body"),
        minimum_s=1.2,
        cut_chance=0.3,
    ),
)  # fmt: skip
