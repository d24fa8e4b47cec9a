"""Fake run folders, laid out as `understudy.runs` says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from understudy.report.contact_sheet import Row, write_contact_sheet
from understudy.runs import (
    EVALUATION_FILE,
    RUN_FILE,
    DatasetStamp,
    EpochRecord,
    EvaluationRecord,
    Prediction,
    RunRecord,
    SampleFilm,
    write_record,
)
from understudy.types import Metric

GESTURES = ("wave_one_hand", "wave_two_hands", "raise_arms", "walk", "sit_down", "fall")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "手を振る & räuspern",
    "$x^2$ </text> {{ 7 * 7 }}",
)


def moving_frames(seed: int, frames: int = 16, side: int = 96) -> np.ndarray:
    """A bright disc that crosses a coloured field: something to see in a film."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side] / side
    field = rng.uniform(40, 140, 3) * (0.6 + 0.4 * y[..., None])
    film = np.repeat(field[None], frames, axis=0)
    height = rng.uniform(0.3, 0.7)
    for time in range(frames):
        centre = 0.15 + 0.7 * time / max(1, frames - 1)
        film[time][(x - centre) ** 2 + (y - height) ** 2 < 0.02] = 240
    return film.clip(0, 255).astype(np.uint8)


def encode(path: Path, frames: np.ndarray, fps: int = 12) -> None:
    """H.264, yuv420p: what the product stores."""
    import av

    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = frames.shape[2], frames.shape[1], "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))


def make_evaluation(
    folder: Path,
    name: str,
    labels: tuple[str, ...],
    *,
    protocol: str = "test-split",
    accuracy: float = 0.8,
    clips_per_class: int = 12,
    films: int = 6,
    skipped: dict[str, str] | None = None,
    fingerprint: str = "0123abcd",
    seed: int = 0,
) -> EvaluationRecord:
    """Answers at random with about the given accuracy; the last label has no clips."""
    rng = np.random.default_rng([seed, *name.encode()])
    count = len(labels)
    confusion = np.zeros((count, count), int)
    predictions = []
    for true in range(count - 1 if count > 3 else count):
        class_accuracy = float(np.clip(rng.normal(accuracy, 0.15), 0, 1))
        for number in range(clips_per_class):
            right = rng.random() < class_accuracy
            answer = (
                true if right else int(rng.choice([true ^ 1, int(rng.integers(count))])) % count
            )
            confusion[true, answer] += 1
            predictions.append(
                Prediction(
                    clip_id=f"{name}/{true:03d}/{number:04d}", group="g", label=labels[true],
                    predicted=labels[answer], scores=tuple([1 / count] * count),
                )
            )  # fmt: skip

    def metric(value: float, n: int) -> Metric:
        width = 1.96 * (value * (1 - value) / n + 0.25 / n**2) ** 0.5
        return Metric(value=value, low=max(0, value - width), high=min(1, value + width))

    totals = confusion.sum(1)
    recall = {
        label: metric(confusion[i, i] / totals[i], int(totals[i]))
        for i, label in enumerate(labels)
        if totals[i]
    }
    samples = []
    for number in range(films):
        shown = predictions[number * len(predictions) // films]
        path = f"samples/{number:02d}.mp4"
        encode(folder / path, moving_frames(number + seed))
        samples.append(
            SampleFilm(
                path=path, clip_id=shown.clip_id, label=shown.label, predicted=shown.predicted,
                score=0.5 + 0.04 * number,
            )
        )  # fmt: skip
    top1 = confusion.trace() / totals.sum()
    return EvaluationRecord(
        name=name,
        protocol=protocol,
        dataset=DatasetStamp(
            name=name, path=f"data/{name}", fingerprint=fingerprint, classes=labels,
            clips={"all": len(predictions)},
        ),
        labels=labels,
        class_map={} if protocol == "test-split" else {label: (label,) for label in labels},
        predictions=tuple(predictions),
        metrics={
            "top1": metric(top1, int(totals.sum())),
            "mean_class": metric(float(np.mean([m.value for m in recall.values()])), 60),
            "chance": Metric(value=1 / count, low=1 / count, high=1 / count),
        },
        per_class=recall,
        confusion=tuple(tuple(int(n) for n in row) for row in confusion),
        skipped=skipped or {},
        samples=tuple(samples),
        seed=7,
    )  # fmt: skip


def make_run(
    folder: Path,
    *,
    name: str = "gestures",
    labels: tuple[str, ...] = GESTURES,
    epochs: int = 12,
    finished: bool = True,
    accuracy: float = 0.8,
    transfers: dict[str, tuple[str, ...]] | None = None,
    sheet: bool = True,
    skipped: dict[str, str] | None = None,
    fingerprint: str = "0123abcd",
    clips_per_class: int = 12,
    films: int = 6,
    seed: int = 0,
) -> Path:
    folder.mkdir(parents=True)
    history = tuple(
        EpochRecord(
            epoch=e, seconds=8.2, data_wait_s=0.3, learning_rate=3e-3 * (1 - e / 40),
            train_loss=1.8 * 0.85**e + 0.05, train_accuracy=1 - 0.8 * 0.82**e,
            val_loss=None if e % 2 else 1.8 * 0.88**e + 0.2,
            val_accuracy=None if e % 2 else accuracy * (1 - 0.8 * 0.8**e),
        )
        for e in range(1, epochs + 1)
    )  # fmt: skip
    evaluation = None
    if finished:
        evaluation = make_evaluation(
            folder, "test", labels, accuracy=accuracy, skipped=skipped, films=films,
            fingerprint=fingerprint, clips_per_class=clips_per_class, seed=seed,
        )  # fmt: skip
    record = RunRecord(
        name=name,
        command=("understudy", "train", "data/gestures", "-o", "runs/my gestures"),
        started_utc="2026-11-22T09:00:00",
        finished_utc="2026-11-22T09:07:30" if finished else None,
        seed=3,
        config={"model": "tsm_resnet10", "epochs": 12, "frames": 8, "sizes": [64, 80]},
        environment={"python": "3.11.2", "torch": "2.13.0"},
        dataset=DatasetStamp(
            name=name, path="data/gestures", fingerprint=fingerprint, classes=labels,
            clips={"train": 1000, "val": 100, "test": 100},
        ),
        classes=labels,
        parameter_count=4_912_345,
        history=history,
        evaluation=evaluation,
    )  # fmt: skip
    write_record(record, folder / RUN_FILE)
    for transfer, targets in (transfers or {}).items():
        inside = folder / "transfers" / transfer
        inside.mkdir(parents=True)
        answers = make_evaluation(
            inside, transfer, targets, protocol="zero-shot", accuracy=accuracy - 0.25, films=films,
            seed=seed, skipped={"clip_017": "moov atom not found"},
        )  # fmt: skip
        write_record(answers, inside / EVALUATION_FILE)
    if sheet:
        rows = [Row(caption=label, frames=moving_frames(i)) for i, label in enumerate(labels[:12])]
        write_contact_sheet(folder / "dataset_sheet.png", rows)
    return folder


@pytest.fixture
def run_factory(tmp_path: Path) -> Callable[..., Path]:
    """`run_factory(folder_name, **changes)` writes a run folder and returns its path."""
    return lambda folder, **changes: make_run(tmp_path / folder, **changes)
