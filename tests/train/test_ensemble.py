"""Networks that answer together: the mean of their scores, and a run like any other."""

import numpy as np
import pytest
import torch
from toy_clips import ToySource, toy_config, toy_run

from understudy.errors import DatasetError, InputError
from understudy.evaluation.recogniser import load_recogniser
from understudy.models import ModelSpec
from understudy.models.tensors import clips_to_tensor
from understudy.runs import RUN_FILE, RunRecord, read_record, write_record
from understudy.train import train
from understudy.train.batches import Batch
from understudy.train.ensemble import join_runs
from understudy.train.learner import build_learner
from understudy.transfer.untrained import write_untrained

SOURCE = ToySource(240)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    second = tmp_path_factory.mktemp("runs") / "second"
    train(SOURCE, second, toy_config(seed=1, epochs=2), dataset_path="toy/dots")
    return [toy_run(), second]


def test_scores_are_the_mean_of_the_members(runs, tmp_path):
    record = join_runs(runs, SOURCE, tmp_path / "both")
    both = load_recogniser(tmp_path / "both")
    size = both.input.size
    clips = torch.from_numpy(
        np.random.default_rng(0).integers(0, 256, (5, 8, size, size, 3), dtype=np.uint8)
    )
    with torch.inference_mode():
        scores = [load_recogniser(run).network(clips_to_tensor(clips)) for run in runs]
        torch.testing.assert_close(both.network(clips_to_tensor(clips)), sum(scores) / 2)
    singles = [read_record(run / RUN_FILE, RunRecord) for run in runs]
    assert record.config["model"]["members"] == 2
    assert record.evaluation.metrics["top1"].value > 0.8
    assert len(record.evaluation.predictions) == len(singles[0].evaluation.predictions)
    assert read_record(tmp_path / "both" / RUN_FILE, RunRecord) == record


def test_a_joined_run_is_a_beginning_like_any_other(runs, tmp_path):
    join_runs(runs, SOURCE, tmp_path / "both")
    write_untrained(tmp_path / "both", tmp_path / "scratch", seed=3)
    assert load_recogniser(tmp_path / "scratch").network.spec.members == 2
    model = load_recogniser(tmp_path / "both").network.spec
    config = toy_config(epochs=1, start_from=str(tmp_path / "both"), model=model)
    record = train(ToySource(60), tmp_path / "on", config)
    assert record.evaluation.metrics["top1"].value > 0.8


def test_members_learn_by_themselves(runs, tmp_path):
    join_runs(runs, SOURCE, tmp_path / "both")
    config = toy_config(model=ModelSpec(width=8, dropout=0.0))
    clips, labels = torch.randn(4, 8, 3, 32, 32), torch.tensor([0, 1, 2, 2])
    batch = Batch(clips=clips, labels=labels, targets={}, share=1.0)

    shared = load_recogniser(tmp_path / "both").network.classifier.bias

    def loss_of(folder):
        network = load_recogniser(folder).network
        network.classifier.bias = shared
        return build_learner(network, config, [(0, 1, 2)]).eval()(batch)[0]

    single = torch.stack([loss_of(run) for run in runs])
    torch.testing.assert_close(loss_of(tmp_path / "both"), single.mean())


def test_what_does_not_go_together(runs, tmp_path):
    out = tmp_path / "both"
    with pytest.raises(InputError, match="two runs or more"):
        join_runs(runs[:1], SOURCE, out)
    with pytest.raises(InputError, match="two runs or more"):
        join_runs([runs[0], runs[0]], SOURCE, out)
    with pytest.raises(DatasetError, match="trained on another dataset"):
        join_runs(runs, ToySource(60), out)
    train(SOURCE, tmp_path / "wide", toy_config(epochs=1, model=runs_model(runs, width=24)))
    with pytest.raises(InputError, match="another network"):
        join_runs([runs[0], tmp_path / "wide"], SOURCE, out)
    record = read_record(tmp_path / "wide" / RUN_FILE, RunRecord)
    write_record(record.model_copy(update={"finished_utc": None}), tmp_path / "wide" / RUN_FILE)
    with pytest.raises(DatasetError, match="not finished"):
        join_runs([runs[0], tmp_path / "wide"], SOURCE, out)
    assert not out.exists()
    join_runs(runs, SOURCE, out)
    with pytest.raises(DatasetError, match="holds a run already"):
        join_runs(runs, SOURCE, out)
    with pytest.raises(InputError, match="joined already"):
        join_runs([runs[0], out], SOURCE, tmp_path / "three")


def runs_model(runs, **changes):
    return load_recogniser(runs[0]).network.spec.model_copy(update=changes)
