# Two commands matter: `make run` talks, `make test` proves. Everything else is in `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run chat doctor link test check lint format types imports audit licences bench bench-recall bench-recall-speed bench-batch bench-write bench-guard bench-care bench-outside bench-length bench-prompt golden transcripts ninety lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@echo "Setting up Python in $(VENV) (once, about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "miolumi needs Python 3.11 or later; try make PYTHON=python3.12 run")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Adding the tools for tests ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/run.stamp ## set up, start everything and print the link to talk
	@$(BIN)/miolumi run

chat: $(VENV)/run.stamp ## the same talk in this terminal
	@$(BIN)/miolumi chat

doctor: $(VENV)/run.stamp ## say what is missing or broken, and how to mend it
	@$(BIN)/miolumi doctor

link: $(VENV)/run.stamp ## print a fresh link that signs you in
	@$(BIN)/miolumi link

# Tests wait a lot, for browsers and for programs that start: half more at once than there are cores.
WORKERS = $(shell $(BIN)/python -c 'import os; print(os.cpu_count() * 3 // 2)')

test: $(VENV)/dev.stamp ## run all tests (WORKERS=so many at once)
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: lint types imports audit test ## what must be green at every commit

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

format: $(VENV)/dev.stamp ## format and mend what ruff can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

types: $(VENV)/dev.stamp
	@$(BIN)/mypy
	@$(BIN)/pyright

imports: $(VENV)/dev.stamp
	@$(BIN)/lint-imports

audit: $(VENV)/dev.stamp ## ask whether a weakness is known in a pinned package
	@$(BIN)/python -m tests.audit

licences: $(VENV)/dev.stamp ## list the licences of the pinned packages
	@$(BIN)/python -m tests.licences

bench: $(VENV)/dev.stamp ## measure a turn beside other ways to build it (JSON=file keeps the figures, QUICK=1 is short)
	@$(BIN)/python -m tests.benchmarks.turns $(if $(JSON),--json $(JSON)) $(if $(QUICK),--quick)

$(VENV)/bench.stamp: requirements-bench.txt $(VENV)/dev.stamp
	@echo "Adding all-MiniLM-L6-v2 and what runs it (large, once) ..."
	@$(PIP) --require-hashes -r requirements-bench.txt
	@touch $@

EMBEDDER ?= lexical

bench-recall: $(VENV)/dev.stamp $(if $(filter minilm,$(EMBEDDER)),$(VENV)/bench.stamp) ## measure what comes to mind on LoCoMo and MADial-Bench (DATA=folder EMBEDDER=lexical|minilm JSON=file)
	@test -n "$(DATA)" || { echo "Say where the data is: make bench-recall DATA=/path"; exit 2; }
	@$(BIN)/python -m tests.benchmarks.recall "$(DATA)" --embedder $(EMBEDDER) $(if $(JSON),--json $(JSON))

bench-recall-speed: $(VENV)/dev.stamp ## measure how long recalling takes: 20,000 turns of one among 10,000 people (JSON=file)
	@$(BIN)/python -m tests.benchmarks.recall_speed $(if $(JSON),--json $(JSON))

bench-batch: $(VENV)/dev.stamp ## measure a batch of reflections with 1, 2 and 4 side by side, on a model that takes its time (JSON=file)
	@$(BIN)/python -m tests.benchmarks.batch $(if $(JSON),--json $(JSON))

bench-write: $(VENV)/dev.stamp ## count the model calls and tokens that remembering 24 messages takes (JSON=file)
	@$(BIN)/python -m tests.benchmarks.write_cost $(if $(JSON),--json $(JSON))

bench-guard: $(VENV)/dev.stamp ## measure what the guard before the model notices, lets through and takes (DATA=folder JSON=file)
	@test -n "$(DATA)" || { echo "Say where the data is: make bench-guard DATA=/path"; exit 2; }
	@$(BIN)/python -m tests.benchmarks.guard "$(DATA)" $(if $(JSON),--json $(JSON))

bench-care: $(VENV)/dev.stamp ## measure what care notices of danger, and what it takes for it (DATA=folder JSON=file)
	@test -n "$(DATA)" || { echo "Say where the data is: make bench-care DATA=/path"; exit 2; }
	@$(BIN)/python -m tests.benchmarks.care "$(DATA)" $(if $(JSON),--json $(JSON))

.PHONY: bench-kill bench-due bench-day
bench-kill: $(VENV)/dev.stamp ## kill servers, workers and Redis of a living installation; nothing may be lost (KILLS=100 SEED=7)
	@$(BIN)/python -m tests.benchmarks.kills --kills $(or $(KILLS),100) --seed $(or $(SEED),7)

bench-due: $(VENV)/dev.stamp ## measure how long it takes to find who is due among many, with the plan (PEOPLE=1000000 JSON=file)
	@$(BIN)/python -m tests.benchmarks.due --people $(or $(PEOPLE),1000000) $(if $(JSON),--json $(JSON))

bench-outside: $(VENV)/dev.stamp ## measure where the door to the outside lets tricks with addresses lead (DATA=folder)
	@test -n "$(DATA)" || { echo "Say where the data is: make bench-outside DATA=/path"; exit 2; }
	@$(BIN)/python -m tests.benchmarks.outside "$(DATA)"

bench-day: $(VENV)/dev.stamp ## measure what a person costs in a day of 30 messages, beside a plain companion (JSON=file)
	@$(BIN)/python -m tests.benchmarks.day $(if $(JSON),--json $(JSON))

golden: $(VENV)/dev.stamp ## show the whole prompt of each situation anew, in tests/tools/prompts/golden
	@$(BIN)/python -m tests.tools.prompts.golden

bench-prompt: $(VENV)/dev.stamp ## weigh the prompt of each situation beside a plain first version (JSON=file)
	@$(BIN)/python -m tests.benchmarks.prompt_size $(if $(JSON),--json $(JSON))

transcripts: $(VENV)/dev.stamp ## record the talks in docs/ anew: a first one, thirty days later, and the ladder of care
	@$(BIN)/python -m tests.transcripts.first_talk
	@$(BIN)/python -m tests.transcripts.care_ladder

ninety: $(VENV)/dev.stamp ## live the ninety days of ten lives in docs/ninety-days.md anew (a minute)
	@$(BIN)/python -m tests.ninety.told

bench-mood: $(VENV)/dev.stamp ## measure how well and how fast moods are read (DATA=folder JSON=file)
	@test -n "$(DATA)" || { echo "Say where the data is: make bench-mood DATA=/path"; exit 2; }
	@$(BIN)/python -m tests.benchmarks.mood "$(DATA)" $(if $(JSON),--json $(JSON))

bench-length: $(VENV)/dev.stamp ## measure how long replies are beside what was said, with a talkative model played (MODE=natural JSON=file)
	@$(BIN)/python -m tests.benchmarks.length --mode $(or $(MODE),natural) $(if $(JSON),--json $(JSON))

LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links

lock: $(VENV)/dev.stamp ## renew the pinned versions
	@$(LOCK) --upgrade --output-file requirements.txt
	@$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(LOCK) --group bench --constraint requirements-dev.txt --output-file requirements-bench.txt

clean: ## remove the environment and what tools left behind
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
