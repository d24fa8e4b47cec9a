"""Libraries of imported motion: a folder of files as named actions, with a small YAML or without.

A library is a pack (`packs.py`) whose items are recordings, brought onto our rig once and kept in
the user's cache, with `actions.json` beside its index. The files themselves stay where they are.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import yaml
from pydantic import Field, ValidationError

from understudy.errors import InputError, PlatformError, StorageError, nearest_names
from understudy.motion.actions import STYLE, Distribution, LogUniform
from understudy.motion.imported.amass import is_sequence, read_amass
from understudy.motion.imported.babel import Segment, read_babel, segments_of
from understudy.motion.imported.bvh import read_bvh
from understudy.motion.imported.clean import closes, loop_points, still
from understudy.motion.imported.gltf import read_gltf
from understudy.motion.imported.perform import PARAMETERS
from understudy.motion.imported.recording import Recording, cut
from understudy.motion.imported.retarget import calibrate, retarget, without_first_pose
from understudy.motion.imported.rigs import find_roles
from understudy.motion.imported.take import Take
from understudy.packs import INDEX, Pack, PackItem, find_item, load_pack, packs_folder, write_index
from understudy.types import Spec

READERS: dict[str, Callable[[Path], list[Take]]] = {
    ".bvh": read_bvh,
    ".glb": read_gltf,
    ".gltf": read_gltf,
}
SUFFIXES = (*READERS, ".npz")
NOTES = ("motions.yaml", "motions.yml")
ACTIONS_FILE = "actions.json"
SHORTEST_S = 0.18
LONGEST_NAME = 36
Report = Callable[[str], None]


class Part(Spec):
    """Which stretches of which files."""

    files: tuple[str, ...] = ("*",)
    """Names or patterns, below the folder."""
    clips: tuple[str, ...] = ("*",)
    """Names or patterns of clips in a file that has several."""
    babel: tuple[str, ...] = ()
    """BABEL categories; their segments instead of whole sequences."""
    start_s: float = Field(default=0.0, ge=0.0)
    end_s: float | None = None


class ActionNotes(Part):
    """What a user says about one action."""

    parts: tuple[Part, ...] = ()
    """Several stretches, instead of the one above."""
    loop: bool | None = None
    """Repeats for as long as there is time; None: where it ends as it begins."""
    mirror: bool | str | None = None
    """Whether its mirror image is the same action, or which action it is; None: the same, unless
    its name says left or right."""
    description: str = ""
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    counterparts: dict[str, str] = Field(default_factory=dict)
    tempo: tuple[float, float] = (0.87, 1.15)


class LibraryNotes(Spec):
    """A library's YAML."""

    name: str | None = None
    licence: str = "unstated"
    author: str = ""
    joints: dict[str, str] = Field(default_factory=dict)
    """Joint of ours -> joint of the files', where their names are not known."""
    up: Literal["y", "z"] | None = None
    ground: Literal["feet", "file"] | None = None
    fps: float | None = None
    """Of .npz files that do not say it."""
    babel: tuple[str, ...] = ()
    """BABEL's JSON files, relative to the YAML."""
    actions: dict[str, ActionNotes] = Field(default_factory=dict)


class RegisteredTake(Spec):
    """A stretch of a recording that shows an action."""

    recording: str
    """Name of the pack's item."""
    from_s: float
    to_s: float
    loop: bool
    mirror: Literal["no", "either", "always"]


class RegisteredAction(Spec):
    """An action of a library."""

    name: str
    description: str
    captions: tuple[str, ...]
    tags: tuple[str, ...]
    counterparts: dict[str, str]
    tempo: tuple[float, float]
    takes: tuple[RegisteredTake, ...]

    @property
    def parameters(self) -> Mapping[str, Distribution]:
        """What varies beside the shared style."""
        return {key: kind for key, kind in self.all_parameters.items() if key not in STYLE}

    @property
    def all_parameters(self) -> dict[str, Distribution]:
        return dict(PARAMETERS) | {"tempo": LogUniform(*self.tempo)}

    @property
    def old(self) -> Mapping[str, float | str]:
        """How the old do it otherwise: recordings do not say."""
        return {}


