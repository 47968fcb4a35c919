# Two commands: `make run` and `make test`. Everything they need is set up on the way, once.
# `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

ARGS ?=
COUNT ?= 30

STAMPS := build/stamps
STEP := tools/step.sh
UV := tools/uv.sh
RUN := $(UV) run --no-sync
NODE := tools/node.sh node
# The same Node for everything that npm starts; never one that the machine happens to have.
NPM := tools/node.sh npm

ISLANDS := $(shell find browser/src src/parley/web/static -path '*/built' -prune -o -type f -print 2>/dev/null)
CATALOGUES := $(shell find src/parley/web/words -name '*.po' 2>/dev/null)
# What `make check` runs, each test once: those that hold every branch of what they test, and two sets of a like length, one
# for each core, of packages that open nothing and of what holds the shape of the code. `make test` runs all the others after it, in two sets too:
# whole servers with browsers and an engine, and the rest.
HELD := $(addprefix tests/,base legible record talks room text app/test_access.py lists/test_procedure.py plan/test_acceptance.py)
ONE_HALF := tests/plan
OTHER_HALF := $(addprefix tests/,lists app cli test_shape.py test_settings.py test_registry.py test_rights.py)
PLAYED := $(addprefix tests/,whole rehearsal media)
without = $(addprefix --ignore=,$(1))

.PHONY: help run test check setup wheel tools-for-tests format bench soak pictures clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

run: setup ## set everything up and run the rehearsal of 22 March 2020 (ARGS="--exit" to end with it)
	@exec $(RUN) parley rehearse $(ARGS)

test: setup tools-for-tests ## set up what tests need too and run everything (ARGS="-k word": after the check, only what pytest finds so)
	@$(MAKE) --no-print-directory check
	@exec $(if $(ARGS),$(RUN) pytest $(ARGS),tools/halves.sh "$(PLAYED)" "tests $(call without,$(PLAYED) $(HELD) $(ONE_HALF) $(OTHER_HALF))")

check: setup ## format, types, layers and unit tests, Python and TypeScript; two to three minutes
	@$(STEP) format "2 s" $(RUN) ruff format --check
	@$(STEP) lint "2 s" $(RUN) ruff check
	@$(STEP) types "15 s; 60 s the first time" $(RUN) mypy
	@$(STEP) layers "5 s" $(RUN) lint-imports
	@$(STEP) types-browser "5 s" $(NPM) --prefix browser run --silent types
	@$(STEP) tests-browser "10 s" $(NPM) --prefix browser run --silent test
	@$(STEP) styles "3 s" $(NPM) --prefix browser run --silent styles
	@$(STEP) unused "5 s" $(NPM) --prefix browser run --silent unused
	@$(STEP) branches "20 s" tools/branches.sh $(HELD)
	@$(STEP) tests-unit "60 s" tools/halves.sh "$(ONE_HALF) $(call without,$(HELD))" "$(OTHER_HALF) $(call without,$(HELD))"

wheel: setup ## the package that operators install, with all that it needs by version and hash, in build/wheel
	@$(STEP) licenses "2 s" $(RUN) python tools/licenses.py
	@$(STEP) wheel "10 s" tools/wheel.sh build/wheel
	@ls -sh1 build/wheel

setup: $(STAMPS)/python $(STAMPS)/islands $(if $(CATALOGUES),$(STAMPS)/words) $(STAMPS)/engine

tools-for-tests: ## Chromium and PostgreSQL from Debian's packages; says what to install where it may not
	@tools/debian.sh

$(STAMPS)/python: pyproject.toml uv.lock tools/uv.sh
	@$(STEP) python "1 minute; 15 s when cached" $(UV) sync --locked --quiet --compile-bytecode
	@mkdir -p $(@D) && touch $@

$(STAMPS)/node: browser/package-lock.json $(STAMPS)/python
	@$(STEP) npm "30 s" $(NPM) --prefix browser ci --silent --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

$(STAMPS)/islands: $(STAMPS)/node browser/build.mjs $(ISLANDS)
	@$(STEP) islands "5 s" $(NODE) browser/build.mjs
	@mkdir -p $(@D) && touch $@

# A translation that is missing, equal to English or in another script stops here.
$(STAMPS)/words: $(STAMPS)/python $(CATALOGUES)
	@$(STEP) words "2 s" $(RUN) python -m parley.web.words.check
	@mkdir -p $(@D) && touch $@

$(STAMPS)/engine: $(STAMPS)/python engine/go.mod engine/go.sum engine/build.sh
	@$(STEP) engine "4 minutes on two cores; 20 s when cached" engine/build.sh
	@mkdir -p $(@D) && touch $@

format: $(STAMPS)/python ## write the format, and what the linter can put right
	@$(RUN) ruff check --fix --quiet || true
	@$(RUN) ruff format

soak: setup tools-for-tests ## the media and crash tests COUNT (30) times in a row; about an hour
	@tools/soak.sh $(COUNT)

bench: setup ## every figure of the README, each by one command (ARGS="list" says which)
	@tools/debian.sh libicu-dev pkg-config g++ # one of the peers is built from source
	@$(STEP) peers "1 minute; 5 s when cached" $(UV) sync --locked --quiet --all-groups
	@$(RUN) python tools/bench.py $(ARGS)

pictures: setup tools-for-tests ## the README's pictures, taken from a rehearsal
	@$(RUN) python tools/pictures.py $(ARGS)

clean: ## remove what was built and set up; talks and their records are left alone
	rm -rf build .venv .uv browser/node_modules src/parley/web/static/built src/parley/media/built
