"""The top k of a teacher: every quantity is that of the coarsening into the listed outcomes and one tail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any

import mpmath
import numpy as np
import pytest

import plogp
from libraries import Library, load, read
from plogp import Counts, Labels, Logits, NotADistribution, Probs, TopK
from plogp.quantities._catalogue import catalogue
from plogp.quantities._joint_quantity import JointQuantity
from plogp.theory.errors import NotLabels, ShapeMismatch, Unanswerable

RNG = np.random.default_rng(0)
V = 12
OF_TWO = [
    (function, {"order": 0.5} if "order" in signature(function).parameters else
               {"generator": lambda t: (t - 1) ** 2} if function is plogp.f_divergence else {})
    for function, quantity in catalogue().items()
    if not isinstance(quantity, JointQuantity) and quantity.equation is not None
    and sum(p.kind is Parameter.POSITIONAL_ONLY for p in signature(function).parameters.values()) == 2
]  # fmt: skip
two = pytest.mark.parametrize(("function", "further"), OF_TWO, ids=lambda x: getattr(x, "__name__", ""))


def rows(n: int, apart: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Logits of a teacher, and of a student not far from it."""
    t = 3 * RNG.normal(size=(n, V))
    return t, t + apart * RNG.normal(size=(n, V))


def top(z: np.ndarray, m: int, lib: Callable[..., Any] = np.asarray, of: np.ndarray | None = None, **said: Any) -> TopK:
    """The m largest probabilities of logits, or those at the places where these are largest in `of`."""
    index = np.argsort(-(z if of is None else of), axis=-1)[..., :m]
    return TopK(lib(index), lib(np.take_along_axis(plogp.log_softmax(z), index, axis=-1)), **said)


