"""Repetitions counted in films of exercises, against the exact motion of the people in them.

    python benchmarks/repetitions.py                        # 6 clips of every action
    python benchmarks/repetitions.py --clips 20 --seed 2 --json
    python benchmarks/repetitions.py --actions squat push_up --seconds 12 12

Each clip shows another person in another place before a standing camera in front of them or
anywhere about them. The true number is read off the joints that the clip's ground truth holds: how
often the one height that the exercise is about goes away from rest and comes back. Of what is no
exercise, the table says how often something was counted. "always guess" is the mean absolute
error of always answering with the action's own median, which no count without sight can beat.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy: it shares the machine with others
os.environ.setdefault("LP_NUM_THREADS", "0")

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.signal import find_peaks

from understudy.casting import Company
from understudy.generate import film
from understudy.render import open_renderer
from understudy.repetitions import Repetitions, count_repetitions
from understudy.sampling import GenerateJob, sample_clip
from understudy.scenes import CameraRange
from understudy.types import JOINTS, GroundTruth, Video

MOVES: dict[str, tuple[tuple[str, ...], int]] = {
    "squat": (("pelvis",), -1),
    "jumping_jack": (("left_wrist", "right_wrist"), 1),
    "push_up": (("neck",), -1),
    "sit_up": (("neck",), 1),
    "touch_toes": (("neck",), -1),
    "deadlift": (("neck",), 1),
    "shoulder_press": (("left_wrist", "right_wrist"), 1),
    "lateral_raise": (("left_wrist", "right_wrist"), 1),
    "arm_curl": (("left_wrist", "right_wrist"), 1),
    "leg_raise": (("left_ankle", "right_ankle"), 1),
    "glute_bridge": (("pelvis",), 1),
    "high_knees": (("left_knee",), 1),
    "jump_rope": (("pelvis",), 1),
}
"""Exercise -> the joints whose height it is about, and whether it raises or lowers them. Each is
counted alone: both sides in turn are one repetition."""
OTHERS = ("idle", "walk", "drink")
LEAST_SHARE = 0.35
"""Of the height's whole range, that a repetition must rise and fall by."""


@dataclass(frozen=True, kw_only=True)
class Row:
    action: str
    clips: int
    true_median: float
    mean_error: float
    exact: float
    within_one: float
    guess_error: float
    zero: float
    """Share of the clips in which nothing was counted."""


def true_repetitions(action: str, truth: GroundTruth) -> int:
    """Returns how often the actor's joints go through the exercise's movement."""
    joints, sign = MOVES[action]
    heights_m = truth.joints_m[:, 0, [JOINTS.index(joint) for joint in joints], 2]
    ranges_m = np.ptp(heights_m, axis=0)
    counts = []
    for height_m, range_m in zip(heights_m.T.astype(np.float64), ranges_m, strict=True):
        if range_m < 0.5 * ranges_m.max():
            continue  # the hand that does nothing
        signal = sign * height_m
        # At rest before the first and after the last repetition, also where the film cuts it.
        padded = np.concatenate([[signal.min()], signal, [signal.min()]])
        counts.append(len(find_peaks(padded, prominence=LEAST_SHARE * range_m)[0]))
    return max(counts)


def films(
    action: str,
    clips: int,
    *,
    seed: int,
    size: int = 80,
    seconds: tuple[float, float] = (6.0, 10.0),
) -> Iterator[tuple[Video, GroundTruth]]:
    """Yields films of one person and what is true of them."""
    job = GenerateJob(
        actions=(action,), clips_per_action=clips, seed=seed, width=size, height=size,
        duration_s=seconds, quality="draft", layers=(), company=Company(bystander_share=0.0),
        camera=CameraRange(viewpoints=("frontal", "tripod"), motions=("static",)),
    )  # fmt: skip
    with open_renderer("raster") as renderer:
        for number in range(clips):
            clip = film(sample_clip(job, action, number), renderer)
            yield Video(frames=clip.frames, fps=clip.spec.fps), clip.truth


def summarise(action: str, answers: Sequence[tuple[Repetitions, int]]) -> Row:
    found = [answer.count for answer, _ in answers]
    true = [number for _, number in answers]
    errors = [abs(a - b) for a, b in zip(found, true, strict=True)]
    return Row(
        action=action,
        clips=len(answers),
        true_median=median(true),
        mean_error=mean(errors),
        exact=mean(error == 0 for error in errors),
        within_one=mean(error <= 1 for error in errors),
        guess_error=mean(abs(number - median(true)) for number in true),
        zero=mean(number == 0 for number in found),
    )


def show(rows: Sequence[Row], console: Console) -> None:
    table = Table(title="Repetitions: counted against the exact motion")
    for heading in (
        "action", "clips", "true, median", "mean error", "exact", "within one", "always guess",
        "none counted",
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "action" else "right")
    for row in rows:
        table.add_row(
            row.action, str(row.clips), f"{row.true_median:g}", f"{row.mean_error:.2f}",
            f"{row.exact:.0%}", f"{row.within_one:.0%}", f"{row.guess_error:.2f}",
            f"{row.zero:.0%}",
        )  # fmt: skip
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--actions", nargs="+", choices=(*MOVES, *OTHERS), metavar="ACTION")
    parser.add_argument("--clips", type=int, default=6, help="of each action")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=80, help="of the picture [px]")
    parser.add_argument("--seconds", type=float, nargs=2, default=(6.0, 10.0))
    parser.add_argument("--each", action="store_true", help="print every clip's answer")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    console = Console()
    rows: list[Row] = []
    counting_s, frames = 0.0, 0
    for action in options.actions or (*MOVES, *OTHERS):
        answers = []
        for video, truth in films(
            action, options.clips, seed=options.seed, size=options.size,
            seconds=tuple(options.seconds),
        ):  # fmt: skip
            start_s = time.process_time()
            answer = count_repetitions(video)
            counting_s += time.process_time() - start_s
            frames += len(video.frames)
            true = true_repetitions(action, truth) if action in MOVES else 0
            answers.append((answer, true))
            if options.each:
                console.print(action, true, answer)
        rows.append(summarise(action, answers))
    if options.json:
        print(json.dumps([asdict(row) for row in rows]))
        return
    show(rows, console)
    exercises = [row for row in rows if row.action in MOVES]
    if exercises:
        good = [row.action for row in exercises if row.within_one >= 0.8]
        console.print(
            f"within one in at least 80 % of the clips: {len(good)} of {len(exercises)} exercises; "
            f"of all their clips {mean(row.within_one for row in exercises):.0%}, "
            f"exact {mean(row.exact for row in exercises):.0%}"
        )
    console.print(f"counting took {1e3 * counting_s / frames:.2f} ms per frame on one core")


if __name__ == "__main__":
    main()
