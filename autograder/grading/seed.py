"""The seed of a student's inputs: only those who know the course's secret know it."""

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
    """A secret from which the inputs of each student and each check derive."""

    secret: str

    def derived(self, student: str, exercise: str, check: str) -> str:
        """Return the seed of one check's probe for one student."""
        message = "\0".join((student, exercise, check)).encode("utf-8", "surrogatepass")
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Eight digits that tell two seeds apart and reveal neither."""
        return hashlib.sha256(b"nudge seed " + self.secret.encode()).hexdigest()[:8]


def course_seed(root: Path, given: str | None) -> Seed:
    """Return the seed of a run.

    Parameters
    ----------
    root : Path
        The course, in which `.nudge/secret` is made when it is first needed.
    given : str or None
        The value of `--seed`; it goes before `NUDGE_SECRET`, which goes before the file.

    Raises
    ------
    UserError
        If the file holds no secret, or this user may not read or make it.
    """
    if given is not None:
        return Seed(given)
    if os.environ.get("NUDGE_SECRET"):
        return Seed(os.environ["NUDGE_SECRET"])
    path = root / _SECRET_FILE
    try:
        if not path.is_file():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _write_whole(path, secrets.token_hex(32) + "\n")
        secret = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise UserError(
            f"the course's secret {path} cannot be used ({error.strerror}); ask its owner for the "
            "secret and set NUDGE_SECRET to it (with another secret, students get other inputs)"
        ) from None
    except UnicodeError:
        raise UserError(f"{path} is not ASCII text; restore it, or set NUDGE_SECRET") from None
    if not secret:
        raise UserError(f"{path} is empty; remove it, and the next run makes a new secret")
    return Seed(secret)


def _write_whole(path: Path, text: str) -> None:
    """Write a file that only its owner may read; a file that is there already stays."""
    descriptor, scratch = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    # A link appears whole and replaces nothing, so if two first runs start at once, both use the
    # secret of one of them, and neither reads half of it.
    with contextlib.suppress(FileExistsError):
        os.link(scratch, path)
    Path(scratch).unlink()
