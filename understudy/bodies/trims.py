"""What is sewn or printed on clothes: panels of cloth with a tile of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from understudy.bodies.cloth import Cloth, side_by_side
from understudy.bodies.garments import Garment
from understudy.bodies.patterns import MOTIFS, buttons, cloth_tile, plain_tile
from understudy.bodies.places import Places
from understudy.types import GarmentSpec

REFLECTIVE = (0.72, 0.74, 0.76)
RUBBER = (0.03, 0.03, 0.03)
WHITE = (0.75, 0.75, 0.73)
MOTIF_LOW, MOTIF_HIGH = 0.42, 0.84
"""Torso coordinates between which a print is."""
MOTIF_M = 0.11
"""Half its width on an adult's chest."""
SOLE_UP_M = 0.024


@dataclass(frozen=True, kw_only=True)
class Site:
    """A garment in the making, and on whom."""

    cloth: Cloth
    worn: GarmentSpec
    garment: Garment
    places: Places

    @property
    def scale(self) -> float:
        """Size of the torso against an adult's."""
        return (self.places.at_torso(1.0) - self.places.at_torso(0.0)) / 0.5

    def centred(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Returns x from the axis of the body, y, z (V,) each."""
        x, y, z = self.cloth["position"].T
        return x - self.places.outline.axis_x_m, y, z


Measure = Callable[[Site], np.ndarray]
"""(V,) of the cloth's vertices."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    where: Measure
    """(V,) bool: only faces wholly there are cut."""
    cuts: tuple[Measure, ...]
    """The panel is where all are positive. Each is a cut of its own: one along the least of all
    would miss what is narrower than a triangle."""


@dataclass(frozen=True, kw_only=True)
class Trim:
    panels: tuple[Panel, ...]
    tile: Callable[[GarmentSpec], np.ndarray]
    uv: Measure | None = None
    """(V, 2); None: as the cloth's own."""


def sew(site: Site, trim: Trim) -> tuple[Cloth, Cloth]:
    """Returns the panels of a trim and what is left of the cloth."""
    sewn, left = [], site.cloth
    for panel in trim.panels:
        rest = []
        chosen = panel.where(replace(site, cloth=left))[left.faces].all(axis=1)
        rest.append(replace(left, faces=left.faces[~chosen]))
        inner = replace(left, faces=left.faces[chosen])
        for measure in panel.cuts:
            inside = measure(replace(site, cloth=inner))
            rest.append(inner.part(-inside))
            inner = inner.part(inside)
        sewn.append(inner)
        left = side_by_side(rest)
    return side_by_side(sewn), left


def _front(site: Site) -> np.ndarray:
    x, _, _ = site.centred()
    return (site.cloth["arm"] < 0.0) & (x > 0.0)


def _trunk(site: Site) -> np.ndarray:
    return site.cloth["arm"] < 0.0


def _between(value: Callable[[Site], np.ndarray], low: float, high: float) -> tuple[Measure, ...]:
    return (lambda site: value(site) - low, lambda site: high - value(site))


def _column(name: str) -> Measure:
    return lambda site: site.cloth[name]


def _across(site: Site) -> np.ndarray:
    """Distance to the left of the middle, as on an adult."""
    return site.centred()[1] / site.scale


def _forward(site: Site) -> np.ndarray:
    return site.centred()[0] / site.scale


def _on_shoulders(site: Site) -> np.ndarray:
    return _trunk(site) & (site.cloth["torso"] > 0.4299)


def _beside_leg(site: Site) -> np.ndarray:
    """Distance before the axis of the leg, as on an adult."""
    return (site.cloth["position"][:, 0] - _leg_axis(site)[0]) / site.scale


def _outer_side(site: Site) -> np.ndarray:
    return np.abs(site.cloth["position"][:, 1]) > _leg_axis(site)[1]


def _leg_axis(site: Site) -> tuple[np.ndarray, np.ndarray]:
    z = site.cloth["position"][:, 2]
    joints = np.array(
        [site.places.rest.head(f"{bone}.L") for bone in ("foot", "lowerleg01", "upperleg01")]
    )
    return np.interp(z, joints[:, 2], joints[:, 0]), np.interp(z, joints[:, 2], joints[:, 1])


def _everywhere(site: Site) -> np.ndarray:
    return np.ones(len(site.cloth.values), bool)


def _strip(half_m: float, low: float = -9.0) -> tuple[Panel, ...]:
    """Down the middle of the front, from torso coordinate `low` upwards."""
    cuts = _between(_across, -half_m, half_m)
    if low > -1.0:
        cuts += (lambda site: site.cloth["torso"] - low,)
    return (Panel(where=_front, cuts=cuts),)


def _patch(middle_m: float, half_m: float, low: float, high: float) -> tuple[Panel, ...]:
    """On the chest: distance to the left and half width, torso coordinates."""
    cuts = _between(_across, middle_m - half_m, middle_m + half_m)
    return (Panel(where=_front, cuts=cuts + _between(_column("torso"), low, high)),)


def _rings(column: str, *bands: tuple[float, float]) -> tuple[Panel, ...]:
    """Around trunk or limbs, from one coordinate to another."""
    where = {"torso": _trunk, "arm": lambda site: site.cloth["arm"] > 0.0}.get(column, _everywhere)
    return tuple(
        Panel(where=where, cuts=_between(_column(column), low, high)) for low, high in bands
    )


def _strip_uv(site: Site) -> np.ndarray:
    _, y, z = site.centred()
    return np.stack((y / 0.036 + 0.5, -z / 0.36), axis=1)


def _motif_uv(site: Site) -> np.ndarray:
    _, y, z = site.centred()
    low, high = site.places.at_torso(MOTIF_LOW), site.places.at_torso(MOTIF_HIGH)
    across = y / (high - low) + 0.5
    return np.stack((across, (high - z) / (high - low)), axis=1)


def _mixed(worn: GarmentSpec, colour: tuple[float, float, float], share: float) -> np.ndarray:
    plain = tuple(
        float(a * (1.0 - share) + b * share) for a, b in zip(worn.colour, colour, strict=True)
    )
    return plain_tile(plain)  # type: ignore[arg-type]


def _second(worn: GarmentSpec) -> np.ndarray:
    return plain_tile(worn.second_colour)


def _reflective(worn: GarmentSpec) -> np.ndarray:
    return plain_tile(REFLECTIVE)


def _dark(worn: GarmentSpec) -> np.ndarray:
    return plain_tile(RUBBER)


def _shaded(worn: GarmentSpec) -> np.ndarray:
    return _mixed(worn, RUBBER, 0.22)


_SOLE = (Panel(where=_everywhere, cuts=(lambda site: SOLE_UP_M - site.cloth["up"],)),)
_BRACES = tuple(
    Panel(where=_on_shoulders, cuts=_between(_across, low, low + 0.05)) for low in (-0.13, 0.08)
)
TRIMS: MappingProxyType[str, Trim] = MappingProxyType(
    {
        "print": Trim(
            panels=_patch(0.0, MOTIF_M, MOTIF_LOW, MOTIF_HIGH),
            tile=lambda worn: cloth_tile(MOTIFS[worn.motif](), worn.colour, worn.second_colour),
            uv=_motif_uv,
        ),
        "buttons": Trim(panels=_strip(0.018), tile=lambda worn: _buttons(worn), uv=_strip_uv),
        "placket": Trim(
            panels=_strip(0.018, 0.72), tile=lambda worn: _buttons(worn), uv=_strip_uv
        ),
        "zip": Trim(panels=_strip(0.008), tile=lambda worn: plain_tile((0.15, 0.15, 0.16))),
        "bands": Trim(panels=_rings("torso", (0.01, 0.11), (0.33, 0.43)), tile=_reflective),
        "braces": Trim(panels=_BRACES, tile=_reflective),
        "arm_bands": Trim(panels=_rings("arm", (0.55, 0.72), (1.35, 1.52)), tile=_reflective),
        "leg_bands": Trim(panels=_rings("leg", (1.22, 1.34), (1.5, 1.62)), tile=_reflective),
        "belt": Trim(panels=_rings("torso", (0.12, 0.18)), tile=_dark),
        "side_stripe": Trim(
            panels=(Panel(where=_outer_side, cuts=_between(_beside_leg, -0.02, 0.02)),),
            tile=_second,
        ),
        "flanks": Trim(
            panels=(
                Panel(
                    where=_trunk,
                    cuts=(*_between(_forward, -0.03, 0.045),
                          lambda site: 0.72 - site.cloth["torso"]),
                ),
            ),
            tile=_second,
        ),
        "pouch": Trim(panels=_patch(0.0, 0.13, 0.06, 0.34), tile=_shaded),
        "pocket": Trim(panels=_patch(0.085, 0.045, 0.6, 0.74), tile=_shaded),
        "ribs": Trim(
            panels=(
                Panel(
                    where=lambda site: site.cloth["arm"] > 1.0,
                    cuts=(lambda site: site.cloth["arm"] - site.garment.sleeve_end + 0.12,),
                ),
                Panel(
                    where=_trunk,
                    cuts=(lambda site: site.garment.hem + 0.1 - site.cloth["torso"],),
                ),
            ),
            tile=_shaded,
        ),
        "sole": Trim(panels=_SOLE, tile=_dark),
        "white_sole": Trim(panels=_SOLE, tile=lambda worn: plain_tile(WHITE)),
    }
)  # fmt: skip


def _buttons(worn: GarmentSpec) -> np.ndarray:
    """Four buttons and the seam beside them, on the garment's own colour."""
    pale = float(np.mean(worn.colour)) < 0.35
    return cloth_tile(buttons(), worn.colour, WHITE if pale else RUBBER)
