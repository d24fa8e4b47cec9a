"""Things that stand about, and the props that an action needs.

Every thing is built in a frame of its own: it stands on z = 0 about the origin, its front looks
along +x, its back along -x. Furniture is a function of a palette and rng; props take a size too.
"""

from understudy.scenes.furniture import gym, home, kitchen, office, public, ward, workshop
from understudy.scenes.furniture.home import (
    bed,
    bed_group,
    bench_at_wall,
    cabinet,
    cartons,
    chair_at_wall,
    clutter,
    dining_group,
    floor_lamp,
    office_chair,
    plant,
    shelf,
    side_table,
    sofa,
    television,
)
from understudy.scenes.furniture.outdoors import bin_, bush, car, hedge, street_lamp, tree
from understudy.scenes.furniture.palette import WOODS, Palette, Size, some_colour
from understudy.scenes.furniture.props import PROPS, bench, chair, crate, stool, table

__all__ = [
    "PROPS",
    "WOODS",
    "Palette",
    "Size",
    "bed",
    "bed_group",
    "bench",
    "bench_at_wall",
    "bin_",
    "bush",
    "cabinet",
    "car",
    "cartons",
    "chair",
    "chair_at_wall",
    "clutter",
    "crate",
    "dining_group",
    "floor_lamp",
    "gym",
    "hedge",
    "home",
    "kitchen",
    "office",
    "office_chair",
    "plant",
    "public",
    "shelf",
    "side_table",
    "sofa",
    "some_colour",
    "stool",
    "street_lamp",
    "table",
    "television",
    "tree",
    "ward",
    "workshop",
]
