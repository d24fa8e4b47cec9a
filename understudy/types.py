"""The words of the project: frozen specs (what to make) and array types (what was made).

Conventions (CONVENTIONS.md): SI units; world right-handed, +Z up, ground at z = 0; body frame x
forward, y left, z up; camera as in OpenCV (x right, y down, z forward); quaternions wxyz; pixel
(u, v) from the top-left corner with the first pixel's centre at (0.5, 0.5).

Shape legend: B batch, T frames, P people, J joints, V vertices, F faces, L texture layers,
H W image, C channels, K classes, D features,
N texture pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Bool, Float32, Int32, Int64, UInt8
from pydantic import BaseModel, ConfigDict

# --------------------------------------------------------------------------------------------
# Names that every stage shares

JOINTS: tuple[str, ...] = (
    "pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2",
    "left_ankle", "right_ankle", "spine3", "left_foot", "right_foot", "neck", "left_collar",
    "right_collar", "head", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow",
    "left_wrist", "right_wrist", "left_hand", "right_hand",
)  # fmt: skip
"""The 24 joints of SMPL (Loper et al. 2015), in its order, so that AMASS needs no table."""

PARENTS: tuple[int, ...] = (
    -1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21,
)  # fmt: skip

COCO_KEYPOINTS: tuple[str, ...] = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
    "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip

BODY_PARTS: tuple[str, ...] = (
    "background", "head", "torso", "left_upper_arm", "right_upper_arm", "left_lower_arm",
    "right_lower_arm", "left_hand", "right_hand", "left_upper_leg", "right_upper_leg",
    "left_lower_leg", "right_lower_leg", "left_foot", "right_foot",
)  # fmt: skip
"""Ids of the `body_part` layer; clothes and hair count as the part that they cover."""

TEXTURE_SIZE = 128
"""Side of every texture tile [px]; the renderer keeps them all in one texture array."""

PAGE_SIZE = 512
"""Side of every texture page [px]: a picture that is stretched over a surface once, as on imported
clothes and furniture."""

MOST_OTHER_LIGHTS = 3

FIRST_OBJECT_ID = 128
"""Ids of the `instance` layer: 0 surroundings, 1.. people, this and above moving objects."""

GROUND_TRUTH_LAYERS: tuple[str, ...] = ("depth", "instance", "body_part", "normal", "flow")
"""The image layers that a dataset may store beside colour."""

Split = Literal["train", "val", "test"]
Role = Literal["actor", "partner", "bystander"]
"""Who does the labelled action, who takes part in it, who does something else."""

# --------------------------------------------------------------------------------------------
# Specs: numbers, strings and tuples only; stored whole in every sample


class Spec(BaseModel):
    """Frozen, JSON round trip, unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ActionSpec(Spec):
    """One performance of a named action, with every random choice already made."""

    name: str
    duration_s: float
    """Length of the motion, lead-in and lead-out included."""
    parameters: dict[str, float]
    """Values of the action's declared parameters (tempo, amplitude, side, ...)."""
    noise_seed: int
    """Seed of the performer's small involuntary movements."""
    recording: str = ""
    """Of an action "LIBRARY:ACTION": what is played, "LIBRARY:RECORDING"."""
    mimed: bool = False
    """What the hands would hold, throw or catch is not there; furniture is."""


class GarmentSpec(Spec):
    kind: str
    """A key of `bodies.GARMENTS`, for instance "t_shirt", or a pack's "PACK:ITEM"."""
    colour: tuple[float, float, float]
    """Main colour, linear RGB 0..1."""
    second_colour: tuple[float, float, float]
    pattern: str
    """A key of `bodies.PATTERNS`, for instance "stripes"."""
    pattern_scale_m: float
    fit_m: float
    """How far the cloth stands off the skin [m]."""
    motif: str = "none"
    """A key of `bodies.MOTIFS`: what is printed on the chest, in the second colour."""


class BodySpec(Spec):
    """A person: anny's phenotypes (0..1 each) and looks."""

    gender: float
    """0 male, 1 female."""
    age: float
    """0 newborn, 1/3 child, 2/3 adult, 1 old."""
    muscle: float
    weight: float
    height: float
    proportions: float
    ancestry: tuple[float, float, float]
    """Weights of the African, Asian and Caucasian shape targets."""
    skin_colour: tuple[float, float, float]
    """Linear RGB albedo."""
    eye_colour: tuple[float, float, float]
    hair_style: str
    """A key of `bodies.HAIR_STYLES`, or a pack's "PACK:ITEM"."""
    hair_colour: tuple[float, float, float]
    garments: tuple[GarmentSpec, ...]
    """From the skin outwards."""
    beard: str = "none"
    """A key of `bodies.BEARDS`."""
    glasses: str = "none"
    """A key of `bodies.GLASSES`."""
    skin: str = "plain"
    """"plain": `skin_colour` with procedural detail; or a pack's skin, "PACK:ITEM"."""


