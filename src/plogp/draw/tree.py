"""Draws a decision tree: questions from left to right, and at every node a bar with the shares of the classes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#5f5f5f")  # Okabe & Ito
ROW, BAR, GAP, LETTER = 58, 8, 56, 6.7  # heights and widths in pixels; LETTER is the mean of the 12 pixel letters
LINE, SWATCH = 20, 9  # of the legend


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

    def __init__(self, node: Drawable, depth: int) -> None:
        self.node, self.depth = node, depth
        self.below: list[_Placed] = []
        self.y = 0.0

    def said(self) -> str:
        return self.node.asks + " ?" if self.below else f"{self.node.label} · {_number(self.node.cases)} cases"

    def width(self) -> float:
        bold = 0 if self.below else 3 + len(self.said()) // 12  # a swatch stands before it, too
        return max(72.0, LETTER * max(len(self.node.condition), len(self.said()) + bold))


def _placed(root: Drawable) -> list[_Placed]:
    """All nodes, parents before their branches."""
    nodes = [_Placed(root, 0)]
    waiting = [nodes[0]]
    leaves = 0
    while waiting:
        placed = waiting.pop()
        placed.below = [_Placed(branch, placed.depth + 1) for branch in placed.node.branches]
        if not placed.below:
            leaves += 1
            placed.y = float(leaves * ROW)
        nodes += placed.below
        waiting += reversed(placed.below)
    for placed in reversed(nodes):
        if placed.below:
            placed.y = (placed.below[0].y + placed.below[-1].y) / 2
    return nodes


def draw_tree(root: Drawable, classes: Sequence[str]) -> str:
    """The text of an SVG file.

    Examples
    --------
    >>> from plogp.apps.tree import InformationTreeClassifier
    >>> tree = InformationTreeClassifier().fit([[1.0], [2.0], [3.0], [4.0]], ["no", "no", "yes", "yes"])
    >>> tree.draw().startswith("<svg")
    True
    """
    nodes = _placed(root)
    leaves = sum(not placed.below for placed in nodes)
    depths = range(1 + max(placed.depth for placed in nodes))
    widths = [max(placed.width() for placed in nodes if placed.depth == depth) for depth in depths]
    left = [16 + sum(widths[:depth]) + GAP * depth for depth in depths]
    width = max(left[-1] + widths[-1] + 16, 480.0)
    legend = _legend(classes, width, leaves * ROW + 64)
    height = leaves * ROW + 64 + LINE * len(legend)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}" role="img" aria-label="decision tree of {leaves} leaves" '
        'font-family="system-ui, sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for placed in nodes:
        for branch in placed.below:
            parts.append(_edge(left[placed.depth] + widths[placed.depth], placed.y, left[branch.depth], branch.y))
    for placed in nodes:
        parts.extend(_node(placed, left[placed.depth], widths[placed.depth]))
    for line in legend:
        parts.extend(line)
    return "\n".join([*parts, "</svg>\n"])


def _legend(classes: Sequence[str], width: float, top: float) -> list[list[str]]:
    """The classes with their colours, in as many lines as the width asks for."""
    lines: list[list[str]] = [[]]
    x = 16.0
    for i, name in enumerate(classes):
        wide = LETTER * len(name) + 34
        if x > 16 and x + wide > width:
            lines.append([])
            x = 16.0
        y = top + LINE * (len(lines) - 1)
        lines[-1] += [_swatch(x, y - SWATCH, i), f'<text x="{x + 16:.1f}" y="{y}" fill="#444">{escape(name)}</text>']
        x += wide
    return lines


def _swatch(x: float, y: float, of_class: int) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{SWATCH}" height="{SWATCH}" rx="2" fill="{_colour(of_class)}"/>'


def _edge(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (x0 + x1) / 2
    path = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    return f'<path d="{path}" fill="none" stroke="#c4c8cc" stroke-width="1.5"/>'


def _node(placed: _Placed, x: float, width: float) -> list[str]:
    node, y = placed.node, placed.y
    parts = ["<g>", f"<title>{escape(node.condition or 'all')}: {_number(node.cases)} cases</title>"]
    if node.condition:
        parts.append(
            f'<text x="{x:.1f}" y="{y - 9:.1f}" fill="#5b6670">{escape(node.condition.replace("<=", "≤"))}</text>'
        )
    if placed.below:
        parts.append(f'<text x="{x:.1f}" y="{y + 19:.1f}" fill="#222">{escape(placed.said())}</text>')
    else:
        best = max(range(len(node.shares)), key=node.shares.__getitem__)
        parts.append(_swatch(x, y + 10, best))
        parts.append(
            f'<text x="{x + SWATCH + 5:.1f}" y="{y + 19:.1f}" fill="#222" font-weight="600">'
            f"{escape(placed.said())}</text>"
        )
    faint = "" if node.cases > 0 else ' opacity="0.3"'  # nobody came here: it answers as its parent
    at = x
    for i, share in enumerate(node.shares):
        if share > 0:
            parts.append(
                f'<rect x="{at:.1f}" y="{y - BAR / 2:.1f}" width="{share * width:.2f}" height="{BAR}" '
                f'fill="{_colour(i)}"{faint}/>'
            )
        at += share * width
    return [*parts, "</g>"]


def _colour(i: int) -> str:
    """The eight colours; then the same lighter, and darker."""
    colour = COLOURS[i % len(COLOURS)]
    other, share = ((0, 0.0), (255, 0.5), (0, 0.4))[i // len(COLOURS) % 3]
    mixed = (int(colour[at : at + 2], 16) * (1 - share) + other * share for at in (1, 3, 5))
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def _number(x: float) -> str:
    return f"{x:,.1f}".rstrip("0").rstrip(".")
