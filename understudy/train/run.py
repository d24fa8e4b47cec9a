"""A run folder: begun, gone on with after an interruption, finished.

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from understudy.clip_cache import (
    SKIP_LIMIT,
    ClipFeed,
    StoredClips,
    open_clips,
    store_clips,
)
from understudy.data.joined import JoinedSource
from understudy.data.targets import require_truth
from understudy.engine.local import available_cores
from understudy.errors import DatasetError, PlatformError, StorageError
from understudy.evaluation.evaluate import EvaluationSetup, dataset_stamp, evaluate
from understudy.evaluation.recogniser import Recogniser
from understudy.models import build_model
from understudy.models.checkpoint import (
    CHECKPOINT_FILE,
    Checkpoint,
    load_checkpoint,
    save_checkpoint,
    start_from,
)
from understudy.models.network import (
    VideoNetwork,
    backbone_weights,
    channels_last,
    load_classes,
)
from understudy.rng import derived_seed
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    TRANSFERS_FOLDER,
    DatasetStamp,
    EpochRecord,
    EvaluationRecord,
    RunRecord,
    environment_stamp,
    read_record,
    write_record,
)
from understudy.train.config import TrainConfig, TrainProgress
from understudy.train.learner import build_learner
from understudy.train.loop import Training, autocast, begin, share, synchronised, train_epoch
from understudy.train.splits import split_indices
from understudy.train.workers import Workers, worker_group
from understudy.types import ClipSource

LOG_FILE = "log.jsonl"
CACHE_FOLDER = "cache"
TENSORBOARD_FOLDER = "tensorboard"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES)
STORED_MARGIN = 9 / 8
"""Stored frames are larger than what the network sees, to zoom and shift without loss."""
STORED_RATE = 2
"""Frames stored per frame that the network sees, to choose among."""

Report = Callable[[TrainProgress], None]


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run works with, from beginning to end."""

    source: ClipSource
    out: Path
    config: TrainConfig
    splits: dict[str, list[int]]
    workers: Workers
    device: torch.device
    tensorboard: bool
    report: Report


def train(
    source: ClipSource,
    out: Path,
    config: TrainConfig,
    *,
    dataset_path: str = "",
    resume: bool = False,
    tensorboard: bool = False,
    on_progress: Report | None = None,
) -> RunRecord:
    """Trains a network on a dataset and tests it on the held-out "test" split.

    Args:
        source: the clips; those without a split count as "train".
        out: the run folder; see `understudy.runs` for what it holds afterwards.
        config: network, input and recipe.
        dataset_path: where the dataset lies, for the record.
        tensorboard: also write the log for TensorBoard, into the run folder.
        resume: go on with the unfinished run in `out` (a finished one is returned as it is).
        on_progress: called while clips are read and after every step.

    Raises:
        DatasetError: `out` holds another run, a class has no clips to learn from, or more than
            `SKIP_LIMIT` of the clips are unreadable.
        InputError: fewer than two classes, or a setting that does not fit.
        StorageError: the disk is full.
        KeyboardInterrupt: with a message that says how to go on.
    """
    splits = split_indices(source, config.val_share, seed=config.seed)
    stamp = dataset_stamp(
        source, {name: len(indices) for name, indices in splits.items()}, dataset_path
    )
    with worker_group(config.device) as (workers, device), _threads(config), _explained(out):
        run = Run(
            source=source,
            out=out,
            config=config,
            splits=splits,
            workers=workers,
            device=device,
            tensorboard=tensorboard,
            report=on_progress if on_progress is not None and workers.leads else _silent,
        )
        earlier = workers.first(lambda: _open_run_folder(out, config, stamp, resume=resume))
        if earlier is not None and earlier.finished_utc is not None:
            return earlier
        return _train(run, stamp, earlier)


def _silent(progress: TrainProgress) -> None:
    pass


@contextmanager
def _threads(config: TrainConfig) -> Iterator[None]:
    before = torch.get_num_threads()
    # More than one on a core spin while they wait for each other: nine times slower.
    torch.set_num_threads(min(config.threads, available_cores()))
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    """Says how to go on after an interruption or a full disk."""
    try:
        yield
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
    wanted = config.model_dump(mode="json")
    earlier = _completed(record.config, TrainConfig().model_dump(mode="json"))
    differing = sorted(name for name, value in wanted.items() if earlier[name] != value)
    if differing:
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


