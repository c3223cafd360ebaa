"""`nudge data`: where the digits come from, and whether the files are intact."""

from __future__ import annotations

import json
from pathlib import Path

import click
import numpy as np

from autograder.course import CourseError, find_course
from autograder.reference.course_datasets import use_datasets_of


def _course_folder() -> Path:
    """Return the course around this folder, or else the one that this engine is part of."""
    try:
        return find_course(Path())
    except CourseError:
        return find_course(Path(__file__))


use_datasets_of(_course_folder())

from datasets import DatasetError, load  # noqa: E402 - only now is it the course's
from datasets.inspection import inspect_sources, verify_sources  # noqa: E402
from datasets.loading import SOURCES, Source  # noqa: E402

__all__ = ["data"]


@click.group()
def data() -> None:
    """Inspect, fetch, verify and draw the digits."""


@data.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(as_json: bool) -> None:
    """Show which digits are on this machine."""
    reports = inspect_sources()
    if as_json:
        click.echo(json.dumps([report.as_dict() for report in reports], indent=2))
        return
    for report in reports:
        click.echo(report.as_line())


@data.command()
@click.option(
    "--to",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the files here instead of in the user cache.",
)
def fetch(directory: Path | None) -> None:
    """Download MNIST, verify it, and store it for later."""
    # Only this needs the network's packages.
    from datasets import download  # noqa: PLC0415

    click.echo(f"MNIST is in {download.fetch(directory).directory}")


@data.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(as_json: bool) -> None:
    """Compare every file with its checksum."""
    reports = verify_sources()
    if as_json:
        click.echo(json.dumps([report.as_dict() for report in reports], indent=2))
    else:
        for report in reports:
            click.echo(report.as_line())
    damaged = [report.detail for report in reports if report.state == "damaged"]
    if damaged:
        raise DatasetError("\n".join(damaged))


@data.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("digits.png"))
@click.option("--source", type=click.Choice(SOURCES), default="auto", show_default=True)
@click.option("--count", type=click.IntRange(min=1), default=100, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
def show(out: Path, source: Source, count: int, seed: int) -> None:
    """Draw a gallery of digits as a PNG picture."""
    # matplotlib takes half a second; the other commands do without.
    from datasets import gallery  # noqa: PLC0415

    digits = load(source)
    images, _ = gallery.choose(digits, count, np.random.default_rng(seed))
    gallery.save(images, f"{len(images)} digits, {digits.name}", out)
    click.echo(f"{out}: {len(images)} digits of {digits.provenance}")
