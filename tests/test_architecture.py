"""The layers of ARCHITECTURE.md, held by a test: imports point down, siblings do not meet."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "understudy"

LAYERS: dict[str, int] = {
    "types": 0, "errors": 0, "colour": 0,
    "rng": 1, "geometry": 1, "runs": 1, "packs": 1, "asset_files": 1,
    "motion": 2, "bodies": 2, "scenes": 2, "render": 2, "data": 2, "models": 2, "report": 2,
    "engine": 2, "assets": 2,
    "catalogue": 3, "datasets": 3, "casting": 3, "composition": 3, "sampling": 3, "generate": 3,
    "evaluation": 3, "clip_cache": 3, "train": 3, "transfer": 3, "predict": 3,
    "comparison": 3, "repetitions": 3,
    "preview": 3, "inspection": 3,
    "cli": 4,
}  # fmt: skip
LEARNERS = {
    "evaluation",
    "comparison",
    "train",
    "transfer",
    "predict",
    "repetitions",
    "report",
    "models",
}
MAKERS = {
    "motion",
    "bodies",
    "scenes",
    "render",
    "catalogue",
    "casting",
    "composition",
    "sampling",
    "generate",
}
ALLOWED_WITHIN_LAYER = {
    ("sampling", "casting"),
    ("generate", "sampling"),
    ("generate", "casting"),
    ("generate", "composition"),
    ("preview", "sampling"),
    ("preview", "generate"),  # a job is sampled, then filmed
    ("clip_cache", "evaluation"),
    ("train", "clip_cache"),
    ("train", "evaluation"),  # training ends with an evaluation of the held-out split
    ("transfer", "evaluation"),
    ("transfer", "train"),  # fine-tuning trains
    ("predict", "evaluation"),
    ("comparison", "evaluation"),
}


def modules() -> list[tuple[str, Path]]:
    return [
        (path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
    ]


def imported_parts(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "understudy":
                names = [f"understudy.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("understudy.")}
    return found - {"__version__"}


def test_every_part_has_a_layer():
    assert {part for part, _ in modules()} == set(LAYERS)


@pytest.mark.parametrize(("part", "path"), modules(), ids=lambda value: str(value))
def test_imports_point_down(part, path):
    for other in imported_parts(path) - {part}:
        below = LAYERS[other] < LAYERS[part]
        assert below or (part, other) in ALLOWED_WITHIN_LAYER, f"{path}: {part} imports {other}"
        assert not (part in LEARNERS and other in MAKERS), f"{path}: {part} must not know {other}"


HEAVY = ("torch", "anny", "warp", "moderngl", "av", "matplotlib", "sklearn", "webdataset")


@pytest.mark.parametrize("part", ["cli", "sampling", "data", "models", "report", "render"])
def test_importing_is_cheap_and_silent(part):
    """The command line answers `--help` without a graphics context, torch or a plot library."""
    code = (
        f"import sys, understudy.{part}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
