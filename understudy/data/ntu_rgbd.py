"""NTU RGB+D 60 and 120 (Shahroudy et al., CVPR 2016; Liu et al., TPAMI 2020): colour films.

    SsssCcccPpppRrrrAaaa_rgb.avi, in one folder or several

S is the set-up, C the camera, P the person, R the repetition, A the action.

Splits: xsub by person; xview by camera (NTU 60: cameras 2 and 3 to learn from); xset by set-up (NTU
120: even ones to learn from). A validation part is cut by the same unit, under xview by camera and
person, since there are two cameras to learn from.
"""

from __future__ import annotations

import re
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, choice, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, videos_below

LAYOUT = "S001C001P001R001A001_rgb.avi and so on"
FILE_NAME = re.compile(r"S(\d{3})C(\d{3})P(\d{3})R(\d{3})A(\d{3})(?:_rgb)?")
TRAIN_PEOPLE = frozenset((
    1, 2, 4, 5, 8, 9, 13, 14, 15, 16, 17, 18, 19, 25, 27, 28, 31, 34, 35, 38, 45, 46, 47, 49, 50,
    52, 53, 54, 55, 56, 57, 58, 59, 70, 74, 78, 80, 81, 82, 83, 84, 85, 86, 89, 91, 92, 93, 94, 95,
    97, 98, 100, 103,
))  # fmt: skip
"""Official, of NTU 120; those up to 40 are NTU 60's."""
TRAIN_CAMERAS = frozenset((2, 3))
LAST_SETUP_60 = 17


def open_ntu_rgbd(path: Path, options: Options) -> ListedSource:
    """Opens a copy; DatasetError where no films are there, InputError for an unknown option."""
    require_folder(path, LAYOUT)
    split = choice(options, "split", ("xsub", "xview", "xset"))
    count = int(choice(options, "classes", ("120", "60")))
    labels = label_set("ntu")[:count]
    problems: list[str] = []
    clips: list[ListedClip] = []
    for file in videos_below(path):
        match = FILE_NAME.fullmatch(file.stem)
        if match is None:
            problems.append(f"{file.name} is not named like S001C001P001R001A001_rgb.avi")
            continue
        setup, camera, person, _, action = (int(number) for number in match.groups())
        if count == 60 and setup > LAST_SETUP_60:
            continue
        if not 1 <= action <= count:
            problems.append(f"{file.name} has the action {action}: expected 1 to {count}")
            continue
        learns, group = {
            "xsub": (person in TRAIN_PEOPLE, f"P{person:03d}"),
            "xview": (camera in TRAIN_CAMERAS, f"C{camera:03d}P{person:03d}"),
            "xset": (setup % 2 == 0, f"S{setup:03d}"),
        }[split]
        clips.append(
            ListedClip(
                clip_id=file.stem.removesuffix("_rgb"),
                path=file,
                label=labels[action - 1],
                group=group,
                split="train" if learns else "test",
            )
        )
    return ListedSource(
        "ntu_rgbd", path, clips, class_order=labels, problems=problems, layout=LAYOUT
    )


def _expected(options: Options) -> dict[str, int]:
    if options.get("classes", "120") == "120":
        return {"classes": 120, "clips": 114480}
    counts = {"xsub": (40320, 16560), "xview": (37920, 18960)}
    found = {"classes": 60, "clips": 56880}
    if options.get("split", "xsub") in counts:
        train, test = counts[options.get("split", "xsub")]
        found |= {"train": train, "test": test}
    return found


KIND = DatasetKind(
    title="NTU RGB+D 60 / 120",
    open=open_ntu_rgbd,
    layout=LAYOUT,
    options={
        "split": "xsub (default), xview, xset: across people, cameras or set-ups",
        "classes": "120 (default) or 60",
    },
    class_count=120,
    clip_count=114480,
    splits="3 official, by person, camera or set-up",
    terms="for academic research, on request; not to be passed on; cite",
    source="https://rose1.ntu.edu.sg/dataset/actionRecognition/",
    label_set="ntu",
    expected=_expected,
)
