"""BVH: a text file with one skeleton and one recording (Meredith and Maddock 2001)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from understudy.errors import InputError
from understudy.motion.imported.take import Stance, Take, check_finite, checked

CHANNEL_NAMES = tuple(f"{axis}{kind}" for kind in ("position", "rotation") for axis in "xyz")
END = "_end"
"""End sites become joints called like their parent with this."""


@dataclass
class _Joint:
    name: str
    parent: int
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    channels: list[str] = field(default_factory=list)


def read_bvh(path: Path) -> list[Take]:
    """Reads a BVH file.

    Raises:
        InputError: the file is no BVH, is cut off, or holds numbers that are not finite.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    head, marker, tail = text.partition("MOTION")
    if not head.lstrip("\ufeff \t\r\n").upper().startswith("HIERARCHY") or not marker:
        raise InputError(
            f"{path}: not a BVH file: expected HIERARCHY and then MOTION"
            + ("; it ends before MOTION" if "HIERARCHY" in head.upper() else "")
        )
    joints = _read_hierarchy(path, head.split()[1:])
    values, fps = _read_frames(path, tail, sum(len(joint.channels) for joint in joints))
    offsets = np.array([joint.offset for joint in joints])
    check_finite(path, path.stem, (offsets,))
    turns, places = _pose(joints, offsets, values)
    still, zero = _pose(joints, offsets, None)
    return [
        checked(
            Take(
                path=path,
                name=path.stem,
                joints=tuple(joint.name for joint in joints),
                parents=tuple(joint.parent for joint in joints),
                turns=turns,
                places=places,
                fps=fps,
                rests=(Stance(turns=still[0], places=zero[0]),),
            )
        )
    ]


def _read_hierarchy(path: Path, words: list[str]) -> list[_Joint]:
    joints: list[_Joint] = []
    stack: list[int] = []
    opened = -1
    place = 0

    def take(count: int) -> list[str]:
        nonlocal place
        found = words[place : place + count]
        if len(found) < count:
            raise InputError(f"{path}: the hierarchy ends in the middle of a joint")
        place += count
        return found

    while place < len(words):
        word = take(1)[0]
        kind = word.upper()
        if kind in ("ROOT", "JOINT", "END"):
            name = [take(1)[0]]
            while place < len(words) and words[place] != "{":
                name += take(1)
            parent = stack[-1] if stack else -1
            if kind == "END":
                name = [joints[parent].name + END]
            joints.append(_Joint(name="_".join(name), parent=parent))
            opened = len(joints) - 1
        elif word == "{":
            stack.append(opened)
        elif word == "}":
            if not stack:
                raise InputError(f"{path}: a '}}' too many in the hierarchy")
            stack.pop()
        elif kind == "OFFSET" and stack:
            try:
                x, y, z = (float(value) for value in take(3))
            except ValueError:
                name_ = joints[stack[-1]].name
                raise InputError(f"{path}: OFFSET of {name_} is not three numbers") from None
            joints[stack[-1]].offset = (x, y, z)
        elif kind == "CHANNELS" and stack:
            count = take(1)[0]
            channels = [name.lower() for name in take(int(count) if count.isdigit() else 0)]
            unknown = [name for name in channels if name not in CHANNEL_NAMES]
            if unknown or not channels:
                raise InputError(
                    f"{path}: channels of {joints[stack[-1]].name}: expected a count and names "
                    f"such as Xposition or Zrotation, got {count} {' '.join(unknown)}"
                )
            joints[stack[-1]].channels = channels
        else:
            raise InputError(f"{path}: '{word}' is not expected in the hierarchy")
    if stack or not joints:
        raise InputError(f"{path}: the hierarchy has no joints, or a '}}' is missing")
    return joints


def _read_frames(path: Path, text: str, channel_count: int) -> tuple[np.ndarray, float]:
    try:
        words = text.replace(":", ": ").split()
        frames_at = next(i for i, word in enumerate(words) if word.lower() == "frames:")
        time_at = next(i for i, word in enumerate(words) if word.lower() == "time:")
        count, frame_s = int(words[frames_at + 1]), float(words[time_at + 1])
    except (StopIteration, IndexError, ValueError):
        raise InputError(f"{path}: expected 'Frames: N' and 'Frame Time: S' after MOTION") from None
    if not 1e-4 < frame_s < 1.0:
        raise InputError(f"{path}: a frame time of {frame_s} s is not one of a recording")
    try:
        values = np.array(words[time_at + 2 :], np.float64)
    except ValueError:
        raise InputError(f"{path}: the frames hold something that is not a number") from None
    if channel_count == 0 or len(values) != count * channel_count:
        have = len(values) / max(channel_count, 1)
        raise InputError(
            f"{path}: {count} frames of {channel_count} numbers announced, {have:g} frames there: "
            "the file is cut off or damaged"
        )
    values = values.reshape(count, channel_count)
    check_finite(path, path.stem, (values,))
    # Written with few digits, 1/120 s becomes 119.976 and the like.
    fps = 1.0 / frame_s
    return values, float(round(fps)) if abs(fps - round(fps)) < 0.02 * fps else fps


def _pose(
    joints: list[_Joint], offsets: np.ndarray, values: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Returns world rotations (T, J, 3, 3) and places (T, J, 3); the zero pose without values."""
    count = 1 if values is None else len(values)
    turns = np.broadcast_to(np.eye(3), (count, len(joints), 3, 3)).copy()
    places = np.zeros((count, len(joints), 3))
    column = 0
    for index, joint in enumerate(joints):
        local = np.broadcast_to(np.eye(3), (count, 3, 3))
        shift = np.broadcast_to(offsets[index], (count, 3)).copy()
        if values is not None:
            part = values[:, column : column + len(joint.channels)]
            column += len(joint.channels)
            turning = [i for i, name in enumerate(joint.channels) if name.endswith("rotation")]
            if turning:
                order = "".join(joint.channels[i][0] for i in turning).upper()
                local = Rotation.from_euler(order, part[:, turning], degrees=True).as_matrix()
            for i, name in enumerate(joint.channels):
                if name.endswith("position"):  # in place of the offset, as animation tools do
                    shift[:, "xyz".index(name[0])] = part[:, i]
        if joint.parent < 0:
            turns[:, index], places[:, index] = local, shift
            continue
        parent = turns[:, joint.parent]
        turns[:, index] = parent @ local
        places[:, index] = places[:, joint.parent] + (parent @ shift[..., None])[..., 0]
    return turns, places
