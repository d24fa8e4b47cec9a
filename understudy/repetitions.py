"""How often a movement is repeated before a camera that stands still, without training.

What changes in the picture is reduced to a few numbers per frame; a movement that comes back gives
numbers that come back, and the distance between frames is small wherever whole periods lie between
them (self-similarity: Cutler and Davis, "Robust real-time periodic motion detection, analysis, and
applications", PAMI 2000). The period is the first lag at which the film agrees with itself about
as well as at any other; repetitions are the swings of the strongest signal at that rate. The
learned alternative is RepNet (Dwibedi et al., "Counting out time", CVPR 2020), which needs no
standing camera and follows tempos that change more, but needs a trained network.

A repetition is one full cycle: left and right in turn count as one, wherever the camera can tell
the two sides apart. Seen from the side, where they look alike, each of them may count. Whoever
repeats something while crossing the picture is hardly counted, for every place looks different;
whoever walks on the spot is, for that repeats. Of several repeating stretches one is counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64, UInt8
from pydantic import Field

from understudy.data.difference import grey_frames
from understudy.errors import InputError, VideoError
from understudy.types import Spec, Video

WORKING_SIDE = 64
"""Pictures are reduced to this shorter side before they are compared [px]."""
HIGHEST_RATE_HZ = 16.0
"""Films with more frames per second are thinned out."""
LEAST_RATE_HZ = 24.0
"""What moves is interpolated to this rate: a period of half frames is found, too."""
SHORTEST_PERIOD_S = 0.3
"""People repeat no exercise faster."""
LONGEST_PERIOD_S = 8.0
GRID = 16
"""Cells along each side of what moves; a cell is the sum of its pixels."""
COMPONENTS = 8
"""Principal components of the cells that are kept."""
STIRRED = 3.0
"""Least deviation over time of a pixel that moves [steps of 255] ..."""
OVER_NOISE = 3.0
"""... and as a multiple of the noise, the deviation of ..."""
QUIET = 0.3
"""... the pixel that so large a share of the picture moves less than."""
FEWEST = 0.002
"""With a smaller share of such pixels, nothing stirs."""
ENDS = 0.01
"""Share of the stirring beyond each border of the cut: specks in the picture."""
FIRST_AMONG = 0.7
"""A shorter lag is the period if the film agrees with itself this share as well as at the best."""
LONGEST_SHARE = 0.62
"""Longest lag, as a share of the film: at least one and a half repetitions are seen."""
TREND = 1.5
"""Width of the window of what counts as slow change [lags]."""
LEAST_AGREEMENT = 0.37
"""Correlation of a film with itself a period later, below which nothing repeats ..."""
AGREEMENT_OF_ONE = 0.8
"""... plus this divided by the number of periods in the film: few may agree by chance."""
WINDOWS_S = (16.0, 8.0)
"""Where a film as a whole does not repeat, stretches of these lengths may."""
LOCAL_AGREEMENT = 0.25
"""The repeating stretch ends where the film, over two periods, agrees less with itself."""
LEAST_SWING = 0.4
"""Of a repetition's usual swing, that each one must reach."""


class Repetitions(Spec):
    """A movement's repetitions in a film."""

    count: int = Field(ge=0)
    """Full cycles; 0 where nothing repeats."""
    period_s: float | None
    """Of one repetition; None where nothing repeats."""
    confidence: float = Field(ge=0.0, le=1.0)
    """How well the film agrees with itself a period later, 0 where nothing repeats."""
    start_s: float
    """Beginning of the repeating stretch, from the first frame."""
    end_s: float
    """Its end; equal to `start_s` where nothing repeats."""


NOTHING = Repetitions(count=0, period_s=None, confidence=0.0, start_s=0.0, end_s=0.0)


@dataclass(frozen=True, kw_only=True)
class Period:
    """Where a film agrees with itself, and after how long."""

    lag: int
    """[frames]"""
    agreement: float
    """Correlation with the film a period later, up to 1."""
    first: int
    """The frames that were compared, from here ..."""
    last: int
    """... to before here."""


