"""From a spec that names a recording to a `Motion` on one body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from understudy.geometry import (
    matrix_from_quaternion,
    quaternion_multiply,
    quaternion_normalize,
    quaternion_slerp,
    yaw_rotation,
)
from understudy.motion.actions import (
    STYLE,
    Choice,
    Distribution,
    LogUniform,
    Normal,
    Uniform,
)
from understudy.motion.imported.clean import (
    Samples,
    looped,
    mean_pose,
    sample,
    warped,
    with_amplitude,
)
from understudy.motion.imported.fit import fit
from understudy.motion.imported.recording import (
    J,
    Recording,
    cut,
    heading_rad,
    mirrored,
    turned,
)
from understudy.motion.perform import standing
from understudy.motion.posture import measure, solve
from understudy.motion.timing import band_limited_noise, ramp
from understudy.rng import stream
from understudy.types import ActionSpec, Motion, Skeleton

YES = Choice(("no", "yes"), (0.5, 0.5))
PARAMETERS: Mapping[str, Distribution] = STYLE | {
    "tempo": LogUniform(0.87, 1.15),
    "from_s": Uniform(0.0, 3600.0),  # these three are set by what is registered, with jitter
    "to_s": Uniform(0.0, 3600.0),
    "loop": YES,
    "mirrored": YES,
    "start": Uniform(0.0, 1.0),
    "warp": Normal(0.0, 0.12),
    "amplitude": LogUniform(0.9, 1.12),
    "heading": Normal(0.0, 0.1),
    "settle_s": Uniform(0.35, 0.65),
}
"""Everything that a performance of a recording draws: the shared style, and how it is played.

from_s, to_s: the part of the recording that is used. start: where in it a clip begins that is
shorter, or that loops. warp: how much one half is quicker than the other. settle_s: how long it
takes from standing into the first pose and out of the last.
"""
UPRIGHT = 0.8
"""A pose with the pelvis this high (leg lengths) and this upright begins or ends in standing."""
SWAY_RAD = {"spine1": 0.004, "spine2": 0.004, "spine3": 0.004, "neck": 0.01, "head": 0.012,
            "left_shoulder": 0.012, "right_shoulder": 0.012}  # fmt: skip
STYLED = 0.5
"""How much of a person's own posture shows through the recorded one's."""


def play_s(values: Mapping[str, float]) -> float:
    """Returns how long the chosen part lasts at the chosen tempo."""
    return (values["to_s"] - values["from_s"]) / values["tempo"]


def perform_recording(
    recording: Recording, spec: ActionSpec, skeleton: Skeleton, *, fps: float, frame_count: int
) -> Motion:
    """Plays a recording on a body; see `PARAMETERS` for what varies."""
    values = spec.parameters
    rng = stream(spec.noise_seed, "motion", spec.name)
    part = cut(recording, values["from_s"], values["to_s"])
    if values["mirrored"] > 0.5:
        part = mirrored(part)
    times_s = np.arange(frame_count) / fps
    duration_s = max(spec.duration_s, frame_count / fps)
    if values["loop"] > 0.5:
        first_s = values["start"] * part.duration_s
        last_s = first_s + duration_s * values["tempo"]
        part = looped(part, last_s)
        at_s = first_s + times_s * values["tempo"]
        weight, interval = np.ones(frame_count), (0.0, spec.duration_s)
    else:
        at_s, weight, interval = _played(part, values, spec.duration_s, times_s)
    part = _ahead(part, at_s[0], values["heading"])
    samples = sample(part, at_s)
    measures = measure(skeleton)
    rotations = with_amplitude(samples.rotations, mean_pose(part), values["amplitude"])
    rotations = _own_posture(rotations, values, has_hands=part.has_hands)
    samples = replace(samples, rotations=rotations)
    if weight.min() < 1.0:
        samples = _from_standing(samples, weight, skeleton, values, fps)
    samples = replace(samples, rotations=_swaying(samples.rotations, times_s, values["sway"], rng))
    fitted, root, contacts = fit(samples, measures, fps)
    end = min(interval[1], spec.duration_s, frame_count / fps)
    return Motion(
        rotations=fitted.astype(np.float32),
        root_m=root.astype(np.float32),
        contacts=contacts,
        fps=fps,
        action_interval_s=(min(interval[0], end), end),
    )


def _played(
    part: Recording, values: Mapping[str, float], duration_s: float, times_s: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[float, float]]:
    """Returns the recording's time at every frame, how much it is played (T,), and when."""
    length = part.duration_s / values["tempo"]
    if length >= duration_s:
        skipped = values["start"] * (length - duration_s)
        at = warped((skipped + times_s) / length, values["warp"])
        return at * part.duration_s, np.ones(len(times_s)), (0.0, duration_s)
    start = values["placement"] * (duration_s - length)
    fraction = np.clip((times_s - start) / length, 0.0, 1.0)
    settle = values["settle_s"]
    weight = np.ones(len(times_s))
    if _upright(part, 0):
        weight *= ramp(times_s, start - settle, start)
    if _upright(part, -1):
        weight *= 1.0 - ramp(times_s, start + length, start + length + settle)
    at = warped(fraction, values["warp"]) * part.duration_s
    return at, weight, (start, start + length)


