"""The class map of a public label set, by what its labels call the actions of a run."""

import shutil

import pytest
from toy_clips import ToySource, toy_run

from understudy.errors import InputError
from understudy.transfer.zero_shot import zero_shot

ACTIONS = {
    "left": {"kth": ("walking",)},
    "right": {"kth": ("walking", "running")},
    "up": {"kth": ("handwaving",)},
    "never_learned": {"kth": ("boxing",)},
}


@pytest.fixture(autouse=True)
def clean_transfers():
    yield
    shutil.rmtree(toy_run() / "transfers", ignore_errors=True)


def dots_as_kth() -> ToySource:
    names = {"left": "walking", "right": "walking", "up": "handwaving"}
    source = ToySource(30, seed=9, splits=False, names=names)
    source.classes = ("boxing", "handclapping", "handwaving", "jogging", "running", "walking")
    return source


def test_a_label_set_is_a_class_map():
    record = zero_shot(toy_run(), dots_as_kth(), "kth", actions=ACTIONS, threads=1)
    # In the label set's order; what the run has not learned is not asked about.
    assert record.class_map == {"handwaving": ("up",), "walking": ("left", "right")}
    assert record.metrics["top1"].value > 0.9


def test_names_that_are_no_class_map():
    with pytest.raises(InputError, match="did you mean kth"):
        zero_shot(toy_run(), dots_as_kth(), "kht", actions=ACTIONS, threads=1)
    with pytest.raises(InputError, match="unknown class map 'kth'"):
        zero_shot(toy_run(), dots_as_kth(), "kth", threads=1)
    with pytest.raises(InputError, match="no class of the dataset"):
        zero_shot(toy_run(), dots_as_kth(), "diving48", actions=ACTIONS, threads=1)
