"""Texture pages: holes, borders, mip levels, and the cache that keeps them."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic_scenes import (
    WHITE,
    body,
    camera,
    fence_page,
    picture_page,
    quad,
    scene,
    settings,
    sun,
)

from understudy.render.pages import SOLID, PageCache, mip_levels
from understudy.types import PAGE_SIZE


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_cut_outs_keep_their_share_of_the_page_at_every_level(share):
    page = fence_page()[0]
    rough = np.random.default_rng(0).random((64, 64)) < share
    page[:] = 0
    page[np.kron(rough, np.ones((8, 8), bool))] = 200, 220, 180, 255
    share = (page[..., 3] >= SOLID).mean()
    levels = mip_levels(page)
    assert [len(level) for level in levels] == [512, 256, 128, 64, 32, 16, 8, 4, 2, 1]
    for level in levels[:6]:
        solid = (level[..., 3] >= SOLID).mean()
        # Equal texels are solid together or not at all, so it may be more.
        assert share - 0.01 < solid < share + 0.25, len(level)
    for level in levels[1:]:  # the holes' black stays in the holes
        assert (level[level[..., 3] >= SOLID, 1] > 180).all()


def test_a_solid_page_stays_solid_and_keeps_its_mean():
    levels = mip_levels(picture_page()[0])
    assert all((level[..., 3] == 255).all() for level in levels)
    assert np.abs(levels[4][..., 2].astype(int) - 90).max() <= 1


def test_hair_far_away_is_still_there(raster):
    """A fence of thin bars, twelve pixels wide: averaged alpha is a fifth everywhere."""
    sheet = quad((-1, 0, -1), (2, 0, 0), (0, 0, 2), layer=-1)
    person = body(sheet, [[0, 0, 0]], pages=fence_page(bars=32, share=0.2))
    wall = quad((-40, 20, -40), (80, 0, 0), (0, 0, 80))
    track = camera([[0, -5, 0]], [0, 0, 0], width=32, height=32, focal_px=30)
    place = scene([wall], sun((0, -1, 0.3)))
    seen = raster.render(place, [person], track, settings(track)).instance[0] == 1
    assert 0.1 * 12 * 12 < seen.sum() <= 12 * 12


def test_a_page_ends_at_its_border_and_lets_light_through_its_holes(raster):
    """Left half red, right half holes: red goes on to the left of uv 0, holes to the right of 1."""
    page = np.zeros((1, PAGE_SIZE, PAGE_SIZE, 4), np.uint8)
    page[0, :, : PAGE_SIZE // 2] = 255, 0, 0, 255
    sheet = quad((-1, 0, -1), (2, 0, 0), (0, 0, 2), layer=-1)
    sheet["uv"] = sheet["uv"] * 2.0 - 0.5
    wall = quad((-3, 1, -3), (6, 0, 0), (0, 0, 6))
    person = body(sheet, [[0, 0, 0]], textures=WHITE[:0], pages=page)
    track = camera([[0, -4, 0]], [0, 0, 0], width=64, height=32, focal_px=64)
    place = scene([wall], sun((0, -1, 0.001)), sky=0.0)
    buffers = raster.render(place, [person], track, settings(track, shadow_size=1024))
    seen = buffers.instance[0, 16]
    assert seen[17:31].all() and not seen[33:].any()
    assert (buffers.colour[0, 16, 18:30, 1] < 80).all()
    wall_colour = buffers.colour[0, 16, 34:47].astype(int)
    assert np.ptp(wall_colour[:, 1]) < 12  # no shadow of the holes


def test_row_0_of_a_page_lies_at_v_0(raster):
    sheet = quad((-1, 0, 1), (2, 0, 0), (0, 0, -2), layer=-1)
    track = camera([[0, -4, 0]], [0, 0, 0], width=32, height=32, focal_px=48)
    place = scene([quad((-9, 5, -9), (18, 0, 0), (0, 0, 18))], sun((0, -1, 0)))
    person = body(sheet, [[0, 0, 0]], pages=picture_page())
    picture = raster.render(place, [person], track, settings(track)).colour[0].astype(int)
    assert picture[6, 16, 1] + 40 < picture[25, 16, 1]  # greener downwards
    assert picture[16, 6, 0] + 40 < picture[16, 25, 0]  # redder to the right


def test_the_cache_forgets_the_oldest_pages_only(raster, monkeypatch):
    monkeypatch.setattr("understudy.render.pages.MOST_KEPT_PAGES", 2)
    pages = [np.full((1, PAGE_SIZE, PAGE_SIZE, 4), 255 - value, np.uint8) for value in range(4)]
    with raster.context:
        cache = PageCache(raster.context)
        first = cache.load(pages[:2])
        assert cache.load(pages[:2]) == first
        cache.load([pages[0]])
        cache.load([pages[2]])  # pushes pages[1] out
        assert cache.load([pages[0]])[0][0] is first[0][0]
        assert cache.load([pages[1]])[0][0] is not first[1][0]
        assert len({id(page) for group in cache.load(pages) for page in group}) == 4
        cache.release()
