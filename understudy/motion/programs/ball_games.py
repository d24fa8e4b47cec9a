"""Throwing, catching, bowling, bats and rackets, curls: the moves of ball games, one at a time.

A stroke is a chain of hand places in the chest's frame while hips and shoulders turn under it:
wind-up away from the target, the turn first, the arm after it. Most are done with a ball, a bat
or a racket, or mimed with empty hands.
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
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.holding import Held
from understudy.motion.kinematics import unit
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.drawing import MANNER, beat, loosely
from understudy.motion.programs.exercise import step
from understudy.motion.programs.gestures import forearm
from understudy.motion.timing import envelope, movements

BOTH = (LEFT, RIGHT)
THROWN = Choice(("none", "ball", "tennis_ball", "frisbee"), (0.4, 0.3, 0.25, 0.05))
FEET = Choice(("planted", "step"), (0.6, 0.4))
QUICKEST_S = 0.17
"""From the cocked arm to release, however short the clip."""


def turned(
    stage: Stage, base: np.ndarray, yaw: float, *, bend: float = 0.0, tilt: float = 0.0
) -> np.ndarray:
    """Returns a posture with hips and chest turned, the eyes staying on the target.

    Args:
        stage: for the side: `yaw` and `tilt` are towards the side away from the acting hand.
        base: posture to start from.
        yaw: turn of the shoulders [rad], negative for a wind-up.
        bend: the trunk leans forward by this [rad].
        tilt: it leans to the side of the other hand by this.
    """
    away = -1.0 if stage.side == LEFT else 1.0
    return pose(
        base,
        turn=channel(stage.rest, "turn") + np.array([-0.3 * away * tilt, 0.35 * bend,
                                                     0.4 * away * yaw]),
        spine=channel(stage.rest, "spine") + np.array([-0.7 * away * tilt, 0.65 * bend,
                                                       0.6 * away * yaw]),
        head=channel(stage.rest, "head") - np.array([0.0, 0.4 * bend, 0.8 * away * yaw]),
    )  # fmt: skip


def shifted(
    stage: Stage, base: np.ndarray, forward: float, aside: float, down: float
) -> np.ndarray:
    """Returns a posture with the pelvis moved: forward, towards the acting side, down."""
    towards = 1.0 if stage.side == LEFT else -1.0
    return pose(base, pelvis=(forward, towards * aside, -down - 0.004))


def at_hand(
    base: np.ndarray,
    side: int,
    place: tuple[float, float, float],
    *,
    elbow: float = 0.6,
    palm: tuple[float, float, float] = (0.55, -0.3, -0.8),
    fist: float = 0.6,
    wrist: float = 0.0,
) -> np.ndarray:
    """Returns a posture with one hand at a place; `elbow` is how far out the elbow points."""
    return pose(base, side=side, reach=1.0, hand=place, elbow_out=elbow, palm=palm,
                fist=fist, wrist_bend=wrist, elbow=1.3, arm_raise=0.6, arm_side=0.6)  # fmt: skip


def arm_at(
    base: np.ndarray,
    side: int,
    raised: float,
    aside: float,
    forearm_towards: tuple[float, float, float],
    *,
    palm: tuple[float, float, float] = (0.55, -0.3, -0.8),
    wrist: float = 0.0,
) -> np.ndarray:
    """Returns a posture with one arm by angles: no elbow flips where the hand passes the head."""
    elbow, turn = forearm(raised, aside, np.array(forearm_towards))
    return pose(base, side=side, reach=0.0, arm_raise=raised, arm_side=aside, elbow=elbow,
                arm_turn=turn, arm_swing=0.0, arm_hang=0.2, palm=palm, fist=0.6,
                wrist_bend=wrist)  # fmt: skip


def prop(stage: Stage, kinds: Choice, **when: float | bool) -> tuple[Held, ...]:
    """Returns the drawn object in the acting hand; the first of `kinds` is none."""
    kind = kinds.options[round(stage.values["prop"])]
    if kind == "none":
        return ()
    size = stage.values["prop_size"]
    return (Held(kind=kind, side=stage.side, size=size, **when),)  # type: ignore[arg-type]


def striding(stage: Stage, track: np.ndarray, start: float, end: float) -> None:
    """Steps towards the target with the foot of the other side and back, if drawn so."""
    values, span = stage.values, stage.window_s
    if round(values["feet"]) == 0:
        return
    foot, length = 1 - stage.side, values["stride"]
    step(track, stage, foot, beat(stage, start), 0.2 * span, forward=length)
    step(track, stage, foot, beat(stage, end), 0.2 * span, forward=-length)
    going = envelope(stage.times_s, beat(stage, start), beat(stage, end + 0.2), 0.2 * span)
    add(track, "pelvis", 0.5 * length * going, index=0)


def overarm(stage: Stage, first: float) -> tuple[list[tuple[float, float, np.ndarray]], float]:
    """Returns the course of an overarm throw that starts at a share of the window, its release."""
    values, side = stage.values, stage.side
    span = (1.0 - first) * stage.window_s
    wind, turn = values["wind_up"], values["body_turn"]
    back = shifted(stage, turned(stage, stage.rest, -turn * wind), -0.04, 0.03, 0.01)
    high, narrow = values["cock_up"], values["narrow"]
    wide = arm_at(
        back,
        side,
        0.35 + 0.45 * wind,
        1.3 - 0.45 * narrow,
        (0.15, 0.2, -1.0),
        palm=(0.0, -0.9, -0.5),
    )
    raised = arm_at(
        back, side, 1.1 + 0.3 * wind, 1.25 - 0.4 * narrow, (-0.2, 0.25, 0.6), palm=(0.7, -0.3, 0.2)
    )
    cocked = arm_at(back, side, high, 1.35 - 0.35 * narrow,
                    (-0.4 - 0.2 * wind, -0.15 - 0.35 * narrow, 0.75),
                    palm=(0.8, -0.2, 0.5), wrist=-0.3)  # fmt: skip
    cocked = pose(cocked, side=1 - side, arm_swing=values["other_arm"], elbow=0.7)
    going = shifted(stage, turned(stage, cocked, 0.5 * turn), 0.03, -0.02, 0.0)
    release = arm_at(going, side, high + 0.1, 0.95, (0.6, -0.1, 0.8), palm=(0.8, -0.2, -0.5))
    across = values["across"]
    out = turned(stage, release, turn * across, bend=0.15 * across)
    out = shifted(stage, out, 0.06 * across, -0.03 * across, 0.0)
    follow = values["follow_out"]
    out = arm_at(out, side, values["follow_up"], follow, (1.0, -0.15, -0.1), wrist=0.3)
    down = arm_at(out, side, 0.75, 0.5 * follow, (0.8, -0.1, -0.6), palm=(0.3, -0.8, -0.4))
    down = pose(down, side=1 - side, arm_swing=channel(stage.rest, "arm_swing")[1 - side])
    whip = max(values["whip"] * span, QUICKEST_S)

    def at(fraction: float) -> float:
        return beat(stage, first + (1.0 - first) * fraction)

    fling = at(0.36)
    loose = fling + 0.75 * whip
    course = [
        (at(0.0), 0.18 * span, wide),
        (at(0.09), 0.2 * span, raised),
        (at(0.22), 0.16 * span, cocked),
        (fling, whip, release),
        (fling + 0.5 * whip, whip, out),
        (fling + 1.35 * whip, 0.18 * span, down),
        (max(at(0.68), fling + 1.8 * whip), 0.3 * span, stage.rest),
    ]
    return loosely(stage, course), loose


def throw(stage: Stage) -> Performance:
    """Throws overarm: the arm goes back beside the head, whips forward, swings down."""
    course, loose = overarm(stage, 0.0)
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    striding(stage, track, 0.16, 0.74)
    return Performance(track=track, held=prop(stage, THROWN, until_s=loose, thrown=True))


def pick_up_and_throw(stage: Stage) -> Performance:
    """Bends down for something on the ground, rises with it and throws it overarm."""
    values, side = stage.values, stage.side
    span, knees = stage.window_s, values["knees"]
    trunk = 1.75 - 0.6 * knees
    down = pose(
        stage.rest,
        pelvis=(-0.2 - 0.06 * knees, 0.0, -0.12 - 0.36 * knees),
        turn=(0.0, 0.6 * trunk, 0.0),
        spine=(0.0, 0.5 * trunk, 0.0),
        head=(0.0, 0.1, 0.0),
        arm_hang=1.0,
    )
    down = pose(down, side=side, arm_swing=values["ahead"], arm_raise=0.0, elbow=0.05,
                palm=(-0.5, -0.6, -0.3), fist=0.9)  # fmt: skip
    down = pose(down, side=1 - side, arm_swing=0.5 * values["propped"],
                elbow=0.1 + 1.2 * values["propped"])  # fmt: skip
    share = values["low_share"]
    course: list[tuple[float, float, np.ndarray]] = [
        (beat(stage, 0.0), 0.7 * share * span, down),
        (beat(stage, 0.85 * share), 0.6 * share * span, stage.rest),
    ]
    thrown, loose = overarm(stage, 1.15 * share)
    track = movements(stage.times_s, stage.rest, course + thrown, stage.lag_s)
    held = prop(stage, THROWN, from_s=beat(stage, 0.72 * share), until_s=loose, thrown=True)
    return Performance(track=track, ground=np.zeros(stage.times_s.size), held=held)


def catch(stage: Stage) -> Performance:
    """Raises a hand, or both, at something that comes flying, closes it and draws it in."""
    values, span = stage.values, stage.window_s
    hands = (stage.side,) if round(values["hands"]) == 0 else BOTH
    ahead, up, out = values["ahead"], values["up"], values["outward"]
    ready = turned(stage, stage.rest, 0.3 * values["body_turn"])
    met = turned(stage, stage.rest, values["body_turn"], bend=-0.05)
    drawn = turned(stage, stage.rest, 0.8 * values["body_turn"])
    for side in hands:
        reach = out if len(hands) == 1 else 0.16
        ready = at_hand(ready, side, (0.66 * ahead, reach + 0.1, up), elbow=values["elbow"] + 0.2,
                        palm=(0.9, -0.25, 0.3), fist=0.2)  # fmt: skip
        met = at_hand(
            met, side, (ahead, reach, up), elbow=values["elbow"], palm=(0.6, -0.5, -0.6), fist=0.15
        )
        drawn = at_hand(drawn, side, (ahead - values["give"], reach - 0.03, up - values["give"]),
                        elbow=values["elbow"], palm=(0.6, -0.6, -0.4), fist=1.2)  # fmt: skip
    rise = values["tiptoe"]
    met = pose(met, foot_pitch=-0.4 * rise, pelvis=(0.01, 0.0, 0.05 * rise))
    course = [
        (beat(stage, 0.0), 0.28 * span, ready),
        (beat(stage, 0.16), 0.2 * span, met),
        (beat(stage, 0.22 + values["wait"]), 0.2 * span, drawn),
        (beat(stage, 0.38 + values["wait"]), 0.38 * span, stage.rest),
    ]
    return Performance(
        track=movements(stage.times_s, stage.rest, loosely(stage, course), stage.lag_s)
    )


BASKETBALL = Choice(("none", "basketball"), (0.45, 0.55))


def basketball_shoot(stage: Stage) -> Performance:
    """Lifts a ball with both hands over the forehead, shoots it up and forward, one hand ahead."""
    values, side, span = stage.values, stage.side, stage.window_s
    other, gap = 1 - side, 0.26 if round(values["prop"]) else values["gap"]
    up = values["up"]

    def both(
        base: np.ndarray, ahead: float, height: float, wrist: float, share: float
    ) -> np.ndarray:
        """Both hands at a ball; `share` moves the guiding hand away from it."""
        leading = at_hand(base, side, (ahead, 0.5 * gap + 0.02, height), elbow=values["elbow"],
                          palm=(0.85 - 0.25 * share, -0.2, 0.15 - 0.9 * share), fist=0.15,
                          wrist=wrist)  # fmt: skip
        return at_hand(leading, other, (ahead + 0.03 - 0.08 * share, 0.5 * gap + 0.14 * share,
                                        height - 0.04 - values["guide"] * share),
                       elbow=values["elbow"], palm=(0.85, -0.5, 0.1), fist=0.15)  # fmt: skip

    held_low = both(stage.rest, values["lift_ahead"], -0.4, 0.0, 0.0)
    held_low = pose(held_low, palm=((0.1, -1.0, 0.15),) * 2)
    dip = shifted(stage, stage.rest, -0.03, 0.0, values["dip"])
    dip = pose(dip, turn=channel(stage.rest, "turn") + np.array([0.0, 0.3 * values["dip"], 0.0]))
    lifted = both(dip, 0.5, up - 0.25, -0.3, 0.0)
    over = both(dip, values["over_ahead"], up, -0.6, 0.0)
    high = pose(stage.rest, spine=channel(stage.rest, "spine") - np.array([0.0, 0.1, 0.0]),
                head=channel(stage.rest, "head") - np.array([0.0, 0.15, 0.0]))  # fmt: skip
    high = pose(high, foot_pitch=-0.5 * values["tiptoe"],
                pelvis=(0.01, 0.0, 0.055 * values["tiptoe"]))  # fmt: skip
    far, steep = np.cos(values["arch"]), np.sin(values["arch"])
    extent = values["extent"]
    shot = both(high, extent * far, extent * steep, 0.55, 1.0)
    after = both(stage.rest, extent * far + 0.03, extent * steep - 0.12, 0.7, 1.0)
    # Palms turn in before the arms hang, or they would lie along the forearms.
    sinking = pose(both(stage.rest, 0.66, -0.15, 0.1, 0.6), palm=((-0.4, -0.7, -0.6),) * 2)
    begin = held_low if round(values["prop"]) else stage.rest
    course = [
        (beat(stage, 0.0), 0.2 * span, held_low),
        (beat(stage, 0.09), 0.22 * span, lifted),
        (beat(stage, 0.22), 0.17 * span, over),
        (beat(stage, 0.38), 0.14 * span, shot),
        (beat(stage, 0.5), 0.14 * span, after),
        (beat(stage, 0.6 + values["hold"]), 0.2 * span, sinking),
        (beat(stage, 0.75), 0.25 * span, stage.rest),
    ]
    track = movements(stage.times_s, begin, loosely(stage, course, together=True), stage.lag_s)
    return Performance(
        track=track, held=prop(stage, BASKETBALL, until_s=beat(stage, 0.5), thrown=True)
    )


BOWLED = Choice(("none", "ball"), (0.45, 0.55))


def bowling(stage: Stage) -> Performance:
    """Steps forward and sinks while the straight arm swings back and then through low."""
    values, side, span = stage.values, stage.side, stage.window_s
    length, depth = values["stride"], values["depth"]
    turn, bend = values["body_turn"], values["bend"]

    def swung(base: np.ndarray, swing: float, aside: float, palm: tuple[float, ...]) -> np.ndarray:
        """The straight arm as a pendulum."""
        return pose(base, side=side, arm_raise=aside, arm_side=1.35, arm_swing=swing, elbow=0.2,
                    arm_hang=1.0, palm=palm, fist=0.5, wrist_bend=0.15)  # fmt: skip

    near = shifted(stage, swung(stage.rest, 0.45, 0.1, (0.5, -0.6, 0.2)), 0.02, 0.06, 0.01)
    near = pose(near, side=side, elbow=0.6)
    back = shifted(stage, turned(stage, stage.rest, -turn, bend=0.7 * bend), 0.35 * length, 0.05,
                   0.35 * depth)  # fmt: skip
    back = swung(back, -values["back"], 0.3, (0.3, -1.0, 0.0))
    low = shifted(stage, turned(stage, stage.rest, 0.0, bend=bend), 0.52 * length, -0.02, depth)
    low = swung(low, 0.1, 0.12, (1.0, -0.3, 0.0))
    through = shifted(stage, turned(stage, stage.rest, 0.7 * turn, bend=0.8 * bend), 0.6 * length,
                      -0.04, 0.9 * depth)  # fmt: skip
    through = swung(through, values["through"], 0.1, (0.2, -0.4, 0.9))
    spread = values["other_arm"]
    back, low, through = (
        pose(p, side=1 - side, arm_raise=spread, arm_side=1.3, elbow=0.4, arm_hang=0.6,
             foot_pitch=0.0)
        for p in (back, low, through)
    )  # fmt: skip
    low, through = (pose(p, side=side, foot_pitch=-values["heel_up"]) for p in (low, through))
    straight = pose(stage.rest, pelvis=(0.3 * length, 0.0, -0.05))
    course = [
        (beat(stage, 0.0), 0.2 * span, near),
        (beat(stage, 0.1), 0.28 * span, back),
        (beat(stage, 0.36), 0.16 * span, low),
        (beat(stage, 0.42), 0.17 * span, through),
        (beat(stage, 0.64), 0.24 * span, straight),
        (beat(stage, 0.76), 0.24 * span, stage.rest),
    ]
    track = movements(stage.times_s, stage.rest, loosely(stage, course), stage.lag_s)
    step(track, stage, 1 - side, beat(stage, 0.08), 0.26 * span, forward=length)
    step(track, stage, 1 - side, beat(stage, 0.7), 0.26 * span, forward=-length)
    held = prop(stage, BOWLED, until_s=beat(stage, 0.53), thrown=True)
    return Performance(track=track, held=held)


BATS = Choice(("none", "bat", "stick"), (0.4, 0.5, 0.1))


def baseball_swing(stage: Stage) -> Performance:
    """Holds a bat with both hands over one shoulder and swings it level across the body."""
    values, side, span = stage.values, stage.side, stage.window_s
    sign = 1.0 if side == LEFT else -1.0  # outward of the top hand, as y
    turn, level = values["body_turn"], values["level"]
    # (time, duration, yaw, middle of the hands, where the bat points): the top hand's outward.
    load = np.array([values["load_ahead"], values["load_out"], values["load_up"]])
    wide, far = values["sweep"], values["carry"]
    finish = 0.5 * (level + values["finish_up"])
    keys = (
        (0.0, 0.22, -0.4 * turn, np.array([0.5, 0.25, -0.35]), np.array([0.1, 0.5, 1.0])),
        (0.1, 0.22, -turn, load, np.array([-0.35, 0.4, 1.0])),
        (0.38, 0.13, -0.2 * turn, wide * np.array([0.58, 0.26, level]), np.array([-0.2, 1.0, 0.1])),
        (0.45, 0.12, 0.5 * turn, wide * np.array([0.78, -0.08, level]), np.array([0.9, 0.5, 0.0])),
        (0.52, 0.13, turn, np.array([0.6 * wide, -0.5 * far, finish]), np.array([0.2, -1.0, 0.25])),
        (0.6, 0.16, 1.15 * turn, np.array([0.36, -0.58 * far, values["finish_up"]]),
         np.array([-0.8, -0.5, 0.3])),
    )  # fmt: skip
    gap = 0.2
    body, course = [], []
    for start, length, yaw, middle, pointing in keys:
        place = middle + stage.rng.normal(0.0, values["looseness"], 3)
        posture = turned(stage, stage.rest, yaw, bend=0.12)
        posture = shifted(stage, posture, 0.0, -0.05 * np.sign(yaw), 0.03 * values["sink"])
        if yaw > 0.4 * turn:
            posture = pose(posture, side=side, foot_pitch=-values["heel_up"])
        apart = 0.5 * gap * unit(pointing)
        top, bottom = place + apart, place - apart
        posture = at_hand(posture, side, tuple(top), elbow=values["elbow"], fist=1.4,
                          palm=(0.2, -0.6, -0.7))  # fmt: skip
        posture = at_hand(posture, 1 - side, (bottom[0], -bottom[1], bottom[2]),
                          elbow=values["elbow"], fist=1.4, palm=(0.1, -0.3, -1.0))  # fmt: skip
        body.append(posture)
        course.append((beat(stage, start), length * span, posture))
    held = prop(stage, BATS)
    rest = stage.rest
    if held:  # a bat stays in both hands: it hangs in front of the thighs
        rest = at_hand(rest, side, (0.34, 0.06, -0.72), elbow=0.4, fist=1.4,
                       palm=(-0.3, -1.0, -0.1))  # fmt: skip
        rest = at_hand(rest, 1 - side, (0.3, 0.14, -0.78), elbow=0.4, fist=1.4,
                       palm=(-0.3, -1.0, -0.1))  # fmt: skip
    # Unwinding goes back round the front, not through the chest.
    front = pose(body[0], spine=channel(stage.rest, "spine"), turn=channel(stage.rest, "turn"))
    course += [(beat(stage, 0.72), 0.2 * span, front), (beat(stage, 0.8), 0.2 * span, rest)]
    track = movements(stage.times_s, rest, course, stage.lag_s)
    if round(values["feet"]) == 1:
        step(track, stage, 1 - side, beat(stage, 0.3), 0.16 * span, forward=0.08, outward=0.16)
        step(track, stage, 1 - side, beat(stage, 0.78), 0.18 * span, forward=-0.08, outward=-0.16)
        going = envelope(stage.times_s, beat(stage, 0.3), beat(stage, 0.94), 0.18 * span)
        add(track, "pelvis", -0.08 * sign * going, index=1)
    return Performance(track=track, held=held)


RACKETS = Choice(("none", "racket", "paddle"), (0.4, 0.5, 0.1))


def tennis_swing(stage: Stage) -> Performance:
    """Takes one arm far back, swings it low to high past the body to over the other shoulder."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn, bend = values["body_turn"], values["bend"]
    fist = 1.3
    back = shifted(stage, turned(stage, stage.rest, -turn, bend=bend), -0.02, 0.05, values["sink"])
    ready = at_hand(stage.rest, side, (values["ready_ahead"], 0.58, -0.62), elbow=0.3, fist=fist,
                    palm=(0.3, -0.9, -0.3))  # fmt: skip
    back = at_hand(back, side, (values["back_ahead"], 0.98, values["back_up"]), elbow=0.5,
                   fist=fist, palm=(0.5, -0.5, -0.7))  # fmt: skip
    back = pose(back, side=1 - side, arm_swing=values["other_arm"], elbow=0.6)
    low = shifted(
        stage, turned(stage, stage.rest, -0.6 * turn, bend=bend), 0.0, 0.0, values["sink"]
    )
    low = at_hand(low, side, (0.1, 0.85, values["low_up"]), elbow=0.3, fist=fist,
                  palm=(0.9, -0.4, 0.0))  # fmt: skip
    low = pose(low, side=1 - side, arm_swing=values["other_arm"], elbow=0.6)
    hit = shifted(stage, turned(stage, stage.rest, 0.35 * turn, bend=bend), 0.05, -0.03,
                  0.7 * values["sink"])  # fmt: skip
    hit = at_hand(hit, side, (values["hit_ahead"], 0.3, values["hit_up"]), elbow=0.4, fist=fist,
                  palm=(0.5, -0.8, -0.1))  # fmt: skip
    over = shifted(stage, turned(stage, stage.rest, 0.8 * turn), 0.07, -0.05, 0.0)
    over = at_hand(over, side, (values["finish_ahead"], values["finish_out"],
                                values["finish_up"]),
                   elbow=0.9, fist=fist, palm=(0.3, -0.4, -0.9))  # fmt: skip
    over = pose(over, side=side, foot_pitch=-0.5 * values["sink"] / 0.12)
    down = at_hand(over, side, (0.8, 0.2, -0.25), elbow=0.5, fist=fist)
    course = [
        (beat(stage, 0.0), 0.2 * span, ready),
        (beat(stage, 0.11), 0.24 * span, back),
        (beat(stage, 0.31), 0.16 * span, low),
        (beat(stage, 0.4), 0.13 * span, hit),
        (beat(stage, 0.46), 0.17 * span, over),
        (beat(stage, 0.62), 0.2 * span, down),
        (beat(stage, 0.72), 0.28 * span, stage.rest),
    ]
    track = movements(stage.times_s, stage.rest, loosely(stage, course), stage.lag_s)
    striding(stage, track, 0.2, 0.76)
    return Performance(track=track, held=prop(stage, RACKETS))


