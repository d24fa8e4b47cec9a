"""A renderer's life: the same pixels every time, flat memory, fresh processes, clear refusals."""

from __future__ import annotations

import copy
import dataclasses
import multiprocessing
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from synthetic_scenes import ball, body, box, camera, moving, quad, scene, settings, sun

from understudy.errors import InputError, PlatformError
from understudy.render import open_renderer

TRACK = camera([[2, -3, 1.5], [2.05, -3, 1.5]], [0, 0, 0.5], width=32, height=24, focal_px=32)


def clip(people: int = 1, rings: int = 10):
    parts = [quad((-3, -3, 0), (6, 0, 0), (0, 6, 0)), box((0.5, 0.5, 0), (1, 1, 1))]
    bodies = [
        body(ball(0.4, rings=rings), [[0.5 * i, 0, 0.6], [0.5 * i, 0.1, 0.6]])
        for i in range(people)
    ]
    return scene(parts, sun(softness=0.4), ambient=0.3), bodies, TRACK


def layers(buffers):
    return dataclasses.asdict(buffers)


def assert_same(first, second):
    for name, values in layers(first).items():
        np.testing.assert_array_equal(values, layers(second)[name], err_msg=name)


@pytest.mark.parametrize("name", ["raster", "reference"])
def test_shapes_and_types_are_those_documented(name):
    with open_renderer(name) as renderer:
        assert renderer.name == name
        buffers = renderer.render(*clip(), settings(TRACK, occlusion=True))
    expected = {
        "colour": ((2, 24, 32, 3), np.uint8),
        "depth_m": ((2, 24, 32), np.float32),
        "instance": ((2, 24, 32), np.uint8),
        "body_part": ((2, 24, 32), np.uint8),
        "normal": ((2, 24, 32, 3), np.float32),
        "flow_px": ((1, 24, 32, 2), np.float32),
        "next_depth_m": ((1, 24, 32), np.float32),
    }
    for layer, values in layers(buffers).items():
        assert (values.shape, values.dtype) == expected[layer], layer
        assert np.isfinite(values).all(), layer
        assert values.flags.c_contiguous and values.flags.owndata, layer


def test_two_renders_and_two_renderers_agree_to_the_bit(raster):
    options = settings(TRACK, occlusion=True)
    first = raster.render(*clip(2), options)
    raster.render(*clip(3, rings=6), settings(TRACK, supersample=1, shadow_size=64))
    assert_same(first, raster.render(*clip(2), options))
    with open_renderer("raster") as other:
        assert_same(first, other.render(*clip(2), options))


def test_a_former_clip_leaves_nothing_behind(raster):
    """People, textures and sizes of the clip before must not show up."""
    alone = raster.render(*clip(0), settings(TRACK))
    assert not alone.instance.any()
    raster.render(*clip(4, rings=30), settings(TRACK))
    assert_same(alone, raster.render(*clip(0), settings(TRACK)))


@pytest.mark.parametrize("name", ["raster", "reference"])
def test_an_empty_place_shows_sky_and_people(name):
    place, people, track = clip()
    nothing = changed(
        place.mesh,
        **{
            field: getattr(place.mesh, field)[:0]
            for field in ("positions_m", "normals", "uv", "colour", "texture", "faces")
        },
    )
    place = changed(place, mesh=nothing)
    with open_renderer(name) as renderer:
        buffers = renderer.render(place, people, track, settings(track))
        assert ((buffers.depth_m > 0) == (buffers.instance == 1)).all()
        assert (buffers.instance == 1).any()
        assert not renderer.render(place, [], track, settings(track)).depth_m.any()


def _render_elsewhere(queue):
    with open_renderer("raster") as renderer:
        queue.put(renderer.render(*clip(2), settings(TRACK, occlusion=True)).colour)


def test_a_spawned_process_draws_the_same(raster):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_render_elsewhere, args=(queue,))
    process.start()
    colour = queue.get(timeout=60)
    process.join(timeout=30)
    assert process.exitcode == 0
    expected = raster.render(*clip(2), settings(TRACK, occlusion=True)).colour
    np.testing.assert_array_equal(colour, expected)


