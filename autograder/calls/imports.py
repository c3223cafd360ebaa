"""The rule for what a student's code can import and ask for, in a handout and in grading.

The standard library, numpy, matplotlib, datasets and the student's own exercises; and for the
module of an exercise that is about other packages, these. It is applied
to what the student's own modules ask for, and not to what numpy asks for in turn. The worker of
`nudge grade` loads this very file, so it imports the standard library alone.
"""

import _sitebuiltins
import builtins
import importlib
import io
import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final, NoReturn

__all__ = [
    "STUDENTS_BUILTINS",
    "as_graded",
    "hold_imports_to_the_rule",
    "hold_notebook_to_the_rule",
    "refusal",
    "shadowing_note",
]

_PACKAGES: Final = frozenset({"numpy", "matplotlib", "datasets"})
_OWN: Final = "exercises"
_NOTEBOOK: Final = "__main__"
_IMPORTABLE: Final = sys.stdlib_module_names | _PACKAGES | {_OWN, "mpl_toolkits"}

# Tools that notebooks are run with; no answer needs them.
_NOTEBOOK_TOOLS: Final = frozenset(
    {"IPython", "google", "ipywidgets", "micropip", "nudge_notebook", "piplite"}
)

# Names that Python or pytest would run by themselves, were they found.
_STARTED: Final = frozenset({"sitecustomize", "usercustomize", "conftest"})


def refusal(name: str, packages: Container[str] = frozenset()) -> str | None:
    """Return why a module cannot be imported, as a sentence; None if it can.

    Parameters
    ----------
    name : str
        As in the import statement, `scipy.special`.
    packages : container of str
        What else the module that asks for it may import.
    """
    top = name.partition(".")[0]
    if top in _IMPORTABLE or top in packages:
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


def hold_imports_to_the_rule(
    own: Container[str] = frozenset(),
    packages: Mapping[str, Container[str]] = MappingProxyType({}),
) -> None:
    """Let a student's code import, from now on and in this process, what the rule allows.

    Parameters
    ----------
    own : container of str
        Top-level names that are the submission's own modules.
    packages : mapping of str to container of str
        By the dotted name of a module: what else it, and no other, may import.
    """
    real, real_module = builtins.__import__, importlib.import_module

    def require(name: str, asking: Mapping[str, Any]) -> None:
        module = asking.get("__name__")
        if type(module) is str and (module.partition(".")[0] == _OWN or module in packages):
            text = refusal(name, packages.get(module, ()))
            if text is not None and name.partition(".")[0] not in own:
                raise ModuleNotFoundError(text, name=name)

    def guarded(
        name: str,
        globals: Mapping[str, Any] | None = None,  # noqa: A002 - the names __import__ has
        locals: Mapping[str, Any] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        if level == 0:
            # `__import__("scipy")`, called by hand, tells nothing of where it is called.
            require(name, sys._getframe(1).f_globals if globals is None else globals)
        return real(name, globals, locals, fromlist, level)

    def guarded_module(name: str, package: str | None = None) -> Any:
        if not name.startswith("."):
            require(name, sys._getframe(1).f_globals)
        return real_module(name, package)

    builtins.__import__ = guarded
    importlib.import_module = guarded_module


def _no_input(prompt: object = "") -> NoReturn:
    """Stand in for `input`."""
    raise EOFError("input() was called; there is nobody to answer")


def _leave(code: object = None) -> NoReturn:
    """Stand in for `exit` and `quit`, which close the standard input first."""
    raise SystemExit(code)


# Python adds `exit`, `quit` and `help` where it starts with its `site`: at home, not in a worker.
STUDENTS_BUILTINS: Final[Mapping[str, Any]] = MappingProxyType(
    {"input": _no_input, "exit": _leave, "quit": _leave, "help": _sitebuiltins._Helper()}
)


@contextmanager
def as_graded(packages: Mapping[str, Container[str]] = MappingProxyType({})) -> Iterator[None]:
    """Give a student's code, while the block lasts, what it has in grading: no more.

    Parameters
    ----------
    packages : mapping of str to container of str
        By the dotted name of a module: what else it may import.
    """
    own = vars(builtins)
    # A notebook's kernel has no `exit` and no `quit` here.
    before = {name: own[name] for name in ("__import__", *STUDENTS_BUILTINS) if name in own}
    stdin = sys.stdin
    import_module = importlib.import_module
    own.update(STUDENTS_BUILTINS)
    hold_imports_to_the_rule(packages=packages)
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        for name in STUDENTS_BUILTINS:
            own.pop(name, None)
        own.update(before)
        sys.stdin = stdin
        importlib.import_module = import_module


def hold_notebook_to_the_rule() -> Callable[..., None]:
    """Have a notebook's cells import, from now on, what they can import in grading.

    Returns
    -------
    callable
        Takes the names of what else they may import, where an exercise is about other packages.
    """
    more = set(_NOTEBOOK_TOOLS)
    hold_imports_to_the_rule(packages={_NOTEBOOK: more})
    return lambda *names: more.update(names)
