# make            test, then lint
# make run        set up, serve on http://127.0.0.1:8000, score the sample, keep serving until Ctrl-C
# make test       the whole suite            make test-fast   without PyTorch, in seconds
# make test-database   what depends on the database's server, on a PostgreSQL that stands alone (made for it, then removed)
# make lint       format, rules, types, who imports whom
# make train      fit the classifier on seeds/, write models/, refresh the README
# make figures    every evaluation on the public corpora in DATA, written to docs/benchmarks.md
# make bench      speed, what keeping and pages cost, credibility in planted worlds, learning from 50 000 labels, written to
#                 docs/benchmarks.md (an hour)
# make image-check the Dockerfile's steps without a container engine
# make readme     refresh what the README quotes from the service
# make chaos      kill -9 at random under writing load, then count what is there (KILLS=60)
# make chaos-retraining   kill -9 at random moments of a retraining, and hold what is kept against what was said (KILLS=20)
# make clean      remove what the above made, the virtual environment included
#
# What can be set:  make PYTHON=python3.12 …    the interpreter that .venv is made with (3.11 or newer)
#                   make VENV=/elsewhere …      where the virtual environment stands
#                   make PROCESSES=4 test       how many processes run the tests; each takes 2 GB
#                   make TORCH_INDEX=https://download.pytorch.org/whl/cpu …
#                                               the package index PyTorch is taken from; say this where the default
#                                               index would bring a CUDA build of several gigabytes

PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)
VENV ?= .venv
TORCH_INDEX ?=
DATA ?= ../shared/data
PROCESSES ?= 2
SAMPLE ?= seeds/events/night_explosion.json

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := all
.PHONY: all run test test-fast test-database lint format train figures bench readme image-check chaos chaos-retraining clean

all: test lint

run: $(VENV)/.service
	$(BIN)/python -m service serve --try $(SAMPLE)

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder

test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not models"

test-database: $(VENV)/.dev
	$(BIN)/python -m tests.standalone

lint: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

train: $(VENV)/.service
	$(BIN)/python -m service train
	$(BIN)/python -m tests.refresh_readme

figures: $(VENV)/.service
	$(BIN)/python -m service figures --data $(DATA)
	$(BIN)/python -m service ablate

bench: $(VENV)/.service
	$(BIN)/python -m service bench --page docs/benchmarks.md
	$(BIN)/python -m service bench store --page docs/benchmarks.md
	$(BIN)/python -m service bench truth --page docs/benchmarks.md
	$(BIN)/python -m service bench retrain --page docs/benchmarks.md
	$(BIN)/python -m service bench desk --page docs/benchmarks.md

readme: $(VENV)/.service
	$(BIN)/python -m tests.refresh_readme

chaos: $(VENV)/.dev
	$(BIN)/python -m tests.chaos --kills $(or $(KILLS),60)

chaos-retraining: $(VENV)/.dev
	$(BIN)/python -m tests.chaos_retraining --kills $(or $(KILLS),20)

image-check: $(VENV)/.dev
	TORCH_INDEX=$(TORCH_INDEX) $(BIN)/python -m tests.image_check

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# PyTorch goes first and alone: a range that a later step names is then satisfied, and no other build is fetched.
$(VENV)/.service: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with make PYTHON=…"; exit 1; }
	@echo "Setting up $(VENV) (once, a minute or two; PyTorch is the large part)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install -q -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch
	@$(PIP) install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.service
	@echo "Adding the tools for testing"
	@$(PIP) install -q -c constraints.txt -e ".[dev]"
	@touch $@
