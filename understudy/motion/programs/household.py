"""Meals, cleaning and carrying: what people do about the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
from understudy.motion.gait import Gait, go
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
    pole_hands,
    sit,
)
from understudy.motion.programs.meeting import held_between, take_steps
from understudy.motion.timing import movements, oscillator, ramp
from understudy.types import Prop

POURED_FROM = ("bottle", "can", "mug")
FILLED = ("glass", "cup", "mug")


def bent(stage: Stage, base: np.ndarray, trunk: float, knees: float = 0.0) -> np.ndarray:
    """Returns a posture bent forward by an angle [rad], hips back, knees given way."""
    spine, head = channel(base, "spine"), channel(base, "head")
    return pose(
        base,
        pelvis=channel(base, "pelvis") + np.array([-0.2 * trunk, 0.0, -0.02 * trunk - knees]),
        turn=channel(base, "turn") + np.array([0.0, 0.6 * trunk, 0.0]),
        spine=spine + np.array([0.0, 0.4 * trunk, 0.0]),
        head=head + np.array([0.0, 0.25 - 0.35 * trunk, 0.0]),
    )


def worktop(stage: Stage, posture: np.ndarray, drop: float) -> Prop:
    """Returns a table before a standing person, its top so many arm lengths below the shoulders."""
    centre, _ = chest(stage, posture)
    top_m = float(centre[2] - drop * stage.measures.arm_m)
    near_m = max(float(stage.measures.torso_radii_m[0]) + 0.06, float(centre[0]) + 0.1)
    return Prop(kind="table", position_m=(near_m + 0.3, 0.0, 0.0), yaw_rad=0.0,
                size_m=(0.6, 1.3, top_m))  # fmt: skip


def eat(stage: Stage) -> Performance:
    """Carries food from a plate in one hand to the mouth, again and again."""
    values, side = stage.values, stage.side
    base = stage.rest
    props: tuple[Prop, ...] = ()
    if round(values["setting"]) == 0:
        base, chair = sit(stage)
        props = (chair,)
    base = pose(base, head=channel(base, "head") + np.array([0.0, 0.15, 0.0]))
    base = pose(base, side=1 - side, reach=1.0, hand=(0.5, 0.02, values["plate_height"]),
                elbow_out=0.3, palm=(0.1, 0.0, 1.0), fist=0.5)  # fmt: skip
    at_plate = pose(base, side=side, reach=1.0,
                    hand=(0.66, 0.12, values["plate_height"] + 0.12), elbow_out=0.9,
                    palm=(0.0, -0.8, -0.7), wrist_bend=0.2, fist=0.9)  # fmt: skip
    at_mouth = pose(at_plate, side=side, hand=(values["distance"], 0.38, values["height"] - 0.06),
                    elbow_out=values["elbow_out"], palm=(-0.2, -1.0, -0.3),
                    wrist_bend=0.1)  # fmt: skip
    at_mouth = pose(at_mouth, head=channel(base, "head") + np.array([0.0, 0.02, 0.0]),
                    spine=channel(base, "spine") + np.array([0.0, 0.1, 0.0]))  # fmt: skip
    count = max(1, round(stage.window_s / (values["bite_s"] / values["tempo"])))
    period = stage.window_s / count
    course = []
    for number in range(count):
        begin = stage.start_s + number * period
        course += [
            (begin, 0.42 * period, at_mouth),
            (begin + 0.55 * period, 0.4 * period, at_plate),
        ]
    return Performance(
        track=movements(stage.times_s, at_plate, course, stage.lag_s),
        props=props,
        held=(
            Held(kind=("spoon", "fork")[round(values["cutlery"])], side=side, size=1.1),
            Held(kind="plate", side=1 - side, size=values["plate_size"]),
        ),
    )


def pour(stage: Stage) -> Performance:
    """Tilts a bottle over a glass that the other hand holds, and rights it again."""
    values, side, span = stage.values, stage.side, stage.window_s
    forward, height = values["forward"], values["height"]
    first = pose(stage.rest, reach=1.0, elbow_out=0.3, fist=1.0, palm=((0.2, -1.0, 0.0),) * 2,
                 hand=((forward, 0.22, height - 0.1),) * 2)  # fmt: skip
    first = pose(first, side=side, hand=(forward, 0.3, height))
    first = pose(first, head=channel(stage.rest, "head") + np.array([0.0, 0.3, 0.0]))
    over = pose(first, side=1 - side, hand=(forward, 0.24, height - 0.16))
    over = pose(over, side=side, hand=(forward, 0.22, height + 0.14), elbow_out=0.8)
    tilted = pose(over, side=side, elbow_out=1.25, palm=(0.2, -values["tilt"], -1.0),
                  hand=(forward, 0.24, height + 0.22), wrist_tilt=0.2)  # fmt: skip
    course = [
        (stage.at(0.0), 0.25 * span, over),
        (stage.at(0.2), 0.25 * span, tilted),
        (stage.at(0.68), 0.2 * span, over),
        (stage.at(0.8), 0.2 * span, first),
    ]
    return Performance(
        track=movements(stage.times_s, first, course, stage.lag_s),
        held=(
            Held(kind=POURED_FROM[round(values["source"])], side=side, size=1.1),
            Held(kind=FILLED[round(values["vessel"])], side=1 - side, size=1.1),
        ),
    )


def stir(stage: Stage) -> Performance:
    """Turns a spoon round and round in a pot that the other hand holds."""
    values, side, times = stage.values, stage.side, stage.times_s
    forward, height = values["forward"], values["height"]
    first = pose(stage.rest, side=1 - side, reach=1.0, hand=(forward, 0.2, height), elbow_out=0.4,
                 palm=(0.2, -1.0, 0.0), fist=1.0)  # fmt: skip
    first = pose(first, head=channel(stage.rest, "head") + np.array([0.0, 0.35, 0.0]))
    above = pose(first, side=side, reach=1.0, hand=(forward - 0.06, -0.12, height + 0.4),
                 elbow_out=1.2, palm=(0.1, 0.6, -0.8), wrist_bend=0.7, fist=1.0)  # fmt: skip
    low = pose(above, side=side, reach=1.0, hand=(0.5, 0.42, height + 0.1))
    track, _, busy = at_work(stage, above, low)
    phase = oscillator(times, stage.start_s, values["frequency_hz"])
    late = oscillator(times, stage.start_s, values["frequency_hz"], 0.5 * np.pi)
    circle = values["radius"] * busy[:, None] * np.stack((late, phase, 0.15 * phase), axis=-1)
    channel(track, "hand")[:, side] += circle
    add(track, "wrist_tilt", 0.2 * busy * phase, index=side)
    return Performance(
        track=track,
        held=(
            Held(kind="spoon", side=side, size=1.5),
            Held(kind="mug", side=1 - side, size=values["pot_size"]),
        ),
    )


def chop_food(stage: Stage) -> Performance:
    """Chops on a worktop: the knife goes up and down and along, the other hand holds the food."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, values["drop"])
    size = 0.3, 0.4, 0.03
    board_m = top.size_m[2] + size[2]
    centre_x = top.position_m[0] - 0.06
    board = Prop(kind="box", position_m=(centre_x, 0.0, top.size_m[2]), yaw_rad=0.0, size_m=size)
    food = Prop(kind="box", position_m=(centre_x + 0.06, -0.03 * sign, board_m), yaw_rad=0.3,
                size_m=(0.07, 0.12, 0.05))  # fmt: skip
    knife_hand = np.array([centre_x - 0.14, 0.06 * sign, board_m + 0.09])
    other_hand = np.array([centre_x + 0.02, -0.11 * sign, board_m + 0.07])
    ready = hands_to(stage, work, {side: knife_hand, 1 - side: other_hand}, elbow_out=0.6)
    ready = pose(ready, side=side, palm=(0.1, -1.0, -0.2), fist=1.1, wrist_tilt=-0.3)
    ready = pose(ready, side=1 - side, palm=(0.1, -0.3, -1.0), fist=0.5)
    track, _, busy = at_work(stage, ready, ready)
    cuts = 0.5 - 0.5 * np.cos(2.0 * np.pi * values["frequency_hz"] * (times - stage.start_s))
    drift = np.sin(2.0 * np.pi * 0.35 * (times - stage.start_s))
    place = knife_hand + np.zeros((times.size, 3))
    place[:, 2] += values["lift"] * cuts * busy
    place[:, 1] -= 0.025 * sign * drift * busy
    add(track, "wrist_tilt", 0.4 * cuts * busy, index=side)
    return Performance(
        track=track,
        props=(top, board, food),
        held=(Held(kind="knife", side=side),),
        palms=palms(stage, {side: place, 1 - side: other_hand}),
    )


