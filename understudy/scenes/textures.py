"""Tiles that a surface may carry: made anew for every scene, seamless, in any colour.

A tile function takes a random generator and a main colour (linear RGB) and returns linear RGB
(S, S, 3), row 0 at the top; `material` turns it into a `Material` of natural size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from understudy.errors import lookup
from understudy.scenes.shapes import Material
from understudy.types import TEXTURE_SIZE

S = TEXTURE_SIZE
_Y, _X = np.mgrid[0:S, 0:S]
_ENCODE_STEPS = 4096


def _encode_table() -> np.ndarray:
    linear = np.linspace(0.0, 1.0, _ENCODE_STEPS)
    curve = np.where(
        linear < 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
    )
    return np.round(255.0 * curve).astype(np.uint8)


_ENCODE = _encode_table()


def encode(linear: np.ndarray) -> np.ndarray:
    """Returns sRGB uint8 of linear RGB; values outside 0..1 are clipped."""
    steps = np.clip(linear, 0.0, 1.0) * (_ENCODE_STEPS - 1) + 0.5
    return _ENCODE[steps.astype(np.int32)]


def decode(srgb: np.ndarray) -> np.ndarray:
    """Returns linear RGB of sRGB uint8."""
    value = np.asarray(srgb, np.float64) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _frequencies() -> tuple[np.ndarray, np.ndarray]:
    return np.fft.fftfreq(S, 1.0 / S)[:, None], np.fft.rfftfreq(S, 1.0 / S)[None, :]


_FY, _FX = _frequencies()


def _noise(
    rng: np.random.Generator,
    wave_px: float,
    *,
    stretch: tuple[float, float] = (1.0, 1.0),
) -> np.ndarray:
    """Returns seamless noise (S, S), deviation 1, with features of about `wave_px`.

    `stretch` lengthens the features along x and y.
    """
    spectrum = np.fft.rfft2(rng.standard_normal((S, S), np.float32))
    squared = (_FX * stretch[0]) ** 2 + (_FY * stretch[1]) ** 2
    spectrum *= np.exp(-squared * (wave_px / S) ** 2)
    # Rows and columns of unlike brightness would show as stripes across a large floor.
    spectrum[0, :] = 0.0
    spectrum[:, 0] = 0.0
    field = np.fft.irfft2(spectrum, (S, S))
    return field / max(float(field.std()), 1e-9)


def _shaded(colour: Sequence[float] | np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.asarray(colour, np.float64) * np.maximum(shade, 0.02)[..., None]


def _mixed(first: np.ndarray, second: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return first + (second - first) * weight[..., None]


# ---------------------------------------------------------------------------------- plain stuff


def plain(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Paint, plastic, metal: almost nothing."""
    return _shaded(colour, 1.0 + 0.025 * _noise(rng, 24.0) + 0.012 * _noise(rng, 2.0))


