"""Exercises on one's feet: stretching, running on the spot, weights, a skipping rope."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    Distribution,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.gait import GRAVITY_M_S2, Gait, go
from understudy.motion.holding import OBJECTS, Held
from understudy.motion.kinematics import SIDE_SIGN
from understudy.motion.posture import PalmGoals, add, channel, pose
from understudy.motion.programs.exercise import hold_arms, step
from understudy.motion.programs.floor_exercise import over_toes, trunk_m
from understudy.motion.programs.locomotion import START
from understudy.motion.timing import envelope, minimum_jerk, movements, oscillator

BOTH = (0, 1)


def repeated(
    stage: Stage, ready: np.ndarray, peaks: list[np.ndarray], period_s: float, ready_s: float
) -> np.ndarray:
    """Returns a track that gets ready, goes to each peak and back in turn, and stands again.

    Args:
        stage: for times, tempo and `hold`, the share of a repetition that stays at its peak.
        ready: (C,) posture between the repetitions.
        peaks: postures (C,), taken in turn.
        period_s: of one repetition at tempo 1.
        ready_s: how long getting ready takes; 0 where the clip begins and ends ready.
    """
    first = ready if ready_s == 0.0 else stage.rest
    ready_s = min(ready_s, 0.2 * stage.window_s)
    room = stage.window_s - 2.0 * ready_s
    count = max(1, round(room / (period_s / stage.values["tempo"])))
    period = room / count
    move = 0.5 * (1.0 - stage.values.get("hold", 0.0)) * period
    course = [(stage.start_s, max(1.1 * ready_s, 0.01), ready)]
    for number in range(count):
        begin = stage.start_s + ready_s + number * period
        course += [
            (begin, move, peaks[number % len(peaks)]),
            (begin + period - move, move, ready),
        ]
    course.append((stage.end_s - ready_s, max(ready_s, 0.01), first))
    return movements(stage.times_s, first, course, stage.lag_s)


def arms_held(base: np.ndarray, manner: int) -> np.ndarray:
    """Returns a posture with the arms as `exercise.ARMS` names them, elbows away from the trunk."""
    held = hold_arms(base, manner)
    return pose(held, elbow_out=1.15) if manner in (1, 3) else held


def run_in_place(stage: Stage, ahead: float, pitch_rad: float) -> np.ndarray:
    """Returns a track of running on the spot whose feet swing forward or backward.

    Args:
        stage: for times and the gait's values.
        ahead: how far forward the foot is at its highest [leg lengths].
        pitch_rad: toes up at that moment, on top of the gait's own.
    """
    values = stage.values
    ready = pose(
        stage.rest,
        elbow=values["elbow_bend"],
        arm_swing=-0.1,
        arm_raise=0.25,
        arm_hang=0.3,
        palm=(0.0, -1.0, 0.0),
        fist=1.0,
        pelvis=(0.0, 0.0, -0.01),
    )
    change = min(0.4, 0.3 * stage.window_s)
    course = [(stage.start_s, change, ready), (stage.end_s - 0.6 * change, change, stage.rest)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    gait = Gait(
        stride_s=values["stride_s"],
        step_length=0.0,
        duty=values["duty"],
        lift=values["lift"],
        strike_rad=-0.25,
        push_rad=0.4,
        kick_rad=0.0,
        width=0.9,
        arm_swing_rad=values["arm_swing_rad"],
        sway=0.01,
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    foot = channel(track, "foot")
    swing = np.clip(foot[..., 2] / values["lift"], 0.0, 1.0)
    foot[..., 0] += ahead * swing
    channel(track, "foot_pitch")[...] += pitch_rad * swing
    return track


def high_knees(stage: Stage) -> Performance:
    """Runs on the spot, each knee up to the hip."""
    track = run_in_place(stage, stage.values["drive"], -0.1)
    add(track, "turn", -0.05, index=1)
    return Performance(track=track)


def butt_kicks(stage: Stage) -> Performance:
    """Runs on the spot, each heel up to the seat."""
    track = run_in_place(stage, -stage.values["drive"], -0.95)
    add(track, "turn", 0.08, index=1)
    return Performance(track=track)


def side_bend(stage: Stage) -> Performance:
    """Bends the trunk to one side, the arm of the other side over the head; then the other way."""
    values, rest = stage.values, stage.rest
    manner = round(values["arms"])
    ready = pose(rest, foot=channel(rest, "foot") + np.array([0.0, values["apart"], 0.0]))
    if manner == 2:
        ready = both_arms_up(ready)
    peaks = []
    for side in (stage.side, 1 - stage.side):
        sign = -SIDE_SIGN[side]  # roll is to the right
        low = pose(
            arms_held(ready, 3) if manner == 0 else ready,
            spine=(sign * values["depth"], 0.05, 0.0),
            turn=(0.25 * sign * values["depth"], 0.0, 0.0),
            pelvis=(0.0, 0.1 * sign * values["depth"], -0.02),
            head=(0.25 * sign * values["depth"], 0.0, 0.0),
        )
        if manner < 2:
            low = pose(low, side=1 - side, reach=0.0, arm_raise=values["over"], arm_side=1.45,
                       arm_turn=0.8, arm_hang=0.0, arm_swing=0.0, elbow=0.35,
                       palm=(0.3, -1.0, 0.0), fist=0.1)  # fmt: skip
        if manner == 1:  # the other hand slides down the thigh
            low = pose(low, side=side, arm_hang=1.0, elbow=0.15, arm_swing=0.0)
        peaks.append(low)
    if round(values["alternating"]) == 0:
        peaks = peaks[:1]
    ready_s = 0.0 if manner == 2 and values["cut_in"] > 0.5 else 0.4
    # Feet are placed before the film begins: no step.
    rest = pose(rest, foot=channel(ready, "foot"))
    track = repeated(stage, ready, peaks, values["period_s"], ready_s)
    channel(track, "foot")[...] = channel(rest, "foot")
    return Performance(track=track)


def both_arms_up(base: np.ndarray) -> np.ndarray:
    """Returns the posture with both hands over the head."""
    return pose(base, arm_raise=2.95, arm_side=0.5, arm_turn=-0.5, arm_hang=0.0, arm_swing=0.0,
                elbow=0.45, palm=(0.4, -1.0, 0.0), fist=0.3)  # fmt: skip


def touch_toes(stage: Stage) -> Performance:
    """Bends down with straight knees until the hands are at the toes, comes up again."""
    values = stage.values
    depth = values["depth"]
    down = pose(
        stage.rest,
        turn=(0.0, 1.2 * depth, 0.0),
        spine=(0.0, depth, 0.0),
        head=(0.0, 0.2, 0.0),
        pelvis=(-0.29 * depth, 0.0, -0.03),
        arm_hang=1.0,
        arm_swing=values["ahead"],
        arm_raise=0.05,
        elbow=0.08,
        palm=(-0.3, -1.0, 0.0),
        fist=0.1,
    )
    ready = stage.rest
    if round(values["arms"]) == 1:
        ready = pose(stage.rest, arm_raise=2.9, arm_side=0.3, arm_swing=0.0, elbow=0.15,
                     arm_hang=0.2, palm=(1.0, -0.4, 0.0), fist=0.1)  # fmt: skip
    ready_s = 0.05 if ready is stage.rest else 0.4
    track = repeated(stage, ready, [down], values["period_s"], ready_s)
    return Performance(track=track, ground=np.zeros(stage.times_s.size))


TWIST_ARMS = Choice(("outward", "on_chest", "bent_up", "on_hips"), (0.4, 0.25, 0.2, 0.15))


def torso_twist(stage: Stage) -> Performance:
    """Turns the trunk to the left and right, again and again, feet on the spot."""
    values, times = stage.values, stage.times_s
    manner = round(values["arms"])
    ready = pose(stage.rest, foot_yaw=values["toe_out"])
    if manner == 2:
        ready = pose(ready, arm_raise=1.45, arm_side=1.4, elbow=1.5, arm_turn=1.3, arm_swing=0.0,
                     arm_hang=0.0, palm=(1.0, 0.0, 0.2), fist=0.4)  # fmt: skip
    else:
        ready = arms_held(ready, (2, 1, 0, 3)[manner])
    ready = pose(ready, arm_hang=0.0)
    rise = min(0.45, 0.2 * stage.window_s)
    course = [(stage.start_s, rise, ready), (stage.end_s - rise, rise, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    begin, finish = stage.start_s + 0.3 * rise, stage.end_s - 0.3 * rise
    period = values["period_s"] / values["tempo"]
    count = max(1.0, round(2.0 * (finish - begin) / period) / 2.0)
    strength = envelope(times, begin, finish, min(0.5, 0.4 * period))
    sign = SIDE_SIGN[stage.side]
    swing = oscillator(times, begin, count / (finish - begin)) * strength * sign
    late = oscillator(times, begin, count / (finish - begin), -0.4) * strength * sign
    add(track, "spine", values["depth"] * swing, index=2)
    add(track, "turn", values["hips"] * swing, index=2)
    add(track, "head", 0.3 * late, index=2)
    add(track, "pelvis", 0.04 * swing, index=1)
    return Performance(track=track)


def arm_circles(stage: Stage) -> Performance:
    """Circles both straight arms: small circles out at the sides, or whole ones past the ears."""
    values, times = stage.values, stage.times_s
    sense = 1.0 if round(values["direction"]) == 0 else -1.0
    whole = round(values["circles"]) == 1
    rise = 0.3 * values["rise_s"] if whole else values["rise_s"] / values["tempo"]
    rise = min(rise, 0.25 * stage.window_s)
    if whole:
        ready = pose(stage.rest, arm_raise=0.12, arm_side=1.5, arm_swing=0.0, elbow=0.08,
                     arm_hang=0.3, palm=(0.1, -1.0, 0.0), fist=values["curl"])  # fmt: skip
    else:
        ready = pose(stage.rest, arm_raise=values["height"], arm_side=1.4, arm_swing=0.0,
                     elbow=0.1, arm_hang=0.2, palm=(0.2, 0.0, -1.0),
                     fist=values["curl"])  # fmt: skip
    course = [(stage.start_s, rise, ready), (stage.end_s - rise, rise, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    begin, finish = stage.start_s + 0.6 * rise, stage.end_s - 0.6 * rise
    period = values["period_s"] / values["tempo"] * (1.6 if whole else 1.0)
    count = max(1, round((finish - begin) / period))
    if whole:
        grid = np.linspace(begin, finish, 200)
        pace = envelope(grid, begin, finish, min(0.5, 0.4 * period)) + 1e-4
        turned = np.concatenate(([0.0], np.cumsum(0.5 * (pace[1:] + pace[:-1]))))
        turned = np.interp(times, grid, turned / turned[-1]) * 2.0 * np.pi * count
        swing = channel(track, "arm_swing")
        for side in BOTH:
            apart = values["out_of_step"] if side == stage.side else 0.0
            lag = np.interp(times - apart * period, times, turned)
            turn = -sense * lag
            swing[:, side] += np.mod(turn + np.pi, 2.0 * np.pi) - np.pi
        return Performance(track=track)
    strength = envelope(times, begin, finish, min(0.5, 0.4 * period))[:, None]
    phase = 2.0 * np.pi * count * (times - begin) / (finish - begin)
    phase = phase[:, None] + np.array([0.0, values["out_of_step"]])
    size = values["amplitude"] * strength
    channel(track, "arm_raise")[...] += size * np.sin(phase)
    channel(track, "arm_side")[...] += sense * size * np.cos(phase)
    return Performance(track=track)


def calf_raise(stage: Stage) -> Performance:
    """Rises on the toes and sinks back on the heels."""
    values = stage.values
    ready = arms_held(stage.rest, round(values["arms"]))
    lift = over_toes(stage.measures, values["height"]) / stage.measures.leg_m
    toes_x = stage.measures.soles_m[0, 1, 0] / stage.measures.leg_m
    up = pose(
        ready,
        pelvis=(max(0.55 * toes_x, lift[0]), 0.0, lift[1] - 0.004),
        foot_pitch=-values["height"],
        head=channel(stage.rest, "head") - np.array([0.0, 0.05, 0.0]),
    )
    track = repeated(stage, ready, [up], values["period_s"], 0.3)
    return Performance(track=track)


def deadlift(stage: Stage) -> Performance:
    """Bends hips and knees, lifts a barbell from the floor until upright, sets it down again."""
    values, measures = stage.values, stage.measures
    leg = measures.leg_m
    depth = values["depth"]
    standing = pose(
        stage.rest,
        spine=(0.0, 0.0, 0.0),
        palm=(-1.0, -0.2, 0.0),
        fist=1.2,
        elbow=0.08,
        arm_raise=0.1,
        arm_side=0.6,
        arm_swing=0.15,
        arm_hang=1.0,
        elbow_out=0.0,
    )
    low = pose(
        standing,
        pelvis=(-0.3, 0.0, -depth),
        turn=(0.0, values["trunk_lean"], 0.0),
        spine=(0.0, 0.15, 0.0),
        head=(0.0, -0.35, 0.0),
        knee_out=values["knees_out"],
    )
    track = repeated(stage, low, [standing], values["period_s"], 0.0)
    # The bar goes straight up, close to shins and thighs.
    height = (channel(track, "pelvis")[:, 2] + depth) / depth
    radius_m = 0.5 * OBJECTS["barbell"].size_m[0] * values["weight"]
    shoulder_m = measures.pelvis_height_m + trunk_m(measures)
    top_m = shoulder_m - measures.arm_m - 0.085
    places = np.empty((stage.times_s.size, 2, 3))
    places[..., 0] = (0.24 * leg + 0.02 * np.sin(np.pi * np.clip(height, 0.0, 1.0)))[:, None]
    places[..., 1] = SIDE_SIGN * values["grip"] * measures.shoulder_half_m
    places[..., 2] = (radius_m + height * (top_m - radius_m))[:, None]
    palms = PalmGoals(places_m=places, weight=np.ones((stage.times_s.size, 2)))
    bar = Held(kind="barbell", side=0, size=values["weight"])
    return Performance(track=track, palms=palms, held=(bar,))


def dumbbells(stage: Stage) -> tuple[Held, Held]:
    """Returns one dumbbell in each hand."""
    size = stage.values["weight"]
    return (Held(kind="dumbbell", side=0, size=size), Held(kind="dumbbell", side=1, size=size))


def shoulder_press(stage: Stage) -> Performance:
    """Pushes two dumbbells from the shoulders to straight arms overhead, and lets them down."""
    values = stage.values
    ready = pose(
        stage.rest,
        reach=1.0,
        hand=((0.14, values["apart"], values["low"]),) * 2,
        elbow_out=values["elbows_out"],
        palm=(1.0, -0.3, 0.0),
        fist=1.2,
        wrist_bend=0.0,
        arm_raise=1.2,
        arm_side=1.2,
        elbow=2.0,
    )
    up = pose(ready, hand=((0.1, values["apart"] - 0.14, 0.98),) * 2, elbow_out=0.9)
    peaks = [up]
    if round(values["manner"]) == 1:
        peaks = [
            pose(ready, side=side, hand=(0.1, values["apart"] - 0.1, 0.98),
                 elbow_out=0.9)
            for side in (stage.side, 1 - stage.side)
        ]  # fmt: skip
    track = repeated(stage, ready, peaks, values["period_s"], 0.0)
    return Performance(track=track, held=dumbbells(stage))


def lateral_raise(stage: Stage) -> Performance:
    """Lifts two dumbbells sideways to the height of the shoulders, and lets them down."""
    values = stage.values
    low = pose(
        stage.rest,
        arm_raise=0.12,
        arm_side=values["plane"],
        arm_swing=0.0,
        elbow=values["elbows"],
        arm_hang=0.6,
        palm=(0.0, -1.0, 0.0),
        fist=1.2,
    )
    high = pose(low, arm_raise=values["height"], palm=(0.15, 0.0, -1.0), wrist_bend=0.0,
                shrug=0.05)  # fmt: skip
    track = repeated(stage, low, [high], values["period_s"], 0.0)
    return Performance(track=track, held=dumbbells(stage))


def side_lunge(stage: Stage) -> Performance:
    """Steps far out to one side, sinks on that knee with the other leg straight, steps back."""
    values, side, span = stage.values, stage.side, stage.window_s
    length, depth = values["length"], values["depth"]
    sign = SIDE_SIGN[side]
    low = pose(
        arms_held(stage.rest, round(values["arms"])),
        pelvis=(-0.14, sign * 0.72 * length, -depth),
        turn=channel(stage.rest, "turn") + np.array([0.0, values["trunk_lean"], 0.0]),
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.15, 0.0]),
        arm_hang=1.0,
    )
    low = pose(low, side=side, knee_out=0.25)
    course = [(stage.at(0.0), 0.5 * span, low), (stage.at(0.55), 0.45 * span, stage.rest)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s * 0.0)
    step(track, stage, side, stage.at(0.03), 0.28 * span, forward=0.0, outward=length)
    step(track, stage, side, stage.at(0.68), 0.28 * span, forward=0.0, outward=-length)
    return Performance(track=track)


def jump_rope(stage: Stage) -> Performance:
    """Skips with a rope: one small jump for every turn of the rope beneath the feet."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg, begin, finish = measures.leg_m, stage.start_s, stage.end_s
    # Turns of the rope: it lies behind the heels, is swung over, and is stopped before the toes.
    lying, stopped, fade_s = 0.09, -0.1, min(0.45, 0.2 * stage.window_s)
    grid = np.linspace(begin, finish, 400)
    pace = envelope(grid, begin, finish, fade_s)
    swung = np.concatenate(([0.0], np.cumsum(0.5 * (pace[1:] + pace[:-1])))) * (grid[1] - grid[0])
    count = max(2, round(swung[-1] / (values["period_s"] / values["tempo"])))
    rate_hz = (count + stopped - lying) / swung[-1]
    turns = np.interp(times, grid, lying + rate_hz * swung)
    flight_s = min(values["flight_share"] / rate_hz, 0.3)
    nearest = np.round(turns)
    since = (turns - nearest) / rate_hz  # from the middle of the jump, at full pace
    jumps = (nearest >= 1.0) & (nearest <= count - 1.0)
    half = 0.5 * flight_s
    air = jumps & (np.abs(since) < half)
    height = np.where(air, 0.5 * GRAVITY_M_S2 * (half**2 - since**2), 0.0) / leg
    # In between, knees and ankles give like a spring, as fast as the jump left the ground.
    contact_s = 1.0 / rate_hz - flight_s
    stance = np.clip((np.mod(turns, 1.0) / rate_hz - half) / contact_s, 0.0, 1.0)
    first, last = turns < 1.0, turns > count - 1.0
    press = np.sin(np.pi * stance)
    press = np.where(first, press * minimum_jerk(stance), press)
    press = np.where(last, press * (1.0 - minimum_jerk(stance)), press)
    press = np.where(air, 0.0, press)
    sink = GRAVITY_M_S2 * half * contact_s / np.pi / leg

    hand_m = measures.pelvis_height_m + values["hands"] * leg
    size = (hand_m - 0.02) / OBJECTS["rope"].size_m[2]
    half_rope_m = 0.5 * OBJECTS["rope"].size_m[1] * size
    ready = pose(
        stage.rest,
        arm_raise=0.2,
        arm_side=1.0,
        elbow=1.2,
        arm_hang=0.2,
        elbow_out=0.4,
        palm=(0.1, -1.0, 0.3),
        fist=1.2,
        pelvis=(0.0, 0.0, -0.02),
    )
    track = np.repeat(ready[None], times.size, axis=0)
    add(track, "pelvis", height - sink * press, index=2)
    channel(track, "foot")[..., 2] += height[:, None]
    strength = envelope(times, begin, finish, fade_s)
    add(track, "foot_pitch", (-values["toes"] * strength)[:, None])
    add(track, "pelvis", 0.5 * values["toes"] * 0.1 * strength, index=2)
    knees = values["knees"] * np.sin(np.pi * np.clip(since / flight_s + 0.5, 0.0, 1.0)) ** 2 * air
    channel(track, "foot")[..., 2] += knees[:, None]
    palms_m = np.empty((times.size, 2, 3))
    circle = values["wrists"] * measures.arm_m * strength
    palms_m[..., 0] = (0.16 * leg + circle * np.sin(2.0 * np.pi * turns + np.pi))[:, None]
    palms_m[..., 1] = SIDE_SIGN * half_rope_m
    bounce_m = 0.8 * leg * (height - sink * press)
    palms_m[..., 2] = (hand_m + bounce_m + circle * np.cos(2.0 * np.pi * turns + np.pi) * 0.6)[
        :, None
    ]
    palms = PalmGoals(places_m=palms_m, weight=np.ones((times.size, 2)))
    rope = Held(kind="rope", side=0, size=size, spin_rad=np.pi + 2.0 * np.pi * turns)
    return Performance(track=track, palms=palms, held=(rope,))


