"""Stuff that things and places are made of."""

from __future__ import annotations

import numpy as np

from understudy.scenes.textures.grain import S, X, Y, mixed, noise, shaded

# ---------------------------------------------------------------------------------- plain stuff


def plain(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Paint, plastic, metal: almost nothing."""
    return shaded(colour, 1.0 + 0.025 * noise(rng, 24.0) + 0.012 * noise(rng, 2.0))


def plaster(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A painted wall: stains and roller marks."""
    return shaded(colour, 1.0 + 0.015 * noise(rng, 30.0) + 0.025 * noise(rng, 2.0))


def wallpaper(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Stripes, dots or lozenges, tone on tone."""
    other = np.clip(colour * rng.uniform(0.6, 1.3) * rng.uniform(0.85, 1.15, 3), 0.0, 1.0)
    repeats = int(rng.choice([4, 8, 16]))
    phase_x, phase_y = X * repeats / S % 1.0, Y * repeats / S % 1.0
    kind = rng.integers(3)
    if kind == 0:
        weight = (phase_x < rng.uniform(0.2, 0.6)).astype(float)
    elif kind == 1:
        weight = (np.hypot(phase_x - 0.5, phase_y - 0.5) < rng.uniform(0.2, 0.35)).astype(float)
    else:
        weight = (np.abs(phase_x - 0.5) + np.abs(phase_y - 0.5) < 0.35).astype(float)
    return mixed(colour, other, weight) * (1.0 + 0.03 * noise(rng, 3.0))[..., None]


def wood(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Grain along x."""
    grain = 0.11 * noise(rng, 3.0, stretch=(14.0, 1.0)) + 0.08 * noise(
        rng, 14.0, stretch=(6.0, 1.0)
    )
    return shaded(colour, 1.0 + grain)


def fabric(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A weave with worn places."""
    weave = 0.06 * (np.sin(X * np.pi / 2.0) * np.sin(Y * np.pi / 2.0))
    return shaded(colour, 1.0 + weave + 0.07 * noise(rng, 2.0) + 0.05 * noise(rng, 20.0))


def metal(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Corrugated sheet: upright ribs."""
    ribs = 0.18 * np.sin(X * 2.0 * np.pi * 12 / S)
    return shaded(colour, 1.0 + ribs + 0.04 * noise(rng, 12.0, stretch=(1.0, 4.0)))


# --------------------------------------------------------------------------------------- floors


def parquet(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Boards along x, staggered."""
    rows = int(rng.choice([8, 16]))
    row = Y * rows // S
    shift = rng.integers(0, S, rows)[row]
    board = (X + shift) // (S // 2) % 2
    tone = rng.normal(0.0, 0.09, (rows, 2))[row, board]
    seam = (Y % (S // rows) == 0) | ((X + shift) % (S // 2) == 0)
    grain = 0.09 * noise(rng, 3.0, stretch=(12.0, 1.0))
    return shaded(colour, (1.0 + tone + grain) * np.where(seam, 0.6, 1.0))


def floor_tiles(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Square tiles, plain or as a chessboard."""
    count = int(rng.choice([2, 4]))
    side = S // count
    column, row = X // side, Y // side
    tone = rng.normal(0.0, 0.04, (count, count))[row, column]
    if rng.random() < 0.3:
        tone = tone + np.where((row + column) % 2 == 0, rng.uniform(-0.5, -0.15), 0.0)
    joint = (X % side < 1 + side // 32) | (Y % side < 1 + side // 32)
    grout = rng.uniform(0.55, 0.85)
    return shaded(colour, (1.0 + tone + 0.04 * noise(rng, 10.0)) * np.where(joint, grout, 1.0))


def carpet(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Pile."""
    return shaded(colour, 1.0 + 0.13 * noise(rng, 1.2) + 0.05 * noise(rng, 16.0))


def rug(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A whole rug: border and ornament, symmetric."""
    # Dyed wool is rarely a pure colour.
    other, third = (rng.uniform(0.05, 0.7) * rng.uniform(0.45, 1.0, 3) for _ in range(2))
    across, along = np.abs(X - S / 2 + 0.5) / S * 2.0, np.abs(Y - S / 2 + 0.5) / S * 2.0
    edge = np.maximum(across, along)
    waves = np.cos(across * np.pi * rng.integers(2, 7)) * np.cos(along * np.pi * rng.integers(2, 7))
    image = mixed(colour, other, (waves > rng.uniform(-0.3, 0.4)).astype(float))
    image = mixed(image, third, ((edge > 0.82) & (edge < 0.92)).astype(float))
    return image * (1.0 + 0.1 * noise(rng, 1.2))[..., None]


# -------------------------------------------------------------------------------------- masonry


def brick(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Running bond."""
    return bricks(rng, colour, rows=8, columns=4, joint_px=2)


def bricks(
    rng: np.random.Generator, colour: np.ndarray, *, rows: int, columns: int, joint_px: int
) -> np.ndarray:
    """Returns a running bond of so many rows and columns."""
    row = Y * rows // S
    shifted = (X + np.where(row % 2 == 0, 0, S // columns // 2)) % S
    column = shifted * columns // S
    tone = rng.normal(0.0, 0.13, (rows, columns))[row, column]
    joint = (Y % (S // rows) < joint_px) | (shifted % (S // columns) < joint_px)
    bricks = shaded(colour, 1.0 + tone + 0.08 * noise(rng, 2.0))
    mortar = shaded(rng.uniform(0.25, 0.6) * np.ones(3), 1.0 + 0.06 * noise(rng, 2.0))
    return np.where(joint[..., None], mortar, bricks)


def concrete(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Grey with stains and pores."""
    pores = noise(rng, 1.5)
    shade = 1.0 + 0.03 * noise(rng, 16.0) + 0.04 * noise(rng, 4.0) + 0.03 * pores
    return shaded(colour, np.where(pores > 2.6, 0.6 * shade, shade))


def paving(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Slabs, every second row shifted."""
    count = int(rng.choice([2, 4]))
    side = S // count
    row = Y // side
    shifted = (X + np.where(row % 2 == 0, 0, side // 2)) % S
    tone = rng.normal(0.0, 0.07, (count, count))[row, shifted // side]
    joint = (Y % side < 2) | (shifted % side < 2)
    shade = 1.0 + tone + 0.06 * noise(rng, 2.0) + 0.05 * noise(rng, 16.0)
    return shaded(colour, shade * np.where(joint, 0.55, 1.0))


# -------------------------------------------------------------------------------------- outdoors


def grass(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Blades, with dry patches."""
    blades = noise(rng, 1.3, stretch=(1.0, 2.5))
    dry = np.clip(0.5 + 0.25 * noise(rng, 9.0), 0.0, 1.0)
    straw = np.clip(colour * np.array([2.0, 1.25, 0.9]), 0.0, 1.0)
    return mixed(colour, straw, 0.6 * dry) * np.maximum(1.0 + 0.3 * blades, 0.2)[..., None]


def asphalt(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Dark with light grit, patches and oil."""
    grit = noise(rng, 1.1)
    shade = 1.0 + 0.03 * noise(rng, 12.0) + 0.13 * grit + np.where(grit > 2.0, 0.5, 0.0)
    return shaded(colour, shade)


def gravel(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Small stones."""
    stones = noise(rng, 3.0)
    tint = 1.0 + 0.08 * np.stack([noise(rng, 4.0) for _ in range(2)], axis=-1)
    image = shaded(colour, 1.0 + 0.22 * stones + 0.08 * noise(rng, 1.2))
    image[..., :2] *= tint
    return image


def leaves(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Foliage: light tips over dark gaps."""
    clumps = noise(rng, 5.0)
    shade = 0.95 + 0.3 * clumps + 0.2 * noise(rng, 2.0)
    image = shaded(colour, np.clip(shade, 0.25, 1.8))
    image[..., 0] *= np.clip(1.0 + 0.15 * clumps, 0.5, 1.6)
    return image


def planks(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Upright boards of a fence."""
    count = 8
    board = X * count // S
    tone = rng.normal(0.0, 0.1, count)[board]
    gap = X % (S // count) < 2
    grain = 0.1 * noise(rng, 3.0, stretch=(1.0, 12.0))
    return shaded(colour, (1.0 + tone + grain) * np.where(gap, 0.35, 1.0))
