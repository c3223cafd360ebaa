"""Packages that an exercise may need and a machine may lack, and the sentence for a missing one.

Nothing is imported to find out, since a framework takes seconds to load.
"""

import importlib.metadata
import importlib.util
import os
import re
from dataclasses import dataclass
from typing import Final

from autograder.calls.answer import Answer
from autograder.checking.check import Check
from autograder.checking.outcome import KitFault
from autograder.course import Exercise

__all__ = ["Needs", "installed", "keras_backend", "lacking", "set_keras_backend", "version"]

# The name that people use, and the command that installs it.
_KNOWN: Final = {
    "torch": ("PyTorch", "pip install torch"),
    "tensorflow": ("TensorFlow", "pip install tensorflow"),
    "keras": ("Keras", "pip install tensorflow"),
}
# Keras computes with one of these, the usual one first.
_BACKENDS: Final = ("tensorflow", "torch", "jax")
_NO_MODULE: Final = re.compile(r"No module named '(\w+)")


@dataclass(frozen=True)
class Needs:
    """The package that a check of an exercise needs where it runs.

    Attributes
    ----------
    exercise : Exercise
        Whose check it is.
    check : Check
        The check.
    graded : bool
        Whether it runs in grading; in a student's own pytest the student can install it.

    Raises
    ------
    KitFault
        If the check needs a package that the exercise does not have.
    """

    exercise: Exercise
    check: Check
    graded: bool = False

    def __post_init__(self) -> None:
        if self.check.package and self.check.package not in self.exercise.packages:
            raise KitFault(
                f"a check of {self.exercise.id} needs {self.check.package}, which is not one of "
                "its packages in course.toml"
            )

    def unmet(self) -> str:
        """Return why the check is skipped, as a sentence; nothing if all is there."""
        package = self.check.package
        return self._sentence(package) if package and lacking(package) else ""

    def unmet_by(self, answer: Answer) -> str:
        """Return why the check is skipped after this answer of the student's code, or nothing.

        The student may have chosen another of the exercise's packages than the check names:
        TensorFlow's Keras, where Keras is there and TensorFlow is not.
        """
        found = _NO_MODULE.match(answer.text) if answer.error == "ModuleNotFoundError" else None
        if found is None or found[1] not in self.exercise.packages or not lacking(found[1]):
            return ""
        return self._sentence(found[1])

    def _sentence(self, package: str) -> str:
        name, command = _KNOWN.get(package, (package, f"pip install {package}"))
        if self.graded:
            return f"{name} is not installed where this was graded; it costs no points"
        return f"{self.exercise.short} needs {name}: {command}; it costs no points"


def lacking(package: str) -> bool:
    """Tell whether a package is not installed here; Keras needs something to compute with."""
    if importlib.util.find_spec(package) is None:
        return True
    return package == "keras" and not keras_backend()


def version(package: str) -> str:
    """Return which version of a package is installed here; nothing if it is lacking."""
    if lacking(package):
        return ""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "of another name"


def installed() -> dict[str, str]:
    """Return the frameworks that the kit knows by name, each with its version here or nothing."""
    return {package: version(package) for package in _KNOWN}


def keras_backend() -> str:
    """Return the package that Keras computes with here, or nothing if there is none."""
    chosen = os.environ.get("KERAS_BACKEND")
    candidates = (chosen,) if chosen else _BACKENDS
    found = (name for name in candidates if importlib.util.find_spec(name) is not None)
    return next(found, "")


def set_keras_backend() -> None:
    """Have Keras compute with what is installed: by itself it asks for TensorFlow alone."""
    if backend := keras_backend():
        os.environ.setdefault("KERAS_BACKEND", backend)
