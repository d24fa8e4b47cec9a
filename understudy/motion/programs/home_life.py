"""More of daily life: laundry, plants, music at home, things torn, opened, counted, carried."""

from __future__ import annotations

import math

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
from understudy.motion.gait import go
from understudy.motion.holding import Held
from understudy.motion.kinematics import frame, turn_about
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.handling import SEATED, ahead, at_work, chest, hands_to, palms, sit
from understudy.motion.programs.household import (
    POLE,
    START,
    bent,
    pole_start,
    walking,
    with_pole,
    worktop,
)
from understudy.motion.programs.work import keys, on_table
from understudy.motion.timing import movements, oscillator, ramp
from understudy.types import Prop

SIDEWAYS = (0.1, -1.0, -0.1)
HANGING = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""Turns a thing's y up: what hangs from a hand hangs at its -y."""


def looking(stage: Stage, base: np.ndarray, down: float, aside: float = 0.0) -> np.ndarray:
    """Returns a posture that looks down, or to the left, by so much more [rad]."""
    return pose(base, head=channel(stage.rest, "head") + np.array([0.0, down, aside]))


def cycles(stage: Stage, phase_rad: float = 0.0) -> np.ndarray:
    """Returns a sine (T,) at the action's own frequency."""
    return oscillator(stage.times_s, stage.start_s, stage.values["frequency_hz"], phase_rad)


def vacuum(stage: Stage) -> Performance:
    """Pushes a vacuum cleaner to and fro over the floor, a step now and then."""
    values, times = stage.values, stage.times_s
    sign = 1.0 if stage.side == LEFT else -1.0
    base, hold_m, size = pole_start(stage, values["bend"])
    _, _, busy = at_work(stage, base, base)
    push = cycles(stage, -0.5 * math.pi) * busy
    end = hold_m + np.zeros((times.size, 3))
    end[:, 0] += 0.9 * values["reach_m"] + 0.9 * values["length_m"] * push
    end[:, 1] += sign * values["width_m"] * busy * oscillator(times, stage.start_s, 0.22)
    end[:, 2] = 0.04
    hold = hold_m + np.zeros((times.size, 3))
    hold[:, 0] += 0.6 * values["length_m"] * push
    done = with_pole(stage, base, end, hold, "vacuum", size)
    add(done.track, "spine", 0.4 * values["length_m"] * push, index=1)
    add(done.track, "pelvis", 0.3 * values["length_m"] * push, index=0)
    return done


