"""The page in a real browser: films play, nothing overflows, hostile names stay words."""

from __future__ import annotations

import http.server
import json
import queue
import shutil
import subprocess
import threading
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
  const started = [...document.querySelector("ul.films").querySelectorAll("video")];
  const until = performance.now() + 20000;
  while (performance.now() < until && started.some(v => v.readyState < 2 || v.currentTime < 0.2)) await wait(50);
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
  await fetch("LISTENER", {method: "POST", mode: "no-cors", body: JSON.stringify(found)});
});
</script>
"""  # noqa: E501


def ask(page: Path, tmp_path: Path, *, phone: bool = False) -> dict:
    """Opens a copy of the page with a script that looks around; returns what it saw.

    The script posts its findings to a listener here: the browser's own ways to print a page run
    on a virtual clock, which films do not follow.
    """
    answers: queue.Queue[bytes] = queue.Queue()

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            answers.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        text = page.read_text("utf-8").replace("</body>", PROBE + "</body>")
        text = text.replace("LISTENER", address)
        text = text.replace("default-src 'none';", f"default-src 'none'; connect-src {address};")
        probed = tmp_path / "probed.html"
        probed.write_text(text, "utf-8")
        opened = probed
        if phone:  # a window cannot be this narrow, a frame can
            opened = tmp_path / "phone.html"
            opened.write_text(f'<iframe src="{probed.name}" width="375" height="700"></iframe>')
        log = tmp_path / "browser.log"
        with log.open("wb") as output:
            browser = subprocess.Popen(
                [
                    BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--window-size=1200,900",
                    "--remote-debugging-port=0", f"--user-data-dir={tmp_path / 'profile'}",
                    opened.as_uri(),
                ],
                stdout=output, stderr=output,
            )  # fmt: skip
        try:
            return json.loads(answers.get(timeout=60))
        except queue.Empty:
            pytest.fail(f"the page did not answer: {log.read_text(errors='replace')[-2000:]}")
        finally:
            browser.terminate()
            browser.wait(timeout=20)
            server.shutdown()


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


@pytest.mark.parametrize("count", [6, 30], ids=["table", "figure"])
def test_hostile_names_on_a_phone(run_factory, tmp_path, count):
    labels = (*HOSTILE, "<img src=x onerror='window.hacked=true'>", "x" * 120)
    labels += tuple(f"another_class_{number}" for number in range(count - 6))
    page = tmp_path / "report.html"
    write_report([run_factory("a", labels=labels, films=2)], page)
    seen = ask(page, tmp_path, phone=True)
    assert seen["window"] == 375
    assert seen["width"] <= 375, "the page scrolls sideways"
    assert not seen["hacked"]
    assert seen["images"] == 1, "the contact sheet and nothing that a class name brought in"
