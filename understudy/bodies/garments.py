"""The cuts of clothes: which part of the body each covers, and how it hangs there.

Clothes are cut from the suit, MakeHuman's closed stocking from neck to toes: a garment is what
lies between its hems, pushed outwards, and let down from the waist as a tube where it hangs free.
Hems are limb coordinates (`places`).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class Garment:
    """The cut of one garment."""

    slot: str
    """A key of SLOTS."""
    level: int
    """What has a higher one is worn over it."""
    sleeve_end: float = 0.0
    """Arm coordinate; 0 for no sleeves: it ends where the arm begins."""
    hem: float = 0.0
    """Torso coordinate where a top ends; below the waist it hangs free."""
    collar: float = 0.955
    leg_end: float = -1.0
    """Leg coordinate where it ends; of a dress or coat: where it hangs down to."""
    falls: bool = False
    """Hangs as a tube down to `leg_end`: skirts, dresses, coats."""
    loose: float = 0.0
    """How far it hangs from chest or belly instead of following every curve, 0 to 1."""
    cling: float = 1.0
    """How much what hangs draws in per metre of fall; negative flares."""
    folds: float = 0.0
    """Depth of the folds at the hem of a tube, as a share of its radius."""
    sleeve_width: float = 0.0
    """Girth at the sleeve's end against the upper arm's; 0 follows the arm."""
    leg_width: float = 0.0
    """Girth at the leg's end against the thigh's; 0 follows the leg."""
    open_m: float = 0.0
    """Half the width by which it stands open in front."""
    thickness_m: float = 0.0
    """Added to the spec's fit."""
    neck: str = ""
    """A key of `neck.NECKS`: what rises from the collar."""
    bib: bool = False
    """Goes on over the chest, with straps."""
    trims: tuple[str, ...] = ()
    """Keys of `trims.TRIMS`."""


def _top(**words: object) -> Garment:
    base = {"slot": "top", "level": 2, "hem": -0.1, "loose": 0.7, "cling": 0.25}
    return Garment(**{**base, **words})  # type: ignore[arg-type]


def _bottom(**words: object) -> Garment:
    return Garment(**{"slot": "bottom", "level": 1, **words})  # type: ignore[arg-type]


def _skirt(**words: object) -> Garment:
    base = {"slot": "bottom", "level": 3, "falls": True, "cling": -0.1, "folds": 0.03}
    return Garment(**{**base, **words})  # type: ignore[arg-type]


def _dress(**words: object) -> Garment:
    base = {
        "slot": "dress", "level": 3, "falls": True, "cling": -0.12, "folds": 0.03, "loose": 0.2,
        "collar": 0.93,
    }  # fmt: skip
    return Garment(**{**base, **words})  # type: ignore[arg-type]


def _outer(**words: object) -> Garment:
    base = {
        "slot": "outer", "level": 4, "sleeve_end": 1.93, "hem": -0.2, "collar": 0.985,
        "loose": 0.9, "cling": 0.1, "sleeve_width": 0.62, "thickness_m": 0.01, "neck": "stand",
    }  # fmt: skip
    return Garment(**{**base, **words})  # type: ignore[arg-type]


