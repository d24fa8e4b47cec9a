"""Video transformers, as Hugging Face's transformers implements them.

TimeSformer (Bertasius et al., ICML 2021), VideoMAE's ViT (Tong et al., NeurIPS 2022) and V-JEPA 2
(Assran et al., 2025). All are scored by the mean of their patches' tokens. Their weights are drawn
at random unless some are loaded from a folder or the hub (`load_pretrained`).
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from understudy.errors import InputError, PlatformError
from understudy.models import ModelSpec, NetworkShape
from understudy.models.network import Stage, VideoNetwork, new_classifier

PATCH = 16
"""Side of a patch [px]."""
TUBELET = 2
"""Frames of a patch, but for TimeSformer."""
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION = (0.229, 0.224, 0.225)
SIZES: dict[str, dict[str, int]] = {
    "tiny": {"hidden_size": 96, "num_hidden_layers": 4, "num_attention_heads": 3},
    "small": {"hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 6},
    "base": {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12},
    "large": {"hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16},
}
"""ViT-S, ViT-B and ViT-L, and one for tests and a look at a CPU."""
DECODERS: dict[int, dict[str, int]] = {
    768: {"decoder_hidden_size": 384, "decoder_num_attention_heads": 6},
    384: {"decoder_hidden_size": 192, "decoder_num_attention_heads": 3},
    96: {"decoder_hidden_size": 48, "decoder_num_attention_heads": 3},
}
"""The paper's decoders, half as wide as the encoder; four layers."""


def transformers_part(name: str) -> Any:
    """Returns a class of the transformers library.

    Raises:
        PlatformError: it is not installed, or something keeps it from loading.
    """
    try:
        import transformers

        return getattr(transformers, name)
    except ModuleNotFoundError as error:
        if error.name == "transformers":
            raise PlatformError(
                "this network needs the transformers library: pip install 'transformers>=5,<6'"
            ) from None
        raise PlatformError(_what_broke(name, error)) from None
    except (ImportError, RuntimeError, AttributeError) as error:
        raise PlatformError(_what_broke(name, error)) from None


def _what_broke(name: str, error: Exception) -> str:
    reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
    try:
        found = f"torchvision {metadata.version('torchvision')}"
    except metadata.PackageNotFoundError:
        return f"transformers cannot load {name} ({reason}): reinstall 'transformers>=5,<6'"
    return (
        f"transformers cannot load {name} ({reason}). {found} is installed beside torch "
        f"{torch.__version__}; where the two do not fit, transformers fails. Nothing here needs "
        "torchvision: pip uninstall torchvision"
    )


class VideoTransformer(VideoNetwork):
    """A transformer's encoder, a norm where it has none of its own, a linear layer.

    Args:
        spec: dropout.
        shape: classes and input; frames and size are those of the position embeddings.
        kind: "timesformer", "videomae" or "vjepa2".
        size: a key of `SIZES`.
    """

    def __init__(self, spec: ModelSpec, shape: NetworkShape, *, kind: str, size: str):
        super().__init__()
        self.kind = kind
        self.tubelet = 1 if kind == "timesformer" else TUBELET
        if shape.size % PATCH or shape.frame_count % self.tubelet:
            raise InputError(
                f"{spec.name} sees patches of {PATCH} px and {self.tubelet} frames: "
                f"{shape.frame_count} frames of {shape.size} px are no whole number of them "
                f"(--frames {self.tubelet * max(1, shape.frame_count // self.tubelet)} "
                f"--size {PATCH * max(1, round(shape.size / PATCH))})"
            )
        layers = SIZES[size]
        self.feature_count = layers["hidden_size"]
        if kind == "vjepa2":
            config = transformers_part("VJEPA2Config")(
                crop_size=shape.size,
                frames_per_clip=shape.frame_count,
                tubelet_size=TUBELET,
                patch_size=PATCH,
                in_chans=shape.channels,
                pred_num_hidden_layers=1,
                **layers,
            )
            self.encoder = transformers_part("VJEPA2Model")(config).encoder
        else:
            prefix = "TimesformerConfig" if kind == "timesformer" else "VideoMAEConfig"
            options: dict[str, Any] = {
                "image_size": shape.size,
                "num_frames": shape.frame_count,
                "num_channels": shape.channels,
                "patch_size": PATCH,
                "intermediate_size": 4 * self.feature_count,
                **layers,
            }
            if kind == "videomae":
                options |= {"tubelet_size": TUBELET, "use_mean_pooling": True}
                options |= {"decoder_num_hidden_layers": 4} | DECODERS.get(self.feature_count, {})
                options["decoder_intermediate_size"] = 4 * options.get("decoder_hidden_size", 384)
            config = transformers_part(prefix)(**options)
            name = "TimesformerModel" if kind == "timesformer" else "VideoMAEModel"
            self.encoder = transformers_part(name)(config)
        # VideoMAE's encoder ends without a norm where tokens are averaged.
        self.norm = nn.LayerNorm(self.feature_count) if kind == "videomae" else nn.Identity()
        self.as_imagenet = spec.weights is not None and shape.channels == 3
        self.dropout = nn.Dropout(spec.dropout)
        self.classifier = new_classifier(self.feature_count, shape.class_count)

    def features(self, clips: Float[Tensor, "B T C H W"]) -> Float[Tensor, "B N D"]:
        """Returns the patches' tokens, all of one time before those of the next."""
        if self.as_imagenet:
            clips = _as_imagenet(clips)
        tokens = self.encoder(clips).last_hidden_state
        if self.kind == "timesformer":
            # The class token comes first; then each patch through all frames.
            tokens = tokens[:, 1:].unflatten(1, (-1, clips.shape[1])).transpose(1, 2).flatten(1, 2)
        return self.norm(tokens)

    def token_times(self, frame_count: int) -> int:
        """Returns the number of tubelets."""
        return frame_count // self.tubelet

    def stages(self) -> list[Stage]:
        """Returns the embeddings and the layers; the last norm goes with the last layer."""
        encoder: Any = self.encoder
        layers = encoder.layer if self.kind == "vjepa2" else encoder.encoder.layer
        last = [self.norm if self.kind == "videomae" else encoder.layernorm]
        return [[encoder.embeddings], *([layer] for layer in layers[:-1]), [layers[-1], *last]]


