"""The command's frame, and whose `datasets` it sees."""

import shutil
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Nudge
from tests.student_folder import ROOT, StudentFolder, run

COMMANDS = ("grade", "handout", "stubs", "selftest", "show", "data")


def test_help_lists_every_command(nudge: Nudge) -> None:
    told = nudge("--help").output
    assert all(f"\n  {name} " in told for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(nudge: Nudge, name: str) -> None:
    assert nudge(name, "--help").exit_code == 0


def test_help_does_without_numpy() -> None:
    code = (
        "import sys; sys.argv = ['nudge', '--help']\n"
        "from autograder.cli.main import main\n"
        "try: main()\n"
        "finally: print('numpy' in sys.modules)"
    )
    assert run(sys.executable, "-c", code, cwd=ROOT).text.endswith("False\n")


def test_ctrl_c_at_the_start_ends_as_it_does_later(
    nudge: Nudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    # Most of the start is spent there.
    monkeypatch.setattr("autograder.cli.main.importlib.import_module", interrupted)
    ended = nudge("grade", "submissions")
    assert (ended.exit_code, ended.stderr) == (130, "nudge: interrupted\n")


# Another package called `datasets`, installed


@pytest.fixture(scope="module")
def crowded_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a Python that has this kit's needs and somebody else's `datasets` installed."""
    place = tmp_path_factory.mktemp("crowded") / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    scheme = {"base": str(place), "platbase": str(place)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    (packages / "datasets").mkdir()
    (packages / "datasets" / "__init__.py").write_text("NOT_OURS = True\n", encoding="utf-8")
    # After the folder itself, as everything is that a .pth file names.
    (packages / "kit.pth").write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n")
    return str(Path(sysconfig.get_path("scripts", "venv", vars=scheme)) / "python")


def test_the_other_datasets_is_what_python_itself_finds(
    crowded_python: str, tmp_path: Path
) -> None:
    code = "import datasets, autograder, numpy; print(datasets.NOT_OURS)"
    assert run(crowded_python, "-c", code, cwd=tmp_path).text == "True\n"


def test_the_command_sees_the_kits_own_digits(crowded_python: str, tmp_path: Path) -> None:
    done = run(crowded_python, "-m", "autograder.cli.main", "data", "info", cwd=tmp_path)
    assert done.code == 0
    assert "embedded" in done.text


@pytest.mark.parametrize("cwd", [".", "autograder/checks", ".."])
def test_a_handouts_checks_see_the_kits_own_digits(
    crowded_python: str, folder: StudentFolder, cwd: str
) -> None:
    path = folder.root / "autograder/checks/test_e02_shapes.py"
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\n\n@check("Digits are there.", points=1, hint="Are they?")\n'
        "def test_digits(student: Student, probe: Probe) -> None:\n"
        "    assert probe.digits(2)[0].shape == (2, 28, 28)\n",
        encoding="utf-8",
    )
    shutil.rmtree(folder.root / ".pytest_cache", ignore_errors=True)
    done = run(
        crowded_python,
        *("-m", "pytest", f"{path}::test_digits"),
        cwd=(folder.root / cwd).resolve(),
    )
    assert (done.code, done.text.splitlines()[0][:1]) == (0, ".")


def test_a_solved_handout_passes_beside_the_other_datasets(
    crowded_python: str, unpacked: Callable[[], StudentFolder]
) -> None:
    assert run(crowded_python, "-m", "pytest", cwd=unpacked().solve().root).code == 0
