"""Blender's Cycles as a renderer: colour by path tracing, ground truth by the rasteriser.

Both see the same triangles through the same camera, so the exact facts of the rasteriser hold for
the traced picture; `traced_facts` lets a test compare them.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from understudy.colour import linear_to_srgb
from understudy.errors import PlatformError
from understudy.render.cycles.environment import blender_python
from understudy.render.inputs import check_inputs
from understudy.render.lighting import PENUMBRA_M, irradiance, tone_curve
from understudy.types import (
    FIRST_OBJECT_ID,
    CameraTrack,
    KeyLight,
    Mesh,
    MeshSequence,
    RenderBuffers,
    Renderer,
    RenderSpec,
    Scene,
)

SAMPLES_PER_SUPERSAMPLE = 4
"""Paths per pixel at `supersample` 1; the default 2 gives 8, denoised."""
THREADS_VARIABLE = "UNDERSTUDY_CYCLES_THREADS"
FACING_SUN_M = 1.5
"""Distance at which a sun's penumbra has the width that the rasteriser gives it."""


class CyclesRenderer:
    """Path-traces colour in a Blender process of its own; open it in the process that renders.

    Raises:
        PlatformError: Blender's Python module is not set up (says how), or its process died.
    """

    name = "cycles"

    def __init__(self) -> None:
        from understudy.render.render_raster import RasterRenderer

        python = blender_python()
        self._facts: Renderer = RasterRenderer()
        self._folder = tempfile.TemporaryDirectory(prefix="understudy-cycles-")
        self._log = (Path(self._folder.name) / "blender.log").open("w+")
        reading, writing = os.pipe()
        script = Path(__file__).with_name("blender_side.py")
        self._process = subprocess.Popen(
            [str(python), str(script), str(writing)],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            pass_fds=(writing,),
            text=True,
        )
        os.close(writing)
        self._replies = os.fdopen(reading)

    def __enter__(self) -> CyclesRenderer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends Blender; a second call does nothing."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            with suppress(BrokenPipeError):  # it may have died with a request in the pipe
                self._process.stdin.close()
            try:
                self._process.wait(timeout=10.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._replies.close()
            self._log.close()
            self._folder.cleanup()
            self._facts.close()

    def render(
        self,
        scene: Scene,
        bodies: Sequence[MeshSequence],
        camera: CameraTrack,
        settings: RenderSpec,
    ) -> RenderBuffers:
        """Films the clip.

        Raises:
            InputError: meshes, camera and settings do not fit together.
            PlatformError: Blender failed.
        """
        check_inputs(scene, bodies, camera, settings)
        facts = self._facts.render(scene, bodies, camera, replace_supersample(settings))
        linear = self._film(scene, bodies, camera, settings, facts=False)
        exposure = 2.0 ** camera.exposure_ev.astype(np.float32)[:, None, None, None]
        shown = linear_to_srgb(tone_curve(np.maximum(linear * exposure, 0.0)))
        return replace(facts, colour=np.rint(np.clip(shown, 0.0, 1.0) * 255.0).astype(np.uint8))

    def traced_facts(
        self,
        scene: Scene,
        bodies: Sequence[MeshSequence],
        camera: CameraTrack,
        settings: RenderSpec,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Returns depth (T, H, W) [m] and instance ids (T, H, W) as the path tracer sees them."""
        traced = self._film(scene, bodies, camera, settings, facts=True)
        hit = traced[..., 0] > 0.0
        depth_m = np.where(hit, traced[..., 0], 0.0)
        ids = np.rint(traced[..., 1] * 255.0)
        return depth_m, np.where(hit, ids, 0).astype(np.uint8)

    def _film(
        self,
        scene: Scene,
        bodies: Sequence[MeshSequence],
        camera: CameraTrack,
        settings: RenderSpec,
        *,
        facts: bool,
    ) -> np.ndarray:
        folder = Path(self._folder.name)
        np.savez(folder / "clip.npz", **_clip_arrays(scene, bodies, camera, settings, facts=facts))
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(f"{folder}\n")
            self._process.stdin.flush()
            answer = self._replies.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise PlatformError(f"Blender's process died: {self._last_words()}")
        reply = json.loads(answer)
        if "error" in reply:
            raise PlatformError(f"Blender could not film the clip: {reply['error']}")
        traced: np.ndarray = np.load(folder / "colour.npy")
        return traced

    def _last_words(self) -> str:
        self._log.flush()
        self._log.seek(0)
        return self._log.read()[-1500:].strip() or "it said nothing"


def replace_supersample(settings: RenderSpec) -> RenderSpec:
    """Returns the cheapest settings that give the same facts: those of the pixels' centres."""
    return settings.model_copy(update={"supersample": 1, "ambient_occlusion": False})


@dataclass(frozen=True, kw_only=True)
class _Posed:
    """A mesh over time, T = 1 for what stands."""

    positions_m: np.ndarray
    normals: np.ndarray
    mesh: Mesh | MeshSequence
    instance: int


def _clip_arrays(
    scene: Scene,
    bodies: Sequence[MeshSequence],
    camera: CameraTrack,
    settings: RenderSpec,
    *,
    facts: bool,
) -> dict[str, Any]:
    """Returns everything that Blender's side needs, as arrays of a `.npz` file."""
    things = {
        "scene": _Posed(
            positions_m=scene.mesh.positions_m[None],
            normals=scene.mesh.normals[None],
            mesh=scene.mesh,
            instance=0,
        )
    }
    for number, body in enumerate(bodies, 1):
        things[f"person{number}"] = _Posed(
            positions_m=body.positions_m, normals=body.normals, mesh=body, instance=number
        )
    for number, item in enumerate(scene.objects):
        turn, shift = item.world_from_object[:, :3, :3], item.world_from_object[:, :3, 3]
        things[f"object{number}"] = _Posed(
            positions_m=np.einsum("tij,vj->tvi", turn, item.mesh.positions_m) + shift[:, None],
            normals=np.einsum("tij,vj->tvi", turn, item.mesh.normals),
            mesh=item.mesh,
            instance=FIRST_OBJECT_ID + number,
        )
    arrays: dict[str, Any] = {
        "world_from_camera": camera.world_from_camera,
        "intrinsics": camera.intrinsics,
        "environment": scene.environment,
    }
    for name, thing in things.items():
        if not len(thing.mesh.faces):
            continue
        mesh = thing.mesh
        arrays |= {
            f"{name}.positions": thing.positions_m.astype(np.float32),
            f"{name}.normals": thing.normals.astype(np.float32),
            f"{name}.ambient": irradiance(thing.normals, scene.irradiance_sh).astype(np.float32),
            f"{name}.colour": mesh.colour,
            f"{name}.uv": mesh.uv,
            f"{name}.faces": mesh.faces,
            f"{name}.texture": mesh.texture,
            f"{name}.textures": mesh.textures,
            f"{name}.pages": mesh.pages,
            f"{name}.instance": np.float32(thing.instance),
        }
    lights = [_light(scene.key_light, scene, shadows=True)]
    lights += [_light(light, scene, shadows=False) for light in scene.other_lights]
    arrays["settings"] = json.dumps(
        {
            "width": settings.width,
            "height": settings.height,
            "samples": 1 if facts else SAMPLES_PER_SUPERSAMPLE * settings.supersample,
            "threads": int(os.environ.get(THREADS_VARIABLE, "0")),
            "facts": facts,
            "lights": lights,
            "meshes": [name for name, thing in things.items() if len(thing.mesh.faces)],
        }
    )
    return arrays


def _light(light: KeyLight, scene: Scene, *, shadows: bool) -> dict[str, Any]:
    penumbra_m = PENUMBRA_M * light.softness
    towards = np.asarray(light.towards_light, np.float64)
    position = None if light.position_m is None else np.asarray(light.position_m, np.float64)
    distance = 1.0 if position is None else float(np.linalg.norm(position - scene.centre_m))
    return {
        "towards": towards.tolist(),
        "position": None if position is None else position.tolist(),
        "radiance": np.asarray(light.radiance, np.float64).tolist(),
        "distance": max(distance, 0.1),
        "angle": float(2.0 * np.arctan(penumbra_m / FACING_SUN_M)),
        "radius": float(max(penumbra_m, 0.01)),
        "shadows": shadows,
    }
