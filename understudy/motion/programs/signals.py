"""Signals by hand and head: to a robot or screen, on a building site, in traffic, for help.

The building-site signals follow the European directive on safety signs (92/58/EEC): left, right,
up and down are the signaller's own. Places are hand goals in the chest's frame.
"""

from __future__ import annotations

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
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.drawing import DRAWING, strokes
from understudy.motion.timing import envelope, movements, oscillator

BOTH = (LEFT, RIGHT)
POINTING = Choice(("pointing", "open"), (0.5, 0.5))
CURLS = (0.9, 0.05)


def hand_at(
    base: np.ndarray,
    side: int,
    place: tuple[float, float, float],
    *,
    palm: tuple[float, float, float],
    elbow: float = 0.4,
    fist: float = 0.1,
    wrist: float = 0.0,
) -> np.ndarray:
    """Returns a posture with one hand at a place; `elbow` is how far out the elbow points."""
    return pose(base, side=side, reach=1.0, hand=place, elbow_out=elbow, palm=palm,
                fist=fist, wrist_bend=wrist, wrist_tilt=0.0, elbow=1.3, arm_raise=0.6,
                arm_side=0.6)  # fmt: skip


def level_arm(
    base: np.ndarray, side: int, *, height: float, plane: float, palm: tuple[float, float, float],
    elbow: float = 0.06, wrist: float = 0.0,
) -> np.ndarray:  # fmt: skip
    """Returns a posture with one straight arm out, against gravity."""
    return pose(base, side=side, arm_raise=height, arm_side=plane, arm_turn=0.0, arm_swing=0.0,
                arm_hang=1.0, elbow=elbow, palm=palm, fist=0.05, wrist_bend=wrist)  # fmt: skip


def shown(stage: Stage, up: np.ndarray, rise_s: float) -> tuple[np.ndarray, float, float]:
    """Takes up a posture, keeps it, goes back to rest.

    Returns:
        the track, and from when until when the posture is kept [s].
    """
    rise = min(rise_s / stage.values["tempo"], 0.38 * stage.window_s)
    course = [(stage.start_s, rise, up), (stage.end_s - rise, rise, stage.rest)]
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    return track, stage.start_s + 0.8 * rise, stage.end_s - 0.85 * rise


def beat(stage: Stage, begin_s: float, end_s: float, *, late_rad: float = 0.0) -> np.ndarray:
    """Returns (T,) a repeated to and fro from 0 to 1, at the drawn frequency."""
    strength = envelope(stage.times_s, begin_s, end_s, 0.3)
    phase = -0.5 * np.pi - late_rad
    wave = oscillator(stage.times_s, begin_s, stage.values["frequency_hz"], phase)
    return strength * (0.5 + 0.5 * wave)


def look(stage: Stage, base: np.ndarray, pitch: float, yaw: float, roll: float = 0.0) -> np.ndarray:
    """Returns a posture with the head turned away from how it rests."""
    return pose(base, head=channel(stage.rest, "head") + np.array([roll, pitch, yaw]))


def beckon(stage: Stage) -> Performance:
    """Stretches a hand out, palm up, and draws it in again and again: come here."""
    values, side = stage.values, stage.side
    up = hand_at(stage.rest, side, (values["distance"], values["outward"], values["height"]),
                 palm=(-0.55, -0.3, 0.8), elbow=values["elbow"])  # fmt: skip
    track, begin, end = shown(stage, up, 0.55)
    drawn = beat(stage, begin, end)
    pull = values["pull"] * drawn
    hand = channel(track, "hand")
    hand[:, side, 0] -= 0.42 * pull
    hand[:, side, 2] += 0.4 * pull
    palm = channel(track, "palm")
    palm[:, side, 0] -= 0.5 * pull
    flap = beat(stage, begin, end, late_rad=0.4)
    add(track, "wrist_bend", (0.95 - 0.4 * values["pull"]) * flap, index=side)
    add(track, "fist", 0.8 * flap, index=side)
    add(track, "head", 0.06 * drawn, index=1)
    return Performance(track=track)


