"""Draws cameras, without sight of the action."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from pydantic import model_validator

from understudy.errors import InputError, lookup
from understudy.scenes.camera_motions import CAMERA_MOTIONS
from understudy.scenes.registry import SCENES
from understudy.types import CameraSpec, SceneSpec, Spec

PERSON_M = 1.75
"""Height that cameras are framed for."""
PERSON_MIDDLE_M = 0.9
BREADTH_M = 0.5
"""Of a person seen from above."""
STEEPEST_RAD = math.radians(57.0)
"""Depression of a hanging camera at most."""
HIGHEST_INDOORS_M = 3.3
"""Rooms grow to hold a camera up to here."""

MOTION_SHARES = {
    "static": 0.44, "handheld": 0.32, "pan": 0.08, "dolly": 0.05, "zoom": 0.05, "follow": 0.04,
    "tilt": 0.02,
}  # fmt: skip


class Viewpoint(Spec):
    """A way of looking at people: who or what holds the camera, where, through which lens."""

    share: float
    """How often among all viewpoints."""
    height_range_m: tuple[float, float]
    vertical_fov_range_rad: tuple[float, float]
    fill_range: tuple[float, float]
    """Height of a standing person as a share of the frame's; above 1 shows the upper body."""
    motions: dict[str, float]
    """Shares of keys of `CAMERA_MOTIONS`."""
    distance_range_m: tuple[float, float] = (1.0, 9.0)
    """On the ground."""
    front_share: float = 0.35
    """Share of the cameras drawn about the front; the others stand anywhere."""
    front_spread_rad: float = math.radians(23.0)
    framing_error: tuple[float, float] = (0.05, 0.03)
    """Deviation of the aim, as shares of the frame's width and height."""
    cut_share: float = 0.06
    """Share of the cameras that cut off head or feet by a bad aim."""
    roll_rad: float = math.radians(1.5)
    """Deviation of the tilt of the horizon."""
    shake: float = 1.0
    """Median."""
    depression_range_rad: tuple[float, float] | None = None
    """Of cameras that look down from high up; their distance follows from it."""
    outdoors: bool = False
    """Needs more room than a building has."""


def _degrees(low: float, high: float) -> tuple[float, float]:
    return math.radians(low), math.radians(high)


VIEWPOINTS: dict[str, Viewpoint] = {
    # Somebody acts for a camera on a stand, as in recorded datasets.
    "frontal": Viewpoint(
        share=0.15, height_range_m=(0.8, 1.7), vertical_fov_range_rad=_degrees(28, 58),
        fill_range=(0.5, 0.95), motions={"static": 0.85, "pan": 0.05, "zoom": 0.1},
        front_share=1.0, framing_error=(0.05, 0.03), cut_share=0.04,
    ),
    # On a desk or screen: the upper body, seldom straight.
    "webcam": Viewpoint(
        share=0.1, height_range_m=(0.7, 1.5), vertical_fov_range_rad=_degrees(38, 62),
        fill_range=(0.95, 2.1), motions={"static": 0.95, "handheld": 0.05}, front_share=0.92,
        front_spread_rad=math.radians(16.0), framing_error=(0.07, 0.04), cut_share=0.0,
        roll_rad=math.radians(1.0),
    ),
    "phone": Viewpoint(
        share=0.24, height_range_m=(1.1, 1.75), vertical_fov_range_rad=_degrees(40, 72),
        fill_range=(0.42, 1.05),
        motions={"handheld": 0.66, "follow": 0.12, "pan": 0.1, "zoom": 0.06, "whip": 0.02,
                 "tilt": 0.04},
        framing_error=(0.07, 0.05), cut_share=0.1, roll_rad=math.radians(2.5), shake=1.2,
    ),
    "tripod": Viewpoint(
        share=0.15, height_range_m=(0.7, 2.0), vertical_fov_range_rad=_degrees(22, 58),
        fill_range=(0.38, 0.95),
        motions={"static": 0.6, "pan": 0.18, "zoom": 0.1, "tilt": 0.05, "dolly": 0.07},
        roll_rad=math.radians(0.8),
    ),
    "gimbal": Viewpoint(
        share=0.07, height_range_m=(0.6, 1.9), vertical_fov_range_rad=_degrees(35, 65),
        fill_range=(0.4, 0.95), motions={"orbit": 0.4, "dolly": 0.25, "follow": 0.35},
        roll_rad=math.radians(0.8), shake=0.3,
    ),
    # From the stands, with a long lens.
    "tele": Viewpoint(
        share=0.05, height_range_m=(1.4, 5.0), vertical_fov_range_rad=_degrees(6, 20),
        fill_range=(0.3, 0.95), motions={"pan": 0.55, "zoom": 0.2, "static": 0.15, "follow": 0.1},
        distance_range_m=(7.0, 26.0), roll_rad=math.radians(0.6), outdoors=True,
    ),
    "cctv": Viewpoint(
        share=0.11, height_range_m=(2.5, 5.0), vertical_fov_range_rad=_degrees(38, 85),
        fill_range=(0.2, 0.65), motions={"static": 0.96, "pan": 0.04}, front_share=0.0,
        distance_range_m=(1.6, 9.0), framing_error=(0.14, 0.1), cut_share=0.02,
        roll_rad=math.radians(2.0),
    ),
    "drone": Viewpoint(
        share=0.04, height_range_m=(9.0, 24.0), vertical_fov_range_rad=_degrees(9, 58),
        fill_range=(0.1, 0.34), motions={"drift": 0.5, "follow": 0.2, "orbit": 0.2, "dolly": 0.1},
        distance_range_m=(0.8, 40.0), front_share=0.0, framing_error=(0.1, 0.08), cut_share=0.0,
        roll_rad=math.radians(1.0), shake=0.15, depression_range_rad=_degrees(28, 83),
        outdoors=True,
    ),
    # A robot on wheels or legs; a vacuum cleaner at the lowest.
    "robot": Viewpoint(
        share=0.04, height_range_m=(0.2, 0.95), vertical_fov_range_rad=_degrees(48, 85),
        fill_range=(0.4, 1.2), motions={"static": 0.4, "dolly": 0.3, "follow": 0.2, "pan": 0.1},
        framing_error=(0.08, 0.06), roll_rad=math.radians(1.0), shake=0.5,
    ),
    # Worn by somebody who looks on: a child's to a tall adult's eyes.
    "egocentric": Viewpoint(
        share=0.05, height_range_m=(0.9, 1.8), vertical_fov_range_rad=_degrees(52, 92),
        fill_range=(0.4, 1.5), motions={"handheld": 0.6, "follow": 0.32, "whip": 0.08},
        front_share=0.5, framing_error=(0.1, 0.07), cut_share=0.1, roll_rad=math.radians(4.0),
        shake=3.0,
    ),
}  # fmt: skip


