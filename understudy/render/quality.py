"""How well pictures are drawn: names for the values of `RenderSpec` that decide it."""

from __future__ import annotations

from understudy.types import Spec


class Quality(Spec):
    """Fields of `RenderSpec`, same names and meanings. Ground truth is the same at every one."""

    supersample: int
    ambient_occlusion: bool
    shadow_size: int


QUALITIES: dict[str, Quality] = {
    # Jagged edges, hard shadows, no dark corners: for depth and masks, and for trying things out.
    "draft": Quality(supersample=1, ambient_occlusion=False, shadow_size=512),
    "default": Quality(supersample=2, ambient_occlusion=True, shadow_size=1024),
    # For pictures to be looked at.
    "high": Quality(supersample=3, ambient_occlusion=True, shadow_size=2048),
}
