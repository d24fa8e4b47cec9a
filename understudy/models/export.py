"""Trained networks as ONNX files, for software that runs them without PyTorch."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import logging
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from understudy.errors import InputError, PlatformError, StorageError
from understudy.models.checkpoint import CHECKPOINT_FILE, load_checkpoint, network_of
from understudy.models.tensors import clips_to_tensor

NEEDED = ("onnx", "onnxscript")


class PreparedClips(nn.Module):
    """A network from prepared 8-bit clips to probabilities: nothing is left to know outside."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, clips: Tensor) -> Tensor:
        """Returns (B, K) probabilities for clips (B, T, S, S, C) uint8."""
        return self.network(clips_to_tensor(clips)).softmax(1)


def export_onnx(run: Path, out: Path) -> str:
    """Writes a trained network as ONNX and returns what goes in and comes out.

    Its input "clips" is uint8 (B, T, S, S, C), as `data.input.prepare` makes clips; its output
    "probabilities" is (B, K). The class names and the input's description are in its metadata
    ("classes", "input", "window_s", as JSON).

    Args:
        run: folder of a run, or a checkpoint.
        out: the file.

    Raises:
        DatasetError: there is no readable checkpoint.
        InputError: it knows no classes.
        PlatformError: the ONNX libraries are not installed.
        StorageError: the file cannot be written.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise PlatformError(
            f"exporting needs {' and '.join(missing)}: pip install 'understudy[onnx]'"
        )
    path = run / CHECKPOINT_FILE if run.is_dir() else run
    checkpoint = load_checkpoint(path)
    if not checkpoint.classes:
        raise InputError(
            f"{path} is a backbone without classes (masked pretraining): train with "
            f"--start-from {run} first, and export that run"
        )
    network = PreparedClips(network_of(checkpoint, path)).eval()
    frames, size = checkpoint.input["frame_count"], checkpoint.input["size"]
    # Two clips: an axis of length one would be taken for a constant.
    example = torch.zeros((2, frames, size, size, checkpoint.channels), dtype=torch.uint8)
    batch = {"clips": {0: torch.export.Dim("batch")}}
    with _silence():
        program = torch.onnx.export(
            network,
            (example,),
            input_names=["clips"],
            output_names=["probabilities"],
            dynamic_shapes=batch,
            dynamo=True,
        )
    assert program is not None
    program.model.metadata_props.update(
        {
            "classes": json.dumps(list(checkpoint.classes)),
            "input": json.dumps(checkpoint.input),
            "window_s": json.dumps(checkpoint.window_s),
        }
    )
    partial = out.with_name(out.name + ".partial")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        program.save(str(partial), external_data=False)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StorageError(f"cannot write {out}: {error}; choose another place") from None
    return (
        f"clips uint8 (B, {frames}, {size}, {size}, {checkpoint.channels}) -> probabilities "
        f"(B, {len(checkpoint.classes)})"
    )


@contextlib.contextmanager
def _silence():  # type: ignore[no-untyped-def]
    """The exporter talks much about what concerns nobody here."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(before)
