# The everyday commands; .ci/run is what a change has to pass. On Windows: run the lines by hand.
BIN := .venv/bin

.PHONY: all env test lint types arrows samples ci

all: lint types arrows test

env:
	python3 .ci/env.py dev

test:
	$(BIN)/python -m pytest

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

arrows:
	$(BIN)/lint-imports

samples:
	$(BIN)/python samples/generate.py

ci:
	bash .ci/run
