"""Pictures with holes, each made once per process: leaves, whole trees, wire, nets, worn ground.

They are the same in every clip, so that a renderer keeps them; a material's colour tints them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from understudy.colour import encode_srgb
from understudy.rng import stream
from understudy.scenes.shapes import Colour, Material
from understudy.types import PAGE_SIZE, TEXTURE_SIZE

G = PAGE_SIZE
_Y, _X = np.mgrid[0:G, 0:G].astype(np.float32)


def _page(colour: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Returns (G, G, 4) uint8 of linear colour (G, G, 3) and alpha (G, G) in 0..1."""
    page = np.empty((G, G, 4), np.uint8)
    page[..., :3] = encode_srgb(colour)
    page[..., 3] = np.where(alpha > 0.5, 255, 0)
    return page


def _field(rng: np.random.Generator, wave_px: float) -> np.ndarray:
    """Returns smooth noise (G, G), deviation 1."""
    spectrum = np.fft.rfft2(rng.standard_normal((G, G), np.float32))
    y, x = np.fft.fftfreq(G)[:, None], np.fft.rfftfreq(G)[None, :]
    field = np.fft.irfft2(spectrum * np.exp(-(x * x + y * y) * wave_px**2), (G, G))
    return field / float(field.std())


def _strewn(
    rng: np.random.Generator, places: np.ndarray, sizes: np.ndarray, shades: np.ndarray,
    colour: np.ndarray, alpha: np.ndarray, *, slender: float = 0.45,
) -> None:  # fmt: skip
    """Draws leaves (ellipses) at (N, 2) pixels, one over the other, in place."""
    turns = rng.uniform(0.0, np.pi, len(places))
    tints = rng.normal(0.0, 0.08, (len(places), 3)) * np.array([1.0, 0.4, 0.8])
    for (x, y), size, shade, turn, tint in zip(places, sizes, shades, turns, tints, strict=True):
        x0, x1 = max(int(x - size), 0), min(int(x + size) + 2, G)
        y0, y1 = max(int(y - size), 0), min(int(y + size) + 2, G)
        if x0 >= x1 or y0 >= y1:
            continue
        dx, dy = _X[y0:y1, x0:x1] - x, _Y[y0:y1, x0:x1] - y
        along = np.cos(turn) * dx + np.sin(turn) * dy
        across = np.cos(turn) * dy - np.sin(turn) * dx
        inside = (along / size) ** 2 + (across / (slender * size)) ** 2 < 1.0
        alpha[y0:y1, x0:x1][inside] = 1.0
        colour[y0:y1, x0:x1][inside] = np.clip(shade * (1.0 + tint), 0.05, 1.0)


def leaf_card(rng: np.random.Generator) -> np.ndarray:
    """A ragged clump of leaves, lighter above."""
    colour, alpha = np.full((G, G, 3), 0.3), np.zeros((G, G))
    count = 420
    radius = np.sqrt(rng.uniform(0.0, 1.0, count)) * 0.44 * G
    angle = rng.uniform(0.0, 2.0 * np.pi, count)
    lobes = 1.0 + 0.22 * np.sin(3 * angle + rng.uniform(0, 6)) * (radius / (0.44 * G))
    places = np.stack((np.cos(angle), np.sin(angle)), axis=1) * (radius * lobes)[:, None] + G / 2
    order = rng.permutation(count)
    shades = 0.75 - 0.4 * (places[:, 1] / G - 0.5) + rng.normal(0.0, 0.14, count)
    _strewn(rng, places[order], rng.uniform(15.0, 30.0, count), shades[order], colour, alpha)
    return _page(colour, alpha)


