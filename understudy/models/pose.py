"""A network that finds the body's joints in every frame, and reads their course beside the picture.

Rendered depth is known to teach where joints are in a real camera's depth (Shotton et al.,
"Real-time human pose recognition in parts from single depth images", CVPR 2011), and the course of
joints does not depend on what else rendered and real pictures differ in. A joint is the mean place
under a heat map (Sun et al., "Integral human pose regression", ECCV 2018); the course is read by
convolutions over time (Kim and Reiter, "Interpretable 3D human action analysis with temporal
convolutional networks", CVPRW 2017). The maps' own features are the second of two streams (Simonyan
and Zisserman, NeurIPS 2014); in training, one of the two is hidden from every other clip, so that
each must know the action by itself.

It needs the target "keypoints" to learn what a joint is; without, the places are free to become
anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.models import ModelSpec, NetworkShape
from understudy.models.network import Stage, VideoNetwork, new_classifier
from understudy.models.tsm import ShiftBlock, with_motion
from understudy.types import COCO_KEYPOINTS

COURSE_WIDTH = 128
COURSE_BLOCKS = 4
REACH = 5
"""Frames that a convolution over time sees."""
SPOT = 0.85
"""Deviation of the spot that heat is taught [cells]."""
PLACE_WEIGHT = 10.0
HIDDEN = 0.25
"""Share of the training clips of which the course is hidden, and as many of which the picture."""
UNSURE = 0.05
"""Deviation of the noise that places get in training [trunk lengths]: real ones are less sure."""
SHOULDERS, HIPS = (
    [COCO_KEYPOINTS.index(f"{side}_{part}") for side in ("left", "right")]
    for part in ("shoulder", "hip")
)


@dataclass(frozen=True, kw_only=True)
class JointMaps:
    """Where the joints of every frame may be."""

    heat: Float[Tensor, "B T 17 R C"]
    """Logits over the cells of the picture."""
    near: Float[Tensor, "B T 17 R C"]
    """How near the joint is if it is there, in the units of the target (`data.targets`)."""
    picture: Float[Tensor, "B T D2"]
    """Features of the frames that the maps were made from."""

    def places(self) -> Float[Tensor, "B T 17 3"]:
        """Returns the mean place: right and down, -1..1 from border to border, and near."""
        rows, columns = self.heat.shape[-2:]
        share = self.heat.flatten(3).softmax(-1).unflatten(3, (rows, columns))
        places = (
            (share.sum(3) * _centres(columns, share)).sum(-1),
            (share.sum(4) * _centres(rows, share)).sum(-1),
            (share * self.near).sum((3, 4)),
        )
        return torch.stack(places, dim=-1)

    def loss(self, values: Float[Tensor, "B T 17 4"]) -> Tensor:
        """Returns how far the joints are from where they should be, hidden or not.

        Cross-entropy of the heat against a spot at the place, 1 for heat that is spread evenly,
        and the error of the mean place. What lies outside the picture and what is not known counts
        for nothing.

        Args:
            values: x, y, near, visible, as `data.targets` has them; NaN for what is not known.
        """
        rows, columns = self.heat.shape[-2:]
        inside = (values[..., :2].abs() <= 1.0).all(-1)
        wanted = torch.where(inside[..., None], values[..., :2], 0.0)
        across = _spot(wanted[..., 0], columns)[..., None, :]
        spots = (across * _spot(wanted[..., 1], rows)[..., None]).flatten(3)
        surprise = -(spots * self.heat.flatten(3).log_softmax(-1)).sum(-1)
        surprise = surprise / math.log(rows * columns)
        known = inside[..., None] & ~values[..., :3].isnan()
        wrong = (self.places() - torch.where(known, values[..., :3], 0.0)).abs()
        return _mean_of(surprise, inside) + PLACE_WEIGHT * _mean_of(wrong, known)


class PoseNetwork(VideoNetwork):
    """Heat maps of joints from a small 2D network with temporal shifts, convolutions over time.

    Its tokens are what the joints' course tells and what the picture tells, side by side.

    Args:
        spec: width of the stem (later groups have two and four times as many), dropout.
        shape: classes and channels; rows and columns in steps of 16.
    """

    finds = frozenset({"keypoints"})

    def __init__(self, spec: ModelSpec, shape: NetworkShape, *, width: int):
        super().__init__()
        self.stem = nn.Conv2d(3 * shape.channels, width, 7, 2, 3, bias=False)
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
        self.feature_count = COURSE_WIDTH + 4 * width
        self.dropout = nn.Dropout(spec.dropout)
        self.classifier = new_classifier(self.feature_count, shape.class_count)

    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B T D"]:
        maps = self.joint_maps(clips)
        return self.tokens(maps.places(), maps.picture)

    def taught_features(
        self, clips: Float[Tensor, "B T C H W"], targets: Mapping[str, Tensor]
    ) -> tuple[Float[Tensor, "B T D"], dict[str, Float[Tensor, ""]]]:
        maps = self.joint_maps(clips)
        places = maps.places()
        if "keypoints" not in targets:
            return self.tokens(places, maps.picture), {}
        # What a joint is, is for the ground truth to say.
        tokens = self.tokens(places.detach(), maps.picture)
        return tokens, {"keypoints": maps.loss(targets["keypoints"])}

    def joint_maps(self, clips: Float[Tensor, "B T C H W"]) -> JointMaps:
        """Returns where joints may be."""
        count, frame_count = clips.shape[:2]
        frames = with_motion(clips).flatten(0, 1).contiguous(memory_format=torch.channels_last)
        frames = self.pool(torch.relu(self.stem_norm(self.stem(frames))))
        fine = self.fine(frames, frame_count)
        middle = self.middle(fine, frame_count)
        coarse = self.coarse(middle, frame_count)
        merged = self.laterals[2](coarse)
        for lateral, finer in ((self.laterals[1], middle), (self.laterals[0], fine)):
            wider = nn.functional.interpolate(merged, size=finer.shape[-2:])
            merged = wider + lateral(finer)
        merged = torch.relu(self.merge_norm(self.merge(merged)))
        maps = self.maps(merged).float().unflatten(0, (count, frame_count))
        heat, near = maps.chunk(2, dim=2)
        picture = coarse.float().mean((2, 3)).unflatten(0, (count, frame_count))
        return JointMaps(heat=heat, near=near, picture=picture)

    def tokens(
        self, places: Float[Tensor, "B T 17 3"], picture: Float[Tensor, "B T D2"]
    ) -> Float[Tensor, "B T D"]:
        """Returns both streams; in training, of every other clip only one, the rest 0."""
        course = self.course_tokens(places)
        if self.training:
            draw = torch.rand(len(course), 1, 1, device=course.device)
            course = course * (draw > HIDDEN)
            picture = picture * (draw < 1.0 - HIDDEN)
        return torch.cat((course, picture), dim=-1)

    def course_tokens(self, places: Float[Tensor, "B T 17 3"]) -> Float[Tensor, "B T 128"]:
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


def _spot(places: Tensor, count: int) -> Tensor:
    """Returns (..., count) a spot around places from -1 to 1 on a row of cells; sums to 1."""
    steps = (_centres(count, places) - places[..., None]) * (0.5 * count / SPOT)
    return (-0.5 * steps.square()).softmax(-1)


def _mean_of(values: Tensor, known: Tensor) -> Tensor:
    return (values * known).sum() / known.sum().clamp(min=1)


def _centres(count: int, like: Tensor) -> Tensor:
    """Returns where the cells of a row lie, from -1 to 1."""
    steps: Tensor = torch.arange(count, device=like.device, dtype=like.dtype)
    return (steps + 0.5) * (2.0 / count) - 1.0
