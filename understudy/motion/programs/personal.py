"""Grooming, dressing and telephones: what people do to themselves."""

from __future__ import annotations

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
from understudy.motion.holding import Held
from understudy.motion.kinematics import turn_about
from understudy.motion.posture import add, channel, pose
from understudy.motion.programs.handling import SEATED, at_work, chest, hands_to, palms, sit
from understudy.motion.programs.meeting import ELBOWS_BACK, head_of, upright
from understudy.motion.programs.self_touch import Spot, at_head, on_head
from understudy.motion.timing import minimum_jerk, movements, oscillator, ramp

Triple = tuple[float, float, float]
BESIDE_TEETH: Spot = (1.55, 0.95, -0.6)
"""Where the palm is whose toothbrush is at the teeth."""


def carried(stage: Stage, side: int) -> np.ndarray:
    """Returns a posture with a small thing in a hand before the belly."""
    return pose(stage.rest, side=side, reach=1.0, hand=(0.48, 0.28, -0.5), elbow_out=0.3,
                palm=(0.0, -1.0, 0.1), fist=1.1)  # fmt: skip


def nodded(stage: Stage, base: np.ndarray, down: float, aside: float = 0.0) -> np.ndarray:
    """Returns a posture that looks down, or to the left, by so much more [rad]."""
    return pose(base, head=channel(stage.rest, "head") + np.array([0.0, down, aside]))


def rub(stage: Stage, track: np.ndarray, side: int, busy: np.ndarray, size: Triple) -> None:
    """Moves a hand to and fro by so much (forward, outward, up) [arm lengths]."""
    wave = oscillator(stage.times_s, stage.start_s, stage.values["frequency_hz"])
    channel(track, "hand")[:, side] += (busy * wave)[:, None] * np.array(size)


def brush_teeth(stage: Stage) -> Performance:
    """A toothbrush at the mouth goes quickly to and fro."""
    values, side = stage.values, stage.side
    mouth = nodded(stage, carried(stage, side), values["nod"])
    # Beside the mouth, the forearm across: the brush lies along the teeth.
    mouth = at_head(stage, mouth, side, BESIDE_TEETH, elbow_out=values["elbow_out"],
                    palm=(-0.4, -0.1, -1.0), fist=1.1)  # fmt: skip
    track, there, busy = at_work(stage, mouth, carried(stage, side))
    to_and_fro = oscillator(stage.times_s, stage.start_s, values["frequency_hz"]) * busy
    over = oscillator(stage.times_s, stage.start_s, 0.4) * busy
    spot = np.array(BESIDE_TEETH) + to_and_fro[:, None] * np.array([0.1, 1.0, 0.2]) * (
        values["stroke"] / 0.08
    )
    add(track, "head", 0.1 * over, index=2)
    add(track, "wrist_tilt", 0.15 * to_and_fro, index=side)
    brush = Held(kind="toothbrush", side=side)
    goals = palms(stage, {side: on_head(stage, track, side, spot)}, there)
    return Performance(track=track, held=(brush,), palms=goals)


def brush_hair(stage: Stage) -> Performance:
    """A brush goes down along the hair from the crown, again and again."""
    values, side = stage.values, stage.side
    sign = 1.0 if side == LEFT else -1.0
    crown = nodded(stage, carried(stage, side), 0.0, -0.2 * sign)
    crown = pose(crown, side=side, hand=(values["forward"], 0.32, 0.62), elbow_out=1.2,
                 palm=(-0.3, -1.0, -0.4))  # fmt: skip
    low = pose(crown, side=side, hand=(values["forward"] - 0.04, 0.46, values["low"]),
               elbow_out=0.9, palm=(-0.3, -1.0, 0.0))  # fmt: skip
    count = max(1, round(stage.window_s * values["tempo"] / values["stroke_s"] - 0.5))
    part = stage.window_s / (2 * count + 1)
    course = []
    for number in range(count):
        begin = stage.start_s + 2 * number * part
        course += [(begin, part, crown), (begin + part, part, low)]
    course.append((stage.end_s - part, part, carried(stage, side)))
    track = movements(stage.times_s, carried(stage, side), course, stage.lag_s)
    return Performance(track=track, held=(Held(kind="brush", side=side, size=1.15),))


