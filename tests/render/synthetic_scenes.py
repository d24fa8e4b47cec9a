"""Small made-up scenes and bodies: boxes, spheres and quads, no other part of the package."""

from __future__ import annotations

import numpy as np

from understudy.geometry import look_at
from understudy.types import (
    PAGE_SIZE,
    TEXTURE_SIZE,
    CameraTrack,
    KeyLight,
    Mesh,
    MeshSequence,
    MovingObject,
    RenderSpec,
    Scene,
)

WHITE = np.full((1, TEXTURE_SIZE, TEXTURE_SIZE, 3), 255, np.uint8)


def checkerboard(dark: int = 60, light: int = 230, cells: int = 4) -> np.ndarray:
    index = np.arange(TEXTURE_SIZE) * cells // TEXTURE_SIZE
    board = np.where((index[:, None] + index[None]) % 2 == 0, dark, light).astype(np.uint8)
    return np.repeat(board[None, :, :, None], 3, axis=3)


NO_PAGES = np.zeros((0, PAGE_SIZE, PAGE_SIZE, 4), np.uint8)


def picture_page() -> np.ndarray:
    """One solid page (1, G, G, 4): reddish from left to right, greenish downwards."""
    ramp = np.linspace(40, 220, PAGE_SIZE).astype(np.uint8)
    page = np.full((1, PAGE_SIZE, PAGE_SIZE, 4), 255, np.uint8)
    page[0, :, :, 0], page[0, :, :, 1], page[0, :, :, 2] = ramp[None], ramp[:, None], 90
    return page


def fence_page(bars: int = 4, share: float = 0.5) -> np.ndarray:
    """One page with upright bars that fill a share of it; what lies in the holes is black."""
    place = np.arange(PAGE_SIZE) * bars / PAGE_SIZE % 1.0
    page = np.zeros((1, PAGE_SIZE, PAGE_SIZE, 4), np.uint8)
    page[:, :, place < share] = 200, 220, 180, 255
    return page


def quad(corner, side_a, side_b, *, cells=1, colour=(1.0, 1.0, 1.0), layer=0, tiles=1.0):
    """A grid of cells x cells squares; its front faces the direction side_a x side_b."""
    corner, side_a, side_b = (np.asarray(v, np.float64) for v in (corner, side_a, side_b))
    steps = np.linspace(0.0, 1.0, cells + 1)
    a, b = np.meshgrid(steps, steps, indexing="ij")
    positions = corner + a[..., None] * side_a + b[..., None] * side_b
    normal = np.cross(side_a, side_b)
    normal /= np.linalg.norm(normal)
    index = np.arange((cells + 1) ** 2).reshape(cells + 1, cells + 1)
    p, q, r, s = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate(
        (np.stack((p, q, r), -1).reshape(-1, 3), np.stack((p, r, s), -1).reshape(-1, 3))
    )
    count = (cells + 1) ** 2
    return {
        "positions_m": positions.reshape(-1, 3),
        "normals": np.tile(normal, (count, 1)),
        "uv": tiles * np.stack((a, b), -1).reshape(-1, 2),
        "colour": np.tile(np.asarray(colour, np.float64), (count, 1)),
        "texture": np.full(count, layer),
        "faces": faces,
    }


def merge(parts) -> dict:
    merged = {
        key: np.concatenate([part[key] for part in parts])
        for key in ("positions_m", "normals", "uv", "colour", "texture")
    }
    starts = np.cumsum([0] + [len(part["positions_m"]) for part in parts[:-1]])
    merged["faces"] = np.concatenate(
        [part["faces"] + start for part, start in zip(parts, starts, strict=True)]
    )
    return merged


def box(low, high, **options) -> dict:
    """Six quads facing outwards."""
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    x, y, z = np.diag(high - low)
    return merge(
        [
            quad(low, y, x, **options),
            quad(low + z, x, y, **options),
            quad(low, x, z, **options),
            quad(low + y, z, x, **options),
            quad(low, z, y, **options),
            quad(low + x, y, z, **options),
        ]
    )


def ball(radius_m: float, *, rings: int = 12, colour=(1.0, 1.0, 1.0)) -> dict:
    """A sphere about the origin with smooth normals."""
    polar = np.linspace(0.0, np.pi, rings + 1)
    turn = np.linspace(0.0, 2.0 * np.pi, 2 * rings + 1)
    p, t = np.meshgrid(polar, turn, indexing="ij")
    normals = np.stack((np.sin(p) * np.cos(t), np.sin(p) * np.sin(t), np.cos(p)), -1)
    index = np.arange(p.size).reshape(p.shape)
    a, b = index[:-1, :-1], index[1:, :-1]
    c, d = index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate(
        (np.stack((a, b, c), -1).reshape(-1, 3), np.stack((a, c, d), -1).reshape(-1, 3))
    )
    return {
        "positions_m": radius_m * normals.reshape(-1, 3),
        "normals": normals.reshape(-1, 3),
        "uv": np.stack((t / np.pi, p / np.pi), -1).reshape(-1, 2),
        "colour": np.tile(np.asarray(colour, np.float64), (p.size, 1)),
        "texture": np.zeros(p.size),
        "faces": faces,
    }


