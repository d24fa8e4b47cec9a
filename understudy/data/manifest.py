"""A dataset folder: who owns it, what is finished, and the manifest that says it is complete.

::

    gestures/
      job.json               JobRecord, written first: what is being made here
      shards/
        shard-00000.tar      clips
        shard-00000.json     ShardRecord: this shard is finished
      manifest.json          Manifest, written last: the dataset is complete
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import Field, ValidationError

import understudy
from understudy.data.shards import ShardRecord, storage_error, write_whole
from understudy.errors import DatasetError
from understudy.packs import LicenceSummary, licence_summary
from understudy.types import Spec

FORMAT = 1
JOB_FILE = "job.json"
MANIFEST_FILE = "manifest.json"
SHARD_FOLDER = "shards"


class JobRecord(Spec):
    """What a folder was claimed for."""

    format: int
    understudy: str
    """Version of the package: another one may film the same job differently."""
    job: dict[str, Any]
    job_hash: str


class ShardEntry(Spec):
    name: str
    sha256: str
    size_bytes: int
    clips: int


class Manifest(Spec):
    """What a complete dataset holds."""

    format: int
    understudy: str
    job: dict[str, Any]
    job_hash: str
    classes: tuple[str, ...]
    clips: dict[str, int]
    """Per split."""
    class_counts: dict[str, dict[str, int]]
    """Label -> split -> clips."""
    shards: tuple[ShardEntry, ...]
    layers: tuple[str, ...]
    """Ground-truth layers beside colour."""
    width: int
    height: int
    fps: float
    frame_count: int
    """Of all clips together."""
    member_bytes: dict[str, int]
    """Bytes of all "mp4", "json" and "truth.npz" members."""
    composition: dict[str, dict[str, int]]
    """What varies (scene, light, garment, ...) -> value -> how often."""
    licences: LicenceSummary = LicenceSummary(licences={}, assets={})
    """Of assets from packs: what the dataset owes to others."""
    mirrored: dict[str, str] = Field(default_factory=dict)
    """Classes whose clips, flipped left to right, show another action -> that action."""

    @property
    def fingerprint(self) -> str:
        """Hash of all the clips' bytes."""
        return hashlib.sha256("\n".join(s.sha256 for s in self.shards).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A folder that belongs to a job while the claim is held."""

    folder: Path
    job: dict[str, Any]
    state: Literal["new", "unfinished", "complete"]
    """As it was found. "complete" says that every shard was written once, not that all are still
    undamaged: `finished_shard` tells."""


def shard_path(folder: Path, number: int) -> Path:
    """Returns where shard `number` of a dataset stands."""
    return folder / SHARD_FOLDER / f"shard-{number:05d}.tar"


def job_hash(job: Mapping[str, Any]) -> str:
    """Returns the hash of a job's configuration (anything that JSON can hold)."""
    return hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()


@contextmanager
def claim_folder(folder: Path, job: Mapping[str, Any]) -> Iterator[Claim]:
    """Claims a dataset folder for a job, and holds it against a second process.

    A new or empty folder is taken; one with the same job goes on. Left-overs of a killed writer are
    removed; nothing finished is touched.

    Args:
        folder: the dataset; made if it does not exist.
        job: configuration, anything that JSON can hold.

    Raises:
        DatasetError: the folder holds something else, another job, the same job of another version,
            or another process is at work in it.
        StorageError: it cannot be written.
    """
    configuration: dict[str, Any] = json.loads(json.dumps(job))  # as it will be read back
    record = JobRecord(
        format=FORMAT,
        understudy=understudy.__version__,
        job=configuration,
        job_hash=job_hash(configuration),
    )
    state = _check_owner(folder, record)
    try:
        (folder / SHARD_FOLDER).mkdir(parents=True, exist_ok=True)
        if state == "new":
            write_whole(folder / JOB_FILE, record.model_dump_json(indent=1) + "\n")
        lock = (folder / JOB_FILE).open("r+b")
    except OSError as error:
        raise storage_error(folder / SHARD_FOLDER / JOB_FILE, error) from None
    with lock:
        _lock(lock, folder)
        for left_over in (folder / SHARD_FOLDER).glob("*.partial"):
            left_over.unlink(missing_ok=True)
        yield Claim(folder=folder, job=configuration, state=state)


def write_manifest(
    claim: Claim, shards: Sequence[ShardRecord], *, mirrored: Mapping[str, str] | None = None
) -> Manifest:
    """Writes the manifest of a dataset whose shards are all finished.

    Args:
        claim: the folder.
        shards: records of all shards, in order.
        mirrored: actions that a mirror turns into others.

    Raises:
        DatasetError: the shards do not fit together.
        StorageError: it cannot be written.
    """
    manifest = _summarise(claim.job, shards)
    own = {name: other for name, other in (mirrored or {}).items() if name in manifest.classes}
    manifest = manifest.model_copy(update={"mirrored": own})
    try:
        write_whole(claim.folder / MANIFEST_FILE, manifest.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise storage_error(claim.folder / SHARD_FOLDER / MANIFEST_FILE, error) from None
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Returns the manifest of a complete dataset.

    Raises:
        DatasetError: there is none, it is unfinished, damaged or of another format.
    """
    path = folder / MANIFEST_FILE
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder: expected a dataset made by generate")
    if not path.exists():
        if (folder / JOB_FILE).exists():
            raise DatasetError(
                f"{folder} is unfinished ({len(finished_names(folder))} shards are done): run its "
                "generate command again to complete it"
            )
        raise DatasetError(
            f"{folder} is no dataset made by generate (no {MANIFEST_FILE}); for a folder of your "
            f"own videos write folder:{folder}"
        )
    found = _read_json(path)
    if found.get("format") != FORMAT:
        raise DatasetError(
            f"{path} has format {found.get('format')!r}, this version of understudy reads "
            f"{FORMAT}: generate the dataset again, or use the version that made it "
            f"({found.get('understudy', 'unknown')})"
        )
    try:
        return Manifest.model_validate(found)
    except ValidationError as error:
        raise _damaged(path, error) from None


def finished_names(folder: Path) -> list[str]:
    """Returns the names of the shards that have a record."""
    return sorted(
        path.name
        for path in (folder / SHARD_FOLDER).glob("*.tar")
        if path.with_suffix(".json").exists()
    )


def _check_owner(folder: Path, record: JobRecord) -> Literal["new", "unfinished", "complete"]:
    if folder.exists() and not folder.is_dir():
        raise DatasetError(f"{folder} is a file: expected a folder for the dataset, name another")
    path = folder / JOB_FILE
    if not path.exists():
        names = sorted(p.name for p in folder.iterdir()) if folder.exists() else []
        # A job that was killed before its first file was in place leaves these two.
        foreign = [
            name
            for name in names
            if not name.startswith((".", JOB_FILE))
            and not (name == SHARD_FOLDER and not any((folder / name).iterdir()))
        ]
        if foreign:
            shown = ", ".join(foreign[:5]) + (", ..." if len(foreign) > 5 else "")
            raise DatasetError(
                f"{folder} is not empty (it holds {shown}) and has no {JOB_FILE}: choose a new "
                "or empty folder"
            )
        return "new"
    try:
        found = JobRecord.model_validate(_read_json(path))
    except ValidationError as error:
        raise _damaged(path, error) from None
    if found.job_hash != record.job_hash:
        raise DatasetError(
            f"{folder} belongs to another job ({_differences(found.job, record.job)}): choose "
            "another folder, repeat that job's command, or remove the folder"
        )
    if found.understudy != record.understudy or found.format != record.format:
        raise DatasetError(
            f"{folder} was begun by understudy {found.understudy}, this is {record.understudy}, "
            "whose clips may differ: go on with that version, choose another folder, or remove it"
        )
    return "complete" if (folder / MANIFEST_FILE).exists() else "unfinished"


def _differences(found: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    missing = object()
    keys = [k for k in {**found, **asked} if found.get(k, missing) != asked.get(k, missing)]
    shown = [
        f"{key}: there {json.dumps(found.get(key))}, now {json.dumps(asked.get(key))}"
        for key in keys[:3]
    ]
    return "; ".join(text if len(text) < 160 else text[:157] + "..." for text in shown)


def _lock(file: IO[bytes], folder: Path) -> None:
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DatasetError(
            f"another process is generating into {folder}: wait for it, or stop it first"
        ) from None
    except OSError:
        pass  # Some network file systems have no locks; the shards are safe, only work is doubled.


def _summarise(job: dict[str, Any], shards: Sequence[ShardRecord]) -> Manifest:
    formats = {(s.width, s.height, s.fps, s.layers) for s in shards}
    if len(formats) != 1:
        raise DatasetError(
            f"the shards have {len(formats)} different formats (width, height, fps, layers): "
            f"{sorted(formats)[:3]}; expected one"
        )
    width, height, fps, layers = formats.pop()
    clip_ids = [clip_id for shard in shards for clip_id in shard.clip_ids]
    if len(set(clip_ids)) != len(clip_ids):
        raise DatasetError("two shards hold the same clip id: expected each clip once")
    class_counts: dict[str, dict[str, int]] = {}
    composition: dict[str, dict[str, int]] = {}
    for shard in shards:
        for label, counts in shard.class_counts.items():
            _add(class_counts.setdefault(label, {}), counts)
        for aspect, counts in shard.composition.items():
            _add(composition.setdefault(aspect, {}), counts)
    clips: dict[str, int] = {}
    member_bytes: dict[str, int] = {}
    for shard in shards:
        _add(clips, shard.split_counts)
        _add(member_bytes, shard.member_bytes)
    return Manifest(
        format=FORMAT,
        understudy=understudy.__version__,
        job=job,
        job_hash=job_hash(job),
        classes=tuple(class_counts),
        clips=clips,
        class_counts=class_counts,
        shards=tuple(
            ShardEntry(
                name=shard.name,
                sha256=shard.sha256,
                size_bytes=shard.size_bytes,
                clips=len(shard.clip_ids),
            )
            for shard in shards
        ),
        layers=layers,
        width=width,
        height=height,
        fps=fps,
        frame_count=sum(shard.frame_count for shard in shards),
        member_bytes=member_bytes,
        composition=composition,
        licences=licence_summary(composition.get("asset", {})),
    )


def _add(total: dict[str, int], counts: Mapping[str, int]) -> None:
    for key, count in counts.items():
        total[key] = total.get(key, 0) + count


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from None
    if not isinstance(found, dict):
        raise _damaged(path, ValueError("expected a JSON object"))
    return found


def _damaged(path: Path, error: Exception) -> DatasetError:
    return DatasetError(
        f"{path} is damaged ({error}): restore it, or remove the folder and generate it again"
    )
