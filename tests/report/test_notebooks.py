"""In a notebook a result is its picture and its table, sound and without markup from the data."""

from __future__ import annotations

import subprocess
import sys
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


@pytest.mark.parametrize(
    "result", [plogp.profile(ROWS, "y"), plogp.profile(ROWS), plogp.rank(ROWS, "y"), plogp.compare(ROWS, ROWS)]
)
def test_a_result_shows_its_picture_and_every_column(result):
    shown = ElementTree.fromstring(f"<div>{result._repr_html_()}</div>")
    pictures = list(shown.iter("{http://www.w3.org/2000/svg}svg"))
    assert len(pictures) == bool(result.ranking)
    assert len(shown.find("table").findall("tbody/tr")) == len(result.columns)
    assert not list(shown.iter("script"))


def test_a_code_prints_its_words():
    code = HuffmanCode.from_counts([1 << k for k in range(50)])
    assert len(repr(code)) < 60
    first, _, *rows, last = str(code).splitlines()
    assert (first.split(",")[0], len(rows), last) == ("50 symbols", 40, "and 10 more")
    assert [row.split()[0] for row in rows] == [*code.words.values()][:40]
    assert "\n" not in str(HuffmanCode.from_data(["\n\x1b", "b"])).splitlines()[-1]


def test_codes_and_trees_show_their_picture():
    ElementTree.fromstring(HuffmanCode.from_data("abracadabra")._repr_svg_())
    tree = InformationTreeClassifier()
    assert "<svg" not in tree._repr_mimebundle_().get("text/html", "").partition("sk-estimator")[0]
    tree.fit([[1.0], [2.0], [3.0], [4.0]], ["no", "no", "yes", "yes"])
    assert ElementTree.fromstring(tree._repr_mimebundle_()["text/html"]).get("class") == "plogp"


CELLS = {
    "import plogp; rows = {'a': [1, 2, 3, 4] * 50, 'y': [0, 1, 0, 1] * 50}; plogp.profile(rows, 'y')": "text/html",
    "plogp.compare(rows, rows)": "text/html",
    "plogp.rank(rows, 'y')": "text/html",
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


BARS = "from plogp.notebook import Bars; Bars([0.7, 0.2, 0.1])"
PROGRESS = """
from plogp.notebook import progress
with progress() as shown:
    seen = []
    plogp.profile({"a": list(range(70_000))}, progress=lambda *done: (seen.append(done), shown(*done)))
len(seen) > 0
"""


@pytest.mark.study
@pytest.mark.needs("nbclient", "ipykernel", "anywidget")
def test_bars_and_progress_show_as_widgets_in_jupyter():
    from nbclient import NotebookClient
    from nbformat import v4

    cells = ["import plogp", PROGRESS, BARS]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    *_, said = notebook.cells[1].outputs
    assert said.data["text/plain"] == "True"
    assert not [output for cell in notebook.cells for output in cell.outputs if output.output_type == "stream"]
    assert "application/vnd.jupyter.widget-view+json" in notebook.cells[2].outputs[0].data


@pytest.mark.study
@pytest.mark.needs("marimo", "anywidget")
def test_results_and_bars_show_in_marimo(tmp_path):
    calls = ["plogp.profile(rows, 'y')", "plogp.rank(rows, 'y')", "plogp.compare(rows, rows)", BARS]
    body = "\n\n".join(f"@app.cell\ndef _(plogp, rows):\n    {call}\n    return" for call in calls)
    setup = "import plogp\n    rows = {'a': [1, 2, 3, 4] * 50, 'y': [0, 1, 0, 1] * 50}\n    return plogp, rows"
    app = f"import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n    {setup}\n\n{body}\n"
    (tmp_path / "n.py").write_text(app)
    command = [sys.executable, "-m", "marimo", "export", "html", "n.py", "-o", "n.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "n.html").read_text("utf-8")
    assert page.count("svg xmlns") >= 3
    assert "marimo-anywidget" in page


@pytest.mark.needs("anywidget")
def test_bars_that_are_dragged_stay_distributions_whose_numbers_are_those_of_the_package():
    from plogp.notebook import Bars

    bars = Bars([0.7, 0.2, 0.1], names=["<rain>", "sun", "snow"], lang="zh-TW")
    assert "&lt;rain&gt;" in bars.svg
    for which, outcome, share in (("p", 0, 0.3), ("q", 2, 1.0), ("p", 1, 0.0), ("q", 2, 0.0), ("p", 0, 1.0)):
        bars._dragged(None, {"drag": [which, outcome, share]}, [])  # as the browser sends it
        assert getattr(bars, which)[outcome] == pytest.approx(share)
        assert sum(bars.p) == pytest.approx(1) == sum(bars.q)
        for picture in bars.svg.split("</svg>")[:-1]:
            ElementTree.fromstring(picture + "</svg>")
        assert bars.divergence == plogp.kl_divergence(bars.p, bars.q, base=2)
    assert Bars([1.0]).divergence == 0
    for wrong in (lambda: Bars([0.5, 0.6]), lambda: Bars([0.5, 0.5], [1.0]), lambda: bars.drag("r", 0, 0.1)):
        with pytest.raises(plogp.PlogpError):
            wrong()
    for wrong in ([0.5, 0.5], [0.5, 0.5, 0.5]):
        with pytest.raises(plogp.PlogpError):
            bars.p = wrong
