"""A few clips of an action, to look at before filming thousands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from understudy.data.video import encode_mp4
from understudy.errors import InputError
from understudy.generate import film
from understudy.render import open_renderer
from understudy.report.contact_sheet import Row, side_by_side_video, write_contact_sheet
from understudy.sampling import GenerateJob, sample_clip

PREVIEW_CRF = 20


def write_preview(
    actions: Sequence[str],
    out: Path,
    *,
    samples: int = 4,
    frames: int = 8,
    size: int = 160,
    seed: int = 0,
) -> Path:
    """Writes a contact sheet (one row per clip) to `out` and a film beside it.

    Args:
        actions: keys of `motion.ACTIONS`.
        out: a .png path.
        samples: clips per action.
        frames: frames shown per clip.
        size: width and height of a frame [px].
        seed: seed of the job, as in `understudy generate`.

    Returns:
        The film's path: `out` with the suffix .mp4.

    Raises:
        InputError: unknown action, or `out` is no .png path.
    """
    if out.suffix.lower() != ".png":
        raise InputError(f"expected a path that ends in .png for the contact sheet, got {out}")
    job = GenerateJob(
        actions=tuple(actions), clips_per_action=samples, seed=seed, width=size, height=size
    )
    rows = []
    with open_renderer(job.renderer) as renderer:
        for action in job.actions:
            for number in range(samples):
                clip = film(sample_clip(job, action, number), renderer)
                rows.append(
                    Row(caption=f"{action} {number}: {clip.spec.caption}", frames=clip.frames)
                )
    write_contact_sheet(out, rows, frames_per_row=frames, tile_height=size)
    film_path = out.with_suffix(".mp4")
    grid = side_by_side_video(rows, tile_height=size)
    film_path.write_bytes(encode_mp4(grid, job.fps, PREVIEW_CRF))
    return film_path
