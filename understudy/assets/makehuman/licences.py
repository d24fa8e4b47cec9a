"""What the files say of the rights in them, and what is known beyond that."""

from __future__ import annotations

from typing import Any

CORE_AUTHORS = ("bastioni", "hauquier", "larsson")
CORE_LICENCE = "AGPL-3.0-only OR CC0-1.0"
CORE_NOTE = (
    "the file is tagged AGPL3; MakeHuman's licence of 2020 releases the assets bundled with it, "
    "to which it belongs, as CC0"
)


def licence_of(metadata: dict[str, Any]) -> tuple[str, str, str]:
    """Returns licence, author, and what there is to add."""
    given = metadata.get("license", {})
    text, author = str(given.get("license", "")), str(given.get("author", "")).strip(" ,")
    for start, name in (
        ("CC0", "CC0-1.0"),
        ("CC BY 3.0", "CC-BY-3.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CCBY", "CC-BY"),
    ):
        if text.startswith(start):
            return name, author, "" if name != "CC-BY" else "the file does not name the version"
    if text.startswith("AGPL3") and any(part in author.lower() for part in CORE_AUTHORS):
        return CORE_LICENCE, author, CORE_NOTE
    if text.startswith("AGPL3") and author and not author.startswith("Unknown"):
        return "AGPL-3.0-only", author, ""
    return "unknown", author, text
