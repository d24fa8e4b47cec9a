"""Several datasets as one: to learn from synthetic and real clips together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from understudy.errors import InputError
from understudy.types import ClipRecord, ClipSource, Layer, Video

Heads = Literal["shared", "per-dataset"]


class JoinedSource:
    """Clips of several sources, in their order.

    With shared heads a class that two datasets name alike is one class. With a head per dataset
    (PPMA, Kim et al. 2023) every dataset keeps a class list of its own, and a clip is only told
    apart from the other classes of its dataset; classes of all but the first are then called
    DATASET/CLASS.
    """

    def __init__(self, sources: Sequence[ClipSource], *, heads: Heads = "shared") -> None:
        """Joins sources.

        Raises:
            InputError: fewer than two sources, or the same one twice.
        """
        if len(sources) < 2:
            raise InputError(f"{len(sources)} dataset to join: expected two or more")
        prints = [source.fingerprint for source in sources]
        if len(set(prints)) < len(prints):
            names = ", ".join(source.name for source in sources)
            raise InputError(f"one of the datasets is named twice ({names}): leave one of them out")
        self.sources = tuple(sources)
        self.prefixes = _prefixes([source.name for source in sources])
        self.name = "+".join(source.name for source in sources)
        renamed = [
            {
                label: label if heads == "shared" or number == 0 else f"{prefix}/{label}"
                for label in source.classes
            }
            for number, (source, prefix) in enumerate(zip(sources, self.prefixes, strict=True))
        ]
        self.classes = tuple(dict.fromkeys(name for names in renamed for name in names.values()))
        self.heads: tuple[tuple[str, ...], ...] = (
            (self.classes,)
            if heads == "shared"
            else tuple(tuple(names.values()) for names in renamed)
        )
        """Class names of each head; all the classes, each once."""
        self._places = [
            (number, index)
            for number, source in enumerate(sources)
            for index in range(len(source.records))
        ]
        self.records: Sequence[ClipRecord] = tuple(
            replace(
                record,
                clip_id=f"{self.prefixes[number]}/{record.clip_id}",
                group=f"{self.prefixes[number]}/{record.group}",
                label=renamed[number].get(record.label, record.label),
            )
            for number, source in enumerate(sources)
            for record in source.records
        )
        self.fingerprint = hashlib.sha256("\n".join([heads, *prints]).encode()).hexdigest()

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Decodes clip `records[index]`; the errors are those of its dataset."""
        number, place = self._places[index]
        return self.sources[number].load(place, layer)

    def truth_fields(self, index: int, layers: tuple[str, ...] = ()) -> dict[str, Any]:
        """Returns the clip's ground truth; empty for a clip of real footage."""
        number, place = self._places[index]
        fields = getattr(self.sources[number], "truth_fields", None)
        return fields(place, layers) if fields is not None else {}

    def source_of(self, index: int) -> int:
        """Returns which of `sources` a clip comes from."""
        return self._places[index][0]


def _prefixes(names: Sequence[str]) -> list[str]:
    """Returns the names, numbered where two are alike."""
    return [
        name if names.count(name) == 1 else f"{name}-{names[: place + 1].count(name)}"
        for place, name in enumerate(names)
    ]
