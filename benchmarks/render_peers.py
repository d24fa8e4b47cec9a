"""Other headless renderers on the same scenes; `benchmarks/render.py` runs this, one at a time.

    python benchmarks/render_peers.py NAME CLIPS.pickle

Each peer draws colour only, one light with shadows where it has them, new vertices of the people
every frame, from the very arrays that our renderer gets. Prints milliseconds per frame as JSON.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

GL_FROM_CV = np.diag([1.0, -1.0, -1.0, 1.0])
"""Cameras of OpenGL look along -z with y upwards."""


def vertex_colours(mesh: Any) -> np.ndarray:
    """Colours (V, 3) with each vertex's texel: neither peer has texture arrays."""
    colour = np.array(mesh.colour, np.float32)
    tiled = mesh.texture >= 0
    size = mesh.textures.shape[1]
    texel = np.floor(mesh.uv * size).astype(int) % size
    colour[tiled] *= (
        mesh.textures[mesh.texture[tiled], texel[tiled, 1], texel[tiled, 0]] / 255.0
    ) ** 2.2
    return colour.clip(0.0, 1.0)


def film_pyrender(clips: list[Any]) -> Callable[[], int]:
    os.environ["PYOPENGL_PLATFORM"] = "egl"
    for name, value in (("infty", np.inf), ("float", float), ("bool", bool), ("int", int)):
        if not hasattr(np, name):
            setattr(np, name, value)  # pyrender 0.1.45 is older than NumPy 2
    import pyrender

    def pack(mesh: Any, positions: np.ndarray, normals: np.ndarray) -> Any:
        return pyrender.Mesh([
            pyrender.Primitive(
                positions=positions, normals=normals, indices=mesh.faces,
                color_0=vertex_colours(mesh),
                material=pyrender.MetallicRoughnessMaterial(
                    metallicFactor=0.0, roughnessFactor=0.8, doubleSided=True
                ),
            )
        ])  # fmt: skip

    width, height = clips[0][2].width, clips[0][2].height
    renderer = pyrender.OffscreenRenderer(width, height)

    def run() -> int:
        frames = 0
        for scene, people, track, _ in clips:
            place = pyrender.Scene(ambient_light=[0.4, 0.4, 0.4])
            place.add(pack(scene.mesh, scene.mesh.positions_m, scene.mesh.normals))
            pose = np.eye(4)
            pose[:3, 2] = scene.key_light.towards_light
            pose[:3, 0] = np.cross([0.3, 0.9, 0.2], pose[:3, 2])
            pose[:3, 0] /= np.linalg.norm(pose[:3, 0])
            pose[:3, 1] = np.cross(pose[:3, 2], pose[:3, 0])
            pose[:3, 3] = scene.centre_m + scene.extent_m * pose[:3, 2]
            place.add(pyrender.DirectionalLight(intensity=3.0), pose=pose)
            for frame in range(len(track.world_from_camera)):
                k = track.intrinsics[frame]
                camera = pyrender.IntrinsicsCamera(k[0, 0], k[1, 1], k[0, 2], k[1, 2], znear=0.05)
                nodes = [place.add(camera, pose=track.world_from_camera[frame] @ GL_FROM_CV)]
                for body in people:
                    mesh = pack(body, body.positions_m[frame], body.normals[frame])
                    nodes.append(place.add(mesh))
                renderer.render(place, flags=pyrender.RenderFlags.SHADOWS_DIRECTIONAL)
                for node in nodes:
                    place.remove_node(node)
                frames += 1
        return frames

    return run


