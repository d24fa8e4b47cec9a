"""Desk, workshop, building and music: hands at tools, keys and strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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
from understudy.motion.kinematics import turn_about
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.handling import (
    SEATED,
    SETTING,
    ahead,
    at_work,
    chest,
    hands_to,
    palms,
    sit,
)
from understudy.motion.programs.household import bent, with_pole, worktop
from understudy.motion.timing import oscillator, ramp
from understudy.types import Prop

DRIVER_M = 0.27
"""Length of a screwdriver."""


def wave(stage: Stage, phase_rad: float = 0.0) -> np.ndarray:
    """Returns a sine (T,) at the action's own frequency."""
    return oscillator(stage.times_s, stage.start_s, stage.values["frequency_hz"], phase_rad)


def busy_of(stage: Stage) -> np.ndarray:
    """Returns 0..1 while hands that are at work from the start do it (T,)."""
    return at_work(stage, stage.rest, stage.rest)[2]


def desk(stage: Stage, nod: float) -> tuple[np.ndarray, Prop, Prop]:
    """Returns the posture of one who sits at a table, the chair and the table."""
    base, chair = sit(stage)
    base = pose(base, spine=channel(base, "spine") + np.array([0.0, 0.15, 0.0]),
                head=channel(base, "head") + np.array([0.0, nod, 0.0]))  # fmt: skip
    measures = stage.measures
    centre, _ = chest(stage, base)
    thighs_m = chair.size_m[2] + 2.0 * measures.seat_clearance_m + 0.06
    top_m = max(thighs_m, float(centre[2] - 0.78 * measures.arm_m))
    near_m = float(centre[0]) + 0.16
    top = Prop(kind="table", position_m=(near_m + 0.32, 0.0, 0.0), yaw_rad=0.0,
               size_m=(0.64, 1.2, top_m))  # fmt: skip
    return base, chair, top


def on_table(top: Prop, size: tuple[float, float, float], ahead_m: float, y_m: float = 0.0) -> Prop:
    """Returns a block that lies on a table, its middle so far from the near edge."""
    x = top.position_m[0] - 0.5 * top.size_m[0] + ahead_m
    return Prop(kind="box", position_m=(x, y_m, top.size_m[2]), yaw_rad=0.0, size_m=size)


def write(stage: Stage) -> Performance:
    """Writes at a table: small quick strokes, line by line, the other hand on the paper."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    base, chair, top = desk(stage, values["nod"])
    paper = on_table(top, (0.3, 0.22, 0.006), 0.2)
    x, high = paper.position_m[0], top.size_m[2] + 0.045
    pen = np.array([x - 0.06, 0.08 * sign, high + 0.03])
    other = np.array([x - 0.02, -0.17 * sign, high])
    ready = hands_to(stage, base, {side: pen, 1 - side: other}, elbow_out=0.5)
    ready = pose(ready, side=side, palm=(0.1, -0.5, -1.0), fist=0.9, wrist_bend=0.2)
    ready = pose(ready, side=1 - side, palm=(0.1, 0.0, -1.0), fist=0.1)
    track, _, busy = at_work(stage, ready, ready)
    line = np.mod((times - stage.start_s) / values["line_s"], 1.0)
    # Along the line, then quickly back.
    along = np.where(line < 0.85, line / 0.85, (1.0 - line) / 0.15) - 0.5
    width = max(1, round(0.08 * times.size / max(times[-1], 0.1)))
    along = np.convolve(np.pad(along, width, mode="edge"), np.ones(2 * width + 1), "valid")
    place = pen + np.zeros((times.size, 3))
    place[:, 1] -= 0.08 * along / (2 * width + 1) * busy
    place[:, 0] += 0.012 * wave(stage) * busy
    place[:, 2] += 0.006 * wave(stage, 1.0) * busy
    return Performance(track=track, props=(chair, top, paper),
                       held=(Held(kind="pen", side=side, size=1.2),),
                       palms=palms(stage, {side: place, 1 - side: other}))  # fmt: skip


def keys(
    stage: Stage, base: np.ndarray, places: dict[int, np.ndarray], lift_m: float
) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Returns a track with both hands over keys, and their places going up and down in turn."""
    ready = hands_to(stage, base, places, elbow_out=0.5)
    ready = pose(ready, palm=((0.1, 0.0, -1.0),) * 2, fist=0.45, wrist_bend=0.0)
    track, _, busy = at_work(stage, ready, ready)
    goals = {}
    for side, place in places.items():
        tap = wave(stage, 2.1 * side) + 0.6 * wave(stage, 0.4) * wave(stage, 1.7 * side)
        path = place + np.zeros((stage.times_s.size, 3))
        path[:, 2] += lift_m * (1.0 + tap) * busy
        path[:, 1] += 0.02 * busy * oscillator(stage.times_s, stage.start_s, 0.7, 2.0 * side)
        goals[side] = path
        add(track, "fist", 0.25 * tap * busy, index=side)
    return track, goals


