"""A tree as people read it: each branch with its condition, its cases and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plogp.apps.tree.flat_tree import Nodes
from plogp.learn.columns import Levels


@dataclass(frozen=True)
class Branch:
    """One node: the condition that leads to it, and the branches below."""

    condition: str  # "" at the root
    label: str  # the class said here
    cases: float
    wrong: float  # of these cases, those of another class
    shares: tuple[float, ...]  # of each class
    asks: str = ""  # the feature that is asked next; "" at a leaf
    branches: list[Branch] = field(default_factory=list)
    side: str = ""  # which side of a number the condition bounds, for a narrower one to take its place


def outline(nodes: Nodes, names: list[str], levels: list[Levels], classes: Any, digits: int = 15) -> Branch:
    """The root of the tree with everything below it; cuts to so many significant digits."""
    answers = nodes.answers(laplace=False)
    conditions, sides = [""] * len(nodes.feature), [""] * len(nodes.feature)
    for node in range(len(conditions)):
        for son, condition in zip(nodes.sons(node), _conditions(nodes, node, names, levels, digits), strict=True):
            conditions[son] = condition
            if levels[nodes.feature[node]] is None:
                sides[son] = condition.rpartition(" ")[0]
    branches: dict[int, Branch] = {}
    for node in reversed(range(len(conditions))):  # children come after their parents: no depth is too much
        below = [branches.pop(son) for son in nodes.sons(node)]
        cases = nodes.cases[node]
        best = int(answers[node].argmax())
        branches[node] = Branch(
            conditions[node], str(classes[best]), float(cases.sum()), float(cases.sum() - cases[best]),
            tuple(answers[node].tolist()), names[nodes.feature[node]] if below else "", below, sides[node],
        )  # fmt: skip
    return branches[0]


def _conditions(nodes: Nodes, node: int, names: list[str], levels: list[Levels], digits: int) -> list[str]:
    if nodes.feature[node] < 0:
        return []
    name, known = names[nodes.feature[node]], levels[nodes.feature[node]]
    if known is None:
        cut = f"{nodes.threshold[node]:.{digits}g}"
        return [f"{name} <= {cut}", f"{name} > {cut}"]
    start = int(nodes.map[node])
    of_level = nodes.branch[start : start + len(known)]
    members = [[str(known[i]) for i in range(len(known)) if of_level[i] == b] for b in range(nodes.children[node])]
    if int(nodes.missing[node]) >= 0 and nodes.children[node] == 2 and len(known) > 2:  # one level, or none known
        alone = str(members[0][0]) if members[0] else "missing"
        return [f"{name} = {alone}", f"{name} ≠ {alone}"]
    return [f"{name} = {m[0]}" if len(m) == 1 else f"{name} in {{{', '.join(m)}}}" for m in members]


def text_lines(root: Branch) -> Iterator[str]:
    """Indented lines, one a condition; a leaf says its class, and in brackets its cases and those it gets wrong."""
    if not root.branches:
        yield _said(root)
    waiting = [(below, 0) for below in reversed(root.branches)]
    while waiting:
        branch, depth = waiting.pop()
        yield "|   " * depth + branch.condition + ("" if branch.branches else _said(branch))
        waiting += [(below, depth + 1) for below in reversed(branch.branches)]


def rule_lines(root: Branch) -> Iterator[str]:
    """One rule a leaf, its narrowest conditions in words, with the share of its cases that obey it."""
    waiting: list[tuple[Branch, dict[str, str]]] = [(root, {})]
    while waiting:
        branch, before = waiting.pop()
        here = {**before, branch.side or branch.condition: branch.condition} if branch.condition else before
        if not branch.branches:
            yield (f"if {' and '.join(here.values())} then " if here else "always ") + _in_words(branch)
        waiting += [(below, here) for below in reversed(branch.branches)]


def _in_words(leaf: Branch) -> str:
    if leaf.cases <= 0:
        return f"{leaf.label} (no cases)"
    right = leaf.cases - leaf.wrong
    return f"{leaf.label} ({_number(right, ',')} of {_number(leaf.cases, ',')} cases, {100 * right / leaf.cases:.0f} %)"


def _said(leaf: Branch) -> str:
    wrong = f"/{_number(leaf.wrong)}" if leaf.wrong > 5e-7 else ""
    return f": {leaf.label} ({_number(leaf.cases)}{wrong})"


def _number(x: float, thousands: str = "") -> str:
    return f"{x:{thousands}.2f}".rstrip("0").rstrip(".")
