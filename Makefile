# One command file: make demo, make test, make check, make coverage, make docs, make bench, make j0.
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
export PYTHONWARNINGS ?= default

.PHONY: demo test check coverage docs bench j0 pictures clean

.venv/ready: requirements.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements.txt ready "$(PYTHON)"

.venv/ready-dev: requirements-dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements-dev.txt ready-dev "$(PYTHON)"

demo: .venv/ready
	@$(PY) -m phoihop.config.cli demo --port $(PORT) $(if $(FRESH),--fresh) $(if $(NOSERVE),--no-serve)

test: .venv/ready-dev
	@sh tools/test.sh

check: .venv/ready-dev
	@sh tools/check.sh

coverage: .venv/ready-dev
	@sh tools/coverage.sh

docs: .venv/ready-dev
	@PHOIHOP_TESTING=1 PHOIHOP_DATA=$$(mktemp -d) $(PY) -m phoihop.config.cli show --ra docs/generated
	@$(PY) tools/tour.py

bench: .venv/ready-dev
	@$(PY) -m bench.run

j0: .venv/ready-dev
	@PHOIHOP_J0=all PHOIHOP_TESTING=1 PHOIHOP_DATA=$$(mktemp -d) $(PY) -m pytest -q -s tests/scenarios/test_j00_so_ket_from_a_cold_start.py

clean:
	rm -rf .venv build var
