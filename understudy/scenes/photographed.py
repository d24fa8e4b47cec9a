"""Places that are photographs: a panorama all round, or a user's picture behind the people.

The picture lies behind everything, infinitely far. Its lower half also lies on the ground as a
disc of triangles, projected from where the camera stands, so that nothing looks different, but
people stand on it, hide it and cast shadows on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from understudy.asset_files.pictures import read_panorama, read_picture, resized
from understudy.colour import decode_srgb, encode_srgb
from understudy.errors import InputError
from understudy.packs import PackItem, find_item, verified
from understudy.rng import stream
from understudy.scenes.furniture import Palette
from understudy.scenes.imported import outdoor_things, room_things
from understudy.scenes.layout import Ground, footprint
from understudy.scenes.lighting import (
    Lighting,
    Surroundings,
    environment_light,
    project_irradiance_sh,
    sh_basis,
)
from understudy.scenes.lighting.exposure import (
    DARKEST_PERSON,
    PERSON_ALBEDO,
    exposure_gain,
    scaled,
)
from understudy.scenes.lighting.harmonics import LUMINANCE, SH_SCALE, directions
from understudy.scenes.shapes import Material, Part, placed, quad
from understudy.types import PAGE_SIZE, TEXTURE_SIZE, CameraTrack, KeyLight, SceneSpec

TRIPOD_M = (1.0, 2.5)
"""Heights from which a panorama may have been taken: a camera within sees it undistorted."""
FARTHEST_M = 45.0
RINGS = 26
SECTORS = ((-45.0, 45.0, 24), (45.0, 180.0, 8), (180.0, 315.0, 8))
"""Azimuths [degrees] from where the camera looks, and slices: the first is what it sees."""
COVER = 1.12
NIGHT_BRIGHTNESS = 0.35
BRIGHTEST_PERSON = 0.4
"""Luminance of a person, at most: a dark studio must not burn them out."""
PICTURE_LUMINANCE = 0.2
"""Mean linear luminance that the part of a picture about the horizon is brought to."""

Look = Callable[[np.ndarray], np.ndarray]
"""Unit vectors (..., 3) in the world -> linear radiance (..., 3)."""


@dataclass(frozen=True, kw_only=True)
class _View:
    """Where the camera stands, and how it looks in the middle of the clip."""

    eye_m: np.ndarray
    """(3,)"""
    azimuth_rad: float
    world_from_camera: np.ndarray
    """(3, 3)"""
    half: np.ndarray
    """(2,) tangents of half the angles, across and up, that the camera ever sees."""
    horizon: float
    """Tangent of the angle by which the horizon lies below the picture's middle."""


def photographed(
    spec: SceneSpec, ground: Ground, camera: CameraTrack | None
) -> tuple[Surroundings, Lighting]:
    """Makes a place of the picture that a spec names, and takes its light.

    Raises:
        InputError: no such picture, it cannot be read, or the spec names two.
        PlatformError: the picture's file is gone or has changed.
    """
    if spec.environment and spec.backdrop:
        raise InputError("a scene has an environment or a backdrop, not both")
    view = _view(camera, ground)
    brightness = spec.brightness
    if spec.environment:
        look, lighting = _panorama(spec)
        if "night" in find_item(spec.environment)[0].tags:
            brightness *= NIGHT_BRIGHTNESS
        height = float(np.clip(view.eye_m[2], *TRIPOD_M))
    else:
        look, lighting = _backdrop(spec, view)
        height = max(float(view.eye_m[2]), 0.3)
    centre = np.mean([middle for middle, _ in ground.keep_clear] or [(0.0, 0.0)], axis=0)
    grey = Material(tile=np.full((TEXTURE_SIZE, TEXTURE_SIZE, 3), 145, np.uint8), tile_m=1.0)
    floor = quad([(-9.0, -9.0, 0.0), (9.0, -9.0, 0.0), (9.0, 9.0, 0.0), (-9.0, 9.0, 0.0)], grey)
    place = Surroundings(
        parts=(floor,), indoors=False, centre_m=(float(centre[0]), float(centre[1]), 0.9),
        extent_m=6.0, lamp_m=(float(centre[0]), float(centre[1]), 3.0),
        above=np.ones(3), around=np.ones(3), below=np.full(3, 0.28),
    )  # fmt: skip
    gain = exposure_gain(lighting, place, brightness=brightness, key_share=1.0)
    # A camera would compromise between the people and what is behind them.
    gain = math.sqrt(gain * brightness * PICTURE_LUMINANCE / _level(lighting.environment))
    person = PERSON_ALBEDO * _upright(lighting)
    gain = float(np.clip(gain, DARKEST_PERSON / person, BRIGHTEST_PERSON / person))
    lighting = scaled(lighting, gain)
    parts = _disc(lambda way: gain * look(way), lighting, view, height)
    ground.count(parts)
    things = _things(spec, ground) if spec.objects else ()
    return replace(place, parts=(*parts, *things)), lighting