def coarse(z: np.ndarray, index: np.ndarray) -> np.ndarray:
    """The same as explicit probabilities, in more than double precision."""
    p = np.exp(np.longdouble(z) - z.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    listed = np.take_along_axis(p, index, axis=-1)
    np.put_along_axis(p, index, 0, axis=-1)
    return np.concatenate([listed, p.sum(axis=-1, keepdims=True)], axis=-1).astype(np.float64)


@two
@pytest.mark.parametrize("m", [1, 4, V - 1, V])
def test_every_quantity_is_that_of_the_coarsening(function: Any, further: dict, m: int) -> None:
    t, s = rows(30)
    teacher, index = top(t, m), top(t, m).index
    for flip in (False, True):

        def value(p: Any, q: Any, flip: bool = flip) -> np.ndarray:
            return function(*((q, p) if flip else (p, q)), **further)

        found = value(teacher, Logits(s))
        assert found == pytest.approx(value(coarse(t, index), coarse(s, index)), rel=1e-9)
        assert value(teacher, Probs(plogp.softmax(s))) == pytest.approx(found, rel=1e-9)
        assert value(teacher, top(s, m, of=t, classes=V)) == pytest.approx(found, rel=1e-9)
        full = value(Logits(t), Logits(s))
        if m >= V - 1:
            assert found == pytest.approx(full, rel=1e-9)
        elif function not in (plogp.cross_entropy, plogp.perplexity):
            assert (found >= 0).all()
            assert (found <= full * (1 + 1e-12)).all()  # data processing


@two
def test_every_array_library_gives_the_same(function: Any, further: dict, lib: Library) -> None:
    if lib.name == "jax" and function not in (plogp.kl_divergence, plogp.total_variation):
        return  # which compiles each for seconds
    t, s = np.linspace(0, 3, 8).reshape(2, 4) % 1.3, np.linspace(2, 0, 8).reshape(2, 4) % 0.9
    expected = function(top(t, 2), Logits(s, temperature=2), **further)
    assert read(function(top(t, 2, lib), Logits(lib(s), temperature=2), **further)) == pytest.approx(expected, rel=1e-9)


def test_what_drops_the_tail_is_negative_and_this_is_not() -> None:
    t, s = 3 * RNG.normal(size=(2, 200, 500))
    s = t + 0.1 * s
    teacher = top(t, 8)
    log_q = np.take_along_axis(plogp.log_softmax(s), teacher.index, axis=-1)
    for p, q, held in (
        (teacher.log_p, log_q, (teacher, Logits(s))), (log_q, teacher.log_p, (Logits(s), teacher)),
    ):  # fmt: skip
        assert ((np.exp(p) * (p - q)).sum(axis=-1) < 0).sum() > 30
        assert (plogp.kl_divergence(*held) > 0).all()


@two
def test_gradients_by_the_logits(function: Any, further: dict) -> None:
    if function is plogp.f_divergence:
        return  # whose gradient is autodiff's
    torch = load("torch")
    t, s = rows(3)
    for m, flip in ((4, False), (4, True), (V, False)):

        def held(z: Any, lib: Any = np.asarray, m: int = m, flip: bool = flip) -> tuple:
            pair = (top(t, m, lib), Logits(z, temperature=2.0))
            return pair[::-1] if flip else pair

        value, gradient = plogp.value_and_gradient(function, *held(s), **further)
        assert value == pytest.approx(function(*held(s), **further), rel=1e-12)
        h = 1e-6
        steps = [
            (function(*held(s + e), **further) - function(*held(s - e), **further)) / (2 * h) for e in h * np.eye(V)
        ]
        assert gradient == pytest.approx(np.stack(steps, axis=-1), rel=1e-5, abs=1e-7)
        z = torch(s).requires_grad_()
        function(*held(z, torch), **further).sum().backward()
        assert read(z.grad) == pytest.approx(gradient, rel=1e-7, abs=1e-12)


def test_jax_traces_and_differentiates_it() -> None:
    jax = load("jax")
    from jax import grad, jit

    t, s = rows(2)
    teacher = top(t, 3, jax)
    loss = jit(lambda teacher, z: plogp.kl_divergence(teacher, Logits(z)).sum())
    _, expected = plogp.value_and_gradient(plogp.kl_divergence, top(t, 3), Logits(s))
    assert read(jit(grad(loss, argnums=1))(teacher, jax(s))) == pytest.approx(expected, rel=1e-9)
    other = TopK(teacher.index[:, ::-1], teacher.log_p)
    assert np.isnan(read(jit(plogp.kl_divergence)(teacher, other))).all()  # where nothing can be raised


def test_a_type_first_made_after_jax_is_met_is_traced_too() -> None:
    pytest.importorskip("jax", reason="JAX is not installed")
    code = (
        "import jax, plogp\nplogp.Probs([0.5, 0.5])\n"
        "print(jax.jit(lambda d: plogp.entropy(d))(plogp.TopK(jax.numpy.array([0]), jax.numpy.array([-1.0]))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert float(done.stdout) == pytest.approx(plogp.entropy(TopK([0], [-1.0])), rel=1e-6), done.stderr


def test_the_tail_of_a_confident_teacher_has_all_its_digits() -> None:
    """1 - p is far below the rounding of p: it comes from log p itself, as the student's comes from its own logits."""
    for dtype, rel in ((np.float64, 1e-10), (np.float32, 1e-5)):
        tiny = np.array([1e-4, 1e-9, 1e-20])
        log_p = np.log1p(-tiny)[:, None].astype(dtype)
        z = np.zeros((3, 3), dtype=dtype)
        z[:, 0] = [9.0, 20.0, 40.0]
        found = plogp.kl_divergence(TopK(np.zeros((3, 1), dtype=int), log_p), Logits(z))
        with mpmath.workdps(60):
            for row, value in enumerate(found):
                p = mpmath.exp(mpmath.mpf(float(log_p[row, 0])))
                q = 1 / (1 + 2 * mpmath.exp(-mpmath.mpf(float(z[row, 0]))))
                exact = p * mpmath.log(p / q) + (1 - p) * mpmath.log((1 - p) / (1 - q))
                assert float(value) == pytest.approx(float(exact), rel=rel)
        assert found.dtype == dtype


def test_a_sum_above_one_by_rounding_leaves_no_tail() -> None:
    log_p = np.log(np.array([[0.75, 0.25]])) + 1e-8
    for dtype in (np.float64, np.float32, np.float16):
        teacher = TopK([[0, 1]], log_p.astype(dtype))
        value, slope = plogp.value_and_gradient(plogp.kl_divergence, teacher, Logits(np.array([[1.0, 0.0, -2.0]])))
        assert value == pytest.approx(plogp.kl_divergence([[0.75, 0.25, 0.0]], Logits([[1.0, 0.0, -2.0]])), abs=1e-3)
        assert np.isfinite(slope).all()
    assert plogp.kl_divergence(Logits([[1.0, 0.0, -2.0]]), TopK([[0, 1]], log_p)) == np.inf


def test_outcomes_that_cannot_be() -> None:
    z, index = np.array([[1.0, 0.0, -np.inf, -np.inf]]), np.array([[0, 2]])
    teacher = TopK(index, np.array([[-0.5, -np.inf]]))
    assert np.isfinite(plogp.kl_divergence(teacher, Logits(z)))
    assert plogp.kl_divergence(TopK([[0, 1]], [[-0.5, -2.0]]), Logits(z)) == np.inf  # its tail can be, that of z cannot
    for of in (plogp.js_divergence, plogp.total_variation):
        assert np.isfinite(plogp.value_and_gradient(of, TopK([[0, 1]], [[-0.5, -2.0]]), Logits(z))[1]).all()


def test_labels_and_rows_of_any_axes(lib: Library) -> None:
    t, s = rows(6)
    t, s = (x.reshape(2, 3, V) for x in (t, s))
    expected = plogp.kl_divergence(top(t, 3), Logits(s))
    assert plogp.kl_divergence(top(t, 3), Logits(np.moveaxis(s, 2, 1), axis=1)) == pytest.approx(expected, rel=1e-12)
    assert plogp.kl_divergence(top(t, 3), Logits(s[0, 0])).shape == (2, 3)
    teacher = top(t[0], 3, lib, classes=V)
    index = read(teacher.index)
    y = np.array([index[0, 1], next(i for i in range(V) if i not in index[1]), -1])
    loss = read(plogp.cross_entropy(Labels(lib(y), ignore=-1), teacher))
    tail = np.log1p(-np.exp(read(teacher.log_p)[1]).sum())
    assert loss == pytest.approx([-read(teacher.log_p)[0, 1], -tail, 0.0])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: TopK([[0, 0]], [[-1.0, -2.0]]), ShapeMismatch, "outcome 0 is twice in row 0"),
        (lambda: TopK([[0, 5]], [[-1.0, -2.0]], 5), ShapeMismatch, "outcome 5 in row 0"),
        (lambda: TopK([[0, -1]], [[-1.0, -2.0]]), ShapeMismatch, "outcome -1 in row 0"),
        (lambda: TopK([0, 1, 2], [-1.0, -2.0, -3.0], 2), ShapeMismatch, "lists 3 outcomes, but there are 2"),
        (lambda: TopK([0, 1], [[-1.0, -2.0]]), ShapeMismatch, r"shapes are \(2,\) and \(1, 2\)"),
        (lambda: TopK([0.0, 1.0], [-1.0, -2.0]), ShapeMismatch, "whole numbers"),
        (lambda: TopK([[0, 1], [1, 0]], [[-1.0, -2.0], [-0.1, -0.2]]), NotADistribution, "row 1 .* sum to 1.72"),
        (lambda: TopK([[0, 1]], [[2.0, -2.0]]), NotADistribution, "has 2 at position 0"),
        (lambda: TopK([0, 1], [-1.0, np.nan]), NotADistribution, "the row .* nan at position 1"),
        (lambda: TopK([0, 1], [-1.0, -2.0], 2), NotADistribution, "all outcomes are listed"),
    ],
)
def test_what_is_no_top_k_is_refused(call: Callable[[], TopK], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        plogp.entropy(call())


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda p: plogp.kl_divergence(p, TopK([[1, 0]], p.log_p)), Unanswerable, "list different outcomes"),
        (lambda p: plogp.kl_divergence(p, TopK([[0]], [[-1.0]])), Unanswerable, "list different outcomes"),
        (lambda p: plogp.kl_divergence(p, TopK([[0, 1]], p.log_p, 7)), ShapeMismatch, "5 and 7 outcomes"),
        (lambda p: plogp.kl_divergence(p, Logits([1.0, 2.0, 0.0])), ShapeMismatch, "3 and 5 outcomes"),
        (lambda p: plogp.kl_divergence(TopK([[0]] * 3, [[-1]] * 3), Logits(np.ones((2, 4)))), ShapeMismatch, "beside"),
        (lambda p: plogp.kl_divergence(TopK([0, 1], [-1.0, -2.0]), Counts([3, 4, 5])), Unanswerable, "a sample counts"),
        (lambda p: plogp.cross_entropy(Labels([0]), TopK([[0, 1]], p.log_p)), NotLabels, "classes="),
        (lambda p: plogp.cross_entropy(Labels([0], smoothing=0.1), p), Unanswerable, "smoothed"),
        (lambda p: plogp.mutual_information(p), Unanswerable, "several variables"),
        (lambda p: plogp.pairwise(plogp.kl_divergence, p), Unanswerable, "compares rows"),
        (lambda p: plogp.kl_divergence(p, plogp.Normal(0, 1)), Unanswerable, "parametric family"),
    ],
)  # fmt: skip
def test_what_it_cannot_stand_beside_is_named(call: Callable[[TopK], Any], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        call(TopK([[0, 1]], [[-1.0, -2.0]], 5))
