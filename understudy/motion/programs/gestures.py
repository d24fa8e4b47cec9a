"""Waving, raising the arms, clapping, pointing: arms and hands of somebody who stands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from understudy.motion.actions import (
    LEFT,
    RIGHT,
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
from understudy.motion.holding import Held
from understudy.motion.kinematics import cross, dot, limb_directions, unit
from understudy.motion.posture import add, channel, pose
from understudy.motion.timing import envelope, movements, oscillator

BOTH = (LEFT, RIGHT)
DRINKS = ("cup", "mug", "bottle", "can")


def forearm(
    raise_rad: np.ndarray | float, side_rad: np.ndarray | float, towards: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Returns (elbow, arm_turn) that point the forearm of a raised arm somewhere.

    Args:
        raise_rad: `arm_raise`, scalar or (T,).
        side_rad: `arm_side`, likewise.
        towards: (..., 3) direction of the forearm: forward, outward, up.
    """
    raised, sideways = np.broadcast_arrays(
        np.asarray(raise_rad, np.float64), np.asarray(side_rad, np.float64)
    )
    towards = np.broadcast_to(
        unit(towards), (*np.broadcast_shapes(raised.shape, towards.shape[:-1]), 3)
    )
    pair = np.stack((np.broadcast_to(raised, towards.shape[:-1]),) * 2, axis=-1)
    plane = np.stack((np.broadcast_to(sideways, towards.shape[:-1]),) * 2, axis=-1)
    bone, pole = (part[..., LEFT, :] for part in limb_directions(pair, plane, np.zeros_like(pair)))
    wanted = -unit(towards - dot(towards, bone) * bone)
    elbow = np.arccos(np.clip(dot(towards, bone)[..., 0], -1.0, 1.0))
    turn = -np.arctan2(dot(cross(pole, wanted), bone)[..., 0], dot(pole, wanted)[..., 0])
    return elbow, turn


def raised_hand(stage: Stage, side: int, base: np.ndarray) -> np.ndarray:
    """Returns a posture with one forearm up and the palm to the front, ready to wave."""
    values = stage.values
    height, plane = values["height"], values["openness"]
    elbow, turn = forearm(height, plane, np.array([values["forward"], values["tilt"], 1.0]))
    return pose(
        base,
        side=side,
        arm_raise=height,
        arm_side=plane,
        elbow=elbow,
        arm_turn=turn,
        arm_swing=0.0,
        arm_hang=0.4,
        palm=(1.0, 0.0, 0.15),
        wrist_bend=0.0,
        fist=values["finger_curl"],
    )


def rock(track: np.ndarray, stage: Stage, side: int, start_s: float, end_s: float) -> None:
    """Rocks a raised forearm and hand from side to side."""
    values, times = stage.values, stage.times_s
    strength = envelope(times, start_s, end_s, 0.35)
    wave = oscillator(times, start_s, values["frequency_hz"], 0.0) * strength
    late = oscillator(times, start_s, values["frequency_hz"], -0.7) * strength
    swing = values["amplitude"] * (1.0 - values["wrist_share"])
    towards = np.stack(
        (
            np.full(times.size, values["forward"]),
            values["tilt"] + np.tan(np.clip(swing, 0.0, 0.9)) * wave,
            np.ones(times.size),
        ),
        axis=-1,
    )
    still = forearm(values["height"], values["openness"], towards[:1] * 0.0 + _middle(values))
    moving = forearm(values["height"], values["openness"], towards)
    add(track, "elbow", moving[0] - still[0], index=side)
    add(track, "arm_turn", moving[1] - still[1], index=side)
    add(track, "arm_raise", 0.12 * values["amplitude"] * wave, index=side)
    add(track, "wrist_tilt", -0.5 * values["wrist_share"] * values["amplitude"] * late, index=side)
    flap = values["wrist_share"] * values["amplitude"]
    add(track, "wrist_bend", 0.7 * flap * late * values["flap"], index=side)


def _middle(values: Mapping[str, float]) -> np.ndarray:
    return np.array([values["forward"], values["tilt"], 1.0])


