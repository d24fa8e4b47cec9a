"""Runs inside Blender's own Python: films clips that lie in folders, one after the other.

Reads a folder's path per line from standard input, films what its `clip.npz` holds, writes one
EXR-quality array `colour.npy` (T, H, W, 3) of linear light into it, and answers one line on the
descriptor given as the first argument. Imports Blender and NumPy only.

Light as in the rasteriser: the key light and its bounces are traced; the ambient light, which the
scene gives as spherical harmonics, is added at every surface point, dimmed by traced occlusion.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import bpy
import numpy as np

OCCLUSION_M = 0.6
AMBIENT_SHARE = 0.8
"""The scenes' ambient light estimates one bounce, which is traced here."""
CLEAR_NEAR_M = 0.05


def main() -> None:
    """Answers requests until standard input closes."""
    replies = os.fdopen(int(sys.argv[1]), "w", buffering=1)
    for line in sys.stdin:
        folder = Path(line.strip())
        try:
            film(folder)
            replies.write(json.dumps({"done": str(folder)}) + "\n")
        except Exception:
            replies.write(json.dumps({"error": traceback.format_exc()}) + "\n")


def film(folder: Path) -> None:
    """Films one clip, frame by frame."""
    with np.load(folder / "clip.npz") as archive:
        clip = {name: archive[name] for name in archive.files}
    settings = json.loads(str(clip["settings"]))
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    _settings(scene, settings, clip)
    _world(scene, clip["environment"])
    _lights(settings["lights"])
    camera = _camera(scene)
    things = [_Thing(settings, clip, name) for name in settings["meshes"]]
    frames = len(clip["world_from_camera"])
    picture = folder / "frame.exr"
    scene.render.filepath = str(picture)
    height, width = settings["height"], settings["width"]
    out = np.empty((frames, height, width, 3), np.float32)
    for frame in range(frames):
        for thing in things:
            thing.pose(frame)
        _aim(camera, clip["world_from_camera"][frame], clip["intrinsics"][frame], width, height)
        bpy.ops.render.render(write_still=True)
        out[frame] = _read(picture, width, height)
    np.save(folder / "colour.npy", out)


def _settings(scene, settings, clip) -> None:
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = settings["width"], settings["height"]
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.render.use_persistent_data = True
    scene.view_settings.view_transform = "Raw"
    scene.render.film_transparent = False
    if settings["threads"]:
        scene.render.threads_mode, scene.render.threads = "FIXED", settings["threads"]
    cycles = scene.cycles
    cycles.samples = settings["samples"]
    cycles.use_adaptive_sampling = False
    cycles.seed = 0
    facts = settings["facts"]
    cycles.use_denoising = not facts
    if facts:  # what stands at the very centre of each pixel
        cycles.pixel_filter_type, cycles.filter_width = "BOX", 0.01
        cycles.max_bounces = 0
    else:
        cycles.denoiser = "OPENIMAGEDENOISE"
        cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 2, 1, 1
        cycles.transmission_bounces, cycles.transparent_max_bounces = 0, 12
        cycles.sample_clamp_indirect = 4.0
        cycles.caustics_reflective = cycles.caustics_refractive = False
    _use_graphics_card(scene)


def _use_graphics_card(scene) -> None:
    preferences = bpy.context.preferences.addons["cycles"].preferences
    for kind in ("OPTIX", "CUDA", "HIP", "ONEAPI"):
        try:
            preferences.compute_device_type = kind
        except TypeError:
            continue
        preferences.get_devices()
        found = [device for device in preferences.devices if device.type == kind]
        if found:
            for device in found:
                device.use = True
            scene.cycles.device = "GPU"
            return


def _world(scene, environment) -> None:
    """Seen by the camera only: what it lights is in the ambient term."""
    world = bpy.data.worlds.new("sky")
    scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    tree.nodes.clear()
    height, width, _ = environment.shape
    # Blender's panoramas have +x in the middle and turn clockwise.
    column = (0.5 - (np.arange(width) + 0.5) / width) % 1.0
    turned = environment[::-1, np.floor(column * width).astype(int) % width]
    image = bpy.data.images.new("sky", width, height, float_buffer=True, is_data=True)
    image.pixels.foreach_set(_with_alpha(turned).ravel())
    picture = _node(tree, "ShaderNodeTexEnvironment", image=image)
    seen = _node(tree, "ShaderNodeBackground")
    dark = _node(tree, "ShaderNodeBackground")
    dark.inputs["Color"].default_value = (0.0, 0.0, 0.0, 1.0)
    mix = _node(tree, "ShaderNodeMixShader")
    ray = _node(tree, "ShaderNodeLightPath")
    output = _node(tree, "ShaderNodeOutputWorld")
    tree.links.new(picture.outputs["Color"], seen.inputs["Color"])
    tree.links.new(ray.outputs["Is Camera Ray"], mix.inputs[0])
    tree.links.new(dark.outputs[0], mix.inputs[1])
    tree.links.new(seen.outputs[0], mix.inputs[2])
    tree.links.new(mix.outputs[0], output.inputs["Surface"])


