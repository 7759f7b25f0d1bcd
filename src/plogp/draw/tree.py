"""Draws a decision tree: questions from left to right, and at every node a bar with the shares of the classes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#5f5f5f")  # Okabe & Ito
ROW, BAR, GAP, LETTER = 46, 8, 56, 6.7  # heights and widths in pixels; LETTER is the mean of the 12 pixel letters


class Drawable(Protocol):
    """What a node must say of itself."""

    @property
    def condition(self) -> str:
        """What leads here; empty at the root."""

    @property
    def asks(self) -> str:
        """The feature asked next; empty at a leaf."""

    @property
    def label(self) -> str:
        """The class said here."""

    @property
    def cases(self) -> float:
        """The cases that came here."""

    @property
    def shares(self) -> Sequence[float]:
        """Of each class."""

    @property
    def branches(self) -> Sequence[Drawable]:
        """The nodes below."""


class _Placed:
    """A node with its place; leaves are numbered from the top, a parent stands in the middle of its branches."""

    def __init__(self, node: Drawable, depth: int, leaves: list[float]) -> None:
        self.node, self.depth = node, depth
        self.below = [_Placed(branch, depth + 1, leaves) for branch in node.branches]
        self.y: float
        if self.below:
            self.y = (self.below[0].y + self.below[-1].y) / 2
        else:
            self.y = float(len(leaves) * ROW + ROW)
            leaves.append(self.y)

    def all(self) -> list[_Placed]:
        return [self, *[placed for branch in self.below for placed in branch.all()]]

    def said(self) -> str:
        return self.node.asks + " ?" if self.below else f"{self.node.label} · {_number(self.node.cases)}"

    def width(self) -> float:
        return max(72.0, LETTER * max(len(self.node.condition), len(self.said())))


def draw_tree(root: Drawable, classes: Sequence[str]) -> str:
    """The text of an SVG file.

    Examples
    --------
    >>> from plogp.apps.tree import InformationTreeClassifier
    >>> tree = InformationTreeClassifier().fit([[1.0], [2.0], [3.0], [4.0]], ["no", "no", "yes", "yes"])
    >>> tree.draw().startswith("<svg")
    True
    """
    leaves: list[float] = []
    nodes = _Placed(root, 0, leaves).all()
    depths = range(1 + max(placed.depth for placed in nodes))
    widths = [max(placed.width() for placed in nodes if placed.depth == depth) for depth in depths]
    left = [16 + sum(widths[:depth]) + GAP * depth for depth in depths]
    legend_y = len(leaves) * ROW + 64
    width = max(left[-1] + widths[-1] + 16, 32 + sum(LETTER * len(name) + 34 for name in classes))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{legend_y + 20}" '
        f'viewBox="0 0 {width:.0f} {legend_y + 20}" role="img" aria-label="decision tree of {len(leaves)} leaves" '
        'font-family="system-ui, sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for placed in nodes:
        for branch in placed.below:
            parts.append(_edge(left[placed.depth] + widths[placed.depth], placed.y, left[branch.depth], branch.y))
    for placed in nodes:
        parts.extend(_node(placed, left[placed.depth], widths[placed.depth]))
    x = 16.0
    for i, name in enumerate(classes):
        parts.append(f'<rect x="{x:.1f}" y="{legend_y - 9}" width="10" height="10" rx="2" fill="{_colour(i)}"/>')
        parts.append(f'<text x="{x + 16:.1f}" y="{legend_y}" fill="#444">{escape(name)}</text>')
        x += LETTER * len(name) + 34
    return "\n".join([*parts, "</svg>\n"])


def _edge(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (x0 + x1) / 2
    path = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1 - 4:.1f} {y1:.1f}"
    return f'<path d="{path}" fill="none" stroke="#c4c8cc" stroke-width="1.5"/>'


def _node(placed: _Placed, x: float, width: float) -> list[str]:
    node, y = placed.node, placed.y
    parts = ["<g>", f"<title>{escape(node.condition or 'all')}: {_number(node.cases)} cases</title>"]
    if node.condition:
        parts.append(f'<text x="{x:.1f}" y="{y - 9:.1f}" fill="#5b6670">{escape(node.condition)}</text>')
    weight = "600" if not placed.below else "400"
    fill = _colour(max(range(len(node.shares)), key=node.shares.__getitem__)) if not placed.below else "#222"
    parts.append(
        f'<text x="{x:.1f}" y="{y + 19:.1f}" fill="{fill}" font-weight="{weight}">{escape(placed.said())}</text>'
    )
    at = x
    for i, share in enumerate(node.shares):
        if share > 0:
            parts.append(
                f'<rect x="{at:.1f}" y="{y - BAR / 2:.1f}" width="{share * width:.2f}" height="{BAR}" '
                f'fill="{_colour(i)}"/>'
            )
        at += share * width
    return [*parts, "</g>"]


def _colour(i: int) -> str:
    return COLOURS[i % len(COLOURS)]


def _number(x: float) -> str:
    return f"{x:.1f}".rstrip("0").rstrip(".")
