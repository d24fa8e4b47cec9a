"""What happens while light is gathered: motion blur and depth of field.

Both mix light, so they work on squares of the encoded values: gamma 2 stands in for the sRGB curve.
Planes are (3, H, W) float32.
"""

from __future__ import annotations

import math

import numpy as np

from understudy.render.sensor.resampling import enlarge, gaussian, separable

STILL_PX = 0.6
"""Blur shorter than this is not worth drawing."""
LONGEST_BLUR = 0.18
"""Longest motion blur, as a share of the frame's height."""
MOST_SAMPLES = 21
MOST_ODD = 0.9
"""Where more of the picture moves on its own there is no common ground to fill in with."""
DEPTH_SOFTNESS = 0.03
"""Share of the depth within which two surfaces count as equally near."""


def last_flow(flow_px: np.ndarray) -> np.ndarray:
    """Returns a flow (H, W, 2) for the last frame: the one before, carried with its pixels."""
    height, width, _ = flow_px.shape
    rows, columns = np.indices((height, width))
    v = np.clip(np.rint(rows + flow_px[..., 1]), 0, height - 1).astype(int)
    u = np.clip(np.rint(columns + flow_px[..., 0]), 0, width - 1).astype(int)
    slow = np.median(flow_px.reshape(-1, 2), axis=0)
    carried = np.broadcast_to(slow, flow_px.shape).astype(np.float32).copy()
    speed = np.abs(flow_px - slow).sum(axis=-1).ravel()
    order = np.argsort(speed, kind="stable")  # what moves most is written last
    carried[v.ravel()[order], u.ravel()[order]] = flow_px.reshape(-1, 2)[order]
    return carried


