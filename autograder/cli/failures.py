"""Errors as a user sees them: one message, exit code 2, and no traceback unless asked for."""

import io
import sys
from typing import Any

import click

__all__ = ["NudgeGroup"]


class NudgeGroup(click.Group):
    """A command group in which an error that a user can cause is one message."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn the kit's own exceptions into a message and an exit code."""
        # Imported when something is run, so that `nudge --help` stays quick.
        from autograder.checking.outcome import KitFault  # noqa: PLC0415
        from autograder.course import UserError  # noqa: PLC0415
        from autograder.isolation import IsolationError  # noqa: PLC0415
        from datasets import DatasetError  # noqa: PLC0415

        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # ● and → are not in every encoding
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # who reads has seen enough; click ends without a word
        except (UserError, DatasetError, KitFault, IsolationError, OSError) as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"nudge: {error}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("nudge: interrupted", err=True)
            sys.exit(130)
