"""The page: complete, honest about what is missing, self-contained, safe against its data."""

from __future__ import annotations

import base64
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from report.conftest import GESTURES, HOSTILE
from understudy.errors import DatasetError, InputError, StorageError
from understudy.report.page import write_report
from understudy.runs import EVALUATION_FILE, RUN_FILE

VOID = {"meta", "img", "br", "link", "input", "hr", "wbr"}


class Page(HTMLParser):
    """Tags with attributes, text outside of script and style, and whether tags are balanced."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"
        if tag in {"td", "th"}:
            self.text += " "

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture
def report(tmp_path):
    def write(*folders: Path) -> Page:
        out = tmp_path / "report.html"
        write_report(folders, out)
        return Page(out)

    return write


def assert_self_contained(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        for name in ("src", "href", "xlink:href", "poster", "data", "srcset", "action"):
            value = attributes.get(name)
            assert value is None or value.startswith(("data:", "#")), f"<{tag} {name}={value[:60]}>"
        assert not any(name.startswith("on") for name in attributes), f"<{tag}> has a handler"
        assert "http" not in (attributes.get("style") or "")
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in page.all("a")}
    assert targets <= set(ids)


def test_a_finished_run_has_every_section(run_factory, report):
    targets = ("wave", "one_hand_wave", "none")
    run = run_factory(
        "a", transfers={"gatech_waves": targets}, skipped={"test/9": "truncated: moov missing"}
    )
    page = report(run)
    assert_self_contained(page)
    for words in (
        "Training dataset", "0123abcd", "1 000 train", "Loss by epoch",
        "By class, worst first", "What was taken for what", "Sample predictions",
        "test/9", "truncated: moov missing",
        "clip_017", "Transfer: gatech_waves", "Class map", "Provenance",
        "understudy train data/gestures -o 'runs/my gestures'", "tsm_resnet10", "2.13.0", "8 min",
        "Bootstrap seed 7", "2026-11-22 09:00:00 UTC", "above chance",
    ):  # fmt: skip
        labels = " ".join(a.get("aria-label") or "" for _, a in page.tags)
        assert words in page.words or words in labels, words
    assert len(page.all("svg")) == 2
    assert len(page.all("h1")) == 1


def test_figures_are_those_of_the_record(run_factory, report):
    run = run_factory("a")
    record = json.loads((run / RUN_FILE).read_text())["evaluation"]
    page = report(run)
    top1 = record["metrics"]["top1"]
    expected = f"{100 * top1['value']:.1f} % [{100 * top1['low']:.1f}, {100 * top1['high']:.1f}]"
    assert page.words.count(expected) >= 2, "headline and metrics"
    recall = {label: metric["value"] for label, metric in record["per_class"].items()}
    by_class = page.words.split("By class, worst first")[1].split("What was taken for what")[0]
    positions = {label: by_class.index(label) for label in recall}
    # "Most often taken for" names classes too, but never before the first row's own name.
    assert recall[min(positions, key=positions.__getitem__)] == min(recall.values())
    assert f"{len(record['predictions'])} clips of test, 6 labels" in page.words


def test_films_and_pictures_are_inside_the_page(run_factory, report):
    import av
    from PIL import Image

    page = report(run_factory("a"))
    videos = page.all("video")
    assert len(videos) == 6
    for video in videos:
        assert {"controls", "muted", "loop", "playsinline"} <= set(video)
        head, body = video["src"].split(",", 1)
        assert head == "data:video/mp4;base64"
        with av.open(io.BytesIO(base64.b64decode(body, validate=True))) as container:
            assert container.streams.video[0].codec_context.pix_fmt == "yuv420p"
            assert sum(1 for _ in container.decode(video=0)) == 16
    (sheet,) = page.all("img")
    head, body = sheet["src"].split(",", 1)
    assert Image.open(io.BytesIO(base64.b64decode(body))).format == "PNG"
    assert sheet["alt"]


def test_right_and_wrong_are_told_in_words(run_factory, report):
    run = run_factory("a", films=10)
    samples = json.loads((run / RUN_FILE).read_text())["evaluation"]["samples"]
    right = sum(s["label"] == s["predicted"] for s in samples)
    page = report(run)
    assert 0 < right < 10
    assert page.words.count("✓ right") == right
    assert page.words.count("✗ wrong") == 10 - right
    assert page.words.index("✗ wrong") < page.words.index("✓ right")


@pytest.mark.parametrize("count", [4, 30], ids=["table", "figure"])
def test_class_names_cannot_break_out(run_factory, report, count):
    labels = (HOSTILE + tuple(f"class {i}" for i in range(40)))[:count]
    page = report(run_factory("a", labels=labels, name=HOSTILE[0], transfers={"x": HOSTILE}))
    assert_self_contained(page)
    assert len(page.all("script")) == 1
    for name in HOSTILE:
        assert name in page.words, "shown as it is written, not executed and not dropped"
    assert all(image["src"].startswith("data:image/") for image in page.all("img"))


def test_150_classes_get_one_drawn_matrix_and_their_worst_confusions(run_factory, report):
    labels = tuple(f"action_{i:03d}" for i in range(150))
    page = report(run_factory("a", labels=labels, clips_per_class=4, accuracy=0.6))
    assert len(page.all("svg")) == 3
    assert "The most frequent wrong answers" in page.words
    assert "Show all 150 classes" in page.words
    assert set(labels) <= set(page.words.split())


def test_run_in_progress_says_so(run_factory, report):
    page = report(run_factory("a", finished=False, epochs=3, sheet=False))
    assert "No evaluation yet." in page.words
    assert "3 of 12 epochs are recorded" in page.words
    assert "dataset_sheet.png is missing" in page.words
    assert "Finished not yet" in page.words
    assert not page.all("video")


def test_run_before_its_first_epoch(run_factory, report):
    page = report(run_factory("a", finished=False, epochs=0))
    assert "No epoch has finished yet" in page.words
    assert not page.all("svg")


def test_interrupted_transfer_is_named(run_factory, report):
    run = run_factory("a", transfers={"utd": GESTURES})
    (run / "transfers" / "halfway").mkdir()
    page = report(run)
    assert "unfinished or interrupted: halfway" in page.words


def test_missing_damaged_and_foreign_films_are_told(run_factory, report, tmp_path):
    run = run_factory("a")
    (run / "samples" / "00.mp4").unlink()
    (run / "samples" / "01.mp4").write_bytes(b"not a film")
    (run / "samples" / "02.mp4").write_bytes(b"\0\0\0\x20ftyp" + bytes(4_000_000))
    record = json.loads((run / RUN_FILE).read_text())
    (tmp_path / "secret.mp4").write_bytes(b"\0\0\0\x20ftypsecret")
    record["evaluation"]["samples"][3]["path"] = "../secret.mp4"
    (run / RUN_FILE).write_text(json.dumps(record))
    (run / "dataset_sheet.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    page = report(run)
    assert len(page.all("video")) == 2
    for words in (
        "samples/00.mp4 is missing", "samples/01.mp4 is not an mp4 file",
        "samples/02.mp4 is too big to embed (4.0 MB)", "../secret.mp4 lies outside",
        "dataset_sheet.png cannot be shown",
    ):  # fmt: skip
        assert words in page.words


def test_big_contact_sheet_is_made_lighter(run_factory, report):
    import numpy as np
    from PIL import Image

    run = run_factory("a")
    noise = np.random.default_rng(0).integers(0, 256, (900, 900, 3), np.uint8)
    Image.fromarray(noise).save(run / "dataset_sheet.png")
    (sheet,) = report(run).all("img")
    assert sheet["src"].startswith("data:image/jpeg;base64,")


def test_several_runs_are_compared_first(run_factory, report):
    first = run_factory("a", name="first", transfers={"utd": GESTURES})
    second = run_factory(
        "b", name="second", transfers={"utd": GESTURES}, fingerprint="ffff", seed=1
    )
    page = report(first, second, run_factory("c", name="third", finished=False))
    assert_self_contained(page)
    assert "3 runs compared" in page.words
    head = page.words.split("Training dataset")[0]
    assert head.index("Trained on") < head.index("first")
    assert "held-out test †" in head and "utd †" not in head
    assert "do not compare directly" in head


def test_same_records_same_bytes(run_factory, tmp_path):
    run = run_factory("a", transfers={"utd": GESTURES})
    write_report([run], tmp_path / "one.html")
    write_report([run], tmp_path / "sub" / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "sub" / "two.html").read_bytes()


def test_wrong_folders(run_factory, tmp_path):
    run = run_factory("runs/good")
    out = tmp_path / "report.html"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_text("{}")
    (tmp_path / "empty").mkdir()
    for folder, words in {
        tmp_path / "absent": "does not exist",
        tmp_path / "data": "is a dataset, not a run",
        tmp_path / "runs": "good",
        tmp_path / "empty": "understudy train",
        run / RUN_FILE: "is a file",
    }.items():
        with pytest.raises(DatasetError, match=words):
            write_report([folder], out)
    with pytest.raises(InputError, match="at least one"):
        write_report([], out)
    with pytest.raises(InputError, match="folder"):
        write_report([run], tmp_path)
    assert not out.exists()


def test_damaged_records_are_named(run_factory, tmp_path):
    run = run_factory("a", transfers={"utd": GESTURES})
    path = run / "transfers" / "utd" / EVALUATION_FILE
    record = json.loads(path.read_text())
    record["confusion"] = record["confusion"][:2]
    path.write_text(json.dumps(record))
    with pytest.raises(DatasetError, match="does not fit its 6 labels"):
        write_report([run], tmp_path / "r.html")
    path.write_text('{"name": 3}')
    with pytest.raises(DatasetError, match=r"evaluation\.json"):
        write_report([run], tmp_path / "r.html")


def test_unwritable_target(run_factory, tmp_path):
    run = run_factory("a")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"report\.html"):
        write_report([run], tmp_path / "file" / "report.html")
