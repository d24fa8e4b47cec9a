"""GMDCSA-24 (Alam et al., 2024): 160 films of falls and daily life at home, four people.

    Subject 1/ADL/01.mp4, Subject 1/Fall/01.mp4, ...
    Subject 1/ADL.csv, Subject 1/Fall.csv     File Name, Length (seconds), ..., Classes
                                              "Sitting [0 to 7]; Standing [7.3 to 8.1]; ..."

Files may also be called `ADL/S1_01.mp4` and `S1_ADL.csv`. A label is the folder, or with
labels=events every event is a clip of its own, cut out of the film by its times. With
labels=windows a film is what a fall detector sees of it: a window of `WINDOW_S` every `STEP_S`,
labelled Fall where somebody begins to fall in it. Windows that show the very beginning of a fall,
or only what follows one, are left out: neither answer would be wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options, choice, numbers, require_folder
from understudy.data.label_sets import label_set
from understudy.data.listed import ListedClip, ListedSource, shown, videos_below
from understudy.data.video import duration_s
from understudy.errors import DatasetError, VideoError
from understudy.types import Split

LAYOUT = "Subject 1/ADL/01.mp4, Subject 1/Fall/01.mp4, Subject 1/ADL.csv, Subject 1/Fall.csv ..."
SUBJECTS = range(1, 5)
KINDS = ("ADL", "Fall")
SUBJECT_FOLDER = re.compile(r"Subject[ _]?(\d+)", re.IGNORECASE)
FLAT_NAME = re.compile(r"S(\d+)_(\d+)")
EVENT = re.compile(r"([A-Za-z]+(?: ?\([A-Z]+\)?)?)\s*\[([^\]]*)\]")
TIMES = re.compile(r"(\d+(?:\.\d+)?)(?:\s*to\s*|\s+)(\d+(?:\.\d+)?)")
WINDOW_S, STEP_S = 2.5, 0.5
FALL_SEEN_S = 1.0
"""A window shows a fall if it shows this much of it from its beginning."""


@dataclass(frozen=True)
class Event:
    label: str
    from_s: float
    until_s: float


def open_gmdcsa24(path: Path, options: Options) -> ListedSource:
    """Opens a copy or a part of one; without test=..., no clip has a split.

    Raises:
        DatasetError: no films there, or a label file that cannot be read.
        InputError: an option with an unknown value.
    """
    require_folder(path, LAYOUT)
    by = choice(options, "labels", ("video", "events", "windows"))
    tested = numbers(options, "test", SUBJECTS)
    films = {key: file for file in videos_below(path) if (key := _place(file)) is not None}
    problems: list[str] = []
    events: dict[tuple[int, str, int], list[Event]] = {}
    for subject, kind, table in _tables(path):
        for number, text in _rows(table):
            found, odd = parse_events(text)
            events[(subject, kind, number)] = found
            problems += [f"{table.name}, film {number:02d}: {reason}" for reason in odd]
    absent = [f"S{s}/{k}/{n:02d}" for s, k, n in sorted(events.keys() - films.keys())]
    if absent:
        problems.append(f"{len(absent)} films are listed but not there: {shown(absent)}")
    unlisted = [f"S{s}/{k}/{n:02d}" for s, k, n in sorted(films.keys() - events.keys())]
    if unlisted:
        problems.append(f"{len(unlisted)} films are in no label file: {shown(unlisted)}")
    clips: list[ListedClip] = []
    for (subject, kind, number), file in films.items():
        split: Split | None = None
        if tested is not None:
            split = "test" if subject in tested else "train"
        name, group = f"S{subject}/{kind}/{number:02d}", f"subject {subject}"
        if by == "video":
            clips.append(ListedClip(clip_id=name, path=file, label=kind, group=group, split=split))
            continue
        listed = events.get((subject, kind, number), [])
        if by == "windows":
            try:
                parts = windows(listed, duration_s(file))
            except VideoError as error:
                problems.append(str(error))
                continue
            cuts = [(f"{name}@{part.from_s:06.2f}", part) for part in parts]
        else:
            cuts = [(f"{name}/{place}", event) for place, event in enumerate(listed)]
        clips += [
            ListedClip(
                clip_id=clip_id,
                path=file,
                label=event.label,
                group=group,
                split=split,
                from_s=event.from_s,
                until_s=event.until_s,
            )
            for clip_id, event in cuts
        ]
    return ListedSource(
        "gmdcsa24",
        path,
        clips,
        class_order=label_set("gmdcsa24"),
        problems=problems,
        layout=LAYOUT,
    )


def windows(events: Sequence[Event], film_s: float) -> list[Event]:
    """Returns the windows of a film of so many seconds, each as an event Fall or ADL."""
    falls = [event for event in events if event.label.startswith("Fall")]
    found = []
    for number in range(max(1, int((film_s - WINDOW_S) / STEP_S) + 1)):
        start_s, end_s = number * STEP_S, min(number * STEP_S + WINDOW_S, film_s)
        over = [fall for fall in falls if fall.from_s < end_s and fall.until_s > start_s]
        if not over:
            found.append(Event("ADL", start_s, end_s))
        elif any(start_s - 0.25 <= f.from_s <= end_s - FALL_SEEN_S for f in over):
            found.append(Event("Fall", start_s, end_s))
    return found


def parse_events(text: str) -> tuple[list[Event], list[str]]:
    """Reads a cell like "Sitting [0 to 7; 9 to 11]; Falling (BW)[3 to 6]".

    Returns:
        the events, and what is wrong with those that cannot be used.
    """
    events: list[Event] = []
    problems: list[str] = []
    for match in EVENT.finditer(text):
        label = re.sub(r" ?\(", " (", match[1])
        if "(" in label and not label.endswith(")"):
            label += ")"
        spans = TIMES.findall(match[2])
        if not spans:
            problems.append(f"'{match[0]}' has no times")
        for start, end in spans:
            if float(start) < float(end):
                events.append(Event(label, float(start), float(end)))
            else:
                problems.append(f"{label} ends before it begins ({start} to {end} s): left out")
    if not events and not problems:
        problems.append(f"no event in '{text.strip()}'")
    return events, problems


def _place(file: Path) -> tuple[int, str, int] | None:
    """Returns (subject, kind, number) of a film; None where its name does not say."""
    kind = next((name for name in KINDS if name.lower() == file.parent.name.lower()), None)
    if kind is None:
        return None
    flat = FLAT_NAME.fullmatch(file.stem)
    if flat is not None:
        return int(flat[1]), kind, int(flat[2])
    subject = SUBJECT_FOLDER.fullmatch(file.parent.parent.name)
    if subject is not None and file.stem.isdigit():
        return int(subject[1]), kind, int(file.stem)
    return None


def _tables(path: Path) -> Iterator[tuple[int, str, Path]]:
    for file in sorted(path.rglob("*.csv")):
        for kind in KINDS:
            flat = re.fullmatch(rf"S(\d+)_{kind}", file.stem, re.IGNORECASE)
            subject = SUBJECT_FOLDER.fullmatch(file.parent.name)
            if flat is not None:
                yield int(flat[1]), kind, file
            elif subject is not None and file.stem.lower() == kind.lower():
                yield int(subject[1]), kind, file


def _rows(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.reader(text):
                name = row[0].strip().removesuffix(".mp4") if row else ""
                if name.isdigit():
                    yield int(name), row[-1]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{file} cannot be read ({error}): expected a label file") from None


def _expected(options: Options) -> dict[str, int]:
    return {} if options.get("labels", "video") != "video" else {"classes": 2, "clips": 160}


KIND = DatasetKind(
    title="GMDCSA-24",
    open=open_gmdcsa24,
    layout=LAYOUT,
    options={
        "labels": "video (default): ADL or Fall; events: every event, by its times; windows: "
        "Fall or ADL every half second",
        "test": "people that are tested: test=4",
    },
    class_count=2,
    clip_count=160,
    splits="none official; leave one of the four people out",
    terms="MIT; cite",
    source="https://github.com/ekramalam/GMDCSA24-A-Dataset-for-Human-Fall-Detection-in-Videos",
    label_set="gmdcsa24",
    expected=_expected,
)
