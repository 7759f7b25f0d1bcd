"""Every picture from names and numbers of any kind, and those of the gallery."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import plogp.draw as draw
from plogp.apps.coding.code_tree import CodeTree

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))
from gallery import gallery
from gallery_page import page as gallery_page

__all__ = ["HOSTILE", "PICTURES", "gallery", "gallery_page"]

HOSTILE = [
    "",
    " ",
    "<script>alert(1)</script>",
    "\"&'>",
    "x" * 10_000,
    "晴天而且有一點點風的日子不會下雨" * 4,
    "\u202eabc\u202c",
    "مرحبا بالعالم",
    "🦔" * 30,
    "a\0b\ud800",
    "é" * 80,
    "﷽",
]


def ends(values):
    return [x if math.isnan(x) else min(1.0, x) for x in values]


def tree_of(names, values):
    node = CodeTree("0", ends(values)[0], names[0])
    for name, x in zip(names[1:], ends(values[1:]), strict=True):
        node = CodeTree("", 1.0, None, (node, CodeTree("1", x, name)))
    return node


PICTURES = {
    "bars": lambda n, p, x: draw.draw_bars(p, ends(p), n, **x),
    "terms": lambda n, p, x: draw.draw_terms([*p[:-1], math.inf], math.inf, n, **x),
    "terms_signed": lambda n, p, x: draw.draw_terms([-v for v in p], -1.0, n, **x),
    "area": lambda n, p, x: draw.draw_area(ends(p), p, [*p[:-1], math.inf], n, **x),
    "sum_bar": lambda n, p, x: draw.draw_sum_bar(p[0], p[-1], math.inf, **x),
    "curve": lambda n, p, x: draw.draw_curve(range(len(p)), [-v for v in p], [(1.0, -p[0])] * len(p), n, **x),
    "mosaic": lambda n, p, x: draw.draw_mosaic([ends(p)[:9]] * 2, n[:2] * (2 // len(n[:2])), n[:9], **x),
    "information": lambda n, p, x: draw.draw_information(p[0], p[-1], p[0], -p[-1], names=(n[0], n[-1]), **x),
    "bells": lambda n, p, x: draw.draw_bells(
        range(len(p)), p, p[::-1], [-v for v in p], math.inf, labels=(n[0], n[-1]), **x
    ),
    "softmax": lambda n, p, x: draw.draw_softmax(ends(p), [-v for v in p], len(p) - 1, n, **x),
    "saturation": lambda n, p, x: draw.draw_saturation(
        range(len(p)), ends(p), [*p[:-1], math.inf], at=0, slope=p[0], **x
    ),
    "sampling_bias": lambda n, p, x: draw.draw_sampling_bias(range(len(p) + 1), {n[0]: p}, {n[0]: p[0]}, p[-1], **x),
    "ranking": lambda n, p, x: draw.draw_ranking(
        n, [-v for v in p], low=p, high=p, noise=p, suspects=[0], words=n[0][:300], **x
    ),
    "heat_map": lambda n, p, x: draw.draw_heat_map(n, [ends(p)] * len(p), words=n[0][:300], **x),
    "histograms": lambda n, p, x: draw.draw_histograms(p, p[::-1], n, **x),
    "reliability": lambda n, p, x: draw.draw_reliability(ends(p), ends(p), p, low=ends(p), high=ends(p), **x),
    "ensemble": lambda n, p, x: draw.draw_ensemble([ends(p)] * 3, ends(p), p[0], p[-1], 0.0, n, **x),
    "training": lambda n, p, x: draw.draw_training(
        range(len(p)), {n[0]: p, n[-1]: [math.inf] * len(p)}, entropy=p[0], best=0, **x
    ),
    "information_plane": lambda n, p, x: draw.draw_information_plane(
        {name: [(v, -v)] for name, v in zip(n[:9], p, strict=False)}, ceiling=p[0], **x
    ),
    "split": lambda n, p, x: draw.draw_split(
        p,
        [i % 2 for i in range(len(p))],
        p[0],
        [p[0]],
        [p[-1]],
        [(n[0], ends(p)[:2] if len(p) > 1 else [0, 1], p[0])],
        [n[0], n[-1]],
        **x,
    ),
    "code_tree": lambda n, p, x: draw.draw_code_tree(tree_of(n, p), 2, **x),
}
