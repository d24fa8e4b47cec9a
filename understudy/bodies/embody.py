"""A person's skeleton, and a motion made flesh."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.dress import dress
from understudy.bodies.places import joints_of_transforms
from understudy.bodies.posing import skin, skin_weights, transforms
from understudy.bodies.shape import JOINT, rest_body
from understudy.bodies.sway import sway
from understudy.geometry import to_world
from understudy.types import BodySpec, MeshSequence, Motion, Skeleton

SURFACE_POINTS = 90


@lru_cache(maxsize=16)
def skeleton(spec: BodySpec) -> Skeleton:
    """Returns the joints of a body in the zero pose, with points of its dressed surface."""
    rest, worn = rest_body(spec), dress(spec)
    still = np.tile(np.array([1.0, 0.0, 0.0, 0.0]), (1, 24, 1))
    matrices, shifts, joints = transforms(rest, still, np.zeros((1, 3)))
    points = skin(worn.positions_m, worn.weights, matrices, shifts)[0].astype(np.float64)
    carried = worn.weights @ joints_of_transforms()
    owner = carried.argmax(axis=1)
    rigid = carried[np.arange(len(owner)), owner] > 0.5
    for loose in worn.loose:  # nobody lies or sits on what hangs free
        rigid[loose.vertices] = False
    chosen = _spread(points, np.flatnonzero(rigid), SURFACE_POINTS)
    soles, fingertips = [], []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        foot = np.isin(owner, (JOINT[f"{side}_ankle"], JOINT[f"{side}_foot"]))
        low = points[foot & (points[:, 2] < points[foot, 2].min() + 0.02)]
        ball_x = joints[0, JOINT[f"{side}_foot"], 0]
        middle = np.median(low[:, 1])
        ground = low[:, 2].min()
        ends = [
            (low[:, 0].min() + 0.01, middle),
            (ball_x, middle),
            (low[:, 0].max() - 0.01, middle),
        ]
        soles.append([(x, y, ground) for x, y in ends] - joints[0, JOINT[f"{side}_ankle"]])
        hand = points[np.argmax(sign * points[:, 1])]
        fingertips.append(hand - joints[0, JOINT[f"{side}_wrist"]])
    return Skeleton(
        offsets_m=rest.offsets_m,
        surface_joints=owner[chosen].astype(np.int32),
        surface_offsets_m=(points[chosen] - joints[0, owner[chosen]]).astype(np.float32),
        soles_m=np.array(soles, np.float32),
        fingertips_m=np.array(fingertips, np.float32),
        height_m=float(points[:, 2].max() - points[:, 2].min()),
    )


def embody(
    spec: BodySpec, motion: Motion, *, position_m: tuple[float, float], heading_rad: float
) -> MeshSequence:
    """Poses a dressed body over time and puts it in its place in the world."""
    rest, worn = rest_body(spec), dress(spec)
    matrices, shifts, joints = transforms(
        rest, motion.rotations.astype(np.float64), motion.root_m.astype(np.float64)
    )
    # Turning the few transforms is cheaper than turning every vertex.
    turn = np.array(
        [
            [np.cos(heading_rad), -np.sin(heading_rad), 0.0],
            [np.sin(heading_rad), np.cos(heading_rad), 0.0],
            [0.0, 0.0, 1.0],
        ]
    )
    matrices, shifts = turn @ matrices, to_world(shifts, position_m, heading_rad)
    # The whole body, not only what is dressed, carries the keypoints.
    regression = load_body_asset().keypoints
    carriers = np.flatnonzero(regression.any(axis=0))
    anatomy = skin(rest.vertices_m[carriers], skin_weights()[carriers], matrices, shifts)
    joints = to_world(joints, position_m, heading_rad).astype(np.float32)
    positions = skin(worn.positions_m, worn.weights, matrices, shifts)
    normals = _unit(skin(worn.normals, worn.weights, matrices, np.zeros_like(shifts)))
    for loose in worn.loose:
        control = skin(loose.points_m, loose.weights, matrices, shifts)
        sway(positions, normals, loose, control, joints_m=joints, fps=motion.fps)
    return MeshSequence(
        positions_m=positions,
        normals=normals,
        uv=worn.uv,
        colour=worn.colour,
        texture=worn.texture,
        textures=worn.textures,
        faces=worn.faces,
        body_part=worn.body_part,
        joints_m=joints,
        keypoints_m=regression[:, carriers] @ anatomy,
        pages=worn.pages,
    )


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.sqrt(np.einsum("tvc,tvc->tv", vectors, vectors))
    return vectors / np.maximum(length, 1e-9)[..., None]


def _spread(points: np.ndarray, candidates: np.ndarray, count: int) -> np.ndarray:
    """Picks points that are far from each other (farthest-point sampling)."""
    cloud = points[candidates]
    chosen = [int(np.argmin(cloud[:, 2]))]
    squared = np.full(len(cloud), np.inf)
    while len(chosen) < count:
        step = cloud - cloud[chosen[-1]]
        squared = np.minimum(squared, np.einsum("nc,nc->n", step, step))
        chosen.append(int(np.argmax(squared)))
    return candidates[chosen]
