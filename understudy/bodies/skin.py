"""Painted skin: a tile for the body, and a page with everything that makes a face."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

import numpy as np

from understudy.bodies.beard import beard_cover
from understudy.bodies.canonical import EYE_CORNER, EYE_EXTENT_M, EYE_SIDE, FACE_ROWS, page_places
from understudy.bodies.hair import scalp_cover, skull_angles
from understudy.colour import encode_srgb
from understudy.errors import lookup
from understudy.packs import is_pack_item
from understudy.types import PAGE_SIZE, TEXTURE_SIZE, BodySpec

SKINS: MappingProxyType[str, float] = MappingProxyType({"plain": 0.0, "freckled": 1.0})
"""Name -> strength of the freckles."""
TILE_MEAN = 0.93
"""Mean of the body's skin tile; the face is painted as much darker, so that no seam shows."""
SCLERA = np.array([0.50, 0.465, 0.43])
Extent = tuple[slice, slice]
"""Rows and columns of a page."""
WHOLE: Extent = (slice(None), slice(None))
UNSEEN = 1e-4
"""Paint so thin is left out."""


@lru_cache(maxsize=1)
def skin_tile() -> np.ndarray:
    """Returns mottled skin (S, S, 3) uint8, to be multiplied by the skin's colour."""
    blotches = 0.6 * _noise(TEXTURE_SIZE, 5.0, 11) + 0.4 * _noise(TEXTURE_SIZE, 20.0, 12)
    redness = _noise(TEXTURE_SIZE, 3.0, 13)[..., None] * (0.0, 0.018, 0.018)
    tile = TILE_MEAN * (1.0 + 0.03 * blotches[..., None] - redness)
    return encode_srgb(tile)


@lru_cache(maxsize=16)
def face_page(spec: BodySpec) -> np.ndarray:
    """Paints the page of a head: (G, G, 4) uint8, laid out by `canonical.head_uv`.

    Raises:
        InputError: unknown skin, hair style or beard.
    """
    skin = np.array(spec.skin_colour) * TILE_MEAN
    paint = _painted_areas()
    old = float(np.clip((spec.age - 0.75) / 0.22, 0.0, 1.0))
    young = float(np.clip((0.5 - spec.age) / 0.15, 0.0, 1.0))
    fair = float(np.clip((skin.mean() - 0.08) / 0.3, 0.0, 1.0))
    # Channel by channel: NumPy is slow where the last axis has three places.
    page = np.empty((3, FACE_ROWS, PAGE_SIZE), np.float32)
    page[...] = _per_channel(skin)

    def shade(name: str, amount: float, tint: tuple[float, float, float]) -> None:
        """Only where there is something to paint: most of what is painted is small."""
        if amount > 0.0:
            where = _extents()[name]
            page[(slice(None), *where)] *= 1.0 - paint[name][where] * _per_channel(
                amount * (1.0 - np.array(tint))
            )

    def cover(share: np.ndarray, colour: np.ndarray, where: Extent = WHOLE) -> None:
        part = page[(slice(None), *where)]
        part += (colour - part) * share[where].astype(np.float32)

    page *= 1.0 + paint["mottle"] * _per_channel((1.0 + old) * np.array((0.02, 0.03, 0.03)))
    shade("blush", 0.55 + 0.35 * young + 0.2 * old, (1.0, 0.80, 0.80))
    shade("socket", 0.75, (0.80, 0.74, 0.74))
    shade("hollow", 0.5 + 0.6 * old, (0.82, 0.76, 0.78))
    shade("under", 0.8, (0.80, 0.76, 0.75))
    shade("crease", 0.8, (0.55, 0.46, 0.44))
    shade("fold", 0.25 + 0.75 * old, (0.62, 0.55, 0.54))
    shade("wrinkle", 0.85 * old, (0.68, 0.62, 0.60))
    freckles = 0.0 if is_pack_item(spec.skin) else lookup(SKINS, spec.skin, "skin")
    shade("freckle", 0.9 * freckles, (0.62, 0.48, 0.40))
    female = spec.gender * (1.0 - young)
    lip = skin * (0.80 + 0.14 * fair, 0.52 + 0.06 * fair, 0.52 + 0.06 * fair)
    lip = lip * (1.0, 1.0 - 0.15 * female, 1.0)
    cover(paint["lip"] * (0.62 + 0.25 * female), _per_channel(lip), _extents()["lip"])
    hair = np.array(spec.hair_colour)
    if spec.beard != "none":
        beard = beard_cover(spec, page_places())
        cover(beard * paint["strand"], _per_channel(0.75 * hair + 0.03 * skin))
    shade("mouth", 1.0, (0.30, 0.20, 0.20))
    shade("nostril", 1.0, (0.22, 0.15, 0.15))
    brow = "brow" if spec.gender < 0.5 else "thin_brow"
    dark = hair * min(1.0, 0.2 / max(float(hair.max()), 1e-3))
    brow_colour = _per_channel(0.8 * dark + 0.06 * skin)
    cover(paint[brow] * (0.85 - 0.25 * young), brow_colour, _extents()[brow])
    shade("rim", 0.9, (0.62, 0.42, 0.40))
    lash_colour = _per_channel(0.15 * dark + 0.01)
    cover(paint["lash"] * (0.8 + 0.2 * spec.gender), lash_colour, _extents()["lash"])
    cover(scalp_cover(spec, _page_angles()), _per_channel(0.7 * hair) * paint["strand"])
    whole = np.zeros((PAGE_SIZE, PAGE_SIZE, 4), np.uint8)
    whole[..., 3] = 255
    whole[:FACE_ROWS, :, :3] = encode_srgb(page).transpose(1, 2, 0)
    whole[FACE_ROWS:, :, :3] = encode_srgb(SCLERA * 0.8)
    column, row = EYE_CORNER
    whole[row : row + EYE_SIDE, column : column + EYE_SIDE, :3] = encode_srgb(_eye(spec))
    return whole


