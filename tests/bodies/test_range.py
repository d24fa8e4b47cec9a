"""The declared range of people, and the words for them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from pydantic import ValidationError

from understudy import bodies
from understudy.bodies import PeopleRange, describe_body
from understudy.bodies.people import TONE_GROUPS, typology_angle_deg
from understudy.bodies.sampling import SKIN_DARK, SKIN_LIGHT
from understudy.bodies.shape import rest_body
from understudy.bodies.stature import bare_stature_m
from understudy.rng import stream
from understudy.types import BodySpec


def crowd(count: int, **options: object) -> list[BodySpec]:
    people = PeopleRange(**options)
    return [bodies.sample_body(rng=stream(n, "range"), people=people) for n in range(count)]


@pytest.mark.parametrize(
    "options",
    [
        {"age": (0.8, 0.4)}, {"weight": (-0.1, 0.5)}, {"skin_tone": (0.0, 1.5)},
        {"ancestry": (0.0, 0.0, 0.0)}, {"female_share": 1.2}, {"height_spread": 0.5},
        {"mode": "real"}, {"hight_spread": 0.04},
    ],
)  # fmt: skip
def test_ranges_that_cannot_be_are_refused(options):
    with pytest.raises(ValidationError) as caught:
        PeopleRange(**options)
    assert next(iter(options)) in str(caught.value)


@pytest.mark.parametrize("mode", ["population", "uniform"])
def test_draws_stay_inside_the_range(mode):
    options = {"age": (0.3, 0.5), "weight": (0.2, 0.3), "muscle": (0.8, 0.9)}
    for body in crowd(60, mode=mode, female_share=1.0, ancestry=(1, 0, 1), **options):
        assert 0.3 <= body.age <= 0.5 and 0.2 <= body.weight <= 0.3 and 0.8 <= body.muscle <= 0.9
        assert body.gender >= 0.5 and body.ancestry[1] == 0.0
    pale = crowd(20, mode=mode, skin_tone=(0.0, 0.1))
    assert {describe_body(body)["skin_tone"] for body in pale} <= {"I very light", "II light"}


def test_uniform_people_fill_every_group():
    people = crowd(400, mode="uniform", age=(0.3, 1.0))
    seen = {
        word: Counter(describe_body(b)[word] for b in people) for word in describe_body(people[0])
    }
    assert len(seen["age"]) == 5 and min(seen["age"].values()) > 25
    assert len(seen["skin_tone"]) == 1 + len(TONE_GROUPS) and min(seen["skin_tone"].values()) > 20
    assert set(seen["build"]) == {"slim", "average", "heavy", "muscular"}
    assert len(seen["stature"]) >= 5
    assert set(seen["hair_style"]) == set(bodies.HAIR_STYLES)
    assert set(seen["beard"]) == set(bodies.BEARDS) and set(seen["glasses"]) == set(bodies.GLASSES)
    spread = np.histogram([body.weight for body in people], bins=5, range=(0.0, 1.0))[0]
    assert spread.min() > 50


def test_population_prefers_the_middle():
    weight = np.array([body.weight for body in crowd(300)])
    assert np.mean(np.abs(weight - 0.5) < 0.25) > 0.65


@pytest.mark.parametrize("mode", ["population", "uniform"])
def test_statures_are_human(mode):
    grown = [bare_stature_m(body) for body in crowd(200, mode=mode, age=(0.6, 1.0))]
    assert min(grown) > 1.35 and max(grown) < 2.05
    children = [bare_stature_m(body) for body in crowd(50, mode=mode, age=(0.2, 0.33))]
    assert min(children) > 0.95 and max(children) < 1.6


def test_stature_is_that_of_the_body():
    for body in crowd(12, mode="uniform", age=(0.25, 1.0), height_spread=0.03):
        extent = np.ptp(rest_body(body).vertices_m[:, 2])
        assert extent == pytest.approx(bare_stature_m(body), rel=0.06)


def test_beards_and_grey_hair_come_with_age():
    people = crowd(500, mode="uniform", age=(0.2, 1.0))
    bearded = [body for body in people if body.beard != "none"]
    assert len(bearded) > 25 and all(b.gender < 0.4 and b.age >= 0.55 for b in bearded)
    assert not [b for b in people if b.age < 0.5 and b.hair_style in ("bald", "balding")]

    def grey(body: BodySpec) -> bool:
        return describe_body(body)["hair_colour"] in ("grey", "white")

    assert np.mean([grey(body) for body in people if body.age > 0.93]) > 0.8
    assert np.mean([grey(body) for body in people if body.age < 0.7]) < 0.02


def test_skin_tones_run_from_the_lightest_class_to_the_darkest():
    share = np.linspace(0.0, 1.0, 9)[:, None]
    tones = np.exp((1 - share) * np.log(SKIN_LIGHT) + share * np.log(SKIN_DARK))
    angles = [typology_angle_deg(tuple(tone)) for tone in tones]
    assert (np.diff(angles) < 0).all() and angles[0] > 55.0 and angles[-1] < -30.0


def test_an_old_age_range_still_counts():
    body = bodies.sample_body(rng=stream(1, "a"), age_range=(0.3, 0.3))
    assert body.age == pytest.approx(0.3)
