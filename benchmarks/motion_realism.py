"""Would a judge who knows only real people name our motions? And the other way round?

    python benchmarks/motion_realism.py --shared PATH [--samples 40] [--seeds 3] [--json]

The judge is a small temporal CNN over skeletons, trained on the Kinect recordings of UTD-MHAD
(Chen, Jafari, Kehtarnavaz 2015; under PATH/real/utd_mhad/Skeleton) and asked about performances of
the same 27 actions by our programs, with our joints put where Kinect sees its twenty. Then it is
trained on ours and asked about the recordings; and, as a yardstick, trained on all but one of the
real people and asked about that one.

What the recordings fix is fixed in ours too: walking and jogging on the spot, every clip from rest
to rest. Bodies are adults. Recordings are also shown mirrored (left becomes right in the label),
because our people use either hand.

Variety: mean distance between two performances of a class, as a share of that between two real
people's; both right-handed, trimmed to where something moves. 1 is right, 0.1 a machine.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import numpy as np
import torch
from scipy.io import loadmat
from scipy.ndimage import uniform_filter1d

from understudy.bodies import sample_body, skeleton
from understudy.geometry import forward_kinematics, quaternion_rotate
from understudy.motion import ACTIONS, Choice, perform, sample_action
from understudy.rng import stream
from understudy.types import JOINTS, ActionSpec, Motion, Skeleton

CLASSES: tuple[str, ...] = (
    "swipe_left", "swipe_right", "wave_one_hand", "clap", "throw", "cross_arms",
    "basketball_shoot", "draw_x", "draw_circle_clockwise", "draw_circle_counterclockwise",
    "draw_triangle", "bowling", "punch", "baseball_swing", "tennis_swing", "arm_curl",
    "tennis_serve", "push_with_both_hands", "knock", "catch", "pick_up_and_throw", "jog", "walk",
    "stand_up", "sit_down", "lunge", "squat",
)  # fmt: skip
"""UTD-MHAD's actions 1 to 27 by our names."""
MIRRORED = {0: 1, 1: 0, 8: 9, 9: 8}
"""Class -> class of its mirror image, where that is another."""
FIXED = {"path": "in_place", "cut_in": "no", "cut_out": "no"}

FPS, FRAMES, PEOPLE = 30.0, 48, 16
J = {name: index for index, name in enumerate(JOINTS)}
PELVIS, CHEST = "pelvis", "spine3"
KINECT: tuple[tuple[str, str, tuple[float, float, float]], ...] = (
    ("head", "head", (-0.03, 0.0, 0.19)),
    ("neck", CHEST, (0.0, 0.0, 0.02)),
    (CHEST, CHEST, (0.08, 0.0, -0.05)),
    (PELVIS, PELVIS, (0.14, 0.0, 0.29)),
    ("left_shoulder", CHEST, (0.0, 0.0, 0.0)),
    ("left_elbow", "left_elbow", (0.0, 0.0, 0.0)),
    ("left_wrist", "left_wrist", (0.0, 0.0, 0.0)),
    ("left_hand", "left_wrist", (0.0, -0.09, 0.0)),
    ("right_shoulder", CHEST, (0.0, 0.0, 0.0)),
    ("right_elbow", "right_elbow", (0.0, 0.0, 0.0)),
    ("right_wrist", "right_wrist", (0.0, 0.0, 0.0)),
    ("right_hand", "right_wrist", (0.0, 0.09, 0.0)),
    ("left_hip", PELVIS, (0.17, -0.07, 0.17)),
    ("left_knee", "left_knee", (-0.1, -0.05, 0.0)),
    ("left_ankle", "left_ankle", (0.0, 0.0, 0.15)),
    ("left_foot", "left_ankle", (0.07, 0.0, 0.05)),
    ("right_hip", PELVIS, (0.17, 0.07, 0.17)),
    ("right_knee", "right_knee", (-0.1, 0.05, 0.0)),
    ("right_ankle", "right_ankle", (0.0, 0.0, 0.15)),
    ("right_foot", "right_ankle", (0.07, 0.0, 0.05)),
)
"""Kinect's joints in its order: our joint, whose frame moves it, how far it lies from it in arm
lengths, measured on people who stand upright."""
SWAPPED = [0, 1, 2, 3, *range(8, 12), *range(4, 8), *range(16, 20), *range(12, 16)]

