"""Why a call is stopped from outside; each text is the sentence for the student."""

import signal

__all__ = ["CLOSED", "OUT_OF_TURN", "UNREADABLE", "Died", "Stop", "TimeUp"]

OUT_OF_TURN = "the process answered out of turn {place}"
UNREADABLE = "the answer could not be read {place}"
CLOSED = "the process closed its connection {place}"

_KILLED = 9
_TOO_MUCH_COMPUTING = getattr(signal, "SIGXCPU", None)


class Stop(Exception):
    """A call has to end now; the text is the sentence for the student, with `{place}` in it."""


class TimeUp(Stop):
    """A call that met its own time limit, not one of the submission's."""


class Died(Stop):
    """The process ended by itself; whoever started it knows how."""

    def __init__(self) -> None:
        super().__init__("the process ended {place}")

    @staticmethod
    def sentence(code: int) -> str:
        """Return the sentence for an exit code, or for the signal -code."""
        if code >= 0:
            return f"the process ended {{place}} (exit code {code}); does it call exit?"
        number = -code
        if number == _TOO_MUCH_COMPUTING:
            return "stopped after too much computing {place}; is there a loop that never ends?"
        killed = number == _KILLED
        why = "out of memory, or killed from outside" if killed else "a crash inside a library"
        return f"the process was ended by signal {number} ({why}) {{place}}"
