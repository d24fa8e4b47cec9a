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
    width: int | None = Field(default=None, ge=8, le=256)
    """Channels of the first stage, in networks that come in widths; default the network's own."""
    dropout: float = Field(default=0.2, ge=0.0, lt=1.0)
    """Share of the last features dropped while training."""
    members: int = Field(default=1, ge=1, le=32)
    """Networks of this kind side by side, whose scores are averaged (`models.ensemble`)."""
    weights: str | None = None
    """Published weights that a transformer begins with: a name on Hugging Face's hub, or a folder.
    Their licences are their own."""


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


Build = Callable[[ModelSpec, NetworkShape], "VideoNetwork"]

SMALL_WIDTH = 16
POSE_WIDTH = 32
PAPER_WIDTH = 64
TEN, PAPER = (1, 1, 1, 1), (3, 4, 6, 3)
"""Blocks per group: 10 layers, and the papers' 34 (basic blocks) or 50 (bottlenecks)."""


def _shift(*, small: bool, shift: bool) -> Build:
    def build(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
        from understudy.models.tsm import ShiftResNet

        return ShiftResNet(
            spec,
            shape,
            width=spec.width or (SMALL_WIDTH if small else PAPER_WIDTH),
            blocks=TEN if small else PAPER,
            bottlenecks=not small,
            shift=shift,
            motion=small and shift,
        )

    return build


def _r2plus1d(*, small: bool) -> Build:
    def build(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
        from understudy.models.residual3d import build_r2plus1d

        width = spec.width or (SMALL_WIDTH if small else PAPER_WIDTH)
        return build_r2plus1d(spec, shape, blocks=TEN if small else PAPER, width=width)

    return build


def _i3d(*, small: bool) -> Build:
    def build(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
        from understudy.models.residual3d import build_i3d

        width = spec.width or (SMALL_WIDTH if small else PAPER_WIDTH)
        return build_i3d(spec, shape, blocks=TEN if small else PAPER, width=width)

    return build


def _pose(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
    from understudy.models.pose import PoseNetwork

    return PoseNetwork(spec, shape, width=spec.width or POSE_WIDTH)


def _transformer(kind: str, size: str) -> Build:
    def build(spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
        from understudy.models.transformers_video import VideoTransformer

        return VideoTransformer(spec, shape, kind=kind, size=size)

    return build


def _ensemble(build: Build, spec: ModelSpec, shape: NetworkShape) -> VideoNetwork:
    from understudy.models.ensemble import Ensemble

    return Ensemble(spec, shape, [build(spec, shape) for _ in range(spec.members)])


MODELS: dict[str, Build] = {
    "tsm_resnet10": _shift(small=True, shift=True),
    "tsn_resnet10": _shift(small=True, shift=False),
    "r2plus1d_10": _r2plus1d(small=True),
    "i3d_resnet14": _i3d(small=True),
    "pose_tsm": _pose,
    "tsm_resnet50": _shift(small=False, shift=True),
    "tsn_resnet50": _shift(small=False, shift=False),
    "r2plus1d_34": _r2plus1d(small=False),
    "i3d_resnet50": _i3d(small=False),
    "timesformer_tiny": _transformer("timesformer", "tiny"),
    "timesformer_base": _transformer("timesformer", "base"),
    "videomae_tiny": _transformer("videomae", "tiny"),
    "videomae_small": _transformer("videomae", "small"),
    "videomae_base": _transformer("videomae", "base"),
    "vjepa2_tiny": _transformer("vjepa2", "tiny"),
    "vjepa2_large": _transformer("vjepa2", "large"),
}
"""Each takes (spec, shape) and returns a network from clips (B, T, C, H, W) to logits (B, K). The
first five and the tiny ones train on a CPU. "tsn_..." cannot see the order of the frames: the
single-frame control. "pose_tsm" wants the target "keypoints"."""


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
    network = build(spec, shape) if spec.members == 1 else _ensemble(build, spec, shape)
    network.spec, network.shape = spec, shape
    return network
