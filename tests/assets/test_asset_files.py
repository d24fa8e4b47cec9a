"""Readers of pictures, panoramas and objects, on files written here."""

import io

import numpy as np
import pytest
import trimesh
from PIL import Image

from understudy.asset_files.objects import corner_normals, read_object, with_backs
from understudy.asset_files.pictures import read_panorama, read_picture, resized
from understudy.asset_files.thinning import thinned
from understudy.colour import decode_srgb, encode_srgb
from understudy.errors import InputError


def rgbe(picture: np.ndarray) -> np.ndarray:
    most = picture.max(axis=-1, keepdims=True)
    exponent = np.where(most > 0, np.floor(np.log2(np.maximum(most, 1e-9))) + 1, -128)
    mantissa = np.clip(picture / np.exp2(exponent) * 256.0, 0, 255)
    return np.concatenate((mantissa, exponent + 128), axis=-1).astype(np.uint8)


def write_radiance(path, picture, *, packed):
    pixels = rgbe(picture)
    height, width = picture.shape[:2]
    head = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode()
    if not packed:
        path.write_bytes(head + pixels.tobytes())
        return
    rows = bytearray()
    for row in pixels:
        rows += bytes((2, 2, width >> 8, width & 255))
        for channel in row.T:
            if (channel == channel[0]).all():
                rows += bytes((128 + width, channel[0]))
            else:
                rows += bytes((width,)) + channel.tobytes()
    path.write_bytes(head + bytes(rows))


@pytest.mark.parametrize("packed", [False, True])
def test_radiance_files_keep_their_range_and_turn_the_right_way(tmp_path, packed):
    picture = np.random.default_rng(0).uniform(0.1, 1.0, (16, 32, 3))
    picture[3, :] = 0.25
    picture[5, 8] = (900.0, 800.0, 700.0)
    write_radiance(tmp_path / "a.hdr", picture, packed=packed)
    read = read_panorama(tmp_path / "a.hdr", width=32)
    # The file runs clockwise, `Scene.environment` the other way.
    np.testing.assert_allclose(read[:, ::-1], picture, rtol=0.02, atol=0.004)
    data = (tmp_path / "a.hdr").read_bytes()
    (tmp_path / "cut.hdr").write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match=r"cut\.hdr"):
        read_panorama(tmp_path / "cut.hdr")


def test_a_gain_map_brings_back_what_the_jpeg_cut_off(tmp_path):
    base = np.full((32, 64, 3), 128, np.uint8)
    gain = np.zeros((16, 32, 3), np.uint8)
    gain[:, 16:] = 255
    files = []
    for pixels in (base, gain):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=98, subsampling=0)
        files.append(file.getvalue())
    said = (
        b'http://ns.adobe.com/xap/1.0/\0<x hdrgm:GainMapMin="0" hdrgm:GainMapMax="4" '
        b'hdrgm:Gamma="1" hdrgm:OffsetSDR="0" hdrgm:OffsetHDR="0"/>'
    )
    marker = b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said
    (tmp_path / "a.jpg").write_bytes(files[0] + files[1][:2] + marker + files[1][2:])
    read = read_panorama(tmp_path / "a.jpg", width=64)
    ordinary = float(decode_srgb(np.uint8(128)))
    assert read[16, 50, 1] == pytest.approx(ordinary, rel=0.02)  # left in the file, right here
    assert read[16, 10, 1] == pytest.approx(16.0 * ordinary, rel=0.05)


def test_pictures_are_upright_and_no_larger_than_asked(tmp_path):
    image = Image.new("RGB", (300, 100), (255, 0, 0))
    exif = image.getexif()
    exif[0x0112] = 6  # lies on its side
    image.save(tmp_path / "a.jpg", exif=exif)
    assert read_picture(tmp_path / "a.jpg").shape == (300, 100, 4)
    assert read_picture(tmp_path / "a.jpg", largest_side=60).shape[0] == 60
    with pytest.raises(InputError, match="twice as wide"):
        read_panorama(tmp_path / "a.jpg")


def test_bytes_survive_linear_light_and_means_survive_resizing():
    levels = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(encode_srgb(decode_srgb(levels)), levels)
    picture = np.random.default_rng(0).uniform(size=(30, 40, 3)).astype(np.float32)
    assert resized(picture, 10, 20).mean() == pytest.approx(picture.mean(), rel=1e-5)
    np.testing.assert_array_equal(resized(picture, 60, 80)[::2, ::2], picture)


def write_obj(path, mesh):
    mesh.export(path)
    return path


