"""A toy dataset in memory: a bright dot that goes left, right or up over a noisy ground."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from understudy.data.input import InputSpec
from understudy.errors import VideoError
from understudy.models import ModelSpec
from understudy.rng import stream
from understudy.train import TrainConfig, train
from understudy.types import ClipRecord, Layer, Split, Video

DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1)}
FPS = 10.0
FRAME_COUNT = 16


def dot_frames(
    direction: str, *, rng: np.random.Generator, side: int = 40, frame_count: int = FRAME_COUNT
) -> np.ndarray:
    """Returns (T, side, side, 3) uint8; only the order of the frames tells left from right."""
    step = np.array(DIRECTIONS[direction], dtype=np.float64)
    centre = side / 2 + rng.uniform(-0.15, 0.15, size=2) * side
    along = np.linspace(-0.3, 0.3, frame_count) * side
    rows, columns = np.mgrid[:side, :side]
    ground = rng.integers(0, 60, size=(1, side, side, 3))
    colour = rng.integers(150, 255, size=3)
    frames = np.repeat(ground, frame_count, axis=0)
    for number, offset in enumerate(along):
        x, y = centre + step * offset
        frames[number, (columns - x) ** 2 + (rows - y) ** 2 < (side / 8) ** 2] = colour
    return frames.astype(np.uint8)


class ToySource:
    """Implements `ClipSource`; clip i is the same in every source with the same seed."""

    def __init__(
        self,
        count: int = 120,
        *,
        seed: int = 0,
        splits: bool = True,
        shuffled_labels: bool = False,
        unreadable: tuple[int, ...] = (),
        classes: tuple[str, ...] = ("left", "right", "up"),
        names: dict[str, str] | None = None,
    ):
        self.name = "toy"
        self.seed = seed
        self.unreadable = unreadable
        self.directions = [tuple(DIRECTIONS)[index % 3] for index in range(count)]
        self.names = names or {label: label for label in DIRECTIONS}
        self.classes = tuple(self.names[label] for label in classes)
        self.fingerprint = f"toy-{count}-{seed}-{splits}-{shuffled_labels}"
        labels = [self.names[label] for label in self.directions]
        if shuffled_labels:
            labels = [str(label) for label in stream(seed, "shuffle").permutation(labels)]
        self.records = [
            ClipRecord(
                clip_id=f"clip{index:03d}",
                label=labels[index],
                group=f"group{index // 2:03d}",
                split=self._split(index, count) if splits else None,
            )
            for index in range(count)
        ]
        self.loads = 0

    @staticmethod
    def _split(index: int, count: int) -> Split:
        share = index / count
        return "train" if share < 0.65 else "val" if share < 0.8 else "test"

    def load(self, index: int, layer: Layer = "colour") -> Video:
        self.loads += 1
        if index in self.unreadable:
            raise VideoError(f"clip{index:03d}.mp4: no frames; it may have been cut short")
        frames = dot_frames(self.directions[index], rng=stream(self.seed, "toy", index))
        if layer == "depth":
            dot = frames.max(-1) > 100
            depth_m = np.where(dot, 2.0, 4.0).astype(np.float32)
            return Video(frames=depth_m, fps=FPS, foreground=dot)
        return Video(frames=frames, fps=FPS)


def toy_config(epochs: int = 8, **changes: Any) -> TrainConfig:
    """Returns a configuration that learns the dots in a few seconds on one core."""
    config = TrainConfig(
        model=ModelSpec(width=8),
        input=InputSpec(size=32),
        epochs=epochs,
        learning_rate=5e-3,
        threads=1,
        device="cpu",
    )
    return config.model_copy(update=changes)


@cache
def toy_run() -> Path:
    """Returns the folder of a run trained on the dots, made once per test process."""
    folder = Path(tempfile.mkdtemp(prefix="understudy-toy-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    train(ToySource(240), folder / "dots", toy_config(), dataset_path="toy/dots")
    return folder / "dots"
