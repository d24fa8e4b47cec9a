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
from understudy.models import ModelSpec
from understudy.models.augmentation import AugmentationSpec, FlipPolicy
from understudy.motion import is_pair
from understudy.sampling import BY_PLACE, GenerateJob
from understudy.scenes import CameraRange
from understudy.train import TrainConfig
from understudy.transfer.config import KNOWN_LABELS_RATE, FineTuning
from understudy.types import Sight

SMALL_NETWORK = FineTuning(
    epochs=30, fewest_steps=100, batch_size=16, learning_rate=3e-3, weight_decay=0.05,
    layer_decay=1.0,
)  # fmt: skip
"""Of ten layers, which learn fast everywhere: the published decay belongs to deep transformers."""
KNOWS_LABELS = SMALL_NETWORK.model_copy(
    update={"learning_rate": KNOWN_LABELS_RATE, "fewest_steps": 50}
)
"""Of a network that knows the labels from films."""


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
    dressed_for: str = BY_PLACE
    quality: str = "default"
    company: Company = field(default_factory=Company)
    duration_s: tuple[float, float] = (2.0, 3.5)
    """Shortest and longest film [s]."""
    mimed: bool = False
    """Nobody holds anything."""
    size: int = 112
    """Side of the films [px]."""
    view_count: int = 5
    """Windows of a real clip at most; 1 where clips are cut to one act, which is seen whole."""
    networks: int = 3
    """Networks that differ in their seed and answer together."""
    training: TrainConfig = field(default_factory=TrainConfig)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self.labels.values() for name in names))

    def job(self, *, clips: int | None = None, seed: int = 0) -> GenerateJob:
        """Returns what is filmed."""
        depth = self.training.input.layer == "depth"
        return GenerateJob(
            actions=self.actions,
            clips_per_action=clips or self.clips,
            seed=seed,
            layers=("depth", "instance") if depth else (),
            quality=self.quality,
            scene_kinds=self.scenes,
            dressed_for=self.dressed_for,
            camera=self.camera,
            company=self.company,
            duration_s=self.duration_s,
            mimed=self.mimed,
            width=self.size,
            height=self.size,
        )


def shown_by(label_set: str) -> dict[str, tuple[str, ...]]:
    """Returns the actions of a public set's labels; those of two people alone where some are."""
    chosen = {}
    for label, actions in coverage(label_set).items():
        pairs = tuple(action for action in actions if is_pair(action))
        if actions:
            chosen[label] = pairs or tuple(actions)
    return chosen


def _training(
    layer: Sight = "difference", *, frames: int = 8, size: int = 64, flip: FlipPolicy = "all"
) -> TrainConfig:
    """Returns how the small network learns."""
    return TrainConfig(
        input=InputSpec(layer=layer, frame_count=frames, size=size),
        augmentation=AugmentationSpec(flip=flip),
        batch_size=32,
        learning_rate=4e-3,
    )


SEES_JOINTS: dict[str, object] = {
    "model": ModelSpec(name="pose_tsm"),
    "targets": ("keypoints",),
    "target_weight": 1.0,
    "epochs": 40,
    "learning_rate": 3e-3,
    "augmentation": AugmentationSpec(
        min_window=0.85, zoom=0.1, shift=0.04, stretch=0.05, roll_rad=0.03, erase=0.0, flip="none"
    ),
}
"""What a network is told of films in depth, where joints look as they do in real depth. Hands are a
few pixels wide: it learns long, and from pictures that are changed little."""


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
AT_WORK = (
    "walk", "idle", "carry_box", "pick_up", "put_down", "push_object", "pull_object", "hammer",
    "saw", "dig", "screw", "paint_wall", "sweep", "crouch", "kneel_down", "stand_up", "point",
    "phone_call", "drink", "turn_around",
)  # fmt: skip
BESIDE_GESTURES = (
    "idle", "scratch_head", "fold_arms", "check_watch", "drink", "phone_call", "text_on_phone",
    "walk", "clap", "wipe_face",
)  # fmt: skip
"""What people do before a robot or a screen that is meant for nobody."""


def each_by_its_name(*actions: str) -> dict[str, tuple[str, ...]]:
    """Returns labels that are actions."""
    return {action: (action,) for action in actions}