def test_front_and_up_follow_the_file_s_axes(tmp_path):
    corner = trimesh.Trimesh([[0, 0, 0], [3, 0, 0], [0, 2, 0], [0, 0, 1]],
                             [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])  # fmt: skip
    path = write_obj(tmp_path / "a.obj", corner)
    low, high = read_object(path).bounds()
    np.testing.assert_allclose(high - low, (1, 3, 2), atol=1e-6)  # z forward, x left, y up
    low, high = read_object(path, up="z").bounds()
    np.testing.assert_allclose((low, high), [(-2, 0, 0), (0, 3, 1)], atol=1e-6)
    for up in ("y", "z"):
        corners = np.concatenate([s.corners for s in read_object(path, up=up).surfaces])
        volume = np.einsum("fc,fc->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
        assert volume == pytest.approx(1.0), "the axes are turned, not mirrored"


def test_thinning_keeps_shape_picture_and_outside(tmp_path):
    ball = trimesh.creation.icosphere(subdivisions=4, radius=0.5)
    height = (ball.vertices[:, 1] + 0.5).clip(0.0, 1.0)
    ramp = np.zeros((64, 64, 3), np.uint8)
    ramp[:] = np.linspace(255, 0, 64, dtype=np.uint8)[:, None, None]
    ball.visual = trimesh.visual.TextureVisuals(
        uv=np.stack((np.full_like(height, 0.5), height), axis=1), image=Image.fromarray(ramp)
    )
    ball.export(tmp_path / "ball.glb")
    full = read_object(tmp_path / "ball.glb")
    few = thinned(full, 200)
    assert 100 < few.triangle_count() <= 210 < full.triangle_count()
    (surface,) = few.surfaces
    # Texture coordinates still say the height.
    z = surface.corners[..., 2]
    np.testing.assert_allclose(1.0 - surface.uv[..., 1], z + 0.5, atol=0.06)
    np.testing.assert_allclose(np.linalg.norm(surface.corners, axis=-1), 0.5, atol=0.05)
    (normals,) = corner_normals(few)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=-1), 1.0, atol=1e-6)
    assert ((normals * surface.corners).sum(axis=-1) > 0.4).all(), "smooth, and outwards"


def test_edges_of_a_box_stay_sharp_and_sheets_get_a_back(tmp_path):
    box = read_object(write_obj(tmp_path / "box.obj", trimesh.creation.box((1, 1, 1))))
    (normals,) = corner_normals(box)
    np.testing.assert_allclose(np.abs(normals).max(axis=-1), 1.0, atol=1e-6)
    sheet = trimesh.Trimesh([[0, 0, 0], [1, 0, 0], [1, 1, 0]], [[0, 1, 2]])
    found = with_backs(read_object(write_obj(tmp_path / "sheet.obj", sheet)))
    (surface,) = found.surfaces
    np.testing.assert_array_equal(surface.corners[0], surface.corners[1, ::-1])
    assert with_backs(box).triangle_count() == 12


def test_even_foliage_gets_few_triangles(tmp_path):
    rng = np.random.default_rng(0)
    leaf = np.array([[0, 0, 0], [0.05, 0, 0], [0, 0.05, 0]])
    points = (leaf + rng.uniform(-1, 1, (3000, 1, 3))).reshape(-1, 3)
    mesh = trimesh.Trimesh(points, np.arange(len(points)).reshape(-1, 3), process=False)
    found = read_object(write_obj(tmp_path / "bush.obj", mesh))
    assert 50 < thinned(found, 200).triangle_count() <= 260
    low, high = thinned(found, 200).bounds()
    assert (high - low > 1.5).all()


def test_thin_pieces_become_boxes_and_keep_their_place(tmp_path):
    """A table with turned legs: too many triangles for a simplifier that may not cut them off."""
    legs = []
    for x in (-0.5, 0.5):
        for z in (-0.3, 0.3):
            leg = trimesh.creation.cylinder(0.03, segment=([x, 0.0, z], [x, 0.7, z]), sections=64)
            leg.update_faces(np.abs(leg.face_normals[:, 1]) < 0.5)  # open ends
            legs.append(leg.subdivide())
    top = trimesh.creation.box(
        (1.2, 0.05, 0.8), trimesh.transformations.translation_matrix([0, 0.7, 0])
    )
    path = write_obj(tmp_path / "table.obj", trimesh.util.concatenate([top, *legs]))
    few = thinned(read_object(path), 100)
    assert few.triangle_count() <= 120
    corners = np.concatenate([surface.corners for surface in few.surfaces])
    low = corners[corners[..., 2].min(axis=1) < 0.1].reshape(-1, 3)
    feet = {(round(float(x) * 10) * 0.1 > 0, float(y) > 0) for x, y, _ in low}
    assert len(feet) == 4 and np.abs(low[:, 1]).max() < 0.56
