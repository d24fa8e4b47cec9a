"""Something-Something V2 (Goyal et al., ICCV 2017): 220,847 films of hands and things, 174 classes.

    20bn-something-something-v2/<id>.webm
    labels/train.json, labels/validation.json     (older: something-something-v2-train.json, ...)
        [{"id": "78687", "label": "holding potato next to ...", "template": "Holding [something]
          next to [something]", ...}, ...]

A class is a template without its brackets. As in the literature, the official validation films are
the test. The 87 classes of SSv2-mini are a list of names, one a line: `classes=FILE`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from understudy.data.kinds import (
    DatasetKind,
    Options,
    first_folder,
    names_in,
    require_folder,
)
from understudy.data.listed import ListedClip, ListedSource, require_apart, shown, videos_below
from understudy.errors import DatasetError, InputError, nearest_names
from understudy.types import Split

LAYOUT = "20bn-something-something-v2/<id>.webm, and labels/train.json and labels/validation.json"
FILES: dict[Split, tuple[str, ...]] = {
    "train": ("train.json", "something-something-v2-train.json"),
    "test": ("validation.json", "something-something-v2-validation.json"),
}


def open_something_something_v2(path: Path, options: Options) -> ListedSource:
    """Opens a copy.

    Raises:
        DatasetError: the label files are missing or damaged.
        InputError: `classes` names no readable list, or a class that does not exist.
    """
    require_folder(path, LAYOUT)
    folder = first_folder(path, ("20bn-something-something-v2", "videos")) or path
    films = {file.stem: file for file in videos_below(folder)}
    problems: list[str] = []
    clips: dict[str, ListedClip] = {}
    labels: dict[str, None] = {}
    both: list[str] = []
    for split, names in FILES.items():
        file = _find(path, names)
        for entry in _entries(file):
            name, label = str(entry["id"]), bare(str(entry["template"]))
            labels[label] = None
            if name in clips:
                problems.append(f"film {name} is listed twice")
                both += [name] if clips[name].split != split else []
                continue
            clips[name] = ListedClip(
                clip_id=name,
                path=films.get(name, folder / f"{name}.webm"),
                label=label,
                group=name,
                split=split,
            )
    require_apart(both, path)
    problems += _disagreements(path, labels)
    chosen = set(labels)
    if "classes" in options:
        file = Path(options["classes"]).expanduser()
        chosen = {_known(name, labels, file) for name in names_in(file, "names of classes")}
    return ListedSource(
        "something_something_v2",
        path,
        [clip for clip in clips.values() if clip.label in chosen],
        class_order=sorted(chosen),
        problems=problems,
        layout=LAYOUT,
    )


def bare(template: str) -> str:
    """Returns the class that a template stands for: the same without brackets."""
    return template.replace("[", "").replace("]", "").strip()


def _find(path: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        for file in (path / "labels" / name, path / name):
            if file.is_file():
                return file
    raise DatasetError(f"{path} has no labels/{names[0]} (nor {names[1]}): expected {LAYOUT}")


def _entries(file: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"{file} is damaged ({error}): get it again") from None
    fine = isinstance(found, list) and all(
        isinstance(entry, dict) and "id" in entry and "template" in entry for entry in found
    )
    if not fine:
        raise DatasetError(
            f'{file}: expected a list of {{"id": ..., "template": ...}}; files of the official '
            "test without templates hold no labels"
        )
    return list(found)


def _known(name: str, labels: dict[str, None], file: Path) -> str:
    wanted = bare(name)
    if wanted not in labels:
        near = ", ".join(nearest_names(wanted, labels)) or shown(sorted(labels))
        raise InputError(f"{file}: '{name}' is no class of this dataset: did you mean {near}?")
    return wanted


def _disagreements(path: Path, labels: dict[str, None]) -> list[str]:
    """Compares with the list of classes, `labels.json`, where there is one."""
    for file in (path / "labels" / "labels.json", path / "something-something-v2-labels.json"):
        if file.is_file():
            try:
                listed = {bare(str(name)) for name in json.loads(file.read_text(encoding="utf-8"))}
            except (OSError, ValueError) as error:
                return [f"{file.name} is damaged ({error})"]
            odd = sorted(set(labels) ^ listed)
            return [f"{file.name} and the templates disagree: {shown(odd)}"] if odd else []
    return []


def _expected(options: Options) -> dict[str, int]:
    if "classes" in options:
        return {}
    return {"classes": 174, "train": 168913, "test": 24777}


KIND = DatasetKind(
    title="Something-Something V2",
    open=open_something_something_v2,
    layout=LAYOUT,
    options={"classes": "file with the names of the classes to take (SSv2-mini: its 87)"},
    class_count=174,
    clip_count=220847,
    splits="official; validation is the test, as in the literature",
    terms="free for research, commercial use by licence; not to be passed on",
    source="https://www.qualcomm.com/developer/software/something-something-v-2-dataset",
    expected=_expected,
    groups_apart=False,
)
