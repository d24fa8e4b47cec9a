import pytest
import torch

from understudy.errors import InputError
from understudy.models import MODELS, ModelSpec, build_model
from understudy.models.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from understudy.models.checkpoint import network_of as restored
from understudy.models.network import load_backbone, parameters_of, replace_classifier
from understudy.models.tsm import shift_channels

LARGE = {
    "tsm_resnet50": 24, "tsn_resnet50": 24, "r2plus1d_34": 63, "i3d_resnet50": 28,
    "timesformer_base": 121, "videomae_small": 22, "videomae_base": 86, "vjepa2_large": 304,
}  # fmt: skip
"""Networks at the size of their papers, with their millions of weights."""
TESTED = sorted({*MODELS, "ensemble"} - {"timesformer_base", "videomae_base", "vjepa2_large"})
"""Convolutions are narrow here; of each transformer a smaller size stands for the large one."""


def shift_reference(features: torch.Tensor, frame_count: int) -> torch.Tensor:
    """The shift as the paper's figure draws it, one channel of one frame at a time."""
    clips = features.unflatten(0, (-1, frame_count))
    shifted = torch.zeros_like(clips)
    fold = clips.shape[2] // 8
    for time in range(frame_count):
        for channel in range(clips.shape[2]):
            source = time - 1 if channel < fold else time + 1 if channel < 2 * fold else time
            if 0 <= source < frame_count:
                shifted[:, time, channel] = clips[:, source, channel]
    return shifted.flatten(0, 1)


