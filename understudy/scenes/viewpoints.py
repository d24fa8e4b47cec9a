"""Draws cameras, without sight of the action."""

from __future__ import annotations

import math

import numpy as np
from pydantic import model_validator

from understudy.errors import InputError, lookup
from understudy.scenes.camera import CAMERA_MOTIONS
from understudy.types import CameraSpec, Spec

PERSON_M = 1.75
"""Height that cameras are framed for."""

MOTION_SHARES = {"static": 0.45, "handheld": 0.33, "pan": 0.1, "dolly": 0.06, "zoom": 0.06}


class CameraRange(Spec):
    """Where cameras may stand."""

    azimuth_range_rad: tuple[float, float] = (-math.pi, math.pi)
    """0 is in front of the actor, positive towards the actor's left."""
    front_share: float = 0.35
    """Share of the cameras drawn about the front (within about 35 degrees); the others are even
    over the whole range."""
    height_range_m: tuple[float, float] = (0.6, 2.0)
    """Of a person's or tripod's camera."""
    high_share: float = 0.15
    """Share of cameras that hang high, as for surveillance."""
    high_range_m: tuple[float, float] = (2.0, 3.0)
    distance_range_m: tuple[float, float] = (1.3, 9.0)
    vertical_fov_range_rad: tuple[float, float] = (math.radians(30.0), math.radians(75.0))
    fill_range: tuple[float, float] = (0.42, 0.95)
    """Height of a standing person as a share of the frame's."""
    close_share: float = 0.3
    """Share of cameras that stand nearer than the whole person needs, as a webcam does ..."""
    close_range: tuple[float, float] = (0.95, 1.7)
    """... so that a standing person would be so many frames high."""
    motions: tuple[str, ...] = tuple(MOTION_SHARES)

    @model_validator(mode="after")
    def _sensible(self) -> CameraRange:
        for name in (
            "azimuth_range_rad", "height_range_m", "high_range_m", "distance_range_m",
            "vertical_fov_range_rad", "fill_range", "close_range",
        ):  # fmt: skip
            low, high = getattr(self, name)
            if not low <= high or (name != "azimuth_range_rad" and low <= 0.0):
                raise InputError(f"camera {name} must be a rising positive pair, got {low}, {high}")
        for name in ("front_share", "high_share", "close_share"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise InputError(f"camera {name} must be 0..1, got {getattr(self, name)}")
        if self.vertical_fov_range_rad[1] >= math.pi:
            raise InputError("camera vertical_fov_range_rad must stay below pi")
        if not self.motions:
            raise InputError(f"camera motions are empty; known: {', '.join(CAMERA_MOTIONS)}")
        for motion in self.motions:
            lookup(CAMERA_MOTIONS, motion, "camera motion")
        return self


def sample_camera(
    *, rng: np.random.Generator, camera_range: CameraRange | None = None
) -> CameraSpec:
    """Draws a camera; most see a standing person whole, some only the upper body."""
    limits = camera_range or CameraRange()
    # Every draw is made, wanted or not, so that one choice never moves the others.
    low, high = limits.azimuth_range_rad
    anywhere = float(rng.uniform(low, high))
    ahead = float(np.clip(rng.normal(0.0, math.radians(35.0) / 1.5), low, high))
    azimuth = ahead if rng.random() < limits.front_share else anywhere
    hung = rng.random() < limits.high_share
    usual, lofty = rng.uniform(*limits.height_range_m), rng.uniform(*limits.high_range_m)
    fov = float(rng.uniform(*limits.vertical_fov_range_rad))
    whole, close = rng.uniform(*limits.fill_range), rng.uniform(*limits.close_range)
    fill = float(close if rng.random() < limits.close_share else whole)
    distance = PERSON_M / (2.0 * fill * math.tan(fov / 2.0))
    shares = np.array([MOTION_SHARES.get(name, 0.1) for name in limits.motions])
    return CameraSpec(
        motion=str(rng.choice(limits.motions, p=shares / shares.sum())),
        azimuth_rad=azimuth,
        height_m=float(lofty if hung else usual),
        distance_m=float(np.clip(distance, *limits.distance_range_m)),
        vertical_fov_rad=fov,
        framing_offset=(
            float(np.clip(rng.normal(0.0, 0.05), -0.12, 0.12)),
            float(np.clip(rng.normal(0.0, 0.03), -0.08, 0.08)),
        ),
        roll_rad=float(np.clip(rng.normal(0.0, math.radians(1.5)), -0.1, 0.1)),
        shake=float(rng.lognormal(0.0, 0.5)),
        seed=int(rng.integers(2**62)),
    )
