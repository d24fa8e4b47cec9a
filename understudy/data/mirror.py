"""What a clip flipped left to right shows: a swipe to the left becomes one to the right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from understudy.types import ClipSource

SIDES = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
SIDE_WORD = re.compile(rf"(?<![A-Za-z])({'|'.join(SIDES)})(?![a-z])")
AGAINST = re.compile(r"(?:counter|anti)[-_ ]?clockwise")
CLOCKWISE = re.compile(r"(?<![A-Za-z])clockwise")
AGAINST_WORDS = (
    "counterclockwise",
    "counter_clockwise",
    "counter-clockwise",
    "counter clockwise",
    "anticlockwise",
)


def mirrored_classes(source: ClipSource) -> tuple[int | None, ...]:
    """Returns, for every class of a dataset, the class of its clips in a mirror.

    For training that flips clips and swaps their labels: a clip of class k becomes one of class
    `mirrored_classes(source)[k]`. None says that clips of the class must not be flipped, since the
    dataset has no class for what they would show. Most classes are their own mirror.

    Datasets made by generate say it of their actions; of others, names that tell a side do.
    """
    declared: dict[str, str] = getattr(source, "mirrored", {})
    places = {label: place for place, label in enumerate(source.classes)}
    return tuple(
        places.get(declared[label])
        if label in declared
        else _place(mirrored_label(label, source.classes), places)
        for label in source.classes
    )


def mirrored_label(label: str, classes: Sequence[str]) -> str | None:
    """Returns the class that a label is in a mirror, by its name; None where there is none."""
    swapped = SIDE_WORD.sub(lambda match: SIDES[match[1]], label)
    if AGAINST.search(swapped):
        options = [AGAINST.sub("clockwise", swapped)]
    elif CLOCKWISE.search(swapped):
        options = [CLOCKWISE.sub(word, swapped) for word in AGAINST_WORDS]
    else:
        options = [swapped]
    return next((option for option in options if option in classes), None)


def _place(label: str | None, places: dict[str, int]) -> int | None:
    return None if label is None else places[label]
