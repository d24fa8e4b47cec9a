"""What the benchmarks compute, on cases whose answer is known."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from understudy.bodies import sample_body, skeleton
from understudy.geometry import forward_kinematics
from understudy.motion import ACTIONS, perform, sample_action
from understudy.types import JOINTS, Motion, Skeleton

pytest.importorskip("torch")
FOLDER = Path(__file__).parents[1] / "benchmarks"


def benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def realism() -> ModuleType:
    return benchmark("motion_realism")


@pytest.fixture(scope="module")
def speed() -> ModuleType:
    return benchmark("motion_speed")


def performed(name: str, number: int) -> tuple[Skeleton, Motion]:
    rng = np.random.default_rng(number)
    body = skeleton(sample_body(rng=rng, age_range=(0.6, 0.85)))
    spec = sample_action(name, rng=rng)
    return body, perform(spec, body, fps=30.0, frame_count=round(30.0 * spec.duration_s))


def test_an_ablation_changes_what_it_says_and_nothing_else() -> None:
    from benchmarks import ablations
    from recipes.settings import SETTINGS

    job, training = SETTINGS["ut_interaction"].job(clips=40), SETTINGS["utd_mhad"].training
    for name, change in ablations.CHANGES.items():
        filmed = ablations.changed_job(job, change)
        trained = ablations.changed_training(training, change)
        # What it says is possible: the specs are checked again.
        type(filmed).model_validate(filmed.model_dump())
        if name != "pictures":  # UTD's joints are learned from depth
            type(trained).model_validate(trained.model_dump())
        assert (filmed == job) != bool(change.films or change.camera or change.clips != 1.0)
        assert (trained == training) != bool(
            change.training or change.input or change.frames != 1.0
        )
    halved = ablations.CHANGES["half_the_films"]
    assert ablations.changed_job(job, halved) == job.model_copy(update={"clips_per_action": 20})
    fewer = ablations.changed_training(training, ablations.CHANGES["half_the_frames"])
    assert fewer.input.frame_count == training.input.frame_count // 2


def test_kinect_sees_its_joints_near_ours(realism: ModuleType) -> None:
    for number, name in enumerate(("walk", "squat", "wave_one_hand", "tennis_serve")):
        body, motion = performed(name, number)
        seen = realism.kinect_joints(body, motion)
        _, ours = forward_kinematics(
            motion.rotations.astype(float), motion.root_m.astype(float), body.offsets_m
        )
        bones = body.offsets_m[[JOINTS.index("right_elbow"), JOINTS.index("right_wrist")]]
        ours = ours / np.linalg.norm(bones, axis=1).sum()
        assert seen.shape == (len(motion.root_m), 20, 3)
        for index, (joint, _, offset) in enumerate(realism.KINECT):
            apart = np.linalg.norm(seen[:, index] - ours[:, JOINTS.index(joint)], axis=-1)
            np.testing.assert_allclose(apart, np.linalg.norm(offset), atol=1e-5)
            assert apart.max() < 0.35
        # Kinect counts the left side first, and heads from the top.
        assert seen[0, 4, 1] > seen[0, 8, 1] and seen[0, 12, 1] > seen[0, 16, 1]
        assert (seen[0, :, 2] <= seen[0, 0, 2]).all()


def test_a_mirror_shows_the_other_side_and_twice_nothing_new(realism: ModuleType) -> None:
    clip = np.random.default_rng(0).normal(size=(9, 20, 3))
    once = realism.mirrored(clip)
    np.testing.assert_array_equal(realism.mirrored(once), clip)
    left, right = (
        [i for i, (joint, _, _) in enumerate(realism.KINECT) if joint.startswith(side)]
        for side in ("left", "right")
    )
    np.testing.assert_array_equal(once[:, left], clip[:, right] * [1.0, -1.0, 1.0])


def test_where_somebody_faces_stands_and_waits_does_not_count(realism: ModuleType) -> None:
    body, motion = performed("throw", 5)
    clip = realism.kinect_joints(body, motion)
    still = np.repeat(clip[:1], 15, axis=0)
    moved = realism.turned(np.concatenate((still, clip)), 0.7) + np.array([2.0, -1.0, 0.3])
    first, second = realism.normalised(clip), realism.normalised(moved)
    assert first.shape == (realism.FRAMES, 20, 3)
    assert np.abs(first - second).max() < 0.12 * np.ptp(first)
    assert np.abs(first[0] - second[0]).max() < 0.05


def test_variety_is_one_among_equals_and_half_among_the_half_as_different(
    realism: ModuleType,
) -> None:
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(len(realism.CLASSES)), 8)
    who = np.tile(np.arange(8), len(realism.CLASSES))
    mean = rng.normal(size=(len(realism.CLASSES), realism.FRAMES, 20, 3))[labels]
    apart = rng.normal(size=mean.shape)
    same = realism.variety(mean + apart, labels, mean + apart, labels, who)
    half = realism.variety(mean + 0.5 * apart, labels, mean + apart, labels, who)
    np.testing.assert_allclose(same, 1.0, rtol=1e-5)
    np.testing.assert_allclose(half, 0.5, rtol=1e-5)


def test_recordings_that_are_not_there_are_asked_for(realism: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--shared"):
        realism.read_recordings(tmp_path)


def test_the_judge_knows_real_actions_by_name(realism: ModuleType) -> None:
    assert len(realism.CLASSES) == 27 and set(realism.CLASSES) <= set(ACTIONS)
    assert all("utd_mhad" in ACTIONS[name].counterparts for name in realism.CLASSES)


def test_the_peer_of_the_speed_table_computes_the_same_places(speed: ModuleType) -> None:
    body, motion = performed("kick", 2)
    _, ours = forward_kinematics(
        motion.rotations.astype(float), motion.root_m.astype(float), body.offsets_m
    )
    local = [
        speed.Rotation.from_quat(motion.rotations[:, joint], scalar_first=True)
        for joint in range(len(JOINTS))
    ]
    theirs = speed.scipy_kinematics(local, motion.root_m, body)
    np.testing.assert_allclose(theirs, ours, atol=1e-5)


def test_stages_share_all_of_the_time_and_leave_no_clock_behind(
    speed: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    performing = importlib.import_module("understudy.motion.perform")
    solve = performing.solve
    monkeypatch.setattr(speed, "ACTIONS", {n: ACTIONS[n] for n in ("walk", "clap", "hammer")})
    body, _ = performed("walk", 0)
    shares = speed.stages([body], 2, 2.5, 12.0)
    assert set(speed.STAGES) < set(shares) and abs(sum(shares.values()) - 1.0) < 1e-9
    assert all(share >= 0.0 for share in shares.values())
    assert performing.solve is solve
    assert {speed.family(action) for action in ACTIONS.values()} > {"ball_games", "falls"}
