"""Draws clothes; nothing here knows what their wearer will do."""

from __future__ import annotations

import colorsys

import numpy as np

from understudy.bodies.garments import GARMENTS, SLOTS
from understudy.bodies.patterns import PATTERNS
from understudy.types import GarmentSpec

Colour = tuple[float, float, float]


def sample_garments(*, rng: np.random.Generator) -> tuple[GarmentSpec, ...]:
    """Draws what a person wears, from the skin outwards."""
    return tuple(_garment(slot, rng) for slot in SLOTS)


def _garment(slot: str, rng: np.random.Generator) -> GarmentSpec:
    kinds = [name for name, garment in GARMENTS.items() if garment.slot == slot]
    plain = slot == "shoes" or rng.random() < 0.45
    return GarmentSpec(
        kind=str(rng.choice(kinds)),
        colour=_dye(rng, dull=slot != "top"),
        second_colour=_dye(rng, dull=False),
        pattern="plain" if plain else str(rng.choice(list(PATTERNS))),
        pattern_scale_m=float(rng.uniform(0.12, 0.45)),
        fit_m=float(rng.uniform(0.002, 0.004) if slot == "shoes" else rng.uniform(0.004, 0.022)),
    )


def _dye(rng: np.random.Generator, *, dull: bool) -> Colour:
    """Black, white, grey, blue and brown are worn most; any colour is worn by somebody."""
    hue = rng.choice([rng.uniform(0, 1), rng.normal(0.6, 0.05), rng.normal(0.08, 0.03)])
    saturation = rng.uniform(0.0, 0.5 if dull else 0.95)
    value = rng.beta(1.0, 1.6 if dull else 1.1)
    red, green, blue = (
        0.02 + 0.8 * np.array(colorsys.hsv_to_rgb(hue % 1.0, saturation, value)) ** 1.6
    )
    return (float(red), float(green), float(blue))
