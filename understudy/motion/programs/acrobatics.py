"""Upside down and through the air: handstands, wheels, rolls, flips and dives.

In the air the centre of mass falls freely and the body turns as fast as its angular momentum and
its shape of the moment allow: a tuck spins, a stretched body barely turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import CubicSpline
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
from understudy.motion.gait import GRAVITY_M_S2
from understudy.motion.kinematics import SIDE_SIGN, turn_about
from understudy.motion.plausibility import MASS_SHARES, J, centre_of_mass
from understudy.motion.posture import PalmGoals, add, channel, palm_places, pose, solve
from understudy.motion.programs.exercise import step
from understudy.motion.programs.floor_exercise import PALM_M, arm_reach_m, strokes, trunk_m
from understudy.motion.timing import envelope, minimum_jerk, movements, ramp
from understudy.types import Prop

BOTH = (0, 1)
OVERHEAD_RAD = 2.95
"""Arms beside the ears."""
FINGERS_AHEAD = ((1.0, -0.3, 0.0),) * 2
"""Palm direction from which bent wrists lay the hands on the floor, arms overhead."""
FINGERS_AHEAD_BENT = ((0.15, -0.5, -0.85),) * 2
"""The same while the arms are ahead of the chest."""

SOFT_ARMS_M = -0.015
"""By how much arms that carry are shorter than stretched."""
BALANCE_M = 0.03
"""How far ahead of the palms' middle, towards the fingers, the mass is in a handstand."""
ELBOWS_OVERHEAD = np.array([0.5, 1.0, 0.0])
"""Where the elbows of raised arms point, against the chest: out and forward."""


# --- Mass and momentum -----------------------------------------------------------------------


def mass_m(track: np.ndarray, stage: Stage) -> np.ndarray:
    """Returns the centre of mass (T, 3) of a track."""
    return centre_of_mass(solve(track, stage.measures).positions_m)


def follow(track: np.ndarray, stage: Stage, course_m: np.ndarray) -> None:
    """Moves the pelvis so that the centre of mass takes a course, relative to where it stands.

    Args:
        track: (T, C), changed.
        stage: whose body.
        course_m: (T, 3)
    """
    home = mass_m(stage.rest[None], stage)[0]
    for _ in range(4):  # feet on the ground hold part of the mass back
        missed = home + course_m - mass_m(track, stage)
        channel(track, "pelvis")[...] += missed / stage.measures.leg_m


def inertia(track: np.ndarray, stage: Stage) -> tuple[np.ndarray, np.ndarray]:
    """Returns what makes a body turn slowly, about its left-right axis, per unit mass.

    Returns:
        inertia (T,) [m^2], and the momentum (T,) [m^2/s] that the limbs have by moving against
        the trunk: who throws the legs one way turns the trunk the other.
    """
    places = solve(track, stage.measures).positions_m
    places = places - centre_of_mass(places)[:, None]
    frame_s = stage_step_s(stage.times_s)
    total, own = np.full(len(track), 0.01), np.zeros(len(track))
    for (start, end), share in MASS_SHARES.items():
        for point in (places[:, J[start]], places[:, J[end]]):  # a rod is about two points
            total += 0.5 * share * (point[:, 0] ** 2 + point[:, 2] ** 2)
            if len(track) > 1:
                speed = np.gradient(point, frame_s, axis=0)
                own += 0.5 * share * (point[:, 2] * speed[:, 0] - point[:, 0] * speed[:, 2])
    return total, own


@dataclass(frozen=True, kw_only=True)
class Flight:
    """A jump of the centre of mass; heights [m] against standing."""

    take_off_s: float
    speed_m_s: float
    """Upwards at take-off."""
    crouch_m: float
    rise_m: float
    """At take-off, on tiptoe with the arms up."""
    land_m: float
    """At landing."""
    give_m: float
    """How much farther down before it stops."""
    travel_m: float
    """Along x while in the air."""
    recover_s: float

    @property
    def flight_s(self) -> float:
        drop = self.rise_m - self.land_m
        speed = self.speed_m_s
        root = np.sqrt(max(speed**2 + 2.0 * GRAVITY_M_S2 * drop, 0.0))
        return float((speed + root) / GRAVITY_M_S2)

    @property
    def land_s(self) -> float:
        return self.take_off_s + self.flight_s

    @property
    def push_s(self) -> float:
        return 2.0 * (self.crouch_m + self.rise_m) / self.speed_m_s

    @property
    def landing_speed_m_s(self) -> float:
        return GRAVITY_M_S2 * self.flight_s - self.speed_m_s

    @property
    def give_s(self) -> float:
        return 2.0 * self.give_m / self.landing_speed_m_s

    def height_m(self, times_s: np.ndarray) -> np.ndarray:
        """Returns the height (T,) of the centre of mass; its speed never jumps."""
        push, give = self.push_s, self.give_s
        down_s = max(1.3 * push, 0.35)
        before = -self.crouch_m * minimum_jerk((times_s - self.take_off_s + push + down_s) / down_s)
        pushed = np.clip(1.0 + (times_s - self.take_off_s) / push, 0.0, 1.0) ** 2
        before = before + (self.crouch_m + self.rise_m) * pushed
        since = times_s - self.take_off_s
        air = self.rise_m + self.speed_m_s * since - 0.5 * GRAVITY_M_S2 * since**2
        left = 1.0 - np.clip((times_s - self.land_s) / give, 0.0, 1.0)
        after = self.land_m - self.give_m * (1.0 - left**2)
        up = minimum_jerk((times_s - self.land_s - give) / self.recover_s)
        after = after + (self.give_m - self.land_m) * up
        airborne = np.where(times_s < self.land_s, air, after)
        return np.where(times_s < self.take_off_s, before, airborne)

    def drive(self, times_s: np.ndarray) -> np.ndarray:
        """Returns (T,) 0 standing, 1 in the air: when the body goes along and turns over."""
        rising = np.clip((times_s - self.take_off_s) / (0.7 * self.push_s) + 1.0, 0.0, 1.0)
        falling = np.clip((times_s - self.land_s) / (1.2 * self.give_s), 0.0, 1.0)
        return rising * (1.0 - falling)

    def ahead_m(self, times_s: np.ndarray) -> np.ndarray:
        """Returns the way (T,) along x, 0 at the moment of take-off."""
        grid = np.linspace(self.take_off_s - self.push_s, self.land_s + 3.0 * self.give_s, 400)
        drive = self.drive(grid)
        gone = np.concatenate(([0.0], np.cumsum(0.5 * (drive[1:] + drive[:-1]))))
        gone *= (grid[1] - grid[0]) * self.travel_m / self.flight_s
        zero = np.interp(self.take_off_s, grid, gone)
        return np.asarray(np.interp(times_s, grid, gone) - zero)


