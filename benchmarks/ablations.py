"""What makes films worth learning from: a setting's recipe with one thing changed at a time.

    python benchmarks/ablations.py utd_mhad --shared PATH --clips 20
    python benchmarks/ablations.py ut_interaction --shared PATH --only recipe one_place one_light

Every row films (where the change is one of the films), trains one network per seed on nothing
else and asks it about every real clip. Rows are paired with the first: the same seeds, the same
real clips; the interval of the difference is a bootstrap over groups of real clips and seeds.

One JSON line per row is appended to docs/results/ablations.jsonl. The same command goes on where
it was interrupted.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.table import Table

from benchmarks.sim_to_real import FOOTAGE
from recipes.settings import SETTINGS, Setting
from recipes.steps import ask_unseen, console, film, pretrain
from understudy.casting import Company
from understudy.comparison import in_percent, paired_difference, summarise_seeds
from understudy.data import open_source
from understudy.models import ModelSpec
from understudy.models.augmentation import AugmentationSpec
from understudy.render import SensorRange
from understudy.runs import EvaluationRecord
from understudy.sampling import GenerateJob
from understudy.train import TrainConfig

RESULTS = Path(__file__).resolve().parents[1] / "docs" / "results" / "ablations.jsonl"
ALL_AROUND = (-math.pi, math.pi)
AS_FILMED = AugmentationSpec(
    min_window=1.0, zoom=0.0, shift=0.0, stretch=0.0, roll_rad=0.0, brightness=0.0, contrast=0.0,
    saturation=0.0, tint=0.0, grey=0.0, erase=0.0, noise=0.0, depth_holes=0.0, flip="none",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a row does differently from the recipe."""

    films: dict[str, Any] = field(default_factory=dict)
    """Fields of the job."""
    clips: float = 1.0
    """Share of the films."""
    frames: float = 1.0
    """Share of the frames that are seen."""
    training: dict[str, Any] = field(default_factory=dict)
    input: dict[str, Any] = field(default_factory=dict)
    """Fields of the training's configuration, and of its input."""
    camera: dict[str, Any] = field(default_factory=dict)


