"""Spectacles: flat frames before the eyes, and arms that rest on the ears."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from understudy.bodies.canonical import canonical_places, eye_middle
from understudy.bodies.pieces import WHITE, Piece, head_scale
from understudy.bodies.posing import transform_names
from understudy.bodies.shape import RestBody
from understudy.errors import lookup
from understudy.types import BodySpec

Colour = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Lengths on a middling adult's head [m]."""

    width_m: float
    """Half of a lens's, likewise `height_m`."""
    height_m: float
    rim_m: float
    colour: Colour
    round: bool = False
    dark: bool = False
    """Sunglasses."""


_DARK = (0.012, 0.011, 0.011)
GLASSES: MappingProxyType[str, Frame | None] = MappingProxyType(
    {
        "none": None,
        "round": Frame(width_m=0.021, height_m=0.020, rim_m=0.0022, colour=_DARK, round=True),
        "square": Frame(width_m=0.025, height_m=0.017, rim_m=0.0034, colour=_DARK),
        "thin": Frame(width_m=0.024, height_m=0.015, rim_m=0.0015, colour=(0.30, 0.28, 0.25)),
        "brown": Frame(width_m=0.024, height_m=0.018, rim_m=0.0032, colour=(0.10, 0.04, 0.016)),
        "sunglasses": Frame(width_m=0.027, height_m=0.020, rim_m=0.003, colour=_DARK, dark=True),
    }
)
SPOKES = 12
CLEAR_M = 0.006
"""How far before the brow and the nose's root they stand."""


def glasses(spec: BodySpec, rest: RestBody) -> list[Piece]:
    """Returns the frames, as one piece, or nothing.

    Raises:
        InputError: unknown kind.
    """
    kind = lookup(GLASSES, spec.glasses, "kind of glasses")
    if kind is None:
        return []
    scale, middle, places = head_scale(rest), eye_middle(rest), canonical_places()
    here = rest.vertices_m - middle
    around = (np.abs(places[:, 2] + 0.004) < 0.016) & (np.abs(places[:, 1]) < 0.055)
    front = here[around & (places[:, 0] > 0.0)][:, 0].max() + CLEAR_M * scale
    ear = here[(np.abs(places[:, 1]) > 0.066) & (np.abs(places[:, 0] + 0.075) < 0.014)
               & (np.abs(places[:, 2]) < 0.012)]  # fmt: skip
    ear_y, ear_z = np.abs(ear[:, 1]).max() - 0.006 * scale, ear[:, 2].max() * 0.7
    eye_y = abs(float(rest.head("eye.L")[1]))
    width, height, rim = kind.width_m * scale, kind.height_m * scale, kind.rim_m * scale
    width = min(width, eye_y - 0.006 * scale)
    turn = np.arange(SPOKES) * 2.0 * np.pi / SPOKES
    power = 1.0 if kind.round else 0.55
    outline = np.stack(
        (np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power,
         np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power), axis=1,
    )  # fmt: skip
    points: list[np.ndarray] = []
    faces: list[np.ndarray] = []

    def add(new: np.ndarray, triangles: np.ndarray) -> None:
        faces.append(triangles + sum(len(block) for block in points))
        points.append(new)

    number, following = np.arange(SPOKES), (np.arange(SPOKES) + 1) % SPOKES
    band = np.concatenate(
        (np.stack((number, number + SPOKES, following), axis=1),
         np.stack((following, number + SPOKES, following + SPOKES), axis=1))
    )  # fmt: skip
    quad = np.array([(0, 1, 2), (2, 1, 3)])
    for sign in (1.0, -1.0):
        rings = [outline * (width + grow, height + grow) for grow in (rim, 0.0)]
        ring = np.concatenate(rings)
        bent = front - 2.2 * (np.abs(ring[:, 0] * sign + sign * eye_y) - eye_y).clip(0.0) ** 1.6
        lens = np.stack((bent, ring[:, 0] + sign * eye_y, ring[:, 1] - 0.004 * scale), axis=1)
        add(lens, band)
        if kind.dark:
            fan = np.stack((np.zeros(SPOKES - 2, int), number[1:-1], number[2:]), axis=1)
            add(lens[SPOKES:], fan)
        outer, thick = sign * (eye_y + width + 0.5 * rim), max(rim, 0.0022 * scale)
        start = (front - 0.003 * scale, outer, 0.003 * scale)
        end = (-0.078 * scale, sign * ear_y, max(ear_z, 0.0))
        arm = [(*start[:2], start[2] + thick), start, (*end[:2], end[2] + thick), end]
        add(np.array(arm), quad)
    inner = eye_y - width
    bridge = [(front, side * inner, level * scale) for side in (1, -1) for level in (0.004, 0.0015)]
    add(np.array(bridge), quad)
    positions = np.concatenate(points) + middle
    weights = np.zeros((len(positions), len(transform_names())), np.float32)
    weights[:, transform_names().index("head")] = 1.0
    return [
        Piece(
            positions_m=positions.astype(np.float32),
            faces=np.concatenate(faces),
            weights=weights,
            colour=np.tile(kind.colour, (len(positions), 1)),
            layer=WHITE,
            tile_m=0.25,
        )
    ]
