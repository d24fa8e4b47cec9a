"""Hair, faces, beards and spectacles, looked at from outside by splatting points."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from bodies_people import person, still

from understudy import bodies
from understudy.bodies.beard import grow_beard
from understudy.bodies.canonical import EYE_CORNER, EYE_SIDE, FACE_ROWS, eye_middle, page_places
from understudy.bodies.face import eyes, face
from understudy.bodies.glasses import glasses
from understudy.bodies.hair import grow_hair, scalp_cover, skull_angles
from understudy.bodies.pieces import Piece, head_scale
from understudy.bodies.shape import rest_body
from understudy.bodies.skin import face_page
from understudy.errors import InputError
from understudy.geometry import quaternion_from_axis_angle
from understudy.types import BODY_PARTS, JOINTS, PAGE_SIZE, BodySpec

SKIN, HAIR = (0.6, 0.05, 0.05), (0.02, 0.30, 0.02)
FAIR = {"skin_colour": (0.5, 0.3, 0.2), "hair_colour": (0.03, 0.015, 0.01)}
SHAPES = {
    "child": {"age": 0.22, "weight": 0.9, "gender": 0.3},
    "old_giant": {"age": 1.0, "weight": 1.0, "muscle": 1.0, "height": 0.9, "gender": 0.0},
    "thin": {"age": 0.6, "weight": 0.0, "muscle": 0.0, "proportions": 0.0, "gender": 1.0},
    "wide": {"age": 0.7, "weight": 0.8, "proportions": 1.0, "ancestry": (0.0, 1.0, 0.0)},
}
GROWN = [name for name in bodies.HAIR_STYLES if name not in ("bald", "balding")]
SPREAD = np.array([(i, j, 10 - i - j) for i in range(11) for j in range(11 - i)]) / 10.0


def somebody(shape: str = "wide", **changes: object) -> BodySpec:
    looks = {"skin_colour": SKIN, "hair_colour": HAIR, "beard": "none", "glasses": "none"}
    return person(3, **{**SHAPES[shape], **looks, **changes})


@lru_cache(maxsize=4)
def head_pieces(spec: BodySpec) -> tuple[list[Piece], np.ndarray, float]:
    """Returns skin first, then eyes, hair, beard and spectacles; eyes' middle; scale."""
    rest = rest_body(spec)
    pieces = [face(spec, rest), eyes(spec, rest), *grow_hair(spec, rest), *grow_beard(spec, rest)]
    return [*pieces, *glasses(spec, rest)], eye_middle(rest), head_scale(rest)


