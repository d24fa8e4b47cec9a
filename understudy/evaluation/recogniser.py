"""A trained network ready for use: clips in, probabilities of the classes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, UInt8
from pydantic import ValidationError

from understudy.data.input import InputSpec
from understudy.errors import DatasetError, InputError
from understudy.models.checkpoint import CHECKPOINT_FILE, load_checkpoint, network_of
from understudy.models.network import VideoNetwork
from understudy.models.tensors import clips_to_tensor
from understudy.types import Video

BATCH = 32


@dataclass(frozen=True, kw_only=True)
class Recogniser:
    network: VideoNetwork
    """In evaluation mode."""
    classes: tuple[str, ...]
    input: InputSpec
    window_s: float
    """Typical length of the clips it learned from; longer footage is seen in such windows."""


def load_recogniser(run_dir: Path) -> Recogniser:
    """Reads the network of a run folder.

    Raises:
        DatasetError: there is no checkpoint, or it is damaged.
    """
    path = run_dir / CHECKPOINT_FILE
    checkpoint = load_checkpoint(path)
    try:
        input_spec = InputSpec.model_validate(checkpoint.input)
    except ValidationError as error:
        raise DatasetError(
            f"{path}: its input description is of another version of understudy ({error}); "
            "train again"
        ) from None
    return Recogniser(
        network=network_of(checkpoint, path),
        classes=checkpoint.classes,
        input=input_spec,
        window_s=checkpoint.window_s,
    )


def probabilities(
    recogniser: Recogniser, clips: Sequence[UInt8[np.ndarray, "T S S C"]]
) -> Float32[np.ndarray, "B K"]:
    """Returns the classes' probabilities for prepared clips.

    Raises:
        InputError: the network was pretrained without classes.
    """
    if not recogniser.classes:
        raise InputError(
            "this network was pretrained without classes (masked clips) and names none: probe or "
            "fine-tune it with `understudy transfer`, or `understudy train --start-from` it"
        )
    device = next(recogniser.network.parameters()).device
    rows = []
    with torch.inference_mode():
        for start in range(0, len(clips), BATCH):
            batch = torch.from_numpy(np.stack(clips[start : start + BATCH]))
            logits = recogniser.network(clips_to_tensor(batch.to(device)))
            rows.append(logits.softmax(1).cpu().numpy())
    return np.concatenate(rows)


def view_starts(duration_s: float, window_s: float, count: int) -> list[float]:
    """Returns where up to `count` windows begin so that they cover the footage evenly [s].

    Footage no longer than one and a quarter windows is one view: the whole of it.
    """
    if duration_s <= 1.25 * window_s:
        return [0.0]
    needed = int(np.ceil(duration_s / window_s)) + 1
    return [float(start) for start in np.linspace(0.0, duration_s - window_s, min(count, needed))]


def views(video: Video, window_s: float, count: int) -> Iterator[Video]:
    """Yields the parts of a clip that are shown to the network, one after another in time."""
    frame_count = len(video.frames)
    starts = view_starts(frame_count / video.fps, window_s, count)
    if len(starts) == 1:
        yield video
        return
    length = max(1, round(window_s * video.fps))
    for start_s in starts:
        first = min(round(start_s * video.fps), frame_count - length)
        part = slice(first, first + length)
        yield replace(
            video,
            frames=video.frames[part],
            foreground=None if video.foreground is None else video.foreground[part],
        )


def crops(video: Video, count: int) -> Iterator[Video]:
    """Yields the squares of a colour clip that are shown: its centre, or its ends and its centre.

    Depth is cropped around the person anyway and comes back as it is.

    Raises:
        InputError: another count than 1 or 3.
    """
    if count not in (1, 3):
        raise InputError(f"{count} crops per window: expected 1 (centre) or 3 (ends and centre)")
    height, width = video.frames.shape[1:3]
    if count == 1 or video.frames.ndim != 4 or height == width:
        yield video
        return
    side = min(height, width)
    for share in (0.0, 0.5, 1.0):
        top, left = round(share * (height - side)), round(share * (width - side))
        yield replace(video, frames=video.frames[:, top : top + side, left : left + side])
