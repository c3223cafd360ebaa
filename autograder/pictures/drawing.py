"""From a student's functions to a picture."""

import types
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib

from autograder.calls.answer import Caller
from autograder.checking.in_process import InProcessCaller
from autograder.pictures.picture import Picture
from autograder.pictures.registry import drawer, named, subject_line
from autograder.pictures.style import RC
from autograder.pictures.subject import Subject

__all__ = ["draw", "portrait"]


def draw(name: str, student: types.ModuleType | Mapping[str, Any]) -> Picture:
    """Draw the picture of an exercise from functions of this very process.

    Parameters
    ----------
    name : str
        The exercise, `e04` or `e04_sigmoid`.
    student : module or mapping of str to object
        The module, or in a notebook `globals()`.

    Returns
    -------
    Picture
        A figure; what a function could not give stands in it as a note, and in its `notes`.

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
    exercise = named(name)
    module = student if isinstance(student, types.ModuleType) else _as_module(exercise, student)
    return portrait(exercise, InProcessCaller(f"{exercise}.py", lambda: module))


def portrait(exercise: str, caller: Caller, make: Callable[..., Any] = Picture) -> Picture:
    """Draw the picture of an exercise from whatever reaches the student's functions.

    Parameters
    ----------
    exercise : str
        The whole id.
    caller : Caller
        What carries calls to the functions, wherever they run.
    make : callable, optional
        Makes the empty `Picture`, from a figure's keyword arguments.
    """
    module = drawer(exercise)
    student = Subject(exercise, caller)
    with matplotlib.rc_context(RC):
        picture: Picture = make(figsize=module.SIZE, layout="constrained")
        picture.suptitle(subject_line(exercise))
        module.draw(picture, student)
    picture.notes = student.notes
    return picture


def _as_module(exercise: str, names: Mapping[str, Any]) -> types.ModuleType:
    module = types.ModuleType(exercise)
    vars(module).update(names)
    return module
