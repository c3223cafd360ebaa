"""The worker with a filter that ends the process where it would answer EPERM.

It is run where `autograder/worker` would be, with the same arguments: so an honest session that
meets a refusal, and gets round it without a word, is seen.
"""

import struct
from pathlib import Path
from typing import Any

_PROGRAM = Path(__file__).resolve().parents[2] / "autograder" / "worker" / "__main__.py"
_REFUSE = struct.pack("=HBBI", 0x06, 0, 0, 0x00050001)
_KILL = struct.pack("=HBBI", 0x06, 0, 0, 0x80000000)

if __name__ == "__main__":
    worker: dict[str, Any] = {"__name__": "worker", "__file__": str(_PROGRAM)}
    exec(compile(_PROGRAM.read_text(encoding="utf-8"), str(_PROGRAM), "exec"), worker)
    worker["_assemble"]()

    from autograder.worker.layers import seccomp

    made = seccomp.program

    def deadly(*given: Any, **named: Any) -> bytes:
        return made(*given, **named).replace(_REFUSE, _KILL)

    vars(seccomp)["program"] = deadly
    worker["main"]()
