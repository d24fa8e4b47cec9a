import sys
from types import ModuleType

import pytest
import torch

from understudy.errors import InputError, PlatformError
from understudy.models import ModelSpec, build_model
from understudy.models import transformers_video as video
from understudy.models.transformers_video import load_pretrained, masked_autoencoder


def tiny(kind, *, channels=3, frame_count=4, size=32, weights=None):
    spec = ModelSpec(name=f"{kind}_tiny", weights=weights)
    return build_model(
        spec, class_count=2, channels=channels, frame_count=frame_count, size=size
    ).eval()


@pytest.mark.parametrize("kind", ["timesformer", "videomae", "vjepa2"])
def test_published_weights_come_from_a_folder(kind, tmp_path):
    torch.manual_seed(0)
    published = tiny(kind)
    if kind == "vjepa2":
        model = video.transformers_part("VJEPA2Model")(published.encoder.config)
        model.encoder.load_state_dict(published.encoder.state_dict())
    else:
        model = published.encoder
    model.save_pretrained(tmp_path)
    fresh = tiny(kind, weights=str(tmp_path))
    load_pretrained(fresh, str(tmp_path))
    clips = torch.randn(1, 4, 3, 32, 32)
    seen = video._as_imagenet(clips)
    with torch.inference_mode():
        torch.testing.assert_close(fresh.features(clips), published.features(seen))
    with pytest.raises(InputError, match=r"do not fit a \w+_tiny of 4 frames of 32 px"):
        load_pretrained(tiny(kind, channels=1), str(tmp_path))


def test_imagenet_scaling_is_that_of_pixels():
    from understudy.models.tensors import pixels_to_tensor

    pixels = torch.rand(2, 3, 3, 4, 4) * 255
    mean, deviation = torch.tensor(video.IMAGENET_MEAN), torch.tensor(video.IMAGENET_DEVIATION)
    wanted = (pixels / 255 - mean[:, None, None]) / deviation[:, None, None]
    torch.testing.assert_close(video._as_imagenet(pixels_to_tensor(pixels)), wanted)


def test_weights_that_cannot_be_had(tmp_path):
    with pytest.raises(InputError, match=r"takes no published weights.*TimeSformer"):
        load_pretrained(build_model(ModelSpec(), class_count=2, channels=3), "some/model")
    with pytest.raises(InputError, match=r"no weights '.*folder with config\.json"):
        load_pretrained(tiny("videomae"), str(tmp_path))


def test_input_that_is_no_whole_number_of_patches():
    with pytest.raises(InputError, match=r"--frames 4 --size 64"):
        tiny("videomae", frame_count=5, size=60)
    assert tiny("timesformer", frame_count=5).token_times(5) == 5


def test_the_masked_loss_is_that_of_normalised_patches():
    """The library's loss against the paper's words, one patch at a time."""
    torch.manual_seed(0)
    network = tiny("videomae", frame_count=4, size=32)
    autoencoder = masked_autoencoder(network).eval()
    clips = torch.randn(1, 4, 3, 32, 32)
    hidden = torch.tensor([[True, False, True, True] * 2])
    with torch.inference_mode():
        found = autoencoder(clips, bool_masked_pos=hidden)
    errors, number = [], 0
    for time in range(2):
        for row in range(2):
            for column in range(2):
                if not hidden[0, 4 * time + 2 * row + column]:
                    continue
                rows, columns = slice(16 * row, 16 * row + 16), slice(16 * column, 16 * column + 16)
                patch = clips[0, 2 * time : 2 * time + 2, :, rows, columns].transpose(1, 3)
                pixels = patch.transpose(1, 2).reshape(-1, 3)
                wanted = (pixels - pixels.mean(0)) / pixels.std(0)
                errors.append((found.logits[0, number] - wanted.flatten()).pow(2).mean())
                number += 1
    torch.testing.assert_close(found.loss, torch.stack(errors).mean(), rtol=1e-4, atol=1e-5)
    with pytest.raises(InputError, match=r"not timesformer_tiny: choose videomae_small"):
        masked_autoencoder(tiny("timesformer"))


def test_a_torchvision_that_breaks_transformers_is_named(monkeypatch):
    class Broken(ModuleType):
        def __getattr__(self, name):
            raise ModuleNotFoundError(
                f"Could not import module '{name}'. Are this object's requirements defined "
                "correctly?"
            )

    monkeypatch.setitem(sys.modules, "transformers", Broken("transformers"))
    with pytest.raises(PlatformError, match="reinstall"):
        tiny("videomae")
    monkeypatch.setattr(video.metadata, "version", lambda name: "0.28.0")
    with pytest.raises(PlatformError, match=r"torchvision 0\.28\.0 .*pip uninstall torchvision"):
        tiny("videomae")
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(PlatformError, match="pip install 'transformers"):
        tiny("videomae")
