"""How a protocol is carried out on a dataset."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from understudy.models.augmentation import FlipPolicy
from understudy.train.config import Precision
from understudy.types import Spec

KNOWN_LABELS_RATE = 3e-4
"""Highest learning rate where labels begin as what the network knows of them (by a class map).
With as great a one as new labels need, few clips would have it forget more than they teach."""


class FineTuning(Spec):
    """How the whole network learns from the target dataset.

    Defaults are those of PPMA (Zhong et al., NeurIPS 2023) where the network's size does not ask
    for another: AdamW, warm-up over an eighth of the steps, half a cosine, layer decay 0.75.
    """

    epochs: int = Field(default=30, ge=1)
    fewest_steps: int = Field(default=300, ge=1)
    """Few clips make short epochs: there are as many more of them as it takes."""
    learning_rate: float = Field(default=4e-3, gt=0.0)
    weight_decay: float = Field(default=1e-4, ge=0.0)
    layer_decay: float = Field(default=0.75, gt=0.0, le=1.0)
    """Learning rate of each stage of the backbone against that of the next one."""
    warmup_share: float = Field(default=0.125, ge=0.0, le=0.5)
    batch_size: int = Field(default=16, ge=2)
    precision: Precision = "auto"
    flip: FlipPolicy = "none"
    """PPMA mirrors no dataset's clips; "label_swap" mirrors what the class list allows."""


class TransferConfig(Spec):
    """How a protocol is carried out on a dataset."""

    folds: str = "official"
    """See `transfer.folds`."""
    shots: int | None = Field(default=None, ge=1)
    """Clips per class to learn from; all where None."""
    seed: int = Field(default=0, ge=0)
    """Of the few clips drawn, of what is learned, and of the bootstrap."""
    view_count: int = Field(default=5, ge=1)
    """Windows per clip at most; a clip no longer than the network's window is one."""
    crop_count: Literal[1, 3] = 1
    skip_limit: float = Field(default=0.05, ge=0.0, le=1.0)
    threads: int = Field(default=2, ge=1)
    device: str = "auto"
    fine_tuning: FineTuning = FineTuning()
