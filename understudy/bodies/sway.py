"""Cloth that hangs free: it droops over the legs, and lags behind like a damped spring.

Worked out on the few control points of a tube; the cloth's own vertices are moved along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from understudy.bodies.pieces import Piece, Tube
from understudy.bodies.places import Places, leg_segments
from understudy.types import JOINTS

PULL = 9.0
"""Square of the spring's angular frequency times the free length [m/s^2]: a pendulum, stiffened
by the cloth around it."""
DAMPING = 0.4
"""As a share of the critical."""
DRAG_S = 0.03
"""How far it trails at a steady speed: this long times the speed."""
REACH = 0.3
"""How far it may lag, as a share of its free length."""
FLOOR_M = 0.006
LYING_M = 0.02
"""How deep cloth would have to fall into a leg to lie on it wholly."""
SKIN_M = 0.03
"""How far it keeps off a leg's surface."""

_STARTS = [JOINTS.index(f"{side}_{name}") for side in ("left", "right") for name in ("hip", "knee")]
_ENDS = [JOINTS.index(f"{side}_{name}") for side in ("left", "right") for name in ("knee", "ankle")]


@dataclass(frozen=True, kw_only=True)
class Loose:
    """One tube of a dressed body: N = R x S control points, M vertices that follow them."""

    shape: tuple[int, int]
    """Rings R and spokes S."""
    points_m: np.ndarray
    """(N, 3) at rest."""
    weights: np.ndarray
    """(N, transforms)."""
    length_m: np.ndarray
    """(N,) distance below the place where each is held."""
    segments_m: np.ndarray
    """(R - 1, S, 2) from one ring to the next at rest: outwards and downwards."""
    apart_m: np.ndarray
    """(4, N) how far each is from the axes of left thigh and shank, right thigh and shank where
    the body is at rest, if that is near: it does not come nearer."""
    aims: np.ndarray
    """(4, N, 3) which way each is from those axes at rest: unit, in the frame of `_frames`."""
    droop: float
    vertices: np.ndarray
    """(M,) of the body's mesh."""
    follow: sparse.csr_matrix
    """(M, N) shares of the control points' movement."""
    faces: np.ndarray
    """(G, 3) vertices of the body's mesh: the triangles that the vertices belong to."""
    corner_sums: sparse.csr_matrix
    """(M, G) adds up a vertex's triangles."""


def hang_free(pieces: Sequence[Piece], faces: np.ndarray, places: Places) -> Iterator[Loose]:
    """Yields the tubes of pieces that are joined to one mesh.

    Args:
        pieces: in the order in which their vertices were put together.
        faces: (F, 3) of the whole mesh.
        places: of the body.
    """
    starts = np.cumsum([0, *(len(piece.positions_m) for piece in pieces)])
    tubes = {id(piece.tube): piece.tube for piece in pieces if piece.tube is not None}
    for key, tube in tubes.items():
        vertices, on_tube = [], []
        for piece, start in zip(pieces, starts, strict=False):
            if id(piece.tube) == key and piece.on_tube is not None:
                below = piece.on_tube[:, 0] > 0.0
                vertices.append(start + np.flatnonzero(below))
                on_tube.append(piece.on_tube[below])
        yield _loose(tube, np.concatenate(vertices), np.concatenate(on_tube), faces, places)


