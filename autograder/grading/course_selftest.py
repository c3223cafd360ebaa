"""The selftest of a course: its solutions, stubs, alternatives and misconceptions are checked."""

import io
import types
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.script import is_long
from autograder.calls.stub import TODO_LINE
from autograder.checking.answers import Answers, NoBank
from autograder.checking.context import CheckContext
from autograder.checking.frameworks import lacking
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Wrong
from autograder.checking.outcome import CheckStatus, KitFault, Outcome
from autograder.checking.probe import Probe
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.bounded import Journal, RunBounds
from autograder.grading.check_runner import CheckRunner
from autograder.grading.results import CheckResult, ExerciseResult
from autograder.grading.silent_checks import silent_checks
from autograder.grading.supplied_functions import FunctionOrder, carried_forward
from autograder.isolation.scratch import Scratch
from autograder.reference.course_datasets import use_datasets_of
from autograder.reference.sources import Sources

__all__ = [
    "LEAST_COST",
    "MOST_COST",
    "MistakeCost",
    "ModuleContext",
    "SelftestJob",
    "SelftestRow",
    "ShortContext",
    "selftest",
]

# Of an exercise's points, by one misconception alone.
LEAST_COST: Final = 0.08
MOST_COST: Final = 0.5

_TAKES_LONG: Final = "that takes long"


@dataclass(frozen=True)
class MistakeCost:
    """The share of an exercise's points that one misconception costs, alone.

    Attributes
    ----------
    misconception : str
        Its id.
    share : float
        The share, from 0 to 1, once earlier functions were supplied to later ones; the mean over
        the seeds. A check that takes long is not run: it counts as lost with the function that it
        examines.
    reason : str
        The declared reason for a cost outside the usual.
    """

    misconception: str
    share: float
    reason: str

    @property
    def is_usual(self) -> bool:
        """Whether it costs no less and no more than the course allows without a reason."""
        return LEAST_COST <= round(self.share, 4) <= MOST_COST


@dataclass(frozen=True)
class SelftestRow:
    """The selftest's findings about one exercise.

    Attributes
    ----------
    exercise : str
        The exercise's id.
    solution, stub : float
        Their fraction of the points: it should be 1.0 and 0.0.
    alternatives, misconceptions : int
        How many there are.
    accepted, caught, named : int
        How many alternatives got full marks; how many misconceptions failed a check, and how
        many were named as themselves.
    costs : tuple of MistakeCost
        The cost of each misconception.
    checks : int
        How many checks the misconceptions were tried on: all but those that take long.
    silent : tuple of str
        Those of them that never fail but where another check of the same function does, too.
    misses : tuple of str
        A sentence for each thing that is wrong.
    skipped : str
        The reason why nothing was tried, `needs torch`; empty if it was tried.
    """

    exercise: str
    solution: float = 0.0
    stub: float = 0.0
    alternatives: int = 0
    accepted: int = 0
    misconceptions: int = 0
    caught: int = 0
    named: int = 0
    costs: tuple[MistakeCost, ...] = ()
    checks: int = 0
    silent: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    skipped: str = ""

    @property
    def without_reason(self) -> tuple[MistakeCost, ...]:
        """The costs outside the usual for which no reason is declared."""
        return tuple(cost for cost in self.costs if not (cost.is_usual or cost.reason))


