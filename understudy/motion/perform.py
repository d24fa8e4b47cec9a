"""From an action's spec to a `Motion` on one body."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from understudy.motion.actions import Action, Stage
from understudy.motion.holding import moving_prop
from understudy.motion.posture import (
    CHANNEL_COUNT,
    SLICES,
    channel,
    measure,
    pose,
    solve,
)
from understudy.motion.timing import band_limited_noise
from understudy.rng import stream
from understudy.types import ActionSpec, Motion, Skeleton

SWAY = {
    "pelvis": 0.004,
    "turn": 0.006,
    "spine": 0.012,
    "head": 0.03,
    "arm_raise": 0.012,
    "arm_side": 0.02,
    "arm_swing": 0.012,
    "elbow": 0.02,
    "fist": 0.05,
    "wrist_bend": 0.03,
}
"""Standard deviation of the involuntary movements of single channels."""


def perform_action(
    action: Action,
    spec: ActionSpec,
    skeleton: Skeleton,
    *,
    partner: Skeleton | None,
    role: str,
    fps: float,
    frame_count: int,
) -> Motion:
    """Runs the program of one role, adds involuntary movement, fits it to the bones."""
    values = spec.parameters
    rng = stream(spec.noise_seed, "motion", action.name)
    times_s = np.arange(frame_count) / fps
    start_s, end_s = action.window(values, spec.duration_s)
    measures = measure(skeleton)
    other = measure(partner) if partner is not None else measures
    pair = (measures, other) if role == "actor" else (other, measures)
    place = action.place(values, *pair)
    lag_s = np.abs(rng.normal(size=CHANNEL_COUNT)) * 0.015
    for name in ("arm_raise", "arm_side", "arm_swing", "elbow", "arm_turn", "reach", "hand"):
        view = channel(lag_s, name)
        view[0] += max(values["side_lag_s"], 0.0)
        view[1] += max(-values["side_lag_s"], 0.0)
    stage = Stage(
        times_s=times_s,
        duration_s=spec.duration_s,
        start_s=start_s,
        end_s=end_s,
        values=values,
        rest=standing(values),
        measures=measures,
        lag_s=lag_s,
        rng=rng,
        partner=other,
        apart_m=math.hypot(place.ahead_m, place.left_m),
        other=place if role == "actor" else place.seen_from_there(),
    )
    program = action.partner if role == "partner" and action.partner else action.program
    performance = program(stage)
    track = performance.track + _involuntary(times_s, values["sway"], rng)
    solution = solve(track, measures, performance.ground, performance.palms, fps)
    interval = (max(start_s, 0.0), min(end_s, spec.duration_s, frame_count / fps))
    return Motion(
        rotations=solution.rotations.astype(np.float32),
        root_m=solution.positions_m[:, 0].astype(np.float32),
        contacts=_contacts(track, fps),
        fps=fps,
        action_interval_s=(min(interval[0], interval[1]), interval[1]),
        props=performance.props,
        moving_props=()
        if spec.mimed
        else performance.moving
        + tuple(moving_prop(held, solution, measures, times_s) for held in performance.held),
    )


def standing(values: Mapping[str, float]) -> np.ndarray:
    """Returns the posture (C,) in which this person stands, arms at the sides."""
    slouch, bend = values["slouch"], values["arm_bend"]
    asymmetry = np.array([1.0, -1.0]) * values["arm_asymmetry"]
    rest = pose(
        np.zeros(CHANNEL_COUNT),
        turn=(0.0, values["lean"], 0.0),
        spine=(0.0, slouch, 0.0),
        head=(0.0, values["head_nod"] - 0.7 * slouch, values["head_turn"]),
        arm_raise=values["arm_spread"] + 0.5 * asymmetry,
        arm_side=1.35,
        arm_swing=0.25 * slouch + 0.5 * asymmetry - 0.4 * bend,
        arm_hang=0.8,
        arm_turn=0.0,
        elbow=bend + 0.5 * np.abs(asymmetry),
        palm=((0.1, -1.0, 0.0), (0.1, -1.0, 0.0)),
        wrist_bend=0.1,
        fist=values["hand_curl"],
        foot_yaw=values["toe_out"],
        pelvis=(0.0, 0.0, -0.004),
        elbow_out=-0.6,  # hanging: a hand on its way to a goal keeps clear of the hips
    )
    foot = channel(rest, "foot")
    foot[:, 0] += np.array([0.5, -0.5]) * values["stagger"]
    foot[:, 1] += 0.1 * (values["stance_width"] - 1.0)
    return rest


def _involuntary(times_s: np.ndarray, sway: float, rng: np.random.Generator) -> np.ndarray:
    """Returns (T, C) small drifts: nobody stands still."""
    size = np.zeros(CHANNEL_COUNT)
    for name, deviation in SWAY.items():
        size[SLICES[name]] = deviation
    height = SLICES["pelvis"].start + 2
    size[height] = 0.0
    active = np.flatnonzero(size)
    drift = np.zeros((times_s.size, CHANNEL_COUNT))
    noise = band_limited_noise(times_s, active.size, low_hz=0.1, high_hz=0.9, rng=rng)
    drift[:, active] = sway * size[active] * noise
    breath = np.sin(2.0 * np.pi * (rng.uniform(0.2, 0.35) * times_s + rng.uniform()))
    channel(drift, "shrug")[...] += 0.012 * breath[:, None]
    channel(drift, "spine")[:, 1] -= 0.008 * breath
    return drift


def _contacts(track: np.ndarray, fps: float) -> np.ndarray:
    """Returns (T, 2) whether a foot is planted: on the ground, not moving, bearing the leg."""
    foot = channel(track, "foot")
    moved = np.linalg.norm(np.diff(foot[..., :2], axis=0, append=foot[-1:, :, :2]), axis=-1)
    before = np.concatenate((moved[:1], moved[:-1]))
    still = np.maximum(moved, before) * fps < 0.02
    planted = (foot[..., 2] < 0.003) & (channel(track, "leg_free") < 0.02)
    return still & planted
