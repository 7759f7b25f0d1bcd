"""`plogp evaluate`, as it is typed."""

import csv
import io
import json

import jsonschema
import numpy as np
import pandas as pd
import pytest

from command_line import typed
from plogp.apps import evaluation


@pytest.fixture
def predictions(tmp_path, monkeypatch):
    """Two models of two classes, the second of them over-confident, and tokens of a language model."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    z = rng.normal(size=400) * 2
    label = np.where(rng.random(400) < 1 / (1 + np.exp(-z)), "yes", "no")
    for name, slope in (("good", 1), ("sure", 3)):
        p = 1 / (1 + np.exp(-slope * z))
        table = pd.DataFrame({"y": label, "p_no": 1 - p, "p_yes": p, "ward": np.arange(400) // 20})
        table.to_csv(f"{name}.csv", index=False)
    tokens = {"log_q": -rng.exponential(2, 300), "bytes": 4, "document": np.arange(300) // 10}
    pd.DataFrame(tokens).to_csv("tokens.csv", index=False)


SURE = ["evaluate", "sure.csv", "--label", "y", "--probs", "p_*"]


def test_it_says_what_is_lost_and_to_what(predictions):
    done = typed(*SURE, "--by", "ward", "--reference", "good.csv")
    assert done.exit_code == 0
    for words in ("400 rows, 2 classes in 20 groups", "= log loss", "sure.csv is over-confident", "temperature"):
        assert words in done.stdout
    assert "good.csv loses" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "過度自信" in typed(*SURE, "--lang", "zh-TW").stdout


def test_json_csv_and_markdown(predictions):
    told = json.loads(typed(*SURE, "--json", "--folds", 0).stdout)
    jsonschema.validate(told, evaluation.schema())
    assert told["models"][0]["recalibrations"] == []
    row = next(csv.DictReader(io.StringIO(typed(*SURE, "--csv", "--folds", 0).stdout)))
    assert float(row["loss"]) == told["models"][0]["loss"]["value"]
    assert typed(*SURE, "--md", "--folds", 0).stdout.startswith("| name | loss |")


def test_it_fails_where_it_is_asked_to(predictions):
    quick = [*SURE, "--folds", 0, "--csv"]
    assert typed(*quick, "--fail-if", "bits>0.25").exit_code == 3
    assert typed(*quick, "--fail-if", "bits > 9", "--fail-if", "accuracy<0.1").exit_code == 0
    assert typed(*quick, "--fail-if", "bats>9").exit_code == 2
    assert typed(*quick, "--fail-if", "bits>x").exit_code == 2


def test_tokens_of_a_language_model(predictions):
    words = ["evaluate", "tokens.csv", "--by", "document"]
    done = typed(*words, "--bytes", "bytes", "--reference", "tokens.csv")
    assert "perplexity" in done.stdout
    assert "cannot be told apart on these documents" in done.stdout
    told = json.loads(typed(*words, "--bytes", "bytes", "--json").stdout)
    jsonschema.validate(told, evaluation.token_schema())
    assert typed(*words, "--bytes", "bytes", "--fail-if", "bits-per-byte>0.1").exit_code == 3
    assert "--bytes" in typed(*words, "--fail-if", "bits-per-byte>0.1").stderr
    assert typed(*words, "--csv").stdout.startswith("name,tokens,loss")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--label", "yy", "--probs", "p_*"], "did you mean 'y'"),
        (["--label", "y", "--probs", "q_*"], "no column of 'sure.csv' is meant by 'q_*'"),
        (["--label", "y"], "give probs= or logits="),
        (["--label", "y", "--probs", "p_*", "--reference", "none.csv"], "none.csv"),
        (["--label", "ward", "--probs", "p_*"], "is none of the classes"),
        ([], "has no column 'log_q'"),
    ],
)
def test_what_is_wrong_is_one_sentence(predictions, words, said):
    done = typed("evaluate", "sure.csv", *words)
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