Clips = list[np.ndarray]
"""Each (T, 20, 3): forward, left, up [arm lengths]."""


def kinect_joints(body: Skeleton, motion: Motion) -> np.ndarray:
    """Returns where Kinect would see its joints, (T, 20, 3) in arm lengths."""
    turns, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )
    arm_m = float(
        np.linalg.norm(body.offsets_m[[J["right_elbow"], J["right_wrist"]]], axis=1).sum()
    )
    seen = [
        places[:, J[joint]] + quaternion_rotate(turns[:, J[frame]], arm_m * np.array(offset))
        for joint, frame, offset in KINECT
    ]
    return np.stack(seen, axis=1) / arm_m


def read_recordings(shared: Path) -> tuple[Clips, np.ndarray, np.ndarray]:
    """Reads UTD-MHAD: clips, classes (N,) and subjects (N,)."""
    folder = shared / "real" / "utd_mhad" / "Skeleton"
    files = sorted(folder.glob("a*_s*_t*_skeleton.mat"))
    if not files:
        sys.exit(
            f"no recordings in {folder}: expected UTD-MHAD's a*_s*_t*_skeleton.mat there; "
            "give the folder that holds real/utd_mhad with --shared"
        )
    clips, labels, subjects = [], [], []
    for file in files:
        action, subject, _ = map(int, re.findall(r"\d+", file.name)[:3])
        camera = loadmat(file)["d_skel"].transpose(2, 0, 1)  # x to their left seen from it, z away
        places = np.stack((-camera[..., 2], -camera[..., 0], camera[..., 1]), axis=-1)
        upper, lower = places[:, 8] - places[:, 9], places[:, 9] - places[:, 10]
        arm = np.median(np.linalg.norm(upper, axis=-1) + np.linalg.norm(lower, axis=-1))
        clips.append(places / arm)
        labels.append(action - 1)
        subjects.append(subject)
    return clips, np.array(labels), np.array(subjects)


def sample(name: str, *, rng: np.random.Generator) -> ActionSpec:
    """Draws a performance as the recordings are made."""
    spec = sample_action(name, rng=rng)
    kinds = ACTIONS[name].all_parameters
    fixed = {
        key: float(kind.options.index(FIXED[key]))
        for key, kind in kinds.items()
        if key in FIXED and isinstance(kind, Choice)
    }
    return spec.model_copy(update={"parameters": spec.parameters | fixed})


def perform_all(samples: int, seed: int) -> tuple[Clips, np.ndarray, np.ndarray]:
    """Performs every class: clips, classes (N,) and whether the left side acts (N,)."""
    people = [
        skeleton(sample_body(rng=stream(seed, "realism", n), age_range=(0.6, 0.85)))
        for n in range(PEOPLE)
    ]
    clips, labels, lefts = [], [], []
    for label, name in enumerate(CLASSES):
        for number in range(samples):
            spec = sample(name, rng=stream(seed, "realism", name, number))
            body = people[number % PEOPLE]
            frames = max(8, round(spec.duration_s * FPS))
            motion = perform(spec, body, fps=FPS, frame_count=frames)
            clips.append(kinect_joints(body, motion))
            labels.append(label)
            lefts.append(spec.parameters.get("side", 1.0) == 0.0)
    return clips, np.array(labels), np.array(lefts)


def mirrored(clip: np.ndarray) -> np.ndarray:
    """Returns a clip (T, 20, 3) as seen in a mirror."""
    return clip[:, SWAPPED] * np.array([1.0, -1.0, 1.0])


def normalised(clip: np.ndarray) -> np.ndarray:
    """Trims a clip to where something moves, faces it forward, stretches it to (FRAMES, 20, 3)."""
    limbs = clip[:, [3, 6, 10, 14, 18]]
    calm = uniform_filter1d(limbs, 5, axis=0)
    energy = (np.diff(calm, axis=0) ** 2).sum(axis=(1, 2))
    done = np.cumsum(energy) / max(energy.sum(), 1e-9)
    start = max(int(np.searchsorted(done, 0.01)) - 2, 0)
    stop = min(int(np.searchsorted(done, 0.99)) + 3, len(clip))
    across = (clip[:4, 4] - clip[:4, 8]).mean(axis=0)
    yaw = np.arctan2(-across[0], across[1])
    clip = turned(clip, -yaw)
    clip = clip - clip[:1, 3:4]
    times = np.linspace(start, stop - 1, FRAMES)
    return stretched(clip, times)


