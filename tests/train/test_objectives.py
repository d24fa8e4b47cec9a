from typing import get_args

import numpy as np
import pytest
import torch
from pydantic import ValidationError
from toy_clips import ToySource, toy_config
from toy_truth import STILL, ToyTruth, patch_config

from understudy.data.input import InputSpec, prepare
from understudy.data.joined import JoinedSource
from understudy.data.targets import clip_targets
from understudy.errors import InputError
from understudy.evaluation.recogniser import load_recogniser, probabilities
from understudy.models import ModelSpec, build_model
from understudy.models.augmentation import (
    AugmentationSpec,
    FlipPolicy,
    move_and_zoom,
    random_affine,
)
from understudy.models.checkpoint import load_checkpoint
from understudy.rng import stream
from understudy.runs import EVALUATION_FILE, EvaluationRecord, read_record
from understudy.train import TrainConfig, suited_recipe, train
from understudy.train.batches import Batch, follow, mirrored_labels
from understudy.train.learner import build_learner
from understudy.types import Video

OTHER = {"left": "west", "right": "east", "up": "up"}


def network_of(config, class_count=3):
    torch.manual_seed(0)
    return build_model(
        config.model, class_count=class_count, channels=3, frame_count=8, size=config.input.size
    )


# --------------------------------------------------------------------------------------------
# Inputs


@pytest.mark.parametrize(("layer", "channels"), [("flow", 2), ("body_part", 3), ("instance", 1)])
def test_other_layers_are_learned_from(tmp_path, layer, channels):
    config = toy_config(epochs=5)
    config = config.model_copy(update={"input": config.input.model_copy(update={"layer": layer})})
    record = train(ToyTruth(240), tmp_path / "run", config)
    assert load_checkpoint(tmp_path / "run" / "checkpoint.pt").channels == channels
    assert record.evaluation.metrics["top1"].value > 0.6
    assert len(record.evaluation.samples) == 12


# --------------------------------------------------------------------------------------------
# Several datasets


def test_joined_sources_share_classes_or_keep_their_own():
    first, second = ToySource(60, seed=1), ToySource(30, seed=2, names=OTHER)
    second.name = "real"
    shared = JoinedSource([first, second])
    assert shared.classes == ("left", "right", "up", "west", "east")
    assert shared.heads == (shared.classes,) and shared.name == "toy+real"
    apart = JoinedSource([first, second], heads="per-dataset")
    assert apart.heads == (("left", "right", "up"), ("real/west", "real/east", "real/up"))
    assert apart.classes == sum(apart.heads, ())
    assert apart.fingerprint != shared.fingerprint
    record = apart.records[60]
    assert (record.clip_id, record.label, record.split) == ("real/clip000", "real/west", "train")
    assert len({record.clip_id for record in apart.records}) == 90
    groups = {record.group for record in apart.records}
    assert "toy/group000" in groups and "real/group000" in groups
    np.testing.assert_array_equal(apart.load(60).frames, second.load(0).frames)
    assert apart.source_of(59) == 0 and apart.source_of(60) == 1


def test_what_cannot_be_joined():
    with pytest.raises(InputError, match="two or more"):
        JoinedSource([ToySource(60)])
    with pytest.raises(InputError, match="named twice"):
        JoinedSource([ToySource(60), ToySource(60)])
    names = JoinedSource([ToySource(60), ToySource(30)]).prefixes
    assert names == ["toy-1", "toy-2"]


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_head_per_dataset_is_a_softmax_over_its_own_classes(smoothing):
    config = toy_config(label_smoothing=smoothing, model=ModelSpec(width=8, dropout=0.0))
    heads = [(0, 2), (1, 3, 4)]
    learner = build_learner(network_of(config, 5), config, heads)
    clips = torch.randn(6, 8, 3, 32, 32)
    labels = torch.tensor([0, 2, 2, 1, 4, 3])
    with torch.no_grad():
        learner.network.classifier.weight.mul_(50)
        loss, right, _ = learner(Batch(clips=clips, labels=labels, targets={}, share=1.0))
        logits = learner.network(clips)
        wanted, hits = [], 0
        for number, label in enumerate(labels):
            head = next(head for head in heads if int(label) in head)
            own, place = logits[number, list(head)], torch.tensor(head.index(int(label)))
            wanted.append(torch.nn.functional.cross_entropy(own, place, label_smoothing=smoothing))
            hits += int(own.argmax() == place)
    torch.testing.assert_close(loss, torch.stack(wanted).mean())
    assert int(right) == hits


