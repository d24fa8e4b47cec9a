"""UCF101 (Soomro, Zamir and Shah, 2012): 13,320 films of 101 actions in 25 groups a class.

    UCF-101/<Class>/v_<Class>_gNN_cMM.avi
    ucfTrainTestlist/{classInd,trainlist01..03,testlist01..03}.txt

Test lines name no label: the folder does. The films in `HandstandPushups` are called
`v_HandStandPushups_...`, so names are compared without case.
"""

from __future__ import annotations

import re
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, choice, first_folder, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import (
    ListedClip,
    ListedSource,
    class_folders,
    require_apart,
    shown,
)
from understudy.errors import DatasetError
from understudy.types import Split

LAYOUT = "UCF-101/<Class>/v_<Class>_gNN_cMM.avi, and ucfTrainTestlist/trainlist01.txt and so on"
FILE_NAME = re.compile(r"v_(\w+?)_g(\d+)_c(\d+)", re.IGNORECASE)
COUNTS = {"1": (9537, 3783), "2": (9586, 3734), "3": (9624, 3696)}


def open_ucf101(path: Path, options: Options) -> ListedSource:
    """Opens a copy; without the official lists, or with split=none, no clip has a split.

    Raises:
        DatasetError: no clips there, or a list that cannot be read.
        InputError: no such split.
    """
    require_folder(path, LAYOUT)
    split = choice(options, "split", ("1", "2", "3", "none"))
    folder = first_folder(path, ("UCF-101", "UCF101", "videos"))
    folders = class_folders(path) if folder is None else class_folders(folder)
    if not any(FILE_NAME.match(file.stem) for files in folders.values() for file in files):
        folders = class_folders(path)
    official = {label.lower(): label for label in label_set("ucf101")}
    problems: list[str] = []
    found: dict[str, ListedClip] = {}
    for name, files in folders.items():
        label = official.get(name.lower())
        if label is None:
            if any(FILE_NAME.match(file.stem) for file in files):
                problems.append(f"folder {name} is no class of UCF101")
            continue
        for file in files:
            match = FILE_NAME.fullmatch(file.stem)
            if match is None:
                problems.append(f"{name}/{file.name} is not named like v_{label}_g01_c01.avi")
            elif match[1].lower() != label.lower():
                problems.append(
                    f"{name}/{file.name} lies in the folder of {label}, but is named like a film "
                    f"of {official.get(match[1].lower(), match[1])}"
                )
            if match is not None:
                group = f"v_{label}_g{int(match[2]):02d}"
                clip_id = f"{label}/{file.stem}"
                found[clip_id.lower()] = ListedClip(
                    clip_id=clip_id, path=file, label=label, group=group
                )
    lists = first_folder(path, ("ucfTrainTestlist", "splits"))
    if lists is None and (path / "trainlist01.txt").is_file():
        lists = path
    if split == "none" or (lists is None and "split" not in options):
        clips = list(found.values())
        if split != "none":
            problems.append("no ucfTrainTestlist: clips have no split")
    elif lists is None:
        raise DatasetError(
            f"{path} has no ucfTrainTestlist: expected {LAYOUT}; or open it with ?split=none"
        )
    else:
        clips = _listed(lists, split, folder or path, found, problems)
    return ListedSource(
        "ucf101",
        path,
        clips,
        class_order=label_set("ucf101"),
        problems=problems,
        layout=LAYOUT,
    )


def _listed(
    lists: Path, split: str, folder: Path, found: dict[str, ListedClip], problems: list[str]
) -> list[ListedClip]:
    numbered = _class_numbers(lists)
    official = {label.lower(): label for label in label_set("ucf101")}
    clips: dict[str, ListedClip] = {}
    both: list[str] = []
    parts: tuple[Split, ...] = ("train", "test")
    for part in parts:
        file = lists / f"{part}list0{split}.txt"
        for line in _lines(file):
            name, _, number = line.partition(" ")
            stem = name.removesuffix(".avi")
            label = official.get(stem.partition("/")[0].lower())
            match = FILE_NAME.fullmatch(stem.rpartition("/")[2])
            if label is None or match is None:
                raise DatasetError(
                    f"{file}: '{line}' is no line like Archery/v_Archery_g01_c01.avi"
                )
            if number.strip() and numbered and numbered.get(number.strip()) != label:
                problems.append(
                    f"{file.name} gives {name} the label {number.strip()} "
                    f"({numbered.get(number.strip(), 'unknown')}), its folder says {label}"
                )
            key = stem.lower()
            if key in clips:
                problems.append(f"{name} is listed twice in split {split}")
                both += [name] if clips[key].split != part else []
                continue
            there = found.get(key)
            clips[key] = ListedClip(
                clip_id=f"{label}/{stem.rpartition('/')[2]}",
                path=there.path if there else folder / name,
                label=label,
                group=f"v_{label}_g{int(match[2]):02d}",
                split=part,
            )
    require_apart(both, lists)
    unlisted = sorted(found[key].clip_id for key in found.keys() - clips.keys())
    if unlisted:
        problems.append(f"{len(unlisted)} films are in no list of split {split}: {shown(unlisted)}")
    return list(clips.values())


def _class_numbers(lists: Path) -> dict[str, str]:
    file = lists / "classInd.txt"
    pairs = (line.split() for line in _lines(file)) if file.is_file() else ()
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file} cannot be read ({error}): expected an official list") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _expected(options: Options) -> dict[str, int]:
    split = options.get("split", "1")
    if split not in COUNTS:
        return {"classes": 101, "clips": 13320}
    train, test = COUNTS[split]
    return {"classes": 101, "clips": 13320, "train": train, "test": test}


KIND = DatasetKind(
    title="UCF101",
    open=open_ucf101,
    layout=LAYOUT,
    options={"split": "1 (default), 2, 3: the official ones; none"},
    class_count=101,
    clip_count=13320,
    splits="3 official, by group",
    terms="no licence stated: films of YouTube users, for research; cite",
    source="https://www.crcv.ucf.edu/data/UCF101.php",
    label_set="ucf101",
    expected=_expected,
)
