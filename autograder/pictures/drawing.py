"""The exercises that have a picture, and how it is drawn from a student's functions."""

import ast
import importlib
import types
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib

from autograder.calls.answer import Caller
from autograder.checking.in_process import InProcessCaller
from autograder.course import UserError
from autograder.pictures.panel import RC
from autograder.pictures.picture import Picture
from autograder.pictures.subject import Subject

__all__ = ["available", "blank", "chosen", "described", "draw", "portrait"]

_HERE: Final = Path(__file__).parent


def available() -> tuple[str, ...]:
    """Return the ids of all exercises that have a picture, in order."""
    return tuple(sorted(path.stem for path in _HERE.glob("e[0-9][0-9]_*.py")))


def _named(name: str, among: Sequence[str]) -> str:
    for exercise in among:
        if name in (exercise, exercise.partition("_")[0]):
            return exercise
    raise UserError(f"there is no picture {name!r}; there are {', '.join(among) or 'none'}")


def chosen(names: Sequence[str], among: Sequence[str]) -> tuple[str, ...]:
    """Return the ids that are named, in the order of the course; `all` names all.

    Raises
    ------
    UserError
        If no picture has one of the names.
    """
    if "all" in names:
        return tuple(among)
    wanted = {_named(name, among) for name in names}
    return tuple(exercise for exercise in among if exercise in wanted)


def _subject_line(exercise: str) -> str:
    """Return a picture's subject, in one line, without importing its module."""
    module = ast.parse((_HERE / f"{exercise}.py").read_bytes())
    line = (ast.get_docstring(module) or exercise).splitlines()[0]
    return line.removesuffix(".")


def described(exercises: Sequence[str]) -> str:
    """Return the list of pictures, a line each."""
    width = max(map(len, exercises), default=0)
    lines = [
        f"{exercise:{width}}  {_subject_line(exercise).partition(' · ')[2]}"
        for exercise in exercises
    ]
    return "\n".join(lines)


def draw(name: str, student: types.ModuleType | Mapping[str, Any]) -> Picture:
    """Draw the picture of an exercise from functions in this process.

    Parameters
    ----------
    name : str
        The exercise, `e04` or `e04_sigmoid`.
    student : module or mapping of str to object
        The module, or in a notebook `globals()`.

    Returns
    -------
    Picture
        A figure; each value that a function could not give is a note in it, and in its `notes`.

    Raises
    ------
    UserError
        If the exercise has no picture.

    Examples
    --------
    >>> from exercises import e04_sigmoid
    >>> draw("e04", e04_sigmoid).notes
    ('sigmoid is not written yet', 'sigmoid_prime is not written yet', 'logit is not written yet')
    """
    exercise = _named(name, available())
    if isinstance(student, types.ModuleType):
        module = student
    else:
        module = types.ModuleType(exercise)
        vars(module).update(student)
    return portrait(exercise, InProcessCaller(f"{exercise}.py", lambda: module))


def portrait(exercise: str, caller: Caller, make: Callable[..., Any] = Picture) -> Picture:
    """Draw the picture of an exercise through a caller of the student's functions.

    Parameters
    ----------
    exercise : str
        The whole id.
    caller : Caller
        Calls the functions, in this process or in another.
    make : callable, optional
        Makes the empty `Picture`, from a figure's keyword arguments.
    """
    module = importlib.import_module(f"autograder.pictures.{exercise}")
    student = Subject(exercise, caller)
    with matplotlib.rc_context(RC):
        picture: Picture = make(figsize=module.SIZE, layout="constrained")
        picture.suptitle(_subject_line(exercise))
        module.draw(picture, student)
    picture.notes = student.notes
    return picture


def blank(exercise: str, note: str) -> Picture:
    """Return a picture with a title and a note, for one that cannot be drawn."""
    module = importlib.import_module(f"autograder.pictures.{exercise}")
    with matplotlib.rc_context(RC):
        picture = Picture(figsize=module.SIZE)
        picture.suptitle(_subject_line(exercise))
        picture.text(0.5, 0.5, note, ha="center", va="center")
    picture.notes = (note,)
    return picture
