import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import engine_tasks
import pytest

from understudy.engine import ENGINES
from understudy.engine.local import Task, TaskError, run_tasks
from understudy.errors import InputError, StorageError, UnderstudyError


def tasks(*payloads):
    return [Task(name=f"task {number}", payload=p) for number, p in enumerate(payloads)]


@pytest.fixture(autouse=True)
def no_worker_is_left():
    yield
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_and_events(workers):
    events = []
    results = ENGINES["local"](
        tasks(3, 1, 2), engine_tasks.square, workers=workers, on_event=events.append
    )
    assert results == {"task 0": 9, "task 1": 1, "task 2": 4}
    assert list(results) == ["task 0", "task 1", "task 2"]
    for name, result in results.items():
        mine = [event for event in events if event.task == name]
        assert [e.kind for e in mine] == ["started", *["progress"] * 3, "finished"]
        assert sum(e.amount for e in mine) == 3 and mine[-1].result == result


def test_nothing_to_do():
    assert run_tasks([], engine_tasks.square) == {}
    with pytest.raises(InputError, match="at least 1"):
        run_tasks(tasks(1), engine_tasks.square, workers=0)
    with pytest.raises(ValueError, match="same name"):
        run_tasks([*tasks(1), *tasks(2)], engine_tasks.square)


def test_one_worker_has_the_environment_of_many(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    names = ("LP_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    for workers in (1, 2):
        results = run_tasks(tasks(names, names), engine_tasks.environment, workers=workers)
        for pid, found in results.values():
            assert pid != os.getpid()
            assert list(found.values()) == ["0", "1", "1"]
    assert os.environ["OMP_NUM_THREADS"] == "7" and "LP_NUM_THREADS" not in os.environ


def test_shards_are_the_same_with_any_number_of_workers(tmp_path):
    found = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        folder.mkdir()
        names = [f"shard-{number:05d}" for number in range(4)]
        jobs = [
            Task(name=name, payload=(str(folder / f"{name}.tar"), number))
            for number, name in enumerate(names)
        ]
        events = []
        records = run_tasks(jobs, engine_tasks.shard, workers=workers, on_event=events.append)
        assert sum(event.amount for event in events) == 8
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        found.append((records, files))
    assert len(found[0][1]) == 8
    assert found[0] == found[1]


def test_errors_carry_the_task_and_the_message():
    with pytest.raises(StorageError, match="task 0: disk full: 2 shards"):
        run_tasks(tasks("full", "wait"), engine_tasks.fail, workers=2)
    with pytest.raises(TaskError, match=r"task 0: IndexError(.|\n)*return \[\]\[3\]"):
        run_tasks(tasks("bug", "wait"), engine_tasks.fail, workers=2)
    with pytest.raises(TaskError, match=r"task 0: .*pickle"):
        run_tasks(tasks("unpicklable"), engine_tasks.fail, workers=1)


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ("killed", "task 0: .*SIGKILL.*memory ran out.*fewer workers"),
        ("crash", "task 0: .*SIGSEGV.*driver"),
        ("exit", "task 0: .*exit code 3"),
    ],
)
def test_a_worker_that_dies(payload, message):
    with pytest.raises(UnderstudyError, match=message):
        run_tasks(tasks(payload, "wait"), engine_tasks.fail, workers=2)


def test_an_error_in_the_callback_stops_the_workers():
    def broken(event):
        raise RuntimeError("no terminal")

    with pytest.raises(RuntimeError, match="no terminal"):
        run_tasks(tasks(20, 20), engine_tasks.sleep, workers=2, on_event=broken)


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
import engine_tasks
from understudy.engine.local import Task, run_tasks

if __name__ == "__main__":
    jobs = [Task(name=str(n), payload={folder!r}) for n in range(4)]
    try:
        run_tasks(jobs, engine_tasks.leave_pid_and_sleep, workers=2,
                  on_event=lambda event: print(event.kind, flush=True))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        sys.exit(130)
"""


def start_script(tmp_path):
    """Starts two busy workers in a process group of their own, as a shell does."""
    here = Path(__file__).parent
    pids = tmp_path / "pids"
    pids.mkdir()
    script = tmp_path / "job.py"
    script.write_text(SCRIPT.format(paths=[str(here), str(here.parent / "data")], folder=str(pids)))
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    progress = 0
    while progress < 2:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        progress += line == "progress\n"
    return process, [int(path.name) for path in pids.iterdir()]


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_ctrl_c_stops_everything_quietly(tmp_path):
    process, workers = start_script(tmp_path)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert process.returncode == 130 and out.endswith("interrupted\n")
    assert err == ""
    assert len(workers) == 2 and not any(alive(pid) for pid in workers)


def test_workers_do_not_outlive_a_killed_parent(tmp_path):
    process, workers = start_script(tmp_path)
    assert len(workers) == 2 and all(alive(pid) for pid in workers)
    process.kill()
    process.wait(10)
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = [pid for pid in workers if alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=10)
    assert left == []
