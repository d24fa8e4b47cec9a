"""Draws people: shape, skin, hair, clothes; nothing here knows what they will do."""

from __future__ import annotations

import colorsys

import numpy as np

from understudy.bodies.beard import BEARDS
from understudy.bodies.glasses import GLASSES
from understudy.bodies.hair_styles import HAIR_STYLES
from understudy.bodies.people import PeopleRange
from understudy.bodies.stature import height_phenotype, mean_stature_m
from understudy.bodies.wardrobe import sample_garments
from understudy.types import BodySpec

SKIN_LIGHT = np.array([0.70, 0.47, 0.36])
SKIN_MIDDLE = np.array([0.42, 0.22, 0.13])
SKIN_DARK = np.array([0.065, 0.032, 0.020])
"""Linear albedos from Fitzpatrick I to VI; tones between are mixed in the logarithm, as melanin
absorbs."""

HAIR_COLOURS = np.array(
    [(0.010, 0.008, 0.007), (0.030, 0.015, 0.009), (0.075, 0.036, 0.017), (0.16, 0.08, 0.035),
     (0.45, 0.28, 0.11), (0.62, 0.47, 0.26), (0.30, 0.07, 0.02)]
)  # fmt: skip
"""Black, three browns, two blonds, red."""
HAIR_SHARES = np.array(
    [(0.22, 0.22, 0.20, 0.15, 0.11, 0.05, 0.05), (0.72, 0.19, 0.05, 0.02, 0.01, 0.005, 0.005)]
)
"""How frequent they are with the lightest and with the darkest skin."""
GREYS = np.array([(0.30, 0.29, 0.28), (0.48, 0.47, 0.455), (0.75, 0.74, 0.72)])
GREYING_AGES = (0.74, 0.93)
"""Age at which the first are grey, and at which nearly all are."""
DYED_SHARE = 0.03
EYE_COLOURS = np.array(
    [(0.035, 0.016, 0.008), (0.09, 0.042, 0.015), (0.12, 0.09, 0.03), (0.10, 0.15, 0.06),
     (0.09, 0.17, 0.28), (0.16, 0.19, 0.21)]
)  # fmt: skip
EYE_SHARES = np.array([(0.14, 0.2, 0.16, 0.12, 0.24, 0.14), (0.8, 0.17, 0.03, 0.0, 0.0, 0.0)])
"""As `HAIR_SHARES`."""

ADULT_AGE, BEARD_AGE = 0.52, 0.57
MOST_DEVIATIONS = 2.6
"""Statures further from the mean than this, in standard deviations, are not drawn."""

Colour = tuple[float, float, float]


def sample_body(
    *,
    rng: np.random.Generator,
    people: PeopleRange | None = None,
    age_range: tuple[float, float] | None = None,
    setting: str = "any",
) -> BodySpec:
    """Draws a dressed person.

    Args:
        rng: source of every draw.
        people: whom to draw; adults and teenagers of all kinds if not given.
        age_range: in place of that of `people`.
        setting: where they are, for what they wear.
    """
    people = people or PeopleRange()
    if age_range is not None:
        people = PeopleRange.model_validate({**people.model_dump(), "age": age_range})
    age = float(rng.uniform(*people.age))
    gender = _gender(people, rng)
    ancestry = _ancestry(people, rng)
    tone = float(rng.uniform(*people.skin_tone))
    skin_colour = _skin(tone, rng)
    muscle, weight, proportions = (
        _phenotype(people.mode, bounds, rng)
        for bounds in (people.muscle, people.weight, people.proportions)
    )
    grown_man = gender < 0.4 and age >= BEARD_AGE
    bearded = rng.random() < people.beard_share and grown_man
    beards = [name for name in BEARDS if name != "none"]
    beard = str(rng.choice(beards, p=_BEARD_SHARES))
    freckled = rng.random() < 0.25 * max(0.0, 1.0 - 2.5 * tone)
    glasses = str(rng.choice([name for name in GLASSES if name != "none"]))
    return BodySpec(
        gender=gender,
        age=age,
        muscle=muscle,
        weight=weight,
        height=height_phenotype(_stature_m(people, gender, age, rng), gender, age, ancestry),
        proportions=proportions,
        ancestry=ancestry,
        skin_colour=skin_colour,
        eye_colour=_mixed_choice(EYE_COLOURS, EYE_SHARES, tone, rng),
        hair_style=_hair_style(gender, age, tone, rng),
        hair_colour=_hair_colour(age, tone, rng),
        beard=beard if bearded else "none",
        glasses=glasses if rng.random() < people.glasses_share else "none",
        skin="freckled" if freckled else "plain",
        garments=sample_garments(rng=rng, setting=setting, gender=gender),
    )


def _gender(people: PeopleRange, rng: np.random.Generator) -> float:
    female = rng.random() < people.female_share
    if people.mode == "uniform":
        return float(rng.uniform(0.5, 1.0) if female else rng.uniform(0.0, 0.5))
    own = np.clip(0.08 + rng.normal(0.0, 0.08), 0.0, 0.45)
    return float(1.0 - own if female else own)


def _phenotype(mode: str, bounds: tuple[float, float], rng: np.random.Generator) -> float:
    low, high = bounds
    share = rng.random() if mode == "uniform" else rng.beta(2.5, 2.8)
    return float(low + (high - low) * share)


def _stature_m(people: PeopleRange, gender: float, age: float, rng: np.random.Generator) -> float:
    deviations = rng.uniform(-1, 1) if people.mode == "uniform" else rng.normal() / MOST_DEVIATIONS
    spread = people.height_spread * MOST_DEVIATIONS * float(np.clip(deviations, -1.0, 1.0))
    return mean_stature_m(gender, age) * (1.0 + spread)


