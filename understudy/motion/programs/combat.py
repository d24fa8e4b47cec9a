"""Punches and kicks in the air."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import (
    LEFT,
    SIDE,
    Action,
    Choice,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.posture import add, channel, pose
from understudy.motion.timing import envelope, minimum_jerk, movements, oscillator


def guard(
    stage: Stage,
    lead: int,
    height: float,
    blade: float,
    *,
    drawn: float = 0.46,
    apart: float = 0.17,
    elbows_out: float = 0.15,
) -> np.ndarray:
    """Returns the boxer's stance: fists up in front of the face, knees soft."""
    sign = -1.0 if lead == LEFT else 1.0  # the lead shoulder turns forward
    base = pose(
        stage.rest,
        reach=1.0,
        hand=((drawn, apart, height),) * 2,
        elbow_out=elbows_out,
        palm=((-0.2, -1.0, 0.0),) * 2,
        fist=1.5,
        wrist_bend=0.0,
        pelvis=(0.0, 0.0, -0.02 - 0.05 * blade),
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.08, sign * 0.35 * blade]),
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.05, sign * 0.3 * blade]),
        head=channel(stage.rest, "head") + np.array([0.0, 0.08, -sign * 0.55 * blade]),
    )
    return pose(base, side=lead, hand=(drawn + 0.06, apart - 0.02, height))


def punch(stage: Stage) -> Performance:
    """Boxes the air from a guard: jabs, crosses and hooks."""
    values, times = stage.values, stage.times_s
    lead = stage.side
    ready = guard(
        stage,
        lead,
        values["guard_height"],
        values["blade"],
        drawn=values["drawn"],
        apart=values["apart"],
        elbows_out=values["elbows_out"],
    )
    stance = stage.rest.copy()
    half_step = 0.16 * values["blade"]
    foot = channel(stance, "foot")
    foot[lead, 0] += half_step
    foot[1 - lead, 0] -= half_step
    channel(ready, "foot")[...] = foot
    rise = min(0.5 / values["tempo"], 0.25 * stage.window_s)
    course = [(stage.start_s, rise, ready), (stage.end_s - rise, rise, stance)]
    track = movements(times, stance, course, stage.lag_s)
    inside = (times > stage.start_s) & (times < stage.end_s)
    bounce = oscillator(times, stage.start_s, 2.2) * envelope(
        times, stage.start_s, stage.end_s, 0.4
    )
    add(track, "pelvis", -0.008 * values["blade"] * (1.0 + bounce) * inside, index=2)

    interval = 1.0 / (values["rate_hz"] * values["tempo"] ** 0.5)
    strike_s = min(values["strike_s"] / values["tempo"], 1.6 * interval)
    side, moment = lead, stage.start_s + 0.85 * rise
    while moment + strike_s < stage.end_s - 0.6 * rise:
        kind = stage.rng.random()
        _strike(track, stage, side, moment, strike_s, hook=kind < values["hooks"])
        again = stage.rng.random() < values["doubles"]
        side = side if again else 1 - side
        moment += interval * stage.rng.uniform(0.85, 1.3)
    return Performance(track=track)


def _strike(
    track: np.ndarray, stage: Stage, side: int, start_s: float, length_s: float, *, hook: bool
) -> None:
    """Adds one blow: out quickly, back to the guard."""
    values = stage.values
    fraction = (stage.times_s - start_s) / length_s
    drawn_back = 0.5 + values["dwell"]
    back = minimum_jerk((fraction - drawn_back) / (1.0 - drawn_back))
    out = minimum_jerk(fraction / 0.45) * (1.0 - back)
    early = minimum_jerk(fraction / 0.4) * (1.0 - minimum_jerk((fraction - 0.45) / 0.55))
    sign = -1.0 if side == LEFT else 1.0
    hand, palm = channel(track, "hand"), channel(track, "palm")
    if hook:
        target, facing, elbow = np.array([0.62, -0.12, 0.06]), np.array([-0.6, -0.6, -0.4]), 1.35
    else:
        target = np.array([0.99 * values["extension"], values["target_out"], values["aim"]])
        facing, elbow = np.array([0.0, -0.2, -1.0]), 0.45
    weight = out[:, None] * channel(track, "reach")[:, side, None]
    hand[:, side] += weight * (target - hand[:, side])
    if hook:
        arc = np.sin(np.pi * np.clip(fraction / 0.45, 0.0, 1.0)) ** 2
        hand[:, side, 1] += 0.22 * arc * channel(track, "reach")[:, side]
    palm[:, side] += weight * (facing - palm[:, side])
    add(track, "elbow_out", out * (elbow - values["elbows_out"]), index=side)
    turn = sign * values["body_turn"] * early
    add(track, "spine", 0.6 * turn, index=2)
    add(track, "turn", 0.4 * turn, index=2)
    add(track, "head", -0.8 * turn, index=2)
    add(track, "pelvis", 0.05 * values["body_turn"] * early, index=0)


