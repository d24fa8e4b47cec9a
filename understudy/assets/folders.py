"""Users' own folders as packs: pictures, panoramas and objects, used where they lie."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from understudy.asset_files.objects import OBJECT_SUFFIXES, Up, read_object
from understudy.asset_files.pictures import (
    PANORAMA_SUFFIXES,
    PICTURE_SUFFIXES,
    picture_size,
    read_panorama,
    read_picture,
)
from understudy.assets.catalogue import PACK_SOURCES, Report
from understudy.assets.fetch import file_sha256
from understudy.assets.install import activate
from understudy.errors import InputError
from understudy.packs import Pack, PackItem, packs_folder
from understudy.types import Spec

NOTES = "assets.yaml"
FolderKind = Literal["furniture", "prop", "environment", "backdrop"]
_KIND_OF_FOLDER: dict[str, FolderKind] = {
    "furniture": "furniture",
    "props": "prop",
    "prop": "prop",
    "backdrops": "backdrop",
    "backdrop": "backdrop",
    "backgrounds": "backdrop",
    "panoramas": "environment",
    "environments": "environment",
    "hdri": "environment",
}
_PANORAMA_WORDS = ("panorama", "pano", "equirect", "hdri", "360")
LARGEST_OBJECT_M = 12.0


class Notes(Spec):
    """What a user says about some files in the folder's `assets.yaml`."""

    kind: FolderKind | None = None
    licence: str | None = None
    author: str | None = None
    source: str | None = None
    height_m: float | None = None
    """Of an object; its other sides follow."""
    size_m: tuple[float, float, float] | None = None
    """Depth, width and height of an object."""
    up: Up | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class FolderScan:
    """What was found in a folder."""

    pack: Pack
    refused: dict[str, str]
    """Path below the folder -> why it cannot be used."""
    remarks: dict[str, str]
    """Path -> what was assumed about it."""


def add_folder(
    folder: Path, name: str, *, kind: FolderKind | None, up: Up, licence: str, report: Report
) -> FolderScan:
    """Makes a pack of a user's folder; nothing is copied, files are found again by their path.

    Args:
        folder: pictures, panoramas and objects, at any depth. Subfolders named `furniture`,
            `props`, `backdrops` or `panoramas` say what is in them. A file `assets.yaml` may say
            more: a mapping from file names or patterns to `Notes`.
        name: of the pack; one of this name that is there already is replaced.
        kind: what files are where neither their folder nor `assets.yaml` says so.
        up: axis that points up in objects.
        licence: of whatever `assets.yaml` does not say more about.
        report: takes one line about what is going on.

    Raises:
        InputError: no such folder, a bad name or `assets.yaml`, or nothing in it that can be used.
        StorageError: the index cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,40}", name):
        raise InputError(
            f"'{name}' cannot be a pack's name: use lower-case letters, digits, '-' and '_'"
        )
    if name in PACK_SOURCES:
        raise InputError(f"'{name}' is the name of a pack that can be added: take another name")
    scan = scan_folder(folder, name, kind=kind, up=up, licence=licence, report=report)
    if not scan.pack.items:
        reasons = [f"{path}: {reason}" for path, reason in scan.refused.items()]
        known = ", ".join((*PICTURE_SUFFIXES, *PANORAMA_SUFFIXES, *OBJECT_SUFFIXES))
        raise InputError(
            f"{folder} holds nothing that can be used (looked for {known})"
            + "".join(f"\n  {reason}" for reason in reasons[:10])
        )
    activate(scan.pack, None)
    return scan


def scan_folder(
    folder: Path, name: str, *, kind: FolderKind | None, up: Up, licence: str, report: Report
) -> FolderScan:
    """Reads every file once and describes those that can be used; see `add_folder`."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder")
    folder = folder.resolve()
    notes = _read_notes(folder / NOTES)
    textures = _texture_names(folder)
    items: list[PackItem] = []
    refused: dict[str, str] = {}
    remarks: dict[str, str] = {}
    paths = list(_files(folder, refused))
    extents = _extents(paths, folder, notes, up)
    unit = _usual_unit(extents)
    for path in paths:
        place = path.relative_to(folder).as_posix()
        said = _notes_on(place, notes)
        suffix = path.suffix.lower()
        is_object = suffix in OBJECT_SUFFIXES
        if not is_object and (path.name in textures or _is_texture(path, folder)):
            continue
        try:
            found = said.kind or _kind_of(path, folder, kind)
            if is_object != (found in ("furniture", "prop")):
                what = "an object" if is_object else "a picture"
                raise InputError(f"is {what} and cannot be a {found}")
            size = None
            if is_object:
                extent = extents[path]
                if isinstance(extent, InputError):
                    raise extent
                size, remark = _object_size(extent, said, unit if suffix == ".obj" else 1.0)
                if remark:
                    remarks[place] = remark
            elif found == "environment":
                read_panorama(path, width=64)
            else:
                read_picture(path, largest_side=256)
            item = PackItem(
                name=place,
                kind=found,
                file=str(path),
                licence=said.licence or licence,
                author=said.author or "",
                source=said.source or f"folder {folder.name}",
                tags=said.tags if said.tags is not None else _usual_tags(found, size),
                size_m=size,
                up=said.up or up,
                sha256=file_sha256(path),
            )
        except (InputError, OSError) as error:
            text = error.strerror if isinstance(error, OSError) else str(error)
            refused[place] = str(text).removeprefix(f"{path}: ")
            continue
        items.append(item)
        report(f"{found} {place}")
    pack = Pack(name=name, title=f"folder {folder}", version="", items=tuple(items))
    return FolderScan(pack=pack, refused=refused, remarks=remarks)


