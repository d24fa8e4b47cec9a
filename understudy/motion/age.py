"""How age shows in what somebody does: the old are slower, stoop and use their hands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from understudy.motion.actions import STYLE, TIMING, Action, Choice
from understudy.motion.imported.library import RegisteredAction
from understudy.rng import stream
from understudy.types import ActionSpec

OLD: Mapping[str, float] = {
    "tempo": -0.6,
    "slouch": 0.6,
    "sway": 0.5,
    "stance_width": 0.3,
    "frailty": 0.9,
    "step_length": -0.5,
    "arm_swing_rad": -0.4,
    "height_m": -0.6,
}
"""How far old age draws a parameter, wherever an action has it, to its high end (1) or its low
end (-1). The old walk more slowly, with shorter steps (Bohannon 1997), and take longer to sit down
and to stand up (Mourey et al. 1998)."""
GROWN: Mapping[str, float] = {"frailty": -0.5}
"""The same before old age."""
YOUNG: Mapping[str, float] = {"tempo": 0.35, "slouch": -0.4, "sway": 0.4, "frailty": -0.8}
"""The same for a child."""
HABIT = 0.7
"""How often the oldest do a thing in the manner that an action names for them."""
CHILD, ADULT, ELDERLY, OLDEST = 0.33, 0.55, 0.75, 0.97
"""Ages as of `BodySpec` at which one is wholly what the name says."""


def at_age(
    action: Action | RegisteredAction, spec: ActionSpec, age: float, *, style_only: bool = False
) -> ActionSpec:
    """Returns the performance as somebody of an age does it; the same one for the same spec.

    Every value stays within what the action declares.

    Args:
        action: what is done.
        spec: one performance of it.
        age: as of `BodySpec`.
        style_only: change only how one stands and moves on one's own, for one of two who share
            the rest.
    """
    old = float(np.clip((age - ELDERLY) / (OLDEST - ELDERLY), 0.0, 1.0))
    young = float(np.clip((ADULT - age) / (ADULT - CHILD), 0.0, 1.0))
    values = dict(spec.parameters)
    habits = {name: to for name, to in action.old.items() if isinstance(to, str)}
    own = {name: to for name, to in action.old.items() if not isinstance(to, str)}
    pulls = _pulls(young * (1.0 - old), YOUNG) | _pulls(old, {**OLD, **own})
    for name, pull in GROWN.items():
        pulls[name] = pulls.get(name, 0.0) + pull * (1.0 - old) * (1.0 - young)
    chance = stream(spec.noise_seed, "age", action.name)
    for name, declared in action.all_parameters.items():
        if style_only and (name not in STYLE or name in TIMING or name in action.parameters):
            continue
        if isinstance(declared, Choice):
            if name in habits and chance.random() < HABIT * old:
                values[name] = float(declared.options.index(habits[name]))
        elif (pull := pulls.get(name, 0.0)) != 0.0:
            end = declared.high if pull > 0.0 else declared.low
            values[name] += abs(pull) * (end - values[name])
    return spec.model_copy(update={"parameters": values})


def _pulls(share: float, whole: Mapping[str, float]) -> dict[str, float]:
    return {name: share * pull for name, pull in whole.items()} if share > 0.0 else {}
