"""What every network is: a backbone from clips to tokens, and one linear layer to class scores.

Transfer protocols, pretraining objectives and the training loop know networks by this class only.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.errors import InputError
from understudy.models import ModelSpec, NetworkShape

Stage = Sequence[nn.Module | nn.Parameter]


class VideoNetwork(nn.Module, ABC):
    """A backbone, dropout and a linear classifier over the mean of the backbone's tokens.

    A subclass builds its backbone, then sets `classifier` with `new_classifier`, and says what its
    tokens and its stages are.
    """

    feature_count: int
    """D, the length of a token."""
    classifier: nn.Linear
    dropout: nn.Dropout
    spec: ModelSpec
    """What it was built from, with `shape`; `build_model` sets both."""
    shape: NetworkShape
    finds: frozenset[str] = frozenset()
    """Targets (`data.targets`) that it finds by itself; every other one gets a linear head."""

    @abstractmethod
    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B N D"]:
        """Returns the backbone's tokens, earlier times first.

        N is a whole number of `token_times` times the tokens of one time: convolutions give one
        token per time (space averaged), transformers one per patch.
        """

    def taught_features(
        self, clips: Float[Tensor, "B T C H W"], targets: Mapping[str, Tensor]
    ) -> tuple[Float[Tensor, "B N D"], dict[str, Float[Tensor, ""]]]:
        """Returns the tokens in training, and the losses of the targets among `finds`."""
        return self.features(clips), {}

    @abstractmethod
    def stages(self) -> list[Stage]:
        """Returns the backbone from input to output, each parameter once, without `classifier`.

        Layer-wise learning rates fall by one step from each stage to the one before it.
        """

    def token_times(self, frame_count: int) -> int:
        """Returns how many points in time the tokens of `frame_count` frames stand for."""
        return frame_count

    def scores(self, tokens: Float[Tensor, "B N D"]) -> list[Float[Tensor, "B K"]]:
        """Returns the scores that training judges, one of each network that must know by itself."""
        return [self.classifier(self.dropout(tokens)).mean(1)]

    def forward(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B K"]:
        """Returns the classes' scores (logits); `clips` as `InputSpec` describes them."""
        return self.classifier(self.dropout(self.features(clips))).mean(1)


def new_classifier(feature_count: int, class_count: int) -> nn.Linear:
    """Returns a linear layer that begins near zero, so that all classes begin equal.

    No classes is a backbone that has not been given any, as after masked pretraining.
    """
    # A layer of one output is cut where there are no classes: PyTorch warns of empty ones.
    classifier = nn.utils.skip_init(nn.Linear, feature_count, max(1, class_count))
    nn.init.normal_(classifier.weight, std=0.01)
    nn.init.zeros_(classifier.bias)
    if class_count == 0:
        classifier.out_features = 0
        classifier.weight = nn.Parameter(classifier.weight[:0])
        classifier.bias = nn.Parameter(classifier.bias[:0])
    return classifier


def replace_classifier(network: VideoNetwork, class_count: int) -> None:
    """Gives a network a fresh classifier for other classes; the backbone stays as it is."""
    weight = network.classifier.weight
    network.classifier = new_classifier(network.feature_count, class_count).to(weight)
    network.shape = network.shape.model_copy(update={"class_count": class_count})


def channels_last(network: VideoNetwork) -> VideoNetwork:
    """Returns the network with its filters laid out as convolutions are fastest with."""
    layouts = {4: torch.channels_last, 5: torch.channels_last_3d}
    for parameter in network.parameters():
        if parameter.ndim in layouts:
            layout = layouts[parameter.ndim]
            parameter.data = parameter.data.contiguous(memory_format=layout)
    return network


def parameters_of(stage: Stage) -> Iterator[nn.Parameter]:
    """Yields the parameters of a stage's modules and its loose parameters."""
    for part in stage:
        if isinstance(part, nn.Parameter):
            yield part
        else:
            yield from part.parameters()


def backbone_weights(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Returns the entries of a state dict that are not the classifier's."""
    return {name: value for name, value in weights.items() if not name.startswith("classifier.")}


def load_backbone(
    network: VideoNetwork, weights: dict[str, Tensor], spec: ModelSpec, *, origin: str
) -> None:
    """Copies the backbone of another network of the same architecture; the classifier stays.

    Args:
        network: where the weights go; built with the same name, width, and kind of input, for any
            classes.
        weights: the other network's state dict, with or without its classifier.
        spec: what the other network was built from.
        origin: where the weights came from, for messages.

    Raises:
        InputError: another architecture, another width, or another kind of input.
    """
    if spec.name != network.spec.name:
        raise InputError(
            f"{origin} holds the backbone of a {spec.name}, this network is a "
            f"{network.spec.name}: train a network of the same kind (--model {spec.name})"
        )
    own = backbone_weights(network.state_dict())
    given = backbone_weights(weights)
    unfit = sorted(own.keys() ^ given.keys()) + [
        f"{name}: {tuple(given[name].shape)} instead of {tuple(own[name].shape)}"
        for name in own.keys() & given.keys()
        if own[name].shape != given[name].shape
    ]
    if unfit:
        raise InputError(
            f"the backbone in {origin} does not fit this {network.spec.name}: it has another "
            f"width, or another kind of input (channels, frames or size): {'; '.join(unfit[:3])}"
        )
    network.load_state_dict(given, strict=False)


def load_classes(
    network: VideoNetwork,
    classes: Sequence[str],
    weights: dict[str, Tensor],
    known: Sequence[str],
    class_map: Mapping[str, Sequence[str]],
) -> None:
    """Gives classes the rows of a classifier that knows them by other names.

    Args:
        network: for `classes`; built with the backbone that the classifier belongs to.
        classes: names of its outputs.
        weights: the other network's state dict.
        known: names of that one's outputs.
        class_map: class -> names in `known`; classes without any stay as they are.

    The probability of a class is the sum of its names' in zero-shot transfer. In place of the
    logarithm of that sum, which is not linear, comes its lower bound: mean score + log count
    (Jensen).

    Raises:
        InputError: a name that is not in `known`.
    """
    with torch.no_grad():
        for place, name in enumerate(classes):
            others = class_map.get(name, ())
            if unknown := sorted(set(others) - set(known)):
                raise InputError(
                    f"{name} is to begin as {', '.join(unknown)}, which the network that it "
                    f"begins with does not know; it knows: {', '.join(known) or 'no classes'}"
                )
            rows = [known.index(other) for other in others]
            if rows:
                network.classifier.weight[place] = weights["classifier.weight"][rows].mean(0)
                bias = weights["classifier.bias"][rows].mean(0)
                network.classifier.bias[place] = bias + math.log(len(rows))
