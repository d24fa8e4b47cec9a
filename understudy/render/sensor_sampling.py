"""Draws camera models, without sight of the action: which device filmed, and how well."""

from __future__ import annotations

import numpy as np
from pydantic import Field, model_validator

from understudy.errors import InputError, lookup
from understudy.types import SensorSpec, Spec

Range = tuple[float, float]
OFF: Range = (0.0, 0.0)

FINEST_CRF = 18
"""Of the stored video, when the camera is perfect."""


class Device(Spec):
    """What a kind of camera does to the picture: ranges of its fields, shares of its stages.

    Values named `*_spread` are deviations about none; ranges are drawn evenly. Times are in
    seconds, since a shutter knows nothing of frame rates.
    """

    share: float
    """How often among all devices."""
    exposure_spread_ev: float = 0.25
    white_balance_spread: float = 0.18
    white_balance_middle: float = 0.0
    contrast_spread: float = 0.1
    contrast_middle: float = 0.1
    harsh_share: float = 0.2
    """Share of cameras whose contrast is strong: blacks and whites are lost."""
    harsh: Range = (0.4, 1.7)
    """Contrast that these add."""
    saturation_spread: float = 0.12
    saturation_middle: float = 0.0
    gamma_spread: float = 0.08
    noise: Range = OFF
    fixed_pattern: Range = OFF
    blur_px: Range = OFF
    vignette: Range = OFF
    downscale_share: float = 0.5
    downscale: Range = (1.0, 1.0)
    sharpening: Range = OFF
    black_level: Range = OFF
    shutter_s: Range = (1.0 / 500.0, 1.0 / 60.0)
    """Time of exposure, drawn evenly in stops."""
    defocus_share: float = 0.0
    defocus: Range = OFF
    distortion_share: float = 0.0
    distortion: Range = OFF
    """Of k1; k2 takes back a quarter of it at the corner."""
    aberration_share: float = 0.0
    aberration: Range = OFF
    drift_share: float = 0.15
    """Share of cameras whose exposure and white balance hunt."""
    drift_ev: Range = (0.04, 0.2)
    flicker_share: float = 0.0
    flicker: Range = (0.03, 0.16)
    infrared_share: float = 0.0
    codecs: dict[str, float] = Field(default={"none": 1.0})
    """Shares of `SensorSpec.codec`."""
    quantiser: Range = (2.0, 8.0)
    """Of mjpeg and mpeg4, low ones preferred; h264 takes 24 + 1.2 times it for its crf."""
    crf: Range = (18.0, 24.0)
    enlarging: dict[str, float] = Field(default={"bilinear": 0.6, "bicubic": 0.35, "nearest": 0.05})


