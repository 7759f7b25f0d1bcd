"""Words of the pictures that are chosen by a value, marked for the catalogues; `Canvas.say` finds them there."""

from __future__ import annotations

from plogp.translations.message import Message

CHOSEN = (
    Message("paid either way"), Message("overspent"), Message("saved"), Message("entropy H(P)"),
    Message("cross-entropy H(P,Q)"), Message("reference"), Message("current"), Message("total"), Message("aleatoric"),
    Message("epistemic"), Message("total doubt H"), Message("chance (aleatoric)"), Message("disagreement (epistemic)"),
    Message("width: how often it happens, p(x); height: what its code takes, −log p(x), in {unit}"),
    Message("width: how often it happens, p(x); height: what Q spends on it, −log q(x), in {unit}"),
    Message("root"),
)  # fmt: skip
