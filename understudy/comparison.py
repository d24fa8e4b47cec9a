"""Pretraining against pretraining: the same transfers of several runs, clip by clip.

Runs are given by what they were pretrained on ("synthetic", "real", ...), several per name where
there are several seeds. Transfers that agree in dataset, protocol, folds and clips per class are
one row of the table. All arms of a row answered the same clips, so their difference is drawn on
the same resampled groups (a paired bootstrap), and each arm's seeds are drawn anew with them: an
interval covers other people and other seeds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float64

from understudy.errors import DatasetError, InputError
from understudy.evaluation.metrics import RESAMPLES, Tally, figures, group_draws, interval, tally
from understudy.rng import stream
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    TRANSFERS_FOLDER,
    EvaluationRecord,
    RunRecord,
    read_record,
)
from understudy.types import Metric, Spec

if TYPE_CHECKING:
    from rich.console import Console

DECIDING = "top1"
METRIC_NAMES = {"top1": "top-1 % (95 %)", "top5": "top-5", "mean_class": "mean class", "ece": "ECE"}
FREE_SETTINGS = ("seed", "threads", "device", "skip_limit")
"""Settings of a transfer that may differ within a row."""


class Arm(Spec):
    """One pretraining in one row: its figures over clips and seeds."""

    name: str
    seeds: int
    """Evaluations that the figures are over."""
    metrics: dict[str, Metric]


class Difference(Spec):
    """One pretraining less another, on the same clips."""

    better: str
    """The minuend's name."""
    than: str
    metric: Metric
    """Of top-1; the interval decides the verdict."""
    verdict: str


class Row(Spec):
    """One way of transferring to one dataset."""

    dataset: str
    protocol: str
    folds: str
    shots: int | None
    clips: int
    groups: int
    classes: int
    chance: float
    arms: tuple[Arm, ...]
    differences: tuple[Difference, ...]


class Comparison(Spec):
    """The paper's table, with intervals."""

    runs: dict[str, tuple[str, ...]]
    """Pretraining -> run folders."""
    rows: tuple[Row, ...]
    seed: int


@dataclass(frozen=True, kw_only=True)
class _Transfer:
    run: Path
    record: EvaluationRecord

    @property
    def key(self) -> str:
        settings = {
            name: value for name, value in self.record.settings.items() if name not in FREE_SETTINGS
        }
        return json.dumps(
            [
                self.record.dataset.name,
                self.record.dataset.fingerprint,
                self.record.protocol,
                settings,
                self.record.labels,
            ],
            sort_keys=True,
        )


def compare_runs(arms: Mapping[str, Sequence[Path]], *, seed: int = 0) -> Comparison:
    """Compares runs that differ in pretraining only.

    Args:
        arms: pretraining -> folders of its runs (one per seed); two pretrainings or more.
        seed: of the bootstrap.

    Raises:
        InputError: fewer than two pretrainings, networks or inputs that differ, or no transfer
            that two of them have in common.
        DatasetError: a folder that is no run, or transfers of a row that asked about other clips.
    """
    if len(arms) < 2:
        raise InputError(
            "nothing to compare: expected two or more pretrainings, as in "
            "scratch=runs/scratch synthetic=runs/synthetic"
        )
    _check_alike(arms)
    found: dict[str, dict[str, list[_Transfer]]] = {}
    for name, folders in arms.items():
        for folder in folders:
            for transfer in _transfers(folder):
                found.setdefault(transfer.key, {}).setdefault(name, []).append(transfer)
    shared = {key: by_arm for key, by_arm in found.items() if len(by_arm) > 1}
    if not shared:
        have = "; ".join(
            f"{name}: {', '.join(sorted({t.record.name for f in folders for t in _transfers(f)}))}"
            for name, folders in arms.items()
        )
        raise InputError(
            "no transfer that two of the pretrainings have in common (same dataset, protocol, "
            f"folds, clips per class and recipe). Transfers found: {have or 'none'}"
        )
    rows = [_row(shared[key], list(arms), seed=seed) for key in sorted(shared)]
    rows.sort(key=lambda row: (row.dataset, row.protocol, row.shots or 10**9))
    return Comparison(
        runs={name: tuple(str(folder) for folder in folders) for name, folders in arms.items()},
        rows=tuple(rows),
        seed=seed,
    )


