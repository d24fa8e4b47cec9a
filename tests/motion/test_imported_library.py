"""Folders of motion files as actions: registered, drawn, performed, mirrored, looped."""

from __future__ import annotations

import json
from pathlib import Path

import motion_files
import numpy as np
import pytest
from stand_in_bodies import build

from understudy.errors import InputError, PlatformError
from understudy.geometry import (
    forward_kinematics,
    matrix_from_quaternion,
    quaternion_conjugate,
    quaternion_multiply,
)
from understudy.motion import caption, find_action, is_pair, perform, sample_action
from understudy.motion.imported.clean import looped, sample, warped
from understudy.motion.imported.library import (
    add_library,
    import_file,
    load_library,
    load_recording,
    remove_library,
)
from understudy.motion.imported.recording import J, cut, mirrored
from understudy.motion.plausibility import LIMITS, measure_plausibility
from understudy.packs import load_pack
from understudy.types import ActionSpec, Motion, Skeleton

BODY, TALL = build(1.7), build(1.95, girth=1.2)
FPS = 30.0


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "My Motions"
    (place / "waving").mkdir(parents=True)
    for name, action, seed in (("walk", "walk", 1), ("waving/wave_left", "wave_one_hand", 2),
                               ("waving/wave2", "wave_one_hand", 3)):  # fmt: skip
        motion_files.write_bvh(place / f"{name}.bvh", performed(action, seed), BODY)
    return place


def performed(name: str, seed: int = 0, frames: int = 75) -> Motion:
    spec = sample_action(name, rng=np.random.default_rng(seed), duration_s=frames / FPS)
    return perform(spec, BODY, fps=FPS, frame_count=frames)


def drawn(name: str, seed: int, duration_s: float | None = 3.0) -> ActionSpec:
    return sample_action(name, rng=np.random.default_rng(seed), duration_s=duration_s)


def play(spec: ActionSpec, body: Skeleton = BODY) -> Motion:
    return perform(spec, body, fps=FPS, frame_count=round(spec.duration_s * FPS))


def joints(motion: Motion, body: Skeleton = BODY) -> np.ndarray:
    return forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
    )[1]


def test_a_folder_becomes_actions_named_after_its_files(folder: Path) -> None:
    scan = add_library(folder, name="mine")
    assert sorted(scan.library.actions) == ["walk", "wave2", "wave_left", "wave_right"]
    assert not scan.refused
    # The mirror image of a left wave is a right one, and nothing else is.
    assert [take.mirror for take in scan.library.actions["wave_left"].takes] == ["no"]
    assert [take.mirror for take in scan.library.actions["wave_right"].takes] == ["always"]
    assert [take.mirror for take in scan.library.actions["walk"].takes] == ["either"]
    assert find_action("mine:walk").description
    assert not is_pair("mine:walk")
    assert "walk" in caption(drawn("mine:walk", 0))


def test_the_yaml_names_groups_trims_and_describes(folder: Path) -> None:
    (folder / "motions.yaml").write_text(
        """
        name: lab
        licence: CC0-1.0
        author: Somebody
        actions:
          hello:
            files: waving/*
            start_s: 0.4
            end_s: 2.0
            mirror: true
            description: Says hello.
            captions: a person says hello
            tags: [gesture]
            counterparts: {ntu: hand waving}
          stroll:
            files: [walk.bvh]
            loop: true
            mirror: false
            tempo: [1.0, 1.0]
        """
    )
    scan = add_library(folder)
    assert scan.name == "lab"
    hello, stroll = scan.library.actions["hello"], scan.library.actions["stroll"]
    assert len(hello.takes) == 2 and {take.mirror for take in hello.takes} == {"either"}
    assert all((take.from_s, take.to_s) == (0.4, 2.0) for take in hello.takes)
    assert hello.tags == ("imported", "gesture") and hello.counterparts == {"ntu": "hand waving"}
    assert stroll.takes[0].loop and stroll.takes[0].mirror == "no"
    spec = drawn("lab:hello", 1)
    assert caption(spec) == "a person says hello"
    assert 0.4 <= spec.parameters["from_s"] < spec.parameters["to_s"] <= 2.0
    assert drawn("lab:stroll", 1).parameters["tempo"] == 1.0
    assert {item.licence for item in load_pack("lab").items} == {"CC0-1.0"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("actions: {x: {file: a}}", "known here: files"),
        ("action: {}", "known here: name"),
        ("- a", "expected a mapping"),
        ("actions: [", "cannot be read"),
        ("actions: {x: {files: nothing.bvh}}", "no motion that can be used"),
    ],
)
def test_a_bad_yaml_says_what_is_wrong(folder: Path, text: str, words: str) -> None:
    (folder / "motions.yaml").write_text(text)
    with pytest.raises(InputError, match=words):
        add_library(folder, name="mine")


