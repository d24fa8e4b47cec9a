"""Zero real clips: accuracy on real people of networks that have seen none.

    python benchmarks/sim_to_real.py --shared PATH
    python benchmarks/sim_to_real.py --shared PATH --sets utd_mhad --repeats 1
    python benchmarks/sim_to_real.py --real utd_mhad=utd_mhad:PATH       # another copy or subset

Each set's recipe (`recipes/settings.py`) films its actions, trains networks on nothing else and
asks it about every real clip. Beside it: chance; the same network trained on real clips of other
people or sequences, with all of them and with two per class; and the trained network, which knows
the labels already, after it has seen those two per class. Every arm has three repeats; intervals
are 95 %, over groups and repeats (bootstrap). Of falls it also says how many were noticed and how
often nobody had fallen.

One JSON line per set and arm is appended to docs/results/sim_to_real.jsonl. The same command goes
on where it was interrupted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.table import Table

from recipes.settings import KNOWS_LABELS, SETTINGS, SMALL_NETWORK
from recipes.steps import (
    Target,
    alarm_threshold,
    ask_unseen,
    carry_over,
    console,
    film,
    pretrain,
    untrained,
)
from understudy.comparison import summarise_seeds
from understudy.data import open_source
from understudy.data.gmdcsa24 import STEP_S, WINDOW_S
from understudy.evaluation.metrics import wilson_interval
from understudy.runs import EVALUATION_FILE, TRANSFERS_FOLDER, EvaluationRecord, read_record
from understudy.train import TrainConfig
from understudy.train.config import Precision
from understudy.transfer.config import TransferConfig
from understudy.types import Metric

RESULTS = Path(__file__).resolve().parents[1] / "docs" / "results" / "sim_to_real.jsonl"
SHOTS = 2
LEARNING_ARMS = (
    ("real", "scratch", None),
    (f"real, {SHOTS} per class", "scratch", SHOTS),
    (f"synthetic + {SHOTS} real per class", "synthetic", SHOTS),
)
"""Name, network that it begins with, real clips per class that it learns from."""


@dataclass(frozen=True, kw_only=True)
class Footage:
    source: str
    """As `open_source` takes it, below the folder of real footage."""
    folds: str
    """How the arms that learn from real clips divide it."""
    transfer: str
    """What its transfers are called in the run folders: a copy's results are its own."""


