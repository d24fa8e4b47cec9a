"""Named actions as motion programs: what to do, on any body, never twice the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType, ModuleType

import numpy as np

from understudy.errors import InputError, lookup
from understudy.motion.actions import (
    STYLE,
    TAGS,
    TIMING,
    Action,
    Choice,
    LogUniform,
    Normal,
    Performance,
    Place,
    Stage,
    Uniform,
    check_parameters,
)
from understudy.motion.age import at_age as _at_age
from understudy.motion.holding import OBJECTS
from understudy.motion.imported.library import RegisteredAction, find_registered
from understudy.motion.imported.play import (
    imported_caption,
    is_imported,
    perform_imported,
    sample_imported,
)
from understudy.motion.perform import perform_action
from understudy.motion.posture import measure
from understudy.motion.programs import (
    accidents,
    acrobatics,
    ailments,
    apparatus,
    ball_games,
    combat,
    drawing,
    exercise,
    falls,
    floor,
    floor_exercise,
    gestures,
    habits,
    home_life,
    household,
    locomotion,
    moving,
    pair_company,
    pair_fights,
    pairs,
    personal,
    postures,
    signals,
    sports,
    standing_exercise,
    work,
)
from understudy.types import ActionSpec, Motion, Role, Skeleton

__all__ = [
    "ACTIONS",
    "FAMILIES",
    "OBJECTS",
    "TAGS",
    "Action",
    "Choice",
    "LogUniform",
    "Normal",
    "Performance",
    "Place",
    "Stage",
    "Uniform",
    "at_age",
    "caption",
    "find_action",
    "is_pair",
    "mirrored_names",
    "partner_place",
    "perform",
    "sample_action",
    "sample_partner",
]

FAMILIES: Mapping[str, tuple[ModuleType, ...]] = MappingProxyType(
    {
        "Gestures": (gestures, drawing),
        "Signals": (signals,),
        "Two people": (pairs, pair_company, pair_fights),
        "Ways of going": (locomotion, moving),
        "Postures": (postures, floor),
        "Daily life": (household, home_life, personal),
        "Work and music": (work,),
        "Exercise": (exercise, standing_exercise, floor_exercise),
        "Sports and ball games": (sports, ball_games),
        "Acrobatics and apparatus": (acrobatics, apparatus),
        "Combat": (combat,),
        "Falls and accidents": (falls, accidents),
        "Ailments and habits": (ailments, habits),
    }
)
"""Heading -> the program files whose actions stand under it."""

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        action.name: action
        for families in FAMILIES.values()
        for family in families
        for action in family.ACTIONS
    }
)


def mirrored_names() -> dict[str, str]:
    """Returns the actions that a mirror turns into others: name -> name.

    A clip flipped left to right needs the other label where its own is a key here.
    """
    return {action.name: action.mirror for action in ACTIONS.values() if action.mirror}


def find_action(name: str) -> Action | RegisteredAction:
    """Returns a built-in action, or an imported one by "LIBRARY:ACTION".

    Raises:
        InputError: there is none of this name.
    """
    return find_registered(name) if is_imported(name) else lookup(ACTIONS, name, "action")


def sample_action(
    name: str, *, rng: np.random.Generator, duration_s: float | None = None
) -> ActionSpec:
    """Draws one performance of an action.

    Args:
        name: a key of `ACTIONS`, or "LIBRARY:ACTION" of a registered library of motion files.
        rng: source of every draw.
        duration_s: length of the clip; drawn to suit the action where None.

    Raises:
        InputError: unknown action, or a duration that cannot hold it.
    """
    if is_imported(name):
        return sample_imported(name, rng=rng, duration_s=duration_s)
    action = lookup(ACTIONS, name, "action")
    values = {key: kind.draw(rng) for key, kind in sorted(action.all_parameters.items())}
    if duration_s is None:
        length = action.natural_s or action.minimum_s + 1.5
        duration_s = length / values["tempo"] + values["lead_in_s"] + values["lead_out_s"]
        duration_s = max(duration_s, action.minimum_s)
    _check_duration(action, duration_s)
    noise_seed = int(rng.integers(0, 2**53))  # JSON readers keep integers exact up to here
    return ActionSpec(name=name, duration_s=duration_s, parameters=values, noise_seed=noise_seed)


def at_age(spec: ActionSpec, age: float, *, style_only: bool = False) -> ActionSpec:
    """Returns a drawn performance as somebody of an age does it; see `motion.age`.

    Args:
        spec: one performance.
        age: as of `BodySpec`: 1/3 a child, 2/3 an adult, 1 old.
        style_only: leave alone what the two of a pair share.
    """
    return _at_age(find_action(spec.name), spec, age, style_only=style_only)


def caption(spec: ActionSpec) -> str:
    """Returns a sentence that says what is done, for instance "a person waves ..."."""
    if is_imported(spec.name):
        return imported_caption(spec)
    action = lookup(ACTIONS, spec.name, "action")
    check_parameters(action, spec.parameters)
    words = {
        name: kind.options[round(spec.parameters[name])].replace("_", " ")
        for name, kind in action.all_parameters.items()
        if isinstance(kind, Choice)
    }
    return action.captions[spec.noise_seed % len(action.captions)].format(**words)


def sample_partner(spec: ActionSpec, *, rng: np.random.Generator) -> ActionSpec:
    """Draws how the other one takes part in an action of two: the same act, another person.

    What the two share (the action's own parameters and its timing) stays; how one stands is new.
    """
    own = {
        key: STYLE[key].draw(rng)
        for key in sorted(STYLE)
        if key not in TIMING and key not in ACTIONS[spec.name].parameters
    }
    return spec.model_copy(
        update={"parameters": spec.parameters | own, "noise_seed": int(rng.integers(0, 2**53))}
    )


def is_pair(name: str) -> bool:
    """Tells whether an action takes two people.

    Raises:
        InputError: unknown action.
    """
    action = find_action(name)
    return isinstance(action, Action) and action.partner is not None


def partner_place(spec: ActionSpec, actor: Skeleton, partner: Skeleton) -> Place:
    """Returns where the partner of an action of two stands, in the actor's frame.

    Raises:
        InputError: unknown action, or one that takes no partner.
    """
    action = find_action(spec.name)
    if not isinstance(action, Action) or action.apart is None:
        raise InputError(f"action '{spec.name}' is done by one person alone: it has no partner")
    return action.place(spec.parameters, measure(actor), measure(partner))


def perform(
    spec: ActionSpec,
    skeleton: Skeleton,
    *,
    fps: float,
    frame_count: int,
    role: Role = "actor",
    partner: Skeleton | None = None,
) -> Motion:
    """Performs an action on a body.

    The same spec, body and frame rate give the same motion. Frames lie at n / fps; a clip longer
    than `spec.duration_s` goes on standing (or lying) about.

    Args:
        spec: what to do.
        skeleton: whose body does it.
        fps: frames per second.
        frame_count: length of the motion.
        role: which part of an action of two; a bystander acts alone.
        partner: the other one's body in an action of two; one of the same build where None.

    Raises:
        InputError: unknown action, parameters missing, unknown or unusable, or a clip that the
            action does not fit into.
    """
    if not math.isfinite(fps) or fps <= 0.0 or frame_count < 1:
        raise InputError(
            f"a motion needs fps > 0 and at least one frame, not {fps} fps and {frame_count}"
        )
    if is_imported(spec.name):
        return perform_imported(spec, skeleton, fps=fps, frame_count=frame_count)
    action = lookup(ACTIONS, spec.name, "action")
    check_parameters(action, spec.parameters)
    _check_duration(action, spec.duration_s)
    return perform_action(
        action, spec, skeleton, partner=partner, role=role, fps=fps, frame_count=frame_count
    )


def _check_duration(action: Action, duration_s: float) -> None:
    if not math.isfinite(duration_s) or duration_s < action.minimum_s:
        raise InputError(
            f"action '{action.name}' needs at least {action.minimum_s} s, not {duration_s}: "
            "ask for longer clips or leave this action out"
        )