def smoke(stage: Stage) -> Performance:
    """A cigarette goes to the mouth, stays for a breath, goes down again."""
    values, side, span = stage.values, stage.side, stage.window_s
    low = pose(stage.rest, side=side, elbow=values["carry"], fist=0.5, palm=(0.0, -1.0, 0.1))
    mouth = pose(low, side=side, reach=1.0, hand=(values["distance"] - 0.05, 0.12, 0.02),
                 elbow_out=values["elbow_out"], palm=(-1.0, -0.4, 0.0), fist=0.3)  # fmt: skip
    away = pose(mouth, side=side, hand=(0.5, 0.4, -0.2), palm=(-0.4, -1.0, 0.0))
    blown = nodded(stage, away, -values["blow"])
    course = [
        (stage.at(0.0), 0.3 * span, mouth),
        (stage.at(0.52), 0.2 * span, away),
        (stage.at(0.6), 0.18 * span, blown),
        (stage.at(0.75), 0.25 * span, low),
    ]
    # Held by its end, the glow away from the face.
    held = Held(kind="cigarette", side=side, size=1.2)
    return Performance(track=movements(stage.times_s, low, course, stage.lag_s), held=(held,))


def phone_call(stage: Stage) -> Performance:
    """A telephone goes to the ear and stays there while somebody talks and nods."""
    values, side, times = stage.values, stage.side, stage.times_s
    sign = 1.0 if side == LEFT else -1.0
    low = nodded(stage, carried(stage, side), 0.25)
    ear = pose(low, side=side, hand=(values["forward"], 0.31, values["height"]),
               elbow_out=values["elbow_out"], palm=(-0.1, -1.0, 0.0), fist=0.4)  # fmt: skip
    tilted = channel(stage.rest, "head") + np.array([-0.12 * sign, 0.05, 0.0])
    ear = pose(ear, head=tilted)
    track, _, busy = at_work(stage, ear, low)
    talk = oscillator(times, stage.start_s, 0.7) * busy
    add(track, "head", 0.05 * talk, index=1)
    add(track, "turn", values["stroll"] * busy * oscillator(times, stage.start_s, 0.3), index=2)
    return Performance(track=track, held=(Held(kind="phone", side=side),))


def text_on_phone(stage: Stage) -> Performance:
    """A telephone held low before the chest, the thumb or the other hand taps, the head is bent."""
    values, side, times = stage.values, stage.side, stage.times_s
    low = pose(stage.rest, side=side, elbow=0.6, fist=0.6, palm=(0.0, -1.0, 0.1))
    read = nodded(stage, low, values["nod"])
    read = pose(read, side=side, reach=1.0, hand=(values["forward"], 0.1, values["height"]),
                elbow_out=0.3, palm=(-0.6, -0.2, 1.0), fist=0.6)  # fmt: skip
    two = values["hands"] > 0.5
    if two:
        read = pose(read, side=1 - side, reach=1.0, elbow_out=0.4, fist=0.7,
                    hand=(values["forward"] - 0.04, 0.16, values["height"] - 0.02),
                    palm=(-0.4, -1.0, 0.5))  # fmt: skip
    track, _, busy = at_work(stage, read, low)
    taps = np.maximum(oscillator(times, stage.start_s, values["frequency_hz"]), 0.0) * busy
    if two:
        channel(track, "hand")[:, 1 - side, 1] -= 0.06 * taps
        add(track, "fist", -0.3 * taps, index=1 - side)
    add(track, "fist", -0.35 * taps, index=side)
    return Performance(track=track, held=(Held(kind="phone", side=side),))


