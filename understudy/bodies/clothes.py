"""A wardrobe on a body: the pieces of every garment, and what of the body they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.cloth import Cloth, from_suit
from understudy.bodies.drape import WAIST, let_down, shell
from understudy.bodies.garments import GARMENTS, Garment
from understudy.bodies.neck import raise_collar
from understudy.bodies.patterns import PATTERNS, cloth_tile, plain_tile
from understudy.bodies.pieces import Piece
from understudy.bodies.places import Places
from understudy.bodies.trims import TRIMS, Site, sew
from understudy.errors import lookup
from understudy.types import GarmentSpec

AT_ARMHOLE = 0.045
"""The same where it ends at the shoulder."""
OVERLAP, OVERLAP_PRESSED = 0.32, 0.2
"""How far, in torso coordinates, a bottom reaches up under a top; and under one that a jacket
presses flat, through which a waistband would show."""
UNDER_HEM = 0.05
"""How far, in limb coordinates, a layer goes on under an outer one."""
UP_SLEEVE = 0.17
"""How much further it goes on where one looks into wide sleeves and trouser legs."""
BAND = 0.06
"""Width of a skirt's waistband, in torso coordinates."""
LAYER_GAP_M = 0.004
TAIL_M = 0.012
"""How much further off what hangs stays: hips move in it."""
SOLE_M = 0.012
SLIP_END = 0.45
"""Leg coordinate to which shorts are worn under a skirt."""


@dataclass(frozen=True, kw_only=True)
class Worn:
    """A garment in its layer."""

    spec: GarmentSpec
    cut: Garment
    inside: np.ndarray
    """(V,) positive where it covers the suit, zero along its hems, in limb coordinates."""
    over: np.ndarray
    """(V,) the same of all that is worn over it, less what one sees up its sleeves."""
    pressed: np.ndarray
    """(V,) the same of all that is worn over it, what hangs freely included: it lies flat there."""
    below_m: float
    """Thickness of what is worn beneath."""
    hangs: bool
    """Goes on below the waist as a tube."""
    held: bool
    """Something is worn over it that keeps it from swaying."""


def layers(garments: Sequence[GarmentSpec], places: Places) -> list[Worn]:
    """Sorts garments from the skin outwards and finds out what each covers.

    Raises:
        InputError: unknown garment.
    """
    cuts = [(spec, lookup(GARMENTS, spec.kind, "garment")) for spec in garments]
    cuts = [pair for pair in cuts if pair[1].slot not in ("head", "hands")]
    cuts.sort(key=lambda pair: pair[1].level)

    def tucked(cut: Garment) -> bool:
        over = (c for _, c in cuts if c.slot == "bottom")
        return cut.slot == "top" and any(other.level > cut.level for other in over)

    closed = [c for _, c in cuts if c.slot == "outer" and not c.open_m]

    def hangs(cut: Garment) -> bool:
        if cut.falls or cut.slot == "outer":
            return cut.falls or cut.hem < WAIST
        # Under a coat that is closed nobody sees a shirt's tails.
        return cut.slot == "top" and cut.hem < WAIST and not tucked(cut) and not closed

    tops = [c for _, c in cuts if c.slot in ("top", "outer")]
    points = places.rest.vertices_m
    insides = [_inside(cut, places, tops=tops, tucked=tucked(cut)) for _, cut in cuts]
    seen = [
        np.minimum(inside, _gap(cut, places, points, places.arm)) if cut.open_m else inside
        for (_, cut), inside in zip(cuts, insides, strict=True)
    ]
    worn, below_m = [], {"upper": 0.0, "lower": 0.0}
    for number, ((spec, cut), inside) in enumerate(zip(cuts, insides, strict=True)):
        halves = {"shoes": (), "bottom": ("lower",), "top": ("upper",)}.get(
            cut.slot, ("upper", "lower")
        )
        stack = max([below_m[half] for half in halves], default=0.0)
        if cut.level > 2 and cut.slot != "outer":
            stack = max(below_m.values())
        outer = [c for _, c in cuts[number + 1 :]]
        over = [np.full(len(places.torso), -1.0), *seen[number + 1 :]]
        deep = [
            hem - _up_sleeve(c, places) for hem, c in zip(seen[number + 1 :], outer, strict=True)
        ]
        hanging = [_hanging(c, places) for c in outer if not tucked(c)]
        worn.append(
            Worn(
                spec=spec,
                cut=cut,
                inside=inside,
                over=np.max([over[0], *deep], axis=0),
                pressed=np.max([*over, *hanging], axis=0),
                below_m=stack,
                hangs=hangs(cut),
                held=any(c.slot == "outer" for _, c in cuts[number + 1 :]),
            )
        )
        for half in halves:
            below_m[half] = stack + spec.fit_m + cut.thickness_m + LAYER_GAP_M
    return worn