class PersonSpec(Spec):
    role: Role
    body: BodySpec
    action: ActionSpec
    position_m: tuple[float, float]
    """Where the body frame's origin stands on the ground, world x and y."""
    heading_rad: float
    """Turn of the body frame about world z; 0 faces world +x."""


class SceneSpec(Spec):
    kind: str
    """A key of `scenes.SCENES`, for instance "kitchen"."""
    seed: int
    """Seed of the layout: furniture, materials, clutter."""
    size_m: tuple[float, float, float]
    """Free extent x, y and height (a room's inner size; outdoors the furnished area)."""
    light: str
    """A key of `scenes.LIGHTS`, for instance "sun"."""
    light_azimuth_rad: float
    light_elevation_rad: float
    light_warmth: float
    """0 cold blue light to 1 warm tungsten; 0.5 neutral."""
    light_strength: float
    """Key light against ambient, 0.5 flat to 2 hard."""
    weather: str = "clear"
    """A key of `scenes.WEATHERS`: what the sky does while it is day."""
    brightness: float = 1.0
    """How bright the place looks against what an automatic exposure would make of it: 0.3 a dark
    room, 1 as usual."""
    environment: str = ""
    """A pack's panorama that lights the place and lies behind it, "PACK:ITEM"."""
    backdrop: str = ""
    """A pack's picture that stands behind the people instead of a built place, "PACK:ITEM"."""
    objects: tuple[str, ...] = ()
    """Furniture and props of packs that may stand in the place, "PACK:ITEM" each."""


class CameraSpec(Spec):
    motion: str
    """A key of `scenes.CAMERA_MOTIONS`: "static", "handheld", ..."""
    azimuth_rad: float
    """Where the camera stands, seen from the subject: 0 in front of the actor's heading,
    positive towards the actor's left."""
    height_m: float
    distance_m: float
    vertical_fov_rad: float
    framing_offset: tuple[float, float]
    """Aim error as a fraction of the frame, right and down."""
    roll_rad: float
    shake: float
    """Handheld amplitude, 1 = a calm hand."""
    seed: int
    viewpoint: str = ""
    """Provenance: the key of `scenes.VIEWPOINTS` it was drawn from; "" of a plain range."""


class SensorSpec(Spec):
    """The camera model at the end of the pipe; all zeros leave the picture clean."""

    exposure_ev: float
    white_balance: float
    """-1 bluish to 1 reddish."""
    contrast: float
    saturation: float
    noise: float
    """Standard deviation of the sensor noise at mid grey, in 8-bit steps."""
    blur_px: float
    vignette: float
    downscale: float
    """Resolution loss: 1 none, 2 half."""
    crf: int
    """Quality of the stored video (libx264 constant rate factor)."""
    noise_seed: int
    device: str = ""
    """Provenance: the key of `render.DEVICES` it was drawn from."""
    shutter: float = 0.0
    """Share of the time between frames that the shutter is open (motion blur); 0.5 a half turn."""
    defocus: float = 0.0
    """Diameter of the spot that a point at infinity becomes, as a share of the frame's height."""
    focus_m: float = 0.0
    """Depth that is sharp; 0 focuses on what is in the middle of the picture."""
    distortion: tuple[float, float] = (0.0, 0.0)
    """Brown-Conrady k1, k2 with radii in half diagonals of the frame: k1 < 0 barrel, > 0
    pincushion. The truth that is stored beside the picture is distorted with it."""
    chromatic_aberration: float = 0.0
    """How much larger red is drawn than green, and green than blue, as a share."""
    exposure_drift_ev: float = 0.0
    """Deviation of the automatic exposure's slow wander [stops]."""
    flicker: float = 0.0
    """Depth of the bands that lamps on alternating current cause, as a share of the light."""
    white_balance_drift: float = 0.0
    """Deviation of the slow wander of `white_balance`."""
    fixed_pattern: float = 0.0
    """Deviation of the noise that stays the same in every frame, in 8-bit steps."""
    sharpening: float = 0.0
    """Unsharp mask: 0.5 a phone, 1.5 bright rims."""
    gamma: float = 0.0
    """Change of the tone curve: 0.5 darker, -0.5 brighter middle tones; black and white stay."""
    black_level: float = 0.0
    """Haze: what black becomes, as a share of white."""
    infrared: float = 0.0
    """1: a night camera with its own lamp, grey, near things brightest; 0: daylight."""
    enlarging: Literal["nearest", "bilinear", "bicubic"] = "bilinear"
    """How a picture that lost resolution comes back to size."""
    codec: Literal["none", "mjpeg", "mpeg4", "h264"] = "none"
    """What the recording went through before it was stored."""
    quantiser: int = 0
    """How coarsely, 2 fine to 31 coarse (h264: its crf)."""