class CameraRange(Spec):
    """Where cameras may stand: named viewpoints, or the plain ranges below."""

    viewpoints: tuple[str, ...] | dict[str, float] = ()
    """Keys of `VIEWPOINTS`, drawn by their declared shares, or name -> share. If there are any,
    of the fields below only `azimuth_range_rad` and `motions` limit them further."""
    azimuth_range_rad: tuple[float, float] = (-math.pi, math.pi)
    """0 is in front of the actor, positive towards the actor's left; 0 sees two who act
    together from the side."""
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
    motions: tuple[str, ...] | None = None
    """Keys of `CAMERA_MOTIONS`; None for what is usual."""

    @model_validator(mode="before")
    @classmethod
    def _names_alone(cls, value: Any) -> Any:
        """A viewpoint's name, or several, stand for the range that holds them."""
        if isinstance(value, str):
            return {"viewpoints": (value,)}
        return {"viewpoints": tuple(value)} if isinstance(value, list | tuple) else value

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
        if self.motions is not None:
            if not self.motions:
                raise InputError(f"camera motions are empty; known: {', '.join(CAMERA_MOTIONS)}")
            for motion in self.motions:
                lookup(CAMERA_MOTIONS, motion, "camera motion")
        shares = self.viewpoint_shares()
        if shares and not (min(shares.values()) >= 0.0 and sum(shares.values()) > 0.0):
            raise InputError(f"shares of camera viewpoints must be positive, got {shares}")
        return self

    def viewpoint_shares(self) -> dict[str, float]:
        """Returns name -> share, empty for the plain ranges.

        Raises:
            InputError: no viewpoint has this name.
        """
        shares = {name: lookup(VIEWPOINTS, name, "viewpoint").share for name in self.viewpoints}
        return self.viewpoints if isinstance(self.viewpoints, dict) else shares


EVERY_VIEWPOINT = CameraRange(viewpoints=tuple(VIEWPOINTS))
"""All that real footage is filmed from, mostly what is common there."""


def sample_camera(
    *,
    rng: np.random.Generator,
    camera_range: CameraRange | None = None,
    scene: SceneSpec | None = None,
) -> CameraSpec:
    """Draws a camera; most see a standing person whole, some only the upper body.

    Args:
        rng: random source.
        camera_range: what to draw from; the plain ranges' defaults if None.
        scene: where it films, if known: in a building, viewpoints that need the open are left
            out as long as others are named, and cameras hang below a ceiling.
    """
    limits = camera_range or CameraRange()
    shares = limits.viewpoint_shares()
    if not shares:
        return _plain_camera(limits, rng)
    indoors = scene is not None and not scene.backdrop and SCENES[scene.kind].indoors
    fitting = {
        name: share
        for name, share in shares.items()
        if share > 0.0 and not (indoors and VIEWPOINTS[name].outdoors)
    }
    names, weights = zip(*(fitting or shares).items(), strict=True)
    name = str(rng.choice(names, p=np.array(weights) / sum(weights)))
    return _camera_at(name, limits, rng, indoors=indoors)


