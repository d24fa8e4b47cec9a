"""Figures of the report as inline SVG that takes its colours from the page."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from understudy.runs import EpochRecord

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Matplotlib wants numbers, the page has a light and a dark scheme: the figures are drawn in
# colours that nothing else uses, which then become the page's variables.
INK, FAINT, ACCENT, SECOND = "#010101", "#020202", "#030303", "#040404"
PAGE_COLOURS = {
    INK: "var(--ink)",
    FAINT: "var(--faint)",
    ACCENT: "var(--accent)",
    SECOND: "var(--soft)",
}
MATRIX_COLOUR = (0.18, 0.47, 0.78)
"""Of full cells: readable on white and on near black, since a raster cannot follow the page."""
POINTS_PER_PX = 0.75
LABEL_LENGTH = 30
"""Characters of a class name beside the big matrix."""

STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "understudy",
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.alpha": 0.35,
    "grid.linewidth": 0.5,
}


def loss_curve(history: Sequence[EpochRecord], prefix: str) -> str:
    """Returns training and validation loss by epoch as an `<svg>` element."""
    return _curve(
        history,
        [h.train_loss for h in history],
        [h.val_loss for h in history],
        "loss",
        False,
        prefix,
    )


def accuracy_curve(history: Sequence[EpochRecord], prefix: str) -> str:
    """Returns training and validation accuracy by epoch as an `<svg>` element."""
    train = [100 * (h.train_accuracy or 0.0) for h in history]
    val = [None if h.val_accuracy is None else 100 * h.val_accuracy for h in history]
    return _curve(history, train, val, "accuracy [%]", True, prefix)


def confusion_matrix(confusion: Sequence[Sequence[int]], labels: Sequence[str], prefix: str) -> str:
    """Returns a big confusion matrix with every class named, as an `<svg>` element.

    Cells are shaded by their share of the row, so that rare classes show as clearly as common
    ones.

    Args:
        confusion: counts, (K, K); rows true, columns predicted.
        labels: the K class names.
        prefix: makes the element ids unique in the page.
    """
    import numpy as np
    from matplotlib.figure import Figure

    counts = np.asarray(confusion, np.float64)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    picture = np.zeros((*share.shape, 4))
    picture[..., :3] = MATRIX_COLOUR
    # A lone error in a big row must still be seen: the square root lifts small shares.
    picture[..., 3] = np.sqrt(share)
    names = [
        name if len(name) <= LABEL_LENGTH else name[: LABEL_LENGTH - 1] + "…" for name in labels
    ]
    count = len(names)
    cell = max(10.0, min(18.0, 760 / count))
    margin = 34 + 0.56 * cell * max(len(name) for name in names) if names else 0
    side = cell * count
    total = margin + side + 8
    with _style():
        figure = Figure(figsize=(total / 96, total / 96), dpi=96)
        axes = figure.add_axes((margin / total, 8 / total, side / total, side / total))
        axes.imshow(picture, interpolation="nearest", aspect="auto")
        size = POINTS_PER_PX * cell * 0.86
        axes.set_yticks(range(count), names, fontsize=size, parse_math=False)
        axes.set_xticks(range(count), names, fontsize=size, rotation=90, parse_math=False)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.set_xlabel("predicted", loc="left")
        axes.set_ylabel("true", loc="top")
        axes.grid(False)
        axes.tick_params(length=0, pad=3)
        edges = np.arange(0, count, 5) - 0.5
        axes.hlines(edges, -0.5, count - 0.5, color=FAINT, linewidth=0.4, alpha=0.5)
        axes.vlines(edges, -0.5, count - 0.5, color=FAINT, linewidth=0.4, alpha=0.5)
        return _svg(figure, prefix)


def _curve(
    history: Sequence[EpochRecord],
    train: Sequence[float],
    val: Sequence[float | None],
    quantity: str,
    is_percentage: bool,
    prefix: str,
) -> str:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    epochs = [record.epoch for record in history]
    measured = [(e, v) for e, v in zip(epochs, val, strict=True) if v is not None]
    few = len(epochs) <= 40
    with _style():
        figure = Figure(figsize=(4.6, 2.9), dpi=96, layout="constrained")
        axes = figure.add_subplot()
        axes.plot(
            epochs, train, color=SECOND, linestyle="--", linewidth=1.4,
            marker="o" if few else "", markersize=3, markerfacecolor="none", label="training",
        )  # fmt: skip
        if measured:
            axes.plot(
                *zip(*measured, strict=True), color=ACCENT, linewidth=1.8,
                marker="o" if few else "", markersize=3.5, label="validation",
            )  # fmt: skip
        axes.set_xlabel("epoch")
        axes.set_title(quantity, loc="left", fontsize=10.5)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        axes.set_xlim(min(epochs) - 0.5, max(epochs) + 0.5)
        if is_percentage:
            axes.set_ylim(0, 102)
        else:
            axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
        axes.legend(frameon=False, handlelength=2.6)
        return _svg(figure, prefix)


def _style() -> Any:
    import matplotlib

    return matplotlib.rc_context(STYLE)


def _svg(figure: Figure, prefix: str) -> str:
    """Returns the figure as an element for the middle of an HTML page."""
    text = io.StringIO()
    with warnings.catch_warnings():
        # The page's fonts, not matplotlib's, draw the letters: a glyph missing here is no loss.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(text, format="svg", transparent=True, metadata=nothing)
    svg = text.getvalue()
    width, height = figure.get_size_inches()
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width * 96:.0f}" height="{height * 96:.0f}" '
        f'viewBox="0 0 {width * 72:g} {height * 72:g}" aria-hidden="true">'
    )
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]

    def fitted_to_page(tag: re.Match[str]) -> str:
        text = tag.group()
        for colour, variable in PAGE_COLOURS.items():
            text = text.replace(colour, variable)
        text = re.sub(r'\bid="', f'id="{prefix}-', text)
        return re.sub(r'(url\(|xlink:href=")#', rf"\g<1>#{prefix}-", text)

    # Only inside tags: a class may be called anything.
    return opening + re.sub(r"<[^<>]*>", fitted_to_page, body)