class RenderSpec(Spec):
    renderer: str
    width: int
    height: int
    supersample: int
    """Side of the block of samples per pixel: 1 draft, 2 default."""
    ambient_occlusion: bool
    shadow_size: int
    """Side of the shadow map [px]."""


class ClipSpec(Spec):
    """Everything needed to film one clip again, years later."""

    version: int = 1
    clip_id: str
    label: str
    caption: str
    split: Split
    seed: int
    """Provenance only: the job's seed. The spec, not the seed, says what is in the clip."""
    fps: float
    frame_count: int
    people: tuple[PersonSpec, ...]
    scene: SceneSpec
    camera: CameraSpec
    sensor: SensorSpec
    render: RenderSpec


# --------------------------------------------------------------------------------------------
# What the stages hand on


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """The joints of one body in the zero pose: T-pose, limbs along the axes, palms down.

    Every joint's local rotation is the identity in the zero pose, and joint frames are aligned
    with the body frame (x forward, y left, z up).
    """

    offsets_m: Float32[np.ndarray, "24 3"]
    """Each joint from its parent; the pelvis row is zero."""
    surface_joints: Int32[np.ndarray, "S"]
    surface_offsets_m: Float32[np.ndarray, "S 3"]
    """Points on the skin or shoe sole: joint they ride on, and place in that joint's frame."""
    soles_m: Float32[np.ndarray, "2 3 3"]
    """Left, right x heel, ball, toe: points on the shoe sole, in the ankle's frame."""
    fingertips_m: Float32[np.ndarray, "2 3"]
    """Left, right: tip of the middle finger of the flat hand, in the wrist's frame."""
    height_m: float


@dataclass(frozen=True, kw_only=True)
class Prop:
    """An object that the action needs, in the body frame of the one who needs it."""

    kind: str
    """A key of `scenes.PROPS`, for instance "chair"."""
    position_m: tuple[float, float, float]
    """Ground point of the object."""
    yaw_rad: float
    size_m: tuple[float, float, float]
    """Depth (x), width (y), height (z); a chair's height is its seat's."""


@dataclass(frozen=True, kw_only=True)
class MovingProp:
    """An object that is held, thrown or pushed, in the body frame of the one who does it."""

    kind: str
    """A key of `scenes.MOVING_PROPS`, for instance "cup"."""
    size_m: tuple[float, float, float]
    """Extent along the object's own x, y, z axes; its origin is where a hand grips it, its z axis
    runs along the grip (up through a cup, along a racket towards its head)."""
    body_from_prop: Float32[np.ndarray, "T 4 4"]


@dataclass(frozen=True, kw_only=True)
class Motion:
    """A performance on one skeleton, in the body frame (the person's place comes later)."""

    rotations: Float32[np.ndarray, "T 24 4"]
    """Local joint rotations, unit quaternions wxyz; the hands' rotation curls the fingers."""
    root_m: Float32[np.ndarray, "T 3"]
    """Pelvis."""
    contacts: Bool[np.ndarray, "T 2"]
    """Left and right foot planted."""
    fps: float
    action_interval_s: tuple[float, float]
    props: tuple[Prop, ...] = ()
    moving_props: tuple[MovingProp, ...] = ()


def _no_pages() -> np.ndarray:
    return np.zeros((0, PAGE_SIZE, PAGE_SIZE, 4), np.uint8)


