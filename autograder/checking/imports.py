"""What a student's code can import, and ask for: one rule, in a handout and in grading.

The standard library, numpy, matplotlib, datasets and the student's own exercises. It is applied
to what the student's own modules ask for, and not to what numpy asks for in turn. The worker of
`nudge grade` loads this very file, so it imports the standard library alone.
"""

import builtins
import importlib
import io
import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn

__all__ = [
    "as_graded",
    "guarded_import",
    "guarded_import_module",
    "no_input",
    "refusal",
    "shadowing_note",
]

_PACKAGES: Final = frozenset({"numpy", "matplotlib", "datasets"})
_OWN: Final = "exercises"
_IMPORTABLE: Final = sys.stdlib_module_names | _PACKAGES | {_OWN, "mpl_toolkits"}

# Names that Python or pytest would run by themselves, were they found.
_STARTED: Final = frozenset({"sitecustomize", "usercustomize", "conftest"})


def refusal(name: str) -> str | None:
    """Return why a module cannot be imported, as a sentence; None if it can.

    Parameters
    ----------
    name : str
        As in the import statement, `scipy.special`.
    """
    top = name.partition(".")[0]
    if top in _IMPORTABLE:
        return None
    return (
        f"{top} is not part of this course; "
        "grading has Python's standard library, numpy, matplotlib and datasets"
    )


def shadowing_note(module_name: str) -> str | None:
    """Return what to tell a student whose file has a name that is taken; None if it is free.

    Parameters
    ----------
    module_name : str
        The name without its ending: `random` for a file `random.py`.
    """
    if module_name in _STARTED:
        return f"{module_name}.py is not run: nothing of a submission runs before its exercises"
    if module_name in _PACKAGES or module_name == "mpl_toolkits":
        whose = f"the package {module_name}"
    elif module_name in sys.stdlib_module_names:
        whose = "a module of Python's standard library"
    else:
        return None
    return (
        f"{module_name}.py has the name of {whose}: `import {module_name}` means that one and "
        "never this file; give the file another name"
    )


def guarded_import(
    real: Callable[..., Any], own: Container[str] = frozenset()
) -> Callable[..., Any]:
    """Return what to put in the place of `__import__`.

    Parameters
    ----------
    real : callable
        What imports.
    own : container of str
        Top-level names that are the submission's own modules.
    """

    def guarded(
        name: str,
        globals: Mapping[str, Any] | None = None,  # noqa: A002 - the names __import__ has
        locals: Mapping[str, Any] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        if level == 0 and globals is not None and _is_students(globals):
            _require_importable(name, own)
        return real(name, globals, locals, fromlist, level)

    return guarded


def guarded_import_module(
    real: Callable[..., Any], own: Container[str] = frozenset()
) -> Callable[..., Any]:
    """Return what to put in the place of `importlib.import_module`.

    Parameters
    ----------
    real : callable
        What imports.
    own : container of str
        Top-level names that are the submission's own modules.
    """

    def guarded(name: str, package: str | None = None) -> Any:
        if not name.startswith(".") and _is_students(sys._getframe(1).f_globals):
            _require_importable(name, own)
        return real(name, package)

    return guarded


def no_input(prompt: object = "") -> NoReturn:
    """Stand in for `input`.

    Raises
    ------
    EOFError
        Always.
    """
    raise EOFError("input() was called; there is nobody to answer")


@contextmanager
def as_graded() -> Iterator[None]:
    """Give a student's code, while the block lasts, what it has in grading: no more."""
    before = builtins.__import__, builtins.input, sys.stdin
    import_module = importlib.import_module
    builtins.__import__ = guarded_import(before[0])
    importlib.import_module = guarded_import_module(import_module)
    builtins.input = no_input
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        builtins.__import__, builtins.input, sys.stdin = before
        importlib.import_module = import_module


def _require_importable(name: str, own: Container[str]) -> None:
    text = refusal(name)
    if text is not None and name.partition(".")[0] not in own:
        raise ModuleNotFoundError(text, name=name)


def _is_students(names: Mapping[str, Any]) -> bool:
    module = names.get("__name__")
    return type(module) is str and module.partition(".")[0] == _OWN
