"""The declared probabilities of what is worn together, where and at which season."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

Shares = dict[str, float]
"""Weights by name; they need not add up to one."""


@dataclass(frozen=True, kw_only=True)
class Outfit:
    """What is worn together; each slot's garments with their weights, "" for nothing."""

    wear: dict[str, Shares]
    """By slot; "top" and "bottom" are left out if a "dress" is drawn."""
    dress_share: float = 0.0
    """How often a dress is worn instead of top and bottom; of those that women alone wear, for
    women, and never for men."""
    dyes: dict[str, str] = field(default_factory=dict)
    """Slot or kind -> a key of DYES, where it is not that of the kind."""


TOPS: Shares = {
    "t_shirt": 3.0, "long_sleeve": 1.2, "shirt": 1.5, "short_shirt": 0.8, "polo": 0.8,
    "jumper": 1.2, "hoodie": 1.2, "turtleneck": 0.5, "tank_top": 0.5,
}  # fmt: skip
TROUSERS: Shares = {"jeans": 3.0, "trousers": 2.0, "joggers": 0.8, "wide_trousers": 0.6}
SKIRTS: Shares = {"skirt": 1.0, "short_skirt": 0.6, "long_skirt": 0.6, "straight_skirt": 0.6}
SHORTS: Shares = {"shorts": 1.0, "long_shorts": 1.0}
DRESSES: Shares = {"dress": 1.0, "summer_dress": 1.0, "long_dress": 0.7}
SHOES: Shares = {"trainers": 3.0, "shoes": 2.0, "boots": 0.7, "sandals": 0.4}

OUTFITS: MappingProxyType[str, Outfit] = MappingProxyType(
    {
        "casual": Outfit(
            wear={
                "top": TOPS, "bottom": {**TROUSERS, **SHORTS, **SKIRTS, "leggings": 0.8},
                "dress": DRESSES, "shoes": {**SHOES, "high_boots": 0.2},
                "outer": {"": 6.0, "cardigan": 0.7, "open_jacket": 0.7, "jacket": 0.4},
                "head": {"": 10.0, "cap": 0.8, "beanie": 0.3, "headscarf": 0.3},
            },
            dress_share=0.2,
        ),
        "lounge": Outfit(
            wear={
                "top": {"t_shirt": 2.0, "long_sleeve": 1.0, "hoodie": 1.0, "jumper": 0.7,
                        "tank_top": 0.7},
                "bottom": {"joggers": 2.0, "leggings": 1.2, "shorts": 1.0, "jeans": 0.8,
                           "wide_trousers": 0.7, "skirt": 0.3},
                "dress": {"summer_dress": 1.0, "long_dress": 1.0, "gown": 0.3},
                "shoes": {"": 3.0, "shoes": 1.0, "sandals": 1.0, "trainers": 0.6},
                "outer": {"": 6.0, "cardigan": 1.0},
            },
            dress_share=0.15,
        ),
        "summer": Outfit(
            wear={
                "top": {"t_shirt": 3.0, "tank_top": 1.5, "short_shirt": 1.5, "polo": 1.0},
                "bottom": {"shorts": 2.0, "long_shorts": 1.5, "jeans": 0.6, "short_skirt": 1.0,
                           "skirt": 0.8, "long_skirt": 0.5},
                "dress": {"summer_dress": 2.0, "dress": 1.0},
                "shoes": {"sandals": 1.5, "trainers": 2.0, "": 0.4, "shoes": 0.6},
                "head": {"": 4.0, "sun_hat": 1.0, "cap": 1.2},
            },
            dress_share=0.35,
        ),
        "winter": Outfit(
            wear={
                "top": {"jumper": 2.0, "turtleneck": 1.0, "hoodie": 1.2, "long_sleeve": 1.0,
                        "shirt": 0.7},
                "bottom": {"jeans": 2.5, "trousers": 2.0, "leggings": 0.6, "long_skirt": 0.5},
                "dress": {"long_dress": 1.0},
                "shoes": {"boots": 2.0, "shoes": 1.0, "trainers": 1.2, "high_boots": 0.6},
                "outer": {"": 0.6, "down_jacket": 1.5, "coat": 1.5, "open_coat": 1.0,
                          "jacket": 1.2, "open_jacket": 0.8},
                "head": {"": 1.5, "beanie": 1.5, "headscarf": 0.4, "cap": 0.2},
                "hands": {"": 1.5, "gloves": 1.0},
            },
            dress_share=0.1,
        ),
        "office": Outfit(
            wear={
                "top": {"shirt": 3.0, "polo": 0.7, "turtleneck": 0.6, "jumper": 0.8,
                        "short_shirt": 0.6},
                "bottom": {"trousers": 3.0, "jeans": 1.0, "straight_skirt": 1.5, "skirt": 0.7},
                "dress": {"dress": 1.0, "long_dress": 0.3},
                "shoes": {"shoes": 4.0, "trainers": 0.8, "boots": 0.3},
                "outer": {"": 3.0, "blazer": 2.0, "cardigan": 0.8},
            },
            dress_share=0.2,
        ),
        "sport": Outfit(
            wear={
                "top": {"jersey": 1.5, "sports_top": 1.5, "t_shirt": 1.5, "tank_top": 1.2,
                        "hoodie": 0.4},
                "bottom": {"sports_shorts": 2.5, "leggings": 1.5, "joggers": 1.5,
                           "long_shorts": 0.5},
                "shoes": {"trainers": 1.0},
                "head": {"": 7.0, "cap": 1.0},
            },
        ),
        "site": Outfit(
            wear={
                "top": {"t_shirt": 1.5, "long_sleeve": 1.5, "shirt": 0.6, "hoodie": 0.8,
                        "jumper": 0.5},
                "bottom": {"work_trousers": 2.0, "jeans": 1.0, "overalls": 1.0, "trousers": 0.5},
                "outer": {"": 0.7, "high_vis_vest": 3.0, "high_vis_jacket": 1.2},
                "shoes": {"boots": 1.0},
                "head": {"": 0.4, "hard_hat": 3.0, "beanie": 0.2},
                "hands": {"": 1.0, "gloves": 1.0},
            },
        ),
        "workshop": Outfit(
            wear={
                "top": {"t_shirt": 1.5, "long_sleeve": 1.0, "shirt": 1.0},
                "bottom": {"work_trousers": 1.0, "overalls": 2.0, "jeans": 1.0},
                "dress": {"coverall": 1.0},
                "shoes": {"boots": 1.5, "trainers": 0.6},
                "head": {"": 4.0, "cap": 1.0, "hard_hat": 0.3},
                "hands": {"": 2.0, "gloves": 1.0},
            },
            dress_share=0.3,
        ),
        "staff": Outfit(
            wear={
                "top": {"scrubs_top": 1.0},
                "bottom": {"scrubs_trousers": 1.0},
                "outer": {"": 2.5, "lab_coat": 1.0},
                "shoes": {"trainers": 1.0, "shoes": 0.7},
                "head": {"": 6.0, "headscarf": 0.4},
                "hands": {"": 5.0, "gloves": 0.6},
            },
        ),
        "patient": Outfit(
            wear={
                "dress": {"gown": 1.0}, "shoes": {"": 2.0, "sandals": 1.0, "shoes": 0.5},
            },
            dress_share=1.0,
        ),
    }
)  # fmt: skip

