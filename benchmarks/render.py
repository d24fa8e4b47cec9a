"""Frames per second of the rasteriser: by size and quality, by stage, beside others, over time.

    taskset -c 0 python benchmarks/render.py                 # the table, with peers and workers
    python benchmarks/render.py --long 2000                  # does memory stay flat?
    python benchmarks/render.py --gpu                        # with a graphics card's driver
    python benchmarks/render.py --json > render.json

One dressed person in a furnished room, colour and every ground-truth layer, body animation and
encoding included, on one core. Peers run in the same call on the same scenes where they are
installed; a folder of their own keeps the environment clean:

    pip install --target peers --no-deps pyrender trimesh networkx freetype-py imageio six scipy \\
        pyglet==1.5.28 PyOpenGL==3.1.0 pygfx wgpu rendercanvas pylinalg hsluv uharfbuzz cffi \\
        pycparser
    apt-get install mesa-vulkan-drivers libvulkan1           # pygfx
    understudy setup --cycles                                # Blender
    PYTHONPATH=peers python benchmarks/render.py
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy: the table is about one core
os.environ["LP_NUM_THREADS"] = "0"

from rich.console import Console
from rich.table import Table

from understudy import generate
from understudy.data.shards import write_shard
from understudy.render import QUALITIES, open_renderer
from understudy.sampling import GenerateJob, sample_clip
from understudy.types import GROUND_TRUTH_LAYERS, ClipSpec, RenderedClip, RenderSpec

ACTIONS = ("walk", "wave_one_hand", "sit_down", "pick_up", "kick", "clap")
TARGETS = {(224, "default"): 20.0, (224, "draft"): 40.0, (112, "default"): 50.0}
CASES = ((224, "default"), (224, "draft"), (112, "default"), (112, "draft"), (224, "high"))


def draw_specs(size: int, quality: str, count: int, *, seed: int = 3) -> list[ClipSpec]:
    """Clips of one person in a room, any camera, light and clothes; 24 frames each."""
    specs = []
    for number in range(count):
        action = ACTIONS[number % len(ACTIONS)]
        job = GenerateJob(
            actions=(action,), clips_per_action=1, width=size, height=size,
            duration_s=(2.0, 2.0), layers=GROUND_TRUTH_LAYERS, scene_kinds=("indoor",), seed=seed,
        )  # fmt: skip
        spec = sample_clip(job, action, number)
        render = RenderSpec(
            renderer="raster", width=size, height=size, **QUALITIES[quality].model_dump()
        )
        specs.append(spec.model_copy(update={"people": spec.people[:1], "render": render}))
    return specs


class Clock:
    """Seconds of processor time by stage: what one core does, whoever else uses the machine."""

    def __init__(self, wall: bool) -> None:
        self.now = time.perf_counter if wall else time.process_time
        self.seconds: dict[str, float] = defaultdict(float)
        self.last = self.now()

    def mark(self, stage: str) -> None:
        now = self.now()
        self.seconds[stage] += now - self.last
        self.last = now


def film_timed(spec: ClipSpec, renderer: Any, folder: Path, clock: Clock) -> None:
    """`generate.film` and storing, with a mark after each stage."""
    clock.last = clock.now()
    parts = generate.film_parts(spec)
    clock.mark("people and place")
    buffers = renderer.render(parts.scene, parts.people, parts.camera, spec.render)
    clock.mark("render")
    truth = generate.assemble(
        buffers, parts.people, parts.motions, parts.camera,
        action_interval_s=parts.motions[0].action_interval_s,
    )  # fmt: skip
    truth = generate.distort_truth(truth, spec.sensor)
    clock.mark("ground truth")
    frames = generate.apply_sensor(
        buffers.colour, spec.sensor, depth_m=buffers.depth_m, flow_px=buffers.flow_px
    )
    clock.mark("camera model")
    clip = RenderedClip(spec=spec, frames=frames, truth=truth)
    write_shard(folder / "clip.tar", [clip], GROUND_TRUTH_LAYERS)
    clock.mark("encode and store")


def measure(size: int, quality: str, clips: int, *, wall: bool = False) -> dict[str, Any]:
    """Returns medians over clips: ms per frame by stage, frames/s, triangles, the render's own."""
    # People of each case's own: the wardrobes of a former case would still be at hand.
    seed = 10 + 3 * size + list(QUALITIES).index(quality)
    specs = draw_specs(size, quality, clips, seed=seed)
    frames = specs[0].frame_count
    rows: list[dict[str, float]] = []
    with open_renderer("raster") as renderer, tempfile.TemporaryDirectory() as folder:
        for spec in draw_specs(size, quality, 4, seed=4):  # fills caches that clips share
            film_timed(spec, renderer, Path(folder), Clock(wall))
        for spec in specs:
            clock = Clock(wall)
            film_timed(spec, renderer, Path(folder), clock)
            rows.append({k: 1e3 * v / frames for k, v in clock.seconds.items()})
        stages = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
        total = statistics.median(sum(row.values()) for row in rows)
        renderer.clock = clock.now  # type: ignore[attr-defined]
        renderer.timings = {}  # type: ignore[attr-defined]
        triangles = []
        for spec in specs:
            parts = generate.film_parts(spec)
            renderer.render(parts.scene, parts.people, parts.camera, spec.render)
            triangles.append((len(parts.scene.mesh.faces), len(parts.people[0].faces)))
        inside = {
            name: 1e3 * seconds / frames / clips
            for name, seconds in renderer.timings.items()  # type: ignore[attr-defined]
        }
        driver = renderer.context.info["GL_RENDERER"]  # type: ignore[attr-defined]
    return {
        "size": size, "quality": quality, "frames_per_s": 1e3 / total, "ms": total,
        "stages_ms": stages, "render_ms": inside, "driver": driver,
        "scene_triangles": statistics.median(t[0] for t in triangles),
        "person_triangles": statistics.median(t[1] for t in triangles),
    }  # fmt: skip


