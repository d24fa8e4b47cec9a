"""The stages of the camera model, in the order in which light and signal pass them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from understudy.errors import InputError
from understudy.render.sensor import electronics, resampling
from understudy.render.sensor.lens import falloff, lens_maps
from understudy.render.sensor.light import DepthOfField, focus_distance, last_flow, motion_blur
from understudy.types import SensorSpec

LEAST_BLUR_PX = 0.65
"""Up to this deviation three pixels make a Gaussian."""

Stage = Callable[[np.ndarray, int], np.ndarray]
"""Function of planes (3, H, W) float32, 0..255 encoded, and the frame's number."""


def apply_sensor(
    frames: np.ndarray,
    sensor: SensorSpec,
    *,
    depth_m: np.ndarray | None = None,
    flow_px: np.ndarray | None = None,
) -> np.ndarray:
    """Returns what the camera stores.

    The order is a camera's own. Light first: motion blur (where the buffers' flow still fits the
    picture), depth of field, the lens's blur, distortion and colour fringes, its vignette. Then
    the chip: automatic exposure and flicker scale the light, an infrared camera turns it grey, the
    chip's resolution samples it, noise is added to the samples. Then processing, which works on
    noisy samples and so amplifies the noise: white balance, saturation and contrast, sharpening,
    tone curve. Last the recording: codec, and enlarging to the size at which it is watched.

    Exposure is not applied here: it acts on linear light, in the renderer
    (`CameraTrack.exposure_ev`). A neutral sensor returns the frames untouched.

    Args:
        frames: (T, H, W, 3) uint8, sRGB.
        sensor: its `noise_seed` names every random stream; `crf` is the stored video's business.
        depth_m: (T, H, W) of the same camera, 0 for sky; without it `defocus` does nothing and
            an infrared lamp reaches equally far everywhere.
        flow_px: (T - 1, H, W, 2) from each frame to the next; without it `shutter` does nothing.

    Returns:
        (T, H, W, 3) uint8, never the same memory as `frames`.

    Raises:
        InputError: buffers of another size, a distortion that folds, an unknown codec.
    """
    count, height, width, _ = frames.shape
    _check(frames, depth_m, flow_px)
    coarse = _chip_size(height, width, sensor)
    optics = _optics(sensor, (count, height, width), depth_m, flow_px)
    chip = _chip(sensor, (count, height, width), coarse, depth_m)
    processing = _processing(sensor, frames, coarse)
    table = electronics.tone_table(sensor)
    stages = (*optics, *chip, *processing)
    result = frames.copy()
    if stages:
        result = np.empty((count, *coarse, 3), np.uint8)
        for number, frame in enumerate(frames):
            planes = _planes(frame)
            for stage in stages:
                planes = stage(planes, number)
            _store(planes, result[number])
    if table is not None:
        result = table[result]
    if sensor.codec != "none":
        from understudy.render.sensor.compression import recorded

        result = recorded(result, sensor)
    if coarse != (height, width):
        rows, columns = (
            resampling.enlarge(small, side, sensor.enlarging).astype(np.float32)
            for small, side in zip(coarse, (height, width), strict=True)
        )
        small = result
        result = np.empty(frames.shape, np.uint8)
        for number, frame in enumerate(small):
            _store(resampling.separable(_planes(frame), rows, columns), result[number])
    return result


def _check(frames: np.ndarray, depth_m: np.ndarray | None, flow_px: np.ndarray | None) -> None:
    count, height, width, _ = frames.shape
    for name, buffer, shape in (
        ("depth_m", depth_m, (count, height, width)),
        ("flow_px", flow_px, (count - 1, height, width, 2)),
    ):
        if buffer is not None and buffer.shape != shape:
            raise InputError(f"{name} of these frames must be {shape}, got {buffer.shape}")


def _planes(frame: np.ndarray) -> np.ndarray:
    """Returns (3, H, W) float32 of (H, W, 3), each plane in one piece: filters want it so."""
    return frame.transpose(2, 0, 1).astype(np.float32, order="C")


def _store(planes: np.ndarray, frame: np.ndarray) -> None:
    """Writes planes into (H, W, 3) uint8, rounded."""
    rounded = planes + np.float32(0.5)
    np.clip(rounded, np.float32(0.0), np.float32(255.0), out=rounded)
    frame[...] = rounded.astype(np.uint8).transpose(1, 2, 0)


