"""Shards: tar files of clips that WebDataset reads, each written whole or not at all.

A clip is three members with one stem::

    wave_one_hand-000007.mp4         colour
    wave_one_hand-000007.json        label, caption, split, sizes, the whole ClipSpec
    wave_one_hand-000007.truth.npz   ground truth, see `understudy.data.truth`

Beside `shard-00000.tar` stands `shard-00000.json` (`ShardRecord`), written after the tar is safe on
disk: a shard without it is unfinished. The same clips give the same bytes.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from understudy.data.truth import pack_truth
from understudy.data.video import encode_mp4
from understudy.errors import InputError, StorageError
from understudy.types import ClipSpec, RenderedClip, Spec

CLIP_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""WebDataset cuts a member's name at its first dot; tar's short names hold 100 characters."""
MEMBERS: tuple[str, ...] = ("mp4", "json", "truth.npz")


class ShardRecord(Spec):
    """What a finished shard holds."""

    name: str
    sha256: str
    size_bytes: int
    clip_ids: tuple[str, ...]
    split_counts: dict[str, int]
    class_counts: dict[str, dict[str, int]]
    """Label -> split -> clips."""
    member_bytes: dict[str, int]
    """Bytes of all "mp4", "json" and "truth.npz" members."""
    frame_count: int
    """Of all clips together."""
    layers: tuple[str, ...]
    width: int
    height: int
    fps: float
    composition: dict[str, dict[str, int]]
    """What varies -> value -> how often, see `describe` of `write_shard`."""


Describe = Callable[[ClipSpec], Mapping[str, Sequence[str]]]
"""What a clip is made of: aspect -> its values in this clip."""


def write_shard(
    path: Path,
    clips: Iterable[RenderedClip],
    layers: Sequence[str],
    describe: Describe | None = None,
) -> ShardRecord:
    """Writes a shard and its record; clips are taken one at a time as they are made.

    A reader, or a crash at any moment, sees the whole shard or none.

    Args:
        path: the tar file to be.
        clips: all of one size and frame rate, at least one.
        layers: ground-truth layers to store, of `GROUND_TRUTH_LAYERS`.
        describe: says what is counted in the record's composition.

    Raises:
        StorageError: the disk is full or the folder cannot be written.
        InputError: unknown layer, a clip id that cannot be a file name, clips that do not match.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    tally = _Tally(layers, describe or (lambda spec: {}))
    try:
        with _writing(path):
            record_path(path).unlink(missing_ok=True)
            sink = partial.open("wb")
        with _closing(sink, path):
            counted = _CountedFile(sink, path)
            with tarfile.open(fileobj=counted, mode="w|", format=tarfile.USTAR_FORMAT) as tar:  # type: ignore[call-overload]
                for clip in clips:
                    members = _members(clip, layers)
                    tally.add(clip.spec, members)
                    for kind, payload in members.items():
                        _add_member(tar, f"{clip.spec.clip_id}.{kind}", payload)
            record = tally.record(path.name, counted.digest.hexdigest(), counted.size)
            with _writing(path):
                sink.flush()
                os.fsync(sink.fileno())
        with _writing(path):
            partial.replace(path)
            write_whole(record_path(path), record.model_dump_json(indent=1) + "\n")
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return record


def record_path(shard: Path) -> Path:
    """Returns where the record of a shard stands."""
    return shard.with_suffix(".json")


def finished_shard(path: Path, clip_ids: Sequence[str] | None = None) -> ShardRecord | None:
    """Returns the record of a shard that is whole, None for one that has to be written (again).

    Args:
        path: the tar file.
        clip_ids: the clips that it must hold, in order; None accepts any.
    """
    try:
        record = ShardRecord.model_validate_json(record_path(path).read_text(encoding="utf-8"))
        if clip_ids is not None and record.clip_ids != tuple(clip_ids):
            return None
        return record if file_sha256(path) == record.sha256 else None
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def file_sha256(path: Path) -> str:
    """Returns the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Writes a text file so that a reader, or a crash, never sees half of it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8") as sink:
            sink.write(text)
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the renames themselves
    finally:
        os.close(folder)


