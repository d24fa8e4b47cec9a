"""Files of a run folder as data URIs, so that the page needs nothing but itself."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

FILM_LIMIT_BYTES = 3_000_000
IMAGE_LIMIT_BYTES = 1_500_000
"""Bigger pictures are stored again as JPEG."""


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """A file inside the page, or the reason why it is not there."""

    uri: str = ""
    problem: str = ""


def embed_film(folder: Path, relative: str) -> Embedded:
    """Embeds an mp4 file of a record.

    Args:
        folder: where the record lies; nothing outside of it is ever embedded, since a record
            may come from a stranger.
        relative: the path that the record gives.
    """
    path = folder / relative
    if not path.resolve().is_relative_to(folder.resolve()):
        return Embedded(problem=f"{relative} lies outside of the run folder")
    try:
        size = path.stat().st_size
        if size > FILM_LIMIT_BYTES:
            return Embedded(problem=f"{relative} is too big to embed ({size / 1e6:.1f} MB)")
        content = path.read_bytes()
    except FileNotFoundError:
        return Embedded(problem=f"{relative} is missing")
    except OSError as error:
        return Embedded(problem=f"{relative} cannot be read: {error.strerror}")
    if content[4:8] != b"ftyp":
        return Embedded(problem=f"{relative} is not an mp4 file")
    return Embedded(uri=_data_uri("video/mp4", content))


def embed_image(path: Path) -> Embedded:
    """Embeds a PNG file; a big one loses a little sharpness so that the page stays light."""
    from PIL import Image

    try:
        content = path.read_bytes()
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.load()
            if len(content) <= IMAGE_LIMIT_BYTES:
                return Embedded(uri=_data_uri("image/png", content))
            smaller = io.BytesIO()
            image.convert("RGB").save(smaller, format="JPEG", quality=85, optimize=True)
            return Embedded(uri=_data_uri("image/jpeg", smaller.getvalue()))
    except FileNotFoundError:
        return Embedded(problem=f"{path.name} is missing")
    except (OSError, SyntaxError, ValueError) as error:  # Pillow's words for a damaged file
        return Embedded(problem=f"{path.name} cannot be shown: {error}")


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
