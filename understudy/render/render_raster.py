"""The OpenGL renderer: a CPU will do (Mesa's llvmpipe), a graphics card's driver is faster.

One draw of the geometry gives the surface's colour and all ground truth (multiple render targets)
on a grid of samples that contains every pixel's exact centre. Light and ambient occlusion are found
once per pixel, at its centre; on the way from samples to pixels, each sample takes the light of the
pixel around it that sees the same surface (with one sample per pixel, both happen in one pass).
With an even `supersample` s the grid has s + 1 samples from border to border of a pixel, borders
shared; with an odd one, s samples inside it. Colour averages a pixel's samples, ground truth takes
the one at the centre.

The rows of all targets run from the top of the picture down, so nothing is flipped afterwards;
seen so, front faces turn clockwise.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from understudy.colour import decode_srgb
from understudy.errors import InputError, PlatformError
from understudy.geometry import invert_rigid
from understudy.render.changes import StillView, spread, still_view, tiles_of, triangles_of
from understudy.render.gpu_mesh import GpuMesh, Material
from understudy.render.inputs import NEAR_M, check_inputs
from understudy.render.lighting import (
    PENUMBRA_M,
    LightFrustum,
    light_frustum,
)
from understudy.render.opengl import (
    WHOLE,
    ScreenPass,
    ShadowMaps,
    Targets,
    open_context,
    read_shader,
    set_uniform,
)
from understudy.render.pages import PageCache
from understudy.render.posed import Posed, pose_scene
from understudy.types import (
    TEXTURE_SIZE,
    CameraTrack,
    KeyLight,
    MeshSequence,
    RenderBuffers,
    RenderSpec,
    Scene,
)

if TYPE_CHECKING:
    import moderngl

FAR_M = 10_000.0
"""Surfaces further away are cut off. What is near decides the depth's precision."""


TEXTURE_UNITS: dict[str, dict[str, int]] = {
    "occlusion_fragment": {"normal_depth": 1},
    "light_fragment": {"normal_depth": 1, "open_depth": 3, "shadow_map": 5},
    "resolve_fragment": {
        "albedo": 0, "normal_depth": 1, "flow_identity": 2, "light": 3, "open_depth": 3,
        "shadow_map": 5, "environment": 6,
    },
}  # fmt: skip
"""Where the passes over the picture find their inputs, those that they have; 4 holds the tiles, 7 a
page."""


@dataclass(frozen=True)
class Passes:
    """The passes over the picture that a clip's settings ask for."""

    occlusion: ScreenPass
    light: ScreenPass | None
    """None with one sample per pixel: `resolve` finds its light itself."""
    resolve: ScreenPass

    @property
    def lighting(self) -> moderngl.Program:
        """The program that knows the lights."""
        return (self.light or self.resolve).program


def _occlusion_kernel() -> np.ndarray:
    """Returns 4 x 8 vectors (32, 3) spread over the unit ball, short ones preferred."""
    index = np.arange(32)
    height = 1.0 - 2.0 * (index + 0.5) / 32.0
    angle = index * (np.pi * (3.0 - np.sqrt(5.0)))
    ring = np.sqrt(1.0 - height**2)
    directions = np.stack((ring * np.cos(angle), ring * np.sin(angle), height), axis=1)
    # Every fourth goes to the same cell of the 2 x 2 pattern, with all lengths in each cell.
    cell, rank = index % 4, index // 4
    length = ((rank * 5 % 8 + 0.25 * cell + 0.5) / 8.0) ** 1.5
    order = np.argsort(cell, kind="stable")
    return (directions * np.clip(length, 0.1, 1.0)[:, None])[order]


