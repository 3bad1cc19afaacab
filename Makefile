# The two commands of the README are `make` and `make test`; the rest is for those who work on dateline.
PYTHON = .venv/bin/python

.PHONY: all setup build test check lint types contracts lock bench soak nominatim clean

all: build

build: ## set up, read seeds/, write output/
	@.ci/setup run
	@.venv/bin/dateline build

setup: ## everything that the tests need
	@.ci/setup test
	@.ci/browser

test: setup check ## all checks and all tests
	@$(PYTHON) -m pytest

check: lint types contracts

lint:
	@$(PYTHON) -m ruff check --quiet
	@$(PYTHON) -m ruff format --check --quiet

types:
	@$(PYTHON) -m mypy --no-error-summary

contracts:
	@.venv/bin/lint-imports --no-cache >/dev/null || .venv/bin/lint-imports --no-cache

lock: ## new hash locks, universal and without index addresses (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra test pyproject.toml -c requirements/run.txt -o requirements/test.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/build.in -o requirements/build.txt

soak: ## what takes longer than a test may: its last figures stand in bench/RESULTS.md
	@$(PYTHON) bench/soak_kill.py 150

nominatim: setup ## the online geocoder against a real Nominatim; needs PostgreSQL, which it installs as root on Debian
	@tests/nominatim/setup
	@$(PYTHON) -m pytest tests/nominatim/real_server.py

clean:
	rm -rf .venv output dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis geo/dateline_geo/data dateline/render/data
