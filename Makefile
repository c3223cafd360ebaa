PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.PHONY: grade test test-slow test-nbgrader lint clean

grade: $(READY)
	$(BIN)/nudge grade examples/class --out out

test: $(READY)
	$(BIN)/python -m pytest

test-slow: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,prepare]'
	$(BIN)/python -m pytest -m slow

test-nbgrader: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,nbgrader]'
	$(BIN)/python -m pytest -m nbgrader

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
