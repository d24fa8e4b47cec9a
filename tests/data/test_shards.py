import errno
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_clips import JOB, make_clip, shard_clips

import understudy
from understudy.data import shards as shards_module
from understudy.data.manifest import (
    JOB_FILE,
    MANIFEST_FILE,
    claim_folder,
    read_manifest,
    shard_path,
    write_manifest,
)
from understudy.data.shards import finished_shard, record_path, write_shard
from understudy.errors import DatasetError, InputError, StorageError
from understudy.types import GROUND_TRUTH_LAYERS, ClipSpec

LAYERS = ("depth", "instance")


def test_shard_is_a_webdataset_and_holds_the_whole_spec(tmp_path):
    webdataset = pytest.importorskip("webdataset")
    path = tmp_path / "shard-00000.tar"
    clips = [make_clip(0), make_clip(1), make_clip(2, "squat")]
    record = write_shard(
        path, clips, GROUND_TRUTH_LAYERS, lambda spec: {"scene": [spec.scene.kind]}
    )
    samples = list(webdataset.WebDataset(str(path), shardshuffle=False))
    assert [sample["__key__"] for sample in samples] == [clip.spec.clip_id for clip in clips]
    for sample, clip in zip(samples, clips, strict=True):
        about = json.loads(sample["json"])
        assert ClipSpec.model_validate(about["spec"]) == clip.spec
        assert (about["label"], about["split"]) == (clip.spec.label, clip.spec.split)
        assert about["action_interval_s"] == [0.1, 0.4]
        assert sample["mp4"][4:8] == b"ftyp" and sample["truth.npz"][:2] == b"PK"
    assert record.clip_ids == tuple(clip.spec.clip_id for clip in clips)
    assert record.class_counts == {"walk": {"train": 1, "val": 1}, "squat": {"test": 1}}
    assert record.split_counts == {"test": 1, "train": 1, "val": 1}
    assert record.composition["scene"] == {"room": 3} and record.frame_count == 18
    assert finished_shard(path) == record
    with tarfile.open(path) as tar:
        assert {(m.mtime, m.uid, m.gid, m.uname) for m in tar} == {(0, 0, 0, "")}


def test_same_clips_same_bytes(tmp_path):
    first, second = tmp_path / "a" / "s.tar", tmp_path / "b" / "s.tar"
    for path in (first, second):
        path.parent.mkdir()
        write_shard(path, shard_clips(4), LAYERS)
    assert first.read_bytes() == second.read_bytes()
    assert record_path(first).read_bytes() == record_path(second).read_bytes()


@pytest.mark.parametrize("damage", ["cut", "changed", "no record", "half a record", "no tar"])
def test_damage_means_unfinished(tmp_path, damage):
    path = tmp_path / "shard-00000.tar"
    record = write_shard(path, shard_clips(0), LAYERS)
    assert finished_shard(path, record.clip_ids) == record
    assert finished_shard(path, ("other-000001",)) is None
    payload = path.read_bytes()
    if damage == "cut":
        path.write_bytes(payload[:-700])
    elif damage == "changed":
        path.write_bytes(payload[:5000] + b"x" + payload[5001:])
    elif damage == "no record":
        record_path(path).unlink()
    elif damage == "half a record":
        record_path(path).write_text(record_path(path).read_text()[:100])
    else:
        path.unlink()
    assert finished_shard(path) is None


def test_a_clip_that_fails_leaves_nothing(tmp_path):
    path = tmp_path / "shard-00000.tar"

    def clips():
        yield make_clip(0)
        raise OSError(errno.ENOSPC, "not the shard's disk")

    with pytest.raises(OSError, match="not the shard's disk"):
        write_shard(path, clips(), LAYERS)
    assert list(tmp_path.iterdir()) == []


def test_clips_that_do_not_fit(tmp_path):
    path = tmp_path / "shard-00000.tar"
    dotted = make_clip(0)
    dotted = replace(dotted, spec=dotted.spec.model_copy(update={"clip_id": "walk.7"}))
    faster = make_clip(1)
    faster = replace(faster, spec=faster.spec.model_copy(update={"fps": 24.0}))
    for clips, message in (
        ([dotted], "cannot be stored"),
        ([make_clip(0), faster], "one format"),
        ([make_clip(0), make_clip(0)], "twice"),
        ([], "at least one clip"),
    ):
        with pytest.raises(InputError, match=message):
            write_shard(path, clips, LAYERS)
    assert list(tmp_path.iterdir()) == []


