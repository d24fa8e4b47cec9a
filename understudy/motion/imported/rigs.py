"""Which joint of a file is which of ours: by the names that known rigs use, or the user's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from understudy.errors import InputError, lookup, nearest_names
from understudy.motion.imported.bvh import END
from understudy.motion.imported.take import Take
from understudy.types import JOINTS

SIDES = ("left", "right")
LIMB_NAMES: dict[str, tuple[str, ...]] = {
    # Ours -> theirs, best first. A name serves once, so a rig's "LeftLeg" is the shin where there
    # is an "UpLeg" and the thigh where there is a "Knee".
    "hip": ("thigh", "upleg", "upperleg", "femur", "hip", "leg", "hipjoint"),
    "knee": ("calf", "shin", "lowerleg", "lowleg", "tibia", "knee", "leg"),
    "ankle": ("ankle", "foot"),
    "foot": ("toebase", "toe", "toes", "ball", "foot"),
    "shoulder": ("upperarm", "uparm", "humerus", "arm", "shoulder"),
    "elbow": ("lowerarm", "forearm", "lowarm", "radius", "elbow"),
    "wrist": ("wrist", "hand"),
    "collar": ("clavicle", "collar", "collarbone", "shoulder"),
    "hand": (
        "middle1", "mid1", "handmiddle1", "fmiddle1", "middleproximal", "finger2", "fingerbase",
        "hand", "fingers", "index1", "handindex1", "findex1", "indexproximal", "finger1",
    ),
}  # fmt: skip
"""Acclaim and its BVH descendants, Mixamo, MotionBuilder, 3ds Max Biped, Unreal, Rigify, VRM,
Reallusion, SMPL; sides, namespaces, prefixes and separators are taken off first."""
FINGER_NAMES: dict[str, tuple[str, ...]] = {
    "index": ("index1", "handindex1", "findex1", "indexproximal", "finger1"),
    "little": ("pinky1", "handpinky1", "fpinky1", "littleproximal", "pinkyproximal", "little1",
               "finger4"),
    "thumb": ("thumb2", "handthumb2", "thumbproximal", "thumb1", "handthumb1", "thumb", "finger0",
              "thumbmetacarpal"),
    "middle_tip": ("middle3", "mid3", "handmiddle3", "fmiddle3", "middledistal"),
    "middle_mid": ("middle2", "mid2", "handmiddle2", "fmiddle2", "middleintermediate"),
}  # fmt: skip
MIDDLE_NAMES: dict[str, tuple[str, ...]] = {
    "neck": ("neck", "neck1", "necktwist1", "lowerneck", "neck0", "spine4"),
    "head": ("head", "spine6"),
}
NEEDED = tuple(
    f"{side}_{part}"
    for part in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
    for side in SIDES
)
"""Without these nothing can be imported; all else is filled in."""

PREFIXES = {
    "def", "cc", "base", "mixamorig", "bip", "bip1", "bip01", "bip001", "j", "c", "rig", "bone",
    "valvebiped", "character", "character1", "smpl", "smplx", "m", "f", "avg", "jnt", "jt", "bn",
    "valve", "biped", "skeleton", "armature", "b", "sk", "skel", "human", "root",
}  # fmt: skip
SKIPPED = {
    "twist", "share", "ik", "fk", "ctrl", "control", "pole", "target", "roll", "mch",
    "org", "end", "leaf", "nub", "sharebone", "kneesharebone", "slot", "prop", "weapon",
}  # fmt: skip
_GLUED = {name for names in (*LIMB_NAMES.values(), *FINGER_NAMES.values()) for name in names}


@dataclass(frozen=True)
class PlainName:
    """A joint's name without what rigs add to it."""

    side: str
    """"left", "right" or ""."""
    core: str
    """Lower case, letters and a number without leading zeros."""
    skipped: bool
    """Twist bones, controls, ends."""


def plain_name(name: str) -> PlainName:
    """Takes namespace, side, prefixes and separators off a joint's name."""
    bare = re.split(r"[:|]", name)[-1]
    ended = bare.endswith(END)
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", bare)
    words = [word.lower() for word in words]
    side = ""
    rest: list[str] = []
    for word in words:
        if word in ("l", "left", "r", "right") and not side:
            side = "left" if word[0] == "l" else "right"
        else:
            rest.append(word)
    while len(rest) > 1 and (rest[0] in PREFIXES or rest[0].isdigit()):
        rest.pop(0)
    # "Neck twist" bones of some rigs are their necks.
    skipped = ended or (bool(SKIPPED & set(rest)) and rest[:1] != ["neck"])
    core = "".join(str(int(word)) if word.isdigit() else word for word in rest)
    core = re.sub(r"(?<=[a-z])(joint|bone)$", "", core) or core
    if not side and core[:1] in ("l", "r") and core[1:] in _GLUED:  # Acclaim's "lfemur"
        side, core = ("left" if core[0] == "l" else "right"), core[1:]
    return PlainName(side=side, core=core, skipped=skipped)


