import pytest
from small_clips import JOB, shard_clips

from understudy.data import open_source
from understudy.data.label_sets import label_sets
from understudy.data.manifest import claim_folder, shard_path, write_manifest
from understudy.data.mirror import mirrored_classes, mirrored_label
from understudy.data.shards import write_shard


class Named:
    """As much of a source as the names of its classes."""

    def __init__(self, *classes: str, mirrored: dict[str, str] | None = None):
        self.classes = classes
        if mirrored is not None:
            self.mirrored = mirrored


def test_labels_that_tell_a_side_swap():
    pulled = ("Pulling something from left to right", "Pulling something from right to left")
    assert mirrored_classes(Named("hold", *pulled)) == (0, 2, 1)
    drawn = ("draw_circle_clockwise", "draw_circle_counter_clockwise", "draw_x")
    assert mirrored_classes(Named(*drawn)) == (1, 0, 2)
    assert mirrored_classes(Named("Left turn", "Right turn", "leftovers", "upright")) == (
        1,
        0,
        2,
        3,
    )


def test_a_class_without_its_mirror_must_not_be_flipped():
    assert mirrored_classes(Named("left-lunging", "squatting")) == (None, 1)
    assert mirrored_classes(Named("head-anticlockwise-circling", "nod")) == (None, 1)


def test_what_a_dataset_declares_wins():
    source = Named("swipe_in", "swipe_out", "wave", mirrored={"swipe_in": "swipe_out",
                                                              "swipe_out": "swipe_in"})  # fmt: skip
    assert mirrored_classes(source) == (1, 0, 2)
    alone = Named("swipe_in", "wave", mirrored={"swipe_in": "swipe_out"})
    assert mirrored_classes(alone) == (None, 1)


@pytest.mark.parametrize("name", sorted(label_sets()))
def test_mirrors_of_public_sets_are_mutual(name):
    classes = label_sets()[name]
    found = mirrored_classes(Named(*classes))
    for place, mirror in enumerate(found):
        assert mirror is None or found[mirror] == place
    expected = {"utd_mhad": 4, "uav_human": 6}.get(name, 0)
    assert sum(mirror not in (None, place) for place, mirror in enumerate(found)) == expected


def test_mirrored_label():
    assert mirrored_label("turn left", ("turn left", "turn right")) == "turn right"
    assert mirrored_label("turn left", ("turn left",)) is None


def test_the_manifest_says_it(tmp_path):
    with claim_folder(tmp_path, JOB) as claim:
        record = write_shard(shard_path(tmp_path, 0), shard_clips(0), ())
        mirrored = {"walk": "squat", "squat": "walk", "swipe_left": "swipe_right"}
        write_manifest(claim, [record], mirrored=mirrored)
    source = open_source(tmp_path)
    assert source.mirrored == {"walk": "squat", "squat": "walk"}  # of its own classes only
    assert mirrored_classes(source) == (1, 0)
