"""Sessions: the processes that run one submission's code, one after another."""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final, Self

from autograder.calls.answer import ERRORS, Answer, CallStatus, message_of, one_line
from autograder.calls.script import functions_called
from autograder.calls.stub import is_todo
from autograder.calls.values import Unusable, plain
from autograder.calls.wire import (
    ASKS_TO_DRAW,
    HEADER,
    MAX_FRAME,
    OPENS_FILES,
    WireError,
    decode,
    frame,
)
from autograder.checking.outcome import KitFault
from autograder.course import Limits
from autograder.isolation.allowance import (
    CLOSED,
    KILLED,
    OUT_OF_TURN,
    UNREADABLE,
    Budget,
    Died,
    Disk,
    Stop,
    TimeUp,
    UsedUp,
    Waited,
    Watch,
)
from autograder.isolation.class_calls import SuppliedClass
from autograder.isolation.output import Output, Printing
from autograder.isolation.requirement import IsolationError
from autograder.isolation.scratch import remove_tree
from autograder.isolation.usage import Meter

__all__ = ["Isolation", "ModuleCaller", "Session", "Supplied", "WorkerProcess", "draws"]

# By a module's dotted name and the name in it.
Supplied = Mapping[str, Mapping[str, Callable[..., Any] | SuppliedClass]]

_MOST_ASKS: Final = 50_000
_SHARE_AFTER_A_STOP: Final = 0.25
_DRAWING: Final = (b"matplotlib", b"mpl_toolkits", b"gallery")
_IMPORT: Final = ""  # in place of a function's name
# The parts of a supplied function's question.
_ASKED: Final = {"ask": int, "module": str, "function": str, "arguments": list, "keywords": dict}
_CLAIMS: Final = {status.value: status for status in CallStatus if status is not CallStatus.STOPPED}


def draws(modules: Mapping[str, bytes]) -> bool:
    """Tell whether sources name matplotlib, which is slow to load, or a module that uses it."""
    return any(name in source for source in modules.values() for name in _DRAWING)


class WorkerProcess(ABC):
    """One untrusted process, however it is reached; every method may raise Stop.

    Parameters
    ----------
    pid : int
        The system's number of it.
    folder : Path
        Its working folder.
    printing : Printing
        Where its output goes.
    limits : Limits
        How much it may print and write.
    watched : bool
        Whether to watch its folder, because the kernel does not bound it.

    Attributes
    ----------
    meter : Meter
        Reads what it uses; made by the subclass, which knows the threads that serve it.
    """

    meter: Meter
    _seconds_to_die: ClassVar = 0.2

    def __init__(
        self, pid: int, folder: Path, printing: Printing, limits: Limits, watched: bool
    ) -> None:
        self.pid = pid
        self.is_confined = True
        self.folder = folder
        self.limits = limits
        self.disk = Disk(folder, pid, limits) if watched else None
        self._printing = printing
        self._printed = 0
        self._unread = bytearray()

    @abstractmethod
    def queue(self, data: bytes) -> None:
        """Send the session's sources before the first request."""

    def send(self, data: bytes, watch: Watch) -> None:
        """Send a request; stop if the process spoke before it was asked."""
        if self._unread or self._has_spoken(watch):
            raise Stop(OUT_OF_TURN)
        self.answer(data, watch)

    @abstractmethod
    def answer(self, data: bytes, watch: Watch) -> None:
        """Send the result that a supplied function waits for in the middle of a call."""

    def receive(self, watch: Watch) -> Any:
        """Return the next message; stop if there is none in time, or none that can be read."""
        (length,) = HEADER.unpack(self._take(HEADER.size, watch))
        if length > MAX_FRAME:
            raise Stop(UNREADABLE)
        try:
            return decode(self._take(length, watch))
        except WireError:
            raise Stop(UNREADABLE) from None

    @abstractmethod
    def drain(self) -> None:
        """Collect its output so far; stop if that is too much."""

    def look(self) -> None:
        """Look at all that a call has left; stop if it is too much."""
        self.drain()
        if self.disk is not None:
            self.disk.look()

    @abstractmethod
    def close(self) -> None:
        """Close every descriptor; the isolation that started the process ends it."""

    @abstractmethod
    def _has_spoken(self, watch: Watch) -> bool:
        """Tell whether something lies there to be read; stop if the process has ended."""

    @abstractmethod
    def _more(self, missing: int, watch: Watch) -> bytes:
        """Wait for the next bytes, possibly more than are missing; stop if there are none."""

    @abstractmethod
    def _has_ended(self, seconds: float) -> bool:
        """Tell whether the process has ended, or does so in that time."""

    def _ended(self, watch: Watch) -> Stop:
        """Return why no more messages come; a dying process closes its end a little early."""
        latest = watch.waited + self._seconds_to_die
        while watch.waited < latest:
            if self._has_ended(watch.look()):
                return Died()
        return Stop(CLOSED)

    def _collect(self, stream: int, piece: bytes) -> None:
        """Take a piece of its output."""
        self._printed += len(piece)
        self._printing.add(stream, piece)

    def _limit_output(self) -> None:
        """Stop if it has printed too much."""
        if self._printed > self.limits.output_mb * 2**20:
            raise Stop(f"printed more than {self.limits.output_mb:g} MB {{place}}")

    def _take(self, length: int, watch: Watch) -> bytes:
        """Take the next `length` bytes; the bytes beyond them wait for the next message."""
        while len(self._unread) < length:
            self._unread += self._more(length - len(self._unread), watch)
        data = bytes(memoryview(self._unread)[:length])
        del self._unread[:length]
        return data


