"""Counting what repeats: drawn films of known rate, and filmed people against their own joints."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from understudy.data.video import VideoReader
from understudy.errors import InputError, VideoError
from understudy.repetitions import Repetitions, count_repetitions
from understudy.types import Video

FPS = 12.0


def ground(rng: np.random.Generator, height: int = 48, width: int = 64) -> np.ndarray:
    """A coarse pattern, as a room shows."""
    tiles = rng.integers(40, 200, size=(height // 8, width // 8))
    return np.repeat(np.repeat(tiles, 8, axis=0), 8, axis=1).astype(np.float64)


def drawn(
    offsets: np.ndarray, *, seed: int = 0, noise: float = 0.0, flicker: float = 0.0,
    fps: float = FPS, across: np.ndarray | None = None,
) -> Video:  # fmt: skip
    """A film of a bright block that stands `offsets` [px] below its resting place."""
    rng = np.random.default_rng(seed)
    still = ground(rng)
    rows, columns = np.mgrid[: still.shape[0], : still.shape[1]]
    frames = []
    for number, offset in enumerate(offsets):
        right = 0.0 if across is None else across[number]
        block = np.clip(6.5 - np.abs(rows - 16.0 - offset), 0.0, 1.0)
        block *= np.clip(5.5 - np.abs(columns - 30.0 - right), 0.0, 1.0)
        picture = still * (1.0 - block) + 240.0 * block
        picture = picture * (1.0 + flicker * rng.normal()) + noise * rng.normal(size=picture.shape)
        frames.append(picture)
    grey = np.clip(np.rint(np.array(frames)), 0, 255).astype(np.uint8)
    return Video(frames=np.repeat(grey[..., None], 3, axis=-1), fps=fps)


def dips(period_s: float, count: int, *, before_s: float = 0.7, after_s: float = 0.7, fps=FPS):
    """Offsets [px] of `count` movements down and up again, at rest before and after."""
    times = np.arange(round(count * period_s * fps)) / fps
    moving = 7.0 * (1.0 - np.cos(2.0 * np.pi * times / period_s))
    return np.concatenate([np.zeros(round(before_s * fps)), moving, np.zeros(round(after_s * fps))])


@pytest.mark.parametrize(
    ("period_s", "count"), [(0.5, 16), (0.8, 5), (1.3, 6), (2.0, 4), (3.0, 3), (4.0, 2)]
)
def test_counts_and_times_of_a_block_that_dips(period_s: float, count: int) -> None:
    found = count_repetitions(drawn(dips(period_s, count)))
    assert found.count == count
    assert found.period_s == pytest.approx(period_s, rel=0.1)
    assert found.confidence > 0.5
    assert found.start_s == pytest.approx(0.7, abs=0.4 * period_s)
    assert found.end_s == pytest.approx(0.7 + count * period_s, abs=0.4 * period_s)


@pytest.mark.parametrize("trouble", [{"noise": 12.0}, {"flicker": 0.08}, {"noise": 6.0, "seed": 4}])
def test_noise_and_flicker_of_the_whole_picture_do_not_count(trouble: dict[str, float]) -> None:
    assert count_repetitions(drawn(dips(1.5, 5), **trouble)).count == 5
    still = count_repetitions(drawn(np.zeros(90), **trouble))
    assert still == Repetitions(count=0, period_s=None, confidence=0.0, start_s=0.0, end_s=0.0)


def test_light_that_pulses_does_not_count() -> None:
    """A lamp that beats, or an exposure that hunts, changes bright places more than dark ones."""
    frames = drawn(np.zeros(96)).frames
    gain = 1.0 - 0.15 * np.sin(np.arange(120) / FPS * 2.0 * np.pi) ** 2
    pulsing = np.rint(frames * gain[: len(frames), None, None, None]).astype(np.uint8)
    assert count_repetitions(Video(frames=pulsing, fps=FPS)).count == 0
    moving = drawn(dips(1.6, 4, before_s=0.8, after_s=0.8)).frames
    pulsing = np.rint(moving * gain[: len(moving), None, None, None]).astype(np.uint8)
    assert count_repetitions(Video(frames=pulsing, fps=FPS)).count == 4


def test_somebody_so_near_that_most_of_the_picture_moves_is_counted() -> None:
    near = drawn(dips(1.5, 5)).frames[:, 12:32, 25:36]
    assert count_repetitions(Video(frames=near, fps=FPS)).count == 5


def test_periods_between_whole_frames_are_not_doubled() -> None:
    for period in (6.5, 7.5, 10.5, 15.5):
        found = count_repetitions(drawn(dips(period / FPS, 8)))
        assert found.count == 8, period


def test_a_still_film_and_a_few_frames_repeat_nothing() -> None:
    assert count_repetitions(drawn(np.zeros(80))).count == 0
    for frames in (1, 2, 3, 5):
        assert count_repetitions(drawn(np.arange(float(frames)))).count == 0


@pytest.mark.parametrize("after_s", [0.5, 3.0])
def test_one_movement_is_no_repetition(after_s: float) -> None:
    assert count_repetitions(drawn(dips(2.0, 1, before_s=2.0, after_s=after_s))).count <= 1
    one_way = np.concatenate([np.zeros(20), np.linspace(0.0, 18.0, 24), np.full(40, 18.0)])
    assert count_repetitions(drawn(one_way)).count <= 1


def wandering(count: int, seed: int) -> np.ndarray:
    steps = np.random.default_rng(seed).normal(size=count + 5)
    return np.clip(np.convolve(np.cumsum(steps), np.ones(6) / 6.0, mode="valid"), -14.0, 20.0)


def test_wandering_about_repeats_nothing() -> None:
    assert [count_repetitions(drawn(wandering(100, n), seed=n)).count for n in range(30)] == [
        0
    ] * 30


@pytest.mark.parametrize(("other_s", "seed"), [(12.5, 1), (25.0, 11)])
def test_repetitions_are_found_amid_other_movement(other_s: float, seed: int) -> None:
    down = dips(1.2, 8, before_s=0.0, after_s=0.0)

    def framed(middle: np.ndarray, number: int) -> np.ndarray:
        before, after = (wandering(round(other_s * FPS), number + n) for n in (0, 1))
        return np.concatenate([before - before[-1], middle, after - after[0]])

    offsets, across = framed(down, seed), framed(np.zeros(len(down)), seed + 2)
    found = count_repetitions(drawn(np.clip(offsets, -14.0, 26.0), across=across))
    assert abs(found.count - 8) <= 1
    assert found.period_s == pytest.approx(1.2, rel=0.08)
    assert found.start_s == pytest.approx(other_s, abs=1.5)
    assert found.end_s == pytest.approx(other_s + 9.6, abs=1.5)


def test_a_shadow_that_creeps_on_meanwhile_does_not_count() -> None:
    video = drawn(0.6 * dips(1.6, 6))
    for number, picture in enumerate(video.frames):
        picture[: round(48 * number / len(video.frames)), 40:] //= 4
    assert count_repetitions(video).count == 6


def test_somebody_may_move_on_slowly_meanwhile() -> None:
    offsets = dips(1.2, 8)
    found = count_repetitions(drawn(offsets, across=np.linspace(-5.0, 5.0, len(offsets))))
    assert abs(found.count - 8) <= 1


def test_left_and_right_in_turn_are_one_repetition() -> None:
    times = np.arange(96) / FPS
    phase = np.pi * times / 0.8
    found = count_repetitions(
        drawn(4.0 * np.sin(phase) ** 2, across=12.0 * np.sin(phase))
    )  # fmt: skip
    assert found.count == 5
    assert found.period_s == pytest.approx(1.6, rel=0.08)


def test_swings_that_slow_down_and_grow_smaller_are_counted_still() -> None:
    parts = [dips(s, 1, before_s=0.0, after_s=0.0) * g for s, g in
             ((1.2, 1.0), (1.3, 1.0), (1.4, 0.9), (1.5, 0.9), (1.6, 0.8), (1.7, 0.75))]  # fmt: skip
    assert count_repetitions(drawn(np.concatenate([np.zeros(6), *parts, np.zeros(6)]))).count == 6


def test_somebody_who_comes_and_goes_repeats_between() -> None:
    """The repeating stretch is found within a longer film of other movement."""
    come, go = np.linspace(-34.0, 0.0, 30), np.linspace(0.0, 34.0, 30)
    down = dips(1.2, 8, before_s=1.0, after_s=1.0)
    across = np.concatenate([come, np.zeros(len(down)), go])
    offsets = np.concatenate([np.zeros(30), down, np.zeros(30)])
    found = count_repetitions(drawn(offsets, across=across))
    assert abs(found.count - 8) <= 1
    assert found.period_s == pytest.approx(1.2, rel=0.1)
    assert 2.0 < found.start_s < 5.2 and 11.6 < found.end_s < 15.5


@pytest.mark.parametrize("fps", [8.0, 25.0, 59.94])
def test_the_frame_rate_and_the_size_of_the_picture_do_not_matter(fps: float) -> None:
    video = drawn(dips(1.1, 6, fps=fps), fps=fps)
    large = Video(frames=np.repeat(np.repeat(video.frames, 3, axis=1), 3, axis=2), fps=fps)
    for film in (video, large):
        found = count_repetitions(film)
        assert found.count == 6
        assert found.period_s == pytest.approx(1.1, rel=0.1)


def test_the_film_is_left_as_it_was_and_the_answer_is_the_same_again() -> None:
    video = drawn(dips(1.0, 5))
    before = video.frames.copy()
    assert count_repetitions(video) == count_repetitions(video)
    np.testing.assert_array_equal(video.frames, before)


def test_what_cannot_be_counted_is_refused() -> None:
    frames = drawn(dips(1.0, 3)).frames
    with pytest.raises(VideoError, match="no frames"):
        count_repetitions(Video(frames=frames[:0], fps=FPS))
    for fps in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="frame rate"):
            count_repetitions(Video(frames=frames, fps=fps))
    for wrong in (frames[..., 0], frames[..., :2], frames.astype(np.float32)):
        with pytest.raises(InputError, match="colour"):
            count_repetitions(Video(frames=wrong, fps=FPS))


def test_real_people_who_raise_their_arms_once_and_three_times(shared: Path) -> None:
    takes = sorted((shared / "real" / "gatech_waves" / "action3").glob("P3T*"))
    if not takes:
        pytest.skip("no films of raised arms")
    frames: list[np.ndarray] = []
    for path in takes:
        with VideoReader(path, short_side=96) as reader:
            frames.append(np.stack(list(reader.frames())))
            fps = reader.fps
        assert count_repetitions(Video(frames=frames[-1], fps=fps)).count == 0
    assert count_repetitions(Video(frames=np.concatenate(frames), fps=fps)).count == len(takes)


def test_filmed_people_are_counted_as_their_joints_say(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(__file__).parents[1] / "benchmarks" / "repetitions.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_repetitions", path)
    assert spec is not None and spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, benchmark)  # dataclasses look it up
    spec.loader.exec_module(benchmark)
    for action in ("squat", "jumping_jack", "push_up", "idle"):
        (video, truth), *_ = benchmark.films(action, 1, seed=0, size=64, seconds=(7.0, 9.0))
        answer = count_repetitions(video)
        if action == "idle":
            assert answer.count == 0
            continue
        true = benchmark.true_repetitions(action, truth)
        assert true >= 2
        assert abs(answer.count - true) <= 1, (action, answer, true)