def _loose(
    tube: Tube, vertices: np.ndarray, on_tube: np.ndarray, faces: np.ndarray, places: Places
) -> Loose:
    rings, spokes = tube.points_m.shape[:2]
    points = tube.points_m.reshape(-1, 3)
    segments = leg_segments(places)
    step = np.diff(tube.points_m, axis=0)
    outwards = np.stack((np.cos(tube.angles), np.sin(tube.angles)), axis=1)
    out = np.einsum("rsc,sc->rs", step[..., :2], outwards)
    number = np.full(int(faces.max()) + 1, -1)
    number[vertices] = np.arange(len(vertices))
    own = faces[(number[faces] >= 0).any(axis=1)]
    rows = number[own.ravel()]
    columns = np.repeat(np.arange(len(own)), 3)
    return Loose(
        shape=(rings, spokes),
        points_m=points,
        weights=tube.weights.reshape(rings * spokes, -1).astype(np.float32),
        length_m=(tube.held_m - points[:, 2]).astype(np.float32),
        segments_m=np.stack((out, -step[..., 2]), axis=-1).astype(np.float32),
        apart_m=_apart(points, segments),
        aims=_aims(points, segments),
        droop=tube.droop,
        vertices=vertices,
        follow=_follow(tube, on_tube),
        faces=own,
        corner_sums=sparse.csr_matrix(
            (np.ones(int((rows >= 0).sum()), np.float32), (rows[rows >= 0], columns[rows >= 0])),
            shape=(len(vertices), len(own)),
        ),
    )


def _follow(tube: Tube, on_tube: np.ndarray) -> sparse.csr_matrix:
    """Returns the bilinear shares of the control points; the held ring does not move."""
    rings, spokes = tube.points_m.shape[:2]
    around = np.append(tube.angles, tube.angles[0] + 2.0 * np.pi)
    column = np.interp(on_tube[:, 1], around, np.arange(spokes + 1))
    if not tube.closed:
        column = np.clip(column, 0.0, spokes - 1.001)
    left = np.floor(column).astype(int)
    across, upper = column - left, np.minimum(np.floor(on_tube[:, 0]).astype(int), rings - 1)
    down = on_tube[:, 0] - upper
    count = len(on_tube)
    rows, columns, shares = [], [], []
    for ring, share in ((upper, 1.0 - down), (upper + 1, down)):
        for spoke, part in ((left, 1.0 - across), (left + 1, across)):
            kept = ring > 0
            rows.append(np.flatnonzero(kept))
            columns.append(((ring - 1) * spokes + spoke % spokes)[kept])
            shares.append((share * part)[kept])
    return sparse.csr_matrix(
        (
            np.concatenate(shares).astype(np.float32),
            (np.concatenate(rows), np.concatenate(columns)),
        ),
        shape=(count, rings * spokes),
    )


