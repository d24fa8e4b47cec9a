"""Training: any source of clips becomes a checkpoint and a run record.

Clips are decoded once into an array of small frames (the cache), from which every epoch draws
windows, crops and colours anew; decoding is then off the path. The cache lies in the run folder
while the run is unfinished and is removed at its end.

Every epoch draws from random streams of its own, so that a run that was interrupted goes on as if
it had not been.
"""

from __future__ import annotations

import errno
import json
import math
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int64
from pydantic import Field
from torch import Tensor, nn

from understudy.clip_cache import SKIP_LIMIT, StoredClips, store_clips
from understudy.data.input import InputSpec
from understudy.errors import DatasetError, InputError, StorageError, UnderstudyError
from understudy.evaluation.evaluate import (
    EvaluationSetup,
    dataset_stamp,
    evaluate,
)
from understudy.evaluation.recogniser import CHECKPOINT_FILE, Recogniser
from understudy.models import ModelSpec, build_model
from understudy.models.augmentation import AugmentationSpec, augment, frame_positions
from understudy.models.checkpoint import Checkpoint, load_checkpoint, network_of, save_checkpoint
from understudy.models.tensors import clips_to_tensor, pixels_to_tensor
from understudy.rng import derived_seed, stream
from understudy.runs import (
    RUN_FILE,
    DatasetStamp,
    EpochRecord,
    EvaluationRecord,
    RunRecord,
    environment_stamp,
    read_record,
    write_record,
)
from understudy.types import ClipSource, Spec

LOG_FILE = "log.jsonl"
CACHE_FOLDER = "cache"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES)
CLIP_NORM = 5.0
STORED_MARGIN = 9 / 8
"""Stored frames are larger than what the network sees, to zoom and shift without loss."""
STORED_RATE = 2
"""Frames stored per frame that the network sees, to choose among."""


class TrainConfig(Spec):
    """Everything that decides how a network comes out, apart from the clips."""

    model: ModelSpec = ModelSpec()
    input: InputSpec = InputSpec()
    augmentation: AugmentationSpec = AugmentationSpec()
    epochs: int = Field(default=30, ge=1)
    batch_size: int = Field(default=16, ge=2)
    learning_rate: float = Field(default=3e-3, gt=0.0)
    weight_decay: float = Field(default=0.05, ge=0.0)
    warmup_share: float = Field(default=0.05, ge=0.0, le=0.5)
    """Share of the steps in which the learning rate rises; afterwards it falls as a cosine."""
    label_smoothing: float = Field(default=0.1, ge=0.0, lt=1.0)
    val_share: float = Field(default=0.1, ge=0.0, lt=0.5)
    """Cut from the training clips, whole groups at a time, where the dataset has no val split."""
    seed: int = Field(default=0, ge=0)
    threads: int = Field(default=2, ge=1)
    """CPU threads of the arithmetic, and clips decoded at a time."""
    device: str = "auto"
    """"auto" (a GPU where there is one), "cpu" or "cuda"."""


@dataclass(frozen=True, kw_only=True)
class TrainProgress:
    """Where a run stands, for a progress bar."""

    stage: str
    """"read", "train" or "test"."""
    done: int
    total: int
    """Clips in "read" and "test"; steps over all epochs in "train"."""
    epoch: EpochRecord | None = None
    """Set when an epoch has just ended."""


