"""Diving48 V2 (Li, Li and Vasconcelos, ECCV 2018): 48 competitive dives that no scene gives away.

    rgb/<vid_name>.mp4
    Diving48_V2_train.json, Diving48_V2_test.json
        [{"vid_name": "-mmq0PT-u8k_00155", "label": 0, "start_frame": 0, "end_frame": 48}, ...]
    Diving48_vocab.json    [["Back", "15som", "05Twis", "FREE"], ...]

Labels are places in the vocabulary; 30 has no film in V2. Names may begin with a dash. A group is
the film that clips are cut from, the name without its last number.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from understudy.data.kinds import DatasetKind, Options, first_folder, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, require_apart, videos_below
from understudy.errors import DatasetError
from understudy.types import Split

LAYOUT = "rgb/<vid_name>.mp4, and Diving48_V2_train.json and Diving48_V2_test.json"
FILES: dict[Split, str] = {"train": "Diving48_V2_train.json", "test": "Diving48_V2_test.json"}
VOCABULARY = "Diving48_vocab.json"


def open_diving48(path: Path, options: Options) -> ListedSource:
    """Opens a copy.

    Raises:
        DatasetError: the official lists are missing or damaged, or their vocabulary is another.
    """
    require_folder(path, LAYOUT)
    folder = first_folder(path, ("rgb", "videos")) or path
    films = {file.stem: file for file in videos_below(folder)}
    labels = _vocabulary(path)
    problems: list[str] = []
    clips: dict[str, ListedClip] = {}
    both: list[str] = []
    for split, name in FILES.items():
        file = _find(path, name)
        if file is None:
            raise DatasetError(f"{path} has no {name}: expected {LAYOUT}")
        for entry in _read(file):
            try:
                film, number = str(entry["vid_name"]), int(entry["label"])
            except (KeyError, TypeError, ValueError):
                raise DatasetError(f"{file}: {entry} has no vid_name and label") from None
            if not 0 <= number < len(labels):
                problems.append(f"{name}: {film} has the label {number}, which does not exist")
                continue
            if film in clips:
                problems.append(f"film {film} is listed twice")
                both += [film] if clips[film].split != split else []
                continue
            clips[film] = ListedClip(
                clip_id=film,
                path=films.get(film, folder / f"{film}.mp4"),
                label=labels[number],
                group=film.rpartition("_")[0] or film,
                split=split,
            )
    require_apart(both, path)
    return ListedSource(
        "diving48", path, clips.values(), class_order=labels, problems=problems, layout=LAYOUT
    )


def _find(path: Path, name: str) -> Path | None:
    for file in (path / name, path / "annotations" / name):
        if file.is_file():
            return file
    return None


def _read(file: Path) -> list[Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"{file} is damaged ({error}): get it again") from None
    if not isinstance(found, list):
        raise DatasetError(f"{file}: expected a list, got {type(found).__name__}")
    return found


def _vocabulary(path: Path) -> tuple[str, ...]:
    """Returns the labels in order; DatasetError where the copy's vocabulary is not V2's."""
    official = label_set("diving48")
    file = _find(path, VOCABULARY)
    if file is not None:
        here = tuple("+".join(str(part) for part in entry) for entry in _read(file))
        if here != official:
            place = next(
                (n for n, (one, other) in enumerate(zip(here, official, strict=False))
                 if one != other),
                min(len(here), len(official)),
            )  # fmt: skip
            raise DatasetError(
                f"{file} differs from the vocabulary of Diving48 V2 from entry {place} on: its "
                "labels would mean other dives; get the official file"
            )
    return official


KIND = DatasetKind(
    title="Diving48 V2",
    open=open_diving48,
    layout=LAYOUT,
    class_count=48,
    clip_count=16997,
    splits="official; one of the 48 classes has no film in V2",
    terms="no licence stated: films from the web, for research; cite",
    source="http://www.svcl.ucsd.edu/projects/resound/dataset.html",
    label_set="diving48",
    expected=lambda options: {"classes": 47, "train": 15027, "test": 1970},
    groups_apart=False,
)
