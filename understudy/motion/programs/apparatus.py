"""With a bar, a bench, a wall, a rope, a horse, a hoop: what sport needs a thing for."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import uniform_filter1d

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    Distribution,
    LogUniform,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.holding import OBJECTS, Held
from understudy.motion.kinematics import SIDE_SIGN, roll_pitch_yaw
from understudy.motion.posture import PalmGoals, add, channel, palm_places, pose, solve
from understudy.motion.programs.acrobatics import OVERHEAD_RAD
from understudy.motion.programs.exercise import step
from understudy.motion.programs.floor_exercise import on_back, strokes, trunk_m
from understudy.motion.timing import envelope, minimum_jerk, movements
from understudy.types import JOINTS, MovingProp, Prop

BOTH = (0, 1)
ELBOWS_HANGING = np.array([0.35, 0.8, -0.5])
"""Where the elbows of arms that pull point, against the chest."""


def palms_over_m(posture: np.ndarray, stage: Stage) -> tuple[np.ndarray, float]:
    """Returns the middle of both palms (3,) from the pelvis, and how far the head is below it."""
    solution = solve(posture[None], stage.measures)
    palms = palm_places(solution.global_rotations, solution.positions_m, stage.measures)[0]
    middle = palms.mean(axis=0)
    head_m = float(middle[2] - solution.positions_m[0, JOINTS.index("head"), 2])
    return np.asarray(middle - solution.positions_m[0, 0]), head_m


def pull_up(stage: Stage) -> Performance:
    """Hangs from a bar and pulls the chin over it, again and again."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg, arm = measures.leg_m, measures.arm_m
    sign = 1.0 if round(values["grip"]) == 0 else -1.0
    off_m = values["clear_m"]
    hanging = pose(
        stage.rest, pelvis=(0.0, 0.0, off_m / leg), turn=(0.0, 0.04, 0.0), spine=(0.0, -0.05, 0.0),
        head=(0.0, -0.15, 0.0), arm_raise=OVERHEAD_RAD, arm_side=0.5, arm_swing=0.0, arm_hang=0.0,
        elbow=0.08, palm=((sign, -0.1, 0.0),) * 2, wrist_bend=0.1, fist=1.4, leg_free=1.0,
        hip_bend=values["thighs"], knee_bend=values["knees"], ankle_bend=-0.6,
        hip_out=0.0 if values["crossed"] > 0.5 else 0.05,
    )  # fmt: skip
    if values["crossed"] > 0.5:
        hanging = pose(hanging, side=stage.side, knee_bend=values["knees"] + 0.25)
    track = np.repeat(hanging[None], times.size, axis=0)
    over, below_m = palms_over_m(hanging, stage)
    bar_m = measures.pelvis_height_m + off_m + float(over[2]) - 0.015
    pulled = strokes(stage, values["period_s"])
    up_m = values["height"] * (below_m + 0.05 * arm)  # the chin is just below the head's joint
    add(track, "pelvis", pulled * up_m / leg, index=2)
    add(track, "pelvis", -pulled * values["lean"] * 0.12 / leg, index=0)
    add(track, "turn", -0.25 * values["lean"] * pulled, index=1)
    add(track, "head", -0.35 * pulled, index=1)
    swing = np.sin(2.0 * np.pi * 0.6 * times + values["placement"]) * 0.05
    add(track, "hip_bend", (swing + values["kip"] * pulled * (1.0 - pulled) * 4.0)[:, None])
    places = np.empty((times.size, 2, 3))
    places[..., 0] = float(over[0])
    places[..., 1] = SIDE_SIGN * values["apart"] * measures.shoulder_half_m
    places[..., 2] = bar_m
    palms = PalmGoals(places_m=places, weight=np.ones((times.size, 2)), elbows=ELBOWS_HANGING)
    bar = Prop(kind="horizontal_bar", position_m=(float(over[0]), 0.0, 0.0), yaw_rad=0.0,
               size_m=(0.6, values["width_m"], bar_m + 0.016))  # fmt: skip
    return Performance(track=track, palms=palms, props=(bar,))


