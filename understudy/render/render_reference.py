"""The slow, readable renderer: one triangle after the other in float64 NumPy.

It makes the same buffers as the raster renderer from the same formulas, and differs in colour
only: hard shadows by rays instead of a blurred shadow map, nearest texels, one sample per pixel,
no ambient occlusion. Tests hold the fast renderer against it; nobody else should wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understudy.colour import linear_to_srgb, srgb_to_linear
from understudy.geometry import invert_rigid
from understudy.render.inputs import NEAR_M, check_inputs
from understudy.render.lighting import (
    GLOSS_EXPONENT,
    GLOSS_STRENGTH,
    NEAREST_LAMP_M2,
    irradiance,
    tone_curve,
)
from understudy.render.pages import SOLID
from understudy.render.posed import pose_scene
from understudy.types import (
    PAGE_SIZE,
    TEXTURE_SIZE,
    CameraTrack,
    KeyLight,
    Mesh,
    MeshSequence,
    RenderBuffers,
    RenderSpec,
    Scene,
)


@dataclass(frozen=True)
class _Surface:
    """The scene, a body or an object at one frame."""

    mesh: Mesh | MeshSequence
    positions: np.ndarray
    next_positions: np.ndarray
    normals: np.ndarray
    instance: int
    two_sided: bool


class ReferenceRenderer:
    """See the module's text."""

    name = "reference"

    def __enter__(self) -> ReferenceRenderer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to free."""

    def render(
        self,
        scene: Scene,
        bodies: Sequence[MeshSequence],
        camera: CameraTrack,
        settings: RenderSpec,
    ) -> RenderBuffers:
        """Films the clip; raises InputError where meshes, camera and settings do not fit."""
        frames = check_inputs(scene, bodies, camera, settings)
        pictures = [
            _render_frame(scene, bodies, camera, frame, min(frame + 1, frames - 1))
            for frame in range(frames)
        ]
        layers = {name: np.stack([p[name] for p in pictures]) for name in pictures[0]}
        return RenderBuffers(
            colour=layers["colour"],
            depth_m=layers["depth"].astype(np.float32),
            instance=layers["instance"].astype(np.uint8),
            body_part=layers["body_part"].astype(np.uint8),
            normal=layers["normal"].astype(np.float32),
            flow_px=layers["flow"][:-1].astype(np.float32),
            next_depth_m=layers["next_depth"][:-1].astype(np.float32),
        )


def _render_frame(
    scene: Scene,
    bodies: Sequence[MeshSequence],
    camera: CameraTrack,
    frame: int,
    next_frame: int,
) -> dict[str, np.ndarray]:
    height, width = camera.height, camera.width
    world_from_camera = np.asarray(camera.world_from_camera, np.float64)
    rotation, eye = world_from_camera[frame, :3, :3], world_from_camera[frame, :3, 3]
    intrinsics = np.asarray(camera.intrinsics[frame], np.float64)
    v, u = np.indices((height, width)) + 0.5
    rays = np.stack((u, v, np.ones_like(u)), axis=-1) @ np.linalg.inv(intrinsics).T @ rotation.T

    surfaces = [
        _Surface(
            one.mesh,
            one.positions_m[one.frame(frame)].astype(np.float64),
            one.positions_m[one.frame(next_frame)].astype(np.float64),
            one.normals[one.frame(frame)].astype(np.float64),
            one.instance,
            one.two_sided,
        )
        for one in pose_scene(scene, bodies)
    ]

    depth = np.full((height, width), np.inf)
    owner = np.full((height, width), -1)
    triangle = np.zeros((height, width), int)
    weights = np.zeros((height, width, 3))
    for index, surface in enumerate(surfaces):
        for face, corners in enumerate(surface.mesh.faces):
            hit = _hit_face(surface, corners, surface.positions[corners], eye, rays)
            nearer = (hit[0] > NEAR_M) & (hit[0] < depth)
            depth[nearer] = hit[0][nearer]
            weights[nearer] = hit[1][nearer]
            owner[nearer], triangle[nearer] = index, face

    directions = rays / np.linalg.norm(rays, axis=-1, keepdims=True)
    linear = _sky(scene.environment, directions)
    layers = {
        "depth": np.where(owner >= 0, depth, 0.0),
        "instance": np.zeros((height, width), int),
        "body_part": np.zeros((height, width), int),
        "normal": np.zeros((height, width, 3)),
        "flow": np.zeros((height, width, 2)),
        "next_depth": np.zeros((height, width)),
    }
    camera_from_world = invert_rigid(world_from_camera[next_frame])
    next_intrinsics = np.asarray(camera.intrinsics[next_frame], np.float64)
    for index, surface in enumerate(surfaces):
        mask = owner == index
        corners = surface.mesh.faces[triangle[mask]]
        bary = weights[mask]

        normal = _blend(surface.normals, corners, bary)
        normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
        a, b, c = np.moveaxis(surface.positions[corners], 1, 0)
        seen_from_behind = np.einsum("nd,nd->n", np.cross(b - a, c - a), directions[mask]) > 0.0
        normal[seen_from_behind] *= -1.0
        ambient = irradiance(normal, scene.irradiance_sh.astype(np.float64))
        position = eye + rays[mask] * depth[mask][:, None]
        albedo = _albedo(surface.mesh, corners, bary)
        linear[mask] = _shade(scene, surfaces, position, normal, albedo, ambient, eye)
        layers["instance"][mask] = surface.instance
        if isinstance(surface.mesh, MeshSequence):
            layers["body_part"][mask] = surface.mesh.body_part[corners[:, 2]]
        layers["normal"][mask] = normal @ rotation
        following = _blend(surface.next_positions, corners, bary) @ camera_from_world[:3, :3].T
        following += camera_from_world[:3, 3]
        layers["next_depth"][mask] = following[:, 2]
        ahead = following[:, 2] > 0.0
        following = following @ next_intrinsics.T
        target = following[:, :2] / np.where(ahead, following[:, 2], 1.0)[:, None]
        pixel = np.stack((u[mask], v[mask]), axis=-1)
        layers["flow"][mask] = np.where(ahead[:, None], target - pixel, 0.0)

    exposed = tone_curve(linear * 2.0 ** float(camera.exposure_ev[frame]))
    layers["colour"] = np.clip(np.rint(255.0 * linear_to_srgb(exposed)), 0, 255).astype(np.uint8)
    return layers


def _hit(
    corners: np.ndarray, origin: np.ndarray, rays: np.ndarray, two_sided: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Meets rays with a triangle (Moeller and Trumbore 1997).

    Args:
        corners: (3, 3), counter-clockwise seen from its front.
        origin: (3,) or (..., 3).
        rays: (..., 3); the distance is in multiples of a ray's length.
        two_sided: whether the back is solid, too.

    Returns:
        distance (...), infinite where the ray misses, and barycentric weights (..., 3).
    """
    side_b, side_c = corners[1] - corners[0], corners[2] - corners[0]
    cross = np.cross(rays, side_c)
    determinant = cross @ side_b
    front = determinant > 1e-14
    solid = front | (determinant < -1e-14) if two_sided else front
    inverse = 1.0 / np.where(solid, determinant, 1.0)
    offset = np.broadcast_to(origin - corners[0], rays.shape)
    weight_b = (offset * cross).sum(-1) * inverse
    other = np.cross(offset, side_b)
    weight_c = (rays * other).sum(-1) * inverse
    distance = (other @ side_c) * inverse
    weights = np.stack((1.0 - weight_b - weight_c, weight_b, weight_c), axis=-1)
    met = solid & (weights >= 0.0).all(axis=-1)
    return np.where(met, distance, np.inf), weights


