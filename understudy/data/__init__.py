"""Datasets, synthetic and real, through one interface: `open_source` returns a `ClipSource`.

A dataset is written `KIND:PATH`; `understudy datasets` lists the kinds (`DATASETS`). The path of
one made by generate does without the kind. Options follow a question mark:
`folder:videos?group=P(\\d+)`, `ucf101:data/ucf101?split=2`, `utd_mhad:PATH?test=5,7`.
"""

from __future__ import annotations

from pathlib import Path

from understudy.data import (
    diving48,
    folder,
    gmdcsa24,
    hmdb51,
    ikea_fa,
    kinetics,
    ntu_rgbd,
    something_something_v2,
    uav_human,
    ucf101,
    ut_interaction,
    utd_mhad,
)
from understudy.data.kinds import DatasetKind, Options
from understudy.errors import InputError, lookup
from understudy.types import ClipSource


def _synthetic(path: Path, options: Options) -> ClipSource:
    from understudy.data.synthetic import SyntheticSource

    return SyntheticSource(path)


SYNTHETIC = "synthetic"
DATASETS: dict[str, DatasetKind] = {
    SYNTHETIC: DatasetKind(
        title="made by understudy generate",
        open=_synthetic,
        layout="manifest.json and shards/",
        splits="train, val, test",
        terms="your own; assets as the manifest says",
        source="understudy generate",
    ),
    "folder": folder.KIND,
    "ucf101": ucf101.KIND,
    "hmdb51": hmdb51.KIND,
    "something_something_v2": something_something_v2.KIND,
    "diving48": diving48.KIND,
    "ikea_fa": ikea_fa.KIND,
    "uav_human": uav_human.KIND,
    "kinetics": kinetics.KIND,
    "ntu_rgbd": ntu_rgbd.KIND,
    "utd_mhad": utd_mhad.KIND,
    "ut_interaction": ut_interaction.KIND,
    "gmdcsa24": gmdcsa24.KIND,
}
"""Kinds of datasets: each opens a path with the options after its question mark."""


def open_source(text: str | Path) -> ClipSource:
    """Opens a dataset written as `KIND:PATH?OPTION=VALUE&...`, or the path of a synthetic one.

    Raises:
        InputError: unknown kind or option.
        DatasetError: nothing readable at that path.
    """
    kind, path, options = parse_source(text)
    return DATASETS[kind].open(path, options)


def parse_source(text: str | Path) -> tuple[str, Path, dict[str, str]]:
    """Returns kind, path and options of a dataset written as `KIND:PATH?OPTION=VALUE&...`.

    Raises:
        InputError: unknown kind or option.
    """
    if isinstance(text, Path):
        return SYNTHETIC, text, {}
    kind, colon, rest = text.partition(":")
    if not colon or "/" in kind or Path(text).exists():
        return SYNTHETIC, Path(text), {}
    path, _, query = rest.partition("?")
    options: dict[str, str] = {}
    for part in query.split("&") if query else ():
        key, equals, value = part.partition("=")
        if not equals:
            raise InputError(f"'{part}' in '{text}': expected OPTION=VALUE after the question mark")
        options[key] = value
    if not path:
        raise InputError(f"'{text}' names no path: expected {kind}:PATH")
    lookup(DATASETS, kind, "kind of dataset").check_options(options, kind)
    return kind, Path(path).expanduser(), options
