"""The photoreal tier: the same scenes through Blender's path tracer, in a process of its own.

Blender's Python module pins another NumPy than ours and is under the GPL, so it lives in an
environment of its own that `understudy setup --cycles` makes; `blender_side.py` runs there and
imports nothing of ours.
"""
