# What a person does with a checkout. Each goal sets up what it needs in .venv, once; `make` alone lists them.
# Needs make, git and Python 3.11 or newer; no path here is absolute, so the checkout may stand anywhere.

define HELP
make site     build the complete site from data/ into dist/
make serve    look at it on http://127.0.0.1, rebuilt on change
make test     run the tests                   (a part: make test ARGS='-k prices')
make soak     run the tests that take longer   (a part: make soak ARGS='-k hostile')
make check    lint, types, workflows
make coverage run the tests and measure which branches they take; under 95 % fails
make mutants  break the program one small change at a time; fails where the tests miss 15 %
              (hours; a module: make mutants ARGS='sitegen.facts.ratings*')
make bench    measure builds, beside Hugo      (a part: make bench ARGS='--models 500 --rounds 3')
make golden   accept what the tests' tiny world becomes now
make clean    remove dist/ and caches         (.venv stays)

Another Python than the first that fits: make PYTHON=/path/to/python3 …
endef

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready-# and the extra that is installed

# Containers often set it, and pytest would then compile every test anew: 1.6 s to collect them in place of 0.6 s.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help site serve test soak check coverage mutants bench golden clean
# Two installs into one .venv at a time would break it, and nothing else here is worth a second job.
.NOTPARALLEL:
.SUFFIXES:

help:
	$(info $(HELP))@:

site: $(READY)core
	@$(BIN)/sitegen build --out dist

serve: $(READY)serve
	@$(BIN)/sitegen serve

# A process a core; one that is done takes over half of what another still has.
test: $(READY)dev
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

# What it looked at is counted in its last lines.
soak: $(READY)dev
	@$(BIN)/python -m pytest tests/soak tests/browser/soak --numprocesses auto --dist worksteal $(ARGS)

check: $(READY)dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/zizmor --offline --quiet --pedantic .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

# What it counts, and the 95, stand in pyproject.toml.
coverage: $(READY)dev
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report=term $(ARGS)

# From the start: what a former run has found does not follow a change of the tests.
mutants: $(READY)mutants
	@rm -rf mutants
	@$(BIN)/mutmut run $(ARGS)
	@$(BIN)/python tests/mutants.py

# It needs nothing installed here: what it measures is installed into an environment of its own.
bench: $(BIN)/python
	@$(BIN)/python -m tests.bench $(ARGS)

golden: $(READY)dev
	@$(BIN)/python -m pytest tests/test_golden.py tests/test_drawing.py tests/test_templates.py \
	  -k "golden or readme" --update-golden

clean:
	rm -rf dist .dist.* build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* mutants

# A stamp is the pyproject.toml that was installed, written when the install had succeeded. A file that is only
# newer, after a change of branches and back, costs no second install, which would need the network.
$(READY)core: EXTRA :=
$(READY)serve: EXTRA := [serve]
$(READY)dev: EXTRA := [dev]
$(READY)dev: HOLDS := $(READY)core $(READY)serve
$(READY)mutants: EXTRA := [mutants]
$(READY)mutants: HOLDS := $(READY)core $(READY)serve $(READY)dev

$(READY)core $(READY)serve $(READY)dev $(READY)mutants: $(BIN)/python pyproject.toml
	@if ! cmp -s pyproject.toml $@; then \
	  echo "Installing sitegen$(EXTRA) into $(VENV): half a minute, once"; \
	  { $(BIN)/python -m ensurepip && $(BIN)/python -m pip install --editable '.$(EXTRA)'; } \
	    >$(VENV)/install.log 2>&1 || { \
	    cat $(VENV)/install.log; \
	    echo "make: sitegen was not installed, for the reason above; run make again (a first run needs the network)"; \
	    exit 1; } >&2; \
	fi
	@for stamp in $(HOLDS) $@; do cp pyproject.toml $$stamp; done

# The Python that .venv was made with may go, by an upgrade say: then all of .venv is made anew.
ifneq ($(shell test -x $(BIN)/python && echo runs),runs)
.PHONY: $(BIN)/python
endif

# Without pip, which the install adds: an environment that was interrupted half-way is then completed, not kept.
# python3 goes first: it is the one that a person, or a CI matrix, has chosen. A name on PATH may be a shim that
# does not run, so each is asked.
$(BIN)/python:
	@if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; else set -- python3 python3.13 python3.12 python3.11; fi; \
	for python in "$$@"; do \
	  version=$$("$$python" -c 'from sys import *; print("%d.%d" % version_info[:2]); exit(version_info < (3, 11))' \
	    2>/dev/null) || continue; \
	  "$$python" -c 'import venv, ensurepip' 2>/dev/null || { lacking="$$lacking $$version"; continue; }; \
	  echo "Creating $(VENV) with Python $$version"; \
	  exec "$$python" -m venv --clear --without-pip $(VENV); \
	done; \
	set -- $$lacking; \
	if [ $$# -gt 0 ]; then \
	  echo "make: Python $$1 lacks the venv module; install it (Debian, Ubuntu: apt install python$$1-venv)" \
	    "and run make again"; \
	else \
	  echo "make: no Python 3.11 or newer (looked for $${PYTHON:-python3, python3.13, python3.12, python3.11 on PATH});" \
	    "install one (Debian, Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3"; \
	fi >&2; exit 1
