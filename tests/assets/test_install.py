"""Packs are fetched, checked and made ready as a whole, or nothing of them is there."""

import errno
import io
import os
import shutil
import stat
import sys
import tarfile
from pathlib import Path

import pytest

from understudy.assets import install
from understudy.assets.catalogue import PACK_SOURCES, PackSource
from understudy.assets.fetch import file_sha256, unpack
from understudy.assets.install import add_pack, downloads_folder, remove_pack
from understudy.errors import InputError, PlatformError, StorageError, UnderstudyError
from understudy.packs import Pack, PackItem, installed_packs, load_pack, packs_folder


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def convert(archive_folder: Path, out: Path, report) -> Pack:
    shutil.copyfile(archive_folder / "package" / "chair.txt", out / "chair.txt")
    item = PackItem(name="chair", kind="furniture", file="chair.txt", licence="CC0-1.0")
    return Pack(name="toys", title="Toys", version="1.0.0", items=(item,))


@pytest.fixture
def archive(tmp_path) -> Path:
    path = tmp_path / "origin" / "toys-1.0.0.tgz"
    path.parent.mkdir()
    with tarfile.open(path, "w:gz") as tarred:
        for name in ("package/chair.txt", "package/other/unwanted.txt"):
            entry = tarfile.TarInfo(name)
            entry.size = 5
            tarred.addfile(entry, io.BytesIO(b"chair"))
    return path


@pytest.fixture
def source(archive, monkeypatch) -> PackSource:
    toys = PackSource(
        title="Toys", contents="a chair", registry="npm", package="toys", version="1.0.0",
        archive=archive.name, sha256=file_sha256(archive), archive_bytes=1000, disk_bytes=1000,
        folders=("package/chair",), licences="CC0", convert=convert,
    )  # fmt: skip
    monkeypatch.setitem(PACK_SOURCES, "toys", toys)
    return toys