def type_on_keyboard(stage: Stage) -> Performance:
    """Types at a table before a screen, both hands over the keyboard."""
    values = stage.values
    base, chair, top = desk(stage, values["nod"])
    board = on_table(top, (0.14, 0.42, 0.025), 0.2)
    foot = on_table(top, (0.14, 0.2, 0.1), 0.5)
    screen = Prop(kind="box", position_m=(foot.position_m[0], 0.0, top.size_m[2] + 0.1),
                  yaw_rad=0.0, size_m=(0.03, 0.54, 0.32))  # fmt: skip
    x, high = board.position_m[0], top.size_m[2] + 0.055
    apart = values["apart_m"]
    places = {LEFT: np.array([x - 0.05, apart, high]), RIGHT: np.array([x - 0.05, -apart, high])}
    track, goals = keys(stage, base, places, values["lift_m"])
    return Performance(
        track=track, props=(chair, top, board, foot, screen), palms=palms(stage, goals)
    )


def use_laptop(stage: Stage) -> Performance:
    """Types on an open laptop that stands on a table."""
    values = stage.values
    base, chair, top = desk(stage, values["nod"])
    x = top.position_m[0] - 0.5 * top.size_m[0] + 0.2
    high, apart = top.size_m[2] + 0.035, values["apart_m"]
    places = {LEFT: np.array([x, apart, high]), RIGHT: np.array([x, -apart, high])}
    track, goals = keys(stage, base, places, values["lift_m"])
    # It stands where the hands are at first, from then on.
    held = Held(kind="laptop", side=RIGHT, until_s=float(stage.times_s[0]))
    return Performance(track=track, props=(chair, top), held=(held,), palms=palms(stage, goals))


def read_book(stage: Stage) -> Performance:
    """Holds an open book in both hands, eyes going along the lines, and turns a page."""
    values, span = stage.values, stage.window_s
    base = stage.rest
    props: tuple[Prop, ...] = ()
    if round(values["setting"]) == 0:
        base, chair = sit(stage)
        props = (chair,)
    reading = pose(base, reach=1.0, hand=((values["forward"], 0.19, values["height"]),) * 2,
                   elbow_out=0.3, palm=((-0.5, -1.0, 0.3),) * 2, fist=0.5)  # fmt: skip
    reading = pose(reading, head=channel(stage.rest, "head") + np.array([0.0, values["nod"], 0.0]))
    track, _, busy = at_work(stage, reading, reading)
    add(track, "head", 0.06 * busy * oscillator(stage.times_s, stage.start_s, 0.6), index=2)
    turning = np.sin(np.pi * np.clip((stage.times_s - stage.at(0.4)) / (0.3 * span), 0.0, 1.0)) ** 2
    channel(track, "hand")[:, RIGHT, 1] -= 0.06 * turning
    channel(track, "hand")[:, RIGHT, 2] += 0.05 * turning
    held = Held(kind="newspaper", side=RIGHT, size=values["size"])
    return Performance(track=track, props=props, held=(held,))


