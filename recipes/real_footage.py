"""Real footage after training on none: the first measurement of what the films are worth.

    python -m recipes.real_footage --shared PATH --out runs/real_footage

One synthetic dataset of twelve actions is filmed; one network learns from its colour and one from
its depth; both are asked, through class maps and without a single real training clip, about

- `gatech_waves`: three arm gestures of three people, colour (as many groups as people);
- `utd_mhad`: walk, jog, sit, stand, squat, clap and box of four people, Kinect depth.

The same command goes on where it was interrupted.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from understudy.cli import progress_bar
from understudy.data import open_source
from understudy.data.input import InputSpec
from understudy.generate import generate
from understudy.inspection import write_dataset_sheet
from understudy.motion import ACTIONS
from understudy.runs import EvaluationRecord
from understudy.sampling import GenerateJob
from understudy.scenes import CameraRange
from understudy.train import TrainConfig, TrainProgress, train
from understudy.transfer.zero_shot import zero_shot
from understudy.types import Layer

PERFORMED = (
    "wave_one_hand", "wave_two_hands", "raise_arms", "clap", "walk", "jog",
    "squat", "sit_down", "stand_up", "punch", "fall", "kick",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Target:
    """Real footage and how it is asked about."""

    name: str
    layer: Layer
    source: str
    """Below the folder of real footage."""
    class_map: str


TARGETS = (
    Target(
        name="gatech_waves",
        layer="colour",
        source="folder:{shared}/real/gatech_waves?group=P(\\d+)T",
        class_map="gatech_waves",
    ),
    Target(
        name="utd_mhad_posture",
        layer="depth",
        source="utd_mhad:{shared}/real/utd_mhad",
        class_map="utd_mhad_posture",
    ),
)


def job(*, clips: int, seed: int) -> GenerateJob:
    """Returns what is filmed: `clips` of each action, by somebody or something at eye level."""
    views = CameraRange(viewpoints=("frontal", "tripod", "phone", "webcam"))
    return GenerateJob(actions=PERFORMED, clips_per_action=clips, seed=seed, camera=views)


def config(layer: Layer, *, epochs: int, seed: int) -> TrainConfig:
    """Returns how the network of a layer is trained."""
    return TrainConfig(input=InputSpec(layer=layer), epochs=epochs, seed=seed)


def main() -> None:
    """Films, trains, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder with real/ in it")
    parser.add_argument("--out", type=Path, default=Path("runs/real_footage"))
    parser.add_argument("--clips", type=int, default=200, help="per action")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=1, help="networks per layer")
    options = parser.parse_args()
    data = options.out / "data"
    planned = job(clips=options.clips, seed=0)
    with progress_bar("filming", options.clips * len(PERFORMED), "clips") as advance:
        generate(planned, data, on_clip=advance)
    records: list[tuple[int, Target, EvaluationRecord]] = []
    for target in TARGETS:
        for seed in range(options.seeds):
            run = options.out / f"{target.layer}-{seed}"
            learn(data, run, config(target.layer, epochs=options.epochs, seed=seed))
            record = zero_shot(
                run,
                open_source(target.source.format(shared=options.shared)),
                target.class_map,
                actions=tuple(ACTIONS),
                name=target.name,
            )
            records.append((seed, target, record))
    show(records)


def learn(data: Path, run: Path, settings: TrainConfig) -> None:
    """Trains one network, with a progress bar."""
    source = open_source(data)
    with progress_bar("training", None, "steps") as advance:

        def update(progress: TrainProgress) -> None:
            advance(progress.done, progress.total, f"{progress.stage} {run.name}")

        train(source, run, settings, dataset_path=str(data), resume=True, on_progress=update)
    write_dataset_sheet(source, run / "dataset_sheet.png")


def show(records: list[tuple[int, Target, EvaluationRecord]]) -> None:
    """Prints a row per evaluation, then the recall of each label."""
    table = Table("real footage", "layer", "seed", "clips", "chance", "top-1", "mean class")
    for seed, target, record in records:
        figures = {
            name: f"{m.value:.1%} ({m.low:.1%} to {m.high:.1%})"
            for name, m in record.metrics.items()
        }
        table.add_row(
            target.name,
            target.layer,
            str(seed),
            str(len(record.predictions)),
            f"{record.metrics['chance'].value:.1%}",
            figures["top1"],
            figures["mean_class"],
        )
    console = Console()
    console.print(table)
    for seed, target, record in records:
        recalls = ", ".join(f"{label} {m.value:.0%}" for label, m in record.per_class.items())
        console.print(f"{target.name}, seed {seed}: {recalls}")


if __name__ == "__main__":
    main()
