"""In a notebook a result is its picture and its table, sound and without markup from the data."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

import plogp
from pictures import HOSTILE
from plogp.apps.coding import HuffmanCode
from plogp.apps.tree import InformationTreeClassifier

ROWS = {
    name[:60] or "empty": [f"{name[:9]}{(7 * i + k) % 3}" for k in range(200)]
    for i, name in enumerate(HOSTILE)
    if "\ud800" not in name
}
ROWS["y"] = [k % 2 for k in range(200)]


@pytest.mark.parametrize("result", [plogp.profile(ROWS, "y"), plogp.profile(ROWS), plogp.compare(ROWS, ROWS)])
def test_a_result_shows_its_picture_and_every_column(result):
    shown = ElementTree.fromstring(f"<div>{result._repr_html_()}</div>")
    pictures = list(shown.iter("{http://www.w3.org/2000/svg}svg"))
    assert len(pictures) == bool(result.ranking)
    assert len(shown.find("table").findall("tbody/tr")) == len(result.columns)
    assert not list(shown.iter("script"))


def test_codes_and_trees_show_their_picture():
    ElementTree.fromstring(HuffmanCode.from_data("abracadabra")._repr_svg_())
    tree = InformationTreeClassifier()
    assert "<svg" not in tree._repr_mimebundle_().get("text/html", "").partition("sk-estimator")[0]
    tree.fit([[1.0], [2.0], [3.0], [4.0]], ["no", "no", "yes", "yes"])
    assert ElementTree.fromstring(tree._repr_mimebundle_()["text/html"]).get("class") == "plogp"


CELLS = {
    "import plogp; rows = {'a': [1, 2, 3, 4] * 50, 'y': [0, 1, 0, 1] * 50}; plogp.profile(rows, 'y')": "text/html",
    "plogp.compare(rows, rows)": "text/html",
    "from plogp.apps.coding import HuffmanCode; HuffmanCode.from_data('abracadabra')": "image/svg+xml",
    "from plogp.apps.tree import InformationTreeClassifier as T; T().fit([[1], [2]] * 4, [0, 1] * 4)": "text/html",
}


@pytest.mark.study
@pytest.mark.needs("nbclient", "ipykernel")
def test_a_notebook_runs_and_shows_a_picture_in_each_cell():
    from nbclient import NotebookClient
    from nbformat import v4

    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for cell, kind in zip(notebook.cells, CELLS.values(), strict=True):
        assert [output.output_type for output in cell.outputs] == ["execute_result"], cell
        assert cell.outputs[0].data[kind].startswith("<svg")
