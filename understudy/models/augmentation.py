"""What one stored clip may also have looked like: cheap, batched, the same over a clip's frames.

Every function takes pixels as floats 0..255 and draws from the generator handed in. No flip unless
asked for: many actions are told apart by left and right.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from jaxtyping import Bool, Float, Float32, Int64
from pydantic import Field
from torch import Tensor

from understudy.types import Sight, Spec

FlipPolicy = Literal["none", "safe_classes", "label_swap", "all"]


class AugmentationSpec(Spec):
    """How far training clips are changed; every 0 switches that change off."""

    min_window: float = Field(default=0.75, gt=0.0, le=1.0)
    """Shortest part of a clip that is seen, as a share: shifts the start and the speed."""
    zoom: float = Field(default=0.2, ge=0.0, lt=1.0)
    """Nearer or farther by up to this share."""
    shift: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Off-centre by up to this share of the side."""
    stretch: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Change of the aspect ratio."""
    roll_rad: float = Field(default=0.05, ge=0.0)
    brightness: float = Field(default=0.25, ge=0.0)
    """As a share of the full range."""
    contrast: float = Field(default=0.4, ge=0.0, lt=1.0)
    saturation: float = Field(default=0.5, ge=0.0, le=1.0)
    tint: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Gain of each colour channel."""
    grey: float = Field(default=0.1, ge=0.0, le=1.0)
    """Share of the clips that lose their colour."""
    erase: float = Field(default=0.25, ge=0.0, le=1.0)
    """Share of the clips with a block hidden, over all frames."""
    noise: float = Field(default=3.0, ge=0.0)
    """Largest standard deviation of per-pixel noise, in 8-bit steps."""
    depth_holes: float = Field(default=0.05, ge=0.0, lt=1.0)
    """Largest share of depth pixels lost one by one; edges lose ten times as many."""
    flip: FlipPolicy = "none"
    """Which clips may be mirrored, half of them: none; of classes that no mirror changes; with the
    label of the mirror image; all, whatever they show."""


def frame_positions(
    stored: int, wanted: int, min_window: float, *, rng: np.random.Generator
) -> Int64[np.ndarray, "T"]:
    """Returns which stored frames a clip shows: a random window, one random frame per segment."""
    length = stored * rng.uniform(min_window, 1.0)
    start = rng.uniform(0.0, stored - length)
    inside = (np.arange(wanted) + rng.uniform(0.0, 1.0, size=wanted)) / wanted
    return np.minimum((start + inside * length).astype(np.int64), stored - 1)


def random_affine(
    count: int,
    spec: AugmentationSpec,
    *,
    rng: np.random.Generator,
    flippable: Bool[np.ndarray, "B"] | None = None,
) -> Float32[Tensor, "B 2 3"]:
    """Returns a zoom, stretch, shift and roll per clip: where each place of the new picture was in
    the old one, both in -1..1 from border to border.

    Args:
        count: B.
        spec: how far.
        rng: source of every draw.
        flippable: which clips may be mirrored, if `spec.flip` mirrors any; all where None.
    """
    scale = np.exp(rng.uniform(-1.0, 1.0, size=count) * np.log1p(spec.zoom))
    aspect = np.exp(rng.uniform(-0.5, 0.5, size=count) * np.log1p(spec.stretch))
    roll = rng.uniform(-spec.roll_rad, spec.roll_rad, size=count)
    shift = rng.uniform(-2.0 * spec.shift, 2.0 * spec.shift, size=(count, 2))
    flipped = rng.uniform(size=count) < (0.0 if spec.flip == "none" else 0.5)
    if flippable is not None:
        flipped &= flippable
    mirror = np.where(flipped, -1.0, 1.0)
    theta = np.zeros((count, 2, 3), dtype=np.float32)
    theta[:, 0, 0] = scale * aspect * np.cos(roll) * mirror
    theta[:, 0, 1] = -scale * aspect * np.sin(roll)
    theta[:, 1, 0] = scale / aspect * np.sin(roll) * mirror
    theta[:, 1, 1] = scale / aspect * np.cos(roll)
    theta[:, :, 2] = shift
    return torch.from_numpy(theta)