def test_full_disk_keeps_what_is_finished(tmp_path, monkeypatch):
    write_shard(tmp_path / "shard-00000.tar", shard_clips(0), LAYERS)
    whole = shards_module._CountedFile.write

    def full_after_a_while(self, data):
        if self.size > 20_000:
            with shards_module._writing(self.path):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(self, data)

    monkeypatch.setattr(shards_module._CountedFile, "write", full_after_a_while)
    with pytest.raises(StorageError, match=r"disk full.*1 shards are finished and kept.*again"):
        write_shard(tmp_path / "shard-00001.tar", shard_clips(1), LAYERS)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["shard-00000.json", "shard-00000.tar"]


def test_a_disk_that_fills_as_the_file_is_closed(tmp_path, monkeypatch):
    class Full(io.FileIO):
        def close(self):
            closing = not self.closed
            super().close()
            if closing:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    plain = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda self, mode="r", **options: (
            Full(self, mode) if mode == "wb" else plain(self, mode, **options)
        ),
    )
    with pytest.raises(StorageError, match=r"disk full.*again"):
        write_shard(tmp_path / "shard-00000.tar", [make_clip(0)], LAYERS)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_really_full(tmp_path):
    """A file system of 64 KiB, where this machine lets us mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("may not mount a small file system here")
    try:
        write_shard(tmp_path / "shard-00000.tar", [make_clip(0)], ())
        with pytest.raises(StorageError, match=r"disk full.*1 shards are finished"):
            write_shard(tmp_path / "shard-00001.tar", shard_clips(1), GROUND_TRUTH_LAYERS)
        assert not list(tmp_path.glob("*.partial"))
        assert finished_shard(tmp_path / "shard-00000.tar")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_folder_that_cannot_be_written(tmp_path):
    with pytest.raises(StorageError, match=r"cannot write .*No such file or directory"):
        write_shard(tmp_path / "absent" / "shard-00000.tar", shard_clips(0), LAYERS)


# --------------------------------------------------------------------------------------------
# The dataset folder


def finish(folder, numbers=range(3)):
    """Does what a generate job does: writes the shards that are missing; returns which."""
    written = []
    with claim_folder(folder, JOB) as claim:
        records = []
        for number in numbers:
            clips = shard_clips(number)
            ids = [clip.spec.clip_id for clip in clips]
            path = shard_path(folder, number)
            record = finished_shard(path, ids)
            if record is None:
                written.append(number)
                record = write_shard(path, clips, LAYERS)
            records.append(record)
        write_manifest(claim, records)
    return written


def test_new_unfinished_complete(tmp_path):
    folder = tmp_path / "deep" / "gestures"
    with claim_folder(folder, JOB) as claim:
        assert claim.state == "new"
        write_shard(shard_path(folder, 1), shard_clips(1), LAYERS)
    with pytest.raises(DatasetError, match=r"unfinished \(1 shards are done\).*generate command"):
        read_manifest(folder)
    before = shard_path(folder, 1).stat().st_mtime_ns
    with claim_folder(folder, JOB) as claim:
        assert claim.state == "unfinished"
    assert finish(folder) == [0, 2]
    assert shard_path(folder, 1).stat().st_mtime_ns == before
    with claim_folder(folder, JOB) as claim:
        assert claim.state == "complete"
    assert finish(folder) == []
    manifest = read_manifest(folder)
    assert manifest.clips == {"train": 2, "val": 2, "test": 2}
    assert manifest.classes == ("walk", "squat") and manifest.job == JOB
    assert manifest.layers == LAYERS and (manifest.width, manifest.height) == (48, 32)


def test_a_damaged_shard_is_repaired_to_the_same_dataset(tmp_path):
    finish(tmp_path)
    fingerprint = read_manifest(tmp_path).fingerprint
    path = shard_path(tmp_path, 1)
    path.write_bytes(path.read_bytes()[:3000])
    assert finish(tmp_path) == [1]
    assert read_manifest(tmp_path).fingerprint == fingerprint


def test_another_job_is_refused(tmp_path):
    finish(tmp_path)
    files = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with (
        pytest.raises(DatasetError, match=r"another job \(seed: there 0, now 1\)"),
        claim_folder(tmp_path, {**JOB, "seed": 1}),
    ):
        pass
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == files


def test_another_version_is_refused(tmp_path, monkeypatch):
    with claim_folder(tmp_path, JOB):
        pass
    monkeypatch.setattr(understudy, "__version__", "99.0")
    with pytest.raises(DatasetError, match="begun by understudy"), claim_folder(tmp_path, JOB):
        pass


def test_foreign_folders_are_refused(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with (
        pytest.raises(DatasetError, match=r"not empty \(it holds thesis\.tex\).*new or empty"),
        claim_folder(tmp_path, JOB),
    ):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(DatasetError, match="is a file"), claim_folder(tmp_path / "thesis.tex", JOB):
        pass
    with pytest.raises(DatasetError, match=r"folder:.*"):
        read_manifest(tmp_path)
    with pytest.raises(DatasetError, match="not a folder"):
        read_manifest(tmp_path / "absent")


def test_damaged_records_say_so(tmp_path):
    finish(tmp_path)
    (tmp_path / MANIFEST_FILE).write_text('{"format": 1}')
    with pytest.raises(DatasetError, match=r"manifest\.json is damaged"):
        read_manifest(tmp_path)
    (tmp_path / MANIFEST_FILE).write_text('{"format": 7, "understudy": "9.9"}')
    with pytest.raises(DatasetError, match=r"format 7.*9\.9"):
        read_manifest(tmp_path)
    (tmp_path / JOB_FILE).write_text("{")
    with pytest.raises(DatasetError, match=r"job\.json is damaged"), claim_folder(tmp_path, JOB):
        pass


def test_two_jobs_at_once_are_refused(tmp_path):
    with (
        claim_folder(tmp_path, JOB),
        pytest.raises(DatasetError, match="another process"),
        claim_folder(tmp_path, JOB),
    ):
        pass
    with claim_folder(tmp_path, JOB):
        pass


def test_formats_must_agree(tmp_path):
    with claim_folder(tmp_path, JOB) as claim:
        first = write_shard(shard_path(tmp_path, 0), shard_clips(0), LAYERS)
        second = write_shard(shard_path(tmp_path, 1), shard_clips(1), ())
        with pytest.raises(DatasetError, match="2 different formats"):
            write_manifest(claim, [first, second])
        with pytest.raises(DatasetError, match="same clip id"):
            write_manifest(claim, [first, first])


KILLED = """
import sys, time
sys.path.insert(0, {tests!r})
from pathlib import Path
from small_clips import JOB, shard_clips
from understudy.data.manifest import claim_folder, shard_path
from understudy.data.shards import write_shard

