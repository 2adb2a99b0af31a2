# Everything goes through a virtual environment of its own in .venv; all that is needed is a Rust toolchain, Python >= 3.10
# (with venv) and make. `make demo` first, `make test` to see that all is well.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYO3_PYTHON := $(abspath $(BIN)/python)
BUILD := VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/maturin develop --quiet
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test test-rust test-python lint lint-rust lint-python fmt stubs bench bench-peers eval accuracy train train-eval teach docs site examples wheel clean dev release faults audit reproducible pythons

# Prints the table of quotes of examples/articles.jsonl.
demo: release
	$(BIN)/python examples/demo.py

# All tests of both languages.
test: test-rust test-python
	@echo "all tests passed: Rust and Python"

test-rust:
	cargo test --quiet --features table

test-python: dev
	$(BIN)/python -m pytest --quiet

# The virtual environment: pip and maturin.
$(VENV)/.base:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "pullquote needs Python 3.10 or later")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade pip 'maturin>=1.16,<2'
	@touch $@

# The package, its extras, and what the tests and linters need.
$(VENV)/.tools: $(VENV)/.base pyproject.toml
	$(BUILD) --profile dev --extras all,test
	@touch $@

# The package in the environment, built fast (with checks) or well (as released).
dev: $(VENV)/.tools
	$(BUILD) --profile dev

release: $(VENV)/.base
	$(BUILD) --release

lint: lint-rust lint-python stubs

lint-rust: $(VENV)/.base
	cargo fmt --check
	cargo clippy --quiet --all-targets -- -D warnings
	cargo clippy --quiet --all-targets --features python -- -D warnings

lint-python: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# The type stubs against the binary.
stubs: dev
	cd python && ../$(BIN)/python -m mypy.stubtest pullquote._core --allowlist ../tests/python/stubtest.txt --mypy-config-file ../pyproject.toml

fmt: $(VENV)/.tools
	cargo fmt
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Articles, megabytes and memory; ARTICLES=file.jsonl to measure on your own.
bench: release
	$(BIN)/python bench/throughput.py $(ARTICLES)

# The release wheel beside other programs, each side in an environment of its own, 15 minutes; ARTICLES=file.jsonl for your own,
# ARGS='--write docs/benchmarks.md' for the page, ARGS=--quick to see that it works, ARGS='--tasks tokens names' for some.
PEERS := $(VENV)/peers
$(PEERS)/.done: bench/requirements.txt bench/peers/install.py | $(VENV)/.base
	$(PYTHON) bench/peers/install.py $(PEERS) bench/requirements.txt
	@touch $@

bench-peers: wheel $(PEERS)/.done
	$(PYTHON) -m venv --clear $(VENV)/wheel
	$(VENV)/wheel/bin/python -m pip --disable-pip-version-check install --quiet pyarrow packaging "$$(ls -t dist/pullquote-*.whl | head -n 1)"
	$(PEERS)/bin/python -m bench.peers --python $(VENV)/wheel/bin/python $(ARTICLES) $(ARGS)

# The embedded models from the corpora in DATA: the same bytes each time.
TRAIN := cargo run --quiet --release --features train --bin pullquote-train --
train:
	$(TRAIN) tags --data=$(DATA) --out=data/models/tags.bin
	$(TRAIN) names --data=$(DATA) --out=data/models/names.bin
	$(TRAIN) quotes --data=$(DATA) --out=data/models
	$(TRAIN) pronouns --data=$(DATA) --out=data/models/pronouns.bin
	$(TRAIN) speakers --data=$(DATA) --out=data/models/speakers.bin

# The models that `make eval` measures on corpora which the embedded one has learned from; and from openly licensed data alone.
train-eval:
	mkdir -p target/eval
	$(TRAIN) names --data=$(DATA) --left-out --out=target/eval/names.model
	$(TRAIN) names --data=$(DATA) --left-out --open --out=target/eval/names-open.model

eval: release
	$(BIN)/python -m eval

# docs/accuracy.md and eval/intervals.json, which the tests compare figures with. Needs the corpora, and `make train-eval` once.
accuracy: release
	$(BIN)/python -m eval.report --write docs/accuracy.md

# Labels of names in raw articles, by a model too heavy to ship, for the tagger in the wheel to learn from. An hour and more,
# and gigabytes of packages. Memory once had is kept: giving it back costs a fifth of the time.
DATA := $(or $(PULLQUOTE_SHARED),../shared)/data
TEACH := MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=8589934592 $(BIN)/python -m teach.names
TEACH_TAGS := $(TEACH:names=tags)
teach: $(VENV)/.base
	$(PIP) --requirement teach/requirements.txt
	cargo build --quiet --release --example annotate
	$(TEACH) train
	$(TEACH) --fast score --out data/teach/figures.jsonl
	rm -f data/teach/names.tsv.gz data/teach/tags.tsv.gz
	$(TEACH) --fast label $(DATA)/articles/raw.jsonl data/teach/names.tsv.gz --tokens 350
	$(TEACH_TAGS) train
	$(TEACH_TAGS) --fast score --out data/teach/tags_figures.jsonl
	$(TEACH_TAGS) --fast label $(DATA)/articles/raw.jsonl data/teach/tags.tsv.gz

docs:
	PULLQUOTE_BLESS=1 cargo test --quiet --features table --lib the_schema_is_what_docs_tables_says
	cargo doc --no-deps --features table

# The documentation in site/, to be looked at with `python -m http.server --directory site`. Any warning, such as a dead link, is an error.
$(VENV)/.site: $(VENV)/.base docs/site/requirements.txt
	$(PIP) --requirement docs/site/requirements.txt
	@touch $@

site: $(VENV)/.site dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

# What the examples of README.md and docs/ print, and the outputs of the notebooks, written anew; to be looked at before a commit.
examples: dev
	$(PIP) vl-convert-python
	PULLQUOTE_BLESS=1 $(BIN)/python -m pytest --quiet tests/python/test_docs.py tests/python/test_notebooks.py

wheel: $(VENV)/.base
	$(BIN)/maturin build --release --strip --out dist
	@ls -l dist

# Breaks runs in every way, ROUNDS times each, and prints the counts for docs/reliability.md; a quarter of an hour.
ROUNDS := 20
faults: $(VENV)/.tools release
	$(BIN)/python tests/python/faults.py --rounds $(ROUNDS)

# Licences, sources and known weaknesses of what we build on; what could not be looked up is said.
$(VENV)/.audit: $(VENV)/.tools
	$(PIP) pip-audit
	@touch $@

audit: $(VENV)/.audit
	$(BIN)/python release/audit.py

# Sdist and wheel built twice, each from a clean clone of HEAD, compared byte by byte: two release builds.
reproducible: $(VENV)/.base
	$(BIN)/python release/reproducible.py $(ARGS)

# The wheel on every Python from 3.10 that is on this machine, with nothing else installed.
pythons: wheel
	$(BIN)/python release/pythons.py "$$(ls -t dist/pullquote-*.whl | head -n 1)"

clean:
	cargo clean
	rm -rf $(VENV) dist python/pullquote/_core*.so .pytest_cache .mypy_cache .ruff_cache .hypothesis
