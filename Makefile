# Everything here works from a fresh clone with Python 3.11 or later, and nothing else.

# The first Python on the path that is new enough; `make site PYTHON=…` names another.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3 python,\
  $(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# Stamps: what is installed is installed again only when these files change.
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
EQUIPPED := $(VENV)/.equipped
REQUIREMENTS := pyproject.toml constraints.txt

.PHONY: site test lint format bench lighthouse pictures lock clean help

site: $(INSTALLED) ## build the demonstration into public/
	@$(BIN)/python -m backfile build
	@echo 'The site is in public/.  To look at it:  $(BIN)/backfile serve --open'

test: $(EQUIPPED) ## run every test, on all processors
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(EQUIPPED) ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: $(EQUIPPED) ## put the code into the house's form
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# The last one has a table of its own in docs/performance.md, the others a line and a point.
bench: $(INSTALLED) ## measure small archives, beside Hugo where it is, for docs/performance.md
	@for stories in 34 110; do \
	  $(BIN)/python benchmarks/run.py --stories $$stories --rounds 3 --brief \
	    --data benchmarks/results/bench-$$stories.json >/dev/null || exit 1; done
	@$(BIN)/python benchmarks/run.py --stories 340 --rounds 3 --profile \
	  --data benchmarks/results/bench-340.json
	@$(BIN)/python benchmarks/performance.py

lighthouse: site ## have Lighthouse look at the demonstration; needs Node, Lighthouse and Chromium
	@$(BIN)/python benchmarks/lighthouse.py public

pictures: $(INSTALLED) ## take the pictures of docs/images/ again; needs Chromium
	@$(BIN)/python docs/make_pictures.py

lock: $(EQUIPPED) ## write down the versions in use
	@(sed -n '/^#/p' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable) > constraints.new
	@mv constraints.new constraints.txt

clean: ## remove all that these targets made
	rm -rf $(VENV) public .backfile node_modules dist

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

$(MADE):
	@test -n '$(PYTHON)' || { \
	  echo 'Backfile needs Python 3.11 or later, and there is none on the path.'; \
	  echo 'Install it, or say where it is: make PYTHON=/path/to/python3'; exit 1; } >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(INSTALLED): $(MADE) $(REQUIREMENTS)
	@$(INSTALL) --editable .
	@touch $@

# Groups of dependencies need pip 25.1; a fresh Python 3.11 brings an older one.
$(EQUIPPED): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(INSTALL) --group test --group lint
	@touch $@
