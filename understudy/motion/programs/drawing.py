"""Swipes and figures drawn in the air, crossed arms, knocking and pushing: commands by hand.

Left, right and clockwise are the performer's own. Places are hand goals in the chest's frame,
which turns with the shoulders: a hand that crosses the body takes the chest along.
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
from understudy.motion.timing import envelope, minimum_jerk, movements

BOTH = (LEFT, RIGHT)
FINGER = Choice(("pointing", "flat", "loose"), (0.35, 0.4, 0.25))
CURLS = (0.9, 0.02, 0.5)
NEUTRAL_OUT = 0.3
"""How far outward a hand is that leaves the chest facing forward."""

MANNER: dict[str, Distribution] = {
    "looseness": Uniform(0.02, 0.09),
    "rhythm": Uniform(-0.2, 0.2),
}
"""How far hands miss the usual places [arm lengths], and what comes sooner or later."""

DRAWING: dict[str, Distribution] = {
    "side": SIDE,
    "finger": FINGER,
    "distance": Uniform(0.72, 1.06),
    "body_turn": Uniform(0.05, 0.6),
    "elbow_out": Uniform(0.2, 1.6),
    "rise": Uniform(0.85, 1.2),
}
"""How a hand draws in the air. Lengths in arm lengths."""


def beat(stage: Stage, fraction: float) -> float:
    """Returns the time at a fraction of the window, in this performance's own rhythm."""
    return stage.at(fraction + stage.values["rhythm"] * float(np.sin(np.pi * fraction)) / np.pi)


def loosely(
    stage: Stage, course: list[tuple[float, float, np.ndarray]], *, together: bool = False
) -> list[tuple[float, float, np.ndarray]]:
    """Returns a course whose hands go near the given places: nobody repeats a stroke exactly.

    Args:
        stage: the stage.
        course: as for `movements`.
        together: the two hands hold one thing and miss by the same.
    """
    size, result = stage.values["looseness"], []
    for start_s, duration_s, posture in course:
        missed = stage.rng.normal(0.0, size, (2, 3))
        if together:
            missed[1] = missed[0] * np.array([1.0, -1.0, 1.0])
        near = posture.copy()
        free = 1.0 - channel(posture, "reach")
        channel(near, "hand")[...] += missed * channel(posture, "reach")[:, None]
        if posture is not course[-1][2]:  # rest is rest
            for name in ("arm_raise", "arm_side", "elbow"):
                channel(near, name)[...] += free * stage.rng.normal(0.0, 1.3 * size, 2)
            channel(near, "spine")[...] += stage.rng.normal(0.0, 0.6 * size, 3)
        result.append((start_s, duration_s, near))
    return result


def reaching(
    stage: Stage, side: int, forward: float, outward: float, up: float, base: np.ndarray
) -> np.ndarray:
    """Returns a posture with one hand at a place, the chest turned with it."""
    values = stage.values
    sign = -1.0 if side == LEFT else 1.0  # to the left where the right hand goes inward
    yaw = sign * values["body_turn"] * (NEUTRAL_OUT - outward)
    turned = pose(
        base,
        spine=channel(stage.rest, "spine") + np.array([-0.3 * yaw, 0.0, 0.65 * yaw]),
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.0, 0.35 * yaw]),
        head=channel(stage.rest, "head") - np.array([0.0, 0.0, 0.7 * yaw]),
    )
    return pose(
        turned,
        side=side,
        reach=1.0,
        hand=(forward, outward, up),
        elbow_out=values["elbow_out"],
        palm=(0.55, -0.3, -0.8),
        fist=CURLS[round(values["finger"])],
        wrist_bend=0.0,
        elbow=1.2,
        arm_raise=0.6,
        arm_side=0.6,
    )


