"""Draws places, without sight of the action."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from understudy.scenes.imported import sample_assets
from understudy.scenes.registry import SCENES, scene_kinds
from understudy.types import SceneSpec

_WEATHER_SHARES = {
    "": {"clear": 0.35, "hazy": 0.2, "partly_cloudy": 0.45},
    "overcast": {"overcast": 0.75, "stormy": 0.25},
}
"""How often each weather is drawn, by light."""


def sample_scene(
    *,
    rng: np.random.Generator,
    kind: str | None = None,
    packs: Sequence[str] = (),
    excluded_licences: Sequence[str] = (),
    environment_share: float = 0.2,
    backdrop_share: float = 0.2,
) -> SceneSpec:
    """Draws a place and its light.

    Args:
        rng: random source.
        kind: a key of `SCENES` or `SCENE_FAMILIES`; any of them if None.
        packs: installed asset packs to draw from; they change nothing else about a place.
        excluded_licences: licences whose assets are not used.
        environment_share: how often a panorama of the packs is the place, if there is one.
        backdrop_share: how often a picture of the packs stands behind, if there is one.

    Raises:
        InputError: no scene has this name, or a pack is not installed.
    """
    names = tuple(SCENES) if kind is None else scene_kinds([kind])
    kind = names[int(rng.integers(len(names)))]
    setting = SCENES[kind]
    length, width, height = rng.uniform(*setting.sizes_m)
    if rng.random() < 0.5:
        length, width = width, length
    lights, shares = zip(*setting.light_shares.items(), strict=True)
    light = str(rng.choice(lights, p=np.array(shares) / sum(shares)))
    seed = int(rng.integers(2**62))
    azimuth = float(rng.uniform(-math.pi, math.pi))
    low, high = rng.uniform(2.5, 13.0), rng.uniform(14.0, 72.0)
    elevation = math.radians(low if rng.random() < 0.25 else high)
    warmth = float(np.clip(rng.normal(0.55, 0.15), 0.0, 1.0))
    strength = float(rng.uniform(0.5, 2.0))
    days, day_shares = zip(*_WEATHER_SHARES["overcast" if light == "overcast" else ""].items(),
                           strict=True)  # fmt: skip
    weather = str(rng.choice(days, p=day_shares))
    usual, dark, bright = rng.lognormal(0.0, 0.12), rng.uniform(0.5, 0.8), rng.uniform(1.25, 1.6)
    brightness = (usual, dark, bright)[int(rng.choice(3, p=(0.87, 0.08, 0.05)))]
    assets = {}
    if packs:
        assets = sample_assets(
            kind, indoors=setting.indoors, packs=packs, excluded_licences=excluded_licences,
            environment_share=environment_share, backdrop_share=backdrop_share, rng=rng,
        )  # fmt: skip
    return SceneSpec(
        kind=kind,
        seed=seed,
        size_m=(float(length), float(width), float(height)),
        light=light,
        light_azimuth_rad=azimuth,
        light_elevation_rad=elevation,
        light_warmth=warmth,
        light_strength=strength,
        weather=weather,
        brightness=float(np.clip(brightness, 0.5, 1.6)),
        **assets,
    )