def bench_press(stage: Stage) -> Performance:
    """Lies on a bench and presses a barbell from the chest to straight arms."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg, arm = measures.leg_m, measures.arm_m
    bench_m = 0.46 * leg
    back_m = float(measures.torso_radii_m[0] - measures.torso_centre_x_m) + 0.015
    lying = on_back(stage, 0.0, feet_m=values["feet"] * leg)
    lying = pose(
        lying, turn=(0.0, -0.5 * np.pi, 0.0), spine=(0.0, -values["arch"], 0.0),
        head=(0.0, 0.1, 0.0), palm=((0.0, -0.1, -1.0),) * 2, fist=1.4, wrist_bend=0.0,
        knee_out=0.35, foot_yaw=0.3,
    )  # fmt: skip
    channel(lying, "pelvis")[2] = (bench_m + back_m - measures.pelvis_height_m) / leg
    channel(lying, "foot")[:, 1] = values["feet_apart"]
    track = np.repeat(lying[None], times.size, axis=0)
    pelvis_x = float(channel(lying, "pelvis")[0]) * leg
    shoulder_x = pelvis_x - trunk_m(measures)
    chest_m = bench_m + 2.0 * float(measures.torso_radii_m[0]) + 0.07
    high_m = bench_m + back_m + 0.97 * arm + 0.04
    low = strokes(stage, values["period_s"])
    places = np.empty((times.size, 2, 3))
    places[..., 0] = (shoulder_x + 0.03 + values["path"] * arm * low)[:, None]
    places[..., 1] = SIDE_SIGN * values["apart"] * measures.shoulder_half_m
    places[..., 2] = (high_m + low * values["depth"] * (chest_m - high_m))[:, None]
    palms = PalmGoals(
        places_m=places, weight=np.ones((times.size, 2)), elbows=np.array([-0.6, 1.0, -0.35])
    )
    add(track, "spine", -0.06 * low, index=1)
    length = trunk_m(measures) + 0.62 * leg
    bench = Prop(
        kind="weight_bench",
        position_m=(pelvis_x + 0.14 * leg - 0.5 * length, 0.0, 0.0),
        yaw_rad=0.0,
        size_m=(length, 0.3, bench_m),
    )
    bar = Held(kind="barbell", side=0, size=values["weight"])
    return Performance(track=track, palms=palms, props=(bench,), held=(bar,))


def clean_and_jerk(stage: Stage) -> Performance:
    """Lifts a barbell from the floor to the shoulders, then overhead with a split of the legs."""
    values, times, measures, span = stage.values, stage.times_s, stage.measures, stage.window_s
    leg, arm, side = measures.leg_m, measures.arm_m, stage.side
    radius_m = 0.5 * OBJECTS["barbell"].size_m[0] * values["weight"]
    shoulder_m = measures.pelvis_height_m + trunk_m(measures)
    depth, catch = values["depth"], values["catch"]
    hanging = pose(
        stage.rest, spine=(0.0, 0.0, 0.0), palm=((-1.0, -0.2, 0.0),) * 2, fist=1.3, elbow=0.1,
        arm_hang=0.0, knee_out=0.25, wrist_bend=0.0,
    )  # fmt: skip
    low = pose(hanging, pelvis=(-0.28, 0.0, -depth), turn=(0.0, values["trunk_lean"], 0.0),
               spine=(0.0, 0.1, 0.0), head=(0.0, -0.35, 0.0))  # fmt: skip
    pulled = pose(hanging, pelvis=(-0.02, 0.0, 0.0), turn=(0.0, -0.05, 0.0), foot_pitch=-0.35)
    racked = pose(hanging, palm=((0.6, -0.2, -0.75),) * 2, head=(0.0, -0.15, 0.0), wrist_bend=-0.5)
    caught = pose(racked, pelvis=(-0.12, 0.0, -catch), turn=(0.0, 0.25, 0.0), knee_out=0.4)
    dipped = pose(racked, pelvis=(-0.01, 0.0, -0.12))
    overhead = pose(racked, palm=((1.0, -0.1, 0.0),) * 2, turn=(0.0, 0.06, 0.0))
    split = pose(overhead, pelvis=(0.0, 0.0, -values["split_dip"]))
    split = pose(split, side=1 - side, foot_pitch=-0.6)
    at = stage.at
    course = [
        (at(0.08), 0.16 * span, pulled),
        (at(0.21), 0.14 * span, caught),
        (at(0.37), 0.15 * span, racked),
        (at(0.56), 0.08 * span, dipped),
        (at(0.635), 0.12 * span, split),
        (at(0.8), 0.13 * span, overhead),
    ]
    track = movements(times, low, course)
    half = values["split"]
    for foot, way in ((side, half), (1 - side, -0.9 * half)):
        step(track, stage, foot, at(0.64), 0.1 * span, forward=way, lift=0.05)
    step(track, stage, side, at(0.79), 0.09 * span, forward=-half, lift=0.04)
    step(track, stage, 1 - side, at(0.88), 0.09 * span, forward=0.9 * half, lift=0.04)
    # The bar: close to the body up to the shoulders, from there straight up.
    hip_m = shoulder_m - measures.arm_m - 0.05
    rack_m, top_m = shoulder_m + 0.02, shoulder_m + 0.98 * arm + 0.1
    drop = leg
    keys = np.array([
        (0.0, 0.2 * leg, radius_m), (0.08, 0.2 * leg, radius_m),
        (0.2, 0.16 * leg, hip_m + 0.12 * leg), (0.27, 0.22 * leg, rack_m - 0.32 * leg),
        (0.35, 0.24 * leg, rack_m - 0.98 * catch * drop), (0.37, 0.24 * leg,
                                                          rack_m - 0.98 * catch * drop),
        (0.52, 0.22 * leg, rack_m), (0.56, 0.22 * leg, rack_m),
        (0.635, 0.22 * leg, rack_m - 0.11 * leg),
        (0.77, 0.03 * leg, top_m - values["split_dip"] * drop),
        (0.82, 0.02 * leg, top_m - values["split_dip"] * drop),
        (0.93, 0.02 * leg, top_m), (1.0, 0.02 * leg, top_m),
    ])  # fmt: skip
    bar_way = smooth_through(times, at(0.0) + keys[:, 0] * span, keys[:, 1:])
    places = np.empty((times.size, 2, 3))
    places[..., 0] = bar_way[:, None, 0]
    places[..., 1] = SIDE_SIGN * values["apart"] * measures.shoulder_half_m
    places[..., 2] = bar_way[:, None, 1]
    palms = PalmGoals(
        places_m=places, weight=np.ones((times.size, 2)), elbows=np.array([-0.4, 0.9, -0.1])
    )
    bar = Held(kind="barbell", side=0, size=values["weight"])
    return Performance(track=track, palms=palms, held=(bar,))


def smooth_through(times_s: np.ndarray, moments_s: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Returns a course (T, D) through values (K, D) that never overshoots, rounded off."""
    course = PchipInterpolator(moments_s, values)
    fine = np.linspace(moments_s[0] - 0.1, moments_s[-1] + 0.1, 800)
    path = course(np.clip(fine, moments_s[0], moments_s[-1]))
    width = max(1, round(0.07 / (fine[1] - fine[0])))
    path = uniform_filter1d(uniform_filter1d(path, width, axis=0), width, axis=0)
    return np.stack([np.interp(times_s, fine, path[:, k]) for k in range(path.shape[1])], axis=-1)


