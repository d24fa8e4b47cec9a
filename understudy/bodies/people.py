"""Who may appear: the declared distribution of people, and the words for one of them."""

from __future__ import annotations

import colorsys
from typing import Literal

import numpy as np
from pydantic import Field, field_validator

from understudy.bodies.stature import bare_stature_m
from understudy.types import BodySpec, Spec

Range = tuple[float, float]


class PeopleRange(Spec):
    """The people that `sample_body` draws from; every range is from low to high within 0..1."""

    mode: Literal["population", "uniform"] = "population"
    """"population": middling builds and real statures are frequent, extremes rare. "uniform":
    every value of a range is as likely as any other, for balanced data."""
    age: Range = (0.4, 1.0)
    """On anny's scale: 0 a baby, 1/3 a child of about ten, 2/3 an adult, 1 old."""
    female_share: float = Field(default=0.5, ge=0.0, le=1.0)
    weight: Range = (0.0, 1.0)
    muscle: Range = (0.0, 1.0)
    proportions: Range = (0.0, 1.0)
    height_spread: float = Field(default=0.04, ge=0.0, le=0.08)
    """Standard deviation of stature among people of one age and sex, as a share of the mean; 0.04
    is that of real populations."""
    skin_tone: Range = (0.0, 1.0)
    """0 the lightest human skin, 1 the darkest."""
    ancestry: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """How frequent African, Asian and Caucasian shapes are; people are mixtures."""
    beard_share: float = Field(default=0.45, ge=0.0, le=1.0)
    """Among grown men."""
    glasses_share: float = Field(default=0.15, ge=0.0, le=1.0)

    @field_validator("age", "weight", "muscle", "proportions", "skin_tone")
    @classmethod
    def _ordered(cls, value: Range) -> Range:
        low, high = value
        if not 0.0 <= low <= high <= 1.0:
            raise ValueError(f"expected low <= high, both within 0..1, got {low:g}, {high:g}")
        return value

    @field_validator("ancestry")
    @classmethod
    def _some_ancestry(cls, value: tuple[float, float, float]) -> tuple[float, float, float]:
        if min(value) < 0.0 or not 0.0 < sum(value) < np.inf:
            raise ValueError(f"expected weights of at least 0, one of them positive, got {value}")
        return value


AGE_GROUPS = ((0.4, "child"), (0.55, "teenager"), (0.75, "young adult"), (0.88, "middle-aged"))
STATURE_GROUPS_M = (1.2, 1.4, 1.55, 1.7, 1.85)
TONE_GROUPS = (
    (55.0, "I very light"), (41.0, "II light"), (28.0, "III intermediate"), (10.0, "IV tan"),
    (-30.0, "V brown"),
)  # fmt: skip
"""Lower bounds of the individual typology angle [degrees] (Chardon et al. 1991; Del Bino and
Bernerd 2013), whose six classes stand for the Fitzpatrick types I to VI."""


def describe_body(body: BodySpec) -> dict[str, str]:
    """Returns a person in words, for counting who appears in a dataset."""
    return {
        "age": next((name for end, name in AGE_GROUPS if body.age < end), "old"),
        "sex": "male" if body.gender < 0.35 else "female" if body.gender > 0.65 else "androgynous",
        "build": _build(body),
        "stature": _stature_group(bare_stature_m(body)),
        "skin_tone": _tone_group(body.skin_colour),
        "hair_style": body.hair_style,
        "hair_colour": _hair_colour(body.hair_colour),
        "beard": body.beard,
        "glasses": body.glasses,
    }


def _build(body: BodySpec) -> str:
    if body.weight > 0.65:
        return "heavy"
    if body.muscle > 0.68:
        return "muscular"
    return "slim" if body.weight < 0.35 else "average"


def _stature_group(stature_m: float) -> str:
    bounds = [f"{bound:.2f}" for bound in STATURE_GROUPS_M]
    number = int(np.searchsorted(STATURE_GROUPS_M, stature_m))
    if number == 0:
        return f"under {bounds[0]} m"
    return (
        f"over {bounds[-1]} m"
        if number == len(bounds)
        else (f"{bounds[number - 1]} to {bounds[number]} m")
    )


def typology_angle_deg(colour: tuple[float, float, float]) -> float:
    """Returns the individual typology angle of a linear albedo: arctan((L* - 50) / b*)."""
    to_xyz = np.array(
        [(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)]
    )
    white = np.array([0.9505, 1.0, 1.089])
    ratio = to_xyz @ np.array(colour) / white
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16.0 / 116.0)
    lightness, yellowness = 116.0 * root[1] - 16.0, 200.0 * (root[1] - root[2])
    return float(np.degrees(np.arctan2(lightness - 50.0, max(yellowness, 1e-6))))


def _tone_group(colour: tuple[float, float, float]) -> str:
    angle = typology_angle_deg(colour)
    return next((name for bound, name in TONE_GROUPS if angle > bound), "VI dark")


def _hair_colour(colour: tuple[float, float, float]) -> str:
    hue, saturation, value = colorsys.rgb_to_hsv(*colour)
    if value < 0.025:
        return "black"
    if saturation < 0.25:
        return "white" if value > 0.55 else "grey"
    if 0.13 < hue < 0.95:
        return "dyed"
    if value > 0.3 and hue > 0.055:
        return "blond"
    return "red" if value > 0.2 and hue < 0.055 else "brown"