def tree_card(rng: np.random.Generator) -> np.ndarray:
    """A whole broad-leaved tree from the side; its trunk stands in the middle of the lower edge."""
    colour, alpha = np.full((G, G, 3), 0.25), np.zeros((G, G))
    bole = float(rng.uniform(0.14, 0.3))
    _trunk(rng, colour, alpha, bole)
    wide, form = float(rng.uniform(0.26, 0.46)), float(rng.uniform(0.5, 1.4))
    clumps = 26
    share = rng.uniform(0.0, 1.0, clumps)
    top, bottom = 0.07 * G, (1.0 - bole) * G
    height = top + share * (bottom - top)
    reach = wide * G * np.sin(np.pi * share**form * 0.92 + 0.12) ** 0.7
    middles = np.stack((G / 2 + reach * rng.uniform(-0.9, 0.9, clumps), height), axis=1)
    middles = middles[np.argsort(-middles[:, 1])]
    for middle in middles:
        count = 85
        radius = np.sqrt(rng.uniform(0.0, 1.0, count)) * rng.uniform(0.07, 0.13) * G
        angle = rng.uniform(0.0, 2.0 * np.pi, count)
        places = middle + np.stack((np.cos(angle), 0.75 * np.sin(angle)), axis=1) * radius[:, None]
        places = places[np.argsort(-places[:, 1])]
        shades = 0.72 - 2.2 * (places[:, 1] - middle[1]) / G + rng.normal(0.0, 0.1, count)
        _strewn(rng, places, rng.uniform(7.0, 15.0, count), shades, colour, alpha)
    return _page(colour, alpha)


def conifer_card(rng: np.random.Generator) -> np.ndarray:
    """A whole spruce from the side."""
    colour, alpha = np.full((G, G, 3), 0.2), np.zeros((G, G))
    _trunk(rng, colour, alpha, 0.1)
    wide = float(rng.uniform(0.2, 0.32)) * G
    for row in np.linspace(0.9, 0.06, 26):
        reach = wide * (row + 0.02) / 0.92 * float(rng.uniform(0.8, 1.1))
        count = int(14 + 0.35 * reach)
        x = rng.uniform(-1.0, 1.0, count)
        places = np.stack((G / 2 + reach * x, row * G + 0.12 * reach * np.abs(x)
                           + rng.normal(0.0, 5.0, count)), axis=1)  # fmt: skip
        shades = 0.75 + rng.normal(0.0, 0.14, count) - 0.25 * (rng.random(count) < 0.3)
        _strewn(rng, places, rng.uniform(8.0, 20.0, count), shades, colour, alpha, slender=0.3)
    return _page(colour, alpha)


def _trunk(
    rng: np.random.Generator, colour: np.ndarray, alpha: np.ndarray, bole: float
) -> None:  # fmt: skip
    lean = float(rng.uniform(-0.03, 0.03)) * G
    height = np.clip(1.0 - _Y / G, 0.0, 1.0)
    middle = G / 2 + lean * height
    half = np.maximum((0.022 - 0.018 * height) * G, 2.0)
    wood = (np.abs(_X - middle) < half) & (height < bole + 0.35)
    alpha[wood] = 1.0
    colour[wood] = np.array([0.5, 0.28, 0.6]) * 0.5  # under a green tint it comes out brown


def palm_leaf(rng: np.random.Generator) -> np.ndarray:
    """A frond along the page's height, its stalk at the lower edge."""
    colour, alpha = np.full((G, G, 3), 0.5), np.zeros((G, G))
    share = 1.0 - _Y / G
    side = np.abs(_X - G / 2)
    bend = np.sin(np.pi * np.clip(share * 0.85 + 0.15, 0.0, 1.0))
    reach = 0.4 * G * np.maximum(bend, 0.0) ** 0.8
    comb = (_Y + 0.6 * side) % 15.0 < 8.5
    leaf = (side < reach) & comb & (share > 0.08)
    stalk = side < 3.5
    colour[leaf] = (0.6 + 0.12 * _field(rng, 12.0)[leaf])[:, None]
    alpha[leaf | stalk] = 1.0
    return _page(np.clip(colour, 0.1, 1.0), alpha)


def chain_link(rng: np.random.Generator) -> np.ndarray:
    """Wire mesh between two posts and a rail."""
    del rng
    pitch, wire = G / 22.0, 2.6
    mesh = ((_X + _Y) % pitch < wire) | ((_X - _Y) % pitch < wire)
    frame = (_X < 7) | (_Y < 6)
    return _page(np.full((G, G, 3), 0.62), (mesh | frame).astype(float))


def site_fence(rng: np.random.Generator) -> np.ndarray:
    """A movable fence panel of a building site: frame, upright wires, few cross wires."""
    del rng
    edge = np.minimum(np.minimum(_X, G - 1 - _X), np.minimum(_Y, G - 1 - _Y)) < 8
    feet = (_Y > 0.97 * G) & ((_X < 26) | (_X > G - 26))
    wires = (_X % 14 < 2.6) | (_Y % 73 < 2.8)
    return _page(np.full((G, G, 3), 0.7), (edge | wires | feet).astype(float))


