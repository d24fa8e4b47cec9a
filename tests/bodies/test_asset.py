"""The body model's file, and agreement with anny itself."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from bodies_people import person

from understudy.bodies import asset as asset_module
from understudy.bodies.pieces import clip
from understudy.bodies.posing import skin, skin_weights, transform_of_bone, transforms
from understudy.bodies.shape import rest_body
from understudy.errors import PlatformError, StorageError
from understudy.geometry import quaternion_from_axis_angle
from understudy.types import JOINTS, BodySpec

J = {name: index for index, name in enumerate(JOINTS)}


def test_a_missing_model_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path))
    with pytest.raises(PlatformError, match="understudy setup"):
        asset_module.load_body_asset()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_damaged_model_says_what_to_delete(tmp_path, monkeypatch, content):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path))
    asset_module.body_asset_path().write_bytes(content)
    with pytest.raises(PlatformError, match=r"delete it and run `understudy setup`"):
        asset_module.load_body_asset()


def test_a_failed_build_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(asset_module, "_extract", lambda scratch: {"weights": np.zeros(3)})
    monkeypatch.setattr(asset_module.np, "savez", full)
    with pytest.raises(StorageError, match="No space left"):
        asset_module.build_body_asset(lambda line: None)
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_only_numbers_and_names(asset):
    assert np.allclose(asset.weights.sum(axis=1), 1.0, atol=1e-4)
    assert np.allclose(asset.keypoints.sum(axis=1), 1.0, atol=1e-3)
    for faces in (asset.head_faces, asset.hand_faces, asset.suit_faces, asset.skirt_faces):
        assert faces.max() < len(asset.rest_m)
        assert (faces != np.roll(faces, 1, axis=1)).all(), "degenerate triangles"


def test_a_cut_keeps_exactly_the_positive_side():
    grid = np.stack(np.meshgrid(np.arange(5.0), np.arange(5.0), indexing="ij"), -1).reshape(-1, 2)
    corner = np.arange(25).reshape(5, 5)[:-1, :-1].ravel()
    faces = np.concatenate(
        (
            np.stack((corner, corner + 5, corner + 1), axis=1),
            np.stack((corner + 1, corner + 5, corner + 6), axis=1),
        )
    )
    inside = 2.3 - grid[:, 0] - 0.1 * grid[:, 1]
    cut, ends, share = clip(faces, inside)
    places = grid[ends[:, 0]] * (1 - share[:, None]) + grid[ends[:, 1]] * share[:, None]
    (ax, ay), (bx, by), (cx, cy) = (places[cut[:, k]].T for k in range(3))
    area = 0.5 * ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))
    assert (area > -1e-9).all(), "a triangle turned over"
    assert area.sum() == pytest.approx(4 * (2.3 - 0.1 * 2.0))
    used = places[np.unique(cut)]
    assert (2.3 - used[:, 0] - 0.1 * used[:, 1] > -1e-9).all()


# ---------------------------------------------------------------------------- beside anny


@pytest.fixture(scope="module")
def anny_model():
    folder = os.environ.get("ANNY_CACHE_DIR")
    if not folder or not list(Path(folder).glob("v*/build_compact_model_data*")):
        pytest.skip("anny's own parsed model is not there: set ANNY_CACHE_DIR to its folder")
    import anny
    import torch

    model = anny.Anny(rig="anny", topology="anny-full", phenotypes="all", skinning_method="lbs")
    return model.to(torch.float32)


def anny_rest(model, spec: BodySpec):
    african, asian, caucasian = spec.ancestry
    words = ("gender", "age", "muscle", "weight", "height", "proportions")
    values = {word: getattr(spec, word) for word in words}
    return {**values, "african": african, "asian": asian, "caucasian": caucasian}


def kept_vertices(model, asset) -> np.ndarray:
    from scipy.spatial import cKDTree

    template = model.template_vertices.numpy() @ asset_module.ROTATE.T
    distance, index = cKDTree(template).query(asset.rest_m)
    assert distance.max() == 0.0
    return index


@pytest.mark.parametrize("seed", range(4))
def test_shapes_agree_with_anny(anny_model, asset, seed):
    spec = person(seed, age=0.1 + 0.3 * seed, weight=seed / 3)
    out = anny_model(phenotype_kwargs=anny_rest(anny_model, spec))
    theirs = out["rest_vertices"][0].numpy() @ asset_module.ROTATE.T
    ours = rest_body(spec)
    index = kept_vertices(anny_model, asset)
    # Shapes are stored as float16.
    np.testing.assert_allclose(ours.vertices_m, theirs[index], atol=1e-3)
    heads = out["rest_bone_heads"][0].numpy() @ asset_module.ROTATE.T
    np.testing.assert_allclose(ours.heads_m, heads, atol=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_poses_agree_with_anny(anny_model, asset, seed):
    """Bends without twist or fists, where our fewer transforms must do what 104 bones do."""
    import torch

    spec, rng = person(seed), np.random.Generator(np.random.PCG64(seed))
    rotations = np.tile([1.0, 0.0, 0.0, 0.0], (1, 24, 1))
    for joint in ("elbow", "knee", "hip", "shoulder"):
        axis = np.array([0.0, 1.0, 0.0]) if joint in ("knee", "hip") else np.array([0, 0, 1.0])
        for side in ("left", "right"):
            angle = rng.uniform(-0.9, 0.9)
            rotations[0, J[f"{side}_{joint}"]] = quaternion_from_axis_angle(axis, angle)
    for joint in ("spine2", "head"):
        rotations[0, J[joint]] = quaternion_from_axis_angle(np.eye(3)[1], rng.uniform(-0.4, 0.4))
    rest = rest_body(spec)
    matrices, shifts, _ = transforms(rest, rotations, np.zeros((1, 3)))
    ours = skin(rest.vertices_m, skin_weights(), matrices, shifts)[0]
    values = anny_rest(anny_model, spec)
    poses = anny_model(phenotype_kwargs=values)["rest_bone_poses"]
    back = asset_module.ROTATE.T.astype(np.float64)
    turned = back @ matrices[0, transform_of_bone()] @ back.T
    world = poses.clone()
    world[0, :, :3, :3] = torch.as_tensor(turned, dtype=torch.float32) @ poses[0, :, :3, :3]
    world[..., :3, 3] = 0.0
    out = anny_model(world, phenotype_kwargs=values, pose_parameterization="world-orient")
    theirs = out["vertices"][0].numpy() @ asset_module.ROTATE.T
    apart = np.linalg.norm(ours - theirs[kept_vertices(anny_model, asset)], axis=1)
    assert apart.max() < 0.01 and np.median(apart) < 1e-3
