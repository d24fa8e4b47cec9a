"""A network's answers on the clips of one dataset, as a record that a report can be made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float64, UInt8

from understudy.data.ahead import ahead
from understudy.data.input import PART_COLOURS, InputSpec, prepare
from understudy.data.video import encode_mp4
from understudy.errors import DatasetError, VideoError
from understudy.evaluation.metrics import summarise
from understudy.evaluation.recogniser import Recogniser, crops, probabilities, views
from understudy.rng import stream
from understudy.runs import DatasetStamp, EvaluationRecord, Prediction, SampleFilm
from understudy.types import ClipRecord, ClipSource, Layer, Spec, Video

FILM_COUNT = 12
FILM_SIDE = 240
"""Longer side of a sample film [px]."""


class EvaluationSetup(Spec):
    """How an evaluation is done, apart from the network and the dataset."""

    name: str
    protocol: str
    view_count: int = 5
    """Windows per clip at most; their probabilities are averaged."""
    crop_count: int = 1
    """1: the centre square of each window; 3: also the two ends of its longer side."""
    skip_limit: float = 0.05
    """Share of the clips that may be unreadable before the evaluation stops."""
    seed: int = 0
    """Of the bootstrap and the choice of sample films."""
    threads: int = 2
    """Clips decoded at a time."""


def evaluate(
    recogniser: Recogniser,
    source: ClipSource,
    indices: Sequence[int],
    class_map: Mapping[str, Sequence[str]],
    *,
    setup: EvaluationSetup,
    stamp: DatasetStamp,
    out_dir: Path,
    on_progress: Callable[[int, int], None] | None = None,
) -> EvaluationRecord:
    """Asks the network about every clip and returns its answers with figures and sample films.

    The probability of a target label is the sum over its actions, scaled so that the labels add
    up to one; windows of a clip are averaged first.

    Args:
        recogniser: the network.
        source: the dataset.
        indices: its clips to ask about; their labels are keys of `class_map`.
        class_map: target label -> names among the network's classes, none empty.
        setup: views, limits, seed.
        stamp: description of the dataset for the record.
        out_dir: the record's folder; films go to its `samples` folder.
        on_progress: called with (clips done, clips in all).

    Raises:
        DatasetError: more clips than `setup.skip_limit` are unreadable, or all are.
    """
    labels = tuple(class_map)
    targets = target_matrix(recogniser.classes, class_map)
    predictions: list[Prediction] = []
    places: list[int] = []
    skipped: dict[str, str] = {}
    for index, clips in read_views(
        recogniser, source, indices, view_count=setup.view_count, crop_count=setup.crop_count,
        skip_limit=setup.skip_limit, threads=setup.threads, skipped=skipped,
        on_progress=on_progress,
    ):  # fmt: skip
        found = probabilities(recogniser, clips).mean(0).astype(np.float64) @ targets
        predictions.append(prediction(source.records[index], found, labels))
        places.append(index)
    if not predictions:
        raise DatasetError(f"{source.name}: none of the {len(indices)} clips could be read")

    summary = summarise(predictions, labels, rng=stream(setup.seed, "bootstrap", setup.name))
    chosen = choose_samples(predictions, rng=stream(setup.seed, "samples", setup.name))
    return EvaluationRecord(
        name=setup.name,
        protocol=setup.protocol,
        dataset=stamp,
        labels=labels,
        class_map={label: tuple(names) for label, names in class_map.items()},
        predictions=tuple(predictions),
        metrics=summary.metrics,
        per_class=summary.per_class,
        confusion=summary.confusion,
        skipped=skipped,
        samples=write_samples(
            [(predictions[number], places[number]) for number in chosen],
            source,
            recogniser.input.stored_layer,
            out_dir,
        ),
        seed=setup.seed,
    )


def prediction(
    clip: ClipRecord, found: Float64[np.ndarray, "K"], labels: Sequence[str]
) -> Prediction:
    """Returns an answer about a clip, its probabilities scaled so that they add up to one."""
    shares = found / max(float(found.sum()), 1e-12)
    return Prediction(
        clip_id=clip.clip_id,
        group=clip.group,
        label=clip.label,
        predicted=labels[int(shares.argmax())],
        scores=tuple(round(float(share), 6) for share in shares),
    )


def target_matrix(
    classes: Sequence[str], class_map: Mapping[str, Sequence[str]]
) -> Float64[np.ndarray, "K L"]:
    """Returns 1 where a class of the network counts for a target label."""
    matrix = np.zeros((len(classes), len(class_map)))
    for column, names in enumerate(class_map.values()):
        for name in names:
            matrix[classes.index(name), column] = 1.0
    return matrix


def read_views(
    recogniser: Recogniser,
    source: ClipSource,
    indices: Sequence[int],
    *,
    view_count: int,
    crop_count: int,
    skip_limit: float,
    threads: int,
    skipped: dict[str, str],
    on_progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[int, list[UInt8[np.ndarray, "T S S C"]]]]:
    """Yields the clips that can be read, in order, as the network sees them: windows and crops.

    The next few are decoded meanwhile.

    Args:
        recogniser: whose input it is.
        source: the dataset.
        indices: its clips.
        view_count: windows per clip at most, evenly over it.
        crop_count: crops per window, 1 or 3.
        skip_limit: share of unreadable clips at which to give up.
        threads: clips decoded at a time.
        skipped: takes the clips that cannot be read, with the reason.
        on_progress: called with (clips done, clips in all), also for those.

    Raises:
        DatasetError: more clips than `skip_limit` are unreadable.
    """

    def load(index: int) -> list[UInt8[np.ndarray, "T S S C"]]:
        video = source.load(index, recogniser.input.stored_layer)
        if len(video.frames) == 0:
            raise VideoError(f"{source.records[index].clip_id}: the clip holds no frames")
        window_s = recogniser.window_s
        return prepared_views(video, recogniser.input, window_s, view_count, crop_count)

    for done, (index, clips) in enumerate(ahead(load, indices, threads=threads), start=1):
        if isinstance(clips, VideoError):
            skipped[source.records[index].clip_id] = str(clips)
            check_skipped(skipped, len(indices), skip_limit, source.name)
        else:
            yield index, clips
        if on_progress is not None:
            on_progress(done, len(indices))


def prepared_views(
    video: Video, input_spec: InputSpec, window_s: float, count: int, crop_count: int = 1
) -> list[UInt8[np.ndarray, "T S S C"]]:
    """Returns the windows of a clip, and the crops of each, as the network sees them.

    Windows without anybody in them (depth only) say nothing and are left out; VideoError where
    that is all of them.
    """
    prepared: list[UInt8[np.ndarray, "T S S C"]] = []
    empty: VideoError | None = None
    for window in views(video, window_s, count):
        for view in crops(window, crop_count):
            try:
                prepared.append(prepare(view, input_spec))
            except VideoError as error:
                empty = error
    if not prepared and empty is not None:
        raise empty
    return prepared


def check_skipped(skipped: Mapping[str, str], count: int, limit: float, dataset: str) -> None:
    """Raises DatasetError that lists the unreadable clips once they are too many to ignore."""
    if len(skipped) > limit * count:
        shown = "\n".join(f"  {name}: {reason}" for name, reason in list(skipped.items())[:5])
        raise DatasetError(
            f"{dataset}: {len(skipped)} of {count} clips cannot be read, more than the "
            f"{100 * limit:g} % that may be left out:\n{shown}\n"
            "Repair or remove these files, then run the same command again."
        )


def choose_samples(predictions: Sequence[Prediction], *, rng: np.random.Generator) -> list[int]:
    """Returns positions of up to `FILM_COUNT` clips: wrong ones first, then right ones.

    At most half are wrong while there are right ones left, and both halves go round the labels.
    """
    order = [int(number) for number in rng.permutation(len(predictions))]

    def round_robin(members: list[int]) -> list[int]:
        seen: dict[str, int] = {}
        turn = {}
        for number in members:
            label = predictions[number].label
            turn[number] = seen[label] = seen.get(label, -1) + 1
        return sorted(members, key=lambda number: turn[number])

    wrong = round_robin([n for n in order if predictions[n].label != predictions[n].predicted])
    right = round_robin([n for n in order if predictions[n].label == predictions[n].predicted])
    wrong_count = min(len(wrong), max(FILM_COUNT // 2, FILM_COUNT - len(right)))
    return wrong[:wrong_count] + right[: FILM_COUNT - wrong_count]


def write_samples(
    chosen: Sequence[tuple[Prediction, int]], source: ClipSource, layer: Layer, out_dir: Path
) -> tuple[SampleFilm, ...]:
    """Writes small mp4 films of the chosen clips and returns their entries for the record."""
    folder = out_dir / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.mp4"):
        old.unlink()
    films = []
    for number, (prediction, index) in enumerate(chosen):
        video = source.load(index, layer)
        path = folder / f"{number:02d}.mp4"
        path.write_bytes(encode_mp4(film_frames(video), fps=video.fps))
        films.append(
            SampleFilm(
                path=path.relative_to(out_dir).as_posix(),
                clip_id=prediction.clip_id,
                label=prediction.label,
                predicted=prediction.predicted,
                score=max(prediction.scores),
            )
        )
    return tuple(films)


def film_frames(video: Video) -> UInt8[np.ndarray, "T H W 3"]:
    """Returns frames fit for watching: at most `FILM_SIDE` px, depth as grey (near is light),
    flow and masks in colours."""
    frames = video.frames
    if frames.shape[-1] == 2 and frames.ndim == 4:  # flow: red to the right, green down
        fastest = max(float(np.quantile(np.abs(frames), 0.99)), 1e-3)
        shown = np.rint(127.5 + 127.5 * np.clip(frames / fastest, -1.0, 1.0))
        frames = np.pad(shown, ((0, 0),) * 3 + ((0, 1),), constant_values=128).astype(np.uint8)
    elif frames.ndim == 3 and frames.dtype == np.uint8:
        frames = PART_COLOURS[np.minimum(frames, len(PART_COLOURS) - 1)]
    elif frames.ndim == 3:
        surface = frames > 0
        if surface.any():
            near, far = np.quantile(frames[surface], (0.01, 0.99))
            grey = 230.0 - 190.0 * np.clip((frames - near) / max(far - near, 1e-3), 0.0, 1.0)
            frames = np.where(surface, grey, 0.0).astype(np.uint8)
        frames = np.repeat(frames.astype(np.uint8)[..., None], 3, axis=3)
    # Area averaging needs whole steps; even sides are what the video codec wants.
    step = max(1, -(-max(frames.shape[1:3]) // FILM_SIDE))
    count, height, width, _ = frames.shape
    height, width = height // (2 * step) * 2, width // (2 * step) * 2
    blocks = frames[:, : height * step, : width * step].reshape(count, height, step, width, step, 3)
    return blocks.mean((2, 4)).round().astype(np.uint8)


def dataset_stamp(source: ClipSource, clips: Mapping[str, int], path: str) -> DatasetStamp:
    """Returns what a record says about its dataset."""
    return DatasetStamp(
        name=source.name,
        path=path,
        fingerprint=source.fingerprint,
        classes=source.classes,
        clips=dict(clips),
    )
