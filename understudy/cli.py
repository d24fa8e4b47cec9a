"""The command line: one verb per step, in the order a newcomer needs them."""

from __future__ import annotations

import contextlib
import errno
import json as json_text
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import tyro
from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from understudy.errors import DatasetError, InputError, UnderstudyError

if TYPE_CHECKING:
    from understudy.runs import EvaluationRecord
    from understudy.sampling import GenerateJob
    from understudy.train import TrainConfig, TrainProgress

LEADS = os.environ.get("RANK", "0") == "0"
"""Of the processes that torchrun starts, the first one speaks."""
console = Console(quiet=not LEADS)
Flip = Literal["none", "safe_classes", "label_swap", "all"]
Out = Annotated[Path, tyro.conf.arg(aliases=["-o"])]


@dataclass(frozen=True, kw_only=True)
class Shooting:
    """Where, whom and how to film."""

    scenes: tuple[str, ...] = ("indoor", "outdoor")
    """Kinds of places (kitchen, street, ...) or families of them."""
    views: tuple[str, ...] = ()
    """Viewpoints (frontal, webcam, phone, cctv, drone, robot, ...); default all."""
    devices: tuple[str, ...] = ()
    """Cameras (phone, webcam, cctv, ...); default what suits the viewpoint."""
    flaws: float = 1.0
    """How strongly the cameras' flaws show; 0 leaves the pictures clean."""
    dressed_for: str = "place"
    """What people are dressed for (home, work, sport, site, ward, winter, summer, any)."""
    packs: tuple[str, ...] = ()
    """Installed asset packs to draw people, furniture and backgrounds from."""
    exclude_licences: tuple[str, ...] = ()
    """Licences under which nothing is drawn from packs."""
    bystanders: float = 0.25
    """Share of the clips with somebody else in them."""
    bias: float = 0.0
    """How far place, light and clothes give the action away: 0 not at all, 1 entirely."""
    quality: str = "default"
    """draft, default or high."""
    renderer: str = "raster"
    """raster; cycles (photoreal, seconds a frame, see `understudy setup --cycles`); reference."""

    def job(self, actions: tuple[str, ...], **rest: Any) -> GenerateJob:
        """Returns the job with these choices and `rest` of its fields."""
        from understudy.casting import Company
        from understudy.render import SensorRange
        from understudy.sampling import GenerateJob, SceneBias
        from understudy.scenes import VIEWPOINTS, CameraRange

        return GenerateJob(
            actions=actions,
            scene_kinds=self.scenes,
            camera=CameraRange(viewpoints=self.views or tuple(VIEWPOINTS)),
            sensor=SensorRange(devices=self.devices, strength=self.flaws),
            dressed_for=self.dressed_for,
            packs=self.packs,
            excluded_licences=self.exclude_licences,
            company=Company(bystander_share=self.bystanders),
            bias=SceneBias(strength=self.bias),
            quality=self.quality,
            renderer=self.renderer,
            **rest,
        )


Shot = Annotated[Shooting, tyro.conf.OmitArgPrefixes]


def setup(*, cycles: bool = False) -> None:
    """Build the body model's cache, once per user (a minute or two).

    Args:
        cycles: Also install Blender's Python module for `--renderer cycles`, in an environment of
            its own.
    """
    from understudy.bodies.asset import body_asset_path, build_body_asset

    path = body_asset_path()
    if not path.exists():
        build_body_asset(console.print)
    console.print(f"Body model ready: {path}")
    if cycles:
        from understudy.render.cycles.environment import build_environment

        console.print(f"Cycles ready: {build_environment(console.print)}")


def actions(
    *,
    tag: tuple[str, ...] = (),
    set_: Annotated[str | None, tyro.conf.arg(name="set")] = None,
    json: bool = False,
) -> None:
    """List what can be performed.

    Args:
        tag: Only actions with all of these tags (pair, sitting, medical, ...).
        set_: A public label set (ucf101, hmdb51, ntu, kinetics, ...): which of its labels are shown
            by which actions, and which by none.
        json: Print JSON.
    """
    from understudy import catalogue

    if set_ is not None:
        covered = catalogue.coverage(set_, tag)
        if json:
            _print_json({label: list(names) for label, names in covered.items()})
        else:
            catalogue.print_coverage(set_, covered, console)
    elif json:
        _print_json(catalogue.rows(tag))
    else:
        catalogue.print_actions(tag, console)


