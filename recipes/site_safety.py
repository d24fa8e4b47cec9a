"""What a camera on a building site should call for help about: falls, climbing, somebody waving.

    python -m recipes.site_safety                           # films, trains, tests
    python -m recipes.site_safety --watch gate_3.mp4

Workers in helmets and high-visibility vests, on sites and in workshops, seen from masts, tripods
and drones, with others at work around them. See docs/recipes.md.
"""

from recipes.case import run

if __name__ == "__main__":
    run("site_safety", __doc__ or "", quiet=("work",))
