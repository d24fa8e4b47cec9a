"""Tiles of what lies under open sky, and of the fronts of houses and shops.

A tile function takes a random generator and a main colour (linear RGB) and returns linear RGB
(S, S, 3), row 0 at the top, as in `textures`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from understudy.colour import encode_srgb
from understudy.errors import lookup
from understudy.scenes.shapes import Material
from understudy.types import TEXTURE_SIZE

S = TEXTURE_SIZE
_Y, _X = np.mgrid[0:S, 0:S]
_FY, _FX = np.fft.fftfreq(S, 1.0 / S)[:, None], np.fft.rfftfreq(S, 1.0 / S)[None, :]


def _noise(
    rng: np.random.Generator, wave_px: float, stretch: tuple[float, float] = (1.0, 1.0)
) -> np.ndarray:
    """Returns seamless noise (S, S), deviation 1, with features of about `wave_px`."""
    spectrum = np.fft.rfft2(rng.standard_normal((S, S), np.float32))
    squared = (_FX * stretch[0]) ** 2 + (_FY * stretch[1]) ** 2
    spectrum = spectrum * np.exp(-squared * (wave_px / S) ** 2)
    # Rows and columns of unlike brightness would show as stripes across a large ground.
    spectrum[0, :] = 0.0
    spectrum[:, 0] = 0.0
    field = np.fft.irfft2(spectrum, (S, S))
    return field / max(float(field.std()), 1e-9)


def _shaded(colour: np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.asarray(colour, np.float64) * np.maximum(shade, 0.04)[..., None]


def _mixed(first: np.ndarray, second: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return first + (second - first) * np.clip(weight, 0.0, 1.0)[..., None]


def lawn(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Cut grass: fine blades, light and dark tufts."""
    blades = 0.22 * _noise(rng, 1.0, (1.0, 2.0)) + 0.08 * _noise(rng, 6.0)
    dry = colour * np.array([1.7, 1.2, 1.0])
    return _mixed(_shaded(colour, 1.0 + blades), _shaded(dry, 1.0 + blades),
                  0.25 + 0.18 * _noise(rng, 8.0))  # fmt: skip


