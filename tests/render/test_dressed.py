"""No skin where clothes are worn: extreme people in extreme poses, rendered from all sides.

Skin is dyed magenta, cloth green and light is flat, so a pixel tells which of the two it shows.
"""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_scenes import camera, quad, scene, settings, sun

from understudy import bodies
from understudy.motion import perform, sample_action
from understudy.rng import stream
from understudy.types import BODY_PARTS, JOINTS, BodySpec, GarmentSpec

OUTFITS = (
    ("t_shirt", "trousers"),
    ("shirt", "jeans"),
    ("jumper", "leggings"),
    ("hoodie", "joggers"),
)
ACTIONS = ("squat", "kick", "raise_arms", "lunge", "fall", "sit_down")
SHAPES = ((0.25, 0.5), (0.6, 0.0), (0.6, 1.0), (1.0, 0.9))
"""Age and weight."""


def dressed(seed: int, outfit: tuple[str, ...], age: float, weight: float) -> BodySpec:
    body = bodies.sample_body(rng=stream(seed, "covered"))
    worn = tuple(
        GarmentSpec(
            kind=kind, colour=(0.0, 0.6, 0.0), second_colour=(0.0, 0.6, 0.0), pattern="plain",
            pattern_scale_m=0.3, fit_m=0.008,
        )
        for kind in (*outfit, "shoes")
    )  # fmt: skip
    looks = {"age": age, "weight": weight, "garments": worn, "skin_colour": (0.8, 0.0, 0.8)}
    return body.model_copy(update={**looks, "hair_style": "bald", "beard": "none"})


@pytest.mark.parametrize("number", range(8))
def test_no_skin_shows_between_chest_and_thighs(number: int, raster) -> None:
    outfit, action = OUTFITS[number % len(OUTFITS)], ACTIONS[number % len(ACTIONS)]
    body = dressed(number, outfit, *SHAPES[(number // 2) % len(SHAPES)])
    spec = sample_action(action, rng=stream(number, "covered", action), duration_s=2.5)
    motion = perform(spec, bodies.skeleton(body), fps=4.0, frame_count=10)
    person = bodies.embody(body, motion, position_m=(0.0, 0.0), heading_rad=0.0)
    middle = person.joints_m[:, 0].astype(np.float64)
    around = np.arange(len(middle)) * 2.4  # another side in every frame
    eyes = middle + np.stack((3.0 * np.cos(around), 3.0 * np.sin(around), 0.4 + 0.0 * around), 1)
    track = camera(eyes, middle, width=128, height=128, focal_px=150.0)
    seen = raster.render(
        scene([quad((-9, -9, -9), (0.01, 0, 0), (0, 0.01, 0))], sun(radiance=0.0), ambient=1.0),
        [person],
        track,
        settings(track, supersample=1),
    )
    red, green = seen.colour[..., 0].astype(int), seen.colour[..., 1].astype(int)
    skin = red > green + 40
    legs = [BODY_PARTS.index(f"{side}_upper_leg") for side in ("left", "right")]
    torso = (seen.body_part == BODY_PARTS.index("torso")) & ~near_neck(seen, person, track)
    covered = np.isin(seen.body_part, legs) | torso
    assert skin.sum() > 50, "hands and face are bare: the picture shows them"
    assert covered.sum() > 1500
    assert (skin & covered).sum() <= 2  # single samples on an edge


def near_neck(seen, person, track) -> np.ndarray:
    """Pixels within a hand's breadth of the neck, where collars are open."""
    rows, columns = np.indices(seen.depth_m.shape[1:]) + 0.5
    found = []
    for frame, depth in enumerate(seen.depth_m.astype(np.float64)):
        k, pose = track.intrinsics[frame], track.world_from_camera[frame]
        rays = np.stack(
            ((columns - k[0, 2]) / k[0, 0], (rows - k[1, 2]) / k[1, 1], np.ones_like(rows)), -1
        )
        points = (rays * depth[..., None]) @ pose[:3, :3].T + pose[:3, 3]
        neck = person.joints_m[frame, JOINTS.index("neck")]
        found.append(np.linalg.norm(points - neck, axis=-1) < 0.17)
    return np.array(found)
