"""HMDB51 (Kuehne et al., ICCV 2011): 6,766 films of 51 actions from films and the web.

    <class>/<film>.avi
    testTrainMulti_7030_splits/<class>_test_split{1,2,3}.txt   lines "<film>.avi 1 ", 1 train,
                                                               2 test, 0 unused

Names hold parentheses, exclamation marks, brackets and more: they are compared, never expanded.
Their last six parts describe the film (`_brush_hair_u_nm_np1_fr_goo_0`): parts of the body that are
seen, camera motion, number of people, view, quality, number.
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

LAYOUT = "<class>/<film>.avi, and testTrainMulti_7030_splits/<class>_test_split1.txt and so on"
PARTS: dict[str, Split] = {"1": "train", "2": "test"}
TAGS = re.compile(r"_[a-z]_(?:cm|nm)_np\w_[a-z]{2}_[a-z]{3}_\d+$")


def open_hmdb51(path: Path, options: Options) -> ListedSource:
    """Opens a copy; without the official lists, or with split=none, no clip has a split.

    Raises:
        DatasetError: no clips there, or a list that cannot be read.
        InputError: no such split.
    """
    require_folder(path, LAYOUT)
    split = choice(options, "split", ("1", "2", "3", "none"))
    known = set(label_set("hmdb51"))
    folder = path
    for candidate in (path, path / "hmdb51_org", path / "videos", path / "hmdb51"):
        if known & set(class_folders(candidate)):
            folder = candidate
            break
    found = {
        (name, file.name): ListedClip(
            clip_id=f"{name}/{file.stem}", path=file, label=name, group=film_of(file.stem, name)
        )
        for name, files in class_folders(folder).items()
        if name in known
        for file in files
    }
    problems: list[str] = []
    lists = first_folder(path, ("testTrainMulti_7030_splits", "splits"))
    if split == "none" or (lists is None and "split" not in options):
        clips = list(found.values())
        if split != "none":
            problems.append("no testTrainMulti_7030_splits: clips have no split")
    elif lists is None:
        raise DatasetError(
            f"{path} has no testTrainMulti_7030_splits: expected {LAYOUT}; or open it with "
            "?split=none"
        )
    else:
        clips = _listed(lists, split, folder, found, problems)
    return ListedSource(
        "hmdb51",
        path,
        clips,
        class_order=label_set("hmdb51"),
        problems=problems,
        layout=LAYOUT,
    )


def film_of(stem: str, label: str) -> str:
    """Returns the film that a clip is cut from: its name without the description at the end."""
    bare = TAGS.sub("", stem)
    return bare.removesuffix(f"_{label}") or bare


def _listed(
    lists: Path,
    split: str,
    folder: Path,
    found: dict[tuple[str, str], ListedClip],
    problems: list[str],
) -> list[ListedClip]:
    clips: list[ListedClip] = []
    mentioned: dict[tuple[str, str], str] = {}
    both: list[str] = []
    absent: list[str] = []
    for label in label_set("hmdb51"):
        file = lists / f"{label}_test_split{split}.txt"
        if not file.is_file():
            absent.append(file.name)
            continue
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if not line.strip():
                continue
            name, _, part = line.strip().rpartition(" ")
            if part not in ("0", "1", "2") or not name.strip():
                raise DatasetError(f"{file}: '{line}' is no line like FILM.avi 1")
            key = (label, name.strip())
            if key in mentioned:
                problems.append(f"{label}/{key[1]} is listed twice in split {split}")
                both += [f"{label}/{key[1]}"] if {part, mentioned[key]} == {"1", "2"} else []
                continue
            mentioned[key] = part
            if part in PARTS:
                there = found.get(key)
                stem = Path(key[1]).stem
                clips.append(
                    ListedClip(
                        clip_id=f"{label}/{stem}",
                        path=there.path if there else folder / label / key[1],
                        label=label,
                        group=film_of(stem, label),
                        split=PARTS[part],
                    )
                )
    require_apart(both, lists)
    if absent:
        problems.append(f"{len(absent)} lists of split {split} are missing: {shown(absent)}")
    unlisted = sorted(found[key].clip_id for key in found.keys() - mentioned.keys())
    if unlisted:
        problems.append(f"{len(unlisted)} films are in no list of split {split}: {shown(unlisted)}")
    return clips


def _expected(options: Options) -> dict[str, int]:
    if options.get("split", "1") == "none":
        return {"classes": 51, "clips": 6766}
    return {"classes": 51, "train": 3570, "test": 1530}


KIND = DatasetKind(
    title="HMDB51",
    open=open_hmdb51,
    layout=LAYOUT,
    options={"split": "1 (default), 2, 3: the official ones; none"},
    class_count=51,
    clip_count=6766,
    splits="3 official: 70 to learn from and 30 to test a class",
    terms="CC BY 4.0 according to its page; the films belong to their makers; cite",
    source="https://serre-lab.clps.brown.edu/resource/hmdb-a-large-human-motion-database/",
    label_set="hmdb51",
    expected=_expected,
    groups_apart=False,
)
