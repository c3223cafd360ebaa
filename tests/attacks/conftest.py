"""The course that is attacked, its canaries and its graders: once for all these tests."""

import tempfile
from collections.abc import Generator, Iterator

import pytest

from tests.attacks.canaries import Canaries
from tests.attacks.rig import Rig, copied_course

collect_ignore = ["bank"]


@pytest.fixture(scope="package")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Return what grades attacks, with every canary in its place."""
    folder = tmp_path_factory.mktemp("attacked")
    home = folder / "home"
    home.mkdir()
    scratch = folder / "scratch"
    scratch.mkdir()
    course = copied_course(folder / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        # Here, and in the processes that grade beside this one.
        patch.setenv("TMPDIR", str(scratch))
        # The kit's own caches lie elsewhere, so that only attacks change the home folder.
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("MPLCONFIGDIR", str(scratch))
        patch.setattr(tempfile, "tempdir", str(scratch))
        with Canaries(course.root, home) as canaries, Rig(course, canaries) as opened:
            yield opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give the next attack graders that no attack has broken."""
    report = yield
    opened = getattr(item, "funcargs", {}).get("rig")
    if report.failed and opened is not None:
        opened.renew()
    return report
