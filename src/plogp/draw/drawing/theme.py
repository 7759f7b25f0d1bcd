"""The colours of all pictures, light and dark, as the style sheet that every picture shares."""

from __future__ import annotations

# One colour for one idea, everywhere. Texts stand in `ink`, `muted`, a colour itself, or `on` a colour, each with a
# contrast of at least 4.5 (WCAG 2.2, 1.4.3), which a test computes.
LIGHT = {
    "ground": "#ffffff", "ink": "#1c2333", "muted": "#566074", "grid": "#e4e2dc", "on": "#ffffff",
    "p": "#2456c8", "q": "#b93c0a", "joint": "#465166", "info": "#7440b5",
    "c0": "#2456c8", "c1": "#b93c0a", "c2": "#0f7268", "c3": "#7440b5", "c4": "#805a00", "c5": "#a42c6c",
    "c6": "#465166", "c7": "#3a741e",
}  # fmt: skip
DARK = {
    "ground": "#1b1f2a", "ink": "#eef1f6", "muted": "#a9b2c3", "grid": "#363c4a", "on": "#10131a",
    "p": "#7aa5ff", "q": "#ff9a62", "joint": "#b6bfce", "info": "#c39bf5",
    "c0": "#7aa5ff", "c1": "#ff9a62", "c2": "#4fd1c1", "c3": "#c39bf5", "c4": "#e0b84c", "c5": "#f48fc0",
    "c6": "#b6bfce", "c7": "#93d36a",
}  # fmt: skip
CLASSES = 8  # colours for what has no colour of its own; others are the same again, hatched
FAINT = 0.28  # opacity of what lies behind
_CHOSEN = (
    ("[data-theme=light]", "[data-jp-theme-light=true]"), ("[data-theme=dark]", "[data-jp-theme-light=false]"),
)  # fmt: skip
THEMES = ("auto", "light", "dark", "page")
FONT = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans TC","PingFang TC","Microsoft JhengHei",sans-serif'
)

_RULES = "".join(
    f".plogp .{name}{{fill:var(--{name})}}.plogp .{name}-line{{stroke:var(--{name});fill:none}}" for name in LIGHT
)
_RULES += (
    f".plogp{{font-family:{FONT};font-variant-numeric:tabular-nums}}"
    f".plogp .faint{{opacity:{FAINT}}}.plogp .bold{{font-weight:600}}"
    '.plogp .mono{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}'
    ".plogp .dashed{stroke-dasharray:4 3}.plogp .dotted{stroke-dasharray:1.5 3}"
    ".plogp .strong{stroke-width:2.25;stroke-linejoin:round}.plogp path,.plogp line{stroke-linecap:round}"
)


def stylesheet(theme: str = "auto") -> str:
    """The CSS of all pictures: once in a page whose pictures have the theme "page", or in each picture that has not.

    "auto" follows the reader's setting, and that of a page where it has one of its own: `data-theme`, or JupyterLab's.
    """
    if theme in ("light", "dark"):
        return f"svg.plogp.plogp-{theme}{{{_variables(LIGHT if theme == 'light' else DARK)}}}{_RULES}"
    light, dark = _variables(LIGHT), _variables(DARK)
    chosen = "".join(
        f"{','.join(f'{page} .plogp,.plogp{page}' for page in pages)}{{{colours}}}"
        for pages, colours in zip(_CHOSEN, (light, dark), strict=True)
    )
    return f".plogp{{{light}}}@media(prefers-color-scheme:dark){{.plogp{{{dark}}}}}{chosen}{_RULES}"


def class_colour(i: int) -> str:
    """The CSS class of the colour of one class of many."""
    return f"c{i % CLASSES}"


def _variables(colours: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())
