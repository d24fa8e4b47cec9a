"""What the library says about its actions: tags, captions, variation, public labels, mirrors."""

import numpy as np
import pytest
from stand_in_bodies import build

from understudy.catalogue import choose, counterparts, coverage, headings, rows
from understudy.data.class_map import counterpart_class_map
from understudy.data.label_sets import label_set, label_sets
from understudy.errors import InputError
from understudy.geometry import forward_kinematics
from understudy.motion import ACTIONS, TAGS, Choice, mirrored_names, perform, sample_action
from understudy.types import JOINTS

SIZES = {
    "diving48": 48, "gmdcsa24": 14, "hmdb51": 51, "ikea_fa": 12, "kinetics": 400, "kth": 6,
    "ntu": 120, "uav_human": 155, "ucf101": 101, "uestc": 40, "ut_interaction": 6, "utd_mhad": 27,
}  # fmt: skip
COVERED = {
    "utd_mhad": 27, "ut_interaction": 6, "kth": 6, "ucf101": 50, "hmdb51": 42, "ntu": 78,
    "kinetics": 95, "uav_human": 84, "diving48": 8, "ikea_fa": 7, "gmdcsa24": 12, "uestc": 13,
}  # fmt: skip
"""Labels that an action shows, at least: a program that is dropped must not drop them unnoticed."""
WHERE = {"standing", "sitting", "lying", "locomotion", "posture", "whole_body"}


def test_label_sets_are_whole():
    assert {name: len(labels) for name, labels in label_sets().items()} == SIZES
    for name, labels in label_sets().items():
        assert len(set(labels)) == len(labels), name
        assert all(label == label.strip() and label for label in labels), name
    with pytest.raises(InputError, match="did you mean hmdb51"):
        label_set("hmdb")


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_action_is_described_tagged_and_varied(name):
    action = ACTIONS[name]
    assert len(action.description) > 10 and action.description.endswith(".")
    assert len(set(action.captions)) >= 2
    assert len(action.parameters) >= 3, "an action has three or more parameters of its own"
    assert action.tags and len(set(action.tags)) == len(action.tags)
    assert set(action.tags) <= set(TAGS), "tags are those of understudy.motion.TAGS"
    assert set(action.tags) & WHERE, f"one of {sorted(WHERE)} says how one is there"
    assert ("pair" in action.tags) == (action.partner is not None)


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_counterparts_are_labels_of_their_sets(name):
    for set_name, labels in ACTIONS[name].labels.items():
        assert labels and len(set(labels)) == len(labels)
        for label in labels:
            assert label in label_set(set_name), f"{set_name} has no '{label}'"


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_mirrors_are_mutual(name):
    action = ACTIONS[name]
    if action.mirror is None:
        words = name.split("_")
        assert not {"left", "right", "clockwise", "counterclockwise"} & set(words), (
            "the name tells a side: say which action it is in a mirror"
        )
        return
    other = ACTIONS[action.mirror]
    assert other.mirror == name and other is not action
    assert set(other.parameters) == set(action.parameters)
    assert mirrored_names()[name] == other.name


def hand_paths(name: str, count: int = 8) -> list[np.ndarray]:
    """Returns (T, 2) places, leftwards and up [m], of the hand that moves most, clip by clip."""
    body, paths = build(1.7), []
    for number in range(count):
        rng = np.random.default_rng([number, 7])
        spec = sample_action(name, rng=rng, duration_s=2.5)
        motion = perform(spec, body, fps=24.0, frame_count=60)
        _, places = forward_kinematics(
            motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), body.offsets_m
        )
        wrists = [places[:, JOINTS.index(f"{side}_wrist"), 1:] for side in ("left", "right")]
        paths.append(max(wrists, key=lambda path: np.abs(np.diff(path, axis=0)).sum()))
    return paths


def swept(path: np.ndarray) -> float:
    """Returns how far the hand goes to the left while it is fast."""
    step = np.diff(path[:, 0])
    return float((step * np.abs(step)).sum())


def turned(path: np.ndarray) -> float:
    """Returns the signed area that the hand goes round."""
    y, z = (path - path.mean(axis=0)).T
    return float((y[:-1] * np.diff(z) - z[:-1] * np.diff(y)).sum())


@pytest.mark.parametrize(
    ("name", "measure"), [("swipe_left", swept), ("draw_circle_clockwise", turned)]
)
def test_the_mirror_of_a_motion_is_the_motion_of_its_mirror(name, measure):
    own = [measure(path) for path in hand_paths(name)]
    flipped = [measure(path * [-1.0, 1.0]) for path in hand_paths(name)]
    other = [measure(path) for path in hand_paths(ACTIONS[name].mirror)]
    assert len(set(np.sign(own))) == 1
    np.testing.assert_array_equal(np.sign(flipped), np.sign(other))


def test_headings_hold_every_action_once():
    names = [action.name for actions in headings().values() for action in actions]
    assert sorted(names) == sorted(ACTIONS)
    assert all(actions for actions in headings().values() if actions)


def test_choosing_by_tag():
    found = [action.name for actions in choose(("fall", "medical")).values() for action in actions]
    assert "fall_forward" in found and "walk" not in found
    with pytest.raises(InputError, match="did you mean medical"):
        choose(("medicl",))
    listed = {row["name"]: row for row in rows(("signal",))}
    assert listed["signal_move_left"]["mirror"] == "signal_move_right"
    assert listed["thumbs_up"]["group"] == "Signals" and listed["thumbs_up"]["people"] == 1


@pytest.mark.parametrize("name", sorted(COVERED))
def test_coverage_of_public_sets(name):
    covered = coverage(name)
    assert tuple(covered) == label_set(name)
    assert sum(1 for actions in covered.values() if actions) >= COVERED[name]


def test_class_maps_of_label_sets():
    found = counterpart_class_map("hmdb51", counterparts(), classes=label_set("hmdb51"))
    assert set(found.targets["fall_floor"]) >= {"fall", "fall_forward", "slip"}
    assert found.targets["pushup"] == ("push_up",)
    assert "chew" in found.uncovered(label_set("hmdb51"))
    # An action with several labels counts for the first that the dataset has.
    whole = counterpart_class_map("gmdcsa24", counterparts(), classes=label_set("gmdcsa24"))
    assert "fall_forward" in whole.targets["Falling (FW)"]
    folders = counterpart_class_map("gmdcsa24", counterparts(), classes=("ADL", "Fall"))
    assert set(folders.targets) == {"ADL", "Fall"} and "fall_forward" in folders.targets["Fall"]
    for name in SIZES:
        if any(coverage(name).values()):
            targets = counterpart_class_map(name, counterparts(), classes=label_set(name)).targets
            chosen = [action for actions in targets.values() for action in actions]
            assert len(set(chosen)) == len(chosen)
    with pytest.raises(InputError, match="no class of the dataset"):
        counterpart_class_map("kth", counterparts(), classes=("Diving", "Skiing"))


def test_choices_have_names():
    for action in ACTIONS.values():
        for kind in action.parameters.values():
            if isinstance(kind, Choice):
                assert len(kind.options) == len(kind.weights) > 1