def turned_over(track: np.ndarray, stage: Stage, drive: np.ndarray, total_rad: float) -> np.ndarray:
    """Returns the pitch (T,) of a body that turns over: momentum over inertia, summed up.

    Args:
        track: (T, C) the shapes that the body takes.
        stage: whose body.
        drive: (T,) share of the full momentum at each moment.
        total_rad: how far it turns altogether, forward positive.
    """
    total, own = inertia(track, stage)
    frame_s = stage_step_s(stage.times_s)

    def summed(rate: np.ndarray) -> np.ndarray:
        steps = 0.5 * (rate[1:] + rate[:-1]) * frame_s
        return np.concatenate(([0.0], np.cumsum(steps)))

    # On the ground the feet take up what the limbs do.
    free = minimum_jerk(2.0 * drive - 1.0)
    against, along = summed(free * own / total), summed(drive / total)
    momentum = (total_rad + against[-1]) / max(along[-1], 1e-9)
    return np.asarray(momentum * along - against)


def free_in_flight(track: np.ndarray, stage: Stage, flight: Flight) -> None:
    """Takes the legs off the ground for the time in the air, feet and all."""
    times = stage.times_s
    soft = min(0.16, 0.3 * flight.flight_s)
    # Legs that push off leave already: held to their place to the end they would have to snap.
    free = ramp(times, flight.take_off_s - 0.05, flight.take_off_s + 1.4 * soft)
    free *= 1.0 - ramp(times, flight.land_s - soft, flight.land_s)
    channel(track, "leg_free")[...] = free[:, None]
    inside = np.clip((times - flight.take_off_s) / flight.flight_s, 0.0, 1.0)
    channel(track, "foot")[..., 2] += (0.5 * np.sin(np.pi * inside) ** 2)[:, None]


# --- Flips -----------------------------------------------------------------------------------


def flip(stage: Stage, way: float) -> Performance:
    """Jumps, tucks, turns over once in the air, lands on both feet.

    Args:
        stage: of the performance.
        way: 1 forward, -1 backward.
    """
    values, times = stage.values, stage.times_s
    leg = stage.measures.leg_m
    speed = float(np.sqrt(2.0 * GRAVITY_M_S2 * values["height_m"]))
    size = leg / 0.85
    flight = Flight(
        take_off_s=0.0, speed_m_s=speed, crouch_m=values["crouch"] * leg, rise_m=0.02 * size,
        land_m=-0.27 * size, give_m=0.12 * size, travel_m=way * values["travel_m"], recover_s=0.45,
    )  # fmt: skip
    needed_s = 0.55 + flight.push_s + flight.flight_s
    take_off_s = max(stage.at(0.5) - 0.5 * flight.flight_s, stage.start_s + needed_s
                     - flight.flight_s)  # fmt: skip
    flight = replace(flight, take_off_s=take_off_s)
    land_s, air_s = flight.land_s, flight.flight_s

    ready = pose(stage.rest, arm_hang=0.0, arm_swing=0.0, arm_side=0.3, foot_yaw=0.05)
    back = pose(ready, turn=(0.0, 0.45, 0.0), spine=(0.0, 0.25, 0.0), arm_swing=-0.9,
                head=(0.0, -0.3, 0.0), arm_raise=0.1)  # fmt: skip
    up = pose(ready, arm_raise=values["arms_up"], elbow=0.2, spine=(0.0, -0.1, 0.0),
              turn=(0.0, 0.05, 0.0), head=(0.0, 0.15 * way, 0.0), foot_pitch=-0.6, knee_bend=0.5,
              hip_bend=0.25)  # fmt: skip
    tuck = pose(up, arm_raise=1.0, elbow=values["elbows"], arm_side=0.25, hip_bend=values["tuck"],
                knee_bend=values["tuck"] + 0.25, spine=(0.0, 0.6, 0.0), head=(0.0, 0.3, 0.0),
                knee_out=0.15, ankle_bend=-0.4, foot_pitch=0.0, fist=0.9)  # fmt: skip
    opened = pose(tuck, arm_raise=1.5, elbow=0.4, hip_bend=0.5, knee_bend=0.55,
                  spine=(0.0, 0.25, 0.0), head=(0.0, -0.1, 0.0), ankle_bend=0.0)  # fmt: skip
    caught = pose(opened, arm_raise=1.1, turn=(0.0, 0.5, 0.0), spine=(0.0, 0.3, 0.0))
    down_s = max(1.3 * flight.push_s, 0.35)
    course = [
        (take_off_s - flight.push_s - down_s - 0.2, down_s, back),
        (take_off_s - flight.push_s - 0.24, flight.push_s + 0.3, up),
        (take_off_s + 0.01, 0.5 * air_s, tuck),
        (take_off_s + 0.46 * air_s, 0.5 * air_s, opened),
        (land_s - 0.05, 0.3, caught),
        (land_s + 0.25, 0.5, pose(stage.rest, hip_bend=0.5, knee_bend=0.55)),
    ]
    track = movements(times, ready, course)
    free_in_flight(track, stage, flight)
    going = flight.ahead_m(times)
    along = 0.5 * (going[0] + going[-1])
    moved = minimum_jerk((times - take_off_s) / air_s)
    # The feet stand behind the mass that leaves them and ahead of the one that comes down.
    place = going[0] + moved * (going[-1] - going[0]) - along
    channel(track, "foot")[..., 0] += place[:, None] / leg
    add(track, "turn", turned_over(track, stage, flight.drive(times), way * 2.0 * np.pi), index=1)
    mass = np.zeros((times.size, 3))
    mass[:, 0], mass[:, 2] = going - along, flight.height_m(times)
    follow(track, stage, mass)
    return Performance(track=track)


def backflip(stage: Stage) -> Performance:
    """Jumps up and turns over backward in a tuck."""
    return flip(stage, -1.0)


def front_flip(stage: Stage) -> Performance:
    """Jumps up and turns over forward in a tuck."""
    return flip(stage, 1.0)


