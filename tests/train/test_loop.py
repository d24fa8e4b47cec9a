import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from toy_clips import ToySource, toy_config, toy_run
from toy_truth import ToyTruth, patch_config

from understudy.errors import DatasetError, InputError
from understudy.models import ModelSpec, build_model
from understudy.models.checkpoint import load_checkpoint
from understudy.runs import RUN_FILE, RunRecord, read_record
from understudy.train import train
from understudy.train.batches import made_ahead, plan_epoch
from understudy.train.learner import build_learner
from understudy.train.loop import begin, parameter_groups
from understudy.train.workers import Workers

TIMES = {"seconds", "data_wait_s", "clips_per_s", "wait_share"}
TESTS = Path(__file__).parent.parent


def weights(folder):
    return load_checkpoint(folder / "checkpoint.pt").weights


def curve(record):
    return [entry.model_dump(exclude=TIMES, mode="json") for entry in record.history]


def learner_of(config, class_count=3):
    network = build_model(
        config.model, class_count=class_count, channels=3, frame_count=8, size=config.input.size
    )
    return build_learner(network, config, [range(class_count)])


def test_learning_rates_fall_from_the_classifier_to_the_input():
    config = toy_config(layer_decay=0.5, weight_decay=0.1)
    learner = learner_of(config)
    share, decay = {}, {}
    for group in parameter_groups(learner, config):
        for parameter in group["params"]:
            share[id(parameter)], decay[id(parameter)] = group["rate_share"], group["weight_decay"]
    network = learner.network
    assert share[id(network.classifier.weight)] == 1.0
    assert [share[id(block.conv1.weight)] for block in network.blocks] == [
        1 / 16,
        1 / 8,
        1 / 4,
        0.5,
    ]
    assert share[id(network.stem.weight)] == share[id(network.stem_norm.weight)] == 1 / 32
    assert decay[id(network.stem.weight)] == 0.1 and decay[id(network.stem_norm.weight)] == 0.0
    assert len(share) == len(list(learner.parameters()))


def test_averaged_weights_are_the_moving_average():
    config = toy_config(ema_decay=0.6)
    training = begin(learner_of(config), config, torch.device("cpu"))
    name = "network.classifier.bias"
    wanted = None
    for step in range(8):
        with torch.no_grad():
            training.learner.network.classifier.bias.fill_(float(step))
        training.averaged.update_parameters(training.learner)
        decay = min(0.6, (1 + step) / (10 + step))
        wanted = step if wanted is None else decay * wanted + (1 - decay) * step
    found = training.judged.state_dict()[name]
    torch.testing.assert_close(found, torch.full_like(found, wanted))
    assert (training.learner.state_dict()[name] == 7.0).all()


def test_averaged_weights_are_saved_and_tested(tmp_path):
    source = ToySource(60)
    train(source, tmp_path / "raw", toy_config(epochs=2))
    record = train(source, tmp_path / "averaged", toy_config(epochs=2, ema_decay=0.9))
    checkpoint = load_checkpoint(tmp_path / "averaged" / "checkpoint.pt")
    raw = checkpoint.training["learner"]["network.stem.weight"]
    # The average changes nothing about the steps, and is not the last step.
    assert torch.equal(raw, weights(tmp_path / "raw")["stem.weight"])
    assert not torch.equal(raw, checkpoint.weights["stem.weight"])
    raw_record = read_record(tmp_path / "raw" / RUN_FILE, RunRecord)
    assert record.history[-1].train_loss == raw_record.history[-1].train_loss
    assert record.history[-1].val_loss != raw_record.history[-1].val_loss


@pytest.mark.parametrize(
    "changes",
    [
        {"ema_decay": 0.9, "micro_batch": 6, "layer_decay": 0.8},
        {"optimizer": "sgd", "targets": ("keypoints", "depth", "body_part"), "cache": False},
        {"precision": "bfloat16", "lowest_learning_rate": 1e-4},
    ],
)
def test_every_recipe_resumes_as_if_nothing_had_happened(tmp_path, changes):
    config, source = toy_config(epochs=3, **changes), ToyTruth(60)
    whole = train(source, tmp_path / "whole", config)

    def stop_midway(progress):
        if progress.stage == "train" and progress.done == 5:  # two steps an epoch
            raise RuntimeError

    with pytest.raises(RuntimeError):
        train(source, tmp_path / "halves", config, on_progress=stop_midway)
    rest = train(source, tmp_path / "halves", config, resume=True)
    assert curve(rest) == curve(whole) and len(curve(whole)) == 3
    for name, tensor in weights(tmp_path / "whole").items():
        assert torch.equal(tensor, weights(tmp_path / "halves")[name]), name