def wipe_table(stage: Stage) -> Performance:
    """Wipes a table with a cloth, in circles or from side to side."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, values["drop"])
    high = top.size_m[2] + 0.035
    middle = np.array([top.position_m[0] - 0.02, 0.08 * sign, high])
    ready = hands_to(stage, work, {side: middle}, elbow_out=0.5)
    ready = pose(ready, side=side, palm=(0.0, 0.0, -1.0), fist=0.15, wrist_bend=-0.3)
    props = (top,)
    goals: dict[int, np.ndarray] = {}
    if values["lean_on"] > 0.5:
        rest_m = np.array([top.position_m[0] - 0.2, -0.3 * sign, high])
        ready = hands_to(stage, ready, {1 - side: rest_m}, elbow_out=0.4)
        ready = pose(ready, side=1 - side, palm=(0.0, 0.0, -1.0), fist=0.1, wrist_bend=-0.4)
        goals[1 - side] = rest_m + np.zeros((times.size, 3))
    track, there, busy = at_work(stage, ready, ready)
    wave = oscillator(times, stage.start_s, values["frequency_hz"])
    late = oscillator(times, stage.start_s, values["frequency_hz"], 0.5 * np.pi)
    slow = oscillator(times, stage.start_s, 0.3)
    circles = round(values["manner"]) == 0
    place = middle + np.zeros((times.size, 3))
    place[:, 1] += busy * (values["width_m"] * wave + (0.06 * slow if circles else 0.0))
    place[:, 0] += busy * (0.1 * late if circles else 0.1 * slow)
    add(track, "spine", -0.4 * sign * values["width_m"] * wave * busy * sign, index=2)
    goals[side] = place
    del there
    return Performance(
        track=track,
        props=props,
        held=(Held(kind="cloth", side=side, size=0.5),),
        palms=palms(stage, goals),
    )


def with_pole(
    stage: Stage, base: np.ndarray, end_m: np.ndarray, hold_m: np.ndarray, kind: str, size: float
) -> Performance:
    """Works with a tool on a long pole whose end goes a path (T, 3); the lower hand is `side`."""
    side, reach_m = stage.side, 0.99 * size
    lower, upper = pole_hands(end_m, hold_m, reach_m, stage.values["grip_m"])
    first = hands_to(stage, base, {side: lower[0], 1 - side: upper[0]}, elbow_out=0.5)
    first = pose(first, side=side, palm=(-0.2, -1.0, -0.2), fist=1.1)
    first = pose(first, side=1 - side, palm=(0.3, -0.7, -0.5), fist=1.1)
    track = np.repeat(first[None], stage.times_s.size, axis=0)
    held = Held(kind=kind, side=side, size=size)
    return Performance(
        track=track, held=(held,), palms=palms(stage, {side: lower, 1 - side: upper})
    )


def pole_start(stage: Stage, trunk: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Returns a posture at a broom, where its lower hand is, and the broom's size."""
    sign = 1.0 if stage.side == LEFT else -1.0
    base = bent(stage, stage.rest, trunk)
    base = pose(base, head=channel(base, "head") + np.array([0.0, 0.2, 0.0]))
    hold_m = ahead(stage, base, (0.8, 0.28 * sign, -0.78))
    reach_m = float(np.hypot(hold_m[2], stage.values["reach_m"]))
    return base, hold_m, reach_m / 0.99


