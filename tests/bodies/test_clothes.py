"""Clothes cover, hang and lag; they are drawn by setting and never by what their wearer does."""

from __future__ import annotations

import numpy as np
import pytest
from bodies_people import person, still, wearing

from understudy import bodies
from understudy.bodies.clothes import layers
from understudy.bodies.dress import dress
from understudy.bodies.outfits import FABRICS, KIND_DYES
from understudy.bodies.places import joints_of_transforms, measure
from understudy.bodies.shape import rest_body
from understudy.bodies.trims import TRIMS
from understudy.bodies.wardrobe import DYES
from understudy.errors import InputError
from understudy.geometry import quaternion_from_axis_angle
from understudy.rng import stream
from understudy.types import BODY_PARTS, JOINTS, BodySpec, Motion

HERE = {"position_m": (0.0, 0.0), "heading_rad": 0.0}
MARKER = (0.9, 0.0123, 0.9)
MOST_TRIANGLES = 10_000
MEAN_TRIANGLES = 8_000
NECKLINE = 0.58
"""Torso coordinate below every neckline and armhole."""
X, Y, _ = np.eye(3)

KINDS = bodies.GARMENTS.items()
BY_SLOT = {
    slot: [name for name, garment in KINDS if garment.slot == slot]
    for slot in {garment.slot for _, garment in KINDS}
}
OUTFITS = (
    *((top, "jeans", "shoes") for top in BY_SLOT["top"]),
    *(("t_shirt", bottom, "shoes") for bottom in BY_SLOT["bottom"]),
    *((whole, "shoes") for whole in BY_SLOT["dress"]),
    *(("shirt", "trousers", outer, "shoes") for outer in BY_SLOT["outer"]),
    *(("t_shirt", "shorts", shoes) for shoes in BY_SLOT["shoes"]),
    *(("t_shirt", "jeans", "shoes", hat) for hat in (*BY_SLOT["head"], *BY_SLOT["hands"])),
)
SHAPES = (
    {"age": 0.2, "weight": 0.0, "muscle": 0.0, "height": 0.2, "gender": 0.0},
    {"age": 0.67, "weight": 1.0, "muscle": 0.0, "height": 0.1, "gender": 1.0},
    {"age": 1.0, "weight": 1.0, "muscle": 1.0, "height": 0.9, "gender": 0.0},
    {"age": 0.7, "weight": 0.0, "muscle": 1.0, "height": 0.9, "gender": 1.0},
)


def turn(axis: np.ndarray, degrees: float) -> np.ndarray:
    return quaternion_from_axis_angle(axis, np.radians(degrees))


SQUAT = {
    **{f"{side}_hip": turn(-Y, 110) for side in ("left", "right")},
    **{f"{side}_knee": turn(Y, 125) for side in ("left", "right")},
}


def naked_torso(body: BodySpec) -> int:
    """Counts skin triangles between collar and thighs, arms and armholes aside.

    At a sleeveless top's armhole the arm's skin goes on under the cloth.
    """
    worn = dress(body.model_copy(update={"skin_colour": MARKER}))
    places = measure(rest_body(body))
    bare = np.abs(worn.colour - np.float32(MARKER)).max(axis=1) < 1e-4
    part = np.isin(worn.body_part, [BODY_PARTS.index("torso"), *UPPER_LEGS])
    arms = [JOINTS.index(f"{side}_shoulder") for side in ("left", "right")]
    part &= (worn.weights @ joints_of_transforms())[:, arms].sum(axis=1) < 0.1
    z = worn.positions_m[:, 2]
    between = (z > places.at_leg(0.18)) & (z < places.at_torso(NECKLINE))
    return int((bare & part & between)[worn.faces].all(axis=1).sum())


UPPER_LEGS = [BODY_PARTS.index(f"{side}_upper_leg") for side in ("left", "right")]


@pytest.mark.parametrize("outfit", OUTFITS, ids="+".join)
def test_no_skin_between_collar_and_thighs(outfit):
    for shape, fit_m in zip(SHAPES, (0.004, 0.02, 0.004, 0.02), strict=True):
        body = person(1, garments=wearing(*outfit, fit_m=fit_m), **shape)
        assert naked_torso(body) == 0, (outfit, shape)


def test_who_forgets_to_dress_wears_underwear():
    assert naked_torso(person(1, garments=())) > 0  # the belly: the test above sees skin
    worn = dress(person(1, garments=(), skin_colour=MARKER))
    places = measure(rest_body(person(1)))
    z = worn.positions_m[:, 2]
    hips = (z < places.at_torso(0.05)) & (z > places.at_leg(0.1))
    hips &= worn.body_part == BODY_PARTS.index("torso")
    bare = np.abs(worn.colour - np.float32(MARKER)).max(axis=1) < 1e-4
    assert hips.any() and not (hips & bare).any()


