"""The loop: a save, a run, a screen."""

import queue
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from autograder.course import Course, CourseError, Exercise, UserError, load_course
from autograder.watching.progress import Progress
from autograder.watching.runs import GONE, Event, Run, Runs
from autograder.watching.saves import (
    affected,
    bell,
    changes,
    is_loaded,
    snapshot,
    watched_folders,
    why_polling,
)
from autograder.watching.screen import Screen

__all__ = ["watch"]

_POLL_SECONDS: Final = 0.3
_TICK_SECONDS: Final = 0.25  # how often it looks without an event, in case one was lost
_SLOW_SECONDS: Final = 1.5  # a check that runs longer than this is named
_ENDLESS_SECONDS: Final = 30.0


@dataclass
class _Now:
    """The current run."""

    run: Run
    exercises: Sequence[Exercise]
    what: str
    begun: float
    since: float  # the current check began, or before the first one pytest
    checks: int = 0
    exercise: str = ""
    sentence: str = ""


def watch(
    course: Course, exercise: Exercise | None, console: Console, folder: Path | None = None
) -> None:
    """Run the checks that each save concerns and draw what they find, until Ctrl-C.

    Parameters
    ----------
    course : Course
        A course or a handout.
    exercise : Exercise or None
        The only one to run; None for all.
    console : Console
        Where to draw.
    folder : Path or None
        Where the student's modules are, if not in the course's `exercises/`.

    Raises
    ------
    UserError
        If there is nothing to watch or nothing to run.
    """
    place = (folder or course.root / "exercises").resolve()
    if not place.is_dir():
        raise UserError(f"{place} is not a folder; give the folder that holds the exercises")
    wanted = [exercise] if exercise else [*course.written]
    there = tuple(item for item in wanted if course.checks(item).is_file())
    if not there:
        raise UserError(f"there are no checks of {wanted[0].id} in {course.root}")
    _Watch(course, there, console, place, folder).until_interrupted()


