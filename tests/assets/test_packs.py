"""What clips owe to others: names in specs, counted with their licences."""

from collections import Counter

import pytest

from understudy.errors import InputError, PlatformError
from understudy.packs import (
    Pack,
    PackItem,
    find_item,
    installed_packs,
    licence_summary,
    load_pack,
    packs_folder,
    used_assets,
    write_index,
)
from understudy.sampling import GenerateJob, sample_clip


@pytest.fixture(autouse=True)
def pack(tmp_path, monkeypatch):
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path))
    items = tuple(
        PackItem(name=name, kind="garment", file=name, licence=licence, author="Ann", source="s")
        for name, licence in (("coat", "CC-BY-4.0"), ("hat", "CC0-1.0"), ("sofa", "CC0-1.0"))
    )
    write_index(Pack(name="p", title="", version="1", items=items))


def counted(*clips):
    return Counter(name for clip in clips for name in used_assets(clip))


def test_every_asset_of_a_clip_is_counted_once_with_its_licence():
    clip = sample_clip(GenerateJob(actions=("walk",), clips_per_action=1), "walk", 0)
    clip = clip.model_copy(update={"people": clip.people[:1]})
    assert used_assets(clip) == ()
    assert licence_summary(counted(clip)).assets == {}
    actor = clip.people[0]
    garments = (actor.body.garments[0].model_copy(update={"kind": "p:coat"}),)
    body = actor.body.model_copy(update={"garments": garments, "hair_style": "p:hat"})
    scene = clip.scene.model_copy(update={"objects": ("p:sofa", "p:hat")})
    person = actor.model_copy(update={"body": body})
    dressed = clip.model_copy(update={"people": (person, person), "scene": scene})
    assert used_assets(dressed) == ("p:coat", "p:hat", "p:sofa")
    summary = licence_summary(counted(dressed, clip, dressed))
    assert summary.licences == {"CC-BY-4.0": 1, "CC0-1.0": 2}
    assert summary.assets["p:coat"].clips == 2 and summary.assets["p:coat"].author == "Ann"
    lost = dressed.model_copy(update={"scene": scene.model_copy(update={"objects": ("p:soafa",)})})
    with pytest.raises(InputError, match="did you mean sofa"):
        licence_summary(counted(lost))


def test_an_index_that_changes_is_read_anew_and_a_damaged_one_is_said():
    assert len(load_pack("p").items) == 3
    write_index(Pack(name="p", title="", version="2", items=load_pack("p").items[:1]))
    assert load_pack("p").version == "2" and len(load_pack("p").items) == 1
    with pytest.raises(PlatformError, match="is gone"):
        find_item("p:coat")
    (packs_folder() / "p" / "pack.json").write_text("{")
    with pytest.raises(PlatformError, match="damaged"):
        installed_packs()