def _check_alike(arms: Mapping[str, Sequence[Path]]) -> None:
    """Runs that differ in network or input as well answer another question."""
    first: tuple[Path, object] | None = None
    for folder in (folder for folders in arms.values() for folder in folders):
        config = read_record(folder / RUN_FILE, RunRecord).config
        alike = (config.get("model"), config.get("input"))
        if first is None:
            first = (folder, alike)
        elif alike != first[1]:
            raise InputError(
                f"{folder} and {first[0]} differ in more than pretraining: network and input are "
                f"{alike} and {first[1]}; compare runs of one network on one kind of input"
            )


def _transfers(folder: Path) -> list[_Transfer]:
    """Returns a run's transfers; of two that differ in nothing but their name, one."""
    files = sorted((folder / TRANSFERS_FOLDER).glob(f"*/{EVALUATION_FILE}"))
    found = [_Transfer(run=folder, record=read_record(file, EvaluationRecord)) for file in files]
    return list({(transfer.key, transfer.record.seed): transfer for transfer in found}.values())


def _row(by_arm: Mapping[str, Sequence[_Transfer]], order: Sequence[str], *, seed: int) -> Row:
    arms = {name: by_arm[name] for name in order if name in by_arm}
    tallies = _tallies(arms)
    groups = next(iter(tallies.values()))[0].groups
    some = next(iter(arms.values()))[0].record
    rng = stream(seed, "comparison", some.dataset.name, some.protocol)
    times = group_draws(len(groups), rng=rng)
    values: dict[str, dict[str, float]] = {}
    drawn: dict[str, dict[str, Float64[np.ndarray, "R"]]] = {}
    for name, seeds in tallies.items():
        values[name] = _means(seeds)
        drawn[name] = _over_seeds([figures(counts, times) for counts in seeds], rng=rng)
    return Row(
        dataset=some.dataset.name,
        protocol=some.protocol,
        folds=str(some.settings.get("folds", "")),
        shots=_shots(some),
        clips=len(some.predictions),
        groups=len(groups),
        classes=len(some.labels),
        chance=1.0 / len(some.labels),
        arms=tuple(
            Arm(
                name=name,
                seeds=len(tallies[name]),
                metrics={
                    metric: interval(value, drawn[name][metric], len(groups))
                    for metric, value in values[name].items()
                },
            )
            for name in tallies
        ),
        differences=tuple(
            _difference(one, other, values, drawn, len(groups))
            for place, one in enumerate(tallies)
            for other in list(tallies)[:place]
        ),
    )


def summarise_seeds(records: Sequence[EvaluationRecord], *, seed: int = 0) -> dict[str, Metric]:
    """Returns the figures of evaluations that differ in their seed, over groups and seeds.

    Args:
        records: of the same clips; one or more.
        seed: of the bootstrap.
    """
    seeds = [tally(record.predictions, record.labels) for record in records]
    rng = stream(seed, "seeds", records[0].dataset.name, records[0].protocol)
    times = group_draws(len(seeds[0].groups), rng=rng)
    drawn = _over_seeds([figures(counts, times) for counts in seeds], rng=rng)
    return {
        metric: interval(value, drawn[metric], len(seeds[0].groups))
        for metric, value in _means(seeds).items()
    }


def paired_difference(
    one: Sequence[EvaluationRecord], other: Sequence[EvaluationRecord], *, seed: int = 0
) -> Metric:
    """Returns by how much top-1 of some evaluations exceeds that of others, over groups and seeds.

    Args:
        one: evaluations that differ in their seed.
        other: of the same clips, by another network or one that learned something else.
        seed: of the bootstrap.

    Raises:
        DatasetError: the clips differ.
    """
    asked = [{answer.clip_id for answer in record.predictions} for record in (*one, *other)]
    if any(clips != asked[0] for clips in asked):
        raise DatasetError(f"the evaluations asked about other clips of {one[0].dataset.name}")
    rng = stream(seed, "difference", one[0].dataset.name, one[0].protocol)
    sides = [[tally(r.predictions, r.labels) for r in records] for records in (one, other)]
    count = len(sides[0][0].groups)
    times = group_draws(count, rng=rng)
    drawn = [_over_seeds([figures(counts, times) for counts in seeds], rng=rng) for seeds in sides]
    means = [_means(seeds)[DECIDING] for seeds in sides]
    return difference_interval(means[0] - means[1], drawn[0][DECIDING] - drawn[1][DECIDING], count)


