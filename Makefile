# The doors for people and machines. `make` alone builds the site; `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip -qq --disable-pip-version-check install

.DEFAULT_GOAL := site
.PHONY: site serve check test test-all tidy fuzz bench cldr han pins clean help

site: $(VENV)/site.stamp ## build the site into site/ (sets up .venv/ the first time)
	@$(RUN) build.py build
	@echo "The site begins at site/index.html; to read it in a browser: make serve"

serve: $(VENV)/site.stamp ## build, serve on PORT (8000), rebuild and reload on every change
	@$(RUN) build.py serve --port $(PORT)

check: $(VENV)/site.stamp ## check data and content, and print the coverage of each policy
	@$(RUN) build.py check

test: quick = -m "not long"
test: tested ## format, lint, types, and the tests that take seconds (in a headless Chromium too)

test-all: quick =
test-all: tested ## the same, and the tests marked `long`: whole builds of the flagship, other browsers, other Pythons

# Tests begin many processes. Where the environment forbids Python to keep what it compiles, as many images for CI do,
# each of them would compile all of the generator anew, which takes longer than a small build.
.PHONY: tested
tested: $(VENV)/dev.stamp
	@$(RUN) -m ruff format --check --quiet --output-format concise . || { echo "to format: $(RUN) -m ruff format ." >&2; exit 1; }
	@$(RUN) -m ruff check --quiet --output-format concise .
	@$(RUN) -m mypy --no-error-summary
	@browser=$$(sh tests/chromium.sh $(RUN)) && CHROMIUM="$$browser" PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest --numprocesses auto --maxprocesses 8 --dist loadgroup $(quick)

tidy: $(VENV)/site.stamp ## repair what a spreadsheet did to the tables in data/
	@$(RUN) build.py tidy

N ?= 20000
fuzz: $(VENV)/dev.stamp ## N (20,000) broken newsrooms: none may end in a traceback, take 5 s or 1 GB
	@$(RUN) tests/fuzzer.py $(N)

mutants: $(VENV)/dev.stamp ## break lines on purpose, and see that the tests notice each
	@browser=$$(sh tests/chromium.sh $(RUN)) && CHROMIUM="$$browser" $(RUN) tests/mutants.py

cldr: $(VENV)/dev.stamp ## keep anew what CLDR says of each language, as the Babel that is installed has it
	@$(RUN) tests/cldr.py

han: $(VENV)/dev.stamp ## keep anew how Chinese characters are simplified and read, as OpenCC and pypinyin have it
	@$(RUN) tests/han.py

picture: $(VENV)/dev.stamp site ## take the picture in the README anew, of the site that was just built
	@browser=$$(sh tests/chromium.sh $(RUN)) && CHROMIUM="$$browser" $(RUN) tests/picture.py

bench: $(VENV)/dev.stamp site ## measure speed and size beside aims and other generators, and what a reader on a slow phone waits for
	@$(RUN) -m benchmarks $(BENCH)
	@browser=$$(sh tests/chromium.sh $(RUN)) && CHROMIUM="$$browser" $(RUN) -m benchmarks.page

# Pins are made on the oldest Python that we support, since a newer one may need fewer packages. What still fits stays
# as it is; `make pins UPGRADE=--upgrade` takes the newest of everything.
COMPILE = CUSTOM_COMPILE_COMMAND="make pins" .cache/pins/bin/pip-compile --quiet $(UPGRADE) --strip-extras --generate-hashes \
	--allow-unsafe --build-deps-for editable --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
pins: ## pin all dependencies anew in requirements.txt and requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "pins are made with Python 3.11: make pins PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .cache/pins
	@.cache/pins/bin/python -m pip -qq --disable-pip-version-check install "pip-tools>=7.5,<8"
	@$(COMPILE) --output-file requirements.txt pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	@! grep -nE '://|--[a-z-]*index-url|--find-links' requirements.txt requirements-dev.txt

clean: ## remove everything that was built or set up
	@rm -rf site .site.new .site.old .cache $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set up once, and again only when the pins or the project's own description have changed.
$(VENV)/site.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.x" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: install the package python3-venv (Debian, Ubuntu), then run make again" >&2; exit 1; }
	@echo "setting up $(VENV)/, once ..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes --requirement requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/site.stamp
	@echo "setting up the tools for tests, once ..."
	@$(INSTALL) --require-hashes --requirement requirements-dev.txt
	@touch $@