def _resident_bytes():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_stays_flat_over_clips():
    with open_renderer("raster") as renderer:
        sizes = []
        for number in range(36):
            people = number % 3
            renderer.render(*clip(people, rings=20 + 10 * (number % 2)), settings(TRACK))
            if number % 6 == 5:
                sizes.append(_resident_bytes())
        assert sizes[-1] - sizes[1] < 4e6, sizes


def test_many_renderers_free_what_they_took():
    for _ in range(4):
        open_renderer("raster").close()
    start = _resident_bytes()
    for _ in range(6):
        with open_renderer("raster") as renderer:
            renderer.render(*clip(), settings(TRACK))
        renderer.close()  # a second time is harmless
        with pytest.raises(PlatformError, match="closed"):
            renderer.render(*clip(), settings(TRACK))
    assert _resident_bytes() - start < 60e6


def test_timings_name_the_stages(raster):
    raster.timings = {}
    try:
        raster.render(*clip(), settings(TRACK, occlusion=True))
        assert set(raster.timings) == {
            "upload", "shadow", "surface", "light", "occlusion", "resolve", "read",
        }  # fmt: skip
        assert all(seconds > 0.0 for seconds in raster.timings.values())
    finally:
        raster.timings = None


def test_a_forked_child_is_refused(raster, monkeypatch):
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(PlatformError, match="spawn"):
        raster.render(*clip(), settings(TRACK))


def test_missing_egl_names_the_packages(monkeypatch):
    import moderngl

    def fail(*args, **options):
        raise ImportError("(LOAD_EGL) libEGL.so: cannot open shared object file")

    monkeypatch.setattr(moderngl, "create_context", fail)
    with pytest.raises(PlatformError) as caught:
        open_renderer("raster")
    for word in ("libegl1", "libgl1-mesa-dri", "libgl1", "apt-get install", "cannot open"):
        assert word in str(caught.value)


def test_unknown_renderer_lists_the_nearest():
    with pytest.raises(InputError, match="raster"):
        open_renderer("rastr")


@pytest.mark.parametrize("name", ["raster", "reference"])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s, b, c, o: (s, b, c, o.model_copy(update={"width": 31})), "31 x 24"),
        (lambda s, b, c, o: (s, b, c, o.model_copy(update={"supersample": 0})), ">= 1"),
        (lambda s, b, c, o: (s, b, c, o.model_copy(update={"shadow_size": 9999})), "4096"),
        (lambda s, b, c, o: (s, [shorter(b[0])], c, o), "person 1 moves for 1 frames"),
        (lambda s, b, c, o: (s, [changed(b[0], faces=b[0].faces + 9999)], c, o), "faces name"),
        (lambda s, b, c, o: (s, [changed(b[0], uv=b[0].uv[1:])], c, o), "rows of uv"),
        (lambda s, b, c, o: (s, [changed(b[0], texture=b[0].texture + 1)], c, o), "layers 1..1"),
        (lambda s, b, c, o: (s, [changed(b[0], normals=b[0].normals * np.nan)], c, o), "NaN"),
        (lambda s, b, c, o: (changed(s, extent_m=0.0), b, c, o), "extent_m"),
        (lambda s, b, c, o: (s, [changed(b[0], texture=b[0].texture - 1)], c, o), "page 0 asked"),
        (lambda s, b, c, o: (s, b * 128, c, o), "127 people"),
        (lambda s, b, c, o: (changed(s, other_lights=(sun(),) * 4), b, c, o), "at most 3 lights"),
        (lambda s, b, c, o: (changed(s, objects=thing(1)), b, c, o), "object 1 moves for 1"),
        (lambda s, b, c, o: (changed(s, objects=thing(2, 1.1)), b, c, o), "turn and shift only"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(name, change, message):
    with open_renderer(name) as renderer, pytest.raises(InputError, match=message):
        renderer.render(*change(*clip(), settings(TRACK)))


def thing(frames: int, scale: float = 1.0):
    poses = np.tile(np.diag([scale, scale, scale, 1.0]), (frames, 1, 1))
    return (moving([quad((0, 0, 0), (1, 0, 0), (0, 1, 0))], poses),)


def changed(value, **fields):
    """A copy with other fields, past the shape checks that only the tests switch on."""
    other = copy.copy(value)
    for name, content in fields.items():
        object.__setattr__(other, name, content)
    return other


def shorter(value):
    return changed(value, positions_m=value.positions_m[:1], normals=value.normals[:1])
