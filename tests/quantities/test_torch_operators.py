"""Kernels in PyTorch: eager and in graphs, first and second derivatives, and every way in which rows may be held."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import plogp
from plogp import Labels, Logits, Probs
from plogp.backend import torch_library
from plogp.backend.operators import OPERATORS, Operator
from plogp.backend.torch_operators import registered
from plogp.quantities._catalogue import catalogue
from plogp.theory.errors import NotLabels, NotLogits

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
functional = torch.nn.functional
pytestmark = pytest.mark.filterwarnings("ignore:.*(deprecated|lru_cache).*")

FUNCTIONS = {quantity.name: function for function, quantity in catalogue().items()}
NAMES = sorted(OPERATORS)
ROWS, CLASSES = 6, 5


def seeded(name: str) -> Any:
    return torch.Generator().manual_seed(sum(map(ord, name)))


def arrays(operator: Operator, dtype: Any = torch.float64, *, grad: bool = False) -> list[Any]:
    """Rows for each argument, which ask for a gradient where the kernel has one."""
    generator, made = seeded(operator.name), []
    for i, t in enumerate(operator.types):
        x = torch.randn(ROWS, CLASSES, generator=generator, dtype=torch.float64)
        x = x.softmax(-1).to(dtype) if t is Probs else x.to(dtype)
        if t is Labels:
            x = torch.randint(0, CLASSES, (ROWS,), generator=generator)
        made.append(x.requires_grad_(grad and i in operator.kernel.by))
    return made


def held(operator: Operator, tensors: list[Any]) -> list[Any]:
    """The distributions, each with numbers that are not the default ones."""
    numbers = {"temperature": 0.7, "smoothing": 0.1, "ignore": 3}
    return [
        t(x, **{name: numbers[name] for name, _ in t.numbers}) for t, x in zip(operator.types, tensors, strict=True)
    ]


def of(name: str) -> tuple[Operator, Callable[..., Any]]:
    """An operator, and its quantity as a function of the arrays."""
    operator = OPERATORS[name]
    function = FUNCTIONS[name.partition(".")[0]]
    return operator, lambda *tensors: function(*held(operator, list(tensors)))


def slopes(f: Callable[..., Any], tensors: list[Any], weights: Any) -> tuple[Any, ...]:
    asked = [x for x in tensors if x.requires_grad]
    return torch.autograd.grad(f(*tensors), asked, weights) if asked else ()


@pytest.mark.parametrize("name", NAMES)
def test_an_operator_is_what_pytorch_asks_of_one(name: str) -> None:
    operator = OPERATORS[name]
    numbers = [{"temperature": 0.7, "smoothing": 0.1, "ignore": 3}[n] for t in operator.types for n, _ in t.numbers]
    given = (*arrays(operator, grad=True), *numbers, list(operator.kernel.by))
    tests = ("test_schema", "test_autograd_registration", "test_faketensor")
    torch.library.opcheck(torch_library.call(registered(name)), given, test_utils=tests)


@pytest.mark.parametrize("name", [name for name in NAMES if OPERATORS[name].kernel.by])
def test_first_and_second_derivatives(name: str) -> None:
    operator, f = of(name)
    given = arrays(operator, grad=True)
    assert torch.autograd.gradcheck(f, given)
    assert torch.autograd.gradgradcheck(f, given)
    weights = torch.rand(ROWS, dtype=torch.float64)
    value = f(*given)
    asked = [x for x in given if x.requires_grad]
    once = torch.autograd.grad(value, asked, weights, retain_graph=True)
    again = torch.autograd.grad(value, asked, weights)  # scales the gradient where it is
    for a, b in zip(once, again, strict=True):
        assert torch.equal(a, b)


@pytest.mark.parametrize("name", NAMES)
def test_how_rows_are_held_changes_nothing(name: str) -> None:
    """Outcomes on any axis, gaps in memory, one row for many, half precision: as contiguous rows of float32 or more."""
    operator, f = of(name)
    function = FUNCTIONS[name.partition(".")[0]]
    plain = arrays(operator, grad=True)
    weights = torch.rand(ROWS, generator=seeded("weights"), dtype=torch.float64)
    value, expected = f(*plain), slopes(f, plain, weights)

    def moved(*tensors: Any) -> Any:  # (rows, classes) -> (2, classes, 3, 1)
        made = []
        for d, x in zip(held(operator, list(tensors)), tensors, strict=True):
            if d.are_labels:
                made.append(Labels(x.reshape(2, 3, 1), smoothing=d.smoothing, ignore=d.ignore))
            else:
                numbers = {n: getattr(d, n) for n, _ in d.numbers}
                made.append(type(d)(x.reshape(2, 3, 1, CLASSES).movedim(-1, 1), axis=1, **numbers))
        return function(*made).reshape(-1)

    def gapped(*tensors: Any) -> Any:
        return f(*(torch.stack([x, x], dim=-1)[..., 0] for x in tensors))

    for g in (moved, gapped):
        torch.testing.assert_close(g(*plain), value, rtol=1e-14, atol=0)
        for a, b in zip(slopes(g, plain, weights), expected, strict=True):
            torch.testing.assert_close(a, b, rtol=1e-12, atol=1e-16)
    for i, t in enumerate(operator.types):
        if t is Labels:
            continue
        if len(plain) == 1:
            continue
        first: Any = slice(1) if Labels in operator.types else 0  # labels beside a single axis are rows themselves
        row = [x if j != i else x[first].detach().requires_grad_(x.requires_grad) for j, x in enumerate(plain)]
        many = [x if j != i else x.expand(ROWS, CLASSES) for j, x in enumerate(row)]
        torch.testing.assert_close(f(*row), f(*many), rtol=1e-14, atol=0)
        full = [x.detach().clone().requires_grad_(x.requires_grad) for x in many]
        for a, b in zip(slopes(f, row, weights), slopes(f, full, weights), strict=True):
            torch.testing.assert_close(
                a, b if a.shape == b.shape else b.sum(0).reshape(a.shape), rtol=1e-12, atol=1e-16
            )
    if not any(t is Probs for t in operator.types):  # whose rows in half precision miss a sum of one
        half = [x.detach() if not x.is_floating_point() else x.detach().to(torch.bfloat16) for x in plain]
        wide = [x.float() if x.is_floating_point() else x for x in half]
        assert f(*half).dtype == torch.float32
        torch.testing.assert_close(f(*half), f(*wide), rtol=0, atol=0)


@pytest.mark.parametrize("name", NAMES)
def test_torch_func_takes_the_equation(name: str) -> None:
    operator, f = of(name)
    given = arrays(operator)
    at = next(iter(operator.kernel.by), len(given) - 1)

    def total(x: Any) -> Any:
        return f(*given[:at], x, *given[at + 1 :]).sum()

    x = given[at]
    leaf = x.clone().requires_grad_()
    if operator.types[at] is Logits:
        expected = torch.autograd.grad(total(leaf), leaf)[0]
        torch.testing.assert_close(torch.func.grad(total)(x), expected, rtol=1e-9, atol=1e-12)
        direction = torch.randn(x.shape, generator=seeded("direction"), dtype=x.dtype)
        slope = torch.func.jvp(total, (x,), (direction,))[1]
        torch.testing.assert_close(slope, (expected * direction).sum(), rtol=1e-9, atol=1e-12)
        with torch.autograd.forward_ad.dual_level():
            dual = total(torch.autograd.forward_ad.make_dual(x, direction))
            found = torch.autograd.forward_ad.unpack_dual(dual).tangent
        torch.testing.assert_close(found, slope, rtol=1e-12, atol=1e-15)
        hessian = torch.func.hessian(total)(x)
        assert hessian.shape == (*x.shape, *x.shape)
        assert bool(hessian.isfinite().all())
    torch.testing.assert_close(torch.func.vmap(f)(*given), f(*given), rtol=1e-12, atol=1e-15)
    numbers = [getattr(d, n) for d in held(operator, given) for n, _ in d.numbers]
    op = torch_library.call(registered(name))
    batch = [torch.stack([x, x.flip(0)], dim=1) for x in given]  # the operator itself knows batches, too
    found = torch.func.vmap(lambda *t: op(*t, *numbers, list(operator.kernel.by)), in_dims=1)(*batch)
    values, *gradients = found if operator.kernel.by else (found,)
    both = [
        operator.equation(*held(operator, x)) for x in (given, [x.flip(0) for x in given])
    ]  # in nats, without a root
    torch.testing.assert_close(values, torch.stack(both), rtol=1e-12, atol=1e-15)
    assert all(g.shape == (2, ROWS, CLASSES) for g in gradients)


@pytest.mark.parametrize("name", ["cross_entropy.Labels_Logits", "kl_divergence.Logits_Logits"])
def test_export_writes_one_node(name: str) -> None:
    operator, f = of(name)
    given = arrays(operator, torch.float32)

    class Loss(torch.nn.Module):
        def forward(self, p: Any, q: Any) -> Any:
            return f(p, q)

    exported = torch.export.export(Loss(), tuple(given))
    assert f"plogp.{name}" in str(exported.graph).replace("torch.ops.", "")
    torch.testing.assert_close(exported.module()(*given), f(*given), rtol=0, atol=0)


def test_numbers_that_are_no_distribution_are_named_in_a_graph_too() -> None:
    op = torch_library.call(registered("cross_entropy.Labels_Logits"))
    z, y = torch.zeros(2, 3), torch.tensor([0, 1])
    for tensors, error, match in (
        ((torch.tensor([0, 3]), z), NotLabels, "label 3 at position"),
        ((y, torch.tensor([[0.0, 1.0, 2.0], [float("nan"), 0.0, 0.0]])), NotLogits, "row 1 has the logit nan"),
    ):
        with pytest.raises(error, match=match):
            op(*tensors, 0.0, None, 1.0, [1])
    value, slope = op(y, z, 0.0, None, 1e-35, [1])  # beyond the kernel: the equation answers
    torch.testing.assert_close(value, torch.full((2,), float(np.log(3)), dtype=torch.float32))
    assert bool(slope.isfinite().all())


def test_threads_share_nothing() -> None:
    z = torch.randn(64, 50, generator=seeded("threads"))
    y = torch.arange(64) % 50

    def step(_: int) -> Any:
        leaf = z.clone().requires_grad_()
        plogp.cross_entropy(Labels(y), Logits(leaf)).mean().backward()
        return leaf.grad

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(step, range(16))
    assert all(torch.equal(first, x) for x in others)


def test_maps_of_rows() -> None:
    z = torch.randn(2, 4, 3, generator=seeded("maps"), dtype=torch.float64)
    z[0, 1] = -torch.inf
    for ours, theirs in ((plogp.softmax, torch.softmax), (plogp.log_softmax, torch.log_softmax)):
        leaf = z.clone().requires_grad_()
        value = ours(leaf, axis=1, temperature=0.5)
        torch.testing.assert_close(value, theirs(z / 0.5, 1), rtol=1e-13, atol=1e-15)
        weights = torch.rand(z.shape, generator=seeded("weights"), dtype=z.dtype).masked_fill(z.isinf(), 0)
        (found,) = torch.autograd.grad(value, leaf, weights)
        (expected,) = torch.autograd.grad(theirs(leaf / 0.5, 1), leaf, weights)
        torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-15)
        inside = z[1].clone().requires_grad_()
        assert torch.autograd.gradcheck(lambda z, f=ours: f(z, axis=0, temperature=2.0), inside)
        assert torch.autograd.gradgradcheck(lambda z, f=ours: f(z, axis=0, temperature=2.0), inside)
        op = torch_library.call(f"{ours.__name__}.Logits")
        torch.library.opcheck(op, (z[1].T.contiguous(), 0.5), test_utils=("test_schema", "test_faketensor"))
        with pytest.raises(NotLogits):
            op(torch.full((2, 3), float("nan")), 1.0)