def _means(seeds: Sequence[Tally]) -> dict[str, float]:
    once = np.ones((1, len(seeds[0].groups)))
    return {
        metric: float(np.mean([figures(counts, once)[metric][0] for counts in seeds]))
        for metric in figures(seeds[0], once)
    }


def _tallies(arms: Mapping[str, Sequence[_Transfer]]) -> dict[str, list[Tally]]:
    """Returns each arm's sums, one per seed; the clips must be the same everywhere."""
    first = next(iter(arms.values()))[0]
    asked = {answer.clip_id for answer in first.record.predictions}
    for transfer in (transfer for transfers in arms.values() for transfer in transfers):
        others = {answer.clip_id for answer in transfer.record.predictions}
        if others != asked:
            differing = sorted(asked ^ others)
            raise DatasetError(
                f"{transfer.run} and {first.run} were asked about other clips of "
                f"{transfer.record.dataset.name} ({len(differing)} differ, as {differing[0]}): "
                "repeat the transfers on the same copy of the dataset"
            )
    return {
        name: [tally(t.record.predictions, t.record.labels) for t in transfers]
        for name, transfers in arms.items()
    }


def _over_seeds(
    draws: Sequence[Mapping[str, Float64[np.ndarray, "R"]]], *, rng: np.random.Generator
) -> dict[str, Float64[np.ndarray, "R"]]:
    """Returns the mean over as many seeds drawn with replacement, for every draw of groups."""
    times = rng.multinomial(len(draws), np.full(len(draws), 1.0 / len(draws)), size=RESAMPLES)
    shares = times / len(draws)
    return {
        metric: (np.stack([draw[metric] for draw in draws], axis=1) * shares).sum(1)
        for metric in draws[0]
    }


def _difference(
    one: str,
    other: str,
    values: Mapping[str, Mapping[str, float]],
    drawn: Mapping[str, Mapping[str, Float64[np.ndarray, "R"]]],
    group_count: int,
) -> Difference:
    metric = difference_interval(
        values[one][DECIDING] - values[other][DECIDING],
        drawn[one][DECIDING] - drawn[other][DECIDING],
        group_count,
    )
    verdict = "undecided"
    if metric.low > 0.0:
        verdict = f"{one} better"
    elif metric.high < 0.0:
        verdict = f"{other} better"
    return Difference(better=one, than=other, metric=metric, verdict=verdict)


def difference_interval(value: float, draws: Float64[np.ndarray, "R"], group_count: int) -> Metric:
    """Returns a difference of shares with its interval.

    Where every draw gives the same difference (one group, or groups that all differ alike) the
    bootstrap knows nothing of other groups: the interval is everything, and nothing is decided.
    """
    if group_count < 2 or np.ptp(draws) == 0.0:
        return Metric(value=value, low=-1.0, high=1.0)
    return interval(value, draws, group_count)


def _shots(record: EvaluationRecord) -> int | None:
    shots = record.settings.get("shots")
    return shots if isinstance(shots, int) else None


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Prints a small table per transfer: the pretrainings, their differences, the verdicts.

    All the intervals are in the comparison itself; here those of top-1, which decide.
    """
    from rich.table import Table

    for row in comparison.rows:
        shots = "all clips" if row.shots is None else f"{row.shots} per class"
        console.print(
            f"[bold]{row.dataset}, {row.protocol}, {shots}[/bold]: {row.clips} clips of "
            f"{row.groups} groups asked about, chance {100 * row.chance:.1f} %"
        )
        table = Table("pretraining", "seeds", *METRIC_NAMES.values(), "verdict", box=None)
        for arm in row.arms:
            others = [
                f"{100 * arm.metrics[metric].value:.1f}" if metric in arm.metrics else ""
                for metric in METRIC_NAMES
                if metric != DECIDING
            ]
            table.add_row(arm.name, str(arm.seeds), in_percent(arm.metrics[DECIDING]), *others)
        for found in row.differences:
            gain = in_percent(found.metric, sign="+")
            table.add_row(f"{found.better} - {found.than}", "", gain, "", "", "", found.verdict)
        console.print(table)
        console.print()


def in_percent(metric: Metric, *, sign: str = "") -> str:
    """Returns a share with its interval; `sign` "+" for differences."""
    value, low, high = (f"{100 * x:{sign}.1f}" for x in (metric.value, metric.low, metric.high))
    return f"{value} ({low} to {high})"