# --- On the hands ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Upended:
    """A handstand of one body: where things are."""

    hands_x_m: float
    pelvis_m: float
    """Height of the pelvis over straight arms."""


def upended(stage: Stage, hands_x_m: float) -> tuple[np.ndarray, Upended]:
    """Returns the posture (C,) of standing on the hands, and where."""
    values, measures = stage.values, stage.measures
    leg = measures.leg_m
    split = values.get("split", 0.0)
    posture = pose(
        stage.rest,
        turn=(0.0, np.pi, 0.0),
        spine=(0.0, -values["arch"], 0.0),
        head=(0.0, -0.75, 0.0),
        arm_raise=OVERHEAD_RAD,
        arm_side=0.3,
        arm_swing=0.0,
        arm_hang=0.0,
        elbow=0.08,
        elbow_out=1.0,
        palm=FINGERS_AHEAD,
        wrist_bend=-1.1,
        fist=-0.1,
        leg_free=1.0,
        hip_bend=(-0.5 * values["arch"] + split, -0.5 * values["arch"] - 0.4 * split),
        hip_out=values.get("legs_apart", 0.04),
        knee_bend=(values["knees"], values["knees"]),
        ankle_bend=-0.6,
        foot_yaw=0.05,
    )
    # Over straight arms, the pelvis as high as the palms would be deep; tipped until the mass is
    # over the hands.
    place, turn = channel(posture, "pelvis"), channel(posture, "turn")
    for _ in range(3):
        solution = solve(posture[None], measures)
        palms = palm_places(solution.global_rotations, solution.positions_m, measures)[0]
        middle = palms.mean(axis=0)
        over = centre_of_mass(solution.positions_m)[0] - middle
        turn[1] -= (over[0] - BALANCE_M) / over[2]
        place[0] += (hands_x_m - middle[0]) / leg
        place[2] += (PALM_M + SOFT_ARMS_M - middle[2]) / leg
    high = measures.pelvis_height_m + float(place[2]) * leg
    return posture, Upended(hands_x_m=hands_x_m, pelvis_m=high)


def hands_on_floor(stage: Stage, x_m: float, weight: np.ndarray) -> PalmGoals:
    """Returns goals for both palms on the floor."""
    places = np.empty((stage.times_s.size, 2, 3))
    places[..., 0] = x_m
    places[..., 1] = SIDE_SIGN * stage.values["apart"] * stage.measures.shoulder_half_m
    places[..., 2] = PALM_M + 0.006
    return PalmGoals(
        places_m=places, weight=np.repeat(weight[:, None], 2, axis=1), elbows=ELBOWS_OVERHEAD
    )


def balanced(track: np.ndarray, stage: Stage) -> None:
    """Lets the legs of a handstand work for the balance."""
    values = stage.values
    slow = np.sin(2.0 * np.pi * (values["wobble_hz"] * stage.times_s + values["placement"]))
    upside = minimum_jerk(channel(track, "turn")[:, 1] / np.pi - 0.2)
    add(track, "hip_bend", (values["wobble"] * slow * upside)[:, None])
    add(track, "knee_bend", (0.5 * values["wobble"] * (1.0 + slow) * upside)[:, None])


def handstand(stage: Stage) -> Performance:
    """Steps forward, puts the hands down, kicks up, stands on the hands, comes down again."""
    values, times, side = stage.values, stage.times_s, stage.side
    measures, leg, other = stage.measures, stage.measures.leg_m, 1 - stage.side
    stride = 0.42
    bent = 1.95  # pitch of the trunk when the hands arrive
    hip = np.array([stride + 0.12, -0.16])
    pelvis_m = measures.pelvis_height_m + hip[1] * leg
    shoulder = hip[0] * leg + trunk_m(measures) * np.sin(bent)
    shoulder_m = pelvis_m + trunk_m(measures) * np.cos(bent)
    arm = arm_reach_m(stage)
    hands_x = shoulder + float(np.sqrt(max(arm**2 - min(shoulder_m, arm) ** 2, 0.0025)))
    inverted, _ = upended(stage, hands_x)
    middle = 0.5 * hands_x
    up_s, down_s = values["kick_s"], values["kick_s"] + 0.1
    start, end = stage.start_s, stage.end_s
    lean_s = 0.85
    standing = values["from_standing"] < 0.5

    lifted = pose(inverted, pelvis=(0.1, 0.0, -0.02), turn=(0.0, 0.05, 0.0),
                  spine=(0.0, -0.05, 0.0), head=(0.0, 0.0, 0.0), leg_free=0.0,
                  palm=(0.5, -1.0, 0.0))  # fmt: skip
    tipped = pose(lifted, pelvis=(hip[0], 0.0, hip[1]), turn=(0.0, bent, 0.0),
                  head=(0.0, -0.6, 0.0), palm=FINGERS_AHEAD_BENT)  # fmt: skip
    tipped = pose(tipped, side=other, leg_free=1.0, hip_bend=-0.35, knee_bend=0.1)
    tipped = pose(tipped, side=side, hip_bend=bent - 0.1, knee_bend=0.35)
    calm = pose(stage.rest, arm_hang=0.0)
    course = []
    if standing:
        course += [
            (start, 0.6 * lean_s, lifted),
            (start + 0.45 * lean_s, lean_s, tipped),
            (start + 1.35 * lean_s, up_s, inverted),
        ]
        off_s = start + 1.4 * lean_s
        first = calm
        down = ramp(times, start + 0.4 * lean_s, start + 1.35 * lean_s)
    else:
        off_s, first, down = -np.inf, inverted, np.ones(times.size)
    back_s = end - down_s - 1.3 * lean_s
    if back_s > (off_s + up_s + 0.2) and values["comes_down"] > 0.5:
        course += [
            (back_s, down_s, tipped),
            (back_s + 0.95 * down_s, 0.9 * lean_s, lifted),
            (end - 0.5 * lean_s, 0.5 * lean_s, calm),
        ]
        down = down * (1.0 - ramp(times, back_s + 0.97 * down_s, back_s + down_s + 0.85 * lean_s))
        lands_s = back_s + 0.9 * down_s
    else:
        lands_s = np.inf
    track = movements(times, first, course)
    foot = channel(track, "foot")
    # The leading foot steps out and stays until it pushes off; the other one comes up behind.
    if np.isfinite(off_s):
        step(track, stage, side, start + 0.1, 0.5 * lean_s, forward=stride)
        lead_up = ramp(times, off_s, off_s + 0.5 * up_s)
        rear_up = ramp(times, start + 0.55 * lean_s, start + 1.2 * lean_s)
    else:
        foot[:, side, 0] += stride
        lead_up = rear_up = np.ones(times.size)
    if np.isfinite(lands_s):
        lead_up = lead_up * (1.0 - ramp(times, lands_s - 0.4 * down_s, lands_s))
        rear_up = rear_up * (
            1.0 - ramp(times, back_s + 0.95 * down_s, back_s + down_s + 0.7 * lean_s)
        )
        step(track, stage, side, end - 0.55 * lean_s, 0.5 * lean_s, forward=-stride)
    foot[:, side, 2] += 0.4 * lead_up
    foot[:, other, 2] += 0.5 * rear_up
    free = channel(track, "leg_free")
    free[:, side] = np.minimum(1.0, 1.2 * lead_up)
    free[:, other] = np.minimum(1.0, 1.2 * rear_up)
    foot[..., 0] -= middle / leg
    add(track, "pelvis", -middle / leg, index=0)
    balanced(track, stage)
    palms = hands_on_floor(stage, hands_x - middle, down)
    # Before the arms are upright the hands stand on their edges.
    upside = minimum_jerk((channel(track, "turn")[:, 1] - bent) / (np.pi - bent))
    palms.places_m[..., 2] += 0.03 * (1.0 - upside)[:, None]
    return Performance(track=track, palms=palms)


