"""Draws the tree of a prefix code as it grows by merges: words along the branches, symbols in rows at the right."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import isfinite
from typing import Protocol, Unpack

from plogp.draw.drawing.canvas import PAD, TEXT, Canvas, Look, number_text
from plogp.draw.drawing.text_metrics import fitted, text_width
from plogp.theory.errors import InvalidParameter

_ROW, _MOST = 26, 40


class CodeNode(Protocol):
    """A leaf with its symbol, or two branches."""

    @property
    def word(self) -> str:
        """The bits that lead here."""

    @property
    def probability(self) -> float:
        """Of all symbols below."""

    @property
    def symbol(self) -> Hashable:
        """At a leaf."""

    @property
    def branches(self) -> Sequence[CodeNode]:
        """Those for the bits 0 and 1."""


class _Placed:
    """A node with its place; `name` of a leaf, which may stand for many."""

    def __init__(self, node: CodeNode, depth: int) -> None:
        self.node, self.depth, self.below = node, depth, list[_Placed]()
        self.name, self.y, self.x = "", 0.0, 0.0


def draw_code_tree(root: CodeNode, merges: int | None = None, **look: Unpack[Look]) -> str:
    """The tree of a code, or what of it stands after so many merges of the two least probable nodes.

    Huffman's merges come in the order of their weights, so a tree that grew by them says of itself which came first
    (Huffman 1952, doi:10.1109/JRPROC.1952.273898); a canonical code of the same lengths is another tree.

    Examples
    --------
    >>> from plogp.apps.coding import HuffmanCode
    >>> draw_code_tree(HuffmanCode.from_data("abracadabra").tree).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    nodes, leaves = _placed(canvas, root)
    inner = sorted((n for n in nodes if n.below), key=lambda n: (n.node.probability, -n.depth))
    merged = {id(n) for n in (inner if merges is None else inner[:merges])}
    words = [n.node.word + "…" * bool(n.node.branches) for n in leaves]
    shares = [number_text(n.node.probability) for n in leaves]
    word_width = min(max(text_width(w, TEXT, bold=True) for w in words), canvas.width * 0.25)
    share_room = max(text_width(s, TEXT) for s in shares)
    name_width = min(max(text_width(fitted(n.name, 9999, TEXT), TEXT) for n in leaves), canvas.width * 0.3)
    at_word = canvas.right - word_width
    at_share = at_word - 16
    end = at_share - share_room - 14 - name_width
    deepest = max(n.depth for n in nodes)
    for n in nodes:
        n.x = end - 12 if not n.below else PAD + 8 + (end - 34 - PAD) * n.depth / max(1, deepest)
    for i, leaf in enumerate(leaves):
        leaf.y = PAD + 12 + _ROW * i
    for n in reversed(nodes):
        if n.below:
            n.y = (n.below[0].y + n.below[-1].y) / 2
    for n in nodes:
        if id(n) in merged:
            for bit, branch in enumerate(n.below):
                canvas.path(f"M{n.x:.1f} {n.y:.1f}V{branch.y:.1f}H{branch.x:.1f}", "muted-line")
                if branch.x - n.x >= 24:
                    canvas.text(n.x + 7, branch.y - 5, str(bit), "muted")
    for n in nodes:
        if id(n) in merged:
            canvas.circle(
                n.x, n.y, 4, "joint", f"{n.node.word or canvas.say('root')}: {number_text(n.node.probability)}"
            )
    for leaf, word, share in zip(leaves, words, shares, strict=True):
        canvas.circle(leaf.x, leaf.y, 5, "p", f"{leaf.name}: {share}, {word}")
        canvas.text(end, leaf.y + 4.5, leaf.name, bold=False, max_width=name_width)
        canvas.text(at_share, leaf.y + 4.5, share, "muted", anchor="end")
        if word:
            canvas.text(at_word, leaf.y + 4.5, word, mono=True, max_width=word_width)
    description = ", ".join(f"{leaf.name} {word}" for leaf, word in zip(leaves[:12], words, strict=False))
    return canvas.svg(canvas.say("A code of {count} words", count=len(leaves)), description)


def _placed(canvas: Canvas, root: CodeNode) -> tuple[list[_Placed], list[_Placed]]:
    """Nodes with parents first, and the leaves from above; of large trees the most probable, cut off below."""
    top = _Placed(root, 0)
    nodes, leaves = [top], [top]
    while len(leaves) < _MOST:
        open_ = [n for n in leaves if n.node.branches]
        if not open_:
            break
        widest = max(open_, key=lambda n: n.node.probability)
        widest.below = [_Placed(branch, widest.depth + 1) for branch in widest.node.branches]
        at = leaves.index(widest)
        leaves[at : at + 1] = widest.below
        nodes += widest.below
    for n in leaves:
        if not isfinite(n.node.probability):
            raise InvalidParameter(f"the probability of {n.node.word!r} must be finite, but it is {n.node.probability}")
        n.name = canvas.say("{count} more", count=f"{_below(n.node):,}") if n.node.branches else str(n.node.symbol)
    return nodes, leaves


def _below(node: CodeNode) -> int:
    waiting, leaves = [node], 0
    while waiting:
        n = waiting.pop()
        leaves += not n.branches
        waiting += n.branches
    return leaves
