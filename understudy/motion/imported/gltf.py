"""glTF 2.0 animations (.glb, .gltf): every named clip of a skinned rig, meshes left out."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from scipy.interpolate import CubicHermiteSpline
from scipy.spatial.transform import Rotation, Slerp

from understudy.errors import InputError
from understudy.motion.imported.take import FASTEST_FPS, Stance, Take, checked

COMPONENTS = {5120: "i1", 5121: "u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
SLOWEST_FPS = 30.0
GLB_MAGIC, JSON_CHUNK, BINARY_CHUNK = 0x46546C67, 0x4E4F534A, 0x004E4942


@dataclass(frozen=True, kw_only=True)
class _Document:
    path: Path
    json: dict[str, Any]
    binary: bytes

    def array(self, index: int) -> np.ndarray:
        """Returns an accessor's numbers (N, width), normalised integers as -1..1."""
        accessor = self.json["accessors"][index]
        kind, width = COMPONENTS[accessor["componentType"]], WIDTHS[accessor["type"]]
        found = np.zeros((accessor["count"], width), kind)
        if "bufferView" in accessor:
            found = self._view(accessor, accessor["bufferView"], accessor["count"], kind, width)
        if "sparse" in accessor:
            sparse = accessor["sparse"]
            at = self._view(
                sparse["indices"], sparse["indices"]["bufferView"], sparse["count"],
                COMPONENTS[sparse["indices"]["componentType"]], 1,
            )  # fmt: skip
            found = found.copy()
            found[at[:, 0]] = self._view(
                sparse["values"], sparse["values"]["bufferView"], sparse["count"], kind, width
            )
        numbers = found.astype(np.float64)
        if accessor.get("normalized") and found.dtype.kind in "iu":
            numbers = np.maximum(numbers / np.iinfo(found.dtype).max, -1.0)
        return numbers

    def _view(
        self, part: dict[str, Any], view: int, count: int, kind: str, width: int
    ) -> np.ndarray:
        about = self.json["bufferViews"][view]
        size = np.dtype(kind).itemsize * width
        stride = about.get("byteStride") or size
        start = about.get("byteOffset", 0) + part.get("byteOffset", 0)
        data = self._buffer(about["buffer"])
        end = start + stride * (count - 1) + size
        if count and end > len(data):
            raise InputError(
                f"{self.path}: its data end at byte {len(data)}, {end} are announced: the file is "
                "cut off"
            )
        rows = np.ndarray((count, size), np.uint8, data, start, (stride, 1))
        return np.ascontiguousarray(rows).view(kind).reshape(count, width)

    def _buffer(self, index: int) -> bytes:
        about = self.json["buffers"][index]
        if "uri" not in about:
            return self.binary
        uri = about["uri"]
        if uri.startswith("data:"):
            return base64.b64decode(uri.partition(",")[2])
        beside = self.path.parent / unquote(uri)
        try:
            return beside.read_bytes()
        except OSError as error:
            raise InputError(f"{self.path} needs {beside} ({error.strerror})") from None


def read_gltf(path: Path) -> list[Take]:
    """Reads every animation of a glTF file.

    Raises:
        InputError: the file is damaged, needs a file that is missing, or has no animation.
    """
    try:
        document = _open(path)
        return _takes(document)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except (KeyError, IndexError, TypeError, ValueError, struct.error) as error:
        raise InputError(
            f"{path}: not a sound glTF file ({type(error).__name__}: {error})"
        ) from None


def _open(path: Path) -> _Document:
    data = path.read_bytes()
    if data[:4] != b"glTF":
        if path.suffix.lower() == ".glb":
            raise InputError(f"{path}: not a binary glTF file: it does not begin with 'glTF'")
        return _Document(path=path, json=json.loads(data), binary=b"")
    _, version, length = struct.unpack_from("<III", data)
    if version != 2:
        raise InputError(f"{path}: glTF version {version}; only version 2 is read")
    if length > len(data):
        raise InputError(
            f"{path}: cut off: {len(data)} bytes there, {length} announced in its header"
        )
    chunks: dict[int, bytes] = {}
    place = 12
    while place + 8 <= length:
        size, kind = struct.unpack_from("<II", data, place)
        chunks.setdefault(kind, data[place + 8 : place + 8 + size])
        place += 8 + size
    return _Document(
        path=path, json=json.loads(chunks[JSON_CHUNK]), binary=chunks.get(BINARY_CHUNK, b"")
    )


