"""Generated datasets, opened for reading, and checked shard by shard."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from understudy.data.manifest import SHARD_FOLDER, Manifest, ShardEntry, read_manifest
from understudy.data.shards import MEMBERS, file_sha256
from understudy.data.truth import LAYER_FIELDS, unpack_fields, unpack_truth
from understudy.data.video import decode_video
from understudy.errors import DatasetError, InputError, UnderstudyError
from understudy.types import (
    FIRST_OBJECT_ID,
    GROUND_TRUTH_LAYERS,
    ClipRecord,
    ClipSpec,
    FrameChoice,
    GroundTruth,
    Layer,
    Spec,
    Video,
)

REPAIR = "run the dataset's generate command again: it rewrites what is damaged and keeps the rest"


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a clip's members lie: kind -> (offset, size) in the shard."""

    shard: int
    members: dict[str, tuple[int, int]]


def _people(instance: np.ndarray) -> np.ndarray:
    return (instance > 0) & (instance < FIRST_OBJECT_ID)


class SyntheticSource:
    """A dataset made by generate. Holds no open files: safe to share with threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Opens a complete dataset and finds its clips.

        Raises:
            DatasetError: unfinished, or a shard is missing, cut off or not what the manifest says.
        """
        self.folder = folder
        self.name = folder.resolve().name
        self.manifest: Manifest = read_manifest(folder)
        self.classes = self.manifest.classes
        self.fingerprint = self.manifest.fingerprint
        self.mirrored = self.manifest.mirrored
        records: list[ClipRecord] = []
        self._places: list[_Place] = []
        for number, entry in enumerate(self.manifest.shards):
            for members, about in _scan(folder, entry):
                records.append(
                    ClipRecord(
                        clip_id=about["clip_id"],
                        label=about["label"],
                        group=about["clip_id"],  # every clip has people and a place of its own
                        split=about["split"],
                    )
                )
                self._places.append(_Place(shard=number, members=members))
        self.records: Sequence[ClipRecord] = tuple(records)

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Decodes clip `records[index]`.

        Layers other than colour come with the foreground (pixels of people) where the instance
        layer is stored.

        Raises:
            InputError: the dataset does not store that layer.
            VideoError, DatasetError: the clip is damaged.
        """
        name = self._name(index)
        if layer == "colour":
            return decode_video(self._read(index, "mp4"), name=name)
        self._require(layer)
        wanted = dict.fromkeys((layer, "instance"))
        layers = [name for name in wanted if name in self.manifest.layers]
        found = unpack_fields(self._read(index, "truth.npz"), layers, name=name, facts=False)
        frames = found[LAYER_FIELDS[layer][0]]
        if layer == "flow":
            # The last frame leads nowhere: it moves on as the one before it.
            frames = np.concatenate((frames, frames[-1:]))
        return Video(
            frames=frames,
            fps=self.manifest.fps,
            foreground=_people(found["instance"]) if "instance" in found else None,
        )

    def load_frames(self, index: int, choose: FrameChoice) -> Video:
        """Returns the chosen frames of clip `records[index]` in colour."""
        return decode_video(self._read(index, "mp4"), name=self._name(index), choose=choose)

    def spec(self, index: int) -> ClipSpec:
        """Returns what clip `records[index]` was made from."""
        return ClipSpec.model_validate(self._about(index)["spec"])

    def caption(self, index: int) -> str:
        """Returns the clip's plain English description."""
        return str(self._about(index)["caption"])

    def truth(self, index: int) -> GroundTruth:
        """Returns the whole ground truth; InputError if the dataset lacks a layer."""
        return unpack_truth(self._read(index, "truth.npz"), name=self._name(index))

    def truth_fields(self, index: int, layers: tuple[str, ...] = ()) -> dict[str, Any]:
        """Returns fields of `GroundTruth` by name: the facts, and those of the layers asked for."""
        for layer in layers:
            self._require(layer)
        return unpack_fields(self._read(index, "truth.npz"), layers, name=self._name(index))

    def _require(self, layer: str) -> None:
        if layer not in self.manifest.layers:
            stored = self.manifest.layers
            raise InputError(
                f"{self.folder} has no {layer} layer (stored: {', '.join(stored) or 'none'}): "
                f"generate a dataset with --layers {' '.join([*stored, layer])}"
            )

    def _name(self, index: int) -> str:
        shard = self.manifest.shards[self._places[index].shard].name
        return f"{self.folder / SHARD_FOLDER / shard}: clip {self.records[index].clip_id}"

    def _about(self, index: int) -> dict[str, Any]:
        about: dict[str, Any] = json.loads(self._read(index, "json"))
        return about

    def _read(self, index: int, kind: str) -> bytes:
        place = self._places[index]
        path = self.folder / SHARD_FOLDER / self.manifest.shards[place.shard].name
        offset, size = place.members[kind]
        try:
            with path.open("rb") as file:
                file.seek(offset)
                payload = file.read(size)
        except OSError as error:
            raise DatasetError(f"{path} cannot be read ({error.strerror}): {REPAIR}") from None
        if len(payload) != size:
            raise DatasetError(f"{path} is cut off: {REPAIR}")
        return payload


class DatasetReport(Spec):
    """What `check_dataset` found."""

    path: str
    manifest: Manifest
    clips: int
    """That could be decoded."""
    clips_per_split: dict[str, int]
    clips_per_class: dict[str, dict[str, int]]
    """Label -> split -> clips."""
    frame_count: int
    duration_s: float
    total_bytes: int
    layer_bytes: dict[str, int]
    """Compressed bytes of "colour", every ground-truth layer, "facts" and "json"."""
    problems: tuple[str, ...]
    """What is wrong, with the file; empty for a sound dataset."""


