"""What programs of two people share: who stands where, walking up, stepping, being struck.

Both roles get the same values and the same window, so they meet without a word between them.
`Stage.other` tells where the other one stands; a place of the other's body frame is
`stage.other.here(place)` in one's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from understudy.motion.actions import (
    LEFT,
    RIGHT,
    Choice,
    Distribution,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.kinematics import roll_pitch_yaw
from understudy.motion.posture import J, Measures, PalmGoals, add, channel, pose
from understudy.motion.timing import movements, ramp

Apart = Callable[[Mapping[str, float], Measures, Measures], float]
Program = Callable[[Stage], Performance]

ACTOR, PARTNER = 0, 1
CLOSENESS: dict[str, Distribution] = {"closeness": Uniform(0.92, 1.08)}
WALK_UP: dict[str, Distribution] = {
    "comes": Choice(("both", "actor", "partner", "nobody"), (0.4, 0.2, 0.1, 0.3)),
    "steps": Choice(("one", "two", "three"), (0.4, 0.4, 0.2)),
    "step_length": Uniform(0.42, 0.78),
    "first_step": Choice(("left", "right"), (0.5, 0.5)),
    "leaves": Choice(("stays", "steps_back"), (0.4, 0.6)),
    "lingers": Uniform(1.0, 1.7),
    "waits": Uniform(0.0, 1.0),
}
"""Who walks up to the other before the act, and how, and steps back after it; how much longer than
hurried the act lasts, and which share of the time left over passes before; see `arriving`."""
STRIDE: dict[str, Distribution] = {
    "arrives": Choice(("walking", "with_a_stride"), (0.45, 0.55)),
}
"""Whether one foot stays behind while the act lasts; beside `WALK_UP`."""
STEP_S = 0.52


def arms_apart(share: float) -> Apart:
    """Returns an `Action.apart` that is a share of both arms' reach together."""

    def apart(values: Mapping[str, float], actor: Measures, partner: Measures) -> float:
        return share * values["closeness"] * (actor.arm_m + partner.arm_m)

    return apart


def bodies_apart(gap_m: float) -> Apart:
    """Returns an `Action.apart` that leaves a gap between two who stand one behind the other."""

    def apart(values: Mapping[str, float], actor: Measures, partner: Measures) -> float:
        return values["closeness"] * (gap_m + front_m(actor) - back_m(partner))

    return apart


def sides_apart(gap_m: float) -> Apart:
    """Returns an `Action.apart` that leaves a gap between two who stand side by side."""

    def apart(values: Mapping[str, float], actor: Measures, partner: Measures) -> float:
        halves = max(actor.shoulder_half_m, actor.torso_radii_m[1]) + max(
            partner.shoulder_half_m, partner.torso_radii_m[1]
        )
        return float(values["closeness"] * (gap_m + halves))

    return apart


def shoulder_height_m(measures: Measures) -> float:
    """Returns how high the shoulders of a standing person are."""
    chain = measures.offsets_m[[3, 6, 9, 13, 16], 2].sum()
    return float(measures.pelvis_height_m + chain)


def front_m(measures: Measures) -> float:
    """Returns how far chest and belly stand out in front of the pelvis."""
    return float(measures.torso_centre_x_m + measures.torso_radii_m[0])


def back_m(measures: Measures) -> float:
    """Returns where the back is, behind the pelvis: below 0."""
    return float(measures.torso_centre_x_m - measures.torso_radii_m[0])


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of one who stands upright, in the body frame."""

    centre_m: np.ndarray
    """(3,) joint of the head, at the height of the mouth."""
    front_m: float
    """How far the face is in front of the joint."""
    half_width_m: float


def head_of(measures: Measures) -> Head:
    """Returns where a standing person's head is."""
    centre = measures.offsets_m[[J[n] for n in ("spine1", "spine2", "spine3", "neck", "head")]]
    place = centre.sum(axis=0) + np.array([0.0, 0.0, measures.pelvis_height_m])
    points = measures.surface_offsets_m[measures.surface_joints == J["head"]]
    scale = measures.pelvis_height_m / 0.93
    if len(points) < 4:
        return Head(centre_m=place, front_m=0.1 * scale, half_width_m=0.08 * scale)
    return Head(
        centre_m=place,
        front_m=float(points[:, 0].max()),
        half_width_m=float(np.abs(points[:, 1]).max()),
    )


