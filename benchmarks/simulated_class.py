"""Grade a simulated class whose abilities are known, and tell how well the marks measure them.

    python benchmarks/simulated_class.py [--students 300] [--course ROOT] [--out FOLDER]

The class. Each student has an ability, drawn from a normal distribution with mean 0 and deviation
1. In each exercise the student is in some form: ability plus a normal draw with deviation 0.5. The
exercises' difficulties rise evenly from -1.5 in the first to 0.5 in the last. The student works
through the functions and constants of an exercise in their order. With p = ability in this form -
difficulty:

- each is right with the probability of the logistic function of 1.5 p + 1;
- otherwise it shows a misconception: one of those that the course's bank has for it, all with the
  same probability; where the bank has none, it stays unwritten;
- after one that is not right, the student gives up this exercise with the probability of the
  logistic function of -1.5 p - 1, and the rest of it stays unwritten.

The numbers were chosen before any figure was seen, and stay: both states of a comparison are
measured by the same class. Each student and exercise has a random generator of its own, so that a
class of 2,000 begins with the class of 300.

The marks. A module is the solution, with the bank's functions in place of those that go wrong and
stubs in place of those that are unwritten. The real grader grades it, behind the wall, among
solutions of the other exercises: it is assumed that an earlier exercise's mistakes cost nothing in
a later one, and all that happens within an exercise is measured. Equal modules are graded once.
Extras are left out.

The figures, each with a 95 % interval from 2,000 samples of the students, with replacement:
Cronbach's alpha over the exercises; the correlation of e15 with ability, and that of the total; and
how many students have less than 30 % of e15.

With `--course`, the course and the engine of another checkout are used. With `--out`, the class's
gradebook is written, for `nudge report`. The misconceptions are those that the course at hand
knows.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autograder.course import Course, Exercise
    from autograder.grading.grader import Grader
    from autograder.grading.results import ExerciseResult, SubmissionResult
    from autograder.reference.sources import Sources

HERE = Path(__file__).resolve().parents[1]
SEED = 11
EASIEST, HARDEST = -1.5, 0.5
FORM = 0.5
STEEPNESS = 1.5
RIGHT_AT_EQUAL, GIVES_UP_AT_EQUAL = 1.0, -1.0
LOW = 0.3
SAMPLES = 2_000
MOST_ATTEMPTS = 5

# The bank's decorators, as the helper module of a student's: they note which functions to replace.
WORDS = """
from functools import partial

REPLACED = {}


def misconception(of, *, also=None, **_):
    def declare(function):
        REPLACED[function.__name__] = {of: function, **(also or {})}
        return function

    return declare


def wrong_constant(of, *, also=None, **_):
    def declare(function):
        REPLACED[function.__name__] = {of: function(), **(also or {})}
        return function

    return declare


def misconception_family(of, *, example, **_):
    def declare(function):
        code = function.__code__
        parameter = code.co_varnames[code.co_argcount + code.co_kwonlyargcount - 1]
        REPLACED[function.__name__] = {of: partial(function, **{parameter: example})}
        return function

    return declare
"""
IMPORTED = "from autograder.checking import"


@dataclass(frozen=True)
class Work:
    """The faults of one student in one exercise: misconceptions, and names that are unwritten."""

    exercise: str
    wrong: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """An exercise as the simulation sees it: its names in order, each with its misconceptions."""

    exercise: "Exercise"
    difficulty: float
    bank: dict[str, tuple[str, ...]]
    constants: frozenset[str]


def main() -> None:
    """Simulate, grade and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--course", type=Path, default=HERE, help="the root of a checkout")
    parser.add_argument("--out", type=Path, help="where to write the class's gradebook.json")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    # The engine of that checkout, and its course.
    sys.path.insert(0, str(given.course.resolve()))
    from autograder.course import load_course  # noqa: PLC0415
    from autograder.reference.course_datasets import use_datasets_of  # noqa: PLC0415
    from autograder.reference.sources import Sources  # noqa: PLC0415

    use_datasets_of(given.course.resolve())
    course = load_course(given.course.resolve())
    sources = Sources(course)
    tasks = tuple(_tasks(course, sources))
    abilities, works = _class_of(given.students, tasks)
    marks, results = _graded(course, sources, tasks, works)
    figures = _figures(abilities, marks, tasks)
    if given.out:
        _write_gradebook(given.out, course, tasks, works, results)
    if given.json:
        print(json.dumps(figures, indent=1))
        return
    print(f"{given.students} students, {len(results)} different modules")
    for name, (value, low, high) in figures["whole"].items():
        print(f"{name:<28} {value:6.3f}   95 % interval {low:.3f} to {high:.3f}")
    print(f"\n{'exercise':<18} mean share   r with ability")
    for name, (share, r) in figures["exercises"].items():
        print(f"{name:<18} {100 * share:8.0f} %   {r:8.2f}")


