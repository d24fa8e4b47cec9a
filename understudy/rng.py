"""Named random streams: clip 7 alone equals clip 7 in a batch, on every machine."""

from __future__ import annotations

import hashlib

import numpy as np


def stable_hash(*path: str | int) -> tuple[int, ...]:
    """Returns four 32-bit words that depend on the path alone (Python's `hash` is salted)."""
    digest = hashlib.sha256("\x1f".join(f"{type(p).__name__}:{p}" for p in path).encode()).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))


def stream(seed: int, *path: str | int) -> np.random.Generator:
    """Returns the generator named by `path` under `seed`.

    A new draw in one stream never moves another:
    `stream(0, "clip", 7, "camera")` and `stream(0, "clip", 7, "light")` are independent.
    """
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(seed, spawn_key=stable_hash(*path)))
    )


def derived_seed(seed: int, *path: str | int) -> int:
    """Returns a 63-bit seed named by `path`, for specs and libraries that want a number."""
    return int(stream(seed, *path).integers(0, 2**63 - 1))