def _per_channel(colour: np.ndarray) -> np.ndarray:
    """Returns a colour (3,) as float32 (3, 1, 1), to be spread over pages (3, rows, columns)."""
    return np.asarray(colour, np.float32)[:, None, None]


def _eye(spec: BodySpec) -> np.ndarray:
    """Returns (EYE_SIDE, EYE_SIDE, 3) linear: the eyeball's front."""
    line = (np.arange(EYE_SIDE) + 0.5) / EYE_SIDE * 2.0 - 1.0
    y, z = np.meshgrid(line * EYE_EXTENT_M, -line * EYE_EXTENT_M)
    away = np.hypot(y, z)
    old = np.clip((spec.age - 0.7) / 0.3, 0.0, 1.0)
    eye = SCLERA * (1.0 - 0.1 * old * np.array([0.2, 0.6, 1.0]))
    eye = eye * (1.0 - _step(away, 0.008, 0.014)[..., None] * (0.15, 0.34, 0.36))
    streaks = 1.0 + 0.25 * np.sin(np.arctan2(z, y) * 23.0) * _step(away, 0.0025, 0.004)
    # Light falls in from above and leaves the iris's lower half bright.
    iris = np.array(spec.eye_colour) * (1.15 - 70.0 * z)[..., None] * streaks[..., None]
    iris = iris * (1.0 - 0.65 * _step(away, 0.0046, 0.0060))[..., None]
    inside = 1.0 - _step(away, 0.0057, 0.0064)
    eye = eye + (iris - eye) * inside[..., None]
    eye = eye * (0.06 + 0.94 * _step(away, 0.0021, 0.0028))[..., None]
    eye = eye * (1.0 - 0.5 * _step(z, 0.0, 0.005))[..., None]  # the upper lid's shade
    glint = 1.0 - _step(np.hypot(y - 0.0023, z - 0.0018), 0.0008, 0.0017)
    return eye + (1.0 - eye) * glint[..., None]


@lru_cache(maxsize=1)
def _page_angles() -> tuple[np.ndarray, np.ndarray]:
    return skull_angles(page_places())