class MotionLibrary(Spec):
    """What `actions.json` holds."""

    actions: dict[str, RegisteredAction]


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What adding a folder found."""

    name: str
    library: MotionLibrary
    recordings: int
    refused: dict[str, str] = field(default_factory=dict)
    """File below the folder -> why it cannot be used."""
    remarks: list[str] = field(default_factory=list)


def import_file(path: Path, notes: LibraryNotes | None = None) -> dict[str, Recording]:
    """Reads a motion file and brings its clips onto our rig, by name.

    Raises:
        InputError: the file is damaged or of another kind, or its skeleton lacks joints.
    """
    notes = notes or LibraryNotes()
    suffix = path.suffix.lower()
    if suffix == ".npz":
        return {path.stem: read_amass(path, up=notes.up, fps=notes.fps)}
    if suffix not in READERS:
        raise InputError(f"{path}: expected one of {', '.join(SUFFIXES)}")
    takes = READERS[suffix](path)
    roles = find_roles(takes[0], notes.joints)
    takes = [without_first_pose(take, roles) for take in takes]
    calibration = calibrate(takes, roles, up=notes.up)
    ground = notes.ground or ("feet" if suffix == ".bvh" else "file")
    return {take.name: retarget(take, calibration, ground=ground) for take in takes}


def add_library(
    source: Path, *, name: str | None = None, report: Report = lambda line: None
) -> Scan:
    """Registers a folder of motion files (or the YAML in it, or one file) as actions.

    Args:
        source: a folder, a library's YAML, or a single motion file.
        name: of the library; default the YAML's or the folder's.
        report: takes one line about each file.

    Raises:
        InputError: nothing there that can be used, a bad YAML or name.
        StorageError: the cache cannot be written.
    """
    folder, notes, files = _opened(source)
    name = name or notes.name or _plain(source.stem if source.is_file() else folder.name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,19}", name):
        raise InputError(
            f"'{name}' cannot be a library's name: at most 20 lower-case letters, digits, '-', '_'"
        )
    target = packs_folder() / name
    if (target / INDEX).exists() and not (target / ACTIONS_FILE).exists():
        raise InputError(f"'{name}' is an asset pack already: choose another with --name")
    labels = [read_babel(folder / file) for file in notes.babel]
    found: dict[str, tuple[Path, str, Recording]] = {}
    refused: dict[str, str] = {}
    for path in files:
        place = path.relative_to(folder).as_posix()
        try:
            digest = _digest(path)
            clips = import_file(path, notes)
        except InputError as error:
            refused[place] = str(error).removeprefix(f"{path}: ").removeprefix(f"{path} ")
            continue
        for clip, recording in clips.items():
            stem = place.rpartition(".")[0]
            whole = stem if len(clips) == 1 else f"{stem}#{clip}"
            found[f"{whole}@{digest}"] = (path, clip, recording)
        report(f"{place}: {len(clips)} clips")
    if not found:
        reasons = "".join(f"\n  {file}: {why}" for file, why in list(refused.items())[:10])
        raise InputError(
            f"{source} holds no motion that can be used (looked for {', '.join(SUFFIXES)}){reasons}"
        )
    segments = {key: segments_of(path, labels) for key, (path, _, _) in found.items()}
    library, remarks = _actions(notes, folder, found, segments)
    used = {take.recording for action in library.actions.values() for take in action.takes}
    kept = {key: entry for key, entry in found.items() if key in used}
    if not kept:
        raise InputError(f"{source}: no action could be made of it\n  " + "\n  ".join(remarks))
    _write(name, folder, notes, library, kept)
    return Scan(name=name, library=library, recordings=len(kept), refused=refused, remarks=remarks)


def load_library(name: str) -> MotionLibrary:
    """Reads a registered library's actions.

    Raises:
        InputError: no such library on this machine.
        PlatformError: its index is damaged.
    """
    path = packs_folder() / name / ACTIONS_FILE
    try:
        written = path.stat()
        return _read_library(path, written.st_mtime_ns, written.st_ino)
    except (FileNotFoundError, NotADirectoryError):
        near = nearest_names(name, library_names())
        hint = f"did you mean {', '.join(near)}? or " if near else ""
        raise InputError(
            f"no motion library '{name}' on this machine: {hint}register its folder again with "
            f"`understudy motions add FOLDER --name {name}`"
        ) from None
    except (OSError, ValidationError) as error:
        raise PlatformError(f"{path} is damaged ({error}): register the folder again") from None


@lru_cache(maxsize=32)
def _read_library(path: Path, written_ns: int, inode: int) -> MotionLibrary:
    return MotionLibrary.model_validate_json(path.read_bytes())


def library_names() -> list[str]:
    """Returns the names of the libraries on this machine."""
    return sorted(path.parent.name for path in packs_folder().glob(f"*/{ACTIONS_FILE}"))


def find_registered(full_name: str) -> RegisteredAction:
    """Returns the action "LIBRARY:ACTION".

    Raises:
        InputError: library or action do not exist here.
    """
    library_name, _, name = full_name.partition(":")
    library = load_library(library_name)
    if name in library.actions:
        return library.actions[name]
    near = nearest_names(name, library.actions)
    raise InputError(
        f"motion library '{library_name}' has no action '{name}': "
        + (f"did you mean {', '.join(near)}?" if near else "`understudy motions` lists them")
    )


def load_recording(full_name: str) -> Recording:
    """Returns the recording "LIBRARY:RECORDING" that a spec names.

    Raises:
        InputError: it is not registered here, or its file has changed since.
        PlatformError: the cache is damaged.
    """
    library_name, _, name = full_name.partition(":")
    load_library(library_name)
    known = {item.name for item in load_pack(library_name).items}
    if name not in known:
        bare = name.rpartition("@")[0]
        changed = [other for other in known if other.rpartition("@")[0] == bare]
        raise InputError(
            f"motion library '{library_name}' has no recording '{name}'"
            + (
                f": its file is another one now ('{changed[0]}'), so the clip cannot be made again"
                if changed
                else ": register the folder that it came from again with `understudy motions add`"
            )
        )
    _, path = find_item(full_name)
    written = path.stat()
    return _read_recording(path, written.st_mtime_ns, written.st_ino)


@lru_cache(maxsize=256)
def _read_recording(path: Path, written_ns: int, inode: int) -> Recording:
    try:
        with np.load(path) as arrays:
            return Recording(
                rotations=arrays["rotations"].astype(np.float64),
                hips=arrays["hips"].astype(np.float64),
                contacts=arrays["contacts"],
                support=arrays["support"],
                fps=float(arrays["fps"]),
                has_hands=bool(arrays["has_hands"]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise PlatformError(f"{path} is damaged ({error}): register the folder again") from None


def remove_library(name: str) -> None:
    """Takes a library off this machine; the files that it was made of are not touched."""
    load_library(name)
    _drop(packs_folder() / name)


def _opened(source: Path) -> tuple[Path, LibraryNotes, list[Path]]:
    """Returns the folder, what its YAML says, and its motion files."""
    if not source.exists():
        raise InputError(f"{source} does not exist: expected a folder of motion files, or its YAML")
    if source.is_file() and source.suffix.lower() in SUFFIXES:
        return source.resolve().parent, LibraryNotes(), [source.resolve()]
    if source.is_file():
        folder, notes = source.resolve().parent, read_notes(source)
    else:
        folder = source.resolve()
        said = next((folder / name for name in NOTES if (folder / name).exists()), None)
        notes = read_notes(said) if said else LibraryNotes()
    return folder, notes, list(_motion_files(folder, notes))


def _motion_files(folder: Path, notes: LibraryNotes) -> Iterator[Path]:
    patterns = [
        pattern
        for action in notes.actions.values()
        for part in (action.parts or (action,))
        for pattern in part.files
    ] or ["*"]
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        if path.suffix.lower() == ".npz" and not is_sequence(path):
            continue
        if any(_matches(place, pattern) for pattern in patterns):
            yield path


def read_notes(path: Path) -> LibraryNotes:
    """Reads a library's YAML.

    Raises:
        InputError: it cannot be read, or says something unknown.
    """
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        if not isinstance(said, dict):
            raise InputError(f"{path}: expected a mapping, for instance `actions:`")
        return LibraryNotes.model_validate(_as_lists(said))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        known = ", ".join(LibraryNotes.model_fields)
        if len(first["loc"]) > 1:
            known = ", ".join(ActionNotes.model_fields)
        raise InputError(
            f"{path}: {place}: {first['msg']}, got {first['input']!r} (known here: {known})"
        ) from None
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None


def _as_lists(said: dict[str, object]) -> dict[str, object]:
    """Lets one pattern or label stand without brackets."""
    lists = {"files", "clips", "babel", "captions", "tags"}

    def opened(value: object) -> object:
        if isinstance(value, dict):
            return {
                key: [str(part)] if key in lists and isinstance(part, str | int) else opened(part)
                for key, part in value.items()
            }
        return [opened(part) for part in value] if isinstance(value, list) else value

    actions = said.get("actions")
    if isinstance(actions, dict):  # an action of which nothing is said
        said = said | {"actions": {key: value or {} for key, value in actions.items()}}
    result = opened(said)
    assert isinstance(result, dict)
    return result


def _matches(text: str, pattern: str) -> bool:
    return (
        fnmatch(text, pattern)
        or fnmatch(text.rpartition("/")[2], pattern)
        or (fnmatch(text.rpartition(".")[0], pattern))
    )


Found = Mapping[str, tuple[Path, str, Recording]]


def _actions(
    notes: LibraryNotes, folder: Path, found: Found, segments: Mapping[str, list[Segment]]
) -> tuple[MotionLibrary, list[str]]:
    """Returns the library's actions and remarks about what was left out."""
    takes: dict[str, list[RegisteredTake]] = {}
    about: dict[str, ActionNotes] = {}
    remarks: list[str] = []
    wanted = notes.actions or _own_actions(folder, found, segments)
    for name, said in wanted.items():
        plain = _plain(name)
        if not plain:
            raise InputError(f"'{name}' cannot be an action's name: use letters and digits")
        about.setdefault(plain, said)
        stretches = [
            stretch for part in (said.parts or (said,))
            for stretch in _stretches(part, folder, found, segments)
        ]  # fmt: skip
        if not stretches:
            remarks.append(f"action '{name}': no file or clip is called so")
        for key, start, end in stretches:
            recording = found[key][2]
            end = min(end, recording.duration_s)
            if end - start < SHORTEST_S:
                remarks.append(f"{key}: {max(end - start, 0.0):.2f} s are too short for '{plain}'")
                continue
            stretch = cut(recording, start, end)
            if still(stretch):
                remarks.append(f"{key}: holds one pose, left out of '{plain}'")
                continue
            # Names tell loops that pause where they begin from what is done once.
            named = bool({"loop", "idle"} & set(_plain(found[key][1]).split("_")))
            loop = closes(stretch, paused=named) if said.loop is None else said.loop
            if loop and said.loop and not closes(stretch, paused=True):
                first, last = loop_points(stretch)
                start, end = start + first, start + last
            other = _mirrored_name(plain, said.mirror)
            mirror: Literal["no", "either"] = "either" if other == plain else "no"
            one = RegisteredTake(recording=key, from_s=start, to_s=end, loop=loop, mirror=mirror)
            takes.setdefault(plain, []).append(one)
            if other is not None and other != plain:
                image = one.model_copy(update={"mirror": "always"})
                takes.setdefault(other, []).append(image)
                about.setdefault(other, _mirrored_notes(said))
    actions = {
        name: RegisteredAction(
            name=name,
            description=about[name].description or _sentence(name),
            captions=about[name].captions or (f"a person: {name.replace('_', ' ')}",),
            tags=("imported", *about[name].tags),
            counterparts=about[name].counterparts,
            tempo=about[name].tempo,
            takes=tuple(takes[name]),
        )
        for name in sorted(takes)
    }
    return MotionLibrary(actions=actions), remarks


