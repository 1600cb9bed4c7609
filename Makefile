# Every target works from a fresh clone; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
export TWOPAGES_HOME ?= $(CURDIR)/var
export PYTHONUNBUFFERED := 1

LOCK := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	--no-emit-options --strip-extras --allow-unsafe --newline lf --build-deps-for editable

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev python demo lint format test test-full bench lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## Set up, fetch Neo4j, make a small city, feed it and serve the two pages (Ctrl-C ends it)
	@$(BIN)/twopages demo $(ARGS)

setup: python ## Install what running needs into .venv and node_modules (quick when nothing changed)
	@$(PYTHON) tools/setup.py demo

setup-dev: python ## The same with what the tests and linters need
	@$(PYTHON) tools/setup.py test

python:
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is not there. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }

lint: setup-dev ## Check format, style, types, imports, dependencies, ontology and container files
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/twopages ontology check
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/hadolint Dockerfile

format: setup-dev ## Format the code and mend what can be mended by itself
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

test: setup-dev ## Run the tests at small, seeded sizes, by two workers (ARGS="-k word" picks some)
	$(BIN)/python -m pytest -n 2 -m "not full" $(ARGS)

test-full: setup-dev ## Run every test, those at full sizes too, with coverage
	$(BIN)/python -m pytest -n 2 -m "full or not full" --cov --cov-report=term $(ARGS)

bench: setup-dev ## Measure, and write one table and one JSON file to bench/out
	$(BIN)/python -m bench $(ARGS)

lock: setup-dev ## Resolve the dependencies anew and write requirements/*.txt
	$(LOCK) $(ARGS) --output-file requirements/runtime.txt pyproject.toml
	$(LOCK) $(ARGS) --extra dev --constraint requirements/runtime.txt --output-file requirements/dev.txt pyproject.toml

clean: ## Remove everything that was made here but the store and the keys in var/
	rm -rf .venv node_modules build bench/out .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -maxdepth 1 -name '*.egg-info' -exec rm -rf {} +
