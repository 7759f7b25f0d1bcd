"""Same library, same dtype, same shape rules; nothing written to; JAX and PyTorch transforms pass through."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

import plogp
from libraries import NAMES, Library, load, read
from plogp import Joint, Labels, Logits, Probs

ONE = (plogp.entropy, plogp.perplexity)
TWO = (plogp.kl_divergence, plogp.js_divergence, plogp.js_distance, plogp.cross_entropy, plogp.hellinger_distance)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_the_dtype_and_the_library_that_came_in_go_out(lib: Library, dtype: str) -> None:
    if not hasattr(lib.xp, dtype):
        assert lib.name.startswith(("numpy", "array-api-strict"))  # these know no half precision of this kind
        return
    p = lib(np.array([[0.25, 0.25, 0.5], [0.5, 0.5, 0], [0, 1, 0], [0.25, 0.75, 0]]), dtype)
    q = lib(np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.5, 0.25], [0.5, 0.25, 0.25]]), dtype)
    answers = [f(p) for f in ONE] + [f(p, q) for f in TWO] + [f(p, Logits(q * 3)) for f in TWO]
    answers += [plogp.mutual_information(Joint(lib(np.full((4, 2, 2), 0.25), dtype))), plogp.entropy(Logits(q * 3))]
    answers += [
        plogp.cross_entropy(Labels([1, 0, 2, 1]), Logits(q * 3)),
        plogp.softmax(q * 3)[:, 0],
        plogp.log_softmax(q * 3)[:, 0],
    ]
    for answer in answers:
        assert answer.dtype == lib.dtype(dtype if dtype == "float64" else "float32")  # half precision in, float32 out
        assert type(answer) is type(p)
        assert answer.shape == (4,)
    assert read(plogp.entropy(p)) == pytest.approx([1.0397207708, 0.6931471806, 0.0, 0.5623351446], rel=1e-2)


def test_mixed_precisions_meet_in_the_wider_one(lib: Library) -> None:
    p, q = lib(np.array([0.25, 0.75]), "float32"), lib(np.array([0.5, 0.5]), "float64")
    assert plogp.kl_divergence(p, q).dtype == lib.dtype("float64")


def test_leading_axes_broadcast(lib: Library) -> None:
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(5), (4, 1)), rng.dirichlet(np.ones(5), (4,))  # the shapes of test_pairwise
    one = rng.dirichlet(np.ones(5))
    for f in TWO:
        expected = np.array([[float(f(a[0], b)) for b in q] for a in p])
        assert read(f(lib(p), lib(q))) == pytest.approx(expected, rel=1e-12)
        assert read(f(lib(one), lib(q))) == pytest.approx([float(f(one, b)) for b in q], rel=1e-12)
        assert read(f(lib(q), lib(one))) == pytest.approx([float(f(b, one)) for b in q], rel=1e-12)


def test_no_rows_is_no_answers(lib: Library) -> None:
    none = lib(np.zeros((0, 3)))
    assert plogp.entropy(none).shape == (0,)
    assert plogp.kl_divergence(none, none).shape == (0,)
    assert plogp.entropy(Logits(none)).shape == (0,)
    assert plogp.softmax(none).shape == (0, 3)
    assert plogp.pairwise(plogp.js_divergence, none, lib(np.array([[0.5, 0.25, 0.25]]))).shape == (0, 1)


def test_one_outcome_is_no_surprise(lib: Library) -> None:
    p = lib(np.ones((2, 1)))
    for answer in (
        plogp.entropy(p),
        plogp.kl_divergence(p, p),
        plogp.js_divergence(p, p),
        plogp.entropy(Logits(p * 7)),
    ):
        assert not read(answer).any()


def test_strided_rows_are_read_as_they_lie() -> None:
    p = np.random.default_rng(0).dirichlet(np.ones(6), 8)
    wide = np.zeros((16, 12))
    wide[::2, ::2] = p
    assert plogp.entropy(wide[::2, ::2]) == pytest.approx(plogp.entropy(p), rel=1e-14)
    assert plogp.entropy(p[::-1, ::-1]) == pytest.approx(plogp.entropy(p)[::-1], rel=1e-14)
    assert plogp.entropy(np.asfortranarray(p)) == pytest.approx(plogp.entropy(p), rel=1e-14)
    assert plogp.entropy(p.astype(">f8")) == pytest.approx(plogp.entropy(p), rel=1e-14)
    assert plogp.entropy(Logits(np.asfortranarray(p * 9))) == pytest.approx(plogp.entropy(Logits(p * 9)), rel=1e-14)


@pytest.mark.parametrize("lib", [name for name in NAMES if name != "jax"], indirect=True)  # which allows no writing
def test_inputs_are_never_written_to(lib: Library) -> None:
    p = lib(np.array([[0.25, 0.75, 0.0], [0.5, 0.25, 0.25]]))
    before = read(p).copy()
    for f in TWO:
        f(p, Logits(p * 2))
        f(p, lib(np.array([0.25, 0.5, 0.25])))
    plogp.softmax(p * 3)
    plogp.pairwise(plogp.kl_divergence, p)
    assert (read(p) == before).all()


def test_types_are_frozen_cheap_and_picklable() -> None:
    p = np.array([0.5, 0.5])
    for made in (Probs(p), Logits(p), Labels([0, 1]), Joint(np.eye(2) / 2), plogp.Counts([1, 2])):
        with pytest.raises(AttributeError):
            made.axis = 3
        assert copy.copy(made) != made  # compared by identity, as arrays have no truth value
        assert type(pickle.loads(pickle.dumps(made))) is type(made)
    assert Probs(p).p is p


def test_out_may_be_the_input_itself() -> None:
    z = np.random.default_rng(0).normal(size=(4, 9))
    expected, expected_log = plogp.softmax(z), plogp.log_softmax(z)
    out = np.empty_like(z)
    assert plogp.softmax(z, out=out) is out
    assert (out == expected).all()
    again = z.copy()
    assert plogp.log_softmax(again, out=again) is again
    assert again == pytest.approx(expected_log, rel=1e-15)
    turned = np.empty_like(z)
    assert plogp.softmax(z, axis=0, out=turned) is turned
    assert turned.sum(axis=0) == pytest.approx(np.ones(9))


@pytest.mark.xdist_group("jax")
class TestJax:
    """jit, vmap and pytrees."""

    @pytest.fixture(autouse=True)
    def lib(self) -> Library:
        pytest.importorskip("jax", reason="JAX is not installed")
        return load("jax")

    def test_jit(self, lib: Library) -> None:
        import jax

        z, y = lib(np.random.default_rng(0).normal(size=(4, 3))), lib(np.array([0, 2, 1, 2]))
        loss = jax.jit(lambda z, y: plogp.cross_entropy(Labels(y), Logits(z)).mean())
        assert float(loss(z, y)) == pytest.approx(float(plogp.cross_entropy(Labels(y), Logits(z)).mean()))
        assert read(jax.jit(plogp.softmax)(z)) == pytest.approx(read(plogp.softmax(z)))

    def test_vmap(self, lib: Library) -> None:
        import jax

        p = lib(np.random.default_rng(0).dirichlet(np.ones(3), 4))
        assert read(jax.vmap(plogp.entropy)(p)) == pytest.approx(read(plogp.entropy(p)))
        assert read(jax.vmap(plogp.js_divergence)(p, p[::-1])) == pytest.approx(read(plogp.js_divergence(p, p[::-1])))

    def test_types_are_pytrees(self, lib: Library) -> None:
        import jax

        z = lib(np.random.default_rng(0).normal(size=(4, 3)))
        soft = jax.jit(lambda q: plogp.entropy(q))(Logits(z, temperature=2.0))
        assert read(soft) == pytest.approx(read(plogp.entropy(Logits(z, temperature=2.0))))
        slope = jax.grad(lambda q: plogp.entropy(q).sum())(Logits(z))
        assert isinstance(slope, Logits)
        assert read(slope.z) == pytest.approx(plogp.value_and_gradient(plogp.entropy, Logits(read(z)))[1])


class TestTorch:
    """Autodiff twice, vmap, parameters and no_grad."""

    @pytest.fixture(autouse=True)
    def lib(self) -> Library:
        pytest.importorskip("torch", reason="PyTorch is not installed")
        return load("torch")

    def test_second_derivatives(self, lib: Library) -> None:
        import torch

        z = lib(np.random.default_rng(0).normal(size=(2, 4))).requires_grad_(True)
        y = lib(np.array([0, 3]))
        (slope,) = torch.autograd.grad(plogp.cross_entropy(Labels(y), Logits(z)).sum(), z, create_graph=True)
        (curve,) = torch.autograd.grad(slope[:, 0].sum(), z)
        p = read(plogp.softmax(z.detach()))
        expected = -p[:, :1] * p
        expected[:, 0] += p[:, 0]
        assert read(curve) == pytest.approx(expected, rel=1e-10)

    def test_vmap(self, lib: Library) -> None:
        import torch

        p = lib(np.random.default_rng(0).dirichlet(np.ones(3), 4))
        assert read(torch.func.vmap(plogp.entropy)(p)) == pytest.approx(read(plogp.entropy(p)))
        z = lib(np.random.default_rng(0).normal(size=(2, 3, 4)))
        for f in (
            plogp.softmax,
            lambda z: plogp.log_softmax(z, axis=0),
            lambda z: plogp.entropy(Logits(z, axis=0)),
            lambda z: plogp.kl_divergence(Probs(plogp.softmax(z, axis=0), axis=0), Logits(2 * z, axis=0)),
            lambda z: plogp.mutual_information(plogp.softmax(z.reshape(12)).reshape(3, 4)),
            lambda z: plogp.conditional_entropy(plogp.softmax(z.reshape(12)).reshape(3, 4)),
        ):
            assert read(torch.func.vmap(f)(z)) == pytest.approx(np.stack([read(f(one)) for one in z]), rel=1e-12)

    @pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning")  # PyTorch's own, of forward mode
    def test_functional_derivatives(self, lib: Library) -> None:
        import torch

        z, y = lib(np.random.default_rng(0).normal(size=4)), lib(np.array(2))
        loss = lambda z: plogp.cross_entropy(Labels(y), Logits(z))  # noqa: E731
        p = read(plogp.softmax(z))
        assert read(torch.func.grad(loss)(z)) == pytest.approx(p - np.eye(4)[2], abs=1e-15)
        assert read(torch.func.hessian(loss)(z)) == pytest.approx(np.diag(p) - np.outer(p, p), abs=1e-15)
        near = lambda w: plogp.kl_divergence(Logits(z), Logits(w))  # noqa: E731
        assert read(torch.func.hessian(near)(z)) == pytest.approx(np.diag(p) - np.outer(p, p), abs=1e-12)
        assert read(torch.func.jvp(loss, (z,), (torch.ones_like(z),))[1]) == pytest.approx(0.0, abs=1e-15)

    def test_labels_of_numpy_go_to_where_the_model_is(self, lib: Library) -> None:
        z, y = np.random.default_rng(0).normal(size=(3, 4)), np.array([0, 3, 1])
        expected = plogp.cross_entropy(Labels(y), Logits(z))
        for labels in (y, np.eye(4)[y], np.eye(4, dtype=int)[y], y.astype(np.int16)):
            for temperature in (1.0, lib(np.array(1.0))):  # by the kernel, by the equation
                model = Logits(lib(z), temperature=temperature)
                found = plogp.cross_entropy(Labels(labels), model)
                assert type(found) is type(model.z)
                assert read(found) == pytest.approx(expected, rel=1e-13)

    def test_upstream_gradients_are_carried_through_the_kernel(self, lib: Library) -> None:
        z = lib(np.random.default_rng(0).normal(size=(3, 4)), "float32").requires_grad_(True)
        weight = lib(np.array([1.0, 0.0, -2.0]), "float32")
        (plogp.cross_entropy(Labels([0, 1, 2]), Logits(z)) * weight).sum().backward()
        expected = (read(plogp.softmax(z.detach())) - np.eye(4)[[0, 1, 2]]) * read(weight)[:, None]
        assert read(z.grad) == pytest.approx(expected, abs=1e-6)

    def test_a_model_learns(self, lib: Library) -> None:
        import torch

        torch.manual_seed(0)
        x = torch.randn(200, 2)
        y = (x[:, 0] > x[:, 1]).long()
        model = torch.nn.Linear(2, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        losses = []
        for _ in range(30):
            optimizer.zero_grad()
            loss = plogp.cross_entropy(Labels(y), Logits(model(x))).mean()
            loss.backward()
            optimizer.step()
            losses.append(float(loss.detach()))
        assert losses[-1] < 0.2 < losses[0]
        with torch.no_grad():
            assert not plogp.entropy(Logits(model(x))).requires_grad
