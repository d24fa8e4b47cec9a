"""UTD-MHAD (Chen, Jafari and Kehtarnavaz, ICIP 2015): 27 actions before a Kinect, as depth.

Files are `a<action>_s<subject>_t<trial>_depth.mat` with `d_depth` (240, 320, N) uint16 in
millimetres, the background already 0. The paper gives the Kinect's rate as 30 frames per second;
the files do not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from understudy.errors import DatasetError, InputError, VideoError, lookup
from understudy.types import ClipRecord, Layer, Video

FPS = 30.0
FILE_NAME = re.compile(r"a(\d+)_s(\d+)_t(\d+)_depth\.mat")
LABELS: tuple[str, ...] = (
    "swipe_left", "swipe_right", "wave", "clap", "throw", "arms_cross", "basketball_shoot",
    "draw_x", "draw_circle_clockwise", "draw_circle_counter_clockwise", "draw_triangle",
    "bowling", "boxing", "baseball_swing", "tennis_swing", "arm_curl", "tennis_serve", "push",
    "knock", "catch", "pick_up_and_throw", "jog", "walk", "sit_to_stand", "stand_to_sit", "lunge",
    "squat",
)  # fmt: skip
"""Actions 1 to 27."""


class UtdMhadSource:
    """Depth recordings in a folder or its `Depth` subfolder; subjects are the groups."""

    name = "utd_mhad"

    def __init__(self, path: Path, *, labels: Sequence[str] | None = None) -> None:
        """Finds the recordings.

        Args:
            path: the folder.
            labels: take only these of `LABELS`; None for all.

        Raises:
            DatasetError: no recordings there.
            InputError: unknown label.
        """
        known = dict.fromkeys(LABELS)
        for label in labels or ():
            lookup(known, label, "UTD-MHAD label")
        self.path = path
        folder = path / "Depth" if (path / "Depth").is_dir() else path
        found = []
        for file in folder.glob("*.mat") if folder.is_dir() else ():
            match = FILE_NAME.fullmatch(file.name)
            if match and 1 <= int(match[1]) <= len(LABELS):
                action, subject, trial = (int(number) for number in match.groups())
                if labels is None or LABELS[action - 1] in labels:
                    found.append((action, subject, trial, file))
        if not found:
            raise DatasetError(
                f"{path} holds no UTD-MHAD depth recordings"
                f"{'' if labels is None else ' of ' + ', '.join(labels)}: expected "
                f"{path}/Depth/a1_s1_t1_depth.mat and so on"
            )
        found.sort()
        self._files = [file for _, _, _, file in found]
        self.records: Sequence[ClipRecord] = tuple(
            ClipRecord(
                clip_id=file.name.removesuffix("_depth.mat"),
                label=LABELS[action - 1],
                group=f"subject {subject}",
            )
            for action, subject, _, file in found
        )
        present = {record.label for record in self.records}
        self.classes: tuple[str, ...] = tuple(label for label in LABELS if label in present)
        sizes = "\n".join(f"{file.name} {file.stat().st_size}" for file in self._files)
        self.fingerprint = hashlib.sha256(sizes.encode()).hexdigest()

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Reads recording `records[index]`.

        Raises:
            VideoError: the file is damaged, empty or holds no depth.
            InputError: colour is asked for.
        """
        if layer != "depth":
            raise InputError(
                f"{self.path} holds depth recordings, no {layer}: use a network trained on depth"
            )
        file = self._files[index]
        depth_m = _read_depth(file)
        return Video(frames=depth_m, fps=FPS, foreground=depth_m > 0)


def _read_depth(file: Path) -> np.ndarray:
    from scipy.io import loadmat

    try:
        depth_mm = loadmat(file, variable_names=["d_depth"])["d_depth"]
    except KeyError:
        raise VideoError(f"{file} has no 'd_depth': expected a UTD-MHAD depth recording") from None
    except Exception as error:  # SciPy shows damage in a dozen kinds of errors, zlib's among them
        raise VideoError(f"{file} cannot be read ({error}): copy it again or remove it") from None
    if depth_mm.ndim != 3 or 0 in depth_mm.shape or depth_mm.dtype != np.uint16:
        raise VideoError(
            f"{file}: 'd_depth' is {depth_mm.dtype} {depth_mm.shape}, expected uint16 (H, W, N)"
        )
    return np.ascontiguousarray(depth_mm.transpose(2, 0, 1)).astype(np.float32) / np.float32(1000)
