"""The wording of a stub: what stands where students write, and how it is recognised."""

import re
from typing import Final

from autograder.calls.answer import message_of

__all__ = [
    "TODO_LINE",
    "is_todo",
    "stub_of",
    "todo_hint",
    "todo_line",
    "todo_message",
    "unwritten_constant",
]

_WORDS: Final = "replace this line"
_TODO: Final = re.compile(r"e\d\d \w{1,80}")
_MESSAGE: Final = re.compile(rf"({_TODO.pattern}): {_WORDS}")
TODO_LINE: Final = re.compile(
    rf'^ *raise NotImplementedError\("{_TODO.pattern}: {_WORDS}"\)\n', re.MULTILINE
)


def todo_message(short: str, name: str) -> str:
    """Return a stub's message: `e07 dense_forward: replace this line`."""
    return f"{short} {name}: {_WORDS}"


def todo_line(short: str, name: str) -> str:
    """Return the statement of a function that is still to be written."""
    return f'raise NotImplementedError("{todo_message(short, name)}")'


def todo_hint(todo: str, new_since: str = "") -> str:
    """Return the hint for an unwritten function, `e07 dense_forward`.

    Where the file is older than the function, `new_since` names the last release without it.
    """
    if new_since:
        return (
            f"{todo} is not written yet: it was added after Nudge {new_since}, so your file has "
            "no line for it; add the function to your file"
        )
    return f"{todo} is not written yet ({_WORDS.replace('this', 'its')} in exercises/)"


def unwritten_constant(short: str, name: str) -> str:
    """Return the line of a constant that is still to be written."""
    return f"{name} = NotImplemented  # {todo_message(short, name)}"


def stub_of(error: BaseException) -> str | None:
    """Return the unwritten function that raised `error`, `e07 dense_forward`, if one did."""
    if not issubclass(type(error), NotImplementedError):
        return None
    found = _MESSAGE.match(message_of(error))
    return found[1] if found else None


def is_todo(text: str) -> bool:
    """Tell whether `text` names an unwritten function, as `stub_of` does."""
    return _TODO.fullmatch(text) is not None
