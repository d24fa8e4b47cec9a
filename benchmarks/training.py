"""Is the network ever starved? Three ratios, each against a peer in the same run.

    python benchmarks/training.py DATASET [--model tsm_resnet10] [--rounds 5] [--threads 1]

| figure | what it is compared with | wanted |
|---|---|---|
| waiting | share of the training time in which the network waits for clips | < 5 % |
| loader | clips/s from file to augmented batch, beside PyAV decoding whole clips | >= 0.8 |
| training | clips/s of steps on stored clips, beside the same steps on random tensors | >= 0.9 |

Rates are per second of processor time, so that a busy machine slows both sides alike, and per
second by the clock; both sides take turns, the table has the medians. By the clock, `--threads` of
the arithmetic and the thread that makes batches share the cores: two cores suit `--threads 1`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from understudy.clip_cache import ClipFeed, open_clips, store_clips
from understudy.data import open_source
from understudy.data.synthetic import SyntheticSource
from understudy.data.video import decode_video
from understudy.models import ModelSpec
from understudy.runs import EpochRecord
from understudy.train import TrainConfig
from understudy.train.batches import Batch, batches, plan_epoch
from understudy.train.config import TrainProgress
from understudy.train.learner import build_learner
from understudy.train.loop import Training, begin, train_epoch
from understudy.train.run import STORED_MARGIN, STORED_RATE
from understudy.train.workers import Workers

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Rate:
    """Clips per second of processor time, and by the clock."""

    processor: float
    clock: float


def rate(work: Callable[[], int]) -> Rate:
    """Returns how fast `work` goes through the clips that it counts."""
    clock, processor = time.perf_counter(), time.process_time()
    count = work()
    return Rate(count / (time.process_time() - processor), count / (time.perf_counter() - clock))


def decode_alone(source: SyntheticSource) -> int:
    """Decodes every clip as PyAV does it, from bytes read as the loader reads them."""
    for index in range(len(source.records)):
        decode_video(source._read(index, "mp4"), name="clip")
    return len(source.records)


def load_batches(feed: ClipFeed, config: TrainConfig, epoch: int) -> int:
    """Takes one epoch's augmented batches and drops them."""
    parts = [
        part for step in plan_epoch(len(feed.labels), config, epoch, Workers()) for part in step
    ]
    return sum(len(batch.labels) for _, batch in batches(feed, parts, config, epoch, CPU))


def train_on_random(training: Training, config: TrainConfig, batch: Batch, steps: int) -> int:
    """Makes the same steps on one batch that lies ready."""
    training.learner.train()
    for _ in range(steps):
        loss, _, _ = training.learner(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(training.learner.parameters(), config.clip_norm)
        training.optimizer.step()
        training.optimizer.zero_grad(set_to_none=True)
        loss.item()
    return steps * len(batch.labels)


def new_training(config: TrainConfig, class_count: int) -> Training:
    """Returns a training at its beginning."""
    from understudy.models import build_model
    from understudy.models.network import channels_last

    torch.manual_seed(0)
    network = build_model(
        config.model,
        class_count=class_count,
        channels=3,
        frame_count=config.input.frame_count,
        size=config.input.size,
    )
    return begin(build_learner(channels_last(network), config, [range(class_count)]), config, CPU)


def medians(rates: Sequence[Rate]) -> Rate:
    """Returns the median of each."""
    return Rate(
        statistics.median(r.processor for r in rates), statistics.median(r.clock for r in rates)
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path, help="folder written by `understudy generate`")
    parser.add_argument("--model", default="tsm_resnet10")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=40, help="of a training round, about")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    source = open_source(arguments.dataset)
    assert isinstance(source, SyntheticSource)
    config = TrainConfig(
        model=ModelSpec(name=arguments.model), threads=arguments.threads, device="cpu"
    )
    indices = list(range(len(source.records)))
    larger = config.input.model_copy(update={"size": round(STORED_MARGIN * config.input.size)})
    denser = larger.model_copy(update={"frame_count": STORED_RATE * config.input.frame_count})

    bare, loader, fed, alone, epochs = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        stored = store_clips(
            source, indices, denser, Path(folder) / "train", arguments.threads, lambda done: None
        )
        # Small datasets are gone through several times in a round.
        repeats = -(-arguments.steps * config.batch_size // len(indices))
        places = np.tile(np.arange(len(indices)), repeats)
        many = replace(stored, clips=stored.clips[places], labels=stored.labels[places])
        opened = open_clips(source, indices, larger, threads=arguments.threads, seed=0)
        training = new_training(config, len(source.classes))
        generator = torch.Generator().manual_seed(0)
        shape = (config.batch_size, config.input.frame_count, 3, *(config.input.size,) * 2)
        ready = Batch(
            clips=torch.randn(shape, generator=generator),
            labels=torch.randint(0, len(source.classes), (config.batch_size,), generator=generator),
            targets={},
            share=1.0,
        )
        train_on_random(training, config, ready, 3)  # warm
        for epoch in range(1, arguments.rounds + 1):
            bare.append(rate(lambda: decode_alone(source)))
            loader.append(rate(lambda: load_batches(opened, config, epoch)))  # noqa: B023
            fed.append(rate(lambda: learn(training, many, config, epoch, epochs)))  # noqa: B023
            steps = len(many.labels) // config.batch_size
            alone.append(rate(lambda: train_on_random(training, config, ready, steps)))  # noqa: B023
    show(medians(bare), medians(loader), medians(alone), medians(fed), epochs, arguments)


def learn(
    training: Training, feed: ClipFeed, config: TrainConfig, epoch: int, epochs: list[EpochRecord]
) -> int:
    """Trains for an epoch, as `understudy train` does."""
    epochs.append(
        train_epoch(training, training.learner, feed, None, config, epoch, Workers(), quiet)
    )
    return len(feed.labels) // config.batch_size * config.batch_size


def quiet(progress: TrainProgress) -> None:
    """Shows nothing."""


def show(
    bare: Rate, loader: Rate, alone: Rate, fed: Rate, epochs: list[EpochRecord],
    arguments: argparse.Namespace,
) -> None:  # fmt: skip
    """Prints the table."""
    table = Table(
        "figure", "clips/s", "peer's clips/s", "by processor time", "by the clock", "wanted",
        title=f"{arguments.model}, {arguments.threads} threads, load {os.getloadavg()[0]:.1f}",
    )  # fmt: skip
    waiting = statistics.median(entry.wait_share or 0.0 for entry in epochs)
    table.add_row("waiting", "", "", "", f"{waiting:.1%}", "< 5 %")
    for name, ours, peer, wanted in (
        ("loader, PyAV alone", loader, bare, ">= 0.8"),
        ("training, random tensors", fed, alone, ">= 0.9"),
    ):
        table.add_row(
            name, f"{ours.clock:.1f}", f"{peer.clock:.1f}",
            f"{ours.processor / peer.processor:.2f}", f"{ours.clock / peer.clock:.2f}", wanted,
        )  # fmt: skip
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
