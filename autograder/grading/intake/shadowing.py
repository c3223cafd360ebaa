"""Modules of a student's that have the name of somebody else's."""

import sys
from collections.abc import Iterable
from typing import Final

__all__ = ["shadowing"]

_LIBRARIES: Final = frozenset({"numpy", "matplotlib", "datasets"})


def shadowing(modules: Iterable[str]) -> tuple[str, ...]:
    """Return a note for each module that no import of its bare name will find.

    Parameters
    ----------
    modules : iterable of str
        Dotted names, `exercises.random`.
    """
    notes = []
    for module in sorted(modules):
        name = module.rpartition(".")[2]
        if name in sys.stdlib_module_names or name in _LIBRARIES:
            whose = "Python" if name in sys.stdlib_module_names else "the course's libraries"
            notes.append(
                f"{name}.py has the name of a module of {whose}; in grading `import {name}` "
                f"gets {'Python' if name in sys.stdlib_module_names else 'the library'}'s own. "
                "Rename yours."
            )
    return tuple(notes)
