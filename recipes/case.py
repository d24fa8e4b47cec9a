"""From nothing to a tested recogniser: what the users' recipes have in common.

A recipe films its setting, trains the small network on the films and says how well it does on
people and places it has not seen; then it answers about the user's own videos. The same command
goes on where it was interrupted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.table import Table

from recipes.settings import SETTINGS
from recipes.steps import alarm_threshold, ask_unseen, by_label, console, film, pretrain
from understudy.data import open_source
from understudy.evaluation.metrics import summarise
from understudy.predict import Event, find_events, predict
from understudy.rng import stream
from understudy.runs import RUN_FILE, EvaluationRecord, RunRecord, read_record

Extra = Callable[[Path, Sequence[Event]], dict[str, object]]
"""From a video and its events to more that is said about it."""


def run(
    name: str,
    description: str,
    *,
    quiet: Sequence[str],
    extra: Extra | None = None,
) -> None:
    """Carries a recipe out, as its command line asks.

    Args:
        name: key of `SETTINGS`.
        description: of the command.
        quiet: labels that are no events: nothing of interest happens.
        extra: what else is said about a video.
    """
    setting = SETTINGS[name]
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("runs") / name)
    parser.add_argument("--clips", type=int, default=setting.clips, help="films per action")
    parser.add_argument("--epochs", type=int, default=setting.training.epochs)
    parser.add_argument(
        "--networks", type=int, default=setting.networks, help="trained, to answer together"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, help="processes that film; default one per core")
    parser.add_argument(
        "--watch", type=Path, nargs="+", default=[], metavar="VIDEO",
        help="print what happens when in these videos, a line of JSON each",
    )  # fmt: skip
    parser.add_argument(
        "--real", metavar="KIND:PATH",
        help=f"also test on labelled real footage; labels: {', '.join(setting.labels)}",
    )  # fmt: skip
    options = parser.parse_args()
    missing = [str(video) for video in options.watch if not video.is_file()]
    if options.networks < 1:
        parser.error(f"--networks {options.networks}: expected one or more")
    if missing:
        parser.error(f"no such video: {', '.join(missing)}")

    job = setting.job(clips=options.clips, seed=options.seed)
    data = film(job, options.out / "data", workers=options.workers)
    network = options.out / "network"
    config = setting.training.model_copy(update={"epochs": options.epochs, "seed": options.seed})
    pretrain(open_source(data), network, config, dataset_path=data, networks=options.networks)
    record = read_record(network / RUN_FILE, RunRecord).evaluation
    if record is not None:
        show(f"{name}: films of people and places that it has not seen", record, setting.labels)
    if options.real:
        unseen = ask_unseen(
            network,
            options.real,
            setting.labels,
            name="real",
            seed=options.seed,
            view_count=setting.view_count,
        )
        show(f"{name}: {options.real}", unseen, setting.labels)
    threshold = alarm_threshold(network, setting.labels, quiet)
    for video in options.watch:
        timeline = predict(network, video)
        events = find_events(timeline, setting.labels, quiet=quiet, threshold=threshold)
        said: dict[str, object] = {
            "video": str(video), "duration_s": round(timeline.duration_s, 2),
            "threshold": round(threshold, 3),
        }  # fmt: skip
        said["events"] = [event.model_dump() for event in events]
        print(json.dumps(said | (extra(video, events) if extra else {})), flush=True)
    if not options.watch:
        command = f"python -m recipes.{name} --out {options.out}"
        console.print(f"What happens in a video of yours: {command} --watch VIDEO")


def show(title: str, record: EvaluationRecord, labels: Mapping[str, Sequence[str]]) -> None:
    """Prints recall and precision of each label, with the recall's interval over groups."""
    grouped = by_label(record, labels)
    names = tuple(labels)
    summary = summarise(grouped, names, rng=stream(record.seed, "case"))
    table = Table("label", "clips", "recall (95 %)", "precision", title=title)
    for place, label in enumerate(names):
        row = summary.confusion[place]
        named = sum(counts[place] for counts in summary.confusion)
        if label in summary.per_class:
            found = summary.per_class[label]
            recall = f"{found.value:.1%} ({found.low:.1%} to {found.high:.1%})"
            precision = f"{row[place] / named:.1%}" if named else "never said"
            table.add_row(label, str(sum(row)), recall, precision)
    top1 = summary.metrics["top1"]
    table.add_row("all", str(len(grouped)), f"{top1.value:.1%} ({top1.low:.1%} to {top1.high:.1%})")
    console.print(table)
