import numpy as np
import pytest

from understudy.data.difference import difference_view
from understudy.data.input import InputSpec, prepare
from understudy.errors import InputError
from understudy.rng import stream
from understudy.types import Video

CHOSEN = np.arange(2, 22, 3)


def film(*, background=None, left=20, count=24, fps=12.0, height=120, width=200, step=2):
    """A bright block of 20 x 40 px that moves to the right before a background."""
    frames = np.zeros((count, height, width, 3), np.uint8)
    frames[:] = 90 if background is None else background
    for number in range(count):
        x = left + step * number
        frames[number, 40:80, x : x + 20] = 150
    return Video(frames=frames, fps=fps)


def test_what_does_not_move_is_not_seen():
    rough = stream(0, "wall").integers(60, 120, (120, 200, 3)).astype(np.uint8)
    rough[35:85] = 90  # the block's own track stays as it is
    plain = difference_view(film(), CHOSEN, 48)
    before_wall = difference_view(film(background=rough), CHOSEN, 48)
    assert np.abs(plain.astype(int) - before_wall.astype(int)).max() <= 2
    assert np.ptp(plain) > 100


def test_the_cut_follows_what_moves():
    left = difference_view(film(left=10), CHOSEN, 48)
    right = difference_view(film(left=110), CHOSEN, 48)
    assert np.abs(left.astype(int) - right.astype(int)).mean() < 1.0
    changed = np.argwhere((np.abs(right.astype(int) - 128) > 20).any((0, -1)))
    assert changed.min() >= 3 and changed.max() <= 44


def test_exposure_and_frame_rate_do_not_matter():
    video = film()
    darker = video.frames.astype(int) - (np.arange(24) % 5 * 6)[:, None, None, None]
    shifting = Video(frames=darker.astype(np.uint8), fps=12.0)
    usual = difference_view(video, CHOSEN, 48).astype(int)
    assert np.abs(difference_view(shifting, CHOSEN, 48).astype(int) - usual).mean() < 4.0
    faster = film(count=48, fps=24.0, step=1)
    assert np.abs(difference_view(faster, 2 * CHOSEN, 48).astype(int) - usual).mean() < 3.0


def test_channels_are_before_after_and_rest():
    view = difference_view(film(), np.array([12]), 96)[0].astype(int) - 128
    front = np.argwhere(view[..., 0] > 60)[:, 1].mean()
    back = np.argwhere(view[..., 0] < -60)[:, 1].mean()
    assert front > back  # it has come to where it was not, and gone from where it was
    assert np.argwhere(view[..., 1] > 60)[:, 1].mean() > front
    assert (view[..., 2] > 60).sum() > (view[..., 0] > 60).sum()


def test_a_still_film_is_even_and_keeps_its_centre():
    still = film(step=0)
    view = difference_view(still, CHOSEN, 32)
    assert np.abs(view.astype(int) - 128).max() <= 1


def test_it_is_an_input_made_of_colour():
    spec = InputSpec(layer="difference", size=32, frame_count=4)
    assert spec.channels == 3 and spec.stored_layer == "colour"
    assert prepare(film(), spec).shape == (4, 32, 32, 3)
    depth = Video(frames=np.ones((4, 8, 8), np.float32), fps=12.0)
    with pytest.raises(InputError, match="load the colour layer"):
        prepare(depth, spec)
