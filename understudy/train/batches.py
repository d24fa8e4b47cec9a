"""From stored or decoded clips to augmented batches, made while the network is busy.

A step's clips come in micro-batches, each with random streams of its own: a network comes out the
same whether one process takes them one after another or several take them at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import TypeVar

import numpy as np
import torch
from jaxtyping import Float, Float32, Int64, UInt8
from torch import Tensor

from understudy.clip_cache import ClipFeed, Drawn
from understudy.data.targets import Target
from understudy.errors import DatasetError, InputError
from understudy.models.augmentation import FlipPolicy, augment, frame_positions, random_affine
from understudy.models.tensors import pixels_to_tensor
from understudy.rng import stream
from understudy.train.config import TrainConfig
from understudy.train.workers import Workers

Item = TypeVar("Item")

AHEAD = 2
"""Batches made before they are asked for."""
MAP_GRID = 8
"""Rows and columns of the maps that are predicted from the backbone's tokens."""
MIRRORED_KEYPOINTS = (0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15)
"""COCO's keypoints as a mirror shows them."""
MIRRORED_PARTS = (0, 1, 2, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13)
"""`types.BODY_PARTS` likewise."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Clips as the network takes them in, with what it should say about them."""

    clips: Float[Tensor, "B T C S S"]
    labels: Int64[Tensor, "B"]
    targets: dict[str, Tensor]
    """Name -> (B, T, ...), as they lie in the augmented picture; NaN where nothing is known."""
    share: float
    """Of its step's clips."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A micro-batch of one step: places in the feed, and the name of its random streams."""

    step: int
    number: int
    places: Int64[np.ndarray, "B"]
    share: float


