"""Where a picture can differ from that of the surroundings alone, for a camera that stands still.

What moves changes the pixels that it covers, those that it darkens nearby (ambient occlusion) and
those that its shadow may reach. All bounds are on the safe side: outside of them the passes over
the picture would give what they gave before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.geometry import invert_rigid
from understudy.render.inputs import NEAR_M
from understudy.render.lighting import PENUMBRA_M, LightFrustum
from understudy.types import CameraTrack, KeyLight

OCCLUSION_REACH_M = 0.4
"""As RADIUS in the occlusion shader."""
LEAST_FACING = 0.15
"""As in the light shader: how far a tap of the shadow slides along the light."""
PAD_PX = 2
"""The passes look at the next pixel, and at occlusion of half the size."""
SHADOW_TEXELS = 4.0
"""Bias along the normal, filter and rasterisation of the shadow map."""

TILE_PX = 8
"""The picture is drawn anew in squares of this size; even, for the occlusion pass's sake."""


@dataclass(frozen=True, kw_only=True)
class StillView:
    """What a camera that stands still sees of the surroundings; arrays (H, W)."""

    intrinsics: np.ndarray
    camera_from_world: np.ndarray
    frustum: LightFrustum
    occlusion_reach_px: np.ndarray
    """Within this distance of a pixel, what moves may darken it."""
    shadow_low: np.ndarray
    """(2, H, W) place across the light (plane at the light's origin [m], for a lamp at a distance
    of 1 m) from which on shadows are looked up for a pixel; NaN where no key light arrives."""
    shadow_high: np.ndarray
    """(2, H, W) up to which place."""

    depth_m: np.ndarray

    def changed(self, moving_m: np.ndarray) -> np.ndarray:
        """Returns (H, W) bool: the pixels that points (N, 3) that move may change."""
        height, width = self.depth_m.shape
        if not len(moving_m):
            return np.zeros((height, width), bool)
        covered = self._covered(moving_m)
        if covered is None:
            return np.ones((height, width), bool)
        left, top, right, bottom, nearest_m = covered
        column, row = np.arange(width), np.arange(height)
        aside = np.maximum(np.maximum(left - column, column - right + 1), 0)
        above = np.maximum(np.maximum(top - row, row - bottom + 1), 0)
        away = np.maximum(aside[None], above[:, None])
        # What lies behind a surface and its surroundings does not darken it.
        darkened = (away <= self.occlusion_reach_px) & (
            nearest_m < self.depth_m + OCCLUSION_REACH_M
        )
        return (away == 0) | darkened | self._shadowed(moving_m)

    def _covered(self, moving_m: np.ndarray) -> tuple[int, int, int, int, float] | None:
        """Returns left, top, right and bottom (exclusive) of the pixels that points may cover, and
        the depth of the nearest; None where one comes too near to tell."""
        points = moving_m @ self.camera_from_world[:3, :3].T + self.camera_from_world[:3, 3]
        if points[:, 2].min() <= NEAR_M:
            return None
        pixels = points[:, :2] / points[:, 2:] * self.intrinsics[(0, 1), (0, 1)]
        pixels += self.intrinsics[:2, 2]
        low, high = np.floor(pixels.min(axis=0)), np.ceil(pixels.max(axis=0))
        left, top, right, bottom = np.clip((*(low - 1), *(high + 1)), -1e6, 1e6).astype(int)
        return (int(left), int(top), int(right), int(bottom), float(points[:, 2].min()))

    def _shadowed(self, moving_m: np.ndarray) -> np.ndarray:
        place, behind = _across_light(moving_m, self.frustum)
        if behind.any():
            return np.ones(self.depth_m.shape, bool)
        low, high = place.min(axis=0), place.max(axis=0)
        inside = (self.shadow_high[0] > low[0]) & (self.shadow_low[0] < high[0])
        inside &= (self.shadow_high[1] > low[1]) & (self.shadow_low[1] < high[1])
        return inside