def preview(
    names: tyro.conf.Positional[tuple[str, ...]],
    out: Out,
    *,
    samples: int = 4,
    frames: int = 8,
    size: int = 160,
    seed: int = 0,
    shooting: Shot = Shooting(),
) -> None:
    """Film a few clips of one or more actions: a contact sheet, and an mp4 beside it.

    Args:
        names: Actions, as `understudy actions` lists them.
        out: Where the PNG goes.
        samples: Clips per action.
        frames: Frames shown per clip.
        size: Width and height of a frame [px].
        seed: Another seed, other clips.
        shooting: Where, whom and how to film.
    """
    from understudy.preview import write_preview

    job = shooting.job(names, clips_per_action=samples, seed=seed, width=size, height=size)
    with progress_bar("filming", len(names) * samples, "clips") as advance:
        film_path = write_preview(job, out, frames=frames, on_clip=advance)
    console.print(f"{out}\n{film_path}")


def generate(
    actions: tuple[str, ...],
    out: Out,
    *,
    clips: int = 100,
    seed: int = 0,
    size: int = 112,
    fps: float = 12.0,
    layers: tuple[str, ...] = ("depth", "instance"),
    workers: int | None = None,
    shooting: Shot = Shooting(),
) -> None:
    """Film a labelled dataset; the same command goes on where an interrupted one stopped.

    Args:
        actions: Actions to film.
        out: Folder of the dataset.
        clips: Clips per action.
        seed: Everything random follows from it.
        size: Width and height of a frame [px].
        fps: Frames per second.
        layers: Ground-truth images to store (depth, instance, body_part, normal, flow).
        workers: Processes; default one per core.
        shooting: Where, whom and how to film.
    """
    from understudy.generate import generate as run_job

    job = shooting.job(
        actions,
        clips_per_action=clips,
        seed=seed,
        width=size,
        height=size,
        fps=fps,
        layers=layers,
    )
    total = len(job.actions) * job.clips_per_action
    with progress_bar("filming", total, "clips") as advance:
        manifest = run_job(job, out, workers=workers, on_clip=advance)
    console.print(f"{sum(manifest.clips.values())} clips of {len(manifest.classes)} actions: {out}")


def inspect(
    dataset: tyro.conf.Positional[Path], *, sheet: Path | None = None, json: bool = False
) -> None:
    """Check every shard of a dataset and show what it holds.

    Args:
        dataset: Folder written by `understudy generate`.
        sheet: Where the contact sheet goes; default contact_sheet.png in the dataset.
        json: Print JSON.
    """
    from understudy.inspection import inspect_dataset, print_inspection

    with progress_bar("checking", None, "clips") as advance:
        report = inspect_dataset(dataset, sheet=sheet, on_clip=advance)
    if json:
        _print_json(report.model_dump(mode="json"))
    else:
        print_inspection(report, console)
    if report.problems:
        raise DatasetError(f"{dataset}: {len(report.problems)} problems, listed above")


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
            _print_json(kinds.rows())
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
        _print_json(found.model_dump(mode="json"))
    else:
        kinds.print_check(found, console)
    if found.problems:
        raise DatasetError(f"{found.path}: {len(found.problems)} problems, listed above")


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
    precision: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
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

        recipe = suited_recipe(model, self.objective)
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


