"""What an asset pack's files of people hold: the base mesh, and items bound to it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from understudy.bodies.posing import transform_names, transform_of_bone
from understudy.errors import PlatformError
from understudy.packs import find_item, pack_items, packs_folder

BASE_FILE = "base.npz"


@dataclass(frozen=True, kw_only=True)
class BaseMesh:
    """MakeHuman's whole base mesh, V vertices; its skin is textured."""

    rest_m: np.ndarray
    shapes_m: np.ndarray
    """(K, V, 3)."""
    weights: np.ndarray
    """(V, transforms)."""
    vertices: np.ndarray
    """(S,) base vertices of the skin."""
    corner_vertex: np.ndarray
    """(W,) which of those each texture corner is."""
    uv: np.ndarray
    faces: np.ndarray
    """(F, 3) corners."""
    scale_pairs: np.ndarray
    """(3, 2) base vertices whose distances along x, y, z are `Item.lengths_m` where it was made."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something bound to the base mesh."""

    refs: np.ndarray
    """(N, 3) base vertices, with `ref_weights`."""
    ref_weights: np.ndarray
    offsets_m: np.ndarray
    """(N, 3)."""
    lengths_m: np.ndarray
    corner_vertex: np.ndarray
    uv: np.ndarray
    faces: np.ndarray
    zones: np.ndarray
    """(N,) part that is dyed on its own."""
    colours: np.ndarray
    """(Z, 3) mean colour of each as painted, linear."""
    dyed: bool
    headroom: float
    """Linear value of the page's white, as a multiple of `colours`."""
    deleted: np.ndarray
    """(V or a few more,) base vertices hidden below."""
    page: np.ndarray
    """(G, G, 4)."""


def face_items(pack: str, part: str) -> list[str]:
    """Returns the full names of a pack's eyes, brows or lashes."""
    return [
        name
        for name, item in pack_items("beard", (pack,)).items()
        if item.tags[:2] == ("face", part)
    ]


def base_mesh(pack: str) -> BaseMesh:
    """Reads a pack's base mesh, once per process.

    Raises:
        PlatformError: it is missing or damaged.
    """
    return _read_base(packs_folder() / pack / BASE_FILE)


@lru_cache(maxsize=1)
def _read_base(path: Path) -> BaseMesh:
    arrays = _arrays(path)
    bones = np.zeros((len(arrays["rest_m"]), len(transform_of_bone())), np.float32)
    rows = np.arange(len(bones))[:, None]
    np.add.at(bones, (rows, arrays["bone_of_weight"]), arrays["bone_weights"].astype(np.float32))
    weights = np.zeros((len(bones), len(transform_names())), np.float32)
    np.add.at(weights.T, transform_of_bone(), bones.T)
    return BaseMesh(
        rest_m=arrays["rest_m"],
        shapes_m=arrays["shapes_m"].astype(np.float32),
        weights=weights / weights.sum(axis=1, keepdims=True),
        vertices=arrays["vertices"].astype(int),
        corner_vertex=arrays["corner_vertex"].astype(int),
        uv=arrays["uv"],
        faces=arrays["faces"].astype(int),
        scale_pairs=arrays["scale_pairs"],
    )


def load_item(full_name: str) -> Item:
    """Reads an item of a pack; the last ones stay in memory.

    Raises:
        InputError: pack or item are not installed.
        PlatformError: its file is damaged.
    """
    return _read_item(find_item(full_name)[1])


@lru_cache(maxsize=48)
def _read_item(path: Path) -> Item:
    arrays = _arrays(path)
    return Item(
        refs=arrays["refs"].astype(int),
        ref_weights=arrays["ref_weights"],
        offsets_m=arrays["offsets_m"],
        lengths_m=arrays["lengths_m"],
        corner_vertex=arrays["corner_vertex"].astype(int),
        uv=arrays["uv"],
        faces=arrays["faces"].astype(int),
        zones=arrays["zones"].astype(int),
        colours=arrays["colours"],
        dyed=bool(arrays["dyed"]),
        headroom=float(arrays["headroom"]),
        deleted=np.unpackbits(arrays["deleted"]).astype(bool),
        page=_picture(arrays["page"], path),
    )


def skin_page(full_name: str) -> tuple[np.ndarray, float]:
    """Returns the picture (G, G, 4) of a pack's skin, and what its white stands for, see `Item`.

    Raises:
        InputError: pack or item are not installed.
        PlatformError: its file is damaged.
    """
    return _read_skin(find_item(full_name)[1])


@lru_cache(maxsize=16)
def _read_skin(path: Path) -> tuple[np.ndarray, float]:
    arrays = _arrays(path)
    return _picture(arrays["page"], path), float(arrays["headroom"])


def _arrays(path: Path) -> dict[str, Any]:
    try:
        with np.load(path) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise _damaged(path, error) from None


def _picture(data: np.ndarray, path: Path) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data.tobytes())) as picture:
            return np.asarray(picture.convert("RGBA"))
    except OSError as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> PlatformError:
    return PlatformError(
        f"{path} is missing or damaged ({error}): add the pack again with `understudy assets add "
        f"{path.parent.name}`"
    )
