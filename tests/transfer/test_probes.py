import numpy as np
import pytest

from understudy.rng import stream
from understudy.transfer.probes import NEIGHBOURS, PROBES, nearest_neighbours

CLASSES = 3


def clusters(count: int, *, spread: float, name: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Tokens (count, 4, 16) about one centre per class, groups of five clips."""
    centres = stream(0, "centres").normal(size=(CLASSES, 1, 16))
    labels = np.arange(count) % CLASSES
    noise = stream(0, name).normal(size=(count, 4, 16))
    tokens = (centres[labels] + spread * noise).astype(np.float32)
    return tokens, labels, [f"g{n // 5}" for n in range(count)]


@pytest.mark.parametrize("name", PROBES)
def test_probes_find_what_is_there_and_nothing_else(name):
    known, labels, groups = clusters(60, spread=0.5, name="known")
    asked, truth, _ = clusters(90, spread=0.5, name="asked")
    found = PROBES[name](known, labels, groups, asked, class_count=CLASSES, seed=0)
    assert found.shape == (90, CLASSES) and found.dtype == np.float64
    np.testing.assert_allclose(found.sum(1), 1.0, atol=1e-5)
    assert (found.argmax(1) == truth).mean() > 0.95
    shuffled = stream(0, "shuffle").permutation(labels)
    nothing = PROBES[name](known, shuffled, groups, asked, class_count=CLASSES, seed=0)
    assert (nothing.argmax(1) == truth).mean() < 0.6


@pytest.mark.parametrize("name", PROBES)
def test_same_seed_same_answers(name):
    known, labels, groups = clusters(30, spread=1.0, name="known")
    asked, _, _ = clusters(12, spread=1.0, name="asked")
    one, two = (
        PROBES[name](known, labels, groups, asked, class_count=CLASSES, seed=3) for _ in range(2)
    )
    np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("name", PROBES)
def test_one_clip_per_class_is_enough_to_answer(name):
    known, labels, groups = clusters(CLASSES, spread=0.1, name="known")
    asked, truth, _ = clusters(30, spread=0.1, name="asked")
    found = PROBES[name](known, labels, groups, asked, class_count=CLASSES + 1, seed=0)
    assert (found.argmax(1) == truth).all() or name == "knn"
    assert found.shape == (30, CLASSES + 1)


def test_attention_sees_the_order_of_tokens():
    """Two classes hold the same tokens in opposite order: only attention can tell them apart."""
    rng = stream(0, "order")
    ramp = np.linspace(-1.0, 1.0, 8)[:, None] * np.ones(16)
    labels = np.arange(80) % 2
    tokens = np.where(labels[:, None, None] == 0, ramp, ramp[::-1])
    tokens = (tokens + 0.1 * rng.normal(size=tokens.shape)).astype(np.float32)
    groups = [f"g{n}" for n in range(80)]
    right = {}
    for name in ("linear-probe", "attentive-probe"):
        found = PROBES[name](
            tokens[:60], labels[:60], groups[:60], tokens[60:], class_count=2, seed=0
        )
        right[name] = (found.argmax(1) == labels[60:]).mean()
    assert right["attentive-probe"] > 0.9 > 0.8 > right["linear-probe"]


def test_neighbours_agree_with_the_definition():
    """A slow loop over the formula of DINO: exp(cosine / 0.07) of the 20 nearest."""
    known, labels, groups = clusters(50, spread=1.5, name="known")
    asked, _, _ = clusters(9, spread=1.5, name="asked")
    found = nearest_neighbours(known, labels, groups, asked, class_count=CLASSES, seed=0)
    own, others = known.mean(1).astype(float), asked.mean(1).astype(float)
    for row, feature in enumerate(others):
        cosines = own @ feature / np.linalg.norm(own, axis=1) / np.linalg.norm(feature)
        votes = np.zeros(CLASSES)
        for place in np.argsort(-cosines)[:NEIGHBOURS]:
            votes[labels[place]] += np.exp(cosines[place] / 0.07)
        np.testing.assert_allclose(found[row], votes / votes.sum(), rtol=1e-4)
