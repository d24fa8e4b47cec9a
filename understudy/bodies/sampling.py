"""Draws people: shape, skin, hair, clothes; nothing here knows what they will do."""

from __future__ import annotations

import numpy as np

from understudy.bodies.hair import HAIR_STYLES
from understudy.bodies.wardrobe import sample_garments
from understudy.types import BodySpec

SKIN_LIGHT = np.array([0.70, 0.47, 0.36])
SKIN_MIDDLE = np.array([0.42, 0.22, 0.13])
SKIN_DARK = np.array([0.065, 0.032, 0.020])
"""Linear albedos from Fitzpatrick I to VI; tones between are mixed in the logarithm, as melanin
absorbs."""

HAIR_COLOURS = np.array(
    [(0.010, 0.008, 0.007), (0.045, 0.022, 0.012), (0.16, 0.08, 0.035), (0.45, 0.28, 0.11),
     (0.30, 0.07, 0.02), (0.42, 0.41, 0.40), (0.75, 0.74, 0.72)]
)  # fmt: skip
EYE_COLOURS = np.array(
    [(0.05, 0.025, 0.012), (0.10, 0.06, 0.02), (0.08, 0.15, 0.25), (0.1, 0.14, 0.06)]
)

STATURE_AGES = np.array([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0])
STATURE_M = np.array(
    [[(0.437, 0.895), (0.993, 1.939), (1.367, 2.459), (1.340, 2.431)],
     [(0.437, 0.892), (0.897, 1.844), (1.225, 2.316), (1.213, 2.305)]]
)  # fmt: skip
"""Bare stature of anny's males and females at those ages, at height 0 and 1: linear between them,
and absurd at both ends."""
ANCESTRY_STATURE = np.array([1.047, 0.942, 1.009])
"""Factor on it for each ancestry alone."""
GROWTH_AGES = np.array([0.0, 0.2, 1.0 / 3.0, 0.43, 0.5, 0.6, 0.85, 1.0])
GROWTH_M = np.array(
    [(0.75, 1.16, 1.38, 1.64, 1.75, 1.765, 1.745, 1.70),
     (0.74, 1.15, 1.38, 1.59, 1.63, 1.635, 1.615, 1.57)]
)  # fmt: skip
"""Mean stature of real males and females at anny's ages (1/3 is about ten years, 2/3 about 25)."""
STATURE_SPREAD = 0.04
"""Standard deviation of stature among people of one age and sex, as a share of the mean."""

Colour = tuple[float, float, float]


def sample_body(
    *, rng: np.random.Generator, age_range: tuple[float, float] = (0.4, 1.0)
) -> BodySpec:
    """Draws a dressed person.

    Args:
        rng: source of every draw.
        age_range: on anny's scale: 1/3 a child of about ten, 2/3 an adult, 1 old.
    """
    age = float(rng.uniform(*age_range))
    gender = float(np.clip(rng.choice([0.08, 0.92]) + rng.normal(0.0, 0.08), 0.0, 1.0))
    grey = rng.random() < np.clip((age - 0.75) * 3.0, 0.0, 0.8)
    hair = HAIR_COLOURS[rng.integers(5, 7)] if grey else HAIR_COLOURS[rng.choice(5, p=_DARK_FIRST)]
    ancestry = _triple(rng.dirichlet((0.8, 0.8, 0.8)) + 1e-3)
    return BodySpec(
        gender=gender,
        age=age,
        muscle=float(rng.beta(3, 3)),
        weight=float(rng.beta(2.5, 3)),
        height=height_phenotype(_stature_m(gender, age, rng), gender, age, ancestry),
        proportions=float(rng.beta(3, 3)),
        ancestry=ancestry,
        skin_colour=_skin(rng),
        eye_colour=_triple(EYE_COLOURS[rng.integers(len(EYE_COLOURS))]),
        hair_style=str(rng.choice(list(HAIR_STYLES), p=_hair_shares(gender))),
        hair_colour=_triple(np.clip(hair * rng.uniform(0.8, 1.25), 0.0, 1.0)),
        garments=sample_garments(rng=rng),
    )


def height_phenotype(
    stature_m: float, gender: float, age: float, ancestry: tuple[float, float, float]
) -> float:
    """Returns anny's height phenotype of a person of bare `stature_m`, clipped to 0.02..0.98."""
    low, high = _between_sexes(STATURE_AGES, np.moveaxis(STATURE_M, 2, 0), gender, age)
    factor = float(np.dot(ancestry, ANCESTRY_STATURE) / sum(ancestry))
    return float(np.clip((stature_m / factor - low) / (high - low), 0.02, 0.98))


def _stature_m(gender: float, age: float, rng: np.random.Generator) -> float:
    (mean,) = _between_sexes(GROWTH_AGES, GROWTH_M[None], gender, age)
    return mean * (1.0 + STATURE_SPREAD * float(np.clip(rng.normal(), -2.6, 2.6)))


def _between_sexes(ages: np.ndarray, tables: np.ndarray, gender: float, age: float) -> list[float]:
    """Interpolates tables (N, male and female, ages)."""
    return [
        float((1.0 - gender) * np.interp(age, ages, male) + gender * np.interp(age, ages, female))
        for male, female in tables
    ]


_DARK_FIRST = (0.42, 0.27, 0.15, 0.1, 0.06)


def _hair_shares(gender: float) -> list[float]:
    short = {"bald": 0.1, "crop": 0.3, "short": 0.4, "full": 0.2}
    long = {"short": 0.1, "full": 0.15, "bob": 0.25, "long": 0.3, "bun": 0.2}
    return [
        (1.0 - gender) * short.get(style, 0.0) + gender * long.get(style, 0.0)
        for style in HAIR_STYLES
    ]


def _skin(rng: np.random.Generator) -> Colour:
    """Log-uniform over the human range, with a little redness of its own."""
    melanin = rng.uniform(0.0, 2.0)
    low, high = (SKIN_LIGHT, SKIN_MIDDLE) if melanin < 1.0 else (SKIN_MIDDLE, SKIN_DARK)
    share = melanin % 1.0
    colour = np.exp((1.0 - share) * np.log(low) + share * np.log(high))
    return _triple(np.clip(colour * (1.0 + rng.normal(0.0, (0.05, 0.03, 0.03))), 0.0, 1.0))


def _triple(values: np.ndarray) -> Colour:
    return (float(values[0]), float(values[1]), float(values[2]))