@dataclass(frozen=True, kw_only=True)
class Mesh:
    """Static triangles with per-vertex material, in the world frame."""

    positions_m: Float32[np.ndarray, "V 3"]
    normals: Float32[np.ndarray, "V 3"]
    uv: Float32[np.ndarray, "V 2"]
    """In texture tiles (repeats)."""
    colour: Float32[np.ndarray, "V 3"]
    """Linear RGB, multiplies the texture."""
    texture: Int32[np.ndarray, "V"]
    """Layer n >= 0 of `textures`, which repeat, or page -1 - n of `pages`, which do not; the same
    at a face's three corners."""
    textures: UInt8[np.ndarray, "L S S 3"]
    """Tiles, sRGB, S = TEXTURE_SIZE."""
    faces: Int32[np.ndarray, "F 3"]
    pages: UInt8[np.ndarray, "N G G 4"] = field(default_factory=_no_pages)
    """Pictures, sRGB and alpha, G = PAGE_SIZE; row 0 is v = 0. Where alpha is under one half
    there is a hole in the surface."""


@dataclass(frozen=True, kw_only=True)
class MeshSequence:
    """A posed, dressed person over time, in the world frame."""

    positions_m: Float32[np.ndarray, "T V 3"]
    normals: Float32[np.ndarray, "T V 3"]
    uv: Float32[np.ndarray, "V 2"]
    colour: Float32[np.ndarray, "V 3"]
    texture: Int32[np.ndarray, "V"]
    textures: UInt8[np.ndarray, "L S S 3"]
    faces: Int32[np.ndarray, "F 3"]
    body_part: UInt8[np.ndarray, "V"]
    joints_m: Float32[np.ndarray, "T 24 3"]
    keypoints_m: Float32[np.ndarray, "T 17 3"]
    """COCO keypoints."""
    pages: UInt8[np.ndarray, "N G G 4"] = field(default_factory=_no_pages)
    """As in `Mesh`."""


@dataclass(frozen=True, kw_only=True)
class MovingObject:
    """A rigid thing that moves: held, thrown, pushed."""

    mesh: Mesh
    """In the object's own frame."""
    world_from_object: Float32[np.ndarray, "T 4 4"]


@dataclass(frozen=True, kw_only=True)
class KeyLight:
    """The light that casts shadows."""

    towards_light: Float32[np.ndarray, "3"]
    """Unit vector from the scene towards a sun (world frame)."""
    position_m: Float32[np.ndarray, "3"] | None
    """Of a lamp; None for a sun."""
    radiance: Float32[np.ndarray, "3"]
    """Linear RGB; a white wall facing a light of radiance 1 comes out white. A lamp's value
    is the one that it has at the distance of the scene's centre."""
    softness: float
    """Penumbra: 0 hard to 1 very soft."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Surroundings, ready for any renderer."""

    mesh: Mesh
    key_light: KeyLight
    irradiance_sh: Float32[np.ndarray, "9 3"]
    """Ambient light: spherical-harmonics radiance coefficients, bands 0..2, linear RGB, already
    convolved with the cosine lobe and divided by pi (Ramamoorthi and Hanrahan 2001): the value
    at a normal is the colour of a white surface."""
    environment: Float32[np.ndarray, "He We 3"]
    """What lies behind all geometry: equirectangular, linear RGB, top row straight up, first
    column at world +x, columns turning counter-clockwise seen from above."""
    centre_m: Float32[np.ndarray, "3"]
    extent_m: float
    """Radius around the centre that shadows must cover."""
    other_lights: tuple[KeyLight, ...] = ()
    """Up to MOST_OTHER_LIGHTS more, which cast no shadow."""
    objects: tuple[MovingObject, ...] = ()
    """What moves and is no person."""


@dataclass(frozen=True, kw_only=True)
class CameraTrack:
    world_from_camera: Float32[np.ndarray, "T 4 4"]
    intrinsics: Float32[np.ndarray, "T 3 3"]
    """Focal lengths and principal point [px]."""
    width: int
    height: int
    exposure_ev: Float32[np.ndarray, "T"]


@dataclass(frozen=True, kw_only=True)
class RenderBuffers:
    """What a renderer returns: colour and the per-pixel facts, nothing derived."""

    colour: UInt8[np.ndarray, "T H W 3"]
    """sRGB."""
    depth_m: Float32[np.ndarray, "T H W"]
    """Camera z; 0 where there is no surface (sky)."""
    instance: UInt8[np.ndarray, "T H W"]
    """0 surroundings, 1.. people in the order of the spec, FIRST_OBJECT_ID.. moving objects."""
    body_part: UInt8[np.ndarray, "T H W"]
    normal: Float32[np.ndarray, "T H W 3"]
    """Unit, camera frame; 0 where there is no surface."""
    flow_px: Float32[np.ndarray, "T1 H W 2"]
    """From t to t + 1, right and down, at the pixel of frame t; T1 = T - 1."""
    next_depth_m: Float32[np.ndarray, "T1 H W"]
    """Camera z at t + 1 of the surface point seen at t; 0 for sky."""


