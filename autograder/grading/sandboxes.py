"""The sandboxes in which submissions run, for checks and for pictures, and what asks them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.calls.answer import Caller
from autograder.checking.answers import Answers, NoBank
from autograder.checking.context import CheckContext
from autograder.checking.frameworks import lacking
from autograder.checking.probe import Probe
from autograder.course import Course, Exercise, UserError
from autograder.grading.intake import Entry, Readings, Submission, read_submission
from autograder.grading.seed import Seed
from autograder.isolation import (
    Budget,
    Isolation,
    Output,
    Session,
    SuppliedClass,
    open_isolation,
)
from autograder.reference.sources import Sources

__all__ = [
    "Reach",
    "SandboxState",
    "Sandboxes",
    "SubmissionSandbox",
    "WorkerContext",
    "reaching",
    "read_source",
]

# Opens a caller of one exercise's functions; closing it ends their processes.
Reach = Callable[[Exercise], AbstractContextManager[Caller]]


class Sandboxes:
    """All sandboxes of a grader; one with frameworks is opened when it is first needed.

    Frameworks take seconds to load and hundreds of megabytes, and their code can do much. So only
    the exercise that needs them has them in its process.
    """

    def __init__(self, course: Course, mode: str) -> None:
        self._course = course
        self._mode = mode
        self._opened: dict[tuple[str, ...], Isolation] = {}
        self._stack = ExitStack()

    def enter(self) -> None:
        """Open the sandbox that every submission needs."""
        self._with(())

    def leave(self) -> None:
        """Close every open sandbox."""
        self._opened = {}
        self._stack.close()

    def of(self, exercise: Exercise | None, modules: Mapping[str, bytes]) -> Isolation:
        """Return the sandbox for an exercise of a submission."""
        return self._with(self._packages(exercise, modules) if exercise else ())

    def _with(self, packages: tuple[str, ...]) -> Isolation:
        if packages not in self._opened:
            datasets = self._course.root / "datasets"
            isolation = open_isolation(self._mode, self._course.limits, packages, datasets)
            self._stack.push(isolation)  # first: what is half open is closed, too
            self._opened[packages] = isolation.__enter__()
        return self._opened[packages]

    def _packages(self, exercise: Exercise, modules: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return the installed packages that the exercise may use; an unchanged stub uses none."""
        source = modules.get(f"exercises.{exercise.id}")
        stub = self._course.stub(exercise)
        if source is None or (stub.is_file() and source == stub.read_bytes()):
            return ()
        return tuple(package for package in exercise.packages if not lacking(package))


@dataclass(frozen=True)
class SandboxState:
    """The part of a submission's sandbox that outlives the process that grades.

    Attributes
    ----------
    budget : Budget
        The time that its calls may use, with what they have used.
    slow : frozenset of str
        The modules of which a call met a limit on time.
    output : Output
        What its code printed.
    """

    budget: Budget
    slow: frozenset[str] = frozenset()
    output: Output = field(default_factory=lambda: Output("", ""))


class SubmissionSandbox:
    """The processes of one submission, and their output; `before` is how they were left before."""

    def __init__(
        self,
        sandboxes: Sandboxes,
        submission: Submission,
        sources: Sources,
        seed: Seed,
        before: SandboxState | None = None,
    ) -> None:
        self._sandboxes = sandboxes
        self._submission = submission
        self._sources = sources
        self._seed = seed
        self._before = before or SandboxState(Budget(sources.course.limits.submission_seconds))
        self._budget = self._before.budget
        self._session: Session | None = None

    @property
    def state(self) -> SandboxState:
        """How things stand, for a process that goes on."""
        before, now = replace(self._before, budget=copy(self._budget)), self._session
        if now is None:
            return before
        is_first = not (before.output.stdout or before.output.stderr)
        return replace(
            before,
            slow=before.slow | now.slow,
            output=now.output if is_first else before.output,  # of the first session that printed
        )

    @property
    def used_up(self) -> bool:
        """Whether the submission's time ran out, so that one exercise cost another its answers."""
        return self._budget.left <= 0

    def was_slow(self, exercise: Exercise) -> bool:
        """Tell whether a call of this exercise reached a time limit."""
        return f"exercises.{exercise.id}" in self.state.slow

    @contextmanager
    def context(
        self,
        supplied: Sequence[str] = (),
        about: Exercise | None = None,
        replaced: Sequence[str] = (),
    ) -> Iterator["WorkerContext"]:
        """Open a process in which the kit answers for the exercises in `supplied`.

        It has the packages of the exercise that it is `about`, and there the kit answers for the
        functions in `replaced`, too.
        """
        course = self._sources.course
        earlier = {f"exercises.{name}": self._supplied(course.exercise(name)) for name in supplied}
        limits = {f"exercises.{exercise.id}": exercise.limits for exercise in course.exercises}
        packages, of_it = {}, {}
        if about is not None:
            name, own = f"exercises.{about.id}", self._sources.public_functions(about)
            packages = {name: about.packages}
            of_it = {name: {function: own[function] for function in replaced}}
        modules = self._submission.modules
        isolation = self._sandboxes.of(about, modules)
        session = isolation.open(modules, earlier, self._budget, limits, packages, of_it)
        self._session = session
        try:
            names_mistakes = not replaced
            yield WorkerContext(
                session, self._submission.student, self._sources, self._seed, names_mistakes
            )
        finally:
            session.close()
            self._before, self._session = self.state, None

    def _supplied(self, exercise: Exercise) -> dict[str, Callable[..., Any] | SuppliedClass]:
        """Return what answers for the functions and classes of an exercise."""
        classes = self._sources.supplied_classes(exercise)
        return {
            **self._sources.public_functions(exercise),
            **{name: SuppliedClass(kind, exercise.classes[name]) for name, kind in classes.items()},
        }


