"""Meshes on the graphics card, drawn range by range of faces that share a kind of material."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from understudy.render.opengl import GrowingBuffer
from understudy.render.pages import Page
from understudy.render.posed import Posed

if TYPE_CHECKING:
    import moderngl

Material = Literal["tile", "page", "cut_out"]
"""Which program draws a face: from the tiles, from a solid page, from a page with holes."""

POSITION, NEXT_POSITION, NORMAL, UV, COLOUR, LAYER, BODY_PART = range(7)
"""Attribute locations, as the vertex shaders name them."""


@dataclass(frozen=True)
class FaceRange:
    material: Material
    page: Page | None
    first: int
    """Index of the first corner."""
    count: int
    """Number of corners."""


class GpuMesh:
    """Buffers and draw state of one mesh over a clip; reused by the next clip's.

    Args:
        context: where it lives.
        surface_program, shadow_program: make or return the program for a material.
    """

    def __init__(
        self,
        context: moderngl.Context,
        surface_program: Callable[[Material], moderngl.Program],
        shadow_program: Callable[[Material], moderngl.Program],
    ) -> None:
        self._context = context
        self._programs = {"surface": surface_program, "shadow": shadow_program}
        self._positions, self._normals = GrowingBuffer(context), GrowingBuffer(context)
        self._attributes, self._faces = GrowingBuffer(context), GrowingBuffer(context)
        self._arrays: dict[tuple[str, Material], moderngl.VertexArray] = {}
        self._frame_bytes = 0
        self.instance = 0
        self.first_layer = 0
        self.ranges: list[FaceRange] = []

    def load(self, posed: Posed, pages: Sequence[Page], first_layer: int) -> None:
        mesh = posed.mesh
        self._positions.write(np.asarray(posed.positions_m, np.float32))
        self._normals.write(np.asarray(posed.normals, np.float32))
        part = posed.body_part
        part = np.zeros(len(mesh.uv), np.float32) if part is None else part
        columns = (mesh.uv, mesh.colour, mesh.texture[:, None], part[:, None])
        self._attributes.write(np.concatenate(columns, axis=1).astype(np.float32))
        faces, self.ranges = sort_faces(mesh.faces, mesh.texture, pages)
        self._faces.write(faces)
        self._frame_bytes = posed.positions_m.shape[1] * 12
        self.instance, self.first_layer = posed.instance, first_layer
        for name in ("surface", "shadow"):
            for material in {part.material for part in self.ranges}:
                self._array(name, material)
        self.choose_frame(0, 0)

    def choose_frame(self, row: int, next_row: int) -> None:
        """Takes positions from rows of the posed arrays, those of flow from `next_row`."""
        now, later = row * self._frame_bytes, next_row * self._frame_bytes
        for array in self._arrays.values():
            array.bind(POSITION, "f", self._positions.gl, "3f", now, 12)
            array.bind(NEXT_POSITION, "f", self._positions.gl, "3f", later, 12)
            array.bind(NORMAL, "f", self._normals.gl, "3f", now, 12)

    def draw_surface(self) -> None:
        for part in self.ranges:
            array = self._array("surface", part.material)
            program = array.program
            if self.instance:
                program["instance"] = float(self.instance)
            if part.page is None:
                program["first_layer"] = float(self.first_layer)
            else:
                part.page.texture.use(7)
            array.render(vertices=part.count, first=part.first)

    def draw_shadow(self) -> None:
        for part in self.ranges:
            if part.page is not None and part.page.cut_out:
                part.page.texture.use(7)
            self._array("shadow", part.material).render(vertices=part.count, first=part.first)

    def _array(self, name: str, material: Material) -> moderngl.VertexArray:
        if name == "shadow" and material == "page":
            material = "tile"  # all that matters there is whether it has holes
        key = (name, material)
        if key not in self._arrays:
            program = self._programs[name](material)
            array = self._context.vertex_array(program, [], self._faces.gl)
            for location, (form, offset) in {
                UV: ("2f", 0), COLOUR: ("3f", 8), LAYER: ("1f", 20), BODY_PART: ("1f", 24),
            }.items():  # fmt: skip
                array.bind(location, "f", self._attributes.gl, form, offset, 28)
            self._arrays[key] = array
        return self._arrays[key]

    def release(self) -> None:
        for array in self._arrays.values():
            array.release()
        for buffer in (self._positions, self._normals, self._attributes, self._faces):
            buffer.gl.release()


def sort_faces(
    faces: np.ndarray, texture: np.ndarray, pages: Sequence[Page]
) -> tuple[np.ndarray, list[FaceRange]]:
    """Groups faces (F, 3) by material and page; returns them as int32, and the groups."""
    faces = np.asarray(faces, np.int32)
    if not len(pages):
        return faces, [FaceRange("tile", None, 0, faces.size)] if len(faces) else []
    source = np.maximum(-1 - texture[faces[:, 2]], -1)  # -1 for tiles, else the page
    order = np.argsort(source, kind="stable")
    ranges = []
    for number in np.unique(source):
        first, end = np.searchsorted(source[order], [number, number + 1])
        page = pages[number] if number >= 0 else None
        material: Material = "tile"
        if page is not None:
            material = "cut_out" if page.cut_out else "page"
        ranges.append(FaceRange(material, page, 3 * int(first), 3 * int(end - first)))
    return faces[order], ranges