class RasterRenderer:
    """Draws clips with OpenGL 3.3, headless, through EGL.

    Open it in the process that renders: a context does not survive a fork. Which card EGL takes
    is set by the variable GLCONTEXT_DEVICE_INDEX.

    Raises:
        PlatformError: EGL or its driver is missing (names the Debian packages).
    """

    name = "raster"

    def __init__(self) -> None:
        self.timings: dict[str, float] | None = None
        """Set to {} to add up seconds per stage; waits for the driver after each, so it slows."""
        self.clock = time.perf_counter
        """What `timings` are taken with; `time.process_time` counts one process's work alone."""
        self.context = open_context()
        self._process = os.getpid()
        self._closed = False
        context = self.context
        self._surface_programs: dict[tuple[Material, bool], moderngl.Program] = {}
        self._shadow_programs: dict[Material, moderngl.Program] = {}
        self._most_layers = int(context.info["GL_MAX_ARRAY_TEXTURE_LAYERS"])
        self._screen_passes: dict[tuple[str, int, int, int], ScreenPass] = {}
        self._meshes: list[GpuMesh] = []
        self._pages = PageCache(context)
        self._targets: tuple[tuple[int, int, int], Targets] | None = None
        self._shadow_maps: ShadowMaps | None = None
        self._textures: moderngl.TextureArray | None = None
        self._environment: moderngl.Texture | None = None
        self._linear_levels = decode_srgb(np.arange(256)).astype(np.float16)

    def __enter__(self) -> RasterRenderer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees the context and everything in it; a second call does nothing."""
        if self._closed or self._process != os.getpid():
            return
        self._closed = True
        with self.context:
            for mesh in self._meshes:
                mesh.release()
            self._meshes.clear()
            self._pages.release()
            if self._targets is not None:
                self._targets[1].release()
            if self._shadow_maps is not None:
                self._shadow_maps.release()
            for texture in (self._textures, self._environment):
                if texture is not None:
                    texture.release()
            for screen_pass in self._screen_passes.values():
                screen_pass.release()
            for program in (*self._surface_programs.values(), *self._shadow_programs.values()):
                program.release()
        self.context.release()

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
            PlatformError: the renderer was opened by another process.
        """
        if self._process != os.getpid():
            raise PlatformError(
                "this renderer was opened before the process forked, which no OpenGL driver "
                "supports: open one in each process, and start processes with 'spawn'"
            )
        if self._closed:
            raise PlatformError("this renderer is closed: open a new one")
        frame_count = check_inputs(scene, bodies, camera, settings)
        with self.context:  # makes it the current one, among several
            return self._film(scene, bodies, camera, settings, frame_count)

    def _film(
        self,
        scene: Scene,
        bodies: Sequence[MeshSequence],
        camera: CameraTrack,
        settings: RenderSpec,
        frame_count: int,
    ) -> RenderBuffers:
        with self._stage("upload"):
            posed = pose_scene(scene, bodies)
            targets = self._load(posed, settings)
            meshes = self._meshes[: len(posed)]
            self._load_environment(scene.environment)
            passes = self._passes(scene, settings)
            frustum = self._load_light(scene, posed, passes, settings)
        height, width = settings.height, settings.width
        colour = np.empty((frame_count, height, width, 3), np.uint8)
        depth = np.empty((frame_count, height, width), np.float32)
        normal = np.empty((frame_count, height, width, 3), np.float32)
        flow = np.empty((frame_count, height, width, 2), np.float32)
        next_depth = np.empty_like(depth)
        instance, body_part = (np.empty(depth.shape, np.uint8) for _ in range(2))
        # One frame's, used again: memory touched for the first time costs more than the copy.
        read = np.empty((height, width, 4), np.float32)
        camera_from_world = invert_rigid(np.asarray(camera.world_from_camera, np.float64))
        fixed = _is_fixed(camera)
        with self._stage("shadow"):
            self._draw_scene_shadow(meshes[0])
        view: StillView | None = None
        changed = np.zeros((height, width), bool)
        if fixed:  # the surroundings alone, once; then only what changes
            self._draw_moving_shadows([])
            self._aim(camera, camera_from_world, 0, 0, settings, targets, passes)
            self._draw_still_surfaces(targets, meshes[0], keep=True)
            self._draw_moving_surfaces(targets, [])
            self._draw_picture(targets, passes, settings)
            targets.pixels.read_into(read, components=4, attachment=1, dtype="f4")
            view = still_view(
                camera, frustum, scene.key_light, read,
                occlusion=settings.ambient_occlusion, shadow_size=settings.shadow_size,
            )  # fmt: skip
        for frame in range(frame_count):
            next_frame = min(frame + 1, frame_count - 1)
            for mesh, moving in zip(meshes[1:], posed[1:], strict=True):
                mesh.choose_frame(moving.frame(frame), moving.frame(next_frame))
            with self._stage("shadow"):
                self._draw_moving_shadows(meshes[1:])
            self._aim(camera, camera_from_world, frame, next_frame, settings, targets, passes)
            tiles: np.ndarray | None = None
            if view is not None:
                with self._stage("changes"):
                    before, changed = changed, view.changed(_moving_points(posed[1:], frame))
                    tiles = tiles_of(changed | before)
            with self._stage("surface"):
                if view is None:
                    self._draw_still_surfaces(targets, meshes[0])
                else:
                    self.context.copy_framebuffer(targets.still, targets.background)
                self._draw_moving_surfaces(targets, meshes[1:])
            exposed = camera.exposure_ev[frame] != camera.exposure_ev[max(frame - 1, 0)]
            self._draw_picture(targets, passes, settings, tiles, exposed=bool(exposed))
            with self._stage("read"):
                targets.pixels.read_into(colour[frame], components=3, attachment=0)
                targets.pixels.read_into(read, components=4, attachment=1, dtype="f4")
                normal[frame], depth[frame] = read[..., :3], read[..., 3]
                targets.pixels.read_into(read, components=4, attachment=2, dtype="f4")
                flow[frame], next_depth[frame] = read[..., :2], read[..., 2]
                identity = read[..., 3].astype(np.uint16)
                instance[frame], body_part[frame] = identity >> 8, identity & 255
        return RenderBuffers(
            colour=colour,
            depth_m=depth,
            instance=instance,
            body_part=body_part,
            normal=normal,
            flow_px=flow[:-1],
            next_depth_m=next_depth[:-1],
        )

    def _draw_picture(
        self,
        targets: Targets,
        passes: Passes,
        settings: RenderSpec,
        tiles: np.ndarray | None = None,
        *,
        exposed: bool = False,
    ) -> None:
        """From surfaces to pixels, in these tiles or everywhere; elsewhere they stay as before,
        unless the picture is `exposed` anew."""
        around = corners = WHOLE
        if tiles is not None:
            corners = triangles_of(tiles, settings.width, settings.height)
            # The occlusion pass has one pixel for two by two, and one more where they are odd.
            room = (2.0 * targets.occlusion.width, 2.0 * targets.occlusion.height)
            around = triangles_of(spread(tiles), *room)
        for number, layer in enumerate(targets.surface_layers):
            layer.use(number)
        if settings.ambient_occlusion:
            with self._stage("occlusion"):
                passes.occlusion.draw(targets.occlusion, around)
        targets.occlusion_layer.use(3)
        if passes.light is not None:
            with self._stage("light"):
                passes.light.draw(targets.light, corners)
            targets.light_layer.use(3)
        with self._stage("resolve"):
            passes.resolve.draw(targets.pixels, WHOLE if exposed else corners)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        if self.timings is None:
            yield
            return
        start = self.clock()
        yield
        self.context.finish()
        self.timings[name] = self.timings.get(name, 0.0) + self.clock() - start

    # ------------------------------------------------------------------ once per clip

    def _surface_program(self, material: Material, moving: bool) -> moderngl.Program:
        key = (material, moving)
        if key not in self._surface_programs:
            flags = {
                "PAGE": int(material != "tile"),
                "CUT_OUT": int(material == "cut_out"),
                "MOVING": int(moving),
            }
            program = self.context.program(
                read_shader("surface_vertex", **flags), read_shader("surface_fragment", **flags)
            )
            program["page" if flags["PAGE"] else "textures"] = 7 if flags["PAGE"] else 4
            self._surface_programs[key] = program
        return self._surface_programs[key]

    def _shadow_program(self, material: Material) -> moderngl.Program:
        if material not in self._shadow_programs:
            flags = {"CUT_OUT": int(material == "cut_out")}
            program = self.context.program(
                read_shader("shadow_vertex", **flags), read_shader("shadow_fragment", **flags)
            )
            if flags["CUT_OUT"]:
                program["page"] = 7
            self._shadow_programs[material] = program
        return self._shadow_programs[material]

    def _passes(self, scene: Scene, settings: RenderSpec) -> Passes:
        samples, occlusion = settings.supersample, int(settings.ambient_occlusion)
        lit = (samples, occlusion, len(scene.other_lights))
        if samples == 1:
            light, resolve = None, self._screen_pass("resolve_fragment", *lit)
        else:
            light = self._screen_pass("light_fragment", *lit)
            resolve = self._screen_pass("resolve_fragment", samples)
        passes = Passes(
            occlusion=self._screen_pass("occlusion_fragment", samples), light=light, resolve=resolve
        )
        if occlusion:
            size = np.array([settings.width, settings.height])
            set_uniform(passes.occlusion.program, "size", size)
        return passes

    def _screen_pass(
        self, fragment: str, samples: int, occlusion: int = 0, other_lights: int = 0
    ) -> ScreenPass:
        key = (fragment, samples, occlusion, other_lights)
        if key not in self._screen_passes:
            made = ScreenPass(
                self.context, fragment,
                SUPERSAMPLE=samples, OCCLUSION=occlusion, OTHER_LIGHTS=other_lights,
            )  # fmt: skip
            for name, unit in TEXTURE_UNITS[fragment].items():
                if name in made.program:
                    made.program[name] = unit
            if fragment == "occlusion_fragment":
                set_uniform(made.program, "kernel", _occlusion_kernel())
            self._screen_passes[key] = made
        return self._screen_passes[key]

    def _load(self, posed: Sequence[Posed], settings: RenderSpec) -> Targets:
        while len(self._meshes) < len(posed):
            surface = partial(self._surface_program, moving=bool(self._meshes))
            self._meshes.append(GpuMesh(self.context, surface, self._shadow_program))
        pages = self._pages.load([one.mesh.pages for one in posed])
        layers = 0
        for mesh, one, own_pages in zip(self._meshes, posed, pages, strict=False):
            mesh.load(one, own_pages, layers)
            layers += len(one.mesh.textures)
        self._load_textures(
            [one.mesh.textures for one in posed], layers, fine=settings.supersample > 2
        )

        key = (settings.width, settings.height, settings.supersample)
        if self._targets is None or self._targets[0] != key:
            if self._targets is not None:
                self._targets[1].release()
            self._targets = (key, Targets(self.context, settings))
        offset = 0.5 if settings.supersample % 2 == 0 else 0.0
        for (_, moving), program in self._surface_programs.items():
            if moving:
                set_uniform(program, "supersample", settings.supersample)
                set_uniform(program, "sample_offset", offset)
        return self._targets[1]

    def _load_textures(self, groups: Sequence[np.ndarray], layers: int, *, fine: bool) -> None:
        size, context = TEXTURE_SIZE, self.context
        if layers > self._most_layers:
            raise InputError(
                f"this driver holds {self._most_layers} texture tiles, the clip has {layers}"
            )
        if self._textures is None or self._textures.layers < layers:
            if self._textures is not None:
                self._textures.release()
            room = -(-max(layers, 1) // 8) * 8
            self._textures = self.context.texture_array((size, size, room), 4, dtype="f2")
            self._textures.repeat_x = self._textures.repeat_y = True
        tiles = np.empty((max(layers, 1), size, size, 4), np.float16)
        np.take(self._linear_levels, np.concatenate(groups), out=tiles[..., :3])
        self._textures.write(tiles, viewport=(0, 0, 0, size, size, len(tiles)))
        self._textures.build_mipmaps()
        # Between levels nothing is mixed: a sixth of the surface pass, and no step is seen.
        levels = context.LINEAR_MIPMAP_LINEAR if fine else context.LINEAR_MIPMAP_NEAREST
        self._textures.filter = (levels, context.LINEAR)
        self._textures.use(4)

    def _load_environment(self, picture: np.ndarray) -> None:
        height, width = picture.shape[:2]
        if self._environment is None or self._environment.size != (width, height):
            if self._environment is not None:
                self._environment.release()
            self._environment = self.context.texture((width, height), 3, dtype="f4")
            self._environment.repeat_x, self._environment.repeat_y = True, False
            self._environment.filter = (self.context.LINEAR, self.context.LINEAR)
        self._environment.write(np.ascontiguousarray(picture, np.float32))
        self._environment.use(6)

    def _load_light(
        self, scene: Scene, posed: Sequence[Posed], passes: Passes, settings: RenderSpec
    ) -> LightFrustum:
        program = passes.lighting
        frustum = light_frustum(scene, *_bounds(posed))
        size = settings.shadow_size
        if self._shadow_maps is None or self._shadow_maps.size != size:
            if self._shadow_maps is not None:
                self._shadow_maps.release()
            self._shadow_maps = ShadowMaps(self.context, size)
        place, radiance = _light_uniforms(scene.key_light, scene.centre_m)
        set_uniform(program, "key_light", place)
        set_uniform(program, "light_radiance", radiance[:3])
        set_uniform(passes.resolve.program, "light_radiance", radiance[:3])
        set_uniform(program, "light_distance_squared", radiance[3])
        if scene.other_lights:
            others = [_light_uniforms(other, scene.centre_m) for other in scene.other_lights]
            set_uniform(program, "other_light", np.concatenate([place for place, _ in others]))
            set_uniform(program, "other_radiance", np.concatenate([value for _, value in others]))
        set_uniform(program, "irradiance_sh", scene.irradiance_sh)
        set_uniform(program, "light_from_world_rotation", frustum.rotation)
        set_uniform(program, "light_origin", frustum.origin_m)
        scale = 0.5 / frustum.half_width_m
        set_uniform(program, "shadow_scale", np.array([scale, scale, frustum.depth_scale]))
        set_uniform(program, "shadow_depth_offset", frustum.depth_offset)
        set_uniform(program, "shadow_texel", 2.0 * frustum.half_width_m / size)
        if settings.supersample > 1:
            set_uniform(program, "penumbra", PENUMBRA_M * scene.key_light.softness)
        for shadow in self._shadow_programs.values():
            set_uniform(shadow, "light_from_world", frustum.clip_from_world)
        return frustum

    # ------------------------------------------------------------------ once per frame

    def _aim(
        self,
        camera: CameraTrack,
        camera_from_world: np.ndarray,
        frame: int,
        next_frame: int,
        settings: RenderSpec,
        targets: Targets,
        passes: Passes,
    ) -> None:
        intrinsics = np.asarray(camera.intrinsics[frame], np.float64)
        view = camera_from_world[frame]
        scale = settings.supersample
        offset = 0.5 if scale % 2 == 0 else 0.0
        projection = np.zeros((4, 4))
        for axis in range(2):
            row = 2.0 * scale / targets.samples[axis] * intrinsics[axis]
            row[2] += 2.0 * offset / targets.samples[axis] - 1.0
            projection[axis, :3] = row
        projection[2, 2] = (FAR_M + NEAR_M) / (FAR_M - NEAR_M)
        projection[2, 3] = -2.0 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
        projection[3, 2] = 1.0

        for (_, moving), surface in self._surface_programs.items():
            set_uniform(surface, "clip_from_world", projection @ view)
            set_uniform(surface, "camera_from_world_rotation", view[:3, :3])
            if moving:
                set_uniform(surface, "next_camera_from_world", camera_from_world[next_frame])
                set_uniform(surface, "next_intrinsics", camera.intrinsics[next_frame])
        focal, centre = intrinsics[(0, 1), (0, 1)], intrinsics[:2, 2]
        ray = np.concatenate((1.0 / focal, -centre / focal))
        pose = np.asarray(camera.world_from_camera[frame], np.float64)
        lighting, resolve = passes.lighting, passes.resolve.program
        set_uniform(lighting, "camera_position", pose[:3, 3])
        for program in (lighting, resolve):  # one and the same, in drafts
            set_uniform(program, "camera_ray", ray)
            set_uniform(program, "world_from_camera_rotation", pose[:3, :3])
        if settings.ambient_occlusion:
            set_uniform(passes.occlusion.program, "camera_ray", ray)
        set_uniform(resolve, "exposure", 2.0 ** float(camera.exposure_ev[frame]))
        later = np.asarray(camera.intrinsics[next_frame], np.float64)
        set_uniform(resolve, "next_camera_from_camera", camera_from_world[next_frame] @ pose)
        set_uniform(resolve, "next_focal_centre", later[(0, 1, 0, 1), (0, 1, 2, 2)])

    def _draw_scene_shadow(self, scene: GpuMesh) -> None:
        maps = self._shadow_maps
        assert maps is not None
        self._prepare_shadow(maps.scene)
        maps.scene.clear(depth=1.0)
        scene.draw_shadow()
        self.context.polygon_offset = (0.0, 0.0)

    def _draw_moving_shadows(self, meshes: Sequence[GpuMesh]) -> None:
        maps = self._shadow_maps
        assert maps is not None
        self.context.copy_framebuffer(maps.everything, maps.scene)
        self._prepare_shadow(maps.everything)
        for mesh in meshes:
            mesh.draw_shadow()
        self.context.polygon_offset = (0.0, 0.0)
        maps.everything_depth.use(5)

    def _prepare_shadow(self, target: moderngl.Framebuffer) -> None:
        context = self.context
        target.use()
        context.enable_only(context.DEPTH_TEST | context.CULL_FACE)
        context.depth_func = "<"
        context.front_face = "ccw"
        context.polygon_offset = (1.5, 2.0)

    def _draw_still_surfaces(self, targets: Targets, scene: GpuMesh, *, keep: bool = False) -> None:
        """Draws the surroundings, walls from their front only; keeps a copy for later frames."""
        context = self.context
        targets.still.use()
        targets.still.clear(depth=1.0)  # zeros elsewhere: nothing, infinitely far
        context.enable_only(context.DEPTH_TEST | context.CULL_FACE)
        context.depth_func = "<="
        context.front_face = "cw"
        scene.draw_surface()
        if keep:
            context.copy_framebuffer(targets.background, targets.still)

    def _draw_moving_surfaces(self, targets: Targets, meshes: Sequence[GpuMesh]) -> None:
        context = self.context
        targets.moving_facts.clear()
        targets.surface.use()
        context.enable_only(context.DEPTH_TEST)
        context.depth_func = "<="
        context.front_face = "cw"
        for mesh in meshes:
            mesh.draw_surface()
        context.disable(context.DEPTH_TEST)


def _moving_points(moving: Sequence[Posed], frame: int) -> np.ndarray:
    """Returns every point (N, 3) of what moves at a frame."""
    points = [one.positions_m[one.frame(frame)] for one in moving]
    return np.concatenate(points) if points else np.zeros((0, 3), np.float32)


def _is_fixed(camera: CameraTrack) -> bool:
    return bool(
        (camera.world_from_camera == camera.world_from_camera[:1]).all()
        and (camera.intrinsics == camera.intrinsics[:1]).all()
    )


def _light_uniforms(light: KeyLight, centre_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns place or direction (4,) and radiance with its squared distance (4,); see GLSL."""
    if light.position_m is None:
        return np.append(light.towards_light, 0.0), np.append(light.radiance, 1.0)
    squared = float(((light.position_m - centre_m) ** 2).sum())
    return np.append(light.position_m, 1.0), np.append(light.radiance, squared)


def _bounds(posed: Sequence[Posed]) -> tuple[np.ndarray, np.ndarray]:
    """Returns the corners of the box around everything at all times."""
    places = [one.positions_m for one in posed if one.positions_m.size]
    places = places or [np.zeros((1, 1, 3), np.float32)]
    # Over time first: NumPy reduces long rows many times faster than rows of three.
    return (
        np.min([place.min(axis=0).min(axis=0) for place in places], axis=0),
        np.max([place.max(axis=0).max(axis=0) for place in places], axis=0),
    )