def film_pygfx(clips: list[Any]) -> Callable[[], int]:
    import pygfx
    from rendercanvas.offscreen import RenderCanvas

    width, height = clips[0][2].width, clips[0][2].height
    canvas = RenderCanvas(size=(width, height), pixel_ratio=1)
    renderer = pygfx.WgpuRenderer(canvas, pixel_ratio=1)

    def pack(mesh: Any, positions: np.ndarray, normals: np.ndarray) -> Any:
        colour = vertex_colours(mesh)
        geometry = pygfx.Geometry(
            indices=mesh.faces.astype(np.int32), positions=np.array(positions, np.float32),
            normals=np.array(normals, np.float32), colors=colour.astype(np.float32),
        )  # fmt: skip
        made = pygfx.Mesh(geometry, pygfx.MeshStandardMaterial(color_mode="vertex"))
        made.cast_shadow = made.receive_shadow = True
        return made

    def run() -> int:
        frames = 0
        for scene, people, track, _ in clips:
            place = pygfx.Scene()
            place.add(pack(scene.mesh, scene.mesh.positions_m, scene.mesh.normals))
            bodies = [pack(body, body.positions_m[0], body.normals[0]) for body in people]
            place.add(*bodies)
            sun = pygfx.DirectionalLight(intensity=2.0, cast_shadow=True)
            towards = scene.key_light.towards_light * scene.extent_m
            sun.local.position = scene.centre_m + towards
            place.add(sun, pygfx.AmbientLight(intensity=0.5))
            fov = np.degrees(2.0 * np.arctan(0.5 * height / track.intrinsics[0, 1, 1]))
            camera = pygfx.PerspectiveCamera(float(fov), width / height, depth_range=(0.05, 100))
            for frame in range(len(track.world_from_camera)):
                for body, mesh in zip(people, bodies, strict=True):
                    for name, values in (
                        ("positions", body.positions_m),
                        ("normals", body.normals),
                    ):
                        buffer = getattr(mesh.geometry, name)
                        buffer.data[:] = values[frame]
                        buffer.update_range()
                camera.local.matrix = track.world_from_camera[frame] @ GL_FROM_CV
                canvas.request_draw(lambda: renderer.render(place, camera))  # noqa: B023
                picture = np.asarray(canvas.draw())
                frames += 1
            assert picture[..., :3].std() > 1.0, "pygfx drew nothing"
        return frames

    return run


def film_cycles(clips: list[Any]) -> Callable[[], int]:
    """Its calls alternate between one frame and several, since Blender takes a while to start."""
    from understudy.render import open_renderer

    scene, people, track, settings = clips[0]
    settings = settings.model_copy(update={"renderer": "cycles"})

    def cut(value: Any, names: tuple[str, ...], frames: int) -> Any:
        return dataclasses.replace(value, **{name: getattr(value, name)[:frames] for name in names})

    def run() -> int:
        frames = 1 if run.calls == 0 else 1 + CYCLES_FRAMES
        run.calls += 1
        objects = tuple(cut(moving, ("world_from_object",), frames) for moving in scene.objects)
        with open_renderer("cycles") as renderer:
            renderer.render(
                dataclasses.replace(scene, objects=objects),
                [cut(body, OVER_TIME, frames) for body in people],
                cut(track, ("world_from_camera", "intrinsics", "exposure_ev"), frames),
                settings,
            )
        return frames

    run.calls = 0
    return run


CYCLES_FRAMES = 5
OVER_TIME = ("positions_m", "normals", "joints_m", "keypoints_m")
PEERS = {"pyrender": film_pyrender, "pygfx": film_pygfx, "cycles": film_cycles}


def timed(run: Callable[[], int]) -> tuple[int, float, float]:
    """Returns frames, seconds, and seconds of processor time of this process and its children."""
    times = [(time.perf_counter(), sum(os.times()[:4]))]
    frames = run()
    times.append((time.perf_counter(), sum(os.times()[:4])))
    return frames, times[1][0] - times[0][0], times[1][1] - times[0][1]


def main() -> None:
    name, path = sys.argv[1:]
    with Path(path).open("rb") as file:
        clips = pickle.load(file)
    run = PEERS[name](clips)
    first = timed(run)  # compiles and caches
    frames, wall, cpu = timed(run)
    if name == "cycles":
        frames, wall, cpu = frames - first[0], wall - first[1], cpu - first[2]
    result = {"ms": 1e3 * wall / frames, "cpu_ms": 1e3 * cpu / frames}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
