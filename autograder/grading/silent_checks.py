"""Checks that never say anything of their own: wherever they fail, another check fails as well."""

from collections.abc import Collection, Mapping, Sequence

from autograder.checking.check import Check

__all__ = ["silent_checks"]


def silent_checks(
    checks: Mapping[str, Check],
    failures: Collection[frozenset[str]],
    examined: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    """Return the checks whose every failure comes with that of one other check of the function.

    Of two that always fail together, the first speaks for both. A check of the same group is no
    company: together they guard one claim, and that is declared. The checks returned are
    candidates, no more: one may stay for its sentence, or for a mistake that the bank does not
    have.

    Parameters
    ----------
    checks : mapping of str to Check
        The checks that were asked, by name, in file order.
    failures : collection of frozenset of str
        For each mistake and each set of inputs, the checks that failed.
    examined : mapping of str to sequence of str
        By the name of a check, the functions that it examines. Checks that are not in it, such as
        those of a class or of constants, are compared with each other.
    """
    fails_in = {
        name: {at for at, failed in enumerate(failures) if name in failed} for name in checks
    }
    silent: list[str] = []
    for place, name in enumerate(checks):
        own = fails_in[name]
        if any(
            own < fails_in[other] or (own == fails_in[other] and at < place)
            for at, other in enumerate(checks)
            if other != name
            and _is_of_the_same(examined.get(name, ()), examined.get(other, ()))
            and not (checks[name].group and checks[name].group == checks[other].group)
        ):
            silent.append(name)
    return tuple(silent)


def _is_of_the_same(some: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether two checks share a function, or examine none."""
    return bool(set(some) & set(others)) or not (some or others)
