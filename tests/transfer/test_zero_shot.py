import math
import shutil

import numpy as np
import pytest
from toy_clips import ToySource, toy_run

from understudy.errors import DatasetError, InputError
from understudy.evaluation.evaluate import choose_samples, film_frames, target_matrix
from understudy.evaluation.recogniser import load_recogniser, probabilities, view_starts, views
from understudy.runs import EvaluationRecord, Prediction, read_record
from understudy.transfer import LEARNED, PROTOCOLS, protocol
from understudy.transfer.config import TransferConfig
from understudy.transfer.zero_shot import zero_shot
from understudy.types import Video

CLASS_MAP = {
    "sideways": ("left", "right", "an_action_never_learned"),
    "rising": ("up",),
    "swimming": ("swim",),
}


def sideways_source(**options) -> ToySource:
    """Unseen dots under other names: both directions are one label."""
    names = {"left": "sideways", "right": "sideways", "up": "rising"}
    source = ToySource(60, seed=9, splits=False, names=names, **options)
    source.classes = ("sideways", "rising", "swimming")
    source.name = "real/dots here"
    return source


@pytest.fixture(autouse=True)
def clean_transfers():
    yield
    shutil.rmtree(toy_run() / "transfers", ignore_errors=True)


def test_class_map_carries_the_network_to_other_labels():
    record = zero_shot(toy_run(), sideways_source(), CLASS_MAP, dataset_path="somewhere", threads=1)
    assert record.protocol == "zero-shot"
    assert record.labels == ("sideways", "rising")
    assert record.class_map == {"sideways": ("left", "right"), "rising": ("up",)}
    assert record.metrics["top1"].value > 0.9
    assert record.metrics["chance"].value == 0.5
    assert record.dataset.clips == {"all": 60, "covered": 60}
    for answer in record.predictions:
        assert sum(answer.scores) == pytest.approx(1.0, abs=1e-4)
        assert answer.predicted == record.labels[int(np.argmax(answer.scores))]
    assert np.array(record.confusion).sum(1).tolist() == [40, 20]
    folder = toy_run() / "transfers" / "real_dots_here"
    assert read_record(folder / "evaluation.json", EvaluationRecord) == record
    assert record.samples and all((folder / film.path).is_file() for film in record.samples)


def test_clips_of_uncovered_labels_are_not_asked_about():
    source = ToySource(60, seed=9, splits=False)
    record = zero_shot(toy_run(), source, {"left": ("left",), "right": ("right",)}, threads=1)
    assert record.dataset.clips == {"all": 60, "covered": 40}
    assert {answer.label for answer in record.predictions} == {"left", "right"}


def test_a_wrong_map_gives_a_wrong_answer():
    crossed = {"left": ("right",), "right": ("left",)}
    record = zero_shot(toy_run(), ToySource(60, seed=9, splits=False), crossed, threads=1)
    assert record.metrics["top1"].value < 0.2


def test_same_seed_same_record_and_thread_count_does_not_matter():
    one, two = (
        zero_shot(toy_run(), sideways_source(), CLASS_MAP, threads=threads) for threads in (1, 3)
    )
    assert one == two


def test_unreadable_clips_are_skipped_and_listed_up_to_the_limit():
    record = zero_shot(toy_run(), sideways_source(unreadable=(4, 8)), CLASS_MAP, threads=1)
    assert set(record.skipped) == {"clip004", "clip008"}
    assert "cut short" in record.skipped["clip004"] and len(record.predictions) == 58
    with pytest.raises(DatasetError, match=r"4 of 60 clips cannot be read"):
        zero_shot(toy_run(), sideways_source(unreadable=(4, 8, 9, 11)), CLASS_MAP, threads=1)


def test_maps_that_do_not_fit():
    with pytest.raises(InputError, match=r"'rise'.*rising"):
        zero_shot(toy_run(), sideways_source(), {"rise": ("up",), "sideways": ("left",)})
    with pytest.raises(InputError, match=r"covers 1 label.*left, right, up"):
        zero_shot(toy_run(), sideways_source(), {"rising": ("up",), "swimming": ("swim",)})


def test_a_map_may_be_a_file_or_left_out(tmp_path):
    path = tmp_path / "dots.yaml"
    path.write_text("sideways: [left, right, not_learned]\nrising: [up]\nswimming: [swim]\n")
    from_file = zero_shot(toy_run(), sideways_source(), path, threads=1)
    assert from_file == zero_shot(toy_run(), sideways_source(), CLASS_MAP, threads=1)
    source = ToySource(60, seed=9, splits=False)
    by_name = zero_shot(toy_run(), source, None, threads=1)
    assert by_name.labels == ("left", "right", "up") and by_name.metrics["top1"].value > 0.9
    known = ("left", "right", "up", "swim", "not_learnt")
    with pytest.raises(InputError, match=r"not_learned.*not_learnt"):
        zero_shot(toy_run(), sideways_source(), str(path), actions=known)
    with pytest.raises(InputError, match="no_such_file"):
        zero_shot(toy_run(), sideways_source(), tmp_path / "no_such_file.yaml")


