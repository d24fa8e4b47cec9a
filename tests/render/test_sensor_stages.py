"""Every stage of the camera model does what it says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from understudy.errors import InputError
from understudy.geometry import project
from understudy.render import DEVICES, SensorRange, sample_sensor
from understudy.render.sensor import (
    apply_sensor,
    distort_points,
    distort_truth,
    opencv_lens,
    undistort_points,
)
from understudy.render.sensor.lens import centred_intrinsics
from understudy.rng import stream
from understudy.types import GroundTruth, SensorSpec

CLEAN = SensorSpec(
    exposure_ev=0.0, white_balance=0.0, contrast=0.0, saturation=0.0, noise=0.0, blur_px=0.0,
    vignette=0.0, downscale=1.0, crf=20, noise_seed=7,
)  # fmt: skip
SIZE = 48


def sensor(**changes) -> SensorSpec:
    return CLEAN.model_copy(update=changes)


def flat(value: int, frames: int = 4, side: int = SIZE) -> np.ndarray:
    return np.full((frames, side, side, 3), value, np.uint8)


def picture(frames: int = 3) -> np.ndarray:
    """A soft coloured pattern: encoders and lenses meet nothing unnatural."""
    v, u = np.mgrid[:SIZE, :SIZE] / SIZE
    planes = [np.sin(6 * u + 2 * v), np.cos(5 * v - u), np.sin(9 * u * v)]
    one = (127 + 90 * np.stack(planes, axis=-1)).astype(np.uint8)
    return np.stack([np.roll(one, shift, axis=1) for shift in range(frames)])


def box(left: int = 20, right: int = 28) -> np.ndarray:
    """A white square on black, one frame."""
    frames = flat(0, frames=1)
    frames[0, 20:28, left:right] = 255
    return frames


def light(frames: np.ndarray) -> np.ndarray:
    """Undoes the encoding that motion blur and defocus work under."""
    return np.square(frames[0, :, :, 0].astype(np.float64) / 255.0)


STAGES = {
    "shutter": {"shutter": 0.5},
    "defocus": {"defocus": 0.1},
    "distortion": {"distortion": (-0.2, 0.05)},
    "aberration": {"chromatic_aberration": 0.02},
    "exposure_drift": {"exposure_drift_ev": 0.4},
    "flicker": {"flicker": 0.2},
    "white_balance_drift": {"white_balance_drift": 0.8},
    "fixed_pattern": {"fixed_pattern": 4.0},
    "sharpening": {"sharpening": 2.0},
    "gamma": {"gamma": 0.4},
    "black_level": {"black_level": 0.1},
    "infrared": {"infrared": 1.0},
    "mjpeg": {"codec": "mjpeg", "quantiser": 14},
    "mpeg4": {"codec": "mpeg4", "quantiser": 14},
    "h264": {"codec": "h264", "quantiser": 38},
}


@pytest.mark.parametrize("change", STAGES.values(), ids=STAGES)
def test_stages_change_the_picture_alone_and_the_same_each_time(change):
    frames = picture()
    before = frames.copy()
    depth = np.full(frames.shape[:3], 20.0, np.float32)
    depth[:, :, 16:32] = 2.0
    flow = np.full((2, SIZE, SIZE, 2), 5.0, np.float32)
    results = [
        apply_sensor(frames, sensor(**change), depth_m=depth, flow_px=flow) for _ in range(2)
    ]
    np.testing.assert_array_equal(*results)
    np.testing.assert_array_equal(frames, before)
    assert results[0].shape == frames.shape and results[0].dtype == np.uint8
    assert (results[0] != frames).mean() > 0.1
    assert np.abs(results[0].astype(int) - frames).mean() < 100.0


def test_neutral_fields_leave_every_pixel_though_buffers_are_there():
    frames = picture()
    depth, flow = np.ones(frames.shape[:3], np.float32), np.ones((2, SIZE, SIZE, 2), np.float32)
    np.testing.assert_array_equal(apply_sensor(frames, CLEAN, depth_m=depth, flow_px=flow), frames)
    # Without their buffers these stages have nothing to go by.
    blind = sensor(shutter=0.5, defocus=0.1)
    np.testing.assert_array_equal(apply_sensor(frames, blind), frames)


def moving_box(way_px: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A box at rest before and after it jumps to the right, its depth and its flow."""
    frames = np.concatenate((box(), box(20 + way_px, 28 + way_px)))
    depth = np.full(frames.shape[:3], 9.0, np.float32)
    flow = np.zeros((1, SIZE, SIZE, 2), np.float32)
    inside = frames[..., 0] > 0
    depth[inside], flow[0, inside[0], 0] = 3.0, way_px
    return frames, depth, flow


