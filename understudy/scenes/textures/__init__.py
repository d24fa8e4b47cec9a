"""Tiles that a surface may carry: made anew for every scene, seamless, in any colour.

A tile function takes a random generator and a main colour (linear RGB) and returns linear RGB
(S, S, 3), row 0 at the top; `material` turns it into a `Material` of natural size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from understudy.colour import decode_srgb, encode_srgb
from understudy.errors import lookup
from understudy.scenes.shapes import Material
from understudy.scenes.textures import pictures, prints, surfaces
from understudy.scenes.textures.indoors import INDOORS

__all__ = ["TEXTURES", "material", "mean_colour"]

TEXTURES: dict[str, tuple[Callable[[np.random.Generator, np.ndarray], np.ndarray], float]] = {
    "plain": (surfaces.plain, 1.0), "plaster": (surfaces.plaster, 2.3),
    "wallpaper": (surfaces.wallpaper, 1.0), "wood": (surfaces.wood, 0.8),
    "fabric": (surfaces.fabric, 0.3), "metal": (surfaces.metal, 1.0),
    "parquet": (surfaces.parquet, 1.3), "floor_tiles": (surfaces.floor_tiles, 1.2),
    "carpet": (surfaces.carpet, 0.8), "rug": (surfaces.rug, 2.0), "brick": (surfaces.brick, 0.62),
    "concrete": (surfaces.concrete, 3.1), "paving": (surfaces.paving, 1.6),
    "facade": (pictures.facade, 3.0), "grass": (surfaces.grass, 1.2),
    "asphalt": (surfaces.asphalt, 1.9), "gravel": (surfaces.gravel, 0.8),
    "leaves": (surfaces.leaves, 0.9), "planks": (surfaces.planks, 1.1),
    "painting": (pictures.painting, 1.0), "view": (pictures.view, 1.0),
    "books": (pictures.books, 1.0), "screen": (pictures.screen, 1.0), "door": (pictures.door, 1.0),
    "label": (prints.label, 1.0), "newsprint": (prints.newsprint, 1.0), "keys": (prints.keys, 1.0),
    "phone_screen": (prints.phone_screen, 1.0), "cardboard": (prints.cardboard, 0.6),
    "football": (prints.football, 1.0), "stripes": (prints.stripes, 1.0),
    "basketball": (prints.basketball, 1.0), "strings": (prints.strings, 1.0),
    **INDOORS,
}  # fmt: skip
"""Name -> tile function and the side of its tile on the surface [m]."""


def material(
    name: str, colour: Sequence[float] | np.ndarray, *, rng: np.random.Generator
) -> Material:
    """Returns a new material in a main colour (linear RGB).

    Raises:
        InputError: no texture has this name.
    """
    function, tile_m = lookup(TEXTURES, name, "texture")
    image = function(rng, np.clip(np.asarray(colour, np.float64), 0.0, 1.0))
    return Material(tile=encode_srgb(image), tile_m=tile_m)


def mean_colour(surface: Material) -> np.ndarray:
    """Returns the average linear RGB (3,) of a material."""
    return decode_srgb(surface.tile[::4, ::4]).mean(axis=(0, 1)) * np.array(surface.colour)