def run_script(folder, body, *, processes=0, expect=0):
    """Runs Python code in processes of its own, which sees the toy sources."""
    script = folder / "script.py"
    script.write_text(
        f"import sys\nsys.path[:0] = [{str(TESTS)!r}, {str(TESTS / 'train')!r}]\n"
        "from pathlib import Path\nfrom toy_clips import ToySource, toy_config\n"
        "from toy_truth import patch_config\nfrom understudy.train import train\n"
        f"out = Path({str(folder)!r})\n" + textwrap.dedent(body)
    )
    command = [sys.executable, str(script)]
    if processes:
        launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        command = [*launcher, "--nproc-per-node", str(processes), str(script)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == expect, done.stderr[-2000:]


def test_a_run_that_is_killed_inside_an_epoch_goes_on(tmp_path):
    config = toy_config(epochs=3, ema_decay=0.9)
    whole = train(ToySource(60), tmp_path / "whole", config)
    run_script(
        tmp_path,
        """
        import os, signal

        def kill(progress):
            if progress.stage == "train" and progress.done == 3:
                os.kill(os.getpid(), signal.SIGKILL)

        train(ToySource(60), out / "killed", toy_config(epochs=3, ema_decay=0.9), on_progress=kill)
        """,
        expect=-signal.SIGKILL,
    )
    half = read_record(tmp_path / "killed" / RUN_FILE, RunRecord)
    assert len(half.history) == 1 and half.finished_utc is None
    rest = train(ToySource(60), tmp_path / "killed", config, resume=True)
    assert curve(rest) == curve(whole)
    for name, tensor in weights(tmp_path / "whole").items():
        assert torch.equal(tensor, weights(tmp_path / "killed")[name]), name


def test_two_processes_train_as_one_with_the_whole_batch(tmp_path):
    """torchrun with gloo: eight clips each make the step that sixteen make alone."""
    config = patch_config(ema_decay=0.9)
    alone = train(ToySource(60), tmp_path / "alone", config)
    run_script(
        tmp_path,
        """
        seen = []
        record = train(
            ToySource(60), out / "together", patch_config(ema_decay=0.9),
            on_progress=lambda progress: seen.append(progress),
        )
        rank = __import__("os").environ["RANK"]
        assert (rank == "0") == bool(seen)
        assert len(record.history) == 2 and record.evaluation is not None
        """,
        processes=2,
    )
    together = read_record(tmp_path / "together" / RUN_FILE, RunRecord)
    assert together.environment["processes"] == "2" and alone.environment["processes"] == "1"
    for one, two in zip(alone.history, together.history, strict=True):
        assert two.train_loss == pytest.approx(one.train_loss, rel=1e-4)
        assert two.val_loss == pytest.approx(one.val_loss, rel=1e-4)
        assert two.val_accuracy == pytest.approx(one.val_accuracy)
    mine, theirs = weights(tmp_path / "alone"), weights(tmp_path / "together")
    moved = 0.0
    fresh = weights_at_start(config)
    for name, tensor in mine.items():
        torch.testing.assert_close(theirs[name], tensor, rtol=1e-3, atol=1e-4)
        moved = max(moved, float((tensor - fresh[name]).abs().max()))
    assert moved > 2e-3


def weights_at_start(config):
    from understudy.rng import derived_seed

    torch.manual_seed(derived_seed(config.seed, "weights"))
    network = build_model(config.model, class_count=3, channels=3, frame_count=8, size=32)
    return network.state_dict()


def test_small_parts_of_a_step_add_up_to_it(tmp_path):
    source = ToySource(60)
    for name, size in (("whole", None), ("parts", 6)):
        train(source, tmp_path / name, patch_config(micro_batch=size, epochs=1))
    whole, parts = (weights(tmp_path / name) for name in ("whole", "parts"))
    for name, tensor in whole.items():
        torch.testing.assert_close(parts[name], tensor, rtol=1e-3, atol=1e-4)


def test_processes_share_every_step_evenly_or_not_at_all():
    config = toy_config(batch_size=16, micro_batch=4)
    alone = plan_epoch(50, config, 1, Workers())
    shared = [plan_epoch(50, config, 1, Workers(rank=rank, count=2)) for rank in (0, 1)]
    for step, parts in enumerate(alone):
        assert [part.number for part in parts] == [0, 1, 2, 3]
        both = [part for plan in shared for part in plan[step]]
        assert sorted(part.number for part in both) == [0, 1, 2, 3]
        for part in both:
            np.testing.assert_array_equal(part.places, parts[part.number].places)
    seen = np.concatenate([part.places for parts in alone for part in parts])
    assert len(seen) == len(set(seen)) == 48
    with pytest.raises(InputError, match="multiple of 12"):
        plan_epoch(50, config, 1, Workers(rank=0, count=3))


def test_start_from_another_run(tmp_path):
    source = ToySource(60, names={"left": "a", "right": "b", "up": "c"})
    start = str(toy_run())
    config = toy_config(epochs=1, start_from=start, freeze_backbone=True)
    record = train(source, tmp_path / "frozen", config)
    before, after = weights(toy_run()), weights(tmp_path / "frozen")
    for name, tensor in before.items():
        assert torch.equal(tensor, after[name]) != name.startswith("classifier."), name
    assert record.classes == ("a", "b", "c") and record.config["start_from"] == start
    train(source, tmp_path / "tuned", toy_config(epochs=1, start_from=start))
    assert not torch.equal(before["stem.weight"], weights(tmp_path / "tuned")["stem.weight"])
    loads = source.loads
    with pytest.raises(InputError, match=r"backbone of a tsm_resnet10"):
        train(
            source,
            tmp_path / "other",
            toy_config(start_from=start, model=ModelSpec(name="r2plus1d_10", width=8)),
        )
    assert source.loads == loads


def test_a_trained_beginning_is_ahead_of_a_drawn_one(tmp_path):
    source = ToySource(60, seed=9)
    drawn = train(source, tmp_path / "drawn", toy_config(epochs=1))
    taught = train(source, tmp_path / "taught", toy_config(epochs=1, start_from=str(toy_run())))
    assert taught.history[0].train_loss < drawn.history[0].train_loss - 0.1


def test_decoding_every_epoch_needs_no_room_and_counts_bad_clips(tmp_path):
    source = ToySource(240, unreadable=(7,))
    record = train(source, tmp_path / "run", toy_config(epochs=2, cache=False))
    assert source.loads > 2 * (156 + 36) and record.dataset.clips["skipped"] == 1
    assert record.history[-1].train_loss < record.history[0].train_loss
    lines = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert lines[0]["skipped"] == "clip007" and [line["epoch"] for line in lines[1:]] == [1, 2]
    with pytest.raises(DatasetError, match="1 % that may be left out"):
        bad = ToySource(240, unreadable=(3, 7, 9))
        train(bad, tmp_path / "bad", toy_config(epochs=2, cache=False))


def test_records_say_how_long_the_network_waited():
    entry = read_record(toy_run() / RUN_FILE, RunRecord).history[-1]
    assert entry.clips_per_s > 0 and 0 <= entry.wait_share <= 1
    assert entry.losses["labels"] == pytest.approx(entry.train_loss)


def test_a_record_of_an_earlier_version_is_gone_on_with(tmp_path):
    record = train(ToySource(60), tmp_path / "run", toy_config(epochs=1))
    old = {name: value for name, value in record.config.items() if name != "ema_decay"}
    (tmp_path / "run" / RUN_FILE).write_text(
        record.model_copy(update={"config": old}).model_dump_json()
    )
    assert train(ToySource(60), tmp_path / "run", toy_config(epochs=1), resume=True).config == old
    with pytest.raises(DatasetError, match="differs in: ema_decay"):
        train(ToySource(60), tmp_path / "run", toy_config(epochs=1, ema_decay=0.5), resume=True)


def test_tensorboard_gets_every_epoch(tmp_path):
    pytest.importorskip("tensorboard", reason="tensorboard is not installed")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    record = train(ToySource(60), tmp_path / "run", toy_config(epochs=2), tensorboard=True)
    events = EventAccumulator(str(tmp_path / "run" / "tensorboard")).Reload()
    logged = [event.value for event in events.Scalars("train_loss")]
    assert logged == pytest.approx([entry.train_loss for entry in record.history])


def test_float16_needs_a_gpu(tmp_path):
    with pytest.raises(InputError, match="float16 needs a GPU"):
        train(ToySource(60), tmp_path / "run", toy_config(precision="float16"))


def test_work_ahead_ends_with_its_reader_and_hands_errors_on():
    def numbers(fail_at):
        for number in range(100):
            if number == fail_at:
                raise DatasetError("broken")
            yield number

    assert list(made_ahead(numbers(-1))) == list(range(100))
    with pytest.raises(DatasetError, match="broken"):
        list(made_ahead(numbers(3)))
    reader = made_ahead(numbers(-1))
    assert next(reader) == 0
    reader.close()
    deadline = time.monotonic() + 5
    while any(thread.name == "batches" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_no_more_threads_than_cores(tmp_path, monkeypatch):
    """Two on one core spin while they wait for each other."""
    monkeypatch.setattr("understudy.train.run.available_cores", lambda: 1)
    before, seen = torch.get_num_threads(), set()
    torch.set_num_threads(2)
    try:
        train(
            ToySource(24), tmp_path, toy_config(epochs=1, threads=2),
            on_progress=lambda progress: seen.add(torch.get_num_threads()),
        )  # fmt: skip
        assert seen == {1}
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
