"""Places under the sky: each with its marks, nothing in each other's way, inside the budget."""

import math
from dataclasses import replace

import numpy as np
import pytest

from understudy.rng import stream
from understudy.scenes import build_scene, sample_scene
from understudy.scenes.furniture import Palette
from understudy.scenes.ground_textures import GROUND_TEXTURES, ground_material
from understudy.scenes.layout import TRIANGLE_BUDGET, Ground
from understudy.scenes.outdoors import OUTDOOR_SCENES, plants, sport, street_things, vehicles, works
from understudy.scenes.outdoors.buildings import STYLES, house
from understudy.scenes.outdoors.cutouts import CUTOUTS, cutout
from understudy.scenes.outdoors.site import Site, arc
from understudy.scenes.shapes import Material, bounds, merge
from understudy.types import PAGE_SIZE, TEXTURE_SIZE

CLEAR = ((0.5, -0.2), 1.2)
THINGS = {
    make.__name__: make
    for make in (
        plants.broadleaf, plants.column_tree, plants.conifer, plants.palm, plants.bush,
        plants.hedge, street_things.street_lamp, street_things.park_lamp, street_things.flood_mast,
        street_things.bin_, street_things.skip_bin, street_things.park_bench,
        street_things.bollard, street_things.sign, street_things.bus_shelter,
        street_things.planter, street_things.cone, street_things.barrier, street_things.fountain,
        street_things.statue_block, street_things.bicycle, vehicles.car, vehicles.van,
        vehicles.digger, vehicles.dumper, vehicles.crane, works.bricks, works.sacks, works.pipes,
        works.planks, works.rods, works.heap, works.container, works.mixer, works.barrow,
        works.rubble, works.boulder, sport.goal, sport.small_goal, sport.hoop, sport.stand,
        sport.dugout, sport.hurdle, sport.boards, sport.swing, sport.slide, sport.climbing_frame,
        sport.seesaw,
    )
}  # fmt: skip


def grounds(kind: str, number: int) -> tuple[Ground, np.ndarray, object]:
    """Returns the ground after a place was built, its camera, and the surroundings."""
    eyes = np.array([[4.0, 2.5, 1.6], [4.2, 2.2, 1.6]])
    ground = Ground(keep_clear=[CLEAR], eyes_m=eyes, view_open=True)
    spec = sample_scene(rng=stream(number, "outdoors"), kind=kind)
    return ground, eyes, OUTDOOR_SCENES[kind].build(spec, ground, eyes)


@pytest.mark.parametrize("kind", sorted(OUTDOOR_SCENES))
def test_nothing_overlaps_and_the_budget_holds(kind):
    for number in range(6):
        ground, eyes, place = grounds(kind, number)
        faces = sum(len(part.faces) for part in place.parts)
        assert faces <= TRIANGLE_BUDGET, (kind, number, faces)
        taken = ground.taken
        for i, one in enumerate(taken):
            for other in taken[:i]:
                assert not _deeply(one, other), (kind, number, one, other)
        points = np.array([CLEAR[0], *eyes[:, :2]])
        for one in taken:
            assert (one.distance_to(points) > [CLEAR[1] - 1e-6, 0.3, 0.3]).all(), (kind, number)


def _deeply(one, other) -> bool:
    """Fences and house rows may touch at corners; nothing stands inside another."""

    def smaller(place):
        return replace(place, half_m=(0.8 * place.half_m[0], 0.8 * place.half_m[1]))

    return smaller(one).overlaps(smaller(other)) and min(*one.half_m, *other.half_m) > 0.45


@pytest.mark.parametrize("kind", sorted(OUTDOOR_SCENES))
def test_the_ground_goes_on_to_the_horizon_and_nothing_floats(kind):
    for number in range(3):
        scene = build_scene(sample_scene(rng=stream(number, "far"), kind=kind))
        low, high = scene.mesh.positions_m.min(axis=0), scene.mesh.positions_m.max(axis=0)
        assert low[:2].max() < -100.0 and high[:2].min() > 100.0
        assert scene.environment.shape[0] >= 256
        assert -1.5 < low[2] <= 0.0