@pytest.mark.parametrize("outfit", [("t_shirt", "skirt"), ("dress",), ("shirt", "jeans", "coat")])
def test_cloth_goes_on_without_a_gap_where_it_begins_to_hang(outfit):
    """The tube hangs from the very rim of the cloth above it: they share its vertices."""
    body = person(2, garments=wearing(*outfit))
    worn = dress(body)
    edges = np.sort(np.concatenate([worn.faces[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
    found, count = np.unique(edges, axis=0, return_counts=True)
    open_edges = found[count == 1]
    tube = worn.loose[-1]
    top_z = worn.positions_m[tube.vertices, 2].max()
    rim = np.isin(open_edges, tube.vertices).all(axis=1)
    heights = worn.positions_m[open_edges[rim], 2]
    panels = len(outfit) == 3  # a coat's panels end at each other
    assert panels or heights.max() < top_z - 0.02, "open edges at its hem only"


def kicked(frames: int = 40) -> Motion:
    motion = still(frames)
    rotations = motion.rotations.copy()
    for t in range(frames):
        swing = 80.0 * np.sin(np.pi * min(t, 8) / 8.0)
        rotations[t, JOINTS.index("right_hip")] = turn(-Y, float(swing))
    return Motion(**{**vars(motion), "rotations": rotations})


def hem(mesh, body: BodySpec) -> np.ndarray:
    loose = dress(body).loose[0]
    rows = loose.vertices[dress(body).positions_m[loose.vertices, 2].argsort()[:20]]
    return mesh.positions_m[:, rows]


@pytest.mark.parametrize("kind", ["skirt", "long_skirt", "summer_dress"])
def test_a_skirt_lags_and_comes_to_rest(kind):
    garments = wearing(kind, "shoes") if "dress" in kind else wearing("t_shirt", kind, "shoes")
    body = person(3, garments=garments)
    rest = hem(bodies.embody(body, still(40), **HERE), body)
    moved = hem(bodies.embody(body, kicked(), **HERE), body)
    after = np.linalg.norm(moved - rest, axis=-1).max(axis=1)
    assert after[4] > 0.05, "it is kicked"
    assert after[9] > 0.01, "it is still on its way when the leg is back"
    assert after[-1] < 0.02, "it hangs again"


def test_lag_does_not_depend_on_the_frame_rate():
    body = person(3, garments=wearing("t_shirt", "skirt", "shoes"))
    slow = kicked(24)
    fine = Motion(
        **{
            **vars(slow),
            "rotations": np.repeat(slow.rotations, 4, axis=0),
            "root_m": np.repeat(slow.root_m, 4, axis=0),
            "contacts": np.repeat(slow.contacts, 4, axis=0),
            "fps": 48.0,
        }
    )
    reach = [np.ptp(hem(bodies.embody(body, m, **HERE), body), axis=0).max() for m in (slow, fine)]
    assert reach[1] < 1.5 * reach[0]


@pytest.mark.parametrize("kind", ["skirt", "long_skirt", "long_dress", "coat"])
@pytest.mark.parametrize("pose", [SQUAT, {"pelvis": turn(-Y, 90)}, {"right_hip": turn(-Y, 110)}])
def test_what_hangs_stays_above_ground_and_near_its_wearer(kind, pose):
    outfit = {"long_dress": ("long_dress",), "coat": ("shirt", "jeans", "coat")}
    body = person(4, garments=wearing(*outfit.get(kind, ("t_shirt", kind))))
    motion = still(6, **pose)
    low = Motion(**{**vars(motion), "root_m": motion.root_m * np.float32(0.25)})
    mesh = bodies.embody(body, low, **HERE)
    for loose in dress(body).loose:
        points = mesh.positions_m[:, loose.vertices]
        assert np.isfinite(points).all() and points[..., 2].min() >= 0.0
        reach = np.linalg.norm(points - mesh.joints_m[:, :1], axis=-1).max()
        assert reach < loose.length_m.max() + 0.6
        assert np.isfinite(mesh.normals[:, loose.vertices]).all()


def test_an_outer_layer_is_further_out():
    body = person(5, garments=wearing("t_shirt", "jeans", "jacket", "shoes"))
    places = measure(rest_body(body))
    worn = {garment.spec.kind: garment for garment in layers(body.garments, places)}
    assert worn["jacket"].below_m > worn["t_shirt"].below_m
    assert (worn["t_shirt"].over > 0.05).sum() > 200  # most of the shirt is not drawn


def test_triangles_are_few():
    counts = [len(dress(bodies.sample_body(rng=stream(n, "crowd"))).faces) for n in range(24)]
    assert np.mean(counts) < MEAN_TRIANGLES and max(counts) < MOST_TRIANGLES


def test_tables_name_what_there_is():
    kinds = {k for o in bodies.OUTFITS.values() for shares in o.wear.values() for k in shares}
    assert kinds - {""} <= set(bodies.GARMENTS)
    for outfit in bodies.OUTFITS.values():
        for slot, shares in outfit.wear.items():
            assert all(bodies.GARMENTS[kind].slot == slot for kind in shares if kind)
    assert {name for shares in bodies.SETTINGS.values() for name in shares} == set(bodies.OUTFITS)
    assert {p for shares in FABRICS.values() for p in shares} <= set(bodies.PATTERNS)
    assert set(KIND_DYES.values()) <= set(DYES)
    panels = {name for _, garment in KINDS for name in garment.trims}
    assert panels - {"straps"} <= set(TRIMS)


@pytest.mark.parametrize("setting", list(bodies.SETTINGS))
def test_settings_differ_and_only_by_their_tables(setting):
    drawn = [bodies.sample_garments(rng=stream(n, "worn"), setting=setting) for n in range(40)]
    again = [bodies.sample_garments(rng=stream(n, "worn"), setting=setting) for n in range(40)]
    assert drawn == again
    kinds = [{worn.kind for worn in garments} for garments in drawn]
    expected = {
        "site": "boots", "sport": "trainers", "ward": "scrubs_top", "home": "joggers",
        "winter": "beanie", "summer": "sandals", "work": "shirt",
    }  # fmt: skip
    if setting in expected:
        assert sum(expected[setting] in worn for worn in kinds) >= 3


def test_unknown_settings_are_refused_with_a_hint():
    with pytest.raises(InputError, match="site"):
        bodies.sample_garments(rng=stream(0, "worn"), setting="sight")
