import numpy as np
import pytest
import torch

from understudy.errors import InputError
from understudy.models import MODELS, ModelSpec, build_model
from understudy.models.tsm import shift_channels


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


@pytest.mark.parametrize("name", sorted(MODELS))
@pytest.mark.parametrize("channels", [1, 3])
def test_every_model_keeps_the_contract(name, channels):
    network = build_model(ModelSpec(name=name, width=8), class_count=5, channels=channels).eval()
    clips = torch.randn(2, 8, channels, 48, 48, generator=torch.Generator().manual_seed(1))
    before = clips.clone()
    with torch.inference_mode():
        logits = network(clips)
        again = network(clips)
        alone = network(clips[1:])
    assert logits.shape == (2, 5) and torch.isfinite(logits).all()
    assert torch.equal(logits, again) and torch.equal(clips, before)
    torch.testing.assert_close(alone[0], logits[1], rtol=1e-4, atol=1e-5)


def test_only_the_shifted_network_sees_the_order_of_frames():
    clips = torch.randn(1, 8, 3, 32, 32, generator=torch.Generator().manual_seed(2))
    backwards = clips.flip(1)
    for name, sees_order in (("tsm_resnet10", True), ("tsn_resnet10", False)):
        torch.manual_seed(0)
        network = build_model(ModelSpec(name=name), class_count=4, channels=3).eval()
        with torch.inference_mode():
            same = torch.allclose(network(clips), network(backwards), atol=1e-6)
        assert same != sees_order


def test_default_network_is_small():
    network = build_model(ModelSpec(), class_count=10, channels=3)
    assert 250_000 < sum(parameter.numel() for parameter in network.parameters()) < 400_000


def test_unknown_model_lists_the_nearest():
    with pytest.raises(InputError, match="tsm_resnet10"):
        build_model(ModelSpec(name="tsm_resnet"), class_count=2, channels=3)


def test_gradients_reach_every_weight():
    network = build_model(ModelSpec(width=8), class_count=3, channels=3)
    clips = torch.from_numpy(np.random.default_rng(0).normal(size=(4, 8, 3, 32, 32))).float()
    torch.nn.functional.cross_entropy(network(clips), torch.tensor([0, 1, 2, 0])).backward()
    assert all(
        parameter.grad is not None and parameter.grad.abs().sum() > 0
        for parameter in network.parameters()
    )