def stop_gesture(stage: Stage) -> Performance:
    """Pushes one hand or both out in front, palm first, and keeps it there: stop."""
    values = stage.values
    hands = BOTH if round(values["hands"]) == 1 else (stage.side,)
    steep = values["steep"]
    # The palm faces square to the forearm; the wrist bends back for the rest.
    facing = (np.sin(steep), 0.0, -np.cos(steep))
    up = stage.rest
    for side in hands:
        up = level_arm(up, side, height=values["height"] - 0.3 * steep, plane=values["plane"],
                       palm=facing, elbow=0.05 + 1.3 * steep, wrist=-(1.45 - steep))  # fmt: skip
    up = pose(up, spine=channel(up, "spine") - np.array([0.0, values["lean_back"], 0.0]))
    track, begin, end = shown(stage, up, 0.5)
    push = values["push"] * beat(stage, begin, end)
    for side in hands:
        add(track, "arm_raise", 0.12 * push, index=side)
        add(track, "elbow", 0.25 * push, index=side)
    return Performance(track=track)


def _thumb(stage: Stage, way: float) -> Performance:
    """Shows a fist with the thumb up (1) or down (-1)."""
    values, side = stage.values, stage.side
    if way > 0.0:
        place = (values["distance"], values["outward"], values["height"])
        up = hand_at(stage.rest, side, place, palm=(0.0, -1.0, 0.0), elbow=0.1 + values["elbow"],
                     fist=1.5)  # fmt: skip
    else:  # the elbow must rise to turn the thumb down
        place = (values["distance"], values["outward"], values["height"] - 0.05)
        up = hand_at(stage.rest, side, place, palm=(0.1, 1.0, -0.3), fist=1.5,
                     elbow=1.5 + 0.3 * values["elbow"])  # fmt: skip
    up = look(stage, up, -0.05 * way, 0.0)
    track, begin, end = shown(stage, up, 0.5)
    jab = values["jab"] * beat(stage, begin, end)
    channel(track, "hand")[:, side, 2] += way * 0.12 * jab
    channel(track, "hand")[:, side, 0] += 0.06 * jab
    add(track, "head", way * 0.08 * jab, index=1)
    return Performance(track=track)


def thumbs_up(stage: Stage) -> Performance:
    """Holds out a fist with the thumb up."""
    return _thumb(stage, 1.0)


def thumbs_down(stage: Stage) -> Performance:
    """Holds out a fist with the thumb down, the elbow raised."""
    return _thumb(stage, -1.0)


def salute(stage: Stage) -> Performance:
    """Brings a flat hand to the brow, stands straight, takes it down."""
    values, side = stage.values, stage.side
    erect = pose(stage.rest, spine=(0.0, -0.03, 0.0), head=(0.0, -0.02, 0.0), pelvis=0.0)
    place = (0.26, values["outward"], values["height"])
    up = hand_at(erect, side, place, palm=(0.35, -0.3, -0.85), elbow=values["elbow"],
                 fist=-0.05, wrist=-0.05)  # fmt: skip
    straight = pose(up, side=1 - side, elbow=0.12, arm_raise=0.08, fist=0.5)
    track, _, _ = shown(stage, straight, values["rise_s"])
    return Performance(track=track)


def shrug(stage: Stage) -> Performance:
    """Lifts the shoulders and shows open palms: I do not know."""
    values, span = stage.values, stage.window_s
    tilt = values["tilt"]
    up = pose(stage.rest, shrug=0.4 * values["lift"], arm_raise=0.2, arm_side=1.2, arm_swing=0.05,
              arm_turn=values["open"], elbow=values["elbow"], arm_hang=0.8,
              palm=((0.1, 0.2, 1.0),) * 2, fist=0.15, wrist_bend=-0.4)  # fmt: skip
    up = look(stage, up, 0.06, 0.0, tilt)
    course = [
        (stage.at(0.0), 0.36 * span, up),
        (stage.at(0.36 + values["hold"]), 0.38 * span, stage.rest),
    ]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


HEAD_ONLY: dict[str, Distribution] = {
    "fading": Uniform(0.0, 0.6),  # the last ones are smaller
    "tilt_rad": Normal(0.0, 0.05),  # the head leans to one side meanwhile
    "shoulders": Uniform(0.0, 0.25),  # how far they go along
}