def strokes(stage: Stage, corners: np.ndarray, shares: tuple[float, ...]) -> Performance:
    """Goes through corners in the air with one hand, from rest and back.

    Args:
        stage: the stage.
        corners: (N, 3) places forward, outward, up.
        shares: N + 1 relative durations: to the first corner, between them, and back to rest.
    """
    side = stage.side
    lengths = np.array(shares)
    lengths[0] *= stage.values["rise"]
    # Straight lines need stops at their ends, arms do not quite make them.
    lengths *= stage.window_s / lengths.sum()
    course, begin = [], stage.start_s
    for place, length in zip(corners, lengths[:-1], strict=True):
        forward, outward, up = (float(x) for x in place)
        course.append((begin, 1.12 * length, reaching(stage, side, forward, outward, up,
                                                      stage.rest)))  # fmt: skip
        begin += length
    course.append((begin, lengths[-1], stage.rest))
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def _swipe(stage: Stage, towards: int) -> Performance:
    """Moves one hand sideways past the body, to the performer's left (0) or right (1)."""
    values, side = stage.values, stage.side
    ahead, height = values["distance"], values["height"]
    far = np.array([0.9 * ahead, values["far_out"], height - values["rising"]])
    near = np.array([0.95 * ahead, values["near_in"], height])
    inward = side != towards
    first, last = (far, near) if inward else (near, far)
    middle = 0.5 * (first + last) + np.array([0.12 * ahead, 0.0, values["arc"]])
    last = last - np.array([0.0, 0.0, values["drop"]])
    # An arm that comes from across leaves the body on a wide way round, not through it.
    lowered = 0.32 + 0.1 * values["linger"]
    shares = (0.3, 0.13, 0.13, 0.06 + 0.2 * values["linger"], lowered)
    corners = np.stack((first, middle, last, last - np.array([0.0, 0.0, 0.04])))
    return strokes(stage, corners, shares)


def swipe_left(stage: Stage) -> Performance:
    """Swipes one hand from right to left."""
    return _swipe(stage, LEFT)


def swipe_right(stage: Stage) -> Performance:
    """Swipes one hand from left to right."""
    return _swipe(stage, RIGHT)


def _placed(stage: Stage, shape: np.ndarray) -> np.ndarray:
    """Returns corners (N, 3) of a flat figure (N, 2) from -1 to 1, outward and up."""
    values = stage.values
    across, along = shape[:, 0], shape[:, 1]
    outward = values["centre_out"] + values["width"] * (across + values["slant"] * along)
    up = values["centre_up"] + values["height"] * (along + values["tilt"] * across)
    forward = values["distance"] - values["bulge"] * (shape**2).sum(axis=1)
    return np.stack((forward, outward, up), axis=-1)


def draw_x(stage: Stage) -> Performance:
    """Draws two crossing strokes, both downward."""
    values = stage.values
    corners = np.array([[1.0, 1.0], [-1.0, -1.0], [-0.9, 0.85], [1.0, -1.15]])
    if round(values["start"]) == 1:
        corners[:, 0] *= -1.0
    return strokes(stage, _placed(stage, corners), (0.24, 0.17, 0.14, 0.18, 0.26))


def draw_triangle(stage: Stage) -> Performance:
    """Draws a triangle from its top round to its top again."""
    values = stage.values
    corners = np.array([[0.0, 1.0], [-1.0, -0.9], [1.0, -0.95], [0.0, 1.05]])
    if round(values["start"]) == 1:
        corners[:, 0] *= -1.0
    return strokes(stage, _placed(stage, corners), (0.24, 0.16, 0.16, 0.17, 0.27))


def _circle(stage: Stage, turn: float) -> Performance:
    """Draws a circle: `turn` is 1 clockwise as the performer sees it, -1 counter-clockwise."""
    values, times, side = stage.values, stage.times_s, stage.side
    span = stage.window_s
    rise, sink = 0.2 * span * values["rise"], 0.25 * span
    around = turn if side == RIGHT else -turn  # outward is right for the right hand alone
    begin, finish = stage.start_s + 0.8 * rise, stage.end_s - 0.85 * sink
    share = np.clip((times - begin) / (finish - begin), 0.0, 1.0)
    # A nearly even pace: slow start, slow end.
    share = 0.65 * share + 0.35 * minimum_jerk(share)
    angle = values["first_rad"] + around * 2.0 * np.pi * values["rounds"] * share
    shape = np.stack((np.sin(angle), np.cos(angle)), axis=-1)
    course = _placed(stage, shape)
    first, last = [
        reaching(stage, side, float(place[0]), float(place[1]), float(place[2]), stage.rest)
        for place in (course[0], course[-1])
    ]
    track = movements(
        times, stage.rest, [(stage.start_s, rise, first), (begin, finish - begin, last),
                            (stage.end_s - sink, sink, stage.rest)], stage.lag_s
    )  # fmt: skip
    # The chain went straight from the first to the last place: put the circle in its stead.
    straight = course[0] + minimum_jerk((times - begin) / (finish - begin))[:, None] * (
        course[-1] - course[0]
    )
    drawn = envelope(times, begin, finish, 0.12)[:, None]
    channel(track, "hand")[:, side] += drawn * (course - straight)
    sign = -1.0 if side == LEFT else 1.0
    yaw = -sign * values["body_turn"] * drawn[:, 0] * (course - straight)[:, 1]
    add(track, "spine", 0.65 * yaw, index=2)
    add(track, "turn", 0.35 * yaw, index=2)
    return Performance(track=track)


