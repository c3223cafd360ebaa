"""Every attack of the bank, one by one, each with an honest submission graded right after it."""

import re
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus
from tests.attacks.intake_bank import intake_attacks
from tests.attacks.losses import kept
from tests.attacks.parts import is_there
from tests.attacks.registry import Attack, attacks
from tests.attacks.rig import Rig, checks_of, marks, student_sees
from tests.without_store import points_of

_STANDINGS = {"graded": ["graded"], "refused": ["refused"], "either": ["graded", "refused"]}


def _marks(attack: Attack) -> list[pytest.MarkDecorator]:
    if attack.awaits and not is_there(attack.awaits):
        reason = f"held by the {attack.awaits} work, which is not in this checkout"
        return [pytest.mark.xfail(strict=True, run=attack.name != "pipe_as_archive", reason=reason)]
    return []


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(attack, id=attack.id, marks=_marks(attack))
        for attack in (*attacks(), *intake_attacks())
    ],
)
def test_an_attack_has_exactly_its_outcome_and_harms_nobody(
    rig: Rig, attack: Attack, tmp_path: Path
) -> None:
    if attack.layer and (absent := rig.absent[attack.layer]):
        pytest.xfail(absent)
    result = rig.attacked(attack, tmp_path / "attack")
    harm = list(rig.canaries.harmed())
    honest = rig.honest(attack, tmp_path / "honest")
    harm += rig.canaries.harmed()
    seen = student_sees(rig.gradebook(result), result)

    # No point gained.
    failed = [
        check
        for check in checks_of(result, attack.exercise)
        if check.outcome.status is not CheckStatus.PASS
    ]
    got = [check.outcome.lines.got if check.outcome.lines else "" for check in failed]
    assert result.status.value in _STANDINGS[attack.standing], result
    least, most = kept(rig.course, attack)
    assert least <= (points_of(result, attack.exercise) or 0.0) <= most, got
    assert {check.outcome.status.value for check in failed} <= {attack.status}, result
    if attack.got:
        matching = [text for text in got if re.fullmatch(attack.got, text)]
        assert matching if attack.is_on_wrong else len(matching) == len(got) > 0, got

    assert not (attack.is_final and rig.is_left_open(attack, tmp_path / "again"))

    # It did run, and was held.
    printed = result.stdout + result.stderr
    assert re.search(attack.printed, printed), printed[:2000]
    assert not attack.absent or attack.absent not in printed

    # Nothing read, sent, changed, killed or left behind.
    assert not attack.secret or attack.secret not in seen
    assert list(rig.leaked(result, seen)) == []
    assert harm == []
    assert list(rig.left_behind()) == []

    # Nobody else is worse off.
    assert points_of(honest, attack.exercise) == rig.course.exercise(attack.exercise).points
    assert marks(honest) == rig.honest_marks(attack)