def _head_only(stage: Stage, axis: int) -> Performance:
    values = stage.values
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    strength = envelope(stage.times_s, stage.start_s, stage.end_s, 0.3)
    add(track, "head", values["tilt_rad"] * strength, index=0)
    passed = np.clip((stage.times_s - stage.start_s) / stage.window_s, 0.0, 1.0)
    strength = strength * (1.0 - values["fading"] * passed)
    phase = -0.5 * np.pi if axis == 1 else 0.0
    wave = oscillator(stage.times_s, stage.start_s, values["frequency_hz"], phase)
    if axis == 1:  # a nod goes down from level, hardly up
        wave = 0.7 + wave
    add(track, "head", values["amplitude"] * strength * wave, index=axis)
    add(track, "spine", values["shoulders"] * values["amplitude"] * strength * wave, index=axis)
    return Performance(track=track)


def nod(stage: Stage) -> Performance:
    """Nods: yes."""
    return _head_only(stage, 1)


def shake_head(stage: Stage) -> Performance:
    """Shakes the head: no."""
    return _head_only(stage, 2)


def _swipe_vertically(stage: Stage, way: float) -> Performance:
    """Moves one hand up (1) or down (-1) in front of the body."""
    values = stage.values
    ahead, out, half = values["distance"], values["outward"], values["half_height"]
    low = np.array([0.85 * ahead, out + 0.04, -0.3 - half])
    high = np.array([0.9 * ahead, out, -0.1 + half])
    first, last = (low, high) if way > 0.0 else (high, low)
    middle = 0.5 * (first + last) + np.array([0.14 * ahead, 0.0, 0.0])
    shares = (0.3, 0.12, 0.12, 0.06 + 0.15 * values["linger"], 0.32)
    after = last - np.array([0.03, 0.0, 0.04 * way])
    track = strokes(stage, np.stack((first, middle, last, after)), shares).track
    # The palm goes ahead of the stroke: up to lift, down to push.
    palm, reach = channel(track, "palm"), channel(track, "reach")
    facing = np.array([0.4, -0.4, 0.8]) if way > 0.0 else np.array([0.5, -0.1, -0.9])
    share = reach[:, stage.side, None]
    palm[:, stage.side] += share * (facing - palm[:, stage.side])
    return Performance(track=track)


def swipe_up(stage: Stage) -> Performance:
    """Swipes one hand upwards."""
    return _swipe_vertically(stage, 1.0)


def swipe_down(stage: Stage) -> Performance:
    """Swipes one hand downwards."""
    return _swipe_vertically(stage, -1.0)


def raise_hand(stage: Stage) -> Performance:
    """Raises one arm straight up and keeps it there, as to speak."""
    values, side = stage.values, stage.side
    away = -1.0 if side == LEFT else 1.0
    up = pose(stage.rest, side=side, arm_raise=values["height"], arm_side=values["plane"],
              arm_turn=0.3, arm_swing=0.0, arm_hang=0.3, elbow=values["elbow"],
              palm=(1.0, -0.3, 0.0), fist=(0.05, 0.9)[round(values["finger"])])  # fmt: skip
    up = pose(up, spine=channel(up, "spine") - np.array([0.08 * away * values["stretch"], 0.05,
                                                         0.0]))  # fmt: skip
    track, begin, end = shown(stage, up, 0.7)
    sway = values["sway_rad"] * (beat(stage, begin, end) - 0.5) * (channel(track, "arm_raise")
                                                                   [:, side] > 1.0)  # fmt: skip
    add(track, "spine", 0.3 * away * sway * envelope(stage.times_s, begin, end, 0.4), index=0)
    return Performance(track=track)


