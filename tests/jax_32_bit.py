"""Every quantity under JAX's default, 32-bit mode: run by `test_jax_32_bit` in a process of its own, prints numbers.

All quantities go into one jitted function, so that XLA compiles once.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from inspect import signature
from typing import Any

from libraries import compile_quickly

compile_quickly()
warnings.simplefilter("error")

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

import drawn_families  # noqa: E402
import plogp  # noqa: E402
from plogp import Joint, Labels, Logits, Probs, TopK  # noqa: E402
from plogp.quantities._catalogue import catalogue  # noqa: E402

jax.config.update("jax_platforms", "cpu")

P = np.array([[0.2, 0.3, 0.5], [0.7, 0.2, 0.1]], dtype=np.float32)
Z = np.array([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], dtype=np.float32)
FAR = np.array([[0.0, -100.0, 3.0], [1.0, 1.0, -90.0]], dtype=np.float32)
Y = np.array([2, 0])
JOINT = np.array([[[0.3, 0.1], [0.05, 0.05]], [[0.1, 0.1], [0.1, 0.2]]], dtype=np.float32)
INF = float("inf")


def quantities(lib: Any) -> dict[str, Callable[[], Any]]:
    """Every quantity, of arrays that `lib` makes."""
    p, z, far, joint = lib(P), lib(Z), lib(FAR), lib(JOINT)
    teacher = TopK(np.array([[2, 1], [0, 1]]), plogp.log_softmax(lib(Z))[:, :2] - 0.5)
    two: dict[str, Callable[..., Any]] = {
        f.__name__: f
        for f in (
            plogp.cross_entropy, plogp.kl_divergence, plogp.js_divergence, plogp.js_distance,
            plogp.jeffreys_divergence, plogp.total_variation, plogp.hellinger_distance, plogp.chi_square_divergence,
        )
    }  # fmt: skip
    for order in (2.0, INF):
        two[f"renyi_divergence {order}"] = lambda a, b, order=order: plogp.renyi_divergence(a, b, order=order)
    two["f_divergence"] = lambda a, b: plogp.f_divergence(a, b, lambda t: (t - 1) ** 2)
    calls: dict[str, Callable[[], Any]] = {}
    for name, f in two.items():
        for form, held in {
            "probs": (p, Probs(p[::-1])),
            "logits": (Logits(z), Logits(z + 1e-4 * far, temperature=2.0)),
        }.items():
            calls[f"{name} of {form}"] = lambda f=f, held=held: f(*held)
    for form, truth in {
        "a list": [0.25, 0.25, 0.5],
        "labels": Labels(Y),
        "labels in rows": Labels(np.eye(3, dtype=np.float32)[Y]),
        "names": Labels(["c", "a"], classes=("a", "b", "c")),
    }.items():
        calls[f"cross_entropy of {form}"] = lambda truth=truth: plogp.cross_entropy(truth, Logits(z))
    for f in (plogp.kl_divergence, plogp.hellinger_distance):
        calls[f"{f.__name__} of a top k"] = lambda f=f: f(teacher, Logits(z))
    calls["renyi_divergence of far logits"] = lambda: plogp.renyi_divergence(Logits(z), Logits(far), order=2)
    for form, held in {"logits": Logits(far), "labels": Labels(Y, classes=3, smoothing=0.1)}.items():
        calls |= {
            f"entropy of {form}": lambda held=held: plogp.entropy(held, base=2),
            f"perplexity of {form}": lambda held=held: plogp.perplexity(held),
        }
        for a in (0.5, 2.0):
            calls[f"renyi_entropy {a} of {form}"] = lambda held=held, a=a: plogp.renyi_entropy(held, order=a)
        calls[f"tsallis_entropy of {form}"] = lambda held=held: plogp.tsallis_entropy(held, order=0.5)
    for f in (
        plogp.total_correlation, plogp.dual_total_correlation, plogp.o_information, plogp.interaction_information,
    ):  # fmt: skip
        calls[f.__name__] = lambda f=f: f(joint)
    for f in (
        plogp.mutual_information, plogp.conditional_entropy, plogp.normalized_mutual_information,
        plogp.variation_of_information,
    ):  # fmt: skip
        calls[f.__name__] = lambda f=f: f(Joint(joint.sum(axis=2), axes=(1, 0)))
    calls["truncated"] = lambda: plogp.entropy(Logits(z).truncated(top_k=2, top_p=0.8, min_p=0.01))
    for i in range(2):
        calls[f"entropy_and_log_prob {i}"] = lambda i=i: plogp.entropy_and_log_prob(Labels(Y), Logits(z))[i]
    for ratio in (plogp.LogRatio(), plogp.HalfSquare(), plogp.BregmanRatio()):
        calls[f"{ratio}"] = lambda ratio=ratio: ratio.terms(plogp.log_softmax(z), plogp.log_softmax(far))
    calls["mutual_information given"] = lambda: plogp.mutual_information(joint, given=2)
    calls["softmax"] = lambda: plogp.softmax(z, axis=0, temperature=0.5)
    calls["log_softmax"] = lambda: plogp.log_softmax(far)
    calls["normalized"] = lambda: plogp.entropy(Probs.normalized(z))
    calls["smoothed"] = lambda: plogp.entropy(Probs.smoothed(z, 0.1))
    for f in (plogp.kl_divergence, plogp.js_distance, plogp.cross_entropy):
        calls[f"pairwise {f.__name__}"] = lambda f=f: plogp.pairwise(f, p)
    return calls


def answers(lib: Any) -> dict[str, Any]:
    """The value of each."""
    return {name: call() for name, call in quantities(lib).items()}


def transforms() -> dict[str, Any]:
    """Grad, vmap, scan and remat, of arrays closed over and handed in."""
    p, z, y = jnp.asarray(P), jnp.asarray(Z), jnp.asarray(Y)

    def step(total: Any, row: Any) -> Any:
        return total + plogp.cross_entropy(Labels(row[1]), Logits(row[0])), None

    def loss(z: Any) -> Any:
        return plogp.kl_divergence(Logits(p_logits, temperature=2.0), Logits(z, temperature=2.0)).sum()

    p_logits = jnp.log(p)

    def of_nan(x: Any) -> Any:
        return jnp.stack([plogp.entropy(Probs(x)), plogp.kl_divergence(x, p[0]), plogp.entropy(Logits(x))])

    return {
        "nan": jax.jit(of_nan)(jnp.array([jnp.nan, 0.5, 0.5])),
        "remat": jax.jit(jax.grad(jax.checkpoint(loss)))(z),
        "vmap of labels": jax.vmap(lambda y, z: plogp.cross_entropy(Labels(y), Logits(z)))(y, z),
        "vmap of a teacher": jax.vmap(lambda z: plogp.js_divergence(p[0], Logits(z)))(z),
        "grad": jax.jit(jax.grad(lambda z: plogp.cross_entropy(Labels(y), Logits(z)).sum()))(z),
        "vmap": jax.vmap(plogp.kl_divergence)(p, p[::-1]),
        "scan": jax.lax.scan(step, jnp.float32(0), (z, y))[0],
    }


def gradients() -> dict[str, Any]:
    """The gradient by the logits of every quantity that has one written down, in one jitted function."""
    found = {}
    for name, (f, held, further) in differentiable(jnp.asarray).items():
        found[name] = jax.grad(lambda z, f=f, held=held, further=further: f(*held(z), **further).sum())
    found["f_divergence"] = jax.grad(
        lambda z: plogp.f_divergence(jnp.asarray(P), Logits(z), lambda t: (t - 1) ** 2).sum()
    )
    return jax.jit(lambda z: {name: slope(z) for name, slope in found.items()})(jnp.asarray(Z))


def differentiable(lib: Any) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    """Every such quantity, its arguments as a function of logits, the truth closed over, and what else it takes."""
    calls: dict[str, tuple[Any, Any, dict[str, Any]]] = {}
    for f, quantity in catalogue().items():
        if quantity.gradient is None:
            continue
        parameters = signature(f).parameters.values()
        further = {"order": 0.7} if any(p.name == "order" for p in parameters) else {}
        needed = [p for p in parameters if p.kind is p.POSITIONAL_ONLY and p.default is p.empty]
        if len(needed) == 1:
            calls[quantity.name] = (f, lambda z: (Logits(z),), further)
        else:
            calls[f"{quantity.name} of the model"] = (f, lambda z: (lib(P), Logits(z, temperature=2.0)), further)
            calls[f"{quantity.name} of the truth"] = (f, lambda z: (Logits(z), Logits(lib(Z[::-1].copy()))), further)
    return calls


def far_labels() -> dict[str, str]:
    """What is said of class numbers that 32 bits do not hold, and of such a label that is ignored."""
    z, far = jnp.asarray(Z), 2**32 + 1  # whose lowest 32 bits are 1, which is a class
    said = {}
    for name, call in {
        "array": lambda: Labels(np.array([2, far])),
        "negative": lambda: Labels(np.array([2, 1 - 2**32])),
        "list": lambda: Labels([2, far]),
        "unsigned": lambda: Labels(np.array([2, 2**63 + 1], dtype=np.uint64)),
        "one-hot": lambda: Labels(np.array([[far, 0, 0], [0, 1, 0]])),
        "not a class": lambda: Labels(jnp.array([1, 2]), classes=(far, 2, 3)),
        "class": lambda: Labels([far, 7], classes=(7, 1, far)),
        "ignored": lambda: Labels(np.array([2, far]), ignore=far),
        "ignored, and not there": lambda: Labels(jnp.array([2, 1]), ignore=far),
    }.items():
        try:
            said[name] = str(np.asarray(plogp.cross_entropy(call(), Logits(z))).tolist())
        except plogp.PlogpError as error:
            said[name] = f"{type(error).__name__}: {error}"
    return said


def families() -> dict[str, Any]:
    """Divergences of random pairs of members, beside their parameters."""
    found = {}
    for name in ("Normal", "Gamma", "Beta", "Dirichlet", "InverseGaussian"):
        drawn = list(drawn_families.pairs(name, 60, np.float32))
        P, Q = (
            drawn_families.made(name, [jnp.asarray(np.stack(x)) for x in zip(*side, strict=True)])
            for side in zip(*drawn, strict=True)
        )
        values = np.asarray(plogp.kl_divergence(P, Q), dtype=float).tolist()
        parameters = [[drawn_families.flat(side).astype(float).tolist() for side in pair] for pair in drawn]
        found[name] = [parameters, values]
    return found


if __name__ == "__main__":
    closed_over = jax.eval_shape(lambda: answers(jnp.asarray))  # no argument: all of it is closed over
    traced = jax.jit(lambda held: answers(lambda x: held[id(x)]))({id(x): jnp.asarray(x) for x in (P, Z, FAR, JOINT)})
    found = {
        name: jax.tree.map(lambda x: [str(x.dtype), np.asarray(x, dtype=float).tolist()], values)
        for name, values in {"traced": traced, "transforms": transforms()}.items()
    }
    found["closed over"] = {name: [str(x.dtype), list(x.shape)] for name, x in closed_over.items()}
    found["gradients"] = jax.tree.map(lambda x: np.asarray(x, dtype=float).tolist(), gradients())
    found["far labels"] = far_labels()
    found["families"] = families()
    json.dump(found, sys.stdout)
