"""Being unwell: coughing, aching, vomiting, shivering, limping; what care looks out for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
from understudy.motion.gait import Gait, go
from understudy.motion.holding import Held
from understudy.motion.kinematics import SIDE_SIGN
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.handling import at_work, palms
from understudy.motion.programs.self_touch import (
    EYE,
    FOREHEAD,
    MOUTH,
    NOSE,
    TEMPLE,
    Spot,
    at_head,
    on_head,
)
from understudy.motion.timing import envelope, minimum_jerk, movements, oscillator

BESIDE_MOUTH: Spot = (1.3, 0.15, -0.6)
"""Of a fist held before the mouth."""


def added(posture: np.ndarray, **changes: tuple[float, float, float]) -> np.ndarray:
    """Returns a posture with unpaired channels changed by so much."""
    result = posture.copy()
    for name, change in changes.items():
        channel(result, name)[...] += np.array(change)
    return result


def bowed(stage: Stage, base: np.ndarray, trunk: float, head: float = 0.0) -> np.ndarray:
    """Returns a posture bent forward by so much [rad], the hips back to keep the balance."""
    return added(
        base,
        pelvis=(-0.2 * trunk, 0.0, -0.02 - 0.03 * trunk),
        turn=(0.0, 0.5 * trunk, 0.0),
        spine=(0.0, 0.5 * trunk, 0.0),
        head=(0.0, head, 0.0),
    )


def jerks(times_s: np.ndarray, at_s: list[float], rise_s: float, fall_s: float) -> np.ndarray:
    """Returns (T,) sudden starts that die away more slowly, each of height 1."""
    total = np.zeros(times_s.size)
    for at in at_s:
        rise = minimum_jerk((times_s - at) / rise_s)
        total += rise * (1.0 - minimum_jerk((times_s - at - rise_s) / fall_s))
    return total


def convulse(track: np.ndarray, bursts: np.ndarray, size: float, shrug: float = 0.12) -> None:
    """Adds what the breath does to a body when it bursts out: chest and head go forward."""
    add(track, "spine", 0.3 * size * bursts, index=1)
    add(track, "head", 0.25 * size * bursts, index=1)
    add(track, "turn", 0.08 * size * bursts, index=1)
    add(track, "pelvis", -0.03 * size * bursts, index=0)
    add(track, "pelvis", -0.015 * size * bursts, index=2)
    add(track, "shrug", shrug * size * bursts[:, None])


def lifted(
    stage: Stage, ready: np.ndarray, sides: tuple[int, ...], rise_s: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Takes hands to the side or the back of the head, past the chest's front, and down again.

    Straight up would lead through the shoulder, where an arm has no direction.

    Returns:
        as of `at_work`: the track, 0..1 how far the hands are there, 0..1 while they are.
    """
    times, start, end = stage.times_s, stage.start_s, stage.end_s
    rise = min(rise_s / stage.values["tempo"], 0.28 * stage.window_s)
    front = ready
    for side in sides:
        front = pose(front, side=side, hand=(0.42, 0.4, 0.3), elbow_out=0.9)
    half, more = 0.5 * (stage.rest + ready), 0.5 * (front - ready)
    course = [
        (start, 0.65 * rise, half + more),
        (start + 0.35 * rise, 0.65 * rise, ready),
        (end - rise, 0.65 * rise, half + more),
        (end - 0.65 * rise, 0.65 * rise, stage.rest),
    ]
    for side in sides:  # the arm alone is there at once
        for number in (0, 2):
            begin, length, posture = course[number]
            course[number] = (begin, length, pose(posture, side=side, reach=1.0,
                              hand=channel(front, "hand")[side]))  # fmt: skip
    track = movements(times, stage.rest, course, stage.lag_s)
    there = envelope(times, start + 0.25 * rise, end - 0.25 * rise, 0.6 * rise)
    busy = envelope(times, start + 0.7 * rise, end - 0.7 * rise, min(0.3, 0.4 * rise + 0.1))
    return track, there, busy


BEFORE_MOUTH = Choice(("fist", "flat_hand", "crook_of_the_arm", "no_hand"), (0.4, 0.25, 0.2, 0.15))


def covering(stage: Stage, base: np.ndarray, side: int, manner: int) -> np.ndarray:
    """Returns a posture with the mouth covered as `BEFORE_MOUTH` names it."""
    if manner == 0:
        return at_head(stage, base, side, BESIDE_MOUTH, elbow_out=0.5, fist=1.3,
                       palm=(-0.3, -1.0, 0.0))  # fmt: skip
    if manner == 1:
        return at_head(stage, base, side, MOUTH, elbow_out=0.7, fist=0.25,
                       palm=(-1.0, -0.3, 0.0))  # fmt: skip
    if manner == 2:  # the upper arm level across the face, the hand at the other shoulder
        crook = pose(base, side=side, reach=1.0, hand=(0.3, -0.36, 0.16), elbow_out=1.35,
                     palm=(-1.0, 0.0, -0.3), fist=0.6)  # fmt: skip
        return added(crook, head=(0.0, 0.15, 0.25 * SIDE_SIGN[side]))
    return base