WAVE: dict[str, Distribution] = {
    "height": Uniform(0.35, 2.0),
    "openness": Uniform(0.15, 1.45),
    "forward": Uniform(-0.05, 0.8),
    "tilt": Uniform(-0.45, 0.3),
    "amplitude": Uniform(0.3, 1.1),
    "frequency_hz": LogUniform(1.0, 2.9),
    "wrist_share": Uniform(0.0, 0.6),
    "flap": Uniform(0.0, 1.0),
    "finger_curl": Uniform(-0.05, 0.3),
    "rise_s": LogUniform(0.35, 0.8),
}


def wave_one_hand(stage: Stage) -> Performance:
    """One hand goes up, rocks a few times, goes down again."""
    values, side = stage.values, stage.side
    rise = min(values["rise_s"] / values["tempo"], 0.35 * stage.window_s)
    body = pose(
        stage.rest,
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.0, values["body_turn"]]),
        spine=channel(stage.rest, "spine")
        + np.array([(0.05 if side == LEFT else -0.05) * values["height"], 0.0, 0.0]),
    )
    up = raised_hand(stage, side, body)
    course = [
        (stage.start_s, rise, up),
        (stage.end_s - rise, rise, stage.rest),
    ]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    rock(track, stage, side, stage.start_s + 0.6 * rise, stage.end_s - 0.7 * rise)
    return Performance(track=track)


