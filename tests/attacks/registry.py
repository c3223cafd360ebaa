"""The attack bank as data: one record an attack, read from the head of its file.

A file of `bank/FAMILY/NAME.py` begins with its declaration, a comment a field:

    # row: os._exit
    # tries: to end the process with code 0 before a check can fail
    # held by: the verdict is made in another process
    # loses: theta_size
    # got: the process ended in `theta_size`.*

and goes on with the hostile code. That code is set behind a submission that is right (the
default) or wrong everywhere (`base: wrong`), and replaces functions of it. Lines such as
`# --- file: conftest.py` begin further files. Words between at signs stand for places that a
well-informed attacker would know; see `Canaries.places`.
"""

import functools
import importlib.util
import json
import marshal
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = [
    "BANK",
    "EVERYTHING",
    "FAMILIES",
    "LAYERS",
    "ROOT",
    "WRONG",
    "Attack",
    "attacks",
    "table",
]

BANK: Final = Path(__file__).parent / "bank"
ROOT: Final = Path(__file__).resolve().parents[2]

FAMILIES: Final = {
    "forge": "Forge the verdict",
    "lie": "Lie about values",
    "steal": "Steal",
    "shadow": "Shadow",
    "deny": "Deny",
    "intake": "Break the intake",
    "poison": "Poison the report",
}

EVERYTHING: Final = "everything"

# The layers of the sandbox, by the words with which "held by" names them.
LAYERS: Final = {
    "landlock": "Landlock",
    "seccomp": "seccomp",
    "privileges": "no capability",
    "rlimits": "RLIMIT",
    "namespaces": "namespace",
    "disk": "disk of its own",
    "root": "root of its own",
}

_FIELD: Final = re.compile(r"# ([a-z ]+): (.*)")
_PART: Final = re.compile(r"^# --- (file|pyc): (.+)\n", re.MULTILINE)
_KNOWN: Final = {
    *("row", "tries", "held by", "loses", "may lose", "exercise", "base", "state", "final"),
    *("got", "printed", "absent", "secret", "also", "beside", "entry", "awaits", "layer"),
}

WRONG: Final = {
    "e10_parameters": """
def count_weights(sizes):
    return -1


def count_biases(sizes):
    return -1


def count_parameters(sizes):
    return -1


def count_by_layer(sizes):
    return [-1]


def theta_size(n_previous, n_this):
    return -1
""",
    "e12_cost": """
import numpy as np


def example_cost(a, y):
    return -1.0


def cost(A, Y):
    return -1.0


def cost_prime(a, y):
    return np.full_like(a, -9.0)
""",
    "e07_dense": "",
}


@dataclass(frozen=True)
class Attack:
    """One hostile submission and exactly what has to come of it.

    Attributes
    ----------
    family, name : str
        Together its id.
    row : str
        The technique, as the list of threats names it.
    tries : str
        What it tries, to be read after "It tries".
    held_by : str
        What keeps it from it.
    loses : tuple of str
        The functions, or checks, of `exercise` that it ruins: exactly these when it is graded
        alone. `everything` stands for all of them.
    exercise : str
        Where it sits.
    standing : str
        `graded` or `refused`, or `either`.
    status : str
        How the checks end that do not pass.
    got : str
        A pattern for what these show as `got`: of all of them on a right base, of one at least
        on a wrong one.
    printed : str
        A pattern that has to be in its output: the attack did run.
    absent : str
        A text that must not be there.
    secret : str
        A text that its student must not be shown.
    also : str
        A second exercise that is graded with it.
    beside : tuple of str
        Exercises handed in with it, all right: without them, to supply them costs the trusted side
        time that the attack is not about.
    entry : str
        What its entry is called, if that is the attack.
    awaits : str
        The part of the kit that holds it, where that is not in this checkout.
    layer : str
        The layer that holds it alone, where a machine may be without it; empty if none does.
    may_lose : tuple of str
        What it ruins besides, or does not, as the moment decides.
    is_final : bool
        Whether to hold that its mark is final: it tries to pass for the load of the machine.
    build : callable or None
        Makes the entry at a path, to which it may add a suffix; for attacks of the intake.
    source : str
        The hostile code; for an attack of the intake, empty.
    is_on_wrong : bool
        Whether the rest of the submission is wrong too.
    """

    family: str
    name: str
    row: str
    tries: str
    held_by: str
    loses: tuple[str, ...]
    exercise: str = "e10_parameters"
    standing: str = "graded"
    status: str = "fail"
    got: str = ""
    printed: str = ""
    absent: str = ""
    secret: str = ""
    also: str = ""
    beside: tuple[str, ...] = ()
    entry: str = ""
    awaits: str = ""
    layer: str = ""
    may_lose: tuple[str, ...] = ()
    is_final: bool = False
    build: Callable[[Path], None] | None = None
    source: str = ""
    is_on_wrong: bool = False

    @property
    def id(self) -> str:
        """Its family and name."""
        return f"{self.family}/{self.name}"

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of the sandbox that hold it, each by itself; none if the kit does."""
        return tuple(layer for layer, word in LAYERS.items() if word in self.held_by)

    @property
    def student(self) -> str:
        """The name of its entry."""
        return self.entry or f"{self.family}-{self.name}"

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises that have to be graded."""
        return (self.exercise, self.also) if self.also else (self.exercise,)

    def write(self, handed_in: Path, places: Mapping[str, str]) -> None:
        """Write the submission into the folder of submissions, which is made."""
        handed_in.mkdir(parents=True, exist_ok=True)
        folder = handed_in / self.student
        if self.build is not None:
            self.build(folder)
            return
        folder.mkdir()
        pieces = _PART.split(self.source)
        (folder / f"{self.exercise}.py").write_text(
            _filled(f"{self._base()}\n\n{pieces[0]}", places), encoding="utf-8"
        )
        for other in self.beside:
            (folder / f"{other}.py").write_text(_solution(other), encoding="utf-8")
        for kind, name, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if kind == "file":
                path.write_text(_filled(text, places), encoding="utf-8")
            else:
                self._write_compiled(folder, name, text)

    def _base(self) -> str:
        if self.is_on_wrong:
            return WRONG[self.exercise]
        return _solution(self.exercise)

    @staticmethod
    def _write_compiled(folder: Path, name: str, text: str) -> None:
        source = folder / f"{name}.py"
        cached = Path(importlib.util.cache_from_source(str(source)))
        cached.parent.mkdir(exist_ok=True)
        code = compile(text, str(source), "exec")
        # Flags 0b01: by hash, and the hash not looked at.
        head = importlib.util.MAGIC_NUMBER + b"\1\0\0\0" + bytes(8)
        cached.write_bytes(head + marshal.dumps(code))


