"""Hair styles in numbers: where hair grows, how far it stands off and hangs, what is tied of it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Length = Literal["none", "short", "medium", "long"]

HAIRLINES = {
    "natural": ((0, 57), (25, 60), (45, 66), (60, 80), (72, 105), (82, 110), (90, 99), (100, 97),
                (112, 108), (125, 122), (150, 131), (180, 132)),
    "high": ((0, 50), (25, 46), (45, 54), (60, 72), (72, 98), (82, 104), (90, 98), (100, 97),
             (112, 108), (125, 122), (150, 131), (180, 132)),
    "receding": ((0, 42), (13, 39), (26, 30), (40, 36), (58, 64), (72, 98), (82, 106), (90, 98),
                 (100, 97), (112, 108), (125, 122), (150, 131), (180, 132)),
    "fringe": ((0, 82), (25, 82), (42, 83), (55, 86), (72, 108), (82, 112), (90, 99), (100, 97),
               (112, 108), (125, 122), (150, 131), (180, 132)),
    "low": ((0, 57), (25, 60), (45, 66), (60, 80), (72, 104), (82, 109), (90, 104), (100, 104),
            (112, 114), (125, 125), (150, 132), (180, 133)),
}  # fmt: skip
"""Name -> (azimuth, polar angle) pairs [degrees] around the head: azimuth 0 at the forehead, polar
angle from straight up, seen from the middle of the skull."""


@dataclass(frozen=True, kw_only=True)
class HairStyle:
    """Lengths on a middling adult's head [m]."""

    top_m: float
    """How far hair stands off the crown, likewise `side_m` above the ears and on the nape."""
    side_m: float
    front_m: float = 0.0
    """How much more it rises above the forehead."""
    lean: float = 0.0
    """Share by which the left side is fuller than the right."""
    bump_m: float = 0.0
    """Height of curls."""
    round_off: bool = False
    """Stands out beyond the hairline, like a ball."""
    hairline: str = "natural"
    bare_top: bool = False
    """Only a wreath around the ears and the back grows."""
    hang_m: float = 0.0
    """How far it falls below the hairline, from `hang_from_deg` of azimuth to the back."""
    hang_from_deg: float = 70.0
    tied: tuple[str, ...] = ()
    """Keys of `hair_parts.TIED`: tails, braids, buns, a crest."""
    strands: str = "straight"
    """A key of `strands.STRANDS`."""
    cover: float = 1.0
    """How much of the scalp's skin hair hides where it is thin."""
    length: Length = "short"


HAIR_STYLES: MappingProxyType[str, HairStyle | None] = MappingProxyType(
    {
        "bald": None,
        "balding": HairStyle(
            top_m=0.012, side_m=0.012, bare_top=True, hairline="high", strands="fuzz", cover=0.85
        ),
        "buzz": HairStyle(top_m=0.003, side_m=0.002, strands="fuzz", cover=0.93),
        "crop": HairStyle(top_m=0.010, side_m=0.005, strands="fuzz"),
        "short": HairStyle(top_m=0.022, side_m=0.011, front_m=0.006),
        "full": HairStyle(top_m=0.034, side_m=0.022, front_m=0.006, strands="wavy"),
        "side_parting": HairStyle(top_m=0.026, side_m=0.010, front_m=0.012, lean=0.55),
        "quiff": HairStyle(top_m=0.026, side_m=0.006, front_m=0.036),
        "receding": HairStyle(top_m=0.012, side_m=0.010, hairline="receding"),
        "undercut": HairStyle(top_m=0.034, side_m=0.004, lean=0.4, front_m=0.010),
        "mohawk": HairStyle(
            top_m=0.002, side_m=0.0015, tied=("crest",), strands="fuzz", cover=0.45
        ),
        "curly": HairStyle(
            top_m=0.040, side_m=0.030, bump_m=0.012, strands="coils", length="medium"
        ),
        "afro": HairStyle(
            top_m=0.075, side_m=0.070, bump_m=0.007, round_off=True, strands="coils",
            length="medium",
        ),
        "cornrows": HairStyle(top_m=0.008, side_m=0.007, strands="rows", cover=0.75),
        "fringe": HairStyle(
            top_m=0.024, side_m=0.020, hairline="fringe"
        ),
        "bob": HairStyle(
            top_m=0.024, side_m=0.026, hang_m=0.045, hang_from_deg=62, hairline="low",
            length="medium",
        ),
        "bob_fringe": HairStyle(
            top_m=0.024, side_m=0.026, hang_m=0.038, hang_from_deg=58, hairline="fringe",
            length="medium",
        ),
        "shoulder": HairStyle(
            top_m=0.026, side_m=0.028, hang_m=0.12, hang_from_deg=66, hairline="low",
            strands="wavy", length="medium",
        ),
        "long": HairStyle(
            top_m=0.020, side_m=0.020, hang_m=0.27, hang_from_deg=74, hairline="low", length="long"
        ),
        "long_curly": HairStyle(
            top_m=0.036, side_m=0.042, bump_m=0.012, hang_m=0.20, hang_from_deg=66, hairline="low",
            strands="coils", length="long",
        ),
        "ponytail": HairStyle(top_m=0.009, side_m=0.008, tied=("ponytail",), length="long"),
        "pigtails": HairStyle(
            top_m=0.011, side_m=0.009, tied=("left_tail", "right_tail"), length="long"
        ),
        "braid": HairStyle(top_m=0.011, side_m=0.010, tied=("braid",), length="long"),
        "bun": HairStyle(top_m=0.010, side_m=0.009, tied=("bun",), length="long"),
        "top_knot": HairStyle(top_m=0.009, side_m=0.006, tied=("top_knot",), length="medium"),
    }
)  # fmt: skip
