"""`nudge notebooks`."""

from pathlib import Path

import click

from autograder.cli.course_option import from_option, opened
from autograder.packaging.notebook.course_folder import write_nbgrader_course

__all__ = ["notebooks"]


@click.command()
@click.option(
    "--course",
    "out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The nbgrader course to write; made if it is not there.",
)
@from_option
@click.option("--force", is_flag=True, help="Make the units of source/ anew if they are there.")
def notebooks(out: Path, start: Path, force: bool) -> None:
    """Write the course as nbgrader assignments, one notebook an exercise."""
    written = write_nbgrader_course(opened(start), out, force=force)
    for unit, count in written.notebooks.items():
        click.echo(f"{out / 'source' / unit}: {count} notebooks")
    if written.config_kept:
        click.echo(
            f"{out / 'nbgrader_config.py'}: kept as it is; without the class NudgeStubs nbgrader "
            "writes its own stubs (see docs/nbgrader.md)"
        )