def draw_circle_clockwise(stage: Stage) -> Performance:
    """Draws a circle clockwise as the performer sees it."""
    return _circle(stage, 1.0)


def draw_circle_counterclockwise(stage: Stage) -> Performance:
    """Draws a circle counter-clockwise as the performer sees it."""
    return _circle(stage, -1.0)


def cross_arms(stage: Stage) -> Performance:
    """Crosses the forearms in front of the chest, holds them there, lowers them."""
    values, span = stage.values, stage.window_s
    over, under = stage.side, 1 - stage.side
    crossed = pose(
        stage.rest,
        reach=1.0,
        elbow_out=values["elbows_out"],
        elbow=2.0,
        arm_raise=0.5,
        arm_side=0.6,
        palm=((-1.0, -0.1, -0.1),) * 2,
        fist=values["finger_curl"],
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.06, 0.0]),
    )
    ahead, inward, up = values["distance"], values["inward"], values["up"]
    crossed = pose(crossed, side=under, hand=(ahead, -inward, up - 0.09))
    crossed = pose(crossed, side=over, hand=(ahead + 0.1, -inward, up))
    # Out to the front first: the arms come together from both sides, then fold.
    open_arms = pose(
        crossed, hand=((values["open_ahead"], values["open_out"], values["open_up"]),) * 2
    )
    rise = values["rise_share"] * span
    course = [
        (stage.start_s, 0.7 * rise, open_arms),
        (stage.start_s + 0.4 * rise, 0.6 * rise, crossed),
        (stage.end_s - 1.1 * rise, 0.6 * rise, open_arms),
        (stage.end_s - 0.75 * rise, 0.75 * rise, stage.rest),
    ]
    return Performance(
        track=movements(stage.times_s, stage.rest, loosely(stage, course), stage.lag_s)
    )


def knock(stage: Stage) -> Performance:
    """Raises one fist and knocks at a door in front several times."""
    values, times, side = stage.values, stage.times_s, stage.side
    rise = min(0.6 / values["tempo"], 0.3 * stage.window_s)
    ready = reaching(stage, side, values["distance"], values["outward"], values["up"], stage.rest)
    ready = pose(ready, side=side, fist=1.45, palm=(-0.1, -1.0, -0.35), wrist_bend=-0.15)
    course = [(stage.start_s, rise, ready), (stage.end_s - rise, rise, stage.rest)]
    track = movements(times, stage.rest, course, stage.lag_s)
    begin, finish = stage.start_s + 0.85 * rise, stage.end_s - rise
    count = max(2, round((finish - begin) * values["rate_hz"]))
    phase = np.clip((times - begin) / (finish - begin), 0.0, 1.0) * count
    # Drawn back slowly, struck quickly.
    strike = np.sin(np.pi * (phase % 1.0) ** 1.5) ** 2
    hand = channel(track, "hand")
    hand[:, side, 0] += values["stroke"] * strike
    hand[:, side, 2] -= 0.35 * values["stroke"] * strike
    add(track, "wrist_bend", 0.5 * values["wrist_share"] * strike, index=side)
    add(track, "spine", 0.12 * values["stroke"] * strike, index=1)
    return Performance(track=track)


