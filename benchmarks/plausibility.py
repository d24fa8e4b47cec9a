"""How plausible are the actions? Hundreds of random samples of each, worst first.

    python benchmarks/plausibility.py [--samples 200] [--actions fall walk] [--json]

Each sample is another person (a dozen bodies, child to old age) and another performance. A class
passes where its 99th percentile of every measure is within `motion.plausibility.LIMITS`; the
table shows that percentile as a share of the limit, and which measure is the worst.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from understudy.bodies import sample_body, skeleton
from understudy.motion import ACTIONS, is_pair, perform, sample_action
from understudy.motion.plausibility import LIMITS, measure_plausibility
from understudy.rng import stream
from understudy.types import Skeleton

FPS = 60.0
"""High enough that a quick movement is smooth between frames and only a jump is a jolt."""
BODIES = 12
PERCENTILE = 99.0


def bodies() -> list[Skeleton]:
    """Returns the skeletons of a dozen people."""
    return [
        skeleton(sample_body(rng=stream(0, "plausibility", n), age_range=(0.33, 1.0)))
        for n in range(BODIES)
    ]


def judge(name: str, people: list[Skeleton], samples: int) -> dict[str, float]:
    """Returns measure -> 99th percentile over random performances."""
    found: dict[str, list[float]] = {measure: [] for measure in LIMITS}
    for number in range(samples):
        rng = stream(0, "plausibility", name, number)
        spec = sample_action(name, rng=rng)
        body, other = people[number % len(people)], people[(number + 1) % len(people)]
        motion = perform(
            spec, body, fps=FPS, frame_count=max(6, round(spec.duration_s * FPS)),
            partner=other if is_pair(name) else None,
        )  # fmt: skip
        for measure, value in measure_plausibility(body, motion).items():
            found[measure].append(value)
    return {measure: float(np.percentile(v, PERCENTILE)) for measure, v in found.items()}


def main() -> None:
    """Prints the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--actions", nargs="+", default=sorted(ACTIONS))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    people = bodies()
    rows = {name: judge(name, people, arguments.samples) for name in arguments.actions}
    if arguments.json:
        print(json.dumps(rows, indent=1))
        return

    def share(name: str) -> float:
        return max(rows[name][measure] / limit for measure, limit in LIMITS.items())

    print(f"{'action':24}{'worst':>7}  measure             " + " ".join(f"{m:>10}" for m in
          ("joint rad", "skate m", "sunk m", "trunk m", "balance m", "flight m", "m/s", "m/s2",
           "jolt m")))  # fmt: skip
    for name in sorted(rows, key=share, reverse=True):
        worst = max(LIMITS, key=lambda measure: rows[name][measure] / LIMITS[measure])
        values = " ".join(f"{rows[name][measure]:10.3f}" for measure in LIMITS)
        print(f"{name:24}{share(name):7.2f}  {worst:20}{values}")
    passed = sum(share(name) <= 1.0 for name in rows)
    print(f"{passed} of {len(rows)} actions within every limit "
          f"({PERCENTILE:.0f}th percentile of {arguments.samples} samples)")  # fmt: skip


if __name__ == "__main__":
    main()
