"""What a dataset holds, for people to read and look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from understudy.data.synthetic import DatasetReport, check_dataset
from understudy.errors import UnderstudyError
from understudy.report.contact_sheet import Row, write_contact_sheet
from understudy.types import ClipSource

if TYPE_CHECKING:
    from rich.console import Console

SHEET_FILE = "contact_sheet.png"
ROWS_PER_BLOCK = 12
SHEET_ROWS = 48


def inspect_dataset(
    dataset: Path,
    *,
    sheet: Path | None = None,
    on_clip: Callable[[int, int], None] | None = None,
) -> DatasetReport:
    """Reads every clip of a dataset made by generate, and writes a contact sheet of it.

    Args:
        dataset: its folder.
        sheet: where the picture goes; by default into the dataset.
        on_clip: called with (clips done, clips in all).

    Raises:
        DatasetError: the dataset is unfinished or no dataset. Damaged shards are no error here but
            `problems` of the report.
    """
    from understudy.data.synthetic import SyntheticSource

    report = check_dataset(dataset, on_clip=on_clip)
    if not report.problems:
        write_dataset_sheet(SyntheticSource(dataset), sheet or dataset / SHEET_FILE)
    return report


def write_dataset_sheet(source: ClipSource, path: Path) -> None:
    """Draws clips of every class: one each of many classes, several each of few.

    Clips that cannot be read are left out.

    Raises:
        StorageError: the picture cannot be written.
    """
    per_class = max(1, min(4, SHEET_ROWS // len(source.classes)))
    rows = []
    for label in source.classes:
        indices = [n for n, record in enumerate(source.records) if record.label == label]
        for index in indices[:per_class]:
            try:
                video = source.load(index)
            except UnderstudyError:
                continue
            rows.append(
                Row(caption=f"{label}: {source.records[index].clip_id}", frames=video.frames)
            )
    if rows:
        write_contact_sheet(path, rows, blocks=-(-len(rows) // ROWS_PER_BLOCK), tile_height=80)


def print_inspection(report: DatasetReport, console: Console) -> None:
    """Prints a report as tables, problems last."""
    from rich.table import Table

    manifest = report.manifest
    console.print(
        f"{report.path}: {report.clips} clips, {report.frame_count} frames "
        f"{manifest.width}x{manifest.height} at {manifest.fps:g} fps, "
        f"{report.duration_s / 60:.1f} minutes, {len(manifest.shards)} shards, "
        f"{report.total_bytes / 1e6:.1f} MB"
    )
    classes = Table("class", *report.clips_per_split, box=None)
    for label, counts in report.clips_per_class.items():
        classes.add_row(label, *(str(counts.get(split, 0)) for split in report.clips_per_split))
    console.print(classes)
    layers = Table("layer", "size", "per clip", box=None)
    for layer, size in report.layer_bytes.items():
        per_clip = size / max(report.clips, 1)
        layers.add_row(layer, f"{size / 1e6:.1f} MB", f"{per_clip / 1e3:.1f} kB")
    console.print(layers)
    for aspect, values in manifest.composition.items():
        if aspect != "asset":
            common = sorted(values.items(), key=lambda item: -item[1])
            console.print(f"{aspect}: {', '.join(f'{v} {n}' for v, n in common)}", markup=False)
    if manifest.licences.assets:
        licences = ", ".join(f"{name} {n}" for name, n in manifest.licences.licences.items())
        console.print(
            f"assets of packs: {len(manifest.licences.assets)} (licences: {licences}); authors "
            "stand in manifest.json",
            markup=False,
        )
    for problem in report.problems:
        console.print(f"problem: {problem}", style="red", markup=False)
    if not report.problems:
        console.print("Every shard and every clip is sound.")
