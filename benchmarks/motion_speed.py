"""Motions per second on one core: by family, by stage, beside a keyframe player.

    taskset -c 0 python benchmarks/motion_speed.py [--rounds 5] [--seconds 2.5] [--fps 12] [--json]

Every action is sampled and performed, each time another performance on another of eight adults;
actions of two count as one motion, the actor's. All times are processor time of this process, the
median over the rounds, so that other work on the machine disturbs little. Pass `--fps` and
`--seconds` as `understudy generate` would.

The peer plays each of the same motions back from six key poses with SciPy's rotations: a
spherical interpolation for each of the 24 joints, then forward kinematics down the tree. It knows
nothing of feet, hands, ground or contacts. Its forward kinematics alone stands beside it.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy: the table is about one core

import argparse
import functools
import importlib
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.spatial.transform import Rotation, Slerp

from understudy.bodies import sample_body, skeleton
from understudy.motion import ACTIONS, Action, sample_action
from understudy.rng import stream
from understudy.types import PARENTS, Motion, Skeleton

PEOPLE, KEY_POSES, GOAL_PER_S = 8, 6, 500.0
STAGES: dict[str, tuple[str, ...]] = {
    "measure the body": ("measure",),
    "solve: arms, legs, ground": ("solve",),
    "involuntary movement": ("standing", "_involuntary"),
    "contacts": ("_contacts",),
    "things in hands": ("moving_prop",),
}
"""Stage -> functions of the module that performs."""


class Clock:
    """Adds up processor time by name."""

    def __init__(self) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)

    @contextmanager
    def measuring(self, name: str) -> Iterator[None]:
        """Counts what happens inside."""
        began_s = time.process_time()
        try:
            yield
        finally:
            self.spent_s[name] += time.process_time() - began_s

    def watched(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Returns the same function, its time counted."""

        @functools.wraps(work)
        def counted(*arguments: Any, **named: Any) -> Any:
            with self.measuring(name):
                return work(*arguments, **named)

        return counted


def family(action: Action) -> str:
    """Returns the file of motion programs that an action comes from."""
    program = action.program
    while isinstance(program, functools.partial):
        program = program.func
    return program.__module__.rpartition(".")[2]


def motions(people: list[Skeleton], number: int, seconds: float, fps: float) -> Iterator[Any]:
    """Yields (name, processor time, body, motion) for one performance of every action."""
    performing = importlib.import_module("understudy.motion.perform")
    for index, (name, action) in enumerate(sorted(ACTIONS.items())):
        body = people[(index + number) % len(people)]
        rng = stream(0, "motion speed", name, number)
        began_s = time.process_time()
        spec = sample_action(name, rng=rng, duration_s=max(seconds, action.minimum_s))
        motion = performing.perform_action(
            action, spec, body, partner=None, role="actor", fps=fps,
            frame_count=round(spec.duration_s * fps),
        )  # fmt: skip
        yield name, time.process_time() - began_s, body, motion


def stages(people: list[Skeleton], rounds: int, seconds: float, fps: float) -> dict[str, float]:
    """Returns the share of each stage in sampling and performing everything."""
    performing = importlib.import_module("understudy.motion.perform")
    clock = Clock()
    usual = {part: getattr(performing, part) for parts in STAGES.values() for part in parts}
    for stage, parts in STAGES.items():
        for part in parts:
            setattr(performing, part, clock.watched(stage, usual[part]))
    try:
        for number in range(rounds):
            for index, (name, action) in enumerate(sorted(ACTIONS.items())):
                rng = stream(0, "motion speed", name, number)
                with clock.measuring("all"):
                    with clock.measuring("sample"):
                        spec = sample_action(
                            name, rng=rng, duration_s=max(seconds, action.minimum_s)
                        )
                    watched = replace(action, program=clock.watched("program", action.program))
                    performing.perform_action(
                        watched, spec, people[index % len(people)], partner=None, role="actor",
                        fps=fps, frame_count=round(spec.duration_s * fps),
                    )  # fmt: skip
    finally:
        for part, work in usual.items():
            setattr(performing, part, work)
    total_s = clock.spent_s.pop("all")
    shares = {stage: spent_s / total_s for stage, spent_s in clock.spent_s.items()}
    return shares | {"the rest": 1.0 - sum(shares.values())}


