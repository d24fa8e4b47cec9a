"""What `understudy assets` does, and how it says it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from understudy.asset_files.objects import Up
from understudy.assets.catalogue import PACK_SOURCES, PackSource
from understudy.assets.folders import FolderKind, add_folder
from understudy.assets.install import add_pack, remove_pack
from understudy.errors import InputError, PlatformError, nearest_names
from understudy.packs import INDEX, Pack, load_pack, packs_folder


def is_known(name: str) -> bool:
    """Tells whether a name is one of the catalogue's."""
    return name in PACK_SOURCES


def listing() -> list[dict[str, Any]]:
    """Returns one row per pack: those of the catalogue, then the user's own."""
    own = [path.parent.name for path in sorted(packs_folder().glob(f"*/{INDEX}"))]
    rows = []
    for name in (*PACK_SOURCES, *(name for name in own if name not in PACK_SOURCES)):
        source = PACK_SOURCES.get(name)
        row: dict[str, Any] = {"name": name, "state": "available"}
        if source is not None:
            row |= {
                "contents": source.contents,
                "origin": source.origin,
                "download_mb": round(source.archive_bytes / 1e6, 1),
                "licences": source.licences,
            }
        if name in own:
            row |= _installed(name, source)
        rows.append(row)
    return rows


def _installed(name: str, source: PackSource | None) -> dict[str, Any]:
    try:
        pack = load_pack(name)
    except PlatformError as error:
        return {"state": "damaged", "problem": str(error)}
    old = source is not None and pack.version != source.version
    row = {
        "state": f"old ({pack.version})" if old else "installed",
        "items": dict(Counter(item.kind for item in pack.items)),
        "item_licences": dict(Counter(item.licence for item in pack.items)),
    }
    return row if source is not None else {"contents": pack.title, **row}


def items(name: str) -> list[dict[str, Any]]:
    """Returns one row per item of an installed pack.

    Raises:
        InputError: it is not installed.
        PlatformError: its index is damaged.
    """
    return [
        {
            "name": f"{name}:{item.name}",
            "kind": item.kind,
            "licence": item.licence,
            "author": item.author,
            "tags": list(item.tags),
            "size_m": item.size_m,
        }
        for item in load_pack(name).items
    ]


def print_listing(rows: list[dict[str, Any]], console: Console) -> None:
    """Prints the rows of `listing` or `items` as a table."""
    if rows and "kind" in rows[0]:
        table = Table("item", "kind", "licence", "author", "tags", box=None)
        for row in rows:
            table.add_row(
                row["name"], row["kind"], row["licence"], row["author"], " ".join(row["tags"])
            )
        console.print(table)
        return
    for row in rows:
        size = f", {row['download_mb']:g} MB from {row['origin']}" if "origin" in row else ""
        console.print(f"[bold]{row['name']}[/]  {row['state']}{size}", highlight=False)
        for text in (row.get("contents"), row.get("problem")):
            if text:
                console.print(f"  {text}", highlight=False, markup=False)
        if "items" in row:
            console.print(f"  here: {_counts(row['items'])}; {_counts(row['item_licences'])}")
        elif "licences" in row:
            console.print(f"  {row['licences']}", highlight=False, markup=False)
    console.print(f"Packs lie in {packs_folder()}", highlight=False)


def _counts(table: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in table.items())


def add_known(name: str, *, archive: Path | None, accept: bool, console: Console) -> Pack:
    """Adds a pack of the catalogue, once its licences are accepted."""
    pack = add_pack(
        name,
        archive=archive,
        accept=lambda source: _ask(name, source, accept, console),
        report=_reporter(console),
    )
    console.print(f"{name}: {_counts(Counter(item.kind for item in pack.items))}")
    return pack


def _ask(name: str, source: PackSource, accept: bool, console: Console) -> None:
    """Shows a pack's licences and returns if they are accepted; else raises InputError."""
    console.print(f"{source.title}: {source.contents} ({source.origin})", highlight=False)
    console.print(source.licences, highlight=False, markup=False)
    if accept:
        return
    if not sys.stdin.isatty():
        raise InputError(
            f"nobody is here to accept the licences above: `understudy assets add {name} --accept`"
        )
    try:
        answer = console.input("Accept and add it? [y/N] ", markup=False)
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        raise InputError(f"licences not accepted: {name} was not added")


def add_own(
    folder: Path,
    *,
    name: str | None,
    kind: FolderKind | None,
    up: Up,
    licence: str,
    console: Console,
) -> Pack:
    """Adds a user's folder and prints what was left out and why."""
    if not folder.is_dir():
        near = nearest_names(str(folder), PACK_SOURCES)
        hint = f"did you mean {', '.join(near)}?" if near else "`understudy assets` lists packs"
        raise InputError(f"{folder} is neither a folder nor a known pack: {hint}")
    name = name or re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    scan = add_folder(folder, name, kind=kind, up=up, licence=licence, report=lambda line: None)
    for path, remark in list(scan.remarks.items())[:5]:
        console.print(f"{path}: {remark}", highlight=False, markup=False)
    if len(scan.remarks) > 5:
        console.print(f"... and so {len(scan.remarks) - 5} more")
    for path, reason in scan.refused.items():
        console.print(f"left out {path}: {reason}", highlight=False, markup=False)
    counts = _counts(Counter(item.kind for item in scan.pack.items))
    console.print(f"{name}: {counts}; {len(scan.refused)} files left out")
    return scan.pack


def remove(name: str, console: Console) -> None:
    """Takes a pack off this machine."""
    remove_pack(name)
    console.print(f"removed {name}")


def _reporter(console: Console) -> Callable[[str], None]:
    return lambda line: console.print(line, highlight=False, markup=False)
