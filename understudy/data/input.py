"""From a decoded clip to what a network sees; the same for synthetic and real footage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int64, UInt8
from pydantic import Field

from understudy.data.difference import difference_view
from understudy.errors import InputError, VideoError
from understudy.types import FIRST_OBJECT_ID, Layer, Sight, Spec, Video

CHANNELS: dict[Sight, int] = {
    "colour": 3, "depth": 1, "flow": 2, "body_part": 3, "instance": 1, "difference": 3,
}  # fmt: skip
"""C of the network's input for each."""
FLOW_RANGE = 2.0
"""Fastest motion that flow tells apart [sides of the picture per second]."""
PERSON, THING = 255, 110
"""Grey levels of people and of what moves with them in the instance layer."""
PART_COLOURS: UInt8[np.ndarray, "15 3"] = np.array(
    (
        (0, 0, 0), (255, 255, 255), (128, 128, 128), (255, 0, 0), (0, 0, 255), (255, 128, 0),
        (0, 128, 255), (255, 255, 0), (0, 255, 255), (128, 0, 0), (0, 0, 128), (255, 0, 128),
        (128, 0, 255), (255, 128, 192), (64, 255, 128),
    ),
    np.uint8,
)  # fmt: skip
"""Colour of every body part, in the order of `types.BODY_PARTS`: three channels, which every
network takes, in place of fifteen."""
MARGIN = 0.1
"""Free border around a person, as a share of the crop's side."""
NOISE_PIXELS = 3
"""Rows and columns with fewer foreground pixels over the whole clip are sensor speckle."""


class InputSpec(Spec):
    """What a network sees of a clip; stored in its checkpoint."""

    layer: Sight = "colour"
    frame_count: int = Field(default=8, ge=1, le=512)
    size: int = Field(default=64, ge=8, le=1024)
    """Side of the square frames [px]."""
    depth_range_m: float = Field(default=1.0, gt=0.0)
    """Depth is seen as far before and behind the upright plane through the person as this."""

    @property
    def channels(self) -> int:
        """C of the network's input."""
        return CHANNELS[self.layer]

    @property
    def stored_layer(self) -> Layer:
        """What is read of a clip to make the input from."""
        return "colour" if self.layer == "difference" else self.layer


def prepare(
    video: Video, spec: InputSpec, chosen: Int64[np.ndarray, "T"] | None = None
) -> UInt8[np.ndarray, "T S S C"]:
    """Returns a clip as the network sees it.

    Time: `frame_count` frames, evenly over the clip, or those of `chosen`. Colour, flow and masks:
    the centre square of the frame. Depth: a square around the person (one for the whole clip, so
    that a person who moves stays in it), everything else 0, the person 255 (near) to 1 (far) about
    the clip's median, so that neither the place nor the camera's distance matters. Flow is 128 at
    rest, to the right and down above that, in sides of the picture per second, so that neither
    the frame rate nor the resolution matters. Masks are painted in fixed colours. Differences are
    `data.difference.difference_view`'s.

    Raises:
        InputError: the clip is not of the layer, or depth comes without foreground.
        VideoError: no frames, or no person in any of them (depth).
    """
    if not _is_of(video, spec.stored_layer):
        raise InputError(
            f"the network sees {spec.layer}, this clip has frames of shape {video.frames.shape} "
            f"({video.frames.dtype}): load the {spec.stored_layer} layer"
        )
    if len(video.frames) == 0:
        raise VideoError("the clip holds no frames: expected at least one")
    if chosen is None:
        chosen = even_frames(len(video.frames), spec.frame_count)
    if spec.layer == "depth":
        return _depth_view(video, chosen, spec)
    if spec.layer == "difference":
        return difference_view(video, chosen, spec.size)
    return _resized(painted(video, spec.layer, chosen), spec.size)


def painted(
    video: Video, layer: Layer, chosen: Int64[np.ndarray, "T"]
) -> UInt8[np.ndarray, "T H W C"]:
    """Returns frames of colour, flow or a mask as 8-bit pictures of the layer's channels."""
    frames = video.frames[chosen]
    if layer == "flow":
        side = min(frames.shape[1:3])
        speed = frames * (video.fps / side / FLOW_RANGE)
        return np.rint(127.5 + 127.5 * np.clip(speed, -1.0, 1.0)).astype(np.uint8)
    if layer == "body_part":
        return PART_COLOURS[frames]
    if layer == "instance":
        grey = np.where(frames >= FIRST_OBJECT_ID, THING, np.where(frames > 0, PERSON, 0))
        return grey.astype(np.uint8)[..., None]
    return frames


def _is_of(video: Video, layer: Layer) -> bool:
    frames = video.frames
    if layer in ("colour", "flow"):
        return frames.ndim == 4 and frames.shape[-1] == CHANNELS[layer]
    return frames.ndim == 3 and (layer == "depth") == (frames.dtype.kind == "f")


def even_frames(available: int, wanted: int) -> Int64[np.ndarray, "T"]:
    """Returns the middle frames of `wanted` equal parts; short clips repeat frames."""
    return ((np.arange(wanted) + 0.5) * available / wanted).astype(np.int64)


