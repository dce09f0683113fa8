# The archive's commands. `make run` starts it, `make test` proves it; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
# Tests wait for browsers and for processes that are killed more than they compute.
WORKERS ?= $(shell echo $$(( 2 * $$(getconf _NPROCESSORS_ONLN) )))
WHOOSH3 := var/whoosh3
WHOOSH3_VERSION := 3.54.0

.PHONY: help
help: ## list these commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

.PHONY: run
run: $(READY) ## start the archive on 127.0.0.1 (PORT=8000), prepared on the way
	@exec $(PY) manage.py serve --port $(PORT)

.PHONY: setup
setup: $(READY) ## make .venv and install the pinned requirements

# Made anew when the pins change. A Python of 3.11 to 3.13 is looked for under its usual names; PYTHON=… names another.
$(READY): requirements.txt
	@for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then found="$$candidate"; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed and none is on PATH. Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	echo "Setting up: $$("$$found" --version) in $(VENV)"; \
	"$$found" -m venv --clear $(VENV) || { echo "The virtual environment could not be made. On Debian: apt-get install python3-venv" >&2; exit 1; }; \
	echo "Setting up: installing the packages of requirements.txt (a minute or two, once)"; \
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt || { echo "The packages could not be installed; the lines above say which and why. Run the same command again." >&2; exit 1; }; \
	touch $(READY)

.PHONY: test
test: $(READY) lint types deploy-check browser test-haystack ## everything that CI proves: style, types, settings, tests
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal

.PHONY: lint
lint: $(READY) ## ruff, lint and format
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

.PHONY: format
format: $(READY) ## let ruff mend what it can
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

.PHONY: types
types: $(READY) ## mypy, strict
	@$(PY) -m mypy

.PHONY: deploy-check
deploy-check: $(READY) ## migrations complete, and Django's checks with the settings of a public site
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export PARALLAX_DATA="$$folder"; \
	$(PY) manage.py makemigrations --check --dry-run; \
	PARALLAX_HTTPS=1 PARALLAX_ALLOWED_HOSTS=archive.example \
	  PARALLAX_SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  $(PY) manage.py check --deploy --fail-level WARNING

# The browser tests drive Debian's Chromium. Where it is missing and cannot be installed they are skipped, but not in CI.
.PHONY: browser
browser:
	@if command -v chromium chromium-browser google-chrome >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests"; \
	  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; then exit 0; fi; \
	fi; \
	if [ "$${CI:-}" = true ]; then \
	  echo "Chromium is missing and could not be installed. Install it: apt-get install chromium" >&2; exit 1; \
	fi; \
	echo "!!! Chromium is not on PATH: the browser tests will be SKIPPED. Install it: apt-get install chromium" >&2

# Haystack's own tests come from PyPI, once, into var/; what of them differs is listed beside the program.
.PHONY: test-haystack
test-haystack: $(READY) ## run Haystack's published Whoosh tests against our engine
	@$(PY) -m tests.search.haystack_suite

# The way out, should Whoosh ever stop working: its maintained successor brings the same package.
.PHONY: test-whoosh3
test-whoosh3: $(WHOOSH3)/.ready ## run the search tests on whoosh3, in a virtual environment of its own
	@$(WHOOSH3)/bin/python -m pytest -n $(WORKERS) tests/search

$(WHOOSH3)/.ready: requirements.txt $(READY)
	@echo "Setting up: whoosh3 in $(WHOOSH3) (a minute or two, once)"; \
	$(PY) -m venv --clear $(WHOOSH3); \
	sed -E 's/^Whoosh==[^ ]*/whoosh3==$(WHOOSH3_VERSION)/' requirements.txt > $(WHOOSH3)/requirements.txt; \
	grep -q '^whoosh3==' $(WHOOSH3)/requirements.txt || { echo "requirements.txt names no Whoosh to replace." >&2; exit 1; }; \
	$(WHOOSH3)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(WHOOSH3)/requirements.txt; \
	touch $@

.PHONY: messages
messages: $(READY) ## collect the interface's texts into locale/ and compile them (needs gettext; translate in between)
	@$(PY) manage.py makemessages --all --no-location --no-obsolete --no-wrap --ignore .venv --ignore var --ignore tests --ignore docs
	@$(PY) manage.py compilemessages --ignore .venv --ignore var

.PHONY: screenshots
screenshots: $(READY) browser ## take the README's pictures anew
	@$(PY) -m tests.screenshots

.PHONY: bench
bench: bench-search bench-ranking bench-rendering bench-choosing bench-matrix bench-extraction bench-facts bench-ingest bench-anchoring ## all benchmarks; each prints a table and writes it to var/bench/

# The peers are installed apart, so that the archive's own packages stay what requirements.txt says.
PEERS := $(VENV)/peers
BENCH := PYTHONPATH="$(PEERS)" $(PY) -m tests.benchmarks
SIZES ?= 10000 50000
STOCK ?=

.PHONY: bench-search
bench-search: $(READY) peers ## search beside other engines (SIZES="10000 50000", STOCK=the sizes for stock Haystack)
	@$(BENCH).search --sizes $(SIZES) --stock $(STOCK)

.PHONY: bench-ranking
bench-ranking: $(READY) peers ## ranking beside other engines, on public test collections
	@$(BENCH).ranking

.PHONY: bench-rendering
bench-rendering: $(READY) ## what marks cost in a text and on a page, in time and in bytes
	@$(PY) -m tests.benchmarks.rendering

.PHONY: bench-choosing
bench-choosing: $(READY) browser ## the compare page in Chromium: its bytes, its shifts, and choosing a claim
	@$(PY) -m tests.benchmarks.choosing

.PHONY: bench-matrix
bench-matrix: $(READY) ## the claims table, large beside small and beside the plain way of making it
	@$(PY) -m tests.benchmarks.matrix

.PHONY: bench-extraction
bench-extraction: $(READY) ## articles out of real pages, beside trafilatura
	@$(PY) -m tests.benchmarks.extraction

.PHONY: bench-facts
bench-facts: $(READY) ## titles, authors and dates of pages, beside trafilatura
	@$(PY) -m tests.benchmarks.facts

.PHONY: bench-ingest
bench-ingest: $(READY) ## from pages to searchable articles: the rate, beside trafilatura alone, and the memory
	@$(PY) -m tests.benchmarks.ingest

.PHONY: bench-anchoring
bench-anchoring: $(READY) peers ## passages found again in public edit histories, beside simpler ways
	@$(BENCH).anchoring

.PHONY: peers
peers: $(READY)
	@if cmp -s tests/benchmarks/requirements.txt $(PEERS)/.ready; then exit 0; fi; \
	rm -rf $(PEERS); \
	if $(PY) -m pip install --quiet --disable-pip-version-check --target $(PEERS) --requirement tests/benchmarks/requirements.txt; \
	then cp tests/benchmarks/requirements.txt $(PEERS)/.ready; \
	else rm -rf $(PEERS); echo "!!! The peers could not be installed: the benchmarks run without them." >&2; fi

.PHONY: clean
clean: ## remove .venv and the tools' caches; the archive's data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
