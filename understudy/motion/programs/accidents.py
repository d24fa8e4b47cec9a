"""To come."""

from __future__ import annotations

from understudy.motion.actions import Action

ACTIONS: tuple[Action, ...] = ()