CHANGES: dict[str, Change] = {
    "recipe": Change(),
    "one_performance": Change(films={"alike": ("motion",)}),
    "one_body": Change(films={"alike": ("body",)}),
    "one_outfit": Change(films={"alike": ("clothes",)}),
    "one_place": Change(films={"alike": ("scene",)}),
    "one_light": Change(films={"alike": ("light",)}),
    "one_camera": Change(films={"alike": ("camera",)}),
    "views_all_around": Change(camera={"azimuth_range_rad": ALL_AROUND}),
    "clean_pictures": Change(films={"sensor": SensorRange(strength=0.0)}),
    "no_bystanders": Change(films={"company": Company(bystander_share=0.0)}),
    "many_bystanders": Change(films={"company": Company(bystander_share=0.6)}),
    "half_the_films": Change(clips=0.5),
    "quarter_of_the_films": Change(clips=0.25),
    "short_films": Change(films={"duration_s": (1.5, 2.0)}),
    "half_the_frames": Change(frames=0.5),
    "48_px": Change(input={"size": 48}),
    "96_px": Change(input={"size": 96}),
    "pictures": Change(input={"layer": "colour"}),
    "silhouettes": Change(input={"depth_range_m": 1e3}),
    "no_augmentation": Change(training={"augmentation": AS_FILMED}),
    "no_targets": Change(training={"targets": ()}),
    "plain_tsm": Change(training={"targets": (), "model": ModelSpec(name="tsm_resnet10")}),
    "no_time": Change(training={"targets": (), "model": ModelSpec(name="tsn_resnet10")}),
    "r2plus1d": Change(
        training={
            "targets": (), "model": ModelSpec(name="r2plus1d_10"), "learning_rate": 1e-3,
        }
    ),
}  # fmt: skip
NOT_OF_DEPTH = (
    "one_outfit", "one_place", "one_light", "clean_pictures", "no_bystanders", "many_bystanders",
    "pictures",
)  # fmt: skip
"""Changes that a network of depth, which shows one person alone, does not see."""
NOT_OF_COLOUR = ("silhouettes", "no_targets", "plain_tsm")
"""Changes that leave a network of colour as it is."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", choices=sorted(FOOTAGE))
    parser.add_argument("--shared", type=Path, required=True, help="folder with real/ in it")
    parser.add_argument("--only", nargs="+", choices=list(CHANGES), metavar="ROW")
    parser.add_argument("--clips", type=int, help="films per action, instead of the recipe's")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--out", type=Path, default=Path("runs/ablations"))
    parser.add_argument("--workers", type=int)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    setting = SETTINGS[options.set]
    deep = setting.training.input.layer == "depth"
    unseen = NOT_OF_DEPTH if deep else NOT_OF_COLOUR
    names = options.only or [name for name in CHANGES if name not in unseen]
    rows: dict[str, list[EvaluationRecord]] = {}
    for name in dict.fromkeys(["recipe", *names]):
        rows[name] = answers(name, setting, options)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    with options.results.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(summary(name, rows, options)) + "\n" for name in rows)
    show(rows)


def answers(name: str, setting: Setting, options: argparse.Namespace) -> list[EvaluationRecord]:
    """Films and trains as a row wants it, and returns what its networks say of the real clips."""
    change, out = CHANGES[name], options.out / options.set
    job = changed_job(setting.job(clips=options.clips), change)
    same_films = job == setting.job(clips=options.clips)
    data = film(job, out / ("recipe" if same_films else name) / "data", workers=options.workers)
    records = []
    for seed in range(options.seeds):
        run = out / name / f"synthetic-{seed}"
        config = changed_training(setting.training, change).model_copy(
            update={"seed": seed, "precision": options.precision}
        )
        pretrain(open_source(data), run, config, dataset_path=data)
        footage = FOOTAGE[options.set].source.format(shared=options.shared)
        asked = f"{options.set}-unseen"
        records.append(
            ask_unseen(
                run, footage, setting.labels, name=asked, seed=seed, view_count=setting.view_count
            )
        )
    return records


def changed_job(job: GenerateJob, change: Change) -> GenerateJob:
    """Returns what a row films."""
    camera = job.camera.model_copy(update=change.camera)
    clips = max(2, round(change.clips * job.clips_per_action))
    return job.model_copy(update={"camera": camera, "clips_per_action": clips} | change.films)


def changed_training(training: TrainConfig, change: Change) -> TrainConfig:
    """Returns how a row trains."""
    frames = {"frame_count": round(change.frames * training.input.frame_count)}
    seen = change.input | frames
    values = change.training | {"input": training.input.model_copy(update=seen)}
    return training.model_copy(update=values)


def summary(
    name: str, rows: dict[str, list[EvaluationRecord]], options: argparse.Namespace
) -> dict[str, object]:
    """Returns a row's figures as they are stored."""
    records = rows[name]
    gain = None if name == "recipe" else paired_difference(records, rows["recipe"])
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "set": options.set,
        "row": name,
        "clips_per_action": options.clips or SETTINGS[options.set].clips,
        "seeds": options.seeds,
        "top1": summarise_seeds(records)["top1"].model_dump(),
        "gain": gain and gain.model_dump(),
    }


def show(rows: dict[str, list[EvaluationRecord]]) -> None:
    table = Table("row", "top-1 (95 %)", "against the recipe")
    for name, records in rows.items():
        gain = paired_difference(records, rows["recipe"])
        against = "" if name == "recipe" else in_percent(gain, sign="+")
        table.add_row(name, in_percent(summarise_seeds(records)["top1"]), against)
    console.print(table)


if __name__ == "__main__":
    main()