def handstand_walk(stage: Stage) -> Performance:
    """Walks along on the hands, legs overhead."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    inverted, _ = upended(stage, 0.0)
    track = np.repeat(inverted[None], times.size, axis=0)
    period = values["step_s"] / values["tempo"]
    phase = np.clip(times - stage.start_s, 0.0, stage.window_s) / period
    whole = np.floor(stage.window_s / period)
    phase = np.minimum(phase, whole)
    length = values["step_length"] * measures.arm_m
    palms = hands_on_floor(stage, 0.0, np.ones(times.size))
    number, share = np.floor(phase), phase - np.floor(phase)
    middle = 0.5 * whole * length
    for side in BOTH:
        swings = (number + side + stage.side) % 2 == 0
        swung = np.where(swings, minimum_jerk((share - 0.15) / 0.7), 0.0)
        # Every swing takes a hand from a step behind to a step ahead of the other.
        done = np.floor((number + ((side + stage.side) % 2 == 0)) / 2.0)
        palms.places_m[:, side, 0] = 2.0 * length * (done + swung) - middle
        palms.places_m[:, side, 0] -= 0.5 * length * ((side + stage.side) % 2 == 0)
        lift = np.where(swings, np.sin(np.pi * np.clip((share - 0.15) / 0.7, 0.0, 1.0)) ** 2, 0.0)
        palms.places_m[:, side, 2] += 0.008 + values["lift"] * measures.arm_m * lift
    gone = palms.places_m[..., 0].mean(axis=1)
    beats = np.sin(np.pi * (phase - 0.25 + stage.side))
    add(track, "pelvis", gone / measures.leg_m, index=0)
    add(track, "pelvis", -0.015 - 0.01 * np.sin(2.0 * np.pi * phase), index=2)
    moving = envelope(times, stage.start_s, stage.end_s, 0.5)
    add(track, "pelvis", values["sway"] * 0.008 * beats * moving, index=1)
    add(track, "turn", 0.05 * beats * moving, index=0)
    balanced(track, stage)
    return Performance(track=track, palms=palms)


def handstand_push_up(stage: Stage) -> Performance:
    """On the hands the arms bend until the head is near the floor, and stretch again."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    inverted, _ = upended(stage, 0.0)
    track = np.repeat(inverted[None], times.size, axis=0)
    low = values["depth"] * strokes(stage, values["period_s"])
    add(track, "pelvis", -low * 0.5 * measures.arm_m / measures.leg_m, index=2)
    add(track, "pelvis", -0.05 * low, index=0)
    add(track, "head", 0.5 * low, index=1)
    balanced(track, stage)
    palms = hands_on_floor(stage, 0.06, np.ones(times.size))
    return Performance(track=track, palms=palms)


# --- Wheels and rolls ------------------------------------------------------------------------


