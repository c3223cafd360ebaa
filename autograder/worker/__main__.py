"""Start the worker: `python -P -S -s -B worker '{"mode": "server", …}'`.

Two folders of the package `autograder` can be imported here, whole: this one, and `calls`, which
both sides of the wall load. Nothing else of the package is there, least of all a check.
"""

import contextlib
import json
import os
import sys
import threading
import time
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).resolve().parent
_LOADED: Final = ("calls", "worker")
_SECONDS_BETWEEN_LOOKS: Final = 1.0


def main() -> None:
    """Run the mode: report the layers, or serve until the trusted side closes."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    # A student's code need not know the command line.
    sys.argv[:] = sys.orig_argv[:] = [""]
    # Python sets it if there is no locale; an empty environment stays empty.
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
        # Process 1 sees its parent as process 0. If the parent is killed, everything here ends.
        privileges.die_with_parent(0)
        namespaces.keep_mounts()
    packages = _packages(settings)
    from autograder.worker import server as program  # noqa: PLC0415

    packages.warm(draws=settings["draws"])
    packages.lacks_drawing = not settings["draws"]
    program.Server(
        settings["control"],
        packages,
        Path(settings["folder"]),
        dict.fromkeys(settings["without"], "left out") | {"namespaces": absent},
    ).run()


def _single(settings: dict[str, Any]) -> None:
    """Serve one session in this very process, on any system that Python runs on.

    The process limits itself as far as the system lets it; that does not hold against code that
    wants to get out.
    """
    packages = _packages(settings)
    if settings.get("warm"):
        packages.warm(draws=True)
        return
    from autograder.calls.answer import Bounds  # noqa: PLC0415
    from autograder.worker import importing, serving  # noqa: PLC0415

    source, sink = map(_descriptor, settings["ends"])
    bounds = Bounds(**settings["bounds"])
    with contextlib.suppress(ImportError):  # Windows has no such limits
        from autograder.worker.layers import rlimits  # noqa: PLC0415

        rlimits.confine_as_allowed(bounds)
    _end_with(os.getppid())
    sys.dont_write_bytecode = True
    importing.forget_program()
    serving.serve(source, sink, packages, bounds, warm=False)


def _descriptor(number: int) -> int:
    """Return the descriptor that was handed down as `number`: on Windows that is a handle."""
    if sys.platform != "win32":
        os.set_inheritable(number, False)
        return number
    import msvcrt  # noqa: PLC0415 - only that system has it

    return msvcrt.open_osfhandle(number, os.O_BINARY)


def _end_with(parent: int) -> None:
    """End when the trusted process does."""
    if sys.platform == "linux":
        from autograder.worker.layers import privileges  # noqa: PLC0415

        privileges.die_with_parent(parent)
    elif sys.platform != "win32":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def _report(settings: dict[str, Any]) -> None:
    """Print why each layer is absent on this machine; nothing where it holds."""
    from autograder.worker.layers import report  # noqa: PLC0415

    print(json.dumps(report.absent()))


def _packages(settings: dict[str, Any]) -> Any:
    """Load NumPy from the trusted side's places, and nothing else that is there."""
    standard = list(sys.path)
    sys.path += settings["places"]
    from autograder.calls import performer  # noqa: F401, PLC0415 - it loads NumPy

    # NumPy finds its own later imports by its own path. Nothing else there is found.
    sys.path[:] = standard
    from autograder.worker.importing import Packages  # noqa: PLC0415

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