def take_photo(stage: Stage) -> Performance:
    """A telephone goes up before the eyes in both hands and stays a moment."""
    values, side = stage.values, stage.side
    low = pose(carried(stage, side), side=side, palm=(-0.5, -0.8, 0.5))
    aim = pose(low, reach=1.0, hand=((values["distance"], 0.13, values["height"]),) * 2,
               elbow_out=values["elbow_out"], palm=((-0.7, -1.0, 0.0),) * 2, fist=0.3)  # fmt: skip
    aim = pose(aim, head=channel(stage.rest, "head") * np.array([1.0, 0.3, 0.2]),
               pelvis=(-0.02, 0.0, -0.01 - values["crouch"]),
               spine=channel(stage.rest, "spine") + np.array([0.0, 0.1, 0.0]))  # fmt: skip
    track, _, busy = at_work(stage, aim, low)
    add(track, "turn", 0.12 * busy * oscillator(stage.times_s, stage.start_s, 0.25), index=2)
    return Performance(track=track, held=(Held(kind="phone", side=side),))


def check_watch(stage: Stage) -> Performance:
    """One forearm goes up across the chest, the head bends to the wrist."""
    values, side, span = stage.values, stage.side, stage.window_s
    sign = 1.0 if side == LEFT else -1.0
    look = nodded(stage, stage.rest, values["nod"], 0.15 * sign)
    look = pose(look, side=side, reach=1.0, hand=(0.5, values["across"], values["height"]),
                elbow_out=values["elbow_out"], palm=(0.5, 0.0, -1.0), fist=0.9)  # fmt: skip
    if values["sleeve"] > 0.5:
        look = pose(look, side=1 - side, reach=1.0, elbow_out=0.4, fist=0.7,
                    palm=(-0.3, -0.6, -1.0),
                    hand=(0.62, 0.02, values["height"] + 0.02))  # fmt: skip
    course = [(stage.at(0.0), 0.35 * span, look), (stage.at(0.66), 0.34 * span, stage.rest)]
    return Performance(track=movements(stage.times_s, stage.rest, course, stage.lag_s))


def jacket_arm(stage: Stage, base: np.ndarray, side: int, back: float) -> np.ndarray:
    """Returns a posture with one arm back in a sleeve, the other hand at that shoulder."""
    sign = 1.0 if side == LEFT else -1.0
    arm = pose(base, side=side, reach=0.0, arm_raise=0.5 + 0.3 * stage.values["wide"],
               arm_side=1.3, arm_swing=-back, arm_hang=0.3, elbow=0.3,
               palm=(-0.6, -0.8, 0.0), fist=0.9)  # fmt: skip
    arm = pose(arm, side=1 - side, reach=1.0, hand=(0.4, -0.22, 0.0), elbow_out=0.7,
               palm=(-1.0, 0.0, -0.3), fist=1.0)  # fmt: skip
    twist = np.array([0.0, 0.05, 0.35 * sign])
    return pose(arm, spine=channel(stage.rest, "spine") + twist,
                head=channel(stage.rest, "head") + np.array([0.0, 0.2, 0.35 * sign]))  # fmt: skip


def coat_poses(stage: Stage, track: np.ndarray, worn: np.ndarray) -> np.ndarray:
    """Returns where a coat is (T, 4, 4): swung round one side to the back, or back from there.

    Args:
        stage: whose `side` says round which side it goes.
        track: of the wearer.
        worn: (T,) 0 before the belly, 1 on the back.
    """
    sign = 1.0 if stage.side == LEFT else -1.0
    measures = stage.measures
    centre, turn = chest(stage, track)
    back = measures.torso_centre_x_m - 0.75 * measures.torso_radii_m[0]
    on_back = centre + turn @ np.array([back - centre[0, 0], 0.0, 0.06])
    # Half a circle round the shoulder.
    angle = np.pi * worn
    round_it = np.stack(
        (0.42 * np.cos(angle), sign * (0.08 + 0.4 * np.sin(angle)), -0.12 * (1.0 - worn)), axis=-1
    )
    place = centre + round_it * measures.arm_m * 1.6
    near = minimum_jerk((worn - 0.6) / 0.4)[:, None]
    poses = np.zeros((len(track), 4, 4))
    poses[:, :3, :3] = turn @ turn_about(2, sign * np.pi * (1.0 - worn))
    poses[:, :3, 3] = place + near * (on_back - place)
    poses[:, 3, 3] = 1.0
    return poses