def _apart(points: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Returns `Loose.apart_m`; segments as `places.leg_segments`."""
    apart = []
    for begin, end in segments:
        span = end[:3] - begin[:3]
        along = np.clip((points - begin[:3]) @ span / (span @ span), 0.0, 1.0)
        distance = np.linalg.norm(points - begin[:3] - along[:, None] * span, axis=1)
        thick = begin[3] + (end[3] - begin[3]) * along
        apart.append(np.minimum(distance, thick + SKIN_M))
    return np.array(apart, np.float32)


def _aims(points: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Returns `Loose.aims`; segments as `places.leg_segments`."""
    begins = segments[None, :, 0, :3]
    spans = segments[None, :, 1, :3] - begins
    frames = _frames(spans, begins[:, 0] - begins[:, 2])
    aims = []
    for leg in range(4):
        off = _from_axis(points[None], begins[:, leg, None], spans[:, leg, None])[0]
        aims.append(off @ frames[0, leg] / np.maximum(_length(off), 1e-6))
    return np.array(aims, np.float32)


def _frames(spans: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Returns (T, 4, 3, 3) axes of the bones as columns: along it, in the plane of the hips (T, 3),
    and the third."""
    along = spans / _length(spans)
    third = _cross(along, np.broadcast_to(across[:, None], along.shape))
    third /= np.maximum(_length(third), 1e-6)
    return np.stack((along, _cross(third, along), third), axis=-1)


def sway(
    positions_m: np.ndarray,
    normals: np.ndarray,
    loose: Loose,
    control_m: np.ndarray,
    *,
    joints_m: np.ndarray,
    fps: float,
) -> None:
    """Lets a tube of cloth droop and lag, in place: off the legs and above the ground at z = 0.

    Args:
        positions_m: (T, V, 3) as skinned, world frame; changed.
        normals: (T, V, 3); those of the tube's vertices are measured anew.
        loose: the tube.
        control_m: (T, N, 3) its control points as skinned.
        joints_m: (T, 24, 3).
        fps: frames per second.
    """
    begins, spans = joints_m[:, _STARTS], joints_m[:, _ENDS] - joints_m[:, _STARTS]
    frames = _frames(spans, begins[:, 0] - begins[:, 2])
    legs = [
        (
            begins[:, leg, None],
            spans[:, leg, None],
            loose.aims[leg] @ frames[:, leg].transpose(0, 2, 1),
        )
        for leg in range(4)
    ]
    wanted = _drooping(control_m, loose, legs) if loose.droop > 0.0 else control_m
    moved = wanted + _lag(wanted, loose.length_m, fps)
    _keep_off(moved, legs, loose.apart_m, loose.length_m)
    count = len(moved)
    shift = (moved - control_m).transpose(1, 0, 2).reshape(moved.shape[1], -1)
    shifted = (loose.follow @ shift).reshape(len(loose.vertices), count, 3).transpose(1, 0, 2)
    placed = positions_m[:, loose.vertices] + shifted
    np.maximum(placed[..., 2], FLOOR_M, out=placed[..., 2])
    positions_m[:, loose.vertices] = placed
    first, second, third = (positions_m[:, loose.faces[:, corner]] for corner in range(3))
    across = _cross(second - first, third - first)
    sums = loose.corner_sums @ across.transpose(1, 0, 2).reshape(len(loose.faces), -1)
    turned = sums.reshape(len(loose.vertices), count, 3).transpose(1, 0, 2)
    length = _length(turned)
    normals[:, loose.vertices] = np.where(
        length > 1e-12, turned / np.maximum(length, 1e-12), normals[:, loose.vertices]
    )


Leg = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(T, 1, 3) where a bone begins, and its span; (T, N, 3) on which side of it each point belongs."""


def _drooping(control: np.ndarray, loose: Loose, legs: Sequence[Leg]) -> np.ndarray:
    """Returns (T, N, 3) the control points let down ring by ring, the distance between rings kept,
    and pushed out of the legs."""
    rings, spokes = loose.shape
    grid = control.reshape(len(control), rings, spokes, 3)
    apart = loose.apart_m.reshape(4, rings, spokes)
    lengths = loose.length_m.reshape(rings, spokes)
    off = grid - grid.mean(axis=2, keepdims=True)
    off /= np.maximum(_length(off), 1e-6)
    drooped = grid.copy()
    for ring in range(1, rings):
        out, down = np.moveaxis(loose.segments_m[ring - 1], -1, 0)
        span = np.hypot(out, down)[:, None]
        fall = off[:, ring] * np.array((1.0, 1.0, 0.0), np.float32) * out[:, None]
        fall[..., 2] -= down
        fall /= np.maximum(_length(fall), 1e-6)
        follow = grid[:, ring] - grid[:, ring - 1]
        follow /= np.maximum(_length(follow), 1e-6)
        towards = follow + loose.droop * (fall - follow)
        place = _step(drooped[:, ring - 1], towards, span)
        # Where it would fall into a leg it lies on it, and goes the leg's way.
        here = [(a, b, aims.reshape(grid.shape)[:, ring]) for a, b, aims in legs]
        inside = _lack(place, here, apart[:, ring] * np.minimum(1.0, lengths[ring] / 0.06))
        towards += np.minimum(1.0, inside / LYING_M) * (follow - towards)
        place = _step(drooped[:, ring - 1], towards, span)
        _keep_off(place, here, apart[:, ring], lengths[ring])
        np.maximum(place[..., 2], FLOOR_M, out=place[..., 2])
        drooped[:, ring] = place
    return drooped.reshape(control.shape)


def _step(start: np.ndarray, towards: np.ndarray, span: np.ndarray) -> np.ndarray:
    return start + towards * (span / np.maximum(_length(towards), 1e-6))


def _lack(place: np.ndarray, legs: Sequence[Leg], apart_m: np.ndarray) -> np.ndarray:
    """Returns (T, S, 1) how deep points (T, S, 3) are inside the legs [m]."""
    lack = np.zeros((*place.shape[:2], 1), place.dtype)
    for (begin, span, _), apart in zip(legs, apart_m, strict=True):
        off = _from_axis(place, begin, span)
        np.maximum(lack, apart[:, None] - _length(off), out=lack)
    return lack


def _lag(wanted: np.ndarray, length_m: np.ndarray, fps: float) -> np.ndarray:
    """Returns (T, N, 3) how far each point is from where it is wanted.

    The spring's equation is solved exactly for a pull at constant speed between two frames, so
    that it is stable at any frame rate.
    """
    step = 1.0 / fps
    omega = np.sqrt(PULL / np.maximum(length_m, 0.05))[:, None]
    decay, ringing = DAMPING * omega, omega * np.sqrt(1.0 - DAMPING**2)
    fade = np.exp(-decay * step)
    cosine, sine = np.cos(ringing * step), np.sin(ringing * step) / ringing
    keep, gain = fade * (cosine + decay * sine), fade * sine
    force, hold = -fade * omega**2 * sine, fade * (cosine - decay * sine)
    keep, gain, force, hold = (x.astype(np.float32) for x in (keep, gain, force, hold))
    reach = (REACH * length_m)[:, None].astype(np.float32)
    trail = (np.minimum(1.0, length_m / 0.3)[:, None] * DRAG_S).astype(np.float32)
    speeds = np.diff(wanted, axis=0) * np.float32(fps)
    lag = np.zeros_like(wanted)
    if not len(speeds):
        return lag
    away = -trail * speeds[0]
    lag[0] = away * np.minimum(1.0, reach / np.maximum(_length(away), 1e-9))
    away, pace = lag[0], np.zeros_like(away)
    for t, speed in enumerate(speeds):
        if t:
            pace = pace - (speed - speeds[t - 1])
        rest = -trail * speed
        off = away - rest
        away, pace = rest + keep * off + gain * pace, force * off + hold * pace
        away = away * np.minimum(1.0, reach / np.maximum(_length(away), 1e-9))
        lag[t + 1] = away
    return lag


def _keep_off(
    moved: np.ndarray, legs: Sequence[Leg], apart_m: np.ndarray, length_m: np.ndarray
) -> None:
    """Moves points (T, N, 3) that are inside a thigh or shank out of it, in place, to the side
    where they belong: cloth does not slip off a leg to both sides."""
    near = np.minimum(1.0, length_m / 0.06)
    for (begin, span, aim), apart in zip(legs, apart_m * near, strict=True):
        off = _from_axis(moved, begin, span)
        lack = apart[:, None] ** 2 - np.einsum("tnc,tnc->tn", off, off)[..., None]
        if not (lack > 0.0).any():
            continue
        along = np.einsum("tnc,tnc->tn", off, aim)[..., None]
        way = np.sqrt(np.maximum(along**2 + lack, 0.0)) - along
        moved += aim * np.where(lack > 0.0, way, 0.0)


def _from_axis(points: np.ndarray, begin: np.ndarray, span: np.ndarray) -> np.ndarray:
    """Returns (T, N, 3) from a bone's nearest place to points."""
    off = points - begin
    along = np.einsum("tnc,tnc->tn", off, span) / np.einsum("tnc,tnc->tn", span, span)
    along = np.clip(along, 0.0, 1.0)[..., None]
    off -= along * span
    return off


def _cross(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """As np.cross, without its overhead."""
    (a, b, c), (d, e, f) = np.moveaxis(first, -1, 0), np.moveaxis(second, -1, 0)
    return np.stack((b * f - c * e, c * d - a * f, a * e - b * d), axis=-1)


def _length(vectors: np.ndarray) -> np.ndarray:
    """Returns the lengths of (..., 3) as (..., 1)."""
    return np.sqrt(np.einsum("...c,...c->...", vectors, vectors))[..., None]