def sweep(stage: Stage) -> Performance:
    """Sweeps the floor with a broom: strokes across, lifted on the way back."""
    values, times = stage.values, stage.times_s
    sign = 1.0 if stage.side == LEFT else -1.0
    base, hold_m, size = pole_start(stage, values["bend"])
    _, _, busy = at_work(stage, base, base)
    phase = np.mod(values["frequency_hz"] * (times - stage.start_s), 1.0)
    stroke = np.cos(2.0 * np.pi * phase)
    lifted = np.maximum(np.sin(2.0 * np.pi * phase + np.pi), 0.0) ** 2
    end = hold_m + np.zeros((times.size, 3))
    end[:, 0] += values["reach_m"] * 0.9
    end[:, 1] += sign * (0.1 + busy * values["width_m"] * stroke)
    end[:, 2] = 0.03 + 0.1 * busy * lifted
    done = with_pole(stage, base, end, hold_m, "broom", size)
    add(done.track, "spine", 0.25 * sign * busy * stroke, index=2)
    add(done.track, "turn", 0.1 * sign * busy * stroke, index=2)
    return done


def mop(stage: Stage) -> Performance:
    """Mops the floor: pushes the mop away and draws it back, along a slow curve."""
    values, times = stage.values, stage.times_s
    sign = 1.0 if stage.side == LEFT else -1.0
    base, hold_m, size = pole_start(stage, values["bend"])
    _, _, busy = at_work(stage, base, base)
    wave = oscillator(times, stage.start_s, values["frequency_hz"], -0.5 * np.pi)
    aside = oscillator(times, stage.start_s, 0.5 * values["frequency_hz"])
    end = hold_m + np.zeros((times.size, 3))
    end[:, 0] += values["reach_m"] * 0.8 + busy * values["length_m"] * wave
    end[:, 1] += -0.1 * sign + busy * values["width_m"] * aside
    end[:, 2] = 0.03
    # The hands go along with the push: the pole keeps most of its slope.
    hold = hold_m + np.zeros((times.size, 3))
    hold[:, 0] += 0.6 * busy * values["length_m"] * wave
    done = with_pole(stage, base, end, hold, "mop", size)
    add(done.track, "spine", 0.22 * busy * wave, index=1)
    add(done.track, "pelvis", 0.04 * busy * wave, index=0)
    return done


