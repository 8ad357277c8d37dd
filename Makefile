# Two commands: `make run` and `make test`. Everything is installed inside .venv, from requirements.lock.
PYTHON ?= python3
PY := .venv/bin/python
HOME_DIR := $(or $(FELTPLAN_HOME),var)

.PHONY: run test check bench lock browser hooks clean

run: .venv/ready
	$(PY) -m etl demo $(HOME_DIR)/raw
	$(PY) -m etl build $(HOME_DIR)/raw --keep-real
	$(PY) -m dashboard

test: .venv/ready browser
	$(PY) -m pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered --cov-fail-under=95

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q -n 2 --dist loadgroup -m "not browser and not slow"

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

hooks: .venv/ready
	.venv/bin/pre-commit install

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
