"""One session in a process that was started for it, on any system Python runs on.

What the system lets a process do to itself about limits is done; nothing here holds against
code that wants to get out.
"""

import contextlib
import os
import sys
import threading
import time
from typing import Any

from autograder.calls.performer import LimitNames
from autograder.worker import guard, serving
from autograder.worker.packages import Packages

__all__ = ["serve"]

_SECONDS_BETWEEN_LOOKS = 1.0


def serve(settings: dict[str, Any], packages: Packages) -> None:
    """Serve a session; `settings` are those of the worker's mode `single`."""
    source, sink = (_descriptor(settings[name]) for name in ("source", "sink"))
    bounds = settings["bounds"]
    _limit(bounds)
    _end_with(os.getppid())
    sys.dont_write_bytecode = True
    limits = LimitNames(**{name: bounds[name] for name in LimitNames.__dataclass_fields__})
    guard.forget(["autograder"])
    serving.serve(source, sink, packages, limits, warm=False)


def _descriptor(number: int) -> int:
    """Return the descriptor for what was handed down: on Windows that is a handle."""
    if sys.platform != "win32":
        os.set_inheritable(number, False)
        return number
    import msvcrt  # noqa: PLC0415 - of that system alone

    return msvcrt.open_osfhandle(number, os.O_BINARY)


def _limit(bounds: dict[str, Any]) -> None:
    try:
        from autograder.worker.layers import rlimits  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    # Some systems have some of the limits; each that is refused is left as it is.
    rlimits.confine_as_allowed(rlimits.Bounds(**bounds))


def _end_with(parent: int) -> None:
    """End when the trusted process does."""
    if sys.platform == "linux":
        from autograder.worker.layers import privileges  # noqa: PLC0415

        privileges.die_with_parent(parent)
    elif sys.platform != "win32":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    with contextlib.suppress(BaseException):
        os._exit(1)
