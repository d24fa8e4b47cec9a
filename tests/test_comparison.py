import io

import numpy as np
import pytest
from rich.console import Console

from understudy.comparison import compare_runs, paired_difference, print_comparison
from understudy.errors import DatasetError, InputError
from understudy.rng import stream
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    DatasetStamp,
    EvaluationRecord,
    Prediction,
    RunRecord,
    read_record,
    write_record,
)

LABELS = ("a", "b", "c")
STAMP = DatasetStamp(name="gym", path="gym", fingerprint="f", classes=LABELS, clips={})


def write_run(folder, *, model="tsm", answers=(), protocol="linear-probe", seed=0, shots=None):
    """A run folder with one transfer; `answers` are (clip, group, label, predicted)."""
    record = RunRecord(
        name=folder.name, command=(), started_utc="", finished_utc="", seed=0,
        config={"model": model, "input": "colour"}, environment={}, dataset=STAMP, classes=LABELS,
        parameter_count=1, history=(), evaluation=None,
    )  # fmt: skip
    name = f"{protocol}-{seed}-{shots}"
    (folder / "transfers" / name).mkdir(parents=True)
    write_record(record, folder / RUN_FILE)
    predictions = tuple(
        Prediction(
            clip_id=clip, group=group, label=label, predicted=predicted,
            scores=tuple(0.8 if other == predicted else 0.1 for other in LABELS),
        )
        for clip, group, label, predicted in answers
    )  # fmt: skip
    evaluation = EvaluationRecord(
        name=name, protocol=protocol, dataset=STAMP, labels=LABELS, class_map={},
        predictions=predictions, metrics={}, per_class={}, confusion=(), skipped={}, samples=(),
        seed=seed, settings={"folds": "official", "shots": shots, "seed": seed},
    )  # fmt: skip
    write_record(evaluation, folder / "transfers" / name / EVALUATION_FILE)
    return folder


def answers(accuracy: float, *, groups: int = 20, each: int = 6, seed: int = 0, hard: bool = True):
    """Answers of a network; which clips are hard is the same for every network."""
    ease = stream(1, "ease").uniform(size=groups * each)
    luck = stream(seed, "luck").uniform(size=groups * each)
    found = []
    for number in range(groups * each):
        label = LABELS[number % 3]
        right = (ease[number] if hard else luck[number]) < accuracy
        wrong = LABELS[(number + 1) % 3]
        found.append((f"c{number}", f"g{number // each}", label, label if right else wrong))
    return found


def test_verdicts_follow_the_paired_interval(tmp_path):
    arms = {
        "scratch": [write_run(tmp_path / "s", answers=answers(0.4))],
        "synthetic": [write_run(tmp_path / "y", answers=answers(0.7))],
        "real": [write_run(tmp_path / "r", answers=answers(0.71))],
    }
    (row,) = compare_runs(arms).rows
    verdicts = {(d.better, d.than): d.verdict for d in row.differences}
    assert verdicts[("synthetic", "scratch")] == "synthetic better"
    assert verdicts[("real", "scratch")] == "real better"
    assert verdicts[("real", "synthetic")] == "undecided"
    assert (row.clips, row.groups, row.chance) == (120, 20, pytest.approx(1 / 3))
    assert {arm.name: arm.seeds for arm in row.arms} == dict.fromkeys(arms, 1)
    for arm in row.arms:
        assert set(arm.metrics) == {"top1", "mean_class", "ece"}


def test_a_pair_of_records_differs_as_in_the_table(tmp_path):
    arms = {
        "scratch": [write_run(tmp_path / "s", answers=answers(0.4))],
        "synthetic": [write_run(tmp_path / "y", answers=answers(0.7))],
    }
    (found,) = compare_runs(arms).rows[0].differences
    records = {
        name: [read_record(next(runs[0].rglob(EVALUATION_FILE)), EvaluationRecord)]
        for name, runs in arms.items()
    }
    gain = paired_difference(records["synthetic"], records["scratch"])
    assert gain.value == pytest.approx(found.metric.value)
    assert gain.low == pytest.approx(found.metric.low, abs=0.03) and gain.low > 0.0
    (fewer,) = records["scratch"]
    fewer = fewer.model_copy(update={"predictions": fewer.predictions[1:]})
    with pytest.raises(DatasetError, match="other clips"):
        paired_difference(records["synthetic"], [fewer])


