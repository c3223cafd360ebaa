"""Error carried forward, in words: which earlier exercises were supplied for a mark, and why."""

from collections.abc import Sequence

from autograder.grading.results import ExerciseResult, SubmissionResult

__all__ = ["supplied_sentences"]


def supplied_sentences(result: SubmissionResult, exercise: ExerciseResult) -> tuple[str, ...]:
    """Return what to tell a student of the exercises that were supplied for theirs; often nothing.

    An exercise of their own that is right was supplied because it took too long.
    """
    right = {other.exercise for other in result.exercises if other.is_right}
    slow = [name for name in exercise.supplied if name in right]
    wrong = [name for name in exercise.supplied if name not in right]
    said = []
    if wrong:
        is_are = "is" if len(wrong) == 1 else "are"
        said.append(
            f"Graded with a correct {_listed(wrong)} in place of yours, because yours {is_are} "
            "not right yet; the better mark counts."
        )
    if slow:
        said.append(
            f"Your own {_listed(slow)} is right, and takes so long that this exercise ran out of "
            "time. So it was graded with a faster one in its place, and the better mark counts. "
            "Which of its loops, over examples, neurons or weights, could one product of whole "
            "matrices do at once?"
        )
    return tuple(said)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
