"""Named actions as motion programs: what to do, on any body, never twice the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from understudy.errors import InputError, lookup
from understudy.motion.actions import (
    Action,
    Choice,
    LogUniform,
    Normal,
    Performance,
    Stage,
    Uniform,
    check_parameters,
)
from understudy.motion.perform import perform_action
from understudy.motion.programs import combat, exercise, falls, gestures, locomotion, postures
from understudy.types import ActionSpec, Motion, Skeleton

__all__ = [
    "ACTIONS",
    "Action",
    "Choice",
    "LogUniform",
    "Normal",
    "Performance",
    "Stage",
    "Uniform",
    "caption",
    "perform",
    "sample_action",
]

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        action.name: action
        for family in (gestures, locomotion, postures, exercise, combat, falls)
        for action in family.ACTIONS
    }
)


def sample_action(
    name: str, *, rng: np.random.Generator, duration_s: float | None = None
) -> ActionSpec:
    """Draws one performance of an action.

    Args:
        name: a key of `ACTIONS`.
        rng: source of every draw.
        duration_s: length of the clip; drawn to suit the action where None.

    Raises:
        InputError: unknown action, or a duration that cannot hold it.
    """
    action = lookup(ACTIONS, name, "action")
    values = {key: kind.draw(rng) for key, kind in sorted(action.all_parameters.items())}
    if duration_s is None:
        length = action.natural_s or action.minimum_s + 1.5
        duration_s = length / values["tempo"] + values["lead_in_s"] + values["lead_out_s"]
        duration_s = max(duration_s, action.minimum_s)
    _check_duration(action, duration_s)
    noise_seed = int(rng.integers(0, 2**53))  # JSON readers keep integers exact up to here
    return ActionSpec(name=name, duration_s=duration_s, parameters=values, noise_seed=noise_seed)


def caption(spec: ActionSpec) -> str:
    """Returns a sentence that says what is done, for instance "a person waves ..."."""
    action = lookup(ACTIONS, spec.name, "action")
    check_parameters(action, spec.parameters)
    words = {
        name: kind.options[round(spec.parameters[name])].replace("_", " ")
        for name, kind in action.all_parameters.items()
        if isinstance(kind, Choice)
    }
    return action.captions[spec.noise_seed % len(action.captions)].format(**words)


def perform(spec: ActionSpec, skeleton: Skeleton, *, fps: float, frame_count: int) -> Motion:
    """Performs an action on a body.

    The same spec, body and frame rate give the same motion. Frames lie at n / fps; a clip longer
    than `spec.duration_s` goes on standing (or lying) about.

    Raises:
        InputError: unknown action, parameters missing, unknown or unusable, or a clip that the
            action does not fit into.
    """
    action = lookup(ACTIONS, spec.name, "action")
    check_parameters(action, spec.parameters)
    _check_duration(action, spec.duration_s)
    if not math.isfinite(fps) or fps <= 0.0 or frame_count < 1:
        raise InputError(
            f"a motion needs fps > 0 and at least one frame, not {fps} fps and {frame_count}"
        )
    return perform_action(action, spec, skeleton, fps=fps, frame_count=frame_count)


def _check_duration(action: Action, duration_s: float) -> None:
    if not math.isfinite(duration_s) or duration_s < action.minimum_s:
        raise InputError(
            f"action '{action.name}' needs at least {action.minimum_s} s, not {duration_s}: "
            "ask for longer clips or leave this action out"
        )
