#!/bin/sh
# Everything that needs no test run: style, types, contracts, migrations, generated pages. Says all faults.
set -u
bad=0
PHOIHOP_TESTING=1; PHOIHOP_DATA=$(mktemp -d); DJANGO_SETTINGS_MODULE=tests.settings
export PHOIHOP_TESTING PHOIHOP_DATA DJANGO_SETTINGS_MODULE
step() { name=$1; shift; if out=$("$@" 2>&1); then echo "ok    $name"; else echo "FAULT $name"; echo "$out" | tail -n 60; bad=1; fi; }
step "ruff" .venv/bin/ruff check .
step "format" .venv/bin/ruff format --check .
step "types" .venv/bin/mypy phoihop tests conftest.py bench
step "templates" .venv/bin/djlint --lint --quiet phoihop
step "contracts" .venv/bin/lint-imports
step "checks" .venv/bin/python -m django check
step "migrations" .venv/bin/python -m django makemigrations --check --dry-run
generated() { .venv/bin/python -m phoihop.config.cli show --ra "$PHOIHOP_DATA/generated" && diff -r "$PHOIHOP_DATA/generated" docs/generated; }
step "generated pages" generated
rm -rf "$PHOIHOP_DATA"
exit $bad
