"""What a kind of dataset is: how to open it, and what a user should know before getting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from understudy.errors import DatasetError, InputError, lookup
from understudy.types import ClipSource

Options = Mapping[str, str]
"""What follows the question mark in `KIND:PATH?OPTION=VALUE&...`."""


@dataclass(frozen=True, kw_only=True)
class DatasetKind:
    """A dataset that can be opened, and the facts that `understudy datasets` prints."""

    title: str
    open: Callable[[Path, Options], ClipSource]
    layout: str
    """What lies at the path, in one line."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Option -> what it does."""
    class_count: int | None = None
    clip_count: int | None = None
    """Of a whole copy, all splits together."""
    splits: str = ""
    terms: str = ""
    """Under which conditions its makers give it away; a hint, no legal advice."""
    source: str = ""
    """Where the user gets it."""
    label_set: str | None = None
    """Its name among `label_sets`, which is that of its class map, too."""
    expected: Callable[[Options], Mapping[str, int]] = lambda options: {}
    """Official counts: "classes", "clips", "train", "test", as far as they are known."""
    groups_apart: bool = True
    """Whether the official split keeps groups apart; where it does not, shared ones are no fault
    of the copy."""

    def check_options(self, options: Options, kind: str) -> None:
        """Raises InputError that lists the options of this kind if one is unknown."""
        for key in options:
            if key not in self.options:
                known = ", ".join(self.options)
                raise InputError(
                    f"unknown option '{key}' of {kind} datasets: "
                    f"{f'known: {known}' if known else 'it has none'}"
                )


def choice(options: Options, key: str, known: tuple[str, ...]) -> str:
    """Returns an option that is one of a few names; the first is the default."""
    return lookup({name: name for name in known}, options.get(key, known[0]), f"value of {key}")


def numbers(options: Options, key: str, known: range) -> frozenset[int] | None:
    """Returns an option that lists numbers (`test=5,7`); None where it is not given."""
    if key not in options:
        return None
    found = set()
    for part in options[key].split(","):
        if not part.strip().isdigit() or int(part) not in known:
            raise InputError(
                f"option {key}={options[key]}: expected numbers from {known[0]} to {known[-1]}, "
                "with commas between them"
            )
        found.add(int(part))
    return frozenset(found)


def names_in(path: Path, purpose: str) -> tuple[str, ...]:
    """Reads a list of names, one a line; empty lines and those that begin with # do not count."""
    if not path.is_file():
        raise InputError(f"{path} does not exist: expected {purpose}, one a line")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    names = tuple(line.strip() for line in lines if line.strip() and line.strip()[0] != "#")
    if not names:
        raise InputError(f"{path} is empty: expected {purpose}, one a line")
    return names


def first_folder(root: Path, names: tuple[str, ...]) -> Path | None:
    """Returns the first of these folders that is in `root`, or beside it."""
    for parent in (root, root.resolve().parent):
        for name in names:
            if (parent / name).is_dir():
                return parent / name
    return None


def require_folder(root: Path, layout: str) -> None:
    """Raises DatasetError that says what is expected unless `root` is a folder."""
    if not root.is_dir():
        raise DatasetError(f"{root} is no folder: expected {layout}")