# The class


def _tasks(course: "Course", sources: "Sources") -> Iterator[Task]:
    exercises = [exercise for exercise in course.exercises if not exercise.extra]
    difficulties = np.linspace(EASIEST, HARDEST, len(exercises))
    for exercise, difficulty in zip(exercises, difficulties, strict=True):
        functions = sources.public_functions(exercise)
        bank: dict[str, list[str]] = {name: [] for name in functions}
        values: dict[str, Any] = {}
        for wrong in sources.bank(exercise).wrongs:
            name = next(iter(wrong.functions))
            bank.setdefault(name, []).append(wrong.misconception.id)
            values[name] = wrong.functions[name]
        constants = frozenset(name for name, value in values.items() if not callable(value))
        known = {name: tuple(ids) for name, ids in bank.items()}
        yield Task(exercise, float(difficulty), known, constants)


def _class_of(students: int, tasks: Sequence[Task]) -> tuple[np.ndarray, list[list[Work]]]:
    abilities = np.array([np.random.default_rng([SEED, one]).normal() for one in range(students)])
    works = [
        [
            _work(task, ability, np.random.default_rng([SEED, student, place]))
            for place, task in enumerate(tasks)
        ]
        for student, ability in enumerate(abilities)
    ]
    return abilities, works


def _work(task: Task, ability: float, rng: np.random.Generator) -> Work:
    p = ability + FORM * rng.normal() - task.difficulty
    wrong, unwritten = [], []
    gave_up = False
    for name, known in task.bank.items():
        is_right, chosen, gives_up = rng.random(3)
        if gave_up:
            unwritten.append(name)
            continue
        if is_right < _logistic(STEEPNESS * p + RIGHT_AT_EQUAL):
            continue
        if known:
            wrong.append(known[int(chosen * len(known))])
        else:
            unwritten.append(name)
        gave_up = gives_up < _logistic(-STEEPNESS * p + GIVES_UP_AT_EQUAL)
    return Work(task.exercise.id, tuple(wrong), tuple(unwritten))


def _logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


# The marks


def _graded(
    course: "Course", sources: "Sources", tasks: Sequence[Task], works: Sequence[Sequence[Work]]
) -> tuple[np.ndarray, dict[Work, "ExerciseResult"]]:
    """Return everybody's share of each exercise's points, and the result of each module."""
    from autograder.grading.grader import GraderSetup  # noqa: PLC0415
    from autograder.grading.seed import Seed  # noqa: PLC0415

    setup = GraderSetup(course.root, tuple(task.exercise.id for task in tasks), Seed("simulated"))
    by_id = {task.exercise.id: task for task in tasks}
    solutions = {
        f"exercises.{exercise.id}": course.solution(exercise).read_bytes()
        for exercise in course.exercises
    }
    wanted = dict.fromkeys(work for own in works for work in own)
    results: dict[Work, ExerciseResult] = {}
    with setup.open() as grader:
        right = _result(grader, solutions, None, ())
        assert all(exercise.is_right for exercise in right.exercises), "a solution is not right"
        begun = time.monotonic()
        for count, work in enumerate(wanted, start=1):
            result = right
            if work.wrong or work.unwritten:
                modules = {**solutions, **_modules(course, by_id[work.exercise], work)}
                result = _result(grader, modules, work.exercise, right.exercises)
            results[work] = next(one for one in result.exercises if one.exercise == work.exercise)
            if count % 100 == 0:
                seconds = time.monotonic() - begun
                print(f"{count} of {len(wanted)} in {seconds:.0f} s", file=sys.stderr, flush=True)
    shares = [[results[work].points / results[work].possible for work in own] for own in works]
    return np.array(shares), results


def _result(
    grader: "Grader",
    modules: dict[str, bytes],
    exercise: str | None,
    known: "Sequence[ExerciseResult]",
) -> "SubmissionResult":
    """Grade one submission, again where the machine's load may have lowered its mark."""
    from autograder.grading.intake import Submission  # noqa: PLC0415

    submission = Submission("simulated", "simulated", modules)
    others = tuple(one for one in known if one.exercise != exercise)
    for _ in range(MOST_ATTEMPTS):
        result = grader.grade_submission(submission, (exercise,) if exercise else None, others)
        if result.fault:
            raise SystemExit(f"the kit failed on {exercise}:\n{result.fault}")
        if not any(one.lost_to_load for one in result.exercises):
            return result
    raise SystemExit(f"this machine is too busy to grade {exercise}")


