"""Verbs that learn from films and footage, ask, and report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import tyro
from rich.table import Table

from understudy.cli.console import (
    LEADS,
    Out,
    console,
    print_evaluation,
    print_json,
    progress_bar,
)
from understudy.errors import DatasetError, InputError

if TYPE_CHECKING:
    from understudy.train import TrainConfig, TrainProgress
    from understudy.types import ClipSource

Flip = Literal["none", "safe_classes", "label_swap", "all"]
Precision = Literal["auto", "float32", "bfloat16", "float16"]


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What is learned, and how."""

    objective: Literal["labels", "masked"] = "labels"
    """labels; masked: paint hidden patches back (VideoMAE), a beginning for other runs."""
    heads: Literal["shared", "per-dataset"] = "shared"
    """Of several datasets: one list of classes, or one for each on a shared backbone (PPMA)."""
    targets: tuple[Literal["keypoints", "depth", "body_part"], ...] = ()
    """Ground truth to predict beside the labels, from generated clips."""
    start_from: str | None = None
    """Run whose backbone is the beginning."""
    class_map: str | None = None
    """With it: labels begin as what that run knows of their actions (see `transfer --help`)."""
    weights: str | None = None
    """Published weights to begin with: a name on Hugging Face's hub, or a folder."""
    batch_size: int = 16
    """Clips per step, over all processes."""
    micro_batch: int | None = None
    """Clips at a time, where a step's do not fit into memory."""
    learning_rate: float | None = None
    """Default what suits the network and the objective."""
    layer_decay: float = 1.0
    """Factor of the learning rate from each stage of the network to the one before it."""
    flip: Flip = "none"
    """Mirror half of the clips: none, those of classes that no mirror changes (safe_classes), all
    with the label of their mirror image (label_swap), or all as they are."""
    ema_decay: float = 0.0
    """Average the weights over the last steps, for instance 0.999."""
    precision: Precision = "auto"
    """auto: bfloat16 on a GPU."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """auto: a GPU where there is one."""
    threads: int = 2
    """CPU threads, and clips decoded at a time."""
    cache: bool = True
    """Keep decoded clips on the disk while training; else decode them every epoch."""
    tensorboard: bool = False
    """Also log for TensorBoard, into the run folder."""

    def config(self, *, model: str, **rest: Any) -> TrainConfig:
        """Returns the training with these choices and `rest` of its fields."""
        from understudy.models import ModelSpec
        from understudy.models.augmentation import AugmentationSpec
        from understudy.train import TrainConfig, suited_recipe
        from understudy.transfer.config import KNOWN_LABELS_RATE

        recipe = suited_recipe(model, self.objective)
        if self.class_map is not None:
            if self.start_from is None:
                raise InputError("--class-map says what a run knows: name that run (--start-from)")
            recipe["learning_rate"] = KNOWN_LABELS_RATE
        if self.learning_rate is not None:
            recipe["learning_rate"] = self.learning_rate
        return TrainConfig(
            model=ModelSpec(name=model, weights=self.weights),
            objective=self.objective,
            targets=self.targets,
            augmentation=AugmentationSpec(flip=self.flip),
            start_from=self.start_from,
            batch_size=self.batch_size,
            micro_batch=self.micro_batch,
            layer_decay=self.layer_decay,
            ema_decay=self.ema_decay,
            precision=self.precision,
            device=self.device,
            threads=self.threads,
            cache=self.cache,
            **recipe,
            **rest,
        )

    def begun(self, config: TrainConfig, source: ClipSource) -> TrainConfig:
        """Returns the training as the run that it starts from has it: how many networks answer
        together, and what of that run's classes the labels of the dataset begin as."""
        from understudy.catalogue import counterparts
        from understudy.models.checkpoint import CHECKPOINT_FILE, load_checkpoint
        from understudy.transfer.zero_shot import known_labels

        if self.start_from is None:
            return config
        path = Path(self.start_from)
        begun = load_checkpoint(path / CHECKPOINT_FILE if path.is_dir() else path)
        known = {}
        if self.class_map is not None:
            known = known_labels(self.class_map, begun.classes, source, counterparts())
        model = config.model.model_copy(update={"members": begun.model.members})
        return config.model_copy(update={"model": model, "class_map": known})