def _own_actions(
    folder: Path, found: Found, segments: Mapping[str, list[Segment]]
) -> dict[str, ActionNotes]:
    """Without a user's word: an action for each BABEL category, else for each clip's name."""
    actions: dict[str, ActionNotes] = {}
    categories = sorted({one.category for several in segments.values() for one in several})
    for category in categories:
        actions[category] = ActionNotes(babel=(category,))
    for path, clip, _ in found.values():
        if categories and path.suffix.lower() == ".npz":
            continue
        name = _plain(clip)
        place = path.relative_to(folder).as_posix()
        part = Part(files=(_literal(place),), clips=(_literal(clip),))
        before = actions.get(name, ActionNotes())
        actions[name] = ActionNotes(parts=(*before.parts, part))
    return actions


def _literal(text: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", text)


def _stretches(
    part: Part, folder: Path, found: Found, segments: Mapping[str, list[Segment]]
) -> Iterator[tuple[str, float, float]]:
    for key, (path, clip, recording) in found.items():
        place = path.relative_to(folder).as_posix()
        if not any(_matches(place, pattern) for pattern in part.files):
            continue
        if not any(fnmatch(clip, pattern) for pattern in part.clips):
            continue
        if part.babel:
            for segment in segments[key]:
                if segment.category in part.babel:
                    yield key, segment.start_s, segment.end_s
        else:
            yield key, part.start_s, part.end_s or recording.duration_s


def _mirrored_name(name: str, said: bool | str | None) -> str | None:
    """Returns which action the mirror image shows; None: it is not to be used."""
    if isinstance(said, str):
        return _plain(said)
    if said is not None:
        return name if said else None
    swap = {"left": "right", "right": "left", "l": "r", "r": "l"}
    words = [swap.get(word, word) for word in name.split("_")]
    return "_".join(words)


def _mirrored_notes(said: ActionNotes) -> ActionNotes:
    def swapped(text: str) -> str:
        words = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
        return re.sub(r"\b(left|right|Left|Right)\b", lambda match: words[match[0]], text)

    return said.model_copy(
        update={
            "description": swapped(said.description),
            "captions": tuple(swapped(text) for text in said.captions),
            "counterparts": {},
        }
    )


def _plain(text: str) -> str:
    """Returns a name in snake_case."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:LONGEST_NAME].strip("_")


def _sentence(name: str) -> str:
    return f"Imported motion: {name.replace('_', ' ')}."


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:8]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def _write(
    name: str, folder: Path, notes: LibraryNotes, library: MotionLibrary, kept: Found
) -> None:
    """Puts a library into the cache; its index comes last, so that a half one does not exist."""
    target = packs_folder() / name
    items = []
    try:
        packs_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=packs_folder(), prefix=f".adding-{name}-") as staging:
            clips = Path(staging) / "library"
            clips.mkdir()
            for number, (key, (_, _, recording)) in enumerate(kept.items()):
                file = f"{number:05d}.npz"
                (clips / file).write_bytes(_packed(recording))
                items.append(
                    PackItem(
                        name=key, kind="motion", file=file, licence=notes.licence,
                        author=notes.author, source=f"folder {folder.name}",
                    )
                )  # fmt: skip
            _drop(target)
            clips.replace(target)
        write_index(Pack(name=name, title=f"motion of {folder}", version="", items=tuple(items)))
        staged = target / f"{ACTIONS_FILE}.new"
        staged.write_text(json.dumps(library.model_dump(mode="json"), indent=1), encoding="utf-8")
        staged.replace(target / ACTIONS_FILE)
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error}") from None


def _packed(recording: Recording) -> bytes:
    data = io.BytesIO()
    np.savez(
        data,
        rotations=recording.rotations.astype(np.float32),
        hips=recording.hips.astype(np.float32),
        contacts=recording.contacts,
        support=recording.support,
        fps=np.float64(recording.fps),
        has_hands=np.bool_(recording.has_hands),
    )
    return data.getvalue()


def _drop(target: Path) -> None:
    (target / ACTIONS_FILE).unlink(missing_ok=True)
    (target / INDEX).unlink(missing_ok=True)
    if target.exists():
        shutil.rmtree(target)


def all_registered() -> Sequence[tuple[str, RegisteredAction]]:
    """Returns every action of every library, as ("LIBRARY:ACTION", action)."""
    return [
        (f"{name}:{action.name}", action)
        for name in library_names()
        for action in load_library(name).actions.values()
    ]
