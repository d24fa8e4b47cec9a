"""Moves the truth with the lens, so that every layer stays aligned with the stored picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.render.ground_truth import boxes
from understudy.render.sensor.lens import (
    centred_intrinsics,
    distort_points,
    pixel_centres,
    undistort_points,
)
from understudy.types import GroundTruth, SensorSpec


def distort_truth(truth: GroundTruth, sensor: SensorSpec) -> GroundTruth:
    """Returns the truth as the distorted picture shows it; the same object without distortion.

    Layers take the sample nearest to where a pixel looks, never an average, so a layer's value may
    belong to a point up to half a pixel beside the pixel's centre. Flow runs between distorted
    places. Joints, keypoints and boxes are in pixels of the stored picture; what left the frame
    is no longer visible. World coordinates, camera matrices and intrinsics stay those of the
    pinhole camera: project, then `distort_points`.
    """
    if sensor.distortion == (0.0, 0.0):
        return truth
    height, width = truth.depth_m.shape[1:]
    size = np.array([width, height])
    intrinsics = centred_intrinsics(width, height)
    looks_at = undistort_points(pixel_centres(width, height), sensor, intrinsics)
    column, row = np.moveaxis(np.clip(looks_at, 0.0, size - 0.5).astype(int), -1, 0)
    source = row * width + column
    centres = np.stack((column, row), axis=-1) + 0.5
    before = distort_points(centres, sensor, intrinsics)

    def moved(layer: np.ndarray) -> np.ndarray:
        flat = layer.reshape(len(layer), height * width, -1)
        return np.take(flat, source, axis=1).reshape(layer.shape)

    flow, stays = np.empty_like(truth.flow_px), moved(truth.flow_valid)
    for step, vectors in enumerate(moved(truth.flow_px)):
        after = distort_points(centres + vectors.reshape(-1, 2), sensor, intrinsics)
        flow[step] = (after - before).reshape(height, width, 2)
        inside = ((after >= 0.0) & (after < size)).all(axis=-1)
        stays[step] &= inside.reshape(height, width)

    def seen(points_px: np.ndarray, visible: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        places = distort_points(points_px, sensor, intrinsics)
        with np.errstate(invalid="ignore"):  # NaN behind the camera
            inside = ((places >= 0.0) & (places < size)).all(axis=-1)
        return places.astype(np.float32), visible & inside

    joints_px, joints_visible = seen(truth.joints_px, truth.joints_visible)
    keypoints_px, keypoints_visible = seen(truth.keypoints_px, truth.keypoints_visible)
    instance = moved(truth.instance)
    return replace(
        truth,
        depth_m=moved(truth.depth_m),
        instance=instance,
        body_part=moved(truth.body_part),
        normal=moved(truth.normal),
        flow_px=flow,
        flow_valid=stays,
        joints_px=joints_px,
        joints_visible=joints_visible,
        keypoints_px=keypoints_px,
        keypoints_visible=keypoints_visible,
        boxes_px=boxes(instance, truth.boxes_px.shape[1]),
    )
