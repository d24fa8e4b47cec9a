"""What is learned from a batch: a network with whatever is trained beside it, and its losses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import torch
from jaxtyping import Float, Int64
from torch import Tensor, nn

from understudy.data.targets import KEYPOINT_COUNT, Target
from understudy.models.network import VideoNetwork, parameters_of
from understudy.train.batches import MAP_GRID, Batch
from understudy.train.config import TrainConfig
from understudy.types import BODY_PARTS

TARGET_VALUES: dict[Target, int] = {
    "keypoints": 2 * KEYPOINT_COUNT,
    "depth": MAP_GRID**2,
    "body_part": len(BODY_PARTS) * MAP_GRID**2,
}
"""Numbers predicted per frame."""

Losses = tuple[Tensor, Tensor, dict[str, Tensor]]
"""The loss to descend, clips that were labelled right, and the loss's parts by name."""


class Learner(nn.Module, ABC):
    """A network in training; what several processes keep alike."""

    network: VideoNetwork
    judges_labels: bool
    """Whether it can be right or wrong about a label."""

    @abstractmethod
    def forward(self, batch: Batch) -> Losses: ...

    @abstractmethod
    def judge(self, clips: Float[Tensor, "B T C S S"], labels: Int64[Tensor, "B"]) -> Losses:
        """Returns what validation looks at: without smoothing, dropout or extra targets."""


class LabelLearner(Learner):
    """Learns the classes, and ground truth from the same tokens where it is given.

    Args:
        network: the network.
        config: smoothing, targets, freezing.
        heads: places of every head's classes; a clip's label competes with those of its own head
            only, which is one linear layer per dataset on a shared backbone.
    """

    judges_labels = True
    head_of: Tensor

    def __init__(self, network: VideoNetwork, config: TrainConfig, heads: Sequence[Sequence[int]]):
        super().__init__()
        self.network = network
        self.config = config
        head_of = torch.zeros(sum(len(head) for head in heads), dtype=torch.long)
        for number, head in enumerate(heads):
            head_of[list(head)] = number
        self.register_buffer("head_of", head_of, persistent=False)
        self.head_count = len(heads)
        frames_per_time = config.input.frame_count // network.token_times(config.input.frame_count)
        self.target_heads = nn.ModuleDict(
            {
                target: nn.Linear(network.feature_count, frames_per_time * TARGET_VALUES[target])
                for target in config.targets
                if target not in network.finds
            }
        )
        if config.freeze_backbone:
            for stage in network.stages():
                for parameter in parameters_of(stage):
                    parameter.requires_grad_(False)

    def train(self, mode: bool = True) -> LabelLearner:
        """Sets the mode; a frozen backbone stays in evaluation mode, statistics and all."""
        super().train(mode)
        if self.config.freeze_backbone:
            self.network.eval()
            self.network.dropout.train(mode)
        return self

    def forward(self, batch: Batch) -> Losses:
        """Returns the losses of a batch."""
        network = self.network
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.config.freeze_backbone):
            tokens, found = network.taught_features(batch.clips, batch.targets)
        loss, right = self._loss_of_scores(network.scores(tokens), batch.labels)
        parts = {"labels": loss.detach()}
        for target, values in batch.targets.items():
            missed = found.get(target)
            if missed is None:
                missed = self._target_loss(target, tokens, values)  # type: ignore[arg-type]
            parts[target] = missed.detach()
            loss = loss + self.config.target_weight * missed
        return loss, right, parts

    def judge(self, clips: Float[Tensor, "B T C S S"], labels: Int64[Tensor, "B"]) -> Losses:
        """Returns loss and right answers on clips seen whole."""
        loss, right = self._label_loss(self.network(clips).float(), labels, 0.0)
        return loss, right, {}

    def _loss_of_scores(
        self, scores: Sequence[Float[Tensor, "B K"]], labels: Int64[Tensor, "B"]
    ) -> tuple[Tensor, Tensor]:
        """Returns the mean loss of networks that learn side by side, and what they get right
        together."""
        smoothing = self.config.label_smoothing
        judged = [self._label_loss(own.float(), labels, smoothing) for own in scores]
        if len(judged) == 1:
            return judged[0]
        together = torch.stack(list(scores)).mean(0).float()
        _, right = self._label_loss(together, labels, smoothing)
        return torch.stack([loss for loss, _ in judged]).mean(), right

    def _label_loss(
        self, logits: Float[Tensor, "B K"], labels: Int64[Tensor, "B"], smoothing: float
    ) -> tuple[Tensor, Tensor]:
        if self.head_count == 1:
            loss = nn.functional.cross_entropy(logits, labels, label_smoothing=smoothing)
            return loss, (logits.argmax(1) == labels).sum()
        own = self.head_of[labels][:, None] == self.head_of[None, :]
        logits = logits.masked_fill(~own, -torch.inf)
        logs = logits.log_softmax(1)
        hit = -logs.gather(1, labels[:, None])[:, 0]
        spread = -torch.where(own, logs, 0.0).sum(1) / own.sum(1)
        loss = ((1.0 - smoothing) * hit + smoothing * spread).mean()
        return loss, (logits.argmax(1) == labels).sum()

    def _target_loss(
        self, target: Target, tokens: Float[Tensor, "B N D"], values: Float[Tensor, "B T ..."]
    ) -> Tensor:
        """Returns a target's loss over what is known; 0 for a batch of real clips alone."""
        count, frame_count = values.shape[:2]
        times = self.network.token_times(frame_count)
        moments = tokens.unflatten(1, (times, -1)).mean(2)
        found = self.target_heads[target](moments).float().reshape(count, frame_count, -1)
        if target == "keypoints":
            places = found.unflatten(2, (KEYPOINT_COUNT, 2))
            known = values[..., 3] > 0.5
            wanted = torch.where(known[..., None], values[..., :2], 0.0)
            errors = nn.functional.smooth_l1_loss(places, wanted, beta=0.1, reduction="none").sum(
                -1
            )
        elif target == "depth":
            known = ~values.isnan()
            # Ratios matter: half a metre is much at arm's length and nothing across the street.
            wanted = torch.where(known, values, 1.0).clamp(0.1, 100.0).log()
            errors = (found.reshape(wanted.shape) - wanted).abs()
        else:
            known = ~values.isnan()
            wanted = torch.where(known, values, 0.0).long()
            scores = found.reshape(count, frame_count, len(BODY_PARTS), MAP_GRID, MAP_GRID)
            errors = nn.functional.cross_entropy(
                scores.flatten(0, 1), wanted.flatten(0, 1), reduction="none"
            ).reshape(known.shape)
        return (errors * known).sum() / known.sum().clamp(min=1)


