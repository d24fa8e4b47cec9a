"""What every reader returns: joints in space over time, in the file's own names, axes and units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from understudy.errors import InputError

FASTEST_FPS = 60.0
"""Takes are thinned out to about this rate; people do not move faster than it shows."""


@dataclass(frozen=True, kw_only=True)
class Stance:
    """One posture of a rig."""

    turns: np.ndarray
    """(J, 3, 3) world rotations of the joints' own frames."""
    places: np.ndarray
    """(J, 3)"""


@dataclass(frozen=True, kw_only=True)
class Take:
    """One clip of a motion file; J joints of its rig."""

    path: Path
    name: str
    joints: tuple[str, ...]
    parents: tuple[int, ...]
    """-1 for roots; a parent comes before its children."""
    turns: np.ndarray
    """(T, J, 3, 3) world rotations."""
    places: np.ndarray
    """(T, J, 3) in the file's unit and axes."""
    fps: float
    rests: tuple[Stance, ...] = ()
    """Postures in which the figure may stand neutrally: zero pose, bind pose."""
    up: str | None = None
    """"y" or "z" where the format says it."""
    roles: dict[str, str] | None = None
    """Joint of ours -> joint of the file's, where the file itself says so (VRM)."""

    @property
    def frame_count(self) -> int:
        return len(self.places)

    @property
    def duration_s(self) -> float:
        return max(self.frame_count - 1, 0) / self.fps


def checked(take: Take) -> Take:
    """Returns a take, thinned out to at most `FASTEST_FPS`.

    Raises:
        InputError: it has no frames, or numbers that are not finite.
    """
    if take.frame_count == 0:
        raise InputError(f"{take.path}: clip '{take.name}' has no frames")
    check_finite(take.path, take.name, (take.turns, take.places))
    step = max(1, int(take.fps / FASTEST_FPS + 0.01))
    return replace(take, turns=take.turns[::step], places=take.places[::step], fps=take.fps / step)


def check_finite(path: Path, name: str, arrays: Iterable[np.ndarray]) -> None:
    """Raises InputError that names the first frame (axis 0) with a number that is not finite."""
    for array in arrays:
        bad = ~np.isfinite(array).reshape(len(array), -1).all(axis=1)
        if bad.any():
            raise InputError(
                f"{path}: clip '{name}' holds a number that is not finite in frame "
                f"{int(np.flatnonzero(bad)[0])} ({int(bad.sum())} such frames): export it again, "
                "or cut them out"
            )
