"""Errors a user can act on: what was expected, what came, which file, what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class UnderstudyError(Exception):
    """Root of every error that the command line prints without a traceback."""

    exit_code = 1


class InputError(UnderstudyError):
    """The user named something that does not exist or does not fit (exit code 2)."""

    exit_code = 2


class DatasetError(UnderstudyError):
    """A dataset on disk is missing, damaged or belongs to another job."""


class VideoError(UnderstudyError):
    """A video file cannot be read or holds no frames."""


class PlatformError(UnderstudyError):
    """A system library, driver or cache is missing on this machine."""


class StorageError(UnderstudyError):
    """Writing failed, for instance because the disk is full."""


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Returns up to `count` of the known names that look most like `name`."""
    return difflib.get_close_matches(name, list(known), n=count, cutoff=0.4)


def lookup(table: Mapping[str, Value], name: str, kind: str) -> Value:
    """Returns `table[name]`; an unknown name raises InputError that lists the nearest ones.

    Args:
        table: a registry (`ACTIONS`, `RENDERERS`, `MODELS`, ...).
        name: the entry asked for.
        kind: what an entry is called in the message, for instance "action".
    """
    if name in table:
        return table[name]
    near = nearest_names(name, table)
    hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(sorted(table))}"
    raise InputError(f"unknown {kind} '{name}': {hint}")
