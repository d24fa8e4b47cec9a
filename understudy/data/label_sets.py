"""What public datasets call their classes: one text file per set, names in the set's own order.

A set's name is what `Action.counterparts`, class maps and `understudy actions --set` call it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from understudy.errors import lookup

FOLDER = "label_sets"
EXTENSION = ".txt"


@cache
def label_sets() -> Mapping[str, tuple[str, ...]]:
    """Returns every label set that comes with the package: name -> labels.

    Lines that begin with # say where the names are from.
    """
    folder = resources.files("understudy.data") / FOLDER
    found: dict[str, tuple[str, ...]] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(EXTENSION):
            lines = entry.read_text(encoding="utf-8").splitlines()
            labels = tuple(line for line in lines if line and not line.startswith("#"))
            found[entry.name.removesuffix(EXTENSION)] = labels
    return MappingProxyType(found)


def label_set(name: str) -> tuple[str, ...]:
    """Returns the labels of a set, in its own order; InputError where there is no such set."""
    return lookup(label_sets(), name, "label set")
