"""Which exercises have a picture: those with a module of their id in this folder."""

import ast
import importlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol, cast

from matplotlib.figure import Figure

from autograder.course import UserError
from autograder.pictures.subject import Subject

__all__ = ["Drawer", "available", "drawer", "named", "subject_line"]

_HERE: Final = Path(__file__).parent
_ID: Final = re.compile(r"e\d\d_\w+")


class Drawer(Protocol):
    """What a picture's module has.

    Attributes
    ----------
    SIZE : pair of float
        Width and height in inches.
    """

    SIZE: tuple[float, float]

    def draw(self, figure: Figure, student: Subject) -> None:
        """Ask the student's functions, and draw what they say."""
        ...


def available() -> tuple[str, ...]:
    """Return the ids of all exercises that have a picture, in order."""
    return tuple(
        sorted(path.stem for path in _HERE.glob("e*.py") if _ID.fullmatch(path.stem) is not None)
    )


def named(name: str, among: Sequence[str] | None = None) -> str:
    """Return the id of the picture called `name`, in full or by its short id.

    Parameters
    ----------
    name : str
        `e04_sigmoid` or `e04`.
    among : sequence of str, optional
        The ids that there are; by default all that have a picture.

    Raises
    ------
    UserError
        If there is none.
    """
    known = available() if among is None else among
    for exercise in known:
        if name in (exercise, exercise.partition("_")[0]):
            return exercise
    raise UserError(f"there is no picture {name!r}; there are {', '.join(known) or 'none'}")


def subject_line(exercise: str) -> str:
    """Return what a picture shows, in one line, without importing what draws it."""
    module = ast.parse((_HERE / f"{exercise}.py").read_bytes())
    line = (ast.get_docstring(module) or exercise).splitlines()[0]
    return line.removesuffix(".")


def drawer(exercise: str) -> Drawer:
    """Return the module that draws the picture of an exercise, given by its whole id."""
    return cast(Drawer, importlib.import_module(f"autograder.pictures.{exercise}"))
