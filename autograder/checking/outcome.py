"""The outcome of a check, as data and as exceptions."""

import textwrap
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Final

__all__ = [
    "WORDS",
    "CheckFailed",
    "CheckStatus",
    "KitFault",
    "Lines",
    "Misconception",
    "NotWritten",
    "Outcome",
    "Skipped",
]


class CheckStatus(Enum):
    """The six ends of a check."""

    PASS = "pass"
    FAIL = "fail"
    TODO = "todo"  # not written yet
    BLOCKED = "blocked"  # an earlier exercise it needs is not right yet
    SKIPPED = "skipped"  # a package that an extra needs is not installed here: costs nothing
    ERROR = "error"  # the kit's own fault: never a student's zero


# The words of reports. Each reader has its own word for an error and for no outcome at all.
WORDS: Final[dict[CheckStatus | None, str]] = {
    CheckStatus.PASS: "right",
    CheckStatus.FAIL: "wrong",
    CheckStatus.TODO: "to write",
    CheckStatus.BLOCKED: "blocked",
    CheckStatus.SKIPPED: "skipped",
}


_INDENT: Final = len("expected  ")


@dataclass(frozen=True)
class Lines:
    """The four lines of a failure."""

    called: str
    expected: str
    got: str
    hint: str

    def __str__(self) -> str:
        return "\n".join(f"{name:<{_INDENT}}{text}" for name, text in asdict(self).items())

    def within(self, width: int) -> str:
        """Return the four lines for a window of that width: what is too long goes on under itself.

        A window breaks its lines in the middle of a number.
        """
        return "\n".join(
            textwrap.fill(
                line,
                width,
                subsequent_indent=" " * _INDENT,
                break_long_words=False,
                break_on_hyphens=False,
            )
            for line in str(self).splitlines()
        )


@dataclass(frozen=True)
class Misconception:
    """A known mistake with a name: its id in the exercise, its name and its question."""

    id: str
    name: str
    hint: str


@dataclass(frozen=True)
class Outcome:
    """How one check ended for one submission.

    Attributes
    ----------
    status : CheckStatus
        The end itself.
    lines : Lines or None
        The four lines, for a failure.
    misconception : Misconception or None
        The misconception that gives exactly this wrong answer.
    note : str
        One sentence: what is to be written, what blocks, what is not installed, or what went
        wrong in the kit.
    trace : str
        Where the kit failed, for its author; in no report, and no part of what is compared.
    stopped : bool
        Whether it failed because a limit ended a call or the check, or the process died.
    """

    status: CheckStatus
    lines: Lines | None = None
    misconception: Misconception | None = None
    note: str = ""
    trace: str = field(default="", compare=False)
    stopped: bool = False


class CheckFailed(Exception):
    """The student's answer is not the right one."""

    def __init__(
        self, lines: Lines, misconception: Misconception | None = None, *, stopped: bool = False
    ) -> None:
        super().__init__(str(lines))
        self.lines = lines
        self.misconception = misconception
        self.stopped = stopped


class NotWritten(Exception):
    """A stub was met; `todo` names it, as in `e07 dense_forward`."""

    def __init__(self, todo: str) -> None:
        super().__init__(f"{todo} is not written yet")
        self.todo = todo


class Skipped(Exception):
    """The check needs something that is not installed; the text says what, and how to get it."""


class KitFault(Exception):
    """The kit itself could not do its part, so no verdict about the student is possible."""
