"""Where jobs run: name -> a function that does independent tasks, see `engine.local.run_tasks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _local(*args: Any, **options: Any) -> Any:
    from understudy.engine.local import run_tasks

    return run_tasks(*args, **options)


ENGINES: dict[str, Callable[..., Any]] = {"local": _local}
"""Each takes (tasks, function, *, workers, on_event) and returns {task name: result}."""
