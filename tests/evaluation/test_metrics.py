import numpy as np
import pytest

from understudy.evaluation.metrics import (
    bootstrap_interval,
    confusion_matrix,
    summarise,
    wilson_interval,
)
from understudy.rng import stream
from understudy.runs import Prediction


def answer(number: int, label: str, predicted: str, group: str | None = None) -> Prediction:
    return Prediction(
        clip_id=f"c{number}", group=group or f"g{number}", label=label, predicted=predicted,
        scores=(),
    )  # fmt: skip


def test_known_answers():
    """Three of four a right, one of two b right, c never occurs."""
    pairs = [("a", "a"), ("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c")]
    predictions = [answer(number, *pair) for number, pair in enumerate(pairs)]
    summary = summarise(predictions, ("a", "b", "c"), rng=stream(0, "m"))
    assert summary.confusion == ((3, 1, 0), (0, 1, 1), (0, 0, 0))
    assert summary.metrics["top1"].value == pytest.approx(4 / 6)
    assert summary.metrics["mean_class"].value == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert summary.metrics["chance"].value == pytest.approx(1 / 3)
    assert set(summary.per_class) == {"a", "b"}
    assert summary.per_class["a"].value == pytest.approx(0.75)
    for metric in (*summary.metrics.values(), *summary.per_class.values()):
        assert 0.0 <= metric.low <= metric.value <= metric.high <= 1.0
    assert confusion_matrix(predictions, ("a", "b", "c")).sum() == 6


def test_same_stream_same_interval():
    values = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 1.0])
    groups = ["a", "a", "b", "c", "d", "e"]
    one, two = (bootstrap_interval(values, groups, rng=stream(5, "m")) for _ in range(2))
    assert one == two


def test_wilson_has_the_textbook_values():
    assert wilson_interval(0.9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-3)
    assert wilson_interval(1.0, 10) == pytest.approx((0.7225, 1.0), abs=1e-3)


def test_all_right_is_not_certainty():
    metric = bootstrap_interval(np.ones(20), [f"g{n}" for n in range(20)], rng=stream(0, "m"))
    assert metric.value == metric.high == 1.0 and metric.low == pytest.approx(0.839, abs=1e-3)
    single = bootstrap_interval(np.ones(20), ["one"] * 20, rng=stream(0, "m"))
    assert single.low < 0.25


def test_clustered_is_wider_than_naive():
    """Clips of a group succeed or fail together: 30 groups of 10 are no 300 trials."""
    rng = stream(0, "clusters")
    values = np.repeat(rng.uniform(size=30) < 0.7, 10).astype(float)
    clustered = bootstrap_interval(values, [f"g{n // 10}" for n in range(300)], rng=stream(0, "a"))
    naive = bootstrap_interval(values, [f"g{n}" for n in range(300)], rng=stream(0, "b"))
    assert clustered.value == naive.value
    assert clustered.high - clustered.low > 2.5 * (naive.high - naive.low)


def test_independent_clips_agree_with_wilson():
    values = np.array([1.0] * 140 + [0.0] * 60)
    metric = bootstrap_interval(values, [f"g{n}" for n in range(200)], rng=stream(0, "m"))
    assert (metric.low, metric.high) == pytest.approx(wilson_interval(0.7, 200), abs=0.012)


def test_coverage_with_few_correlated_groups():
    """95 % intervals hold the truth in about 95 of 100 simulated datasets of 15 groups."""
    hits = 0
    rounds = 300
    rng = stream(0, "coverage")
    for number in range(rounds):
        skill = rng.beta(4.0, 2.0, size=15)  # mean 2/3
        values = (rng.uniform(size=(15, 8)) < skill[:, None]).astype(float).ravel()
        groups = [f"g{n // 8}" for n in range(120)]
        metric = bootstrap_interval(values, groups, rng=stream(number, "r"), resamples=1000)
        hits += metric.low <= 2 / 3 <= metric.high
    assert 0.91 <= hits / rounds <= 0.98


def test_few_groups_agree_with_student():
    """Eight groups of many clips: as wide as the t interval of the eight group means."""
    shares = np.array([0.42, 0.48, 0.55, 0.58, 0.63, 0.66, 0.74, 0.82])
    values = (np.arange(100)[None] < 100 * shares[:, None]).astype(float).ravel()
    metric = bootstrap_interval(values, [f"g{n // 100}" for n in range(800)], rng=stream(0, "m"))
    half = 2.3646 * shares.std(ddof=1) / np.sqrt(8)
    assert (metric.high - metric.low) / 2 == pytest.approx(half, rel=0.12)


def test_mean_class_weighs_classes_and_top1_clips():
    predictions = [answer(n, "many", "many") for n in range(90)]
    predictions += [answer(100 + n, "few", "many") for n in range(10)]
    summary = summarise(predictions, ("many", "few"), rng=stream(0, "m"))
    assert summary.metrics["top1"].value == pytest.approx(0.9)
    assert summary.metrics["mean_class"].value == pytest.approx(0.5)


def test_nothing_to_summarise_is_an_error():
    with pytest.raises(ValueError, match="no predictions"):
        summarise([], ("a", "b"), rng=stream(0, "m"))


def scored(number: int, label: int, scores: tuple[float, ...]) -> Prediction:
    return Prediction(
        clip_id=f"c{number}", group=f"g{number}", label=LABELS[label],
        predicted=LABELS[int(np.argmax(scores))], scores=scores,
    )  # fmt: skip


LABELS = tuple("abcdefg")


def test_top5_counts_the_five_best():
    rising = (0.01, 0.04, 0.10, 0.15, 0.20, 0.20, 0.30)
    predictions = [scored(number, number, rising) for number in range(7)]
    metrics = summarise(predictions, LABELS, rng=stream(0, "m")).metrics
    assert metrics["top1"].value == pytest.approx(1 / 7)
    assert metrics["top5"].value == pytest.approx(5 / 7)
    few = [scored(0, 0, (0.9, 0.1))]
    assert "top5" not in summarise(few, LABELS[:2], rng=stream(0, "m")).metrics


def test_calibration_error_of_a_network_that_is_too_sure():
    """Always 90 % sure, right in 6 of 10: the error is 0.3; right in 9 of 10: none."""
    sure = (0.9, *(0.1 / 6,) * 6)
    for right, error in ((6, 0.3), (9, 0.0)):
        predictions = [scored(n, 0 if n < right else 1, sure) for n in range(10)]
        metrics = summarise(predictions, LABELS, rng=stream(0, "m")).metrics
        assert metrics["ece"].value == pytest.approx(error, abs=1e-9)
