"""Runs the bank in every cell of the matrix: `python -m tests.attacks.matrix [OPTION] [CELL ...]`.

Each cell is a process of pytest: as root or as an ordinary user, perhaps under a filter, with the
layers that its row has. As many cells run at once as there are processors. An attack that ends the
process of its cell has broken out; the rest of the bank is then run in a new one. The exit code is
1 if any attack breaks in any cell. `--table` writes what came out into docs/security.md; `--rest`
leaves out the cell that `make test` and `make test-slow` are: all layers, as the present user.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.attacks import unprivileged
from tests.attacks.cells import CELLS, ROWS, Cell
from tests.attacks.matrix_table import Outcome, update_page
from tests.attacks.registry import ROOT

__all__ = ["CellRun", "Place", "run_cell"]

_TESTS: Final = ("tests/attacks/row_checks.py", "tests/attacks/test_attacks.py")
_BATCH: Final = (
    "tests/attacks/test_batch.py::test_the_whole_bank_in_one_batch_changes_no_honest_mark[4]"
)
# In some cells all of the bank in one batch with an honest class, too. As root that is a slow test.
# Under a container's filter nothing is patched, so the processes that grade beside one another are
# under it as well.
_ALSO: Final = {
    "all/user": ("tests/attacks/test_bank.py", _BATCH),
    "container/user": (_BATCH,),
}
_SECONDS_WITHOUT_A_WORD: Final = 900.0
_SECONDS_BETWEEN_LOOKS: Final = 0.2
_MOST_RESTARTS: Final = 40


@dataclass
class CellRun:
    """The outcomes of one cell.

    Attributes
    ----------
    cell : Cell
        The cell.
    outcomes : dict of str to Outcome
        By the id of an attack, or the name of another test.
    skipped : str
        Why it was not run; nothing if it was.
    seconds : float
        How long it took.
    """

    cell: Cell
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    skipped: str = ""
    seconds: float = 0.0

    @property
    def broken(self) -> dict[str, str]:
        """The attacks and tests that failed, with their last words."""
        return {name: said for name, (kind, said) in self.outcomes.items() if kind == "failed"}


class Place:
    """A folder that everybody can read, with a checkout in it for an ordinary user."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.chmod(0o755)

    def prepare(self) -> None:
        """Copy the checkout, if this is root's run."""
        if os.geteuid() == 0:
            unprivileged.copy_checkout(self._folder / "checkout")

    def checkout(self, cell: Cell) -> Path:
        """Return the checkout in which the tests of a cell run."""
        return self._folder / "checkout" if _is_nobodys(cell) else ROOT

    def new_folder(self, cell: Cell, number: int) -> Path:
        """Return a new folder for one process of a cell, which is its user's home."""
        name = f"{cell.row.name}-{cell.user}-{number}"
        return unprivileged.home_for(self._folder / name, _is_nobodys(cell))


@contextlib.contextmanager
def opened_place() -> Iterator[Place]:
    """Yield a place to run cells in; it is removed afterwards."""
    # Not where TMPDIR may point: an ordinary user has to find the way there.
    with tempfile.TemporaryDirectory(
        prefix="matrix-", dir="/tmp", ignore_cleanup_errors=True
    ) as folder:
        place = Place(Path(folder))
        place.prepare()
        yield place


def run_cell(
    cell: Cell, place: Place, only: Collection[str] | None = None, also: Sequence[str] = ()
) -> CellRun:
    """Run the bank, or a part of it, in a cell.

    Parameters
    ----------
    cell : Cell
        The cell.
    place : Place
        Where.
    only : collection of str, optional
        The ids of the attacks to run.
    also : sequence of str
        More files of tests.
    """
    why_no_user = unprivileged.why_not() if _is_nobodys(cell) else ""
    run = CellRun(cell, skipped=cell.why_not or why_no_user)
    if run.skipped:
        return run
    begun = time.monotonic()
    left = None if only is None else set(only)
    for number in range(_MOST_RESTARTS):
        folder = place.new_folder(cell, number)
        words, code = _run_pytest(cell, place.checkout(cell), folder, left, also)
        collected, culprit = _read_record(folder / "record.jsonl", run.outcomes)
        left = set(collected) - run.outcomes.keys()
        if culprit:
            run.outcomes[culprit] = "failed", _end_of_run(code)
            left.discard(culprit)
        elif left or not collected:
            run.outcomes["the run"] = "failed", f"pytest ended with {code}: {words[-1500:]}"
            break
        if not left:
            break
    run.seconds = time.monotonic() - begun
    return run


