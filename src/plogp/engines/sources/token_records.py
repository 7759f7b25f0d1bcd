"""Log-probabilities of tokens in JSON lines, as the servers of language models write them: one token a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from plogp.engines.sources.open_source import open_source
from plogp.engines.sources.source import BATCH_ROWS, Source
from plogp.theory.errors import UnreadableData

_SCHEMA = pa.schema([("log_q", pa.float64()), ("bytes", pa.int64()), ("document", pa.int64())])
_KEYS = {"choices", "prompt_logprobs", "logprobs", "response"}
Token = tuple[float, int]


def open_tokens(data: Any) -> Source:
    """Of a file of such records, or else of a table."""
    if isinstance(data, list | tuple) and len(data) == 1:
        return open_tokens(data[0])
    if isinstance(data, str | Path) and Path(data).is_file():
        with Path(data).open("rb") as file:
            start = file.readline(1 << 24).strip()
        if start.startswith(b"{"):
            try:
                record = json.loads(start)
            except ValueError:
                return open_source(data)
            if _KEYS & {*record} and "log_q" not in record:
                return TokenRecords(Path(data))
    return open_source(data)


class TokenRecords:
    """A record is a document: of OpenAI's chat and completions and batches of these, and of vLLM with the prompt's too.

    A first token without a log-probability, which nothing came before, is left out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.label, self.name = str(path), repr(str(path))
        self.rows: int | None = None

    def schema(self) -> pa.Schema:
        """log_q, bytes, document."""
        return _SCHEMA

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """The tokens of some lines at a time."""
        rows: list[tuple[float, int, int]] = []
        with self._path.open("rb") as file:
            for document, line in enumerate(file):
                if not line.strip():
                    continue
                try:
                    tokens = list(_tokens(json.loads(line)))
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                    raise UnreadableData(
                        f"line {document + 1} of {self.name} is no record of log-probabilities ({error})"
                    ) from error
                rows += [(log_q, size, document) for log_q, size in tokens]
                if len(rows) >= batch_rows:
                    yield self._batch(rows, columns)
                    rows = []
        if rows:
            yield self._batch(rows, columns)

    def _batch(self, rows: list[tuple[float, int, int]], columns: Sequence[str]) -> pa.RecordBatch:
        arrays = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), _SCHEMA, strict=True)]
        return pa.record_batch(arrays, schema=_SCHEMA).select(list(columns))


def _tokens(record: dict[str, Any]) -> Iterator[Token]:
    if "response" in record:  # a batch of OpenAI
        record = record["response"]["body"]
    if record.get("prompt_logprobs") is not None:  # vLLM: of each place the token itself, then the likeliest others
        yield from _of_prompt(record["prompt_logprobs"])
    for choice in record.get("choices") or ([record] if record.get("logprobs") else []):
        if choice.get("prompt_logprobs") is not None:
            yield from _of_prompt(choice["prompt_logprobs"])
        held = choice.get("logprobs") or {}
        if held.get("content") is not None:
            for token in held["content"]:
                size = token.get("bytes")
                yield float(token["logprob"]), len(size) if size is not None else _size(token["token"])
        elif held.get("token_logprobs") is not None:
            for text, log_q in zip(held["tokens"], held["token_logprobs"], strict=True):
                if log_q is not None:
                    yield float(log_q), _size(text)


def _of_prompt(places: Sequence[Any]) -> Iterator[Token]:
    for place in places:
        if place:
            held = next(iter(place.values()))
            yield float(held["logprob"]), _size(held.get("decoded_token") or "")


def _size(text: str) -> int:
    r"""In bytes; of part of a character OpenAI writes `bytes:\xe2\x80`."""
    return text.count("\\x") if text.startswith("bytes:") else len(text.encode("utf-8", "surrogatepass"))
