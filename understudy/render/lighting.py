"""Light as every renderer understands it; the shaders repeat these few formulas in GLSL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.types import Scene

PENUMBRA_M = 0.12
"""Radius over which the edge of a shadow fades at `KeyLight.softness` = 1."""

LAMP_HALF_ANGLE_RAD = np.radians(65.0)
"""A lamp casts shadows within a cone at most this wide; beyond, its light is unshadowed."""

NEAREST_CASTER_M = 0.05
"""What is nearer to a lamp (its own shade or bulb) casts no shadow."""

GLOSS_STRENGTH, GLOSS_EXPONENT = 0.04, 16
NEAREST_LAMP_M2 = 0.01
"""Squared distance below which a lamp's light grows no further."""


def tone_curve(value: np.ndarray) -> np.ndarray:
    """Linear up to one half, then an exponential shoulder; 1 comes out at 0.816 (sRGB 233)."""
    return np.where(value < 0.5, value, 1.0 - 0.5 * np.exp(1.0 - 2.0 * value))


def irradiance(normals: np.ndarray, irradiance_sh: np.ndarray) -> np.ndarray:
    """Returns the ambient light (..., 3) at unit normals (..., 3); see `Scene.irradiance_sh`."""
    x, y, z = np.moveaxis(normals, -1, 0)
    basis = np.stack(
        (
            np.full_like(x, 0.282095),
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3.0 * z * z - 1.0),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        ),
        axis=-1,
    )
    return np.maximum(basis @ irradiance_sh, 0.0)


@dataclass(frozen=True)
class LightFrustum:
    """The space in which a key light's shadows are drawn."""

    rotation: np.ndarray
    """(3, 3) rows: world directions right, up and towards the light; right-handed."""
    origin_m: np.ndarray
    """(3,) the lamp, or the scene's centre for a sun."""
    half_width_m: float
    """Half the side of the covered square; for a lamp, at a distance of 1 m."""
    depth_scale: float
    depth_offset: float
    """Depth in 0..1 is `offset + scale * z` for a sun, z towards the light from the origin, and
    `offset + scale / distance` for a lamp, distance along the axis."""
    lamp: bool

    @property
    def clip_from_world(self) -> np.ndarray:
        """OpenGL's (4, 4) matrix; counter-clockwise faces stay so."""
        matrix = np.zeros((4, 4))
        matrix[:2, :3] = self.rotation[:2] / self.half_width_m
        scale, offset = 2.0 * self.depth_scale, 2.0 * self.depth_offset - 1.0
        if self.lamp:
            matrix[3, :3] = -self.rotation[2]
            matrix[2, :3] = offset * matrix[3, :3]
        else:
            matrix[2, :3] = scale * self.rotation[2]
        matrix[:, 3] = -matrix[:, :3] @ self.origin_m
        matrix[2, 3] += scale if self.lamp else offset
        matrix[3, 3] += 0.0 if self.lamp else 1.0
        return matrix


def light_frustum(scene: Scene, low_m: np.ndarray, high_m: np.ndarray) -> LightFrustum:
    """Fits the shadow map of the key light to the scene.

    Args:
        scene: its centre and extent give the sphere that shadows must cover.
        low_m, high_m: bounding box of everything that casts shadows, (3,) each.
    """
    light = scene.key_light
    lamp = light.position_m is not None
    centre = np.asarray(scene.centre_m, np.float64)
    corners = box_corners(low_m, high_m)
    if light.position_m is None:
        origin = centre
        towards = np.asarray(light.towards_light, np.float64)
    else:
        origin = np.asarray(light.position_m, np.float64)
        towards = origin - centre
    distance = float(np.linalg.norm(towards))
    towards = towards / distance if distance > 1e-6 else np.array([0.0, 0.0, 1.0])
    spare = np.array([0.0, 1.0, 0.0]) if abs(towards[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    right = np.cross(spare, towards)
    right /= np.linalg.norm(right)
    if lamp:
        cone = np.arcsin(scene.extent_m / distance) if distance > scene.extent_m else np.inf
        half = float(np.tan(min(cone, LAMP_HALF_ANGLE_RAD)))
        near = NEAREST_CASTER_M
        far = max(float(np.linalg.norm(corners - origin, axis=-1).max()), 2.0 * near) + 0.01
        depth_offset = far / (far - near)
        depth_scale = -far * near / (far - near)
    else:
        half = float(scene.extent_m)
        along = (corners - origin) @ towards
        high, low = float(along.max()) + 0.01, float(along.min()) - 0.01
        depth_offset = high / (high - low)
        depth_scale = -1.0 / (high - low)
    return LightFrustum(
        rotation=np.stack((right, np.cross(towards, right), towards)),
        origin_m=origin,
        half_width_m=half,
        depth_scale=depth_scale,
        depth_offset=depth_offset,
        lamp=lamp,
    )


def box_corners(low_m: np.ndarray, high_m: np.ndarray) -> np.ndarray:
    """Returns the eight corners (8, 3) of a box."""
    sides = np.stack((low_m, high_m), axis=1).astype(np.float64)
    return np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(8, 3)
