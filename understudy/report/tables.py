"""What a report derives from records: class rows, confusions, baselines, comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from understudy.runs import EvaluationRecord
from understudy.types import Metric


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """How one class fared."""

    label: str
    clips: int
    recall: Metric | None
    """None for a class that no clip of the dataset shows."""
    taken_for: str
    """The wrong label given most often; empty where there was none."""
    taken_for_count: int


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """One wrong answer and how often it was given."""

    label: str
    predicted: str
    count: int
    share: float
    """Of the clips with that true label."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Runs beside each other, one column per evaluation."""

    columns: tuple[str, ...]
    rows: tuple[tuple[EvaluationRecord | None, ...], ...]
    """One row per run; None where a run lacks that evaluation."""
    mixed: tuple[bool, ...]
    """Columns whose runs were not evaluated on the same data, so that figures do not compare."""


def class_rows(evaluation: EvaluationRecord) -> tuple[ClassRow, ...]:
    """Returns every label, worst recall first; labels without clips come last."""
    rows = []
    for index, label in enumerate(evaluation.labels):
        counts = evaluation.confusion[index]
        wrong = [0 if i == index else n for i, n in enumerate(counts)]
        worst = max(range(len(wrong)), key=wrong.__getitem__)
        rows.append(
            ClassRow(
                label=label,
                clips=sum(counts),
                recall=evaluation.per_class.get(label) if sum(counts) else None,
                taken_for=evaluation.labels[worst] if wrong[worst] else "",
                taken_for_count=wrong[worst],
            )
        )
    return tuple(sorted(rows, key=lambda r: (2.0 if r.recall is None else r.recall.value, r.label)))


def confusions(evaluation: EvaluationRecord, count: int) -> tuple[Confusion, ...]:
    """Returns the `count` most frequent wrong answers."""
    found = [
        Confusion(label=label, predicted=predicted, count=number, share=number / sum(counts))
        for label, counts in zip(evaluation.labels, evaluation.confusion, strict=True)
        for predicted, number in zip(evaluation.labels, counts, strict=True)
        if number and predicted != label
    ]
    return tuple(sorted(found, key=lambda c: (-c.count, -c.share, c.label))[:count])


def majority_share(evaluation: EvaluationRecord) -> float | None:
    """Returns the accuracy of always answering the most frequent label; None without clips."""
    per_label = [sum(counts) for counts in evaluation.confusion]
    return max(per_label) / sum(per_label) if sum(per_label) else None


def verdict(evaluation: EvaluationRecord) -> str:
    """Says in words whether top-1 can be told from guessing."""
    top1, chance = evaluation.metrics.get("top1"), evaluation.metrics.get("chance")
    if top1 is None or chance is None:
        return "no comparison with chance recorded"
    if top1.low > chance.value:
        return "above chance"
    if top1.high < chance.value:
        return "below chance"
    return "not distinguishable from chance"


def compare(evaluations: Sequence[Mapping[str, EvaluationRecord]]) -> Comparison:
    """Lines up the evaluations of several runs by name.

    Args:
        evaluations: one mapping from evaluation name to record per run.
    """
    columns = tuple(dict.fromkeys(name for run in evaluations for name in run))
    rows = tuple(tuple(run.get(name) for name in columns) for run in evaluations)
    data = [
        {(e.dataset.fingerprint, e.labels) for e in column if e is not None}
        for column in zip(*rows, strict=True)
    ]
    return Comparison(columns=columns, rows=rows, mixed=tuple(len(d) > 1 for d in data))
