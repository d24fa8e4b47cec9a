"""When things happen: minimum-jerk movements, envelopes, oscillators and involuntary noise."""

from __future__ import annotations

import numpy as np


def minimum_jerk(fraction: np.ndarray) -> np.ndarray:
    """Returns the 0 to 1 course of a human point-to-point movement (Flash and Hogan 1985).

    Values outside 0..1 are clamped, so velocity and acceleration are zero at both ends.
    """
    x = np.clip(fraction, 0.0, 1.0)
    return x * x * x * (10.0 + x * (6.0 * x - 15.0))


def ramp(times_s: np.ndarray, start_s: float, end_s: float) -> np.ndarray:
    """Returns a minimum-jerk rise from 0 before `start_s` to 1 after `end_s`."""
    return minimum_jerk((times_s - start_s) / max(end_s - start_s, 1e-6))


def envelope(times_s: np.ndarray, start_s: float, end_s: float, fade_s: float) -> np.ndarray:
    """Returns 1 between `start_s` and `end_s`, fading to 0 over `fade_s` inside both ends."""
    fade_s = min(fade_s, 0.5 * (end_s - start_s))
    rise = ramp(times_s, start_s, start_s + fade_s)
    return rise * (1.0 - ramp(times_s, end_s - fade_s, end_s))


def movements(
    times_s: np.ndarray,
    first: np.ndarray,
    course: list[tuple[float, float, np.ndarray]],
    lag_s: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Chains postures by overlapping minimum-jerk movements.

    Movements add up, as in the submovement model of human motion: where the next one starts
    before the last has ended the path is rounded instead of halting.

    Args:
        times_s: (T,) frame times.
        first: (C,) posture before the first movement.
        course: (start [s], duration [s], (C,) posture reached) in order.
        lag_s: delay of each channel, (C,) or scalar: the two sides never move quite together.

    Returns:
        (T, C) posture track.
    """
    track = np.repeat(first[None], times_s.size, axis=0)
    previous = first
    for start_s, duration_s, posture in course:
        moving = np.flatnonzero(posture != previous)
        lag = lag_s[moving] if isinstance(lag_s, np.ndarray) else lag_s
        fraction = (times_s[:, None] - start_s - lag) / max(duration_s, 1e-3)
        track[:, moving] += minimum_jerk(fraction) * (posture - previous)[moving]
        previous = posture
    return track


def oscillator(
    times_s: np.ndarray, start_s: float, frequency_hz: float, phase_rad: float = 0.0
) -> np.ndarray:
    """Returns a sine that is at `phase_rad` when `times_s` is `start_s`."""
    return np.sin(2.0 * np.pi * frequency_hz * (times_s - start_s) + phase_rad)


def band_limited_noise(
    times_s: np.ndarray,
    channel_count: int,
    *,
    low_hz: float,
    high_hz: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """Returns (T, channel_count) smooth noise of unit variance between two frequencies."""
    component_count = 6
    frequencies = rng.uniform(low_hz, high_hz, component_count)
    phases = 2.0 * np.pi * times_s[:, None] * frequencies
    weights = rng.normal(size=(2, component_count, channel_count)) / np.sqrt(component_count)
    return np.sin(phases) @ weights[0] + np.cos(phases) @ weights[1]
