"""Several processes that train one network: what torchrun starts, seen as a group."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import torch

from understudy.errors import InputError

Result = TypeVar("Result")

PATIENCE = timedelta(hours=24)
"""The first process may decode a large dataset while the others wait."""


@dataclass(frozen=True, kw_only=True)
class Workers:
    """This process among those that train together; the first one writes."""

    rank: int = 0
    count: int = 1

    @property
    def leads(self) -> bool:
        """Whether this is the first process."""
        return self.rank == 0

    def first(self, function: Callable[[], Result]) -> Result:
        """Calls a function in the first process and returns its result, or raises its error, in
        all of them."""
        if self.count == 1:
            return function()
        outcome: list[Any] = [None, None]
        if self.leads:
            try:
                outcome = [function(), None]
            except Exception as error:
                outcome = [None, error]
        torch.distributed.broadcast_object_list(outcome, src=0)
        if outcome[1] is not None:
            raise outcome[1]
        return outcome[0]

    def sums(self, values: Sequence[float], device: torch.device) -> list[float]:
        """Returns the values, each added up over the processes."""
        if self.count == 1:
            return list(values)
        together = torch.tensor(values, dtype=torch.float64, device=device)
        torch.distributed.all_reduce(together)
        return [float(value) for value in together]

    def merged(self, entries: Mapping[str, str]) -> dict[str, str]:
        """Returns the entries of all processes."""
        if self.count == 1:
            return dict(entries)
        found: list[Any] = [None] * self.count
        torch.distributed.all_gather_object(found, dict(entries))
        return {name: value for part in found for name, value in part.items()}


@contextmanager
def worker_group(device: str) -> Iterator[tuple[Workers, torch.device]]:
    """Joins the processes that torchrun started, or is alone; yields them and this one's device.

    Raises:
        InputError: a device that is not there.
    """
    if "WORLD_SIZE" not in os.environ or "RANK" not in os.environ:
        yield Workers(), _device(device)
        return
    chosen = _device(device)
    if chosen.type == "cuda":
        chosen = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(chosen)
    backend = "nccl" if chosen.type == "cuda" else "gloo"
    torch.distributed.init_process_group(backend, timeout=PATIENCE)
    try:
        yield (
            Workers(rank=torch.distributed.get_rank(), count=torch.distributed.get_world_size()),
            chosen,
        )
        # Whoever leaves first breaks the connections that the others may still be reading from.
        torch.distributed.barrier()
    finally:
        torch.distributed.destroy_process_group()


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name not in ("cpu", "cuda"):
        raise InputError(f"unknown device '{name}': known: auto, cpu, cuda")
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("PyTorch sees no CUDA device here: use --device cpu")
    return torch.device(name)