def head_place(measures: Measures, posture: np.ndarray) -> np.ndarray:
    """Returns where the joint of the head (3,) is in a posture, on legs that reach the ground."""
    turn = roll_pitch_yaw(channel(posture, "turn"))
    bend = roll_pitch_yaw(channel(posture, "spine") / 3.0)
    nod = roll_pitch_yaw(channel(posture, "head") / 2.0)
    place = channel(posture, "pelvis") * measures.leg_m
    place[2] += measures.pelvis_height_m
    bends = (("spine1", bend), ("spine2", bend), ("spine3", bend), ("neck", nod), ("head", nod))
    for joint, further in bends:
        place = place + turn @ measures.offsets_m[J[joint]]
        turn = turn @ further
    return place


def sign_of(side: int) -> float:
    """Returns the y direction of a side."""
    return 1.0 if side == LEFT else -1.0


ELBOWS_BACK = np.array([-0.6, 0.6, -0.5])
"""Where elbows point of arms that go to and fro before the body; see `PalmGoals.elbows`."""


def one_palm(
    stage: Stage,
    side: int,
    places_m: np.ndarray,
    weight: np.ndarray,
    elbows: np.ndarray | None = None,
) -> PalmGoals:
    """Returns the goal of one palm; places (T, 3) or (3,)."""
    places = np.zeros((stage.times_s.size, 2, 3))
    weights = np.zeros((stage.times_s.size, 2))
    places[:, side], weights[:, side] = places_m, weight
    return PalmGoals(places_m=places, weight=weights, elbows=elbows)


def held_between(stage: Stage, course: tuple[float, float, float, float]) -> np.ndarray:
    """Returns (T,) 0 before, 1 between and 0 after; the course is in fractions of the window."""
    first, full, last, gone = (stage.at(part) for part in course)
    rise = ramp(stage.times_s, first, full)
    return rise * (1.0 - ramp(stage.times_s, last, gone))


def upright(base: np.ndarray) -> np.ndarray:
    """Returns a posture whose trunk is straight, so that others know where it is."""
    return pose(base, spine=(0.0, 0.05, 0.0), turn=(0.0, 0.01, 0.0), head=(0.0, 0.0, 0.0))


def leaned(
    stage: Stage, base: np.ndarray, pitch: float, *, twist: float = 0.0, look: float = 0.0
) -> np.ndarray:
    """Returns a posture bent forward and turned left by so much more than at rest [rad]."""
    return pose(
        base,
        turn=channel(stage.rest, "turn") + np.array([0.0, 0.5 * pitch, 0.35 * twist]),
        spine=channel(stage.rest, "spine") + np.array([0.0, 0.5 * pitch, 0.65 * twist]),
        head=channel(stage.rest, "head") + np.array([0.0, look - 0.4 * pitch, -0.8 * twist]),
    )


Step = tuple[int, float, float, float]
"""Which foot, when it leaves [s], how long it takes [s], how far forward [leg lengths]."""


def take_steps(track: np.ndarray, times_s: np.ndarray, plan: Sequence[Step], lift: float) -> None:
    """Adds steps to a track: feet swing, the pelvis follows between them, arms go along."""
    foot = channel(track, "foot")
    for side, start_s, length_s, forward in plan:
        share = np.clip((times_s - start_s) / length_s, 0.0, 1.0)
        swing = np.sin(np.pi * share) ** 2
        foot[:, side, 0] += forward * ramp(times_s, start_s, start_s + length_s)
        foot[:, side, 2] += lift * swing
        carried = ramp(times_s, start_s - 0.35 * length_s, start_s + 1.3 * length_s)
        add(track, "pelvis", 0.5 * forward * carried, index=0)
        if forward > 0.0:
            off = np.sin(np.pi * np.clip((share_before(times_s, start_s, length_s)), 0.0, 1.0)) ** 2
            add(track, "foot_pitch", -min(0.8 * forward, 0.5) * off, index=side)
        add(track, "arm_swing", 0.4 * forward * swing, index=1 - side)
        add(track, "arm_swing", -0.25 * forward * swing, index=side)


