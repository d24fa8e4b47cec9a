"""What `understudy motions` does, and how it says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from understudy.errors import InputError
from understudy.motion.imported.amass import read_amass
from understudy.motion.imported.library import (
    NOTES,
    READERS,
    SUFFIXES,
    LibraryNotes,
    RegisteredAction,
    add_library,
    all_registered,
    load_library,
    read_notes,
    remove_library,
)
from understudy.motion.imported.recording import Recording
from understudy.motion.imported.retarget import calibrate, retarget, stature, unit_of
from understudy.motion.imported.rigs import NEEDED, find_roles
from understudy.packs import packs_folder
from understudy.types import JOINTS

MOST_LINES = 8


def listing(name: str | None = None) -> list[dict[str, Any]]:
    """Returns one row per action of the registered libraries, or of one."""
    if name is not None:
        rows = [(f"{name}:{key}", action) for key, action in load_library(name).actions.items()]
    else:
        rows = list(all_registered())
    return [_row(full_name, action) for full_name, action in rows]


def _row(full_name: str, action: RegisteredAction) -> dict[str, Any]:
    return {
        "name": full_name,
        "description": action.description,
        "tags": list(action.tags),
        "takes": len(action.takes),
        "seconds": round(sum(take.to_s - take.from_s for take in action.takes), 1),
        "loops": sum(take.loop for take in action.takes),
        "mirrored": sum(take.mirror != "no" for take in action.takes),
        "counterparts": dict(action.counterparts),
    }


def print_listing(rows: list[dict[str, Any]], console: Console) -> None:
    """Prints the rows of `listing` as a table."""
    if not rows:
        console.print("No motion is registered: `understudy motions add FOLDER`.")
        return
    table = Table(
        Column("action", no_wrap=True), "what it is", "takes", "seconds", "loops", box=None
    )
    for row in rows:
        table.add_row(
            row["name"], row["description"], str(row["takes"]), f"{row['seconds']:g}",
            str(row["loops"] or ""),
        )  # fmt: skip
    console.print(table)
    console.print(f"Libraries lie in {packs_folder()}", highlight=False)


def add(source: Path, *, name: str | None, console: Console) -> None:
    """Registers a folder, a YAML or a file, and prints what became of it."""
    scan = add_library(source, name=name)
    for file, reason in scan.refused.items():
        console.print(f"left out {file}: {reason}", highlight=False, markup=False)
    for remark in scan.remarks[:MOST_LINES]:
        console.print(remark, highlight=False, markup=False)
    if len(scan.remarks) > MOST_LINES:
        console.print(f"... and {len(scan.remarks) - MOST_LINES} more remarks")
    actions = list(scan.library.actions)
    console.print(
        f"{scan.name}: {len(actions)} actions from {scan.recordings} recordings; "
        f"{len(scan.refused)} files left out",
        highlight=False,
    )
    console.print(
        f"Look at some: understudy preview {scan.name}:{actions[0]} --out preview.png",
        highlight=False,
        markup=False,
    )


def remove(name: str, console: Console) -> None:
    """Takes a library off this machine."""
    remove_library(name)
    console.print(f"removed {name}")


def check(path: Path) -> dict[str, Any]:
    """Returns what is inside a motion file: skeleton, joints found, clips.

    Raises:
        InputError: the file is damaged, of another kind, or its skeleton lacks joints.
    """
    suffix = path.suffix.lower()
    beside = next((path.parent / name for name in NOTES if (path.parent / name).exists()), None)
    notes = read_notes(beside) if beside else LibraryNotes()
    if not path.is_file() or suffix not in SUFFIXES:
        raise InputError(f"{path}: expected a file that ends in {', '.join(SUFFIXES)}")
    if suffix == ".npz":
        recording = read_amass(path, up=notes.up, fps=notes.fps)
        return {
            "file": str(path),
            "skeleton": "SMPL family",
            "joints": {name: name for name in JOINTS[:22]},
            "filled_in": [] if recording.has_hands else ["left_hand", "right_hand"],
            "clips": [_clip(path.stem, recording)],
        }
    takes = READERS[suffix](path)
    roles = find_roles(takes[0], notes.joints)
    calibration = calibrate(takes, roles, up=notes.up)
    height = stature(takes[0], calibration)
    unit, length = unit_of(height)
    names = takes[0].joints
    found = {ours: names[index] for ours, index in sorted(roles.joints.items())}
    spine = [names[index] for index in roles.spine]
    filled = [
        name for name in ("neck", "head", "left_collar", "right_collar", "left_foot", "right_foot",
                          "left_hand", "right_hand")
        if name not in found
    ]  # fmt: skip
    filled += ["spine1", "spine2", "spine3"][: max(0, 3 - len(spine))]
    ground = notes.ground or ("feet" if suffix == ".bvh" else "file")
    return {
        "file": str(path),
        "skeleton": f"{len(names)} joints",
        "joints": {"pelvis": names[roles.pelvis]} | found | {"spine": " > ".join(spine)},
        "filled_in": filled,
        "needed": list(NEEDED),
        "up": calibration.up,
        "unit": unit,
        "stature_m": round(height * length, 2),
        "neutral_stance": calibration.neutral,
        "clips": [_clip(take.name, retarget(take, calibration, ground=ground)) for take in takes],
    }


def _clip(name: str, recording: Recording) -> dict[str, Any]:
    return {
        "name": name,
        "seconds": round(recording.duration_s, 2),
        "fps": round(recording.fps, 2),
        "standing_share": round(float(recording.contacts.any(axis=1).mean()), 2),
    }


def print_check(found: dict[str, Any], console: Console) -> None:
    """Prints what `check` found."""
    console.print(f"[bold]{found['file']}[/]: {found['skeleton']}", highlight=False)
    if "unit" in found:
        console.print(
            f"  {found['up']} up, unit {found['unit']}, about {found['stature_m']} m tall, "
            f"neutral stance: {found['neutral_stance']}",
            highlight=False,
        )
    joints = ", ".join(f"{ours} = {theirs}" for ours, theirs in found["joints"].items())
    console.print(f"  joints: {joints}", highlight=False, markup=False)
    if found["filled_in"]:
        console.print(f"  filled in: {', '.join(found['filled_in'])}", highlight=False)
    table = Table(Column("clip", no_wrap=True), "seconds", "fps", "feet down", box=None)
    for clip in found["clips"]:
        table.add_row(
            clip["name"], f"{clip['seconds']:g}", f"{clip['fps']:g}",
            f"{clip['standing_share']:.0%}",
        )  # fmt: skip
    console.print(table)
