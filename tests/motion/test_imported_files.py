"""Reading motion files: what is written comes back, what is broken says so."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path

import motion_files
import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from stand_in_bodies import build

from understudy.errors import InputError
from understudy.geometry import forward_kinematics, quaternion_rotate
from understudy.motion import perform, sample_action
from understudy.motion.imported.bvh import read_bvh
from understudy.motion.imported.gltf import read_gltf
from understudy.motion.imported.library import LibraryNotes, import_file
from understudy.motion.imported.recording import ANKLE, J, Recording, heading_rad
from understudy.motion.imported.rigs import NEEDED, plain_name
from understudy.types import JOINTS, PARENTS, Motion

BODY = build(1.7)
FPS = 30.0
LIMBS = [JOINTS.index(f"{side}_{part}") for side in ("left", "right") for part in
         ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")]  # fmt: skip


def performed(name: str, seed: int = 0, frames: int = 75) -> Motion:
    spec = sample_action(name, rng=np.random.default_rng(seed), duration_s=frames / FPS)
    return perform(spec, BODY, fps=FPS, frame_count=frames)


def posed(recording: Recording) -> np.ndarray:
    """Joints about the middle of the hips, heading of the first frame forward, in metres."""
    turns, places = forward_kinematics(
        recording.rotations, np.zeros((recording.frame_count, 3)), BODY.offsets_m
    )
    return about_hips(places, turns)


def about_hips(places: np.ndarray, turns: np.ndarray) -> np.ndarray:
    pelvis = np.stack([quaternion_rotate(turns[0, 0], axis) for axis in np.eye(3)], axis=-1)
    facing = -float(heading_rad(pelvis))
    middle = 0.5 * (places[:, J["left_hip"]] + places[:, J["right_hip"]])
    spin = Rotation.from_euler("z", facing).as_matrix()
    return (places - middle[:, None]) @ spin.T


def truth(motion: Motion) -> np.ndarray:
    turns, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), BODY.offsets_m
    )
    return about_hips(places, turns)


@pytest.mark.parametrize("name", ["walk", "jumping_jack", "throw", "sit_down"])
@pytest.mark.parametrize("style", ["plain", "mixamo", "strange_axes"])
def test_a_motion_written_as_bvh_comes_back(name: str, style: str, tmp_path: Path) -> None:
    motion = performed(name)
    path = tmp_path / "clip.bvh"
    motion_files.write_bvh(path, motion, BODY, style=style)
    (recording,) = import_file(path).values()
    assert recording.fps == pytest.approx(FPS)
    wrong = np.linalg.norm(posed(recording) - truth(motion), axis=-1)[:, LIMBS]
    # Backs are bent evenly, so shoulders shift a little; limbs point where they pointed. Without a
    # rest pose, how this person stands is taken for upright.
    assert np.median(wrong) < (0.05 if style == "strange_axes" else 0.02)
    assert wrong.max() < (0.15 if style == "strange_axes" else 0.1)


@pytest.mark.parametrize("unit", [0.01, 0.0254, 1.0, 0.0564])
def test_units_do_not_matter(unit: float, tmp_path: Path) -> None:
    motion = performed("walk")
    path = tmp_path / "clip.bvh"
    motion_files.write_bvh(path, motion, BODY, unit_m=unit)
    (recording,) = import_file(path).values()
    leg = float(np.linalg.norm(BODY.offsets_m[[J["left_knee"], J["left_ankle"]]], axis=1).sum())
    gone = np.linalg.norm(recording.hips[-1, :2] - recording.hips[0, :2]) * leg
    wanted = np.linalg.norm(motion.root_m[-1, :2] - motion.root_m[0, :2])
    assert gone == pytest.approx(wanted, rel=0.03)
    standing = recording.hips[:, 2].max() * leg
    assert standing == pytest.approx(motion.root_m[:, 2].max() - 0.03 - ANKLE * leg, abs=0.05)


@pytest.mark.parametrize("layout", ["poses", "smplx", "split", "y_up"])
def test_a_motion_written_as_amass_comes_back(layout: str, tmp_path: Path) -> None:
    motion = performed("jumping_jack")
    path = tmp_path / "walk_poses.npz"
    motion_files.write_amass(path, motion, layout=layout)
    (recording,) = import_file(path).values()
    wrong = np.linalg.norm(posed(recording) - truth(motion), axis=-1)
    assert wrong[:, [j for j in range(24) if "hand" not in JOINTS[j]]].max() < 1e-3
    assert recording.has_hands == (layout != "y_up")


def test_amass_fingers_curl_the_hands(tmp_path: Path) -> None:
    motion = performed("walk")
    path = tmp_path / "a.npz"
    motion_files.write_amass(path, motion, layout="poses", curl_rad=0.6)
    (recording,) = import_file(path).values()
    for hand, sign in (("left_hand", -1.0), ("right_hand", 1.0)):
        angle = 2.0 * np.arctan2(recording.rotations[:, J[hand], 1],
                                 recording.rotations[:, J[hand], 0])  # fmt: skip
        np.testing.assert_allclose(angle, sign * 0.6, atol=1e-6)


@pytest.mark.parametrize("interpolation", ["LINEAR", "STEP", "CUBICSPLINE"])
def test_gltf_keys_are_met(interpolation: str, tmp_path: Path) -> None:
    path = tmp_path / "rig.gltf"
    turns = Rotation.from_euler("y", [[0.0], [40.0], [90.0]], degrees=True)
    motion_files.write_small_gltf(path, turns, np.array([0.0, 0.1, 0.2]), interpolation)
    (take,) = read_gltf(path)
    assert take.fps == 30.0 and take.up == "y"
    for frame, key in ((0, 0), (3, 1), (6, 2)):
        np.testing.assert_allclose(take.turns[frame, 1], turns.as_matrix()[key], atol=1e-6)
        np.testing.assert_allclose(
            take.places[frame, 2], take.places[frame, 1] + turns.as_matrix()[key] @ [0, 0, 1.0],
            atol=1e-6,
        )  # fmt: skip


def test_every_kind_of_damage_is_named(tmp_path: Path) -> None:
    good = tmp_path / "good.bvh"
    motion_files.write_bvh(good, performed("walk", frames=40), BODY)
    text = good.read_text()
    lines = text.splitlines()
    cases = {
        "not a BVH": "hello",
        "before MOTION": text.partition("MOTION")[0],
        "cut off": "\n".join(lines[:-4]),
        "not a number": text.replace(lines[-1].split()[3], "abc"),
        "not finite": text.replace(lines[-1].split()[3], "nan"),
        "OFFSET": text.replace("OFFSET", "OFFSET x", 1),
        "channels": text.replace("Xrotation", "Xturn", 1),
        "frame time": text.replace("Frame Time: 0.0333", "Frame Time: 9.0333"),
    }
    for words, content in cases.items():
        path = tmp_path / "bad.bvh"
        path.write_text(content)
        with pytest.raises(InputError, match=rf"(?s)bad\.bvh.*{words}"):
            read_bvh(path)
    with pytest.raises(InputError, match=r"none\.bvh"):
        read_bvh(tmp_path / "none.bvh")


def test_damaged_gltf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rig.glb"
    path.write_bytes(b"what is this")
    with pytest.raises(InputError, match="not a binary glTF"):
        read_gltf(path)
    body = json.dumps({"asset": {"version": "2.0"}, "nodes": []}).encode()
    chunk = struct.pack("<II", len(body), 0x4E4F534A) + body
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunk)) + chunk)
    with pytest.raises(InputError, match="no animation"):
        read_gltf(path)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(InputError, match="cut off"):
        read_gltf(path)
    path = tmp_path / "rig.gltf"
    motion_files.write_small_gltf(path, Rotation.identity(2), np.array([0.0, 1.0]), "LINEAR")
    document = json.loads(path.read_text())
    whole = document["buffers"][0]["uri"]
    data = base64.b64decode(whole.partition(",")[2])[:-8]
    document["buffers"][0]["uri"] = "data:;base64," + base64.b64encode(data).decode()
    path.write_text(json.dumps(document))
    with pytest.raises(InputError, match="cut off"):
        read_gltf(path)


def test_damaged_amass_is_named(tmp_path: Path) -> None:
    path = tmp_path / "seq.npz"
    poses, place = np.zeros((5, 156)), np.zeros((5, 3))
    rate = {"mocap_framerate": 120.0}
    bad = poses.copy()
    bad[3, 7] = np.nan
    for words, arrays in {
        "no `trans`": {"poses": poses, **rate},
        "frame 3": {"poses": bad, "trans": place, **rate},
        "no frame rate": {"poses": poses, "trans": place},
        "4 places": {"poses": poses, "trans": place[:4], **rate},
        "poses of 99": {"poses": poses[:, :99], "trans": place, **rate},
        "no `poses`": {"trans": place, **rate},
    }.items():
        np.savez(path, **arrays)
        with pytest.raises(InputError, match=words):
            import_file(path)
    path.write_bytes(b"PK but no zip")
    with pytest.raises(InputError, match="readable"):
        import_file(path)


@pytest.mark.parametrize("lost", ["left_knee", "right_elbow", "left_shoulder"])
def test_a_skeleton_without_a_needed_joint_says_which(lost: str, tmp_path: Path) -> None:
    path = tmp_path / "part.bvh"
    motion_files.write_bvh(path, performed("walk", frames=40), BODY, renamed={lost: "Mystery"})
    with pytest.raises(InputError) as caught:
        import_file(path)
    assert f"lacks {lost}\n" in str(caught.value)
    assert "Mystery" in str(caught.value) and "joints:" in str(caught.value)
    # The user says which joint it is, and it works.
    assert import_file(path, LibraryNotes(joints={lost: "Mystery"}))
    with pytest.raises(InputError, match="did you mean Mystery"):
        import_file(path, LibraryNotes(joints={lost: "Mistery"}))
    with pytest.raises(InputError, match="unknown joint"):
        import_file(path, LibraryNotes(joints={"left_kneee": "Mystery"}))


@pytest.mark.parametrize(
    ("name", "side", "core"),
    [
        ("mixamorig:LeftUpLeg", "left", "upleg"),
        ("Bip01 L Thigh", "left", "thigh"),
        ("ValveBiped.Bip01_R_Forearm", "right", "forearm"),
        ("lfemur", "left", "femur"),
        ("rhumerus", "right", "humerus"),
        ("J_Bip_L_UpperLeg", "left", "upperleg"),
        ("clavicle_r", "right", "clavicle"),
        ("DEF-upper_arm.L", "left", "upperarm"),
        ("left_ankle", "left", "ankle"),
        ("LHipJoint", "left", "hip"),
        ("CC_Base_L_Upperarm", "left", "upperarm"),
        ("m_avg_R_Foot", "right", "foot"),
    ],
)
def test_names_of_known_rigs_are_understood(name: str, side: str, core: str) -> None:
    found = plain_name(name)
    assert (found.side, found.core, found.skipped) == (side, core, False)


def test_twist_bones_and_controls_are_passed_over() -> None:
    for name in ("CC_Base_L_ToeBaseShareBone", "upperarm_twist_01_l", "IK_Hand.L", "Head_end"):
        assert plain_name(name).skipped


def test_needed_joints_are_ours() -> None:
    assert set(NEEDED) <= set(JOINTS) and len(PARENTS) == len(JOINTS)
