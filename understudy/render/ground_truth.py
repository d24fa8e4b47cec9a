"""Labels made from what a renderer saw: the same for every renderer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from understudy.errors import InputError
from understudy.geometry import project
from understudy.types import (
    BODY_PARTS,
    COCO_KEYPOINTS,
    JOINTS,
    CameraTrack,
    GroundTruth,
    MeshSequence,
    Motion,
    RenderBuffers,
)

OCCLUSION_TOLERANCE_M = 0.02
"""Depths that differ less belong to one surface, plus ..."""
OCCLUSION_TOLERANCE_SHARE = 0.01
"""... this share of the depth."""


def _parts_at() -> dict[str, frozenset[str]]:
    trunk, head = {"torso"}, {"head"}
    parts: dict[str, set[str]] = {
        "pelvis": trunk, "spine1": trunk, "spine2": trunk, "spine3": trunk,
        "neck": trunk | head, "head": head, "nose": head,
    }  # fmt: skip
    for side in ("left", "right"):
        upper_arm, lower_arm, hand, upper_leg, lower_leg, foot = (
            {f"{side}_{part}"}
            for part in ("upper_arm", "lower_arm", "hand", "upper_leg", "lower_leg", "foot")
        )
        own = {
            "eye": head,
            "ear": head,
            "collar": trunk | head | upper_arm,  # long hair counts as head
            "shoulder": trunk | head | upper_arm,
            "elbow": upper_arm | lower_arm,
            "wrist": lower_arm | hand,
            "hand": lower_arm | hand,
            "hip": trunk | upper_leg,
            "knee": trunk | upper_leg | lower_leg,  # a coat's skirt may count as torso
            "ankle": lower_leg | foot,
            "foot": lower_leg | foot,
        }
        parts |= {f"{side}_{name}": value for name, value in own.items()}
    return {name: frozenset(value) for name, value in parts.items()}


PARTS_AT = _parts_at()
"""Body parts under which a joint or keypoint lies: any other part that covers it hides it."""


DEEPEST = {
    "head": 0.18, "neck": 0.11, "pelvis": 0.2, "spine1": 0.2, "spine2": 0.2, "spine3": 0.2,
    "left_hip": 0.15, "right_hip": 0.15,
}  # fmt: skip
"""How far under the skin joints of trunk and head lie from in front, in lengths of the leg."""


def assemble(
    buffers: RenderBuffers,
    bodies: Sequence[MeshSequence],
    motions: Sequence[Motion],
    camera: CameraTrack,
    *,
    action_interval_s: tuple[float, float],
) -> GroundTruth:
    """Joins what was rendered, posed and filmed into the ground truth of a clip.

    Args:
        buffers: what the renderer returned.
        bodies: the people in the order of the spec, as they were rendered.
        motions: their motions, same order and length.
        camera: the camera that filmed them.
        action_interval_s: when the labelled action happens.

    Raises:
        InputError: the counts of people or frames differ.
    """
    frames, people = len(buffers.colour), len(bodies)
    if len(motions) != people:
        raise InputError(f"{people} bodies but {len(motions)} motions")
    for number, motion in enumerate(motions, 1):
        if len(motion.rotations) != frames or len(motion.root_m) != frames:
            raise InputError(
                f"person {number}: {frames} frames were rendered, "
                f"the motion has {len(motion.rotations)}"
            )
    joints_m = _stack([body.joints_m for body in bodies], (frames, 0, 24, 3))
    keypoints_m = _stack([body.keypoints_m for body in bodies], (frames, 0, 17, 3))
    joints_px, joints_visible = _see_points(joints_m, JOINTS, buffers, bodies, camera)
    keypoints_px, keypoints_visible = _see_points(
        keypoints_m, COCO_KEYPOINTS, buffers, bodies, camera
    )
    return GroundTruth(
        depth_m=buffers.depth_m,
        instance=buffers.instance,
        body_part=buffers.body_part,
        normal=buffers.normal,
        flow_px=buffers.flow_px,
        flow_valid=flow_validity(buffers, camera),
        joints_m=joints_m,
        joints_px=joints_px,
        joints_visible=joints_visible,
        keypoints_m=keypoints_m,
        keypoints_px=keypoints_px,
        keypoints_visible=keypoints_visible,
        boxes_px=boxes(buffers.instance, people),
        world_from_camera=camera.world_from_camera,
        intrinsics=camera.intrinsics,
        rotations=_stack([motion.rotations for motion in motions], (frames, 0, 24, 4)),
        root_m=_stack([motion.root_m for motion in motions], (frames, 0, 3)),
        action_interval_s=action_interval_s,
    )


def boxes(instance: np.ndarray, people: int) -> np.ndarray:
    """Returns boxes (T, P, 4): left, top, right, bottom [px] of every mask; NaN for no pixels.

    A box runs from the border of its first pixel to the far border of its last.
    """
    frames, height, width = instance.shape
    result = np.full((frames, people, 4), np.nan, np.float32)
    for person in range(people):
        mask = instance == person + 1
        columns, rows = mask.any(axis=1), mask.any(axis=2)
        seen = rows.any(axis=1)
        corners = (
            columns.argmax(axis=1),
            rows.argmax(axis=1),
            width - columns[:, ::-1].argmax(axis=1),
            height - rows[:, ::-1].argmax(axis=1),
        )
        result[seen, person] = np.stack(corners, axis=1)[seen]
    return result


def flow_validity(buffers: RenderBuffers, camera: CameraTrack) -> np.ndarray:
    """Returns (T - 1, H, W): whether the point seen at t is still seen at t + 1.

    The point's depth at t + 1 is compared with the surface of the pixel it falls into. That
    surface is continued from the pixel's centre to the point along its normal, since on a floor
    seen at a flat angle half a pixel is far.
    """
    steps, height, width = buffers.next_depth_m.shape
    rows, columns = np.indices((height, width), dtype=np.float32) + np.float32(0.5)
    valid = np.zeros((steps, height * width), bool)
    for step in range(steps):
        u = columns + buffers.flow_px[step, ..., 0]
        v = rows + buffers.flow_px[step, ..., 1]
        point_depth = buffers.next_depth_m[step]
        inside = (u >= 0.0) & (u < width) & (v >= 0.0) & (v < height)
        inside &= (buffers.depth_m[step] > 0.0) & (point_depth > 0.0)
        start = np.flatnonzero(inside)
        u, v, point_depth = (values.ravel()[start] for values in (u, v, point_depth))
        column, row = u.astype(np.int32), v.astype(np.int32)
        end = row * np.int32(width) + column  # the pixel that each point falls into

        intrinsics = camera.intrinsics[step + 1]
        normal = np.take(buffers.normal[step + 1].reshape(-1, 3), end, axis=0)
        seen_depth = np.take(buffers.depth_m[step + 1], end)
        half = np.float32(0.5)
        at_centre = _facing(normal, column + half, row + half, intrinsics)
        at_point = _facing(normal, u, v, intrinsics)
        at_point = np.where(np.abs(at_point) > 1e-6, at_point, np.float32(1e-6))
        surface_depth = seen_depth * np.clip(at_centre / at_point, 0.5, 2.0)
        tolerance = OCCLUSION_TOLERANCE_M + OCCLUSION_TOLERANCE_SHARE * point_depth
        same = np.take(buffers.instance[step + 1], end) == buffers.instance[step].ravel()[start]
        valid[step, start] = (
            same & (seen_depth > 0.0) & (np.abs(surface_depth - point_depth) < tolerance)
        )
    return valid.reshape(steps, height, width)


def _facing(normal: np.ndarray, u: np.ndarray, v: np.ndarray, intrinsics: np.ndarray) -> np.ndarray:
    """Returns normal . ray for rays with z = 1 through pixels (u, v); float32."""
    focal_x, focal_y = np.float32(intrinsics[0, 0]), np.float32(intrinsics[1, 1])
    x = (u - np.float32(intrinsics[0, 2])) / focal_x
    y = (v - np.float32(intrinsics[1, 2])) / focal_y
    return np.asarray(normal[:, 0] * x + normal[:, 1] * y + normal[:, 2])


def _stack(parts: list[np.ndarray], empty_shape: tuple[int, ...]) -> np.ndarray:
    return np.stack(parts, axis=1).astype(np.float32) if parts else np.empty(empty_shape, "f4")


def _see_points(
    points_m: np.ndarray,
    names: Sequence[str],
    buffers: RenderBuffers,
    bodies: Sequence[MeshSequence],
    camera: CameraTrack,
) -> tuple[np.ndarray, np.ndarray]:
    """Projects points (T, P, N, 3) and tells which are visible.

    A point in a limb is visible where nothing but that limb covers it. Its pixel shows the person,
    a part that the point belongs to (`PARTS_AT`), and a surface that is nearer to the camera by no
    more than the limb's radius. Where a limb is thinner than a pixel, so that the pixel's centre
    looks past it at something farther, a neighbouring pixel may show the limb instead.
    """
    frames, people, count, _ = points_m.shape
    height, width = buffers.depth_m.shape[1:]
    flat = points_m.reshape(frames, people * count, 3)
    pixels, depth = project(flat, camera.world_from_camera, camera.intrinsics)
    pixels = pixels.reshape(frames, people, count, 2)
    depth = depth.reshape(frames, people, count)
    with np.errstate(invalid="ignore"):
        size = np.array([width, height])
        inside = (depth > 0.0) & ((pixels >= 0.0) & (pixels < size)).all(axis=-1)
    column, row = np.moveaxis(np.where(inside[..., None], pixels, 0.0).astype(int), -1, 0)
    radius = np.stack(
        [limb_radii(body, points_m[:, i], names) for i, body in enumerate(bodies)]
        or [np.empty((0, count))]
    )
    belongs = np.array(
        [[part in PARTS_AT[name] for part in BODY_PARTS] for name in names], bool
    )  # (N, parts)
    frame = np.arange(frames)[:, None, None]
    person = np.arange(1, people + 1)[None, :, None]
    point = np.arange(count)

    def shows(r: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Whether pixels show the limb, and the depth of what they show."""
        surface = buffers.depth_m[frame, r, c]
        part = np.minimum(buffers.body_part[frame, r, c], len(BODY_PARTS) - 1)
        own = (buffers.instance[frame, r, c] == person) & belongs[point, part]
        return own & (surface >= depth - radius), surface

    visible, at_point = shows(row, column)
    missed = inside & ~visible & ((at_point == 0.0) | (at_point > depth))
    if missed.any():
        for shift_row, shift_column in np.ndindex(3, 3):
            r = np.clip(row + shift_row - 1, 0, height - 1)
            c = np.clip(column + shift_column - 1, 0, width - 1)
            limb, surface = shows(r, c)
            visible |= missed & limb & (surface <= depth + radius)
    return pixels.astype(np.float32), visible & inside


