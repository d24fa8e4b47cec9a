"""Everything that decides how a network comes out, apart from the clips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from understudy.data.input import InputSpec
from understudy.data.targets import Target
from understudy.models import ModelSpec
from understudy.models.augmentation import AugmentationSpec
from understudy.runs import EpochRecord
from understudy.types import Spec

Precision = Literal["auto", "float32", "bfloat16", "float16"]


class TrainConfig(Spec):
    """Network, input and recipe of a training run."""

    model: ModelSpec = ModelSpec()
    input: InputSpec = InputSpec()
    augmentation: AugmentationSpec = AugmentationSpec()

    objective: Literal["labels", "masked"] = "labels"
    """"masked": hidden patches of the clips are painted back (VideoMAE, Tong et al. 2022)."""
    mask_share: float = Field(default=0.9, gt=0.0, lt=1.0)
    """Share of the places that are hidden, through all frames (tube masking)."""
    targets: tuple[Target, ...] = ()
    """Ground truth to be predicted from the backbone's tokens beside the labels."""
    target_weight: float = Field(default=0.5, gt=0.0)
    """Weight of each such loss; the labels' is 1."""
    start_from: str | None = None
    """Run folder or checkpoint whose backbone is the beginning; its classifier is left out."""
    class_map: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Class -> classes of `start_from` by which it is known there: its classifier begins so."""
    freeze_backbone: bool = False
    """Train the classifier alone; the backbone's weights and running statistics stay."""

    epochs: int = Field(default=30, ge=1)
    batch_size: int = Field(default=16, ge=2)
    """Clips per step, over all processes."""
    micro_batch: int | None = Field(default=None, ge=1)
    """Clips that go through the network at a time, per process; their gradients add up to the
    step's. Default: the process's share of the step."""
    optimizer: Literal["adamw", "sgd"] = "adamw"
    """SGD has Nesterov momentum 0.9."""
    adam_betas: tuple[float, float] = (0.9, 0.999)
    learning_rate: float = Field(default=3e-3, gt=0.0)
    lowest_learning_rate: float = Field(default=0.0, ge=0.0)
    """Where warm-up begins and the cosine ends."""
    layer_decay: float = Field(default=1.0, gt=0.0, le=1.0)
    """Factor of the learning rate from each of the network's stages to the one before it."""
    weight_decay: float = Field(default=0.05, ge=0.0)
    warmup_share: float = Field(default=0.05, ge=0.0, le=0.5)
    """Share of the steps in which the learning rate rises; afterwards it falls as a cosine."""
    label_smoothing: float = Field(default=0.1, ge=0.0, lt=1.0)
    clip_norm: float = Field(default=5.0, gt=0.0)
    """Longest gradient of a step."""
    ema_decay: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Keep a running average of the weights, which is validated, tested and saved; 0 does not."""
    precision: Precision = "auto"
    """"auto": bfloat16 on a GPU that has it, else float32."""
    val_share: float = Field(default=0.1, ge=0.0, lt=0.5)
    """Cut from the training clips, whole groups at a time, where the dataset has no val split."""
    cache: bool = True
    """Decode the clips once, into the run folder; else every time they are drawn."""
    seed: int = Field(default=0, ge=0)
    threads: int = Field(default=2, ge=1)
    """CPU threads of the arithmetic, and clips decoded at a time."""
    device: str = "auto"
    """"auto" (a GPU where there is one), "cpu" or "cuda"."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        suited = {"colour": ("keypoints", "depth", "body_part"), "depth": ("keypoints",)}
        able = suited.get(self.input.layer, ())
        wrong = sorted(set(self.targets) - set(able))
        if wrong:
            raise ValueError(
                f"targets: {', '.join(wrong)} cannot be learned from {self.input.layer}; "
                f"expected {', '.join(able) or 'none'}"
            )
        if self.objective == "masked" and (self.targets or self.freeze_backbone):
            raise ValueError("masked pretraining has neither targets nor a frozen backbone")
        if self.class_map and self.start_from is None:
            raise ValueError("class_map says what another run knows: name that run (start_from)")
        if self.targets and self.freeze_backbone:
            raise ValueError("a frozen backbone learns nothing from targets")
        return self


def suited_recipe(model: str, objective: str) -> dict[str, Any]:
    """Returns the fields of `TrainConfig` that a network learns well with, by its family.

    Small shifted networks take large steps, 3D ones smaller ones, transformers smaller still;
    masked pretraining is VideoMAE's and PPMA's, without changes of colour that hide the patches.
    """
    if objective == "masked":
        return {
            "learning_rate": 8e-4,
            "adam_betas": (0.9, 0.95),
            "augmentation": AugmentationSpec(
                brightness=0, contrast=0, saturation=0, tint=0, grey=0, erase=0, noise=0
            ),
        }
    family = model.partition("_")[0]
    rates = {"tsm": 3e-3, "tsn": 3e-3, "r2plus1d": 1e-3, "i3d": 1e-3}
    return {"learning_rate": rates.get(family, 5e-4)}


@dataclass(frozen=True, kw_only=True)
class TrainProgress:
    """Where a run stands, for a progress bar."""

    stage: str
    """"read", "train" or "test"."""
    done: int
    total: int
    """Clips in "read" and "test"; steps over all epochs in "train"."""
    wait_share: float | None = None
    """Share of the epoch's time that was spent on waiting for clips, in "train"."""
    epoch: EpochRecord | None = None
    """Set when an epoch has just ended."""
