"""Does synthetic pretraining help on real footage, and with how many real clips?

    python -m recipes.pretraining_study utd_mhad --shared PATH --out runs/utd_mhad
    python -m recipes.pretraining_study ut_interaction --shared PATH --out runs/ut_interaction

A network pretrained on films of the same actions is held against the same network with random
weights, by linear probe and by fine-tuning, several seeds each:

- `utd_mhad`: 27 actions in Kinect depth, cross-subject (learn from subjects 1 and 3, ask about 5
  and 7, and the reverse), with 1, 2, 4 and all clips per class;
- `ut_interaction`: six actions of two people in colour, leaving one sequence out at a time.

Nothing is fitted to the clips that are asked about; the films know the names of the actions and one
line on the setting. The same command goes on where it was interrupted.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recipes.steps import Target, carry_over, film, pretrain, tabulate, untrained
from understudy.casting import Company
from understudy.catalogue import coverage
from understudy.data import open_source
from understudy.data.input import InputSpec
from understudy.motion import is_pair
from understudy.sampling import GenerateJob
from understudy.scenes import CameraRange
from understudy.train import TrainConfig
from understudy.transfer.config import FineTuning, TransferConfig
from understudy.types import Layer

SMALL_NETWORK = FineTuning(
    epochs=30, fewest_steps=300, learning_rate=3e-3, weight_decay=0.05, layer_decay=1.0
)
"""Of ten layers, which learn fast everywhere: the published decay belongs to deep transformers."""


@dataclass(frozen=True, kw_only=True)
class Study:
    layer: Layer
    clips: int
    """Films per action."""
    camera: CameraRange
    scenes: tuple[str, ...]
    company: Company
    target: Callable[[Path], Target]


def _utd_mhad(shared: Path) -> Target:
    return Target(
        name="utd_mhad",
        source=f"utd_mhad:{shared}/real/utd_mhad",
        shots=(1, 2, 4, None),
        config=TransferConfig(
            folds="parts:subject 1,subject 3|subject 5,subject 7", fine_tuning=SMALL_NETWORK
        ),
    )


def _ut_interaction(shared: Path) -> Target:
    return Target(
        name="ut_interaction",
        source=f"ut_interaction:{shared}/real/ut_interaction?set=1",
        config=TransferConfig(
            folds="each-group",
            fine_tuning=SMALL_NETWORK.model_copy(update={"fewest_steps": 200}),
        ),
    )


STUDIES: dict[str, Study] = {
    # "One person, indoors, facing a standing camera two to four metres away."
    "utd_mhad": Study(
        layer="depth",
        clips=60,
        camera=CameraRange(viewpoints=("frontal", "webcam", "tripod")),
        scenes=("indoor",),
        company=Company(bystander_share=0.0),
        target=_utd_mhad,
    ),
    # "Two people from the side, outdoors, standing camera."
    "ut_interaction": Study(
        layer="colour",
        clips=200,
        camera=CameraRange(viewpoints=("tripod", "frontal", "phone", "cctv")),
        scenes=("outdoor",),
        company=Company(bystander_share=0.1),
        target=_ut_interaction,
    ),
}


def actions_of(name: str) -> tuple[str, ...]:
    """Returns the actions that show a public set's labels; of two people where some do."""
    chosen: dict[str, None] = {}
    for actions in coverage(name).values():
        pairs = [action for action in actions if is_pair(action)]
        chosen |= dict.fromkeys(pairs or actions)
    return tuple(chosen)


def main() -> None:
    """Films, pretrains, transfers, compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("study", choices=sorted(STUDIES))
    parser.add_argument("--shared", type=Path, required=True, help="folder with real/ in it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, help="films per action")
    parser.add_argument("--epochs", type=int, default=20, help="of pretraining")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int)
    options = parser.parse_args()
    study = STUDIES[options.study]
    job = GenerateJob(
        actions=actions_of(options.study),
        clips_per_action=options.clips or study.clips,
        scene_kinds=study.scenes,
        camera=study.camera,
        company=study.company,
    )
    data = film(job, options.out / "data", workers=options.workers)
    target = study.target(options.shared)
    arms: dict[str, list[Path]] = {"scratch": [], "synthetic": []}
    for seed in range(options.seeds):
        synthetic, scratch = (options.out / f"{arm}-{seed}" for arm in ("synthetic", "scratch"))
        config = TrainConfig(input=InputSpec(layer=study.layer), epochs=options.epochs, seed=seed)
        pretrain(open_source(data), synthetic, config, dataset_path=data)
        untrained(synthetic, scratch, seed=seed)
        for arm, run in (("scratch", scratch), ("synthetic", synthetic)):
            carry_over(run, target, seed=seed)
            arms[arm].append(run)
    tabulate(arms, options.out / "comparison.json")


if __name__ == "__main__":
    main()
