#!/bin/sh
# Which branches of the engine, the actions and the figures no test takes; apart from make test, for it costs time.
set -eu
PHOIHOP_TESTING=1; export PHOIHOP_TESTING
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
PHOIHOP_DATA="$work/data"; COVERAGE_FILE="$work/coverage"; export PHOIHOP_DATA COVERAGE_FILE
# Coverage starts before pytest loads Django, or what runs at import would count as never run.
.venv/bin/python -m coverage run -m pytest -m "not browser" "$@"
.venv/bin/python -m coverage combine -q
.venv/bin/python -m coverage report --show-missing --include "phoihop/core/*,*/actions.py,*/figures.py"
