"""Head and eyes: skin under a painted page, eyeballs, spectacles."""

from __future__ import annotations

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.canonical import canonical_places, eye_uv, head_uv
from understudy.bodies.pieces import Piece, cut
from understudy.bodies.shape import RestBody
from understudy.bodies.skin import face_page
from understudy.types import BodySpec

WHITE = (1.0, 1.0, 1.0)


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


def _painted(spec: BodySpec, rest: RestBody, faces: np.ndarray, uv: np.ndarray) -> Piece:
    piece = cut(rest, faces, WHITE)
    return Piece(**{**vars(piece), "uv": uv[np.unique(faces)], "page": face_page(spec)})
