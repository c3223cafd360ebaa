"""The concepts behind a class's misconceptions, counted across exercises."""

from dataclasses import dataclass

from autograder.grading.results import Gradebook

__all__ = ["CommonConcept", "common_concepts"]


@dataclass(frozen=True)
class CommonConcept:
    """A concept and the students whose answers show a misconception of it.

    Attributes
    ----------
    concept : str
        The concept, in a word or a few: `axes and layout`.
    students : tuple of str
        Each student once, in the gradebook's order.
    exercises : tuple of (str, int)
        The exercises where it was shown, in course order, each with its number of students.
    misconceptions : int
        How many different misconceptions of it were shown.
    """

    concept: str
    students: tuple[str, ...]
    exercises: tuple[tuple[str, int], ...]
    misconceptions: int


def common_concepts(gradebook: Gradebook) -> list[CommonConcept]:
    """Return every concept that was shown, the most common first.

    A student counts once for a concept, and once for it in each exercise. Equal counts are sorted
    by the number of exercises, then by name.
    """
    students: dict[str, dict[str, None]] = {}
    places: dict[str, dict[str, set[str]]] = {}
    names: dict[str, set[tuple[str, str]]] = {}
    for result in gradebook.results:
        for exercise in result.exercises:
            for check in exercise.checks:
                found = check.outcome.misconception
                concept = found.concept if found is not None else ""
                if found is None or not concept:
                    continue
                students.setdefault(concept, {})[result.student] = None
                own = places.setdefault(concept, {}).setdefault(exercise.exercise, set())
                own.add(result.student)
                names.setdefault(concept, set()).add((exercise.exercise, found.id))
    order = [exercise for exercise, _, _ in gradebook.exercises]
    ranked = sorted(students, key=lambda name: (-len(students[name]), -len(places[name]), name))
    return [
        CommonConcept(
            name,
            tuple(students[name]),
            tuple((each, len(places[name][each])) for each in order if each in places[name]),
            len(names[name]),
        )
        for name in ranked
    ]
