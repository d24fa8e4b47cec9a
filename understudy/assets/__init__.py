"""Adds asset packs: found in package registries or in a user's folder, pinned, checked, converted."""