def _chip_size(height: int, width: int, sensor: SensorSpec) -> tuple[int, int]:
    """Returns the chip's own height and width."""
    if sensor.downscale <= 1.0:
        return height, width
    return max(1, round(height / sensor.downscale)), max(1, round(width / sensor.downscale))


def _optics(
    sensor: SensorSpec,
    size: tuple[int, int, int],
    depth_m: np.ndarray | None,
    flow_px: np.ndarray | None,
) -> list[Stage]:
    count, height, width = size
    stages: list[Stage] = []
    if sensor.shutter > 0.0 and flow_px is not None and len(flow_px):
        stages.append(_moving(sensor.shutter, flow_px, depth_m))
    if sensor.defocus > 0.0 and depth_m is not None:
        focus = DepthOfField(
            height, width, sensor.defocus, sensor.focus_m or focus_distance(depth_m)
        )
        stages.append(lambda planes, number: np.sqrt(focus(np.square(planes), depth_m[number])))
    if 0.0 < sensor.blur_px <= LEAST_BLUR_PX:
        side = 0.5 * sensor.blur_px**2
        stages.append(lambda planes, number: resampling.three_tap(planes, side))
    elif sensor.blur_px > 0.0:
        rows, columns = (
            resampling.gaussian(side, sensor.blur_px).astype(np.float32) for side in (height, width)
        )
        stages.append(lambda planes, number: resampling.separable(planes, rows, columns))
    if sensor.distortion != (0.0, 0.0) or sensor.chromatic_aberration:
        maps = lens_maps(width, height, sensor)
        stages.append(
            lambda planes, number: np.stack(
                [
                    (through @ plane.ravel()).reshape(height, width)
                    for through, plane in zip(maps, planes, strict=True)
                ]
            )
        )
    gains = electronics.row_gains(sensor, count, height)
    if sensor.vignette or gains is not None:
        shade = falloff(height, width, sensor.vignette)
        if gains is None:
            stages.append(lambda planes, number: planes * shade)
        else:
            stages.append(lambda planes, number: planes * (shade * gains[number][:, None]))
    return stages


def _moving(shutter: float, flow_px: np.ndarray, depth_m: np.ndarray | None) -> Stage:
    def stage(planes: np.ndarray, number: int) -> np.ndarray:
        flow = flow_px[number] if number < len(flow_px) else last_flow(flow_px[-1])
        depth = None if depth_m is None else depth_m[number]
        path = np.float32(shutter) * np.asarray(flow, np.float32)
        light = np.square(planes)
        blurred = motion_blur(light, path, depth)
        return planes if blurred is light else np.sqrt(np.maximum(blurred, 0.0))

    return stage


def _chip(
    sensor: SensorSpec,
    size: tuple[int, int, int],
    coarse: tuple[int, int],
    depth_m: np.ndarray | None,
) -> list[Stage]:
    _, height, width = size
    stages: list[Stage] = []
    if sensor.infrared > 0.0:
        near = sensor.focus_m or (5.0 if depth_m is None else focus_distance(depth_m))
        stages.append(
            lambda planes, number: electronics.night_vision(
                planes, sensor.infrared, None if depth_m is None else depth_m[number], near
            )
        )
    if coarse != (height, width):
        rows, columns = (
            resampling.shrink(side, small).astype(np.float32)
            for side, small in zip((height, width), coarse, strict=True)
        )
        stages.append(lambda planes, number: resampling.separable(planes, rows, columns))
    if sensor.noise > 0.0 or sensor.fixed_pattern > 0.0:
        noise = electronics.Noise(sensor, *coarse)
        stages.append(lambda planes, number: noise(planes))
    return stages


def _processing(sensor: SensorSpec, frames: np.ndarray, coarse: tuple[int, int]) -> list[Stage]:
    stages: list[Stage] = []
    pivot = electronics.MID_GREY
    if len(frames):
        pivot = electronics.contrast_pivot(frames[0], sensor.contrast)
    colours = electronics.colour_transforms(sensor, len(frames), pivot)
    if colours is not None:
        mixing, offset = colours
        stages.append(
            lambda planes, number: (mixing[number] @ planes.reshape(3, -1) + offset).reshape(
                3, *coarse
            )
        )
    if sensor.sharpening > 0.0:
        stages.append(lambda planes, number: electronics.sharpened(planes, sensor.sharpening))
    return stages
