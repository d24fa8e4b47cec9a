"""Which clips are learned from, validated on and tested on."""

from __future__ import annotations

from collections.abc import Sequence

from understudy.errors import DatasetError, InputError
from understudy.rng import stream
from understudy.types import ClipSource


def split_indices(source: ClipSource, val_share: float, *, seed: int) -> dict[str, list[int]]:
    """Returns the clips of "train", "val" and "test".

    A dataset without a val split gets one: whole groups of the training clips, until it has
    `val_share` of them, as long as every class keeps something to learn from.

    Raises:
        InputError: fewer than two classes.
        DatasetError: a class has no training clip, or one has a label outside `classes`.
    """
    if len(source.classes) < 2:
        raise InputError(
            f"{source.name} has {len(source.classes)} class: a classifier needs two or more"
        )
    splits: dict[str, list[int]] = {"train": [], "val": [], "test": []}
    for index, record in enumerate(source.records):
        if record.label not in source.classes:
            raise DatasetError(
                f"{source.name}: clip {record.clip_id} is labelled '{record.label}', which is not "
                f"among the dataset's classes: {', '.join(source.classes)}"
            )
        splits[record.split or "train"].append(index)
    if not splits["val"] and val_share > 0.0:
        chosen = _val_groups(source, splits["train"], val_share, seed=seed)
        both = splits["train"]
        splits["val"] = [index for index in both if source.records[index].group in chosen]
        splits["train"] = [index for index in both if source.records[index].group not in chosen]
    learnt = {source.records[index].label for index in splits["train"]}
    missing = [label for label in source.classes if label not in learnt]
    if missing:
        raise DatasetError(
            f"{source.name}: no training clips for {', '.join(missing)}; add clips or leave "
            "the class out"
        )
    return splits


def _val_groups(
    source: ClipSource, indices: Sequence[int], val_share: float, *, seed: int
) -> set[str]:
    records = [source.records[index] for index in indices]
    left = dict.fromkeys(source.classes, 0)
    members: dict[str, dict[str, int]] = {}
    for record in records:
        left[record.label] += 1
        counts = members.setdefault(record.group, {})
        counts[record.label] = counts.get(record.label, 0) + 1
    names = sorted(members)
    chosen: set[str] = set()
    taken = 0
    for number in stream(seed, "val split").permutation(len(names)):
        group = members[names[number]]
        if taken >= val_share * len(records):
            break
        if all(left[label] > count for label, count in group.items()):
            chosen.add(names[number])
            taken += sum(group.values())
            for label, count in group.items():
                left[label] -= count
    return chosen
