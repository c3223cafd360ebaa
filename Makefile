PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready
# What `make test` needs besides: nbgrader, for one round trip.
WITH_NBGRADER := $(VENV)/ready-nbgrader
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Tests that start no process and take no time. The plugin fails one that starts a process.
UNIT := tests/calls tests/checking tests/course tests/datasets tests/grading/intake \
	tests/reference tests/reporting tests/packaging/test_stubs.py tests/watching/test_affected.py \
	tests/watching/test_files.py tests/test_glossary.py tests/test_layers.py tests/test_prose.py
NOT_UNIT := process or slow or nbgrader or browser

.PHONY: grade check unit lint test test-slow test-attacks attacks test-nbgrader test-browser clean

grade: $(READY)
	$(BIN)/nudge grade examples/class --out out

# Before every commit; at most a minute.
check: lint unit

unit: $(READY)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n auto --dist loadfile \
	    -p tests.no_processes -m 'not ($(NOT_UNIT))' $(UNIT)

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/python -m tests.prose
	$(BIN)/nudge stubs --check

# A file's tests stay together, for what they share is made once a process; and the processes
# share the cores already, so each computes in one thread.
test: $(WITH_NBGRADER)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile

test-slow: $(READY)
	$(PIP) -e '.[dev,prepare,frameworks]'
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -m slow -n auto --dist loadfile

# The attack bank where layers are absent or another filter is there, as root and as a user, but for
# the cell that `make test` and `make test-slow` are; `attacks` runs them all, and writes the table of
# docs/security.md.
test-attacks: $(READY)
	$(BIN)/python -m tests.attacks.matrix --rest

attacks: $(READY)
	$(BIN)/python -m tests.attacks.matrix --table

test-nbgrader: $(WITH_NBGRADER)
	$(BIN)/python -m pytest -m nbgrader -n auto --dist loadfile

test-browser: $(READY)
	$(PIP) -e '.[dev,nbgrader,browser]'
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	    || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	         && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
	    || { echo "chromium is missing: sudo apt-get install chromium, then this again"; exit 1; }
	$(BIN)/python -m pytest -m browser

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[dev]'
	touch $(READY)

$(WITH_NBGRADER): $(READY)
	$(PIP) -e '.[dev,nbgrader]'
	touch $(WITH_NBGRADER)

clean:
	rm -rf $(VENV) out build dist
