"""How tall people are, and which of anny's height phenotypes that is."""

from __future__ import annotations

import numpy as np

from understudy.types import BodySpec

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


def height_phenotype(
    stature_m: float, gender: float, age: float, ancestry: tuple[float, float, float]
) -> float:
    """Returns anny's height phenotype of a person of bare `stature_m`, clipped to 0.02..0.98."""
    low, high = _extremes_m(gender, age, ancestry)
    return float(np.clip((stature_m - low) / (high - low), 0.02, 0.98))


def bare_stature_m(body: BodySpec) -> float:
    """Returns about how tall a person is without shoes and hair."""
    low, high = _extremes_m(body.gender, body.age, body.ancestry)
    return low + body.height * (high - low)


def mean_stature_m(gender: float, age: float) -> float:
    """Returns the mean stature of people of an age and a sex."""
    (mean,) = _between_sexes(GROWTH_AGES, GROWTH_M[None], gender, age)
    return mean


def _extremes_m(
    gender: float, age: float, ancestry: tuple[float, float, float]
) -> tuple[float, float]:
    factor = float(np.dot(ancestry, ANCESTRY_STATURE) / sum(ancestry))
    low, high = _between_sexes(STATURE_AGES, np.moveaxis(STATURE_M, 2, 0), gender, age)
    return factor * low, factor * high


def _between_sexes(ages: np.ndarray, tables: np.ndarray, gender: float, age: float) -> list[float]:
    """Interpolates tables (N, male and female, ages)."""
    return [
        float((1.0 - gender) * np.interp(age, ages, male) + gender * np.interp(age, ages, female))
        for male, female in tables
    ]
