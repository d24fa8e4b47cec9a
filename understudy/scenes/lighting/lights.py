"""The kinds of light that a place can have, each a function of spec and surroundings."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from understudy.errors import lookup
from understudy.rng import stream
from understudy.scenes.lighting.daylight import (
    facing_openings,
    shell,
    shell_extent,
    sunlit_share,
)
from understudy.scenes.lighting.exposure import exposed
from understudy.scenes.lighting.harmonics import (
    LUMINANCE,
    SH_SCALE,
    directions,
    project_irradiance_sh,
    towards,
)
from understudy.scenes.lighting.lamps import lamp_light, strongest_first, total, warm_colour
from understudy.scenes.lighting.panorama import environment_light
from understudy.scenes.lighting.picture import outdoor_picture
from understudy.scenes.lighting.sky import WEATHERS, Sky, make_sky
from understudy.scenes.lighting.surroundings import LampSpot, Lighting, Surroundings
from understudy.types import MOST_OTHER_LIGHTS, KeyLight, SceneSpec

LOWEST_SUN_RAD = math.radians(3.0)
"""Of a key light: shadows of a lower sun would never end."""


@dataclass(frozen=True, kw_only=True)
class _Lit:
    """Light in any unit, and what the exposure must know about it."""

    lighting: Lighting
    brightness: float = 1.0
    key_share: float = 1.0


def _level(irradiance_sh: np.ndarray) -> float:
    return float(irradiance_sh[0] @ LUMINANCE) * float(SH_SCALE[0])


def _far_light(direction: np.ndarray, radiance: np.ndarray, softness: float) -> KeyLight:
    return KeyLight(
        towards_light=direction.astype(np.float32), position_m=None,
        radiance=np.asarray(radiance, np.float32), softness=softness,
    )  # fmt: skip


# ------------------------------------------------------------------------------------- daylight


def _under_sky(
    spec: SceneSpec, place: Surroundings, *, weather: str, elevation_rad: float, shade: float = 0.0
) -> _Lit:
    """Lights a place by sun and sky; `shade` is the share of the sun that a house takes away."""
    rng = stream(spec.seed, "scene", "light")
    kind = lookup(WEATHERS, weather, "weather")
    sky = make_sky(
        kind, azimuth_rad=spec.light_azimuth_rad, elevation_rad=elevation_rad,
        rng=stream(spec.seed, "scene", "sky"),
    )  # fmt: skip
    sky = replace(sky, sun=sky.sun * (1.0 - shade))
    environment, low = _painted(spec, place, sky, night=False)
    irradiance = project_irradiance_sh(low)
    # What clouds leave of the sun, and the brighter side of the sky itself, as one soft light.
    tint = warm_colour(0.5 + 0.35 * (spec.light_warmth - 0.5))
    direct = sky.sun * tint * spec.light_strength**0.5
    soft = 0.45 * spec.light_strength**0.5 * _level(irradiance) * (1.0 - sky.sharpness)
    share = float(direct @ LUMINANCE) / max(float(direct @ LUMINANCE) + soft, 1e-9)
    least = LOWEST_SUN_RAD + (math.radians(40.0) - LOWEST_SUN_RAD) * (1.0 - share)
    return _Lit(
        lighting=Lighting(
            key_light=_far_light(
                towards(spec.light_azimuth_rad, max(elevation_rad, least)),
                direct + soft * tint, float(rng.uniform(0.06, 0.18)) * share + (1.0 - share),
            ),
            environment=environment, irradiance_sh=irradiance,
        )
    )  # fmt: skip


def _painted(
    spec: SceneSpec, place: Surroundings, sky: Sky, *, night: bool
) -> tuple[np.ndarray, np.ndarray]:
    rng = stream(spec.seed, "scene", "skyline")
    return outdoor_picture(
        sky, ground=place.below, backdrop=str(rng.choice(place.backdrops)), night=night, rng=rng
    )


def interior(*, place: Surroundings, window_towards: np.ndarray | None) -> np.ndarray:
    """Returns what a room's surfaces send to its middle (64, 128, 3), mean luminance about 1."""
    view = directions(64, 128)
    height = view[..., 2:]
    white = np.ones(3)
    # Light that has bounced more than once is paler than the paint.
    above, around, below = (
        0.35 * white + 0.65 * np.asarray(colour)
        for colour in (place.above, place.around, place.below)
    )
    upper = np.clip(height / 0.5, 0.0, 1.0)
    lower = np.clip(-height / 0.5, 0.0, 1.0)
    image = around * (1.0 - upper - lower) + 1.15 * above * upper + 0.6 * below * lower
    if window_towards is not None:
        facing = np.clip(view @ window_towards, 0.0, 1.0)[..., None]
        image = image * (0.75 + 1.1 * facing**2)
    return image / float((image @ LUMINANCE).mean())


