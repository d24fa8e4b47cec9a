"""Light: what shines, what surrounds, and how bright the picture comes out.

`lights` has the kinds of light; `sky`, `skyline` and `picture` paint the environment of a day,
`panorama` takes light from a picture, `lamps` and `daylight` light rooms, `exposure` sets the
level.
"""

from understudy.scenes.lighting.harmonics import project_irradiance_sh, sh_basis
from understudy.scenes.lighting.lamps import LAMP_KINDS
from understudy.scenes.lighting.lights import LIGHTS, light_place
from understudy.scenes.lighting.panorama import environment_light
from understudy.scenes.lighting.sky import WEATHERS, sun_colour
from understudy.scenes.lighting.skyline import BACKDROPS
from understudy.scenes.lighting.surroundings import LampSpot, Lighting, Opening, Surroundings

__all__ = [
    "BACKDROPS",
    "LAMP_KINDS",
    "LIGHTS",
    "WEATHERS",
    "LampSpot",
    "Lighting",
    "Opening",
    "Surroundings",
    "environment_light",
    "light_place",
    "project_irradiance_sh",
    "sh_basis",
    "sun_colour",
]