def tennis_serve(stage: Stage) -> Performance:
    """One hand tosses up a ball, the other draws back behind the head and strikes overhead."""
    values, side, span = stage.values, stage.side, stage.window_s
    other, turn, fist = 1 - side, values["body_turn"], 1.3
    ready = turned(stage, stage.rest, -0.5 * turn)
    ready = at_hand(ready, other, (0.62, 0.18, -0.55), elbow=0.1, palm=(0.0, -0.4, 1.0), fist=0.3)
    ready = at_hand(ready, side, (values["low_ahead"], 0.5, -0.85), elbow=0.2, fist=fist,
                    palm=(0.5, -0.8, 0.0))  # fmt: skip
    tossed = shifted(stage, turned(stage, stage.rest, -turn, tilt=-0.1), -0.03, 0.08, 0.02)
    tossed = at_hand(tossed, other, (values["toss_ahead"], 0.3, values["toss_up"]), elbow=0.2,
                     palm=(-0.3, -0.5, 0.6), fist=0.0)  # fmt: skip
    tossed = at_hand(tossed, side, (-0.05, 0.8, values["drawn_up"]), elbow=0.4, fist=fist,
                     palm=(0.7, -0.2, -0.7))  # fmt: skip
    tossed = pose(tossed, head=channel(stage.rest, "head") - np.array([0.0, 0.3, 0.0]))
    trophy = at_hand(tossed, side, (values["cock_ahead"], 0.52, values["cock_up"]), elbow=1.0,
                     fist=fist, palm=(0.8, -0.2, 0.6))  # fmt: skip
    trophy = at_hand(trophy, other, (0.75, 0.3, values["toss_up"] - 0.5), elbow=0.3,
                     palm=(-0.2, -0.6, -0.6))  # fmt: skip
    hit = shifted(stage, turned(stage, stage.rest, 0.35 * turn, tilt=0.15), 0.05, -0.03, -0.02)
    hit = at_hand(hit, side, (values["hit_ahead"], 0.36, values["hit_up"]), elbow=0.7, fist=fist,
                  palm=(0.9, -0.2, -0.3))  # fmt: skip
    hit = at_hand(hit, other, (0.42, 0.2, -0.5), elbow=0.4, palm=(0.0, -0.8, -0.5), fist=0.4)
    hit = pose(hit, foot_pitch=-0.35 * values["tiptoe"])
    through = turned(stage, stage.rest, turn, bend=0.2)
    through = shifted(stage, through, 0.08, -0.05, 0.01)
    out = values["follow_out"]
    through = at_hand(through, side, (0.98, out, 0.05), elbow=0.5, fist=fist)
    low = at_hand(through, side, (0.78, out - 0.15, -0.45), elbow=0.3, fist=fist)
    course = [
        (beat(stage, 0.0), 0.2 * span, ready),
        (beat(stage, 0.1), 0.2 * span, tossed),
        (beat(stage, 0.25 + values["wait"]), 0.16 * span, trophy),
        (beat(stage, 0.38 + values["wait"]), 0.16 * span, hit),
        (beat(stage, 0.46 + values["wait"]), 0.16 * span, through),
        (beat(stage, 0.58 + values["wait"]), 0.18 * span, low),
        (beat(stage, 0.74), 0.26 * span, stage.rest),
    ]
    track = movements(stage.times_s, stage.rest, loosely(stage, course), stage.lag_s)
    striding(stage, track, 0.3, 0.78)
    held = prop(stage, RACKETS)
    if held:
        ball = Held(kind="tennis_ball", side=other, until_s=beat(stage, 0.25), thrown=True)
        held = (*held, ball)
    return Performance(track=track, held=held)


