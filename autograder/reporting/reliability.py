"""Figures of classical test theory: reliability, its interval, and an item's agreement.

docs/measurement.md defines them and names their sources.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "Reliability",
    "correlation",
    "cronbach_alpha",
    "f_quantile",
    "feldt_interval",
    "item_rest_correlation",
    "largest_by_chance",
    "reliability",
]

_CONFIDENCE: Final = 0.95
_TWO_SIDED: Final = 1.959963984540054  # the normal quantile of 97.5 %
_NOTHING: Final = 1e-9  # a spread that is only rounding
_TERMS: Final = 10_000
_TINY: Final = 1e-300


@dataclass(frozen=True)
class Reliability:
    """How reliable the totals of a class are.

    Attributes
    ----------
    students, items : int
        The number of students, and of items (exercises).
    alpha : float
        Cronbach's alpha.
    low, high : float
        Feldt's 95 % confidence interval of it.
    mean, deviation : float
        Mean and standard deviation of the totals.
    error : float
        The standard error of measurement, in points; at most the deviation.
    """

    students: int
    items: int
    alpha: float
    low: float
    high: float
    mean: float
    deviation: float
    error: float


def reliability(scores: ArrayLike) -> Reliability | None:
    """Return the reliability of the sums of a table's rows.

    Parameters
    ----------
    scores : array_like
        One student a row, one item a column.

    Returns
    -------
    Reliability or None
        None where it is not defined: with fewer than two students or items, or equal totals.
    """
    table = np.asarray(scores, dtype=np.float64)
    alpha = cronbach_alpha(table)
    if alpha is None:
        return None
    students, items = (int(size) for size in table.shape)
    totals = table.sum(axis=1)
    deviation = float(np.std(totals, ddof=1))
    low, high = feldt_interval(alpha, students, items)
    return Reliability(
        students=students,
        items=items,
        alpha=alpha,
        low=low,
        high=high,
        mean=float(np.mean(totals)),
        deviation=deviation,
        error=deviation * math.sqrt(min(max(1.0 - alpha, 0.0), 1.0)),
    )


def cronbach_alpha(scores: ArrayLike) -> float | None:
    """Return Cronbach's alpha of a table: one student a row, one item a column.

    None where it is not defined: fewer than two students or items, or totals that are all equal.
    """
    table = np.asarray(scores, dtype=np.float64)
    students, items = (int(size) for size in table.shape)
    if students < 2 or items < 2:
        return None
    spread = float(np.var(table.sum(axis=1), ddof=1))
    if spread < _NOTHING:
        return None
    inside = float(np.var(table, axis=0, ddof=1).sum())
    return items / (items - 1) * (1.0 - inside / spread)


def feldt_interval(
    alpha: float, students: int, items: int, confidence: float = _CONFIDENCE
) -> tuple[float, float]:
    """Return the two ends of Feldt's confidence interval of Cronbach's alpha.

    (1 - true alpha) / (1 - alpha) has an F distribution with n - 1 and (n - 1)(k - 1) degrees of
    freedom, for n students and k items.
    """
    tail = (1.0 - confidence) / 2
    freedom = (students - 1, (students - 1) * (items - 1))
    return (
        1.0 - (1.0 - alpha) * f_quantile(1.0 - tail, *freedom),
        1.0 - (1.0 - alpha) * f_quantile(tail, *freedom),
    )


def item_rest_correlation(item: ArrayLike, total: ArrayLike) -> float | None:
    """Return the corrected item-total correlation: of an item with the total without that item.

    None where it is not defined: fewer than three students, or no spread in one of the two.

    Parameters
    ----------
    item, total : array_like
        Each student's points in the item, and in all items together.
    """
    own = np.asarray(item, dtype=np.float64)
    return correlation(own, np.asarray(total, dtype=np.float64) - own)


def correlation(one: ArrayLike, other: ArrayLike) -> float | None:
    """Return Pearson's correlation; None with fewer than three pairs, or without a spread."""
    pair = np.stack([np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)])
    if pair.shape[1] < 3 or np.any(np.ptp(pair, axis=1) < _NOTHING):
        return None
    away = pair - pair.mean(axis=1, keepdims=True)
    squares = (away**2).sum(axis=1)
    found = float(away[0] @ away[1]) / math.sqrt(float(squares[0]) * float(squares[1]))
    return min(max(found, -1.0), 1.0)


def largest_by_chance(students: int) -> float:
    """Return how large a correlation between unrelated things is by chance, in 19 of 20 classes.

    By Fisher's transformation of the correlation.
    """
    return math.tanh(_TWO_SIDED / math.sqrt(students - 3)) if students > 3 else 1.0


# The F distribution. NumPy has no quantiles, and SciPy would be a large dependency for one number.


def f_quantile(probability: float, numerator: float, denominator: float) -> float:
    """Return the value below which an F variable lies with this probability.

    Parameters
    ----------
    probability : float
        Between 0 and 1, both excluded.
    numerator, denominator : float
        The two degrees of freedom.
    """
    if not 0.0 < probability < 1.0 or min(numerator, denominator) <= 0.0:
        raise ValueError("a quantile needs a probability within (0, 1) and degrees of freedom > 0")
    # x = d1 F / (d1 F + d2) has a beta distribution; bisection halves until nothing lies between.
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if _beta_below(middle, numerator / 2, denominator / 2) < probability:
            low = middle
        else:
            high = middle
    return denominator * high / (numerator * (1.0 - high)) if high < 1.0 else math.inf


def _beta_below(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # The fraction converges fast only on one side of the mean.
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _beta_fraction(x, a, b) / a
    return 1.0 - front * _beta_fraction(1.0 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    upper, lower = 1.0, _not_zero(1.0 - (a + b) * x / (a + 1.0))
    lower = 1.0 / lower
    value = lower
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            lower = 1.0 / _not_zero(1.0 + term * lower)
            upper = _not_zero(1.0 + term / upper)
            value *= lower * upper
        if abs(lower * upper - 1.0) < 1e-15:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