def share_before(times_s: np.ndarray, start_s: float, length_s: float) -> np.ndarray:
    """Returns (T,) the course of a heel that rises before the foot leaves the ground."""
    shares: np.ndarray = (times_s - start_s + 0.35 * length_s) / (1.05 * length_s)
    return shares


def walk_plan(
    start_s: float, count: int, length: float, first: int, step_s: float = STEP_S
) -> list[Step]:
    """Returns so many steps from a closed stance to a closed stance, the closing one added."""
    plan = []
    for number in range(count + 1):
        side = first if number % 2 == 0 else 1 - first
        far = length if number in (0, count) else 2.0 * length
        plan.append((side, start_s + number * step_s, 0.86 * step_s, far))
    return plan


def arriving(program: Program, role: int, act_s: float) -> Program:
    """Returns a program that first comes up to the other, where the clip is long enough.

    Takes the parameters `WALK_UP`, and `STRIDE` where the act can be done with one foot ahead.
    Both roles wait for whoever comes, and end the act when those who leave step back.

    Args:
        program: the act, at arm's length or however near it must be.
        role: `ACTOR` or `PARTNER`.
        act_s: how long the act takes at tempo 1 when hurried; at most `lingers` times as long
            is spent on it, for the rest of the window they stand there.
    """

    def run(stage: Stage) -> Performance:
        values = stage.values
        step_s = STEP_S / math.sqrt(values["tempo"])
        spare_s = stage.window_s - act_s / values["tempo"]
        stride = "arrives" in values and round(values["arrives"]) == 1
        # A stride is one step; walking takes one more to close the feet.
        count = 1 if stride else round(values["steps"]) + 1
        count = min(count, math.floor(spare_s / step_s - 0.5))
        comes = round(values["comes"])
        nobody = comes == 3 or count < 1
        # The act begins within the last step.
        come_s = 0.0 if nobody else (0.6 if stride else count + 0.45) * step_s
        leave_s = (1.0 if stride else 2.0) * step_s
        parts = not nobody and round(values["leaves"]) == 1 and spare_s > come_s + leave_s
        gone_s = 0.8 * leave_s if parts else 0.0
        lasts_s = min(stage.window_s - come_s - gone_s, values["lingers"] * act_s / values["tempo"])
        idle_s = stage.window_s - come_s - lasts_s - gone_s
        start_s = stage.start_s + values["waits"] * idle_s
        ends_s = start_s + come_s + lasts_s
        done = program(replace(stage, start_s=start_s + come_s, end_s=ends_s))
        if nobody or comes not in (0, 1 + role):
            return done
        first, length = round(values["first_step"]), values["step_length"]
        back_s = ends_s + gone_s - leave_s
        if stride:
            far = 1.6 * length
            _shift(done.track, -0.5 * far)
            sunk = 1.0 - math.sqrt(1.0 - (0.5 * far) ** 2)
            plan = [(first, start_s, 1.1 * step_s, far)]
            ahead = ramp(stage.times_s, start_s, start_s + 1.2 * step_s)
            if parts:
                plan.append((first, back_s, 0.9 * step_s, -far))
                ahead = ahead * (1.0 - ramp(stage.times_s, back_s, back_s + step_s))
            add(done.track, "pelvis", -sunk * ahead, index=2)
            add(done.track, "foot_pitch", -0.5 * far * ahead, index=1 - first)
        else:
            _shift(done.track, -count * length)
            plan = walk_plan(start_s, count, length, first, step_s)
            if parts:
                plan += walk_plan(back_s, 1, -0.8 * length, first, step_s)
        take_steps(done.track, stage.times_s, plan, 0.05)
        return done

    return run


def _shift(track: np.ndarray, forward: float) -> None:
    """Sets all of a track so far ahead [leg lengths]."""
    channel(track, "foot")[..., 0] += forward
    channel(track, "pelvis")[:, 0] += forward


def stagger_plan(start_s: float, first: int, back: float, count: int) -> list[Step]:
    """Returns hasty steps backwards, each shorter than the last."""
    plan, moment, length = [], start_s, -back
    for number in range(count):
        side = first if number % 2 == 0 else 1 - first
        far = length if number == 0 else 1.75 * length
        plan.append((side, moment, 0.3, far))
        moment, length = moment + 0.27, 0.75 * far
    # Whatever foot is ahead comes after.
    moved = [sum(far for side, _, _, far in plan if side == foot) for foot in (LEFT, RIGHT)]
    behind = min(moved)
    for foot in (LEFT, RIGHT):
        if moved[foot] - behind > 0.12:
            plan.append((foot, moment + 0.05, 0.36, behind - moved[foot] + 0.1))
    return plan