def kick(stage: Stage) -> Performance:
    """Lifts the knee, snaps the foot out to the front or the side, sets it down again."""
    values, side, span = stage.values, stage.side, stage.window_s
    sideways = round(values["direction"]) == 1
    lean = 1.0 if side == LEFT else -1.0  # towards the kicking side
    height = values["height"]
    armed = guard(stage, side, -0.1, 0.2) if values["guarded"] > 0.5 else pose(
        stage.rest, arm_raise=0.5, arm_side=1.3, elbow=0.7, arm_hang=1.0
    )  # fmt: skip
    ready = pose(
        armed,
        turn=channel(stage.rest, "turn"),
        pelvis=(0.0, -lean * 0.17, -0.015),
        foot=channel(stage.rest, "foot"),
    )
    if sideways:
        tilt = np.array([lean * 0.55 * height, 0.0, 0.0])
        chamber = {"hip_bend": 0.9, "hip_out": 0.55, "knee_bend": 2.0, "knee_out": 0.3}
        extended = {"hip_bend": 0.25, "hip_out": 0.35 + 0.75 * height, "knee_bend": 0.15}
    else:
        tilt = np.array([0.0, -0.3 * height, 0.0])
        chamber = {"hip_bend": 0.7 + 0.75 * height, "hip_out": 0.05, "knee_bend": 1.9}
        extended = {"hip_bend": 0.6 + 1.0 * height, "hip_out": 0.05, "knee_bend": 0.12}
    leaning = pose(
        ready,
        turn=channel(stage.rest, "turn") + 0.6 * tilt,
        spine=channel(stage.rest, "spine") - 0.2 * tilt,
        head=channel(stage.rest, "head") - 0.3 * tilt,
        pelvis=(-0.04 if sideways else 0.03, -lean * 0.19, -0.02),
    )
    up = pose(leaning, side=side, leg_free=1.0, ankle_bend=0.1, **chamber)
    out = pose(up, side=side, ankle_bend=-0.45 if not sideways else 0.2, **extended)
    out = pose(out, turn=channel(stage.rest, "turn") + tilt)
    # The angles must be in place before the leg leaves the ground.
    hanging = pose(ready, side=side, hip_bend=0.3, knee_bend=0.5)
    course = [
        (stage.at(0.0), 0.26 * span, hanging),
        (stage.at(0.2), 0.24 * span, up),
        (stage.at(0.42), 0.16 * span, out),
        (stage.at(0.56), 0.16 * span, up),
        (stage.at(0.64), 0.24 * span, hanging),
        (stage.at(0.78), 0.22 * span, stage.rest),
    ]
    return Performance(track=movements(stage.times_s, stage.rest, course))


ACTIONS = (
    Action(
        name="punch",
        description="Boxes the air: jabs, crosses and hooks from a guard.",
        captions=("a person punches the air", "someone is shadow boxing"),
        program=punch,
        parameters={
            "side": SIDE,
            "blade": Uniform(0.0, 0.6),
            "guard_height": Uniform(-0.28, 0.34),
            "drawn": Uniform(0.26, 0.46),
            "apart": Uniform(0.06, 0.34),
            "target_out": Uniform(0.1, 0.42),
            "elbows_out": Uniform(0.1, 1.5),
            "rate_hz": LogUniform(1.3, 3.8),
            "strike_s": LogUniform(0.42, 1.3),
            "dwell": Uniform(0.0, 0.22),
            "extension": Uniform(1.02, 1.25),
            "aim": Uniform(0.05, 0.65),
            "hooks": Uniform(0.0, 0.3),
            "doubles": Uniform(0.0, 0.4),
            "body_turn": Uniform(0.05, 0.55),
        },
        tags=("combat", "exercise", "standing"),
        counterparts={"utd_mhad": "boxing", "kth": "boxing", "ut_interaction": "punch",
                      "hmdb51": "punch", "ucf101": ("Punch", "BoxingPunchingBag"),
                      "kinetics": ("punching bag", "punching person (boxing)"),
                      "ntu": "punching/slapping other person",
                      "uav_human": ("punch with fists", "punching someone"), "uestc": "punching"},
        minimum_s=1.2,
        cut_chance=0.25,
    ),
    Action(
        name="kick",
        description="Kicks to the front or to the side.",
        captions=("a person kicks with the {side} leg", "someone kicks into the air"),
        program=kick,
        parameters={
            "side": SIDE,
            "direction": Choice(("front", "side"), (0.7, 0.3)),
            "height": Uniform(0.35, 1.1),
            "guarded": Choice(("no", "yes"), (0.5, 0.5)),
        },
        tags=("combat", "standing", "whole_body"),
        counterparts={"ut_interaction": "kick",
                      "ntu": ("kicking something", "kicking other person", "side kick"),
                      "hmdb51": "kick", "kinetics": ("high kick", "side kick"),
                      "uav_human": ("kick something", "kick aside", "kicking someone"),
                      "uestc": "left-kicking"},
        natural_s=1.9,
        minimum_s=1.1,
    ),
)  # fmt: skip