@dataclass(frozen=True, kw_only=True)
class GroundTruth:
    depth_m: Float32[np.ndarray, "T H W"]
    instance: UInt8[np.ndarray, "T H W"]
    body_part: UInt8[np.ndarray, "T H W"]
    normal: Float32[np.ndarray, "T H W 3"]
    flow_px: Float32[np.ndarray, "T1 H W 2"]
    flow_valid: Bool[np.ndarray, "T1 H W"]
    """False where the point leaves the frame or is hidden at t + 1."""
    joints_m: Float32[np.ndarray, "T P 24 3"]
    joints_px: Float32[np.ndarray, "T P 24 2"]
    """NaN behind the camera, likewise `keypoints_px`."""
    joints_visible: Bool[np.ndarray, "T P 24"]
    keypoints_m: Float32[np.ndarray, "T P 17 3"]
    keypoints_px: Float32[np.ndarray, "T P 17 2"]
    keypoints_visible: Bool[np.ndarray, "T P 17"]
    boxes_px: Float32[np.ndarray, "T P 4"]
    """Left, top, right, bottom of the visible mask; NaN where nobody is seen."""
    world_from_camera: Float32[np.ndarray, "T 4 4"]
    intrinsics: Float32[np.ndarray, "T 3 3"]
    rotations: Float32[np.ndarray, "T P 24 4"]
    root_m: Float32[np.ndarray, "T P 3"]
    """Pelvis in the body frame; the spec's position and heading take it to the world."""
    action_interval_s: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class RenderedClip:
    spec: ClipSpec
    frames: UInt8[np.ndarray, "T H W 3"]
    truth: GroundTruth


# --------------------------------------------------------------------------------------------
# Clips as a trainer sees them


@dataclass(frozen=True, kw_only=True)
class ClipRecord:
    """One line of a dataset, synthetic or real."""

    clip_id: str
    label: str
    group: str
    """Clips of one group (same film, person or sequence) stay on one side of every split."""
    split: Split | None = None


@dataclass(frozen=True, kw_only=True)
class Video:
    """Decoded frames of one layer."""

    frames: np.ndarray
    """Colour: (T, H, W, 3) uint8 sRGB. Depth: (T, H, W) float32 metres, 0 = no surface.
    Flow: (T, H, W, 2) float32 px from each frame to the next one, the last one repeated.
    Instance and body part: (T, H, W) uint8 ids."""
    fps: float
    foreground: Bool[np.ndarray, "T H W"] | None = None
    """Pixels of people, where the dataset knows them."""


Layer = Literal["colour", "depth", "flow", "body_part", "instance"]
"""What can be loaded of a clip. Real footage has colour or depth; the others are known of synthetic
clips only."""
Sight = Literal[Layer, "difference"]
"""What a network may see: a layer as it is stored, or differences between frames of colour."""


class ClipSource(Protocol):
    """The one way into every dataset, synthetic or real."""

    name: str
    classes: tuple[str, ...]
    records: Sequence[ClipRecord]

    @property
    def fingerprint(self) -> str:
        """Hash of what the dataset holds, for run records."""
        ...

    def load(self, index: int, layer: Layer = "colour") -> Video:
        """Decodes clip `records[index]`.

        Raises:
            VideoError: the file is unreadable or empty.
            InputError: the dataset has no such layer.
        """
        ...


FrameChoice = Callable[[int], Int64[np.ndarray, "T"]]
"""From how many frames a clip has to the numbers of those that are wanted."""


@runtime_checkable
class FrameSource(Protocol):
    """A dataset that can leave out what costs as much as decoding: converting frames to RGB."""

    def load_frames(self, index: int, choose: FrameChoice) -> Video:
        """Returns the chosen frames of clip `records[index]` in colour, in the order chosen.

        Raises:
            VideoError: the file is unreadable or empty.
        """
        ...


class Renderer(Protocol):
    """A rendering backend; a context manager, since it holds a graphics context."""

    name: str

    def render(
        self,
        scene: Scene,
        bodies: Sequence[MeshSequence],
        camera: CameraTrack,
        settings: RenderSpec,
    ) -> RenderBuffers: ...

    def close(self) -> None: ...

    def __enter__(self) -> Renderer: ...

    def __exit__(self, *exc: object) -> None: ...


class Metric(Spec):
    """A figure with its uncertainty."""

    value: float
    low: float
    high: float
    """Bounds of the 95 % bootstrap interval."""
