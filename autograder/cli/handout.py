"""`nudge handout`."""

from pathlib import Path

import click

from autograder.cli.course_option import course_option, opened
from autograder.packaging.handout import write_handout

__all__ = ["handout"]


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@course_option
@click.option(
    "--zip", "as_zip", is_flag=True, help="Write the archive OUT.zip in place of a folder."
)
@click.option("--with-solutions", is_flag=True, help="Add the solutions; for after the deadline.")
def handout(out: Path, start: Path, as_zip: bool, with_solutions: bool) -> None:
    """Write the folder that students get to OUT."""
    written = write_handout(opened(start), out, as_zip=as_zip, with_solutions=with_solutions)
    what = ", with the solutions" if with_solutions else ""
    click.echo(f"{written}: written{what}")
