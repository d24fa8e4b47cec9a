import numpy as np
import pytest
from small_clips import make_frames, shared_folder

from understudy.data import DATASETS, open_source
from understudy.data.folder import FolderSource
from understudy.data.input import InputSpec, prepare
from understudy.data.utd_mhad import LABELS, SKELETON_JOINTS, UtdMhadSource
from understudy.data.video import encode_mp4
from understudy.errors import DatasetError, InputError, VideoError


@pytest.fixture
def videos(tmp_path):
    for name in ("wave/P1T1.mp4", "wave/P1T2.mp4", "wave/more/P2T1.MP4", "sit/P2T1.mp4"):
        path = tmp_path / "videos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_mp4(make_frames(len(name)), 10.0))
    (tmp_path / "videos" / "wave" / "notes.txt").write_text("not a video")
    (tmp_path / "videos" / "wave" / "._P1T1.mp4").write_text("a Mac was here")
    return tmp_path / "videos"


def test_class_folders(videos):
    source = open_source(f"folder:{videos}")
    assert source.name == "videos" and source.classes == ("sit", "wave")
    assert [(r.clip_id, r.label) for r in source.records] == [
        ("sit/P2T1.mp4", "sit"),
        ("wave/P1T1.mp4", "wave"),
        ("wave/P1T2.mp4", "wave"),
        ("wave/more/P2T1.MP4", "wave"),
    ]
    assert len({r.group for r in source.records}) == 4
    assert all(record.split is None for record in source.records)
    assert source.load(0).frames.shape == (6, 32, 48, 3)
    with pytest.raises(InputError, match="no depth"):
        source.load(0, "depth")


def test_groups_by_pattern(videos):
    source = open_source(f"folder:{videos}?group=P(\\d+)")
    assert [record.group for record in source.records] == ["2", "1", "1", "2"]
    with pytest.raises(InputError, match=r"does not match sit/P2T1\.mp4"):
        FolderSource(videos, group="T2")
    with pytest.raises(InputError, match="no regular expression"):
        FolderSource(videos, group="(")


def test_list_of_videos(videos):
    table = videos / "clips.csv"
    table.write_text("path,label,group\nwave/P1T1.mp4,hello,anna\nsit/P2T1.mp4,seat,\n")
    source = open_source(f"folder:{table}")
    assert source.classes == ("hello", "seat")
    assert [record.group for record in source.records] == ["anna", "sit/P2T1.mp4"]
    assert source.load(1).frames.shape == (6, 32, 48, 3)
    table.write_text("file,label\nwave/P1T1.mp4,hello\n")
    with pytest.raises(DatasetError, match="columns file, label: expected a header"):
        FolderSource(table)
    table.write_text("path,label\nwave/P1T1.mp4,\n")
    with pytest.raises(DatasetError, match="line 2"):
        FolderSource(table)


def test_unreadable_videos_are_found_when_loaded(videos):
    (videos / "sit" / "P2T1.mp4").write_bytes(b"")
    source = FolderSource(videos)
    with pytest.raises(VideoError, match=r"sit/P2T1\.mp4 is empty"):
        source.load(0)
    (videos / "sit" / "P2T1.mp4").unlink()
    with pytest.raises(VideoError, match="not a file"):
        source.load(0)


def test_fingerprint_follows_the_content(videos):
    first = FolderSource(videos).fingerprint
    assert FolderSource(videos).fingerprint == first
    (videos / "sit" / "P2T1.mp4").write_bytes(encode_mp4(make_frames(99), 10.0))
    assert FolderSource(videos).fingerprint != first


def test_folders_without_videos(tmp_path):
    with pytest.raises(DatasetError, match="does not exist"):
        FolderSource(tmp_path / "absent")
    (tmp_path / "loose.mp4").write_bytes(b"x")
    with pytest.raises(DatasetError, match="1 videos lie in no class folder"):
        FolderSource(tmp_path)


def test_how_datasets_are_written(tmp_path):
    assert {"synthetic", "folder", "utd_mhad", "ucf101"} <= set(DATASETS)
    with pytest.raises(InputError, match="did you mean folder"):
        open_source(f"foldr:{tmp_path}")
    with pytest.raises(InputError, match="names no path"):
        open_source("folder:")
    with pytest.raises(InputError, match=r"unknown option 'person'.*group"):
        open_source(f"folder:{tmp_path}?person=1")
    with pytest.raises(InputError, match="OPTION=VALUE"):
        open_source(f"folder:{tmp_path}?group")
    for text in (str(tmp_path), f"synthetic:{tmp_path}"):
        with pytest.raises(DatasetError, match="no dataset made by generate"):
            open_source(text)