WEIGHTS = Choice(("none", "dumbbell", "barbell"), (0.45, 0.4, 0.15))
ARMS = Choice(("both", "one", "alternating"), (0.76, 0.12, 0.12))


def arm_curl(stage: Stage) -> Performance:
    """Bends and stretches the elbows, palms up, as with weights in the hands."""
    values, span = stage.values, stage.window_s
    weight = WEIGHTS.options[round(values["prop"])]
    manner = 0 if weight == "barbell" else round(values["arms"])
    kept, bent = values["kept_elbow"], values["bent_elbow"]
    low = pose(
        stage.rest,
        arm_raise=0.06 + 0.4 * values["upper_low"],
        arm_side=0.35,
        arm_hang=1.0,
        arm_swing=0.0,
        arm_turn=values["inward"] * -0.5,
        elbow=kept,
        palm=(0.9, -0.3, 0.3),
        fist=1.4,
    )
    high = pose(low, arm_raise=0.1 + values["upper_lift"], arm_side=0.1, elbow=bent,
                palm=(-0.6, -0.2, 0.5))  # fmt: skip
    period = values["period_s"] / values["tempo"]
    rise = min(0.35, 0.16 * span)
    count = max(1, round((span - 2.0 * rise) / period))
    period = (span - 2.0 * rise) / count
    begin = stage.start_s + rise
    rest = low if weight != "none" else stage.rest
    tracks = []
    for late in (0.0, 0.5 if manner == 2 else 0.0):
        course = [(stage.start_s, 1.3 * rise, low)]
        for number in range(count):
            first = begin + (number + late) * period
            if number == count - 1 and late:
                continue
            course += [(first, 0.52 * period, high), (first + 0.48 * period, 0.52 * period, low)]
        course.append((stage.end_s - 1.3 * rise, 1.3 * rise, rest))
        tracks.append(movements(stage.times_s, rest, course, stage.lag_s))
    track = tracks[0]
    idle = 1 - stage.side
    for name in ("arm_raise", "arm_side", "arm_turn", "elbow", "palm", "fist"):
        if manner == 1:
            channel(track, name)[:, idle] = channel(rest, name)[idle]
        elif manner == 2:
            channel(track, name)[:, idle] = channel(tracks[1], name)[:, idle]
    size = values["prop_size"]
    if weight == "dumbbell":
        sides = (stage.side,) if manner == 1 else BOTH
        return Performance(
            track=track, held=tuple(Held(kind=weight, side=side, size=size) for side in sides)
        )
    held = (Held(kind=weight, side=RIGHT, size=size),) if weight == "barbell" else ()
    return Performance(track=track, held=held)


