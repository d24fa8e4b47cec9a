"""Verbs that make films, and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import tyro

from understudy.cli.console import Out, console, print_json, progress_bar
from understudy.errors import DatasetError, InputError

if TYPE_CHECKING:
    from understudy.sampling import GenerateJob


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
    mimed: bool = False
    """Leave out what people would hold, throw or catch."""
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
            mimed=self.mimed,
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
            print_json({label: list(names) for label, names in covered.items()})
        else:
            catalogue.print_coverage(set_, covered, console)
    elif json:
        print_json(catalogue.rows(tag))
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
        print_json(report.model_dump(mode="json"))
    else:
        print_inspection(report, console)
    if report.problems:
        raise DatasetError(f"{dataset}: {len(report.problems)} problems, listed above")


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
            print_json(found)
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
            print_json(rows)
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
            print_json(found)
        else:
            command.print_check(found, console)