class WorkerContext(CheckContext):
    """A student's code in a process of its own, compared with the solutions in this one.

    Where functions are supplied, only what passes counts: so no mistake has to be named.
    """

    def __init__(
        self,
        session: Session,
        name: str,
        sources: Sources,
        seed: Seed,
        names_mistakes: bool = True,
    ) -> None:
        super().__init__(sources.answers)
        self._names_mistakes = names_mistakes
        self.session = session
        self._name = name
        self._seed = seed

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return inputs that only this student gets."""
        return Probe(self._seed.derived(self._name, exercise.id, check))

    def _caller(self, exercise: Exercise) -> Caller:
        return self.session.caller(f"exercises.{exercise.id}")

    def _answers(self, exercise: Exercise) -> Answers:
        answers = super()._answers(exercise)
        return answers if self._names_mistakes else replace(answers, bank=NoBank())


# For pictures


def read_source(course: Course, source: Path | None, isolation: str) -> Submission:
    """Read the modules of one student.

    Parameters
    ----------
    course : Course
        The course.
    source : Path or None
        A handout, a folder or an archive as a student hands it in, or a single module; with the
        module of an exercise come the modules beside it that it builds on. None is the course's
        own folder `exercises`.
    isolation : str
        How archives and notebooks are opened, `strict` or `process`.

    Raises
    ------
    UserError
        If nothing is there.
    IsolationError
        If this machine cannot isolate as asked, and something has to be opened.
    """
    place = course.root / "exercises" if source is None else source
    if not place.exists():
        raise UserError(
            f"there is no {place}; say whose functions to draw with --from FOLDER, a handout, "
            "a submission (a folder or an archive) or a module"
        )
    if (place / "course.toml").is_file() and (place / "exercises").is_dir():
        place /= "exercises"
    entry = Entry.at(place.resolve().name, *_together(course, place.resolve()))
    exercises: dict[str, tuple[str, ...]] = {exercise.id: () for exercise in course.written}
    with Readings(isolation, exercises) as readings:
        submission = read_submission(entry, exercises, readings)
    if submission.problem:
        raise UserError(f"{place}: {submission.problem}")
    return submission


def _together(course: Course, place: Path) -> tuple[Path, ...]:
    """Return a module with the earlier modules beside it; anything else as it is."""
    for exercise in course.written:
        if place.name == f"{exercise.id}.py":
            beside = (place.with_name(f"{other.id}.py") for other in course.needed_by(exercise))
            return (place, *(path for path in beside if path.is_file()))
    return (place,)


@contextmanager
def reaching(course: Course, submission: Submission, isolation: str) -> Iterator[Reach]:
    """Open a sandbox in which the functions of each exercise can be called, one after another.

    Every exercise gets the whole time of a submission.

    Raises
    ------
    NotIsolated
        If this machine cannot isolate as asked.
    """
    limits = {f"exercises.{exercise.id}": exercise.limits for exercise in course.written}
    opened = open_isolation(isolation, course.limits, datasets=course.root / "datasets")

    @contextmanager
    def reach(exercise: Exercise) -> Iterator[Caller]:
        with opened.open(submission.modules, limits=limits) as session:
            yield session.caller(f"exercises.{exercise.id}")

    with opened:
        yield reach