def _level_direction(direction: np.ndarray) -> np.ndarray:
    level = np.array([direction[0], direction[1], 0.0])
    return level / max(float(np.linalg.norm(level)), 1e-9)


def _room_light(
    place: Surroundings, key: KeyLight, *, ambient: float, side: np.ndarray | None,
    others: tuple[KeyLight, ...] = (),
) -> Lighting:  # fmt: skip
    environment = ambient * interior(place=place, window_towards=side)
    return Lighting(
        key_light=key, environment=environment, irradiance_sh=project_irradiance_sh(environment),
        other_lights=others,
    )  # fmt: skip


def sun(spec: SceneSpec, place: Surroundings) -> _Lit:
    """The sun, by its height and the weather; indoors as it falls through windows."""
    if not place.indoors:
        return _under_sky(spec, place, weather=spec.weather, elevation_rad=spec.light_elevation_rad)
    rng = stream(spec.seed, "scene", "light")
    direction = towards(spec.light_azimuth_rad, max(spec.light_elevation_rad, 0.17))
    colour = warm_colour(spec.light_warmth)
    softness = float(rng.uniform(0.08, 0.3))
    windows = facing_openings(place, direction)
    if not windows or place.inside_m is None:
        key = _far_light(direction, 1.3 * spec.light_strength * colour, softness)
        return _Lit(lighting=_room_light(place, key, ambient=1.0, side=_level_direction(direction)))
    # Low enough to reach into the room; the patches are far brighter than the rest.
    direction = towards(spec.light_azimuth_rad, min(spec.light_elevation_rad, math.radians(42.0)))
    key = _far_light(direction, 3.0 * spec.light_strength**0.5 * colour, 0.5 * softness)
    lighting = _room_light(place, key, ambient=1.0, side=_level_direction(direction))
    return _Lit(
        lighting=replace(lighting, parts=shell(place), extent_m=shell_extent(place)),
        key_share=sunlit_share(place),
    )


def overcast(spec: SceneSpec, place: Surroundings) -> _Lit:
    """A grey day: light from all of the sky, hardly a shadow."""
    if not place.indoors:
        dull = spec.weather if spec.weather == "stormy" else "overcast"
        elevation = max(spec.light_elevation_rad, math.radians(25.0))
        return _under_sky(spec, place, weather=dull, elevation_rad=elevation)
    direction = towards(spec.light_azimuth_rad, max(spec.light_elevation_rad, math.radians(50.0)))
    colour = warm_colour(0.5 * spec.light_warmth + 0.2)
    key = _far_light(direction, 0.55 * spec.light_strength * colour, 1.0)
    return _Lit(lighting=_room_light(place, key, ambient=1.0, side=_level_direction(direction)))


