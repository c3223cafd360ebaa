"""Measure what it costs to write a message of the wire and to read it, and a whole call.

    python benchmarks/wire.py [--rounds 15] [--against OTHER/.venv/bin/python] [--json]

Each message is written and read again and again in a process of its own checkout; `call` is a
whole call of a student's function in a strict sandbox. With `--against PYTHON`, the interpreter of
another checkout, the two take turns in every round. The ratio told is the median of those of the
rounds, and the script exits 1 if one is above 1.1: the figure to believe, whatever the machine.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

LARGEST_RATIO = 1.1  # what two runs of one checkout may differ by
_TURNS = {
    "a small call": 2000,
    "13,002 parameters": 400,
    "the same in three layers": 400,
    "a whole small call": 400,
    "a whole call, 13,002 parameters": 200,
}
_MODULE = "exercises.e07_dense"
_SOURCE = b"def give_back(value): return value\n"


def main() -> None:
    """Measure, print, and exit 1 if this checkout is slower than the other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--against", type=Path, help="the Python of another checkout")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        _measure()
        return
    pythons = {"this": Path(sys.executable)} | ({"other": given.against} if given.against else {})
    children = {name: _started(python) for name, python in pythons.items()}
    cases = {name: json.loads(_line(child)) for name, child in children.items()}["this"]
    rounds = [
        {case: {name: _asked(child, case) for name, child in children.items()} for case in cases}
        for _ in range(given.rounds)
    ]
    found = {case: _figures([one[case] for one in rounds]) for case in cases}
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        print(
            f"{'microseconds':32}" + "".join(f"{name:>10}" for name in next(iter(found.values())))
        )
        for case, figures in found.items():
            print(f"{case:32}" + "".join(f"{value:10.2f}" for value in figures.values()))
    if any(figures.get("ratio", 0.0) > LARGEST_RATIO for figures in found.values()):
        sys.exit(1)


def _figures(rounds: list[dict[str, float]]) -> dict[str, float]:
    figures = {name: 1e6 * statistics.median(one[name] for one in rounds) for name in rounds[0]}
    if "other" in figures:
        figures["ratio"] = statistics.median(one["this"] / one["other"] for one in rounds)
    return figures


def _started(python: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [python, __file__, "--measure"],
        cwd=python.parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def _asked(child: "subprocess.Popen[str]", case: str) -> float:
    assert child.stdin is not None
    child.stdin.write(f"{case}\n")
    return float(_line(child))


def _line(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    return child.stdout.readline()


def _measure() -> None:
    """Say which cases there are; then answer each with the seconds that one turn of it takes."""
    # The checkout that the interpreter belongs to, which need not be that of this file.
    sys.path.insert(0, str(Path(sys.executable).parents[2]))
    from autograder.course import Limits  # noqa: PLC0415
    from autograder.isolation import ForkServer  # noqa: PLC0415

    server = ForkServer(Limits(submission_seconds=1e6))
    with server, server.open({_MODULE: _SOURCE}) as session:
        cases = _cases(session.caller(_MODULE).call)
        print(json.dumps(list(cases)), flush=True)
        for line in sys.stdin:
            case = line.strip()
            turns = _TURNS.get(case, 20)
            begin = time.perf_counter()
            for _ in range(turns):
                cases[case]()
            print((time.perf_counter() - begin) / turns, flush=True)


def _cases(call: Callable[..., object]) -> dict[str, Callable[[], object]]:
    import numpy as np  # noqa: PLC0415

    from autograder.calls.wire import decode, frame  # noqa: PLC0415

    dice = np.random.default_rng(0)
    small = [dice.normal(size=shape) for shape in ((4, 3), (4, 1), (3, 5))]
    parameters = dice.normal(size=13_002)
    layers = [
        {"W": dice.normal(size=(one, other)), "b": dice.normal(size=(one, 1))}
        for one, other in ((16, 784), (16, 16), (10, 16))
    ]
    request = {"id": 12, "module": _MODULE, "function": "give_back", "arguments": small}
    reply = {"id": 12, "ending": "returned", "changed": []}

    def through(*messages: dict[str, object]) -> Callable[[], object]:
        return lambda: [decode(frame(message)[4:]) for message in messages]

    return {
        "a small call": through(request, reply | {"value": small[0]}),
        "13,002 parameters": through(reply | {"value": parameters}),
        "the same in three layers": through(reply | {"value": layers}),
        "the same in nested lists": through(
            reply | {"value": [part.tolist() for layer in layers for part in layer.values()]}
        ),
        "20,000 numbers": through(reply | {"value": dice.normal(size=20_000).tolist()}),
        "20,000 whole numbers": through(reply | {"value": [*range(20_000)]}),
        "2,000 pairs": through(reply | {"value": [(f"name {n}", n / 7) for n in range(2_000)]}),
        "a whole small call": lambda: call("give_back", small[:1]),
        "a whole call, 13,002 parameters": lambda: call("give_back", [parameters]),
        "a whole call, 20,000 numbers": lambda: call("give_back", [[0.5] * 20_000]),
    }


if __name__ == "__main__":
    main()