def _as_imagenet(clips: Float[Tensor, "B T 3 H W"]) -> Float[Tensor, "B T 3 H W"]:
    """Returns the pixels as published weights expect them, from `pixels_to_tensor`'s."""
    mean, deviation = (
        clips.new_tensor(values).reshape(1, 1, 3, 1, 1)
        for values in (IMAGENET_MEAN, IMAGENET_DEVIATION)
    )
    return (clips * (63.75 / 255.0) + 0.5 - mean) / deviation


def load_pretrained(network: VideoNetwork, weights: str) -> None:
    """Gives a transformer the encoder of a published model.

    Args:
        network: of the same kind and size, with the model's frames and size of input.
        weights: name on Hugging Face's hub, or a folder with config.json and the weights.

    Raises:
        InputError: the network is no transformer, the weights cannot be had, or do not fit.
    """
    if not isinstance(network, VideoTransformer):
        raise InputError(
            f"{network.spec.name} takes no published weights ('{weights}'): only TimeSformer, "
            "VideoMAE and V-JEPA 2 do"
        )
    names = {
        "timesformer": "TimesformerModel",
        "videomae": "VideoMAEModel",
        "vjepa2": "VJEPA2Model",
    }
    try:
        model = transformers_part(names[network.kind]).from_pretrained(weights)
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(
            f"no weights '{weights}' ({reason}): expected the name of a model on Hugging Face's "
            "hub, with a network to fetch it, or a folder with config.json and model.safetensors"
        ) from None
    source = model.encoder if network.kind == "vjepa2" else model
    given, own = source.state_dict(), network.encoder.state_dict()
    # A norm of the published encoder that averaging leaves out.
    given = {name: value for name, value in given.items() if name in own or "layernorm" not in name}
    unfit = [
        f"{name}: {tuple(given[name].shape) if name in given else 'missing'} instead of "
        f"{tuple(value.shape)}"
        for name, value in own.items()
        if name not in given or given[name].shape != value.shape
    ]
    if unfit or given.keys() - own.keys():
        raise InputError(
            f"the weights '{weights}' do not fit a {network.spec.name} of "
            f"{network.shape.frame_count} frames of {network.shape.size} px: "
            f"{'; '.join(unfit[:3]) or ', '.join(sorted(given.keys() - own.keys())[:3])}"
        )
    network.encoder.load_state_dict(given)


def masked_autoencoder(network: VideoNetwork) -> nn.Module:
    """Returns VideoMAE's masked autoencoder around a network's encoder, with a fresh decoder.

    It is called with (clips, bool_masked_pos) and returns an object with the `loss`.

    Raises:
        InputError: the network is no VideoMAE.
    """
    if not isinstance(network, VideoTransformer) or network.kind != "videomae":
        raise InputError(
            f"masked pretraining needs a network of patches, not {network.spec.name}: "
            "choose videomae_small, videomae_base or videomae_tiny"
        )
    encoder: Any = network.encoder
    autoencoder = transformers_part("VideoMAEForPreTraining")(encoder.config)
    autoencoder.videomae = encoder
    # What comes after the encoder has no part in painting.
    for parameter in network.norm.parameters():
        parameter.requires_grad_(False)
    return autoencoder
