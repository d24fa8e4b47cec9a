"""What rises from a garment's collar: shirt collars, stand-up collars, hoods."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from understudy.bodies.cloth import Cloth, joined, new_rows, rim, stitched
from understudy.bodies.garments import Garment
from understudy.bodies.places import Places

SPOKES = 16

Ring = tuple[float, float, float, float]
"""Up and out from the collar's edge at the back [m], then the same in front."""

NECKS: MappingProxyType[str, tuple[Ring, ...]] = MappingProxyType(
    {
        "shirt": ((0.030, -0.004, 0.012, 0.004), (0.002, 0.016, -0.024, 0.018)),
        "rib": ((0.012, -0.004, 0.008, -0.002),),
        "roll": ((0.032, -0.004, 0.026, 0.0), (0.034, 0.010, 0.028, 0.012),
                 (0.006, 0.016, 0.002, 0.018)),
        "stand": ((0.034, 0.006, 0.020, 0.010),),
        "lapel": ((0.026, -0.002, -0.01, 0.004), (-0.008, 0.022, -0.05, 0.022)),
        "hood": ((0.045, 0.030, 0.004, 0.004), (0.035, 0.075, -0.006, 0.012),
                 (-0.045, 0.085, -0.022, 0.020), (-0.10, 0.030, -0.03, 0.008)),
    }
)  # fmt: skip


def raise_collar(cloth: Cloth, garment: Garment, places: Places) -> Cloth:
    """Continues cloth beyond its collar's edge."""
    edge = rim(cloth, np.abs(cloth["collar"] - garment.collar) < 2e-3)
    if len(edge) < 6:
        return cloth
    held = cloth["position"][edge]
    middle = (held.min(axis=0) + held.max(axis=0)) / 2.0
    flat = held[:, :2] - middle[:2]
    angles = np.arctan2(flat[:, 1], flat[:, 0]) % (2.0 * np.pi)
    order = np.argsort(angles)
    edge, angles, held, flat = edge[order], angles[order], held[order], flat[order]
    closed = garment.open_m == 0.0
    size = places.at_torso(1.0) - places.at_torso(0.0)
    scale = size / 0.5  # an adult's torso
    if closed:
        spokes = 2.0 * np.pi * (np.arange(SPOKES) + 0.5) / SPOKES
    else:
        spokes = np.linspace(angles[0], angles[-1], SPOKES)

    def around(values: np.ndarray) -> np.ndarray:
        return np.interp(spokes, angles, values, period=2.0 * np.pi)

    radius, z = around(np.linalg.norm(flat, axis=1)), around(held[:, 2])
    front = 0.5 + 0.5 * np.cos(spokes)
    nearest = np.abs(np.angle(np.exp(1j * (spokes[:, None] - angles)))).argmin(axis=1)
    weights = cloth.weights[edge[nearest]]
    start = len(cloth.values)
    rows, faces = [], []
    lower, lower_angles = edge, angles
    for number, (up_back, out_back, up_front, out_front) in enumerate(NECKS[garment.neck]):
        up = scale * (up_back * (1.0 - front) + up_front * front)
        reach = radius + scale * (out_back * (1.0 - front) + out_front * front)
        points = np.stack(
            (middle[0] + reach * np.cos(spokes), middle[1] + reach * np.sin(spokes), z + up), axis=1
        )
        ring = start + number * SPOKES + np.arange(SPOKES)
        rows.append(new_rows(places, points, weights))
        # The new ring lies above the old one.
        faces.append(stitched(ring, spokes, lower, lower_angles, closed=closed))
        lower, lower_angles = ring, spokes
    return joined(cloth, np.concatenate(rows), np.concatenate(faces))
