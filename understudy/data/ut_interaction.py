"""UT-Interaction (Ryoo and Aggarwal, 2010): six things that two people do, cut out of longer films.

    <index>_<sequence>_<label>.avi, in segmented_set1 or segmented_set2

Labels are 0 to 5. Files may also be called `set1_<index>_<sequence>_<label>.avi`, in any folders.
Sequences 1 to 10 are set 1 (a car park), 11 to 20 set 2 (a lawn). The protocol is to leave one
sequence out at a time: `test=3`.
"""

from __future__ import annotations

import re
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, choice, numbers, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, videos_below
from understudy.types import Split

LAYOUT = "segmented_set1/<index>_<sequence>_<label>.avi and segmented_set2/..."
FILE_NAME = re.compile(r"(?:set(\d)_)?(\d+)_(\d+)_(\d+)")
SEQUENCES = range(1, 21)
OTHER, OTHER_NUMBER = "other", 6
"""Cut-outs of nobody in particular, which some copies have."""


def open_ut_interaction(path: Path, options: Options) -> ListedSource:
    """Opens a copy; without test=..., no clip has a split.

    Raises:
        DatasetError: no clips there.
        InputError: an option with an unknown value.
    """
    require_folder(path, LAYOUT)
    wanted = choice(options, "set", ("both", "1", "2"))
    with_other = choice(options, "other", ("no", "yes")) == "yes"
    tested = numbers(options, "test", SEQUENCES)
    labels = (*label_set("ut_interaction"), *((OTHER,) if with_other else ()))
    problems: list[str] = []
    clips: list[ListedClip] = []
    for file in videos_below(path):
        match = FILE_NAME.fullmatch(file.stem)
        number = int(match[4]) if match else -1
        if match is None or not 0 <= number <= OTHER_NUMBER:
            problems.append(f"{file.name} is not named like 4_1_0.avi (index, sequence, label)")
            continue
        if number == OTHER_NUMBER and not with_other:
            continue
        label, folder = labels[number], file.parent.name
        if folder in (*label_set("ut_interaction"), OTHER) and folder != label:
            problems.append(f"{file.name} lies in the folder {folder}, its name says {label}")
        sequence = int(match[3])
        in_set = match[1] or ("1" if sequence <= 10 else "2")
        if wanted not in ("both", in_set):
            continue
        split: Split | None = None
        if tested is not None:
            split = "test" if sequence in tested else "train"
        clips.append(
            ListedClip(
                clip_id=f"set{in_set}_{match[2]}_{match[3]}_{match[4]}",
                path=file,
                label=label,
                group=f"sequence {sequence}",
                split=split,
            )
        )
    return ListedSource(
        "ut_interaction", path, clips, class_order=labels, problems=problems, layout=LAYOUT
    )


def _expected(options: Options) -> dict[str, int]:
    if options.get("other") == "yes":
        return {}
    return {"classes": 6, "clips": 120 if options.get("set", "both") == "both" else 60}


KIND = DatasetKind(
    title="UT-Interaction, segmented",
    open=open_ut_interaction,
    layout=LAYOUT,
    options={
        "test": "sequences that are tested: test=3 leaves sequence 3 out",
        "set": "both (default), 1 (car park), 2 (lawn)",
        "other": "yes: with the cut-outs of nobody in particular, label 6",
    },
    class_count=6,
    clip_count=120,
    splits="leave one of the 20 sequences out",
    terms="for academic research; cite",
    source="http://cvrc.ece.utexas.edu/SDHA2010/Human_Interaction.html",
    label_set="ut_interaction",
    expected=_expected,
)
