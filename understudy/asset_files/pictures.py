"""Pictures and panoramas from files, in linear light."""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np

from understudy.colour import decode_srgb
from understudy.errors import InputError

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")
PANORAMA_SUFFIXES = (".hdr", ".exr")

LARGEST_PIXELS = 200_000_000
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def read_picture(path: Path, *, largest_side: int = 2048) -> np.ndarray:
    """Returns a JPEG or PNG (H, W, 4) as sRGB bytes with alpha, upright, no larger than asked.

    Raises:
        InputError: the file is no picture, damaged, or absurdly large.
    """
    try:
        return _open_picture(path.read_bytes(), largest_side)
    except _picture_errors() as error:
        raise InputError(f"{path}: not a readable JPEG or PNG ({error})") from None


def _picture_errors() -> tuple[type[Exception], ...]:
    from PIL import Image

    return (OSError, ValueError, IndexError, SyntaxError, Image.DecompressionBombError)


def _open_picture(data: bytes, largest_side: int) -> np.ndarray:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > LARGEST_PIXELS:
            raise ValueError(f"{image.width}x{image.height} pixels are too many")
        if max(image.size) > largest_side:
            image.draft("RGB", (largest_side, largest_side))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    if max(upright.size) > largest_side:
        upright.thumbnail((largest_side, largest_side), Image.Resampling.BOX)
    return np.asarray(upright)


def picture_size(path: Path) -> tuple[int, int]:
    """Returns (width, height) from a picture's header.

    Raises:
        InputError: the file is no picture.
    """
    from PIL import Image

    try:
        with Image.open(path, formats=("JPEG", "PNG")) as image:
            return image.size
    except _picture_errors() as error:
        raise InputError(f"{path}: not a readable JPEG or PNG ({error})") from None


