"""Video files in and out: H.264 through PyAV, one thread, the same bytes for the same frames."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import UInt8

from understudy.errors import InputError, VideoError
from understudy.types import FrameChoice, Video

GOP = 12
"""Frames per group of pictures: a reader that seeks decodes at most this many for nothing."""
MISSING_SHARE = 0.1
"""A file may hold this much less than its header says: editors count a few frames too many."""
MISSING_FRAMES = 4
DEFAULT_FPS = 30.0
"""Of files that state no frame rate."""
REPAIR = "repair it (for instance `ffmpeg -i IN -c:v libx264 OUT.mp4`) or remove it"


def encode_mp4(frames: UInt8[np.ndarray, "T H W 3"], fps: float, crf: int = 23) -> bytes:
    """Returns an H.264 file (4:2:0, BT.601) that every browser plays.

    Args:
        frames: sRGB; width and height even, as 4:2:0 colour needs.
        fps: frames per second.
        crf: constant rate factor of libx264, 0 (best) to 51.

    Raises:
        InputError: no frames, odd sizes, or a crf or frame rate out of range.
    """
    import av
    from av.video.reformatter import ColorRange, Colorspace, Interpolation

    if frames.ndim != 4 or frames.shape[3] != 3 or frames.dtype != np.uint8:
        raise InputError(
            f"a film needs uint8 frames of shape (T, H, W, 3), got {frames.dtype} {frames.shape}"
        )
    count, height, width, _ = frames.shape
    if count == 0 or width < 2 or height < 2 or width % 2 or height % 2:
        raise InputError(
            f"a film needs at least one frame of even width and height, got {count} frames of "
            f"{width}x{height}"
        )
    if not 0 <= crf <= 51 or not 0.0 < fps <= 1000.0:
        raise InputError(f"a film needs crf 0..51 and fps 0..1000, got crf {crf} and fps {fps}")
    sink = io.BytesIO()
    with av.open(sink, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream(
            "libx264",
            rate=Fraction(fps).limit_denominator(1001),
            options={
                "preset": "veryfast",
                "crf": str(crf),
                "g": str(GOP),
                "flags": "+bitexact",
                # Without it x264's SIMD code gives other bytes in about one of ten encodings,
                # even with one thread: its floats depend on how memory happens to be aligned.
                "x264-params": "cpu-independent=1",
            },
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        stream.codec_context.colorspace = Colorspace.ITU601
        stream.codec_context.color_range = ColorRange.MPEG
        for pixels in frames:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame = frame.reformat(
                format="yuv420p",
                dst_colorspace=Colorspace.ITU601,
                interpolation=Interpolation.AREA
                | Interpolation.ACCURATE_RND
                | Interpolation.BITEXACT,
                threads=1,
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return sink.getvalue()


class VideoReader:
    """An opened video file; a context manager that yields frames one by one.

    For films too long to hold in memory; `decode_video` reads a short one whole.

    Raises:
        VideoError: the file is missing, empty, damaged or holds no video.
    """

    def __init__(
        self, source: Path | bytes, *, name: str = "", short_side: int | None = None
    ) -> None:
        """Opens the file.

        Args:
            source: a path, or the bytes of a file.
            name: what messages call it; the path by default.
            short_side: frames whose shorter side is longer than this are reduced to it [px].
        """
        import av

        self.name = name or ("a video in memory" if isinstance(source, bytes) else str(source))
        if isinstance(source, bytes):
            size = len(source)
        else:
            if not source.is_file():
                raise VideoError(f"{self.name} is not a file: expected a video")
            size = source.stat().st_size
        if size == 0:
            raise VideoError(f"{self.name} is empty (0 bytes): copy it again or remove it")
        try:
            opened = io.BytesIO(source) if isinstance(source, bytes) else str(source)
            self._container: Any = av.open(opened)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise VideoError(f"{self.name} cannot be read as a video ({error}): {REPAIR}") from None
        if not self._container.streams.video:
            self._container.close()
            raise VideoError(f"{self.name} holds no video stream: expected a film")
        stream = self._container.streams.video[0]
        stream.thread_count = 1
        self._stream = stream
        self._short_side = short_side
        rate = stream.average_rate or stream.guessed_rate
        self.fps = float(rate) if rate else DEFAULT_FPS
        self.declared_frames = int(stream.frames)
        """As the header says; 0 where it does not."""

    def frames(
        self, first: int = 0, *, wanted: Container[int] | None = None
    ) -> Iterator[UInt8[np.ndarray, "H W 3"]]:
        """Yields the frames from number `first`, or those `wanted` of them, upright, sRGB;
        VideoError where the file breaks off."""
        import av

        count = 0
        try:
            for frame in self._container.decode(self._stream):
                # Converting costs as much as decoding.
                if count >= first and (wanted is None or count in wanted):
                    yield self._upright(frame)
                count += 1
        except (av.FFmpegError, ValueError) as error:
            raise VideoError(
                f"{self.name} is damaged after frame {count} ({error}): {REPAIR}"
            ) from None
        if count == 0:
            raise VideoError(f"{self.name} holds no frames: copy it again or remove it")
        missing = self.declared_frames - count
        if missing > max(MISSING_FRAMES, MISSING_SHARE * self.declared_frames):
            raise VideoError(
                f"{self.name} is cut off: it holds {count} of the {self.declared_frames} frames "
                f"that its header promises; copy it again or {REPAIR}"
            )

    def _upright(self, frame: Any) -> UInt8[np.ndarray, "H W 3"]:
        from av.video.reformatter import Interpolation

        width, height = frame.width, frame.height
        shorter = min(width, height)
        if self._short_side is not None and shorter > self._short_side:
            width = round(width * self._short_side / shorter)
            height = round(height * self._short_side / shorter)
        pixels = frame.reformat(
            width=width,
            height=height,
            format="rgb24",
            interpolation=Interpolation.AREA
            | Interpolation.ACCURATE_RND
            | Interpolation.FULL_CHR_H_INT,
            threads=1,
        ).to_ndarray()
        # Phones store how they were held; FFmpeg's angle is counter-clockwise, as rot90's is.
        quarter_turns = round(frame.rotation / 90) % 4
        return np.ascontiguousarray(np.rot90(pixels, quarter_turns)) if quarter_turns else pixels

    def close(self) -> None:
        self._container.close()

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def decode_video(
    source: Path | bytes,
    *,
    name: str = "",
    max_frames: int | None = None,
    short_side: int | None = None,
    from_s: float = 0.0,
    until_s: float | None = None,
    choose: FrameChoice | None = None,
) -> Video:
    """Reads a film, whole or a stretch of it, or some of its frames.

    Args:
        source: a path, or the bytes of a file.
        name: what messages call it; the path by default.
        max_frames: stop after this many.
        short_side: reduce larger frames to this shorter side [px].
        from_s: where the stretch begins.
        until_s: where it ends; default with the film.
        choose: which frames of the stretch to return, numbered from its beginning, in any order;
            the last one stands for those beyond it where the header counts too many.

    Raises:
        VideoError: the file is missing, empty, damaged or cut off, its frames vary in size, or it
            ends before the stretch begins.
    """
    kept: list[np.ndarray] = []
    with VideoReader(source, name=name, short_side=short_side) as reader:
        first = round(from_s * reader.fps)
        if until_s is not None:
            most = max(1, round(until_s * reader.fps) - first)
            max_frames = most if max_frames is None else min(max_frames, most)
        chosen = None
        if choose is not None and reader.declared_frames > first:
            declared = reader.declared_frames - first
            if max_frames is None:
                chosen = choose(declared)  # and read on to the end, which may be missing
            else:
                chosen = choose(min(declared, max_frames))
                max_frames = len(np.unique(chosen))
        for frame in reader.frames(first, wanted=None if chosen is None else set(first + chosen)):
            if kept and frame.shape != kept[0].shape:
                raise VideoError(
                    f"{reader.name} changes its frame size from {kept[0].shape[:2]} to "
                    f"{frame.shape[:2]} at frame {len(kept)}: {REPAIR}"
                )
            kept.append(frame)
            if len(kept) == max_frames:
                break
        if not kept:
            raise VideoError(f"{reader.name} ends before {from_s:g} s, where a clip should begin")
        frames = np.stack(kept)
        if chosen is not None:
            places = np.searchsorted(np.unique(chosen), chosen)
            frames = frames[np.minimum(places, len(frames) - 1)]
        elif choose is not None:
            frames = frames[choose(len(frames))]
        return Video(frames=frames, fps=reader.fps)


def duration_s(path: Path) -> float:
    """Returns how long a film is by its header, or by its frames where that does not say.

    Raises:
        VideoError: the file is missing, damaged or holds no video.
    """
    with VideoReader(path) as reader:
        count = reader.declared_frames or sum(1 for _ in reader.frames())
        return count / reader.fps
