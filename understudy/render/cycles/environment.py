"""Where Blender's Python module lives: an environment of its own, made by `understudy setup`."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from understudy.errors import PlatformError

PYTHON_VARIABLE = "UNDERSTUDY_BLENDER_PYTHON"
PACKAGE = "bpy==5.0.1"
PYTHON_VERSION = (3, 11)
"""What that release of bpy runs on."""
LIBRARIES = "libgl1 libxrender1 libxi6 libxkbcommon0 libsm6 libice6 libxfixes3"
"""Debian packages that bpy loads."""


def environment_folder() -> Path:
    """Returns the environment's folder, beside the other things in the user's cache."""
    folder = os.environ.get("UNDERSTUDY_CACHE")
    return (Path(folder) if folder else Path.home() / ".cache" / "understudy") / "cycles"


def blender_python() -> Path:
    """Returns the interpreter that has bpy: $UNDERSTUDY_BLENDER_PYTHON or the cache's.

    Raises:
        PlatformError: there is none; says how to get it.
    """
    named = os.environ.get(PYTHON_VARIABLE)
    python = Path(named) if named else environment_folder() / "bin" / "python"
    if not python.exists():
        raise PlatformError(
            f"the cycles renderer needs Blender's Python module, and {python} does not exist: run "
            f"`understudy setup --cycles` (about 400 MB), or set {PYTHON_VARIABLE} to a Python "
            "that has bpy"
        )
    return python


def build_environment(report: Callable[[str], None]) -> Path:
    """Makes the environment and installs bpy from PyPI; goes on with a half-made one.

    Raises:
        PlatformError: wrong Python, no network, or bpy does not start (names the libraries).
    """
    if sys.version_info[:2] != PYTHON_VERSION:
        wanted = ".".join(map(str, PYTHON_VERSION))
        raise PlatformError(
            f"{PACKAGE} needs Python {wanted}, this is {sys.version.split()[0]}: make an "
            f"environment with that Python, install {PACKAGE} there, and set {PYTHON_VARIABLE}"
        )
    folder = environment_folder()
    python = folder / "bin" / "python"
    if not python.exists():
        report(f"Making an environment for Blender in {folder} ...")
        venv.create(folder, with_pip=True)
    report(f"Installing {PACKAGE} (about 400 MB) ...")
    _run([str(python), "-m", "pip", "install", "--quiet", PACKAGE], "install it from PyPI")
    report("Starting Blender once ...")
    _run(
        [str(python), "-c", "import bpy; assert bpy.context.preferences.addons['cycles']"],
        f"start it: `sudo apt-get install {LIBRARIES}` gives what it loads",
    )
    return python


def _run(command: list[str], purpose: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise PlatformError(f"could not {purpose}\n{(done.stderr or done.stdout)[-1500:].strip()}")