def fold_arms(stage: Stage) -> Performance:
    """Folds the arms over the chest and stays so."""
    values, top = stage.values, stage.side
    under = 1 - top
    high = values["height"]
    ready = hand_at(stage.rest, top, (0.55, 0.1, high), palm=(-0.7, -0.2, -0.5), elbow=0.5)
    ready = hand_at(ready, under, (0.42, 0.1, high - 0.1), palm=(-0.8, 0.0, -0.4), elbow=0.5)
    folded = hand_at(ready, top, (0.42, -0.2, high), palm=(-0.8, 0.0, -0.5), elbow=0.45,
                     fist=0.3)  # fmt: skip
    folded = hand_at(folded, under, (0.33, -0.22, high - 0.07), palm=(-0.8, 0.0, 0.4), elbow=0.45,
                     fist=0.5)  # fmt: skip
    folded = pose(folded, spine=channel(folded, "spine") - np.array([0.0, values["back"], 0.0]))
    rise = min(0.75 / values["tempo"], 0.4 * stage.window_s)
    course = [
        (stage.start_s, 0.6 * rise, ready),
        (stage.start_s + 0.4 * rise, 0.6 * rise, folded),
        (stage.end_s - rise, 0.6 * rise, ready),
        (stage.end_s - 0.65 * rise, 0.65 * rise, stage.rest),
    ]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def cheer(stage: Stage) -> Performance:
    """Throws both fists up and pumps them overhead, bobbing on the balls of the feet."""
    values = stage.values
    up = pose(stage.rest, arm_raise=values["raise"], arm_side=values["plane"], arm_hang=1.0,
              arm_swing=0.0, arm_turn=0.0, elbow=0.35, fist=1.4, palm=((0.6, -0.4, 0.2),) * 2,
              wrist_bend=0.0)  # fmt: skip
    up = pose(up, spine=channel(stage.rest, "spine") - np.array([0.0, 0.1, 0.0]),
              head=channel(stage.rest, "head") - np.array([0.0, 0.25, 0.0]))  # fmt: skip
    track, begin, end = shown(stage, up, 0.5)
    drawn = beat(stage, begin, end)
    add(track, "arm_raise", -values["pump"] * drawn[:, None])
    add(track, "elbow", 1.7 * values["pump"] * drawn[:, None])
    add(track, "spine", 0.14 * drawn, index=1)
    add(track, "head", 0.12 * drawn, index=1)
    there = envelope(stage.times_s, begin, end, 0.3)
    add(track, "foot_pitch", (-0.35 * (there - drawn))[:, None])
    add(track, "pelvis", -0.05 * drawn + 0.015 * there, index=2)
    return Performance(track=track)


def wave_for_help(stage: Stage) -> Performance:
    """Swings both straight arms from the sides to cross overhead, again and again."""
    values = stage.values
    period = values["sweep_s"] / values["tempo"]
    count = max(1, round(stage.window_s / period))
    period = stage.window_s / count
    low = pose(stage.rest, arm_raise=values["low"], arm_side=1.25, arm_swing=0.0, arm_hang=0.4,
               arm_turn=0.6, elbow=values["elbow"], palm=((1.0, -0.3, 0.0),) * 2,
               fist=0.1)  # fmt: skip
    # Past upright the arms cross, one before the other, both before the head.
    top = pose(low, arm_raise=3.1 + values["cross"], arm_turn=0.9)
    top = pose(top, side=stage.side, arm_side=1.85)
    top = pose(top, side=1 - stage.side, arm_side=1.6)
    wide = pose(low, arm_raise=1.57 + values["wide"], arm_turn=0.8)
    top = look(stage, top, -0.1, 0.0)
    course = [(stage.start_s, 0.5 * period, wide)]
    for number in range(count):
        begin = stage.start_s + (number + 0.25) * period
        course.append((begin, 0.42 * period, top))
        if number < count - 1:
            course.append((begin + 0.45 * period, 0.45 * period, wide))
    course.append((stage.end_s - 0.45 * period, 0.45 * period, stage.rest))
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def _circles(stage: Stage, up: np.ndarray, rise_s: float) -> Performance:
    """Shows a posture and leads the hand round in level circles."""
    values, side = stage.values, stage.side
    track, begin, end = shown(stage, up, rise_s)
    strength = values["radius"] * envelope(stage.times_s, begin, end, 0.4)
    turn = 1.0 if round(values["sense"]) == 0 else -1.0
    phase = 2.0 * np.pi * values["frequency_hz"] * (stage.times_s - begin)
    add(track, "arm_raise", strength * np.sin(phase), index=side)
    around = strength * turn * np.cos(phase) / np.sin(channel(up, "arm_raise")[side])
    add(track, "arm_side", around, index=side)
    add(track, "elbow", 0.5 * strength * np.cos(phase), index=side)
    return Performance(track=track)


def signal_hoist(stage: Stage) -> Performance:
    """One arm up, the hand going round in slow circles: raise the load."""
    values = stage.values
    up = pose(stage.rest, side=stage.side, arm_raise=values["height"], arm_side=values["plane"],
              arm_turn=0.3, arm_swing=0.0, arm_hang=0.3, elbow=values["elbow"],
              palm=(1.0, -0.2, -0.2), fist=CURLS[round(values["finger"])])  # fmt: skip
    return _circles(stage, look(stage, up, -values["look_up"], 0.0), 0.75)


