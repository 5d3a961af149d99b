# `make` alone lists what there is. Everything happens in .venv, made from the lock file;
# nothing is installed on the machine itself.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.installed
SPARK := .venv/.spark-installed

# What make runs starts hundreds of Python processes, none of which should compile all modules for itself.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test kill rtl spark lint types dist bench docs check lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; \
	do printf '  make %-8s %s\n' "$$name" "$$what"; done

setup: $(STAMP) ## make .venv with the pinned dependencies; nothing to do the second time

# Two steps, because pip refuses an editable install among hashed requirements.
$(STAMP): constraints.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		--require-hashes -r constraints.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		--no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## code, build and query a small dataset from end to end
	@sh scripts/demo.sh

test: setup ## run the tests on all cores; ARGS="-k when" narrows them
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

kill: setup ## kill submits and builds at random moments; nothing may be lost
	@$(BIN)/python -m pytest -m kill $(ARGS)

# Spark comes on top of the environment only here, so that nobody else waits for its 450 MB.
$(SPARK): $(STAMP) constraints-spark.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation \
		--require-hashes -r constraints-spark.txt
	@touch $@

rtl: setup ## the tests of the desk's pages in an interface that reads from the right
	@EVENTBOOK_DIRECTION=rtl $(BIN)/python -m pytest tests/coders/desk -k "keys or lost or many or hostile or screens" $(ARGS)

spark: setup $(SPARK) ## the tests of matching under Spark; needs a Java runtime
	@$(BIN)/python -m pytest -m spark $(ARGS)

lint: setup ## check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup ## check types, with mypy and with pyright
	@$(BIN)/mypy
	@$(BIN)/pyright

dist: demo ## build the wheel and try it in an empty environment
	@$(BIN)/python scripts/try_wheel.py

bench: setup ## match made-up reports beside Splink and SQL; ARGS="--size 1e6 --seed 9"
	@cd benchmarks && ../$(BIN)/python -m matching.run $(ARGS)

docs: setup ## write the pages of docs/ that are made from the code
	@$(BIN)/python scripts/write_docs.py

check: lint types test kill rtl demo dist ## everything that must hold before a change lands

lock: setup ## solve the dependencies anew and pin them
	@$(BIN)/python scripts/lock.py

clean: ## remove what make made, .venv included
	@rm -rf .venv build dist src/eventbook.egg-info
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
