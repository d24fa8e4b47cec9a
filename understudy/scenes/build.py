"""From a `SceneSpec` to a lit, furnished `Scene`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understudy.errors import InputError, lookup
from understudy.geometry import to_world
from understudy.rng import stream
from understudy.scenes.furniture import PROPS, Palette
from understudy.scenes.held import build_moving_prop
from understudy.scenes.layout import VIEW_OPEN_SHARE, Circle, Ground, footprint
from understudy.scenes.lighting import light_place
from understudy.scenes.photographed import photographed
from understudy.scenes.registry import SCENES
from understudy.scenes.shapes import Part, merge, placed
from understudy.types import CameraTrack, MovingObject, MovingProp, Prop, Scene, SceneSpec


@dataclass(frozen=True)
class PlacedProp:
    """A prop and the place of the person whose body frame it is given in."""

    prop: Prop
    position_m: tuple[float, float]
    heading_rad: float


@dataclass(frozen=True)
class PlacedMovingProp:
    """A thing in somebody's hands, and the place of the person whose body frame it is given in."""

    prop: MovingProp
    position_m: tuple[float, float]
    heading_rad: float


def build_prop(prop: Prop, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Builds a prop about the origin, facing +x.

    Raises:
        InputError: no prop has this name, or its size is not positive.
    """
    make = lookup(PROPS, prop.kind, "prop")
    if not all(side > 0.0 for side in prop.size_m):
        raise InputError(f"prop '{prop.kind}': size_m must be positive, got {prop.size_m}")
    return make(prop.size_m, palette, rng=rng)


def build_scene(
    spec: SceneSpec,
    *,
    props: Sequence[PlacedProp] = (),
    moving_props: Sequence[PlacedMovingProp] = (),
    keep_clear: Sequence[Circle] = (),
    headroom_m: float = 0.0,
    camera: CameraTrack | None = None,
) -> Scene:
    """Builds, furnishes and lights a place; the same spec gives the same arrays.

    Args:
        spec: the place.
        props: what the people's actions need; always there, wherever it may be.
        moving_props: what people hold, throw or push; filmed as objects of their own.
        keep_clear: centre and radius of circles where people move; nothing else stands in them.
        headroom_m: how high people reach; a room is at least as high.
        camera: if given, rooms grow to hold it, and most things keep out of its view of the
            people; without it furniture may hide them.

    Raises:
        InputError: the spec names a scene, light or prop that does not exist, or a size that is
            not positive.
    """
    kind = lookup(SCENES, spec.kind, "scene")
    if not all(side > 0.0 for side in spec.size_m):
        raise InputError(f"scene '{spec.kind}': size_m must be positive, got {spec.size_m}")
    for centre, radius in keep_clear:
        if not (np.isfinite(centre).all() and np.isfinite(radius) and radius >= 0.0):
            raise InputError(f"keep_clear circles must be finite, got {centre}, {radius}")
    eyes = np.zeros((0, 3))
    if camera is not None:
        track = np.asarray(camera.world_from_camera[:, :3, 3], np.float64)
        eyes = track[np.linspace(0, len(track) - 1, min(len(track), 7)).astype(int)]
    view_open = bool(stream(spec.seed, "scene", "view").random() < VIEW_OPEN_SHARE)
    ground = Ground(keep_clear=keep_clear, eyes_m=eyes, view_open=view_open, headroom_m=headroom_m)

    palette = Palette(stream(spec.seed, "scene", "props", "palette"))
    prop_parts: list[Part] = []
    for number, item in enumerate(props):
        rng = stream(spec.seed, "scene", "props", number)
        parts = build_prop(item.prop, palette, rng=rng)
        place = to_world(np.array(item.prop.position_m), item.position_m, item.heading_rad)
        yaw = item.heading_rad + item.prop.yaw_rad
        ground.take(footprint(parts, (float(place[0]), float(place[1])), yaw), parts)
        prop_parts += placed(parts, tuple(place), yaw)

    if spec.environment or spec.backdrop:
        surroundings, lighting = photographed(spec, ground, camera)
    else:
        surroundings = kind.build(spec, ground, eyes)
        lighting = light_place(spec, surroundings)
    return Scene(
        mesh=merge((*lighting.parts, *surroundings.parts, *prop_parts)),
        key_light=lighting.key_light,
        irradiance_sh=lighting.irradiance_sh,
        environment=lighting.environment,
        centre_m=np.array(surroundings.centre_m, np.float32),
        extent_m=lighting.extent_m or surroundings.extent_m,
        other_lights=lighting.other_lights,
        objects=tuple(
            MovingObject(
                mesh=build_moving_prop(
                    item.prop, palette, rng=stream(spec.seed, "scene", "moving props", number)
                ),
                world_from_object=_world_from_body(item) @ item.prop.body_from_prop,
            )
            for number, item in enumerate(moving_props)
        ),
    )


def _world_from_body(item: PlacedMovingProp) -> np.ndarray:
    """Returns the place (4, 4) of the body frame that a thing is given in."""
    cosine, sine = math.cos(item.heading_rad), math.sin(item.heading_rad)
    pose = np.eye(4, dtype=np.float32)
    pose[:2, :2] = [[cosine, -sine], [sine, cosine]]
    pose[:2, 3] = item.position_m
    return pose
