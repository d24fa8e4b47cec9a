"""What every renderer checks before it draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from understudy.errors import InputError
from understudy.types import (
    FIRST_OBJECT_ID,
    MOST_OTHER_LIGHTS,
    PAGE_SIZE,
    TEXTURE_SIZE,
    CameraTrack,
    Mesh,
    MeshSequence,
    MovingObject,
    RenderSpec,
    Scene,
)

NEAR_M = 0.05
"""Surfaces nearer to the camera than this are cut away."""

LARGEST_SIDE_PX = 4096
"""Of the picture times the supersampling: what OpenGL implementations agree on."""


def check_inputs(
    scene: Scene, bodies: Sequence[MeshSequence], camera: CameraTrack, settings: RenderSpec
) -> int:
    """Returns the number of frames.

    Raises:
        InputError: something does not fit together; says what was expected and what came.
    """
    frames = len(camera.world_from_camera)
    if frames == 0:
        raise InputError("the camera track has no frames")
    for name in ("intrinsics", "exposure_ev"):
        if len(getattr(camera, name)) != frames:
            raise InputError(
                f"the camera track has {frames} poses but {len(getattr(camera, name))} {name}"
            )
    if (camera.width, camera.height) != (settings.width, settings.height):
        raise InputError(
            f"the camera track is made for {camera.width} x {camera.height} px, "
            f"the render settings ask for {settings.width} x {settings.height} px"
        )
    sides = (settings.width, settings.height, settings.supersample, settings.shadow_size)
    if min(sides) < 1:
        raise InputError(f"width, height, supersample and shadow_size must be >= 1, got {sides}")
    largest = max(max(sides[:2]) * settings.supersample, settings.shadow_size)
    if largest > LARGEST_SIDE_PX:
        raise InputError(
            f"pictures and shadow maps end at {LARGEST_SIDE_PX} samples, got {largest}"
        )
    if len(bodies) >= FIRST_OBJECT_ID:
        raise InputError(
            f"at most {FIRST_OBJECT_ID - 1} people fit the instance layer, got {len(bodies)}"
        )
    if len(scene.objects) > 256 - FIRST_OBJECT_ID:
        raise InputError(
            f"at most {256 - FIRST_OBJECT_ID} moving objects fit the instance layer, "
            f"got {len(scene.objects)}"
        )
    if len(scene.other_lights) > MOST_OTHER_LIGHTS:
        raise InputError(
            f"at most {MOST_OTHER_LIGHTS} lights beside the key light, "
            f"got {len(scene.other_lights)}"
        )
    if not scene.extent_m > 0.0:
        raise InputError(f"the scene's extent_m must be positive, got {scene.extent_m}")
    if not np.isfinite(camera.world_from_camera).all():
        raise InputError("the camera's poses contain NaN or infinity")
    if not (camera.intrinsics[:, (0, 1), (0, 1)] > 0.0).all():
        raise InputError("the camera's focal lengths must be positive")
    if np.abs(camera.intrinsics[:, (0, 1, 2, 2), (1, 0, 0, 1)]).max() > 0.0:
        raise InputError("the camera's intrinsics may hold focal lengths and principal point only")
    check_mesh("the scene", scene.mesh)
    for number, body in enumerate(bodies, 1):
        if len(body.positions_m) != frames:
            raise InputError(
                f"person {number} moves for {len(body.positions_m)} frames, the camera for {frames}"
            )
        check_mesh(f"person {number}", body)
    for number, moving in enumerate(scene.objects, 1):
        _check_object(f"moving object {number}", moving, frames)
    return frames


def _check_object(name: str, moving: MovingObject, frames: int) -> None:
    pose = np.asarray(moving.world_from_object, np.float64)
    if len(pose) != frames:
        raise InputError(f"{name} moves for {len(pose)} frames, the camera for {frames}")
    if not np.isfinite(pose).all():
        raise InputError(f"{name}: its poses contain NaN or infinity")
    turn = pose[:, :3, :3]
    if np.abs(turn @ np.swapaxes(turn, 1, 2) - np.eye(3)).max() > 1e-3:
        raise InputError(
            f"{name}: its poses must turn and shift only; give the mesh the size it shall have"
        )
    check_mesh(name, moving.mesh)


def check_mesh(name: str, mesh: Mesh | MeshSequence) -> None:
    """Raises InputError where a mesh would crash a graphics driver or vanish silently."""
    vertices = mesh.positions_m.shape[-2]
    rows = {
        "normals": mesh.normals.shape[-2],
        "uv": len(mesh.uv),
        "colour": len(mesh.colour),
        "texture": len(mesh.texture),
    }
    if isinstance(mesh, MeshSequence):
        rows["body_part"] = len(mesh.body_part)
        if len(mesh.normals) != len(mesh.positions_m):
            raise InputError(
                f"{name}: {len(mesh.positions_m)} frames of positions but "
                f"{len(mesh.normals)} of normals"
            )
    for field, count in rows.items():
        if count != vertices:
            raise InputError(f"{name}: {vertices} vertices but {count} rows of {field}")
    if len(mesh.faces) and not (mesh.faces.min() >= 0 and mesh.faces.max() < vertices):
        raise InputError(
            f"{name}: faces name vertices {mesh.faces.min()}..{mesh.faces.max()}, "
            f"there are {vertices}"
        )
    if mesh.textures.shape[1:] != (TEXTURE_SIZE, TEXTURE_SIZE, 3):
        raise InputError(
            f"{name}: textures must be (L, {TEXTURE_SIZE}, {TEXTURE_SIZE}, 3), "
            f"got {mesh.textures.shape}"
        )
    if mesh.pages.shape[1:] != (PAGE_SIZE, PAGE_SIZE, 4):
        raise InputError(
            f"{name}: pages must be (N, {PAGE_SIZE}, {PAGE_SIZE}, 4), got {mesh.pages.shape}"
        )
    if not vertices:
        return
    lowest, highest = int(mesh.texture.min()), int(mesh.texture.max())
    if highest >= len(mesh.textures):
        raise InputError(
            f"{name}: texture layers {lowest}..{highest} asked for, there are {len(mesh.textures)}"
        )
    if lowest < -len(mesh.pages):
        raise InputError(
            f"{name}: texture page {-1 - lowest} asked for (index {lowest}), "
            f"there are {len(mesh.pages)}"
        )
    if lowest < 0 and (np.diff(mesh.texture[mesh.faces], axis=1) != 0).any():
        raise InputError(f"{name}: the corners of a face name different textures")
    if not (np.isfinite(mesh.positions_m).all() and np.isfinite(mesh.normals).all()):
        raise InputError(f"{name}: positions or normals contain NaN or infinity")
