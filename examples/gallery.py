"""Every picture of plogp.draw, with numbers that plogp computes; `gallery_page.py` writes them and their page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

import plogp
from plogp import Counts, Labels, Logits, MillerMadow, PlugIn, draw
from plogp.apps.coding import CodeTree, HuffmanCode
from plogp.apps.tree import InformationTreeClassifier

Picture = Callable[..., str]
P, Q = [0.5, 0.25, 0.13, 0.08, 0.04], [0.2] * 5
WEATHER = ["rain", "sun", "snow", "fog", "hail"]


def gallery() -> dict[str, Picture]:
    """The pictures by name; each is a function of width, lang and theme."""
    return {**_distributions(), **_codes(), **_densities(), **_trees(), **_models(), **_tables()}


def _distributions() -> dict[str, Picture]:
    p = np.array(P)
    terms = p * np.log2(p / Q)
    lost = [0.25, 0.25, 0.25, 0.25, 0.0]
    x = np.linspace(0, 1, 101)
    surprise = plogp.cross_entropy(Labels(range(5)), plogp.Probs([P] * 5), base=2)
    joint = np.array([[0.3, 0.1], [0.15, 0.45]])
    pair = plogp.Joint(joint)
    return {
        "bars": partial(draw.draw_bars, P, Q, WEATHER),
        "area": partial(draw.draw_area, P, surprise, -np.log2(Q), WEATHER),
        "sum_bar": partial(
            draw.draw_sum_bar,
            plogp.entropy(P, base=2),
            plogp.kl_divergence(P, Q, base=2),
            plogp.cross_entropy(P, Q, base=2),
        ),
        "terms": partial(draw.draw_terms, terms, plogp.kl_divergence(P, Q, base=2), WEATHER),
        "terms_infinite": partial(
            draw.draw_terms,
            [*(p[:4] * np.log2(p[:4] / lost[:4])), np.inf],
            plogp.kl_divergence(P, lost, base=2),
            WEATHER,
        ),
        "curve": partial(
            draw.draw_curve,
            x,
            [0, *(-x[1:] * np.log2(x[1:]))],
            [(v, -v * np.log2(v)) for v in P],
            WEATHER,
            y_words="−p log p (bit)",
        ),
        "mosaic": partial(draw.draw_mosaic, joint, ["rain", "sun"], ["coat", "no coat"]),
        "information": partial(
            draw.draw_information,
            plogp.entropy(joint.sum(1), base=2),
            plogp.entropy(joint.sum(0), base=2),
            plogp.entropy(joint.ravel(), base=2),
            plogp.mutual_information(pair, base=2),
            names=("weather", "coat"),
        ),
    }


def _codes() -> dict[str, Picture]:
    code = HuffmanCode.from_data("abracadabra")
    waiting = [CodeTree("", p, symbol) for symbol, p in zip(code.symbols, code.probabilities, strict=True)]
    while len(waiting) > 1:  # Huffman's own tree, of which a code in canonical form keeps the lengths alone
        waiting.sort(key=lambda node: node.probability)
        a, b, *others = waiting
        waiting = [CodeTree("", a.probability + b.probability, None, (a, b)), *others]
    return {
        "code_tree": code.draw,
        "code_merges": partial(draw.draw_code_tree, waiting[0], 2),
    }


def _densities() -> dict[str, Picture]:
    x = np.linspace(-4, 5, 181)
    p, q = (np.exp(-(((x - m) / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi)) for m, s in ((0, 1), (1, 0.7)))
    distance = np.linspace(0, 8, 81)
    grid = np.linspace(-6, 14, 2001)
    bells = np.exp(-((grid - distance[:, None]) ** 2) / 2)
    bells /= bells.sum(1, keepdims=True)
    js = plogp.js_divergence(plogp.Probs.normalized(bells), plogp.Probs.normalized(bells[:1]), base=2)
    kl = plogp.kl_divergence(plogp.Probs.normalized(bells[:1]), plogp.Probs.normalized(bells), base=2)
    at = 20
    rng = np.random.default_rng(0)
    samples = rng.multinomial(30, np.full(16, 1 / 16), size=400)
    edges = np.linspace(2.8, 4.4, 25)
    estimates = {
        e.__class__.__name__: [plogp.entropy(Counts(n), estimator=e, base=2) for n in samples]
        for e in (PlugIn(), MillerMadow())
    }
    return {
        "bells": partial(
            draw.draw_bells,
            x,
            p,
            q,
            p * np.log(p / q),
            plogp.kl_divergence(plogp.Probs.normalized(p), plogp.Probs.normalized(q)),
            labels=("N(0, 1)", "N(1, 0.7²)"),
        ),
        "saturation": partial(
            draw.draw_saturation,
            distance,
            js,
            kl,
            at=at,
            slope=(js[at + 1] - js[at - 1]) / (distance[at + 1] - distance[at - 1]),
        ),
        "sampling_bias": partial(
            draw.draw_sampling_bias,
            edges,
            {k: np.histogram(v, edges)[0] for k, v in estimates.items()},
            {k: np.mean(v) for k, v in estimates.items()},
            4.0,
        ),
    }


def _trees() -> dict[str, Picture]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=60)
    y = (x + rng.normal(0, 0.6, 60) > 0.3).astype(int)
    cuts = np.sort(x)[:-1] + np.diff(np.sort(x)) / 2
    sides = ("all", "≤ 0", "> 0"), [np.bincount(part, minlength=2) for part in (y, y[x <= 0.0], y[x > 0.0])]
    nodes = [(words, n, plogp.entropy(plogp.Probs.normalized(n), base=2)) for words, n in zip(*sides, strict=True)]
    tables = [np.histogram2d(x > cut, y, bins=2, range=((-0.5, 1.5), (-0.5, 1.5)))[0] / 60 for cut in cuts]
    gains = [plogp.mutual_information(plogp.Joint(table), base=2) for table in tables]
    tree = InformationTreeClassifier(max_depth=3).fit(
        np.column_stack([x, rng.normal(size=60)]), np.array(["no", "yes"])[y]
    )
    return {"split": partial(draw.draw_split, x, y, 0.0, cuts, gains, nodes, ["no", "yes"]), "tree": tree.draw}


def _models() -> dict[str, Picture]:
    z = np.array([2.0, 1.0, -1.0])
    _, *_, slope = plogp.value_and_gradient(plogp.cross_entropy, Labels(1), Logits(z))
    members = np.array([[0.8, 0.15, 0.05], [0.3, 0.6, 0.1], [0.7, 0.2, 0.1], [0.2, 0.3, 0.5]])
    total = plogp.entropy(members.mean(0), base=2)
    own = plogp.entropy(members, base=2).mean()
    rng = np.random.default_rng(0)
    confidence = np.linspace(0.05, 0.95, 10)
    counts = rng.integers(50, 400, 10)
    spread = 1.96 * np.sqrt(confidence * (1 - confidence) / counts)
    steps = np.arange(1, 41)
    return {
        "softmax": partial(draw.draw_softmax, plogp.softmax(z), slope, 1, ["cat", "dog", "bird"]),
        "ensemble": partial(
            draw.draw_ensemble, members, members.mean(0), total, own, total - own, ["cat", "dog", "bird"]
        ),
        "reliability": partial(
            draw.draw_reliability,
            confidence,
            np.clip(confidence + 0.5 * (confidence - 0.5) ** 3 - 0.03, 0, 1),
            counts,
            low=np.clip(confidence - spread, 0, 1),
            high=np.clip(confidence + spread, 0, 1),
        ),
        "training": partial(
            draw.draw_training,
            steps,
            {
                "training": 1.05 * np.exp(-steps / 9) + 0.12,
                "validation": 0.9 * np.exp(-steps / 7) + 0.3 + 0.00022 * steps**2,
            },
            entropy=0.25,
            best=14,
        ),
        "information_plane": partial(
            draw.draw_information_plane,
            {
                f"layer {k}": [(9 / k - 3 * t / k**1.5, 0.95 - 0.75 / (1 + t * 4 / k)) for t in np.linspace(0, 1, 20)]
                for k in (1, 2, 3)
            },
            ceiling=1.0,
        ),
    }


def _tables() -> dict[str, Picture]:
    names = ["refund_issued", "support_calls", "tenure", "contract", "monthly_charges", "internet", "region"]
    share = [0.752, 0.055, 0.053, 0.051, 0.029, 0.022, -0.0003]
    rng = np.random.default_rng(0)
    few, many = (np.clip(rng.normal(0, 0.18, (k, k)) ** 2 * 3, 0, 1) for k in (9, 60))
    columns = [
        "customer_id",
        "tenure",
        "contract",
        "monthly_charges",
        "total_charges",
        "internet",
        "tech_support",
        "payment",
        "senior",
    ]
    reference, current = rng.dirichlet(np.arange(1, 13)), rng.dirichlet(np.arange(1, 13) * 0.7)
    return {
        "ranking": partial(
            draw.draw_ranking,
            names,
            share,
            low=[s - 0.006 for s in share],
            high=[s + 0.006 for s in share],
            noise=[0.002] * 7,
            suspects=[0],
            words="share of H(churn)",
        ),
        "heat_map": partial(draw.draw_heat_map, columns, few),
        "heat_map_large": partial(draw.draw_heat_map, [f"column {i}" for i in range(60)], many),
        "histograms": partial(draw.draw_histograms, reference, current, [f"bin {i}" for i in range(12)]),
    }