@dataclass(frozen=True, kw_only=True)
class Roles:
    """Where our joints are in a rig."""

    joints: dict[str, int]
    """Joint of ours -> index in the file; only what is there. Limbs, neck, head, hands."""
    spine: tuple[int, ...]
    """From the pelvis (left out) to the one that carries the shoulders."""
    pelvis: int
    fingers: dict[str, int]
    """"left_index", "right_thumb", ... -> index."""


def find_roles(take: Take, own: Mapping[str, str] | None = None) -> Roles:
    """Finds our joints in a rig.

    Args:
        take: a clip of the rig.
        own: joint of ours -> joint of the file's, by the user; wins over everything.

    Raises:
        InputError: joints are missing (says which, and what is there), or `own` names what does
            not exist.
    """
    found = _named_by_user(take, own or {})
    for ours, theirs in (take.roles or {}).items():
        if ours not in found and theirs in take.joints:
            found[ours] = take.joints.index(theirs)
    plain = [plain_name(name) for name in take.joints]
    used = set(found.values())

    def pick(role: str, side: str, names: tuple[str, ...]) -> None:
        if role in found:
            return
        for name in names:
            for index, one in enumerate(plain):
                core = re.sub(r"0$", "", one.core) if name in ("toe", "toes") else one.core
                if core == name and one.side == side and not one.skipped and index not in used:
                    found[role] = index
                    used.add(index)
                    return

    for side in SIDES:
        for part, names in LIMB_NAMES.items():
            pick(f"{side}_{part}", side, names)
    for part, names in MIDDLE_NAMES.items():
        pick(part, "", names)
    fingers: dict[str, int] = {}
    for side in SIDES:
        # Where a rig ends at the forearm or the foot, the end site is the wrist or the toes.
        for part, before in (("wrist", "elbow"), ("hand", "wrist"), ("foot", "ankle")):
            _take_end(take, found, f"{side}_{part}", found.get(f"{side}_{before}"))
        for finger, names in FINGER_NAMES.items():
            at = next(
                (i for name in names for i, one in enumerate(plain)
                 if one.core == name and one.side == side and not one.skipped),
                None,
            )  # fmt: skip
            if at is not None:
                fingers[f"{side}_{finger}"] = at
    missing = [name for name in NEEDED if name not in found]
    if missing:
        known = ", ".join(f"{ours} = {take.joints[at]}" for ours, at in sorted(found.items()))
        raise InputError(
            f"{take.path}: the skeleton lacks {', '.join(missing)}\n"
            f"  found: {known or 'none'}\n"
            f"  the file's joints: {_shortened(take.joints)}\n"
            "  if they have other names, say so under `joints:` in the library's YAML, for "
            f"instance `{missing[0]}: {take.joints[min(1, len(take.joints) - 1)]}`"
        )
    pelvis = found.pop("pelvis", None)
    if pelvis is None:
        pelvis = _common_ancestor(take.parents, found["left_hip"], found["right_hip"])
    for name in ("spine1", "spine2", "spine3"):
        found.pop(name, None)  # the chain below holds them
    carriers = [found.get(f"{side}_collar", found[f"{side}_shoulder"]) for side in SIDES]
    chest = _common_ancestor(take.parents, *carriers)
    return Roles(
        joints=found, spine=_chain(take.parents, pelvis, chest), pelvis=pelvis, fingers=fingers
    )


def _named_by_user(take: Take, own: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for ours, theirs in own.items():
        lookup(dict.fromkeys(JOINTS), ours, "joint")
        if theirs not in take.joints:
            near = nearest_names(theirs, take.joints)
            raise InputError(
                f"{take.path} has no joint '{theirs}' ({ours}): "
                + (f"did you mean {', '.join(near)}?" if near else _shortened(take.joints))
            )
        found[ours] = take.joints.index(theirs)
    return found


def _take_end(take: Take, found: dict[str, int], role: str, parent: int | None) -> None:
    if role in found or parent is None:
        return
    for index, above in enumerate(take.parents):
        if above == parent and take.joints[index].endswith(END):
            length = abs(take.places[:, index] - take.places[:, parent]).max()
            if length > 1e-6:
                found[role] = index
                return


def _shortened(names: tuple[str, ...]) -> str:
    more = f", ... ({len(names)} in all)" if len(names) > 80 else ""
    return ", ".join(names[:80]) + more


def _line(parents: tuple[int, ...], joint: int) -> list[int]:
    line = [joint]
    while parents[line[-1]] >= 0:
        line.append(parents[line[-1]])
    return line


def _common_ancestor(parents: tuple[int, ...], left: int, right: int) -> int:
    above = set(_line(parents, left)[1:])
    return next((joint for joint in _line(parents, right)[1:] if joint in above), 0)


def _chain(parents: tuple[int, ...], pelvis: int, chest: int) -> tuple[int, ...]:
    below = set(_line(parents, pelvis))
    line = []
    for joint in _line(parents, chest):
        if joint in below:
            break
        line.append(joint)
    return tuple(reversed(line))