def scipy_kinematics(local: list[Rotation], root_m: np.ndarray, body: Skeleton) -> np.ndarray:
    """Returns joint places (T, 24, 3) by SciPy's rotations."""
    turns: list[Rotation] = []
    places = np.empty((len(root_m), len(PARENTS), 3))
    for joint, parent in enumerate(PARENTS):
        turns.append(local[joint] if parent < 0 else turns[parent] * local[joint])
        step = 0.0 if parent < 0 else turns[parent].apply(body.offsets_m[joint])
        places[:, joint] = root_m if parent < 0 else places[:, parent] + step
    return places


def peer_times(body: Skeleton, motion: Motion) -> tuple[float, float]:
    """Returns processor time of playing a motion from key poses, and of its kinematics alone."""
    times = np.arange(len(motion.root_m)) / motion.fps
    keys = np.unique(np.linspace(0, len(times) - 1, KEY_POSES).round().astype(int))
    poses = [
        Rotation.from_quat(motion.rotations[keys, joint], scalar_first=True)
        for joint in range(len(PARENTS))
    ]
    began_s = time.process_time()
    local = [Slerp(times[keys], pose)(times) for pose in poses]
    between_s = time.process_time()
    scipy_kinematics(local, motion.root_m, body)
    ended_s = time.process_time()
    return ended_s - began_s, ended_s - between_s


def main() -> None:
    """Prints the tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.5, help="length of a clip")
    parser.add_argument("--fps", type=float, default=12.0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    people = [
        skeleton(sample_body(rng=stream(0, "motion speed", n), age_range=(0.6, 0.85)))
        for n in range(PEOPLE)
    ]
    settings = (arguments.seconds, arguments.fps)
    for _ in motions(people, arguments.rounds, *settings):
        pass  # caches fill
    spent_s: dict[str, list[float]] = defaultdict(list)
    totals_s, played_s, chained_s = [], [], []
    for number in range(arguments.rounds):
        played, chained, total = 0.0, 0.0, 0.0
        for name, each_s, body, motion in motions(people, number, *settings):
            spent_s[name].append(each_s)
            total += each_s
            whole_s, kinematics_s = peer_times(body, motion)
            played += whole_s
            chained += kinematics_s
        totals_s.append(total / len(ACTIONS))
        played_s.append(played / len(ACTIONS))
        chained_s.append(chained / len(ACTIONS))
    median_s = {name: statistics.median(times) for name, times in spent_s.items()}
    ours_s, playing_s, chain_s = map(statistics.median, (totals_s, played_s, chained_s))
    shares = stages(people, arguments.rounds, *settings)
    families: dict[str, list[float]] = defaultdict(list)
    for name in median_s:
        families[family(ACTIONS[name])].append(median_s[name])
    if arguments.json:
        found = {
            "motions_per_s": 1.0 / ours_s, "ms": 1e3 * ours_s,
            "scipy_key_poses_ms": 1e3 * playing_s, "scipy_kinematics_ms": 1e3 * chain_s,
            "stages": shares, "actions_ms": {name: 1e3 * s for name, s in median_s.items()},
        }  # fmt: skip
        print(json.dumps(found, indent=1))
        return
    console = Console()
    table = Table("family", "actions", "median ms", "slowest", "ms")
    for part, times in sorted(families.items(), key=lambda item: -statistics.median(item[1])):
        slowest = max((n for n in median_s if family(ACTIONS[n]) == part), key=median_s.__getitem__)
        table.add_row(part, str(len(times)), f"{1e3 * statistics.median(times):.2f}", slowest,
                      f"{1e3 * median_s[slowest]:.2f}")  # fmt: skip
    console.print(table)
    table = Table("stage", "share")
    for stage, share in sorted(shares.items(), key=lambda item: -item[1]):
        table.add_row(stage, f"{100.0 * share:.0f} %")
    console.print(table)
    console.print(
        f"{len(ACTIONS)} actions, {arguments.seconds} s at {arguments.fps} fps: {1e3 * ours_s:.2f}"
        f" ms a motion, {1.0 / ours_s:.0f} motions per second of one core (goal {GOAL_PER_S:.0f})\n"
        f"SciPy, {KEY_POSES} key poses interpolated and chained: {1e3 * playing_s:.2f} ms, "
        f"{playing_s / ours_s:.2f} of a motion; chained alone {1e3 * chain_s:.2f} ms, "
        f"{chain_s / ours_s:.2f}"
    )


if __name__ == "__main__":
    main()
