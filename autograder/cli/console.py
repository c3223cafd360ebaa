"""Where tables are printed."""

from rich.console import Console

__all__ = ["lines_console"]

_WIDE_ENOUGH = 1_000


def lines_console() -> Console:
    """Return a console that wraps on a terminal, and in a pipe leaves a row on its line."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDE_ENOUGH)