def hammer(stage: Stage) -> Performance:
    """Strikes with a hammer on a workbench, the other hand holding the piece."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, 1.0)
    x, high = top.position_m[0] - 0.08, top.size_m[2]
    piece = Prop(kind="box", position_m=(x, 0.0, high), yaw_rad=0.2, size_m=(0.2, 0.3, 0.06))
    struck = np.array([x - 0.13, 0.14 * sign, high + 0.15])
    other = np.array([x - 0.06, -0.14 * sign, high + 0.1])
    ready = hands_to(stage, work, {side: struck, 1 - side: other}, elbow_out=0.4)
    ready = pose(ready, side=side, palm=(0.0, -1.0, 0.0), fist=1.2, wrist_tilt=-0.35)
    ready = pose(ready, side=1 - side, palm=(0.0, -0.3, -1.0), fist=0.6)
    track, _, busy = at_work(stage, ready, ready)
    phase = 2.0 * np.pi * values["frequency_hz"] * (times - stage.start_s)
    raised = (0.5 - 0.5 * np.cos(phase)) * busy
    place = struck + np.zeros((times.size, 3))
    place[:, 2] += values["lift_m"] * raised
    place[:, 0] -= 0.1 * values["lift_m"] * raised
    add(track, "wrist_tilt", 0.6 * raised, index=side)
    return Performance(track=track, props=(top, piece), held=(Held(kind="hammer", side=side),),
                       palms=palms(stage, {side: place, 1 - side: other}))  # fmt: skip


def saw(stage: Stage) -> Performance:
    """Saws a board on a workbench with long strokes, the other hand holding it down."""
    values, side = stage.values, stage.side
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, 1.1)
    x, high = top.position_m[0], top.size_m[2]
    board = Prop(kind="box", position_m=(x, -0.1 * sign, high), yaw_rad=0.0,
                 size_m=(0.2, 0.9, 0.05))  # fmt: skip
    start = np.array([x - 0.34, 0.2 * sign, high + 0.14])
    other = np.array([x - 0.06, -0.1 * sign, high + 0.09])
    ready = hands_to(stage, work, {side: start, 1 - side: other}, elbow_out=0.4)
    ready = pose(ready, side=side, palm=(0.0, -1.0, 0.0), fist=1.2, wrist_tilt=-0.4)
    ready = pose(ready, side=1 - side, palm=(0.0, 0.0, -1.0), fist=0.1)
    track, _, busy = at_work(stage, ready, ready)
    stroke = values["length_m"] * wave(stage) * busy
    place = start + stroke[:, None] * np.array([1.0, 0.0, -0.35])
    add(track, "spine", 0.6 * stroke, index=1)
    return Performance(track=track, props=(top, board), held=(Held(kind="saw", side=side),),
                       palms=palms(stage, {side: place, 1 - side: other}))  # fmt: skip


def dig(stage: Stage) -> Performance:
    """Drives a spade into the ground before the feet, lifts it, throws the earth aside."""
    values, times = stage.values, stage.times_s
    sign = 1.0 if stage.side == LEFT else -1.0
    base = bent(stage, stage.rest, values["bend"], 0.06)
    hold = ahead(stage, base, (0.75, 0.2 * sign, -0.75))
    size = float(np.hypot(hold[2], 0.35)) / 0.82
    cycle = np.mod((times - stage.start_s) * values["frequency_hz"], 1.0)
    _, _, busy = at_work(stage, base, base)
    lifted = np.where(cycle > 0.3, np.sin(np.pi * np.clip((cycle - 0.3) / 0.7, 0, 1)) ** 2, 0.0)
    aside = np.sin(2.0 * np.pi * np.clip((cycle - 0.4) / 0.6, 0, 1)) * lifted
    thrust = np.sin(np.pi * np.clip(cycle / 0.3, 0.0, 1.0)) ** 2
    end = hold + np.zeros((times.size, 3))
    end[:, 0] += 0.35 + 0.12 * lifted * busy
    end[:, 1] += sign * values["aside_m"] * aside * busy
    end[:, 2] = 0.04 + values["lift_m"] * lifted * busy
    place = hold + np.zeros((times.size, 3))
    place[:, 2] += (0.5 * values["lift_m"] * lifted - 0.02 * thrust) * busy
    done = with_pole(stage, base, end, place, "spade", size / 1.2)
    add(done.track, "spine", (0.12 * thrust - 0.25 * lifted) * busy, index=1)
    add(done.track, "spine", 0.3 * sign * aside * busy, index=2)
    return done


def paint_wall(stage: Stage) -> Performance:
    """Long strokes of a roller from the hips to overhead, moving across; the body goes along."""
    values, side, times = stage.values, stage.side, stage.times_s
    low = pose(stage.rest, side=side, elbow=1.0, palm=(0.0, -1.0, 0.1), fist=1.1)
    up = pose(low, side=side, reach=1.0, hand=(values["forward"], 0.25, values["height"]),
              elbow_out=0.5, palm=(0.0, -1.0, -0.2), wrist_tilt=-0.1)  # fmt: skip
    track, _, busy = at_work(stage, up, low)
    stroke = wave(stage, -0.5 * np.pi) * busy
    across = busy * oscillator(times, stage.start_s, 0.2)
    hand = channel(track, "hand")
    hand[:, side, 2] += values["stroke"] * stroke
    # Straight up and down a wall: nearer to the shoulder at both ends.
    hand[:, side, 0] -= 0.25 * values["stroke"] * stroke**2
    hand[:, side, 1] += 0.25 * across
    add(track, "wrist_tilt", 0.25 * wave(stage, 1.2) * busy, index=side)
    add(track, "head", -0.5 * stroke - 0.05 * busy, index=1)
    add(track, "shrug", 0.15 * stroke, index=side)
    add(track, "pelvis", -values["dip"] * np.maximum(-stroke, 0.0), index=2)
    add(track, "spine", 0.2 * np.maximum(-stroke, 0.0) - 0.06 * np.maximum(stroke, 0.0), index=1)
    sign = 1.0 if side == LEFT else -1.0
    add(track, "spine", 0.12 * sign * across, index=2)
    return Performance(track=track, held=(Held(kind="roller", side=side, size=1.2),))


def screw(stage: Stage) -> Performance:
    """Turns a screwdriver down into a piece: the wrist rolls to and fro, the weight leans on it."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    work = pose(work, head=channel(work, "head") + np.array([0.0, 0.25, 0.0]))
    top = worktop(stage, work, 1.05)
    high, tall = top.size_m[2], 0.07
    x = top.position_m[0] - 0.1
    piece = Prop(kind="box", position_m=(x, 0.0, high), yaw_rad=0.0, size_m=(0.14, 0.4, tall))
    turning = wave(stage) * busy_of(stage)
    place = np.array([x, 0.03 * sign, high + tall + 0.75 * DRIVER_M]) + np.zeros((times.size, 3))
    place[:, 2] -= 0.012 * np.abs(turning)
    other = np.array([x - 0.02, -0.17 * sign, high + tall + 0.04])
    ready = hands_to(stage, work, {side: place[0], 1 - side: other}, elbow_out=0.8)
    ready = pose(ready, side=side, palm=(0.3, -0.5, -1.0), fist=1.2)
    ready = pose(ready, side=1 - side, palm=(0.0, -0.2, -1.0), fist=0.4)
    track, _, _ = at_work(stage, ready, ready)
    # The elbow swings out and the weight goes into each turn.
    channel(track, "palm")[:, side, 1] += values["twist"] * turning
    add(track, "elbow_out", 0.3 * turning, index=side)
    add(track, "spine", values["lean"] * (1.0 + turning), index=1)
    add(track, "wrist_tilt", 0.25 * turning, index=side)
    down = np.tile(np.eye(4), (times.size, 1, 1))
    down[:, :3, :3] = np.diag([1.0, -1.0, -1.0]) @ turn_about(2, sign * 1.2 * turning)
    down[:, :3, 3] = place
    held = Held(kind="screwdriver", side=side, poses=down, size=DRIVER_M / 0.22)
    return Performance(track=track, props=(top, piece), held=(held,),
                       palms=palms(stage, {side: place, 1 - side: other}))  # fmt: skip