def through(times_s: np.ndarray, moments_s: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Returns a smooth course through values (K,) or (K, D) at given moments."""
    spline = CubicSpline(moments_s, values, bc_type="clamped")
    return np.asarray(spline(np.clip(times_s, moments_s[0], moments_s[-1])))


def cartwheel(stage: Stage) -> Performance:
    """Wheels sideways over both hands: hand, hand, foot, foot, the legs wide apart."""
    values, times, side = stage.values, stage.times_s, stage.side
    measures, leg, sign = stage.measures, stage.measures.leg_m, SIDE_SIGN[stage.side]
    stance = measures.stance_m
    trunk, arm = trunk_m(measures), arm_reach_m(stage)
    wheel_s = values["wheel_s"]
    begin = stage.at(0.5) - 0.5 * wheel_s
    # The way is cut at the handstand: what comes after is its mirror picture in space and time.
    # All along the way of travel, from the leading foot: seconds as shares of half the wheel.
    share = np.array([0.0, 0.36, 0.66, 1.0])
    apart = 0.5 * values["hands_apart"] * measures.shoulder_half_m
    lean = 1.85  # how far the trunk has rolled when the first hand comes down
    hip_y, hip_z = 0.24 * leg, measures.pelvis_height_m - 0.2 * leg
    first_hand = hip_y + trunk * np.sin(lean + 0.25) + 0.45 * arm
    middle = first_hand + apart
    high = arm + 0.12 * measures.arm_m + trunk
    rest_y = -0.3 * leg
    y = np.array([rest_y, hip_y, 0.55 * hip_y + 0.45 * middle, middle])
    z = np.array([measures.pelvis_height_m - 0.17 * leg, hip_z, 0.62 * hip_z + 0.42 * high, high])
    roll = np.array([0.0, 1.25, 2.2, np.pi])
    moments = np.concatenate((share, 2.0 - share[-2::-1])) * 0.5 * wheel_s + begin
    y = np.concatenate((y, 2.0 * middle - y[-2::-1]))
    z = np.concatenate((z, z[-2::-1]))
    roll = np.concatenate((roll, 2.0 * np.pi - roll[-2::-1]))
    ready_s = float(np.clip(begin - stage.start_s, 0.45, 0.7))
    end = begin + wheel_s
    late_s = float(np.clip(stage.end_s - end, 0.45, 0.7))

    up = pose(
        stage.rest, arm_raise=OVERHEAD_RAD - 0.2, arm_side=1.0, arm_swing=0.0, arm_hang=0.0,
        elbow=0.08, palm=((1.0, -0.1, 0.0),) * 2, fist=-0.1, turn=(0.0, 0.0, 0.0),
        spine=(0.0, 0.0, 0.0), head=(0.0, 0.0, 0.0), hip_bend=0.0, ankle_bend=-0.6,
        knee_bend=values["knees"], hip_out=values["straddle"], knee_out=0.2,
        elbow_out=1.0, wrist_bend=-1.1,
    )  # fmt: skip
    calm = pose(stage.rest, arm_hang=0.0, hip_out=values["straddle"], knee_bend=values["knees"],
                ankle_bend=-0.6)  # fmt: skip
    track = movements(times, calm, [
        (begin - ready_s, ready_s, up),
        (end, late_s, calm),
    ])  # fmt: skip
    inside = ramp(times, begin - ready_s, begin)
    inside_out = inside * (1.0 - ramp(times, end, end + late_s))
    # Standing at both ends: the feet are below the hips.
    place_y = through(times, moments, y)
    place_z = through(times, moments, z)
    stand_z = measures.pelvis_height_m - 0.17 * leg
    rolled = through(times, moments, roll)
    pelvis = channel(track, "pelvis")
    pelvis[:, 0] = 0.0
    pelvis[:, 1] = sign * (place_y - middle) / leg
    pelvis[:, 2] = (stand_z + inside_out * (place_z - stand_z) - measures.pelvis_height_m) / leg
    add(track, "turn", -sign * rolled, index=0)
    # The trunk bends towards the side that goes down, and comes up bent to the other one.
    tipped = np.clip((times - begin) / wheel_s, 0.0, 1.0)
    add(track, "spine", -sign * 0.45 * np.sin(2.0 * np.pi * tipped) * inside_out, index=0)
    add(track, "head", 0.5 * np.sin(np.pi * tipped) ** 2, index=1)
    channel(track, "head")[:, 1] -= 1.0 * np.sin(np.pi * tipped) ** 2

    # Feet: the leading one stands at 0, the other behind; they land mirrored.
    lead, trail = side, 1 - side
    wide = 0.56 * leg
    foot, free = channel(track, "foot"), channel(track, "leg_free")
    leaves = {trail: begin + 0.09 * wheel_s, lead: begin + 0.23 * wheel_s}
    lands = {trail: begin + 0.77 * wheel_s, lead: begin + 0.91 * wheel_s}
    spots = {lead: (0.0, 2.0 * middle + wide), trail: (-wide, 2.0 * middle)}
    soft = 0.14 * wheel_s
    for which in BOTH:
        from_y, to_y = spots[which]
        moved = minimum_jerk((times - begin - 0.4 * wheel_s) / (0.2 * wheel_s))
        at = from_y + (to_y - from_y) * moved - middle
        foot[:, which, 0] = 0.0
        foot[:, which, 1] = (SIDE_SIGN[which] * sign * at - stance) / leg
        off = ramp(times, leaves[which], leaves[which] + 1.5 * soft)
        off *= 1.0 - ramp(times, lands[which] - 1.5 * soft, lands[which])
        free[:, which] = off
        foot[:, which, 2] += 0.5 * off
    # Hands: the leading one first down and first up.
    places = np.empty((times.size, 2, 3))
    weight = np.empty((times.size, 2))
    for which in BOTH:
        ahead = middle + (-apart if which == lead else apart)
        places[:, which] = (0.02, sign * (ahead - middle), PALM_M + 0.03)
        late = 0.0 if which == lead else 0.1
        weight[:, which] = ramp(times, begin + (0.02 + late) * wheel_s,
                                begin + (0.36 + late) * wheel_s)  # fmt: skip
        weight[:, which] *= 1.0 - ramp(times, begin + (0.54 + late) * wheel_s,
                                       begin + (0.88 + late) * wheel_s)  # fmt: skip
    palms = PalmGoals(places_m=places, weight=weight, elbows=ELBOWS_OVERHEAD)
    return Performance(track=track, palms=palms)


def forward_roll(stage: Stage) -> Performance:
    """Crouches, puts the hands down, rolls over the rounded back, stands up out of the crouch."""
    values, times = stage.values, stage.times_s
    measures, leg = stage.measures, stage.measures.leg_m
    roll_s = values["roll_s"]
    begin = stage.at(0.32)
    down_s = max(begin - stage.start_s, 0.3)
    end = begin + roll_s
    up_s = max(stage.end_s - end, 0.35)
    trunk = trunk_m(measures)
    crouch = pose(
        stage.rest, arm_hang=0.0, pelvis=(-0.02, 0.0, -0.5), turn=(0.0, 0.95, 0.0),
        spine=(0.0, 0.6, 0.0), head=(0.0, 0.1, 0.0), knee_out=0.3, foot_pitch=-0.5,
        hip_bend=1.9, knee_bend=2.0, arm_raise=1.6, arm_side=0.1, arm_swing=0.0, elbow=0.4,
        palm=((0.0, -0.15, -1.0),) * 2, wrist_bend=-0.9, fist=0.0,
    )  # fmt: skip
    ball = pose(crouch, pelvis=(0.0, 0.0, -0.55), spine=(0.0, 1.0, 0.0), head=(0.0, 0.9, 0.0),
                leg_free=1.0, hip_bend=values["tuck"], knee_bend=values["tuck"] + 0.2,
                arm_raise=1.1, elbow=0.9, foot_pitch=0.0, knee_out=0.2,
                ankle_bend=-0.3)  # fmt: skip
    over = pose(ball, hip_bend=1.3, knee_bend=0.9, arm_raise=1.5, elbow=1.6)
    risen = pose(crouch, arm_raise=1.2, elbow=0.4, wrist_bend=0.0, turn=(0.0, 0.75, 0.0))
    calm = pose(stage.rest, hip_bend=1.9, knee_bend=2.0)
    course = [
        (begin - down_s, down_s, crouch),
        (begin - 0.05 * roll_s, 0.36 * roll_s, over),
        (begin + 0.34 * roll_s, 0.4 * roll_s, ball),
        (end - 0.25 * roll_s, 0.27 * roll_s, risen),
        (end, min(up_s, 0.8), calm),
    ]
    track = movements(times, calm, course)
    turned = ramp(times, begin - 0.02 * roll_s, end)
    turned = 0.5 * turned + 0.5 * np.clip((times - begin) / roll_s, 0.0, 1.0)
    turned = uniform_filter1d(turned, max(1, round(0.12 / stage_step_s(times))), mode="nearest")
    add(track, "turn", 2.0 * np.pi * turned, index=1)
    # The back rolls off: as far as its round is long, with a reach over the hands.
    length = (values["reach"] + 2.0) * trunk
    add(track, "pelvis", (turned - 0.5) * length / leg, index=0)
    moved = minimum_jerk((turned - 0.3) / 0.4)
    channel(track, "foot")[..., 0] += ((moved - 0.5) * length / leg)[:, None]
    rolling = ramp(times, begin, begin + 0.16 * roll_s)
    rolling *= 1.0 - ramp(times, end - 0.16 * roll_s, end)
    share = np.clip((times - begin) / roll_s, 0.0, 1.0)
    channel(track, "foot")[..., 2] += (0.3 * np.sin(np.pi * share) ** 2)[:, None]
    places = np.empty((times.size, 2, 3))
    places[..., 0] = -0.5 * length + 0.62 * leg
    places[..., 1] = SIDE_SIGN * 1.25 * measures.shoulder_half_m
    places[..., 2] = PALM_M + 0.012
    weight = ramp(times, begin - 0.4 * down_s, begin + 0.1 * down_s)
    weight *= 1.0 - ramp(times, begin - 0.1 * roll_s, begin + 0.26 * roll_s)
    palms = PalmGoals(
        places_m=places,
        weight=np.repeat(weight[:, None], 2, axis=1),
        elbows=np.array([0.0, 1.0, -0.3]),
    )
    return Performance(track=track, palms=palms, ground=rolling)


def stage_step_s(times_s: np.ndarray) -> float:
    """Returns the time from frame to frame."""
    return float(times_s[1] - times_s[0]) if times_s.size > 1 else 1.0


# --- Dives -----------------------------------------------------------------------------------

POOL_M = (4.2, 3.0, 0.25)
"""The basin that divers end in: let into the ground but for its rim, full to the brim."""
UNDER_M = -0.7
"""Height of a diver's mass at the end, under water."""
GLIDE_S = 0.8


@dataclass(frozen=True, kw_only=True)
class Dive:
    """What tells one dive from another, as judges do."""

    away: float
    """1 forward off the edge, -1 backward off it."""
    spin: float
    """1 forward, -1 backward."""
    somersaults: int
    """Whole ones, beyond the half that ends head first."""
    twists: int = 0


def twisting(pitch_rad: np.ndarray, twist_rad: np.ndarray) -> np.ndarray:
    """Returns the channel `turn` (T, 3) of a body that twists about its length and pitches."""
    turns = turn_about(1, pitch_rad) @ turn_about(2, twist_rad)
    pitch = np.arcsin(np.clip(-turns[:, 2, 0], -1.0, 1.0))
    roll = np.arctan2(turns[:, 2, 1], turns[:, 2, 2])
    yaw = np.arctan2(turns[:, 1, 0], turns[:, 0, 0])
    return np.stack((roll, pitch, yaw), axis=-1)


def dive(stage: Stage, kind: Dive) -> Performance:
    """Leaps off a platform, turns over in the air, goes into the water hands first."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg, away = measures.leg_m, kind.away
    platform_m = POOL_M[2] + values["platform_m"]
    shape = ("tuck", "pike", "straight")[round(values["shape"])]
    ready = pose(stage.rest, arm_hang=0.0, arm_swing=0.0, arm_side=0.3, foot_yaw=0.05,
                 turn=(0.0, 0.02, 0.0), spine=(0.0, 0.0, 0.0))  # fmt: skip
    stretched = pose(
        ready, arm_raise=values["arms"], arm_side=0.2, elbow=0.05, palm=FINGERS_AHEAD, fist=0.0,
        hip_bend=0.02, knee_bend=0.03, ankle_bend=-0.8, leg_free=1.0, turn=(0.0, 0.0, 0.0),
        spine=(0.0, 0.05, 0.0), head=(0.0, 0.1, 0.0), hip_out=-0.02,
    )  # fmt: skip
    solution = solve(stretched[None], measures)
    mass = centre_of_mass(solution.positions_m)[0]
    palms = palm_places(solution.global_rotations, solution.positions_m, measures)[0]
    reach_m = float(palms[:, 2].mean() - mass[2]) + 0.09
    home_m = float(mass_m(stage.rest[None], stage)[0, 2])
    speed = float(np.sqrt(2.0 * GRAVITY_M_S2 * values["height_m"]))
    flight = Flight(
        take_off_s=0.0, speed_m_s=speed, crouch_m=values["crouch"] * leg, rise_m=0.02,
        land_m=POOL_M[2] + reach_m - home_m - platform_m, give_m=1.0,
        travel_m=away * values["travel_m"], recover_s=1.0,
    )  # fmt: skip
    air_s = flight.flight_s
    take_off_s = stage.end_s - 0.5 - air_s
    flight = replace(flight, take_off_s=take_off_s)
    entry_s = flight.land_s

    back = pose(ready, turn=(0.0, 0.4, 0.0), spine=(0.0, 0.2, 0.0), arm_swing=-0.8,
                head=(0.0, -0.2, 0.0), arm_raise=0.1)  # fmt: skip
    off = pose(stretched, elbow=0.2, knee_bend=0.25, hip_bend=0.12, foot_pitch=-0.6, leg_free=0.0,
               arm_raise=2.1, turn=(0.0, 0.1 * away, 0.0), ankle_bend=-0.3)  # fmt: skip
    closed = {
        "tuck": pose(stretched, arm_raise=1.0, elbow=0.8, hip_bend=2.1, knee_bend=2.3,
                     spine=(0.0, 0.7, 0.0), head=(0.0, 0.35, 0.0), fist=0.8),
        "pike": pose(stretched, arm_raise=1.25, elbow=0.1, hip_bend=2.1, knee_bend=0.05,
                     spine=(0.0, 0.75, 0.0), head=(0.0, 0.2, 0.0)),
        "straight": pose(stretched, hip_bend=0.0, spine=(0.0, -0.1, 0.0)),
    }[shape]  # fmt: skip
    if kind.twists:  # one arm across the body, the other one overhead
        closed = pose(closed, side=stage.side, arm_raise=1.2, arm_side=-0.3, elbow=1.7)
        closed = pose(closed, side=1 - stage.side, arm_raise=2.4, elbow=1.6)
    down_s = max(1.3 * flight.push_s, 0.35)
    course = [
        (take_off_s - flight.push_s - down_s - 0.2, down_s, back),
        (take_off_s - flight.push_s - 0.24, flight.push_s + 0.3, off),
        (take_off_s, 0.5 * air_s, closed),
        (take_off_s + 0.42 * air_s, 0.64 * air_s, stretched),
    ]
    track = movements(times, ready, course)
    channel(track, "leg_free")[...] = ramp(times, take_off_s - 0.14, take_off_s + 0.2)[:, None]
    channel(track, "foot")[..., 2] += platform_m / leg
    add(track, "pelvis", platform_m / leg, index=2)

    # Rotation: what momentum gives until the hands are in, then the water levels the body out.
    drive = np.clip((times - take_off_s) / (0.7 * flight.push_s) + 1.0, 0.0, 1.0)
    drive *= 1.0 - np.clip((times - entry_s) / 0.06 + 0.5, 0.0, 1.0)
    slant = 0.1
    whole = kind.spin * np.pi * (2 * kind.somersaults + 1) - away * slant
    pitch = channel(track, "turn")[:, 1] + turned_over(track, stage, drive, whole)
    wet = times - entry_s
    levelled = minimum_jerk(wet / GLIDE_S)
    pitch = pitch - away * (0.5 * np.pi - slant - 0.05) * levelled
    twist = np.zeros(times.size)
    if kind.twists:
        sign = SIDE_SIGN[stage.side]
        twisted = minimum_jerk((times - take_off_s - 0.12 * air_s) / (0.76 * air_s))
        twist = sign * 2.0 * np.pi * kind.twists * twisted
    channel(track, "turn")[...] = twisting(pitch, twist)

    mass_way = np.zeros((times.size, 3))
    speed_in = flight.landing_speed_m_s
    entry_m = POOL_M[2] + reach_m
    settle_s = (entry_m - UNDER_M) / speed_in
    sunk = UNDER_M + (entry_m - UNDER_M) * np.exp(-np.maximum(wet, 0.0) / settle_s)
    height = home_m + platform_m + flight.height_m(times)
    mass_way[:, 2] = np.where(wet > 0.0, sunk, height) - home_m
    flown = (
        flight.travel_m
        / air_s
        * np.where(
            wet > 0.0, air_s + 0.4 * (1.0 - np.exp(-np.maximum(wet, 0.0) / 0.4)), times - take_off_s
        )
    )
    before = flight.ahead_m(times)
    mass_way[:, 0] = np.where(times < take_off_s, before, flown) + away * 0.7 * levelled
    # The edge: forward with the toes at it, backward with the heels over it.
    edge = away * (0.16 if away > 0.0 else 0.0) * leg / 0.85
    middle = 0.5 * away * values["travel_m"]
    mass_way[:, 0] -= middle
    channel(track, "foot")[..., 0] -= middle / leg
    follow(track, stage, mass_way)
    depth, width = 1.3, 1.1
    tower = Prop(
        kind="platform",
        position_m=(edge - middle - away * 0.5 * depth, 0.0, 0.0),
        yaw_rad=0.0 if away > 0.0 else np.pi,
        size_m=(depth, width, platform_m),
    )
    pool_x = edge - middle + away * (0.1 + 0.5 * POOL_M[0])
    pool = Prop(kind="pool", position_m=(pool_x, 0.0, 0.0), yaw_rad=0.0, size_m=POOL_M)
    return Performance(track=track, props=(tower, pool))


def dive_of(kind: Dive) -> Callable[[Stage], Performance]:
    """Returns the program of one kind of dive."""

    def program(stage: Stage) -> Performance:
        return dive(stage, kind)

    return program


FLIP: dict[str, Distribution] = {
    "height_m": Uniform(0.48, 0.54),
    "crouch": Uniform(0.25, 0.33),
    "tuck": Uniform(1.8, 2.1),
    "elbows": Uniform(0.5, 1.1),
    "arms_up": Uniform(2.2, 2.7),
    "travel_m": Uniform(0.15, 0.38),
}

ON_HANDS: dict[str, Distribution] = {
    "arch": Uniform(0.0, 0.3),
    "knees": Uniform(0.05, 0.5),
    "legs_apart": Uniform(0.0, 0.2),
    "split": Uniform(0.0, 0.35),
    "apart": Uniform(1.1, 1.4),
    "wobble": Uniform(0.03, 0.15),
    "wobble_hz": Uniform(0.4, 1.1),
}

DIVING: dict[str, Distribution] = {
    "tempo": LogUniform(0.85, 1.1),
    "placement": Uniform(0.5, 1.0),
    "platform_m": Uniform(1.6, 2.2),
    "height_m": Uniform(0.55, 0.7),
    "crouch": Uniform(0.16, 0.26),
    "travel_m": Uniform(0.9, 1.4),
    "arms": Uniform(2.85, 3.05),
    "shape": Choice(("tuck", "pike", "straight"), (0.55, 0.45, 0.0)),
}


def diving(
    name: str,
    words: str,
    kind: Dive,
    counterparts: dict[str, str | tuple[str, ...]],
    **parameters: Distribution,
) -> Action:
    """Returns the action of one kind of dive."""
    return Action(
        name=name,
        description=f"{words[0].upper()}{words[1:]}.",
        captions=(f"a person {words}", f"a diver {words}"),
        program=dive_of(kind),
        parameters=DIVING | parameters,
        tags=("sport", "acrobatics", "water", "whole_body", "object"),
        counterparts=counterparts,
        natural_s=2.5,
        minimum_s=2.2,
    )


PIKED = Choice(("tuck", "pike", "straight"), (0.0, 0.6, 0.4))
STRAIGHT = Choice(("tuck", "pike", "straight"), (0.0, 0.0, 1.0))
DIVES = (
    diving("dive", "dives head first off a platform", Dive(away=1.0, spin=1.0, somersaults=0),
           {"hmdb51": "dive", "ucf101": ("Diving", "CliffDiving"),
            "kinetics": ("diving cliff", "springboard diving"),
            "diving48": ("Forward+Dive+NoTwis+PIKE", "Forward+Dive+NoTwis+STR")},
           shape=PIKED, platform_m=Uniform(0.6, 1.8), height_m=Uniform(0.2, 0.4)),
    diving("dive_forward_somersault", "dives forward with one and a half somersaults",
           Dive(away=1.0, spin=1.0, somersaults=1),
           {"ucf101": "Diving", "kinetics": "springboard diving",
            "diving48": ("Forward+15som+NoTwis+PIKE",)},
           travel_m=Uniform(1.25, 1.6)),
    diving("dive_backward_somersault", "dives backward with one and a half somersaults",
           Dive(away=-1.0, spin=-1.0, somersaults=1),
           {"ucf101": "Diving", "kinetics": "springboard diving",
            "diving48": ("Back+15som+NoTwis+PIKE", "Back+15som+NoTwis+TUCK")},
           height_m=Uniform(0.6, 0.74)),
    diving("dive_reverse_somersault", "leaps forward and somersaults backward into the water",
           Dive(away=1.0, spin=-1.0, somersaults=1),
           {"ucf101": "Diving", "kinetics": "springboard diving",
            "diving48": ("Reverse+15som+NoTwis+PIKE",)},
           travel_m=Uniform(1.5, 1.9), height_m=Uniform(0.64, 0.76)),  # clear of the platform
    diving("dive_inward_somersault", "stands backward and somersaults towards the platform",
           Dive(away=-1.0, spin=1.0, somersaults=1),
           {"ucf101": "Diving", "kinetics": "springboard diving",
            "diving48": ("Inward+15som+NoTwis+PIKE", "Inward+15som+NoTwis+TUCK")}),
    diving("dive_twist", "dives forward with a full twist",
           Dive(away=1.0, spin=1.0, somersaults=0, twists=1),
           {"ucf101": "Diving", "kinetics": "springboard diving"},
           shape=STRAIGHT, side=SIDE),
)  # fmt: skip

ACTIONS = (
    Action(
        name="cartwheel",
        description="Wheels sideways over the hands.",
        captions=("a person does a cartwheel", "someone turns a cartwheel to the {side}"),
        program=cartwheel,
        parameters={
            "side": SIDE,
            "wheel_s": Uniform(1.35, 1.75),
            "straddle": Uniform(0.6, 0.95),
            "knees": Uniform(0.05, 0.35),
            "hands_apart": Uniform(1.8, 2.4),
        },
        tags=("sport", "acrobatics", "whole_body"),
        counterparts={"hmdb51": "cartwheel", "kinetics": "cartwheeling",
                      "ucf101": "FloorGymnastics"},
        natural_s=2.6,
        minimum_s=2.1,
    ),
    Action(
        name="forward_roll",
        description="Rolls forward over the back on the floor and stands up.",
        captions=("a person does a forward roll", "someone turns a somersault on the floor"),
        program=forward_roll,
        parameters={
            "roll_s": Uniform(1.1, 1.4),
            "tuck": Uniform(1.8, 2.1),
            "reach": Uniform(0.0, 0.8),
        },
        tags=("sport", "acrobatics", "whole_body"),
        counterparts={"hmdb51": "somersault", "kinetics": "somersaulting"},
        natural_s=2.4,
        minimum_s=2.0,
    ),
    Action(
        name="handstand",
        description="Kicks up into a handstand and holds it.",
        captions=("a person does a handstand", "someone stands on the hands"),
        program=handstand,
        parameters=ON_HANDS
        | {
            "side": SIDE,
            "kick_s": Uniform(0.8, 1.05),
            "from_standing": Choice(("yes", "no"), (0.75, 0.25)),
            "comes_down": Choice(("no", "yes"), (0.4, 0.6)),
        },
        tags=("sport", "acrobatics", "whole_body"),
        counterparts={"hmdb51": "handstand"},
        minimum_s=2.2,
        cut_chance=0.0,
    ),
    Action(
        name="handstand_walk",
        description="Walks on the hands.",
        captions=("a person walks on the hands", "someone goes along upside down on both hands"),
        program=handstand_walk,
        parameters=ON_HANDS
        | {
            "side": SIDE,
            "step_s": LogUniform(0.45, 0.75),
            "step_length": Uniform(0.22, 0.42),
            "lift": Uniform(0.08, 0.16),
        },
        tags=("sport", "acrobatics", "whole_body", "locomotion"),
        counterparts={"ucf101": "HandstandWalking", "hmdb51": "handstand"},
        minimum_s=1.4,
        cut_chance=0.6,
    ),
    Action(
        name="handstand_push_up",
        description="Bends and stretches the arms in a handstand.",
        captions=("a person does handstand push-ups", "someone pushes up and down in a handstand"),
        program=handstand_push_up,
        parameters=ON_HANDS
        | {
            "depth": Uniform(0.6, 0.95),
            "period_s": LogUniform(1.4, 2.3),
            "hold": Uniform(0.0, 0.1),
        },
        tags=("exercise", "acrobatics", "whole_body"),
        counterparts={"ucf101": "HandstandPushups"},
        minimum_s=1.5,
        cut_chance=0.5,
    ),
    Action(
        name="backflip",
        description="Turns over backward in the air and lands on the feet.",
        captions=("a person does a backflip", "someone somersaults backward in the air"),
        program=backflip,
        parameters=FLIP,
        tags=("sport", "acrobatics", "whole_body"),
        counterparts={"hmdb51": "flic_flac", "ucf101": "FloorGymnastics",
                      "kinetics": "gymnastics tumbling"},
        natural_s=2.4,
        minimum_s=2.0,
    ),
    Action(
        name="front_flip",
        description="Turns over forward in the air and lands on the feet.",
        captions=("a person does a front flip", "someone somersaults forward in the air"),
        program=front_flip,
        parameters=FLIP,
        tags=("sport", "acrobatics", "whole_body"),
        counterparts={"hmdb51": "somersault", "ucf101": "FloorGymnastics",
                      "kinetics": ("somersaulting", "gymnastics tumbling")},
        natural_s=2.4,
        minimum_s=2.0,
    ),
    *DIVES,
)  # fmt: skip