def water_plants(stage: Stage) -> Performance:
    """Tilts a watering can over a plant on the ground or a stand, from one side to the other."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    over = looking(stage, bent(stage, stage.rest, values["bend"]), 0.3)
    upright = ahead(stage, stage.rest, (0.5, 0.26 * sign, -0.62))
    above = ahead(stage, over, (0.66, 0.14 * sign, values["height"]))
    grip = {"elbow_out": 0.5, "fist": 1.2}
    low = pose(hands_to(stage, stage.rest, {side: upright}, **grip), side=side, palm=SIDEWAYS)
    ready = pose(hands_to(stage, over, {side: above}, **grip), side=side, palm=SIDEWAYS)
    track, there, busy = at_work(stage, ready, low, rise_s=0.7)
    tip = busy * (0.75 + 0.25 * cycles(stage))
    aside = busy * oscillator(times, stage.start_s, 0.3)
    place = upright + there[:, None] * (above - upright)
    place[:, 1] += 0.07 * aside
    place[:, 2] += 0.05 * tip
    add(track, "spine", 0.1 * aside, index=2)
    add(track, "wrist_tilt", -0.35 * tip, index=side)
    # The can hangs from the hand, its spout ahead and a little inward, over the pot.
    can = np.tile(np.eye(4), (times.size, 1, 1))
    heading = -0.15 * sign + 0.1 * aside
    can[:, :3, :3] = turn_about(2, heading) @ turn_about(1, values["tilt"] * tip) @ HANGING
    can[:, :3, 3] = place
    spout_m = 0.36
    pot_m = values["pot_m"]
    pot = np.tile(np.eye(4), (times.size, 1, 1))
    pot[:, :3, 3] = above + np.array([spout_m, -0.15 * sign * spout_m, 0.0])
    pot[:, 2, 3] = 0.5 * pot_m
    return Performance(
        track=track,
        held=(
            Held(kind="watering_can", side=side, size=1.1, poses=can),
            Held(kind="bin", side=side, poses=pot, size_m=(0.36, 0.36, pot_m)),
        ),
        palms=palms(stage, {side: place}),
    )


def hang_up_clothes(stage: Stage) -> Performance:
    """Takes laundry from a basket at the feet and hangs it up on a line overhead."""
    values, span, times = stage.values, stage.window_s, stage.times_s
    low = bent(stage, stage.rest, values["bend"], 0.06)
    grip = {"elbow_out": 0.5, "fist": 1.0}
    floor_m = ahead(stage, low, (0.62, 0.0, 0.0))
    floor_m[2] = 0.36
    half = values["half_m"]
    sides = {LEFT: floor_m + np.array([0.0, 0.1, 0.0]), RIGHT: floor_m - np.array([0.0, 0.1, 0.0])}
    down = pose(hands_to(stage, low, sides, **grip), palm=((0.0, -1.0, -0.3),) * 2)
    wide = half / stage.measures.arm_m
    up = pose(stage.rest, reach=1.0, hand=((0.55, wide, values["height"]),) * 2,
              elbow_out=0.5, palm=((0.3, -0.6, 0.2),) * 2, fist=1.0,
              head=channel(stage.rest, "head") - np.array([0.0, 0.4, 0.0]),
              spine=channel(stage.rest, "spine") - np.array([0.0, 0.1, 0.0]),
              foot_pitch=-values["tiptoe"])  # fmt: skip
    released = pose(up, fist=0.2, hand=((0.5, wide, values["height"] - 0.1),) * 2)
    course = [
        (stage.at(0.0), 0.3 * span, down),
        (stage.at(0.3), 0.36 * span, up),
        (stage.at(0.74), 0.1 * span, released),
        (stage.at(0.8), 0.2 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    basket = np.tile(np.eye(4), (times.size, 1, 1))
    basket[:, :3, 3] = (float(floor_m[0]) + 0.08, 0.0, 0.15)
    kind = ("cloth", "jacket")[round(values["item"])]
    wash = Held(kind=kind, side=RIGHT, grip="between", size=1.6 if kind == "cloth" else 0.9,
                from_s=stage.at(0.3), until_s=stage.at(0.74))  # fmt: skip
    return Performance(
        track=track,
        held=(wash, Held(kind="bin", side=RIGHT, poses=basket, size_m=(0.5, 0.5, 0.3))),
        ground=np.zeros(times.size),
    )


def fold_laundry(stage: Stage) -> Performance:
    """Shakes a cloth out, brings its corners together, folds and smooths it."""
    values, span, times = stage.values, stage.window_s, stage.times_s
    work = looking(stage, bent(stage, stage.rest, values["bend"]), 0.25)
    wide = pose(work, reach=1.0, hand=((0.62, 0.42, -0.15),) * 2, elbow_out=0.6,
                palm=((0.2, -0.8, -0.5),) * 2, fist=1.1)  # fmt: skip
    together = pose(wide, hand=((0.62, 0.08, -0.2),) * 2)
    halved = pose(wide, hand=((0.62, 0.2, -0.32),) * 2)
    flat = pose(halved, hand=((0.68, 0.2, -0.62),) * 2, palm=((0.0, -0.3, -1.0),) * 2, fist=0.3)
    course = [
        (stage.at(0.0), 0.16 * span, wide),
        (stage.at(0.26), 0.16 * span, together),
        (stage.at(0.46), 0.16 * span, halved),
        (stage.at(0.62), 0.18 * span, flat),
    ]
    track = movements(times, halved, course, stage.lag_s)
    shake = ramp(times, stage.at(0.06), stage.at(0.12)) * (
        1.0 - ramp(times, stage.at(0.22), stage.at(0.3))
    )
    flap = oscillator(times, stage.at(0.06), values["frequency_hz"])
    channel(track, "hand")[:, :, 2] += (values["flap"] * shake * flap)[:, None]
    rub = ramp(times, stage.at(0.78), stage.at(0.86)) * oscillator(times, stage.at(0.78), 1.2)
    channel(track, "hand")[:, :, 1] += 0.1 * np.abs(rub)[:, None]
    cloth = Held(kind="cloth", side=RIGHT, grip="between", size=values["size"],
                 until_s=stage.at(0.82))  # fmt: skip
    return Performance(track=track, held=(cloth,))


def play_piano(stage: Stage) -> Performance:
    """Plays at a keyboard: hands go along the keys, the body sways with the music."""
    values, times = stage.values, stage.times_s
    base, chair = sit(stage)
    base = looking(stage, pose(base, spine=channel(base, "spine") + np.array([0, 0.1, 0])), 0.25)
    measures = stage.measures
    centre = ahead(stage, base, (0.0, 0.0, -0.8))
    thighs_m = chair.size_m[2] + 2.0 * measures.seat_clearance_m + 0.06
    top_m = max(thighs_m, float(centre[2]))
    near_m = float(centre[0]) + 0.3
    top = Prop(kind="table", position_m=(near_m + 0.2, 0.0, 0.0), yaw_rad=0.0,
               size_m=(0.4, 1.4, top_m))  # fmt: skip
    board = on_table(top, (0.16, 1.3, 0.04), 0.12)
    places = {s: np.array([near_m + 0.06, (1.0, -1.0)[s] * values["apart_m"], top_m + 0.075])
              for s in (LEFT, RIGHT)}  # fmt: skip
    track, goals = keys(stage, base, places, values["lift_m"])
    _, _, busy = at_work(stage, base, base)
    for side, path in goals.items():
        run = oscillator(times, stage.start_s, values["run_hz"] * (1.0 + 0.3 * side), 1.7 * side)
        path[:, 1] += values["run_m"] * run * busy
    sway = oscillator(times, stage.start_s, 0.5 * values["run_hz"])
    add(track, "spine", values["sway_rad"] * sway * busy, index=0)
    add(track, "spine", 0.6 * values["sway_rad"] * oscillator(times, stage.start_s, 0.6) * busy,
        index=1)  # fmt: skip
    add(track, "head", 0.1 * sway * busy, index=2)
    return Performance(track=track, props=(chair, top, board), palms=palms(stage, goals))


def play_violin(stage: Stage) -> Performance:
    """A violin under the chin, the bow drawn to and fro across its strings."""
    values, times = stage.values, stage.times_s
    ready = pose(stage.rest, head=(0.12, 0.12, 0.45), spine=(0.0, 0.05, 0.08))
    ready = pose(ready, side=LEFT, reach=1.0, hand=(0.75, 0.42, 0.06 + values["up"]),
                 elbow_out=0.2, palm=(-0.4, -0.4, 1.0), fist=0.9)  # fmt: skip
    ready = pose(ready, side=RIGHT, reach=1.0, hand=(0.5, 0.22, 0.02 + values["up"]),
                 elbow_out=0.9, palm=(0.0, 0.2, -1.0), fist=0.9)  # fmt: skip
    low = pose(stage.rest, elbow=0.8, fist=0.8)
    track, _, busy = at_work(stage, ready, ready if values["lowered"] < 0.5 else low)
    draw = cycles(stage) * busy
    hand = channel(track, "hand")
    # Out to the right and down, across the strings.
    hand[:, RIGHT, 1] += values["stroke"] * draw
    hand[:, RIGHT, 0] += 0.4 * values["stroke"] * draw
    hand[:, RIGHT, 2] -= 0.35 * values["stroke"] * draw
    add(track, "fist", 0.2 * oscillator(times, stage.start_s, 3.0) * busy, index=LEFT)
    add(track, "spine", 0.05 * oscillator(times, stage.start_s, 0.5) * busy, index=0)
    add(track, "turn", 0.06 * oscillator(times, stage.start_s, 0.4) * busy, index=2)
    poses = _violin_poses(stage, track)
    violin = Held(kind="violin", side=LEFT, poses=poses)
    return Performance(track=track, held=(violin, Held(kind="stick", side=RIGHT, size=0.62)))


def _violin_poses(stage: Stage, track: np.ndarray) -> np.ndarray:
    """Returns where a violin is (T, 4, 4): from the left shoulder towards the left hand."""
    centre, turn = chest(stage, track)
    arm_m = stage.measures.arm_m
    shoulder = np.array([0.1, 0.16, 0.16]) * arm_m / 0.5
    hand = channel(track, "hand")[:, LEFT] * arm_m
    along = hand - shoulder
    up = np.broadcast_to(np.array([0.0, -0.35, 1.0]), along.shape)
    axes = frame(along, up)[..., [1, 2, 0]]
    poses = np.zeros((len(track), 4, 4))
    poses[:, :3, :3] = turn @ axes
    poses[:, :3, 3] = centre + np.einsum("tij,j->ti", turn, shoulder)
    poses[:, 3, 3] = 1.0
    return poses


def play_drums(stage: Stage) -> Performance:
    """Beats a drum set with two sticks, hand after hand, turning from drum to drum."""
    values, times = stage.values, stage.times_s
    base, chair = sit(stage)
    ready = pose(base, reach=1.0, hand=((0.62, 0.36, -0.4),) * 2, elbow_out=0.15,
                 palm=((0.0, -0.3, -1.0),) * 2, fist=1.1)  # fmt: skip
    track, _, busy = at_work(stage, ready, ready)
    hand = channel(track, "hand")
    for side, late in ((LEFT, math.pi), (RIGHT, 0.0)):
        beat = 0.5 - 0.5 * np.cos(
            2.0 * math.pi * values["frequency_hz"] * (times - stage.start_s) + late
        )
        raised = beat**1.5 * busy
        hand[:, side, 2] += values["lift"] * raised
        hand[:, side, 0] -= 0.3 * values["lift"] * raised
        add(track, "wrist_tilt", 0.3 * raised, index=side)
    around = oscillator(times, stage.start_s, values["around_hz"]) * busy
    add(track, "spine", values["turn_rad"] * around, index=2)
    add(track, "head", 0.08 * np.abs(cycles(stage)) * busy, index=1)
    high = float(ahead(stage, base, (0.0, 0.0, -0.85))[2])
    drums = []
    for y, size, lower in ((0.0, 0.36, 0.0), (0.42, 0.34, -0.04), (-0.42, 0.42, -0.1)):
        tall = high + lower - 0.04
        still = np.tile(np.eye(4), (times.size, 1, 1))
        still[:, :3, 3] = (channel(base, "pelvis")[0] * stage.measures.leg_m + 0.72, y, 0.5 * tall)
        drums.append(Held(kind="bin", side=RIGHT, poses=still, size_m=(size, size, tall)))
    sticks = tuple(Held(kind="stick", side=side, size=0.52) for side in (LEFT, RIGHT))
    return Performance(track=track, props=(chair,), held=(*sticks, *drums))


def open_bottle(stage: Stage) -> Performance:
    """Twists the cap off a bottle held before the chest, with effort, and lifts it away."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    first = looking(stage, stage.rest, 0.32)
    high = values["height"]
    first = pose(first, side=1 - side, reach=1.0, hand=(0.52, 0.06, high - 0.2),
                 elbow_out=0.6, palm=(0.1, -1.0, 0.0), fist=1.1)  # fmt: skip
    low = pose(first, side=side, elbow=0.5)
    on = pose(first, side=side, reach=1.0, hand=(0.52, 0.0, high + 0.2), elbow_out=1.1,
              palm=(0.1, -0.4, -1.0), fist=1.0)  # fmt: skip
    off = pose(on, side=side, hand=(0.56, 0.32, high + 0.1), elbow_out=0.8)
    course = [
        (stage.at(0.0), 0.22 * span, on),
        (stage.at(0.72), 0.16 * span, off),
        (stage.at(0.86), 0.16 * span, low),
    ]
    track = movements(times, low, course, stage.lag_s)
    working = ramp(times, stage.at(0.2), stage.at(0.28)) * (
        1.0 - ramp(times, stage.at(0.68), stage.at(0.76))
    )
    twist = cycles(stage) * working
    channel(track, "palm")[:, side, 1] += values["twist"] * twist
    add(track, "elbow_out", 0.4 * twist, index=side)
    add(track, "wrist_tilt", 0.3 * twist, index=side)
    add(track, "shrug", 0.12 * working[:, None])
    add(track, "spine", 0.08 * working, index=1)
    return Performance(track=track, held=(Held(kind="bottle", side=1 - side),))