def limb_radii(body: MeshSequence, points_m: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Returns how deep points (T, N, 3) lie under the skin [m], shape (N,), with some slack.

    The distance to the nearest vertex, at its median over a few frames (a hand that passes a hip
    once must not shrink the hip). A limb is not round and the nearest vertex not the one in
    front, hence the slack; trunk and head are far from round (the nearest vertex may be the
    palate's), hence `DEEPEST`.
    """
    frames = np.unique(np.linspace(0, len(points_m) - 1, 5).astype(int))
    nearest = []
    for frame in frames:
        points = points_m[frame].astype(np.float64)
        skin = body.positions_m[frame].astype(np.float64)
        squared = (points**2).sum(1)[:, None] + (skin**2).sum(1)[None] - 2.0 * points @ skin.T
        nearest.append(np.sqrt(np.maximum(squared.min(axis=1), 0.0)))
    chain = [JOINTS.index(f"left_{name}") for name in ("hip", "knee", "ankle")]
    hip, knee, ankle = body.joints_m[0, chain]
    leg_m = float(np.linalg.norm(hip - knee) + np.linalg.norm(knee - ankle))
    least = np.maximum(leg_m * np.array([DEEPEST.get(name, 0.0) for name in names]), 0.04)
    return np.clip(1.7 * np.median(nearest, axis=0) + 0.02, least, 0.3)
