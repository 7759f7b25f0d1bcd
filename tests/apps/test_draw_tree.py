"""The picture of a tree is sound SVG that shows every node, and escapes what it is given."""

from xml.etree import ElementTree

import pandas as pd
from sklearn.datasets import load_iris

from plogp.apps.tree import InformationTreeClassifier

SVG = "{http://www.w3.org/2000/svg}"


def test_every_node_and_class_is_in_the_picture():
    X, y = load_iris(return_X_y=True, as_frame=True)
    tree = InformationTreeClassifier().fit(X, y)
    root = ElementTree.fromstring(tree.draw())
    assert len(root.findall(f"{SVG}g")) == tree.get_n_nodes()
    assert len(root.findall(f"{SVG}path")) == tree.get_n_nodes() - 1
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "petal width (cm) ≤ 0.6" in texts
    assert texts[-3:] == ["0", "1", "2"]
    width = float(root.get("width"))
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("x"):
            assert 0 <= float(rect.get("x")) <= float(rect.get("x")) + float(rect.get("width")) <= width + 1


def test_what_is_not_xml_is_escaped():
    X = pd.DataFrame({"<a> & b": ["x<y", "z"] * 20})
    root = ElementTree.fromstring(InformationTreeClassifier().fit(X, ["<no>", "yes&"] * 20).draw())
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "<a> & b = x<y" in texts
    assert texts[-2:] == ["<no>", "yes&"]


def test_a_leaf_alone_can_be_drawn():
    tree = InformationTreeClassifier().fit([[1.0]] * 6, [0, 1] * 3)
    assert len(ElementTree.fromstring(tree.draw()).findall(f"{SVG}g")) == 1


def test_many_classes_have_their_own_colours_and_a_legend_of_several_lines():
    X = pd.DataFrame({"x": [f"level {i}" for i in range(20)] * 3})
    root = ElementTree.fromstring(
        InformationTreeClassifier().fit(X, [f"class number {i}" for i in range(20)] * 3).draw()
    )
    legend = root.findall(f"{SVG}text")
    assert len({rect.get("fill") for rect in root.findall(f"{SVG}rect")[1:]}) == len(legend) == 20
    assert len({text.get("y") for text in legend}) > 1
    assert max(float(text.get("y")) for text in legend) < float(root.get("height"))