def box_grip(stage: Stage, base: np.ndarray) -> np.ndarray:
    """Returns a posture with a box carried before the belly."""
    values = stage.values
    return pose(base, reach=1.0, hand=((values["forward"], values["half_width"],
                                        values["height"]),) * 2,
                elbow_out=0.4, palm=((0.0, -1.0, 0.1),) * 2, fist=0.15, wrist_bend=0.0)  # fmt: skip


def carry_box(stage: Stage) -> Performance:
    """Walks along with a box held before the belly."""
    values = stage.values
    held = box_grip(stage, stage.rest)
    held = pose(held, turn=channel(held, "turn") - np.array([0.0, values["lean_back"], 0.0]))
    track = np.repeat(held[None], stage.times_s.size, axis=0)
    go(track, stage, walking(values, values["step_length"]))
    return Performance(track=track, held=(Held(kind="box", side=RIGHT, size=values["size"]),))


def walking(values: Mapping[str, float], step_length: float) -> Gait:
    """Returns a careful walk; a negative step length goes backwards."""
    back = step_length < 0.0
    return Gait(
        stride_s=values["stride_s"] / values["tempo"],
        step_length=step_length,
        duty=0.64,
        lift=0.05,
        strike_rad=0.0 if back else 0.15,
        push_rad=0.3 if back else 0.55,
        kick_rad=0.1 if back else 0.3,
        width=0.9,
        arm_swing_rad=0.0,
        sway=0.015,
        first_side=round(values["first_step"]),
    )


def put_down(stage: Stage) -> Performance:
    """Bends hips and knees with a box, sets it on the ground, rises without it."""
    values, span, times = stage.values, stage.window_s, stage.times_s
    held = box_grip(stage, stage.rest)
    low = bent(stage, stage.rest, values["trunk"], values["knees"])
    low = pose(low, pelvis=channel(low, "pelvis") - np.array([0.12, 0.0, 0.0]))
    floor_m = ahead(stage, low, (0.5, 0.0, 0.0))
    floor_m[2] = 0.14 * values["size"]
    half_m = values["half_width"] * stage.measures.arm_m
    sides = {s: floor_m + np.array([0.0, (half_m, -half_m)[s], 0.0]) for s in (LEFT, RIGHT)}
    down = hands_to(stage, low, sides, elbow_out=0.3)
    down = pose(down, palm=((0.0, -1.0, 0.1),) * 2, fist=0.15)
    released = pose(down, hand=channel(down, "hand") + np.array([[0.0, 0.12, 0.1]] * 2))
    course = [
        (stage.at(0.0), 0.5 * span, down),
        (stage.at(0.54), 0.12 * span, released),
        (stage.at(0.58), 0.42 * span, stage.rest),
    ]
    track = movements(times, held, course, 0.0)
    weight = ramp(times, stage.at(0.2), stage.at(0.5)) * (
        1.0 - ramp(times, stage.at(0.54), stage.at(0.66))
    )
    return Performance(
        track=track,
        ground=np.zeros(times.size),
        palms=palms(stage, sides, weight),
        held=(Held(kind="box", side=RIGHT, size=values["size"], until_s=stage.at(0.54)),),
    )


def shift_box(stage: Stage, direction: float) -> Performance:
    """Walks bent over a big box, hands at its sides, and moves it along the ground."""
    values, leg_m = stage.values, stage.measures.leg_m
    base = bent(stage, stage.rest, values["trunk"], 0.12)
    track = np.repeat(base[None], stage.times_s.size, axis=0)
    # A heavy thing is moved from foot to foot.
    steps = replace(walking(values, direction * values["step_length"]), sway=0.03)
    go(track, stage, steps)
    add(track, "pelvis", -0.06, index=2)
    if direction < 0.0:  # who pulls hangs back, on bent knees
        add(track, "pelvis", -0.1, index=0)
        add(track, "pelvis", -0.05, index=2)
    half_m = values["half_width"] * stage.measures.arm_m
    place = ahead(stage, base, (values["forward"], 0.0, 0.0)) + np.zeros((stage.times_s.size, 3))
    place[:, 2] = 0.125 * values["size"] + 0.005
    place[:, 0] += (channel(track, "pelvis")[:, 0] - channel(base, "pelvis")[0]) * leg_m
    offset = np.array([0.0, half_m, 0.0])
    sides = {LEFT: place + offset, RIGHT: place - offset}
    aim = hands_to(stage, base, {side: path[0] for side, path in sides.items()}, elbow_out=0.4)
    for name in ("reach", "hand", "elbow_out"):
        channel(track, name)[...] = channel(aim, name)
    track = pose(track, palm=((0.0, -1.0, 0.1),) * 2, fist=0.2)
    return Performance(
        track=track,
        palms=palms(stage, sides),
        held=(Held(kind="box", side=RIGHT, size=values["size"]),),
    )


