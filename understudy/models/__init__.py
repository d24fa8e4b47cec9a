"""Video networks: name -> a lazy factory, so that a list of models costs no import of torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import Field

from understudy.errors import lookup
from understudy.types import Spec

if TYPE_CHECKING:
    from torch import nn


class ModelSpec(Spec):
    """Which network, and its few choices; with class count and channels it fixes every shape."""

    name: str = "tsm_resnet10"
    """A key of `MODELS`."""
    width: int = Field(default=16, ge=8, le=256)
    """Channels of the first stage."""
    dropout: float = Field(default=0.2, ge=0.0, lt=1.0)
    """Share of the last features dropped while training."""


def _tsm_resnet10(spec: ModelSpec, class_count: int, channels: int) -> nn.Module:
    from understudy.models.tsm import ShiftResNet10

    return ShiftResNet10(
        class_count=class_count,
        channels=channels,
        width=spec.width,
        dropout=spec.dropout,
        shift=True,
    )


def _tsn_resnet10(spec: ModelSpec, class_count: int, channels: int) -> nn.Module:
    from understudy.models.tsm import ShiftResNet10

    return ShiftResNet10(
        class_count=class_count,
        channels=channels,
        width=spec.width,
        dropout=spec.dropout,
        shift=False,
    )


MODELS: dict[str, Callable[[ModelSpec, int, int], nn.Module]] = {
    "tsm_resnet10": _tsm_resnet10,
    "tsn_resnet10": _tsn_resnet10,
}
"""Each takes (spec, class count, input channels) and returns a network from clips (B, T, C, H, W)
to logits (B, K). "tsn_resnet10" cannot see the order of the frames: the single-frame control."""


def build_model(spec: ModelSpec, *, class_count: int, channels: int) -> nn.Module:
    """Returns a freshly initialised network (torch's global generator draws the weights).

    Args:
        spec: network and width.
        class_count: K, number of outputs.
        channels: C of the input, 3 for colour and 1 for depth.

    Raises:
        InputError: no model of that name.
    """
    return lookup(MODELS, spec.name, "model")(spec, class_count, channels)
