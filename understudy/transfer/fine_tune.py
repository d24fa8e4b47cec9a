"""Fine-tuning: the whole pretrained network learns from a dataset's clips, fold by fold."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from understudy.data.input import InputSpec
from understudy.evaluation.evaluate import read_views
from understudy.evaluation.recogniser import load_recogniser, probabilities
from understudy.models.augmentation import AugmentationSpec
from understudy.models.checkpoint import CHECKPOINT_FILE, load_checkpoint
from understudy.train import TrainConfig, TrainProgress, train
from understudy.transfer.answers import Answers
from understudy.transfer.config import TransferConfig
from understudy.transfer.folds import Fold
from understudy.types import ClipRecord, ClipSource, Layer, Video

FOLDS_FOLDER = "folds"


class FoldSource:
    """The clips that one fold learns from, as a dataset of their own."""

    def __init__(self, source: ClipSource, fold: Fold) -> None:
        self._source = source
        self._indices = fold.train
        self.name = source.name
        learned = [source.records[index] for index in fold.train]
        present = {record.label for record in learned}
        self.classes = tuple(label for label in source.classes if label in present)
        clips = "\n".join(record.clip_id for record in learned)
        self.fingerprint = hashlib.sha256(f"{source.fingerprint}\n{clips}".encode()).hexdigest()
        self.records: Sequence[ClipRecord] = tuple(
            replace(record, split="val" if record.split == "val" else "train") for record in learned
        )

    def load(self, index: int, layer: Layer = "colour") -> Video:
        return self._source.load(self._indices[index], layer)


def fine_tune(
    run_dir: Path,
    source: ClipSource,
    folds: Sequence[Fold],
    config: TransferConfig,
    out_dir: Path,
    class_map: Mapping[str, Sequence[str]],
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Answers]:
    """Trains a network per fold from the run's backbone, and asks it about the fold's clips.

    Labels that `class_map` has classes of the run for begin as what the run knows of these, the
    others from nothing.

    Folds that are done are kept in `out_dir/folds` and not trained again.

    Raises:
        DatasetError: too many unreadable clips; a finished fold of another configuration.
    """
    answers = []
    for number, fold in enumerate(folds):
        folder = out_dir / FOLDS_FOLDER / f"{number:02d}"
        learned = FoldSource(source, fold)

        def report(progress: TrainProgress, number: int = number) -> None:
            if on_progress is not None and progress.stage == "train":
                total = len(folds) * progress.total
                on_progress(number * progress.total + progress.done, total)

        known = {label: names for label, names in class_map.items() if label in learned.classes}
        settings = train_config(run_dir, config, len(learned.records), known)
        train(learned, folder, settings, resume=True, on_progress=report)
        answers.append(_ask(folder, source, fold, config))
    return answers


def train_config(
    run_dir: Path, config: TransferConfig, clip_count: int, class_map: Mapping[str, Sequence[str]]
) -> TrainConfig:
    """Returns how a fold is trained: the run's network and input, the transfer's recipe."""
    checkpoint = load_checkpoint(run_dir / CHECKPOINT_FILE)
    recipe = config.fine_tuning
    steps = max(1, clip_count // recipe.batch_size)
    return TrainConfig(
        model=checkpoint.model,
        input=InputSpec.model_validate(checkpoint.input),
        augmentation=AugmentationSpec(flip=recipe.flip),
        start_from=str(run_dir),
        class_map={label: tuple(names) for label, names in class_map.items()},
        epochs=max(recipe.epochs, math.ceil(recipe.fewest_steps / steps)),
        batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        layer_decay=recipe.layer_decay,
        warmup_share=recipe.warmup_share,
        precision=recipe.precision,
        val_share=0.0,
        seed=config.seed,
        threads=config.threads,
        device=config.device,
    )


def _ask(folder: Path, source: ClipSource, fold: Fold, config: TransferConfig) -> Answers:
    recogniser = load_recogniser(folder)
    columns = [source.classes.index(name) for name in recogniser.classes]
    rows: list[np.ndarray] = []
    indices: list[int] = []
    skipped: dict[str, str] = {}
    for index, clips in read_views(
        recogniser, source, fold.test, view_count=config.view_count,
        crop_count=config.crop_count, skip_limit=config.skip_limit, threads=config.threads,
        skipped=skipped,
    ):  # fmt: skip
        row = np.zeros(len(source.classes))
        row[columns] = probabilities(recogniser, clips).mean(0)
        rows.append(row)
        indices.append(index)
    return Answers(indices=tuple(indices), probabilities=np.array(rows), skipped=skipped)
