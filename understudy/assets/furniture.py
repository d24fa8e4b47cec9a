"""Furniture, trees and surfaces out of the package open3dfloorplan.

The models are about half size and face +z with y up; sizes here are those of real things.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from understudy.asset_files.objects import read_object
from understudy.asset_files.pictures import read_picture
from understudy.assets.catalogue import PACK_SOURCES, Report
from understudy.errors import InputError
from understudy.packs import Pack, PackItem

MODELS = Path("package/dist/assets/models")
TEXTURES = Path("package/dist/assets/textures")

_HOME = "living_room bedroom office hall classroom shop"
_KENNEY: dict[str, str] = {
    # where in a room (wall, free, on: on top of something), then rooms; then names, each
    # with its real height [m] where twice the model's is not it
    "wall bathroom": (
        "bathroomCabinetDrawer=0.9 bathtub=0.6 shower=2.1 toilet=0.8 toiletSquare=0.8 dryer=0.85"
    ),
    "wall bathroom ward": "bathroomSink=0.9 bathroomSinkSquare=0.9",
    "wall bedroom ward": (
        "bedBunk=1.7 bedDouble=0.75 bedSingle=0.75 cabinetBed cabinetBedDrawer "
        "cabinetBedDrawerTable"
    ),
    "wall living_room hall corridor": "bench benchCushion benchCushionLow",
    f"wall {_HOME}": (
        "bookcaseClosed=1.9 bookcaseClosedDoors=1.9 bookcaseClosedWide=1.7 bookcaseOpen=1.9 "
        "bookcaseOpenLow surface:sideTable surface:sideTableDrawers coatRackStanding=1.7 "
        "lampRoundFloor lampSquareFloor pottedPlant speaker=1.0"
    ),
    "wall living_room bedroom": (
        "surface:cabinetTelevision surface:cabinetTelevisionDoors loungeChair loungeChairRelax "
        "loungeDesignChair loungeDesignSofa loungeSofa loungeSofaLong"
    ),
    "wall office bedroom classroom": "surface:desk surface:deskCorner chairDesk=1.1",
    "wall kitchen": (
        "surface:kitchenBar surface:kitchenCabinet surface:kitchenCabinetDrawer kitchenFridge "
        "kitchenFridgeBuiltIn=1.8 kitchenFridgeLarge kitchenFridgeSmall=1.2 kitchenSink "
        "kitchenStove kitchenStoveElectric"
    ),
    "wall": "cardboardBoxClosed=0.45 cardboardBoxOpen=0.45 trashcan=0.45",
    "free chair kitchen living_room hall ward classroom": (
        "chair chairCushion chairModernCushion chairModernFrameCushion chairRounded"
    ),
    "free kitchen": "stoolBar=0.75 stoolBarSquare=0.75",
    "free table kitchen living_room office": (
        "table=0.74 tableCloth=0.74 tableCross=0.74 tableCrossCloth=0.74 tableGlass=0.74 "
        "tableRound=0.74"
    ),
    "free surface living_room": (
        "tableCoffee tableCoffeeGlass tableCoffeeGlassSquare tableCoffeeSquare loungeSofaOttoman"
    ),
    "on": (
        "books=0.2 screen:computerScreen=0.42 screen:laptop=0.22 lampRoundTable=0.5 "
        "lampSquareTable=0.45 plantSmall1 plantSmall2 plantSmall3 radio=0.2 speakerSmall=0.35"
    ),
    "on living_room bedroom": "screen:televisionModern=0.7",
    "on kitchen": (
        "kitchenBlender=0.38 kitchenCoffeeMachine=0.35 kitchenMicrowave=0.3 toaster=0.2"
    ),
}
_NATURE: dict[str, dict[str, float]] = {
    # what a model's measure is multiplied by
    "tree": {
        "blocks": 4.0, "cone": 4.0, "default": 3.6, "detailed": 4.2, "fat": 4.0, "oak": 4.4,
        "palm": 3.6, "palmBend": 3.6, "palmTall": 4.4, "pineRoundA": 4.5,
        "pineTallA_detailed": 5.5, "simple": 4.0, "small": 3.5, "tall": 4.5, "thin": 4.0,
    },
    "plant": {
        "bush": 1.8, "bushDetailed": 2.2, "bushLarge": 2.2, "bushLargeTriangle": 2.2,
        "bushSmall": 1.8, "bushTriangle": 2.0,
    },
    "rock": {"largeA": 1.8, "largeB": 1.8, "smallA": 1.5, "smallB": 1.5, "tallA": 1.6},
    "stone": {"largeA": 1.8, "tallA": 1.6},
    "fence": {"planks": 2.9, "simple": 2.9, "gate": 2.9},
    "log": {"": 1.6, "large": 1.6, "stack": 2.2},
    "stump": {"old": 1.6, "round": 1.6},
    "statue": {"column": 2.0, "obelisk": 2.6},
    "flower": {
        "purpleA": 1.4, "purpleB": 1.4, "redA": 1.4, "redB": 1.4, "yellowA": 1.6, "yellowB": 1.6,
    },
    "grass": {"": 1.3, "large": 1.3, "leafs": 1.5, "leafsLarge": 1.5},
    "pot": {"large": 1.6, "small": 1.6},
    "sign": {"": 2.8},
    "tent": {"detailedOpen": 2.4},
    "cactus": {"short": 1.8, "tall": 2.0},
    "crop": {"pumpkin": 1.0},
}  # fmt: skip
_OWN_COLOURS = (
    "cardboardBoxClosed", "cardboardBoxOpen", "outdoor_pot_large", "outdoor_pot_small",
    "outdoor_tent_detailedOpen",
)  # fmt: skip
_SURFACES: dict[str, tuple[str, float]] = {
    # what it covers, and the side of the picture on it [m]
    "brick": ("wall", 1.4), "exposed-brick": ("wall", 1.6), "stone": ("wall", 2.5),
    "wood-panel": ("wall", 1.6), "concrete": ("wall", 2.5), "subway-tile": ("wall", 1.0),
    "floor-light-oak": ("floor", 1.6), "floor-walnut": ("floor", 1.6),
    "floor-bamboo": ("floor", 1.6), "floor-laminate": ("floor", 1.6),
    "floor-tile-white": ("floor", 1.6), "floor-tile-gray": ("floor", 1.6),
    "floor-porcelain": ("floor", 1.6), "floor-marble-white": ("floor", 2.0),
    "floor-marble-dark": ("floor", 2.0), "floor-carpet-beige": ("floor", 1.2),
    "floor-carpet-gray": ("floor", 1.2), "floor-concrete": ("floor", 2.5),
    "floor-slate": ("floor", 2.0), "floor-vinyl": ("floor", 1.6),
}  # fmt: skip


def _models() -> Iterator[tuple[str, tuple[str, ...], float, float | None]]:
    """Yields (name, tags, factor, height if that decides) of every model that is used."""
    for tags, names in _KENNEY.items():
        for entry in names.split():
            flag, _, rest = entry.rpartition(":")
            name, _, height = rest.partition("=")
            extra = (flag,) if flag else ()
            paint = () if name in _OWN_COLOURS else ("repaint",)
            yield name, (*tags.split(), *extra, *paint), 2.0, float(height) if height else None
    for group, models in _NATURE.items():
        for model, factor in models.items():
            name = f"outdoor_{group}_{model}" if model else f"outdoor_{group}"
            paint = () if name in _OWN_COLOURS else ("repaint",)
            yield name, ("outdoors", group, *paint), factor, None


def convert(archive_folder: Path, out: Path, report: Report) -> Pack:
    """Copies models and textures and writes down their sizes and places.

    Raises:
        InputError: the archive is not as expected.
    """
    source = PACK_SOURCES["furniture"]
    items: dict[str, PackItem] = {}
    for name, tags, factor, height_m in _models():
        path = archive_folder / MODELS / f"{name}.glb"
        if not path.exists():
            # Names do not tell nature's plurals; nothing is lost but one plant.
            raise InputError(f"{source.archive} has no model {name}.glb")
        low, high = read_object(path).bounds()
        depth, width, height = (high - low) * (
            factor if height_m is None else height_m / (high - low)[2]
        )
        shutil.copyfile(path, out / path.name)
        items[name] = PackItem(
            name=name,
            colours="screen",  # the kits' colours, written as if they were linear
            kind="prop" if "on" in tags else "furniture",
            file=path.name,
            licence="CC0-1.0",
            author="Kenney",
            source=source.origin,
            tags=tuple(dict.fromkeys((*items[name].tags, *tags))) if name in items else tags,
            size_m=(round(depth, 3), round(width, 3), round(height, 3)),
        )
    for name, (place, side_m) in _SURFACES.items():
        path = archive_folder / TEXTURES / f"{name}.jpg"
        read_picture(path, largest_side=128)
        shutil.copyfile(path, out / path.name)
        items[name] = PackItem(
            name=name, kind="surface", file=path.name, licence="CC0-1.0", author="ambientCG",
            source=source.origin, tags=(place,), size_m=(side_m, side_m, 0.0),
        )  # fmt: skip
    report(f"{len(items)} pieces of furniture, plants and surfaces")
    return Pack(
        name="furniture", title=source.title, version=source.version, items=tuple(items.values())
    )
