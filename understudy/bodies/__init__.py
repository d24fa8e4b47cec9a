"""People: anny's parametric bodies, dressed, with hair, moved by any `Motion`."""

from understudy.bodies.embody import embody, skeleton
from understudy.bodies.garments import GARMENTS
from understudy.bodies.hair import HAIR_STYLES
from understudy.bodies.patterns import PATTERNS
from understudy.bodies.sampling import sample_body

__all__ = ["GARMENTS", "HAIR_STYLES", "PATTERNS", "embody", "sample_body", "skeleton"]
