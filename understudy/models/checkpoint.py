"""A trained network on disk: weights, and everything needed to rebuild and feed the network.

The file is read with PyTorch's restricted unpickler (`weights_only=True`), so that opening a
checkpoint from a stranger runs none of the stranger's code.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from torch import Tensor

from understudy.errors import DatasetError, InputError, StorageError
from understudy.models import ModelSpec, build_model
from understudy.models.network import VideoNetwork, channels_last, load_backbone

FORMAT = "understudy-checkpoint-1"
CHECKPOINT_FILE = "checkpoint.pt"
"""In a run folder."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What training hands to whoever uses the network."""

    model: ModelSpec
    classes: tuple[str, ...]
    """Names of the outputs, in their order."""
    channels: int
    """C of the network's input."""
    input: dict[str, Any]
    """The `InputSpec` that clips are prepared with, as JSON (models do not import data)."""
    window_s: float
    """Typical length of the clips it learned from."""
    weights: dict[str, Tensor]
    training: dict[str, Any] | None = None
    """What is needed to go on training; None in a file that is only for use."""


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Writes the file so that a reader, or a crash, never sees half of it.

    Raises:
        StorageError: the disk is full or the folder cannot be written.
    """
    header = {
        "format": FORMAT,
        "model": checkpoint.model.model_dump(mode="json"),
        "classes": list(checkpoint.classes),
        "channels": checkpoint.channels,
        "input": checkpoint.input,
        "window_s": checkpoint.window_s,
    }
    content = {
        "header": json.dumps(header),
        "weights": checkpoint.weights,
        "training": checkpoint.training,
    }
    partial = path.with_suffix(path.suffix + ".partial")
    try:
        torch.save(content, partial)
        partial.replace(path)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
        partial.unlink(missing_ok=True)
        raise StorageError(
            f"cannot write {path}: {error}; free some space or choose another folder. "
            "The last checkpoint written is whole."
        ) from None


def load_checkpoint(path: Path) -> Checkpoint:
    """Reads a checkpoint to the CPU.

    Raises:
        DatasetError: the file is missing, damaged, or no checkpoint of this package.
    """
    if not path.is_file():
        raise DatasetError(
            f"{path} does not exist: expected the checkpoint of a training run; "
            "give the run folder of `understudy train`"
        )
    foreign = f"{path} is not a checkpoint that this version of understudy wrote"
    try:
        with warnings.catch_warnings(action="ignore"):
            content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # any bytes may come, and the unpickler fails in as many ways
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise DatasetError(
            f"{path} cannot be read as a checkpoint ({reason}): it is damaged or another kind of "
            "file; train again or copy the file again"
        ) from None
    try:
        header = json.loads(content["header"])
        if header["format"] != FORMAT:
            raise DatasetError(f"{foreign}: it says '{header['format']}', expected '{FORMAT}'")
        return Checkpoint(
            model=ModelSpec.model_validate(header["model"]),
            classes=tuple(header["classes"]),
            channels=int(header["channels"]),
            input=header["input"],
            window_s=float(header["window_s"]),
            weights=dict(content["weights"]),
            training=content["training"],
        )
    except (KeyError, TypeError, ValueError, IndexError, ValidationError) as error:
        raise DatasetError(f"{foreign}: {type(error).__name__}: {error}") from None


def network_of(checkpoint: Checkpoint, path: Path) -> VideoNetwork:
    """Returns the trained network, in evaluation mode.

    Args:
        checkpoint: as loaded.
        path: where it came from, for messages.

    Raises:
        DatasetError: the weights are of another architecture than the file says.
    """
    try:
        network = build_model(
            checkpoint.model,
            class_count=len(checkpoint.classes),
            channels=checkpoint.channels,
            frame_count=checkpoint.input.get("frame_count", 8),
            size=checkpoint.input.get("size", 64),
        )
        network.load_state_dict(checkpoint.weights)
    except (InputError, RuntimeError) as error:
        reason = "; ".join(line.strip() for line in str(error).splitlines()[:3])
        raise DatasetError(
            f"{path}: the weights do not fit a '{checkpoint.model.name}' of width "
            f"{checkpoint.model.width or 'its own'} with {len(checkpoint.classes)} classes and "
            f"{checkpoint.channels} input channels: {reason}"
        ) from None
    return channels_last(network).eval()


def start_from(network: VideoNetwork, path: Path, *, layer: str) -> Checkpoint:
    """Gives a network the backbone of a checkpoint trained on other classes.

    Args:
        network: of the checkpoint's architecture, with any classes; its classifier stays.
        path: the checkpoint, or the run folder that holds it.
        layer: what the network sees ("colour", "depth", ...).

    Raises:
        DatasetError: there is no readable checkpoint.
        InputError: it is of another architecture, or saw another layer.
    """
    file = path / CHECKPOINT_FILE if path.is_dir() else path
    checkpoint = load_checkpoint(file)
    seen = checkpoint.input.get("layer", layer)
    if seen != layer:
        raise InputError(
            f"{file} was trained on {seen}, this network sees {layer}: give a "
            f"checkpoint that was trained on {layer}"
        )
    load_backbone(network, checkpoint.weights, checkpoint.model, origin=str(file))
    return checkpoint