BAGGED = ("book", "bottle", "can")
CANDLE_M = (0.02, 0.02, 0.11)


def put_in_bag(stage: Stage) -> Performance:
    """Holds a bag open before the belly and lowers something into it, looking in."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    other, sign = 1 - side, 1.0 if side == LEFT else -1.0
    low = values["bag_height"]
    first = looking(stage, stage.rest, 0.1)
    first = pose(first, side=other, reach=1.0, hand=(0.55, -0.02, low), elbow_out=0.5,
                 palm=(0.0, -1.0, -0.1), fist=1.1)  # fmt: skip
    first = pose(first, side=side, reach=1.0, hand=(0.55, 0.5, -0.3), elbow_out=0.4,
                 palm=(0.1, -1.0, 0.0), fist=0.9)  # fmt: skip
    over = looking(stage, first, 0.55, -0.15 * sign)
    over = pose(over, side=side, hand=(0.56, 0.1, low + 0.42), elbow_out=0.9,
                spine=channel(first, "spine") + np.array([0.0, 0.12, 0.0]))  # fmt: skip
    inside = pose(over, side=side, hand=(0.56, 0.02, low + 0.04), elbow_out=0.8)
    empty = pose(inside, side=side, fist=0.1)
    out = pose(over, side=side, hand=(0.55, 0.3, low + 0.25), fist=0.3)
    course = [
        (stage.at(0.04), 0.28 * span, over),
        (stage.at(0.28), 0.24 * span, inside),
        (stage.at(0.5), 0.1 * span, empty),
        (stage.at(0.6), 0.22 * span, out),
        (stage.at(0.78), 0.22 * span, pose(first, side=side, reach=0.0)),
    ]
    track = movements(times, first, course, stage.lag_s)
    bag_m = ahead(stage, first, (0.64, 0.04 * sign, low + 0.02)) + np.zeros((times.size, 3))
    bag_m[:, 2] += 0.01 * np.sin(2.0 * math.pi * 0.4 * times)
    bag = np.tile(np.eye(4), (times.size, 1, 1))
    bag[:, :3, :3], bag[:, :3, 3] = HANGING, bag_m
    # What has been let go lies at the bottom.
    fallen = ramp(times, stage.at(0.54), stage.at(0.54) + 0.2)[:, None]
    lies_m = bag_m - fallen * np.array([0.0, 0.0, 0.2])
    thing = BAGGED[round(values["thing"])]
    return Performance(
        track=track,
        held=(
            Held(kind="bag", side=other, poses=bag),
            Held(kind=thing, side=side, until_s=stage.at(0.54), passed_m=lies_m),
        ),
        palms=palms(stage, {other: bag_m}),
    )


def blow_candles(stage: Stage) -> Performance:
    """Leans over a cake on a table, draws breath, and blows its candles out."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    over = bent(stage, stage.rest, values["bend"])
    top = worktop(stage, over, 0.78)
    middle_x, high = top.position_m[0] - 0.1, top.size_m[2]
    cake_m = (0.26, 0.26, 0.1)
    cake = Prop(kind="box", position_m=(middle_x, 0.0, high), yaw_rad=0.0, size_m=cake_m)
    count = round(values["candles"])
    candles = tuple(
        Prop(kind="box", yaw_rad=0.0, size_m=CANDLE_M,
             position_m=(middle_x + 0.09 * math.cos(angle), 0.09 * math.sin(angle),
                         high + cake_m[2]))
        for angle in np.linspace(0.0, 2.0 * math.pi, count, endpoint=False).tolist()
    )  # fmt: skip
    leaning = {side: np.array([middle_x - 0.14, sign * 0.3, high + 0.035])
               for side, sign in ((LEFT, 1.0), (RIGHT, -1.0))}  # fmt: skip
    grip = {"elbow_out": 0.7, "fist": 0.1, "wrist_bend": -0.5}

    def above(posture: np.ndarray, nod: float) -> np.ndarray:
        placed = pose(hands_to(stage, posture, leaning, **grip), palm=((0.1, 0.0, -1.0),) * 2)
        return pose(placed, head=channel(stage.rest, "head") + np.array([0.0, nod, 0.0]))

    upright = above(bent(stage, stage.rest, 0.45 * values["bend"]), 0.1)
    breath = above(bent(stage, stage.rest, 0.25 * values["bend"]), -0.25)
    breath = pose(breath, shrug=0.2)
    blown = above(bent(stage, stage.rest, 1.15 * values["bend"]), 0.12)
    course = [
        (stage.at(0.0), 0.22 * span, upright),
        (stage.at(0.2), 0.2 * span, breath),
        (stage.at(0.42), 0.16 * span, blown),
        (stage.at(0.78), 0.22 * span, upright),
    ]
    track = movements(times, upright, course, stage.lag_s)
    # The breath sweeps from candle to candle.
    blowing = ramp(times, stage.at(0.5), stage.at(0.56)) - ramp(
        times, stage.at(0.72), stage.at(0.78)
    )
    sweep = np.sin(2.0 * math.pi * (times - stage.at(0.5)) / (0.26 * span))
    add(track, "head", values["sweep_rad"] * blowing * sweep, index=2)
    add(track, "spine", 0.1 * blowing * sweep, index=2)
    return Performance(track=track, props=(top, cake, *candles), palms=palms(stage, leaning))


