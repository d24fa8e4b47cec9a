"""BABEL's labels for AMASS (Punnakkal et al. 2021): what is done, from when to when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from understudy.errors import InputError

SHORTEST_S = 0.4
NO_ACTION = ("transition",)
"""Categories that name no action."""


@dataclass(frozen=True)
class Segment:
    """A stretch of a sequence with one action."""

    category: str
    """BABEL's `act_cat`."""
    start_s: float
    end_s: float
    """Infinite: to the end of the sequence."""
    said: str
    """The annotator's words."""


def read_babel(path: Path) -> dict[str, list[Segment]]:
    """Reads a BABEL split.

    Returns:
        Sequence path as BABEL names it (`feat_p`) -> its segments.

    Raises:
        InputError: not a BABEL file.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a readable JSON file ({error})") from None
    expected = "expected BABEL's {sequence id: {feat_p, seq_ann, frame_ann}}"
    if not isinstance(entries, dict):
        raise InputError(f"{path}: {expected}, got a {type(entries).__name__}")
    found: dict[str, list[Segment]] = {}
    for key, entry in entries.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("feat_p"), str):
            raise InputError(f"{path}: entry '{key}' has no feat_p: {expected}")
        try:
            found.setdefault(entry["feat_p"], []).extend(_segments(entry))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{path}: labels of entry '{key}' are malformed ({type(error).__name__}: {error})"
            ) from None
    return found


def _segments(entry: dict[str, Any]) -> list[Segment]:
    annotations = [entry.get("frame_ann"), *(entry.get("frame_anns") or ())]
    labels = [one for ann in annotations if ann for one in ann.get("labels") or ()]
    whole = not labels
    if whole:  # sequence labels hold for all of it
        annotations = [entry.get("seq_ann"), *(entry.get("seq_anns") or ())]
        labels = [one for ann in annotations if ann for one in ann.get("labels") or ()]
        if len({tuple(one.get("act_cat") or ()) for one in labels}) > 1:
            return []  # several things are done, nobody says when
    found = []
    for label in labels:
        start = 0.0 if whole else float(label["start_t"])
        end = float("inf") if whole else float(label["end_t"])
        categories = label.get("act_cat") or [label.get("proc_label") or label["raw_label"]]
        if end - start < SHORTEST_S:
            continue
        for category in dict.fromkeys(categories):
            if category and category not in NO_ACTION:
                said = str(label.get("raw_label") or category)
                found.append(Segment(category, start, end, said))
    return found


def segments_of(path: Path, labels: Sequence[dict[str, list[Segment]]]) -> list[Segment]:
    """Returns the segments of a sequence's file, found by the end of its path."""
    parts = path.parts
    best: tuple[int, list[Segment]] = (1, [])
    for table in labels:
        for named, segments in table.items():
            theirs = PurePosixPath(named).parts
            alike = 0
            while alike < min(len(parts), len(theirs)) and _stem(parts[-1 - alike]) == _stem(
                theirs[-1 - alike]
            ):
                alike += 1
            # The file's name alone is not enough where the folder's differs.
            if alike > best[0] or (alike == 1 == len(theirs)):
                best = (alike, segments)
    return best[1]


def _stem(part: str) -> str:
    """SMPL-X releases call `walk_poses.npz` `walk_stageii.npz`."""
    part = part.removesuffix(".npz")
    return part.removesuffix("_poses").removesuffix("_stageii").replace(" ", "_")
