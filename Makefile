# The Journal des Jungles: every command of the project. `make run` is the first to try.
PYTHON ?= python3
JOURNAL = .venv/bin/journal
ISSUE ?= issues/00-specimen

.PHONY: help setup run test check bench serve faults lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/'

setup: ## system packages, environment, faces and a free CMYK profile
	@$(PYTHON) .deps/set_up.py

run: setup ## set up, build the specimen issue for press, and open the desk on it
	@$(JOURNAL) demo || [ $$? -eq 1 ] # blocking problems: the desk shows them
	@$(JOURNAL) serve

serve: setup ## open the desk at http://127.0.0.1:5000
	@$(JOURNAL) serve

test: ## set up what the tests need and run them all
	@$(PYTHON) .deps/set_up.py --test
	@.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: ## lint and types
	@$(PYTHON) .deps/set_up.py --dev
	@.venv/bin/python -m ruff check journal_app tests .deps
	@.venv/bin/python -m mypy journal_app

bench: setup ## how fast and how heavy, one table
	@$(JOURNAL) bench $(ISSUE)

faults: ## kills, broken networks, races, hostile files by the thousand (two hours; goes on where it was stopped)
	@$(PYTHON) .deps/set_up.py --test
	@.venv/bin/python -m pytest -m hypothesis --hypothesis-profile explore -n auto --maxprocesses 4 --dist loadfile
	@.venv/bin/python -m tests.faults 10000 --state .cache/faults.json
	@.venv/bin/python -m tests.faults.network 1000 --state .cache/network.json
	@.venv/bin/python -m tests.faults.races 10000 --state .cache/races.json
	@.venv/bin/python -m tests.faults.submitting 10000 --state .cache/submitting.json
	@.venv/bin/python -m tests.faults.hostile 3000 --state .cache/hostile.json
	@.venv/bin/python -m tests.faults.judges 200 --state .cache/judges.json

lock: ## renew the locks of .deps after a change of dependencies (hashes, no addresses)
	@$(PYTHON) .deps/set_up.py
	@.venv/bin/python .deps/lock.py

clean: ## take away what was built (not the environment)
	rm -rf issues/*/build .cache
