import numpy as np
import pytest
import torch

from understudy.models.augmentation import (
    AugmentationSpec,
    add_noise,
    augment,
    change_colours,
    erase_block,
    frame_positions,
    lose_depth,
    move_and_zoom,
    random_affine,
    turn_flow,
)
from understudy.rng import stream

NOTHING = AugmentationSpec(
    min_window=1.0, zoom=0, shift=0, stretch=0, roll_rad=0, brightness=0, contrast=0,
    saturation=0, tint=0, grey=0, erase=0, noise=0, depth_holes=0,
)  # fmt: skip


def clips(channels: int = 3, side: int = 24, count: int = 6) -> torch.Tensor:
    rng = stream(0, "pixels")
    return torch.from_numpy(rng.uniform(20, 235, size=(count, 4, channels, side, side))).float()


LAYERS = [("colour", 3), ("depth", 1), ("flow", 2), ("body_part", 3), ("instance", 1)]


@pytest.mark.parametrize(("layer", "channels"), LAYERS)
def test_all_zero_changes_nothing(layer, channels):
    pixels = clips(channels)
    same = augment(pixels, 24, NOTHING, layer=layer, rng=stream(0, "a"))
    torch.testing.assert_close(same, pixels, atol=0.01, rtol=0)


@pytest.mark.parametrize(("layer", "channels"), LAYERS)
def test_same_stream_same_pixels_in_range_and_input_untouched(layer, channels):
    pixels = clips(channels)
    before = pixels.clone()
    one, two, other = (
        augment(pixels, 20, AugmentationSpec(), layer=layer, rng=stream(seed, "a"))
        for seed in (1, 1, 2)
    )
    assert one.shape == (6, 4, channels, 20, 20)
    assert torch.equal(one, two) and not torch.equal(one, other)
    assert one.min() >= 0 and one.max() <= 255
    assert torch.equal(pixels, before)


def test_geometry_and_erasing_are_the_same_in_every_frame_of_a_clip():
    still = clips()[:, :1].expand(-1, 4, -1, -1, -1).contiguous()
    spec = NOTHING.model_copy(
        update={"zoom": 0.3, "shift": 0.2, "roll_rad": 0.2, "erase": 1.0, "brightness": 0.3}
    )
    changed = augment(still, 24, spec, layer="colour", rng=stream(0, "b"))
    torch.testing.assert_close(changed, changed[:, :1].expand_as(changed))
    assert (changed - still).abs().mean() > 5


def test_no_flip_unless_asked():
    """A clip that is dark left and bright right stays so under any number of draws."""
    half = torch.zeros(64, 2, 3, 16, 16)
    half[..., 8:] = 200.0
    calm = AugmentationSpec(erase=0, noise=0, brightness=0, contrast=0)
    kept = move_and_zoom(half, random_affine(64, calm, rng=stream(0, "c")), 16, layer="colour")
    assert (kept[..., -4:].mean((1, 2, 3, 4)) > kept[..., :4].mean((1, 2, 3, 4))).all()
    flipping = calm.model_copy(update={"flip": "all"})
    mixed = move_and_zoom(half, random_affine(64, flipping, rng=stream(0, "c")), 16, layer="colour")
    brighter = (mixed[..., -4:].mean((1, 2, 3, 4)) > mixed[..., :4].mean((1, 2, 3, 4))).sum()
    assert 16 < brighter < 48


def test_colour_matrix_equals_the_steps_one_by_one():
    pixels = clips()
    spec = NOTHING.model_copy(update={"saturation": 0.5, "tint": 0.2})
    rng = stream(3, "d")
    gain = rng.uniform(0.8, 1.2, size=(6, 3, 1)) * rng.uniform(1.0, 1.0, size=(6, 1, 1))
    rng.uniform(0, 0, size=(6, 1, 1))
    colour = rng.uniform(0.5, 1.5, size=(6, 1, 1))
    wanted = np.empty(pixels.shape)
    for number, clip in enumerate(pixels.numpy()):
        grey = clip[:, 0] * 0.299 + clip[:, 1] * 0.587 + clip[:, 2] * 0.114
        for channel in range(3):
            value = grey + colour[number, 0, 0] * (clip[:, channel] - grey)
            value = (value - 127.5) * gain[number, channel, 0] + 127.5
            wanted[number, :, channel] = np.clip(value, 0, 255)
    changed = change_colours(pixels, spec, rng=stream(3, "d")).numpy()
    np.testing.assert_allclose(changed, wanted, atol=0.01)


