"""All of this once more as a user without privileges."""

import pytest

from tests.attacks.unprivileged import run, why_not


@pytest.mark.slow
def test_the_bank_holds_as_a_user_without_privileges() -> None:
    if reason := why_not():
        pytest.skip(reason)
    ended = run(
        ["tests/attacks", "-q", "-m", "slow or not slow", "-k", "not unprivileged"], timeout=1500
    )
    assert ended.returncode == 0, ended.stdout[-6000:]