class _Watch:
    """The state of a watch."""

    def __init__(
        self,
        course: Course,
        exercises: tuple[Exercise, ...],
        console: Console,
        place: Path,
        folder: Path | None,
    ) -> None:
        self._course = course
        self._exercises = exercises
        self._place = place
        self._inbox: queue.SimpleQueue[tuple[Run, Event] | None] = queue.SimpleQueue()
        self._runs = Runs(
            course.root, place if folder else None, lambda run, event: self._inbox.put((run, event))
        )
        self._folders = watched_folders(course, place)
        self._seen = snapshot(course, self._folders)
        self._progress = Progress(exercises)
        here = Path.cwd()
        shown = place.relative_to(here) if place.is_relative_to(here) else place
        self._screen = Screen(console, f"nudge watch  {shown}/")
        self._now: _Now | None = None
        self._last = "starting"
        self._broken_manifest = ""
        self._broken_checks = ""
        self._polling = why_polling(place)

    def until_interrupted(self) -> None:
        """Watch until Ctrl-C, and leave nothing running."""
        try:
            rung = bell(self._folders, lambda: self._inbox.put(None))
            with nullcontext() if self._polling else rung:
                self._begin(self._exercises, "all checks")
                while True:
                    self._turn()
        except KeyboardInterrupt:
            pass
        finally:
            if self._now is not None:
                self._now.run.end()
            self._runs.forget()
        self._screen.say("nudge: the watch is over; pytest says the same at any time.")

    def _turn(self) -> None:
        is_idle = self._polling and self._now is None
        try:
            message = self._inbox.get(timeout=_POLL_SECONDS if is_idle else _TICK_SECONDS)
        except queue.Empty:
            message = None
        if message is not None:
            self._hear(*message)
            return
        self._look()
        self._mind_the_run()
        if self._screen.is_resized:
            self._draw()

    # What was saved

    def _look(self) -> None:
        """Look for changed files, and run the checks that they concern."""
        seen = snapshot(self._course, self._folders)
        changed = changes(self._seen, seen)
        self._seen = seen
        if not changed:
            return
        if any(is_loaded(self._course, path) for path in changed):
            self._runs.forget()
            self._reload()
        concerned = self._concerned(changed)
        if not concerned:
            return
        changed = tuple(path for path in changed if self._concerned([path]))
        what = ", ".join(path.name for path in changed[:3])
        what += f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        self._begin(concerned, what, changed)

    def _concerned(self, changed: Sequence[Path]) -> tuple[Exercise, ...]:
        return affected(self._course, self._exercises, changed, self._place)

    def _reload(self) -> None:
        """Read the manifest again; if it is broken, report it and keep the old one."""
        try:
            self._course = load_course(self._course.root)
            self._broken_manifest = ""
        except CourseError as error:
            self._broken_manifest = str(error)

    # The run

    def _begin(
        self, exercises: Sequence[Exercise], what: str, changed: Sequence[Path] = ()
    ) -> None:
        if self._now is not None:
            # Its unfinished exercises run again.
            self._now.run.end()
            chosen = {item.id for item in exercises}
            chosen |= {item.id for item in self._progress.exercises if item.is_running}
            exercises = [item for item in self._exercises if item.id in chosen]
        self._broken_checks = ""
        names = {path.stem.removeprefix("test_") for path in changed}
        saved = next((item.id for item in exercises if item.id in names), "")
        self._progress.begin(exercises, saved)
        run = self._runs.begin([self._course.checks(item) for item in exercises])
        begun = time.monotonic()
        self._now = _Now(run, exercises, what, begun, since=begun)

    def _hear(self, run: Run, event: Event) -> None:
        now = self._now
        if now is None or run is not now.run:
            return
        kind = event["event"]
        if kind == "collected":
            now.checks = len(event["checks"])
            self._progress.collected(event["checks"])
        elif kind == "begun":
            now.exercise, now.sentence = event["exercise"], event["sentence"]
            now.since = time.monotonic()
        elif kind == "ended":
            is_last = self._progress.ended(event)
            if is_last and self._screen.is_terminal and len(now.exercises) > 1:
                self._draw()
        elif kind == "broken":
            self._broken_checks = f"{event['file']}: {_last_line(event['text'])}"
        elif kind == "done":
            self._progress.over()
            self._finished(now, f"{now.checks} checks in {time.monotonic() - now.begun:.2f} s")
        elif kind == GONE:
            self._progress.stopped(_ending(event, now), now.exercise)
            self._finished(now, "not finished")

    def _finished(self, now: _Now, how: str) -> None:
        self._last = f"{now.what} at {time.strftime('%H:%M:%S')}: {how}."
        self._now = None
        self._draw()
        self._runs.refill()

    def _mind_the_run(self) -> None:
        """Name a check that takes long, and stop one that will not end."""
        now = self._now
        if now is None:
            return
        if time.monotonic() - now.begun > _TICK_SECONDS:
            self._runs.refill()  # in case of another save during this run
        took = time.monotonic() - now.since
        if took < _SLOW_SECONDS:
            return
        if took > _ENDLESS_SECONDS:
            now.run.end()
            text = f"stopped after {_ENDLESS_SECONDS:.0f} s in: {now.sentence}"
            self._progress.stopped(f"{text}\nIs there an endless loop?", now.exercise)
            self._finished(now, "stopped")
        elif self._screen.is_terminal:
            self._draw()

    # The screen

    def _draw(self) -> None:
        now = self._now
        saved, warning = self._last, self._broken_manifest or self._broken_checks
        if now is not None:
            took = time.monotonic() - now.since
            saved = f"{now.what}: running."
            if took >= _SLOW_SECONDS:
                warning = (
                    f"{now.exercise or 'pytest'}: {took:.0f} s already in: "
                    f"{now.sentence or 'starting'} An endless loop? Save again to start over."
                )
        notice = f"Looking at the files every {_POLL_SECONDS:g} s, because {self._polling}."
        self._screen.draw(self._progress, saved, warning, notice if self._polling else "")


def _ending(event: Event, now: _Now) -> str:
    where = f" in: {now.sentence}" if now.sentence else ""
    text = f"Python itself ended (exit code {event['code']}){where}"
    return f"{text}\n{event['text']}" if event["text"] else text


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].removeprefix("E").strip() if lines else "it cannot be read"
