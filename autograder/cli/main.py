"""The entry point, and the commands' common frame."""

import sys
from pathlib import Path

# This checkout's `datasets` comes before any other package of that name: it also belongs to a
# popular library, which site-packages would otherwise serve first.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import click

from autograder.cli.failures import NudgeGroup

__all__ = ["main"]

_COMMANDS = {
    "grade": "Grade a folder of submissions.",
    "regrade": "Grade again what changed, and say whose mark moves.",
    "audit": "Grade one submission again from the store, and compare.",
    "handout": "Make the folder that students get.",
    "notebooks": "Write the course as nbgrader assignments.",
    "stubs": "Make exercises/ from solutions/, or check that it is so.",
    "selftest": "Examine the course's own solutions, stubs and misconceptions.",
    "doctor": "Try what strict isolation holds on this machine.",
    "show": "Draw what a student's functions do.",
    "data": "The digits: what is there, fetch, verify, show.",
}


class _Lazy(NudgeGroup):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = __import__(f"autograder.cli.{cmd_name}", fromlist=[cmd_name])
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="nudge-kit", prog_name="nudge")
def main(debug: bool) -> None:
    """Auto-graded exercises on the basics of neural networks."""


if __name__ == "__main__":
    main()
