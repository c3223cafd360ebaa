"""SIGKILL at random moments of a run: nothing is lost, nothing counts twice, nothing survives."""

import itertools
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = "e10_parameters"
VARYING = ("date", "seconds")


@dataclass(frozen=True)
class ManySubmissions:
    """A folder of submissions, and runs over it that share nothing but a folder for scratch."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path, count: int) -> "ManySubmissions":
        variants = sorted((ROOT / "examples" / "class").glob(f"*/{EXERCISE}.py"))
        for number, variant in zip(range(count), itertools.cycle(variants), strict=False):
            student = folder / "submissions" / f"student_{number:03}"
            student.mkdir(parents=True)
            shutil.copyfile(variant, student / variant.name)
        (folder / "scratch").mkdir()
        return cls(folder)

    def start(self, out: Path) -> subprocess.Popen[bytes]:
        """Start `nudge grade` as the leader of a new group of processes."""
        command = [sys.executable, "-m", "autograder.cli.main", "grade"]
        command += [str(self.folder / "submissions"), "--out", str(out), "--course", str(ROOT)]
        return subprocess.Popen(
            [*command, "--seed", "kills", "--jobs", "2", "--only", EXERCISE],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.scratch)},
            start_new_session=True,
        )

    def finish(self, out: Path) -> Any:
        """Run to the end and return its gradebook."""
        process = self.start(out)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
        return gradebook_of(out)

    def kill(self, out: Path, after: float, how: Callable[[int, int], None] = os.killpg) -> bool:
        """Start a run and kill it; return whether it was still going."""
        process = self.start(out)
        try:
            _, said = process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            how(process.pid, signal.SIGKILL)
            _, said = process.communicate()
        self.wait_for_survivors()
        assert process.returncode in (0, -signal.SIGKILL), said.decode()
        return process.returncode != 0

    def wait_for_survivors(self) -> None:
        """Wait until no process of any run is left; they end when their parent's socket closes."""
        waiting = select.poll()
        handles = {handle for pid in self._running() if (handle := pid_handle(pid)) is not None}
        for handle in handles:
            waiting.register(handle, select.POLLIN)
        while handles:
            ended = {handle for handle, _ in waiting.poll(10_000)}
            assert ended, f"still there: {list(self._running())}"
            for handle in ended:
                waiting.unregister(handle)
                os.close(handle)
            handles -= ended

    def assert_nothing_is_left(self) -> None:
        # A kill between two instructions may leave a folder that nobody owns yet, and is empty.
        assert [left for left in self.scratch.iterdir() if any(left.iterdir())] == []

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"

    def _running(self) -> Iterator[int]:
        mark = b"TMPDIR=" + os.fsencode(self.scratch)
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    environment = (entry / "environ").read_bytes()
                except OSError:
                    continue
                if mark in environment:
                    yield int(entry.name)


def gradebook_of(out: Path) -> Any:
    """Return what does not differ between two honest runs."""
    whole = json.loads((out / "gradebook.json").read_text())
    return (out / "gradebook.csv").read_text(), without(whole, VARYING)


def pid_handle(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None


def without(value: Any, names: tuple[str, ...]) -> Any:
    """Return a JSON value without the fields called `names`."""
    if isinstance(value, dict):
        return {key: without(item, names) for key, item in value.items() if key not in names}
    if isinstance(value, list):
        return [without(item, names) for item in value]
    return value


def kill_often(folder: Path, *, submissions: int, kills: int) -> None:
    """Kill runs at random moments, each again until it ends by itself; compare every gradebook."""
    many = ManySubmissions.made_in(folder, submissions)
    begun = time.perf_counter()
    undisturbed = many.finish(folder / "undisturbed")
    longest = time.perf_counter() - begun
    moments = random.Random("kills")
    hits, outs = 0, [folder / "out_0"]
    while hits < kills:
        # A run that goes on has less to do: later than this, most of them would end by themselves.
        if many.kill(outs[-1], moments.uniform(0.05, 0.6) * longest):
            hits += 1
        else:
            assert gradebook_of(outs[-1]) == undisturbed
            outs.append(folder / f"out_{len(outs)}")
    assert many.finish(outs[-1]) == undisturbed
    many.wait_for_survivors()
    many.assert_nothing_is_left()
    print(f"{hits} kills in {len(outs)} gradebooks; an undisturbed run takes {longest:.1f} s")


def test_five_kills_leave_the_gradebook_of_an_undisturbed_run(
    tmp_path: Path,
) -> None:
    kill_often(tmp_path, submissions=20, kills=5)


def test_nothing_survives_when_the_first_process_alone_is_killed(tmp_path: Path) -> None:
    many = ManySubmissions.made_in(tmp_path, 200)
    assert many.kill(tmp_path / "out", after=2.0, how=os.kill)
    many.wait_for_survivors()


def test_a_killed_run_leaves_no_folders_of_the_layer_report(
    tmp_path: Path,
) -> None:
    many = ManySubmissions.made_in(tmp_path, 1)
    for number in range(5):
        process = many.start(tmp_path / f"out_{number}")
        while not any(many.scratch.glob("nudge-layers-*/layers-*")) and process.poll() is None:
            pass
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        many.wait_for_survivors()
    many.assert_nothing_is_left()


@pytest.mark.slow
def test_two_hundred_kills_leave_the_gradebook_of_an_undisturbed_run(
    tmp_path: Path,
) -> None:
    kill_often(tmp_path, submissions=40, kills=200)
