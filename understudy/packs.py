"""Asset packs on this machine: what is installed, item by item, with its licence.

A pack is a folder `$UNDERSTUDY_CACHE/packs/NAME` whose `pack.json` lists its items. `assets/` puts
packs there; bodies and scenes only look items up, by a name "PACK:ITEM" that stands in the specs.
Nothing needs a pack: without any, everything is built from what the package itself makes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from understudy.errors import InputError, PlatformError, StorageError, nearest_names
from understudy.types import ClipSpec, Spec

ItemKind = Literal[
    "garment", "hair", "beard", "skin", "furniture", "prop", "surface", "environment", "backdrop",
    "motion",
]  # fmt: skip
INDEX = "pack.json"


class PackItem(Spec):
    """One thing that a spec can name."""

    name: str
    kind: ItemKind
    file: str
    """Below the pack's folder, or an absolute path where the pack is a user's own folder."""
    licence: str
    """SPDX identifier where there is one, for instance "CC0-1.0"."""
    author: str = ""
    source: str = ""
    """Where it comes from: a registry package with its version, or a user's folder."""
    tags: tuple[str, ...] = ()
    """What it is, for instance a garment's slot or a piece of furniture's kind."""
    size_m: tuple[float, float, float] | None = None
    """Depth (x), width (y), height (z) of an object; side (x, y) of a surface's tile."""
    up: Literal["y", "z"] = "y"
    """Axis that points up in an object's file."""
    colours: Literal["linear", "screen"] = "linear"
    """"screen": a glTF file's colours are sRGB, against the format's rule."""
    sha256: str = ""
    """Of the file, where it lies in a user's own folder and may change."""


class Pack(Spec):
    name: str
    title: str
    version: str
    items: tuple[PackItem, ...]


def packs_folder() -> Path:
    """Returns where packs lie: `packs` in $UNDERSTUDY_CACHE or ~/.cache/understudy."""
    folder = os.environ.get("UNDERSTUDY_CACHE")
    return (Path(folder) if folder else Path.home() / ".cache" / "understudy") / "packs"


def installed_packs() -> dict[str, Pack]:
    """Returns the packs on this machine by name.

    Raises:
        PlatformError: a pack's index is damaged.
    """
    return {
        path.parent.name: load_pack(path.parent.name)
        for path in sorted(packs_folder().glob(f"*/{INDEX}"))
    }


def load_pack(name: str) -> Pack:
    """Reads one pack's index; a changed index is read anew.

    Raises:
        InputError: no such pack is installed.
        PlatformError: its index is damaged.
    """
    path = packs_folder() / name / INDEX
    try:
        written = path.stat()
        return _read_index(path, written.st_mtime_ns, written.st_ino)
    except (FileNotFoundError, NotADirectoryError):
        near = nearest_names(name, [p.parent.name for p in packs_folder().glob(f"*/{INDEX}")])
        hint = f"did you mean {', '.join(near)}? or " if near else ""
        raise InputError(
            f"no asset pack '{name}' on this machine: {hint}add it with `understudy assets add "
            f"{name}`"
        ) from None
    except (OSError, ValidationError) as error:
        raise PlatformError(
            f"{path} is damaged ({error}): delete the folder and add the pack again"
        ) from None


@lru_cache(maxsize=32)
def _read_index(path: Path, written_ns: int, inode: int) -> Pack:
    return Pack.model_validate_json(path.read_bytes())


def pack_items(
    kind: ItemKind, packs: Sequence[str], *, excluded_licences: Sequence[str] = ()
) -> dict[str, PackItem]:
    """Returns the items of one kind in the named packs, by "PACK:ITEM", in order.

    Raises:
        InputError: a pack is not installed.
    """
    return {
        f"{name}:{item.name}": item
        for name in packs
        for item in load_pack(name).items
        if item.kind == kind and item.licence not in excluded_licences
    }


def is_pack_item(name: str) -> bool:
    """Tells a pack's "PACK:ITEM" from the name of something built in."""
    return ":" in name


def find_item(full_name: str) -> tuple[PackItem, Path]:
    """Returns a pack's item and its file.

    Raises:
        InputError: pack or item do not exist here (says how to add the pack).
        PlatformError: the item's file is gone.
    """
    pack_name, _, name = full_name.partition(":")
    pack = load_pack(pack_name)
    for item in pack.items:
        if item.name == name:
            path = packs_folder() / pack_name / item.file
            if not path.exists():
                raise PlatformError(
                    f"{path}, asset '{full_name}', is gone: add the pack again with "
                    f"`understudy assets add {pack_name}`"
                )
            return item, path
    near = nearest_names(name, [item.name for item in pack.items])
    raise InputError(
        f"asset pack '{pack_name}' has no item '{name}': "
        + (f"did you mean {', '.join(near)}?" if near else f"it has {len(pack.items)} others")
    )


def verified(item: PackItem, path: Path) -> Path:
    """Returns an item's file, unless it changed since it was added.

    Raises:
        PlatformError: it did, or cannot be read.
    """
    if not item.sha256:
        return path
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PlatformError(f"{path}: cannot be read ({error.strerror})") from None
    if found != item.sha256:
        raise PlatformError(
            f"{path} has changed since it was added: add its folder again with `understudy assets "
            "add`, so that clips say which file they show"
        )
    return path


def write_index(pack: Pack) -> Path:
    """Writes a pack's index, last of all its files, so that a half-added pack does not exist.

    Raises:
        StorageError: it cannot be written.
    """
    path = packs_folder() / pack.name / INDEX
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            json.dump(pack.model_dump(mode="json"), file, indent=1)
        Path(file.name).replace(path)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error}") from None
    return path


def used_assets(spec: ClipSpec) -> tuple[str, ...]:
    """Returns the names "PACK:ITEM" that a clip's spec holds, each once, sorted.

    A scene's `objects` are counted though not all of them may have found a place.
    """
    names = {spec.scene.environment, spec.scene.backdrop, *spec.scene.objects}
    for person in spec.people:
        body = person.body
        names |= {body.hair_style, body.beard, body.skin}
        names |= {garment.kind for garment in body.garments}
        names.add(person.action.recording)
    return tuple(sorted(name for name in names if is_pack_item(name)))


class AssetUse(Spec):
    """One asset in a dataset."""

    licence: str
    author: str
    source: str
    clips: int
    """How many clips name it."""


class LicenceSummary(Spec):
    """What a dataset owes to others."""

    licences: dict[str, int]
    """Licence -> number of assets under it."""
    assets: dict[str, AssetUse]
    """"PACK:ITEM" -> whose it is."""


def licence_summary(clips: Mapping[str, int]) -> LicenceSummary:
    """Sums up whose assets a dataset holds, and under which licences.

    Args:
        clips: "PACK:ITEM" -> in how many clips `used_assets` names it.

    Raises:
        InputError: a pack or an item is not on this machine.
        PlatformError: an index is damaged.
    """
    packs: dict[str, dict[str, PackItem]] = {}
    assets = {}
    for name in sorted(clips):
        pack_name, _, item_name = name.partition(":")
        if pack_name not in packs:
            packs[pack_name] = {item.name: item for item in load_pack(pack_name).items}
        item = packs[pack_name].get(item_name) or find_item(name)[0]
        assets[name] = AssetUse(
            licence=item.licence, author=item.author, source=item.source, clips=clips[name]
        )
    counts = Counter(asset.licence for asset in assets.values())
    return LicenceSummary(licences=dict(sorted(counts.items())), assets=assets)
