"""Age shows in what people do, within what an action declares, and never by chance."""

import numpy as np
import pytest

from understudy.motion import ACTIONS, Choice, at_age, sample_action

CHILD, ADULT, OLD = 0.3, 0.6, 1.0


def drawn(name: str, count: int = 40):
    return [sample_action(name, rng=np.random.default_rng([n, 3])) for n in range(count)]


def mean(name: str, key: str, age: float) -> float:
    return float(np.mean([at_age(spec, age).parameters[key] for spec in drawn(name)]))


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_age_stays_within_what_is_declared(name: str) -> None:
    declared = ACTIONS[name].all_parameters
    for habit, to in ACTIONS[name].old.items():
        kind = ACTIONS[name].parameters[habit]
        assert to in kind.options if isinstance(kind, Choice) else -1.0 <= to <= 1.0
    for spec in drawn(name, 3):
        for age in (0.0, CHILD, ADULT, 0.8, OLD):
            aged = at_age(spec, age)
            assert aged == at_age(spec, age)
            assert (aged.name, aged.duration_s, aged.noise_seed) == (
                spec.name, spec.duration_s, spec.noise_seed,
            )  # fmt: skip
            assert set(aged.parameters) == set(spec.parameters)
            for key, value in aged.parameters.items():
                assert declared[key].low - 1e-9 <= value <= declared[key].high + 1e-9


def test_the_old_are_slower_and_children_quicker() -> None:
    for name in ("sit_down", "walk", "pick_up"):
        tempi = [mean(name, "tempo", age) for age in (CHILD, ADULT, OLD)]
        assert tempi[0] > tempi[1] + 0.05 and tempi[1] > tempi[2] + 0.08
        assert mean(name, "slouch", OLD) > mean(name, "slouch", ADULT) + 0.03


def test_the_old_use_their_hands_and_bend_their_knees_less() -> None:
    on_thighs = ACTIONS["stand_up"].parameters["hands"].options.index("on_thighs")

    def share(age: float) -> float:
        hands = [at_age(spec, age).parameters["hands"] for spec in drawn("stand_up", 80)]
        return float(np.mean(np.array(hands) == on_thighs))

    assert share(OLD) > share(ADULT) + 0.2
    assert mean("pick_up", "knees", OLD) < mean("pick_up", "knees", ADULT) - 0.15
    assert (
        mean("sit_on_floor", "frailty", OLD) > 0.85 > 0.45 > mean("sit_on_floor", "frailty", ADULT)
    )


def test_an_adult_moves_as_drawn() -> None:
    for spec in drawn("walk", 5):
        assert at_age(spec, ADULT) == spec


def test_the_partner_keeps_what_two_share() -> None:
    for spec in drawn("hug", 5):
        aged = at_age(spec, OLD, style_only=True)
        for key in (*ACTIONS["hug"].parameters, "tempo", "placement"):
            assert aged.parameters[key] == spec.parameters[key]
        assert aged.parameters["slouch"] > spec.parameters["slouch"]