def move_and_zoom(
    clips: Float[Tensor, "B T C H W"], theta: Float[Tensor, "B 2 3"], size: int, *, layer: Sight
) -> Float[Tensor, "B T C S S"]:
    """Resamples each clip through its affine map to `size` px.

    What comes in from outside repeats the border; in depth and masks it is empty (0).
    """
    count, frame_count, channels = clips.shape[:3]
    grid = torch.nn.functional.affine_grid(theta, [count, 1, size, size], align_corners=False)
    moved = torch.nn.functional.grid_sample(
        clips.flatten(1, 2),
        grid,
        mode="bilinear",
        padding_mode="border" if layer in ("colour", "flow", "difference") else "zeros",
        align_corners=False,
    )
    return moved.reshape(count, frame_count, channels, size, size)


def turn_flow(
    clips: Float[Tensor, "B T 2 H W"], theta: Float[Tensor, "B 2 3"]
) -> Float[Tensor, "B T 2 H W"]:
    """Changes the vectors of flow as `move_and_zoom` changed the picture that they lie in."""
    back = torch.linalg.inv(theta[:, :, :2])
    turned = torch.einsum("bij,btjhw->btihw", back, clips - 127.5)
    return (127.5 + turned).clamp_(0.0, 255.0)


def change_colours(
    clips: Float[Tensor, "B T 3 H W"], spec: AugmentationSpec, *, rng: np.random.Generator
) -> Float[Tensor, "B T 3 H W"]:
    """Changes brightness, contrast, saturation and tint, and turns some clips grey."""
    # All four changes are linear in a pixel's colour: one matrix and one offset per clip.
    count, frame_count, _, height, width = clips.shape
    gain = rng.uniform(1.0 - spec.tint, 1.0 + spec.tint, size=(count, 3, 1))
    gain = gain * rng.uniform(1.0 - spec.contrast, 1.0 + spec.contrast, size=(count, 1, 1))
    shift = rng.uniform(-spec.brightness, spec.brightness, size=(count, 1, 1))
    colour = rng.uniform(1.0 - spec.saturation, 1.0 + spec.saturation, size=(count, 1, 1))
    colour = np.where(rng.uniform(size=(count, 1, 1)) < spec.grey, 0.0, colour)
    luma = np.broadcast_to(np.array((0.299, 0.587, 0.114)), (count, 3, 3))
    matrices = gain * (colour * np.eye(3) + (1.0 - colour) * luma)
    offsets = 127.5 * (1.0 - gain) + 255.0 * shift
    matrix = torch.from_numpy(matrices.astype(np.float32)).to(clips.device)
    offset = torch.from_numpy(offsets.astype(np.float32)).to(clips.device)
    changed = torch.baddbmm(
        offset.repeat_interleave(frame_count, 0),
        matrix.repeat_interleave(frame_count, 0),
        clips.reshape(count * frame_count, 3, height * width),
    )
    return changed.clamp_(0.0, 255.0).reshape(clips.shape)


def change_signs(
    clips: Float[Tensor, "B T C H W"], spec: AugmentationSpec, *, rng: np.random.Generator
) -> Float[Tensor, "B T C H W"]:
    """Scales differences as contrast would, and turns half of them over: a pale person before a
    dark wall for a dark one before a pale wall."""
    gain = np.exp(rng.uniform(-1.5, 1.5, size=len(clips)) * np.log1p(spec.contrast))
    gain = gain * rng.choice((-1.0, 1.0), size=len(clips))
    factor = torch.from_numpy(gain.astype(np.float32)).to(clips.device)[:, None, None, None, None]
    return (127.5 + factor * (clips - 127.5)).clamp_(0.0, 255.0)


