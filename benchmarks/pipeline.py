"""Frames per second of one core, split by stage, beside anny's own forward pass.

    python benchmarks/pipeline.py [--clips 24] [--size 112] [--json]

Each clip goes through the stages of `generate.film` by hand, with a clock around each. The peer
is anny's forward (torch and warp, one thread) on the same number of frames in the same run: what
posing the same people would cost without our reduced meshes and sparse skinning.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy: the table is about one core
os.environ["LP_NUM_THREADS"] = "0"

import numpy as np
from rich.console import Console
from rich.table import Table

from understudy import bodies, motion, scenes
from understudy.data.shards import write_shard
from understudy.generate import swept_circle
from understudy.motion import ACTIONS
from understudy.render import open_renderer
from understudy.render.ground_truth import assemble
from understudy.render.sensor import apply_sensor
from understudy.sampling import GenerateJob, sample_clip
from understudy.types import ClipSpec, RenderedClip, Renderer

STAGES = (
    "sample",
    "dress",
    "motion",
    "pose",
    "scene",
    "render",
    "ground truth",
    "sensor",
    "encode and store",
)


def film_timed(
    job: GenerateJob, action: str, number: int, renderer: Renderer, folder: Path
) -> tuple[ClipSpec, dict[str, float]]:
    """Films one clip and returns the seconds of each stage."""
    marks = [time.perf_counter()]

    def mark() -> None:
        marks.append(time.perf_counter())

    spec = sample_clip(job, action, number)
    person = spec.people[0]
    mark()
    skeleton = bodies.skeleton(person.body)  # shapes and dresses a new person
    mark()
    performed = motion.perform(person.action, skeleton, fps=spec.fps, frame_count=spec.frame_count)
    mark()
    body = bodies.embody(
        person.body, performed, position_m=person.position_m, heading_rad=person.heading_rad
    )
    mark()
    camera = scenes.build_camera(
        spec.camera,
        joints_m=body.joints_m,
        heading_rad=person.heading_rad,
        fps=spec.fps,
        width=spec.render.width,
        height=spec.render.height,
        exposure_ev=spec.sensor.exposure_ev,
    )
    props = [scenes.PlacedProp(p, person.position_m, person.heading_rad) for p in performed.props]
    scene = scenes.build_scene(
        spec.scene, props=props, keep_clear=[swept_circle(body.joints_m)], camera=camera
    )
    mark()
    buffers = renderer.render(scene, [body], camera, spec.render)
    mark()
    truth = assemble(
        buffers, [body], [performed], camera, action_interval_s=performed.action_interval_s
    )
    mark()
    frames = apply_sensor(buffers.colour, spec.sensor)
    mark()
    clip = RenderedClip(spec=spec, frames=frames, truth=truth)
    write_shard(folder / f"{spec.clip_id}.tar", [clip], job.layers)
    mark()
    seconds = dict(zip(STAGES, np.diff(marks), strict=True))
    return spec, seconds


def anny_ms_per_frame(frames: int = 32, repeats: int = 5) -> float:
    """Returns the median milliseconds per frame of anny's forward for one person."""
    import anny
    import torch
    import warp

    warp.config.quiet = True
    torch.set_num_threads(1)
    model = anny.Anny(rig="anny", topology="anny").to(torch.float32)
    pose = torch.eye(4).repeat(frames, model.bone_count, 1, 1)
    shape = {"age": torch.full((frames,), 0.6)}
    seconds = []
    with torch.inference_mode():
        for _ in range(repeats + 1):
            started = time.perf_counter()
            model(pose, phenotype_kwargs=shape)
            seconds.append(time.perf_counter() - started)
    return 1e3 * statistics.median(seconds[1:]) / frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=24)
    parser.add_argument("--size", type=int, default=112)
    parser.add_argument("--supersample", type=int, default=2)
    parser.add_argument(
        "--layers", nargs="*", default=["depth", "instance", "body_part", "normal", "flow"]
    )
    parser.add_argument(
        "--no-peer", action="store_true", help="anny builds its model first: minutes"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    job = GenerateJob(
        actions=tuple(ACTIONS),
        clips_per_action=options.clips,
        width=options.size,
        height=options.size,
        supersample=options.supersample,
        layers=tuple(options.layers),
    )
    names = list(ACTIONS)
    ms: dict[str, list[float]] = defaultdict(list)
    with open_renderer("raster") as renderer, tempfile.TemporaryDirectory() as scratch:
        film_timed(job, names[0], 10**6, renderer, Path(scratch))  # shaders compile, caches fill
        for number in range(options.clips):
            action = names[number % len(names)]
            spec, seconds = film_timed(job, action, number, renderer, Path(scratch))
            for stage in STAGES:
                ms[stage].append(1e3 * seconds[stage] / spec.frame_count)
            ms["all"].append(1e3 * sum(seconds.values()) / spec.frame_count)
    medians = {stage: statistics.median(values) for stage, values in ms.items()}
    peer = None if options.no_peer else anny_ms_per_frame()
    if options.json:
        json.dump({"ms_per_frame": medians, "anny_forward_ms": peer}, sys.stdout, indent=1)
        return
    table = Table("stage", "ms per frame", "share", title=(
        f"one core, {options.size}x{options.size}, supersample {options.supersample}, "
        f"layers {', '.join(options.layers) or 'none'}, median of {options.clips} clips"
    ))  # fmt: skip
    total = sum(medians[stage] for stage in STAGES)
    for stage in STAGES:
        table.add_row(stage, f"{medians[stage]:.2f}", f"{medians[stage] / total:.0%}")
    table.add_row("all", f"{medians['all']:.2f}", f"{1e3 / medians['all']:.1f} frames/s")
    Console().print(table)
    if peer is not None:
        ratio = peer / medians["pose"]
        Console().print(
            f"anny's forward: {peer:.2f} ms per frame, {ratio:.1f} times our pose stage"
        )


if __name__ == "__main__":
    main()