def slow(number):
    for clip in shard_clips(number):
        yield clip
        if number == 1:
            print("in the middle", flush=True)
            time.sleep(60)

folder = Path({folder!r})
with claim_folder(folder, JOB):
    for number in range(3):
        write_shard(shard_path(folder, number), slow(number), ("depth", "instance"))
"""


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_then_resumed(tmp_path, kill):
    folder = tmp_path / "gestures"
    code = KILLED.format(tests=str(Path(__file__).parent), folder=str(folder))
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout.readline() == "in the middle\n"
    process.send_signal(kill)
    process.wait(10)
    process.stdout.close()
    left = sorted(p.name for p in shard_path(folder, 0).parent.iterdir())
    assert [name for name in left if "partial" not in name] == [
        "shard-00000.json",
        "shard-00000.tar",
    ]
    assert len(left) == (3 if kill == signal.SIGKILL else 2)  # only a kill leaves half a file
    kept = shard_path(folder, 0).stat().st_mtime_ns
    time.sleep(0.01)
    assert finish(folder) == [1, 2]
    assert shard_path(folder, 0).stat().st_mtime_ns == kept
    assert not list(folder.rglob("*.partial"))
    finish(tmp_path / "in_one_go")
    assert read_manifest(folder) == read_manifest(tmp_path / "in_one_go")


def test_numbers_survive_compression(tmp_path):
    """The stored film is the clip's, not another's."""
    from understudy.data.video import decode_video

    clip = make_clip(7)
    path = tmp_path / "shard-00000.tar"
    write_shard(path, [clip], LAYERS)
    with tarfile.open(path) as tar:
        decoded = decode_video(tar.extractfile(f"{clip.spec.clip_id}.mp4").read()).frames
    assert np.abs(decoded.astype(int) - clip.frames).mean() < 5
