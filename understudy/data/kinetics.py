"""Kinetics (Kay et al., 2017): films from YouTube, 400, 600 or 700 classes, or any part of them.

    train/<class>/<id>_<start>_<end>.mp4, val/<class>/...      folders say what is what, or
    train/<id>_<start>_<end>.mp4, annotations/train.csv, ...   the official lists do:
        label,youtube_id,time_start,time_end,split

Nobody has all of it, since films vanish: what the lists name and the folders lack is left out. The
official validation films are the test, as in the literature. Underscores in the names of folders
are spaces; a group is the film on YouTube.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, names_in, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, class_folders, shown, videos_below
from understudy.errors import DatasetError, InputError, nearest_names
from understudy.types import Split

LAYOUT = "train/<class>/<film>.mp4 and val/<class>/<film>.mp4, or with annotations/train.csv"
FOLDERS: dict[str, Split] = {
    "train": "train",
    "val": "test",
    "validate": "test",
    "validation": "test",
}
FILE_NAME = re.compile(r"(.{11})(?:_(\d+)_(\d+))?")


def open_kinetics(path: Path, options: Options) -> ListedSource:
    """Opens a copy or a part of one.

    Raises:
        DatasetError: no clips there, or a list that cannot be read.
        InputError: `classes` names no readable list, or a class that no clip has.
    """
    require_folder(path, LAYOUT)
    problems: list[str] = []
    clips: list[ListedClip] = []
    for name, split in FOLDERS.items():
        folder = path / name
        if folder.is_dir():
            listed = _list_of(path, name)
            if listed is None:
                clips += _by_folder(folder, split)
            else:
                clips += _by_list(folder, split, listed, problems)
    if "classes" in options:
        file = Path(options["classes"]).expanduser()
        present = {clip.label for clip in clips}
        chosen = set()
        for name in names_in(file, "names of classes"):
            label = official(name)
            if label not in present:
                near = ", ".join(nearest_names(label, present)) or shown(sorted(present))
                raise InputError(f"{file}: there is no clip of '{name}'; there are: {near}")
            chosen.add(label)
        clips = [clip for clip in clips if clip.label in chosen]
    return ListedSource(
        "kinetics",
        path,
        clips,
        class_order=label_set("kinetics"),
        problems=problems,
        layout=LAYOUT,
    )


def official(name: str) -> str:
    """Returns a class as Kinetics-400 spells it; others with spaces for underscores."""
    plain = name.replace("_", " ").strip()
    spelt = {label.lower(): label for label in label_set("kinetics")}
    return spelt.get(plain.lower(), plain)


def film_of(stem: str) -> str:
    """Returns which film on YouTube a clip is from."""
    match = FILE_NAME.fullmatch(stem)
    return match[1] if match else stem


def _by_folder(folder: Path, split: Split) -> list[ListedClip]:
    return [
        ListedClip(
            clip_id=f"{folder.name}/{official(name)}/{file.stem}",
            path=file,
            label=official(name),
            group=film_of(file.stem),
            split=split,
        )
        for name, files in class_folders(folder).items()
        for file in files
    ]


def _by_list(
    folder: Path, split: Split, listed: dict[str, str], problems: list[str]
) -> list[ListedClip]:
    clips: list[ListedClip] = []
    unlisted: list[str] = []
    for file in videos_below(folder):
        label = listed.get(file.stem)
        if label is None:
            unlisted.append(file.name)
            continue
        if file.parent != folder and official(file.parent.name) != label:
            problems.append(
                f"{folder.name}/{file.parent.name}/{file.name}: the list says {label}, the folder "
                f"{official(file.parent.name)}"
            )
        clips.append(
            ListedClip(
                clip_id=f"{folder.name}/{label}/{file.stem}",
                path=file,
                label=label,
                group=film_of(file.stem),
                split=split,
            )
        )
    if unlisted:
        problems.append(f"{folder.name}: {len(unlisted)} films are in no list: {shown(unlisted)}")
    return clips


def _list_of(path: Path, name: str) -> dict[str, str] | None:
    """Returns file name without ending -> label, from the official CSV; None without one."""
    for file in (path / "annotations" / f"{name}.csv", path / f"{name}.csv"):
        if file.is_file():
            break
    else:
        return None
    listed: dict[str, str] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                start, end = int(row["time_start"]), int(row["time_end"])
                label = official(row["label"])
                for stem in (f"{row['youtube_id']}_{start:06d}_{end:06d}", row["youtube_id"]):
                    listed[stem] = label
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise DatasetError(
            f"{file} cannot be read ({type(error).__name__}: {error}): expected the columns "
            "label,youtube_id,time_start,time_end"
        ) from None
    return listed


KIND = DatasetKind(
    title="Kinetics",
    open=open_kinetics,
    layout=LAYOUT,
    options={"classes": "file with the names of the classes to take"},
    class_count=400,
    splits="official; validation is the test, as in the literature",
    terms="lists CC BY 4.0; the films belong to YouTube's users; cite",
    source="https://github.com/cvdfoundation/kinetics-dataset",
    label_set="kinetics",
)
