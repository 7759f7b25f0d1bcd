"""Language models: sums of log-probabilities against a hand count, and the records of servers."""

import json
from collections import Counter
from itertools import pairwise
from math import exp, log, log2
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import plogp
from plogp.apps.evaluation import evaluate_tokens, token_schema

TEXT = (Path(__file__).parents[3] / "README.md").read_text("utf-8")


def bigram_tokens():
    """Each word of a page given the one before, by counts with half a count more; a paragraph is a document."""
    words = [(document, word) for document, block in enumerate(TEXT.split("\n\n")) for word in block.split()]
    pairs = Counter((a, b) for (_, a), (_, b) in pairwise(words))
    firsts, vocabulary = Counter(word for _, word in words[:-1]), len({word for _, word in words})
    rows = [
        (log((pairs[a, b] + 0.5) / (firsts[a] + 0.5 * vocabulary)), len(b.encode()) + 1, document)
        for (_, a), (document, b) in pairwise(words)
    ]
    return dict(zip(("log_q", "bytes", "document"), map(list, zip(*rows, strict=True)), strict=True))


def test_a_bigram_model_costs_what_is_counted_by_hand():
    tokens = bigram_tokens()
    found = evaluate_tokens(tokens, bytes="bytes", by="document", base=np.e)
    nats = [-x for x in tokens["log_q"]]
    assert found.model.tokens == len(nats)
    assert found.bytes == sum(tokens["bytes"])
    assert found.documents == len(set(tokens["document"]))
    assert found.model.loss == pytest.approx(sum(nats) / len(nats))
    assert found.model.perplexity == pytest.approx(exp(sum(nats) / len(nats)))
    assert found.model.bits_per_byte == pytest.approx(sum(nats) / log(2) / sum(tokens["bytes"]))
    alone = evaluate_tokens(tokens, base=np.e).model.loss
    assert alone == pytest.approx(found.model.loss.value)
    # The linearised ratio, of documents as wholes.
    each = np.bincount(tokens["document"], nats) - found.model.loss * np.bincount(tokens["document"])
    assert found.model.loss.stderr == pytest.approx(np.sqrt(np.sum(each**2)) / len(nats), rel=0.1)