class ModuleContext(CheckContext):
    """Modules of the kit instead of a student's: they are trusted, so they run in this process.

    Parameters
    ----------
    sources : Sources
        The reference side.
    seed : str
        The seed of the probes.
    load : callable
        Returns the module to use for an exercise.
    """

    def __init__(
        self, sources: Sources, seed: str, load: Callable[[Exercise], types.ModuleType]
    ) -> None:
        super().__init__(sources.answers)
        self._seed = seed
        self._load = load

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the inputs for one check."""
        return Probe(f"{self._seed}/{exercise.id}/{check}")

    def _caller(self, exercise: Exercise) -> Caller:
        return InProcessCaller(f"{exercise.id}.py", lambda: self._load(exercise), exercise.packages)


class ShortContext(ModuleContext):
    """One that leaves out what takes long: a mistake has to be caught, and named, in the parts."""

    def _caller(self, exercise: Exercise) -> Caller:
        return _ShortCaller(super()._caller(exercise))


class _AloneContext(ShortContext):
    """One in which nothing is compared with the misconceptions."""

    def _answers(self, exercise: Exercise) -> Answers:
        return replace(super()._answers(exercise), bank=NoBank())


@dataclass(frozen=True)
class _ShortCaller:
    caller: Caller

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        if is_long(function, arguments):
            return Answer(CallStatus.TODO, todo=f"{function} {_TAKES_LONG}")
        return self.caller.call(function, arguments)


@dataclass(frozen=True)
class SelftestJob:
    """The selftest of a course, for a process that can be ended: one exercise is a task.

    A module of the kit may take as long for a check as a submission may for all of them.
    """

    root: Path
    seeds: tuple[str, ...]

    @contextmanager
    def open(self) -> Iterator[Callable[[str, Journal], SelftestRow]]:
        """Read the course; modules print, as students do, and nobody is to read it."""
        use_datasets_of(self.root)
        course = load_course(self.root)

        def row(name: str, journal: Journal) -> SelftestRow:
            with redirect_stdout(io.StringIO()):
                return next(selftest(course, [course.exercise(name)], self.seeds, journal))

        yield row

    def lost(self, task: str, error: KitFault) -> SelftestRow:
        """Raise the error."""
        raise error


def selftest(
    course: Course,
    exercises: Sequence[Exercise],
    seeds: Sequence[str],
    journal: Journal | None = None,
) -> Iterator[SelftestRow]:
    """Yield a row for each exercise.

    Parameters
    ----------
    course : Course
        The course to check.
    exercises : sequence of Exercise
        Which of its exercises.
    seeds : sequence of str
        Everything is checked with each seed: some inputs make a check easier than others.
    journal : Journal, optional
        What bounds the checks; without it they are not bounded.
    """
    sources = Sources(course)
    runner = CheckRunner(course, exercises)
    for exercise in exercises:
        packages = dict.fromkeys(check.package for check in sources.checks(exercise).values())
        if missing := [package for package in packages if package and lacking(package)]:
            yield SelftestRow(exercise.id, skipped=f"needs {' and '.join(missing)}")
        else:
            yield _Selftest(sources, runner, exercise, seeds, journal or Journal()).row()


@dataclass(frozen=True)
class _Selftest:
    """The selftest of one exercise; it collects what is wrong."""

    sources: Sources
    runner: CheckRunner
    exercise: Exercise
    seeds: Sequence[str]
    journal: Journal
    misses: list[str] = field(default_factory=list)
    costs: list[MistakeCost] = field(default_factory=list)
    failures: set[frozenset[str]] = field(default_factory=set)
    long: set[str] = field(default_factory=set)

    def row(self) -> SelftestRow:
        bank = self.sources.bank(self.exercise)
        every = len(bank.wrongs)
        # All that fails is compared with every misconception: one that never ends goes first.
        bank.wrongs = tuple(wrong for wrong in bank.wrongs if self._ends(wrong))
        solution = self._solution()
        stub = self._stub()
        alternatives = self._alternatives()
        verdicts = [self._misconception(wrong) for wrong in bank.wrongs]
        self._groups()
        self._classes()
        tried = {
            name: check
            for name, check in self.sources.checks(self.exercise).items()
            if name not in self.long
        }
        if not every:
            self.misses.append("there are no misconceptions")
        return SelftestRow(
            exercise=self.exercise.id,
            solution=solution,
            stub=stub,
            alternatives=len(alternatives),
            accepted=sum(alternatives),
            misconceptions=every,
            caught=sum(caught for caught, _ in verdicts),
            named=sum(named for _, named in verdicts),
            costs=tuple(self.costs),
            checks=len(tried),
            silent=silent_checks(tried, self.failures, self.sources.examined(self.exercise)),
            misses=tuple(self.misses),
        )

    def _groups(self) -> None:
        """Report the groups of which there is one check only: that is no group."""
        checks = self.sources.checks(self.exercise)
        for name, check in checks.items():
            if [one.group for one in checks.values()].count(check.group) == 1 and check.group:
                self.misses.append(
                    f'{name} is alone in the group "{check.group}"; give the name to the other '
                    "checks of the same claim, or leave `group` out"
                )

    def _classes(self) -> None:
        """Report what objects of a class to supply keep without course.toml saying so."""
        for name, kind in self.sources.supplied_classes(self.exercise).items():
            kept: set[str] = set()
            module = ModuleSet(self._root / "solutions").exercise(self.exercise.id)
            setattr(module, name, _noting(kind, kept))
            seed, who = self.seeds[0], f"the class {name}"
            self._run(who, seed, self._with(module, seed))
            # A check may give an object another method.
            for attribute in sorted(kept - {*dir(kind), *self.exercise.classes[name]}):
                self.misses.append(
                    f"objects of {name} keep {attribute}, which is not in `classes` in course.toml"
                )

    def _with(self, module: types.ModuleType, seed: str) -> ModuleContext:
        return ModuleContext(self.sources, seed, lambda _: module)

    def _ends(self, wrong: Wrong) -> bool:
        """Tell whether the checks of a misconception end, compared with no other."""
        bank = self.sources.bank(self.exercise)
        context = _AloneContext(self.sources, self.seeds[0], lambda _: bank.module(wrong))
        who = f"misconception {wrong.misconception.id}"
        return bool(self._run(who, self.seeds[0], context, name=f"{who} by itself"))

    def _solution(self) -> float:
        results = self._checked("the solution", self._root / "solutions")
        self._expect(CheckStatus.PASS, "the solution", results)
        return _share(results)

    def _stub(self) -> float:
        results = self._checked("the stub", self._root / "exercises")
        self._expect(CheckStatus.TODO, "the stub", results)
        if self.exercise.kind == "repair":
            self._expect(CheckStatus.FAIL, "the broken code", self._broken_code())
        return _share(results)

    def _broken_code(self) -> tuple[CheckResult, ...]:
        """Check the stub of an exercise to repair without the line that marks it as unfinished."""
        stub = self.sources.course.stub(self.exercise).read_text(encoding="utf-8")
        # If this process is ended, the folder is found and removed.
        with Scratch() as scratch:
            path = scratch.folder / f"{self.exercise.id}.py"
            path.write_text(TODO_LINE.sub("", stub), encoding="utf-8")
            return self._checked("the broken code", self._root / "solutions", instead=path)

    def _alternatives(self) -> list[bool]:
        verdicts = []
        folder = self._root / "tests" / "alternatives" / self.exercise.id
        for path in sorted(folder.glob("*.py")):
            who = f"the alternative {path.name}"
            results = self._checked(who, self._root / "solutions", instead=path)
            self._expect(CheckStatus.PASS, who, results)
            verdicts.append(all(result.outcome.status is CheckStatus.PASS for result in results))
        if not verdicts:
            self.misses.append("there are no alternatives")
        return verdicts

    def _misconception(self, wrong: Wrong) -> tuple[bool, bool]:
        """Return whether a misconception fails a check, and is named as itself, with every seed."""
        bank = self.sources.bank(self.exercise)
        key = wrong.misconception.id
        caught = named = True
        shares = []
        for seed in self.seeds:
            context = ShortContext(self.sources, seed, lambda _: bank.module(wrong))
            results = self._run(f"misconception {key}", seed, context)
            if not results:
                return False, False
            failed = [result for result in results if result.outcome.status is CheckStatus.FAIL]
            names = {one.outcome.misconception.id for one in failed if one.outcome.misconception}
            self.failures.add(frozenset(one.check for one in failed))
            self.long.update(one.check for one in results if _takes_long(one))
            caught &= bool(failed)
            named &= key in names
            shares.append(self._share_lost(wrong, seed, results))
            for result in results:
                if result.outcome.status is CheckStatus.ERROR:
                    self.misses.append(
                        f"misconception {key}: {result.check} has an error: {result.outcome.note}"
                    )
            if others := names - {key}:
                self.misses.append(
                    f"misconception {key} is also taken for {', '.join(sorted(others))} "
                    f"(seed {seed})"
                )
        if not caught:
            self.misses.append(f"misconception {key} passes every check")
        elif not named:
            self.misses.append(f"misconception {key} is not named as itself")
        if not self.exercise.extra:  # which has no points
            self.costs.append(MistakeCost(key, sum(shares) / len(shares), wrong.cost))
        return caught, named

    def _share_lost(self, wrong: Wrong, seed: str, results: Sequence[CheckResult]) -> float:
        """Return the share of the points that a misconception costs, after supplying."""
        order = FunctionOrder.of(self.sources, self.exercise)
        right = self.sources.public_functions(self.exercise)

        def ask(supplied: tuple[str, ...], names: frozenset[str]) -> Sequence[CheckResult]:
            module = self.sources.bank(self.exercise).module(wrong)
            vars(module).update({name: right[name] for name in supplied})
            context = _AloneContext(self.sources, seed, lambda _: module)
            who = f"misconception {wrong.misconception.id} with {' and '.join(supplied)} supplied"
            return self._run(who, seed, context, only=names)

        long = [result for result in results if _takes_long(result)]
        asked = [result for result in results if not _takes_long(result)]
        after = carried_forward(order, asked, ask)
        examined = self.sources.examined(self.exercise)
        lost = order.lost(after)
        # Where no function is examined, as in a class, anything lost counts.
        is_lost = any(result.outcome.status is not CheckStatus.PASS for result in after)
        kept = [
            one
            for one in long
            if not any(function in lost for function in examined.get(one.check, ()))
            and not (is_lost and one.check not in examined)
        ]
        full = sum(_weight(result) for result in results)
        passed = Outcome(CheckStatus.PASS)
        ended = [*after, *(replace(one, outcome=passed) for one in kept)]
        ended += [one for one in long if one not in kept]
        marked = ExerciseResult(self.exercise.id, full, tuple(ended)).checks
        return 1.0 - sum(_weight(one) for one in marked if one.earns) / full

    @property
    def _root(self) -> Path:
        return self.sources.course.root

    def _checked(
        self, who: str, folder: Path, instead: Path | None = None
    ) -> tuple[CheckResult, ...]:
        """Check the modules of a folder with every seed; `instead` replaces the exercise's own."""
        modules = ModuleSet(folder, {self.exercise.id: instead} if instead else {})
        results: list[CheckResult] = []
        for seed in self.seeds:
            context = ModuleContext(self.sources, seed, lambda item: modules.exercise(item.id))
            results += self._run(who, seed, context)
        return tuple(results)

    def _run(
        self,
        who: str,
        seed: str,
        context: CheckContext,
        name: str = "",
        only: Container[str] | None = None,
    ) -> tuple[CheckResult, ...]:
        """Run the checks on a module; if one of them does not end, none of them counts."""
        run = (self.exercise.id, name or who, seed)
        seconds = self.exercise.limits.submission_seconds
        bounds = RunBounds(self.journal, run, more_seconds=seconds, together=True)
        if (lost := self.journal.known(run, run)) is None:
            return self.runner.run(context, [self.exercise], bounds=bounds, only=only)
        _, check, _ = lost.key
        self.misses.append(f"{who}: {check} {lost.why} (seed {seed})")
        return ()

    def _expect(self, wanted: CheckStatus, who: str, results: Sequence[CheckResult]) -> None:
        for result in results:
            outcome = result.outcome
            if outcome.status is wanted:
                continue
            if wanted is CheckStatus.PASS:
                miss = f"{who} does not pass {result.check}:\n{outcome.lines or outcome.note}"
            else:
                miss = f"{who} is {outcome.status.value}, not {wanted.value}, in {result.check}"
            self.misses.append(miss)


def _noting(kind: type, kept: set[str]) -> type:
    """Return a class like `kind` that notes which attributes its objects are given."""

    def noted(of: Any, name: str, value: Any) -> None:
        kept.add(name)
        object.__setattr__(of, name, value)

    return type(kind.__name__, (kind,), {"__setattr__": noted})


def _takes_long(result: CheckResult) -> bool:
    """Tell whether a check was left out since it takes long."""
    return f"{_TAKES_LONG} is not written yet" in result.outcome.note


def _weight(result: CheckResult) -> float:
    # The checks of an extra have no points: all count the same.
    return result.possible or 1.0


def _share(results: Sequence[CheckResult]) -> float:
    possible = sum(result.possible for result in results)
    if possible:
        return sum(result.points for result in results) / possible
    # The checks of an extra have no points: all count the same.
    right = sum(result.outcome.status is CheckStatus.PASS for result in results)
    return right / len(results) if results else 0.0
