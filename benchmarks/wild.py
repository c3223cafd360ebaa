"""How the course judges code that its authors have not seen: `python benchmarks/wild.py FOLDER`.

FOLDER holds `index.csv`, a row for each case (`id`, `exercise`, `verdict`, `mistake`), `subs/` with
the modules of each, and `assemble.py OUT [IDS]`, which makes whole submissions of them. A case is
accepted if every check of its exercise passes, apart from those that are to write: an exercise may
have got a function since the case was written.

    python benchmarks/wild.py FOLDER                     counts, and a line for each case
    python benchmarks/wild.py FOLDER --names             ... with what was named, and how often
    python benchmarks/wild.py FOLDER --blank OUT.csv     a table of names for a person to judge
    python benchmarks/wild.py FOLDER --judged IN.csv     the counts of such a table

A judgement is `rightly`, `partly` or `falsely`, for one name in one case. A name that the table
does not judge is counted as such.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ("todo", "skipped")
ORDER = ("falsely", "not judged", "rightly", "partly")
Judgements = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Case:
    """A case as it was graded."""

    id: str
    exercise: str
    verdict: str
    mistake: str
    right: int
    checks: int
    names: Mapping[str, int]

    @property
    def accepted(self) -> bool:
        """Whether every check that has something to look at passes."""
        return self.right == self.checks

    def judgement(self, judged: Judgements) -> str:
        """Return the judgement of all its names together."""
        found = {judged.get((self.id, name), "not judged") for name in self.names}
        return next((one for one in ORDER if one in found), "unnamed")


def main() -> None:
    """Grade the cases and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("ids", nargs="*", help="only these cases")
    parser.add_argument("--names", action="store_true", help="print the names that were given")
    parser.add_argument("--blank", type=Path, help="write a table of names to judge")
    parser.add_argument("--judged", type=Path, help="sum up the judgements in this table")
    parser.add_argument("--course", type=Path, default=ROOT, help="another checkout")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    cases = graded(arguments.folder, arguments.ids, arguments.course, arguments.jobs)
    judged = read_judgements(arguments.judged) if arguments.judged else {}
    for case in cases:
        print(line_of(case, judged if arguments.judged else None))
        if arguments.names:
            print(*(f"        {count} x {name}" for name, count in case.names.items()), sep="\n")
    print(*summary(cases, judged if arguments.judged else None), sep="\n")
    print(f"CPU of the grading: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s")
    if arguments.blank:
        write_blank(arguments.blank, cases)


def graded(folder: Path, ids: Sequence[str], course: Path, jobs: int) -> list[Case]:
    """Assemble the cases of a folder and grade them as a class."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not ids or row["id"] in ids]
    with tempfile.TemporaryDirectory() as temporary:
        into = Path(temporary) / "class"
        wanted = [row["id"] for row in rows]
        assemble = [sys.executable, str(folder / "assemble.py"), str(into), *wanted]
        subprocess.run(assemble, check=True)
        book = _gradebook(into, Path(temporary) / "out", course, jobs)
    found = {one["student"]: one["exercises"] for one in book["submissions"]}
    return [_case(row, found.get(row["id"], [])) for row in rows]


def _gradebook(submissions: Path, out: Path, course: Path, jobs: int) -> Any:
    command = [sys.executable, "-m", "autograder.cli.main", "grade", str(submissions), "--json"]
    command += ["--course", str(course), "--out", str(out), "--jobs", str(jobs), "--seed", "wild"]
    done = subprocess.run(
        command,
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(course)},
        stdout=subprocess.PIPE,
        check=False,
    )
    return json.loads(done.stdout)


def _case(row: Mapping[str, str], exercises: Iterable[Mapping[str, Any]]) -> Case:
    checks = [
        check
        for exercise in exercises
        if exercise["id"] == row["exercise"]
        for check in exercise["checks"]
        if check["state"] not in LEFT_OUT
    ]
    names = Counter(check["misconception"]["name"] for check in checks if check["misconception"])
    return Case(
        id=row["id"],
        exercise=row["exercise"],
        verdict=row["verdict"],
        mistake=row["mistake"],
        right=sum(check["state"] == "pass" for check in checks),
        checks=len(checks),
        names=dict(names),
    )


def line_of(case: Case, judged: Judgements | None) -> str:
    """Return a line about a case."""
    state = "accepted" if case.accepted else "caught"
    if case.names and not case.accepted:
        state += ", named"
    if judged is not None and case.names:
        state += f" {case.judgement(judged)}"
    share = f"{case.right} of {case.checks}"
    said = case.mistake or "-"
    return f"{case.id:6}{case.exercise:18}{case.verdict:11}{share:>9}  {state:24}{said}"


def summary(cases: Sequence[Case], judged: Judgements | None) -> list[str]:
    """Return the counts: of right cases, of wrong ones, and of the names."""
    lines = []
    for verdict in dict.fromkeys(case.verdict for case in cases):
        those = [case for case in cases if case.verdict == verdict]
        caught = [case for case in those if not case.accepted]
        named = [case for case in caught if case.names]
        lines.append(
            f"{len(those):4} {verdict:11} accepted {len(those) - len(caught):3}, "
            f"caught {len(caught):3}, of these named {len(named):3}"
        )
        if judged is not None:
            counts = Counter(case.judgement(judged) for case in named)
            told = ", ".join(f"{one} {counts[one]}" for one in ORDER if counts[one])
            lines += [f"{'':16} named {told}"] if told else []
    return lines


def read_judgements(path: Path) -> dict[tuple[str, str], str]:
    """Read a table of judgements: `id`, `name`, `judgement`.

    Raises
    ------
    SystemExit
        If a judgement is another word.
    """
    judged = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            word = row["judgement"].strip()
            if word and word not in ("rightly", "partly", "falsely"):
                sys.exit(
                    f"{path}, {row['id']}: a judgement is rightly, partly or falsely, not {word!r}"
                )
            if word:
                judged[row["id"], row["name"]] = word
    return judged


def write_blank(path: Path, cases: Sequence[Case]) -> None:
    """Write a table with a row for each name that was given, for a person to fill in."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "exercise", "mistake", "name", "checks", "judgement"])
        for case in cases:
            for name, count in case.names.items():
                table.writerow([case.id, case.exercise, case.mistake, name, count, ""])


if __name__ == "__main__":
    main()
