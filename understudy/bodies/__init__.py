"""People: anny's parametric bodies, dressed, with hair, moved by any `Motion`."""

from understudy.bodies.beard import BEARDS
from understudy.bodies.embody import embody, skeleton
from understudy.bodies.garments import GARMENTS
from understudy.bodies.glasses import GLASSES
from understudy.bodies.hair import HAIR_STYLES
from understudy.bodies.outfits import OUTFITS, SETTINGS
from understudy.bodies.pack_looks import sample_pack_looks
from understudy.bodies.patterns import MOTIFS, PATTERNS
from understudy.bodies.people import PeopleRange, describe_body
from understudy.bodies.sampling import sample_body
from understudy.bodies.skin import SKINS
from understudy.bodies.wardrobe import sample_garments

__all__ = [
    "BEARDS",
    "GARMENTS",
    "GLASSES",
    "HAIR_STYLES",
    "MOTIFS",
    "OUTFITS",
    "PATTERNS",
    "SETTINGS",
    "SKINS",
    "PeopleRange",
    "describe_body",
    "embody",
    "sample_body",
    "sample_garments",
    "sample_pack_looks",
    "skeleton",
]