@lru_cache(maxsize=1)
def _painted_areas() -> dict[str, np.ndarray]:
    """Returns shares 0..1 over the page's face rows, by the name of what is painted there."""
    places = page_places()
    x, y, z = np.moveaxis(places, -1, 0)
    front = _step(x, -0.035, -0.01)
    fine, coarse = _rows_of(_noise(PAGE_SIZE, 60.0, 5)), _rows_of(_noise(PAGE_SIZE, 9.0, 6))
    # Brow hairs lie slanted, beards hang.
    hairs = _rows_of(_noise(PAGE_SIZE, 90.0, 7))

    def spot(at_y: float, at_z: float, wide: float, high: float) -> np.ndarray:
        return front * np.exp(-(((y - at_y) / wide) ** 2) - ((z - at_z) / high) ** 2)

    def line(offset: np.ndarray, half: float) -> np.ndarray:
        return front * np.exp(-((offset / half) ** 2))

    # The opening between the lids: an ellipse on the page, slightly arched.
    across = (y - 0.0325) / 0.0142
    lid = np.sqrt(np.clip(1.0 - across**2, 0.0, 1.0))
    upper, lower = -0.0022 + 0.0052 * lid, -0.0022 - 0.0042 * lid
    at_eye = front * _step(0.0175 - np.abs(y - 0.0325), 0.0, 0.003)
    brow_z = np.interp(
        y, [0.008, 0.016, 0.036, 0.046, 0.056], [0.013, 0.0155, 0.0205, 0.0190, 0.013]
    )
    brow_half = np.interp(y, [0.008, 0.014, 0.036, 0.056], [0.0035, 0.0042, 0.0036, 0.0014])
    brow_end = _step(y, 0.008, 0.013) * (1.0 - _step(y, 0.050, 0.056))

    def brow(share: float) -> np.ndarray:
        edge = np.abs(z - brow_z) / (brow_half * share)
        return (
            front * brow_end * (1.0 - _step(edge, 0.55, 1.25)) * np.clip(0.85 + 0.3 * hairs, 0, 1)
        )

    corner = np.clip(1.0 - (y / 0.0265) ** 2, 0.0, 1.0)
    bow = -0.0735 + 0.0085 * corner**0.7 - 0.0016 * np.exp(-((y / 0.004) ** 2))
    chin_side = -0.0735 - 0.0105 * corner**0.6
    lip = front * _step(bow - z, -0.0008, 0.0012) * _step(z - chin_side, -0.0008, 0.0014)
    lip *= 1.0 - _step(y, 0.0245, 0.0275)
    fold_y = np.interp(z, [-0.085, -0.072, -0.055, -0.040], [0.036, 0.036, 0.028, 0.020])
    fold = line(y - fold_y, 0.0016) * _step(z, -0.084, -0.076) * (1 - _step(z, -0.045, -0.038))
    waves = 0.0012 * np.sin(y * 160.0) + 0.0008 * coarse
    wrinkle = np.maximum.reduce(
        [
            line(z - at - waves, 0.0011) * (1 - _step(y, 0.030, 0.045))
            for at in (0.033, 0.043, 0.053)
        ]
        + [
            line(z + 0.002 - slope * (y - 0.047), 0.0010) * _step(y, 0.048, 0.052)
            * (1 - _step(y, 0.060, 0.068))
            for slope in (-0.7, -0.1, 0.5)
        ]
        + [line(y - 0.005, 0.0009) * _step(z, 0.008, 0.012) * (1 - _step(z, 0.020, 0.026))]
        + [line(z - lower + 0.006 + 0.002 * across**2, 0.0010) * at_eye]
    )  # fmt: skip
    ear = (1.0 - _step(np.abs(x + 0.08), 0.014, 0.022)) * (
        1.0 - _step(np.abs(z + 0.022), 0.022, 0.034)
    )
    freckle = _step(_rows_of(_noise(PAGE_SIZE, 75.0, 8)), 1.1, 1.8) * np.maximum(
        spot(0.03, -0.028, 0.03, 0.016), spot(0.0, -0.025, 0.02, 0.014)
    )
    areas = {
        "mottle": 0.7 * coarse + 0.3 * fine,
        "strand": np.clip(0.9 + 0.12 * fine, 0.0, 1.0),
        "blush": np.clip(
            spot(0.043, -0.036, 0.019, 0.017) + 0.7 * spot(0.0, -0.040, 0.013, 0.010)
            + 0.35 * spot(0.0, -0.108, 0.018, 0.010) + 0.6 * ear, 0.0, 1.0,
        ),
        "socket": spot(0.030, 0.0055, 0.019, 0.0065) + 0.5 * spot(0.013, 0.003, 0.006, 0.008),
        "hollow": spot(0.030, -0.0115, 0.016, 0.005),
        "under": np.clip(spot(0.0, -0.0505, 0.012, 0.004) + spot(0.0, -0.0885, 0.016, 0.004), 0, 1),
        "crease": line(z - upper - 0.0042, 0.0010) * at_eye,
        "fold": np.clip(fold + 0.8 * line(np.hypot(y - 0.011, z + 0.039) - 0.0095, 0.0014)
                        * _step(y, 0.014, 0.018), 0, 1),
        "wrinkle": wrinkle,
        "freckle": freckle,
        "lip": lip,
        "mouth": line(z + 0.0735 + 0.0012 * corner - 0.0006, 0.0011) * (1 - _step(y, 0.025, 0.029)),
        "nostril": spot(0.0085, -0.0470, 0.0042, 0.0024),
        "brow": brow(1.25),
        "thin_brow": brow(0.85),
        "rim": at_eye * line(z - lower + 0.0005, 0.0012),
        "lash": at_eye * np.clip(
            line(z - upper - 0.0006, 0.0013) + 0.25 * line(z - lower + 0.0006, 0.0007), 0.0, 1.0
        ),
    }  # fmt: skip
    return {name: area.astype(np.float32) for name, area in areas.items()}


@lru_cache(maxsize=1)
def _extents() -> dict[str, Extent]:
    """Returns the rows and columns outside which there is nothing to paint."""
    found = {}
    for name, area in _painted_areas().items():
        rows, columns = (np.flatnonzero((np.abs(area) > UNSEEN).any(axis=axis)) for axis in (1, 0))
        found[name] = (
            slice(int(rows[0]), int(rows[-1]) + 1),
            slice(int(columns[0]), int(columns[-1]) + 1),
        )
    return found


def _rows_of(square: np.ndarray) -> np.ndarray:
    return square[:FACE_ROWS]


@lru_cache(maxsize=32)
def _noise(size: int, cycles: float, seed: int) -> np.ndarray:
    """Returns repeating smooth noise (size, size) of unit variance, about `cycles` per side."""
    white = np.random.Generator(np.random.PCG64(seed)).standard_normal((size, size))
    frequency = np.fft.fftfreq(size, 1.0 / size)
    radius = np.hypot(*np.meshgrid(frequency, frequency))
    band = np.exp(-(((radius - cycles) / (0.45 * cycles)) ** 2))
    smooth = np.fft.ifft2(np.fft.fft2(white) * band).real
    return smooth / smooth.std()


def _step(value: np.ndarray, low: float, high: float) -> np.ndarray:
    """Rises smoothly from 0 at `low` to 1 at `high`."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)
