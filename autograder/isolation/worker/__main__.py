"""Start the fork server: `python -P -s -S -B worker CONTROL_DESCRIPTOR NUMPY_FOLDER FOLDER`.

Nothing of the package `autograder` is imported here, least of all its `__init__` or a check:
the few files that both sides share are loaded one by one, by their place next to this one,
into a package that has nothing else in it.
"""

import importlib.util
import os
import sys
import types
from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_AUTOGRADER = _HERE.parent.parent


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


def main() -> None:
    """Assemble the program and run the server until its control socket closes."""
    control, numpy_folder, folder = sys.argv[1:]
    # Python sets it where there is no locale; an empty environment stays empty.
    os.environ.pop("LC_CTYPE", None)
    # The interpreter put the folder of this program first.
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != _HERE]
    standard = list(sys.path)
    sys.path.append(numpy_folder)
    _empty_package("autograder")
    _empty_package("autograder.checking")
    _empty_package("autograder.isolation")
    _empty_package("autograder.isolation.worker", [_HERE])
    _empty_package("autograder.isolation.layers", [_HERE.parent / "layers"])
    for name in ("values", "script"):
        _load(f"autograder.checking.{name}", _AUTOGRADER / "checking" / f"{name}.py")

    from autograder.isolation.worker import server  # noqa: PLC0415 - it has to be assembled first

    # NumPy is loaded; its own later imports go by its own path. Nothing else there is found.
    sys.path[:] = standard
    sys.argv[:] = sys.orig_argv[:] = [""]
    server.Server(int(control), Path(numpy_folder), Path(folder)).run()


if __name__ == "__main__":
    main()
