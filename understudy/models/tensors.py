"""From stored pixels to what the networks take in."""

from __future__ import annotations

from jaxtyping import Float, UInt8
from torch import Tensor


def pixels_to_tensor(clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B T C H W"]:
    """Returns pixels 0..255 as values about zero with a spread of about one.

    One mean and one deviation for all channels: colour and depth take the same path, and small
    networks trained from scratch gain nothing from ImageNet's numbers.
    """
    return (clips - 127.5) / 63.75


def clips_to_tensor(clips: UInt8[Tensor, "B T H W C"]) -> Float[Tensor, "B T C H W"]:
    """Returns prepared clips as the network takes them in."""
    return pixels_to_tensor(clips.permute(0, 1, 4, 2, 3).float())
