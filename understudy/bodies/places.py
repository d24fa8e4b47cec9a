"""Places on a body that do not depend on its shape: limb coordinates, and how wide it is where.

Along an arm 0 shoulder, 1 elbow, 2 wrist; along a leg 0 hip, 1 knee, 2 ankle; up the torso
0 pelvis, 1 neck.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.pieces import vertex_normals
from understudy.bodies.posing import FOREARM, skin_weights, transform_names
from understudy.bodies.shape import RestBody
from understudy.types import BODY_PARTS, JOINTS

LEVELS = 30
SPREAD = 32
"""Directions in which a level's outline is measured."""
SLAB_M = 0.035
"""Half the height of the slice of the body that makes a level's outline."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Limb coordinates of all vertices of the body asset, defined everywhere, (V,)."""

    rest: RestBody
    normals: np.ndarray
    """(V, 3), of the suit."""
    arm: np.ndarray
    """-1 off the arms, likewise `leg`."""
    leg: np.ndarray
    torso: np.ndarray
    """0.5 on the arms, which hang beside it."""
    collar: np.ndarray
    """As `torso`, but along a plane that falls towards the chest as necklines do."""
    sleeve: np.ndarray
    """Share of the arm's bones in the skin weights: where a sleeveless top ends."""
    foot: np.ndarray
    """Share of the foot's bones."""
    limb_out_m: np.ndarray
    """(V, 3) from the axis of the arm or leg to the vertex; 0 off the limbs."""
    outline: Outline

    def at_torso(self, coordinate: float) -> float:
        """Returns the height z [m] of a torso coordinate."""
        pelvis, neck = self.rest.head("root")[2], self.rest.head("neck01")[2]
        return float(pelvis + coordinate * (neck - pelvis))

    def at_leg(self, coordinate: float) -> float:
        """Returns the height z [m] of a leg coordinate."""
        joints = [self.rest.head(f"{bone}.L")[2] for bone in ("upperleg01", "lowerleg01", "foot")]
        return float(np.interp(coordinate, (0.0, 1.0, 2.0), joints))


@dataclass(frozen=True, kw_only=True)
class Outline:
    """Convex outlines of torso and legs, level by level, as cloth lies over them."""

    axis_x_m: float
    """Where the upright axis stands that angles and radii refer to; y is 0."""
    heights_m: np.ndarray
    """(LEVELS,) ascending."""
    radii_m: np.ndarray
    """(LEVELS, SPREAD), at angles 2 pi k / SPREAD from x towards y."""

    def angle(self, points_m: np.ndarray) -> np.ndarray:
        return np.arctan2(points_m[:, 1], points_m[:, 0] - self.axis_x_m) % (2.0 * np.pi)

    def falling(self, start_m: float, cling: float) -> Outline:
        """Returns the outline of cloth that hangs from the widest place above, below `start_m`.

        Args:
            start_m: height where it begins to hang.
            cling: how much it draws in per metre of fall.
        """
        radii = self.radii_m.copy()
        step = self.heights_m[1] - self.heights_m[0]
        for level in range(LEVELS - 2, -1, -1):
            if self.heights_m[level] < start_m:
                radii[level] = np.maximum(radii[level], radii[level + 1] - cling * step)
        return Outline(axis_x_m=self.axis_x_m, heights_m=self.heights_m, radii_m=radii)

    def radius(self, heights_m: np.ndarray, angles: np.ndarray) -> np.ndarray:
        """Returns the radii [m] at heights and angles (N,) each, interpolated."""
        low = self.heights_m[0]
        row = np.clip(
            (heights_m - low) / (self.heights_m[1] - self.heights_m[0]), 0.0, LEVELS - 1.001
        )
        column = angles / (2.0 * np.pi) * SPREAD
        i, j = row.astype(int), np.floor(column).astype(int)
        up, on = row - i, column - j
        left, right = j % SPREAD, (j + 1) % SPREAD
        below = self.radii_m[i, left] * (1.0 - on) + self.radii_m[i, right] * on
        above = self.radii_m[i + 1, left] * (1.0 - on) + self.radii_m[i + 1, right] * on
        return below * (1.0 - up) + above * up


def convex_radii(flat_m: np.ndarray) -> np.ndarray:
    """Returns how far the convex outline of points (N, 2) reaches from the origin in SPREAD
    directions [m]; the origin has to lie inside."""
    turns = 2.0 * np.pi * np.arange(SPREAD) / SPREAD
    reach = (flat_m @ np.stack((np.cos(turns), np.sin(turns)))).max(axis=0)
    facing = np.cos(turns[:, None] - turns[None])
    return np.where(facing > 0.2, np.maximum(reach, 0.01)[:, None] / facing, np.inf).min(axis=0)


def _outline(points: np.ndarray, torso: np.ndarray, rest: RestBody) -> Outline:
    """Measures every vertex of the suit that is not on an arm."""
    hips = points[np.abs(torso) < 0.15]
    axis_x = float(hips[:, 0].min() + hips[:, 0].max()) / 2.0
    flat = points[:, :2] - (axis_x, 0.0)
    low, high = float(rest.head("foot.L")[2]), float(rest.head("neck01")[2])
    heights = np.linspace(low, high, LEVELS)
    radii = np.stack(
        [convex_radii(flat[np.abs(points[:, 2] - height) < SLAB_M]) for height in heights]
    )
    return Outline(axis_x_m=axis_x, heights_m=heights, radii_m=radii)


