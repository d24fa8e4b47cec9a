"""Fourteen exercises before a phone on a stand, and how often each was repeated.

    python -m recipes.exercise                              # films, trains, tests
    python -m recipes.exercise --watch session.mp4          # which exercise when, and how often?

Repetitions are counted without learning, from the rhythm of what moves. See docs/recipes.md.
"""

from collections.abc import Sequence
from pathlib import Path

from recipes.case import run
from understudy.data.video import decode_video
from understudy.predict import ANALYSIS_SIDE, Event
from understudy.repetitions import count_repetitions


def count(video: Path, events: Sequence[Event]) -> dict[str, object]:
    """Returns the repetitions of every event of a video."""
    counted = []
    for event in events:
        part = decode_video(
            video, short_side=ANALYSIS_SIDE, from_s=event.start_s, until_s=event.end_s
        )
        counted.append({"label": event.label, "repetitions": count_repetitions(part).count})
    return {"repetitions": counted}


if __name__ == "__main__":
    run("exercise", __doc__ or "", quiet=("rest",), extra=count)
