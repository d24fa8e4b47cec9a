"""What a dataset is made of: each clip in words, for the manifest's counts."""

from __future__ import annotations

import math

from understudy.bodies import describe_body
from understudy.packs import used_assets
from understudy.types import ClipSpec


def describe_clip(spec: ClipSpec) -> dict[str, list[str]]:
    """Returns aspect -> its values in a clip.

    People's aspects count everybody who is seen, so a clip may have several; "role" says who. From
    "asset" follow the licences in the manifest.
    """
    people = [describe_body(person.body) for person in spec.people]
    found: dict[str, list[str]] = {
        "people": [str(len(spec.people))],
        "role": [str(person.role) for person in spec.people],
        **{aspect: [words[aspect] for words in people] for aspect in people[0]},
        "garment": sorted({g.kind for person in spec.people for g in person.body.garments}),
        "pattern": sorted({g.pattern for person in spec.people for g in person.body.garments}),
        "scene": [spec.scene.kind],
        "light": [spec.scene.light],
        "weather": [spec.scene.weather],
        "camera_motion": [spec.camera.motion],
        "view": [_view(spec.camera.azimuth_rad)],
        "camera_height": [_height(spec.camera.height_m)],
        "asset": list(used_assets(spec)),
    }
    return {aspect: values for aspect, values in found.items() if values}


def _view(azimuth_rad: float) -> str:
    """Names where the camera stands, seen from the actor."""
    angle = math.degrees(math.atan2(math.sin(azimuth_rad), math.cos(azimuth_rad)))
    if abs(angle) < 45.0:
        return "front"
    if abs(angle) > 135.0:
        return "behind"
    return "left" if angle > 0.0 else "right"


def _height(height_m: float) -> str:
    bounds = ((0.8, "low"), (2.0, "eye level"), (5.0, "overhead"))
    return next((name for bound, name in bounds if height_m < bound), "drone")