def risen(
    times_s: np.ndarray, starts_s: np.ndarray, move_s: float, rise_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Returns how far up a limb has gone (T,), and how far off its hold it is (T,) 0..1."""
    gone, off = np.zeros(times_s.size), np.zeros(times_s.size)
    for start in starts_s:
        share = np.clip((times_s - start) / move_s, 0.0, 1.0)
        gone += rise_m * minimum_jerk(share)
        off += np.sin(np.pi * share) ** 2
    return gone, off


def rock_climb(stage: Stage) -> Performance:
    """Climbs a wall from hold to hold: a hand, the other foot, the other hand, a foot."""
    values, times, measures, side = stage.values, stage.times_s, stage.measures, stage.side
    leg, arm = measures.leg_m, measures.arm_m
    move = values["move_s"] / values["tempo"]
    count = int(np.clip(round(stage.window_s / (0.75 * move)), 3, 9))
    beat = stage.window_s / (count + 0.4)
    move = min(move, 1.3 * beat)
    rise = values["rise"] * arm
    face_x = 0.42 * leg
    base_m = 0.35 * leg  # the feet have left the ground before the clip begins
    on_wall = pose(
        stage.rest, turn=(0.0, 0.02, 0.0), spine=(0.0, 0.0, 0.0), arm_hang=0.0,
        head=(0.0, -values["look_up"], 0.0), fist=0.9,
        pelvis=(face_x / leg - values["away"], 0.0, base_m / leg - 0.2),
        palm=((0.4, -0.2, -1.0),) * 2, wrist_bend=0.35, foot_pitch=-0.3, foot_yaw=0.55,
        knee_out=0.6, elbow_out=-0.6,
    )  # fmt: skip
    track = np.repeat(on_wall[None], times.size, axis=0)
    foot = channel(track, "foot")
    places = np.empty((times.size, 2, 3))
    reach_m = (
        measures.pelvis_height_m - 0.2 * leg + base_m + trunk_m(measures) + values["high"] * arm
    )
    order = ((1, side), (0, 1 - side), (1, 1 - side), (0, side))  # (hand?, which)
    total = np.zeros(times.size)
    for hand, which in order:
        turns = [n for n in range(count) if order[n % 4] == (hand, which)]
        starts = stage.start_s + np.array(turns, dtype=float) * beat
        gone, off = risen(times, starts, move, rise)
        total += 0.25 * gone
        stagger = 0.5 * rise if (hand, which) in (order[2], order[3]) else 0.0
        if hand:
            places[:, which, 0] = face_x - 0.03 - 0.06 * off
            wide = values["hands_apart"] * measures.shoulder_half_m
            places[:, which, 1] = SIDE_SIGN[which] * wide
            places[:, which, 2] = reach_m + gone + stagger - 0.25 * rise
        else:
            foot[:, which, 0] = (face_x - 0.17 * leg / 0.85 - 0.07 * off) / leg
            foot[:, which, 1] = values["feet_apart"]
            foot[:, which, 2] = (base_m + gone + stagger - 0.25 * rise) / leg
    smooth = np.clip((times - stage.start_s) / stage.window_s, 0.0, 1.0)
    total = 0.5 * total + 0.5 * total[-1] * minimum_jerk(0.15 + 0.7 * smooth)
    add(track, "pelvis", total / leg, index=2)
    beats = np.sin(np.pi * (times - stage.start_s) / (2.0 * beat))
    active = envelope(times, stage.start_s, stage.end_s, 0.4)
    add(track, "pelvis", values["sway"] * beats * active * SIDE_SIGN[side], index=1)
    add(track, "turn", 0.1 * beats * active * SIDE_SIGN[side], index=0)
    palms = PalmGoals(
        places_m=places, weight=np.ones((times.size, 2)), elbows=np.array([-0.5, 0.9, -0.6])
    )
    top = float(places[..., 2].max()) + 0.4
    wall = Prop(kind="climbing_wall", position_m=(face_x + 0.04, 0.0, 0.0), yaw_rad=0.0,
                size_m=(0.08, values["width_m"], top))  # fmt: skip
    return Performance(track=track, palms=palms, props=(wall,))


def climb_rope(stage: Stage) -> Performance:
    """Climbs a rope hand over hand, the knees drawn up and stretched in turn."""
    values, times, measures, side = stage.values, stage.times_s, stage.measures, stage.side
    leg, arm = measures.leg_m, measures.arm_m
    pull = values["pull_s"] / values["tempo"]
    count = max(2, round(stage.window_s / pull))
    beat = stage.window_s / (count + 0.3)
    rise = values["rise"] * arm
    off_m = 0.25 * leg
    hanging = pose(
        stage.rest, pelvis=(0.0, 0.0, off_m / leg), turn=(0.0, 0.05, 0.0), spine=(0.0, 0.05, 0.0),
        head=(0.0, -values["look_up"], 0.0), arm_raise=OVERHEAD_RAD - 0.3, arm_side=0.0,
        arm_swing=0.0, arm_hang=0.0, elbow=0.3, palm=((0.0, -1.0, 0.0),) * 2, fist=1.4,
        leg_free=1.0, hip_bend=values["tuck"], knee_bend=values["tuck"] + 0.35, hip_out=0.02,
        ankle_bend=0.1, wrist_bend=0.0,
    )  # fmt: skip
    track = np.repeat(hanging[None], times.size, axis=0)
    over, _ = palms_over_m(pose(hanging, elbow=0.08, arm_raise=OVERHEAD_RAD), stage)
    rope_x = 0.22 * leg
    places = np.empty((times.size, 2, 3))
    total = np.zeros(times.size)
    high = measures.pelvis_height_m + off_m + float(over[2]) - 0.12 * arm
    for which in BOTH:
        late = 0 if which == side else 1
        turns = np.arange(late, count, 2)
        gone, off = risen(times, stage.start_s + turns * beat, 0.85 * beat, 2.0 * rise)
        total += 0.5 * gone
        places[:, which, 0] = rope_x - 0.04 * off
        places[:, which, 1] = SIDE_SIGN[which] * (0.02 + 0.05 * off)
        places[:, which, 2] = high + gone - (rise if late == 0 else 0.0) - 0.2 * rise
    add(track, "pelvis", total / leg, index=2)
    phase = (times - stage.start_s) / beat
    inside = envelope(times, stage.start_s, stage.end_s, 0.3)
    draw = (0.5 - 0.5 * np.cos(np.pi * phase)) * inside
    add(track, "hip_bend", (values["kick"] * (draw - 0.5))[:, None])
    add(track, "knee_bend", (1.2 * values["kick"] * (draw - 0.5))[:, None])
    palms = PalmGoals(
        places_m=places, weight=np.ones((times.size, 2)), elbows=np.array([0.3, 0.7, -0.7])
    )
    top = float(places[..., 2].max()) + 0.45
    rope = Prop(kind="climbing_rope", position_m=(rope_x, 0.0, 0.0), yaw_rad=0.0,
                size_m=(0.1, 0.7, top))  # fmt: skip
    return Performance(track=track, palms=palms, props=(rope,))


def moved_along(kind: str, size_m: tuple[float, float, float], places_m: np.ndarray,
                angles_rad: np.ndarray) -> MovingProp:  # fmt: skip
    """Returns a thing at places (T, 3), turned by roll, pitch and yaw (T, 3)."""
    poses = np.zeros((len(places_m), 4, 4), np.float32)
    poses[:, :3, :3], poses[:, :3, 3] = roll_pitch_yaw(angles_rad), places_m
    poses[:, 3, 3] = 1.0
    return MovingProp(kind=kind, size_m=size_m, body_from_prop=poses)


def ride_horse(stage: Stage) -> Performance:
    """Sits on a horse that walks, trots or canters, reins in the hands."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg = measures.leg_m
    pace = round(values["pace"])
    hertz = (0.95, 1.45, 1.7)[pace] * values["rate"] * (2.0 if pace < 2 else 1.0)
    bob_m, nod, speed = ((0.015, 0.02, 1.3), (0.035, 0.02, 2.4), (0.06, 0.07, 3.4))[pace]
    size = float(np.clip(leg / 0.85, 0.72, 1.05)) * values["size"]
    size_m = (2.4 * size, 0.62 * size, 1.9 * size)
    back_m = 0.7 * size_m[2]
    seat_m = back_m + measures.seat_clearance_m
    riding = pose(
        stage.rest, pelvis=(0.0, 0.0, (seat_m - measures.pelvis_height_m) / leg), leg_free=1.0,
        turn=(0.0, values["trunk_lean"], 0.0), head=(0.0, -0.5 * values["trunk_lean"], 0.0),
        hip_bend=values["thighs"], hip_out=0.55, knee_bend=values["knees"], ankle_bend=0.1,
        knee_out=-0.1, reach=1.0, hand=((values["reins"], 0.0, -0.5),) * 2, elbow_out=-0.4,
        palm=((0.0, -1.0, 0.1),) * 2, fist=1.3,
    )  # fmt: skip
    channel(riding, "hand")[:, 1] = 0.1
    track = np.repeat(riding[None], times.size, axis=0)
    phase = 2.0 * np.pi * hertz * (times - stage.start_s)
    far = speed * values["rate"] * (times - 0.5 * stage.duration_s)
    bob = bob_m * size * np.sin(phase)
    pitch = nod * np.sin(phase - 0.9)
    rising = values["rising"] * (0.06 if pace == 1 else 0.02) * (1.0 - np.cos(phase / 2.0)) * 0.5
    add(track, "pelvis", far / leg, index=0)
    add(track, "pelvis", (bob + rising * leg) / leg, index=2)
    add(track, "turn", 0.6 * pitch, index=1)
    add(track, "spine", -0.9 * pitch + 0.05 * np.sin(phase + 0.6), index=1)
    add(track, "head", 0.05 * np.sin(phase + 1.2), index=1)
    add(track, "hip_bend", (-0.3 * pitch)[:, None])
    hand = channel(track, "hand")
    hand[..., 0] += (0.05 * np.sin(phase - 0.5))[:, None]
    places = np.stack((far, 0.0 * far, back_m + bob), axis=-1)
    angles = np.stack((0.015 * np.sin(0.5 * phase), pitch, 0.0 * far), axis=-1)
    return Performance(track=track, moving=(moved_along("horse", size_m, places, angles),))


def hula_hoop(stage: Stage) -> Performance:
    """Circles the hips and keeps a hoop whirling round the waist, the arms out of its way."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg, sign = measures.leg_m, SIDE_SIGN[stage.side]
    calm = pose(
        stage.rest, arm_raise=values["arms"], arm_side=1.25, arm_swing=0.0, arm_hang=0.8,
        elbow=values["elbows"], pelvis=(0.0, 0.0, -0.03), knee_out=0.1, fist=0.3,
        palm=((0.3, 0.0, -1.0),) * 2,
    )  # fmt: skip
    foot = channel(calm, "foot")
    foot[:, 1] += values["feet_apart"]
    track = np.repeat(calm[None], times.size, axis=0)
    angle = sign * 2.0 * np.pi * (values["rounds_hz"] * times + values["placement"])
    circle = values["circle_m"] * leg / 0.85
    forth, aside = circle * np.cos(angle), 0.8 * circle * np.sin(angle)
    add(track, "pelvis", forth / leg, index=0)
    add(track, "pelvis", aside / leg, index=1)
    add(track, "turn", -1.2 * aside, index=0)
    add(track, "turn", -1.5 * forth, index=1)
    add(track, "spine", 1.2 * aside, index=0)
    add(track, "spine", 1.8 * forth, index=1)
    add(track, "knee_out", (0.5 * aside)[:, None] * SIDE_SIGN)
    width = values["hoop_m"]
    hips_m = float(measures.torso_radii_m.mean())
    # It touches the side that has just pushed it, and hangs out on the other.
    ahead = angle - sign * 1.2
    off = max(0.5 * width - hips_m - 0.02, 0.02)
    places = np.stack(
        (
            forth + float(channel(calm, "pelvis")[0]) * leg - off * np.cos(ahead),
            aside + float(channel(calm, "pelvis")[1]) * leg - off * np.sin(ahead),
            np.full(times.size, measures.pelvis_height_m + values["level"] * leg),
        ),
        axis=-1,
    )
    tilt = values["tilt"]
    angles = np.stack((tilt * np.sin(ahead), tilt * np.cos(ahead), 0.0 * ahead), axis=-1)
    hoop = moved_along("hoop", (width, width, 0.03), places, angles)
    return Performance(track=track, moving=(hoop,))


WEIGHT: dict[str, Distribution] = {"weight": Uniform(0.75, 1.1)}

ACTIONS = (
    Action(
        name="pull_up",
        description="Hangs from a bar and pulls the chin over it.",
        captions=("a person does pull-ups", "someone pulls up on a bar"),
        program=pull_up,
        parameters={
            "side": SIDE,
            "grip": Choice(("over", "under"), (0.65, 0.35)),
            "period_s": LogUniform(1.5, 2.6),
            "height": Uniform(1.0, 1.15),
            "apart": Uniform(1.1, 1.6),
            "clear_m": Uniform(0.18, 0.35),
            "thighs": Uniform(0.0, 0.35),
            "knees": Uniform(0.15, 1.4),
            "crossed": Choice(("no", "yes"), (0.5, 0.5)),
            "lean": Uniform(0.2, 1.0),
            "kip": Uniform(0.0, 0.3),
            "hold": Uniform(0.0, 0.1),
            "width_m": Uniform(1.2, 1.8),
        },
        tags=("exercise", "sport", "whole_body", "object"),
        counterparts={"ucf101": "PullUps", "hmdb51": "pullup", "kinetics": "pull ups"},
        minimum_s=1.6,
        cut_chance=0.5,
    ),
    Action(
        name="bench_press",
        description="Presses a barbell up, lying on a bench.",
        captions=("a person does bench presses", "someone on a bench presses a barbell"),
        program=bench_press,
        parameters=WEIGHT
        | {
            "period_s": LogUniform(1.4, 2.6),
            "depth": Uniform(0.85, 1.0),
            "path": Uniform(0.1, 0.3),
            "apart": Uniform(1.4, 1.9),
            "feet": Uniform(0.4, 0.56),
            "feet_apart": Uniform(0.12, 0.28),
            "arch": Uniform(0.0, 0.15),
            "hold": Uniform(0.0, 0.1),
        },
        tags=("exercise", "sport", "lying", "object"),
        counterparts={"ucf101": "BenchPress", "kinetics": "bench pressing"},
        minimum_s=1.5,
        cut_chance=0.5,
    ),
    Action(
        name="clean_and_jerk",
        description="Lifts a barbell from the floor to the shoulders and overhead.",
        captions=("a person does a clean and jerk", "someone lifts a barbell overhead"),
        program=clean_and_jerk,
        parameters=WEIGHT
        | {
            "side": SIDE,
            "tempo": LogUniform(0.85, 1.15),
            "depth": Uniform(0.38, 0.5),
            "trunk_lean": Uniform(0.7, 0.95),
            "catch": Uniform(0.1, 0.32),
            "split": Uniform(0.22, 0.4),
            "split_dip": Uniform(0.08, 0.16),
            "apart": Uniform(1.45, 1.8),
        },
        tags=("exercise", "sport", "whole_body", "object"),
        counterparts={"ucf101": "CleanAndJerk", "kinetics": "clean and jerk"},
        natural_s=4.2,
        minimum_s=2.0,
    ),
    Action(
        name="rock_climb",
        description="Climbs a wall from hold to hold.",
        captions=("a person climbs a wall", "someone is rock climbing"),
        program=rock_climb,
        parameters={
            "side": SIDE,
            "move_s": LogUniform(0.6, 0.95),
            "rise": Uniform(0.45, 0.65),
            "high": Uniform(0.5, 0.75),
            "away": Uniform(0.34, 0.42),
            "hands_apart": Uniform(1.1, 1.9),
            "feet_apart": Uniform(0.1, 0.3),
            "look_up": Uniform(0.1, 0.6),
            "sway": Uniform(0.02, 0.06),
            "width_m": Uniform(1.8, 2.8),
        },
        tags=("sport", "locomotion", "whole_body", "object"),
        counterparts={"ucf101": "RockClimbingIndoor", "hmdb51": "climb",
                      "kinetics": "rock climbing"},
        minimum_s=1.6,
        cut_chance=0.5,
    ),
    Action(
        name="climb_rope",
        description="Climbs a rope hand over hand.",
        captions=("a person climbs a rope", "someone goes up a rope hand over hand"),
        program=climb_rope,
        parameters={
            "side": SIDE,
            "pull_s": LogUniform(0.6, 1.0),
            "rise": Uniform(0.2, 0.34),
            "tuck": Uniform(0.7, 1.2),
            "kick": Uniform(0.4, 0.9),
            "look_up": Uniform(0.1, 0.6),
        },
        tags=("sport", "locomotion", "whole_body", "object"),
        counterparts={"ucf101": "RopeClimbing", "hmdb51": "climb", "kinetics": "climbing a rope"},
        minimum_s=1.6,
        cut_chance=0.5,
    ),
    Action(
        name="ride_horse",
        description="Rides a horse.",
        captions=("a person rides a horse", "someone on horseback goes at a {pace}"),
        program=ride_horse,
        parameters={
            "pace": Choice(("walk", "trot", "canter"), (0.35, 0.3, 0.35)),
            "rate": LogUniform(0.85, 1.15),
            "size": Uniform(0.92, 1.08),
            "trunk_lean": Uniform(-0.02, 0.25),
            "thighs": Uniform(0.8, 1.15),
            "knees": Uniform(0.9, 1.4),
            "reins": Uniform(0.5, 0.75),
            "rising": Uniform(0.0, 1.0),
        },
        tags=("sport", "sitting", "animal", "object", "locomotion"),
        counterparts={"ucf101": ("HorseRiding", "HorseRace"), "hmdb51": "ride_horse",
                      "kinetics": "riding or walking with horse"},
        minimum_s=1.0,
        cut_chance=1.0,
    ),
    Action(
        name="hula_hoop",
        description="Keeps a hoop whirling round the waist.",
        captions=("a person spins a hula hoop", "someone whirls a hoop round the waist"),
        program=hula_hoop,
        parameters={
            "side": SIDE,
            "rounds_hz": Uniform(1.3, 2.0),
            "circle_m": Uniform(0.035, 0.06),
            "arms": Uniform(1.2, 2.3),
            "elbows": Uniform(0.3, 1.4),
            "feet_apart": Uniform(0.0, 0.12),
            "hoop_m": Uniform(0.85, 1.05),
            "level": Uniform(0.08, 0.16),
            "tilt": Uniform(0.03, 0.12),
        },
        tags=("sport", "standing", "whole_body", "object"),
        counterparts={"ucf101": "HulaHoop", "kinetics": "hula hooping"},
        minimum_s=1.0,
        cut_chance=1.0,
    ),
)  # fmt: skip
