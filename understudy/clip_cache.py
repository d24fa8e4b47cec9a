"""Where training draws its clips from: decoded once onto the disk, or decoded again every epoch.

The cache takes decoding off the path and costs room: small frames, uint8, several per frame that
the network sees. Where that does not fit on a disk, clips are decoded as they are wanted, by
threads that work ahead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from jaxtyping import Int64, UInt8

from understudy.data.ahead import ahead
from understudy.data.input import InputSpec, even_frames, prepare
from understudy.data.mirror import mirrored_classes
from understudy.data.targets import Target, clip_targets, target_shape
from understudy.errors import DatasetError, VideoError
from understudy.evaluation.evaluate import check_skipped
from understudy.rng import stream
from understudy.types import ClipSource, FrameChoice, FrameSource

SKIP_LIMIT = 0.01
"""Share of the training clips that may be unreadable."""
LENGTH_SAMPLE = 64
"""Clips that the typical length is taken from where none is stored."""

Choose = Callable[[int, int], Int64[np.ndarray, "T"]]
"""From (place of a clip, frames that it has) to the frames that are seen."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Chosen frames of one clip."""

    place: int
    """In `ClipFeed.labels`."""
    frames: UInt8[np.ndarray, "T S S C"]
    targets: dict[str, np.ndarray]


class ClipFeed(Protocol):
    """Clips of one split, ready to draw from."""

    @property
    def labels(self) -> Int64[np.ndarray, "N"]: ...
    @property
    def window_s(self) -> float:
        """Median length of the clips."""
        ...

    @property
    def skipped(self) -> dict[str, str]:
        """Clips that could not be read so far, with the reason."""
        ...

    @property
    def mirrors(self) -> tuple[int | None, ...]:
        """Class -> class of its mirror image; see `data.mirror.mirrored_classes`."""
        ...

    def draw(self, places: Sequence[int], choose: Choose) -> Iterator[Drawn | None]:
        """Yields the clips at these places, in this order; None for one that cannot be read."""
        ...


@dataclass(frozen=True, kw_only=True)
class StoredClips:
    """Decoded clips of one split, small and ready to draw from."""

    clips: UInt8[np.ndarray, "N T S S C"]
    """On disk, mapped into memory."""
    labels: Int64[np.ndarray, "N"]
    window_s: float
    skipped: dict[str, str]
    mirrors: tuple[int | None, ...]
    targets: dict[str, np.ndarray] = field(default_factory=dict)
    """Name -> (N, T, ...) float16, NaN where nothing is known."""

    def draw(self, places: Sequence[int], choose: Choose) -> Iterator[Drawn | None]:
        """Yields the clips at these places, in this order."""
        for place in places:
            chosen = choose(place, self.clips.shape[1])
            yield Drawn(
                place=place,
                frames=self.clips[place][chosen],
                targets={
                    name: stored[place][chosen].astype(np.float32)
                    for name, stored in self.targets.items()
                },
            )


@dataclass(frozen=True, kw_only=True)
class DecodedClips:
    """Clips of one split that are decoded whenever they are drawn."""

    source: ClipSource
    indices: Sequence[int]
    labels: Int64[np.ndarray, "N"]
    window_s: float
    skipped: dict[str, str]
    mirrors: tuple[int | None, ...]
    input_spec: InputSpec
    targets: tuple[Target, ...]
    threads: int

    def draw(self, places: Sequence[int], choose: Choose) -> Iterator[Drawn | None]:
        """Yields the clips at these places; raises DatasetError above `SKIP_LIMIT` bad ones."""

        def load(place: int) -> Drawn:
            pixels, known, _ = read_clip(
                self.source, self.indices[place], self.input_spec, self.targets,
                lambda available: choose(place, available),
            )  # fmt: skip
            return Drawn(place=place, frames=pixels, targets=known)

        for place, drawn in ahead(load, places, threads=self.threads):
            if isinstance(drawn, VideoError):
                self.skipped[self.source.records[self.indices[place]].clip_id] = str(drawn)
                check_skipped(self.skipped, len(self.indices), SKIP_LIMIT, self.source.name)
                yield None
            else:
                yield drawn


def read_clip(
    source: ClipSource,
    index: int,
    spec: InputSpec,
    targets: Sequence[Target],
    choose: FrameChoice,
) -> tuple[UInt8[np.ndarray, "T S S C"], dict[str, np.ndarray], float]:
    """Returns the chosen frames of a clip as the network sees them, their targets, and how long
    the whole clip is [s].

    Raises:
        VideoError: the file is unreadable, or holds no frames.
    """
    counted: list[tuple[int, Int64[np.ndarray, "T"]]] = []

    def noted(available: int) -> Int64[np.ndarray, "T"]:
        counted.append((available, choose(available)))
        return counted[-1][1]

    # Depth and differences are cut to what happens in the whole clip.
    if spec.layer == "colour" and isinstance(source, FrameSource):
        video = source.load_frames(index, noted)
        seen = np.arange(len(video.frames))
    else:
        video = source.load(index, spec.stored_layer)
        if len(video.frames) == 0:
            raise VideoError(f"{source.records[index].clip_id}: the clip holds no frames")
        seen = noted(len(video.frames))
    available, chosen = counted[-1]
    known = clip_targets(source, index, targets, chosen, video, spec)
    return prepare(video, spec, seen), known, available / video.fps


