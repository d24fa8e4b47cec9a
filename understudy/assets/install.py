"""Adds and removes packs; at every moment a pack is there as a whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from understudy.assets.catalogue import PACK_SOURCES, PackSource, Report
from understudy.assets.fetch import check_archive, download, free_bytes, unpack
from understudy.errors import InputError, PlatformError, StorageError, lookup, nearest_names
from understudy.packs import INDEX, Pack, load_pack, packs_folder, write_index

STAGING = ".adding-"


def downloads_folder() -> Path:
    """Returns where archives lie until their pack is added; an interrupted `add` goes on there."""
    return packs_folder().parent / "downloads"


def add_pack(
    name: str, *, archive: Path | None, accept: Callable[[PackSource], None], report: Report
) -> Pack:
    """Fetches a pack of the catalogue and makes it ready; does nothing if it is there.

    Args:
        name: a key of `PACK_SOURCES`.
        archive: the package's archive, if it was brought by hand; else it is fetched.
        accept: called with what will be added; raises if the user does not accept its licences.
        report: takes one line about what is going on.

    Raises:
        InputError: no such pack, or not the right archive.
        PlatformError: the archive cannot be fetched or is not the expected one.
        StorageError: the disk is full; nothing half-added stays.
    """
    source = lookup(PACK_SOURCES, name, "asset pack")
    with contextlib.suppress(InputError, PlatformError):
        pack = load_pack(name)
        if pack.version == source.version:
            report(f"{name} {pack.version} is here already")
            return pack
    accept(source)
    room = free_bytes(packs_folder())
    needed = source.disk_bytes + 2 * source.archive_bytes
    if room < needed:
        raise StorageError(
            f"{packs_folder()}: {room / 1e6:.0f} MB left, adding {name} takes up to "
            f"{needed / 1e6:.0f} MB; free space, or set UNDERSTUDY_CACHE to a larger disk"
        )
    if archive is None:
        path = download(source, downloads_folder(), report)
    else:
        path = check_archive(source, archive)
    with _staging(name) as staging:
        report(f"unpacking {source.archive}")
        unpack(path, staging / "archive", source.folders)
        files = staging / "pack"
        try:
            files.mkdir()
            report(f"making the pack {name}")
            pack = source.convert(staging / "archive", files, report)
        except OSError as error:
            raise StorageError(f"cannot write the pack {name}: {error}") from None
        activate(pack, files)
    if archive is None:
        path.unlink(missing_ok=True)
    return pack


@contextlib.contextmanager
def _staging(name: str) -> Iterator[Path]:
    """Yields a folder beside the packs that is gone afterwards, whatever happens."""
    folder = packs_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{STAGING}*"):
            # Of a process that was killed; another one may be at work in a younger folder.
            if time.time() - left.stat().st_mtime > 86_400.0:
                shutil.rmtree(left, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(dir=folder, prefix=f"{STAGING}{name}-"))
    except OSError as error:
        raise StorageError(f"cannot write in {folder}: {error}") from None
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def activate(pack: Pack, files: Path | None) -> None:
    """Puts a pack's files in their place and writes the index last.

    Raises:
        StorageError: the disk is full, or another process adds the same pack.
    """
    target = packs_folder() / pack.name
    try:
        _drop(target)
        if files is not None:
            files.replace(target)
        write_index(pack)
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error}") from None


def _drop(target: Path) -> None:
    """Deletes a pack's folder, its index first: without it the pack does not exist."""
    (target / INDEX).unlink(missing_ok=True)
    if target.exists():
        shutil.rmtree(target)


def remove_pack(name: str) -> None:
    """Takes a pack off this machine; a user's own folder itself is not touched.

    Raises:
        InputError: no such pack is here.
        StorageError: its files cannot be deleted.
    """
    target = packs_folder() / name
    known = [path.parent.name for path in packs_folder().glob(f"*/{INDEX}")]
    # A name is no path: "..", "" and the like would reach other folders.
    if name not in known and not (name in PACK_SOURCES and target.is_dir()):
        near = nearest_names(name, known)
        raise InputError(
            f"no asset pack '{name}' on this machine"
            + (f": did you mean {', '.join(near)}?" if near else "")
        )
    try:
        _drop(target)
    except OSError as error:
        raise StorageError(f"cannot delete {target}: {error}") from None