SIZE = Uniform(0.85, 1.15)
STRIDE: dict[str, Distribution] = {"feet": FEET, "stride": Uniform(0.15, 0.45)}
OVERARM: dict[str, Distribution] = MANNER | {
    "side": SIDE,
    "prop": THROWN,
    "prop_size": SIZE,
    "wind_up": Uniform(0.1, 1.2),
    "body_turn": Uniform(0.05, 0.65),
    "across": Uniform(-0.2, 1.0),
    "cock_up": Uniform(1.5, 2.3),
    "narrow": Uniform(0.2, 1.3),
    "follow_up": Uniform(1.35, 2.0),
    "follow_out": Uniform(-0.1, 0.7),
    "other_arm": Uniform(0.0, 0.45),
    "whip": LogUniform(0.1, 0.16),
}

ACTIONS = (
    Action(
        name="throw",
        description="Throws overarm with one hand.",
        captions=("a person throws with the {side} hand", "someone throws something overarm"),
        program=throw,
        parameters=OVERARM | STRIDE,
        tags=("sport", "standing", "object"),
        counterparts={"utd_mhad": "throw", "ntu": "throw", "hmdb51": "throw",
                      "kinetics": ("throwing ball", "catching or throwing baseball",
                                   "catching or throwing softball"),
                      "ucf101": "BaseballPitch"},
        natural_s=2.0,
        minimum_s=1.3,
    ),
    Action(
        name="catch",
        description="Raises one hand or both and catches something out of the air.",
        captions=("a person catches something", "someone catches an object that comes flying"),
        program=catch,
        parameters=MANNER
        | {
            "side": SIDE,
            "hands": Choice(("one", "both"), (0.9, 0.1)),
            "ahead": Uniform(0.8, 1.08),
            "up": Uniform(0.45, 1.05),
            "outward": Uniform(0.2, 0.55),
            "body_turn": Uniform(0.0, 0.35),
            "give": Uniform(0.0, 0.16),
            "wait": Uniform(0.14, 0.3),
            "tiptoe": Uniform(0.0, 1.0),
            "elbow": Uniform(0.2, 1.0),
        },
        tags=("sport", "standing"),
        counterparts={"utd_mhad": "catch", "hmdb51": "catch",
                      "kinetics": ("catching or throwing baseball",
                                   "catching or throwing softball")},
        natural_s=1.9,
        minimum_s=1.1,
    ),
    Action(
        name="basketball_shoot",
        description="Shoots a basketball from over the forehead.",
        captions=("a person shoots a basketball", "someone takes a shot at the basket"),
        program=basketball_shoot,
        parameters=MANNER
        | {
            "side": SIDE,
            "looseness": Uniform(0.01, 0.06),
            "prop": BASKETBALL,
            "prop_size": Uniform(0.9, 1.05),
            "gap": Uniform(0.08, 0.45),
            "guide": Uniform(0.0, 0.55),
            "lift_ahead": Uniform(0.5, 0.85),
            "up": Uniform(0.42, 0.92),
            "over_ahead": Uniform(0.3, 0.6),
            "elbow": Uniform(0.3, 1.3),
            "dip": Uniform(0.0, 0.14),
            "tiptoe": Uniform(0.0, 1.0),
            "extent": Uniform(1.02, 1.28),
            "arch": Uniform(0.7, 1.3),
            "hold": Uniform(-0.03, 0.1),
        },
        tags=("sport", "standing", "object"),
        counterparts={"utd_mhad": "basketball_shoot", "ucf101": "Basketball",
                      "hmdb51": "shoot_ball", "ntu": "shoot at the basket",
                      "kinetics": ("shooting basketball", "playing basketball"),
                      "uav_human": "shoot at the basket"},
        natural_s=2.1,
        minimum_s=1.3,
    ),
    Action(
        name="bowling",
        description="Bowls: steps forward, swings the straight arm back and through.",
        captions=("a person bowls with the {side} hand", "someone rolls a bowling ball"),
        program=bowling,
        parameters=MANNER
        | {
            "side": SIDE,
            "prop": BOWLED,
            "prop_size": Uniform(0.9, 1.05),
            "stride": Uniform(0.5, 1.0),
            "depth": Uniform(0.18, 0.48),
            "body_turn": Uniform(0.2, 0.6),
            "bend": Uniform(0.4, 0.95),
            "back": Uniform(0.75, 1.35),
            "through": Uniform(0.7, 1.7),
            "heel_up": Uniform(0.3, 0.7),
            "other_arm": Uniform(0.2, 0.9),
        },
        tags=("sport", "whole_body", "object"),
        counterparts={"utd_mhad": "bowling", "ucf101": "Bowling", "kinetics": "bowling"},
        natural_s=2.6,
        minimum_s=1.7,
    ),
    Action(
        name="baseball_swing",
        description="Swings a baseball bat with both hands.",
        captions=("a person swings a baseball bat", "someone bats at a ball"),
        program=baseball_swing,
        parameters=MANNER
        | {
            "side": SIDE,
            "prop": BATS,
            "prop_size": SIZE,
            "feet": FEET,
            "looseness": Uniform(0.03, 0.08),
            "body_turn": Uniform(0.2, 0.95),
            "load_ahead": Uniform(0.26, 0.46),
            "load_out": Uniform(0.3, 0.55),
            "load_up": Uniform(-0.15, 0.45),
            "level": Uniform(-0.45, 0.35),
            "sweep": Uniform(0.9, 1.25),
            "carry": Uniform(0.6, 1.05),
            "finish_up": Uniform(-0.3, 0.55),
            "elbow": Uniform(0.1, 1.3),
            "heel_up": Uniform(0.1, 0.5),
            "sink": Uniform(0.0, 1.5),
        },
        tags=("sport", "whole_body", "object"),
        counterparts={"utd_mhad": "baseball_swing", "hmdb51": "swing_baseball",
                      "kinetics": "hitting baseball"},
        natural_s=2.3,
        minimum_s=1.5,
    ),
    Action(
        name="tennis_swing",
        description="Plays a tennis forehand.",
        captions=("a person plays a forehand", "someone swings a tennis racket"),
        program=tennis_swing,
        parameters=MANNER
        | STRIDE
        | {
            "side": SIDE,
            "prop": RACKETS,
            "prop_size": SIZE,
            "looseness": Uniform(0.03, 0.1),
            "body_turn": Uniform(0.2, 1.0),
            "bend": Uniform(0.0, 0.45),
            "ready_ahead": Uniform(0.25, 0.5),
            "back_ahead": Uniform(-0.85, -0.1),
            "back_up": Uniform(-0.3, 0.45),
            "low_up": Uniform(-0.6, -0.2),
            "hit_ahead": Uniform(0.85, 1.12),
            "hit_up": Uniform(-0.45, 0.25),
            "finish_ahead": Uniform(0.45, 0.95),
            "finish_out": Uniform(-0.35, 0.2),
            "finish_up": Uniform(0.0, 0.85),
            "sink": Uniform(0.0, 0.12),
            "other_arm": Uniform(0.0, 0.7),
        },
        tags=("sport", "whole_body", "object"),
        counterparts={"utd_mhad": "tennis_swing", "ucf101": "TennisSwing",
                      "ntu": "tennis bat swing", "kinetics": "playing tennis",
                      "uav_human": "swing the racket"},
        natural_s=2.2,
        minimum_s=1.4,
    ),
    Action(
        name="tennis_serve",
        description="Serves at tennis: tosses a ball and strikes it overhead.",
        captions=("a person serves at tennis", "someone tosses up a ball and hits it overhead"),
        program=tennis_serve,
        parameters=MANNER
        | STRIDE
        | {
            "side": SIDE,
            "looseness": Uniform(0.01, 0.06),
            "prop": RACKETS,
            "prop_size": SIZE,
            "body_turn": Uniform(0.2, 0.85),
            "low_ahead": Uniform(0.05, 0.5),
            "toss_ahead": Uniform(0.45, 0.85),
            "toss_up": Uniform(0.35, 0.95),
            "drawn_up": Uniform(-0.55, 0.15),
            "cock_ahead": Uniform(-0.05, 0.25),
            "cock_up": Uniform(0.2, 0.6),
            "wait": Uniform(-0.03, 0.06),
            "hit_ahead": Uniform(0.35, 0.8),
            "hit_up": Uniform(0.75, 1.15),
            "follow_out": Uniform(0.05, 0.65),
            "tiptoe": Uniform(0.0, 1.0),
        },
        tags=("sport", "whole_body", "object"),
        counterparts={"utd_mhad": "tennis_serve", "ucf101": "TennisSwing",
                      "kinetics": "playing tennis"},
        natural_s=2.6,
        minimum_s=1.7,
    ),
    Action(
        name="pick_up_and_throw",
        description="Picks something up from the ground and throws it.",
        captions=("a person picks something up and throws it with the {side} hand",
                  "someone bends down for something and throws it away"),
        program=pick_up_and_throw,
        parameters=OVERARM
        | {
            "knees": Uniform(0.2, 1.6),
            "ahead": Uniform(0.0, 0.5),
            "propped": Uniform(0.0, 1.0),
            "low_share": Uniform(0.28, 0.45),
        },
        tags=("sport", "whole_body", "object"),
        counterparts={"utd_mhad": "pick_up_and_throw"},
        natural_s=3.0,
        minimum_s=2.0,
    ),
    Action(
        name="arm_curl",
        description="Curls the arms, with or without weights.",
        captions=("a person does arm curls", "someone bends the elbows to lift weights"),
        program=arm_curl,
        parameters={
            "side": SIDE,
            "prop": WEIGHTS,
            "prop_size": Uniform(0.8, 1.2),
            "arms": ARMS,
            "period_s": LogUniform(1.25, 2.7),
            "upper_low": Uniform(0.0, 0.5),
            "upper_lift": Uniform(0.1, 1.2),
            "kept_elbow": Uniform(0.1, 0.6),
            "bent_elbow": Uniform(2.15, 2.55),
            "inward": Uniform(0.0, 1.0),
        },
        tags=("exercise", "standing", "object"),
        counterparts={"utd_mhad": "arm_curl", "kinetics": "exercising arm"},
        minimum_s=1.4,
        cut_chance=0.1,
    ),
)  # fmt: skip
