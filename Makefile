# The commands of this project. Each sets up what it needs; nothing else has to be installed first
# but Python 3.11+ and make. Another interpreter: make chat PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help chat serve check test system format lock docker-proof clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

chat: $(VENV)/runtime  ## talk with the desk in this terminal, on invented sample dossiers
	@$(BIN)/motcua chat --sample

serve: $(VENV)/runtime  ## the same as a web page, on invented dossiers unless a database is named
	@$(BIN)/motcua serve $(if $(MOTCUA_DATABASE_URL),,--sample)

check: $(VENV)/dev  ## format, lint, types, import rules, texts, knowledge, lock files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict compose.yaml bot knowledge dossiers tests
	$(BIN)/codespell
	$(BIN)/shellcheck .ci/run .githooks/pre-commit tools/*.sh
	$(BIN)/hadolint Dockerfile
	$(BIN)/python tools/check_repository.py
	$(BIN)/python tools/check_texts.py
	$(BIN)/motcua knowledge check

system:  ## install what tests need beside Python: PostgreSQL, Chromium, fonts (root, Debian)
	@tools/install_system.sh

test: system $(VENV)/dev  ## all tests, with branch coverage of what must not be wrong
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --include='knowledge/*,dossiers/*,bot/conversation/*' --fail-under=95

format: $(VENV)/dev  ## mend what the formatter and the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/dev  ## compile both lock files anew from pyproject.toml
	$(PIP) install 'uv==0.13.*'
	$(BIN)/uv pip compile pyproject.toml --group build --universal --generate-hashes \
	  --no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes \
	  --no-emit-index-url --no-header --quiet --upgrade --constraint requirements.lock \
	  --output-file requirements-dev.lock

docker-proof:  ## run the Dockerfile's steps in an empty folder, without Docker
	@PYTHON=$(PYTHON) tools/prove_dockerfile.sh

clean:  ## remove what make built; the data folder stays
	rm -rf $(VENV) build .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "motcua needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV) (first time only) ..."
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made. On Debian: apt install python3-venv"; exit 1; }

$(VENV)/runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the desk runs on (requirements.lock) ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/runtime
	@echo "Installing what checks and tests need (requirements-dev.lock) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