SETTINGS: MappingProxyType[str, Shares] = MappingProxyType(
    {
        "any": {"casual": 4.0, "lounge": 0.8, "summer": 1.2, "winter": 1.2, "office": 1.2,
                "sport": 1.0, "site": 0.5, "workshop": 0.4, "staff": 0.3, "patient": 0.15},
        "home": {"lounge": 3.0, "casual": 2.0, "summer": 0.5},
        "sport": {"sport": 5.0, "casual": 0.5, "summer": 0.3},
        "work": {"office": 4.0, "casual": 1.0, "workshop": 0.4},
        "site": {"site": 5.0, "workshop": 0.8},
        "workshop": {"workshop": 4.0, "casual": 1.0, "site": 0.5},
        "ward": {"staff": 2.0, "patient": 2.0, "casual": 1.0},
        "winter": {"winter": 6.0, "casual": 0.6},
        "summer": {"summer": 5.0, "casual": 1.0, "sport": 0.4},
        "street": {"casual": 4.0, "office": 1.0, "summer": 0.8, "winter": 0.8},
    }
)  # fmt: skip
"""Setting -> shares of OUTFITS."""

WOMEN_ONLY = frozenset(
    {"skirt", "short_skirt", "long_skirt", "straight_skirt", "dress", "summer_dress",
     "long_dress", "headscarf", "high_boots"}
)  # fmt: skip
"""Not drawn for men: a picture of most places and times, not a rule."""

