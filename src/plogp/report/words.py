"""Words of the pages that are chosen by a value, marked for the catalogues; `page.spoken` finds them there."""

from __future__ import annotations

from plogp.translations.message import Message

CHOSEN = (
    Message("yes"), Message("no"), Message("warning"), Message("note"), Message("{a} with {b}"),
    Message("{b} given {a}"), Message("integer"), Message("number"), Message("string"), Message("timestamp"),
    Message("duration"), Message("binary"), Message("not refuted"), Message("p that it is calibrated"),
    Message("accuracy"), Message("smooth ECE"),
)  # fmt: skip