class MaskedLearner(Learner):
    """Learns to paint hidden patches of a clip (VideoMAE, Tong et al., NeurIPS 2022).

    The same places are hidden in all frames (tubes), so that no frame shows what another hides.
    The target of a patch is normalised by its own mean and deviation.

    Args:
        network: a VideoMAE network; its classifier and last norm learn nothing and stay new.
        config: the share of hidden places.
    """

    judges_labels = False

    def __init__(self, network: VideoNetwork, config: TrainConfig):
        from understudy.models.transformers_video import masked_autoencoder

        super().__init__()
        self.network = network
        self.mask_share = config.mask_share
        self.autoencoder = masked_autoencoder(network)
        for parameter in network.classifier.parameters():
            parameter.requires_grad_(False)

    def forward(self, batch: Batch) -> Losses:
        """Returns the losses of a batch; the masks come from torch's global generator."""
        return self._losses(batch.clips, self._tubes(len(batch.clips), batch.clips.device, None))

    def judge(self, clips: Float[Tensor, "B T C S S"], labels: Int64[Tensor, "B"]) -> Losses:
        """Returns the loss under masks that are the same every time."""
        generator = torch.Generator().manual_seed(0)
        return self._losses(clips, self._tubes(len(clips), clips.device, generator))

    def _losses(self, clips: Float[Tensor, "B T C S S"], hidden: Tensor) -> Losses:
        loss = self.autoencoder(clips, bool_masked_pos=hidden).loss.float()
        return loss, torch.zeros((), device=clips.device), {"masked": loss.detach()}

    def _tubes(self, count: int, device: torch.device, generator: torch.Generator | None) -> Tensor:
        config: Any = self.autoencoder.config
        places = (config.image_size // config.patch_size) ** 2
        times = config.num_frames // config.tubelet_size
        hidden_count = min(places - 1, max(1, round(self.mask_share * places)))
        order = torch.rand(count, places, generator=generator).argsort(1)
        tubes = order < hidden_count
        return tubes[:, None].expand(-1, times, -1).flatten(1).to(device)


def build_learner(
    network: VideoNetwork, config: TrainConfig, heads: Sequence[Sequence[int]]
) -> Learner:
    """Returns the network with its objective.

    Raises:
        InputError: masked pretraining of a network that has no patches.
    """
    if config.objective == "masked":
        return MaskedLearner(network, config)
    return LabelLearner(network, config, heads)
