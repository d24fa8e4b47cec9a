"""The study of SynAPT: is synthetic pretraining as good as real pretraining, on six datasets?

    python -m recipes.synapt --out runs/synapt --control kinetics:PATH?classes=150.txt \\
        --real ucf101=ucf101:PATH --real hmdb51=hmdb51:PATH --real mini_ssv2=...:PATH \\
        --real diving48=diving48:PATH --real ikea_fa=ikea_fa:PATH --real uav_human=uav_human:PATH
    python -m recipes.synapt --scale cpu --out runs/synapt_cpu

Kim et al., "How Transferable are Video Representations Based on Synthetic Data?" (NeurIPS 2022):
150 synthetic classes of 1,000 clips; TimeSformer and R(2+1)D; pretrained on synthetic clips, on as
many real ones (the control), on both, on nothing; carried to six datasets by fine-tuning and by a
linear probe; one table per network, with intervals and verdicts.

`--scale cpu` does the same steps on two cores in under half an hour, with tiny networks, 12
classes, and small films of ours where the control and the six sets are not given: it shows that
every step runs and what the table looks like. **Its figures say nothing about real footage.**

The same command goes on where it was interrupted.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from recipes.steps import Target, carry_over, console, film, pretrain, tabulate, untrained
from understudy.catalogue import coverage
from understudy.data import open_source
from understudy.data.input import InputSpec
from understudy.data.joined import JoinedSource
from understudy.errors import InputError
from understudy.models import ModelSpec
from understudy.motion import ACTIONS, is_pair
from understudy.sampling import GenerateJob
from understudy.scenes import CameraRange
from understudy.train import TrainConfig
from understudy.transfer.config import FineTuning, TransferConfig

SIX = ("ucf101", "hmdb51", "mini_ssv2", "diving48", "ikea_fa", "uav_human")
CLASS_COUNT = 150


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How large everything is."""

    actions: tuple[str, ...]
    clips: int
    size: int
    """Width and height of the films [px]."""
    quality: str = "default"
    """Of the films."""
    networks: dict[str, TrainConfig]
    """Name -> how it is pretrained."""
    fine_tuning: FineTuning
    view_count: int
    crop_count: int
    seeds: int


def most_shown(count: int) -> tuple[str, ...]:
    """Returns the actions that public label sets name most often, in the catalogue's order."""
    ranked = sorted(ACTIONS, key=lambda name: -len(ACTIONS[name].labels))
    chosen = set(ranked[:count])
    return tuple(name for name in ACTIONS if name in chosen)


def full_scale() -> Scale:
    """The paper's sizes; recipes of TimeSformer's and PPMA's authors."""
    frames = InputSpec(frame_count=16, size=224)
    return Scale(
        actions=most_shown(CLASS_COUNT),
        clips=1000,
        size=256,
        networks={
            "timesformer_base": TrainConfig(
                model=ModelSpec(name="timesformer_base"), input=frames, epochs=30, batch_size=64,
                learning_rate=1e-3, layer_decay=0.75, warmup_share=0.125, ema_decay=0.999,
            ),
            "r2plus1d_34": TrainConfig(
                model=ModelSpec(name="r2plus1d_34"),
                input=InputSpec(frame_count=16, size=112),
                epochs=45, batch_size=64, learning_rate=1e-3, warmup_share=0.2,
            ),
        },
        fine_tuning=FineTuning(batch_size=64),
        view_count=2, crop_count=3, seeds=3,
    )  # fmt: skip


def cpu_scale() -> Scale:
    """Small enough for two cores and half an hour."""
    frames = InputSpec(frame_count=8, size=64)
    return Scale(
        actions=(
            "walk", "jog", "wave_one_hand", "clap", "sit_down", "stand_up", "squat", "jump",
            "kick", "punch", "pick_up", "fall",
        ),
        clips=40,
        size=112,
        quality="draft",
        networks={
            "timesformer_tiny": TrainConfig(
                model=ModelSpec(name="timesformer_tiny"), input=frames, epochs=5,
                learning_rate=1e-3,
            ),
            "r2plus1d_10": TrainConfig(
                model=ModelSpec(name="r2plus1d_10"), input=frames, epochs=10,
                learning_rate=1e-3,
            ),
        },
        fine_tuning=FineTuning(
            epochs=4, fewest_steps=30, learning_rate=1e-3, weight_decay=0.05, layer_decay=0.9
        ),
        view_count=1, crop_count=1, seeds=1,
    )  # fmt: skip


SCALES = {"full": full_scale, "cpu": cpu_scale}


