"""One HTML page about training runs, made from their records alone.

The page needs no network and no other file: pictures and films are data URIs. It is a function
of the records, so that the same run gives the same bytes.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from understudy.errors import DatasetError, InputError, StorageError
from understudy.report.embed import Embedded, embed_film, embed_image
from understudy.report.tables import (
    ClassRow,
    Confusion,
    class_rows,
    compare,
    confusions,
    majority_share,
    verdict,
)
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    TRANSFERS_FOLDER,
    EvaluationRecord,
    RunRecord,
    SampleFilm,
    read_record,
)
from understudy.types import Metric

if TYPE_CHECKING:
    from markupsafe import Markup

TABLE_CLASSES = 20
"""Up to so many classes the confusion matrix is a table with a count in every cell."""
LISTED_CONFUSIONS = 12
FILMS_SHOWN = 24
HELD_OUT = "held-out test"
PROTOCOLS = {
    "test-split": "held-out split of the training dataset",
    "zero-shot": "zero-shot: no clip of this dataset was used in training",
    "knn": "k nearest neighbours in the features of the frozen network",
    "linear-probe": "linear probe: a linear classifier on the features of the frozen network",
    "attentive-probe": "attentive probe: attention and a linear classifier on the frozen network",
    "fine-tune": "fine-tuning: the whole network learns from the dataset's training clips",
}
METRIC_NAMES = {
    "top1": "Top-1 accuracy",
    "top5": "Top-5 accuracy",
    "ece": "Calibration error (ECE)",
    "mean_class": "Mean class accuracy",
    "chance": "Chance",
}


@dataclass(frozen=True, kw_only=True)
class FilmView:
    """A sample prediction and its film."""

    sample: SampleFilm
    film: Embedded

    @property
    def right(self) -> bool:
        return self.sample.label == self.sample.predicted


@dataclass(frozen=True, kw_only=True)
class EvaluationView:
    """One evaluation, with everything that the page derives from it."""

    anchor: str
    title: str
    protocol: str
    record: EvaluationRecord
    classes: tuple[ClassRow, ...]
    matrix_svg: Markup | None
    """Of a matrix too big for a table."""
    confusions: tuple[Confusion, ...]
    majority: float | None
    verdict: str
    films: tuple[FilmView, ...]


@dataclass(frozen=True, kw_only=True)
class RunView:
    """One run folder, read and ready to be shown."""

    anchor: str
    folder: str
    record: RunRecord
    sheet: Embedded
    curves: tuple[tuple[str, Markup], ...]
    """What each figure shows, and the figure."""
    evaluations: tuple[EvaluationView, ...]
    unfinished: tuple[str, ...]
    """Transfers that left no record."""
    command: str
    duration: str
    config: tuple[tuple[str, str], ...]

    @property
    def architecture(self) -> str:
        """The network's name, where the configuration tells it."""
        model = self.record.config.get("model")
        name = model.get("name") if isinstance(model, dict) else model
        return name if isinstance(name, str) else "a video network"

    @property
    def planned_epochs(self) -> int | None:
        count = self.record.config.get("epochs")
        return count if isinstance(count, int) else None


def write_report(run_dirs: Sequence[Path], out: Path) -> None:
    """Writes one self-contained HTML page about one or several run folders.

    Args:
        run_dirs: folders laid out as `understudy.runs` says; a run in progress will do.
        out: the page.

    Raises:
        InputError: no folders, or `out` is a folder.
        DatasetError: a folder holds no run, or a record is damaged.
        StorageError: the page cannot be written.
    """
    if not run_dirs:
        raise InputError("nothing to report on: expected at least one run folder")
    if out.is_dir():
        raise InputError(f"{out} is a folder: name a file for the page, for instance report.html")
    runs = [read_run(folder, f"run{number}") for number, folder in enumerate(run_dirs, 1)]
    page = render_page(runs)
    partial = out.with_name(out.name + ".partial")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(page, encoding="utf-8")
        partial.replace(out)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise StorageError(f"{out}: the report cannot be written: {error.strerror}") from error