def test_each_head_is_tested_on_its_own_dataset(tmp_path):
    second = ToySource(120, seed=2, names=OTHER)
    second.name = "real"
    source = JoinedSource([ToySource(120, seed=1), second], heads="per-dataset")
    record = train(source, tmp_path / "run", toy_config(epochs=8))
    assert record.classes == source.classes
    assert record.evaluation.labels == ("left", "right", "up")
    assert len(record.evaluation.predictions) == 24
    other = read_record(tmp_path / "run" / "transfers" / "real" / EVALUATION_FILE, EvaluationRecord)
    assert other.labels == ("real/west", "real/east", "real/up") and len(other.predictions) == 24
    for answers in (record.evaluation, other):
        assert answers.metrics["top1"].value > 0.7
        assert (tmp_path / "run" / answers.samples[0].path).exists() or answers is other


# --------------------------------------------------------------------------------------------
# Ground truth as a target


def test_config_refuses_what_does_not_go_together():
    for fields, message in (
        (
            {"targets": ("depth",), "input": InputSpec(layer="depth")},
            "cannot be learned from depth",
        ),
        ({"targets": ("keypoints",), "input": InputSpec(layer="flow")}, "cannot be learned from"),
        ({"targets": ("depth",), "objective": "masked"}, "neither targets"),
        ({"freeze_backbone": True, "targets": ("depth",)}, "learns nothing"),
    ):
        with pytest.raises(ValidationError, match=message):
            TrainConfig(**fields)


def test_targets_lie_in_the_square_that_the_network_sees():
    class Wide(ToyTruth):
        def load(self, index, layer="colour"):
            video = super().load(index, layer)
            frames = np.pad(video.frames, ((0, 0), (0, 0), (20, 20), (0, 0)))
            return type(video)(frames=frames, fps=video.fps)

    source, chosen = Wide(3), np.array([0, 7, 15])
    spec = InputSpec(size=40, frame_count=3)
    view = prepare(source.load(1), spec, chosen).max(-1) > 100
    known = clip_targets(
        source, 1, ("keypoints", "depth", "body_part"), chosen, source.load(1), spec
    )
    rows, columns = (np.mgrid[:40, :40] + 0.5) / 20 - 1
    for time in range(3):
        place = (columns[view[time]].mean(), rows[view[time]].mean())
        np.testing.assert_allclose(known["keypoints"][time, 4, :2], place, atol=1e-4)
        cells = np.ix_(*(((np.arange(32) + 0.5) / 32 * 40).astype(int),) * 2)
        np.testing.assert_array_equal(known["body_part"][time], 3 * view[time][cells])
        np.testing.assert_array_equal(known["depth"][time] == 2.0, view[time][cells])
    toys = ToySource(3)
    nothing = clip_targets(toys, 1, ("keypoints", "depth"), chosen, toys.load(1), spec)
    assert all(np.isnan(values).all() for values in nothing.values())