def railing(rng: np.random.Generator) -> np.ndarray:
    """Upright bars between two rails."""
    del rng
    bars = (_X % 32 < 7) & (_Y > 20)
    rails = (_Y < 24) | ((_Y > 0.86 * G) & (_Y < 0.9 * G))
    return _page(np.full((G, G, 3), 0.8), (bars | rails).astype(float))


def net(rng: np.random.Generator) -> np.ndarray:
    """A goal's net."""
    del rng
    pitch = G / 20.0
    lines = (_X % pitch < 2.9) | (_Y % pitch < 2.9)
    return _page(np.full((G, G, 3), 0.9), lines.astype(float))


def lattice(rng: np.random.Generator) -> np.ndarray:
    """One side of a crane's mast: three panels with diagonals."""
    del rng
    rails = (_X < 46) | (_X > G - 47)
    panel = _Y % (G / 3.0)
    slope = np.abs(panel - _X / 3.0) < 15
    cross = panel < 26
    return _page(np.full((G, G, 3), 0.85), (rails | slope | cross).astype(float))


def _patch(rng: np.random.Generator, ragged: float) -> np.ndarray:
    reach = np.hypot((_X - G / 2) / (0.36 * G), (_Y - G / 2) / (0.36 * G))
    edge = reach + 0.22 * _field(rng, 60.0) + ragged * _field(rng, 5.0)
    return (edge < 1.0) & (reach < 1.33)


def worn_patch(rng: np.random.Generator) -> np.ndarray:
    """Bare earth in a lawn: frays out into the grass."""
    shade = 0.72 + 0.1 * _field(rng, 25.0) + 0.12 * _field(rng, 3.0)
    return _page(np.repeat(np.clip(shade, 0.1, 1.0)[..., None], 3, axis=2),
                 _patch(rng, 0.3).astype(float))  # fmt: skip


def stain(rng: np.random.Generator) -> np.ndarray:
    """A mended or wet place in asphalt."""
    shade = 0.75 + 0.06 * _field(rng, 40.0) + 0.07 * _field(rng, 2.0)
    return _page(np.repeat(np.clip(shade, 0.1, 1.0)[..., None], 3, axis=2),
                 _patch(rng, 0.05).astype(float))  # fmt: skip


def fallen_leaves(rng: np.random.Generator) -> np.ndarray:
    """Leaves on the ground, or flowers in a meadow, scattered."""
    colour, alpha = np.full((G, G, 3), 0.5), np.zeros((G, G))
    places = rng.normal(G / 2, 0.18 * G, (170, 2))
    shades = np.clip(rng.normal(0.7, 0.2, 170), 0.2, 1.0)
    _strewn(rng, places, rng.uniform(3.0, 6.5, 170), shades, colour, alpha, slender=0.6)
    return _page(colour, alpha)


CUTOUTS: dict[str, tuple[Callable[[np.random.Generator], np.ndarray], int]] = {
    "leaf_card": (leaf_card, 2), "tree_card": (tree_card, 4), "conifer_card": (conifer_card, 2),
    "palm_leaf": (palm_leaf, 1), "chain_link": (chain_link, 1), "site_fence": (site_fence, 1),
    "railing": (railing, 1), "net": (net, 1), "lattice": (lattice, 1),
    "worn_patch": (worn_patch, 3), "stain": (stain, 2), "fallen_leaves": (fallen_leaves, 1),
}  # fmt: skip
"""Name -> function that draws the page, and how many versions of it there are."""


@cache
def _made(name: str, version: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns page and a tile of its mean colour."""
    page = CUTOUTS[name][0](stream(version, "cutout", name))
    mean = page[page[..., 3] > 127][:, :3].mean(axis=0)
    tile = np.broadcast_to(mean.astype(np.uint8), (TEXTURE_SIZE, TEXTURE_SIZE, 3)).copy()
    return page, tile


def cutout(name: str, colour: Colour | np.ndarray, *, rng: np.random.Generator) -> Material:
    """Returns a picture with holes under a tint, to be fitted on a rectangle."""
    version = int(rng.integers(CUTOUTS[name][1]))
    page, tile = _made(name, version)
    return Material(tile=tile, tile_m=1.0, page=page).tinted(colour)