class Isolation(ABC):
    """Opens sessions, one for each submission, and starts and ends their processes.

    Use as a context manager.

    Parameters
    ----------
    limits : Limits
        For every process of every session, unless a session names others.
    packages : sequence of str
        Frameworks to load besides NumPy; only sessions of this isolation can read them.
    datasets : Path, optional
        The folder of the course's package `datasets`.
    """

    def __init__(
        self, limits: Limits, packages: Sequence[str] = (), datasets: Path | None = None
    ) -> None:
        self.limits = limits
        self._packages = tuple(packages)
        self._datasets = datasets

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def start(self) -> None:
        """Get ready to open sessions; raise IsolationError if that cannot be."""

    @abstractmethod
    def stop(self) -> None:
        """End every process and remove every folder."""

    def open(
        self,
        modules: Mapping[str, bytes],
        supplied: Supplied | None = None,
        budget: Budget | None = None,
        limits: Mapping[str, Limits] | None = None,
        packages: Mapping[str, Sequence[str]] | None = None,
        replaced: Supplied | None = None,
    ) -> "Session":
        """Return a session for one submission.

        Parameters
        ----------
        modules : mapping of str to bytes
            The source of each module by its dotted name, `exercises.e07_dense`.
        supplied : mapping of str to mapping of str to callable or SuppliedClass, optional
            Modules that are replaced, and what answers for each of their functions and classes.
            It runs here; the student's process sees what it returns.
        budget : Budget, optional
            Shared by all sessions of one submission; by default a fresh one of
            `limits.submission_seconds`.
        limits : mapping of str to Limits, optional
            The limits of a module's calls, by its dotted name, where it has its own.
        packages : mapping of str to sequence of str, optional
            By the dotted name of a module: the frameworks that it, and no other, may import.
        replaced : mapping of str to mapping of str to callable, optional
            Modules of which some functions are supplied in the same way, under their names, once
            the student's module is loaded; the rest of it is the student's.

        Raises
        ------
        IsolationError
            If its sources draw, and the server for these does not start.
        """
        return Session(
            self.that_draws() if draws(modules) else self,
            modules,
            supplied or {},
            budget or Budget(self.limits.submission_seconds),
            limits or {},
            packages or {},
            replaced or {},
        )

    def that_draws(self) -> "Isolation":
        """Return the isolation whose processes have matplotlib."""
        return self

    @abstractmethod
    def launch(self, printing: Printing, limits: Limits) -> Any:
        """Start a process in a folder of its own, for a session."""

    @abstractmethod
    def end(self, process: Any) -> int:
        """Kill a process and its descendants; return its exit code, or -signal."""


