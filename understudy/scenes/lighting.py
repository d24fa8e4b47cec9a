"""Light: what shines, what surrounds, and how bright the picture comes out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from understudy.errors import lookup
from understudy.rng import stream
from understudy.scenes.shapes import WHITE, Part
from understudy.scenes.textures import mean_colour
from understudy.types import KeyLight, SceneSpec

ENVIRONMENT_SIZE = (64, 128)
"""Rows and columns of the equirectangular picture."""

TARGET_LUMINANCE = 0.2
"""Mean linear luminance that an automatic exposure aims at; sRGB 0.48."""
EXPOSURE_STRENGTH = 0.8
"""Share (in stops) of the way to the target that it goes: a dark room stays rather dark."""

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_SH_SCALE = np.array([0.282095, *[0.488603] * 3, 1.092548, 1.092548, 0.315392, 1.092548, 0.546274])
_SH_COSINE = np.array([1.0, *[2.0 / 3.0] * 3, *[0.25] * 5])
"""Cosine lobe over pi per band (Ramamoorthi and Hanrahan 2001)."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """A furnished place before it is lit."""

    parts: tuple[Part, ...]
    indoors: bool
    centre_m: tuple[float, float, float]
    extent_m: float
    lamp_m: tuple[float, float, float]
    """Where the place's lamp hangs."""
    above: np.ndarray
    around: np.ndarray
    below: np.ndarray
    """Mean colours (3,) of ceiling, walls and floor, or of what bounds the view outdoors."""


@dataclass(frozen=True, kw_only=True)
class Lighting:
    key_light: KeyLight
    environment: np.ndarray
    """(64, 128, 3) linear RGB."""
    irradiance_sh: np.ndarray
    """(9, 3), see `Scene.irradiance_sh`."""


def _directions() -> np.ndarray:
    rows, columns = ENVIRONMENT_SIZE
    tilt = (np.arange(rows) + 0.5) * np.pi / rows
    turn = (np.arange(columns) + 0.5) * 2.0 * np.pi / columns
    return np.stack(
        (
            np.outer(np.sin(tilt), np.cos(turn)),
            np.outer(np.sin(tilt), np.sin(turn)),
            np.repeat(np.cos(tilt)[:, None], columns, axis=1),
        ),
        axis=-1,
    )


def sh_basis(directions: np.ndarray) -> np.ndarray:
    """Returns the nine real spherical harmonics (..., 9) of unit vectors (..., 3)."""
    x, y, z = np.moveaxis(directions, -1, 0)
    polynomials = (
        np.ones_like(x), y, z, x, x * y, y * z, 3.0 * z * z - 1.0, x * z, x * x - y * y,
    )  # fmt: skip
    return np.stack(polynomials, axis=-1) * _SH_SCALE


def project_irradiance_sh(environment: np.ndarray) -> np.ndarray:
    """Returns `Scene.irradiance_sh` (9, 3) of an equirectangular picture (H, W, 3)."""
    rows, columns = environment.shape[:2]
    tilt = (np.arange(rows) + 0.5) * np.pi / rows
    turn = (np.arange(columns) + 0.5) * 2.0 * np.pi / columns
    directions = np.stack(
        (
            np.outer(np.sin(tilt), np.cos(turn)),
            np.outer(np.sin(tilt), np.sin(turn)),
            np.repeat(np.cos(tilt)[:, None], columns, axis=1),
        ),
        axis=-1,
    )
    solid = np.sin(tilt)[:, None] / (np.sin(tilt).sum() * columns) * 4.0 * np.pi
    weighted = environment * solid[..., None]
    radiance = np.einsum("hwk,hwc->kc", sh_basis(directions), weighted)
    return radiance * _SH_COSINE[:, None]


def warm_colour(warmth: float) -> np.ndarray:
    """Returns the colour (3,), luminance 1, of light from cold (0) over neutral to warm (1)."""
    cold, warm = np.array([0.78, 0.95, 1.35]), np.array([1.35, 0.95, 0.55])
    share = 2.0 * (warmth - 0.5)
    colour = 1.0 + abs(share) * ((warm if share > 0.0 else cold) - 1.0)
    return colour / float(colour @ _LUMINANCE)