def leg_hands(stage: Stage, direction: float, settle: bool) -> Performance:
    """Works at a table leg that stands on an upturned table top: one hand holds it, one turns it.

    Args:
        stage: the stage.
        direction: sense in which the turning hand rolls, 1 in and -1 out.
        settle: whether the leg is brought down from above and set in place first.
    """
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, 1.1)
    x, high = top.position_m[0] - 0.14, top.size_m[2]
    low = np.array([x, -0.01 * sign, high + 0.3])
    upper = np.array([x - 0.01, 0.01 * sign, high + 0.43])
    ready = hands_to(stage, work, {side: upper, 1 - side: low}, elbow_out=0.8)
    ready = pose(ready, side=side, palm=(0.0, -1.0, 0.0), fist=1.1, elbow_out=1.0)
    ready = pose(ready, side=1 - side, palm=(0.0, -1.0, 0.0), fist=1.1, elbow_out=0.6)
    track, _, busy = at_work(stage, ready, ready)
    places = {side: upper + np.zeros((times.size, 3)), 1 - side: low + np.zeros((times.size, 3))}
    phase = np.mod(values["frequency_hz"] * (times - stage.start_s), 1.0)
    # A slow turn of the wrist, then the hand lets go and comes back for more.
    turn = np.sin(2.0 * np.pi * phase - direction * 0.6 * np.sin(2.0 * np.pi * phase))
    places[side][:, 1] += sign * 0.03 * turn * busy
    places[side][:, 0] += direction * 0.06 * turn * busy
    channel(track, "palm")[:, side, 0] += direction * values["twist"] * turn * busy
    add(track, "fist", -0.35 * np.maximum(np.cos(2.0 * np.pi * phase), 0.0) * busy, index=side)
    if settle:
        lift = np.clip((times - stage.at(0.0)) / (0.45 * stage.window_s), 0.0, 1.0)
        lift = 0.5 + 0.5 * np.cos(np.pi * lift)
        for path in places.values():
            path[:, 2] += values["lift_m"] * lift
            path[:, 1] += 0.12 * sign * lift
    elif direction < 0.0:  # it comes off at last, and is lifted out
        off = ramp(times, stage.at(0.72), stage.at(0.95))
        for path in places.values():
            path[:, 2] += 0.6 * values["lift_m"] * off
        add(track, "head", -0.15 * off, index=1)
    # It hangs from the lower hand down to the board.
    held = Held(kind="table_leg", side=1 - side, grip="pole", size=0.57)
    return Performance(track=track, props=(top,), held=(held,), palms=palms(stage, places))


