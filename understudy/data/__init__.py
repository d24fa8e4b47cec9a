"""Datasets, synthetic and real, through one interface: `open_source` returns a `ClipSource`.

| written as | what it is |
|---|---|
| `data/gestures` or `synthetic:data/gestures` | a dataset made by generate |
| `folder:PATH` | videos in one folder per class, or PATH a CSV: path,label[,group] |
| `utd_mhad:PATH` | UTD-MHAD depth recordings (`*_depth.mat`) |

Options follow a question mark: `folder:videos?group=P(\\d+)`, `utd_mhad:PATH?labels=walk,jog`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from understudy.errors import InputError, lookup
from understudy.types import ClipSource

Options = dict[str, str]


def _synthetic(path: Path, options: Options) -> ClipSource:
    from understudy.data.synthetic import SyntheticSource

    _only(options, (), "synthetic")
    return SyntheticSource(path)


def _folder(path: Path, options: Options) -> ClipSource:
    from understudy.data.folder import FolderSource

    _only(options, ("group",), "folder")
    return FolderSource(path, group=options.get("group"))


def _utd_mhad(path: Path, options: Options) -> ClipSource:
    from understudy.data.utd_mhad import UtdMhadSource

    _only(options, ("labels",), "utd_mhad")
    labels = options.get("labels")
    return UtdMhadSource(path, labels=tuple(labels.split(",")) if labels else None)


DATASETS: dict[str, Callable[[Path, Options], ClipSource]] = {
    "synthetic": _synthetic,
    "folder": _folder,
    "utd_mhad": _utd_mhad,
}
"""Kinds of datasets: each opens a path with the options after its question mark."""


def open_source(text: str | Path) -> ClipSource:
    """Opens a dataset written as `KIND:PATH?OPTION=VALUE&...`, or the path of a synthetic one.

    Raises:
        InputError: unknown kind or option.
        DatasetError: nothing readable at that path.
    """
    if isinstance(text, Path):
        return _synthetic(text, {})
    kind, colon, rest = text.partition(":")
    if not colon or "/" in kind or Path(text).exists():
        return _synthetic(Path(text), {})
    path, _, query = rest.partition("?")
    options: Options = {}
    for part in query.split("&") if query else ():
        key, equals, value = part.partition("=")
        if not equals:
            raise InputError(f"'{part}' in '{text}': expected OPTION=VALUE after the question mark")
        options[key] = value
    if not path:
        raise InputError(f"'{text}' names no path: expected {kind}:PATH")
    return lookup(DATASETS, kind, "kind of dataset")(Path(path).expanduser(), options)


def _only(options: Options, known: tuple[str, ...], kind: str) -> None:
    for key in options:
        if key not in known:
            expected = f"known: {', '.join(known)}" if known else "it has none"
            raise InputError(f"unknown option '{key}' of {kind} datasets: {expected}")
