import json

import numpy as np
import pytest
import torch

from understudy.errors import DatasetError, InputError, PlatformError
from understudy.models import ModelSpec, build_model
from understudy.models import export as export_module
from understudy.models.checkpoint import Checkpoint, save_checkpoint
from understudy.models.export import PreparedClips, export_onnx

SIZES = {"frame_count": 4, "size": 32}


def save(folder, name, classes=("a", "b", "c")):
    torch.manual_seed(0)
    spec = ModelSpec(name=name, width=8)
    network = build_model(spec, class_count=len(classes), channels=3, **SIZES).eval()
    with torch.no_grad():
        network.classifier.weight.mul_(30.0)  # answers that differ
    save_checkpoint(
        Checkpoint(
            model=spec, classes=classes, channels=3, input={"layer": "colour", **SIZES},
            window_s=2.0, weights=network.state_dict(),
        ),
        folder / "checkpoint.pt",
    )  # fmt: skip
    return network


@pytest.mark.parametrize("name", ["tsm_resnet10", "r2plus1d_10", "i3d_resnet14", "videomae_tiny"])
def test_other_software_gives_the_same_answers(name, tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    pytest.importorskip("onnxscript", reason="onnxscript is not installed")
    network = save(tmp_path, name)
    export_onnx(tmp_path, tmp_path / "made" / "model.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "made" / "model.onnx"))
    clips = np.random.default_rng(0).integers(0, 256, (3, 4, 32, 32, 3), dtype=np.uint8)
    (found,) = session.run(None, {"clips": clips})
    with torch.inference_mode():
        wanted = PreparedClips(network)(torch.from_numpy(clips)).numpy()
    np.testing.assert_allclose(found, wanted, atol=1e-5)
    assert np.abs(wanted - 1 / 3).max() > 0.02
    about = session.get_modelmeta().custom_metadata_map
    assert json.loads(about["classes"]) == ["a", "b", "c"]
    assert json.loads(about["input"])["size"] == 32 and json.loads(about["window_s"]) == 2.0
    assert [file.name for file in (tmp_path / "made").iterdir()] == ["model.onnx"]


def test_what_cannot_be_exported(tmp_path, monkeypatch):
    with pytest.raises(DatasetError, match="does not exist"):
        export_onnx(tmp_path / "run", tmp_path / "a.onnx")
    save(tmp_path, "tsm_resnet10", classes=())
    with pytest.raises(InputError, match=r"without classes.*--start-from"):
        export_onnx(tmp_path, tmp_path / "a.onnx")
    monkeypatch.setattr(export_module, "NEEDED", ("onnx", "no_such_library"))
    with pytest.raises(PlatformError, match=r"needs no_such_library: .*understudy\[onnx\]"):
        export_onnx(tmp_path, tmp_path / "a.onnx")
