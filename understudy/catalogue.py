"""The actions as a list to choose from, and how far they cover the labels of public datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from understudy.data.label_sets import label_set
from understudy.errors import lookup
from understudy.motion import ACTIONS, FAMILIES, TAGS, Action


def counterparts() -> dict[str, dict[str, tuple[str, ...]]]:
    """Returns action -> public label set -> what the set calls it, the best label first."""
    return {name: action.labels for name, action in ACTIONS.items()}


def headings() -> dict[str, tuple[Action, ...]]:
    """Returns the actions under their headings."""
    return {
        heading: tuple(action for family in families for action in family.ACTIONS)
        for heading, families in FAMILIES.items()
    }


def choose(tags: Sequence[str] = ()) -> dict[str, tuple[Action, ...]]:
    """Returns the actions that have all of these tags, under their headings.

    Raises:
        InputError: unknown tag.
    """
    for tag in tags:
        lookup(TAGS, tag, "tag")
    found = {
        heading: tuple(action for action in actions if set(tags) <= set(action.tags))
        for heading, actions in headings().items()
    }
    return {heading: actions for heading, actions in found.items() if actions}


def coverage(name: str, tags: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Returns, for every label of a public label set, the actions that show it, maybe none.

    Raises:
        InputError: no such label set, unknown tag.
    """
    known = label_set(name)
    chosen = [action for actions in choose(tags).values() for action in actions]
    return {
        label: tuple(action.name for action in chosen if label in action.labels.get(name, ()))
        for label in known
    }


def rows(tags: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Returns what there is to know about each action, fit for JSON."""
    return [
        {
            "name": action.name,
            "group": heading,
            "description": action.description,
            "tags": list(action.tags),
            "people": 2 if action.partner else 1,
            "parameters": sorted(action.parameters),
            "counterparts": {name: list(labels) for name, labels in action.labels.items()},
            "mirror": action.mirror or action.name,
        }
        for heading, actions in choose(tags).items()
        for action in actions
    ]


def print_actions(tags: Sequence[str], console: Console) -> None:
    """Prints the actions under their headings."""
    table = Table(Column("action", no_wrap=True), "what it is", "tags", "also called", box=None)
    found = choose(tags)
    for heading, actions in found.items():
        table.add_row(f"[bold]{heading}[/bold]")
        for action in actions:
            called = "; ".join(f"{key}: {', '.join(v)}" for key, v in action.labels.items())
            table.add_row(f"  {action.name}", action.description, ", ".join(action.tags), called)
    console.print(table)
    console.print(f"{sum(len(actions) for actions in found.values())} actions")


def print_coverage(name: str, covered: Mapping[str, Sequence[str]], console: Console) -> None:
    """Prints which labels of a label set are shown by which actions."""
    table = Table(Column("label", no_wrap=True), "actions", box=None)
    for label, actions in covered.items():
        table.add_row(label, ", ".join(actions) or "-")
    console.print(table)
    shown = sum(1 for actions in covered.values() if actions)
    console.print(f"{name}: {shown} of {len(covered)} labels are shown by an action")
