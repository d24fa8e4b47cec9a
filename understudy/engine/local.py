"""Independent tasks on the processes of this machine.

Workers are fresh processes (spawn): a graphics context does not survive a fork. Even a single
worker is one, with the same environment as many, so that their number changes no pixel. Each talks
to the parent over a pipe of its own, so one that dies harms no other and none outlives the parent.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, resource_tracker
from typing import Any, Literal

from understudy.errors import InputError, UnderstudyError

WORKER_ENVIRONMENT: Mapping[str, str] = {
    # One worker, one core: llvmpipe and the BLAS libraries would each start a thread per core.
    "LP_NUM_THREADS": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
STOP_GRACE_S = 1.0
"""How long a worker has to end before it is killed."""


@dataclass(frozen=True, kw_only=True)
class Task:
    name: str
    """Unique; what messages and results call it."""
    payload: Any
    """What the function gets; must pickle."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """News of a task, for progress bars."""

    task: str
    kind: Literal["started", "progress", "finished"]
    amount: int = 0
    """Of "progress": how much was done since the last."""
    result: Any = None
    """Of "finished"."""


Report = Callable[..., None]
TaskFunction = Callable[[Any, Report], Any]


class TaskError(RuntimeError):
    """A task failed in a way that its author did not foresee; carries the worker's traceback."""


def available_cores() -> int:
    """Returns how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(
    tasks: Sequence[Task],
    function: TaskFunction,
    *,
    workers: int | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> dict[str, Any]:
    """Does all tasks and returns their results by name, in the order of the tasks.

    However this ends (done, error, Ctrl-C), no worker is left. A script that calls it needs
    `if __name__ == "__main__":` around what it does, as always with spawned processes.

    Args:
        tasks: independent of each other; started in this order.
        function: called in a worker with a task's payload and a function that reports progress
            (an amount, 1 by default); of a module's top level.
        workers: processes; by default one per core.
        on_event: called in this process.

    Raises:
        UnderstudyError: as a task raised it, with the task's name; or a worker was killed.
        TaskError: a task raised anything else.
        KeyboardInterrupt: after all workers have been stopped.
    """
    names = [task.name for task in tasks]
    if len(set(names)) != len(names):
        raise ValueError("two tasks have the same name")
    count = available_cores() if workers is None else workers
    if count < 1:
        raise InputError(f"{count} workers: expected at least 1")
    notify = on_event or (lambda event: None)
    results: dict[str, Any] = {}
    waiting = deque(tasks)
    pool: list[_Worker] = []
    try:
        for _ in range(min(count, len(tasks))):
            pool.append(_Worker(function))
        while len(results) < len(tasks):
            for worker in pool:
                if worker.task is None and waiting:
                    worker.give(waiting.popleft())
                    notify(Event(task=worker.name, kind="started"))
            busy = [worker for worker in pool if worker.task is not None]
            ready = connection.wait([worker.pipe for worker in busy])
            for worker in busy:
                if worker.pipe in ready:
                    event = worker.receive()
                    if event.kind == "finished":
                        results[event.task] = event.result
                    notify(event)
    finally:
        _stop(pool)
    return {name: results[name] for name in names}


class _Worker:
    """A worker process as the parent sees it."""

    def __init__(self, function: TaskFunction) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.task: Task | None = None
        self.process = context.Process(
            target=_work, args=(theirs, function), daemon=True, name="understudy-worker"
        )
        with _environment(WORKER_ENVIRONMENT), _interrupts_held():
            self.process.start()
        theirs.close()  # so that the pipe ends with the worker

    @property
    def name(self) -> str:
        return self.task.name if self.task is not None else "no task"

    def give(self, task: Task) -> None:
        self.task = task
        try:
            self.pipe.send(task.payload)
        except (BrokenPipeError, ConnectionResetError):
            raise self._died() from None

    def receive(self) -> Event:
        name = self.name
        try:
            kind, content = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            raise self._died() from None
        if kind == "progress":
            return Event(task=name, kind="progress", amount=content)
        if kind == "finished":
            self.task = None
            return Event(task=name, kind="finished", result=content)
        if isinstance(content, UnderstudyError):
            raise type(content)(f"{name}: {content}")
        raise TaskError(f"{name}: {content}")

    def _died(self) -> UnderstudyError:
        self.process.join(STOP_GRACE_S)
        code = self.process.exitcode
        if code is not None and code < 0:
            name = signal.Signals(-code).name
            why = (
                "most often because memory ran out: use fewer workers (--workers) or smaller "
                "frames, and run the same command again"
                if -code == signal.SIGKILL
                else "a crash in a library or driver: run the same command again with --workers 1 "
                "to see whether it is always the same task"
            )
            return UnderstudyError(f"{self.name}: its worker process was killed by {name}, {why}")
        return UnderstudyError(
            f"{self.name}: its worker process ended with exit code {code} before the task was "
            "done; its own message stands above"
        )


def _work(pipe: connection.Connection, function: TaskFunction) -> None:
    """Life of a worker: does one task after another until the pipe ends."""

    def report(amount: int = 1) -> None:
        pipe.send(("progress", amount))

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        while True:
            payload = pipe.recv()
            try:
                pipe.send(("finished", function(payload, report)))
            except (BrokenPipeError, ConnectionResetError):
                raise
            except UnderstudyError as error:
                pipe.send(("failed", error))
            except Exception as error:
                pipe.send(("failed", _described(error)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)  # the parent is gone or has no more tasks


def _end_with_parent() -> None:
    """A parent that was killed stops nobody: its workers would film on for hours."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _described(error: BaseException) -> str:
    lines = "".join(traceback.format_exception(error)).rstrip()
    return f"{type(error).__name__}: {error}\n\nIn the worker:\n{lines}"


def _stop(pool: Sequence[_Worker]) -> None:
    for worker in pool:
        worker.process.terminate()
    for worker in pool:
        worker.process.join(STOP_GRACE_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.pipe.close()


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Sets variables for a process about to start; libraries read them as they are loaded."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Holds Ctrl-C back while a process starts, which inherits this: it never dies of it."""
    if sys.platform == "win32":
        yield
        return
    # The first spawn starts Python's resource tracker, which would let signals through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
