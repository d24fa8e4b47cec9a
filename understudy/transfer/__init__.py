"""What a trained network is worth on footage that it has never seen: protocol name -> function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from understudy.errors import lookup
from understudy.runs import EvaluationRecord


def _zero_shot(*args: Any, **options: Any) -> EvaluationRecord:
    from understudy.transfer.zero_shot import zero_shot

    return zero_shot(*args, **options)


PROTOCOLS: dict[str, Callable[..., EvaluationRecord]] = {"zero-shot": _zero_shot}
"""Each takes (run folder, source, class map, ...), see the function of the protocol."""


def protocol(name: str) -> Callable[..., EvaluationRecord]:
    """Returns a protocol's function; InputError lists the names where there is none."""
    return lookup(PROTOCOLS, name, "protocol")
