import pickle
import tarfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from small_clips import JOB, shard_clips

from understudy.data import open_source
from understudy.data.manifest import MANIFEST_FILE, claim_folder, shard_path, write_manifest
from understudy.data.shards import record_path, write_shard
from understudy.data.synthetic import SyntheticSource, check_dataset
from understudy.errors import DatasetError, InputError
from understudy.types import GROUND_TRUTH_LAYERS


def make_dataset(folder, layers=GROUND_TRUTH_LAYERS):
    with claim_folder(folder, JOB) as claim:
        records = [write_shard(shard_path(folder, n), shard_clips(n), layers) for n in range(3)]
        write_manifest(claim, records)
    return folder


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return make_dataset(tmp_path_factory.mktemp("data") / "gestures")


def test_every_clip_comes_back(dataset):
    source = open_source(str(dataset))
    made = [clip for number in range(3) for clip in shard_clips(number)]
    assert source.name == "gestures" and source.classes == ("walk", "squat")
    assert len(source.records) == len(made)
    for index in np.random.default_rng(0).permutation(len(made)):
        clip, record = made[index], source.records[index]
        assert record.clip_id == record.group == clip.spec.clip_id
        assert (record.label, record.split) == (clip.spec.label, clip.spec.split)
        assert source.spec(index) == clip.spec
        assert source.caption(index) == clip.spec.caption
        video = source.load(index)
        assert video.frames.shape == clip.frames.shape and video.fps == clip.spec.fps
        assert np.abs(video.frames.astype(int) - clip.frames).mean() < 5
        depth = source.load(index, "depth")
        assert np.abs(depth.frames - clip.truth.depth_m).max() < 0.00051
        np.testing.assert_array_equal(depth.foreground, clip.truth.instance > 0)
        flow = source.load(index, "flow")
        assert np.abs(flow.frames[:-1] - clip.truth.flow_px).max() <= 1 / 64
        np.testing.assert_array_equal(flow.frames[-1], flow.frames[-2])
        for layer in ("body_part", "instance"):
            mask = source.load(index, layer)
            np.testing.assert_array_equal(mask.frames, getattr(clip.truth, layer))
            np.testing.assert_array_equal(mask.foreground, clip.truth.instance > 0)
        np.testing.assert_array_equal(source.truth(index).joints_m, clip.truth.joints_m)


def test_source_can_be_shared(dataset):
    source = open_source(dataset)
    again = pickle.loads(pickle.dumps(source))
    assert again.fingerprint == source.fingerprint
    with ThreadPoolExecutor(4) as pool:
        videos = list(pool.map(source.load, list(range(6)) * 3))
    for index, video in enumerate(videos):
        np.testing.assert_array_equal(video.frames, again.load(index % 6).frames)


def test_layers_that_are_not_stored(tmp_path):
    source = SyntheticSource(make_dataset(tmp_path / "colour", layers=()))
    assert source.load(0).frames.shape == (6, 32, 48, 3)
    with pytest.raises(InputError, match=r"no depth layer.*--layers depth"):
        source.load(0, "depth")
    with pytest.raises(InputError, match="no depth layer"):
        source.truth(0)
    assert source.truth_fields(0)["joints_m"].shape == (6, 1, 24, 3)
    with pytest.raises(InputError, match="no flow layer"):
        source.truth_fields(0, ("flow",))


def test_fingerprint_tells_datasets_apart(dataset, tmp_path):
    other = SyntheticSource(make_dataset(tmp_path / "other", layers=("depth",)))
    same = SyntheticSource(make_dataset(tmp_path / "same"))
    source = SyntheticSource(dataset)
    assert source.fingerprint == same.fingerprint != other.fingerprint


def test_a_sound_dataset_has_no_problems(dataset):
    seen = []
    report = check_dataset(dataset, on_clip=lambda done, total: seen.append((done, total)))
    assert report.problems == () and report.clips == 6 and report.frame_count == 36
    assert report.duration_s == 3.0
    assert report.clips_per_split == {"train": 2, "val": 2, "test": 2}
    assert report.clips_per_class["squat"] == {"train": 1, "val": 1, "test": 1}
    assert seen == [(n, 6) for n in range(1, 7)]
    assert set(report.layer_bytes) == {"colour", "json", "facts", *GROUND_TRUTH_LAYERS}
    assert report.total_bytes == sum(shard_path(dataset, n).stat().st_size for n in range(3))
    assert 0 < sum(report.layer_bytes.values()) < report.total_bytes


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_between_clips(path):
    with tarfile.open(path) as tar:
        fourth = tar.getmembers()[3]
    path.write_bytes(path.read_bytes()[: fourth.offset])


def remove(path):
    path.unlink()


def replace_with_another(path):
    path.write_bytes(shard_path(path.parents[1], 0).read_bytes())


def break_a_header(path):
    payload = bytearray(path.read_bytes())
    payload[:512] = b"x" * 512
    path.write_bytes(payload)


@pytest.mark.parametrize("damage", [cut, cut_between_clips, remove, break_a_header])
def test_damaged_shard_is_named_with_its_repair(tmp_path, damage):
    make_dataset(tmp_path)
    damage(shard_path(tmp_path, 1))
    with pytest.raises(DatasetError, match=r"shard-00001\.tar.*generate command again"):
        SyntheticSource(tmp_path)
    report = check_dataset(tmp_path)
    assert len(report.problems) == 1 and "shard-00001.tar" in report.problems[0]
    assert report.clips == 4


def test_shard_damaged_while_open(tmp_path):
    source = SyntheticSource(make_dataset(tmp_path))
    cut(shard_path(tmp_path, 2))
    with pytest.raises(DatasetError, match=r"shard-00002\.tar is cut off.*generate command"):
        source.truth(5)
    shard_path(tmp_path, 2).unlink()
    with pytest.raises(DatasetError, match=r"shard-00002\.tar cannot be read"):
        source.load(5)
    assert source.load(0).frames.any()


def test_check_notices_a_changed_byte_in_a_film(tmp_path):
    make_dataset(tmp_path)
    path = shard_path(tmp_path, 0)
    payload = bytearray(path.read_bytes())
    start = payload.index(b"mdat") + 1500
    payload[start : start + 300] = bytes(300)
    path.write_bytes(payload)
    report = check_dataset(tmp_path)
    assert any("shard-00000.tar was changed" in problem for problem in report.problems)


def test_check_notices_a_shard_in_the_wrong_place(tmp_path):
    make_dataset(tmp_path)
    replace_with_another(shard_path(tmp_path, 1))
    assert any("shard-00001.tar" in problem for problem in check_dataset(tmp_path).problems)


def test_reading_needs_tars_and_manifest_only(tmp_path):
    make_dataset(tmp_path)
    for number in range(3):
        record_path(shard_path(tmp_path, number)).unlink()
    assert len(SyntheticSource(tmp_path).records) == 6
    (tmp_path / MANIFEST_FILE).unlink()
    with pytest.raises(DatasetError, match="unfinished"):
        SyntheticSource(tmp_path)
