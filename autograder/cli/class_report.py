"""`nudge report`."""

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.options import out_option
from autograder.course import UserError
from autograder.grading.output_folder import alone_in
from autograder.grading.results import Gradebook
from autograder.reporting import GradebookError, read_gradebook, write_analysis
from autograder.reporting.analysis_terminal import analysis_summary
from autograder.reporting.terminal import concept_list

__all__ = ["report"]


@click.command()
@out_option
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON.")
def report(out: Path, as_json: bool) -> None:
    """Say what the answers in OUT tell about the checks; nothing is graded.

    Reads OUT/gradebook.json, which `nudge grade` or `nudge regrade` wrote, and writes
    OUT/analysis.html, OUT/analysis.json and the class page again.
    """
    gradebook = _gradebook(out)
    with alone_in(out):
        reports, analysis = write_analysis(gradebook, out)
    if as_json:
        click.echo(reports.analysis_json.read_bytes(), nl=False)
        return
    console = Console()
    console.print(analysis_summary(analysis))
    if (concepts := concept_list(gradebook, most=len(analysis.concepts))) is not None:
        console.print("The concepts behind the misconceptions, with the students in each exercise")
        console.print(concepts)
    console.print("\nThe reports:")
    for path in (reports.analysis, reports.analysis_json, reports.index):
        console.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)


def _gradebook(out: Path) -> Gradebook:
    path = out / "gradebook.json"
    if not path.is_file():
        raise UserError(f"there is no {path}; give the --out of an earlier `nudge grade`")
    try:
        return read_gradebook(path)
    except GradebookError as error:
        raise UserError(str(error)) from None