PLAIN: Shares = {"plain": 1.0}
MIXED: Shares = {
    "plain": 5.0, "stripes": 1.2, "pinstripes": 0.5, "checks": 0.6, "dots": 0.5, "zigzag": 0.3,
    "print": 0.4, "wide_stripes": 0.8, "flowers": 0.3, "camouflage": 0.2, "plaid": 0.3,
}  # fmt: skip
_SHIRT: Shares = {"plain": 4.0, "plaid": 1.5, "checks": 1.5, "pinstripes": 1.2, "stripes": 0.6}
_KNITTED: Shares = {"knit": 3.0, "plain": 1.0, "stripes": 1.0, "zigzag": 0.5, "wide_stripes": 0.8}
_FLOWING: Shares = {"plain": 3.0, "flowers": 2.0, "dots": 1.0, "print": 0.7, "checks": 0.5,
                    "stripes": 0.6}  # fmt: skip
_SUIT: Shares = {"plain": 5.0, "herringbone": 1.0, "pinstripes": 0.7}
_STURDY: Shares = {"plain": 4.0, "camouflage": 0.8}

FABRICS: MappingProxyType[str, Shares] = MappingProxyType(
    {
        "shirt": _SHIRT, "short_shirt": {**_SHIRT, "flowers": 0.8, "print": 0.6},
        "jumper": _KNITTED, "turtleneck": _KNITTED, "cardigan": _KNITTED, "beanie": _KNITTED,
        "hoodie": {"plain": 6.0, "camouflage": 0.4, "wide_stripes": 0.5},
        "jersey": {"plain": 3.0, "wide_stripes": 1.5, "stripes": 0.7}, "sports_top": PLAIN,
        "scrubs_top": {"plain": 5.0, "dots": 0.4}, "scrubs_trousers": PLAIN,
        "jacket": _STURDY, "open_jacket": {**_STURDY, "denim": 1.5}, "blazer": _SUIT,
        "coat": _SUIT, "open_coat": _SUIT, "lab_coat": PLAIN, "down_jacket": {"quilted": 1.0},
        "high_vis_vest": PLAIN, "high_vis_jacket": PLAIN,
        "jeans": {"denim": 1.0}, "trousers": {"plain": 6.0, "herringbone": 0.5, "checks": 0.4},
        "wide_trousers": {"plain": 3.0, "pinstripes": 0.5}, "joggers": PLAIN, "leggings":
        {"plain": 5.0, "print": 0.5, "camouflage": 0.3}, "work_trousers": _STURDY,
        "shorts": {"plain": 3.0, "denim": 1.0, "checks": 0.5, "camouflage": 0.4},
        "long_shorts": {"plain": 3.0, "denim": 1.0, "plaid": 0.5, "camouflage": 0.4},
        "sports_shorts": PLAIN, "overalls": {"denim": 2.0, "plain": 1.5}, "coverall": PLAIN,
        "gown": {"plain": 1.0, "dots": 1.0, "checks": 0.4}, "skirt": {**_FLOWING, "denim": 0.7},
        "short_skirt": {"plain": 2.0, "plaid": 1.0, "denim": 1.0, "flowers": 0.5},
        "long_skirt": _FLOWING, "straight_skirt": _SUIT, "dress": _FLOWING,
        "summer_dress": _FLOWING, "long_dress": _FLOWING,
        "shoes": PLAIN, "trainers": PLAIN, "sandals": PLAIN, "boots": PLAIN, "high_boots": PLAIN,
        "cap": PLAIN, "hard_hat": PLAIN, "gloves": PLAIN, "sun_hat": {"plain": 2.0, "knit": 1.0},
        "headscarf": {"plain": 3.0, "flowers": 1.0, "dots": 0.5},
    }
)  # fmt: skip
"""Kind -> shares of PATTERNS; MIXED for the rest."""

KIND_DYES: MappingProxyType[str, str] = MappingProxyType(
    {
        "jeans": "denim", "shirt": "light", "lab_coat": "white", "gown": "pale",
        "scrubs_top": "scrubs", "scrubs_trousers": "scrubs", "high_vis_vest": "high_vis",
        "high_vis_jacket": "high_vis", "hard_hat": "helmet", "work_trousers": "work",
        "overalls": "work", "coverall": "work", "trousers": "dull", "wide_trousers": "dull",
        "joggers": "dull", "leggings": "dull", "shorts": "dull", "long_shorts": "dull",
        "blazer": "dull", "coat": "dull", "open_coat": "dull", "shoes": "leather",
        "boots": "leather", "high_boots": "leather", "sandals": "leather", "gloves": "dull",
        "straight_skirt": "dull", "jersey": "bright", "sports_top": "bright",
    }
)  # fmt: skip
"""Kind -> a key of `wardrobe.DYES`; "any" for the rest."""
