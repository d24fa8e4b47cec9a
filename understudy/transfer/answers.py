"""What a protocol says about the clips of one fold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64


@dataclass(frozen=True, kw_only=True)
class Answers:
    indices: tuple[int, ...]
    """Records of the dataset, without the unreadable ones."""
    probabilities: Float64[np.ndarray, "Q K"]
    """In the order of `indices` and of the dataset's classes."""
    skipped: dict[str, str]
    """Clips that could not be read, with the reason."""
