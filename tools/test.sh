#!/bin/sh
# The suite on SQLite, and on PostgreSQL where its programs are installed.
set -eu
PHOIHOP_TESTING=1; export PHOIHOP_TESTING
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
echo "== SQLite"
# With two databases each walks for some of the roles: what a page says does not depend on the database.
PHOIHOP_TWO_DATABASES=${bin:+1} PHOIHOP_DATA="$work/sqlite" .venv/bin/python -m pytest -n 2 --dist worksteal "$@"
if [ -z "$bin" ]; then
  if [ "${PHOIHOP_REQUIRE_POSTGRES:-0}" = 1 ]; then echo "PostgreSQL is required and not installed." >&2; exit 1; fi
  echo "== PostgreSQL: not installed here, left out"; exit 0
fi
echo "== PostgreSQL"
# initdb refuses root: a throw-away cluster of another user, on a socket in its own folder.
cluster="$work/pg"; mkdir -p "$cluster"; chmod 755 "$work"
as=""; if [ "$(id -u)" = 0 ]; then chown nobody "$cluster"; as="setpriv --reuid=nobody --clear-groups"; fi
$as "$bin/initdb" -D "$cluster/data" -U phoihop -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
$as "$bin/pg_ctl" -D "$cluster/data" -o "-k $cluster -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" -l "$cluster/log" -w start >/dev/null
trap '$as "$bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
host=$(echo "$cluster" | sed 's#/#%2F#g')
PHOIHOP_SECOND_DATABASE=1 DATABASE_URL="postgresql://phoihop@$host/postgres" PHOIHOP_DATA="$work/data" .venv/bin/python -m pytest -n 2 --dist worksteal -m "not browser" "$@"