def open_clips(
    source: ClipSource,
    indices: Sequence[int],
    input_spec: InputSpec,
    *,
    targets: tuple[Target, ...] = (),
    threads: int,
    seed: int,
) -> DecodedClips:
    """Returns clips that are decoded whenever they are drawn; a few are read for their length.

    Raises:
        DatasetError: none of the first few can be read.
    """
    labels = [source.classes.index(source.records[index].label) for index in indices]
    order = stream(seed, "lengths").permutation(len(indices))[:LENGTH_SAMPLE]

    def length_s(index: int) -> float:
        video = source.load(index, input_spec.stored_layer)
        return len(video.frames) / video.fps

    found = [
        length
        for _, length in ahead(length_s, [indices[place] for place in order], threads=threads)
        if not isinstance(length, VideoError)
    ]
    if not found:
        raise DatasetError(f"{source.name}: none of the first {len(order)} clips could be read")
    return DecodedClips(
        source=source,
        indices=indices,
        labels=np.asarray(labels, dtype=np.int64),
        window_s=float(np.median(found)),
        skipped={},
        mirrors=mirrored_classes(source),
        input_spec=input_spec,
        targets=targets,
        threads=threads,
    )


def store_clips(
    source: ClipSource,
    indices: Sequence[int],
    input_spec: InputSpec,
    path: Path,
    threads: int,
    progress: Callable[[int], None],
    *,
    targets: tuple[Target, ...] = (),
) -> StoredClips:
    """Decodes clips into `path`.npy, unless a finished copy of just these clips is there.

    Raises:
        DatasetError: more than `SKIP_LIMIT` of them are unreadable.
    """
    key = {
        "fingerprint": source.fingerprint,
        "input": input_spec.model_dump(mode="json"),
        "clips": [source.records[index].clip_id for index in indices],
        "targets": list(targets),
    }
    files = {name: path.with_name(f"{path.name}.{name}.npy") for name in targets}
    array_file, about_file = path.with_suffix(".npy"), path.with_suffix(".json")
    if about_file.exists() and array_file.exists():
        about = json.loads(about_file.read_text(encoding="utf-8"))
        if about["key"] == key:
            found = {str(name): np.load(file, mmap_mode="r") for name, file in files.items()}
            return _stored(np.load(array_file, mmap_mode="r"), found, about, source)
    about_file.unlink(missing_ok=True)

    kept: list[int] = []
    durations_s: list[float] = []
    skipped: dict[str, str] = {}
    maps: dict[str, Any] = {
        name: _new_array(
            files[name],
            (len(indices), input_spec.frame_count, *target_shape(name)),
            np.dtype(np.float16),
        )
        for name in targets
    }
    array: Any = None

    def load(index: int) -> tuple[UInt8[np.ndarray, "T S S C"], dict[str, np.ndarray], float]:
        return read_clip(
            source, index, input_spec, targets,
            lambda available: even_frames(available, input_spec.frame_count),
        )  # fmt: skip

    for done, (index, read) in enumerate(ahead(load, indices, threads=threads), start=1):
        record = source.records[index]
        if isinstance(read, VideoError):
            skipped[record.clip_id] = str(read)
            check_skipped(skipped, len(indices), SKIP_LIMIT, source.name)
        else:
            pixels, known, duration_s = read
            if array is None:
                shape = (len(indices), *pixels.shape)
                array = _new_array(array_file, shape, np.dtype(np.uint8))
            array[len(kept)] = pixels
            for name, values in known.items():
                maps[name][len(kept)] = values
            kept.append(source.classes.index(record.label))
            durations_s.append(duration_s)
        progress(done)
    if array is None:
        raise DatasetError(f"{source.name}: none of the {len(indices)} clips could be read")
    for written in (array, *maps.values()):
        written.flush()
    about = {
        "key": key,
        "labels": kept,
        "window_s": float(np.median(durations_s)),
        "skipped": skipped,
    }
    # Written last: its presence says that the array is whole.
    about_file.write_text(json.dumps(about), encoding="utf-8")
    return _stored(array, maps, about, source)


def _new_array(path: Path, shape: tuple[int, ...], dtype: np.dtype) -> Any:
    """Returns a new array on disk; OSError where there is no room for it."""
    array = np.lib.format.open_memmap(path, "w+", dtype, shape)
    if hasattr(os, "posix_fallocate"):
        # A mapped file that outgrows the disk kills the process (SIGBUS): ask for the room first.
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    return array


def _stored(
    array: UInt8[np.ndarray, "N T S S C"],
    maps: dict[str, np.ndarray],
    about: dict[str, Any],
    source: ClipSource,
) -> StoredClips:
    labels = np.asarray(about["labels"], dtype=np.int64)
    return StoredClips(
        clips=array[: len(labels)],
        labels=labels,
        window_s=about["window_s"],
        skipped=about["skipped"],
        mirrors=mirrored_classes(source),
        targets={name: values[: len(labels)] for name, values in maps.items()},
    )