def push_with_both_hands(stage: Stage) -> Performance:
    """Draws both hands to the chest and pushes them forward, palms first."""
    values, span = stage.values, stage.window_s
    common = pose(
        stage.rest,
        reach=1.0,
        elbow_out=values["elbows_out"],
        elbow=1.6,
        arm_raise=0.5,
        arm_side=0.5,
        palm=((0.3, -0.2, -1.0),) * 2,
        fist=0.05,
    )
    drawn = pose(
        common,
        hand=((values["drawn"], values["apart"] + 0.08, values["up"] - values["lift"]),) * 2,
        wrist_bend=-0.5,
        spine=channel(stage.rest, "spine") - np.array([0.0, 0.05, 0.0]),
    )
    lean = values["body_lean"]
    pushed = pose(
        common,
        hand=((values["extent"], values["apart"], values["up"]),) * 2,
        wrist_bend=-1.0,
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.6 * lean, 0.0]),
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.4 * lean, 0.0]),
        pelvis=(0.1 * lean, 0.0, -0.01),
    )
    # Palms turn back before the arms hang, or they would lie along the forearms.
    back = pose(
        common,
        hand=((0.75, 0.3, values["up"] - 0.15),) * 2,
        palm=((-0.5, -0.5, -0.7),) * 2,
        elbow_out=0.3,
    )
    strike = values["strike_share"] * span
    course = [
        (beat(stage, 0.0), 0.32 * span, drawn),
        (beat(stage, 0.3), strike, pushed),
        (beat(stage, 0.58), 0.2 * span, back),
        (beat(stage, 0.68), 0.32 * span, stage.rest),
    ]
    return Performance(
        track=movements(stage.times_s, stage.rest, loosely(stage, course), stage.lag_s)
    )


FIGURE: dict[str, Distribution] = DRAWING | {
    "width": LogUniform(0.24, 0.62),
    "height": LogUniform(0.32, 0.75),
    "slant": Normal(0.0, 0.35),
    "tilt": Normal(0.0, 0.2),
    "centre_out": Uniform(0.05, 0.42),
    "centre_up": Uniform(0.0, 0.4),
    "bulge": Uniform(0.0, 0.18),
}
SWIPE: dict[str, Distribution] = DRAWING | {
    "far_out": Uniform(0.68, 1.15),
    "near_in": Uniform(-0.58, -0.04),
    "height": Uniform(0.1, 0.6),
    "rising": Uniform(0.0, 0.35),
    "arc": Uniform(-0.04, 0.22),
    "drop": Uniform(-0.04, 0.25),
    "linger": Uniform(0.0, 1.0),
}
FIRST_CORNER = Choice(("outside", "inside"), (0.85, 0.15))
ROUND: dict[str, Distribution] = FIGURE | {
    "rounds": Uniform(1.0, 1.9),
    "first_rad": Normal(0.0, 1.0),
}