def mesh(parts, textures=WHITE, pages=NO_PAGES) -> Mesh:
    merged = merge(parts)
    return Mesh(
        positions_m=merged["positions_m"].astype(np.float32),
        normals=merged["normals"].astype(np.float32),
        uv=merged["uv"].astype(np.float32),
        colour=merged["colour"].astype(np.float32),
        texture=merged["texture"].astype(np.int32),
        textures=textures,
        faces=merged["faces"].astype(np.int32),
        pages=pages,
    )


def moving(parts, poses, **options) -> MovingObject:
    """An object that goes through the poses (T, 4, 4)."""
    return MovingObject(mesh=mesh(parts, **options), world_from_object=np.float32(poses))


def pose(place, turn_rad: float = 0.0) -> np.ndarray:
    """Turns about z, then shifts: (4, 4)."""
    matrix = np.eye(4)
    matrix[:2, :2] = [[np.cos(turn_rad), -np.sin(turn_rad)], [np.sin(turn_rad), np.cos(turn_rad)]]
    matrix[:3, 3] = place
    return matrix


def body(part: dict, path_m, *, spin_rad: float = 0.0, textures=WHITE,
         pages=NO_PAGES) -> MeshSequence:  # fmt: skip
    """Moves a shape along `path_m` (T, 3) and turns it about z by `spin_rad` each frame.

    The lower half of its vertices is labelled torso, the upper half head. All joints and
    keypoints sit at the shape's centre.
    """
    path_m = np.asarray(path_m, np.float64)
    positions, normals = [], []
    for frame, place in enumerate(path_m):
        angle = frame * spin_rad
        turn = np.array(
            [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
        )
        positions.append(part["positions_m"] @ turn.T + place)
        normals.append(part["normals"] @ turn.T)
    return MeshSequence(
        positions_m=np.stack(positions).astype(np.float32),
        normals=np.stack(normals).astype(np.float32),
        uv=part["uv"].astype(np.float32),
        colour=part["colour"].astype(np.float32),
        texture=part["texture"].astype(np.int32),
        textures=textures,
        faces=part["faces"].astype(np.int32),
        body_part=np.where(part["positions_m"][:, 2] > 0.0, 1, 2).astype(np.uint8),
        joints_m=np.repeat(path_m[:, None], 24, axis=1).astype(np.float32),
        keypoints_m=np.repeat(path_m[:, None], 17, axis=1).astype(np.float32),
        pages=pages,
    )


def sun(towards=(0.4, 0.3, 0.8), radiance=1.0, softness=0.0) -> KeyLight:
    towards = np.asarray(towards, np.float64)
    return KeyLight(
        towards_light=(towards / np.linalg.norm(towards)).astype(np.float32),
        position_m=None,
        radiance=np.full(3, radiance, np.float32),
        softness=softness,
    )


def lamp(position_m, radiance=1.0, softness=0.0) -> KeyLight:
    return KeyLight(
        towards_light=np.array([0.0, 0.0, 1.0], np.float32),
        position_m=np.asarray(position_m, np.float32),
        radiance=np.full(3, radiance, np.float32),
        softness=softness,
    )


def scene(parts, light: KeyLight, *, ambient=0.0, sky=0.5, centre=(0, 0, 0), extent=4.0,
          textures=WHITE, pages=NO_PAGES, objects=(), other_lights=()) -> Scene:  # fmt: skip
    harmonics = np.zeros((9, 3), np.float32)
    harmonics[0] = ambient / 0.282095
    harmonics[2] = 0.3 * ambient / 0.488603
    return Scene(
        mesh=mesh(parts, textures, pages),
        key_light=light,
        irradiance_sh=harmonics,
        environment=np.full((8, 16, 3), sky, np.float32),
        centre_m=np.asarray(centre, np.float32),
        extent_m=extent,
        objects=tuple(objects),
        other_lights=tuple(other_lights),
    )


def camera(eyes_m, targets_m, *, width=40, height=32, focal_px=40.0, roll_rad=0.0) -> CameraTrack:
    eyes_m, targets_m = np.atleast_2d(eyes_m).astype(float), np.atleast_2d(targets_m).astype(float)
    eyes_m, targets_m = np.broadcast_arrays(eyes_m, targets_m)
    frames = len(eyes_m)
    intrinsics = np.array([[focal_px, 0, 0.5 * width], [0, focal_px, 0.5 * height], [0, 0, 1]])
    return CameraTrack(
        world_from_camera=look_at(eyes_m, targets_m, roll_rad).astype(np.float32),
        intrinsics=np.tile(intrinsics, (frames, 1, 1)).astype(np.float32),
        width=width,
        height=height,
        exposure_ev=np.zeros(frames, np.float32),
    )


def settings(track: CameraTrack, *, supersample=2, occlusion=False, shadow_size=512) -> RenderSpec:
    return RenderSpec(
        renderer="raster",
        width=track.width,
        height=track.height,
        supersample=supersample,
        ambient_occlusion=occlusion,
        shadow_size=shadow_size,
    )