def plaster(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A painted wall: stains and roller marks."""
    return _shaded(colour, 1.0 + 0.015 * _noise(rng, 30.0) + 0.025 * _noise(rng, 2.0))


def wallpaper(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Stripes, dots or lozenges, tone on tone."""
    other = np.clip(colour * rng.uniform(0.6, 1.3) * rng.uniform(0.85, 1.15, 3), 0.0, 1.0)
    repeats = int(rng.choice([4, 8, 16]))
    phase_x, phase_y = _X * repeats / S % 1.0, _Y * repeats / S % 1.0
    kind = rng.integers(3)
    if kind == 0:
        weight = (phase_x < rng.uniform(0.2, 0.6)).astype(float)
    elif kind == 1:
        weight = (np.hypot(phase_x - 0.5, phase_y - 0.5) < rng.uniform(0.2, 0.35)).astype(float)
    else:
        weight = (np.abs(phase_x - 0.5) + np.abs(phase_y - 0.5) < 0.35).astype(float)
    return _mixed(colour, other, weight) * (1.0 + 0.03 * _noise(rng, 3.0))[..., None]


def wood(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Grain along x."""
    grain = 0.11 * _noise(rng, 3.0, stretch=(14.0, 1.0)) + 0.08 * _noise(
        rng, 14.0, stretch=(6.0, 1.0)
    )
    return _shaded(colour, 1.0 + grain)


def fabric(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A weave with worn places."""
    weave = 0.06 * (np.sin(_X * np.pi / 2.0) * np.sin(_Y * np.pi / 2.0))
    return _shaded(colour, 1.0 + weave + 0.07 * _noise(rng, 2.0) + 0.05 * _noise(rng, 20.0))


def metal(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Corrugated sheet: upright ribs."""
    ribs = 0.18 * np.sin(_X * 2.0 * np.pi * 12 / S)
    return _shaded(colour, 1.0 + ribs + 0.04 * _noise(rng, 12.0, stretch=(1.0, 4.0)))


# --------------------------------------------------------------------------------------- floors


def parquet(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Boards along x, staggered."""
    rows = int(rng.choice([8, 16]))
    row = _Y * rows // S
    shift = rng.integers(0, S, rows)[row]
    board = (_X + shift) // (S // 2) % 2
    tone = rng.normal(0.0, 0.09, (rows, 2))[row, board]
    seam = (_Y % (S // rows) == 0) | ((_X + shift) % (S // 2) == 0)
    grain = 0.09 * _noise(rng, 3.0, stretch=(12.0, 1.0))
    return _shaded(colour, (1.0 + tone + grain) * np.where(seam, 0.6, 1.0))


def floor_tiles(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Square tiles, plain or as a chessboard."""
    count = int(rng.choice([2, 4]))
    side = S // count
    column, row = _X // side, _Y // side
    tone = rng.normal(0.0, 0.04, (count, count))[row, column]
    if rng.random() < 0.3:
        tone = tone + np.where((row + column) % 2 == 0, rng.uniform(-0.5, -0.15), 0.0)
    joint = (_X % side < 1 + side // 32) | (_Y % side < 1 + side // 32)
    grout = rng.uniform(0.55, 0.85)
    return _shaded(colour, (1.0 + tone + 0.04 * _noise(rng, 10.0)) * np.where(joint, grout, 1.0))


def carpet(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Pile."""
    return _shaded(colour, 1.0 + 0.13 * _noise(rng, 1.2) + 0.05 * _noise(rng, 16.0))


def rug(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A whole rug: border and ornament, symmetric."""
    # Dyed wool is rarely a pure colour.
    other, third = (rng.uniform(0.05, 0.7) * rng.uniform(0.45, 1.0, 3) for _ in range(2))
    across, along = np.abs(_X - S / 2 + 0.5) / S * 2.0, np.abs(_Y - S / 2 + 0.5) / S * 2.0
    edge = np.maximum(across, along)
    waves = np.cos(across * np.pi * rng.integers(2, 7)) * np.cos(along * np.pi * rng.integers(2, 7))
    image = _mixed(colour, other, (waves > rng.uniform(-0.3, 0.4)).astype(float))
    image = _mixed(image, third, ((edge > 0.82) & (edge < 0.92)).astype(float))
    return image * (1.0 + 0.1 * _noise(rng, 1.2))[..., None]


# -------------------------------------------------------------------------------------- masonry


def brick(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Running bond."""
    return _bricks(rng, colour, rows=8, columns=4, joint_px=2)


def _bricks(
    rng: np.random.Generator, colour: np.ndarray, *, rows: int, columns: int, joint_px: int
) -> np.ndarray:
    row = _Y * rows // S
    shifted = (_X + np.where(row % 2 == 0, 0, S // columns // 2)) % S
    column = shifted * columns // S
    tone = rng.normal(0.0, 0.13, (rows, columns))[row, column]
    joint = (_Y % (S // rows) < joint_px) | (shifted % (S // columns) < joint_px)
    bricks = _shaded(colour, 1.0 + tone + 0.08 * _noise(rng, 2.0))
    mortar = _shaded(rng.uniform(0.25, 0.6) * np.ones(3), 1.0 + 0.06 * _noise(rng, 2.0))
    return np.where(joint[..., None], mortar, bricks)


def concrete(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Grey with stains and pores."""
    pores = _noise(rng, 1.5)
    shade = 1.0 + 0.03 * _noise(rng, 16.0) + 0.04 * _noise(rng, 4.0) + 0.03 * pores
    return _shaded(colour, np.where(pores > 2.6, 0.6 * shade, shade))


def paving(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Slabs, every second row shifted."""
    count = int(rng.choice([2, 4]))
    side = S // count
    row = _Y // side
    shifted = (_X + np.where(row % 2 == 0, 0, side // 2)) % S
    tone = rng.normal(0.0, 0.07, (count, count))[row, shifted // side]
    joint = (_Y % side < 2) | (shifted % side < 2)
    shade = 1.0 + tone + 0.06 * _noise(rng, 2.0) + 0.05 * _noise(rng, 16.0)
    return _shaded(colour, shade * np.where(joint, 0.55, 1.0))


def facade(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """One bay of a house: a window in a wall; repeats along and up a building."""
    if rng.random() < 0.4:
        wall = _bricks(rng, colour, rows=32, columns=16, joint_px=1)
    else:
        wall = (plaster, concrete)[rng.integers(2)](rng, colour)
    left, right = sorted(S * rng.uniform([0.14, 0.62], [0.3, 0.86]))
    top, bottom = S * rng.uniform(0.14, 0.24), S * rng.uniform(0.62, 0.8)
    x, y = _X + 0.5, _Y + 0.5
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


# -------------------------------------------------------------------------------------- outdoors


def grass(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Blades, with dry patches."""
    blades = _noise(rng, 1.3, stretch=(1.0, 2.5))
    dry = np.clip(0.5 + 0.25 * _noise(rng, 9.0), 0.0, 1.0)
    straw = np.clip(colour * np.array([2.0, 1.25, 0.9]), 0.0, 1.0)
    return _mixed(colour, straw, 0.6 * dry) * np.maximum(1.0 + 0.3 * blades, 0.2)[..., None]


def asphalt(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Dark with light grit, patches and oil."""
    grit = _noise(rng, 1.1)
    shade = 1.0 + 0.03 * _noise(rng, 12.0) + 0.13 * grit + np.where(grit > 2.0, 0.5, 0.0)
    return _shaded(colour, shade)


def gravel(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Small stones."""
    stones = _noise(rng, 3.0)
    tint = 1.0 + 0.08 * np.stack([_noise(rng, 4.0) for _ in range(2)], axis=-1)
    image = _shaded(colour, 1.0 + 0.22 * stones + 0.08 * _noise(rng, 1.2))
    image[..., :2] *= tint
    return image


def leaves(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Foliage: light tips over dark gaps."""
    clumps = _noise(rng, 5.0)
    shade = 0.95 + 0.3 * clumps + 0.2 * _noise(rng, 2.0)
    image = _shaded(colour, np.clip(shade, 0.25, 1.8))
    image[..., 0] *= np.clip(1.0 + 0.15 * clumps, 0.5, 1.6)
    return image


def planks(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Upright boards of a fence."""
    count = 8
    board = _X * count // S
    tone = rng.normal(0.0, 0.1, count)[board]
    gap = _X % (S // count) < 2
    grain = 0.1 * _noise(rng, 3.0, stretch=(1.0, 12.0))
    return _shaded(colour, (1.0 + tone + grain) * np.where(gap, 0.35, 1.0))


# --------------------------------------------------------------------- pictures that fill a quad


def painting(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A picture or poster: a few shapes on a ground, inside a mount."""
    image = np.broadcast_to(colour, (S, S, 3)) * (1.0 - 0.4 * _Y / S)[..., None]
    for _ in range(int(rng.integers(3, 9))):
        x, y = rng.uniform(0.0, S, 2)
        wide, high = rng.uniform(8.0, 50.0, 2)
        if rng.random() < 0.5:
            shape = ((_X - x) / wide) ** 2 + ((_Y - y) / high) ** 2 < 1.0
        else:
            shape = (np.abs(_X - x) < wide) & (np.abs(_Y - y) < high)
        image = np.where(shape[..., None], rng.uniform(0.02, 0.9, 3), image)
    border = int(rng.choice([0, 8, 16]))
    edge = np.minimum(np.minimum(_X, S - 1 - _X), np.minimum(_Y, S - 1 - _Y)) < border
    return np.where(edge[..., None], rng.uniform(0.6, 0.9) * np.ones(3), image)


def view(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """What is seen through a window: sky over hazy greenery or roofs."""
    horizon = rng.uniform(0.45, 0.75) + 0.06 * _noise(rng, 12.0)[0]
    sky = _mixed(colour, np.array([0.85, 0.92, 1.0]), _Y / S)
    below = rng.uniform(0.08, 0.3, 3) * np.array([0.8, 1.1, 0.7])
    ground = _shaded(below, 1.0 + 0.25 * _noise(rng, 5.0))
    return np.where((horizon[None, :] > _Y / S)[..., None], sky, ground)


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
    image = wood(rng, colour).transpose(1, 0, 2) if rng.random() < 0.5 else plain(rng, colour)
    image = image.copy()
    for top, bottom in ((10, 56), (66, 118)) if rng.random() < 0.6 else ():
        for inset, tone in ((0, 0.7), (3, 1.05)):
            image[top + inset : bottom - inset, 20 + inset : S - 20 - inset] *= tone
    image[64:68, 8:22] = rng.uniform(0.2, 0.6)
    return image


# ------------------------------------------------------------------- prints on things in hands


def label(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A printed cover or label: a band, a blot, lines of type."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    other, ink = rng.uniform(0.02, 0.95, 3), rng.uniform(0.0, 1.0) ** 2 * np.ones(3)
    top, bottom = sorted(rng.integers(10, S - 10, 2))
    image[top : bottom + 6] = other
    x, y, radius = rng.uniform(30, 98), rng.uniform(30, 98), rng.uniform(10, 30)
    image[np.hypot(_X - x, _Y - y) < radius] = rng.uniform(0.02, 0.95, 3)
    for line in range(int(rng.integers(2, 6))):
        y0, x0 = 12 + 20 * line, int(rng.integers(8, 30))
        image[y0 : y0 + 7, x0 : x0 + int(rng.integers(30, 90)) : 1] = ink
    return image


def newsprint(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A page: headline, columns of type, a photograph."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    type_ = (_Y % 4 < 2) & (_X % 40 > 4) & (_noise(rng, 1.0) > -0.8) & (_Y > 26)
    image[type_] *= 0.45
    image[8 : 8 + int(rng.integers(8, 14)), 8 : S - int(rng.integers(8, 40))] *= 0.12
    x, y = rng.integers(8, 60), rng.integers(30, 70)
    image[y : y + 40, x : x + 54] = rng.uniform(0.05, 0.5) + 0.08 * _noise(rng, 6.0)[:40, :54, None]
    return image


def keys(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Rows of keys or buttons."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    image[(_X % 12 > 2) & (_Y % 21 > 4)] = np.clip(colour * rng.uniform(2.0, 4.0), 0.0, 0.8)
    image[4:18, 4:18] = (0.5, 0.03, 0.03)
    return image


def phone_screen(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A picture above and a list below, or a grid of icons."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    if rng.random() < 0.5:
        image[16:64] = rng.uniform(0.05, 0.9, 3)
        image[(_Y > 70) & (_Y % 14 < 8)] *= 0.5
        return image
    for row in range(5):
        for column in range(3):
            y, x = 8 + 24 * row, 10 + 40 * column
            image[y : y + 16, x : x + 28] = rng.uniform(0.05, 0.95, 3)
    return image


def cardboard(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Brown board with faint flutes."""
    flutes = 0.03 * np.sin(_X * 2.0 * np.pi * 32 / S)
    return _shaded(colour, 1.0 + flutes + 0.04 * _noise(rng, 3.0) + 0.05 * _noise(rng, 24.0))


def _on_ball() -> np.ndarray:
    """Returns the directions (S, S, 3) of a tile that goes around a ball once."""
    turn, tilt = (_X + 0.5) / S * 2.0 * np.pi, np.pi / 2.0 - (_Y + 0.5) / S * np.pi
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
    return np.where((near > 0.93)[..., None], dark, _shaded(colour, 1.0 + 0.03 * _noise(rng, 6.0)))


def stripes(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A play ball's coloured gores."""
    gores = int(rng.choice([3, 6, 8]))
    tones = np.stack([colour, rng.uniform(0.05, 0.9, 3), 0.85 * np.ones(3)])
    return tones[(_X * gores // S) % 3] * (1.0 + 0.02 * _noise(rng, 6.0))[..., None]


def basketball(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Dimpled leather with black seams."""
    x, y, z = np.moveaxis(_on_ball(), -1, 0)
    seam = np.minimum(np.minimum(np.abs(x), np.abs(z)), np.abs(np.abs(y) - 0.62)) < 0.035
    return np.where(seam[..., None], 0.01, _shaded(colour, 1.0 + 0.1 * _noise(rng, 1.5)))


def strings(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A racket's strings over darkness."""
    bright = (_X % 16 < 4) | (_Y % 16 < 4)
    return np.where(bright[..., None], colour, rng.uniform(0.06, 0.14) * np.ones(3))


TEXTURES: dict[str, tuple[Callable[[np.random.Generator, np.ndarray], np.ndarray], float]] = {
    "plain": (plain, 1.0), "plaster": (plaster, 2.3), "wallpaper": (wallpaper, 1.0),
    "wood": (wood, 0.8), "fabric": (fabric, 0.3), "metal": (metal, 1.0),
    "parquet": (parquet, 1.3), "floor_tiles": (floor_tiles, 1.2), "carpet": (carpet, 0.8),
    "rug": (rug, 2.0), "brick": (brick, 0.62), "concrete": (concrete, 3.1), "paving": (paving, 1.6),
    "facade": (facade, 3.0), "grass": (grass, 1.2), "asphalt": (asphalt, 1.9),
    "gravel": (gravel, 0.8), "leaves": (leaves, 0.9), "planks": (planks, 1.1),
    "painting": (painting, 1.0), "view": (view, 1.0), "books": (books, 1.0),
    "screen": (screen, 1.0), "door": (door, 1.0), "label": (label, 1.0),
    "newsprint": (newsprint, 1.0), "keys": (keys, 1.0), "phone_screen": (phone_screen, 1.0),
    "cardboard": (cardboard, 0.6), "football": (football, 1.0), "stripes": (stripes, 1.0),
    "basketball": (basketball, 1.0), "strings": (strings, 1.0),
}  # fmt: skip
"""Name -> tile function and the side of its tile on the surface [m]."""


def material(
    name: str, colour: Sequence[float] | np.ndarray, *, rng: np.random.Generator
) -> Material:
    """Returns a new material in a main colour (linear RGB).

    Raises:
        InputError: no texture has this name.
    """
    function, tile_m = lookup(TEXTURES, name, "texture")
    image = function(rng, np.clip(np.asarray(colour, np.float64), 0.0, 1.0))
    return Material(tile=encode(image), tile_m=tile_m)


def mean_colour(surface: Material) -> np.ndarray:
    """Returns the average linear RGB (3,) of a material."""
    return decode(surface.tile[::4, ::4]).mean(axis=(0, 1)) * np.array(surface.colour)
