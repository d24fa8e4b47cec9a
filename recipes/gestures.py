"""Gestures to a robot or a screen: thirteen signs, and all that is none.

    python -m recipes.gestures                              # films, trains, tests
    python -m recipes.gestures --watch visitor.mp4          # which sign when?

The user faces a camera that stands still, near or far, on a desk or on a robot. See
docs/recipes.md.
"""

from recipes.case import run

if __name__ == "__main__":
    run("gestures", __doc__ or "", quiet=("other",))
