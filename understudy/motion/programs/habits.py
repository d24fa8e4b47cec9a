"""Small things that people do to themselves all day: yawning, stretching, wiping, scratching."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.holding import Held
from understudy.motion.kinematics import SIDE_SIGN
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.ailments import added, bowed, convulse, jerks
from understudy.motion.programs.gestures import forearm
from understudy.motion.programs.handling import at_work, palms
from understudy.motion.programs.self_touch import (
    CROWN,
    FOREHEAD,
    SIDE_OF_HEAD,
    Spot,
    at_head,
    on_head,
)
from understudy.motion.timing import envelope, minimum_jerk, movements, oscillator


def yawn(stage: Stage) -> Performance:
    """The head goes back, the chest fills, a hand comes before the mouth; all lets go again."""
    values, times, side, span = stage.values, stage.times_s, stage.side, stage.window_s
    wide = added(stage.rest, head=(0.0, -values["back"], 0.05), spine=(0.0, -0.12, 0.0))
    wide = at_head(stage, pose(wide, shrug=0.22), side, (1.25, 0.1, -0.5), elbow_out=0.6,
                   palm=(-1.0, -0.2, 0.0), fist=values["fingers"])  # fmt: skip
    if round(values["other_arm"]) == 1:  # stretches out at the same time
        wide = pose(wide, side=1 - side, arm_raise=values["stretch"], arm_side=1.3, arm_swing=0.0,
                    elbow=0.9, arm_turn=1.2, arm_hang=0.4, fist=1.2,
                    palm=(0.6, 0.0, -0.6))  # fmt: skip
        wide = added(wide, spine=(0.08 * SIDE_SIGN[side], 0.0, 0.0))
    loose = added(stage.rest, head=(0.0, 0.12, 0.0), spine=(0.0, 0.08, 0.0))
    course = [
        (stage.at(0.0), 0.42 * span, wide),
        (stage.at(0.66), 0.26 * span, loose),
        (stage.at(0.84), 0.2 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    deep = envelope(times, stage.at(0.3), stage.at(0.72), 0.16 * span)
    add(track, "head", -0.12 * deep, index=1)
    add(track, "shrug", 0.08 * deep[:, None])
    there = envelope(times, stage.at(0.02), stage.at(0.9), 0.3 * span)
    goal = palms(stage, {side: on_head(stage, track, side, (1.25, 0.1, -0.6))}, there)
    return Performance(track=track, palms=goal)


def stretch_self(stage: Stage) -> Performance:
    """Arms go up or out, the back arches, the body leans to one side and the other."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    manner = round(values["arms"])
    sign = SIDE_SIGN[stage.side]
    tall = added(stage.rest, spine=(0.0, -values["arch"], 0.0), head=(0.0, -0.25, 0.0),
                 pelvis=(0.04, 0.0, 0.0))  # fmt: skip
    if manner == 0:  # hands together overhead
        tall = pose(tall, reach=1.0, hand=((0.12, 0.13, 0.95),) * 2, elbow_out=1.3, fist=0.5,
                    palm=((0.2, 0.0, 1.0),) * 2, shrug=0.3)  # fmt: skip
    elif manner == 1:  # both straight up and apart
        tall = pose(tall, arm_raise=2.75, arm_side=1.2, arm_swing=0.0, elbow=values["bent"],
                    arm_hang=0.0, fist=1.2, palm=((0.8, -0.2, 0.2),) * 2, shrug=0.3)  # fmt: skip
    else:  # elbows bent and drawn back, fists at the shoulders
        tall = pose(tall, arm_raise=1.75, arm_side=1.5, arm_swing=0.0, elbow=2.0, arm_turn=1.5,
                    arm_hang=0.0, fist=1.3, palm=((0.4, -0.8, 0.0),) * 2, shrug=0.2)  # fmt: skip
    aside = added(tall, spine=(values["lean"] * sign, 0.05, 0.0), pelvis=(0.0, -0.04 * sign, 0.0),
                  turn=(0.15 * values["lean"] * sign, 0.0, 0.0))  # fmt: skip
    other = added(tall, spine=(-values["lean"] * sign, 0.05, 0.0), pelvis=(0.0, 0.04 * sign, 0.0),
                  turn=(-0.15 * values["lean"] * sign, 0.0, 0.0))  # fmt: skip
    half = pose(stage.rest, arm_raise=1.3, arm_side=1.45, elbow=0.5, arm_hang=0.6)
    if manner == 0:  # up past the chest
        half = pose(half, reach=0.9, hand=((0.5, 0.08, 0.25),) * 2, elbow_out=0.7)
    course = [
        (stage.at(0.0), 0.26 * span, half),
        (stage.at(0.12), 0.28 * span, tall),
        (stage.at(0.42), 0.2 * span, aside),
        (stage.at(0.58), 0.2 * span, other),
        (stage.at(0.76), 0.16 * span, half),
        (stage.at(0.82), 0.18 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    up = envelope(times, stage.at(0.2), stage.at(0.74), 0.15 * span)
    if values["tiptoe"] > 0.6:
        add(track, "foot_pitch", -0.4 * up[:, None])
        add(track, "pelvis", 0.045 * up, index=2)
    strain = up * oscillator(times, stage.start_s, 6.0)
    add(track, "arm_raise", 0.012 * strain[:, None])
    return Performance(track=track)


def blow_nose(stage: Stage) -> Performance:
    """Both hands press a handkerchief to the nose, the head jerks forward with each blow."""
    values, times, side, span = stage.values, stage.times_s, stage.side, stage.window_s
    two = round(values["hands"]) == 0
    sides = (0, 1) if two else (side,)
    low = pose(stage.rest, side=side, reach=1.0, hand=(0.5, 0.16, -0.42), elbow_out=0.3,
               palm=(-0.5, -0.8, 0.2), fist=0.9)  # fmt: skip
    ready = bowed(stage, low, values["bend"], values["nod"])
    spot: Spot = (1.15, 0.22 if two else 0.02, -0.3)
    for one in sides:
        ready = at_head(stage, ready, one, spot, elbow_out=0.6, palm=(-0.8, -0.6, 0.0), fist=0.9)
    course = [(stage.at(0.0), 0.3 * span, ready), (stage.at(0.72), 0.28 * span, low)]
    track = movements(times, low, course, stage.lag_s)
    count = min(round(values["count"]) + 2, max(1, int(0.44 * span / 0.4)))
    gap = min(0.6, 0.44 * span / count)
    blows = jerks(times, [stage.at(0.28) + n * gap for n in range(count)], 0.3 * gap, 0.6 * gap)
    convulse(track, blows * values["strength"], 0.45, 0.2)
    there = envelope(times, stage.at(0.0), stage.at(1.0), 0.3 * span)
    wiping = envelope(times, stage.at(0.62), stage.at(0.8), 0.06 * span)
    path = np.repeat(np.array(spot)[None], times.size, axis=0)
    goals = {}
    for one in sides:
        wiped = path.copy()
        across = 0.16 * wiping * oscillator(times, stage.at(0.62), 2.2)
        wiped[:, 1] += across * (1.0 if one == sides[0] else -1.0)
        goals[one] = on_head(stage, track, one, wiped)
    cloth = Held(kind="cloth", side=side, size_m=(0.05, 0.13, 0.15))
    return Performance(track=track, palms=palms(stage, goals, there), held=(cloth,))


FANS = ("bare_hand", "book", "plate", "hat")


def fan_self(stage: Stage) -> Performance:
    """A hand, bare or with something flat, fans air to the face."""
    values, times, side = stage.values, stage.times_s, stage.side
    thing = round(values["fan"])
    hot = added(stage.rest, head=(0.0, -values["back"], -0.1 * SIDE_SIGN[side]))
    hot = pose(hot, side=side, reach=1.0, hand=(values["forward"], 0.26, values["height"]),
               elbow_out=0.35, palm=(-1.0, -0.35, 0.0),
               fist=0.05 if thing == 0 else 0.5)  # fmt: skip
    if values["collar"] > 0.6:  # the other hand airs the collar
        hot = pose(hot, side=1 - side, reach=1.0, hand=(0.3, 0.02, -0.04), elbow_out=0.7,
                   palm=(-1.0, 0.0, -0.2), fist=1.1)  # fmt: skip
    track, _, busy = at_work(stage, hot)
    wave = oscillator(times, stage.start_s, values["frequency_hz"]) * busy
    late = oscillator(times, stage.start_s, values["frequency_hz"], -0.6) * busy
    channel(track, "hand")[:, side, 0] += values["size"] * wave
    channel(track, "hand")[:, side, 2] += 0.3 * values["size"] * wave
    add(track, "wrist_bend", 0.55 * late, index=side)
    if values["collar"] > 0.6:
        pull = oscillator(times, stage.start_s, 1.6) * busy
        channel(track, "hand")[:, 1 - side, 0] += 0.06 * pull
    add(track, "head", 0.05 * busy * oscillator(times, stage.start_s, 0.4), index=2)
    held = () if thing == 0 else (Held(kind=FANS[thing], side=side),)
    return Performance(track=track, held=held)


def rub_hands(stage: Stage) -> Performance:
    """Palm on palm before the belly, sliding to and fro."""
    values, times, side = stage.values, stage.times_s, stage.side
    ready = added(stage.rest, head=(0.0, values["nod"], 0.0), spine=(0.0, 0.08, 0.0))
    ready = pose(ready, shrug=0.1)
    # Fingers point up and forward; one hand lies a little higher, palm to palm.
    for one in (0, 1):
        ready = pose(ready, side=one, reach=1.0, elbow_out=0.5, fist=0.15,
                     hand=(values["forward"], 0.06, values["height"]),
                     palm=(0.0, -1.0, 0.45 if one == side else -0.2))  # fmt: skip
    track, there, busy = at_work(stage, ready)
    slide = oscillator(times, stage.start_s, values["frequency_hz"]) * busy
    arm = stage.measures.arm_m
    size = values["size"] * arm
    centre = chest_track(stage, track)
    goals = {}
    for one in (0, 1):
        way = 1.0 if one == side else -1.0
        place = centre + np.array([values["forward"] + 0.12, 0.0, values["height"] + 0.06]) * arm
        place[:, 0] += 0.75 * size * way * slide
        place[:, 2] += 0.35 * size * way * slide
        place[:, 1] += SIDE_SIGN[one] * 0.022
        goals[one] = place
    return Performance(track=track, palms=palms(stage, goals, there))


def chest_track(stage: Stage, track: np.ndarray) -> np.ndarray:
    """Returns about where the place between the shoulders is, (T, 3), of one who stands upright."""
    measures = stage.measures
    place = channel(track, "pelvis") * measures.leg_m
    offsets = measures.offsets_m[[3, 6, 9, 13]].sum(axis=0)  # up the spine to a collar
    place[:, 2] += measures.pelvis_height_m + offsets[2]
    lean = channel(track, "turn")[:, 1] + 0.5 * channel(track, "spine")[:, 1]
    place[:, 0] += np.sin(lean) * offsets[2]
    return place


def wipe_face(stage: Stage) -> Performance:
    """A hand, or a cloth in it, wipes the forehead across or the face from above to below."""
    values, times, side = stage.values, stage.times_s, stage.side
    down = round(values["manner"]) == 1
    two = down and values["both"] > 0.5
    sides = (0, 1) if two else (side,)
    first, last = ((0.95, 0.2, 0.6), (1.0, 0.2, -0.8)) if down else (
        (0.85, -0.55, 0.55), (0.6, 0.8, 0.5))  # fmt: skip
    ready = bowed(stage, stage.rest, 0.08, values["nod"])
    for one in sides:
        ready = at_head(stage, ready, one, FOREHEAD, elbow_out=0.7, palm=(-1.0, -0.2, 0.0),
                        fist=0.25)  # fmt: skip
    track, there, busy = at_work(stage, ready, rise_s=0.9)
    count = max(1, round(stage.window_s / values["stroke_s"] - 0.7))
    phase = np.clip((times - stage.start_s) / stage.window_s, 0.0, 1.0) * count
    share = phase - np.floor(phase)
    stroke = minimum_jerk(share / 0.52) - minimum_jerk((share - 0.58) / 0.42)
    # Off the skin on the way back.
    off = 0.3 * np.sin(np.pi * np.clip((share - 0.55) / 0.45, 0.0, 1.0)) ** 2
    spot = np.array(first) + stroke[:, None] * (np.array(last) - np.array(first))
    spot = spot * (1.0 + off[:, None] * np.array([1.0, 1.0, 0.0]))
    add(track, "head", 0.12 * busy * (stroke - 0.5) * (1.0 if down else 0.0), index=1)
    goals = {one: on_head(stage, track, one, spot) for one in sides}
    held: tuple[Held, ...] = ()
    if round(values["cloth"]) == 1:
        held = (Held(kind="cloth", side=side, size_m=(0.04, 0.16, 0.2)),)
    goal = replace(palms(stage, goals, there), elbows=np.array([0.4, 0.6, -0.7]))
    return Performance(track=track, palms=goal, held=held)


def scratch_head(stage: Stage) -> Performance:
    """Fingers scratch the crown or the side of the head; the head tilts."""
    values, times, side = stage.values, stage.times_s, stage.side
    sign = SIDE_SIGN[side]
    spot = (CROWN, (-0.2, 0.8, 0.75), SIDE_OF_HEAD)[round(values["where"])]
    ready = added(stage.rest, head=(-values["tilt"] * sign, 0.1, 0.12 * sign))
    # By angles: a reach straight up has no side for the elbow.
    elbow, turn = forearm(values["elbow_up"], 1.0, np.array([-0.15, -1.0, 0.3]))
    ready = at_head(stage, ready, side, spot, palm=(-0.2, -0.8, -0.6), fist=0.8)
    ready = pose(ready, side=side, reach=0.0, arm_raise=values["elbow_up"], arm_side=1.0,
                 elbow=elbow, arm_turn=turn, arm_swing=0.0, arm_hang=0.0)  # fmt: skip
    first = pose(stage.rest, side=side, hand=channel(ready, "hand")[side])
    track, there, busy = at_work(stage, ready, first, rise_s=0.9)
    quick = oscillator(times, stage.start_s, values["frequency_hz"]) * busy
    path = np.repeat(np.array(spot)[None], times.size, axis=0)
    path[:, 0] += values["size"] * quick
    path[:, 2] += 0.3 * values["size"] * quick
    add(track, "fist", 0.25 * quick, index=side)
    add(track, "head", 0.02 * quick, index=1)
    goal = palms(stage, {side: on_head(stage, track, side, path, 0.035)}, there)
    goal = replace(goal, elbows=np.array([0.5, 0.85, 0.1]))
    return Performance(track=track, palms=goal)


def rub_shoulder(stage: Stage) -> Performance:
    """One hand kneads the other shoulder while that shoulder rolls and the head leans away."""
    values, times, side = stage.values, stage.times_s, stage.side
    other = 1 - side
    sign = SIDE_SIGN[side]
    ready = added(stage.rest, head=(0.16 * sign, 0.1, -0.3 * sign), spine=(0.0, 0.06, 0.0))
    ready = pose(ready, side=side, reach=1.0, hand=(values["forward"], -0.26, values["height"]),
                 elbow_out=0.7, palm=(-0.6, 0.1, -0.8), wrist_bend=0.25, fist=0.6)  # fmt: skip
    track, _, busy = at_work(stage, ready, rise_s=0.8)
    knead = oscillator(times, stage.start_s, values["knead_hz"]) * busy
    add(track, "fist", 0.35 * knead, index=side)
    channel(track, "hand")[:, side, 1] += 0.05 * knead
    channel(track, "hand")[:, side, 2] += 0.03 * knead
    roll = oscillator(times, stage.start_s, values["roll_hz"]) * busy
    add(track, "shrug", 0.14 * values["roll"] * (1.0 + roll) * busy, index=other)
    add(track, "arm_swing", 0.2 * values["roll"] * oscillator(
        times, stage.start_s, values["roll_hz"], 0.5 * np.pi) * busy, index=other)  # fmt: skip
    add(track, "head", 0.1 * busy * oscillator(times, stage.start_s, 0.35), index=0)
    return Performance(track=track)


ACTIONS = (
    Action(
        name="yawn",
        description="Yawns, the head back and a hand before the mouth.",
        captions=("a person yawns", "someone yawns behind a hand"),
        program=yawn,
        parameters={
            "side": SIDE,
            "back": Uniform(0.15, 0.4),
            "fingers": Uniform(0.1, 1.2),
            "other_arm": Choice(("at_rest", "stretching"), (0.6, 0.4)),
            "stretch": Uniform(1.1, 1.7),
        },
        tags=("standing", "daily", "medical"),
        counterparts={"ntu": "yawn", "uav_human": "yawn", "kinetics": "yawning"},
        natural_s=3.0,
        minimum_s=1.8,
    ),
    Action(
        name="stretch_self",
        description="Stretches the whole body, arms up, leaning to both sides.",
        captions=("a person stretches", "someone stretches and leans to both sides"),
        program=stretch_self,
        parameters={
            "side": SIDE,
            "arms": Choice(("hands_together", "apart", "elbows_bent"), (0.4, 0.35, 0.25)),
            "arch": Uniform(0.1, 0.35),
            "lean": Uniform(0.05, 0.35),
            "bent": Uniform(0.1, 0.7),
            "tiptoe": Uniform(0.0, 1.0),
        },
        tags=("standing", "daily", "whole_body"),
        counterparts={"ntu": "stretch oneself", "uav_human": "stretch body"},
        natural_s=3.6,
        minimum_s=2.2,
    ),
    Action(
        name="blow_nose",
        description="Blows the nose into a handkerchief.",
        captions=("a person blows their nose", "someone blows their nose into a handkerchief"),
        program=blow_nose,
        parameters={
            "side": SIDE,
            "hands": Choice(("both", "one"), (0.7, 0.3)),
            "count": Choice(("two", "three"), (0.6, 0.4)),
            "nod": Uniform(0.15, 0.4),
            "bend": Uniform(0.05, 0.25),
            "strength": Uniform(0.6, 1.4),
        },
        tags=("standing", "daily", "hygiene", "medical", "object"),
        counterparts={"ntu": "blow nose", "uav_human": "blow nose", "kinetics": "blowing nose"},
        natural_s=2.8,
        minimum_s=1.7,
    ),
    Action(
        name="fan_self",
        description="Fans air to the own face with a hand or something flat.",
        captions=("a person fans themselves", "someone feels hot and fans their face"),
        program=fan_self,
        parameters={
            "side": SIDE,
            "fan": Choice(FANS, (0.4, 0.3, 0.1, 0.2)),
            "forward": Uniform(0.5, 0.66),
            "height": Uniform(-0.05, 0.2),
            "size": Uniform(0.05, 0.12),
            "frequency_hz": LogUniform(2.0, 3.4),
            "back": Uniform(0.0, 0.25),
            "collar": Uniform(0.0, 1.0),
        },
        tags=("standing", "daily", "object"),
        counterparts={
            "ntu": "use a fan (with hand or paper)/feeling warm",
            "uav_human": "use a fan",
        },
        minimum_s=1.4,
    ),
    Action(
        name="rub_hands",
        description="Rubs both palms together.",
        captions=("a person rubs their hands", "someone rubs both hands together"),
        program=rub_hands,
        parameters={
            "side": SIDE,
            "forward": Uniform(0.42, 0.56),
            "height": Uniform(-0.45, -0.22),
            "size": Uniform(0.08, 0.17),
            "frequency_hz": LogUniform(1.8, 3.4),
            "nod": Uniform(0.05, 0.35),
        },
        tags=("standing", "daily"),
        counterparts={"ntu": "rub two hands together", "uav_human": "rub hands"},
        minimum_s=1.4,
    ),
    Action(
        name="wipe_face",
        description="Wipes the forehead or the face with a hand or a cloth.",
        captions=("a person wipes their face", "someone wipes the sweat from their face"),
        program=wipe_face,
        parameters={
            "side": SIDE,
            "manner": Choice(("across_the_forehead", "down_the_face"), (0.55, 0.45)),
            "both": Uniform(0.0, 1.0),
            "cloth": Choice(("no", "yes"), (0.6, 0.4)),
            "stroke_s": LogUniform(1.2, 1.9),
            "nod": Uniform(0.05, 0.3),
        },
        tags=("standing", "daily", "hygiene"),
        counterparts={"ntu": "wipe face"},
        minimum_s=1.4,
    ),
    Action(
        name="scratch_head",
        description="Scratches the head.",
        captions=("a person scratches their head", "someone scratches their head, at a loss"),
        program=scratch_head,
        parameters={
            "side": SIDE,
            "where": Choice(("crown", "high_on_the_side", "side"), (0.4, 0.3, 0.3)),
            "tilt": Uniform(0.05, 0.25),
            "elbow_up": Uniform(1.6, 2.1),
            "size": Uniform(0.08, 0.2),
            "frequency_hz": LogUniform(2.6, 4.2),
        },
        tags=("standing", "daily", "hygiene"),
        counterparts={"uav_human": "touch the hair"},
        minimum_s=1.5,
    ),
    Action(
        name="rub_shoulder",
        description="Kneads the other shoulder with one hand.",
        captions=("a person rubs their shoulder", "someone kneads a stiff shoulder"),
        program=rub_shoulder,
        parameters={
            "side": SIDE,
            "forward": Uniform(0.16, 0.24),
            "height": Uniform(0.06, 0.16),
            "knead_hz": LogUniform(0.8, 1.8),
            "roll": Uniform(0.2, 1.0),
            "roll_hz": LogUniform(0.3, 0.7),
        },
        tags=("standing", "daily", "medical"),
        minimum_s=1.5,
    ),
)