class Session(contextlib.AbstractContextManager["Session"]):
    """Runs one submission's code and answers calls of its functions.

    A call that dies or meets a limit costs that call alone: the next one has a fresh process.
    A function that met a time limit once gets a quarter of the limit, but at least 0.1 s,
    in its later calls of the session. A module whose import failed is not imported again.

    A call has the limits of its module: a module with limits of its own has a process of its own.

    `Isolation.open` makes it; a context manager that closes it.
    """

    def __init__(
        self,
        isolation: Isolation,
        modules: Mapping[str, bytes],
        supplied: Supplied,
        budget: Budget,
        module_limits: Mapping[str, Limits],
        packages: Mapping[str, Sequence[str]],
        replaced: Supplied,
    ) -> None:
        self._isolation = isolation
        self._module_limits = module_limits
        self._supplied = {
            module: dict(_answering(names)) for module, names in {**supplied, **replaced}.items()
        }
        self._budget = budget
        self._setup = frame(
            {
                "sources": {name: bytes(source) for name, source in modules.items()},
                "supplied": {module: _functions(names) for module, names in supplied.items()},
                "classes": {module: _outlines(names) for module, names in supplied.items()},
                "replaced": {name: list(functions) for name, functions in replaced.items()},
                "draws": draws(modules),
                "packages": {name: list(found) for name, found in packages.items()},
            }
        )
        self._printing = Printing()
        self._process: WorkerProcess | None = None
        self._tainted = False
        self._imported: set[str] = set()
        self._refused: dict[str, Answer] = {}
        self._slow: set[tuple[str, str]] = set()
        self._lost_to_load = 0
        self._requests = 0
        # Of the supplied function that failed last in a call: the error as told, and its message.
        self._failed = ("", "", "")

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The number of the process that runs now, if one does."""
        return self._process.pid if self._process is not None else None

    @property
    def slow(self) -> frozenset[str]:
        """The modules of which a call met a limit on time."""
        return frozenset(module for module, _ in self._slow)

    @property
    def output(self) -> Output:
        """The output of its processes so far."""
        return self._printing.output()

    @property
    def lost_to_load(self) -> int:
        """How many calls were lost that the state of the machine may have cost."""
        return self._lost_to_load

    def caller(self, module: str) -> "ModuleCaller":
        """Return the caller of the functions of `module`, a dotted name."""
        return ModuleCaller(self, module)

    def withhold(self, on: bool) -> None:
        """Keep the student's output apart from now on, or stop keeping it apart.

        For checks whose inputs the student must not know. A process that has run while the
        session withheld is not asked again afterwards: it may remember these inputs, and could
        print or return them in the next check that is published.
        """
        if on == self._printing.withholds:
            return
        if self._tainted and not on:
            self._drop()
        elif self._process is not None:
            try:
                self._process.drain()
            except Stop:
                # It printed too much between two calls: the next one has a fresh process.
                self._drop()
        self._tainted = False
        self._printing.withholds = on

    def close(self) -> Output:
        """End every process of the session; return what they printed."""
        self._drop()
        return self.output

    def call(self, module: str, function: str, arguments: Sequence[Any]) -> Answer:
        """Call a function on copies of `arguments`; whatever happens is an answer.

        Raises
        ------
        IsolationError
            If no process can be started, or an argument cannot be sent: the kit's fault.
        """
        if module in self._refused:
            return self._refused[module]
        try:
            self._fit(module)
            is_there = module in self._imported and self._process is not None
            if not is_there and module != OPENS_FILES:
                answer = self._request(module, _IMPORT, [])
                if answer.status is not CallStatus.RETURNED:
                    if answer.status is not CallStatus.STOPPED:
                        self._refused[module] = answer
                    return answer
                self._imported.add(module)
            return self._request(module, function, list(arguments))
        except BaseException:
            # Half a conversation cannot be taken up again.
            self._drop()
            raise

    def _limits_of(self, module: str) -> Limits:
        return self._module_limits.get(module, self._isolation.limits)

    def _fit(self, module: str) -> None:
        """End the process if it was started under other limits than the module's.

        Computing and waiting are measured call by call; the other limits last as long as the
        process.
        """
        wanted = self._limits_of(module)
        if self._process is None or wanted is self._process.limits:
            return
        held = self._process.limits
        if replace(wanted, cpu_seconds=held.cpu_seconds, wall_seconds=held.wall_seconds) != held:
            self._drop()

    def _request(self, module: str, function: str, arguments: list[Any]) -> Answer:
        """Send one request and wait for its answer; a failure ends the process."""
        if self._budget.left <= 0:
            self._lost_to_load += self._budget.met_load
            return Answer(CallStatus.STOPPED, text=self._budget.used_up)
        self._requests += 1
        self._failed = ("", "", "")
        body: dict[str, Any] = {"id": self._requests, "module": module}
        if function != _IMPORT:
            body |= {"function": function, "arguments": arguments}
        try:
            data = frame(body)
        except WireError as error:
            raise IsolationError(f"the arguments of {function} cannot be sent: {error}") from None
        limits, process = self._limits_of(module), self._process
        if process is None:
            process = self._process = self._isolation.launch(self._printing, limits)
            process.queue(self._setup)
        self._tainted = self._printing.withholds
        # A script is known by what it calls last.
        called = functions_called(function, arguments)[-1]
        share = _SHARE_AFTER_A_STOP if (module, called) in self._slow else 1.0
        watch = Watch(process.meter, limits, self._budget, share, process.disk)
        try:
            with watch:
                process.send(data, watch)
                message = self._converse(process, watch)
                process.look()
            answer = self._with_cause(_answer(message, len(arguments)))
            if process.disk is not None and answer.error == OSError.__name__:
                process.disk.require_room()
            return answer
        except Stop as stop:
            code = self._drop()
            if isinstance(stop, Died) and not process.is_confined:
                raise IsolationError(
                    f"a process ended before it was confined (exit code {code})"
                ) from None
            asks_to_draw = code == ASKS_TO_DRAW and module != OPENS_FILES
            if asks_to_draw and self._isolation.that_draws() is not self._isolation:
                # Its sources do not name matplotlib: once more, where it is.
                self._isolation = self._isolation.that_draws()
                return self.call(module, function, arguments)
            if self._is_of_the_machine(stop, code, watch):
                self._lost_to_load += 1
            elif isinstance(stop, TimeUp):
                self._slow.add((module, called))
            sentence = str(stop)
            if isinstance(stop, Died):
                sentence = Died.sentence(code)
            elif isinstance(stop, UsedUp):
                sentence = self._budget.used_up
            return Answer(CallStatus.STOPPED, text=sentence.format(place=_place(module, called)))

    def _with_cause(self, answer: Answer) -> Answer:
        """Return an answer with the message of a supplied function's error, if that ended it."""
        *told, cause = self._failed
        return replace(answer, cause=cause) if [answer.error, answer.text] == told else answer

    def _is_of_the_machine(self, stop: Stop, code: int, watch: Watch) -> bool:
        """Tell whether the machine may have stopped a call, and not the call itself."""
        return (
            (isinstance(stop, Waited) and watch.met_load)
            or (isinstance(stop, UsedUp) and self._budget.met_load)
            or (isinstance(stop, Died) and code == -KILLED and self._budget.memory_was_short)
        )

    def _converse(self, process: WorkerProcess, watch: Watch) -> dict[str, Any]:
        """Answer the questions of a call until it replies; return the reply."""
        for _ in range(_MOST_ASKS + 1):
            message: dict[str, Any] = process.receive(watch)
            number = message.get("id") if type(message) is dict else None
            if type(number) is not int or number != self._requests:
                raise Stop(OUT_OF_TURN)
            if "ask" not in message:
                return message
            # Where the next question is there already, nobody waited, so nobody looked at the time.
            watch.look()
            with watch.pause():
                data = self._supply(message)
            process.answer(data, watch)
        raise Stop(f"asked for more than {_MOST_ASKS:,} results of supplied functions {{place}}")

    def _supply(self, message: dict[str, Any]) -> bytes:
        """Call the function that was supplied in place of the student's."""
        asked: list[Any] = [message.get(name) for name in _ASKED]
        if any(type(value) is not _ASKED[name] for name, value in zip(_ASKED, asked, strict=True)):
            raise Stop(UNREADABLE)
        number, module, function, arguments, keywords = asked
        supplied = self._supplied.get(module, {}).get(function)
        if supplied is None:
            raise Stop(UNREADABLE)
        head = {"id": self._requests, "ask": number}
        try:
            return frame({**head, "value": plain(supplied(*arguments, **keywords))})
        except KitFault:
            raise
        except Exception as error:
            # The student chose the arguments, and with them an answer that is too large to be sent.
            # Only the class is told: the message may quote what the student must not see.
            kinds = (name for name, kind in ERRORS.items() if type(error) is kind)
            kind = next(kinds, "RuntimeError")
            text = f"{function} of {module} cannot work with these arguments"
            self._failed = (kind, text, message_of(error))
            return frame({**head, "error": kind, "text": text})

    def _drop(self) -> int:
        """End the process; return its exit code, or -signal."""
        process, self._process = self._process, None
        self._imported.clear()
        if process is None:
            return 0
        try:
            code = self._isolation.end(process)
            _remove(process.folder)
            with contextlib.suppress(Stop):  # it is stopped already
                process.drain()
            return code
        finally:
            process.close()


