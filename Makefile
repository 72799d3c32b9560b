# Two commands set a fresh machine up: `make demo` and `make test`. Needed beforehand: make, Rust, Python >= 3.11.
# Everything else goes into .venv (use PYTHON=... to choose the interpreter that makes it).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUST_SOURCES := Cargo.toml Cargo.lock $(shell find rust -name '*.rs' -o -name Cargo.toml)
SOURCES := pyproject.toml README.md LICENSE $(RUST_SOURCES) $(shell find python -name '*.py' -o -name '*.pyi' -o -name py.typed)

.DELETE_ON_ERROR:
.PHONY: help demo test bench bench-rust wheel lint rust python versions soak dev clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/installed ## build, install into .venv and run the hello subnet
	$(BIN)/taox demo

test: lint rust python ## every check: format, lints, types, contracts, Rust and Python tests, examples, docs

bench: $(VENV)/dev ## measure speed; prints ratios within one run
	$(BIN)/python tests/bench/run.py $(ARGS)

bench-rust: ## criterion benches of the core: `ARGS="--bench epoch"` runs one
	cargo bench --package taox-core --locked $(ARGS)

wheel: $(VENV)/tools ## build the release wheel into dist/
	$(BIN)/maturin build --release --locked --out dist

lint: $(VENV)/dev ## formats, clippy, ruff, mypy, stubtest, import contracts
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m mypy.stubtest taox._core --ignore-disjoint-bases
	$(BIN)/lint-imports

rust: ## cargo test over the workspace
	cargo test --workspace --locked --quiet

python: $(VENV)/versions ## pytest against the installed wheel: rooms, examples, docstrings, README
	$(BIN)/python -m pytest $(ARGS)

versions: $(VENV)/versions ## the same hashes under every CPython >= 3.11 on this machine

soak: $(VENV)/dev ## the long random runs that `make test` leaves out
	TAOX_OPERATIONS=1000000 cargo test --release --locked --package taox-core --lib random_powers
	TAOX_OPERATIONS=1000000 cargo test --release --locked --package taox-core --test invariants
	$(BIN)/python -m pytest -m soak $(ARGS)

dev: $(VENV)/dev ## install the wheel and the tools for development

clean: ## remove what the targets above have made
	rm -rf $(VENV) .venv-* dist target

# pip >= 25.1 knows dependency groups.
$(VENV)/created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"taox needs Python 3.11 or newer, {sys.executable} is {sys.version.split()[0]}: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	touch $@

$(VENV)/tools: $(VENV)/created
	$(BIN)/python -m pip install --quiet 'maturin>=1.9,<2'
	touch $@

$(VENV)/installed: $(SOURCES) $(VENV)/tools
	rm -f dist/taox-*.whl
	$(BIN)/maturin build --release --locked --out dist
	$(BIN)/python -m pip install --quiet --force-reinstall --no-deps dist/taox-*.whl
	$(BIN)/python -m pip install --quiet dist/taox-*.whl
	touch $@

$(VENV)/dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

# Also leaves .venv-3.x.y, in which some tests run the same wheel again.
$(VENV)/versions: $(VENV)/dev tests/versions.py tests/hashes.py tests/sim/hashes.json
	$(BIN)/python tests/versions.py
	touch $@
