"""From a job to a dataset: each clip sampled, moved, embodied, set, rendered, stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from understudy import bodies, motion, scenes
from understudy.casting import view_heading
from understudy.composition import describe_clip
from understudy.data.manifest import Manifest, claim_folder, shard_path, write_manifest
from understudy.data.shards import ShardRecord, finished_shard, write_shard
from understudy.engine.local import Event, Task, run_tasks
from understudy.errors import UnderstudyError
from understudy.render import open_renderer
from understudy.render.ground_truth import assemble
from understudy.render.sensor import apply_sensor, distort_truth
from understudy.sampling import GenerateJob, clip_id, clip_numbers, sample_clip
from understudy.types import (
    CameraTrack,
    ClipSpec,
    MeshSequence,
    Motion,
    RenderedClip,
    Renderer,
    Scene,
)

CLEARANCE_M = 0.45
"""How far furniture stays from the places where a person's joints pass."""


def generate(
    job: GenerateJob,
    out: Path,
    *,
    workers: int | None = None,
    on_clip: Callable[[int], None] | None = None,
) -> Manifest:
    """Films a whole dataset, or what an interrupted call with the same job has left to do.

    Shards are independent tasks with a fixed list of clips each, so the number of workers and the
    moment of an interruption change no byte of the result.

    Args:
        job: what to film.
        out: folder of the dataset.
        workers: processes; one per core by default.
        on_clip: called with the number of clips that are done.

    Raises:
        DatasetError: `out` belongs to something else.
        StorageError: the disk is full; finished shards are kept.
        KeyboardInterrupt: finished shards are kept.
    """
    clips = list(clip_numbers(job))
    size = job.clips_per_shard
    contents = [clips[start : start + size] for start in range(0, len(clips), size)]
    report = on_clip or (lambda done: None)
    with claim_folder(out, job.model_dump(mode="json")) as claim:
        records: dict[str, ShardRecord] = {}
        tasks = []
        for number, names in enumerate(contents):
            path = shard_path(out, number)
            record = finished_shard(path, [clip_id(action, n) for action, n in names])
            if record is None:
                payload = (job, path, names)
                tasks.append(Task(name=path.stem, payload=payload))
            else:
                records[path.stem] = record
        done = sum(len(record.clip_ids) for record in records.values())
        report(done)

        def count(event: Event) -> None:
            nonlocal done
            if event.kind == "progress":
                done += event.amount
                report(done)

        records |= run_tasks(tasks, film_shard, workers=workers, on_event=count)
        return write_manifest(
            claim, [records[name] for name in sorted(records)], mirrored=motion.mirrored_names()
        )


def film_shard(
    payload: tuple[GenerateJob, Path, list[tuple[str, int]]], report: Callable[[], None]
) -> ShardRecord:
    """Films one shard; runs in a worker process, which keeps its renderer for the next one."""
    job, path, names = payload
    renderer = _worker_renderer(job.renderer)

    def clips() -> Iterator[RenderedClip]:
        for action, number in names:
            try:
                yield film(sample_clip(job, action, number), renderer)
            except UnderstudyError as error:
                raise type(error)(f"clip {clip_id(action, number)}: {error}") from error
            report()

    return write_shard(path, clips(), job.layers, describe_clip)


@lru_cache(maxsize=1)
def _worker_renderer(name: str) -> Renderer:
    return open_renderer(name)


@dataclass(frozen=True, kw_only=True)
class FilmParts:
    """Everything that a renderer and the ground truth need of a clip."""

    motions: list[Motion]
    people: list[MeshSequence]
    camera: CameraTrack
    scene: Scene


def film(spec: ClipSpec, renderer: Renderer) -> RenderedClip:
    """Makes the clip that a spec describes; the same spec gives the same pixels.

    Raises:
        InputError: the spec names an action, garment, scene or the like that does not exist.
    """
    parts = film_parts(spec)
    buffers = renderer.render(parts.scene, parts.people, parts.camera, spec.render)
    return RenderedClip(
        spec=spec,
        frames=apply_sensor(
            buffers.colour, spec.sensor, depth_m=buffers.depth_m, flow_px=buffers.flow_px
        ),
        truth=distort_truth(
            assemble(
                buffers,
                parts.people,
                parts.motions,
                parts.camera,
                action_interval_s=parts.motions[0].action_interval_s,
            ),
            spec.sensor,
        ),
    )


HEADROOM_M = 0.3
"""From the highest joint (of a head, a raised hand) to the ceiling, at least."""


def film_parts(spec: ClipSpec) -> FilmParts:
    """Moves and embodies the people, places the camera, builds the place around them.

    Raises:
        InputError: the spec names an action, garment, scene or the like that does not exist.
    """
    motions = perform_all(spec)
    people = [
        bodies.embody(
            person.body, performed, position_m=person.position_m, heading_rad=person.heading_rad
        )
        for person, performed in zip(spec.people, motions, strict=True)
    ]
    watched = [b for b, p in zip(people, spec.people, strict=True) if p.role != "bystander"]
    camera = scenes.build_camera(
        spec.camera,
        joints_m=np.concatenate([body.joints_m for body in watched], axis=1),
        heading_rad=view_heading(spec.people, spec.camera),
        fps=spec.fps,
        width=spec.render.width,
        height=spec.render.height,
        exposure_ev=spec.sensor.exposure_ev,
    )
    scene = scenes.build_scene(
        spec.scene,
        props=[
            scenes.PlacedProp(prop, person.position_m, person.heading_rad)
            for person, performed in zip(spec.people, motions, strict=True)
            for prop in performed.props
        ],
        moving_props=[
            scenes.PlacedMovingProp(prop, person.position_m, person.heading_rad)
            for person, performed in zip(spec.people, motions, strict=True)
            for prop in performed.moving_props
        ],
        keep_clear=[swept_circle(person.joints_m) for person in people],
        headroom_m=max(float(person.joints_m[..., 2].max()) for person in people) + HEADROOM_M,
        camera=camera,
    )
    return FilmParts(motions=motions, people=people, camera=camera, scene=scene)


def perform_all(spec: ClipSpec) -> list[Motion]:
    """Returns everybody's motion; actor and partner know of each other's bodies."""
    skeletons = {person.role: bodies.skeleton(person.body) for person in spec.people}
    others = {"actor": skeletons.get("partner"), "partner": skeletons.get("actor")}
    return [
        motion.perform(
            person.action,
            bodies.skeleton(person.body),
            fps=spec.fps,
            frame_count=spec.frame_count,
            role=person.role,
            partner=others.get(person.role),
        )
        for person in spec.people
    ]


def swept_circle(joints_m: np.ndarray) -> tuple[tuple[float, float], float]:
    """Returns centre and radius of a circle on the ground that holds every joint, always."""
    ground = joints_m[..., :2].reshape(-1, 2)
    centre = (ground.min(axis=0) + ground.max(axis=0)) / 2.0
    radius = float(np.linalg.norm(ground - centre, axis=1).max()) + CLEARANCE_M
    return (float(centre[0]), float(centre[1])), radius
