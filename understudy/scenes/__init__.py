"""Places, props, light and cameras: everything in a clip but the people.

Places and cameras are drawn without sight of the action, so that neither gives it away.
"""

from understudy.scenes.build import PlacedMovingProp, PlacedProp, build_scene
from understudy.scenes.camera import build_camera
from understudy.scenes.camera_motions import CAMERA_MOTIONS
from understudy.scenes.furniture import PROPS
from understudy.scenes.held import MOVING_PROPS, build_moving_prop, default_size_m
from understudy.scenes.kinds import SceneKind
from understudy.scenes.lighting import LIGHTS, WEATHERS, environment_light, project_irradiance_sh
from understudy.scenes.registry import SCENE_FAMILIES, SCENES, scene_kinds
from understudy.scenes.sampling import sample_scene
from understudy.scenes.viewpoints import (
    EVERY_VIEWPOINT,
    VIEWPOINTS,
    CameraRange,
    Viewpoint,
    sample_camera,
)

__all__ = [
    "CAMERA_MOTIONS",
    "EVERY_VIEWPOINT",
    "LIGHTS",
    "MOVING_PROPS",
    "PROPS",
    "SCENES",
    "SCENE_FAMILIES",
    "VIEWPOINTS",
    "WEATHERS",
    "CameraRange",
    "PlacedMovingProp",
    "PlacedProp",
    "SceneKind",
    "Viewpoint",
    "build_camera",
    "build_moving_prop",
    "build_scene",
    "default_size_m",
    "environment_light",
    "project_irradiance_sh",
    "sample_camera",
    "sample_scene",
    "scene_kinds",
]
