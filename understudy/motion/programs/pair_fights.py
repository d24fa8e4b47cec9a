"""What one does to another who would rather not: blows, shoves, kicks, thefts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from understudy.motion.actions import (
    SIDE,
    Action,
    Choice,
    Distribution,
    Performance,
    Stage,
    Uniform,
)
from understudy.motion.holding import Held
from understudy.motion.posture import Measures, PalmGoals, Value, add, channel, pose
from understudy.motion.programs.meeting import (
    ACTOR,
    CLOSENESS,
    ELBOWS_BACK,
    PARTNER,
    WALK_UP,
    arms_apart,
    arriving,
    back_m,
    be_struck,
    bodies_apart,
    front_m,
    head_of,
    held_between,
    leaned,
    one_palm,
    shoulder_height_m,
    sign_of,
    take_steps,
    upright,
)
from understudy.motion.timing import envelope, movements, ramp

HIT = 0.45
"""When a blow lands, as a share of the act."""
AIMS = ("face", "chest")


def reach_m(measures: Measures, drop_m: float) -> float:
    """Returns how far ahead of the pelvis a palm comes that is so much below the shoulder."""
    arm = 0.95 * measures.arm_m + 0.5 * float(np.linalg.norm(measures.fingertips_m[0]))
    return float(np.sqrt(max(arm**2 - drop_m**2, 0.04 * arm**2)))


def lunge(measures: Measures, place_m: np.ndarray, turned_m: float) -> float:
    """Returns how far the pelvis must come forward for a palm to be at a place [leg lengths]."""
    within = reach_m(measures, float(place_m[2]) - shoulder_height_m(measures))
    return float(np.clip((place_m[0] - within - turned_m) / measures.leg_m, 0.08, 0.75))


def blow_target(stage: Stage, aim: str) -> np.ndarray:
    """Returns the other's face or chest (3,) in their frame; what is too high becomes the chest."""
    theirs, mine = stage.partner, stage.measures
    head = head_of(theirs)
    chest_m = min(shoulder_height_m(theirs) - 0.12 * theirs.arm_m,
                  shoulder_height_m(mine) + 0.3 * mine.arm_m)  # fmt: skip
    face_m = float(head.centre_m[2])
    if aim == "face" and abs(face_m - shoulder_height_m(mine)) < 0.6 * mine.arm_m:
        return np.array([head.centre_m[0] + head.front_m + 0.06, 0.0, face_m])
    return np.array([front_m(theirs) + 0.035, 0.0, chest_m])


def step_in(track: np.ndarray, stage: Stage, foot: int, far: float, begin: float) -> None:
    """Lunges: one foot steps forward so that the pelvis comes as far as asked.

    It steps back afterwards where "withdraws" says so.
    """
    length_s = 0.24 * stage.window_s
    plan = [(foot, stage.at(begin), length_s, 1.35 * far)]
    if round(stage.values.get("withdraws", 0.0)) == 1:
        plan.append((foot, stage.at(0.72), length_s, -1.35 * far))
    take_steps(track, stage.times_s, plan, 0.06)
    rest = 0.325 * far * ramp(stage.times_s, stage.at(begin), stage.at(begin) + 1.1 * length_s)
    back = 0.325 * far * ramp(stage.times_s, stage.at(0.6), stage.at(0.95))
    add(track, "pelvis", rest - back, index=0)
    raised = np.minimum(2.2 * (rest - back), 0.6)
    add(track, "foot_pitch", -raised, index=1 - foot)


