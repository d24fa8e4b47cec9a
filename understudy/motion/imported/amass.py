"""AMASS and its kin: SMPL, SMPL-H and SMPL-X pose parameters in `.npz` files.

Keys as AMASS writes them (Mahmood et al. 2019): `poses` (T, 72 | 156 | 165) axis-angle, `trans`
(T, 3), `betas`, `gender`, `mocap_framerate` or `mocap_frame_rate`; SMPL-X releases split the poses
into `root_orient`, `pose_body`, `pose_hand`, ... The `smplx` package's names (`global_orient`,
`body_pose`, `transl`) are understood too. AMASS' world has z up, some others' y.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from understudy.errors import InputError
from understudy.motion.imported.recording import J, Recording
from understudy.motion.imported.retarget import (
    FILLED_CURL,
    RADII,
    Z_UP_FROM_Y_UP,
    Path3D,
    on_ground,
)
from understudy.motion.imported.take import FASTEST_FPS, check_finite
from understudy.motion.kinematics import joint_positions, turn_about
from understudy.types import JOINTS, PARENTS

BODY_JOINTS = 22
"""Of the 24, those that all of the family have; then come hands, or in SMPL-X a face first."""
FINGER_JOINTS = 15
"""Joints of one hand: index, middle, little, ring, thumb; three each."""
RATE_KEYS = ("mocap_framerate", "mocap_frame_rate", "mocap_frame_rate_hz", "fps", "frame_rate")
LEG_M = {"male": 0.84, "female": 0.78, "neutral": 0.81}
"""Hip to ankle of the mean bodies."""
PLACES = np.array(
    [
        (0.0, 0.0, 0.0), (0.0, 0.07, -0.11), (0.0, -0.07, -0.11), (-0.03, 0.0, 0.13),
        (0.0, 0.11, -0.6), (0.0, -0.11, -0.6), (-0.02, 0.0, 0.29), (-0.04, 0.1, -1.1),
        (-0.04, -0.1, -1.1), (0.01, 0.0, 0.36), (0.1, 0.13, -1.17), (0.1, -0.13, -1.17),
        (-0.03, 0.0, 0.61), (-0.02, 0.09, 0.49), (-0.02, -0.09, 0.49), (0.03, 0.0, 0.7),
        (-0.04, 0.21, 0.52), (-0.04, -0.21, 0.52), (-0.06, 0.52, 0.51), (-0.06, -0.52, 0.51),
        (-0.06, 0.83, 0.52), (-0.06, -0.83, 0.52), (-0.08, 0.93, 0.51), (-0.08, -0.93, 0.51),
    ]
)  # fmt: skip
"""Joints of a usual body about its pelvis in the zero pose, in leg lengths."""


def read_amass(path: Path, *, up: str | None = None, fps: float | None = None) -> Recording:
    """Reads one sequence.

    Args:
        path: an .npz file.
        up: "y" or "z"; what the sequence looks like if None.
        fps: the rate, where the file does not say it.

    Raises:
        InputError: not such a file, no rate in it, or numbers that are not finite.
    """
    arrays = _load(path)
    poses = _poses(path, arrays)
    place = _first(arrays, ("trans", "transl", "translation"))
    if place is None:
        raise InputError(f"{path}: no `trans`; it has {', '.join(sorted(arrays)) or 'nothing'}")
    place = np.asarray(place, np.float64).reshape(-1, 3)
    if len(place) != len(poses) or len(poses) < 2:
        raise InputError(
            f"{path}: {len(poses)} poses and {len(place)} places: expected as many, two at least"
        )
    check_finite(path, path.stem, (poses, place))
    said = _first(arrays, RATE_KEYS)
    rate = fps if said is None else float(np.asarray(said).reshape(-1)[0])
    if rate is None or not 1.0 <= rate <= 1000.0:
        raise InputError(
            f"{path}: {'no frame rate' if rate is None else f'a frame rate of {rate}'}; AMASS "
            f"calls it {RATE_KEYS[0]}: give `fps:` in the library's YAML"
        )
    step = max(1, int(rate / FASTEST_FPS + 0.01))
    poses, place, rate = poses[::step], place[::step], rate / step
    # Their model looks along z with y up and x to its left; ours along x with z up.
    joints = poses.shape[1] // 3
    local = Rotation.from_rotvec(poses.reshape(-1, 3)).as_matrix().reshape(-1, joints, 3, 3)
    change = Z_UP_FROM_Y_UP
    root = local[:, 0] @ change.T
    if (up or _upright_axis(root)) == "y":
        root, place = change @ root, place @ change.T
    turns = np.empty((len(local), 24, 3, 3))
    turns[:, 0] = root
    for joint in range(1, BODY_JOINTS):
        own = change @ local[:, joint] @ change.T
        turns[:, joint] = turns[:, PARENTS[joint]] @ own
    curls = _curls(local)
    for hand, (name, sign) in enumerate((("left", -1.0), ("right", 1.0))):
        curl_rad = np.full(len(turns), FILLED_CURL) if curls is None else curls[:, hand]
        curl = turn_about(0, sign * curl_rad)
        turns[:, J[f"{name}_hand"]] = turns[:, J[f"{name}_wrist"]] @ curl
    leg = LEG_M.get(_gender(arrays), LEG_M["neutral"])
    pelvis = place / leg
    offsets = PLACES - PLACES[list(PARENTS)]
    joints_at = joint_positions(turns, pelvis, offsets)
    at = {name: joints_at[:, index] for index, name in enumerate(JOINTS)}
    return on_ground(
        turns,
        Path3D(
            pelvis=pelvis,
            hips=0.5 * (at["left_hip"] + at["right_hip"]),
            ankles=np.stack((at["left_ankle"], at["right_ankle"]), axis=1),
            others={name: at[name] for name in RADII},
        ),
        fps=rate,
        has_hands=curls is not None,
        level=None,
    )


def is_sequence(path: Path) -> bool:
    """Tells sequences from the shape files and the like that lie among them."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return bool({"poses", "pose_body", "body_pose", "trans", "transl"} & set(arrays.files))
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return True  # reading it says what is wrong


