"""Evaluation: its identity, its oracles, and what it says of calibrated models."""

import json

import jsonschema
import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import GroupKFold

import plogp
from plogp.apps import evaluation
from plogp.apps.evaluation.calibration_error import equal_bins, expected_calibration_error, smooth_ece
from plogp.apps.evaluation.dichotomies import MOST_GROUPS, dichotomies_of
from plogp.apps.evaluation.mean_loss import Units, mean_loss
from plogp.apps.evaluation.predictions import log_probabilities
from plogp.apps.evaluation.recalibrated import fitted_loss, isotonic, loss
from plogp.apps.evaluation.recalibration import fit_temperature


def drawn(seed, n, k, slope=1.0):
    """Logits whose softmax the classes are drawn from, times a slope: above one the model is over-confident."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(n, k)) * 2
    p = np.exp(log_probabilities(z, logits=True))
    y = (rng.random((n, 1)) > np.cumsum(p, axis=1)).sum(axis=1).clip(0, k - 1)
    return z * slope, y


@pytest.mark.parametrize(("n", "k"), [(60, 2), (300, 2), (200, 4), (150, 12)])
@pytest.mark.parametrize("kind", ["plain", "weights", "by"])
def test_loss_is_uncertainty_less_discrimination_and_miscalibration(n, k, kind):
    z, y = drawn(1, n, k, 1.4)
    rng = np.random.default_rng(2)
    more = {"plain": {}, "weights": {"weights": rng.random(n) + 0.1}, "by": {"by": rng.integers(0, 9, n)}}[kind]
    found = plogp.evaluate(label=y, logits=z, base=np.e, cv=None, **more)
    model = found.model
    assert found.uncertainty - model.discrimination + model.miscalibration == pytest.approx(model.loss, abs=1e-12)
    p = np.exp(log_probabilities(z, logits=True))
    assert model.loss == pytest.approx(log_loss(y, p, sample_weight=more.get("weights"), labels=range(k)), rel=1e-9)
    for part in (model.discrimination, model.miscalibration):  # what the fit gained, with chance in it
        assert part.value + part.bias >= -1e-3
        assert 0 <= part.low <= part.high


@pytest.mark.parametrize("weighted", [False, True])
def test_recalibration_is_isotonic_regression(weighted):
    rng = np.random.default_rng(3)
    p = np.round(rng.random(400), 2)
    y = (rng.random(400) < p**2).astype(int)
    w = rng.random(400) + 0.1 if weighted else None
    d = dichotomies_of(log_probabilities(1 - p, logits=False), y, w)  # the outcome of the first step is class 0
    expected = IsotonicRegression(y_min=0, y_max=1).fit(p, y == 0, w).predict(np.unique(p))
    np.testing.assert_allclose(isotonic(d, d.hit_weights), expected, atol=1e-12)


def test_many_forecasts_are_grouped_and_lose_next_to_nothing():
    z, y = drawn(4, 4 * MOST_GROUPS, 2)
    d = dichotomies_of(log_probabilities(z, logits=True), y)
    assert d.forecast.size <= MOST_GROUPS + 2
    assert d.rows.sum() == y.size
    q = np.exp(log_probabilities(z, logits=True))[:, 0]
    fitted = IsotonicRegression().fit(q, y == 0).predict(q)
    held = isotonic(d, d.hit_weights)
    whole = -np.mean(np.log(np.where(y == 0, fitted, 1 - fitted)))
    assert fitted_loss(d, held) == pytest.approx(whole, abs=2e-4)
    assert loss(d, d.hit_weights, held) == pytest.approx(fitted_loss(d, held), abs=1e-12)


def test_a_calibrated_model_is_seldom_called_miscalibrated_and_a_confident_one_is():
    found = [plogp.evaluate(label=y, logits=z, cv=None).model for z, y in (drawn(s, 200, 2) for s in range(40))]
    assert sum(not model.calibrated for model in found) <= 6  # 1 in 1000 by chance
    assert sum(model.miscalibration.low > 0 for model in found) <= 5
    z, y = drawn(5, 600, 2, 2.0)
    model = plogp.evaluate(label=y, logits=z).model
    assert not model.calibrated
    assert model.miscalibration.low > 0
    temperature = model.recalibrations[0]
    assert temperature.temperature == pytest.approx(2, rel=0.2)
    assert temperature.won.low > 0


def test_temperature_is_the_optimum_of_scipy():
    z, y = drawn(6, 500, 3, 1.7)
    log_p = log_probabilities(z, logits=True)

    def loss(log_t):
        return log_loss(y, np.exp(log_probabilities(z / np.exp(log_t), logits=True)), labels=range(3))

    best = minimize_scalar(loss, bracket=(-1, 1), tol=1e-10)
    assert fit_temperature(log_p, y, None) == pytest.approx(np.exp(best.x), rel=1e-5)


def smooth_ece_by_definition(f, y):
    """Of the images of the kernel beyond 0 and 1, on a grid."""
    t = (np.arange(2000) + 0.5) / 2000

    def smoothed(sigma):
        images = np.arange(-4, 5)[:, None, None] * 2
        apart = np.concatenate([t[:, None] - f + images, t[:, None] + f + images])
        kernel = np.exp(-((apart / sigma) ** 2) / 2).sum(axis=0) / sigma / np.sqrt(2 * np.pi)
        return np.abs(kernel @ (f - y) / f.size).mean()

    low, high = 0.0, 1.0
    for _ in range(12):
        sigma = (low + high) / 2
        low, high = (low, sigma) if smoothed(sigma) < sigma else (sigma, high)
    return high


def test_smooth_ece_is_its_definition():
    rng = np.random.default_rng(7)
    f = rng.beta(0.6, 0.8, 80)
    y = (rng.random(80) < f**1.5).astype(float)
    assert smooth_ece(f, y) == pytest.approx(smooth_ece_by_definition(f, y), abs=4e-4)


def test_calibration_error_in_bins_is_its_definition_and_a_forecast_of_one_has_no_bin_of_its_own():
    f, y = np.array([0.1, 0.2, 0.8, 0.9, 1.0, 1.0]), np.array([0.0, 1, 1, 1, 1, 0])
    bins = equal_bins(f, y, 2)
    assert [rows for _, _, rows, _, _ in bins] == [3, 3]
    expected = 0.5 * abs(f[:3].mean() - y[:3].mean()) + 0.5 * abs(f[3:].mean() - y[3:].mean())
    assert expected_calibration_error(bins)[0] == pytest.approx(expected)
    rng = np.random.default_rng(9)
    f = rng.random(2000)
    plain, less = expected_calibration_error(equal_bins(f, (rng.random(2000) < f).astype(float), 15))
    assert less < plain < 0.05


def test_brier_score_accuracy_and_reliability():
    z, y = drawn(10, 500, 2)
    p = np.exp(log_probabilities(z, logits=True))
    model = plogp.evaluate(label=y, probs=p, cv=None).model
    assert model.brier == pytest.approx(brier_score_loss(y, p[:, 1]))
    assert model.accuracy == pytest.approx(np.mean(p.argmax(axis=1) == y))
    assert sum(one.rows for one in model.curve) == 500
    assert all(one.low <= one.frequency <= one.high for one in model.curve)
    assert all(one.low <= one.forecast <= one.high for one in model.curve)


def test_every_row_a_group_is_no_group_and_whole_groups_repeated_tell_nothing_more():
    z, y = drawn(11, 300, 2)
    alone = plogp.evaluate(label=y, logits=z, cv=None)
    assert plogp.evaluate(label=y, logits=z, by=np.arange(300), cv=None).model == alone.model
    four = plogp.evaluate(label=np.tile(y, 4), logits=np.tile(z, (4, 1)), by=np.tile(np.arange(300), 4), cv=None)
    assert four.model.loss == pytest.approx(alone.model.loss)
    assert four.model.loss.stderr == pytest.approx(alone.model.loss.stderr, rel=1e-6)


def test_a_mean_of_clusters_is_students_of_their_means_where_they_are_alike():
    rng = np.random.default_rng(12)
    means = rng.normal(size=8)
    found = mean_loss(np.repeat(means, 5), Units(40, None, np.repeat(np.arange(8), 5)), 0.95, "")
    assert found.stderr == pytest.approx(means.std(ddof=1) / np.sqrt(8))


def test_what_was_impossible_is_named():
    p = np.array([0.0, 0.2, 0.0, 0.9, 1.0])
    found = plogp.evaluate(label=[0, 0, 1, 1, 1], probs=p)
    model = found.model
    assert model.loss == np.inf
    assert model.impossible_rows == (2,)
    assert model.possible_loss == pytest.approx(-np.log2([1, 0.8, 0.9, 1]).mean())
    assert not model.calibrated
    assert "in 1 row of model" in found.findings[0].text
    assert json.loads(found.to_json())["models"][0]["loss"]["value"] is None
    both = plogp.evaluate(label=[0, 0, 1, 1, 1], probs=p, reference=np.clip(p, 0.1, 0.9), cv=None)
    (pair,) = both.differences
    assert (pair.difference, pair.p_value, pair.tied) == (-np.inf, 0.0, False)  # it excluded what happened
    assert "−inf" in str(both)
    assert "-inf" not in str(both)
    (pair,) = plogp.evaluate(label=[0, 0, 1, 1, 1], probs=p, reference=[1, 0, 1, 1, 1], cv=None).differences
    assert (np.isnan(pair.difference), pair.tied) == (True, True)  # so did both, each in another row


@pytest.mark.parametrize("model", ["calibrated", "impossible", "several"])
def test_json_follows_its_schema(model):
    z, y = drawn(13, 100, 3)
    beside = {"other": z * 1.5, "noise": z[::-1]} if model == "several" else None
    z = np.where(z > 3, -np.inf, z) if model == "impossible" else z
    found = plogp.evaluate(label=y, logits=z, reference=beside)
    jsonschema.validate(json.loads(found.to_json()), evaluation.schema())
    assert len(found.differences) == (3 if model == "several" else 0)


def test_models_are_compared_row_by_row():
    z, y = drawn(14, 400, 5)
    other = z + np.random.default_rng(15).normal(size=z.shape)
    found = plogp.evaluate(label=y, logits=z, reference={"noisy": other, "same": z.copy()}, base=np.e, cv=None)
    noisy, same, _ = found.differences
    p, q = (np.exp(log_probabilities(held, logits=True)) for held in (z, other))
    rows = np.arange(400)
    assert noisy.difference == pytest.approx(np.mean(np.log(p[rows, y] / q[rows, y])))
    assert not noisy.tied
    assert noisy.p_value <= noisy.adjusted < 0.05
    each = np.sum(q * np.log(q / p), axis=1)
    assert noisy.divergence == pytest.approx(each.mean())
    assert noisy.worst_rows[0] == each.argmax()
    assert (noisy.divergence_most, noisy.divergence_99) == pytest.approx((each.max(), np.sort(each)[396]), rel=0.2)
    assert noisy.same_top == np.mean(p.argmax(axis=1) == q.argmax(axis=1))
    assert (same.difference, same.divergence, same.same_top, same.tied) == (0, 0, 1, True)


def test_folds_may_be_those_of_scikit_learn():
    z, y = drawn(16, 200, 2, 1.5)
    by = np.repeat(np.arange(20), 10)
    found = plogp.evaluate(label=y, logits=z, by=by, cv=GroupKFold(4))
    assert [one.method for one in found.model.recalibrations] == ["temperature", "vector", "isotonic"]
    with pytest.raises(plogp.PlogpError, match="number of folds"):
        plogp.evaluate(label=y, logits=z, cv=1)
