"""Writes docs/attacks.md: `python -m tests.attacks.listing`."""

from pathlib import Path
from typing import Final

from tests.attacks.intake_bank import intake_attacks
from tests.attacks.registry import ROOT, attacks, table

__all__ = ["PAGE", "page"]

PAGE: Final[Path] = ROOT / "docs" / "attacks.md"

_HEAD = """# The attack bank

`tests/attacks/` holds {count} hostile submissions. Each is graded like any other, through `nudge
grade`'s own doors, and each has one exact outcome: the functions whose points it loses (or may
lose, where chance decides which of its own answers it ruins), how its checks end, and the sentence
that its student reads. Most attacks sit in one function of an exercise that is right otherwise, so
what they keep also shows that the rest was graded. Those that lose everything stand behind answers
that are all wrong, so any point would be a stolen one.

After each of them

- an honest submission is graded by the same grader, and has full marks and the very same result as
  where nobody attacks;
- a token that lies in the course's secret, in a gradebook, an answer key, another submission, the
  home folder, `/tmp` and the environment is in no result, no report and no output; nor does the
  student's page show a line of a solution or the name of a hidden check;
- no file of the course or of the home folder has changed in content, size, mode, owner, time or
  attribute;
- nobody has spoken to a TCP, a UDP and an abstract Unix socket that listen beside it;
- a process that notes every signal has had none, and neither it nor the grader was slowed down;
- nothing is left in the folders of the workers.

Those that try to pass for the load of the machine are graded up to three times, beside one that
merely sleeps: unless that one meets load as well, their mark is final.

The whole bank is also graded in one batch with the example class, by one process and by four, and
by four as a user without any privilege: no honest mark differs, and no run ends early.

The bank also runs where a machine has less: without namespaces, with the first Landlock, and under
another filter of system calls, each as root and as an ordinary user. [security.md](security.md) has
the table of what held. Some attacks name a layer that holds them alone; where it is absent they are
counted as not promised.

    python -m pytest tests/attacks             # one by one, and a part where a machine has less
    python -m pytest tests/attacks -m slow     # in one batch
    python -m tests.attacks.matrix             # everything, wherever a machine has less
    python -m tests.attacks.matrix --help      # one cell alone

An attack is one file, `tests/attacks/bank/FAMILY/NAME.py`, whose first lines declare it. "held by"
names the layers of the sandbox with their words in `registry.py`. Bombs are bounded in the files
themselves, and what is harmed is a canary, so a layer that fails does not cost the machine. After a
new attack, run `python -m tests.attacks.listing` and `make attacks`.

"""


def page() -> str:
    """Return docs/attacks.md as the bank makes it."""
    bank = (*attacks(), *intake_attacks())
    return _HEAD.format(count=len(bank)) + table(bank).rstrip("\n") + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
