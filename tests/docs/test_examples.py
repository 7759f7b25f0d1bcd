"""The examples run, and say what they are there to say."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.study
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("choose_features", "worst perimeter: score"),
        ("read_a_tree", "if hour <="),
        ("mode_seeking", "takes the larger one"),
        pytest.param("variational_autoencoder", "bits a pixel", marks=pytest.mark.needs("torch")),
    ],
)
def test_example(name, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
    assert says in capsys.readouterr().out


@pytest.mark.study
def test_an_ensemble_ranks_what_it_has_never_seen_above_what_it_knows():
    areas = runpy.run_path(str(EXAMPLES / "unknown_digits.py"))["main"]()
    assert areas["epistemic"] > 0.93
    assert areas["epistemic"] > areas["disagreement"]


@pytest.mark.study
def test_the_answers_of_a_classifier_tell_no_more_than_their_capacity():
    found, uniform = runpy.run_path(str(EXAMPLES / "noisy_labels.py"))["main"]()
    assert uniform < found.value < 3.33
    assert found.gap <= 1e-9
