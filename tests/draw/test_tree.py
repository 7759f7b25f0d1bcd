"""The picture of a decision tree shows every node, in either of its forms, and names what it is given as it is."""

from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
import pytest
from sklearn.datasets import load_iris

from plogp.apps.tree import InformationTreeClassifier

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [400, 1400])
def test_every_node_and_class_is_in_the_picture(width):
    X, y = load_iris(return_X_y=True, as_frame=True)
    tree = InformationTreeClassifier().fit(X, y)
    said = texts(tree.draw(width=width))
    waiting, nodes = [tree.outline()], 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        waiting += node.branches
        assert (node.condition.replace("<=", "≤") or "all") in said
        assert node.branches or f"{node.label} · {node.cases:g} cases" in said or node.cases == 1
    assert nodes == tree.get_n_nodes()
    assert said[:3] == ["0", "1", "2"]


def test_what_is_not_xml_is_escaped():
    X = pd.DataFrame({"<a> & b": ["x<y", "z"] * 20})
    said = texts(InformationTreeClassifier().fit(X, ["<no>", "yes&"] * 20).draw())
    assert "<a> & b = x<y" in said
    assert said[:2] == ["<no>", "yes&"]


def test_a_leaf_alone_can_be_drawn():
    tree = InformationTreeClassifier().fit([[1.0]] * 6, [0, 1] * 3)
    assert texts(tree.draw()) == ["0", "1", "all", "0 · 6 cases"]


def test_many_classes_have_looks_of_their_own_and_a_legend_of_several_lines():
    X = pd.DataFrame({"x": [f"level {i}" for i in range(14)] * 3})
    names = [f"class number {i}" for i in range(14)]
    root = ElementTree.fromstring(InformationTreeClassifier().fit(X, names * 3).draw())
    legend = [text for text in root.iter(f"{SVG}text") if text.text in names]
    assert len(legend) == 14
    assert len({text.get("y") for text in legend}) > 1
