import pytest

from understudy.data.class_map import (
    identity_class_map,
    load_class_map,
    parse_class_map,
    shipped_class_maps,
)
from understudy.data.utd_mhad import LABELS
from understudy.errors import InputError

ACTIONS = ("wave_one_hand", "wave_two_hands", "raise_arms", "walk", "sit_down", "stand_up",
           "squat", "clap", "punch", "jog")  # fmt: skip


def test_shipped_maps_fit_their_datasets():
    assert set(shipped_class_maps()) == {"gatech_waves", "utd_mhad_posture"}
    waves = load_class_map(
        "gatech_waves", actions=ACTIONS, classes=("action1", "action2", "action3")
    )
    assert waves.targets["action2"] == ("wave_one_hand",)
    posture = load_class_map("utd_mhad_posture", actions=ACTIONS, classes=LABELS)
    assert posture.targets["stand_to_sit"] == ("sit_down",)
    assert len(posture.labels) == 7 and len(posture.uncovered(LABELS)) == 20


def test_map_of_the_user(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("wave: [wave_one_hand, wave_two_hands]\n7: walk\n")
    found = load_class_map(path, actions=ACTIONS, classes=("wave", "7", "other"))
    assert found.name == "mine"
    assert found.targets == {"wave": ("wave_one_hand", "wave_two_hands"), "7": ("walk",)}
    assert found.uncovered(("wave", "7", "other")) == ("other",)
    with pytest.raises(InputError, match="'wave_two_hands', which does not exist: did you mean"):
        load_class_map(path, actions=("wave_one_hand", "wave_both_hands"), classes=("wave", "7"))
    with pytest.raises(InputError, match=r"no class '7'.*known: wave, six"):
        load_class_map(path, actions=ACTIONS, classes=("wave", "six"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected lines"),
        ("- wave", "expected lines"),
        ("wave: [", "no valid YAML"),
        ("wave: []", "expected a list of action names"),
        ("wave: [1]", "expected a list of action names"),
        ("wave: {a: b}", "expected a list of action names"),
        ("yes: [walk]", "write it in quotes"),
        ("a: [walk]\nb: [walk]", "stands under 'a' and 'b'"),
        ("a: [walk, walk]", "stands under"),
        ("a: [walk]\na: [squat]", "'a' occurs twice"),
    ],
)
def test_what_is_no_class_map(text, message):
    with pytest.raises(InputError, match=message):
        parse_class_map(text, "mine")


def test_maps_that_are_not_there(tmp_path):
    with pytest.raises(InputError, match="did you mean gatech_waves"):
        load_class_map("gatech_wave", actions=ACTIONS, classes=())
    with pytest.raises(InputError, match="does not exist"):
        load_class_map(tmp_path / "absent.yaml", actions=ACTIONS, classes=())
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        load_class_map(tmp_path / "bytes.yaml", actions=ACTIONS, classes=())


def test_identity():
    found = identity_class_map(actions=ACTIONS, classes=("squat", "dance", "walk"))
    assert found.targets == {"squat": ("squat",), "walk": ("walk",)}
    with pytest.raises(InputError, match="write a class map"):
        identity_class_map(actions=ACTIONS, classes=("dance",))
