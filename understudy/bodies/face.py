"""Head and eyes: skin under a painted page, eyeballs, spectacles."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from understudy.bodies.asset import load_body_asset
from understudy.bodies.canonical import canonical_places, eye_uv, head_uv
from understudy.bodies.pieces import Piece, cut, vertex_normals
from understudy.bodies.shape import RestBody
from understudy.bodies.skin import face_page
from understudy.types import BodySpec

WHITE = (1.0, 1.0, 1.0)
UNDER_HEAD_M = 0.0012
"""How deep under the head's skin the body's lies where they meet."""


def face(spec: BodySpec, rest: RestBody) -> Piece:
    """Returns the head's skin under its painted page."""
    return _painted(spec, rest, load_body_asset().head_faces, head_uv(canonical_places()))


def eyes(spec: BodySpec, rest: RestBody) -> Piece:
    """Returns the front of both eyeballs."""
    faces, places = load_body_asset().eye_faces, canonical_places()
    uv = np.zeros((len(places), 2))
    for sign in (1.0, -1.0):
        ball = np.unique(faces)
        ball = ball[np.sign(places[ball, 1]) == sign]
        middle = (places[ball].min(axis=0) + places[ball].max(axis=0)) / 2.0
        uv[ball] = eye_uv(places[ball], middle)
    return _painted(spec, rest, faces, uv)


def meet_head(skin_m: np.ndarray, rest: RestBody, share: np.ndarray) -> np.ndarray:
    """Lays the body's skin (V, 3) just under the head's where `share` (V,) is one, so that no step
    is seen where one ends and the other goes on."""
    faces = load_body_asset().head_faces
    used, near = np.unique(faces), np.flatnonzero(share > 0.0)
    normals = vertex_normals(rest.vertices_m, faces)[used]
    distance, nearest = cKDTree(rest.vertices_m[used]).query(skin_m[near], k=3)
    weight = 1.0 / np.maximum(distance, 1e-4) ** 2
    weight = weight / weight.sum(axis=1, keepdims=True)
    normal = np.einsum("vk,vkc->vc", weight, normals[nearest])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    away = skin_m[near, None] - rest.vertices_m[used][nearest]
    outside = np.einsum("vc,vkc,vk->v", normal, away, weight)
    # Far from the head's skin there is nothing to meet.
    part = share[near] * np.clip(2.0 - distance[:, 0] / 0.02, 0.0, 1.0)
    met = skin_m.copy()
    met[near] -= ((outside + UNDER_HEAD_M) * part)[:, None] * normal
    return met


def _painted(spec: BodySpec, rest: RestBody, faces: np.ndarray, uv: np.ndarray) -> Piece:
    piece = cut(rest, faces, WHITE)
    return Piece(**{**vars(piece), "uv": uv[np.unique(faces)], "page": face_page(spec)})
