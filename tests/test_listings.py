"""What the command line lists: actions by tag and label set, datasets, and checks of copies."""

import json
import sys
from pathlib import Path

import pytest

from understudy.cli import main
from understudy.data import DATASETS
from understudy.data.label_sets import label_set

sys.path.insert(0, str(Path(__file__).parent / "data"))


def test_actions_of_a_tag(capsys):
    main(["actions", "--tag", "fall", "--json"])
    names = {row["name"] for row in json.loads(capsys.readouterr().out)}
    assert {"fall_forward", "slip"} <= names and "walk" not in names
    with pytest.raises(SystemExit) as stop:
        main(["actions", "--tag", "faling"])
    assert stop.value.code == 2 and "did you mean" in capsys.readouterr().err


def test_coverage_of_a_label_set(capsys):
    main(["actions", "--set", "hmdb51", "--json"])
    covered = json.loads(capsys.readouterr().out)
    assert tuple(covered) == label_set("hmdb51")
    assert covered["pushup"] == ["push_up"] and covered["chew"] == []
    main(["actions", "--set", "ut_interaction"])
    assert "6 of 6 labels are shown by an action" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["actions", "--set", "hmdb"])
    assert stop.value.code == 2


def test_datasets_are_listed(capsys):
    main(["datasets", "list", "--json"])
    listed = {row["kind"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(listed) == set(DATASETS)
    assert listed["ucf101"]["classes"] == 101 and listed["ucf101"]["clips"] == 13320
    main(["datasets"])
    text = capsys.readouterr().out
    assert all(kind in text for kind in DATASETS)
    main(["datasets", "list", "ntu_rgbd"])
    assert "xsub (default)" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["datasets", "list", "ucf"])
    assert stop.value.code == 2 and "did you mean ucf101" in capsys.readouterr().err


def test_a_check_says_what_is_wrong_and_fails(tmp_path, capsys):
    from dataset_trees import TREES

    TREES["ikea_fa"](tmp_path)
    with pytest.raises(SystemExit) as stop:
        main(["datasets", "check", "ikea_fa", str(tmp_path)])
    assert stop.value.code == 1
    text = " ".join(capsys.readouterr().out.split())
    assert "2 classes, 3 clips (1 test, 2 train)" in text
    assert "problem: train: expected 1,781, found 2" in text
    main(["datasets", "check", "folder", str(tmp_path / "ikea_furniture" / "videos"), "--full"])
    assert "no problems" in capsys.readouterr().out
    for arguments in (["check"], ["check", "ikea_fa", f"{tmp_path}?split=1"], ["check", "nothing"]):
        with pytest.raises(SystemExit) as stop:
            main(["datasets", *arguments])
        assert stop.value.code == 2