def check_dataset(
    folder: Path, *, on_clip: Callable[[int, int], None] | None = None
) -> DatasetReport:
    """Reads every shard, compares its hash, and decodes every clip.

    Args:
        folder: a complete dataset.
        on_clip: called with (clips done, clips in all).

    Raises:
        DatasetError: there is no readable manifest.
    """
    manifest = read_manifest(folder)
    problems: list[str] = []
    per_split: dict[str, int] = {}
    per_class: dict[str, dict[str, int]] = {}
    layer_bytes: dict[str, int] = {}
    done = frame_count = total_bytes = 0
    total = sum(entry.clips for entry in manifest.shards)
    for entry in manifest.shards:
        path = folder / SHARD_FOLDER / entry.name
        found = 0
        try:
            places = _scan(folder, entry)
            total_bytes += entry.size_bytes
            if file_sha256(path) != entry.sha256:
                problems.append(f"{path} was changed since it was written (its hash differs)")
            for members, about in places:
                try:
                    frame_count += _check_clip(path, members, about, manifest, layer_bytes)
                    found += 1
                    label, split = about["label"], about["split"]
                    per_split[split] = per_split.get(split, 0) + 1
                    counts = per_class.setdefault(label, {})
                    counts[split] = counts.get(split, 0) + 1
                except UnderstudyError as error:
                    problems.append(str(error))
                done += 1
                if on_clip is not None:
                    on_clip(done, total)
            if len(places) != entry.clips:
                problems.append(
                    f"{path} holds {len(places)} clips, the manifest says {entry.clips}"
                )
        except (DatasetError, OSError) as error:
            problems.append(str(error))
    if not problems and (per_split != manifest.clips or per_class != manifest.class_counts):
        problems.append(f"{folder}: the clips' labels and splits are not those of the manifest")
    return DatasetReport(
        path=str(folder),
        manifest=manifest,
        clips=sum(per_split.values()),
        clips_per_split=per_split,
        clips_per_class=per_class,
        frame_count=frame_count,
        duration_s=frame_count / manifest.fps,
        total_bytes=total_bytes,
        layer_bytes=layer_bytes,
        problems=tuple(problems),
    )


def _scan(
    folder: Path, entry: ShardEntry
) -> list[tuple[dict[str, tuple[int, int]], dict[str, Any]]]:
    """Returns every clip of a shard: where its members lie, and its JSON."""
    path = folder / SHARD_FOLDER / entry.name
    if not path.is_file():
        raise DatasetError(f"{path} is missing: {REPAIR}")
    size = path.stat().st_size
    if size != entry.size_bytes:
        raise DatasetError(
            f"{path} has {size} bytes, the manifest says {entry.size_bytes} (cut off or "
            f"replaced): {REPAIR}"
        )
    members: dict[str, dict[str, tuple[int, int]]] = {}
    clips = []
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            for member in tar:
                clip_id, _, kind = member.name.partition(".")
                members.setdefault(clip_id, {})[kind] = (member.offset_data, member.size)
            for clip_id, kinds in members.items():
                missing = [kind for kind in MEMBERS if kind not in kinds]
                if missing:
                    raise DatasetError(f"{path}: clip {clip_id} has no {missing[0]}: {REPAIR}")
                offset, length = kinds["json"]
                file.seek(offset)
                about = json.loads(file.read(length))
                if about["clip_id"] != clip_id or {"label", "split", "spec"} - set(about):
                    raise ValueError(f"the JSON of {clip_id} is not its own")
                clips.append((kinds, about))
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise DatasetError(f"{path} is damaged ({error}): {REPAIR}") from None
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}): {REPAIR}") from None
    return clips


def _check_clip(
    path: Path,
    members: dict[str, tuple[int, int]],
    about: dict[str, Any],
    manifest: Manifest,
    layer_bytes: dict[str, int],
) -> int:
    """Decodes a clip, adds up its bytes and returns its frames; raises where it is not sound."""
    name = f"{path}: clip {about['clip_id']}"
    payload = {}
    with path.open("rb") as file:
        for kind, (offset, size) in members.items():
            file.seek(offset)
            payload[kind] = file.read(size)
    try:
        spec = ClipSpec.model_validate(about["spec"])
    except ValueError as error:
        raise DatasetError(f"{name}: its spec is not valid ({error}): {REPAIR}") from None
    frames = decode_video(payload["mp4"], name=name).frames
    expected = (spec.frame_count, manifest.height, manifest.width, 3)
    if frames.shape != expected:
        raise DatasetError(f"{name} has frames {frames.shape}, expected {expected}: {REPAIR}")
    fields = unpack_fields(payload["truth.npz"], manifest.layers, name=name)
    for field, array in fields.items():
        # A box is NaN where nobody is seen; nothing else may be.
        if field.endswith("_px") and field != "flow_px":  # NaN behind the camera or out of sight
            array = array[~np.isnan(array)]
        if not np.isfinite(array).all():
            raise DatasetError(f"{name}: its {field} is not finite: {REPAIR}")
    for layer, size in _member_sizes(payload["truth.npz"]).items():
        layer_bytes[layer] = layer_bytes.get(layer, 0) + size
    layer_bytes["colour"] = layer_bytes.get("colour", 0) + len(payload["mp4"])
    layer_bytes["json"] = layer_bytes.get("json", 0) + len(payload["json"])
    return int(frames.shape[0])


def _member_sizes(payload: bytes) -> dict[str, int]:
    sizes: dict[str, int] = {}
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        for info in archive.infolist():
            layer = info.filename.removesuffix(".npy").removesuffix("_valid")
            layer = layer if layer in GROUND_TRUTH_LAYERS else "facts"
            sizes[layer] = sizes.get(layer, 0) + info.compress_size
    return sizes
