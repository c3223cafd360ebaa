"""Running `nudge` on a small course, in this process."""

from click.testing import CliRunner, Result

from autograder.cli.main import main
from tests.grading.small_course import SmallCourse


def nudge(small: SmallCourse, command: str, *arguments: str, quick: bool = True) -> Result:
    """Run a grading command on the small course's submissions, or on a student for audit."""
    words = [command]
    if command != "audit":
        words += [str(small.submissions), "--jobs", "1"]
        words += ["--only", "e04", "--only", "e10"] if quick else []
    words += ["--out", str(small.out), "--course", str(small.root), "--seed", "tests"]
    return CliRunner().invoke(main, [*words, *arguments])
