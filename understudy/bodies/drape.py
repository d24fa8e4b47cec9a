"""How cloth stands off the body: it rests on the shoulders and hangs from the widest places."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from understudy.bodies.cloth import Cloth, joined, new_rows, on_tube, rim, stitched, weights_of
from understudy.bodies.garments import Garment
from understudy.bodies.pieces import Tube
from understudy.bodies.places import Places
from understudy.types import GarmentSpec

WAIST = 0.24
"""Torso coordinate where what hangs leaves the body's own shape."""
CHEST = 0.72
"""Torso coordinate from which a loose top hangs."""
TUCK_REACH = 0.12
"""How far from an outer hem, in limb coordinates, cloth beneath begins to be pressed flat."""
PRESSED_M = 0.002
SPOKES = 26
RING_M = 0.085
"""Distance between rings of cloth that hangs."""
LEG_SPREAD = 0.9
"""Half the width over which hanging cloth passes from one leg to the other, in hip widths."""


def shell(
    worn: GarmentSpec, garment: Garment, places: Places, *, below_m: float, pressed: np.ndarray
) -> np.ndarray:
    """Returns where each vertex of the suit goes as cloth of a garment (V, 3).

    Args:
        worn: its fit.
        garment: its cut.
        places: of the body.
        below_m: thickness of what is worn beneath.
        pressed: (V,) positive where something is worn over it.
    """
    away = below_m + worn.fit_m + garment.thickness_m
    pressed = np.clip((pressed + TUCK_REACH) / TUCK_REACH, 0.0, 1.0)
    # On shoulders it lies flat, whatever its size.
    resting = np.clip(places.normals[:, 2] + 0.3, 0.0, 1.0)
    resting = resting * ((places.torso > CHEST) | ((places.arm > -1.0) & (places.arm < 0.5)))
    stand = below_m + (away - below_m) * (1.0 - 0.75 * resting)
    stand = stand * (1.0 - pressed) + (below_m + PRESSED_M) * pressed
    points = places.rest.vertices_m + places.normals * stand[:, None]
    if garment.loose > 0.0:
        free = garment.loose * (1.0 - pressed) * (1.0 - np.clip(2.5 * places.sleeve, 0.0, 1.0))
        free = free * _smooth((CHEST + 0.12 - places.torso) / 0.2) * (places.torso > WAIST - 0.2)
        outline = places.outline.falling(places.at_torso(CHEST), garment.cling)
        flat = points[:, :2] - (places.outline.axis_x_m, 0.0)
        radius = np.linalg.norm(flat, axis=1)
        wanted = outline.radius(points[:, 2], places.outline.angle(points)) + away
        grown = 1.0 + free * np.maximum(wanted - radius, 0.0) / np.maximum(radius, 0.01)
        points[:, :2] = flat * grown[:, None] + (places.outline.axis_x_m, 0.0)
    if garment.sleeve_width > 0.0:
        _widen(points, places, places.arm, garment.sleeve_end, garment.sleeve_width, pressed)
    if garment.leg_width > 0.0:
        _widen(points, places, places.leg, garment.leg_end, garment.leg_width, pressed)
        on_leg = places.leg > 0.05
        side = np.sign(places.rest.vertices_m[:, 1])
        points[on_leg, 1] = side[on_leg] * np.maximum((side * points[:, 1])[on_leg], 0.002)
    return points


def _widen(
    points: np.ndarray,
    places: Places,
    along: np.ndarray,
    end: float,
    width: float,
    pressed: np.ndarray,
) -> None:
    """Lets sleeves or trouser legs hang as tubes: at the hem `width` times as wide as on top."""
    start = 0.3
    radius = np.linalg.norm(places.limb_out_m, axis=1)
    top = np.quantile(radius[np.abs(along - start) < 0.12], 0.6)
    share = np.clip((along - start) / (end - start), 0.0, 1.0)
    wanted = top * (1.0 + (width - 1.0) * share)
    more = np.maximum(wanted - radius, 0.0) * _smooth((along - 0.1) / 0.5) * (1.0 - pressed)
    on = along > 0.0
    points[on] += (places.limb_out_m * (more / np.maximum(radius, 0.01))[:, None])[on]