def fake_client(folder: Path, name: str, script: str) -> Path:
    """Writes an executable that stands in for a registry's client."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho called >> {folder}/calls\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def npm(tmp_path, archive, monkeypatch):
    def make(script: str = f"cp {archive} .") -> Path:
        fake_client(tmp_path / "bin", "npm", script)
        return tmp_path / "bin" / "calls"

    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return make


def add(**options) -> Pack:
    return add_pack(
        "toys", **{"archive": None, "accept": lambda _: None, "report": lambda _: None, **options}
    )


def assert_nothing_there():
    assert installed_packs() == {}
    assert not [*packs_folder().glob("*"), *packs_folder().glob(".*")]


def test_a_pack_is_fetched_once_and_whole(source, npm):
    calls = npm()
    add()
    add()
    assert calls.read_text().count("called") == 1
    assert [item.name for item in load_pack("toys").items] == ["chair"]
    assert sorted(path.name for path in packs_folder().rglob("*")) == [
        "chair.txt", "pack.json", "toys",
    ]  # fmt: skip
    assert not list(downloads_folder().iterdir())
    remove_pack("toys")
    assert_nothing_there()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo other > toys-1.0.0.tgz", "SHA-256"),
        ("echo 'network unreachable' >&2; exit 1", "network unreachable"),
        ("exit 0", "left no toys-1.0.0.tgz"),
        (None, "npm pack toys@1.0.0"),
    ],
)
def test_a_failed_fetch_leaves_nothing_and_says_what_to_do(
    source, npm, tmp_path, monkeypatch, script, words
):
    if script is None:
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        npm(script)
    with pytest.raises(PlatformError, match=words):
        add()
    assert_nothing_there()
    assert not list(downloads_folder().glob("*"))


def test_packages_of_pypi_come_with_the_running_interpreters_pip(
    source, archive, tmp_path, monkeypatch
):
    pypi = PackSource(**{**vars(source), "registry": "PyPI"})
    monkeypatch.setitem(PACK_SOURCES, "toys", pypi)
    python = fake_client(tmp_path / "bin", "python", f'echo "$@" > {tmp_path}/said; cp {archive} .')
    monkeypatch.setattr(sys, "executable", str(python))
    add()
    said = (tmp_path / "said").read_text()
    assert said.startswith("-m pip download --no-deps") and "toys==1.0.0" in said
    fake_client(tmp_path / "bin", "python", "echo 'No module named pip' >&2; exit 1")
    remove_pack("toys")
    with pytest.raises(PlatformError, match="has no pip"):
        add()


def test_a_client_that_dies_of_ctrl_c_is_an_interruption(source, npm):
    npm("kill -INT $$; exit 130")
    with pytest.raises(KeyboardInterrupt):
        add()
    assert_nothing_there()


def test_an_interrupted_add_goes_on_with_what_was_fetched(source, npm, monkeypatch):
    calls = npm()

    def interrupted(archive_folder, out, report):
        (out / "half").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setitem(
        PACK_SOURCES, "toys", PackSource(**{**vars(source), "convert": interrupted})
    )
    with pytest.raises(KeyboardInterrupt):
        add()
    assert_nothing_there()
    monkeypatch.setitem(PACK_SOURCES, "toys", source)
    add()
    assert calls.read_text().count("called") == 1


def test_too_full_a_disk_is_said_before_anything_is_fetched(source, npm, monkeypatch):
    calls = npm()
    monkeypatch.setattr(install, "free_bytes", lambda _: 10)
    with pytest.raises(StorageError, match="MB left"):
        add()
    assert not calls.exists()


def test_a_disk_that_fills_while_converting_keeps_the_pack_that_was_there(source, npm, monkeypatch):
    npm()
    add()

    def full(archive_folder, out, report):
        raise OSError(errno.ENOSPC, "No space left on device")

    newer = PackSource(**{**vars(source), "version": "1.0.1", "convert": full})
    monkeypatch.setitem(PACK_SOURCES, "toys", newer)
    with pytest.raises(StorageError, match="No space"):
        add()
    assert load_pack("toys").version == "1.0.0"
    assert not list(packs_folder().glob(".*"))


def test_an_archive_can_be_brought_by_hand(source, archive, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    add(archive=archive)
    assert load_pack("toys").items and archive.exists()
    remove_pack("toys")
    wrong = tmp_path / "wrong.tgz"
    wrong.write_bytes(b"other")
    for path in (wrong, tmp_path / "none.tgz", tmp_path):
        with pytest.raises(InputError, match=path.name):
            add(archive=path)
    assert_nothing_there()


def test_licences_are_asked_for_before_anything_is_fetched(source, npm):
    calls = npm()

    def refuse(_):
        raise InputError("no")

    with pytest.raises(InputError):
        add(accept=refuse)
    assert not calls.exists()


def test_archives_write_nothing_outside_their_folder(tmp_path):
    path = tmp_path / "evil.tgz"
    with tarfile.open(path, "w:gz") as tarred:
        for name in ("../evil", "/tmp/evil-understudy", "package/../../evil", "package/good"):
            entry = tarfile.TarInfo(name)
            entry.size = 1
            tarred.addfile(entry, io.BytesIO(b"x"))
        link = tarfile.TarInfo("package/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tarred.addfile(link)
    unpack(path, tmp_path / "out", ("",))
    assert [p.name for p in (tmp_path / "out").rglob("*") if not p.is_dir()] == ["good"]
    assert not (tmp_path / "evil").exists()
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(InputError, match="damaged"):
        unpack(path, tmp_path / "out", ("",))


@pytest.mark.parametrize("name", ["..", ".", "", "../../x", "toys"])
def test_only_packs_can_be_removed(cache, name):
    (cache / "packs").mkdir(parents=True)
    (cache / "precious").write_text("x")
    with pytest.raises(UnderstudyError):
        remove_pack(name)
    assert (cache / "precious").exists()


@pytest.mark.parametrize("name", PACK_SOURCES)
def test_the_catalogue_pins_every_archive(name):
    source = PACK_SOURCES[name]
    assert len(source.sha256) == 64 and int(source.sha256, 16) >= 0
    assert source.version in source.archive and source.package in source.archive
    assert source.licences
