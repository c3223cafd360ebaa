"""The bank itself: large enough, well declared, and listed in docs/attacks.md."""

import re
from collections import Counter

from tests.attacks.intake_bank import intake_attacks
from tests.attacks.listing import PAGE, page
from tests.attacks.registry import FAMILIES, attacks

BANK = (*attacks(), *intake_attacks())
LEAST = {"forge": 15, "lie": 15, "steal": 18, "shadow": 8, "deny": 20, "intake": 15, "poison": 8}


def test_every_family_has_its_attacks() -> None:
    counts = Counter(attack.family for attack in BANK)
    assert counts.keys() == FAMILIES.keys()
    assert {
        family: counts[family] for family, least in LEAST.items() if counts[family] < least
    } == {}
    assert len(BANK) >= 90


def test_no_two_attacks_share_a_name_or_a_technique() -> None:
    for field in ("id", "student"):
        counts = Counter(getattr(attack, field) for attack in BANK)
        assert [name for name, count in counts.items() if count > 1] == []
    rows = Counter((attack.family, attack.row) for attack in BANK)
    assert [row for row, count in rows.items() if count > 1] == []


def test_every_attack_says_what_it_tries_and_what_holds_it() -> None:
    for attack in BANK:
        assert attack.row and attack.held_by, attack.id
        assert attack.tries.startswith("to ") or attack.tries.startswith("never "), attack.id
        re.compile(attack.got)
        re.compile(attack.printed)


def test_the_page_lists_the_bank_as_it_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "docs/attacks.md is out of date: python -m tests.attacks.listing"
    )