ACTIONS = (
    Action(
        name="swipe_left",
        description="Swipes one hand through the air to the left.",
        captions=("a person swipes to the left with the {side} hand", "someone swipes left"),
        program=swipe_left,
        parameters=SWIPE,
        tags=("gesture", "standing", "hand", "signal"),
        mirror="swipe_right",
        counterparts={"utd_mhad": "swipe_left"},
        natural_s=1.6,
        minimum_s=1.0,
    ),
    Action(
        name="swipe_right",
        description="Swipes one hand through the air to the right.",
        captions=("a person swipes to the right with the {side} hand", "someone swipes right"),
        program=swipe_right,
        parameters=SWIPE,
        tags=("gesture", "standing", "hand", "signal"),
        mirror="swipe_left",
        counterparts={"utd_mhad": "swipe_right"},
        natural_s=1.6,
        minimum_s=1.0,
    ),
    Action(
        name="draw_x",
        description="Draws a cross in the air with one hand.",
        captions=("a person draws an X in the air with the {side} hand", "someone draws a cross"),
        program=draw_x,
        parameters=FIGURE | {"start": FIRST_CORNER},
        tags=("gesture", "standing", "hand", "signal"),
        counterparts={"utd_mhad": "draw_x"},
        natural_s=1.9,
        minimum_s=1.4,
    ),
    Action(
        name="draw_circle_clockwise",
        description="Draws a circle in the air with one hand, clockwise as one sees it oneself.",
        captions=("a person draws a clockwise circle in the air with the {side} hand",
                  "someone draws a circle clockwise"),
        program=draw_circle_clockwise,
        parameters=ROUND,
        tags=("gesture", "standing", "hand", "signal"),
        mirror="draw_circle_counterclockwise",
        counterparts={"utd_mhad": "draw_circle_clockwise"},
        natural_s=2.1,
        minimum_s=1.4,
    ),
    Action(
        name="draw_circle_counterclockwise",
        description="Draws a circle in the air with one hand, counter-clockwise as one sees it "
        "oneself.",
        captions=("a person draws a counter-clockwise circle in the air with the {side} hand",
                  "someone draws a circle counter-clockwise"),
        program=draw_circle_counterclockwise,
        parameters=ROUND,
        tags=("gesture", "standing", "hand", "signal"),
        mirror="draw_circle_clockwise",
        counterparts={"utd_mhad": "draw_circle_counter_clockwise"},
        natural_s=2.1,
        minimum_s=1.4,
    ),
    Action(
        name="draw_triangle",
        description="Draws a triangle in the air with one hand.",
        captions=("a person draws a triangle in the air with the {side} hand",
                  "someone draws a triangle"),
        program=draw_triangle,
        parameters=FIGURE | {"start": FIRST_CORNER},
        tags=("gesture", "standing", "hand", "signal"),
        counterparts={"utd_mhad": "draw_triangle"},
        natural_s=2.1,
        minimum_s=1.4,
    ),
    Action(
        name="cross_arms",
        description="Crosses both forearms in front of the chest.",
        captions=("a person crosses the arms in front of the chest",
                  "someone makes a cross with the forearms"),
        program=cross_arms,
        parameters=MANNER
        | {
            "side": SIDE,
            "distance": Uniform(0.3, 0.55),
            "inward": Uniform(0.04, 0.32),
            "up": Uniform(-0.2, 0.4),
            "open_ahead": Uniform(0.45, 0.75),
            "open_out": Uniform(0.2, 0.7),
            "open_up": Uniform(-0.45, 0.0),
            "elbows_out": Uniform(0.35, 1.1),
            "finger_curl": Uniform(-0.05, 1.3),
            "rise_share": Uniform(0.25, 0.42),
        },
        tags=("gesture", "standing", "signal"),
        counterparts={"utd_mhad": "arms_cross",
                      "ntu": ("cross hands in front (say stop)", "cross arms"),
                      "uav_human": "cross arms in front to say no"},
        natural_s=2.0,
        minimum_s=1.2,
    ),
    Action(
        name="knock",
        description="Knocks on a door with one fist.",
        captions=("a person knocks on a door with the {side} hand", "someone knocks"),
        program=knock,
        parameters=DRAWING
        | {
            "distance": Uniform(0.46, 0.82),
            "outward": Uniform(0.15, 0.42),
            "up": Uniform(0.36, 0.9),
            "elbow_out": Uniform(0.3, 1.0),
            "stroke": Uniform(0.16, 0.42),
            "rate_hz": LogUniform(1.7, 3.1),
            "wrist_share": Uniform(0.2, 1.0),
        },
        tags=("gesture", "standing", "hand", "daily"),
        counterparts={"utd_mhad": "knock"},
        natural_s=2.0,
        minimum_s=1.2,
    ),
    Action(
        name="push_with_both_hands",
        description="Pushes forward with both hands.",
        captions=("a person pushes forward with both hands", "someone pushes something away"),
        program=push_with_both_hands,
        parameters=MANNER
        | {
            "drawn": Uniform(0.26, 0.42),
            "extent": Uniform(0.98, 1.18),
            "up": Uniform(0.02, 0.5),
            "elbows_out": Uniform(0.15, 1.0),
            "apart": Uniform(0.12, 0.36),
            "lift": Uniform(-0.05, 0.4),
            "body_lean": Uniform(0.0, 0.3),
            "strike_share": Uniform(0.16, 0.3),
        },
        tags=("gesture", "standing"),
        counterparts={"utd_mhad": "push"},
        natural_s=1.8,
        minimum_s=1.0,
    ),
)  # fmt: skip