def storage_error(path: Path, error: OSError) -> StorageError:
    """Returns the error to show when `path` cannot be written."""
    finished = sum(1 for tar in path.parent.glob("*.tar") if record_path(tar).exists())
    kept = f"{finished} shards are finished and kept"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            f"disk full while writing {path}: {kept}; free space and run the same command again "
            "to go on"
        )
    reason = error.strerror or str(error)
    return StorageError(
        f"cannot write {path} ({reason}): {kept}; mend this and run the same command again to go on"
    )


def _members(clip: RenderedClip, layers: Sequence[str]) -> dict[str, bytes]:
    spec = clip.spec
    if not CLIP_ID.fullmatch(spec.clip_id):
        raise InputError(
            f"clip id '{spec.clip_id}' cannot be stored: expected at most 64 letters, digits, "
            "'_' or '-'"
        )
    count, height, width, _ = clip.frames.shape
    about = {
        "clip_id": spec.clip_id,
        "label": spec.label,
        "caption": spec.caption,
        "split": spec.split,
        "fps": spec.fps,
        "frame_count": count,
        "width": width,
        "height": height,
        "action_interval_s": [float(time_s) for time_s in clip.truth.action_interval_s],
        "layers": list(layers),
        "spec": spec.model_dump(mode="json"),
    }
    return {
        "mp4": encode_mp4(clip.frames, spec.fps, spec.sensor.crf),
        "json": json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode(),
        "truth.npz": pack_truth(clip.truth, layers),
    }


def _add_member(tar: tarfile.TarFile, name: str, payload: bytes) -> None:
    # A fresh TarInfo has time, owner and mode of nobody in particular: equal clips, equal bytes.
    info = tarfile.TarInfo(name)
    info.size = len(payload)
    tar.addfile(info, io.BytesIO(payload))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise storage_error(path, error) from None


@contextmanager
def _closing(sink: IO[bytes], path: Path) -> Iterator[None]:
    """Closes a file; that writes what is still in its buffer, and may find the disk full too."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            sink.close()
        raise
    with _writing(path):
        sink.close()


class _CountedFile:
    """Hashes and counts what passes through to a file."""

    def __init__(self, sink: IO[bytes], path: Path) -> None:
        self.sink = sink
        self.path = path
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        with _writing(self.path):
            return self.sink.write(data)


class _Tally:
    """Counts the clips of a shard while they pass."""

    def __init__(self, layers: Sequence[str], describe: Describe) -> None:
        self.layers = tuple(layers)
        self.describe = describe
        self.clip_ids: list[str] = []
        self.splits: Counter[str] = Counter()
        self.classes: dict[str, Counter[str]] = {}
        self.member_bytes: Counter[str] = Counter()
        self.frame_count = 0
        self.format: tuple[int, int, float] | None = None
        self.composition: dict[str, Counter[str]] = {}

    def add(self, spec: ClipSpec, members: dict[str, bytes]) -> None:
        about: dict[str, Any] = json.loads(members["json"])
        found = (about["width"], about["height"], spec.fps)
        if self.format not in (None, found):
            raise InputError(
                f"clip {spec.clip_id} is {found}, the clips before it {self.format} (width, "
                "height, frames per second): a dataset holds one format"
            )
        if spec.clip_id in self.clip_ids:
            raise InputError(f"clip id '{spec.clip_id}' occurs twice in a shard")
        self.format = found
        self.clip_ids.append(spec.clip_id)
        self.splits[spec.split] += 1
        self.classes.setdefault(spec.label, Counter())[spec.split] += 1
        self.frame_count += about["frame_count"]
        for kind, payload in members.items():
            self.member_bytes[kind] += len(payload)
        for aspect, values in self.describe(spec).items():
            self.composition.setdefault(aspect, Counter()).update(values)

    def record(self, name: str, sha256: str, size_bytes: int) -> ShardRecord:
        if self.format is None:
            raise InputError(f"{name}: a shard needs at least one clip")
        width, height, fps = self.format
        return ShardRecord(
            name=name,
            sha256=sha256,
            size_bytes=size_bytes,
            clip_ids=tuple(self.clip_ids),
            split_counts=dict(sorted(self.splits.items())),
            class_counts={key: dict(sorted(self.classes[key].items())) for key in self.classes},
            member_bytes=dict(self.member_bytes),
            frame_count=self.frame_count,
            layers=self.layers,
            width=width,
            height=height,
            fps=fps,
            composition={key: dict(sorted(c.items())) for key, c in self.composition.items()},
        )