def test_grey_clips_have_no_colour():
    spec = NOTHING.model_copy(update={"grey": 1.0})
    grey = change_colours(clips(), spec, rng=stream(0, "e"))
    torch.testing.assert_close(grey[:, :, 0], grey[:, :, 2], atol=0.01, rtol=0)


def test_depth_is_lost_along_edges_first_and_never_invented():
    depth = torch.full((20, 2, 1, 32, 32), 100.0)
    depth[..., 16:] = 180.0
    depth[..., :4, :] = 0.0
    spec = AugmentationSpec(depth_holes=0.04, noise=4.0)
    holes = lose_depth(depth, spec, rng=stream(0, "f"))
    assert ((holes == depth) | (holes == 0)).all()
    lost = (holes == 0)[..., 6:, :].float().mean((0, 1, 2, 3))
    assert lost[16] > 4 * lost[4:12].mean() > 0
    noisy = add_noise(holes, spec, layer="depth", rng=stream(0, "g"))
    assert (noisy[holes == 0] == 0).all() and not torch.equal(noisy, holes)


def test_erasing_hides_one_block_of_the_stated_size():
    pixels = clips(side=30, count=40)
    erased = erase_block(pixels, AugmentationSpec(erase=1.0), layer="colour", rng=stream(0, "h"))
    share = (erased != pixels).float().mean((1, 2, 3, 4))
    assert share.min() > 0 and share.max() <= 0.33**2


def test_frame_positions_are_ordered_inside_and_cover_the_window():
    seen = np.zeros(16, dtype=bool)
    rng = stream(0, "i")
    for _ in range(200):
        positions = frame_positions(16, 8, 0.75, rng=rng)
        assert (np.diff(positions) >= 0).all() and positions[0] >= 0 and positions[-1] < 16
        assert positions[-1] - positions[0] >= 8
        seen[positions] = True
    assert seen.all()


def test_flow_turns_with_the_picture():
    """A bump that moves by v, seen through an affine map, moves by what the turned flow says."""
    spec = NOTHING.model_copy(update={"zoom": 0.3, "stretch": 0.3, "roll_rad": 0.4, "flip": "all"})
    theta = random_affine(16, spec, rng=stream(0, "j"))
    side, step = 64, (5.0, -3.0)
    rows, columns = np.mgrid[:side, :side] + 0.5

    def bump(x, y):
        return np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 50.0)

    films = torch.from_numpy(np.stack((bump(30, 33), bump(30 + step[0], 33 + step[1]))))
    films = films.float()[None, :, None].expand(16, -1, -1, -1, -1) * 200.0
    seen = move_and_zoom(films, theta, side, layer="depth")[:, :, 0].numpy()
    flow = torch.full((16, 2, 2, side, side), 127.5)
    flow += torch.tensor(step).reshape(1, 1, 2, 1, 1)
    turned = turn_flow(move_and_zoom(flow, theta, side, layer="flow"), theta).numpy() - 127.5
    weight = seen.sum((2, 3))
    x, y = (seen * columns).sum((2, 3)) / weight, (seen * rows).sum((2, 3)) / weight
    np.testing.assert_allclose(x[:, 1] - x[:, 0], turned[:, 0, 0, 32, 32], atol=0.05)
    np.testing.assert_allclose(y[:, 1] - y[:, 0], turned[:, 0, 1, 32, 32], atol=0.05)
    assert (np.sign(x[:, 1] - x[:, 0]) == -1).sum() >= 3  # some were mirrored


@pytest.mark.parametrize("layer", ["body_part", "instance"])
def test_masks_keep_their_colours(layer):
    rng = stream(0, "k")
    masks = torch.from_numpy(rng.choice([0.0, 255.0], size=(8, 2, 1, 32, 32))).float()
    spec = NOTHING.model_copy(update={"brightness": 0.5, "contrast": 0.5, "noise": 20.0})
    torch.testing.assert_close(
        augment(masks, 32, spec, layer=layer, rng=rng), masks, atol=0.01, rtol=0
    )
