"""The outcome of a check, as data and as exceptions."""

import textwrap
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Final

__all__ = [
    "CONCEPTS",
    "IN_FLOAT32",
    "TOGETHER",
    "WORDS",
    "CheckFailed",
    "CheckStatus",
    "KitFault",
    "Lines",
    "Misconception",
    "NotWritten",
    "Outcome",
    "Skipped",
    "broken_groups",
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


# Said beside a check that passed and earns nothing.
TOGETHER: Final = (
    "Right. Its points come together with those of another check that is not right yet."
)

# The ideas that misconceptions mix up, counted across exercises.
CONCEPTS: Final = (
    "axes and layout",
    "shape",
    "broadcasting",
    "transposition",
    "order of layers",
    "the bias",
    "the squash",
    "factor",
    "sign",
    "sum or mean",
    "height or slope",
    "slope at which point",
    "chain incomplete",
    "indexing from 0",
    "dtype",
    "aliasing and in-place",
    "scaling",
    "randomness",
    "special cases",
    "definition",
)

# Said once of an exercise whose checks passed in float32; an exercise has it once.
IN_FLOAT32: Final = (
    "Your numbers are right as far as float32 can tell, about seven digits. That costs nothing; "
    "NumPy's own float64 keeps sixteen."
)

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
    """A known mistake with a name.

    Attributes
    ----------
    id : str
        Its id in the exercise.
    name, hint : str
        The mistake in a short phrase, and the question that leads out of it.
    concept : str
        One of `CONCEPTS`: what it mixes up. Marks stored by 0.1.0 do not say it.
    """

    id: str
    name: str
    hint: str
    concept: str = ""


@dataclass(frozen=True)
class Outcome:
    """How one check ended for one submission.

    Attributes
    ----------
    status : CheckStatus
        The end itself.
    lines : Lines or None
        The four lines, for a failure. As `run_check` returns it, also for a pass with the right
        numbers in another container: those with which the check fails if it has to pay for that.
    misconception : Misconception or None
        The misconception that gives exactly this wrong answer.
    note : str
        One sentence: what is to be written, what blocks, what is not installed, what went wrong
        in the kit, or a remark about a pass.
    trace : str
        Where the kit failed, for its author; in no report, and no part of what is compared.
    stopped : bool
        Whether it failed because a limit ended a call or the check, or the process died.
    for_container : bool
        Whether it failed to pay for the container of right numbers: its numbers are right, so the
        other checks of its group keep their points.
    """

    status: CheckStatus
    lines: Lines | None = None
    misconception: Misconception | None = None
    note: str = ""
    trace: str = field(default="", compare=False)
    stopped: bool = False
    for_container: bool = False

    @property
    def met_container(self) -> bool:
        """Whether it is a pass with lines to tell."""
        return self.status is CheckStatus.PASS and self.lines is not None

    @property
    def breaks_group(self) -> bool:
        """Whether the checks of its group earn nothing because of it."""
        earning = (CheckStatus.PASS, CheckStatus.SKIPPED)
        return self.status not in earning and not self.for_container

    @property
    def in_float32(self) -> bool:
        """Whether it is a pass of answers that have float32's accuracy."""
        return self.status is CheckStatus.PASS and self.note == IN_FLOAT32

    def named(self, found: Misconception) -> "Outcome":
        """Return the outcome with a misconception, whose question is the hint."""
        if self.lines is None:
            return self
        lines = replace(self.lines, hint=f"{found.hint}  [{found.name}]")
        return replace(self, lines=lines, misconception=found)


class CheckFailed(Exception):
    """The student's answer is not the right one."""

    def __init__(self, lines: Lines, *, stopped: bool = False) -> None:
        super().__init__(str(lines))
        self.lines = lines
        self.stopped = stopped


class NotWritten(Exception):
    """A stub was met; `todo` names it, as in `e07 dense_forward`.

    Where the file is older than the function, `new_since` names the last release without it.
    """

    def __init__(self, todo: str, new_since: str = "") -> None:
        since = f"; it was added after Nudge {new_since}" if new_since else ""
        super().__init__(f"{todo} is not written yet{since}")
        self.todo = todo
        self.new_since = new_since


class Skipped(Exception):
    """The check needs something that is not installed; the text says what, and how to get it."""


class KitFault(Exception):
    """The kit itself could not do its part, so no verdict about the student is possible."""


def broken_groups(ended: Iterable[tuple[str, Outcome | None]]) -> set[str]:
    """Return the groups of checks that earn no points.

    Parameters
    ----------
    ended : iterable of (str, Outcome or None)
        The group of each check of an exercise, empty if it stands alone, and how the check ended;
        None if it was not run.
    """
    return {group for group, found in ended if group and (found is None or found.breaks_group)}
