"""Panoramas out of the package viser: ten Ultra HDR pictures, kept as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

from understudy.asset_files.pictures import read_panorama
from understudy.assets.catalogue import PACK_SOURCES, Report
from understudy.packs import Pack, PackItem

INDOORS = ("empty_warehouse_01", "lebombo", "st_fagans_interior", "studio_small_03")
NIGHT = ("dikhololo_night",)
SMALL = ("lebombo", "studio_small_03")
"""Rooms too small to walk about in: their walls would end up on the ground."""


def convert(archive_folder: Path, out: Path, report: Report) -> Pack:
    """Copies the panoramas and writes down what is known about them.

    Raises:
        InputError: one of them cannot be read.
    """
    source = PACK_SOURCES["panoramas"]
    items = []
    for path in sorted((archive_folder / "viser" / "_assets" / "hdri").glob("*_1k.jpg")):
        read_panorama(path)
        shutil.copyfile(path, out / path.name)
        name = path.stem.removesuffix("_1k")
        items.append(
            PackItem(
                name=name,
                kind="environment",
                file=path.name,
                licence="CC0-1.0",
                author="Poly Haven",
                source=source.origin,
                tags=("indoors" if name in INDOORS else "outdoors",)
                + (("night",) if name in NIGHT else ())
                + (("small",) if name in SMALL else ()),
            )
        )
    report(f"{len(items)} panoramas")
    return Pack(name="panoramas", title=source.title, version=source.version, items=tuple(items))