def cough(stage: Stage) -> Performance:
    """The hand goes to the mouth, the chest jerks forward several times in a row."""
    values, times, side, span = stage.values, stage.times_s, stage.side, stage.window_s
    manner = round(values["manner"])
    ready = covering(stage, bowed(stage, stage.rest, values["bend"], 0.15), side, manner)
    course = [(stage.at(0.0), 0.26 * span, ready), (stage.at(0.76), 0.24 * span, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    count = round(values["count"]) + 2
    # The first cough is the strongest; they come quicker than one could on purpose.
    gap = min(values["gap_s"], 0.52 * span / count)
    starts = [stage.at(0.26) + number * gap for number in range(count)]
    bursts = jerks(times, starts, 0.3 * gap, 0.6 * gap)
    convulse(track, bursts * values["strength"], 1.0)
    if manner > 1:
        return Performance(track=track)
    spot, gap_m = (BESIDE_MOUTH, 0.02) if manner == 0 else (MOUTH, 0.02)
    there = envelope(times, stage.at(0.02), stage.at(0.98), 0.22 * span)
    goal = palms(stage, {side: on_head(stage, track, side, spot, gap_m)}, there)
    return Performance(track=track, palms=goal)


def sneeze(stage: Stage) -> Performance:
    """The head goes back for breath, waits, and shoots forward into the hand, once or twice."""
    values, times, side, span = stage.values, stage.times_s, stage.side, stage.window_s
    manner = round(values["manner"])
    back = added(stage.rest, head=(0.0, -values["back"], 0.0), spine=(0.0, -0.4 * values["back"],
                 0.0), pelvis=(0.03, 0.0, 0.0))  # fmt: skip
    back = covering(stage, pose(back, shrug=0.18), side, manner)
    out = covering(stage, bowed(stage, stage.rest, values["bend"], 0.3), side, manner)
    twice = round(values["count"]) == 1 and span > 1.9
    burst = 0.16
    course = [(stage.at(0.0), 0.38 * span, back), (stage.at(0.4), burst, out)]
    if twice:
        course += [(stage.at(0.5), 0.16 * span, back), (stage.at(0.66), burst, out)]
    course.append((stage.at(0.78), 0.22 * span, stage.rest))
    track = movements(times, stage.rest, course, 0.3 * stage.lag_s)
    if manner > 1:
        return Performance(track=track)
    spot = NOSE if manner == 1 else (1.25, 0.1, -0.4)
    there = envelope(times, stage.at(0.02), stage.at(0.98), 0.25 * span)
    goal = palms(stage, {side: on_head(stage, track, side, spot)}, there)
    return Performance(track=track, palms=goal)


def headache(stage: Stage) -> Performance:
    """One hand or both at the forehead or the temples, the head bowed and rocking slowly."""
    values, times, side = stage.values, stage.times_s, stage.side
    manner = round(values["manner"])
    sides = (side,) if manner < 2 else (0, 1)
    spot = FOREHEAD if manner in (0, 3) else TEMPLE
    sign = SIDE_SIGN[side]
    sore = bowed(stage, stage.rest, values["bend"], values["nod"])
    sore = added(sore, head=(-0.12 * sign * (manner < 2), 0.0, 0.0))
    facing = (-1.0, -0.4, 0.0) if spot is FOREHEAD else (-0.2, -1.0, 0.0)
    for one in sides:
        sore = at_head(stage, sore, one, spot, elbow_out=0.8, fist=values["fingers"],
                       palm=facing)  # fmt: skip
    track, there, busy = lifted(stage, sore, sides, 0.9)
    add(track, "head", values["rock"] * busy * oscillator(times, stage.start_s, 0.55), index=2)
    add(track, "head", 0.06 * busy * oscillator(times, stage.start_s, 0.4, 1.0), index=1)
    # Fingers rub in small circles.
    rate = values["rub_hz"]
    goals = {}
    for one in sides:
        path = np.repeat(np.array(spot)[None], times.size, axis=0)
        path[:, 0] += values["rub"] * busy * oscillator(times, stage.start_s, rate)
        path[:, 2] += values["rub"] * busy * oscillator(times, stage.start_s, rate, 0.5 * np.pi)
        goals[one] = on_head(stage, track, one, path)
    return Performance(track=track, palms=palms(stage, goals, there))


def chest_pain(stage: Stage) -> Performance:
    """A hand, or both, clutch the chest over the heart; the body hunches and gives way."""
    values, times = stage.values, stage.times_s
    side = stage.side
    both = round(values["hands"]) == 1
    hurt = bowed(stage, stage.rest, values["bend"], 0.3)
    hurt = added(hurt, spine=(0.08, 0.0, 0.0), pelvis=(0.0, 0.0, -values["knees"]))
    hurt = pose(hurt, shrug=0.15)
    # The heart is left of the middle, whichever hand goes there.
    across = 0.1 if side == LEFT else -0.08
    hurt = pose(hurt, side=side, reach=1.0, hand=(0.24, across, values["height"]), elbow_out=0.7,
                palm=(-1.0, -0.1, 0.1), fist=values["grip"])  # fmt: skip
    if both:
        hurt = pose(hurt, side=1 - side, reach=1.0, elbow_out=0.7, palm=(-1.0, -0.1, 0.1),
                    hand=(0.34, -across - 0.02, values["height"] - 0.04), fist=0.4)  # fmt: skip
    track, _, busy = at_work(stage, hurt, rise_s=values["onset_s"])
    pangs = np.maximum(oscillator(times, stage.start_s, values["pang_hz"]), 0.0) ** 2 * busy
    add(track, "spine", 0.14 * pangs, index=1)
    add(track, "shrug", 0.08 * pangs[:, None])
    add(track, "head", 0.1 * pangs, index=1)
    add(track, "pelvis", -0.02 * pangs, index=2)
    add(track, "turn", 0.06 * busy * oscillator(times, stage.start_s, 0.3), index=0)
    return Performance(track=track)


def stomach_ache(stage: Stage) -> Performance:
    """Both arms press on the belly, the body folds over them and rocks."""
    values, times, side = stage.values, stage.times_s, stage.side
    sore = bowed(stage, stage.rest, values["bend"], 0.25)
    sore = added(sore, pelvis=(0.0, 0.0, -values["knees"]))
    crossed = values["crossed"]
    sore = pose(sore, side=side, reach=1.0, hand=(0.26, 0.12 - 0.28 * crossed, values["height"]),
                elbow_out=0.6, palm=(-1.0, 0.0, 0.0), fist=0.4)  # fmt: skip
    sore = pose(sore, side=1 - side, reach=1.0, elbow_out=0.6, palm=(-1.0, 0.0, 0.0), fist=0.4,
                hand=(0.34, 0.1 - 0.2 * crossed, values["height"] + 0.06))  # fmt: skip
    track, _, busy = at_work(stage, sore)
    rock = oscillator(times, stage.start_s, values["rock_hz"]) * busy
    add(track, "spine", values["rock"] * rock, index=1)
    add(track, "turn", 0.5 * values["rock"] * rock, index=1)
    add(track, "pelvis", -0.1 * values["rock"] * rock, index=0)
    add(track, "head", 0.1 * busy * oscillator(times, stage.start_s, 0.4), index=2)
    return Performance(track=track)


def back_pain(stage: Stage) -> Performance:
    """A hand, or both, at the small of the back: straightening up, or stuck half bent."""
    values, times, side = stage.values, stage.times_s, stage.side
    stuck = round(values["manner"]) == 1
    if stuck:
        sore = bowed(stage, stage.rest, values["bend"], -0.2)
        sore = added(sore, pelvis=(0.0, 0.0, -0.03))
    else:  # the hips pushed forward, the chest back
        sore = added(stage.rest, turn=(0.0, -0.08, 0.0), spine=(0.0, -0.5 * values["bend"], 0.0),
                     pelvis=(0.07, 0.0, -0.005), head=(0.0, -0.15, 0.0))  # fmt: skip
    sides = (0, 1) if round(values["hands"]) == 1 else (side,)
    for one in sides:
        sore = pose(sore, side=one, reach=1.0, hand=(-0.32, 0.24, values["height"]),
                    elbow_out=-0.5, palm=(1.0, 0.1, 0.0), fist=0.5, wrist_bend=-0.45)  # fmt: skip
    if stuck and len(sides) == 1:  # the other hand on the thigh
        sore = pose(sore, side=1 - side, reach=1.0, hand=(0.5, 0.2, -0.72), elbow_out=0.4,
                    palm=(-0.2, -0.2, -1.0), fist=0.3)  # fmt: skip
    track, _, busy = at_work(stage, sore, rise_s=0.8)
    rub = values["rub"] * busy * oscillator(times, stage.start_s, values["rub_hz"])
    for one in sides:
        channel(track, "hand")[:, one, 2] += rub
        channel(track, "hand")[:, one, 1] += 0.4 * rub
    ease = busy * oscillator(times, stage.start_s, 0.45)
    add(track, "spine", 0.07 * ease, index=1)
    add(track, "turn", 0.05 * ease, index=0)
    add(track, "head", 0.08 * busy * oscillator(times, stage.start_s, 0.3), index=2)
    return Performance(track=track)


def neck_pain(stage: Stage) -> Performance:
    """A hand kneads the nape while the head rolls to one side and the other."""
    values, times, side = stage.values, stage.times_s, stage.side
    sign = SIDE_SIGN[side]
    sore = added(stage.rest, head=(0.0, values["nod"], -0.1 * sign))
    sides = (0, 1) if round(values["hands"]) == 1 else (side,)
    for one in sides:  # over the shoulder from the front, the elbow forward
        sore = pose(sore, side=one, reach=1.0, hand=(0.04, 0.17, values["height"]),
                    elbow_out=-values["elbow"], palm=(0.2, -0.8, -0.6), wrist_bend=0.3,
                    fist=0.6)  # fmt: skip
    track, _, busy = lifted(stage, sore, sides, 1.1)
    roll = oscillator(times, stage.start_s, values["roll_hz"]) * busy
    late = oscillator(times, stage.start_s, values["roll_hz"], 0.5 * np.pi) * busy
    add(track, "head", -values["roll"] * sign * roll, index=0)
    add(track, "head", 0.5 * values["roll"] * late, index=1)
    add(track, "spine", -0.1 * values["roll"] * sign * roll, index=0)
    rub = oscillator(times, stage.start_s, values["rub_hz"]) * busy
    for one in sides:
        channel(track, "hand")[:, one, 2] += 0.04 * rub
        add(track, "fist", 0.3 * rub, index=one)
    return Performance(track=track)


def vomit(stage: Stage) -> Performance:
    """Doubles over, hands on knees or belly, and heaves."""
    values, times, side, span = stage.values, stage.times_s, stage.side, stage.window_s
    manner = round(values["hands"])
    over = bowed(stage, stage.rest, values["bend"], -0.1)
    over = added(over, pelvis=(-0.04, 0.0, -values["knees"]))
    on_knee: dict[str, Any] = {"reach": 1.0, "hand": (0.62, 0.12, -0.72), "elbow_out": 0.5,
               "palm": (-0.6, -0.3, -1.0), "fist": 0.4}  # fmt: skip
    belly: dict[str, Any] = {"reach": 1.0, "hand": (0.26, -0.06, -0.6), "elbow_out": 0.6,
             "palm": (-1.0, 0.0, 0.0), "fist": 0.4}  # fmt: skip
    if manner == 0:
        over = pose(over, reach=1.0, hand=(on_knee["hand"],) * 2, elbow_out=0.5,
                    palm=(on_knee["palm"],) * 2, fist=0.4)  # fmt: skip
    else:
        over = pose(over, side=side, **belly)
        if manner == 1:
            over = pose(over, side=1 - side, **on_knee)
        else:
            over = at_head(stage, over, 1 - side, MOUTH, elbow_out=0.6, fist=0.3,
                           palm=(-1.0, -0.3, 0.0))  # fmt: skip
    qualm = bowed(stage, stage.rest, 0.2, 0.2)
    qualm = pose(qualm, side=side, **belly)
    course = [
        (stage.at(0.0), 0.22 * span, qualm),
        (stage.at(0.2), 0.22 * span, over),
        (stage.at(0.82), 0.2 * span, bowed(stage, stage.rest, 0.15, 0.1)),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    count = round(values["count"]) + 2
    gap = min(values["gap_s"], 0.45 * span / count)
    heaves = jerks(times, [stage.at(0.36) + n * gap for n in range(count)], 0.3 * gap, 0.6 * gap)
    convulse(track, heaves * values["strength"], 1.0, 0.16)
    add(track, "head", -0.25 * values["strength"] * heaves, index=1)  # the neck stretches out
    if manner < 2:
        return Performance(track=track)
    there = envelope(times, stage.at(0.2), stage.at(0.96), 0.2 * span)
    goal = palms(stage, {1 - side: on_head(stage, track, 1 - side, MOUTH)}, there)
    return Performance(track=track, palms=goal)


def shiver(stage: Stage) -> Performance:
    """Arms wrapped about the body, shoulders up, trembling; the hands may rub the arms."""
    values, times, side = stage.values, stage.times_s, stage.side
    cold = bowed(stage, stage.rest, values["bend"], 0.2)
    cold = added(cold, pelvis=(0.0, 0.0, -values["knees"]))
    cold = pose(cold, shrug=values["shoulders"])
    cold = pose(cold, side=side, reach=1.0, hand=(0.34, -0.2, -0.3), elbow_out=0.25,
                palm=(-0.6, -0.2, 0.1), fist=0.5)  # fmt: skip
    cold = pose(cold, side=1 - side, reach=1.0, hand=(0.28, -0.2, -0.24), elbow_out=0.25,
                palm=(-0.6, -0.2, 0.1), fist=0.5)  # fmt: skip
    track, _, busy = at_work(stage, cold)
    bouts = busy * (0.55 + 0.45 * oscillator(times, stage.start_s, 0.5))
    for name, index, size, rate in (
        ("spine", 0, 0.018, 1.0), ("spine", 1, 0.022, 1.13), ("head", 0, 0.03, 1.07),
        ("head", 2, 0.03, 0.93), ("turn", 2, 0.014, 0.9),
    ):  # fmt: skip
        tremor = oscillator(times, stage.start_s, rate * values["tremor_hz"])
        add(track, name, values["tremor"] * size * bouts * tremor, index=index)
    for arm in (0, 1):
        tremor = oscillator(times, stage.start_s, values["tremor_hz"] * (1.0 + 0.07 * arm), arm)
        channel(track, "hand")[:, arm, 2] += values["tremor"] * 0.012 * bouts * tremor
        if values["rub"] > 0.4:
            rub = oscillator(times, stage.start_s, 1.7, np.pi * arm) * busy
            channel(track, "hand")[:, arm, 2] += 0.14 * values["rub"] * rub
    return Performance(track=track)


def uneven(stage: Stage, side: int, stride_s: float, size: float) -> tuple[Stage, np.ndarray]:
    """Returns a stage whose clock hurries while a sore leg (`side`) bears the weight.

    Also returns 0..1 (T,) how far that leg bears it now, for a `Gait` whose first side is the
    other one and whose stride is the given one.
    """
    duty = 0.64
    first_strike = stage.start_s + (1.0 - duty) * stride_s
    # The sore foot strikes half a stride after the first one and is alone in mid stance.
    middle = first_strike + (0.5 + 0.5 * duty) * stride_s
    rate = 2.0 * np.pi / stride_s
    going = envelope(stage.times_s, stage.start_s, stage.end_s, stride_s)
    warp = going * size / rate * np.sin(rate * (stage.times_s - middle))
    hurried = replace(stage, times_s=stage.times_s + warp)
    bears = 0.5 + 0.5 * np.cos(rate * (hurried.times_s - middle))
    return hurried, bears * going


def shift_weight(track: np.ndarray, stage: Stage, gait: Gait, share: float) -> None:
    """Carries the hips over the foot that stands while the other one is up, as slow walkers do."""
    up = np.clip(channel(track, "foot")[..., 2] / gait.lift, 0.0, 1.0)
    aside = share * stage.measures.stance_m / stage.measures.leg_m
    add(track, "pelvis", aside * (up[:, 1] - up[:, 0]), index=1)


def limp(stage: Stage) -> Performance:
    """Walks with one sore leg: quickly off it, leaning over it, a hand on the thigh or none."""
    values, side = stage.values, stage.side
    stride = values["stride_s"] / values["tempo"]
    hurried, bears = uneven(stage, side, stride, values["uneven"])
    gait = Gait(stride_s=stride, step_length=values["step_length"], duty=0.64, lift=0.025,
                strike_rad=0.06, push_rad=0.4, kick_rad=0.15, width=1.05,
                arm_swing_rad=values["arm_swing_rad"], sway=0.0, first_side=1 - side)  # fmt: skip
    base = stage.rest
    sign = SIDE_SIGN[side]
    if round(values["hand"]) == 1:
        base = pose(base, side=side, reach=1.0, hand=(0.3, 0.24, -0.86), elbow_out=0.4,
                    palm=(-0.3, -1.0, -0.3), fist=0.4)  # fmt: skip
        base = added(base, spine=(0.06 * sign, 0.18, 0.0))
    track = np.repeat(base[None], stage.times_s.size, axis=0)
    go(track, hurried, gait)
    lean = values["lean"]
    add(track, "turn", 0.2 * lean * sign * bears, index=0)
    add(track, "spine", -0.9 * lean * sign * bears, index=0)
    add(track, "spine", 0.3 * lean * bears, index=1)
    add(track, "head", 0.5 * lean * sign * bears, index=0)
    add(track, "pelvis", -values["dip"] * bears, index=2)
    shift_weight(track, stage, gait, 0.9)
    add(track, "arm_raise", 0.3 * lean * bears, index=1 - side)
    return Performance(track=track)


def walk_with_cane(stage: Stage) -> Performance:
    """Walks slowly, bent, a cane in the hand opposite to the weak leg going down with it."""
    values, times, side = stage.values, stage.times_s, stage.side
    measures, leg = stage.measures, stage.measures.leg_m
    weak = 1 - side
    stride = values["stride_s"] / values["tempo"]
    hurried, bears = uneven(stage, weak, stride, values["uneven"])
    gait = Gait(stride_s=stride, step_length=values["step_length"], duty=0.68, lift=0.02,
                strike_rad=0.05, push_rad=0.35, kick_rad=0.12, width=1.1, arm_swing_rad=0.2,
                sway=0.02, first_side=side)  # fmt: skip
    base = bowed(stage, stage.rest, values["stoop"], -0.5 * values["stoop"])
    base = pose(base, side=side, reach=1.0, hand=(0.3, 0.36, -0.75), elbow_out=0.3, fist=1.2,
                palm=(-0.2, -0.2, -1.0), wrist_bend=-0.3)  # fmt: skip
    track = np.repeat(base[None], times.size, axis=0)
    go(track, hurried, gait)
    sign = SIDE_SIGN[side]
    add(track, "spine", values["lean"] * sign * bears, index=0)
    add(track, "pelvis", -0.01 * bears, index=2)
    shift_weight(track, stage, gait, 1.1)
    # The cane's tip steps as the weak foot does, a little ahead of it and at the other side.
    foot_x = channel(track, "foot")[:, weak, 0] * leg
    lifted = np.maximum(channel(track, "foot")[:, weak, 2], 0.0) * leg
    tip = np.zeros((times.size, 3))
    tip[:, 0] = foot_x + values["ahead"] * leg
    tip[:, 1] = sign * (measures.stance_m + values["aside"] * leg)
    tip[:, 2] = 1.6 * lifted
    top = np.empty_like(tip)
    hips_x = channel(track, "pelvis")[:, 0] * leg
    top[:, 0] = 0.5 * (hips_x + 0.12 * leg) + 0.5 * (tip[:, 0] - 0.02 * leg)
    top[:, 1] = sign * (measures.torso_radii_m[1] + 0.1)
    length = values["cane"] * (measures.pelvis_height_m + 0.05)
    level = np.linalg.norm((top - tip)[:, :2], axis=1)
    top[:, 2] = tip[:, 2] + np.sqrt(np.maximum(length**2 - level**2, 0.01))
    along = (top - tip) / length
    poses = np.zeros((times.size, 4, 4))
    across = np.array([0.0, 1.0, 0.0]) - along[:, 1:2] * along
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    poses[:, :3, 1], poses[:, :3, 2] = across, along
    poses[:, :3, 0] = np.cross(across, along)
    size = (0.13, 0.024, length)
    crook = tip + along * length + poses[:, :3, 0] * 0.5 * (size[0] - size[1])
    poses[:, :3, 3], poses[:, 3, 3] = crook, 1.0
    goal = palms(stage, {side: crook + np.array([0.0, 0.0, 0.02])})
    return Performance(
        track=track,
        palms=replace(goal, elbows=np.array([-1.0, 0.35, 0.0])),
        held=(Held(kind="cane", side=side, poses=poses, size_m=size),),
    )


def take_pill(stage: Stage) -> Performance:
    """A hand claps something small into the mouth, the other one follows with a glass."""
    values, times, side, span = stage.values, stage.times_s, stage.side, stage.window_s
    glass = 1 - side
    first = pose(stage.rest, side=glass, reach=1.0, hand=(0.5, 0.26, values["carry"]),
                 elbow_out=0.2, palm=(0.1, -1.0, 0.0), fist=1.0)  # fmt: skip
    look = pose(first, side=side, reach=1.0, hand=(0.52, 0.12, values["carry"] + 0.1), fist=0.4,
                elbow_out=0.3, palm=(-0.2, -0.2, 1.0))  # fmt: skip
    look = added(look, head=(0.0, 0.35, 0.12 * SIDE_SIGN[side]))
    swallow = at_head(stage, first, side, MOUTH, elbow_out=0.7, palm=(-1.0, -0.2, 0.0), fist=0.5)
    swallow = added(swallow, head=(0.0, -values["back"], 0.0))
    drink = pose(first, side=glass, hand=(values["distance"], 0.22, 0.06), elbow_out=0.9,
                 palm=(-0.3, -1.0, 0.25))  # fmt: skip
    drink = pose(drink, side=side, reach=0.0)
    drink = added(drink, head=(0.0, -values["back"] - 0.1, 0.0), spine=(0.0, -0.08, 0.0))
    course = [
        (stage.at(0.0), 0.2 * span, look),
        (stage.at(0.22), 0.2 * span, swallow),
        (stage.at(0.46), 0.22 * span, drink),
        (stage.at(0.8), 0.2 * span, first),
    ]
    track = movements(times, first, course, stage.lag_s)
    there = envelope(times, stage.at(0.24), stage.at(0.62), 0.17 * span)
    goal = palms(stage, {side: on_head(stage, track, side, MOUTH)}, there)
    return Performance(track=track, palms=goal, held=(Held(kind="glass", side=glass),))


def cry(stage: Stage) -> Performance:
    """Hands at the eyes, head bowed, the shoulders heave with sobs."""
    values, times, side = stage.values, stage.times_s, stage.side
    both = round(values["hands"]) == 1
    sides = (0, 1) if both else (side,)
    sad = bowed(stage, stage.rest, values["bend"], values["nod"])
    for one in sides:
        sad = at_head(stage, sad, one, EYE, elbow_out=0.4, palm=(-1.0, -0.25, 0.0),
                      fist=values["fingers"])  # fmt: skip
    if not both:
        sad = pose(sad, side=1 - side, reach=1.0, hand=(0.26, -0.06, -0.5), elbow_out=0.5,
                   palm=(-1.0, 0.0, 0.0), fist=0.5)  # fmt: skip
    track, there, busy = at_work(stage, sad, rise_s=0.7)
    sobs = np.maximum(oscillator(times, stage.start_s, values["sob_hz"]), 0.0) * busy
    swell = 0.6 + 0.4 * oscillator(times, stage.start_s, 0.35)
    add(track, "shrug", values["sob"] * 0.16 * (sobs * swell)[:, None])
    add(track, "spine", values["sob"] * 0.09 * sobs * swell, index=1)
    add(track, "head", values["sob"] * 0.06 * sobs * swell, index=1)
    goals = {}
    for one in sides:
        path = np.repeat(np.array(EYE)[None], times.size, axis=0)
        path[:, 1] += 0.12 * busy * oscillator(times, stage.start_s, values["wipe_hz"])
        goals[one] = on_head(stage, track, one, path)
    return Performance(track=track, palms=palms(stage, goals, there))


SORE: dict[str, Distribution] = {"rub": Uniform(0.03, 0.1), "rub_hz": LogUniform(0.8, 1.8)}
"""How hands rub what aches."""

ACTIONS = (
    Action(
        name="cough",
        description="Coughs several times, a hand or the crook of the arm before the mouth.",
        captions=("a person coughs", "someone has a fit of coughing"),
        program=cough,
        parameters={
            "side": SIDE,
            "manner": BEFORE_MOUTH,
            "count": Choice(("two", "three", "four"), (0.35, 0.4, 0.25)),
            "gap_s": LogUniform(0.3, 0.55),
            "strength": Uniform(0.6, 1.4),
            "bend": Uniform(0.05, 0.35),
        },
        tags=("standing", "medical", "daily"),
        counterparts={"ntu": "sneeze/cough", "uav_human": "cough"},
        natural_s=2.6,
        minimum_s=1.5,
    ),
    Action(
        name="sneeze",
        description="Draws breath with the head back and sneezes forward into the hand or arm.",
        captions=("a person sneezes", "someone draws breath and sneezes"),
        program=sneeze,
        parameters={
            "side": SIDE,
            "manner": Choice(BEFORE_MOUTH.options, (0.25, 0.4, 0.25, 0.1)),
            "count": Choice(("once", "twice"), (0.6, 0.4)),
            "back": Uniform(0.25, 0.5),
            "bend": Uniform(0.35, 0.8),
        },
        tags=("standing", "medical", "daily"),
        counterparts={"ntu": "sneeze/cough", "uav_human": "sneeze", "kinetics": "sneezing"},
        natural_s=2.3,
        minimum_s=1.3,
    ),
    Action(
        name="headache",
        description="Holds the aching head in one hand or both.",
        captions=("a person has a headache", "someone holds their aching head"),
        program=headache,
        parameters={
            "side": SIDE,
            "manner": Choice(
                ("forehead", "temple", "both_temples", "face_in_hands"), (0.3, 0.25, 0.3, 0.15)
            ),
            "nod": Uniform(0.2, 0.5),
            "bend": Uniform(0.05, 0.35),
            "fingers": Uniform(0.2, 0.8),
            "rock": Uniform(0.03, 0.16),
            "rub": Uniform(0.0, 0.18),
            "rub_hz": LogUniform(0.8, 1.8),
        },
        tags=("standing", "medical", "daily"),
        counterparts={"ntu": "touch head (headache)", "uav_human": "headache"},
        minimum_s=1.5,
    ),
    Action(
        name="chest_pain",
        description="Clutches the chest over the heart and hunches.",
        captions=("a person has chest pain", "someone clutches their chest in pain"),
        program=chest_pain,
        parameters={
            "side": Choice(SIDE.options, (0.25, 0.75)),
            "hands": Choice(("one", "both"), (0.5, 0.5)),
            "bend": Uniform(0.2, 0.55),
            "height": Uniform(-0.28, -0.12),
            "knees": Uniform(0.0, 0.08),
            "grip": Uniform(0.3, 1.2),
            "pang_hz": LogUniform(0.5, 1.1),
            "onset_s": LogUniform(0.35, 0.8),
        },
        tags=("standing", "medical"),
        counterparts={
            "ntu": "touch chest (stomachache/heart pain)",
            "uav_human": "chest discomfort",
        },
        minimum_s=1.5,
    ),
    Action(
        name="stomach_ache",
        description="Presses both arms on the belly, bent over.",
        captions=("a person has a stomach ache", "someone holds their aching belly"),
        program=stomach_ache,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.35, 0.8),
            "crossed": Uniform(0.0, 1.0),
            "height": Uniform(-0.68, -0.5),
            "knees": Uniform(0.0, 0.12),
            "rock": Uniform(0.04, 0.14),
            "rock_hz": LogUniform(0.4, 1.0),
        },
        tags=("standing", "medical"),
        counterparts={"ntu": "touch chest (stomachache/heart pain)"},
        minimum_s=1.5,
    ),
    Action(
        name="back_pain",
        description="Holds the small of the back, bent backward or stuck half bent forward.",
        captions=("a person has back pain", "someone holds their aching back"),
        program=back_pain,
        parameters=SORE
        | {
            "side": SIDE,
            "manner": Choice(("leaning_back", "half_bent"), (0.6, 0.4)),
            "hands": Choice(("one", "both"), (0.55, 0.45)),
            "bend": Uniform(0.3, 0.7),
            "height": Uniform(-0.64, -0.5),
        },
        tags=("standing", "medical"),
        counterparts={"ntu": "touch back (backache)", "uav_human": "backache"},
        minimum_s=1.7,
    ),
    Action(
        name="neck_pain",
        description="Kneads the nape of the neck while the head rolls.",
        captions=("a person has neck pain", "someone rubs their stiff neck"),
        program=neck_pain,
        parameters={
            "side": SIDE,
            "hands": Choice(("one", "both"), (0.75, 0.25)),
            "nod": Uniform(0.0, 0.3),
            "roll": Uniform(0.15, 0.4),
            "roll_hz": LogUniform(0.3, 0.7),
            "height": Uniform(0.22, 0.32),
            "elbow": Uniform(-2.0, -1.4),
            "rub_hz": LogUniform(0.8, 1.8),
        },
        tags=("standing", "medical"),
        counterparts={"ntu": "touch neck (neckache)", "uav_human": "neck-ache"},
        minimum_s=1.7,
    ),
    Action(
        name="vomit",
        description="Doubles over and heaves.",
        captions=("a person vomits", "someone doubles over and is sick"),
        program=vomit,
        parameters={
            "side": SIDE,
            "hands": Choice(("on_knees", "belly_and_knee", "belly_and_mouth"), (0.4, 0.35, 0.25)),
            "bend": Uniform(0.9, 1.4),
            "knees": Uniform(0.03, 0.14),
            "count": Choice(("two", "three", "four"), (0.4, 0.4, 0.2)),
            "gap_s": LogUniform(0.4, 0.8),
            "strength": Uniform(0.6, 1.3),
        },
        tags=("standing", "medical"),
        counterparts={"ntu": "nausea or vomiting condition", "uav_human": "vomit"},
        natural_s=3.2,
        minimum_s=2.0,
    ),
    Action(
        name="shiver",
        description="Hugs the own body and trembles with cold or fever.",
        captions=("a person shivers", "someone trembles, arms wrapped about the body"),
        program=shiver,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.05, 0.3),
            "knees": Uniform(0.0, 0.06),
            "shoulders": Uniform(0.15, 0.35),
            "tremor": Uniform(0.7, 1.6),
            "tremor_hz": LogUniform(5.0, 8.0),
            "rub": Uniform(0.0, 1.0),
        },
        tags=("standing", "medical"),
        minimum_s=1.5,
    ),
    Action(
        name="limp",
        description="Walks with a limp, sparing one sore leg.",
        captions=("a person limps", "someone walks with a sore {side} leg"),
        program=limp,
        parameters={
            "side": SIDE,
            "stride_s": LogUniform(1.1, 1.6),
            "step_length": Uniform(0.3, 0.5),
            "uneven": Uniform(0.3, 0.6),
            "lean": Uniform(0.12, 0.3),
            "dip": Uniform(0.01, 0.05),
            "arm_swing_rad": Uniform(0.1, 0.3),
            "hand": Choice(("free", "on_the_thigh"), (0.55, 0.45)),
        },
        tags=("locomotion", "medical"),
        minimum_s=1.8,
        cut_chance=0.6,
    ),
    Action(
        name="walk_with_cane",
        description="Walks slowly with a walking stick.",
        captions=("a person walks with a cane", "someone walks leaning on a stick"),
        program=walk_with_cane,
        parameters={
            "side": SIDE,
            "stride_s": LogUniform(1.3, 2.0),
            "step_length": Uniform(0.25, 0.42),
            "uneven": Uniform(0.0, 0.3),
            "stoop": Uniform(0.05, 0.4),
            "lean": Uniform(0.02, 0.09),
            "ahead": Uniform(0.12, 0.25),
            "aside": Uniform(0.22, 0.32),
            "cane": Uniform(0.9, 1.0),
        },
        tags=("locomotion", "medical", "object"),
        minimum_s=2.0,
        cut_chance=0.6,
    ),
    Action(
        name="take_pill",
        description="Claps a pill into the mouth and drinks after it from a glass.",
        captions=("a person takes a pill", "someone swallows medicine with a glass of water"),
        program=take_pill,
        parameters={
            "side": SIDE,
            "carry": Uniform(-0.5, -0.3),
            "back": Uniform(0.1, 0.35),
            "distance": Uniform(0.34, 0.4),
        },
        tags=("standing", "medical", "daily", "object"),
        natural_s=3.6,
        minimum_s=2.2,
    ),
    Action(
        name="cry",
        description="Cries into one hand or both, the shoulders heaving.",
        captions=("a person cries", "someone sobs, hands at the eyes"),
        program=cry,
        parameters={
            "side": SIDE,
            "hands": Choice(("one", "both"), (0.4, 0.6)),
            "nod": Uniform(0.25, 0.5),
            "bend": Uniform(0.05, 0.3),
            "fingers": Uniform(0.2, 1.1),
            "sob": Uniform(0.7, 1.5),
            "sob_hz": LogUniform(1.2, 2.2),
            "wipe_hz": LogUniform(0.4, 1.0),
        },
        tags=("standing", "daily"),
        counterparts={"kinetics": "crying"},
        minimum_s=1.7,
    ),
)