def train(
    dataset: tyro.conf.Positional[tuple[str, ...]],
    out: Out,
    *,
    layer: Literal["colour", "depth", "flow", "body_part", "instance"] = "colour",
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
        layer: What the network sees; flow, body_part and instance are known of generated clips.
        model: Network.
        frames: Frames that the network sees of a clip.
        size: Width and height of what it sees [px].
        epochs: Passes over the training clips.
        seed: Seed of weights, order and augmentation.
        learning: What is learned, and how.
    """
    from understudy.data import open_source
    from understudy.data.input import InputSpec
    from understudy.data.joined import JoinedSource
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

        sources = [open_source(text) for text in dataset]
        source = sources[0]
        if len(sources) > 1:
            source = JoinedSource(sources, heads=learning.heads)
        record = run_training(
            source,
            out,
            config,
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
        _print_evaluation(record.evaluation)
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
            (ucf101, hmdb51, ntu, kinetics, ...); default: labels that are named like actions.
        folds: What is learned from and what is asked about: official, each-group, or
            "parts:GROUP,GROUP|GROUP,GROUP".
        shots: Clips per class to learn from; default all.
        seed: Of the few clips drawn and of what is learned.
        views: Windows per clip at most.
        crops: Crops per window: 1, the centre, or 3.
        epochs: To fine-tune: passes over the training clips.
        learning_rate: To fine-tune: the highest.
        layer_decay: To fine-tune: its factor from each stage of the network to the one before.
        flip: To fine-tune: which clips may be mirrored, half of them (see `train --help`).
        name: What the evaluation is called in the run folder.
        json: Print JSON.
    """
    from understudy.catalogue import counterparts
    from understudy.data import open_source
    from understudy.transfer import protocol as find_protocol
    from understudy.transfer.config import FineTuning, TransferConfig

    ask = find_protocol(protocol)
    source = open_source(dataset)
    chosen = {"epochs": epochs, "learning_rate": learning_rate, "layer_decay": layer_decay}
    config = TransferConfig(
        folds=folds,
        shots=shots,
        seed=seed,
        view_count=views,
        crop_count=crops,
        fine_tuning=FineTuning(
            flip=flip, **{key: value for key, value in chosen.items() if value is not None}
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
        _print_json(record.model_dump(mode="json", exclude={"predictions"}))
    else:
        _print_evaluation(record)


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
        _print_json(comparison.model_dump(mode="json"))
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
        _print_json(timeline.model_dump(mode="json"))
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


def assets(
    do: tyro.conf.Positional[Literal["list", "add", "remove"]] = "list",
    what: tyro.conf.Positional[str | None] = None,
    *,
    from_: Annotated[Path | None, tyro.conf.arg(name="from")] = None,
    accept: bool = False,
    name: str | None = None,
    kind: Literal["furniture", "prop", "environment", "backdrop"] | None = None,
    up: Literal["y", "z"] = "y",
    licence: str = "unstated",
    json: bool = False,
) -> None:
    """List asset packs (clothes, furniture, panoramas), add them, or add a folder of your own.

    Args:
        do: What to do.
        what: A pack's name, as the list shows it, or to `add` a folder with your own pictures,
            panoramas and objects, which are used where they lie.
        from_: To `add`: the package's archive, brought by hand where there is no network.
        accept: To `add`: accept the licences without being asked.
        name: To `add` a folder: what the pack is called; default the folder's name.
        kind: To `add` a folder: what its files are, where subfolders do not say so.
        up: To `add` a folder: the axis that points up in its objects.
        licence: To `add` a folder: the licence of what is in it.
        json: To list: print JSON.
    """
    from understudy.assets import command

    if do == "list":
        found = command.listing() if what is None else command.items(what)
        if json:
            _print_json(found)
        else:
            command.print_listing(found, console)
        return
    if what is None:
        raise InputError(f"`understudy assets {do}` what? `understudy assets` lists the packs")
    if do == "remove":
        command.remove(what, console)
    elif command.is_known(what) and name is None:
        command.add_known(what, archive=from_, accept=accept, console=console)
    else:
        command.add_own(Path(what), name=name, kind=kind, up=up, licence=licence, console=console)


def motions(
    do: tyro.conf.Positional[Literal["list", "add", "check", "remove"]] = "list",
    what: tyro.conf.Positional[str | None] = None,
    *,
    name: str | None = None,
    json: bool = False,
) -> None:
    """List imported motion, register a folder of motion files as actions, or look into a file.

    Args:
        do: What to do.
        what: To `add`: a folder with BVH, glTF or AMASS files, its YAML, or one file. To `check`:
            a file. To `remove` or to list: a library's name.
        name: To `add`: what the library is called; default the folder's name.
        json: To list or to check: print JSON.
    """
    from understudy.motion.imported import command

    if do == "list":
        rows = command.listing(what)
        if json:
            _print_json(rows)
        else:
            command.print_listing(rows, console)
        return
    if what is None:
        raise InputError(f"`understudy motions {do}` what? `understudy motions` lists libraries")
    if do == "add":
        command.add(Path(what), name=name, console=console)
    elif do == "remove":
        command.remove(what, console)
    else:
        found = command.check(Path(what))
        if json:
            _print_json(found)
        else:
            command.print_check(found, console)


VERBS: dict[str, Callable[..., None]] = {
    "setup": setup,
    "assets": assets,
    "motions": motions,
    "actions": actions,
    "preview": preview,
    "generate": generate,
    "inspect": inspect,
    "datasets": datasets,
    "train": train,
    "export": export,
    "transfer": transfer,
    "untrained": untrained,
    "compare": compare,
    "predict": predict,
    "report": report,
}


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; expected errors become one message and an exit code."""
    try:
        tyro.extras.subcommand_cli_from_dict(
            VERBS,
            prog="understudy",
            description="Film synthetic people doing named actions; train and test recognisers.",
            args=arguments,
        )
    except UnderstudyError as error:
        _fail(str(error), error.exit_code)
    except ValidationError as error:
        first = error.errors()[0]
        option = ".".join(str(part) for part in first["loc"])
        _fail(f"{option}: {first['msg']}, got {first['input']!r}", InputError.exit_code)
    except KeyboardInterrupt as interrupt:
        _fail(str(interrupt) or "interrupted; the same command goes on", 130)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _fail(f"disk full ({error.filename or 'while writing'}); free space and run again", 1)


def _fail(message: str, exit_code: int) -> NoReturn:
    Console(stderr=True).print(f"understudy: {message}", style="red", markup=False)
    sys.exit(exit_code)


@contextlib.contextmanager
def progress_bar(task: str, total: int | None, unit: str) -> Iterator[Callable[..., None]]:
    """Shows a bar with rate and time left; yields `advance(done, total=None, text=None)`."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
    )
    # A log file gets one line at the end instead of a thousand redrawn bars.
    with Progress(
        *columns, console=Console(stderr=True, quiet=not LEADS), transient=False
    ) as progress:
        bar = progress.add_task(task, total=total, rate="")

        def advance(done: int, total: int | None = None, text: str | None = None) -> None:
            speed = progress.tasks[0].speed
            if total is not None:
                progress.update(bar, total=total)
            if text is not None:
                progress.update(bar, description=text)
            progress.update(
                bar, completed=done, rate=f"{speed:.1f} {unit}/s" if speed is not None else ""
            )

        yield advance


def _stage_text(progress: TrainProgress) -> str:
    words = {"read": "reading", "train": "training", "test": "testing"}[progress.stage]
    if progress.wait_share is not None:
        words += f", {progress.wait_share:.0%} waiting"
    if progress.epoch is None or progress.epoch.val_accuracy is None:
        return words
    return f"{words}, val {progress.epoch.val_accuracy:.0%}"


def _print_evaluation(record: EvaluationRecord | None) -> None:
    if record is None:
        console.print("No clips were held out for a test.")
        return
    table = Table("figure", "value", "95 % interval", box=None)
    for name, metric in record.metrics.items():
        table.add_row(name, f"{metric.value:.1%}", f"{metric.low:.1%} to {metric.high:.1%}")
    for label, metric in sorted(record.per_class.items(), key=lambda item: item[1].value):
        table.add_row(f"  {label}", f"{metric.value:.1%}", f"{metric.low:.1%} to {metric.high:.1%}")
    console.print(f"{record.protocol}, {record.dataset.name}: {len(record.predictions)} clips")
    console.print(table)
    if record.skipped:
        console.print(f"{len(record.skipped)} clips could not be read; see evaluation record")


def _print_json(value: object) -> None:
    print(json_text.dumps(value, indent=1))


if __name__ == "__main__":
    main()