def signal_lower(stage: Stage) -> Performance:
    """One arm down and out, the hand going round in slow circles: lower the load."""
    values = stage.values
    down = pose(stage.rest, side=stage.side, arm_raise=values["height"], arm_side=values["plane"],
                arm_turn=0.0, arm_swing=0.0, arm_hang=1.0, elbow=values["elbow"],
                palm=(0.3, -1.0, -0.2), fist=CURLS[round(values["finger"])])  # fmt: skip
    return _circles(stage, look(stage, down, 0.3 * values["look_up"], 0.0), 0.5)


def _move_aside(stage: Stage, side: int) -> Performance:
    """One level arm out to its side, nudging further outwards again and again."""
    values = stage.values
    sign = 1.0 if side == LEFT else -1.0
    out = level_arm(stage.rest, side, height=1.5 + values["height"], plane=values["plane"],
                    palm=(0.3, 0.0, -1.0))  # fmt: skip
    out = look(stage, out, 0.0, sign * values["look_aside"])
    track, begin, end = shown(stage, out, 0.9)
    drawn = values["nudge"] * beat(stage, begin, end)
    add(track, "elbow", 1.3 * drawn, index=side)
    add(track, "arm_raise", -0.25 * drawn, index=side)
    return Performance(track=track)


def signal_move_left(stage: Stage) -> Performance:
    """The left arm out level, with small movements to the left."""
    return _move_aside(stage, LEFT)


def signal_move_right(stage: Stage) -> Performance:
    """The right arm out level, with small movements to the right."""
    return _move_aside(stage, RIGHT)


def _forearms(stage: Stage, way: float) -> Performance:
    """Both forearms beckon towards the body (1, palms up) or push away (-1, palms down)."""
    values = stage.values
    near, far = values["near"], values["near"] + values["travel"]
    palm = (-0.5, -0.2, 0.9) if way > 0.0 else (0.6, -0.2, -0.8)
    first, last = (far, near) if way > 0.0 else (near, far)
    up = stage.rest
    rise = 0.26 if way > 0.0 else 0.12
    for side in BOTH:
        place = (first, values["outward"], -0.35 if way > 0.0 else -0.2)
        up = hand_at(up, side, place, palm=palm, elbow=0.25, wrist=-0.3 if way < 0.0 else 0.2)
    track, begin, end = shown(stage, up, 0.6)
    moved = beat(stage, begin, end)[:, None]
    hand = channel(track, "hand")
    hand[..., 0] += (last - first) * moved
    hand[..., 2] += way * rise * moved
    if way > 0.0:
        channel(track, "palm")[..., 0] -= 0.6 * moved
    return Performance(track=track)


def signal_forward(stage: Stage) -> Performance:
    """Both bent arms, palms up, draw towards the body: come towards me."""
    return _forearms(stage, 1.0)


def signal_backward(stage: Stage) -> Performance:
    """Both bent arms, palms down, push away from the body: go away from me."""
    return _forearms(stage, -1.0)


def traffic_stop(stage: Stage) -> Performance:
    """One arm up with the palm to the front, the other level to its side: all stop."""
    values, side = stage.values, stage.side
    up = pose(stage.rest, side=side, arm_raise=values["height"], arm_side=values["plane"],
              arm_turn=0.4, arm_swing=0.0, arm_hang=0.3, elbow=0.12, palm=(1.0, -0.2, 0.0),
              fist=0.0, wrist_bend=-0.15)  # fmt: skip
    up = level_arm(up, 1 - side, height=1.5 + values["level"], plane=1.45, palm=(1.0, 0.0, -0.15))
    track, _, _ = shown(stage, up, 0.65)
    return Performance(track=track)


