"""Files of a teacher's top k: written and read whole, mapped, readable by others, and refused where damaged."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import plogp
from libraries import Library, read
from plogp import Logits, PlogpError, TopK
from plogp.files.named_arrays import read_arrays, write_arrays
from plogp.theory.errors import FileMissing, InvalidParameter, UnreadableData

TEACHER = TopK(
    np.array([[2, 0], [1, 3]], dtype=np.int32), np.log(np.array([[0.5, 0.3], [0.6, 0.1]], dtype=np.float32)), 5
)


@pytest.mark.parametrize("suffix", ["npz", "safetensors"])
def test_what_is_written_is_read(suffix: str, tmp_path: Path, lib: Library) -> None:
    made = TopK(lib(read(TEACHER.index)), lib(read(TEACHER.log_p), "float32"), 5)
    plogp.write_top_k(made, tmp_path / f"teacher.{suffix}")
    again = plogp.read_top_k(tmp_path / f"teacher.{suffix}")
    assert again.classes == 5
    assert again.log_p.dtype == np.float32
    assert (again.index == TEACHER.index).all()
    assert (again.log_p == TEACHER.log_p).all()
    student = Logits(np.zeros((2, 5), dtype=np.float32))
    assert (plogp.kl_divergence(again, student) == plogp.kl_divergence(TEACHER, student)).all()
    assert plogp.kl_divergence(TopK(again.index[1:], again.log_p[1:]), Logits(np.zeros((1, 5)))).shape == (1,)


@pytest.mark.needs("safetensors")
def test_safetensors_reads_ours_and_we_read_theirs(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    held = {
        dtype: np.arange(6).reshape(2, 3).astype(dtype)
        for dtype in ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "bool")
    } | {"single": np.asarray(3), "none": np.zeros((0, 2))}
    write_arrays(tmp_path / "ours.safetensors", held)
    save_file(held, tmp_path / "theirs.safetensors", metadata={"format": "np"})
    for found in (load_file(tmp_path / "ours.safetensors"), read_arrays(tmp_path / "theirs.safetensors")):
        assert {*found} == {*held}
        for name, x in held.items():
            assert found[name].dtype == x.dtype
            assert np.array_equal(found[name], x)


def test_bfloat16_is_read_as_float32(tmp_path: Path) -> None:
    values = np.array([-0.5, -2.0, -np.inf, 1.0], dtype=np.float32)
    header = json.dumps({"x": {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]}}).encode()
    halves = (values.view(np.uint32) >> 16).astype("<u2")  # exact: these have no further digits
    (tmp_path / "x.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + halves.tobytes())
    assert (read_arrays(tmp_path / "x.safetensors")["x"] == values).all()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    for suffix in ("npz", "safetensors"):
        plogp.write_top_k(TEACHER, folder / f"teacher.{suffix}")
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


@example(suffix=".safetensors", place=0.94921875, change=192, cut=False)  # exp overflows, which NumPy may warn of
@given(st.sampled_from([".npz", ".safetensors"]), st.floats(0, 1), st.integers(1, 255), st.booleans())
def test_damage_is_an_answer_or_a_named_error(
    whole: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, suffix: str, place: float, change: int, cut: bool
) -> None:
    content = bytearray(whole[suffix])
    at = int(place * (len(content) - 1))
    content[at] ^= change
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(content[:at] if cut else content)
    with suppress(PlogpError):
        plogp.kl_divergence(plogp.read_top_k(path), Logits(np.zeros((2, 5))))


def header(text: object) -> bytes:
    content = text if isinstance(text, bytes) else json.dumps(text).encode()
    return len(content).to_bytes(8, "little") + content


@pytest.mark.parametrize(
    "content",
    [
        b"", b"abc", (2**63).to_bytes(8, "little") + b"{}", header(b"[" * 100_000), header([]), header("x"),
        header({"x": 3}),
        header({"index": {"dtype": "I64", "shape": [2**62, 4], "data_offsets": [0, 8]}}),
        header({"index": {"dtype": "I64", "shape": [-1, -1], "data_offsets": [0, 8]}}) + bytes(8),
        header({"index": {"dtype": "I64", "shape": [1], "data_offsets": [-8, 0]}}) + bytes(8),
        header({"index": {"dtype": "I64", "shape": [True], "data_offsets": [0, 8]}}) + bytes(8),
        header({"index": {"dtype": ["I64"], "shape": [1], "data_offsets": [0, 8]}}) + bytes(8),
        header({"index": {"dtype": "I64", "shape": 1, "data_offsets": [0, 8]}}) + bytes(8),
        header({"index": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]}}) + bytes(8), header(b"\xff\xfe"),
    ],
)  # fmt: skip
def test_hostile_headers(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.safetensors").write_bytes(content)
    with pytest.raises(UnreadableData, match=r"x\.safetensors"):
        plogp.read_top_k(tmp_path / "x.safetensors")


def test_what_is_no_such_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        plogp.read_top_k(tmp_path / "none.npz")
    np.savez(tmp_path / "pickled.npz", index=np.array([{}], dtype=object), log_p=np.zeros(1))
    with pytest.raises(UnreadableData, match=r"no \.npz file of numbers"):
        plogp.read_top_k(tmp_path / "pickled.npz")
    for name, suffix in ((TEACHER, "x.csv"), (Logits([0.0]), "x.npz")):
        with pytest.raises(InvalidParameter):
            plogp.write_top_k(name, tmp_path / suffix)
    with pytest.raises(plogp.NotADistribution):
        plogp.write_top_k(TopK([[0]], [[1.0]]), tmp_path / "x.npz")
    assert {path.name for path in tmp_path.iterdir()} == {"pickled.npz"}
