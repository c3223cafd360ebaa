"""Running a course's checks by pytest inside another program, which sees nothing of it."""

import os
import sys
from collections.abc import Sequence

import pytest

from autograder.checking import plugin as check_plugin
from autograder.course import Course, Exercise

__all__ = ["run_checks"]

# Left out: what prints, caches or watches the process, and would cost time for each check.
_UNUSED_PLUGINS = (
    "terminal",
    "cacheprovider",
    "logging",
    "warnings",
    "faulthandler",
    "junitxml",
    "doctest",
    "unittest",
    "pastebin",
    "stepwise",
    "unraisableexception",
    "threadexception",
    "setuponly",
    "setupplan",
    "debugging",
    "recwarn",
)

_PYTEST_VARIABLES = ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_ADDOPTS", "PYTEST_PLUGINS")


def run_checks(course: Course, exercises: Sequence[Exercise], own_plugin: object) -> int:
    """Collect the checks of `exercises` in this process and run them as `own_plugin` says.

    Returns
    -------
    int
        pytest's exit code.
    """
    arguments = [f"--rootdir={course.root}", "-c", os.devnull, "--noconftest"]
    arguments += ["--import-mode=importlib", "--capture=no", "--assert=plain"]
    for name in _UNUSED_PLUGINS:
        arguments += ["-p", f"no:{name}"]
    paths = [str(course.checks(exercise)) for exercise in exercises]
    _forget_checks(course, exercises)
    # Plugins that happen to be installed beside the kit have no business in a grading, and
    # a `-k` that somebody keeps in PYTEST_ADDOPTS would leave checks out of it.
    before = {name: os.environ.pop(name, None) for name in _PYTEST_VARIABLES}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        return int(pytest.main([*arguments, *paths], plugins=[check_plugin, own_plugin]))
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _forget_checks(course: Course, exercises: Sequence[Exercise]) -> None:
    """Have pytest read this course's check files.

    It names a module by its place within the course, and takes one of that name which is
    imported already: another course's, or an older text of this one.
    """
    for exercise in exercises:
        place = course.checks(exercise).relative_to(course.root)
        sys.modules.pop(".".join(place.with_suffix("").parts), None)