def jacket(stage: Stage, on: bool) -> Performance:
    """A coat goes round to the back and one arm after the other into its sleeves, or out again."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    first = jacket_arm(stage, stage.rest, 1 - side, values["back"])
    second = jacket_arm(stage, stage.rest, side, values["back"])
    front = pose(stage.rest, reach=1.0, hand=((0.38, 0.18, -0.1),) * 2, elbow_out=0.7,
                 fist=1.0, palm=((-1.0, -0.3, 0.0),) * 2)  # fmt: skip
    down = pose(front, hand=((0.38, 0.16, -0.42),) * 2)
    shed = pose(front, hand=((0.36, 0.36, -0.1),) * 2, elbow_out=0.9)
    shown = nodded(stage, stage.rest, 0.3)
    shown = pose(shown, side=side, reach=1.0, hand=(0.6, 0.15, -0.15), elbow_out=0.6,
                 palm=(0.0, -0.6, -0.6), fist=1.2)  # fmt: skip
    swung = pose(shown, side=side, hand=(0.15, 0.5, 0.05), elbow_out=1.2,
                 spine=channel(first, "spine"), head=channel(first, "head"))  # fmt: skip
    if on:
        course = [
            (stage.at(0.06), 0.2 * span, swung),
            (stage.at(0.24), 0.2 * span, first),
            (stage.at(0.42), 0.22 * span, second),
            (stage.at(0.62), 0.16 * span, front),
            (stage.at(0.74), 0.12 * span, down),
            (stage.at(0.86), 0.16 * span, stage.rest),
        ]
        worn = ramp(times, stage.at(0.06), stage.at(0.34))
    else:
        course = [
            (stage.at(0.0), 0.16 * span, front),
            (stage.at(0.14), 0.16 * span, shed),
            (stage.at(0.28), 0.2 * span, first),
            (stage.at(0.46), 0.18 * span, second),
            (stage.at(0.6), 0.14 * span, swung),
            (stage.at(0.72), 0.24 * span, shown),
        ]
        worn = 1.0 - ramp(times, stage.at(0.64), stage.at(0.94))
    start = shown if on else stage.rest
    track = movements(times, start, course, stage.lag_s)
    poses = coat_poses(stage, track, worn)
    sign = 1.0 if side == LEFT else -1.0
    size = stage.measures.arm_m / 0.5
    at_collar = poses[:, :3, 3] + poses[:, :3, :3] @ np.array([0.0, 0.05, 0.0])
    at_collar[:, 1] += 0.1 * sign * worn
    # The hand leads it while it is before the body; then it flies round by itself.
    held = (
        1.0 - ramp(times, stage.at(0.06), stage.at(0.18))
        if on
        else ramp(times, stage.at(0.82), stage.at(0.95))
    )
    coat = Held(kind="jacket", side=side, poses=poses, size=size)
    return Performance(
        track=track,
        held=(coat,),
        palms=replace(palms(stage, {side: at_collar}, held), elbows=ELBOWS_BACK),
    )


def put_on_jacket(stage: Stage) -> Performance:
    """Both arms go back into sleeves, one after the other, then the front is drawn together."""
    return jacket(stage, True)


def take_off_jacket(stage: Stage) -> Performance:
    """The front is opened off the shoulders, then the arms come out behind, one after the other."""
    return jacket(stage, False)


def hat_course(stage: Stage, on: bool) -> Performance:
    """Moves a hat between belly and crown with both hands at its rim."""
    values, span = stage.values, stage.window_s
    low = pose(stage.rest, reach=1.0, hand=((0.5, 0.2, -0.45),) * 2, elbow_out=0.3,
               palm=((0.0, -1.0, 0.2),) * 2, fist=0.4)  # fmt: skip
    # Above the head "out" turns over: there, less than 0 keeps the elbows out and in front.
    top = pose(low, hand=((values["forward"], 0.27, values["height"]),) * 2,
               elbow_out=-values["elbow_out"], palm=((0.0, -1.0, -0.1),) * 2)  # fmt: skip
    above = pose(top, hand=((values["forward"] + 0.12, 0.27, values["height"] + 0.2),) * 2)
    if on:
        course = [
            (stage.at(0.0), 0.34 * span, above),
            (stage.at(0.28), 0.22 * span, top),
            # Up off the brim and forward: beside the head the elbows would have to turn over.
            (stage.at(0.52), 0.2 * span, pose(above, fist=0.1)),
            (stage.at(0.64), 0.36 * span, low),
        ]
        held = Held(kind="hat", side=RIGHT, grip="between", until_s=stage.at(0.52))
        return Performance(track=movements(stage.times_s, low, course, stage.lag_s), held=(held,))
    course = [(stage.at(0.1), 0.32 * span, above), (stage.at(0.36), 0.5 * span, low)]
    held = Held(kind="hat", side=RIGHT, grip="between")
    return Performance(track=movements(stage.times_s, top, course, stage.lag_s), held=(held,))


def put_on_hat(stage: Stage) -> Performance:
    """Both hands set a hat on the head and leave it there."""
    return hat_course(stage, True)


def take_off_hat(stage: Stage) -> Performance:
    """Both hands at the rim lift a hat off the head and carry it down."""
    return hat_course(stage, False)


def put_on_shoe(stage: Stage) -> Performance:
    """Seated, bends down to one foot and works at the shoe with both hands."""
    values, side = stage.values, stage.side
    sign = 1.0 if side == LEFT else -1.0
    base, chair = sit(stage)
    down = pose(base, turn=(0.0, 0.55 * values["bend"], 0.0),
                spine=(0.0, 0.6 * values["bend"], 0.1 * sign), head=(0.0, 0.1, 0.0))  # fmt: skip
    measures = stage.measures
    foot = channel(stage.rest, "foot")[side]
    outward = sign * (measures.stance_m + foot[1] * measures.leg_m)
    ankle = np.array([foot[0] * measures.leg_m, outward, 2.2 * measures.ankle_height_m])
    gap = np.array([0.0, 0.08, 0.0])
    down = hands_to(stage, down, {LEFT: ankle + gap, RIGHT: ankle - gap}, elbow_out=0.5)
    down = pose(down, palm=((0.2, -1.0, 0.2),) * 2, fist=0.8)
    track, _, busy = at_work(stage, down, base, rise_s=0.9)
    rub(stage, track, LEFT, busy, (values["tug"], 0.02, 0.6 * values["tug"]))
    rub(stage, track, RIGHT, busy, (-values["tug"], 0.03, 0.6 * values["tug"]))
    return Performance(track=track, props=(chair,), ground=np.zeros(stage.times_s.size))


def shave(stage: Stage) -> Performance:
    """A razor goes down the cheek in short strokes, the chin lifted and turned."""
    values, side = stage.values, stage.side
    sign = 1.0 if side == LEFT else -1.0
    cheek = nodded(stage, carried(stage, side), -values["lift"], -0.35 * sign)
    cheek = pose(cheek, side=side, hand=(values["distance"], 0.26, 0.0), elbow_out=0.8,
                 palm=(-0.3, -1.0, 0.0))  # fmt: skip
    if values["stretch"] > 0.5:
        cheek = pose(cheek, side=1 - side, reach=1.0, hand=(0.32, 0.2, 0.02), elbow_out=0.7,
                     palm=(-0.4, -1.0, 0.0), fist=0.2)  # fmt: skip
    track, _, busy = at_work(stage, cheek, carried(stage, side))
    rub(stage, track, side, busy, (0.02, 0.02, values["stroke"]))
    # Down one cheek, then under the chin: the head turns and lifts for the blade.
    over = oscillator(stage.times_s, stage.start_s, values["turn_hz"], -0.5 * np.pi) * busy
    add(track, "head", 0.3 * sign * over, index=2)
    add(track, "head", -0.12 * (1.0 + over) * busy, index=1)
    channel(track, "hand")[:, side, 1] -= 0.05 * over
    channel(track, "hand")[:, side, 2] -= 0.05 * (1.0 + over) * busy
    held = Held(kind="razor", side=side, size=1.2)
    return Performance(track=track, held=(held,))


def apply_makeup(stage: Stage) -> Performance:
    """A small brush dabs at cheek or eye, the other hand holds a mirror before the face."""
    values, side = stage.values, stage.side
    low = pose(carried(stage, side), side=1 - side, reach=1.0, hand=(0.5, 0.26, -0.4),
               elbow_out=0.3, palm=(-1.0, -0.3, 0.1), fist=0.6)  # fmt: skip
    face = pose(low, side=1 - side, hand=(0.72, 0.12, values["mirror"]), palm=(-1.0, -0.2, 0.0))
    face = pose(face, side=side, hand=(values["distance"], 0.26, values["height"]), elbow_out=0.8,
                palm=(-0.4, -1.0, 0.0))  # fmt: skip
    track, _, busy = at_work(stage, face, low)
    rub(stage, track, side, busy, (0.03, 0.02, values["stroke"]))
    # From eye to cheek to mouth; the face comes to the mirror and turns to the brush.
    sign = 1.0 if side == LEFT else -1.0
    over = oscillator(stage.times_s, stage.start_s, 0.35) * busy
    channel(track, "hand")[:, side, 2] += 0.08 * over
    add(track, "head", -0.25 * sign * busy * (1.0 + 0.4 * over), index=2)
    add(track, "spine", 0.12 * busy, index=1)
    held = (
        Held(kind="brush", side=side, size=0.7),
        Held(kind="hand_mirror", side=1 - side, grip="palm", size=1.2),
    )
    return Performance(track=track, held=held)


def put_on_glasses(stage: Stage) -> Performance:
    """Both hands carry glasses from the chest to the face, push them back, come down."""
    values, span = stage.values, stage.window_s
    head = head_of(stage.measures)
    first = nodded(stage, stage.rest, 0.4)
    first = pose(first, reach=1.0, hand=((0.55, 0.12, -0.3),) * 2,
                 elbow_out=0.4, palm=((-0.5, -1.0, 0.0),) * 2, fist=0.8)  # fmt: skip
    straight = pose(upright(first), head=(0.0, values["chin"], 0.0))
    # Wrists are a hand below and before the glasses' arms.
    face = head.centre_m + np.array([head.front_m, 0.0, -0.02 + values["height"]])

    def at_face(away_m: float) -> np.ndarray:
        places = {
            side: face + np.array([away_m, sign * 0.1, 0.0])
            for side, sign in ((LEFT, 1.0), (RIGHT, -1.0))
        }
        reached = hands_to(stage, straight, places, elbow_out=values["elbow_out"])
        return pose(reached, palm=((-0.2, -1.0, 0.0),) * 2)

    course = [
        (stage.at(0.02), 0.18 * span, first),
        (stage.at(0.18), 0.24 * span, at_face(values["swing_m"])),
        (stage.at(0.38), 0.22 * span, at_face(0.0)),
        (stage.at(0.66), 0.32 * span, stage.rest),
    ]
    track = movements(stage.times_s, first, course, stage.lag_s)
    held = Held(kind="glasses", side=RIGHT, grip="between", until_s=stage.at(0.64))
    return Performance(track=track, held=(held,))


HAT: dict[str, Distribution] = {
    "forward": Uniform(-0.06, 0.0),
    "height": Uniform(0.56, 0.62),
    "elbow_out": Uniform(0.6, 1.2),
}
JACKET: dict[str, Distribution] = {
    "side": SIDE,
    "wide": Uniform(0.0, 1.0),
    "back": Uniform(0.35, 0.6),
}
YES_NO = Choice(("no", "yes"), (0.5, 0.5))
ACTIONS = (
    Action(
        name="brush_teeth",
        description="Brushes the teeth.",
        captions=("a person brushes their teeth", "someone cleans their teeth with a toothbrush"),
        program=brush_teeth,
        parameters={"side": SIDE, "nod": Uniform(0.0, 0.25),
                    "elbow_out": Uniform(0.7, 1.4),
                    "stroke": Uniform(0.018, 0.03), "frequency_hz": LogUniform(1.8, 3.2)},
        tags=("daily", "hygiene", "object", "standing"),
        counterparts={"ntu": "brushing teeth", "ucf101": "BrushingTeeth",
                      "kinetics": "brushing teeth"},
        minimum_s=1.3,
        cut_chance=0.3,
    ),
    Action(
        name="brush_hair",
        description="Brushes the hair with long strokes.",
        captions=("a person brushes their hair", "someone brushes their hair with the {side} hand"),
        program=brush_hair,
        parameters={"side": SIDE, "forward": Uniform(0.14, 0.24), "low": Uniform(0.1, 0.25),
                    "stroke_s": LogUniform(0.9, 1.5)},
        tags=("daily", "hygiene", "object", "standing"),
        counterparts={"ntu": "brushing hair", "hmdb51": "brush_hair", "kinetics": "brushing hair",
                      "uav_human": "brush hair"},
        minimum_s=1.5,
    ),
    Action(
        name="smoke",
        description="Smokes a cigarette.",
        captions=("a person smokes", "someone draws on a cigarette"),
        program=smoke,
        parameters={"side": SIDE, "carry": Uniform(0.4, 1.3), "distance": Uniform(0.36, 0.44),
                    "elbow_out": Uniform(0.3, 0.9), "blow": Uniform(0.05, 0.3)},
        tags=("daily", "object", "standing"),
        counterparts={"hmdb51": "smoke", "kinetics": "smoking", "uav_human": "smoke"},
        natural_s=3.0,
        minimum_s=1.8,
    ),
    Action(
        name="phone_call",
        description="Holds a telephone to the ear and talks.",
        captions=("a person talks on the phone", "someone makes a phone call"),
        program=phone_call,
        parameters={"side": SIDE, "forward": Uniform(0.15, 0.22), "height": Uniform(0.08, 0.16),
                    "elbow_out": Uniform(0.2, 1.0), "stroll": Uniform(0.0, 0.12)},
        tags=("daily", "object", "standing"),
        counterparts={"ntu": "make a phone call/answer phone", "uav_human": "make a phone call"},
        minimum_s=1.3,
        cut_chance=0.4,
    ),
    Action(
        name="text_on_phone",
        description="Looks down at a telephone and taps on it.",
        captions=("a person types on a phone", "someone writes a message on a phone"),
        program=text_on_phone,
        parameters={"side": SIDE, "nod": Uniform(0.35, 0.6), "forward": Uniform(0.5, 0.65),
                    "height": Uniform(-0.35, -0.15), "hands": YES_NO,
                    "frequency_hz": LogUniform(1.8, 3.5)},
        tags=("daily", "object", "standing", "hand"),
        counterparts={"ntu": "playing with phone/tablet", "kinetics": "texting",
                      "uav_human": "play with cell phones"},
        minimum_s=1.3,
        cut_chance=0.4,
    ),
    Action(
        name="take_photo",
        description="Holds a telephone up in both hands to take a photo.",
        captions=("a person takes a photo", "someone takes a picture with a phone"),
        program=take_photo,
        parameters={"side": SIDE, "distance": Uniform(0.62, 0.8), "height": Uniform(0.12, 0.26),
                    "elbow_out": Uniform(0.3, 0.9), "crouch": Uniform(0.0, 0.06)},
        tags=("daily", "object", "standing"),
        counterparts={"ntu": "take a photo of other person",
                      "uav_human": "take a phone for someone"},
        minimum_s=1.3,
    ),
    Action(
        name="check_watch",
        description="Raises one wrist and looks at the time.",
        captions=("a person looks at their watch", "someone checks the time on the {side} wrist"),
        program=check_watch,
        parameters={"side": Choice(("left", "right"), (0.75, 0.25)), "nod": Uniform(0.25, 0.45),
                    "across": Uniform(-0.05, 0.12), "height": Uniform(-0.25, -0.1),
                    "elbow_out": Uniform(0.7, 1.2), "sleeve": Choice(("no", "yes"), (0.7, 0.3))},
        tags=("gesture", "daily", "standing"),
        counterparts={"ntu": "check time (from watch)", "uav_human": "look at the watch"},
        natural_s=2.0,
        minimum_s=1.2,
    ),
    Action(
        name="put_on_jacket",
        description="Puts on a jacket, one sleeve after the other.",
        captions=("a person puts on a jacket", "someone slips into a coat"),
        program=put_on_jacket,
        parameters=JACKET,
        tags=("daily", "object", "standing", "whole_body"),
        counterparts={"ntu": "wear jacket", "uav_human": "put on a coat"},
        natural_s=3.6,
        minimum_s=2.0,
    ),
    Action(
        name="take_off_jacket",
        description="Takes off a jacket, one sleeve after the other.",
        captions=("a person takes off a jacket", "someone slips out of a coat"),
        program=take_off_jacket,
        parameters=JACKET,
        tags=("daily", "object", "standing", "whole_body"),
        counterparts={"ntu": "take off jacket", "uav_human": "take off a coat"},
        natural_s=3.5,
        minimum_s=2.0,
    ),
    Action(
        name="put_on_hat",
        description="Sets a hat on the head.",
        captions=("a person puts on a hat", "someone sets a hat on the head"),
        program=put_on_hat,
        parameters=HAT,
        tags=("daily", "standing"),
        counterparts={"ntu": "put on a hat/cap", "uav_human": "put on a hat"},
        natural_s=2.7,
        minimum_s=1.8,
    ),
    Action(
        name="take_off_hat",
        description="Lifts a hat off the head.",
        captions=("a person takes off a hat", "someone lifts a hat off the head"),
        program=take_off_hat,
        parameters=HAT,
        tags=("daily", "standing"),
        counterparts={"ntu": "take off a hat/cap", "uav_human": "take off a hat"},
        natural_s=2.0,
        minimum_s=1.3,
    ),
    Action(
        name="put_on_shoe",
        description="Sits and bends down to put on a shoe.",
        captions=("a person puts on a shoe", "someone puts a shoe on the {side} foot"),
        program=put_on_shoe,
        parameters={**SEATED, "side": SIDE, "bend": Uniform(1.2, 1.5), "tug": Uniform(0.02, 0.06),
                             "frequency_hz": LogUniform(0.9, 1.8)},
        tags=("daily", "sitting", "whole_body"),
        counterparts={"ntu": "wear a shoe"},
        minimum_s=1.8,
    ),
    Action(
        name="shave",
        description="Shaves the face with a razor.",
        captions=("a person shaves", "someone shaves their beard"),
        program=shave,
        parameters={"side": SIDE, "lift": Uniform(0.05, 0.3), "distance": Uniform(0.36, 0.44),
                    "stretch": YES_NO, "stroke": Uniform(0.09, 0.15),
                    "frequency_hz": LogUniform(0.8, 1.5), "turn_hz": LogUniform(0.25, 0.45)},
        tags=("daily", "hygiene", "object", "standing"),
        counterparts={"ucf101": "ShavingBeard", "kinetics": "trimming or shaving beard"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="apply_makeup",
        description="Puts on make-up with a small brush before a hand mirror.",
        captions=("a person puts on make-up", "someone applies make-up before a mirror"),
        program=apply_makeup,
        parameters={"side": SIDE, "mirror": Uniform(-0.12, 0.02), "distance": Uniform(0.36, 0.44),
                    "height": Uniform(0.0, 0.16), "stroke": Uniform(0.02, 0.05),
                    "frequency_hz": LogUniform(1.0, 2.4)},
        tags=("daily", "hygiene", "object", "standing"),
        counterparts={"ucf101": ("ApplyEyeMakeup", "ApplyLipstick"),
                      "kinetics": "filling eyebrows"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="put_on_glasses",
        description="Puts on glasses with both hands.",
        captions=("a person puts on glasses", "someone puts their glasses on"),
        program=put_on_glasses,
        parameters={"height": Uniform(-0.01, 0.02), "forward": Uniform(0.24, 0.32),
                    "elbow_out": Uniform(0.4, 1.1), "chin": Uniform(-0.1, 0.12),
                    "swing_m": Uniform(0.1, 0.2)},
        tags=("daily", "standing"),
        counterparts={"ntu": "wear on glasses", "uav_human": "put on glasses"},
        natural_s=2.8,
        minimum_s=1.4,
    ),
)  # fmt: skip
