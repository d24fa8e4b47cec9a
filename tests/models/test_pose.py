"""The network that reads joints off depth and the action off joints."""

from __future__ import annotations

import torch

from understudy.models import ModelSpec, build_model
from understudy.models.pose import JointMaps


def pose_network():
    torch.manual_seed(0)
    spec = ModelSpec(name="pose_tsm", width=8)
    return build_model(spec, class_count=5, channels=1, frame_count=8, size=64).eval()


def test_joints_are_where_the_heat_is():
    """A network whose maps are the picture itself says where the bright spot is."""
    network = pose_network()
    heat = torch.full((1, 34, 16, 16), -50.0)
    heat[:, :17, 3, 12] = 50.0  # row, column
    heat[:, 17:] = 0.25
    network.maps.forward = lambda merged: heat.expand(len(merged), -1, -1, -1)
    with torch.inference_mode():
        joints = network.joint_maps(torch.zeros(1, 8, 1, 64, 64)).places()
    wanted = torch.tensor((12.5 / 8 - 1, 3.5 / 8 - 1, 0.25))
    torch.testing.assert_close(joints, wanted.expand(1, 8, 17, 3))


def test_nothing_but_the_shape_of_the_course_is_read():
    """Neither where a body is in the picture nor how large it is changes what is said."""
    network = pose_network()
    joints = torch.rand(3, 8, 17, 3, generator=torch.Generator().manual_seed(1)) * 2 - 1
    joints[:, :, 5:7, 1] -= 1.0  # shoulders over hips
    moved = 0.7 * joints + torch.tensor((0.2, -0.1, 0.3))
    with torch.inference_mode():
        torch.testing.assert_close(
            network.course_tokens(moved), network.course_tokens(joints), rtol=1e-3, atol=1e-3
        )


def test_loss_of_joints_counts_what_is_known():
    heat, near = torch.zeros(1, 1, 17, 16, 16), torch.zeros(1, 1, 17, 16, 16)
    maps = JointMaps(heat=heat, near=near, picture=torch.zeros(1, 1, 8))
    values = torch.full((1, 1, 17, 4), torch.nan)
    assert maps.loss(values) == 0  # real clips
    values[0, 0, 3] = torch.tensor((0.1, -0.2, 0.03, 0.0))  # hidden, and still somewhere
    values[0, 0, 4] = torch.tensor((0.3, 0.0, torch.nan, 1.0))  # colour knows no nearness
    values[0, 0, 5] = torch.tensor((1.5, 0.0, 0.5, 0.0))  # outside
    wrong = (0.1 + 0.2 + 0.03 + 0.3 + 0.0) / 5  # of the coordinates that are known
    torch.testing.assert_close(maps.loss(values), torch.tensor(1.0 + 10.0 * wrong))
    heat[0, 0, 3:5, 5:9, 7:12] = 6.0  # warmer around the places
    assert maps.loss(values) < 2.0


def test_each_stream_is_hidden_from_some_clips_in_training_and_none_later():
    network = pose_network()
    places, picture = torch.rand(200, 8, 17, 3), torch.rand(200, 8, 32) + 0.1
    asked = network.tokens(places, picture)
    assert asked[..., 128:].min() > 0
    network.train()
    told = network.tokens(places, picture)
    blind = told[..., 128:].eq(0).all((1, 2))
    lost = told[..., :128].eq(0).all((1, 2))
    assert 25 < blind.sum() < 75 and 25 < lost.sum() < 75 and not (blind & lost).any()
