# Open БУ. `make help` lists the targets; each makes what it needs the first time and reuses it afterwards.

PYTHON ?= python3
MICROPYTHON ?=
TESTS ?= host_tests

VENV := .venv/ready
BIN := .venv/bin
CACHE := .cache
VALGRIND := $(CACHE)/valgrind/valgrind

ifeq ($(strip $(MICROPYTHON)),)
RUNTIME := $(CACHE)/micropython/ready
else
RUNTIME := named-runtime
export MICROPYTHON
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test lint deploy image-check memory bench torture coverage-table clean named-runtime

help: ## this list
	@echo "Open БУ: make TARGET"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/    \1\t\2/p' $(MAKEFILE_LIST)
	@echo "MICROPYTHON=PATH uses that MicroPython unix port; PYTHON=PATH that Python; TESTS=PATH runs these tests; EXAMPLES=new gives the property tests new examples."

setup: $(VENV) $(RUNTIME) ## virtual environment, pinned packages, MicroPython (the other targets do it themselves)

demo: setup ## a grocery's trading day on the virtual bench; the tape, documents and report go to build/demo
	@$(BIN)/python -m tools.bench demo

test: setup ## all tests, on CPython and on the 32-bit MicroPython
	@$(BIN)/python -m pytest -n auto $(TESTS)

lint: $(VENV) ## ruff, mypy with the stubs of MicroPython's unix, rp2 and esp32 ports, import-linter
	@status=0; \
	$(BIN)/ruff check --output-format concise . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/mypy --config-file tools/mypy.ini || status=1; \
	$(BIN)/mypy --config-file tools/mypy-rp2.ini || status=1; \
	$(BIN)/mypy --config-file tools/mypy-esp32.ini || status=1; \
	PYTHONPATH=firmware:. $(BIN)/lint-imports --no-logo --cache-dir build/import_linter_cache || status=1; \
	exit $$status

deploy: setup ## the firmware onto a board: make deploy BOARD=pico PORT=/dev/ttyACM0 (METHOD=files|rom, STORAGE=..., FORMAT=1)
	@[ -n "$(BOARD)" ] && [ -n "$(PORT)" ] || { echo "make deploy BOARD=NAME PORT=/dev/ttyACM0" >&2; exit 1; }
	@$(BIN)/python -m tools.deploy $(PORT) --board $(BOARD) $(if $(METHOD),--method $(METHOD)) $(if $(STORAGE),--storage $(STORAGE)) $(if $(FORMAT),--format)

image-check: setup ## what the firmware weighs on a board, without one: make image-check BOARD=pico
	@[ -n "$(BOARD)" ] || { echo "make image-check BOARD=NAME" >&2; exit 1; }
	@$(BIN)/python -m tools.deploy.image_check $(BOARD) $(if $(IMAGE),--image $(IMAGE))

memory: setup ## heap of the unit on 32-bit MicroPython: peaks by stage, code and data, beside the budgets (docs/memory-speed.md)
	@$(BIN)/python -m tools.memory

bench: setup $(VALGRIND) ## processor work and flash work beside wires, rivals and the baseline; UPDATE=1 takes the run for the baseline
	@$(BIN)/python -m tools.benchmarks $(if $(UPDATE),--update)

torture: setup ## power cut at every operation and byte, faults, bad flash, random and long runs; a table (docs/power-loss.md)
	@$(BIN)/python -m tools.torture
	@$(BIN)/python -m tools.torture --mutants

coverage-table: setup ## docs/coverage.md: what of the regulation is implemented where, and which tests show it
	@$(BIN)/python -m tools.coverage_table

clean: ## remove everything that was made: build, caches, the environment
	rm -rf build $(CACHE) .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV): requirements.txt $(wildcard requirements-stubs*.txt) tools/setup/venv.py
	@command -v $(PYTHON) >/dev/null || { echo "make: no $(PYTHON) here: Python 3.11 or later is needed" >&2; exit 1; }
	@$(PYTHON) -m tools.setup.venv

$(CACHE)/micropython/ready: tools/setup/micropython.py tools/setup/debs.py
	@$(PYTHON) -m tools.setup.micropython

$(VALGRIND): tools/setup/valgrind.py
	@$(PYTHON) -m tools.setup.valgrind

named-runtime:
	@$(PYTHON) -m tools.setup.micropython
