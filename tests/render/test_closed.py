"""No holes: wherever the undressed body is, the dressed one is too, in extreme poses and shapes.

The measure is the undressed, closed body, drawn in by more than skin under clothes ever is. A
pixel of it where the dressed person shows the background, or the inside of cloth behind it, is a
hole; a gap between arm and trunk is none.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from synthetic_scenes import camera, quad, scene, settings, sun

from understudy import bodies
from understudy.bodies.asset import load_body_asset
from understudy.bodies.places import measure
from understudy.bodies.posing import skin, skin_weights, transforms
from understudy.bodies.shape import rest_body
from understudy.motion import perform, sample_action
from understudy.rng import stream
from understudy.types import BodySpec, GarmentSpec, MeshSequence, Motion

INSET_M = 0.012
BEHIND_M = 0.02
"""How far behind the undressed body's surface what is seen instead has to lie."""
MOST_OPEN = 0.004
"""Share of the body's pixels: up a wide sleeve or trouser leg one looks a little."""
FRAMES = 8
ACTIONS = ("squat", "sit_down", "push_up", "kick", "fall", "touch_toes", "raise_arms")
SHAPES = {
    "child": {"age": 0.2}, "heavy": {"age": 0.6, "weight": 1.0},
    "thin": {"age": 0.6, "weight": 0.0, "muscle": 0.1}, "old": {"age": 1.0, "weight": 0.8},
    "tall": {"age": 0.6, "height": 1.0},
}  # fmt: skip
OUTFITS = (
    ("t_shirt", "trousers", "shoes"), ("tank_top", "shorts", "trainers"),
    ("t_shirt", "overalls", "boots"), ("shirt", "jeans", "sandals"),
    ("hoodie", "joggers", "high_boots"), ("sports_top", "sports_shorts"),
    ("jumper", "straight_skirt", "shoes"), ("shirt", "short_skirt", "trainers"),
    ("dress", "sandals"), ("coverall", "boots"), ("gown",), ("summer_dress", "shoes"),
    ("long_sleeve", "work_trousers", "high_vis_vest"), ("t_shirt", "jeans", "open_jacket"),
    ("scrubs_top", "scrubs_trousers", "lab_coat"), ("jumper", "leggings", "down_jacket"),
    ("shirt", "trousers", "coat"), ("turtleneck", "long_skirt", "cardigan"),
    ("hoodie", "work_trousers", "high_vis_jacket"), ("shirt", "trousers", "blazer"),
)  # fmt: skip
CASES = [
    (action, shape, OUTFITS[(7 * a + 3 * s) % len(OUTFITS)])
    for a, action in enumerate(ACTIONS)
    for s, shape in enumerate(SHAPES)
]


def person(number: int, action: str, shape: str, outfit: tuple[str, ...]):
    """Returns who acts, their motion and their dressed mesh."""
    worn = tuple(
        GarmentSpec(
            kind=kind, colour=(0.0, 0.6, 0.0), second_colour=(0.0, 0.6, 0.0), pattern="plain",
            pattern_scale_m=0.3, fit_m=0.008,
        )
        for kind in outfit
    )  # fmt: skip
    body = bodies.sample_body(rng=stream(number, "closed"))
    looks = {"garments": worn, "hair_style": "bald", "beard": "none"}
    body = body.model_copy(update={**looks, **SHAPES[shape]})
    spec = sample_action(action, rng=stream(number, "closed", action), duration_s=2.5)
    motion = perform(spec, bodies.skeleton(body), fps=FRAMES / 2.5, frame_count=FRAMES)
    mesh = bodies.embody(body, motion, position_m=(0.0, 0.0), heading_rad=0.0)
    return body, motion, mesh


def undressed(body: BodySpec, motion: Motion, like: MeshSequence) -> MeshSequence:
    """The closed body from neck to toes and wrists, drawn in."""
    rest = rest_body(body)
    used, faces = np.unique(load_body_asset().suit_faces, return_inverse=True)
    matrices, shifts, _ = transforms(
        rest, motion.rotations.astype(np.float64), motion.root_m.astype(np.float64)
    )
    drawn_in = (rest.vertices_m - measure(rest).normals * INSET_M)[used].astype(np.float32)
    count = len(used)
    return replace(
        like,
        positions_m=skin(drawn_in, skin_weights()[used], matrices, shifts),
        normals=np.tile(np.array([0.0, 0.0, 1.0], np.float32), (FRAMES, count, 1)),
        uv=np.zeros((count, 2), np.float32),
        colour=np.ones((count, 3), np.float32),
        texture=np.zeros(count, np.int32),
        textures=like.textures[:1],
        pages=like.pages[:0],
        faces=faces.reshape(-1, 3).astype(np.int32),
        body_part=np.ones(count, np.uint8),
    )


def holes(raster, mesh: MeshSequence, bare: MeshSequence) -> tuple[int, float]:
    """Returns pixels of background inside the body, and the share of it seen from inside."""
    middle = mesh.joints_m[:, 0].astype(np.float64)
    around = np.arange(FRAMES) * 2.4  # another side in every frame, every third from above
    up = np.where(np.arange(FRAMES) % 3 == 2, 0.5, 0.1)
    size_m = np.linalg.norm(mesh.positions_m - middle[:, None], axis=-1).max()
    sides = np.stack((np.cos(around), np.sin(around), up), axis=1)
    eyes = middle + 3.0 * size_m * sides
    track = camera(eyes, middle, width=160, height=160, focal_px=220.0)
    place = scene([quad((-9, -9, -9), (0.01, 0, 0), (0, 0.01, 0))], sun(radiance=0.0), ambient=1.0)
    chosen = settings(track, supersample=1)
    dressed = raster.render(place, [mesh], track, chosen)
    body = raster.render(place, [bare], track, chosen)
    inside = body.instance > 0
    whole = inside.copy()
    for axis in (1, 2):
        for way in (-1, 1):
            whole &= np.roll(inside, way, axis)
    assert whole.sum() > 5000
    behind = dressed.depth_m > body.depth_m + BEHIND_M
    return int((whole & (dressed.instance == 0)).sum()), float(behind[whole].mean())


@pytest.mark.parametrize(("action", "shape", "outfit"), CASES)
def test_clothes_are_whole(action: str, shape: str, outfit: tuple[str, ...], raster) -> None:
    number = CASES.index((action, shape, outfit))
    body, motion, mesh = person(number, action, shape, outfit)
    background, behind = holes(raster, mesh, undressed(body, motion, mesh))
    assert background == 0
    assert behind < MOST_OPEN


@pytest.mark.parametrize("opened", ["cut through", "seam let out", "shortened"])
def test_a_garment_that_is_opened_is_noticed(opened: str, raster) -> None:
    body, motion, mesh = person(0, "raise_arms", "heavy", ("shirt", "jeans", "shoes"))
    corners = mesh.positions_m[0][mesh.faces]
    place, pelvis = corners.mean(axis=1), mesh.joints_m[0, 0]
    front = place[:, 0] > pelvis[0]
    lost = {
        "cut through": front & (np.abs(place[:, 1] - pelvis[1]) < 0.03),
        "seam let out": np.abs(place[:, 2] - pelvis[2] - 0.25) < 0.03,
        "shortened": np.abs(place[:, 2] - pelvis[2] + 0.1) < 0.05,
    }[opened]
    _, whole = holes(raster, mesh, undressed(body, motion, mesh))
    torn = replace(mesh, faces=mesh.faces[~lost])
    _, behind = holes(raster, torn, undressed(body, motion, mesh))
    assert whole < MOST_OPEN < behind
