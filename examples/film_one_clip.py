"""Film one clip from a spec, change one thing, film it again.

python examples/film_one_clip.py OUT_FOLDER
"""

import sys
from pathlib import Path

import numpy as np

from understudy.data.video import encode_mp4
from understudy.generate import film
from understudy.render import open_renderer
from understudy.sampling import GenerateJob, sample_clip


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    job = GenerateJob(actions=("squat",), clips_per_action=1, width=160, height=160)
    spec = sample_clip(job, "squat", 0)
    night = spec.model_copy(
        update={"scene": spec.scene.model_copy(update={"kind": "street", "light": "lamps"})}
    )
    with open_renderer("raster") as renderer:
        for name, wanted in (("as_drawn", spec), ("at_night", night)):
            clip = film(wanted, renderer)
            (out / f"{name}.mp4").write_bytes(encode_mp4(clip.frames, spec.fps, crf=20))
            box = np.nanmean(clip.truth.boxes_px[:, 0], axis=0).round(1)
            print(f"{name}: {clip.spec.caption}; mean box {box.tolist()} px")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
