"""Class maps: which of a network's actions count as a label of another dataset.

A YAML file, `target label: [action names]`::

    wave: [wave_one_hand, wave_two_hands]
    sit: [sit_down]

The score of a target is to be the sum of its actions' probabilities: they are exclusive events. (A
maximum would punish a target whose motion the network spreads over two similar actions.)

The maps of public label sets are derived from what each action says it is called there
(`counterpart_class_map`); files are for everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from understudy.data.label_sets import label_set, label_sets
from understudy.errors import InputError, lookup, nearest_names
from understudy.types import Spec

Counterparts = Mapping[str, Mapping[str, Sequence[str]]]
"""Action -> label set -> what the set calls the action, the best label first."""


class ClassMap(Spec):
    name: str
    targets: dict[str, tuple[str, ...]]
    """Target label -> action names; none empty, no action twice."""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.targets)

    def uncovered(self, classes: Iterable[str]) -> tuple[str, ...]:
        """Returns the classes of a dataset that the map has no target for."""
        return tuple(name for name in classes if name not in self.targets)


def shipped_class_maps() -> dict[str, Any]:
    """Returns the class maps that come with the package: name -> readable file."""
    folder = resources.files("understudy.data") / "class_maps"
    files = (entry for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {entry.name.removesuffix(".yaml"): entry for entry in files}


def load_class_map(
    which: str | Path,
    *,
    actions: Sequence[str],
    classes: Sequence[str],
    counterparts: Counterparts | None = None,
) -> ClassMap:
    """Reads a class map and checks it against both sides.

    Args:
        which: a YAML file, the name of one that comes with the package ("gatech_waves"), or a
            public label set ("hmdb51").
        actions: the vocabulary that action names are taken from.
        classes: the dataset's classes. Not all need a target: `ClassMap.uncovered` lists the rest.
        counterparts: what the label sets call the actions; without it, files only.

    Raises:
        InputError: no such map, not of this form, or a name that is not in its vocabulary.
    """
    path = Path(which)
    if path.suffix in (".yaml", ".yml") or path.exists():
        if not path.is_file():
            raise InputError(f"class map {path} does not exist: expected a YAML file")
        text, name = _read_text(path), path.stem
    else:
        name = str(which)
        files = shipped_class_maps()
        if name not in files and name in label_sets() and counterparts is not None:
            return counterpart_class_map(name, counterparts, classes=classes)
        known = files if counterparts is None else {**label_sets(), **files}
        text = lookup(known, name, "class map").read_text(encoding="utf-8")
    return checked_class_map(parse_class_map(text, name), actions=actions, classes=classes)


def identity_class_map(*, actions: Sequence[str], classes: Sequence[str]) -> ClassMap:
    """Returns the map of every dataset class that is an action of the network, to itself.

    Raises:
        InputError: there is none.
    """
    both = {name: (name,) for name in classes if name in actions}
    if not both:
        raise InputError(
            f"no class of the dataset ({_some(classes)}) is an action of the network "
            f"({_some(actions)}): write a class map, target label: [action names]"
        )
    return ClassMap(name="identity", targets=both)


def counterpart_class_map(
    name: str, counterparts: Counterparts, *, classes: Sequence[str]
) -> ClassMap:
    """Returns the class map of a public label set, from what its labels call the actions.

    An action that stands for several labels counts for the first that the dataset has, so that no
    two labels are answered by the same score. Labels that the dataset lacks are left out.

    Args:
        name: the label set.
        counterparts: what the label sets call every action.
        classes: the dataset's classes.

    Raises:
        InputError: no such label set, or no class of the dataset is shown by an action.
    """
    known = label_set(name)
    found: dict[str, list[str]] = {}
    for action, labels in counterparts.items():
        present = [label for label in labels.get(name, ()) if label in classes]
        if present:
            found.setdefault(present[0], []).append(action)
    if not found:
        shown = {label for labels in counterparts.values() for label in labels.get(name, ())}
        raise InputError(
            f"class map {name}: no class of the dataset ({_some(classes)}) is one of the "
            f"{len(shown)} labels of {name} that an action shows ({_some(sorted(shown))}): "
            "use the map of the dataset's own label set, or write one, target label: [actions]"
        )
    return ClassMap(
        name=name, targets={label: tuple(found[label]) for label in known if label in found}
    )


def parse_class_map(text: str, name: str) -> ClassMap:
    """Reads the YAML text of a class map; InputError says what is wrong with its form."""
    try:
        found = yaml.load(text, Loader=_UniqueKeys)
    except yaml.YAMLError as error:
        raise InputError(f"class map {name} is no valid YAML: {error}") from None
    if not isinstance(found, dict) or not found:
        raise InputError(f"class map {name}: expected lines target label: [action names]")
    targets: dict[str, tuple[str, ...]] = {}
    for label, names in found.items():
        names = [names] if isinstance(names, str) else names
        fine = isinstance(names, list) and names and all(isinstance(n, str) for n in names)
        if not fine:
            raise InputError(
                f"class map {name}: {label}: expected a list of action names, got {names!r}"
            )
        if isinstance(label, bool) or not isinstance(label, str | int):
            raise InputError(
                f"class map {name}: label {label!r} is not text: write it in quotes (YAML reads "
                "yes, no, on and off as truth values)"
            )
        targets[str(label)] = tuple(names)
    owner: dict[str, str] = {}
    for label, names in targets.items():
        for action in names:
            if action in owner:
                raise InputError(
                    f"class map {name}: action '{action}' stands under '{owner[action]}' and "
                    f"'{label}': expected it once, or the two could not be told apart"
                )
            owner[action] = label
    return ClassMap(name=name, targets=targets)


def checked_class_map(
    class_map: ClassMap, *, actions: Sequence[str], classes: Sequence[str]
) -> ClassMap:
    """Returns the map itself; InputError if it names an unknown label or action."""
    for label, names in class_map.targets.items():
        if label not in classes:
            raise InputError(
                f"class map {class_map.name}: the dataset has no class '{label}'"
                f"{_hint(label, classes)}"
            )
        for action in names:
            if action not in actions:
                raise InputError(
                    f"class map {class_map.name}: '{label}' names the action '{action}', which "
                    f"does not exist{_hint(action, actions)}"
                )
    return class_map


class _UniqueKeys(yaml.SafeLoader):
    """Plain YAML silently keeps the last of two equal keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"'{key}' occurs twice{node.start_mark}")
        return super().construct_mapping(node, deep)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"class map {path} cannot be read: {error}") from None


def _hint(name: str, known: Sequence[str]) -> str:
    near = nearest_names(name, known)
    return f": did you mean {', '.join(near)}?" if near else f": known: {_some(known)}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
