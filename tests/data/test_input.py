import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.data.input import PART_COLOURS, InputSpec, even_frames, prepare
from understudy.errors import InputError, VideoError
from understudy.types import BODY_PARTS, Video


def depth_video(*, distance_m=3.0, left=60, top=30, scale=1, count=5, height=120, width=160):
    """A box of a person, one arm nearer than the body, before a wall."""
    depth_m = np.full((count, height, width), 5.0, np.float32)
    foreground = np.zeros(depth_m.shape, bool)
    body = (slice(None), slice(top, top + 60 * scale), slice(left, left + 20 * scale))
    arm = (slice(None), slice(top, top + 10 * scale), slice(left + 20 * scale, left + 30 * scale))
    for part, nearer_m in ((body, 0.0), (arm, 0.5)):
        depth_m[part] = distance_m - nearer_m
        foreground[part] = True
    return Video(frames=depth_m, fps=10.0, foreground=foreground)


@given(available=st.integers(1, 500), wanted=st.integers(1, 64))
def test_even_frames(available, wanted):
    chosen = even_frames(available, wanted)
    assert chosen.shape == (wanted,) and chosen.min() >= 0 and chosen.max() < available
    assert (np.diff(chosen) >= 0).all()
    assert np.ptp(np.diff(chosen)) <= 1 if wanted > 1 else True
    if available >= wanted:
        assert len(set(chosen)) == wanted
    assert abs((chosen.mean() + 0.5) / available - 0.5) <= 0.5 / available + 1e-9


def test_colour_takes_the_centre_square_without_aliasing():
    frames = np.zeros((3, 100, 200, 3), np.uint8)
    frames[:, :, :50] = 255  # left of the centre square
    frames[:, :, 50:150] = (40, 80, 120)
    frames[:, ::2, 50:150] = 0  # stripes finer than the target's pixels
    pixels = prepare(Video(frames=frames, fps=10.0), InputSpec(frame_count=4, size=20))
    assert pixels.shape == (4, 20, 20, 3) and pixels.dtype == np.uint8
    assert np.abs(pixels[:, 1:-1, 1:-1].astype(int) - (20, 40, 60)).max() <= 3


def test_depth_does_not_depend_on_place_distance_or_resolution():
    spec = InputSpec(layer="depth", size=32, frame_count=2)
    reference = prepare(depth_video(), spec).astype(int)
    assert reference.shape == (2, 32, 32, 1)
    for other in (
        depth_video(left=20, top=10),
        depth_video(distance_m=4.2),
        depth_video(left=0, top=0),  # the square leaves the picture
        depth_video(left=130, top=60),
    ):
        assert np.abs(prepare(other, spec) - reference).max() <= 2
    large = depth_video(scale=2, left=120, top=60, height=240, width=320)
    assert np.abs(prepare(large, spec) - reference).mean() < 4


def test_depth_values():
    pixels = prepare(depth_video(), InputSpec(layer="depth", size=64, frame_count=1))[0, ..., 0]
    assert pixels[0].max() == 0 and pixels[:, -1].max() == 0  # margin
    values, counts = np.unique(pixels, return_counts=True)
    assert set(values[np.argsort(-counts)][:2]) == {0, 128}  # background and the median
    assert pixels.max() in (191, 192)  # half a metre before it
    rows = np.flatnonzero(pixels.any(1))
    assert len(rows) == pytest.approx(64 * 0.8, abs=2)  # 10 % border on both sides


def test_depth_does_not_depend_on_the_tilt_of_the_camera():
    """From above the head is nearer than the feet; what an arm does stays to be seen."""
    level, tilted = depth_video(), depth_video()
    tilted.frames[:] += 0.004 * np.arange(120, dtype=np.float32)[:, None]
    spec = InputSpec(layer="depth", size=64, frame_count=1)
    seen, from_above = (prepare(video, spec)[0, ..., 0].astype(int) for video in (level, tilted))
    body = seen == 128
    assert np.abs(from_above[body] - 128).max() <= 12  # of 31 that it was tilted
    assert from_above[seen > 180].min() > 170