def attach_leg(stage: Stage) -> Performance:
    """Brings a leg down on an upturned table top and begins to screw it in."""
    return leg_hands(stage, 1.0, True)


def spin_in(stage: Stage) -> Performance:
    """Screws a leg into an upturned table top."""
    return leg_hands(stage, 1.0, False)


def spin_out(stage: Stage) -> Performance:
    """Unscrews a leg of an upturned table top."""
    return leg_hands(stage, -1.0, False)


def flip_table_top(stage: Stage) -> Performance:
    """Takes a board by both edges, turns it over and lays it down again."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, 1.1)
    high, x = top.size_m[2], top.position_m[0]
    half = values["half_width_m"]
    edge = np.array([x, 0.0, high + 0.08])
    sides = {LEFT: edge + np.array([0, half, 0]), RIGHT: edge - np.array([0, half, 0])}
    ready = hands_to(stage, work, sides, elbow_out=0.5)
    ready = pose(ready, palm=((0.0, -1.0, 0.2),) * 2, fist=0.4)
    upright = pose(ready, turn=channel(stage.rest, "turn"), pelvis=(-0.02, 0.0, -0.01))
    share = np.clip((times - stage.at(0.0)) / span, 0.0, 1.0)
    raised = np.sin(np.pi * share) ** 2
    track = ready + raised[:, None] * (upright - ready)
    goals = {}
    for side, place in sides.items():
        path = place + np.zeros((times.size, 3))
        path[:, 2] += values["lift_m"] * raised
        path[:, 0] += 0.03 * raised
        goals[side] = path
    turned = np.pi * share * share * share * (10.0 + share * (6.0 * share - 15.0))
    # A board as wide as the hands are apart: what a book is, several times larger.
    held = Held(kind="book", side=RIGHT, grip="between", size=12.0 * half,
                spin_rad=turned + 0.5 * np.pi)  # fmt: skip
    return Performance(track=track, props=(top,), held=(held,), palms=palms(stage, goals))


def play_guitar(stage: Stage) -> Performance:
    """One hand strums across the strings at the belly, the other goes along the neck."""
    values, times = stage.values, stage.times_s
    base = stage.rest
    props: tuple[Prop, ...] = ()
    if round(values["setting"]) == 0:
        base, chair = sit(stage)
        props = (chair,)
    base = pose(base, head=channel(stage.rest, "head") + np.array([0.0, values["nod"], 0.2]))
    body = pose(base, side=RIGHT, reach=1.0, hand=(0.44, 0.16, -0.5), elbow_out=0.9,
                palm=(-1.0, 0.0, -0.2), fist=0.4)  # fmt: skip
    body = pose(body, side=LEFT, reach=1.0, hand=(0.5, values["neck"], values["neck_up"]),
                elbow_out=0.3, palm=(-0.6, -0.6, 0.5), fist=0.9)  # fmt: skip
    track, _, busy = at_work(stage, body, body)
    strum = wave(stage) * busy
    hand = channel(track, "hand")
    hand[:, RIGHT, 2] += values["stroke"] * strum
    add(track, "wrist_bend", 0.25 * wave(stage, 0.5) * busy, index=RIGHT)
    change = oscillator(times, stage.start_s, values["change_hz"]) * busy
    hand[:, LEFT, 1] += 0.05 * change
    add(track, "fist", 0.25 * change, index=LEFT)
    add(track, "turn", 0.04 * busy * oscillator(times, stage.start_s, 0.8), index=0)
    # A guitar that hangs from the neck: its body does not follow the strumming.
    held = Held(kind="guitar", side=LEFT, grip="pole", size=0.95)
    return Performance(track=track, props=props, held=(held,))


def conduct(stage: Stage) -> Performance:
    """Beats time with a baton, the other hand shaping along, in two, three or four."""
    values, side, times = stage.values, stage.side, stage.times_s
    low = pose(stage.rest, side=side, elbow=1.1, palm=(0.0, -0.4, -1.0), fist=0.9)
    up = pose(stage.rest, reach=1.0, hand=((0.58, 0.44, values["height"]),) * 2, elbow_out=0.6,
              palm=((0.2, -0.4, -1.0),) * 2, fist=0.4)  # fmt: skip
    up = pose(up, side=side, fist=0.9)
    track, _, busy = at_work(stage, up, low)
    beats = round(values["metre"]) + 2
    bar = 2.0 * np.pi * values["frequency_hz"] * (times - stage.start_s)
    size = values["size"] * busy
    beat = -(np.abs(np.cos(0.5 * bar)) ** 1.5)
    hand = channel(track, "hand")
    for mine, strength in ((side, 1.0), (1 - side, values["both"])):
        hand[:, mine, 2] += strength * size * (0.55 + beat)
        hand[:, mine, 1] += strength * 0.8 * size * np.sin(bar / beats)
    add(track, "head", 0.05 * beat * busy, index=1)
    held = Held(kind="stick", side=side, size=0.4)
    return Performance(track=track, held=(held,))


DESK: dict[str, Distribution] = {
    **SEATED, "nod": Uniform(0.15, 0.4), "apart_m": Uniform(0.08, 0.14),
                 "lift_m": Uniform(0.006, 0.014), "frequency_hz": LogUniform(2.0, 4.0)}  # fmt: skip
LEG: dict[str, Distribution] = {"side": SIDE, "bend": Uniform(0.3, 0.6), "twist": Uniform(0.5, 0.9),
       "frequency_hz": LogUniform(0.7, 1.4), "lift_m": Uniform(0.08, 0.15)}  # fmt: skip
BENCH: dict[str, Distribution] = {"side": SIDE, "bend": Uniform(0.25, 0.55)}


def entry(
    program: Callable[[Stage], Performance],
    description: str,
    captions: tuple[str, ...],
    parameters: Mapping[str, Distribution],
    tags: tuple[str, ...],
    **more: Any,
) -> Action:
    """Returns an action named as its program."""
    return Action(name=program.__name__, program=program, description=description,
                  captions=captions, parameters=parameters, tags=("work", *tags),
                  **more)  # fmt: skip


ACTIONS = (
    entry(write, "Writes on paper at a table.",
          ("a person writes at a table", "someone writes with the {side} hand"),
          {**SEATED, "side": SIDE, "nod": Uniform(0.25, 0.5), "line_s": Uniform(1.6, 3.0),
                    "frequency_hz": LogUniform(2.0, 3.5)},
          ("daily", "sitting", "object", "hand"),
          counterparts={"ntu": "writing", "kinetics": "writing", "uav_human": "write",
                        "gmdcsa24": ("Writing", "ADL")}, minimum_s=1.4, cut_chance=0.5),
    entry(type_on_keyboard, "Types on a keyboard before a screen.",
          ("a person types on a keyboard", "someone works at a computer"), DESK,
          ("daily", "sitting", "hand"),
          counterparts={"ntu": "typing on a keyboard", "ucf101": "Typing",
                        "kinetics": "using computer"},
          minimum_s=1.2, cut_chance=0.5),
    entry(use_laptop, "Types on an open laptop at a table.",
          ("a person uses a laptop", "someone works on a laptop"), DESK,
          ("daily", "sitting", "hand"),
          counterparts={"kinetics": "using computer", "ntu": "typing on a keyboard",
                        "ucf101": "Typing"}, minimum_s=1.2, cut_chance=0.5),
    entry(read_book, "Reads in an open book held in both hands.",
          ("a person reads a book, {setting}", "someone is reading"),
          {**SEATED, "setting": SETTING, "forward": Uniform(0.55, 0.68),
                    "height": Uniform(-0.35, -0.1), "nod": Uniform(0.25, 0.45),
                    "size": Uniform(0.42, 0.52)},
          ("daily", "sitting", "object"),
          counterparts={"ntu": "reading", "kinetics": "reading book", "uav_human": "read",
                        "gmdcsa24": ("Reading", "ADL")},
          minimum_s=1.3, cut_chance=0.5),
    entry(hammer, "Drives something in with a hammer.",
          ("a person hammers", "someone strikes with a hammer"),
          {**BENCH, "lift_m": Uniform(0.15, 0.25), "frequency_hz": LogUniform(0.9, 1.6)},
          ("object", "standing"), counterparts={"ucf101": "Hammering"},
          minimum_s=1.2, cut_chance=0.3),
    entry(saw, "Saws a board on a bench.", ("a person saws a board", "someone saws wood"),
          {**BENCH, "bend": Uniform(0.4, 0.75), "length_m": Uniform(0.08, 0.16),
                   "frequency_hz": LogUniform(0.8, 1.5)},
          ("object", "standing"), counterparts={}, minimum_s=1.2, cut_chance=0.3),
    entry(dig, "Digs with a spade.", ("a person digs", "someone shovels earth with a spade"),
          {"side": SIDE, "bend": Uniform(0.35, 0.6), "grip_m": Uniform(0.28, 0.36),
           "frequency_hz": LogUniform(0.45, 0.62), "aside_m": Uniform(0.1, 0.22),
           "lift_m": Uniform(0.15, 0.28)},
          ("object", "standing", "whole_body"),
          counterparts={"uav_human": "dig a hole",
                        "kinetics": ("digging", "shoveling snow")},
          minimum_s=1.8, cut_chance=0.3),
    entry(paint_wall, "Paints a wall with long strokes of a roller.",
          ("a person paints a wall", "someone paints with the {side} hand"),
          {"side": SIDE, "forward": Uniform(0.7, 0.82), "height": Uniform(0.0, 0.2),
           "stroke": Uniform(0.4, 0.6), "dip": Uniform(0.03, 0.12),
           "frequency_hz": LogUniform(0.4, 0.75)},
          ("object", "standing"), counterparts={"kinetics": "brush painting"},
          minimum_s=1.5, cut_chance=0.3),
    entry(screw, "Turns a screwdriver.", ("a person turns a screwdriver", "someone drives a screw"),
          {**BENCH, "twist": Uniform(0.8, 1.2), "lean": Uniform(0.03, 0.1),
           "frequency_hz": LogUniform(0.8, 1.4)},
          ("object", "standing", "hand"), minimum_s=1.2, cut_chance=0.3),
    entry(attach_leg, "Sets a leg on an upturned table top and begins to screw it in.",
          ("a person attaches a table leg", "someone fits a leg to a table top"), LEG,
          ("object", "standing"),
          counterparts={"ikea_fa": ("attach_leg_1", "attach_leg_2", "attach_leg_3",
                                    "attach_leg_4")},
          natural_s=3.0, minimum_s=1.8),
    entry(spin_in, "Screws a leg into an upturned table top.",
          ("a person spins a table leg in", "someone screws a leg into a table top"), LEG,
          ("object", "standing", "hand"), counterparts={"ikea_fa": "spin_in"},
          minimum_s=1.3, cut_chance=0.4),
    entry(spin_out, "Unscrews a leg of an upturned table top.",
          ("a person spins a table leg out", "someone unscrews a table leg"), LEG,
          ("object", "standing", "hand"), counterparts={"ikea_fa": "spin_out"},
          minimum_s=1.3, cut_chance=0.4),
    entry(flip_table_top, "Turns a table top over.",
          ("a person flips a table top", "someone turns a board over"),
          {"bend": Uniform(0.35, 0.6), "half_width_m": Uniform(0.18, 0.23),
           "lift_m": Uniform(0.3, 0.4)},
          ("standing",), counterparts={"ikea_fa": "flip_over"}, natural_s=2.4, minimum_s=1.4),
    entry(play_guitar, "Plays the guitar.", ("a person plays guitar", "someone strums a guitar"),
          {**SEATED, "setting": SETTING, "nod": Uniform(0.05, 0.3), "neck": Uniform(0.72, 0.85),
                    "neck_up": Uniform(-0.36, -0.2), "stroke": Uniform(0.08, 0.14),
                    "frequency_hz": LogUniform(1.2, 2.4), "change_hz": LogUniform(0.4, 0.9)},
          ("music", "sitting", "object"), counterparts={"ucf101": "PlayingGuitar",
                                             "kinetics": ("playing guitar",
                                                          "strumming guitar")},
          minimum_s=1.2, cut_chance=0.5),
    entry(conduct, "Conducts an orchestra with a baton.",
          ("a person conducts", "someone beats time with a baton"),
          {"side": SIDE, "height": Uniform(-0.15, 0.1), "size": Uniform(0.18, 0.34),
           "both": Uniform(0.2, 1.0), "metre": Choice(("two", "three", "four"), (0.3, 0.3, 0.4)),
           "frequency_hz": LogUniform(0.9, 1.7)},
          ("music", "object", "standing", "gesture"), counterparts={},
          minimum_s=1.4, cut_chance=0.4),
)  # fmt: skip