def _towards(azimuth_rad: float, elevation_rad: float) -> np.ndarray:
    return np.array(
        [
            math.cos(elevation_rad) * math.cos(azimuth_rad),
            math.cos(elevation_rad) * math.sin(azimuth_rad),
            math.sin(elevation_rad),
        ]
    )


def _tileable(rng: np.random.Generator, columns: int, smooth: float) -> np.ndarray:
    """Returns a closed random curve (columns,), deviation 1."""
    spectrum = np.fft.rfft(rng.standard_normal(columns))
    frequency = np.arange(len(spectrum))
    spectrum *= np.exp(-((frequency / smooth) ** 2))
    spectrum[0] = 0.0
    curve = np.fft.irfft(spectrum, columns)
    return curve / max(float(curve.std()), 1e-9)


def _clouds(rng: np.random.Generator, directions: np.ndarray) -> np.ndarray:
    """Returns cloud cover -2..2 over the sky (H, W): waves on a plane above, so no seam shows."""
    z = np.maximum(directions[..., 2], 0.06)
    x, y = directions[..., 0] / (z + 0.25), directions[..., 1] / (z + 0.25)
    cover = np.zeros(z.shape)
    for octave in range(5):
        scale = 1.3 * 1.9**octave
        for _ in range(3):
            angle, phase = rng.uniform(0.0, 2.0 * np.pi, 2)
            wave = np.cos(angle) * x + np.sin(angle) * y
            warp = 0.8 * np.sin(1.7 * (np.cos(angle + 1.3) * x + np.sin(angle + 1.3) * y) + phase)
            cover += np.sin(scale * wave + phase + warp) / 1.7**octave
    return cover / 1.6