def _solution(exercise: str) -> str:
    return (ROOT / "solutions" / f"{exercise}.py").read_text(encoding="utf-8")


def _filled(text: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        text = text.replace(f"@{name}@", place)
    return text


@functools.cache
def attacks() -> tuple[Attack, ...]:
    """Return every attack of the files, family by family."""
    return tuple(
        _read(path) for family in FAMILIES for path in sorted((BANK / family).glob("*.py"))
    )


def _read(path: Path) -> Attack:
    fields: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for place, line in enumerate(lines):  # noqa: B007 - where the head ends is used below
        match = _FIELD.match(line)
        if match is None:
            break
        fields[match[1]] = match[2]
    unknown = fields.keys() - _KNOWN
    if unknown:
        raise ValueError(f"{path}: unknown fields {sorted(unknown)}")
    return Attack(
        family=path.parent.name,
        name=path.stem,
        row=fields["row"],
        tries=fields["tries"],
        held_by=fields["held by"],
        loses=_names(fields["loses"]),
        may_lose=_names(fields.get("may lose", "")),
        exercise=fields.get("exercise", "e10_parameters"),
        status=fields.get("state", "fail"),
        got=fields.get("got", ""),
        printed=fields.get("printed", ""),
        absent=fields.get("absent", ""),
        secret=fields.get("secret", ""),
        also=fields.get("also", ""),
        beside=_names(fields.get("beside", "")),
        entry=json.loads(fields.get("entry", '""')),
        awaits=fields.get("awaits", ""),
        layer=fields.get("layer", ""),
        is_final="final" in fields,
        source="".join(lines[place:]),
        is_on_wrong=fields.get("base") == "wrong",
    )


def _names(field: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in field.split(",") if name.strip() not in ("", "nothing"))


def table(bank: tuple[Attack, ...]) -> str:
    """Return the bank as the tables of docs/attacks.md."""
    parts = []
    for family, title in FAMILIES.items():
        own = [attack for attack in bank if attack.family == family]
        parts.append(f"## {title} ({len(own)})\n")
        parts.append("| attack | technique | it tries | what holds it | outcome |")
        parts.append("|---|---|---|---|---|")
        parts += [
            f"| `{attack.name}` | {_cell(attack.row)} | {_cell(attack.tries)} | "
            f"{_cell(attack.held_by)} | {_outcome(attack)} |"
            for attack in own
        ]
        parts.append("")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return re.sub(r"([|<>*_\\])", r"\\\1", text)


def _outcome(attack: Attack) -> str:
    loses = f"loses {_listed(attack.loses)}"
    if attack.may_lose:
        loses += f", or also {_listed(attack.may_lose)}"
    graded = {"graded": loses, "refused": "refused", "either": f"refused, or {loses}"}
    needs = f", by the {attack.awaits} part of the kit" if attack.awaits else ""
    where = f", where there is the layer {attack.layer}" if attack.layer else ""
    return graded[attack.standing] + needs + where


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(name if name == EVERYTHING else f"`{name}`" for name in names) or "nothing"
