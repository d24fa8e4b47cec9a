"""Geometric identities of the ground truth, over clips drawn as a dataset's are.

None of these knows what is in a clip: they hold between its layers, or the renderer is wrong.
"""

from __future__ import annotations

import numpy as np
import pytest

from understudy.generate import film_parts
from understudy.geometry import project
from understudy.motion import ACTIONS
from understudy.render.ground_truth import assemble
from understudy.sampling import GenerateJob, sample_clip
from understudy.types import BODY_PARTS, FIRST_OBJECT_ID, RenderedClip

CLIPS = 10
HARD = (
    "hug", "shake_hands", "give_object", "support_somebody",  # two people, close
    "lie_down", "push_up", "fall_from_bed",  # on the ground
    "sweep", "tennis_swing", "carry_box", "drink",  # things in hands
    "cartwheel", "backflip",  # upside down, in the air
)  # fmt: skip
"""Where layers have most chance to disagree."""
SPREAD = sorted(set(ACTIONS) - set(HARD))
NAMES = [*SPREAD[:: max(1, len(SPREAD) // CLIPS)][:CLIPS], *HARD]


@pytest.fixture(scope="module", params=range(len(NAMES)), ids=NAMES)
def clip(request, raster):
    """One small clip of each action, in any place and from any side."""
    action = NAMES[request.param]
    duration_s = max(2.0, ACTIONS[action].minimum_s + 0.25)
    job = GenerateJob(
        actions=(action,), clips_per_action=1, width=96, height=96, fps=8.0, seed=11,
        duration_s=(duration_s, duration_s), quality="draft",
    )  # fmt: skip
    spec = sample_clip(job, action, request.param)
    parts = film_parts(spec)
    buffers = raster.render(parts.scene, parts.people, parts.camera, spec.render)
    # Of the clean picture: a lens that bends it would bend these layers too.
    truth = assemble(
        buffers, parts.people, parts.motions, parts.camera,
        action_interval_s=parts.motions[0].action_interval_s,
    )  # fmt: skip
    return RenderedClip(spec=spec, frames=buffers.colour, truth=truth)


def rays(truth, frame):
    """Directions with z = 1 through the pixels' centres, (H, W, 3)."""
    height, width = truth.depth_m.shape[1:]
    rows, columns = np.indices((height, width)) + 0.5
    k = truth.intrinsics[frame].astype(float)
    x, y = (columns - k[0, 2]) / k[0, 0], (rows - k[1, 2]) / k[1, 1]
    return np.stack((x, y, np.ones_like(x)), axis=-1)


def seen_points(truth):
    """Yields frame, person, pixel, depth and whether it is seen, for points inside the picture."""
    size = np.array(truth.depth_m.shape[:0:-1])
    for pixels, points, visible in (
        (truth.joints_px, truth.joints_m, truth.joints_visible),
        (truth.keypoints_px, truth.keypoints_m, truth.keypoints_visible),
    ):
        depth = project(
            points.reshape(len(points), -1, 3), truth.world_from_camera, truth.intrinsics
        )[1].reshape(visible.shape)
        for frame, person, number in np.argwhere(visible):
            place = pixels[frame, person, number]
            assert (place >= 0).all() and (place < size).all()
            column, row = place.astype(int)
            yield frame, person, row, column, depth[frame, person, number]


def test_visible_joints_lie_on_their_own_mask_within_a_limb(clip):
    truth = clip.truth
    at_pixel, gaps = [], []
    for frame, person, row, column, depth in seen_points(truth):
        window = np.s_[frame, max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        own = truth.instance[window] == person + 1
        assert own.any()  # a limb may be thinner than a pixel
        at_pixel.append(truth.instance[frame, row, column] == person + 1)
        surface = truth.depth_m[frame, row, column]
        if not at_pixel[-1]:  # the pixel looks past the limb, at nothing nearer than it
            assert surface == 0.0 or surface > depth
            surface = truth.depth_m[window][own].max()
        gaps.append(depth - surface)
        assert gaps[-1] < 0.31  # nothing covers the joint but the limb that it is in
    if at_pixel:
        assert np.mean(at_pixel) > 0.93  # the others: at the edge of a limb, most in an embrace
        assert np.median(gaps) > 0.0  # skin lies in front
        assert np.quantile(gaps, 0.05) > -0.31  # or a limb beside it, at a pixel's distance


def test_flow_of_what_stands_still_follows_from_depth_and_camera(clip):
    truth = clip.truth
    for step in range(len(truth.flow_px)):
        still = (truth.depth_m[step] > 0) & (truth.instance[step] == 0)
        ray = rays(truth, step)
        pose = truth.world_from_camera[step].astype(float)
        points = (ray * truth.depth_m[step][..., None])[still] @ pose[:3, :3].T + pose[:3, 3]
        pixels, depth = project(points, truth.world_from_camera[step + 1].astype(float),
                                truth.intrinsics[step + 1].astype(float))  # fmt: skip
        rows, columns = np.nonzero(still)
        ahead = depth > 0.1
        error = (pixels - np.stack((columns, rows), -1) - 0.5) - truth.flow_px[step][still]
        assert np.abs(error[ahead]).max() < 0.05


def test_flow_leads_to_the_same_thing_unless_something_hides_it(clip):
    truth = clip.truth
    height, width = truth.depth_m.shape[1:]
    rows, columns = np.indices((height, width)) + 0.5
    missed = total = 0
    for step in range(len(truth.flow_px)):
        u, v = columns + truth.flow_px[step, ..., 0], rows + truth.flow_px[step, ..., 1]
        inside = (u >= 0) & (u < width) & (v >= 0) & (v < height) & (truth.depth_m[step] > 0)
        valid = truth.flow_valid[step]
        assert not valid[~inside].any()
        c, r = u[inside].astype(int), v[inside].astype(int)
        landed = truth.instance[step + 1, r, c] == truth.instance[step][inside]
        assert landed[valid[inside]].all()
        # Static things seen at both times: the world point is the same, to a pixel's slope.
        still = inside & valid & (truth.instance[step] == 0)
        c, r = u[still].astype(int), v[still].astype(int)
        before = rays(truth, step)[still] * truth.depth_m[step][still][:, None]
        after = rays(truth, step + 1)[r, c] * truth.depth_m[step + 1, r, c][:, None]
        world = [
            points @ pose[:3, :3].T + pose[:3, 3]
            for points, pose in (
                (before, truth.world_from_camera[step]),
                (after, truth.world_from_camera[step + 1]),
            )
        ]
        gap = np.linalg.norm(world[0] - world[1], axis=-1)
        ray = rays(truth, step)[still]
        # Seen at a glancing angle a pixel covers a long stretch of ground.
        facing = -(truth.normal[step][still] * ray).sum(-1) / np.linalg.norm(ray, axis=-1)
        footprint = truth.depth_m[step][still] / truth.intrinsics[step, 0, 0]
        footprint /= np.clip(facing, 0.02, 1.0)
        if len(gap):
            assert np.median(gap / footprint) < 1.0
            assert np.quantile(gap / footprint, 0.9) < 3.0
        # What is invalid inside the picture is hidden: what is seen there is another thing, or
        # (people, who hide themselves) nearer; only borders of less than a pixel are left over.
        if truth.joints_m[step + 1, ..., 2].min() < 0.0:
            continue  # somebody goes under water: most of what was seen is hidden next
        people = inside & (truth.instance[step] > 0)
        total += people.sum()
        missed += (people & ~valid).sum()
    if total > 500:
        assert missed / total < 0.35


def test_flow_of_people_carries_their_joints(clip):
    """Where a visible joint goes, the skin in front of it goes too, and so does the flow there."""
    truth = clip.truth
    errors = []
    height, width = truth.depth_m.shape[1:]
    for frame, person, row, column, _ in seen_points(truth):
        if frame == len(truth.flow_px) or truth.instance[frame, row, column] != person + 1:
            continue
        ahead = [place[frame + 1, person] for place in (truth.joints_px, truth.keypoints_px)]
        behind = [place[frame, person] for place in (truth.joints_px, truth.keypoints_px)]
        moved = np.concatenate(ahead) - np.concatenate(behind)
        nearest = np.linalg.norm(np.concatenate(behind) - (column + 0.5, row + 0.5), axis=-1)
        own = moved[np.nanargmin(nearest)]
        scale = 0.1 * truth.intrinsics[frame, 0, 0] / truth.depth_m[frame, row, column]
        if np.isfinite(own).all() and np.abs(own).max() < max(height, width):
            # A limb that turns moves its skin by up to its radius more than its bone.
            away = np.linalg.norm(own - truth.flow_px[frame, row, column])
            errors.append(away / (scale + 0.3 * np.linalg.norm(own) + 0.5))
    if len(errors) > 20:
        assert np.median(errors) < 0.5
        assert np.mean(np.array(errors) > 1.0) < 0.1


def test_boxes_are_tight_to_the_masks(clip):
    truth = clip.truth
    for frame, person in np.ndindex(truth.boxes_px.shape[:2]):
        rows, columns = np.nonzero(truth.instance[frame] == person + 1)
        if len(rows):
            tight = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
            assert truth.boxes_px[frame, person].tolist() == tight
        else:
            assert np.isnan(truth.boxes_px[frame, person]).all()


def test_normals_are_unit_and_face_the_camera(clip):
    truth = clip.truth
    surface = truth.depth_m > 0
    assert np.abs(np.linalg.norm(truth.normal[surface], axis=-1) - 1.0).max() < 2e-3
    assert not truth.normal[~surface].any()
    away = []
    for frame in range(len(surface)):
        ray = rays(truth, frame)
        ray /= np.linalg.norm(ray, axis=-1, keepdims=True)
        away.append((truth.normal[frame] * ray).sum(-1)[surface[frame]])
    # Smooth normals bend away a little where a silhouette's facets do not.
    assert (np.concatenate(away) > 0.1).mean() < 0.01


def test_ids_name_what_there_is(clip):
    truth = clip.truth
    people = len(clip.spec.people)
    ids = np.unique(truth.instance)
    assert ((ids <= people) | (ids >= FIRST_OBJECT_ID)).all()
    someone = (truth.instance > 0) & (truth.instance < FIRST_OBJECT_ID)
    assert (truth.body_part < len(BODY_PARTS)).all()
    np.testing.assert_array_equal(truth.body_part > 0, someone)
    assert not truth.instance[truth.depth_m == 0].any()
    assert np.isfinite(truth.depth_m).all() and (truth.depth_m >= 0).all()
