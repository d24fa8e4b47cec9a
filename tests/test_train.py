import errno
import json
import shutil
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from toy_clips import ToySource, toy_config, toy_run

from understudy.errors import DatasetError, InputError, StorageError
from understudy.models import ModelSpec
from understudy.models.checkpoint import load_checkpoint
from understudy.runs import RUN_FILE, RunRecord, read_record, write_record
from understudy.train import learning_rate_at, split_indices, train


def weights(folder):
    return load_checkpoint(folder / "checkpoint.pt").weights


def curve(record):
    """The history without its wall-clock times."""
    return [entry.model_dump(exclude=TIMES, mode="json") for entry in record.history]


def test_learns_what_only_the_order_of_frames_tells():
    record = read_record(toy_run() / RUN_FILE, RunRecord)
    assert record.history[-1].val_accuracy > 0.9
    assert record.evaluation is not None and record.evaluation.metrics["top1"].value > 0.9
    assert record.evaluation.metrics["top1"].low > 0.7


def test_shuffled_labels_teach_nothing(tmp_path):
    record = train(ToySource(240, shuffled_labels=True), tmp_path / "run", toy_config())
    assert record.evaluation.metrics["top1"].value < 0.6
    assert record.evaluation.metrics["top1"].low <= 1 / 3


def test_single_frame_control_cannot_tell_left_from_right(tmp_path):
    config = toy_config(model=ModelSpec(name="tsn_resnet10", width=8))
    record = train(ToySource(240), tmp_path / "run", config)
    recalls = record.evaluation.per_class
    assert recalls["left"].value + recalls["right"].value < 1.5


def test_what_a_run_leaves_behind():
    folder = toy_run()
    record = read_record(folder / RUN_FILE, RunRecord)
    assert record.finished_utc is not None and record.started_utc <= record.finished_utc
    assert record.classes == ("left", "right", "up")
    assert record.dataset.clips == {"train": 156, "val": 36, "test": 48}
    assert record.dataset.path == "toy/dots"
    assert [entry.epoch for entry in record.history] == list(range(1, 9))
    assert all(0 <= entry.data_wait_s <= entry.seconds for entry in record.history)
    assert {"torch", "numpy", "device"} <= set(record.environment)
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in log] == list(range(1, 9))
    evaluation = record.evaluation
    assert evaluation.protocol == "test-split" and len(evaluation.predictions) == 48
    assert np.array(evaluation.confusion).sum() == 48
    assert 1 <= len(evaluation.samples) <= 12
    for film in evaluation.samples:
        assert (folder / film.path).stat().st_size > 500
    test_clips = {r.clip_id for r in ToySource(240).records if r.split == "test"}
    assert {answer.clip_id for answer in evaluation.predictions} == test_clips
    assert not (folder / "cache").exists()
    assert not list(folder.rglob("*.partial"))


def test_same_seed_same_network(tmp_path):
    source = ToySource(60)
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        train(source, tmp_path / name, toy_config(epochs=2, seed=seed))
    first, same, other = (weights(tmp_path / name) for name in "abc")
    assert all(torch.equal(first[name], same[name]) for name in first)
    assert not torch.equal(first["classifier.weight"], other["classifier.weight"])


TIMES = {"seconds", "data_wait_s", "clips_per_s", "wait_share"}


class StopError(Exception):
    pass


@pytest.mark.parametrize("stop", [KeyboardInterrupt, StopError])
def test_resumed_run_equals_one_go(tmp_path, stop):
    """Stopped in the middle of epoch 3: by Ctrl-C, or by anything else."""
    source = ToySource(60)
    config = toy_config(epochs=4)
    whole = train(source, tmp_path / "whole", config)

    def stop_midway(progress):
        if progress.stage == "train" and progress.done == 5:
            raise stop

    halves = ToySource(60)
    with pytest.raises(stop) as caught:
        train(halves, tmp_path / "halves", config, on_progress=stop_midway)
    if stop is KeyboardInterrupt:
        assert "same command again" in str(caught.value) and "checkpoint.pt" in str(caught.value)
    half = read_record(tmp_path / "halves" / RUN_FILE, RunRecord)
    assert len(half.history) == 2 and half.finished_utc is None
    loads = halves.loads
    rest = train(halves, tmp_path / "halves", config, resume=True)

    assert curve(rest) == curve(whole)
    assert rest.started_utc == half.started_utc
    assert rest.evaluation.predictions == whole.evaluation.predictions
    for name, tensor in weights(tmp_path / "whole").items():
        assert torch.equal(tensor, weights(tmp_path / "halves")[name]), name
    log = (tmp_path / "halves" / "log.jsonl").read_text().splitlines()
    assert [json.loads(line)["epoch"] for line in log] == [1, 2, 3, 4]
    # Only the test clips and their films were decoded again, the cache was kept.
    assert halves.loads - loads <= 12 + 12


def test_resume_after_a_crash_between_checkpoint_and_record(tmp_path):
    config = toy_config(epochs=2)
    whole = train(ToySource(60), tmp_path / "run", config)
    older = whole.model_copy(
        update={"history": whole.history[:1], "finished_utc": None, "evaluation": None}
    )
    (tmp_path / "run" / RUN_FILE).write_text(older.model_dump_json())
    again = train(ToySource(60), tmp_path / "run", config, resume=True)
    assert curve(again) == curve(whole) and again.finished_utc is not None


