"""The table of the matrix in docs/security.md: which attacks hold in which cell, and by what."""

import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from autograder.worker.layers import landlock
from tests.attacks.cells import CELLS, ROWS, USERS
from tests.attacks.intake_bank import intake_attacks
from tests.attacks.registry import FAMILIES, LAYERS, ROOT, Attack, attacks

__all__ = ["PAGE", "Outcome", "families", "layer_table", "on_page", "update_page"]

PAGE: Final[Path] = ROOT / "docs" / "security.md"

# `passed`, `failed` or `not promised`, and what was said.
Outcome = tuple[str, str]
_BEGIN: Final = "<!-- The matrix, made by `make attacks`: -->\n"
_END: Final = "<!-- The end of the matrix. -->\n"
_NOT_RUN: Final = "not run"


def update_page(outcomes: Mapping[str, Mapping[str, Outcome]]) -> None:
    """Write what came out, by cell and attack, into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    made = "\n\n".join(_parts(outcomes))
    PAGE.write_text(f"{before}{_BEGIN}\n{made}\n\n{_END}{after}", encoding="utf-8")


def on_page() -> str:
    """Return what the page says of the matrix."""
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index(_BEGIN) + len(_BEGIN) : text.index(_END)]


def families() -> dict[str, list[str]]:
    """Return the ids of the attacks by the heads of the table's rows."""
    bank = _bank()
    found = {
        title: [attack.id for attack in bank if attack.family == family]
        for family, title in FAMILIES.items()
    }
    named = {f"{title} ({len(ids)})": ids for title, ids in found.items()}
    return named | {f"all ({len(bank)})": [attack.id for attack in bank]}


def layer_table() -> str:
    """Return the table of the layers, as the bank declares them."""
    lines = [
        "| layer | attacks that it holds | and no other layer does | absent |",
        "|---|---|---|---|",
    ]
    bank = _bank()
    for layer in LAYERS:
        holds = [attack for attack in bank if layer in attack.layers]
        alone = [attack for attack in holds if attack.layers == (layer,)]
        absent = "; ".join(row.title for row in ROWS if layer in row.absent) or "never"
        lines.append(f"| {layer} | {len(holds)} | {len(alone)} | {absent} |")
    rest = [attack for attack in bank if not attack.layers]
    lines.append(f"| no layer: the kit itself | {len(rest)} | {len(rest)} | never |")
    return "\n".join(lines)


def _parts(outcomes: Mapping[str, Mapping[str, Outcome]]) -> Iterator[str]:
    release = ".".join(platform.release().split(".")[:2])
    version = ".".join(platform.python_version_tuple()[:2])
    yield (
        f"Made on Linux {release}, {platform.machine()}, {os.cpu_count()} processors, Landlock "
        f"{landlock.version()}, Python {version}. Each entry counts the attacks that were held, as "
        "root / as an ordinary user."
    )
    yield "\n".join(_counts(outcomes))
    yield layer_table()
    yield "\n".join(_listed("Broken", "failed", outcomes))
    yield "\n".join(_listed("Not promised where the layer is absent", "not promised", outcomes))


def _counts(outcomes: Mapping[str, Mapping[str, Outcome]]) -> Iterator[str]:
    yield "| attacks | " + " | ".join(row.title for row in ROWS) + " |"
    yield "|---" * (len(ROWS) + 1) + "|"
    for head, ids in families().items():
        cells = [
            " / ".join(_held(ids, outcomes.get(f"{row.name}/{user}", {})) for user in USERS)
            for row in ROWS
        ]
        yield f"| {head} | " + " | ".join(cells) + " |"


def _held(ids: Iterable[str], outcomes: Mapping[str, Outcome]) -> str:
    if not outcomes:
        return _NOT_RUN
    return str(sum(outcomes.get(name, ("", ""))[0] == "passed" for name in ids))


def _listed(title: str, kind: str, outcomes: Mapping[str, Mapping[str, Outcome]]) -> Iterator[str]:
    where: dict[str, list[str]] = {}
    for cell in CELLS:
        for name, (found, _) in outcomes.get(cell.name, {}).items():
            if found == kind:
                where.setdefault(name, []).append(cell.name)
    if not where:
        yield f"{title}: no attack in any cell."
        return
    yield f"{title}:\n"
    for name, cells in sorted(where.items()):
        yield f"- `{_plain(name)}`: {', '.join(cells)}"


def _plain(name: str) -> str:
    return re.sub(r"[`|]", "", name)


def _bank() -> tuple[Attack, ...]:
    return (*attacks(), *intake_attacks())
