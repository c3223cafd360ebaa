"""`nudge doctor`."""

import json
import sys
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.checking.frameworks import installed, set_keras_backend
from autograder.isolation import NotIsolated, advice
from autograder.isolation.diagnosis import Diagnosis, diagnose

__all__ = ["doctor"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> None:
    """Test from inside a worker what strict isolation must refuse."""
    if sys.platform != "linux":
        raise NotIsolated("strict isolation needs Linux; here there is --isolation process")
    diagnosis = diagnose()
    set_keras_backend()
    if as_json:
        told = {
            "strict": diagnosis.strict_holds,
            "trials": [asdict(trial) for trial in diagnosis.trials],
            "frameworks": installed(),
        }
        click.echo(json.dumps(told, indent=2))
    else:
        _print(diagnosis)
    sys.exit(0 if diagnosis.strict_holds else 1)


def _print(diagnosis: Diagnosis) -> None:
    console = Console(width=80, highlight=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("", "layer", "tried in a worker just now", "what happened"):
        table.add_column(heading)
    for trial in diagnosis.trials:
        mark = "holds" if trial.holds else "FAILS" if trial.needed else "lacks"
        table.add_row(mark, trial.layer, trial.tried, Text(trial.found))
    console.print(table)
    console.print(f"\nFor exercises about frameworks: {_frameworks()}.")
    if diagnosis.strict_holds:
        lacking = sorted({trial.layer for trial in diagnosis.trials if not trial.holds})
        console.print("\nStrict isolation holds on this machine.")
        if lacking:
            names = ", ".join(lacking)
            console.print(f"It does without {names}: see docs/security.md for what that means.")
    else:
        console.print(
            "\nStrict isolation cannot hold on this machine: nudge grade refuses to run, unless "
            "it is asked for --isolation process. See docs/security.md."
        )
        lacking = [trial.found for trial in diagnosis.trials if trial.needed and not trial.holds]
        click.echo(f"\n{advice(lacking)}")


def _frameworks() -> str:
    """Return the installed frameworks; checks that need a missing one are skipped."""
    return ", ".join(
        f"{package} {version}" if version else f"no {package}"
        for package, version in installed().items()
    )
