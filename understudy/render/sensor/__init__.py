"""The camera behind the renderer: what a lens, a sensor and a recorder do to a clean picture.

`apply_sensor` runs the stages in the order in which light and signal pass them (its docstring says
why); every stage is off at its field's neutral value, and a neutral spec returns the frames as
they are. Lens distortion is the only stage that moves pixels: `distort_truth` moves the truth that
is stored beside the picture, `distort_points` and `undistort_points` go between the pinhole camera
and the stored picture.
"""

from understudy.render.sensor.lens import distort_points, opencv_lens, undistort_points
from understudy.render.sensor.pipeline import apply_sensor
from understudy.render.sensor.truth import distort_truth

__all__ = ["apply_sensor", "distort_points", "distort_truth", "opencv_lens", "undistort_points"]
