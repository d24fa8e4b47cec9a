from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_clips import ToySource

from understudy.errors import DatasetError, InputError
from understudy.transfer.folds import few_shot, folds_of
from understudy.types import ClipRecord


def test_official_split_learns_from_train_and_val():
    source = ToySource(60)
    (fold,) = folds_of(source, "official")
    splits = [record.split for record in source.records]
    assert {splits[index] for index in fold.train} == {"train", "val"}
    assert {splits[index] for index in fold.test} == {"test"}
    assert len(fold.train) + len(fold.test) == 60


def test_each_group_is_asked_about_once():
    source = ToySource(24, splits=False)
    folds = folds_of(source, "each-group")
    asked = [index for fold in folds for index in fold.test]
    assert sorted(asked) == list(range(24)) and len(folds) == 12
    for fold in folds:
        groups = {source.records[index].group for index in fold.test}
        assert groups == {fold.name}
        assert not groups & {source.records[index].group for index in fold.train}


def test_parts_take_turns_and_other_groups_stay_out():
    source = ToySource(24, splits=False)
    first, second = folds_of(source, "parts:group000,group001|group005")
    assert {source.records[i].group for i in first.test} == {"group000", "group001"}
    assert {source.records[i].group for i in first.train} == {"group005"}
    assert (second.train, second.test) == (first.test, first.train)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thirds", "expected official, each-group, or parts"),
        ("parts:group000|group0001", "has no group 'group0001'.*group000"),
        ("parts:group000|group000", "twice"),
        ("parts:group000,group001", "two or more parts"),
    ],
)
def test_folds_of_another_form(text, said):
    with pytest.raises(InputError, match=said):
        folds_of(ToySource(24, splits=False), text)


def test_no_official_split_says_what_to_do():
    with pytest.raises(DatasetError, match=r"no official split.*each-group"):
        folds_of(ToySource(24, splits=False), "official")


def test_a_clip_on_both_sides_is_an_error():
    source = ToySource(60)
    again = source.records[-1].clip_id
    source.records[0] = ClipRecord(clip_id=again, label="left", group="other", split="train")
    with pytest.raises(DatasetError, match=rf"in train and in test \({again}\)"):
        folds_of(source, "official")


@given(shots=st.integers(1, 8), seed=st.integers(0, 50))
def test_few_shots_are_nested_and_spread_over_groups(shots, seed):
    records = [
        ClipRecord(clip_id=f"c{n}", label="ab"[n % 2], group=f"g{n % 10 // 2}") for n in range(40)
    ]
    chosen = few_shot(records, range(40), shots, seed=seed)
    more = few_shot(records, range(40), shots + 1, seed=seed)
    assert set(chosen) < set(more)
    for label in "ab":
        groups = Counter(records[n].group for n in chosen if records[n].label == label)
        assert sum(groups.values()) == shots
        assert max(groups.values()) - min(groups.values()) <= 1
        assert len(groups) == min(shots, 5)


def test_classes_with_fewer_clips_give_all_they_have():
    records = [ClipRecord(clip_id="a0", label="a", group="g")]
    records += [ClipRecord(clip_id=f"b{n}", label="b", group="g") for n in range(5)]
    assert len(few_shot(records, range(6), 3, seed=0)) == 4
    with pytest.raises(InputError, match="one or more"):
        few_shot(records, range(6), 0, seed=0)
