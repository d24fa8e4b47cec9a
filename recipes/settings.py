"""What is known of footage before any of it is seen: names of classes, and one line.

A setting turns these into films to make, and into what a network looks at. `pretraining_study`,
`benchmarks/sim_to_real.py` and the users' recipes begin here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from understudy.casting import Company
from understudy.catalogue import coverage
from understudy.data.input import InputSpec
from understudy.motion import is_pair
from understudy.sampling import GenerateJob
from understudy.scenes import CameraRange
from understudy.train import TrainConfig
from understudy.transfer.config import FineTuning

SMALL_NETWORK = FineTuning(
    epochs=30, fewest_steps=300, learning_rate=3e-3, weight_decay=0.05, layer_decay=1.0
)
"""Of ten layers, which learn fast everywhere: the published decay belongs to deep transformers."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A kind of footage, and how a network is made for it."""

    line: str
    """All that the films know of the footage, besides the labels."""
    labels: Mapping[str, tuple[str, ...]]
    """Label -> actions that show it."""
    clips: int
    """Films per action."""
    scenes: tuple[str, ...]
    camera: CameraRange
    company: Company = field(default_factory=Company)
    training: TrainConfig = field(default_factory=TrainConfig)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self.labels.values() for name in names))

    def job(self, *, clips: int | None = None, seed: int = 0) -> GenerateJob:
        """Returns what is filmed."""
        return GenerateJob(
            actions=self.actions,
            clips_per_action=clips or self.clips,
            seed=seed,
            layers=("depth", "instance") if self.training.input.layer == "depth" else (),
            scene_kinds=self.scenes,
            camera=self.camera,
            company=self.company,
        )


def shown_by(label_set: str) -> dict[str, tuple[str, ...]]:
    """Returns the actions of a public set's labels; those of two people alone where some are."""
    chosen = {}
    for label, actions in coverage(label_set).items():
        pairs = tuple(action for action in actions if is_pair(action))
        if actions:
            chosen[label] = pairs or tuple(actions)
    return chosen


def _around(degrees: float, spread: float) -> tuple[float, float]:
    return math.radians(degrees - spread), math.radians(degrees + spread)


FALLS = (
    "fall", "fall_forward", "fall_backward", "fall_sideways", "fall_from_chair", "fall_from_bed",
    "trip", "slip", "faint",
)  # fmt: skip
DAILY_LIFE = (
    "walk", "idle", "drink", "eat", "sit_down", "stand_up", "pick_up", "lie_down",
    "get_up_from_floor", "sit_on_floor", "kneel_down", "crouch", "squat", "bow", "turn_around",
    "read_book", "write", "text_on_phone", "sweep", "carry_box", "put_down", "open_door",
    "put_on_shoe", "touch_toes", "push_up", "stretch_self", "walk_with_cane", "stagger",
)  # fmt: skip
"""What people at home do that is no fall, sudden and low movements above all."""

SETTINGS: dict[str, Setting] = {
    "utd_mhad": Setting(
        line="One person, indoors, facing a standing camera two to four metres away; depth.",
        labels=shown_by("utd_mhad"),
        clips=60,
        scenes=("indoor",),
        camera=CameraRange(
            viewpoints=("frontal",), azimuth_range_rad=_around(0.0, 35.0), motions=("static",)
        ),
        company=Company(bystander_share=0.0),
        training=TrainConfig(input=InputSpec(layer="depth")),
    ),
    "ut_interaction": Setting(
        line="Two people, side view, outdoors, static camera.",
        labels=shown_by("ut_interaction"),
        clips=200,
        scenes=("outdoor",),
        camera=CameraRange(
            viewpoints=("tripod", "phone", "cctv"),
            azimuth_range_rad=_around(90.0, 35.0),
            motions=("static",),
        ),
        company=Company(bystander_share=0.15),
    ),
    "gatech_waves": Setting(
        line="One person gestures at a standing camera.",
        labels={
            "action1": ("wave_two_hands",), "action2": ("wave_one_hand",),
            "action3": ("raise_arms",),
        },
        clips=300,
        scenes=("indoor", "outdoor"),
        camera=CameraRange(viewpoints=("frontal", "webcam", "phone"), motions=("static",)),
        company=Company(bystander_share=0.1),
    ),
    "gmdcsa24": Setting(
        line="One person at home, standing camera.",
        labels={"Fall": FALLS, "ADL": DAILY_LIFE},
        clips=32,
        scenes=("indoor",),
        camera=CameraRange(viewpoints=("tripod", "cctv", "webcam", "phone"), motions=("static",)),
        company=Company(bystander_share=0.0),
    ),
}  # fmt: skip