def test_motion_blur_spreads_along_the_motion():
    frames, depth, flow = moving_box(8)
    spread = light(apply_sensor(frames, sensor(shutter=1.0), depth_m=depth, flow_px=flow))
    columns, rows = np.flatnonzero(spread.sum(axis=0) > 0.3), np.flatnonzero(spread.sum(axis=1))
    assert 11 <= np.ptp(columns) <= 16, "8 px of box and about 8 px of way, soft at the ends"
    assert np.ptp(rows) == 7
    assert (np.arange(SIZE) * spread.sum(axis=0)).sum() / spread.sum() == pytest.approx(23.5, abs=1)
    half = light(apply_sensor(frames, sensor(shutter=0.5), depth_m=depth, flow_px=flow))
    assert np.ptp(np.flatnonzero(half.sum(axis=0) > 0.3)) < np.ptp(columns) - 1


@pytest.mark.parametrize("shutter", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("way_px", [3, 8])
@pytest.mark.parametrize("shades", [(255, 0), (0, 255), (230, 90)], ids=["light", "dark", "grey"])
def test_what_moves_keeps_its_light(shades, way_px, shutter):
    own, ground = shades
    frames, depth, flow = moving_box(way_px)
    frames = np.where(frames > 0, np.uint8(own), np.uint8(ground))
    spread = light(apply_sensor(frames, sensor(shutter=shutter), depth_m=depth, flow_px=flow))
    level = (ground / 255.0) ** 2
    wanted = (light(frames) - level).sum()
    assert (spread - level).sum() == pytest.approx(wanted, rel=0.03)


def test_a_limb_that_turns_keeps_its_light():
    """Its end moves fast, its joint not at all: every pixel spreads over a way of its own."""
    frames, depth, flow = moving_box(0)
    frames[0, 22:25, 14:36], depth[0, 22:25, 14:36] = 255, 3.0
    inside = frames[0, :, :, 0] > 0
    flow[0, inside, 1] = 0.45 * (np.nonzero(inside)[1] - 14.0)
    spread = light(apply_sensor(frames, sensor(shutter=1.0), depth_m=depth, flow_px=flow))
    assert spread.sum() == pytest.approx(light(frames).sum(), rel=0.04)
    assert spread[15:20, 30:].max() > 0.1


def test_a_camera_that_follows_keeps_its_subject_sharp_and_the_ground_smeared():
    frames, depth, flow = moving_box(0)
    frames[:, :, ::4] = np.maximum(frames[:, :, ::4], 120)
    flow[0, frames[0, :, :, 0] < 255, 0] = -12.0
    flow[0, 20:28, 20:28] = 0.0
    blurred = apply_sensor(frames, sensor(shutter=1.0), depth_m=depth, flow_px=flow)[0, ..., 0]
    assert blurred[20:28, 20:28].min() > 235
    beside = blurred[20:28, 8:18].astype(float)
    assert np.ptp(beside) < 40, "stripes near the subject smear as they do elsewhere"
    assert beside.max() < 120, "and take no light from it"


def test_the_last_frame_is_blurred_like_the_one_before():
    frames, depth, flow = moving_box(8)
    result = apply_sensor(frames, sensor(shutter=1.0), depth_m=depth, flow_px=flow)
    first, last = result[0, :, :-8].astype(int), result[1, :, 8:]
    np.testing.assert_allclose(last, first, atol=60)
    assert np.abs(last - frames[1, :, 8:]).max() > 60


def test_a_camera_that_pans_blurs_everything_by_the_same_line():
    frames = flat(0, frames=2, side=41)
    frames[:, 20, 20] = 255
    flow = np.tile(np.array([6.0, 0.0], np.float32), (1, 41, 41, 1))
    line = light(apply_sensor(frames, sensor(shutter=1.0), flow_px=flow))
    assert line.sum() == pytest.approx(1.0, rel=0.05)
    np.testing.assert_allclose(line[20, 18:23], 1.0 / 7.0, atol=0.04)
    assert line[19].sum() == 0.0 and line[:, :16].sum() == 0.0


def test_the_plane_of_focus_stays_sharp_and_does_not_bleed():
    frames = np.repeat(picture(1), 2, axis=0)
    frames[:, :, 24:] = 255 * (np.indices((SIZE, 24)).sum(0) % 2)[..., None].astype(np.uint8)
    depth = np.full(frames.shape[:3], 4.0, np.float32)
    depth[:, :, 24:] = 400.0
    spec = sensor(defocus=0.15, focus_m=4.0)
    result = apply_sensor(frames, spec, depth_m=depth)
    np.testing.assert_array_equal(result[:, :, :24], frames[:, :, :24])
    far = result[:, 8:40, 32:, 0].astype(float)
    assert far.std() < 12.0, "the chequers far behind become one grey"
    assert np.square(far / 255.0).mean() == pytest.approx(0.5, abs=0.05), "of the same light"
    frames[:, :, :24], frames[:, :, 24:] = 255, 0
    dark = apply_sensor(frames, spec, depth_m=depth)[:, :, 24:].astype(float)
    assert np.square(dark / 255.0).max() < 0.1, "what is sharp lends the ground no light"


@pytest.mark.parametrize("coefficients", [(-0.22, 0.055), (0.12, -0.02), (-0.05, 0.0)])
def test_points_come_back_from_the_lens(coefficients):
    spec, intrinsics = sensor(distortion=coefficients), centred_intrinsics(224, 160)
    points = stream(1, "points").uniform((-150.0, -150.0), (380.0, 320.0), (500, 2))
    there = distort_points(points, spec, intrinsics)
    np.testing.assert_allclose(undistort_points(there, spec, intrinsics), points, atol=1e-3)
    inside = ((points > 0) & (points < (224, 160))).all(axis=1)
    assert np.abs(there - points)[inside].max() > 1.0
    # The model is OpenCV's, with the camera matrix and coefficients that are given for it.
    pinhole = np.array([[210.0, 0.0, 112.0], [0.0, 210.0, 80.0], [0.0, 0.0, 1.0]])
    matrix, (k1, k2, *_) = opencv_lens(spec, pinhole)
    ray = (points[inside] - (112.0, 80.0)) / 210.0
    squared = (ray**2).sum(axis=1, keepdims=True)
    expected = ray * (1 + k1 * squared + k2 * squared**2) * matrix[0, 0] + (112.0, 80.0)
    np.testing.assert_allclose(distort_points(points[inside], spec, pinhole), expected, atol=1e-6)


@pytest.mark.parametrize("coefficients", [(-0.22, 0.055), (0.12, -0.02)])
def test_the_picture_goes_where_the_points_go(coefficients):
    spec = sensor(distortion=coefficients)
    intrinsics = centred_intrinsics(101, 101)
    for place in ((20, 30), (50, 50), (84, 70)):
        frames = flat(0, frames=1, side=101)
        frames[0, place[1] - 2 : place[1] + 3, place[0] - 2 : place[0] + 3] = 255
        seen = apply_sensor(frames, spec)[0, :, :, 0].astype(float)
        rows, columns = np.indices(seen.shape) + 0.5
        spot = [(columns * seen).sum() / seen.sum(), (rows * seen).sum() / seen.sum()]
        expected = distort_points(np.array([place]) + 0.5, spec, intrinsics)[0]
        np.testing.assert_allclose(spot, expected, atol=0.1)
    assert apply_sensor(flat(200), spec).min() == 200, "no border stays empty"


def test_the_truth_moves_with_the_picture():
    spec = sensor(distortion=(-0.2, 0.05))
    instance = np.zeros((2, SIZE, SIZE), np.uint8)
    instance[:, 10:30, 12:24] = 1
    frames = np.repeat(instance[..., None] * np.uint8(255), 3, axis=3)
    empty = np.zeros((2, SIZE, SIZE, 3), np.float32)
    corners = np.array([[14.5, 12.5], [21.5, 27.5], [24.0, 0.5]], np.float32)
    joints = np.zeros((2, 1, 24, 2), np.float32)
    joints[:, 0, :3] = corners
    flow = np.full((1, SIZE, SIZE, 2), 3.0, np.float32)
    truth = GroundTruth(
        depth_m=np.where(instance, 3.0, 9.0).astype(np.float32), instance=instance,
        body_part=2 * instance, normal=empty, flow_px=flow,
        flow_valid=np.ones((1, SIZE, SIZE), bool), joints_m=np.zeros((2, 1, 24, 3), np.float32),
        joints_px=joints, joints_visible=np.ones((2, 1, 24), bool),
        keypoints_m=np.zeros((2, 1, 17, 3), np.float32),
        keypoints_px=np.full((2, 1, 17, 2), np.nan, np.float32),
        keypoints_visible=np.zeros((2, 1, 17), bool), boxes_px=np.zeros((2, 1, 4), np.float32),
        world_from_camera=np.tile(np.eye(4, dtype=np.float32), (2, 1, 1)),
        intrinsics=np.tile(centred_intrinsics(SIZE, SIZE).astype(np.float32), (2, 1, 1)),
        rotations=np.zeros((2, 1, 24, 4), np.float32), root_m=np.zeros((2, 1, 3), np.float32),
        action_interval_s=(0.0, 1.0),
    )  # fmt: skip
    moved = distort_truth(truth, spec)
    assert distort_truth(truth, CLEAN) is truth
    shown = apply_sensor(frames, spec)[..., 0] > 127
    assert (shown == (moved.instance == 1)).mean() > 0.99
    np.testing.assert_array_equal(moved.body_part, 2 * moved.instance)
    np.testing.assert_array_equal(moved.depth_m == 3.0, moved.instance == 1)
    for place in moved.joints_px[0, 0, :2]:
        assert moved.instance[0, int(place[1]), int(place[0])] == 1
    assert not moved.joints_visible[0, 0, 2], "the lens has pushed the border out of the frame"
    left, top, right, bottom = moved.boxes_px[0, 0]
    mask = moved.instance[0] == 1
    assert mask.any(axis=0).nonzero()[0][[0, -1]].tolist() == [left, right - 1]
    assert mask.any(axis=1).nonzero()[0][[0, -1]].tolist() == [top, bottom - 1]
    # Flow leads from a pixel's point to where the lens shows that point a frame later.
    intrinsics = centred_intrinsics(SIZE, SIZE)
    start = np.array([[30.5, 20.5]])
    clean = undistort_points(start, spec, intrinsics)
    expected = distort_points(clean + 3.0, spec, intrinsics) - start
    np.testing.assert_allclose(moved.flow_px[0, 20, 30], expected[0], atol=0.15)


def test_a_lens_that_folds_is_refused():
    with pytest.raises(InputError, match="folds"):
        apply_sensor(picture(), sensor(distortion=(-0.6, 0.0)))


def test_red_is_larger_than_blue():
    fringed = apply_sensor(box(30, 38), sensor(chromatic_aberration=0.03))[0].astype(float)
    columns = np.arange(SIZE)
    red, green, blue = (
        (fringed[..., colour].sum(axis=0) * columns).sum() / fringed[..., colour].sum()
        for colour in range(3)
    )
    assert red - green == pytest.approx(0.03 * 10, abs=0.12)
    assert green - blue == pytest.approx(0.03 * 10, abs=0.12)


def test_exposure_wanders_in_time_only_and_flicker_in_rows():
    frames = flat(120, frames=40)
    drift = apply_sensor(frames, sensor(exposure_drift_ev=0.3)).astype(int)
    assert np.ptp(drift[:, 0, 0, 0]) > 10
    assert (drift == drift[:, :1, :1, :1]).all()
    assert np.abs(np.diff(drift[:, 0, 0, 0])).max() < 10, "slowly"
    bands = apply_sensor(frames, sensor(flicker=0.2)).astype(int)
    assert (bands == bands[:, :, :1]).all() and np.ptp(bands[0, :, 0, 0]) > 4
    assert (bands[0] != bands[7]).any()
    warmth = apply_sensor(frames, sensor(white_balance_drift=0.8)).astype(int)
    assert (warmth[..., 1] == 120).all() and np.ptp(warmth[:, 0, 0, 0]) > 5


def test_noise_grows_with_its_level_and_the_pattern_stays():
    spread = [apply_sensor(flat(128), sensor(noise=n)).std() for n in (1.0, 2.0, 4.0)]
    assert spread[0] < spread[1] < spread[2]
    pattern = apply_sensor(flat(128), sensor(fixed_pattern=3.0)).astype(int)
    assert (pattern == pattern[:1]).all()
    assert pattern.std() == pytest.approx(3.0, rel=0.2)


def test_sharpening_draws_rims_and_leaves_plains():
    grey = box().clip(60, 190)
    rims = apply_sensor(grey, sensor(sharpening=1.0))[0, :, :, 0].astype(int)
    assert rims[24, 20] > 200 and rims[24, 19] < 50
    assert rims[24, 24] == 190 and rims[5, 5] == 60


def test_tone_curves_keep_their_ends():
    ramp = np.tile(
        np.arange(SIZE, dtype=np.uint8)[None, :, None, None] * 5, (1, 1, SIZE, 1)
    ).repeat(3, axis=3)
    ramp[:, -1] = 255
    darker = apply_sensor(ramp, sensor(gamma=0.5))[0, :, 0, 0].astype(int)
    assert darker[0] == 0 and darker[-1] == 255 and (np.diff(darker) >= 0).all()
    assert darker[24] < 95 < apply_sensor(ramp, sensor(gamma=-0.5))[0, 24, 0, 0]
    hazy = apply_sensor(ramp, sensor(black_level=0.1))[0, :, 0, 0]
    assert hazy[0] in (25, 26) and hazy[-1] == 255


@pytest.mark.parametrize("brightness", [25, 60, 128, 200])
def test_strong_contrast_spreads_the_picture_and_crushes_little_of_it(brightness):
    rng = stream(brightness, "contrast")
    shades = np.clip(rng.normal(brightness, 0.4 * brightness, (1, SIZE, SIZE, 1)), 0, 255)
    frames = np.repeat(shades.astype(np.uint8), 3, axis=3)
    harsh = apply_sensor(frames, sensor(contrast=1.8))
    assert harsh.std() > 1.3 * frames.std()
    lost = (harsh < 4).mean() - (frames < 4).mean(), (harsh > 251).mean() - (frames > 251).mean()
    assert lost[0] < 0.3 and lost[1] < 0.4
    assert harsh.mean() > 0.7 * frames.mean(), "no picture goes black"


def test_contrasts_reach_from_flat_to_harsh():
    contrast = np.array([spec.contrast for spec in drawn(400)])
    assert 0.0 < np.median(contrast) < 0.35
    assert 0.1 < np.mean(contrast > 0.8) < 0.3
    assert np.mean(contrast < 0.0) > 0.1


def test_night_cameras_are_grey_and_light_what_is_near():
    depth = np.full((3, SIZE, SIZE), 4.0, np.float32)
    depth[:, :8] = 20.0
    night = apply_sensor(picture(), sensor(infrared=1.0), depth_m=depth).astype(int)
    assert np.ptp(night, axis=3).max() == 0
    assert night[:, :8].mean() < 0.4 * night[:, 20:].mean()


def test_recordings_lose_more_the_coarser_they_are():
    frames = picture(6)
    for codec, fine, coarse in (("mjpeg", 2, 30), ("mpeg4", 2, 30), ("h264", 15, 42)):
        errors = [
            np.abs(
                apply_sensor(frames, sensor(codec=codec, quantiser=q)).astype(int) - frames
            ).mean()
            for q in (fine, coarse)
        ]
        assert errors[0] < 4.5 and errors[1] > 1.3 * errors[0], (codec, errors)
    odd = picture()[:, :13, :21]
    assert apply_sensor(odd, sensor(codec="mpeg4", quantiser=4)).shape == odd.shape
    with pytest.raises(InputError, match=r"quantiser of mpeg4 must be 2\.\.31"):
        apply_sensor(frames, sensor(codec="mpeg4", quantiser=40))


@pytest.mark.parametrize("method", ["nearest", "bilinear", "bicubic"])
def test_lost_resolution_keeps_plains_and_brightness(method):
    spec = sensor(downscale=2.7, enlarging=method)
    np.testing.assert_array_equal(apply_sensor(flat(77), spec), flat(77))
    assert apply_sensor(picture(), spec).mean() == pytest.approx(picture().mean(), abs=1.5)


def test_buffers_must_belong_to_the_frames():
    with pytest.raises(InputError, match="depth_m"):
        apply_sensor(picture(), CLEAN, depth_m=np.ones((3, 8, 8), np.float32))
    with pytest.raises(InputError, match="flow_px"):
        apply_sensor(picture(), CLEAN, flow_px=np.zeros((3, SIZE, SIZE, 2), np.float32))


def drawn(count: int = 300, **options) -> list[SensorSpec]:
    return [sample_sensor(rng=stream(number, "sensor"), **options) for number in range(count)]


def test_strength_zero_is_clean_and_strength_grows():
    frames = picture()
    depth, flow = np.ones(frames.shape[:3], np.float32), np.ones((2, SIZE, SIZE, 2), np.float32)
    for spec in drawn(60, sensor_range=SensorRange(strength=0.0)):
        assert spec.exposure_ev == 0.0 and spec.crf == 18
        result = apply_sensor(frames, spec, depth_m=depth, flow_px=flow)
        np.testing.assert_array_equal(result, frames)
    half, whole = drawn(sensor_range=SensorRange(strength=0.5)), drawn()
    for one, other in zip(half, whole, strict=True):
        assert one.noise == pytest.approx(0.5 * other.noise)
        assert one.downscale - 1.0 == pytest.approx(0.5 * (other.downscale - 1.0))


@pytest.mark.parametrize("device", DEVICES)
def test_devices_draw_what_can_be_applied(device):
    frames = picture()
    depth, flow = np.ones(frames.shape[:3], np.float32), np.ones((2, SIZE, SIZE, 2), np.float32)
    specs = drawn(25, sensor_range=SensorRange(devices=(device,)))
    assert specs == drawn(25, sensor_range=SensorRange(devices=(device,)))
    for spec in specs:
        assert (
            spec.device == device and SensorSpec.model_validate_json(spec.model_dump_json()) == spec
        )
        assert 0.0 <= spec.shutter <= 1.0 and 15 <= spec.crf <= 32
        assert apply_sensor(frames, spec, depth_m=depth, flow_px=flow).shape == frames.shape


def test_viewpoints_have_their_devices_and_most_pictures_are_good():
    hung = [spec.device for spec in drawn(200, viewpoint="cctv")]
    assert hung.count("cctv") > 150
    specs = drawn(400)
    assert len({spec.device for spec in specs}) == len(DEVICES)
    assert np.median([spec.noise for spec in specs]) < 3.0
    assert np.mean([spec.distortion != (0.0, 0.0) for spec in specs]) < 0.25
    assert np.mean([spec.infrared > 0.0 for spec in specs]) < 0.06
    assert abs(np.mean([spec.exposure_ev for spec in specs])) < 0.06
    with pytest.raises(InputError, match="did you mean phone"):
        SensorRange(devices=("fone",))


def test_world_points_reach_the_stored_picture():
    """Project, then distort: the recipe that the truth's documentation gives."""
    spec = sensor(distortion=(-0.2, 0.05))
    intrinsics = np.tile(np.array([[60.0, 0, 24], [0, 60.0, 24], [0, 0, 1.0]]), (2, 1, 1))
    points = np.array([[[0.5, 0.2, 2.0], [-0.4, -0.3, 3.0]]] * 2)
    pixels, _ = project(points, np.tile(np.eye(4), (2, 1, 1)), intrinsics)
    there = distort_points(pixels, spec, intrinsics)
    assert there.shape == pixels.shape
    np.testing.assert_allclose(undistort_points(there, spec, intrinsics), pixels, atol=1e-6)
