"""What the OpenGL renderer is built of: context, programs, buffers, targets.

Nothing here knows about clips; everything is released by name, not by the garbage collector.
"""

from __future__ import annotations

import os
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from understudy.errors import PlatformError
from understudy.types import RenderSpec

if TYPE_CHECKING:
    import moderngl

_LIBRARIES: tuple[dict[str, Any], ...] = (
    {},
    {"libgl": "libGL.so.1", "libegl": "libEGL.so.1"},
    {"libgl": "libEGL.so.1", "libegl": "libEGL.so.1"},  # Debian without libgl1
)

MISSING_DRIVER = """\
no headless OpenGL 3.3 context: {reason}
The raster renderer needs EGL and a driver; Mesa's works without a graphics card. On Debian or \
Ubuntu:
    sudo apt-get install -y --no-install-recommends libegl1 libgl1-mesa-dri libgl1"""


def open_context() -> moderngl.Context:
    """Returns a headless context; raises PlatformError that names the packages to install."""
    # One process per core renders; llvmpipe's own threads would only get in their way, and they
    # do not survive a fork. Read when the driver loads.
    os.environ.setdefault("LP_NUM_THREADS", "0")
    import moderngl

    reasons = []
    for libraries in _LIBRARIES:
        try:
            options = {"require": 330, "backend": "egl", **libraries}
            return moderngl.create_context(standalone=True, **options)
        except Exception as error:  # moderngl raises bare Exception, ctypes OSError
            reasons.append(str(error))
    raise PlatformError(MISSING_DRIVER.format(reason="; ".join(dict.fromkeys(reasons))))


def read_shader(name: str, **constants: int) -> str:
    """Reads a shader and what it includes; constants that decide about its loops are compiled in
    (it halves them)."""
    folder = resources.files("understudy.render") / "shaders"

    def text_of(name: str) -> str:
        return (folder / f"{name}.glsl").read_text(encoding="utf-8")

    version, _, text = text_of(name).partition("\n")
    text = re.sub(r"^#include (\w+)$", lambda found: text_of(found[1]), text, flags=re.MULTILINE)
    defines = "".join(f"#define {key} {value}\n" for key, value in constants.items())
    return f"{version}\n{defines}#line 2\n{text}"


def set_uniform(program: moderngl.Program, name: str, value: np.ndarray | float) -> None:
    """Sets a float uniform; matrices go column by column."""
    array = np.asarray(value, np.float32)
    if array.ndim == 2 and array.shape[0] == array.shape[1]:
        array = array.T
    uniform: Any = program[name]  # the stubs also allow attributes here
    uniform.write(np.ascontiguousarray(array).tobytes())


class GrowingBuffer:
    """A GPU buffer that keeps its size from clip to clip and grows when it must."""

    def __init__(self, context: moderngl.Context) -> None:
        self.gl = context.buffer(reserve=64, dynamic=True)

    def write(self, values: np.ndarray) -> None:
        data = np.ascontiguousarray(values)
        if data.nbytes > self.gl.size:
            self.gl.orphan(data.nbytes + data.nbytes // 4)
        self.gl.write(data)


class Targets:
    """Textures of one picture size that the passes draw into."""

    def __init__(self, context: moderngl.Context, settings: RenderSpec) -> None:
        border = 1 - settings.supersample % 2
        self.samples = (
            settings.width * settings.supersample + border,
            settings.height * settings.supersample + border,
        )
        size = (settings.width, settings.height)
        self.surface_layers = [
            context.texture(self.samples, 4, dtype="f2"),
            context.texture(self.samples, 4, dtype="f4"),
            context.texture(self.samples, 4, dtype="f4"),
        ]
        self.background_layers = [
            context.texture(self.samples, 4, dtype="f2"),
            context.texture(self.samples, 4, dtype="f4"),
        ]
        depth, background_depth = (context.depth_renderbuffer(self.samples) for _ in range(2))
        self._depths = (depth, background_depth)
        self.light_layer = context.texture(size, 4, dtype="f2")
        half = ((settings.width + 1) // 2, (settings.height + 1) // 2)
        self.occlusion_layer = context.texture(half, 2, dtype="f2")
        self.pixel_layers = [
            context.texture(size, 4),
            context.texture(size, 4, dtype="f4"),
            context.texture(size, 4, dtype="f4"),
        ]
        for texture in self._textures():
            texture.filter = (context.NEAREST, context.NEAREST)
        self.surface = context.framebuffer(self.surface_layers, depth)
        # What stands still writes two layers of three; a camera that stands still sees it once.
        self.still = context.framebuffer(self.surface_layers[:2], depth)
        self.moving_facts = context.framebuffer(self.surface_layers[2:])
        self.background = context.framebuffer(self.background_layers, background_depth)
        self.light = context.framebuffer([self.light_layer])
        self.occlusion = context.framebuffer([self.occlusion_layer])
        self.pixels = context.framebuffer(self.pixel_layers)

    def release(self) -> None:
        for item in (
            self.surface, self.still, self.moving_facts, self.background, self.light,
            self.occlusion, self.pixels, *self._depths,
        ):  # fmt: skip
            item.release()
        for texture in self._textures():
            texture.release()

    def _textures(self) -> list[moderngl.Texture]:
        return [
            *self.surface_layers, *self.background_layers, self.light_layer,
            self.occlusion_layer, *self.pixel_layers,
        ]  # fmt: skip


class ShadowMaps:
    """The scene's shadows, drawn once a clip, and a copy that what moves is drawn on top of."""

    def __init__(self, context: moderngl.Context, size: int) -> None:
        self.size = size
        shape = (size, size)
        # Copies between framebuffers without colour silently do nothing; hence one byte of it.
        self._colours = [context.texture(shape, 1) for _ in range(2)]
        self._depths = [context.depth_texture(shape) for _ in range(2)]
        self.scene, self.everything = (
            context.framebuffer([colour], depth)
            for colour, depth in zip(self._colours, self._depths, strict=True)
        )
        self.everything_depth = self._depths[1]
        self.everything_depth.compare_func = "<="
        self.everything_depth.filter = (context.LINEAR, context.LINEAR)

    def release(self) -> None:
        for item in (self.scene, self.everything):
            item.release()
        for texture in (*self._colours, *self._depths):
            texture.release()


WHOLE = np.array([(-1.0, -1.0), (3.0, -1.0), (-1.0, 3.0)], np.float32)
"""One triangle over a whole target."""


class ScreenPass:
    """A program that runs once for every pixel of a target, or of parts of it."""

    def __init__(self, context: moderngl.Context, fragment: str, **constants: int) -> None:
        self.program = context.program(
            read_shader("screen_vertex"), read_shader(fragment, **constants)
        )
        self._corners = GrowingBuffer(context)
        self._array = context.vertex_array(self.program, [(self._corners.gl, "2f", "in_corner")])

    def draw(self, target: moderngl.Framebuffer, corners: np.ndarray = WHOLE) -> None:
        """Draws triangles, (N, 2) corners in -1..1, into a target."""
        target.use()
        self._corners.write(corners)
        self._array.render(vertices=len(corners))

    def release(self) -> None:
        self._array.release()
        self._corners.gl.release()
        self.program.release()
