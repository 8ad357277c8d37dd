# Two commands: `make run` and `make test`. Everything is installed inside .venv, from requirements.lock.
PYTHON ?= python3
PY := .venv/bin/python
HOME_DIR := $(or $(FELTPLAN_HOME),var)

.PHONY: run test check bench lock browser provider engine postgresql hooks clean

run: .venv/ready
	$(PY) -m etl demo $(HOME_DIR)/raw
	$(PY) -m etl build $(HOME_DIR)/raw --keep-real
	$(PY) -m geodata release demo
	$(PY) -m dashboard

# The browser's tests come after the others: beside them a page is late with what is waited for.
test: .venv/ready browser provider engine postgresql
	$(PY) -m pytest -n 2 --dist loadfile -m "not browser" --cov --cov-report=term:skip-covered --cov-fail-under=95
	$(PY) -m pytest -n 2 --dist loadfile -m browser

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: .venv/ready
	$(PY) -m tests.bench

# uv itself is in the lock: pip installs it by its hashes, and it installs the rest by theirs.
.venv/ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv .venv
	awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements.lock > .venv/uv.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements.lock
	touch .venv/ready

lock:
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --group dev --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock

# The browser tests drive a real Chromium; Debian's is installed where there is none and it may be.
browser:
	@for name in "$$FELTPLAN_CHROMIUM" chromium chromium-browser google-chrome; do \
	  [ -n "$$name" ] && command -v "$$name" > /dev/null && exit 0; done; \
	echo "Installing Debian's Chromium for the browser tests."; \
	sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$sudo apt-get update -qq && $$sudo apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core > /dev/null

# The sign-in tests start a real OpenID provider; Debian's Node is installed where there is none and it may be.
provider:
	@command -v node > /dev/null && command -v npm > /dev/null && exit 0; \
	echo "Installing Debian's Node for the sign-in tests."; \
	sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$sudo apt-get update -qq && $$sudo apt-get install -qq -y --no-install-recommends nodejs npm > /dev/null
	@cd tests/provider && { cmp -s package-lock.json node_modules/.made-from || \
	{ npm ci --silent --no-audit --no-fund && cp package-lock.json node_modules/.made-from; }; }

# Two road engines' programs for the tests that drive real streets; they hang on no version of Python. Where there is no
# wheel for the machine the tests are skipped and say so.
engine: .venv/ready
	@cmp -s tests/road-engine.txt .venv/road-engine/.made-from || \
	{ .venv/bin/uv pip install --quiet --target .venv/road-engine --python-version 3.12 --no-deps --only-binary :all: \
	  --require-hashes -r tests/road-engine.txt && cp tests/road-engine.txt .venv/road-engine/.made-from; } || \
	echo "No road engines for this machine: their tests are skipped."

# The ledger's tests run on a real PostgreSQL too, which they start themselves on a loopback port; Debian's is installed
# where there is none and it may be.
postgresql:
	@for name in initdb /usr/lib/postgresql/*/bin/initdb; do command -v "$$name" > /dev/null && exit 0; done; \
	echo "Installing Debian's PostgreSQL for the tests."; \
	sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -qq -y --no-install-recommends postgresql > /dev/null

hooks: .venv/ready
	.venv/bin/pre-commit install

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