@pytest.mark.parametrize("name", sorted(THINGS))
def test_things_stand_on_the_ground_with_outward_faces_and_few_triangles(name):
    for number in range(4):
        rng = stream(number, "thing", name)
        parts = THINGS[name](Palette(rng), rng=rng)
        mesh = merge(parts)
        a, b, c = np.moveaxis(mesh.positions_m[mesh.faces].astype(np.float64), 1, 0)
        around = np.cross(b - a, c - a)
        assert (np.linalg.norm(around, axis=1) > 1e-10).all(), "empty triangles"
        agreement = np.sum(around[:, None] * mesh.normals[mesh.faces], axis=2)
        assert (agreement > -1e-9).all()
        low, high = bounds(parts)
        assert -0.8 < low[2] <= 0.05 < high[2], "leaves may sink in, nothing hangs"
        assert len(mesh.faces) < (700 if name == "crane" else 460), len(mesh.faces)
        assert np.abs((low + high)[:2] / 2).max() < 12.0


@pytest.mark.parametrize("style", STYLES)
def test_houses_stand_behind_their_front_line(style):
    for number in range(6):
        rng = stream(number, "house", style)
        spec = sample_scene(rng=rng, kind="street")
        ground = Ground(keep_clear=[], eyes_m=np.zeros((0, 3)), view_open=False)
        site = Site(spec=spec, ground=ground, eyes_m=np.zeros((0, 3)),
                    palette=Palette(rng), rng=rng)  # fmt: skip
        parts = house(site, bays=3, floors=3, style=style)
        for part in parts:  # steps and frames below head height come hardly out of the front
            reached = part.positions_m[part.positions_m[:, 2] < 1.9]
            if len(reached):
                assert reached[:, 0].max() <= 0.31
        assert bounds(parts)[1][2] > 8.5


@pytest.mark.parametrize("name", sorted(GROUND_TEXTURES))
def test_ground_tiles_are_sound_and_follow_their_colour(name):
    tile = ground_material(name, (0.3, 0.25, 0.2), rng=stream(1, name)).tile
    assert tile.shape == (TEXTURE_SIZE, TEXTURE_SIZE, 3) and tile.dtype == np.uint8
    assert tile.std() > 1.0
    again = ground_material(name, (0.3, 0.25, 0.2), rng=stream(1, name)).tile
    np.testing.assert_array_equal(tile, again)
    if name in {"lawn", "meadow", "turf", "sand", "mud", "rubber"}:
        values = tile.astype(float)
        inner = np.abs(np.diff(values, axis=0)).mean()
        assert np.abs(values[0] - values[-1]).mean() < 2.0 * inner + 1.0, "a seam shows"
        darker = ground_material(name, (0.1, 0.08, 0.07), rng=stream(1, name)).tile
        assert darker.mean() < tile.mean()


@pytest.mark.parametrize("name", sorted(CUTOUTS))
def test_cutouts_have_holes_and_are_made_once(name):
    first = cutout(name, (0.5, 0.5, 0.5), rng=stream(0, "a"))
    assert first.page is not None
    assert first.page.shape == (PAGE_SIZE, PAGE_SIZE, 4) and first.page.dtype == np.uint8
    solid = (first.page[..., 3] > 127).mean()
    assert 0.01 < solid < 0.9
    assert cutout(name, (0.1, 0.5, 0.5), rng=stream(0, "a")).page is first.page


def test_an_arc_lies_on_the_ground_and_has_its_area():
    tile = np.zeros((TEXTURE_SIZE, TEXTURE_SIZE, 3), np.uint8)
    part = arc(
        Material(tile=tile, tile_m=1.0), (1.0, 2.0), (3.0, 4.0), (0.0, math.pi), 1, pieces=64
    )
    a, b, c = np.moveaxis(part.positions_m[part.faces], 1, 0)
    around = np.cross(b - a, c - a)
    assert (around[:, 2] > 0.0).all()
    assert 0.5 * around[:, 2].sum() == pytest.approx(math.pi / 2 * (16 - 9), rel=1e-3)