def _files(folder: Path, refused: dict[str, str]) -> Iterator[Path]:
    """Yields the files worth a look, in order; hidden ones and packs themselves are left out."""
    known = (*PICTURE_SUFFIXES, *PANORAMA_SUFFIXES, *OBJECT_SUFFIXES)

    def note(error: OSError) -> None:
        place = Path(error.filename or folder)
        refused[place.relative_to(folder).as_posix()] = error.strerror or "cannot be read"

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if Path(place) == packs_folder():
            folders.clear()
            continue
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in known:
                yield Path(place) / name


def _texture_names(folder: Path) -> set[str]:
    """Returns the names of pictures that objects' material files mention."""
    found: set[str] = set()
    pattern = re.compile(rb"([^\s\"/\\]+\.(?:jpe?g|png))", re.IGNORECASE)
    for path in (*folder.rglob("*.mtl"), *folder.rglob("*.gltf")):
        try:
            text = path.read_bytes()[:5_000_000]
        except OSError:
            continue  # its object will be refused with the reason
        found |= {name.decode(errors="replace") for name in pattern.findall(text)}
    return found


def _is_texture(path: Path, folder: Path) -> bool:
    """Tells pictures that lie among objects."""
    parents = [part.lower() for part in path.relative_to(folder).parts[:-1]]
    kinds = [_KIND_OF_FOLDER[part] for part in parents if part in _KIND_OF_FOLDER]
    return "textures" in parents or bool(kinds and kinds[-1] in ("furniture", "prop"))


def _kind_of(path: Path, folder: Path, kind: FolderKind | None) -> FolderKind:
    for part in reversed(path.relative_to(folder).parts[:-1]):
        if part.lower() in _KIND_OF_FOLDER:
            return _KIND_OF_FOLDER[part.lower()]
    suffix = path.suffix.lower()
    if suffix in OBJECT_SUFFIXES:
        return kind if kind in ("furniture", "prop") else "furniture"
    if suffix in PANORAMA_SUFFIXES:
        return "environment"
    if kind in ("environment", "backdrop"):
        return kind
    width, height = picture_size(path)
    shaped = abs(width / max(height, 1) - 2.0) < 0.02
    named = any(word in path.stem.lower() for word in _PANORAMA_WORDS)
    return "environment" if shaped or (named and width > 1.8 * height) else "backdrop"


