"""Writes motions as files of the formats that are imported, as their documentation has it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from understudy.geometry import forward_kinematics
from understudy.types import JOINTS, PARENTS, Motion, Skeleton

Y_UP_FROM_Z_UP = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
"""Our axes (x forward, y left, z up) as files often have them: z forward, x left, y up."""
MIXAMO = {
    "pelvis": "Hips", "hip": "UpLeg", "knee": "Leg", "ankle": "Foot", "foot": "ToeBase",
    "spine1": "Spine", "spine2": "Spine1", "spine3": "Spine2", "neck": "Neck", "head": "Head",
    "collar": "Shoulder", "shoulder": "Arm", "elbow": "ForeArm", "wrist": "Hand",
    "hand": "HandMiddle1",
}  # fmt: skip


def _named(joint: str, style: str) -> str:
    if style != "mixamo":
        return joint
    side, _, part = joint.rpartition("_")
    return f"mixamorig:{side.capitalize()}{MIXAMO[part]}" if side else f"mixamorig:{MIXAMO[joint]}"


def write_bvh(
    path: Path,
    motion: Motion,
    body: Skeleton,
    *,
    style: str = "plain",
    unit_m: float = 0.01,
    renamed: dict[str, str] | None = None,
) -> None:
    """Writes a motion; "strange_axes" gives every joint a frame of its own, so that the file's
    zero pose is no pose at all."""
    turns, _ = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )
    world = Rotation.from_quat(turns.reshape(-1, 4), scalar_first=True).as_matrix()
    world = Y_UP_FROM_Z_UP @ world.reshape(-1, 24, 3, 3)
    frames = np.broadcast_to(Y_UP_FROM_Z_UP.T, (24, 3, 3)).copy()
    if style == "strange_axes":
        frames = Rotation.random(24, rng=np.random.default_rng(5)).as_matrix()
    world = world @ frames  # what the file's joint frames do
    offsets = np.einsum("jba,jb->ja", frames[list(PARENTS)], body.offsets_m.astype(np.float64))
    offsets[0] = 0.0
    local = world.copy()
    local[:, 1:] = np.swapaxes(world[:, list(PARENTS[1:])], -1, -2) @ world[:, 1:]
    angles = Rotation.from_matrix(local.reshape(-1, 3, 3)).as_euler("ZXY", degrees=True)
    angles = angles.reshape(len(local), 24, 3)
    places = motion.root_m @ Y_UP_FROM_Z_UP.T / unit_m
    lines = ["HIERARCHY"]

    def write(joint: int, depth: int) -> None:
        space = "  " * depth
        name = (renamed or {}).get(JOINTS[joint]) or _named(JOINTS[joint], style)
        kind = "ROOT" if joint == 0 else "JOINT"
        x, y, z = offsets[joint] / unit_m
        lines.extend((f"{space}{kind} {name}", f"{space}{{", f"{space}  OFFSET {x} {y} {z}"))
        moving = "Xposition Yposition Zposition " if joint == 0 else ""
        count = 6 if joint == 0 else 3
        lines.append(f"{space}  CHANNELS {count} {moving}Zrotation Xrotation Yrotation")
        children = [child for child, parent in enumerate(PARENTS) if parent == joint]
        for child in children:
            write(child, depth + 1)
        if not children:
            lines.extend((f"{space}  End Site", f"{space}  {{", f"{space}    OFFSET 0 0 1",
                          f"{space}  }}"))  # fmt: skip
        lines.append(f"{space}}}")
        order.append(joint)

    order: list[int] = []
    write(0, 0)
    order = _depth_first()
    lines += ["MOTION", f"Frames: {len(places)}", f"Frame Time: {1.0 / motion.fps:.6f}"]
    for place, row in zip(places, angles, strict=True):
        numbers = [*place, *row[order].ravel()]
        lines.append(" ".join(f"{number:.6f}" for number in numbers))
    path.write_text("\n".join(lines) + "\n")


def _depth_first() -> list[int]:
    order = []

    def visit(joint: int) -> None:
        order.append(joint)
        for child, parent in enumerate(PARENTS):
            if parent == joint:
                visit(child)

    visit(0)
    return order


def write_amass(
    path: Path, motion: Motion, *, layout: str = "poses", curl_rad: float = 0.3
) -> None:
    """Writes a sequence: "poses" SMPL-H in one array, "smplx" 165 numbers, "split" as SMPL-X
    releases have it, "y_up" SMPL without hands in a world whose y points up."""
    turns = Rotation.from_quat(motion.rotations.reshape(-1, 4), scalar_first=True).as_matrix()
    turns = turns.reshape(-1, 24, 3, 3)
    change = Y_UP_FROM_Z_UP  # our axes in their model's
    local = change @ turns @ change.T
    local[:, 0] = turns[:, 0] @ change.T  # the world keeps z up
    place = motion.root_m.astype(np.float64)
    if layout == "y_up":
        local[:, 0] = change @ local[:, 0]
        place = place @ change.T
    vectors = Rotation.from_matrix(local.reshape(-1, 3, 3)).as_rotvec().reshape(-1, 24, 3)
    count = len(vectors)
    body = vectors[:, :22].reshape(count, -1)
    hands = np.zeros((count, 2, 15, 3))
    hands[:, 0, :12, 2], hands[:, 1, :12, 2] = -curl_rad, curl_rad
    hands = hands.reshape(count, -1)
    about = {
        "trans": place, "betas": np.zeros(16), "gender": np.array("male"), "dmpls": np.zeros(3),
    }  # fmt: skip
    if layout == "poses":
        arrays = about | {"poses": np.concatenate((body, hands), axis=1)}
        arrays["mocap_framerate"] = np.array(motion.fps)
    elif layout == "smplx":
        face = np.zeros((count, 9))
        arrays = about | {"poses": np.concatenate((body, face, hands), axis=1)}
        arrays |= {"surface_model_type": np.array("smplx"), "mocap_frame_rate": motion.fps}
    elif layout == "split":
        arrays = about | {
            "root_orient": body[:, :3], "pose_body": body[:, 3:], "pose_hand": hands,
            "pose_jaw": np.zeros((count, 3)), "pose_eye": np.zeros((count, 6)),
            "surface_model_type": np.array("smplx"), "mocap_frame_rate": motion.fps,
        }  # fmt: skip
    else:
        whole = np.concatenate((body, np.zeros((count, 6))), axis=1)
        arrays = about | {"poses": whole, "mocap_framerate": motion.fps}
    np.savez(path, **arrays)


def write_small_gltf(path: Path, turns: Rotation, times_s: np.ndarray, interpolation: str) -> None:
    """Writes three joints in a row; the second one turns."""
    values = turns.as_quat().astype("<f4")
    if interpolation == "CUBICSPLINE":
        flat = np.zeros_like(values)
        values = np.stack((flat, values, flat), axis=1).reshape(-1, 4)
    data = times_s.astype("<f4").tobytes() + values.tobytes()
    first = 4 * len(times_s)
    document = {
        "asset": {"version": "2.0"},
        "nodes": [
            {"name": "a", "children": [1]},
            {"name": "b", "children": [2], "translation": [0, 1, 0]},
            {"name": "c", "translation": [0, 0, 1]},
        ],
        "skins": [{"joints": [0, 1, 2]}],
        "animations": [
            {
                "name": "turn",
                "samplers": [{"input": 0, "output": 1, "interpolation": interpolation}],
                "channels": [{"sampler": 0, "target": {"node": 1, "path": "rotation"}}],
            }
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": len(times_s), "type": "SCALAR"},
            {"bufferView": 1, "componentType": 5126, "count": len(values), "type": "VEC4"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": first},
            {"buffer": 0, "byteOffset": first, "byteLength": len(data) - first},
        ],
        "buffers": [
            {
                "byteLength": len(data),
                "uri": "data:application/octet-stream;base64," + base64.b64encode(data).decode(),
            }
        ],
    }
    path.write_text(json.dumps(document))
