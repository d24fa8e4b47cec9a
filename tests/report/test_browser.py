"""The page in a real browser: films play, nothing overflows, hostile names stay words."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from report.conftest import GESTURES, HOSTILE
from understudy.report.page import write_report

BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="needs a browser: apt-get install chromium (Debian)"
)

PROBE = """
<script>
addEventListener("load", async () => {
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const videos = [...document.querySelectorAll("video")];
  document.querySelector(".play-all")?.click();
  const until = performance.now() + 20000;
  while (performance.now() < until && videos.some(v => v.readyState < 2 || v.currentTime < 0.2)) await wait(50);
  const sortable = document.querySelector("table.sortable");
  const names = () => [...sortable.tBodies[0].rows].map(r => r.cells[0].textContent);
  const before = names();
  sortable?.querySelectorAll("thead button")[0].click();
  const found = {
    videos: videos.map(v => ({ready: v.readyState, time: v.currentTime, width: v.videoWidth, paused: v.paused, error: v.error && v.error.message})),
    before, after: names(),
    width: document.documentElement.scrollWidth, window: innerWidth,
    svgText: document.querySelectorAll("svg text").length,
    hacked: window.hacked === true, images: document.images.length,
    broken: [...document.images].filter(i => !i.naturalWidth).length,
  };
  const out = document.createElement("pre");
  out.id = "probe";
  out.textContent = JSON.stringify(found);
  (parent === window ? document.body : parent.document.body).append(out);
});
</script>
"""  # noqa: E501


def ask(page: Path, tmp_path: Path, *, phone: bool = False) -> dict:
    """Opens a copy of the page with a script that looks around; returns what it saw."""
    probed = tmp_path / "probed.html"
    probed.write_text(page.read_text("utf-8").replace("</body>", PROBE + "</body>"), "utf-8")
    opened = probed
    if phone:  # a window cannot be this narrow, a frame can
        opened = tmp_path / "phone.html"
        opened.write_text(f'<iframe src="{probed.name}" width="375" height="700"></iframe>')
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--allow-file-access-from-files", "--window-size=1200,900",
            f"--user-data-dir={tmp_path / 'profile'}", "--timeout=25000",
            "--virtual-time-budget=22000", "--dump-dom", opened.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r'<pre id="probe">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr[-2000:]
    return json.loads(html.unescape(found.group(1)))


def test_films_play_and_tables_sort(run_factory, tmp_path):
    page = tmp_path / "report.html"
    write_report([run_factory("a", transfers={"utd": GESTURES}, films=3)], page)
    seen = ask(page, tmp_path)
    assert len(seen["videos"]) == 6
    for video in seen["videos"][:3]:  # "Play all" plays the films of its own evaluation
        assert video["error"] is None
        assert video["ready"] >= 2, "decoded"
        assert video["time"] > 0, "moved on"
        assert video["width"] == 96
    assert all(video["paused"] for video in seen["videos"][3:])
    assert sorted(seen["before"]) == seen["after"] != seen["before"]
    assert seen["broken"] == 0 and seen["images"] == 1
    assert seen["svgText"] > 10
    assert seen["width"] <= seen["window"]


def test_hostile_names_on_a_phone(run_factory, tmp_path):
    labels = (*HOSTILE, "<img src=x onerror='window.hacked=true'>", "x" * 120)
    page = tmp_path / "report.html"
    write_report([run_factory("a", labels=labels, films=2)], page)
    seen = ask(page, tmp_path, phone=True)
    assert seen["window"] == 375
    assert seen["width"] <= 375, "the page scrolls sideways"
    assert not seen["hacked"]
    assert seen["images"] == 1, "the contact sheet and nothing that a class name brought in"