def save_depth(path, depth_mm, key="d_depth"):
    from scipy.io import savemat

    path.parent.mkdir(parents=True, exist_ok=True)
    savemat(path, {key: depth_mm}, do_compression=True)


def test_utd_mhad(tmp_path):
    depth_mm = np.zeros((24, 32, 5), np.uint16)
    depth_mm[5:20, 20:30, :] = 3000 + np.arange(5)
    for name in ("a23_s3_t1", "a23_s1_t2", "a1_s1_t1"):
        save_depth(tmp_path / "Depth" / f"{name}_depth.mat", depth_mm)
    source = open_source(f"utd_mhad:{tmp_path}")
    assert source.classes == ("swipe_left", "walk")
    assert [(r.clip_id, r.group) for r in source.records] == [
        ("a1_s1_t1", "subject 1"),
        ("a23_s1_t2", "subject 1"),
        ("a23_s3_t1", "subject 3"),
    ]
    video = source.load(1, "depth")
    assert video.frames.shape == (5, 24, 32) and video.frames.dtype == np.float32
    assert video.fps == 30.0 and video.frames[4, 10, 2] == pytest.approx(3.004)  # mirrored back
    assert video.frames[4, 10, 25] == 0.0
    np.testing.assert_array_equal(video.foreground, video.frames > 0)
    assert len(open_source(f"utd_mhad:{tmp_path}/Depth?labels=walk").records) == 2
    with pytest.raises(InputError, match="no colour"):
        source.load(0)
    with pytest.raises(InputError, match="did you mean"):
        open_source(f"utd_mhad:{tmp_path}?labels=walks")
    with pytest.raises(DatasetError, match="no UTD-MHAD recordings of jog"):
        open_source(f"utd_mhad:{tmp_path}?labels=jog")


def test_damaged_utd_mhad(tmp_path):
    path = tmp_path / "a1_s1_t1_depth.mat"
    depth_mm = np.random.default_rng(0).integers(0, 4000, (24, 32, 5)).astype(np.uint16)
    save_depth(path, depth_mm)
    source = UtdMhadSource(tmp_path)
    payload = path.read_bytes()
    for broken in (payload[:200], payload[:4000], b"", b"text" * 100):
        path.write_bytes(broken)
        with pytest.raises(VideoError, match=r"a1_s1_t1_depth\.mat"):
            source.load(0, "depth")
    save_depth(path, depth_mm, key="d_skel")
    with pytest.raises(VideoError, match="no 'd_depth'"):
        source.load(0, "depth")
    save_depth(path, depth_mm.astype(np.float64))
    with pytest.raises(VideoError, match="expected uint16"):
        source.load(0, "depth")


def test_utd_mhad_itself():
    source = open_source(f"utd_mhad:{shared_folder('real', 'utd_mhad')}")
    assert source.classes == LABELS and len(source.records) > 400
    assert len({record.group for record in source.records}) == 4
    for index in (0, 200, len(source.records) - 1):
        pixels = prepare(source.load(index, "depth"), InputSpec(layer="depth"))
        assert pixels.shape == (8, 64, 64, 1)
        assert 0.05 < (pixels > 0).mean() < 0.6
        assert 100 < np.median(pixels[pixels > 0]) < 156


def test_utd_mhad_shows_right_hands_on_the_left():
    source = open_source(f"utd_mhad:{shared_folder('real', 'utd_mhad')}?labels=wave")
    joint = SKELETON_JOINTS.index
    farther_left = []
    for index in range(0, len(source.records), 3):
        places = source.skeleton(index)
        frame = int(places[:, joint("right_wrist"), 1].argmax())
        assert places[frame, joint("right_wrist"), 1] > places[frame, joint("left_wrist"), 1] + 0.3
        person = source.load(index, "depth").foreground[frame]
        rows, columns = np.nonzero(person)
        upper = rows < rows.min() + 0.35 * np.ptp(rows)
        middle = np.median(columns)  # of the legs and the trunk
        farther_left.append((middle - columns[upper].min()) - (columns[upper].max() - middle))
    assert np.median(farther_left) > 8  # [px]


@pytest.mark.parametrize(
    ("name", "classes", "clips"),
    [
        ("gatech_waves", ("action1", "action2", "action3"), 27),
        ("ucf101", ("ApplyEyeMakeup", "BenchPress", "Diving"), 15),
    ],
)
def test_real_folders(name, classes, clips):
    source = open_source(f"folder:{shared_folder('real', name)}")
    assert source.classes == classes and len(source.records) == clips
    video = source.load(clips // 2)
    assert min(video.frames.shape[1:3]) in (240, 256) and 20 < video.fps < 31
    pixels = prepare(video, InputSpec())
    assert pixels.shape == (8, 64, 64, 3) and pixels.std() > 10
