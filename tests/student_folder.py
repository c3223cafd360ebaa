"""A handout as a student has it, and the `pytest` they type in it."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Run", "StudentFolder", "run"]

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """How a command ended and what it said."""

    code: int
    text: str

    @property
    def letters(self) -> str:
        """The progress line: a dot, F, T, B, S or E a check."""
        return "".join(re.findall(r"^([.FTBSEs]+) *(?:\[.*)?$", self.text, re.MULTILINE))


def run(*command: str, cwd: Path, **variables: str) -> Run:
    """Run a command as somebody at a terminal of their own would."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTH"))
    }
    ended = subprocess.run(
        command,
        cwd=cwd,
        env={**kept, "COLUMNS": "200", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Run(ended.returncode, ended.stdout)


@dataclass(frozen=True)
class StudentFolder:
    """An unpacked handout."""

    root: Path

    def pytest(self, *arguments: str, cwd: Path | None = None, columns: int = 200) -> Run:
        """Run `pytest` with this kit's Python, in a terminal so wide."""
        command = (sys.executable, "-m", "pytest", *arguments)
        return run(*command, cwd=cwd or self.root, COLUMNS=f"{columns}")

    def solve(self) -> "StudentFolder":
        """Put the solutions where the stubs are."""
        for path in (ROOT / "solutions").glob("e*.py"):
            shutil.copyfile(path, self.root / "exercises" / path.name)
        return self

    def add(self, exercise: str, source: str) -> "StudentFolder":
        """Write `source` under an exercise, where it replaces functions of the same names."""
        with (self.root / "exercises" / f"{exercise}.py").open("a", encoding="utf-8") as file:
            file.write(f"\n\n{source}\n")
        return self

    def write(self, path: str, text: str) -> "StudentFolder":
        """Write a file again."""
        (self.root / path).write_text(text, encoding="utf-8")
        return self
