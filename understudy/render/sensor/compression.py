"""Recording artefacts, made by real encoders: blocks, smeared detail, colour at half size."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from understudy.errors import InputError
from understudy.types import SensorSpec

LEAST_SIDE_PX = 16
"""Smallest picture that all the encoders take."""
GOP = 15
_ENCODERS = {"mjpeg": ("mjpeg", "yuvj420p"), "mpeg4": ("mpeg4", "yuv420p"),
             "h264": ("libx264", "yuv420p")}  # fmt: skip


def recorded(frames: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    """Returns frames (T, H, W, 3) uint8 after a round trip through the sensor's codec.

    Raises:
        InputError: the codec or quantiser does not exist.
    """
    if sensor.codec not in _ENCODERS:
        raise InputError(f"sensor codec must be none, {', '.join(_ENCODERS)}, got {sensor.codec!r}")
    most = 51 if sensor.codec == "h264" else 31
    if not 2 <= sensor.quantiser <= most:
        raise InputError(
            f"sensor quantiser of {sensor.codec} must be 2..{most}, got {sensor.quantiser}"
        )
    _, height, width, _ = frames.shape
    # Encoders halve the colour's size, so sides are made even, and large enough.
    more_rows = max(LEAST_SIDE_PX - height, height % 2)
    more_columns = max(LEAST_SIDE_PX - width, width % 2)
    if more_rows > 0 or more_columns > 0:
        frames = np.pad(
            frames, ((0, 0), (0, max(more_rows, 0)), (0, max(more_columns, 0)), (0, 0)), mode="edge"
        )
    decoded = _round_trip(np.ascontiguousarray(frames), sensor)
    return decoded[:, :height, :width]


def _round_trip(frames: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    import av
    from av.video.reformatter import ColorRange, Interpolation

    name, pixels = _ENCODERS[sensor.codec]
    _, height, width, _ = frames.shape
    encoder: Any = av.CodecContext.create(name, "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, pixels
    encoder.time_base, encoder.framerate = Fraction(1, 25), Fraction(25)
    encoder.thread_count = 1
    quantiser = str(sensor.quantiser)
    if sensor.codec == "h264":
        encoder.options = {
            "preset": "ultrafast", "tune": "zerolatency", "crf": quantiser, "g": str(GOP),
            "x264-params": "cpu-independent=1",
        }  # fmt: skip
    else:
        encoder.options = {"qmin": quantiser, "qmax": quantiser, "g": str(GOP),
                           "flags": "+bitexact"}  # fmt: skip
    if sensor.codec == "mjpeg":
        encoder.color_range = ColorRange.JPEG
    decoder: Any = av.CodecContext.create({"libx264": "h264"}.get(name, name), "r")
    decoder.thread_count = 1
    steady = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
    result = np.empty_like(frames)
    done = 0

    def keep(packets: Any) -> None:
        nonlocal done
        for packet in packets:
            for picture in decoder.decode(packet):
                shown = picture.reformat(format="rgb24", interpolation=steady, threads=1)
                result[done] = shown.to_ndarray()
                done += 1

    for number, frame in enumerate(frames):
        picture = av.VideoFrame.from_ndarray(frame, format="rgb24")
        picture = picture.reformat(format=pixels, interpolation=steady, threads=1)
        picture.pts = number
        keep(encoder.encode(picture))
    keep(encoder.encode(None))
    keep([None])
    if done != len(frames):
        raise InputError(
            f"the {sensor.codec} round trip returned {done} of {len(frames)} frames: "
            "the installed PyAV lacks a part of this codec; choose another"
        )
    return result
