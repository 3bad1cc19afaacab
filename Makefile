# The two commands of the README are `make` and `make test`; the rest is for those who work on dateline.
PYTHON = .venv/bin/python

.PHONY: all setup build test check lint types contracts lock licences sbom audit lowest release-check fuzz bench soak nominatim clean

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
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/audit.in -o requirements/audit.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/fuzz.in -o requirements/fuzz.txt
	@.ci/lowest lock

	@$(MAKE) --no-print-directory licences

licences: ## the table of docs/dependencies.md anew from the lock; a new package's licence is then written by hand
	@$(PYTHON) requirements/sbom.py --table-into-docs

sbom: ## the software bill of materials, which also travels in the wheel
	@$(PYTHON) requirements/sbom.py dist/dateline.cdx.json

audit: ## known weaknesses of the locked dependencies; asks the package index's own service
	@$$(.ci/find-python) -m venv build/audit
	@build/audit/bin/python -m pip install --quiet --require-hashes -r requirements/audit.txt
	@build/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/run.txt

lowest: ## unit tests and accuracy with the lowest versions that pyproject.toml allows
	@.ci/lowest

release-check: setup ## wheel and source archive twice from nothing, compared; the wheel used where no source is near
	@$(PYTHON) .ci/release_check.py

TARGET = dates
SECONDS = 60
fuzz: setup ## make fuzz TARGET=sources|dates|places|page SECONDS=3600
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@$(PYTHON) tests/fuzz/fuzzing.py $(TARGET) --seconds $(SECONDS)

soak: ## what takes longer than a test may: its last figures stand in bench/RESULTS.md
	@$(PYTHON) bench/soak_kill.py 150

nominatim: setup ## the online geocoder against a real Nominatim; needs PostgreSQL, which it installs as root on Debian
	@tests/nominatim/setup
	@$(PYTHON) -m pytest tests/nominatim/real_server.py

clean:
	rm -rf .venv output dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis geo/dateline_geo/data dateline/render/data
