"""Ground truth in a file: one compressed `.npz` per clip, small, and readable with NumPy alone.

| entry | type | unit | error at most |
|---|---|---|---|
| `depth` (T, H, W) | uint16 | millimetres, 0 no surface, farther than 65.535 m is 65535 | 0.5 mm |
| `instance`, `body_part` (T, H, W) | uint8 | ids | none |
| `normal` (T, H, W, 3) | int8 | 1/127 of a unit vector, 0 no surface | 0.4 degrees |
| `flow` (T-1, H, W, 2) | int16 | 1/32 px, limited to 1023 px | 1/64 px |
| `flow_valid` (T-1, H, W) | bool | comes with `flow` | none |

These layers are stored where a dataset asks for them. The facts (joints, keypoints, boxes, camera,
rotations, root, action interval) are always there, as in `GroundTruth`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from isal import isal_zlib

from understudy.errors import DatasetError, InputError, lookup
from understudy.types import GROUND_TRUTH_LAYERS, GroundTruth

DEPTH_STEP_M = 0.001
NORMAL_STEP = 1.0 / 127.0
FLOW_STEP_PX = 1.0 / 32.0
COMPRESSION = 2
"""Level of ISA-L's deflate: a seventh more bytes than zlib's fourth level, in an eighth of its
time. Any reader of zip files unpacks it."""

LAYER_FIELDS: dict[str, tuple[str, ...]] = {
    "depth": ("depth_m",),
    "instance": ("instance",),
    "body_part": ("body_part",),
    "normal": ("normal",),
    "flow": ("flow_px", "flow_valid"),
}
"""Fields of `GroundTruth` that a layer holds."""
FACT_FIELDS: tuple[str, ...] = tuple(
    field.name
    for field in fields(GroundTruth)
    if field.name not in {name for names in LAYER_FIELDS.values() for name in names}
)


def pack_truth(truth: GroundTruth, layers: Sequence[str]) -> bytes:
    """Returns the file's bytes; the same truth gives the same bytes on the same machine.

    Raises:
        InputError: a layer that does not exist.
    """
    entries: dict[str, np.ndarray] = {}
    for layer in GROUND_TRUTH_LAYERS:
        if layer in layers:
            entries.update(_quantised(truth, layer))
    for layer in layers:
        lookup(LAYER_FIELDS, layer, "ground-truth layer")
    for name in FACT_FIELDS:
        entries[name] = np.asarray(getattr(truth, name))

    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, array in entries.items():
            # A ZipInfo of its own: zipfile would write the time of day.
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as entry:
                # zipfile has no way to ask for another deflate; without this line it takes zlib's.
                entry._compressor = isal_zlib.compressobj(  # type: ignore[attr-defined]
                    COMPRESSION, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS
                )
                np.lib.format.write_array(entry, np.ascontiguousarray(array), allow_pickle=False)
    return sink.getvalue()


def unpack_fields(
    payload: bytes,
    layers: Sequence[str] | None = None,
    *,
    name: str = "the clip",
    facts: bool = True,
) -> dict[str, Any]:
    """Returns stored fields of `GroundTruth` by name, in its units and types.

    Args:
        payload: bytes of `pack_truth`.
        layers: which layers to unpack beside the facts; None for all that are stored.
        name: what messages call the clip.
        facts: also unpack what is no image: joints, boxes, camera ...

    Raises:
        InputError: a layer that is not stored.
        DatasetError: the bytes are damaged.
    """
    try:
        with np.load(io.BytesIO(payload), allow_pickle=False) as archive:
            stored = [layer for layer in GROUND_TRUTH_LAYERS if layer in archive.files]
            for layer in layers or ():
                if layer not in stored:
                    raise InputError(
                        f"{name} has no {layer} layer (stored: {', '.join(stored) or 'none'}): "
                        f"generate the dataset with --layers {' '.join([*stored, layer])}"
                    )
            found: dict[str, Any] = {}
            for layer in stored if layers is None else layers:
                found.update(_restored(archive, layer))
            for fact in FACT_FIELDS if facts else ():
                found[fact] = archive[fact]
    except (zipfile.BadZipFile, zipfile.zlib.error, KeyError, EOFError, ValueError) as error:  # type: ignore[attr-defined]
        raise DatasetError(f"ground truth of {name} is damaged: {error}") from None
    if facts:
        start_s, end_s = found["action_interval_s"]
        found["action_interval_s"] = (float(start_s), float(end_s))
    return found


def unpack_truth(payload: bytes, *, name: str = "the clip") -> GroundTruth:
    """Returns the whole ground truth of a clip that stores all layers.

    Raises:
        InputError: a layer is not stored; `unpack_fields` gives what there is.
        DatasetError: the bytes are damaged.
    """
    return GroundTruth(**unpack_fields(payload, GROUND_TRUTH_LAYERS, name=name))


def _quantised(truth: GroundTruth, layer: str) -> dict[str, np.ndarray]:
    if layer == "depth":
        steps = _rounded(truth.depth_m, 1.0 / DEPTH_STEP_M, 65535, np.uint16)
        # What is there stays there: 0 means that no surface was hit.
        steps[(steps == 0) & (truth.depth_m > 0)] = 1
        return {"depth": steps}
    if layer == "normal":
        return {"normal": _rounded(truth.normal, 1.0 / NORMAL_STEP, 127, np.int8)}
    if layer == "flow":
        limit = 1023.0 / FLOW_STEP_PX
        flow = _rounded(truth.flow_px, 1.0 / FLOW_STEP_PX, limit, np.int16)
        return {"flow": flow, "flow_valid": truth.flow_valid}
    return {layer: getattr(truth, layer)}


def _rounded(
    values: np.ndarray, steps_per_unit: float, limit: float, dtype: type[np.integer]
) -> np.ndarray:
    """Returns values (T, ...) as whole steps, from -limit (or 0) to limit.

    Frame by frame: what fits the processor's cache takes half the time.
    """
    steps = np.empty(values.shape, dtype)
    scaled = np.empty(values.shape[1:], np.float32)
    least = max(-limit, float(np.iinfo(dtype).min))
    for frame, stored in zip(values, steps, strict=True):
        np.multiply(frame, np.float32(steps_per_unit), out=scaled)
        np.clip(scaled, np.float32(least), np.float32(limit), out=scaled)
        stored[...] = np.rint(scaled, out=scaled)
    return steps


def _restored(archive: Any, layer: str) -> dict[str, np.ndarray]:
    steps = archive[layer]
    if layer == "depth":
        return {"depth_m": (steps * np.float32(DEPTH_STEP_M)).astype(np.float32)}
    if layer == "normal":
        normal = steps.astype(np.float32)
        length = np.linalg.norm(normal, axis=-1, keepdims=True)
        return {"normal": normal / np.maximum(length, 1.0)}
    if layer == "flow":
        return {
            "flow_px": steps.astype(np.float32) * np.float32(FLOW_STEP_PX),
            "flow_valid": archive["flow_valid"],
        }
    return {layer: steps}