def push_object(stage: Stage) -> Performance:
    """Pushes a big box along the ground, bent over it."""
    return shift_box(stage, 1.0)


def pull_object(stage: Stage) -> Performance:
    """Draws a big box along the ground, going backwards."""
    return shift_box(stage, -1.0)


def throw_away(stage: Stage) -> Performance:
    """Reaches out over a bin, opens the hand, and lets something drop into it."""
    values, side, span = stage.values, stage.side, stage.window_s
    sign = 1.0 if side == LEFT else -1.0
    carried = pose(stage.rest, side=side, reach=1.0, hand=(0.42, 0.3, -0.5), elbow_out=0.3,
                   palm=(0.0, -0.6, -0.8), fist=1.2)  # fmt: skip
    over = bent(stage, stage.rest, values["bend"])
    place = ahead(stage, over, (0.85, values["aside"] * sign, -0.6))
    out = hands_to(stage, over, {side: place}, elbow_out=0.5)
    out = pose(out, side=side, palm=(0.2, -0.2, -1.0), fist=1.2,
               head=channel(over, "head") + np.array([0.0, 0.15, 0.0]))  # fmt: skip
    opened = pose(out, side=side, fist=-0.05, wrist_bend=-0.2)
    course = [
        (stage.at(0.0), 0.42 * span, out),
        (stage.at(0.42), 0.12 * span, opened),
        (stage.at(0.6), 0.4 * span, stage.rest),
    ]
    high = float(np.clip(place[2] - 0.2, 0.25, values["bin_m"]))
    width = 0.36
    waste = np.tile(np.eye(4), (stage.times_s.size, 1, 1))
    waste[:, :3, 3] = (float(place[0]) + 0.12, float(place[1]), 0.5 * high)
    bin_ = Held(kind="bin", side=side, poses=waste, size_m=(width, width, high))
    kind = ("tennis_ball", "can", "bottle")[round(values["object"])]
    return Performance(
        track=movements(stage.times_s, carried, course, stage.lag_s),
        held=(bin_, Held(kind=kind, side=side, until_s=stage.at(0.47), thrown=True)),
    )


LEAF_M = (0.12, 0.82, 2.0)
HANDLE_M = 0.7
"""How far a door's handle is from its hinges."""