def _run_pytest(
    cell: Cell, checkout: Path, folder: Path, only: Collection[str] | None, also: Sequence[str]
) -> tuple[str, int]:
    """Run pytest once; return what it said, and its exit code."""
    python = unprivileged.python() if _is_nobodys(cell) else sys.executable
    before = []
    if cell.row.under:
        before = [python, str(checkout / "tests/under_filter.py"), cell.row.under]
    options = ["--row", cell.row.name, "--record", str(folder / "record.jsonl")]
    if only is not None:
        (folder / "only.json").write_text(json.dumps(sorted(only)), encoding="utf-8")
        options += ["--only", str(folder / "only.json")]
    output = folder / "output"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [
                *(*before, python, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
                *("-p", "tests.attacks.in_cell", *options, "-m", "slow or not slow"),
                *(*_TESTS, *also),
            ],
            cwd=checkout,
            env=unprivileged.environment(checkout, folder),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **(unprivileged.AS_NOBODY if _is_nobodys(cell) else {}),
        )
    try:
        code = _waited(process, folder / "record.jsonl")
    finally:
        # An attack may have stopped it; what it started ends with it.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return output.read_text(encoding="utf-8", errors="replace"), code


def _waited(process: subprocess.Popen[bytes], record: Path) -> int:
    """Wait for a process that goes on writing to its record; return its exit code."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < _SECONDS_WITHOUT_A_WORD:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(_SECONDS_BETWEEN_LOOKS)
        if record.exists() and record.stat().st_size != size:
            size, since = record.stat().st_size, time.monotonic()
    return -signal.SIGSTOP


def _read_record(record: Path, outcomes: dict[str, Outcome]) -> tuple[list[str], str]:
    """Add a record to the outcomes; return what was collected, and what did not finish."""
    collected: list[str] = []
    current = ""
    if record.exists():
        for line in record.read_text(encoding="utf-8").splitlines():
            facts = json.loads(line)
            collected = facts.get("collected", collected)
            current = facts.get("begun", current)
            if "ended" in facts:
                outcomes[facts["ended"]] = facts["outcome"], facts["said"]
            elif "finished" in facts:
                current = ""
    return collected, current


def _end_of_run(code: int) -> str:
    if code == -signal.SIGSTOP:
        return f"the grader said nothing more for {_SECONDS_WITHOUT_A_WORD:.0f} s"
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"the process that grades was ended: {how}"


def _is_nobodys(cell: Cell) -> bool:
    return cell.user == "user" and os.geteuid() == 0


def main(arguments: Sequence[str]) -> int:
    """Run the cells that are named, or all; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.matrix")
    parser.add_argument("--table", action="store_true", help="write docs/security.md")
    parser.add_argument("--rest", action="store_true", help="leave out what other tests run")
    names = [cell.name for cell in CELLS]
    parser.add_argument("cells", nargs="*", metavar="CELL", help=f"of {', '.join(names)}")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.cells) - set(names)):
        parser.error(f"there is no cell {unknown[0]!r}; there are {', '.join(names)}")
    # Those that also grade the batch take longest.
    cells = sorted(
        (
            cell
            for cell in CELLS
            if (not asked.cells or cell.name in asked.cells) and not (asked.rest and _is_here(cell))
        ),
        key=lambda cell: cell.name not in _ALSO,
    )
    with opened_place() as place, ThreadPoolExecutor(os.cpu_count()) as pool:

        def run(cell: Cell) -> CellRun:
            return _told(run_cell(cell, place, also=_ALSO.get(cell.name, ())))

        runs = {found.cell.name: found for found in pool.map(run, cells)}
    if asked.table:
        update_page({name: found.outcomes for name, found in runs.items()})
    return int(any(found.broken for found in runs.values()))


def _is_here(cell: Cell) -> bool:
    """Tell whether it is this user's, with all layers."""
    return cell.row == ROWS[0] and cell.user == ("root" if os.geteuid() == 0 else "user")


def _told(run: CellRun) -> CellRun:
    if run.skipped:
        print(f"{run.cell.name}: not run: {run.skipped}", flush=True)
        return run
    counts: Mapping[str, int] = {
        kind: sum(found == kind for found, _ in run.outcomes.values())
        for kind in ("passed", "failed", "not promised")
    }
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    print(f"{run.cell.name}: {told}, in {run.seconds:.0f} s", flush=True)
    for name, said in run.broken.items():
        print(f"  {name}\n" + "".join(f"    {line}\n" for line in said.splitlines()[-12:]))
    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