def test_targets_follow_the_picture():
    """Through zoom, roll and mirror, the keypoint stays on the dot and the map with it."""
    spec = STILL.model_copy(update={"zoom": 0.2, "shift": 0.1, "roll_rad": 0.4, "flip": "all"})
    theta = random_affine(24, spec, rng=stream(0, "theta"))
    mirrored = (torch.linalg.det(theta[:, :, :2]) < 0).tolist()
    assert 6 < sum(mirrored) < 18
    side = 64
    steps = (torch.arange(side) + 0.5) / (side / 2) - 1
    x, y = 0.25, -0.3
    dot = torch.exp(-((steps[None] - x) ** 2 + (steps[:, None] - y) ** 2) / 0.01)
    seen = move_and_zoom(dot.expand(24, 1, 1, side, side).clone(), theta, side, layer="depth")
    seen = seen[:, 0, 0] / seen[:, 0, 0].sum((1, 2), keepdim=True)
    centre = torch.stack(((seen * steps).sum((1, 2)), (seen * steps[:, None]).sum((1, 2))), -1)
    keypoints = torch.zeros(24, 1, 17, 4)
    keypoints[:, :, 5] = torch.tensor((x, y, 0.5, 1.0))  # the left shoulder
    keypoints[:, :, 9] = torch.tensor((4.0, 0.0, 0.0, 1.0))  # far outside
    moved = follow("keypoints", keypoints, theta)
    parts = torch.zeros(24, 1, 32, 32)
    parts[..., :16] = 3.0  # the left upper arm, on the left of the picture
    shown = follow("body_part", parts, theta)
    for number, flipped in enumerate(mirrored):
        place = 6 if flipped else 5
        torch.testing.assert_close(moved[number, 0, place, :2], centre[number], atol=0.02, rtol=0)
        assert moved[number, 0, place, 2:].tolist() == [0.5, 1.0]
        assert moved[number, 0, 9:11, 3].sum() == 0
        assert shown[number, 0, 3:5, 6 if flipped else 1].eq(4 if flipped else 3).all()
    depth = torch.full((24, 1, 32, 32), torch.nan)
    assert follow("depth", depth, theta).isnan().all()
    far = torch.tensor([[[1.0, 0.0, 1.5], [0.0, 1.0, 0.0]]])
    half = follow("depth", torch.ones(1, 1, 32, 32), far)
    assert half[0, 0, :, :2].eq(1).all() and half[0, 0, :, 2:].isnan().all()


def test_ground_truth_is_learned_beside_the_labels(tmp_path):
    config = toy_config(epochs=8, targets=("keypoints", "depth", "body_part"), target_weight=1.0)
    record = train(ToyTruth(240), tmp_path / "run", config)
    first, last = record.history[0].losses, record.history[-1].losses
    assert set(first) == {"labels", "keypoints", "depth", "body_part"}
    assert record.history[-1].train_loss == pytest.approx(sum(last.values()), rel=1e-4)
    # A constant place is wrong by the dots' spread; the network sees where each one is.
    assert last["keypoints"] < 0.6 * first["keypoints"]
    assert last["body_part"] < 0.5 * first["body_part"] and last["depth"] < 0.7 * first["depth"]
    # What was learned beside the labels is not part of the network.
    assert not any(
        "target" in name for name in load_checkpoint(tmp_path / "run/checkpoint.pt").weights
    )
    assert load_recogniser(tmp_path / "run").classes == ("left", "right", "up")


def test_real_clips_have_no_ground_truth_to_learn(tmp_path):
    config = toy_config(epochs=1, targets=("keypoints",))
    with pytest.raises(InputError, match="toy is real footage"):
        train(ToySource(60), tmp_path / "run", config)
    # Beside synthetic clips they are learned from by their labels alone.
    mixed = JoinedSource([ToyTruth(60, seed=3), ToySource(60)])
    record = train(mixed, tmp_path / "mixed", config)
    assert np.isfinite(record.history[0].losses["keypoints"])


# --------------------------------------------------------------------------------------------
# Masked patches


def test_masks_are_tubes_of_the_stated_share():
    config = patch_config(objective="masked", mask_share=0.75)
    learner = build_learner(network_of(config), config, [range(3)])
    tubes = learner._tubes(50, torch.device("cpu"), None).reshape(50, 4, 4)
    assert (tubes == tubes[:, :1]).all() and (tubes.sum(2) == 3).all()
    assert len({tuple(tube.tolist()) for tube in tubes[:, 0]}) == 4


