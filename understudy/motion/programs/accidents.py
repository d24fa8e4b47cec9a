"""Accidents: falls by direction and by cause, staggering; at the pace of gravity, ending still.

A fall has a cause, a loss of balance, a flight of the trunk that gravity alone paces, an impact
and a short settling; after it nobody moves. Arms reach out (a reflex that old or unconscious
people lack), knees give way or not, the head follows late. What is done on purpose and looks
alike is in `floor`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from understudy.motion.actions import (
    LEFT,
    Action,
    Choice,
    Distribution,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.gait import GRAVITY_M_S2, Gait, go
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.falls import toppling
from understudy.motion.programs.floor import (
    crouching,
    hands_behind,
    leaning_back,
    legs_of,
    on_side,
    prone,
    sign_of,
    sitting_on_floor,
    supine,
)
from understudy.motion.programs.handling import SEATED, sit
from understudy.motion.timing import envelope, minimum_jerk, movements, oscillator
from understudy.types import Prop

STATURE = 1.8
"""Height of a body over that of its pelvis."""
LIES = 0.93
"""Share of a toppling after which the body is on the ground and only settles."""

TOWARDS = Choice(("left", "right"), (0.5, 0.5))
REFLEX = Choice(("arms_reach_out", "arms_flail", "no_reaction"), (0.5, 0.25, 0.25))
COLLAPSE: dict[str, Distribution] = {
    "towards": TOWARDS,
    "knees": Uniform(0.0, 0.9),
    "arms": Uniform(0.0, 1.0),
    "look": Uniform(0.0, 0.6),
    "settle": Uniform(0.2, 1.0),
    "placement": Uniform(0.0, 0.5),
    "tempo": Uniform(0.95, 1.05),
}
"""How somebody comes to lie; gravity leaves the tempo no freedom."""
DROP: dict[str, Distribution] = COLLAPSE | {"reflex": REFLEX}
"""The same, awake."""
FALL: dict[str, Distribution] = DROP | {
    "push_rad": Uniform(0.05, 0.15),
    "buckle": Uniform(0.05, 0.9),
}
"""How somebody topples from standing."""
STRUGGLE: dict[str, Distribution] = FALL | {
    "manner": Choice(("topples", "sinks"), (0.5, 0.5)),
    "sink_s": LogUniform(1.0, 2.3),
    "propped": Uniform(0.0, 1.0),
}
"""The same, or fighting it: many who fall, and all who fall for a film, break it."""
WALK: dict[str, Distribution] = {
    "stride_s": LogUniform(0.95, 1.35),
    "step_length": Uniform(0.5, 0.8),
    "arm_swing_rad": Uniform(0.15, 0.55),
    "first_step": Choice(("left", "right"), (0.5, 0.5)),
}
ARMS = ("arm_raise", "arm_side", "arm_turn", "arm_swing", "arm_hang", "elbow")
WALKED_STRIDES = 3.0
"""How long somebody has been walking before an accident."""
FALLEN = {"ntu": "falling", "hmdb51": "fall_floor"}


def lying_s(stage: Stage, start_s: float) -> float:
    """Returns when a toppling that starts at a time has brought the body to the ground."""
    fine = np.linspace(start_s, start_s + 3.0, 600)
    down = toppling(fine, start_s, stage.values["push_rad"], stature_m(stage))
    return float(fine[np.searchsorted(down, LIES)])


def stature_m(stage: Stage) -> float:
    """Returns about how tall the body is."""
    return stage.measures.pelvis_height_m * STATURE


def reaching(posture: np.ndarray, manner: int, ahead: float, aside: float) -> np.ndarray:
    """Returns a falling posture with the arms as `REFLEX` says.

    Args:
        posture: the rest of it.
        manner: 0 arms go to the ground, 1 they fly up and out, 2 they do nothing.
        ahead: how far forward of hanging straight down they reach [rad]; negative behind.
        aside: how far outward.
    """
    if manner == 0:
        palm = (0.2, -0.2, -1.0) if ahead > 0.5 else (0.4, -1.0, 0.0)
        return pose(posture, arm_hang=1.0, arm_raise=aside, arm_side=1.4, arm_swing=ahead,
                    elbow=0.35, palm=(palm,) * 2, wrist_bend=-0.7, fist=0.0)  # fmt: skip
    if manner == 1:
        return pose(posture, arm_hang=0.3, arm_raise=1.5 + aside, arm_side=1.3, arm_swing=0.0,
                    elbow=0.6, palm=((0.7, 0.0, -0.7),) * 2, fist=0.1)  # fmt: skip
    return pose(posture, arm_hang=0.2, arm_raise=0.25, elbow=0.3)


def settled(stage: Stage, posture: np.ndarray) -> np.ndarray:
    """Returns how a body lies when all tension has left it: head and limbs have dropped."""
    loose = stage.values["settle"]
    head = channel(posture, "head")
    return pose(
        posture,
        head=head + np.array([0.0, 0.04, 0.1 * sign_of(stage)]) * loose,
        spine=channel(posture, "spine") * (1.0 - 0.3 * loose),
        hip_bend=channel(posture, "hip_bend") * (1.0 - 0.25 * loose),
        knee_bend=channel(posture, "knee_bend") * (1.0 - 0.25 * loose),
        arm_raise=channel(posture, "arm_raise") + 0.1 * loose,
        fist=0.5,
    )


def topple(
    stage: Stage,
    first: np.ndarray,
    course: list[tuple[float, float, np.ndarray]],
    start_s: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Goes through postures as a body topples, then settles.

    Args:
        stage: for time, size and values.
        first: (C,) posture before.
        course: as of `movements`, in shares of the way from upright to lying.
        start_s: when balance is lost.

    Returns:
        the change of the posture (T, C) from the first one, and the weight of the ground (T,).
    """
    times = stage.times_s
    down = toppling(times, start_s, stage.values["push_rad"], stature_m(stage))
    down = np.maximum(down, 0.0)
    final = course[-1][2]
    change = movements(down, first, course) - first
    lies = lying_s(stage, start_s)
    still = settled(stage, final)
    change += movements(times, final, [(lies - 0.06, 0.45, still)]) - final
    return change, minimum_jerk((down - 0.15) / 0.4)