def read_panorama(path: Path, *, width: int = 1024) -> np.ndarray:
    """Returns an equirectangular panorama (width / 2, width, 3) as linear float32.

    Laid out as `Scene.environment`: top row straight up, columns turning counter-clockwise seen
    from above (the way from left to right in the file is clockwise). Reads Radiance `.hdr`,
    OpenEXR (needs the package OpenEXR), JPEG with an Ultra HDR gain map, plain JPEG and PNG, whose
    clipped highlights are stretched, so that a sun still shines.

    Raises:
        InputError: the file cannot be read, or is not twice as wide as high.
    """
    read = _READERS.get(path.suffix.lower(), _read_low_range)
    try:
        picture = read(path)
    except _picture_errors() as error:
        raise InputError(f"{path}: not a readable panorama ({error})") from None
    height, wide = picture.shape[:2]
    if not 1.9 <= wide / height <= 2.1:
        raise InputError(f"{path}: a panorama is twice as wide as high, this is {wide}x{height}")
    if not np.isfinite(picture).all():
        picture = np.nan_to_num(picture, nan=0.0, posinf=65504.0, neginf=0.0)
    return resized(np.maximum(picture[:, ::-1], 0.0), width // 2, width)


def resized(picture: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Returns a picture (H, W, C) at another size: means of blocks, or the nearest pixels."""
    for axis, count in ((0, rows), (1, columns)):
        have = picture.shape[axis]
        if have > count:
            edges = np.round(np.linspace(0, have, count + 1)).astype(int)
            sums = np.add.reduceat(picture, edges[:-1], axis=axis, dtype=np.float32)
            shape = [1, 1, 1]
            shape[axis] = count
            picture = sums / np.diff(edges).reshape(shape)
        elif have < count:
            picture = np.take(picture, np.arange(count) * have // count, axis=axis)
    return np.ascontiguousarray(picture, np.float32)


# ---------------------------------------------------------------------------------- the formats


def _read_radiance(path: Path) -> np.ndarray:
    """Reads Radiance RGBE (Ward 1991), flat or with run lengths."""
    data = path.read_bytes()
    head, blank, rest = data.partition(b"\n\n")
    if not blank or not head.startswith(b"#?"):
        raise ValueError("no Radiance header")
    if b"FORMAT=32-bit_rle_rgbe" not in head:
        raise ValueError("only Radiance RGBE, not XYZE, is understood")
    size, _, body = rest.partition(b"\n")
    found = re.fullmatch(rb"-Y (\d+) \+X (\d+)\s*", size)
    if not found:
        raise ValueError(f"unknown pixel order {size[:40]!r}")
    height, width = int(found[1]), int(found[2])
    if not 0 < height * width <= LARGEST_PIXELS:
        raise ValueError(f"{width}x{height} pixels")
    pixels = np.frombuffer(body, np.uint8)
    if not (8 <= width < 32768 and body[:2] == b"\x02\x02"):
        if len(pixels) < height * width * 4:
            raise ValueError("the file ends early")
        return _from_rgbe(pixels[: height * width * 4].reshape(height, width, 4))
    rows = np.empty((height, 4, width), np.uint8)
    place = 0
    for row in rows:
        if body[place : place + 4] != bytes((2, 2, width >> 8, width & 255)):
            raise ValueError("damaged run lengths")
        place += 4
        for channel in row:
            at = 0
            while at < width:
                count = body[place]
                if count > 128:
                    channel[at : at + count - 128] = body[place + 1]
                    at, place = at + count - 128, place + 2
                else:
                    run = pixels[place + 1 : place + 1 + count]
                    if count == 0 or len(run) < count or at + count > width:
                        raise ValueError("damaged run lengths")
                    channel[at : at + count] = run
                    at, place = at + count, place + 1 + count
    return _from_rgbe(rows.transpose(0, 2, 1))


def _from_rgbe(pixels: np.ndarray) -> np.ndarray:
    exponent = pixels[..., 3].astype(np.int32)
    scale = np.where(exponent > 0, np.ldexp(1.0, exponent - 136), 0.0)
    return (pixels[..., :3] * scale[..., None]).astype(np.float32)


def _read_exr(path: Path) -> np.ndarray:
    if importlib.util.find_spec("OpenEXR") is None:
        raise ValueError("OpenEXR files need the package OpenEXR: `pip install OpenEXR`")
    import OpenEXR

    with OpenEXR.File(str(path)) as file:
        channels = file.channels()
        if "RGB" in channels or "RGBA" in channels:
            name = "RGB" if "RGB" in channels else "RGBA"
            return np.asarray(channels[name].pixels, np.float32)[..., :3]
        if not {"R", "G", "B"} <= set(channels):
            raise ValueError(f"no colour among its channels {sorted(channels)}")
        planes = [np.asarray(channels[name].pixels, np.float32) for name in "RGB"]
        return np.stack(planes, axis=-1)


def _read_low_range(path: Path) -> np.ndarray:
    data = path.read_bytes()
    picture = decode_srgb(_open_picture(data, 4096)[..., :3])
    gain = _gain_map(data)
    if gain is not None:
        low, high, gamma, base_offset, offset, map_picture = gain
        share = resized(map_picture, *picture.shape[:2]) ** np.float32(1.0 / gamma)
        stops = low + (high - low) * share
        return (picture + base_offset) * np.exp2(stops) - offset
    # What is clipped was brighter, nobody knows how much: at most eightfold, a lamp rather than
    # a sun.
    brightness = (picture @ _LUMINANCE)[..., None]
    return picture * (1.0 + 7.0 * np.clip((brightness - 0.8) / 0.2, 0.0, 1.0) ** 2)


def _gain_map(data: bytes) -> tuple[float, float, float, float, float, np.ndarray] | None:
    """Finds the gain map of an Ultra HDR JPEG (Adobe's hdrgm metadata) behind the picture."""
    start = data.rfind(b"\xff\xd8\xff")
    fields = dict(re.findall(rb'hdrgm:(\w+)="([^"]*)"', data[start:]))
    if start <= 0 or b"GainMapMax" not in fields:
        return None
    if fields.get(b"BaseRenditionIsHDR", b"False") == b"True":
        raise ValueError("an Ultra HDR picture whose base is the bright one is not understood")

    def field(name: bytes, default: float) -> float:
        value = float(fields.get(name, default))
        if not math.isfinite(value):
            raise ValueError(f"{name.decode()} is {value}")
        return value

    picture = _open_picture(data[start:], 4096)[..., :3] / np.float32(255.0)
    return (
        field(b"GainMapMin", 0.0), min(field(b"GainMapMax", 1.0), 20.0), field(b"Gamma", 1.0),
        field(b"OffsetSDR", 0.015625), field(b"OffsetHDR", 0.015625), picture,
    )  # fmt: skip


_READERS: dict[str, Callable[[Path], np.ndarray]] = {".hdr": _read_radiance, ".exr": _read_exr}
