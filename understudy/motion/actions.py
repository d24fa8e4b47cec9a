"""What an action is: a named program whose parameters are distributions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from understudy.errors import InputError
from understudy.motion.holding import Held
from understudy.motion.posture import Measures, PalmGoals
from understudy.types import MovingProp, Prop


@dataclass(frozen=True)
class Uniform:
    low: float
    high: float

    def draw(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.low, self.high))


@dataclass(frozen=True)
class LogUniform:
    """Evenly spread ratios: as often twice as quick as half as quick."""

    low: float
    high: float

    def draw(self, rng: np.random.Generator) -> float:
        return float(math.exp(rng.uniform(math.log(self.low), math.log(self.high))))


@dataclass(frozen=True)
class Normal:
    """Clipped to three standard deviations."""

    mean: float
    deviation: float

    @property
    def low(self) -> float:
        return self.mean - 3.0 * self.deviation

    @property
    def high(self) -> float:
        return self.mean + 3.0 * self.deviation

    def draw(self, rng: np.random.Generator) -> float:
        return float(np.clip(rng.normal(self.mean, self.deviation), self.low, self.high))


@dataclass(frozen=True)
class Choice:
    """One of several named options; a spec stores the option's index."""

    options: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def low(self) -> float:
        return 0.0

    @property
    def high(self) -> float:
        return len(self.options) - 1.0

    def draw(self, rng: np.random.Generator) -> float:
        # The draw of `rng.choice(len(shares), p=shares)`, without its checks.
        shares = np.array(self.weights)
        edges = (shares / shares.sum()).cumsum()
        return float(np.searchsorted(edges / edges[-1], rng.random(), side="right"))


Distribution = Uniform | LogUniform | Normal | Choice

TAGS: dict[str, str] = {
    "pair": "takes two people",
    "object": "done with or to a thing",
    "hand": "told by what one hand or its fingers do",
    "whole_body": "told by the whole body",
    "posture": "leads from one posture into another, or holds one",
    "locomotion": "gets somewhere",
    "standing": "done on one's feet, on the spot",
    "sitting": "done seated",
    "lying": "done lying, or ends so",
    "gesture": "arms or head say something",
    "signal": "an agreed sign to a person, driver or machine",
    "social": "meant for somebody",
    "daily": "of daily life",
    "hygiene": "care of one's own body",
    "work": "of a trade or office",
    "music": "making music",
    "animal": "with an animal",
    "water": "in or into water",
    "dance": "dancing",
    "exercise": "of a gym or warm-up",
    "sport": "of a sport or game",
    "acrobatics": "somersaults, handstands and the like",
    "combat": "of a fight",
    "fall": "falling",
    "medical": "what care and hospitals look out for",
}
"""What actions are tagged with -> what it says."""

LEFT, RIGHT = 0, 1
SIDE = Choice(("left", "right"), (0.2, 0.8))

STYLE: dict[str, Distribution] = {
    "tempo": LogUniform(0.75, 1.4),
    "lead_in_s": Uniform(0.0, 0.6),
    "lead_out_s": Uniform(0.0, 0.6),
    "placement": Uniform(0.1, 0.9),
    "lean": Normal(0.01, 0.03),
    "slouch": Uniform(-0.03, 0.22),
    "stance_width": LogUniform(0.75, 1.9),
    "stagger": Normal(0.0, 0.03),
    "toe_out": Normal(0.16, 0.08),
    "arm_spread": Uniform(0.04, 0.2),
    "arm_bend": Uniform(0.1, 0.5),
    "arm_asymmetry": Normal(0.0, 0.06),
    "hand_curl": Uniform(0.15, 0.8),
    "head_turn": Normal(0.0, 0.12),
    "head_nod": Normal(0.03, 0.07),
    "side_lag_s": Normal(0.0, 0.025),
    "sway": LogUniform(0.4, 2.0),
}
"""Parameters that every action has: how this person stands, and when the action happens."""
TIMING = ("tempo", "lead_in_s", "lead_out_s", "placement")
"""Those that say when; two people who act together share them."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the other one of two stands, in one's own body frame."""

    ahead_m: float
    left_m: float
    yaw_rad: float
    """Which way the other one faces; pi is face to face."""

    def seen_from_there(self) -> Place:
        """Returns where oneself stands in the other's frame."""
        cosine, sine = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        return Place(
            ahead_m=-cosine * self.ahead_m - sine * self.left_m,
            left_m=sine * self.ahead_m - cosine * self.left_m,
            yaw_rad=-self.yaw_rad,
        )

    def here(self, points_m: np.ndarray) -> np.ndarray:
        """Returns points (..., 3) of the other's frame in one's own."""
        cosine, sine = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        x, y, z = np.moveaxis(np.asarray(points_m, np.float64), -1, 0)
        ahead = self.ahead_m + cosine * x - sine * y
        return np.stack((ahead, self.left_m + sine * x + cosine * y, z), axis=-1)