SETTINGS: dict[str, Setting] = {
    "utd_mhad": Setting(
        line="One person, indoors, empty-handed, facing a standing camera two to four metres away; "
        "depth.",
        # The set calls them "walking in place" and "jogging in place".
        labels=shown_by("utd_mhad") | {"walk": ("walk_in_place",), "jog": ("jog_in_place",)},
        clips=60,
        scenes=("indoor",),
        camera=CameraRange(
            azimuth_range_rad=_around(0.0, 20.0), front_share=1.0, distance_range_m=(2.0, 4.0),
            vertical_fov_range_rad=(math.radians(42.0), math.radians(62.0)),
            height_range_m=(0.6, 1.7), high_share=0.0, close_share=0.0, motions=("static",),
        ),
        company=Company(bystander_share=0.0),
        mimed=True,
        # Depth has one sample per pixel: in small films fingers are specks.
        size=224,
        quality="draft",  # of colour, which is not looked at
        view_count=1,
        training=_training("depth", frames=16).model_copy(update=SEES_JOINTS),
    ),
    "ut_interaction": Setting(
        line="Two people, side view, outdoors, static camera.",
        # One who points may be filmed without whom it is meant for.
        labels=shown_by("ut_interaction") | {"point": ("point_at_person", "point")},
        clips=130,
        duration_s=(3.0, 5.5),
        quality="draft",
        scenes=("outdoor",),
        camera=CameraRange(
            viewpoints=("tripod", "phone", "cctv"),
            azimuth_range_rad=_around(0.0, 35.0),
            motions=("static",),
        ),
        company=Company(bystander_share=0.15),
        view_count=1,
        training=_training(frames=16),
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
        view_count=1,
        training=_training(),
    ),
    "gmdcsa24": Setting(
        line="One person at home, standing camera.",
        labels={"Fall": FALLS, "ADL": DAILY_LIFE},
        clips=130,
        scenes=("indoor",),
        camera=CameraRange(viewpoints=("tripod", "cctv", "webcam", "phone"), motions=("static",)),
        company=Company(bystander_share=0.0),
        training=_training(),
    ),
    "gestures": Setting(
        line="One person who faces a robot or a screen and gives it signs.",
        labels=each_by_its_name(
            "wave_one_hand", "beckon", "stop_gesture", "point", "thumbs_up", "thumbs_down",
            "raise_hand", "swipe_left", "swipe_right", "swipe_up", "swipe_down", "nod",
            "shake_head",
        ) | {"other": BESIDE_GESTURES},
        clips=80,
        scenes=("indoor",),
        camera=CameraRange(
            # Thumbs and nods show where people stand near.
            viewpoints={"frontal": 0.3, "webcam": 0.5, "robot": 0.2},
            azimuth_range_rad=_around(0.0, 40.0), motions=("static",),
        ),
        company=Company(bystander_share=0.1),
        training=_training(flip="label_swap"),
    ),
    "exercise": Setting(
        line="One person who exercises before a standing camera.",
        labels=each_by_its_name(
            "squat", "lunge", "jumping_jack", "push_up", "sit_up", "burpee", "high_knees",
            "side_bend", "touch_toes", "arm_circles",
            "shoulder_press", "arm_curl", "glute_bridge", "mountain_climber",
        ) | {"rest": ("idle", "walk", "drink", "sit_on_floor", "stretch_self")},
        clips=80,
        scenes=("indoor", "outdoor"),
        camera=CameraRange(viewpoints=("frontal", "tripod", "phone"), motions=("static",)),
        dressed_for="sport",
        company=Company(bystander_share=0.1),
        training=_training(),
    ),
    "site_safety": Setting(
        line="Workers with helmets on a building site or in a workshop, standing cameras.",
        labels={
            "fall": FALLS,
            "climb": ("climb_ladder", "climb_stairs", "rock_climb"),
            "wave_for_help": ("wave_for_help", "wave_two_hands"),
            "work": AT_WORK,
        },
        clips=90,
        scenes=("building_site", "workshop"),
        camera=CameraRange(viewpoints=("tripod", "cctv", "phone", "drone"), motions=("static",)),
        dressed_for="site",
        company=Company(bystander_share=0.3),
        training=_training(),
    ),
}  # fmt: skip
SETTINGS["fall_detection"] = SETTINGS["gmdcsa24"]
