"""The command line: one verb per step, in the order a newcomer needs them.

`films` has the verbs that make films, `learning` those that learn from them.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import NoReturn

import tyro
from pydantic import ValidationError
from rich.console import Console

from understudy.cli import films, learning
from understudy.cli.console import progress_bar
from understudy.errors import InputError, UnderstudyError

__all__ = ["VERBS", "main", "progress_bar"]

VERBS: dict[str, Callable[..., None]] = {
    "setup": films.setup,
    "assets": films.assets,
    "motions": films.motions,
    "actions": films.actions,
    "preview": films.preview,
    "generate": films.generate,
    "inspect": films.inspect,
    "datasets": learning.datasets,
    "train": learning.train,
    "ensemble": learning.ensemble,
    "export": learning.export,
    "transfer": learning.transfer,
    "untrained": learning.untrained,
    "compare": learning.compare,
    "predict": learning.predict,
    "report": learning.report,
}


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; expected errors become one message and an exit code."""
    try:
        tyro.extras.subcommand_cli_from_dict(
            VERBS,
            prog="understudy",
            description="Film synthetic people doing named actions; train and test recognisers.",
            args=arguments,
        )
    except UnderstudyError as error:
        _fail(str(error), error.exit_code)
    except ValidationError as error:
        first = error.errors()[0]
        option, message = ".".join(map(str, first["loc"])), first["msg"]
        if option:
            message = f"{option}: {message}, got {first['input']!r}"
        _fail(message.replace("Value error, ", ""), InputError.exit_code)
    except KeyboardInterrupt as interrupt:
        _fail(str(interrupt) or "interrupted; the same command goes on", 130)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _fail(f"disk full ({error.filename or 'while writing'}); free space and run again", 1)


def _fail(message: str, exit_code: int) -> NoReturn:
    Console(stderr=True).print(f"understudy: {message}", style="red", markup=False)
    sys.exit(exit_code)
