# Two commands for users: `make compare` and `make test`. Each sets up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= results
SECONDS ?= 600

.PHONY: compare test setup lint types check docs mutants benchmark fuzz dist clean
.DEFAULT_GOAL := compare

compare: setup  ## compare the candidate hubs of the bundled region; results in results/
	$(BIN)/silkhub compare --out $(OUT)

test: setup  ## run all tests, in random order; the seed stands at the top
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: setup $(VENV)/.tools  ## style, and the docstrings of public functions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tools.docstrings

types: setup
	$(BIN)/mypy

check: lint types test

docs: setup $(VENV)/.docs  ## build the site into docs/_site, without a network; NOTEBOOKS=off leaves notebooks as they are
	$(BIN)/python -m sphinx --fresh-env --write-all --fail-on-warning --keep-going --quiet \
		--doctree-dir docs/_build/doctrees $(if $(filter off,$(NOTEBOOKS)),--define nb_execution_mode=off) docs docs/_site
	$(BIN)/python -m tools.site.look docs/_site

mutants: setup $(VENV)/.tools  ## change the code in one place at a time and say what no test noticed (SAMPLE=200 SEED=1 ONLY=optimize.rules RESUME=1)
	$(BIN)/python -m tools.mutants $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) \
		$(if $(ONLY),--only $(ONLY)) $(if $(RESUME),--resume)

benchmark: setup  ## compare methods on a suite (SUITE=small), or measure the layer that runs cases (SUITE=runs)
	$(if $(filter runs,$(SUITE)),$(BIN)/python -m tools.runs,$(BIN)/silkhub benchmark $(or $(SUITE),small))

fuzz: setup  ## try random inputs on every reader, on the command line and on all models (SECONDS=600 ONLY=models SEED=1)
	$(BIN)/python -m tools.fuzz --seconds $(SECONDS) $(if $(ONLY),--only "$(ONLY)") $(if $(SEED),--seed $(SEED))

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("silkhub needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.11" % v[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@echo "compiling the numerical kernels, once: half a minute"
	@$(BIN)/python -m optimize.warm
	@$(BIN)/python -m geodata.warm
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[tools]'
	@touch $@

$(VENV)/.docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

dist: setup  ## build the wheel and the source distribution
	$(BIN)/python -m pip install --quiet build
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) build dist mutants fuzz docs/_site docs/_build docs/jupyter_execute *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
