"""The datasets that can be opened, as a list to choose from, and checks of a copy, in print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from understudy.data import DATASETS, SYNTHETIC, parse_source
from understudy.data.checking import DatasetCheck, check_dataset
from understudy.data.kinds import DatasetKind
from understudy.errors import InputError, lookup


def rows() -> list[dict[str, Any]]:
    """Returns what there is to know about each kind of dataset, fit for JSON."""
    return [
        {
            "kind": name,
            "title": kind.title,
            "classes": kind.class_count,
            "clips": kind.clip_count,
            "splits": kind.splits,
            "layout": kind.layout,
            "options": dict(kind.options),
            "class_map": kind.label_set,
            "terms": kind.terms,
            "source": kind.source,
        }
        for name, kind in DATASETS.items()
    ]


def print_datasets(console: Console) -> None:
    """Prints the kinds of datasets."""
    table = Table(
        Column("kind", no_wrap=True),
        "what",
        Column("classes", justify="right"),
        Column("clips", justify="right"),
        "splits",
        "terms",
        box=None,
    )
    for name, kind in DATASETS.items():
        table.add_row(
            name, kind.title, _count(kind.class_count), _count(kind.clip_count), kind.splits,
            kind.terms,
        )  # fmt: skip
    console.print(table)
    console.print("`understudy datasets list KIND` says where to get one and how it is laid out.")


def print_dataset(name: str, console: Console) -> None:
    """Prints everything about one kind of dataset; InputError where there is no such kind."""
    kind = lookup(DATASETS, name, "kind of dataset")
    table = Table(box=None, show_header=False)
    for what, text in _facts(name, kind):
        table.add_row(what, escape(text))
    console.print(table)


def _facts(name: str, kind: DatasetKind) -> list[tuple[str, str]]:
    facts = [
        ("kind", f"{name}: {kind.title}"),
        ("classes", _count(kind.class_count)),
        ("clips", _count(kind.clip_count)),
        ("splits", kind.splits),
        ("terms", kind.terms),
        ("from", kind.source),
        ("layout", kind.layout),
        ("written", f"{name}:PATH" + (f"?{next(iter(kind.options))}=..." if kind.options else "")),
    ]
    facts += [(f"  {option}", text) for option, text in kind.options.items()]
    if kind.label_set is not None:
        facts.append(("class map", f"--class-map {kind.label_set}"))
    return [(what, text) for what, text in facts if text]


def check(
    text: str, *, full: bool = False, on_progress: Callable[[int, int], None] | None = None
) -> DatasetCheck:
    """Checks a dataset written `KIND:PATH?OPTION=VALUE`.

    Raises:
        InputError: unknown kind or option, or a dataset made by generate.
    """
    kind, path, options = parse_source(text)
    if kind == SYNTHETIC:
        raise InputError(
            f"{text} would be made by generate: `understudy inspect {path}` checks such datasets; "
            "write KIND PATH for others, for instance ucf101 PATH"
        )
    return check_dataset(kind, DATASETS[kind], path, options, full=full, on_progress=on_progress)


def print_check(found: DatasetCheck, console: Console) -> None:
    """Prints the result of a check."""
    parts = ", ".join(f"{count:,} {name}" for name, count in found.clips.items() if name != "all")
    console.print(
        f"{found.kind}, {found.path}: {found.classes} classes, {found.clips['all']:,} clips"
        + (f" ({parts})" if parts else "")
        + f"; {found.checked} decoded",
        markup=False,
    )
    for note in found.notes:
        console.print(f"  note: {note}", markup=False)
    for problem in found.problems:
        console.print(f"  problem: {problem}", markup=False)
    if not found.problems:
        console.print("  no problems")


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
