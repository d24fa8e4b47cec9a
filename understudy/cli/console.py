"""What the verbs print with."""

from __future__ import annotations

import contextlib
import json as json_text
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tyro
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

if TYPE_CHECKING:
    from understudy.runs import EvaluationRecord

LEADS = os.environ.get("RANK", "0") == "0"
"""Of the processes that torchrun starts, the first one speaks."""
console = Console(quiet=not LEADS)
Out = Annotated[Path, tyro.conf.arg(aliases=["-o"])]


@contextlib.contextmanager
def progress_bar(task: str, total: int | None, unit: str) -> Iterator[Callable[..., None]]:
    """Shows a bar with rate and time left; yields `advance(done, total=None, text=None)`."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
    )
    # A log file gets one line at the end instead of a thousand redrawn bars.
    with Progress(
        *columns, console=Console(stderr=True, quiet=not LEADS), transient=False
    ) as progress:
        bar = progress.add_task(task, total=total, rate="")

        def advance(done: int, total: int | None = None, text: str | None = None) -> None:
            speed = progress.tasks[0].speed
            if total is not None:
                progress.update(bar, total=total)
            if text is not None:
                progress.update(bar, description=text)
            progress.update(
                bar, completed=done, rate=f"{speed:.1f} {unit}/s" if speed is not None else ""
            )

        yield advance


def print_evaluation(record: EvaluationRecord | None) -> None:
    """Prints an evaluation's figures, the worst classes first."""
    if record is None:
        console.print("No clips were held out for a test.")
        return
    table = Table("figure", "value", "95 % interval", box=None)
    for name, metric in record.metrics.items():
        table.add_row(name, f"{metric.value:.1%}", f"{metric.low:.1%} to {metric.high:.1%}")
    for label, metric in sorted(record.per_class.items(), key=lambda item: item[1].value):
        table.add_row(f"  {label}", f"{metric.value:.1%}", f"{metric.low:.1%} to {metric.high:.1%}")
    console.print(f"{record.protocol}, {record.dataset.name}: {len(record.predictions)} clips")
    console.print(table)
    if record.skipped:
        console.print(f"{len(record.skipped)} clips could not be read; see evaluation record")


def print_json(value: object) -> None:
    """Prints JSON."""
    print(json_text.dumps(value, indent=1))
