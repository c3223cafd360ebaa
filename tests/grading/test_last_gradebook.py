"""The gradebook that was last written, read back."""

from pathlib import Path

import pytest

from autograder.grading.store import Store, StoreError, last_gradebook
from tests.grading.small_course import SmallCourse


def test_it_is_the_published_gradebook_with_every_mark(tmp_path: Path) -> None:
    small = SmallCourse.made_in(tmp_path)
    small.hand_in("ada")
    small.hand_in_wrong_sigmoid("bo")
    (small.submissions / "cy.zip").write_bytes(b"nothing")
    batch = small.grade()
    with Store(small.store) as store:
        found = last_gradebook(store)
    assert [one.result.student for one in found] == ["ada", "bo", "cy"]
    for one, result in zip(found, batch.gradebook.results, strict=True):
        assert one.result.exercises == result.exercises
        assert (one.result.status, one.result.reason) == (result.status, result.reason)


def test_points_are_those_of_the_published_gradebook(tmp_path: Path) -> None:
    small = SmallCourse.made_in(tmp_path)
    small.hand_in_wrong_sigmoid("bo")
    small.grade()
    with Store(small.store) as store:
        before = last_gradebook(store)[0].result.possible
    small.add_points("e04_sigmoid", 24)
    batch = small.grade()
    with Store(small.store) as store:
        after = last_gradebook(store)[0].result
    assert after.possible == batch.gradebook.results[0].possible
    assert after.possible > before


def test_a_lost_mark_is_explained(tmp_path: Path) -> None:
    small = SmallCourse.made_in(tmp_path)
    small.hand_in("ada")
    small.grade()
    with Store(small.store) as store:
        store._database.execute("DELETE FROM mark WHERE exercise = 'e07_dense'")
        with pytest.raises(StoreError, match=r"has lost the mark .* of e07_dense"):
            last_gradebook(store)