DEVICES: dict[str, Device] = {
    # Clean, sharpened, saturated; noisy and smeared in poor light.
    "phone": Device(
        share=0.38, contrast_spread=0.16, contrast_middle=0.12, harsh_share=0.3,
        saturation_middle=0.06, noise=(0.0, 3.0), blur_px=(0.0, 0.5), vignette=(0.0, 0.15),
        downscale_share=0.2, downscale=(1.1, 1.35), sharpening=(0.1, 1.2),
        shutter_s=(1.0 / 800.0, 1.0 / 30.0),
        distortion_share=0.05, distortion=(-0.04, 0.02), drift_share=0.25, flicker_share=0.04,
        codecs={"none": 0.75, "h264": 0.25}, quantiser=(2.0, 7.0), crf=(18.0, 25.0),
    ),
    # Small chip, poor light, long exposures, hard compression.
    "webcam": Device(
        share=0.16, exposure_spread_ev=0.4, white_balance_spread=0.3, contrast_spread=0.24,
        contrast_middle=0.16, harsh_share=0.35, saturation_middle=-0.1, gamma_spread=0.18,
        noise=(0.5, 6.0), fixed_pattern=(0.0, 1.0), blur_px=(0.1, 0.9), vignette=(0.0, 0.25),
        downscale=(1.0, 2.0), sharpening=(0.0, 1.6), black_level=(0.0, 0.05),
        shutter_s=(1.0 / 125.0, 1.0 / 15.0), distortion_share=0.12, distortion=(-0.1, 0.0),
        drift_share=0.35, flicker_share=0.12, codecs={"none": 0.35, "mjpeg": 0.35, "h264": 0.3},
        quantiser=(3.0, 10.0), crf=(20.0, 28.0),
    ),
    # Wide lens behind a dome, low bitrate, sometimes at night.
    "cctv": Device(
        share=0.14, exposure_spread_ev=0.4, white_balance_spread=0.28, contrast_spread=0.17,
        contrast_middle=0.0, saturation_spread=0.2, harsh_share=0.15, saturation_middle=-0.25,
        gamma_spread=0.15, noise=(1.0, 6.5), fixed_pattern=(0.0, 1.5), blur_px=(0.2, 1.0),
        vignette=(0.0, 0.35), downscale_share=0.8, downscale=(1.1, 1.9), sharpening=(0.0, 1.5),
        black_level=(0.0, 0.08),
        shutter_s=(1.0 / 200.0, 1.0 / 25.0), distortion_share=0.35, distortion=(-0.18, -0.02),
        flicker_share=0.06, infrared_share=0.15,
        codecs={"none": 0.2, "mpeg4": 0.3, "h264": 0.3, "mjpeg": 0.2}, quantiser=(3.0, 11.0),
        crf=(21.0, 31.0), enlarging={"bilinear": 0.5, "bicubic": 0.38, "nearest": 0.12},
    ),
    # Good lens and light, neutral, sharpened; older tapes are soft and coded hard.
    "broadcast": Device(
        share=0.13, exposure_spread_ev=0.15, white_balance_spread=0.1, contrast_spread=0.2,
        contrast_middle=0.18, harsh_share=0.4, saturation_middle=0.05, noise=(0.0, 2.0),
        blur_px=(0.0, 0.6), vignette=(0.0, 0.06), downscale=(1.0, 1.7), sharpening=(0.2, 1.6),
        shutter_s=(1.0 / 1000.0, 1.0 / 50.0), aberration_share=0.08, aberration=(0.0005, 0.002),
        drift_share=0.05, codecs={"none": 0.5, "mpeg4": 0.35, "h264": 0.15}, quantiser=(2.0, 8.0),
    ),
    # Shallow focus, graded colours, half-open shutter, grain.
    "film": Device(
        share=0.1, exposure_spread_ev=0.3, white_balance_spread=0.22, contrast_spread=0.2,
        contrast_middle=0.1, saturation_spread=0.22, harsh_share=0.25, gamma_spread=0.15,
        noise=(0.0, 3.5), blur_px=(0.0, 0.4), vignette=(0.0, 0.3), black_level=(0.0, 0.04),
        shutter_s=(1.0 / 120.0, 1.0 / 40.0), defocus_share=0.55, defocus=(0.01, 0.055),
        aberration_share=0.12, aberration=(0.0005, 0.003), drift_share=0.03, crf=(17.0, 22.0),
    ),
    # Very wide, contrasty and bright.
    "action": Device(
        share=0.05, contrast_spread=0.12, contrast_middle=0.18, harsh_share=0.25,
        saturation_middle=0.15, noise=(0.0, 3.0), blur_px=(0.0, 0.4), vignette=(0.0, 0.2),
        downscale=(1.0, 1.3), sharpening=(0.3, 1.5), shutter_s=(1.0 / 1500.0, 1.0 / 60.0),
        distortion_share=0.85, distortion=(-0.22, -0.06), aberration_share=0.15,
        aberration=(0.0005, 0.0025), drift_share=0.3, codecs={"none": 0.7, "h264": 0.3},
        quantiser=(2.0, 7.0),
    ),
    # What a data set filmed in one laboratory looks like: hardly a fault.
    "laboratory": Device(
        share=0.04, exposure_spread_ev=0.15, white_balance_spread=0.08, contrast_spread=0.1,
        contrast_middle=0.06, saturation_spread=0.06, harsh_share=0.2, noise=(0.0, 2.0),
        fixed_pattern=(0.0, 0.8), blur_px=(0.0, 0.3), sharpening=(0.0, 0.5),
        shutter_s=(1.0 / 1000.0, 1.0 / 100.0), distortion_share=0.1, distortion=(-0.06, 0.0),
        drift_share=0.0,
    ),
}  # fmt: skip

DEVICES_AT: dict[str, dict[str, float]] = {
    "webcam": {"webcam": 0.75, "phone": 0.2, "laboratory": 0.05},
    "cctv": {"cctv": 0.85, "webcam": 0.1, "laboratory": 0.05},
    "phone": {"phone": 0.85, "action": 0.05, "film": 0.1},
    "gimbal": {"phone": 0.4, "film": 0.4, "action": 0.2},
    "tele": {"broadcast": 0.7, "film": 0.3},
    "drone": {"action": 0.3, "phone": 0.5, "film": 0.2},
    "robot": {"laboratory": 0.5, "webcam": 0.35, "phone": 0.15},
    "egocentric": {"action": 0.65, "phone": 0.35},
}
"""Which devices are found at a viewpoint; any other has all of them, by their shares."""


