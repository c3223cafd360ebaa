"""The processes in which one submission's code runs, and what they are asked through."""

from collections.abc import Mapping, Sequence

from autograder.calls.answer import Caller
from autograder.checking.context import Answers, CourseContext
from autograder.checking.frameworks import lacking
from autograder.checking.probe import Probe
from autograder.course import Course, Exercise
from autograder.grading.intake import Submission
from autograder.grading.seed import Seed
from autograder.isolation import Budget, Isolation, Output, Session, open_isolation
from autograder.reference.sources import Sources

__all__ = ["OpenSandbox", "Sandboxes", "SubmissionSandbox", "WorkerContext"]


class Sandboxes:
    """What opens sessions; one with frameworks is opened when first it is needed.

    Frameworks take seconds to load and hundreds of megabytes, and are code that can do much: so
    no other exercise's process has them.
    """

    def __init__(self, course: Course, mode: str) -> None:
        self._course = course
        self._mode = mode
        self._usual = open_isolation(mode, course.limits, datasets=course.root / "datasets")
        self._others: dict[tuple[str, ...], Isolation] = {}

    def enter(self) -> None:
        """Open what every submission needs."""
        self._usual.__enter__()

    def leave(self) -> None:
        """Close all that is open."""
        others, self._others = self._others, {}
        for isolation in (*others.values(), self._usual):
            isolation.__exit__(None, None, None)

    def of(self, exercise: Exercise | None, modules: Mapping[str, bytes]) -> Isolation:
        """Return what opens a session about an exercise of a submission."""
        packages = self._packages(exercise, modules) if exercise else ()
        if not packages:
            return self._usual
        if packages not in self._others:
            opened = open_isolation(
                self._mode, self._course.limits, packages, self._course.root / "datasets"
            )
            opened.__enter__()
            self._others[packages] = opened
        return self._others[packages]

    def _packages(self, exercise: Exercise, modules: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return the packages that are here and may be asked for: a stub asks for none."""
        source = modules.get(f"exercises.{exercise.id}")
        stub = self._course.stub(exercise)
        if source is None or (stub.is_file() and source == stub.read_bytes()):
            return ()
        return tuple(package for package in exercise.packages if not lacking(package))


class SubmissionSandbox:
    """The processes that one submission gets, and what they print."""

    def __init__(
        self, isolations: Sandboxes, submission: Submission, sources: Sources, seed: Seed
    ) -> None:
        self.output = Output("", "")
        self._isolations = isolations
        self._submission = submission
        self._sources = sources
        self._seed = seed
        self._budget = Budget(sources.course.limits.submission_seconds)
        self._slow: set[str] = set()

    @property
    def used_up(self) -> bool:
        """Whether the submission's time ran out, so that one exercise cost another its answers."""
        return self._budget.left <= 0

    def was_slow(self, exercise: Exercise) -> bool:
        """Tell whether a call of this exercise met a limit on time."""
        return f"exercises.{exercise.id}" in self._slow

    def ended(self, session: Session) -> None:
        """Close a session; keep its output if it is the first, and what was slow in it."""
        output = session.close()
        if not (self.output.stdout or self.output.stderr):
            self.output = output
        self._slow |= session.slow

    def session(self, supplied: Sequence[str] = (), about: Exercise | None = None) -> "OpenSandbox":
        """Open a process in which the exercises in `supplied` answer rightly.

        It has the packages of the exercise that it is `about`.
        """
        functions = {
            f"exercises.{name}": self._sources.public_functions(self._sources.course.exercise(name))
            for name in supplied
        }
        limits = {
            f"exercises.{exercise.id}": exercise.limits
            for exercise in self._sources.course.exercises
        }
        packages = {f"exercises.{about.id}": about.packages} if about else {}
        modules = self._submission.modules
        isolation = self._isolations.of(about, modules)
        session = isolation.open(modules, functions, self._budget, limits, packages)
        return OpenSandbox(self, session)

    def context(self, session: Session) -> "WorkerContext":
        """Return where the checks' three objects come from."""
        return WorkerContext(session, self._submission.student, self._sources, self._seed)


class OpenSandbox:
    """A session that is closed whatever happens."""

    def __init__(self, run: SubmissionSandbox, session: Session) -> None:
        self._run = run
        self._session = session

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, *_: object) -> None:
        self._run.ended(self._session)


class WorkerContext(CourseContext):
    """A student in a process of their own, against the solutions in this one."""

    def __init__(self, session: Session, name: str, sources: Sources, seed: Seed) -> None:
        super().__init__()
        self._session = session
        self._name = name
        self._sources = sources
        self._seed = seed

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return inputs that are this student's alone."""
        return Probe(self._seed.derived(self._name, exercise.id, check))

    def _caller(self, exercise: Exercise) -> Caller:
        return self._session.caller(f"exercises.{exercise.id}")

    def _answers(self, exercise: Exercise) -> Answers:
        return self._sources.answers(exercise)
