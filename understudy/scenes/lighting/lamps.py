"""Lamps: how strong, how warm, how soft, and which of a place's lamps light the people most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understudy.errors import lookup
from understudy.scenes.lighting.harmonics import LUMINANCE
from understudy.scenes.lighting.surroundings import LampSpot
from understudy.types import MOST_OTHER_LIGHTS, KeyLight

NEAREST_M = 0.8
"""A lamp nearer to the middle of things counts as this far: it must not outshine all else."""


@dataclass(frozen=True, kw_only=True)
class LampKind:
    """One kind of lamp; pairs are ranges."""

    power: float
    """Light on a surface that faces it from a metre away, in the unit of the others."""
    warmth: tuple[float, float]
    """As `SceneSpec.light_warmth`."""
    softness: tuple[float, float]


LAMP_KINDS: dict[str, LampKind] = {
    "ceiling": LampKind(power=3.0, warmth=(0.5, 0.85), softness=(0.3, 0.7)),
    "strip": LampKind(power=4.0, warmth=(0.35, 0.6), softness=(0.7, 1.0)),
    "standard": LampKind(power=1.3, warmth=(0.65, 0.95), softness=(0.4, 0.8)),
    "desk": LampKind(power=0.9, warmth=(0.5, 0.9), softness=(0.2, 0.5)),
    "bedside": LampKind(power=0.7, warmth=(0.7, 1.0), softness=(0.4, 0.8)),
    "screen": LampKind(power=0.35, warmth=(0.0, 0.25), softness=(0.8, 1.0)),
    "street": LampKind(power=16.0, warmth=(0.45, 1.0), softness=(0.15, 0.4)),
    "flood": LampKind(power=60.0, warmth=(0.3, 0.5), softness=(0.1, 0.3)),
    "shop": LampKind(power=5.0, warmth=(0.4, 0.8), softness=(0.8, 1.0)),
}
"""Name -> properties."""


def warm_colour(warmth: float) -> np.ndarray:
    """Returns the colour (3,), luminance 1, of light from cold (0) over neutral to warm (1)."""
    cold, warm = np.array([0.78, 0.95, 1.35]), np.array([1.35, 0.95, 0.55])
    share = 2.0 * (warmth - 0.5)
    colour = 1.0 + abs(share) * ((warm if share > 0.0 else cold) - 1.0)
    return colour / float(colour @ LUMINANCE)


def lamp_light(
    spot: LampSpot, centre_m: np.ndarray, *, warmth: float, rng: np.random.Generator
) -> KeyLight:
    """Returns a burning lamp; `warmth` is the place's, which its own kind's is mixed with."""
    kind = lookup(LAMP_KINDS, spot.kind, "lamp kind")
    position = np.array(spot.position_m)
    offset = position - centre_m
    distance = float(np.linalg.norm(offset))
    own = float(rng.uniform(*kind.warmth))
    radiance = kind.power / max(distance, NEAREST_M) ** 2 * float(rng.uniform(0.75, 1.3))
    return KeyLight(
        towards_light=(offset / max(distance, 1e-6)).astype(np.float32),
        position_m=position.astype(np.float32),
        radiance=(radiance * warm_colour(0.7 * own + 0.3 * warmth)).astype(np.float32),
        softness=float(rng.uniform(*kind.softness)),
    )


def strongest_first(lights: Sequence[KeyLight]) -> list[KeyLight]:
    """Returns lights by the light that they give to the middle, the weakest beyond count cut."""
    order = sorted(lights, key=lambda light: -float(light.radiance @ LUMINANCE))
    return order[: 1 + MOST_OTHER_LIGHTS]


def total(lights: Sequence[KeyLight]) -> float:
    """Returns the luminance that lights give to the middle together."""
    return float(sum(light.radiance @ LUMINANCE for light in lights))
