"""Floors, walls and ceilings of rooms, and the pictures that hang in them."""

from __future__ import annotations

import numpy as np

from understudy.scenes.textures.grain import S, X, Y, mixed, noise, shaded

# -------------------------------------------------------------------- floors, walls, ceilings


def terrazzo(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Chips of stone in cement."""
    image = shaded(colour, 1.0 + 0.03 * noise(rng, 12.0))
    for _ in range(3):
        chips = noise(rng, 1.6) > rng.uniform(1.0, 1.7)
        image = np.where(chips[..., None], rng.uniform(0.05, 0.85) * rng.uniform(0.8, 1, 3), image)
    return image


def vinyl(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Sheet flooring of wards and schools: mottled, in one tone."""
    fleck = 0.1 * np.clip(noise(rng, 1.4, stretch=(2.5, 1.0)), -1.0, 2.0)
    return shaded(colour, 1.0 + fleck + 0.03 * noise(rng, 20.0))


def herringbone(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Parquet laid in a herringbone."""
    wide = 8  # blocks of 8 by 32 px; the pattern repeats every 64
    column, row = X // wide, Y // wide
    phase = (column - row) % 8
    level = phase < 4
    tone = rng.normal(0.0, 0.12, (16, 16, 2))
    first = np.where(level, row, row - phase) % 16
    second = np.where(level, column - phase, column) % 16
    block = tone[first, second, level.astype(int)]
    ends = np.where(level, (X % wide == 0) & (phase == 0), (Y % wide == 0) & (phase == 7))
    seam = np.where(level, Y % wide == 0, X % wide == 0) | ends
    grain = np.where(level, noise(rng, 2.0, stretch=(6.0, 1.0)), noise(rng, 2.0, stretch=(1, 6.0)))
    return shaded(colour, (1.0 + block + 0.06 * grain) * np.where(seam, 0.6, 1.0))


def wide_boards(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Old floorboards with nails and gaps."""
    rows = 8
    row = Y * rows // S
    tone = rng.normal(0.0, 0.12, rows)[row]
    gap = Y % (S // rows) < 1
    grain = 0.08 * noise(rng, 2.0, stretch=(14.0, 1.0)) + 0.04 * noise(rng, 9.0, stretch=(5.0, 1.0))
    return shaded(colour, (1.0 + tone + grain) * np.where(gap, 0.35, 1.0))


def rubber(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A gym's floor mats: dark, speckled, with joints."""
    image = shaded(colour, 1.0 + 0.08 * noise(rng, 1.2))
    image = np.where((noise(rng, 1.1) > 2.1)[..., None], rng.uniform(0.2, 0.6, 3), image)
    joint = (X % S < 1) | (Y % S < 1)
    return image * np.where(joint, 0.5, 1.0)[..., None]


def chequered(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Linoleum squares in two tones."""
    other = np.clip(colour * rng.uniform(0.15, 0.6), 0.0, 1.0)
    if rng.random() < 0.4:
        other = rng.uniform(0.02, 0.5) * rng.uniform(0.5, 1.0, 3)
    odd = (X // 32 + Y // 32) % 2 == 0
    image = np.where(odd[..., None], colour, other)
    return image * (1.0 + 0.05 * noise(rng, 6.0) + 0.04 * noise(rng, 1.5))[..., None]


def wall_tiles(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Glazed square tiles, some of them in another colour."""
    count = int(rng.choice([4, 8]))
    side = S // count
    row, column = Y // side, X // side
    tone = 1.0 + rng.normal(0.0, 0.03, (count, count))[row, column]
    image = shaded(colour, tone)
    if rng.random() < 0.35:
        accent = rng.random((count, count)) < 0.12
        image = np.where(accent[row, column][..., None], rng.uniform(0.1, 0.7, 3), image)
    joint = (X % side < 1 + 8 // count) | (Y % side < 1 + 8 // count)
    gloss = 0.06 * ((Y % side) / side < 0.3)
    return (image + gloss[..., None]) * np.where(joint, 0.6, 1.0)[..., None]


def subway_tiles(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Glazed tiles as bricks are laid."""
    row = Y // 16
    shifted = (X + np.where(row % 2 == 0, 0, 16)) % S
    tone = 1.0 + rng.normal(0.0, 0.04, (8, 4))[row, shifted // 32]
    joint = (Y % 16 < 1) | (shifted % 32 < 1)
    return shaded(colour, tone * np.where(joint, 0.6, 1.0))


def panelling(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Upright tongue-and-groove boards."""
    tone = rng.normal(0.0, 0.07, 8)[X // 16]
    grain = 0.07 * noise(rng, 3.0, stretch=(1.0, 14.0))
    return shaded(colour, (1.0 + tone + grain) * np.where(X % 16 < 1, 0.55, 1.0))


def floral(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Wallpaper with blossoms and leaves in staggered rows."""
    blossom = np.clip(colour * rng.uniform(0.5, 1.4, 3), 0.0, 1.0)
    leaf = np.clip(colour * np.array([0.65, 0.85, 0.6]), 0.0, 1.0)
    repeats = int(rng.choice([2, 4]))
    side = S // repeats
    shift = np.where(X // side % 2 == 0, 0, side // 2)
    x, y = X % side / side - 0.5, (Y + shift) % side / side - 0.5
    angle, radius = np.arctan2(y, x), np.hypot(x, y)
    petals = radius < 0.2 * (1.0 + 0.35 * np.cos(int(rng.integers(4, 7)) * angle))
    leaves = (np.abs(np.abs(y) - 0.33) < 0.07) & (np.abs(x - 0.5 * y) < 0.16)
    image = np.where(leaves[..., None], leaf, np.broadcast_to(colour, (S, S, 3)))
    image = np.where(petals[..., None], blossom, image)
    return image * (1.0 + 0.03 * noise(rng, 2.0))[..., None]


def worn_paint(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Old paint: stains, scuffs, patches where it came off."""
    stains = np.clip(noise(rng, 9.0) - 0.6, 0.0, 1.5)
    off = noise(rng, 5.0) > 2.0
    image = shaded(colour, 1.0 - 0.14 * stains + 0.03 * noise(rng, 2.0))
    return np.where(off[..., None], rng.uniform(0.35, 0.65) * np.ones(3), image)


def ceiling_grid(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Mineral-fibre panels in a grid."""
    pores = noise(rng, 1.1) > 1.5
    joint = (X % 64 < 1) | (Y % 64 < 1)
    return shaded(colour, np.where(pores, 0.86, 1.0) * np.where(joint, 0.72, 1.0))


# ------------------------------------------------------------------------------------- pictures


def _type(image: np.ndarray, rng: np.random.Generator, box: tuple[int, int, int, int]) -> None:
    """Writes lines of something like type into a box (x0, y0, x1, y1), in place."""
    x0, y0, x1, y1 = box
    line = int(rng.integers(4, 8))
    ink = image[y0:y1, x0:x1].mean() * 0.25
    for y in range(y0, y1 - line + 1, line):
        end = x1 - int(rng.integers(0, max((x1 - x0) // 3, 1)))
        words = rng.random(end - x0 if end > x0 else 1) > 0.18
        image[y : y + line // 2, x0:end][:, words[: end - x0]] = ink


def poster(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A poster or notice: heading, picture, type."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    heading = rng.uniform(0.02, 0.9, 3)
    top = int(rng.integers(14, 30))
    image[5:top, 8 : S - int(rng.integers(8, 40))] = heading
    middle = int(rng.integers(60, 100))
    x, y = rng.uniform(-1.0, 1.0, 2)
    glow = 0.5 + 0.5 * np.cos(X / S * 5.0 * x + Y / S * 6.0 * y + rng.uniform(0, 6))
    picture = mixed(rng.uniform(0.02, 0.8, 3), rng.uniform(0.1, 0.9, 3), glow)
    for _ in range(3):
        a, b, radius = rng.uniform(20, 108), rng.uniform(top, middle), rng.uniform(6, 26)
        spot = np.hypot(X - a, Y - b) < radius
        picture = np.where(spot[..., None], rng.uniform(0.05, 0.9, 3), picture)
    image[top + 5 : middle, 8:-8] = picture[top + 5 : middle, 8:-8]
    _type(image, rng, (10, middle + 5, S - 10, S - 6))
    return image


def notice_board(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Cork or felt with sheets pinned on it."""
    image = shaded(colour, 1.0 + 0.12 * noise(rng, 1.5))
    for _ in range(int(rng.integers(5, 13))):
        x, y = rng.integers(3, 100, 2)
        wide, high = rng.integers(12, 28, 2)
        paper = np.array([0.85, 0.85, 0.8]) if rng.random() < 0.6 else rng.uniform(0.2, 0.9, 3)
        image[y : y + high, x : x + wide] = paper
        _type(image, rng, (x + 2, y + 3, min(x + wide - 2, S), min(y + high - 2, S)))
    return image


def whiteboard(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """White, with writing and drawings in a few colours."""
    image = np.full((S, S, 3), 0.85) * (1.0 - 0.02 * np.abs(noise(rng, 14.0)))[..., None]
    del colour
    inks = ((0.02, 0.02, 0.03), (0.03, 0.06, 0.4), (0.5, 0.03, 0.03), (0.02, 0.3, 0.06))
    for _ in range(int(rng.integers(0, 9))):
        ink = np.array(inks[rng.integers(4)])
        x, y = rng.integers(8, 90), rng.integers(8, 110)
        if rng.random() < 0.6:
            along = np.arange(int(rng.integers(15, 40)))
            wave = (y + 2.5 * np.sin(along * rng.uniform(0.7, 1.4))).astype(int)
            image[np.clip(wave, 0, S - 2), np.clip(x + along, 0, S - 1)] = ink
            image[np.clip(wave + 1, 0, S - 2), np.clip(x + along, 0, S - 1)] = ink
        else:
            wide, high = rng.integers(10, 30, 2)
            ring = (np.abs(np.abs(X - x) - wide / 2) < 1) & (np.abs(Y - y) <= high / 2)
            ring |= (np.abs(np.abs(Y - y) - high / 2) < 1) & (np.abs(X - x) <= wide / 2)
            image[ring] = ink
    return image


def blackboard(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A chalkboard, half wiped."""
    wiped = 0.25 * np.clip(noise(rng, 10.0, stretch=(3.0, 1.0)), -1.0, 2.0)
    image = shaded(colour, 1.0 + wiped)
    for _ in range(int(rng.integers(1, 8))):
        x, y = int(rng.integers(6, 70)), int(rng.integers(6, 112))
        along = np.arange(int(rng.integers(20, 55)))
        wave = (y + 3.0 * np.sin(along * rng.uniform(0.6, 1.5)) * rng.random(len(along))).astype(
            int
        )
        image[np.clip(wave, 0, S - 1), np.clip(x + along, 0, S - 1)] = 0.75
    return image


def clock(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A dial with hands."""
    x, y = X - S / 2 + 0.5, Y - S / 2 + 0.5
    radius, angle = np.hypot(x, y), np.arctan2(x, -y)
    image = np.full((S, S, 3), 0.88)
    marks = (radius > 46) & (radius < 54) & (np.abs(np.sin(6.0 * angle)) < 0.25)
    image[marks | (radius > 58)] = 0.02
    image[radius > 58] = colour
    minute = rng.uniform(0.0, 2.0 * np.pi)
    for turn, length, thick in ((minute, 46.0, 2.5), (rng.uniform(0.0, 2.0 * np.pi), 30.0, 3.5)):
        along = x * np.sin(turn) - y * np.cos(turn)
        across = np.abs(x * np.cos(turn) + y * np.sin(turn))
        image[(along > -6) & (along < length) & (across < thick)] = 0.02
    return image


def world_map(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Lands in several colours on a sea."""
    sea = np.array([0.25, 0.45, 0.7])
    land = noise(rng, 16.0) + 0.5 * noise(rng, 5.0) > 0.5
    tints = rng.uniform(0.3, 0.8, (4, 3))
    image = np.where(land[..., None], tints[(noise(rng, 14.0) * 2.0).astype(int) % 4], sea)
    edge = np.minimum(np.minimum(X, S - 1 - X), np.minimum(Y, S - 1 - Y)) < 4
    del colour
    return np.where(edge[..., None], 0.85, image)


def tool_board(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A board on which spanners, hammers, saws and pliers hang."""
    holes = (X % 8 < 1) & (Y % 8 < 1)
    image = shaded(colour, np.where(holes, 0.4, 1.0) + 0.02 * noise(rng, 8.0))
    steel, dark = np.array([0.5, 0.52, 0.55]), np.array([0.04, 0.04, 0.05])
    x = 6
    while x < S - 14:
        kind = int(rng.integers(4))
        top = int(rng.integers(4, 50))
        high = int(rng.integers(28, 62))
        handle = rng.uniform(0.05, 0.6, 3) * np.array([1.0, 0.6, 0.5])
        steel_ = steel * rng.uniform(0.6, 1.2)
        if kind == 0:  # hammer
            image[top : top + 7, x : x + 18] = steel_
            image[top + 7 : top + high, x + 7 : x + 11] = handle
            step = 22
        elif kind == 1:  # spanner
            image[top : top + high, x + 2 : x + 6] = steel_
            image[top : top + 7, x : x + 9] = steel_
            image[top : top + 3, x + 3 : x + 6] = dark
            step = 12
        elif kind == 2:  # saw
            for row in range(high):
                image[top + row : top + row + 1, x : x + 4 + row * 10 // high] = steel_
            image[top + high : top + high + 12, x : x + 14] = handle
            step = 19
        else:  # screwdriver
            image[top : top + high // 2, x + 1 : x + 7] = handle
            image[top + high // 2 : top + high, x + 3 : x + 5] = steel_
            step = 11
        x += step + int(rng.integers(0, 5))
    return image


def goods(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A shop's shelves: rows of equal packages, price labels below."""
    image = np.broadcast_to(0.7 * colour, (S, S, 3)).copy()  # rows may not divide S
    rows = int(rng.choice([3, 4, 5]))
    high = S // rows
    for row in range(rows):
        y0 = row * high
        image[y0 : y0 + high] = 0.12 * colour
        x = 2
        while x < S - 4:
            wide, tall = int(rng.integers(5, 14)), int(rng.integers(high // 2, high - 7))
            tint, other = rng.uniform(0.02, 0.9, 3), rng.uniform(0.02, 0.9, 3)
            for _ in range(int(rng.integers(2, 6))):
                if x + wide > S - 2:
                    break
                bottom = y0 + high - 5
                image[bottom - tall : bottom, x : x + wide - 1] = tint
                third = max(tall // 3, 1)
                image[bottom - 2 * third : bottom - third, x + 1 : x + wide - 2] = other
                x += wide
            x += 1
        image[y0 + high - 5 : y0 + high] = 0.75 * colour
        labels = (X[0] % 17 > 3) & (X[0] % 17 < 12)
        image[y0 + high - 4 : y0 + high - 1, labels] = (0.85, 0.82, 0.5)
    image[:, :2] = image[:, -2:] = 0.7 * colour
    return image


def binders(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """An office shelf: files with labels, boxes."""
    image = np.broadcast_to(0.7 * colour, (S, S, 3)).copy()  # as above
    rows = 5
    high = S // rows
    tints = [rng.uniform(0.02, 0.5, 3) for _ in range(2)] + [0.03 * np.ones(3), 0.7 * np.ones(3)]
    for row in range(rows):
        y0 = row * high
        image[y0 : y0 + high] = 0.2 * colour
        x = 2
        while x < S - 6:
            wide = int(rng.choice([5, 8, 8, 14]))
            if rng.random() < 0.85 and x + wide < S - 2:
                image[y0 + 4 : y0 + high - 3, x : x + wide - 1] = tints[rng.integers(4)]
                image[y0 + 8 : y0 + 16, x + 1 : x + wide - 2] = 0.75
            x += wide
        image[y0 + high - 3 : y0 + high] = colour
    image[:, :2] = image[:, -2:] = colour
    return image


def vitals(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A patient monitor: three curves and figures on black."""
    image = np.full((S, S, 3), 0.008)
    del colour
    beat = X[0] % int(rng.integers(24, 40))
    for row, tint in ((24, (0.05, 0.9, 0.15)), (62, (0.9, 0.75, 0.05)), (100, (0.1, 0.6, 0.95))):
        height = 16.0 * np.exp(-((beat - 8.0) ** 2) / 4.0) - 6.0 * np.exp(-((beat - 13.0) ** 2) / 3)
        if row > 50:
            height = 9.0 * np.sin(beat * 0.25 + row)
        curve = row - height
        near = np.abs(Y - curve[None, :]) < 1.6
        image[near & (X < 92)] = tint
        image[row - 10 : row + 8, 98:122] = np.array(tint) * (rng.random((18, 24, 1)) > 0.4)
    return image


def town_view(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """What a window shows: sky, houses across the road, trees before them."""
    sky = mixed(colour, np.array([0.85, 0.92, 1.0]), np.clip(Y / S * 1.6, 0.0, 1.0))
    image = sky + 0.08 * np.clip(noise(rng, 14.0, stretch=(2.0, 1.0)), 0.0, 2.0)[..., None]
    x = -int(rng.integers(0, 20))
    while x < S:
        wide, roof = int(rng.integers(22, 50)), int(rng.integers(28, 70))
        wall = rng.uniform(0.15, 0.5) * np.array([1.0, rng.uniform(0.7, 1.0), rng.uniform(0.5, 1)])
        part = (slice(roof, S), slice(max(x, 0), max(x + wide, 0)))
        image[part] = wall
        lit = (
            ((X - x) % 11 > 3) & ((X - x) % 11 < 9) & ((Y - roof) % 14 > 4) & ((Y - roof) % 14 < 11)
        )
        image[part] = np.where(lit[part][..., None], wall * 0.35 + 0.04, image[part])
        x += wide + int(rng.integers(0, 8)) * int(rng.random() < 0.5)
    for _ in range(int(rng.integers(2, 7))):
        a, b, radius = rng.uniform(0, S), rng.uniform(85, 125), rng.uniform(10, 26)
        crown = np.hypot(X - a, Y - b) < radius * (1.0 + 0.12 * noise(rng, 4.0))
        green = np.array([0.06, 0.13, 0.03]) * rng.uniform(0.7, 1.8)
        image = np.where(crown[..., None], shaded(green, 1.0 + 0.3 * noise(rng, 2.5)), image)
    image[116:] = np.where((Y < 118)[116:, :, None], 0.4, 0.18)
    return image


def oven(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """An oven's front: knobs above a dark pane and a handle."""
    image = shaded(colour, 1.0 + 0.02 * noise(rng, 16.0))
    for x in np.linspace(18, 110, int(rng.integers(3, 6))):
        image[np.hypot(X - x, Y - 12) < 6] = 0.05
    image[24:30, 12:-12] = 0.5
    image[38:108, 16:-16] = mixed(np.array([0.02] * 3), np.array([0.12] * 3), (X + Y) / 300.0)[
        38:108, 16:-16
    ]
    return image


def hob(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Four plates on black glass or steel."""
    del colour
    image = np.full((S, S, 3), float(rng.choice([0.012, 0.4])) * rng.uniform(0.7, 1.3))
    for x, y in ((36, 36), (92, 36), (36, 92), (92, 92)):
        radius = np.hypot(X - x, Y - y)
        image[(radius < 22) & (radius > 19)] = 0.2
        image[radius < 9] = 0.05
    return image


def lockers(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """Four metal doors with slits and handles."""
    image = shaded(colour, 1.0 + rng.normal(0.0, 0.03, 4)[X // 32])
    image[(X % 32 < 1) | (Y < 2) | (Y > S - 3)] *= 0.3
    slits = (X % 32 > 9) & (X % 32 < 24) & (Y > 12) & (Y < 30) & (Y % 5 < 2)
    image[slits] *= 0.35
    image[(X % 32 > 25) & (X % 32 < 29) & (Y > 60) & (Y < 70)] = 0.5
    return image


def sign(rng: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    """A sign of few colours: exit, arrow, danger."""
    image = np.broadcast_to(colour, (S, S, 3)).copy()
    ink = np.array([0.9, 0.9, 0.88])
    if rng.random() < 0.5:  # an arrow and a door
        image[(np.abs(Y - 64) < 8) & (X > 54) & (X < 96)] = ink
        image[(np.abs(Y - 64) < 108 - X) & (X > 84)] = ink
        image[24:104, 14:44] = ink
    else:
        image[np.hypot(X - 64, Y - 64) < 44] = ink
        image[34:78, 56:72] = colour
        image[86:98, 56:72] = colour
    return image


INDOORS = {
    "terrazzo": (terrazzo, 1.0), "vinyl": (vinyl, 1.2), "herringbone": (herringbone, 1.0),
    "wide_boards": (wide_boards, 1.3), "rubber": (rubber, 1.0), "chequered": (chequered, 1.3),
    "wall_tiles": (wall_tiles, 0.9), "subway_tiles": (subway_tiles, 0.7),
    "panelling": (panelling, 0.9), "floral": (floral, 0.7), "worn_paint": (worn_paint, 2.7),
    "ceiling_grid": (ceiling_grid, 1.2), "poster": (poster, 1.0),
    "notice_board": (notice_board, 1.0), "whiteboard": (whiteboard, 1.0),
    "blackboard": (blackboard, 1.0), "clock": (clock, 1.0), "world_map": (world_map, 1.0),
    "tool_board": (tool_board, 1.0), "goods": (goods, 1.0), "binders": (binders, 1.0),
    "vitals": (vitals, 1.0), "town_view": (town_view, 1.0), "oven": (oven, 1.0), "hob": (hob, 1.0),
    "lockers": (lockers, 1.0), "sign": (sign, 1.0),
}  # fmt: skip
"""Name -> tile function and the side of its tile on the surface [m]."""
