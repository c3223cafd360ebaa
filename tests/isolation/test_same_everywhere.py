"""One performer: the same module and the same call have the same answer everywhere.

Drawn modules return, raise, change their arguments and print; they use no resource of the system
and show no address. The answers are compared as they are, to the letter, but for one thing: a
call that ends with a failed import names the module as it was asked for, so both are asked for
`exercises.e01_drawn`.
"""

import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.calls import performer
from autograder.calls.answer import Answer, CallStatus
from autograder.calls.script import SCRIPT, Result, Rng, Script
from autograder.calls.values import CONSTANT
from autograder.checking.in_process import InProcessCaller
from autograder.course import Limits, ModuleSet
from autograder.isolation import Isolation, open_isolation

NAME = "e01_drawn"
LIMITS = Limits(cpu_seconds=5.0, wall_seconds=20.0, submission_seconds=600.0)
FUNCTIONS = 8  # in one module: a process of its own costs a third of a second

# Python writes these with an address, or with what is installed.
_MESSAGE = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "x" * 10_000, "\x1b[31m red", "a\nb\r\n\tc", "\u202e", "\u2028", "  ", "é" * 700, "\x00"]
)

CHANGES = (
    "a *= 1.5",
    "a[...] = 0",
    "a[0] = 7",
    "a.fill(np.nan)",
    "a.append(1)",
    "a.clear()",
    "a['k'] = 1",
    "a += a",
    "a.sort()",
    "a.shape = (-1,)",
    "b[...] = 1",
    "b.reverse()",
)
RETURNS: tuple[str, ...] = (
    "a",
    "b",
    "a, b",
    "[a, b, {'x': a}]",
    "None",
    "1",
    "2**70",
    "1.5",
    "float('nan')",
    "-0.0",
    "True",
    "'text'",
    "'\\ud800'",
    "{'k': np.arange(3)}",
    "{1: 2}",
    "np.float32(1.5)",
    "np.float64('nan')",
    "np.longdouble(1)",
    "np.arange(6).reshape(2, 3).T",
    "np.zeros((2, 0))",
    "np.array([1, 'a'], dtype=object)",
    "np.array([1j])",
    "np.ma.masked_array([1, 2], [True, False])",
    "np.broadcast_to(1.0, (10**9, 10**9))",
    "np.bool_(True)",
    "np.str_('a')",
    "lambda x: x",
    "len",
    "int",
    "np",
    "Thing()",
    "Thing",
    "{1, 2}",
    "range(3)",
    "pair(a, b)",
    "[pair(1, pair(2, 3))]",
    "OrderedDict(k=1)",
    "Counter('text')",
    "deque([1, b])",
    "np.matrix([[1.0, 2.0]])",
    "np.longdouble(1) / 3",
    "np.ones((2, 2), dtype=np.longdouble) / 3",
    "{'k': 1}.values()",
    "map(float, [1])",
    "zip([1], [2])",
    "(n for n in [1])",
    "b'bytes'",
    "1j",
    "NotImplemented",
    "...",
    "nested(3)",
    "nested(40)",
    "endless()",
    "depth()",
    "sum(map(float, range(10)))",
    "getattr(a, 'no_such', a.no_such)",
    "missing_name",
    "Hostile()",
    "exec('1 +')",
    "eval('1 +')",
    "__import__('no_such_module')",
    "__import__('scipy.special')",
    "input()",
    "sys.stdin.read()",
    "np.linalg.inv(np.zeros((2, 2)))",
    "np.ones((2, 3)) @ np.ones((2, 3))",
    "np.ones(2) + np.ones(3)",
    "[1][5]",
    "{}['k']",
    "1 / 0",
    "int('x')",
    "1 + 'x'",
    "f(1, 2, 3, 4)",
    "warn()",
    "exit()",
    "quit(3)",
    "help",
    "help(nested)",
)
# 3.12 counts the frames of C apart, with those beneath a call, against a limit of its own.
THROUGH_C = () if sys.version_info[:2] == (3, 12) else ("depth_through_c",)
RETURNS += tuple(f"{name}()" for name in THROUGH_C)
RAISES = (
    "ValueError",
    "TypeError",
    "KeyError",
    "IndexError",
    "ZeroDivisionError",
    "AssertionError",
    "RuntimeError",
    "NotImplementedError",
    "StopIteration",
    "GeneratorExit",
    "KeyboardInterrupt",
    "SystemExit",
    "Exception",
    "BaseException",
    "OSError",
    "MemoryError",
    "RecursionError",
    "SyntaxError",
    "ImportError",
    "ModuleNotFoundError",
    "UnicodeError",
    "Own",
    "Speechless",
    "Nameless",
)
HEAD = """\
import sys
import warnings
from collections import Counter, OrderedDict, deque, namedtuple

import numpy as np

pair = namedtuple("pair", ["one", "two"])
number = 3
unwritten = NotImplemented
nothing = None


class Thing:
    def __init__(self, value=1):
        self.value = value
        self.array = np.ones((1, 2))

    def double(self, x):
        return 2 * x + self.value

    def fail(self):
        raise ValueError("of a method")


class Own(Exception):
    pass


class Speechless(Exception):
    def __str__(self):
        raise ValueError("no word")


class _Meta(type):
    @property
    def __name__(cls):
        raise ValueError("no name")


class Nameless(Exception, metaclass=_Meta):
    pass


class Hostile:
    @property
    def __class__(self):
        return float

    def __eq__(self, other):
        return True


def endless(n=0):
    return endless(n + 1)


def depth():
    try:
        return 1 + depth()
    except RecursionError:
        return 1


def depth_through_c():
    reached = []

    def deeper(n):
        reached.append(n)
        sorted([n], key=lambda x: deeper(x + 1))

    try:
        deeper(0)
    except RecursionError:
        return max(reached)


def nested(n):
    return [nested(n - 1)] if n else []


def warn():
    warnings.warn("look out")
    return float(np.exp(np.float64(1000.0)))
"""

