"""`nudge watch` on a terminal of its own, as a person sees it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
CLEARED = "\x1b[2J"
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# Whoever runs the tests may have Ctrl-C ignored, which programs inherit.
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from autograder.cli.main import main
main()
"""


class Watch:
    """A running `nudge watch`; a context manager that ends it."""

    def __init__(
        self, folder: Path, *arguments: str, width: int = 80, height: int = 40, **variables: str
    ) -> None:
        self._master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        dropped = ("PYTEST", "PYTH", "COLUMNS", "LINES", "NO_COLOR", "WATCHFILES")
        kept = {name: text for name, text in os.environ.items() if not name.startswith(dropped)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", PROGRAM, "watch", *arguments],
            cwd=folder,
            env={**kept, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **variables},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        self.raw = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    @property
    def screen(self) -> str:
        """The text on the screen now: all since it was last cleared, without codes."""
        text = _CODES.sub("", self.raw.rpartition(CLEARED)[2])
        return text.replace("\r\n", "\n")

    def wait_for(self, *texts: str, last: str = "Ctrl-C ends.", seconds: float = 30.0) -> str:
        """Read until a screen that is drawn to its `last` words holds `texts`, and return it."""
        end = time.monotonic() + seconds
        texts = (*texts, last)
        while not all(text in self.screen for text in texts):
            left = end - time.monotonic()
            assert left > 0, f"{texts} did not appear:\n{self.screen}"
            if select.select([self._master], [], [], min(left, 0.5))[0]:
                try:
                    self.raw += os.read(self._master, 65536).decode("utf-8", "replace")
                except OSError:
                    assert all(text in self.screen for text in texts), self.screen
        return self.screen

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        os.kill(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self) -> int:
        """Read to the end and return the exit code."""
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                break
            if not data:
                break
            self.raw += data.decode("utf-8", "replace")
        return self.process.wait(timeout=10)

    def processes(self) -> list[int]:
        """Return the processes that it has started and that are alive."""
        return children_of(self.process.pid)


def children_of(parent: int) -> list[int]:
    """Return the ids of a process's children, and of theirs."""
    own: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent and after_name[0] != "Z":
            own.append(int(folder.name))
    return own + [deeper for child in own for deeper in children_of(child)]


def is_alive(process: int) -> bool:
    """Tell whether a process runs, a dead one that nobody has asked after left out."""
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[
            0
        ] != "Z"
    except OSError:
        return False
