"""UAV-Human (Li et al., CVPR 2021): 155 actions of 119 people, filmed by a drone.

    P070S01G10B00H10UC102000LC092000A031R0_09131758.avi, in one folder or several

P is the person, A the action (from 0). The splits are by person: the official lists of people to
learn from, all others are the test.
"""

from __future__ import annotations

import re
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, choice, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, videos_below

LAYOUT = "P070S01G10B00H10UC102000LC092000A031R0_09131758.avi and so on"
FILE_NAME = re.compile(r"P(\d+)S\d+G\d+B\d+H\d+UC\d+LC\d+A(\d+)R\d+_\d+")
TRAIN_PEOPLE: dict[str, frozenset[int]] = {
    "csv1": frozenset((
        0, 2, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 25, 26, 27, 28, 29, 30,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 55, 56,
        57, 59, 61, 62, 63, 64, 65, 67, 68, 69, 70, 71, 73, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85,
        86, 87, 88, 89, 90, 98, 100, 102, 103, 105, 106, 110, 111, 112, 114, 115, 116, 117, 118,
    )),
    "csv2": frozenset((
        0, 3, 4, 5, 6, 8, 10, 11, 12, 14, 16, 18, 19, 20, 21, 22, 24, 26, 29, 30, 31, 32, 35, 36,
        37, 38, 39, 40, 43, 44, 45, 46, 47, 49, 52, 54, 56, 57, 59, 60, 61, 62, 63, 64, 66, 67, 69,
        70, 71, 72, 73, 74, 75, 77, 78, 79, 80, 81, 83, 84, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96,
        97, 99, 100, 101, 102, 103, 104, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 117, 118,
    )),
}  # fmt: skip
"""Cross-subject v1 and v2, as the data's README lists them (sutdcv/UAV-Human)."""


def open_uav_human(path: Path, options: Options) -> ListedSource:
    """Opens a copy; DatasetError where no films are there, InputError for an unknown split."""
    require_folder(path, LAYOUT)
    learners = TRAIN_PEOPLE[choice(options, "split", tuple(TRAIN_PEOPLE))]
    labels = label_set("uav_human")
    problems: list[str] = []
    clips: list[ListedClip] = []
    for file in videos_below(path):
        match = FILE_NAME.fullmatch(file.stem)
        if match is None:
            problems.append(f"{file.name} is not named like {LAYOUT}")
            continue
        person, action = int(match[1]), int(match[2])
        if action >= len(labels):
            problems.append(f"{file.name} has the action {action}: expected 0 to {len(labels) - 1}")
            continue
        clips.append(
            ListedClip(
                clip_id=file.stem,
                path=file,
                label=labels[action],
                group=f"P{person:03d}",
                split="train" if person in learners else "test",
            )
        )
    return ListedSource(
        "uav_human", path, clips, class_order=labels, problems=problems, layout=LAYOUT
    )


def _expected(options: Options) -> dict[str, int]:
    if options.get("split", "csv1") == "csv1":
        return {"classes": 155, "clips": 22476, "train": 16285, "test": 6191}
    return {"classes": 155, "clips": 22476}


KIND = DatasetKind(
    title="UAV-Human",
    open=open_uav_human,
    layout=LAYOUT,
    options={"split": "csv1 (default), csv2: cross-subject v1 and v2"},
    class_count=155,
    clip_count=22476,
    splits="2 official, by person",
    terms="for academic research, on request; not to be passed on; cite",
    source="https://sutdcv.github.io/uav-human-web/",
    label_set="uav_human",
    expected=_expected,
)