def window(spec: SceneSpec, place: Surroundings) -> _Lit:
    """Soft light from one side; outdoors as in the shade of a house."""
    if not place.indoors:
        elevation = min(spec.light_elevation_rad, math.radians(35.0))
        return _under_sky(spec, place, weather=spec.weather, elevation_rad=elevation, shade=0.93)
    direction = towards(spec.light_azimuth_rad, min(spec.light_elevation_rad, math.radians(35.0)))
    colour = warm_colour(0.6 * spec.light_warmth + 0.15)
    side = _level_direction(direction)
    windows = facing_openings(place, direction)
    if not windows:
        key = _far_light(direction, 0.9 * spec.light_strength * colour, 1.0)
        return _Lit(lighting=_room_light(place, key, ambient=1.0, side=side))
    # As lamps a little outside the panes, whose light grows weaker into the room.
    centre = np.array(place.centre_m)
    lights = []
    for opening in windows:
        inward = np.array([*opening.inward, 0.0])
        position = np.array(opening.centre_m) - 1.2 * inward
        offset = position - centre
        distance = float(np.linalg.norm(offset))
        power = opening.width_m * opening.height_m * max(float(-offset @ inward), 0.2) / distance
        lights.append(
            KeyLight(
                towards_light=(offset / distance).astype(np.float32),
                position_m=position.astype(np.float32),
                radiance=(power / distance**2 * colour).astype(np.float32), softness=1.0,
            )
        )  # fmt: skip
    lights = strongest_first(lights)
    ambient = total(lights) / (1.1 * spec.light_strength)
    lighting = _room_light(place, lights[0], ambient=ambient, side=side, others=tuple(lights[1:]))
    return _Lit(lighting=lighting)


# ---------------------------------------------------------------------------------------- lamps


def _main_lamp(place: Surroundings) -> LampSpot:
    return LampSpot(position_m=place.lamp_m, kind="ceiling" if place.indoors else "street")


def _lamplight(
    spec: SceneSpec, place: Surroundings, spots: list[LampSpot], *, ratio: float,
    brightness: float = 1.0,
) -> _Lit:  # fmt: skip
    """Lights a place by some of its lamps; outdoors it is night."""
    rng = stream(spec.seed, "scene", "light")
    centre = np.array(place.centre_m)
    lights = strongest_first(
        [lamp_light(spot, centre, warmth=spec.light_warmth, rng=rng) for spot in spots]
    )
    ambient = total(lights) / (ratio * spec.light_strength)
    if place.indoors:
        lighting = _room_light(
            place, lights[0], ambient=ambient, side=None, others=tuple(lights[1:])
        )
        return _Lit(lighting=lighting, brightness=brightness)
    environment, irradiance = _night(spec, place, ambient)
    return _Lit(
        lighting=Lighting(
            key_light=lights[0], environment=environment, irradiance_sh=irradiance,
            other_lights=tuple(lights[1:]),
        ),
        brightness=0.75 * brightness,
    )  # fmt: skip


