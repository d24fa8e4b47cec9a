import io
import zipfile
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isal import isal_zlib
from small_clips import make_truth

from understudy.data.truth import FACT_FIELDS, pack_truth, unpack_fields, unpack_truth
from understudy.errors import DatasetError, InputError
from understudy.types import GROUND_TRUTH_LAYERS, GroundTruth

EXACT = (*FACT_FIELDS, "instance", "body_part", "flow_valid")


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), people=st.integers(0, 3), count=st.integers(2, 5))
def test_round_trip_within_the_stated_errors(seed, people, count):
    truth = make_truth(np.random.default_rng(seed), count=count, people=people)
    found = unpack_truth(pack_truth(truth, GROUND_TRUTH_LAYERS))
    for name in EXACT:
        np.testing.assert_array_equal(getattr(found, name), getattr(truth, name))
    for field in fields(GroundTruth):
        before, after = getattr(truth, field.name), getattr(found, field.name)
        if isinstance(before, np.ndarray):
            assert before.dtype == after.dtype and before.shape == after.shape, field.name
    assert np.abs(found.depth_m - truth.depth_m).max() <= 0.000501
    np.testing.assert_array_equal(found.depth_m == 0, truth.depth_m == 0)
    assert np.abs(found.flow_px - truth.flow_px).max() <= 1 / 64
    surface = np.linalg.norm(truth.normal, axis=-1) > 0
    sine = np.linalg.norm(np.cross(found.normal, truth.normal), axis=-1)[surface]
    assert np.degrees(np.arcsin(sine.max())) < 0.4
    assert np.abs(np.linalg.norm(found.normal, axis=-1)[surface] - 1).max() < 1e-5
    assert not found.normal[~surface].any()


def test_extremes_saturate_and_a_near_surface_stays_a_surface():
    truth = make_truth(np.random.default_rng(0))
    depth_m, flow_px = truth.depth_m.copy(), truth.flow_px.copy()
    depth_m[0, 1, :3] = (1e-5, 65.6, 1e6)
    flow_px[0, 0, :2] = ((5000.0, -5000.0), (1023.0, -1023.0))
    found = unpack_truth(
        pack_truth(replace(truth, depth_m=depth_m, flow_px=flow_px), GROUND_TRUTH_LAYERS)
    )
    np.testing.assert_allclose(found.depth_m[0, 1, :3], (0.001, 65.535, 65.535), rtol=1e-5)
    np.testing.assert_allclose(found.flow_px[0, 0, :2], [(1023, -1023)] * 2)


def test_only_the_layers_asked_for_are_stored():
    truth = make_truth(np.random.default_rng(0))
    payload = pack_truth(truth, ("instance", "depth"))
    stored = set(np.load(io.BytesIO(payload)).files)
    assert stored == {"depth", "instance", *FACT_FIELDS}
    assert set(unpack_fields(payload)) == {"depth_m", "instance", *FACT_FIELDS}
    assert set(unpack_fields(payload, ())) == set(FACT_FIELDS)
    assert set(unpack_fields(payload, ("instance",), facts=False)) == {"instance"}
    with pytest.raises(InputError, match=r"no flow layer.*depth, instance"):
        unpack_fields(payload, ("flow",))
    with pytest.raises(InputError, match="no body_part layer"):
        unpack_truth(payload)
    with pytest.raises(InputError, match="did you mean normal"):
        pack_truth(truth, ("normals",))


def test_same_truth_same_bytes(monkeypatch):
    import time

    truth = make_truth(np.random.default_rng(0))
    first = pack_truth(truth, ("depth",))
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert pack_truth(truth, ("depth",)) == first


def test_isa_l_packs_it(monkeypatch):
    """It is put in zipfile's place through a private name, which a later Python may change."""
    packed = []

    class Packer:
        def __init__(self, *options):
            self.inner = make_packer(*options)

        def compress(self, part):
            packed.append(len(part))
            return self.inner.compress(part)

        def flush(self):
            return self.inner.flush()

    make_packer = isal_zlib.compressobj
    monkeypatch.setattr(isal_zlib, "compressobj", Packer)
    truth = make_truth(np.random.default_rng(2))
    payload = pack_truth(truth, GROUND_TRUTH_LAYERS)
    assert sum(packed) > truth.normal.size
    assert zipfile.ZipFile(io.BytesIO(payload)).testzip() is None


@pytest.mark.parametrize("position", [0.0, 0.2, 0.5, 0.9])
def test_damage_is_noticed(position):
    payload = bytearray(pack_truth(make_truth(np.random.default_rng(0)), GROUND_TRUTH_LAYERS))
    at = int(len(payload) * position)
    payload[at : at + 200] = bytes(200)
    with pytest.raises(DatasetError, match="ground truth of clip 3 is damaged"):
        unpack_fields(bytes(payload), name="clip 3")
    with pytest.raises(DatasetError, match="damaged"):
        unpack_fields(bytes(payload[:at]))
