"""The worker on a machine whose Landlock is that of Linux 5.13, the first one.

It is run where `autograder/worker` would be, with the same arguments. Everything of the worker
runs as it is, except that it learns another version. So the rules that it makes are those of that
kernel: moving files to other folders is always refused, and truncating, TCP, devices, abstract
sockets and signals are not looked at.
"""

from pathlib import Path
from typing import Any

_PROGRAM = Path(__file__).resolve().parents[2] / "autograder" / "worker" / "__main__.py"

if __name__ == "__main__":
    worker: dict[str, Any] = {"__name__": "worker", "__file__": str(_PROGRAM)}
    exec(compile(_PROGRAM.read_text(encoding="utf-8"), str(_PROGRAM), "exec"), worker)
    worker["_assemble"]()

    from autograder.worker.layers import landlock

    landlock.version = lambda: 1
    worker["main"]()