def test_speckle_does_not_widen_the_crop():
    clean, speckled = depth_video(), depth_video()
    speckled.foreground[0, 2, 2] = True
    spec = InputSpec(layer="depth", size=32)
    np.testing.assert_array_equal(prepare(speckled, spec)[1:], prepare(clean, spec)[1:])


def test_what_does_not_fit_is_refused():
    colour = Video(frames=np.zeros((2, 8, 8, 3), np.uint8), fps=10.0)
    with pytest.raises(InputError, match="load the depth layer"):
        prepare(colour, InputSpec(layer="depth"))
    with pytest.raises(InputError, match="load the colour layer"):
        prepare(depth_video(), InputSpec())
    masks = Video(frames=np.zeros((2, 8, 8), np.uint8), fps=10.0)
    with pytest.raises(InputError, match="load the depth layer"):
        prepare(masks, InputSpec(layer="depth"))
    with pytest.raises(InputError, match="load the body_part layer"):
        prepare(depth_video(), InputSpec(layer="body_part"))
    with pytest.raises(InputError, match="load the flow layer"):
        prepare(colour, InputSpec(layer="flow"))
    with pytest.raises(VideoError, match="no frames"):
        prepare(Video(frames=np.zeros((0, 8, 8, 3), np.uint8), fps=10.0), InputSpec())
    everywhere = depth_video()
    with pytest.raises(InputError, match="--layers depth instance"):
        prepare(Video(frames=everywhere.frames, fps=10.0), InputSpec(layer="depth"))
    nobody = Video(frames=everywhere.frames, fps=10.0, foreground=everywhere.foreground & False)
    with pytest.raises(VideoError, match="nobody"):
        prepare(nobody, InputSpec(layer="depth"))


def test_flow_does_not_depend_on_resolution_or_rate():
    """A quarter of the picture's side per second, to the right and up."""
    views = []
    for side, fps in ((40, 10.0), (80, 10.0), (80, 20.0)):
        pixels_per_frame = 0.25 * side / fps
        flow = np.zeros((6, side, 2 * side, 2), np.float32)
        flow[..., 0], flow[..., 1] = pixels_per_frame, -pixels_per_frame
        spec = InputSpec(layer="flow", size=16, frame_count=3)
        views.append(prepare(Video(frames=flow, fps=fps), spec))
    assert views[0].shape == (3, 16, 16, 2) and views[0].dtype == np.uint8
    assert (views[0] == (round(127.5 * 1.125), round(127.5 * 0.875))).all()
    assert all((view == views[0]).all() for view in views)
    still = prepare(Video(frames=np.zeros((2, 8, 8, 2), np.float32), fps=9.0), spec)
    assert (still == 128).all()


def test_masks_are_painted():
    assert len(PART_COLOURS) == len(BODY_PARTS) == len({tuple(colour) for colour in PART_COLOURS})
    ids = np.zeros((4, 60, 60), np.uint8)
    ids[:, :30], ids[:, 30:, 30:] = 3, 14
    view = prepare(Video(frames=ids, fps=9.0), InputSpec(layer="body_part", size=20, frame_count=2))
    assert view.shape == (2, 20, 20, 3)
    for place, part in (((5, 5), 3), ((15, 5), 0), ((15, 15), 14)):
        assert (view[0][place] == PART_COLOURS[part]).all()
    ids[:, :30], ids[:, 30:, 30:] = 2, 128
    view = prepare(Video(frames=ids, fps=9.0), InputSpec(layer="instance", size=20, frame_count=2))
    assert view.shape == (2, 20, 20, 1)
    assert [view[0, 5, 5, 0], view[0, 15, 5, 0], view[0, 15, 15, 0]] == [255, 0, 110]


def test_chosen_frames_only():
    frames = np.arange(10, dtype=np.uint8)[:, None, None, None].repeat(3, axis=3)
    frames = frames.repeat(8, axis=1).repeat(8, axis=2)
    view = prepare(Video(frames=frames, fps=9.0), InputSpec(size=8), np.array([0, 7, 9]))
    assert view[:, 0, 0, 0].tolist() == [0, 7, 9]