def _modules(course: "Course", task: Task, work: Work) -> dict[str, bytes]:
    """Return the exercise's module with its faults, and the helper modules that hold these."""
    exercise = task.exercise
    solution = course.solution(exercise).read_text(encoding="utf-8")
    lines = [solution, ""]
    modules: dict[str, str] = {}
    if work.wrong:
        bank = course.misconceptions(exercise).read_text(encoding="utf-8")
        assert IMPORTED in bank
        bank = bank.replace(IMPORTED, "from exercises.simulated_words import")
        bank = bank.replace(f"exercises.{exercise.id} ", "exercises.simulated_solution ")
        modules = {
            "exercises.simulated_words": WORDS,
            "exercises.simulated_solution": solution,
            "exercises.simulated_bank": bank,
        }
        lines += ["import exercises.simulated_bank", "import exercises.simulated_words"]
        lines += [
            f"globals().update(exercises.simulated_words.REPLACED[{name!r}])" for name in work.wrong
        ]
    for name in work.unwritten:
        message = f"{exercise.id.partition('_')[0]} {name}: replace this line"
        if name in task.constants:
            lines.append(f"{name} = NotImplemented  # {message}")
        else:
            lines += [f"def {name}(*_, **__):", f'    raise NotImplementedError("{message}")', ""]
    modules[f"exercises.{exercise.id}"] = "\n".join(lines) + "\n"
    return {name: text.encode() for name, text in modules.items()}


# The figures


def _figures(abilities: np.ndarray, shares: np.ndarray, tasks: Sequence[Task]) -> dict[str, Any]:
    names = [task.exercise.id for task in tasks]
    points = np.array([task.exercise.points for task in tasks])
    e15 = next(place for place, name in enumerate(names) if name.startswith("e15"))
    whole: dict[str, Callable[[np.ndarray], float]] = {
        "alpha over exercises": lambda chosen: _alpha(shares[chosen] * points),
        "r(e15, ability)": lambda chosen: _r(shares[chosen, e15], abilities[chosen]),
        "r(total, ability)": lambda chosen: _r(shares[chosen] @ points, abilities[chosen]),
        f"P(e15 < {100 * LOW:.0f} %)": lambda chosen: float(np.mean(shares[chosen, e15] < LOW)),
        "mean total, of 1": lambda chosen: float(np.mean(shares[chosen] @ points) / points.sum()),
    }
    everybody = np.arange(len(abilities))
    rng = np.random.default_rng(SEED)
    samples = [rng.choice(everybody, len(everybody)) for _ in range(SAMPLES)]
    return {
        "whole": {
            name: (found(everybody), *np.quantile([found(one) for one in samples], [0.025, 0.975]))
            for name, found in whole.items()
        },
        "exercises": {
            name: (float(shares[:, place].mean()), _r(shares[:, place], abilities))
            for place, name in enumerate(names)
        },
    }


def _alpha(scores: np.ndarray) -> float:
    covariances = np.cov(scores, rowvar=False)
    items = len(covariances)
    return float(items / (items - 1) * (1 - np.trace(covariances) / covariances.sum()))


def _r(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def _write_gradebook(
    out: Path,
    course: "Course",
    tasks: Sequence[Task],
    works: Sequence[Sequence[Work]],
    results: "dict[Work, ExerciseResult]",
) -> None:
    from autograder.grading.results import (  # noqa: PLC0415
        Gradebook,
        SubmissionResult,
        SubmissionStatus,
    )
    from autograder.reporting.gradebook_files import gradebook_json  # noqa: PLC0415

    exercises = tuple((t.exercise.id, t.exercise.title, t.exercise.points) for t in tasks)
    submissions = tuple(
        SubmissionResult(
            f"student {place:04}",
            "simulated",
            SubmissionStatus.GRADED,
            exercises=tuple(results[work] for work in own),
        )
        for place, own in enumerate(works, start=1)
    )
    book = Gradebook(f"{course.title}, a simulated class", exercises, submissions)
    out.mkdir(parents=True, exist_ok=True)
    (out / "gradebook.json").write_text(gradebook_json(book), encoding="utf-8")


if __name__ == "__main__":
    main()
