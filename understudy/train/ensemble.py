"""Trained networks of one kind, joined into a run of their own that averages their answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from understudy.clip_cache import SKIP_LIMIT
from understudy.data.input import InputSpec
from understudy.errors import DatasetError, InputError
from understudy.evaluation.evaluate import EvaluationSetup, evaluate
from understudy.evaluation.recogniser import Recogniser
from understudy.models.checkpoint import (
    CHECKPOINT_FILE,
    Checkpoint,
    load_checkpoint,
    network_of,
    save_checkpoint,
)
from understudy.models.ensemble import ensemble_weights
from understudy.runs import RUN_FILE, RunRecord, read_record, write_record
from understudy.types import ClipSource


def join_runs(
    runs: Sequence[Path],
    source: ClipSource,
    out: Path,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> RunRecord:
    """Writes a run whose network averages the scores of others, and tests it on the test split.

    Args:
        runs: finished runs with the same network, input, classes and dataset; usually of several
            seeds.
        source: the dataset that they were trained on.
        out: folder of the new run.
        on_progress: called with (clips done, clips in all) while it is tested.

    Raises:
        DatasetError: one of them is no finished run, `source` is another dataset, or `out` holds a
            run already.
        InputError: fewer than two, one named twice, or runs that do not fit together.
    """
    if len(runs) < 2 or len({run.resolve() for run in runs}) < len(runs):
        raise InputError(
            f"{', '.join(map(str, runs)) or 'no run'}: expected two runs or more, each named once"
        )
    if (out / RUN_FILE).exists():
        raise DatasetError(f"{out} holds a run already: choose another folder, or remove this one")
    if len(getattr(source, "heads", ())) > 1:
        raise InputError("networks with a head per dataset cannot be joined: train with one head")
    records = [read_record(run / RUN_FILE, RunRecord) for run in runs]
    checkpoints = [load_checkpoint(run / CHECKPOINT_FILE) for run in runs]
    for run, record, checkpoint in zip(runs, records, checkpoints, strict=True):
        if record.finished_utc is None:
            raise DatasetError(f"{run} is not finished: run its training again to go on")
        if not checkpoint.classes:
            raise InputError(f"{run} was pretrained without classes: it has no answers to average")
        if checkpoint.model.members > 1:
            raise InputError(f"{run} is joined already: name the runs that it was joined from")
        if record.dataset.fingerprint != source.fingerprint:
            raise DatasetError(
                f"{run} was trained on another dataset than {source.name} "
                f"({record.dataset.name}, {record.dataset.path}): give the one it was trained on"
            )
        if differing := _differences(checkpoints[0], checkpoint):
            raise InputError(
                f"{run} does not go together with {runs[0]}: another {', '.join(differing)}. "
                "Expected runs that differ in their seed alone"
            )
    joined = replace(
        checkpoints[0],
        model=checkpoints[0].model.model_copy(update={"members": len(runs)}),
        window_s=sum(checkpoint.window_s for checkpoint in checkpoints) / len(runs),
        weights=ensemble_weights([checkpoint.weights for checkpoint in checkpoints]),
        training=None,
    )
    out.mkdir(parents=True, exist_ok=True)
    save_checkpoint(joined, out / CHECKPOINT_FILE)
    record = _tested(joined, records, source, out, on_progress)
    write_record(record, out / RUN_FILE)
    return record


def _differences(first: Checkpoint, other: Checkpoint) -> list[str]:
    told = {"network": "model", "list of classes": "classes", "input": "input"}
    return [name for name, field in told.items() if getattr(first, field) != getattr(other, field)]


def _tested(
    joined: Checkpoint,
    records: Sequence[RunRecord],
    source: ClipSource,
    out: Path,
    on_progress: Callable[[int, int], None] | None,
) -> RunRecord:
    """Returns the record of the joined network, with its answers on the held-out clips."""
    first = records[0]
    network = network_of(joined, out / CHECKPOINT_FILE)
    evaluation = None
    held_out = [place for place, clip in enumerate(source.records) if clip.split == "test"]
    if held_out:
        evaluation = evaluate(
            Recogniser(
                network=network,
                classes=joined.classes,
                input=InputSpec.model_validate(joined.input),
                window_s=joined.window_s,
            ),
            source,
            held_out,
            {label: (label,) for label in joined.classes},
            setup=EvaluationSetup(
                name=source.name, protocol="test-split", skip_limit=SKIP_LIMIT, seed=first.seed
            ),
            stamp=first.dataset,
            out_dir=out,
            on_progress=on_progress,
        )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return first.model_copy(
        update={
            "name": out.name,
            "command": tuple(sys.argv),
            "started_utc": min(record.started_utc for record in records),
            "finished_utc": now,
            "config": {**first.config, "model": joined.model.model_dump(mode="json")},
            "parameter_count": sum(parameter.numel() for parameter in network.parameters()),
            "history": (),
            "evaluation": evaluation,
        }
    )
