"""Start the worker: `python -P -s -S -B worker '{"mode": "server", …}'`.

Nothing of the package `autograder` is imported here, least of all its `__init__` or a check:
the few files that both sides share are loaded one by one, by their place next to this one,
into a package that has nothing else in it.
"""

import importlib.util
import json
import os
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_AUTOGRADER = _HERE.parent.parent


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
    {"server": _server, "single": _single, "survey": _survey}[settings["mode"]](settings)


def _server(settings: dict[str, Any]) -> None:
    """Enter namespaces, then fork: what they hold begins with a child. Then load NumPy."""
    from autograder.isolation.layers import namespaces, privileges  # noqa: PLC0415

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
    from autograder.isolation.worker import server as program  # noqa: PLC0415

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
    from autograder.isolation.worker import single  # noqa: PLC0415

    if settings.get("warm"):
        packages.warm()
        return
    single.serve(settings, packages)


def _survey(settings: dict[str, Any]) -> None:
    """Print which layers this machine lacks, and why; each in its own words."""
    from autograder.isolation.layers import survey  # noqa: PLC0415

    print(json.dumps(survey.absent()))


def _packages(settings: dict[str, Any]) -> Any:
    """Load NumPy from where the trusted side has it, and nothing else that is there."""
    standard = list(sys.path)
    sys.path += settings["places"]
    for name in ("values", "script"):
        _load(f"autograder.checking.{name}", _AUTOGRADER / "checking" / f"{name}.py")
    # NumPy is loaded; its own later imports go by its own path. Nothing else there is found.
    sys.path[:] = standard
    from autograder.isolation.worker.packages import Packages  # noqa: PLC0415

    return Packages([Path(place) for place in settings["places"]], Path(settings["datasets"]))


def _assemble() -> None:
    _empty_package("autograder")
    _empty_package("autograder.checking")
    _empty_package("autograder.isolation")
    _empty_package("autograder.isolation.worker", [_HERE])
    _empty_package("autograder.isolation.layers", [_HERE.parent / "layers"])
    for name in ("imports", "raised"):
        _load(f"autograder.checking.{name}", _AUTOGRADER / "checking" / f"{name}.py")


def _empty_package(name: str, folders: Sequence[Path] = ()) -> None:
    package = types.ModuleType(name)
    package.__path__ = [str(folder) for folder in folders]
    sys.modules[name] = package


def _load(name: str, path: Path) -> None:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    main()
