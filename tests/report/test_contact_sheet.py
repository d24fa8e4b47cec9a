"""Contact sheets and grid films: the right frames in the right places."""

from __future__ import annotations

import numpy as np
import pytest

from report.conftest import moving_frames
from understudy.errors import InputError, StorageError
from understudy.report.contact_sheet import (
    CAPTION_HEIGHT_PX,
    GAP_PX,
    MARGIN_PX,
    Row,
    contact_sheet,
    side_by_side_video,
    write_contact_sheet,
)


def counting(frames: int, height: int = 20, width: int = 30, base: int = 0) -> np.ndarray:
    """Frame t is of the one grey `base + t`."""
    film = np.zeros((frames, height, width, 3), np.uint8)
    return film + (base + np.arange(frames, dtype=np.uint8))[:, None, None, None]


def test_frames_are_sampled_evenly_with_both_ends():
    row = Row(caption="clip", frames=counting(31))
    sheet = np.asarray(contact_sheet([row], frames_per_row=4, tile_height=20))
    line = sheet[MARGIN_PX + CAPTION_HEIGHT_PX + 10, :, 0]
    shown = [line[MARGIN_PX + 15 + n * (30 + GAP_PX)] for n in range(4)]
    assert shown == [0, 10, 20, 30]


def test_short_clips_show_what_they_have():
    rows = [
        Row(caption="long", frames=counting(9)),
        Row(caption="one", frames=counting(1, base=77)),
    ]
    sheet = np.asarray(contact_sheet(rows, frames_per_row=3, tile_height=20))
    second = MARGIN_PX + 2 * CAPTION_HEIGHT_PX + 20 + 2 * GAP_PX + 10
    assert sheet[second, MARGIN_PX + 15, 0] == 77
    assert sheet[second, MARGIN_PX + 15 + 30 + GAP_PX, 0] == 255, "paper, not a repeated frame"


def test_captions_are_drawn_and_cut():
    plain = np.asarray(contact_sheet([Row(caption="", frames=counting(2))]))
    words = np.asarray(contact_sheet([Row(caption="räuspern " * 50, frames=counting(2))]))
    assert plain.shape == words.shape
    band = slice(MARGIN_PX, MARGIN_PX + CAPTION_HEIGHT_PX - 2)
    assert (plain[band] == 255).all()
    assert (words[band] < 128).any()
    assert (words[band, -MARGIN_PX:] == 255).all(), "runs past the margin"


def test_blocks_stand_side_by_side():
    rows = [Row(caption=str(n), frames=counting(2, base=20 * n)) for n in range(5)]
    one, two = contact_sheet(rows), contact_sheet(rows, blocks=2)
    assert two.height < one.height and two.width > one.width
    titled = contact_sheet(rows, blocks=2, title="Dataset")
    assert titled.height > two.height


def test_frames_keep_their_proportions():
    tall = Row(caption="tall", frames=np.full((1, 40, 10, 3), 200, np.uint8))
    wide = Row(caption="wide", frames=np.full((1, 10, 40, 3), 200, np.uint8))
    film = side_by_side_video([tall, wide], columns=1, tile_height=20)
    cell = 20 + CAPTION_HEIGHT_PX
    assert (film[0, CAPTION_HEIGHT_PX:cell, :, 0] == 200).sum() == 20 * 5
    assert (film[0, cell + CAPTION_HEIGHT_PX :, :80, 0] == 200).all()


def test_grid_film_holds_the_last_frame_and_has_even_sides():
    rows = [Row(caption=str(n), frames=counting(4 + n, 21, 31, base=10 * n)) for n in range(3)]
    film = side_by_side_video(rows, tile_height=21)
    assert film.shape[0] == 6 and film.dtype == np.uint8
    assert film.shape[1] % 2 == 0 and film.shape[2] % 2 == 0
    assert film[:, CAPTION_HEIGHT_PX + 5, 5, 0].tolist() == [0, 1, 2, 3, 3, 3]
    below = 2 * CAPTION_HEIGHT_PX + 21 + 5
    assert film[:, below, 5, 0].tolist() == [20, 21, 22, 23, 24, 25]


@pytest.mark.parametrize(
    "frames",
    [
        np.zeros((0, 8, 8, 3), np.uint8),
        np.zeros((2, 8, 8), np.uint8),
        np.zeros((2, 8, 8, 3), np.float32),
    ],
    ids=["empty", "grey", "float"],
)
def test_bad_frames_are_refused_by_name(frames):
    row = object.__new__(Row)  # past the type checker that the tests may run under
    object.__setattr__(row, "caption", "clip 7")
    object.__setattr__(row, "frames", frames)
    for make in (contact_sheet, side_by_side_video):
        with pytest.raises(InputError, match="clip 7"):
            make([row])
        with pytest.raises(InputError, match="at least one clip"):
            make([])


def test_written_sheet_is_a_png(tmp_path):
    from PIL import Image

    path = tmp_path / "new" / "sheet.png"
    write_contact_sheet(path, [Row(caption="a", frames=moving_frames(0))])
    assert Image.open(path).format == "PNG"
    assert [p.name for p in path.parent.iterdir()] == ["sheet.png"]
    with pytest.raises(StorageError, match=r"sheet\.png"):
        write_contact_sheet(path / "sheet.png", [Row(caption="a", frames=moving_frames(0))])