def _ancestry(people: PeopleRange, rng: np.random.Generator) -> Colour:
    weights = np.array(people.ancestry) / sum(people.ancestry)
    # A Dirichlet needs positive parameters: nobody takes after what has no weight.
    parts = rng.dirichlet(np.maximum(2.4 * weights, 1e-3)) * (weights > 0.0)
    return _triple((parts + 1e-3 * weights) / (parts.sum() + 1e-3))


def _skin(tone: float, rng: np.random.Generator) -> Colour:
    """Mixes in the logarithm, with a little redness of its own."""
    low, high = (SKIN_LIGHT, SKIN_MIDDLE) if tone < 0.5 else (SKIN_MIDDLE, SKIN_DARK)
    share = 2.0 * tone - (tone >= 0.5)
    colour = np.exp((1.0 - share) * np.log(low) + share * np.log(high))
    return _triple(np.clip(colour * (1.0 + rng.normal(0.0, (0.05, 0.03, 0.03))), 0.0, 1.0))


def _hair_colour(age: float, tone: float, rng: np.random.Generator) -> Colour:
    natural = np.array(_mixed_choice(HAIR_COLOURS, HAIR_SHARES, tone, rng))
    greying = rng.random() < np.interp(age, GREYING_AGES, (0.0, 0.95))
    white = float(np.clip((age - 0.8) / 0.2 + rng.normal(0.0, 0.25), 0.0, 1.0))
    grey = np.array([np.interp(white, (0.0, 0.5, 1.0), column) for column in GREYS.T])
    dye = np.array(colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.5, 0.9), rng.uniform(0.2, 0.6)))
    dyed = rng.random() < DYED_SHARE and age >= 0.45
    colour = dye if dyed else grey if greying else natural
    return _triple(np.clip(colour * rng.uniform(0.8, 1.2), 0.0, 1.0))


_MEN = {
    "bald": 6, "balding": 6, "buzz": 9, "crop": 12, "short": 16, "full": 10, "side_parting": 9,
    "quiff": 7, "receding": 7, "undercut": 7, "mohawk": 2, "curly": 5, "afro": 3, "cornrows": 2,
    "shoulder": 2, "long": 2, "top_knot": 2, "ponytail": 1,
}  # fmt: skip
_WOMEN = {
    "buzz": 1, "crop": 2, "short": 4, "side_parting": 3, "undercut": 1, "fringe": 5, "bob": 9,
    "bob_fringe": 8, "shoulder": 11, "long": 12, "long_curly": 9, "curly": 6, "afro": 4,
    "cornrows": 2, "ponytail": 10, "pigtails": 3, "braid": 6, "bun": 8, "top_knot": 5, "mohawk": 1,
}  # fmt: skip
_BOYS = {
    "buzz": 8, "crop": 14, "short": 22, "full": 18, "fringe": 8, "side_parting": 10, "curly": 8,
    "afro": 4, "cornrows": 3, "undercut": 4, "shoulder": 2,
}  # fmt: skip
_GIRLS = {
    "fringe": 8, "bob": 9, "bob_fringe": 12, "shoulder": 10, "long": 12, "long_curly": 7,
    "curly": 6, "afro": 4, "cornrows": 3, "ponytail": 12, "pigtails": 14, "braid": 9, "bun": 5,
}  # fmt: skip
_COILED = ("afro", "cornrows")
_OLD_MEN = {"bald": 3.0, "balding": 5.0, "receding": 3.0, "mohawk": 0.2, "afro": 0.5, "cornrows": 0}
_YOUNG_MEN = {"balding": 0.1, "receding": 0.3, "bald": 0.6}
_BEARD_SHARES = np.array([0.3, 0.1, 0.12, 0.28, 0.15, 0.05])


def _hair_style(gender: float, age: float, tone: float, rng: np.random.Generator) -> str:
    """Draws by sex and age; tightly coiled hair is rarer with light skin."""
    shares = np.zeros(len(HAIR_STYLES))
    tables = (_BOYS, _GIRLS) if age < ADULT_AGE else (_MEN, _WOMEN)
    for table, share in zip(tables, (1.0 - gender, gender), strict=True):
        # Between the sexes one is drawn, not mixed: few men wear pigtails.
        share = np.clip((share - 0.3) / 0.4, 0.0, 1.0)
        total = sum(table.values())
        shares += [share * table.get(style, 0) / total for style in HAIR_STYLES]
    factors = _OLD_MEN if age > 0.82 else _YOUNG_MEN if age < 0.7 else {}
    factors = {**factors, **{name: 0.3 + 2.2 * tone for name in _COILED if age <= 0.82}}
    shares *= [factors.get(style, 1.0) for style in HAIR_STYLES]
    return str(rng.choice(list(HAIR_STYLES), p=shares / shares.sum()))


def _mixed_choice(
    colours: np.ndarray, shares: np.ndarray, tone: float, rng: np.random.Generator
) -> Colour:
    """Draws a row of `colours` by `shares`, mixed between the lightest and the darkest skin."""
    darkness = np.clip(1.6 * tone - 0.2, 0.0, 1.0)
    mixed = (1.0 - darkness) * shares[0] + darkness * shares[1]
    colour = colours[rng.choice(len(colours), p=mixed / mixed.sum())]
    return _triple(colour * rng.uniform(0.85, 1.15))


def _triple(values: np.ndarray) -> Colour:
    return (float(values[0]), float(values[1]), float(values[2]))
