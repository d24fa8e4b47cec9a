"""Nothing but the motion tells the action; a study can dial that bias in, step by step.

Specs are counted: action against what was drawn. Independence is judged by a permutation test of
the chi-square statistic, dependence measured by Cramer's V.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from understudy.casting import Company
from understudy.sampling import GenerateJob, SceneBias, sample_clip
from understudy.types import ClipSpec

ACTIONS = ("clap", "fall", "jog", "sit_down")
CLIPS = 120
NOBODY_ELSE = Company(bystander_share=0.0)

ASPECTS: dict[str, Callable[[ClipSpec], object]] = {
    "scene": lambda clip: clip.scene.kind,
    "scene size": lambda clip: clip.scene.size_m[0] > 8.0,
    "light": lambda clip: clip.scene.light,
    "weather": lambda clip: clip.scene.weather,
    "brightness": lambda clip: clip.scene.brightness > 0.8,
    "sun": lambda clip: clip.scene.light_elevation_rad > 0.8,
    "top": lambda clip: clip.people[0].body.garments[0].kind,
    "clothes": lambda clip: len(clip.people[0].body.garments),
    "colour": lambda clip: int(np.argmax(clip.people[0].body.garments[0].colour)),
    "pattern": lambda clip: clip.people[0].body.garments[0].pattern,
    "sex": lambda clip: clip.people[0].body.gender > 0.5,
    "age": lambda clip: clip.people[0].body.age > 0.7,
    "hair": lambda clip: clip.people[0].body.hair_style,
    "skin": lambda clip: clip.people[0].body.skin_colour[0] > 0.3,
    "camera": lambda clip: clip.camera.motion,
    "view": lambda clip: round(clip.camera.azimuth_rad),
    "distance": lambda clip: clip.camera.distance_m > 3.0,
    "noise": lambda clip: clip.sensor.noise > 2.0,
}


@lru_cache
def specs(bias: SceneBias) -> dict[str, list[ClipSpec]]:
    job = GenerateJob(actions=ACTIONS, clips_per_action=CLIPS, bias=bias, company=NOBODY_ELSE)
    return {action: [sample_clip(job, action, n) for n in range(CLIPS)] for action in ACTIONS}


def table(bias: SceneBias, aspect: str) -> tuple[np.ndarray, np.ndarray]:
    """Returns action and value of every clip as numbers."""
    values = [ASPECTS[aspect](clip) for action in ACTIONS for clip in specs(bias)[action]]
    _, numbers = np.unique([str(value) for value in values], return_inverse=True)
    return np.repeat(np.arange(len(ACTIONS)), CLIPS), numbers


def chi_square(actions: np.ndarray, values: np.ndarray) -> float:
    counts = np.zeros((actions.max() + 1, values.max() + 1))
    np.add.at(counts, (actions, values), 1.0)
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True) / counts.sum()
    return float(((counts - expected) ** 2 / expected).sum())


def p_value(actions: np.ndarray, values: np.ndarray, permutations: int = 1000) -> float:
    rng = np.random.default_rng(0)
    seen = chi_square(actions, values)
    by_chance = [chi_square(actions, rng.permutation(values)) for _ in range(permutations)]
    return float(np.mean(np.array(by_chance) >= seen))


def cramers_v(bias: SceneBias, aspect: str) -> float:
    actions, values = table(bias, aspect)
    smaller = min(len(ACTIONS), values.max() + 1) - 1
    return float(np.sqrt(chi_square(actions, values) / (actions.size * max(smaller, 1))))


@pytest.mark.parametrize("aspect", ASPECTS)
def test_what_is_seen_does_not_depend_on_the_action(aspect: str) -> None:
    assert p_value(*table(SceneBias(), aspect)) > 0.002


@pytest.mark.parametrize("aspect", ["scene", "light", "top"])
def test_the_test_would_notice_a_little_bias(aspect: str) -> None:
    assert p_value(*table(SceneBias(strength=0.3), aspect)) < 0.002


@pytest.mark.parametrize("aspect", ["scene", "top"])
def test_bias_rises_with_its_strength(aspect: str) -> None:
    steps = [cramers_v(SceneBias(strength=s), aspect) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert all(low < high for low, high in pairwise(steps))
    assert steps[-1] > 0.55


def test_bias_touches_only_the_parts_that_it_names() -> None:
    only_clothes = SceneBias(strength=1.0, parts=("clothes",))
    for action in ACTIONS:
        for free, dressed in zip(specs(SceneBias())[action], specs(only_clothes)[action],
                                 strict=True):  # fmt: skip
            assert free.scene == dressed.scene
            assert free.camera == dressed.camera
            assert free.people[0].action == dressed.people[0].action
            assert free.people[0].body.hair_style == dressed.people[0].body.hair_style
    outfits = {str(clip.people[0].body.garments) for clip in specs(only_clothes)["clap"]}
    assert len(outfits) == only_clothes.variants
