"""What changes in a film, cut to where it changes: for cameras that stand still.

Rendered and real pictures differ in a thousand ways, how people move in them in few. Differences
between frames keep the motion and leave out the place, and with it most of what a network could
learn from films that does not hold in reality. (RGB difference as an input: Wang et al.,
"Temporal Segment Networks", ECCV 2016; background subtraction by the temporal median: McFarlane
and Schofield, 1995.)
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, Int64, UInt8

from understudy.types import Video

LAG_S = 1.0 / 12.0
"""Between the two frames of a difference [s]."""
GAIN = 2.0
"""Input steps per step of brightness: differences above 63 of 255 are cut off."""
LUMA = np.array((0.299, 0.587, 0.114), np.float32)
"""ITU-R BT.601."""
BACKGROUND_FRAMES = 15
"""Frames that the resting picture is the median of."""
STIRRED = 14.0
"""A pixel has changed where it is so far from the resting picture, or from a frame before."""
ENDS = 0.015
"""Share of the changed pixels beyond each border of the cut: specks in the picture."""
MARGIN = 0.12
"""Free border about what changes, as a share of the cut's side."""
LEAST_SIDE = 0.25
"""Smallest side of the cut, as a share of the picture's shorter side."""
FEWEST = 0.002
"""With a smaller share of changed pixels, nothing stirs: the centre square is shown."""
WORKING_SIDE = 192
"""Pictures are reduced to this shorter side before they are compared [px]."""


def difference_view(
    video: Video, chosen: Int64[np.ndarray, "T"], size: int
) -> UInt8[np.ndarray, "T S S 3"]:
    """Returns what changes at the chosen frames of a clip in colour, 128 where nothing does.

    Channels: brightness against the frame a twelfth of a second before, the frame as long after
    against this one, and against the clip's resting picture (the median over time). Each is freed
    of changes of the whole picture (exposure). All frames are cut to one square about everything
    that changes, which may reach beyond the picture; nothing changes there.
    """
    grey = grey_frames(video.frames, WORKING_SIDE)
    count = len(grey)
    lag = max(1, round(LAG_S * video.fps))
    sampled = np.unique(np.linspace(0, count - 1, BACKGROUND_FRAMES).round().astype(np.int64))
    resting = np.median(grey[sampled], axis=0)
    before = np.maximum(chosen - lag, 0)
    after = np.minimum(chosen + lag, count - 1)
    moved = np.stack(
        [grey[chosen] - grey[before], grey[after] - grey[chosen], grey[chosen] - resting], axis=-1
    )
    moved -= np.median(moved, axis=(1, 2), keepdims=True)
    stirred = np.zeros(resting.shape, np.float32)
    for number in sampled:
        change = grey[number] - resting
        step = grey[number] - grey[max(number - lag, 0)]
        stirred += np.abs(change - np.median(change)) > STIRRED
        stirred += np.abs(step - np.median(step)) > STIRRED
    pixels = np.clip(np.rint(127.5 + GAIN * moved), 0, 255).astype(np.uint8)
    return _cut(pixels, _square(stirred), size)


def grey_frames(
    frames: UInt8[np.ndarray, "T H W 3"], shorter_side: int
) -> Float32[np.ndarray, "T h w"]:
    """Returns the frames' brightness, 0 to 255, reduced to at most this shorter side [px]."""
    from PIL import Image

    height, width = frames.shape[1:3]
    scale = shorter_side / min(height, width)
    if scale >= 1.0:
        return frames.astype(np.float32) @ LUMA
    shape = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.stack(
        [
            np.asarray(
                Image.fromarray(frame).convert("L").resize(shape, Image.Resampling.BILINEAR),
                np.float32,
            )
            for frame in frames
        ]
    )


def _square(stirred: Float32[np.ndarray, "H W"]) -> tuple[float, float, float]:
    """Returns left, top and side of the square about what changes [px]."""
    height, width = stirred.shape
    shorter = min(height, width)
    if (stirred > 0).mean() < FEWEST:
        return (width - shorter) / 2, (height - shorter) / 2, float(shorter)
    spans = []
    for axis in (0, 1):
        along = np.cumsum(stirred.sum(axis))
        low, high = np.searchsorted(along, [ENDS * along[-1], (1.0 - ENDS) * along[-1]])
        spans.append((float(low), float(high) + 1.0))
    (left, right), (top, bottom) = spans
    side = max(right - left, bottom - top, LEAST_SIDE * shorter) / (1.0 - 2.0 * MARGIN)
    side = min(side, float(max(height, width)))
    return (left + right - side) / 2, (top + bottom - side) / 2, side


def _cut(
    pixels: UInt8[np.ndarray, "T H W 3"], square: tuple[float, float, float], size: int
) -> UInt8[np.ndarray, "T S S 3"]:
    from PIL import Image

    left, top, side = square
    height, width = pixels.shape[1:3]
    # Pillow's boxes may not leave the picture: lay it on an even ground first.
    over = int(np.ceil(max(0.0, -left, -top, left + side - width, top + side - height)))
    padded = np.pad(pixels, ((0, 0), (over, over), (over, over), (0, 0)), constant_values=128)
    box = (left + over, top + over, left + over + side, top + over + side)
    return np.stack(
        [
            np.asarray(
                Image.fromarray(frame).resize((size, size), Image.Resampling.BILINEAR, box=box)
            )
            for frame in padded
        ]
    )