def let_down(
    cloth: Cloth,
    places: Places,
    *,
    end_m: float,
    away_m: float,
    cling: float,
    open_m: float,
    folds: float,
    swings: bool,
    droop: float,
) -> Cloth:
    """Continues cloth below the waist, where it ends in a level rim, as a tube that hangs.

    Args:
        cloth: reaches down to WAIST.
        places: of the body.
        end_m: height of the hem.
        away_m: how far it stays off the body.
        cling: how much it draws in per metre of fall; negative flares.
        open_m: half the width of the opening in front, 0 for none.
        folds: depth of its folds at the hem, as a share of the radius.
        swings: whether it moves on its own.
        droop: as `Tube.droop`.
    """
    top_m = places.at_torso(WAIST)
    edge = rim(cloth, np.abs(cloth["torso"] - WAIST) < 2e-3)
    outline = places.outline
    angles = outline.angle(cloth["position"][edge])
    order = np.argsort(angles)
    edge, angles = edge[order], angles[order]
    held = cloth["position"][edge]
    radii = np.linalg.norm(held[:, :2] - (outline.axis_x_m, 0.0), axis=1)
    if open_m > 0.0:
        gap = float(angles[0])
        spokes = np.linspace(gap, float(angles[-1]), SPOKES)
    else:
        spokes = 2.0 * np.pi * np.arange(SPOKES) / SPOKES
    radius = np.interp(spokes, angles, radii, period=2.0 * np.pi)
    number = max(2, round((top_m - end_m) / RING_M))
    heights = np.linspace(top_m, end_m, number + 1)
    rings = []
    for height, before in zip(heights[1:], heights, strict=False):
        body = outline.radius(np.full(SPOKES, height), spokes) + away_m
        radius = np.maximum(body, radius - cling * (before - height))
        rings.append(radius)
    depth = (top_m - heights[1:]) / (top_m - end_m)
    waves = np.cos(6.0 * spokes + 1.0) + 0.5 * np.cos(9.0 * spokes)
    radial = np.array(rings) * (1.0 + folds * depth[:, None] * (0.6 + waves))
    turn = np.broadcast_to(spokes, radial.shape)
    points = np.stack(
        (
            outline.axis_x_m + radial * np.cos(turn),
            radial * np.sin(turn),
            np.broadcast_to(heights[1:, None], radial.shape),
        ),
        axis=-1,
    ).reshape(-1, 3)
    nearest = np.abs(np.angle(np.exp(1j * (spokes[:, None] - angles)))).argmin(axis=1)
    above = np.tile(cloth.weights[edge[nearest]], (number, 1))
    fallen = top_m - points[:, 2]
    own = _smooth(fallen / 0.15)[:, None]
    weights = above * (1.0 - own) + hanging_weights(points, places) * own
    start = len(cloth.values)
    ring = start + np.arange(number * SPOKES).reshape(number, SPOKES)
    closed = open_m == 0.0
    faces = [stitched(edge, angles, ring[0], spokes, closed=closed)]
    for upper, lower in pairwise(ring):
        faces.append(_strip(upper, lower, closed=closed))
    rows = new_rows(places, points, weights)
    on_tube(rows, np.repeat(np.arange(number) + 1.0, SPOKES), np.tile(spokes, number))
    down = joined(cloth, rows, np.concatenate(faces))
    held = down.values[edge]
    on_tube(held, np.zeros(len(edge)), angles)
    down.values[edge] = held
    if not swings:
        return down
    tube = Tube(
        points_m=points.reshape(number, SPOKES, 3),
        weights=weights.reshape(number, SPOKES, -1),
        angles=spokes,
        closed=closed,
        held_m=top_m,
        droop=droop,
    )
    return replace(down, tube=tube)


def hanging_weights(points: np.ndarray, places: Places) -> np.ndarray:
    """Returns (V, transforms): what hangs follows the pelvis, further down both legs, between
    them half and half."""
    hip, knee = places.at_leg(0.0), places.at_leg(1.0)
    down = (hip - points[:, 2]) / (hip - knee)
    legs = 0.88 * _smooth((down + 0.25) / 0.95)
    half = LEG_SPREAD * abs(float(places.rest.head("upperleg01.L")[1]))
    left = _smooth(points[:, 1] / (2.0 * half) + 0.5)
    shank = _smooth((down - 0.85) / 0.4)
    return weights_of(
        pelvis=1.0 - legs,
        upperleg01__L=legs * left * (1.0 - shank),
        upperleg01__R=legs * (1.0 - left) * (1.0 - shank),
        left_knee=legs * left * shank,
        right_knee=legs * (1.0 - left) * shank,
    )


def _strip(upper: np.ndarray, lower: np.ndarray, *, closed: bool) -> np.ndarray:
    """Returns triangles between two rings of as many vertices each, outside out."""
    a, b = upper, np.roll(upper, -1)
    c, d = lower, np.roll(lower, -1)
    faces = np.stack((np.stack((a, c, b), axis=1), np.stack((b, c, d), axis=1)), axis=1)
    return (faces if closed else faces[:-1]).reshape(-1, 3)


def _smooth(value: np.ndarray) -> np.ndarray:
    value = np.clip(value, 0.0, 1.0)
    return value * value * (3.0 - 2.0 * value)