def test_finished_run_is_returned_as_it_is():
    before = (toy_run() / RUN_FILE).read_bytes()
    record = train(ToySource(240), toy_run(), toy_config(), dataset_path="toy/dots", resume=True)
    assert record == read_record(toy_run() / RUN_FILE, RunRecord)
    assert (toy_run() / RUN_FILE).read_bytes() == before


def test_a_run_of_an_earlier_version_had_the_defaults_of_settings_it_does_not_name(tmp_path):
    out = tmp_path / "run"
    shutil.copytree(toy_run(), out)
    record = read_record(out / RUN_FILE, RunRecord)
    model = {name: value for name, value in record.config["model"].items() if name != "members"}
    config = {name: value for name, value in record.config.items() if name != "ema_decay"}
    older = record.model_copy(update={"config": {**config, "model": model}})
    write_record(older, out / RUN_FILE)
    assert train(ToySource(240), out, toy_config(), resume=True) == older
    with pytest.raises(DatasetError, match=r"another configuration \(differs in: model\)"):
        train(ToySource(240), out, toy_config(model=ModelSpec(width=16)), resume=True)


def test_folders_of_other_runs_are_left_alone(tmp_path):
    out = tmp_path / "run"
    shutil.copytree(toy_run(), out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    source = ToySource(240)
    with pytest.raises(DatasetError, match="resume it"):
        train(source, out, toy_config())
    with pytest.raises(DatasetError, match=r"another configuration \(differs in: epochs, seed\)"):
        train(source, out, toy_config(epochs=9, seed=3), resume=True)
    with pytest.raises(DatasetError, match="another dataset"):
        train(ToySource(240, seed=5), out, toy_config(), resume=True)
    (tmp_path / "file").write_text("notes")
    with pytest.raises(DatasetError, match="no run of this package"):
        train(source, tmp_path / "file", toy_config())
    assert before == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_validation_groups_are_cut_from_train(tmp_path):
    source = ToySource(120, splits=False)
    splits = split_indices(source, 0.1, seed=0)
    groups = {
        name: {source.records[index].group for index in indices} for name, indices in splits.items()
    }
    assert not groups["train"] & groups["val"]
    assert 12 <= len(splits["val"]) <= 14 and len(splits["train"]) + len(splits["val"]) == 120
    assert splits == split_indices(source, 0.1, seed=0) != split_indices(source, 0.1, seed=1)
    record = train(source, tmp_path / "run", toy_config(epochs=1))
    assert record.history[0].val_accuracy is not None and record.evaluation is None


def test_one_group_leaves_nothing_to_validate_on(tmp_path):
    source = ToySource(24, splits=False)
    source.records = [replace(record, group="all") for record in source.records]
    record = train(source, tmp_path / "run", toy_config(epochs=1))
    assert record.history[0].val_accuracy is None


def test_few_unreadable_clips_are_listed_and_left_out(tmp_path):
    source = ToySource(240, unreadable=(7,))
    record = train(source, tmp_path / "run", toy_config(epochs=1))
    assert record.dataset.clips["skipped"] == 1
    first = json.loads((tmp_path / "run" / "log.jsonl").read_text().splitlines()[0])
    assert first["skipped"] == "clip007" and "cut short" in first["reason"]


def test_many_unreadable_clips_stop_the_run(tmp_path):
    source = ToySource(240, unreadable=(3, 7, 9))
    with pytest.raises(DatasetError, match=r"clip003.*\n.*clip007") as caught:
        train(source, tmp_path / "run", toy_config(epochs=1))
    assert "1 %" in str(caught.value)


def test_a_label_outside_the_classes_or_a_class_without_clips(tmp_path):
    source = ToySource(60)
    source.classes = ("left", "right")
    with pytest.raises(DatasetError, match="'up'"):
        train(source, tmp_path / "run", toy_config())
    source.classes = ("left", "right", "up", "down")
    with pytest.raises(DatasetError, match="no training clips for down"):
        train(source, tmp_path / "run", toy_config())
    source.classes = ("left",)
    with pytest.raises(InputError, match="two or more"):
        train(source, tmp_path / "run", toy_config())


@pytest.mark.parametrize("call", ["os.posix_fallocate", "understudy.train.run.write_record"])
def test_full_disk_is_said_and_the_run_goes_on_later(tmp_path, monkeypatch, call):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(call, full)
        with pytest.raises(StorageError, match=r"No space left.*same command"):
            train(ToySource(60), tmp_path / "run", toy_config(epochs=1))
    record = train(ToySource(60), tmp_path / "run", toy_config(epochs=1), resume=True)
    assert record.finished_utc is not None


def test_depth_trains_too(tmp_path):
    config = toy_config(epochs=1)
    config = config.model_copy(update={"input": config.input.model_copy(update={"layer": "depth"})})
    record = train(ToySource(60), tmp_path / "run", config)
    assert load_checkpoint(tmp_path / "run" / "checkpoint.pt").channels == 1
    assert all(film.path.endswith(".mp4") for film in record.evaluation.samples)


def test_learning_rate_warms_up_and_falls_to_zero():
    config = toy_config()
    rates = [learning_rate_at(step, 1000, config) for step in range(1000)]
    assert rates[0] < 0.05 * config.learning_rate
    assert max(rates) == pytest.approx(config.learning_rate, rel=0.03)
    assert 45 <= int(np.argmax(rates)) <= 55
    assert all(later <= earlier for earlier, later in pairwise(rates[51:]))
    assert rates[-1] < 1e-3 * config.learning_rate