def forward_course(
    stage: Stage, base: np.ndarray, place: float, reflex: int
) -> list[tuple[float, float, np.ndarray]]:
    """Returns the postures of a fall on the front, from a place [leg lengths] along the way."""
    values = stage.values
    buckle = values["buckle"]
    down = prone(stage, base, (place + 0.85 - 0.35 * buckle, 0.0))
    if reflex == 2:  # arms stay where they hung
        down = pose(down, arm_raise=0.25 + 0.5 * values["arms"], arm_turn=0.0, elbow=0.3,
                    palm=((-1.0, -0.1, 0.0),) * 2)  # fmt: skip
    tipping = pose(base, turn=(0.0, 0.5, 0.0), pelvis=(place + 0.28, 0.0, -0.12 - 0.3 * buckle),
                   spine=(0.0, 0.25, 0.0), head=(0.0, -0.35, 0.0), foot_pitch=-0.5,
                   leg_free=0.25, hip_bend=0.35, knee_bend=0.4 + buckle)  # fmt: skip
    over = pose(tipping, turn=(0.0, 1.1, 0.0), pelvis=(place + 0.6 - 0.2 * buckle, 0.0, -0.55),
                spine=(0.0, 0.05, 0.0), head=(0.0, -0.5, 0.0), leg_free=1.0,
                hip_bend=0.15 + 0.45 * buckle, knee_bend=0.45 + 0.9 * buckle,
                ankle_bend=-0.5)  # fmt: skip
    tipping = reaching(tipping, reflex, 1.0, 0.3)
    over = reaching(over, reflex, 0.35, 0.45)
    return [(0.0, 0.5, tipping), (0.22, 0.5, over), (0.52, 0.48, down)]


def backward_course(
    stage: Stage, base: np.ndarray, place: float, reflex: int
) -> list[tuple[float, float, np.ndarray]]:
    """Returns the postures of a fall on the back: over the seat where the knees give way."""
    buckle = stage.values["buckle"]
    down = supine(stage, base, (place - 0.85 + 0.35 * buckle, 0.0))
    tipping = pose(base, turn=(0.0, -0.35, 0.0), pelvis=(place - 0.35, 0.0, -0.2 - 0.3 * buckle),
                   spine=(0.0, 0.45, 0.0), head=(0.0, 0.35, 0.0), foot_pitch=0.3, leg_free=0.3,
                   hip_bend=0.7, knee_bend=0.6 + 0.6 * buckle)  # fmt: skip
    seated = pose(tipping, turn=(0.0, -0.75, 0.0), pelvis=(place - 0.7 + 0.25 * buckle, 0.0, -0.75),
                  spine=(0.0, 0.5, 0.0), head=(0.0, 0.5, 0.0), leg_free=0.9,
                  hip_bend=0.75 + 0.5 * buckle, knee_bend=0.5 + 0.7 * buckle,
                  ankle_bend=-0.1)  # fmt: skip
    tipping = reaching(tipping, reflex, 0.6 if reflex == 0 else 0.0, 0.5)
    seated = reaching(seated, reflex, -0.7, 0.5)
    return [(0.0, 0.5, tipping), (0.25, 0.45, seated), (0.5, 0.5, down)]


