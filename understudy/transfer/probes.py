"""Classifiers on top of a frozen backbone: what its features are worth without changing them.

Each takes the tokens of clips to learn from and of clips to ask about, and returns the classes'
probabilities for the latter. The backbone is not even there: it cannot change.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float32, Float64, Int64

from understudy.rng import derived_seed

if TYPE_CHECKING:
    from torch import Tensor

Tokens = Float32[np.ndarray, "B N D"]
Probabilities = Float64[np.ndarray, "Q K"]

NEIGHBOURS = 20
TEMPERATURE = 0.07
"""k and T of the weighted k-NN of DINO (Caron et al., ICCV 2021)."""
STRENGTHS = tuple(10.0**power for power in range(-3, 2))
"""Inverse regularisations C that a linear probe chooses among."""
FOLDS = 5
ATTENTION_HEADS = 4
ATTENTIVE_EPOCHS = 60
ATTENTIVE_BATCH = 32
ATTENTIVE_RATE = 1e-3


def nearest_neighbours(
    known: Tokens,
    labels: Int64[np.ndarray, "B"],
    groups: Sequence[str],
    asked: Tokens,
    *,
    class_count: int,
    seed: int,
) -> Probabilities:
    """Weighted k-NN by cosine similarity: each neighbour votes with exp(similarity / T)."""
    own, others = _unit(known.mean(1)), _unit(asked.mean(1))
    similarity = others.astype(np.float64) @ own.T.astype(np.float64)
    count = min(NEIGHBOURS, len(own))
    nearest = np.argpartition(-similarity, count - 1, axis=1)[:, :count]
    closeness = np.take_along_axis(similarity, nearest, axis=1)
    votes = np.exp((closeness - closeness.max(1, keepdims=True)) / TEMPERATURE)
    found = np.zeros((len(others), class_count))
    rows = np.repeat(np.arange(len(others))[:, None], count, axis=1)
    np.add.at(found, (rows, labels[nearest]), votes)
    return found / found.sum(1, keepdims=True)


def linear_probe(
    known: Tokens,
    labels: Int64[np.ndarray, "B"],
    groups: Sequence[str],
    asked: Tokens,
    *,
    class_count: int,
    seed: int,
) -> Probabilities:
    """Multinomial logistic regression on standardised features.

    Its regularisation is chosen by cross-validation among the known clips: whole groups are held
    out where there are two or more, so that a person who is recognised does not count as an
    action that is.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # few shots; convergence
        divisions = _divisions(labels, groups, seed=seed)
        if divisions:
            pipeline = GridSearchCV(
                pipeline, {"logisticregression__C": STRENGTHS}, cv=divisions
            )  # the first of equals wins: the strongest regularisation
        pipeline.fit(known.mean(1), labels)
        found = pipeline.predict_proba(asked.mean(1))
    probabilities = np.zeros((len(asked), class_count))
    probabilities[:, np.unique(labels)] = found
    return probabilities


def attentive_probe(
    known: Tokens,
    labels: Int64[np.ndarray, "B"],
    groups: Sequence[str],
    asked: Tokens,
    *,
    class_count: int,
    seed: int,
) -> Probabilities:
    """One learned query attends to the tokens, a linear layer reads it (V-JEPA, Bardes 2024)."""
    import torch
    from torch import nn

    width = known.shape[2]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derived_seed(seed, "attentive probe"))
        heads = next(count for count in (ATTENTION_HEADS, 2, 1) if width % count == 0)
        attention = nn.MultiheadAttention(width, heads, batch_first=True)
        query = nn.Parameter(0.02 * torch.randn(1, 1, width))
        norm, last = nn.LayerNorm(width), nn.Linear(width, class_count)
        trained = nn.ModuleList((attention, norm, last))

        mean, spread = known.mean((0, 1)), known.std((0, 1)) + 1e-6
        tokens = torch.from_numpy((known - mean) / spread)
        truth = torch.from_numpy(labels)

        def logits(batch: torch.Tensor) -> torch.Tensor:
            keys = batch + _times(batch.shape[1], width)
            pooled, _ = attention(query.expand(len(batch), -1, -1), keys, batch, need_weights=False)
            scores: torch.Tensor = last(norm(pooled[:, 0] + batch.mean(1)))
            return scores

        optimizer = torch.optim.AdamW([query, *trained.parameters()], weight_decay=0.05)
        steps = -(-len(tokens) // ATTENTIVE_BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, ATTENTIVE_RATE, ATTENTIVE_EPOCHS * steps
        )
        trained.train()
        for _ in range(ATTENTIVE_EPOCHS):
            for batch in torch.randperm(len(tokens)).tensor_split(steps):
                loss = nn.functional.cross_entropy(
                    logits(tokens[batch]), truth[batch], label_smoothing=0.1
                )
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
                schedule.step()
        trained.eval()
        with torch.inference_mode():
            found = logits(torch.from_numpy((asked - mean) / spread)).softmax(1)
    probabilities: np.ndarray = found.double().numpy()
    return probabilities


PROBES: dict[str, Callable[..., Probabilities]] = {
    "knn": nearest_neighbours,
    "linear-probe": linear_probe,
    "attentive-probe": attentive_probe,
}
"""Each takes (known tokens, their labels and groups, asked tokens, class_count=, seed=)."""


def _unit(features: Float32[np.ndarray, "B D"]) -> Float32[np.ndarray, "B D"]:
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    unit: np.ndarray = features / np.maximum(lengths, 1e-12)
    return unit


def _times(count: int, width: int) -> Tensor:
    """Returns the sines and cosines of Vaswani et al. (2017), so that attention sees the order."""
    import torch

    places = torch.arange(count)[:, None]
    rates = torch.exp(-np.log(10_000.0) * torch.arange(0, width, 2) / width)
    table = torch.zeros(count, width)
    table[:, 0::2] = torch.sin(places * rates)
    table[:, 1::2] = torch.cos(places * rates)[:, : width // 2]
    return table


def _divisions(
    labels: Int64[np.ndarray, "B"], groups: Sequence[str], *, seed: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Returns cross-validation divisions that leave every class in the part learned from."""
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    fewest = int(np.unique(labels, return_counts=True)[1].min())
    group_count = len(set(groups))
    if fewest < 2:
        return []
    if group_count >= 2:
        folds = min(FOLDS, group_count, fewest)
        splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    else:
        splitter = StratifiedKFold(min(FOLDS, fewest), shuffle=True, random_state=seed)
    everything = set(labels.tolist())
    return [
        (train, test)
        for train, test in splitter.split(labels, labels, list(groups))
        if set(labels[train].tolist()) == everything
    ]