def train(
    source: ClipSource,
    out: Path,
    config: TrainConfig,
    *,
    dataset_path: str = "",
    resume: bool = False,
    on_progress: Callable[[TrainProgress], None] | None = None,
) -> RunRecord:
    """Trains a network on a dataset and tests it on the held-out "test" split.

    Args:
        source: the clips; those without a split count as "train".
        out: the run folder; see `understudy.runs` for what it holds afterwards.
        config: network, input and recipe.
        dataset_path: where the dataset lies, for the record.
        resume: go on with the unfinished run in `out` (a finished one is returned as it is).
        on_progress: called while clips are read and after every step.

    Raises:
        DatasetError: `out` holds another run, a class has no clips to learn from, or more than
            `SKIP_LIMIT` of the clips are unreadable.
        InputError: fewer than two classes, or a setting that does not fit.
        StorageError: the disk is full.
        KeyboardInterrupt: with a message that says how to go on.
    """
    report = on_progress or (lambda progress: None)
    device = _device(config.device)
    splits = split_indices(source, config.val_share, seed=config.seed)
    stamp = dataset_stamp(
        source, {name: len(indices) for name, indices in splits.items()}, dataset_path
    )
    earlier = _open_run_folder(out, config, stamp, resume=resume)
    if earlier is not None and earlier.finished_utc is not None:
        return earlier
    threads_before = torch.get_num_threads()
    torch.set_num_threads(config.threads)
    try:
        return _train(source, out, config, splits, stamp, device, earlier, report)
    except KeyboardInterrupt:
        where = out / CHECKPOINT_FILE
        kept = f"the last whole epoch is kept in {where}; " if where.exists() else ""
        raise KeyboardInterrupt(
            f"training stopped: {kept}run the same command again to go on"
        ) from None
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StorageError(
            f"cannot write to {out}: {error}; free some space and run the same command "
            "again to go on"
        ) from None
    finally:
        torch.set_num_threads(threads_before)


def split_indices(source: ClipSource, val_share: float, *, seed: int) -> dict[str, list[int]]:
    """Returns the clips of "train", "val" and "test".

    A dataset without a val split gets one: whole groups of the training clips, until it has
    `val_share` of them, as long as every class keeps something to learn from.

    Raises:
        InputError: fewer than two classes.
        DatasetError: a class has no training clip, or one has a label outside `classes`.
    """
    if len(source.classes) < 2:
        raise InputError(
            f"{source.name} has {len(source.classes)} class: a classifier needs two or more"
        )
    splits: dict[str, list[int]] = {"train": [], "val": [], "test": []}
    for index, record in enumerate(source.records):
        if record.label not in source.classes:
            raise DatasetError(
                f"{source.name}: clip {record.clip_id} is labelled '{record.label}', which is not "
                f"among the dataset's classes: {', '.join(source.classes)}"
            )
        splits[record.split or "train"].append(index)
    if not splits["val"] and val_share > 0.0:
        chosen = _val_groups(source, splits["train"], val_share, seed=seed)
        both = splits["train"]
        splits["val"] = [index for index in both if source.records[index].group in chosen]
        splits["train"] = [index for index in both if source.records[index].group not in chosen]
    learnt = {source.records[index].label for index in splits["train"]}
    missing = [label for label in source.classes if label not in learnt]
    if missing:
        raise DatasetError(
            f"{source.name}: no training clips for {', '.join(missing)}; add clips or leave "
            "the class out"
        )
    return splits


def _val_groups(
    source: ClipSource, indices: Sequence[int], val_share: float, *, seed: int
) -> set[str]:
    records = [source.records[index] for index in indices]
    left = dict.fromkeys(source.classes, 0)
    members: dict[str, dict[str, int]] = {}
    for record in records:
        left[record.label] += 1
        counts = members.setdefault(record.group, {})
        counts[record.label] = counts.get(record.label, 0) + 1
    names = sorted(members)
    chosen: set[str] = set()
    taken = 0
    for number in stream(seed, "val split").permutation(len(names)):
        group = members[names[number]]
        if taken >= val_share * len(records):
            break
        if all(left[label] > count for label, count in group.items()):
            chosen.add(names[number])
            taken += sum(group.values())
            for label, count in group.items():
                left[label] -= count
    return chosen


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name not in ("cpu", "cuda"):
        raise InputError(f"unknown device '{name}': known: auto, cpu, cuda")
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("PyTorch sees no CUDA device here: use --device cpu")
    return torch.device(name)


