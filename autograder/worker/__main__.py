"""Start the worker: `python -P -S -s -B worker '{"mode": "server", …}'`.

Two folders of the package `autograder` can be imported here, whole: this one, and `calls`, which
both sides of the wall load. Nothing else of the package is there, least of all a check.
"""

import json
import os
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).resolve().parent
_LOADED: Final = ("calls", "worker")


def main() -> None:
    """Do what the mode says: say which layers there are, or run until the trusted side closes."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    # The command line is nothing that a student's code needs to know.
    sys.argv[:] = sys.orig_argv[:] = [""]
    # Python sets it where there is no locale; an empty environment stays empty.
    os.environ.pop("LC_CTYPE", None)
    # The interpreter put the folder of this program first.
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != _HERE]
    _assemble()
    {"server": _server, "single": _single, "report": _report}[settings["mode"]](settings)


def _server(settings: dict[str, Any]) -> None:
    """Enter namespaces, then fork: what they hold begins with a child. Then load NumPy."""
    from autograder.worker.layers import namespaces, privileges  # noqa: PLC0415

    left_out = "namespaces" in settings["without"]
    absent = "left out" if left_out else namespaces.enter()
    if not absent:
        server = os.fork()
        if server:
            _, status = os.waitpid(server, 0)
            os._exit(0 if status == 0 else 1)
        # Process 1 sees no parent. Should that one be killed, everything here ends.
        privileges.die_with_parent(0)
        namespaces.keep_mounts()
    packages = _packages(settings)
    from autograder.worker import server as program  # noqa: PLC0415

    packages.warm()
    program.Server(
        settings["control"],
        packages,
        Path(settings["folder"]),
        dict.fromkeys(settings["without"], "left out") | {"namespaces": absent},
    ).run()


def _single(settings: dict[str, Any]) -> None:
    """Serve one session in this very process, with what this system can do about limits."""
    packages = _packages(settings)
    from autograder.worker import single  # noqa: PLC0415

    if settings.get("warm"):
        packages.warm()
        return
    single.serve(settings, packages)


def _report(settings: dict[str, Any]) -> None:
    """Print which layers this machine lacks, and why; each in its own words."""
    from autograder.worker.layers import report  # noqa: PLC0415

    print(json.dumps(report.absent()))


def _packages(settings: dict[str, Any]) -> Any:
    """Load NumPy from where the trusted side has it, and nothing else that is there."""
    standard = list(sys.path)
    sys.path += settings["places"]
    from autograder.calls import performer  # noqa: F401, PLC0415 - it loads NumPy

    # NumPy's own later imports go by its own path. Nothing else there is found.
    sys.path[:] = standard
    from autograder.worker.packages import Packages  # noqa: PLC0415

    return Packages(
        [Path(place) for place in settings["places"]],
        Path(settings["datasets"]),
        settings["frameworks"],
    )


def _assemble() -> None:
    """Let the two folders be found as parts of a package that has nothing else in it."""
    _package("autograder")
    for name in _LOADED:
        _package(f"autograder.{name}", [_HERE.parent / name])


def _package(name: str, folders: Sequence[Path] = ()) -> None:
    package = types.ModuleType(name)
    package.__path__ = [str(folder) for folder in folders]
    sys.modules[name] = package


if __name__ == "__main__":
    main()
