"""Which clips of a dataset are learned from and which are asked about, and how few may be.

Written as text, since users type it:

| folds | meaning |
|---|---|
| `official` | the dataset's own split: train (and val) against test |
| `each-group` | every group (person, sequence, film) is asked about once, the rest learned from |
| `parts:a,b\\|c,d` | groups a and b are one part, c and d another; each part is asked about once |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from understudy.errors import DatasetError, InputError, nearest_names
from understudy.rng import stream
from understudy.types import ClipRecord, ClipSource

PARTS = "parts:"


@dataclass(frozen=True, kw_only=True)
class Fold:
    """One division of a dataset; positions in its `records`."""

    name: str
    train: tuple[int, ...]
    test: tuple[int, ...]


def folds_of(source: ClipSource, text: str) -> tuple[Fold, ...]:
    """Divides a dataset.

    Raises:
        InputError: not of this form, or groups that the dataset does not have.
        DatasetError: the dataset has no official test split, or has a clip on both sides of it.
    """
    folds: tuple[Fold, ...]
    if text == "official":
        folds = (_official(source),)
    elif text == "each-group":
        groups = sorted({record.group for record in source.records})
        folds = tuple(_by_groups(source, (group,), groups) for group in groups)
    elif text.startswith(PARTS):
        parts = [
            tuple(name.strip() for name in part.split(","))
            for part in text.removeprefix(PARTS).split("|")
        ]
        _check_parts(source, parts, text)
        among = [name for part in parts for name in part]
        folds = tuple(_by_groups(source, part, among) for part in parts)
    else:
        raise InputError(
            f"folds '{text}': expected official, each-group, or parts: and groups, as in "
            f"'{PARTS}{_example(source)}'"
        )
    for fold in folds:
        _check_disjoint(source, fold)
    return folds


def few_shot(
    records: Sequence[ClipRecord], indices: Sequence[int], shots: int, *, seed: int
) -> tuple[int, ...]:
    """Returns `shots` of the clips per class, all of a class that has fewer.

    A class's clips come from as many groups as possible, and the clips for fewer shots are among
    those for more: the same seed draws nested sets.
    """
    if shots < 1:
        raise InputError(f"{shots} clips per class: expected one or more")
    chosen: list[int] = []
    for label in sorted({records[index].label for index in indices}):
        members = [index for index in indices if records[index].label == label]
        order = stream(seed, "shots", label).permutation(len(members))
        turn: dict[str, int] = {}
        ranked: list[tuple[int, int, int]] = []
        for number in order:
            group = records[members[number]].group
            turn[group] = turn.get(group, -1) + 1
            ranked.append((turn[group], len(ranked), members[number]))
        chosen += [index for _, _, index in sorted(ranked)[:shots]]
    return tuple(sorted(chosen))


def _official(source: ClipSource) -> Fold:
    train = tuple(n for n, record in enumerate(source.records) if record.split in ("train", "val"))
    test = tuple(n for n, record in enumerate(source.records) if record.split == "test")
    if not train or not test:
        raise DatasetError(
            f"{source.name} has no official split into train and test: choose --folds each-group, "
            f"or parts of its groups, as in '{PARTS}{_example(source)}'"
        )
    return Fold(name="official", train=train, test=test)


def _by_groups(source: ClipSource, test: Sequence[str], among: Sequence[str]) -> Fold:
    groups = [record.group for record in source.records]
    train = tuple(n for n, group in enumerate(groups) if group in among and group not in test)
    if not train:
        raise InputError(f"{source.name}: with {', '.join(test)} held out nothing is left to learn")
    return Fold(
        name=", ".join(test),
        train=train,
        test=tuple(n for n, group in enumerate(groups) if group in test),
    )


def _check_parts(source: ClipSource, parts: Sequence[tuple[str, ...]], text: str) -> None:
    groups = sorted({record.group for record in source.records})
    names = [name for part in parts for name in part]
    for name in names:
        if name not in groups:
            near = nearest_names(name, groups) or groups[:8]
            raise InputError(
                f"folds '{text}': {source.name} has no group '{name}'; its groups: "
                f"{', '.join(near)}"
            )
        if names.count(name) > 1:
            raise InputError(f"folds '{text}': group '{name}' stands there twice")
    if len(parts) < 2:
        raise InputError(f"folds '{text}': expected two or more parts, with | between them")


def _check_disjoint(source: ClipSource, fold: Fold) -> None:
    train = {source.records[index].clip_id for index in fold.train}
    both = sorted(train & {source.records[index].clip_id for index in fold.test})
    if both:
        raise DatasetError(
            f"{source.name}, fold {fold.name}: {len(both)} clips are in train and in test "
            f"({', '.join(both[:5])}): accuracy would measure memory. Correct the split files, or "
            "look at the copy with `understudy datasets check`"
        )


def _example(source: ClipSource) -> str:
    groups = sorted({record.group for record in source.records})
    return "|".join(groups[:2]) if len(groups) > 1 else "a,b|c,d"