def _open_run_folder(
    out: Path, config: TrainConfig, stamp: DatasetStamp, *, resume: bool
) -> RunRecord | None:
    """Returns the record of the run to go on with, None for a new run."""
    if not (out / RUN_FILE).exists():
        foreign = (out / CHECKPOINT_FILE).exists() or (out.exists() and not out.is_dir())
        if foreign:
            raise DatasetError(
                f"{out} holds something that is no run of this package (no {RUN_FILE}): "
                "choose another folder"
            )
        out.mkdir(parents=True, exist_ok=True)
        return None
    record = read_record(out / RUN_FILE, RunRecord)
    if record.config != config.model_dump(mode="json"):
        differing = sorted(
            name
            for name, value in config.model_dump(mode="json").items()
            if record.config.get(name) != value
        )
        raise DatasetError(
            f"{out} holds a run with another configuration (differs in: {', '.join(differing)}): "
            "choose another folder, or remove this one"
        )
    if record.dataset.fingerprint != stamp.fingerprint:
        raise DatasetError(
            f"{out} holds a run on another dataset ({record.dataset.name}, fingerprint "
            f"{record.dataset.fingerprint[:12]}, not {stamp.fingerprint[:12]}): choose another "
            "folder"
        )
    if not resume:
        state = "a finished" if record.finished_utc else "an unfinished"
        raise DatasetError(
            f"{out} holds {state} run with this configuration: choose another folder, or "
            "resume it (resume=True)"
        )
    return record


def _train(
    source: ClipSource,
    out: Path,
    config: TrainConfig,
    splits: dict[str, list[int]],
    stamp: DatasetStamp,
    device: torch.device,
    earlier: RunRecord | None,
    report: Callable[[TrainProgress], None],
) -> RunRecord:
    stored, val = _store_splits(source, out, config, splits, report)
    skipped = {**stored.skipped, **(val.skipped if val else {})}
    if skipped:
        stamp = stamp.model_copy(update={"clips": {**stamp.clips, "skipped": len(skipped)}})

    network, optimizer, history = _begin_or_resume(source, out, config, device)
    record = RunRecord(
        name=out.name,
        command=tuple(sys.argv),
        started_utc=earlier.started_utc if earlier else _now(),
        finished_utc=None,
        seed=config.seed,
        config=config.model_dump(mode="json"),
        environment={**environment_stamp(), "device": str(device)},
        dataset=stamp,
        classes=source.classes,
        parameter_count=sum(parameter.numel() for parameter in network.parameters()),
        history=tuple(history),
        evaluation=None,
    )
    _write_log(out, history, skipped)
    write_record(record, out / RUN_FILE)
    for epoch in range(len(history) + 1, config.epochs + 1):
        done = _train_epoch(network, optimizer, stored, val, config, epoch, report)
        history.append(done)
        save_checkpoint(
            Checkpoint(
                model=config.model,
                classes=source.classes,
                channels=stored.clips.shape[-1],
                input=config.input.model_dump(mode="json"),
                window_s=stored.window_s,
                weights=network.state_dict(),
                training={
                    "optimizer": optimizer.state_dict(),
                    "history": json.dumps([entry.model_dump() for entry in history]),
                },
            ),
            out / CHECKPOINT_FILE,
        )
        record = record.model_copy(update={"history": tuple(history)})
        write_record(record, out / RUN_FILE)
        with (out / LOG_FILE).open("a", encoding="utf-8") as log:
            log.write(done.model_dump_json() + "\n")

    recogniser = Recogniser(
        network=network.eval(),
        classes=source.classes,
        input=config.input,
        window_s=stored.window_s,
    )
    evaluation = _test(recogniser, source, splits["test"], config, stamp, out, report)
    record = record.model_copy(update={"evaluation": evaluation, "finished_utc": _now()})
    write_record(record, out / RUN_FILE)
    shutil.rmtree(out / CACHE_FOLDER)
    return record


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write_log(out: Path, history: Sequence[EpochRecord], skipped: dict[str, str]) -> None:
    lines = [json.dumps({"skipped": name, "reason": reason}) for name, reason in skipped.items()]
    lines += [entry.model_dump_json() for entry in history]
    (out / LOG_FILE).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


