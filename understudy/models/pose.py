"""A network that finds the body's joints in every frame and names the action from their course.

Nothing but the joints reaches the second half, so that whatever else rendered and real pictures
differ in stays behind. Rendered depth is known to teach where joints are in a real camera's depth
(Shotton et al., "Real-time human pose recognition in parts from single depth images", CVPR 2011).
Joints are the mean place under a heat map, which can be learned from places (integral regression;
Sun et al., ECCV 2018); their course is read by convolutions over time (Kim and Reiter,
"Interpretable 3D human action analysis with temporal convolutional networks", CVPRW 2017).

It needs the target "keypoints" to learn what a joint is; without, the places are free to become
anything.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.models import ModelSpec, NetworkShape
from understudy.models.network import Stage, VideoNetwork, new_classifier
from understudy.models.tsm import ShiftBlock
from understudy.types import COCO_KEYPOINTS

COURSE_WIDTH = 128
COURSE_BLOCKS = 4
REACH = 5
"""Frames that a convolution over time sees."""
UNSURE = 0.05
"""Deviation of the noise that places get in training [trunk lengths]: real ones are less sure."""
SHOULDERS, HIPS = (
    [COCO_KEYPOINTS.index(f"{side}_{part}") for side in ("left", "right")]
    for part in ("shoulder", "hip")
)


class PoseNetwork(VideoNetwork):
    """Heat maps of joints from a small 2D network with temporal shifts, convolutions over time.

    Args:
        spec: width of the stem (later groups have two and four times as many), dropout.
        shape: classes and channels; rows and columns in steps of 16.
    """

    def __init__(self, spec: ModelSpec, shape: NetworkShape, *, width: int):
        super().__init__()
        self.stem = nn.Conv2d(shape.channels, width, 7, 2, 3, bias=False)
        self.stem_norm = nn.BatchNorm2d(width)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.fine = ShiftBlock(width, width, 1, shift=True)
        self.middle = ShiftBlock(width, 2 * width, 2, shift=True)
        self.coarse = ShiftBlock(2 * width, 4 * width, 2, shift=True)
        self.laterals = nn.ModuleList(nn.Conv2d(scale * width, 2 * width, 1) for scale in (1, 2, 4))
        self.merge = nn.Conv2d(2 * width, 2 * width, 3, 1, 1, bias=False)
        self.merge_norm = nn.BatchNorm2d(2 * width)
        self.maps = nn.Conv2d(2 * width, 2 * len(COCO_KEYPOINTS), 1)
        self.entry = nn.Conv1d(6 * len(COCO_KEYPOINTS), COURSE_WIDTH, 1)
        self.entry_norm = nn.BatchNorm1d(COURSE_WIDTH)
        self.course = nn.ModuleList(
            nn.Sequential(
                nn.Dropout(spec.dropout),
                nn.Conv1d(COURSE_WIDTH, COURSE_WIDTH, REACH, padding=REACH // 2, bias=False),
                nn.BatchNorm1d(COURSE_WIDTH),
                nn.ReLU(),
            )
            for _ in range(COURSE_BLOCKS)
        )
        self.feature_count = COURSE_WIDTH
        self.dropout = nn.Dropout(spec.dropout)
        self.classifier = new_classifier(self.feature_count, shape.class_count)

    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B T D"]:
        return self.tokens(self.keypoints(clips))

    def keypoints(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B T 17 3"]:
        """Returns where the joints are: right and down, -1..1 from border to border, and near.

        The last is in the units of the target, see `data.targets`.
        """
        count, frame_count = clips.shape[:2]
        frames = clips.flatten(0, 1).contiguous(memory_format=torch.channels_last)
        frames = self.pool(torch.relu(self.stem_norm(self.stem(frames))))
        fine = self.fine(frames, frame_count)
        middle = self.middle(fine, frame_count)
        coarse = self.coarse(middle, frame_count)
        merged = self.laterals[2](coarse)
        for lateral, finer in ((self.laterals[1], middle), (self.laterals[0], fine)):
            wider = nn.functional.interpolate(merged, size=finer.shape[-2:])
            merged = wider + lateral(finer)
        merged = torch.relu(self.merge_norm(self.merge(merged)))
        heat, near = self.maps(merged).float().chunk(2, dim=1)
        rows, columns = heat.shape[-2:]
        share = heat.flatten(2).softmax(-1)
        square = share.unflatten(2, (rows, columns))
        places = (
            (square.sum(2) * _centres(columns, share)).sum(-1),
            (square.sum(3) * _centres(rows, share)).sum(-1),
            (share * near.flatten(2)).sum(-1),
        )
        return torch.stack(places, dim=-1).unflatten(0, (count, frame_count))

    def tokens(self, places: Float[Tensor, "B T 17 3"]) -> Float[Tensor, "B T D"]:
        """Returns what the course of the joints tells, whatever the body's size and place."""
        hips, shoulders = places[:, :, HIPS].mean(2), places[:, :, SHOULDERS].mean(2)
        trunk = (shoulders - hips).square().sum(-1).add(1e-6).sqrt().mean(1)
        own = places - hips.mean(1)[:, None, None]
        own = own / trunk.clamp(min=0.05)[:, None, None, None]
        if self.training:
            own = own + UNSURE * torch.randn_like(own)
        speed = torch.cat((torch.zeros_like(own[:, :1]), own[:, 1:] - own[:, :-1]), dim=1)
        course = torch.cat((own, 2.0 * speed), dim=-1).flatten(2).transpose(1, 2)
        with torch.autocast(course.device.type, enabled=False):  # steps are small beside places
            course = torch.relu(self.entry_norm(self.entry(course)))
            for block in self.course:
                course = course + block(course)
        return course.transpose(1, 2)

    def stages(self) -> list[Stage]:
        return [
            [self.stem, self.stem_norm],
            [self.fine],
            [self.middle],
            [self.coarse],
            [self.laterals, self.merge, self.merge_norm, self.maps],
            [self.entry, self.entry_norm],
            *([block] for block in self.course),
        ]


def _centres(count: int, like: Tensor) -> Tensor:
    """Returns where the cells of a row lie, from -1 to 1."""
    steps: Tensor = torch.arange(count, device=like.device, dtype=like.dtype)
    return (steps + 0.5) * (2.0 / count) - 1.0
