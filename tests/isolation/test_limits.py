"""The limits stand in one place: the documents and the course state the same."""

import tomllib
from dataclasses import asdict

from autograder.course import Limits, load_course
from tests.student_folder import ROOT


def test_the_guide_states_the_limits_that_hold() -> None:
    guide = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    block = guide.partition("  [limits]\n")[2].partition("```")[0]
    assert tomllib.loads(block) == asdict(Limits())


def test_the_course_has_these_limits() -> None:
    assert load_course(ROOT).limits == Limits()
