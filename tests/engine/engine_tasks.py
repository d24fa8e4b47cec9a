"""What workers do in the tests; in a module, so that a fresh process finds it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from small_clips import shard_clips

from understudy.data.shards import write_shard
from understudy.errors import StorageError


def square(payload, report):
    for _ in range(3):
        report()
    return payload**2


def environment(payload, report):
    return os.getpid(), {name: os.environ.get(name) for name in payload}


def sleep(payload, report):
    report()
    time.sleep(payload)
    return payload


def fail(payload, report):
    if payload == "bug":
        return [][3]
    if payload == "full":
        raise StorageError("disk full: 2 shards are finished and kept")
    if payload == "unpicklable":
        return lambda: None
    if payload == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if payload == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if payload == "exit":
        os._exit(3)
    time.sleep(20)


def shard(payload, report):
    path, number = payload
    clips = shard_clips(number)

    def counted():
        for clip in clips:
            yield clip
            report()

    return write_shard(Path(path), counted(), ("depth", "instance"))


def leave_pid_and_sleep(payload, report):
    (Path(payload) / str(os.getpid())).touch()
    report()
    time.sleep(60)
