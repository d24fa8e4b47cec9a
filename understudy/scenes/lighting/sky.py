"""The sky by time of day and weather: colours, clouds, and how much of the sun comes through.

Light is in units of the sun's own above the air: a white surface that faces a sun at the zenith of
a clear day has about 0.85.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from understudy.scenes.lighting.harmonics import LUMINANCE, directions, towards

DOME_SIZE = (128, 256)
"""Rows and columns in which sky and clouds are painted: neither has small details."""

_RAYLEIGH = np.array([0.055, 0.10, 0.21])
_AEROSOL = np.array([0.86, 1.0, 1.26])
"""Optical depth of clear air, and of haze of depth 1, at 620, 550 and 460 nm."""


@dataclass(frozen=True, kw_only=True)
class Weather:
    """A kind of day; pairs are ranges."""

    haze: tuple[float, float]
    """Optical depth of dust and droplets."""
    cover: tuple[float, float]
    """Share of the sky under clouds."""
    clouds: tuple[str, ...]
    """Keys of `CLOUDS`, one of which is drawn."""
    sun: tuple[float, float]
    """Share of the sun's light that comes through the clouds."""
    hidden: float = 0.0
    """Chance that a cloud stands before the sun."""
    darkness: float = 0.0
    """How dark the clouds' undersides are."""


WEATHERS: dict[str, Weather] = {
    "clear": Weather(haze=(0.05, 0.14), cover=(0.0, 0.2), clouds=("cirrus", "cumulus"),
                     sun=(1.0, 1.0)),
    "hazy": Weather(haze=(0.3, 0.65), cover=(0.0, 0.4), clouds=("cirrus", "stratus"),
                    sun=(0.6, 0.95)),
    "partly_cloudy": Weather(haze=(0.06, 0.2), cover=(0.3, 0.65), sun=(0.8, 1.0), hidden=0.25,
                             clouds=("cumulus", "cumulus", "altocumulus", "stratocumulus")),
    "overcast": Weather(haze=(0.1, 0.4), cover=(0.97, 1.0), sun=(0.0, 0.08), darkness=0.25,
                        clouds=("stratus", "stratus", "stratocumulus")),
    "stormy": Weather(haze=(0.1, 0.3), cover=(0.85, 1.0), sun=(0.0, 0.15), darkness=0.7,
                      clouds=("stratocumulus", "nimbus")),
}  # fmt: skip
"""Name -> what the sky does."""


@dataclass(frozen=True, kw_only=True)
class _Cloud:
    wave: float
    """Size of the largest puffs, in heights of the cloud layer."""
    roughness: float
    """Fall of the noise's amplitude with frequency: 1 ragged, 2 smooth."""
    stretch: float
    edge: float
    """How sharply they end."""
    opacity: float


CLOUDS: dict[str, _Cloud] = {
    "cirrus": _Cloud(wave=1.6, roughness=1.5, stretch=5.0, edge=0.8, opacity=0.55),
    "cumulus": _Cloud(wave=1.1, roughness=1.75, stretch=1.0, edge=3.5, opacity=1.0),
    "altocumulus": _Cloud(wave=0.3, roughness=1.9, stretch=1.5, edge=1.6, opacity=0.8),
    "stratocumulus": _Cloud(wave=0.8, roughness=1.7, stretch=1.8, edge=1.4, opacity=0.95),
    "stratus": _Cloud(wave=2.5, roughness=2.0, stretch=1.3, edge=0.6, opacity=0.95),
    "nimbus": _Cloud(wave=1.5, roughness=1.6, stretch=1.2, edge=1.5, opacity=1.0),
}


@dataclass(frozen=True, kw_only=True)
class Sky:
    """The upper half of the world and the sun in it."""

    dome: np.ndarray
    """(*DOME_SIZE, 3) linear RGB, without the sun itself; below the horizon it is mirrored."""
    rim: np.ndarray
    """(columns, 3) colour of the haze that distant things fade into, by azimuth."""
    towards_sun: np.ndarray
    """(3,) unit."""
    sun: np.ndarray
    """(3,) light of the sun on a surface that faces it; what clouds leave of it."""
    elevation_rad: float
    sharpness: float
    """1: the sun's disc is seen, 0: only a brightening of the clouds."""