class Waves(ToySource):
    """A grating that drifts: what is hidden follows from what is seen."""

    def load(self, index, layer="colour"):
        phase = stream(self.seed, "waves", index).uniform(0, 2 * np.pi)
        time, _, column = np.mgrid[:16, :40, :40].astype(np.float64)
        wave = np.sin(column / 6 + phase + time / 5)
        frames = np.repeat((127 + 100 * wave)[..., None], 3, axis=-1).astype(np.uint8)
        return Video(frames=frames, fps=10.0)


def test_masked_pretraining_teaches_a_backbone_to_start_from(tmp_path):
    config = TrainConfig(
        **{**suited_recipe("videomae_tiny", "masked"), "learning_rate": 3e-3},
        model=ModelSpec(name="videomae_tiny"),
        input=InputSpec(size=32),
        objective="masked",
        epochs=12,
        mask_share=0.5,
        threads=1,
        device="cpu",
    )
    record = train(Waves(240), tmp_path / "masked", config)
    losses = [entry.val_loss for entry in record.history]
    assert losses[-1] < 0.9 * losses[0]
    assert record.evaluation is None and record.history[0].train_accuracy is None
    checkpoint = load_checkpoint(tmp_path / "masked" / "checkpoint.pt")
    assert checkpoint.classes == () and checkpoint.weights["classifier.weight"].shape == (0, 96)
    assert not any("decoder" in name for name in checkpoint.weights)
    start = patch_config(epochs=1, start_from=str(tmp_path / "masked"), freeze_backbone=True)
    train(ToySource(60), tmp_path / "labels", start)
    taught = load_checkpoint(tmp_path / "labels" / "checkpoint.pt").weights
    for name, tensor in checkpoint.weights.items():
        if not name.startswith("classifier"):
            assert torch.equal(tensor, taught[name]), name


def test_only_patches_can_be_masked(tmp_path):
    config = toy_config(objective="masked")
    with pytest.raises(InputError, match=r"not tsm_resnet10: choose videomae_small"):
        train(ToySource(60), tmp_path / "run", config)


def test_a_flip_policy_says_what_a_mirror_image_is_called():
    """Classes: a swipe to the left, one to the right, a clap, one without a mirror."""
    mirrors = (1, 0, 2, None)
    labels = np.array([0, 1, 2, 3])
    found = {flip: mirrored_labels(labels, mirrors, flip).tolist() for flip in get_args(FlipPolicy)}
    assert found == {
        "none": [-1, -1, -1, -1],
        "safe_classes": [-1, -1, 2, -1],
        "label_swap": [1, 0, 2, -1],
        "all": [0, 1, 2, 3],
    }


class OneSided:
    """The dots without those that go to the right, but for one: the class must be there."""

    def __init__(self):
        self.whole = ToySource(240)
        right = [n for n, record in enumerate(self.whole.records) if record.label == "right"]
        self.kept = sorted({*range(240)} - {*right[1:]})
        self.records = [self.whole.records[n] for n in self.kept]
        self.name, self.classes = "one-sided", self.whole.classes
        self.fingerprint = "one-sided"
        self.unseen = [n for n in right if self.whole.records[n].split == "test"]

    def load(self, index, layer="colour"):
        return self.whole.load(self.kept[index], layer)


def test_swapped_labels_teach_both_sides(tmp_path):
    """What never went to the right is known by its mirror image; without a new label, it is not."""
    source = OneSided()
    recalls = {}
    for flip in ("label_swap", "all"):
        config = toy_config(augmentation=AugmentationSpec(flip=flip))
        train(source, tmp_path / flip, config)
        recogniser = load_recogniser(tmp_path / flip)
        clips = [prepare(source.whole.load(n), recogniser.input) for n in source.unseen]
        named = probabilities(recogniser, clips).argmax(1)
        recalls[flip] = float((named == source.classes.index("right")).mean())
    assert recalls["label_swap"] > 0.8 > 0.3 > recalls["all"]
