"""Everything that is drawn, in one form: the surroundings, people and moving objects over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understudy.types import FIRST_OBJECT_ID, Mesh, MeshSequence, MovingObject, Scene


@dataclass(frozen=True, kw_only=True)
class Posed:
    """A mesh in the world at every frame."""

    mesh: Mesh | MeshSequence
    """Its faces and material."""
    positions_m: np.ndarray
    """(T, V, 3) float32; one frame for what never moves."""
    normals: np.ndarray
    """(T, V, 3) float32."""
    instance: int

    @property
    def two_sided(self) -> bool:
        """Surroundings are walls that a camera behind them sees through; all else is seen from
        both sides."""
        return self.instance > 0

    @property
    def body_part(self) -> np.ndarray | None:
        """(V,) for people."""
        return self.mesh.body_part if isinstance(self.mesh, MeshSequence) else None

    def frame(self, frame: int) -> int:
        """Returns the row of the arrays that holds a frame of the clip."""
        return min(frame, len(self.positions_m) - 1)


def pose_scene(scene: Scene, bodies: Sequence[MeshSequence]) -> list[Posed]:
    """Returns the surroundings, the people in order, then the moving objects in order."""
    still = Posed(
        mesh=scene.mesh,
        positions_m=scene.mesh.positions_m[None],
        normals=scene.mesh.normals[None],
        instance=0,
    )
    people = [
        Posed(mesh=body, positions_m=body.positions_m, normals=body.normals, instance=number)
        for number, body in enumerate(bodies, 1)
    ]
    things = [
        _pose_object(moving, FIRST_OBJECT_ID + number)
        for number, moving in enumerate(scene.objects)
    ]
    return [still, *people, *things]


def _pose_object(moving: MovingObject, instance: int) -> Posed:
    pose = np.asarray(moving.world_from_object, np.float64)
    turn = np.swapaxes(pose[:, :3, :3], 1, 2)
    positions = moving.mesh.positions_m.astype(np.float64) @ turn + pose[:, None, :3, 3]
    return Posed(
        mesh=moving.mesh,
        positions_m=positions.astype(np.float32),
        normals=(moving.mesh.normals.astype(np.float64) @ turn).astype(np.float32),
        instance=instance,
    )