def _lights(lights) -> None:
    for number, light in enumerate(lights):
        kind = "POINT" if light["position"] else "SUN"
        data = bpy.data.lights.new(f"light{number}", kind)
        radiance = np.array(light["radiance"])
        strength = float(max(radiance.max(), 1e-9))
        data.color = tuple(radiance / strength)
        data.use_shadow = light["shadows"]
        holder = bpy.data.objects.new(data.name, data)
        if kind == "SUN":
            data.energy = np.pi * strength
            data.angle = light["angle"]
            holder.rotation_mode = "QUATERNION"
            holder.rotation_quaternion = _z_axis_along(np.array(light["towards"]))
        else:
            data.energy = 4.0 * np.pi**2 * strength * light["distance"] ** 2
            data.shadow_soft_size = light["radius"]
            holder.location = light["position"]
        bpy.context.scene.collection.objects.link(holder)


def _z_axis_along(direction):
    """A sun shines along its own -z axis."""
    from mathutils import Vector

    return Vector(direction).to_track_quat("Z", "Y")


def _camera(scene):
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width = "HORIZONTAL", 36.0
    data.clip_start, data.clip_end = CLEAR_NEAR_M, 10000.0
    holder = bpy.data.objects.new("camera", data)
    scene.collection.objects.link(holder)
    scene.camera = holder
    return holder


def _aim(holder, world_from_camera, intrinsics, width, height) -> None:
    from mathutils import Matrix

    # Blender's cameras look along -z, y up.
    pose = world_from_camera.astype(float) @ np.diag([1.0, -1.0, -1.0, 1.0])
    holder.matrix_world = Matrix(pose.tolist())
    data = holder.data
    data.lens = float(intrinsics[0, 0]) * data.sensor_width / width
    data.shift_x = -(float(intrinsics[0, 2]) - width / 2.0) / width
    data.shift_y = (float(intrinsics[1, 2]) - height / 2.0) / width


class _Thing:
    """One mesh of the clip: surroundings, a person or a moving object."""

    def __init__(self, settings, clip, name) -> None:
        self.positions = clip[f"{name}.positions"]
        self.ambient = clip[f"{name}.ambient"]
        faces = clip[f"{name}.faces"]
        self.mesh = bpy.data.meshes.new(name)
        self.mesh.from_pydata(self.positions[0].tolist(), [], faces.tolist())
        layers = clip[f"{name}.texture"][faces[:, 0]] if len(faces) else np.zeros(0, int)
        uv = clip[f"{name}.uv"][faces.ravel()]
        # Our v runs down from a tile's first row, Blender's up from its last.
        self.mesh.uv_layers.new(name="uv").data.foreach_set(
            "uv", np.stack((uv[:, 0], 1.0 - uv[:, 1]), axis=1).astype(np.float32).ravel()
        )
        self._attribute("colour", clip[f"{name}.colour"])
        self._attribute("ambient", self.ambient[0])
        instance = np.full((len(self.positions[0]), 3), clip[f"{name}.instance"] / 255.0)
        self._attribute("instance", instance)
        culled = name == "scene"
        kinds = sorted(set(layers.tolist()))
        for layer in kinds:
            picture = clip[f"{name}.textures"][layer] if layer >= 0 else None
            picture = clip[f"{name}.pages"][-1 - layer] if picture is None else picture
            material = _material(f"{name}{layer}", picture, culled, layer < 0, settings["facts"])
            self.mesh.materials.append(material)
        numbers = np.searchsorted(kinds, layers).astype(np.int32)
        self.mesh.polygons.foreach_set("material_index", numbers)
        self.mesh.polygons.foreach_set("use_smooth", np.ones(len(faces), bool))
        self._normals(clip, name)
        holder = bpy.data.objects.new(name, self.mesh)
        bpy.context.scene.collection.objects.link(holder)

    def _normals(self, clip, name) -> None:
        """The given normals decide the shading, as flat and bevelled faces want it."""
        self.normals = clip[f"{name}.normals"]
        self.mesh.normals_split_custom_set_from_vertices(self.normals[0].tolist())

    def _attribute(self, name, values) -> None:
        layer = self.mesh.attributes.get(name) or self.mesh.attributes.new(
            name, "FLOAT_COLOR", "POINT"
        )
        layer.data.foreach_set("color", _with_alpha(values).ravel())

    def pose(self, frame) -> None:
        """Moves what moves."""
        if len(self.positions) == 1 or frame == 0:
            return
        self.mesh.vertices.foreach_set("co", self.positions[frame].astype(np.float32).ravel())
        self._attribute("ambient", self.ambient[frame])
        self.mesh.normals_split_custom_set_from_vertices(self.normals[frame].tolist())
        self.mesh.update()


