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

RESAMPLES = 2_000
"""Enough for bounds that hardly move, and quick for thousands of groups."""
BEST = 5
CALIBRATION_BINS = 15


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
    right = np.bincount(index, weights=values, minlength=len(names))
    total = np.bincount(index, minlength=len(names)).astype(np.float64)
    times = group_draws(len(names), rng=rng, resamples=resamples)
    return interval(float(np.mean(values)), (times @ right) / (times @ total), len(names))


def summarise(
    predictions: Sequence[Prediction], labels: Sequence[str], *, rng: np.random.Generator
) -> Summary:
    """Returns accuracy, calibration, chance, recalls and the confusion matrix.

    A label without a clip has no recall and no entry in `per_class`. "top5" is there for more than
    five labels, "ece" (see `Tally`) where the predictions have scores.

    Args:
        predictions: at least one; labels and answers are among `labels`.
        labels: the vocabulary of the evaluation, in the order of the matrix.
        rng: draws the groups of the bootstrap.
    """
    if not predictions:
        raise ValueError("no predictions to summarise")
    confusion = confusion_matrix(predictions, labels)
    counts = tally(predictions, labels)
    group_count = len(counts.groups)
    times = group_draws(group_count, rng=rng)
    found = figures(counts, np.ones((1, group_count)))
    drawn = figures(counts, times)
    chance = 1.0 / len(labels)
    metrics = {
        name: interval(float(found[name][0]), drawn[name], group_count) for name in found
    } | {"chance": Metric(value=chance, low=chance, high=chance)}
    with np.errstate(invalid="ignore"):
        recalls = (times @ counts.right) / (times @ counts.total)
    per_class = {
        labels[int(k)]: interval(
            float(counts.right[:, k].sum() / counts.total[:, k].sum()),
            recalls[:, k][~np.isnan(recalls[:, k])],
            int((counts.total[:, k] > 0).sum()),
        )
        for k in np.flatnonzero(counts.total.sum(0) > 0)
    }
    return Summary(
        metrics=metrics,
        per_class=per_class,
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
    )


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What every figure of an evaluation is a ratio of: sums over the clips of each group."""

    groups: tuple[str, ...]
    right: Float64[np.ndarray, "G K"]
    """Clips of each true label that were named right."""
    total: Float64[np.ndarray, "G K"]
    near: Float64[np.ndarray, "G"] | None
    """Clips whose label is among the five best; None for five labels or fewer."""
    surplus: Float64[np.ndarray, "G N"] | None
    """Confidence less success, summed in each of `CALIBRATION_BINS` bins of confidence: the
    expected calibration error (Guo et al. 2017) is the sum of its absolute sums over all clips."""


def tally(predictions: Sequence[Prediction], labels: Sequence[str]) -> Tally:
    """Sums what a set of predictions has right, by group."""
    names, index = np.unique([p.group for p in predictions], return_inverse=True)
    place = {label: number for number, label in enumerate(labels)}
    truth = np.array([place[p.label] for p in predictions])
    hit = np.array([p.label == p.predicted for p in predictions], dtype=np.float64)
    shape = (len(names), len(labels))
    right, total = np.zeros(shape), np.zeros(shape)
    np.add.at(right, (index, truth), hit)
    np.add.at(total, (index, truth), 1.0)
    near = surplus = None
    if all(len(p.scores) == len(labels) for p in predictions):
        scores = np.array([p.scores for p in predictions])
        if len(labels) > BEST:
            own = scores[np.arange(len(scores)), truth][:, None]
            near = np.bincount(index, (scores > own).sum(1) < BEST, minlength=len(names))
        confidence = scores.max(1)
        bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
        surplus = np.zeros((len(names), CALIBRATION_BINS))
        np.add.at(surplus, (index, bins), confidence - hit)
    return Tally(
        groups=tuple(str(name) for name in names),
        right=right,
        total=total,
        near=near,
        surplus=surplus,
    )


def figures(
    counts: Tally, times: Float64[np.ndarray, "R G"]
) -> dict[str, Float64[np.ndarray, "R"]]:
    """Returns "top1", "top5", "mean_class" and "ece" for each weighting of the groups.

    Mean-class accuracy is the mean of the recalls of the labels that occur in the weighting.
    """
    totals, rights = times @ counts.total, times @ counts.right
    clips = totals.sum(1)
    with np.errstate(invalid="ignore"):
        recalls = rights / totals
    found = {
        "top1": rights.sum(1) / clips,
        "mean_class": np.nanmean(recalls[:, counts.total.sum(0) > 0], axis=1),
    }
    if counts.near is not None:
        found["top5"] = (times @ counts.near) / clips
    if counts.surplus is not None:
        found["ece"] = np.abs(times @ counts.surplus).sum(1) / clips
    return found


def group_draws(
    group_count: int, *, rng: np.random.Generator, resamples: int = RESAMPLES
) -> Float64[np.ndarray, "R G"]:
    """Returns how often each group is drawn when as many are drawn with replacement."""
    uniform = np.full(group_count, 1.0 / group_count)
    return rng.multinomial(group_count, uniform, size=resamples).astype(np.float64)


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


def interval(value: float, draws: Float64[np.ndarray, "R"], group_count: int) -> Metric:
    """Returns a figure with the 95 % interval of its draws, widened for few groups."""
    from scipy import stats

    if group_count < 2 or np.ptp(draws) == 0.0:
        low, high = wilson_interval(value, group_count)
        return Metric(value=value, low=min(low, value), high=max(high, value))
    reach = np.sqrt(group_count / (group_count - 1)) * stats.t.ppf(0.975, group_count - 1)
    tail = float(stats.norm.cdf(-reach))
    low, high = np.quantile(draws, (tail, 1.0 - tail))
    return Metric(value=value, low=min(float(low), value), high=max(float(high), value))