def air_mass(elevation_rad: float) -> float:
    """Returns how much air light passes, 1 at the zenith (Kasten and Young 1989)."""
    degrees = max(math.degrees(elevation_rad), 0.0)
    return 1.0 / (math.sin(math.radians(degrees)) + 0.50572 * (degrees + 6.07995) ** -1.6364)


def sun_colour(elevation_rad: float, haze: float = 0.1) -> np.ndarray:
    """Returns the sun's light (3,) through the air, 1 above it."""
    return np.exp(-(_RAYLEIGH + haze * _AEROSOL) * air_mass(elevation_rad))


def sky_level(elevation_rad: float) -> float:
    """Returns the mean radiance of a clear sky; it falls on after sunset."""
    degrees = math.degrees(elevation_rad)
    if degrees < 0.0:
        return 0.035 * math.exp(degrees / 2.5)
    return 0.035 + 0.16 * min(math.sin(elevation_rad) / 0.6, 1.0) ** 0.75


def make_sky(
    weather: Weather, *, azimuth_rad: float, elevation_rad: float, rng: np.random.Generator
) -> Sky:
    """Paints the sky of one moment.

    Args:
        weather: the kind of day.
        azimuth_rad: where the sun stands.
        elevation_rad: its height; under 0 it has set.
        rng: random source.
    """
    view = directions(*DOME_SIZE)
    height = np.abs(view[..., 2])
    haze = float(rng.uniform(*weather.haze))
    cover = float(rng.uniform(*weather.cover))
    through = float(rng.uniform(*weather.sun))
    hidden = rng.random() < weather.hidden
    sun_towards = towards(azimuth_rad, elevation_rad)
    colour = sun_colour(elevation_rad, haze)
    set_share = float(np.clip(-math.degrees(elevation_rad) / 1.5, 0.0, 1.0))

    level = sky_level(elevation_rad)
    pale = min(haze / 0.6, 1.0)
    zenith = np.array([0.42, 0.85, 2.1]) * rng.uniform(0.85, 1.1, 3)
    zenith = zenith + (np.array([0.95, 1.05, 1.25]) - zenith) * 0.75 * pale
    # Towards sunset the light that fills the lower sky has gone through much air.
    reddened = sun_colour(elevation_rad, 0.0)
    reddened = (reddened / reddened.max()) ** 0.55
    rim = np.array([1.35, 1.6, 1.85]) * rng.uniform(0.95, 1.05, 3)
    rim = rim + (np.array([1.5, 1.5, 1.5]) - rim) * pale
    beside = np.clip(0.5 + 0.5 * (view @ towards(azimuth_rad, 0.0)), 0.0, 1.0)
    low_sun = math.exp(-max(math.degrees(elevation_rad), 0.0) / 9.0)
    tint = 1.0 + (low_sun * beside**1.5)[..., None] * (1.6 * reddened - 1.0)
    anti = (low_sun * (1.0 - beside))[..., None] * np.array([0.05, -0.12, -0.1])
    rim_map = rim * np.maximum(tint + anti, 0.05)
    band = rng.uniform(0.16, 0.3) * (1.0 - 0.35 * low_sun)
    share = np.exp(-height / band)[..., None]
    dome = level * (zenith + (rim_map - zenith) * share)

    # Forward scattering about the sun.
    angle = np.arccos(np.clip(view @ sun_towards, -1.0, 1.0))
    glow = 0.10 * np.exp(-angle / 0.35) + 0.25 * (0.5 + haze) * np.exp(-angle / 0.09)
    dome = dome + (1.0 - set_share) * glow[..., None] * colour * (1.0 - 0.9 * (cover > 0.9))

    if cover > 0.02:
        kind = CLOUDS[str(rng.choice(weather.clouds))]
        dome = _with_clouds(
            dome, view, kind, cover=cover, darkness=weather.darkness, sun=colour * (1 - set_share),
            level=level, towards_sun=sun_towards, angle=angle, rim=level * rim_map, rng=rng,
        )  # fmt: skip
    seen = through * (0.2 if hidden else 1.0)
    return Sky(
        dome=np.maximum(dome, 0.0),
        rim=dome[DOME_SIZE[0] // 2 - 2],
        towards_sun=sun_towards,
        sun=seen * (1.0 - set_share) * colour,
        elevation_rad=elevation_rad,
        sharpness=float(np.clip((seen - 0.25) / 0.6, 0.0, 1.0)) * (1.0 - set_share),
    )


def _noise_tile(rng: np.random.Generator, kind: _Cloud) -> np.ndarray:
    """Returns seamless noise (256, 256), deviation 1, whose tile spans eight large puffs."""
    size = 256
    y, x = np.fft.fftfreq(size, 1.0 / size)[:, None], np.fft.rfftfreq(size, 1.0 / size)[None, :]
    frequency = np.hypot(y, x)
    amplitude = np.maximum(frequency, 8.0) ** -kind.roughness * np.minimum(frequency / 5.0, 1.0)
    spectrum = np.fft.rfft2(rng.standard_normal((size, size))) * amplitude
    field = np.fft.irfft2(spectrum, (size, size))
    return field / max(float(field.std()), 1e-9)


def _sampled(tile: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Returns a repeating tile's values, bilinear, at places in tiles."""
    size = len(tile)
    x, y = (u % 1.0) * size, (v % 1.0) * size
    i, j = x.astype(int) % size, y.astype(int) % size
    a, b = x - np.floor(x), y - np.floor(y)
    k, m = (i + 1) % size, (j + 1) % size
    top = tile[j, i] + (tile[j, k] - tile[j, i]) * a
    return top + ((tile[m, i] + (tile[m, k] - tile[m, i]) * a) - top) * b


def _with_clouds(
    dome: np.ndarray, view: np.ndarray, kind: _Cloud, *, cover: float, darkness: float,
    sun: np.ndarray, level: float, towards_sun: np.ndarray, angle: np.ndarray, rim: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Returns the dome under a layer of clouds."""
    height = np.abs(view[..., 2])
    turn = float(rng.uniform(0.0, 2.0 * np.pi))
    x, y = (view[..., axis] / (height + 0.13) for axis in range(2))
    along = np.cos(turn) * x + np.sin(turn) * y
    across = np.cos(turn) * y - np.sin(turn) * x
    span = 8.0 * kind.wave
    tile = _noise_tile(rng, kind)
    u, v = along / (span * kind.stretch) + rng.random(), across / span + rng.random()
    field = _sampled(tile, u, v)
    threshold = float(np.quantile(tile, max(1.0 - cover, 0.0))) if cover < 0.99 else -4.0
    depth = np.clip((field - threshold) * kind.edge, 0.0, None)
    density = kind.opacity * (1.0 - np.exp(-1.6 * depth))
    # Puffs are bright on the side of the sun, dark on the other and where they are thick.
    shift = 0.02
    level_sun = towards_sun[:2] / max(float(np.linalg.norm(towards_sun[:2])), 1e-6)
    du = (np.cos(turn) * level_sun[0] + np.sin(turn) * level_sun[1]) * shift / kind.stretch
    dv = (np.cos(turn) * level_sun[1] - np.sin(turn) * level_sun[0]) * shift
    slope = np.clip(0.5 * (field - _sampled(tile, u + du, v + dv)), -1.0, 1.0)
    thick = 1.0 - np.exp(-0.5 * depth)
    shade = np.clip(0.78 + 0.3 * slope - (0.3 + 0.5 * darkness) * thick, 0.1, 1.2)
    if cover > 0.9:  # light comes through a closed cover: brightest overhead and about the sun
        shade = (0.75 + 0.35 * height + 0.25 * np.exp(-angle / 0.5)) * (
            1.0 + 0.09 * field - 0.4 * darkness * np.clip(0.5 + 0.5 * field, 0.0, 1.0)
        )
        white = (
            (0.55 - 0.25 * darkness)
            * (sun @ LUMINANCE + 2.0 * level)
            * np.array([0.95, 0.98, 1.04])
        )
    else:
        white = 0.62 * sun + 1.1 * level * np.array([0.9, 1.0, 1.15])
    cloud = np.maximum(shade, 0.05)[..., None] * white
    far = np.exp(-height / 0.05)[..., None] * (0.8 if cover < 0.9 else 0.4)
    cloud = cloud + far * (np.minimum(rim, 1.2 * white) - cloud)
    return dome + density[..., None] * (cloud - dome)
