"""Derived figures on small records with known answers."""

from __future__ import annotations

import pytest

from understudy.report.tables import (
    class_rows,
    compare,
    confusions,
    majority_share,
    verdict,
)
from understudy.runs import DatasetStamp, EvaluationRecord
from understudy.types import Metric


def certain(value: float) -> Metric:
    return Metric(value=value, low=value, high=value)


@pytest.fixture
def evaluation():
    labels = ("a", "b", "c", "empty")
    return EvaluationRecord(
        name="test",
        protocol="test-split",
        dataset=DatasetStamp(name="d", path="d", fingerprint="f", classes=labels, clips={}),
        labels=labels,
        class_map={},
        predictions=(),
        metrics={"top1": Metric(value=0.5, low=0.3, high=0.7), "chance": certain(0.25)},
        per_class={"a": certain(0.8), "b": certain(0.25), "c": certain(1.0)},
        confusion=((8, 1, 1, 0), (0, 1, 3, 0), (0, 0, 2, 0), (0, 0, 0, 0)),
        skipped={},
        samples=(),
        seed=0,
    )


def test_classes_come_worst_first_and_empty_ones_last(evaluation):
    rows = class_rows(evaluation)
    assert [r.label for r in rows] == ["b", "a", "c", "empty"]
    assert (rows[0].clips, rows[0].taken_for, rows[0].taken_for_count) == (4, "c", 3)
    assert (rows[2].taken_for, rows[2].taken_for_count) == ("", 0)
    assert rows[3].recall is None


def test_confusions_by_count_then_share(evaluation):
    found = confusions(evaluation, 2)
    assert [(c.label, c.predicted, c.count, c.share) for c in found] == [
        ("b", "c", 3, 0.75),
        ("a", "b", 1, 0.1),
    ]
    assert len(confusions(evaluation, 99)) == 3


def test_majority_share(evaluation):
    assert majority_share(evaluation) == 10 / 16
    nothing = evaluation.model_copy(update={"confusion": ((0,) * 4,) * 4})
    assert majority_share(nothing) is None
    assert class_rows(nothing)[0].recall is None


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.26, 0.7, "above"), (0.2, 0.7, "not distinguishable"), (0.0, 0.1, "below")],
)
def test_verdict_reads_the_interval_not_the_value(evaluation, low, high, words):
    metrics = evaluation.metrics | {"top1": Metric(value=(low + high) / 2, low=low, high=high)}
    assert words in verdict(evaluation.model_copy(update={"metrics": metrics}))


def test_verdict_without_chance(evaluation):
    assert "no comparison" in verdict(evaluation.model_copy(update={"metrics": {}}))


def test_comparison_marks_columns_of_different_data(evaluation):
    other = evaluation.model_copy(
        update={"dataset": evaluation.dataset.model_copy(update={"fingerprint": "g"})}
    )
    table = compare(
        [{"test": evaluation, "utd": evaluation}, {"utd": evaluation, "test": other}, {}]
    )
    assert table.columns == ("test", "utd")
    assert table.mixed == (True, False)
    assert table.rows[2] == (None, None)
    assert table.rows[1][0] is other


def test_comparison_of_runs_without_evaluation():
    assert compare([{}, {}]).columns == ()