def _upright(lighting: Lighting) -> float:
    """Returns the luminance of light on what stands."""
    ambient = float(lighting.irradiance_sh[0] @ LUMINANCE) * float(SH_SCALE[0])
    return max(ambient + 0.4 * float(lighting.key_light.radiance @ LUMINANCE), 1e-6)


def _level(environment: np.ndarray) -> float:
    """Returns the luminance of what lies about the horizon, lamps and sun cut off."""
    rows = len(environment)
    band = environment[rows // 3 : 2 * rows // 3] @ LUMINANCE
    limit = 4.0 * max(float(np.median(band)), 1e-6)
    return max(float(np.minimum(band, limit).mean()), 1e-6)


def _view(camera: CameraTrack | None, ground: Ground) -> _View:
    if camera is None:
        turn = np.array([[0.0, 0.0, -1.0], [1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])
        centre = np.mean([middle for middle, _ in ground.keep_clear] or [(0.0, 0.0)], axis=0)
        eye = np.array([centre[0] + 3.0, centre[1], 1.6])
        return _View(
            eye_m=eye,
            azimuth_rad=math.pi,
            world_from_camera=turn,
            half=np.array([0.6, 0.6]),
            horizon=0.0,
        )
    poses = np.asarray(camera.world_from_camera, np.float64)
    middle = poses[len(poses) // 2]
    turn = middle[:3, :3]
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    corners = corners * [camera.width, camera.height]
    reach = np.zeros(2)
    for number in {0, len(poses) // 2, len(poses) - 1}:
        lens = np.asarray(camera.intrinsics[number], np.float64)
        rays = np.ones((4, 3))
        rays[:, :2] = (corners - lens[:2, 2]) / [lens[0, 0], lens[1, 1]]
        x, y, z = turn.T @ poses[number][:3, :3] @ rays.T
        z = np.maximum(z, 0.35)
        reach = np.maximum(reach, [np.abs(x / z).max(), np.abs(y / z).max()])
    level = turn.T @ (turn[:, 2] * [1.0, 1.0, 0.0])
    forward = turn[:, 2] - 0.5 * turn[:, 1]  # still defined for a camera that looks down
    return _View(
        eye_m=poses[:, :3, 3].mean(axis=0),
        azimuth_rad=math.atan2(forward[1], forward[0]),
        world_from_camera=turn,
        half=np.clip(reach, 0.05, 2.5),
        horizon=float(level[1] / max(level[2], 0.2)),
    )


# ------------------------------------------------------------------------------------ panoramas


@lru_cache(maxsize=8)
def _read_panorama(item: PackItem, path: Path) -> np.ndarray:
    return read_panorama(verified(item, path))


def _panorama(spec: SceneSpec) -> tuple[Look, Lighting]:
    item, path = find_item(spec.environment)
    if item.kind != "environment":
        raise InputError(f"asset '{spec.environment}' is a {item.kind}, not an environment")
    picture = _read_panorama(item, path)
    # Turned about at will: a sun may stand behind, beside or before the camera.
    shift = round(spec.light_azimuth_rad / (2.0 * math.pi) * picture.shape[1])
    picture = np.roll(picture, shift, axis=1)
    lighting = _lit_from_above(environment_light(picture))
    return lambda way: _sampled(picture, way), lighting


def _lit_from_above(lighting: Lighting) -> Lighting:
    """Lifts a key light that is a reflection on the floor, or just below the horizon."""
    towards = np.asarray(lighting.key_light.towards_light, np.float64)
    if towards[2] >= 0.12:
        return lighting
    flat = towards[:2] / max(float(np.linalg.norm(towards[:2])), 1e-9)
    towards = np.array([*(flat * math.sqrt(1.0 - 0.12**2)), 0.12])
    key = replace(lighting.key_light, towards_light=towards.astype(np.float32))
    return replace(lighting, key_light=key)


def _sampled(picture: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Returns a panorama's radiance in directions (..., 3), interpolated."""
    rows, columns = picture.shape[:2]
    tilt = np.arccos(np.clip(way[..., 2], -1.0, 1.0))
    turn = np.arctan2(way[..., 1], way[..., 0])
    y = np.clip(tilt / np.pi * rows - 0.5, 0.0, rows - 1.0)
    x = turn / (2.0 * np.pi) * columns - 0.5
    top, left = y.astype(int), np.floor(x).astype(int)
    down, right = (y - top)[..., None], (x - left)[..., None]
    bottom = np.minimum(top + 1, rows - 1)
    left, after = left % columns, (left + 1) % columns
    upper = picture[top, left] * (1.0 - right) + picture[top, after] * right
    lower = picture[bottom, left] * (1.0 - right) + picture[bottom, after] * right
    return upper * (1.0 - down) + lower * down


# ------------------------------------------------------------------------------------ backdrops


@lru_cache(maxsize=32)
def _read_backdrop(item: PackItem, path: Path) -> np.ndarray:
    picture = decode_srgb(read_picture(verified(item, path), largest_side=2048)[..., :3])
    scale = min(1.0, 768.0 / max(picture.shape[:2]))
    rows, columns = (max(2, round(side * scale)) for side in picture.shape[:2])
    return resized(picture, rows, columns)


def _backdrop(spec: SceneSpec, view: _View) -> tuple[Look, Lighting]:
    item, path = find_item(spec.backdrop)
    if item.kind != "backdrop":
        raise InputError(f"asset '{spec.backdrop}' is a {item.kind}, not a backdrop")
    picture = _read_backdrop(item, path)
    if view.horizon < -0.8 * view.half[1]:
        # The camera looks down on the ground only: so does the lower part of most photographs.
        picture = picture[int(0.55 * len(picture)) :]

    def look(way: np.ndarray) -> np.ndarray:
        return _through_camera(picture, view, way)

    rows = 512
    environment = look(directions(rows, 2 * rows))
    irradiance = project_irradiance_sh(environment)
    # A picture tells the colours of its light but not where it comes from.
    level = float(irradiance[0] @ LUMINANCE) * float(SH_SCALE[0])
    brightest = picture.reshape(-1, 3)
    brightest = brightest[np.argsort(brightest @ LUMINANCE)[-len(brightest) // 10 :]].mean(axis=0)
    colour = brightest / max(float(brightest @ LUMINANCE), 1e-6)
    tilt = max(spec.light_elevation_rad, 0.35)
    towards = (
        math.cos(tilt) * math.cos(spec.light_azimuth_rad),
        math.cos(tilt) * math.sin(spec.light_azimuth_rad),
        math.sin(tilt),
    )
    key = KeyLight(
        towards_light=np.array(towards, np.float32),
        position_m=None,
        radiance=(0.7 * spec.light_strength * level * colour).astype(np.float32),
        softness=float(stream(spec.seed, "scene", "light").uniform(0.3, 1.0)),
    )
    return look, Lighting(key_light=key, environment=environment, irradiance_sh=irradiance)


def _through_camera(picture: np.ndarray, view: _View, way: np.ndarray) -> np.ndarray:
    """Returns a picture's radiance in directions (..., 3).

    It fills what the camera sees, as a photograph taken from there; to the sides it goes on
    mirrored, above and below its border is drawn out.
    """
    x, y, z = np.moveaxis(way @ view.world_from_camera, -1, 0)
    edge = math.atan(view.half[0])
    turn = np.arctan2(x, z)
    inner = np.clip(turn, -edge, edge)
    across = np.tan(inner) + np.sign(turn) * (np.abs(turn) - np.abs(inner)) * view.half[0] / edge
    up = y / np.maximum(np.hypot(x, z), 1e-6) / np.cos(inner)
    rows, columns = picture.shape[:2]
    # A little more than covers the view; what is left over above and below brings the picture's
    # middle, where most photographs have it, towards the horizon.
    scale = COVER * max(2.0 * view.half[0] / columns, 2.0 * view.half[1] / rows)
    spare = scale * rows / 2.0 - view.half[1]
    up = up - float(np.clip(view.horizon, -spare, spare))
    column = across / scale + columns / 2.0
    column = columns - np.abs(column % (2.0 * columns) - columns)
    row = np.clip(up / scale + rows / 2.0, 0.5, rows - 0.5) - 0.5
    column = np.clip(column, 0.5, columns - 0.5) - 0.5
    top = np.minimum(row.astype(int), rows - 2)
    left = np.minimum(column.astype(int), columns - 2)
    down, right = (row - top)[..., None], (column - left)[..., None]
    upper = picture[top, left] * (1.0 - right) + picture[top, left + 1] * right
    lower = picture[top + 1, left] * (1.0 - right) + picture[top + 1, left + 1] * right
    return upper * (1.0 - down) + lower * down


# ----------------------------------------------------------------------------------- the ground


def _disc(look: Look, lighting: Lighting, view: _View, height_m: float) -> tuple[Part, ...]:
    """Returns the ground about the camera, so painted that in its light it shows the picture."""
    up = np.array([0.0, 0.0, 1.0])
    key = lighting.key_light
    white = np.maximum(sh_basis(up) @ lighting.irradiance_sh, 0.0)
    white = np.maximum(white + max(float(key.towards_light[2]), 0.0) * key.radiance, 1e-6)
    # Each ring is as much wider than the last: coordinates are interpolated along straight lines
    # on the ground, which bend between rings of too different a size.
    reach = np.geomspace(0.2, max(FARTHEST_M / height_m, 1.0), RINGS)
    tilts = np.arctan(np.concatenate(([0.0], reach)))
    farthest = float(tilts[-1])
    parts = []
    for number, (left, right, slices) in enumerate(SECTORS):
        start, end = (view.azimuth_rad + math.radians(angle) for angle in (left, right))
        # Only what the camera sees needs every pixel.
        side = PAGE_SIZE if number == 0 else PAGE_SIZE // 4
        turn = np.linspace(start, end, side)[None, :]
        tilt = np.linspace(0.0, farthest, side)[:, None]
        way = np.stack(
            np.broadcast_arrays(
                np.sin(tilt) * np.cos(turn), np.sin(tilt) * np.sin(turn), -np.cos(tilt)
            ),
            axis=-1,
        )
        radiance = look(way)
        paint = radiance / white
        most = max(float(np.quantile(paint, 0.998)), 1e-6)
        page = np.full((PAGE_SIZE, PAGE_SIZE, 4), 255, np.uint8)
        page[..., :3] = resized(encode_srgb(paint / most), PAGE_SIZE, PAGE_SIZE).astype(np.uint8)
        turns = np.linspace(start, end, slices + 1)
        parts.append(_sector(tilts, turns, height_m, view.eye_m, page, most))
    return tuple(parts)


def _sector(
    tilts: np.ndarray, turns: np.ndarray, height_m: float, eye_m: np.ndarray, page: np.ndarray,
    most: float,
) -> Part:  # fmt: skip
    count = len(turns) - 1
    reach = height_m * np.tan(tilts)
    positions = np.zeros((RINGS + 1, count + 1, 3))
    positions[..., 0] = eye_m[0] + np.outer(reach, np.cos(turns))
    positions[..., 1] = eye_m[1] + np.outer(reach, np.sin(turns))
    inset = 0.5 / PAGE_SIZE
    uv = np.empty((RINGS + 1, count + 1, 2))
    uv[..., 0] = inset + (1.0 - 2.0 * inset) * np.linspace(0.0, 1.0, count + 1)
    uv[..., 1] = inset + (1.0 - 2.0 * inset) * (tilts / tilts[-1])[:, None]
    ring, slice_ = np.meshgrid(np.arange(RINGS), np.arange(count), indexing="ij")
    a = (ring * (count + 1) + slice_).ravel()
    b, c, d = a + count + 1, a + count + 2, a + 1
    inner = np.stack((a, b, c), axis=1)
    outer = np.stack((a, c, d), axis=1)[ring.ravel() > 0]  # the first ring is a fan
    mean = page[..., :3].mean(axis=(0, 1)).astype(np.uint8)
    tile = np.broadcast_to(mean, (TEXTURE_SIZE, TEXTURE_SIZE, 3))
    return Part(
        positions_m=positions.reshape(-1, 3),
        normals=np.broadcast_to([0.0, 0.0, 1.0], (positions.size // 3, 3)),
        uv=uv.reshape(-1, 2),
        faces=np.concatenate((inner, outer)),
        material=Material(tile=tile, tile_m=1.0, colour=(most, most, most), page=page),
    )


def _things(spec: SceneSpec, ground: Ground) -> tuple[Part, ...]:
    """Stands a few of the spec's objects about: trees under the sky, else furniture."""
    rng = stream(spec.seed, "scene", "imported", "things")
    palette = Palette(stream(spec.seed, "scene", "palette"))
    makers = [make for make, height in outdoor_things(spec.objects, rng=rng) if height < 3.0]
    makers += room_things(spec.objects, "", rng=rng)[1]
    parts: list[Part] = []
    for make in makers[: int(rng.integers(0, 4))]:
        thing = make(palette, rng=rng)
        distance, turn, yaw = rng.uniform([1.5, -math.pi, -math.pi], [5.0, math.pi, math.pi])
        spot = (float(distance * math.cos(turn)), float(distance * math.sin(turn)))
        taken = footprint(thing, spot, float(yaw), margin_m=0.1)
        if ground.affords(thing) and ground.fits(taken):
            ground.take(taken, thing)
            parts += placed(thing, spot, float(yaw))
    return tuple(parts)