def tai_chi(stage: Stage) -> Performance:
    """Slow flowing arms over sunken knees: cloud hands, opening, or pushing with the palms."""
    values, times = stage.values, stage.times_s
    form = round(values["form"])
    period = values["period_s"] / values["tempo"]
    phase = 2.0 * np.pi * (times - stage.start_s) / period + values["phase"]
    ready = pose(
        stage.rest,
        foot=channel(stage.rest, "foot") + np.array([0.0, values["apart"], 0.0]),
        pelvis=(-0.03, 0.0, -values["sink"]),
        turn=(0.0, 0.03, 0.0),
        spine=(0.0, 0.05, 0.0),
        head=(0.0, 0.05, 0.0),
        knee_out=0.15,
        reach=1.0,
        elbow_out=0.5,
        fist=0.15,
        hand=((0.6, 0.2, -0.1),) * 2,
        palm=(0.3, -0.6, -0.5),
        wrist_bend=0.0,
    )
    track = np.repeat(ready[None], times.size, axis=0)
    hand, palm = channel(track, "hand"), channel(track, "palm")
    sine, cosine = np.sin(phase), np.cos(phase)
    if form == 0:  # cloud hands: both circle before the chest, half a turn apart
        for side in BOTH:
            turn = phase + (0.0 if side == stage.side else np.pi)
            hand[:, side, 0] = 0.58 + 0.06 * np.cos(turn)
            hand[:, side, 1] = 0.16 + 0.34 * np.sin(turn)
            hand[:, side, 2] = -0.25 + 0.38 * np.cos(turn)
            palm[:, side, 0] = -0.6
            palm[:, side, 1] = -0.4
            palm[:, side, 2] = -0.4 * np.cos(turn) - 0.1
        sway = SIDE_SIGN[stage.side] * sine
        add(track, "pelvis", values["shift"] * sway, index=1)
        add(track, "spine", 0.35 * sway, index=2)
        add(track, "turn", 0.15 * sway, index=2)
        add(track, "head", 0.2 * sway, index=2)
    elif form == 1:  # opening: the arms float up before the body and sink, the knees with them
        up = 0.5 - 0.5 * cosine
        hand[..., 0] = (0.5 + 0.36 * np.sin(np.pi * up))[:, None]
        hand[..., 2] = (-0.62 + 0.68 * up)[:, None]
        palm[...] = np.array([0.3, -0.2, -1.0])
        channel(track, "wrist_bend")[...] = (0.35 * sine)[:, None]
        add(track, "pelvis", 0.6 * values["sink"] * up, index=2)
    else:  # push: weight and palms go forward and come back
        ahead = 0.5 - 0.5 * cosine
        foot = channel(track, "foot")
        foot[:, stage.side, 0] += 0.28
        foot[:, 1 - stage.side, 0] -= 0.24
        channel(track, "foot_yaw")[:, 1 - stage.side] = 0.6
        add(track, "pelvis", values["shift"] * (2.4 * ahead - 1.2), index=0)
        hand[..., 0] = (0.4 + 0.46 * ahead)[:, None]
        hand[..., 2] = (-0.3 + 0.22 * ahead)[:, None]
        palm[...] = np.array([0.5, -0.4, -0.7])
        channel(track, "wrist_bend")[...] = (-0.75 * ahead)[:, None]
    return Performance(track=track)


