"""Users' own folders: what is recognised, what is refused and why, and nothing of it touched."""

import pytest
import trimesh
from PIL import Image

from understudy.assets.folders import add_folder
from understudy.assets.install import remove_pack
from understudy.cli import main
from understudy.errors import InputError, PlatformError
from understudy.packs import find_item, load_pack, pack_items, verified

CUBE = "".join(
    f"v {x} {y} {z}\n" for x in (0, 1) for y in (0, 1) for z in (0, 1)
) + "f 1 2 4 3\nf 5 7 8 6\nf 1 5 6 2\nf 3 4 8 7\nf 1 3 7 5\nf 2 6 8 4\n"  # fmt: skip


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "my things"
    (path / "furniture").mkdir(parents=True)
    (path / "backdrops").mkdir()
    return path


def picture(path, width=60, height=40):
    Image.new("RGB", (width, height), (90, 120, 60)).save(path)


def add(folder, **options):
    options = {"kind": None, "up": "y", "licence": "unstated", **options}
    return add_folder(folder, "mine", report=lambda _: None, **options)


def test_files_are_taken_for_what_they_are(folder):
    picture(folder / "yard.jpg")
    picture(folder / "wide.png", 200, 100)
    picture(folder / "backdrops" / "panorama-like.png", 200, 100)
    (folder / "furniture" / "box.obj").write_text("mtllib box.mtl\n" + CUBE)
    (folder / "furniture" / "box.mtl").write_text("newmtl a\nmap_Kd cover.png\n")
    picture(folder / "cover.png")
    trimesh.creation.icosphere(radius=0.2).export(folder / "ball.glb")
    picture(folder / ".hidden.png")
    (folder / "readme.txt").write_text("hello")
    scan = add(folder, kind="prop")
    found = {item.name: item.kind for item in load_pack("mine").items}
    assert found == {
        "yard.jpg": "backdrop", "wide.png": "environment",
        "backdrops/panorama-like.png": "backdrop", "furniture/box.obj": "furniture",
        "ball.glb": "prop",
    }  # fmt: skip
    assert scan.refused == {}


def test_unreadable_files_are_named_with_the_reason(folder):
    picture(folder / "good.png")
    (folder / "broken.jpg").write_bytes((folder / "good.png").read_bytes()[:40])
    (folder / "empty.obj").write_text("v 0 0 0\n")
    (folder / "cut.glb").write_bytes(b"glTF\x02\x00")
    (folder / "night.hdr").write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 4 +X 8\n\x02\x02")
    (folder / "odd.exr").write_bytes(b"exr")
    (folder / "backdrops" / "chair.obj").write_text(CUBE)
    scan = add(folder)
    assert set(scan.refused) == {
        "broken.jpg", "empty.obj", "cut.glb", "night.hdr", "odd.exr", "backdrops/chair.obj",
    }  # fmt: skip
    assert all(len(reason) > 8 for reason in scan.refused.values())
    assert [item.name for item in scan.pack.items] == ["good.png"]


def test_sizes_are_metres_unless_that_cannot_be(folder):
    for name, factor in (("a", 1), ("b", 1), ("metres", 1), ("centimetres", 80),
                         ("millimetres", 1500)):  # fmt: skip
        cube = trimesh.creation.box((0.5 * factor, 1.0 * factor, 0.25 * factor))
        cube.export(folder / "furniture" / f"{name}.obj")
    scan = add(folder)
    assert scan.refused == {}
    sizes = {item.name.split("/")[1][:-4]: item.size_m for item in scan.pack.items}
    # The file's y is up, its z the depth.
    assert sizes["metres"] == pytest.approx((0.25, 0.5, 1.0))
    assert sizes["centimetres"] == pytest.approx((0.2, 0.4, 0.8))
    assert sizes["millimetres"] == pytest.approx((0.375, 0.75, 1.5))
    assert set(scan.remarks) == {"furniture/centimetres.obj", "furniture/millimetres.obj"}
    upright = add(folder, up="z").pack.items
    assert next(item for item in upright if "/metres" in item.name).size_m == pytest.approx(
        (1.0, 0.5, 0.25)
    )


