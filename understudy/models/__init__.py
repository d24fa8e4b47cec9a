"""Video networks: name -> a lazy factory, so that a list of models costs no import of torch.

Every network is a `models.network.VideoNetwork`: `features(clips)` gives tokens (B, N, D),
`classifier` is a linear layer, `stages()` lists the backbone from input to output. Adding one is a
function and an entry in `MODELS`; it then passes `tests/models/test_networks.py` like the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import Field

from understudy.errors import lookup
from understudy.types import Spec

if TYPE_CHECKING:
    from understudy.models.network import VideoNetwork


class ModelSpec(Spec):
    """Which network, and its few choices; with its shape it fixes every weight's size."""

    name: str = "tsm_resnet10"
    """A key of `MODELS`."""
    width: int = Field(default=16, ge=8, le=256)
    """Channels of the first stage, in networks that come in widths."""
    dropout: float = Field(default=0.2, ge=0.0, lt=1.0)
    """Share of the last features dropped while training."""

    @property
    def architecture(self) -> str:
        """Backbones of equal architecture can take each other's weights."""
        return f"{self.name} of width {self.width}"


class NetworkShape(Spec):
    """What goes into a network and what comes out."""

    class_count: int = Field(ge=0)
    """K, number of outputs; 0 for a backbone that was trained without classes."""
    channels: int = Field(ge=1)
    """C of the input: 3 for colour, 1 for depth."""
    frame_count: int = Field(default=8, ge=1)
    """T; convolutions take any, transformers have position embeddings for so many."""
    size: int = Field(default=64, ge=8)
    """H and W [px]; likewise."""


def _tsm_resnet10(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
    from understudy.models.tsm import ShiftResNet10

    return ShiftResNet10(spec, shape, shift=True)


def _tsn_resnet10(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
    from understudy.models.tsm import ShiftResNet10

    return ShiftResNet10(spec, shape, shift=False)


MODELS: dict[str, Callable[[ModelSpec, NetworkShape], VideoNetwork]] = {
    "tsm_resnet10": _tsm_resnet10,
    "tsn_resnet10": _tsn_resnet10,
}
"""Each takes (spec, shape) and returns a network from clips (B, T, C, H, W) to logits (B, K).
"tsn_resnet10" cannot see the order of the frames: the single-frame control."""


def build_model(
    spec: ModelSpec, *, class_count: int, channels: int, frame_count: int = 8, size: int = 64
) -> VideoNetwork:
    """Returns a freshly initialised network (torch's global generator draws the weights).

    Args:
        spec: network and width.
        class_count: K, number of outputs.
        channels: C of the input, 3 for colour and 1 for depth.
        frame_count: T of the input, for networks with position embeddings.
        size: H and W of the input [px], likewise.

    Raises:
        InputError: no model of that name.
    """
    build = lookup(MODELS, spec.name, "model")
    shape = NetworkShape(
        class_count=class_count, channels=channels, frame_count=frame_count, size=size
    )
    network = build(spec, shape)
    network.spec, network.shape = spec, shape
    return network
