"""First stage of a clip's journey: a job and a number become a `ClipSpec`.

Every part of a clip has a random stream of its own, named by the action and the clip's number, so
that clip 7 of an action is the same whatever else the job contains, and a change in how light is
drawn does not move the camera.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field, field_validator

from understudy.bodies import PeopleRange
from understudy.casting import Company, Looks, Shot, cast_others, draw_person, setting_of
from understudy.errors import InputError, lookup
from understudy.motion import ACTIONS, at_age, caption, find_action, sample_action
from understudy.packs import load_pack
from understudy.render import QUALITIES, SensorRange, sample_sensor
from understudy.rng import stream
from understudy.scenes import (
    EVERY_VIEWPOINT,
    CameraRange,
    sample_camera,
    sample_scene,
    scene_kinds,
)
from understudy.types import (
    GROUND_TRUTH_LAYERS,
    ClipSpec,
    PersonSpec,
    RenderSpec,
    SceneSpec,
    Spec,
    Split,
)

BY_PLACE = "place"
BiasedPart = Literal["scene", "light", "clothes", "camera"]
Part = Literal["motion", "body", "clothes", "scene", "light", "camera", "sensor"]
"""What is drawn for every clip; "body" and "clothes" are the actor's."""
LIGHT_FIELDS = (
    "light", "light_azimuth_rad", "light_elevation_rad", "light_warmth", "light_strength",
    "weather", "brightness",
)  # fmt: skip
"""What of a scene's spec is its light."""


class SceneBias(Spec):
    """How far places, light, clothes or cameras give the action away, on purpose.

    Real datasets have such bias (a swing of the racket is seen on a tennis court); ours have none
    unless a study asks for it. At `strength` 0 nothing depends on the action; at 1 each of `parts`
    always comes from a few variants that belong to the action; between, in that share of clips.
    """

    strength: float = Field(default=0.0, ge=0.0, le=1.0)
    parts: tuple[BiasedPart, ...] = ("scene", "light", "clothes")
    variants: int = Field(default=3, ge=1)
    """How many places, lights, outfits or cameras an action has of its own."""