ALONE = Place(ahead_m=0.0, left_m=0.0, yaw_rad=math.pi)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a program works with."""

    times_s: np.ndarray
    """(T,)"""
    duration_s: float
    start_s: float
    """The action's window; before 0 or after the duration where the clip cuts into it."""
    end_s: float
    values: Mapping[str, float]
    """Every declared parameter, the shared style included."""
    rest: np.ndarray
    """(C,) this person's way of standing."""
    measures: Measures
    lag_s: np.ndarray
    """(C,) how late each channel is."""
    rng: np.random.Generator
    partner: Measures
    """Of the other one in a pair; this body's own where nobody is there."""
    apart_m: float
    """How far the two of a pair stand from each other; 0 for one alone."""
    other: Place = ALONE
    """Where the other one of a pair stands."""

    @property
    def window_s(self) -> float:
        return self.end_s - self.start_s

    @property
    def side(self) -> int:
        """0 left, 1 right."""
        return round(self.values["side"])

    def at(self, fraction: float) -> float:
        """Returns the time at a fraction of the window."""
        return self.start_s + fraction * self.window_s


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What a program returns."""

    track: np.ndarray
    """(T, C) posture track."""
    props: tuple[Prop, ...] = ()
    """What stands there for the action."""
    held: tuple[Held, ...] = ()
    moving: tuple[MovingProp, ...] = ()
    """What moves along without being held: a mount, a hoop."""
    palms: PalmGoals | None = None
    ground: np.ndarray | None = None
    """(T,) 1 where the body lies or tumbles and whatever is lowest rests on the ground. Where
    given, even as zeros, the hands stay above the ground."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """A named performance, its variation and its meaning in public label sets."""

    name: str
    description: str
    captions: tuple[str, ...]
    """Templates; `{side}` and other choices are filled in by name."""
    program: Callable[[Stage], Performance]
    partner: Callable[[Stage], Performance] | None = None
    """What the other one does, in an action of two; see `apart`."""
    apart: Callable[[Mapping[str, float], Measures, Measures], float] | None = None
    """How far the two stand from each other [m], from the values and both bodies."""
    facing: Callable[[Mapping[str, float]], tuple[float, float]] | None = None
    """In which direction from the actor's heading the partner stands, and which way it faces
    [rad]; face to face where None."""
    parameters: Mapping[str, Distribution] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    counterparts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Public label set -> what it calls this action: one label or several, the best first."""
    old: Mapping[str, float | str] = field(default_factory=dict)
    """What old age does to the action's own parameters, on top of `age.OLD`: how far each is drawn
    to its high (1) or low (-1) end, or which option of a choice becomes the habit."""
    mirror: str | None = None
    """Name of the action that this one is in a mirror; None where it is the same."""
    natural_s: float | None = None
    """Length at tempo 1; None for actions that go on for as long as there is time."""
    minimum_s: float = 1.0
    """Clips shorter than this cannot show the action."""
    cut_chance: float = 0.15
    """How often a clip cuts into an action that was already going on, or still is at the end."""

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Public label set -> the labels of this action, the best first."""
        return {
            name: (found,) if isinstance(found, str) else tuple(found)
            for name, found in self.counterparts.items()
        }

    @property
    def all_parameters(self) -> dict[str, Distribution]:
        """The action's own parameters and the shared style; its own win."""
        cut = {} if self.natural_s else {"cut_in": _cut(self.cut_chance)}
        out = {} if self.natural_s else {"cut_out": _cut(self.cut_chance)}
        return STYLE | cut | out | dict(self.parameters)

    def place(self, values: Mapping[str, float], actor: Measures, partner: Measures) -> Place:
        """Returns where the partner of an action of two stands in the actor's frame."""
        if self.apart is None:
            return ALONE
        apart_m = self.apart(values, actor, partner)
        bearing, yaw = self.facing(values) if self.facing else (0.0, math.pi)
        return Place(
            ahead_m=apart_m * math.cos(bearing), left_m=apart_m * math.sin(bearing), yaw_rad=yaw
        )

    def window(self, values: Mapping[str, float], duration_s: float) -> tuple[float, float]:
        """Returns when the action starts and ends [s]."""
        if self.natural_s is None:
            lead_in, lead_out = values["lead_in_s"], values["lead_out_s"]
            room = max(duration_s - self.minimum_s, 0.0)
            shrink = min(1.0, room / max(lead_in + lead_out, 1e-6))
            start = -2.0 if values["cut_in"] > 0.5 else shrink * lead_in
            end = duration_s + (2.0 if values["cut_out"] > 0.5 else -shrink * lead_out)
            return start, end
        length = min(self.natural_s / values["tempo"], 0.96 * duration_s)
        start = values["placement"] * (duration_s - length)
        return start, start + length


def _cut(chance: float) -> Choice:
    return Choice(("no", "yes"), (1.0 - chance, chance))


def check_parameters(action: Action, values: Mapping[str, float]) -> None:
    """Raises InputError unless `values` holds exactly the declared parameters, all usable."""
    declared = action.all_parameters
    missing = sorted(set(declared) - set(values))
    unknown = sorted(set(values) - set(declared))
    if missing or unknown:
        parts = []
        if missing:
            parts.append(f"missing {', '.join(missing)}")
        if unknown:
            parts.append(f"unknown {', '.join(unknown)}")
        raise InputError(
            f"parameters of action '{action.name}': {'; '.join(parts)}; "
            "`sample_action` draws a complete set"
        )
    for name, value in values.items():
        if not math.isfinite(value):
            raise InputError(f"action '{action.name}': parameter {name} is {value}, not a number")
        distribution = declared[name]
        if isinstance(distribution, Choice) and (
            value != round(value) or not 0 <= value < len(distribution.options)
        ):
            names = ", ".join(f"{i} {o}" for i, o in enumerate(distribution.options))
            raise InputError(f"action '{action.name}': parameter {name} is {value}, not of {names}")