def count_repetitions(video: Video) -> Repetitions:
    """Counts how often the movement in a film is repeated.

    Args:
        video: frames (T, H, W, 3) uint8 sRGB of one person before a camera that stands still, and
            their rate. At least two repetitions must be seen.

    Returns:
        The count, its period, and where in the film they lie.

    Raises:
        VideoError: the film holds no frames.
        InputError: the frames are no colour pictures, or their rate is not a positive number.
    """
    frames, fps = _checked(video)
    step = max(1, math.ceil(fps / HIGHEST_RATE_HZ - 1e-6))
    features = describe_motion(frames[::step])
    if features is None:
        return NOTHING
    finer = max(1, math.ceil(LEAST_RATE_HZ * step / fps - 1e-6))
    features, rate_hz = _interpolated(features, finer), fps / step * finer
    period = find_period(features, rate_hz)
    if period is None:
        return NOTHING
    first, last = repeating_stretch(features, period)
    signal = principal_signal(features[first:last], period.lag)
    peaks = count_peaks(signal, period.lag)
    if len(peaks) < 2:
        return NOTHING
    # Half a period before the first peak and after the last one, as far as the stretch goes.
    middle = first + (peaks[0] + peaks[-1]) / 2.0
    lag = float(np.median(np.diff(peaks)))
    reach = min(lag * len(peaks) / 2.0, middle - first, last - middle)
    return Repetitions(
        count=len(peaks),
        period_s=round(lag / rate_hz, 3),
        confidence=round(min(1.0, max(0.0, period.agreement)), 3),
        start_s=round((middle - reach) / rate_hz, 3),
        end_s=round((middle + reach) / rate_hz, 3),
    )


def _checked(video: Video) -> tuple[UInt8[np.ndarray, "T H W 3"], float]:
    frames, fps = np.asarray(video.frames), float(video.fps)
    if frames.size == 0:
        raise VideoError("the film holds no frames: nothing can be counted in it")
    if frames.ndim != 4 or frames.shape[-1] != 3 or frames.dtype != np.uint8:
        raise InputError(
            f"repetitions are counted in colour, (T, H, W, 3) uint8, not in {frames.shape} "
            f"{frames.dtype}: load the colour layer"
        )
    if not (math.isfinite(fps) and fps > 0.0):
        raise InputError(f"the film's frame rate must be a positive number, not {fps}")
    return frames, fps


def describe_motion(frames: UInt8[np.ndarray, "T H W 3"]) -> Float64[np.ndarray, "T D"] | None:
    """Returns what moves in each frame as a few numbers about 0, or None where nothing stirs.

    Changes of the whole picture (exposure, flicker) are taken out: each frame is held against the
    resting picture, the median over time, as bright and as rich in contrast as its quiet parts say.
    """
    grey = grey_frames(frames, WORKING_SIDE)
    resting = np.median(grey, axis=0)
    change = grey - resting
    change -= np.median(change, axis=(1, 2), keepdims=True)
    deviation = change.std(axis=0)
    quiet = deviation <= np.median(deviation)
    brightness = np.stack([resting, np.ones_like(resting)], axis=-1)
    fitted, *_ = np.linalg.lstsq(brightness[quiet], grey[:, quiet].T, rcond=None)
    change = grey - np.einsum("hwk,kt->thw", brightness, fitted)
    deviation = change.std(axis=0)
    stirred = deviation > max(STIRRED, OVER_NOISE * float(np.quantile(deviation, QUIET)))
    if stirred.mean() < FEWEST:
        return None
    rows, columns = (_edges(deviation**2 * stirred, axis) for axis in (1, 0))
    change = (change * stirred)[:, : rows[-1], : columns[-1]]
    cells = np.add.reduceat(np.add.reduceat(change, rows[:-1], axis=1), columns[:-1], axis=2)
    cells = cells.reshape(len(cells), -1).astype(np.float64)
    cells -= cells.mean(axis=0)
    left, sizes, _ = np.linalg.svd(cells, full_matrices=False)
    return left[:, :COMPONENTS] * sizes[:COMPONENTS]


def _edges(stirring: Float32[np.ndarray, "H W"], axis: int) -> np.ndarray:
    """Returns where the grid's cells begin along the other axis, and where the last ends [px]."""
    along = np.cumsum(stirring.sum(axis))
    low, high = np.searchsorted(along, [ENDS * along[-1], (1.0 - ENDS) * along[-1]])
    edges = np.linspace(low, high + 1, GRID + 1)
    return np.unique(edges.astype(np.int64))


def _interpolated(features: Float64[np.ndarray, "T D"], finer: int) -> Float64[np.ndarray, "N D"]:
    """Returns the features at `finer` times their rate, from the first to the last frame."""
    from scipy.interpolate import CubicSpline

    count = len(features)
    if finer == 1 or count < 4:
        return features
    return CubicSpline(np.arange(count), features)(np.arange((count - 1) * finer + 1) / finer)