def _material(name, picture, culled, is_page, facts):
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    output = _node(tree, "ShaderNodeOutputMaterial")
    size = picture.shape[0]
    image = bpy.data.images.new(name, size, size, alpha=True)
    rgba = picture if picture.shape[2] == 4 else np.dstack((picture, np.full((size, size), 255)))
    image.pixels.foreach_set((rgba[::-1].astype(np.float32) / 255.0).ravel())
    image.pack()
    tile = _node(tree, "ShaderNodeTexImage", image=image)
    tile.extension = "EXTEND" if is_page else "REPEAT"
    surface = _facts_shader(tree) if facts else _surface_shader(tree, tile)
    transparent = _node(tree, "ShaderNodeBsdfTransparent")
    geometry = _node(tree, "ShaderNodeNewGeometry")
    if culled:
        # Backs are not there: seen from outside a room is open, and a sun shines in through its
        # walls, which stop a ray of light by their outer faces alone.
        ray = _node(tree, "ShaderNodeLightPath")
        difference = _node(tree, "ShaderNodeMath", operation="SUBTRACT")
        tree.links.new(geometry.outputs["Backfacing"], difference.inputs[0])
        tree.links.new(ray.outputs["Is Shadow Ray"], difference.inputs[1])
        absent = _node(tree, "ShaderNodeMath", operation="ABSOLUTE")
        tree.links.new(difference.outputs[0], absent.inputs[0])
        surface = _mixed(tree, absent.outputs[0], surface, transparent.outputs[0])
    if is_page:
        hole = _node(tree, "ShaderNodeMath", operation="LESS_THAN")
        tree.links.new(tile.outputs["Alpha"], hole.inputs[0])
        hole.inputs[1].default_value = 0.5
        surface = _mixed(tree, hole.outputs[0], surface, transparent.outputs[0])
    tree.links.new(surface, output.inputs["Surface"])
    return material


def _surface_shader(tree, tile):
    """Traced direct and bounced light, and the ambient light dimmed by occlusion."""
    colour = _attribute_node(tree, "colour")
    albedo = _product(tree, tile.outputs["Color"], colour)
    cloth = _node(tree, "ShaderNodeBsdfPrincipled")
    cloth.inputs["Roughness"].default_value = 0.7
    cloth.inputs["Specular IOR Level"].default_value = 0.25
    bounded = _node(tree, "ShaderNodeMix", data_type="RGBA", blend_type="DARKEN")
    bounded.inputs[0].default_value = 1.0
    tree.links.new(albedo, bounded.inputs[6])
    bounded.inputs[7].default_value = (0.95, 0.95, 0.95, 1.0)
    tree.links.new(bounded.outputs[2], cloth.inputs["Base Color"])
    occlusion = _node(tree, "ShaderNodeAmbientOcclusion", samples=4)
    occlusion.inputs["Distance"].default_value = OCCLUSION_M
    ambient = _product(tree, _attribute_node(tree, "ambient"), albedo)
    dimmed = _product(tree, ambient, occlusion.outputs["Color"])
    glow = _node(tree, "ShaderNodeEmission")
    glow.inputs["Strength"].default_value = AMBIENT_SHARE
    tree.links.new(dimmed, glow.inputs["Color"])
    both = _node(tree, "ShaderNodeAddShader")
    tree.links.new(cloth.outputs[0], both.inputs[0])
    tree.links.new(glow.outputs[0], both.inputs[1])
    return both.outputs[0]


def _facts_shader(tree):
    """Shows the depth in red and the instance in green, for comparisons."""
    camera = _node(tree, "ShaderNodeCameraData")
    instance = _node(tree, "ShaderNodeSeparateColor")
    tree.links.new(_attribute_node(tree, "instance"), instance.inputs[0])
    facts = _node(tree, "ShaderNodeCombineColor")
    tree.links.new(camera.outputs["View Z Depth"], facts.inputs[0])
    tree.links.new(instance.outputs[0], facts.inputs[1])
    glow = _node(tree, "ShaderNodeEmission")
    tree.links.new(facts.outputs[0], glow.inputs["Color"])
    return glow.outputs[0]


def _node(tree, kind, **values):
    node = tree.nodes.new(kind)
    for name, value in values.items():
        setattr(node, name, value)
    return node


def _attribute_node(tree, name):
    return _node(tree, "ShaderNodeAttribute", attribute_name=name).outputs["Color"]


def _product(tree, first, second):
    node = _node(tree, "ShaderNodeMix", data_type="RGBA", blend_type="MULTIPLY")
    node.inputs[0].default_value = 1.0
    tree.links.new(first, node.inputs[6])
    tree.links.new(second, node.inputs[7])
    return node.outputs[2]


def _mixed(tree, share, first, second):
    node = _node(tree, "ShaderNodeMixShader")
    tree.links.new(share, node.inputs[0])
    tree.links.new(first, node.inputs[1])
    tree.links.new(second, node.inputs[2])
    return node.outputs[0]


def _with_alpha(values):
    return np.concatenate((values, np.ones((*values.shape[:-1], 1))), axis=-1).astype(np.float32)


def _read(path, width, height):
    image = bpy.data.images.load(str(path))
    image.colorspace_settings.name = "Non-Color"
    pixels = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return pixels.reshape(height, width, -1)[::-1, :, :3]


if __name__ == "__main__":
    main()
