"""Draws what people wear out of asset packs; nothing here knows what they will do."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from understudy.bodies.hats import HATS
from understudy.bodies.pack_files import load_item
from understudy.packs import PackItem, pack_items
from understudy.types import BodySpec, GarmentSpec

Colour = tuple[float, float, float]

CHILD_AGE = 0.5
"""Below this on anny's scale some clothes are not worn."""
DARK_SKIN = 0.13
"""Luminance of a skin colour below which the darker skins' pictures are taken."""
SKIN_AGES = (("young", 0.0), ("middleage", 0.76), ("old", 0.88))
"""From which age on anny's scale each kind of skin is seen."""
OUTFIT_SHARE = 0.7
"""How often clothes come from packs; else the built-in ones go with a pack's skin."""
HAIR_SHARE = 0.6
BEARD_SHARE = 0.12


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """What may be worn."""

    sex: str
    child: bool
    garments: Mapping[str, PackItem]
    hair: Mapping[str, PackItem]
    beards: Mapping[str, PackItem]
    skins: Mapping[str, PackItem]

    def worn_as(self, *slots: str) -> list[str]:
        """Returns the garments of the slots that suit sex and age."""
        return [
            name
            for name, item in self.garments.items()
            if item.tags[0] in slots
            and self.sex in item.tags
            and not (self.child and "adult" in item.tags)
        ]


def sample_pack_looks(
    body: BodySpec,
    *,
    rng: np.random.Generator,
    packs: Sequence[str],
    excluded_licences: Sequence[str] = (),
) -> BodySpec:
    """Dresses a drawn person from packs, as far as something in them suits sex and age.

    Outfits are a pack's or built in as a whole: the two do not know each other's surface. Skin,
    hair and beards mix freely.

    Args:
        body: the person; shape, skin, eye and hair colour stay.
        rng: source of every draw.
        packs: names of installed packs.
        excluded_licences: items under these are not drawn; nor is what has no known licence.

    Raises:
        InputError: a pack is not installed.
    """
    excluded = (*excluded_licences, "unknown")
    choice = _Choice(
        sex="female" if body.gender > 0.5 else "male",
        child=body.age < CHILD_AGE,
        garments=pack_items("garment", packs, excluded_licences=excluded),
        hair=pack_items("hair", packs, excluded_licences=excluded),
        beards=pack_items("beard", packs, excluded_licences=excluded),
        skins=pack_items("skin", packs, excluded_licences=excluded),
    )
    changes: dict[str, object] = {}
    names = _outfit(choice, rng) if rng.random() < OUTFIT_SHARE else []
    if names:
        changes["garments"] = tuple(_drawn(name, rng) for name in names)
    hat = any(choice.garments[name].tags[0] == "hat" for name in names)
    capped = not names and any(worn.kind in HATS for worn in body.garments)
    hair = [
        name
        for name, item in choice.hair.items()
        if choice.sex in item.tags and (not hat or "flat" in item.tags)
    ]
    if hair and not capped and rng.random() < HAIR_SHARE:
        changes["hair_style"] = str(rng.choice(hair))
    elif hat:  # neither kind of hair knows of the other kind of hat
        changes["hair_style"] = str(rng.choice(hair)) if hair else "bald"
    beards = [name for name, item in choice.beards.items() if item.tags[0] == "beard"]
    if beards and choice.sex == "male" and body.age > 0.6 and rng.random() < BEARD_SHARE:
        changes["beard"] = str(rng.choice(beards))
    skins = _skins(choice, body)
    if skins:
        changes["skin"] = str(rng.choice(skins))
    return body.model_copy(update=changes)


def _outfit(choice: _Choice, rng: np.random.Generator) -> list[str]:
    """Returns garments that go together and cover what has to be; none if they cannot."""

    def one(*slots: str) -> list[str]:
        found = choice.worn_as(*slots)
        return [str(rng.choice(found))] if found else []

    halves = all(choice.worn_as(slot) for slot in ("top", "bottom"))
    whole = bool(choice.worn_as("suit", "dress"))
    in_halves = halves and (not whole or rng.random() < 0.65)
    if not (whole or halves):
        return []
    worn = one("bottom") + one("top") if in_halves else one("suit", "dress")
    # Boots go over legs that are bare or in something tight; a coat over little.
    wide = any("wide" in choice.garments[name].tags for name in worn)
    boots = [] if wide else one("boots")
    feet = boots if boots and rng.random() < 0.2 else one("shoes") or boots
    if not feet:
        return []
    over = str(rng.choice(["coat", "bag", "none"], p=[0.2, 0.08, 0.72]))
    if over == "bag" or (over == "coat" and in_halves):
        worn += one(over)
    for slot, share in (("glasses", 0.08), ("hat", 0.12)):
        if rng.random() < share:
            worn += one(slot)
    return worn + feet


def _drawn(name: str, rng: np.random.Generator) -> GarmentSpec:
    """Some things have the colours that they were painted in, others any."""
    item = load_item(name)
    colours = [_dye(rng), _dye(rng)]
    if not item.dyed:
        colours = [(1.0, 1.0, 1.0)] * 2
    elif rng.random() < 0.4:
        varied = item.colours * rng.uniform(0.8, 1.25)
        colours = [_triple(varied[min(zone, len(varied) - 1)]) for zone in (0, 1)]
    elif len(item.colours) > 1 and rng.random() < 0.5:  # the second zone of a suit: jeans
        colours[1] = _triple(item.colours[1] * rng.uniform(0.6, 1.6))
    return GarmentSpec(
        kind=name,
        colour=colours[0],
        second_colour=colours[1],
        pattern="plain",
        pattern_scale_m=0.25,
        fit_m=float(rng.uniform(0.0, 0.004)),
    )


def _dye(rng: np.random.Generator) -> Colour:
    """Any colour, the dull ones more often."""
    hue = rng.choice([rng.uniform(0, 1), rng.normal(0.6, 0.05), rng.normal(0.08, 0.03)])
    saturation, value = rng.uniform(0.0, 0.9) ** 1.3, rng.beta(1.0, 1.2)
    return _triple(0.02 + 0.75 * np.array(colorsys.hsv_to_rgb(hue % 1.0, saturation, value)) ** 1.6)


def _skins(choice: _Choice, body: BodySpec) -> list[str]:
    stage = [name for name, start in SKIN_AGES if body.age >= start][-1]
    dark = float(np.dot(body.skin_colour, (0.2126, 0.7152, 0.0722))) < DARK_SKIN
    return [
        name
        for name, item in choice.skins.items()
        if choice.sex in item.tags and stage in item.tags and ("african" in item.tags) == dark
    ]


def _triple(values: np.ndarray) -> Colour:
    red, green, blue = np.clip(values, 0.0, 1.0)
    return (float(red), float(green), float(blue))
