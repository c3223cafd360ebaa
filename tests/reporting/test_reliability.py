import math

import numpy as np
import pytest

from autograder.reporting.reliability import (
    correlation,
    cronbach_alpha,
    f_quantile,
    feldt_interval,
    item_rest_correlation,
    largest_by_chance,
    reliability,
)

# Ten customers and three questions: the worked example of statology.org ("How to Calculate
# Cronbach's Alpha in Python"), whose figures come from pingouin: 0.773 (0.336, 0.939).
SURVEY = np.array(
    [
        [1, 2, 2, 3, 2, 2, 3, 3, 2, 3],
        [1, 1, 1, 2, 3, 3, 2, 3, 3, 3],
        [1, 1, 2, 1, 2, 3, 3, 3, 2, 3],
    ]
).T

TABLE = np.random.default_rng(11).integers(0, 6, size=(40, 7)) + np.arange(40)[:, None] / 10


def test_alpha_of_a_published_example() -> None:
    found = reliability(SURVEY)
    assert found is not None
    assert found.alpha == pytest.approx(0.7734375)
    assert (round(found.low, 3), round(found.high, 3)) == (0.336, 0.939)


@pytest.mark.parametrize(
    ("alpha", "students", "items", "low", "high"),
    [
        # real-statistics.com, "Cronbach's Alpha Continued", to more digits by R's qf
        (0.591719, 15, 10, 0.19492168920552821, 0.8398208740258171),
        # C. Evans' R code for Feldt's interval, on the pages of the MRC Cognition and Brain unit
        (0.913, 873, 20, 0.9044024, 0.9211588),
    ],
)
def test_feldts_interval_of_published_examples(
    alpha: float, students: int, items: int, low: float, high: float
) -> None:
    assert feldt_interval(alpha, students, items) == pytest.approx((low, high), abs=5e-8)


@pytest.mark.parametrize(
    ("probability", "numerator", "denominator", "table"),
    [
        (0.95, 1, 10, 4.9646),
        (0.95, 5, 10, 3.3258),
        (0.975, 5, 10, 4.2361),
        (0.975, 9, 18, 2.9291),
        (0.99, 20, 60, 2.1978),
        (0.05, 10, 5, 1 / 3.3258),
    ],
)
def test_quantiles_of_f_are_those_of_printed_tables(
    probability: float, numerator: int, denominator: int, table: float
) -> None:
    assert f_quantile(probability, numerator, denominator) == pytest.approx(table, abs=6e-5)


@pytest.mark.parametrize("probability", [0.001, 0.025, 0.5, 0.975, 0.999])
@pytest.mark.parametrize("denominator", [1, 3, 38, 2_000, 400_000])
def test_quantiles_of_f_with_two_degrees_have_a_formula(
    probability: float, denominator: int
) -> None:
    exact = denominator / 2 * math.expm1(-2 / denominator * math.log1p(-probability))
    assert f_quantile(probability, 2, denominator) == pytest.approx(exact, rel=1e-9)


def test_a_quantile_of_f_has_its_probability_below_it() -> None:
    numerator, denominator = 23, 23 * 17
    end = f_quantile(0.975, numerator, denominator)
    x, step = np.linspace(0, end, 200_001, retstep=True)
    log = (
        math.lgamma((numerator + denominator) / 2)
        - math.lgamma(numerator / 2)
        - math.lgamma(denominator / 2)
        + numerator / 2 * math.log(numerator / denominator)
    )
    bend = numerator * x / denominator
    density = np.exp(log - (numerator + denominator) / 2 * np.log1p(bend))
    density *= x ** (numerator / 2 - 1)
    below = float(step) * float(density.sum() - density[-1] / 2)
    assert below == pytest.approx(0.975, abs=1e-7)


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.5])
def test_a_quantile_needs_a_probability_within_0_and_1(probability: float) -> None:
    with pytest.raises(ValueError, match="a quantile needs"):
        f_quantile(probability, 3, 4)


def test_alpha_is_that_of_numpys_covariances() -> None:
    covariances = np.cov(TABLE, rowvar=False)
    expected = 7 / 6 * (1 - np.trace(covariances) / covariances.sum())
    assert cronbach_alpha(TABLE) == pytest.approx(expected)


def test_the_standard_error_is_no_larger_than_the_spread() -> None:
    # More of one item goes with less of the other: alpha is far below 0.
    found = reliability([[4.0, 0.0], [0.0, 3.5], [3.0, 1.5], [1.0, 3.0]])
    assert found is not None
    assert found.alpha < 0
    assert found.error == found.deviation


def test_the_standard_error_shrinks_as_alpha_grows() -> None:
    found = reliability(TABLE)
    assert found is not None
    totals = TABLE.sum(axis=1)
    assert found.mean == pytest.approx(np.mean(totals))
    assert found.deviation == pytest.approx(np.std(totals, ddof=1))
    assert found.error == pytest.approx(found.deviation * math.sqrt(1 - found.alpha))


@pytest.mark.parametrize(
    "scores", [[[1.0, 2.0]], [[1.0], [2.0]], [[1, 2], [2, 1], [0, 3]], np.zeros((0, 3))]
)
def test_alpha_is_not_defined_without_a_spread(scores: list[list[float]]) -> None:
    assert cronbach_alpha(scores) is None
    assert reliability(scores) is None


def test_an_item_is_compared_with_the_rest_of_the_total() -> None:
    totals = TABLE.sum(axis=1)
    for column in range(TABLE.shape[1]):
        rest = np.delete(TABLE, column, axis=1).sum(axis=1)
        expected = np.corrcoef(TABLE[:, column], rest)[0, 1]
        assert item_rest_correlation(TABLE[:, column], totals) == pytest.approx(expected)


def test_rounding_is_no_spread() -> None:
    sums = [100.0, 99.99999999999999, 100.00000000000001, 100.0]
    assert correlation([1.0, 0.0, 1.0, 0.0], sums) is None
    assert correlation([1.0, 2.0], [3.0, 4.0]) is None


def test_the_largest_correlation_by_chance_is_fishers() -> None:
    # arctanh r ± 1.96 / sqrt(n - 3) around 0
    assert largest_by_chance(28) == pytest.approx(math.tanh(1.959964 / 5), abs=1e-7)
    assert largest_by_chance(3) == 1.0
