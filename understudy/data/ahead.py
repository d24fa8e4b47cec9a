"""Clips read by a few threads, some of them ahead of the one that is wanted next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from understudy.errors import VideoError

Result = TypeVar("Result")


def ahead(
    load: Callable[[int], Result], indices: Iterable[int], *, threads: int
) -> Iterator[tuple[int, Result | VideoError]]:
    """Yields what `load` returns for each index, in order, while the next few are being loaded.

    A VideoError is yielded in place of the clip; every other error is raised.
    """

    def load_or_error(index: int) -> Result | VideoError:
        try:
            return load(index)
        except VideoError as error:
            return error

    waiting: deque[tuple[int, Future[Result | VideoError]]] = deque()
    pool = ThreadPoolExecutor(max_workers=threads)
    try:
        for index in indices:
            waiting.append((index, pool.submit(load_or_error, index)))
            if len(waiting) > 2 * threads:
                place, future = waiting.popleft()
                yield place, future.result()
        while waiting:
            place, future = waiting.popleft()
            yield place, future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
