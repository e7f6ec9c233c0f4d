# What one does with a checkout; `make` alone lists it. Needs Python 3.11 or newer with venv, nothing else.
# The virtual environment .venv is made when first needed, and renewed when pyproject.toml or constraints.txt change.

PYTHON ?= python3
BIN := .venv/bin
# Tests wait for each other's processes and for the clock: more of them than processors keep those busy.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(2 * (os.cpu_count() or 1), 8))')
QUICK := tests/architecture tests/test_settings.py tests/docs/test_links.py tests/docs/test_words.py tests/services tests/bot/ui/test_texts.py tests/bot/ui/test_cutting.py
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo play test quick lint bench prove screenshots run clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: .venv/.core ## the bot with a local Telegram, in the browser; no account needed
	@$(BIN)/leadbot demo $(ARGS)

play: .venv/.core ## the same, but a story plays by itself, prints its transcript and ends
	@$(BIN)/leadbot demo --play

test: .venv/.dev ## all tests, several at once; choose some with ARGS="-k queue"
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

quick: lint ## style, types, structure, texts and rules on SQLite, within a minute
	@$(BIN)/pytest -n auto -m "not postgres and not long" $(QUICK)

lint: .venv/.dev ## style and types: ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --num-workers 2

bench: .venv/.dev ## what a message costs, as Markdown, in ten minutes; in three with ARGS=--quick
	@$(BIN)/python benchmarks/bench.py $(ARGS)

prove: .venv/.dev ## what is promised, tried by crashes and faults, in fifteen minutes; ARGS=--bugs plants bugs
	@$(BIN)/python -m proofs $(ARGS)

screenshots: .venv/.dev ## the pictures of the page in docs/images/, taken in Chromium
	@$(BIN)/python -m tests.browser.screenshots $(ARGS)

run: .venv/.core ## the bot on the real Telegram, with the settings from .env
	@$(BIN)/leadbot run

clean: ## remove what can be made again; databases and .env stay
	rm -rf .venv build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "leadbot needs Python 3.11 or newer, and $(PYTHON) is not; name another: make PYTHON=python3.13" >&2; exit 1; }
	@echo "Making .venv; this takes a minute, once."
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.core: pyproject.toml constraints.txt | .venv/.made
	@$(INSTALL) .
	@touch $@

# The development environment holds the core one, so it counts as both.
.venv/.dev: pyproject.toml constraints.txt | .venv/.made
	@$(INSTALL) '.[dev,postgres,proxy]'
	@touch .venv/.core $@