def _night(spec: SceneSpec, place: Surroundings, ambient: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns a night's environment and the light that town and sky give together."""
    rng = stream(spec.seed, "scene", "night")
    dusk = math.radians(float(rng.uniform(-14.0, -8.0)))
    sky = make_sky(
        WEATHERS["partly_cloudy" if rng.random() < 0.5 else "clear"],
        azimuth_rad=spec.light_azimuth_rad, elevation_rad=dusk,
        rng=stream(spec.seed, "scene", "sky"),
    )  # fmt: skip
    town = np.array([1.0, 0.72, 0.5]) * float(rng.uniform(0.1, 0.5))
    height = np.abs(directions(128, 256)[..., 2])[..., None]
    level = float((sky.dome @ LUMINANCE).mean())
    dome = sky.dome * (0.35 * ambient / level) + ambient * town * np.exp(-height / 0.25)
    sky = replace(sky, dome=dome, rim=dome[62])
    environment, low = _painted(spec, place, sky, night=True)
    irradiance = project_irradiance_sh(low)
    # Lit walls and ground send light from all sides, beside the sky's.
    missing = max(ambient - _level(irradiance), 0.0)
    irradiance[0] += missing / SH_SCALE[0] * (0.5 + 0.5 * warm_colour(spec.light_warmth))
    return environment, irradiance


def lamp(spec: SceneSpec, place: Surroundings) -> _Lit:
    """What hangs at the ceiling, or a street's lamps by night."""
    main = _main_lamp(place)
    like = [spot for spot in place.lamps if spot.kind in (main.kind, "strip", "flood")]
    spots = [main, *like]
    if place.indoors and any(spot.kind == "strip" for spot in like):
        spots = like  # a row of strips is the room's light
    return _lamplight(spec, place, spots, ratio=1.0 if place.indoors else 4.5)


def lamps(spec: SceneSpec, place: Surroundings) -> _Lit:
    """Several lamps of unlike kinds and colours at once."""
    return _lamplight(
        spec, place, [_main_lamp(place), *place.lamps], ratio=1.2 if place.indoors else 4.0
    )


def dim(spec: SceneSpec, place: Surroundings) -> _Lit:
    """A dark room with one small lamp or a screen; outdoors the moon."""
    rng = stream(spec.seed, "scene", "light")
    if not place.indoors:
        environment, irradiance = _night(spec, place, 1.0)
        moon = towards(spec.light_azimuth_rad, max(spec.light_elevation_rad, math.radians(20.0)))
        key = _far_light(moon, 0.9 * spec.light_strength * warm_colour(0.2), 0.15)
        return _Lit(
            lighting=Lighting(key_light=key, environment=environment, irradiance_sh=irradiance),
            brightness=0.5,
        )
    small = [spot for spot in place.lamps if spot.kind not in ("ceiling", "strip")]
    spot = small[int(rng.integers(len(small)))] if small else _main_lamp(place)
    return _lamplight(spec, place, [spot], ratio=2.5, brightness=0.5)


def dusk(spec: SceneSpec, place: Surroundings) -> _Lit:
    """After sunset: a bright rim, the first lamps; indoors lamps against a blue window."""
    rng = stream(spec.seed, "scene", "dusk")
    if place.indoors:
        return replace(lamps(spec, place), brightness=0.85)
    elevation = math.radians(float(rng.uniform(-5.5, -0.3)))
    lit = _under_sky(spec, place, weather=spec.weather, elevation_rad=elevation)
    lighting = lit.lighting
    level = _level(lighting.irradiance_sh)
    glow = np.array([1.0, 0.62, 0.42]) * (0.6 * spec.light_strength * level)
    key = _far_light(towards(spec.light_azimuth_rad, math.radians(32.0)), glow, 1.0)
    burning = [_main_lamp(place), *place.lamps][:MOST_OTHER_LIGHTS] if rng.random() < 0.5 else []
    centre = np.array(place.centre_m)
    others = [lamp_light(spot, centre, warmth=spec.light_warmth, rng=rng) for spot in burning]
    share = 0.7 * level / max(total(others), 1e-9)
    others = [replace(light, radiance=(share * light.radiance).astype(np.float32))
              for light in others]  # fmt: skip
    lighting = replace(lighting, key_light=key, other_lights=tuple(others))
    return _Lit(lighting=lighting, brightness=0.85)


LIGHTS: dict[str, Callable[[SceneSpec, Surroundings], _Lit]] = {
    "sun": sun, "overcast": overcast, "window": window, "lamp": lamp, "lamps": lamps, "dim": dim,
    "dusk": dusk,
}  # fmt: skip
"""Name -> function(spec, surroundings) that lights a place, not yet exposed."""


def light_place(
    spec: SceneSpec, place: Surroundings, *, panorama: np.ndarray | None = None
) -> Lighting:
    """Lights and exposes a place as its spec says.

    Args:
        spec: an unknown light or weather raises InputError.
        place: what is to be lit.
        panorama: (H, W, 3) linear, see `environment_light`: lights the place instead of the
            spec's light, turned about z by the spec's azimuth.
    """
    light = lookup(LIGHTS, spec.light, "light")
    if panorama is None:
        lit = light(spec, place)
    else:
        columns = round(spec.light_azimuth_rad / (2.0 * math.pi) * panorama.shape[1])
        lit = _Lit(lighting=environment_light(np.roll(panorama, columns, axis=1)))
    return exposed(
        lit.lighting, place, brightness=lit.brightness * spec.brightness, key_share=lit.key_share
    )