def covered(worn: Sequence[Worn], places: Places) -> np.ndarray:
    """Returns (V,) positive where cloth lies over the suit: no skin is needed there."""
    found = [np.full(len(places.torso), -1.0)]
    found += [garment.inside - _up_sleeve(garment.cut, places) for garment in worn]
    high = WAIST + 3.0 * UNDER_HEM  # overlaps the cloth that it hangs from
    found += [_hanging(g.cut, places, high) for g in worn if g.hangs and not g.cut.falls]
    if any(garment.cut.slot in ("outer", "top") for garment in worn):  # where two layers just meet
        meeting = np.minimum(places.torso - WAIST + 3.0 * UNDER_HEM, high - places.torso)
        found.append(np.where(places.arm < 0.0, meeting, -1.0))
    # The shorts under a skirt.
    if any(garment.cut.falls and garment.cut.slot != "outer" for garment in worn):
        found.append(np.minimum(SLIP_END - places.leg, high - places.torso))
    return np.max(found, axis=0)


def _up_sleeve(cut: Garment, places: Places) -> np.ndarray:
    """Returns (V,) how much further what is beneath goes on where sleeves or legs are wide."""
    arms = (places.arm > 0.1) & (cut.sleeve_width > 0.0)
    legs = (places.leg > 0.1) & (cut.leg_width > 0.0)
    armhole = (places.sleeve > 0.05) & (places.arm < 0.2) & (cut.sleeve_end == 0.0)
    armhole &= cut.slot in ("top", "dress", "outer")
    return np.where(arms | legs, UP_SLEEVE, np.where(armhole, AT_ARMHOLE, 0.0))


def _inside(cut: Garment, places: Places, *, tops: list[Garment], tucked: bool) -> np.ndarray:
    if cut.slot == "shoes":
        inside = places.leg + 0.3 * places.foot - cut.leg_end
        return np.minimum(inside, _sandal(places)) if "straps" in cut.trims else inside
    upper = _upper_edge(cut, places)
    if cut.slot in ("top", "outer") or cut.falls:
        low = WAIST - OVERLAP_PRESSED / 2.0 if tucked else max(WAIST, cut.hem)
        if cut.slot == "bottom":  # a skirt's waistband
            return np.minimum(places.torso - low, WAIST + BAND - places.torso)
        return np.minimum(upper, places.torso - low)
    if cut.slot == "dress":
        return np.minimum(upper, cut.leg_end - places.leg)
    over = [top for top in tops if top.level > cut.level]
    # A long coat sways apart from what is beneath it.
    covered = bool(over) and not any(top.falls for top in over)
    pressed = any(top.slot == "outer" for top in over)
    overlap = OVERLAP_PRESSED if pressed else OVERLAP
    waist = min([WAIST, *(top.hem + overlap for top in over)]) if covered else WAIST
    inside = np.minimum(cut.leg_end - places.leg, waist - places.torso)
    return np.maximum(inside, _bib(places)) if cut.bib else inside


def _hanging(cut: Garment, places: Places, high: float = WAIST + UNDER_HEM) -> np.ndarray:
    """Returns (V,) positive under the tube of a garment, up to torso coordinate `high`."""
    if cut.falls:
        tube = np.minimum(cut.leg_end - places.leg, high - places.torso)
    elif cut.slot in ("top", "outer"):
        tube = np.minimum(places.torso - cut.hem, high - places.torso)
    else:
        return np.full(len(places.torso), -1.0)
    return np.where(places.arm < 0.0, tube, -1.0)


def _upper_edge(cut: Garment, places: Places) -> np.ndarray:
    sleeve = (
        cut.sleeve_end - places.arm
        if cut.sleeve_end > 0.1
        else 0.3 * (cut.sleeve_end + 0.45 - places.sleeve)
    )
    return np.minimum(sleeve, cut.collar - places.collar)


