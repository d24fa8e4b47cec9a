"""Jobs become specs: named streams, splits, and complaints about what cannot be filmed."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.casting import Company
from understudy.errors import InputError
from understudy.generate import perform_all
from understudy.motion import ACTIONS
from understudy.render import SensorRange
from understudy.sampling import (
    LIGHT_FIELDS,
    GenerateJob,
    Part,
    clip_numbers,
    sample_clip,
    split_of,
)
from understudy.scenes import SCENE_FAMILIES, CameraRange
from understudy.types import ClipSpec

INDOOR = SCENE_FAMILIES["indoor"]


def job(**changes: object) -> GenerateJob:
    return GenerateJob(**{"actions": ("walk", "clap"), "clips_per_action": 20, **changes})


@settings(deadline=None)  # the first clip of a person dresses it
@given(st.sampled_from(sorted(ACTIONS)), st.integers(0, 10**6), st.integers(0, 2**40))
def test_every_spec_survives_json(action, number, seed):
    spec = sample_clip(job(actions=(action,), seed=seed), action, number)
    assert ClipSpec.model_validate_json(spec.model_dump_json()) == spec
    assert spec.label == action
    assert spec.frame_count == round(spec.people[0].action.duration_s * spec.fps)
    assert 1000 < len(spec.model_dump_json()) < 6000 * len(spec.people)


def test_a_clip_does_not_depend_on_what_else_is_filmed():
    alone = sample_clip(job(actions=("clap",), clips_per_action=8), "clap", 7)
    among = sample_clip(job(actions=("walk", "clap"), clips_per_action=500), "clap", 7)
    assert alone.people == among.people
    assert alone.scene == among.scene
    assert alone.camera == among.camera


def test_seeds_and_numbers_tell_clips_apart():
    specs = [sample_clip(job(seed=seed), "walk", n) for seed in (0, 1) for n in range(5)]
    assert len({spec.people[0].model_dump_json() for spec in specs}) == 10
    assert len({spec.camera for spec in specs}) == 10
    assert len({spec.scene for spec in specs}) == 10


def test_the_place_does_not_know_the_action():
    """The same number of two actions: other streams, the same distributions, no copies."""
    walk, clap = (sample_clip(job(), action, 3) for action in ("walk", "clap"))
    assert walk.scene != clap.scene
    kinds = [
        np.mean([sample_clip(job(), a, n).scene.kind in INDOOR for n in range(150)])
        for a in ("walk", "clap")
    ]
    assert abs(kinds[0] - kinds[1]) < 0.2


def drawn(spec: ClipSpec) -> dict[str, object]:
    """What a clip is made of, apart from the length that its motion was drawn for."""
    body, scene = spec.people[0].body, spec.scene.model_dump()
    light = tuple(scene.pop(field) for field in LIGHT_FIELDS)
    action = spec.people[0].action
    # Age makes its own changes to how somebody moves.
    motion = tuple(
        action.parameters[name] for name in ("opening", "frequency_hz") if name in action.parameters
    )
    return {
        "motion": motion,
        "body": body.model_copy(update={"garments": ()}).model_dump_json(),
        "clothes": tuple(garment.model_dump_json() for garment in body.garments),
        "scene": tuple(scene.items()),
        "light": light,
        "camera": spec.camera,
        "sensor": spec.sensor,
    }


@pytest.mark.parametrize("part", get_args(Part))
def test_what_is_held_alike_is_and_nothing_else(part):
    fixed = {
        "scene_kinds": ("office",),
        "camera": CameraRange(viewpoints=("frontal",)),
        "alike": (part,),
    }
    if part == "sensor":  # which device films is drawn with the viewpoint's flaws
        fixed["sensor"] = SensorRange(devices=("phone",))
    clips = [drawn(sample_clip(job(**fixed), "clap", number)) for number in range(6)]
    for name in clips[0]:
        values = {str(clip[name]) for clip in clips}
        assert len(values) == 1 if name == part else len(values) >= 5, name
    others = drawn(sample_clip(job(**fixed), "walk", 0))
    assert str(others[part]) == str(clips[0][part]) or part == "motion"


def test_mimed_leaves_out_what_hands_hold_but_no_furniture():
    def performed(action: str, *, mimed: bool):
        asked = job(actions=(action,), mimed=mimed)
        return [perform_all(sample_clip(asked, action, number))[0] for number in range(6)]

    assert any(motion.moving_props for motion in performed("throw", mimed=False))
    assert not any(motion.moving_props for motion in performed("throw", mimed=True))
    assert all(motion.props for motion in performed("sit_down", mimed=True))  # the chair


def test_splits_are_disjoint_even_and_stable():
    splits = [split_of(job(), number) for number in range(400)]
    assert abs(splits.count("test") / 400 - 0.15) < 0.01
    assert abs(splits.count("val") / 400 - 0.10) < 0.01
    assert {split_of(job(), number) for number in range(20)} == {"train", "val", "test"}
    assert splits[:20] == [split_of(job(clips_per_action=1), number) for number in range(20)]
    assert {split_of(job(test_share=0.0, val_share=0.0), n) for n in range(99)} == {"train"}


def test_shards_hold_every_action():
    order = list(clip_numbers(job(clips_per_action=3)))
    assert order[:2] == [("walk", 0), ("clap", 0)]
    assert len(set(order)) == 6


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"actions": ("wave_one_hnd",)}, "did you mean wave_one_hand"),
        ({"actions": ()}, "no action named"),
        ({"actions": ("walk", "walk")}, "named twice: walk"),
        ({"layers": ("dept",)}, "did you mean depth"),
    ],
)
def test_wrong_names_are_explained(changes, message):
    with pytest.raises(InputError, match=message):
        job(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"width": 113}, {"clips_per_action": 0}, {"fps": 0.0}, {"supersample": 9}, {"colour": 1}],
)
def test_impossible_numbers_are_refused(changes):
    with pytest.raises(ValueError, match=next(iter(changes))):
        job(**changes)


def test_a_duration_that_an_action_just_fits_is_not_rounded_below_it():
    least_s = ACTIONS["cartwheel"].minimum_s
    for fps in (4.0, 7.0, 12.0):
        jobs = job(actions=("cartwheel",), fps=fps, duration_s=(least_s, least_s))
        spec = sample_clip(jobs, "cartwheel", 0)
        assert spec.frame_count / fps >= least_s


def test_bystanders_of_short_clips_do_what_fits():
    company = Company(bystander_share=1.0)
    for actor, duration_s in (("walk", 1.0), ("idle", 0.75)):
        jobs = job(actions=(actor,), fps=4.0, duration_s=(duration_s, duration_s), company=company)
        done = [p.action.name for n in range(6) for p in sample_clip(jobs, actor, n).people[1:]]
        assert all(ACTIONS[name].minimum_s <= duration_s for name in done)
        assert bool(done) == (actor == "walk")


def test_clips_are_long_enough_for_what_takes_long():
    """Among the clips of a job whose shortest would cut the action off."""
    job = GenerateJob(actions=("take_pill", "dive", "walk"), clips_per_action=8, fps=7.0)
    least_s = {name: ACTIONS[name].minimum_s for name in job.actions}
    assert max(least_s.values()) > job.duration_s[0] > least_s["walk"]
    for name in job.actions:
        for number in range(8):
            spec = sample_clip(job, name, number)
            assert spec.frame_count / spec.fps >= least_s[name]
    short = job.model_copy(update={"duration_s": (1.0, 1.5)})
    with pytest.raises(InputError, match="at least"):
        sample_clip(short, "dive", 0)
