"""Readers of public datasets, on small trees in each official layout and on real files."""

import pickle
from collections import Counter

import numpy as np
import pytest
from dataset_trees import (
    HMDB_FILMS,
    TREES,
    film_bytes,
    kinetics_by_list,
    put_films,
    put_text,
    something_something_v2,
)
from small_clips import shared_folder

from understudy.data import DATASETS, open_source, parse_source
from understudy.data.checking import check_dataset
from understudy.data.gmdcsa24 import Event, parse_events
from understudy.data.hmdb51 import film_of
from understudy.data.label_sets import label_set
from understudy.data.uav_human import TRAIN_PEOPLE
from understudy.errors import DatasetError, InputError, UnderstudyError, VideoError

KINDS = sorted(set(DATASETS) - {"synthetic"})


def check(text, **options):
    kind, path, chosen = parse_source(text)
    return check_dataset(kind, DATASETS[kind], path, chosen, threads=2, **options)


def splits(source):
    return {record.clip_id: record.split for record in source.records}


# --------------------------------------------------------------------------------------------
# What holds for every kind


def test_every_kind_has_a_tree():
    assert set(TREES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_source_keeps_the_contract(kind, tmp_path):
    text = TREES[kind](tmp_path / "here")
    source = open_source(text)
    assert len(source.records) >= 3 and len(source.classes) >= 2
    assert len(set(source.classes)) == len(source.classes)
    assert {record.label for record in source.records} == set(source.classes)
    assert len({record.clip_id for record in source.records}) == len(source.records)
    assert all(record.group for record in source.records)
    assert {record.split for record in source.records} <= {"train", "val", "test", None}
    again = open_source(text)
    assert again.records == source.records and again.fingerprint == source.fingerprint
    video = pickle.loads(pickle.dumps(source)).load(0)
    assert video.frames.dtype == np.uint8 and video.frames.shape[1:] == (32, 48, 3)
    assert len(video.frames) >= 2 and 1.0 < video.fps < 100.0
    for index in range(len(source.records)):
        assert all(file.is_file() for file in source.files(index))
        source.probe(index, full=True)
    with pytest.raises(InputError):
        source.load(0, "flow")
    named = label_set(DATASETS[kind].label_set) if DATASETS[kind].label_set else source.classes
    assert set(source.classes) <= set(named)
    assert list(source.classes) == sorted(source.classes, key=list(named).index)


@pytest.mark.parametrize("kind", KINDS)
def test_another_file_is_another_fingerprint(kind, tmp_path):
    text = TREES[kind](tmp_path / "here")
    before = open_source(text)
    fingerprint = before.fingerprint
    path = before.files(0)[-1]
    path.write_bytes(path.read_bytes() + b"more")
    assert open_source(text).fingerprint != fingerprint


@pytest.mark.parametrize("kind", KINDS)
def test_no_dataset_there(kind, tmp_path):
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(DatasetError, match=r"expected"):
            open_source(f"{kind}:{path}")
    with pytest.raises(InputError, match="unknown option 'colour'"):
        open_source(f"{kind}:{tmp_path}?colour=red")


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_user_is_told_about_each(kind):
    about = DATASETS[kind]
    assert about.title and about.layout and about.splits and about.terms and about.source
    assert not about.options.keys() - set(about.options)
    if about.label_set:
        assert label_set(about.label_set)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_and_missing_files_are_found(kind, tmp_path):
    text = TREES[kind](tmp_path / "here")
    source = open_source(text)
    (broken,) = source.files(0)[-1:]
    broken.write_bytes(b"")
    with pytest.raises(VideoError, match="is empty"):
        source.load(0)
    found = check(text)
    assert any("is empty (0 bytes)" in problem for problem in found.problems)
    broken.unlink()
    with pytest.raises(VideoError):
        source.load(0)


# --------------------------------------------------------------------------------------------
# Kind by kind


def test_ucf101_splits(tmp_path):
    text = TREES["ucf101"](tmp_path)
    one, three = open_source(text), open_source(f"{text}?split=3")
    assert one.classes == ("Archery", "HandstandPushups") and not one.problems
    assert Counter(splits(one).values()) == {"train": 6, "test": 3}
    # Named v_HandStandPushups on the disk and v_Handstand... in the list: one film all the same.
    assert splits(one)["HandstandPushups/v_HandstandPushups_g01_c01"] == "test"
    assert splits(three)["Archery/v_Archery_g09_c02"] == "test"
    assert {record.group for record in one.records} == {
        f"v_{label}_g{g:02d}" for label in one.classes for g in (1, 8, 9)
    }
    assert set(splits(open_source(f"{text}?split=none")).values()) == {None}
    with pytest.raises(InputError, match="value of split '4'"):
        open_source(f"{text}?split=4")
    assert open_source(f"ucf101:{tmp_path}/UCF-101").records == one.records  # lists lie beside it
    (tmp_path / "ucfTrainTestlist" / "testlist01.txt").unlink()
    with pytest.raises(DatasetError, match=r"testlist01\.txt cannot be read"):
        open_source(text)


def test_ucf101_faults(tmp_path):
    text = TREES["ucf101"](tmp_path)
    assert check(text).problems == (
        "classes: expected 101, found 2",
        "clips: expected 13,320, found 9",
        "train: expected 9,537, found 6",
        "test: expected 3,783, found 3",
        f"no clip of 99 classes: {', '.join(label_set('ucf101')[:2])}, BabyCrawling and 96 more",
    )
    films = tmp_path / "UCF-101"
    put_films(films, ["Archery/v_Archery_g25_c01.avi", "Archery/v_Diving_g01_c01.avi"])
    (films / "Archery" / "v_Archery_g01_c01.avi").unlink()
    (films / "Archery" / "v_Archery_g08_c01.avi").write_bytes(b"no film at all" * 100)
    lists = tmp_path / "ucfTrainTestlist"
    lines = (lists / "trainlist01.txt").read_text().replace("g09_c01.avi 3\n", "g09_c01.avi 37\n")
    put_text(lists / "trainlist01.txt", lines + "Archery/v_Archery_g09_c02.avi 3\n")
    tested = lists / "testlist01.txt"
    put_text(tested, tested.read_text() + "Archery/v_Archery_g09_c03.avi\n")
    found = "\n".join(check(text).problems)
    assert "named like a film of Diving" in found
    assert "2 films are in no list of split 1" in found
    assert "gives Archery/v_Archery_g09_c01.avi the label 37 (HandstandPushups)" in found
    assert "v_Archery_g09_c02.avi is listed twice" in found
    assert "2 files are missing" in found and "v_Archery_g01_c01.avi" in found
    assert "v_Archery_g08_c01.avi cannot be read" in found
    assert "1 groups are on both sides of the split" in found and "v_Archery_g09" in found


def overlapping_lists(kind, root):
    """Puts a test film of a small tree into the training list, too."""
    if kind == "ucf101":
        path = root / "ucfTrainTestlist" / "trainlist01.txt"
        path.write_text(path.read_text() + "Archery/v_Archery_g01_c02.avi 3\n")
    elif kind == "hmdb51":
        path = root / "testTrainMulti_7030_splits" / "wave_test_split1.txt"
        path.write_text(path.read_text() + path.read_text().replace(" 2 ", " 1 "))
    elif kind == "diving48":
        path = root / "Diving48_V2_train.json"
        path.write_text(path.read_text()[:-1] + ', {"vid_name": "abcdefghijk_00003", "label": 0}]')
    else:
        path = root / "labels" / "train.json"
        path.write_text(path.read_text()[:-1] + ', {"id": "4", "template": "Holding [something]"}]')


@pytest.mark.parametrize("kind", ["ucf101", "hmdb51", "diving48", "something_something_v2"])
def test_overlapping_splits_are_refused(kind, tmp_path):
    text = TREES[kind](tmp_path)
    overlapping_lists(kind, tmp_path)
    with pytest.raises(DatasetError, match="the splits overlap: 1 clips are listed"):
        open_source(text)
    assert "the splits overlap" in check(text).problems[0]


def test_same_film_twice(tmp_path):
    text = TREES["ucf101"](tmp_path)
    folder = tmp_path / "UCF-101" / "Archery"
    (folder / "v_Archery_g01_c01.avi").write_bytes((folder / "v_Archery_g08_c01.avi").read_bytes())
    assert any("same film is learnt from and tested" in text for text in check(text).problems)
    other = tmp_path / "UCF-101" / "HandstandPushups" / "v_HandStandPushups_g08_c01.avi"
    other.write_bytes((folder / "v_Archery_g08_c01.avi").read_bytes())
    assert any(
        "under two labels (Archery and HandstandPushups)" in text for text in check(text).problems
    )


def test_every_frame_is_decoded_on_request(tmp_path):
    text = TREES["ikea_fa"](tmp_path)
    path = open_source(text).files(0)[0]
    whole = film_bytes(5)
    place = whole.index(b"mdat") + 4
    damaged = bytearray(whole)
    damaged[place + len(whole[place:]) // 2 :] = bytes(len(whole[place:]) - len(whole[place:]) // 2)
    assert len(damaged) == len(whole)
    path.write_bytes(bytes(damaged))
    quick = [p for p in check(text).problems if path.name in p]
    slow = [p for p in check(text, full=True).problems if path.name in p]
    assert len(slow) == 1 and len(quick) <= len(slow)


def test_hmdb51(tmp_path):
    text = TREES["hmdb51"](tmp_path)
    source = open_source(text)
    assert source.classes == ("brush_hair", "wave")
    assert len(source.problems) == 1 and "49 lists of split 1 are missing" in source.problems[0]
    assert splits(source)["brush_hair/Brush_my_hair(1)_[x]_brush_hair_h_cm_np1_fr_med_0"] == "test"
    assert splits(source)["wave/-who!_wave_u_nm_np1_le_bad_2"] == "test"
    assert len(source.records) == 5 and len(open_source(f"{text}?split=2").records) == 3
    assert film_of(HMDB_FILMS["brush_hair"][0], "brush_hair") == "April_09"
    assert film_of("50_FIRST_DATES_wave_f_cm_np1_fr_med_36", "wave") == "50_FIRST_DATES"
    (tmp_path / "testTrainMulti_7030_splits" / "wave_test_split1.txt").write_text("x.avi one\n")
    with pytest.raises(DatasetError, match=r"no line like FILM\.avi 1"):
        open_source(text)


@pytest.mark.parametrize("old_names", [False, True])
def test_something_something_v2(tmp_path, old_names):
    text = something_something_v2(tmp_path, old_names=old_names)
    source = open_source(text)
    assert source.classes == (
        "Holding something",
        "Pulling something from left to right",
        "Pulling something from right to left",
    )
    assert splits(source) == dict.fromkeys("123", "train") | dict.fromkeys("45", "test")
    mini = tmp_path / "mini.txt"
    mini.write_text("\nHolding something\nPulling [something] from left to right\n")
    assert len(open_source(f"{text}?classes={mini}").records) == 4
    mini.write_text("Holding somthing\n")
    with pytest.raises(InputError, match="did you mean Holding something"):
        open_source(f"{text}?classes={mini}")
    with pytest.raises(InputError, match="does not exist"):
        open_source(f"{text}?classes={tmp_path}/absent.txt")
    if not old_names:
        put_text(tmp_path / "labels" / "labels.json", '{"Holding something": "0"}')
        assert "disagree" in open_source(text).problems[0]
        put_text(tmp_path / "labels" / "train.json", '{"a": 1}')
        with pytest.raises(DatasetError, match="expected a list"):
            open_source(text)


def test_diving48(tmp_path):
    text = TREES["diving48"](tmp_path)
    source = open_source(text)
    labels = {record.clip_id: record.label for record in source.records}
    assert labels["-mmq0PT-u8k_00155"] == "Back+15som+05Twis+FREE"
    assert labels["_8Vy3dlHg2w_00000"] == "Reverse+Dive+NoTwis+TUCK"
    assert {r.group for r in source.records} == {"-mmq0PT-u8k", "_8Vy3dlHg2w", "abcdefghijk"}
    assert splits(source)["abcdefghijk_00003"] == "test"
    put_text(tmp_path / "Diving48_vocab.json", '[["Back", "25som", "05Twis", "FREE"]]')
    with pytest.raises(DatasetError, match="from entry 0 on"):
        open_source(text)
    entries = ", ".join(
        "[" + ", ".join(f'"{part}"' for part in label.split("+")) + "]"
        for label in label_set("diving48")
    )
    put_text(tmp_path / "Diving48_vocab.json", f"[{entries}]")
    assert open_source(text).records == source.records


def test_ikea_fa(tmp_path):
    source = open_source(TREES["ikea_fa"](tmp_path))
    assert source.classes == ("attach_leg_1", "spin_in")
    assert splits(source)["spin_in/GOPR0020_00117_00294_05"] == "test"
    assert {record.group for record in source.records} == {"GOPR0086", "GOPR0020"}


def test_uav_human(tmp_path):
    text = TREES["uav_human"](tmp_path)
    source = open_source(text)
    assert source.classes == ("salute", "close an umbrella")
    tested = {record.group for record in source.records if record.split == "test"}
    assert tested == {"P001", "P003"}
    second = open_source(f"{text}?split=csv2")
    assert {r.group for r in second.records if r.split == "test"} == {"P001", "P002"}
    assert {name: len(people) for name, people in TRAIN_PEOPLE.items()} == {"csv1": 89, "csv2": 89}


def test_kinetics(tmp_path):
    text = TREES["kinetics"](tmp_path)
    source = open_source(text)
    assert source.classes == ("passing American football (in game)", "riding a bike")
    assert Counter(splits(source).values()) == {"train": 3, "test": 1}
    groups = [r.group for r in source.records if r.split == "train"]
    assert Counter(groups) == {"-abc_efghij": 2, "bbbbbbbbbbb": 1}
    chosen = tmp_path / "classes.txt"
    chosen.write_text("riding a bike\n")
    assert open_source(f"{text}?classes={chosen}").classes == ("riding a bike",)
    chosen.write_text("riding a bicycle\n")
    with pytest.raises(InputError, match="there is no clip of 'riding a bicycle'"):
        open_source(f"{text}?classes={chosen}")


def test_kinetics_by_its_lists(tmp_path):
    text = kinetics_by_list(tmp_path)
    source = open_source(text)
    assert [(record.label, record.split) for record in source.records] == [
        ("riding a bike", "train"),
        ("zumba", "test"),
    ]
    put_films(tmp_path, ["train/zumba/-abc_efghij_000010_000020.mp4", "train/stray.mp4"])
    (tmp_path / "train" / "-abc_efghij_000010_000020.mp4").unlink()
    problems = "\n".join(open_source(text).problems)
    assert "the list says riding a bike, the folder zumba" in problems and "stray.mp4" in problems
    put_text(tmp_path / "annotations" / "train.csv", "label,id\nzumba,x\n")
    with pytest.raises(DatasetError, match="expected the columns label,youtube_id"):
        open_source(text)


def test_ntu_rgbd(tmp_path):
    text = TREES["ntu_rgbd"](tmp_path)
    source = open_source(text)
    assert source.classes == (label_set("ntu")[0], label_set("ntu")[59], label_set("ntu")[60])
    assert {r.group for r in source.records if r.split == "train"} == {"P001"}
    assert len(open_source(f"{text}?classes=60").records) == 6
    view = open_source(f"{text}?split=xview")
    assert {r.split for r in view.records if r.group.startswith("C002")} == {"train"}
    assert {r.split for r in view.records if r.group.startswith("C001")} == {"test"}
    setups = {r.group: r.split for r in open_source(f"{text}?split=xset").records}
    assert setups == {"S001": "test", "S002": "train", "S018": "train"}


def test_ut_interaction(tmp_path):
    text = TREES["ut_interaction"](tmp_path)
    source = open_source(text)
    assert source.classes == label_set("ut_interaction")
    assert len(source.records) == 24 and len({r.group for r in source.records}) == 4
    left_out = open_source(f"{text}?set=1&test=2")
    assert len(left_out.records) == 12
    assert {r.group for r in left_out.records if r.split == "test"} == {"sequence 2"}
    with pytest.raises(InputError, match="expected numbers from 1 to 20"):
        open_source(f"{text}?test=21")


def test_gmdcsa24(tmp_path):
    text = TREES["gmdcsa24"](tmp_path)
    source = open_source(text)
    assert source.classes == ("ADL", "Fall") and len(source.records) == 6 and not source.problems
    events = open_source(f"{text}?labels=events&test=2")
    assert events.classes == ("Falling (BW)", "Sitting", "Standing", "Walking")
    assert len(events.records) == 10
    lengths = {r.clip_id: len(events.load(n).frames) for n, r in enumerate(events.records)}
    assert lengths["S1/ADL/01/0"] == 3 and lengths["S1/ADL/02/0"] == 2
    assert lengths["S1/Fall/01/0"] == 4
    assert {r.group for r in events.records if r.split == "test"} == {"subject 2"}


def test_events_of_label_files():
    cases = {
        "Falling (SW)[1.8 to 5]:; Walking[0 to 1.8]":
            [Event("Falling (SW)", 1.8, 5.0), Event("Walking", 0.0, 1.8)],
        " Falling (BW[5.9 to 10]": [Event("Falling (BW)", 5.9, 10.0)],
        "Standing [0 to 0.5; 4.2 to 6.5]":
            [Event("Standing", 0.0, 0.5), Event("Standing", 4.2, 6.5)],
        "Eating[0.9 4.6]": [Event("Eating", 0.9, 4.6)],
    }  # fmt: skip
    for text, events in cases.items():
        assert parse_events(text) == (events, [])
    assert parse_events("Sitting[9.7 to 3]") == (
        [],
        ["Sitting ends before it begins (9.7 to 3 s): left out"],
    )
    assert parse_events("nothing here")[1] == ["no event in 'nothing here'"]


def test_utd_mhad_parts(tmp_path):
    text = TREES["utd_mhad"](tmp_path)
    source = open_source(f"{text}?split=official")
    assert source.parts == ("depth", "skeleton", "colour")
    assert {r.group for r in source.records if r.split == "test"} == {"subject 2"}
    walk = next(n for n, record in enumerate(source.records) if record.label == "walk")
    assert source.load(walk, "depth").frames.shape == (5, 24, 32)
    assert source.load(walk).frames.shape[1:] == (32, 48, 3)
    np.testing.assert_allclose(source.skeleton(walk), np.full((5, 20, 3), 2.3), rtol=1e-6)
    (tmp_path / "Skeleton" / "a23_s1_t1_skeleton.mat").unlink()
    again = open_source(text)
    with pytest.raises(VideoError, match="a23_s1_t1 has no skeleton file"):
        again.skeleton(next(n for n, r in enumerate(again.records) if r.clip_id == "a23_s1_t1"))
    assert any("1 files are missing" in problem for problem in check(text).problems)
    with pytest.raises(InputError, match="exclude each other"):
        open_source(f"{text}?split=official&test=1")


def test_a_folder_that_is_no_such_dataset(tmp_path):
    found = check(f"hmdb51:{tmp_path}")
    assert len(found.problems) == 1 and "testTrainMulti_7030_splits" in found.problems[0]
    assert found.clips == {"all": 0}


# --------------------------------------------------------------------------------------------
# The real files


@pytest.mark.parametrize(
    ("kind", "query", "classes", "clips", "groups"),
    [
        ("ucf101", "", 3, 15, 3),
        ("ut_interaction", "?test=3", 6, 60, 10),
        ("ut_interaction", "?other=yes", 7, 158, 10),
        ("gmdcsa24", "", 2, 9, 2),
        ("gmdcsa24", "?labels=events", 9, 20, 2),
        ("utd_mhad", "?test=5,7", 27, 431, 4),
    ],
)
def test_real_copies(kind, query, classes, clips, groups):
    source = open_source(f"{kind}:{shared_folder('real', kind)}{query}")
    assert len(source.classes) <= classes and len(source.records) >= clips - 1
    assert len({record.group for record in source.records}) == groups
    middle = len(source.records) // 2
    layer = "depth" if kind == "utd_mhad" else "colour"
    assert source.load(middle, layer).frames.shape[0] > 5
    if kind == "utd_mhad":
        assert source.skeleton(middle).shape[1:] == (20, 3)
        assert sum(record.split == "test" for record in source.records) == 216


def test_real_copies_are_sound_but_small():
    for kind in ("ucf101", "gmdcsa24", "ut_interaction"):
        found = check(f"{kind}:{shared_folder('real', kind)}", full=kind == "ucf101")
        assert not [p for p in found.problems if "read" in p or "missing" in p or "same film" in p]
        assert any("expected" in problem for problem in found.problems)


def test_errors_of_readers_are_for_users(tmp_path):
    for kind in KINDS:
        with pytest.raises(UnderstudyError):
            open_source(f"{kind}:{tmp_path / 'nothing'}")