def put_palms_together(stage: Stage) -> Performance:
    """Lays the palms together before the chest and inclines the head."""
    values = stage.values
    up = looking(stage, stage.rest, values["nod"])
    up = pose(up, reach=1.0, hand=((0.42, 0.05, values["height"]),) * 2,
              elbow_out=values["elbow_out"], palm=((0.0, -1.0, 0.0),) * 2, fist=0.0,
              wrist_bend=0.0, spine=channel(stage.rest, "spine")
              + np.array([0.0, values["bow"], 0.0]))  # fmt: skip
    track, there, _ = at_work(stage, up, rise_s=0.8)
    middle = ahead(stage, up, (0.5, 0.0, values["height"] + 0.12))
    goals = {LEFT: middle + np.array([0.0, 0.018, 0.0]), RIGHT: middle - np.array([0, 0.018, 0.0])}
    return Performance(track=track, palms=palms(stage, goals, there))


def tear_paper(stage: Stage) -> Performance:
    """Tears paper between both hands: one draws down and towards oneself, again and again."""
    values, side = stage.values, stage.side
    ready = looking(stage, stage.rest, 0.35)
    ready = pose(ready, reach=1.0, hand=((0.52, 0.05, values["height"]),) * 2,
                 elbow_out=0.7, palm=((0.1, -0.6, -0.8),) * 2, fist=1.2)  # fmt: skip
    track, _, busy = at_work(stage, ready)
    phase = np.mod(values["frequency_hz"] * (stage.times_s - stage.start_s), 1.0)
    pull = np.sin(math.pi * np.clip(phase / 0.75, 0.0, 1.0)) ** 2 * busy
    hand = channel(track, "hand")
    for mine, way in ((side, 1.0), (1 - side, -0.6)):
        hand[:, mine, 1] += values["pull"] * pull
        hand[:, mine, 2] -= way * 0.7 * values["pull"] * pull
        hand[:, mine, 0] -= way * 0.5 * values["pull"] * pull
        add(track, "wrist_tilt", -0.3 * way * pull, index=mine)
    sheets = tuple(Held(kind="cloth", side=mine, size=0.42, grip="palm") for mine in (LEFT, RIGHT))
    return Performance(track=track, held=sheets)


