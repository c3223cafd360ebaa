"""Which pictures were asked for, and where each of them goes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from autograder.course import UserError
from autograder.pictures.registry import named, subject_line

__all__ = ["chosen", "described", "places"]

_FOLDER: Final = Path("out")


def chosen(names: Sequence[str], among: Sequence[str]) -> tuple[str, ...]:
    """Return the ids that are named, in the order of the course; `all` names all.

    Raises
    ------
    UserError
        If a name has no picture.
    """
    if "all" in names:
        return tuple(among)
    wanted = {named(name, among) for name in names}
    return tuple(exercise for exercise in among if exercise in wanted)


def places(exercises: Sequence[str], out: Path | None) -> dict[str, Path]:
    """Return where each picture goes: `out/e04.png`, or what was asked for.

    Parameters
    ----------
    exercises : sequence of str
        The ids.
    out : Path or None
        A file, if it ends in .png and is for one picture; otherwise a folder.

    Raises
    ------
    UserError
        If several pictures are to go into one file, or the file is of another kind.
    """
    folder = out or _FOLDER
    if not folder.is_dir() and folder.suffix:
        if folder.suffix.lower() != ".png":
            raise UserError(f"{folder} is no PNG; give a file.png or a folder")
        if len(exercises) > 1:
            raise UserError(f"{len(exercises)} pictures do not fit into {folder}; give a folder")
        return dict.fromkeys(exercises, folder)
    return {exercise: folder / f"{exercise.partition('_')[0]}.png" for exercise in exercises}


def described(exercises: Sequence[str]) -> str:
    """Return the list of pictures, a line each."""
    width = max(map(len, exercises), default=0)
    lines = [
        f"{exercise:{width}}  {subject_line(exercise).partition(' · ')[2]}"
        for exercise in exercises
    ]
    return "\n".join(lines)