def datasets(
    do: tyro.conf.Positional[Literal["list", "check"]] = "list",
    what: tyro.conf.Positional[str | None] = None,
    path: tyro.conf.Positional[str | None] = None,
    *,
    full: bool = False,
    json: bool = False,
) -> None:
    """List the datasets of real footage that can be read, or check a copy of one.

    Args:
        do: What to do.
        what: A kind of dataset, as the list shows it.
        path: To `check`: where the copy lies; options follow a question mark, as in PATH?split=2.
        full: To `check`: decode every frame, not only the first ones.
        json: Print JSON.
    """
    from understudy import datasets as kinds

    if do == "list":
        if json:
            print_json(kinds.rows())
        elif what is None:
            kinds.print_datasets(console)
        else:
            kinds.print_dataset(what, console)
        return
    if what is None:
        raise InputError("`understudy datasets check` what? Expected KIND PATH")
    with progress_bar("checking", None, "clips") as advance:
        found = kinds.check(
            what if path is None else f"{what}:{path}", full=full, on_progress=advance
        )
    if json:
        print_json(found.model_dump(mode="json"))
    else:
        kinds.print_check(found, console)
    if found.problems:
        raise DatasetError(f"{found.path}: {len(found.problems)} problems, listed above")


def _opened(dataset: Sequence[str], heads: Literal["shared", "per-dataset"]) -> ClipSource:
    """Opens a dataset, or several as one."""
    from understudy.data import open_source
    from understudy.data.joined import JoinedSource

    sources = [open_source(text) for text in dataset]
    return sources[0] if len(sources) == 1 else JoinedSource(sources, heads=heads)


def train(
    dataset: tyro.conf.Positional[tuple[str, ...]],
    out: Out,
    *,
    layer: Literal["colour", "depth", "flow", "body_part", "instance", "difference"] = "colour",
    model: str = "tsm_resnet10",
    frames: int = 8,
    size: int = 64,
    epochs: int = 30,
    seed: int = 0,
    learning: Annotated[Learning, tyro.conf.OmitArgPrefixes] = Learning(),
) -> None:
    """Train a video network, then test it on the people and places it has not seen.

    The same command goes on with an interrupted run. Several processes (GPUs) share a run under
    `torchrun --standalone --nproc-per-node N -m understudy.cli train ...`.

    Args:
        dataset: Folder of a dataset, or KIND:PATH for real footage; several are joined.
        out: Folder of the run.
        layer: What the network sees; difference: what changes in colour before a standing camera;
            flow, body_part and instance are known of generated clips.
        model: Network.
        frames: Frames that the network sees of a clip.
        size: Width and height of what it sees [px].
        epochs: Passes over the training clips.
        seed: Seed of weights, order and augmentation.
        learning: What is learned, and how.
    """
    from understudy.data.input import InputSpec
    from understudy.inspection import write_dataset_sheet
    from understudy.train import train as run_training

    if not dataset:
        raise InputError("train on which dataset? `understudy train DATASET -o RUN`")
    config = learning.config(
        model=model,
        input=InputSpec(layer=layer, frame_count=frames, size=size),
        epochs=epochs,
        seed=seed,
    )
    with progress_bar("reading", None, "clips") as advance:

        def show(progress: TrainProgress) -> None:
            advance(progress.done, progress.total, _stage_text(progress))

        source = _opened(dataset, learning.heads)
        record = run_training(
            source,
            out,
            learning.begun(config, source),
            dataset_path=" ".join(dataset),
            resume=True,
            tensorboard=learning.tensorboard,
            on_progress=show,
        )
    if not LEADS:
        return
    if layer == "colour":
        write_dataset_sheet(source, out / "dataset_sheet.png")
    if learning.objective == "labels":
        print_evaluation(record.evaluation)
    console.print(f"Run: {out}")


