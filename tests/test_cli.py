"""The command line as people use it: verbs, listings, wrong input, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from understudy.cli import VERBS
from understudy.motion import ACTIONS


def understudy(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "understudy.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        **options,
    )


def test_the_verbs_are_frozen_and_explain_themselves():
    assert list(VERBS) == [
        "setup", "assets", "motions", "actions", "preview", "generate", "inspect", "datasets",
        "train", "ensemble", "export", "transfer", "untrained", "compare", "predict", "report",
    ]  # fmt: skip
    shown = understudy("--help")
    assert shown.returncode == 0
    assert all(verb in shown.stdout for verb in VERBS)


def test_actions_are_listed():
    table = understudy("actions").stdout
    listed = json.loads(understudy("actions", "--json").stdout)
    assert {row["name"] for row in listed} == set(ACTIONS)
    for row in listed:
        assert row["name"] in table
        assert len(row["description"]) > 10
        assert len(row["parameters"]) >= 2


def test_preview_writes_a_sheet_and_a_film(tmp_path):
    done = understudy(
        "preview", "walk", "clap", "-o", tmp_path / "p.png", "--samples", "1", "--size", "48"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "p.mp4").stat().st_size > 2000


FALLS_SHORT = [
    (("preview", "wave_one_hnd", "-o", "p.png"), 2, "did you mean wave_one_hand"),
    (("preview", "walk", "-o", "p.jpg"), 2, "ends in .png"),
    (("generate", "--actions", "walk", "--clips", "0", "-o", "d"), 2, "clips_per_action"),
    (("generate", "--actions", "walk", "--size", "33", "-o", "d"), 2, "width"),
    (("inspect", "nowhere"), 1, "nowhere is not a folder"),
    (("train", "nowhere", "-o", "r"), 1, "nowhere is not a folder"),
    (("train", "moon:nowhere", "-o", "r"), 2, "unknown kind of dataset 'moon'"),
    (("train", "d", "-o", "r", "--layer", "flow", "--targets", "depth"), 2, "expected none"),
    (("transfer", "nowhere", "--dataset", "folder:."), 1, "no labelled videos"),
    (("transfer", "r", "--dataset", "folder:.", "--protocol", "magic"), 2, "zero-shot"),
    (("report", "nowhere", "-o", "r.html"), 1, "nowhere"),
    (("predict", "nowhere", "video.mp4"), 1, "nowhere"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), FALLS_SHORT, ids=lambda v: str(v)[:40])
def test_wrong_input_is_explained(arguments, code, message, tmp_path):
    done = understudy(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert message in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("r*")), "a failed command leaves nothing behind"


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "photo.jpg").write_text("mine")
    done = understudy("generate", "--actions", "walk", "--clips", "1", "-o", tmp_path)
    assert done.returncode == 1
    assert "photo.jpg" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_missing_body_model_names_the_command(tmp_path):
    environment = {**os.environ, "UNDERSTUDY_CACHE": str(tmp_path)}
    done = understudy("preview", "walk", "-o", tmp_path / "p.png", env=environment)
    assert done.returncode == 1
    assert "understudy setup" in done.stderr.replace("\n", " ")


def test_ctrl_c_keeps_what_is_finished(tmp_path):
    command = [
        sys.executable, "-m", "understudy.cli", "generate", "--actions", "walk", "clap",
        "--clips", "60", "--size", "32", "--quality", "draft", "--fps", "6", "--workers", "1",
        "-o", str(tmp_path / "d"),
    ]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("d/shards/*.json")) and time.monotonic() < deadline:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "same command" in complaint.replace("\n", " ")
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("d/shards/*.tar")}
    assert kept
    assert not (tmp_path / "d" / "manifest.json").exists()
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_mtime_ns == time_ns for path, time_ns in kept.items())
    report = json.loads(understudy("inspect", tmp_path / "d", "--json").stdout)
    assert report["clips"] == 120
    assert report["problems"] == []
