"""Steps that experiments are made of; each goes on where it was interrupted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from understudy.cli import progress_bar
from understudy.comparison import Comparison, compare_runs, print_comparison
from understudy.data import open_source
from understudy.errors import DatasetError
from understudy.evaluation.evaluate import target_matrix
from understudy.generate import generate
from understudy.models.checkpoint import CHECKPOINT_FILE, load_checkpoint
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    TRANSFERS_FOLDER,
    EvaluationRecord,
    Prediction,
    RunRecord,
    read_record,
)
from understudy.sampling import GenerateJob
from understudy.train import TrainConfig, TrainProgress, train
from understudy.train.ensemble import join_runs
from understudy.transfer import protocol as find_protocol
from understudy.transfer.config import TransferConfig
from understudy.transfer.untrained import write_untrained
from understudy.transfer.zero_shot import zero_shot
from understudy.types import ClipSource

console = Console()

FALSE_SHARE = 0.01
"""Of held-out films in which nothing of interest happens, how many may raise an alarm."""
MEMBERS_FOLDER = "members"
"""In the run of networks that answer together: their own runs."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A dataset that is transferred to, and how."""

    name: str
    source: str
    """As `open_source` takes it."""
    protocols: tuple[str, ...] = ("linear-probe", "fine-tune")
    shots: tuple[int | None, ...] = (None,)
    class_map: Mapping[str, Sequence[str]] | None = None
    """For "fine-tune": what of the pretrained network's the labels begin as; None: nothing."""
    config: TransferConfig


def film(job: GenerateJob, out: Path, *, workers: int | None = None) -> str:
    """Films a dataset and returns its path as text."""
    total = len(job.actions) * job.clips_per_action
    with progress_bar(f"filming {out.name}", total, "clips") as advance:
        generate(job, out, workers=workers, on_clip=advance)
    return str(out)


def pretrain(
    source: ClipSource, run: Path, config: TrainConfig, *, dataset_path: str, networks: int = 1
) -> None:
    """Trains a network, or several that answer together, each with a seed that no other run has.

    Raises:
        DatasetError: `run` holds another run.
    """
    if networks == 1:
        pretrain_one(source, run, config, dataset_path=dataset_path)
        return
    joined = (run / RUN_FILE).exists()
    if joined and (held := _networks_in(run)) != networks:
        raise DatasetError(
            f"{run} holds {held} network{'s' * (held > 1)}, {networks} are wanted: choose another "
            "folder, or remove this one"
        )
    members = [run / MEMBERS_FOLDER / f"network-{number}" for number in range(networks)]
    for number, member in enumerate(members):
        seeded = config.model_copy(update={"seed": networks * config.seed + number})
        pretrain_one(source, member, seeded, dataset_path=dataset_path)
    if not joined:
        with progress_bar(f"testing {run.name}", None, "clips") as advance:
            join_runs(members, source, run, on_progress=advance)
        show_held_out(run)


def _networks_in(run: Path) -> int:
    """Returns how many networks answer together in a run."""
    return load_checkpoint(run / CHECKPOINT_FILE).model.members


def pretrain_one(source: ClipSource, run: Path, config: TrainConfig, *, dataset_path: str) -> None:
    """Trains one network."""
    with progress_bar("training", None, "steps") as advance:

        def update(progress: TrainProgress) -> None:
            advance(progress.done, progress.total, f"{progress.stage} {run.name}")

        train(source, run, config, dataset_path=dataset_path, resume=True, on_progress=update)
    show_held_out(run)


def show_held_out(run: Path) -> None:
    """Says how often a network is right about the films that were held out."""
    record = read_record(run / RUN_FILE, RunRecord)
    if record.evaluation is not None:
        top1 = record.evaluation.metrics["top1"]
        console.print(
            f"{run.name}: held-out top-1 {top1.value:.1%} ({top1.low:.1%} to {top1.high:.1%})"
        )