# --------------------------------------------------------------------------------------------
# The cache


def _store_splits(
    source: ClipSource,
    out: Path,
    config: TrainConfig,
    splits: dict[str, list[int]],
    report: Callable[[TrainProgress], None],
) -> tuple[StoredClips, StoredClips | None]:
    """Decodes the training and validation clips, or finds them decoded by an earlier start."""
    total = len(splits["train"]) + len(splits["val"])
    larger = config.input.model_copy(
        update={
            "frame_count": STORED_RATE * config.input.frame_count,
            "size": math.ceil(STORED_MARGIN * config.input.size),
        }
    )

    def progress(offset: int) -> Callable[[int], None]:
        return lambda done: report(TrainProgress(stage="read", done=offset + done, total=total))

    folder = out / CACHE_FOLDER
    folder.mkdir(exist_ok=True)
    stored = store_clips(
        source, splits["train"], larger, folder / "train", config.threads, progress(0)
    )
    if not splits["val"]:
        return stored, None
    offset = len(splits["train"])
    val = store_clips(
        source, splits["val"], config.input, folder / "val", config.threads, progress(offset)
    )
    return stored, val


# --------------------------------------------------------------------------------------------
# The loop


def _begin_or_resume(
    source: ClipSource, out: Path, config: TrainConfig, device: torch.device
) -> tuple[nn.Module, torch.optim.Optimizer, list[EpochRecord]]:
    channels = config.input.channels
    path = out / CHECKPOINT_FILE
    history: list[EpochRecord] = []
    if path.exists():
        checkpoint = load_checkpoint(path)
        network = network_of(checkpoint, path)
    else:
        checkpoint = None
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(derived_seed(config.seed, "weights"))
            network = build_model(config.model, class_count=len(source.classes), channels=channels)
    network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = _optimizer(network, config)
    if checkpoint is not None:
        if checkpoint.training is None:
            raise DatasetError(f"{path} holds no optimizer state: it cannot be trained further")
        optimizer.load_state_dict(checkpoint.training["optimizer"])
        history = [
            EpochRecord.model_validate(entry)
            for entry in json.loads(checkpoint.training["history"])
        ]
    return network, optimizer, history


def _optimizer(network: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    # Decay pulls on filters only: norms and biases have no redundant scale to shrink.
    filters = [parameter for parameter in network.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in network.parameters() if parameter.ndim <= 1]
    return torch.optim.AdamW(
        [
            {"params": filters, "weight_decay": config.weight_decay},
            {"params": others, "weight_decay": 0.0},
        ],
        lr=config.learning_rate,
    )


def learning_rate_at(step: int, step_count: int, config: TrainConfig) -> float:
    """Returns the learning rate of a step: linear warm-up, then half a cosine down to zero."""
    warmup = config.warmup_share * step_count
    if step < warmup:
        return config.learning_rate * (step + 1) / (warmup + 1)
    along = (step - warmup) / max(1.0, step_count - warmup)
    return config.learning_rate * 0.5 * (1.0 + math.cos(math.pi * along))


def _train_epoch(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    stored: StoredClips,
    val: StoredClips | None,
    config: TrainConfig,
    epoch: int,
    report: Callable[[TrainProgress], None],
) -> EpochRecord:
    began = time.perf_counter()
    device = next(network.parameters()).device
    steps = max(1, len(stored.labels) // config.batch_size)
    step_count = steps * config.epochs
    first = (epoch - 1) * steps
    loss_sum, right, seen, wait_s, rate = 0.0, 0, 0, 0.0, 0.0
    network.train()
    with torch.random.fork_rng(devices=[]):  # dropout draws from the global generator
        torch.manual_seed(derived_seed(config.seed, "epoch", epoch))
        batches = _batches(stored, config, epoch, device)
        for step in range(steps):
            asked = time.perf_counter()
            clips, labels = next(batches)
            wait_s += time.perf_counter() - asked
            rate = learning_rate_at(first + step, step_count, config)
            for group in optimizer.param_groups:
                group["lr"] = rate
            logits = network(clips)
            loss = nn.functional.cross_entropy(
                logits, labels, label_smoothing=config.label_smoothing
            )
            if not torch.isfinite(loss):
                raise UnderstudyError(
                    f"the loss is no longer a number in epoch {epoch}: lower the learning rate "
                    f"(now {config.learning_rate:g}) and start in another folder"
                )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), CLIP_NORM)
            optimizer.step()
            loss_sum += loss.item() * len(labels)
            right += int((logits.argmax(1) == labels).sum())
            seen += len(labels)
            report(TrainProgress(stage="train", done=first + step + 1, total=step_count))
    val_loss, val_accuracy = _validate(network, val, config) if val else (None, None)
    record = EpochRecord(
        epoch=epoch,
        seconds=round(time.perf_counter() - began, 3),
        data_wait_s=round(wait_s, 3),
        learning_rate=rate,
        train_loss=loss_sum / seen,
        train_accuracy=right / seen,
        val_loss=val_loss,
        val_accuracy=val_accuracy,
    )
    report(TrainProgress(stage="train", done=first + steps, total=step_count, epoch=record))
    return record


