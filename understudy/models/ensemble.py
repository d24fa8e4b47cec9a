"""Several networks of one kind that answer together: they are wrong about different clips.

Each is trained by itself, from other random weights and in another order of clips (deep ensembles:
Lakshminarayanan et al., NeurIPS 2017). The classes' scores are averaged, so that the whole is a
network like any other: its tokens are the members' side by side, its classifier holds theirs. Where
the whole learns further, each member still has to be right by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.models import ModelSpec, NetworkShape
from understudy.models.network import Stage, VideoNetwork, backbone_weights, new_classifier


class Ensemble(VideoNetwork):
    """Networks of one architecture side by side.

    Args:
        spec: dropout.
        shape: classes.
        members: the networks; their classifiers are left out.
    """

    def __init__(self, spec: ModelSpec, shape: NetworkShape, members: Sequence[VideoNetwork]):
        super().__init__()
        for member in members:
            del member.classifier
        self.members = nn.ModuleList(members)
        self.feature_count = len(members) * members[0].feature_count
        self.dropout = nn.Dropout(spec.dropout)
        self.classifier = new_classifier(self.feature_count, shape.class_count)

    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B N D"]:
        return torch.cat([member.features(clips) for member in self._networks()], dim=-1)

    def scores(self, tokens: Float[Tensor, "B N D"]) -> list[Float[Tensor, "B K"]]:
        count, linear = len(self.members), self.classifier
        parts = zip(
            self.dropout(tokens).chunk(count, -1), linear.weight.chunk(count, 1), strict=True
        )
        return [
            nn.functional.linear(own, count * weight, linear.bias).mean(1) for own, weight in parts
        ]

    def stages(self) -> list[Stage]:
        each = [member.stages() for member in self._networks()]
        return [[part for stage in level for part in stage] for level in zip(*each, strict=True)]

    def token_times(self, frame_count: int) -> int:
        return self._networks()[0].token_times(frame_count)

    def _networks(self) -> list[VideoNetwork]:
        return cast(list[VideoNetwork], list(self.members))


def ensemble_weights(members: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Returns the state dict of an `Ensemble` of trained networks, from theirs."""
    weights = {
        f"members.{number}.{name}": value
        for number, member in enumerate(members)
        for name, value in backbone_weights(member).items()
    }
    layers = [member["classifier.weight"] for member in members]
    biases = [member["classifier.bias"] for member in members]
    weights["classifier.weight"] = torch.cat(layers, dim=1) / len(members)
    weights["classifier.bias"] = torch.stack(biases).mean(0)
    return weights
