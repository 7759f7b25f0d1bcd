"""The public names are part of the contract."""

from __future__ import annotations

import inspect

import pytest

import plogp

QUANTITIES = {
    "entropy",
    "cross_entropy",
    "kl_divergence",
    "js_divergence",
    "js_distance",
    "jeffreys_divergence",
    "renyi_entropy",
    "renyi_divergence",
    "tsallis_entropy",
    "total_variation",
    "hellinger_distance",
    "chi_square_divergence",
    "f_divergence",
    "perplexity",
    "mutual_information",
    "conditional_entropy",
    "normalized_mutual_information",
    "variation_of_information",
    "total_correlation",
    "dual_total_correlation",
    "o_information",
    "interaction_information",
    "softmax",
    "log_softmax",
    "value_and_gradient",
    "pairwise",
    "entropy_and_log_prob",
}
TABLES = {"Table", "Tally", "Missing", "profile", "compare", "rank", "evaluate"}


def test_all_quantities_of_the_design_are_there_and_what_is_asked_of_tables() -> None:
    assert set(plogp.__all__) >= QUANTITIES | TABLES


def test_public_names_are_sorted_whole_and_lazy() -> None:
    assert plogp.__all__ == sorted(set(plogp.__all__), key=lambda name: (name[0].islower(), name))
    assert {name for name in dir(plogp) if not name.startswith("_")} == {*plogp.__all__, "apps"}
    for name in plogp.__all__:
        assert getattr(plogp, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'entorpy'"):
        plogp.entorpy  # noqa: B018


def test_distributions_are_positional_and_come_first() -> None:
    for name in QUANTITIES - {"softmax", "log_softmax", "value_and_gradient", "pairwise"}:
        parameters = list(inspect.signature(getattr(plogp, name)).parameters.values())
        assert parameters[0].name == "p"
        assert parameters[0].kind is inspect.Parameter.POSITIONAL_ONLY
        assert all(p.kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD or p.name == "generator" for p in parameters)


def test_every_public_thing_has_a_docstring_with_an_example() -> None:
    silent = [
        name
        for name in plogp.__all__
        if not (doc := inspect.getdoc(getattr(plogp, name)))
        or (">>>" not in doc and not issubclass_of_exception(getattr(plogp, name)))
    ]
    assert not silent


def issubclass_of_exception(thing: object) -> bool:
    """Errors explain themselves in their messages."""
    return isinstance(thing, type) and issubclass(thing, BaseException)