def seen(
    spec: BodySpec, azimuth_deg: float, elevation_deg: float, pixel_m: float = 0.003
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns what is nearest in each pixel: place from between the eyes on a head of usual size
    (N, 3), number of its piece (N,), and colour (N, 3) sRGB of painted pieces."""
    pieces, middle, scale = head_pieces(spec)
    a, e = np.radians(azimuth_deg), np.radians(elevation_deg)
    towards = np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)])
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    places, numbers, colours = [], [], []
    for number, piece in enumerate(pieces):
        points = (SPREAD @ piece.positions_m[piece.faces]).reshape(-1, 3)
        places.append((points - middle) / scale)
        numbers.append(np.full(len(points), number))
        colour = np.zeros((len(points), 3), np.uint8)
        if piece.page is not None:
            texel = ((SPREAD @ piece.uv[piece.faces]).reshape(-1, 2) * PAGE_SIZE).astype(int)
            texel = np.clip(texel, 0, PAGE_SIZE - 1)
            colour = piece.page[texel[:, 1], texel[:, 0], :3]
        colours.append(colour)
    place, number, colour = (np.concatenate(parts) for parts in (places, numbers, colours))
    flat = np.stack((place @ right, place @ np.cross(towards, right)), axis=1)
    pixel = np.round((flat - flat.min(axis=0)) / pixel_m).astype(int)
    pixel = pixel[:, 0] * 4096 + pixel[:, 1]
    order = np.lexsort((-(place @ towards), pixel))
    first = order[np.unique(pixel[order], return_index=True)[1]]
    return place[first], number[first], colour[first]


@pytest.mark.parametrize("shape", ["child", "old_giant", "thin"])
@pytest.mark.parametrize("style", GROWN)
def test_hair_hides_the_scalp_and_leaves_the_face_free(style, shape):
    spec = somebody(shape, hair_style=style)
    for azimuth, elevation in ((180, 0), (130, 50)):
        place, number, colour = seen(spec, azimuth, elevation, pixel_m=0.004)
        scalp = (place[:, 2] > 0.035) & (place[:, 0] < -0.055)
        bare = (number == 0) & (colour[:, 0] > colour[:, 1])
        assert scalp.sum() > 200
        # Beside a crest the head is shaven.
        assert bare[scalp].mean() < (0.95 if style == "mohawk" else 0.02), (azimuth, elevation)
    place, number, _ = seen(spec, 0, 0, pixel_m=0.004)
    oval = np.hypot(place[:, 1] / 0.055, (place[:, 2] + 0.04) / 0.052) < 1.0
    assert oval.sum() > 300
    assert (number[oval] > 1).mean() < 0.01


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize("skin", [(0.70, 0.47, 0.36), (0.065, 0.032, 0.02)])
def test_eyes_show_white_and_iris(shape, skin):
    spec = somebody(shape, skin_colour=skin, eye_colour=(0.05, 0.025, 0.012), hair_style="crop")
    place, number, colour = seen(spec, 0, 0, pixel_m=0.001)
    for side in (1.0, -1.0):
        eye = (number == 1) & (np.sign(place[:, 1]) == side)
        assert eye.sum() > 60, "an eye is shut"
        grey = colour[eye].astype(int).mean(axis=1)
        bright, dark = np.percentile(grey, (80, 20))
        assert bright - dark > 60
    # Both look the same way: the glint is on the same side of both.
    square = face_page(spec)[EYE_CORNER[1] :, EYE_CORNER[0] : EYE_CORNER[0] + EYE_SIDE, :3]
    assert square.max() > 245


def test_a_face_is_paint_on_fixed_places():
    page, places = face_page(somebody(age=0.6, hair_style="bald", **FAIR)), page_places()
    y, z = places[..., 1], places[..., 2]
    red = page[:FACE_ROWS].astype(float).mean(axis=-1)
    front = places[..., 0] > 0.0
    chin = red[front & (y < 0.02) & (z < -0.09) & (z > -0.105)].mean()
    for name, area in {
        "mouth": (y < 0.012) & (np.abs(z + 0.074) < 0.0015),
        "nostril": (np.abs(y - 0.0085) < 0.002) & (np.abs(z + 0.047) < 0.0015),
        "brow": (np.abs(y - 0.033) < 0.008) & (np.abs(z - 0.0198) < 0.0015),
    }.items():
        assert red[front & area].mean() < 0.8 * chin, name


def test_age_draws_lines():
    places = page_places()
    columns = (places[..., 1] < 0.025).all(axis=0)
    rows = (places[:, 0, 2] > 0.028) & (places[:, 0, 2] < 0.056)
    depth = []
    for age in (0.6, 1.0):
        page = face_page(somebody(age=age, hair_style="bald", **FAIR)).astype(float)
        depth.append(page[:FACE_ROWS][rows][:, columns, 1].mean(axis=1).std())
    assert depth[1] > 3.0 * depth[0]


@pytest.mark.parametrize("name", [name for name in bodies.BEARDS if name != "none"])
def test_beards_grow_where_beards_grow(name):
    for shape in ("old_giant", "wide"):
        spec = somebody(shape, beard=name, hair_style="bald", gender=0.0)
        place, number, colour = seen(spec, 0, -5)
        green = (number > 1) | ((number == 0) & (colour[:, 1] > 1.1 * colour[:, 0]))
        if name != "stubble":
            assert green.sum() > 40
        lips = (np.abs(place[:, 2] + 0.0745) < 0.003) & (np.abs(place[:, 1]) < 0.015)
        nose = (place[:, 2] > -0.045) & (place[:, 2] < 0.01) & (np.abs(place[:, 1]) < 0.045)
        assert green[nose].mean() < 0.02
        assert green[lips].mean() < 0.35


def test_loose_hair_follows_head_and_trunk():
    """Its ends lie on the trunk: a turned head leaves most of them where they are."""
    turn = still(1, head=quaternion_from_axis_angle(np.eye(3)[2], 1.2))
    body = somebody(hair_style="long")
    meshes = [
        bodies.embody(body, motion, position_m=(0.0, 0.0), heading_rad=0.0)
        for motion in (still(), turn)
    ]
    first, second = (mesh.positions_m[0] for mesh in meshes)
    moved = np.linalg.norm(second - first, axis=1)
    hair = meshes[0].texture == 1
    head = meshes[0].joints_m[0, JOINTS.index("head")]
    low = hair & (first[:, 2] < head[2] - 0.12)
    crown = hair & (first[:, 2] > head[2] + 0.08)
    away = np.linalg.norm((first - head)[:, :2], axis=1)
    assert low.sum() > 20
    assert np.median(moved[low] / away[low]) < 0.45 * np.median(moved[crown] / away[crown])
    assert set(meshes[0].body_part[crown]) == {BODY_PARTS.index("head")}


@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize("name", [name for name in bodies.GLASSES if name != "none"])
def test_spectacles_stand_before_the_eyes(name, shape):
    spec = somebody(shape, glasses=name, hair_style="bald")
    place, number, _ = seen(spec, 0, 0, pixel_m=0.0025)
    worn = number == len(head_pieces(spec)[0]) - 1
    assert worn.sum() > 40
    assert np.abs(place[worn][:, 1]).max() < 0.11
    _, bare, _ = seen(somebody(shape, hair_style="bald"), 0, 0, pixel_m=0.0025)
    shown = (number == 1).sum() / (bare == 1).sum()
    assert shown < 0.6 if name == "sunglasses" else shown > 0.8


def test_triangles_are_few():
    for style in GROWN:
        spec = somebody(hair_style=style, beard="full", gender=0.0)
        assert sum(len(piece.faces) for piece in head_pieces(spec)[0]) < 2900, style


def test_paint_follows_the_style():
    places = page_places()
    top = np.array([[-0.06, 0.0, 0.113]])
    for style in bodies.HAIR_STYLES:
        cover = scalp_cover(somebody(hair_style=style), skull_angles(places))
        assert cover.min() >= 0.0 and cover.max() <= 1.0
        grown = scalp_cover(somebody(hair_style=style), skull_angles(top))[0]
        assert (grown > 0.4) == (style not in ("bald", "balding")), style
        assert cover[(places[..., 2] < -0.03) & (places[..., 0] > 0.0)].max() == 0.0


@pytest.mark.parametrize("field", ["hair_style", "beard", "glasses", "skin"])
def test_unknown_looks_are_refused(field):
    with pytest.raises(InputError, match="square_wheel"):
        head_pieces(somebody(**{field: "square_wheel"}))
