"""Residual networks with 3D kernels: R(2+1)D and I3D.

R(2+1)D (Tran et al., CVPR 2018) splits every 3D convolution into one over space and one over time,
with as many channels between them as keep the number of weights. I3D is the inflated ResNet-50 of
Wang et al. (Non-local Neural Networks, CVPR 2018, table 1), after Carreira and Zisserman (CVPR
2017): the first convolution and the first one of every other block reach over time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.models import ModelSpec, NetworkShape
from understudy.models.network import Stage, VideoNetwork, new_classifier


def halved(count: int, times: int = 1) -> int:
    """Returns what is left of so many frames after convolutions of stride 2."""
    for _ in range(times):
        count = (count + 1) // 2
    return count


def middle_channels(before: int, after: int) -> int:
    """Returns how many channels lie between space and time in a (2+1)D convolution of 3x3x3."""
    return (27 * before * after) // (9 * before + 3 * after)


def _split_convolution(before: int, after: int, stride: int) -> nn.Sequential:
    middle = middle_channels(before, after)
    return nn.Sequential(
        nn.Conv3d(before, middle, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias=False),
        nn.BatchNorm3d(middle),
        nn.ReLU(),
        nn.Conv3d(middle, after, (3, 1, 1), (stride, 1, 1), (1, 0, 0), bias=False),
    )


class SplitBlock(nn.Module):
    """A basic residual block of two (2+1)D convolutions; a stride is one of space and time."""

    def __init__(self, before: int, after: int, stride: int):
        super().__init__()
        self.conv1 = _split_convolution(before, after, stride)
        self.norm1 = nn.BatchNorm3d(after)
        self.conv2 = _split_convolution(after, after, 1)
        self.norm2 = nn.BatchNorm3d(after)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or before != after:
            self.shortcut = nn.Sequential(
                nn.Conv3d(before, after, 1, stride, bias=False), nn.BatchNorm3d(after)
            )

    def forward(self, clips: Float[Tensor, "B C T H W"]) -> Float[Tensor, "B C2 T2 H2 W2"]:
        branch = torch.relu(self.norm1(self.conv1(clips)))
        branch = self.norm2(self.conv2(branch))
        return torch.relu(branch + self.shortcut(clips))


class InflatedBlock(nn.Module):
    """A bottleneck whose first convolution may reach over three frames; strides are of space."""

    def __init__(self, before: int, width: int, stride: int, *, over_time: bool):
        super().__init__()
        after = 4 * width
        reach = 3 if over_time else 1
        self.conv1 = nn.Conv3d(before, width, (reach, 1, 1), 1, (reach // 2, 0, 0), bias=False)
        self.norm1 = nn.BatchNorm3d(width)
        self.conv2 = nn.Conv3d(width, width, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias=False)
        self.norm2 = nn.BatchNorm3d(width)
        self.conv3 = nn.Conv3d(width, after, 1, bias=False)
        self.norm3 = nn.BatchNorm3d(after)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or before != after:
            self.shortcut = nn.Sequential(
                nn.Conv3d(before, after, 1, (1, stride, stride), bias=False), nn.BatchNorm3d(after)
            )

    def forward(self, clips: Float[Tensor, "B C T H W"]) -> Float[Tensor, "B C2 T H2 W2"]:
        branch = torch.relu(self.norm1(self.conv1(clips)))
        branch = torch.relu(self.norm2(self.conv2(branch)))
        branch = self.norm3(self.conv3(branch))
        return torch.relu(branch + self.shortcut(clips))


class Residual3d(VideoNetwork):
    """A stem, four groups of residual blocks; space is averaged, times are the tokens.

    Args:
        spec: dropout.
        shape: classes and channels.
        stem: what comes before the blocks.
        groups: the blocks; module lists in their order.
        feature_count: channels of the last block.
        time_halvings: how often the number of frames is halved on the way.
    """

    def __init__(
        self,
        spec: ModelSpec,
        shape: NetworkShape,
        *,
        stem: nn.Module,
        groups: Sequence[nn.Sequential],
        feature_count: int,
        time_halvings: int,
    ):
        super().__init__()
        self.stem = stem
        self.groups = nn.ModuleList(groups)
        self.time_halvings = time_halvings
        for module in self.modules():
            if isinstance(module, nn.Conv3d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        self.feature_count = feature_count
        self.dropout = nn.Dropout(spec.dropout)
        self.classifier = new_classifier(feature_count, shape.class_count)

    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B N D"]:
        """Returns one token per remaining time."""
        volumes = clips.transpose(1, 2).contiguous(memory_format=torch.channels_last_3d)
        volumes = self.stem(volumes)
        for group in self.groups:
            volumes = group(volumes)
        return volumes.mean((3, 4)).transpose(1, 2)

    def token_times(self, frame_count: int) -> int:
        """Returns the frames that strides over time leave."""
        return halved(frame_count, self.time_halvings)

    def stages(self) -> list[Stage]:
        """Returns stem and blocks."""
        blocks = [block for group in self.groups for block in group.children()]
        learned = [block for block in blocks if not isinstance(block, nn.MaxPool3d)]
        return [[self.stem], *([block] for block in learned)]


def build_r2plus1d(
    spec: ModelSpec, shape: NetworkShape, *, blocks: Sequence[int], width: int
) -> Residual3d:
    """Returns an R(2+1)D; `blocks` is (3, 4, 6, 3) in the paper's 34 layers."""
    # The stem's middle is the paper's 45 of 64 channels.
    middle = max(8, round(45 * width / 64))
    stem = nn.Sequential(
        nn.Conv3d(shape.channels, middle, (1, 7, 7), (1, 2, 2), (0, 3, 3), bias=False),
        nn.BatchNorm3d(middle),
        nn.ReLU(),
        nn.Conv3d(middle, width, (3, 1, 1), 1, (1, 0, 0), bias=False),
        nn.BatchNorm3d(width),
        nn.ReLU(),
    )
    groups = _groups(
        blocks, width, 1, lambda before, after, stride, _: SplitBlock(before, after, stride)
    )
    return Residual3d(
        spec, shape, stem=stem, groups=groups, feature_count=8 * width, time_halvings=3
    )


def build_i3d(
    spec: ModelSpec, shape: NetworkShape, *, blocks: Sequence[int], width: int
) -> Residual3d:
    """Returns an I3D; `blocks` is (3, 4, 6, 3) in its 50 layers."""
    stem = nn.Sequential(
        nn.Conv3d(shape.channels, width, (5, 7, 7), 2, (2, 3, 3), bias=False),
        nn.BatchNorm3d(width),
        nn.ReLU(),
        nn.MaxPool3d(3, 2, 1),
    )
    groups = _groups(
        blocks,
        width,
        4,
        lambda before, after, stride, number: InflatedBlock(
            before, after // 4, stride, over_time=number % 2 == 0
        ),
    )
    groups[0].append(nn.MaxPool3d((3, 1, 1), (2, 1, 1), (1, 0, 0)))
    return Residual3d(
        spec, shape, stem=stem, groups=groups, feature_count=32 * width, time_halvings=3
    )


def _groups(
    blocks: Sequence[int],
    width: int,
    expansion: int,
    build: Callable[[int, int, int, int], nn.Module],
) -> list[nn.Sequential]:
    """Returns four groups of blocks; each group has twice the channels of the one before it."""
    groups = []
    before = width
    for group, count in enumerate(blocks):
        after = expansion * width * 2**group
        members = []
        for number in range(count):
            stride = 2 if group > 0 and number == 0 else 1
            members.append(build(before, after, stride, number))
            before = after
        groups.append(nn.Sequential(*members))
    return groups