def test_the_worse_of_a_pair_may_come_first(tmp_path):
    arms = {
        "synthetic": [write_run(tmp_path / "y", answers=answers(0.7))],
        "real": [write_run(tmp_path / "r", answers=answers(0.4))],
    }
    (row,) = compare_runs(arms).rows
    (difference,) = row.differences
    assert (difference.better, difference.than) == ("real", "synthetic")
    assert difference.metric.high < 0.0 and difference.verdict == "synthetic better"


def test_pairing_narrows_the_difference(tmp_path):
    """Networks that fail on the same clips differ more surely than their own intervals say."""
    arms = {
        "one": [write_run(tmp_path / "a", answers=answers(0.6))],
        "two": [write_run(tmp_path / "b", answers=answers(0.68))],
    }
    (row,) = compare_runs(arms).rows
    widths = [arm.metrics["top1"].high - arm.metrics["top1"].low for arm in row.arms]
    (difference,) = row.differences
    assert difference.metric.high - difference.metric.low < 0.7 * min(widths)
    assert difference.verdict == "two better"


def test_no_difference_is_rarely_decided(tmp_path):
    """Two equally good networks with luck of their own: about 5 of 100 verdicts may be wrong."""
    wrong = 0
    for number in range(40):
        arms = {
            name: [
                write_run(
                    tmp_path / f"{name}{number}",
                    answers=answers(0.6, seed=2 * number + place, hard=False),
                )
            ]
            for place, name in enumerate(("one", "two"))
        }
        (row,) = compare_runs(arms, seed=number).rows
        wrong += row.differences[0].verdict != "undecided"
    assert wrong <= 6


def test_seeds_widen_the_interval(tmp_path):
    steady = [write_run(tmp_path / f"k{n}", answers=answers(0.6), seed=n) for n in range(3)]
    shaky = [
        write_run(tmp_path / f"w{n}", answers=answers(share), seed=n)
        for n, share in enumerate((0.4, 0.6, 0.8))
    ]
    (row,) = compare_runs({"steady": steady, "shaky": shaky}).rows
    one, two = (arm.metrics["top1"] for arm in row.arms)
    assert one.value == pytest.approx(two.value, abs=0.06)
    assert two.high - two.low > 1.5 * (one.high - one.low)
    assert [arm.seeds for arm in row.arms] == [3, 3]


def test_rows_are_kept_apart(tmp_path):
    arms = {}
    for name in ("one", "two"):
        folder = write_run(tmp_path / name, answers=answers(0.5), shots=2)
        more = write_run(tmp_path / f"{name}-more", answers=answers(0.6))
        arms[name] = [folder, more]
    rows = compare_runs(arms).rows
    assert [row.shots for row in rows] == [2, None]
    text = io.StringIO()
    print_comparison(compare_runs(arms), Console(file=text, width=200))
    assert "undecided" in text.getvalue() and "linear-probe" in text.getvalue()


def test_one_group_decides_nothing(tmp_path):
    arms = {
        "one": [write_run(tmp_path / "a", answers=answers(0.2, groups=1, each=30))],
        "two": [write_run(tmp_path / "b", answers=answers(0.95, groups=1, each=30))],
    }
    assert compare_runs(arms).rows[0].differences[0].verdict == "undecided"


def test_what_cannot_be_compared(tmp_path):
    one = write_run(tmp_path / "one", answers=answers(0.5))
    with pytest.raises(InputError, match="two or more pretrainings"):
        compare_runs({"one": [one]})
    wide = write_run(tmp_path / "wide", answers=answers(0.5), model="i3d")
    with pytest.raises(InputError, match="differ in more than pretraining"):
        compare_runs({"one": [one], "wide": [wide]})
    knn = write_run(tmp_path / "knn", answers=answers(0.5), protocol="knn")
    with pytest.raises(InputError, match="no transfer that two"):
        compare_runs({"one": [one], "knn": [knn]})
    fewer = write_run(tmp_path / "fewer", answers=answers(0.5)[:-1])
    with pytest.raises(DatasetError, match="asked about other clips"):
        compare_runs({"one": [one], "fewer": [fewer]})
    with pytest.raises(DatasetError, match="does not exist"):
        compare_runs({"one": [one], "nothing": [tmp_path / "nothing"]})


def test_same_seed_same_table(tmp_path):
    arms = {
        name: [write_run(tmp_path / name, answers=answers(share))]
        for name, share in (("one", 0.5), ("two", 0.6))
    }
    assert compare_runs(arms, seed=3) == compare_runs(arms, seed=3)
    value = compare_runs(arms).rows[0].arms[0].metrics["top1"].value
    assert value == pytest.approx(np.mean([row[2] == row[3] for row in answers(0.5)]))
