"""sRGB by table against the curve itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from understudy.colour import decode_srgb, encode_srgb, linear_to_srgb, srgb_to_linear


def test_bytes_come_back() -> None:
    levels = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(encode_srgb(decode_srgb(levels)), levels)


@given(st.floats(-1.0, 2.0))
def test_the_table_is_the_curve(linear: float) -> None:
    exact = 255.0 * linear_to_srgb(np.clip(linear, 0.0, 1.0))
    assert abs(float(encode_srgb(np.array(linear))) - exact) <= 0.61  # half a level, and a step


@given(st.floats(0.0, 1.0))
def test_the_curves_are_inverse(value: float) -> None:
    np.testing.assert_allclose(linear_to_srgb(srgb_to_linear(np.array(value))), value, atol=1e-5)