def test_it_is_the_same_from_a_file_in_parts(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet

    tokens = bigram_tokens()
    for part in range(2):
        rows = {name: column[part::2] for name, column in tokens.items()}
        pyarrow.parquet.write_table(pa.table(rows), tmp_path / f"{part}.parquet")
    found = evaluate_tokens(str(tmp_path / "*.parquet"), bytes="bytes", by="document")
    held = evaluate_tokens(tokens, bytes="bytes", by="document")
    assert found.model.loss == pytest.approx(held.model.loss.value, rel=1e-12)
    assert found.model.bits_per_byte.low == pytest.approx(held.model.bits_per_byte.low, rel=1e-9)
    jsonschema.validate(json.loads(found.to_json()), token_schema())


RECORDS = {
    "chat of OpenAI": lambda tokens: {
        "choices": [{"logprobs": {"content": [{"token": t, "logprob": x, "bytes": [*t.encode()]} for t, x in tokens]}}]
    },
    "completions": lambda tokens: {
        "choices": [{"logprobs": {"tokens": ["<s>"] + [t for t, _ in tokens],
                                  "token_logprobs": [None] + [x for _, x in tokens]}}]
    },
    "batch": lambda tokens: {"custom_id": "a", "response": {"body": RECORDS["chat of OpenAI"](tokens)}},
    "prompt of vLLM": lambda tokens: {
        "prompt_logprobs": [None]
        + [{"17": {"logprob": x, "rank": 2, "decoded_token": t}, "4": {"logprob": -0.1, "rank": 1}} for t, x in tokens]
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", RECORDS)
def test_records_of_servers_are_read(kind, tmp_path):
    documents = [[("Bon", -1.5), ("jour é", -0.25)], [("熵", -3.0)], [("x", -0.5)]]
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(json.dumps(RECORDS[kind](tokens)) for tokens in documents))
    found = evaluate_tokens(path, bytes="bytes", by="document")
    assert (found.model.tokens, found.bytes, found.documents) == (4, 3 + 7 + 3 + 1, 3)
    assert found.model.bits_per_byte == pytest.approx((1.5 + 0.25 + 3 + 0.5) / log(2) / 14)
    path.write_text('{"choices": [{"logprobs": {"content": [{"token": "a"}]}}]}\n')
    with pytest.raises(plogp.PlogpError, match=r"line 1 of .* is no record"):
        evaluate_tokens(path)


def test_models_of_different_tokenizers_are_compared_by_document(tmp_path):
    rng = np.random.default_rng(0)
    words = {"log_q": -rng.exponential(3, 300), "bytes": np.full(300, 6), "document": np.arange(300) // 10}
    letters = {
        "log_q": np.repeat(words["log_q"], 2) / 2 - 0.1,
        "bytes": np.full(600, 3),
        "document": np.arange(600)[::-1] // 20,
    }
    letters["log_q"] = letters["log_q"][::-1]
    found = evaluate_tokens(words, bytes="bytes", by="document", reference=letters)
    pair = found.differences[0]
    assert pair.difference == pytest.approx(0.2 / log(2) / 6)
    assert not pair.tied
    same = evaluate_tokens(words, bytes="bytes", by="document", reference=words).differences[0]
    assert (same.difference, same.p_value, same.tied) == (0, 1, True)
    with pytest.raises(plogp.PlogpError, match=r"document 29 of .* is not in"):
        evaluate_tokens(words, bytes="bytes", by="document", reference={k: v[:290] for k, v in words.items()})
    with pytest.raises(plogp.PlogpError, match="document 0 has 60 bytes"):
        evaluate_tokens(words, bytes="bytes", by="document", reference={**words, "bytes": np.full(300, 5)})
    with pytest.raises(plogp.PlogpError, match=r"600 tokens, but .* 300"):
        evaluate_tokens(words, reference=letters)


def test_an_impossible_token_costs_infinitely_much():
    found = evaluate_tokens({"log_q": [-1.0, -np.inf], "document": ["a", "b"]}, by="document")
    assert found.model.perplexity == np.inf
    assert "gave 1 token the probability zero" in found.findings[0].text
    jsonschema.validate(json.loads(found.to_json()), token_schema())


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ({"log_q": [-1.0, 0.5], "bytes": [1, 1]}, "'log_q' of row 1 of the table is 0.5, above 0"),
        ({"log_q": [-1.0, None], "bytes": [1, 1]}, "'log_q' of row 1 of the table is missing"),
        ({"log_q": [-1.0, -1.0], "bytes": [1, None]}, "'bytes' of row 1 of the table is missing"),
        ({"log_q": [-1.0, -1.0], "bytes": [1.5, 1]}, "'bytes' of row 0 of the table is 1.5"),
        ({"log_q": [-1.0, -1.0], "size": [1, 1]}, "no column 'bytes'"),
        ({"log_q": ["a", "b"], "bytes": [1, 1]}, "which is no number"),
    ],
)
def test_bad_tokens_are_refused(tokens, message):
    with pytest.raises(plogp.PlogpError, match=message):
        evaluate_tokens(tokens, bytes="bytes")


def test_a_fair_coin_costs_a_bit():
    found = evaluate_tokens(
        {"log_q": [-log(2)] * 8, "bytes": [1] * 8, "document": [0, 1] * 4}, bytes="bytes", by="document"
    )
    assert (found.model.loss, found.model.perplexity, found.model.bits_per_byte) == pytest.approx((1, 2, 1))
    assert log2(found.model.perplexity) == pytest.approx(found.model.loss.value)
