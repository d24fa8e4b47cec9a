"""Videos that a dataset's reader has listed: the source behind every dataset of real footage."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from understudy.data.video import decode_video
from understudy.errors import DatasetError, InputError
from understudy.types import ClipRecord, FrameChoice, Layer, Split, Video

EXTENSIONS: tuple[str, ...] = (".avi", ".mp4", ".webm", ".mkv", ".mov")
SHORT_SIDE = 256
"""Larger frames are reduced to this shorter side as they are decoded [px]: networks see far less,
and a minute of full HD would not fit into memory."""
PROBED_FRAMES = 2
"""A file that yields these is taken for readable, short of decoding all of it."""


@dataclass(frozen=True, kw_only=True)
class ListedClip:
    """A video, or a stretch of one, and what the dataset says about it."""

    clip_id: str
    path: Path
    label: str
    group: str
    split: Split | None = None
    from_s: float = 0.0
    until_s: float | None = None


class ListedSource:
    """A dataset of colour videos. Holds no open files: safe to share with threads and processes."""

    def __init__(
        self,
        name: str,
        root: Path,
        clips: Iterable[ListedClip],
        *,
        class_order: Sequence[str] = (),
        problems: Sequence[str] = (),
        layout: str,
    ) -> None:
        """Orders the clips by name; none is opened, `load` reports missing and unreadable ones.

        Args:
            name: the dataset's.
            root: where it lies, for messages and the fingerprint.
            clips: what the reader has found.
            class_order: the official order of the classes; those that no clip has are left out.
            problems: what the reader found wrong, for `understudy datasets check`.
            layout: what was expected there.

        Raises:
            DatasetError: there are no clips, or two of one name.
        """
        self.name, self.root = name, root
        self.problems: tuple[str, ...] = tuple(problems)
        self.clips: tuple[ListedClip, ...] = tuple(sorted(clips, key=lambda clip: clip.clip_id))
        if not self.clips:
            first = f" ({self.problems[0]})" if self.problems else ""
            raise DatasetError(f"{root} holds no clips of {name}{first}: expected {layout}")
        for one, next_one in zip(self.clips, self.clips[1:], strict=False):
            if one.clip_id == next_one.clip_id:
                raise DatasetError(
                    f"{root}: two clips are called {one.clip_id} ({one.path}, {next_one.path}): "
                    "remove one of them"
                )
        present = {clip.label for clip in self.clips}
        known = [label for label in class_order if label in present]
        self.classes: tuple[str, ...] = (*known, *sorted(present - set(known)))
        self.records: Sequence[ClipRecord] = tuple(
            ClipRecord(clip_id=clip.clip_id, label=clip.label, group=clip.group, split=clip.split)
            for clip in self.clips
        )

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Decodes clip `records[index]`, at most `SHORT_SIDE` high or wide.

        Raises:
            VideoError: the file is missing, unreadable or empty, or ends before the clip begins.
            InputError: another layer than colour is asked for.
        """
        if layer != "colour":
            raise InputError(
                f"{self.root} holds colour videos, no {layer}: use a network trained on colour"
            )
        return self.load_frames(index, None)

    def load_frames(self, index: int, choose: FrameChoice | None) -> Video:
        """Returns the chosen frames of clip `records[index]`, or all."""
        clip = self.clips[index]
        return decode_video(
            clip.path, short_side=SHORT_SIDE, from_s=clip.from_s, until_s=clip.until_s,
            choose=choose,
        )  # fmt: skip

    def files(self, index: int) -> tuple[Path, ...]:
        """Returns the file of clip `records[index]`, there or not."""
        return (self.clips[index].path,)

    def probe(self, index: int, *, full: bool) -> None:
        """Decodes the first frames of clip `records[index]`, or all; VideoError where it cannot."""
        if full:
            self.load(index)
        else:
            decode_video(self.clips[index].path, max_frames=PROBED_FRAMES, short_side=SHORT_SIDE)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the clips' names, labels, splits and sizes.

        Contents are left out: a public dataset has them by name, and reading a million files over a
        network to begin a run would take longer than the run.
        """
        digest = hashlib.sha256(self.name.encode())
        for clip in self.clips:
            size = clip.path.stat().st_size if clip.path.is_file() else -1
            line = (clip.clip_id, clip.label, clip.group, clip.split, clip.from_s, clip.until_s)
            digest.update(f"{line}\0{size}\n".encode())
        return digest.hexdigest()


def videos_below(root: Path) -> Iterator[Path]:
    """Yields the videos in a folder and all below it, by name; hidden files do not count."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(EXTENSIONS):
                yield Path(folder, name)


def class_folders(root: Path) -> dict[str, list[Path]]:
    """Returns folder name -> its videos, for the folders in `root` that hold any."""
    found: dict[str, list[Path]] = {}
    if root.is_dir():
        for folder in sorted(path for path in root.iterdir() if path.is_dir()):
            videos = [] if folder.name.startswith(".") else list(videos_below(folder))
            if videos:
                found[folder.name] = videos
    return found


def require_apart(both: Sequence[str], root: Path) -> None:
    """Raises DatasetError if there are clips that the lists want learnt from and tested."""
    if both:
        raise DatasetError(
            f"{root}: the splits overlap: {len(both)} clips are listed to learn from and to test "
            f"({shown(both)}); get the official lists again"
        )


def shown(names: Sequence[str], count: int = 3) -> str:
    """Returns the first few names and how many more there are."""
    more = f" and {len(names) - count} more" if len(names) > count else ""
    return ", ".join(names[:count]) + more
