"""Who else is in a clip: the partner of an action of two, and bystanders who do something else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from understudy.bodies import PeopleRange, sample_body, sample_pack_looks, skeleton
from understudy.motion import (
    ACTIONS,
    at_age,
    is_pair,
    partner_place,
    perform,
    sample_action,
    sample_partner,
)
from understudy.types import ActionSpec, BodySpec, CameraSpec, Motion, PersonSpec, Spec

BYSTANDER_ACTIONS = {
    "idle": 0.36, "walk": 0.22, "drink": 0.06, "pick_up": 0.05, "point": 0.05, "jog": 0.05,
    "bow": 0.02, "clap": 0.02, "text_on_phone": 0.05, "phone_call": 0.05, "fold_arms": 0.03,
    "check_watch": 0.02, "scratch_head": 0.02,
}  # fmt: skip
"""What bystanders do, and how often; never what the clip is about."""

BODY_REACH = 0.6
"""How far hands and feet get from the pelvis along the ground, in body heights; a lying person's
head too."""
GAP_M = 0.15
CAMERA_ROOM_M = 0.8
TRIES = 30


class Company(Spec):
    """How often there are others in a clip."""

    bystander_share: float = Field(default=0.25, ge=0.0, le=1.0)
    """Share of the clips with at least one bystander."""
    most_people: int = Field(default=4, ge=1, le=4)
    """In one clip, the actor and a partner included; a pair's action always has its partner."""
    hiding_share: float = Field(default=0.15, ge=0.0, le=1.0)
    """Share of the bystanders who may stand between the camera and the actor."""
    range_m: tuple[float, float] = (1.2, 6.0)
    """How far from the actor bystanders stand."""


DRESSED_FOR_PLACE = {
    "living_room": "home", "kitchen": "home", "bedroom": "home", "bare_room": "home",
    "garden": "home", "office": "work", "classroom": "work", "corridor": "work", "shop": "work",
    "gym": "sport", "hall": "sport", "sports_field": "sport", "workshop": "site",
    "building_site": "site", "ward": "ward", "beach": "summer",
}  # fmt: skip
"""Place -> what people there are dressed for; anything elsewhere."""


def setting_of(place: str) -> str:
    """Returns what people are dressed for in a place."""
    return DRESSED_FOR_PLACE.get(place, "any")


@dataclass(frozen=True, kw_only=True)
class Looks:
    """Whom a dataset shows."""

    people: PeopleRange
    setting: str
    """What they are dressed for, a key of `bodies.SETTINGS`."""
    packs: tuple[str, ...] = ()
    excluded_licences: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shot:
    """What matters of a clip for placing people."""

    fps: float
    frame_count: int
    camera: CameraSpec
    looks: Looks


def draw_person(looks: Looks, *, rng: np.random.Generator) -> BodySpec:
    """Draws somebody, dressed; from packs where there are any.

    Raises:
        InputError: a pack is not installed, or a setting does not exist.
    """
    body = sample_body(rng=rng, people=looks.people, setting=looks.setting)
    if not looks.packs:
        return body
    return sample_pack_looks(
        body, rng=rng, packs=looks.packs, excluded_licences=looks.excluded_licences
    )


Circle = tuple[np.ndarray, float]


def cast_others(
    actor: PersonSpec, shot: Shot, company: Company, *, rng: np.random.Generator
) -> tuple[PersonSpec, ...]:
    """Returns the actor, its partner where the action takes two, and bystanders.

    Nobody walks through anybody: the ground that each one's motion sweeps is kept apart. A
    bystander for whom there is no room stays away.
    """
    people = [actor]
    if is_pair(actor.action.name):
        people.append(_partner(actor, shot, rng))
    wanted = rng.random() < company.bystander_share
    count = 1 + int(rng.binomial(2, 0.3)) if wanted else 0
    taken: list[Circle] = []
    for _ in range(min(count, company.most_people - len(people))):
        if not taken:
            taken = _swept_by(people, shot)
        found = _bystander(people, taken, shot, company, rng)
        if found is not None:
            person, circle = found
            people.append(person)
            taken.append(circle)
    return tuple(people)


def _partner(actor: PersonSpec, shot: Shot, rng: np.random.Generator) -> PersonSpec:
    action = sample_partner(actor.action, rng=rng)
    body = draw_person(shot.looks, rng=rng)
    action = at_age(action, body.age, style_only=True)
    place = partner_place(actor.action, skeleton(actor.body), skeleton(body))
    x, y = actor.position_m
    heading = actor.heading_rad
    cosine, sine = math.cos(heading), math.sin(heading)
    return PersonSpec(
        role="partner",
        body=body,
        action=action,
        position_m=(
            x + place.ahead_m * cosine - place.left_m * sine,
            y + place.ahead_m * sine + place.left_m * cosine,
        ),
        heading_rad=(heading + place.yaw_rad + math.pi) % (2.0 * math.pi) - math.pi,
    )