def motion_blur(planes: np.ndarray, path_px: np.ndarray, depth_m: np.ndarray | None) -> np.ndarray:
    """Spreads every pixel along its path while the shutter is open.

    What the camera's own motion does to most of the frame is one straight filter; where something
    moves differently, samples are taken along the fastest path nearby (McGuire et al. 2012, "A
    reconstruction filter for plausible motion blur"), but summed instead of averaged: each brings
    the share of its light that falls here, so that a moving thing stays as bright as it is.

    Args:
        planes: (3, H, W).
        path_px: (H, W, 2) way that each pixel's surface goes while the shutter is open.
        depth_m: (H, W), 0 for sky; without it nearer and farther are not told apart.
    """
    height, width = planes.shape[1:]
    path = np.ascontiguousarray(np.moveaxis(path_px, -1, 0), np.float32)
    if not np.isfinite(np.vdot(path, path)):
        path = np.nan_to_num(path)
    longest = LONGEST_BLUR * height
    length = np.sqrt(path[0] ** 2 + path[1] ** 2)
    farthest = float(length.max(initial=0.0))
    if farthest < STILL_PX:
        return planes
    if farthest > longest:
        shorter = longest / np.maximum(length, longest)
        path, length = path * shorter, length * shorter
    common = np.median(path[:, ::4, ::4].reshape(2, -1), axis=1)
    odd = np.sqrt((path[0] - common[0]) ** 2 + (path[1] - common[1]) ** 2)
    tile, fastest, stands_out = _fastest_nearby(odd, path, length)
    alone = np.clip(odd / np.float32(STILL_PX) - 1.0, 0.0, 1.0)
    reached = (stands_out > STILL_PX).repeat(tile, axis=0).repeat(tile, axis=1)[:height, :width]
    active = np.flatnonzero(reached | (alone > 0.0)).astype(np.int32)
    if not len(active):
        return _shifted_mean(planes, common)
    ground = _shifted_mean(planes, common, None if alone.mean() > MOST_ODD else 1.0 - alone)
    result = ground.reshape(3, -1).copy()
    nearness = None if depth_m is None else _nearness(depth_m).ravel()
    row, column = np.divmod(active, np.int32(width))
    result[:, active] = _gathered(
        planes.reshape(3, -1), ground.reshape(3, -1), (row, column),
        fastest[:, row // tile, column // tile], alone.ravel(), length.ravel(),
        nearness, (height, width),
    )  # fmt: skip
    return result.reshape(planes.shape)


def _shifted_mean(
    planes: np.ndarray, path_px: np.ndarray, where: np.ndarray | None = None
) -> np.ndarray:
    """Returns the mean of the picture along one straight path, centred.

    Args:
        planes: (3, H, W).
        path_px: (2,).
        where: (H, W) how much each pixel counts, 0 to 1; None for all alike.
    """
    length = float(np.linalg.norm(path_px))
    if length < STILL_PX:
        return planes
    if where is not None:
        share = where[None]
        planes = np.concatenate((planes * share + 1e-4 * planes, share + np.float32(1e-4)))
    _, height, width = planes.shape
    samples = 2 * math.ceil(length / 2.0) + 1
    reach = math.ceil(length / 2.0) + 1
    padded = np.pad(planes, ((0, 0), (reach, reach), (reach, reach)), mode="edge")
    weights: dict[tuple[int, int], float] = {}
    for step in (np.arange(samples) + 0.5) / samples - 0.5:
        u, v = step * path_px
        # Bilinear: a sample between pixels counts for the four about it.
        for du, wu in ((math.floor(u), 1.0 - u % 1.0), (math.floor(u) + 1, u % 1.0)):
            for dv, wv in ((math.floor(v), 1.0 - v % 1.0), (math.floor(v) + 1, v % 1.0)):
                weights[du, dv] = weights.get((du, dv), 0.0) + wu * wv / samples
    total = np.zeros_like(planes)
    for (du, dv), weight in weights.items():
        if weight > 1e-4:
            top, left = reach + dv, reach + du
            view = padded[:, top : top + height, left : left + width]
            total += np.float32(weight) * view
    if where is not None:
        return np.asarray(total[:3] / total[3:])
    return total / np.float32(sum(weight for weight in weights.values() if weight > 1e-4))


def _fastest_nearby(
    odd: np.ndarray, path: np.ndarray, length: np.ndarray
) -> tuple[int, np.ndarray, np.ndarray]:
    """Returns the side of the tiles that it looks at the picture in; for each tile the path (2,
    rows, columns) that stands out most in it or beside it; and by how much it does.

    Args:
        odd: (H, W) how far a pixel's path is from the most common one.
        path: (2, H, W).
        length: (H, W) of the path.
    """
    _, height, width = path.shape
    tile = int(np.clip(math.ceil(float(length.max()) / 2.0), 4, 24))
    rows, columns = math.ceil(height / tile), math.ceil(width / tile)
    padded = np.full((rows * tile, columns * tile), -1.0, np.float32)
    padded[:height, :width] = odd * (1.0 + length)  # the longer path wins among the odd ones
    blocks = padded.reshape(rows, tile, columns, tile).swapaxes(1, 2).reshape(rows, columns, -1)
    best = blocks.argmax(axis=-1)
    row = np.minimum(best // tile + tile * np.arange(rows)[:, None], height - 1)
    column = np.minimum(best % tile + tile * np.arange(columns)[None], width - 1)
    score = blocks.max(axis=-1)
    found = np.stack((path[0, row, column], path[1, row, column], odd[row, column]))
    # A neighbouring tile's path may reach into this one.
    around = np.pad(score, 1, constant_values=-1.0)
    spread = np.pad(found, ((0, 0), (1, 1), (1, 1)))
    top, chosen = score.copy(), found.copy()
    for shift_row in range(3):
        for shift_column in range(3):
            view = (slice(shift_row, shift_row + rows), slice(shift_column, shift_column + columns))
            better = around[view] > top
            top = np.where(better, around[view], top)
            chosen = np.where(better, spread[:, view[0], view[1]], chosen)
    return tile, chosen[:2], chosen[2]


def _nearness(depth_m: np.ndarray) -> np.ndarray:
    """Returns -log depth in units of DEPTH_SOFTNESS; sky is farthest."""
    depth = np.where(depth_m > 0.0, depth_m, 1e4).astype(np.float32)
    return np.asarray(-np.log(depth) / np.float32(DEPTH_SOFTNESS))


def _gathered(
    planes: np.ndarray,
    ground: np.ndarray,
    places: tuple[np.ndarray, np.ndarray],
    path: np.ndarray,
    odd: np.ndarray,
    length: np.ndarray,
    nearness: np.ndarray | None,
    size: tuple[int, int],
) -> np.ndarray:
    """Returns colours (3, A) of the active pixels, gathered along `path` (2, A).

    A pixel that moves spreads its light evenly over its own way, so that none is lost or made;
    what it leaves uncovered is filled with `ground`, and where it covers something itself with
    what lies beside it.

    Args:
        planes: (3, H * W).
        ground: (3, H * W) what is seen where nothing comes by.
        places: row and column (A,) int32 of the active pixels.
        path: (2, A) along which light comes to each.
        odd: (H * W,) 1 where a pixel moves differently from most, else 0, between in between.
        length: (H * W,) of the way of each pixel.
        nearness: (H * W,) or None.
        size: height and width.
    """
    height, width = size
    row, column = places
    active = row * width + column
    reach = np.sqrt(path[0] ** 2 + path[1] ** 2)
    samples = int(np.clip(2 * math.ceil(0.45 * float(reach.max())) + 1, 3, MOST_SAMPLES))
    # Half a pixel more at both ends: a pixel is no point.
    step_px = (reach + 1.0) / samples
    towards = path / np.maximum(reach, 1e-6) * (reach + 1.0)
    half = np.maximum(0.5 * length, 0.5)
    density = odd * np.float32(0.5) / half
    total = np.zeros((3, len(active)), np.float32)
    covered = np.zeros(len(active), np.float32)
    beside, sum_beside = total.copy(), covered.copy()
    # An ordered pattern moves neighbours' samples apart: no ghosts of an outline.
    jitter = ((row * 3 + column * 5) % 8).astype(np.float32) / 8.0 - 7.0 / 16.0
    near = None if nearness is None else nearness[active]
    for number in range(samples):
        along = (number + 0.5 + 0.3 * jitter) / samples - 0.5
        u = np.clip(column + np.rint(along * towards[0]).astype(np.int32), 0, width - 1)
        v = np.clip(row + np.rint(along * towards[1]).astype(np.int32), 0, height - 1)
        there = v * width + u
        light = planes.take(there, axis=1)
        away = np.abs(along) * (reach + 1.0)
        comes_by = np.clip(half.take(there) + 0.5 - away, 0.0, 1.0) * density.take(there) * step_px
        lies_beside = 1.0 - odd.take(there)
        if near is not None:
            nearer = nearness.take(there) - near  # type: ignore[union-attr]
            comes_by *= np.clip(1.0 + nearer, 0.0, 1.0)
            lies_beside *= np.clip(1.0 - nearer, 0.0, 1.0)
        covered += comes_by
        total += comes_by * light
        sum_beside += lies_beside
        beside += lies_beside * light
    beside += np.float32(1e-3) * planes[:, active]
    beside /= sum_beside + np.float32(1e-3)
    behind = ground[:, active]
    behind += odd[active] * (beside - behind)
    total /= np.maximum(covered, 1.0)
    return np.asarray(total + np.maximum(1.0 - covered, 0.0) * behind)


def focus_distance(depth_m: np.ndarray) -> float:
    """Returns what an automatic focus takes for the subject: the near part of the middle.

    Args:
        depth_m: (T, H, W), 0 for sky.
    """
    _, height, width = depth_m.shape
    middle = depth_m[::4, height // 4 : 3 * height // 4, 3 * width // 8 : 5 * width // 8]
    solid = middle[middle > 0.0]
    return float(np.percentile(solid, 20)) if len(solid) else 5.0


class DepthOfField:
    """Blurs what is out of focus, in two strengths between which each pixel is mixed."""

    def __init__(self, height: int, width: int, defocus: float, focus_m: float) -> None:
        self.spot_px = defocus * height
        self.focus_m = focus_m
        # A disc of diameter d deviates by d / 4 along an axis; nearer than half the focus is
        # blurred no more than infinity.
        deviation = self.spot_px / 4.0
        self.levels = [(share * deviation, _halved(height, width, share * deviation))
                       for share in (0.45, 1.0)]  # fmt: skip

    def __call__(self, planes: np.ndarray, depth_m: np.ndarray) -> np.ndarray:
        depth = np.where(depth_m > 0.0, depth_m, np.float32(1e4))
        spot = np.minimum(np.abs(1.0 - self.focus_m / depth), 1.0) * self.spot_px
        # What is sharp does not bleed into the blurred ground behind it.
        free = np.clip(2.0 * spot / max(self.spot_px, 1e-6), 0.02, 1.0).astype(np.float32)
        stack = np.concatenate((planes * free, free[None]))
        result, previous = planes, 0.0
        for deviation, (factor, rows, columns) in self.levels:
            small = stack
            if factor > 1:
                _, height, width = stack.shape
                small = stack.reshape(4, height // factor, factor, width // factor, factor)
                small = small.mean(axis=(2, 4), dtype=np.float32)
            smooth = separable(small, rows, columns)
            blurred = smooth[:3] / smooth[3:]
            share = np.clip((spot / 4.0 - previous) / max(deviation - previous, 1e-6), 0.0, 1.0)
            result = result + share.astype(np.float32) * (blurred - result)
            previous = deviation
        return np.asarray(result)


def _halved(height: int, width: int, deviation: float) -> tuple[int, np.ndarray, np.ndarray]:
    """Returns a factor to shrink by first, and the filters that blur and bring back to size."""
    factor = 4 if deviation >= 5.0 else 2 if deviation >= 1.6 else 1
    if height % factor or width % factor:
        factor = 1
    # Averaging blocks blurs by itself; the filter adds the rest.
    rest = math.sqrt(max(deviation**2 - factor**2 / 6.0, 0.01)) / factor
    filters = (
        (enlarge(side // factor, side, "bilinear") @ gaussian(side // factor, rest))
        .astype(np.float32)
        for side in (height, width)
    )  # fmt: skip
    rows, columns = filters
    return factor, rows, columns