def sideways_course(
    stage: Stage, base: np.ndarray, place: float, reflex: int
) -> list[tuple[float, float, np.ndarray]]:
    """Returns the postures of a fall on one side, over hip and elbow."""
    values, sign = stage.values, sign_of(stage)
    buckle = values["buckle"]
    lower = 0 if sign > 0 else 1
    down = on_side(stage, base, (place, (0.75 - 0.35 * buckle) * sign))
    tipping = pose(base, turn=(-0.45 * sign, 0.15, 0.0), head=(0.25 * sign, 0.1, 0.0),
                   pelvis=(place, 0.35 * sign, -0.15 - 0.35 * buckle),
                   spine=(0.2 * sign, 0.25, 0.0), leg_free=0.3, hip_bend=0.5,
                   knee_bend=0.7 + 0.5 * buckle)  # fmt: skip
    tipping = pose(tipping, side=1 - lower, hip_out=0.35)
    over = pose(tipping, turn=(-1.05 * sign, 0.1, 0.05 * sign), leg_free=0.95,
                pelvis=(place, (0.65 - 0.3 * buckle) * sign, -0.65),
                spine=(0.25 * sign, 0.25, 0.0))  # fmt: skip
    tipping = reaching(tipping, reflex, 0.2, 0.9)
    over = reaching(over, reflex, 0.3, 0.6)
    return [(0.0, 0.5, tipping), (0.25, 0.45, over), (0.5, 0.5, down)]


COURSES = (forward_course, backward_course, sideways_course)


def lose_balance(stage: Stage, track: np.ndarray, start_s: float) -> None:
    """Adds the moment before: the head jerks, the arms start, the trunk fights the lean."""
    fight = envelope(stage.times_s, start_s - 0.05, start_s + 0.45, 0.2)
    add(track, "head", -0.15 * fight, index=1)
    add(track, "arm_raise", 0.35 * fight[:, None])
    add(track, "elbow", 0.4 * fight[:, None])


def sinking_course(stage: Stage, direction: int) -> list[tuple[float, float, np.ndarray]]:
    """Returns the postures of a fall that is broken: a crouch, then over the hands or the seat.

    Of those who come down on their seat some stay propped up on their hands.
    """
    values, rest, sign = stage.values, stage.rest, sign_of(stage)
    low = crouching(stage, rest, 0.5 + 0.1 * values["buckle"], 0.6 if direction == 0 else 0.2)
    if direction == 0:
        low = pose(low, arm_hang=0.9, arm_swing=0.9, elbow=0.3, wrist_bend=-0.6, fist=0.1)
        limp = replace(stage, values=dict(values) | {"buckle": 0.9})
        _, (_, _, over), (_, _, down) = forward_course(limp, rest, 0.1, 0)
        return [(0.0, 0.5, legs_of(low, over)), (0.36, 0.34, over), (0.62, 0.36, down)]
    near = 0 if sign > 0 else 1
    support = None if values["arms"] > 0.4 else near
    low = hands_behind(pose(low, arm_swing=0.6, elbow=0.4), support)
    seated = hands_behind(sitting_on_floor(stage, rest, 0), support)
    place = (channel(seated, "pelvis")[0], 0.0)
    if direction == 1:
        down, halfway = supine(stage, seated, place), leaning_back(seated)
    else:
        down = on_side(stage, seated, place, 0.3)
        halfway = pose(seated, turn=(-0.6 * sign, -0.1, 0.1 * sign), spine=(0.2 * sign, 0.3, 0.0),
                       arm_swing=-0.3, elbow=0.7)  # fmt: skip
        halfway = pose(halfway, side=near, arm_raise=0.6, arm_swing=0.0)
    course = [
        (0.0, 0.5, legs_of(low, down)),
        (0.36, 0.3, legs_of(seated, down)),
        (0.56, 0.24, legs_of(halfway, down)),
    ]
    return course if values["propped"] < 0.25 else [*course, (0.64, 0.34, down)]


