"""How bright the picture comes out: the automatic exposure of an ordinary camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from understudy.scenes.lighting.harmonics import LUMINANCE, SH_SCALE, sh_basis
from understudy.scenes.lighting.surroundings import Lighting, Surroundings
from understudy.scenes.shapes import WHITE, Part
from understudy.scenes.textures import mean_colour
from understudy.types import KeyLight

TARGET_LUMINANCE = 0.2
"""Mean linear luminance that an automatic exposure aims at; sRGB 0.48."""
EXPOSURE_STRENGTH = 0.8
"""Share (in stops) of the way to the target that it goes: a dark room stays rather dark."""
REFERENCE_GAIN = 0.8
"""The factor that a place of middling paint gets."""
WHITE_BALANCE_STRENGTH = 0.6
"""Share of the way to a white light that an automatic white balance goes."""
PERSON_SHARE, PERSON_ALBEDO = 0.25, 0.25
"""Weight in the metering, and reflectance of skin and clothes."""
DARKEST_PERSON, BRIGHTEST_PERSON = 0.04, 0.7
"""Bounds of the luminance of a person in the middle: a camera's user would not keep others."""


def exposed(
    lighting: Lighting, place: Surroundings, *, brightness: float = 1.0, key_share: float = 1.0
) -> Lighting:
    """Scales all light so that the surfaces about the subject come to the target luminance.

    Args:
        lighting: in any unit.
        place: what it shines on.
        brightness: of the result against the target.
        key_share: share of the surfaces that the key light reaches at all.
    """
    gain = exposure_gain(lighting, place, brightness=brightness, key_share=key_share)
    return scaled(lighting, gain * white_balance(lighting))


def white_balance(lighting: Lighting) -> np.ndarray:
    """Returns the factors (3,) by which an automatic white balance takes the light towards white.

    Only part of the way: an evening stays warm, a shade bluish.
    """
    colour = lighting.irradiance_sh[0] * float(SH_SCALE[0])
    for light in (lighting.key_light, *lighting.other_lights):
        colour = colour + 0.5 * light.radiance
    share = np.clip(colour / max(float(colour @ LUMINANCE), 1e-9), 0.2, 5.0)
    factors = share**-WHITE_BALANCE_STRENGTH
    return factors / float((factors * share) @ LUMINANCE)


def exposure_gain(
    lighting: Lighting, place: Surroundings, *, brightness: float, key_share: float
) -> float:
    """Returns the factor that `exposed` applies."""
    centre = np.array(place.centre_m)
    middle, normals, albedo, weight = _surfaces(place.parts, centre)
    light = np.maximum(sh_basis(normals) @ lighting.irradiance_sh, 0.0)
    upright = float(lighting.irradiance_sh[0] @ LUMINANCE) * float(SH_SCALE[0])
    for number, lamp in enumerate((lighting.key_light, *lighting.other_lights)):
        share = 0.8 * key_share if number == 0 else 0.9
        light += share * _received(lamp, middle, normals, centre)[:, None] * lamp.radiance
        upright += 0.4 * share * float(lamp.radiance @ LUMINANCE)
    mean = float(weight @ ((albedo * light) @ LUMINANCE)) / max(float(weight.sum()), 1e-9)
    person = PERSON_ALBEDO * upright
    mean = (1.0 - PERSON_SHARE) * mean + PERSON_SHARE * person
    full = TARGET_LUMINANCE / max(mean, 1e-6)
    gain = brightness * REFERENCE_GAIN * (full / REFERENCE_GAIN) ** EXPOSURE_STRENGTH
    return float(np.clip(gain, DARKEST_PERSON / max(person, 1e-9),
                         BRIGHTEST_PERSON / max(person, 1e-9)))  # fmt: skip


def _surfaces(
    parts: Sequence[Part], centre: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Returns place (F, 3), normal (F, 3), albedo (F, 3) and weight (F,) of all faces."""
    tiles: dict[int, np.ndarray] = {}
    colours = []
    for part in parts:
        key = id(part.material.tile)
        if key not in tiles:
            tiles[key] = mean_colour(part.material.tinted(WHITE))
        colours.append(np.minimum(tiles[key] * np.array(part.material.colour), 1.0))
    albedo = np.repeat(colours, [len(part.faces) for part in parts], axis=0)
    corners = np.concatenate([part.positions_m[part.faces] for part in parts])
    around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.sqrt(np.sum(around**2, axis=1))
    middle = corners.mean(axis=1)
    # Of a large ground what lies about the subject counts.
    nearest = np.clip(centre, corners.min(axis=1), corners.max(axis=1))
    middle = np.where((area > 8.0)[:, None], nearest, middle)
    away = np.sum((middle - centre) ** 2, axis=1)
    # A large floor must not outweigh everything for its far corners.
    weight = np.minimum(0.5 * area, 25.0) / (1.0 + away / 16.0)
    return middle, around / np.maximum(area, 1e-12)[:, None], albedo, weight


def _received(
    light: KeyLight, middle: np.ndarray, normals: np.ndarray, centre: np.ndarray
) -> np.ndarray:
    """Returns how much of a light's radiance falls on each face (F,)."""
    if light.position_m is None:
        return np.maximum(normals @ light.towards_light, 0.0)
    to_lamp = light.position_m - middle
    squared = np.maximum(np.sum(to_lamp**2, axis=1), 0.3)
    facing = np.maximum(np.sum(normals * to_lamp, axis=1), 0.0) / np.sqrt(squared)
    reach = float(np.sum((light.position_m - centre) ** 2))
    return np.minimum(facing * reach / squared, 3.0)


def scaled(lighting: Lighting, gain: float | np.ndarray) -> Lighting:
    """Returns all light times a factor, or one per channel (3,)."""

    def brighter(light: KeyLight) -> KeyLight:
        return replace(light, radiance=(gain * light.radiance).astype(np.float32))

    return replace(
        lighting,
        key_light=brighter(lighting.key_light),
        other_lights=tuple(brighter(light) for light in lighting.other_lights),
        environment=(gain * lighting.environment).astype(np.float32),
        irradiance_sh=(gain * lighting.irradiance_sh).astype(np.float32),
    )
