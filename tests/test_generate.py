"""A job on disk: the same bytes however many workers, interruptions and repetitions."""

import numpy as np
import pytest

from understudy.data.input import InputSpec, even_frames, prepare
from understudy.data.manifest import read_manifest
from understudy.data.synthetic import SyntheticSource
from understudy.data.targets import clip_targets
from understudy.errors import DatasetError
from understudy.generate import film, generate
from understudy.geometry import project
from understudy.models import ModelSpec
from understudy.motion import ACTIONS
from understudy.render import open_renderer
from understudy.render.sensor import distort_points
from understudy.sampling import GenerateJob, sample_clip
from understudy.train import TrainConfig, train

JOB = GenerateJob(
    actions=("wave_one_hand", "sit_down"),
    clips_per_action=3,
    width=48,
    height=48,
    fps=6.0,
    duration_s=(2.0, 2.5),
    layers=("depth", "instance", "body_part", "normal", "flow"),
    clips_per_shard=2,
    quality="draft",
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    out = tmp_path_factory.mktemp("dataset") / "data"
    done = []
    generate(JOB, out, workers=1, on_clip=done.append)
    assert done == list(range(7))
    return out


def shards(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())}


def test_two_workers_write_the_same_bytes(dataset, tmp_path):
    generate(JOB, tmp_path / "again", workers=2)
    assert shards(tmp_path / "again") == shards(dataset)
    assert read_manifest(tmp_path / "again") == read_manifest(dataset)


def test_going_on_films_only_what_is_missing(dataset, tmp_path):
    import shutil

    half = tmp_path / "half"
    shutil.copytree(dataset, half)
    (half / "manifest.json").unlink()
    (half / "shards" / "shard-00001.json").unlink()
    (half / "shards" / "shard-00002.tar").write_bytes(b"cut off")
    kept = (half / "shards" / "shard-00000.tar").stat().st_mtime_ns
    done = []
    generate(JOB, half, workers=1, on_clip=done.append)
    assert done == [2, 3, 4, 5, 6]
    assert (half / "shards" / "shard-00000.tar").stat().st_mtime_ns == kept
    assert shards(half) == shards(dataset)


def test_another_job_is_kept_out(dataset):
    with pytest.raises(DatasetError, match="another job"):
        generate(JOB.model_copy(update={"seed": 1}), dataset, workers=1)


def test_the_stored_spec_films_the_stored_clip(dataset):
    source = SyntheticSource(dataset)
    spec, truth = source.spec(0), source.truth(0)
    with open_renderer("raster") as renderer:
        clip = film(spec, renderer)
    assert np.array_equal(clip.truth.instance, truth.instance)
    assert np.abs(clip.truth.depth_m - truth.depth_m).max() < 1e-3
    # The stored film has gone through a video codec.
    difference = np.abs(clip.frames.astype(int) - source.load(0).frames.astype(int))
    assert difference.mean() < 6.0