def sink(stage: Stage, direction: int) -> Performance:
    """Sinks to the ground: muscles brake the first half, the trunk drops the rest of the way."""
    times = stage.times_s
    course = sinking_course(stage, direction)
    sink_s = min(stage.values["sink_s"], stage.duration_s - stage.start_s - 0.1)
    share = np.clip((times - stage.start_s) / sink_s, 0.0, 1.0)
    down = share * (0.6 + 0.4 * share)  # ever faster
    track = movements(down, stage.rest, course, 0.3 * stage.lag_s / sink_s)
    last, lies = course[-1][2], stage.start_s + sink_s
    track += movements(times, last, [(lies - 0.1, 0.5, settled(stage, last))]) - last
    return Performance(track=track, ground=minimum_jerk((down - 0.42) / 0.25))


def fall_directed(stage: Stage, direction: int) -> Performance:
    """Loses balance standing, topples one way or sinks down, lies there."""
    if round(stage.values["manner"]) == 1:
        return sink(stage, direction)
    reflex = round(stage.values["reflex"])
    course = COURSES[direction](stage, stage.rest, 0.0, reflex)
    change, ground = topple(stage, stage.rest, course, stage.start_s)
    track = stage.rest + change
    if reflex < 2:
        lose_balance(stage, track, stage.start_s)
    return Performance(track=track, ground=ground)


def fall_forward(stage: Stage) -> Performance:
    """Topples forward, hands out or not, and lies on the front."""
    return fall_directed(stage, 0)


def fall_backward(stage: Stage) -> Performance:
    """Topples backward over the seat and lies on the back."""
    return fall_directed(stage, 1)


def fall_sideways(stage: Stage) -> Performance:
    """Topples to one side and lies on it."""
    return fall_directed(stage, 2)


def walked(stage: Stage, stop_s: float, over_s: float, since_strike: float) -> np.ndarray:
    """Returns the track (T, C) of somebody who walks until something stops the feet.

    The walk's own clock runs until `stop_s` and comes to a halt within `over_s`; the path is
    centred on where that happens.

    Args:
        stage: for times and values.
        stop_s: when the feet are stopped.
        over_s: how quickly.
        since_strike: how long before that the foot `first_step` has struck the ground [strides].
    """
    values, times = stage.values, stage.times_s
    stride = values["stride_s"]
    clock = np.where(times < stop_s, times, stop_s + over_s * (1.0 - np.exp(
        -np.maximum(times - stop_s, 0.0) / over_s)))  # fmt: skip
    gait = Gait(stride_s=stride, step_length=values["step_length"], duty=0.62,
                lift=0.03, strike_rad=0.2, push_rad=0.65, kick_rad=0.25, width=0.8,
                arm_swing_rad=values["arm_swing_rad"], sway=0.02,
                first_side=round(values["first_step"]))  # fmt: skip
    # It has long been under way, and would go on long after: no planned end is seen.
    begun = stop_s - (since_strike + 1.0 - gait.duty + WALKED_STRIDES) * stride
    going = replace(stage, times_s=clock, start_s=begun, end_s=stop_s + 4.0 * stride,
                    duration_s=stop_s)  # fmt: skip
    track = np.repeat(stage.rest[None], times.size, axis=0)
    go(track, going, gait)
    at_stop = np.interp(stop_s, times, channel(track, "pelvis")[:, 0])
    channel(track, "pelvis")[..., 0] -= at_stop
    channel(track, "foot")[..., 0] -= at_stop
    return track


def trip(stage: Stage) -> Performance:
    """Walks, catches the swinging foot, lurches forward and falls on hands and knees, then flat."""
    reflex = round(stage.values["reflex"])
    stop = stage.at(0.34)
    track = walked(stage, stop, 0.12, stage.values["caught"])
    caught = track[-1].copy()
    place = channel(caught, "pelvis")[0]
    course = forward_course(stage, caught, place + 0.15, reflex)
    change, ground = topple(stage, caught, course, stop - 0.1)
    track += change
    lose_balance(stage, track, stop)
    return Performance(track=track, ground=ground)


def slip(stage: Stage) -> Performance:
    """Walks, the foot that has just come down shoots away, lands on the seat and the back."""
    values, times = stage.values, stage.times_s
    reflex = round(values["reflex"])
    front = round(values["first_step"])
    stop = stage.at(0.34)
    track = walked(stage, stop, 0.1, 0.1)
    caught = track[-1].copy()
    place = channel(caught, "pelvis")[0]
    if values["sideways"] > 0.75:
        course = sideways_course(stage, caught, place + 0.1, reflex)
    else:
        course = backward_course(stage, caught, place + 0.35, reflex)
    # The slipping leg flies up in front, straight.
    (a, b, tipping), (c, d, seated), last = course
    tipping = pose(tipping, side=front, leg_free=0.7, hip_bend=0.9, knee_bend=0.25)
    seated = pose(seated, side=front, leg_free=1.0, hip_bend=1.25, knee_bend=0.3)
    change, ground = topple(stage, caught, [(a, b, tipping), (c, d, seated), last], stop - 0.15)
    track += change
    slide = minimum_jerk((times - stop + 0.1) / 0.4) * values["slip"]
    channel(track, "foot")[:, front, 0] += slide
    channel(track, "foot")[:, 1 - front, 0] += 0.35 * slide
    lose_balance(stage, track, stop)
    return Performance(track=track, ground=ground)


