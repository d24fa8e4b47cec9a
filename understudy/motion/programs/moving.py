"""Ways of going other than walking: running, hopping, turning, climbing, leaping."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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
from understudy.motion.gait import GRAVITY_M_S2, Gait, go
from understudy.motion.kinematics import SIDE_SIGN
from understudy.motion.posture import PalmGoals, add, channel, pose
from understudy.motion.programs.exercise import leap
from understudy.motion.programs.locomotion import START
from understudy.motion.timing import envelope, minimum_jerk, movements, ramp
from understudy.types import Prop

BOTH = (0, 1)


def held_while_going(stage: Stage, posture: np.ndarray, change_s: float = 0.4) -> np.ndarray:
    """Returns a track that takes a posture at the action's start and leaves it at its end."""
    change = min(change_s, 0.3 * stage.window_s)
    course = [(stage.start_s, change, posture), (stage.end_s - 0.7 * change, change, stage.rest)]
    return movements(stage.times_s, stage.rest, course, stage.lag_s)


def run(stage: Stage) -> Performance:
    """Runs fast: the trunk leans, knees drive, elbows bent, long flights."""
    values = stage.values
    running = pose(
        stage.rest,
        turn=(0.0, values["trunk_lean"], 0.0),
        head=(0.0, -0.5 * values["trunk_lean"], 0.0),
        elbow=values["elbow_bend"],
        arm_swing=-0.1,
        arm_raise=0.2,
        arm_hang=0.2,
        palm=(0.0, -1.0, 0.0),
        fist=values["curl"],
        pelvis=(0.0, 0.0, -0.03),
    )
    track = held_while_going(stage, running)
    gait = Gait(
        stride_s=values["stride_s"],
        step_length=values["step_length"],
        duty=values["duty"],
        lift=values["lift"],
        strike_rad=0.0,
        push_rad=0.6,
        kick_rad=0.4,
        width=0.5,
        arm_swing_rad=values["arm_swing_rad"],
        sway=0.008,
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    return Performance(track=track)


def march(stage: Stage) -> Performance:
    """Walks like a soldier: upright, straight arms swinging, knees up, along or on the spot."""
    values = stage.values
    in_place = round(values["path"]) == 1
    upright = pose(
        stage.rest,
        spine=(0.0, -0.02, 0.0),
        head=(0.0, 0.0, 0.0),
        arm_hang=0.6,
        arm_swing=0.0,
        arm_raise=0.12,
        elbow=0.12,
        fist=1.1,
    )
    track = held_while_going(stage, upright)
    gait = Gait(
        stride_s=values["stride_s"] / values["tempo"],
        step_length=0.0 if in_place else values["step_length"],
        duty=0.6,
        lift=values["lift"],
        strike_rad=0.0,
        push_rad=0.35,
        kick_rad=0.15,
        width=0.9,
        arm_swing_rad=values["arm_swing_rad"],
        sway=0.01,
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    foot = channel(track, "foot")
    swing = np.clip(foot[..., 2] / values["lift"], 0.0, 1.0)
    foot[..., 0] += values["drive"] * swing
    return Performance(track=track)


def sneak(stage: Stage) -> Performance:
    """Tiptoes along: knees bent, back hunched, slow high steps, hands up before the chest."""
    values = stage.values
    hunched = pose(
        stage.rest,
        pelvis=(-0.08, 0.0, -values["crouch"]),
        turn=(0.0, 0.3, 0.0),
        spine=(0.0, values["hunch"], 0.0),
        head=(0.0, -0.45, 0.0),
        arm_raise=values["arms_up"],
        arm_side=0.35,
        arm_swing=0.0,
        elbow=1.7,
        arm_hang=0.5,
        palm=(0.0, -0.3, -1.0),
        wrist_bend=0.3,
        fist=0.5,
    )
    track = held_while_going(stage, hunched, 0.5)
    gait = Gait(
        stride_s=values["stride_s"] / values["tempo"],
        step_length=values["step_length"],
        duty=0.68,
        lift=values["lift"],
        strike_rad=-0.3,
        push_rad=0.5,
        kick_rad=0.3,
        width=0.8,
        arm_swing_rad=0.12,
        sway=0.03,
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    look = envelope(stage.times_s, stage.start_s, stage.end_s, 0.5)
    slow = np.sin(2.0 * np.pi * values["look_hz"] * stage.times_s + 6.0 * values["placement"])
    add(track, "head", values["look"] * slow * look, index=2)
    return Performance(track=track)


def walk_backwards(stage: Stage) -> Performance:
    """Walks backward: toes land first, now and then a look over the shoulder."""
    values = stage.values
    track = np.repeat(stage.rest[None], stage.times_s.size, axis=0)
    gait = Gait(
        stride_s=values["stride_s"] / values["tempo"],
        step_length=-values["step_length"],
        duty=0.64,
        lift=values["lift"],
        strike_rad=-values["toe_first"],
        push_rad=0.02,
        kick_rad=0.25,
        width=values["width"],
        arm_swing_rad=-values["arm_swing_rad"],
        sway=0.025,
        first_side=round(values["first_step"]),
    )
    go(track, stage, gait)
    moving = envelope(stage.times_s, stage.start_s, stage.end_s, 0.6)
    # Who hardly moves has to stand over the foot that carries: speed does not hold the balance.
    raised = channel(track, "foot")[..., 2] / gait.lift
    speed = np.abs(np.gradient(channel(track, "pelvis")[:, 0], stage.times_s))
    slow = 1.0 - minimum_jerk(speed * gait.stride_s / abs(2.0 * gait.step_length))
    add(track, "pelvis", 0.08 * slow * (raised[:, 1] - raised[:, 0]), index=1)
    sign = SIDE_SIGN[stage.side]
    if round(values["look_back"]) == 1:
        add(track, "head", 0.85 * sign * moving, index=2)
        add(track, "spine", 0.35 * sign * moving, index=2)
    add(track, "turn", 0.05 * moving, index=1)
    return Performance(track=track)


def hop(stage: Stage) -> Performance:
    """Jumps on one leg, again and again, the other foot held up."""
    values, times = stage.values, stage.times_s
    side, leg = stage.side, stage.measures.leg_m
    ready_s = min(0.4, 0.2 * stage.window_s)
    begin, finish = stage.start_s + ready_s, stage.end_s - ready_s
    build = float(np.sqrt(leg / 0.85))  # short legs swing quicker
    wanted_s = min(values["period_s"] / values["tempo"], 0.62) * build
    count = max(1, round((finish - begin) / wanted_s))
    period = (finish - begin) / count
    flight_s = min(values["flight_share"] * period, 0.34 * build)
    stance_s = period - flight_s
    phase = np.clip((times - begin) / period, 0.0, count - 1e-9)
    share = phase - np.floor(phase)
    since = np.maximum(share * period - stance_s, 0.0)
    height = 0.5 * GRAVITY_M_S2 * since * (flight_s - since) / leg
    press = np.sin(np.pi * np.clip(share * period / stance_s, 0.0, 1.0))
    hopping = (times > begin) & (times < finish)
    sink = 0.5 * GRAVITY_M_S2 * flight_s * stance_s / np.pi / leg
    first = phase < 1.0
    press = np.where(first, press * minimum_jerk(1.2 * share * period / stance_s), press) * hopping
    height = height * hopping
    landed = np.maximum(times - finish, 0.0)
    fade = np.where(times >= finish, np.exp(-landed / 0.12), 0.0)
    rebound = sink * np.pi / stance_s * landed * fade  # the last landing dies away

    away = pose(stage.rest, side=1 - side, leg_free=1.0, hip_bend=values["thigh"],
                knee_bend=max(values["knee"], values["thigh"] + 1.2), ankle_bend=-0.1)  # fmt: skip
    away = pose(
        away,
        pelvis=(0.0, SIDE_SIGN[side] * 0.1, -0.03),
        turn=channel(stage.rest, "turn") + np.array([-0.04 * SIDE_SIGN[side], 0.06, 0.0]),
        arm_raise=values["arms_out"],
        arm_side=0.9,
        elbow=0.9,
        arm_swing=0.0,
    )
    track = held_while_going(stage, away, ready_s)
    along = 0.0 if round(values["path"]) == 1 else values["step_length"]
    moved = np.floor(phase) + minimum_jerk(since / flight_s)
    moved = np.where(times >= finish, count, np.where(times <= begin, 0.0, moved)) - 0.5 * count
    travel = np.clip((times - begin - stance_s) / (finish - begin - stance_s), 0.0, 1.0)
    pelvis_x = along * count * (minimum_jerk(travel) * 0.25 + 0.75 * travel - 0.5)
    add(track, "pelvis", pelvis_x, index=0)
    add(track, "pelvis", height - sink * press - rebound, index=2)
    foot = channel(track, "foot")
    foot[..., 0] += along * moved[:, None]
    foot[:, side, 2] += height
    for edge in (stage.start_s, stage.end_s - 0.7 * ready_s):  # off the ground, toes and all
        share = np.clip((times - edge) / ready_s, 0.0, 1.0)
        foot[:, 1 - side, 2] += 0.16 * np.sin(np.pi * share) ** 2
    heel_up = envelope(times, begin - 0.1, finish + 0.2, 0.25)
    channel(track, "foot_pitch")[:, side] -= 0.25 * heel_up
    add(track, "pelvis", 0.015 * heel_up, index=2)
    add(track, "arm_swing", 4.0 * height[:, None])
    return Performance(track=track)


def skip(stage: Stage) -> Performance:
    """Goes along by a step and a hop on each leg in turn, the other knee up, arms swinging."""
    values, times = stage.values, stage.times_s
    leg = stage.measures.leg_m
    beat = values["beat_s"] / values["tempo"]
    count = max(2, int(stage.window_s / beat))
    beat = stage.window_s / count
    begin = stage.start_s
    flight_s = min(values["flight_share"] * beat, 0.3)
    push_s = 0.42 * beat  # from the foot's landing to its hop
    length, onward = values["step_length"], values["hop_length"]
    total = (count - 0.85) * (length + onward) + onward
    grid = np.linspace(begin, stage.end_s, 256)
    pace = ramp(grid, begin, begin + 0.4 * beat)
    pace *= 1.0 - ramp(grid, stage.end_s - 0.9 * beat, stage.end_s)
    gone = np.cumsum(pace)
    gone = total * np.interp(times, grid, (gone - gone[0]) / (gone[-1] - gone[0]))
    track = held_while_going(stage, pose(
        stage.rest, arm_hang=0.4, elbow=values["elbow_bend"], arm_swing=0.05, fist=0.6,
        pelvis=(0.0, 0.0, -0.03)))  # fmt: skip
    add(track, "pelvis", gone - 0.5 * total, index=0)
    foot, pitch = channel(track, "foot"), channel(track, "foot_pitch")
    foot[..., 0] -= 0.5 * total
    for number in range(count):
        side = (round(values["first_step"]) + number) % 2
        start = begin + number * beat
        here = (number + 0.15) * (length + onward)
        hop_s = start + push_s
        since = np.clip(times - hop_s, 0.0, flight_s)
        height = 0.5 * GRAVITY_M_S2 * since * (flight_s - since) / leg
        spring = np.sin(np.pi * np.clip((times - start) / push_s, 0.0, 1.0)) ** 2
        spring += np.sin(np.pi * np.clip((times - hop_s - flight_s) / push_s, 0.0, 1.0)) ** 2
        add(track, "pelvis", height - 0.05 * spring, index=2)
        foot[:, side, 2] += height
        hopped = minimum_jerk((times - hop_s) / flight_s)
        foot[:, side, 0] += onward * hopped
        pitch[:, side] -= 0.5 * envelope(times, hop_s - 0.1, hop_s + flight_s + 0.08, 0.1)
        # The other knee comes up with the hop and its foot lands for the next beat.
        other = 1 - side
        leaves, lands = start + 0.02 * beat, start + beat
        swing = np.clip((times - leaves) / (lands - leaves), 0.0, 1.0)
        last = 0.0 if number == 0 else (number - 0.85) * (length + onward) + onward
        goal = total if number == count - 1 else (number + 1.15) * (length + onward)
        foot[:, other, 0] += (goal - last) * minimum_jerk(swing)
        if number == 0:
            foot[:, side, 0] += here * minimum_jerk((times - start + 0.3) / 0.3)
        foot[:, other, 2] += values["knee_up"] * np.sin(np.pi * swing) ** 2
        pitch[:, other] -= 0.5 * np.sin(np.pi * swing) ** 2
        up = np.sin(np.pi * np.clip((times - start) / beat, 0.0, 1.0)) ** 2
        channel(track, "arm_swing")[:, side] += values["arm_swing_rad"] * up
        channel(track, "arm_swing")[:, other] -= 0.7 * values["arm_swing_rad"] * up
    return Performance(track=track)


def side_step(stage: Stage) -> Performance:
    """Steps sideways: one foot out, the other after it, several times."""
    values, side, times = stage.values, stage.side, stage.times_s
    other, sign = 1 - side, SIDE_SIGN[stage.side]
    count = max(1, round(stage.window_s / (values["period_s"] / values["tempo"])))
    period = stage.window_s / count
    length = values["step_length"]
    low = pose(stage.rest, pelvis=(-0.02, 0.0, -values["crouch"]), knee_out=0.1)
    if round(values["arms"]) == 1:
        low = pose(low, arm_raise=0.9, arm_side=0.7, elbow=1.3, arm_hang=0.6, arm_swing=0.0,
                   palm=(0.8, -0.4, 0.0), fist=0.3)  # fmt: skip
    track = held_while_going(stage, low)
    foot = channel(track, "foot")
    centre = 0.5 * count * length
    foot[:, side, 1] -= centre
    foot[:, other, 1] += centre
    add(track, "pelvis", -sign * centre, index=1)
    for number in range(count):
        begin = stage.start_s + number * period
        for mover, start in ((side, begin), (other, begin + 0.46 * period)):
            share = np.clip((times - start) / (0.42 * period), 0.0, 1.0)
            outward = 1.0 if mover == side else -1.0
            foot[:, mover, 1] += outward * length * minimum_jerk(share)
            foot[:, mover, 2] += values["lift"] * np.sin(np.pi * share) ** 2
        gone = ramp(times, begin, begin + 0.94 * period)
        add(track, "pelvis", sign * length * gone, index=1)
    return Performance(track=track)


def turning(stage: Stage, angle_rad: np.ndarray, steps: Sequence[tuple[int, float, float]],
            angles: Sequence[float], lift: float) -> np.ndarray:  # fmt: skip
    """Returns a track that turns on the spot by stepping round.

    Args:
        stage: for times and the stance.
        angle_rad: (T,) where the pelvis faces.
        steps: (side, start [s], duration [s]) in order.
        angles: where each of these steps' feet faces afterwards [rad].
        lift: how high feet come [leg lengths].
    """
    times, measures = stage.times_s, stage.measures
    track = np.repeat(stage.rest[None], times.size, axis=0)
    stance = measures.stance_m / measures.leg_m
    foot = channel(track, "foot")
    facing = np.zeros((times.size, 2))
    reached = [0.0, 0.0]
    for (side, start, duration), goal in zip(steps, angles, strict=True):
        share = np.clip((times - start) / duration, 0.0, 1.0)
        facing[:, side] += (goal - reached[side]) * minimum_jerk(share)
        reached[side] = goal
        foot[:, side, 2] += lift * np.sin(np.pi * share) ** 2
    home = channel(stage.rest, "foot")
    for side in BOTH:
        sign = SIDE_SIGN[side]
        x, y = home[side, 0], sign * (stance + home[side, 1])
        cosine, sine = np.cos(facing[:, side]), np.sin(facing[:, side])
        foot[:, side, 0] = cosine * x - sine * y
        foot[:, side, 1] = sign * (sine * x + cosine * y) - stance
        channel(track, "foot_yaw")[:, side] += sign * facing[:, side]
        # Knees follow half the toes, seen from the pelvis, which has turned meanwhile.
        channel(track, "knee_out")[:, side] -= 0.5 * sign * angle_rad
    add(track, "turn", angle_rad, index=2)
    # The weight is over the foot that stays.
    apart = foot[..., 2] / max(lift, 1e-6)
    centres = np.stack((foot[..., 0], SIDE_SIGN * (foot[..., 1] + stance)), axis=-1)
    shift = 0.45 * (apart[:, :1] * centres[:, 1] + apart[:, 1:] * centres[:, 0])
    add(track, "pelvis", shift[:, 0], index=0)
    add(track, "pelvis", shift[:, 1], index=1)
    add(track, "pelvis", -0.012, index=2)
    return track


def turn_around(stage: Stage) -> Performance:
    """Turns round to face the other way, with a few steps on the spot."""
    values, side = stage.values, stage.side
    sign = SIDE_SIGN[side]
    total, count = values["angle"], 2 + round(values["steps"])
    move = stage.window_s / (count + 0.3)
    steps, angles = [], []
    for number in range(count):
        # The foot on the inner side goes first.
        mover = side if number % 2 == 0 else 1 - side
        share = min((number + 1.35) / count, 1.0)
        steps.append((mover, stage.start_s + (number + 0.2) * move, 0.9 * move))
        angles.append(sign * total * share)
    # The last step of each foot arrives at the goal.
    angles[-1] = angles[-2] = sign * total
    gone = ramp(stage.times_s, stage.start_s + 0.05 * move, stage.end_s - 0.15 * move)
    track = turning(stage, sign * total * gone, steps, angles, values["lift"])
    early = ramp(stage.times_s, stage.start_s - 0.05, stage.end_s - 0.45 * stage.window_s)
    add(track, "head", sign * values["look_ahead"] * (early - gone) * 2.0, index=2)
    add(track, "spine", sign * 0.5 * (early - gone), index=2)
    add(track, "arm_swing", np.array([-1.0, 1.0]) * sign * 0.3 * (early - gone)[:, None])
    return Performance(track=track)


def spin_around(stage: Stage) -> Performance:
    """Spins round on the spot by whole turns, with quick small steps, arms out."""
    values, side = stage.values, stage.side
    sign = SIDE_SIGN[side]
    rounds = max(1, round(stage.window_s * values["rounds_hz"] * values["tempo"]))
    total = 2.0 * np.pi * rounds
    count = 6 * rounds + 2
    move = stage.window_s / (count + 0.5)
    steps = [
        (side if n % 2 == 0 else 1 - side, stage.start_s + (n + 0.2) * move, 1.0 * move)
        for n in range(count)
    ]
    at = np.array([start + 0.5 * move for _, start, _ in steps])
    times = stage.times_s
    begin, finish = stage.start_s + 0.3 * move, stage.end_s - 0.3 * move
    grid = np.linspace(begin, finish, 400)
    pace = envelope(grid, begin, finish, min(0.35, 0.3 * stage.window_s))
    turned = np.cumsum(pace)
    turned = total * (turned - turned[0]) / (turned[-1] - turned[0])
    angle = np.interp(times, grid, turned)
    # Each foot lands facing where the body will be in the middle of its stance.
    angles = list(np.interp(at + 1.1 * move, grid, turned) * sign)
    angles[-1] = angles[-2] = sign * total
    track = turning(stage, sign * angle, steps, angles, values["lift"])
    arms = pose(stage.rest, arm_raise=values["arms_up"], arm_side=1.35, elbow=values["elbows"],
                arm_swing=0.0, arm_hang=0.6, palm=(0.2, 0.0, -1.0), fist=0.2)  # fmt: skip
    out = held_while_going(stage, arms)
    return Performance(track=track + out - stage.rest)


def jump_forward(stage: Stage) -> Performance:
    """Crouches, arms back, and leaps forward with both feet, as in a standing long jump."""
    values, times = stage.values, stage.times_s
    span = stage.window_s
    take_off_s = stage.at(0.4)
    track = np.repeat(stage.rest[None], times.size, axis=0)
    land_s = leap(track, stage, take_off_s, values["height_m"], values["crouch"])
    length = values["length"]
    # The body leans before the feet leave and swings through to them after they have landed.
    ahead = 0.14
    speed = (length - 0.02) / (land_s - take_off_s)
    flown = np.clip((times - take_off_s) / (land_s - take_off_s), 0.0, 1.0)
    push_s = 2.0 * ahead / speed
    lean = 0.5 * speed * np.clip(times - take_off_s + push_s, 0.0, push_s) ** 2 / push_s
    fade_s = 2.0 * (length - (length - 0.02)) / speed + 0.25
    after = np.clip(times - land_s, 0.0, None)
    settle = speed * 0.5 * fade_s * (1.0 - (1.0 - np.clip(after / fade_s, 0.0, 1.0)) ** 2)
    end = ahead + (length - 0.02) + 0.5 * speed * fade_s
    course = lean + (length - 0.02) * flown + settle
    back = (end - length) * ramp(times, land_s + 0.5 * fade_s, max(stage.end_s, land_s + 0.6))
    add(track, "pelvis", course - back - 0.5 * length, index=0)
    foot = channel(track, "foot")
    foot[..., 0] += (length * minimum_jerk(flown) - 0.5 * length)[:, None]
    tuck = np.sin(np.pi * flown) ** 2
    foot[..., 2] += (values["tuck"] * tuck)[:, None]
    add(track, "turn", 0.3 * tuck + 0.25 * ramp(times, take_off_s - 0.35, take_off_s)
        * (1.0 - ramp(times, land_s, land_s + 0.5)), index=1)  # fmt: skip
    behind = pose(stage.rest, arm_swing=-0.9, elbow=0.25, arm_hang=0.5)
    up = pose(stage.rest, arm_raise=values["arms_up"], arm_side=0.2, elbow=0.4, arm_hang=0.3)
    moves = [
        (stage.at(0.0), 0.3 * span, behind),
        (take_off_s - 0.22, 0.38, up),
        (land_s - 0.1, 0.5, stage.rest),
    ]
    arms = movements(times, stage.rest, moves, stage.lag_s)
    return Performance(track=track + arms - stage.rest)


RISE_M = 0.17
"""Of one step; as the prop "steps" is built."""
RUNG_M = 0.26
"""Of one rung; as the prop "ladder" is built."""


def climb_stairs(stage: Stage) -> Performance:
    """Walks up a flight of stairs, foot after foot."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg = measures.leg_m
    count = 3 + round(values["flight"])
    tread = values["tread_m"] / leg
    rise = RISE_M / leg
    moves = max(2, min(count, round(stage.window_s / (values["step_s"] / values["tempo"]))))
    move = stage.window_s / (moves + 0.6)
    track = held_while_going(stage, pose(
        stage.rest, elbow=0.7, arm_swing=0.0, turn=(0.0, values["trunk_lean"], 0.0),
        head=(0.0, 0.25, 0.0)))  # fmt: skip
    foot, pitch = channel(track, "foot"), channel(track, "foot_pitch")
    middle = 0.5 * moves * tread
    foot[..., 0] -= middle
    first = round(values["first_step"])
    level = [0, 0]
    for number in range(moves + 1):
        side = (first + number) % 2
        target = min(number + 1, moves)
        start = stage.start_s + number * move * 0.96
        share = np.clip((times - start) / (0.72 * move), 0.0, 1.0)
        steps = target - level[side]
        # Up first, then over the edge.
        foot[:, side, 0] += steps * tread * minimum_jerk((share - 0.12) / 0.88)
        foot[:, side, 2] += steps * rise * minimum_jerk(share / 0.75)
        foot[:, side, 2] += 0.09 * np.sin(np.pi * share) ** 2
        pitch[:, side] -= 0.5 * np.sin(np.pi * np.clip(1.3 * share, 0.0, 1.0)) ** 2
        add(track, "arm_swing", -0.3 * np.sin(np.pi * share) ** 2, index=side)
        add(track, "arm_swing", 0.3 * np.sin(np.pi * share) ** 2, index=1 - side)
        level[side] = target
    begin = stage.start_s + 0.42 * move
    gone = np.clip((times - begin) / (moves * move), 0.0, 1.0)
    smooth = 0.35 * minimum_jerk(gone) + 0.65 * gone
    smooth = np.asarray(smooth)
    add(track, "pelvis", moves * tread * smooth - middle, index=0)
    beats = np.clip((times - begin) / move, 0.0, moves)
    lifted = np.floor(beats) + minimum_jerk((beats - np.floor(beats)) / 0.95)
    add(track, "pelvis", moves * rise * (0.4 * lifted / moves + 0.6 * smooth) - 0.04, index=2)
    depth_m = count * values["tread_m"]
    edge_m = -middle * leg + values["tread_m"] - 0.5 * values["tread_m"]
    flight = Prop(
        kind="steps",
        position_m=(edge_m + 0.5 * depth_m - 0.02, 0.0, 0.0),
        yaw_rad=0.0,
        size_m=(depth_m, values["width_m"], RISE_M * count),
    )
    return Performance(track=track, props=(flight,))


def climb_ladder(stage: Stage) -> Performance:
    """Climbs a stepladder rung by rung, hands on its rails."""
    values, times, measures = stage.values, stage.times_s, stage.measures
    leg = measures.leg_m
    count = 7
    top_m, half_m = RUNG_M * count, values["depth_m"] / 2.0
    slope = half_m / top_m  # how far a rail leans forward for each metre up
    moves = int(np.clip(round(stage.window_s / (values["step_s"] / values["tempo"])), 2, 4))
    move = stage.window_s / (moves + 0.4)
    foot_x = 0.1 + 0.6 * RUNG_M * slope  # the ball of the foot on the tread
    base_x_m = foot_x
    climbing = pose(
        stage.rest,
        turn=(0.0, 0.12, 0.0),
        spine=(0.0, 0.1, 0.0),
        head=(0.0, -0.15, 0.0),
        foot_yaw=0.05,
        knee_out=0.3,
        elbow_out=0.5,
        palm=(0.3, -1.0, 0.0),
        fist=1.2,
        pelvis=(-0.14, 0.0, -0.07),
    )
    track = held_while_going(stage, climbing, 0.5)
    foot = channel(track, "foot")
    first = round(values["first_step"])
    level = [0, 0]
    starts = []
    for number in range(moves + 1):
        side = (first + number) % 2
        target = min(number + 1, moves)
        start = stage.start_s + number * move * 0.97
        starts.append(start)
        share = np.clip((times - start) / (0.6 * move), 0.0, 1.0)
        steps = target - level[side]
        ahead_m = RUNG_M * slope * steps
        if level[side] == 0:
            ahead_m += 0.08
        foot[:, side, 0] += ahead_m / leg * minimum_jerk((share - 0.4) / 0.6)
        foot[:, side, 0] -= 0.07 * np.sin(np.pi * np.clip(share / 0.75, 0.0, 1.0)) ** 2
        foot[:, side, 2] += steps * RUNG_M / leg * minimum_jerk(share / 0.8)
        foot[:, side, 2] += 0.05 * np.sin(np.pi * share) ** 2
        level[side] = target
    begin = stage.start_s + 0.55 * move
    beats = np.clip((times - begin) / move, 0.0, moves)
    lifted = np.floor(beats) + minimum_jerk((beats - np.floor(beats)) / 0.9)
    gone = 0.5 * lifted + 0.5 * beats
    add(track, "pelvis", RUNG_M * gone / leg, index=2)
    add(track, "pelvis", RUNG_M * slope * gone / leg, index=0)
    # Hands go up the rails by turns, each while the foot of the other side steps.
    places = np.empty((times.size, 2, 3))
    for side in BOTH:
        height_m = np.full(times.size, measures.pelvis_height_m + values["hands"] * leg)
        for number, start in enumerate(starts[:-1]):
            mover = (first + number + 1) % 2
            rungs = 2.0 if 0 < number < moves - 1 else 1.0
            if mover == side:
                height_m += rungs * RUNG_M * ramp(times, start, start + 0.6 * move)
        height_m = np.minimum(height_m, top_m - 0.06)
        places[:, side, 0] = base_x_m + slope * height_m + 0.02
        places[:, side, 1] = SIDE_SIGN[side] * (0.5 * values["width_m"] - 0.02)
        places[:, side, 2] = height_m
    taking = ramp(times, stage.start_s - 0.4, stage.start_s + 0.1)
    palms = PalmGoals(places_m=places, weight=np.repeat(taking[:, None], 2, axis=1))
    ladder = Prop(
        kind="ladder",
        position_m=(base_x_m + half_m, 0.0, 0.0),
        yaw_rad=0.0,
        size_m=(2.0 * half_m, values["width_m"], top_m),
    )
    return Performance(track=track, palms=palms, props=(ladder,))


FIRST: dict[str, Distribution] = {"first_step": START}
PATH = Choice(("along", "in_place"), (0.6, 0.4))

ACTIONS = (
    Action(
        name="run",
        description="Runs fast, straight ahead.",
        captions=("a person runs", "someone is running fast"),
        program=run,
        parameters=FIRST
        | {
            "stride_s": LogUniform(0.62, 0.74),
            "step_length": Uniform(1.0, 1.25),
            "duty": Uniform(0.29, 0.36),
            "lift": Uniform(0.22, 0.34),
            "trunk_lean": Uniform(0.12, 0.32),
            "elbow_bend": Uniform(1.3, 1.9),
            "arm_swing_rad": Uniform(0.6, 1.0),
            "curl": Uniform(0.4, 1.3),
        },
        tags=("locomotion", "exercise", "sport"),
        counterparts={"hmdb51": "run", "kth": "running", "uav_human": "run"},
        minimum_s=1.0,
        cut_chance=0.6,
    ),
    Action(
        name="hop",
        description="Hops on one leg.",
        captions=("a person hops on the {side} leg", "someone jumps along on one leg"),
        program=hop,
        parameters={
            "side": SIDE,
            "path": PATH,
            "period_s": LogUniform(0.48, 0.68),
            "flight_share": Uniform(0.38, 0.46),
            "step_length": Uniform(0.15, 0.34),
            "thigh": Uniform(0.6, 1.2),
            "knee": Uniform(1.5, 1.9),
            "arms_out": Uniform(0.3, 0.9),
        },
        tags=("locomotion", "exercise"),
        counterparts={"ntu": "hopping (one foot jumping)", "uav_human": "jump on single leg"},
        minimum_s=1.4,
        cut_chance=0.3,
    ),
    Action(
        name="skip",
        description="Skips along: a step and a hop on each leg in turn.",
        captions=("a person skips along", "someone goes skipping"),
        program=skip,
        parameters=FIRST
        | {
            "beat_s": LogUniform(0.55, 0.75),
            "flight_share": Uniform(0.28, 0.38),
            "step_length": Uniform(0.4, 0.65),
            "hop_length": Uniform(0.15, 0.3),
            "knee_up": Uniform(0.3, 0.42),
            "elbow_bend": Uniform(0.4, 1.3),
            "arm_swing_rad": Uniform(0.4, 1.0),
        },
        tags=("locomotion", "exercise"),
        minimum_s=1.4,
        cut_chance=0.4,
    ),
    Action(
        name="side_step",
        description="Steps sideways, one foot after the other.",
        captions=("a person side-steps to the {side}", "someone moves sideways step by step"),
        program=side_step,
        parameters={
            "side": SIDE,
            "period_s": LogUniform(0.6, 1.2),
            "step_length": Uniform(0.35, 0.6),
            "lift": Uniform(0.03, 0.1),
            "crouch": Uniform(0.03, 0.16),
            "arms": Choice(("hanging", "ready"), (0.6, 0.4)),
        },
        tags=("locomotion",),
        minimum_s=1.2,
        cut_chance=0.4,
    ),
    Action(
        name="turn_around",
        description="Turns round on the spot to face the other way.",
        captions=("a person turns around", "someone turns to face the other way"),
        program=turn_around,
        parameters={
            "side": SIDE,
            "angle": Uniform(2.6, 3.4),
            "steps": Choice(("two", "three", "four"), (0.3, 0.4, 0.3)),
            "lift": Uniform(0.03, 0.08),
            "look_ahead": Uniform(0.2, 0.7),
        },
        tags=("locomotion", "standing"),
        counterparts={"hmdb51": "turn"},
        natural_s=1.8,
        minimum_s=1.3,
    ),
    Action(
        name="jump_forward",
        description="Leaps forward from standing with both feet.",
        captions=("a person jumps forward", "someone does a standing long jump"),
        program=jump_forward,
        parameters={
            "height_m": Uniform(0.12, 0.3),
            "crouch": Uniform(0.18, 0.34),
            "length": Uniform(0.7, 1.3),
            "tuck": Uniform(0.05, 0.2),
            "arms_up": Uniform(1.2, 2.6),
        },
        tags=("locomotion", "exercise", "whole_body"),
        counterparts={"hmdb51": "jump"},
        natural_s=2.1,
        minimum_s=1.7,
    ),
    Action(
        name="climb_stairs",
        description="Walks up stairs.",
        captions=("a person climbs stairs", "someone walks up some steps"),
        program=climb_stairs,
        parameters=FIRST
        | {
            "flight": Choice(("three", "four", "five"), (0.3, 0.4, 0.3)),
            "tread_m": Uniform(0.27, 0.33),
            "width_m": Uniform(0.9, 1.6),
            "step_s": LogUniform(0.54, 0.78),
            "trunk_lean": Uniform(0.05, 0.25),
        },
        tags=("locomotion", "daily", "object"),
        counterparts={"hmdb51": "climb_stairs"},
        minimum_s=1.4,
        cut_chance=0.0,
    ),
    Action(
        name="climb_ladder",
        description="Climbs a ladder rung by rung.",
        captions=("a person climbs a ladder", "someone goes up a stepladder"),
        program=climb_ladder,
        parameters=FIRST
        | {
            "depth_m": Uniform(0.8, 1.1),
            "width_m": Uniform(0.44, 0.56),
            "step_s": LogUniform(0.68, 0.98),
            "hands": Uniform(0.35, 0.55),
        },
        tags=("locomotion", "work", "object"),
        counterparts={"hmdb51": "climb", "kinetics": "climbing ladder"},
        minimum_s=1.6,
        cut_chance=0.0,
    ),
    Action(
        name="sneak",
        description="Sneaks along, hunched on soft knees with careful steps.",
        captions=("a person sneaks along", "someone creeps on tiptoe"),
        program=sneak,
        parameters=FIRST
        | {
            "stride_s": LogUniform(1.5, 2.2),
            "step_length": Uniform(0.4, 0.6),
            "lift": Uniform(0.1, 0.24),
            "crouch": Uniform(0.1, 0.2),
            "hunch": Uniform(0.3, 0.6),
            "arms_up": Uniform(0.4, 0.9),
            "look": Uniform(0.1, 0.6),
            "look_hz": Uniform(0.3, 0.7),
        },
        tags=("locomotion",),
        minimum_s=1.6,
        cut_chance=0.5,
    ),
    Action(
        name="march",
        description="Marches with raised knees and swinging arms.",
        captions=("a person marches", "someone marches like a soldier"),
        program=march,
        parameters=FIRST
        | {
            "path": PATH,
            "stride_s": LogUniform(1.05, 1.3),
            "step_length": Uniform(0.5, 0.72),
            "lift": Uniform(0.26, 0.38),
            "drive": Uniform(0.1, 0.2),
            "arm_swing_rad": Uniform(0.6, 1.0),
        },
        tags=("locomotion",),
        counterparts={"kinetics": "marching", "ucf101": ("MilitaryParade", "BandMarching"),
                      "uestc": "marking-time-and-knee-lifting"},
        minimum_s=1.2,
        cut_chance=0.5,
    ),
    Action(
        name="walk_backwards",
        description="Walks backward.",
        captions=("a person walks backwards", "someone steps backward"),
        program=walk_backwards,
        parameters=FIRST
        | {
            "side": SIDE,
            "stride_s": LogUniform(0.95, 1.25),
            "step_length": Uniform(0.38, 0.6),
            "lift": Uniform(0.03, 0.09),
            "toe_first": Uniform(0.2, 0.45),
            "width": Uniform(0.7, 1.1),
            "arm_swing_rad": Uniform(0.05, 0.35),
            "look_back": Choice(("no", "yes"), (0.65, 0.35)),
        },
        tags=("locomotion",),
        minimum_s=1.2,
        cut_chance=0.5,
    ),
    Action(
        name="spin_around",
        description="Spins round on the spot by whole turns.",
        captions=("a person spins around", "someone twirls on the spot"),
        program=spin_around,
        parameters={
            "side": SIDE,
            "rounds_hz": Uniform(0.45, 0.75),
            "lift": Uniform(0.03, 0.06),
            "arms_up": Uniform(0.3, 1.5),
            "elbows": Uniform(0.1, 0.7),
        },
        tags=("locomotion", "standing", "whole_body"),
        counterparts={"hmdb51": "turn"},
        minimum_s=1.6,
        cut_chance=0.0,
    ),
)  # fmt: skip
