"""What light needs to know about a place, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.scenes.shapes import Part
from understudy.types import KeyLight


@dataclass(frozen=True, kw_only=True)
class LampSpot:
    """Where a lamp's light comes from."""

    position_m: tuple[float, float, float]
    kind: str = "ceiling"
    """A key of `LAMP_KINDS`."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A window in a wall, seen from inside."""

    centre_m: tuple[float, float, float]
    inward: tuple[float, float]
    """Unit vector into the room."""
    width_m: float
    height_m: float


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """A furnished place before it is lit."""

    parts: tuple[Part, ...]
    indoors: bool
    centre_m: tuple[float, float, float]
    extent_m: float
    lamp_m: tuple[float, float, float]
    """Where the place's main lamp hangs."""
    above: np.ndarray
    around: np.ndarray
    below: np.ndarray
    """Mean colours (3,) of ceiling, walls and floor, or of what bounds the view outdoors."""
    lamps: tuple[LampSpot, ...] = ()
    """Further lamps that stand or hang there; which of them burn is the light's choice."""
    openings: tuple[Opening, ...] = ()
    """A room's windows."""
    inside_m: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None
    """Lowest and highest corner of a closed room with every camera inside; None otherwise."""
    backdrops: tuple[str, ...] = ("town", "woods", "hills")
    """Keys of `BACKDROPS` that may bound the view outdoors."""


@dataclass(frozen=True, kw_only=True)
class Lighting:
    key_light: KeyLight
    environment: np.ndarray
    """(H, W, 3) linear RGB, see `Scene.environment`."""
    irradiance_sh: np.ndarray
    """(9, 3), see `Scene.irradiance_sh`."""
    other_lights: tuple[KeyLight, ...] = ()
    """At most MOST_OTHER_LIGHTS."""
    parts: tuple[Part, ...] = ()
    """What only casts shadows: the outside of a room's walls."""
    extent_m: float | None = None
    """Shadows must reach this far, if farther than the place itself asks."""
