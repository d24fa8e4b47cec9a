"""From a scene and bodies to pictures and per-pixel facts.

`open_renderer("raster")` draws with OpenGL (a CPU will do), `open_renderer("cycles")` traces paths
with Blender, `open_renderer("reference")` is the slow, readable NumPy renderer that the tests hold
the rasteriser against.
"""

from __future__ import annotations

from collections.abc import Callable

from understudy.errors import lookup
from understudy.render.quality import QUALITIES, Quality
from understudy.render.sensor_sampling import DEVICES, Device, SensorRange, sample_sensor
from understudy.types import Renderer


def _raster() -> Renderer:
    from understudy.render.render_raster import RasterRenderer

    return RasterRenderer()


def _reference() -> Renderer:
    from understudy.render.render_reference import ReferenceRenderer

    return ReferenceRenderer()


def _cycles() -> Renderer:
    from understudy.render.cycles.render_cycles import CyclesRenderer

    return CyclesRenderer()


RENDERERS: dict[str, Callable[[], Renderer]] = {
    "raster": _raster,
    "cycles": _cycles,
    "reference": _reference,
}


def open_renderer(name: str) -> Renderer:
    """Returns a new renderer; use it as a context manager.

    Raises:
        InputError: no renderer has this name.
        PlatformError: the renderer needs a system library that is missing here.
    """
    return lookup(RENDERERS, name, "renderer")()


__all__ = [
    "DEVICES",
    "QUALITIES",
    "RENDERERS",
    "Device",
    "Quality",
    "SensorRange",
    "open_renderer",
    "sample_sensor",
]
