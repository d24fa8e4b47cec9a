import numpy as np
import pytest

from understudy.clip_cache import read_clip
from understudy.data import open_source
from understudy.data.input import InputSpec
from understudy.data.video import encode_mp4
from understudy.types import FrameSource


class WholeOnly:
    """A dataset that converts every frame of a clip."""

    def __init__(self, source):
        self.records, self.load = source.records, source.load


@pytest.mark.parametrize("layer", ["colour", "difference"])
def test_chosen_frames_alone_give_the_same_clip(tmp_path, layer):
    frames = np.random.default_rng(0).integers(0, 255, (20, 32, 48, 3), dtype=np.uint8)
    (tmp_path / "wave").mkdir()
    (tmp_path / "wave" / "a.mp4").write_bytes(encode_mp4(frames, 10.0))
    source = open_source(f"folder:{tmp_path}")
    assert isinstance(source, FrameSource)

    def choose(available):
        assert available == 20
        return np.array([2, 5, 5, 19])

    spec = InputSpec(layer=layer, frame_count=4, size=32)
    seen = [read_clip(given, 0, spec, (), choose) for given in (source, WholeOnly(source))]
    np.testing.assert_array_equal(seen[0][0], seen[1][0])
    assert seen[0][2] == seen[1][2] == pytest.approx(2.0)
