"""The seed of a student's inputs: known to nobody who does not know the course's secret."""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.course import UserError

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

    Raises
    ------
    UserError
        If the file holds no secret.
    """
    if given is not None:
        return Seed(given)
    if os.environ.get("NUDGE_SECRET"):
        return Seed(os.environ["NUDGE_SECRET"])
    path = root / _SECRET_FILE
    if not path.is_file():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _write_whole(path, secrets.token_hex(32) + "\n")
    secret = path.read_text(encoding="ascii").strip()
    if not secret:
        raise UserError(f"{path} is empty; remove it, and the next run makes a new secret")
    return Seed(secret)


def _write_whole(path: Path, text: str) -> None:
    """Write a file for the owner's eyes alone; one that is there already stays."""
    descriptor, scratch = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    # A link appears whole and replaces nothing, so of two first runs at once one finds the
    # other's secret, and neither finds half of it.
    with contextlib.suppress(FileExistsError):
        os.link(scratch, path)
    Path(scratch).unlink()
