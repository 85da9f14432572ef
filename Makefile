# A newcomer's commands; `make help` lists them. Needs Python 3.12+, make and (for the version in the log) git.
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock format clean

python := .venv/bin/python

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*##[ ]*/  make \1 \t/' | expand -t 16

run:  ## the site with demo content on http://127.0.0.1:8000 (PORT=…; RELOAD=1 restarts when code changes)
	@scripts/venv run
	@exec $(python) scripts/run.py

test:  ## everything: SQLite, PostgreSQL, browser journeys (DATABASE_URL=… for a PostgreSQL of your own)
	@scripts/venv dev
	@exec $(python) scripts/test.py

check:  ## style, import contracts, types, templates, migrations, deployment settings
	@scripts/venv dev
	@exec $(python) scripts/check.py

bench:  ## how fast it is, beside bare Django views (ARGS=--write puts the table into docs/performance.md)
	@scripts/venv dev
	@exec $(python) scripts/bench.py $(ARGS)

lock:  ## requirements.txt and requirements-dev.txt anew from the .in files
	@scripts/venv dev
	@scripts/lock

format:  ## lay out the Python code
	@scripts/venv dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

clean:  ## remove .venv and the tools' caches; var/ with the database and the files stays
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .import_linter_cache test-results
