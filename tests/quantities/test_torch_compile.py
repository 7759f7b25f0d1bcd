"""`torch.compile` takes quantities whole, without a break of the graph, and they give what they give without it."""

from __future__ import annotations

import numpy as np
import pytest

import plogp
from plogp import Labels, Logits, Probs
from plogp.quantities._catalogue import catalogue

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
Z = torch.tensor([[0.5, -1.0, 2.0], [1.5, 0.3, -0.2]])
Y = torch.tensor([2, 0])
JOINT = torch.tensor([[[0.3, 0.1], [0.05, 0.05]], [[0.1, 0.1], [0.1, 0.2]]])


def _quantities(z: torch.Tensor, y: torch.Tensor, joint: torch.Tensor) -> list[torch.Tensor]:
    """Known distributions of every form, and a joint one."""
    return [
        plogp.cross_entropy(Labels(y, smoothing=0.1, ignore=0), Logits(z, temperature=2.0)),
        plogp.kl_divergence(Logits(z), Logits(2 * z)),
        plogp.js_distance(z.softmax(-1), z.flip(0).softmax(-1)),
        plogp.renyi_entropy(Logits(z), order=2),
        plogp.total_correlation(joint),
        plogp.softmax(z, axis=0),
        plogp.kl_divergence(plogp.TopK(y[:, None], z.log_softmax(-1).take_along_dim(y[:, None], -1)), Logits(2 * z)),
        plogp.cross_entropy(Labels(y * 0), plogp.LinearLogits(z, z, softcap=2.0)),
        plogp.entropy(Logits(z).truncated(top_k=2, top_p=0.9, min_p=0.1)),
        *plogp.entropy_and_log_prob(Labels(y), Logits(z)),
        *(e.terms(z.log_softmax(-1), (2 * z).log_softmax(-1)) for e in (plogp.BregmanRatio(), plogp.HalfSquare())),
    ]


@pytest.mark.filterwarnings("ignore")  # of what PyTorch itself deprecates
def test_the_graph_is_whole() -> None:
    compiled = torch.compile(_quantities, fullgraph=True, backend="eager")(Z, Y, JOINT)
    for found, expected in zip(compiled, _quantities(Z, Y, JOINT), strict=True):
        assert found.numpy() == pytest.approx(np.asarray(expected), rel=1e-5, abs=1e-6)


ORDERS = {"renyi_entropy": {"order": 2.0}, "tsallis_entropy": {"order": 1.5}, "renyi_divergence": {"order": 0.5}}
ONE = ("entropy", "perplexity", "renyi_entropy", "tsallis_entropy")
KINDS = (
    lambda z, y: Logits(z, temperature=0.7),
    lambda z, y: Labels(y, classes=3, smoothing=0.1),
    lambda z, y: Probs(z.softmax(-1)),
)


def _of_every_kind(z: torch.Tensor, y: torch.Tensor) -> list[torch.Tensor]:
    """Every quantity of rows, beside one kind of distribution after the other."""
    found = []
    for i, (function, quantity) in enumerate(QUANTITIES):
        held = [KINDS[i % 3](z, y), KINDS[2 * (i // 3 % 2)](z.flip(0), y)][: 1 if quantity.name in ONE else 2]
        found.append(function(*held, **ORDERS.get(quantity.name, {})))
    return found


# Of the others one takes a function, and some are of several variables or of samples.
QUANTITIES = [
    (function, quantity)
    for function, quantity in catalogue().items()
    if quantity.gradient is not None and quantity.name not in ("f_divergence",)
]


@pytest.mark.filterwarnings("ignore")  # of what PyTorch itself deprecates
def test_every_quantity_and_its_gradient_are_in_one_graph() -> None:
    assert len(QUANTITIES) >= 12
    made = []
    for f in (torch.compile(_of_every_kind, fullgraph=True, backend="eager"), _of_every_kind):
        z = Z.double().requires_grad_()
        values = torch.stack(f(z, Y))
        made.append((values.detach(), *torch.autograd.grad(values.sum(), z)))
    for found, expected in zip(*made, strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)