def test_shift_equals_reference():
    features = torch.randn(3 * 4, 16, 5, 6, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(shift_channels(features, 4), shift_reference(features, 4))


SIZES = {"frame_count": 8, "size": 48}


def network_of(name, *, class_count=5, channels=3, width=8, seed=0):
    torch.manual_seed(seed)
    spec = ModelSpec(name=name, width=width)
    if name == "ensemble":
        spec = ModelSpec(name="tsm_resnet10", width=width, members=2)
    return build_model(spec, class_count=class_count, channels=channels, **SIZES)


def some_clips(count=2, channels=3, seed=1):
    generator = torch.Generator().manual_seed(seed)
    side = SIZES["size"]
    return torch.randn(count, SIZES["frame_count"], channels, side, side, generator=generator)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", TESTED)
def test_answers_are_finite_repeatable_and_each_clips_own(name, channels):
    network = network_of(name, channels=channels).eval()
    clips = some_clips(channels=channels)
    before = clips.clone()
    with torch.inference_mode():
        logits = network(clips)
        again = network(clips)
        alone = network(clips[1:])
    assert logits.shape == (2, 5) and torch.isfinite(logits).all()
    assert torch.equal(logits, again) and torch.equal(clips, before)
    torch.testing.assert_close(alone[0], logits[1], rtol=1e-4, atol=1e-5)
    assert not torch.equal(logits[0], logits[1])


@pytest.mark.parametrize("name", TESTED)
def test_scores_are_the_classifier_on_the_mean_token(name):
    network = network_of(name).eval()
    clips = some_clips()
    with torch.inference_mode():
        tokens = network.features(clips)
        torch.testing.assert_close(network.classifier(tokens.mean(1)), network(clips))
    assert tokens.shape[0] == 2 and tokens.shape[2] == network.feature_count
    assert network.classifier.in_features == network.feature_count
    assert tokens.shape[1] % network.token_times(SIZES["frame_count"]) == 0


@pytest.mark.parametrize("name", TESTED)
def test_gradients_reach_every_weight(name):
    network = network_of(name, class_count=3)
    loss = torch.nn.functional.cross_entropy(network(some_clips(4)), torch.tensor([0, 1, 2, 0]))
    loss.backward()
    without = [
        parameter_name
        for parameter_name, parameter in network.named_parameters()
        if parameter.grad is None or not parameter.grad.abs().sum() > 0
    ]
    assert without == []


@pytest.mark.parametrize("name", TESTED)
def test_stages_hold_every_weight_of_the_backbone_once(name):
    network = network_of(name)
    staged = [id(p) for stage in network.stages() for p in parameters_of(stage)]
    backbone = [id(p) for n, p in network.named_parameters() if not n.startswith("classifier.")]
    assert len(network.stages()) >= 3 and len(staged) == len(set(staged))
    assert sorted(staged) == sorted(backbone)


@pytest.mark.parametrize("name", TESTED)
def test_saved_networks_come_back(name, tmp_path):
    network = network_of(name).eval()
    path = tmp_path / "checkpoint.pt"
    saved = Checkpoint(
        model=network.spec,
        classes=tuple("abcde"),
        channels=3,
        input={"layer": "colour", **SIZES},
        window_s=2.0,
        weights=network.state_dict(),
    )
    save_checkpoint(saved, path)
    again = restored(load_checkpoint(path), path)
    with torch.inference_mode():
        torch.testing.assert_close(again(some_clips()), network(some_clips()))


@pytest.mark.parametrize("name", TESTED)
def test_a_backbone_goes_to_other_classes(name):
    taught, fresh = network_of(name, seed=0).eval(), network_of(name, class_count=2, seed=1).eval()
    clips, head = some_clips(), fresh.classifier.weight.clone()
    with torch.inference_mode():
        assert not torch.equal(taught.features(clips), fresh.features(clips))
        load_backbone(fresh, taught.state_dict(), taught.spec, origin="it")
        torch.testing.assert_close(taught.features(clips), fresh.features(clips))
    assert torch.equal(fresh.classifier.weight, head)
    replace_classifier(taught, 7)
    assert taught(clips).shape == (2, 7) and taught.shape.class_count == 7


def test_backbones_of_other_networks_are_refused():
    network = network_of("tsm_resnet10")
    for name, width, channels, message in (
        ("tsn_resnet10", 8, 3, r"backbone of a tsn_resnet10.*--model tsn_resnet10"),
        ("tsm_resnet10", 16, 3, "another width"),
        ("tsm_resnet10", 8, 1, r"another kind of input.*: \(8, 3, 7, 7\) instead of \(8, 9"),
    ):
        other = network_of(name, width=width, channels=channels)
        with pytest.raises(InputError, match=message):
            load_backbone(network, other.state_dict(), other.spec, origin="runs/a/checkpoint.pt")


@pytest.mark.parametrize("name", TESTED)
def test_only_the_single_frame_control_is_blind_to_the_order_of_frames(name):
    network, clips = network_of(name).eval(), some_clips()
    with torch.inference_mode():
        for parameter in network.parameters():  # TimeSformer's embeddings of time begin at zero
            parameter += 0.02 * torch.randn(parameter.shape)
        # New classifiers are near zero: the tokens say it louder.
        ahead, back = (network.features(c).mean(1) for c in (clips, clips.flip(1)))
    assert torch.allclose(ahead, back, atol=1e-5) == name.startswith("tsn")


@pytest.mark.parametrize("name", TESTED)
def test_tokens_come_in_the_order_of_time(name):
    """What changes in the last frames changes the last tokens most."""
    network, clips = network_of(name).eval(), some_clips()
    times = network.token_times(SIZES["frame_count"])
    if times == 1:
        pytest.skip("one token for the whole clip")
    changed = clips.clone()
    changed[:, -2:] += 3.0
    with torch.inference_mode():
        moved = (network.features(changed) - network.features(clips)).abs()
    by_time = moved.unflatten(1, (times, -1)).mean((0, 2, 3))
    assert by_time.argmax() >= times - 2  # two frames were changed
    assert by_time[times // 2 :].sum() > by_time[: times // 2].sum()


@pytest.mark.parametrize("name", sorted(LARGE))
def test_large_networks_have_the_sizes_of_their_papers(name):
    shape = {"frame_count": 8, "size": 224} if name == "timesformer_base" else {"size": 224}
    with torch.device("meta"):
        network = build_model(ModelSpec(name=name), class_count=1, channels=3, **shape)
    millions = sum(parameter.numel() for parameter in network.parameters()) / 1e6
    assert millions == pytest.approx(LARGE[name], rel=0.03)


def test_default_network_is_small():
    network = build_model(ModelSpec(), class_count=10, channels=3)
    assert 250_000 < sum(parameter.numel() for parameter in network.parameters()) < 400_000


def test_unknown_model_lists_the_nearest():
    with pytest.raises(InputError, match="tsm_resnet10"):
        build_model(ModelSpec(name="tsm_resnet"), class_count=2, channels=3)
