# Two commands matter: `make demo` shows what the package does, `make test` runs every check. Both need only
# Python 3.11 or later and make; they keep to a virtual environment of their own.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test search lowest bench pages docs mutants lock clean

demo: $(VENV)/core
	@$(BIN)/tiertrack demo --into demo

test: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadfile

# The properties held against examples that nobody has looked at yet, many of each; what is found becomes a test.
search: $(VENV)/dev
	$(BIN)/python -m pytest -n auto --dist loadfile --hypothesis-profile=searching tests/unit tests/contract

# The lower bounds of pyproject.toml, run: the oldest version that each of them admits.
LOWEST := $(VENV)-lowest

lowest: $(LOWEST)/core
	$(LOWEST)/bin/tiertrack demo --into $(LOWEST)/demo >/dev/null
	$(LOWEST)/bin/python -m pytest -n auto --dist loadfile tests/unit tests/host

bench: $(VENV)/dev
	$(BIN)/python -m tests.bench.scalar
	$(BIN)/python -m tests.bench.dossiers
	$(BIN)/python -m tests.bench.answers
	$(BIN)/python -m tests.bench.service
	$(BIN)/python -m tests.bench.machine
	$(BIN)/python -m tests.bench.register
	$(BIN)/python -m tests.bench.many
	$(BIN)/python -m tests.bench.workbook
	$(BIN)/python -m tests.bench.template
	$(BIN)/python -m tests.bench.handbook
	$(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.screen_register
	$(BIN)/python -m tests.bench.frames
	$(BIN)/python -m tests.bench.programs
	$(BIN)/python -m tests.bench.cluster

# Writes where the public names are defined, as the stubs say, and into the README and docs/ what is projected from the code.
pages: $(VENV)/dev
	$(BIN)/python -m tests.docs.homes
	$(BIN)/python -m tests.docs.pages

# The site of docs/, in site/; a link that leads nowhere fails it.
docs: pages
	PYTHONPATH=. $(BIN)/zensical build --strict --clean

mutants: $(VENV)/dev
	$(BIN)/mutmut run

# The peers of the optional bench are not locked: nobody needs them to use or to test the package.
EXTRAS := --extra bdd --extra calendar --extra postgres --extra excel --extra documents --extra word --extra pages --extra plot --extra web --extra frame --extra cluster --extra docs --extra test --extra dev

lock: $(VENV)/dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 $(EXTRAS) --no-emit-index-url \
	  --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(LOWEST) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .cache mutants demo dist site

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/core: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[pages,plot]'
	@touch $@

$(VENV)/dev: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[dev,docs,excel,frame]'
	@touch $@ $(VENV)/core

$(LOWEST)/core: $(VENV)/dev
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[calendar,documents,excel,mcp,pandas,postgres,test]'
	@touch $@
