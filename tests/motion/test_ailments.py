"""What tells an ailment: where the hands go, how the trunk bends, that the lame are uneven."""

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.geometry import forward_kinematics
from understudy.motion import perform, sample_action
from understudy.types import JOINTS

FPS, FRAMES, BODY = 24.0, 72, build(1.7)
J = {name: index for index, name in enumerate(JOINTS)}


def places(name: str, number: int, **fixed: float) -> tuple[dict[str, float], np.ndarray]:
    """Returns the parameters and the joints (T, 24, 3) of one performance in full view."""
    spec = sample_action(name, rng=np.random.default_rng([number, 11]), duration_s=FRAMES / FPS)
    whole = {key: 0.0 for key in ("cut_in", "cut_out") if key in spec.parameters}
    spec = spec.model_copy(update={"parameters": spec.parameters | whole | fixed})
    motion = perform(spec, BODY, fps=FPS, frame_count=FRAMES)
    _, found = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), BODY.offsets_m
    )
    return spec.parameters, found


def gap_m(joints: np.ndarray, one: str, other: str) -> np.ndarray:
    return np.linalg.norm(joints[:, J[one]] - joints[:, J[other]], axis=-1)


@pytest.mark.parametrize(
    "name", ["headache", "scratch_head", "wipe_face", "blow_nose", "cry", "yawn"]
)
def test_the_hand_is_at_the_head(name: str) -> None:
    for number in range(6):
        values, joints = places(name, number)
        hand = ("left", "right")[round(values["side"])] + "_hand"
        away = gap_m(joints, hand, "head")
        assert away.min() < 0.22 < 0.4 < away.max(), values


def test_pain_is_held_where_it_is() -> None:
    for number in range(6):
        values, joints = places("back_pain", number)
        side = ("left", "right")[round(values["side"])]
        wrist, pelvis = joints[:, J[f"{side}_wrist"]], joints[:, J["pelvis"]]
        chest = joints[FRAMES // 2, J["spine1"]]
        assert wrist[FRAMES // 2, 0] < chest[0] - 0.05, "behind the back"
        assert wrist[FRAMES // 2, 2] > pelvis[FRAMES // 2, 2] - 0.1
        values, joints = places("stomach_ache", number)
        for side in ("left", "right"):
            assert gap_m(joints, f"{side}_wrist", "spine1")[FRAMES // 2] < 0.32


def test_the_sick_bend_over_and_heave() -> None:
    for number in range(6):
        _, joints = places("vomit", number)
        head = joints[:, J["head"], 2]
        assert head.min() < 0.78 * head[0]
        _, joints = places("cough", number, count=1.0, strength=1.3)
        # Three coughs: the head goes forward and back again at least twice more than once.
        ahead = joints[:, J["head"], 0] - joints[:, J["pelvis"], 0]
        turns = np.flatnonzero(np.diff(np.sign(np.diff(ahead))))
        assert len(turns) >= 4


def test_the_lame_hurry_off_the_sore_leg() -> None:
    shares = []
    for number in range(6):
        spec = sample_action("limp", rng=np.random.default_rng([number, 5]), duration_s=5.0)
        fixed = {"cut_in": 0.0, "cut_out": 0.0, "uneven": 0.55}
        spec = spec.model_copy(update={"parameters": spec.parameters | fixed})
        contacts = perform(spec, BODY, fps=60.0, frame_count=300).contacts[60:220]
        sore = round(spec.parameters["side"])
        shares.append(contacts[:, sore].mean() / contacts[:, 1 - sore].mean())
    assert np.mean(shares) < 0.95


def test_the_tip_of_a_cane_stands_still_or_is_lifted() -> None:
    spec = sample_action("walk_with_cane", rng=np.random.default_rng(4), duration_s=4.0)
    motion = perform(spec, BODY, fps=60.0, frame_count=240)
    (cane,) = motion.moving_props
    reach = np.array([-(cane.size_m[0] - cane.size_m[1]) / 2.0, 0.0, -cane.size_m[2]])
    tip = cane.body_from_prop[:, :3, :3] @ reach + cane.body_from_prop[:, :3, 3]
    assert -0.01 < tip[:, 2].min() < 0.01
    speed = np.linalg.norm(np.diff(tip, axis=0), axis=-1) * 60.0
    down = (tip[1:, 2] < 0.003) & (tip[:-1, 2] < 0.003)
    assert down.mean() > 0.3 and np.percentile(speed[down], 80) < 0.05
