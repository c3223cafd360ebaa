"""The line of an nbgrader_config.py that makes Nudge's engine grade instead of a kernel."""

from typing import Any, Final

__all__ = ["nudge_steps"]

# By name: nbgrader's other commands read the configuration too, and need no engine.
_STEPS: Final = "autograder.packaging.nbgrader.steps"


def nudge_steps(config: Any) -> list[Any]:
    """Return the steps of `nbgrader autograde`, with Nudge's step instead of Execute.

    Parameters
    ----------
    config : traitlets.config.Config
        The `c` of nbgrader_config.py. Nudge's reader is set in it, too: nbgrader reads and
        sanitizes a notebook before the first of these steps.

    Returns
    -------
    list
        The value of `c.Autograde.autograde_preprocessors`.

    Examples
    --------
    In nbgrader_config.py::

        c.Autograde.autograde_preprocessors = nudge_steps(c)
    """
    from nbgrader.converters import Autograde  # noqa: PLC0415 - of the extra `nbgrader`
    from nbgrader.preprocessors import Execute, SaveAutoGrades  # noqa: PLC0415

    config.Autograde.exporter_class = f"{_STEPS}.NudgeReader"
    steps: list[Any] = []
    for step in Autograde().autograde_preprocessors:
        steps.append(f"{_STEPS}.NudgeGrade" if step is Execute else step)
        if step is SaveAutoGrades:
            steps.append(f"{_STEPS}.NudgeRecord")  # comments, which SaveAutoGrades overwrites
    return steps
