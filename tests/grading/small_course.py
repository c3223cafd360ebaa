"""A course in a folder of its own, which a test may edit, and a class of a few students."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course, load_course
from autograder.grading.batch import Batch, Done, grade_batch
from autograder.grading.grader import GraderSetup
from autograder.grading.seed import Seed
from autograder.grading.store import STORE_NAME, Store

ROOT = Path(__file__).resolve().parents[2]
_PARTS = ("solutions", "exercises", "autograder/checks", "autograder/misconceptions")
_WRONG_SIGMOID = "def sigmoid(z):\n    return 1.0 / (1.0 + np.exp(z))\n"


@dataclass
class SmallCourse:
    """The course, its submissions and its output folder."""

    root: Path
    exercises: tuple[str, ...] = ("e04_sigmoid", "e07_dense", "e10_parameters")
    seed: Seed = field(default_factory=lambda: Seed("tests"))

    @classmethod
    def made_in(cls, folder: Path) -> "SmallCourse":
        made = cls(folder / "course")
        for part in _PARTS:
            shutil.copytree(
                ROOT / part, made.root / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        shutil.copyfile(ROOT / "course.toml", made.root / "course.toml")
        made.submissions.mkdir()
        return made

    @property
    def submissions(self) -> Path:
        return self.root / "submissions"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def store(self) -> Path:
        return self.out / STORE_NAME

    @property
    def course(self) -> Course:
        return load_course(self.root)

    @property
    def setup(self) -> GraderSetup:
        return GraderSetup(self.root, self.exercises, self.seed)

    def hand_in(self, student: str, change: Callable[[str, str], str] | None = None) -> None:
        """Hand in the solutions, each as `change` of its name and text makes it."""
        folder = self.submissions / student
        folder.mkdir(exist_ok=True)
        for path in (ROOT / "solutions").glob("e*.py"):
            text = path.read_text()
            (folder / path.name).write_text(change(path.stem, text) if change else text)

    def hand_in_wrong_sigmoid(self, student: str) -> None:
        """Hand in solutions whose sigmoid falls."""
        self.hand_in(
            student, lambda name, text: text + _WRONG_SIGMOID if name == "e04_sigmoid" else text
        )

    def edit(self, path: str, before: str, after: str) -> None:
        """Replace a text in a file of the course."""
        text = (self.root / path).read_text()
        assert before in text
        (self.root / path).write_text(text.replace(before, after))

    @property
    def possible(self) -> float:
        """The points of a perfect submission."""
        return sum(map(self.points, self.exercises))

    def points(self, exercise: str) -> float:
        """Return the points of an exercise."""
        return self.course.exercise(exercise).points

    def add_points(self, exercise: str, more: int) -> None:
        """Give an exercise more points, and the whole course as many."""
        path = self.root / "course.toml"
        text = path.read_text()
        for place in ("[course]", f'id = "{exercise}"'):
            head, found, rest = text.partition(place)
            assert found
            text = (
                head
                + found
                + re.sub(r"(?<=points = )\d+", lambda old: f"{int(old[0]) + more}", rest, count=1)
            )
        path.write_text(text)

    def grade(self, jobs: int = 1, done: list[Done] | None = None) -> Batch:
        """Grade as `nudge grade` does, and note the gradebook as written."""
        finished = [] if done is None else done
        self.out.mkdir(exist_ok=True)
        with Store(self.store) as store:
            batch = grade_batch(
                self.course,
                self.setup,
                self.submissions,
                store=store,
                jobs=jobs,
                finished=finished.append,
            )
            store.publish(batch.lines)
        return batch


def totals(batch: Batch) -> dict[str, float]:
    return {result.student: result.total for result in batch.gradebook.results}


def students(done: Sequence[Done], *, new: bool) -> list[str]:
    return sorted(item.result.student for item in done if item.is_new is new)
