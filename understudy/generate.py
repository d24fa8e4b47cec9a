"""From a job to a dataset: each clip sampled, moved, embodied, set, rendered, stored."""

from __future__ import annotations

import numpy as np

from understudy import bodies, motion, scenes
from understudy.geometry import to_world
from understudy.render.ground_truth import assemble
from understudy.render.sensor import apply_sensor
from understudy.types import ClipSpec, Motion, PersonSpec, RenderedClip, Renderer

CLEARANCE_M = 0.45
"""How far furniture stays from the places where a person's joints pass."""


def film(spec: ClipSpec, renderer: Renderer) -> RenderedClip:
    """Makes the clip that a spec describes; the same spec gives the same pixels.

    Raises:
        InputError: the spec names an action, garment, scene or the like that does not exist.
    """
    motions = [_perform(person, spec) for person in spec.people]
    people = [
        bodies.embody(
            person.body, performed, position_m=person.position_m, heading_rad=person.heading_rad
        )
        for person, performed in zip(spec.people, motions, strict=True)
    ]
    actor, subject = spec.people[0], people[0]
    scene = scenes.build_scene(
        spec.scene,
        props=[
            scenes.PlacedProp(prop, person.position_m, person.heading_rad)
            for person, performed in zip(spec.people, motions, strict=True)
            for prop in performed.props
        ],
        keep_clear=[_swept_circle(person.joints_m) for person in people],
    )
    camera = scenes.build_camera(
        spec.camera,
        joints_m=subject.joints_m,
        heading_rad=actor.heading_rad,
        fps=spec.fps,
        width=spec.render.width,
        height=spec.render.height,
    )
    buffers = renderer.render(scene, people, camera, spec.render)
    return RenderedClip(
        spec=spec,
        frames=apply_sensor(buffers.colour, spec.sensor),
        truth=assemble(
            buffers,
            people,
            motions,
            camera,
            action_interval_s=motions[0].action_interval_s,
        ),
    )


def _perform(person: PersonSpec, spec: ClipSpec) -> Motion:
    return motion.perform(
        person.action,
        bodies.skeleton(person.body),
        fps=spec.fps,
        frame_count=spec.frame_count,
    )


def _swept_circle(joints_m: np.ndarray) -> tuple[tuple[float, float], float]:
    """Returns centre and radius of a circle on the ground that holds every joint, always."""
    ground = joints_m[..., :2].reshape(-1, 2)
    centre = (ground.min(axis=0) + ground.max(axis=0)) / 2.0
    radius = float(np.linalg.norm(ground - centre, axis=1).max()) + CLEARANCE_M
    return (float(centre[0]), float(centre[1])), radius
