"""What a run leaves on disk: one JSON record per training run and per evaluation.

A run folder::

    runs/gestures/
      run.json            RunRecord, rewritten after every epoch
      checkpoint.pt       weights and what is needed to rebuild the network
      log.jsonl           one line per epoch
      dataset_sheet.png   contact sheet of the training dataset
      samples/            short films of the evaluation named in run.json
      transfers/NAME/
        evaluation.json   EvaluationRecord
        samples/

Reports are made from these files alone.
"""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from understudy.errors import DatasetError
from understudy.types import Metric, Spec

RUN_FILE = "run.json"
EVALUATION_FILE = "evaluation.json"
TRANSFERS_FOLDER = "transfers"

Record = TypeVar("Record", bound=Spec)


class DatasetStamp(Spec):
    """Which data a figure comes from."""

    name: str
    path: str
    fingerprint: str
    classes: tuple[str, ...]
    clips: dict[str, int]
    """Clips per split; {"all": n} for a dataset without splits."""


class Prediction(Spec):
    clip_id: str
    group: str
    label: str
    predicted: str
    scores: tuple[float, ...]
    """Probability of each label, in the order of the evaluation's `labels`."""


class SampleFilm(Spec):
    """A short film that a report can play."""

    path: str
    """Relative to the folder of the record."""
    clip_id: str
    label: str
    predicted: str
    score: float


class EvaluationRecord(Spec):
    """A model's answers on one dataset."""

    name: str
    protocol: str
    """"test-split", or a key of `transfer.PROTOCOLS`."""
    dataset: DatasetStamp
    labels: tuple[str, ...]
    class_map: dict[str, tuple[str, ...]]
    """Target label -> action names of the source vocabulary."""
    predictions: tuple[Prediction, ...]
    metrics: dict[str, Metric]
    """Under "top1", "mean_class", "chance" and, where they mean something, "top5" and "ece"."""
    per_class: dict[str, Metric]
    """Recall per label."""
    confusion: tuple[tuple[int, ...], ...]
    """Rows: true label, columns: predicted, in the order of `labels`."""
    skipped: dict[str, str]
    """Clips that could not be read, with the reason."""
    samples: tuple[SampleFilm, ...]
    seed: int
    """Of the bootstrap and of whatever the protocol draws."""
    settings: dict[str, object] = Field(default_factory=dict)
    """How the protocol was carried out: folds, clips per class, learning rate, ..."""


class EpochRecord(Spec):
    epoch: int
    seconds: float
    data_wait_s: float
    learning_rate: float
    train_loss: float
    train_accuracy: float | None
    """None where no labels are learned, likewise `val_accuracy`."""
    val_loss: float | None
    val_accuracy: float | None
    clips_per_s: float | None = None
    """In training, validation aside."""
    wait_share: float | None = None
    """Share of the training time that was spent on waiting for clips."""
    losses: dict[str, float] = Field(default_factory=dict)
    """Parts of the training loss by name."""


class RunRecord(Spec):
    """One training run: what went in, how it went, what came out."""

    name: str
    command: tuple[str, ...]
    started_utc: str
    finished_utc: str | None
    seed: int
    config: dict[str, object]
    """The train configuration, as JSON."""
    environment: dict[str, str]
    dataset: DatasetStamp
    classes: tuple[str, ...]
    parameter_count: int
    history: tuple[EpochRecord, ...]
    evaluation: EvaluationRecord | None
    """Of the held-out split, once training is done."""


def environment_stamp() -> dict[str, str]:
    """Returns the versions that a figure may depend on."""
    names = ("understudy", "numpy", "torch", "av", "moderngl", "anny")
    versions = {"python": platform.python_version(), "machine": platform.machine()}
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "absent"
    return versions


def write_record(record: Spec, path: Path) -> None:
    """Writes a record so that a reader never sees half of it."""
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    partial.replace(path)


def read_record(path: Path, kind: type[Record]) -> Record:
    """Reads a record; raises DatasetError that names the file and what is wrong with it."""
    try:
        return kind.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DatasetError(f"{path} does not exist: not a finished {kind.__name__}") from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is damaged: it is no text") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise DatasetError(f"{path}: {where}: {first['msg']}") from None