def punch_person(stage: Stage) -> Performance:
    """Draws a fist back, lunges and drives it at the other's face or chest."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    sign, lead, held = sign_of(side), 1 - stage.side, values["held_out"]
    place = stage.other.here(blow_target(stage, AIMS[round(values["aim"])]))
    far = lunge(stage.measures, place, 0.1)
    guard = pose(leaned(stage, stage.rest, 0.1), reach=1.0,
                 hand=((0.46, 0.16, values["guard"]),) * 2, elbow_out=0.3,
                 palm=((-0.2, -1.0, 0.0),) * 2, fist=1.5, wrist_bend=0.0)  # fmt: skip
    drawn = pose(leaned(stage, guard, 0.0, twist=sign * values["wind_up"]), side=side,
                 hand=(values["draw"], 0.42, values["guard"] - 0.1), elbow_out=1.0,
                 palm=(0.0, -0.6, -0.8))  # fmt: skip
    struck = pose(leaned(stage, guard, 0.22, twist=-0.8 * sign * values["wind_up"], look=-0.1),
                  side=side, hand=(0.8, 0.0, 0.1), elbow_out=0.7,
                  palm=(0.0, -0.3, -1.0), fist=1.5)  # fmt: skip
    course = [
        (stage.at(0.0), 0.3 * span, drawn),
        (stage.at(HIT - 0.19), 0.22 * span, struck),
        (stage.at(HIT + 0.08 + held), 0.22 * span, guard),
        (stage.at(0.72 + 0.5 * held), (0.28 - 0.5 * held) * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    step_in(track, stage, lead, far, HIT - 0.27)
    touch = held_between(stage, (HIT - 0.17, HIT, HIT + 0.02, HIT + 0.22))
    return Performance(track=track, palms=one_palm(stage, side, place, touch))


def take_punch(stage: Stage) -> Performance:
    """Is struck by a fist: the head snaps away or the trunk is driven back."""
    where = AIMS[round(stage.values["aim"])]
    hit_s = stage.at(HIT - 0.01)
    return be_struck(stage, hit_s, where=where, aside=0.7 * sign_of(stage.side))


def slap_person(stage: Stage) -> Performance:
    """Swings an open hand round at the other's cheek, or upper arm where the cheek is too high."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    sign, theirs, mine = sign_of(side), stage.partner, stage.measures
    head = head_of(theirs)
    high = float(head.centre_m[2])
    if high - shoulder_height_m(mine) > 0.6 * mine.arm_m:
        cheek = np.array([0.02, -sign * (theirs.shoulder_half_m + 0.09),
                          shoulder_height_m(theirs) - 0.2 * theirs.arm_m])  # fmt: skip
    else:
        cheek = np.array([head.centre_m[0] + 0.5 * head.front_m,
                          -sign * (head.half_width_m + 0.03), high])  # fmt: skip
    place = stage.other.here(cheek)
    far = lunge(stage.measures, place, 0.08)
    away = pose(leaned(stage, stage.rest, 0.0, twist=sign * values["wind_up"]), side=side,
                reach=1.0, hand=(0.3, values["wide"], 0.1), elbow_out=0.8,
                palm=(0.6, -1.0, 0.0), fist=0.05, wrist_bend=-0.2)  # fmt: skip
    hit = pose(leaned(stage, away, 0.15, twist=-0.7 * sign * values["wind_up"]), side=side,
               hand=(0.8, 0.1, 0.15), palm=(0.1, -1.0, 0.0))  # fmt: skip
    through = pose(hit, side=side, hand=(0.6, -0.35, 0.0), palm=(-0.7, -1.0, 0.0))
    course = [
        (stage.at(0.0), 0.32 * span, away),
        (stage.at(HIT - 0.18), 0.2 * span, hit),
        (stage.at(HIT + 0.0), 0.16 * span, through),
        (stage.at(0.65), 0.35 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    step_in(track, stage, 1 - side, far, HIT - 0.27)
    touch = held_between(stage, (HIT - 0.16, HIT, HIT + 0.01, HIT + 0.18))
    path = place + np.zeros((times.size, 3))
    # Round from the side, and off the cheek again.
    share = np.clip((times - stage.at(HIT - 0.12)) / (0.12 * span), 0.0, 1.0)
    path[:, 1] += sign * 0.45 * mine.arm_m * (1.0 - share) ** 2
    return Performance(track=track, palms=one_palm(stage, side, path, touch))


def take_slap(stage: Stage) -> Performance:
    """The head flies round from a slap, a hand goes to the cheek."""
    return be_struck(stage, stage.at(HIT), where="face", aside=-1.2 * sign_of(stage.side))


def kick_height_m(values: Mapping[str, float], mine: Measures, theirs: Measures) -> float:
    """Returns how high a kick lands: by the other's hips, but no higher than one's leg lifts."""
    high = theirs.ankle_height_m + values["height"] * theirs.leg_m
    return float(min(high, mine.ankle_height_m + 0.85 * mine.leg_m))


def kick_apart(values: Mapping[str, float], actor: Measures, partner: Measures) -> float:
    """Returns how far apart two stand for a kick that just arrives."""
    drop_m = actor.pelvis_height_m - kick_height_m(values, actor, partner)
    level = np.sqrt(max((0.93 * actor.leg_m) ** 2 - drop_m**2, 0.1 * actor.leg_m**2))
    return float(level * values["closeness"] + front_m(partner) + 0.32 * actor.leg_m + 0.05)


def kick_person(stage: Stage) -> Performance:
    """Steps in, draws a knee up and thrusts the foot at the other's hips, belly or leg."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    measures, theirs = stage.measures, stage.partner
    stand, leg, aside = 1 - side, stage.measures.leg_m, sign_of(1 - side)
    high = kick_height_m(values, measures, theirs)
    front = front_m(theirs) if high > 0.8 * theirs.pelvis_height_m else 0.07
    tip = float(measures.soles_m[side, 2, 0])
    # Toes up: the sole meets the other, a little below its ankle.
    ankle_x = stage.apart_m - front - 0.45 * tip - 0.05
    hip_drop = measures.pelvis_height_m - high
    reach = np.sqrt(max((0.95 * leg) ** 2 - hip_drop**2, 0.1 * leg**2))
    near = float(np.clip((ankle_x - reach) / leg, 0.05, 0.6))
    held = values["held_out"]
    ends = 0.74 + 0.5 * held
    arms: dict[str, Value] = {"arm_raise": values["arms"], "arm_side": 1.2, "elbow": 0.8,
                              "arm_hang": 0.9, "fist": 1.2}  # fmt: skip
    over = np.array([0.0, aside * 0.17, -0.02])
    base = pose(stage.rest, side=None, **arms)
    cocked = pose(base, pelvis=np.array([0.9 * near, 0.0, 0.0]) + over,
                  spine=channel(stage.rest, "spine") + np.array([0.0, 0.12, 0.0]))  # fmt: skip
    tall = high - measures.ankle_height_m
    foot = channel(base, "foot")[side]
    knee_up = pose(cocked, side=side, foot=(near + 0.12, -0.05, 0.55 * tall / leg + 0.12),
                   foot_pitch=-0.3, knee_out=0.2)  # fmt: skip
    out = (ankle_x / leg, -measures.stance_m / leg, tall / leg)
    kicked = pose(knee_up, side=side, foot=out, foot_pitch=0.35, knee_out=0.05)
    back = values["lean_back"]
    kicked = pose(kicked, pelvis=np.array([near, 0.0, -0.01]) + over,
                  turn=channel(stage.rest, "turn") - np.array([0.0, back, 0.12 * aside]),
                  spine=channel(stage.rest, "spine") + np.array([0.0, 0.4 * back, 0.0]),
                  head=channel(stage.rest, "head") + np.array([0.0, 0.5 * back, 0.0]))  # fmt: skip
    # It comes down beside the standing foot, which has stepped in.
    end = np.array([2.0 * near, foot[1], 0.0])
    down = pose(stage.rest, side=side, foot=end)
    down = pose(down, pelvis=channel(stage.rest, "pelvis"))
    hanging = pose(cocked, side=side, foot=(near - 0.05, foot[1], 0.1), foot_pitch=-0.4)
    course = [
        (stage.at(0.04), 0.22 * span, hanging),
        (stage.at(0.18), 0.18 * span, knee_up),
        (stage.at(HIT - 0.15), 0.16 * span, kicked),
        (stage.at(HIT + 0.04 + held), 0.18 * span, knee_up),
        (
            stage.at(HIT + 0.16 + held),
            0.24 * span,
            pose(hanging, side=side, foot=(near, foot[1], 0.1)),
        ),
        (stage.at(ends), (0.98 - ends) * span, pose(down, side=side, foot=(near, foot[1], 0.0))),
    ]
    track = movements(times, stage.rest, course, 0.0)
    take_steps(track, times, [(stand, stage.at(0.0), 0.16 * span, near)], 0.05)
    # take_steps carries the pelvis half the way; the course above has all of it until the end.
    carried = 0.5 * near * ramp(times, stage.at(0.0) - 0.056 * span, stage.at(0.0) + 0.21 * span)
    add(track, "pelvis", -carried, index=0)
    add(track, "pelvis", near * ramp(times, stage.at(ends), stage.at(0.98)), index=0)
    return Performance(track=track)


def take_kick(stage: Stage) -> Performance:
    """Is kicked: doubles up over the belly, or jumps back from a kick at the legs."""
    return be_struck(stage, stage.at(HIT), where="body", aside=0.4 * sign_of(stage.side))


def push(stage: Stage) -> Performance:
    """Both hands, or one, shove the other at the chest."""
    values, times, span = stage.values, stage.times_s, stage.window_s
    theirs, mine = stage.partner, stage.measures
    lead = round(values["lead"])
    high = min(shoulder_height_m(theirs) - 0.12 * theirs.arm_m,
               shoulder_height_m(mine) + 0.25 * mine.arm_m)  # fmt: skip
    hands = (0, 1) if round(values["hands"]) == 0 else (1 - lead,)
    places = np.zeros((times.size, 2, 3))
    weights = np.zeros((times.size, 2))
    chest = stage.other.here(np.array([front_m(theirs) + 0.02, 0.0, high]))
    drawn, shoved = leaned(stage, stage.rest, -0.05), leaned(stage, stage.rest, 0.4, look=-0.1)
    for side in hands:
        drawn = pose(drawn, side=side, reach=1.0, hand=(values["draw"], 0.22, -0.15),
                     elbow_out=0.5, palm=(0.4, -0.6, -0.6), fist=0.1,
                     wrist_bend=-0.6)  # fmt: skip
        shoved = pose(shoved, side=side, reach=1.0, hand=(0.85, 0.14, 0.0),
                      elbow_out=1.0, palm=(0.2, -0.5, -0.8), fist=0.05,
                      wrist_bend=-0.8)  # fmt: skip
        places[:, side] = chest + np.array([0.0, sign_of(side) * 0.55 * theirs.shoulder_half_m, 0])
    far = max(lunge(stage.measures, chest, 0.05), values["lunge"])
    drawn = pose(drawn, pelvis=(-0.05, 0.0, -0.03))
    course = [
        (stage.at(0.0), 0.24 * span, drawn),
        (stage.at(HIT - 0.22), 0.2 * span, shoved),
        (stage.at(0.5 + values["held_out"]), 0.25 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    step_in(track, stage, lead, far, HIT - 0.25)
    touch = held_between(stage, (HIT - 0.2, HIT, HIT + 0.02, HIT + 0.24))
    # The hands go on with the chest for as long as they push it.
    places[..., 0] += (0.1 * values["strength"] - 0.02) * ramp(
        times, stage.at(HIT), stage.at(HIT + 0.15)
    )[:, None]
    for side in hands:
        weights[:, side] = touch
    return Performance(track=track, palms=PalmGoals(places_m=places, weight=weights))


def be_pushed(stage: Stage) -> Performance:
    """Staggers backwards from a shove, arms flying up."""
    return be_struck(stage, stage.at(HIT - 0.01), where="chest", aside=0.0, stays=False)


def knock_over(stage: Stage) -> Performance:
    """Bumps a shoulder into the other, running on for a step."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    sign, theirs, mine = sign_of(side), stage.partner, stage.measures
    near = (stage.apart_m - front_m(theirs) - 0.75 * mine.shoulder_half_m - 0.24) / mine.leg_m
    braced = pose(leaned(stage, stage.rest, 0.3, twist=-sign * 0.5), side=side, arm_raise=0.15,
                  arm_side=0.9, arm_turn=-0.3, elbow=0.7, arm_hang=0.6, fist=1.2,
                  palm=(-0.8, -0.6, 0.0))  # fmt: skip
    into = pose(leaned(stage, braced, 0.35, twist=-sign * values["turn_in"]), shrug=0.1)
    course = [
        (stage.at(0.05), 0.3 * span, braced),
        (stage.at(HIT - 0.16), 0.18 * span, into),
        (stage.at(HIT + 0.16), 0.38 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, 0.0)
    first, pace = 1 - side, 0.2 * span
    plan = [
        (first, stage.at(0.0), pace, 0.66 * near),
        (side, stage.at(0.16), pace, 1.12 * near),
        (first, stage.at(HIT - 0.1), pace, 0.46 * near),
    ]
    take_steps(track, times, plan, 0.06)
    return Performance(track=track)


def be_knocked(stage: Stage) -> Performance:
    """Is bumped into and reels back, turned aside."""
    return be_struck(stage, stage.at(HIT - 0.03), where="chest", aside=-sign_of(stage.side))


def facing_away(values: Mapping[str, float]) -> tuple[float, float]:
    """The partner stands ahead and shows its back, a little askew."""
    return 0.0, values["askew"]


def touch_pocket(stage: Stage) -> Performance:
    """Reaches from behind at the other's pocket and draws the hand away quickly."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    sign, theirs = sign_of(side), stage.partner
    pocket = stage.other.here(np.array([
        0.75 * back_m(theirs), sign * (0.85 * theirs.torso_radii_m[1]),
        theirs.pelvis_height_m - 0.05 * theirs.leg_m]))  # fmt: skip
    pocket = pocket + np.array([-0.02, sign * 0.03, 0.0])
    low = max(0.0, shoulder_height_m(stage.measures) - float(pocket[2]))
    bend = float(np.clip(0.15 + 0.7 * (low - 0.75 * stage.measures.arm_m), 0.1, 0.7))
    reach = pose(leaned(stage, stage.rest, bend, look=0.25), side=side, reach=1.0,
                 hand=(0.75, 0.2, -0.6), elbow_out=0.4, palm=(0.2, -1.0, -0.2), fist=0.3,
                 pelvis=(-0.1 * bend, 0.0, -0.02))  # fmt: skip
    aside = pose(leaned(stage, stage.rest, -0.05, look=0.0), side=side, reach=1.0,
                 hand=(0.3, 0.35, -0.65), elbow_out=0.5, palm=(0.0, -1.0, 0.0),
                 fist=1.3)  # fmt: skip
    looked = pose(stage.rest, head=channel(stage.rest, "head") + np.array([0, 0, values["look"]]))
    course = [
        (stage.at(0.0), 0.2 * span, looked),
        (stage.at(0.15), 0.3 * span, reach),
        (stage.at(0.62), 0.18 * span, aside),
        (stage.at(0.8), 0.2 * span, stage.rest),
    ]
    track = movements(times, stage.rest, course, stage.lag_s)
    touch = held_between(stage, (0.22, 0.44, 0.6, 0.74))
    place = pocket + np.zeros((times.size, 3))
    place[:, 2] -= 0.04 * envelope(times, stage.at(0.42), stage.at(0.62), 0.1)
    return Performance(track=track, palms=one_palm(stage, side, place, touch, ELBOWS_BACK))


def wait_unaware(stage: Stage) -> Performance:
    """Stands and looks ahead; afterwards looks round or feels for the pocket."""
    values, side, span = stage.values, stage.side, stage.window_s
    sign = sign_of(side)
    still = upright(stage.rest)
    notices = values["notices"] > 0.5
    felt = still if not notices else pose(
        leaned(stage, still, 0.0, twist=0.5 * sign), side=side, reach=1.0,
        hand=(-0.05, 0.42, -0.95), elbow_out=1.0, palm=(0.2, -1.0, 0.0), fist=0.3,
        head=channel(still, "head") + np.array([0.0, 0.2, 0.7 * sign]))  # fmt: skip
    course = [(stage.start_s - 0.6, 0.6, still), (stage.at(0.74), 0.26 * span, felt)]
    return Performance(track=movements(stage.times_s, stage.rest, course, 0.0))


SNATCHED = ("phone", "bag", "book", "bottle")


def snatched_path(stage: Stage, *, as_owner: bool) -> np.ndarray:
    """Returns (T, 3) where the snatched thing goes, in one's own frame: the same for both."""
    values, times = stage.values, stage.times_s
    owner = stage.measures if as_owner else stage.partner
    thief = stage.partner if as_owner else stage.measures
    sign = sign_of(stage.side)
    held = np.array([front_m(owner) + 0.2, 0.02 * sign, shoulder_height_m(owner)
                     - 0.62 * owner.arm_m])  # fmt: skip
    back = stage.other.seen_from_there() if as_owner else stage.other
    # Who has lunged draws it to where they stand then.
    far = max(lunge(thief, back.here(held), 0.05), 0.15)
    ahead = front_m(thief) + 0.16 + 0.68 * far * thief.leg_m
    taken = np.array([ahead, 0.25 * sign, shoulder_height_m(thief) - 0.5 * thief.arm_m])
    start, end = (held, stage.other.here(taken)) if as_owner else (stage.other.here(held), taken)
    gone = ramp(times, stage.at(HIT), stage.at(HIT + 0.2 + 0.1 / values["snatch"]))
    path: np.ndarray = start + gone[:, None] * (end - start)
    return path


def grab_stuff(stage: Stage) -> Performance:
    """Snatches what the other holds and draws it away."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    path = snatched_path(stage, as_owner=False)
    far = max(lunge(stage.measures, path[0], 0.05), 0.15)
    out = pose(leaned(stage, stage.rest, 0.25), side=side, reach=1.0, hand=(0.8, 0.05, -0.4),
               elbow_out=0.5, palm=(0.1, -1.0, -0.2), fist=0.2)  # fmt: skip
    gripped = pose(out, side=side, fist=1.1)
    away = pose(leaned(stage, gripped, -0.1, twist=sign_of(side) * values["turn_away"]),
                side=side, hand=(0.4, 0.3, -0.4))  # fmt: skip
    course = [
        (stage.at(0.08), 0.32 * span, out),
        (stage.at(HIT - 0.06), 0.08 * span, gripped),
        (stage.at(HIT + 0.02), 0.28 * span, away),
    ]
    track = movements(times, stage.rest, course, 0.0)
    step_in(track, stage, 1 - side, far, 0.14)
    held = ramp(times, stage.at(0.16), stage.at(HIT - 0.06))
    return Performance(track=track, palms=one_palm(stage, side, path, held, ELBOWS_BACK))


def lose_stuff(stage: Stage) -> Performance:
    """Holds something, has it snatched away, grasps after it."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    mine = side  # the hand across from the thief's
    path = snatched_path(stage, as_owner=True)
    offset = np.array([-0.05, sign_of(mine) * 0.01, -0.02])
    holding = pose(upright(stage.rest), side=mine, reach=1.0, hand=(0.55, 0.05, -0.6),
                   elbow_out=0.4, palm=(0.2, -1.0, 0.2), fist=0.9,
                   head=channel(stage.rest, "head")
                   + np.array([0.0, values["nod"], 0.0]))  # fmt: skip
    after = pose(leaned(stage, holding, 0.3, look=-0.1), side=mine, hand=(0.9, 0.1, -0.1),
                 palm=(0.4, -0.6, -0.6), fist=0.0)  # fmt: skip
    course = [
        (stage.at(HIT + 0.04), 0.24 * span, after),
        (stage.at(0.78), 0.22 * span, pose(stage.rest, side=mine, fist=0.3)),
    ]
    track = movements(times, holding, course, 0.0)
    held = 1.0 - ramp(times, stage.at(HIT + 0.02), stage.at(HIT + 0.16))
    kind = SNATCHED[round(values["object"])]
    thing = Held(kind=kind, side=mine, until_s=stage.at(HIT), passed_m=path)
    if kind == "bag":
        thing = Held(kind=kind, side=mine, until_s=stage.at(HIT), passed_m=path, size=0.7)
    grip = one_palm(stage, mine, path[0] + offset, held, ELBOWS_BACK)
    return Performance(track=track, held=(thing,), palms=grip)


def step_on_foot(stage: Stage) -> Performance:
    """Lifts a foot and treads on the other's toes."""
    values, side, span, times = stage.values, stage.side, stage.window_s, stage.times_s
    measures, theirs = stage.measures, stage.partner
    other_foot = 1 - side  # theirs, across
    toes = float(theirs.soles_m[other_foot, 1, 0])
    place = stage.other.here(np.array([toes, sign_of(other_foot) * theirs.stance_m, 0.0]))
    ball = float(measures.soles_m[side, 1, 0])
    leg, sign = measures.leg_m, sign_of(side)
    out = (float(place[1]) * sign - measures.stance_m) / leg
    on = ((float(place[0]) - ball) / leg, out, (theirs.ankle_height_m * 0.75) / leg)
    raised = (0.6 * on[0], out, values["height"])
    over = channel(stage.rest, "pelvis") + np.array([0.0, -0.16 * sign, -0.02])
    up = pose(leaned(stage, stage.rest, 0.05, look=0.4), side=side, foot=raised, foot_pitch=-0.2,
              pelvis=over)  # fmt: skip
    trod = pose(leaned(stage, up, 0.1, look=0.4), side=side, foot=on, foot_pitch=0.05,
                pelvis=over + np.array([0.0, 0.0, -0.03]))  # fmt: skip
    lifted = pose(up, side=side, foot=(0.3 * on[0], out, 0.12))
    course = [
        (stage.at(0.02), 0.3 * span, up),
        (stage.at(HIT - 0.15), 0.16 * span, trod),
        (stage.at(0.6), 0.2 * span, lifted),
        (stage.at(0.74), 0.24 * span, stage.rest),
    ]
    return Performance(track=movements(times, stage.rest, course, 0.0))


def foot_trodden(stage: Stage) -> Performance:
    """Winces, pulls the trodden foot away and hops back on the other."""
    values, span, times = stage.values, stage.window_s, stage.times_s
    foot = 1 - stage.side
    sign = sign_of(foot)
    still = upright(stage.rest)
    wince = pose(leaned(stage, still, 0.15 * values["strength"], look=0.3), arm_raise=0.6,
                 arm_side=0.7, elbow=1.1, arm_hang=0.7, fist=0.5)  # fmt: skip
    home = channel(stage.rest, "foot")[foot]
    raised = pose(wince, side=foot, foot=(-0.12, home[1], 0.12 + 0.25 * values["strength"]),
                  foot_pitch=-0.3, pelvis=(-0.06, -0.15 * sign, -0.03))  # fmt: skip
    course = [
        (stage.start_s - 0.6, 0.6, still),
        (stage.at(HIT), 0.14 * span, wince),
        (stage.at(0.6), 0.16 * span, raised),
        (stage.at(0.82), 0.18 * span, pose(stage.rest, side=foot, foot=home)),
    ]
    return Performance(track=movements(times, stage.rest, course, 0.0))


REACTION: dict[str, Distribution] = {
    "strength": Uniform(0.3, 1.0),
    "lead": Choice(("left", "right"), (0.5, 0.5)),
}
LUNGE: dict[str, Distribution] = {
    "closeness": Uniform(0.95, 1.2),
    "withdraws": Choice(("stays", "steps_back"), (0.35, 0.65)),
}
"""From how far one lunges, and whether one comes out of it; see `step_in`."""
GOES_AT: dict[str, Distribution] = {
    **WALK_UP,
    "comes": Choice(("both", "actor", "partner", "nobody"), (0.2, 0.65, 0.05, 0.1)),
    "steps": Choice(("one", "two", "three"), (0.25, 0.45, 0.3)),
}
"""`WALK_UP` of one who means harm: the other hardly ever comes along."""
BLOW: dict[str, Distribution] = {**CLOSENESS, **GOES_AT, **REACTION, "side": SIDE}

ACTIONS = (
    Action(
        name="push_person",
        description="One person shoves another, who staggers back.",
        captions=("a person pushes another", "someone shoves another person back"),
        program=arriving(push, ACTOR, 1.9),
        partner=arriving(be_pushed, PARTNER, 1.9),
        apart=arms_apart(1.05),
        parameters={**LUNGE, **GOES_AT, **REACTION,
            "strength": Uniform(0.5, 1.0),
            "lunge": Uniform(0.15, 0.5),
            "hands": Choice(("both", "one"), (0.94, 0.06)),
            "draw": Uniform(0.3, 0.6),
            "held_out": Uniform(0.05, 0.32),
        },
        tags=("pair", "combat", "standing"),
        counterparts={"ut_interaction": "push", "ntu": "pushing other person", "hmdb51": "push",
                      "uav_human": "pushing someone"},
        natural_s=3.6,
        minimum_s=1.6,
    ),
    Action(
        name="punch_person",
        description="One person punches another, who reels back.",
        captions=("a person punches another", "someone strikes another person with the fist"),
        program=arriving(punch_person, ACTOR, 1.9),
        partner=arriving(take_punch, PARTNER, 1.9),
        apart=arms_apart(1.05),
        parameters={**BLOW, **LUNGE,
            "aim": Choice(AIMS, (0.75, 0.25)),
            "guard": Uniform(-0.25, 0.15),
            "draw": Uniform(0.0, 0.25),
            "held_out": Uniform(0.0, 0.2),
            "wind_up": Uniform(0.25, 0.7),
        },
        tags=("pair", "combat", "standing"),
        counterparts={"ut_interaction": "punch", "ntu": "punching/slapping other person",
                      "hmdb51": "punch", "uav_human": "punching someone",
                      "kinetics": "punching person (boxing)"},
        natural_s=3.6,
        minimum_s=1.7,
    ),
    Action(
        name="slap_person",
        description="One person slaps another in the face.",
        captions=("a person slaps another", "someone gives another person a slap"),
        program=arriving(slap_person, ACTOR, 1.9),
        partner=arriving(take_slap, PARTNER, 1.9),
        apart=arms_apart(0.92),
        parameters={**BLOW, "wide": Uniform(0.5, 0.75), "wind_up": Uniform(0.2, 0.6)},
        tags=("pair", "combat", "standing"),
        counterparts={"ntu": "punching/slapping other person", "kinetics": "slapping"},
        natural_s=3.0,
        minimum_s=1.7,
    ),
    Action(
        name="kick_person",
        description="One person kicks another, who doubles up or staggers back.",
        captions=("a person kicks another", "someone kicks another person with the {side} foot"),
        program=arriving(kick_person, ACTOR, 1.8),
        partner=arriving(take_kick, PARTNER, 1.8),
        apart=kick_apart,
        parameters={**BLOW,
            "height": Uniform(0.55, 1.2),
            "held_out": Uniform(0.0, 0.16),
            "lean_back": Uniform(0.05, 0.35),
            "arms": Uniform(0.3, 0.9),
        },
        tags=("pair", "combat", "standing"),
        counterparts={"ut_interaction": "kick", "ntu": "kicking other person", "hmdb51": "kick",
                      "uav_human": "kicking someone"},
        natural_s=3.4,
        minimum_s=1.6,
    ),
    Action(
        name="knock_over",
        description="One person bumps into another with the shoulder.",
        captions=("a person barges into another", "someone knocks another person aside"),
        program=knock_over,
        partner=be_knocked,
        apart=arms_apart(1.35),
        parameters={**CLOSENESS, **REACTION, "side": SIDE, "turn_in": Uniform(0.3, 0.8)},
        tags=("pair", "combat", "whole_body"),
        counterparts={"ntu": "knock over other person (hit with body)",
                      "uav_human": "bump into someone"},
        natural_s=2.1,
        minimum_s=1.4,
    ),
    Action(
        name="touch_pocket",
        description="One person reaches into another's pocket from behind.",
        captions=("a person picks another's pocket", "someone steals from another's pocket"),
        program=touch_pocket,
        partner=wait_unaware,
        apart=bodies_apart(0.42),
        facing=facing_away,
        parameters={**CLOSENESS,
            "side": SIDE,
            "askew": Uniform(-0.35, 0.35),
            "look": Uniform(-0.6, 0.6),
            "notices": Choice(("no", "yes"), (0.5, 0.5)),
        },
        tags=("pair", "standing", "hand"),
        counterparts={"ntu": "touch other person's pocket",
                      "uav_human": "steal something from other's pocket"},
        natural_s=2.6,
        minimum_s=1.5,
    ),
    Action(
        name="grab_stuff",
        description="One person snatches something out of another's hand.",
        captions=("a person snatches the {object} from another", "someone grabs another's things"),
        program=arriving(grab_stuff, ACTOR, 1.4),
        partner=arriving(lose_stuff, PARTNER, 1.4),
        apart=arms_apart(1.05),
        parameters={**CLOSENESS, **WALK_UP,
            "side": SIDE,
            "object": Choice(SNATCHED, (0.4, 0.2, 0.2, 0.2)),
            "snatch": Uniform(0.6, 1.6),
            "turn_away": Uniform(0.1, 0.6),
            "nod": Uniform(0.1, 0.45),
        },
        tags=("pair", "object", "standing"),
        counterparts={"ntu": "grab other person's stuff",
                      "uav_human": "rob something from someone"},
        natural_s=2.8,
        minimum_s=1.5,
    ),
    Action(
        name="step_on_foot",
        description="One person treads on another's foot, who pulls it away.",
        captions=("a person steps on another's foot", "someone treads on another's toes"),
        program=step_on_foot,
        partner=foot_trodden,
        apart=arms_apart(0.85),
        parameters={**CLOSENESS, **REACTION, "side": SIDE, "height": Uniform(0.16, 0.34)},
        tags=("pair", "standing"),
        counterparts={"ntu": "step on foot"},
        natural_s=2.2,
        minimum_s=1.4,
    ),
)  # fmt: skip
