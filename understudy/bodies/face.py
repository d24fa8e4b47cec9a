"""Head and eyes: skin, lips, brows and eyeballs."""

from __future__ import annotations

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.pieces import Piece, cut, head_scale
from understudy.bodies.shape import RestBody
from understudy.types import BodySpec


def face(spec: BodySpec, rest: RestBody) -> Piece:
    """Returns the head's skin with lips, cheeks and brows."""
    faces = load_body_asset().head_faces
    points = rest.vertices_m
    between = (rest.head("eye.L") + rest.head("eye.R")) / 2.0
    scale = head_scale(rest)
    x, y, z = ((points - between) / scale).T
    skin = np.array(spec.skin_colour)
    colour = np.tile(skin, (len(points), 1))
    front = x > -0.02
    lips = front & (np.abs(z + 0.068) < 0.009) & (np.abs(y) < 0.024)
    cheeks = front & (np.hypot(np.abs(y) - 0.04, z + 0.035) < 0.02)
    brows = front & (np.abs(z - 0.02 + 3.0 * (np.abs(y) - 0.03) ** 2) < 0.005)
    brows &= (np.abs(y) > 0.010) & (np.abs(y) < 0.052)
    colour[lips] = skin * (0.95, 0.55, 0.52)
    colour[cheeks] = skin * (1.05, 0.88, 0.86)
    colour[brows] = 0.3 * skin + 0.7 * np.array(spec.hair_colour) * 0.6
    return cut(rest, faces, spec.skin_colour, colours=colour)


def eyes(spec: BodySpec, rest: RestBody) -> Piece:
    """Returns the front of both eyeballs."""
    asset = load_body_asset()
    colour = np.full_like(rest.vertices_m, 0.75)
    for suffix in "LR":
        centre = rest.head(f"eye.{suffix}")
        ball = np.unique(asset.eye_faces)
        ball = ball[np.sign(rest.vertices_m[ball, 1]) == np.sign(centre[1])]
        middle = rest.vertices_m[ball].mean(axis=0)
        ahead = (rest.vertices_m[ball] - middle)[:, 0]
        ahead = ahead / np.abs(ahead).max()
        colour[ball[ahead > 0.8]] = spec.eye_colour
        colour[ball[ahead > 0.95]] = 0.01
    # The back of the ball is never seen.
    front = rest.vertices_m[asset.eye_faces][..., 0].mean(axis=1)
    centre = (rest.head("eye.L")[0] + rest.head("eye.R")[0]) / 2.0
    return cut(rest, asset.eye_faces[front > centre], (1.0, 1.0, 1.0), colours=colour)
