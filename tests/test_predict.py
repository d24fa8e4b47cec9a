import shutil
from dataclasses import replace

import av
import numpy as np
import pytest
from toy_clips import FPS, dot_frames, toy_run

from understudy.data.video import encode_mp4
from understudy.errors import DatasetError, InputError, VideoError
from understudy.models.checkpoint import load_checkpoint, save_checkpoint
from understudy.predict import (
    TimedFrame,
    Timeline,
    predict,
    sliding_windows,
    write_annotated,
)
from understudy.rng import stream


def film(directions, side: int = 64) -> np.ndarray:
    """Dots one after another, each as long as a training clip."""
    return np.concatenate(
        [
            dot_frames(name, rng=stream(0, "film", number), side=side)
            for number, name in enumerate(directions)
        ]
    )


@pytest.fixture(scope="module")
def two_acts(tmp_path_factory):
    """Six dots to the left, then six upwards: 19.2 s, the change at 9.6 s."""
    path = tmp_path_factory.mktemp("films") / "two acts.mp4"
    path.write_bytes(encode_mp4(film(["left"] * 6 + ["up"] * 6), FPS, 18))
    return path


def held(timeline: Timeline, label: str, low_s: float, high_s: float) -> float:
    """Share of an interval that has the label."""
    overlap = sum(
        max(0.0, min(segment.end_s, high_s) - max(segment.start_s, low_s))
        for segment in timeline.segments
        if segment.label == label
    )
    return overlap / (high_s - low_s)


def test_segments_say_what_happens_when(two_acts):
    timeline = predict(toy_run(), two_acts)
    assert timeline.duration_s == pytest.approx(19.2)
    assert timeline.window_s == pytest.approx(1.6)
    assert held(timeline, "left", 0.0, 8.8) > 0.75
    assert held(timeline, "up", 10.4, 19.2) > 0.75
    assert timeline.segments[0].start_s == 0.0
    assert timeline.segments[-1].end_s == pytest.approx(19.2)
    for before, after in zip(timeline.segments[:-1], timeline.segments[1:], strict=True):
        assert before.end_s == after.start_s and before.label != after.label
    np.testing.assert_allclose(np.sum(timeline.scores, axis=1), 1.0, atol=1e-3)
    assert Timeline.model_validate_json(timeline.model_dump_json()) == timeline


def test_a_single_clip_gets_one_answer(tmp_path):
    for direction in ("left", "right", "up"):
        path = tmp_path / f"{direction}.mp4"
        path.write_bytes(encode_mp4(film([direction]), FPS, 18))
        timeline = predict(toy_run(), path)
        assert held(timeline, direction, 0.0, 1.6) > 0.9


def test_a_clip_of_one_frame_and_a_coarse_stride(tmp_path, two_acts):
    path = tmp_path / "still.mp4"
    path.write_bytes(encode_mp4(film(["left"])[:1], FPS, 18))
    timeline = predict(toy_run(), path)
    assert len(timeline.times_s) >= 1 and timeline.duration_s == pytest.approx(0.1)
    coarse = predict(toy_run(), two_acts, stride_s=5.0)
    assert len(coarse.times_s) == 4 and coarse.segments[-1].end_s == pytest.approx(19.2)
    with pytest.raises(InputError, match="stride"):
        predict(toy_run(), two_acts, stride_s=0.0)


@pytest.mark.parametrize(
    ("frame_count", "window_s", "step_s"), [(1, 2.0, 0.5), (7, 2.0, 0.5), (100, 2.0, 0.7)]
)
def test_windows_cover_the_video_and_few_frames_are_held(frame_count, window_s, step_s):
    pixels = np.arange(frame_count, dtype=np.uint8)

    def frames():
        for number in range(frame_count):
            yield TimedFrame(
                pixels=np.full((2, 2, 3), pixels[number]), time_s=number / 10, period_s=0.1
            )

    windows = list(sliding_windows(frames(), window_s, step_s))
    seen = set()
    for start_s, end_s, video in windows:
        numbers = video.frames[:, 0, 0, 0]
        seen |= set(numbers.tolist())
        assert (np.diff(numbers) == 1).all()
        assert len(numbers) <= window_s * 10 + 1
        assert numbers[0] / 10 == pytest.approx(start_s, abs=0.1)
        assert end_s <= frame_count / 10 + 1e-6
    assert seen == set(range(frame_count))
    assert windows[-1][1] == pytest.approx(frame_count / 10)


def test_annotated_copy_has_the_same_size_rate_and_length(two_acts, tmp_path):
    timeline = predict(toy_run(), two_acts)
    out = tmp_path / "new folder" / "annotated.mp4"
    write_annotated(two_acts, timeline, out)
    with av.open(str(two_acts)) as before, av.open(str(out)) as after:
        assert before.streams.video[0].average_rate == after.streams.video[0].average_rate
        old = [frame.to_ndarray(format="rgb24") for frame in before.decode(video=0)]
        new = [frame.to_ndarray(format="rgb24") for frame in after.decode(video=0)]
    assert len(old) == len(new) and old[0].shape == new[0].shape
    assert np.abs(old[50][:8, :8].astype(int) - new[50][:8, :8]).mean() > 10  # the panel
    # The strip has one colour for the first act and another for the second.
    strip = np.array(new)[:, -2].mean(0)
    assert np.abs(strip[10] - strip[50]).max() > 40
    assert [path.name for path in out.parent.iterdir()] == ["annotated.mp4"]


def test_odd_sizes_are_written_without_their_last_line(tmp_path):
    path, out = tmp_path / "odd.mkv", tmp_path / "out.mp4"
    with av.open(str(path), "w") as container:
        output = container.add_stream("ffv1", rate=10)
        output.width, output.height, output.pix_fmt = 97, 65, "bgr0"
        for pixels in film(["up"], side=97)[:, :65]:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            container.mux(output.encode(frame))
        container.mux(output.encode(None))
    write_annotated(path, predict(toy_run(), path), out)
    with av.open(str(out)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (96, 64)


@pytest.mark.parametrize("content", [None, b"", b"this is a text file\n" * 100])
def test_unreadable_videos_name_the_file(tmp_path, content):
    path = tmp_path / "film.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VideoError, match=r"film\.mp4"):
        predict(toy_run(), path)


def test_cut_off_video(two_acts, tmp_path):
    path = tmp_path / "cut.mp4"
    content = two_acts.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(VideoError, match=r"cut\.mp4"):
        predict(toy_run(), path)


def test_a_sound_file_is_no_video(tmp_path):
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as container:
        output = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), layout="mono")
        sound.sample_rate = 8000
        container.mux(output.encode(sound))
        container.mux(output.encode(None))
    with pytest.raises(VideoError, match="video"):
        predict(toy_run(), path)


def test_runs_that_cannot_see_a_video(two_acts, tmp_path):
    with pytest.raises(DatasetError, match="does not exist"):
        predict(tmp_path, two_acts)
    checkpoint = load_checkpoint(toy_run() / "checkpoint.pt")
    depth = replace(checkpoint, input={**checkpoint.input, "layer": "depth"})
    save_checkpoint(depth, tmp_path / "checkpoint.pt")
    with pytest.raises(InputError, match="depth"):
        predict(tmp_path, two_acts)


def test_the_video_itself_is_never_overwritten(two_acts, tmp_path):
    path = tmp_path / "film.mp4"
    shutil.copy(two_acts, path)
    timeline = predict(toy_run(), path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="is the video itself"):
        write_annotated(path, timeline, path)
    assert path.read_bytes() == before