def read_run(folder: Path, anchor: str) -> RunView:
    """Reads a run folder with its transfers and draws its figures.

    Raises:
        DatasetError: the folder holds no run, or a record is damaged.
    """
    if not (folder / RUN_FILE).is_file():
        raise DatasetError(f"{folder} {_why_no_run(folder)}")
    record = read_record(folder / RUN_FILE, RunRecord)
    evaluations = []
    if record.evaluation is not None:
        evaluations.append(_evaluation_view(record.evaluation, folder, HELD_OUT, f"{anchor}-test"))
    transfers = folder / TRANSFERS_FOLDER
    unfinished = []
    for transfer in sorted(transfers.iterdir()) if transfers.is_dir() else []:
        if not transfer.is_dir():
            continue
        if not (transfer / EVALUATION_FILE).is_file():
            unfinished.append(transfer.name)
            continue
        evaluation = read_record(transfer / EVALUATION_FILE, EvaluationRecord)
        name = f"{anchor}-transfer{len(evaluations)}"
        evaluations.append(_evaluation_view(evaluation, transfer, transfer.name, name))
    return RunView(
        anchor=anchor,
        folder=str(folder),
        record=record,
        sheet=embed_image(folder / "dataset_sheet.png"),
        curves=_curves(record, anchor),
        evaluations=tuple(evaluations),
        unfinished=tuple(unfinished),
        command=shlex.join(record.command),
        duration=_duration(record.started_utc, record.finished_utc),
        config=tuple(
            (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            for key, value in record.config.items()
        ),
    )


def render_page(runs: Sequence[RunView]) -> str:
    """Returns the page as HTML."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": _percent,
        "interval": _interval,
        "moment": _moment,
        "breakable": _breakable,
        "place": lambda value: f"{100 * min(max(value, 0.0), 1.0):.2f}%",
        "count": lambda number: f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"),
    }
    source = resources.files("understudy.report").joinpath("page.html").read_text("utf-8")
    comparison = compare([{e.title: e.record for e in run.evaluations} for run in runs])
    return environment.from_string(source).render(
        runs=runs,
        comparison=comparison,
        metric_names=METRIC_NAMES,
        table_classes=TABLE_CLASSES,
    )


def _why_no_run(folder: Path) -> str:
    """Says what a folder without run record is, and what to name instead."""
    if not folder.exists():
        return "does not exist: expected a folder written by `understudy train -o FOLDER`"
    if folder.is_file():
        return "is a file: expected a folder written by `understudy train -o FOLDER`"
    if (folder / "manifest.json").is_file():
        return "is a dataset, not a run: train on it first, then name the folder of the run"
    inside = sorted(p.parent.name for p in folder.glob(f"*/{RUN_FILE}"))
    if inside:
        return f"holds no {RUN_FILE}, but its folders do: name one or more of {', '.join(inside)}"
    return f"holds no {RUN_FILE}: expected a folder written by `understudy train -o FOLDER`"


def _evaluation_view(
    record: EvaluationRecord, folder: Path, title: str, anchor: str
) -> EvaluationView:
    from markupsafe import Markup

    from understudy.report import plots

    size = len(record.labels)
    if len(record.confusion) != size or any(len(row) != size for row in record.confusion):
        raise DatasetError(
            f"{folder}: the confusion matrix of '{record.name}' does not fit its {size} labels; "
            "evaluate again"
        )
    matrix = None
    if size > TABLE_CLASSES:
        matrix = Markup(plots.confusion_matrix(record.confusion, record.labels, anchor))
    return EvaluationView(
        anchor=anchor,
        title=title,
        protocol=PROTOCOLS.get(record.protocol, record.protocol),
        record=record,
        classes=class_rows(record),
        matrix_svg=matrix,
        confusions=confusions(record, LISTED_CONFUSIONS),
        majority=majority_share(record),
        verdict=verdict(record),
        films=tuple(
            FilmView(sample=sample, film=embed_film(folder, sample.path))
            for sample in _chosen_samples(record.samples)
        ),
    )


def _chosen_samples(samples: Sequence[SampleFilm]) -> list[SampleFilm]:
    """Returns the films to show: wrong answers first, and neither kind crowds out the other."""
    wrong = sorted((s for s in samples if s.label != s.predicted), key=lambda s: -s.score)
    right = [s for s in samples if s.label == s.predicted]
    wrong = wrong[: max(FILMS_SHOWN // 2, FILMS_SHOWN - len(right))]
    return wrong + right[: FILMS_SHOWN - len(wrong)]


def _curves(record: RunRecord, anchor: str) -> tuple[tuple[str, Markup], ...]:
    from markupsafe import Markup

    from understudy.report import plots

    if not record.history:
        return ()
    loss = plots.loss_curve(record.history, f"{anchor}-loss")
    if record.history[0].train_accuracy is None:  # masked pretraining knows no right answers
        return (("Loss by epoch", Markup(loss)),)
    accuracy = plots.accuracy_curve(record.history, f"{anchor}-accuracy")
    return (("Loss by epoch", Markup(loss)), ("Accuracy by epoch", Markup(accuracy)))


def _percent(value: float) -> str:
    return f"{100 * value:.1f}\N{NARROW NO-BREAK SPACE}%"


def _interval(metric: Metric) -> str:
    """Returns "71.4 % [65.0, 77.2]", without the brackets where nothing is uncertain."""
    if metric.low == metric.high:
        return _percent(metric.value)
    return f"{_percent(metric.value)} [{100 * metric.low:.1f}, {100 * metric.high:.1f}]"


def _breakable(name: str) -> Markup:
    """Returns a name that may go over to the next line after an underscore."""
    from markupsafe import Markup, escape

    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _moment(timestamp: str) -> str:
    """Returns an ISO timestamp of UTC to the second; anything else as it is."""
    try:
        return f"{datetime.fromisoformat(timestamp):%Y-%m-%d %H:%M:%S} UTC"
    except ValueError:
        return timestamp


def _duration(started: str, finished: str | None) -> str:
    """Returns the time between two ISO timestamps in words; empty where it is not known."""
    try:
        seconds = (
            datetime.fromisoformat(finished or "") - datetime.fromisoformat(started)
        ).total_seconds()
    except (TypeError, ValueError):  # unfinished, or one of them names no time zone
        return ""
    hours, minutes = divmod(round(seconds / 60), 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
