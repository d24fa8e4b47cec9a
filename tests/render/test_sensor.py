from __future__ import annotations

import numpy as np
import pytest

from understudy.render.sensor import apply_sensor
from understudy.types import SensorSpec

CLEAN = SensorSpec(
    exposure_ev=0.0, white_balance=0.0, contrast=0.0, saturation=0.0, noise=0.0, blur_px=0.0,
    vignette=0.0, downscale=1.0, crf=20, noise_seed=7,
)  # fmt: skip


def sensor(**changes):
    return CLEAN.model_copy(update=changes)


@pytest.fixture
def frames():
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (3, 24, 32, 3)).astype(np.uint8)


def flat(value, frames=4, side=32):
    return np.full((frames, side, side, 3), value, np.uint8)


def test_a_clean_sensor_changes_nothing(frames):
    result = apply_sensor(frames, CLEAN)
    np.testing.assert_array_equal(result, frames)
    assert not np.shares_memory(result, frames)
    np.testing.assert_array_equal(apply_sensor(frames, sensor(downscale=0.0)), frames)


def test_every_setting_changes_something_and_leaves_the_input(frames):
    before = frames.copy()
    for change in (
        {"white_balance": 0.5}, {"contrast": 0.2}, {"saturation": -0.5}, {"noise": 3.0},
        {"blur_px": 0.8}, {"vignette": 0.4}, {"downscale": 2.0},
    ):  # fmt: skip
        result = apply_sensor(frames, sensor(**change))
        assert result.shape == frames.shape and result.dtype == np.uint8
        assert (result != frames).mean() > 0.2, change
    np.testing.assert_array_equal(frames, before)


def test_noise_has_the_stated_strength_and_its_own_seed():
    result = apply_sensor(flat(128), sensor(noise=4.0)).astype(float) - 128
    assert result.std() == pytest.approx(4.0, rel=0.05)
    assert abs(result.mean()) < 0.15
    assert abs(np.corrcoef(result[0].ravel(), result[1].ravel())[0, 1]) < 0.05  # temporal
    again = apply_sensor(flat(128), sensor(noise=4.0))
    np.testing.assert_array_equal(again, apply_sensor(flat(128), sensor(noise=4.0)))
    assert (again != apply_sensor(flat(128), sensor(noise=4.0, noise_seed=8))).any()
    dark = apply_sensor(flat(30), sensor(noise=4.0)).std()
    assert dark < apply_sensor(flat(220), sensor(noise=4.0)).std()


def test_noise_of_a_frame_does_not_depend_on_what_follows():
    long = apply_sensor(flat(90, frames=6), sensor(noise=2.0))
    np.testing.assert_array_equal(long[:2], apply_sensor(flat(90, frames=2), sensor(noise=2.0)))


def test_white_balance_keeps_green():
    warm = apply_sensor(flat(120), sensor(white_balance=1.0))[0, 0, 0].astype(int)
    cold = apply_sensor(flat(120), sensor(white_balance=-1.0))[0, 0, 0].astype(int)
    assert warm[0] > 125 and warm[2] < 115 and warm[1] == 120
    assert cold[0] < 115 and cold[2] > 125 and cold[1] == 120


def test_contrast_turns_about_mid_grey_and_saturation_about_grey():
    assert apply_sensor(flat(128), sensor(contrast=0.3))[0, 0, 0, 0] == 128
    bright = flat(180)
    bright[:, :8] = 100
    assert apply_sensor(bright, sensor(contrast=0.3))[0, 0, 0, 0] in (91, 92)
    dark = flat(50)
    dark[:, :8] = 30
    result = apply_sensor(dark, sensor(contrast=0.8))[0, :, :, 0].astype(int)
    assert result.min() > 5 and np.ptp(result) == 36, "a dark place does not turn black"
    np.testing.assert_array_equal(apply_sensor(flat(77), sensor(saturation=0.8)), flat(77))
    colourful = flat(0)
    colourful[..., 0] = 200
    grey = apply_sensor(colourful, sensor(saturation=-1.0))[0, 0, 0].astype(int)
    assert np.ptp(grey) <= 1 and grey[0] == pytest.approx(0.2126 * 200, abs=1)


def test_blur_and_downscale_keep_brightness_and_lose_detail(frames):
    for change in ({"blur_px": 1.0}, {"downscale": 2.0}, {"downscale": 1.6, "blur_px": 0.5}):
        result = apply_sensor(frames, sensor(**change)).astype(float)
        assert result.mean() == pytest.approx(frames.mean(), abs=1.5)
        assert result.std() < 0.6 * frames.astype(float).std()
        np.testing.assert_array_equal(apply_sensor(flat(91), sensor(**change)), flat(91))


def test_blur_of_a_point_is_a_round_gaussian():
    picture = flat(0, frames=1, side=21)
    picture[0, 10, 10] = 255
    spot = apply_sensor(picture, sensor(blur_px=1.5))[0, :, :, 0].astype(float)
    np.testing.assert_allclose(spot, spot.T, atol=1)
    place = np.arange(21) - 10
    assert np.sqrt((spot.sum(0) * place**2).sum() / spot.sum()) == pytest.approx(1.5, rel=0.12)


def test_vignette_darkens_the_corners_only():
    result = apply_sensor(flat(200, side=101), sensor(vignette=0.5))[0, :, :, 0].astype(int)
    assert result[50, 50] == 200 and result[0, 0] == pytest.approx(101, abs=2)


def test_bright_frames_do_not_wrap_around():
    result = apply_sensor(flat(254), sensor(noise=8.0, contrast=0.5))
    assert result.min() > 200