def export(run: tyro.conf.Positional[Path], out: Out) -> None:
    """Write a trained network as an ONNX file, which other software runs without PyTorch.

    Args:
        run: Folder of a run, or a checkpoint.
        out: The ONNX file.
    """
    from understudy.models.export import export_onnx

    about = export_onnx(run, out)
    console.print(f"{out}: {about}")


def transfer(
    run: tyro.conf.Positional[Path],
    *,
    dataset: str,
    protocol: str = "zero-shot",
    class_map: str | None = None,
    folds: str = "official",
    shots: int | None = None,
    seed: int = 0,
    views: int = 5,
    crops: Literal[1, 3] = 1,
    epochs: int | None = None,
    learning_rate: float | None = None,
    layer_decay: float | None = None,
    flip: Flip = "none",
    precision: Precision = "auto",
    name: str | None = None,
    json: bool = False,
) -> None:
    """Find out what a trained network is worth on another dataset.

    Args:
        run: Folder of a run.
        dataset: KIND:PATH, for instance folder:PATH/TO/VIDEOS (one folder per label).
        protocol: zero-shot, knn, linear-probe, attentive-probe or fine-tune; all but the first
            learn from the dataset's training clips.
        class_map: For zero-shot: YAML file, or the name of a class map that ships with the package
            (ucf101, hmdb51, ntu, kinetics, ...); default: labels that are named like actions. To
            fine-tune: labels begin as what the network knows of their actions; default: from
            nothing.
        folds: What is learned from and what is asked about: official, each-group, or
            "parts:GROUP,GROUP|GROUP,GROUP".
        shots: Clips per class to learn from; default all.
        seed: Of the few clips drawn and of what is learned.
        views: Windows per clip at most.
        crops: Crops per window: 1, the centre, or 3.
        epochs: To fine-tune: passes over the training clips.
        learning_rate: To fine-tune: the highest; small where labels are known (--class-map).
        layer_decay: To fine-tune: its factor from each stage of the network to the one before.
        flip: To fine-tune: which clips may be mirrored, half of them (see `train --help`).
        precision: To fine-tune: auto is bfloat16 on a GPU.
        name: What the evaluation is called in the run folder.
        json: Print JSON.
    """
    from understudy.catalogue import counterparts
    from understudy.data import open_source
    from understudy.transfer import protocol as find_protocol
    from understudy.transfer.config import KNOWN_LABELS_RATE, FineTuning, TransferConfig

    ask = find_protocol(protocol)
    source = open_source(dataset)
    if class_map is not None and learning_rate is None:
        learning_rate = KNOWN_LABELS_RATE
    chosen = {"epochs": epochs, "learning_rate": learning_rate, "layer_decay": layer_decay}
    config = TransferConfig(
        folds=folds,
        shots=shots,
        seed=seed,
        view_count=views,
        crop_count=crops,
        fine_tuning=FineTuning(
            flip=flip,
            precision=precision,
            **{key: value for key, value in chosen.items() if value is not None},
        ),
    )
    with progress_bar("asking", len(source.records), "clips") as advance:
        record = ask(
            run,
            source,
            config,
            class_map=class_map,
            actions=counterparts(),
            name=name,
            dataset_path=dataset,
            on_progress=advance,
        )
    if json:
        print_json(record.model_dump(mode="json", exclude={"predictions"}))
    else:
        print_evaluation(record)


def untrained(out: Out, *, like: Path, seed: int = 0) -> None:
    """Write a run whose network has learned nothing: the control that pretraining is held against.

    Args:
        out: Folder of the run.
        like: Run whose network and input it copies.
        seed: Of the random weights.
    """
    from understudy.transfer.untrained import write_untrained

    write_untrained(like, out, seed=seed)
    console.print(f"Run: {out}")