def test_no_run(tmp_path):
    with pytest.raises(DatasetError, match=r"checkpoint\.pt does not exist"):
        zero_shot(tmp_path, sideways_source(), CLASS_MAP)


def test_protocols_are_looked_up_by_name():
    assert set(PROTOCOLS) == {"zero-shot", *LEARNED}
    assert protocol("zero-shot") is PROTOCOLS["zero-shot"]
    with pytest.raises(InputError, match="zero-shot"):
        protocol("zeroshot")
    with pytest.raises(InputError, match=r"known: .*zero-shot"):
        protocol("xyz")


def test_each_protocol_says_what_does_not_belong_to_it():
    with pytest.raises(InputError, match="leave --shots out"):
        protocol("zero-shot")(toy_run(), sideways_source(), TransferConfig(shots=2))
    for name in set(LEARNED) - {"fine-tune"}:
        with pytest.raises(InputError, match="leave --class-map out"):
            protocol(name)(toy_run(), sideways_source(), TransferConfig(), class_map=CLASS_MAP)


def test_target_probability_is_the_sum_over_its_actions():
    matrix = target_matrix(("a", "b", "c"), {"x": ("a", "c"), "y": ("b",)})
    np.testing.assert_allclose(np.array([0.5, 0.2, 0.3]) @ matrix, [0.8, 0.2])


@pytest.mark.parametrize("duration_s", [0.1, 1.0, 2.4, 2.6, 7.3, 60.0])
def test_views_cover_long_footage_and_stay_inside(duration_s):
    starts = view_starts(duration_s, 2.0, 5)
    assert 1 <= len(starts) <= 5
    if duration_s <= 2.5:
        assert starts == [0.0]
    else:
        assert starts[0] == 0.0 and starts[-1] == pytest.approx(duration_s - 2.0)
    frames = np.arange(max(1, math.ceil(duration_s * 10)), dtype=np.float32)[:, None, None]
    parts = list(views(Video(frames=frames, fps=10.0), 2.0, 5))
    assert len(parts) == len(view_starts(len(frames) / 10.0, 2.0, 5))
    assert parts[0].frames[0] == 0 and parts[-1].frames[-1] == frames[-1]


def test_probabilities_do_not_depend_on_the_batch():
    recogniser = load_recogniser(toy_run())
    size, count = recogniser.input.size, recogniser.input.frame_count
    rng = np.random.default_rng(0)
    clips = list(rng.integers(0, 255, size=(35, count, size, size, 3)).astype(np.uint8))
    together = probabilities(recogniser, clips)
    np.testing.assert_allclose(together.sum(1), 1.0, atol=1e-5)
    np.testing.assert_allclose(together[34:], probabilities(recogniser, clips[34:]), atol=1e-5)


def test_samples_show_wrong_and_right_answers_of_every_label():
    def answer(number: int, label: str, predicted: str) -> Prediction:
        return Prediction(
            clip_id=str(number), group="g", label=label, predicted=predicted, scores=(1.0,)
        )

    predictions = [answer(n, "abc"[n % 3], "abc"[n % 3]) for n in range(60)]
    predictions += [answer(60 + n, "abc"[n % 3], "d") for n in range(30)]
    chosen = choose_samples(predictions, rng=np.random.default_rng(0))
    labels = [predictions[n].label for n in chosen]
    wrong = [n for n in chosen if n >= 60]
    assert len(chosen) == len(set(chosen)) == 12 and len(wrong) == 6
    assert all(labels.count(label) == 4 for label in "abc")
    only_right = choose_samples(predictions[:60], rng=np.random.default_rng(0))
    assert len(only_right) == 12
    assert len(choose_samples(predictions[:5], rng=np.random.default_rng(0))) == 5


def test_films_are_small_and_depth_is_grey():
    big = Video(frames=np.full((3, 480, 641, 3), 90, np.uint8), fps=10.0)
    assert film_frames(big).shape == (3, 160, 212, 3) and (film_frames(big) == 90).all()
    depth_m = np.zeros((3, 41, 60), np.float32)
    depth_m[:, :20, :30], depth_m[:, :20, 30:] = 2.0, 4.0
    grey = film_frames(Video(frames=depth_m, fps=10.0))
    assert grey.shape == (3, 40, 60, 3) and grey.dtype == np.uint8
    assert grey[0, 5, 5, 0] > grey[0, 5, 55, 0] + 50 > 60 and grey[0, 30, 5, 0] == 0
