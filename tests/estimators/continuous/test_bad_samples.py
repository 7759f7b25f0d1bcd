"""What no number can be made of: a clear error that says what is wrong and how it is mended."""

import numpy as np
import pytest

import plogp
from plogp import (
    KSG,
    Correa,
    Ebrahimi,
    GaussianCopula,
    KozachenkoLeonenko,
    MixedKSG,
    NearestNeighbourKL,
    PlugIn,
    RankKSG,
    Samples,
    VanEs,
    Vasicek,
)
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, Unanswerable

x, y = np.random.default_rng(0).standard_normal((2, 100))
NEIGHBOURS = [KSG(), KSG(algorithm=2), MixedKSG(), RankKSG()]
DEPENDENCE = [*NEIGHBOURS, GaussianCopula()]
ENTROPY = [KozachenkoLeonenko(), Vasicek(), VanEs(), Ebrahimi(), Correa()]
QUESTIONS = {
    **{
        str(e): lambda a, n=100, e=e, **how: plogp.mutual_information(Samples(a, y[:n], **how), estimator=e)
        for e in DEPENDENCE
    },
    **{str(e): lambda a, n=100, e=e, **how: plogp.entropy(Samples(a, **how), estimator=e) for e in ENTROPY},
    "KL": lambda a, n=100, **how: plogp.kl_divergence(Samples(a, **how), Samples(y)),
    "KL from it": lambda a, n=100, **how: plogp.kl_divergence(Samples(y), Samples(a, **how)),
    "JS": lambda a, n=100, **how: plogp.js_divergence(Samples(a, **how), Samples(y)),
}
each = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())


@pytest.mark.parametrize("estimator", NEIGHBOURS)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_fewer_observations_than_neighbours(estimator, n):
    with pytest.raises(NotSamples, match=r"too few for k=3.*4 or more"):
        plogp.mutual_information(Samples(x[:n], y[:n]), estimator=estimator)
    with pytest.raises(NotSamples, match="too few"):
        plogp.entropy(Samples(x[:n]), estimator=KozachenkoLeonenko())
    with pytest.raises(NotSamples, match="too few"):
        plogp.kl_divergence(Samples(x[:n]), Samples(y))


@each
@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_missing_values_are_an_error_or_dropped_by_all(question, hole):
    holed = x.copy()
    holed[7] = hole
    with pytest.raises(NotSamples, match="row 7"):
        question(holed)
    assert question(holed, missing="drop").dropped == 1


@each
def test_objects_and_nothing_are_refused_by_all(question):
    with pytest.raises(NotSamples, match="objects"):
        question(np.array([1.0, "a", None, {}] * 25, dtype=object))
    with pytest.raises(NotSamples, match=r"empty|no observations"):
        question(np.empty(0))


@each
def test_no_estimate_from_few_observations_is_silent(question):
    for n in (1, 2, 4, 6, 20, 47):
        try:
            found = question(x[:n], n)
        except (NotSamples, ShapeMismatch):
            continue
        assert any("undersampled" in warning for warning in found.warnings)


@each
def test_no_estimate_of_a_constant_is_silent(question):
    try:
        said = question(np.full(100, 3.0)).warnings
    except NotSamples as error:
        said = (str(error),)
    assert "constant" in said[0] or "infin" in said[0]


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_what_is_dropped_might_never_have_been_there(hole):
    holed = x.copy()
    holed[7] = hole
    estimate = plogp.mutual_information(Samples(holed, y, missing="drop"))
    assert estimate == plogp.mutual_information(Samples(np.delete(x, 7), np.delete(y, 7)))
    assert estimate.n == 99
    assert estimate.dropped == 1


@pytest.mark.parametrize("estimator", DEPENDENCE, ids=str)
def test_a_constant_tells_nothing(estimator):
    constant = np.full(100, 3.0)
    for samples in (Samples(x, constant), Samples(constant, constant), Samples(constant, y, given=x)):
        estimate = plogp.mutual_information(samples, estimator=estimator)
        assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)
        assert "constant" in str(estimate)
    if estimator != KSG(algorithm=2):
        assert "column 2" in plogp.mutual_information(Samples(x, y, given=constant), estimator=estimator).warnings[0]


@pytest.mark.parametrize("estimator", [KozachenkoLeonenko(), Vasicek(), Correa(window=3)])
def test_a_constant_has_no_density(estimator):
    with pytest.raises(NotSamples, match="minus infinity"):
        plogp.entropy(Samples(np.full(100, 3.0)), estimator=estimator)


def test_a_constant_cannot_be_compared():
    with pytest.raises(NotSamples, match="equal"):
        plogp.kl_divergence(Samples(np.full(100, 3.0)), Samples(x))


def test_columns_that_do_not_fit():
    with pytest.raises(ShapeMismatch, match="100 and 99"):
        plogp.mutual_information(Samples(x, y[1:]))
    with pytest.raises(ShapeMismatch, match="2 variables"):
        plogp.mutual_information(Samples(x, y, x + y))
    with pytest.raises(ShapeMismatch, match="out of range"):
        plogp.mutual_information(Samples(x, y), given=2)
    with pytest.raises(ShapeMismatch, match="1 and 2 coordinates"):
        plogp.kl_divergence(Samples(x), Samples(np.column_stack([x, y])))
    with pytest.raises(ShapeMismatch, match="one coordinate"):
        plogp.entropy(Samples(np.column_stack([x, y])), estimator=Vasicek())
    with pytest.raises(NotSamples, match="objects"):
        plogp.mutual_information(Samples(np.array([1.0, "a", None] * 20, dtype=object), x[:60]))


def test_an_estimator_of_something_else():
    with pytest.raises(Unanswerable, match="PlugIn does not estimate the entropy of continuous samples"):
        plogp.entropy(Samples(x), estimator=PlugIn())
    with pytest.raises(Unanswerable, match="RankKSG does"):
        plogp.mutual_information(Samples(x, y), estimator=NearestNeighbourKL())
    with pytest.raises(Unanswerable, match="discrete"):
        plogp.mutual_information(Samples(x, x > 0), estimator=KSG())
    with pytest.raises(Unanswerable, match="argument 2 is Probs"):
        plogp.kl_divergence(Samples(x), plogp.Probs([0.5, 0.5]))


@pytest.mark.parametrize(
    ("estimator", "parameters"), [(KSG, {"k": 0}), (RankKSG, {"k": -1}), (KSG, {"algorithm": 3}), (MixedKSG, {"k": 0})]
)
def test_parameters_out_of_range(estimator, parameters):
    with pytest.raises(InvalidParameter, match=next(iter(parameters))):
        estimator(**parameters)


@pytest.mark.parametrize("window", [0, 50, -1])
def test_windows_out_of_range(window):
    with pytest.raises(InvalidParameter, match="window"):
        plogp.entropy(Samples(x), estimator=Vasicek(window))


def test_levels_that_all_occur_once():
    with pytest.raises(NotSamples, match="occurs once"):
        plogp.mutual_information(Samples(np.arange(100), x))