def _upright(part: Recording, frame: int) -> bool:
    pelvis = matrix_from_quaternion(part.rotations[frame, 0])
    return bool(part.hips[frame, 2] > UPRIGHT and pelvis[2, 2] > UPRIGHT)


def _ahead(part: Recording, time_s: float, heading: float) -> Recording:
    """Turns and moves a recording so that at a time it is at the origin and faces `heading`."""
    frame = int(np.clip(round(time_s * part.fps), 0, part.frame_count - 1))
    facing = float(heading_rad(matrix_from_quaternion(part.rotations[frame, 0])))
    part = turned(part, heading - facing)
    here = part.hips[frame] * np.array([1.0, 1.0, 0.0])
    return replace(part, hips=part.hips - here)


def _own_posture(
    rotations: np.ndarray, values: Mapping[str, float], *, has_hands: bool
) -> np.ndarray:
    """Lets this person's slouch, head and hands show through."""
    result = rotations.copy()
    slouch = STYLED * (values["slouch"] - 0.08)

    def bend(joint: str, pitch: float, yaw: float = 0.0) -> None:
        turn = np.array([1.0, 0.0, 0.5 * pitch, 0.5 * yaw])
        result[:, J[joint]] = quaternion_multiply(result[:, J[joint]], quaternion_normalize(turn))

    for joint in ("spine1", "spine2", "spine3"):
        bend(joint, slouch / 3.0)
    nod = STYLED * (values["head_nod"] - 0.03) - 0.7 * slouch
    for joint in ("neck", "head"):
        bend(joint, 0.5 * nod, 0.5 * STYLED * values["head_turn"])
    if not has_hands:
        for joint, sign in (("left_hand", -1.0), ("right_hand", 1.0)):
            half = 0.5 * sign * values["hand_curl"]
            result[:, J[joint]] = np.array([np.cos(half), np.sin(half), 0.0, 0.0])
    return result


def _from_standing(
    samples: Samples,
    weight: np.ndarray,
    skeleton: Skeleton,
    values: Mapping[str, float],
    fps: float,
) -> Samples:
    """Blends into the way this person stands where the recording has not begun, or is over."""
    measures = measure(skeleton)
    stood = solve(standing(values)[None], measures, fps=fps)
    rest = stood.rotations[0]
    facing = heading_rad(matrix_from_quaternion(samples.rotations[:, 0]))
    rests = np.repeat(rest[None], len(weight), axis=0)
    rests[:, 0] = quaternion_multiply(yaw_rotation(facing), rests[:, 0])
    rotations = quaternion_slerp(rests, samples.rotations, weight[:, None])
    hips_m = stood.positions_m[0, [J["left_hip"], J["right_hip"]], 2].mean()
    height = (hips_m - measures.ankle_height_m) / measures.leg_m
    hips = samples.hips.copy()
    hips[:, 2] += (1.0 - weight) * (height - hips[:, 2])
    # Feet that are on their way into another stance are not planted.
    settled = np.ones(len(weight), bool)
    moving = (weight > 0.02) & (weight < 0.98)
    settled[moving] = False
    contacts = np.where(weight[:, None] <= 0.02, True, samples.contacts & settled[:, None])
    support = samples.support | (weight <= 0.02)
    return Samples(
        rotations=quaternion_normalize(rotations), hips=hips, contacts=contacts, support=support
    )


def _swaying(
    rotations: np.ndarray, times_s: np.ndarray, sway: float, rng: np.random.Generator
) -> np.ndarray:
    """Adds small involuntary movements of trunk, head and arms."""
    noise = band_limited_noise(times_s, 3 * len(SWAY_RAD), low_hz=0.1, high_hz=0.9, rng=rng)
    result = rotations.copy()
    for number, (joint, deviation) in enumerate(SWAY_RAD.items()):
        turn = np.ones((len(times_s), 4))
        turn[:, 1:] = 0.5 * sway * deviation * noise[:, 3 * number : 3 * number + 3]
        result[:, J[joint]] = quaternion_multiply(result[:, J[joint]], quaternion_normalize(turn))
    return result