def test_babel_segments_become_actions(tmp_path: Path) -> None:
    place = tmp_path / "amass"
    (place / "CMU" / "01").mkdir(parents=True)
    motion_files.write_amass(place / "CMU" / "01" / "01_01_poses.npz", performed("walk", 4, 120))
    motion_files.write_amass(
        place / "CMU" / "01" / "01_02_poses.npz", performed("wave_one_hand", 5)
    )
    np.savez(place / "CMU" / "01" / "shape.npz", betas=np.zeros(16))
    entry = {
        "feat_p": "CMU/CMU/01/01_01_poses.npz",
        "seq_ann": {"labels": [{"raw_label": "walk", "proc_label": "walk", "act_cat": ["walk"]}]},
        "frame_ann": {
            "labels": [
                {"raw_label": "goes", "proc_label": "walk", "act_cat": ["walk"],
                 "start_t": 0.2, "end_t": 1.9},
                {"raw_label": "t", "proc_label": "transition", "act_cat": ["transition"],
                 "start_t": 1.9, "end_t": 2.5},
                {"raw_label": "turns", "proc_label": "turn", "act_cat": ["turn", "move"],
                 "start_t": 2.5, "end_t": 3.6},
            ]
        },
    }  # fmt: skip
    whole = {
        "feat_p": "CMU/CMU/01/01_02_poses.npz",
        "seq_ann": {"labels": [{"raw_label": "waving", "proc_label": "wave", "act_cat": ["wave"]}]},
        "frame_ann": None,
    }
    (place / "train.json").write_text(json.dumps({"1": entry, "2": whole}))
    (place / "motions.yaml").write_text("babel: train.json")
    scan = add_library(place, name="amass")
    assert sorted(scan.library.actions) == ["move", "turn", "walk", "wave"]
    assert not scan.refused
    (take,) = scan.library.actions["walk"].takes
    assert (take.from_s, take.to_s) == (0.2, 1.9)
    assert scan.library.actions["wave"].takes[0].to_s == pytest.approx(74 / FPS)
    assert measure_plausibility(BODY, play(drawn("amass:walk", 0, 1.5)))["skate_m"] < 0.02
    (place / "train.json").write_text(json.dumps({"1": {"seq_ann": None}}))
    with pytest.raises(InputError, match="has no feat_p"):
        add_library(place, name="amass")


def test_the_same_spec_gives_the_same_motion_and_others_differ(folder: Path) -> None:
    add_library(folder, name="mine")
    spec = drawn("mine:walk", 0)
    again = ActionSpec.model_validate_json(spec.model_dump_json())
    first, second = play(spec), play(again)
    np.testing.assert_array_equal(first.rotations, second.rotations)
    np.testing.assert_array_equal(first.root_m, second.root_m)
    assert drawn("mine:walk", 0) == spec != drawn("mine:walk", 1)
    away = np.linalg.norm(joints(play(drawn("mine:walk", 1))) - joints(first), axis=-1)
    assert away.mean() > 0.05


def test_a_spec_needs_its_recording_and_says_so(folder: Path) -> None:
    add_library(folder, name="mine")
    spec = drawn("mine:walk", 0)
    motion_files.write_bvh(folder / "walk.bvh", performed("walk", 9), BODY)
    add_library(folder, name="mine")
    with pytest.raises(InputError, match="another one now"):
        play(spec)
    remove_library("mine")
    with pytest.raises(InputError, match="understudy motions add"):
        play(spec)
    with pytest.raises(InputError, match="no motion library 'mine'"):
        sample_action("mine:walk", rng=np.random.default_rng(0))


def test_wrong_names_and_parameters_are_errors(folder: Path) -> None:
    add_library(folder, name="mine")
    with pytest.raises(InputError, match="did you mean walk"):
        find_action("mine:wlk")
    with pytest.raises(InputError, match="cannot be a library's name"):
        add_library(folder, name="Mine!")
    with pytest.raises(InputError, match="does not exist"):
        add_library(folder / "nowhere")
    with pytest.raises(InputError, match="at least"):
        drawn("mine:walk", 0, 0.1)
    spec = drawn("mine:walk", 0)
    for change, words in (
        ({"tempo": float("nan")}, "tempo cannot be used"),
        ({"to_s": 0.0}, "to_s cannot be used"),
        ({"speed": 1.0}, "unknown speed"),
    ):
        with pytest.raises(InputError, match=words):
            play(spec.model_copy(update={"parameters": spec.parameters | change}))


def test_a_damaged_file_is_left_out_and_named(folder: Path) -> None:
    (folder / "broken.bvh").write_text("HIERARCHY")
    scan = add_library(folder, name="mine")
    assert list(scan.refused) == ["broken.bvh"] and len(scan.library.actions) == 4


