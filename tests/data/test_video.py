import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_clips import make_frames, shared_folder

from understudy.data.video import GOP, VideoReader, decode_video, duration_s, encode_mp4
from understudy.errors import InputError, VideoError


@settings(max_examples=15, deadline=None)
@given(
    count=st.integers(1, 30),
    height=st.integers(8, 40).map(lambda n: 2 * n),
    width=st.integers(8, 40).map(lambda n: 2 * n),
    fps=st.sampled_from([5.0, 12.0, 24.0, 29.97, 30.0]),
)
def test_film_survives(count, height, width, fps):
    frames = make_frames(count, count=count, height=height, width=width)
    video = decode_video(encode_mp4(frames, fps, 10))
    assert video.frames.shape == frames.shape and video.frames.dtype == np.uint8
    assert video.fps == pytest.approx(fps, rel=1e-3)
    assert np.abs(video.frames.astype(int) - frames).mean() < 5


def test_grey_levels_and_colours_keep_their_value():
    levels = np.array([[0] * 3, [64] * 3, [128] * 3, [255] * 3, [200, 40, 40], [30, 60, 220]])
    frames = np.broadcast_to(
        np.repeat(np.repeat(levels.reshape(1, 2, 3, 3), 16, 1), 16, 2), (4, 32, 48, 3)
    ).astype(np.uint8)
    decoded = decode_video(encode_mp4(frames, 10.0, 5)).frames
    inside = (slice(None), slice(4, None, 16), slice(4, None, 16))
    assert np.abs(decoded[inside].astype(int) - frames[inside]).max() <= 4


def test_same_frames_same_bytes():
    # A film that x264, left to itself, encodes in ten different ways in forty trials.
    time, row, column = np.mgrid[:36, :112, :112]
    waves = (127 + 100 * np.sin((column + 2 * time) / 9), 127 + 100 * np.cos(row / 12))
    frames = np.stack([*waves, column + row], axis=-1).astype(np.uint8)
    digests = {hashlib.sha256(encode_mp4(frames, 12.0, 18)).hexdigest() for _ in range(60)}
    assert len(digests) == 1


def test_group_of_pictures_is_short():
    import io

    import av

    with av.open(io.BytesIO(encode_mp4(make_frames(0, count=40), 12.0, 30))) as container:
        keys = [n for n, frame in enumerate(container.decode(video=0)) if frame.key_frame]
    assert np.diff(keys).max() <= GOP


@pytest.mark.parametrize(
    "frames",
    [
        np.zeros((0, 16, 16, 3), np.uint8),
        np.zeros((2, 15, 16, 3), np.uint8),
        np.zeros((2, 16, 16), np.uint8),
        np.zeros((2, 16, 16, 3), np.float32),
    ],
)
def test_frames_that_are_no_film_are_refused(frames):
    with pytest.raises(InputError, match="film needs"):
        encode_mp4(frames, 10.0)


def test_max_frames_and_short_side():
    payload = encode_mp4(make_frames(0, count=10, height=64, width=96), 10.0)
    assert decode_video(payload, max_frames=4).frames.shape == (4, 64, 96, 3)
    assert decode_video(payload, short_side=32).frames.shape == (10, 32, 48, 3)
    assert decode_video(payload, short_side=500).frames.shape == (10, 64, 96, 3)


def test_phone_videos_come_upright(tmp_path):
    """A film with a rotation tag decodes as the player would show it."""
    import av

    upright = np.zeros((4, 32, 48, 3), np.uint8)
    upright[:, :16, :24] = 255  # top left
    stored = np.rot90(upright, 1, axes=(1, 2))  # what a phone held sideways would store
    plain, tagged = tmp_path / "plain.mp4", tmp_path / "tagged.mp4"
    plain.write_bytes(encode_mp4(np.ascontiguousarray(stored), 10.0, 5))
    payload = bytearray(plain.read_bytes())
    matrix = payload.index(b"tkhd") + 4 + 4 + 20 + 16  # ISO 14496-12, track header, version 0
    # A clockwise quarter turn for display: (a, b, u, c, d, v, x, y, w), 16.16 but u, v, w 2.30.
    turn = [0, 65536, 0, -65536, 0, 0, 48 << 16, 0, 1 << 30]
    payload[matrix : matrix + 36] = b"".join(n.to_bytes(4, "big", signed=True) for n in turn)
    tagged.write_bytes(payload)
    with av.open(str(tagged)) as container:
        assert abs(next(container.decode(video=0)).rotation) == 90
    decoded = decode_video(tagged).frames
    assert decoded.shape == upright.shape
    assert np.abs(decoded.astype(int) - upright).mean() < 8


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.95])
def test_cut_off_mp4(tmp_path, share):
    payload = encode_mp4(make_frames(0, count=30), 12.0)
    path = tmp_path / "cut.mp4"
    path.write_bytes(payload[: int(len(payload) * share)])
    with pytest.raises(VideoError, match=r"cut\.mp4.*(remove it|copy it again)"):
        decode_video(path)


