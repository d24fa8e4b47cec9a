"""Training: any source of clips becomes a checkpoint and a run record.

| file | what it knows |
|---|---|
| `config.py` | every choice |
| `splits.py` | which clips are learned from, validated on, tested on |
| `batches.py` | from stored or decoded clips to augmented batches, ahead of the step |
| `learner.py` | what is learned: labels, masked patches, ground truth |
| `loop.py` | optimiser, averaged weights, one epoch, validation |
| `workers.py` | several processes (torchrun) |
| `run.py` | the run folder: begin, go on, finish |
"""

from understudy.train.config import TrainConfig, TrainProgress, suited_recipe
from understudy.train.loop import learning_rate_at
from understudy.train.run import train
from understudy.train.splits import split_indices

__all__ = [
    "TrainConfig",
    "TrainProgress",
    "learning_rate_at",
    "split_indices",
    "suited_recipe",
    "train",
]