def test_a_damaged_cache_is_named(folder: Path, cache: Path) -> None:
    add_library(folder, name="mine")
    spec = drawn("mine:walk", 0)
    for file in (cache / "packs" / "mine").glob("*.npz"):
        file.write_bytes(b"PK")
    with pytest.raises(PlatformError, match="register the folder again"):
        play(spec)
    (cache / "packs" / "mine" / "actions.json").write_text("{")
    with pytest.raises(PlatformError, match="damaged"):
        load_library("mine")


def test_mirroring_swaps_sides_and_twice_is_nothing(folder: Path) -> None:
    (recording,) = import_file(folder / "waving" / "wave_left.bvh").values()
    twice = mirrored(mirrored(recording))
    np.testing.assert_array_equal(twice.rotations, recording.rotations)
    np.testing.assert_array_equal(twice.hips, recording.hips)
    np.testing.assert_array_equal(twice.contacts, recording.contacts)

    def wrists(one):
        return forward_kinematics(one.rotations, one.hips, BODY.offsets_m)[1][
            :, [J["left_wrist"], J["right_wrist"]]
        ]

    swapped = wrists(mirrored(recording))[:, ::-1] * np.array([1.0, -1.0, 1.0])
    np.testing.assert_allclose(swapped, wrists(recording), atol=1e-6)
    assert np.abs(wrists(recording)[:, 0] - wrists(recording)[:, 1]).max() > 0.3


def test_a_mirrored_performance_is_the_mirror_image(folder: Path) -> None:
    add_library(folder, name="mine")
    spec = drawn("mine:wave2", 3)
    plain = spec.parameters | {"mirrored": 0.0, "heading": 0.0, "head_turn": 0.0, "sway": 0.0,
                               "stagger": 0.0, "arm_asymmetry": 0.0}  # fmt: skip
    one = play(spec.model_copy(update={"parameters": plain}))
    other = play(spec.model_copy(update={"parameters": plain | {"mirrored": 1.0}}))
    names = [J["left_wrist"], J["right_wrist"]]
    flipped = joints(other)[:, names[::-1]] * np.array([1.0, -1.0, 1.0])
    np.testing.assert_allclose(flipped, joints(one)[:, names], atol=0.01)


@pytest.mark.parametrize("length", [1.1, 1.7])
def test_a_loop_has_no_jump(folder: Path, length: float) -> None:
    (recording,) = import_file(folder / "walk.bvh").values()
    part = cut(recording, 0.3, 0.3 + length)
    whole = looped(part, 8.0)
    assert whole.duration_s >= 8.0
    _, places = forward_kinematics(whole.rotations, whole.hips * 0.8, BODY.offsets_m)
    steps = np.linalg.norm(np.diff(places, axis=0), axis=-1).max(axis=1) * FPS
    _, once = forward_kinematics(part.rotations, part.hips * 0.8, BODY.offsets_m)
    usual = np.linalg.norm(np.diff(once, axis=0), axis=-1).max() * FPS
    assert steps.max() < usual + 4.0  # taking up what is left within a third of a second
    # It gets ahead by as much every turn.
    count = part.frame_count - 1
    ahead = [np.linalg.norm(whole.hips[(k + 1) * count] - whole.hips[k * count])
             for k in range(3)]  # fmt: skip
    np.testing.assert_allclose(ahead, ahead[0], rtol=1e-5)


def test_sampling_meets_the_frames_and_warping_keeps_the_ends(folder: Path) -> None:
    (recording,) = import_file(folder / "walk.bvh").values()
    times = np.arange(recording.frame_count) / recording.fps
    found = sample(recording, times)
    turned_by = quaternion_multiply(quaternion_conjugate(found.rotations), recording.rotations)
    assert np.abs(turned_by[..., 1:]).max() < 1e-6
    np.testing.assert_allclose(found.hips, recording.hips, atol=1e-9)
    line = np.linspace(0.0, 1.0, 50)
    for warp in (-0.5, 0.0, 0.5):
        bent = warped(line, warp)
        assert (np.diff(bent) > 0.0).all()
        np.testing.assert_allclose(bent[[0, -1]], [0.0, 1.0], atol=1e-12)