def open_door(stage: Stage) -> Performance:
    """Takes a door's handle, presses it, and goes back or forward with the door as it opens."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    pulls = round(values["manner"]) == 0
    arm_m, leg_m = stage.measures.arm_m, stage.measures.leg_m
    distance = values["distance"] * arm_m + 0.16 + (0.1 if pulls else 0.0)
    way = 1.0 if pulls else -1.0
    angle = way * sign * values["angle"] * ramp(times, stage.at(0.36), stage.at(0.84))
    hinge = np.array([distance, -0.41 * sign, 0.5 * LEAF_M[2] + 0.01])
    poses = np.tile(np.eye(4), (times.size, 1, 1))
    poses[:, :3, :3] = turn_about(2, angle + (0.0 if sign > 0.0 else np.pi))
    poses[:, :3, 3] = hinge
    frame_poses = np.tile(np.eye(4), (times.size, 1, 1))
    frame_poses[:, :3, 3] = (distance + 0.04, 0.0, 1.05)
    swing = turn_about(2, angle)
    pressed = held_between(stage, (0.24, 0.32, 0.4, 0.5))
    local = np.stack((np.full(times.size, -0.075), np.full(times.size, sign * HANDLE_M),
                      -0.03 * pressed), axis=-1)  # fmt: skip
    palm = hinge + np.einsum("tij,tj->ti", swing, local)
    gone = -0.5 if pulls else 0.4
    reach = pose(stage.rest, side=side, reach=1.0, hand=(0.8, 0.2, -0.5), elbow_out=0.5,
                 palm=(0.2, -0.5, -0.9), fist=0.9)  # fmt: skip
    reach = pose(reach, head=channel(stage.rest, "head") + np.array([0.0, 0.22, 0.15 * sign]))
    moved = pose(reach, spine=channel(stage.rest, "spine") + np.array([0.0, 0.1, 0.15 * sign]),
                 head=channel(stage.rest, "head"))  # fmt: skip
    course = [
        (stage.at(0.0), 0.28 * span, reach),
        (stage.at(0.36), 0.36 * span, moved),
        (stage.at(0.76), 0.24 * span, pose(stage.rest, spine=channel(moved, "spine"))),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    far = gone * values["step_m"] / leg_m
    first = 1 - side if pulls else side
    plan = [
        (first, stage.at(0.4), 0.2 * span, far),
        (1 - first, stage.at(0.6), 0.22 * span, far),
    ]
    take_steps(track, times, plan, 0.05)
    held = ramp(times, stage.at(0.0), stage.at(0.3)) * (
        1.0 - ramp(times, stage.at(0.7), stage.at(1.0))
    )
    return Performance(
        track=track,
        held=(
            Held(kind="door", side=side, poses=poses),
            Held(kind="door_frame", side=side, poses=frame_poses),
        ),
        palms=palms(stage, {side: palm}, held),
    )


def iron(stage: Stage) -> Performance:
    """Slides an iron to and fro over a board, the other hand holding the cloth."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, values["drop"])
    top = Prop(kind="table", position_m=(top.position_m[0] - 0.1, 0.0, 0.0), yaw_rad=0.0,
               size_m=(0.4, 1.2, top.size_m[2]))  # fmt: skip
    laundry = Prop(kind="box", position_m=(top.position_m[0], 0.0, top.size_m[2]), yaw_rad=0.0,
                   size_m=(0.34, 0.7, 0.012))  # fmt: skip
    tall = 0.3 * values["size"]
    middle = np.array([top.position_m[0] - 0.02, 0.08 * sign, top.size_m[2] + tall + 0.03])
    other = np.array([top.position_m[0], -0.28 * sign, top.size_m[2] + 0.045])
    ready = hands_to(stage, work, {side: middle, 1 - side: other}, elbow_out=0.6)
    ready = pose(ready, palm=((0.0, 0.0, -1.0),) * 2)
    ready = pose(ready, side=side, fist=1.1)
    ready = pose(ready, side=1 - side, fist=0.1, wrist_bend=-0.3)
    track, _, busy = at_work(stage, ready, ready)
    wave = oscillator(times, stage.start_s, values["frequency_hz"])
    slow = oscillator(times, stage.start_s, 0.4)
    place = middle + np.zeros((times.size, 3))
    place[:, 1] += busy * values["width_m"] * wave
    place[:, 0] += busy * 0.05 * slow
    return Performance(
        track=track,
        props=(top, laundry),
        held=(Held(kind="box", side=side, size=values["size"], grip="palm"),),
        palms=palms(stage, {side: place, 1 - side: other}),
    )


def wash_hands(stage: Stage) -> Performance:
    """Rubs the hands over and round each other above a basin."""
    values, times = stage.values, stage.times_s
    work = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, work, 0.95)
    basin = Prop(kind="box", position_m=(top.position_m[0] - 0.08, 0.0, top.size_m[2]), yaw_rad=0.0,
                 size_m=(0.34, 0.46, 0.1))  # fmt: skip
    tap = Prop(kind="box", position_m=(top.position_m[0] + 0.14, 0.0, top.size_m[2]), yaw_rad=0.0,
               size_m=(0.04, 0.04, 0.32))  # fmt: skip
    ready = pose(work, reach=1.0, hand=((0.56, 0.11, -0.42),) * 2, elbow_out=0.6,
                 palm=((-0.2, -1.0, 0.1),) * 2, fist=0.3, wrist_bend=0.1)  # fmt: skip
    track, there, busy = at_work(stage, ready)
    middle = ahead(stage, work, (0.74, 0.0, -0.62))
    wave = oscillator(times, stage.start_s, values["frequency_hz"])
    late = oscillator(times, stage.start_s, values["frequency_hz"], 0.5 * np.pi)
    over = oscillator(times, stage.start_s, values["swap_hz"], values["first_phase"])
    rub = values["amplitude_m"] * busy
    rubs = np.stack((rub * wave, 0.025 + 0.01 * late * busy, 0.03 * over * busy), axis=-1)
    left, right = middle + rubs, middle + rubs * np.array([-1.0, -1.0, -1.0])
    # Now one palm lies on top, now the other.
    channel(track, "palm")[:, LEFT, 2] -= 0.9 * over * busy
    channel(track, "palm")[:, RIGHT, 2] += 0.9 * over * busy
    return Performance(
        track=track,
        props=(top, basin, tap),
        palms=palms(stage, {LEFT: left, RIGHT: right}, there),
    )


