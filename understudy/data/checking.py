"""Is this copy of a public dataset whole and sound? Counts, files, labels, and what leaks."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Protocol

from understudy.data.kinds import DatasetKind
from understudy.data.label_sets import label_set
from understudy.data.listed import shown
from understudy.errors import DatasetError, UnderstudyError
from understudy.types import ClipRecord, ClipSource, Spec

EDGE_BYTES = 1 << 16
"""A file's size, beginning and end tell whether two are the same film."""
LISTED = 20
"""Unreadable files that are named one by one."""


class CheckedSource(ClipSource, Protocol):
    """A source of files that can be looked at one by one."""

    problems: tuple[str, ...]
    """What its reader found wrong while it listed the clips."""

    def files(self, index: int) -> tuple[Path, ...]:
        """Returns the files of clip `records[index]`, there or not."""
        ...

    def probe(self, index: int, *, full: bool) -> None:
        """Decodes the first frames of clip `records[index]`, or all; VideoError where it cannot."""
        ...


class DatasetCheck(Spec):
    kind: str
    path: str
    classes: int
    clips: dict[str, int]
    """In all, and per split where there are splits."""
    checked: str
    """What was decoded: "first frames" or "every frame"."""
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    """Worth knowing, but no fault of the copy."""


def check_dataset(
    kind_name: str,
    kind: DatasetKind,
    path: Path,
    options: Mapping[str, str],
    *,
    full: bool = False,
    threads: int = 4,
    on_progress: Callable[[int, int], None] | None = None,
) -> DatasetCheck:
    """Checks a copy of a dataset against what is known about it.

    Args:
        kind_name: what the kind is called.
        kind: one of `DATASETS`, but for those made by generate, which `understudy inspect` checks.
        path: where the copy lies.
        options: of the kind, for instance which split.
        full: decode every frame, not only the first ones.
        threads: files read at a time.
        on_progress: called with (clips done, clips in all).

    Raises:
        InputError: an option with an unknown value.
    """
    checked = "every frame" if full else "first frames"
    try:
        source: CheckedSource = kind.open(path, options)  # type: ignore[assignment]
    except DatasetError as error:
        return DatasetCheck(
            kind=kind_name, path=str(path), classes=0, clips={"all": 0}, checked=checked,
            problems=(str(error),), notes=(),
        )  # fmt: skip
    problems = [*_count_problems(source, kind, options), *source.problems]
    notes: list[str] = []
    shared = _shared_groups(source.records)
    if shared:
        text = (
            f"{len(shared)} groups are on both sides of the split, learnt from and tested: "
            f"{shown(shared)}"
        )
        if kind.groups_apart:
            problems.append(text)
        else:
            notes.append(f"{text} (so is the official split)")
    missing, unreadable, twins = _look(source, full=full, threads=threads, on_progress=on_progress)
    if missing:
        problems.append(f"{len(missing)} files are missing: {shown(missing)}")
    problems += unreadable[:LISTED]
    if len(unreadable) > LISTED:
        problems.append(f"{len(unreadable) - LISTED} more files cannot be read")
    problems += _twin_problems(source, twins)
    parts = Counter(record.split or "no split" for record in source.records)
    return DatasetCheck(
        kind=kind_name,
        path=str(path),
        classes=len(source.classes),
        clips={"all": len(source.records), **dict(sorted(parts.items()))},
        checked=checked,
        problems=tuple(problems),
        notes=tuple(notes),
    )


def _count_problems(
    source: CheckedSource, kind: DatasetKind, options: Mapping[str, str]
) -> Iterator[str]:
    records = source.records
    there = {
        "classes": len(source.classes),
        "clips": len(records),
        "train": sum(record.split == "train" for record in records),
        "test": sum(record.split == "test" for record in records),
    }
    for name, expected in kind.expected(options).items():
        if name in ("train", "test") and all(record.split is None for record in records):
            continue
        if there[name] != expected:
            yield f"{name}: expected {expected:,}, found {there[name]:,}"
    if kind.label_set is not None and kind.class_count == len(label_set(kind.label_set)):
        absent = [label for label in label_set(kind.label_set) if label not in source.classes]
        if absent and len(source.classes) != kind.expected(options).get("classes"):
            yield f"no clip of {len(absent)} classes: {shown(absent)}"


def _shared_groups(records: Sequence[ClipRecord]) -> list[str]:
    sides = {
        side: {record.group for record in records if record.split == side}
        for side in ("train", "test")
    }
    return sorted(sides["train"] & sides["test"])


def _look(
    source: CheckedSource,
    *,
    full: bool,
    threads: int,
    on_progress: Callable[[int, int], None] | None,
) -> tuple[list[str], list[str], dict[str, list[int]]]:
    """Returns missing files, messages about unreadable ones, and content -> clips."""

    def look(index: int) -> tuple[int, list[str], str | None, str | None]:
        files = source.files(index)
        missing = [str(file) for file in files if not file.is_file()]
        if missing:
            return index, missing, None, None
        try:
            source.probe(index, full=full)
        except UnderstudyError as error:
            return index, [], str(error), None
        return index, [], None, _content(files)

    missing: dict[str, None] = {}
    unreadable: dict[str, None] = {}
    contents: dict[str, list[int]] = {}
    total = len(source.records)
    order = iter(range(total))
    with ThreadPoolExecutor(max_workers=threads) as pool:
        done = 0
        while batch := list(islice(order, 16 * threads)):
            for index, absent, reason, content in pool.map(look, batch):
                missing.update(dict.fromkeys(absent))
                if reason is not None:
                    unreadable[reason] = None
                if content is not None:
                    contents.setdefault(content, []).append(index)
                done += 1
                if on_progress is not None:
                    on_progress(done, total)
    twins = {content: clips for content, clips in contents.items() if len(clips) > 1}
    return list(missing), list(unreadable), twins


def _content(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        digest.update(str(size).encode())
        with path.open("rb") as file:
            digest.update(file.read(EDGE_BYTES))
            file.seek(max(0, size - EDGE_BYTES))
            digest.update(file.read(EDGE_BYTES))
    return digest.hexdigest()


def _twin_problems(source: CheckedSource, twins: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yields what is wrong with files of the same content under different names."""
    for clips in twins.values():
        if len({source.files(index) for index in clips}) < len(clips):
            continue  # several clips of one file: stretches of a film
        records = [source.records[index] for index in clips]
        names = " and ".join(record.clip_id for record in records[:3])
        if len({record.label for record in records}) > 1:
            labels = " and ".join(dict.fromkeys(record.label for record in records))
            yield f"the same film under two labels ({labels}): {names}"
        elif {"train", "test"} <= {record.split for record in records}:
            yield f"the same film is learnt from and tested: {names}"
