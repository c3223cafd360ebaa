"""Error carried forward within an exercise: which checks are asked again, and what counts then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.checking.outcome import CheckStatus
from autograder.course import Exercise
from autograder.grading.results import CheckResult
from autograder.reference.sources import Sources

__all__ = ["AskAgain", "FunctionOrder", "carried_forward"]

_LOST = (CheckStatus.FAIL, CheckStatus.TODO, CheckStatus.BLOCKED)

# Asks the named checks again, with these functions of the exercise supplied.
AskAgain = Callable[[tuple[str, ...], frozenset[str]], Sequence[CheckResult]]


@dataclass(frozen=True)
class FunctionOrder:
    """The functions of an exercise in the order in which its solution declares them.

    Attributes
    ----------
    short : str
        The short name of the exercise, as its stubs say it.
    functions : tuple of str
        All of them.
    suppliable : tuple of str
        Those that can be supplied to later ones.
    examined : mapping of str to tuple of str
        By the name of a check, the functions that it examines.
    """

    short: str
    functions: tuple[str, ...]
    suppliable: tuple[str, ...]
    examined: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, sources: Sources, exercise: Exercise) -> "FunctionOrder":
        """Return the order of the functions of `exercise`."""
        suppliable = sources.suppliable(exercise)
        if not suppliable:
            return cls(exercise.short, (), (), {})
        functions = tuple(sources.public_functions(exercise))
        return cls(exercise.short, functions, suppliable, sources.examined(exercise))

    def lost(self, checks: Sequence[CheckResult]) -> dict[str, list[CheckResult]]:
        """Return the checks that were lost, by the function that is not right, in order.

        A check of several functions is put down to the first of them that a check of its own finds
        wrong, or else to the last.
        """
        lost = [
            check
            for check in checks
            if check.outcome.status in _LOST and check.check in self.examined
        ]
        wrong = {self.examined[one.check][0] for one in lost if len(self.examined[one.check]) == 1}
        found: dict[str, list[CheckResult]] = {function: [] for function in self.functions}
        for check in lost:
            functions = self.examined[check.check]
            found[next((one for one in functions if one in wrong), functions[-1])].append(check)
        return {function: own for function, own in found.items() if own}

    def may_pass(self, check: CheckResult, supplied: Sequence[str]) -> bool:
        """Tell whether a check examines the student's own, and what it examines is written."""
        functions = self.examined[check.check]
        return not set(functions).intersection(supplied) and all(
            check.outcome.note != f"{self.short} {function} is not written yet"
            for function in functions
        )


def carried_forward(
    order: FunctionOrder, checks: Sequence[CheckResult], ask: AskAgain
) -> tuple[CheckResult, ...]:
    """Return the better result of each check, its own or one with earlier functions supplied.

    Functions are supplied one after the other, in their order. The first of which a check was lost
    is not right: it is supplied, and the checks of all later ones that were lost are asked again.
    The next of which a check is lost even then is not right by its own fault, so it is supplied as
    well, and so on.

    Parameters
    ----------
    order : FunctionOrder
        The functions of the exercise.
    checks : sequence of CheckResult
        How its checks ended with the student's own functions.
    ask : callable
        Asks checks again.
    """
    results = {check.check: check for check in checks}
    supplied: tuple[str, ...] = ()
    undecided = False
    for position, function in enumerate(order.functions):
        lost = order.lost([*results.values()])
        if function not in lost or function not in order.suppliable:
            continue
        supplied += (function,)
        # If load has cost it a check, it may be right, and the student's own do next time.
        undecided |= any(check.met_load for check in lost[function])
        names = frozenset(
            check.check
            for later in order.functions[position + 1 :]
            for check in lost.get(later, ())
            if order.may_pass(check, supplied)
        )
        for again in ask(supplied, names) if names else ():
            before = results[again.check]
            met_load = before.met_load or again.met_load
            if again.outcome.status is CheckStatus.PASS:
                met_load |= undecided
                results[again.check] = replace(again, supplied=supplied, met_load=met_load)
            elif again.outcome.status is CheckStatus.ERROR:
                results[again.check] = again
            else:
                results[again.check] = replace(before, met_load=met_load)
    return tuple(results.values())
