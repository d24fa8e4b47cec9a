"""Rooms: four walls, a floor, a ceiling, and what stands and hangs there.

Walls, floor and ceiling show their faces only to the inside, so that a camera that stands outside
looks through them.
"""

from understudy.scenes.rooms.kinds import INDOOR_SCENES, ROOMS, RoomPlan

__all__ = ["INDOOR_SCENES", "ROOMS", "RoomPlan"]