class GenerateJob(Spec):
    """What to film; together with the package's version it fixes every pixel."""

    actions: tuple[str, ...]
    clips_per_action: int = Field(gt=0)
    seed: int = Field(default=0, ge=0)
    val_share: float = Field(default=0.1, ge=0.0, lt=1.0)
    test_share: float = Field(default=0.15, ge=0.0, lt=1.0)
    width: int = Field(default=112, ge=16, le=1024, multiple_of=2)
    height: int = Field(default=112, ge=16, le=1024, multiple_of=2)
    fps: float = Field(default=12.0, gt=0.0, le=120.0)
    duration_s: tuple[float, float] = (2.0, 3.5)
    """Shortest and longest clip."""
    layers: tuple[str, ...] = ("depth", "instance")
    """Ground-truth images to store; joints, boxes and camera are always stored."""
    renderer: str = "raster"
    quality: str = "default"
    """A key of `render.QUALITIES`; the ground truth is the same at every one."""
    scene_kinds: tuple[str, ...] = ("indoor", "outdoor")
    """Kinds of places, or families of them; every kind is as likely as another."""
    people: PeopleRange = PeopleRange()
    dressed_for: str = BY_PLACE
    """A key of `bodies.SETTINGS` for everybody's clothes, or "place": what suits the place."""
    packs: tuple[str, ...] = ()
    """Installed asset packs to draw clothes, hair, skins, furniture and backgrounds from."""
    excluded_licences: tuple[str, ...] = ()
    """Nothing under these is drawn from packs, for instance "AGPL-3.0-only"."""
    camera: CameraRange = EVERY_VIEWPOINT
    """Viewpoints by name (a name or several will do), or plain ranges."""
    sensor: SensorRange = SensorRange()
    """Which devices film, and how strongly their faults show."""
    company: Company = Company()
    bias: SceneBias = SceneBias()
    mimed: bool = False
    """Nobody has anything in the hands: bats, cups and balls are mimed."""
    alike: tuple[Part, ...] = ()
    """Parts that are drawn once and the same in every clip, for studies of what variety is worth;
    of "motion", once for every action (its length still varies)."""
    clips_per_shard: int = Field(default=24, gt=0)

    @field_validator("actions")
    @classmethod
    def _actions_exist(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not names:
            raise InputError("no action named; `understudy actions` lists what can be performed")
        for name in names:
            find_action(name)
        repeated = {name for name in names if names.count(name) > 1}
        if repeated:
            raise InputError(f"actions named twice: {', '.join(sorted(repeated))}")
        return names

    @field_validator("scene_kinds")
    @classmethod
    def _scenes_exist(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        scene_kinds(names)
        return names

    @field_validator("quality")
    @classmethod
    def _quality_exists(cls, name: str) -> str:
        lookup(QUALITIES, name, "quality")
        return name

    @field_validator("packs")
    @classmethod
    def _packs_are_installed(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            load_pack(name)
        return names

    @field_validator("layers")
    @classmethod
    def _layers_exist(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            lookup(dict.fromkeys(GROUND_TRUTH_LAYERS), name, "ground-truth layer")
        return names


def clip_numbers(job: GenerateJob) -> Iterator[tuple[str, int]]:
    """Yields (action, number) in the order of the shards: one of each action, then the next."""
    for number in range(job.clips_per_action):
        for action in job.actions:
            yield action, number


def clip_id(action: str, number: int) -> str:
    """Returns the name of an action's clip, for instance "walk-000007"."""
    return f"{action.replace(':', '-')}-{number:06d}"


def split_of(job: GenerateJob, number: int) -> Split:
    """Returns the split of an action's clip `number`.

    Every clip has a person, a place and a camera of its own, so clips of different splits share
    nothing. The golden ratio spreads each split evenly over the numbers.
    """
    place = (number * (math.sqrt(5.0) - 1.0) / 2.0 + 0.5) % 1.0
    if place < job.test_share:
        return "test"
    return "val" if place < job.test_share + job.val_share else "train"


def sample_clip(job: GenerateJob, action: str, number: int) -> ClipSpec:
    """Draws clip `number` of an action."""

    def named(part: str) -> np.random.Generator:
        return stream(job.seed, "clip", action, number, part)

    def shared(part: Part) -> np.random.Generator | None:
        """The stream that all clips draw a part from, where the job wants it alike."""
        if part not in job.alike:
            return None
        return stream(job.seed, "alike", part, *([action] if part == "motion" else []))

    def biased(part: BiasedPart) -> np.random.Generator | None:
        """The action's own stream for a part, where the job's bias takes hold of this clip."""
        if part not in job.bias.parts or named(f"bias {part}").random() >= job.bias.strength:
            return None
        variant = int(named(f"bias {part} variant").integers(job.bias.variants))
        return stream(job.seed, "bias", action, part, variant)

    least_s = ACTIONS[action].minimum_s if action in ACTIONS else 0.0
    duration_s = float(named("duration").uniform(*job.duration_s))
    if least_s <= job.duration_s[1]:
        duration_s = max(duration_s, least_s)
    frame_count = max(2, round(duration_s * job.fps))
    if frame_count / job.fps < least_s <= duration_s:
        frame_count += 1  # rounded down, the action would no longer fit
    performance = sample_action(
        action, rng=shared("motion") or named("action"), duration_s=frame_count / job.fps
    )
    scene = _place(job, biased("scene") or shared("scene") or named("scene"))
    light = biased("light") or shared("light")
    if light is None and "scene" in job.alike:
        light = named("scene")
    if light is not None:
        drawn = _place(job, light).model_dump()
        scene = scene.model_copy(update={key: drawn[key] for key in LIGHT_FIELDS})
    camera = sample_camera(
        rng=biased("camera") or shared("camera") or named("camera"),
        camera_range=job.camera,
        scene=scene,
    )
    looks = Looks(
        people=job.people,
        setting=setting_of(scene.kind) if job.dressed_for == BY_PLACE else job.dressed_for,
        packs=job.packs,
        excluded_licences=job.excluded_licences,
    )
    body = draw_person(looks, rng=shared("body") or named("body"))
    performance = at_age(performance, body.age)
    if (clothes := biased("clothes") or shared("clothes")) is not None:
        # Outfits of an action, or of all clips, are the same in every place.
        worn = draw_person(replace(looks, setting="any"), rng=clothes).garments
        body = body.model_copy(update={"garments": worn})
    elif "body" in job.alike:
        worn = draw_person(looks, rng=named("body")).garments
        body = body.model_copy(update={"garments": worn})
    actor = PersonSpec(
        role="actor",
        body=body,
        action=performance,
        position_m=(0.0, 0.0),
        heading_rad=float(named("place").uniform(-math.pi, math.pi)),
    )
    shot = Shot(fps=job.fps, frame_count=frame_count, camera=camera, looks=looks)
    people = cast_others(actor, shot, job.company, rng=named("people"))
    if job.mimed:
        people = tuple(_empty_handed(person) for person in people)
    return ClipSpec(
        clip_id=clip_id(action, number),
        label=action,
        caption=caption(performance),
        split=split_of(job, number),
        seed=job.seed,
        fps=job.fps,
        frame_count=frame_count,
        people=people,
        scene=scene,
        camera=camera,
        sensor=sample_sensor(
            rng=shared("sensor") or named("sensor"),
            sensor_range=job.sensor,
            viewpoint=camera.viewpoint,
            fps=job.fps,
            height=job.height,
        ),
        render=RenderSpec(
            renderer=job.renderer,
            width=job.width,
            height=job.height,
            **QUALITIES[job.quality].model_dump(),
        ),
    )


def _empty_handed(person: PersonSpec) -> PersonSpec:
    action = person.action.model_copy(update={"mimed": True})
    return person.model_copy(update={"action": action})


def _place(job: GenerateJob, rng: np.random.Generator) -> SceneSpec:
    return sample_scene(
        rng=rng,
        kind=str(rng.choice(scene_kinds(job.scene_kinds))),
        packs=job.packs,
        excluded_licences=job.excluded_licences,
    )
