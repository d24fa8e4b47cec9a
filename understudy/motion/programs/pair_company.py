"""What two people do in company: greet, give, drink, walk together, look after each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from understudy.motion.actions import (
    LEFT,
    RIGHT,
    SIDE,
    Action,
    Choice,
    Distribution,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.gait import Gait, go
from understudy.motion.holding import Held
from understudy.motion.posture import Measures, PalmGoals, Value, add, channel, pose
from understudy.motion.programs.handling import palms
from understudy.motion.programs.meeting import (
    ACTOR,
    CLOSENESS,
    ELBOWS_BACK,
    PARTNER,
    WALK_UP,
    arms_apart,
    arriving,
    back_m,
    bodies_apart,
    front_m,
    head_of,
    head_place,
    held_between,
    leaned,
    one_palm,
    shoulder_height_m,
    sides_apart,
    sign_of,
    take_steps,
    upright,
    walk_plan,
)
from understudy.motion.timing import envelope, movements, oscillator, ramp

START = Choice(("left", "right"), (0.5, 0.5))
ELBOWS_HANGING = np.array([-1.0, 0.35, 0.0])
BESIDE = Choice(("on_the_left", "on_the_right"), (0.5, 0.5))


def middle_m(stage: Stage, drop: float) -> np.ndarray:
    """Returns a place (3,) halfway between the two, so much below both shoulders [arm lengths]."""
    mine, theirs = stage.measures, stage.partner
    high = 0.5 * (shoulder_height_m(mine) + shoulder_height_m(theirs))
    high -= drop * 0.5 * (mine.arm_m + theirs.arm_m)
    return np.array([0.5 * stage.apart_m, 0.0, high])


def fist_bump(stage: Stage) -> Performance:
    """One fist each meets in the middle, knuckles on knuckles."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    ready = pose(leaned(stage, stage.rest, 0.0), side=RIGHT, reach=1.0, hand=(0.45, 0.2, -0.35),
                 elbow_out=0.6, palm=(0.0, -0.4, -1.0), fist=1.5,
                 wrist_bend=0.0)  # fmt: skip
    met = pose(leaned(stage, ready, 0.08, twist=0.12), side=RIGHT, hand=(0.9, 0.05, -0.1))
    away = pose(ready, side=RIGHT, hand=(0.5, 0.3, -0.1), fist=(1.5, 0.0)[round(values["opens"])])
    course = [
        (stage.at(0.0), 0.34 * span, ready),
        (stage.at(0.28), 0.24 * span, met),
        (stage.at(0.56), 0.2 * span, away),
        (stage.at(0.74), 0.26 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    touch = held_between(stage, (0.26, 0.48, 0.54, 0.7))
    place = middle_m(stage, values["drop"])
    place[0] -= 0.045  # half a fist
    return Performance(track=track, palms=one_palm(stage, RIGHT, place, touch))


def bow_down(stage: Stage) -> Performance:
    """Bows to the other from the hips, stays a moment, rises."""
    values, span = stage.values, stage.window_s
    depth = values["depth"]
    hands = round(values["hands"])
    arms: dict[str, Value] = {}
    if hands == 1:  # palms together
        arms = {"reach": 1.0, "hand": ((0.42, 0.02, -0.35),) * 2, "elbow_out": 0.7,
                "palm": ((0.0, -1.0, 0.0),) * 2, "fist": 0.0, "wrist_bend": -0.3}  # fmt: skip
    elif hands == 2:  # before the thighs
        arms = {"reach": 1.0, "hand": ((0.36, 0.12, -0.85),) * 2, "elbow_out": 0.5,
                "palm": ((-1.0, 0.0, 0.0),) * 2, "fist": 0.1}  # fmt: skip
    base = pose(stage.rest, side=None, **arms)
    low = pose(base, turn=(0.0, 0.7 * depth, 0.0), spine=(0.0, 0.35 * depth, 0.0),
               pelvis=(-0.19 * depth, 0.0, -0.01), head=(0.0, 0.15, 0.0))  # fmt: skip
    course = [
        (stage.at(0.0), 0.25 * span, base),
        (stage.at(0.12), 0.34 * span, low),
        (stage.at(0.46 + values["stay"]), 0.3 * span, base),
        (stage.at(0.76), 0.24 * span, stage.rest),
    ]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def point_at_person(stage: Stage) -> Performance:
    """One arm flies out at the other's face, the finger shaking at them."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    face = head_of(stage.partner).centre_m[2] - shoulder_height_m(stage.measures)
    high = 1.57 + math.atan2(float(face), stage.apart_m)
    aim = pose(leaned(stage, stage.rest, values["lean_in"]), side=side, arm_raise=high,
               arm_side=0.1, arm_swing=0.0, arm_hang=1.0, elbow=values["bend"],
               palm=(0.0, -0.7, -0.7), fist=0.9, wrist_bend=0.0)  # fmt: skip
    drawn = pose(aim, side=side, arm_raise=0.6 * high, elbow=values["drawn"])
    if values["hip"] > 0.5:
        hip: dict[str, Value] = {"hand": (0.0, 0.36, -0.82), "elbow_out": 1.45,
                                 "palm": (0.2, -1.0, -0.3), "reach": 1.0, "fist": 0.5}  # fmt: skip
        drawn, aim = pose(drawn, side=1 - side, **hip), pose(aim, side=1 - side, **hip)
    course = [
        (stage.at(0.0), 0.22 * span, drawn),
        (stage.at(0.14), 0.2 * span, aim),
        (stage.at(0.76), 0.24 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    if round(values["shake"]):
        shaking = envelope(times, stage.at(0.34), stage.at(0.78), 0.2)
        shaken = values["shake_rad"] * shaking
        shaken *= oscillator(times, stage.at(0.34), values["shake_hz"])
        add(track, "arm_raise", shaken, index=side)
        add(track, "elbow", -0.8 * shaken, index=side)
    if round(values["steps_in"]):
        take_steps(track, times, [(1 - side, stage.at(0.1), 0.22 * span, 0.22)], 0.05)
    return Performance(track=track)


def pointed_at(stage: Stage) -> Performance:
    """Is pointed at: draws back, lifts the hands, or lays a hand on the chest."""
    values, span = stage.values, stage.window_s
    manner = round(values["answer"])
    drawn = leaned(stage, stage.rest, -0.12, look=0.05)
    if manner == 0:
        drawn = pose(drawn, reach=1.0, hand=((0.5, 0.35, -0.2),) * 2, elbow_out=0.5,
                     palm=((0.9, 0.0, 0.4),) * 2, fist=0.1, wrist_bend=-0.4)  # fmt: skip
    elif manner == 1:
        drawn = pose(drawn, side=RIGHT, reach=1.0, hand=(0.36, -0.02, -0.25),
                     elbow_out=0.7, palm=(-1.0, 0.0, 0.0), fist=0.2)  # fmt: skip
    course = [(stage.at(0.34), 0.3 * span, drawn), (stage.at(0.8), 0.2 * span, stage.rest)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    if manner == 2:
        plan = [(LEFT, stage.at(0.4), 0.22 * span, -0.2), (RIGHT, stage.at(0.6), 0.2 * span, -0.2)]
        take_steps(track, stage.times_s, plan, 0.05)
    return Performance(track=track)


GIVEN = ("bottle", "book", "phone", "cup", "bag", "box")
GIVEN_SIZES = {"bag": 0.7}


def given_path(stage: Stage, *, by_me: bool) -> tuple[np.ndarray, np.ndarray]:
    """Returns where the palms of who gives and of who takes go (T, 3), in one's own frame."""
    values, times = stage.values, stage.times_s
    taker = stage.partner if by_me else stage.measures
    middle = middle_m(stage, values["drop"])
    half = np.array([0.06, 0.0, 0.0])
    home = np.array([front_m(taker) + 0.22, 0.0, shoulder_height_m(taker) - 0.7 * taker.arm_m])
    taken = stage.other.here(home) if by_me else home
    gone = ramp(times, stage.at(0.54), stage.at(0.86))[:, None]
    gives, takes = (middle - half, middle + half) if by_me else (middle + half, middle - half)
    return gives + np.zeros((times.size, 3)), takes + gone * (taken - takes)


def give_object(stage: Stage) -> Performance:
    """Holds something out to the other, who takes it; draws the empty hand back."""
    values, times, span, side = stage.values, stage.times_s, stage.window_s, stage.side
    kind = GIVEN[round(values["object"])]
    gives, takes = given_path(stage, by_me=True)
    hands = (LEFT, RIGHT) if kind == "box" else (side,)
    grip: dict[str, Value] = {
        "reach": 1.0,
        "palm": (0.2, -1.0, 0.1),
        "fist": 1.0,
        "elbow_out": 0.3,
    }
    first = pose(stage.rest, head=channel(stage.rest, "head") + np.array([0.0, 0.12, 0.0]))
    out, empty = leaned(stage, first, values["bow"]), stage.rest
    for hand in hands:
        first = pose(first, side=hand, hand=(0.5, 0.24, -0.55), **grip)
        out = pose(out, side=hand, hand=(0.85, 0.12, -0.35), **grip)
    out = pose(out, pelvis=(0.04, 0.0, -0.01))
    let_go = pose(out, fist=0.2)
    course = [
        (stage.at(0.0), 0.34 * span, out),
        (stage.at(0.5), 0.1 * span, let_go),
        (stage.at(0.58), 0.36 * span, empty),
    ]
    track = movements(times, first, course, stage.lag_s)
    touch = ramp(times, stage.at(0.06), stage.at(0.34)) * (
        1.0 - ramp(times, stage.at(0.56), stage.at(0.76))
    )
    places, weights = np.zeros((times.size, 2, 3)), np.zeros((times.size, 2))
    for hand in hands:
        wide = 0.15 if kind == "box" else 0.0
        places[:, hand] = gives + np.array([0.0, sign_of(hand) * wide, 0.0])
        weights[:, hand] = touch
    thing = Held(kind=kind, side=side, until_s=stage.at(0.54), passed_m=takes,
                 size=GIVEN_SIZES.get(kind, 1.0),
                 size_m=(0.2, 0.28, 0.2) if kind == "box" else None)  # fmt: skip
    return Performance(track=track, held=(thing,), palms=PalmGoals(places_m=places, weight=weights))


def take_object(stage: Stage) -> Performance:
    """Reaches for what the other holds out, takes it and draws it in."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    kind, side = GIVEN[round(values["object"])], round(values["taking_hand"])
    _, takes = given_path(stage, by_me=False)
    hands = (LEFT, RIGHT) if kind == "box" else (side,)
    looking = pose(stage.rest, head=channel(stage.rest, "head") + np.array([0.0, 0.14, 0.0]))
    out, home = leaned(stage, looking, 0.6 * values["bow"]), looking
    grip: dict[str, Value] = {"reach": 1.0, "palm": (0.2, -1.0, 0.2), "elbow_out": 0.3}
    for hand in hands:
        out = pose(out, side=hand, hand=(0.85, 0.1, -0.35), fist=0.2, **grip)
        home = pose(home, side=hand, hand=(0.5, 0.2, -0.55), fist=1.0, **grip)
    course = [
        (stage.at(0.1), 0.3 * span, out),
        (stage.at(0.42), 0.12 * span, pose(out, fist=1.0)),
        (stage.at(0.56), 0.36 * span, home),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    places, weights = np.zeros((times.size, 2, 3)), np.zeros((times.size, 2))
    for hand in hands:
        wide = 0.16 if kind == "box" else 0.0
        places[:, hand] = takes + np.array([0.0, sign_of(hand) * wide, 0.0])
        weights[:, hand] = ramp(times, stage.at(0.16), stage.at(0.44))
    return Performance(track=track, palms=PalmGoals(places_m=places, weight=weights))


def cheers(stage: Stage) -> Performance:
    """A glass each meets in the middle, then goes to the mouth."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    kind = ("glass", "cup", "can")[round(values["vessel"])]
    grip: dict[str, Value] = {
        "reach": 1.0,
        "palm": (0.2, -1.0, 0.0),
        "fist": 1.0,
        "elbow_out": 0.35,
    }
    low = pose(stage.rest, side=RIGHT, hand=(0.5, 0.22, -0.4), **grip)
    out = pose(leaned(stage, low, 0.06), side=RIGHT, hand=(0.85, 0.1, -0.1))
    mouth = pose(low, side=RIGHT, hand=(0.42, 0.09, -0.02), elbow_out=values["elbow_out"],
                 palm=(-0.4, -1.0, -0.1), wrist_bend=0.25)  # fmt: skip
    tipped = pose(mouth, side=RIGHT, hand=(0.42, 0.09, 0.05), palm=(-0.6, -0.8, 0.3),
                  head=channel(stage.rest, "head") - np.array([0.0, 0.22, 0.0]))  # fmt: skip
    course = [
        (stage.at(0.02), 0.3 * span, out),
        (stage.at(0.4), 0.24 * span, mouth),
        (stage.at(0.6), 0.14 * span, tipped),
        (stage.at(0.8), 0.2 * span, low),
    ]
    track = movements(times, low, course, stage.lag_s)
    touch = held_between(stage, (0.06, 0.32, 0.37, 0.56))
    place = middle_m(stage, values["drop"]) + np.zeros((times.size, 3))
    # A last little swing makes the clink.
    place[:, 0] -= 0.075 + 0.05 * (1.0 - ramp(times, stage.at(0.24), stage.at(0.35)))
    place[:, 1] = -0.02
    return Performance(track=track, held=(Held(kind=kind, side=RIGHT),),
                       palms=one_palm(stage, RIGHT, place, touch))  # fmt: skip


def behind(values: Mapping[str, float]) -> tuple[float, float]:
    """The partner stands ahead, its back or its side to the actor."""
    return 0.0, values["askew"]


def side_on(values: Mapping[str, float]) -> tuple[float, float]:
    """The partner stands ahead and shows one side."""
    return 0.0, (0.5 * math.pi, -0.5 * math.pi)[round(values["ear"])] + values["askew"]


def pat_on_back(stage: Stage) -> Performance:
    """Reaches out and pats the other's shoulder blade a few times."""
    values, side, times, span = stage.values, stage.side, stage.times_s, stage.window_s
    theirs = stage.partner
    spot = np.array([back_m(theirs) - 0.07, sign_of(side) * 0.45 * theirs.shoulder_half_m,
                     shoulder_height_m(theirs) - values["low"] * theirs.arm_m])  # fmt: skip
    # No higher than one reaches: a child pats where it can.
    spot[2] = min(spot[2], shoulder_height_m(stage.measures) + 0.3 * stage.measures.arm_m)
    place = stage.other.here(spot) + np.zeros((times.size, 3))
    reach = pose(leaned(stage, stage.rest, 0.1, twist=-0.2 * sign_of(side)), side=side, reach=1.0,
                 hand=(0.8, 0.1, 0.0), elbow_out=0.7, palm=(0.2, -0.2, -1.0), fist=0.05,
                 wrist_bend=-0.9)  # fmt: skip
    course = [(stage.at(0.0), 0.26 * span, reach), (stage.at(0.76), 0.24 * span, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    patting = envelope(times, stage.at(0.24), stage.at(0.76), 0.08 * span)
    beat = np.maximum(oscillator(times, stage.at(0.24), values["pats_hz"], -0.5 * math.pi), -0.3)
    place[:, 0] -= values["lift_m"] * (beat + 0.3) * patting
    add(track, "wrist_bend", -0.25 * (beat + 0.3) * patting, index=side)
    touch = held_between(stage, (0.04, 0.24, 0.76, 0.95))
    return Performance(track=track, palms=one_palm(stage, side, place, touch))


def be_patted(stage: Stage) -> Performance:
    """Stands, head hung at first, then looks up and round at who pats."""
    values, span = stage.values, stage.window_s
    hung = pose(upright(stage.rest), head=(0.0, values["hung"], 0.0))
    looks = pose(upright(stage.rest), head=(0.0, 0.0, 0.6 * sign_of(stage.side)),
                 spine=(0.0, 0.05, 0.1 * sign_of(stage.side)))  # fmt: skip
    course = [
        (stage.start_s - 0.7, 0.6, hung),
        (stage.at(0.45), 0.3 * span, looks),
        (stage.at(0.82), 0.18 * span, upright(stage.rest)),
    ]
    return Performance(track=movements(stage.times_s, hung, course, 0.0))


def listening(stage: Stage, measures: Measures, aside: float, theirs_m: float) -> np.ndarray:
    """Returns the posture of one who inclines an ear to a head at their side, so high."""
    mine_m = float(head_of(measures).centre_m[2])
    tilt = stage.values["incline"] + 0.25 * float(np.clip((mine_m - theirs_m) / 0.3, 0.0, 1.0))
    return pose(upright(stage.rest), spine=(-aside * tilt, 0.1, 0.0),
                head=(-0.5 * aside * tilt, 0.08, 0.0), turn=(-0.15 * aside * tilt, 0.03, 0.0),
                pelvis=(0.0, -0.03 * aside * tilt, -0.01))  # fmt: skip


def whisper(stage: Stage) -> Performance:
    """Leans to the other's ear behind a raised hand, and talks."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    mine, theirs = head_of(stage.measures), head_of(stage.partner)
    mine_m = float(mine.centre_m[2])
    inclined = listening(stage, stage.partner, math.copysign(1.0, math.sin(stage.other.yaw_rad)),
                         mine_m)  # fmt: skip
    ear = stage.other.here(head_place(stage.partner, inclined))
    lower_m = float(np.clip(mine_m - ear[2], 0.0, 0.3))
    tiptoe = float(np.clip(ear[2] - mine_m, 0.0, 0.06)) / 0.06
    near_m = float(ear[0]) - theirs.half_width_m - mine.front_m - values["near_m"]

    def bent_by(pitch: float) -> np.ndarray:
        stoop = 0.6 * lower_m / stage.measures.leg_m
        return pose(leaned(stage, stage.rest, pitch, look=0.1),
                    pelvis=(-0.1 * pitch, 0.0, -stoop), foot_pitch=-0.35 * tiptoe)  # fmt: skip

    low, high = 0.0, 0.9
    for _ in range(7):
        pitch = 0.5 * (low + high)
        reached = head_place(stage.measures, bent_by(pitch))[0] < near_m
        low, high = (pitch, high) if reached else (low, pitch)
    bent = pose(bent_by(low), side=side, reach=1.0, hand=(0.42, 0.1, 0.08), elbow_out=0.8,
                palm=(0.1, -1.0, 0.1), fist=0.15, wrist_bend=0.1)  # fmt: skip
    course = [(stage.at(0.0), 0.28 * span, bent), (stage.at(0.74), 0.26 * span, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    talking = envelope(times, stage.at(0.26), stage.at(0.76), 0.2)
    wave = oscillator(times, stage.start_s, values["talk_hz"])
    add(track, "head", 0.04 * talking * wave, index=1)
    return Performance(track=track)


def listen(stage: Stage) -> Performance:
    """Inclines an ear to who whispers, then nods or laughs."""
    span, times = stage.window_s, stage.times_s
    theirs_m = float(head_of(stage.partner).centre_m[2])
    ear = listening(stage, stage.measures, math.copysign(1.0, stage.other.left_m), theirs_m)
    course = [(stage.at(0.04), 0.28 * span, ear), (stage.at(0.74), 0.26 * span, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    nods = envelope(times, stage.at(0.45), stage.at(0.78), 0.25)
    add(track, "head", 0.09 * nods * (1.0 + oscillator(times, stage.at(0.45), 1.8)), index=1)
    return Performance(track=track)


def walk_towards(stage: Stage) -> Performance:
    """Walks up to the other and stops before them."""
    values, times = stage.values, stage.times_s
    track = np.repeat(stage.rest[None], times.size, axis=0)
    step_s = values["step_s"] / math.sqrt(values["tempo"])
    count = max(1, math.floor(stage.window_s / step_s - 1.0))
    step_s = stage.window_s / (count + 1.0)
    length = values["step_length"]
    channel(track, "foot")[..., 0] -= count * length
    channel(track, "pelvis")[:, 0] -= count * length
    plan = walk_plan(stage.start_s, count, length, round(values["first_step"]), step_s)
    take_steps(track, times, plan, values["lift"])
    walking = envelope(times, stage.start_s, stage.end_s, 0.5)
    add(track, "turn", 0.03 * walking, index=1)
    return Performance(track=track)


def stroll(stage: Stage, step_m: float) -> Gait:
    """Returns a walk whose steps have a length in metres: two who walk together keep together."""
    values = stage.values
    return Gait(
        stride_s=values["stride_s"] / values["tempo"],
        step_length=step_m / stage.measures.leg_m,
        duty=0.62,
        lift=0.05,
        strike_rad=0.22,
        push_rad=0.7,
        kick_rad=0.25,
        width=0.85,
        arm_swing_rad=values["arm_swing_rad"],
        sway=0.018,
        first_side=round(values["first_step"]),
    )


def step_m(stage: Stage) -> float:
    """Returns a length of step that suits the shorter legs of the two."""
    return float(stage.values["step_length"] * min(stage.measures.leg_m, stage.partner.leg_m))


def walk_apart(stage: Stage) -> Performance:
    """Walks away from the other, back to back."""
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    values = stage.values
    gait = stroll(stage, values["step_length"] * stage.measures.leg_m)
    go(track, stage, gait)
    # From where one stood with the other, not round it.
    x = channel(track, "pelvis")[:, 0]
    start = float(x[0])
    channel(track, "foot")[..., 0] -= start
    x -= start
    looks = values["look_back"] * envelope(stage.times_s, stage.at(0.1), stage.at(0.6), 0.4)
    add(track, "head", looks, index=2)
    return Performance(track=track)


def away_from(values: Mapping[str, float]) -> tuple[float, float]:
    """Back to back, or side by side and facing opposite ways."""
    return (math.pi, 0.5 * math.pi, -0.5 * math.pi)[round(values["start"])], math.pi


def ahead_of(values: Mapping[str, float]) -> tuple[float, float]:
    """The partner is ahead and faces the same way."""
    return values["aside"], 0.0


def follow(stage: Stage) -> Performance:
    """Walks behind the other, or before them, at the same pace."""
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    go(track, stage, stroll(stage, step_m(stage)))
    return Performance(track=track)


def beside(values: Mapping[str, float]) -> tuple[float, float]:
    """The partner is on the actor's left or right and faces the same way."""
    return (0.5 * math.pi, -0.5 * math.pi)[round(values["where"])], 0.0


def inner_side(stage: Stage) -> int:
    """Returns the side on which the other one is."""
    return LEFT if stage.other.left_m > 0.0 else RIGHT


def hold_hands(stage: Stage) -> Performance:
    """Walks side by side with the other, inner hands joined and swinging."""
    values, times = stage.values, stage.times_s
    inner = inner_side(stage)
    sign = sign_of(inner)
    track = np.repeat(stage.rest[None], times.size, axis=0)
    gait = stroll(stage, step_m(stage))
    go(track, stage, gait)
    mine, theirs = stage.measures, stage.partner
    reach = (0.92 * mine.arm_m, 0.92 * theirs.arm_m)
    lowest = max(shoulder_height_m(mine) - reach[0], shoulder_height_m(theirs) - reach[1])
    place = np.zeros((times.size, 3))
    place[:, 0] = channel(track, "pelvis")[:, 0] * mine.leg_m + 0.05
    swing = oscillator(times, stage.start_s, values["tempo"] / values["stride_s"])
    going = envelope(times, stage.start_s, stage.end_s, 0.6)
    place[:, 0] += values["swing_m"] * swing * going
    place[:, 1] = 0.5 * stage.other.left_m - 0.018 * sign
    place[:, 2] = lowest + 0.02 + 0.3 * values["swing_m"] * (1.0 - np.cos(2.0 * swing)) * going
    track = pose(track, side=inner, reach=1.0, hand=(0.05, 0.4, -0.9), elbow_out=0.5,
                 palm=(0.0, 1.0, -0.2), fist=0.8, wrist_bend=0.0)  # fmt: skip
    glance = values["glance"] * envelope(times, stage.at(0.3), stage.at(0.8), 0.4)
    add(track, "head", sign * glance, index=2)
    return Performance(
        track=track, palms=replace(palms(stage, {inner: place}), elbows=ELBOWS_HANGING)
    )


def support_somebody(stage: Stage) -> Performance:
    """Walks slowly with an arm round the other's back, the other hand at their forearm."""
    values, times = stage.values, stage.times_s
    inner = inner_side(stage)
    sign, theirs, mine = sign_of(inner), stage.partner, stage.measures
    track = np.repeat(leaned(stage, stage.rest, 0.05)[None], times.size, axis=0)
    go(track, stage, stroll(stage, 0.55 * step_m(stage)))
    forward = channel(track, "pelvis")[:, 0] * mine.leg_m
    back, arm = np.zeros((times.size, 3)), np.zeros((times.size, 3))
    far = stage.other.left_m + sign * values["round"] * theirs.torso_radii_m[1]
    back[:, 0] = forward + back_m(theirs) - 0.02
    back[:, 1] = far
    back[:, 2] = shoulder_height_m(theirs) - 0.5 * theirs.arm_m
    arm[:, 0] = forward + front_m(theirs) + 0.2
    arm[:, 1] = stage.other.left_m - 0.5 * sign * theirs.shoulder_half_m
    arm[:, 2] = shoulder_height_m(theirs) - 0.66 * theirs.arm_m
    track = pose(track, side=inner, reach=1.0, hand=(-0.2, 0.8, -0.3), elbow_out=0.9,
                 palm=(1.0, 0.0, 0.0), fist=0.2)  # fmt: skip
    track = pose(track, side=1 - inner, reach=1.0, hand=(0.6, -0.5, -0.45), elbow_out=0.4,
                 palm=(-0.2, -0.4, 1.0), fist=0.5)  # fmt: skip
    add(track, "head", sign * values["care"], index=2)
    return Performance(track=track, palms=palms(stage, {inner: back, 1 - inner: arm}))


def be_supported(stage: Stage) -> Performance:
    """Goes slowly and bent, limping, one forearm in the other's hand."""
    values, times = stage.values, stage.times_s
    inner = inner_side(stage)
    sign = sign_of(inner)
    bent = leaned(stage, upright(stage.rest), values["bent"], look=0.15)
    bent = pose(bent, side=inner, reach=1.0, hand=(0.5, 0.14, -0.62), elbow_out=0.4,
                palm=(0.0, -0.6, -0.8), fist=0.5)  # fmt: skip
    track = np.repeat(bent[None], times.size, axis=0)
    gait = stroll(stage, 0.55 * step_m(stage))
    go(track, stage, gait)
    limp = oscillator(times, stage.start_s, values["tempo"] / values["stride_s"])
    going = envelope(times, stage.start_s, stage.end_s, 0.5)
    add(track, "turn", -sign * values["limp"] * limp * going, index=0)
    add(track, "spine", sign * 0.7 * values["limp"] * limp * going, index=0)
    return Performance(track=track)


def carry_together(stage: Stage) -> Performance:
    """Bends at one end of a big box, lifts it with the other, holds it up between both."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    mine, theirs = stage.measures, stage.partner
    length = carried_length_m(values)
    end_x = 0.5 * (stage.apart_m - length)
    wide, tall = values["width_m"], values["height_m"]
    high = min(shoulder_height_m(mine) - 0.85 * mine.arm_m,
               shoulder_height_m(theirs) - 0.85 * theirs.arm_m)  # fmt: skip
    lifted = ramp(times, stage.at(0.3), stage.at(0.62)) * (1.0 - ramp(times, stage.at(0.88),
                                                                     stage.at(1.15)))  # fmt: skip
    down = 0.5 * tall + 0.02
    level = down + (max(high, down + 0.2) - down) * lifted
    bend = values["bend"]
    low = pose(leaned(stage, stage.rest, bend, look=0.1),
               pelvis=(-0.28 * bend, 0.0, -values["knees"]), reach=1.0,
               hand=((0.8, 0.2, -0.5),) * 2, elbow_out=0.3, palm=((0.6, -0.7, 0.4),) * 2,
               fist=0.4)  # fmt: skip
    up = pose(leaned(stage, stage.rest, -0.05), pelvis=(-0.05, 0.0, -0.01), reach=1.0,
              hand=((0.6, 0.2, -0.6),) * 2, elbow_out=0.3, palm=((0.6, -0.7, 0.4),) * 2,
              fist=0.4)  # fmt: skip
    course = [
        (stage.at(0.0), 0.32 * span, low),
        (stage.at(0.32), 0.32 * span, up),
    ]
    track = movements(times, stage.rest, course, 0.0)
    sides = {}
    for side in (LEFT, RIGHT):
        place = np.zeros((times.size, 3))
        place[:, 0] = end_x - 0.02
        place[:, 1] = sign_of(side) * 0.38 * wide
        place[:, 2] = level - 0.2 * tall
        sides[side] = place
    poses = np.zeros((times.size, 4, 4))
    poses[:, :3, :3], poses[:, 3, 3] = np.eye(3), 1.0
    poses[:, 0, 3], poses[:, 2, 3] = 0.5 * stage.apart_m, level
    box = Held(kind="box", side=RIGHT, poses=poses, size_m=(length, wide, tall))
    touch = ramp(times, stage.at(0.06), stage.at(0.3))
    return Performance(track=track, held=(box,), ground=np.zeros(times.size),
                       palms=replace(palms(stage, sides, touch), elbows=ELBOWS_BACK))  # fmt: skip


def carried_length_m(values: Mapping[str, float]) -> float:
    """Returns how long the box is that two carry."""
    return float(values["length_m"])


def carry_other_end(stage: Stage) -> Performance:
    """Lifts the other end of the box; the box itself is the actor's."""
    done = carry_together(stage)
    return Performance(track=done.track, palms=done.palms, ground=done.ground)


def carry_apart(values: Mapping[str, float], actor: Measures, partner: Measures) -> float:
    """Returns how far apart two stand with a box between them."""
    arms = actor.arm_m + partner.arm_m
    return float(carried_length_m(values) + 0.72 * values["closeness"] * arms)


def rock_paper_scissors(stage: Stage) -> Performance:
    """Beats a fist on the other palm three times, then shows a shape."""
    return _shape_shown(stage, "shows")


def rock_paper_scissors_too(stage: Stage) -> Performance:
    """Plays along, and shows a shape of its own."""
    return _shape_shown(stage, "partner_shows")


def _shape_shown(stage: Stage, which: str) -> Performance:
    values, times, span = stage.values, stage.times_s, stage.window_s
    curl = (1.5, -0.05, 0.65)[round(values[which])]
    ready = pose(leaned(stage, stage.rest, 0.08, look=0.15), side=LEFT, reach=1.0,
                 hand=(0.5, -0.02, -0.5), elbow_out=0.5, palm=(0.0, 0.0, 1.0),
                 fist=0.05)  # fmt: skip
    low = values["height"]
    ready = pose(ready, side=RIGHT, reach=1.0, hand=(0.56, 0.02, low + 0.05),
                 elbow_out=0.5, palm=(0.0, -1.0, 0.0), fist=1.5)  # fmt: skip
    shown = pose(ready, side=RIGHT, hand=(0.72, 0.06, low - 0.08), fist=curl,
                 palm=(0.0, -0.6, -0.8))  # fmt: skip
    course = [
        (stage.at(0.0), 0.2 * span, ready),
        (stage.at(0.58), 0.12 * span, shown),
        (stage.at(0.86), 0.16 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    beats = envelope(times, stage.at(0.14), stage.at(0.64), 0.05 * span)
    rate_hz = 3.0 / (0.46 * span)
    wave = np.cos(2.0 * math.pi * rate_hz * (times - stage.at(0.16)))
    channel(track, "hand")[:, RIGHT, 2] += values["beat"] * beats * (0.5 + 0.5 * wave)
    return Performance(track=track)


def take_photo_of_person(stage: Stage) -> Performance:
    """Holds a telephone up in both hands at the other."""
    values, side, times = stage.values, stage.side, stage.times_s
    low = pose(stage.rest, side=side, reach=1.0, hand=(0.48, 0.28, -0.5), elbow_out=0.3,
               palm=(-0.5, -0.8, 0.5), fist=0.9)  # fmt: skip
    aim = pose(low, reach=1.0, hand=((0.62, 0.12, values["height"]),) * 2, fist=0.4,
               elbow_out=values["elbow_out"], palm=((-0.8, -0.6, 0.1),) * 2,
               pelvis=(-0.02, 0.0, -0.01 - values["crouch"]),
               spine=channel(stage.rest, "spine") + np.array([0.0, 0.12, 0.0]))  # fmt: skip
    if values["one_hand"] > 0.5:
        aim = pose(aim, side=1 - side, reach=0.0, hand=channel(stage.rest, "hand")[1 - side])
    span = stage.window_s
    course = [(stage.at(0.0), 0.24 * span, aim), (stage.at(0.78), 0.22 * span, low)]
    track = movements(times, low, course, stage.lag_s)
    return Performance(track=track, held=(Held(kind="phone", side=side),))


def strike_a_pose(stage: Stage) -> Performance:
    """Stands for a picture: a hand up, on the hip, arms wide, or quite still."""
    values, span = stage.values, stage.window_s
    manner = round(values["pose"])
    posed = pose(upright(stage.rest), head=(0.1, -0.03, 0.0))
    if manner == 0:  # two fingers up beside the face
        posed = pose(posed, side=RIGHT, reach=1.0, hand=(0.42, 0.45, 0.2), elbow_out=0.3,
                     palm=(1.0, 0.0, 0.0), fist=0.6)  # fmt: skip
    elif manner == 1:
        posed = pose(posed, side=LEFT, reach=1.0, hand=(0.0, 0.36, -0.82), elbow_out=1.45,
                     palm=(0.2, -1.0, -0.3), fist=0.5, turn=(0.05, 0.0, 0.2),
                     pelvis=(0.0, 0.06, -0.01))  # fmt: skip
    elif manner == 2:
        posed = pose(posed, arm_raise=2.2, arm_side=1.45, elbow=0.3, arm_hang=0.4,
                     palm=((1.0, -0.3, 0.0),) * 2, fist=0.0)  # fmt: skip
    course = [(stage.at(0.05), 0.26 * span, posed), (stage.at(0.8), 0.2 * span, stage.rest)]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def dance_together(stage: Stage) -> Performance:
    """Two in hold, one pair of hands joined out to the side, step from side to side."""
    return _dance(stage, lead=True)


def dance_along(stage: Stage) -> Performance:
    """Is led: the free hand lies on the other's shoulder."""
    return _dance(stage, lead=False)


def _dance(stage: Stage, *, lead: bool) -> Performance:
    values, times = stage.values, stage.times_s
    mine, theirs = stage.measures, stage.partner
    # The actor's left hand holds the partner's right one.
    joined, other = (LEFT, RIGHT) if lead else (RIGHT, LEFT)
    sign = sign_of(joined)
    beat = times - stage.start_s
    rate = values["step_hz"] * math.sqrt(values["tempo"])
    going = envelope(times, stage.start_s, stage.end_s, 0.4)
    sway = np.sin(math.pi * rate * beat) * going  # +1: towards the joined hands
    wide_m = values["sway"] * min(mine.leg_m, theirs.leg_m)
    base = pose(upright(stage.rest), pelvis=(0.0, 0.0, -0.02))
    base = pose(base, side=joined, reach=1.0, hand=(0.5, 0.7, 0.1), elbow_out=0.5,
                palm=(1.0, 0.0, 0.2), fist=0.6)  # fmt: skip
    base = pose(base, side=other, reach=1.0, hand=(0.8, 0.0, -0.2), elbow_out=1.1,
                palm=(-0.3, -1.0, 0.0) if lead else (0.2, -0.4, -1.0), fist=0.1)  # fmt: skip
    track = np.repeat(base[None], times.size, axis=0)
    add(track, "pelvis", sign * wide_m * sway / mine.leg_m, index=1)
    add(track, "turn", -sign * 0.05 * sway, index=0)
    # Feet go along in turn: each lifts while the weight is on the other.
    foot = channel(track, "foot")
    speed = np.cos(math.pi * rate * beat) * going
    for side in (LEFT, RIGHT):
        outward = sign * sign_of(side)
        loaded = outward * sway
        foot[:, side, 2] += (
            0.05 * np.maximum(-loaded, 0.0) ** 2 * 2.0 * np.maximum(1.0 - np.abs(speed) * 0.3, 0.0)
        )
    high = 0.5 * (shoulder_height_m(mine) + shoulder_height_m(theirs)) + values["up"] * 0.2
    hands = np.zeros((times.size, 3))
    hands[:, 0] = 0.5 * stage.apart_m - 0.018
    hands[:, 1] = sign * (0.62 * (mine.arm_m + theirs.arm_m) * 0.5 + wide_m * sway + 0.12)
    hands[:, 2] = high + 0.03 * np.abs(sway)
    there = np.zeros((times.size, 3))
    if lead:  # under their shoulder blade
        spot = np.array([0.25 * back_m(theirs), theirs.torso_radii_m[1] + 0.03,
                         shoulder_height_m(theirs) - 0.42 * theirs.arm_m])  # fmt: skip
    else:  # on their shoulder
        spot = np.array([0.02, -0.85 * theirs.shoulder_half_m, shoulder_height_m(theirs) + 0.07])
    there += stage.other.here(spot)
    there[:, 1] += sign * wide_m * sway
    return Performance(track=track, palms=palms(stage, {joined: hands, other: there}))


STROLL: dict[str, Distribution] = {
    "stride_s": LogUniform(1.0, 1.35),
    "step_length": Uniform(0.5, 0.75),
    "arm_swing_rad": Uniform(0.12, 0.45),
    "first_step": START,
}

ACTIONS = (
    Action(
        name="fist_bump",
        description="Two people bump their fists together.",
        captions=("two people bump fists", "a person greets another with a fist bump"),
        program=arriving(fist_bump, ACTOR, 1.1),
        partner=arriving(fist_bump, PARTNER, 1.1),
        apart=arms_apart(0.98),
        parameters={**CLOSENESS, **WALK_UP,
            "drop": Uniform(0.05, 0.4),
            "opens": Choice(("no", "yes"), (0.7, 0.3)),
        },
        tags=("pair", "social", "standing"),
        counterparts={},
        natural_s=2.4,
        minimum_s=1.2,
    ),
    Action(
        name="bow_to_each_other",
        description="Two people bow to each other.",
        captions=("two people bow to each other", "a person and another exchange bows"),
        program=arriving(bow_down, ACTOR, 1.4),
        partner=arriving(bow_down, PARTNER, 1.4),
        apart=arms_apart(1.75),
        parameters={**CLOSENESS, **WALK_UP,
            "depth": Uniform(0.5, 1.2),
            "stay": Uniform(0.0, 0.1),
            "hands": Choice(("hanging", "together", "before the thighs"), (0.4, 0.25, 0.35)),
        },
        tags=("pair", "social", "standing"),
        counterparts={},
        natural_s=3.0,
        minimum_s=1.6,
    ),
    Action(
        name="point_at_person",
        description="One person points a finger at another.",
        captions=("a person points at another", "someone points a finger at another person"),
        program=arriving(point_at_person, ACTOR, 1.4),
        partner=arriving(pointed_at, PARTNER, 1.4),
        apart=arms_apart(2.0),
        parameters={**WALK_UP,
            "closeness": Uniform(0.75, 1.3),
            "comes": Choice(("both", "actor", "partner", "nobody"), (0.06, 0.2, 0.06, 0.68)),
            "side": SIDE,
            "lean_in": Uniform(0.0, 0.2),
            "bend": Uniform(0.03, 0.25),
            "drawn": Uniform(0.2, 1.8),
            "hip": Choice(("no", "yes"), (0.8, 0.2)),
            "shake": Choice(("no", "yes"), (0.6, 0.4)),
            "shake_rad": Uniform(0.03, 0.14),
            "shake_hz": LogUniform(1.8, 3.2),
            "steps_in": Choice(("no", "yes"), (0.6, 0.4)),
            "answer": Choice(("hands_up", "hand_on_chest", "steps_back", "none"),
                             (0.15, 0.15, 0.15, 0.55)),
        },
        tags=("pair", "gesture", "standing"),
        counterparts={"ut_interaction": "point", "ntu": "point finger at the other person",
                      "uav_human": "point someone"},
        natural_s=2.8,
        minimum_s=1.4,
    ),
    Action(
        name="give_object",
        description="One person gives something to another.",
        captions=("a person gives a {object} to another", "someone hands over a {object}"),
        program=arriving(give_object, ACTOR, 1.6),
        partner=arriving(take_object, PARTNER, 1.6),
        apart=arms_apart(0.98),
        parameters={**CLOSENESS, **WALK_UP,
            "side": SIDE,
            "taking_hand": SIDE,
            "object": Choice(GIVEN, (0.2, 0.2, 0.15, 0.15, 0.15, 0.15)),
            "drop": Uniform(0.45, 0.7),
            "bow": Uniform(0.02, 0.2),
        },
        tags=("pair", "social", "object", "standing"),
        counterparts={"ntu": "giving something to other person",
                      "uav_human": "give something to someone"},
        natural_s=2.9,
        minimum_s=1.6,
    ),
    Action(
        name="cheers",
        description="Two people clink glasses and drink.",
        captions=("two people clink glasses", "a person drinks to another"),
        program=arriving(cheers, ACTOR, 2.0),
        partner=arriving(cheers, PARTNER, 2.0),
        apart=arms_apart(1.05),
        parameters={**CLOSENESS, **WALK_UP,
            "vessel": Choice(("glass", "cup", "can"), (0.6, 0.2, 0.2)),
            "drop": Uniform(0.05, 0.3),
            "elbow_out": Uniform(0.3, 1.0),
        },
        tags=("pair", "social", "object", "standing"),
        counterparts={"ntu": "cheers and drink", "uav_human": "drink a toast"},
        natural_s=3.0,
        minimum_s=1.9,
    ),
    Action(
        name="pat_on_back",
        description="One person pats another on the back.",
        captions=("a person pats another on the back", "someone gives another a pat on the back"),
        program=pat_on_back,
        partner=be_patted,
        apart=bodies_apart(0.46),
        facing=behind,
        parameters={**CLOSENESS,
            "side": SIDE,
            "askew": Uniform(-0.5, 0.5),
            "low": Uniform(0.12, 0.32),
            "pats_hz": LogUniform(1.8, 3.2),
            "lift_m": Uniform(0.04, 0.09),
            "hung": Uniform(0.0, 0.5),
        },
        tags=("pair", "social", "standing"),
        counterparts={"ntu": "pat on back of other person",
                      "uav_human": "slap someone on the back"},
        natural_s=2.4,
        minimum_s=1.4,
    ),
    Action(
        name="whisper",
        description="One person whispers in another's ear.",
        captions=("a person whispers to another", "someone whispers in another's ear"),
        program=whisper,
        partner=listen,
        apart=arms_apart(0.6),
        facing=side_on,
        parameters={**CLOSENESS,
            "side": SIDE,
            "ear": Choice(("left", "right"), (0.5, 0.5)),
            "askew": Uniform(-0.25, 0.25),
            "incline": Uniform(0.05, 0.2),
            "near_m": Uniform(0.05, 0.12),
            "talk_hz": LogUniform(1.2, 2.6),
        },
        tags=("pair", "social", "standing"),
        counterparts={"ntu": "whisper in other person's ear",
                      "uav_human": "whisper in someone's ear"},
        natural_s=2.8,
        minimum_s=1.6,
    ),
    Action(
        name="walk_towards",
        description="Two people walk up to each other.",
        captions=("two people walk towards each other", "a person and another approach"),
        program=walk_towards,
        partner=walk_towards,
        apart=arms_apart(1.0),
        parameters={**CLOSENESS,
            "step_s": LogUniform(0.48, 0.66),
            "step_length": Uniform(0.5, 0.75),
            "lift": Uniform(0.04, 0.07),
            "first_step": START,
        },
        tags=("pair", "locomotion"),
        counterparts={"ntu": "walking towards each other", "uav_human": "walk toward someone"},
        natural_s=3.2,
        minimum_s=1.6,
    ),
    Action(
        name="walk_apart",
        description="Two people walk away from each other.",
        captions=("two people walk apart", "a person and another go off in opposite directions"),
        program=walk_apart,
        partner=walk_apart,
        apart=sides_apart(0.15),
        facing=away_from,
        parameters={**CLOSENESS, **STROLL,
            "start": Choice(("back_to_back", "on_the_left", "on_the_right"), (0.4, 0.3, 0.3)),
            "look_back": Uniform(-0.3, 0.3),
        },
        tags=("pair", "locomotion"),
        counterparts={"ntu": "walking apart from each other",
                      "uav_human": "walk away from someone"},
        natural_s=3.2,
        minimum_s=1.6,
    ),
    Action(
        name="follow",
        description="One person walks behind another.",
        captions=("a person follows another", "someone walks behind another person"),
        program=follow,
        partner=follow,
        apart=arms_apart(1.2),
        facing=ahead_of,
        parameters={**CLOSENESS, **STROLL, "aside": Uniform(-0.35, 0.35)},
        tags=("pair", "locomotion"),
        counterparts={"ntu": "follow other person", "uav_human": "stalk someone"},
        minimum_s=1.4,
        cut_chance=0.5,
    ),
    Action(
        name="hold_hands",
        description="Two people walk hand in hand.",
        captions=("two people walk hand in hand", "a person and another hold hands"),
        program=hold_hands,
        partner=hold_hands,
        apart=sides_apart(0.2),
        facing=beside,
        parameters={**CLOSENESS, **STROLL,
            "where": BESIDE,
            "swing_m": Uniform(0.03, 0.12),
            "glance": Uniform(-0.1, 0.6),
        },
        tags=("pair", "social", "locomotion"),
        counterparts={"uav_human": "walk side by side"},
        minimum_s=1.4,
        cut_chance=0.5,
    ),
    Action(
        name="support_somebody",
        description="One person supports another who limps.",
        captions=("a person supports another who limps", "someone helps another person to walk"),
        program=support_somebody,
        partner=be_supported,
        apart=sides_apart(0.16),
        facing=beside,
        parameters={**CLOSENESS, **STROLL,
            "where": BESIDE,
            "round": Uniform(-0.6, 0.1),
            "care": Uniform(0.0, 0.6),
            "bent": Uniform(0.2, 0.5),
            "limp": Uniform(0.06, 0.16),
        },
        tags=("pair", "social", "locomotion", "medical"),
        counterparts={"ntu": "support somebody with hand",
                      "uav_human": "lend an arm to support someone"},
        minimum_s=1.6,
        cut_chance=0.5,
    ),
    Action(
        name="carry_together",
        description="Two people lift and hold a big box between them.",
        captions=("two people carry a box together", "a person and another lift a big box"),
        program=carry_together,
        partner=carry_other_end,
        apart=carry_apart,
        parameters={**CLOSENESS,
            "length_m": Uniform(0.5, 0.9),
            "width_m": Uniform(0.35, 0.5),
            "height_m": Uniform(0.25, 0.45),
            "bend": Uniform(0.9, 1.25),
            "knees": Uniform(0.2, 0.36),
        },
        tags=("pair", "object", "whole_body"),
        counterparts={"ntu": "carry something with other person",
                      "uav_human": "move something with someone"},
        natural_s=3.0,
        minimum_s=1.8,
    ),
    Action(
        name="rock_paper_scissors",
        description="Two people play rock, paper, scissors.",
        captions=("two people play rock paper scissors", "a person plays rock paper scissors"),
        program=arriving(rock_paper_scissors, ACTOR, 2.0),
        partner=arriving(rock_paper_scissors_too, PARTNER, 2.0),
        apart=arms_apart(1.15),
        parameters={**CLOSENESS, **WALK_UP,
            "shows": Choice(("rock", "paper", "scissors"), (1, 1, 1)),
            "partner_shows": Choice(("rock", "paper", "scissors"), (1, 1, 1)),
            "height": Uniform(-0.38, -0.25),
            "beat": Uniform(0.12, 0.3),
        },
        tags=("pair", "social", "hand", "standing"),
        counterparts={"ntu": "finger-guessing game (playing rock-paper-scissors)",
                      "kinetics": "rock scissors paper", "uav_human": "rock-paper-scissors"},
        natural_s=2.9,
        minimum_s=1.9,
    ),
    Action(
        name="take_photo_of_person",
        description="One person takes a photo of another, who poses.",
        captions=("a person takes a photo of another", "someone poses for another's camera"),
        program=take_photo_of_person,
        partner=strike_a_pose,
        apart=arms_apart(1.9),
        parameters={**CLOSENESS,
            "side": SIDE,
            "height": Uniform(0.12, 0.26),
            "elbow_out": Uniform(0.3, 0.9),
            "crouch": Uniform(0.0, 0.12),
            "one_hand": Choice(("no", "yes"), (0.7, 0.3)),
            "pose": Choice(("fingers", "on_hip", "arms_wide", "still"), (0.3, 0.25, 0.25, 0.2)),
        },
        tags=("pair", "social", "object", "standing"),
        counterparts={"ntu": "take a photo of other person",
                      "uav_human": "take a phone for someone"},
        natural_s=2.8,
        minimum_s=1.5,
    ),
    Action(
        name="dance_together",
        description="Two people dance in hold, swaying from side to side.",
        captions=("two people dance together", "a couple dances"),
        program=dance_together,
        partner=dance_along,
        apart=arms_apart(0.62),
        parameters={**CLOSENESS,
            "step_hz": LogUniform(0.8, 1.3),
            "sway": Uniform(0.1, 0.15),
            "up": Uniform(-0.6, 0.3),
        },
        tags=("pair", "social", "dance", "standing"),
        counterparts={},
        minimum_s=1.6,
        cut_chance=0.5,
    ),
)  # fmt: skip
