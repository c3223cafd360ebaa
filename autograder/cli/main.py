"""The entry point: the list of commands, and the frame that all of them run in."""

import importlib
import io
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

__all__ = ["main"]

# Each command with the module that holds it, and its line in the help.
_COMMANDS = {
    "grade": ("grading", "Grade a folder of submissions."),
    "regrade": ("grading", "Grade again what changed, and say whose mark moves."),
    "audit": ("grading", "Grade one submission again from the store, and compare."),
    "report": ("class_report", "Say what a finished run's answers tell about the checks."),
    "watch": ("watch", "Run the checks that a save concerns, at every save."),
    "handout": ("course", "Make the folder that students get."),
    "notebooks": ("course", "Write the course as nbgrader assignments."),
    "export": ("nbgrader", "Write results into an nbgrader course."),
    "import": ("nbgrader", "List an nbgrader course's students and submissions."),
    "stubs": ("course", "Make exercises/ from solutions/, or check that it is so."),
    "selftest": ("course", "Test the course's own solutions, stubs and misconceptions."),
    "doctor": ("doctor", "Test which layers of the sandbox hold on this machine."),
    "show": ("show_pictures", "Draw what a student's functions do."),
    "data": ("data", "The digits: what is there, fetch, verify, show."),
}


class _Nudge(click.Group):
    """Imports a command's module when the command is run; an error is one message.

    No traceback is shown unless `--debug` asks for it.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"autograder.cli.{_COMMANDS[cmd_name][0]}")
        command = getattr(module, "import_" if cmd_name == "import" else cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn the kit's own exceptions into a message and an exit code."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # ● and → are not in every encoding
        terminated: list[int] = []
        try:
            with _sigterm_interrupting(terminated):
                return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader has seen enough; click ends without a word
        except Exception as error:
            if ctx.params.get("debug") or not isinstance(error, _expected()):
                raise
            click.echo(f"nudge: {_told(error)}", err=True)
            sys.exit(2)
        except KeyboardInterrupt as stop:
            word = "terminated" if terminated else "interrupted"
            click.echo(f"nudge: {'; '.join([word, *stop.args])}", err=True)
            sys.exit(128 + (signal.SIGTERM if terminated else signal.SIGINT))  # as shells say it


@contextmanager
def _sigterm_interrupting(received: list[int]) -> Iterator[None]:
    """Let SIGTERM interrupt as Ctrl-C does, once; the cleaning up that follows goes on."""

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        received.append(number)
        # Raised in C, as at Ctrl-C: a KeyboardInterrupt of a raise statement is the check's own.
        signal.default_int_handler(number, frame)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _expected() -> tuple[type[Exception], ...]:
    """Return the errors whose text is all that a user needs.

    Imported when there is one: `nudge --help` stays quick, and Ctrl-C finds the frame ready.
    """
    from autograder.checking.outcome import KitFault  # noqa: PLC0415
    from autograder.course import UserError  # noqa: PLC0415
    from autograder.isolation import IsolationError  # noqa: PLC0415

    digits = sys.modules.get("datasets.dataset")  # if the course's digits were imported at all
    own = () if digits is None else (digits.DatasetError,)
    return (UserError, KitFault, IsolationError, OSError, *own)


def _told(error: Exception) -> str:
    """Return what an error says; of the system's errors also what to do."""
    if not isinstance(error, OSError) or not error.filename or not error.strerror:
        return str(error)
    if isinstance(error, PermissionError) or error.strerror == "Read-only file system":
        advice = "choose a folder that you may write to, or change its permissions"
        return f"{error.filename}: {error.strerror}; {advice}"
    return f"{error.filename}: {error.strerror}"


@click.group(cls=_Nudge)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="nudge-kit", prog_name="nudge")
def main(debug: bool) -> None:
    """Auto-graded exercises on the basics of neural networks."""


if __name__ == "__main__":
    main()
