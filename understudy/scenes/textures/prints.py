"""Prints on things in hands: labels, pages, keys, balls."""

from __future__ import annotations

import numpy as np

from understudy.scenes.textures.grain import S, X, Y, noise, shaded


def label(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A printed cover or label: a band, a blot, lines of type."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    other, ink = rng.uniform(0.02, 0.95, 3), rng.uniform(0.0, 1.0) ** 2 * np.ones(3)
    top, bottom = sorted(rng.integers(10, S - 10, 2))
    image[top : bottom + 6] = other
    x, y, radius = rng.uniform(30, 98), rng.uniform(30, 98), rng.uniform(10, 30)
    image[np.hypot(X - x, Y - y) < radius] = rng.uniform(0.02, 0.95, 3)
    for line in range(int(rng.integers(2, 6))):
        y0, x0 = 12 + 20 * line, int(rng.integers(8, 30))
        image[y0 : y0 + 7, x0 : x0 + int(rng.integers(30, 90)) : 1] = ink
    return image


def newsprint(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A page: headline, columns of type, a photograph."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    type_ = (Y % 4 < 2) & (X % 40 > 4) & (noise(rng, 1.0) > -0.8) & (Y > 26)
    image[type_] *= 0.45
    image[8 : 8 + int(rng.integers(8, 14)), 8 : S - int(rng.integers(8, 40))] *= 0.12
    x, y = rng.integers(8, 60), rng.integers(30, 70)
    image[y : y + 40, x : x + 54] = rng.uniform(0.05, 0.5) + 0.08 * noise(rng, 6.0)[:40, :54, None]
    return image


def keys(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Rows of keys or buttons."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    image[(X % 12 > 2) & (Y % 21 > 4)] = np.clip(colour * rng.uniform(2.0, 4.0), 0.0, 0.8)
    image[4:18, 4:18] = (0.5, 0.03, 0.03)
    return image


def phone_screen(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A picture above and a list below, or a grid of icons."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    if rng.random() < 0.5:
        image[16:64] = rng.uniform(0.05, 0.9, 3)
        image[(Y > 70) & (Y % 14 < 8)] *= 0.5
        return image
    for row in range(5):
        for column in range(3):
            y, x = 8 + 24 * row, 10 + 40 * column
            image[y : y + 16, x : x + 28] = rng.uniform(0.05, 0.95, 3)
    return image


def cardboard(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Brown board with faint flutes."""
    flutes = 0.03 * np.sin(X * 2.0 * np.pi * 32 / S)
    return shaded(colour, 1.0 + flutes + 0.04 * noise(rng, 3.0) + 0.05 * noise(rng, 24.0))


def _on_ball() -> np.ndarray:
    """Returns the directions (S, S, 3) of a tile that goes around a ball once."""
    turn, tilt = (X + 0.5) / S * 2.0 * np.pi, np.pi / 2.0 - (Y + 0.5) / S * np.pi
    return np.stack(
        (np.cos(tilt) * np.cos(turn), np.cos(tilt) * np.sin(turn), np.sin(tilt)), axis=-1
    )


def football(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """White with twelve dark patches."""
    golden = (1.0 + 5.0**0.5) / 2.0
    middles = np.array([np.roll([0.0, a, b * golden], shift)
                        for shift in range(3) for a in (-1, 1) for b in (-1, 1)])  # fmt: skip
    middles /= np.linalg.norm(middles[0])
    near = np.einsum("ijk,nk->ijn", _on_ball(), middles).max(axis=-1)
    dark = rng.uniform(0.01, 0.15, 3) * (rng.random() < 0.7) + 0.01
    return np.where((near > 0.93)[..., None], dark, shaded(colour, 1.0 + 0.03 * noise(rng, 6.0)))


def stripes(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A play ball's coloured gores."""
    gores = int(rng.choice([3, 6, 8]))
    tones = np.stack([colour, rng.uniform(0.05, 0.9, 3), 0.85 * np.ones(3)])
    return tones[(X * gores // S) % 3] * (1.0 + 0.02 * noise(rng, 6.0))[..., None]


def basketball(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Dimpled leather with black seams."""
    x, y, z = np.moveaxis(_on_ball(), -1, 0)
    seam = np.minimum(np.minimum(np.abs(x), np.abs(z)), np.abs(np.abs(y) - 0.62)) < 0.035
    return np.where(seam[..., None], 0.01, shaded(colour, 1.0 + 0.1 * noise(rng, 1.5)))


def strings(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A racket's strings over darkness."""
    bright = (X % 16 < 4) | (Y % 16 < 4)
    return np.where(bright[..., None], colour, rng.uniform(0.06, 0.14) * np.ones(3))