def _load(path: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = {}
            for name in arrays.files:
                try:
                    found[name] = arrays[name]
                except ValueError:  # a pickled object, for instance marker labels
                    continue
            return found
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: not a readable .npz file ({error})") from None


def _first(arrays: dict[str, np.ndarray], names: tuple[str, ...]) -> np.ndarray | None:
    return next((arrays[name] for name in names if name in arrays), None)


def _poses(path: Path, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Returns axis-angles (T, 3 J) of SMPL-H order: body, left hand, right hand."""
    whole = arrays.get("poses")
    if whole is None:
        root = _first(arrays, ("root_orient", "global_orient"))
        body = _first(arrays, ("pose_body", "body_pose"))
        if root is None or body is None:
            raise InputError(
                f"{path}: no `poses`, nor `root_orient` and `pose_body`: not a sequence of the "
                f"SMPL family; it has {', '.join(sorted(arrays)) or 'nothing'}"
            )
        count = len(root)
        parts = [root.reshape(count, -1), body.reshape(count, -1)[:, : 3 * (BODY_JOINTS - 1)]]
        hands = arrays.get("pose_hand")
        if hands is None and "left_hand_pose" in arrays and "right_hand_pose" in arrays:
            sides = [arrays["left_hand_pose"], arrays["right_hand_pose"]]
            hands = np.concatenate([side.reshape(count, -1) for side in sides], axis=1)
        if hands is not None and hands.size == count * 6 * FINGER_JOINTS:
            parts.append(hands.reshape(count, -1))
        whole = np.concatenate(parts, axis=1)
    whole = np.asarray(whole, np.float64)
    whole = whole.reshape(len(whole), -1)
    width = whole.shape[1]
    if width == 165:  # SMPL-X: jaw and eyes stand before the hands
        whole = np.concatenate((whole[:, :66], whole[:, 75:]), axis=1)
    elif width not in (63 + 3, 72, 156):
        raise InputError(
            f"{path}: poses of {width} numbers; expected 72 (SMPL), 156 (SMPL-H) or 165 (SMPL-X)"
        )
    if whole.shape[1] == 72:  # SMPL: two hand joints that nobody moves
        whole = whole[:, :66]
    return whole


def _curls(local: np.ndarray) -> np.ndarray | None:
    """Returns how far the fingers' knuckles bend (T, 2); None if the hands are not recorded."""
    if local.shape[1] < BODY_JOINTS + 2 * FINGER_JOINTS:
        return None
    hands = local[:, BODY_JOINTS:].reshape(len(local), 2, FINGER_JOINTS, 3, 3)
    fingers = hands[:, :, : FINGER_JOINTS - 3]  # the thumb bends about another axis
    # Fingers bend about the axis along which their model looks, mirrored from hand to hand.
    bend = np.arctan2(fingers[..., 1, 0], fingers[..., 0, 0]) * np.array([-1.0, 1.0])[:, None]
    if np.abs(bend).max() < 1e-3:
        return None
    return np.asarray(np.clip(bend.mean(axis=2), 0.0, 1.6))


def _gender(arrays: dict[str, np.ndarray]) -> str:
    value = np.asarray(arrays.get("gender", "neutral")).reshape(-1)[0]
    text = value.decode() if isinstance(value, bytes) else str(value)
    return text.strip("b'\" ").lower()


def _upright_axis(root: np.ndarray) -> str:
    """Returns the axis that the body's up (z of its frame) points along, mostly."""
    up = np.median(root[:, :, 2], axis=0)
    return "y" if abs(up[1]) > abs(up[2]) else "z"
