"""Decoded clips on disk: small uint8 frames that every epoch draws from, so that decoding is
off the path."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Int64, UInt8

from understudy.data.input import InputSpec, prepare
from understudy.errors import DatasetError, VideoError
from understudy.evaluation.evaluate import check_skipped, read_ahead
from understudy.types import ClipSource, Video

SKIP_LIMIT = 0.01
"""Share of the training clips that may be unreadable."""


@dataclass(frozen=True, kw_only=True)
class StoredClips:
    """Decoded clips of one split, small and ready to draw from."""

    clips: UInt8[np.ndarray, "N T S S C"]
    """On disk, mapped into memory."""
    labels: Int64[np.ndarray, "N"]
    window_s: float
    """Median length of the clips."""
    skipped: dict[str, str]


def store_clips(
    source: ClipSource,
    indices: Sequence[int],
    input_spec: InputSpec,
    path: Path,
    threads: int,
    progress: Callable[[int], None],
) -> StoredClips:
    """Decodes clips into `path`.npy, unless a finished copy of just these clips is there.

    Raises:
        DatasetError: more than `SKIP_LIMIT` of them are unreadable.
    """
    key = {
        "fingerprint": source.fingerprint,
        "input": input_spec.model_dump(mode="json"),
        "clips": [source.records[index].clip_id for index in indices],
    }
    array_file, about_file = path.with_suffix(".npy"), path.with_suffix(".json")
    if about_file.exists() and array_file.exists():
        about = json.loads(about_file.read_text(encoding="utf-8"))
        if about["key"] == key:
            return _stored(np.load(array_file, mmap_mode="r"), about)
    about_file.unlink(missing_ok=True)

    array: Any = None
    kept: list[int] = []
    durations_s: list[float] = []
    skipped: dict[str, str] = {}

    def work(video: Video) -> tuple[UInt8[np.ndarray, "T S S C"], float]:
        return prepare(video, input_spec), len(video.frames) / video.fps

    for done, (index, read) in enumerate(
        read_ahead(source, indices, input_spec.layer, work, threads=threads), start=1
    ):
        record = source.records[index]
        if isinstance(read, VideoError):
            skipped[record.clip_id] = str(read)
            check_skipped(skipped, len(indices), SKIP_LIMIT, source.name)
        else:
            pixels, duration_s = read
            if array is None:
                array = _new_array(array_file, (len(indices), *pixels.shape))
            array[len(kept)] = pixels
            kept.append(source.classes.index(record.label))
            durations_s.append(duration_s)
        progress(done)
    if array is None:
        raise DatasetError(f"{source.name}: none of the {len(indices)} clips could be read")
    array.flush()
    about = {
        "key": key,
        "labels": kept,
        "window_s": float(np.median(durations_s)),
        "skipped": skipped,
    }
    # Written last: its presence says that the array is whole.
    about_file.write_text(json.dumps(about), encoding="utf-8")
    return _stored(array, about)


def _new_array(path: Path, shape: tuple[int, ...]) -> Any:
    """Returns a new uint8 array on disk; OSError where there is no room for it."""
    array = np.lib.format.open_memmap(path, "w+", np.uint8, shape)
    if hasattr(os, "posix_fallocate"):
        # A mapped file that outgrows the disk kills the process (SIGBUS): ask for the room first.
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    return array


def _stored(array: UInt8[np.ndarray, "N T S S C"], about: dict[str, Any]) -> StoredClips:
    labels = np.asarray(about["labels"], dtype=np.int64)
    return StoredClips(
        clips=array[: len(labels)],
        labels=labels,
        window_s=about["window_s"],
        skipped=about["skipped"],
    )
