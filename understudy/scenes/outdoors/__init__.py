"""Places under the sky. The ground is flat at z = 0 wherever people may walk.

`site` has what every place is made with; `plants`, `buildings`, `vehicles`, `street_things`,
`works` and `sport` are what stands there; `green`, `town` and `grounds` are the places.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from understudy.rng import stream
from understudy.scenes.furniture import Palette
from understudy.scenes.imported import outdoor_things
from understudy.scenes.kinds import SceneKind
from understudy.scenes.layout import Ground
from understudy.scenes.lighting import Surroundings
from understudy.scenes.outdoors.green import beach, garden, lawn, park, playground
from understudy.scenes.outdoors.grounds import building_site, sports_field
from understudy.scenes.outdoors.site import Place, Site, scatter
from understudy.scenes.outdoors.town import alley, car_park, plaza, street
from understudy.scenes.shapes import Part
from understudy.scenes.textures import mean_colour
from understudy.types import SceneSpec


def _imported_things(site: Site) -> list[Part]:
    """Stands packs' trees, fences and the like about: what is high stays farther off."""
    rng = stream(site.spec.seed, "scene", "imported", "things")
    parts: list[Part] = []
    for make, height in outdoor_things(site.spec.objects, rng=rng):
        nearest = 1.5 + min(height, 5.0)
        parts += scatter(site, make, 1.6, nearest_m=nearest, farthest_m=nearest + 8.0)
    return parts


def outdoor(place: Place, spec: SceneSpec, ground: Ground, eyes_m: np.ndarray) -> Surroundings:
    """Builds a place under the sky."""
    rng = stream(spec.seed, "scene", "layout")
    palette = Palette(stream(spec.seed, "scene", "palette"))
    site = Site(spec=spec, ground=ground, eyes_m=eyes_m, palette=palette, rng=rng)
    imported = _imported_things(site) if spec.objects else []
    plan = place(site)
    centre = site.middle_m
    lamps = sorted(site.lamps, key=lambda lamp: math.dist(lamp.position_m[:2], tuple(centre)))
    near = [lamp for lamp in lamps if math.dist(lamp.position_m[:2], tuple(centre)) < 14.0]
    angle = spec.light_azimuth_rad
    away = float(rng.uniform(1.5, 4.0))
    # Where no lamp of the place lights the people, one outside the picture does.
    unseen = (
        float(centre[0]) + away * math.cos(angle), float(centre[1]) + away * math.sin(angle),
        float(rng.uniform(3.6, 5.5)),
    )  # fmt: skip
    return Surroundings(
        parts=(*plan.parts, *imported), indoors=False,
        centre_m=(float(centre[0]), float(centre[1]), 0.9), extent_m=8.0,
        lamp_m=near[0].position_m if near else unseen,
        above=np.ones(3), around=np.ones(3), below=mean_colour(plan.floor),
        lamps=tuple(near[1:] if near else lamps[:3]), backdrops=plan.backdrops,
    )  # fmt: skip


OUTDOOR_LIGHTS: dict[str, float] = {
    "sun": 4.5, "overcast": 2.0, "window": 0.8, "dusk": 0.7, "lamp": 0.5, "lamps": 0.3, "dim": 0.15,
}  # fmt: skip
"""How often each light is drawn."""


def _kind(place: Place) -> SceneKind:
    return SceneKind(
        build=partial(outdoor, place), indoors=False, light_shares=OUTDOOR_LIGHTS,
        sizes_m=((12.0, 12.0, 6.0), (26.0, 26.0, 12.0)),
    )  # fmt: skip


OUTDOOR_SCENES: dict[str, SceneKind] = {
    "street": _kind(street), "park": _kind(park), "lawn": _kind(lawn), "car_park": _kind(car_park),
    "building_site": _kind(building_site), "sports_field": _kind(sports_field),
    "garden": _kind(garden), "playground": _kind(playground), "plaza": _kind(plaza),
    "alley": _kind(alley), "beach": _kind(beach),
}  # fmt: skip
