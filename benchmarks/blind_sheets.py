"""Would a stranger name our actions from the film alone? Sheets without labels, and their score.

    python benchmarks/blind_sheets.py film --out sheets [--clips 2] [--part 1/2]
    python benchmarks/blind_sheets.py score --out sheets answers.csv

`film` writes sheet-000.png and so on (a row per clip, time from left to right) in an order that
tells nothing, the names to choose from (names.txt), and the key (key.json: not for the judge). A
judge, a person or a vision model, writes lines `sheet,first guess[,second guess[,third guess]]`.
`score` prints how many were named at once and within three guesses, and what was taken for what.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from understudy.casting import Company
from understudy.generate import film
from understudy.motion import ACTIONS
from understudy.render import open_renderer
from understudy.report.contact_sheet import Row, write_contact_sheet
from understudy.rng import stream
from understudy.sampling import GenerateJob, sample_clip
from understudy.scenes import CameraRange

FRAMES, SIZE = 8, 160
VIEWS = ("frontal",)
"""Near enough to see hands: what is asked about is the motion, not the eyesight."""
KEY_FILE, NAMES_FILE = "key.json", "names.txt"


def film_sheets(out: Path, names: list[str], clips: int, seed: int, part: tuple[int, int]) -> None:
    """Writes this part's sheets; every part writes the same key."""
    out.mkdir(parents=True, exist_ok=True)
    order = [names[k] for k in stream(seed, "blind sheets").permutation(len(names))]
    key = {f"sheet-{number:03d}": name for number, name in enumerate(order)}
    (out / KEY_FILE).write_text(json.dumps(key, indent=1), encoding="utf-8")
    (out / NAMES_FILE).write_text("\n".join(sorted(names)) + "\n", encoding="utf-8")
    with open_renderer("raster") as renderer:
        for number, (sheet, name) in enumerate(key.items()):
            path = out / f"{sheet}.png"
            if number % part[1] != part[0] or path.exists():
                continue
            job = GenerateJob(
                actions=(name,), clips_per_action=clips, seed=seed, width=SIZE, height=SIZE,
                camera=CameraRange(viewpoints=VIEWS), company=Company(bystander_share=0.0),
            )  # fmt: skip
            rows = [
                Row(caption=f"clip {k}", frames=film(sample_clip(job, name, k), renderer).frames)
                for k in range(clips)
            ]
            write_contact_sheet(path, rows, frames_per_row=FRAMES, tile_height=SIZE)


def score(out: Path, answers: Path) -> None:
    """Prints what a judge named."""
    key = json.loads((out / KEY_FILE).read_text(encoding="utf-8"))
    with answers.open(encoding="utf-8", newline="") as file:
        guesses = {row[0].strip(): [g.strip() for g in row[1:] if g.strip()]
                   for row in csv.reader(file) if row and row[0].strip() in key}  # fmt: skip
    if not guesses:
        sys.exit(f"{answers} answers none of {out}'s sheets: expected lines sheet-000,guess,guess")
    first = [key[sheet] == named[0] for sheet, named in guesses.items() if named]
    among = [key[sheet] in named[:3] for sheet, named in guesses.items()]
    print(f"{len(guesses)} sheets: {100 * sum(first) / len(guesses):.1f} % named at once, "
          f"{100 * sum(among) / len(guesses):.1f} % within three guesses")  # fmt: skip
    for sheet, named in sorted(guesses.items(), key=lambda item: key[item[0]]):
        if key[sheet] not in named[:1]:
            mark = "second or third" if key[sheet] in named[:3] else "missed"
            print(f"  {key[sheet]:30} {mark:16} {', '.join(named[:3])}")


def main() -> None:
    """Films or scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=("film", "score"))
    parser.add_argument("answers", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=2, help="per action")
    parser.add_argument("--actions", nargs="+", default=sorted(ACTIONS))
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--part", default="1/1", help="which share of the sheets, for two cores")
    options = parser.parse_intermixed_args()
    if options.do == "score":
        if options.answers is None:
            parser.error("score what? give the judge's answers, a CSV")
        score(options.out, options.answers)
        return
    number, count = map(int, options.part.split("/"))
    film_sheets(options.out, options.actions, options.clips, options.seed, (number - 1, count))


if __name__ == "__main__":
    main()