def count_money(stage: Stage) -> Performance:
    """Deals notes with the thumb of one hand from the other, head bent over them."""
    values, side = stage.values, stage.side
    ready = looking(stage, stage.rest, values["nod"])
    ready = pose(ready, side=1 - side, reach=1.0, hand=(0.5, 0.03, values["height"]),
                 elbow_out=0.5, palm=(-0.4, -0.3, 1.0), fist=0.7)  # fmt: skip
    ready = pose(ready, side=side, reach=1.0, hand=(0.54, 0.1, values["height"] + 0.08),
                 elbow_out=0.6, palm=(0.0, -0.8, -0.4), fist=0.8)  # fmt: skip
    track, _, busy = at_work(stage, ready)
    phase = np.mod(values["frequency_hz"] * (stage.times_s - stage.start_s), 1.0)
    deal = np.sin(math.pi * phase) ** 2 * busy
    hand = channel(track, "hand")
    hand[:, side, 1] += values["deal"] * deal
    hand[:, side, 0] += 0.5 * values["deal"] * deal
    hand[:, side, 2] -= 0.08 * busy * np.cos(2.0 * math.pi * phase)
    add(track, "fist", 0.4 * deal, index=side)
    add(track, "head", 0.03 * busy * cycles(stage), index=1)
    notes = Held(kind="book", side=1 - side, size=0.62, size_m=(0.02, 0.12, 0.26))
    return Performance(track=track, held=(notes,))