def test_joints_of_the_depth_view_lie_on_its_surface(dataset):
    """What a network is told of joints and what it sees of them agree, in place and nearness."""
    source, spec = SyntheticSource(dataset), InputSpec(layer="depth", size=64, frame_count=6)
    on_person, behind = [], []
    for index in range(len(source.records)):
        video = source.load(index, "depth")
        chosen = even_frames(len(video.frames), spec.frame_count)
        view = prepare(video, spec, chosen)[..., 0].astype(float)
        joints = clip_targets(source, index, ("keypoints",), chosen, video, spec)["keypoints"]
        for time, joint in zip(*np.nonzero(joints[..., 3] > 0.5), strict=True):
            x, y, near, _ = joints[time, joint]
            if max(abs(x), abs(y)) >= 1.0:
                continue
            column, row = (int((place + 1.0) * 32) for place in (x, y))
            around = view[time, max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            on_person.append(around.max() > 0)
            if around.max() > 0:
                surface = (around.max() - 1.0) / 127.0 - 1.0  # 255 near, 1 far, about the median
                behind.append(surface - near)
    assert len(behind) > 200 and np.mean(on_person) > 0.97
    assert -0.05 < np.median(behind) < 0.15 and np.mean(np.abs(behind) < 0.3) > 0.95


def test_a_network_learns_joints_from_depth(dataset, tmp_path):
    config = TrainConfig(
        model=ModelSpec(name="pose_tsm", width=8),
        input=InputSpec(layer="depth", size=32, frame_count=4),
        targets=("keypoints",),
        epochs=12,
        batch_size=2,
        learning_rate=3e-3,
    )
    record = train(SyntheticSource(dataset), tmp_path / "run", config)
    first, last = record.history[0].losses, record.history[-1].losses
    assert set(first) == {"labels", "keypoints"}
    assert last["keypoints"] < 0.8 * first["keypoints"]


@pytest.fixture(scope="module")
def clips():
    job = JOB.model_copy(update={"actions": tuple(ACTIONS), "width": 64, "height": 64})
    with open_renderer("raster") as renderer:
        return [film(sample_clip(job, action, 5), renderer) for action in ACTIONS]


def test_every_action_fills_the_picture_with_somebody(clips):
    for clip in clips:
        name = clip.spec.clip_id
        assert clip.frames.shape == (clip.spec.frame_count, 64, 64, 3)
        above_water = clip.truth.joints_m[:, 0, :, 2].max(axis=1) > 0.0
        seen = (clip.truth.instance == 1).any(axis=(1, 2))
        assert above_water.mean() > 0.6 and seen[above_water].mean() > 0.9, name
        assert 15 < clip.frames.mean() < 240, name
        start, end = clip.truth.action_interval_s
        assert 0.0 <= start < end <= clip.spec.frame_count / clip.spec.fps + 1e-6, name


def test_joints_lie_on_their_mask_and_behind_the_surface(clips):
    """Geometric identities over every action: mask, depth, box and projection agree."""
    on_mask, within = [], []
    for clip in clips:
        truth = clip.truth
        again, depth = project(truth.joints_m[:, 0], truth.world_from_camera, truth.intrinsics)
        again = distort_points(again, clip.spec.sensor, truth.intrinsics)
        seen = truth.joints_visible[:, 0]
        assert np.allclose(again[seen], truth.joints_px[:, 0][seen], atol=1e-2)
        for t, joint in zip(*np.nonzero(seen), strict=True):
            u, v = truth.joints_px[t, 0, joint].astype(int)
            around = truth.instance[t, max(v - 1, 0) : v + 2, max(u - 1, 0) : u + 2]
            on_mask.append((around == 1).any())
            if truth.instance[t, v, u] == 1:
                within.append(-0.03 < depth[t, joint] - truth.depth_m[t, v, u] < 0.25)
    assert len(on_mask) > 3000
    assert np.mean(on_mask) > 0.98
    # A joint beside the edge of a nearer limb counts as seen where a neighbouring pixel shows it.
    assert np.mean(within) > 0.95


def test_flow_leads_to_the_same_body_part(clips):
    agree = []
    for clip in clips:
        truth = clip.truth
        t, v, u = np.nonzero(truth.flow_valid & (truth.body_part[:-1] > 0))
        moved = truth.flow_px[t, v, u] + np.stack((u, v), axis=1) + 0.5
        column, row = np.clip(moved.astype(int), 0, 63).T
        agree.append(truth.instance[t + 1, row, column] == truth.instance[t, v, u])
    assert np.mean(np.concatenate(agree)) > 0.93


def test_boxes_are_tight(clips):
    for clip in clips:
        for box, instance in zip(clip.truth.boxes_px[:, 0], clip.truth.instance, strict=True):
            rows, columns = np.nonzero(instance == 1)
            if len(rows):
                expected = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
                assert np.allclose(box, expected)
            else:
                assert np.isnan(box).all()
