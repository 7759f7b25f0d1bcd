"""Every picture of plogp.draw, with numbers that plogp computes.

`python examples/gallery.py docs` writes them as SVG, the page that shows them, and photographs of the
report and of a terminal.
"""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import numpy as np

import plogp
from plogp import Counts, Labels, Logits, MillerMadow, PlugIn, draw
from plogp.apps.coding import CodeTree, HuffmanCode
from plogp.apps.tree import InformationTreeClassifier
from plogp.report.profile import profile_page

Picture = Callable[..., str]
P, Q = [0.5, 0.25, 0.13, 0.08, 0.04], [0.2] * 5
WEATHER = ["rain", "sun", "snow", "fog", "hail"]


def gallery() -> dict[str, Picture]:
    """The pictures by name; each is a function of width, lang and theme."""
    return {**_distributions(), **_codes(), **_densities(), **_models(), **_tables()}


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
    x = rng.normal(size=60)
    y = (x + rng.normal(0, 0.6, 60) > 0.3).astype(int)
    cuts = np.sort(x)[:-1] + np.diff(np.sort(x)) / 2
    nodes = [np.bincount(part, minlength=2) for part in (y, y[x <= 0.0], y[x > 0.0])]
    h = [plogp.entropy(plogp.Probs.normalized(n), base=2) for n in nodes]
    gains = [
        plogp.mutual_information(
            plogp.Joint(np.histogram2d(x > cut, y, bins=2, range=((-0.5, 1.5), (-0.5, 1.5)))[0] / 60), base=2
        )
        for cut in cuts
    ]
    tree = InformationTreeClassifier(max_depth=3).fit(
        np.column_stack([x, rng.normal(size=60)]), np.array(["no", "yes"])[y]
    )
    return {
        "softmax": partial(draw.draw_softmax, plogp.softmax(z), slope, 1, ["cat", "dog", "bird"]),
        "split": partial(
            draw.draw_split,
            x,
            y,
            0.0,
            cuts,
            gains,
            [(w, n, e) for w, n, e in zip(("all", "≤ 0", "> 0"), nodes, h, strict=True)],
            ["no", "yes"],
        ),
        "tree": tree.draw,
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


def page(pictures: Mapping[str, Picture]) -> str:
    """The page of all pictures, in Markdown."""
    head = (
        "# Gallery\n\nThe pictures of `plogp.draw`: functions from numbers to the text of an SVG file, with `width` in "
        'pixels,\n`lang="en"` or `"zh-TW"`, and `theme="auto"`, `"light"` or `"dark"`. The numbers of this page are '
        "computed in\n[`examples/gallery.py`](../examples/gallery.py), which `make pictures` runs.\n\n"
        "`plogp profile flights.parquet --target late` in a terminal, and with `-o report.html` as a page:\n\n"
        "![A profile in a terminal](pictures/terminal.en.png)\n\n![The page of a profile](pictures/report.png)\n"
    )
    parts = []
    for name, picture in pictures.items():
        drawn = getattr(picture, "func", picture)
        title = getattr(drawn, "__qualname__", name)
        words = str(inspect.getdoc(drawn)).partition("\n")[0]
        parts.append(
            f"\n## {name.replace('_', ' ').capitalize()}\n\n`{title}`: {words}\n\n![{name}](pictures/{name}.svg)\n"
        )
    return head + "".join(parts)


# Signs that a font for Chinese has as wide as an ideograph are taken from another, at half of that width as a terminal.
TERMINAL = """<style>@font-face{{font-family:signs;src:local("DejaVu Sans Mono");size-adjust:83%;
unicode-range:U+B1,U+B7,U+2013,U+2580-259F}}
body{{margin:0;background:#14171f}}pre{{margin:0;padding:18px 22px;width:fit-content;color:#e6e9ef;
font:16px/1.3 signs,"Noto Sans Mono CJK TC",monospace}}</style><pre>{code}</pre>"""


def terminal(table: Path, lang: str) -> str:
    """What `plogp profile` prints in colour, as a page."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    words = ["profile", table.name, "--target", "late", "--quiet", "--lang", lang]
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "84", "TERM": "xterm-256color"}
    done = subprocess.run(
        [sys.executable, "-m", "plogp", *words], env=environment, capture_output=True, text=True, check=True,
        cwd=table.parent,
    )  # fmt: skip
    eight = [
        (20, 23, 31),
        (217, 84, 77),
        (110, 190, 120),
        (224, 184, 76),
        (95, 140, 230),
        (180, 130, 230),
        (80, 190, 200),
    ]
    bright = [
        (120, 126, 140),
        (255, 122, 112),
        (140, 215, 150),
        (245, 208, 110),
        (122, 165, 255),
        (195, 155, 245),
        (120, 220, 230),
    ]
    theme = TerminalTheme((20, 23, 31), (230, 233, 239), [*eight, (217, 220, 227)], [*bright, (255, 255, 255)])
    console = Console(record=True, width=84, file=io.StringIO())
    console.print(Text(f"$ plogp profile {table.name} --target late", "dim"), Text.from_ansi(done.stdout), sep="\n")
    return console.export_html(theme=theme, inline_styles=True, code_format=TERMINAL)


def photograph(html: str, png: Path, width: int, height: int | None) -> None:
    """What a browser shows of a page: the first of it, or where no height is given all."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, TemporaryDirectory() as here:
        Path(here, "page.html").write_text(html, "utf-8")
        chromium = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": width, "height": height or 100})
        tab.goto(Path(here, "page.html").as_uri())
        tab.screenshot(path=png, full_page=height is None)
        chromium.close()


def main(folder: Path) -> None:
    """Write everything; photographs where there is a browser."""
    pictures = gallery()
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / "pictures" / f"{name}.svg").write_text(picture(width=640), "utf-8")
    (folder / "gallery.md").write_text(page(pictures), "utf-8")
    if which("chromium") and find_spec("playwright"):
        from flights import flights
        from pyarrow.parquet import write_table

        with TemporaryDirectory() as here:
            table = Path(here, "flights.parquet")
            write_table(flights(), table)
            report = profile_page(plogp.profile(table, "late"))
            photograph(report, folder / "pictures" / "report.png", 1280, 1000)
            for lang in ("en", "zh-TW"):
                photograph(terminal(table, lang), folder / "pictures" / f"terminal.{lang}.png", 820, None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