def _resized(frames: UInt8[np.ndarray, "T H W C"], size: int) -> UInt8[np.ndarray, "T S S C"]:
    """Returns the centre squares of the frames."""
    from PIL import Image

    height, width, channels = frames.shape[1:]
    side = min(height, width)
    left, top = (width - side) / 2, (height - side) / 2
    box = (left, top, left + side, top + side)

    def resized(frame: np.ndarray) -> np.ndarray:
        # Pillow's bilinear filter widens when it reduces: it averages, without aliasing.
        picture = Image.fromarray(frame)
        return np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR, box=box))

    if channels == 3:
        return np.stack([resized(frame) for frame in frames])
    # Pillow has no pictures of two channels: one at a time.
    return np.stack(
        [np.stack([resized(frame[..., c]) for c in range(channels)], axis=-1) for frame in frames]
    )


@dataclass(frozen=True, kw_only=True)
class DepthSquare:
    """What of a clip of depth is seen: around the person, about their distance."""

    left: float
    top: float
    side: float
    """[px]"""
    top_m: float
    slope: float
    """The plane that fits the person over the whole clip: its depth in row 0 [m], and how much
    that grows from row to row. A camera that looks down sees the head nearer than the feet."""
    person: Bool[np.ndarray, "T H W"]
    """Where people are, and their depth is known."""

    def plane_m(self, rows: np.ndarray) -> np.ndarray:
        """Returns the depth of the plane at rows of the picture [m]."""
        return self.top_m + self.slope * rows


def depth_square(video: Video) -> DepthSquare:
    """Returns the square around the person of a clip of depth.

    Raises:
        InputError: no foreground.
        VideoError: no person in any of the frames.
    """
    if video.foreground is None:
        raise InputError(
            "depth without the pixels of people cannot be used: generate the dataset with "
            "--layers depth instance"
        )
    person = video.foreground & (video.frames > 0)
    left, top, side = _person_square(person)
    top_m, slope = _fitted_plane(video.frames, person)
    return DepthSquare(left=left, top=top, side=side, top_m=top_m, slope=slope, person=person)


def _fitted_plane(depth_m: np.ndarray, person: np.ndarray) -> tuple[float, float]:
    """Returns depth in row 0 and growth per row [m] of the rows' medians, weighted by pixels."""
    pixels = person.sum((0, 2))
    rows = np.flatnonzero(pixels >= NOISE_PIXELS)
    medians = np.array([np.median(depth_m[:, row][person[:, row]]) for row in rows])
    weights = pixels[rows]
    middle = np.average(rows, weights=weights)
    middle_m = np.average(medians, weights=weights)
    spread = np.average((rows - middle) ** 2, weights=weights)
    if spread < 1.0:
        return float(middle_m), 0.0
    slope = np.average((rows - middle) * (medians - middle_m), weights=weights) / spread
    return float(middle_m - slope * middle), float(slope)


def _depth_view(
    video: Video, chosen: Int64[np.ndarray, "T"], spec: InputSpec
) -> UInt8[np.ndarray, "T S S 1"]:
    from PIL import Image

    square = depth_square(video)
    left, top, side = square.left, square.top, square.side
    person = square.person[chosen]
    depth_m = video.frames[chosen]
    before_m = square.plane_m(np.arange(depth_m.shape[1]))[:, None] - depth_m
    near = np.clip(0.5 + before_m / (2.0 * spec.depth_range_m), 0, 1)
    pixels = np.where(person, np.rint(1.0 + 254.0 * near), 0.0).astype(np.uint8)

    # Pillow's boxes may not leave the picture: paste onto an empty square first.
    first_column, first_row = int(np.floor(left)), int(np.floor(top))
    cells = int(np.ceil(side)) + 1
    height, width = pixels.shape[1:]
    rows = slice(max(first_row, 0), min(first_row + cells, height))
    columns = slice(max(first_column, 0), min(first_column + cells, width))
    pasted = np.zeros((len(pixels), cells, cells), np.uint8)
    pasted[
        :,
        rows.start - first_row : rows.stop - first_row,
        columns.start - first_column : columns.stop - first_column,
    ] = pixels[:, rows, columns]
    box = (left - first_column, top - first_row, left - first_column + side, top - first_row + side)
    return np.stack(
        [
            np.asarray(
                Image.fromarray(frame).resize(
                    (spec.size, spec.size), Image.Resampling.BILINEAR, box=box
                )
            )
            for frame in pasted
        ]
    )[..., None]


def _person_square(person: np.ndarray) -> tuple[float, float, float]:
    """Returns left, top and side of the square around the foreground of all frames [px]."""
    columns = np.flatnonzero(person.sum((0, 1)) >= NOISE_PIXELS)
    rows = np.flatnonzero(person.sum((0, 2)) >= NOISE_PIXELS)
    if len(columns) == 0 or len(rows) == 0:
        raise VideoError("nobody is in the picture: the clip has no foreground pixels")
    width, height = columns[-1] + 1 - columns[0], rows[-1] + 1 - rows[0]
    side = max(width, height) / (1.0 - 2.0 * MARGIN)
    left = (columns[0] + columns[-1] + 1 - side) / 2.0
    top = (rows[0] + rows[-1] + 1 - side) / 2.0
    return float(left), float(top), float(side)