START = Choice(("left", "right"), (0.5, 0.5))
POLE: dict[str, Distribution] = {
    "side": SIDE,
    "bend": Uniform(0.15, 0.5),
    "reach_m": Uniform(0.28, 0.45),
    "grip_m": Uniform(0.2, 0.28),
}
BOX: dict[str, Distribution] = {
    "size": LogUniform(0.8, 1.35),
    "forward": Uniform(0.62, 0.75),
    "half_width": Uniform(0.24, 0.36),
    "height": Uniform(-0.6, -0.4),
}
BIG_BOX: dict[str, Distribution] = {
    "size": Uniform(2.0, 2.6),
    "forward": Uniform(0.6, 0.75),
    "half_width": Uniform(0.28, 0.36),
    "trunk": Uniform(1.1, 1.35),
    "stride_s": LogUniform(1.0, 1.5),
    "step_length": Uniform(0.3, 0.5),
    "first_step": START,
}
ACTIONS = (
    Action(
        name="eat",
        description="Eats from a plate with a spoon or fork.",
        captions=("a person eats from a plate", "someone is eating, {setting}"),
        program=eat,
        parameters={**SEATED,
            "side": SIDE,
            "setting": SETTING,
            "cutlery": Choice(("spoon", "fork"), (0.5, 0.5)),
            "plate_height": Uniform(-0.5, -0.36),
            "plate_size": Uniform(0.75, 1.0),
            "distance": Uniform(0.31, 0.37),
            "height": Uniform(-0.1, -0.03),
            "elbow_out": Uniform(0.4, 1.0),
            "bite_s": LogUniform(1.6, 2.5),
        },
        tags=("daily", "sitting", "object", "hand"),
        counterparts={"ntu": "eat meal/snack", "hmdb51": "eat",
                      "kinetics": ("dining", "eating spaghetti", "eating cake", "tasting food"),
                      "uav_human": "eat snacks", "gmdcsa24": ("Eating", "ADL")},
        minimum_s=1.4,
    ),
    Action(
        name="pour",
        description="Pours a drink from one vessel into another.",
        captions=("a person pours a drink", "someone pours from the {source} into the {vessel}"),
        program=pour,
        parameters={
            "side": SIDE,
            "forward": Uniform(0.55, 0.7),
            "height": Uniform(-0.45, -0.25),
            "tilt": Uniform(-0.3, 0.2),
            "source": Choice(POURED_FROM, (0.6, 0.2, 0.2)),
            "vessel": Choice(FILLED, (0.5, 0.3, 0.2)),
        },
        tags=("daily", "object", "hand", "standing"),
        counterparts={"hmdb51": "pour"},
        natural_s=2.8,
        minimum_s=1.5,
    ),
    Action(
        name="stir",
        description="Stirs in a pot held in the other hand.",
        captions=("a person stirs with a spoon", "someone stirs a pot with the {side} hand"),
        program=stir,
        parameters={
            "side": SIDE,
            "forward": Uniform(0.55, 0.7),
            "height": Uniform(-0.55, -0.35),
            "radius": Uniform(0.06, 0.12),
            "frequency_hz": LogUniform(0.9, 2.0),
            "pot_size": Uniform(1.5, 2.0),
        },
        tags=("daily", "object", "hand", "standing"),
        counterparts={"ucf101": "Mixing"},
        minimum_s=1.4,
    ),
    Action(
        name="chop_food",
        description="Chops food on a board with a knife.",
        captions=("a person chops food", "someone cuts vegetables with a knife"),
        program=chop_food,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.2, 0.5),
            "drop": Uniform(0.85, 1.0),
            "lift": Uniform(0.05, 0.11),
            "frequency_hz": LogUniform(1.3, 2.8),
        },
        tags=("daily", "object", "hand", "standing"),
        counterparts={"ucf101": "CuttingInKitchen",
                      "kinetics": ("cutting pineapple", "cutting watermelon")},
        minimum_s=1.2,
        cut_chance=0.4,
    ),
    Action(
        name="wipe_table",
        description="Wipes a table with a cloth.",
        captions=("a person wipes a table", "someone cleans a table with a cloth"),
        program=wipe_table,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.4, 0.8),
            "drop": Uniform(0.85, 1.02),
            "width_m": Uniform(0.1, 0.18),
            "frequency_hz": LogUniform(0.7, 1.3),
            "manner": Choice(("circles", "strokes"), (0.5, 0.5)),
            "lean_on": Choice(("no", "yes"), (0.5, 0.5)),
        },
        tags=("daily", "object", "standing"),
        minimum_s=1.2,
        cut_chance=0.3,
    ),
    Action(
        name="sweep",
        description="Sweeps the floor with a broom.",
        captions=("a person sweeps the floor", "someone sweeps with a broom"),
        program=sweep,
        parameters={**POLE, "width_m": Uniform(0.15, 0.28), "frequency_hz": LogUniform(0.6, 1.1)},
        tags=("daily", "object", "standing", "whole_body"),
        counterparts={"kinetics": "sweeping floor", "uav_human": "sweep the floor"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="mop",
        description="Mops the floor, pushing the mop to and fro.",
        captions=("a person mops the floor", "someone cleans the floor with a mop"),
        program=mop,
        parameters={**POLE,
            "bend": Uniform(0.3, 0.65),
            "length_m": Uniform(0.1, 0.17),
            "width_m": Uniform(0.05, 0.15),
            "frequency_hz": LogUniform(0.55, 0.95),
        },
        tags=("daily", "object", "standing", "whole_body"),
        counterparts={"kinetics": ("mopping floor", "cleaning floor"), "ucf101": "MoppingFloor",
                      "uav_human": "mop the floor"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="carry_box",
        description="Walks carrying a box in both arms.",
        captions=("a person carries a box", "someone walks with a box in both arms"),
        program=carry_box,
        parameters={**BOX,
            "lean_back": Uniform(0.0, 0.08),
            "stride_s": LogUniform(1.0, 1.4),
            "step_length": Uniform(0.45, 0.7),
            "first_step": START,
        },
        tags=("daily", "object", "locomotion"),
        counterparts={"ntu": "move heavy objects", "uav_human": "move a box"},
        minimum_s=1.2,
        cut_chance=0.5,
    ),
    Action(
        name="put_down",
        description="Sets a box down on the ground and rises.",
        captions=("a person puts down a box", "someone sets a box on the ground"),
        program=put_down,
        parameters={**BOX, "trunk": Uniform(1.0, 1.35), "knees": Uniform(0.25, 0.42)},
        tags=("daily", "posture", "whole_body"),
        natural_s=2.4,
        minimum_s=1.5,
    ),
    Action(
        name="push_object",
        description="Pushes a big box along the ground.",
        captions=("a person pushes a big box", "someone pushes a crate along the floor"),
        program=push_object,
        parameters=BIG_BOX,
        tags=("daily", "object", "locomotion", "whole_body"),
        counterparts={"hmdb51": "push", "ntu": "move heavy objects"},
        minimum_s=1.4,
        cut_chance=0.5,
    ),
    Action(
        name="pull_object",
        description="Pulls a big box along the ground, going backwards.",
        captions=("a person pulls a big box", "someone drags a crate backwards"),
        program=pull_object,
        # Quick steps: nobody hangs back on one leg for long.
        parameters={
            **BIG_BOX,
            "stride_s": LogUniform(0.75, 0.95),
            "step_length": Uniform(0.22, 0.38),
        },
        tags=("daily", "object", "locomotion", "whole_body"),
        minimum_s=1.4,
        cut_chance=0.5,
    ),
    Action(
        name="throw_away",
        description="Drops something into a bin.",
        captions=("a person throws something away", "someone drops a thing into a bin"),
        program=throw_away,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.15, 0.6),
            "aside": Uniform(0.1, 0.4),
            "bin_m": Uniform(0.35, 0.65),
            "object": Choice(("paper ball", "can", "bottle"), (0.5, 0.25, 0.25)),
        },
        tags=("daily", "standing"),
        counterparts={"uav_human": ("throw away something", "throw litter")},
        natural_s=2.2,
        minimum_s=1.3,
    ),
    Action(
        name="open_door",
        description="Turns a door handle and opens a door.",
        captions=("a person opens a door", "someone turns a handle and opens the door"),
        program=open_door,
        parameters={
            "side": SIDE,
            "distance": Uniform(0.85, 1.0),
            "angle": Uniform(0.6, 0.95),
            "step_m": Uniform(0.7, 1.1),
            "manner": Choice(("pull", "push"), (0.6, 0.4)),
        },
        tags=("daily", "object", "standing"),
        natural_s=2.8,
        minimum_s=1.7,
    ),
    Action(
        name="iron",
        description="Irons clothes on a board.",
        captions=("a person irons clothes", "someone slides an iron over a cloth"),
        program=iron,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.15, 0.45),
            "drop": Uniform(0.85, 1.05),
            "size": Uniform(0.26, 0.34),
            "width_m": Uniform(0.08, 0.18),
            "frequency_hz": LogUniform(0.5, 1.0),
        },
        tags=("daily", "object", "standing"),
        counterparts={"kinetics": "ironing"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="wash_hands",
        description="Washes the hands over a basin.",
        captions=("a person washes their hands", "someone rubs the hands under a tap"),
        program=wash_hands,
        parameters={
            "bend": Uniform(0.25, 0.55),
            "amplitude_m": Uniform(0.03, 0.06),
            "frequency_hz": LogUniform(1.2, 2.4),
            "swap_hz": LogUniform(0.4, 0.8),
            "first_phase": Uniform(0.0, 6.28),
        },
        tags=("daily", "hygiene", "standing", "hand"),
        counterparts={"kinetics": "washing hands"},
        minimum_s=1.3,
        cut_chance=0.3,
    ),
)  # fmt: skip
