import pickle
from dataclasses import replace

import pytest
import torch

from understudy.errors import DatasetError, InputError
from understudy.models import ModelSpec, build_model
from understudy.models.checkpoint import (
    Checkpoint,
    load_checkpoint,
    network_of,
    save_checkpoint,
    start_from,
)


@pytest.fixture
def checkpoint():
    spec = ModelSpec(width=8)
    network = build_model(spec, class_count=3, channels=1)
    return Checkpoint(
        model=spec,
        classes=("a", "b", "c"),
        channels=1,
        input={"layer": "depth", "size": 32},
        window_s=2.5,
        weights=network.state_dict(),
        training={"optimizer": {"state": {0: torch.ones(2)}}, "history": "[]"},
    )


def test_round_trip_gives_the_same_answers(checkpoint, tmp_path):
    path = tmp_path / "checkpoint.pt"
    save_checkpoint(checkpoint, path)
    loaded = load_checkpoint(path)
    for name in ("model", "classes", "channels", "input", "window_s"):
        assert getattr(loaded, name) == getattr(checkpoint, name)
    clips = torch.randn(2, 8, 1, 32, 32)
    with torch.inference_mode():
        one = network_of(checkpoint, path)(clips)
        two = network_of(loaded, path)(clips)
    assert torch.equal(one, two)
    assert list(tmp_path.iterdir()) == [path]


def test_missing_file(tmp_path):
    with pytest.raises(DatasetError, match=r"checkpoint\.pt does not exist"):
        load_checkpoint(tmp_path / "checkpoint.pt")


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.99])
def test_cut_off_file_names_itself(checkpoint, tmp_path, keep):
    path = tmp_path / "checkpoint.pt"
    save_checkpoint(checkpoint, path)
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content))])
    with pytest.raises(DatasetError, match=r"checkpoint\.pt cannot be read"):
        load_checkpoint(path)


@pytest.mark.parametrize("content", [b"\x00\x01not a checkpoint", b"RIFF....AVI LIST", b"{}"])
def test_another_kind_of_file(tmp_path, content):
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"checkpoint\.pt"):
        load_checkpoint(path)


def test_another_projects_checkpoint(tmp_path):
    path = tmp_path / "checkpoint.pt"
    for content in ({"state_dict": {"w": torch.ones(1)}}, [1, 2], {"header": "{}"}):
        torch.save(content, path)
        with pytest.raises(DatasetError, match="not a checkpoint that this version"):
            load_checkpoint(path)


class Intruder:
    def __reduce__(self):
        return (print, ("code from the file ran",))


def test_code_in_a_file_is_not_run(tmp_path, capsys):
    path = tmp_path / "checkpoint.pt"
    torch.save({"header": Intruder()}, path)
    with pytest.raises(DatasetError):
        load_checkpoint(path)
    path.write_bytes(pickle.dumps(Intruder()))
    with pytest.raises(DatasetError):
        load_checkpoint(path)
    assert "ran" not in capsys.readouterr().out


def test_weights_of_another_architecture(checkpoint, tmp_path):
    for other in (ModelSpec(width=16), ModelSpec(name="no_such_model", width=8)):
        wrong = replace(checkpoint, model=other)
        with pytest.raises(DatasetError, match="do not fit"):
            network_of(wrong, tmp_path / "checkpoint.pt")
    with pytest.raises(DatasetError, match="2 classes"):
        network_of(replace(checkpoint, classes=("a", "b")), tmp_path / "checkpoint.pt")


def test_a_run_starts_from_anothers_backbone(checkpoint, tmp_path):
    save_checkpoint(checkpoint, tmp_path / "checkpoint.pt")
    for path in (tmp_path, tmp_path / "checkpoint.pt"):
        network = build_model(checkpoint.model, class_count=7, channels=1)
        start_from(network, path, layer="depth")
        assert torch.equal(network.stem.weight, checkpoint.weights["stem.weight"])
    with pytest.raises(InputError, match=r"trained on depth, this network sees colour"):
        start_from(network, tmp_path, layer="colour")
    with pytest.raises(DatasetError, match="does not exist"):
        start_from(network, tmp_path / "nothing", layer="depth")
