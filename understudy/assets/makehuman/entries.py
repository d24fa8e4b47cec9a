"""Which of MakeHuman's things are taken, and what the files do not say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the files do not say of an item."""

    kind: str
    tags: tuple[str, ...]
    """A garment's slot comes first; "adult": not for children; "wide":
    too wide in the legs for boots over them."""
    triangles: int
    cut_out: bool = False
    dyed: bool = True
    """Whether it comes in all colours; else as painted."""
    split: bool = False
    """Whether a suit's halves are worn with other things, too."""


def _clothes(slot: str, triangles: int, *tags: str, **more: bool) -> Entry:
    return Entry(kind="garment", tags=(slot, *tags), triangles=triangles, **more)


def _hair(*tags: str, triangles: int = 1400) -> Entry:
    return Entry(kind="hair", tags=tags, triangles=triangles, cut_out=True)


def _face(part: str, triangles: int) -> Entry:
    return Entry(kind="beard", tags=("face", part), triangles=triangles, cut_out=True)


ENTRIES: Mapping[str, Entry] = MappingProxyType(
    {
        **{
            f"clothes/male_casualsuit{n:02d}": _clothes(
                "suit", 2300, "male", "female", "wide", split=True
            )
            for n in range(1, 7)
        },
        "clothes/male_elegantsuit01": _clothes("suit", 2600, "male", "adult", "wide", dyed=False),
        "clothes/male_worksuit01": _clothes("suit", 2300, "male", "female", "wide"),
        "clothes/female_casualsuit01": _clothes("suit", 2100, "female", "wide", split=True),
        "clothes/female_casualsuit02": _clothes("suit", 2000, "female", split=True),
        "clothes/female_elegantsuit01": _clothes("suit", 2100, "female", "adult", split=True),
        "clothes/female_sportsuit01": _clothes("suit", 1700, "female", "adult", split=True),
        "clothes/Sleeveless": _clothes("top", 1000, "female"),
        "clothes/VNeckTop": _clothes("top", 900, "female", "adult"),
        "clothes/spaghetti-top": _clothes("top", 900, "female", "adult"),
        "clothes/Tank_Top_01": _clothes("top", 900, "male", "female"),
        "clothes/short_tail_camo_tee": _clothes("top", 1000, "female"),
        "clothes/Asymmetric_Tunic_and_Sash": _clothes("top", 1300, "female"),
        "clothes/Rolled_neck_blouse": _clothes("top", 1000, "female", "adult"),
        "clothes/Tightjeans": _clothes("bottom", 1300, "female", "male"),
        "clothes/ShortJeans": _clothes("bottom", 900, "female", "adult"),
        "clothes/JeansSkirt": _clothes("bottom", 800, "female", "adult"),
        "clothes/miniskirt": _clothes("bottom", 800, "female", "adult"),
        "clothes/Cocktaildress": _clothes("dress", 1400, "female", "adult"),
        "clothes/F_Dress_01": _clothes("dress", 1400, "female"),
        "clothes/F_Dress_02": _clothes("dress", 1400, "female"),
        "clothes/F_Dress_04": _clothes("dress", 1400, "female", "adult"),
        "clothes/TubeDress": _clothes("dress", 1300, "female", "adult"),
        "clothes/Coat": _clothes("coat", 2400, "female"),
        **{f"clothes/shoes{n:02d}": _clothes("shoes", 1000, "male", "female") for n in range(1, 7)},
        "clothes/WinterBoots": _clothes("boots", 1200, "female"),
        "clothes/fedora": _clothes("hat", 500, "male", "female"),
        "clothes/fedora_cocked": _clothes("hat", 500, "male", "female"),
        "clothes/Fishing_Hat_01": _clothes("hat", 600, "male", "female"),
        "clothes/pith_helmet": _clothes("hat", 700, "male", "female"),
        "clothes/glasses": _clothes("glasses", 600, "male", "female", cut_out=True, dyed=False),
        "clothes/Rucksack1": _clothes("bag", 1100, "male", "female"),
        "hair/short01": _hair("male", "female", "flat"),
        "hair/short02": _hair("male", "female", "flat"),
        "hair/short03": _hair("female"),
        "hair/short04": _hair("male", "flat", triangles=1100),
        "hair/afro01": _hair("male", "female", triangles=2000),
        "hair/bob01": _hair("female"),
        "hair/bob02": _hair("female"),
        "hair/long01": _hair("female"),
        "hair/Braid01": _hair("female", triangles=2200),
        "hair/ponytail01": _hair("female"),
        "hair/Full_beard": Entry(kind="beard", tags=("beard",), triangles=700, cut_out=True),
        "hair/Moustache": Entry(kind="beard", tags=("beard",), triangles=200, cut_out=True),
        **{f"eyebrows/eyebrow{n:03d}": _face("brows", 200) for n in range(1, 13)},
        **{f"eyelashes/eyelashes{n:02d}": _face("lashes", 380) for n in range(2, 5)},
        "eyes/Low-Poly": _face("eyes", 180),
    }
)
"""Folder of each item that is taken. Left out: underwear, swimwear, lingerie and body parts; what
names no author, so that its licence is nobody's word; very heavy meshes; and cloth that hangs so
freely that it does not follow a crouching body."""
