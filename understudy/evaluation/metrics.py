"""Accuracy figures with honest intervals: clips of one group are not independent evidence.

Intervals are 95 % percentile bootstraps that draw whole groups (all clips of one person, film or
sequence at once; Field and Welsh 2007), with the percentiles moved outwards for few groups
(the "expanded percentile" interval of Hesterberg 2015, "What teachers should know about the
bootstrap", section 4.3: without it, ten groups give 90 % instead of 95 %). Where every draw gives
the same figure (all right, all wrong, one group) the bootstrap has nothing to say and Wilson's
interval for as many trials as there are groups stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64, Int64

from understudy.runs import Prediction
from understudy.types import Metric

RESAMPLES = 10_000
CHUNK = 2_000_000
"""Most entries of the (resamples, groups) matrix held at a time."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The figures of one evaluation, in the shapes of `EvaluationRecord`."""

    metrics: dict[str, Metric]
    per_class: dict[str, Metric]
    confusion: tuple[tuple[int, ...], ...]


def bootstrap_interval(
    values: Float64[np.ndarray, "N"],
    groups: Sequence[str],
    *,
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
) -> Metric:
    """Returns the mean of `values` and its 95 % interval over groups.

    Args:
        values: one share per clip, 0..1 (1 right, 0 wrong).
        groups: the group of every clip.
        rng: draws the groups.
        resamples: number of draws.
    """
    if len(values) == 0 or len(values) != len(groups):
        raise ValueError(f"{len(values)} values and {len(groups)} groups: expected as many, not 0")
    names, index = np.unique(np.asarray(groups), return_inverse=True)
    right = np.bincount(index, weights=values, minlength=len(names))[:, None]
    total = np.bincount(index, minlength=len(names)).astype(np.float64)[:, None]
    draws = _resampled_ratios(right, total, rng=rng, resamples=resamples)[:, 0]
    return _interval(float(np.mean(values)), draws, len(names))


def summarise(
    predictions: Sequence[Prediction], labels: Sequence[str], *, rng: np.random.Generator
) -> Summary:
    """Returns accuracy, mean-class accuracy, chance, recalls and the confusion matrix.

    Mean-class accuracy is the mean of the recalls of the labels that occur; a label without a
    clip has no recall and no entry in `per_class`.

    Args:
        predictions: at least one; labels and answers are among `labels`.
        labels: the vocabulary of the evaluation, in the order of the matrix.
        rng: draws the groups of the bootstrap.
    """
    if not predictions:
        raise ValueError("no predictions to summarise")
    confusion = confusion_matrix(predictions, labels)
    groups = [prediction.group for prediction in predictions]
    right = np.array([p.label == p.predicted for p in predictions], dtype=np.float64)

    names, index = np.unique(np.asarray(groups), return_inverse=True)
    place = {label: number for number, label in enumerate(labels)}
    truth = np.array([place[p.label] for p in predictions])
    group_right = np.zeros((len(names), len(labels)))
    group_total = np.zeros((len(names), len(labels)))
    np.add.at(group_right, (index, truth), right)
    np.add.at(group_total, (index, truth), 1.0)

    recalls = _resampled_ratios(group_right, group_total, rng=rng, resamples=RESAMPLES)
    present = group_total.sum(0) > 0
    class_recalls = group_right.sum(0)[present] / group_total.sum(0)[present]
    chance = 1.0 / len(labels)
    metrics = {
        "top1": bootstrap_interval(right, groups, rng=rng),
        "mean_class": _interval(
            float(class_recalls.mean()), np.nanmean(recalls[:, present], axis=1), len(names)
        ),
        "chance": Metric(value=chance, low=chance, high=chance),
    }
    per_class = {
        labels[int(k)]: _interval(
            float(group_right[:, k].sum() / group_total[:, k].sum()),
            recalls[:, k][~np.isnan(recalls[:, k])],
            int((group_total[:, k] > 0).sum()),
        )
        for k in np.flatnonzero(present)
    }
    return Summary(
        metrics=metrics,
        per_class=per_class,
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
    )


def confusion_matrix(
    predictions: Sequence[Prediction], labels: Sequence[str]
) -> Int64[np.ndarray, "K K"]:
    """Returns counts: rows true, columns predicted, in the order of `labels`."""
    place = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for prediction in predictions:
        counts[place[prediction.label], place[prediction.predicted]] += 1
    return counts


def wilson_interval(share: float, trials: int) -> tuple[float, float]:
    """Returns Wilson's 95 % score interval of a share seen in `trials` independent trials."""
    z = 1.959964
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials)
    half *= float(np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)))
    return max(0.0, centre - half), min(1.0, centre + half)


def _resampled_ratios(
    right: Float64[np.ndarray, "G K"],
    total: Float64[np.ndarray, "G K"],
    *,
    rng: np.random.Generator,
    resamples: int,
) -> Float64[np.ndarray, "R K"]:
    """Draws G groups with replacement, `resamples` times: pooled right / total per column.

    NaN where a draw holds no clip of the column.
    """
    count = len(right)
    uniform = np.full(count, 1.0 / count)
    ratios = []
    for start in range(0, resamples, max(1, CHUNK // count)):
        size = min(max(1, CHUNK // count), resamples - start)
        times = rng.multinomial(count, uniform, size=size).astype(np.float64)
        with np.errstate(invalid="ignore"):
            ratios.append((times @ right) / (times @ total))
    return np.concatenate(ratios)


def _interval(value: float, draws: Float64[np.ndarray, "R"], group_count: int) -> Metric:
    from scipy import stats

    if group_count < 2 or np.ptp(draws) == 0.0:
        low, high = wilson_interval(value, group_count)
        return Metric(value=value, low=min(low, value), high=max(high, value))
    reach = np.sqrt(group_count / (group_count - 1)) * stats.t.ppf(0.975, group_count - 1)
    tail = float(stats.norm.cdf(-reach))
    low, high = np.quantile(draws, (tail, 1.0 - tail))
    return Metric(value=value, low=min(float(low), value), high=max(float(high), value))
