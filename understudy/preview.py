"""A few clips of an action, to look at before filming thousands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from understudy.data.video import encode_mp4
from understudy.errors import InputError
from understudy.generate import film
from understudy.render import open_renderer
from understudy.report.contact_sheet import Row, side_by_side_video, write_contact_sheet
from understudy.sampling import GenerateJob, sample_clip

PREVIEW_CRF = 20


def write_preview(
    job: GenerateJob,
    out: Path,
    *,
    frames: int = 8,
    on_clip: Callable[[int], None] | None = None,
) -> Path:
    """Writes a contact sheet (one row per clip) to `out` and a film beside it.

    Args:
        job: what to film; its layers are of no matter.
        out: a .png path.
        frames: frames shown per clip.
        on_clip: called with the number of clips that are done.

    Returns:
        The film's path: `out` with the suffix .mp4.

    Raises:
        InputError: `out` is no .png path.
    """
    if out.suffix.lower() != ".png":
        raise InputError(f"expected a path that ends in .png for the contact sheet, got {out}")
    rows: list[Row] = []
    with open_renderer(job.renderer) as renderer:
        for action in job.actions:
            for number in range(job.clips_per_action):
                clip = film(sample_clip(job, action, number), renderer)
                place = (
                    f"{clip.spec.scene.kind}, {clip.spec.scene.light}, {clip.spec.camera.motion}"
                )
                rows.append(Row(caption=f"{action} {number}: {place}", frames=clip.frames))
                if on_clip is not None:
                    on_clip(len(rows))
    blocks = max(1, round((len(rows) / frames) ** 0.5))  # about as wide as high
    write_contact_sheet(
        out, rows, frames_per_row=frames, tile_height=job.height, blocks=min(blocks, len(rows))
    )
    film_path = out.with_suffix(".mp4")
    grid = side_by_side_video(rows, tile_height=job.height)
    film_path.write_bytes(encode_mp4(grid, job.fps, PREVIEW_CRF))
    return film_path
