"""Labels say the same in every form; what they cannot say is refused; the mean over those that count is PyTorch's."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import plogp
from libraries import Library, read
from plogp import Labels, Logits, NotADistribution, Probs
from plogp.theory.errors import InvalidParameter, NotLabels, PlogpError

Z = np.random.default_rng(5).normal(size=(6, 3))
Y = np.array([2, 0, 1, 1, 2, 0])


def loss(labels: Labels, z: object = Z, **axis: int) -> np.ndarray:
    return read(plogp.cross_entropy(labels, Logits(z, **axis)))


TRUTH = np.log(np.exp(Z).sum(1)) - Z[np.arange(6), Y]


@pytest.mark.parametrize("classes", [[0, 1, 2], [2, 1, 0], [7, -3, 10**12], [0.5, 2.5, -1.0], [1, 2, 0]])
def test_numbers_are_found_among_the_classes_as_names_are(lib: Library, classes: list) -> None:
    held = np.array(classes)
    for given in (classes, tuple(classes), held, pd.Index(classes)):
        assert loss(Labels(lib(held[Y]), classes=given), lib(Z)) == pytest.approx(TRUTH, rel=1e-12)
    names = [str(label) for label in classes]
    assert loss(Labels([names[i] for i in Y], classes=names)) == pytest.approx(TRUTH, rel=1e-12)
    with pytest.raises(NotLabels, match="is not one of"):
        loss(Labels(lib(held[Y] + 99), classes=classes), lib(Z))


def test_truth_values_are_found_among_the_classes() -> None:
    y, z = Y > 0, Z[:, :2]
    straight, turned = loss(Labels(y, classes=[False, True]), z), loss(Labels(y, classes=[True, False]), z[:, ::-1])
    assert straight == pytest.approx(loss(Labels(y), z))
    assert turned == pytest.approx(straight)


@pytest.mark.parametrize(
    ("classes", "error"),
    [
        ([1, 1], InvalidParameter), ([], InvalidParameter), (0, InvalidParameter), (-2, InvalidParameter),
        ("ab", InvalidParameter), ({1, 2}, InvalidParameter), (True, InvalidParameter), (2.0, InvalidParameter),
        (object(), InvalidParameter), (["a", "b", "c"], NotLabels), ([0, 1], NotLabels), (4, NotLabels),
    ],
)  # fmt: skip
def test_classes_that_fit_no_labels(classes: object, error: type[PlogpError]) -> None:
    with pytest.raises(error):
        loss(Labels(Y, classes=classes))


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
@pytest.mark.parametrize("kind", ["int64", "bool", "float64"])
def test_rows_over_the_classes_lie_on_an_axis(lib: Library, axis: int, kind: str) -> None:
    z = np.random.default_rng(1).normal(size=(3, 3, 3))  # as wide as it is long: nothing but the axis tells
    y = np.array([[1, 2, 0], [0, 0, 2], [2, 1, 1]])
    hot = np.moveaxis(np.eye(3)[y], -1, axis).astype(kind)
    expected = loss(Labels(lib(y)), lib(z), axis=axis)
    assert loss(Labels(lib(hot), axis=axis), lib(z), axis=axis) == pytest.approx(expected, rel=1e-12)
    if axis % 3 != 2:
        with pytest.raises(NotLabels, match=f"write Labels\\(y, axis={axis}\\)"):
            loss(Labels(lib(hot)), lib(z), axis=axis)


def test_labels_do_not_widen_the_answer(lib: Library) -> None:
    z = lib(Z, "float32")
    forms = (lib(Y), lib(np.eye(3, dtype=np.int64)[Y]), lib(np.eye(3)[Y], "float32"), lib(np.eye(3)[Y] > 0))
    for y in forms:
        assert plogp.cross_entropy(Labels(y), Logits(z)).dtype == lib.dtype("float32")


@pytest.mark.parametrize("smoothing", [0.0, 0.25])
@pytest.mark.parametrize(
    ("held", "ignore"),
    [
        (np.where(np.arange(6) % 3 == 0, -100, Y), -100),
        (np.where(np.arange(6) % 3 == 0, 255, Y).astype(np.uint8), 255),
        (np.where(np.arange(6) % 3 == 0, "?", np.array(["a", "b", "c"])[Y]), "?"),
        (np.where(np.arange(6) % 3 == 0, "?", np.array(["a", "b", "c"])[Y]).astype(object), "?"),
    ],
)
def test_ignored_rows_count_zero_in_every_quantity(held: np.ndarray, ignore: object, smoothing: float) -> None:
    classes = ("a", "b", "c") if isinstance(ignore, str) else None
    labels, full = Labels(held, classes, smoothing=smoothing, ignore=ignore), Labels(Y, smoothing=smoothing)
    assert labels.valid.tolist() == (np.arange(6) % 3 != 0).tolist()
    for quantity in (plogp.cross_entropy, plogp.kl_divergence, plogp.js_divergence, plogp.total_variation):
        expected = np.where(np.arange(6) % 3 == 0, 0.0, read(quantity(full, Logits(Z))))
        assert quantity(labels, Logits(Z)) == pytest.approx(expected)
        gradient = plogp.value_and_gradient(quantity, labels, Logits(Z))[1]
        assert not gradient[::3].any()


def test_an_ignored_label_of_another_kind_is_refused() -> None:
    for labels in (Labels(Y, ignore="?"), Labels(["a", "b", "c", "a", "b", "c"], ignore=-100)):
        with pytest.raises(InvalidParameter, match="none of the labels"):
            loss(labels)
    with pytest.raises(InvalidParameter):
        Labels(Y, ignore=[1, 2])


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_mean_over_valid_labels_and_its_gradient_are_those_of_pytorch(smoothing: float) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    y = torch.tensor([-100, 1, 2, -100, 0, 1])
    ours, theirs = (torch.tensor(Z, requires_grad=True) for _ in range(2))
    labels = Labels(y, smoothing=smoothing, ignore=-100)
    mean = plogp.cross_entropy(labels, Logits(ours)).sum() / labels.valid.sum()
    expected = torch.nn.functional.cross_entropy(theirs, y, ignore_index=-100, label_smoothing=smoothing)
    mean.backward()
    expected.backward()
    assert mean.item() == pytest.approx(expected.item(), rel=1e-12)
    assert ours.grad.numpy() == pytest.approx(theirs.grad.numpy(), rel=1e-12, abs=1e-15)


def test_every_label_is_valid_where_none_is_ignored(lib: Library) -> None:
    assert read(Labels(lib(Y)).valid).all()
    assert Labels(["a", "b"]).valid.all()


def test_no_labels_have_no_loss(lib: Library) -> None:
    none = np.zeros((0, 3))
    for labels in ([], np.array([], dtype=str), lib(np.zeros(0)), lib(np.zeros(0, dtype=np.int64))):
        assert loss(Labels(labels), lib(none)).size == 0
    assert loss(Labels([[]]), lib(none[None])).size == 0
    assert plogp.entropy(Labels([])).shape == (0,)


def test_no_memory_grows_with_the_largest_label(lib: Library) -> None:
    stray = Labels(lib(np.array([0, 1, 2, 10**9, 10**9])))
    other = Labels(lib(np.array([0, 1, 2, 10**9, 5])))
    assert not read(plogp.entropy(stray)).any()
    assert read(plogp.total_variation(stray, other)).tolist() == [0, 0, 0, 0, 1]
    assert read(plogp.kl_divergence(stray, other)).tolist() == [0, 0, 0, 0, np.inf]
    with pytest.raises(NotLabels, match="number is needed"):
        plogp.entropy(Labels([0, 10**9], smoothing=0.1))


def test_names_without_a_model_are_compared_as_names() -> None:
    a, b = Labels(["cat", "dog", "hen"]), Labels(["cat", "hen", "dog"])
    assert plogp.total_variation(a, b).tolist() == [0, 1, 1]
    assert plogp.js_divergence(a, b, Labels(["cat", "emu", "dog"]), base=2) == pytest.approx([0, np.log2(3), 0.918296])
    one, two = ("cat", "dog", "hen"), ("hen", "dog", "cat")
    with pytest.raises(NotLabels, match="different classes"):
        plogp.kl_divergence(Labels(["cat"], one), Labels(["cat"], two))
    with pytest.raises(NotLabels, match="names and numbers"):
        plogp.kl_divergence(Labels(["cat"]), Labels([0]))


@pytest.mark.parametrize("gone", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_a_missing_label_is_named_with_its_place(gone: object) -> None:
    for held in (["a", gone, "b"], np.array(["a", gone, "b"], dtype=object), np.array([0, gone, 1], dtype=object)):
        with pytest.raises(NotLabels, match=r"at position \(1,\) is missing"):
            loss(Labels(held), Z[:3])


def test_names_of_numpy_stand_beside_any_library(lib: Library) -> None:
    names = np.array(["a", "b", "c"])[Y]
    for held in (names, names.astype(object), pd.Series(names), names.tolist()):
        assert loss(Labels(held), lib(Z)) == pytest.approx(TRUTH, rel=1e-12)


def test_labels_of_several_kinds_are_refused() -> None:
    for held in (["a", 1, 2], [1, "a", 2], [object()] * 3, [{}, 1, 2], np.array(["2020-01-01"] * 3, "M8[D]"), [1j] * 3):
        with pytest.raises(NotLabels):
            loss(Labels(held), Z[:3])


def test_whole_numbers_beside_rows_are_labels(lib: Library) -> None:
    rows = lib(np.array([[0.7, 0.3], [0.2, 0.8]]))
    for model in (rows, Probs(rows), Logits(rows * 3)):
        for held in ([0, 1], lib(np.array([0, 1])), (1, 0), [0, 2]):
            with pytest.raises(NotADistribution, match=r"write Labels\(y\)"):
                plogp.cross_entropy(held, model)
    assert read(plogp.cross_entropy(Probs([0, 1]), rows)).shape == (2,)
    assert read(plogp.cross_entropy([0.0, 1.0], rows)).shape == (2,)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert float(plogp.cross_entropy([0, 1], [0.25, 0.75])) == pytest.approx(-np.log(0.75))
