"""Downloading MNIST, from a server on this machine."""

import gzip
import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from datasets import DatasetError, download, mnist

from .conftest import REPOSITORY, StandIn

IMAGES = "train-images-idx3-ubyte"


@dataclass
class Mirror:
    """A local web server: what it serves, how it misbehaves, and what it was asked for."""

    contents: dict[str, bytes]
    address: str = ""
    asked: list[str] = field(default_factory=list)
    half: bool = False
    stall: bool = False
    half_sent: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.rsplit("/", 1)[-1]
        self.asked.append(name)
        if name not in self.contents:
            handler.send_error(404)
            return
        body = self.contents[name]
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2] if self.half or self.stall else body)
        if self.stall:
            handler.wfile.flush()
            self.half_sent.set()
            self.release.wait(60)


def serve(mirror: Mirror) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mirror.answer(self)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    mirror.address = f"http://127.0.0.1:{server.server_port}/mnist/"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def packed(stand_in: StandIn) -> dict[str, bytes]:
    return {f"{name}.gz": gzip.compress(raw, mtime=0) for name, raw in stand_in.contents.items()}


@pytest.fixture
def good(stand_in: StandIn) -> Iterator[Mirror]:
    mirror = Mirror(packed(stand_in))
    server = serve(mirror)
    yield mirror
    server.shutdown()
    server.server_close()


@pytest.fixture
def bad(stand_in: StandIn) -> Iterator[Mirror]:
    """A mirror without files; tests give it others."""
    mirror = Mirror({})
    server = serve(mirror)
    yield mirror
    mirror.release.set()
    server.shutdown()
    server.server_close()


def test_fetched_files_can_be_read(tmp_path: Path, stand_in: StandIn, good: Mirror) -> None:
    found = download.fetch(tmp_path, [good.address], stand_in.files)
    assert len(mnist.read(found, None).train_labels) == 12


def test_files_are_kept_decompressed(tmp_path: Path, stand_in: StandIn, good: Mirror) -> None:
    download.fetch(tmp_path, [good.address], stand_in.files)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == stand_in.contents


def test_files_that_are_there_are_not_fetched_again(
    tmp_path: Path, stand_in: StandIn, good: Mirror
) -> None:
    stand_in.write(tmp_path, packed=False, only="t10k")
    download.fetch(tmp_path, [good.address], stand_in.files)
    assert good.asked == ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]


def test_fetched_files_take_precedence_over_damaged_ones(
    tmp_path: Path, stand_in: StandIn, good: Mirror
) -> None:
    stand_in.write(tmp_path)
    (tmp_path / f"{IMAGES}.gz").write_bytes(b"<html>moved</html>")
    download.fetch(tmp_path, [good.address], stand_in.files)
    assert len(stand_in.read(tmp_path).train_labels) == 12


def test_the_second_mirror_is_used_when_the_first_has_no_files(
    tmp_path: Path, stand_in: StandIn, bad: Mirror, good: Mirror
) -> None:
    download.fetch(tmp_path, [bad.address, good.address], stand_in.files)
    assert len(bad.asked) == len(good.asked) == 4


def test_the_second_mirror_is_used_when_the_first_does_not_answer(
    tmp_path: Path, stand_in: StandIn, good: Mirror
) -> None:
    # Nothing listens on the port of a server that was closed.
    closed = Mirror({})
    serve(closed).server_close()
    download.fetch(tmp_path, [closed.address, good.address], stand_in.files)
    assert len(good.asked) == 4


def test_the_second_mirror_is_used_when_the_first_breaks_off(
    tmp_path: Path, stand_in: StandIn, bad: Mirror, good: Mirror
) -> None:
    bad.contents, bad.half = packed(stand_in), True
    download.fetch(tmp_path, [bad.address, good.address], stand_in.files)
    assert {path.name for path in tmp_path.iterdir()} == set(stand_in.contents)


def test_wrong_content_is_refused_with_file_and_checksums(
    tmp_path: Path, stand_in: StandIn, bad: Mirror
) -> None:
    wrong = gzip.compress(b"not MNIST")
    bad.contents = dict.fromkeys(packed(stand_in), wrong)
    expected, found = stand_in.files[0].gzip_sha256, hashlib.sha256(wrong).hexdigest()
    with pytest.raises(
        DatasetError, match=f"{IMAGES}.gz has the wrong content: .*{expected}, found {found}"
    ):
        download.fetch(tmp_path, [bad.address], stand_in.files)


def test_nothing_is_left_behind_by_a_failure(
    tmp_path: Path, stand_in: StandIn, bad: Mirror
) -> None:
    bad.contents, bad.half = packed(stand_in), True
    with pytest.raises(DatasetError, match="could not be downloaded"):
        download.fetch(tmp_path, [bad.address], stand_in.files)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_a_killed_process_leaves_no_file_of_the_final_name(
    tmp_path: Path, stand_in: StandIn, bad: Mirror
) -> None:
    bad.contents, bad.stall = packed(stand_in), True
    program = (
        "import sys; from pathlib import Path; from datasets import download;"
        "download.fetch(Path(sys.argv[1]), [sys.argv[2]])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path), bad.address],
        cwd=REPOSITORY,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert bad.half_sent.wait(60)
    finally:
        process.kill()
        process.wait()
    assert not any(path.name in stand_in.contents for path in tmp_path.iterdir())


def test_a_fetch_after_a_killed_one_completes(
    tmp_path: Path, stand_in: StandIn, good: Mirror
) -> None:
    (tmp_path / f".{IMAGES}.abc.part").write_bytes(b"half")
    (tmp_path / IMAGES).write_bytes(stand_in.contents[IMAGES][:100])
    found = download.fetch(tmp_path, [good.address], stand_in.files)
    assert len(mnist.read(found, None).train_labels) == 12


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, stand_in: StandIn, good: Mirror
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatasetError, match=r"could not be downloaded into .*file"):
        download.fetch(tmp_path / "file", [good.address], stand_in.files)


@pytest.mark.parametrize("package", ["pooch", "platformdirs"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DatasetError, match=f"needs the package {package}, .* install it"):
        download.fetch()


def test_a_terminal_sees_a_progress_bar(
    tmp_path: Path,
    stand_in: StandIn,
    good: Mirror,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    download.fetch(tmp_path, [good.address], stand_in.files)
    assert f"{IMAGES}.gz" in capsys.readouterr().err


def test_a_log_sees_no_progress_bar(
    tmp_path: Path, stand_in: StandIn, good: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    download.fetch(tmp_path, [good.address], stand_in.files)
    assert capsys.readouterr().err == ""


def test_the_checksums_are_64_hexadecimal_digits() -> None:
    for file in mnist.FILES:
        assert len(bytes.fromhex(file.sha256)) == len(bytes.fromhex(file.gzip_sha256)) == 32
