"""Golf, kicks, spikes, throws of athletics, bows and blades, rackets, rowing and pedalling.

Strokes are chains of hand places under turning shoulders, as in `ball_games`. Balls that leave
the hand and come back are in `loose_balls`; a kicked ball is mimed.
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
from understudy.motion.programs.ball_games import SIZE, at_hand, shifted, turned
from understudy.motion.programs.exercise import leap, step
from understudy.motion.programs.loose_balls import cascade, dribbled
from understudy.motion.timing import envelope, movements, oscillator
from understudy.types import Prop

BOTH = (LEFT, RIGHT)


def _towards_other(stage: Stage) -> float:
    """Sign of y and of a yaw towards the side away from the acting hand."""
    return -1.0 if stage.side == LEFT else 1.0


def golf_swing(stage: Stage) -> Performance:
    """Addresses the ball, swings the club back over one shoulder and through over the other."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn, bend, pause = values["body_turn"], values["bend"], values["waggle"]
    # (time, duration, yaw, bend, middle of the hands, where the club points): outward of `side`.
    keys = (
        (0.12 * pause, 0.1, 0.05, bend, (0.5, 0.03, -0.7), (0.55, 0.0, -0.83)),
        (0.1 + 0.12 * pause, 0.2, -0.45 * turn, bend, (0.5, 0.36, -0.5), (0.3, 0.9, -0.1)),
        (0.22 + 0.12 * pause, 0.22, -turn, bend, (0.38, 0.42, 0.12), (-0.3, -0.1, 0.9)),
        (0.52, 0.1, -0.3 * turn, bend, (0.52, 0.22, -0.5), (0.2, 0.9, -0.2)),
        (0.56, 0.1, 0.3 * turn, bend, (0.52, -0.03, -0.7), (0.55, 0.0, -0.83)),
        (0.6, 0.12, 0.9 * turn, 0.8 * bend, (0.56, -0.3, -0.35), (0.5, -0.85, -0.1)),
        (0.66, 0.16, 1.2 * turn, 0.2 * bend, (0.32, -0.4, values["finish_up"]),
         (-0.5, 0.4, 0.6)),
    )  # fmt: skip
    gap, body, course = 0.16, [], []
    for start, length, yaw, lean, place, pointing in keys:
        posture = turned(stage, stage.rest, yaw, bend=lean)
        aside = -0.07 * yaw / turn
        posture = shifted(stage, posture, -0.16 * lean, aside, 0.03 + values["knees"] * lean / bend)
        if yaw > 0.5 * turn:
            posture = pose(posture, side=side, foot_pitch=-values["heel_up"])
        apart = 0.5 * gap * unit(np.array(pointing))
        low, high = np.array(place) + apart, np.array(place) - apart
        posture = at_hand(posture, side, tuple(low), elbow=0.2, fist=1.4, palm=(-0.2, -1.0, -0.1))
        posture = at_hand(posture, 1 - side, (high[0], -high[1], high[2]), elbow=0.2, fist=1.4,
                          palm=(-0.2, -1.0, -0.1))  # fmt: skip
        body.append(posture)
        course.append((stage.at(start), length * span, posture))
    calm = at_hand(stage.rest, side, (0.42, 0.06, -0.72), elbow=0.2, fist=1.4,
                   palm=(-0.2, -1.0, -0.1))  # fmt: skip
    calm = at_hand(calm, 1 - side, (0.38, 0.06, -0.62), elbow=0.2, fist=1.4,
                   palm=(-0.2, -1.0, -0.1))  # fmt: skip
    course.append((stage.at(0.86), 0.14 * span, pose(body[-1], foot_pitch=0.0)))
    # Whoever plays golf stands at the ball from the start.
    address = body[0]
    track = movements(stage.times_s, address if values["from_address"] > 0.5 else calm, course,
                      stage.lag_s)  # fmt: skip
    held = (Held(kind="golf_club", side=side, size=values["prop_size"]),)
    return Performance(track=track, held=held)


def kick_ball(stage: Stage) -> Performance:
    """Steps up, swings a leg back and through low, as at a ball on the ground."""
    values, side, span = stage.values, stage.side, stage.window_s
    other, away = 1 - side, _towards_other(stage)
    stride, power = values["stride"], values["power"]
    rest = stage.rest

    def standing(forward: float, lean: float, yaw: float) -> np.ndarray:
        """On the other leg, the trunk leaning and turned, the opposite arm swung against it."""
        base = pose(
            rest,
            pelvis=(forward, away * 0.14, -0.05),
            turn=channel(rest, "turn") + np.array([0.06 * away, lean, -0.5 * away * yaw]),
            spine=channel(rest, "spine") + np.array([0.0, 0.1, 0.8 * away * yaw]),
            arm_hang=0.6,
        )
        return base

    # The angles must be in place before the leg leaves the ground.
    planted = pose(standing(0.55 * stride, 0.0, 0.2 * power), side=side, hip_bend=0.1,
                   knee_bend=1.0)  # fmt: skip
    loaded = pose(standing(0.8 * stride, -0.05, 0.4 * power), side=side, leg_free=1.0,
                  hip_bend=-0.35 * power, knee_bend=0.8 + 1.0 * power, ankle_bend=-0.2)  # fmt: skip
    loaded = pose(loaded, side=other, arm_raise=1.1 * power, arm_side=1.2, elbow=0.5)
    loaded = pose(loaded, side=side, arm_swing=0.3, elbow=0.6)
    hit = pose(standing(stride, -0.12, 0.0), side=side, leg_free=1.0, hip_bend=0.45,
               knee_bend=1.3, ankle_bend=0.1)  # fmt: skip
    through = pose(standing(stride, -0.2 * power, -0.4 * power), side=side, leg_free=1.0,
                   hip_bend=0.65 + 0.8 * power, knee_bend=0.15, ankle_bend=-0.4,
                   hip_out=-0.1)  # fmt: skip
    through = pose(through, side=other, arm_raise=0.9 * power, arm_side=0.3, elbow=0.6)
    through = pose(through, side=side, arm_swing=-0.5 * power, elbow=0.4)
    hanging = pose(standing(stride, 0.0, 0.0), side=side, leg_free=0.5, hip_bend=0.55,
                   knee_bend=0.75)  # fmt: skip
    ended = pose(rest, pelvis=(stride, 0.0, -0.01))
    course = [
        (stage.at(0.0), 0.3 * span, planted),
        (stage.at(0.16), 0.24 * span, loaded),
        (stage.at(0.4), 0.12 * span, hit),
        (stage.at(0.475), 0.15 * span, through),
        (stage.at(0.63), 0.2 * span, hanging),
        (stage.at(0.74), 0.26 * span, ended),
    ]
    track = movements(stage.times_s, rest, course)
    step(track, stage, other, stage.at(0.04), 0.24 * span, forward=1.08 * stride)
    # The foot is off the ground for as long as the leg follows its angles at all.
    step(track, stage, side, stage.at(0.55), 0.45 * span, forward=stride, lift=0.14)
    return Performance(track=track)