def snap_fingers(stage: Stage) -> Performance:
    """Snaps the fingers of a raised hand, the forearm jerking along, the head nodding."""
    values, side = stage.values, stage.side
    up = pose(stage.rest, side=side, reach=1.0,
              hand=(values["forward"], values["outward"], values["height"]),
              elbow_out=0.5, palm=(0.0, -0.9, 0.5), fist=0.7)  # fmt: skip
    track, _, busy = at_work(stage, up, rise_s=0.5)
    phase = np.mod(values["frequency_hz"] * (stage.times_s - stage.start_s), 1.0)
    snap = np.exp(-0.5 * ((phase - 0.5) / 0.09) ** 2) * busy
    add(track, "fist", 0.75 * snap, index=side)
    add(track, "wrist_bend", 0.45 * snap, index=side)
    channel(track, "hand")[:, side, 2] -= values["jerk"] * snap
    channel(track, "hand")[:, side, 1] += 0.6 * values["jerk"] * snap
    add(track, "head", 0.1 * snap, index=1)
    return Performance(track=track)


def carry_tray(stage: Stage) -> Performance:
    """Walks carefully with a tray before the belly, eyes on it."""
    values = stage.values
    held = looking(stage, stage.rest, values["nod"])
    held = pose(held, reach=1.0, hand=((values["forward"], 0.36, values["height"]),) * 2,
                elbow_out=0.3, palm=((0.0, -1.0, 0.3),) * 2, fist=0.8)  # fmt: skip
    track = np.repeat(held[None], stage.times_s.size, axis=0)
    go(track, stage, walking(values, values["step_length"]))
    return Performance(track=track, held=(Held(kind="tray", side=RIGHT),))