def find_period(features: Float64[np.ndarray, "T D"], rate_hz: float) -> Period | None:
    """Returns the period of a film or, where it has none, of the stretch that repeats most."""
    count = len(features)
    for window_s in (count / rate_hz, *WINDOWS_S):
        width = round(window_s * rate_hz)
        if width > count:
            continue
        starts = np.unique(np.linspace(0, count - width, math.ceil(4.0 * count / width) - 3))
        found = [
            _period_within(features, int(start), int(start) + width, rate_hz) for start in starts
        ]
        periods = [period for period in found if period is not None]
        if periods:
            return max(periods, key=lambda period: period.agreement)
    return None


def _period_within(
    features: Float64[np.ndarray, "T D"], first: int, last: int, rate_hz: float
) -> Period | None:
    """Returns the first lag at which a stretch agrees with itself about as well as at any."""
    longest = min(round(LONGEST_SHARE * (last - first)), round(LONGEST_PERIOD_S * rate_hz))
    agreement = agreements(features[first:last], longest)
    shortest = max(2, round(SHORTEST_PERIOD_S * rate_hz))
    peaks = [
        lag
        for lag in range(shortest, longest)
        if agreement[lag] >= agreement[lag - 1]
        and agreement[lag] > agreement[lag + 1]
        and agreement[lag] >= LEAST_AGREEMENT + AGREEMENT_OF_ONE * lag / (last - first)
    ]
    if not peaks:
        return None
    best = max(float(agreement[lag]) for lag in peaks)
    lag = next(lag for lag in peaks if agreement[lag] >= FIRST_AMONG * best)
    return Period(lag=lag, agreement=float(agreement[lag]), first=first, last=last)


def agreements(features: Float64[np.ndarray, "T D"], longest: int) -> Float64[np.ndarray, "N"]:
    """Returns the correlation of a film with itself after 0, 1, ... up to `longest` frames."""
    values = [1.0]
    for lag in range(1, longest + 1):
        # Freed of what changes more slowly: somebody who comes nearer, a cloud.
        swings = features - _smooth(features, TREND * lag)
        early, late = swings[:-lag], swings[lag:]
        power = float((early**2).sum() + (late**2).sum()) / 2.0
        values.append(float((early * late).sum()) / max(power, 1e-9))
    return np.array(values)


def repeating_stretch(features: Float64[np.ndarray, "T D"], period: Period) -> tuple[int, int]:
    """Returns the first and behind the last frame of the stretch that has a period."""
    from scipy.ndimage import uniform_filter1d

    lag = period.lag
    swings = features - _smooth(features, TREND * lag)
    early, late = swings[:-lag], swings[lag:]
    width = 2 * lag + 1
    together = uniform_filter1d((early * late).sum(axis=1), width, mode="constant")
    power = uniform_filter1d((early**2 + late**2).sum(axis=1) / 2.0, width, mode="constant")
    agrees = together >= LOCAL_AGREEMENT * power + 1e-9
    inside = np.zeros(len(agrees) + 2, np.int8)
    inside[1:-1] = agrees
    if not agrees.any():
        return period.first, period.last
    starts, ends = np.flatnonzero(np.diff(inside) == 1), np.flatnonzero(np.diff(inside) == -1)
    # The run that shares most with the frames that the period was found in.
    shared = np.minimum(ends + lag, period.last) - np.maximum(starts, period.first)
    best = int(np.argmax(shared))
    return int(starts[best]), int(ends[best]) + lag


def principal_signal(features: Float64[np.ndarray, "T D"], lag: int) -> Float64[np.ndarray, "T"]:
    """Returns the direction in which the film swings most at the period, freed of faster ones."""
    smooth = _smooth(features, lag / 4.0)
    swings = smooth - _smooth(features, lag * 1.0)
    _, _, axes = np.linalg.svd(swings, full_matrices=False)
    return smooth @ axes[0]


def _smooth(features: Float64[np.ndarray, "T D"], width: float) -> Float64[np.ndarray, "T D"]:
    """Returns the mean under a Gaussian window of a full width at half maximum [frames]."""
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(features, width / 2.355, axis=0, mode="nearest")


def count_peaks(signal: Float64[np.ndarray, "T"], lag: int) -> list[int]:
    """Returns where the signal swings out and back, the film's ends being at rest."""
    from scipy.signal import find_peaks

    found: list[list[int]] = []
    for sign in (1.0, -1.0):
        rising = sign * signal
        low, high = np.percentile(rising, [5, 95])
        padded = np.concatenate([[low], rising, [low]])
        peaks, _ = find_peaks(
            padded, prominence=LEAST_SWING * (high - low), distance=max(1, 0.5 * lag)
        )
        found.append([int(peak) - 1 for peak in peaks])
    # A film begins and ends at rest: the swings away from there are what is counted.
    middle = np.mean(np.percentile(signal, [5, 95]))
    return found[0] if signal[0] + signal[-1] < 2.0 * middle else found[1]