def traffic_go(stage: Stage) -> Performance:
    """One arm level to its side; its forearm swings in over the chest again and again: go."""
    values, side = stage.values, stage.side
    sign = 1.0 if side == LEFT else -1.0
    out = hand_at(stage.rest, side, (0.25, 1.25, values["height"]), palm=(0.9, -0.2, -0.3),
                  elbow=0.9, fist=0.02)  # fmt: skip
    if round(values["other"]) == 1:  # shows where to go
        out = level_arm(out, 1 - side, height=1.5, plane=1.4, palm=(1.0, 0.0, -0.2))
    out = look(stage, out, 0.0, sign * values["look_aside"])
    track, begin, end = shown(stage, out, 0.9)
    swept = beat(stage, begin, end)
    hand = channel(track, "hand")
    hand[:, side, 0] += 0.35 * np.sin(np.pi * swept) + 0.16 * swept
    hand[:, side, 1] -= (1.15 + values["across"]) * swept
    hand[:, side, 2] += 0.12 * swept
    palm = channel(track, "palm")
    palm[:, side] += swept[:, None] * (np.array([-1.0, -0.1, -0.3]) - palm[:, side])
    return Performance(track=track)


SITE = ("gesture", "signal", "work", "standing")
TRAFFIC = ("gesture", "signal", "standing")
CIRCLES: dict[str, Distribution] = {
    "side": Choice(("left", "right"), (0.2, 0.8)),
    "finger": POINTING,
    "sense": Choice(("clockwise", "counterclockwise"), (0.5, 0.5)),
    "frequency_hz": LogUniform(0.6, 1.4),
    "radius": Uniform(0.15, 0.28),
    "plane": Uniform(0.5, 1.2),
    "elbow": Uniform(0.25, 0.5),
    "look_up": Uniform(0.0, 0.45),
}
THUMB: dict[str, Distribution] = {
    "side": SIDE,
    "distance": Uniform(0.6, 0.9),
    "outward": Uniform(0.2, 0.42),
    "height": Uniform(-0.35, 0.05),
    "elbow": Uniform(0.0, 0.4),
    "frequency_hz": LogUniform(1.0, 2.2),
    "jab": Uniform(0.0, 1.0),
}
ASIDE: dict[str, Distribution] = {
    "plane": Uniform(1.2, 1.5),
    "height": Uniform(-0.15, 0.1),
    "nudge": Uniform(0.45, 1.0),
    "frequency_hz": LogUniform(0.7, 1.4),
    "look_aside": Uniform(-0.1, 0.9),
}
BECKONING: dict[str, Distribution] = {
    "near": Uniform(0.36, 0.46),
    "travel": Uniform(0.28, 0.42),
    "outward": Uniform(0.28, 0.42),
    "frequency_hz": LogUniform(0.8, 1.5),
}
VERTICAL: dict[str, Distribution] = DRAWING | {
    "distance": Uniform(0.68, 0.86),
    "outward": Uniform(0.12, 0.4),
    "half_height": Uniform(0.3, 0.5),
    "linger": Uniform(0.0, 1.0),
    "body_turn": Uniform(0.0, 0.3),
}