def _camera_at(
    name: str, limits: CameraRange, rng: np.random.Generator, *, indoors: bool
) -> CameraSpec:
    view = VIEWPOINTS[name]
    azimuth = _azimuth(limits, view.front_share, view.front_spread_rad, rng)
    height = float(rng.uniform(*view.height_range_m))
    if indoors:
        height = min(height, HIGHEST_INDOORS_M - 0.12 * (height % 1.0))
    fov, fill = rng.uniform(*view.vertical_fov_range_rad), rng.uniform(*view.fill_range)
    depression = rng.uniform(*view.depression_range_rad) if view.depression_range_rad else None
    distance, fov = _stand(view, height, float(fov), float(fill), depression)
    right, down = rng.normal(0.0, view.framing_error)
    cut, head_or_feet, how_much = rng.random(), rng.choice([-1.0, 1.0]), rng.uniform(0.03, 0.14)
    if cut < view.cut_share and fill < 1.0:
        # The person's end comes to lie past the border, by a part of the person.
        down = head_or_feet * (0.5 - fill / 2.0 + how_much * fill)
    motions = {
        motion: share
        for motion, share in view.motions.items()
        if limits.motions is None or motion in limits.motions
    } or dict.fromkeys(limits.motions or (), 1.0)
    moves, weights = zip(*motions.items(), strict=True)
    return CameraSpec(
        motion=str(rng.choice(moves, p=np.array(weights) / sum(weights))),
        azimuth_rad=azimuth,
        height_m=height,
        distance_m=distance,
        vertical_fov_rad=fov,
        framing_offset=(float(np.clip(right, -0.26, 0.26)), float(np.clip(down, -0.3, 0.3))),
        roll_rad=float(np.clip(rng.normal(0.0, view.roll_rad), -0.2, 0.2)),
        shake=float(view.shake * rng.lognormal(0.0, 0.45)),
        seed=int(rng.integers(2**62)),
        viewpoint=name,
    )


def _azimuth(
    limits: CameraRange, front_share: float, spread_rad: float, rng: np.random.Generator
) -> float:
    low, high = limits.azimuth_range_rad
    anywhere = float(rng.uniform(low, high))
    ahead = float(np.clip(rng.normal(0.0, spread_rad), low, high))
    return ahead if rng.random() < front_share else anywhere


def _stand(
    view: Viewpoint, height_m: float, fov_rad: float, fill: float, depression_rad: float | None
) -> tuple[float, float]:
    """Returns distance on the ground and field of view that show a person at about `fill`."""
    above = abs(height_m - PERSON_MIDDLE_M)

    def size(sine: float) -> float:
        """What the camera sees of a standing person, across its line of sight [m]."""
        return PERSON_M * math.sqrt(max(1.0 - sine**2, 0.0)) + BREADTH_M * sine

    if depression_rad is not None:
        slant = above / math.sin(depression_rad)
    else:
        slant = PERSON_M / (2.0 * fill * math.tan(fov_rad / 2.0))
        for _ in range(6):  # the steeper it looks down, the shorter the person
            slant = max(slant, above / math.sin(STEEPEST_RAD))
            slant = size(above / slant) / (2.0 * fill * math.tan(fov_rad / 2.0))
        slant = max(slant, above / math.sin(STEEPEST_RAD))
    distance = math.sqrt(max(slant**2 - above**2, 0.0))
    distance = float(np.clip(distance, *view.distance_range_m))
    slant = math.hypot(distance, above)
    wanted = 2.0 * math.atan(size(above / slant) / (2.0 * fill * slant))
    return distance, float(np.clip(wanted, *view.vertical_fov_range_rad))


def _plain_camera(limits: CameraRange, rng: np.random.Generator) -> CameraSpec:
    # Every draw is made, wanted or not, so that one choice never moves the others.
    azimuth = _azimuth(limits, limits.front_share, math.radians(35.0) / 1.5, rng)
    hung = rng.random() < limits.high_share
    usual, lofty = rng.uniform(*limits.height_range_m), rng.uniform(*limits.high_range_m)
    fov = float(rng.uniform(*limits.vertical_fov_range_rad))
    whole, close = rng.uniform(*limits.fill_range), rng.uniform(*limits.close_range)
    fill = float(close if rng.random() < limits.close_share else whole)
    distance = PERSON_M / (2.0 * fill * math.tan(fov / 2.0))
    motions = limits.motions or tuple(MOTION_SHARES)
    shares = np.array([MOTION_SHARES.get(name, 0.1) for name in motions])
    return CameraSpec(
        motion=str(rng.choice(motions, p=shares / shares.sum())),
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
