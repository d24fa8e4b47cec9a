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
from dataclasses import replace
from pathlib import Path
from typing import get_args

from recipes.settings import SETTINGS, SMALL_NETWORK
from recipes.steps import Target, carry_over, film, pretrain, tabulate, untrained
from understudy.data import open_source
from understudy.train.config import Precision
from understudy.transfer.config import TransferConfig


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
        config=TransferConfig(folds="each-group", fine_tuning=SMALL_NETWORK),
    )


STUDIES: dict[str, Callable[[Path], Target]] = {
    "utd_mhad": _utd_mhad,
    "ut_interaction": _ut_interaction,
}
"""Key of `SETTINGS` -> the real footage, and how it is learned from."""


def computed_in(precision: str, target: Target) -> Target:
    """Returns the target, fine-tuned in this precision."""
    fine_tuning = target.config.fine_tuning.model_copy(update={"precision": precision})
    return replace(target, config=target.config.model_copy(update={"fine_tuning": fine_tuning}))


def main() -> None:
    """Films, pretrains, transfers, compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("study", choices=sorted(STUDIES))
    parser.add_argument("--shared", type=Path, required=True, help="folder with real/ in it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, help="films per action")
    parser.add_argument("--epochs", type=int, help="of pretraining")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int)
    parser.add_argument(
        "--precision", choices=get_args(Precision), default="auto", help="of every training"
    )
    options = parser.parse_args()
    setting = SETTINGS[options.study]
    data = film(setting.job(clips=options.clips), options.out / "data", workers=options.workers)
    target = computed_in(options.precision, STUDIES[options.study](options.shared))
    config = setting.training.model_copy(update={"precision": options.precision})
    if options.epochs is not None:
        config = config.model_copy(update={"epochs": options.epochs})
    arms: dict[str, list[Path]] = {"scratch": [], "synthetic": []}
    for seed in range(options.seeds):
        synthetic, scratch = (options.out / f"{arm}-{seed}" for arm in ("synthetic", "scratch"))
        seeded = config.model_copy(update={"seed": seed})
        pretrain(open_source(data), synthetic, seeded, dataset_path=data)
        untrained(synthetic, scratch, seed=seed)
        for arm, run in (("scratch", scratch), ("synthetic", synthetic)):
            carry_over(run, target, seed=seed)
            arms[arm].append(run)
    tabulate(arms, options.out / "comparison.json")


if __name__ == "__main__":
    main()
