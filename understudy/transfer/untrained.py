"""A run whose network has learned nothing: what every pretraining is held against.

With it, training from scratch is fine-tuning of random weights and goes through the very code that
the pretrained arms go through; a linear probe on it says what an architecture is worth alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from understudy.errors import DatasetError
from understudy.models import build_model
from understudy.models.checkpoint import (
    CHECKPOINT_FILE,
    load_checkpoint,
    network_of,
    save_checkpoint,
)
from understudy.rng import derived_seed
from understudy.runs import RUN_FILE, RunRecord, read_record, write_record


def write_untrained(like: Path, out: Path, *, seed: int) -> RunRecord:
    """Writes a run folder with random weights of the network of another run.

    Args:
        like: run whose network, input and window are copied.
        out: folder of the new run.
        seed: of the weights.

    Raises:
        DatasetError: `like` is no run, or `out` holds one already.
    """
    if (out / RUN_FILE).exists():
        raise DatasetError(f"{out} holds a run already: choose another folder, or remove this one")
    model_run = read_record(like / RUN_FILE, RunRecord)
    path = like / CHECKPOINT_FILE
    checkpoint = load_checkpoint(path)
    shape = network_of(checkpoint, path).shape
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(seed, "weights"))
        network = build_model(checkpoint.model, **shape.model_dump())
    out.mkdir(parents=True, exist_ok=True)
    save_checkpoint(
        replace(checkpoint, weights=network.state_dict(), training=None), out / CHECKPOINT_FILE
    )
    record = model_run.model_copy(
        update={
            "name": out.name,
            "command": ("understudy", "untrained", "--like", str(like), "--seed", str(seed)),
            "seed": seed,
            "history": (),
            "evaluation": None,
            "dataset": model_run.dataset.model_copy(
                update={"name": "none", "path": "", "clips": {}}
            ),
        }
    )
    write_record(record, out / RUN_FILE)
    return record
