"""Pictures that fill a rectangle: views, paintings, shelves, screens, doors, house fronts."""

from __future__ import annotations

import numpy as np

from understudy.scenes.textures.grain import S, X, Y, mixed, noise, shaded
from understudy.scenes.textures.surfaces import bricks, concrete, plain, plaster, wood


def facade(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """One bay of a house: a window in a wall; repeats along and up a building."""
    if rng.random() < 0.4:
        wall = bricks(rng, colour, rows=32, columns=16, joint_px=1)
    else:
        wall = (plaster, concrete)[rng.integers(2)](rng, colour)
    left, right = sorted(S * rng.uniform([0.14, 0.62], [0.3, 0.86]))
    top, bottom = S * rng.uniform(0.14, 0.24), S * rng.uniform(0.62, 0.8)
    x, y = X + 0.5, Y + 0.5
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    frame = 3.5
    glass = (x > left + frame) & (x < right - frame) & (y > top + frame) & (y < bottom - frame)
    bars = int(rng.integers(1, 4))
    phase = (x - left) / (right - left) * bars % 1.0
    glass &= (phase * (right - left) / bars > 1.5) | (phase < 1e-9)
    reflection = (y - top) / (bottom - top)
    pane = np.array([0.10, 0.13, 0.17]) + np.multiply.outer(
        np.clip(1.0 - reflection, 0.0, 1.0), np.array([0.22, 0.27, 0.33])
    )
    curtain = rng.uniform(0.0, 0.4)
    drawn = (x - left < curtain * (right - left)) | (right - x < curtain * (right - left))
    pane = np.where((drawn & (rng.random() < 0.5))[..., None], 0.45 * np.ones(3), pane)
    image = np.where(inside[..., None], rng.uniform(0.25, 0.85) * np.ones(3), wall)
    image = np.where(glass[..., None], pane, image)
    sill = (x > left - 4) & (x < right + 4) & (y >= bottom) & (y < bottom + 4)
    return np.where(sill[..., None], rng.uniform(0.4, 0.7) * np.ones(3), image)


def painting(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A picture or poster: a few shapes on a ground, inside a mount."""
    image = np.broadcast_to(colour, (S, S, 3)) * (1.0 - 0.4 * Y / S)[..., None]
    for _ in range(int(rng.integers(3, 9))):
        x, y = rng.uniform(0.0, S, 2)
        wide, high = rng.uniform(8.0, 50.0, 2)
        if rng.random() < 0.5:
            shape = ((X - x) / wide) ** 2 + ((Y - y) / high) ** 2 < 1.0
        else:
            shape = (np.abs(X - x) < wide) & (np.abs(Y - y) < high)
        image = np.where(shape[..., None], rng.uniform(0.02, 0.9, 3), image)
    border = int(rng.choice([0, 8, 16]))
    edge = np.minimum(np.minimum(X, S - 1 - X), np.minimum(Y, S - 1 - Y)) < border
    return np.where(edge[..., None], rng.uniform(0.6, 0.9) * np.ones(3), image)


def view(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """What is seen through a window: sky over hazy greenery or roofs."""
    horizon = rng.uniform(0.45, 0.75) + 0.06 * noise(rng, 12.0)[0]
    sky = mixed(colour, np.array([0.85, 0.92, 1.0]), Y / S)
    below = rng.uniform(0.08, 0.3, 3) * np.array([0.8, 1.1, 0.7])
    ground = shaded(below, 1.0 + 0.25 * noise(rng, 5.0))
    return np.where((horizon[None, :] > Y / S)[..., None], sky, ground)


def books(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Four boards of a shelf with books, boxes and gaps."""
    image = np.empty((S, S, 3))
    rows = 4
    high = S // rows
    y = np.arange(high)[:, None]
    for row in range(rows):
        edges = np.cumsum(rng.integers(3, 10, 44))
        index = np.searchsorted(edges, np.arange(S))
        hue = rng.uniform(0.02, 0.6, (45, 3))
        hue[rng.random(45) < 0.2] = 0.02
        top = rng.integers(6, 14, 45)
        top[hue.max(axis=1) <= 0.02] = high
        strip = np.where((y >= top[index])[..., None], hue[index][None], 0.25 * colour)
        strip[-3:] = colour
        image[row * high : (row + 1) * high] = strip
    image[:, :3] = image[:, -3:] = colour
    image[:3] = colour
    return image


def screen(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A monitor: off, or showing windows."""
    image = np.full((S, S, 3), 0.012)
    if rng.random() < 0.5:
        image[4:-4, 4:-4] = colour
        for _ in range(int(rng.integers(1, 5))):
            x, y = rng.integers(6, 80, 2)
            image[y : y + int(rng.integers(10, 50)), x : x + int(rng.integers(10, 60))] = (
                rng.uniform(0.1, 0.9, 3)
            )
    return image


def door(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A door leaf with panels and a handle."""
    image = plain(rng, colour)
    if rng.random() < 0.5:  # grain shows on brown wood, hardly through white paint
        image = image + 0.5 * (wood(rng, colour).transpose(1, 0, 2) - image)
    for top, bottom in ((10, 56), (66, 118)) if rng.random() < 0.6 else ():
        for inset, tone in ((0, 0.7), (3, 1.05)):
            image[top + inset : bottom - inset, 20 + inset : S - 20 - inset] *= tone
    image[64:68, 8:22] = rng.uniform(0.2, 0.6)
    return image
