"""The seed of a student's inputs: known to nobody who does not know the course's secret."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Seed", "course_seed"]

_SECRET_FILE = Path(".nudge") / "secret"


@dataclass(frozen=True)
class Seed:
    """A secret from which each student's and each check's inputs derive."""

    secret: str

    def derived(self, student: str, exercise: str, check: str) -> str:
        """Return the seed of one check's probe for one student."""
        message = "\0".join((student, exercise, check)).encode("utf-8", "surrogatepass")
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Eight digits that tell two seeds apart and give neither away."""
        return hashlib.sha256(b"nudge seed " + self.secret.encode()).hexdigest()[:8]


def course_seed(root: Path, given: str | None) -> Seed:
    """Return the seed of a run.

    Parameters
    ----------
    root : Path
        The course, in which `.nudge/secret` is made the first time it is needed.
    given : str or None
        What `--seed` says; it goes before `NUDGE_SECRET` and before the file.
    """
    if given is not None:
        return Seed(given)
    if os.environ.get("NUDGE_SECRET"):
        return Seed(os.environ["NUDGE_SECRET"])
    path = root / _SECRET_FILE
    if not path.is_file():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        # Exclusive, so that of two first runs at once one finds the other's secret.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
    return Seed(path.read_text(encoding="ascii").strip())
