"""What a trained network is worth on footage of another origin: protocol name -> function.

"zero-shot" learns nothing from the target dataset and needs a class map; "knn", "linear-probe" and
"attentive-probe" learn on top of the frozen backbone; "fine-tune" changes the whole network, and
with a class map begins as what zero-shot transfer would say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from understudy.errors import InputError, lookup
from understudy.runs import EvaluationRecord
from understudy.types import ClipSource

if TYPE_CHECKING:
    from understudy.transfer.config import TransferConfig

ClassMapChoice = Mapping[str, Sequence[str]] | str | Path | None


def _zero_shot(
    run_dir: Path,
    source: ClipSource,
    config: TransferConfig,
    *,
    class_map: ClassMapChoice = None,
    actions: Any = None,
    **options: Any,
) -> EvaluationRecord:
    from understudy.transfer.zero_shot import zero_shot

    if config.shots is not None:
        raise InputError("zero-shot learns from no clips: leave --shots out, or take a probe")
    return zero_shot(
        run_dir,
        source,
        class_map,
        actions=actions,
        view_count=config.view_count,
        crop_count=config.crop_count,
        skip_limit=config.skip_limit,
        seed=config.seed,
        threads=config.threads,
        **options,
    )


def _learned(
    protocol: str,
    run_dir: Path,
    source: ClipSource,
    config: TransferConfig,
    **options: Any,
) -> EvaluationRecord:
    from understudy.transfer.learned import learn_and_ask

    return learn_and_ask(protocol, run_dir, source, config, **options)


LEARNED = ("knn", "linear-probe", "attentive-probe", "fine-tune")

PROTOCOLS: dict[str, Callable[..., EvaluationRecord]] = {
    "zero-shot": _zero_shot,
    **{name: partial(_learned, name) for name in LEARNED},
}
"""Each takes (run folder, source, `TransferConfig`), and by keyword class_map, actions, name,
dataset_path, on_progress; see the function that it calls."""


def protocol(name: str) -> Callable[..., EvaluationRecord]:
    """Returns a protocol's function; InputError lists the names where there is none."""
    return lookup(PROTOCOLS, name, "protocol")