def _gap(cut: Garment, places: Places, points: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """Returns (N,) positive beside the opening in front [in about limb coordinates]."""
    ahead = (points[:, 0] > places.outline.axis_x_m - 0.02) & (arm < 0.0)
    return np.where(ahead, (np.abs(points[:, 1]) - cut.open_m) / 0.4, 1.0)


def _bib(places: Places) -> np.ndarray:
    x, y, _ = places.rest.vertices_m.T
    scale = (places.at_torso(1.0) - places.at_torso(0.0)) / 0.5
    front = x > places.outline.axis_x_m
    bib = np.minimum(0.1 - np.abs(y) / scale, np.where(front, 0.72, 0.42) - places.torso)
    straps = np.minimum(0.022 - np.abs(np.abs(y) / scale - 0.075), places.torso - 0.35)
    on = (places.arm < 0.0) & (places.leg < 0.05) & (places.collar < 1.05)
    return np.where(on, np.maximum(bib, straps), -1.0)


def _sandal(places: Places) -> np.ndarray:
    """Sole and two straps."""
    points = places.rest.vertices_m
    toes, heel = points[places.foot > 0.5, 0].max(), points[places.foot > 0.5, 0].min()
    along = (points[:, 0] - heel) / (toes - heel)
    up = points[:, 2] - points[:, 2].min()
    straps = np.max([0.09 - np.abs(along - at) for at in (0.3, 0.68)], axis=0)
    return np.maximum(0.012 - up, straps * 0.3)


def make(
    garment: Worn, places: Places, *, first_layer: int
) -> tuple[list[Piece], list[np.ndarray]]:
    """Returns a garment's pieces and the tiles that they use, numbered from `first_layer`.

    Raises:
        InputError: unknown pattern.
    """
    spec, cut = garment.spec, garment.cut
    cloth = _whole(garment, places)
    tiles = [
        cloth_tile(lookup(PATTERNS, spec.pattern, "pattern")(), spec.colour, spec.second_colour)
    ]
    pieces = []
    for name in _trims(spec, cut):
        trim = TRIMS[name]
        site = Site(cloth=cloth, worn=spec, garment=cut, places=places)
        panel, cloth = sew(site, trim)
        if not len(panel.faces):
            continue
        uv = trim.uv(Site(cloth=panel, worn=spec, garment=cut, places=places)) if trim.uv else None
        pieces.append(_piece(panel, spec, first_layer + len(tiles), uv=uv))
        tiles.append(trim.tile(spec))
    if len(cloth.faces):
        pieces.append(_piece(cloth, spec, first_layer))
    if cut.falls and cut.slot in ("bottom", "dress"):
        pieces.append(_slip(garment, places, first_layer + len(tiles)))
        tiles.append(plain_tile(tuple(0.35 * value for value in spec.colour)))  # type: ignore[arg-type]
    return pieces, tiles


def _trims(spec: GarmentSpec, cut: Garment) -> tuple[str, ...]:
    printed = spec.motif != "none" and cut.slot == "top" and "buttons" not in cut.trims
    # What marks where the cloth is is no panel.
    sewn = tuple(name for name in cut.trims if name != "straps")
    return ("print", *sewn) if printed else sewn


def _whole(garment: Worn, places: Places) -> Cloth:
    spec, cut = garment.spec, garment.cut
    positions = shell(spec, cut, places, below_m=garment.below_m, pressed=garment.pressed)
    if cut.slot == "shoes":
        _flatten_soles(positions, places)
    cloth = from_suit(places, load_body_asset().suit_faces, positions)
    shown = UNDER_HEM - garment.over
    if garment.hangs:  # the whole of the rim that the tube hangs from
        shown = np.maximum(shown, WAIST + 2.0 * UNDER_HEM - places.torso)
    if cut.falls and cut.slot == "bottom":  # a band narrower than the suit's triangles
        cloth = cloth.part(places.torso - WAIST)
        cloth = cloth.part(WAIST + BAND - cloth["torso"])
    else:
        cloth = cloth.part(np.minimum(garment.inside, shown))
    if cut.open_m:  # a cut of its own, for sharp corners
        cloth = cloth.part(_gap(cut, places, cloth["position"], cloth["arm"]))
    if garment.hangs:
        cloth = let_down(
            cloth,
            places,
            end_m=places.at_leg(cut.leg_end) if cut.falls else places.at_torso(cut.hem),
            away_m=garment.below_m
            + cut.thickness_m
            + spec.fit_m * (0.4 if garment.held else 1.0)
            + (0.0 if garment.held else TAIL_M),
            cling=cut.cling,
            open_m=cut.open_m,
            folds=cut.folds,
            swings=not garment.held,
            droop=(0.5 if cut.slot == "outer" else 0.7) if cut.falls else 0.0,
        )
    if cut.neck:
        cloth = raise_collar(cloth, cut, places)
    return cloth.with_normals()


def _piece(cloth: Cloth, spec: GarmentSpec, layer: int, *, uv: np.ndarray | None = None) -> Piece:
    return cloth.piece(
        colour=np.ones((len(cloth.values), 3)), layer=layer, tile_m=spec.pattern_scale_m, uv=uv
    )


def _slip(garment: Worn, places: Places, layer: int) -> Piece:
    """Shorts under a skirt."""
    points = places.rest.vertices_m + places.normals * 0.001
    inside = np.minimum(SLIP_END - places.leg, WAIST - 0.12 - places.torso)
    cloth = from_suit(places, load_body_asset().suit_faces, points).part(inside)
    return _piece(cloth.with_normals(), garment.spec, layer)


def _flatten_soles(positions: np.ndarray, places: Places) -> None:
    points = places.rest.vertices_m
    for side in (1.0, -1.0):
        foot = (places.foot > 0.5) & (np.sign(points[:, 1]) == side)
        foot &= places.normals.any(axis=1)
        ground = points[foot, 2].min()
        under = foot & (points[:, 2] < ground + 0.022)
        positions[under, 2] = ground - SOLE_M