def steps_per_epoch(clip_count: int, config: TrainConfig) -> int:
    """Returns the steps of an epoch; clips that do not fill the last one wait for the next."""
    return max(1, clip_count // config.batch_size)


def plan_epoch(
    clip_count: int, config: TrainConfig, epoch: int, workers: Workers
) -> list[list[Part]]:
    """Returns this process's micro-batches of every step.

    Raises:
        InputError: the step cannot be shared out evenly among the processes.
    """
    size = config.micro_batch or -(-config.batch_size // workers.count)
    if workers.count > 1 and (
        config.batch_size % (size * workers.count) or clip_count < config.batch_size
    ):
        raise InputError(
            f"a step of {config.batch_size} clips (of {clip_count}) in parts of {size} cannot be "
            f"shared by {workers.count} processes: choose a batch size that is a multiple of "
            f"{size * workers.count}"
        )
    order = stream(config.seed, "order", epoch).permutation(clip_count)
    steps = []
    for step in range(steps_per_epoch(clip_count, config)):
        chosen = order[step * config.batch_size : (step + 1) * config.batch_size]
        parts = [
            Part(
                step=step,
                number=number,
                places=chosen[start : start + size],
                share=len(chosen[start : start + size]) / len(chosen),
            )
            for number, start in enumerate(range(0, len(chosen), size))
        ]
        steps.append(parts[workers.rank :: workers.count])
    return steps


def batches(
    feed: ClipFeed,
    parts: Sequence[Part],
    config: TrainConfig,
    epoch: int,
    device: torch.device,
) -> Iterator[tuple[Part, Batch]]:
    """Yields the batches of these micro-batches, a few of them made ahead by a thread.

    On a CPU the thread also augments; on a GPU the device does, between two steps.
    """
    raw = read_parts(feed, parts, config, epoch)
    if device.type == "cpu":
        yield from made_ahead(
            (part, finished(part, read, config, epoch, device)) for part, read in raw
        )
        return
    for part, read in made_ahead((part, pinned(read)) for part, read in raw):
        yield part, finished(part, read, config, epoch, device)


@dataclass(frozen=True, kw_only=True)
class RawBatch:
    """Chosen frames of a micro-batch, before augmentation."""

    frames: UInt8[Tensor, "B T S S C"]
    labels: Int64[Tensor, "B"]
    mirrored: Int64[Tensor, "B"]
    """Labels of the clips' mirror images; -1 where a clip must not be mirrored."""
    targets: dict[str, Tensor]


def read_parts(
    feed: ClipFeed, parts: Sequence[Part], config: TrainConfig, epoch: int
) -> Iterator[tuple[Part, RawBatch]]:
    """Yields the frames of these micro-batches; unreadable clips are left out of theirs."""
    wanted, min_window = config.input.frame_count, config.augmentation.min_window

    def choose(place: int, available: int) -> Int64[np.ndarray, "T"]:
        rng = stream(config.seed, "frames", epoch, place)
        return frame_positions(available, wanted, min_window, rng=rng)

    drawn = feed.draw([int(place) for part in parts for place in part.places], choose)
    for part in parts:
        found = [clip for clip in (next(drawn) for _ in part.places) if clip is not None]
        if not found:
            raise DatasetError(
                f"none of {len(part.places)} clips that were drawn together can be read: "
                f"{'; '.join(list(feed.skipped.values())[-3:])}"
            )
        yield part, _collated(found, feed, config.augmentation.flip)


def _collated(found: Sequence[Drawn], feed: ClipFeed, flip: FlipPolicy) -> RawBatch:
    labels = feed.labels[[clip.place for clip in found]]
    return RawBatch(
        frames=torch.from_numpy(np.stack([clip.frames for clip in found])),
        labels=torch.from_numpy(labels),
        mirrored=torch.from_numpy(mirrored_labels(labels, feed.mirrors, flip)),
        targets={
            name: torch.from_numpy(np.stack([clip.targets[name] for clip in found]))
            for name in found[0].targets
        },
    )


def mirrored_labels(
    labels: Int64[np.ndarray, "B"], mirrors: Sequence[int | None], flip: FlipPolicy
) -> Int64[np.ndarray, "B"]:
    """Returns the label of each clip's mirror image under a flip policy, -1 for no mirroring.

    Args:
        labels: classes of the clips.
        mirrors: class -> class of its mirror image, None where there is none
            (`data.mirror.mirrored_classes`).
        flip: the policy.
    """
    if flip == "all":
        return labels
    if flip == "none":
        return np.full_like(labels, -1)
    table = np.array([-1 if mirror is None else mirror for mirror in mirrors], dtype=np.int64)
    swapped = table[labels]
    if flip == "safe_classes":
        swapped = np.where(swapped == labels, labels, -1)
    found: np.ndarray = swapped
    return found


def pinned(raw: RawBatch) -> RawBatch:
    """Returns the frames in memory that a GPU copies from without waiting."""
    return RawBatch(
        frames=raw.frames.pin_memory(),
        labels=raw.labels.pin_memory(),
        mirrored=raw.mirrored,
        targets=raw.targets,
    )


def finished(
    part: Part, raw: RawBatch, config: TrainConfig, epoch: int, device: torch.device
) -> Batch:
    """Returns the augmented batch on its device."""
    rng = stream(config.seed, "batches", epoch, part.step, part.number)
    frames = raw.frames.to(device, non_blocking=True)
    flippable = raw.mirrored.numpy() >= 0
    theta = random_affine(len(frames), config.augmentation, rng=rng, flippable=flippable)
    flipped = theta[:, 0, 0] < 0.0
    labels = torch.where(flipped, raw.mirrored, raw.labels)
    clips = augment(
        frames.permute(0, 1, 4, 2, 3).contiguous().float(),
        config.input.size,
        config.augmentation,
        layer=config.input.layer,
        rng=rng,
        theta=theta,
    )
    return Batch(
        clips=pixels_to_tensor(clips),
        labels=labels.to(device, non_blocking=True),
        targets={
            name: follow(name, values, theta).to(device)  # type: ignore[arg-type]
            for name, values in raw.targets.items()
        },
        share=part.share * len(frames) / len(part.places),
    )


def follow(
    target: Target, values: Float[Tensor, "B T ..."], theta: Float32[Tensor, "B 2 3"]
) -> Float[Tensor, "B T ..."]:
    """Returns targets as they lie in the picture that `theta` makes of the stored one.

    Maps come out on a grid of `MAP_GRID`; NaN is what came in from outside. Left and right change
    places where the picture is mirrored.
    """
    mirrored = torch.linalg.det(theta[:, :, :2]) < 0
    if target == "keypoints":
        back = torch.linalg.inv(theta[:, :, :2])
        places = torch.einsum("bij,btkj->btki", back, values[..., :2] - theta[:, None, None, :, 2])
        inside = (places.abs() <= 1.0).all(-1)
        seen = values[..., 3] * inside
        moved = torch.cat((places, values[..., 2:3], seen[..., None]), dim=-1)
        swapped = moved[:, :, list(MIRRORED_KEYPOINTS)]
        return torch.where(mirrored[:, None, None, None], swapped, moved)
    count = len(values)
    grid = torch.nn.functional.affine_grid(
        theta, [count, 1, MAP_GRID, MAP_GRID], align_corners=False
    )
    moved = torch.nn.functional.grid_sample(
        values, grid, mode="nearest", padding_mode="border", align_corners=False
    )
    outside = (grid.abs() > 1.0).any(-1)[:, None].expand_as(moved)
    moved = torch.where(outside, torch.nan, moved)
    if target == "body_part":
        table = torch.tensor((*MIRRORED_PARTS, torch.nan))
        known = torch.where(moved.isnan(), len(MIRRORED_PARTS), moved).long()
        moved = torch.where(mirrored[:, None, None, None], table[known], moved)
    return moved


def made_ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yields the items of an iterable that a thread works through, `AHEAD` of them at a time."""
    queue: Queue[tuple[Item | None, BaseException | None]] = Queue(AHEAD)
    stop = threading.Event()

    def put(entry: tuple[Item | None, BaseException | None]) -> bool:
        while not stop.is_set():
            try:
                queue.put(entry, timeout=0.1)
                return True
            except Full:
                continue
        return False

    def work() -> None:
        try:
            for item in items:
                if not put((item, None)):
                    return
            put((None, StopIteration()))
        except BaseException as error:  # handed to whoever waits for the items
            put((None, error))

    thread = threading.Thread(target=work, name="batches", daemon=True)
    thread.start()
    try:
        while True:
            item, error = queue.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        stop.set()
        while thread.is_alive():
            try:
                queue.get_nowait()
            except Empty:
                thread.join(0.05)