Extent = tuple[float, float, float]
"""Depth, width and height of an object, in its file's units."""


def _extents(
    paths: list[Path], folder: Path, notes: dict[str, Notes], up: Up
) -> dict[Path, Extent | InputError]:
    """Reads every object once: its extent, or why it cannot be read."""
    found: dict[Path, Extent | InputError] = {}
    for path in paths:
        if path.suffix.lower() not in OBJECT_SUFFIXES:
            continue
        said = _notes_on(path.relative_to(folder).as_posix(), notes)
        try:
            low, high = read_object(path, up=said.up or up).bounds()
            found[path] = (
                float(high[0] - low[0]),
                float(high[1] - low[1]),
                float(high[2] - low[2]),
            )
        except InputError as error:
            found[path] = error
    return found


def _usual_unit(extents: dict[Path, Extent | InputError]) -> float:
    """Returns the unit [m] of a folder's OBJ files, which never say it: what suits most of them."""
    sides = sorted(
        max(extent)
        for path, extent in extents.items()
        if path.suffix.lower() == ".obj" and not isinstance(extent, InputError)
    )
    return _unit(sides[len(sides) // 2]) if sides else 1.0


def _unit(side: float) -> float:
    """Returns metres, centimetres or millimetres, whichever keeps a side within bounds."""
    return next((unit for unit in (1.0, 0.01) if side * unit <= LARGEST_OBJECT_M), 0.001)


def _object_size(extent: Extent, said: Notes, unit: float) -> tuple[Extent, str]:
    """Returns an object's depth, width and height [m] and what was assumed for it."""
    if said.size_m is not None:
        if min(said.size_m) <= 0.0:
            raise InputError(f"size_m must be positive, got {said.size_m}")
        return said.size_m, ""
    remark = ""
    if said.height_m is not None:
        if said.height_m <= 0.0 or extent[2] <= 0.0:
            raise InputError(f"height_m must be positive, got {said.height_m}")
        unit = said.height_m / extent[2]
    else:
        largest = max(extent)
        unit = min(unit, _unit(largest))
        if unit < 1.0:
            name = "centimetres" if unit == 0.01 else "millimetres"
            remark = f"its largest side is {largest:.0f} units: taken for {name}"
    depth, width, height = (round(unit * side, 4) for side in extent)
    if max(depth, width, height) > LARGEST_OBJECT_M or max(depth, width, height) < 0.01:
        raise InputError(
            f"would be {depth:g} x {width:g} x {height:g} m: give its height_m in {NOTES}"
        )
    return (depth, width, height), remark


def _usual_tags(kind: FolderKind, size_m: tuple[float, float, float] | None) -> tuple[str, ...]:
    if size_m is None:
        return ()
    # What is smaller than a bedside table lies on others, whatever folder it is in.
    if max(size_m) <= (0.35 if kind == "furniture" else 0.6):
        return ("on",)
    return ("wall",) if kind == "furniture" else ("free",)


def _read_notes(path: Path) -> dict[str, Notes]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        if not isinstance(read, dict):
            raise InputError(f"{path}: expected a mapping from file names to what is known of them")
        return {
            str(pattern): Notes.model_validate(said, strict=False) for pattern, said in read.items()
        }
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}: {place}: {first['msg']}, got {first['input']!r}") from None
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None


def _notes_on(place: str, notes: dict[str, Notes]) -> Notes:
    """Joins all that is said about a file; later lines overrule earlier ones."""
    said: dict[str, object] = {}
    for pattern, note in notes.items():
        if fnmatch(place, pattern) or fnmatch(Path(place).name, pattern):
            said |= note.model_dump(exclude_none=True)
    return Notes.model_validate(said)
