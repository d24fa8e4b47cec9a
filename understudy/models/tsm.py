"""Temporal shift module on ResNets of 10 and 50 layers (Lin, Gan and Han, ICCV 2019; He et al.,
CVPR 2016).

A 2D network sees every frame; inside each residual branch an eighth of the channels is moved one
frame ahead and an eighth one frame back, which lets the frames exchange what they saw at no cost
in multiplications. Small dense convolutions are what a CPU is good at: this trains several times
faster there than networks with 3D or depthwise convolutions.

The small one also looks at differences of frames (`with_motion`), which the paper's network does
not.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.models import ModelSpec, NetworkShape
from understudy.models.network import Stage, VideoNetwork, new_classifier

SHIFT_SHARE = 8
"""One channel in so many moves ahead, and as many back (the paper's best: a quarter in all)."""


def shift_channels(
    features: Float[Tensor, "BT C H W"], frame_count: int
) -> Float[Tensor, "BT C H W"]:
    """Moves the first channels one frame later in time and the next ones one frame earlier.

    The frames of a clip lie next to each other in the first axis; what moves in from beyond
    either end is zero.
    """
    count, channels, height, width = features.shape
    fold = max(1, channels // SHIFT_SHARE)
    # Channels stay the innermost axis (channels last): a fifth to a third faster on a CPU.
    clips = features.permute(0, 2, 3, 1).reshape(
        count // frame_count, frame_count, height, width, channels
    )
    later, earlier, still = clips.split((fold, fold, channels - 2 * fold), dim=4)
    blank = torch.zeros_like(later[:, :1])
    later = torch.cat((blank, later[:, :-1]), dim=1)
    earlier = torch.cat((earlier[:, 1:], blank), dim=1)
    shifted = torch.cat((later, earlier, still), dim=4)
    return shifted.reshape(count, height, width, channels).permute(0, 3, 1, 2)


def with_motion(clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B T C3 H W"]:
    """Adds to each frame how it differs from the clip's mean and from the frame before.

    The difference of frames is an old input of two-stream networks (TSN, Wang et al. 2016). Where
    the camera hardly moves, both differences show the person and not the place, which is what a
    small network trained on a few thousand clips of as many places needs to begin with.
    """
    before = torch.cat((clips[:, :1], clips[:, :-1]), dim=1)
    return torch.cat((clips, clips - clips.mean(1, keepdim=True), clips - before), dim=2)


class ShiftBlock(nn.Module):
    """A basic residual block whose branch begins with the temporal shift."""

    def __init__(self, channels: int, width: int, stride: int, *, shift: bool):
        super().__init__()
        self.shift = shift
        self.conv1 = nn.Conv2d(channels, width, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or channels != width:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width)
            )

    def forward(
        self, features: Float[Tensor, "BT C H W"], frame_count: int
    ) -> Float[Tensor, "BT C2 H2 W2"]:
        branch = shift_channels(features, frame_count) if self.shift else features
        branch = torch.relu(self.norm1(self.conv1(branch)))
        branch = self.norm2(self.conv2(branch))
        return torch.relu(branch + self.shortcut(features))


class ShiftBottleneck(nn.Module):
    """A bottleneck residual block whose branch begins with the temporal shift."""

    def __init__(self, channels: int, width: int, stride: int, *, shift: bool):
        super().__init__()
        self.shift = shift
        self.conv1 = nn.Conv2d(channels, width // 4, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(width // 4)
        self.conv2 = nn.Conv2d(width // 4, width // 4, 3, stride, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(width // 4)
        self.conv3 = nn.Conv2d(width // 4, width, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(width)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or channels != width:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width)
            )

    def forward(
        self, features: Float[Tensor, "BT C H W"], frame_count: int
    ) -> Float[Tensor, "BT C2 H2 W2"]:
        branch = shift_channels(features, frame_count) if self.shift else features
        branch = torch.relu(self.norm1(self.conv1(branch)))
        branch = torch.relu(self.norm2(self.conv2(branch)))
        branch = self.norm3(self.conv3(branch))
        return torch.relu(branch + self.shortcut(features))


class ShiftResNet(VideoNetwork):
    """Stem, four groups of shift blocks, a linear layer; the frames' scores are averaged.

    Args:
        spec: dropout.
        shape: classes and channels.
        width: channels of the stem; each later group has twice as many as the one before it.
        blocks: blocks of each group: one each in 10 layers, (3, 4, 6, 3) in 50.
        bottlenecks: whether the blocks are bottlenecks, as in 50 layers.
        shift: False gives the single-frame control (TSN, Wang et al. 2016), which sees the same
            frames, but neither their order nor their differences.
        motion: whether it sees differences of frames, too.
    """

    def __init__(
        self,
        spec: ModelSpec,
        shape: NetworkShape,
        *,
        width: int,
        blocks: Sequence[int],
        bottlenecks: bool,
        shift: bool,
        motion: bool,
    ):
        super().__init__()
        self.motion = motion
        self.stem = nn.Conv2d((3 if motion else 1) * shape.channels, width, 7, 2, 3, bias=False)
        self.stem_norm = nn.BatchNorm2d(width)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.blocks = nn.ModuleList()
        before = width
        for group, count in enumerate(blocks):
            after = (4 if bottlenecks else 1) * width * 2**group
            for number in range(count):
                stride = 2 if group > 0 and number == 0 else 1
                block = ShiftBottleneck if bottlenecks else ShiftBlock
                self.blocks.append(block(before, after, stride, shift=shift))
                before = after
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        self.feature_count = before
        self.dropout = nn.Dropout(spec.dropout)
        self.classifier = new_classifier(self.feature_count, shape.class_count)

    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B T D"]:
        """Returns what the linear layer sees of every frame."""
        batch, frame_count = clips.shape[:2]
        if self.motion:
            clips = with_motion(clips)
        frames = clips.flatten(0, 1).contiguous(memory_format=torch.channels_last)
        frames = self.pool(torch.relu(self.stem_norm(self.stem(frames))))
        for block in self.blocks:
            frames = block(frames, frame_count)
        return frames.mean((2, 3)).reshape(batch, frame_count, -1)

    def stages(self) -> list[Stage]:
        """Returns stem and blocks."""
        return [[self.stem, self.stem_norm], *([block] for block in self.blocks)]