def _functions(names: Mapping[str, Callable[..., Any] | SuppliedClass]) -> list[str]:
    return [name for name, one in names.items() if not isinstance(one, SuppliedClass)]


def _outlines(names: Mapping[str, Callable[..., Any] | SuppliedClass]) -> dict[str, Any]:
    """Return all that a worker learns of the classes."""
    classes = {name: one for name, one in names.items() if isinstance(one, SuppliedClass)}
    return {
        name: {"attributes": list(one.attributes), "methods": list(one.methods)}
        for name, one in classes.items()
    }


def _answering(
    names: Mapping[str, Callable[..., Any] | SuppliedClass],
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield what a worker may ask for, and what answers: a method as `Name.method`."""
    for name, one in names.items():
        if isinstance(one, SuppliedClass):
            for method in one.methods:
                yield f"{name}.{method}", partial(one.answer, method)
        else:
            yield name, one


def _remove(folder: Path) -> None:
    try:
        remove_tree(folder)
    except OSError as error:
        raise IsolationError(f"cannot remove {folder}: {error.strerror}") from error


@dataclass(frozen=True)
class ModuleCaller:
    """Calls the functions of one module in a session."""

    session: Session
    module: str

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        """Call `function` on copies of `arguments`."""
        return self.session.call(self.module, function, arguments)


def _answer(message: dict[str, Any], arguments: int) -> Answer:
    """Return the answer that a reply states; every field of it is a claim."""
    claim = message.get("ending")
    status = _CLAIMS.get(claim) if type(claim) is str else None
    if status is None:
        raise Stop(UNREADABLE)
    names = ("text", "error", "where", "todo", "other")
    texts = {name: _text(message, name) for name in names}
    if status is CallStatus.TODO and not is_todo(texts["todo"]):
        raise Stop(UNREADABLE)
    changed = message.get("changed", [])
    if type(changed) is not list or any(type(position) is not int for position in changed):
        raise Stop(UNREADABLE)
    value = None
    if status is CallStatus.RETURNED:
        try:
            value = plain(message.get("value"))
        except Unusable:
            raise Stop(UNREADABLE) from None
    return Answer(
        status,
        value=value,
        changed=tuple(sorted({position for position in changed if 0 <= position < arguments})),
        **texts,
    )


def _text(message: dict[str, Any], name: str) -> str:
    text = message.get(name, "")
    if type(text) is not str:
        raise Stop(UNREADABLE)
    return one_line(text) if text else ""


def _place(module: str, function: str) -> str:
    if function != _IMPORT:
        return f"in `{function}`"
    return f"while {module.rpartition('.')[2]}.py was being imported"
