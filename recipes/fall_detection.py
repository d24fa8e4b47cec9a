"""A fall detector for cameras at home that has learned from no film of anybody.

    python -m recipes.fall_detection                                 # films, trains, tests
    python -m recipes.fall_detection --watch hallway.mp4             # did somebody fall, and when?
    python -m recipes.fall_detection --real 'gmdcsa24:PATH?labels=windows'

Nine ways of falling, against 28 things that people do at home, among them those that look alike:
lying down, crouching, sitting on the floor, picking things up, push-ups. See docs/recipes.md.
"""

from recipes.case import run

if __name__ == "__main__":
    run("fall_detection", __doc__ or "", quiet=("ADL",))