def _completed(given: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """Returns a configuration with what it does not name: settings of later versions, which had
    their defaults then."""
    nested = {
        name: _completed(value, defaults[name])
        for name, value in given.items()
        if isinstance(value, dict) and isinstance(defaults.get(name), dict)
    }
    return {**defaults, **given, **nested}


def _train(run: Run, stamp: DatasetStamp, earlier: RunRecord | None) -> RunRecord:
    config, out, workers = run.config, run.out, run.workers
    autocast(config, run.device)  # says what does not fit before hours of decoding
    network = _new_network(run)
    feed, val = _open_feeds(run)
    training, history, stored_window_s = _begin_or_resume(run, network)
    window_s = stored_window_s or feed.window_s
    record = RunRecord(
        name=out.name,
        command=tuple(sys.argv),
        started_utc=earlier.started_utc if earlier else _now(),
        finished_utc=None,
        seed=config.seed,
        config=config.model_dump(mode="json"),
        environment={
            **environment_stamp(),
            "device": str(run.device),
            "processes": str(workers.count),
        },
        dataset=stamp,
        classes=run.source.classes,
        parameter_count=sum(parameter.numel() for parameter in network.parameters()),
        history=tuple(history),
        evaluation=None,
    )
    wrapped = share(training.learner, workers, run.device)
    with _board(run) as board:
        _note(run, record, _skipped(workers, feed, val))
        for epoch in range(len(history) + 1, config.epochs + 1):
            history.append(
                train_epoch(training, wrapped, feed, val, config, epoch, workers, run.report)
            )
            record = record.model_copy(update={"history": tuple(history)})
            skipped = _skipped(workers, feed, val)
            workers.first(lambda: _keep(run, training, record, window_s, skipped))  # noqa: B023
            board(history[-1])

    if skipped := _skipped(workers, feed, val):
        clips = {**stamp.clips, "skipped": len(skipped)}
        stamp = stamp.model_copy(update={"clips": clips})
        record = record.model_copy(update={"dataset": stamp})
    return workers.first(lambda: _finish(run, training, record, window_s))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _skipped(workers: Workers, feed: ClipFeed, val: ClipFeed | None) -> dict[str, str]:
    return workers.merged({**feed.skipped, **(val.skipped if val else {})})


def _note(run: Run, record: RunRecord, skipped: dict[str, str]) -> None:
    """Writes the record and the log as they stand."""
    if not run.workers.leads:
        return
    lines = [json.dumps({"skipped": name, "reason": reason}) for name, reason in skipped.items()]
    lines += [entry.model_dump_json() for entry in record.history]
    (run.out / LOG_FILE).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    write_record(record, run.out / RUN_FILE)


def _keep(
    run: Run, training: Training, record: RunRecord, window_s: float, skipped: dict[str, str]
) -> None:
    """Writes what the last epoch has led to: the checkpoint first, it is what resuming needs."""
    history = json.dumps([entry.model_dump() for entry in record.history])
    save_checkpoint(
        Checkpoint(
            model=run.config.model,
            classes=_taught_classes(run),
            channels=run.config.input.channels,
            input=run.config.input.model_dump(mode="json"),
            window_s=window_s,
            weights=_taught_weights(run, training),
            training={**training.state(), "history": history},
        ),
        run.out / CHECKPOINT_FILE,
    )
    _note(run, record, skipped)


def _taught_classes(run: Run) -> tuple[str, ...]:
    """Masked pretraining teaches no classes: its checkpoint is a backbone to start from."""
    return run.source.classes if run.config.objective == "labels" else ()


def _taught_weights(run: Run, training: Training) -> dict[str, torch.Tensor]:
    network = training.judged.network
    if run.config.objective == "labels":
        return network.state_dict()
    empty = {
        f"classifier.{name}": value[:0] for name, value in network.classifier.state_dict().items()
    }
    return {**backbone_weights(network.state_dict()), **empty}


@contextmanager
def _board(run: Run) -> Iterator[Callable[[EpochRecord], None]]:
    """Yields what shows an epoch in TensorBoard, where that was asked for."""
    if not run.tensorboard or not run.workers.leads:
        yield lambda record: None
        return
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise PlatformError(
            f"TensorBoard is not installed ({error}): pip install 'understudy[tensorboard]', or "
            "leave the option out"
        ) from None

    def show(record: EpochRecord) -> None:
        figures = record.model_dump(exclude={"epoch", "losses"}, exclude_none=True)
        figures |= {f"loss/{name}": value for name, value in record.losses.items()}
        for name, value in figures.items():
            writer.add_scalar(name, value, record.epoch)
        writer.flush()

    with SummaryWriter(str(run.out / TENSORBOARD_FOLDER)) as writer:
        yield show


# --------------------------------------------------------------------------------------------
# Clips


def _open_feeds(run: Run) -> tuple[ClipFeed, ClipFeed | None]:
    """Opens the training and validation clips: decoded now, by an earlier start, or later."""
    config, source = run.config, run.source
    require_truth(source, config.targets)
    size = math.ceil(STORED_MARGIN * config.input.size)
    larger = config.input.model_copy(update={"size": size})
    splits = run.splits
    if not config.cache:
        feed = open_clips(
            source,
            splits["train"],
            larger,
            targets=config.targets,
            threads=config.threads,
            seed=config.seed,
        )
        if not splits["val"]:
            return feed, None
        return feed, open_clips(
            source, splits["val"], config.input, threads=config.threads, seed=config.seed
        )
    denser = larger.model_copy(update={"frame_count": STORED_RATE * config.input.frame_count})
    total = len(splits["train"]) + len(splits["val"])
    folder = run.out / CACHE_FOLDER

    def stored(offset: int, name: str, spec: Any, **options: Any) -> StoredClips:
        def progress(done: int) -> None:
            run.report(TrainProgress(stage="read", done=offset + done, total=total))

        return store_clips(
            source, splits[name], spec, folder / name, config.threads, progress, **options
        )

    def store_all() -> None:
        folder.mkdir(exist_ok=True)
        stored(0, "train", denser, targets=config.targets)
        if splits["val"]:
            stored(len(splits["train"]), "val", config.input)

    # The first process decodes; then all find the clips decoded.
    run.workers.first(store_all)
    feed_stored = stored(0, "train", denser, targets=config.targets)
    if not splits["val"]:
        return feed_stored, None
    return feed_stored, stored(0, "val", config.input)


# --------------------------------------------------------------------------------------------
# The network


def _new_network(run: Run) -> VideoNetwork:
    """Returns a network of drawn weights, or with the backbone that it starts from."""
    config = run.config
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(config.seed, "weights"))
        network = build_model(
            config.model,
            class_count=len(run.source.classes),
            channels=config.input.channels,
            frame_count=config.input.frame_count,
            size=config.input.size,
        )
    if config.start_from is not None:
        begun = start_from(network, Path(config.start_from), layer=config.input.layer)
        load_classes(network, run.source.classes, begun.weights, begun.classes, config.class_map)
    elif config.model.weights is not None:
        from understudy.models.transformers_video import load_pretrained

        load_pretrained(network, config.model.weights)
    return channels_last(network)


