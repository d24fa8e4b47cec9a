"""One epoch after another: optimiser, averaged weights, mixed precision, validation."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn

from understudy.clip_cache import ClipFeed
from understudy.data.input import even_frames
from understudy.errors import InputError, UnderstudyError
from understudy.models.network import VideoNetwork, parameters_of
from understudy.models.tensors import clips_to_tensor
from understudy.rng import derived_seed
from understudy.runs import EpochRecord
from understudy.train.batches import batches, plan_epoch, steps_per_epoch
from understudy.train.config import TrainConfig, TrainProgress
from understudy.train.learner import Learner
from understudy.train.workers import Workers

MOMENTUM = 0.9
FINITE_CHECK_STEPS = 20
"""Asking a GPU whether a loss is a number makes it wait: not at every step."""
PRECISIONS = {"bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True, kw_only=True)
class Training:
    """All that changes from step to step."""

    learner: Learner
    optimizer: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    """Of float16's gradients; does nothing for other precisions."""
    averaged: torch.optim.swa_utils.AveragedModel | None
    """Of the learner."""
    device: torch.device

    @property
    def judged(self) -> Learner:
        """What is validated, tested and saved."""
        return self.learner if self.averaged is None else cast(Learner, self.averaged.module)

    def state(self) -> dict[str, Any]:
        """Returns what `restore` needs to go on."""
        state: dict[str, Any] = {
            "learner": self.learner.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
        }
        if self.averaged is not None:
            state["averaged"] = self.averaged.state_dict()
        return state

    def restore(self, state: dict[str, Any]) -> None:
        """Takes up an earlier state."""
        self.learner.load_state_dict(state["learner"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scaler.load_state_dict(state["scaler"])
        if self.averaged is not None:
            self.averaged.load_state_dict(state["averaged"])


def begin(learner: Learner, config: TrainConfig, device: torch.device) -> Training:
    """Returns a training that has made no step yet."""
    learner = learner.to(device)
    averaged = None
    if config.ema_decay > 0.0:
        averaged = torch.optim.swa_utils.AveragedModel(
            learner, multi_avg_fn=_moving_average(config.ema_decay), use_buffers=True
        )
    return Training(
        learner=learner,
        optimizer=_optimizer(learner, config),
        scaler=torch.amp.GradScaler(device.type, enabled=config.precision == "float16"),
        averaged=averaged,
        device=device,
    )


def _moving_average(decay: float) -> Callable[..., None]:
    def update(averages: list[Tensor], values: list[Tensor], count: Tensor | int) -> None:
        # Short memory at first, so that the random beginning is soon forgotten.
        step = int(count)
        share = 1.0 - min(decay, (1.0 + step) / (10.0 + step))
        for average, value in zip(averages, values, strict=True):
            if average.is_floating_point():
                average.lerp_(value.to(average), share)
            else:
                average.copy_(value)

    return update


def _optimizer(learner: Learner, config: TrainConfig) -> torch.optim.Optimizer:
    groups = parameter_groups(learner, config)
    if config.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=config.learning_rate, momentum=MOMENTUM, nesterov=True)
    return torch.optim.AdamW(groups, lr=config.learning_rate, betas=config.adam_betas)


def parameter_groups(learner: Learner, config: TrainConfig) -> list[dict[str, Any]]:
    """Returns what is trained, each group with its weight decay and its share of the learning
    rate ("rate_share")."""
    stages = learner.network.stages()
    depth = {
        id(parameter): len(stages) - number
        for number, stage in enumerate(stages)
        for parameter in parameters_of(stage)
    }
    groups: dict[tuple[int, bool], list[nn.Parameter]] = {}
    for parameter in learner.parameters():
        if parameter.requires_grad:
            # Decay pulls on filters only: norms and biases have no redundant scale to shrink.
            place = (depth.get(id(parameter), 0), parameter.ndim > 1)
            groups.setdefault(place, []).append(parameter)
    return [
        {
            "params": members,
            "weight_decay": config.weight_decay if decays else 0.0,
            "rate_share": config.layer_decay**below,
        }
        for (below, decays), members in groups.items()
    ]


def learning_rate_at(step: int, step_count: int, config: TrainConfig) -> float:
    """Returns the learning rate of a step: linear warm-up, then half a cosine down."""
    lowest, span = config.lowest_learning_rate, config.learning_rate - config.lowest_learning_rate
    warmup = config.warmup_share * step_count
    if step < warmup:
        return lowest + span * (step + 1) / (warmup + 1)
    along = (step - warmup) / max(1.0, step_count - warmup)
    return lowest + span * 0.5 * (1.0 + math.cos(math.pi * along))


def autocast(config: TrainConfig, device: torch.device) -> contextlib.AbstractContextManager[Any]:
    """Returns the context in which the network computes.

    Raises:
        InputError: float16 without a GPU.
    """
    precision = config.precision
    if precision == "auto":
        # Some CPUs are faster with it, too, but one run of 3D convolutions came to NaN there, and
        # oneDNN's of 2026 give wrong results for some shapes (PyTorch issue 169688).
        fast = device.type == "cuda" and torch.cuda.is_bf16_supported()
        precision = "bfloat16" if fast else "float32"
    if precision == "float32":
        return contextlib.nullcontext()
    if precision == "float16" and device.type != "cuda":
        raise InputError("float16 needs a GPU: use bfloat16, or float32, which any CPU can do")
    return torch.autocast(device.type, PRECISIONS[precision])


def train_epoch(
    training: Training,
    wrapped: nn.Module,
    feed: ClipFeed,
    val: ClipFeed | None,
    config: TrainConfig,
    epoch: int,
    workers: Workers,
    report: Callable[[TrainProgress], None],
) -> EpochRecord:
    """Goes through the training clips once, then validates.

    Args:
        training: what changes.
        wrapped: the learner, as the processes share it.
        feed: clips to learn from.
        val: clips to validate on.
        config: the recipe.
        epoch: its number, from 1.
        workers: this process among the others.
        report: called after every step.
    """
    began = time.perf_counter()
    device, optimizer, learner = training.device, training.optimizer, training.learner
    steps = steps_per_epoch(len(feed.labels), config)
    step_count, first = steps * config.epochs, (epoch - 1) * steps
    plan = plan_epoch(len(feed.labels), config, epoch, workers)
    drawn = batches(feed, [part for parts in plan for part in parts], config, epoch, device)
    totals: dict[str, Tensor] = {}
    wait_s, seen, rate = 0.0, 0, 0.0
    learner.train()
    # Dropout and masks draw from the global generators.
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        for step, parts in enumerate(plan):
            rate = learning_rate_at(first + step, step_count, config)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["rate_share"]
            for number, _ in enumerate(parts, start=1):
                asked = time.perf_counter()
                part, batch = next(drawn)
                wait_s += time.perf_counter() - asked
                torch.manual_seed(derived_seed(config.seed, "step", epoch, step, part.number))
                with _shared_gradients(wrapped, last=number == len(parts)):
                    with autocast(config, device):
                        loss, right, losses = wrapped(batch)
                    training.scaler.scale(loss * (batch.share * workers.count)).backward()
                count = len(batch.labels)
                seen += count
                for name, value in {
                    "loss": loss.detach() * count,
                    "right": right,
                    **{name: value * count for name, value in losses.items()},
                }.items():
                    totals[name] = totals.get(name, torch.zeros((), device=device)) + value
            _step(training, config)
            if (first + step) % FINITE_CHECK_STEPS == 0 or step == steps - 1 or _is_cpu(device):
                _check_finite(totals["loss"], epoch, config)
            report(
                TrainProgress(
                    stage="train",
                    done=first + step + 1,
                    total=step_count,
                    wait_share=wait_s / max(1e-9, time.perf_counter() - began),
                )
            )
    trained_s = time.perf_counter() - began
    names = sorted(totals)
    *sums, all_seen = workers.sums([float(totals[name]) for name in names] + [seen], device)
    means = {name: total / all_seen for name, total in zip(names, sums, strict=True)}
    val_loss, val_accuracy = (
        validate(training.judged, val, config, device, workers) if val else (None, None)
    )
    record = EpochRecord(
        epoch=epoch,
        seconds=round(time.perf_counter() - began, 3),
        data_wait_s=round(wait_s, 3),
        learning_rate=rate,
        train_loss=means["loss"],
        train_accuracy=means["right"] if learner.judges_labels else None,
        val_loss=val_loss,
        val_accuracy=val_accuracy,
        clips_per_s=round(all_seen / trained_s, 2),
        wait_share=round(wait_s / trained_s, 4),
        losses={name: value for name, value in means.items() if name not in ("loss", "right")},
    )
    report(
        TrainProgress(
            stage="train",
            done=first + steps,
            total=step_count,
            wait_share=wait_s / trained_s,
            epoch=record,
        )
    )
    return record


def _is_cpu(device: torch.device) -> bool:
    return device.type == "cpu"


def _shared_gradients(wrapped: nn.Module, *, last: bool) -> contextlib.AbstractContextManager[Any]:
    """The processes add their gradients up once per step, after its last micro-batch."""
    if isinstance(wrapped, nn.parallel.DistributedDataParallel) and not last:
        return wrapped.no_sync()
    return contextlib.nullcontext()


def _step(training: Training, config: TrainConfig) -> None:
    training.scaler.unscale_(training.optimizer)
    nn.utils.clip_grad_norm_(training.learner.parameters(), config.clip_norm)
    training.scaler.step(training.optimizer)
    training.scaler.update()
    training.optimizer.zero_grad(set_to_none=True)
    if training.averaged is not None:
        training.averaged.update_parameters(training.learner)


def _check_finite(loss: Tensor, epoch: int, config: TrainConfig) -> None:
    if not torch.isfinite(loss):
        raise UnderstudyError(
            f"the loss is no longer a number in epoch {epoch}: lower the learning rate "
            f"(now {config.learning_rate:g}) and start in another folder"
        )


def validate(
    learner: Learner, val: ClipFeed, config: TrainConfig, device: torch.device, workers: Workers
) -> tuple[float, float | None]:
    """Returns mean loss and accuracy over the validation clips, seen whole."""
    learner.eval()
    loss_sum, right, seen = 0.0, 0.0, 0
    size = 2 * (config.micro_batch or config.batch_size)
    places = list(range(len(val.labels)))[workers.rank :: workers.count]
    wanted = config.input.frame_count
    drawn = val.draw(places, lambda _, available: even_frames(available, wanted))
    with torch.inference_mode(), autocast(config, device):
        for start in range(0, len(places), size):
            found = [clip for clip in (next(drawn) for _ in places[start : start + size]) if clip]
            if not found:
                continue
            pixels = torch.stack([torch.from_numpy(clip.frames) for clip in found]).to(device)
            labels = torch.from_numpy(val.labels[[clip.place for clip in found]]).to(device)
            loss, hits, _ = learner.judge(clips_to_tensor(pixels), labels)
            loss_sum += float(loss) * len(found)
            right += float(hits)
            seen += len(found)
    loss_sum, right, all_seen = workers.sums([loss_sum, right, seen], device)
    accuracy = right / all_seen if learner.judges_labels else None
    return loss_sum / all_seen, accuracy


def share(learner: Learner, workers: Workers, device: torch.device) -> nn.Module:
    """Returns the learner as several processes train it together."""
    if workers.count == 1:
        return learner
    return nn.parallel.DistributedDataParallel(learner, broadcast_buffers=True)


def synchronised(network: VideoNetwork, device: torch.device, workers: Workers) -> VideoNetwork:
    """Returns the network with batch statistics over all processes, where a GPU computes them."""
    if workers.count == 1 or device.type == "cpu":
        return network
    return nn.SyncBatchNorm.convert_sync_batchnorm(network)