def meadow(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Long grass with straw, weeds and a few flowers."""
    blades = 0.2 * _noise(rng, 1.1, (1.0, 2.0)) + 0.09 * _noise(rng, 9.0)
    straw = np.clip(colour * np.array([1.9, 1.3, 1.0]), 0.0, 1.0)
    image = _mixed(_shaded(colour, 1.0 + blades), _shaded(straw, 1.0 + blades),
                   0.3 + 0.17 * _noise(rng, 7.0))  # fmt: skip
    flowers = _noise(rng, 1.2) > 3.1
    petals = np.array([[0.8, 0.8, 0.75], [0.8, 0.6, 0.05], [0.5, 0.2, 0.6]])[rng.integers(3)]
    return np.where(flowers[..., None], petals, image)


def turf(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Artificial turf: even green with black granules."""
    fibre = 0.14 * _noise(rng, 0.8, (1.0, 1.6))
    grit = _noise(rng, 0.9) > 2.2
    return _shaded(colour, np.where(grit, 0.35, 1.0 + fibre))


def sand(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Grains, hollows and footprints worn smooth."""
    hollows = 0.1 * _noise(rng, 11.0) + 0.05 * _noise(rng, 5.0)
    return _shaded(colour, 1.0 + hollows + 0.07 * _noise(rng, 0.9))


def mud(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Trodden earth with stones, ruts and damp places."""
    clods = 0.2 * _noise(rng, 4.0) + 0.14 * _noise(rng, 1.2)
    damp = np.clip(0.4 * _noise(rng, 14.0), 0.0, 0.45)
    image = _shaded(colour, (1.0 + clods) * (1.0 - damp))
    stones = _noise(rng, 1.8) > 2.4
    return np.where(stones[..., None], 0.3 * np.ones(3), image)


def rubber(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A running track or a playground's soft floor: speckled granules."""
    return _shaded(colour, 1.0 + 0.16 * _noise(rng, 0.8) + 0.03 * _noise(rng, 18.0))


def worn_asphalt(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Grit, darker mends and a crack or two."""
    grit = _noise(rng, 1.0)
    shade = 1.0 + 0.05 * _noise(rng, 20.0) + 0.11 * grit + np.where(grit > 2.1, 0.45, 0.0)
    crack = np.abs(_noise(rng, 18.0)) < 0.018
    return _shaded(colour, np.where(crack & (_noise(rng, 24.0) > 0.3), 0.5, 1.0) * shade)


def cobbles(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Rounded setts in rows."""
    count = 16
    side = S // count
    row = _Y // side
    shifted = (_X + np.where(row % 2 == 0, 0, side // 2) + np.round(_noise(rng, 9.0))).astype(int)
    shifted %= S
    tone = rng.normal(0.0, 0.13, (count, count))[row, shifted // side]
    from_edge = np.minimum(np.minimum(_Y % side, side - 1 - _Y % side),
                           np.minimum(shifted % side, side - 1 - shifted % side))  # fmt: skip
    dome = np.array([0.45, 0.85, 1.0, 1.06])[np.minimum(from_edge, 3)]
    return _shaded(colour, (1.0 + tone + 0.07 * _noise(rng, 1.5)) * dome)


def slabs(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Concrete slabs of a pavement, some darker, gum and dirt in the joints."""
    columns, rows = ((2, 4), (4, 4), (2, 2), (4, 8))[rng.integers(4)]
    wide, high = S // columns, S // rows
    row = _Y // high
    shifted = (_X + np.where(row % 2 == 0, 0, wide // 2)) % S
    tone = rng.normal(0.0, 0.06, (rows, columns))[row, shifted // wide]
    joint = (_Y % high < 1) | (shifted % wide < 1)
    spots = _noise(rng, 1.4) > 2.7
    shade = 1.0 + tone + 0.05 * _noise(rng, 1.4) + 0.05 * _noise(rng, 16.0)
    return _shaded(colour, shade * np.where(joint, 0.6, 1.0) * np.where(spots, 0.72, 1.0))


def herringbone(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Pavers laid in pairs, each pair across the next."""
    side = S // 8
    cell = (_X // side + _Y // side) % 2
    along = np.where(cell == 0, _X % side, _Y % side)
    joint = (_X % side < 1) | (_Y % side < 1) | (along == side // 2)
    half = np.where(cell == 0, _X % side >= side // 2, _Y % side >= side // 2).astype(int)
    tone = rng.normal(0.0, 0.09, (8, 8, 2))[_Y // side, _X // side, half]
    return _shaded(colour, (1.0 + tone + 0.06 * _noise(rng, 1.5)) * np.where(joint, 0.65, 1.0))


def water(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Ripples with the sky in them."""
    ripples = _noise(rng, 5.0, (3.0, 1.0)) + 0.6 * _noise(rng, 2.0, (3.0, 1.0))
    return _mixed(colour * np.ones((S, S, 1)), np.array([0.45, 0.55, 0.62]) * np.ones((S, S, 1)),
                  0.25 + 0.16 * ripples)  # fmt: skip


# --------------------------------------------------------------------------------------- fronts


def _pane(rng: np.random.Generator, share_down: np.ndarray) -> np.ndarray:
    """Returns glass (S, S, 3) that mirrors a sky above and the street below."""
    sky = np.array([0.3, 0.38, 0.48]) * rng.uniform(0.6, 1.2)
    room = np.array([0.05, 0.055, 0.06]) * rng.uniform(0.5, 2.0)
    return _mixed(sky * np.ones((S, S, 1)), room * np.ones((S, S, 1)), share_down * 1.4)


def _masonry(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    draw = rng.random()
    if draw < 0.4:
        rows, columns = 40, 16
        row = _Y * rows // S
        shifted = (_X + np.where(row % 2 == 0, 0, S // columns // 2)) % S
        tone = rng.normal(0.0, 0.13, (rows, columns))[row, shifted * columns // S]
        joint = (np.diff(row, axis=0, prepend=row[-1:]) != 0) | (shifted % (S // columns) == 0)
        bricks = _shaded(colour, 1.0 + tone)
        return np.where(joint[..., None], 0.5 * colour + 0.12, bricks)
    if draw < 0.55:  # panels
        seam = (_X % S < 1) | (_Y % S < 1)
        return _shaded(colour, (1.0 + 0.03 * _noise(rng, 14.0)) * np.where(seam, 0.55, 1.0))
    return _shaded(colour, 1.0 + 0.02 * _noise(rng, 26.0) + 0.025 * _noise(rng, 1.5))


LIT_GAIN = 5.0
"""A front with lit windows is painted darker by this much; its material's colour makes up for it,
so that the panes alone are brighter than white."""


def house_front(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A bay of 3 m: one or two windows with frames, sills, curtains or shutters."""
    return _front(rng, colour, lit=False)


def lit_front(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """The same bay with light behind its panes; to be tinted with LIT_GAIN."""
    return _front(rng, colour, lit=True)


def _front(rng: np.random.Generator, colour: np.ndarray, *, lit: bool) -> np.ndarray:
    image = _masonry(rng, colour)
    count = 1 if rng.random() < 0.65 else 2
    wide = float(rng.uniform(0.34, 0.62)) / count**0.75
    top, bottom = float(rng.uniform(0.14, 0.24)), float(rng.uniform(0.62, 0.8))
    frame = rng.uniform(0.5, 0.9) * np.ones(3) if rng.random() < 0.75 else rng.uniform(0.03, 0.3, 3)
    shutters = rng.random() < 0.2
    shutter = rng.uniform(0.03, 0.4, 3)
    sill = rng.uniform(0.35, 0.7)
    lintel = rng.random() < 0.4
    bars = int(rng.integers(1, 4))
    cross = rng.random() < 0.4
    x, y = (_X + 0.5) / S, (_Y + 0.5) / S
    for i in range(count):
        left = (i + 0.5) / count - wide / 2
        right = left + wide
        down = (y - top) / (bottom - top)
        glass = _pane(rng, down)
        curtain = float(rng.uniform(0.0, 0.45))
        if rng.random() < 0.5:
            drawn = np.minimum(x - left, right - x) < curtain * wide / 2
            folds = 0.5 + 0.1 * np.sin(_X * 1.3)
            glass = np.where(drawn[..., None], folds[..., None] * np.ones(3), glass)
        elif rng.random() < 0.3:
            glass = np.where((down < rng.uniform(0.2, 0.9))[..., None], 0.5 * np.ones(3), glass)
        if lit:
            lamp = np.array([1.0, 0.72, 0.36]) * (0.55 + 0.45 * np.clip(down, 0.0, 1.0))[..., None]
            glass = LIT_GAIN * lamp * np.clip(0.4 + 1.2 * glass, 0.0, 1.0)
        inside = (x > left) & (x < right) & (y > top) & (y < bottom)
        phase = (x - left) / wide * bars % 1.0
        border = (x < left + 0.025) | (x > right - 0.025) | (y < top + 0.025) | (y > bottom - 0.03)
        border |= np.minimum(phase, 1.0 - phase) * wide / bars < 0.012
        if cross:
            border |= np.abs(down - 0.35) < 0.025
        image = np.where(inside[..., None], np.where(border[..., None], frame, glass), image)
        ledge = (x > left - 0.03) & (x < right + 0.03) & (y >= bottom) & (y < bottom + 0.03)
        image = np.where(ledge[..., None], sill, image)
        shadow = inside & (y < top + 0.05) & ~border
        image = np.where(shadow[..., None], 0.4 * image, image)
        if lintel:
            head = (x > left - 0.03) & (x < right + 0.03) & (y < top) & (y > top - 0.05)
            image = np.where(head[..., None], 0.85 * sill, image)
        if shutters and count == 1:
            beside = ((x > left - 0.5 * wide) & (x < left)) | (
                (x > right) & (x < right + 0.5 * wide)
            )
            beside &= (y > top) & (y < bottom)
            slats = np.where(_Y % 5 < 2, 0.7, 1.0)
            image = np.where(beside[..., None], shutter * slats[..., None], image)
    return image / LIT_GAIN if lit else image


def glass_front(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """An office's front of glass and metal."""
    columns, rows = int(rng.choice([2, 4])), int(rng.choice([1, 2]))
    x, y = _X * columns / S % 1.0, _Y * rows / S % 1.0
    bar = (x < 0.03 * columns) | (y < 0.04 * rows)
    band = rng.uniform(0.68, 0.85) < (_Y * 1.0 / S)
    tone = rng.uniform(0.7, 1.2, (rows, columns))[_Y * rows // S, _X * columns // S]
    glass = _pane(rng, 0.35 + 0.4 * y) * tone[..., None]
    image = np.where(band[..., None], colour * 0.6, glass)
    return np.where(bar[..., None], rng.uniform(0.1, 0.6) * np.ones(3), image)


def shop_front(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A shop's ground floor, 4 m: sign, display window with wares, door."""
    x, y = (_X + 0.5) / S, (_Y + 0.5) / S
    image = _shaded(colour, np.ones((S, S)))
    board = rng.uniform(0.03, 0.5) * rng.uniform(0.35, 1.0, 3)
    sign = (y > 0.04) & (y < 0.19)
    image = np.where(sign[..., None], board, image)
    ink = np.where(board.mean() > 0.25, 0.03, 0.85) * np.ones(3)
    edge = float(rng.uniform(0.1, 0.3))
    while edge < rng.uniform(0.6, 0.85):
        wide = float(rng.uniform(0.02, 0.06))
        letter = (x > edge) & (x < edge + wide) & (y > 0.075) & (y < 0.155)
        hole = (np.abs(y - rng.uniform(0.09, 0.14)) < 0.017) & (x > edge + 0.012)
        image = np.where((letter & ~hole)[..., None], ink, image)
        edge += wide + 0.014
    door_left = rng.random() < 0.5
    door = (x > 0.05) & (x < 0.29) if door_left else (x > 0.71) & (x < 0.95)
    pane = (x > 0.33) & (x < 0.95) if door_left else (x > 0.05) & (x < 0.67)
    pane &= (y > 0.22) & (y < 0.86)
    glass = _pane(rng, (y - 0.2) * 1.2)
    lit = rng.random() < 0.5
    if lit:
        glass = glass + np.array([0.35, 0.3, 0.22])
    for _ in range(int(rng.integers(6, 18))):
        cx, low, high = rng.uniform(0.05, 0.95), rng.uniform(0.7, 0.86), rng.uniform(0.05, 0.3)
        ware = (np.abs(x - cx) < rng.uniform(0.01, 0.045)) & (y < low) & (y > low - high)
        glass = np.where(ware[..., None], rng.uniform(0.03, 0.7, 3), glass)
    frame = pane & ((np.abs(x % 0.31 - 0.02) < 0.012) | (y > 0.84) | (y < 0.24))
    image = np.where(pane[..., None], glass, image)
    image = np.where(frame[..., None], 0.7 * board, image)
    leaf = door & (y > 0.22)
    image = np.where(leaf[..., None], _pane(rng, y), image)
    mid = 0.17 if door_left else 0.83
    rim = leaf & ((np.abs(x - mid) > 0.085) | (y > 0.94) | (y < 0.26))
    image = np.where(rim[..., None], 0.8 * board, image)
    return np.where((y > 0.97)[..., None], 0.2, image)


def garage_door(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A roller shutter or sectional door."""
    ribs = np.where(_Y % int(rng.choice([6, 8, 32])) < 2, 0.6, 1.0)
    return _shaded(colour, ribs * (1.0 + 0.03 * _noise(rng, 12.0)))


def corrugated(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """The wall of a container: upright folds, rust at the bottom."""
    fold = _X * 12.0 / S % 1.0
    shade = np.where(fold < 0.35, 1.1, np.where(fold < 0.5, 0.75, np.where(fold < 0.85, 0.92, 0.6)))
    image = _shaded(colour, shade * (1.0 + 0.04 * _noise(rng, 10.0)))
    rust = np.clip((_Y / S - 0.75) * 2.0 + 0.35 * _noise(rng, 5.0) - 0.2, 0.0, 0.6)
    return _mixed(image, np.array([0.2, 0.07, 0.025]) * np.ones((S, S, 1)), rust)


def roof_tiles(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Rows of clay tiles or slates."""
    rows = 12
    row = _Y * rows // S
    shifted = (_X + (row % 2) * 4) % S
    tone = rng.normal(0.0, 0.12, (rows, 16))[row, shifted // 8]
    edge = np.where((_Y * rows % S) < 0.22 * S, 0.6, 1.0)
    return _shaded(colour, (1.0 + tone) * edge)


def advert(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A hoarding or an advertising board: big shapes and bars like writing."""
    image = colour * np.ones((S, S, 1))
    for _ in range(3):
        cx, cy, r = rng.uniform(0, S, 3) * np.array([1.0, 1.0, 0.4])
        image = np.where((np.hypot(_X - cx, _Y - cy) < r)[..., None], rng.uniform(0.02, 0.8, 3),
                         image)  # fmt: skip
    ink = (0.85 if colour.mean() < 0.3 else 0.03) * np.ones(3)
    top = int(rng.integers(20, 60))
    for row in range(int(rng.integers(1, 4))):
        low, high = top + row * 20, top + row * 20 + 13
        word = (_X > 10) & (rng.integers(60, 120) > _X) & (_X % 11 < 8)
        image = np.where((word & (low <= _Y) & (high > _Y))[..., None], ink, image)
    return image


def hazard_stripes(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Slanting stripes of a barrier."""
    del rng
    return np.where(((_X + _Y) % 32 < 16)[..., None], colour, 0.8 * np.ones(3))


GROUND_TEXTURES: dict[
    str, tuple[Callable[[np.random.Generator, np.ndarray], np.ndarray], float]
] = {
    "lawn": (lawn, 1.8), "meadow": (meadow, 2.2), "turf": (turf, 1.6), "sand": (sand, 2.6),
    "mud": (mud, 2.4), "rubber": (rubber, 1.2), "worn_asphalt": (worn_asphalt, 3.4),
    "cobbles": (cobbles, 1.9), "slabs": (slabs, 2.0), "herringbone": (herringbone, 1.6),
    "water": (water, 4.0), "house_front": (house_front, 3.0), "lit_front": (lit_front, 3.0),
    "glass_front": (glass_front, 3.4),
    "shop_front": (shop_front, 4.0), "garage_door": (garage_door, 2.4),
    "corrugated": (corrugated, 2.4), "roof_tiles": (roof_tiles, 2.6), "advert": (advert, 2.0),
    "hazard_stripes": (hazard_stripes, 0.5),
}  # fmt: skip
"""Name -> tile function and the side of its tile on the surface [m]."""


def ground_material(
    name: str, colour: Sequence[float] | np.ndarray, *, rng: np.random.Generator
) -> Material:
    """Returns a new material in a main colour (linear RGB).

    Raises:
        InputError: no texture has this name.
    """
    function, tile_m = lookup(GROUND_TEXTURES, name, "ground texture")
    image = function(rng, np.clip(np.asarray(colour, np.float64), 0.0, 1.0))
    return Material(tile=encode_srgb(image), tile_m=tile_m)
