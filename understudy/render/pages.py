"""Texture pages on their way to the graphics card: mip levels whose cut-outs do not vanish.

Averaging alpha over a fence, a fringe or eyelashes takes it under one half everywhere, so that
from afar nothing would be left. Each level's alpha is therefore scaled until as much of the page
is solid as at full size (Castano, "Computing Alpha Mipmaps", 2010), and colours are averaged by
alpha, so that what lies in the holes does not bleed out.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from understudy.colour import decode_srgb, encode_srgb
from understudy.types import PAGE_SIZE

if TYPE_CHECKING:
    import moderngl

SOLID = 128
"""Alpha from here on is surface."""

MOST_KEPT_PAGES = 48
"""Pages that stay on the card for later clips: 1.4 MB each."""

_GL_SRGB8_ALPHA8 = 0x8C43


def mip_levels(page: np.ndarray) -> list[np.ndarray]:
    """Returns a page (G, G, 4) and its halved versions down to one texel, uint8 sRGB and alpha."""
    cut_out = bool(page[..., 3].min() < SOLID)
    share = float((page[..., 3] >= SOLID).mean())
    colour = decode_srgb(page[..., :3])
    alpha = page[..., 3:].astype(np.float32) / 255.0 if cut_out else np.ones((1, 1, 1), np.float32)
    levels = [page]
    premultiplied = colour * alpha
    while len(levels[-1]) > 1:
        premultiplied = _halve(premultiplied)
        if cut_out:
            alpha = _halve(alpha)
        # Where nothing is solid the colour is that of the level's whole, never black.
        spare = premultiplied.mean(axis=(0, 1)) / max(float(alpha.mean()), 1e-6)
        colour = np.where(alpha > 1e-3, premultiplied / np.maximum(alpha, 1e-3), spare)
        level = np.empty((*premultiplied.shape[:2], 4), np.uint8)
        level[..., :3] = encode_srgb(colour)
        level[..., 3] = _with_coverage(alpha[..., 0], share) if cut_out else 255
        levels.append(level)
    return levels


def _halve(values: np.ndarray) -> np.ndarray:
    rows = values[0::2] + values[1::2]
    return 0.25 * (rows[:, 0::2] + rows[:, 1::2])


def _with_coverage(alpha: np.ndarray, share: float) -> np.ndarray:
    """Scales alpha (H, W) in 0..1 so that `share` of it is solid; returns uint8."""
    if share <= 0.0:
        return np.zeros(alpha.shape, np.uint8)
    # A level of a few texels cannot be solid in part: at least one of them stays.
    rank = min(max(round((1.0 - share) * alpha.size), 0), alpha.size - 1)
    border = float(np.partition(alpha, rank, axis=None)[rank])
    # Half a step above the threshold, so that linear filtering and rounding do not undercut it.
    scale = (SOLID + 0.5) / 255.0 / max(border, 1e-3)
    return np.minimum(255.0 * alpha * scale + 0.5, 255.0).astype(np.uint8)


@dataclass(frozen=True)
class Page:
    """A picture on the graphics card."""

    texture: moderngl.Texture
    cut_out: bool


class PageCache:
    """Pages by content: wardrobes repeat from clip to clip, and mip levels take a while."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._pages: OrderedDict[bytes, Page] = OrderedDict()

    def load(self, groups: Sequence[np.ndarray]) -> list[list[Page]]:
        """Returns the pages (N, G, G, 4) of each group, in order."""
        used: set[bytes] = set()
        result = []
        for group in groups:
            pages = []
            for picture in group:
                key = hashlib.blake2b(picture.tobytes(), digest_size=16).digest()
                if key not in self._pages:
                    self._pages[key] = self._upload(picture)
                self._pages.move_to_end(key)
                used.add(key)
                pages.append(self._pages[key])
            result.append(pages)
        while len(self._pages) > max(MOST_KEPT_PAGES, len(used)):
            self._pages.popitem(last=False)[1].texture.release()
        return result

    def _upload(self, picture: np.ndarray) -> Page:
        context = self._context
        size = (PAGE_SIZE, PAGE_SIZE)
        texture = context.texture(size, 4, internal_format=_GL_SRGB8_ALPHA8)
        texture.build_mipmaps()  # makes room for the levels, and filters between them
        for level, values in enumerate(mip_levels(np.ascontiguousarray(picture))):
            texture.write(values, level=level)
        texture.repeat_x = texture.repeat_y = False
        return Page(texture, bool(picture[..., 3].min() < SOLID))

    def release(self) -> None:
        for page in self._pages.values():
            page.texture.release()
        self._pages.clear()
