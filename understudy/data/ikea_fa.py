"""IKEA Furniture Assembly (Toyer et al., DICTA 2017): 12 steps of putting a small table together.

    ikea_furniture/videos/<action>/GOPRxxxx_<start>_<end>_<nn>.MP4

The clips are those that SynAPT and PPMA cut from the long films, and so is the split: by film,
eight of them for the test.
"""

from __future__ import annotations

import re
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, class_folders
from understudy.errors import DatasetError

LAYOUT = "ikea_furniture/videos/<action>/GOPRxxxx_<start>_<end>_<nn>.MP4"
FILE_NAME = re.compile(r"(GOPR\d+)_\d+_\d+_\d+", re.IGNORECASE)
TEST_FILMS = frozenset(
    ("GOPR0020", "GOPR0022", "GOPR0064", "GOPR0069", "GOPR0115", "GOPR0118", "GOPR0121", "GOPR0124")
)


def open_ikea_fa(path: Path, options: Options) -> ListedSource:
    """Opens a copy; DatasetError where no clips are there."""
    require_folder(path, LAYOUT)
    labels = label_set("ikea_fa")
    places = (path, path / "videos", path / "ikea_furniture" / "videos")
    folder = next((place for place in places if set(class_folders(place)) & set(labels)), None)
    if folder is None:
        raise DatasetError(f"{path} holds no clips of ikea_fa: expected {LAYOUT}")
    problems: list[str] = []
    clips: list[ListedClip] = []
    for label, files in class_folders(folder).items():
        if label not in labels:
            problems.append(f"folder {label} is no action of IKEA Furniture Assembly")
            continue
        for file in files:
            match = FILE_NAME.fullmatch(file.stem)
            if match is None:
                problems.append(f"{label}/{file.name} is not named like GOPR0086_00117_00294_05")
                continue
            film = match[1].upper()
            clips.append(
                ListedClip(
                    clip_id=f"{label}/{file.stem}",
                    path=file,
                    label=label,
                    group=film,
                    split="test" if film in TEST_FILMS else "train",
                )
            )
    return ListedSource(
        "ikea_fa", path, clips, class_order=labels, problems=problems, layout=LAYOUT
    )


KIND = DatasetKind(
    title="IKEA Furniture Assembly",
    open=open_ikea_fa,
    layout=LAYOUT,
    class_count=12,
    clip_count=1944,
    splits="that of SynAPT and PPMA: 85 films to learn from, 8 to test",
    terms="for research; cite",
    source="the authors of Human Pose Forecasting via Deep Markov Models (DICTA 2017); cut as "
    "listed by SynAPT",
    label_set="ikea_fa",
    expected=lambda options: {"classes": 12, "train": 1781, "test": 163},
)
