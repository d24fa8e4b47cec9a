"""What a frozen backbone makes of clips: computed once, then k-NN and probes are cheap.

Features lie in the run folder, under `features/`, until the checkpoint or the dataset changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, Int64, UInt8

from understudy.errors import DatasetError
from understudy.evaluation.evaluate import read_views
from understudy.evaluation.recogniser import Recogniser
from understudy.models.tensors import clips_to_tensor
from understudy.types import ClipSource

FEATURES_FOLDER = "features"
MOST_TOKENS = 64
"""Longer sequences of tokens are averaged in so many equal parts: a transformer's 1,568 tokens of
a clip would fill the disk before they help an attentive probe."""


@dataclass(frozen=True, kw_only=True)
class Features:
    """Tokens of the clips of one dataset, averaged over each clip's views."""

    tokens: Float32[np.ndarray, "B N D"]
    indices: Int64[np.ndarray, "B"]
    """Which record of the dataset each row belongs to."""
    skipped: dict[str, str]
    """Clips that could not be read, with the reason."""

    def rows(self, indices: Sequence[int]) -> Int64[np.ndarray, "R"]:
        """Returns the rows of those of the records that could be read, in the order given."""
        place = {int(index): row for row, index in enumerate(self.indices)}
        return np.array([place[index] for index in indices if index in place], dtype=np.int64)


def extract_features(
    recogniser: Recogniser,
    source: ClipSource,
    indices: Sequence[int],
    run_dir: Path,
    *,
    view_count: int,
    crop_count: int,
    skip_limit: float,
    threads: int,
    on_progress: Callable[[int, int], None] | None = None,
) -> Features:
    """Returns the tokens of a dataset's clips, from the run folder where they lie already.

    The network is in evaluation mode and no gradient is recorded: neither its weights nor its
    running statistics change.

    Args:
        recogniser: the network.
        source: the dataset.
        indices: its clips to look at.
        run_dir: the run folder that keeps the features.
        view_count: windows per clip at most, evenly over it.
        crop_count: crops per window, 1 or 3.
        skip_limit: share of unreadable clips at which to give up.
        threads: clips decoded at a time.
        on_progress: called with (clips done, clips in all).

    Raises:
        DatasetError: more than `skip_limit` of the clips are unreadable.
    """
    key = _key(recogniser, source, indices, view_count, crop_count)
    path = run_dir / FEATURES_FOLDER / f"{key[:16]}.npz"
    if path.exists():
        return _read(path)
    tokens: list[np.ndarray] = []
    kept: list[int] = []
    skipped: dict[str, str] = {}
    for index, clips in read_views(
        recogniser, source, indices, view_count=view_count, crop_count=crop_count,
        skip_limit=skip_limit, threads=threads, skipped=skipped, on_progress=on_progress,
    ):  # fmt: skip
        tokens.append(clip_tokens(recogniser, clips))
        kept.append(index)
    if not tokens:
        raise DatasetError(f"{source.name}: none of the {len(indices)} clips could be read")
    found = Features(
        tokens=np.stack(tokens), indices=np.array(kept, dtype=np.int64), skipped=skipped
    )
    _write(found, path)
    return found


def clip_tokens(
    recogniser: Recogniser, views: Sequence[UInt8[np.ndarray, "T S S C"]]
) -> Float32[np.ndarray, "N D"]:
    """Returns a clip's tokens, the mean over its views."""
    device = next(recogniser.network.parameters()).device
    with torch.inference_mode():
        batch = torch.from_numpy(np.stack(views)).to(device)
        tokens = recogniser.network.features(clips_to_tensor(batch)).mean(0)
    parts = min(len(tokens), MOST_TOKENS)
    averaged = [part.mean(0) for part in tokens.tensor_split(parts)]
    return torch.stack(averaged).float().cpu().numpy()


def weights_digest(recogniser: Recogniser) -> str:
    """Returns a hash of every weight and running statistic of the network."""
    digest = hashlib.sha256()
    for name, value in sorted(recogniser.network.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _key(
    recogniser: Recogniser,
    source: ClipSource,
    indices: Sequence[int],
    view_count: int,
    crop_count: int,
) -> str:
    about = {
        "weights": weights_digest(recogniser),
        "input": recogniser.input.model_dump(mode="json"),
        "window_s": recogniser.window_s,
        "dataset": source.fingerprint,
        "clips": [source.records[index].clip_id for index in indices],
        "views": [view_count, crop_count],
    }
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def _write(features: Features, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            tokens=features.tokens,
            indices=features.indices,
            skipped=np.array(json.dumps(features.skipped)),
        )
    partial.replace(path)


def _read(path: Path) -> Features:
    try:
        with np.load(path) as stored:
            return Features(
                tokens=stored["tokens"],
                indices=stored["indices"],
                skipped=json.loads(str(stored["skipped"])),
            )
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(
            f"{path} is damaged ({error}): remove it, it is computed again"
        ) from None