def ensemble(
    runs: tyro.conf.Positional[tuple[Path, ...]],
    out: Out,
    *,
    dataset: tuple[str, ...] = (),
    json: bool = False,
) -> None:
    """Join trained networks that differ in their seed: their mean answer is wrong less often.

    Args:
        runs: Finished runs with one configuration and several seeds.
        out: Folder of the run that averages their answers.
        dataset: What they were trained on; default where that lay then (of one).
        json: Print JSON.
    """
    from understudy.runs import RUN_FILE, RunRecord, read_record
    from understudy.train.ensemble import join_runs

    if not runs:
        raise InputError("which runs? `understudy ensemble RUN RUN ... -o OUT`")
    paths = dataset or (read_record(runs[0] / RUN_FILE, RunRecord).dataset.path,)
    with progress_bar("testing", None, "clips") as advance:
        record = join_runs(runs, _opened(paths, "shared"), out, on_progress=advance)
    if json:
        print_json(record.model_dump(mode="json"))
        return
    print_evaluation(record.evaluation)
    console.print(f"Run: {out}")


def compare(
    arms: tyro.conf.Positional[tuple[str, ...]], *, seed: int = 0, json: bool = False
) -> None:
    """Compare pretrainings on the transfers that their runs have in common.

    Args:
        arms: PRETRAINING=RUN[,RUN...] each, a run per seed, for instance
            scratch=runs/scratch synthetic=runs/s0,runs/s1 real=runs/r0,runs/r1.
        seed: Of the bootstrap.
        json: Print JSON.
    """
    from understudy.comparison import compare_runs, print_comparison

    found: dict[str, list[Path]] = {}
    for arm in arms:
        name, equals, folders = arm.partition("=")
        if not equals or not name or not folders:
            raise InputError(f"'{arm}': expected PRETRAINING=RUN[,RUN...]")
        if name in found:
            raise InputError(f"'{name}' stands there twice: write {name}=RUN,RUN")
        found[name] = [Path(folder) for folder in folders.split(",")]
    comparison = compare_runs(found, seed=seed)
    if json:
        print_json(comparison.model_dump(mode="json"))
    else:
        print_comparison(comparison, console)


def predict(
    run: tyro.conf.Positional[Path],
    video: tyro.conf.Positional[Path],
    *,
    out: Annotated[Path | None, tyro.conf.arg(aliases=["-o"])] = None,
    json: bool = False,
) -> None:
    """Label a video over time, and write it with the labels drawn in.

    Args:
        run: Folder of a run that sees colour.
        video: Any file that FFmpeg reads.
        out: The annotated film; default VIDEO.labels.mp4 in the current folder.
        json: Print JSON.
    """
    from understudy.predict import predict as label_video
    from understudy.predict import write_annotated

    timeline = label_video(run, video)
    target = out or Path(f"{video.stem}.labels.mp4")
    write_annotated(video, timeline, target)
    if json:
        print_json(timeline.model_dump(mode="json"))
        return
    table = Table("from", "to", "label", "score", box=None)
    for segment in timeline.segments:
        table.add_row(
            f"{segment.start_s:.1f} s",
            f"{segment.end_s:.1f} s",
            segment.label,
            f"{segment.score:.2f}",
        )
    console.print(table)
    console.print(str(target))


def report(runs: tyro.conf.Positional[tuple[Path, ...]], out: Out) -> None:
    """Write one HTML page about one or several runs; it opens from the disk.

    Args:
        runs: Folders of runs.
        out: The page.
    """
    from understudy.report.page import write_report

    write_report(runs, out)
    console.print(str(out))


def _stage_text(progress: TrainProgress) -> str:
    words = {"read": "reading", "train": "training", "test": "testing"}[progress.stage]
    if progress.wait_share is not None:
        words += f", {progress.wait_share:.0%} waiting"
    if progress.epoch is None or progress.epoch.val_accuracy is None:
        return words
    return f"{words}, val {progress.epoch.val_accuracy:.0%}"