REPETITION: dict[str, Distribution] = {"hold": Uniform(0.0, 0.15)}
ON_THE_SPOT: dict[str, Distribution] = {
    "stride_s": LogUniform(0.6, 0.85),
    "duty": Uniform(0.4, 0.47),
    "elbow_bend": Uniform(1.1, 1.9),
    "arm_swing_rad": Uniform(0.2, 0.7),
    "first_step": START,
}

ACTIONS = (
    Action(
        name="high_knees",
        description="Runs on the spot with the knees up to the hips.",
        captions=("a person does high knees", "someone runs on the spot lifting the knees high"),
        program=high_knees,
        parameters=ON_THE_SPOT
        | {
            "lift": Uniform(0.36, 0.5),
            "drive": Uniform(0.3, 0.42),
            "duty": Uniform(0.46, 0.52),
            "stride_s": LogUniform(0.68, 0.95),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"uestc": "high-knees-running", "ntu": "running on the spot"},
        minimum_s=1.0,
        cut_chance=0.4,
    ),
    Action(
        name="butt_kicks",
        description="Runs on the spot, kicking the heels up to the seat.",
        captions=("a person does butt kicks", "someone jogs on the spot, heels to the seat"),
        program=butt_kicks,
        parameters=ON_THE_SPOT | {"lift": Uniform(0.3, 0.42), "drive": Uniform(0.36, 0.48)},
        tags=("exercise", "standing", "whole_body"),
        counterparts={"ntu": "butt kicks (kick backward)", "uav_human": "kick backward"},
        minimum_s=1.0,
        cut_chance=0.4,
    ),
    Action(
        name="side_bend",
        description="Bends the trunk to the side and comes up again.",
        captions=("a person does side bends", "someone stretches the trunk to the side"),
        program=side_bend,
        parameters=REPETITION
        | {
            "side": SIDE,
            "arms": Choice(("one_on_hip", "one_hanging", "both_up"), (0.4, 0.35, 0.25)),
            "alternating": Choice(("no", "yes"), (0.35, 0.65)),
            "depth": Uniform(0.5, 0.85),
            "over": Uniform(2.85, 3.25),
            "apart": Uniform(0.0, 0.16),
            "period_s": LogUniform(1.6, 2.8),
        },
        tags=("exercise", "standing"),
        minimum_s=1.4,
    ),
    Action(
        name="touch_toes",
        description="Bends down with straight knees to touch the toes.",
        captions=("a person touches their toes", "someone bends down to the toes and comes up"),
        program=touch_toes,
        parameters=REPETITION
        | {
            "depth": Uniform(0.92, 1.15),
            "ahead": Uniform(0.0, 0.25),
            "arms": Choice(("hanging", "overhead"), (0.65, 0.35)),
            "period_s": LogUniform(1.8, 3.0),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"uestc": "standing-toe-touches"},
        minimum_s=1.5,
    ),
    Action(
        name="torso_twist",
        description="Turns the trunk left and right on the spot.",
        captions=("a person twists the trunk", "someone turns the upper body left and right"),
        program=torso_twist,
        parameters={
            "side": SIDE,
            "arms": TWIST_ARMS,
            "depth": Uniform(0.6, 1.0),
            "hips": Uniform(0.05, 0.3),
            "period_s": LogUniform(1.1, 2.2),
        },
        tags=("exercise", "standing"),
        counterparts={"uestc": "standing-rotation"},
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="arm_circles",
        description="Circles both arms.",
        captions=("a person circles the arms", "someone swings both arms in circles"),
        program=arm_circles,
        parameters={
            "side": SIDE,
            "circles": Choice(("small", "whole"), (0.5, 0.5)),
            "direction": Choice(("forward", "backward"), (0.5, 0.5)),
            "height": Uniform(1.35, 1.65),
            "amplitude": Uniform(0.2, 0.5),
            "period_s": LogUniform(0.65, 1.1),
            "rise_s": LogUniform(0.4, 0.7),
            "out_of_step": Uniform(0.0, 0.12),
            "curl": Uniform(0.0, 1.0),
        },
        tags=("exercise", "standing"),
        counterparts={"ntu": "arm circles", "uestc": "arm-circling"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="calf_raise",
        description="Rises on the toes and sinks back.",
        captions=("a person does calf raises", "someone rises on tiptoe again and again"),
        program=calf_raise,
        parameters=REPETITION
        | {
            "arms": Choice(("forward", "on_chest", "outward", "on_hips", "hanging"),
                           (0.15, 0.1, 0.05, 0.35, 0.35)),
            "height": Uniform(0.5, 0.85),
            "period_s": LogUniform(0.9, 1.8),
        },
        tags=("exercise", "standing"),
        counterparts={"uestc": "standing-gastrocnemius-calf"},
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="deadlift",
        description="Lifts a barbell from the floor until upright, sets it down again.",
        captions=("a person does deadlifts with a barbell", "someone lifts a barbell to the hips"),
        program=deadlift,
        parameters=REPETITION
        | {
            "depth": Uniform(0.36, 0.46),
            "trunk_lean": Uniform(0.88, 1.05),
            "knees_out": Uniform(0.1, 0.45),
            "grip": Uniform(1.25, 1.6),
            "weight": Uniform(0.9, 1.08),
            "period_s": LogUniform(1.8, 3.0),
        },
        tags=("exercise", "standing", "object", "whole_body"),
        counterparts={"kinetics": "deadlifting"},
        minimum_s=1.5,
        cut_chance=0.3,
    ),
    Action(
        name="shoulder_press",
        description="Presses two dumbbells overhead.",
        captions=("a person presses dumbbells overhead", "someone does shoulder presses"),
        program=shoulder_press,
        parameters=REPETITION
        | {
            "side": SIDE,
            "manner": Choice(("both", "in_turn"), (0.8, 0.2)),
            "apart": Uniform(0.48, 0.6),
            "low": Uniform(0.02, 0.2),
            "elbows_out": Uniform(0.3, 0.9),
            "weight": Uniform(0.85, 1.2),
            "period_s": LogUniform(1.2, 2.2),
        },
        tags=("exercise", "standing", "object"),
        counterparts={"kinetics": "exercising arm"},
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="lateral_raise",
        description="Lifts two dumbbells sideways to shoulder height.",
        captions=("a person does lateral raises", "someone lifts dumbbells out to the sides"),
        program=lateral_raise,
        parameters=REPETITION
        | {
            "plane": Uniform(1.1, 1.5),
            "elbows": Uniform(0.08, 0.4),
            "height": Uniform(1.4, 1.7),
            "weight": Uniform(0.85, 1.2),
            "period_s": LogUniform(1.4, 2.4),
        },
        tags=("exercise", "standing", "object"),
        counterparts={"kinetics": "exercising arm"},
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="side_lunge",
        description="Steps out sideways into a lunge and back.",
        captions=("a person lunges to the {side}", "someone does a side lunge"),
        program=side_lunge,
        parameters={
            "side": SIDE,
            "length": Uniform(0.62, 0.85),
            "depth": Uniform(0.28, 0.42),
            "trunk_lean": Uniform(0.25, 0.55),
            "arms": Choice(("forward", "on_chest", "outward", "on_hips", "hanging"),
                           (0.3, 0.3, 0.05, 0.15, 0.2)),
        },
        tags=("exercise", "standing", "whole_body"),
        counterparts={"uestc": "left-lunging"},
        natural_s=2.5,
        minimum_s=1.5,
    ),
    Action(
        name="jump_rope",
        description="Skips with a rope.",
        captions=("a person jumps rope", "someone skips with a skipping rope"),
        program=jump_rope,
        parameters={
            "period_s": LogUniform(0.46, 0.64),
            "flight_share": Uniform(0.4, 0.5),
            "hands": Uniform(0.02, 0.16),
            "wrists": Uniform(0.04, 0.13),
            "toes": Uniform(0.2, 0.45),
            "knees": Uniform(0.0, 0.03),
            "tempo": Uniform(0.92, 1.1),
        },
        tags=("exercise", "standing", "object", "whole_body"),
        counterparts={"ucf101": "JumpRope", "kinetics": "skipping rope", "uestc": "rope-skipping"},
        minimum_s=1.6,
        cut_chance=0.4,
    ),
    Action(
        name="tai_chi",
        description="Moves arms and weight slowly, as in tai chi.",
        captions=("a person practises tai chi", "someone does slow tai chi movements"),
        program=tai_chi,
        parameters={
            "side": SIDE,
            "form": Choice(("cloud_hands", "opening", "push"), (0.5, 0.2, 0.3)),
            "period_s": LogUniform(2.6, 4.2),
            "phase": Uniform(0.0, 6.28),
            "apart": Uniform(0.1, 0.2),
            "sink": Uniform(0.1, 0.24),
            "shift": Uniform(0.08, 0.14),
        },
        tags=("exercise", "standing", "sport", "whole_body"),
        counterparts={"ucf101": "TaiChi", "kinetics": "tai chi"},
        minimum_s=1.5,
        cut_chance=1.0,
    ),
)  # fmt: skip
