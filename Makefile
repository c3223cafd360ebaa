PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: grade test test-slow test-nbgrader test-browser lint clean

grade: $(READY)
	$(BIN)/nudge grade examples/class --out out

# A file's tests stay together, for what they share is made once a process; and the processes
# share the cores already, so each computes in one thread.
test: $(READY)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile

test-slow: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,prepare,frameworks]'
	$(BIN)/python -m pytest -m slow

test-nbgrader: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,nbgrader]'
	$(BIN)/python -m pytest -m nbgrader -n auto --dist loadfile

test-browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,nbgrader,browser]'
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	    || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	         && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
	    || { echo "chromium is missing: sudo apt-get install chromium, then this again"; exit 1; }
	$(BIN)/python -m pytest -m browser

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/nudge stubs --check

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) out build dist
