"""Draws clothes by setting and season; nothing here knows what their wearer will do."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from understudy.bodies.garments import GARMENTS, SLOTS
from understudy.bodies.outfits import FABRICS, KIND_DYES, MIXED, OUTFITS, SETTINGS, WOMEN_ONLY
from understudy.bodies.patterns import MOTIFS
from understudy.errors import lookup
from understudy.types import GarmentSpec

MAN_BELOW = 0.5
"""On the scale of `BodySpec.gender`."""
MOTIF_SHARE = 0.4
"""How often a plain top bears a print."""
PRINTED = ("t_shirt", "hoodie", "tank_top", "long_sleeve", "sports_top")
SNUG = ("leggings", "sports_top", "shoes", "trainers", "sandals", "boots", "high_boots", "gloves")

Colour = tuple[float, float, float]


def sample_garments(
    *, rng: np.random.Generator, setting: str = "any", gender: float | None = None
) -> tuple[GarmentSpec, ...]:
    """Draws what a person wears, from the skin outwards.

    Args:
        rng: source of every draw.
        setting: a key of SETTINGS.
        gender: 0 male to 1 female; drawn if not given.

    Raises:
        InputError: unknown setting.
    """
    name = _drawn(lookup(SETTINGS, setting, "setting"), rng)
    outfit = OUTFITS[name]
    man = (rng.random() if gender is None else gender) < MAN_BELOW
    allowed = {
        slot: {kind: share for kind, share in kinds.items() if not (man and kind in WOMEN_ONLY)}
        for slot, kinds in outfit.wear.items()
    }
    in_dress = rng.random() < outfit.dress_share and bool(allowed.get("dress"))
    left_out = ("top", "bottom") if in_dress else ("dress",)
    # A bare kind draws as much as a clothed one, so that slots do not disturb each other.
    kinds = [
        _drawn(allowed[slot], rng) for slot in SLOTS if allowed.get(slot) and slot not in left_out
    ]
    worn = [kind for kind in kinds if kind]
    dyes = {kind: outfit.dyes.get(kind, KIND_DYES.get(kind, "any")) for kind in worn}
    garments = [_garment(kind, dyes[kind], rng) for kind in worn]
    return tuple(_matched(garments))


def _garment(kind: str, dye: str, rng: np.random.Generator) -> GarmentSpec:
    pattern = _drawn(FABRICS.get(kind, MIXED), rng)
    printed = kind in PRINTED and pattern == "plain" and rng.random() < MOTIF_SHARE
    motifs = [name for name in MOTIFS if name != "none"]
    motif = "number" if kind == "jersey" else str(rng.choice(motifs)) if printed else "none"
    colour, second = DYES[dye](rng), DYES["any"](rng)
    if pattern == "denim":
        second = _scaled(colour, 2.2)
    elif pattern == "quilted":
        second = _scaled(colour, 0.25)
    elif pattern in ("knit", "herringbone"):
        second = _scaled(colour, 0.55)
    elif kind in ("joggers", "sports_shorts", "sports_top") or (
        pattern == "plain" and motif != "none"
    ):
        second = _apart(second, colour)
    return GarmentSpec(
        kind=kind,
        colour=colour,
        second_colour=second,
        pattern=pattern,
        pattern_scale_m=float(rng.uniform(0.12, 0.45)),
        fit_m=float(rng.uniform(*_fit(kind))),
        motif=motif,
    )


def _fit(kind: str) -> tuple[float, float]:
    if kind in SNUG:
        return (0.002, 0.004)
    return (0.003, 0.010) if GARMENTS[kind].slot == "bottom" else (0.005, 0.020)


def _matched(garments: list[GarmentSpec]) -> list[GarmentSpec]:
    """Returns scrubs in one colour."""
    top = next((worn for worn in garments if worn.kind == "scrubs_top"), None)
    return [
        worn.model_copy(update={"colour": top.colour})
        if top is not None and worn.kind == "scrubs_trousers"
        else worn
        for worn in garments
    ]


def _drawn(shares: Mapping[str, float], rng: np.random.Generator) -> str:
    weights = np.array(list(shares.values()))
    return str(rng.choice(list(shares), p=weights / weights.sum()))


# --------------------------------------------------------------------------------------------
# Dyes


def _any(rng: np.random.Generator) -> Colour:
    """Black, white, grey, blue and brown are worn most; any colour is worn by somebody."""
    kind = rng.random()
    if kind < 0.3:
        grey = float(rng.choice([rng.uniform(0.01, 0.06), rng.uniform(0.08, 0.4), 0.75]))
        return _tinted(grey, rng)
    hue = rng.choice([rng.uniform(0, 1), rng.normal(0.6, 0.05), rng.normal(0.06, 0.04)])
    return _dyed(hue, rng.uniform(0.2, 0.95), rng.uniform(0.1, 1.0))


def _dull(rng: np.random.Generator) -> Colour:
    hue = rng.choice([rng.uniform(0, 1), rng.normal(0.61, 0.04), rng.normal(0.09, 0.03)])
    return _dyed(hue, rng.uniform(0.0, 0.5), rng.beta(1.1, 1.8))


def _bright(rng: np.random.Generator) -> Colour:
    return _dyed(rng.uniform(0, 1), rng.uniform(0.6, 1.0), rng.uniform(0.4, 1.0))


def _denim(rng: np.random.Generator) -> Colour:
    if rng.random() < 0.2:
        return _tinted(rng.uniform(0.01, 0.05), rng)
    return _dyed(rng.normal(0.605, 0.012), rng.uniform(0.45, 0.75), rng.uniform(0.15, 0.65))


def _light(rng: np.random.Generator) -> Colour:
    if rng.random() < 0.35:
        return _any(rng)
    hue = rng.choice([rng.normal(0.6, 0.04), rng.uniform(0, 1)])
    return _dyed(hue, rng.beta(1.0, 4.0), rng.uniform(0.8, 1.0))


def _work(rng: np.random.Generator) -> Colour:
    hue = rng.choice([0.6, 0.09, 0.07, 0.25, 0.02]) + rng.normal(0.0, 0.015)
    return _dyed(hue, rng.uniform(0.3, 0.8), rng.uniform(0.15, 0.6))


def _of(*colours: Colour) -> Callable[[np.random.Generator], Colour]:
    def draw(rng: np.random.Generator) -> Colour:
        return _scaled(colours[rng.integers(len(colours))], float(rng.uniform(0.75, 1.1)))

    return draw


def _tinted(grey: float, rng: np.random.Generator) -> Colour:
    red, green, blue = np.clip(grey * (1.0 + rng.normal(0.0, 0.03, 3)), 0.0, 1.0)
    return (float(red), float(green), float(blue))


def _dyed(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = (
        0.015 + 0.75 * np.array(colorsys.hsv_to_rgb(hue % 1.0, saturation, value)) ** 1.9
    )
    return (float(red), float(green), float(blue))


def _scaled(colour: Colour, factor: float) -> Colour:
    red, green, blue = np.clip(np.array(colour) * factor, 0.004, 0.8)
    return (float(red), float(green), float(blue))


def _apart(colour: Colour, other: Colour) -> Colour:
    """Returns a colour, or white or black where it would not show on another."""
    if abs(float(np.mean(colour)) - float(np.mean(other))) > 0.12:
        return colour
    return (0.72, 0.72, 0.7) if float(np.mean(other)) < 0.3 else (0.02, 0.02, 0.025)


DYES: MappingProxyType[str, Callable[[np.random.Generator], Colour]] = MappingProxyType(
    {
        "any": _any,
        "dull": _dull,
        "bright": _bright,
        "denim": _denim,
        "light": _light,
        "work": _work,
        "white": _of((0.72, 0.73, 0.73)),
        "pale": _of((0.5, 0.62, 0.7), (0.55, 0.68, 0.6), (0.7, 0.7, 0.72)),
        "scrubs": _of((0.03, 0.22, 0.35), (0.02, 0.28, 0.24), (0.03, 0.06, 0.25),
                      (0.25, 0.5, 0.55), (0.35, 0.05, 0.12)),
        "high_vis": _of((0.62, 0.78, 0.03), (0.85, 0.22, 0.02), (0.55, 0.75, 0.05)),
        "helmet": _of((0.78, 0.55, 0.03), (0.75, 0.75, 0.73), (0.7, 0.12, 0.03),
                      (0.05, 0.15, 0.5), (0.75, 0.27, 0.02)),
        "leather": _of((0.015, 0.013, 0.012), (0.1, 0.05, 0.025), (0.2, 0.11, 0.05),
                       (0.03, 0.03, 0.035), (0.6, 0.58, 0.53)),
    }
)  # fmt: skip
"""Name -> draws a linear colour."""
