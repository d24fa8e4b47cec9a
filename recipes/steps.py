"""Steps that experiments are made of; each goes on where it was interrupted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from understudy.cli import progress_bar
from understudy.comparison import Comparison, compare_runs, print_comparison
from understudy.data import open_source
from understudy.generate import generate
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    TRANSFERS_FOLDER,
    EvaluationRecord,
    RunRecord,
    read_record,
)
from understudy.sampling import GenerateJob
from understudy.train import TrainConfig, TrainProgress, train
from understudy.transfer import protocol as find_protocol
from understudy.transfer.config import TransferConfig
from understudy.transfer.untrained import write_untrained
from understudy.transfer.zero_shot import zero_shot
from understudy.types import ClipSource

console = Console()


@dataclass(frozen=True, kw_only=True)
class Target:
    """A dataset that is transferred to, and how."""

    name: str
    source: str
    """As `open_source` takes it."""
    protocols: tuple[str, ...] = ("linear-probe", "fine-tune")
    shots: tuple[int | None, ...] = (None,)
    config: TransferConfig


def film(job: GenerateJob, out: Path, *, workers: int | None = None) -> str:
    """Films a dataset and returns its path as text."""
    total = len(job.actions) * job.clips_per_action
    with progress_bar(f"filming {out.name}", total, "clips") as advance:
        generate(job, out, workers=workers, on_clip=advance)
    return str(out)


def pretrain(source: ClipSource, run: Path, config: TrainConfig, *, dataset_path: str) -> None:
    """Trains one network."""
    with progress_bar("training", None, "steps") as advance:

        def update(progress: TrainProgress) -> None:
            advance(progress.done, progress.total, f"{progress.stage} {run.name}")

        train(source, run, config, dataset_path=dataset_path, resume=True, on_progress=update)
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
    run: Path, source: str, labels: Mapping[str, Sequence[str]], *, name: str, seed: int
) -> EvaluationRecord:
    """Asks a network about footage that it has learned nothing from (zero-shot)."""
    file = run / TRANSFERS_FOLDER / name / EVALUATION_FILE
    if file.exists():
        return read_record(file, EvaluationRecord)
    with progress_bar(f"{run.name}: {name}", None, "clips") as advance:
        record = zero_shot(
            run, open_source(source), labels, name=name, dataset_path=source, seed=seed,
            on_progress=advance,
        )  # fmt: skip
    console.print(f"{run.name} {name}: {record.metrics['top1'].value:.1%}")
    return record


def carry_over(run: Path, target: Target, *, seed: int) -> list[str]:
    """Carries out a target's protocols with one pretrained network; returns the transfers."""
    source = open_source(target.source)
    names = []
    for protocol in target.protocols:
        for shots in target.shots:
            few = "" if shots is None else f"-{shots}shot"
            name = f"{target.name}-{protocol}{few}-seed{seed}"
            names.append(name)
            if (run / TRANSFERS_FOLDER / name / EVALUATION_FILE).exists():
                continue
            config = target.config.model_copy(update={"shots": shots, "seed": seed})
            with progress_bar(f"{run.name}: {name}", None, "") as advance:
                record = find_protocol(protocol)(
                    run, source, config, name=name, dataset_path=target.source,
                    on_progress=advance,
                )  # fmt: skip
            console.print(f"{run.name} {name}: {record.metrics['top1'].value:.1%}")
    return names


def tabulate(arms: Mapping[str, Sequence[Path]], out: Path) -> Comparison:
    """Prints the comparison of the arms and writes it as JSON."""
    comparison = compare_runs(arms)
    print_comparison(comparison, console)
    out.write_text(comparison.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return comparison
