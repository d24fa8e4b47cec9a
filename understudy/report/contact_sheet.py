"""Frames of clips on one picture or in one film, for people to look at."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import UInt8

from understudy.errors import InputError, PlatformError, StorageError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

PAPER = (255, 255, 255)
INK = (34, 34, 34)
EMPTY = (24, 24, 24)
"""Behind a frame that does not fill its tile."""
GAP_PX = 2
MARGIN_PX = 10
BLOCK_GAP_PX = 18
CAPTION_SIZE_PX = 12
CAPTION_HEIGHT_PX = 18
TITLE_SIZE_PX = 17
TITLE_HEIGHT_PX = 28


@dataclass(frozen=True, kw_only=True)
class Row:
    """A clip to be shown, with the words that stand above it."""

    caption: str
    frames: UInt8[np.ndarray, "T H W 3"]
    """sRGB."""


def contact_sheet(
    rows: Sequence[Row],
    *,
    frames_per_row: int = 8,
    tile_height: int = 112,
    blocks: int = 1,
    title: str = "",
) -> Image:
    """Draws one row of frames per clip, sampled evenly from the first to the last frame.

    Args:
        rows: the clips; their sizes may differ, each frame is fitted into its tile.
        frames_per_row: most frames shown per clip; a shorter clip shows what it has.
        tile_height: height of a frame on the sheet [px]; the width follows the widest clip.
        blocks: columns of rows side by side, for datasets with many classes; filled downwards.
        title: a line above everything.

    Raises:
        InputError: no rows, or frames that are not (T, H, W, 3) uint8 with T, H, W > 0.
    """
    from PIL import Image, ImageDraw

    _check(rows)
    for name, value in (
        ("frames_per_row", frames_per_row),
        ("tile_height", tile_height),
        ("blocks", blocks),
    ):
        if value < 1:
            raise InputError(f"{name} must be at least 1, got {value}")
    tile_width = _tile_width(rows, tile_height)
    shown = min(frames_per_row, max(len(row.frames) for row in rows))
    blocks = min(blocks, len(rows))
    rows_per_block = math.ceil(len(rows) / blocks)
    block_width = shown * (tile_width + GAP_PX) - GAP_PX
    row_height = CAPTION_HEIGHT_PX + tile_height + 2 * GAP_PX
    top = MARGIN_PX + (TITLE_HEIGHT_PX if title else 0)
    width = 2 * MARGIN_PX + blocks * (block_width + BLOCK_GAP_PX) - BLOCK_GAP_PX
    sheet = Image.new("RGB", (width, top + rows_per_block * row_height + MARGIN_PX), PAPER)
    draw = ImageDraw.Draw(sheet)
    if title:
        font = _font(TITLE_SIZE_PX)
        text = _shortened(title, font, width - 2 * MARGIN_PX)
        draw.text((MARGIN_PX, MARGIN_PX), text, INK, font)
    for number, row in enumerate(rows):
        block, line = divmod(number, rows_per_block)
        left = MARGIN_PX + block * (block_width + BLOCK_GAP_PX)
        y = top + line * row_height
        font = _font(CAPTION_SIZE_PX)
        draw.text((left, y + 1), _shortened(row.caption, font, block_width), INK, font)
        for column, index in enumerate(_even_indices(len(row.frames), shown)):
            tile = _fitted(row.frames[index], tile_width, tile_height)
            place = (left + column * (tile_width + GAP_PX), y + CAPTION_HEIGHT_PX)
            sheet.paste(Image.fromarray(tile), place)
    return sheet


def write_contact_sheet(
    path: Path,
    rows: Sequence[Row],
    *,
    frames_per_row: int = 8,
    tile_height: int = 112,
    blocks: int = 1,
    title: str = "",
) -> None:
    """Writes `contact_sheet(rows, ...)` as PNG; a reader never sees half of it.

    Raises:
        InputError: as `contact_sheet`.
        StorageError: the file cannot be written.
    """
    sheet = contact_sheet(
        rows, frames_per_row=frames_per_row, tile_height=tile_height, blocks=blocks, title=title
    )
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(partial, format="PNG", optimize=True)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise StorageError(f"{path}: the contact sheet cannot be written: {error}") from error


def side_by_side_video(
    rows: Sequence[Row], *, columns: int | None = None, tile_height: int = 112
) -> UInt8[np.ndarray, "T H W 3"]:
    """Plays several clips at once in a captioned grid; a shorter clip holds its last frame.

    The clips are taken to share one frame rate. Width and height come out even, as yuv420p
    films need.

    Args:
        rows: the clips, filled left to right, then down.
        columns: clips per line; by default as square a grid as possible.
        tile_height: height of a clip in the grid [px].

    Raises:
        InputError: as `contact_sheet`.
    """
    from PIL import Image, ImageDraw

    _check(rows)
    columns = math.ceil(math.sqrt(len(rows))) if columns is None else min(columns, len(rows))
    if columns < 1 or tile_height < 1:
        raise InputError(f"columns and tile_height must be at least 1: {columns}, {tile_height}")
    tile_width = _tile_width(rows, tile_height)
    cell_width, cell_height = tile_width + GAP_PX, tile_height + CAPTION_HEIGHT_PX
    width = columns * cell_width - GAP_PX
    height = math.ceil(len(rows) / columns) * cell_height
    canvas = Image.new("RGB", (width + width % 2, height + height % 2), PAPER)
    draw, font = ImageDraw.Draw(canvas), _font(CAPTION_SIZE_PX)
    corners = [(n % columns * cell_width, n // columns * cell_height) for n in range(len(rows))]
    for row, (x, y) in zip(rows, corners, strict=True):
        draw.text((x + 2, y + 1), _shortened(row.caption, font, tile_width - 4), INK, font)
    length = max(len(row.frames) for row in rows)
    film = np.repeat(np.asarray(canvas)[None], length, axis=0)
    for row, (x, y) in zip(rows, corners, strict=True):
        tile: np.ndarray | None = None
        for time in range(length):
            if time < len(row.frames) or tile is None:
                tile = _fitted(row.frames[time], tile_width, tile_height)
            top = y + CAPTION_HEIGHT_PX
            film[time, top : top + tile_height, x : x + tile_width] = tile
    return film


def _check(rows: Sequence[Row]) -> None:
    if not rows:
        raise InputError("nothing to show: expected at least one clip, got none")
    for row in rows:
        frames = row.frames
        if frames.ndim != 4 or frames.shape[3] != 3 or frames.dtype != np.uint8 or not frames.size:
            raise InputError(
                f"'{row.caption}': expected frames (T, H, W, 3) uint8 with at least one pixel, "
                f"got shape {frames.shape}, {frames.dtype}"
            )


def _even_indices(length: int, count: int) -> list[int]:
    """Returns up to `count` different frame numbers, first and last included."""
    if count == 1:
        return [length // 2]
    return sorted({round(i) for i in np.linspace(0, length - 1, min(count, length)).tolist()})


def _tile_width(rows: Sequence[Row], tile_height: int) -> int:
    """Returns the width [px] that shows the widest clip whole at the given height."""
    widest = max(row.frames.shape[2] / row.frames.shape[1] for row in rows)
    return max(1, min(round(tile_height * widest), 4 * tile_height))


def _fitted(
    frame: UInt8[np.ndarray, "H W 3"], width: int, height: int
) -> UInt8[np.ndarray, "h w 3"]:
    """Scales a frame into a tile without changing its proportions."""
    from PIL import Image

    if frame.shape[:2] == (height, width):
        return frame
    scale = min(width / frame.shape[1], height / frame.shape[0])
    size = (max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale)))
    small = Image.fromarray(frame).resize(size, Image.Resampling.LANCZOS)
    tile = Image.new("RGB", (width, height), EMPTY)
    tile.paste(small, ((width - size[0]) // 2, (height - size[1]) // 2))
    return np.asarray(tile)


def _shortened(text: str, font: FreeTypeFont, width: int) -> str:
    """Returns the text on one line, cut with an ellipsis where it is wider than `width` px."""
    text = " ".join(text.split())
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def _font(size_px: int) -> FreeTypeFont:
    """DejaVu Sans from inside matplotlib: the same letters on every machine, most alphabets."""
    from PIL import ImageFont

    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise PlatformError("matplotlib is missing: install understudy with its dependencies")
    path = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    return ImageFont.truetype(str(path), size_px)