class SensorRange(Spec):
    """Which devices film, and how strongly their faults show."""

    devices: tuple[str, ...] | dict[str, float] = ()
    """Keys of `DEVICES`, drawn by their declared shares, or name -> share; none for whatever
    suits the viewpoint."""
    strength: float = Field(default=1.0, ge=0.0, le=1.0)
    """Scales every departure from a clean picture; 0 leaves it exactly as rendered."""

    @model_validator(mode="after")
    def _sensible(self) -> SensorRange:
        shares = self.device_shares()
        if shares and not (min(shares.values()) >= 0.0 and sum(shares.values()) > 0.0):
            raise InputError(f"shares of sensor devices must be positive, got {shares}")
        return self

    def device_shares(self, viewpoint: str = "") -> dict[str, float]:
        """Returns name -> share of the devices to draw from.

        Raises:
            InputError: no device has this name.
        """
        named = {name: lookup(DEVICES, name, "sensor device").share for name in self.devices}
        if isinstance(self.devices, dict):
            return self.devices
        everything = {name: device.share for name, device in DEVICES.items()}
        return named or DEVICES_AT.get(viewpoint, everything)


def sample_sensor(
    *,
    rng: np.random.Generator,
    sensor_range: SensorRange | None = None,
    viewpoint: str = "",
    fps: float = 12.0,
    height: int = 224,
) -> SensorSpec:
    """Draws the camera model.

    A small picture is one that was shrunk after it was filmed, so blur, lost resolution and
    compression show less in it.

    Args:
        rng: random source.
        sensor_range: what to draw from.
        viewpoint: where the camera stands, a key of `scenes.VIEWPOINTS`; surveillance cameras
            hang where such devices do.
        fps: frames per second of the clip, which makes a time of exposure a share of a frame.
        height: of the picture [px].
    """
    limits = sensor_range or SensorRange()
    shares = limits.device_shares(viewpoint)
    name = str(rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))
    device, strength = DEVICES[name], limits.strength
    detail = float(np.clip(height / 224.0, 0.25, 2.0)) ** 0.7

    # Every draw is made, wanted or not, so that one choice never moves the others.
    def spread(deviation: float, middle: float = 0.0, most: float = 2.5) -> float:
        drawn = middle + deviation * float(np.clip(rng.normal(), -most, most))
        return strength * drawn

    def within(limits: Range, power: float = 1.0) -> float:
        """Drawn evenly; a power above 1 prefers the low end."""
        return strength * _between(limits, float(rng.random()) ** power)

    def sometimes(share: float, value: float) -> float:
        return value if rng.random() < share else 0.0

    low, high = np.log(device.shutter_s)
    shutter = strength * min(float(np.exp(rng.uniform(low, high))) * fps, 1.0)
    k1 = sometimes(device.distortion_share, within(device.distortion))
    hunting = float(rng.random() < device.drift_share)
    drift_ev, drift_colour = within(device.drift_ev), within((0.02, 0.2))
    codec, quantiser = _choice(device.codecs, rng), _between(device.quantiser, rng.random() ** 1.5)
    quantiser *= detail**0.5
    if codec == "h264":
        quantiser = 24.0 + 1.2 * quantiser
    low, high = device.downscale
    downscale = 1.0 + detail * within((low - 1.0, high - 1.0), 1.6)
    harsh = sometimes(device.harsh_share, within(device.harsh))
    infrared = sometimes(device.infrared_share, strength)
    return SensorSpec(
        device=name,
        exposure_ev=spread(device.exposure_spread_ev),
        white_balance=spread(device.white_balance_spread, device.white_balance_middle),
        contrast=spread(device.contrast_spread, device.contrast_middle) + harsh,
        saturation=spread(device.saturation_spread, device.saturation_middle),
        gamma=spread(device.gamma_spread),
        noise=within(device.noise, 1.5) * (1.3 if infrared else 1.0),
        fixed_pattern=sometimes(0.4, within(device.fixed_pattern)),
        blur_px=detail * within(device.blur_px, 1.5),
        vignette=within(device.vignette),
        downscale=1.0 + sometimes(device.downscale_share, downscale - 1.0),
        sharpening=sometimes(0.7, within(device.sharpening)),
        black_level=within(device.black_level),
        shutter=shutter,
        defocus=sometimes(device.defocus_share, within(device.defocus)),
        distortion=(k1, -0.25 * k1),
        chromatic_aberration=sometimes(device.aberration_share, within(device.aberration)),
        exposure_drift_ev=hunting * drift_ev,
        white_balance_drift=hunting * drift_colour,
        flicker=sometimes(device.flicker_share, within(device.flicker)),
        infrared=infrared,
        enlarging=_choice(device.enlarging, rng),
        codec=codec if strength > 0.0 else "none",
        quantiser=max(2, round(strength * quantiser)),
        crf=round(FINEST_CRF + strength * (float(rng.uniform(*device.crf)) - FINEST_CRF)),
        noise_seed=int(rng.integers(2**62)),
    )


def _between(limits: Range, share: float) -> float:
    return limits[0] + (limits[1] - limits[0]) * share


def _choice(shares: dict[str, float], rng: np.random.Generator) -> str:
    return str(rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))