def test_before_and_after_a_person_stands_and_nothing_jumps(folder: Path) -> None:
    add_library(folder, name="mine")
    for seed in range(4):
        spec = drawn("mine:wave2", seed, 6.0)
        motion = play(spec)
        start, end = motion.action_interval_s
        assert 0.0 < start < end < 6.0
        speed = np.linalg.norm(np.diff(joints(motion), axis=0), axis=-1).max(axis=1) * FPS
        settle = spec.parameters["settle_s"]
        quiet = np.arange(len(speed)) / FPS
        before, after = quiet < start - settle - 0.1, quiet > end + settle + 0.1
        assert speed[before | after].max() < 0.25
        measured = measure_plausibility(BODY, motion)
        assert measured["skate_m"] < LIMITS["skate_m"] and measured["sunk_m"] < LIMITS["sunk_m"]
        # It is this person's own way of standing, and does not touch what is recorded.
        other = spec.parameters | {"arm_spread": 0.6}
        spread = play(spec.model_copy(update={"parameters": other}))
        wrists = [J["left_wrist"], J["right_wrist"]]
        moved = np.abs(joints(spread)[:, wrists] - joints(motion)[:, wrists]).max(axis=(1, 2))
        assert moved[0] > 0.05 and moved[-1] > 0.05
        assert moved[round((start + end) / 2.0 * FPS)] < 1e-3


@pytest.mark.parametrize("body", [BODY, TALL, build(1.1)], ids=["usual", "tall", "child"])
def test_imported_motions_are_plausible_on_any_body(folder: Path, body: Skeleton) -> None:
    add_library(folder, name="mine")
    for number, name in enumerate(("mine:walk", "mine:wave2", "mine:wave_right")):
        for seed in range(3):
            measured = measure_plausibility(body, play(drawn(name, 10 * number + seed), body))
            for key in ("joint_limit_rad", "skate_m", "sunk_m", "in_trunk_m"):
                assert measured[key] < LIMITS[key], (name, seed, key, measured[key])


SHARED_FILES = (
    [f"cmu_bvh/{name}.bvh" for name in ("01_01", "02_01", "05_02", "08_01", "35_17", "49_08")]
    + [f"kaykit_cc0/Med_{name}.glb" for name in ("General", "MovementBasic", "Simulation")]
    + [f"quaternius_cc0/{name}.glb" for name in ("comfy_human-base-animations",
                                                 "davinci_human-addon-animations")]
)  # fmt: skip


@pytest.mark.parametrize("file", SHARED_FILES)
def test_files_of_others_stand_bend_and_do_not_slide(shared: Path, file: str) -> None:
    path = shared / "motion" / file
    if not path.exists():
        pytest.skip(f"no {path}")
    add_library(path, name="theirs")
    library = load_library("theirs")
    assert library.actions
    for name in sorted(library.actions)[:12]:
        spec = drawn(f"theirs:{name}", 0, 2.0)
        motion = play(spec)
        assert np.isfinite(motion.rotations).all() and np.isfinite(motion.root_m).all()
        measured = measure_plausibility(BODY, motion)
        assert measured["skate_m"] < 0.02, name
        assert measured["sunk_m"] < 0.01 or "lie" in name or "death" in name, name
        knees = matrix_from_quaternion(motion.rotations[:, [J["left_knee"], J["right_knee"]]])
        # A knee bent forward takes the shin (-z) behind the thigh (-x).
        shins = -knees[..., 2]
        assert shins[..., 0].max() < 0.05, name


def test_shared_walks_go_forward(shared: Path) -> None:
    path = shared / "motion" / "cmu_bvh" / "02_01.bvh"
    if not path.exists():
        pytest.skip(f"no {path}")
    add_library(path, name="theirs")
    spec = drawn("theirs:02_01", 0, 2.0)
    motion = play(spec)
    gone = motion.root_m[-1, :2] - motion.root_m[0, :2]
    assert gone[0] > 1.5 and abs(gone[1]) < 0.5 * gone[0]
    recording = load_recording(spec.recording)
    assert 0.85 < np.median(recording.hips[:, 2]) < 1.05


def test_a_job_films_imported_actions_and_names_whose_they_are(folder: Path) -> None:
    from understudy.casting import Company
    from understudy.packs import licence_summary, used_assets
    from understudy.sampling import GenerateJob, clip_id, sample_clip

    (folder / "motions.yaml").write_text("licence: CC-BY-4.0\nauthor: Somebody")
    add_library(folder, name="mine")
    company = Company(bystander_share=0.0)
    job = GenerateJob(actions=("mine:walk",), clips_per_action=2, company=company)
    spec = sample_clip(job, "mine:walk", 1)
    assert spec.label == "mine:walk" and spec.clip_id == clip_id("mine:walk", 1)
    assert spec.clip_id == "mine-walk-000001"
    (asset,) = used_assets(spec)
    assert asset == spec.people[0].action.recording
    found = licence_summary({asset: 1}).assets[asset]
    assert (found.licence, found.author) == ("CC-BY-4.0", "Somebody")
    with pytest.raises(InputError, match="did you mean walk"):
        GenerateJob(actions=("mine:wakl",), clips_per_action=1)