def still_view(
    camera: CameraTrack,
    frustum: LightFrustum,
    light: KeyLight,
    normal_depth: np.ndarray,
    *,
    occlusion: bool,
    shadow_size: int,
) -> StillView:
    """Prepares for a clip.

    Args:
        camera: stands still; its first frame counts.
        frustum: the key light's.
        light: the key light.
        normal_depth: (H, W, 4) of the surroundings alone, in the camera's frame.
        occlusion: whether ambient occlusion is drawn.
        shadow_size: side of the shadow map in texels.
    """
    pose = np.asarray(camera.world_from_camera[0], np.float32)
    intrinsics = np.asarray(camera.intrinsics[0], np.float32)
    height, width = normal_depth.shape[:2]
    rays = np.ones((height, width, 3), np.float32)
    rays[..., 0] = ((np.arange(width) + 0.5 - intrinsics[0, 2]) / intrinsics[0, 0])[None]
    rays[..., 1] = ((np.arange(height) + 0.5 - intrinsics[1, 2]) / intrinsics[1, 1])[:, None]
    depth = normal_depth[..., 3]
    seen = depth > 0.0
    reach = np.zeros((height, width), np.float32)
    if occlusion:
        slope = np.sqrt(1.0 + np.maximum(rays[..., 0] ** 2, rays[..., 1] ** 2))
        nearest = np.maximum(depth - OCCLUSION_REACH_M, NEAR_M)
        focal = max(float(intrinsics[0, 0]), float(intrinsics[1, 1]))
        # A cell of the occlusion pass looks from one pixel for all that are mixed from it.
        reach = np.where(seen, focal * OCCLUSION_REACH_M * slope / nearest + 4.0, 0.0)

    turn = frustum.rotation.astype(np.float32)
    points = (rays * depth[..., None]) @ pose[:3, :3].T + pose[:3, 3]
    receiver = (points - frustum.origin_m.astype(np.float32)) @ turn.T
    normal = normal_depth[..., :3] @ (turn @ pose[:3, :3]).T
    texel = 2.0 * frustum.half_width_m / shadow_size
    away = np.linalg.norm(receiver, axis=-1)
    if frustum.lamp:
        towards = -receiver / np.maximum(away, 1e-6)[..., None]
        distance = np.maximum(-receiver[..., 2], 1e-3)
        place = receiver[..., :2] / distance[..., None]
    else:
        towards = np.broadcast_to(np.array([0.0, 0.0, 1.0], np.float32), receiver.shape)
        distance = np.ones_like(depth)
        place = receiver[..., :2]
    facing = np.einsum("hwc,hwc->hw", normal, towards)
    blur = PENUMBRA_M * light.softness
    margin = np.full((height, width), np.float32(blur))
    if frustum.lamp:
        # Sliding towards the lamp makes the blur's angle larger.
        slid = blur * np.hypot(normal[..., 0], normal[..., 1]) / np.maximum(facing, LEAST_FACING)
        left = 1.0 - slid / np.maximum(away, 1e-6)
        margin = np.where(left > 0.1, blur / (distance * np.maximum(left, 0.1)), np.inf)
    lit = seen & (facing > -1e-3)
    if frustum.lamp:
        lit &= receiver[..., 2] < 0.0
    place = np.moveaxis(np.where(lit[..., None], place, np.nan), -1, 0)
    margin = margin + SHADOW_TEXELS * texel
    return StillView(
        intrinsics=intrinsics,
        camera_from_world=invert_rigid(pose.astype(np.float64)).astype(np.float32),
        frustum=frustum,
        occlusion_reach_px=reach,
        shadow_low=(place - margin).astype(np.float32),
        shadow_high=(place + margin).astype(np.float32),
        depth_m=np.where(seen, depth, np.float32(np.inf)),
    )


def tiles_of(mask: np.ndarray) -> np.ndarray:
    """Returns which tiles (ceil(H / 8), ceil(W / 8)) hold pixels of a mask (H, W), or pixels that
    look at some of it."""
    height, width = mask.shape
    rows, columns = -(-height // TILE_PX), -(-width // TILE_PX)
    room = np.zeros((rows * TILE_PX, columns * TILE_PX), bool)
    room[:height, :width] = mask
    for _ in range(PAD_PX):
        room[1:] |= room[:-1].copy()
        room[:-1] |= room[1:].copy()
        room[:, 1:] |= room[:, :-1].copy()
        room[:, :-1] |= room[:, 1:].copy()
    return np.asarray(room.reshape(rows, TILE_PX, columns, TILE_PX).any(axis=(1, 3)))


def spread(tiles: np.ndarray) -> np.ndarray:
    """Returns tiles and their neighbours: what the light of these tiles takes occlusion from."""
    room = np.pad(tiles, 1)
    rows = room[:-2] | room[1:-1] | room[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])


def triangles_of(tiles: np.ndarray, width: float, height: float) -> np.ndarray:
    """Returns corners (N, 2) float32 of triangles, in -1..1, that cover tiles of a picture of this
    size [px]; each row of neighbouring tiles is one rectangle."""
    steps = np.diff(np.pad(tiles, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, first = np.nonzero(steps == 1)
    _, end = np.nonzero(steps == -1)
    size = np.array([width, height])
    low = 2.0 * np.minimum(TILE_PX * np.stack((first, row), axis=1), size) / size - 1.0
    high = 2.0 * np.minimum(TILE_PX * np.stack((end, row + 1), axis=1), size) / size - 1.0
    (left, top), (right, bottom) = low.T, high.T
    corners = (left, top, right, top, left, bottom, left, bottom, right, top, right, bottom)
    return np.stack(corners, axis=1).reshape(-1, 2).astype(np.float32)


def _across_light(points_m: np.ndarray, frustum: LightFrustum) -> tuple[np.ndarray, np.ndarray]:
    """Returns places (N, 2) as `StillView.shadow_place`, and which points lie behind the lamp."""
    local = (points_m - frustum.origin_m.astype(np.float32)) @ frustum.rotation.T.astype(np.float32)
    if not frustum.lamp:
        return local[:, :2], np.zeros(len(local), bool)
    distance = -local[:, 2]
    return local[:, :2] / np.maximum(distance, 1e-3)[:, None], distance < 1e-2
