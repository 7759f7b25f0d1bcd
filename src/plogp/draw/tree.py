"""Draws a decision tree, a bar of classes at each node: from left to right where it fits, else as an outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, Unpack

from plogp.draw.drawing.canvas import PAD, TEXT, Canvas, Look, share_text
from plogp.draw.drawing.text_metrics import fitted, text_width
from plogp.draw.drawing.theme import CLASSES, class_colour

_ROW, _BAR, _GAP, _WIDEST = 66, 12, 46, 240  # of a leaf, of a bar, between columns, of what a node says
_STEP, _LINE_ROW = 20, 50  # of the outline
Entry = tuple[str, str, bool]


class TreeNode(Protocol):
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
    def branches(self) -> Sequence[TreeNode]:
        """The nodes below."""


class _Placed:
    """A node with its place; leaves are numbered from the top, a parent stands in the middle of its branches."""

    def __init__(self, node: TreeNode, depth: int, canvas: Canvas) -> None:
        self.node, self.depth = node, depth
        self.below: list[_Placed] = []
        self.y = 0.0
        count = _number(node.cases)
        self.cases = (
            canvas.say("{count} case", count=count) if count == "1" else canvas.say("{count} cases", count=count)
        )
        self.condition = node.condition.replace("<=", "≤") or canvas.say("all")

    def said(self) -> str:
        return self.node.asks + " ?" if self.below else f"{self.node.label} · {self.cases}"

    def width(self) -> float:
        return min(
            _WIDEST,
            max(72.0, *(text_width(fitted(t, 999, TEXT), TEXT, bold=True) for t in (self.condition, self.said()))),
        )


def draw_tree(root: TreeNode, classes: Sequence[Any], **look: Unpack[Look]) -> str:
    """Every node with the condition that leads to it; a leaf with its class and cases.

    Examples
    --------
    >>> from plogp.apps.tree import InformationTreeClassifier
    >>> tree = InformationTreeClassifier().fit([[1.0], [2.0], [3.0], [4.0]], ["no", "no", "yes", "yes"])
    >>> tree.draw().startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    nodes = _placed(root, canvas)
    leaves = sum(not placed.below for placed in nodes)
    entries = [(class_colour(i), str(name), i % 2 == 1 or i >= CLASSES) for i, name in enumerate(classes)]
    top = canvas.legend(PAD + 12, entries)
    depths = range(1 + max(placed.depth for placed in nodes))
    widths = [max(placed.width() for placed in nodes if placed.depth == depth) for depth in depths]
    if sum(widths) + _GAP * len(depths[1:]) <= canvas.right - PAD:
        _across(canvas, top, nodes, widths, entries)
    else:
        _outline(canvas, top, nodes, len(depths), entries)
    title = canvas.say("A decision tree of {count} leaves", count=leaves)
    rules = [f"{n.condition}: {n.said()}" for n in nodes if not n.below][:12]
    return canvas.svg(title, fitted("; ".join(rules), 9999, TEXT))


def _placed(root: TreeNode, canvas: Canvas) -> list[_Placed]:
    """All nodes, each before those below it, in the order of an outline."""
    nodes: list[_Placed] = []
    waiting = [_Placed(root, 0, canvas)]
    while waiting:
        placed = waiting.pop()
        nodes.append(placed)
        placed.below = [_Placed(branch, placed.depth + 1, canvas) for branch in placed.node.branches]
        waiting += reversed(placed.below)
    return nodes


def _across(canvas: Canvas, top: float, nodes: list[_Placed], widths: list[float], entries: Sequence[Entry]) -> None:
    leaves = [placed for placed in nodes if not placed.below]
    for i, leaf in enumerate(leaves):
        leaf.y = top + 18 + _ROW * i
    for placed in reversed(nodes):
        if placed.below:
            placed.y = (placed.below[0].y + placed.below[-1].y) / 2
    left = [PAD + sum(widths[:depth]) + _GAP * depth for depth in range(len(widths))]
    for placed in nodes:
        start = left[placed.depth] + widths[placed.depth] + 3
        for branch in placed.below:
            end = left[branch.depth] - 4
            middle = (start + end) / 2
            canvas.path(
                f"M{start:.1f} {placed.y:.1f}C{middle:.1f} {placed.y:.1f} {middle:.1f} {branch.y:.1f} "
                f"{end:.1f} {branch.y:.1f}",
                "muted-line",
            )
    for placed in nodes:
        x, wide = left[placed.depth], widths[placed.depth]
        canvas.text(x, placed.y - 11, placed.condition, "muted", max_width=wide)
        _bar(canvas, x, placed.y - _BAR / 2, wide, placed, entries)
        canvas.text(x, placed.y + 23, placed.said(), bold=not placed.below, max_width=wide)


def _outline(canvas: Canvas, top: float, nodes: list[_Placed], depths: int, entries: Sequence[Entry]) -> None:
    step = min(_STEP, canvas.width * 0.4 / depths)
    bar = min(130.0, (canvas.right - PAD - step * depths) * 0.42)
    for i, placed in enumerate(nodes):
        placed.y = top + 4 + _LINE_ROW * i
    for placed in nodes:
        x = PAD + step * placed.depth
        if placed.below:
            canvas.line(x + 4, placed.y + 31, x + 4, placed.below[-1].y + 23, "muted-line")
        for branch in placed.below:
            canvas.line(x + 4, branch.y + 23, x + step - 2, branch.y + 23, "muted-line")
    for placed in nodes:
        x = PAD + step * placed.depth
        canvas.text(x, placed.y + 8, placed.condition, max_width=canvas.right - x)
        _bar(canvas, x, placed.y + 17, bar, placed, entries)
        said = placed.cases if placed.below else placed.said()
        canvas.text(
            x + bar + 10,
            placed.y + 28,
            said,
            "muted" if placed.below else "ink",
            bold=not placed.below,
            max_width=canvas.right - x - bar - 10,
        )


def _bar(canvas: Canvas, x: float, y: float, wide: float, placed: _Placed, entries: Sequence[Entry]) -> None:
    """The shares of the classes, side by side; only their outline where no case came and the parent answers."""
    for (style, name, hatched), share in zip(entries, placed.node.shares, strict=True):
        if share > 0:
            title = f"{placed.condition}: {name} {share_text(share)}, {placed.cases}"
            if placed.node.cases > 0:
                canvas.bar(x, y, share * wide, _BAR, style, title, hatched=hatched)
            else:
                canvas.rect(x, y, share * wide, _BAR, f"{style}-line", title)
        x += share * wide


def _number(x: float) -> str:
    return f"{x:,.1f}".rstrip("0").rstrip(".")
