"""A trained network on a user's video: which action when, and a copy with the answer drawn on it.

Both passes stream: a video of any length needs the memory of a few seconds of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from jaxtyping import Float64, UInt8
from PIL import Image, ImageDraw, ImageFont

from understudy.data.input import prepare
from understudy.data.video import VideoReader
from understudy.errors import InputError, StorageError, VideoError
from understudy.evaluation.recogniser import Recogniser, load_recogniser, probabilities
from understudy.types import Spec, Video

ANALYSIS_SIDE = 256
"""Shorter side that frames are reduced to before windows are cut from them [px]."""
WINDOWS_AT_ONCE = 16


class Segment(Spec):
    """A stretch of a video with one answer."""

    start_s: float
    end_s: float
    label: str
    score: float
    """Mean probability of the label over the stretch."""


class Timeline(Spec):
    """What a network sees over a video."""

    video: str
    duration_s: float
    classes: tuple[str, ...]
    window_s: float
    """How much of the video the network looks at for one answer."""
    times_s: tuple[float, ...]
    """Centres of the steps, evenly spaced."""
    scores: tuple[tuple[float, ...], ...]
    """Per step the probability of every class."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class TimedFrame:
    pixels: UInt8[np.ndarray, "H W 3"]
    time_s: float
    """From the first frame."""
    period_s: float
    """Until the next frame."""

    @property
    def end_s(self) -> float:
        return self.time_s + self.period_s