HZ: dict[str, Distribution] = {"frequency_hz": LogUniform(0.9, 1.7)}
ACTIONS = (
    Action(
        name="vacuum",
        description="Cleans the floor with a vacuum cleaner.",
        captions=("a person vacuums the floor", "someone pushes a vacuum cleaner"),
        program=vacuum,
        parameters={**POLE,
            "length_m": Uniform(0.1, 0.17),
            "width_m": Uniform(0.05, 0.2),
            "frequency_hz": LogUniform(0.45, 0.8),
        },
        tags=("daily", "object", "standing", "whole_body"),
        counterparts={"kinetics": "cleaning floor"},
        minimum_s=1.4,
        cut_chance=0.4,
    ),
    Action(
        name="water_plants",
        description="Waters a plant with a watering can.",
        captions=("a person waters a plant", "someone tilts a watering can over a pot"),
        program=water_plants,
        parameters={
            "side": SIDE,
            "bend": Uniform(0.15, 0.6),
            "height": Uniform(-0.45, -0.2),
            "tilt": Uniform(0.4, 0.9),
            "pot_m": Uniform(0.25, 0.55),
            "frequency_hz": LogUniform(0.4, 0.8),
        },
        tags=("daily", "object", "standing"),
        counterparts={"kinetics": "watering plants"},
        minimum_s=1.6,
        cut_chance=0.3,
    ),
    Action(
        name="hang_up_clothes",
        description="Takes laundry from a basket and hangs it up.",
        captions=("a person hangs up clothes", "someone hangs laundry on a line"),
        program=hang_up_clothes,
        parameters={
            "bend": Uniform(0.9, 1.25),
            "half_m": Uniform(0.16, 0.26),
            "height": Uniform(0.5, 0.75),
            "tiptoe": Uniform(0.0, 0.3),
            "item": Choice(("towel", "jacket"), (0.6, 0.4)),
        },
        tags=("daily", "object", "whole_body"),
        counterparts={"kinetics": "doing laundry"},
        natural_s=3.2,
        minimum_s=2.0,
    ),
    Action(
        name="fold_laundry",
        description="Shakes out and folds a cloth.",
        captions=("a person folds laundry", "someone folds a towel"),
        program=fold_laundry,
        parameters={
            "bend": Uniform(0.1, 0.4),
            "size": Uniform(1.1, 1.5),
            "flap": Uniform(0.05, 0.14),
            "frequency_hz": LogUniform(1.6, 2.6),
        },
        tags=("daily", "object", "standing"),
        counterparts={"kinetics": "folding clothes"},
        natural_s=3.2,
        minimum_s=1.8,
    ),
    Action(
        name="play_piano",
        description="Plays the piano.",
        captions=("a person plays the piano", "someone plays on a keyboard"),
        program=play_piano,
        parameters={**SEATED,
            "apart_m": Uniform(0.14, 0.24),
            "lift_m": Uniform(0.01, 0.022),
            "run_m": Uniform(0.05, 0.14),
            "run_hz": LogUniform(0.35, 0.8),
            "sway_rad": Uniform(0.02, 0.12),
            "frequency_hz": LogUniform(1.6, 3.2),
        },
        tags=("music", "sitting", "hand"),
        counterparts={"ucf101": "PlayingPiano", "kinetics": "playing piano"},
        minimum_s=1.3,
        cut_chance=0.5,
    ),
    Action(
        name="play_violin",
        description="Plays the violin.",
        captions=("a person plays the violin", "someone draws a bow across a violin"),
        program=play_violin,
        parameters={
            "up": Uniform(-0.03, 0.06),
            "stroke": Uniform(0.1, 0.2),
            "lowered": Choice(("no", "yes"), (0.8, 0.2)),
            "frequency_hz": LogUniform(0.5, 1.3),
        },
        tags=("music", "object", "standing"),
        counterparts={"ucf101": "PlayingViolin", "kinetics": "playing violin"},
        minimum_s=1.3,
        cut_chance=0.5,
    ),
    Action(
        name="play_drums",
        description="Plays the drums with two sticks.",
        captions=("a person plays the drums", "someone beats a drum set"),
        program=play_drums,
        parameters={**SEATED,
            "lift": Uniform(0.2, 0.4),
            "turn_rad": Uniform(0.1, 0.4),
            "around_hz": LogUniform(0.25, 0.6),
            "frequency_hz": LogUniform(1.3, 2.4),
        },
        tags=("music", "object", "sitting"),
        counterparts={"ucf101": "Drumming", "kinetics": "playing drums"},
        minimum_s=1.3,
        cut_chance=0.5,
    ),
    Action(
        name="open_bottle",
        description="Twists the cap off a bottle.",
        captions=("a person opens a bottle", "someone unscrews a bottle's cap"),
        program=open_bottle,
        parameters={**HZ,
            "side": SIDE,
            "height": Uniform(-0.4, -0.22),
            "twist": Uniform(0.5, 1.0),
        },
        tags=("daily", "object", "standing", "hand"),
        counterparts={"ntu": "open bottle", "kinetics": "opening bottle",
                      "uav_human": "open the bottle"},
        natural_s=2.6,
        minimum_s=1.6,
    ),
    Action(
        name="put_in_bag",
        description="Puts something into a bag held in the other hand.",
        captions=("a person puts a {thing} into a bag", "someone packs something into a bag"),
        program=put_in_bag,
        parameters={
            "side": SIDE,
            "bag_height": Uniform(-0.6, -0.42),
            "thing": Choice(BAGGED, (0.4, 0.3, 0.3)),
        },
        tags=("daily", "object", "standing", "hand"),
        counterparts={"ntu": "put something into a bag",
                      "uav_human": "put something into a bag"},
        natural_s=2.6,
        minimum_s=1.6,
    ),
    Action(
        name="blow_candles",
        description="Blows out the candles of a cake.",
        captions=("a person blows out candles", "someone blows out the candles on a cake"),
        program=blow_candles,
        parameters={
            "bend": Uniform(0.5, 0.75),
            "candles": Uniform(4.0, 8.0),
            "sweep_rad": Uniform(0.15, 0.35),
        },
        tags=("daily", "object", "standing"),
        counterparts={"ucf101": "BlowingCandles", "kinetics": "blowing out candles"},
        natural_s=3.0,
        minimum_s=1.8,
    ),
    Action(
        name="put_palms_together",
        description="Puts the palms together before the chest.",
        captions=("a person puts their palms together", "someone greets with palms together"),
        program=put_palms_together,
        parameters={
            "height": Uniform(-0.4, -0.15),
            "elbow_out": Uniform(0.3, 0.8),
            "nod": Uniform(0.05, 0.4),
            "bow": Uniform(0.0, 0.25),
        },
        tags=("gesture", "standing"),
        counterparts={"ntu": "put the palms together", "uav_human": "cross palms together"},
        natural_s=2.6,
        minimum_s=1.4,
    ),
    Action(
        name="tear_paper",
        description="Tears up paper.",
        captions=("a person tears up paper", "someone rips a sheet of paper apart"),
        program=tear_paper,
        parameters={**HZ,
            "side": SIDE,
            "height": Uniform(-0.45, -0.2),
            "pull": Uniform(0.14, 0.26),
        },
        tags=("daily", "object", "standing", "hand"),
        counterparts={"ntu": "tear up paper", "kinetics": "ripping paper"},
        minimum_s=1.3,
    ),
    Action(
        name="count_money",
        description="Counts bank notes from one hand into the other.",
        captions=("a person counts money", "someone counts bank notes"),
        program=count_money,
        parameters={
            "side": SIDE,
            "nod": Uniform(0.25, 0.5),
            "height": Uniform(-0.4, -0.22),
            "deal": Uniform(0.1, 0.2),
            "frequency_hz": LogUniform(1.3, 2.4),
        },
        tags=("daily", "object", "standing", "hand"),
        counterparts={"ntu": "counting money", "kinetics": "counting money"},
        minimum_s=1.3,
    ),
    Action(
        name="snap_fingers",
        description="Snaps the fingers.",
        captions=("a person snaps their fingers", "someone snaps the fingers of the {side} hand"),
        program=snap_fingers,
        parameters={
            "side": SIDE,
            "forward": Uniform(0.4, 0.6),
            "outward": Uniform(0.15, 0.4),
            "height": Uniform(-0.15, 0.2),
            "jerk": Uniform(0.06, 0.14),
            "frequency_hz": LogUniform(1.0, 2.0),
        },
        tags=("gesture", "standing", "hand"),
        counterparts={"ntu": "snapping fingers", "kinetics": "finger snapping",
                      "uav_human": "figure snap"},
        minimum_s=1.2,
    ),
    Action(
        name="carry_tray",
        description="Walks carrying a tray.",
        captions=("a person carries a tray", "someone serves with a tray in both hands"),
        program=carry_tray,
        parameters={
            "nod": Uniform(0.05, 0.3),
            "forward": Uniform(0.55, 0.72),
            "height": Uniform(-0.55, -0.4),
            "stride_s": LogUniform(1.0, 1.4),
            "step_length": Uniform(0.4, 0.6),
            "first_step": START,
        },
        tags=("daily", "object", "locomotion"),
        counterparts={},
        minimum_s=1.2,
        cut_chance=0.5,
    ),
)  # fmt: skip
