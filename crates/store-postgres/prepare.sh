#!/bin/sh
# Checks this crate's SQL against its migrations and writes what was learnt to .sqlx, so that a build needs
# no database. `just lint` fails where it is stale: see migrations/checked.sh.
# Asks the server that the PG* variables name for a database of its own; without them, starts one.
set -eu
cd "$(dirname "$0")"
[ -n "${PGHOST:-}" ] || exec pg_virtualenv -t -o fsync=off ./prepare.sh
work=$(mktemp -d)
database="chasqui_prepare_$$"
trap 'rm -rf "$work"; dropdb --if-exists --force "$database"' EXIT

createdb "$database"
cat ../../migrations/postgres/*.sql | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --dbname "$database"
mkdir "$work/sqlx"
touch src/lib.rs
CHASQUI_POSTGRES_BUILD_URL="postgres:///$database" SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$work/sqlx" \
    cargo check --package store-postgres

rm -rf .sqlx && cp -r "$work/sqlx" .sqlx
touch src/lib.rs
