"""The manifest and the exercises it names."""

from autograder.course.manifest import (
    Course,
    CourseError,
    Exercise,
    Limits,
    Unit,
    UserError,
    find_course,
    load_course,
    require_files,
)
from autograder.course.modules import ModuleSet

__all__ = [
    "Course",
    "CourseError",
    "Exercise",
    "Limits",
    "ModuleSet",
    "Unit",
    "UserError",
    "find_course",
    "load_course",
    "require_files",
]
