from pathlib import Path

import pytest

from tests.grading.small_course import SmallCourse


@pytest.fixture
def small(tmp_path: Path) -> SmallCourse:
    """Return a course to edit, with one student whose all is right and one with a mistake."""
    made = SmallCourse.made_in(tmp_path)
    made.hand_in("ada")
    made.hand_in_wrong_sigmoid("bo")
    return made
