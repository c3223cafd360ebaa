"""A Jupyter server for the tests, which ends with them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["jupyter_server"]

_BIN = Path(sys.executable).parent
_START = 240.0  # seconds; a busy machine imports slowly
_END = 30.0

_SETTINGS = {
    # Every cell is in the page, also those further down.
    "notebook-extension/tracker": '{"windowingMode": "none"}',
    # Nothing is asked of the network, and no question hides the page.
    "apputils-extension/notification": '{"checkForUpdates": false, "fetchNews": "false"}',
}


@contextmanager
def jupyter_server(root: Path, cwd: Path, home: Path) -> Iterator[str]:
    """Serve a folder with JupyterLab, Notebook and nbgrader, and give the address.

    Parameters
    ----------
    root : Path
        What is served.
    cwd : Path
        Where nbgrader finds its configuration: the course, in `root`.
    home : Path
        Where Jupyter keeps what it keeps; nothing of the user's own is read.
    """
    settings = home / "settings"
    for name, text in _SETTINGS.items():
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    port = _free_port()
    log = home / "jupyter.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            _command(root, port),
            cwd=cwd,
            env={
                **os.environ,
                **_folders(home),
                "JUPYTERLAB_SETTINGS_DIR": str(settings),
                # nbgrader starts a program of its environment by its bare name.
                "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}",
            },
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, log)
        yield address
    finally:
        _end(process)


def _command(root: Path, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        f"--ServerApp.root_dir={root}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        # If the tests are killed, nobody ends it: then it ends itself.
        "--ServerApp.shutdown_no_activity_timeout=600",
        "--MappingKernelManager.cull_idle_timeout=300",
        "--MappingKernelManager.cull_interval=60",
    ]


def _folders(home: Path) -> dict[str, str]:
    names = (
        "HOME",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
    )
    folders = {name: home / name.lower() for name in names}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {name: str(folder) for name, folder in folders.items()}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START
    while True:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(f"{address}/api/status", timeout=10) as answer:
                assert answer.status == 200
            return
        said = log.read_text(encoding="utf-8", errors="replace")
        assert process.poll() is None, f"Jupyter ended before it began:\n{said}"
        assert time.monotonic() < until, f"Jupyter does not answer:\n{said}"
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    # A polite signal first: a kernel is in a session of its own, and the server ends it.
    process.terminate()
    try:
        process.wait(_END)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