FOOTAGE = {
    "utd_mhad": Footage(
        transfer="utd_mhad",
        source="utd_mhad:{shared}/real/utd_mhad",
        folds="parts:subject 1,subject 3|subject 5,subject 7",
    ),
    "ut_interaction": Footage(
        transfer="ut_interaction",
        source="ut_interaction:{shared}/real/ut_interaction?set=1",
        folds="each-group",
    ),
    "gatech_waves": Footage(
        transfer="gatech_waves",
        source="folder:{shared}/real/gatech_waves?group=P(\\d+)T",
        folds="each-group",
    ),
    "gmdcsa24": Footage(
        transfer="gmdcsa24",
        source="gmdcsa24:{shared}/real/gmdcsa24?labels=windows",
        folds="each-group",
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, help="folder with real/ in it")
    parser.add_argument(
        "--real", action="append", default=[], metavar="SET=KIND:PATH", help="another copy of a set"
    )
    parser.add_argument("--sets", nargs="+", choices=sorted(FOOTAGE), default=list(FOOTAGE))
    parser.add_argument("--out", type=Path, default=Path("runs/sim_to_real"))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--clips", type=int, help="films per action, instead of the recipe's")
    parser.add_argument(
        "--networks", type=int, help="that answer together, instead of the recipe's"
    )
    parser.add_argument("--synthetic-only", action="store_true", help="leave out what learns")
    parser.add_argument(
        "--precision", choices=get_args(Precision), default="auto", help="of every training"
    )
    parser.add_argument("--workers", type=int)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    given = dict(text.partition("=")[::2] for text in options.real)
    if options.shared is None and set(options.sets) - set(given):
        parser.error("--shared PATH, or --real SET=KIND:PATH for each of --sets")
    lines: list[dict[str, object]] = []
    for name in options.sets:
        usual = FOOTAGE[name]
        if name in given:  # who is in it is not known here
            copy = open_source(given[name]).fingerprint[:8]
            footage = Footage(source=given[name], folds="each-group", transfer=f"{name}-{copy}")
        else:
            footage = replace(usual, source=usual.source.format(shared=options.shared))
        arms = measure(name, footage, options)
        levels = thresholds(name, options)
        lines += [
            {"networks": networks_of(name, options), **summary(name, arm, records, levels)}
            for arm, records in arms.items()
        ]
    options.results.parent.mkdir(parents=True, exist_ok=True)
    with options.results.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    show(lines)


def networks_of(name: str, options: argparse.Namespace) -> int:
    """Returns how many networks answer together."""
    return options.networks or SETTINGS[name].networks


def measure(
    name: str, footage: Footage, options: argparse.Namespace
) -> dict[str, list[EvaluationRecord]]:
    """Returns every arm's answers, one record per repeat."""
    out = options.out / name
    job = SETTINGS[name].job(clips=options.clips)
    data = film(job, out / "data", workers=options.workers)
    networks = networks_of(name, options)
    arms: dict[str, list[EvaluationRecord]] = {}
    for seed in range(options.repeats):
        config = SETTINGS[name].training.model_copy(
            update={"seed": seed, "precision": options.precision}
        )
        arms.setdefault("synthetic", []).append(
            ask_about_strangers(name, footage, data, out, config, networks)
        )
        for arm, begin, shots in () if options.synthetic_only else LEARNING_ARMS:
            arms.setdefault(arm, []).append(let_learn(name, footage, out, config, begin, shots))
    return arms


def ask_about_strangers(
    name: str, footage: Footage, data: str, out: Path, config: TrainConfig, networks: int
) -> EvaluationRecord:
    """Trains a recipe's networks on the films alone, and asks it about every real clip."""
    setting, seed = SETTINGS[name], config.seed
    run = out / f"synthetic-{seed}"
    pretrain(open_source(data), run, config, dataset_path=data, networks=networks)
    untrained(run, out / f"scratch-{seed}", seed=seed)
    return ask_unseen(
        run, footage.source, setting.labels, name=f"{footage.transfer}-unseen", seed=seed,
        view_count=setting.view_count,
    )  # fmt: skip


def let_learn(
    name: str, footage: Footage, out: Path, config: TrainConfig, begin: str, shots: int | None
) -> EvaluationRecord:
    """Fine-tunes one of the networks on real clips, and asks it about the others."""
    run = out / f"{begin}-{config.seed}"
    known = SETTINGS[name].labels if begin == "synthetic" else None
    target = footage_target(footage, shots, config.precision, known)
    (transfer,) = carry_over(run, target, seed=config.seed)
    return read_record(run / TRANSFERS_FOLDER / transfer / EVALUATION_FILE, EvaluationRecord)


def footage_target(
    footage: Footage,
    shots: int | None,
    precision: Precision,
    known: Mapping[str, Sequence[str]] | None,
) -> Target:
    """Returns how real clips are learned from.

    Args:
        footage: of the clips.
        shots: clips per class; all where None.
        precision: of training.
        known: labels that the network knows from films, and the actions that show them.
    """
    recipe = SMALL_NETWORK if known is None else KNOWS_LABELS
    return Target(
        name=footage.transfer,
        source=footage.source,
        protocols=("fine-tune",),
        shots=(shots,),
        class_map=known,
        config=TransferConfig(
            folds=footage.folds,
            fine_tuning=recipe.model_copy(update={"precision": precision}),
        ),
    )


def thresholds(name: str, options: argparse.Namespace) -> list[float]:
    """Returns from which probability each repeat calls a fall, chosen on its held-out films."""
    if name != "gmdcsa24":
        return []
    runs = [options.out / name / f"synthetic-{seed}" for seed in range(options.repeats)]
    labels = SETTINGS[name].labels
    return [alarm_threshold(run, labels, ("ADL",)) for run in runs]


def summary(
    name: str, arm: str, records: Sequence[EvaluationRecord], levels: Sequence[float]
) -> dict[str, object]:
    """Returns the figures of an arm as they are stored.

    Args:
        name: the set.
        arm: the arm.
        records: one per repeat.
        levels: see `thresholds`; networks that have learned real windows call a fall at 0.5.
    """
    figures = summarise_seeds(records)
    line: dict[str, object] = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "set": name,
        "arm": arm,
        "repeats": len(records),
        "clips": len(records[0].predictions),
        "groups": len({answer.group for answer in records[0].predictions}),
        "chance": 1.0 / len(records[0].labels),
        **{key: _rounded(figures[key]) for key in ("top1", "mean_class")},
    }
    if name == "gmdcsa24":
        called_from = levels if arm == "synthetic" else [0.5] * len(records)
        line["threshold"] = [round(level, 3) for level in called_from]
        line |= {key: _rounded(metric) for key, metric in alarms(records, called_from).items()}
    return line


