"""UTD-MHAD (Chen, Jafari and Kehtarnavaz, ICIP 2015): 27 actions before a Kinect.

    Depth/a<action>_s<subject>_t<trial>_depth.mat          `d_depth` (240, 320, N) uint16 [mm], the
                                                           background already 0
    Skeleton/a<action>_s<subject>_t<trial>_skeleton.mat    `d_skel` (20, 3, N) [m], Kinect's axes
    RGB/a<action>_s<subject>_t<trial>_color.avi            640x480

Any one of the three will do. The paper gives the Kinect's rate as 30 frames per second; the files
of depth do not. Depth is stored as in a mirror, as the Kinect's driver delivers it: the right hand
of somebody who faces the camera is on the right. `load` turns it the way a camera sees people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from jaxtyping import Float32

from understudy.data.kinds import DatasetKind, Options, choice, numbers
from understudy.data.label_sets import label_set
from understudy.data.listed import PROBED_FRAMES, SHORT_SIDE
from understudy.data.video import decode_video
from understudy.errors import DatasetError, InputError, VideoError, lookup
from understudy.types import ClipRecord, Layer, Split, Video

FPS = 30.0
LAYOUT = "Depth/a1_s1_t1_depth.mat, Skeleton/a1_s1_t1_skeleton.mat, RGB/a1_s1_t1_color.avi"
LABELS: tuple[str, ...] = label_set("utd_mhad")
"""Actions 1 to 27."""
SUBJECTS = range(1, 9)
ODD = frozenset((1, 3, 5, 7))
"""Those the paper learns from; it tests the others."""
Part = Literal["depth", "skeleton", "colour"]
FOLDERS: dict[Part, str] = {"depth": "Depth", "skeleton": "Skeleton", "colour": "RGB"}
FILE_NAMES: dict[Part, re.Pattern[str]] = {
    "depth": re.compile(r"a(\d+)_s(\d+)_t(\d+)_depth\.mat"),
    "skeleton": re.compile(r"a(\d+)_s(\d+)_t(\d+)_skeleton\.mat"),
    "colour": re.compile(r"a(\d+)_s(\d+)_t(\d+)_color\.avi"),
}
SKELETON_JOINTS: tuple[str, ...] = (
    "head", "shoulder_centre", "spine", "hip_centre", "left_shoulder", "left_elbow", "left_wrist",
    "left_hand", "right_shoulder", "right_elbow", "right_wrist", "right_hand", "left_hip",
    "left_knee", "left_ankle", "left_foot", "right_hip", "right_knee", "right_ankle", "right_foot",
)  # fmt: skip
"""The 20 joints of a recorded skeleton, in order."""


class UtdMhadSource:
    """Recordings in a folder, or in its subfolder of one kind; subjects are the groups."""

    name = "utd_mhad"
    problems: tuple[str, ...] = ()

    def __init__(
        self,
        path: Path,
        *,
        labels: Sequence[str] | None = None,
        test_subjects: frozenset[int] | None = None,
    ) -> None:
        """Finds the recordings.

        Args:
            path: the folder.
            labels: take only these of `LABELS`; None for all.
            test_subjects: whose recordings are the test; all others are for learning. Without,
                no recording has a split.

        Raises:
            DatasetError: no recordings there.
            InputError: unknown label.
        """
        known = dict.fromkeys(LABELS)
        for label in labels or ():
            lookup(known, label, "UTD-MHAD label")
        self.path = path
        self._files: dict[Part, dict[tuple[int, int, int], Path]] = {}
        for part, name in FOLDERS.items():
            folder = path / name if (path / name).is_dir() else path
            for file in sorted(folder.glob("*.*")) if folder.is_dir() else ():
                match = FILE_NAMES[part].fullmatch(file.name)
                if match and 1 <= int(match[1]) <= len(LABELS):
                    action, subject, trial = (int(number) for number in match.groups())
                    if labels is None or LABELS[action - 1] in labels:
                        self._files.setdefault(part, {})[(action, subject, trial)] = file
        self._keys = sorted({key for files in self._files.values() for key in files})
        if not self._keys:
            raise DatasetError(
                f"{path} holds no UTD-MHAD recordings"
                f"{'' if labels is None else ' of ' + ', '.join(labels)}: expected "
                f"{path}/Depth/a1_s1_t1_depth.mat and so on"
            )
        self.records: Sequence[ClipRecord] = tuple(
            ClipRecord(
                clip_id=f"a{action}_s{subject}_t{trial}",
                label=LABELS[action - 1],
                group=f"subject {subject}",
                split=_split(subject, test_subjects),
            )
            for action, subject, trial in self._keys
        )
        present = {record.label for record in self.records}
        self.classes: tuple[str, ...] = tuple(label for label in LABELS if label in present)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the files' names and sizes, and of the splits."""
        sizes = [
            f"{file.name} {file.stat().st_size}"
            for part in self._files.values()
            for _, file in sorted(part.items())
        ]
        splits = [f"{record.clip_id} {record.split}" for record in self.records if record.split]
        return hashlib.sha256("\n".join(sizes + splits).encode()).hexdigest()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was recorded and is there: depth, skeleton, colour."""
        return tuple(self._files)

    def file(self, index: int, part: Part) -> Path:
        """Returns the file of one part of recording `records[index]`.

        Raises:
            InputError: the copy has no such part.
            VideoError: this recording lacks it.
        """
        if part not in self._files:
            kept = " and ".join(self.parts)
            raise InputError(f"{self.path} holds {kept} recordings, no {part}")
        found = self._files[part].get(self._keys[index])
        if found is None:
            raise VideoError(f"{self.path}: {self.records[index].clip_id} has no {part} file")
        return found

    def files(self, index: int) -> tuple[Path, ...]:
        """Returns the files of recording `records[index]`, as many as this copy should have."""
        name = self.records[index].clip_id
        endings: dict[Part, str] = {
            "depth": "depth.mat", "skeleton": "skeleton.mat", "colour": "color.avi",
        }  # fmt: skip
        return tuple(
            files.get(self._keys[index], self.path / FOLDERS[part] / f"{name}_{endings[part]}")
            for part, files in self._files.items()
        )

    def probe(self, index: int, *, full: bool) -> None:
        """Reads recording `records[index]`, of colour the first frames or all.

        Raises:
            VideoError: a file is missing or damaged.
        """
        if "depth" in self.parts:
            self.load(index, "depth")
        if "skeleton" in self.parts:
            self.skeleton(index)
        if "colour" in self.parts:
            frames = None if full else PROBED_FRAMES
            decode_video(self.file(index, "colour"), max_frames=frames, short_side=SHORT_SIDE)

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Reads recording `records[index]`.

        Raises:
            VideoError: the file is missing, damaged, empty or holds no depth.
            InputError: the dataset, or this copy, has no such layer.
        """
        if layer == "depth":
            depth_m = _read_depth(self.file(index, "depth"))
            return Video(frames=depth_m, fps=FPS, foreground=depth_m > 0)
        if layer != "colour":
            raise InputError(
                f"{self.path} holds colour and depth recordings, no {layer}: use a network "
                "trained on one of them"
            )
        return decode_video(self.file(index, "colour"), short_side=SHORT_SIDE)

    def skeleton(self, index: int) -> Float32[np.ndarray, "T 20 3"]:
        """Returns the places of `SKELETON_JOINTS` of recording `records[index]` [m, Kinect's axes].

        Raises:
            VideoError: the file is missing or damaged.
            InputError: this copy has no skeletons.
        """
        file = self.file(index, "skeleton")
        places = _read_array(file, "d_skel", "skeleton")
        if places.ndim != 3 or places.shape[:2] != (20, 3) or places.shape[2] == 0:
            raise VideoError(f"{file}: 'd_skel' is {places.shape}, expected (20, 3, N)")
        return np.ascontiguousarray(places.transpose(2, 0, 1)).astype(np.float32)


