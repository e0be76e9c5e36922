# Linli: `make help` says what there is. A step runs only when what it is made from has changed.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
PWA := $(shell find pwa scripts -type f -not -name '*.gen.ts' -not -name '*.test.ts' 2>/dev/null)

.PHONY: help setup run demo test check bench soak wheel lock clean
.DEFAULT_GOAL := help

help: ## What there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .make/run .make/app ## Everything that running needs: a Python environment, Node, the built app

run: setup ## Serve Hangzhou on http://127.0.0.1:8000, with demonstration content in an empty home
	@exec $(BIN)/linli serve --demo-if-empty

test: check .make/test .make/app .make/chromium ## All tests, browser tests included
	npx vitest run
	$(BIN)/pytest -n 2 --dist loadgroup --ignore=tests/browser
	@# Who raced a busy machine gets one more try, alone; both stand in what is printed.
	$(BIN)/pytest -n 2 tests/browser || $(BIN)/pytest --last-failed --last-failed-no-failures none tests/browser

check: .make/test .make/npm .make/schema ## Format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npx tsc -p . && npx tsc -p scripts

bench: .make/test .make/app .make/datasette/bin/datasette ## Each main path beside its floor (needs wrk); the last run is in docs/benchmarks.md
	$(BIN)/python -m bench

soak: check .make/test .make/app .make/chromium ## The long loops in full: kills, storms, random rules
	LINLI_TEST_ROUNDS=20 $(BIN)/pytest -n 2 --ignore=tests/browser
	LINLI_TEST_ROUNDS=20 $(BIN)/pytest -n 2 tests/browser

wheel: .make/app ## One wheel that holds the built app: pip install it, and `linli serve` runs without Node
	rm -rf build
	$(BIN)/pip wheel -q --no-deps --no-build-isolation -w wheel .
	@ls wheel/*.whl

lock: .make/venv ## Pin again what pyproject.toml asks for
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-strip-extras --no-annotate \
	  --custom-compile-command "make lock" --group bench -o requirements/bench.lock
	for part in run build test; do $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-strip-extras --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml $$([ $$part = run ] || echo --group $$part) -o requirements/$$part.lock; done

clean: ## Forget what was built; keeps var/
	rm -rf .make .venv node_modules dist build wheel server/static schema.json

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@mkdir -p .make && touch $@

.make/run: .make/venv requirements/build.lock pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/build.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.make/test: .make/run requirements/test.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

.make/datasette/bin/datasette: .make/venv requirements/bench.lock
	$(PYTHON) -m venv .make/datasette
	.make/datasette/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

.make/npm: .make/run package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.make/app: .make/npm $(PWA) server/data/categories.toml server/data/danger.toml server/data/sounds.txt vite.config.ts
	$(BIN)/python -m server.data.taxonomy > pwa/src/data/taxonomy.gen.ts
	$(BIN)/python -m server.data.danger > pwa/src/data/danger.gen.ts
	npm run --silent build
	@touch $@

.make/schema: .make/npm $(shell find server -name '*.py') server/data/categories.toml server/data/danger.toml
	$(BIN)/python -m server.data.taxonomy > pwa/src/data/taxonomy.gen.ts
	$(BIN)/python -m server.data.danger > pwa/src/data/danger.gen.ts
	$(BIN)/python -m server.schema > schema.json
	npx openapi-typescript schema.json --default-non-nullable false -o pwa/src/data/api.gen.ts
	@touch $@

.make/chromium: .make/test
	@command -v chromium-headless-shell >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-headless-shell fonts-noto-cjk; } \
	  || command -v chromium >/dev/null \
	  || { echo "Chromium is missing: apt-get install chromium chromium-headless-shell fonts-noto-cjk"; exit 1; }
	@touch $@