def measure(rest: RestBody) -> Places:
    """Returns the places of a body."""
    owner = _joint_of_vertices()
    points = rest.vertices_m.astype(np.float64)
    weights, joints = skin_weights(), joint_of_transforms()

    def share(*names: str) -> np.ndarray:
        own = np.isin(joints, [f"{side}_{name}" for side in ("left", "right") for name in names])
        return weights[:, own].sum(axis=1)

    arm, leg = np.full(len(points), -1.0), np.full(len(points), -1.0)
    out = np.zeros_like(points)
    for side, suffix in (("left", "L"), ("right", "R")):
        for coordinate, names, bones in (
            (arm, ("shoulder", "elbow", "wrist", "hand"), ("upperarm01", "lowerarm01", "wrist")),
            (leg, ("hip", "knee", "ankle", "foot"), ("upperleg01", "lowerleg01", "foot")),
        ):
            own = np.isin(owner, [f"{side}_{name}" for name in names])
            heads = [rest.head(f"{bone}.{suffix}") for bone in bones]
            spans = np.diff(heads, axis=0)
            along = [
                (points[own] - head) @ span / (span @ span)
                for head, span in zip(heads[:2], spans, strict=True)
            ]
            upper, lower = along[0], 1.0 + np.maximum(along[1], 0.0)
            coordinate[own] = np.where(upper < 1.0, upper, lower)
            axis = np.where(
                (upper < 1.0)[:, None],
                heads[0] + upper[:, None] * spans[0],
                heads[1] + (lower - 1.0)[:, None] * spans[1],
            )
            out[own] = points[own] - axis
    pelvis, neck = rest.head("root"), rest.head("neck01")
    height = neck[2] - pelvis[2]
    torso = (points[:, 2] - pelvis[2]) / height
    collar = torso + 0.5 * (points[:, 0] - neck[0]) / height
    # Shoulders belong to the top, however high they are.
    collar -= np.maximum(np.abs(points[:, 1]) / height - 0.13, 0.0)
    on_arm = arm > -1.0
    sleeve = share("shoulder", "elbow", "wrist", "hand")
    suit = np.zeros(len(points), bool)
    suit[_suit_vertices()] = True
    trunk = suit & (sleeve < 0.4)
    return Places(
        rest=rest,
        normals=vertex_normals(points, load_body_asset().suit_faces),
        arm=arm,
        leg=leg,
        torso=np.where(on_arm, 0.5, torso),
        collar=np.where(on_arm, 0.5, collar),
        sleeve=sleeve,
        foot=share("ankle", "foot"),
        limb_out_m=out,
        outline=_outline(points[trunk], torso[trunk], rest),
    )


def leg_segments(places: Places) -> np.ndarray:
    """Returns (4, 2, 4) left thigh and shank, right thigh and shank: at both ends where the bone
    is at rest and how thick the leg is [m]."""
    radius = np.linalg.norm(places.limb_out_m, axis=1)
    girth = [
        float(np.quantile(radius[np.abs(places.leg - at) < 0.12], 0.85)) for at in (0.25, 1.0, 1.85)
    ]
    ends = [
        [
            (*places.rest.head(f"{bone}.{suffix}"), thick)
            for bone, thick in zip(("upperleg01", "lowerleg01", "foot"), girth, strict=True)
        ]
        for suffix in "LR"
    ]
    return np.array([end[k : k + 2] for end in ends for k in (0, 1)])


@lru_cache(maxsize=1)
def _suit_vertices() -> np.ndarray:
    return np.unique(load_body_asset().suit_faces)


@lru_cache(maxsize=1)
def joint_of_transforms() -> np.ndarray:
    """Returns the joint's name for each transform."""
    owners = {"upperarm01": "shoulder", "upperleg01": "hip"} | dict.fromkeys(FOREARM, "elbow")
    found = []
    for name in transform_names():
        stem, _, suffix = name.partition(".")
        side = {"L": "left_", "R": "right_"}.get(suffix, "")
        found.append(name if name in JOINTS else side + owners.get(stem, "hand"))
    return np.array(found)


@lru_cache(maxsize=1)
def joints_of_transforms() -> np.ndarray:
    """Returns (transforms, 24): one where a transform belongs to a joint (fingers: hands)."""
    return (joint_of_transforms()[:, None] == np.array(JOINTS)).astype(np.float32)


@lru_cache(maxsize=1)
def _joint_of_vertices() -> np.ndarray:
    return joint_of_transforms()[skin_weights().argmax(axis=1)]


@lru_cache(maxsize=1)
def part_of_transforms() -> np.ndarray:
    """Returns the body part's id for each transform, uint8."""
    parts = {
        "shoulder": "upper_arm", "elbow": "lower_arm", "wrist": "hand", "hand": "hand",
        "hip": "upper_leg", "knee": "lower_leg", "ankle": "foot", "foot": "foot",
    }  # fmt: skip
    ids = []
    for joint in joint_of_transforms():
        side, _, name = str(joint).rpartition("_")
        part = f"{side}_{parts[name]}" if name in parts else None
        ids.append(BODY_PARTS.index(part or ("head" if joint in ("head", "neck") else "torso")))
    return np.array(ids, np.uint8)