def _bystander(
    people: Sequence[PersonSpec],
    taken: Sequence[Circle],
    shot: Shot,
    company: Company,
    rng: np.random.Generator,
) -> tuple[PersonSpec, Circle] | None:
    duration_s = shot.frame_count / shot.fps
    names = [
        name
        for name in BYSTANDER_ACTIONS
        if name != people[0].action.name and ACTIONS[name].minimum_s <= duration_s
    ]
    if not names:
        return None
    shares = np.array([BYSTANDER_ACTIONS[name] for name in names])
    action = sample_action(
        str(rng.choice(names, p=shares / shares.sum())), rng=rng, duration_s=duration_s
    )
    body = draw_person(shot.looks, rng=rng)
    action = at_age(action, body.age)
    swept = _swept(perform_alone(action, body, shot), body)
    may_hide = rng.random() < company.hiding_share
    eye, here = _camera_place(people, shot.camera), _middle(people)
    for _ in range(TRIES):
        angle, heading = rng.uniform(-math.pi, math.pi, 2)
        away = float(rng.uniform(*company.range_m))
        place = here + away * np.array([math.cos(angle), math.sin(angle)])
        circle = _turned(swept, place, heading)
        if _collides(circle, taken) or np.linalg.norm(circle[0] - eye) < circle[1] + CAMERA_ROOM_M:
            continue
        if not _in_view(circle, eye, here) or (not may_hide and _between(circle, eye, here)):
            continue
        person = PersonSpec(
            role="bystander",
            body=body,
            action=action,
            position_m=(float(place[0]), float(place[1])),
            heading_rad=float(heading),
        )
        return person, circle
    return None


def view_heading(people: Sequence[PersonSpec], camera: CameraSpec) -> float:
    """Returns the direction that a camera's azimuth counts from.

    It is the actor's heading; of two people the front is square to the line between them, for
    along it one hides the other.
    """
    for person in people:
        if person.role == "partner":
            (x, y), (there_x, there_y) = people[0].position_m, person.position_m
            aside = math.pi / 2.0 if camera.seed % 2 else -math.pi / 2.0
            return math.atan2(there_y - y, there_x - x) + aside
    return people[0].heading_rad


def _camera_place(people: Sequence[PersonSpec], camera: CameraSpec) -> np.ndarray:
    """Returns where on the ground (2,) the camera stands when the clip begins, or nearly so."""
    angle = view_heading(people, camera) + camera.azimuth_rad
    away = camera.distance_m * np.array([math.cos(angle), math.sin(angle)])
    place: np.ndarray = _middle(people) + away
    return place


def _middle(people: Sequence[PersonSpec]) -> np.ndarray:
    """Returns the middle (2,) of actor and partner."""
    places = [person.position_m for person in people if person.role != "bystander"]
    middle: np.ndarray = np.mean(places, axis=0)
    return middle


def perform_alone(action: ActionSpec, body: BodySpec, shot: Shot) -> Motion:
    """Performs an action of one person."""
    return perform(action, skeleton(body), fps=shot.fps, frame_count=shot.frame_count)


def _swept_by(people: Sequence[PersonSpec], shot: Shot) -> list[Circle]:
    """Returns the ground that people sweep, each one's part of an action of two included."""
    circles = []
    bodies = [skeleton(person.body) for person in people]
    for number, person in enumerate(people):
        motion = perform(
            person.action, bodies[number], fps=shot.fps, frame_count=shot.frame_count,
            role=person.role, partner=bodies[1 - number] if len(people) > 1 else None,
        )  # fmt: skip
        swept = _swept(motion, person.body)
        circles.append(_turned(swept, np.array(person.position_m), person.heading_rad))
    return circles


def _swept(motion: Motion, body: BodySpec) -> Circle:
    """Returns the circle on the ground, body frame, that a motion stays in."""
    low, high = motion.root_m[:, :2].min(axis=0), motion.root_m[:, :2].max(axis=0)
    reach = BODY_REACH * skeleton(body).height_m
    return (low + high) / 2.0, float(np.linalg.norm(high - low)) / 2.0 + reach


def _turned(circle: Circle, place: np.ndarray, heading_rad: float) -> Circle:
    cosine, sine = math.cos(heading_rad), math.sin(heading_rad)
    x, y = circle[0]
    return place + np.array([cosine * x - sine * y, sine * x + cosine * y]), circle[1]


def _collides(circle: Circle, taken: Sequence[Circle]) -> bool:
    return any(
        np.linalg.norm(circle[0] - centre) < circle[1] + radius + GAP_M for centre, radius in taken
    )


def _in_view(circle: Circle, eye: np.ndarray, target: np.ndarray) -> bool:
    """Tells whether somebody there is before the camera, and nearer its axis than 45 degrees."""
    way = (target - eye) / max(float(np.linalg.norm(target - eye)), 1e-6)
    along = float((circle[0] - eye) @ way)
    across = abs(float(way[0] * (circle[0] - eye)[1] - way[1] * (circle[0] - eye)[0]))
    return along > 0.0 and across - circle[1] < along


def _between(circle: Circle, eye: np.ndarray, target: np.ndarray) -> bool:
    """Tells whether somebody there hides the target from the eye."""
    way = target - eye
    length = float(np.linalg.norm(way))
    if length < 1e-6:
        return False
    along = float((circle[0] - eye) @ way) / length
    across = abs(float(way[0] * (circle[0] - eye)[1] - way[1] * (circle[0] - eye)[0])) / length
    return 0.0 < along < length and across < circle[1]
