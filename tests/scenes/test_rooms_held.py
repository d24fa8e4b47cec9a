"""Things in hands: sound triangles, the size that was asked for, few of them."""

import numpy as np
import pytest

from understudy.errors import InputError
from understudy.rng import stream
from understudy.scenes import (
    MOVING_PROPS,
    PlacedMovingProp,
    build_moving_prop,
    build_scene,
    default_size_m,
    sample_scene,
)
from understudy.scenes.furniture import Palette
from understudy.types import MovingProp

MOST_TRIANGLES = 200


def held(kind: str, size_m=None) -> MovingProp:
    poses = np.tile(np.eye(4, dtype=np.float32), (3, 1, 1))
    poses[:, :3, 3] = [[0.5, 0.1, 1.0], [0.5, 0.1, 1.1], [0.5, 0.1, 1.2]]
    return MovingProp(kind=kind, size_m=size_m or default_size_m(kind), body_from_prop=poses)


@pytest.mark.parametrize("kind", sorted(MOVING_PROPS))
def test_things_in_hands_are_sound(kind):
    palette = Palette(stream(0, "palette"))
    shapes = set()
    for number in range(12):
        scale = (1.0, 0.8, 1.3)[number % 3]
        size = tuple(scale * side for side in default_size_m(kind))
        mesh = build_moving_prop(held(kind, size), palette, rng=stream(number, kind))
        again = build_moving_prop(held(kind, size), palette, rng=stream(number, kind))
        np.testing.assert_array_equal(mesh.positions_m, again.positions_m)
        np.testing.assert_array_equal(mesh.colour, again.colour)
        assert len(mesh.faces) <= MOST_TRIANGLES
        assert np.isfinite(mesh.positions_m).all() and np.isfinite(mesh.uv).all()
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
        # It fills the size that was asked for, and no more.
        extent = np.ptp(mesh.positions_m, axis=0)
        assert (extent <= np.array(size) * 1.02 + 0.002).all(), (extent, size)
        assert (extent >= np.array(size) * 0.75 - 0.002).all(), (extent, size)
        # A hand at the origin is at the thing: inside its box, or at its edge.
        low, high = mesh.positions_m.min(axis=0), mesh.positions_m.max(axis=0)
        assert (low <= 0.02).all() and (high >= -0.02).all()
        a, b, c = np.moveaxis(mesh.positions_m[mesh.faces].astype(np.float64), 1, 0)
        around = np.cross(b - a, c - a)
        assert (np.linalg.norm(around, axis=1) > 1e-12).all(), "empty triangles"
        facing = np.sum(around[:, None] * mesh.normals[mesh.faces], axis=2)
        assert (facing.sum(axis=1) > 0.0).all(), "normals must point to where faces turn"
        # Seen from far away on any side, fronts cover as much as backs: no holes to look through.
        for direction in np.concatenate((np.eye(3), [[0.6, 0.0, 0.8], [0.0, 0.6, -0.8]])):
            seen = around @ direction
            assert abs(seen.sum()) < 0.4 * np.abs(seen).sum() + 1e-9, direction
        shapes.add((len(mesh.faces), mesh.colour.round(4).tobytes(), mesh.textures.tobytes()))
    assert len(shapes) > 1 or kind in {"fork", "foil", "cigarette", "microphone"}


def test_a_scene_carries_what_people_hold():
    spec = sample_scene(rng=stream(0, "scene"), kind="bare_room")
    turned = PlacedMovingProp(held("cup"), (1.0, 2.0), np.pi / 2)
    (thing,) = build_scene(spec, moving_props=[turned]).objects
    np.testing.assert_allclose(thing.world_from_object[1, :3, 3], [0.9, 2.5, 1.1], atol=1e-6)
    np.testing.assert_allclose(thing.world_from_object[0, :3, 0], [0.0, 1.0, 0.0], atol=1e-6)
    assert thing.world_from_object.dtype == np.float32


def test_bad_things_say_what_is_wrong():
    palette = Palette(stream(0, "palette"))
    for kind, size, message in (
        ("cupp", (0.1, 0.1, 0.1), "unknown moving prop 'cupp': did you mean cup"),
        ("cup", (0.1, -0.1, 0.1), "size_m must be positive"),
    ):
        with pytest.raises(InputError, match=message):
            build_moving_prop(held(kind, size), palette, rng=stream(0))
