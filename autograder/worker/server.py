"""The fork server: it has loaded the packages, has one thread and knows nothing else."""

import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.calls import wire
from autograder.calls.answer import Bounds
from autograder.worker import child
from autograder.worker.importing import Packages, forget_program
from autograder.worker.layers import landlock, mounts, namespaces, privileges, report, seccomp

__all__ = ["Server"]

_LONGEST_REQUEST = 1 << 16
_OUTSIDE = 0  # the number, in a pid namespace, of a parent that is not in it


class Server:
    """Forks a child for each session on request, and ends it on request.

    Requests and replies alternate on the control socket, each in a packet of its own. When the
    socket closes, whatever the reason, every process that came from here is killed and the server
    ends.

    Parameters
    ----------
    control : int
        Descriptor of the control socket.
    packages : Packages
        The packages that are loaded, and where they lie.
    folder : Path
        The folder in which each session has its own.
    absent : mapping of str to str
        The layers that are known already: why one is absent, or nothing if it holds.
    """

    def __init__(
        self, control: int, packages: Packages, folder: Path, absent: Mapping[str, str]
    ) -> None:
        self._control = socket.socket(fileno=control)
        self._pid = os.getpid()
        self._folder = folder
        self._packages = packages
        self._absent = dict(absent)
        self._children: set[int] = set()
        self._pids: namespaces.PidNamespaces | None = None

    def run(self) -> None:
        """Serve until the control socket closes."""
        self._confinement = self._prepared()
        # Here and not in each child, where going through all names copies half the memory.
        forget_program()
        # The children share this memory; the collector would write to it, and so copy it.
        gc.collect()
        gc.freeze()
        self._send({"absent": self._absent})
        with contextlib.suppress(ConnectionError):
            self._serve()
        self._kill_all(spared=set())

    def _prepared(self) -> child.Confinement:
        """Try the layers, and prepare everything that the children share."""
        self._absent = report.absent_but_for_root(self._absent["namespaces"]) | self._absent
        standard = [Path(place) for place in sys.path]
        # Before the rules, which name the files that exist from then on.
        if "root" not in self._absent:
            self._absent["root"] = self._rooted(child.coarse(standard, self._packages))
        rules = -1
        if not self._absent["landlock"]:
            rules = landlock.ruleset(
                child.precise(standard, self._packages),
                (self._folder, Path(os.devnull)),
                # The import system lists the folder of the standard library.
                listable=standard,
            )
        if not self._absent["seccomp"]:
            seccomp.prepare(for_frameworks=bool(self._packages.frameworks))
        if not self._absent["namespaces"]:
            self._pids = namespaces.PidNamespaces()
        elif not self._absent["privileges"]:
            privileges.adopt_orphans()
        return child.Confinement(
            layers=tuple(name for name, reason in self._absent.items() if not reason),
            readable=tuple(child.coarse(standard, self._packages)),
            rules=rules,
            server=self._pid if self._pids is None else _OUTSIDE,
        )

    def _rooted(self, readable: Iterable[Path]) -> str:
        """Leave the machine's root for a small one; return why not, or nothing."""
        if self._absent["namespaces"]:
            return mounts.NO_NAMESPACES
        place = self._folder.parent / "root"
        place.mkdir()
        return mounts.enter_root(place, readable, self._folder)

    def _serve(self) -> None:
        while True:
            request, descriptors = self._receive()
            if "fork" in request:
                self._fork(request, descriptors)
            else:
                self._send(self._end(request["end"]))

    def _fork(self, request: dict[str, Any], descriptors: Sequence[int]) -> None:
        folder, bounds = Path(request["fork"]), Bounds(**request["bounds"])
        pid = self._pids.fork() if self._pids else os.fork()
        if pid == 0:
            child.main(folder, descriptors, self._confinement, bounds, self._packages)
        for descriptor in descriptors:
            os.close(descriptor)
        self._children.add(pid)
        handle = os.pidfd_open(pid)
        try:
            self._send({"process": pid}, [handle])
        finally:
            os.close(handle)

    def _end(self, pid: int) -> dict[str, Any]:
        """Kill a session's process and its descendants; tell how it ended."""
        if pid not in self._children:
            return {"code": -signal.SIGKILL}
        os.kill(pid, signal.SIGKILL)
        # Process 1 of a namespace has ended only when every other process there has.
        _, status = os.waitpid(pid, 0)
        self._children.discard(pid)
        self._kill_all(spared=self._children)
        return {"code": os.waitstatus_to_exitcode(status)}

    def _kill_all(self, spared: set[int]) -> None:
        """Kill every child except the spared, round by round; for process 1 the kernel does it.

        An orphan becomes a child of the server at once, however deep it was: so when no child is
        left, no descendant is.
        """
        if self._pids is not None:
            return
        while orphans := set(_children_of(self._pid)) - spared:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for pid in orphans:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)

    def _send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        socket.send_fds(self._control, [wire.encode(message)], descriptors)

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        """Return the next request and its descriptors.

        Raises
        ------
        ConnectionError
            If the socket has closed.
        """
        request, descriptors, _, _ = socket.recv_fds(self._control, _LONGEST_REQUEST, 3)
        if not request:
            raise ConnectionError
        return wire.decode(request), descriptors


def _children_of(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    if listing.exists():
        return [int(word) for word in listing.read_text().split()]
    # A kernel without that file: look at the parent of every process there is.
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[1]) == pid:
                    found.append(int(entry.name))
    return found
