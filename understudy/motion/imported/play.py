"""What `motion.sample_action`, `caption` and `perform` do for an action "LIBRARY:ACTION"."""

from __future__ import annotations

import math

import numpy as np

from understudy.errors import InputError
from understudy.motion.imported.library import find_registered, load_recording
from understudy.motion.imported.perform import PARAMETERS, perform_recording, play_s
from understudy.types import ActionSpec, Motion, Skeleton

MINIMUM_S = 0.5
LOOP_S = 3.0
"""Length of a clip of something that repeats, where nobody asks for one."""
TRIM_S, TRIM_SHARE = 0.15, 0.05
"""What is cut off either end at most, so that no two clips begin alike."""


def is_imported(name: str) -> bool:
    """Tells "LIBRARY:ACTION" from the name of a built-in action."""
    return ":" in name


def sample_imported(name: str, *, rng: np.random.Generator, duration_s: float | None) -> ActionSpec:
    """Draws one performance: which recording, what part of it, how it is played.

    Raises:
        InputError: no such action here, or a duration that is too short.
    """
    action = find_registered(name)
    take = action.takes[int(rng.integers(len(action.takes)))]
    values = {key: kind.draw(rng) for key, kind in sorted(action.all_parameters.items())}
    length = take.to_s - take.from_s
    trims = rng.uniform(0.0, min(TRIM_S, TRIM_SHARE * length), 2)
    if take.loop or length - trims.sum() < MINIMUM_S:
        trims = np.zeros(2)
    values["from_s"], values["to_s"] = take.from_s + trims[0], take.to_s - trims[1]
    values["loop"] = float(take.loop)
    if take.mirror != "either":
        values["mirrored"] = float(take.mirror == "always")
    if duration_s is None:
        duration_s = LOOP_S if take.loop else play_s(values) + values["lead_in_s"]
        duration_s = max(duration_s, 2.0 * MINIMUM_S)
    _check_duration(name, duration_s)
    library = name.partition(":")[0]
    return ActionSpec(
        name=name,
        duration_s=duration_s,
        parameters={key: float(value) for key, value in values.items()},
        noise_seed=int(rng.integers(0, 2**53)),
        recording=f"{library}:{take.recording}",
    )


def imported_caption(spec: ActionSpec) -> str:
    """Returns a sentence that says what is done."""
    captions = find_registered(spec.name).captions
    return captions[spec.noise_seed % len(captions)]


def perform_imported(
    spec: ActionSpec, skeleton: Skeleton, *, fps: float, frame_count: int
) -> Motion:
    """Performs a spec; it needs the recording, not the action's entry in the library.

    Raises:
        InputError: the recording is not registered on this machine, or the parameters do not fit.
    """
    _check_parameters(spec)
    _check_duration(spec.name, spec.duration_s)
    recording = load_recording(spec.recording)
    return perform_recording(recording, spec, skeleton, fps=fps, frame_count=frame_count)


def _check_duration(name: str, duration_s: float) -> None:
    if not math.isfinite(duration_s) or duration_s < MINIMUM_S:
        raise InputError(f"action '{name}' needs at least {MINIMUM_S} s, not {duration_s}")


def _check_parameters(spec: ActionSpec) -> None:
    missing = sorted(set(PARAMETERS) - set(spec.parameters))
    unknown = sorted(set(spec.parameters) - set(PARAMETERS))
    if missing or unknown or not spec.recording:
        raise InputError(
            f"action '{spec.name}': missing {', '.join(missing) or 'nothing'}, unknown "
            f"{', '.join(unknown) or 'nothing'}, recording '{spec.recording}'; `sample_action` "
            "draws a complete set"
        )
    broken = [name for name, value in spec.parameters.items() if not math.isfinite(value)]
    if broken or spec.parameters["to_s"] <= spec.parameters["from_s"]:
        raise InputError(
            f"action '{spec.name}': {', '.join(broken) or 'to_s'} cannot be used: expected finite "
            "numbers and from_s before to_s"
        )