def untrained(like: Path, run: Path, *, seed: int) -> None:
    """Writes the run that has learned nothing."""
    if not (run / RUN_FILE).exists():
        write_untrained(like, run, seed=seed)


def ask_unseen(
    run: Path,
    source: str,
    labels: Mapping[str, Sequence[str]],
    *,
    name: str,
    seed: int,
    view_count: int = 5,
) -> EvaluationRecord:
    """Asks a network about footage that it has learned nothing from (zero-shot)."""
    file, footage = run / TRANSFERS_FOLDER / name / EVALUATION_FILE, open_source(source)
    if file.exists():
        earlier = read_record(file, EvaluationRecord)
        if earlier.dataset.fingerprint == footage.fingerprint:
            return earlier
    with progress_bar(f"{run.name}: {name}", None, "clips") as advance:
        record = zero_shot(
            run, footage, labels, name=name, dataset_path=source, seed=seed,
            view_count=view_count, on_progress=advance,
        )  # fmt: skip
    console.print(f"{run.name} {name}: {record.metrics['top1'].value:.1%}")
    return record


def by_label(
    record: EvaluationRecord, labels: Mapping[str, Sequence[str]]
) -> tuple[Prediction, ...]:
    """Returns answers about actions as answers about the labels that they stand for."""
    if set(record.labels) == set(labels):
        order = [record.labels.index(label) for label in labels]
        return tuple(
            answer.model_copy(update={"scores": tuple(answer.scores[place] for place in order)})
            for answer in record.predictions
        )
    matrix = target_matrix(record.labels, labels)
    label_of = {action: label for label, actions in labels.items() for action in actions}
    names = tuple(labels)
    grouped = []
    for answer in record.predictions:
        scores = answer.scores @ matrix
        grouped.append(
            answer.model_copy(
                update={
                    "label": label_of[answer.label],
                    "predicted": names[int(scores.argmax())],
                    "scores": tuple(float(score) for score in scores),
                }
            )
        )
    return tuple(grouped)


def alarm_threshold(run: Path, labels: Mapping[str, Sequence[str]], quiet: Sequence[str]) -> float:
    """Returns the probability from which something other than `quiet` is an alarm.

    It is chosen on the run's held-out films, so that `FALSE_SHARE` of the quiet ones raises one; no
    real clip takes part. Of an unbalanced choice (nine ways to fall, 28 not to) the middle is not
    one half.
    """
    record = read_record(run / RUN_FILE, RunRecord).evaluation
    if record is None:
        return 0.5
    calm = [place for place, label in enumerate(labels) if label in quiet]
    alarms = [
        1.0 - sum(answer.scores[place] for place in calm)
        for answer in by_label(record, labels)
        if answer.label in quiet
    ]
    return float(np.quantile(alarms, 1.0 - FALSE_SHARE)) if alarms else 0.5


def carry_over(run: Path, target: Target, *, seed: int) -> list[str]:
    """Carries out a target's protocols with one pretrained network; returns the transfers."""
    source = open_source(target.source)
    names = []
    for protocol in target.protocols:
        for shots in target.shots:
            few = "" if shots is None else f"-{shots}shot"
            known = "" if target.class_map is None else "-known"
            name = f"{target.name}-{protocol}{known}{few}-seed{seed}"
            names.append(name)
            if (run / TRANSFERS_FOLDER / name / EVALUATION_FILE).exists():
                continue
            config = target.config.model_copy(update={"shots": shots, "seed": seed})
            with progress_bar(f"{run.name}: {name}", None, "") as advance:
                record = find_protocol(protocol)(
                    run, source, config, class_map=target.class_map, name=name,
                    dataset_path=target.source, on_progress=advance,
                )  # fmt: skip
            console.print(f"{run.name} {name}: {record.metrics['top1'].value:.1%}")
    return names


def tabulate(arms: Mapping[str, Sequence[Path]], out: Path) -> Comparison:
    """Prints the comparison of the arms and writes it as JSON."""
    comparison = compare_runs(arms)
    print_comparison(comparison, console)
    out.write_text(comparison.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return comparison