def write_film(path, frames):
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.height, stream.width = frames.shape[1:3]
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))


@pytest.mark.parametrize("share", [0.1, 0.4, 0.8])
def test_cut_off_matroska(tmp_path, share):
    """A container without a frame count in front must not pass off half a film as a whole one."""
    path = tmp_path / "film.avi"
    write_film(path, make_frames(0, count=60))
    assert len(decode_video(path).frames) == 60
    payload = path.read_bytes()
    path.write_bytes(payload[: int(len(payload) * share)])
    with pytest.raises(VideoError, match=r"film\.avi"):
        decode_video(path)


def test_what_is_no_video(tmp_path):
    text = tmp_path / "notes.mp4"
    text.write_text("not a film" * 100)
    with pytest.raises(VideoError, match=r"notes\.mp4 cannot be read"):
        decode_video(text)
    with pytest.raises(VideoError, match="is not a file"):
        decode_video(tmp_path / "absent.mp4")
    with pytest.raises(VideoError, match="is not a file"):
        decode_video(tmp_path)
    import av

    sound = tmp_path / "sound.wav"
    with av.open(str(sound), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), "s16", "mono")
        frame.rate = 8000
        container.mux(stream.encode(frame))
    with pytest.raises(VideoError, match="no video stream"):
        decode_video(sound)


def test_damage_in_the_middle_names_the_frame(tmp_path):
    payload = bytearray(encode_mp4(make_frames(0, count=30, height=64, width=64), 12.0, 10))
    start = payload.index(b"mdat") + 4
    payload[start + 2000 : start + 2400] = bytes(400)
    path = tmp_path / "hole.mp4"
    path.write_bytes(payload)
    try:
        decoded = decode_video(path)
    except VideoError as error:
        assert "hole.mp4" in str(error)
    else:  # the codec may conceal a hole; it must not invent or lose frames
        assert abs(len(decoded.frames) - 30) <= 4


def test_real_videos():
    for parts, extension in ((("real", "gatech_waves"), "avi"), (("real", "gmdcsa24"), "mp4")):
        path = sorted(shared_folder(*parts).rglob(f"*.{extension}"))[0]
        with VideoReader(path) as reader:
            first = next(iter(reader.frames()))
            assert first.shape[2] == 3 and first.std() > 10
            assert 5 < reader.fps < 61


def test_a_stretch_of_a_film(tmp_path):
    frames = np.zeros((30, 16, 16, 3), np.uint8)
    frames[:] = (8 * np.arange(30, dtype=np.uint8))[:, None, None, None]
    path = tmp_path / "film.mp4"
    path.write_bytes(encode_mp4(frames, 10.0, crf=5))
    part = decode_video(path, from_s=1.0, until_s=2.5)
    assert len(part.frames) == 15
    np.testing.assert_array_equal(part.frames, decode_video(path).frames[10:25])
    assert len(decode_video(path, from_s=1.0, max_frames=4).frames) == 4
    assert duration_s(path) == pytest.approx(3.0)
    with pytest.raises(VideoError, match="ends before 9 s"):
        decode_video(path, from_s=9.0)


@pytest.mark.parametrize("container", ["mp4", "avi", "mkv"])
def test_chosen_frames_are_those_of_the_whole_film(tmp_path, container):
    path = tmp_path / f"film.{container}"  # Matroska's header does not count the frames
    write_film(path, make_frames(0, count=30))
    whole = decode_video(path).frames
    asked = []

    def choose(available):
        asked.append(available)
        return np.array([7, 3, 3, available - 1])

    np.testing.assert_array_equal(decode_video(path, choose=choose).frames, whole[[7, 3, 3, 29]])
    part = decode_video(path, choose=choose, from_s=1.0, until_s=2.0)
    np.testing.assert_array_equal(part.frames, whole[[17, 13, 13, 19]])
    assert asked == [30, 10]


def test_a_film_cut_off_behind_the_chosen_frames_is_found_out(tmp_path):
    path = tmp_path / "film.avi"
    write_film(path, make_frames(0, count=60))
    assert len(decode_video(path, choose=lambda available: np.arange(3)).frames) == 3
    payload = path.read_bytes()
    path.write_bytes(payload[: int(0.8 * len(payload))])
    with pytest.raises(VideoError, match=r"cut off|damaged"):
        decode_video(path, choose=lambda available: np.arange(3))
