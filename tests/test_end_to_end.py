"""From action names to a report, on a CPU, through the command line's own verbs."""

import json
import shutil
from pathlib import Path

import pytest

from understudy.cli import main
from understudy.data import open_source
from understudy.data.video import encode_mp4
from understudy.runs import RUN_FILE, RunRecord, read_record

EASY = "--quality draft --views frontal tripod --flaws 0.3 --bystanders 0"
"""A small network needs the person in the middle of a small picture."""


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A dataset of two unlike actions and a network trained on it."""
    folder = tmp_path_factory.mktemp("workplace")
    main(
        f"generate --actions raise_arms fall --clips 80 --size 48 --fps 8 {EASY} "
        f"-o {folder / 'data'}".split()
    )
    main(f"train {folder / 'data'} -o {folder / 'run'} --epochs 20 --size 48".split())
    return folder


def test_the_network_recognises_people_it_has_not_seen(workplace):
    record = read_record(workplace / "run" / RUN_FILE, RunRecord)
    assert record.evaluation is not None
    assert record.evaluation.metrics["top1"].value > 0.8
    assert record.evaluation.metrics["chance"].value == 0.5
    learned = {p.clip_id for p in record.evaluation.predictions}
    source = open_source(str(workplace / "data"))
    assert learned == {r.clip_id for r in source.records if r.split == "test"}
    assert record.dataset.fingerprint == source.fingerprint


def test_training_again_changes_nothing(workplace):
    before = (workplace / "run" / RUN_FILE).read_bytes()
    main(f"train {workplace / 'data'} -o {workplace / 'run'} --epochs 20 --size 48".split())
    assert (workplace / "run" / RUN_FILE).read_bytes() == before


def test_transfer_to_a_folder_of_videos(workplace, tmp_path, capsys):
    """Other synthetic people stand in for real ones: the way there is the same."""
    main(
        f"generate --actions raise_arms fall --clips 8 --size 48 --fps 8 {EASY} --seed 5 "
        f"-o {tmp_path / 'other'}".split()
    )
    source = open_source(str(tmp_path / "other"))
    names = {"raise_arms": "hands up!", "fall": "down"}
    for index, record in enumerate(source.records):
        video = source.load(index)
        path = tmp_path / "videos" / names[record.label] / f"{record.clip_id}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_mp4(video.frames, video.fps, 20))
    class_map = tmp_path / "map.yaml"
    class_map.write_text("'hands up!': [raise_arms]\ndown: [fall]\n")
    capsys.readouterr()
    main(
        f"transfer {workplace / 'run'} --dataset folder:{tmp_path / 'videos'} "
        f"--class-map {class_map} --name films --json".split()
    )
    record = json.loads(capsys.readouterr().out)
    assert record["metrics"]["top1"]["value"] > 0.7
    assert record["metrics"]["top1"]["low"] <= record["metrics"]["top1"]["value"]
    assert sum(map(sum, record["confusion"])) == 16

    mine = f"train folder:{tmp_path / 'videos'} -o {tmp_path / 'mine'} --size 48 --epochs 1"
    main(f"{mine} --start-from {workplace / 'run'} --class-map {class_map}".split())
    learned = read_record(tmp_path / "mine" / RUN_FILE, RunRecord)
    assert learned.classes == ("down", "hands up!")
    assert learned.config["class_map"] == {"hands up!": ["raise_arms"], "down": ["fall"]}
    assert learned.history[0].train_accuracy > 0.7
    with pytest.raises(SystemExit):
        main(f"{mine} --class-map {class_map}".split())
    assert "--start-from" in capsys.readouterr().err


def test_predict_and_report(workplace, tmp_path, capsys):
    source = open_source(str(workplace / "data"))
    index = next(n for n, r in enumerate(source.records) if r.label == "fall")
    video = source.load(index)
    film = tmp_path / "film.mp4"
    film.write_bytes(encode_mp4(video.frames, video.fps, 20))
    capsys.readouterr()
    main(f"predict {workplace / 'run'} {film} -o {tmp_path / 'out.mp4'} --json".split())
    timeline = json.loads(capsys.readouterr().out)
    assert timeline["segments"][0]["label"] in ("raise_arms", "fall")
    assert (tmp_path / "out.mp4").stat().st_size > 1000
    main(f"report {workplace / 'run'} -o {tmp_path / 'report.html'}".split())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "data:video/mp4" in page
    assert "raise_arms" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_cut_shard_stops_training_and_is_repaired(workplace, tmp_path):
    broken: Path = tmp_path / "data"
    shutil.copytree(workplace / "data", broken)
    shard = broken / "shards" / "shard-00001.tar"
    shard.write_bytes(shard.read_bytes()[:5000])
    with pytest.raises(SystemExit) as stop:
        main(f"train {broken} -o {tmp_path / 'run'}".split())
    assert stop.value.code == 1
    with pytest.raises(SystemExit):
        main(f"inspect {broken}".split())
    main(
        f"generate --actions raise_arms fall --clips 80 --size 48 --fps 8 {EASY} "
        f"-o {broken}".split()
    )
    assert shard.read_bytes() == (workplace / "data" / "shards" / shard.name).read_bytes()