GARMENTS = MappingProxyType(
    {
        "t_shirt": _top(sleeve_end=0.62, sleeve_width=1.2),
        "tank_top": _top(collar=0.94, loose=0.3, cling=0.6),
        "polo": _top(sleeve_end=0.6, sleeve_width=1.1, neck="shirt", trims=("placket",)),
        "long_sleeve": _top(sleeve_end=1.9, loose=0.4),
        "shirt": _top(
            sleeve_end=1.88, hem=-0.16, collar=0.97, sleeve_width=0.55, neck="shirt",
            trims=("buttons",),
        ),
        "short_shirt": _top(
            sleeve_end=0.68, hem=-0.12, collar=0.97, sleeve_width=1.25, neck="shirt",
            trims=("buttons",),
        ),
        "jumper": _top(
            sleeve_end=1.92, hem=-0.08, sleeve_width=0.65, thickness_m=0.008, neck="rib",
            trims=("ribs",),
        ),
        "turtleneck": _top(sleeve_end=1.92, hem=-0.06, collar=0.985, neck="roll", loose=0.3),
        "hoodie": _top(
            sleeve_end=1.92, hem=-0.1, sleeve_width=0.68, thickness_m=0.01, neck="hood",
            trims=("pouch",),
        ),
        "cardigan": _outer(
            open_m=0.05, hem=-0.14, neck="", thickness_m=0.004, sleeve_width=0.55, collar=0.93
        ),
        "jersey": _top(sleeve_end=0.6, sleeve_width=1.3, loose=0.9),
        "sports_top": _top(sleeve_end=0.55, hem=-0.05, loose=0.0, trims=("flanks",)),
        "scrubs_top": _top(
            sleeve_end=0.66, hem=-0.16, collar=0.9, sleeve_width=1.35, loose=1.0, cling=0.0,
            trims=("pocket",),
        ),
        "jacket": _outer(trims=("zip",)),
        "open_jacket": _outer(open_m=0.075),
        "blazer": _outer(
            open_m=0.02, hem=-0.24, collar=0.95, neck="lapel", thickness_m=0.006, loose=0.5
        ),
        "down_jacket": _outer(hem=-0.14, thickness_m=0.026),
        "coat": _outer(falls=True, leg_end=0.85, cling=-0.05, folds=0.012, trims=("buttons",)),
        "open_coat": _outer(falls=True, leg_end=0.85, cling=-0.05, folds=0.02, open_m=0.07),
        "lab_coat": _outer(
            falls=True, leg_end=0.75, cling=-0.03, folds=0.012, open_m=0.045, thickness_m=0.004,
            neck="lapel", collar=0.95,
        ),
        "high_vis_vest": _outer(
            sleeve_end=0.0, hem=-0.12, collar=0.93, thickness_m=0.006, neck="",
            trims=("bands", "braces", "zip"),
        ),
        "high_vis_jacket": _outer(trims=("bands", "braces", "arm_bands", "zip")),
        "trousers": _bottom(leg_end=1.96, leg_width=0.6),
        "jeans": _bottom(leg_end=1.95, leg_width=0.52, trims=("belt",)),
        "wide_trousers": _bottom(leg_end=1.97, leg_width=0.85),
        "leggings": _bottom(leg_end=1.9),
        "joggers": _bottom(leg_end=1.9, leg_width=0.52, trims=("side_stripe",)),
        "scrubs_trousers": _bottom(leg_end=1.94, leg_width=0.7),
        "work_trousers": _bottom(leg_end=1.95, leg_width=0.62, trims=("leg_bands",)),
        "shorts": _bottom(leg_end=0.62, leg_width=1.12),
        "sports_shorts": _bottom(leg_end=0.5, leg_width=1.25, trims=("side_stripe",)),
        "long_shorts": _bottom(leg_end=0.95, leg_width=0.95),
        "skirt": _skirt(leg_end=0.85),
        "short_skirt": _skirt(leg_end=0.5, cling=-0.25, folds=0.04),
        "long_skirt": _skirt(leg_end=1.75, cling=-0.04, folds=0.035),
        "straight_skirt": _skirt(leg_end=0.92, cling=0.12, folds=0.0),
        "overalls": Garment(
            slot="bottom", level=3, leg_end=1.95, leg_width=0.66, bib=True, thickness_m=0.004
        ),
        "dress": _dress(leg_end=0.9, sleeve_end=0.45),
        "summer_dress": _dress(leg_end=0.7, collar=0.9, cling=-0.22, folds=0.05),
        "long_dress": _dress(leg_end=1.7, sleeve_end=1.85, sleeve_width=0.7, cling=-0.05),
        "gown": _dress(
            leg_end=0.95, sleeve_end=0.7, sleeve_width=1.4, loose=1.0, cling=-0.03, folds=0.015
        ),
        "coverall": Garment(
            slot="dress", level=3, sleeve_end=1.93, collar=0.985, leg_end=1.95, loose=0.4,
            sleeve_width=0.7, leg_width=0.66, thickness_m=0.004, neck="stand",
            trims=("zip", "belt"),
        ),
        "shoes": Garment(slot="shoes", level=0, leg_end=1.97, thickness_m=0.004, trims=("sole",)),
        "trainers": Garment(
            slot="shoes", level=0, leg_end=1.95, thickness_m=0.008,
            trims=("white_sole",),
        ),
        "sandals": Garment(slot="shoes", level=0, leg_end=1.97, thickness_m=0.002,
                           trims=("sole", "straps")),
        "boots": Garment(
            slot="shoes", level=3, leg_end=1.72, thickness_m=0.006, trims=("sole",)
        ),
        "high_boots": Garment(
            slot="shoes", level=3, leg_end=1.3, thickness_m=0.004, trims=("sole",)
        ),
        "cap": Garment(slot="head", level=9),
        "beanie": Garment(slot="head", level=9),
        "sun_hat": Garment(slot="head", level=9),
        "hard_hat": Garment(slot="head", level=9),
        "headscarf": Garment(slot="head", level=9),
        "gloves": Garment(slot="hands", level=9),
    }
)  # fmt: skip
SLOTS = ("top", "bottom", "dress", "outer", "shoes", "head", "hands")
"""At most one of each is worn, a dress instead of top and bottom."""
