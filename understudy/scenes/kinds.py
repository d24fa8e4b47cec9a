"""What a kind of place is: how to build it, how large it is, what light it gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from understudy.scenes.layout import Ground
from understudy.scenes.lighting import Surroundings
from understudy.types import SceneSpec

Size = tuple[float, float, float]
"""Extent along x and y, and height [m]."""


@dataclass(frozen=True, kw_only=True)
class SceneKind:
    """A kind of place."""

    build: Callable[[SceneSpec, Ground, np.ndarray], Surroundings]
    """Function of the spec, the ground with what is taken of it, and the camera's places (E, 3)."""
    indoors: bool
    light_shares: dict[str, float]
    """How often `sample_scene` draws each light here."""
    sizes_m: tuple[Size, Size]
    """Smallest and largest; `sample_scene` draws between them, and turns them about at will."""
