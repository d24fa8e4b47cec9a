"""A user's own videos: one folder per class, or a CSV that names files and labels."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from understudy.data.kinds import DatasetKind, Options
from understudy.data.listed import EXTENSIONS, PROBED_FRAMES, SHORT_SIDE
from understudy.data.video import decode_video
from understudy.errors import DatasetError, InputError
from understudy.types import ClipRecord, FrameChoice, Layer, Video

LAYOUT = "LABEL/*.avi (or mp4, webm, mkv, mov), or the path is a CSV: path,label[,group]"
HASHED_BYTES = 1 << 16


class FolderSource:
    """Videos in `PATH/LABEL/**/*.avi` (mp4, webm, mkv, mov), or listed in a CSV.

    The CSV has a header line `path,label` or `path,label,group`; paths are relative to it.
    """

    problems: tuple[str, ...] = ()

    def __init__(self, path: Path, *, group: str | None = None) -> None:
        """Finds the videos; none is opened yet, `load` reports unreadable ones.

        Args:
            path: the folder, or the CSV.
            group: regular expression, searched in a video's path below `path`; clips whose match
                (its first group, if it has one) is the same belong together, for instance a person
                in `P(\\d+)`. By default every clip is a group of its own.

        Raises:
            DatasetError: nothing there, or nothing that could be a labelled video.
            InputError: `group` is no regular expression or matches not every video.
        """
        self.path = path
        self.name = path.resolve().stem if path.is_file() else path.resolve().name
        if path.is_file() and path.suffix.lower() == ".csv":
            self._root = path.parent
            listed = _read_csv(path)
        elif path.is_dir():
            self._root = path
            listed = _walk(path)
        else:
            raise DatasetError(
                f"{path} does not exist: expected a folder with one subfolder of videos per class, "
                "or a .csv file with the columns path,label[,group]"
            )
        if group is not None:
            pattern = _compiled(group)
            listed = [(file, label, _group_of(file, pattern)) for file, label, _ in listed]
        self._files = [file for file, _, _ in listed]
        self.records: Sequence[ClipRecord] = tuple(
            ClipRecord(clip_id=file, label=label, group=found or file)
            for file, label, found in listed
        )
        self.classes: tuple[str, ...] = tuple(sorted({label for _, label, _ in listed}))
        self.fingerprint = self._fingerprint()

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Decodes clip `records[index]`, at most `SHORT_SIDE` high or wide.

        Raises:
            VideoError: the file is missing, unreadable or empty.
            InputError: depth is asked for.
        """
        if layer != "colour":
            raise InputError(
                f"{self.path} holds colour videos, no {layer}: use a network trained on colour"
            )
        return decode_video(self._root / self._files[index], short_side=SHORT_SIDE)

    def load_frames(self, index: int, choose: FrameChoice) -> Video:
        """Returns the chosen frames of clip `records[index]`."""
        path = self._root / self._files[index]
        return decode_video(path, short_side=SHORT_SIDE, choose=choose)

    def files(self, index: int) -> tuple[Path, ...]:
        """Returns the file of clip `records[index]`, there or not."""
        return (self._root / self._files[index],)

    def probe(self, index: int, *, full: bool) -> None:
        """Decodes the first frames of clip `records[index]`, or all; VideoError where it cannot."""
        frames = None if full else PROBED_FRAMES
        decode_video(self._root / self._files[index], max_frames=frames, short_side=SHORT_SIDE)

    def _fingerprint(self) -> str:
        # The first and last bytes stand for a file: hashing hours of film would take minutes.
        digest = hashlib.sha256()
        for record, name in zip(self.records, self._files, strict=True):
            digest.update(f"{record.clip_id}\0{record.label}\0".encode())
            path = self._root / name
            if path.is_file():
                size = path.stat().st_size
                digest.update(str(size).encode())
                with path.open("rb") as file:
                    digest.update(file.read(HASHED_BYTES))
                    file.seek(max(0, size - HASHED_BYTES))
                    digest.update(file.read(HASHED_BYTES))
        return digest.hexdigest()


def _walk(root: Path) -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        for file in sorted(folder.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
            if file.suffix.lower() in EXTENSIONS and file.is_file() and not hidden:
                found.append((file.relative_to(root).as_posix(), folder.name, None))
    if not found:
        loose = sum(1 for file in root.iterdir() if file.suffix.lower() in EXTENSIONS)
        hint = f"; its {loose} videos lie in no class folder" if loose else ""
        raise DatasetError(
            f"{root} holds no labelled videos: expected {root}/LABEL/*.avi (or mp4, webm, mkv, "
            f"mov){hint}"
        )
    return found


def _read_csv(path: Path) -> list[tuple[str, str, str | None]]:
    rows: list[tuple[str, str, str | None]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            if "path" not in columns or "label" not in columns:
                raise DatasetError(
                    f"{path} has the columns {', '.join(columns) or 'none'}: expected a header "
                    "line path,label or path,label,group"
                )
            for number, row in enumerate(reader, start=2):
                if not row["path"] or not row["label"]:
                    raise DatasetError(f"{path}, line {number}: expected a path and a label")
                rows.append((row["path"], row["label"].strip(), row.get("group") or None))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path} is no CSV text ({error}): expected UTF-8") from None
    if not rows:
        raise DatasetError(f"{path} lists no videos: expected lines path,label[,group]")
    return rows


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise InputError(f"group '{pattern}' is no regular expression: {error}") from None


def _group_of(file: str, pattern: re.Pattern[str]) -> str:
    match = pattern.search(file)
    if match is None:
        raise InputError(
            f"group '{pattern.pattern}' does not match {file}: every video needs a group"
        )
    return match.group(1) if pattern.groups else match.group(0)


def open_folder(path: Path, options: Options) -> FolderSource:
    """Opens a folder or CSV of the user's own."""
    return FolderSource(path, group=options.get("group"))


KIND = DatasetKind(
    title="your own videos",
    open=open_folder,
    layout=LAYOUT,
    options={
        "group": "regular expression over paths; what it finds belongs together: group=P(\\d+)"
    },
    splits="none; cut by group",
    terms="your own",
    source="you",
)