def open_utd_mhad(path: Path, options: Options) -> UtdMhadSource:
    """Opens a copy or a part of one."""
    labels = options.get("labels")
    tested = numbers(options, "test", SUBJECTS)
    if choice(options, "split", ("none", "official")) == "official":
        if tested is not None:
            raise InputError("options split=official and test=... exclude each other")
        tested = frozenset(SUBJECTS) - ODD
    return UtdMhadSource(
        path, labels=tuple(labels.split(",")) if labels else None, test_subjects=tested
    )


def _split(subject: int, tested: frozenset[int] | None) -> Split | None:
    if tested is None:
        return None
    return "test" if subject in tested else "train"


def _read_array(file: Path, key: str, kind: str) -> Any:
    from scipy.io import loadmat

    try:
        return loadmat(file, variable_names=[key])[key]
    except KeyError:
        raise VideoError(f"{file} has no '{key}': expected a UTD-MHAD {kind} recording") from None
    except Exception as error:  # SciPy shows damage in a dozen kinds of errors, zlib's among them
        raise VideoError(f"{file} cannot be read ({error}): copy it again or remove it") from None


def _read_depth(file: Path) -> np.ndarray:
    depth_mm = _read_array(file, "d_depth", "depth")
    if depth_mm.ndim != 3 or 0 in depth_mm.shape or depth_mm.dtype != np.uint16:
        raise VideoError(
            f"{file}: 'd_depth' is {depth_mm.dtype} {depth_mm.shape}, expected uint16 (H, W, N)"
        )
    as_seen = np.ascontiguousarray(depth_mm.transpose(2, 0, 1)[:, :, ::-1])
    return as_seen.astype(np.float32) / np.float32(1000)


def _expected(options: Options) -> dict[str, int]:
    return {} if "labels" in options else {"classes": 27, "clips": 861}


KIND = DatasetKind(
    title="UTD-MHAD",
    open=open_utd_mhad,
    layout=LAYOUT,
    options={
        "labels": "take only these: labels=walk,jog",
        "split": "none (default); official: odd people to learn from, even ones to test",
        "test": "people that are tested: test=5,7",
    },
    class_count=27,
    clip_count=861,
    splits="official: across the eight people",
    terms="for academic research; cite",
    source="https://personal.utdallas.edu/~kehtar/UTD-MHAD.html",
    label_set="utd_mhad",
    expected=_expected,
)