def dribble_basketball(stage: Stage) -> Performance:
    """Bends a little and pumps one hand beside the body, as on a bouncing ball."""
    values, side, times = stage.values, stage.side, stage.times_s
    away = _towards_other(stage)
    low = shifted(stage, turned(stage, stage.rest, 0.15, bend=values["bend"]), -0.12, 0.0,
                  values["sink"])  # fmt: skip
    top, out = values["top"], values["outward"]
    ready = at_hand(low, side, (0.5, out, top), elbow=0.6, palm=(0.3, -0.1, -1.0), fist=0.25)
    ready = pose(ready, side=1 - side, arm_raise=0.6, arm_side=0.9, elbow=0.9, arm_hang=0.6)
    rise = min(0.5, 0.25 * stage.window_s)
    course = [(stage.start_s, rise, ready), (stage.end_s - rise, rise, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    strength = envelope(times, stage.start_s + 0.6 * rise, stage.end_s - 0.6 * rise, 0.3)
    wave = oscillator(times, stage.start_s, values["frequency_hz"], 0.0)
    late = oscillator(times, stage.start_s, values["frequency_hz"], -0.8)
    channel(track, "hand")[:, side, 2] += values["stroke"] * strength * (wave - 0.6)
    add(track, "wrist_bend", -0.5 * strength * late, index=side)
    add(track, "pelvis", 0.012 * strength * wave, index=2)
    if round(values["switch"]) == 1:  # looks about while the hand goes on by itself
        glance = envelope(times, stage.at(0.35), stage.at(0.7), 0.4)
        add(track, "head", 0.7 * away * glance, index=2)
        add(track, "head", -0.25 * glance, index=1)
    ball = dribbled(track, stage, side, 1.0 / values["frequency_hz"], rise)
    return Performance(track=track, moving=(ball,))


def volleyball_spike(stage: Stage) -> Performance:
    """Crouches with the arms back, jumps, strikes overhead at the top, lands."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn = values["body_turn"]
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    off_s = stage.at(0.4)
    land_s = leap(track, stage, off_s, values["height_m"], values["crouch"])
    top_s = 0.5 * (off_s + land_s)
    back = pose(stage.rest, arm_swing=-0.9, elbow=0.2, arm_hang=0.5)
    other = 1 - side
    # By angles all the way: overhead a reaching elbow would not know its way.
    rising = turned(stage, stage.rest, -turn, bend=-0.08)
    rising = pose(rising, side=other, arm_raise=2.5, arm_side=0.3, arm_swing=0.0, elbow=0.3,
                  arm_hang=0.3)  # fmt: skip
    rising = pose(rising, side=side, arm_raise=1.7, arm_side=1.2, arm_swing=0.0, arm_turn=0.8,
                  elbow=1.5, arm_hang=0.3, palm=(0.8, -0.2, -0.4), fist=0.1)  # fmt: skip
    cocked = pose(rising, side=side, arm_raise=2.1, arm_side=1.3, arm_turn=1.5, elbow=1.9)
    strike = turned(stage, stage.rest, 0.5 * turn, bend=0.15)
    strike = pose(strike, side=side, arm_raise=2.6, arm_side=0.4, arm_swing=0.0, arm_turn=0.4,
                  elbow=0.3, arm_hang=0.3, palm=(1.0, -0.2, 0.1), fist=0.1)  # fmt: skip
    strike = pose(strike, side=other, arm_raise=0.7, arm_side=0.4, elbow=0.9)
    through = turned(stage, stage.rest, turn, bend=0.4)
    through = pose(through, side=side, arm_raise=0.9, arm_side=-0.2, arm_swing=0.0, elbow=0.4,
                   palm=(0.2, -0.4, -0.9), fist=0.1)  # fmt: skip
    course = [
        (off_s - 0.42 * span, 0.3 * span, back),
        (off_s - 0.38, 0.42, rising),
        (off_s - 0.06, 0.22, cocked),
        (top_s - 0.13, 0.2, strike),
        (top_s, 0.26, through),
        (land_s - 0.02, stage.end_s - land_s, stage.rest),
    ]
    arms = movements(stage.times_s, stage.rest, course, stage.lag_s)
    return Performance(track=track + arms - stage.rest)


def javelin_throw(stage: Stage) -> Performance:
    """Carries a javelin over the shoulder, draws it far back, hurls it forward and up."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn, stride = values["body_turn"], values["stride"]
    fist = 1.4
    carried = at_hand(turned(stage, stage.rest, -0.1), side, (0.16, 0.5, values["carry_up"]),
                      elbow=0.5, palm=(0.1, -1.0, 0.2), fist=fist)  # fmt: skip
    back = shifted(stage, turned(stage, stage.rest, -turn, bend=-0.12, tilt=-0.15),
                   0.35 * stride, 0.1, 0.06)  # fmt: skip
    back = at_hand(back, side, (-0.12, 1.12, 0.1), elbow=0.5, palm=(-0.5, -0.2, 0.9), fist=fist)
    back = pose(back, side=1 - side, arm_raise=1.5, arm_side=0.5, arm_swing=0.0, elbow=0.3,
                arm_hang=0.5)  # fmt: skip
    over = shifted(stage, turned(stage, stage.rest, -0.1 * turn, bend=-0.1), 0.6 * stride, 0.0,
                   0.06)  # fmt: skip
    over = at_hand(over, side, (0.05, 0.55, 0.42), elbow=1.1, palm=(0.7, -0.2, 0.7), fist=fist)
    out = shifted(stage, turned(stage, stage.rest, 0.6 * turn, bend=0.15), 0.75 * stride, -0.06,
                  0.05)  # fmt: skip
    out = at_hand(out, side, (0.62, 0.42, 0.58), elbow=0.9, palm=(0.8, -0.1, -0.4), fist=0.6)
    down = shifted(stage, turned(stage, stage.rest, 1.1 * turn, bend=0.6), 0.85 * stride, -0.05,
                   0.08)  # fmt: skip
    down = at_hand(down, side, (0.75, 0.15, -0.4), elbow=0.5, fist=0.3)
    down = pose(down, side=1 - side, arm_raise=0.4, arm_side=1.2, elbow=0.6)
    down, out = (pose(p, side=side, foot_pitch=-0.6) for p in (down, out))
    whip = values["whip"] * span
    course = [
        (stage.at(0.0), 0.3 * span, back),
        (stage.at(0.36), 0.16 * span, over),
        (stage.at(0.44), whip, out),
        (stage.at(0.44) + 0.5 * whip, 1.6 * whip, down),
        (stage.at(0.72), 0.28 * span, stage.rest),
    ]
    track = movements(stage.times_s, carried, course, stage.lag_s)
    step(track, stage, 1 - side, stage.at(0.08), 0.3 * span, forward=stride, lift=0.1)
    step(track, stage, 1 - side, stage.at(0.74), 0.22 * span, forward=-stride)
    held = Held(kind="stick", side=side, size=values["prop_size"], grip="fist", thrown=True,
                until_s=stage.at(0.44) + 0.8 * whip)  # fmt: skip
    return Performance(track=track, held=(held,))


def shot_put(stage: Stage) -> Performance:
    """Holds a shot at the neck, sinks back, turns up and pushes it away."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn, stride = values["body_turn"], values["stride"]
    neck = (0.26, 0.3, 0.14)
    ready = at_hand(turned(stage, stage.rest, -0.2), side, neck, elbow=1.0,
                    palm=(0.3, -0.4, 0.9), fist=0.6)  # fmt: skip
    ready = pose(ready, side=1 - side, arm_raise=1.4, arm_side=0.6, elbow=0.5, arm_hang=0.6,
                 arm_swing=0.0)  # fmt: skip
    low = shifted(stage, turned(stage, ready, -turn, bend=values["bend"], tilt=-0.15), -0.08, 0.12,
                  values["sink"])  # fmt: skip
    risen = shifted(stage, turned(stage, ready, 0.1 * turn, bend=-0.15), 0.4 * stride, 0.0, 0.03)
    push = shifted(stage, turned(stage, ready, turn, bend=-0.05), 0.7 * stride, -0.08, 0.0)
    push = at_hand(push, side, (0.78, 0.34, values["push_up"]), elbow=0.9, palm=(0.8, -0.2, -0.2),
                   fist=0.1, wrist=-0.3)  # fmt: skip
    push = pose(push, side=side, foot_pitch=-0.6)
    push = pose(push, side=1 - side, arm_raise=0.5, arm_side=1.2, elbow=1.2)
    after = shifted(stage, turned(stage, stage.rest, turn, bend=0.35), 0.7 * stride, -0.05, 0.05)
    after = at_hand(after, side, (0.75, 0.25, 0.0), elbow=0.6)
    course = [
        (stage.at(0.0), 0.36 * span, low),
        (stage.at(0.4), 0.16 * span, risen),
        (stage.at(0.48), 0.14 * span, push),
        (stage.at(0.64), 0.16 * span, after),
        (stage.at(0.74), 0.26 * span, stage.rest),
    ]
    track = movements(stage.times_s, ready, course, stage.lag_s)
    step(track, stage, 1 - side, stage.at(0.2), 0.28 * span, forward=stride)
    step(track, stage, 1 - side, stage.at(0.74), 0.22 * span, forward=-stride)
    held = Held(kind="ball", side=side, size=values["prop_size"], thrown=True,
                until_s=stage.at(0.58))  # fmt: skip
    return Performance(track=track, held=(held,))


def archery(stage: Stage) -> Performance:
    """Holds a bow out to one side, draws the string to the chin, aims, looses it."""
    values, draw, span = stage.values, stage.side, stage.window_s
    bow, away = 1 - draw, _towards_other(stage)
    rest = stage.rest
    looking = pose(rest, head=channel(rest, "head") + np.array([0.0, 0.0, 1.05 * away]),
                   turn=channel(rest, "turn") + np.array([0.0, 0.0, 0.25 * away]))  # fmt: skip
    low = pose(looking, side=bow, arm_raise=0.7, arm_side=1.2, arm_swing=0.0, arm_hang=1.0,
               elbow=0.3, palm=(1.0, 0.0, 0.0), fist=1.3)  # fmt: skip
    low = at_hand(low, draw, (0.5, -0.3, -0.4), elbow=0.3, palm=(-0.8, -0.3, -0.3), fist=0.9)
    out = pose(low, side=bow, arm_raise=1.5 + values["aim_up"], arm_side=1.35, elbow=0.1)
    out = at_hand(out, draw, (0.48, -0.55, 0.0), elbow=0.9, palm=(-0.9, -0.1, -0.2), fist=0.9)
    drawn = at_hand(out, draw, (0.28, values["anchor"], 0.14), elbow=1.45, palm=(-0.8, 0.1, -0.5),
                    fist=0.9)  # fmt: skip
    loosed = at_hand(drawn, draw, (0.18, values["anchor"] + 0.3, 0.14), elbow=1.4,
                     palm=(-0.7, 0.1, -0.6), fist=0.1)  # fmt: skip
    hold = values["hold"]
    course = [
        (stage.at(0.0), 0.24 * span, out),
        (stage.at(0.22), 0.26 * span, drawn),
        (stage.at(0.48 + hold), 0.06 * span, loosed),
        (stage.at(0.76), 0.24 * span, low),
    ]
    track = movements(stage.times_s, low, course, stage.lag_s)
    held = Held(kind="bow", side=bow, size=values["prop_size"])
    return Performance(track=track, held=(held,))


def sword_swing(stage: Stage) -> Performance:
    """Cuts with a sword: from over one shoulder down across, and back from the other side."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn = values["body_turn"]
    period = values["period_s"] / values["tempo"]
    count = max(1, round(span / period))
    period = span / count
    palm = (0.2, -1.0, -0.3)

    def at(yaw: float, place: tuple[float, float, float], down: float = 0.04) -> np.ndarray:
        body = shifted(stage, turned(stage, stage.rest, yaw * turn), 0.05 * yaw, -0.03 * yaw, down)
        body = pose(body, side=1 - side, arm_raise=0.7, arm_side=1.0, elbow=0.8, arm_hang=0.6)
        return at_hand(body, side, place, elbow=0.7, palm=palm, fist=1.4)

    guard = at(0.0, (0.6, 0.3, -0.3))
    high = at(-1.0, (0.2, 0.55, 0.45))
    over = at(0.6, (0.3, 0.02, 0.42))
    middle = at(0.2, (0.82, 0.2, 0.05), 0.07)
    low = at(1.0, (0.6, -0.15, -0.5), 0.1)
    wide = at(-0.7, (0.55, 0.6, -0.5), 0.1)
    course = []
    for number in range(count):
        begin = stage.start_s + number * period
        first, last = (high, low) if number % 2 == 0 else (over, wide)
        course += [
            (begin, 0.45 * period, first),
            (begin + 0.45 * period, 0.2 * period, middle),
            (begin + 0.54 * period, 0.26 * period, last),
        ]
    course.append((stage.end_s - 0.22 * period, 0.3 * period, guard))
    track = movements(stage.times_s, guard, course, stage.lag_s)
    if round(values["feet"]) == 1:
        step(track, stage, side, stage.start_s + 0.35 * period, 0.3 * period, forward=0.3)
        going = movements(stage.times_s, stage.rest, [
            (stage.start_s + 0.35 * period, 0.35 * period, pose(stage.rest, pelvis=0.15)),
        ])  # fmt: skip
        add(track, "pelvis", channel(going, "pelvis")[:, 0] - channel(stage.rest, "pelvis")[0],
            index=0)  # fmt: skip
    held = Held(kind=("sword", "stick")[round(values["prop"])], side=side,
                size=values["prop_size"])  # fmt: skip
    return Performance(track=track, held=(held,))


def fencing_lunge(stage: Stage) -> Performance:
    """From the guard the arm stretches, the front foot shoots forward; back to guard."""
    values, side, span = stage.values, stage.side, stage.window_s
    back, half, length = 1 - side, values["stance"], values["length"]
    base = stage.rest.copy()
    foot = channel(base, "foot")
    foot[side, 0] += half
    foot[back, 0] -= half
    channel(base, "foot_yaw")[back] = 0.9
    bladed = turned(stage, base, values["blade"])
    guard = shifted(stage, bladed, 0.0, 0.0, values["sink"])
    guard = pose(guard, side=back, arm_raise=1.3, arm_side=1.6, arm_turn=1.4, elbow=1.6,
                 arm_swing=0.0, arm_hang=0.6, fist=0.4)  # fmt: skip
    palm = (0.2, -1.0, 0.3)
    # The target lies ahead of the body, not of the turned chest.
    ahead, out = np.cos(values["blade"]), np.sin(values["blade"])
    guard = at_hand(guard, side, (0.62 * ahead, 0.35 + 0.62 * out, -0.32), elbow=0.2, palm=palm,
                    fist=1.4)  # fmt: skip
    aimed = at_hand(guard, side, (0.96 * ahead, 0.35 + 0.96 * out, 0.0), elbow=0.2, palm=palm,
                    fist=1.4)  # fmt: skip
    low = pose(aimed, pelvis=(0.62 * length, 0.0, -values["depth"]),
               turn=channel(bladed, "turn") + np.array([0.0, 0.12, 0.0]))  # fmt: skip
    low = pose(low, side=back, arm_raise=0.9, arm_side=1.7, arm_turn=0.0, elbow=0.15)
    course = [
        (stage.at(0.12), 0.16 * span, aimed),
        (stage.at(0.22), 0.24 * span, low),
        (stage.at(0.62), 0.3 * span, guard),
    ]
    track = movements(stage.times_s, guard, course, stage.lag_s * 0.5)
    step(track, stage, side, stage.at(0.22), 0.22 * span, forward=length, lift=0.05)
    step(track, stage, side, stage.at(0.64), 0.24 * span, forward=-length, lift=0.04)
    # The blade lies along the forearm, flatter than a tool in a fist.
    spin = np.full(stage.times_s.size, 0.75)
    held = Held(kind="foil", side=side, size=values["prop_size"], spin_rad=spin)
    return Performance(track=track, held=(held,))


def juggle(stage: Stage) -> Performance:
    """Both hands scoop and toss in turn, the eyes up."""
    values, times = stage.values, stage.times_s
    ready = stage.rest
    for side in BOTH:
        ready = at_hand(ready, side, (values["ahead"], 0.3, values["level"]), elbow=0.2,
                        palm=(-0.3, -0.2, 1.0), fist=0.5)  # fmt: skip
    ready = pose(ready, head=channel(stage.rest, "head") - np.array([0.0, 0.25, 0.0]))
    rise = min(0.45, 0.25 * stage.window_s)
    course = [(stage.start_s, rise, ready), (stage.end_s - rise, rise, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    strength = envelope(times, stage.start_s + 0.6 * rise, stage.end_s - 0.6 * rise, 0.3)
    hand = channel(track, "hand")
    for side in BOTH:
        phase = 2.0 * np.pi * (values["frequency_hz"] * (times - stage.start_s) + 0.5 * side)
        # Up in the middle, where the ball leaves, and down outside, where the next one comes.
        hand[:, side, 2] += values["toss"] * strength * np.sin(phase)
        hand[:, side, 1] -= values["oval"] * strength * np.cos(phase)
        add(track, "wrist_bend", 0.3 * strength * np.sin(phase + 0.9), index=side)
        add(track, "head", (0.08 if side == LEFT else -0.08) * strength * np.sin(phase), index=2)
    balls = cascade(track, stage, 1.0 / values["frequency_hz"], rise)
    return Performance(track=track, moving=tuple(balls))


def table_tennis_stroke(stage: Stage) -> Performance:
    """Plays short forehands and backhands from a crouch."""
    values, side, span = stage.values, stage.side, stage.window_s
    low = values["sink"]
    period = values["period_s"] / values["tempo"]
    rise = min(0.4, 0.2 * span)
    count = max(1, round((span - 2.0 * rise) / period))
    period = (span - 2.0 * rise) / count

    def at(yaw: float, place: tuple[float, float, float],
           palm: tuple[float, float, float]) -> np.ndarray:  # fmt: skip
        body = shifted(stage, turned(stage, stage.rest, yaw, bend=values["bend"]), -0.14,
                       -0.06 * yaw, low)  # fmt: skip
        body = pose(body, side=1 - side, arm_raise=0.5, arm_side=0.8, elbow=1.1, arm_hang=0.6)
        return at_hand(body, side, place, elbow=0.5, palm=palm, fist=1.3)

    turn = values["body_turn"]
    ready = at(0.0, (0.6, 0.22, -0.3), (0.5, -0.8, 0.0))
    fore = (
        at(-turn, (0.25, 0.75, -0.4), (0.7, -0.6, 0.0)),
        at(0.8 * turn, (0.62, 0.02, 0.12), (0.3, -0.5, -0.8)),
    )
    back = (
        at(0.5 * turn, (0.42, -0.1, -0.3), (-0.5, -0.6, -0.5)),
        at(-0.2 * turn, (0.78, 0.35, 0.0), (0.4, 0.1, -0.9)),
    )
    course = [(stage.start_s, rise, ready)]
    for number in range(count):
        begin = stage.start_s + rise + number * period
        drawn, hit = back if stage.rng.random() < values["backhands"] else fore
        course += [
            (begin, 0.4 * period, drawn),
            (begin + 0.38 * period, 0.26 * period, hit),
            (begin + 0.66 * period, 0.34 * period, ready),
        ]
    course.append((stage.end_s - rise, rise, stage.rest))
    track = movements(stage.times_s, stage.rest, course, stage.lag_s)
    held = Held(kind="paddle", side=side, size=values["prop_size"])
    return Performance(track=track, held=(held,))


def badminton_smash(stage: Stage) -> Performance:
    """Draws the racket behind the head and smashes down from overhead, with a jump or without."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn, fist = values["body_turn"], 1.3
    jumps = round(values["feet"]) == 1
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    hit_s = stage.at(0.52)
    if jumps:
        flight_s = 2.0 * np.sqrt(2.0 * values["height_m"] / 9.81)
        leap(track, stage, hit_s - 0.45 * flight_s, values["height_m"], 0.15)
    ready = at_hand(turned(stage, stage.rest, -0.2 * turn), side, (0.5, 0.4, -0.1), elbow=0.5,
                    fist=fist, palm=(0.3, -0.9, 0.0))  # fmt: skip
    back = turned(stage, stage.rest, -turn, bend=-0.1, tilt=-0.12)
    back = pose(back, side=1 - side, arm_raise=2.3, arm_side=0.4, arm_swing=0.0, elbow=0.35,
                arm_hang=0.4, fist=0.1)  # fmt: skip
    back = pose(back, head=channel(stage.rest, "head") - np.array([0.0, 0.35, 0.0]))
    back = at_hand(back, side, (0.0, 0.6, 0.3), elbow=1.1, fist=fist, palm=(0.7, -0.4, 0.6))
    hit = turned(stage, stage.rest, 0.4 * turn, tilt=0.1)
    hit = at_hand(hit, side, (0.5, 0.42, values["hit_up"]), elbow=0.8, fist=fist,
                  palm=(0.9, -0.2, -0.3))  # fmt: skip
    hit = pose(hit, side=1 - side, arm_raise=0.7, arm_side=0.5, elbow=0.9)
    through = turned(stage, stage.rest, turn, bend=0.35)
    through = at_hand(through, side, (0.75, 0.1, -0.35), elbow=0.5, fist=fist)
    course = [
        (stage.at(0.0), 0.22 * span, ready),
        (stage.at(0.14), 0.26 * span, back),
        (hit_s - 0.1 * span, 0.12 * span, hit),
        (hit_s - 0.02 * span, 0.14 * span, through),
        (stage.at(0.74), 0.26 * span, stage.rest),
    ]
    arms = movements(stage.times_s, stage.rest, course, stage.lag_s)
    held = Held(kind="racket", side=side, size=values["prop_size"])
    return Performance(track=track + arms - stage.rest, held=(held,))


def row(stage: Stage) -> Performance:
    """Sits low, slides forward over bent knees, drives back with the legs, pulls to the belly."""
    values, measures = stage.values, stage.measures
    seat_m = values["seat"] * measures.knee_height_m
    leg = measures.leg_m
    drop = (seat_m + measures.seat_clearance_m - measures.pelvis_height_m) / leg
    near, far = -0.62, -0.62 - values["slide"]
    fist = 1.4

    def at(back: float, lean: float, place: tuple[float, float, float]) -> np.ndarray:
        body = pose(stage.rest, pelvis=(back, 0.0, drop), turn=(0.0, 0.45 * lean, 0.0),
                    spine=(0.0, 0.55 * lean, 0.0), head=(0.0, -0.5 * lean, 0.0),
                    foot_pitch=0.25, knee_out=0.1)  # fmt: skip
        for side in BOTH:
            body = at_hand(body, side, place, elbow=values["elbows"], palm=(0.1, -0.1, -1.0),
                           fist=fist)  # fmt: skip
        return body

    catch = at(near, values["lean"], (0.93, 0.22, -0.25))
    driven = at(far, -0.05, (0.9, 0.22, -0.35))
    finish = at(far, -values["back"], (0.36, 0.3, -0.42))
    away = at(far, 0.25, (0.9, 0.22, -0.42))
    period = values["period_s"] / values["tempo"]
    course, begin = [], stage.start_s
    while begin < stage.end_s:
        course += [
            (begin, 0.32 * period, driven),
            (begin + 0.2 * period, 0.26 * period, finish),
            (begin + 0.46 * period, 0.24 * period, away),
            (begin + 0.58 * period, 0.42 * period, catch),
        ]
        begin += period
    track = movements(stage.times_s, catch, course, stage.lag_s)
    length = (values["slide"] + 0.55) * leg
    bench = Prop(
        kind="bench",
        position_m=(0.5 * (near + far) * leg, 0.0, 0.0),
        yaw_rad=0.0,
        size_m=(length, 0.32, seat_m),
    )
    held = Held(kind="stick", side=RIGHT, size=values["bar"], grip="bar")
    return Performance(track=track, props=(bench,), held=(held,))


def pedal(stage: Stage) -> Performance:
    """Sits on a stool and turns pedals that are not seen, the hands at a handlebar."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg = measures.leg_m
    seat_m = 0.66 * leg
    drop = (seat_m + measures.seat_clearance_m - measures.pelvis_height_m) / leg
    lean = values["lean"]
    riding = pose(stage.rest, pelvis=(-0.3, 0.0, drop), turn=(0.0, 0.5 * lean, 0.0),
                  spine=(0.0, 0.5 * lean, 0.0), head=(0.0, -0.7 * lean, 0.0))  # fmt: skip
    for side in BOTH:
        riding = at_hand(riding, side, (0.78, 0.3, -0.45 + 0.25 * lean), elbow=0.4,
                         palm=(0.0, -0.2, -1.0), fist=1.3)  # fmt: skip
    track = np.repeat(riding[None], times.size, axis=0)
    speed = envelope(times, stage.start_s - 0.6, stage.end_s + 0.6, 0.6)
    step_s = float(times[1] - times[0]) if times.size > 1 else 0.0
    turned_rad = 2.0 * np.pi * values["frequency_hz"] * np.cumsum(speed) * step_s
    foot = channel(track, "foot")
    for side in BOTH:
        phase = turned_rad + values["phase"] + np.pi * side
        foot[:, side, 0] = 0.02 + values["crank"] * np.cos(phase)
        foot[:, side, 2] = 0.04 + values["crank"] * (1.0 - np.sin(phase))
        foot[:, side, 1] = 0.0
        add(track, "foot_pitch", -0.2 - 0.2 * np.sin(phase + 0.6), index=side)
    add(track, "turn", 0.03 * np.sin(turned_rad + values["phase"]), index=0)
    stool = Prop(kind="stool", position_m=(-0.3 * leg - 0.05, 0.0, 0.0), yaw_rad=0.0,
                 size_m=(0.26, 0.26, seat_m))  # fmt: skip
    return Performance(track=track, props=(stool,))


def frisbee_throw(stage: Stage) -> Performance:
    """Draws a disc in across the chest and flings it out backhand."""
    values, side, span = stage.values, stage.side, stage.window_s
    turn = values["body_turn"]
    level = values["level"]
    ready = at_hand(stage.rest, side, (0.5, 0.25, level), elbow=0.3, palm=(-0.1, -0.2, -1.0),
                    fist=1.1)  # fmt: skip
    drawn = shifted(stage, turned(stage, stage.rest, turn, bend=0.1), -0.02, -0.06, 0.04)
    drawn = at_hand(drawn, side, (0.42, -0.22, level + 0.02), elbow=0.7, palm=(-0.2, 0.0, -1.0),
                    fist=1.1, wrist=0.1)  # fmt: skip
    going = shifted(stage, turned(stage, stage.rest, -0.3 * turn, bend=0.1), 0.06, 0.02, 0.04)
    release = at_hand(going, side, (0.85, 0.35, level + 0.08), elbow=0.5, palm=(0.0, -0.1, -1.0),
                      fist=0.5)  # fmt: skip
    out = shifted(stage, turned(stage, stage.rest, -turn), 0.08, 0.06, 0.02)
    out = at_hand(out, side, (0.5, 0.95, level + 0.2), elbow=0.4, palm=(0.3, 0.0, -0.9), fist=0.1)
    course = [
        (stage.at(0.0), 0.2 * span, ready),
        (stage.at(0.14), 0.28 * span, drawn),
        (stage.at(0.44), 0.15 * span, release),
        (stage.at(0.51), 0.18 * span, out),
        (stage.at(0.7), 0.3 * span, stage.rest),
    ]
    track = movements(stage.times_s, ready, course, stage.lag_s)
    if round(values["feet"]) == 1:
        length = values["stride"]
        step(track, stage, side, stage.at(0.26), 0.2 * span, forward=length)
        step(track, stage, side, stage.at(0.74), 0.2 * span, forward=-length)
        going_in = envelope(stage.times_s, stage.at(0.26), stage.at(0.94), 0.2 * span)
        add(track, "pelvis", 0.5 * length * going_in, index=0)
    held = Held(kind="frisbee", side=side, size=values["prop_size"], thrown=True,
                until_s=stage.at(0.555))  # fmt: skip
    return Performance(track=track, held=(held,))


FEET = Choice(("planted", "step"), (0.5, 0.5))
ONE: dict[str, Distribution] = {"side": SIDE, "prop_size": SIZE}
SPORT = ("sport", "standing", "whole_body")

ACTIONS = (
    Action(
        name="golf_swing",
        description="Swings a golf club.",
        captions=("a person swings a golf club", "someone plays a golf shot"),
        program=golf_swing,
        parameters=ONE
        | {
            "prop_size": Uniform(0.85, 1.0),
            "body_turn": Uniform(0.7, 1.05),
            "bend": Uniform(0.45, 0.75),
            "knees": Uniform(0.02, 0.06),
            "waggle": Uniform(0.0, 1.0),
            "finish_up": Uniform(0.05, 0.3),
            "heel_up": Uniform(0.3, 0.8),
            "from_address": Choice(("no", "yes"), (0.4, 0.6)),
        },
        tags=(*SPORT, "object"),
        counterparts={"ucf101": "GolfSwing", "hmdb51": "golf",
                      "kinetics": ("golf driving", "golf chipping")},
        natural_s=2.4,
        minimum_s=1.6,
    ),
    Action(
        name="kick_ball",
        description="Kicks a ball that lies on the ground.",
        captions=("a person kicks a ball with the {side} foot", "someone takes a shot with a foot"),
        program=kick_ball,
        parameters={"side": SIDE, "stride": Uniform(0.4, 0.7), "power": Uniform(0.55, 1.0)},
        tags=SPORT,
        counterparts={"hmdb51": "kick_ball",
                      "kinetics": ("kicking soccer ball", "shooting goal (soccer)",
                                   "kicking field goal"),
                      "ucf101": "SoccerPenalty"},
        natural_s=1.9,
        minimum_s=1.3,
    ),
    Action(
        name="dribble_basketball",
        description="Dribbles a basketball on the spot.",
        captions=("a person dribbles a ball with the {side} hand", "someone bounces a basketball"),
        program=dribble_basketball,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.2, 0.7),
            "sink": Uniform(0.06, 0.22),
            "top": Uniform(-0.4, -0.22),
            "outward": Uniform(0.4, 0.62),
            "stroke": Uniform(0.13, 0.22),
            "frequency_hz": LogUniform(1.3, 2.4),
            "switch": Choice(("no", "yes"), (0.5, 0.5)),
        },
        tags=SPORT,
        counterparts={"hmdb51": "dribble", "kinetics": "dribbling basketball",
                      "ntu": "bounce ball", "uav_human": "bounce the ball"},
        minimum_s=1.4,
    ),
    Action(
        name="volleyball_spike",
        description="Jumps and spikes a volleyball.",
        captions=("a person spikes a volleyball", "someone jumps and smashes a ball overhead"),
        program=volleyball_spike,
        parameters={
            "side": SIDE,
            "height_m": Uniform(0.2, 0.42),
            "crouch": Uniform(0.16, 0.3),
            "body_turn": Uniform(0.3, 0.6),
        },
        tags=SPORT,
        counterparts={"ucf101": "VolleyballSpiking", "kinetics": "playing volleyball"},
        natural_s=2.1,
        minimum_s=1.7,
    ),
    Action(
        name="javelin_throw",
        description="Throws a javelin.",
        captions=("a person throws a javelin", "someone hurls a spear with the {side} hand"),
        program=javelin_throw,
        parameters=ONE
        | {
            "prop_size": Uniform(1.5, 2.0),
            "body_turn": Uniform(0.55, 0.85),
            "stride": Uniform(0.3, 0.55),
            "carry_up": Uniform(0.2, 0.36),
            "whip": LogUniform(0.09, 0.13),
        },
        tags=(*SPORT, "object"),
        counterparts={"ucf101": "JavelinThrow", "kinetics": "javelin throw"},
        natural_s=2.2,
        minimum_s=1.5,
    ),
    Action(
        name="shot_put",
        description="Puts a shot from the neck.",
        captions=("a person puts the shot", "someone pushes a shot away from the neck"),
        program=shot_put,
        parameters=ONE
        | {
            "prop_size": Uniform(0.5, 0.65),
            "body_turn": Uniform(0.5, 0.85),
            "bend": Uniform(0.2, 0.5),
            "sink": Uniform(0.1, 0.22),
            "stride": Uniform(0.2, 0.42),
            "push_up": Uniform(0.35, 0.6),
        },
        tags=(*SPORT, "object"),
        counterparts={"ucf101": "Shotput", "kinetics": "shot put"},
        natural_s=2.3,
        minimum_s=1.6,
    ),
    Action(
        name="archery",
        description="Draws a bow, aims and looses.",
        captions=("a person shoots with a bow", "someone draws a bow and looses an arrow"),
        program=archery,
        parameters=ONE
        | {
            "aim_up": Uniform(-0.05, 0.15),
            "anchor": Uniform(0.12, 0.24),
            "hold": Uniform(0.04, 0.2),
        },
        tags=(*SPORT, "object"),
        counterparts={"ucf101": "Archery", "hmdb51": "shoot_bow", "kinetics": "archery"},
        natural_s=2.8,
        minimum_s=1.8,
    ),
    Action(
        name="sword_swing",
        description="Cuts through the air with a sword, again and again.",
        captions=("a person swings a sword", "someone practises cuts with a sword"),
        program=sword_swing,
        parameters=ONE
        | {
            "prop": Choice(("sword", "stick"), (0.8, 0.2)),
            "body_turn": Uniform(0.25, 0.55),
            "period_s": LogUniform(0.95, 1.5),
            "feet": FEET,
        },
        tags=(*SPORT, "combat", "object"),
        counterparts={"hmdb51": ("sword_exercise", "sword"), "kinetics": "sword fighting"},
        minimum_s=1.4,
    ),
    Action(
        name="fencing_lunge",
        description="Lunges with a foil from the fencer's guard.",
        captions=("a person lunges with a foil", "a fencer attacks and goes back to guard"),
        program=fencing_lunge,
        parameters=ONE
        | {
            "stance": Uniform(0.16, 0.26),
            "blade": Uniform(0.6, 0.95),
            "sink": Uniform(0.08, 0.16),
            "length": Uniform(0.4, 0.62),
            "depth": Uniform(0.26, 0.36),
        },
        tags=(*SPORT, "combat", "object"),
        counterparts={"ucf101": "Fencing", "hmdb51": "fencing"},
        natural_s=1.9,
        minimum_s=1.3,
    ),
    Action(
        name="juggle",
        description="Juggles three balls.",
        captions=("a person juggles", "someone juggles balls"),
        program=juggle,
        parameters={
            "ahead": Uniform(0.5, 0.66),
            "level": Uniform(-0.5, -0.28),
            "toss": Uniform(0.08, 0.18),
            "oval": Uniform(0.06, 0.14),
            "frequency_hz": LogUniform(1.15, 1.7),
        },
        tags=("sport", "standing", "hand", "object"),
        counterparts={"ucf101": "JugglingBalls", "kinetics": "juggling balls"},
        minimum_s=1.4,
    ),
    Action(
        name="table_tennis_stroke",
        description="Plays table tennis strokes.",
        captions=("a person plays table tennis", "someone plays strokes with a paddle"),
        program=table_tennis_stroke,
        parameters=ONE
        | {
            "sink": Uniform(0.06, 0.2),
            "bend": Uniform(0.25, 0.6),
            "body_turn": Uniform(0.2, 0.5),
            "period_s": LogUniform(0.85, 1.3),
            "backhands": Uniform(0.0, 0.5),
        },
        tags=(*SPORT, "object"),
        counterparts={"ucf101": "TableTennisShot"},
        minimum_s=1.5,
    ),
    Action(
        name="badminton_smash",
        description="Smashes at badminton.",
        captions=("a person plays a badminton smash", "someone smashes with a racket overhead"),
        program=badminton_smash,
        parameters=ONE
        | {
            "prop_size": Uniform(0.9, 1.0),
            "feet": Choice(("planted", "jump"), (0.5, 0.5)),
            "height_m": Uniform(0.1, 0.25),
            "body_turn": Uniform(0.35, 0.7),
            "hit_up": Uniform(0.62, 0.8),
        },
        tags=(*SPORT, "object"),
        counterparts={"kinetics": "playing badminton", "uav_human": "swing the racket"},
        natural_s=2.1,
        minimum_s=1.5,
    ),
    Action(
        name="row",
        description="Rows, sitting on a sliding seat.",
        captions=("a person rows", "someone trains on a rowing machine"),
        program=row,
        parameters={
            "seat": Uniform(0.45, 0.62),
            "slide": Uniform(0.24, 0.34),
            "lean": Uniform(0.35, 0.65),
            "back": Uniform(0.15, 0.4),
            "elbows": Uniform(0.2, 0.9),
            "period_s": LogUniform(1.5, 2.4),
            "bar": Uniform(0.45, 0.65),
        },
        tags=("sport", "exercise", "sitting", "object"),
        counterparts={"ucf101": "Rowing"},
        minimum_s=1.8,
    ),
    Action(
        name="pedal",
        description="Pedals as on a bicycle, sitting on a stool.",
        captions=("a person pedals", "someone cycles on an exercise bike"),
        program=pedal,
        parameters={
            "lean": Uniform(0.2, 0.8),
            "crank": Uniform(0.14, 0.19),
            "phase": Uniform(0.0, 6.28),
            "frequency_hz": LogUniform(0.8, 1.6),
        },
        tags=("sport", "exercise", "sitting"),
        counterparts={"ucf101": "Biking", "hmdb51": "ride_bike", "kinetics": "riding a bike"},
        minimum_s=1.2,
    ),
    Action(
        name="frisbee_throw",
        description="Throws a frisbee backhand.",
        captions=("a person throws a frisbee", "someone flings a disc with the {side} hand"),
        program=frisbee_throw,
        parameters=ONE
        | {
            "body_turn": Uniform(0.4, 0.75),
            "level": Uniform(-0.3, -0.05),
            "stride": Uniform(0.2, 0.4),
            "feet": FEET,
        },
        tags=(*SPORT, "object"),
        counterparts={"ucf101": "FrisbeeCatch",
                      "kinetics": ("catching or throwing frisbee", "disc golfing"),
                      "uav_human": "throw a frisbee"},
        natural_s=2.0,
        minimum_s=1.4,
    ),
)  # fmt: skip