Call = tuple[str, list[Any]]

array = st.tuples(
    st.sampled_from(["f8", "f4", "i8", "u1", "?"]),
    st.lists(st.integers(0, 3), max_size=3),
    st.integers(0, 5),
).map(lambda drawn: np.full(drawn[1], drawn[2]).astype(drawn[0]))
value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(codec="utf-8"), max_size=5)
    | array,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from(["k", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@st.composite
def body(draw: st.DrawFn) -> list[str]:
    lines = draw(st.lists(st.sampled_from(CHANGES), max_size=2))
    if draw(st.booleans()):
        lines.append(
            f"print({draw(_MESSAGE)!r}, file={draw(st.sampled_from(['None', 'sys.stderr']))})"
        )
    if draw(st.booleans()):
        return [*lines, f"return {draw(st.sampled_from(RETURNS))}"]
    error = draw(st.sampled_from(RAISES))
    given = draw(st.sampled_from(["", repr(draw(_MESSAGE)), "1, 2", "None", "Thing"]))
    if error == "NotImplementedError" and draw(st.booleans()):
        given = "'e04 sigmoid: replace this line'"
    how = draw(st.sampled_from(["{}", "{} from None", "{} from ValueError('cause')"]))
    return [*lines, f"raise {how.format(f'{error}({given})')}"]


@st.composite
def module(draw: st.DrawFn) -> str:
    functions = draw(st.lists(body(), min_size=FUNCTIONS, max_size=FUNCTIONS))
    text = HEAD
    for index, lines in enumerate(functions):
        inside = "".join(f"    {line}\n" for line in lines)
        text += f"\n\ndef f{index}(a=None, b=None):\n{inside}"
    text += "\n\nf = f0\n"
    # The module may do this when it is imported.
    text += draw(
        st.sampled_from(["", "", "", "", "1 / 0\n", "def (:\n", "import no_such\n", "exit()\n"])
    )
    return text


@st.composite
def call(draw: st.DrawFn) -> Call:
    kind = draw(st.sampled_from(["function"] * 6 + ["name", "constant", "script"]))
    arguments = draw(st.lists(value, max_size=2))
    if kind == "name":
        names = ["number", "nothing", "absent", "Thing", "np", "unwritten", "f"]
        return draw(st.sampled_from(names)), arguments
    if kind == "constant":
        names = ["number", "nothing", "absent", "Thing", "np", "unwritten"]
        return CONSTANT + draw(st.sampled_from(names)), []
    if kind == "script":
        return SCRIPT, [draw(script())]
    return f"f{draw(st.integers(0, FUNCTIONS - 1))}", arguments


@st.composite
def script(draw: st.DrawFn) -> list[Any]:
    steps = Script()
    made = steps.call(draw(st.sampled_from(["Thing", "Thing", "absent", "number"])), draw(value))
    kinds: list[Callable[[Result], Result]] = [
        lambda of: steps.method(of, "double", draw(value)),
        lambda of: steps.method(of, "fail"),
        lambda of: steps.get(of, "value"),
        lambda of: steps.get(of, "array"),
        lambda of: steps.item(of, 0),
        steps.flat,
        steps.entries,
        lambda _: steps.call("Thing", Rng(3)),
    ]
    for _ in range(draw(st.integers(0, 3))):
        made = draw(st.sampled_from(kinds))(made)
    return steps.giving(made)


def letters(answer: Answer) -> dict[str, Any]:
    """Return an answer so that equal means equal in every bit."""
    return {**vars(answer), "value": _bits(answer.value)}


def _bits(value: Any) -> Any:
    if isinstance(value, (np.ndarray, np.generic)):
        return (
            type(value).__name__,
            str(value.dtype),
            np.shape(value),
            np.asarray(value).tobytes(),
        )
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, [_bits(item) for item in value])
    if isinstance(value, dict):
        return {key: _bits(item) for key, item in value.items()}
    return (type(value).__name__, repr(value))


class Everywhere:
    """Answers of one module at home, in a strict worker and in a worker in `process` mode."""

    def __init__(self, folder: Path, isolations: Sequence[Isolation]) -> None:
        self._folder = folder
        self._isolations = isolations
        self._numbers = itertools.count()

    def answers(
        self, source: str, calls: Sequence[tuple[str, list[Any]]]
    ) -> Iterator[list[Answer]]:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        (folder / f"{NAME}.py").write_bytes(source.encode())
        modules = ModuleSet(folder)
        home = InProcessCaller(f"{NAME}.py", lambda: modules.exercise(NAME))
        yield [home.call(*one) for one in calls]
        for isolation in self._isolations:
            with isolation.open({f"exercises.{NAME}": source.encode()}) as session:
                yield [session.call(f"exercises.{NAME}", *one) for one in calls]


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    with open_isolation("strict", LIMITS) as isolation:
        yield Everywhere(tmp_path_factory.mktemp("home"), [isolation])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    strict, process = (open_isolation(mode, LIMITS) for mode in ("strict", "process"))
    with strict, process:
        yield Everywhere(tmp_path_factory.mktemp("home"), [strict, process])


def _assert_same(everywhere: Everywhere, source: str, calls: list[Call]) -> None:
    home, *others = everywhere.answers(source, calls)
    for other in others:
        assert [letters(answer) for answer in other] == [letters(answer) for answer in home]


@given(source=module(), calls=st.lists(call(), min_size=1, max_size=12))
def test_an_answer_is_the_same_at_home_and_in_a_strict_worker(
    strict: Everywhere, source: str, calls: list[Call]
) -> None:
    _assert_same(strict, source, calls)


@given(source=module(), calls=st.lists(call(), min_size=6, max_size=20))
def test_an_answer_is_the_same_in_a_process_of_its_own(
    both: Everywhere, source: str, calls: list[Call]
) -> None:
    _assert_same(both, source, calls)


@pytest.mark.parametrize("ending", [*RETURNS, *(f"raise:{error}('one')" for error in RAISES)])
def test_each_kind_of_end_is_the_same_everywhere(strict: Everywhere, ending: str) -> None:
    kind, _, error = ending.partition("raise:")
    line = f"raise {error}" if error else f"return {kind}"
    source = f"{HEAD}\n\ndef f(a=None, b=None):\n    a *= 1.5\n    {line}\n"
    _assert_same(strict, source, [("f", [np.ones(2), [1.0]]), ("f", [[1], "x"]), ("f", [])])


def test_a_call_has_as_many_frames_however_deep_it_is_made(strict: Everywhere) -> None:
    def deep(levels: int) -> list[list[Answer]]:
        if levels:
            return deep(levels - 1)
        calls: list[Call] = [("depth", []), *[(name, []) for name in THROUGH_C]]
        return [*strict.answers(HEAD, calls)]

    found = {
        tuple(answer.value for answer in answers)
        for levels in (0, 1, 50, 300)
        for answers in deep(levels)
    }
    assert len(found) == 1
    assert all(value > 200 for value in found.pop())


def test_a_change_before_a_raise_is_reported_everywhere(strict: Everywhere) -> None:
    source = "def f(a):\n    a *= 1.5\n    raise ValueError('after')\n"
    for (answer,) in strict.answers(source, [("f", [np.ones(2)])]):
        assert (answer.status, answer.changed) == (CallStatus.RAISED, (0,))


@pytest.fixture
def own_frames() -> Iterator[None]:
    """Give the next test's code Python's own number of frames again."""
    yield
    performer._frames[0] = performer.FRAMES


@pytest.mark.usefixtures("own_frames")
@pytest.mark.parametrize("limit", [5000, 2**31 - 1])
def test_a_limit_that_the_code_sets_is_kept_everywhere(strict: Everywhere, limit: int) -> None:
    source = f"""
import sys
def f():
    sys.setrecursionlimit({limit})
def down(n):
    return n and 1 + down(n - 1)
"""
    for answers in strict.answers(source, [("f", []), ("down", [3000]), ("down", [3000])]):
        assert [answer.value for answer in answers] == [None, 3000, 3000]


HOSTILE = """
class Error(Exception):
    def __getattribute__(self, name):
        raise SystemExit(name)
def f():
    raise Error("no")
"""


def test_an_exception_that_answers_nothing_is_an_answer(strict: Everywhere) -> None:
    for (answer,) in strict.answers(HOSTILE, [("f", [])]):
        assert (answer.status, answer.error) == (CallStatus.RAISED, "Error")
        assert answer.where == "e01_drawn.py, line 6"


def test_no_keyboard_reaches_a_worker() -> None:
    source = b"""
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
def f():
    signal.raise_signal(signal.SIGINT)
    return 1
"""
    with (
        open_isolation("process", LIMITS) as isolation,
        isolation.open({f"exercises.{NAME}": source}) as session,
    ):
        answer = session.call(f"exercises.{NAME}", "f", [])
    assert (answer.status, answer.error) == (CallStatus.RAISED, "KeyboardInterrupt")