def alarms(records: Sequence[EvaluationRecord], called_from: Sequence[float]) -> dict[str, Metric]:
    """Returns the share of the falls that some window noticed, and false alarms per minute.

    A window says Fall from a probability on. Windows that follow one another and do are one alarm;
    it is false where none of them shows a fall. Intervals: Wilson's over falls and repeats; of the
    false alarms Poisson's.
    """
    from scipy import stats

    noticed = falls = wrong = 0
    minutes = 0.0
    for record, level in zip(records, called_from, strict=True):
        fall = record.labels.index("Fall")
        films: dict[str, list[tuple[float, bool, bool]]] = {}
        for answer in record.predictions:
            film_name, _, start = answer.clip_id.partition("@")
            said = answer.scores[fall] >= level
            films.setdefault(film_name, []).append((float(start), answer.label == "Fall", said))
        for windows in films.values():
            windows.sort()
            fallen = [said for _, shows, said in windows if shows]
            falls += bool(fallen)
            noticed += any(fallen)
            minutes += sum(STEP_S for _, shows, _ in windows if not shows) / 60.0
            alarm: list[tuple[float, bool, bool]] = []
            for window in [*windows, (float("inf"), False, False)]:
                if alarm and (not window[2] or window[0] > alarm[-1][0] + WINDOW_S):
                    wrong += not any(shows for _, shows, _ in alarm)
                    alarm = []
                if window[2]:
                    alarm.append(window)
    low, high = wilson_interval(noticed / max(falls, 1), max(falls, 1))
    least = stats.chi2.ppf(0.025, 2 * wrong) / 2 if wrong else 0.0
    most = stats.chi2.ppf(0.975, 2 * wrong + 2) / 2
    return {
        "sensitivity": Metric(value=noticed / max(falls, 1), low=low, high=high),
        "false_alarms_per_minute": Metric(
            value=wrong / minutes, low=least / minutes, high=most / minutes
        ),
    }


def _rounded(metric: Metric) -> dict[str, float]:
    return {key: round(value, 4) for key, value in metric.model_dump().items()}


def show(lines: Sequence[dict[str, object]]) -> None:
    table = Table("set", "arm", "clips", "repeats", "chance", "top-1 (95 %)", "mean class", "falls")
    for line in lines:
        table.add_row(
            str(line["set"]), str(line["arm"]), str(line["clips"]), str(line["repeats"]),
            f"{100 * float(str(line['chance'])):.1f} %", _percent(line["top1"]),
            _percent(line["mean_class"]), _falls(line),
        )  # fmt: skip
    console.print(table)


def _percent(figure: object) -> str:
    assert isinstance(figure, dict)
    value, low, high = (100 * figure[key] for key in ("value", "low", "high"))
    return f"{value:.1f} % ({low:.1f} to {high:.1f})"


def _falls(line: dict[str, object]) -> str:
    rate = line.get("false_alarms_per_minute")
    if not isinstance(rate, dict):
        return ""
    wrong = f"{rate['value']:.2f} ({rate['low']:.2f} to {rate['high']:.2f})"
    return f"noticed {_percent(line['sensitivity'])}, false alarms {wrong} a minute"


if __name__ == "__main__":
    main()
