"""Recipes name actions, labels and settings that exist, and fit each other."""

import pytest
from toy_clips import ToySource, toy_config

from benchmarks.sim_to_real import alarms
from recipes.settings import SETTINGS
from recipes.steps import MEMBERS_FOLDER, by_label, pretrain
from understudy.data.gmdcsa24 import Event, windows
from understudy.data.label_sets import label_set
from understudy.errors import DatasetError, InputError
from understudy.motion import is_pair
from understudy.predict import Timeline, find_events
from understudy.runs import (
    RUN_FILE,
    DatasetStamp,
    EvaluationRecord,
    Prediction,
    RunRecord,
    read_record,
)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_can_be_filmed(name):
    setting = SETTINGS[name]
    job = setting.job(clips=2)  # checks actions, places, views
    assert job.actions == setting.actions and len(setting.labels) >= 2
    labelled = [action for actions in setting.labels.values() for action in actions]
    assert len(labelled) == len(set(labelled)), "an action stands for two labels"


def test_settings_of_public_sets_know_their_labels():
    for name in ("utd_mhad", "ut_interaction"):
        assert set(SETTINGS[name].labels) == set(label_set(name))
    alone = {action for action in SETTINGS["ut_interaction"].actions if not is_pair(action)}
    assert alone == {"point"}  # who is pointed at may be out of the picture
    assert set(SETTINGS["gmdcsa24"].labels) <= set(label_set("gmdcsa24"))


def test_depth_is_filmed_where_depth_is_seen():
    assert SETTINGS["utd_mhad"].job().layers == ("depth", "instance")
    assert SETTINGS["gmdcsa24"].job().layers == ()


def timeline(likely, step_s=0.5):
    return Timeline(
        video="a.mp4", duration_s=step_s * len(likely), classes=("trip", "slip", "walk"),
        window_s=2.0, times_s=tuple(step_s * (n + 0.5) for n in range(len(likely))),
        scores=tuple((p / 2, p / 2, 1 - p) for p in likely), segments=(),
    )  # fmt: skip


LABELS = {"fall": ("trip", "slip"), "life": ("walk",)}


def test_events_add_their_actions_up_and_bridge_short_gaps():
    seen = timeline([0.1, 0.7, 0.9, 0.4, 0.8, 0.1, 0.1, 0.1, 0.6])
    events = find_events(seen, LABELS, quiet=("life",))
    assert [(e.label, e.start_s, e.end_s, e.probability) for e in events] == [
        ("fall", 0.5, 2.5, 0.9),
        ("fall", 4.0, 4.5, 0.6),
    ]
    assert find_events(seen, LABELS, quiet=("life",), threshold=0.95) == []
    assert {event.label for event in find_events(seen, LABELS)} == {"fall", "life"}
    with pytest.raises(InputError, match="does not know jump"):
        find_events(seen, {"up": ("jump",)})


def test_answers_about_actions_become_answers_about_labels():
    stamp = DatasetStamp(name="d", path="", fingerprint="", classes=(), clips={})
    record = EvaluationRecord(
        name="d", protocol="test-split", dataset=stamp, labels=("trip", "walk", "slip"),
        class_map={}, metrics={}, per_class={}, confusion=(), skipped={}, samples=(), seed=0,
        predictions=(
            Prediction(clip_id="a", group="a", label="slip", predicted="walk",
                       scores=(0.35, 0.4, 0.25)),
        ),
    )  # fmt: skip
    (answer,) = by_label(record, LABELS)
    assert (answer.label, answer.predicted) == ("fall", "fall")
    assert answer.scores == pytest.approx((0.6, 0.4))


def fall_record(answers):
    """From (film, start, shows a fall, probability of one) to a record of windows."""
    stamp = DatasetStamp(name="gmdcsa24", path="", fingerprint="", classes=(), clips={})
    return EvaluationRecord(
        name="d", protocol="zero-shot", dataset=stamp, labels=("Fall", "ADL"), class_map={},
        metrics={}, per_class={}, confusion=(), skipped={}, samples=(), seed=0,
        predictions=tuple(
            Prediction(
                clip_id=f"{film}@{start:06.2f}", group=film, label="Fall" if shows else "ADL",
                predicted="ADL", scores=(p, 1 - p),
            )
            for film, start, shows, p in answers
        ),
    )  # fmt: skip


def test_falls_are_counted_by_film_and_false_alarms_by_minute():
    calm = [("a", 0.5 * n, False, 0.1) for n in range(120)]
    calm[40:43] = [("a", 20.0 + 0.5 * n, False, 0.4) for n in range(3)]  # one alarm of three
    calm[90] = ("a", 45.0, False, 0.4)
    fall = [("b", 0.0, False, 0.4), ("b", 0.5, True, 0.4), ("b", 1.0, True, 0.1)]
    missed = [("c", 0.0, True, 0.2)]
    found = alarms([fall_record([*calm, *fall, *missed])], [0.3])
    assert found["sensitivity"].value == 0.5
    # The alarm that begins before the fall of film b goes on into it.
    assert found["false_alarms_per_minute"].value == pytest.approx(2 / (121 * 0.5 / 60))
    assert alarms([fall_record([*calm, *fall])], [0.5])["sensitivity"].value == 0.0


def test_windows_of_a_film_show_falls_or_daily_life():
    events = [Event("Standing", 0.0, 4.0), Event("Falling (BW)", 4.0, 9.0)]
    found = {part.from_s: part.label for part in windows(events, 10.0)}
    assert found[0.0] == found[1.5] == "ADL"
    assert 2.0 not in found  # shows half a second of the fall
    assert found[2.5] == found[4.0] == "Fall"
    assert 5.0 not in found and 7.5 not in found  # lying there afterwards
    assert windows([], 1.0) == [Event("ADL", 0.0, 1.0)]


def test_networks_that_answer_together_have_seeds_of_their_own(tmp_path):
    source, config = ToySource(60), toy_config(epochs=1, seed=2)
    for _ in range(2):  # the second time nothing is left to do
        pretrain(source, tmp_path / "run", config, dataset_path="", networks=2)
    members = sorted((tmp_path / "run" / MEMBERS_FOLDER).iterdir())
    seeds = [read_record(member / RUN_FILE, RunRecord).seed for member in members]
    assert seeds == [4, 5]
    record = read_record(tmp_path / "run" / RUN_FILE, RunRecord)
    assert record.config["model"]["members"] == 2 and record.evaluation is not None
    pretrain(source, tmp_path / "single", config, dataset_path="")
    with pytest.raises(DatasetError, match="holds 1 network, 2 are wanted"):
        pretrain(source, tmp_path / "single", config, dataset_path="", networks=2)
    with pytest.raises(DatasetError, match="holds 2 networks, 3 are wanted"):
        pretrain(source, tmp_path / "run", config, dataset_path="", networks=3)
    with pytest.raises(DatasetError, match="another configuration"):
        pretrain(source, tmp_path / "run", config, dataset_path="")