def be_struck(
    stage: Stage, hit_s: float, *, where: str, aside: float, stays: bool = True
) -> Performance:
    """Takes a blow: the struck part gives way, the feet catch the body, the hands go to the pain.

    Takes the values "strength" and "lead" (the foot that goes back first).

    Args:
        stage: of the one who is struck.
        hit_s: when.
        where: "face", "body" or "chest".
        aside: 1 where the blow turns one to the left, -1 to the right, 0 straight.
        stays: whether one keeps the hands at the pain, or comes back to rest.
    """
    values, times = stage.values, stage.times_s
    strength, tempo = values["strength"], values["tempo"]
    ready = upright(stage.rest)
    turn, spine, head = (channel(ready, name) for name in ("turn", "spine", "head"))
    twist = aside * strength
    if where == "face":
        jolt = pose(ready, turn=turn + np.array([0.06 * aside, -0.12 * strength, 0.2 * twist]),
                    spine=spine + np.array([0.0, -0.28 * strength, 0.4 * twist]),
                    head=head + np.array([0.15 * twist, -0.4 * strength, 0.6 * twist]),
                    arm_raise=0.7, arm_side=1.0, elbow=0.8, arm_hang=0.6, fist=0.2)  # fmt: skip
        after = pose(ready, spine=spine + np.array([0.0, 0.3, 0.2 * twist]),
                     head=head + np.array([0.0, 0.3, 0.15 * twist]))  # fmt: skip
        hurt = round(values["first_step"]) if "first_step" in values else RIGHT
        after = pose(after, side=hurt, reach=1.0, hand=(0.34, 0.12, 0.12), elbow_out=0.5,
                     palm=(-1.0, -0.3, 0.1), fist=0.25)  # fmt: skip
    elif where == "body":
        jolt = pose(ready, turn=turn + np.array([0.0, 0.25 + 0.3 * strength, 0.15 * twist]),
                    spine=spine + np.array([0.0, 0.15 + 0.35 * strength, 0.2 * twist]),
                    head=head + np.array([0.0, 0.2, 0.0]),
                    pelvis=(-0.12 - 0.12 * strength, 0.0, -0.04),
                    arm_raise=0.9, arm_side=0.3, elbow=0.7, arm_hang=0.7)  # fmt: skip
        after = pose(jolt, turn=turn + np.array([0.0, 0.3 + 0.15 * strength, 0.0]), reach=1.0,
                     hand=((0.36, 0.06, -0.55), (0.34, 0.02, -0.62)), elbow_out=0.7,
                     palm=((-1.0, 0.0, 0.2),) * 2, fist=0.5,
                     pelvis=(-0.06, 0.0, -0.06))  # fmt: skip
    else:
        jolt = pose(ready, turn=turn + np.array([0.0, -0.28 * strength, 0.15 * twist]),
                    spine=spine + np.array([0.0, -0.15 * strength, 0.25 * twist]),
                    head=head + np.array([0.0, 0.3 * strength, 0.0]), pelvis=(0.0, 0.0, -0.05),
                    arm_raise=0.9, arm_side=1.05, elbow=0.9, arm_hang=0.5)  # fmt: skip
        after = ready
    give_s = 0.22 / tempo**0.5
    course = [
        (hit_s - 0.7, 0.55, ready),
        (hit_s - 0.03, give_s, jolt),
        (hit_s + 0.9 * give_s, 0.5 / tempo, after),
    ]
    if not stays:
        course.append((hit_s + 0.9 * give_s + 0.6 / tempo, 0.6 / tempo, stage.rest))
    track = movements(times, stage.rest, course, 0.0)
    count = 1 + (strength > 0.5) + (strength > 0.85)
    # A shove carries farther than a blow.
    back = 0.16 + (0.4 if where == "chest" else 0.26) * strength
    take_steps(track, times, stagger_plan(hit_s + 0.04, round(values["lead"]), back, count), 0.05)
    return Performance(track=track)