def worker(seconds: float, number: int, results: Any) -> None:
    """Films clips for a while; reports frames/s and the peak of resident memory."""
    specs = draw_specs(112, "default", 6)
    with open_renderer("raster") as renderer, tempfile.TemporaryDirectory() as folder:
        film_timed(specs[0], renderer, Path(folder), Clock(True))
        frames, start, used = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - start < seconds:
            spec = specs[(frames // specs[0].frame_count) % len(specs)]
            film_timed(spec, renderer, Path(folder), Clock(True))
            frames += spec.frame_count
        rate = frames / (time.perf_counter() - start)
        core_rate = frames / (time.process_time() - used)
    results.put(
        (number, rate, core_rate, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0)
    )


def measure_workers(counts: tuple[int, ...] = (1, 2), seconds: float = 20.0) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    found: dict[str, Any] = {}
    for count in counts:
        results = context.Queue()
        processes = [
            context.Process(target=worker, args=(seconds, n, results)) for n in range(count)
        ]
        for process in processes:
            process.start()
        rows = [results.get() for _ in processes]
        for process in processes:
            process.join()
        found[str(count)] = {
            "frames_per_s_each": statistics.mean(row[1] for row in rows),
            "frames_per_core_s": statistics.mean(row[2] for row in rows),
            "peak_memory_mb": max(row[3] for row in rows),
        }
    return found


def measure_peers(size: int, clips: int) -> dict[str, Any]:
    """Our renderer and others on the same scenes; ms per frame of drawing and reading alone."""
    made = []
    for spec in draw_specs(size, "default", clips):
        parts = generate.film_parts(spec)
        made.append((parts.scene, parts.people, parts.camera, spec.render))
    found: dict[str, Any] = {}
    with open_renderer("raster") as renderer:
        renderer.render(*made[0])
        wall, cpu = time.perf_counter(), time.process_time()
        for clip in made:
            renderer.render(*clip)
        frames = sum(len(clip[2].exposure_ev) for clip in made)
        found["understudy"] = {
            "ms": 1e3 * (time.perf_counter() - wall) / frames,
            "cpu_ms": 1e3 * (time.process_time() - cpu) / frames,
        }
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        pickle.dump(made, file)
        file.flush()
        for peer in ("pyrender", "pygfx", "cycles"):
            script = Path(__file__).with_name("render_peers.py")
            environment = {k: v for k, v in os.environ.items() if k != "LP_NUM_THREADS"}
            environment["LP_NUM_THREADS"] = "1" if peer == "pygfx" else "0"
            done = subprocess.run(
                [sys.executable, str(script), peer, file.name],
                capture_output=True, text=True, env=environment,
            )  # fmt: skip
            if done.returncode:
                last = (done.stderr.strip().splitlines() or ["it died"])[-1]
                found[peer] = {"error": last}
            else:
                found[peer] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def watch_memory(clips: int) -> list[tuple[int, float]]:
    """Films many small clips; returns (clips so far, resident memory [MB])."""
    page_mb = os.sysconf("SC_PAGE_SIZE") / 2**20
    found = []
    with open_renderer("raster") as renderer:
        for number in range(clips + 1):
            job = GenerateJob(
                actions=("walk",), clips_per_action=1, width=64, height=64, fps=4.0,
                duration_s=(1.5, 1.5), seed=5,
            )  # fmt: skip
            generate.film(sample_clip(job, "walk", number), renderer)
            if number % max(clips // 20, 1) == 0:
                pages = int(Path("/proc/self/statm").read_text().split()[1])
                found.append((number, pages * page_mb))
                print(f"{number:6d} clips  {found[-1][1]:7.1f} MB", file=sys.stderr, flush=True)
    return found


def show(results: dict[str, Any], console: Console) -> None:
    rows = results.get("table", [])
    if rows:
        stages = list(rows[0]["stages_ms"])
        table = Table(title=f"ms per frame and core ({rows[0]['driver']}), medians over clips")
        headings = ("size", "quality", "frames/s", "target", *stages, "triangles", "bound by")
        for heading in headings:
            table.add_column(heading, justify="right")
        for row in rows:
            inside = sorted(row["render_ms"].items(), key=lambda item: -item[1])[:3]
            target = TARGETS.get((row["size"], row["quality"]))
            table.add_row(
                str(row["size"]), row["quality"], f"{row['frames_per_s']:.1f}",
                f"{target:.0f}" if target else "",
                *(f"{row['stages_ms'][stage]:.2f}" for stage in stages),
                f"{row['scene_triangles']:.0f} + {row['person_triangles']:.0f}",
                ", ".join(f"{name} {ms:.1f}" for name, ms in inside),
            )  # fmt: skip
        console.print(table)
    if "peers" in results:
        ours = results["peers"]["understudy"]["cpu_ms"]
        table = Table(title="drawing alone, 224x224, same scenes; ratios of processor time")
        for heading in ("renderer", "ms per frame", "processor ms", "times ours"):
            table.add_column(heading, justify="right")
        for name, row in results["peers"].items():
            if "error" in row:
                table.add_row(name, "not measured:", row["error"][:60], "see this file's head")
            else:
                table.add_row(
                    name, f"{row['ms']:.1f}", f"{row['cpu_ms']:.1f}", f"{row['cpu_ms'] / ours:.1f}"
                )
        console.print(table)
    for count, row in results.get("workers", {}).items():
        console.print(
            f"{count} worker(s): {row['frames_per_s_each']:.1f} frames/s each at 112x112 "
            f"({row['frames_per_core_s']:.1f} per second of processor time), "
            f"peak memory {row['peak_memory_mb']:.0f} MB"
        )
    if "memory" in results:
        first, last = results["memory"][len(results["memory"]) // 4], results["memory"][-1]
        console.print(
            f"resident memory {first[1]:.0f} MB after {first[0]} clips, "
            f"{last[1]:.0f} MB after {last[0]}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=12, help="per size and quality")
    parser.add_argument("--long", type=int, metavar="CLIPS", help="film so many, watch memory")
    parser.add_argument("--gpu", action="store_true", help="wall time at 224 with all layers")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-workers", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results: dict[str, Any] = {}
    if options.long:
        results["memory"] = watch_memory(options.long)
    elif options.gpu:
        cases = ((224, "draft"), (224, "default"), (224, "high"))
        results["table"] = [measure(*case, options.clips, wall=True) for case in cases]
        for row in results["table"]:
            row["render_frames_per_s"] = 1e3 / row["stages_ms"]["render"]
    else:
        results["table"] = [measure(*case, options.clips) for case in CASES]
        if not options.no_peers:
            results["peers"] = measure_peers(224, min(options.clips, 3))
        if not options.no_workers:
            results["workers"] = measure_workers()
    if options.json:
        json.dump(results, sys.stdout, indent=1)
        return
    show(results, Console(width=max(Console().width, 150)))


if __name__ == "__main__":
    main()