def stand_in(name: str, scale: Scale, out: Path, *, workers: int | None) -> str:
    """Films a small dataset in place of one of the six: some of its labels, other cameras."""
    label_set = "something" if name == "mini_ssv2" else name
    number = SIX.index(name)
    if label_set in ("something", "diving48"):
        actions = list(most_shown(48))[number::8][:5]  # no label in common: other actions
    else:
        shown = [actions[0] for actions in coverage(label_set).values() if actions]
        actions = [name for name in dict.fromkeys(shown) if not is_pair(name)][::2][:5]
    views = (("phone",), ("tripod",), ("robot",), ("tripod", "phone"), ("cctv",), ("drone", "cctv"))
    job = GenerateJob(
        actions=tuple(actions), clips_per_action=14, seed=100 + number, layers=(),
        val_share=0.0, test_share=0.4, camera=CameraRange(viewpoints=views[number]),
        width=scale.size, height=scale.size, quality=scale.quality,
    )  # fmt: skip
    return film(job, out, workers=workers)


def main() -> None:
    """Films, pretrains, transfers, prints a table per network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scale", choices=sorted(SCALES), default="full")
    parser.add_argument("--control", help="real clips to pretrain on, KIND:PATH")
    parser.add_argument(
        "--real", action="append", default=[], metavar="NAME=KIND:PATH",
        help=f"a set to carry over to; names: {', '.join(SIX)}",
    )  # fmt: skip
    parser.add_argument("--workers", type=int)
    options = parser.parse_args()
    scale = SCALES[options.scale]()
    given = targets_given(options.real)
    missing = [name for name in SIX if name not in given]
    if options.scale == "full" and (missing or not options.control):
        parser.error(
            "the full study needs --control and all six sets; missing: "
            f"{', '.join(missing) or '--control'}. `understudy datasets` says where they come from"
        )
    job = GenerateJob(
        actions=scale.actions, clips_per_action=scale.clips, width=scale.size, height=scale.size,
        layers=(), quality=scale.quality,
    )  # fmt: skip
    synthetic = film(job, options.out / "data" / "synthetic", workers=options.workers)
    control = options.control
    if control is None:
        console.print("no --control given: films of ours stand in for real clips")
        other = job.model_copy(update={"seed": 50, "camera": CameraRange(viewpoints=("phone",))})
        control = film(other, options.out / "data" / "control", workers=options.workers)
    for name in missing:
        console.print(f"no --real {name}=... given: films of ours stand in for it")
        given[name] = stand_in(name, scale, options.out / "data" / name, workers=options.workers)
    for network, config in scale.networks.items():
        arms = pretrain_arms(options.out, network, config, synthetic, control, scale.seeds)
        for folders in arms.values():
            for seed, run in enumerate(folders):
                for name in SIX:
                    carry_over(run, target(name, given[name], scale), seed=seed)
        console.rule(network)
        tabulate(arms, options.out / f"{network}.json")


def targets_given(texts: list[str]) -> dict[str, str]:
    """Reads NAME=KIND:PATH; InputError for a name that is none of the six."""
    found = {}
    for text in texts:
        name, equals, source = text.partition("=")
        if not equals or name not in SIX:
            raise InputError(f"--real {text}: expected NAME=KIND:PATH, names: {', '.join(SIX)}")
        found[name] = source
    return found


def target(name: str, source: str, scale: Scale) -> Target:
    """Returns how one of the six is carried over to."""
    return Target(
        name=name,
        source=source,
        config=TransferConfig(
            view_count=scale.view_count,
            crop_count=scale.crop_count,
            fine_tuning=scale.fine_tuning,
        ),
    )


def pretrain_arms(
    out: Path, network: str, config: TrainConfig, synthetic: str, control: str, seeds: int
) -> dict[str, list[Path]]:
    """Pretrains a network on synthetic clips, on real ones, on both; and not at all."""
    arms: dict[str, list[Path]] = {"scratch": [], "synthetic": [], "real": [], "both": []}
    for seed in range(seeds):
        seeded = config.model_copy(update={"seed": seed})
        ours, real = open_source(synthetic), open_source(control)
        both = JoinedSource((ours, real), heads="per-dataset")
        for arm, source in (("synthetic", ours), ("real", real), ("both", both)):
            run = out / network / f"{arm}-{seed}"
            pretrain(source, run, seeded, dataset_path=f"{arm}: {synthetic}, {control}")
            arms[arm].append(run)
        scratch = out / network / f"scratch-{seed}"
        untrained(arms["synthetic"][-1], scratch, seed=seed)
        arms["scratch"].append(scratch)
    return arms


if __name__ == "__main__":
    main()