def turned(clip: np.ndarray, yaw: float) -> np.ndarray:
    """Returns a clip turned about the vertical [rad]."""
    cosine, sine = np.cos(yaw), np.sin(yaw)
    turn = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    result: np.ndarray = clip @ turn.T
    return result


def stretched(clip: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Returns a clip (T, 20, 3) at fractional frame numbers."""
    flat = clip.reshape(len(clip), -1)
    frames = np.arange(len(clip))
    columns = [np.interp(times, frames, column) for column in flat.T]
    return np.stack(columns, axis=-1).reshape(len(times), *clip.shape[1:])


def features(clips: np.ndarray) -> np.ndarray:
    """Returns (N, C, FRAMES): limbs against the trunk and their speeds, from (N, FRAMES, 20, 3).

    Arms count from between the shoulders, legs and pelvis from where they were at first: Kinect's
    hips and knees lie elsewhere in every body.
    """
    middle = 0.5 * (clips[:, :, 4:5] + clips[:, :, 8:9])
    arms = clips[:, :, [5, 6, 7, 9, 10, 11]] - middle
    trunk = np.concatenate((clips[:, :, 4:5] - clips[:, :, 8:9], middle - clips[:, :, 3:4]), axis=2)
    low = clips[:, :, [3, 13, 14, 17, 18]]
    low = low - low[:, :1]
    trunk[:, :, 1] -= trunk[:, :1, 1]
    found = np.concatenate((arms, trunk, low), axis=2)
    found = found.reshape(*found.shape[:2], -1)
    speed = 6.0 * np.gradient(found, axis=1)
    return np.concatenate((found, speed), axis=-1).transpose(0, 2, 1).astype(np.float32)


def varied(clip: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Returns a training variant: other ends, another pace, another place and build."""
    start = rng.uniform(-0.08, 0.12) * (FRAMES - 1)
    stop = rng.uniform(0.88, 1.08) * (FRAMES - 1)
    share = np.linspace(0.0, 1.0, FRAMES)
    share = share + rng.uniform(-0.08, 0.08) * np.sin(np.pi * share)
    clip = stretched(clip, start + share * (stop - start))
    clip = turned(clip, rng.normal(0.0, 0.15)) * rng.normal(1.0, 0.05)
    clip = clip + rng.normal(0.0, 0.04, (1, 20, 3))
    noise: np.ndarray = rng.normal(0.0, 0.015, clip.shape)
    return clip + noise


def train(clips: np.ndarray, labels: np.ndarray, seed: int, epochs: int) -> torch.nn.Module:
    """Trains the judge on clips (N, FRAMES, 20, 3) and their mirror images."""
    torch.manual_seed(seed)
    rng = stream(seed, "realism", "train")
    other = np.array([MIRRORED.get(label, label) for label in range(len(CLASSES))])
    clips = np.concatenate((clips, np.stack([mirrored(clip) for clip in clips])))
    labels = np.concatenate((labels, other[labels]))
    width = features(clips[:1]).shape[1]

    def block(inputs: int, outputs: int, stride: int) -> list[torch.nn.Module]:
        return [
            torch.nn.Conv1d(inputs, outputs, 5, stride=stride, padding=2),
            torch.nn.BatchNorm1d(outputs),
            torch.nn.ReLU(),
            torch.nn.Dropout(0.2),
        ]

    model = torch.nn.Sequential(
        *block(width, 96, 1), *block(96, 96, 2), *block(96, 128, 2), torch.nn.Flatten(),
        torch.nn.Dropout(0.4), torch.nn.Linear(128 * FRAMES // 4, len(CLASSES)),
    )  # fmt: skip
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
    steps = -(-len(clips) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, epochs * steps)
    for _ in range(epochs):
        order = rng.permutation(len(clips))
        seen = features(np.stack([varied(clips[n], rng=rng) for n in order]))
        for batch in np.array_split(np.arange(len(order)), steps):
            scores = model(torch.from_numpy(seen[batch]))
            loss = torch.nn.functional.cross_entropy(
                scores, torch.from_numpy(labels[order[batch]]), label_smoothing=0.1
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def judged(model: torch.nn.Module, clips: np.ndarray) -> np.ndarray:
    """Returns the class (N,) that the judge names for each clip."""
    with torch.no_grad():
        named: np.ndarray = model(torch.from_numpy(features(clips))).argmax(dim=1).numpy()
    return named


def variety(
    ours: np.ndarray, our_labels: np.ndarray, real: np.ndarray, labels: np.ndarray, who: np.ndarray
) -> np.ndarray:
    """Returns per class the spread of our performances as a share of that among real people."""
    shares = []
    for label in range(len(CLASSES)):
        mine, theirs = (
            features(c).reshape(len(c), 2, -1)[:, 0]  # places, not speeds
            for c in (ours[our_labels == label], real[labels == label])
        )
        people = who[labels == label]
        apart = np.linalg.norm(theirs[:, None] - theirs[None], axis=-1)
        spread = np.linalg.norm(mine[:, None] - mine[None], axis=-1)
        strangers = people[:, None] != people[None]
        shares.append(spread[~np.eye(len(mine), dtype=bool)].mean() / apart[strangers].mean())
    return np.array(shares)


def print_table(title: str, truth: np.ndarray, named: np.ndarray) -> None:
    """Prints per class how often it is named right and what for instead, worst first."""
    print(f"\n{title}: {100.0 * np.mean(truth == named):.1f} % top-1")
    rates = {label: float(np.mean(named[truth == label] == label)) for label in np.unique(truth)}
    for label in sorted(rates, key=lambda k: rates[k]):
        wrong = named[(truth == label) & (named != label)]
        counts = np.bincount(wrong, minlength=len(CLASSES))
        often = [k for k in np.argsort(-counts)[:3] if counts[k]]
        total = int((truth == label).sum())
        taken = ", ".join(f"{CLASSES[k]} {100 * counts[k] / total:.0f} %" for k in often)
        print(f"  {CLASSES[label]:30}{100.0 * rates[label]:5.0f} %   {taken}")


def main() -> None:
    """Prints the tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder with real/utd_mhad")
    parser.add_argument("--samples", type=int, default=40, help="of each class")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    raw, labels, who = read_recordings(arguments.shared)
    real = np.stack([normalised(clip) for clip in raw])
    truths: dict[str, list[np.ndarray]] = {"ours": [], "real": [], "stranger": []}
    names: dict[str, list[np.ndarray]] = {"ours": [], "real": [], "stranger": []}
    ratios = []
    for seed in range(arguments.seeds):
        drawn, our_labels, lefts = perform_all(arguments.samples, seed)
        ours = np.stack([normalised(clip) for clip in drawn])
        judge = train(real, labels, seed, 2 * arguments.epochs)
        truths["ours"].append(our_labels)
        names["ours"].append(judged(judge, ours))
        judge = train(ours, our_labels, seed, arguments.epochs)
        truths["real"].append(labels)
        names["real"].append(judged(judge, real))
        left_out = np.unique(who)[seed % len(np.unique(who))]
        judge = train(real[who != left_out], labels[who != left_out], seed, 2 * arguments.epochs)
        truths["stranger"].append(labels[who == left_out])
        names["stranger"].append(judged(judge, real[who == left_out]))
        right = np.stack([mirrored(c) if left else c for c, left in zip(ours, lefts, strict=True)])
        ratios.append(variety(right, our_labels, real, labels, who))
    ratio = np.mean(ratios, axis=0)
    scores = {
        key: [float(np.mean(t == n)) for t, n in zip(truths[key], names[key], strict=True)]
        for key in truths
    }
    if arguments.json:
        print(json.dumps({"top1": scores, "variety": dict(zip(CLASSES, ratio, strict=True))}))
        return
    for key, title in (
        ("ours", "trained on real people, asked about ours"),
        ("real", "trained on ours, asked about real people"),
        ("stranger", "trained on three real people, asked about a fourth"),
    ):
        print_table(title, np.concatenate(truths[key]), np.concatenate(names[key]))
        print("  each seed: " + ", ".join(f"{100.0 * score:.1f}" for score in scores[key]))
    print(f"\nvariety, ours as a share of real people's: {ratio.mean():.2f}")
    for label in np.argsort(ratio):
        print(f"  {CLASSES[label]:30}{ratio[label]:5.2f}")


if __name__ == "__main__":
    main()