ACTIONS = (
    Action(
        name="beckon",
        description="Beckons with one hand: come here.",
        captions=("a person beckons with the {side} hand", "someone waves somebody closer"),
        program=beckon,
        parameters={
            "side": SIDE,
            "distance": Uniform(0.7, 0.9),
            "outward": Uniform(0.2, 0.4),
            "height": Uniform(-0.4, -0.1),
            "elbow": Uniform(0.1, 0.5),
            "pull": Uniform(0.35, 1.0),
            "frequency_hz": LogUniform(1.0, 2.1),
        },
        tags=("gesture", "signal", "standing", "social"),
        counterparts={"uav_human": "come over here"},
        minimum_s=1.2,
    ),
    Action(
        name="stop_gesture",
        description="Holds one hand or both out, palm to the front: stop.",
        captions=("a person gestures to stop", "someone holds up a palm to say stop"),
        program=stop_gesture,
        parameters={
            "side": SIDE,
            "hands": Choice(("one", "both"), (0.75, 0.25)),
            "height": Uniform(1.35, 1.75),
            "plane": Uniform(-0.1, 0.35),
            "steep": Uniform(0.3, 0.85),
            "lean_back": Uniform(0.0, 0.08),
            "push": Choice(("no", "yes"), (0.6, 0.4)),
            "frequency_hz": LogUniform(1.0, 2.0),
        },
        tags=("gesture", "signal", "standing", "social"),
        minimum_s=1.2,
    ),
    Action(
        name="thumbs_up",
        description="Shows a thumb up.",
        captions=("a person gives a thumbs up", "someone shows a thumb up with the {side} hand"),
        program=thumbs_up,
        parameters=THUMB,
        tags=("gesture", "signal", "standing", "hand"),
        counterparts={"ntu": "thumb up", "uav_human": "thumb up"},
        minimum_s=1.2,
    ),
    Action(
        name="thumbs_down",
        description="Shows a thumb down.",
        captions=("a person gives a thumbs down",
                  "someone shows a thumb down with the {side} hand"),
        program=thumbs_down,
        parameters=THUMB,
        tags=("gesture", "signal", "standing", "hand"),
        counterparts={"ntu": "thumb down", "uav_human": "thumb down"},
        minimum_s=1.2,
    ),
    Action(
        name="salute",
        description="Salutes: a flat hand to the brow.",
        captions=("a person salutes", "someone salutes with the {side} hand"),
        program=salute,
        parameters={
            "side": Choice(("left", "right"), (0.1, 0.9)),
            "outward": Uniform(0.24, 0.36),
            "height": Uniform(0.22, 0.32),
            "elbow": Uniform(0.7, 1.3),
            "rise_s": LogUniform(0.35, 0.6),
        },
        tags=("gesture", "signal", "standing", "social"),
        counterparts={"ntu": "salute", "uav_human": "salute"},
        minimum_s=1.2,
    ),
    Action(
        name="shrug",
        description="Shrugs, palms open.",
        captions=("a person shrugs", "someone lifts the shoulders, not knowing"),
        program=shrug,
        parameters={
            "lift": Uniform(0.6, 1.0),
            "open": Uniform(0.4, 0.9),
            "elbow": Uniform(1.2, 1.7),
            "tilt": Normal(0.0, 0.12),
            "hold": Uniform(0.0, 0.24),
        },
        tags=("gesture", "standing", "social"),
        natural_s=1.8,
        minimum_s=1.0,
    ),
    Action(
        name="nod",
        description="Nods the head: yes.",
        captions=("a person nods", "someone nods in agreement"),
        program=nod,
        parameters={"amplitude": Uniform(0.2, 0.42), "frequency_hz": LogUniform(0.9, 2.2),
                    **HEAD_ONLY},
        tags=("gesture", "standing", "social"),
        counterparts={"ntu": "nod head/bow"},
        minimum_s=1.0,
    ),
    Action(
        name="shake_head",
        description="Shakes the head: no.",
        captions=("a person shakes their head", "someone shakes the head to say no"),
        program=shake_head,
        parameters={"amplitude": Uniform(0.4, 0.8), "frequency_hz": LogUniform(0.9, 1.9),
                    **HEAD_ONLY},
        tags=("gesture", "standing", "social"),
        counterparts={"ntu": "shake head", "kinetics": "shaking head", "uav_human": "shake head"},
        minimum_s=1.0,
    ),
    Action(
        name="swipe_up",
        description="Swipes one hand upwards in the air.",
        captions=("a person swipes up with the {side} hand", "someone swipes upwards"),
        program=swipe_up,
        parameters=VERTICAL,
        tags=("gesture", "signal", "standing"),
        natural_s=1.7,
        minimum_s=1.1,
    ),
    Action(
        name="swipe_down",
        description="Swipes one hand downwards in the air.",
        captions=("a person swipes down with the {side} hand", "someone swipes downwards"),
        program=swipe_down,
        parameters=VERTICAL,
        tags=("gesture", "signal", "standing"),
        natural_s=1.7,
        minimum_s=1.1,
    ),
    Action(
        name="raise_hand",
        description="Raises one hand, as to speak, and keeps it up.",
        captions=("a person raises the {side} hand", "someone puts up a hand"),
        program=raise_hand,
        parameters={
            "side": SIDE,
            "height": Uniform(2.6, 3.05),
            "plane": Uniform(0.3, 1.0),
            "elbow": Uniform(0.05, 0.5),
            "finger": Choice(("open", "pointing"), (0.65, 0.35)),
            "stretch": Uniform(0.0, 1.0),
            "sway_rad": Uniform(0.0, 0.15),
            "frequency_hz": LogUniform(0.6, 1.4),
        },
        tags=("gesture", "signal", "standing", "social"),
        minimum_s=1.2,
    ),
    Action(
        name="fold_arms",
        description="Folds the arms over the chest.",
        captions=("a person folds their arms", "someone stands with folded arms"),
        program=fold_arms,
        parameters={"side": SIDE, "height": Uniform(-0.42, -0.28), "back": Uniform(-0.02, 0.08)},
        tags=("gesture", "posture", "standing"),
        counterparts={"ntu": "cross arms"},
        minimum_s=1.5,
    ),
    Action(
        name="cheer",
        description="Cheers, both fists pumping overhead.",
        captions=("a person cheers", "someone cheers with both fists in the air"),
        program=cheer,
        parameters={"raise": Uniform(2.3, 2.7), "plane": Uniform(0.5, 1.1),
                    "pump": Uniform(0.45, 0.75), "frequency_hz": LogUniform(1.3, 2.2)},
        tags=("gesture", "standing", "whole_body"),
        counterparts={"ntu": "cheer up", "uav_human": "cheer"},
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="wave_for_help",
        description="Waves both arms crossing overhead, calling for help.",
        captions=("a person waves both arms overhead for help",
                  "someone signals for help with crossing arms"),
        program=wave_for_help,
        parameters={
            "sweep_s": LogUniform(0.85, 1.5),
            "low": Uniform(1.0, 1.6),
            "side": SIDE,
            "wide": Uniform(0.0, 0.5),
            "cross": Uniform(0.2, 0.45),
            "elbow": Uniform(0.05, 0.4),
        },
        tags=("gesture", "signal", "standing"),
        counterparts={"uav_human": "call for help"},
        minimum_s=1.4,
    ),
    Action(
        name="signal_hoist",
        description="Crane signal: hoist. One arm up, the hand circling.",
        captions=("a person signals to raise the load", "a banksman circles a hand overhead"),
        program=signal_hoist,
        parameters=CIRCLES | {"height": Uniform(2.4, 2.7)},
        tags=SITE,
        minimum_s=1.6,
    ),
    Action(
        name="signal_lower",
        description="Crane signal: lower. One arm down, the hand circling.",
        captions=("a person signals to lower the load", "a banksman circles a lowered hand"),
        program=signal_lower,
        parameters=CIRCLES | {"height": Uniform(0.55, 0.85)},
        tags=SITE,
        minimum_s=1.6,
    ),
    Action(
        name="signal_move_left",
        description="Crane signal: travel to the signaller's left.",
        captions=("a person signals to move to their left",
                  "a banksman waves the load to the left"),
        program=signal_move_left,
        parameters=ASIDE,
        tags=SITE,
        mirror="signal_move_right",
        minimum_s=1.5,
    ),
    Action(
        name="signal_move_right",
        description="Crane signal: travel to the signaller's right.",
        captions=("a person signals to move to their right",
                  "a banksman waves the load to the right"),
        program=signal_move_right,
        parameters=ASIDE,
        tags=SITE,
        mirror="signal_move_left",
        minimum_s=1.5,
    ),
    Action(
        name="signal_forward",
        description="Guides a vehicle closer: both forearms draw towards the body.",
        captions=("a person guides a vehicle forward", "someone waves a driver closer"),
        program=signal_forward,
        parameters=BECKONING,
        tags=SITE,
        minimum_s=1.4,
    ),
    Action(
        name="signal_backward",
        description="Sends a vehicle back: both forearms push away from the body.",
        captions=("a person guides a vehicle backward", "someone waves a driver back"),
        program=signal_backward,
        parameters=BECKONING,
        tags=SITE,
        minimum_s=1.4,
    ),
    Action(
        name="traffic_stop",
        description="Stops the traffic: one arm up, the other out to the side.",
        captions=("a person stops the traffic", "a police officer signals all traffic to stop"),
        program=traffic_stop,
        parameters={
            "side": SIDE,
            "height": Uniform(2.7, 3.05),
            "plane": Uniform(0.2, 0.7),
            "level": Uniform(-0.12, 0.12),
        },
        tags=TRAFFIC,
        minimum_s=1.3,
    ),
    Action(
        name="traffic_go",
        description="Waves the traffic on from one side.",
        captions=("a person waves the traffic on", "a police officer waves cars through"),
        program=traffic_go,
        parameters={
            "side": SIDE,
            "height": Uniform(-0.12, 0.08),
            "across": Uniform(-0.1, 0.2),
            "other": Choice(("hanging", "pointing"), (0.5, 0.5)),
            "look_aside": Uniform(0.2, 1.0),
            "frequency_hz": LogUniform(0.6, 1.1),
        },
        tags=TRAFFIC,
        minimum_s=1.5,
    ),
)  # fmt: skip
