"""Pictures of imported things as texture pages, with their colours taken out so that they can be
dyed: page times colour is the old picture, page times another colour the same stuff dyed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from understudy.colour import decode_srgb, encode_srgb
from understudy.errors import InputError
from understudy.types import PAGE_SIZE

HEADROOM = 2.5
"""Linear value of a page's white, as a multiple of its mean."""


def read_picture(path: Path) -> np.ndarray:
    """Returns (G, G, 4) uint8, G = PAGE_SIZE.

    Raises:
        InputError: there is no such picture, or it cannot be read.
    """
    try:
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGBA").resize((PAGE_SIZE, PAGE_SIZE)))
    except OSError as error:
        raise InputError(f"cannot read the picture {path}: {error}") from None


def as_png(page: np.ndarray) -> np.ndarray:
    """Returns the bytes of a page as a PNG file, (N,) uint8."""
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "PNG", optimize=True)
    return np.frombuffer(buffer.getvalue(), np.uint8)


def dyeable(
    picture: np.ndarray,
    shade: np.ndarray | None,
    *,
    uv: np.ndarray,
    faces: np.ndarray,
    area: np.ndarray,
    zone: np.ndarray,
    grey: bool = False,
    solidity: float = 1.0,
    cut_out: bool = False,
    keep: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Divides a picture by the mean colour of each zone of the surface that it covers.

    Args:
        picture: (G, G, 4).
        shade: (G, G) baked shadows, or None.
        uv: (W, 2) corners, v downwards.
        faces: (F, 3) corners.
        area: (F,) of the triangles.
        zone: (F,) number of the part that is dyed on its own.
        grey: lose the hue, as for hair, which is dyed in a hue of its own.
        solidity: factor on the alpha of what is cut out.
        cut_out: keep the holes; else the page is solid.
        keep: change no colour.

    Returns:
        The page (G, G, 4), and the zones' mean colours (Z, 3), linear.
    """
    linear = decode_srgb(picture[..., :3])
    if shade is not None:
        linear = linear * (0.35 + 0.65 * shade[..., None] / 255.0)
    solid = picture[..., 3] >= 128
    place = np.clip((uv[faces].mean(axis=1) * PAGE_SIZE).astype(int), 0, PAGE_SIZE - 1)
    column, row = place.T
    linear = _spread(linear, picture[..., 3] > 16)
    if grey:
        linear = np.repeat(linear @ np.array([[0.2126], [0.7152], [0.0722]]), 3, axis=2)
    count = int(zone.max()) + 1
    means = np.ones((count, 3))
    sizes = np.zeros((PAGE_SIZE, PAGE_SIZE), int)
    image = Image.new("L", (PAGE_SIZE, PAGE_SIZE), 255)
    draw = ImageDraw.Draw(image)
    for triangle, number in zip(uv[faces] * PAGE_SIZE, zone, strict=True):
        draw.polygon([tuple(corner) for corner in triangle], fill=int(number))
    sizes = np.asarray(image).astype(int)
    for number in range(count):
        own = (zone == number) & (solid[row, column] | (not cut_out))
        if own.any():
            means[number] = np.average(linear[row[own], column[own]], axis=0, weights=area[own])
    means = np.maximum(means, 0.004)
    if keep:
        means = np.ones_like(means) / HEADROOM
    else:
        owner = _nearest(sizes, sizes != 255)
        linear = np.clip(linear / means[owner] / HEADROOM, 0.0, 1.0)
    page = np.empty((PAGE_SIZE, PAGE_SIZE, 4), np.uint8)
    page[..., :3] = encode_srgb(linear)
    page[..., 3] = np.minimum(picture[..., 3] * solidity, 255.0) if cut_out else 255
    return page, means.astype(np.float32)


def _nearest(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Fills unknown pixels with the nearest known one's value."""
    from scipy.ndimage import distance_transform_edt

    if known.all() or not known.any():
        return np.where(known, values.T, 0).T if not known.any() else values
    where = distance_transform_edt(~known, return_distances=False, return_indices=True)
    return values[tuple(where)]


def _spread(linear: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Fills the holes with the colours at their rims, so that nothing else bleeds in."""
    return linear if known.all() or not known.any() else _nearest(linear, known)