def _takes(document: _Document) -> list[Take]:
    path, nodes = document.path, document.json.get("nodes", [])
    animations = document.json.get("animations", [])
    if not animations:
        raise InputError(f"{path}: holds no animation (a model alone cannot be imported as motion)")
    parents = [-1] * len(nodes)
    for index, node in enumerate(nodes):
        for child in node.get("children", ()):
            parents[child] = index
    order = _from_the_roots(path, parents)
    skins = document.json.get("skins", [])
    skin = max(skins, key=lambda one: len(one["joints"])) if skins else None
    named = set(skin["joints"]) if skin else set(range(len(nodes)))
    still = [_rest_transform(node) for node in nodes]
    kept = [index for index in order if index in named]
    near = {index: _nearest_kept(parents, index, named) for index in kept}
    number = {index: place for place, index in enumerate(kept)}
    names = tuple(str(nodes[i].get("name") or f"node{i}") for i in kept)
    above = tuple(number.get(near[i], -1) for i in kept)
    rest = _world(still, parents, order, 1)[0, kept]
    rests = [_stance(rest)]
    if skin and "inverseBindMatrices" in skin:
        inverse = document.array(skin["inverseBindMatrices"]).reshape(-1, 4, 4)
        bind = np.linalg.inv(np.swapaxes(inverse, 1, 2))
        place = {joint: i for i, joint in enumerate(skin["joints"])}
        rests.insert(0, _stance(bind[[place[i] for i in kept]]))
    takes = []
    for number_, animation in enumerate(animations):
        name = str(animation.get("name") or f"animation{number_}").rpartition("|")[2]
        world, fps = _sample(document, animation, still, parents, order)
        stance = _stance(world[:, kept])
        takes.append(
            checked(
                Take(
                    path=path, name=name, joints=names, parents=above, turns=stance.turns,
                    places=stance.places, fps=fps, rests=tuple(rests), up="y",
                    roles=_humanoid(document, nodes),
                )
            )
        )  # fmt: skip
    return takes


def _from_the_roots(path: Path, parents: list[int]) -> list[int]:
    depth = []
    for index in range(len(parents)):
        steps, at = 0, index
        while parents[at] >= 0:
            at, steps = parents[at], steps + 1
            if steps > len(parents):
                raise InputError(f"{path}: its nodes form a ring")
        depth.append(steps)
    return sorted(range(len(parents)), key=lambda index: (depth[index], index))


def _nearest_kept(parents: list[int], index: int, kept: set[int]) -> int:
    at = parents[index]
    while at >= 0 and at not in kept:
        at = parents[at]
    return at


