"""Reads the files of asset packs: pictures, panoramas and objects."""
