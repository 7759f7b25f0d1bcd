"""What predictions an evaluation takes, from tables and arrays, and what it refuses."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

import plogp
from apps.evaluation.test_evaluation import drawn
from plogp.apps.evaluation.predictions import log_probabilities


class TestTables:
    """Columns of a table, by name and pattern."""

    @pytest.fixture
    def rows(self):
        z, y = drawn(17, 120, 3)
        p = np.exp(log_probabilities(z, logits=True))
        names = np.array(["ant", "bee", "cat"])
        return {"kind": names[y].tolist(), **{f"p_{name}": p[:, i].tolist() for i, name in enumerate(names)}}

    def test_the_star_stands_for_the_class(self, rows):
        found = plogp.evaluate(rows, label="kind", probs="p_*", cv=None)
        assert [one.name for one in found.model.classes] == ["ant", "bee", "cat"]
        p = np.array([rows["p_ant"], rows["p_bee"], rows["p_cat"]]).T
        expected = log_loss(rows["kind"], p, labels=["ant", "bee", "cat"])
        assert found.model.loss * np.log(2) == pytest.approx(expected)

    def test_one_column_is_of_the_second_class(self, rows):
        table = {"y": [kind == "bee" for kind in rows["kind"]], "p": rows["p_bee"]}
        found = plogp.evaluate(table, label="y", probs="p", cv=None)
        assert found.model.loss * np.log(2) == pytest.approx(log_loss(table["y"], table["p"]))

    def test_what_is_wrong_is_named(self, rows):
        with pytest.raises(plogp.PlogpError, match="did you mean 'kind'"):
            plogp.evaluate(rows, label="kindd", probs="p_*")
        with pytest.raises(plogp.PlogpError, match=r"row 4 sum to 1\.2"):
            plogp.evaluate({**rows, "p_ant": _with(rows["p_ant"], 4, 0.2)}, label="kind", probs="p_*")
        with pytest.raises(plogp.PlogpError, match="label 'dog' of row 7 is none of the classes 'ant'"):
            plogp.evaluate({**rows, "kind": [*rows["kind"][:7], "dog", *rows["kind"][8:]]}, label="kind", probs="p_*")
        with pytest.raises(plogp.PlogpError, match="row 3 has nan in column 'p_bee'"):
            plogp.evaluate({**rows, "p_bee": [*rows["p_bee"][:3], None, *rows["p_bee"][4:]]}, label="kind", probs="p_*")
        with pytest.raises(plogp.PlogpError, match=r"row 2 of .* has no 'kind'"):
            plogp.evaluate({**rows, "kind": [*rows["kind"][:2], None, *rows["kind"][3:]]}, label="kind", probs="p_*")
        with pytest.raises(plogp.PlogpError, match="which is no number"):
            plogp.evaluate(rows, label="kind", probs="kind")
        with pytest.raises(plogp.PlogpError, match="probs= or logits="):
            plogp.evaluate(rows, label="kind")

    def test_models_must_share_their_rows(self, rows):
        fewer = {name: column[:-1] for name, column in rows.items()}
        with pytest.raises(plogp.PlogpError, match="119 rows, but the model 120"):
            plogp.evaluate(rows, label="kind", probs="p_*", reference=fewer)
        other = {**rows, "kind": [*rows["kind"][:-1], "ant" if rows["kind"][-1] != "ant" else "bee"]}
        with pytest.raises(plogp.PlogpError, match="the label of row 119"):
            plogp.evaluate(rows, label="kind", probs="p_*", reference=other)
        pair = plogp.evaluate(rows, label="kind", probs="p_*", reference={"again": rows}, cv=None).differences[0]
        assert (pair.other, pair.tied) == ("again", True)


def _with(column, row, more):
    return [value + more if i == row else value for i, value in enumerate(column)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"logits": [[np.nan, 0.0]] * 4}, "row 0 has the logit nan"),
        ({"logits": [[-np.inf, -np.inf]] * 4}, "-inf everywhere"),
        ({"logits": np.zeros((3, 2))}, r"label has the shape \(4,\), but there are 3 rows"),
        ({"label": [0, 1, 2, 1]}, "label 2 of row 2 is none of the classes '0', '1'"),
        ({"weights": [1, 1, 0, 1]}, "weight of row 2 is 0"),
        ({"by": ["a", None, "b", "a"]}, "by is missing in row 1"),
        ({"reference": np.zeros((4, 3))}, r"reference has the shape \(4, 3\)"),
        ({"alarm": 2}, "alarm"),
        ({"probs": np.full((4, 2), 0.5)}, "probs= or logits="),
    ],
)
def test_bad_arrays_are_refused(changed, message):
    good = {"label": [0, 1, 0, 1], "logits": np.zeros((4, 2))}
    with pytest.raises(plogp.PlogpError, match=message):
        plogp.evaluate(**{**good, **changed})
