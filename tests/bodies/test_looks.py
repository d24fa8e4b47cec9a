"""Who is sampled, and what they wear."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy import bodies
from understudy.bodies.garments import SLOTS
from understudy.bodies.patterns import cloth_tile
from understudy.rng import stream
from understudy.types import TEXTURE_SIZE, BodySpec


def crowd(count: int, **options: object) -> list[BodySpec]:
    return [bodies.sample_body(rng=stream(seed, "crowd"), **options) for seed in range(count)]


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), low=st.floats(0.2, 1.0), high=st.floats(0.2, 1.0))
def test_every_draw_is_a_valid_person(seed, low, high):
    low, high = sorted((low, high))
    body = bodies.sample_body(rng=stream(seed, "body"), age_range=(low, high))
    assert low <= body.age <= high
    for word in ("gender", "muscle", "weight", "height", "proportions"):
        assert 0.0 <= getattr(body, word) <= 1.0
    slots = [bodies.GARMENTS[worn.kind].slot for worn in body.garments]
    assert slots == [slot for slot in SLOTS if slot in slots], "one of each at most"
    assert ("dress" in slots) != ("top" in slots and "bottom" in slots), "nobody goes half dressed"
    assert all(worn.pattern in bodies.PATTERNS for worn in body.garments)
    assert body.hair_style in bodies.HAIR_STYLES
    assert BodySpec.model_validate_json(body.model_dump_json()) == body


def test_people_are_as_tall_as_people():
    """Shoes and hair included: some four centimetres above bare stature."""
    adults = crowd(40, age_range=(0.62, 0.9))
    heights = np.array([bodies.skeleton(body).height_m for body in adults])
    male = np.array([body.gender < 0.5 for body in adults])
    assert 1.72 < heights[male].mean() < 1.88
    assert 1.60 < heights[~male].mean() < 1.75
    assert heights.min() > 1.4 and heights.max() < 2.1
    children = [bodies.skeleton(body).height_m for body in crowd(8, age_range=(0.2, 0.25))]
    assert min(children) > 1.0 and max(children) < 1.5


def test_skin_covers_the_human_range_and_choices_are_all_made():
    people = crowd(300)
    brightness = np.array([np.mean(body.skin_colour) for body in people])
    assert brightness.min() < 0.06 and brightness.max() > 0.45
    assert {body.hair_style for body in people} == set(bodies.HAIR_STYLES)
    assert {worn.kind for body in people for worn in body.garments} == set(bodies.GARMENTS)
    assert {worn.pattern for body in people for worn in body.garments} == set(bodies.PATTERNS)


@pytest.mark.parametrize("name", list(bodies.PATTERNS))
def test_patterns_show_both_colours_and_repeat(name):
    mask = bodies.PATTERNS[name]()
    tile = cloth_tile(mask, (0.8, 0.1, 0.1), (0.05, 0.1, 0.8))
    assert tile.shape == (TEXTURE_SIZE, TEXTURE_SIZE, 3) and tile.dtype == np.uint8
    assert mask.min() >= 0.0 and mask.max() <= 1.0 + 1e-9
    if name != "plain":
        assert np.ptp(tile[..., 0].astype(int)) > 25
    np.testing.assert_array_equal(
        tile, cloth_tile(bodies.PATTERNS[name](), (0.8, 0.1, 0.1), (0.05, 0.1, 0.8))
    )
    # Across the seam it changes no more than it does inside.
    shade = tile.astype(float).mean(axis=2)
    for axis in (0, 1):
        inside = np.abs(np.diff(shade, axis=axis)).mean(axis=1 - axis).max()
        seam = np.abs(np.take(shade, 0, axis) - np.take(shade, -1, axis)).mean()
        assert seam <= inside + 3.0