def _batches(
    stored: StoredClips, config: TrainConfig, epoch: int, device: torch.device
) -> Iterator[tuple[Float[Tensor, "B T C S S"], Int64[Tensor, "B"]]]:
    """Yields one epoch's batches; clips that do not fill the last one wait for the next epoch."""
    rng = stream(config.seed, "batches", epoch)
    order = rng.permutation(len(stored.labels))
    wanted = config.input.frame_count
    for start in range(0, max(1, len(order) - config.batch_size + 1), config.batch_size):
        chosen = order[start : start + config.batch_size]
        frames = [
            stored.clips[index][
                frame_positions(
                    stored.clips.shape[1], wanted, config.augmentation.min_window, rng=rng
                )
            ]
            for index in chosen
        ]
        pixels = torch.from_numpy(np.stack(frames)).to(device).permute(0, 1, 4, 2, 3).float()
        clips = augment(
            pixels, config.input.size, config.augmentation, layer=config.input.layer, rng=rng
        )
        yield pixels_to_tensor(clips), torch.from_numpy(stored.labels[chosen]).to(device)


def _validate(network: nn.Module, val: StoredClips, config: TrainConfig) -> tuple[float, float]:
    """Returns mean loss and accuracy over the validation clips, seen whole."""
    device = next(network.parameters()).device
    network.eval()
    loss_sum, right = 0.0, 0
    with torch.inference_mode():
        for start in range(0, len(val.labels), 2 * config.batch_size):
            part = slice(start, start + 2 * config.batch_size)
            labels = torch.from_numpy(val.labels[part]).to(device)
            pixels = torch.from_numpy(np.array(val.clips[part])).to(device)
            logits = network(clips_to_tensor(pixels))
            loss_sum += float(nn.functional.cross_entropy(logits, labels, reduction="sum"))
            right += int((logits.argmax(1) == labels).sum())
    return loss_sum / len(val.labels), right / len(val.labels)


def _test(
    recogniser: Recogniser,
    source: ClipSource,
    indices: Sequence[int],
    config: TrainConfig,
    stamp: DatasetStamp,
    out: Path,
    report: Callable[[TrainProgress], None],
) -> EvaluationRecord | None:
    """Evaluates the held-out split; None where the dataset has none."""
    if not indices:
        return None
    return evaluate(
        recogniser,
        source,
        indices,
        {label: (label,) for label in source.classes},
        setup=EvaluationSetup(
            name=source.name,
            protocol="test-split",
            skip_limit=SKIP_LIMIT,
            seed=config.seed,
            threads=config.threads,
        ),
        stamp=stamp,
        out_dir=out,
        on_progress=lambda done, total: report(TrainProgress(stage="test", done=done, total=total)),
    )