def wave_two_hands(stage: Stage) -> Performance:
    """Both arms wave: forearms rocking, or whole arms swept up sideways to meet overhead."""
    if round(stage.values["style"]) == 1:
        return _sweep(stage)
    values = stage.values
    rise = min(values["rise_s"] / values["tempo"], 0.35 * stage.window_s)
    up = stage.rest
    for side in BOTH:
        up = raised_hand(stage, side, up)
    course = [(stage.start_s, rise, up), (stage.end_s - rise, rise, stage.rest)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    for side in BOTH:
        rock(track, stage, side, stage.start_s + 0.6 * rise, stage.end_s - 0.7 * rise)
    if round(values["pairing"]) == 1:  # parallel: the right side mirrors in time, not in space
        for name in ("elbow", "arm_turn", "wrist_tilt"):
            view = channel(track, name)
            still = channel(up, name)[RIGHT]
            weight = envelope(stage.times_s, stage.start_s + rise, stage.end_s - rise, 0.3)
            view[:, RIGHT] += weight * 2.0 * (still - view[:, RIGHT])
    return Performance(track=track)


def _sweep(stage: Stage) -> Performance:
    values = stage.values
    period = values["sweep_s"] / values["tempo"]
    count = max(1, round(stage.window_s / period))
    period = stage.window_s / count
    elbow, turn = values["sweep_bend"], values["sweep_turn"]
    top = pose(
        stage.rest,
        arm_raise=values["sweep_top"],
        arm_side=1.35,
        elbow=elbow,
        arm_turn=turn,
        arm_swing=0.0,
        arm_hang=0.3,
        palm=(0.8, -0.5, 0.2),
        fist=values["finger_curl"],
    )
    low = pose(
        top,
        arm_raise=0.2 + 0.5 * values["sweep_open"],
        elbow=0.25,
        arm_turn=0.0,
        palm=(0.7, -0.5, 0.0),
    )
    course = []
    for number in range(count):
        begin = stage.start_s + number * period
        course.append((begin, 0.52 * period, top))
        last = number == count - 1
        course.append((begin + 0.48 * period, 0.52 * period, stage.rest if last else low))
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def raise_arms(stage: Stage) -> Performance:
    """Both arms go straight up, stay there for a while, come down."""
    values = stage.values
    count = round(values["repetitions"]) + 1
    if stage.window_s < 1.6 * count:
        count = 1
    cycle = stage.window_s / count
    move = min(values["rise_s"] / values["tempo"], 0.42 * cycle)
    sideways = 1.4 if round(values["path"]) == 1 else values["plane"]
    up = pose(
        stage.rest,
        arm_raise=values["height"],
        arm_side=sideways,
        arm_turn=-values["arch"] if sideways < 1.0 else 0.8,
        elbow=values["elbow_bend"],
        arm_swing=0.0,
        arm_hang=0.4,
        palm=(1.0, -values["palms_in"], 0.0),
        fist=values["finger_curl"],
        head=channel(stage.rest, "head") + np.array([0.0, -values["look_up"], 0.0]),
        spine=channel(stage.rest, "spine") - np.array([0.0, 0.1, 0.0]),
    )
    # Bent elbows on the way: nobody lifts the arms like planks.
    halfway = pose(
        up,
        arm_raise=0.52 * values["height"],
        arm_turn=0.0,
        elbow=0.25 + values["bent_path"],
    )
    course = []
    for number in range(count):
        begin = stage.start_s + number * cycle
        finish = begin + cycle
        course += [
            (begin, 0.62 * move, halfway),
            (begin + 0.32 * move, 0.68 * move, up),
            (finish - move, 0.62 * move, halfway),
            (finish - 0.68 * move, 0.68 * move, stage.rest),
        ]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def clap(stage: Stage) -> Performance:
    """The hands meet again and again in front of the chest."""
    values, times = stage.values, stage.times_s
    rise = min(values["rise_s"] / values["tempo"], 0.3 * stage.window_s)
    ready = pose(
        stage.rest,
        reach=1.0,
        hand=((values["distance"], values["opening"], values["height"]),) * 2,
        elbow_out=values["elbows_out"],
        palm=((-0.5, -1.0, 0.1), (-0.5, -1.0, 0.1)),
        fist=0.1,
        wrist_bend=-0.1,
        elbow=1.5,
        arm_raise=0.5,
        arm_side=0.5,
    )
    # The arms swing out to the sides on their way up, wide or not at all.
    wide = values["opening"] + values["swings_up"]
    coming = pose(ready, hand=((0.8 * values["distance"], wide, values["height"] - 0.3),) * 2)
    course = [
        (stage.start_s, 0.8 * rise, coming),
        (stage.start_s + 0.45 * rise, 0.55 * rise, ready),
        (stage.end_s - rise, rise, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    begin, finish = stage.start_s + 0.8 * rise, stage.end_s - 0.8 * rise
    strength = envelope(times, begin, finish, 0.2)
    phase = 2.0 * np.pi * values["frequency_hz"] * (times - begin)
    # Narrow troughs: hands part slowly and meet sharply.
    closing = (0.5 - 0.5 * np.cos(phase)) ** 1.5 * strength
    hands_together = 0.045 / stage.measures.arm_m
    hand = channel(track, "hand")
    gap = hand[..., 1] - hands_together
    hand[..., 1] -= closing[:, None] * gap * channel(track, "reach")
    # Forearms come from the sides: the hands bend back until the palms are flat on each other.
    flat = 0.3 + 0.4 * values["elbows_out"]
    channel(track, "wrist_bend")[...] -= flat * closing[:, None] * channel(track, "reach")
    hand[..., 2] += (0.03 * closing * np.array([[1.0], [-1.0]])).T
    hand[..., 2] -= (values["bob"] * (1.0 - closing) * strength)[:, None]
    add(track, "head", 0.03 * closing, index=1)
    return Performance(track=track)


def point(stage: Stage) -> Performance:
    """One arm stretches out at something and stays."""
    values, side = stage.values, stage.side
    reach_s = min(0.55 / values["tempo"], 0.4 * stage.window_s)
    sign = 1.0 if side == LEFT else -1.0
    aim = pose(
        stage.rest,
        side=side,
        arm_raise=values["height"],
        arm_side=values["direction"],
        arm_swing=0.0,
        arm_hang=1.0,
        elbow=values["elbow_bend"],
        palm=(0.0, -0.6, -0.8),
        fist=0.9,
        wrist_bend=0.0,
    )
    aim = pose(
        aim,
        head=channel(stage.rest, "head") + np.array([0.0, 0.4 * (1.5 - values["height"]),
        sign * 0.5 * values["direction"]]),
        spine=channel(stage.rest, "spine")
        + np.array([0.0, 0.03, sign * 0.2 * values["direction"]]),
    )  # fmt: skip
    drawn = pose(aim, side=side, arm_raise=0.5 * values["height"], elbow=1.5)
    course = [
        (stage.start_s, 0.6 * reach_s, drawn),
        (stage.start_s + 0.35 * reach_s, 0.65 * reach_s, aim),
        (stage.end_s - 1.1 * reach_s, 1.1 * reach_s, stage.rest),
    ]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    jab = envelope(stage.times_s, stage.start_s + reach_s, stage.end_s - reach_s, 0.3)
    shake = oscillator(stage.times_s, stage.start_s, 1.6) * jab
    add(track, "arm_raise", values["emphasis"] * shake, index=side)
    return Performance(track=track)


def drink(stage: Stage) -> Performance:
    """One hand brings something to the mouth, the head tips back, the hand goes down."""
    values, side = stage.values, stage.side
    span = stage.window_s
    # Whoever carries a drink keeps it upright: the forearm level, the thumb up.
    lowered = pose(
        stage.rest,
        side=side,
        elbow=values["carry"],
        arm_swing=0.1,
        palm=(0.0, -1.0, 0.1),
        fist=1.0,
    )
    chest = pose(
        stage.rest,
        side=side,
        reach=1.0,
        hand=(0.5, 0.22, -0.25),
        elbow_out=-0.35,
        palm=(0.2, -1.0, 0.0),
        fist=1.0,
        elbow=1.6,
        arm_raise=0.4,
        arm_side=0.4,
    )
    mouth = pose(
        chest,
        side=side,
        hand=(values["distance"], 0.09, values["height"]),
        elbow_out=-values["elbow_out"],
        wrist_bend=0.25,
        elbow=2.2,
        arm_raise=0.9,
    )
    tipped = pose(
        mouth,
        side=side,
        elbow_out=-values["elbow_out"] - 0.35,
        hand=(values["distance"] + 0.02, 0.07, values["height"] + 0.06),
        head=channel(stage.rest, "head") - np.array([0.0, values["tip_rad"], 0.0]),
    )
    course = [
        (stage.at(0.0), 0.22 * span, chest),
        (stage.at(0.16), 0.2 * span, mouth),
        (stage.at(0.34), 0.14 * span, tipped),
        (stage.at(0.64), 0.14 * span, mouth),
        (stage.at(0.72), 0.28 * span, lowered),
    ]
    kind = DRINKS[round(values["vessel"])]
    return Performance(
        track=movements(stage.times_s, lowered, course, stage.lag_s),
        held=(Held(kind=kind, side=side, size=values["vessel_size"]),),
    )


ACTIONS = (
    Action(
        name="wave_one_hand",
        description="Raises one hand and waves it from side to side.",
        captions=(
            "a person waves with the {side} hand",
            "someone lifts the {side} hand and waves",
        ),
        program=wave_one_hand,
        parameters=WAVE | {"side": SIDE, "body_turn": Normal(0.0, 0.06)},
        tags=("gesture", "standing", "social"),
        counterparts={"utd_mhad": "wave", "ntu": "hand waving", "hmdb51": "wave",
                      "uav_human": ("wave hands", "wave a goodbye")},
        minimum_s=1.2,
    ),
    Action(
        name="wave_two_hands",
        description="Waves with both arms, forearms rocking or whole arms swept up and down.",
        captions=("a person waves with both arms", "someone waves both hands to be seen"),
        program=wave_two_hands,
        parameters=WAVE
        | {
            "height": Uniform(0.7, 2.2),
            "style": Choice(("rock", "sweep"), (0.45, 0.55)),
            "pairing": Choice(("mirrored", "parallel"), (0.7, 0.3)),
            "sweep_s": LogUniform(1.0, 2.6),
            "sweep_top": Uniform(2.3, 2.85),
            "sweep_bend": Uniform(0.2, 1.1),
            "sweep_turn": Uniform(0.9, 1.7),
            "sweep_open": Uniform(0.0, 0.7),
        },
        tags=("gesture", "standing", "social"),
        counterparts={"kth": "handwaving", "hmdb51": "wave", "uav_human": "wave hands"},
        minimum_s=1.2,
    ),
    Action(
        name="raise_arms",
        description="Raises both arms straight overhead, holds them there, lowers them.",
        captions=("a person raises both arms overhead", "someone puts both hands up"),
        program=raise_arms,
        parameters={
            "height": Uniform(2.75, 3.12),
            "plane": Uniform(0.0, 0.55),
            "arch": Uniform(0.0, 1.2),
            "path": Choice(("front", "side"), (0.85, 0.15)),
            "elbow_bend": Uniform(0.05, 0.45),
            "bent_path": Uniform(0.1, 1.3),
            "palms_in": Uniform(0.0, 1.2),
            "finger_curl": Uniform(-0.05, 0.35),
            "look_up": Uniform(-0.05, 0.25),
            "rise_s": LogUniform(0.6, 1.2),
            "repetitions": Choice(("once", "twice"), (0.85, 0.15)),
        },
        tags=("gesture", "standing"),
        counterparts={"ntu": "hands up (both hands)", "uav_human": "put up hands"},
        minimum_s=1.2,
        cut_chance=0.08,
    ),
    Action(
        name="clap",
        description="Claps the hands in front of the chest.",
        captions=("a person claps", "someone applauds"),
        program=clap,
        parameters={
            "frequency_hz": LogUniform(0.9, 3.6),
            "opening": LogUniform(0.11, 0.7),
            "swings_up": Uniform(0.0, 0.75),
            "distance": Uniform(0.4, 0.82),
            "height": Uniform(-0.28, 0.42),
            "bob": Uniform(0.0, 0.16),
            "rise_s": LogUniform(0.35, 0.85),
            "elbows_out": Uniform(0.05, 0.65),
        },
        tags=("gesture", "standing", "social"),
        counterparts={"utd_mhad": "clap", "ntu": "clapping", "kth": "handclapping",
                      "hmdb51": "clap", "kinetics": ("clapping", "applauding"),
                      "uav_human": "applaud"},
        minimum_s=1.2,
    ),
    Action(
        name="point",
        description="Stretches out one arm to point at something.",
        captions=("a person points with the {side} hand", "someone points at something"),
        program=point,
        parameters={
            "side": SIDE,
            "height": Uniform(1.2, 1.85),
            "direction": Uniform(-0.1, 1.5),
            "elbow_bend": Uniform(0.03, 0.4),
            "emphasis": Uniform(0.0, 0.12),
        },
        tags=("gesture", "standing", "social"),
        counterparts={"ut_interaction": "point",
                      "ntu": ("pointing to something with finger",
                              "point finger at the other person"),
                      "uav_human": ("point somewhere", "point someone")},
        minimum_s=1.2,
    ),
    Action(
        name="drink",
        description="Brings one hand to the mouth and tips the head back to drink.",
        captions=("a person drinks with the {side} hand", "someone takes a drink"),
        program=drink,
        parameters={
            "side": SIDE,
            "distance": Uniform(0.25, 0.33),
            "height": Uniform(-0.02, 0.1),
            "elbow_out": Uniform(0.4, 1.1),
            "tip_rad": Uniform(0.1, 0.45),
            "carry": Uniform(0.9, 1.6),
            "vessel": Choice(DRINKS, (0.3, 0.25, 0.3, 0.15)),
            "vessel_size": Uniform(0.85, 1.2),
        },
        tags=("gesture", "standing", "daily", "object"),
        counterparts={"ntu": "drink water", "hmdb51": "drink",
                      "kinetics": ("drinking", "drinking beer"), "uav_human": "drink",
                      "gmdcsa24": ("Drinking", "ADL")},
        natural_s=2.8,
        minimum_s=1.4,
    ),
)  # fmt: skip
