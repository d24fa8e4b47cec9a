"""Clothes: which part of the body's suit a garment takes, and how it stands off the skin.

The suit is MakeHuman's closed stocking from neck to toes. A garment is the faces of it whose
vertices lie between two hems, pushed outwards. Places on the body are told by limb coordinates
that do not depend on the shape: along an arm 0 shoulder, 1 elbow, 2 wrist; along a leg 0 hip,
1 knee, 2 ankle; up the torso 0 pelvis, 1 neck.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class Garment:
    """The stretch of the body that a garment covers."""

    slot: str
    """"top", "bottom" or "shoes"; everybody wears one of each."""
    sleeve_end: float = 0.0
    """Arm coordinate; 0 for no sleeves: the top ends where the arm begins."""
    hem: float = 0.0
    """Torso coordinate where a top ends, below 0 it hangs over the hips."""
    collar: float = 0.955
    leg_end: float = -1.0
    """Leg coordinate where a bottom ends."""
    flare: float = 0.0
    """How much wider than `fit_m` it is at its hems, as a multiple."""
    skirt: bool = False
    thickness_m: float = 0.0
    """Added to the spec's fit."""


GARMENTS = MappingProxyType(
    {
        "t_shirt": Garment(slot="top", sleeve_end=0.62, hem=-0.12, flare=0.6),
        "tank_top": Garment(slot="top", sleeve_end=0.0, hem=-0.1, collar=0.94),
        "long_sleeve": Garment(slot="top", sleeve_end=1.9, hem=-0.12, flare=0.3),
        "shirt": Garment(slot="top", sleeve_end=1.88, hem=-0.22, collar=0.985, flare=0.5),
        "jacket": Garment(
            slot="top", sleeve_end=1.92, hem=-0.28, collar=1.0, flare=0.6, thickness_m=0.012
        ),
        "trousers": Garment(slot="bottom", leg_end=1.96, flare=0.8),
        "leggings": Garment(slot="bottom", leg_end=1.9),
        "shorts": Garment(slot="bottom", leg_end=0.72, flare=1.2),
        "long_shorts": Garment(slot="bottom", leg_end=0.98, flare=1.0),
        "skirt": Garment(slot="bottom", leg_end=0.3, skirt=True),
        "shoes": Garment(slot="shoes", thickness_m=0.004),
        "boots": Garment(slot="shoes", leg_end=1.72, thickness_m=0.006),
    }
)
SLOTS = ("top", "bottom", "shoes")
