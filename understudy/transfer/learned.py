"""Transfer that learns from the target dataset: probes on a frozen backbone, and fine-tuning.

Every fold of the dataset is learned from and asked about in turn; the answers of all folds make
one record, in which each clip occurs once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from understudy.data.class_map import Counterparts
from understudy.errors import DatasetError, InputError, StorageError, lookup
from understudy.evaluation.evaluate import (
    choose_samples,
    dataset_stamp,
    prediction,
    write_samples,
)
from understudy.evaluation.metrics import summarise
from understudy.evaluation.recogniser import Recogniser, load_recogniser
from understudy.rng import stream
from understudy.runs import (
    EVALUATION_FILE,
    TRANSFERS_FOLDER,
    EvaluationRecord,
    Prediction,
    write_record,
)
from understudy.transfer import ClassMapChoice
from understudy.transfer.answers import Answers
from understudy.transfer.config import TransferConfig
from understudy.transfer.features import extract_features
from understudy.transfer.folds import Fold, few_shot, folds_of
from understudy.transfer.probes import PROBES
from understudy.transfer.zero_shot import known_labels
from understudy.types import ClipSource

Progress = Callable[[int, int], None]


def learn_and_ask(
    protocol: str,
    run_dir: Path,
    source: ClipSource,
    config: TransferConfig,
    *,
    class_map: ClassMapChoice = None,
    actions: Sequence[str] | Counterparts | None = None,
    name: str | None = None,
    dataset_path: str = "",
    on_progress: Progress | None = None,
) -> EvaluationRecord:
    """Carries out a protocol that learns from a dataset; writes and returns the record.

    The same call goes on where an interrupted one stopped: features and finished folds are kept.

    Args:
        protocol: "knn", "linear-probe", "attentive-probe" or "fine-tune".
        run_dir: folder of the pretraining run; the record goes to its `transfers/NAME` folder.
        source: the target dataset.
        config: folds, clips per class, seed, views.
        class_map: for "fine-tune": which of the run's actions show a label, as zero-shot transfer
            takes it. What the run knows of these is where the label begins; None: every label
            begins from nothing.
        actions: see `zero_shot`.
        name: folder of the result; default made of dataset, protocol, clips per class and seed.
        dataset_path: where the dataset lies, for the record.
        on_progress: called with (done, all): clips looked at, or steps of fine-tuning.

    Raises:
        DatasetError: no readable checkpoint, no such split, or too many unreadable clips.
        InputError: the dataset has no such layer as the run looks at, folds of another form, or a
            class map that does not fit, or for a protocol that has no use for one.
        StorageError: the disk is full.
    """
    if class_map is not None and protocol != "fine-tune":
        raise InputError(f"{protocol} learns the dataset's own classes: leave --class-map out")
    recogniser = load_recogniser(run_dir)
    known = {}
    if class_map is not None:
        known = known_labels(class_map, recogniser.classes, source, actions)
    folds = _chosen(source, config)
    labels = _labels(source, folds)
    folder = _folder_name(source, protocol, config, name)
    out_dir = run_dir / TRANSFERS_FOLDER / folder
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        if protocol == "fine-tune":
            from understudy.transfer.fine_tune import fine_tune

            answers = fine_tune(run_dir, source, folds, config, out_dir, known, on_progress)
        else:
            answers = _probe(protocol, recogniser, run_dir, source, folds, config, on_progress)
        record = _record(
            answers, labels, source, recogniser, out_dir,
            protocol=protocol, config=config, known=known, folds=folds, dataset_path=dataset_path,
        )  # fmt: skip
        write_record(record, out_dir / EVALUATION_FILE)
    except OSError as error:
        raise StorageError(
            f"cannot write to {out_dir}: {error}; free some space and run the same command again"
        ) from None
    return record


def _chosen(source: ClipSource, config: TransferConfig) -> tuple[Fold, ...]:
    """Returns the folds, with as few clips to learn from as the configuration says."""
    folds = folds_of(source, config.folds)
    if config.shots is None:
        return folds
    return tuple(
        Fold(
            name=fold.name,
            train=few_shot(source.records, fold.train, config.shots, seed=config.seed),
            test=fold.test,
        )
        for fold in folds
    )


def _labels(source: ClipSource, folds: Sequence[Fold]) -> tuple[str, ...]:
    """Returns the classes that can be learned: one that a fold never shows is an error."""
    for fold in folds:
        known = {source.records[index].label for index in fold.train}
        lacking = sorted({source.records[index].label for index in fold.test} - known)
        if lacking:
            raise DatasetError(
                f"{source.name}, fold {fold.name}: no clip to learn {', '.join(lacking[:8])} from, "
                "but some to be asked about: divide the dataset otherwise (--folds)"
            )
    present = {source.records[index].label for fold in folds for index in fold.test}
    labels = tuple(label for label in source.classes if label in present)
    if len(labels) < 2:
        raise InputError(
            f"{source.name} asks about {len(labels)} class(es): two or more are needed"
        )
    return labels


def _folder_name(
    source: ClipSource, protocol: str, config: TransferConfig, name: str | None
) -> str:
    shots = f"-{config.shots}shot" if config.shots else ""
    text = name or f"{source.name}-{protocol}{shots}-seed{config.seed}"
    return re.sub(r"[^\w.-]+", "_", text).strip("._") or "dataset"


def _probe(
    protocol: str,
    recogniser: Recogniser,
    run_dir: Path,
    source: ClipSource,
    folds: Sequence[Fold],
    config: TransferConfig,
    on_progress: Progress | None,
) -> list[Answers]:
    probe = lookup(PROBES, protocol, "protocol")
    # All clips, however few are learned from: the same features serve every seed and shot.
    everything = range(len(source.records))
    features = extract_features(
        recogniser, source, everything, run_dir,
        view_count=config.view_count, crop_count=config.crop_count,
        skip_limit=config.skip_limit, threads=config.threads, on_progress=on_progress,
    )  # fmt: skip
    answers = []
    for fold in folds:
        known, asked = features.rows(fold.train), features.rows(fold.test)
        learned = [source.records[int(index)] for index in features.indices[known]]
        probabilities = probe(
            features.tokens[known],
            np.array([source.classes.index(record.label) for record in learned]),
            [record.group for record in learned],
            features.tokens[asked],
            class_count=len(source.classes),
            seed=config.seed,
        )
        unread = {source.records[index].clip_id for index in fold.test} & features.skipped.keys()
        answers.append(
            Answers(
                indices=tuple(int(index) for index in features.indices[asked]),
                probabilities=probabilities,
                skipped={clip: features.skipped[clip] for clip in sorted(unread)},
            )
        )
    return answers


def _record(
    answers: Sequence[Answers],
    labels: tuple[str, ...],
    source: ClipSource,
    recogniser: Recogniser,
    out_dir: Path,
    *,
    protocol: str,
    config: TransferConfig,
    known: Mapping[str, Sequence[str]],
    folds: Sequence[Fold],
    dataset_path: str,
) -> EvaluationRecord:
    columns = [source.classes.index(label) for label in labels]
    predictions: list[Prediction] = []
    places: list[int] = []
    for fold in answers:
        for index, row in zip(fold.indices, fold.probabilities[:, columns], strict=True):
            predictions.append(prediction(source.records[index], row, labels))
            places.append(index)
    summary = summarise(predictions, labels, rng=stream(config.seed, "bootstrap", source.name))
    chosen = choose_samples(predictions, rng=stream(config.seed, "samples", source.name))
    clips = {
        "all": len(source.records),
        "learned": sum(len(fold.train) for fold in folds),
        "asked": len(predictions),
    }
    return EvaluationRecord(
        name=out_dir.name,
        protocol=protocol,
        dataset=dataset_stamp(source, clips, dataset_path),
        labels=labels,
        class_map={label: (label,) for label in labels},
        predictions=tuple(predictions),
        metrics=summary.metrics,
        per_class=summary.per_class,
        confusion=summary.confusion,
        skipped={clip: reason for fold in answers for clip, reason in fold.skipped.items()},
        samples=write_samples(
            [(predictions[number], places[number]) for number in chosen],
            source,
            recogniser.input.stored_layer,
            out_dir,
        ),
        seed=config.seed,
        settings=config.model_dump(mode="json") | ({"class_map": known} if known else {}),
    )
