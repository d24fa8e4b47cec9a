import math
import shutil

import numpy as np
import pytest
import torch
from toy_clips import ToySource, toy_run

from understudy.errors import DatasetError, InputError
from understudy.evaluation.recogniser import crops, load_recogniser
from understudy.models.network import load_classes
from understudy.runs import EvaluationRecord, read_record
from understudy.transfer.config import FineTuning, TransferConfig
from understudy.transfer.features import extract_features, weights_digest
from understudy.transfer.learned import learn_and_ask
from understudy.transfer.untrained import write_untrained
from understudy.types import Video

ONE = TransferConfig(threads=1)
NAMES = {"left": "leave", "right": "arrive", "up": "rise"}


def other_source(count: int = 60, **options) -> ToySource:
    """The dots under labels that the network has never heard of."""
    return ToySource(count, seed=9, names=NAMES, classes=("left", "right", "up"), **options)


@pytest.fixture(autouse=True)
def clean_run():
    yield
    for folder in ("transfers", "features"):
        shutil.rmtree(toy_run() / folder, ignore_errors=True)


@pytest.mark.parametrize("protocol", ["knn", "linear-probe", "attentive-probe"])
def test_a_probe_learns_other_labels_from_frozen_features(protocol):
    record = learn_and_ask(protocol, toy_run(), other_source(120), ONE)
    assert record.labels == ("leave", "arrive", "rise") and record.protocol == protocol
    assert record.metrics["top1"].value > 0.85
    assert record.settings["folds"] == "official" and record.seed == 0
    test = {r.clip_id for r in other_source(120).records if r.split == "test"}
    assert {answer.clip_id for answer in record.predictions} == test
    folder = toy_run() / "transfers" / record.name
    assert read_record(folder / "evaluation.json", EvaluationRecord) == record


def test_the_backbone_is_frozen():
    """Neither weights nor running statistics move, whatever is asked."""
    recogniser = load_recogniser(toy_run())
    before = {name: value.clone() for name, value in recogniser.network.state_dict().items()}
    assert any("running_mean" in name for name in before)
    source = other_source()
    options = {"view_count": 2, "crop_count": 1, "skip_limit": 0.05, "threads": 1}
    features = extract_features(recogniser, source, range(60), toy_run(), **options)
    for name, value in recogniser.network.state_dict().items():
        assert torch.equal(value, before[name]), name
    assert not recogniser.network.training
    # Were it in training mode, the running statistics would have moved, and the digest with them.
    digest = weights_digest(recogniser)
    recogniser.network.train()
    with torch.no_grad():
        recogniser.network.features(torch.randn(2, 8, 3, 32, 32))
    assert weights_digest(recogniser) != digest
    assert features.tokens.shape[0] == 60 and np.isfinite(features.tokens).all()


def test_checkpoint_file_is_untouched_by_probes():
    path = toy_run() / "checkpoint.pt"
    before = path.read_bytes()
    learn_and_ask("linear-probe", toy_run(), other_source(), ONE)
    assert path.read_bytes() == before


def test_features_are_computed_once():
    source = other_source()
    learn_and_ask("knn", toy_run(), source, ONE)
    loads = source.loads
    learn_and_ask("linear-probe", toy_run(), source, ONE.model_copy(update={"shots": 2, "seed": 4}))
    assert source.loads - loads <= 12  # the sample films only


def test_every_fold_is_asked_about_once_and_few_shots_are_few():
    source = other_source(24, splits=False)
    config = TransferConfig(threads=1, folds="each-group", shots=3)
    record = learn_and_ask("knn", toy_run(), source, config)
    assert sorted(answer.clip_id for answer in record.predictions) == sorted(
        item.clip_id for item in source.records
    )
    assert record.dataset.clips == {"all": 24, "learned": 12 * 9, "asked": 24}
    assert record.name == "toy-knn-3shot-seed0"


def test_unreadable_clips_are_listed_up_to_the_limit():
    source = other_source(unreadable=(1, 59))
    record = learn_and_ask("knn", toy_run(), source, ONE)
    assert set(record.skipped) == {"clip059"} and len(record.predictions) == 11
    with pytest.raises(DatasetError, match="4 of 60 clips cannot be read"):
        broken = other_source(unreadable=(1, 2, 3, 4, 5))
        learn_and_ask("knn", toy_run(), broken, TransferConfig(threads=1, view_count=2))


def test_a_class_that_cannot_be_learned_is_an_error():
    source = other_source(24, splits=False)
    parts = TransferConfig(threads=1, folds="parts:group000|group001,group002,group003")
    with pytest.raises(DatasetError, match=r"no clip to learn rise from"):
        learn_and_ask("knn", toy_run(), source, parts)