def lose_depth(
    clips: Float[Tensor, "B T 1 H W"], spec: AugmentationSpec, *, rng: np.random.Generator
) -> Float[Tensor, "B T 1 H W"]:
    """Sets pixels to 0 as a structured-light camera does: a few anywhere, many along edges."""
    if spec.depth_holes == 0.0:
        return clips
    share = rng.uniform(0.0, spec.depth_holes, size=(len(clips), 1, 1, 1, 1)).astype(np.float32)
    chance = torch.from_numpy(share).to(clips.device).expand_as(clips).clone()
    across = (clips[..., 1:] - clips[..., :-1]).abs() > 12.0
    down = (clips[..., 1:, :] - clips[..., :-1, :]).abs() > 12.0
    edges = torch.zeros_like(clips, dtype=torch.bool)
    edges[..., 1:] |= across
    edges[..., 1:, :] |= down
    chance = torch.where(edges, (10.0 * chance).clamp_(max=0.5), chance)
    draws = torch.rand(
        clips.shape, generator=_torch_generator(rng, clips.device), device=clips.device
    )
    lost = draws < chance
    return torch.where(lost, 0.0, clips)


def add_noise(
    clips: Float[Tensor, "B T C H W"],
    spec: AugmentationSpec,
    *,
    layer: Sight,
    rng: np.random.Generator,
) -> Float[Tensor, "B T C H W"]:
    """Adds noise to every pixel; depth pixels without a surface (0) stay empty."""
    if spec.noise == 0.0:
        return clips
    sigma = rng.uniform(0.0, spec.noise, size=(len(clips), 1, 1, 1, 1)).astype(np.float32)
    # The channels share their noise: a third of the draws, which cost more than the sums.
    count, frame_count, _, height, width = clips.shape
    noise = torch.randn(
        (count, frame_count, 1, height, width),
        generator=_torch_generator(rng, clips.device),
        device=clips.device,
    ).mul_(torch.from_numpy(sigma).to(clips.device))
    noisy = (clips + noise).clamp_(0.0, 255.0)
    return torch.where(clips > 0.0, noisy, clips) if layer == "depth" else noisy


def _torch_generator(rng: np.random.Generator, device: torch.device) -> torch.Generator:
    """Returns a generator for draws of a whole picture: on its own device, and faster."""
    return torch.Generator(device).manual_seed(int(rng.integers(2**63 - 1)))


def erase_block(
    clips: Float[Tensor, "B T C H W"],
    spec: AugmentationSpec,
    *,
    layer: Sight,
    rng: np.random.Generator,
) -> Float[Tensor, "B T C H W"]:
    """Covers a block of up to a third of the side in some clips, through all their frames."""
    height, width = clips.shape[-2:]
    erased = clips.clone()
    for number in np.flatnonzero(rng.uniform(size=len(clips)) < spec.erase):
        rows, columns = (max(1, int(side * rng.uniform(0.1, 0.33))) for side in (height, width))
        top = int(rng.integers(0, height - rows + 1))
        left = int(rng.integers(0, width - columns + 1))
        fill = float(rng.uniform(0.0, 255.0))
        fill = {"colour": fill, "flow": 127.5, "difference": 127.5}.get(layer, 0.0)
        erased[number, :, :, top : top + rows, left : left + columns] = fill
    return erased


def augment(
    clips: Float[Tensor, "B T C H W"],
    size: int,
    spec: AugmentationSpec,
    *,
    layer: Sight,
    rng: np.random.Generator,
    theta: Float[Tensor, "B 2 3"] | None = None,
) -> Float[Tensor, "B T C S S"]:
    """Applies all changes that suit the layer, in the order in which a camera makes them.

    `theta` is the geometric change, where the caller needs to know it; drawn here otherwise.
    """
    if theta is None:
        theta = random_affine(len(clips), spec, rng=rng)
    theta = theta.to(clips.device)
    clips = move_and_zoom(clips, theta, size, layer=layer)
    if layer == "flow":
        clips = turn_flow(clips, theta)
    clips = erase_block(clips, spec, layer=layer, rng=rng)
    match layer:
        case "colour":
            return add_noise(change_colours(clips, spec, rng=rng), spec, layer=layer, rng=rng)
        case "depth":
            return add_noise(lose_depth(clips, spec, rng=rng), spec, layer=layer, rng=rng)
        case "difference":
            return add_noise(change_signs(clips, spec, rng=rng), spec, layer=layer, rng=rng)
        case "flow":
            return add_noise(clips, spec, layer=layer, rng=rng)
        case _:
            return clips
