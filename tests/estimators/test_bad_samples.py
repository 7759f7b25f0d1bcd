"""What no number can be made of: a clear error that says what is wrong and how it is mended."""

import numpy as np
import pytest

import plogp
from plogp import KSG, Correa, KozachenkoLeonenko, MixedKSG, NearestNeighbourKL, PlugIn, RankKSG, Samples, Vasicek
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, Unanswerable

x, y = np.random.default_rng(0).standard_normal((2, 100))
NEIGHBOURS = [KSG(), KSG(algorithm=2), MixedKSG(), RankKSG()]


@pytest.mark.parametrize("estimator", NEIGHBOURS)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_fewer_observations_than_neighbours(estimator, n):
    with pytest.raises(NotSamples, match=r"too few for k=3.*4 or more"):
        plogp.mutual_information(Samples(x[:n], y[:n]), estimator=estimator)
    with pytest.raises(NotSamples, match="too few"):
        plogp.entropy(Samples(x[:n]), estimator=KozachenkoLeonenko())
    with pytest.raises(NotSamples, match="too few"):
        plogp.kl_divergence(Samples(x[:n]), Samples(y))


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_missing_values_are_an_error_or_dropped(hole):
    holed = x.copy()
    holed[7] = hole
    with pytest.raises(NotSamples, match="row 7"):
        plogp.mutual_information(Samples(holed, y))
    estimate = plogp.mutual_information(Samples(holed, y, missing="drop"))
    assert estimate == plogp.mutual_information(Samples(np.delete(x, 7), np.delete(y, 7)))
    assert estimate.n == 99
    assert estimate.dropped == 1


@pytest.mark.parametrize("estimator", NEIGHBOURS)
def test_a_constant_tells_nothing(estimator):
    estimate = plogp.mutual_information(Samples(x, np.full(100, 3.0)), estimator=estimator)
    assert estimate.low <= 0 <= estimate.high
    assert abs(estimate) < 0.2


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


@pytest.mark.parametrize("estimator", [KSG(k=0), RankKSG(k=-1), KSG(algorithm=3), MixedKSG(k=0)])
def test_parameters_out_of_range(estimator):
    with pytest.raises(InvalidParameter):
        plogp.mutual_information(Samples(x, y), estimator=estimator)


@pytest.mark.parametrize("window", [0, 50, -1])
def test_windows_out_of_range(window):
    with pytest.raises(InvalidParameter, match="window"):
        plogp.entropy(Samples(x), estimator=Vasicek(window))


def test_levels_that_all_occur_once():
    with pytest.raises(NotSamples, match="occurs once"):
        plogp.mutual_information(Samples(np.arange(100), x))