def sky(
    *, rng: np.random.Generator, place: Surroundings, overcast: float, night: bool
) -> np.ndarray:
    """Returns an outdoor environment: sky, clouds, skyline, ground."""
    directions = _directions()
    height = directions[..., 2]
    zenith = np.array([0.22, 0.42, 0.95]) * rng.uniform(0.8, 1.25)
    rim = np.array([0.85, 0.95, 1.1]) * rng.uniform(0.9, 1.1) * rng.uniform(0.97, 1.03, 3)
    share = np.exp(-np.maximum(height, 0.0) / rng.uniform(0.18, 0.4))[..., None]
    image = zenith + (rim - zenith) * share
    grey = np.array([0.9, 0.95, 1.0]) * (0.85 + 0.3 * np.maximum(height, 0.0))[..., None]
    cover = _clouds(rng, directions)
    density = np.clip((cover - rng.uniform(-0.2, 1.2)) * 1.3, 0.0, 1.0)[..., None]
    image = image + density * (np.array([1.15, 1.15, 1.15]) - 0.25 * density - image)
    image = image + overcast * (grey * (1.0 + 0.07 * cover[..., None]) - image)
    if night:
        image = image * np.array([0.02, 0.022, 0.035]) + 0.012

    columns = height.shape[1]
    skyline = np.zeros(columns)
    if rng.random() < 0.5:  # roofs
        blocks = int(rng.integers(18, 50))
        skyline = rng.uniform(0.02, 0.13, blocks)[np.arange(columns) * blocks // columns]
        colour = rng.uniform(0.15, 0.45, 3) * np.array([1.0, 0.95, 0.9])
    else:  # woods or hills
        skyline = (
            0.06 + 0.025 * _tileable(rng, columns, 8.0) + 0.012 * _tileable(rng, columns, 40.0)
        )
        colour = np.array([0.10, 0.16, 0.08]) * rng.uniform(0.7, 1.6)
    haze = rng.uniform(0.1, 0.5)
    colour = colour + haze * (rim * 0.7 - colour)
    light = 0.03 if night else 1.0
    image = np.where((height < np.maximum(skyline, 0.0))[..., None], colour * light, image)
    return np.where((height < 0.0)[..., None], np.maximum(place.below, 0.02) * light, image)


def interior(*, place: Surroundings, window_towards: np.ndarray | None) -> np.ndarray:
    """Returns what a room's surfaces send to its middle, mean luminance about 1."""
    directions = _directions()
    height = directions[..., 2:]
    white = np.ones(3)
    # Light that has bounced more than once is paler than the paint.
    above, around, below = (
        0.35 * white + 0.65 * np.asarray(colour)
        for colour in (place.above, place.around, place.below)
    )
    upper = np.clip(height / 0.5, 0.0, 1.0)
    lower = np.clip(-height / 0.5, 0.0, 1.0)
    image = around * (1.0 - upper - lower) + 1.15 * above * upper + 0.6 * below * lower
    if window_towards is not None:
        facing = np.clip(directions @ window_towards, 0.0, 1.0)[..., None]
        image = image * (0.75 + 1.1 * facing**2)
    return image / float((image @ _LUMINANCE).mean())


def _assembled(
    spec: SceneSpec, place: Surroundings, *, ratio: float, colour: np.ndarray, softness: float,
    towards: np.ndarray, position_m: np.ndarray | None, environment: np.ndarray,
    ambient_gain: float = 1.0,
) -> Lighting:  # fmt: skip
    """Scales key light and surroundings to each other, then exposes the whole."""
    irradiance = project_irradiance_sh(environment * ambient_gain)
    level = float(irradiance[0] @ _LUMINANCE) * float(_SH_SCALE[0])
    radiance = ratio * spec.light_strength * level * colour
    gain = _exposure(
        place, towards=towards, position_m=position_m, radiance=radiance, irradiance_sh=irradiance
    )
    return Lighting(
        key_light=KeyLight(
            towards_light=towards.astype(np.float32),
            position_m=None if position_m is None else position_m.astype(np.float32),
            radiance=(gain * radiance).astype(np.float32),
            softness=softness,
        ),
        environment=(gain * environment).astype(np.float32),
        irradiance_sh=(gain * irradiance).astype(np.float32),
    )


def _exposure(
    place: Surroundings, *, towards: np.ndarray, position_m: np.ndarray | None,
    radiance: np.ndarray, irradiance_sh: np.ndarray,
) -> float:  # fmt: skip
    """Returns the factor that brings the surfaces about the subject to the target luminance."""
    centre = np.array(place.centre_m)
    lit_distance = 1.0 if position_m is None else float(np.sum((position_m - centre) ** 2))
    tile_colours: dict[int, np.ndarray] = {}
    total, weight_sum = 0.0, 0.0
    for part in place.parts:
        key = id(part.material.tile)
        if key not in tile_colours:
            tile_colours[key] = mean_colour(part.material.tinted(WHITE))
        albedo = np.minimum(tile_colours[key] * np.array(part.material.colour), 1.0)
        corners = part.positions_m[part.faces]
        around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.sqrt(np.sum(around**2, axis=1))
        middle = corners.mean(axis=1)
        away = np.sum((middle - centre) ** 2, axis=1)
        # A large floor must not outweigh everything for its far corners.
        weight = np.minimum(0.5 * area, 25.0) / (1.0 + away / 16.0)
        normals = around / np.maximum(area, 1e-12)[:, None]
        if position_m is None:
            facing = np.maximum(normals @ towards, 0.0)
        else:
            to_lamp = position_m - middle
            squared = np.maximum(np.sum(to_lamp**2, axis=1), 0.3)
            facing = np.maximum(np.sum(normals * to_lamp, axis=1), 0.0) / np.sqrt(squared)
            facing = facing * lit_distance / squared
        light = np.maximum(sh_basis(normals) @ irradiance_sh, 0.0)
        light = light + 0.8 * np.minimum(facing, 3.0)[:, None] * radiance
        total += float(weight @ ((albedo * light) @ _LUMINANCE))
        weight_sum += float(weight.sum())
    mean = total / max(weight_sum, 1e-9)
    # The person counts too: skin and clothes of middling albedo.
    mean = 0.75 * mean + 0.25 * 0.25 * float(
        (irradiance_sh[0] * _SH_SCALE[0] + 0.4 * radiance) @ _LUMINANCE
    )
    full = TARGET_LUMINANCE / max(mean, 1e-6)
    reference = 0.8  # the factor that a place of middling paint gets
    return reference * (full / reference) ** EXPOSURE_STRENGTH


def sun(spec: SceneSpec, place: Surroundings) -> Lighting:
    """Hard light from far away; indoors as it falls through large windows."""
    rng = stream(spec.seed, "scene", "light")
    towards = _towards(spec.light_azimuth_rad, max(spec.light_elevation_rad, 0.17))
    if place.indoors:
        environment = interior(place=place, window_towards=_flat(towards))
    else:
        environment = sky(rng=rng, place=place, overcast=float(rng.uniform(0.0, 0.25)), night=False)
    return _assembled(
        spec, place, ratio=1.3 if place.indoors else 2.2, colour=warm_colour(spec.light_warmth),
        softness=float(rng.uniform(0.08, 0.3)), towards=towards, position_m=None,
        environment=environment,
    )  # fmt: skip


def overcast(spec: SceneSpec, place: Surroundings) -> Lighting:
    """A grey day: light from all of the sky, hardly a shadow."""
    rng = stream(spec.seed, "scene", "light")
    towards = _towards(spec.light_azimuth_rad, max(spec.light_elevation_rad, math.radians(50.0)))
    if place.indoors:
        environment = interior(place=place, window_towards=_flat(towards))
    else:
        environment = sky(rng=rng, place=place, overcast=float(rng.uniform(0.8, 1.0)), night=False)
    return _assembled(
        spec, place, ratio=0.55, colour=warm_colour(0.5 * spec.light_warmth + 0.2), softness=1.0,
        towards=towards, position_m=None, environment=environment,
    )  # fmt: skip


def lamp(spec: SceneSpec, place: Surroundings) -> Lighting:
    """The lamp at the ceiling, or a street lamp by night."""
    rng = stream(spec.seed, "scene", "light")
    position = np.array(place.lamp_m)
    towards = position - np.array(place.centre_m)
    towards /= np.linalg.norm(towards)
    if place.indoors:
        environment, ratio, gain = interior(place=place, window_towards=None), 0.75, 1.0
    else:
        environment = sky(rng=rng, place=place, overcast=0.3, night=True)
        ratio, gain = 2.0, 6.0  # a town's glow comes from more than the sky
    return _assembled(
        spec, place, ratio=ratio, colour=warm_colour(spec.light_warmth),
        softness=float(rng.uniform(0.3, 0.8)), towards=towards, position_m=position,
        environment=environment, ambient_gain=gain,
    )  # fmt: skip


def window(spec: SceneSpec, place: Surroundings) -> Lighting:
    """Soft light from one side; outdoors as in the shade of a house."""
    rng = stream(spec.seed, "scene", "light")
    towards = _towards(spec.light_azimuth_rad, min(spec.light_elevation_rad, math.radians(35.0)))
    if place.indoors:
        environment = interior(place=place, window_towards=_flat(towards))
    else:
        environment = sky(rng=rng, place=place, overcast=0.5, night=False)
    return _assembled(
        spec, place, ratio=0.9, colour=warm_colour(0.6 * spec.light_warmth + 0.15), softness=1.0,
        towards=towards, position_m=None, environment=environment,
    )  # fmt: skip


def _flat(towards: np.ndarray) -> np.ndarray:
    level = np.array([towards[0], towards[1], 0.0])
    return level / max(float(np.linalg.norm(level)), 1e-9)


LIGHTS: dict[str, Callable[[SceneSpec, Surroundings], Lighting]] = {
    "sun": sun, "overcast": overcast, "lamp": lamp, "window": window,
}  # fmt: skip
"""Name -> function(spec, surroundings) that lights a place."""


def light_place(spec: SceneSpec, place: Surroundings) -> Lighting:
    """Lights a place as its spec says; an unknown light raises InputError."""
    return lookup(LIGHTS, spec.light, "light")(spec, place)


def mean_of(colours: Sequence[np.ndarray]) -> np.ndarray:
    """Returns the mean (3,) of colours."""
    return np.mean(np.stack(colours), axis=0)
