"""Things that are held, thrown or pushed: small meshes about the place where a hand grips them.

Own frame of a thing: origin at the grip, z along the grip. What that means for each kind:

- cup, mug, bottle, can, glass, box, balls, book, stick: the origin is the middle, z up.
- tools and clubs (broom, racket, bat, hammer, knife, pan, ...): z from the hand to the working
  end; what has a face or an edge turns it to +x (a racket's strings face x, a hammer strikes
  along +x, a pan opens to +x, bristles point to +x).
- phone, remote: z along their length, the screen or the buttons on +x.
- newspaper, laptop, tray: held with both hands, one at each end of y; z up, the reader at -x.
- bag, suitcase: z along the handle, y up: the thing hangs down towards -y.
- dumbbell, barbell: z along the bar. Umbrella, flag: z up the pole, the hand near its lower end.
- hat: the origin is the top of the crown, z up. Bow: z along its limbs, its string at -x.
- jacket: the origin is its collar, it hangs towards -z, its back towards -x. Glasses: lenses at +x.
- door: hinged on z, reaching to +y; its frame and a bin about their middle. Watering can: as a bag.
- rope: a skipping rope as one bow: its ends at -y/2 and y/2, its belly towards +z.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from understudy.errors import InputError, lookup
from understudy.scenes.furniture import Palette
from understudy.scenes.held import fittings, household, sports, tools
from understudy.scenes.shapes import Part, merge
from understudy.types import Mesh, MovingProp

Size = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class MovingKind:
    """A kind of thing that hands hold."""

    make: Callable[..., tuple[Part, ...]]
    """Function of size_m, a palette and rng."""
    size_m: Size
    """Usual extent along its own axes."""


def _kinds() -> dict[str, MovingKind]:
    makers: dict[str, tuple[Callable[..., tuple[Part, ...]], Size]] = {
        **household.KINDS,
        **tools.KINDS,
        **sports.KINDS,
        **fittings.KINDS,
    }
    return {name: MovingKind(make=make, size_m=size) for name, (make, size) in makers.items()}


MOVING_PROPS: dict[str, MovingKind] = _kinds()


def default_size_m(kind: str) -> Size:
    """Returns the usual extent of a kind of thing; an unknown one raises InputError."""
    return lookup(MOVING_PROPS, kind, "moving prop").size_m


def build_moving_prop(prop: MovingProp, palette: Palette, *, rng: np.random.Generator) -> Mesh:
    """Builds a thing in its own frame.

    Raises:
        InputError: no such kind, its size is not positive, or its poses are not finite.
    """
    kind = lookup(MOVING_PROPS, prop.kind, "moving prop")
    if not all(side > 0.0 for side in prop.size_m):
        raise InputError(f"moving prop '{prop.kind}': size_m must be positive, got {prop.size_m}")
    if not np.isfinite(prop.body_from_prop).all():
        raise InputError(f"moving prop '{prop.kind}': body_from_prop must be finite")
    return merge(kind.make(prop.size_m, palette, rng=rng))