def test_one_unit_for_all_of_a_folder(folder):
    """A cup among chairs is in their unit, though as metres it would pass for a wardrobe."""
    for name, height in (("cup", 10.0), ("chair", 90.0), ("table", 75.0)):
        trimesh.creation.box((height / 2, height, height / 2)).export(folder / f"{name}.obj")
    sizes = {item.name: item.size_m[2] for item in add(folder).pack.items}
    assert sizes == pytest.approx({"chair.obj": 0.9, "cup.obj": 0.1, "table.obj": 0.75})


def test_a_note_in_the_folder_overrules_what_is_assumed(folder):
    (folder / "furniture" / "box.obj").write_text(CUBE)
    picture(folder / "a.png")
    (folder / "assets.yaml").write_text(
        "'*': {licence: CC-BY-4.0, author: Ann}\n"
        "box.obj: {height_m: 0.5, tags: [free, table], licence: CC0-1.0}\n"
    )
    add(folder)
    box, place = (find_item(f"mine:{name}")[0] for name in ("furniture/box.obj", "a.png"))
    assert (box.size_m, box.tags, box.licence) == ((0.5, 0.5, 0.5), ("free", "table"), "CC0-1.0")
    assert (place.licence, place.author) == ("CC-BY-4.0", "Ann")
    assert not pack_items("backdrop", ["mine"], excluded_licences=["CC-BY-4.0"])
    for bad in ("box.obj: {hight_m: 1}", "- a", "a: [", "box.obj: {height_m: tall}"):
        (folder / "assets.yaml").write_text(bad)
        with pytest.raises(InputError, match=r"assets\.yaml"):
            add(folder)
    assert load_pack("mine").items, "a refused folder must not undo what was there"


def test_files_stay_where_they_are_and_must_not_change(folder):
    picture(folder / "yard.png")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    add(folder)
    item, path = find_item("mine:yard.png")
    assert path == folder / "yard.png" and verified(item, path) == path
    picture(folder / "yard.png", 50, 40)
    with pytest.raises(PlatformError, match="has changed"):
        verified(item, path)
    add(folder)
    verified(*find_item("mine:yard.png"))
    remove_pack("mine")
    assert set(before) == set(folder.rglob("*"))


@pytest.mark.parametrize("name", ["Mine", "../x", "", "furniture", "a:b", "a/b"])
def test_names_that_cannot_be(folder, name):
    picture(folder / "a.png")
    with pytest.raises(InputError):
        add_folder(folder, name, kind=None, up="y", licence="", report=lambda _: None)


def test_nothing_to_use_is_an_error(folder, tmp_path):
    (folder / "broken.png").write_text("x")
    with pytest.raises(InputError, match=r"broken\.png"):
        add(folder)
    with pytest.raises(InputError, match="not a folder"):
        add(tmp_path / "nowhere")


def test_the_verb_lists_adds_and_removes(folder, capsys, monkeypatch):
    picture(folder / "yard.png")
    main(["assets", "add", str(folder), "--name", "mine", "--licence", "CC0-1.0"])
    main(["assets"])
    main(["assets", "list", "mine", "--json"])
    out = capsys.readouterr().out
    assert "1 backdrop" in out and "makehuman" in out and '"mine:yard.png"' in out
    main(["assets", "remove", "mine"])
    for arguments, words in (
        (["add", "furnitur"], "furniture"), (["add", "panoramas"], "--accept"),
        (["remove", "mine"], "no asset pack"), (["add"], "what?"), (["list", "mine"], "mine"),
    ):  # fmt: skip
        with pytest.raises(SystemExit) as caught:
            monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
            main(["assets", *arguments])
        assert caught.value.code == 2
        assert words in " ".join(capsys.readouterr().err.split())