def predict(
    run_dir: Path,
    video_path: Path,
    *,
    stride_s: float | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Timeline:
    """Slides a window as long as the training clips over a video and merges equal answers.

    Args:
        run_dir: folder of a training run on colour.
        video_path: any video file that FFmpeg reads.
        stride_s: step between windows; default a quarter of a window.
        on_progress: called with the seconds of video done.

    Raises:
        VideoError: the file is missing, unreadable or holds no frames.
        DatasetError: the run has no readable checkpoint.
        InputError: the run looks at depth, or the stride is not positive.
    """
    recogniser = load_recogniser(run_dir)
    if recogniser.input.stored_layer != "colour":
        raise InputError(
            f"{run_dir} was trained on the {recogniser.input.layer} layer, which a video file does "
            "not have: train a run on colour to use it on videos"
        )
    window_s = recogniser.window_s
    step_s = window_s / 4 if stride_s is None else stride_s
    if step_s <= 0.0:
        raise InputError(f"the stride must be positive, not {step_s} s")

    centres_s: list[float] = []
    rows: list[np.ndarray] = []
    clips: list[np.ndarray] = []
    duration_s = 0.0
    frames = timed_frames(video_path, short_side=ANALYSIS_SIDE)
    for start_s, end_s, video in sliding_windows(frames, window_s, step_s):
        clips.append(prepare(video, recogniser.input))
        centres_s.append((start_s + end_s) / 2)
        duration_s = end_s
        if len(clips) == WINDOWS_AT_ONCE:
            rows.append(probabilities(recogniser, clips))
            clips = []
            if on_progress is not None:
                on_progress(end_s)
    if clips:
        rows.append(probabilities(recogniser, clips))
    if on_progress is not None:
        on_progress(duration_s)
    return make_timeline(
        str(video_path),
        duration_s,
        recogniser,
        np.array(centres_s),
        np.concatenate(rows).astype(np.float64),
        step_s,
    )


def timed_frames(path: Path, *, short_side: int | None = None) -> Iterator[TimedFrame]:
    """Yields the frames of a video one at a time; all of them have the same size.

    Raises:
        VideoError: the file is missing, unreadable, damaged, or holds no frames.
    """
    with VideoReader(path, short_side=short_side) as reader:
        shape: tuple[int, ...] | None = None
        for number, pixels in enumerate(reader.frames()):
            shape = shape or pixels.shape
            if pixels.shape != shape:
                raise VideoError(
                    f"{path} changes its frame size from {shape[1]}x{shape[0]} to "
                    f"{pixels.shape[1]}x{pixels.shape[0]} at {number / reader.fps:.1f} s: cut it "
                    "into one file per size"
                )
            yield TimedFrame(pixels=pixels, time_s=number / reader.fps, period_s=1.0 / reader.fps)


def sliding_windows(
    frames: Iterator[TimedFrame], window_s: float, step_s: float
) -> Iterator[tuple[float, float, Video]]:
    """Yields (start, end, frames) of every window, while holding no more than one of them.

    The last window ends with the video; a video shorter than a window is one window.
    """
    held: deque[TimedFrame] = deque()
    start_s = 0.0
    emitted_s = 0.0

    def cut(low_s: float, high_s: float) -> tuple[float, float, Video]:
        inside = [frame for frame in held if low_s - 1e-6 <= frame.time_s < high_s - 1e-6]
        inside = inside or [held[-1]]
        pixels = np.stack([frame.pixels for frame in inside])
        return low_s, high_s, Video(frames=pixels, fps=len(inside) / (high_s - low_s))

    last: TimedFrame | None = None
    for frame in frames:
        while frame.time_s >= start_s + window_s - 1e-6 and held:
            yield cut(start_s, start_s + window_s)
            emitted_s = start_s + window_s
            start_s += step_s
        held.append(frame)
        # One window before the newest frame stays, for the last window.
        while held and held[0].time_s < min(start_s, frame.end_s - window_s) - 1e-6:
            held.popleft()
        last = frame
    if last is not None and last.end_s > emitted_s + 1e-6:
        yield cut(max(0.0, last.end_s - window_s), last.end_s)


def make_timeline(
    video: str,
    duration_s: float,
    recogniser: Recogniser,
    centres_s: Float64[np.ndarray, "N"],
    scores: Float64[np.ndarray, "N K"],
    step_s: float,
) -> Timeline:
    """Spreads the windows' answers over even time steps and merges steps with equal answers.

    A step's score is the mean of the windows over it, those that centre on it counting most: a
    change of action then shows where it happens and not half a window early or late.
    """
    window_s = recogniser.window_s
    count = max(1, round(duration_s / step_s))
    edges_s = np.linspace(0.0, duration_s, count + 1)
    times_s = (edges_s[:-1] + edges_s[1:]) / 2
    smooth = np.zeros((count, scores.shape[1]))
    for step, time_s in enumerate(times_s):
        distance = np.abs(centres_s - time_s)
        weights = np.maximum(0.0, 1.0 - distance / (window_s / 2))
        if not weights.any():  # before the centre of the first window, behind that of the last
            weights = (distance <= distance.min() + 1e-6).astype(np.float64)
        smooth[step] = weights @ scores / weights.sum()

    winners = smooth.argmax(1)
    starts = [0, *(np.flatnonzero(np.diff(winners)) + 1), count]
    segments = tuple(
        Segment(
            start_s=round(float(edges_s[first]), 3),
            end_s=round(float(edges_s[last]), 3),
            label=recogniser.classes[winners[first]],
            score=round(float(smooth[first:last, winners[first]].mean()), 4),
        )
        for first, last in pairwise(starts)
    )
    return Timeline(
        video=video,
        duration_s=duration_s,
        classes=recogniser.classes,
        window_s=window_s,
        times_s=tuple(round(float(time_s), 3) for time_s in times_s),
        scores=tuple(tuple(round(float(score), 4) for score in row) for row in smooth),
        segments=segments,
    )


class Event(Spec):
    """Something that happened in a video."""

    label: str
    start_s: float
    end_s: float
    probability: float
    """Highest of the label in between."""


def find_events(
    timeline: Timeline,
    labels: Mapping[str, Sequence[str]],
    *,
    quiet: Sequence[str] = (),
    threshold: float = 0.5,
    gap_s: float = 0.5,
) -> list[Event]:
    """Returns when a video shows which label, in the order of the beginnings.

    Args:
        timeline: of `predict`.
        labels: label -> classes of the network that stand for it; their probabilities are added.
        quiet: labels that are no events.
        threshold: an event lasts as long as its label is as likely as this.
        gap_s: shorter interruptions do not divide an event.

    Raises:
        InputError: a class that the network does not know.
    """
    columns = {name: number for number, name in enumerate(timeline.classes)}
    unknown = sorted({name for names in labels.values() for name in names} - set(columns))
    if unknown:
        raise InputError(
            f"the network does not know {', '.join(unknown)}; it knows: "
            f"{', '.join(timeline.classes)}"
        )
    scores = np.asarray(timeline.scores)
    times = np.asarray(timeline.times_s)
    half_step_s = timeline.duration_s / (2 * len(times))
    events: list[Event] = []
    for label, names in labels.items():
        if label in quiet:
            continue
        likely = scores[:, [columns[name] for name in names]].sum(1)
        steps = np.flatnonzero(likely >= threshold)
        apart = np.flatnonzero(np.diff(times[steps]) > gap_s + 2.0 * half_step_s) + 1
        for stretch in np.split(steps, apart) if len(steps) else ():
            events.append(
                Event(
                    label=label,
                    start_s=round(max(0.0, float(times[stretch[0]] - half_step_s)), 3),
                    end_s=round(float(times[stretch[-1]] + half_step_s), 3),
                    probability=round(float(likely[stretch].max()), 4),
                )
            )
    return sorted(events, key=lambda event: (event.start_s, event.label))


# --------------------------------------------------------------------------------------------
# Drawing


PALETTE: tuple[tuple[int, int, int], ...] = (
    (86, 180, 233), (230, 159, 0), (0, 158, 115), (204, 121, 167), (240, 228, 66),
    (213, 94, 0), (0, 114, 178), (170, 170, 170),
)  # fmt: skip
"""Okabe and Ito (2008): told apart by colour-blind eyes too; repeats after eight classes."""


def write_annotated(
    video_path: Path,
    timeline: Timeline,
    out_mp4: Path,
    *,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Writes a copy of a video with the answer, score bars and a time line drawn on it.

    Size and frame rate are the video's own; sound is left out.

    Args:
        video_path: the video.
        timeline: from `predict` on this video.
        out_mp4: the file to write.
        on_progress: called with the seconds of video done.

    Raises:
        VideoError: the video is unreadable.
        InputError: `out_mp4` is the video itself.
        StorageError: the file cannot be written.
    """
    if out_mp4.resolve() == video_path.resolve():
        raise InputError(f"{out_mp4} is the video itself: choose another name for the copy")
    partial = out_mp4.with_name(out_mp4.name + ".partial")
    try:
        out_mp4.parent.mkdir(parents=True, exist_ok=True)
        _write_frames(video_path, timeline, partial, on_progress)
        partial.replace(out_mp4)
    except OSError as error:  # PyAV's errors of files and disks are OSErrors
        raise StorageError(f"cannot write {out_mp4}: {error}") from None
    finally:
        partial.unlink(missing_ok=True)


def _write_frames(
    video_path: Path,
    timeline: Timeline,
    path: Path,
    on_progress: Callable[[float], None] | None,
) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream: av.VideoStream | None = None
        painter: _Painter | None = None
        for timed in timed_frames(video_path):
            if stream is None or painter is None:
                # yuv420p stores colour per 2 x 2 pixels: an odd side loses its last line.
                height, width = (side // 2 * 2 for side in timed.pixels.shape[:2])
                if min(width, height) < 2:
                    raise VideoError(f"{video_path}: frames of {width}x{height} px are too small")
                rate = Fraction(1.0 / timed.period_s).limit_denominator(1001)
                stream = container.add_stream("libx264", rate=rate, options={"crf": "20"})
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
                painter = _Painter(timeline, width, height)
            image = Image.fromarray(timed.pixels[: painter.height, : painter.width])
            painter.draw(image, timed.time_s)
            container.mux(stream.encode(av.VideoFrame.from_image(image)))
            if on_progress is not None:
                on_progress(timed.end_s)
        if stream is not None:
            container.mux(stream.encode(None))


class _Painter:
    """Draws a time line's state on frames of one size; what does not change is drawn once."""

    def __init__(self, timeline: Timeline, width: int, height: int):
        self.timeline = timeline
        self.width, self.height = width, height
        self.text_px = max(9, round(min(width, height) / 18))
        self.font = ImageFont.load_default(self.text_px)
        self.margin = max(2, self.text_px // 3)
        self.strip_px = max(4, self.text_px // 2)
        self.strip = self._draw_strip()
        self.panel_step = -1
        self.panel = Image.new("RGBA", (1, 1))

    def draw(self, image: Image.Image, time_s: float) -> None:
        step = int(np.abs(np.asarray(self.timeline.times_s) - time_s).argmin())
        if step != self.panel_step:
            self.panel, self.panel_step = self._draw_panel(step), step
        image.paste(self.panel, (0, 0), self.panel)
        top = self.height - self.strip_px
        image.paste(self.strip, (0, top))
        x = min(self.width - 1, int(self.width * time_s / max(self.timeline.duration_s, 1e-6)))
        ImageDraw.Draw(image).rectangle(
            (max(0, x - 1), top - self.strip_px // 2, x + 1, self.height), fill=(255, 255, 255)
        )

    def _colour(self, label: str) -> tuple[int, int, int]:
        return PALETTE[self.timeline.classes.index(label) % len(PALETTE)]

    def _draw_strip(self) -> Image.Image:
        strip = Image.new("RGB", (self.width, self.strip_px), (30, 30, 30))
        draw = ImageDraw.Draw(strip)
        scale = self.width / max(self.timeline.duration_s, 1e-6)
        for segment in self.timeline.segments:
            # Paler where the network is less sure.
            shade = 0.35 + 0.65 * segment.score
            colour = tuple(int(shade * part) for part in self._colour(segment.label))
            box = (segment.start_s * scale, 0, segment.end_s * scale - 1, self.strip_px)
            draw.rectangle((box[0], box[1], max(box[0], box[2]), box[3]), fill=colour)
        return strip

    def _draw_panel(self, step: int) -> Image.Image:
        scores = np.asarray(self.timeline.scores[step])
        best = np.argsort(-scores, kind="stable")[: 3 if self.height >= 16 * self.text_px else 1]
        row_px = self.text_px + self.margin
        lines = [f"{self.timeline.classes[number]} {100 * scores[number]:.0f} %" for number in best]
        text_px = max(int(self.font.getlength(line)) for line in lines)
        bar_px = 3 * self.text_px
        wide = min(self.width, text_px + bar_px + 3 * self.margin)
        panel = Image.new("RGBA", (wide, row_px * len(best) + self.margin), (0, 0, 0, 180))
        draw = ImageDraw.Draw(panel)
        for row, (number, line) in enumerate(zip(best, lines, strict=True)):
            top = self.margin // 2 + row * row_px
            colour = self._colour(self.timeline.classes[number])
            bar_top = top + self.margin
            filled = self.margin + max(1, int(bar_px * scores[number]))
            frame = (self.margin, bar_top, self.margin + bar_px, top + row_px - self.margin // 2)
            draw.rectangle(frame, fill=(70, 70, 70, 200))
            draw.rectangle((frame[0], frame[1], filled, frame[3]), fill=(*colour, 255))
            draw.text(
                (bar_px + 2 * self.margin, top + row_px / 2),
                line,
                fill=(255, 255, 255, 255) if row == 0 else (200, 200, 200, 255),
                font=self.font,
                anchor="lm",
            )
        return panel


def describe(segments: Sequence[Segment]) -> str:
    """Returns the segments as lines for a terminal."""
    return "\n".join(
        f"{segment.start_s:7.1f} s  {segment.end_s:7.1f} s  {segment.label}  "
        f"{100 * segment.score:.0f} %"
        for segment in segments
    )