def faint(stage: Stage) -> Performance:
    """Sways, a hand goes to the head, the knees give way and the body sinks down limp."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    sign = sign_of(stage)
    side = 0 if sign > 0 else 1
    onset = stage.at(0.38)
    dizzy = pose(stage.rest, head=(0.12 * sign, 0.3, 0.0), spine=(0.06 * sign, 0.2, 0.0))
    if values["hand_to_head"] > 0.5:
        dizzy = pose(dizzy, side=side, reach=1.0, hand=(0.42, 0.06, 0.42), elbow_out=0.7,
                     palm=(-1.0, -0.3, 0.0), fist=0.3)  # fmt: skip
    # Limp: nothing reaches out, knees fold, the trunk follows, the head last.
    sink_s = values["sink_s"] * np.sqrt(stature_m(stage) / 1.7)
    share = np.clip((times - onset) / sink_s, 0.0, 1.0)
    down = share * share * (1.9 - 0.9 * share)
    where = round(values["direction"])
    lean = (0.45, -0.2, 0.15)[where]
    roll = -0.3 * sign if where == 2 else 0.0
    folding = pose(dizzy, reach=0.0, turn=(roll, lean, 0.0),
                   pelvis=((0.05, -0.28, 0.0)[where], 0.12 * sign * (where == 2), -0.5),
                   spine=(0.0, 0.4, 0.0), head=(0.15 * sign, 0.45, 0.0), knee_out=0.25,
                   foot_pitch=(-0.5, 0.0, -0.2)[where], leg_free=0.0, hip_bend=1.2,
                   knee_bend=1.9, arm_hang=0.9, arm_raise=0.15, elbow=0.25, fist=0.5)  # fmt: skip
    quiet = replace(stage, values=dict(values) | {"buckle": 0.9})
    final = COURSES[where](quiet, dizzy, 0.0, 2)[-1][2]
    final = pose(final, reach=0.0)
    folding = legs_of(folding, final)
    first = movements(times, stage.rest, [(stage.at(0.0), 0.34 * span, dizzy)])
    fall = movements(down, dizzy, [(0.0, 0.62, folding), (0.42, 0.56, final)]) - dizzy
    still = settled(stage, final)
    lies = onset + sink_s
    fall += movements(times, final, [(lies - 0.08, 0.5, still)]) - final
    sway = envelope(times, stage.start_s, onset + 0.2, 0.3)
    wave = oscillator(times, stage.start_s, 0.9)
    track = first + fall
    add(track, "pelvis", 0.03 * values["sway_size"] * sway * wave, index=1)
    add(track, "turn", 0.05 * values["sway_size"] * sway * wave, index=0)
    return Performance(track=track, ground=minimum_jerk((down - 0.3) / 0.4))


def stagger(stage: Stage) -> Performance:
    """Reels about on the feet: steps this way and that to catch the balance, and does not fall."""
    values, times = stage.values, stage.times_s
    track = np.repeat(stage.rest[None], times.size, axis=0)
    step_s = values["step_s"] / values["tempo"]
    count = max(2, int(stage.window_s / step_s))
    step_s = stage.window_s / count
    rng = stage.rng
    feet = np.zeros((2, 2))
    side = int(rng.integers(2))
    trail_t, trail = [stage.start_s], [np.zeros(2)]
    place = np.zeros(2)
    for number in range(count):
        begin = stage.start_s + number * step_s
        # Each step catches a lean: now forward, now to the side of the stepping foot.
        wander = rng.normal(size=2) * np.array([0.14, 0.16]) * values["reel"]
        outward = np.array([0.0, 1.0 if side == LEFT else -1.0])
        place = place + np.array([values["drift"], 0.0]) + wander + 0.12 * values["reel"] * outward
        goal = place + rng.normal(size=2) * 0.03
        goal[1] = (
            max(goal[1], feet[1, 1] - 0.05) if side == LEFT else min(goal[1], feet[0, 1] + 0.05)
        )
        move = goal - feet[side]
        share = np.clip((times - begin) / (0.85 * step_s), 0.0, 1.0)
        going = minimum_jerk(share)
        foot = channel(track, "foot")
        foot[:, side, 0] += move[0] * going
        foot[:, side, 1] += move[1] * (1.0 if side == LEFT else -1.0) * going
        foot[:, side, 2] += 0.05 * np.sin(np.pi * share) ** 2
        feet[side] = goal
        trail_t.append(begin + step_s)
        trail.append(feet.mean(axis=0) + 0.25 * (feet[side] - feet[1 - side]))
        side = 1 - side
    path = np.array(trail)
    fine = np.zeros((times.size, 2))
    for number in range(count):
        fine += (path[number + 1] - path[number]) * minimum_jerk(
            (times[:, None] - trail_t[number] + 0.1 * step_s) / (1.1 * step_s)
        )
    channel(track, "pelvis")[..., :2] += fine
    busy = envelope(times, stage.start_s, stage.end_s, 0.4) * values["reel"]
    for name, index, size, rate in (
        ("turn", 0, 0.16, 0.5), ("turn", 1, 0.18, 0.47), ("turn", 2, 0.3, 0.33),
        ("spine", 0, 0.2, 0.5), ("spine", 1, 0.24, 0.55), ("head", 0, 0.3, 0.5),
        ("head", 1, 0.35, 0.43),
    ):  # fmt: skip
        late = rng.uniform(0.0, 2.0 * np.pi)
        add(track, name, size * busy * oscillator(times, stage.start_s, rate / step_s, late),
            index=index)  # fmt: skip
    add(track, "turn", values["stoop"] * busy, index=1)
    add(track, "pelvis", -0.06 * busy, index=2)
    for arm in (0, 1):
        late = rng.uniform(0.0, 2.0 * np.pi)
        wave = oscillator(times, stage.start_s, 0.6 / step_s, late)
        add(track, "arm_raise", busy * (values["arms_out"] + 0.3 * wave), index=arm)
        add(track, "arm_swing", 0.4 * busy * wave, index=arm)
        add(track, "elbow", busy * 0.3, index=arm)
    return Performance(track=track)


def fall_from_chair(stage: Stage) -> Performance:
    """Sits, tips over sideways or forward, slides off the chair and lies beside it."""
    values, times = stage.values, stage.times_s
    sitting, chair = sit(stage)
    sign = sign_of(stage)
    leg = stage.measures.leg_m
    hips = channel(sitting, "pelvis")
    reflex = round(values["reflex"])
    sideways = round(values["way"]) == 0
    lower = 0 if sign > 0 else 1
    onset = stage.at(0.2)
    drop_m = hips[2] * leg + stage.measures.pelvis_height_m
    # Tipping over the seat's edge as a rod of the trunk's length, then free fall to the ground.
    fall_s = (values["tip_s"] + np.sqrt(2.0 * drop_m / GRAVITY_M_S2)) * 1.1
    share = np.clip((times - onset) / fall_s, 0.0, 1.0)
    down = share * share * (1.7 - 0.7 * share)
    slumped = pose(sitting, spine=(0.25 * sign * sideways, 0.35, 0.0),
                   head=(0.3 * sign * sideways, 0.4, 0.0), arm_hang=0.9)  # fmt: skip
    half = 0.5 * chair.size_m[1] / leg
    if sideways:
        tipping = pose(slumped, turn=(-0.75 * sign, 0.1, 0.0),
                       pelvis=hips + np.array([0.12, (half + 0.05) * sign, 0.0]),
                       leg_free=0.4, hip_bend=1.2, knee_bend=1.4)  # fmt: skip
        down_at = (float(hips[0]) + 0.3, (half + 0.42) * sign)
        final = on_side(stage, slumped, down_at)
        tipping = reaching(tipping, reflex, 0.2, 0.7)
    else:
        tipping = pose(slumped, turn=(0.0, 0.85, 0.0), spine=(0.0, 0.5, 0.0),
                       pelvis=hips + np.array([0.35, 0.0, -0.1]), leg_free=0.0,
                       foot_pitch=-0.6)  # fmt: skip
        down_at = (float(hips[0]) + 1.15, 0.1 * sign)
        final = prone(stage, slumped, down_at)
        tipping = reaching(tipping, reflex, 0.5, 0.3)
    tipping = legs_of(tipping, final)
    if sideways:
        final = pose(final, side=1 - lower, hip_bend=0.9, knee_bend=1.1)
    still = settled(stage, final)
    first = movements(times, sitting, [(onset - 0.35, 0.6, slumped)])
    fall = movements(down, slumped, [(0.0, 0.6, tipping), (0.35, 0.65, final)]) - slumped
    fall += movements(times, final, [(onset + fall_s - 0.08, 0.5, still)]) - final
    return Performance(track=first + fall, props=(chair,), ground=minimum_jerk((down - 0.62) / 0.3))


def fall_from_bed(stage: Stage) -> Performance:
    """Lies on a bed, rolls over its edge, drops to the floor and lies there."""
    values, times = stage.values, stage.times_s
    measures = stage.measures
    sign = sign_of(stage)
    leg = measures.leg_m
    top_m = values["bed_height_m"]
    # On the back, head towards -x; the soft mattress takes a few centimetres of the body.
    back_m = float(measures.torso_radii_m[0] - measures.torso_centre_x_m)
    height = (top_m + back_m - 0.015 - measures.pelvis_height_m) / leg
    lying = supine(stage, stage.rest, (0.0, 0.0))
    # Written so that pitch alone rolls the body about its length.
    lying = pose(lying, pelvis=(0.0, 0.0, height), turn=(-1.5 * sign, -1.54, 1.5 * sign))
    edge = 0.26 * sign * (1.0 + 0.3 * values["edge"])
    onset = stage.at(0.22)
    roll_s = values["roll_s"]
    side_m = float(measures.torso_radii_m[1])
    high = (top_m + side_m - 0.02 - measures.pelvis_height_m) / leg
    rolled = on_side(stage, lying, (0.0, 0.0), 1.5)
    rolled = pose(rolled, pelvis=(0.0, edge, high), turn=(-1.5 * sign, 0.0, 1.5 * sign))
    drop_m = top_m
    fall_s = float(np.sqrt(2.0 * drop_m / GRAVITY_M_S2)) * 1.15
    let_go = onset + roll_s
    flat = round(values["lands"])
    place = (0.0, edge + 0.6 * sign)
    if flat == 0:  # on the front: half a turn on from the back
        final = prone(stage, rolled, place)
        final = pose(final, turn=(-1.5 * sign, 1.5, 1.5 * sign), arm_side=1.42)
    else:
        final = on_side(stage, rolled, place, 1.5)
    still = settled(stage, final)
    track = movements(times, lying, [(onset, roll_s, rolled)])
    fallen = np.clip((times - let_go + 0.1) / fall_s, 0.0, 1.0)
    fallen = fallen * fallen * (1.5 - 0.5 * fallen)
    # The arms get out from under the body before it is on them.
    led: dict[str, Any] = {name: channel(final, name) for name in ARMS}
    arms = pose(rolled, **led)
    track += minimum_jerk((times - let_go + 0.3) / (fall_s + 0.1))[:, None] * (arms - rolled)
    track += fallen[:, None] * (final - arms)
    track += movements(times, final, [(let_go + fall_s - 0.1, 0.45, still)]) - final
    if round(values["reflex"]) < 2:  # the upper arm flies up, for nothing
        start = envelope(times, let_go - 0.3, let_go + 0.7 * fall_s, 0.25)
        add(track, "arm_raise", 0.5 * start, index=1 if sign > 0 else 0)
        add(track, "head", -0.3 * start, index=1)
    size = (values["bed_length_m"], 0.95, top_m)
    head_m = 0.5 * stature_m(stage) - 0.08
    bed = Prop(kind="bed", position_m=(-head_m - 0.12 + 0.5 * size[0], -0.2 * sign, 0.0),
               yaw_rad=0.0, size_m=size)  # fmt: skip
    return Performance(track=track, props=(bed,), ground=minimum_jerk((fallen - 0.55) / 0.4))


ACTIONS = (
    Action(
        name="fall_forward",
        description="Falls forward from standing and stays lying on the front.",
        captions=("a person falls forward", "someone falls flat on the front"),
        program=fall_forward,
        parameters=STRUGGLE,
        old={"reflex": "no_reaction"},
        tags=("fall", "lying", "medical"),
        counterparts=FALLEN | {"gmdcsa24": ("Falling (FW)", "Fall"), "kinetics": "faceplanting"},
        natural_s=1.45,
        minimum_s=1.6,
    ),
    Action(
        name="fall_backward",
        description="Falls backward from standing and stays on the back, or up on the hands.",
        captions=("a person falls backward", "someone falls on their back"),
        program=fall_backward,
        parameters=STRUGGLE,
        old={"reflex": "no_reaction"},
        tags=("fall", "lying", "medical"),
        counterparts=FALLEN | {"gmdcsa24": ("Falling (BW)", "Fall")},
        natural_s=1.45,
        minimum_s=1.6,
    ),
    Action(
        name="fall_sideways",
        description="Falls to one side from standing and stays on it, or up on the hands.",
        captions=("a person falls to the {towards}", "someone falls on their {towards} side"),
        program=fall_sideways,
        parameters=STRUGGLE,
        old={"reflex": "no_reaction"},
        tags=("fall", "lying", "medical"),
        counterparts=FALLEN | {"gmdcsa24": ("Falling (SW)", "Fall")},
        natural_s=1.45,
        minimum_s=1.6,
    ),
    Action(
        name="fall_from_chair",
        description="Falls off a chair and stays lying beside it.",
        captions=("a person falls from a chair", "someone slumps off a chair to the floor"),
        program=fall_from_chair,
        parameters=DROP
        | SEATED
        | {
            "way": Choice(("sideways", "forward"), (0.65, 0.35)),
            "tip_s": Uniform(0.35, 0.65),
            "placement": Uniform(0.0, 0.6),
        },
        old={"reflex": "no_reaction"},
        tags=("fall", "lying", "medical"),
        counterparts=FALLEN | {"gmdcsa24": "Fall"},
        natural_s=1.7,
        minimum_s=1.8,
    ),
    Action(
        name="fall_from_bed",
        description="Rolls off a bed and stays lying on the floor.",
        captions=("a person falls out of bed", "someone rolls off a bed to the floor"),
        program=fall_from_bed,
        parameters=DROP
        | {
            "bed_height_m": Uniform(0.4, 0.62),
            "bed_length_m": Uniform(1.95, 2.1),
            "edge": Uniform(0.0, 1.0),
            "roll_s": Uniform(0.5, 0.8),
            "lands": Choice(("on_the_front", "on_the_side"), (0.45, 0.55)),
            "placement": Uniform(0.0, 0.6),
        },
        old={"reflex": "no_reaction"},
        tags=("fall", "lying", "medical"),
        counterparts=FALLEN | {"gmdcsa24": "Fall"},
        natural_s=1.7,
        minimum_s=1.8,
    ),
    Action(
        name="trip",
        description="Walks, trips over something and falls forward.",
        captions=("a person trips and falls", "someone stumbles and falls forward"),
        program=trip,
        parameters=FALL
        | WALK
        | {
            "reflex": Choice(REFLEX.options, (0.75, 0.15, 0.1)),
            "caught": Uniform(0.18, 0.4),
        },
        old={"reflex": "no_reaction"},
        tags=("fall", "locomotion", "lying"),
        counterparts=FALLEN | {"gmdcsa24": ("Falling (FW)", "Fall"), "kinetics": "faceplanting"},
        natural_s=1.85,
        minimum_s=1.9,
    ),
    Action(
        name="slip",
        description="Walks, slips, the feet shoot away and the back hits the ground.",
        captions=("a person slips and falls", "someone slips and lands on their back"),
        program=slip,
        parameters=FALL
        | WALK
        | {
            "reflex": Choice(REFLEX.options, (0.45, 0.45, 0.1)),
            "slip": Uniform(0.25, 0.55),
            "sideways": Uniform(0.0, 1.0),
        },
        old={"reflex": "no_reaction"},
        tags=("fall", "locomotion", "lying"),
        counterparts=FALLEN | {"gmdcsa24": ("Falling (BW)", "Fall")},
        natural_s=1.85,
        minimum_s=1.9,
    ),
    Action(
        name="faint",
        description="Sways, faints, sinks down limp and stays lying.",
        captions=("a person faints", "someone passes out and collapses"),
        program=faint,
        parameters=COLLAPSE
        | {
            "direction": Choice(("forward", "backward", "sideways"), (0.3, 0.35, 0.35)),
            "hand_to_head": Uniform(0.0, 1.0),
            "sink_s": Uniform(0.8, 1.25),
            "sway_size": Uniform(0.3, 1.3),
        },
        tags=("fall", "lying", "medical"),
        counterparts=FALLEN | {"gmdcsa24": "Fall"},
        natural_s=2.3,
        minimum_s=1.9,
    ),
    Action(
        name="stagger",
        description="Staggers about, close to falling, without falling.",
        captions=("a person staggers", "someone reels and struggles to keep their balance"),
        program=stagger,
        parameters={
            "step_s": LogUniform(0.42, 0.7),
            "reel": Uniform(0.8, 1.4),
            "drift": Uniform(0.05, 0.3),
            "stoop": Uniform(0.04, 0.28),
            "arms_out": Uniform(0.35, 0.9),
        },
        tags=("locomotion", "medical", "standing"),
        counterparts={"ntu": "staggering", "uav_human": "stagger"},
        minimum_s=1.5,
    ),
)  # fmt: skip
