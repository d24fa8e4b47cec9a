"""Every kind of place by name, and the families that they belong to."""

from __future__ import annotations

from collections.abc import Iterable

from understudy.errors import InputError, lookup
from understudy.scenes.kinds import SceneKind
from understudy.scenes.outdoors import OUTDOOR_SCENES
from understudy.scenes.rooms import INDOOR_SCENES

SCENES: dict[str, SceneKind] = {**INDOOR_SCENES, **OUTDOOR_SCENES}

SCENE_FAMILIES: dict[str, tuple[str, ...]] = {
    "indoor": tuple(INDOOR_SCENES),
    "outdoor": tuple(OUTDOOR_SCENES),
}
"""Family -> keys of `SCENES`."""

_FAMILY_ALIASES = {"room": "indoor"}


def scene_kinds(names: Iterable[str]) -> tuple[str, ...]:
    """Returns keys of `SCENES`, each once, in the order of first mention.

    Args:
        names: keys of `SCENES` or `SCENE_FAMILIES`; "room" stands for "indoor".

    Raises:
        InputError: a name is neither, or there is none.
    """
    known = {name: (name,) for name in SCENES} | SCENE_FAMILIES
    known |= {alias: SCENE_FAMILIES[family] for alias, family in _FAMILY_ALIASES.items()}
    kinds = [kind for name in names for kind in lookup(known, name, "scene")]
    if not kinds:
        raise InputError(f"no scene named; known: {', '.join(known)}")
    return tuple(dict.fromkeys(kinds))