Local = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Translation (3,), rotation xyzw (4,) and scale (3,), or a row of each per frame."""


def _rest_transform(node: dict[str, Any]) -> Local:
    if "matrix" in node:
        matrix = np.array(node["matrix"], np.float64).reshape(4, 4).T
        scale = np.linalg.norm(matrix[:3, :3], axis=0)
        turn = Rotation.from_matrix(matrix[:3, :3] / np.maximum(scale, 1e-12)).as_quat()
        return matrix[:3, 3], turn, scale
    return (
        np.array(node.get("translation", (0.0, 0.0, 0.0)), np.float64),
        np.array(node.get("rotation", (0.0, 0.0, 0.0, 1.0)), np.float64),
        np.array(node.get("scale", (1.0, 1.0, 1.0)), np.float64),
    )


def _sample(
    document: _Document, animation: dict[str, Any], still: list[Local], parents: list[int],
    order: list[int],
) -> tuple[np.ndarray, float]:  # fmt: skip
    """Returns world transforms (T, N, 4, 4) of all nodes at even times, and their rate."""
    channels = []
    for channel in animation["channels"]:
        target = channel["target"]
        if "node" not in target or target["path"] not in ("translation", "rotation", "scale"):
            continue
        sampler = animation["samplers"][channel["sampler"]]
        times = document.array(sampler["input"])[:, 0]
        if len(times) == 0 or not np.isfinite(times).all() or (np.diff(times) < 0.0).any():
            raise InputError(f"{document.path}: an animation's key times are not in order")
        channels.append((target["node"], target["path"], sampler, times))
    if not channels:
        raise InputError(f"{document.path}: animation '{animation.get('name')}' moves no joint")
    first = min(float(times[0]) for *_, times in channels)
    last = max(float(times[-1]) for *_, times in channels)
    gaps = np.concatenate([np.diff(times) for *_, times in channels])
    gaps = gaps[gaps > 1e-4]
    fps = float(np.clip(round(1.0 / np.median(gaps)) if len(gaps) else 30.0, SLOWEST_FPS,
                        FASTEST_FPS))  # fmt: skip
    wanted = first + np.arange(max(1, round((last - first) * fps) + 1)) / fps
    local = list(still)
    for node, kind, sampler, times in channels:
        values = _interpolated(
            times, document.array(sampler["output"]), wanted,
            sampler.get("interpolation", "LINEAR"), turning=kind == "rotation",
        )  # fmt: skip
        parts = list(local[node])
        parts[("translation", "rotation", "scale").index(kind)] = values
        local[node] = (parts[0], parts[1], parts[2])
    return _world(local, parents, order, len(wanted)), fps


def _interpolated(
    times: np.ndarray, values: np.ndarray, wanted: np.ndarray, how: str, *, turning: bool
) -> np.ndarray:
    wanted = np.clip(wanted, times[0], times[-1])
    rising = np.concatenate(([True], np.diff(times) > 0.0))
    if how == "CUBICSPLINE":
        into, values, out = (values.reshape(len(times), 3, -1)[:, i] for i in range(3))
        if len(times) > 1:
            slopes = out if np.allclose(into, out) else 0.5 * (into + out)
            found = CubicHermiteSpline(times[rising], values[rising], slopes[rising])(wanted)
            return np.asarray(found)
    values = values.reshape(len(times), -1)[rising]
    times = times[rising]
    if len(times) == 1:
        return np.repeat(values[:1], len(wanted), axis=0)
    if how == "STEP":
        return values[np.searchsorted(times, wanted + 1e-5, side="right") - 1]
    if turning:
        return np.asarray(Slerp(times, Rotation.from_quat(values))(wanted).as_quat())
    return np.stack([np.interp(wanted, times, column) for column in values.T], axis=1)


def _world(local: list[Local], parents: list[int], order: list[int], frames: int) -> np.ndarray:
    matrices = np.zeros((frames, len(local), 4, 4))
    for index in order:
        shift, turn, scale = local[index]
        own = np.zeros((frames, 4, 4))
        own[:, :3, :3] = Rotation.from_quat(turn).as_matrix() * scale[..., None, :]
        own[:, :3, 3] = shift
        own[:, 3, 3] = 1.0
        parent = parents[index]
        matrices[:, index] = own if parent < 0 else matrices[:, parent] @ own
    return matrices


def _stance(world: np.ndarray) -> Stance:
    """Splits transforms (..., 4, 4) into rotations, scale and shear taken out, and places."""
    axes = world[..., :3, :3]
    length = np.linalg.norm(axes, axis=-2, keepdims=True)
    left, _, right = np.linalg.svd(axes / np.maximum(length, 1e-12))
    return Stance(turns=left @ right, places=world[..., :3, 3])


VRM_ROLES = {
    "hips": "pelvis", "spine": "spine1", "chest": "spine2", "upperChest": "spine3",
    "neck": "neck", "head": "head",
} | {
    f"{side}{theirs}": f"{side}_{ours}"
    for side in ("left", "right")
    for theirs, ours in {
        "UpperLeg": "hip", "LowerLeg": "knee", "Foot": "ankle", "Toes": "foot",
        "Shoulder": "collar", "UpperArm": "shoulder", "LowerArm": "elbow", "Hand": "wrist",
        "MiddleProximal": "hand",
    }.items()
}  # fmt: skip
"""Bones of VRM humanoids (the glTF extension of that name) -> joints of ours."""


def _humanoid(document: _Document, nodes: list[dict[str, Any]]) -> dict[str, str] | None:
    extensions = document.json.get("extensions", {})
    bones = extensions.get("VRMC_vrm", extensions.get("VRMC_vrm_animation", {}))
    bones = bones.get("humanoid", {}).get("humanBones", {})
    if not bones:
        old = extensions.get("VRM", {}).get("humanoid", {}).get("humanBones", [])
        bones = {entry["bone"]: entry for entry in old}
    found = {
        VRM_ROLES[bone]: str(nodes[entry["node"]].get("name") or f"node{entry['node']}")
        for bone, entry in bones.items()
        if bone in VRM_ROLES
    }
    return found or None