def _hit_face(
    surface: _Surface,
    corners: np.ndarray,
    places: np.ndarray,
    origin: np.ndarray,
    rays: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """`_hit` with the face (3,) that has its corners at `places` (3, 3), holes let through."""
    distance, weights = _hit(places, origin, rays, surface.two_sided)
    page = -1 - surface.mesh.texture[corners[2]]
    if page >= 0:
        met = np.isfinite(distance)
        uv = weights[met] @ surface.mesh.uv[corners].astype(np.float64)
        column, row = _page_texel(uv)
        hole = surface.mesh.pages[page, row, column, 3] < SOLID
        distance[met] = np.where(hole, np.inf, distance[met])
    return distance, weights


def _blend(values: np.ndarray, corners: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Interpolates per-vertex values (V, C) at points (N,) in triangles: returns (N, C)."""
    return np.einsum("nc,ncd->nd", weights, values[corners])


def _albedo(mesh: Mesh | MeshSequence, corners: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Colour times the nearest texel, (N, 3)."""
    uv = _blend(mesh.uv.astype(np.float64), corners, weights)
    source = mesh.texture[corners[:, 2]]
    texels = np.zeros((len(source), 3), np.uint8)
    tiled = source >= 0
    repeated = np.floor(uv[tiled] * TEXTURE_SIZE).astype(int) % TEXTURE_SIZE
    texels[tiled] = mesh.textures[source[tiled], repeated[:, 1], repeated[:, 0]]
    column, row = _page_texel(uv[~tiled])
    texels[~tiled] = mesh.pages[-1 - source[~tiled], row, column, :3]
    colour = _blend(mesh.colour.astype(np.float64), corners, weights)
    return colour * srgb_to_linear(texels / 255.0)


def _page_texel(uv: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns column and row of the texels at uv (N, 2), which end at the page's border."""
    texel = np.clip(np.floor(uv * PAGE_SIZE).astype(int), 0, PAGE_SIZE - 1)
    return texel[:, 0], texel[:, 1]


def _shade(
    scene: Scene,
    surfaces: list[_Surface],
    position: np.ndarray,
    normal: np.ndarray,
    albedo: np.ndarray,
    ambient: np.ndarray,
    eye: np.ndarray,
) -> np.ndarray:
    """Returns linear light (N, 3) that leaves the points (N, 3) towards the eye."""
    view = eye - position
    view = view / np.linalg.norm(view, axis=-1, keepdims=True)
    light = scene.key_light
    key, lit, to_light = _reflected(light, scene, position, normal, albedo, view)
    beyond = np.inf if light.position_m is None else 1.0
    start = position + 1e-3 * normal
    for surface in surfaces:
        for corners in surface.mesh.faces:
            # Seen from the light, as from the camera, a scene's faces are solid from the front
            # only; the rays run the other way.
            turned = surface.positions[corners[::-1]]
            distance, _ = _hit_face(surface, corners[::-1], turned, start, to_light)
            lit &= ~((distance > 0.0) & (distance < beyond))
    total = albedo * ambient + np.where(lit[:, None], key, 0.0)
    for other in scene.other_lights:
        sent, facing, _ = _reflected(other, scene, position, normal, albedo, view)
        total += np.where(facing[:, None], sent, 0.0)
    return total


def _reflected(
    light: KeyLight,
    scene: Scene,
    position: np.ndarray,
    normal: np.ndarray,
    albedo: np.ndarray,
    view: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Light that leaves points if nothing shadows them.

    Returns:
        linear light (N, 3), whether the points face the light (N,), and ways to it (N, 3).
    """
    if light.position_m is None:
        to_light = np.broadcast_to(np.asarray(light.towards_light, np.float64), position.shape)
        falloff = np.ones(len(position))
    else:
        to_light = np.asarray(light.position_m, np.float64) - position
        stated = np.sum((light.position_m - scene.centre_m) ** 2)
        falloff = stated / np.maximum((to_light**2).sum(-1), NEAREST_LAMP_M2)
    towards = to_light / np.linalg.norm(to_light, axis=-1, keepdims=True)
    facing = (normal * towards).sum(-1)
    half_way = towards + view
    half_way /= np.maximum(np.linalg.norm(half_way, axis=-1, keepdims=True), 1e-12)
    gloss = GLOSS_STRENGTH * np.maximum((normal * half_way).sum(-1), 0.0) ** GLOSS_EXPONENT
    sent = albedo * np.maximum(facing, 0.0)[:, None] + gloss[:, None]
    return falloff[:, None] * np.asarray(light.radiance, np.float64) * sent, facing > 0.0, to_light


def _sky(environment: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Returns the nearest pixel of the surroundings in the given directions, (..., 3)."""
    height, width = environment.shape[:2]
    turn = np.arctan2(directions[..., 1], directions[..., 0]) / (2.0 * np.pi)
    tilt = np.arccos(np.clip(directions[..., 2], -1.0, 1.0)) / np.pi
    column = np.floor(turn * width).astype(int) % width
    row = np.clip(np.floor(tilt * height).astype(int), 0, height - 1)
    return environment[row, column].astype(np.float64)