def test_crops_are_the_ends_and_the_centre():
    frames = np.arange(10, dtype=np.uint8)[None, None, :, None] * np.ones((2, 4, 10, 3), np.uint8)
    found = [
        video.frames[0, 0, :, 0].tolist() for video in crops(Video(frames=frames, fps=10.0), 3)
    ]
    assert found == [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]
    assert [v.frames.shape for v in crops(Video(frames=frames, fps=10.0), 1)] == [(2, 4, 10, 3)]
    with pytest.raises(InputError, match="expected 1"):
        list(crops(Video(frames=frames, fps=10.0), 2))


FINE = TransferConfig(
    threads=1,
    device="cpu",
    folds="parts:group000,group001,group002,group003,group004,group005,group006|"
    "group007,group008,group009,group010,group011",
    fine_tuning=FineTuning(epochs=3, fewest_steps=12, learning_rate=3e-3, layer_decay=0.9),
)


def test_fine_tuning_asks_every_fold_and_keeps_finished_ones():
    source = other_source(24, splits=False)
    record = learn_and_ask("fine-tune", toy_run(), source, FINE, name="fine")
    assert record.protocol == "fine-tune" and len(record.predictions) == 24
    assert record.metrics["top1"].value > 0.8  # the backbone knows dots; a fresh one does not
    assert record.settings["fine_tuning"]["layer_decay"] == 0.9
    logs = sorted((toy_run() / "transfers" / "fine" / "folds").glob("*/log.jsonl"))
    times = [log.stat().st_mtime_ns for log in logs]
    again = learn_and_ask("fine-tune", toy_run(), source, FINE, name="fine")
    assert again.predictions == record.predictions
    assert len(logs) == 2 and [log.stat().st_mtime_ns for log in logs] == times


def test_labels_begin_as_what_the_network_knows_of_them():
    """Steps too small to learn anything: who began from nothing knows nothing."""
    hardly = FineTuning(epochs=1, fewest_steps=1, learning_rate=1e-7)
    config = ONE.model_copy(update={"fine_tuning": hardly})
    known = {"leave": ("left",), "arrive": ("right",), "rise": ("up", "a wave")}
    source = other_source(120)
    begun = learn_and_ask("fine-tune", toy_run(), source, config, class_map=known, name="begun")
    anew = learn_and_ask("fine-tune", toy_run(), source, config, name="anew")
    assert begun.metrics["top1"].value > 0.85
    assert min(max(answer.scores) for answer in begun.predictions) > 0.5
    assert max(max(answer.scores) for answer in anew.predictions) < 0.5
    assert begun.settings["class_map"] == {**known, "rise": ("up",)}
    assert "class_map" not in anew.settings


def test_a_label_of_several_actions_begins_with_their_mean_and_their_number():
    network = load_recogniser(toy_run()).network
    state = {name: value.clone() for name, value in network.state_dict().items()}
    load_classes(network, ("b", "new", "a"), state, ("left", "right", "up"), {"a": ("left", "up")})
    weight, bias = network.classifier.weight, network.classifier.bias
    assert torch.equal(weight[:2], state["classifier.weight"][:2])
    assert torch.allclose(weight[2], state["classifier.weight"][[0, 2]].mean(0))
    assert bias[2].item() == pytest.approx(
        state["classifier.bias"][[0, 2]].mean().item() + math.log(2), abs=1e-6
    )
    with pytest.raises(InputError, match=r"b is to begin as rigth.*left, right, up"):
        load_classes(network, ("a", "b"), state, ("left", "right", "up"), {"b": ("rigth",)})


def test_fine_tuning_another_way_under_the_same_name_is_an_error():
    source = other_source(24, splits=False)
    learn_and_ask("fine-tune", toy_run(), source, FINE, name="fine")
    other = FINE.model_copy(update={"seed": 5})
    with pytest.raises(DatasetError, match="another configuration"):
        learn_and_ask("fine-tune", toy_run(), source, other, name="fine")


def test_an_untrained_run_goes_through_every_protocol(tmp_path):
    write_untrained(toy_run(), tmp_path / "scratch", seed=1)
    scratch, pretrained = load_recogniser(tmp_path / "scratch"), load_recogniser(toy_run())
    assert scratch.input == pretrained.input and scratch.classes == pretrained.classes
    assert weights_digest(scratch) != weights_digest(pretrained)
    source = other_source(60)
    low = learn_and_ask("knn", tmp_path / "scratch", source, ONE).metrics["top1"].value
    high = learn_and_ask("knn", toy_run(), source, ONE).metrics["top1"].value
    assert low < high
    with pytest.raises(DatasetError, match="holds a run already"):
        write_untrained(toy_run(), tmp_path / "scratch", seed=1)
