"""Round things: profiles turned about an axis, and tubes along a line."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from understudy.geometry import cross
from understudy.scenes.shapes import Material, Part

_SMALL_M = 1e-6


def lathe(
    profile_m: Sequence[tuple[float, float]],
    material: Material,
    *,
    sides: int = 8,
    smooth: bool = False,
    at_m: tuple[float, float, float] = (0.0, 0.0, 0.0),
    fit: bool = False,
) -> Part:
    """Returns a profile turned about z.

    Args:
        profile_m: (radius, z) of its points; upwards for a surface seen from outside, downwards
            for the inside of a cup. A radius of 0 closes it.
        material: its tile repeats at its own size,
        sides: corners of the circle.
        smooth: round the profile's corners by their normals.
        at_m: where the axis's origin goes.
        fit: the tile goes around and along exactly once.
    """
    profile = np.asarray(profile_m, np.float64)
    step = np.diff(profile, axis=0)
    length = np.linalg.norm(step, axis=1)
    outward = np.stack((step[:, 1], -step[:, 0]), axis=1) / length[:, None]
    begin = end = outward
    if smooth:
        joint = outward[:-1] + outward[1:]
        joint /= np.linalg.norm(joint, axis=1, keepdims=True)
        begin, end = np.concatenate((outward[:1], joint)), np.concatenate((joint, outward[-1:]))
    turn = np.linspace(0.0, 2.0 * np.pi, sides + 1)
    around = np.stack((np.cos(turn), np.sin(turn)), axis=1)
    way = np.concatenate(([0.0], np.cumsum(length)))
    if fit:
        u, v = turn / (2.0 * np.pi), 1.0 - way / way[-1]
    else:
        widest = float(profile[:, 0].max())
        u = turn / (2.0 * np.pi) * max(1, round(2.0 * np.pi * widest / material.tile_m))
        v = -way / material.tile_m
    positions: list[np.ndarray] = []
    normals: list[np.ndarray] = []
    uv: list[np.ndarray] = []
    faces: list[np.ndarray] = []
    i = np.arange(sides)
    j = i + sides + 1
    for number in range(len(step)):
        start = sum(len(block) for block in positions)
        for point, normal in ((number, begin[number]), (number + 1, end[number])):
            radius, height = profile[point]
            positions.append(np.column_stack((radius * around, np.full(sides + 1, height))))
            normals.append(np.column_stack((normal[0] * around, np.full(sides + 1, normal[1]))))
            uv.append(np.column_stack((u, np.full(sides + 1, v[point]))))
        if profile[number, 0] > _SMALL_M:
            faces.append(start + np.stack((i, i + 1, j if profile[number + 1, 0] <= _SMALL_M
                                           else j + 1), axis=1))  # fmt: skip
        if profile[number + 1, 0] > _SMALL_M:
            faces.append(start + np.stack((i, j + 1, j), axis=1))
    return Part(
        positions_m=np.concatenate(positions) + np.array(at_m),
        normals=np.concatenate(normals),
        uv=np.concatenate(uv),
        faces=np.concatenate(faces),
        material=material,
    )


def ball(
    radius_m: float, material: Material, *, sides: int = 12, rings: int = 6,
    at_m: tuple[float, float, float] = (0.0, 0.0, 0.0), fit: bool = False,
) -> Part:  # fmt: skip
    """Returns a sphere about `at_m`: 2 * sides * (rings - 1) triangles."""
    tilt = np.linspace(-np.pi / 2.0, np.pi / 2.0, rings + 1)
    profile = [(radius_m * max(math.cos(a), 0.0), radius_m * math.sin(a)) for a in tilt]
    profile[0], profile[-1] = (0.0, -radius_m), (0.0, radius_m)
    return lathe(profile, material, sides=sides, smooth=True, at_m=at_m, fit=fit)


def tube(
    points_m: Sequence[Sequence[float]],
    radius_m: float | Sequence[float],
    material: Material,
    *,
    sides: int = 5,
    caps: bool = True,
    closed: bool = False,
) -> Part:
    """Returns a tube along a line of points (N, 3), bent gently at each of them.

    Args:
        points_m: the line.
        radius_m: of the tube, or one at each point.
        material: its tile repeats along the line.
        sides: corners of the cross-section.
        caps: close the ends.
        closed: the last point leads to the first.
    """
    points = np.asarray(points_m, np.float64)
    count = len(points)
    radii = np.broadcast_to(np.asarray(radius_m, np.float64), (count,))
    if closed:
        along = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    else:
        along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    first = np.eye(3)[int(np.argmin(np.abs(along).max(axis=0)))]
    across = np.empty_like(along)
    for number, direction in enumerate(along):  # carried along, so that the tube does not twist
        first = first - (first @ direction) * direction
        first = first / np.linalg.norm(first)
        across[number] = first
    aside = cross(along, across)
    turn = np.arange(sides) * 2.0 * np.pi / sides
    ring = np.cos(turn)[:, None] * across[:, None] + np.sin(turn)[:, None] * aside[:, None]
    positions = [(points[:, None] + radii[:, None, None] * ring).reshape(-1, 3)]
    normals = [ring.reshape(-1, 3)]
    faces = []
    for number in range(count if closed else count - 1):
        low, high = number * sides, (number + 1) % count * sides
        i, j = np.arange(sides), (np.arange(sides) + 1) % sides
        faces += [np.stack((low + i, low + j, high + j), axis=1),
                  np.stack((low + i, high + j, high + i), axis=1)]  # fmt: skip
    if caps and not closed:
        fan = np.stack((np.zeros(sides - 2, int), np.arange(1, sides - 1), np.arange(2, sides)), 1)
        for number, sign in ((0, -1.0), (count - 1, 1.0)):
            start = sum(len(block) for block in positions)
            positions.append(points[number] + radii[number] * ring[number])
            normals.append(np.broadcast_to(sign * along[number], (sides, 3)))
            faces.append(start + (fan if sign > 0.0 else fan[:, ::-1]))
    vertices = np.concatenate(positions)
    uv = np.stack((vertices[:, 0] + vertices[:, 1], -vertices[:, 2]), axis=1) / material.tile_m
    return Part(
        positions_m=vertices,
        normals=np.concatenate(normals),
        uv=uv,
        faces=np.concatenate(faces),
        material=material,
    )
