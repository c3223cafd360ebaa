"""`pytest --hint e07`: one hint more each time it is asked."""

from typing import Any

from autograder.course import Exercise

__all__ = ["next_hints"]

_CACHE_KEY = "nudge/hints"


def next_hints(exercise: Exercise, cache: Any) -> list[str]:
    """Return the hints shown so far and one more, as lines to print.

    Parameters
    ----------
    exercise : Exercise
        Whose hints to show.
    cache : pytest.Cache or None
        Where the number of hints shown is kept; without it only the first is ever shown.
    """
    shown: dict[str, int] = dict(cache.get(_CACHE_KEY, {})) if cache is not None else {}
    level = min(shown.get(exercise.id, 0) + 1, len(exercise.hints))
    if cache is not None:
        cache.set(_CACHE_KEY, {**shown, exercise.id: level})
    lines = [f"{exercise.id}: {exercise.goal}"]
    for number, hint in enumerate(exercise.hints[:level], start=1):
        lines.append(f"  hint {number} of {len(exercise.hints)}  {hint}")
    if level < len(exercise.hints):
        lines.append(f"  ask again for one more: pytest --hint {exercise.short}")
    else:
        lines.append("  that was the last one; a person can help from here")
    return lines