def _begin_or_resume(
    run: Run, network: VideoNetwork
) -> tuple[Training, list[EpochRecord], float | None]:
    """Returns the training, what it has behind it, and the clips' length that it began with."""
    config, path = run.config, run.out / CHECKPOINT_FILE
    heads = getattr(run.source, "heads", (run.source.classes,))
    places = [[run.source.classes.index(name) for name in head] for head in heads]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(config.seed, "beside the network"))
        network = synchronised(network, run.device, run.workers)
        training = begin(build_learner(network, config, places), config, run.device)
    if not path.exists():
        return training, [], None
    checkpoint = load_checkpoint(path)
    if checkpoint.training is None:
        raise DatasetError(f"{path} holds no optimizer state: it cannot be trained further")
    try:
        training.restore(checkpoint.training)
        history = [
            EpochRecord.model_validate(entry)
            for entry in json.loads(checkpoint.training["history"])
        ]
    except (KeyError, RuntimeError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise DatasetError(
            f"{path} cannot be trained further ({reason}): it is of another version of "
            "understudy, or damaged; choose another folder"
        ) from None
    return training, history, checkpoint.window_s


# --------------------------------------------------------------------------------------------
# The test


def _finish(run: Run, training: Training, record: RunRecord, window_s: float) -> RunRecord:
    """Tests on the held-out split, and removes what only training needed."""
    network = training.judged.network.eval()
    evaluation = None
    if run.config.objective == "labels":
        recogniser = Recogniser(
            network=network,
            classes=run.source.classes,
            input=run.config.input,
            window_s=window_s,
        )
        evaluation = _test(recogniser, run, record.dataset)
    record = record.model_copy(update={"evaluation": evaluation, "finished_utc": _now()})
    write_record(record, run.out / RUN_FILE)
    shutil.rmtree(run.out / CACHE_FOLDER, ignore_errors=True)
    return record


def _test(recogniser: Recogniser, run: Run, stamp: DatasetStamp) -> EvaluationRecord | None:
    """Evaluates the held-out split; None where the dataset has none.

    With a head per dataset the first one's answers are the run's; the other datasets' are kept
    under `transfers/`, each among the classes of its own head.
    """
    source, heads = run.source, getattr(run.source, "heads", (run.source.classes,))
    parts: dict[int, list[int]] = {}
    for index in run.splits["test"]:
        place = 0
        if isinstance(source, JoinedSource) and len(heads) > 1:
            place = source.source_of(index)
        parts.setdefault(place, []).append(index)
    records: dict[int, EvaluationRecord] = {}
    for place, indices in sorted(parts.items()):
        name = source.name
        out = run.out
        if isinstance(source, JoinedSource) and len(heads) > 1:
            name = source.prefixes[place]
            out = run.out if place == 0 else run.out / TRANSFERS_FOLDER / name
        records[place] = _answers(recogniser, run, stamp, indices, heads[place], name, out)
        if place > 0:
            write_record(records[place], out / EVALUATION_FILE)
    return records.get(0)


def _answers(
    recogniser: Recogniser,
    run: Run,
    stamp: DatasetStamp,
    indices: Sequence[int],
    classes: Sequence[str],
    name: str,
    out: Path,
) -> EvaluationRecord:
    def progress(done: int, total: int) -> None:
        run.report(TrainProgress(stage="test", done=done, total=total))

    return evaluate(
        recogniser,
        run.source,
        indices,
        {label: (label,) for label in classes},
        setup=EvaluationSetup(
            name=name,
            protocol="test-split",
            skip_limit=SKIP_LIMIT,
            seed=run.config.seed,
            threads=run.config.threads,
        ),
        stamp=stamp,
        out_dir=out,
        on_progress=progress,
    )
